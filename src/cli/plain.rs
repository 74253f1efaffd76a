//! The walk line by line: for pipes, screen readers and `--plain`.

mod keeper;

use std::io::{BufRead, Read};

use super::report::{Failure, find_tree};
use super::{Ending, Output};
use crate::advice::walk::{Answer, Answers, Consultation, End, Value, answer_label, value_of};
use crate::content::pack::{Pack, fill};
use crate::content::text::clean_line;
use crate::content::tree::{Kind, Question, Tree};
use crate::paper::export::brief::{self, Beyond};
use crate::paper::export::{command, text};
use crate::paper::record::Record;
use crate::store::record_file::RecordFile;
use keeper::Keeper;

/// The longest line of input that is looked at, in bytes.
const MAX_LINE: u64 = 4096;

/// Walks a tree. What is answered is kept when there is a `record` to keep it in: its file, and what is in it already.
pub(super) fn run(
    pack: &Pack,
    target: Option<&str>,
    answers: Answers,
    record: Option<(RecordFile, Option<Record>)>,
    input: &mut impl BufRead,
    out: &mut Output,
) -> Result<Ending, Failure> {
    let tree = match target {
        Some(id) => find_tree(pack, id)?,
        None => match choose_tree(pack, input, out)? {
            Some(tree) => tree,
            None => return Ok(Ending::Open),
        },
    };
    let words = &pack.words().plain;
    let mut keeper = match record {
        Some((file, record)) => Some(Keeper::open(pack, file, record, out)?),
        None => None,
    };
    let kept = keeper.as_ref().and_then(Keeper::answers);
    let is_given = kept.is_none() && answers.iter().next().is_some();
    let mut consultation = Consultation::with(kept.unwrap_or(answers));
    // What a record was opened with is on the disk: nothing is written before something changes.
    if let Some(keeper) = keeper.as_mut().filter(|_| is_given) {
        keeper.keep(pack, tree, &consultation, out)?;
    }
    let mut shown = None;
    loop {
        let route = consultation.route(tree);
        let ix = match route.end {
            End::Outcome(outcome) => {
                out.print(&format!("\n{}", text::outcome(pack, tree, &route, outcome, Beyond::default(), out.width)))?;
                out.print(&format!("\n{} ask {}\n", out.invocation, command::route_arguments(tree, &route)))?;
                return Ok(ending(keeper.as_ref(), Ending::Done));
            }
            End::Open(ix) => ix,
        };
        let question = &tree[ix];
        let so_far = |keeper: Option<&Keeper>, consultation: &Consultation| {
            keeper.and_then(Keeper::command).unwrap_or_else(|| command::all_arguments(tree, consultation.answers(), &route))
        };
        if shown != Some(ix) {
            let n = (route.steps.len() + 1).to_string();
            let heading = fill(&words.question, &[("n", &n)]);
            out.print(&format!("\n{heading}\n{}\n", text::question(pack, tree, ix, out.width)))?;
            shown = Some(ix);
        }
        out.print(&prompt(pack, question))?;
        let Some(line) = read_line(input)? else {
            out.print(&format!("\n{}\n  {} {}\n", words.ended, out.invocation, so_far(keeper.as_ref(), &consultation)))?;
            return Ok(ending(keeper.as_ref(), Ending::Open));
        };
        match line.as_str() {
            "" => {}
            "?" | "help" => out.print(&format!("{}\n", words.help))?,
            "w" => shown = None,
            "q" => {
                let so_far = so_far(keeper.as_ref(), &consultation);
                out.print(&format!("{}\n  {} {so_far}\n", pack.words().notices.resume, out.invocation))?;
                return Ok(ending(keeper.as_ref(), Ending::Open));
            }
            "b" => {
                // What was said about the answer is on the disk until there is another one.
                if let Some(last) = route.steps.last() {
                    consultation.withdraw(tree, last.question);
                }
            }
            typed => match understand(question, typed) {
                Some(answer) => {
                    let label = answer_label(question, &answer.value(question), &pack.words().walk.none_of_these);
                    let assumed = brief::assumed_mark(pack.words(), answer == Answer::Unsure);
                    out.print(&format!("{}{assumed}\n", fill(&words.answered, &[("answer", &label)])))?;
                    consultation.answer(tree, ix, answer);
                    keeper.iter_mut().try_for_each(|keeper| keeper.keep(pack, tree, &consultation, out))?;
                }
                None => out.print(&format!("{}\n", fill(&words.not_understood, &[("text", &clean_line(typed))])))?,
            },
        }
    }
}

