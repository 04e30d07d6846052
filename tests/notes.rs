//! The built binary and the reader's editor: notes that are written in it, and an editor that fails,
//! reads keys, is stopped, killed or resized.
//!
//! The editors are small scripts. They show `writing` when they have the terminal.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use pty::{Program, Pty, shell};
use rustix::process::Signal;
use support::{Home, RECTO};

/// Somebody who reads a note on herons and has an editor.
struct Writer {
    home: Home,
    editor: PathBuf,
}

/// Adds a line above what the file has.
const ADD: &str = "printf 'Seen it myself.\\n%s\\n' \"$(cat \"$1\")\" > \"$1\"\n";
/// Writes the line that is typed.
const READ: &str = "printf 'writing\\n'; IFS= read -r line; printf '%s\\n' \"$line\" > \"$1\"\n";

impl Writer {
    fn new(script: &str) -> Self {
        let home = Home::new();
        home.write(
            "work/birds/herons.md",
            "# Where do herons stand?\n\nA heron stands. It waits.\n",
        );
        let editor = home.write("my editor", format!("#!/bin/sh\n{script}"));
        fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
        Self { home, editor }
    }

    fn variables(&self) -> Vec<(&'static str, PathBuf)> {
        let mut variables = self.home.variables().to_vec();
        let editor = format!("'{}'", self.editor.display());
        variables.push(("VISUAL", PathBuf::from(editor)));
        variables
    }

