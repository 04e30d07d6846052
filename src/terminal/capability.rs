//! What the terminal can do and wants, judged from values: colours, hyperlinks, width, and whether
//! there is a terminal at all.
//!
//! The environment comes in as a value, so the rules are tables that tests can read. Invariant: the
//! terminal itself is asked nothing here.

use std::collections::BTreeMap;

use rustix::termios::isatty;

use super::device;
use crate::theme::Depth;

/// What the reader asked for with `--color`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Choice {
    /// Colour where it is wanted and possible.
    #[default]
    Auto,
    /// Colour in any case.
    Always,
    /// No colour.
    Never,
}

/// The variables that are looked at.
const VARIABLES: [&str; 12] = [
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "COLORFGBG",
    "FORCE_HYPERLINK",
    "STY",
    "TERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "TMUX",
    "VTE_VERSION",
    "WT_SESSION",
];

/// What the environment says about the terminal. A variable that is empty counts as not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<&'static str, String>);

impl Environment {
    /// The environment of this process.
    #[must_use]
    pub fn read() -> Self {
        Self::of(|name| std::env::var(name).ok())
    }

    /// The environment in which variables have the values that `value` gives.
    pub fn of(value: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| Some((name, value(name).filter(|value| !value.is_empty())?));
        Self(VARIABLES.into_iter().filter_map(set).collect())
    }

    /// The value of one of the variables that are looked at.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// GNU screen hands down the variables of the terminal around it and passes on less than that
    /// terminal can do. tmux takes what it is given and makes the best of it.
    fn in_screen(&self) -> bool {
        self.has("STY") && !self.has("TMUX")
    }
}

/// Which colours to write to a stream: the flag decides whether, then `NO_COLOR`, then
/// `CLICOLOR_FORCE`, then whether the stream is a terminal that shows some; how many are
/// `COLORTERM`'s to say, then `TERM`'s.
#[must_use]
pub fn depth(choice: Choice, env: &Environment, stream_is_terminal: bool) -> Depth {
    let forced = env.get("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    match choice {
        Choice::Auto if env.has("NO_COLOR") => Depth::None,
        // Colours that were asked for and that nobody can count are the sixteen of any terminal.
        Choice::Always => shown(env).max(Depth::Ansi),
        Choice::Auto if forced => shown(env).max(Depth::Ansi),
        Choice::Auto if stream_is_terminal => shown(env),
        Choice::Auto | Choice::Never => Depth::None,
    }
}

/// Values of `TERM` whose terminals show all colours: the whole name, or up to a `-`.
const TRUECOLOR: [&str; 8] =
    ["xterm-kitty", "xterm-ghostty", "ghostty", "alacritty", "foot", "wezterm", "contour", "rio"];

