//! Two variants of a walk side by side, from the first answer in which they differ.

use ratatui::layout::Rect;

use super::painter::Painter;
use super::rows::{MEASURE, Row, SIDE_BY_SIDE, banner, beside, hanging, wrapped};
use crate::advice::insight::Possible;
use crate::advice::walk::{End, Route};
use crate::content::pack::fill;
use crate::content::tree::Tree;
use crate::paper::export::brief::{self, Entry, Mark, Section};
use crate::paper::export::text;
use crate::tui::action::{Action, Context, Pane, shown_key};
use crate::tui::state::{State, Variants, WhatIfScreen};
use crate::tui::theme::Theme;

/// One of the two variants.
struct Side<'a> {
    heading: &'a str,
    route: &'a Route,
    ahead: Option<&'a Possible>,
}

pub(super) fn render(state: &State, what_if: &WhatIfScreen, area: Rect, painter: &mut Painter<'_>) -> Vec<u16> {
    let theme = painter.theme();
    let Some(tree) = state.pack.tree(&what_if.tree) else { return Vec::new() };
    let words = &state.pack.words().what_if;
    if what_if.sets.is_empty() {
        let rows = [Row::of(words.looking.to_string(), theme.dim())];
        painter.pane(Pane::Main, Rect { x: area.x + 1, width: area.width - 1, ..area }, &rows, what_if.scroll, None);
        return Vec::new();
    }
    let variants = what_if.variants(tree, state.consultation.answers());
    let [now_ahead, then_ahead] = &what_if.ahead;
    let now = Side { heading: &words.now, route: &variants.now, ahead: now_ahead.as_ref() };
    let then = Side { heading: &words.then, route: &variants.then, ahead: then_ahead.as_ref() };
    let width = usize::from(area.width.saturating_sub(3));
    let mut rows = head(state, what_if, tree, &variants, theme, width);
    let sketch = Sketch { state, tree, theme, common: variants.common };
    let column = ((width.saturating_sub(3)) / 2).min(MEASURE);
    if width >= SIDE_BY_SIDE {
        for (left, right) in sketch.both(&now, &then, column) {
            rows.extend(beside(left, right, column, theme));
        }
    } else {
        for side in [&then, &now] {
            rows.extend(sketch.parts(side, width).into_iter().flatten());
            rows.push(Row::blank());
        }
    }
    painter.pane(Pane::Main, Rect { x: area.x + 1, width: area.width - 1, ..area }, &rows, what_if.scroll, None);
    Vec::new()
}

/// The title of the screen, and which of several variants is seen.
pub(super) fn header(state: &State, what_if: &WhatIfScreen) -> (String, String) {
    let Some(tree) = state.pack.tree(&what_if.tree) else { return Default::default() };
    let words = &state.pack.words().what_if;
    let (n, all) = ((what_if.at + 1).to_string(), what_if.sets.len().to_string());
    let choice = if what_if.sets.len() > 1 { fill(&words.choice, &[("n", &n), ("all", &all)]) } else { String::new() };
    (fill(&words.title, &[("tree", &tree.title)]), choice)
}

/// The changes, and what both variants have in common.
fn head(state: &State, what_if: &WhatIfScreen, tree: &Tree, variants: &Variants, theme: Theme, width: usize) -> Vec<Row> {
    let words = state.pack.words();
    let mut rows = Vec::new();
    for (question, answer) in &variants.changes {
        let asked = &tree[*question];
        let label = crate::advice::walk::answer_label(asked, &answer.value(asked), &words.walk.none_of_these);
        rows.extend(hanging(theme, "▸ ", theme.accent(), &format!("{} **{label}**", asked.prompt), width, theme.text()));
    }
    if what_if.sets.len() > 1 {
        let (n, all) = ((what_if.at + 1).to_string(), what_if.sets.len().to_string());
        let key = shown_key(Context::WhatIf, &Action::Right);
        let choice = fill(&words.what_if.choice, &[("n", &n), ("all", &all)]);
        let line = format!("  {choice}  {key} {}", words.actions.other_variant.hint);
        rows.push(Row::of(line, theme.dim()).doing(Some(Action::Right)));
    }
    let same = variants.now.result(tree).is_some() && variants.now.result(tree) == variants.then.result(tree);
    if same {
        rows.extend(wrapped(&words.what_if.the_same, width, theme.good()));
    }
    let common = match variants.common {
        0 => words.what_if.common_none.to_string(),
        1 => words.what_if.common_one.to_string(),
        n => fill(&words.what_if.common, &[("n", &n.to_string())]),
    };
    rows.extend(wrapped(&common, width, theme.dim()));
    rows.push(Row::blank());
    rows
}

struct Sketch<'a> {
    state: &'a State,
    tree: &'a Tree,
    theme: Theme,
    common: usize,
}

