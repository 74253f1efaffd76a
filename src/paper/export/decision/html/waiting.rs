//! What is told of a tree whose walk waits at a question: the question, how to tell, and what can yet become of it.

use super::answer::{list, said_of};
use super::markup::Markup;
use super::walk::{assumptions, given_so_far, made_with, way};
use crate::advice::walk::Step;
use crate::paper::export::decision::{Consulted, Waiting};

/// One tree of a consultation that is still open, as the content of an article.
pub(super) fn waiting(page: &mut Markup, consulted: &Consulted<'_>, walk: &Waiting<'_>) {
    let words = consulted.pack.words();
    let (said, question) = (&words.html, &walk.tree[walk.question]);
    page.class("p", "kicker", |page| page.text(&format!("{} · {}", walk.tree.title, said.open)));
    page.prose_in("h2", &question.prompt);
    page.class("p", "lead", |page| page.prose(&question.why));
    said_of(page, consulted, walk.tree, walk.question);
    page.element_of("h3", &words.walk.how_to_tell);
    list(page, "ul", question.how_to_tell.iter().map(|tell| tell.to_string()));
    let steps: Vec<&Step> = walk.route.steps.iter().filter(|step| !step.repeated).collect();
    given_so_far(page, consulted, walk.tree, (&said.answered, steps));
    assumptions(page, consulted, walk.tree, &walk.route);
    way(page, consulted, walk.tree, &walk.route);
    if !walk.possible.outcomes.is_empty() {
        page.element_of("h3", &words.walk.still_possible);
        list(page, "ul", walk.possible.outcomes.iter().map(|ix| walk.tree[*ix].recommendation.to_string()));
    }
    made_with(page, consulted, walk.recorded);
}
