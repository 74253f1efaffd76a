//! A decision record in Markdown, in the form of MADR 4 (<https://adr.github.io/madr/>), with its replay data at the end.

use std::collections::BTreeMap;

use super::document::prints;
use super::inert::{heading, inline, list, literal_line, quoted, source};
use super::tell::{Teller, name, say};
use super::{Consulted, Waiting, Walked};
use crate::content::tree::Tree;
use crate::paper::record::{Record, fenced, find, replace, write};

// The headings of the form, which programs look for: they are no words of the interface.
pub(super) const CONTEXT: &str = "## Context and Problem Statement";
pub(super) const DRIVERS: &str = "## Decision Drivers";
const OPTIONS: &str = "## Considered Options";
pub(super) const OUTCOME: &str = "## Decision Outcome";
const CONSEQUENCES: &str = "### Consequences";
const CONFIRMATION: &str = "### Confirmation";
const PROS_AND_CONS: &str = "## Pros and Cons of the Options";
const MORE: &str = "## More Information";

/// The most options that are listed of a walk that waits.
const MAX_OPTIONS: usize = 12;

/// The decision record of a consultation.
///
/// Costs as much as it is long.
pub fn adr(consulted: &Consulted<'_>) -> String {
    let text = generated(consulted);
    let json = write(&Record { prose: prints(&text), ..consulted.record.clone() });
    match find(&text).into_iter().next() {
        Some(found) => replace(&text, found, &json),
        None => text,
    }
}

/// The decision record, whose record does not say yet how its sections were written.
pub(super) fn generated(consulted: &Consulted<'_>) -> String {
    let paper = Paper { consulted, teller: Teller { consulted } };
    let mut text = front_matter(consulted);
    let title = literal_line(&consulted.title());
    text.push_str(&format!("# {}\n\n", heading(&title)));
    for (heading, body) in paper.parts() {
        if !body.trim().is_empty() {
            text.push_str(&format!("{heading}\n\n{}\n\n", body.trim_end()));
        }
    }
    let said = paper.teller.said();
    let record = Record { prose: BTreeMap::new(), ..consulted.record.clone() };
    text.push_str(&format!("### {}\n\n{}\n\n{}\n", below(&said.record), inline(&said.replay), fenced(&write(&record))));
    text
}

/// As MADR's template has it: `status`, `date`, `decision-makers`.
pub(super) fn front_matter(consulted: &Consulted<'_>) -> String {
    let header = consulted.header();
    let mut text = format!("---\nstatus: {}\n", header.status.as_str());
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

/// A heading of a word of the interface.
fn below(word: &str) -> String {
    heading(&inline(word))
}

struct Paper<'a> {
    consulted: &'a Consulted<'a>,
    teller: Teller<'a>,
}

impl<'a> Paper<'a> {
    /// Every part with its heading; one that has nothing to say is empty.
    fn parts(&self) -> Vec<(String, String)> {
        let said = self.teller.said();
        let consulted = self.consulted;
        let mut parts = vec![
            (CONTEXT.to_owned(), self.context()),
            (DRIVERS.to_owned(), self.of_walks(&|walk| list(walk.bearings().into_iter().map(|bearing| self.teller.driver(walk, bearing))))),
            (OPTIONS.to_owned(), self.considered()),
            (OUTCOME.to_owned(), self.outcome()),
            (CONSEQUENCES.to_owned(), self.of_walks(&|walk| self.teller.consequences(walk.tree, &walk.route, &walk.tree[walk.outcome]))),
            (CONFIRMATION.to_owned(), self.confirmation()),
        ];
        parts.extend(self.pros_and_cons());
        parts.push((MORE.to_owned(), self.made_with()));
        let mut add = |word: &str, body: String| parts.push((format!("### {}", below(word)), body));
        add(&said.conflicts, self.teller.conflicts());
        let assumptions = consulted.assumptions();
        add(&said.assumptions, list(assumptions.into_iter().map(|(tree, step)| format!("[ ] {}", self.teller.assumption(tree, step)))));
        add(
            &said.first_steps,
            self.of_walks(&|walk| {
                let steps = walk.route.holding(&walk.tree[walk.outcome].first_steps);
                list(steps.map(|item| format!("[ ] {}", inline(&item.value))))
            }),
        );
        add(&said.reading, self.reading());
        parts
    }

