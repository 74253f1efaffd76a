//! A decision record in Markdown, in the form of MADR 4 (<https://adr.github.io/madr/>), with its replay data at the end.

use super::{Consulted, Walked};
use crate::advice::walk::Step;
use crate::content::pack::{DecisionWords, fill};
use crate::content::tree::{AlternativeIs, Tree};
use crate::paper::export::brief::{assumed_mark, step_answer};
use crate::paper::export::insight::{Explained, contradiction};
use crate::paper::record::{Confidence, Remarks, fenced, write};

// The headings of the form, which programs look for: they are no words of the interface.
const CONTEXT: &str = "## Context and Problem Statement";
const DRIVERS: &str = "## Decision Drivers";
const OPTIONS: &str = "## Considered Options";
const OUTCOME: &str = "## Decision Outcome";
const CONSEQUENCES: &str = "### Consequences";
const CONFIRMATION: &str = "### Confirmation";
const PROS_AND_CONS: &str = "## Pros and Cons of the Options";
const MORE: &str = "## More Information";

/// The decision record of a consultation.
///
/// Costs as much as it is long.
pub fn adr(consulted: &Consulted<'_>) -> String {
    let mut text = front_matter(consulted);
    text.push_str(&format!("# {}\n", one_line(&consulted.title())));
    let mut part = |heading: &str, of_walk: &dyn Fn(&Walked<'_>) -> String| {
        text.push_str(&format!("\n{heading}\n"));
        for walk in &consulted.walks {
            // Several decisions under one heading are told apart by what was decided.
            let title = if consulted.walks.len() > 1 { format!("\n**{}**\n", walk.tree.title) } else { String::new() };
            let body = of_walk(walk);
            if !body.is_empty() {
                text.push_str(&format!("{title}\n{body}"));
            }
        }
    };
    let said = &consulted.pack.words().decision;
    part(CONTEXT, &|walk| context(consulted, walk));
    part(DRIVERS, &|walk| lines(walk.drivers().into_iter().map(|step| answered(consulted, walk.tree, step))));
    part(OPTIONS, &|walk| options(walk));
    part(OUTCOME, &|walk| {
        let outcome = &walk.tree[walk.outcome];
        format!("{}\n", fill(&said.chosen, &[("option", &outcome.recommendation), ("why", &outcome.why)]))
    });
    part(CONSEQUENCES, &|walk| consequences(said, walk));
    part(CONFIRMATION, &|walk| confirmation(said, walk));
    part(PROS_AND_CONS, &|walk| pros_and_cons(consulted, walk));
    part(MORE, &|walk| more(consulted, walk));
    if let Some(before) = &consulted.header().supersedes {
        text.push_str(&format!("\n{}\n", fill(&said.supersedes, &[("decision", &inert(&one_line(before)))])));
    }
    text.push_str(&contradictions(consulted));
    text.push_str(&format!("\n{}\n\n{}\n", said.replay, fenced(&write(consulted.record))));
    text
}

/// As MADR's template has it: `status`, `date`, `decision-makers`.
fn front_matter(consulted: &Consulted<'_>) -> String {
    let header = consulted.header();
    let mut text = String::from("---\n");
    text.push_str(&format!("status: {}\n", quoted(header.status.as_str())));
    if let Some(made) = header.made {
        text.push_str(&format!("date: {made}\n"));
    }
    if !header.participants.is_empty() {
        let people: Vec<String> = header.participants.iter().map(|person| quoted(person)).collect();
        text.push_str(&format!("decision-makers: [{}]\n", people.join(", ")));
    }
    text.push_str("---\n\n");
    text
}

fn context(consulted: &Consulted<'_>, walk: &Walked<'_>) -> String {
    let said = &consulted.pack.words().decision;
    let mut text = format!("{}\n", walk.tree.summary);
    let bystanders = walk.bystanders();
    if !bystanders.is_empty() {
        text.push_str(&format!("\n{}\n\n", said.given));
        text.push_str(&lines(bystanders.into_iter().map(|step| answered(consulted, walk.tree, step))));
    }
    text
}

