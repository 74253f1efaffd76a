//! Two records side by side: as text, and as JSON.

use serde_json::{Value as Json, json};

use super::brief::votes_told;
use super::json::{FORMAT, write};
use crate::advice::walk::{Answer, Route, Value, answer_label, value_json};
use crate::content::pack::{CompareWords, Pack, Words, fill};
use crate::content::text::clean_line;
use crate::content::tree::{Question, Tree};
use crate::paper::record::{Compared, Comparison, Differing, Given, Header};

/// Two records that were compared, and what their files are called.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// The names of the files, as they are shown.
    pub files: [&'a str; 2],
    /// What was found.
    pub comparison: &'a Comparison<'a>,
}

/// The report: what each is about, and for each tree the first difference, what each leads to, and what else differs.
pub fn text(pack: &Pack, sides: Sides<'_>) -> String {
    let words = pack.words();
    let said = &words.compare;
    let comparison = sides.comparison;
    let [one, other] = &comparison.headers;
    let mut text = String::new();
    for ((name, file), header) in names(said).into_iter().zip(sides.files).zip([one, other]) {
        let title = if header.title.is_empty() { said.untitled.to_string() } else { header.title.clone() };
        let about = fill(&said.record, &[("file", file), ("title", &title), ("status", header.status.as_str())]);
        text.push_str(&side(said, name, &about, 0));
    }
    for (field, one, other) in heading(said, [one, other]) {
        let line = fill(&said.differs, &[("field", field), ("one", one), ("other", other)]);
        text.push_str(&format!("{}\n", clean_line(&line)));
    }
    for tree in &comparison.trees {
        text.push_str(&format!("\n{}\n{}\n", tree.tree.title, "=".repeat(textwrap::core::display_width(&tree.tree.title))));
        tree_text(words, tree, &mut text);
    }
    text.push('\n');
    let quoted = |ids: &[&str]| ids.iter().map(|id| format!("`{}`", clean_line(id))).collect::<Vec<_>>().join(", ");
    for (name, only) in names(said).into_iter().zip(&comparison.only).filter(|(_, only)| !only.is_empty()) {
        text.push_str(&format!("{}\n", fill(&said.only, &[("side", name), ("trees", &quoted(only))])));
    }
    if !comparison.gone.is_empty() {
        text.push_str(&format!("{}\n", fill(&said.gone, &[("trees", &quoted(&comparison.gone))])));
    }
    let nothing = comparison.trees.is_empty() && comparison.gone.is_empty() && comparison.only.iter().all(Vec::is_empty);
    let whole = match (nothing, comparison.same_results()) {
        (true, _) => &said.none,
        (false, true) => &said.same,
        (false, false) => &said.not_same,
    };
    text.push_str(&format!("{whole}\n"));
    text
}

fn names(said: &CompareWords) -> [&str; 2] {
    [&said.one, &said.other]
}

/// What is said of one side, on a line.
fn side(said: &CompareWords, name: &str, what: &str, indent: usize) -> String {
    let width = names(said).into_iter().map(textwrap::core::display_width).max().unwrap_or(0);
    let gap = " ".repeat(width.saturating_sub(textwrap::core::display_width(name)) + 2);
    format!("{}{name}{gap}{}\n", " ".repeat(indent), clean_line(what))
}

/// The fields of the headers that differ, each as it reads on either side.
fn heading<'a>(said: &'a CompareWords, [one, other]: [&'a Header; 2]) -> Vec<(&'a str, &'a str, &'a str)> {
    let title = |header: &'a Header| if header.title.is_empty() { &*said.untitled } else { header.title.as_str() };
    let fields = [(&*said.title, title(one), title(other)), (&*said.status, one.status.as_str(), other.status.as_str())];
    fields.into_iter().filter(|(_, one, other)| one != other).collect()
}

fn tree_text(words: &Words, compared: &Compared<'_>, text: &mut String) {
    let said = &words.compare;
    let tree = compared.tree;
    let first = compared.first();
    let alike = match (first, compared.alike) {
        (None, _) => said.alike_all.to_string(),
        (Some(_), 0) => said.alike_none.to_string(),
        (Some(_), 1) => said.alike_one.to_string(),
        (Some(_), n) => fill(&said.alike, &[("n", &n.to_string())]),
    };
    text.push_str(&format!("{alike}\n"));
    if let Some(first) = first {
        differing(words, tree, first, &said.first, text);
    }
    let ends = compared.routes.each_ref().map(|route| end(said, tree, route));
    let outcomes = compared.routes.each_ref().map(Route::outcome);
    match (compared.same_result(), ends) {
        (true, [both, _]) => text.push_str(&format!("\n{}\n", fill(&said.same_result, &[("outcome", &both)]))),
        (false, [both, _]) if outcomes[0].is_some() && outcomes[0] == outcomes[1] => {
            text.push_str(&format!("\n{}\n", fill(&said.same_outcome, &[("outcome", &both)])));
            for (name, parts) in names(said).into_iter().zip(parts(compared)) {
                let parts = if parts.is_empty() { said.nothing.to_string() } else { parts.join(", ") };
                text.push_str(&side(said, name, &parts, 2));
            }
        }
        (false, ends) => {
            text.push_str(&format!("\n{}\n", said.leads_to));
            for (name, end) in names(said).into_iter().zip(ends) {
                text.push_str(&side(said, name, &end, 2));
            }
        }
    }
    for further in compared.differing.iter().filter(|differing| Some(*differing) != first) {
        differing(words, tree, further, &said.further, text);
    }
}