/// How the walk ended; a record that is not all on the disk is no success.
fn ending(keeper: Option<&Keeper>, ending: Ending) -> Ending {
    if keeper.is_some_and(|keeper| keeper.is_behind) { Ending::Found } else { ending }
}

fn choose_tree<'a>(pack: &'a Pack, input: &mut impl BufRead, out: &mut Output) -> Result<Option<&'a Tree>, Failure> {
    let trees: Vec<(&str, &Tree)> = pack.trees().into_iter().filter_map(|(id, file)| Some((id, file.value.as_ref()?))).collect();
    let words = pack.words();
    out.print(&format!("{}\n\n", words.home.decide))?;
    for (at, (id, tree)) in trees.iter().enumerate() {
        out.print(&format!("{:>3}  {id:<12}  {}\n", at + 1, tree.summary))?;
    }
    let max = trees.len().to_string();
    loop {
        out.print(&format!("\n1 to {max}: "))?;
        let Some(line) = read_line(input)? else {
            out.print("\n")?;
            return Ok(None);
        };
        let chosen = match line.parse::<usize>() {
            Ok(number) => number.checked_sub(1).and_then(|at| trees.get(at)),
            Err(_) => trees.iter().find(|(id, _)| *id == line),
        };
        match chosen {
            Some((_, tree)) => return Ok(Some(tree)),
            None if line == "q" => return Ok(None),
            None => out.print(&format!("{}\n", fill(&words.plain.not_understood, &[("text", &clean_line(&line))])))?,
        }
    }
}

fn prompt(pack: &Pack, question: &Question) -> String {
    let words = &pack.words().plain;
    match &question.kind {
        Kind::Choice { options, .. } => fill(&words.choose, &[("max", &options.len().to_string())]),
        Kind::Select { .. } => words.choose_set.to_string(),
        Kind::Number(scale) => {
            let (min, max) = (scale.min.to_string(), scale.max.to_string());
            fill(&words.choose_figure, &[("unit", &scale.unit), ("min", &min), ("max", &max)])
        }
    }
}

/// What was typed as an answer: numbers as shown, or ids.
fn understand(question: &Question, typed: &str) -> Option<Answer> {
    let options = question.options();
    let id_of = |word: &str| match word.parse::<usize>() {
        Ok(number) => number.checked_sub(1).and_then(|at| options.get(at)).map(|option| option.id.clone()),
        Err(_) => options.iter().find(|option| option.id == word).map(|option| option.id.clone()),
    };
    let given = |value: Value| value.settle(question).is_ok().then_some(Answer::Given(value));
    match &question.kind {
        _ if typed == "u" => Some(Answer::Unsure),
        Kind::Number(_) => value_of(question, typed).ok().map(Answer::Given),
        _ if typed == "0" => Some(Answer::Unsure),
        Kind::Choice { .. } => id_of(typed).map(Value::Option).and_then(given),
        Kind::Select { .. } if typed == crate::content::tree::NONE => given(Value::Options(Default::default())),
        Kind::Select { .. } => {
            let words = typed.split([' ', ',', '+']).filter(|word| !word.is_empty());
            words.map(id_of).collect::<Option<_>>().map(Value::Options).and_then(given)
        }
    }
}

/// One line, trimmed; `None` at the end of the input. What is behind [`MAX_LINE`] is read and dropped.
fn read_line(input: &mut impl BufRead) -> Result<Option<String>, Failure> {
    let mut bytes = Vec::new();
    if input.by_ref().take(MAX_LINE).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    while bytes.last() != Some(&b'\n') {
        let mut rest = Vec::new();
        if input.by_ref().take(MAX_LINE).read_until(b'\n', &mut rest)? == 0 || rest.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned()))
}
