//! How things look: styles by what they are for.

use ratatui::style::{Color, Modifier, Style};

use crate::content::document::{Role, Style as TextStyle};

/// The styles of the screens. Colours are the terminal's own palette, so that they fit its background, light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours are used; without, bold, dim and reverse carry the meaning.
    colour: bool,
}

impl Theme {
    /// The theme with colours.
    pub const COLOUR: Theme = Theme { colour: true };
    /// The theme without, as `NO_COLOR` asks for (no-color.org).
    pub const PLAIN: Theme = Theme { colour: false };

    fn coloured(self, style: Style, colour: Color) -> Style {
        if self.colour { style.fg(colour) } else { style }
    }

    /// Running text.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// What matters less.
    pub fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// What matters more.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What the eye should find first.
    pub fn accent(self) -> Style {
        self.coloured(self.strong(), Color::Cyan)
    }

    /// The line that a key would act on.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// A heading within a pane.
    pub fn heading(self) -> Style {
        self.coloured(self.strong(), Color::Cyan)
    }

    /// Something that can be followed.
    pub fn link(self) -> Style {
        self.coloured(Style::new().add_modifier(Modifier::UNDERLINED), Color::Cyan)
    }

    /// Something to look out for, such as an assumption.
    pub fn warning(self) -> Style {
        self.coloured(self.strong(), Color::Yellow)
    }

    /// What was searched for.
    pub fn matched(self) -> Style {
        self.coloured(self.strong().add_modifier(Modifier::UNDERLINED), Color::Yellow)
    }

    /// Something good.
    pub fn good(self) -> Style {
        self.coloured(self.strong(), Color::Green)
    }

    /// Something bad.
    pub fn bad(self) -> Style {
        self.coloured(self.strong(), Color::Red)
    }

    /// Lines that part the panes.
    pub fn rule(self) -> Style {
        self.dim()
    }

    /// A piece of Markdown.
    pub fn role(self, role: Role) -> Style {
        let set = |style: TextStyle| {
            let mut set = if style.code { self.coloured(Style::new(), Color::Green) } else { Style::new() };
            if style.strong {
                set = set.add_modifier(Modifier::BOLD);
            }
            if style.emphasis {
                set = set.add_modifier(Modifier::ITALIC);
            }
            set
        };
        match role {
            Role::Text(style) => set(style),
            Role::Quote(style) => set(style).add_modifier(Modifier::ITALIC),
            Role::Heading(1) => self.accent().add_modifier(Modifier::UNDERLINED),
            Role::Heading(_) => self.heading(),
            Role::Code => self.coloured(Style::new(), Color::Green),
            Role::Ornament => self.dim(),
        }
    }
}
