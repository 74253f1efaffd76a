use unicode_width::UnicodeWidthStr;

use super::{Code, Diagnostic, Find, Subject};
use crate::content::diagnostic::Span;
use crate::content::source::texts_behind;
use crate::content::tree::{Kind, Question};

/// The columns of text on a terminal of 80.
const COLUMNS: usize = 76;
/// The lines between title and footer on a terminal of 24.
const LINES: usize = 20;
/// The columns of a label: with more, too little is left beside it for what it means.
const LABEL: usize = 30;
/// The columns of a title: home and every headline hold it beside other things.
const TITLE: usize = 40;
/// The columns in front of a label: the mark and the key.
const FRONT: usize = 5;
/// As on the screen of a question: with less room than this beside its label, a meaning stands under it.
const BESIDE: usize = 36;

rule! {
    /// A text takes more room than there is on a terminal of 80 columns and 24 lines.
    ///
    /// That is the size of a terminal that nobody has resized, and of one that is projected so that the last row can read it. Nothing
    /// is lost there, but it has to be scrolled, and whoever does not scroll does not see all the answers.
    ///
    /// Told are: a tree's title over 40 columns or summary over 2 lines; a prompt over 3 lines; a label over 30 columns; a question whose
    /// prompt and answers together take more than 20 lines; a recommendation over 2 lines.
    ///
    /// ```text
    /// (id: "many", label: "More than we could possibly count in an afternoon", ..),
    /// //    ^^^^^^^^^^ too-long
    /// ```
    ///
    /// # What to do
    ///
    /// Say it shorter. What a reader can do without at first sight belongs into `meaning`, `why` or `how_to_tell`, all of which scroll; a
    /// question with many answers is often two questions.
    TooLong, Find::InTree(find)
}

fn find(subject: &Subject<'_>, faults: &mut Vec<Diagnostic>) {
    let tree = subject.tree;
    let mut say = |owner: Span, field: Option<&str>, message: String, help: &str| {
        let text = field.and_then(|field| texts_behind(subject.text, owner.end as usize, field).first().copied());
        faults.push(Diagnostic::new(Code::TooLong, message).at(text.unwrap_or(owner), "").help(help));
    };
    if is_wider(&tree.title, TITLE) {
        say(tree.span, Some("title"), format!("the title takes {} columns, over {TITLE}", tree.title.width()), "two or three words are enough");
    }
    if lines(&tree.summary, COLUMNS) > 2 {
        say(tree.span, Some("summary"), "the summary takes more than 2 lines".to_owned(), "say in a line what is decided");
    }
    for (_, question) in tree.questions() {
        let prompt = lines(&question.prompt, COLUMNS);
        if prompt > 3 {
            let message = format!("the prompt of `{}` takes {prompt} lines, over 3", question.id);
            say(question.span, Some("prompt"), message, "ask in a sentence; the rest belongs into `why`");
        }
        for (id, label, span) in question.answers() {
            if is_wider(label, LABEL) {
                let message = format!("the label of `{id}` takes {} columns, over {LABEL}", label.width());
                say(span, Some("label"), message, "a word or two; the rest belongs into `meaning`");
            }
        }
        let all = prompt + answer_lines(question);
        if all > LINES {
            let message = format!("`{}` and its answers take {all} lines, over {LINES}: the last ones have to be scrolled to", question.id);
            say(question.span, None, message, "shorten the meanings, or make two questions of it");
        }
    }
    for (_, outcome) in tree.outcomes() {
        let recommendation = lines(&outcome.recommendation, COLUMNS);
        if recommendation > 2 {
            let message = format!("the recommendation of `{}` takes {recommendation} lines, over 2", outcome.id);
            say(outcome.span, Some("recommendation"), message, "one line, an instruction; the rest belongs into `why` and `first_steps`");
        }
    }
}

/// The lines that the answers of a question take, "not sure" among them, and the empty line above.
fn answer_lines(question: &Question) -> usize {
    match &question.kind {
        // A line to type in between two empty ones, then the bands with what they mean.
        Kind::Number(scale) => {
            let bands = scale.bands.iter().map(|band| lines_of(band.label.width() + band.meaning.width() + 30, COLUMNS - FRONT));
            bands.sum::<usize>() + 5
        }
        Kind::Choice { options, .. } | Kind::Select { options, .. } => {
            let label = options.iter().map(|option| option.label.width()).max().unwrap_or(0).max(8);
            let tick = if matches!(question.kind, Kind::Select { .. }) { 4 } else { 0 };
            let room = COLUMNS.saturating_sub(FRONT + tick + label + 2);
            let each = |meaning: &str| if room >= BESIDE { lines(meaning, room) } else { 1 + lines(meaning, COLUMNS - 7) };
            options.iter().map(|option| each(&option.meaning)).sum::<usize>() + tick / 4 + 2
        }
    }
}

/// Whether a text is wider than some columns; most are decided by their length.
fn is_wider(text: &str, columns: usize) -> bool {
    text.len() > columns && text.width() > columns
}

/// About how many lines a text takes, wrapped at words: each line but the last leaves a few columns free.
fn lines(text: &str, columns: usize) -> usize {
    // A character takes at least a byte for each of its columns.
    if text.len() <= columns { 1 } else { lines_of(text.width(), columns) }
}

fn lines_of(width: usize, columns: usize) -> usize {
    /// How much of a line stays empty where words of English are wrapped.
    const RAGGED: usize = 3;
    if width <= columns { 1 } else { width.div_ceil(columns.saturating_sub(RAGGED).max(1)) }
}

#[cfg(test)]
mod tests {
    use crate::authoring::lint::fixture::check;

    fn carets(count: usize) -> String {
        "^".repeat(count)
    }

    #[test]
    fn single_texts_at_80_columns() {
        let long = "123456789 ".repeat(30).trim_end().to_owned();
        check(&format!(
            r#"(id: "case", version: 1, start: "start",
    title: "A decision that nobody can name in words",
    summary: "{long}",
    //        {carets} too-long
nodes: [
    Question(id: "start", why: "W", how_to_tell: ["H"], assume_why: "A", $refs,
        prompt: "{long}",
        //       {carets} too-long
        kind: Choice(assume: "yes", options: [
            (id: "yes", meaning: "M", to: "one", label: "A label that goes on and on and on"),
            //                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ too-long
            (id: "no", label: "N", meaning: "M", to: "end"),
    ])),
    Outcome(id: "one", $outcome),
    Outcome(id: "end", why: "W", gains: ["G"], costs: ["C"], first_steps: ["F"], revisit: "R", wrong_when: "W", alternatives: [], $watch, $refs,
        recommendation: "{long}"),
        //               {carets} too-long
])"#,
            carets = carets(long.len()),
        ));
    }

    #[test]
    fn a_question_with_all_its_answers_on_24_lines() {
        let question = |words: usize| {
            let option = |at| format!("(id: \"o{at}\", label: \"Option {at}\", meaning: \"{}\", to: \"e{at}\"),", "word ".repeat(words));
            let options: String = (0..10).map(option).collect();
            let ends: String = (0..10).map(|at| format!("Outcome(id: \"e{at}\", $outcome),")).collect();
            let mark = if words > 12 { "//            ^^^^^ too-long" } else { "" };
            format!(
                "(id: \"case\", $tree, start: \"start\", nodes: [\n    Question(id: \"start\", $question, $refs, kind: Choice(assume: \"o0\", options: [\n    {mark}\n{options}])),\n{ends}])"
            )
        };
        check(&question(10));
        check(&question(20));
    }
}