impl Sketch<'_> {
    /// The parts of both, those that belong beside each other in pairs.
    fn both(&self, now: &Side<'_>, then: &Side<'_>, width: usize) -> Vec<(Vec<Row>, Vec<Row>)> {
        let (mut left, mut right) = (self.sections(now), self.sections(then));
        let mut pairs = vec![(self.end(now, width), self.end(then, width)), (self.way(now, width), self.way(then, width))];
        // What is still possible of a walk that has not ended stands first: it is all that there is to see of it.
        let (first, second) = if then.route.open().is_some() { (&right, &left) } else { (&left, &right) };
        let headings: Vec<String> = first.iter().chain(second).map(|section| section.heading.clone()).collect();
        let mut seen: Vec<String> = Vec::new();
        for heading in headings {
            if seen.contains(&heading) {
                continue;
            }
            let take = |sections: &mut Vec<Section>| {
                let at = sections.iter().position(|section| section.heading == heading);
                at.map(|at| sections.remove(at).entries).unwrap_or_default()
            };
            let (one, other) = (take(&mut left), take(&mut right));
            // A walk that has not ended brings and costs nothing that could be missing.
            let both_end = now.route.outcome().is_some() && then.route.outcome().is_some();
            let rows = |own: &[Entry], others: &[Entry]| match own {
                [] if !both_end => Vec::new(),
                own => self.section(&heading, own, Some(others), width),
            };
            pairs.push((rows(&one, &other), rows(&other, &one)));
            seen.push(heading);
        }
        pairs
    }

    /// The parts of one.
    fn parts(&self, side: &Side<'_>, width: usize) -> Vec<Vec<Row>> {
        let sections = self.sections(side);
        let sections = sections.iter().map(|section| self.section(&section.heading, &section.entries, None, width));
        [self.end(side, width), self.way(side, width)].into_iter().chain(sections).collect()
    }

    /// The answers that are not common to both.
    fn way(&self, side: &Side<'_>, width: usize) -> Vec<Row> {
        let theme = self.theme;
        let mut rows = Vec::new();
        for (at, step) in side.route.steps.iter().enumerate().skip(self.common) {
            let question = &self.tree[step.question];
            rows.extend(hanging(theme, &format!("{:>2} ", at + 1), theme.accent(), &question.prompt, width, theme.dim()));
            let words = self.state.pack.words();
            let answer = brief::step_answer(words, self.tree, step);
            let text = format!("{answer}{}", brief::assumed_mark(words, step.assumed));
            rows.extend(hanging(theme, "   → ", theme.dim(), &text, width, theme.strong()));
        }
        rows
    }

    /// Where it ends.
    fn end(&self, side: &Side<'_>, width: usize) -> Vec<Row> {
        let theme = self.theme;
        let words = self.state.pack.words();
        let (heading, text) = match side.route.end {
            End::Outcome(ix) => (&words.outcome.recommendation, &self.tree[ix].recommendation),
            End::Open(ix) => (&words.what_if.open, &self.tree[ix].prompt),
        };
        let mut rows = banner(theme, &format!("{}: {heading}", side.heading), text, width);
        rows.push(Row::blank());
        rows
    }

    /// What is said of its end: what it brings and costs; or, of a walk that has not ended, what is still possible.
    fn sections(&self, side: &Side<'_>) -> Vec<Section> {
        let words = self.state.pack.words();
        match (side.route.end, side.ahead) {
            (End::Outcome(ix), _) => brief::essentials(words, self.tree, side.route, &self.tree[ix]),
            (End::Open(_), Some(ahead)) => {
                let count = text::possible_count(words, self.tree, ahead);
                let line = |text: String, mark| Entry { mark, text, leads: None };
                let outcomes = ahead.outcomes.iter().map(|ix| line(self.tree[*ix].recommendation.to_string(), Mark::Bullet));
                let entries = std::iter::once(line(count, Mark::None)).chain(outcomes).collect();
                vec![Section { heading: words.walk.still_possible.to_string(), entries }]
            }
            (End::Open(_), None) => Vec::new(),
        }
    }

    /// A section; what stands in the other variant too gives way to what does not.
    fn section(&self, heading: &str, entries: &[Entry], others: Option<&[Entry]>, width: usize) -> Vec<Row> {
        let theme = self.theme;
        let mut rows = vec![Row::blank(), Row::of(heading.to_owned(), theme.heading())];
        if entries.is_empty() {
            rows.push(Row::of("–", theme.dim()));
        }
        for (at, entry) in entries.iter().enumerate() {
            let mark = match entry.mark {
                Mark::None => "",
                Mark::Plus => "+ ",
                Mark::Minus => "− ",
                Mark::Number(_) => &format!("{:>2}. ", at + 1),
                Mark::Warning => "! ",
                Mark::Bullet | Mark::Nested => "· ",
            };
            let is_common = others.is_some_and(|others| others.iter().any(|other| other.text == entry.text));
            let base = if is_common { theme.dim() } else { theme.text() };
            rows.extend(hanging(theme, mark, if is_common { theme.dim() } else { theme.accent() }, &entry.text, width, base));
        }
        rows
    }
}
