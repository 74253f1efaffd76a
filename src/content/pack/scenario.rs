//! Scenarios: true-to-life situations, walked through one or more trees by somebody who knows.

use std::collections::HashMap;

use super::entries::Reader;
use crate::content::diagnostic::{Code, Diagnostic, Parsed, Severity, Span};
use crate::content::source::{MAX_DIAGNOSTICS, RawText, Source, Unparsed};
use crate::content::text::Text;
use crate::content::tree::{Citation, Linked, RawCitation};

/// The most walks of a scenario, and the most answers and other entries of a walk.
const MAX_LIST: usize = 200;

/// A situation with the right answers, and the outcomes that they lead to. One file is a test of the trees, a walkthrough, and an
/// example to open.
#[derive(Debug)]
pub struct Scenario {
    /// Its id, which is its file's name too.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The situation: the team, the load, the figures.
    pub story: Text,
    /// The walks, in the order in which they are taken. Never empty, and no two through one tree; they share their answers.
    pub walks: Vec<ScenarioWalk>,
    /// What to read.
    pub references: Vec<Linked>,
    /// The public text behind its figures.
    pub sources: Vec<Citation>,
    /// Everyday words under which somebody would look for it.
    pub worries: Vec<Text>,
    /// Whether it takes the place of a scenario of the same id in a pack below.
    pub overrides: bool,
    /// Where its id stands in the file.
    pub span: Span,
}

/// One walk of a [`Scenario`] through a tree.
#[derive(Debug)]
pub struct ScenarioWalk {
    /// The tree's id.
    pub tree: Linked,
    /// The right answers, and where they lead. A fact that an earlier walk answered may be left out.
    pub course: Course,
    /// The outcome that many would choose, wrongly.
    pub tempting: Option<Tempting>,
    /// The same situation with something else in it, and what that changes.
    pub variants: Vec<Variant>,
}

/// Answers, and where they lead.
#[derive(Debug)]
pub struct Course {
    /// The answers, in the order in which the tree asks. No question has two.
    pub answers: Vec<ScenarioAnswer>,
    /// The outcome that they lead to, by its id.
    pub outcome: Linked,
    /// What the result has to name besides: ids of conditional items and `also` entries.
    pub with: Vec<Linked>,
    /// Why this outcome is right here.
    pub because: Text,
}

/// What would be right if the situation of a walk were another one in some respect.
#[derive(Debug)]
pub struct Variant {
    /// What is supposed to be otherwise.
    pub suppose: Text,
    /// The answers that this changes, or brings up, and where all of them lead then. Never empty. The walk's other answers hold.
    pub course: Course,
}

/// The right answer to one question.
#[derive(Debug)]
pub struct ScenarioAnswer {
    /// The question's id.
    pub question: Linked,
    /// The answer as it is typed behind `-a`, or `unsure`.
    pub answer: Linked,
    /// The reason that a senior engineer would give.
    pub because: Text,
}

/// An outcome that looks right, and is not.
#[derive(Debug)]
pub struct Tempting {
    /// The outcome's id.
    pub outcome: Linked,
    /// Why it is wrong here.
    pub why_not: Text,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename = "RawScenario")]
