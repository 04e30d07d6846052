//! `recto show` on a terminal: its pager, and the themes it writes in.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use pty::{Ended, Program};
use support::{Home, RECTO, run};

/// `recto show` of an article in a terminal that is not asked for its background.
fn show(home: &Home, article: &str) -> Program {
    let mut program = Program::new(RECTO).args(["show", article, "--theme", "terminal"]);
    program = program.arg("--library").arg(home.library()).directory(home.work());
    for (name, value) in home.variables() {
        program = program.env(name, value);
    }
    program
}

/// A pager of these lines of shell, and the file it may write to as `$OUT`.
fn pager(home: &Home, lines: &str) -> (String, PathBuf) {
    let out = home.write("pager.out", "");
    let script = format!("#!/bin/sh\nOUT='{}'\n{lines}\n", out.display());
    let file = home.write("my pager", script);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    (format!("'{}' --loud", file.display()), out)
}

fn text(ended: &Ended) -> String {
    String::from_utf8_lossy(&ended.raw).into_owned()
}

#[test]
fn the_pager_gets_the_text_with_its_colours() {
    let home = Home::new();
    let (pager, out) = pager(&home, "echo \"$1 $LESS\" > \"$OUT\"; cat >> \"$OUT\"");
    let ended = show(&home, "101").env("PAGER", &pager).spawn().finish();
    assert_eq!((ended.code, text(&ended).as_str()), (0, ""));
    let read = fs::read_to_string(out).unwrap();
    assert!(read.starts_with("--loud FRX\n"), "{read}");
    assert!(read.contains("Why is the sky blue?") && read.contains("\x1b["), "{read}");
}

#[test]
fn the_settings_of_the_reader_for_less_stay() {
    let home = Home::new();
    let (pager, out) = pager(&home, "echo \"$LESS\" > \"$OUT\"");
    let ended = show(&home, "101").env("PAGER", &pager).env("LESS", "-i").spawn().finish();
    assert_eq!(ended.code, 0);
    assert_eq!(fs::read_to_string(out).unwrap(), "-i\n");
}

#[test]
fn a_pager_of_its_own_goes_before_that_of_the_system() {
    let home = Home::new();
    let (pager, out) = pager(&home, "cat > \"$OUT\"");
    let ended =
        show(&home, "101").env("PAGER", "false").env("RECTO_PAGER", &pager).spawn().finish();
    assert_eq!(ended.code, 0);
    assert!(fs::read_to_string(out).unwrap().contains("sky blue"));
}

#[test]
fn without_a_pager_the_text_goes_straight_out() {
    let home = Home::new();
    for program in [
        show(&home, "101").env("PAGER", ""),
        show(&home, "101").env("PAGER", "cat"),
        show(&home, "101").env("PAGER", "false").env("RECTO_PAGER", ""),
        show(&home, "101").env("PAGER", "false").arg("--no-pager"),
        show(&home, "101").env("PAGER", "false").arg("--json"),
        show(&home, "101").env("PAGER", "false").env("TERM", "dumb"),
    ] {
        let ended = program.spawn().finish();
        assert_eq!(ended.code, 0);
        assert!(text(&ended).contains("Why is the sky blue?"), "{}", text(&ended));
    }
}

#[test]
fn a_pager_is_for_terminals_only() {
    let home = Home::new();
    let library = home.library();
    let mut command = home.command(["show", "101", "--library"]);
    let out = run(command.arg(library).env("PAGER", "false")).success();
    assert!(out.contains("Why is the sky blue?"));
}

#[test]
fn a_pager_that_cannot_be_started_is_said_and_the_text_written() {
    let home = Home::new();
    for (pager, words) in [
        ("no-such-pager -x", "the pager no-such-pager -x cannot be started: does not exist"),
        ("less 'open", "PAGER has an open quote"),
    ] {
        let ended = show(&home, "101").env("PAGER", pager).spawn().finish();
        let text = text(&ended);
        assert_eq!(ended.code, 0);
        assert!(text.contains(words) && text.contains("Why is the sky blue?"), "{text}");
    }
}