/// How many colours the terminal shows.
fn shown(env: &Environment) -> Depth {
    let Some(term) = env.get("TERM") else { return Depth::None };
    let is = |name: &str| {
        term.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    if is("dumb") || term.starts_with("vt") {
        return Depth::None;
    }
    if is("linux") {
        return Depth::Ansi;
    }
    let inherited = env.in_screen();
    let direct = term.ends_with("-direct");
    let promised = matches!(env.get("COLORTERM"), Some("truecolor" | "24bit"))
        || env.has("WT_SESSION")
        || matches!(env.get("TERM_PROGRAM"), Some("iTerm.app" | "WezTerm" | "vscode" | "ghostty"));
    if direct || TRUECOLOR.into_iter().any(is) || (promised && !inherited) {
        Depth::True
    } else if term.contains("256color") {
        Depth::Indexed
    } else {
        Depth::Ansi
    }
}

/// Whether the terminal may be asked what is behind its text. One that shows few colours gains
/// nothing, and some print the question or answer it out of order (GNU screen).
#[must_use]
pub fn can_be_asked(env: &Environment) -> bool {
    let Some(term) = env.get("TERM") else { return false };
    let is_screen = term == "screen" || term.starts_with("screen.");
    let is_old = ["dumb", "linux", "Eterm"].contains(&term) || term.starts_with("vt");
    !is_old && !env.in_screen() && (!is_screen || env.has("TMUX"))
}

/// Whether text for the clipboard (OSC 52) may be written. GNU screen ends a long sequence early and
/// would show the rest.
#[must_use]
pub fn clipboard(env: &Environment) -> bool {
    !env.in_screen()
}

/// Values of `TERM_PROGRAM` whose terminals have hyperlinks.
const LINKING_PROGRAMS: [&str; 7] =
    ["iTerm.app", "WezTerm", "vscode", "ghostty", "WarpTerminal", "Tabby", "rio"];
/// Values of `TERM` whose terminals have hyperlinks: the whole name, or up to a `-`.
const LINKING_TERMS: [&str; 8] =
    ["xterm-kitty", "xterm-ghostty", "ghostty", "alacritty", "foot", "wezterm", "contour", "rio"];

/// Whether the terminal has hyperlinks (OSC 8). Only terminals that are known to: the others would
/// print the address or do nothing. `FORCE_HYPERLINK` decides where it is set; `0` means no.
#[must_use]
pub fn hyperlinks(env: &Environment) -> bool {
    if let Some(forced) = env.get("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let term = env.get("TERM").unwrap_or("dumb");
    let is = |name: &str| {
        term.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    if is("dumb") || is("linux") || env.in_screen() {
        return false;
    }
    let program = env.get("TERM_PROGRAM").unwrap_or_default();
    if env.has("TMUX") {
        // Before 3.4 it swallows them; from then on it asks the terminal around it.
        let version = env.get("TERM_PROGRAM_VERSION").and_then(version);
        return program == "tmux" && version >= Some((3, 4));
    }
    LINKING_PROGRAMS.contains(&program)
        || LINKING_TERMS.into_iter().any(is)
        || env.has("WT_SESSION")
        // The library of GNOME Terminal and its kin; those before 0.50 crash on them.
        || env.get("VTE_VERSION").and_then(|number| number.parse().ok()) >= Some(5_000_u32)
}

/// The first two numbers of a version such as `3.4a`.
fn version(text: &str) -> Option<(u32, u32)> {
    let (major, rest) = text.split_once('.')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some((major.parse().ok()?, rest.get(..digits)?.parse().ok()?))
}

/// Whether a person is there: standard input and output are terminals.
#[must_use]
pub fn is_interactive() -> bool {
    isatty(device::input()) && isatty(device::output())
}

/// Columns of the terminal under standard output, if it is one and knows.
#[must_use]
pub fn width() -> Option<u16> {
    device::size().ok().map(|(width, _)| width).filter(|width| *width > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An environment written as `NAME=value NAME=value`.
    fn env(written: &str) -> Environment {
        let pairs: Vec<_> = written.split_whitespace().filter_map(|p| p.split_once('=')).collect();
        for (name, _) in &pairs {
            assert!(VARIABLES.contains(name), "{name} is not looked at");
        }
        Environment::of(|name| {
            pairs.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_flag_goes_before_no_color_before_clicolor_force_before_the_terminal() {
        use Choice::{Always, Auto, Never};
        use Depth::{Ansi, Indexed, None, True};
        let xterm = "TERM=xterm-256color";
        for (choice, variables, terminal, expected) in [
            (Auto, "", true, Indexed),
            (Auto, "", false, None),
            (Auto, "NO_COLOR=1", true, None),
            (Auto, "NO_COLOR=0", true, None),
            (Auto, "NO_COLOR=", true, Indexed),
            (Auto, "NO_COLOR=1 CLICOLOR_FORCE=1", true, None),
            (Auto, "CLICOLOR_FORCE=1", false, Indexed),
            (Auto, "CLICOLOR_FORCE=1 COLORTERM=truecolor", false, True),
            (Auto, "CLICOLOR_FORCE=0", false, None),
            (Auto, "CLICOLOR_FORCE=0", true, Indexed),
            (Auto, "CLICOLOR_FORCE=", false, None),
            (Always, "NO_COLOR=1", false, Indexed),
            (Never, "CLICOLOR_FORCE=1", true, None),
        ] {
            let env = env(&format!("{xterm} {variables}"));
            assert_eq!(depth(choice, &env, terminal), expected, "{choice:?} {env:?} {terminal}");
        }
        for forced in ["", "TERM=dumb", "TERM=vt100"] {
            assert_eq!(depth(Auto, &env(forced), true), None, "{forced}");
            assert_eq!(depth(Always, &env(forced), false), Ansi, "{forced}");
            let clicolor = env(&format!("{forced} CLICOLOR_FORCE=1"));
            assert_eq!(depth(Auto, &clicolor, false), Ansi, "{forced}");
        }
    }

    #[test]
    fn colorterm_says_how_many_colours_there_are_and_then_term() {
        use Depth::{Ansi, Indexed, None, True};
        for (variables, expected) in [
            ("", None),
            ("TERM=", None),
            ("COLORTERM=truecolor", None),
            ("TERM=dumb COLORTERM=truecolor", None),
            ("TERM=xterm", Ansi),
            ("TERM=xterm COLORTERM=truecolor", True),
            ("TERM=xterm COLORTERM=24bit", True),
            ("TERM=xterm COLORTERM=yes", Ansi),
            ("TERM=xterm-256color", Indexed),
            ("TERM=xterm-256color COLORTERM=truecolor", True),
            ("TERM=xterm-direct", True),
            ("TERM=xterm-kitty", True),
            ("TERM=xterm-ghostty", True),
            ("TERM=alacritty", True),
            ("TERM=alacritty-direct", True),
            ("TERM=foot-extra", True),
            ("TERM=footloose", Ansi),
            ("TERM=rxvt-unicode-256color", Indexed),
            ("TERM=linux", Ansi),
            ("TERM=linux COLORTERM=truecolor", Ansi),
            ("TERM=vt220", None),
            ("TERM=xterm-256color TERM_PROGRAM=iTerm.app", True),
            ("TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", Indexed),
            ("TERM=xterm-256color WT_SESSION=1", True),
            // tmux makes the best of what it is given, screen hands down what it cannot do.
            ("TERM=tmux-256color TMUX=x", Indexed),
            ("TERM=tmux-256color TMUX=x COLORTERM=truecolor", True),
            ("TERM=screen TMUX=x", Ansi),
            ("TERM=screen-256color STY=x COLORTERM=truecolor", Indexed),
            ("TERM=screen STY=x COLORTERM=truecolor TERM_PROGRAM=iTerm.app", Ansi),
            ("TERM=screen-256color STY=x TMUX=x COLORTERM=truecolor", True),
            ("TERM=screen.xterm-direct STY=x", True),
        ] {
            assert_eq!(depth(Choice::Auto, &env(variables), true), expected, "{variables}");
        }
    }

    #[test]
    fn terminals_that_would_print_or_garble_the_question_are_not_asked() {
        for (variables, expected) in [
            ("", false),
            ("TERM=dumb", false),
            ("TERM=linux", false),
            ("TERM=vt100", false),
            ("TERM=Eterm", false),
            ("TERM=screen", false),
            ("TERM=screen.xterm-256color", false),
            ("TERM=screen-256color STY=x", false),
            ("TERM=screen TMUX=x", true),
            ("TERM=tmux-256color TMUX=x STY=x", true),
            ("TERM=xterm-256color", true),
            ("TERM=xterm-kitty", true),
        ] {
            assert_eq!(can_be_asked(&env(variables)), expected, "{variables}");
        }
    }

    #[test]
    fn hyperlinks_are_for_terminals_that_are_known_to_have_them() {
        for (variables, expected) in [
            ("", false),
            ("TERM=xterm-256color", false),
            ("TERM=xterm-256color COLORTERM=truecolor", false),
            ("TERM=xterm-kitty", true),
            ("TERM=foot", true),
            ("TERM=alacritty", true),
            ("TERM=xterm-256color TERM_PROGRAM=iTerm.app", true),
            ("TERM=xterm-256color TERM_PROGRAM=vscode", true),
            ("TERM=xterm-256color TERM_PROGRAM=Apple_Terminal", false),
            ("TERM=xterm-256color VTE_VERSION=7600", true),
            ("TERM=xterm-256color VTE_VERSION=4800", false),
            ("TERM=xterm-256color VTE_VERSION=new", false),
            ("TERM=xterm-256color WT_SESSION=1", true),
            ("TERM=linux VTE_VERSION=7600", false),
            ("TERM=dumb TERM_PROGRAM=vscode", false),
            ("TERM=screen-256color STY=x VTE_VERSION=7600", false),
            ("TERM=tmux-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.4", true),
            ("TERM=tmux-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.5a", true),
            ("TERM=tmux-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.3a", false),
            ("TERM=tmux-256color TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=next-3.6", false),
            ("TERM=tmux-256color TMUX=x VTE_VERSION=7600", false),
            ("TERM=xterm-256color FORCE_HYPERLINK=1", true),
            ("TERM=xterm-kitty FORCE_HYPERLINK=0", false),
        ] {
            assert_eq!(hyperlinks(&env(variables)), expected, "{variables}");
        }
    }
}