struct RawScenario<'a, W> {
    id: &'a str,
    #[serde(borrow)]
    title: RawText<'a>,
    story: RawText<'a>,
    walks: Vec<W>,
    #[serde(default)]
    references: Vec<&'a str>,
    #[serde(default)]
    sources: Vec<RawCitation<'a>>,
    #[serde(default)]
    worries: Vec<RawText<'a>>,
    #[serde(default)]
    overrides: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWalk<'a> {
    tree: &'a str,
    #[serde(borrow)]
    answers: Vec<RawAnswer<'a>>,
    outcome: &'a str,
    #[serde(default)]
    with: Vec<&'a str>,
    because: RawText<'a>,
    tempting: Option<RawTempting<'a>>,
    #[serde(default)]
    variants: Vec<RawVariant<'a>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVariant<'a> {
    #[serde(borrow)]
    suppose: RawText<'a>,
    answers: Vec<RawAnswer<'a>>,
    outcome: &'a str,
    #[serde(default)]
    with: Vec<&'a str>,
    because: RawText<'a>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAnswer<'a> {
    question: &'a str,
    answer: &'a str,
    #[serde(borrow)]
    because: RawText<'a>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTempting<'a> {
    outcome: &'a str,
    #[serde(borrow)]
    why_not: RawText<'a>,
}

/// Reads a scenario file. The scenario is there unless one of the diagnostics is an error. Whether its trees have the questions,
/// answers and outcomes that it names is not looked at: playing it tells.
///
/// Costs one pass over the text, and a second one over the walks of a file that has a fault of form.
pub(super) fn parse(text: &str) -> Parsed<Scenario> {
    let source = match Source::new(text) {
        Ok(source) => source,
        Err(faults) => return (None, faults),
    };
    let raw = match source.parse::<RawScenario<'_, RawWalk<'_>>>() {
        Ok(raw) => raw,
        Err(fault) => return (None, faults_of_form(source, fault)),
    };
    let mut reader = Reader::new(source);
    let scenario = scenario(&mut reader, &raw);
    let mut faults = reader.faults();
    let sound = faults.iter().all(|fault| fault.severity() != Severity::Error);
    faults.truncate(MAX_DIAGNOSTICS);
    (sound.then_some(scenario), faults)
}

/// What is wrong with each walk, where the file is sound but for its walks.
fn faults_of_form(source: Source<'_>, first: Diagnostic) -> Vec<Diagnostic> {
    let walks = source.parse::<RawScenario<'_, Unparsed<'_>>>().map(|raw| raw.walks).unwrap_or_default();
    let faults = source.parse_entries::<RawWalk<'_>>(&walks).1;
    if faults.is_empty() { vec![first] } else { faults }
}

fn scenario<'a>(reader: &mut Reader<'a>, raw: &RawScenario<'a, RawWalk<'a>>) -> Scenario {
    let id = reader.id(raw.id);
    filled(reader, raw.walks.len(), "walks", raw.id);
    let mut walked: HashMap<&str, &'a str> = HashMap::new();
    for walk in raw.walks.iter().take(MAX_LIST) {
        if let Some(first) = walked.insert(walk.tree, walk.tree) {
            let fault = Diagnostic::new(Code::DuplicateId, format!("the tree `{}` is walked twice", walk.tree));
            let fault = fault.at(reader.span(walk.tree), "the second walk").at(reader.span(first), "the first one");
            reader.fault(fault.help("the walks share their answers; tell what came later in a scenario of its own"));
        }
    }
    Scenario {
        id,
        title: reader.text(&raw.title, raw.id),
        story: reader.text(&raw.story, raw.id),
        walks: raw.walks.iter().take(MAX_LIST).map(|raw| walk(reader, raw)).collect(),
        references: reader.links(&raw.references),
        sources: raw.sources.iter().map(|source| reader.citation(source)).collect(),
        worries: raw.worries.iter().map(|worry| reader.text(worry, raw.id)).collect(),
        overrides: raw.overrides,
        span: reader.span(raw.id),
    }
}

fn walk<'a>(reader: &mut Reader<'a>, raw: &RawWalk<'a>) -> ScenarioWalk {
    limited(reader, raw.variants.len(), "variants", raw.tree);
    ScenarioWalk {
        tree: reader.link(raw.tree),
        course: course(reader, raw.tree, &raw.answers, (raw.outcome, &raw.with, &raw.because)),
        tempting: raw
            .tempting
            .as_ref()
            .map(|raw| Tempting { outcome: reader.link(raw.outcome), why_not: reader.text(&raw.why_not, raw.outcome) }),
        variants: raw.variants.iter().take(MAX_LIST).map(|raw| variant(reader, raw)).collect(),
    }
}

fn variant<'a>(reader: &mut Reader<'a>, raw: &RawVariant<'a>) -> Variant {
    if raw.answers.is_empty() {
        let fault = Diagnostic::new(Code::EmptyList, format!("`answers` of the variant that leads to `{}` is empty", raw.outcome));
        reader.fault(fault.at(reader.span(raw.outcome), "").help("a variant answers at least one question otherwise than its walk"));
    }
    Variant {
        suppose: reader.text(&raw.suppose, raw.outcome),
        course: course(reader, raw.outcome, &raw.answers, (raw.outcome, &raw.with, &raw.because)),
    }
}

/// Reads answers and where they lead: an outcome, what it names besides, and why. `owner` is what faults of the lists are told of.
fn course<'a>(
    reader: &mut Reader<'a>,
    owner: &'a str,
    answers: &[RawAnswer<'a>],
    (outcome, with, because): (&'a str, &[&'a str], &RawText<'a>),
) -> Course {
    limited(reader, answers.len(), "answers", owner);
    limited(reader, with.len(), "with", owner);
    let mut asked: HashMap<&str, &'a str> = HashMap::new();
    for answer in answers.iter().take(MAX_LIST) {
        if let Some(first) = asked.insert(answer.question, answer.question) {
            let fault = Diagnostic::new(Code::DuplicateId, format!("the question `{}` is answered twice", answer.question));
            reader.fault(fault.at(reader.span(answer.question), "the second time").at(reader.span(first), "the first time"));
        }
    }
    Course {
        answers: answers.iter().take(MAX_LIST).map(|raw| answer(reader, raw)).collect(),
        outcome: reader.link(outcome),
        with: reader.links(with),
        because: reader.text(because, owner),
    }
}

