//! What the documents say of answers, options and assumptions, as entries of lists in Markdown.

use super::inert::{inline, list, literal, literal_line};
use super::{Consulted, Walked};
use crate::advice::insight::{Bearing, Change, Verdict};
use crate::advice::walk::{Route, Step};
use crate::content::pack::{DecisionWords, Words, fill};
use crate::content::tree::{Alternative, AlternativeIs, Outcome, OutcomeIx, QuestionIx, Tree};
use crate::paper::export::brief::{Mark, answer_name, assumed_mark, step_answer};
use crate::paper::export::insight::{Explained, contradiction};
use crate::paper::record::{Confidence, Remarks};

/// The most that is told of what another answer to one question would lead to.
const MAX_VARIANTS: usize = 4;

/// Tells of a consultation.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a> {
    pub(super) consulted: &'a Consulted<'a>,
}

/// A word with its gaps filled by what is Markdown already.
pub(super) fn say(word: &str, gaps: &[(&str, &str)]) -> String {
    fill(&inline(word), gaps)
}

impl<'a> Teller<'a> {
    pub(super) fn words(self) -> &'a Words {
        self.consulted.pack.words()
    }

    pub(super) fn said(self) -> &'a DecisionWords {
        &self.words().decision
    }

    /// A question with its answer, and what people said about it.
    pub(super) fn answered(self, tree: &Tree, step: &Step) -> String {
        let question = format!(
            "{} **{}**{}",
            tree[step.question].prompt,
            step_answer(self.words(), tree, step),
            assumed_mark(self.words(), step.assumed)
        );
        format!("{}{}", inline(&question), self.remarks(tree, step))
    }

    /// An answer that carries the result, with what the others lead to, and what people said about it.
    pub(super) fn driver(self, walk: &Walked<'_>, bearing: &Bearing) -> String {
        let variants = bearing.variants.iter().filter(|variant| variant.verdict != Verdict::Same && !walk.is_detail(&variant.verdict));
        let telling = Bearing { variants: variants.cloned().collect(), ..bearing.clone() };
        let mut entries = self.explained(walk).bearing(&telling).into_iter();
        let mut text = entries.next().map(|head| inline(&head.text)).unwrap_or_default();
        let others: Vec<String> = entries.filter(|entry| entry.mark == Mark::Nested).map(|entry| inline(&entry.text)).collect();
        for other in others.iter().take(MAX_VARIANTS) {
            text.push_str(&format!("\n  * {other}"));
        }
        if let Some(more) = others.len().checked_sub(MAX_VARIANTS).filter(|more| *more > 0) {
            text.push_str(&format!("\n  * {}", say(&self.said().more_answers, &[("n", &more.to_string())])));
        }
        if bearing.variants.iter().any(|variant| walk.is_detail(&variant.verdict)) {
            text.push_str(&format!("\n  * {}", inline(&self.said().details)));
        }
        if let Some(step) = walk.route.steps.iter().find(|step| step.question == bearing.question) {
            text.push_str(&self.remarks(walk.tree, step));
        }
        text
    }

    /// What people said about an answer, each on a line of its own below.
    fn remarks(self, tree: &Tree, step: &Step) -> String {
        let Some(remarks) = self.consulted.remarks_on(tree, step.question) else { return String::new() };
        let mut said = self.remarked(tree, step.question, remarks, 4);
        // Who finds an assumption out is told among the assumptions.
        let owner = if step.assumed { String::new() } else { self.owner(remarks) };
        said.extend(Some(owner).filter(|owner| !owner.is_empty()));
        said.iter().map(|said| format!("\n  * {said}")).collect()
    }

    /// What people said about the question at which a walk waits, as a list; who finds it out comes first.
    pub(super) fn open(self, walk: &super::Waiting<'_>) -> String {
        let Some(remarks) = self.consulted.remarks_on(walk.tree, walk.question) else { return String::new() };
        let said = self.said();
        let owner = literal_line(&remarks.owner);
        let who = (!owner.is_empty() || remarks.due.is_some()).then(|| {
            let owner = if owner.is_empty() { inline(&said.nobody) } else { owner };
            let due = remarks.due.map_or_else(|| inline(&said.no_day), |due| due.to_string());
            say(&said.finds_out, &[("owner", &owner), ("due", &due)])
        });
        list(who.into_iter().chain(self.remarked(walk.tree, walk.question, remarks, 2)))
    }

    /// What people said about a question, each a line, those under the first at an indentation.
    fn remarked(self, tree: &Tree, question: QuestionIx, remarks: &Remarks, indentation: usize) -> Vec<String> {
        let said = self.said();
        let mut lines = Vec::new();
        let mut add = |word: &str, value: &str| {
            if !value.trim().is_empty() {
                lines.push(say(word, &[("text", value)]));
            }
        };
        add(&said.note, &literal(&remarks.note, indentation));
        match remarks.confidence {
            Some(Confidence::Sure) => add("{text}", &inline(&said.sure)),
            Some(Confidence::Leaning) => add("{text}", &inline(&said.leaning)),
            None => {}
        }
        add(&said.evidence, &literal(&remarks.evidence, indentation));
        add(&said.votes, &self.votes(tree, question, remarks));
        add(&said.dissent, &literal(&remarks.dissent, indentation));
        lines
    }

    /// Who answers for an answer, and until when; empty when neither was said.
    fn owner(self, remarks: &Remarks) -> String {
        let said = &self.words().shelf;
        let owner = Some(literal_line(&remarks.owner)).filter(|owner| !owner.is_empty());
        match (owner, remarks.due) {
            (None, None) => String::new(),
            (Some(owner), None) => say(&said.owner, &[("owner", &owner)]),
            (owner, Some(due)) => {
                let owner = owner.unwrap_or_else(|| inline(&said.nobody));
                say(&said.owner_until, &[("owner", &owner), ("due", &due.to_string())])
            }
        }
    }

    /// How many were for each answer, most first.
    fn votes(self, tree: &Tree, question: QuestionIx, remarks: &Remarks) -> String {
        let label = |id: &str| match answer_name(self.words(), &tree[question], id) {
            // What no answer is called was written by people.
            name if name == id => literal_line(id),
            name => inline(name),
        };
        let mut votes: Vec<(&String, &u32)> = remarks.votes.iter().collect();
        votes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        votes.iter().map(|(id, count)| format!("{} {count}", label(id))).collect::<Vec<_>>().join(", ")
    }

    /// Why a credible alternative was not chosen.
    pub(super) fn against(self, walk: &Walked<'_>, alternative: &Alternative) -> Vec<String> {
        let mut entries = vec![say(&self.said().right_when, &[("when", &inline(&alternative.right_when))])];
        if let AlternativeIs::Outcome(ix) = alternative.is {
            entries.extend(self.way_to(walk, ix).map(|changes| say(&self.said().would_need, &[("changes", &changes)])));
        }
        entries
    }

    /// The fewest other answers that lead to an outcome.
    pub(super) fn way_to(self, walk: &Walked<'_>, outcome: OutcomeIx) -> Option<String> {
        let first = walk.way_to(outcome)?.ways.sets.first()?;
        Some(inline(&self.explained(walk).changes(first)))
    }

    /// The other outcomes, a line each, below the answers that would have to be others.
    pub(super) fn further(self, walk: &Walked<'_>) -> String {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for other in walk.further() {
            let Some(set) = other.ways.sets.first() else { continue };
            let (changed, new): (Vec<Change>, Vec<Change>) = set.iter().cloned().partition(|change| change.from.is_some());
            let head = inline(&self.explained(walk).changes(&changed));
            let mut line = format!("**{}**", inline(name(walk.tree, other.outcome)));
            // Of the answers behind those, the last is what sets this outcome apart from its neighbours.
            if let Some(last) = new.last() {
                line.push_str(&format!(": {}", inline(&self.explained(walk).changes(std::slice::from_ref(last)))));
            }
            match new.len().saturating_sub(1) {
                0 => {}
                more => line.push_str(&format!(" {}", say(&self.said().with_more, &[("n", &more.to_string())]))),
            }
            match groups.iter_mut().find(|(other, _)| *other == head) {
                Some((_, lines)) => lines.push(line),
                None => groups.push((head, vec![line])),
            }
        }
        list(groups.into_iter().map(|(head, lines)| {
            let lines: Vec<String> = lines.iter().map(|line| format!("\n  * {line}")).collect();
            format!("{head}{}", lines.concat())
        }))
    }

    /// What was assumed, as a task: whose it is, until when, and how to find it out.
    pub(super) fn assumption(self, tree: &Tree, step: &Step) -> String {
        let said = self.said();
        let remarks = self.consulted.remarks_on(tree, step.question);
        let owner = remarks.map(|remarks| literal_line(&remarks.owner)).filter(|owner| !owner.is_empty());
        let owner = owner.unwrap_or_else(|| inline(&said.nobody));
        let due = remarks.and_then(|remarks| remarks.due).map_or_else(|| inline(&said.no_day), |due| due.to_string());
        let answer = inline(&step_answer(self.words(), tree, step));
        let question = inline(&tree[step.question].prompt);
        let task = say(&said.assumption, &[("question", &question), ("answer", &answer), ("owner", &owner), ("due", &due)]);
        match tree[step.question].how_to_tell.first() {
            Some(tell) => format!("{task}\n  {}", inline(tell)),
            None => task,
        }
    }

    /// What an outcome brings, what it costs, and what else was settled.
    pub(super) fn consequences(self, tree: &Tree, route: &Route, outcome: &Outcome) -> String {
        let said = self.said();
        let good = route.holding(&outcome.gains).map(|item| say(&said.good, &[("text", &inline(&item.value))]));
        let bad = route.holding(&outcome.costs).map(|item| say(&said.bad, &[("text", &inline(&item.value))]));
        let also = route.also(tree, outcome).into_iter().map(|also| {
            let (aspect, name) = (also.aspect.replace('-', " "), inline(also.recommendation.trim_end_matches('.')));
            say(&said.also, &[("aspect", &aspect), ("recommendation", &name), ("why", &inline(&also.why))])
        });
        list(good.chain(bad).chain(also))
    }

    /// What to watch.
    pub(super) fn watch(self, route: &Route, outcome: &Outcome) -> String {
        list(route.holding(&outcome.watch).map(|item| inline(&format!("{}: {}", item.value.metric, item.value.figure))))
    }

    /// Results that contradict each other.
    pub(super) fn conflicts(self) -> String {
        list(self.consulted.conflicts.iter().map(|conflict| inline(&contradiction(self.consulted.pack, conflict).text)))
    }

    /// Trees of the record that are not there today, a line each.
    pub(super) fn missing(self) -> String {
        list(self.consulted.missing.iter().map(|tree| {
            let outcome = tree.outcome.as_deref().map_or_else(|| inline(&self.said().no_outcome), literal_line);
            let (id, version) = (literal_line(&tree.id), tree.version.to_string());
            say(&self.said().missing, &[("tree", &id), ("version", &version), ("outcome", &outcome)])
        }))
    }

    /// How many outcomes are yet possible.
    pub(super) fn still_possible(self, walk: &super::Waiting<'_>) -> String {
        let count = crate::paper::export::text::possible_count(self.words(), walk.tree, &walk.possible);
        say(&self.said().still_possible, &[("count", &count)])
    }

    fn explained(self, walk: &'a Walked<'_>) -> Explained<'a> {
        Explained { words: self.words(), tree: walk.tree, route: &walk.route, insight: &walk.insight }
    }
}

/// What an outcome is called, without the stop of its sentence.
pub(super) fn name(tree: &Tree, outcome: OutcomeIx) -> &str {
    tree[outcome].recommendation.trim_end_matches('.')
}
