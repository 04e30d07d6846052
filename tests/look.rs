//! The built binary asks a terminal for its background: whom it asks, what it makes of the answer, and
//! that no answer is ever taken for keys.
//!
//! The terminal of these tests answers nothing by itself; the tests answer in its place.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use pty::{Program, Pty};
use support::{Home, RECTO};

const QUESTION: &str = "\x1b]11;?\x07\x1b[c";
const LIGHT: &[u8] = b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\";
const DARK: &[u8] = b"\x1b]11;rgb:1818/1818/1b1b\x07";
/// What every terminal says of itself.
const SELF: &[u8] = b"\x1b[?62;22c";

/// The blue of the headings and links, as the themes write it with all colours.
const DARK_BLUE: &str = "38;2;147;184;236";
const LIGHT_BLUE: &str = "38;2;29;90;168";

/// The reader on a small library, with no theme named, in a terminal of all colours.
fn reader(home: &Home) -> Program {
    program(home).arg(home.library())
}

fn program(home: &Home) -> Program {
    let mut program = Program::new(RECTO).directory(home.work());
    for (name, value) in home.variables() {
        program = program.env(name, value);
    }
    program.env("COLORTERM", "truecolor")
}

/// The reader, once it has asked.
fn asked(home: &Home) -> Pty {
    let mut pty = reader(home).spawn();
    pty.wait_for_reply(QUESTION);
    pty
}

fn answer(pty: &mut Pty, parts: &[&[u8]]) {
    pty.send(&parts.concat());
}

/// Waits until colours with these numbers were written.
fn wait_for_colour(pty: &mut Pty, colour: &str) {
    pty.wait_for_reply(colour);
}

fn wrote(pty: &Pty, text: &str) -> bool {
    String::from_utf8_lossy(pty.raw()).contains(text)
}

fn quit(mut pty: Pty) {
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
}

#[test]
fn the_theme_is_that_for_the_background() {
    for (background, own, other) in [(LIGHT, LIGHT_BLUE, DARK_BLUE), (DARK, DARK_BLUE, LIGHT_BLUE)]
    {
        let home = Home::new();
        let mut pty = asked(&home);
        answer(&mut pty, &[background, SELF]);
        wait_for_colour(&mut pty, own);
        pty.wait_for_text("up to date");
        assert!(!wrote(&pty, other));
        quit(pty);
    }
}

#[test]
fn a_terminal_that_does_not_know_its_background_gets_its_own_colours() {
    let home = Home::new();
    let mut pty = asked(&home);
    answer(&mut pty, &[SELF]);
    pty.wait_for_text("up to date");
    assert!(!wrote(&pty, "38;2;"));
    quit(pty);
}

#[test]
fn where_nothing_answers_the_environment_may_know() {
    let home = Home::new();
    let mut pty = reader(&home).env("COLORFGBG", "0;15").spawn();
    pty.wait_for_reply(QUESTION);
    answer(&mut pty, &[SELF]);
    wait_for_colour(&mut pty, LIGHT_BLUE);
    quit(pty);
}

#[test]
fn what_was_typed_while_the_terminal_was_asked_is_in_the_filter() {
    let home = Home::new();
    let mut pty = asked(&home);
    answer(&mut pty, &[b"sk", DARK, b"y", SELF]);
    pty.wait_for_text("Questions › sky");
    quit(pty);
}

#[test]
fn a_late_answer_changes_the_theme_and_is_not_typed() {
    for (background, colour) in [(LIGHT, LIGHT_BLUE), (DARK, DARK_BLUE)] {
        let home = Home::new();
        let mut pty = asked(&home);
        // Nobody answers until the first frame is there.
        pty.wait_for_text("up to date");
        assert!(!wrote(&pty, "38;2;"));
        pty.press("s");
        pty.wait_for_text("Questions › s");
        answer(&mut pty, &[background, SELF, b"ky"]);
        wait_for_colour(&mut pty, colour);
        pty.wait_for_text("Questions › sky");
        quit(pty);
    }
}

#[test]
fn the_rest_of_an_answer_that_came_in_two_pieces_is_not_typed() {
    let home = Home::new();
    let mut pty = asked(&home);
    let (begin, rest) = LIGHT.split_at(9);
    answer(&mut pty, &[begin]);
    pty.wait_for_text("up to date");
    answer(&mut pty, &[rest, SELF, b"sky"]);
    wait_for_colour(&mut pty, LIGHT_BLUE);
    pty.wait_for_text("Questions › sky");
    quit(pty);
}

#[test]
fn nobody_is_asked_who_named_a_theme_or_whose_terminal_would_gain_nothing() {
    let home = Home::new();
    let named = reader(&home).args(["--theme", "light"]);
    let configured = {
        let other = Home::new();
        other.write("config/recto/config.toml", "theme = \"dark\"\n");
        (reader(&other), other)
    };
    for program in [
        named,
        configured.0,
        reader(&home).env("NO_COLOR", "1"),
        reader(&home).args(["--color", "never"]),
        reader(&home).env("TERM", "xterm").env("COLORTERM", ""),
        reader(&home).env("TERM", "linux"),
        reader(&home).env("TERM", "screen"),
        reader(&home).env("STY", "1"),
    ] {
        let mut pty = program.spawn();
        pty.wait_for_text("up to date");
        assert!(!wrote(&pty, "\x1b]11;"));
        quit(pty);
    }
}

#[test]
fn the_terminal_is_restored_by_a_signal_while_it_is_asked() {
    let home = Home::new();
    let pty = asked(&home);
    pty.signal(rustix::process::Signal::TERM);
    let ended = pty.finish();
    assert_eq!(ended.code, 128 + 15);
    ended.assert_restored();
}

fn show(home: &Home) -> Program {
    program(home).args(["show", "101", "--no-pager", "--library"]).arg(home.library())
}

#[test]
fn show_asks_the_terminal_that_it_writes_colours_to() {
    let home = Home::new();
    let mut pty = show(&home).spawn();
    pty.wait_for_reply(QUESTION);
    answer(&mut pty, &[LIGHT, SELF]);
    wait_for_colour(&mut pty, LIGHT_BLUE);
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
}

#[test]
fn show_asks_nobody_where_it_writes_no_colours() {
    let home = Home::new();
    for program in [
        show(&home).arg("--plain"),
        show(&home).arg("--json"),
        show(&home).args(["--color", "never"]),
        show(&home).args(["--theme", "dark"]),
        show(&home).env("NO_COLOR", "1"),
    ] {
        let ended = program.spawn().finish();
        assert_eq!(ended.code, 0);
        let wrote = String::from_utf8_lossy(&ended.raw);
        assert!(!wrote.contains("\x1b]11;"), "{wrote}");
    }
}

#[test]
fn a_signal_while_show_asks_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    let mut pty = show(&home).spawn();
    pty.wait_for_reply(QUESTION);
    pty.signal(rustix::process::Signal::TERM);
    let ended = pty.finish();
    assert_ne!(ended.code, 0);
    ended.assert_restored();
}
