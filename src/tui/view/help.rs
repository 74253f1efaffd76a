//! The help, made from the table of actions.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::painter::Painter;
use super::rows::{Row, hanging, wrapped};
use crate::content::pack::fill;
use crate::tui::action::{Pane, bindings, keys_in_words};
use crate::tui::state::{Scroll, State};

pub(super) fn render(state: &State, scroll: Scroll, area: Rect, painter: &mut Painter<'_>) {
    let theme = painter.theme();
    let words = state.pack.words();
    let width = usize::from(area.width.saturating_sub(3)).min(96);
    let lines: Vec<(String, String)> =
        bindings(state.context_below()).map(|binding| (keys_in_words(binding), (binding.words)(&words.actions).help.to_string())).collect();
    let wide = lines.iter().map(|(keys, _)| keys.width()).max().unwrap_or(0);
    let mut rows = Vec::new();
    for (keys, help) in lines {
        let pad = " ".repeat(wide - keys.width());
        rows.extend(hanging(theme, &format!("{keys}{pad}  "), theme.accent(), &help, width, theme.text()));
    }
    rows.push(Row::blank());
    let packs: Vec<&str> = state.pack.layers().collect();
    let packs = crate::content::text::clean_line(&packs.join(", ")).into_owned();
    rows.extend(wrapped(&fill(&words.notices.packs, &[("packs", &packs)]), width, theme.dim()));
    painter.pane(Pane::Main, Rect { x: area.x + 1, width: area.width - 1, ..area }, &rows, scroll, None);
}
