//! How roles and parts of the screen look.
//!
//! A theme file maps what things are to colours and modifiers (`file`), inherits what it does not
//! say (`inherit`), and becomes a table of styles for as many colours as the terminal shows. Nothing
//! else names a colour. Invariant: no meaning hangs on colour alone, so that the theme without
//! colours says the same.

mod colour;
mod file;
mod guide;
mod inherit;
mod part;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use ratatui::style::Style;

pub use colour::Rgb;
pub use guide::document;
pub use part::Part;

use crate::document::{Face, Role};
use inherit::Chain;

/// How many colours a terminal shows, from none up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: modifiers only.
    None,
    /// The sixteen colours that the terminal's own palette sets.
    Ansi,
    /// 256: those, a cube of 6 by 6 by 6, and 24 greys.
    Indexed,
    /// 24 bits.
    True,
}

/// The themes that come with Recto: their names and their files.
pub const BUILT_IN: [(&str, &str); 6] = [
    ("dark", include_str!("dark.toml")),
    ("light", include_str!("light.toml")),
    ("high-contrast-dark", include_str!("high-contrast-dark.toml")),
    ("high-contrast-light", include_str!("high-contrast-light.toml")),
    ("terminal", include_str!("terminal.toml")),
    ("monochrome", include_str!("monochrome.toml")),
];

/// A reader's own theme, as it was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Its file.
    Text {
        /// How the file is called in messages; clean.
        shown: String,
        /// What stands in it.
        text: String,
    },
    /// There is a file that cannot be read; why, as a clean sentence.
    Unreadable(String),
    /// There is none.
    Nothing,
}

/// The styles of all roles and parts, ready for one terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    faces: [Style; Role::ALL.len()],
    parts: [Style; Part::ALL.len()],
}

static MONOCHROME: LazyLock<Theme> = LazyLock::new(|| of(&chain("monochrome"), Depth::None).0);
static TERMINAL: LazyLock<Theme> = LazyLock::new(|| of(&chain(inherit::BASE), Depth::Ansi).0);

impl Theme {
    /// The theme `name` at a depth, and what is wrong with its files, as sentences with file, line
    /// and what to write instead. `read` gives a reader's own theme by its name; the built-in ones
    /// come first. What cannot be used is inherited, so that a theme comes out in any case. Without
    /// colours it is [`Theme::monochrome`], whatever the name.
    #[must_use]
    pub fn load(name: &str, depth: Depth, read: &dyn Fn(&str) -> Found) -> (Self, Vec<String>) {
        let chain = Chain::of(name, read);
        let (theme, warnings) = of(&chain, depth);
        let theme = if depth == Depth::None { Self::monochrome() } else { theme };
        (theme, [chain.warnings, warnings].concat())
    }

    /// The terminal's own sixteen colours, which suit its background, dark or light.
    #[must_use]
    pub fn terminal() -> Self {
        TERMINAL.clone()
    }

    /// No colours at all, for `NO_COLOR`.
    #[must_use]
    pub fn monochrome() -> Self {
        MONOCHROME.clone()
    }

    /// The style of a piece of text.
    #[must_use]
    pub fn face(&self, face: Face) -> Style {
        let style = self.faces.get(face.role as usize).copied().unwrap_or_default();
        style.add_modifier(face.modifier)
    }

    /// The style of a part of the screen.
    #[must_use]
    pub fn part(&self, part: Part) -> Style {
        self.parts.get(part as usize).copied().unwrap_or_default()
    }
}

/// The chain of a built-in theme.
fn chain(name: &str) -> Chain {
    Chain::of(name, &|_| Found::Nothing)
}

/// The table of styles of a chain, and the names in it that are no colours.
fn of(chain: &Chain, depth: Depth) -> (Theme, Vec<String>) {
    let mut warnings = Vec::new();
    let mut theme =
        Theme { faces: [Style::new(); Role::ALL.len()], parts: [Style::new(); Part::ALL.len()] };
    for (role, slot) in Role::ALL.iter().zip(&mut theme.faces) {
        let entry = chain.entry(|file| named(&file.roles, role), &mut warnings);
        *slot = entry.map_or_else(Style::new, |entry| style(entry, depth));
    }
    for (part, slot) in Part::ALL.iter().zip(&mut theme.parts) {
        let entry = chain.entry(|file| named(&file.parts, part), &mut warnings);
        *slot = entry.map_or_else(Style::new, |entry| style(entry, depth));
    }
    (theme, warnings)
}

fn named<'a, T: PartialEq>(entries: &'a [(T, file::Entry)], wanted: &T) -> Option<&'a file::Entry> {
    entries.iter().find(|(named, _)| named == wanted).map(|(_, entry)| entry)
}

fn style((entry, [fg, bg]): (&file::Entry, [Option<colour::Colour>; 2]), depth: Depth) -> Style {
    let at = |colour: Option<colour::Colour>| colour.and_then(|colour| colour.at(depth));
    Style { fg: at(fg), bg: at(bg), ..Style::new().add_modifier(entry.modifiers) }
}
