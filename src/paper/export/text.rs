//! Questions and outcomes as plain text, wrapped to a width.

use super::brief::{self, Beyond, Entry, LinkTarget, Mark, Section};
use crate::advice::insight::Possible;
use crate::advice::walk::Route;
use crate::content::document::{inline, lay_out, plain};
use crate::content::pack::{Pack, Words, fill};
use crate::content::text::Text;
use crate::content::tree::{Kind, OutcomeIx, QuestionIx, Scale, Tree};

/// An outcome, with its recommendation on top.
pub fn outcome(pack: &Pack, tree: &Tree, route: &Route, ix: OutcomeIx, beyond: Beyond<'_>, width: usize) -> String {
    let outcome = &tree[ix];
    let recommendation = wrapped(&outcome.recommendation, width);
    let wide = recommendation.lines().map(textwrap::core::display_width).max().unwrap_or(0);
    let mut text = format!("{}\n\n{recommendation}\n{}\n", tree.title, "=".repeat(wide));
    text.push_str(&sections(&brief::outcome(pack, tree, route, outcome, beyond), width));
    text
}

/// A question with its options, and why it is asked.
pub fn question(pack: &Pack, tree: &Tree, ix: QuestionIx, width: usize) -> String {
    let question = &tree[ix];
    let words = &pack.words().walk;
    let mut text = wrapped(&question.prompt, width);
    text.push('\n');
    for (at, option) in question.options().iter().enumerate() {
        let label = format!("**{}** (`{}`): {}", option.label, option.id, option.meaning);
        text.push_str(&hanging(&label, &format!("{:>3}  ", at + 1), width));
    }
    if let Kind::Number(scale) = &question.kind {
        for band in bands(pack, scale) {
            text.push_str(&hanging(&band, "  -  ", width));
        }
    }
    let assume = fill(&words.assume, &[("answer", &assumption(pack, tree, ix))]);
    let key = if matches!(question.kind, Kind::Number(_)) { "u" } else { "0" };
    text.push_str(&hanging(&assume, &format!("{key:>3}  {}  ", words.not_sure), width));
    text.push_str(&sections(&brief::question(pack, question), width));
    text
}

/// What "not sure" stands for, in words.
pub fn assumption(pack: &Pack, tree: &Tree, ix: QuestionIx) -> String {
    let question = &tree[ix];
    let value = crate::advice::walk::Value::assumed(question);
    crate::advice::walk::answer_label(question, &value, &pack.words().walk.assume_none)
}

/// How many outcomes of a tree are still possible, in words.
pub fn possible_count(words: &Words, tree: &Tree, possible: &Possible) -> String {
    let (n, all) = (possible.outcomes.len().to_string(), tree.outcomes().len().to_string());
    fill(if possible.exact { &words.walk.count_of } else { &words.walk.count_about }, &[("n", &n), ("all", &all)])
}

/// The bands of a scale, a line each.
pub fn bands(pack: &Pack, scale: &Scale) -> Vec<String> {
    let words = &pack.words().walk;
    let last = scale.bands.len().saturating_sub(1);
    let line = |(at, band): (usize, &crate::content::tree::Band)| {
        let gaps = [("from", band.from.to_string()), ("to", band.below.to_string()), ("unit", scale.unit.to_string())];
        let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let range = fill(if at == last { &words.band_from } else { &words.band_between }, &gaps);
        // A label that gives the figures itself is not said twice.
        let label = match band.label.contains(|c: char| c.is_ascii_digit()) {
            true => format!("**{}**", band.label),
            false => format!("**{}**, {range}", band.label),
        };
        if band.meaning.is_empty() { label } else { format!("{label}: {}", band.meaning) }
    };
    scale.bands.iter().enumerate().map(line).collect()
}

/// Headed lists, with an empty line before each heading.
pub fn sections(sections: &[Section], width: usize) -> String {
    let mut text = String::new();
    for section in sections {
        text.push_str(&format!("\n{}\n", section.heading));
        for entry in &section.entries {
            text.push_str(&hanging(&entry.text, &mark(entry), width));
            match &entry.leads {
                Some(LinkTarget::Reference(reference)) => text.push_str(&format!("    waypost read {reference}\n")),
                Some(LinkTarget::Tree(tree)) => text.push_str(&format!("    waypost {tree}\n")),
                Some(LinkTarget::Address(address)) => text.push_str(&format!("    {address}\n")),
                Some(LinkTarget::Question(_) | LinkTarget::Outcome(_) | LinkTarget::WhatIf(_)) | None => {}
            }
        }
    }
    text
}

fn mark(entry: &Entry) -> String {
    match entry.mark {
        Mark::None => "  ".to_owned(),
        Mark::Bullet => "  - ".to_owned(),
        Mark::Nested => "      - ".to_owned(),
        Mark::Number(n) => format!("{n:>3} "),
        Mark::Plus => "  + ".to_owned(),
        Mark::Minus => "  - ".to_owned(),
        Mark::Warning => "  ! ".to_owned(),
    }
}

fn wrapped(text: &str, width: usize) -> String {
    textwrap::fill(text, width)
}

/// Text with a mark in front of its first line, and the other lines under it.
pub(super) fn hanging(markdown: &str, mark: &str, width: usize) -> String {
    // A mark that takes half of the width leaves the text no room beside it.
    let hang = textwrap::core::display_width(mark).min(width / 2);
    let lines = lay_out(&inline(&Text::new(markdown)), &[], width.saturating_sub(hang).max(20));
    let mut text = String::new();
    for (at, line) in plain(&lines).lines().enumerate() {
        let front = if at == 0 { mark.to_owned() } else { " ".repeat(hang) };
        text.push_str(format!("{front}{line}").trim_end());
        text.push('\n');
    }
    text
}
