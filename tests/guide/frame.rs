//! Parts of a tree as the guide shows them, each put into a tree around it, so that it is read and checked as one.

use std::fs;

use waypost::authoring::lint::lint;
use waypost::authoring::template::template;
use waypost::paper::export::diagnostic::{Look, excerpt};
use waypost::store::files::{PackPlaces, open_pack};

use super::fence::Fence;

/// What of an outcome the guide does not show.
const OUTCOME: &str = r#"recommendation: "Do it", why: "W.", gains: ["G."], costs: ["C."], first_steps: ["F."], watch: [(metric: "m", figure: "f")],
    revisit: "R.", wrong_when: "W.", references: ["messaging#call-or-queue"], sources: [(title: "S", url: "https://example.org/")]"#;

/// The trees around the parts, with the lines of the guide that these stand in.
#[derive(Default)]
pub(crate) struct Frames(Vec<(String, usize, String)>);

impl Frames {
    /// Takes a part of a tree in; false when it is none.
    ///
    /// # Errors
    /// When there is nothing to put it into.
    pub(crate) fn add(&mut self, fence: &Fence<'_>, part: &str) -> Result<bool, String> {
        let id = format!("frame-{}", fence.line);
        let text = fence.text.trim().trim_end_matches(',');
        // The tree that `waypost new` writes has the questions `waits`, `job-time` and `needs`.
        let template = template(&id, "Frame").tree;
        let within = |place: &str, replacement: String| {
            let found = template.matches(place).count();
            if found == 1 {
                Ok(template.replace(place, &replacement))
            } else {
                Err(format!("`{place}` is {found} times in the tree around it"))
            }
        };
        let tree = match part {
            "condition" => within("when: Is(\"waits\", \"no\"),", format!("when: {text},")),
            "also" => within("also: [", format!("also: [{text},")),
            "item" => within("\"Let workers", format!("{text},\n\"Let workers")),
            "edges" => {
                let start = template.find("edges: [").ok_or("there are no edges")?;
                let end = start + template[start..].find('\n').unwrap_or(0);
                Ok(format!("{}{text},{}", &template[..start], &template[end..]))
            }
            "question" => Ok(around_question(&id, text)),
            "outcome" => Ok(around_outcome(&id, text)),
            _ => return Ok(false),
        }?;
        self.0.push((id, fence.line, tree));
        Ok(true)
    }

    /// Every fault of every part.
    pub(crate) fn faults(&self) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("trees")).unwrap();
        for (id, _, text) in &self.0 {
            fs::write(folder.path().join(format!("trees/{id}.ron")), text).unwrap();
        }
        let pack = open_pack(&PackPlaces { named: vec![folder.path().to_owned()], ..PackPlaces::default() }).unwrap();
        let findings = lint(&pack);
        let look = Look { colour: false, width: 120 };
        let told = findings.iter().map(|finding| {
            let frame = self.0.iter().find(|(id, ..)| finding.file.ends_with(&format!("{id}.ron")));
            format!("trees/README.md:{}: {}", frame.map_or(0, |(_, line, _)| *line), excerpt(finding, look))
        });
        told.collect()
    }
}

/// A tree that begins with a question, and ends wherever that leads.
fn around_question(id: &str, text: &str) -> String {
    let questions = named(text, "Question(\n    id: ");
    let start = questions.first().copied().unwrap_or("");
    let mut ends: Vec<&str> = named(text, "to: ");
    ends.sort_unstable();
    ends.dedup();
    let ends: String = ends.iter().filter(|end| !questions.contains(end)).map(|end| outcome(end)).collect();
    frame(id, start, &format!("{text},\n{ends}"))
}

/// A tree that asks a question, and ends in an outcome and in those that it names.
fn around_outcome(id: &str, text: &str) -> String {
    let own = named(text, "id: ").first().copied().unwrap_or("");
    let mut others = named(text, "outcome: ");
    if others.is_empty() {
        others.push("another");
    }
    let ends: String = others.iter().map(|end| outcome(end)).collect();
    let options: String = std::iter::once(&own)
        .chain(&others)
        .enumerate()
        .map(|(n, end)| format!("(id: \"o{n}\", label: \"Answer {n}\", meaning: \"M {n}.\", to: \"{end}\"), "))
        .collect();
    let question = format!(
        "Question(id: \"waits\", prompt: \"Which?\", why: \"W.\", how_to_tell: [\"H.\"], assume_why: \"A.\", references: [\"messaging#call-or-queue\"],
        kind: Choice(assume: \"o0\", options: [{options}])),\n"
    );
    frame(id, "waits", &format!("{question}{text},\n{ends}"))
}

fn frame(id: &str, start: &str, nodes: &str) -> String {
    format!("(id: \"{id}\", version: 1, title: \"Frame\", summary: \"S.\", start: \"{start}\", nodes: [\n{nodes}])\n")
}

fn outcome(id: &str) -> String {
    format!("Outcome(id: \"{id}\", alternatives: [], {OUTCOME}),\n")
}

/// The names in quotes behind a word.
fn named<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    text.split(word).skip(1).filter_map(|rest| rest.strip_prefix('"')?.split('"').next()).collect()
}