/// A question with its answer, and what people said about it.
fn answered(consulted: &Consulted<'_>, tree: &Tree, step: &Step) -> String {
    let words = consulted.pack.words();
    let mut text = format!("{} **{}**{}", tree[step.question].prompt, step_answer(words, tree, step), assumed_mark(words, step.assumed));
    if let Some(remarks) = consulted.remarks_on(tree, step.question) {
        text.push_str(&remarked(&words.decision, tree, step, remarks));
    }
    text
}

/// Remarks, each on a line of its own below.
fn remarked(said: &DecisionWords, tree: &Tree, step: &Step, remarks: &Remarks) -> String {
    let mut text = String::new();
    let mut add = |word: &str, value: &str| {
        if !value.trim().is_empty() {
            text.push_str(&format!("\n  * {}", fill(word, &[("text", &below(value))])));
        }
    };
    add(&said.note, &remarks.note);
    match remarks.confidence {
        Some(Confidence::Sure) => add("{text}", &said.sure),
        Some(Confidence::Leaning) => add("{text}", &said.leaning),
        None => {}
    }
    add(&said.evidence, &remarks.evidence);
    if !remarks.votes.is_empty() {
        let label = |id: &str| {
            let option = tree[step.question].option(id).and_then(|at| tree[step.question].options().get(at));
            option.map_or_else(|| id.to_owned(), |option| option.label.to_string())
        };
        let votes: Vec<String> = remarks.votes.iter().map(|(id, count)| format!("{} {count}", label(id))).collect();
        add(&said.votes, &votes.join(", "));
    }
    add(&said.dissent, &remarks.dissent);
    text
}

fn options(walk: &Walked<'_>) -> String {
    let chosen = walk.tree[walk.outcome].recommendation.to_string();
    let alternatives = walk.alternatives().map(|alternative| walk.name(alternative).to_owned());
    let credible: Vec<String> = alternatives.collect();
    let rest = walk.others.iter().map(|other| walk.tree[other.outcome].recommendation.to_string());
    let rest: Vec<String> = rest.filter(|name| !credible.contains(name)).collect();
    lines([chosen].into_iter().chain(credible).chain(rest))
}

fn consequences(said: &DecisionWords, walk: &Walked<'_>) -> String {
    let outcome = &walk.tree[walk.outcome];
    let good = walk.route.holding(&outcome.gains).map(|item| fill(&said.good, &[("text", &item.value)]));
    let bad = walk.route.holding(&outcome.costs).map(|item| fill(&said.bad, &[("text", &item.value)]));
    let also = walk.route.also(walk.tree, outcome);
    let also = also.into_iter().map(|also| {
        let gaps =
            [("aspect", also.aspect.replace('-', " ")), ("recommendation", also.recommendation.to_string()), ("why", also.why.to_string())];
        let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(&said.also, &gaps)
    });
    lines(good.chain(bad).chain(also))
}

fn confirmation(said: &DecisionWords, walk: &Walked<'_>) -> String {
    let outcome = &walk.tree[walk.outcome];
    let watch = walk.route.holding(&outcome.watch).map(|item| format!("{}: {}", item.value.metric, item.value.figure));
    format!("{}\n{}\n", lines(watch), fill(&said.revisit, &[("text", &outcome.revisit)]))
}

