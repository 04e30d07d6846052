//! What the terminal can do and wants, judged from values: colour, width, and whether there is
//! a terminal at all.
//!
//! The environment comes in as a value, so the rules are a table that tests can read.

use rustix::termios::isatty;

use super::device;

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

/// The variables that speak about colour, as found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `NO_COLOR`: no colour, unless empty.
    pub no_color: Option<String>,
    /// `CLICOLOR_FORCE`: colour even into a file, unless empty or `0`.
    pub clicolor_force: Option<String>,
    /// `TERM`: the kind of terminal.
    pub term: Option<String>,
}

/// Whether to use colour on a stream: the flag decides, then `NO_COLOR`, then `CLICOLOR_FORCE`,
/// then whether the stream is a terminal that can show it.
#[must_use]
pub fn colour(choice: Choice, env: &Environment, stream_is_terminal: bool) -> bool {
    let set = |value: &Option<String>| value.as_deref().is_some_and(|value| !value.is_empty());
    match choice {
        Choice::Always => true,
        Choice::Never => false,
        Choice::Auto if set(&env.no_color) => false,
        Choice::Auto if set(&env.clicolor_force) && env.clicolor_force.as_deref() != Some("0") => {
            true
        }
        Choice::Auto => stream_is_terminal && set(&env.term) && env.term.as_deref() != Some("dumb"),
    }
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

    #[test]
    fn the_flag_goes_before_no_color_before_clicolor_force_before_the_terminal() {
        use Choice::{Always, Auto, Never};
        let xterm = Some("xterm-256color");
        for (choice, no_color, force, term, terminal, expected) in [
            (Auto, None, None, xterm, true, true),
            (Auto, None, None, xterm, false, false),
            (Auto, None, None, Some("dumb"), true, false),
            (Auto, None, None, Some(""), true, false),
            (Auto, None, None, None, true, false),
            (Auto, Some("1"), None, xterm, true, false),
            (Auto, Some("0"), None, xterm, true, false),
            (Auto, Some(""), None, xterm, true, true),
            (Auto, Some("1"), Some("1"), xterm, true, false),
            (Auto, None, Some("1"), Some("dumb"), false, true),
            (Auto, None, Some("1"), None, false, true),
            (Auto, None, Some("0"), xterm, false, false),
            (Auto, None, Some("0"), xterm, true, true),
            (Auto, None, Some(""), xterm, false, false),
            (Always, Some("1"), None, Some("dumb"), false, true),
            (Never, None, Some("1"), xterm, true, false),
        ] {
            let owned = |value: Option<&str>| value.map(str::to_owned);
            let env = Environment {
                no_color: owned(no_color),
                clicolor_force: owned(force),
                term: owned(term),
            };
            assert_eq!(colour(choice, &env, terminal), expected, "{choice:?} {env:?} {terminal}");
        }
    }
}