    /// What lies where drafts of notes are made.
    fn left(&self) -> Vec<PathBuf> {
        let drafts = self.home.work().parent().unwrap().join("state/recto/drafts");
        let entries = fs::read_dir(drafts).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    /// Opens the article.
    fn read(&self) -> Pty {
        let program = Program::new(RECTO).args(["--theme", "terminal", "birds/herons.md"]);
        let program = program.directory(self.home.work());
        let variables = self.variables().into_iter();
        let mut pty = variables.fold(program, |all, (name, value)| all.env(name, value)).spawn();
        pty.wait_for_text("up to date");
        pty.wait_for_text("A heron stands.");
        pty
    }
}

/// Leaves Recto, which must give the terminal back as it was.
fn leave(mut pty: Pty) {
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
}

#[test]
fn a_note_is_written_in_the_editor_kept_and_there_the_next_time() {
    let writer = Writer::new(ADD);
    let mut pty = writer.read();
    pty.press("vn");
    pty.wait_for_text("the note is kept");
    pty.press("m");
    pty.wait_for_text("Seen it myself.");
    pty.press("e");
    pty.wait_for("the line twice", |screen| {
        screen.contents().matches("    Seen it myself.").count() == 2
    });
    leave(pty);
    assert_eq!(writer.left(), Vec::<PathBuf>::new());
    let mut pty = writer.read();
    pty.press("m");
    pty.wait_for_text("Seen it myself.");
    leave(pty);
}

#[test]
fn no_key_that_the_editor_reads_comes_to_recto_nor_the_other_way_round() {
    let writer = Writer::new(READ);
    let mut pty = writer.read();
    pty.press("vn");
    for number in 1..=8 {
        pty.wait_for_reply("writing");
        pty.type_line(&format!("q {number} jjmmq"));
        pty.wait_for_text("the note is kept");
        if number == 1 {
            pty.press("m");
        }
        pty.wait_for_text(&format!("q {number} jjmmq"));
        if number < 8 {
            pty.press("e");
        }
    }
    leave(pty);
}

#[test]
fn an_editor_that_fails_loses_nothing() {
    for (script, said, is_kept) in [
        ("exit 3\n".to_owned(), "ended with code 3; nothing was changed", false),
        (format!("{ADD}exit 1\n"), "has what was written: my editor ended with code 1", true),
        (format!("{ADD}kill -9 $$\n"), "has what was written: my editor ended with signal 9", true),
        (format!("{ADD}head -c 200000 /dev/zero >> \"$1\"\n"), "KiB are not kept", true),
        (format!("{ADD}printf 'caf\\351' >> \"$1\"\n"), "only UTF-8 is kept", true),
    ] {
        let writer = Writer::new(&script);
        let mut pty = writer.read();
        // The sentence has a path of this machine before it.
        pty.resize(200, 24);
        pty.press("vn");
        pty.wait_for_text(said);
        let left = writer.left();
        assert_eq!(left.len(), usize::from(is_kept), "{said}");
        if let [draft] = left.as_slice() {
            let text = fs::read(draft).unwrap();
            assert!(text.starts_with(b"Seen it myself."), "{said}");
            assert_eq!(fs::metadata(draft).unwrap().permissions().mode() & 0o777, 0o600);
        }
        // The highlight is there, with the keys.
        pty.press("m");
        pty.wait_for_text("Highlights");
        leave(pty);
    }
}

#[test]
fn an_editor_that_is_not_there_is_said() {
    let writer = Writer::new("");
    fs::remove_file(&writer.editor).unwrap();
    let mut pty = writer.read();
    pty.press("vn");
    pty.wait_for_text("cannot be started");
    leave(pty);
    assert_eq!(writer.left(), Vec::<PathBuf>::new());
}

#[test]
fn an_editor_that_empties_its_file_removes_the_note_only() {
    let writer =
        Writer::new("if grep -q Seen \"$1\"; then : > \"$1\"; else echo Seen > \"$1\"; fi\n");
    let mut pty = writer.read();
    pty.press("vn");
    pty.wait_for_text("the note is kept");
    pty.press("me");
    pty.wait_for_text("the note is removed, the highlight stays");
    leave(pty);
}

#[test]
fn all_is_drawn_anew_at_the_size_that_the_terminal_has_after_the_editor() {
    let writer = Writer::new(READ);
    let mut pty = writer.read();
    pty.press("vn");
    pty.wait_for_text("writing");
    pty.resize(50, 12);
    pty.type_line("Mine.");
    pty.wait_for_text("the note is kept");
    let bottom = pty.screen().contents();
    let border = bottom.lines().nth(10).unwrap().trim_end().to_owned();
    assert_eq!(border.chars().count(), 50, "{bottom}");
    assert!(pty.screen().alternate_screen() && pty.screen().bracketed_paste());
    leave(pty);
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let script =
        format!("trap 'printf caught' INT QUIT\n{READ}until [ -n \"$line\" ]; do {READ}done\n");
    let writer = Writer::new(&script);
    let mut pty = writer.read();
    pty.press("vn");
    pty.wait_for_text("writing");
    pty.send(b"\x03");
    // A shell that is not waiting for the line yet catches it only once it has the line.
    pty.wait_for_text("^C");
    pty.type_line("Mine.");
    pty.wait_for_text("the note is kept");
    leave(pty);
}

#[test]
fn ctrl_z_in_the_editor_stops_both_and_fg_continues_both() {
    // The second editor stops only itself.
    for script in [READ.to_owned(), format!("printf 'writing\\n'; kill -STOP $$\n{READ}")] {
        let stops_itself = script.contains("STOP");
        let writer = Writer::new(&script);
        let mut pty = shell::start(Path::new(RECTO), &writer.variables());
        let work = writer.home.work();
        shell::tell(&mut pty, &format!("cd '{}'", work.display()));
        shell::tell(&mut pty, "\"$PROGRAM\" --theme terminal birds/herons.md");
        pty.wait_for_text("up to date");
        pty.wait_for_text("A heron stands.");
        pty.press("vn");
        pty.wait_for_text("writing");
        if !stops_itself {
            pty.send(b"\x1a");
        }
        shell::assert_usable(&mut pty);
        shell::tell(&mut pty, "fg");
        pty.wait_for_reply("herons.md");
        pty.type_line("Mine.");
        pty.wait_for_text("the note is kept");
        pty.press("<ctrl-c>");
        pty.wait_for_reply(shell::PROMPT);
        pty.type_line("exit 3");
        let ended = pty.finish();
        assert_eq!(ended.code, 3);
        ended.assert_restored();
    }
}

#[test]
fn a_signal_that_ends_recto_ends_the_editor_first_and_says_where_the_draft_lies() {
    let script = "printf 'Half a note.\\n' > \"$1\"; printf 'writing\\n'; exec sleep 1000\n";
    for signal in [Signal::TERM, Signal::HUP] {
        let writer = Writer::new(script);
        let mut pty = writer.read();
        pty.press("vn");
        pty.wait_for_text("writing");
        pty.signal(signal);
        let ended = pty.finish();
        assert_eq!(ended.code, 128 + u32::try_from(signal.as_raw()).unwrap());
        ended.assert_restored();
        let said = String::from_utf8_lossy(&ended.raw).into_owned();
        let left = writer.left();
        let [draft] = left.as_slice() else { panic!("{left:?}") };
        assert!(said.contains(&format!("lies in {}", draft.display())), "{said}");
        assert_eq!(fs::read_to_string(draft).unwrap(), "Half a note.\n");
    }
}

#[test]
fn a_terminal_that_hangs_up_leaves_the_draft_behind_and_the_next_start_tells_of_it() {
    let script = "printf 'Half a note.\\n' > \"$1\"; printf 'writing\\n'; read -r line\n";
    let writer = Writer::new(script);
    let mut pty = writer.read();
    pty.press("vn");
    pty.wait_for_text("writing");
    assert_eq!(pty.hang_up(), 129);
    assert_eq!(writer.left().len(), 1);
    // Whoever starts it next is told, also where the line is short.
    assert_told(&writer, &writer.left()[0]);
}

/// The next start shows the path of a draft that was left, as much of it as the line has room for.
fn assert_told(writer: &Writer, draft: &Path) {
    let path = draft.display().to_string();
    let shown: String = path.chars().take(50).collect();
    let program = Program::new(RECTO).args(["--theme", "terminal"]).directory(writer.home.work());
    let variables = writer.variables().into_iter();
    let mut pty = variables.fold(program, |all, (name, value)| all.env(name, value)).spawn();
    pty.wait_for_text(&shown);
    leave(pty);
}