#[test]
fn to_leave_the_pager_before_the_end_is_no_failure() {
    let home = Home::new();
    home.write("work/long.md", format!("# Long\n\n{}\n", "word ".repeat(100_000)));
    for lines in ["exit 0", "head -c 10 > \"$OUT\"; exit 3"] {
        let (pager, _) = pager(&home, lines);
        let ended = show(&home, "long.md").env("PAGER", &pager).spawn().finish();
        assert_eq!((ended.code, text(&ended).as_str()), (0, ""), "{lines}");
    }
}

#[test]
fn an_interrupt_is_the_pagers() {
    let home = Home::new();
    let (pager, _) = pager(
        &home,
        "trap 'echo interrupted' INT; cat > /dev/null; echo ready; read line < /dev/tty; \
         read line < /dev/tty; echo done",
    );
    let mut pty = show(&home, "101").env("PAGER", &pager).spawn();
    pty.wait_for_text("ready");
    pty.press("<ctrl-c>");
    pty.wait_for_text("interrupted");
    pty.type_line("");
    pty.type_line("");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    assert!(text(&ended).contains("done"), "{}", text(&ended));
}

#[test]
fn standard_input_is_shown() {
    let home = Home::new();
    let mut command = home.command(["show", "-", "--width", "40"]);
    command.write_stdin("# A title\n\nSome *Markdown* that came through a pipe.\n");
    let out = run(&mut command).success();
    assert_eq!(
        out.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>(),
        ["A title", "1 min", "Some Markdown that came through a pipe."]
    );
    for (input, reason) in [("", "is empty"), ("\0\0\0", "standard input")] {
        let mut command = home.command(["show", "-"]);
        command.write_stdin(input);
        let run = run(&mut command);
        assert_eq!(run.code, Some(1), "{reason}: {}", run.err);
        assert!(run.err.contains("standard input"), "{}", run.err);
    }
}

/// What `recto show` writes in all colours, with more arguments.
fn coloured(home: &Home, more: &[&str]) -> support::Run {
    let mut command = home.command(["show", "101", "--color", "always", "--library"]);
    run(command.arg(home.library()).args(more).env("COLORTERM", "truecolor"))
}

#[test]
fn the_theme_is_that_of_the_flag_else_of_the_configuration() {
    let home = Home::new();
    let (dark, light) = ("38;2;147;184;236", "38;2;29;90;168");
    assert!(!coloured(&home, &[]).success().contains("38;2;"), "nobody was asked");
    assert!(coloured(&home, &["--theme", "dark"]).success().contains(dark));
    home.write("config/recto/config.toml", "theme = \"light\"\n");
    assert!(coloured(&home, &[]).success().contains(light));
    assert!(coloured(&home, &["--theme", "dark"]).success().contains(dark));
    assert!(!coloured(&home, &["--theme", "monochrome"]).success().contains("38;"));
}

#[test]
fn a_theme_of_the_readers_own_is_found_and_its_mistakes_are_said() {
    let home = Home::new();
    let file = home.write(
        "config/recto/themes/mine.toml",
        "inherits = \"dark\"\n[palette]\nblue = \"#010203\"\n[roles]\nlink = \"blue\"\nheadin = \"red\"\n",
    );
    home.write("config/recto/config.toml", "theme = \"mine\"\n");
    let run = coloured(&home, &[]);
    assert_eq!(run.code, Some(0));
    assert!(run.out.contains("38;2;1;2;3"), "{}", run.out);
    let expected = format!(
        "recto: {}:6: unknown role \"headin\"; did you mean \"heading\"?\n",
        file.display()
    );
    assert_eq!(run.err, expected);
}

#[test]
fn a_theme_that_does_not_exist_is_a_wrong_flag_and_a_remark_in_the_configuration() {
    let home = Home::new();
    let message = coloured(&home, &["--theme", "drak"]).failure(2);
    assert!(message.contains("no theme is called drak; there are auto, dark,"), "{message}");
    home.write("config/recto/config.toml", "theme = \"drak\"\n");
    let run = coloured(&home, &[]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.err, "recto: no theme is called drak; did you mean \"dark\"?\n");
}
