//! How the terminal shows pictures: by which protocol, and in cells of how many pixels.
//!
//! Judged from the setting and the environment, which is a table that tests can read; only a
//! terminal of which that says nothing is asked. Invariant: a protocol is used only where cells
//! have a known size, and inside tmux and screen, which pass no pictures on, there are half blocks.

use std::io;

use super::device;
use super::query::{self, Question};
use crate::keymap::key::Key;
use crate::picture::{Palette, Scale, Setting};
use crate::theme::Depth;

/// A way to show pictures in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Kitty's, with its placeholders.
    Kitty,
    /// That of iTerm2.
    Iterm2,
    /// Sixels.
    Sixel,
}

/// How pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Graphics {
    /// By which protocol; half blocks without one.
    pub protocol: Option<Protocol>,
    /// Pixels of a cell, across and down.
    pub cell: (u16, u16),
    /// The colours of half blocks.
    pub palette: Palette,
}

/// The first version of kitty that has placeholders.
const FIRST_PLACEHOLDERS: (u32, u32) = (0, 28);

/// The cell of the terminal that sixels come from, for terminals that scale to it.
const VT340_CELL: (u16, u16) = (10, 20);

impl Graphics {
    /// Pixels that a cell stands for where a picture has its own size.
    #[must_use]
    pub fn scale(&self) -> Scale {
        match self.protocol {
            Some(_) => Scale::of_cells(self.cell.0, self.cell.1),
            None => Scale::BLOCKS,
        }
    }

    /// Asks the system how large the cells are now; says whether pictures must be made anew.
    pub fn measure(&mut self) -> bool {
        let before = self.cell;
        self.cell = device::cell().unwrap_or(before);
        self.cell != before && self.protocol.is_some()
    }
}

/// What the setting and the environment say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Off,
    Blocks,
    Protocol(Protocol),
    /// The terminal is kitty, and is to be asked whether it is one with placeholders.
    Kitty,
    /// Nothing: the terminal is to be asked for sixels.
    Nothing,
}

/// What was found, and what the reader typed meanwhile.
#[derive(Debug)]
pub struct Found {
    /// How pictures are shown; `None` for not at all.
    pub graphics: Option<Graphics>,
    /// Keys that came in place of the terminal's answer, or before it.
    pub typed: Vec<Key>,
}

/// Finds out how pictures are shown on the terminal of the session, before anybody else reads from
/// it. Half blocks are drawn with the colours there are: with sixteen there is nothing to draw with.
///
/// # Errors
/// When the terminal cannot be asked.
pub fn find(setting: Setting, depth: Depth) -> io::Result<Found> {
    let palette = match depth {
        Depth::None | Depth::Ansi => return Ok(Found { graphics: None, typed: Vec::new() }),
        Depth::Indexed => Palette::Indexed,
        Depth::True => Palette::True,
    };
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let cell = device::cell();
    let mut typed = Vec::new();
    let protocol = match known(setting, cell.is_some(), variable) {
        Known::Off => return Ok(Found { graphics: None, typed }),
        Known::Blocks => None,
        Known::Protocol(protocol) => Some(protocol),
        Known::Kitty => {
            let answer = query::ask(Question::Version)?;
            typed = answer.typed;
            let version = answer.version.as_deref().and_then(kitty_version);
            (version >= Some(FIRST_PLACEHOLDERS)).then_some(Protocol::Kitty)
        }
        Known::Nothing => {
            let answer = query::ask(Question::Attributes)?;
            typed = answer.typed;
            let attributes = answer.attributes.unwrap_or_default();
            attributes.contains(&query::SIXEL).then_some(Protocol::Sixel)
        }
    };
    let graphics = Graphics { protocol, cell: cell.unwrap_or(VT340_CELL), palette };
    Ok(Found { graphics: Some(graphics), typed })
}

/// What is known without asking; `measured` says whether the size of a cell is.
fn known(setting: Setting, measured: bool, value: impl Fn(&str) -> Option<String>) -> Known {
    let inside = value("TMUX").is_some() || value("STY").is_some();
    let is_measured = |protocol| {
        if measured && !inside { Known::Protocol(protocol) } else { Known::Blocks }
    };
    match setting {
        Setting::Off => Known::Off,
        Setting::Blocks => Known::Blocks,
        Setting::Kitty => is_measured(Protocol::Kitty),
        Setting::Iterm2 => is_measured(Protocol::Iterm2),
        // Who asks for them knows better, even inside tmux.
        Setting::Sixel => Known::Protocol(Protocol::Sixel),
        Setting::Auto if inside => Known::Blocks,
        Setting::Auto => match of_program(&value) {
            Some(_) if !measured => Known::Blocks,
            Some(known) => known,
            // Windows Terminal says nothing of its cells: sixels are scaled to those of a VT340.
            None if may_have_sixels(&value) && (measured || value("WT_SESSION").is_some()) => {
                Known::Nothing
            }
            None => Known::Blocks,
        },
    }
}