/// Why each other outcome was not chosen: what would make it right, and what would have to be answered otherwise.
fn pros_and_cons(consulted: &Consulted<'_>, walk: &Walked<'_>) -> String {
    let words = consulted.pack.words();
    let said = &words.decision;
    let explained = Explained { words, tree: walk.tree, route: &walk.route, insight: &walk.insight };
    let changes = |outcome| {
        let first = walk.way_to(outcome)?.ways.sets.first()?;
        Some(fill(&said.would_need, &[("changes", &explained.changes(first))]))
    };
    let mut text = String::new();
    let mut told = Vec::new();
    for alternative in walk.alternatives() {
        text.push_str(&format!("### {}\n\n", walk.name(alternative)));
        let mut entries = vec![fill(&said.right_when, &[("when", &alternative.right_when)])];
        if let AlternativeIs::Outcome(ix) = alternative.is {
            entries.extend(changes(ix));
            told.push(ix);
        }
        text.push_str(&format!("{}\n", lines(entries)));
    }
    let rest = walk.others.iter().filter(|other| !told.contains(&other.outcome));
    let rest: Vec<String> =
        rest.filter_map(|other| Some(format!("**{}**: {}", walk.tree[other.outcome].recommendation, changes(other.outcome)?))).collect();
    if !rest.is_empty() {
        text.push_str(&format!("### {}\n\n{}", said.not_led_to, lines(rest)));
    }
    text
}

fn more(consulted: &Consulted<'_>, walk: &Walked<'_>) -> String {
    let (words, pack) = (consulted.pack.words(), consulted.pack);
    let said = &words.decision;
    let outcome = &walk.tree[walk.outcome];
    let mut text = String::new();
    let mut add = |heading: &str, body: String| {
        if !body.is_empty() {
            text.push_str(&format!("{heading}\n\n{body}\n"));
        }
    };
    let assumptions = walk.assumptions().map(|step| {
        let remarks = consulted.remarks_on(walk.tree, step.question);
        let owner = remarks.map(|remarks| remarks.owner.as_str()).filter(|owner| !owner.is_empty()).unwrap_or(&said.nobody);
        let due = remarks.and_then(|remarks| remarks.due).map_or_else(|| said.no_day.to_string(), |due| due.to_string());
        let tell = walk.tree[step.question].how_to_tell.first().map_or("", |tell| tell.as_str());
        format!("[ ] {} {} {tell}", walk.tree[step.question].prompt, fill(&said.assumption, &[("owner", owner), ("due", &due)]))
    });
    add(&said.assumptions, lines(assumptions));
    let steps = walk.route.holding(&outcome.first_steps).map(|item| format!("[ ] {}", item.value));
    add(&said.first_steps, lines(steps));
    let references = outcome.references.iter().map(|link| {
        let title = pack.reference_title(&link.name).unwrap_or_else(|| link.name.clone());
        format!("{title} (`waypost read {}`)", link.name)
    });
    let sources = outcome.sources.iter().map(|source| format!("[{}](<{}>)", escaped(&source.title), source.url));
    add(&said.reading, lines(references.chain(sources)));
    let gaps = [("tree", walk.tree.id.clone()), ("version", walk.tree.version.to_string()), ("hash", walk.recorded.hash.clone())];
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
    text.push_str(&format!("{}\n", fill(&said.made_with, &gaps)));
    text
}

fn contradictions(consulted: &Consulted<'_>) -> String {
    if consulted.conflicts.is_empty() {
        return String::new();
    }
    let entries = consulted.conflicts.iter().map(|conflict| contradiction(consulted.pack, conflict).text);
    format!("\n{}\n\n{}", consulted.pack.words().decision.conflicts, lines(entries))
}

/// A list; the entries may have further lines.
fn lines(entries: impl IntoIterator<Item = String>) -> String {
    entries.into_iter().map(|entry| format!("* {}\n", entry.trim_end())).collect()
}

/// A text of people within a list of a list: its lines stay in it, and none of them begins a block.
fn below(text: &str) -> String {
    let lines: Vec<String> = text.trim().lines().map(|line| inert(line.trim())).collect();
    lines.join("  \n    ")
}

/// A line that Markdown takes for a line of text whatever it begins with.
fn inert(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.get(digits..).and_then(|rest| rest.chars().next()) {
        Some(first) if digits == 0 && "#>-+*=`~|<[".contains(first) => format!("\\{line}"),
        Some('.' | ')') if digits > 0 => format!("{}\\{}", line.get(..digits).unwrap_or(""), line.get(digits..).unwrap_or("")),
        _ => line.to_owned(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in the brackets of a link.
fn escaped(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

/// A text in YAML's double quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
}
