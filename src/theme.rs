//! How roles and parts of the screen look.
//!
//! A theme maps what things are to terminal styles; nothing else names a colour. Invariant: no
//! meaning hangs on colour alone, so that the colourless theme says the same.

use ratatui::style::{Color, Modifier, Style};

use crate::document::{Face, Role};

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

/// A part of the screen that is not text of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The border of a pane without the keys.
    Border,
    /// The border of the pane with the keys.
    FocusedBorder,
    /// The title on a border.
    Title,
    /// Counts, percentages and hints.
    Quiet,
    /// The selected row of the pane with the keys.
    Selected,
    /// The selected row of a pane without them.
    SelectedElsewhere,
    /// Letters that match the filter, or what is looked for in an answer.
    Match,
    /// The match in an answer that the reader stands on.
    CurrentMatch,
    /// The link that Enter would follow.
    SelectedLink,
    /// The name of the program.
    Name,
    /// A key in the footer.
    Key,
    /// A sentence for the reader.
    Notice,
    /// The count of problems.
    Problem,
}

/// A mapping of roles and parts to styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    coloured: bool,
}

impl Theme {
    /// The terminal's own sixteen colours, which suit its background, dark or light.
    pub const TERMINAL: Self = Self { coloured: true };
    /// No colours at all, for `NO_COLOR`.
    pub const MONOCHROME: Self = Self { coloured: false };

    /// The style of a piece of text.
    #[must_use]
    pub fn face(&self, face: Face) -> Style {
        let style = match face.role {
            Role::Text | Role::TypeName | Role::FormulaText | Role::Structure => Style::new(),
            Role::Title => Style::new().add_modifier(Modifier::BOLD),
            Role::Muted | Role::Rule | Role::Quote | Role::Html | Role::Punctuation => {
                Style::new().add_modifier(Modifier::DIM)
            }
            Role::Heading | Role::Subheading | Role::Note | Role::Tip | Role::Important => {
                self.colour(Color::Blue).add_modifier(Modifier::BOLD)
            }
            Role::Code => self.colour_or(Color::Green, Modifier::BOLD),
            Role::Keyword | Role::Constant | Role::Operator => self.colour(Color::Magenta),
            Role::Function | Role::Marker => self.colour(Color::Blue),
            Role::CodeString => self.colour(Color::Green),
            Role::Comment => Style::new().add_modifier(Modifier::ITALIC | Modifier::DIM),
            Role::Formula => self.colour(Color::Magenta).add_modifier(Modifier::ITALIC),
            Role::Link => self.colour(Color::Blue).add_modifier(Modifier::UNDERLINED),
            Role::Number => self.colour(Color::Magenta).add_modifier(Modifier::BOLD),
            Role::Missing => Style::new().add_modifier(Modifier::DIM | Modifier::ITALIC),
            Role::Warning | Role::Caution => self.colour(Color::Red).add_modifier(Modifier::BOLD),
        };
        style.add_modifier(face.modifier)
    }

    /// The style of a part of the screen.
    #[must_use]
    pub fn part(&self, part: Part) -> Style {
        match part {
            Part::Border | Part::Quiet => Style::new().add_modifier(Modifier::DIM),
            Part::FocusedBorder => self.colour(Color::Blue),
            Part::Title | Part::Name | Part::Notice | Part::SelectedElsewhere => {
                Style::new().add_modifier(Modifier::BOLD)
            }
            Part::CurrentMatch | Part::SelectedLink | Part::Selected => {
                Style::new().add_modifier(Modifier::REVERSED)
            }
            Part::Match => {
                self.colour(Color::Magenta).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
            Part::Key => self.colour(Color::Blue).add_modifier(Modifier::BOLD),
            Part::Problem => self.colour(Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    /// A colour, or what stands for it where there are none.
    fn colour_or(self, colour: Color, modifier: Modifier) -> Style {
        if self.coloured { self.colour(colour) } else { Style::new().add_modifier(modifier) }
    }

    fn colour(self, colour: Color) -> Style {
        if self.coloured { Style::new().fg(colour) } else { Style::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colourless_theme_names_no_colour_and_keeps_the_modifiers() {
        for &role in Role::ALL {
            let plain = Theme::MONOCHROME.face(role.into());
            assert_eq!((plain.fg, plain.bg), (None, None));
            assert!(plain.add_modifier.contains(Theme::TERMINAL.face(role.into()).add_modifier));
        }
    }

    #[test]
    fn code_and_mathematics_differ_from_text_without_colours() {
        for role in [Role::Code, Role::Formula] {
            let text = Theme::MONOCHROME.face(Role::Text.into());
            assert_ne!(Theme::MONOCHROME.face(role.into()), text);
        }
    }

    #[test]
    fn emphasis_in_the_text_is_kept_in_every_role() {
        for &role in Role::ALL {
            let face = Face::new(role).with(Modifier::ITALIC);
            assert!(Theme::TERMINAL.face(face).add_modifier.contains(Modifier::ITALIC));
        }
    }
}