/// The major and the minor number in `kitty(0.35.2)`.
fn kitty_version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.strip_prefix("kitty(")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// What is known of a terminal by its name.
fn of_program(value: impl Fn(&str) -> Option<String>) -> Option<Known> {
    let term = value("TERM").unwrap_or_default();
    let program = value("TERM_PROGRAM").unwrap_or_default();
    let is = |name: &str| {
        term.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    // Konsole and WezTerm speak kitty's protocol without the placeholders.
    match program.as_str() {
        "iTerm.app" | "WezTerm" => return Some(Known::Protocol(Protocol::Iterm2)),
        "ghostty" => return Some(Known::Protocol(Protocol::Kitty)),
        _ => {}
    }
    if is("xterm-ghostty") || is("ghostty") {
        return Some(Known::Protocol(Protocol::Kitty));
    }
    if is("xterm-kitty") {
        return Some(Known::Kitty);
    }
    if is("foot") || is("mlterm") {
        return Some(Known::Protocol(Protocol::Sixel));
    }
    // It is handed down to a terminal that was started from kitty.
    let others = ["TERM_PROGRAM", "XTERM_VERSION", "VTE_VERSION", "KONSOLE_VERSION", "WT_SESSION"];
    let is_kitty = value("KITTY_WINDOW_ID").is_some() && term.starts_with("xterm");
    (is_kitty && others.iter().all(|name| value(name).is_none())).then_some(Known::Kitty)
}

/// Whether asking is worth it, and harmless: not for the consoles of systems and for terminals that
/// are known to show none.
fn may_have_sixels(value: impl Fn(&str) -> Option<String>) -> bool {
    let term = value("TERM").unwrap_or_default();
    let program = value("TERM_PROGRAM").unwrap_or_default();
    let without = ["linux", "dumb", "alacritty", "cons25", "vt", "screen", "tmux", "eterm"];
    !term.is_empty()
        && !without.iter().any(|name| term.starts_with(name))
        && program != "Apple_Terminal"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of a variable in an environment written as `NAME=value NAME=value`.
    fn env(written: &'static str) -> impl Fn(&str) -> Option<String> {
        move |name| {
            let mut pairs = written.split_whitespace().filter_map(|pair| pair.split_once('='));
            pairs.find(|(set, _)| *set == name).map(|(_, value)| value.to_owned())
        }
    }

    #[test]
    fn a_terminal_is_known_by_its_name_and_another_one_is_asked() {
        use Known::{Blocks, Kitty as Versioned, Nothing, Protocol as Is};
        use Protocol::{Iterm2, Kitty, Sixel};
        for (variables, expected) in [
            ("TERM=xterm-kitty", Versioned),
            ("TERM=xterm-ghostty", Is(Kitty)),
            ("TERM=xterm-256color TERM_PROGRAM=ghostty", Is(Kitty)),
            ("TERM=xterm-256color KITTY_WINDOW_ID=1", Versioned),
            ("TERM=xterm-256color KITTY_WINDOW_ID=1 XTERM_VERSION=390", Nothing),
            ("TERM=xterm-256color KITTY_WINDOW_ID=1 TERM_PROGRAM=WezTerm", Is(Iterm2)),
            ("TERM=xterm-256color TERM_PROGRAM=iTerm.app", Is(Iterm2)),
            ("TERM=foot", Is(Sixel)),
            ("TERM=foot-extra", Is(Sixel)),
            ("TERM=mlterm-256color", Is(Sixel)),
            ("TERM=xterm-256color", Nothing),
            ("TERM=xterm-256color VTE_VERSION=7600", Nothing),
            ("TERM=xterm-256color TERM_PROGRAM=vscode", Nothing),
            ("TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", Blocks),
            ("TERM=alacritty", Blocks),
            ("TERM=linux", Blocks),
            ("TERM=vt220", Blocks),
            ("", Blocks),
            ("TERM=tmux-256color TMUX=x", Blocks),
            ("TERM=xterm-kitty TMUX=x", Blocks),
            ("TERM=screen-256color STY=x TERM_PROGRAM=iTerm.app", Blocks),
        ] {
            assert_eq!(known(Setting::Auto, true, env(variables)), expected, "{variables}");
        }
    }

    #[test]
    fn without_the_size_of_a_cell_nobody_is_asked_and_there_are_half_blocks() {
        for variables in ["TERM=xterm-kitty", "TERM=xterm-256color", "TERM=foot"] {
            assert_eq!(known(Setting::Auto, false, env(variables)), Known::Blocks, "{variables}");
        }
        let windows = env("TERM=xterm-256color WT_SESSION=1");
        assert_eq!(known(Setting::Auto, false, windows), Known::Nothing);
    }

    #[test]
    fn the_setting_goes_before_the_environment() {
        let kitty = || env("TERM=xterm-kitty");
        let tmux = || env("TERM=tmux-256color TMUX=x");
        assert_eq!(known(Setting::Off, true, kitty()), Known::Off);
        assert_eq!(known(Setting::Blocks, true, kitty()), Known::Blocks);
        assert_eq!(known(Setting::Iterm2, true, kitty()), Known::Protocol(Protocol::Iterm2));
        assert_eq!(known(Setting::Kitty, true, tmux()), Known::Blocks);
        assert_eq!(known(Setting::Iterm2, true, tmux()), Known::Blocks);
        assert_eq!(known(Setting::Kitty, false, kitty()), Known::Blocks);
        assert_eq!(known(Setting::Sixel, false, tmux()), Known::Protocol(Protocol::Sixel));
    }

    #[test]
    fn a_version_of_kitty_is_two_numbers() {
        for (said, version) in [
            ("kitty(0.26.5)", Some((0, 26))),
            ("kitty(0.28.0)", Some((0, 28))),
            ("kitty(1.0)", None),
            ("WezTerm 20240203", None),
            ("kitty(new)", None),
        ] {
            assert_eq!(kitty_version(said), version, "{said}");
        }
        assert!(Some((1, 0)) >= Some(FIRST_PLACEHOLDERS) && None < Some(FIRST_PLACEHOLDERS));
    }
}