fn answer<'a>(reader: &mut Reader<'a>, raw: &RawAnswer<'a>) -> ScenarioAnswer {
    ScenarioAnswer {
        question: reader.link(raw.question),
        answer: reader.link(raw.answer),
        because: reader.text(&raw.because, raw.question),
    }
}

fn filled<'a>(reader: &mut Reader<'a>, length: usize, field: &str, owner: &'a str) {
    if length == 0 {
        let fault = Diagnostic::new(Code::EmptyList, format!("`{field}` of `{owner}` is empty"));
        reader.fault(fault.at(reader.span(owner), "").help("a scenario goes through at least one tree"));
    }
    limited(reader, length, field, owner);
}

fn limited<'a>(reader: &mut Reader<'a>, length: usize, field: &str, owner: &'a str) {
    if length > MAX_LIST {
        let message = format!("`{field}` of `{owner}` has {length} entries; at most {MAX_LIST} can be read");
        reader.fault(Diagnostic::new(Code::TooLarge, message).at(reader.span(owner), ""));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"(
        id: "sale", title: "A sale", story: "Ten people.\n\nOne till.",
        walks: [
            (
                tree: "queue", answers: [(question: "waits", answer: "no", because: "Nobody looks.")], outcome: "hand-over",
                because: "It can wait.", tempting: (outcome: "call", why_not: "It is slow."),
                variants: [(
                    suppose: "The buyer waits.", answers: [(question: "waits", answer: "yes", because: "For a seat.")],
                    outcome: "call-now", because: "They would leave.",
                )],
            ),
            (tree: "shop", answers: [], outcome: "open", with: ["late"], because: "It is known."),
        ],
        sources: [(title: "S", url: "https://example.org")],
    )"#;

    /// The faults of the sound scenario with something else in the place of a part: code, and the text under the first caret.
    #[track_caller]
    fn check(part: &str, by: &str, expected: &[(Code, &str)]) {
        assert!(SOUND.contains(part), "{part}");
        let text = SOUND.replacen(part, by, 1);
        let (scenario, faults) = parse(&text);
        let found: Vec<_> = faults.iter().map(|fault| (fault.code, fault.span().map_or("", |span| &text[span.range()]))).collect();
        assert_eq!((scenario.is_some(), found.as_slice()), (expected.is_empty(), expected), "{faults:?}");
    }

    #[test]
    fn a_sound_scenario_is_read() {
        let scenario = parse(SOUND).0.unwrap();
        assert_eq!((scenario.id.as_str(), scenario.story.as_str(), scenario.walks.len()), ("sale", "Ten people.\n\nOne till.", 2));
        let walk = &scenario.walks[0];
        assert_eq!(&SOUND[walk.course.answers[0].answer.span.range()], "no");
        assert_eq!(walk.tempting.as_ref().unwrap().outcome.name, "call");
        let variant = &walk.variants[0];
        assert_eq!((variant.suppose.as_str(), variant.course.outcome.name.as_str()), ("The buyer waits.", "call-now"));
        assert_eq!(scenario.walks[1].course.with[0].name, "late");
    }

    #[test]
    fn faults_have_their_place() {
        check("\"sale\"", "\"Sale!\"", &[(Code::BadId, "Sale!")]);
        check("\"A sale\"", "\" \"", &[(Code::EmptyText, " ")]);
        check("\"Nobody looks.\"", "\"\"", &[(Code::EmptyText, "\"\"")]);
        check("\"It is slow.\"", "\"\"", &[(Code::EmptyText, "\"\"")]);
        check("\"The buyer waits.\"", "\"\"", &[(Code::EmptyText, "\"\"")]);
        check("(question: \"waits\", answer: \"yes\", because: \"For a seat.\")", "", &[(Code::EmptyList, "call-now")]);
        check("\"shop\"", "\"queue\"", &[(Code::DuplicateId, "queue")]);
        let twice = "[(question: \"waits\", answer: \"yes\", because: \"B\"), (question:";
        check("[(question:", twice, &[(Code::DuplicateId, "waits")]);
        check("https", "ftp", &[(Code::BadAddress, "ftp://example.org")]);
        check("answer: \"no\"", "answer: 5", &[(Code::WrongType, "5")]);
        check("One till.", "\u{1b}", &[(Code::ControlCharacter, "\u{1b}")]);
        let (none, faults) = parse("(id: \"a\", title: \"T\", story: \"S\", walks: [])");
        assert_eq!((none.is_none(), faults.first().map(|fault| fault.code)), (true, Some(Code::EmptyList)));
    }

    #[test]
    fn each_walk_tells_of_its_own_fault_of_form() {
        let text = SOUND.replacen("tree: \"queue\"", "tre: \"queue\"", 1).replacen("with:", "wiht:", 1);
        let codes: Vec<_> = parse(&text).1.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::UnknownField, Code::UnknownField]);
    }
}
