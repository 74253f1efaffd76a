//! A consultation as a short report: in Markdown for a wiki or a pull request, and as text of a width for terminals and mail.

use super::inert::{heading, inline, list, literal_line};
use super::tell::{Teller, name, say};
use super::{Consulted, Waiting, Walked};
use crate::content::document::{lay_out, parse, plain};
use crate::content::tree::AlternativeIs;

/// The least width that a text is set in.
const LEAST: usize = 20;

/// The report in Markdown, without front matter and without the data of the record.
///
/// Costs as much as it is long.
pub fn markdown(consulted: &Consulted<'_>) -> String {
    let report = Report { consulted, teller: Teller { consulted } };
    let parts: Vec<String> = report.parts().into_iter().map(|part| part.trim_end().to_owned()).filter(|part| !part.is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

/// The same as plain text, wrapped to a width in columns.
///
/// Costs what [`markdown`] does, and a pass of the Markdown parser.
pub fn text(consulted: &Consulted<'_>, width: usize) -> String {
    let (document, _) = parse(&markdown(consulted));
    let lines = lay_out(&document.blocks, &document.headings, width.max(LEAST));
    // What stands out by its colour on a screen is underlined here.
    let mut text = String::new();
    for line in &lines {
        let set = plain(std::slice::from_ref(line));
        text.push_str(&set);
        let level = line.heading.and_then(|at| document.headings.get(at)).map(|heading| heading.level);
        if let Some(level) = level {
            let mark = if level == 1 { "=" } else { "-" };
            text.push_str(&format!("{}\n", mark.repeat(textwrap::core::display_width(set.trim_end()))));
        }
    }
    text
}

struct Report<'a> {
    consulted: &'a Consulted<'a>,
    teller: Teller<'a>,
}

impl Report<'_> {
    fn parts(&self) -> Vec<String> {
        let (consulted, said) = (self.consulted, self.teller.said());
        let mut parts = vec![format!("# {}", heading(&literal_line(&consulted.title()))), self.head()];
        parts.extend(consulted.header().revisit.map(|on| say(&said.revisit_on, &[("on", &on.to_string())])));
        for walk in &consulted.walks {
            parts.extend(self.walked(walk));
        }
        for walk in &consulted.waiting {
            parts.extend(self.waiting(walk));
        }
        parts.push(self.teller.missing());
        parts.extend(headed("##", &said.conflicts, self.teller.conflicts()));
        let assumptions = consulted.assumptions().into_iter();
        parts.extend(headed("##", &said.assumptions, list(assumptions.map(|(tree, step)| self.teller.assumption(tree, step)))));
        parts
    }

    /// What the record says about itself, in a line.
    fn head(&self) -> String {
        let (header, said) = (self.consulted.header(), self.teller.said());
        let mut head = vec![say(&said.status, &[("status", header.status.as_str())])];
        head.extend(header.made.map(|made| say(&said.made, &[("on", &made.to_string())])));
        if !header.participants.is_empty() {
            let people: Vec<String> = header.participants.iter().map(|person| literal_line(person)).collect();
            head.push(say(&said.participants, &[("people", &people.join(", "))]));
        }
        head.extend(header.supersedes.iter().map(|before| say(&said.supersedes, &[("decision", &literal_line(before))])));
        head.join(" · ")
    }

    fn walked(&self, walk: &Walked<'_>) -> Vec<String> {
        let (teller, said) = (self.teller, self.teller.said());
        let outcome = &walk.tree[walk.outcome];
        let chosen = say(&said.decided, &[("option", &inline(name(walk.tree, walk.outcome))), ("why", &inline(&outcome.why))]);
        let consequences = teller.consequences(walk.tree, &walk.route, outcome);
        let mut parts = vec![format!("## {}", heading(&inline(&walk.tree.title))), chosen, consequences];
        let steps = walk.route.steps.iter().filter(|step| !step.repeated);
        parts.extend(headed("###", &said.because, list(steps.map(|step| teller.answered(walk.tree, step)))));
        let alternatives = walk.alternatives().map(|alternative| {
            let ways = match alternative.is {
                AlternativeIs::Outcome(ix) => {
                    teller.way_to(walk, ix).map(|changes| format!(" {}", say(&said.it_takes, &[("changes", &changes)])))
                }
                AlternativeIs::Named(_) => None,
            };
            let when = say(&self.teller.words().outcome.right_when, &[("when", &inline(&alternative.right_when))]);
            format!("**{}**: {when}.{}", inline(walk.name(alternative).trim_end_matches('.')), ways.unwrap_or_default())
        });
        parts.extend(headed("###", &said.alternatives, list(alternatives)));
        let steps = walk.route.holding(&outcome.first_steps).map(|item| inline(&item.value));
        parts.extend(headed("###", &said.first_steps, list(steps)));
        parts.extend(headed("###", &said.watch, teller.watch(&walk.route, outcome)));
        parts.push(say(&said.revisit, &[("text", &inline(&outcome.revisit))]));
        parts
    }

    fn waiting(&self, walk: &Waiting<'_>) -> Vec<String> {
        let (teller, said) = (self.teller, self.teller.said());
        let question = &walk.tree[walk.question];
        let open = say(&said.open, &[("question", &inline(&question.prompt)), ("why", &inline(&question.why))]);
        let tell = list(question.how_to_tell.iter().map(|tell| inline(tell)));
        let mut parts = vec![format!("## {}", heading(&inline(&walk.tree.title))), open, teller.open(walk), teller.still_possible(walk)];
        parts.extend(headed("###", &teller.words().walk.how_to_tell, tell));
        let steps = walk.route.steps.iter().filter(|step| !step.repeated);
        parts.extend(headed("###", &said.because, list(steps.map(|step| teller.answered(walk.tree, step)))));
        parts
    }
}

/// A part under a heading of its own; nothing without one.
fn headed(level: &str, word: &str, body: String) -> Vec<String> {
    if body.is_empty() { Vec::new() } else { vec![format!("{level} {}", heading(&inline(word))), body] }
}