/// Where a way ends.
pub fn end(said: &CompareWords, tree: &Tree, route: &Route) -> String {
    match (route.outcome(), route.open()) {
        (Some(outcome), _) => format!("{} (`{}`)", tree[outcome].recommendation, tree[outcome].id),
        (None, Some(open)) => fill(&said.waits, &[("question", &format!("{} (`{}`)", tree[open].prompt, tree[open].id))]),
        (None, None) => String::new(),
    }
}

/// The parts of each result that the other one has not.
pub fn parts<'a>(compared: &'a Compared<'_>) -> [Vec<&'a str>; 2] {
    let of = |route: &'a Route| route.result(compared.tree).map(|(_, parts)| parts).unwrap_or_default();
    let [one, other] = compared.routes.each_ref().map(of);
    let without = |parts: &[&'a str], others: &[&str]| parts.iter().copied().filter(|part| !others.contains(part)).collect();
    [without(&one, &other), without(&other, &one)]
}

fn differing(words: &Words, tree: &Tree, differing: &Differing<'_>, heading: &str, text: &mut String) {
    let said = &words.compare;
    let question = &tree[differing.question];
    let named = format!("{} (`{}`)", question.prompt, question.id);
    text.push_str(&format!("\n{}\n", fill(heading, &[("question", &named)])));
    let [one, other] = &differing.given;
    for (name, (given, beside)) in names(said).into_iter().zip([(one, other), (other, one)]) {
        text.push_str(&side(said, name, &given_text(words, question, given), 2));
        for remark in remarks(words, question, given, beside) {
            text.push_str(&side(said, "", &remark, 2));
        }
    }
}

/// An answer in words, and whether it was assumed or has no effect.
pub fn given_text(words: &Words, question: &Question, given: &Given<'_>) -> String {
    let said = &words.compare;
    let Some(recorded) = given.answer else { return said.no_answer.to_string() };
    let value = recorded.answer.value(question);
    let mut text = label(words, question, &value);
    let marks = [(recorded.answer == Answer::Unsure, &said.assumed), (!given.is_on_route, &said.off_route)];
    let marks: Vec<&str> = marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| &**mark).collect();
    if !marks.is_empty() {
        text.push_str(&format!(" ({})", marks.join(", ")));
    }
    text
}

fn label(words: &Words, question: &Question, value: &Value) -> String {
    answer_label(question, value, &words.walk.none_of_these)
}

/// What people said about an answer, as far as those of the other record did not say the same.
pub fn remarks(words: &Words, question: &Question, given: &Given<'_>, beside: &Given<'_>) -> Vec<String> {
    let said = &words.compare;
    let texts = |given: &Given<'_>| -> [String; 6] {
        let Some(recorded) = given.answer else { return Default::default() };
        let remarks = &recorded.remarks;
        let votes = votes_told(words, Some(question), &remarks.votes);
        let confidence = remarks.confidence.map(|confidence| confidence.as_str().to_owned()).unwrap_or_default();
        [remarks.owner.clone(), confidence, votes, remarks.note.clone(), remarks.dissent.clone(), remarks.evidence.clone()]
    };
    let words = [&said.owner, &said.confidence, &said.votes, &said.note, &said.dissent, &said.evidence];
    let both = words.into_iter().zip(texts(given).into_iter().zip(texts(beside)));
    both.filter(|(_, (text, other))| !text.is_empty() && text != other).map(|(word, (text, _))| fill(word, &[("text", &text)])).collect()
}

/// The report as one object: `format`, `same`, `records`, `trees` (each with `alike`, `same`, `results` and `differing`, the first
/// difference first), `only` and `gone`.
pub fn json(pack: &Pack, sides: Sides<'_>) -> String {
    let words = pack.words();
    let comparison = sides.comparison;
    let record = |(file, header): (&str, &Header)| json!({ "file": file, "title": header.title, "status": header.status.as_str() });
    let records: Vec<Json> = sides.files.into_iter().zip(comparison.headers).map(record).collect();
    let trees: Vec<Json> = comparison.trees.iter().map(|tree| tree_json(words, tree)).collect();
    write(&json!({
        "format": FORMAT,
        "same": comparison.same_results(),
        "records": records,
        "trees": trees,
        "only": comparison.only,
        "gone": comparison.gone,
    }))
}

fn tree_json(words: &Words, compared: &Compared<'_>) -> Json {
    let tree = compared.tree;
    let results = compared.routes.each_ref().map(|route| match route.result(tree) {
        Some((outcome, parts)) => json!({ "outcome": outcome, "parts": parts, "open": null }),
        None => json!({ "outcome": null, "parts": [], "open": route.open().map(|ix| &tree[ix].id) }),
    });
    let differing: Vec<Json> = compared.differing.iter().map(|differing| differing_json(words, tree, differing)).collect();
    let first = compared.first().map(|first| &tree[first.question].id);
    json!({
        "tree": tree.id,
        "alike": compared.alike,
        "same": compared.same_result(),
        "first": first,
        "results": results,
        "differing": differing,
    })
}

fn differing_json(words: &Words, tree: &Tree, differing: &Differing<'_>) -> Json {
    let question = &tree[differing.question];
    let given = differing.given.each_ref().map(|given| {
        let Some(recorded) = given.answer else { return Json::Null };
        let (value, remarks) = (recorded.answer.value(question), &recorded.remarks);
        json!({
            "answer": value_json(&value),
            "label": label(words, question, &value),
            "assumed": recorded.answer == Answer::Unsure,
            "on_route": given.is_on_route,
            "note": remarks.note,
            "owner": remarks.owner,
            "due": remarks.due.map(|due| due.to_string()),
            "confidence": remarks.confidence.map(|confidence| confidence.as_str()),
            "evidence": remarks.evidence,
            "votes": remarks.votes,
            "dissent": remarks.dissent,
        })
    });
    json!({ "question": question.id, "prompt": question.prompt.as_str(), "answers": given })
}
