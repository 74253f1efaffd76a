//! Answers, with what people said about them. What people said is text: nothing in it is Markdown.

use super::markup::Markup;
use crate::advice::walk::Step;
use crate::content::tree::{Question, QuestionIx, Tree};
use crate::paper::export::brief::{step_answer, votes_told};
use crate::paper::export::decision::Consulted;
use crate::paper::record::{Confidence, Remarks};

/// A question with its answer and the remarks on it, as the content of a list entry.
pub(super) fn answered(page: &mut Markup, consulted: &Consulted<'_>, tree: &Tree, step: &Step) {
    page.prose(&tree[step.question].prompt);
    given(page, consulted, tree, step);
    if let Some(remarks) = consulted.remarks_on(tree, step.question) {
        remarked(page, consulted, &tree[step.question], &in_place(step, remarks));
    }
}

/// What people said about a question that waits for its answer.
pub(super) fn said_of(page: &mut Markup, consulted: &Consulted<'_>, tree: &Tree, question: QuestionIx) {
    if let Some(remarks) = consulted.remarks_on(tree, question) {
        remarked(page, consulted, &tree[question], remarks);
    }
}

/// An answer, marked when it was assumed.
pub(super) fn given(page: &mut Markup, consulted: &Consulted<'_>, tree: &Tree, step: &Step) {
    let words = consulted.pack.words();
    page.class("span", "answer", |page| {
        page.prose(&step_answer(words, tree, step));
        if step.assumed {
            page.text(" ");
            page.class("span", "mark", |page| page.text(&format!("({})", words.walk.assumed)));
        }
    });
}

/// What is to be said of an answer beside it: who finds an assumption out is told among the assumptions.
fn in_place(step: &Step, remarks: &Remarks) -> Remarks {
    let remarks = remarks.clone();
    if step.assumed { Remarks { owner: String::new(), due: None, ..remarks } } else { remarks }
}

fn remarked(page: &mut Markup, consulted: &Consulted<'_>, question: &Question, remarks: &Remarks) {
    if remarks.is_empty() {
        return;
    }
    let words = consulted.pack.words();
    let said = &words.html;
    page.class("dl", "said", |page| {
        term(page, &said.note, &remarks.note);
        match remarks.confidence {
            Some(Confidence::Sure) => term(page, &said.confidence, &words.decision.sure),
            Some(Confidence::Leaning) => term(page, &said.confidence, &words.decision.leaning),
            None => {}
        }
        let evidence = remarks.evidence.trim();
        if !evidence.is_empty() {
            page.element_of("dt", &said.evidence);
            page.element("dd", &[], |page| page.link(evidence, evidence));
        }
        term(page, &said.votes, &votes_told(words, Some(question), &remarks.votes));
        term(page, &said.dissent, &remarks.dissent);
        term(page, &said.owner, &remarks.owner);
        term(page, &said.due, &remarks.due.map(|due| due.to_string()).unwrap_or_default());
    });
}

/// A term and what is said of it, unless that is nothing.
fn term(page: &mut Markup, term: &str, text: &str) {
    if !text.trim().is_empty() {
        page.element_of("dt", term);
        page.class("dd", "told", |page| page.text(text.trim()));
    }
}

/// What was assumed: by what it is to be found out, who does it, and until when.
pub(super) fn assumption(page: &mut Markup, consulted: &Consulted<'_>, tree: &Tree, step: &Step) {
    let words = consulted.pack.words();
    let (said, question) = (&words.html, &tree[step.question]);
    page.element("strong", &[], |page| page.prose(&question.prompt));
    let remarks = consulted.remarks_on(tree, step.question);
    page.class("dl", "said", |page| {
        page.element_of("dt", &said.assumed);
        page.prose_in("dd", &step_answer(words, tree, step));
        page.element_of("dt", &words.walk.how_to_tell);
        page.element("dd", &[], |page| list(page, "ul", question.how_to_tell.iter().map(|tell| tell.to_string())));
        let owner = remarks.map(|remarks| remarks.owner.trim()).filter(|owner| !owner.is_empty());
        page.element_of("dt", &said.owner);
        page.element("dd", &[], |page| told_or(page, owner.map(str::to_owned), &words.decision.nobody));
        page.element_of("dt", &said.due);
        let due = remarks.and_then(|remarks| remarks.due).map(|due| due.to_string());
        page.element("dd", &[], |page| told_or(page, due, &words.decision.no_day));
    });
}

/// A text, or that there is none, marked.
fn told_or(page: &mut Markup, text: Option<String>, none: &str) {
    match text {
        Some(text) => page.text(&text),
        None => page.class("span", "mark", |page| page.text(none)),
    }
}

/// Texts of the pack as a list; nothing at all when there is none.
pub(super) fn list(page: &mut Markup, name: &'static str, entries: impl Iterator<Item = String>) {
    let mut entries = entries.peekable();
    if entries.peek().is_some() {
        page.element(name, &[], |page| entries.for_each(|entry| page.prose_in("li", &entry)));
    }
}