    /// What each tree has to say, under its title where there are several.
    fn of_walks(&self, of: &dyn Fn(&Walked<'a>) -> String) -> String {
        self.titled(self.consulted.walks.iter().map(|walk| (walk.tree, of(walk))))
    }

    fn titled(&self, bodies: impl Iterator<Item = (&'a Tree, String)>) -> String {
        let bodies = bodies.filter(|(_, body)| !body.trim().is_empty()).map(|(tree, body)| {
            let title = if self.consulted.is_of_several() { format!("**{}**\n\n", inline(&tree.title)) } else { String::new() };
            format!("{title}{}\n", body.trim_end())
        });
        bodies.collect::<Vec<_>>().join("\n")
    }

    fn context(&self) -> String {
        let (teller, said) = (self.teller, self.teller.said());
        let walked = self.consulted.walks.iter().map(|walk| {
            let given = list(walk.bystanders().into_iter().map(|step| teller.answered(walk.tree, step)));
            (walk.tree, led(&inline(&walk.tree.summary), &said.given, &given))
        });
        let waiting = self.consulted.waiting.iter().map(|walk| {
            let given = walk.route.steps.iter().filter(|step| !step.repeated);
            let given = list(given.map(|step| teller.answered(walk.tree, step)));
            (walk.tree, led(&inline(&walk.tree.summary), &said.so_far, &given))
        });
        self.titled(walked.chain(waiting))
    }

    fn considered(&self) -> String {
        let walked = self.consulted.walks.iter().map(|walk| (walk.tree, self.options(walk)));
        let waiting = self.consulted.waiting.iter().map(|walk| (walk.tree, self.still_possible(walk)));
        self.titled(walked.chain(waiting))
    }

    /// The outcomes that a walk can yet come to.
    fn still_possible(&self, walk: &Waiting<'_>) -> String {
        let all = &walk.possible.outcomes;
        let more = all.len().checked_sub(MAX_OPTIONS).filter(|more| *more > 0);
        let more = more.map(|more| say(&self.teller.said().more_options, &[("n", &more.to_string())]));
        list(all.iter().take(MAX_OPTIONS).map(|ix| inline(name(walk.tree, *ix))).chain(more))
    }

    fn options(&self, walk: &Walked<'_>) -> String {
        let chosen = inline(name(walk.tree, walk.outcome));
        let alternatives = walk.alternatives().map(|alternative| inline(walk.name(alternative).trim_end_matches('.')));
        let further = walk.further().len();
        let further = (further > 0).then(|| say(&self.teller.said().further, &[("n", &further.to_string())]));
        list([chosen].into_iter().chain(alternatives).chain(further))
    }

    fn outcome(&self) -> String {
        let walked = self.consulted.walks.iter().map(|walk| (walk.tree, self.chosen(walk)));
        let waiting = self.consulted.waiting.iter().map(|walk| (walk.tree, self.still_open(walk)));
        self.titled(walked.chain(waiting))
    }

    fn chosen(&self, walk: &Walked<'_>) -> String {
        let said = self.teller.said();
        let outcome = &walk.tree[walk.outcome];
        let chosen = say(&said.chosen, &[("option", &inline(name(walk.tree, walk.outcome))), ("why", &inline(&outcome.why))]);
        let (assumed, all) = (walk.assumptions().count(), walk.route.steps.iter().filter(|step| !step.repeated).count());
        match assumed {
            0 => chosen,
            _ => format!("{chosen}\n\n{}", say(&said.rests, &[("n", &assumed.to_string()), ("all", &all.to_string())])),
        }
    }

    fn still_open(&self, walk: &Waiting<'_>) -> String {
        let question = &walk.tree[walk.question];
        let open = say(&self.teller.said().open, &[("question", &inline(&question.prompt)), ("why", &inline(&question.why))]);
        let tell = list(question.how_to_tell.iter().map(|tell| inline(tell)));
        let open = format!("{open}\n\n{}", self.teller.open(walk));
        let text = led(open.trim_end(), &format!("{}:", self.teller.words().walk.how_to_tell), &tell);
        format!("{}\n\n{}", text.trim_end(), self.teller.still_possible(walk))
    }

    fn confirmation(&self) -> String {
        let said = self.teller.said();
        let day = self.consulted.header().revisit.map(|on| say(&said.revisit_on, &[("on", &on.to_string())]));
        let watched = self.of_walks(&|walk| {
            let outcome = &walk.tree[walk.outcome];
            let revisit = say(&said.revisit, &[("text", &inline(&outcome.revisit))]);
            let wrong = say(&said.wrong_when, &[("text", &inline(&outcome.wrong_when))]);
            format!("{}\n{revisit}\n\n{wrong}\n", self.teller.watch(&walk.route, outcome))
        });
        [Some(watched.trim_end().to_owned()), day].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    /// Why each other outcome was not chosen: what would make it right, and what would have to be answered otherwise.
    fn pros_and_cons(&self) -> Vec<(String, String)> {
        let mut parts = Vec::new();
        for walk in &self.consulted.walks {
            let of = if self.consulted.is_of_several() { format!("{}: ", inline(&walk.tree.title)) } else { String::new() };
            for alternative in walk.alternatives() {
                let option = inline(walk.name(alternative).trim_end_matches('.'));
                parts.push((format!("### {of}{}", heading(&option)), list(self.teller.against(walk, alternative))));
            }
            parts.push((format!("### {of}{}", below(&self.teller.said().not_led_to)), self.teller.further(walk)));
        }
        parts.retain(|(_, body)| !body.is_empty());
        if !parts.is_empty() {
            let intro = format!("{}\n", inline(&self.teller.said().pros_and_cons));
            parts.insert(0, (PROS_AND_CONS.to_owned(), intro));
        }
        parts
    }

    fn made_with(&self) -> String {
        let said = self.teller.said();
        let before = self.consulted.header().supersedes.iter().map(|before| say(&said.supersedes, &[("decision", &literal_line(before))]));
        let walked = self.consulted.walks.iter().map(|walk| (walk.tree, walk.recorded));
        let trees = walked.chain(self.consulted.waiting.iter().map(|walk| (walk.tree, walk.recorded)));
        let trees = trees.map(|(tree, recorded)| {
            let (title, version) = (inline(&tree.title), recorded.version.to_string());
            let hash = literal_line(&recorded.hash);
            say(&said.made_with, &[("title", &title), ("tree", &tree.id), ("version", &version), ("hash", &hash)])
        });
        let missing = self.teller.missing();
        let text = before.chain(trees).collect::<Vec<_>>().join("\n\n");
        format!("{text}\n\n{missing}")
    }

    fn reading(&self) -> String {
        let pack = self.consulted.pack;
        let mut seen = std::collections::BTreeSet::new();
        let outcomes: Vec<_> = self.consulted.walks.iter().map(|walk| &walk.tree[walk.outcome]).collect();
        let references = outcomes.iter().flat_map(|outcome| &outcome.references).map(|link| {
            let title = pack.reference_title(&link.name).unwrap_or_else(|| link.name.clone());
            format!("{} (`waypost read {}`)", inline(&title), link.name.replace('`', ""))
        });
        let sources = outcomes.iter().flat_map(|outcome| &outcome.sources);
        let sources = sources.map(source);
        list(references.chain(sources).filter(|entry| seen.insert(entry.clone())))
    }
}

/// A text, and behind it a list with what leads to it.
fn led(text: &str, word: &str, entries: &str) -> String {
    if entries.is_empty() { text.to_owned() } else { format!("{text}\n\n{}\n\n{entries}", inline(word)) }
}
