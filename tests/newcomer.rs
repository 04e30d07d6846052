//! Somebody who has just begun with Recto: reads, stars, shelves and notes, leaves, moves the folder, and
//! comes back.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use pty::{Program, Pty};
use serde_json::Value;
use support::{Home, RECTO};

/// Articles of the library.
const ARTICLES: usize = 12;
/// Adds a line to the note.
const EDITOR: &str = "#!/bin/sh\nprintf 'To be asked.\\n%s\\n' \"$(cat \"$1\")\" > \"$1\"\n";

/// A home with a library and an editor.
fn home() -> Home {
    let home = Home::new();
    for number in 0..ARTICLES {
        let text = format!(
            "---\nquestion: What is stone {number:02}?\nsubject: Stones\nurl: /stones/{number}\n---\n\n\
             Stone {number:02} is grey. It lies in the brook, and it is never in a hurry.\n"
        );
        home.write(format!("work/stones/{number:02}.md"), text);
    }
    let editor = home.write("editor", EDITOR);
    fs::set_permissions(editor, fs::Permissions::from_mode(0o700)).unwrap();
    home
}

fn start(home: &Home, library: &Path) -> Pty {
    let program = Program::new(RECTO).arg(library).args(["--theme", "terminal"]);
    let program = program.directory(home.work()).size(120, 30);
    let editor = home.work().parent().unwrap().join("editor");
    let program = program.env("VISUAL", "").env("EDITOR", editor);
    let variables = home.variables().into_iter();
    let mut pty = variables.fold(program, |all, (name, value)| all.env(name, value)).spawn();
    pty.wait_for_text("up to date");
    pty
}

fn quit(mut pty: Pty) {
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
}

/// Reads the open article until it counts as read; keys tell the program that somebody is there.
fn read(pty: &mut Pty) {
    while !pty.screen().contents().contains("· read") {
        pty.press("k");
        while pty.show_next(Duration::from_millis(100)).is_some() {}
    }
}

/// Leaves an overlay, and waits until it is gone: a key right behind Escape is another key.
fn leave_overlay(pty: &mut Pty, title: &str) {
    pty.press("<esc>");
    pty.wait_for("the panes", |screen| !screen.contents().contains(title));
}

/// What is remembered, as an export tells.
fn exported(home: &Home, library: &Path) -> Value {
    let out = home.run_on(library, &["export"]).success();
    let document: Value = serde_json::from_str(&out).unwrap();
    let libraries = document["libraries"].as_array().unwrap();
    assert_eq!(libraries.len(), 1, "{out}");
    libraries[0].clone()
}

fn count(library: &Value, of: &str) -> usize {
    library[of].as_array().unwrap().len()
}

#[test]
fn who_read_ten_starred_three_and_noted_two_finds_all_of_it_in_the_moved_folder() {
    let home = home();
    let library = home.work().join("stones");
    let mut pty = start(&home, &library);
    pty.press("<enter>");
    for number in 0..10 {
        pty.wait_for_text(&format!("Stone {number:02} is grey."));
        if number < 2 {
            read(&mut pty);
            pty.press("vn");
            pty.wait_for_text("the note is kept");
        } else {
            pty.press("u");
            pty.wait_for_text("· read");
        }
        if number % 3 == 1 {
            pty.press("*");
            pty.wait_for_text("★ · read");
        }
        if number == 5 {
            pty.press("+");
            pty.wait_for_text("New shelf ›");
            pty.press("Brook<enter>");
            pty.wait_for_text("new shelf");
            leave_overlay(&mut pty, "Shelves");
        }
        pty.press("J");
    }
    pty.wait_for_text("Stone 10 is grey.");
    quit(pty);
    let before = exported(&home, &library);
    let moved = home.work().join("elsewhere");
    fs::rename(&library, &moved).unwrap();

    let mut pty = start(&home, &moved);
    pty.wait_for_text("Stone 10 is grey.");
    for words in ["★ Starred", "▪ Brook", "10/12"] {
        pty.wait_for_text(words);
    }
    pty.press("<backspace>");
    pty.wait_for_text("Stone 09 is grey.");
    pty.press("m<tab>");
    pty.wait_for_text("To be asked.");
    leave_overlay(&mut pty, "Highlights");
    quit(pty);

    let after = exported(&home, &moved);
    assert_eq!(["read", "stars", "highlights"].map(|of| count(&after, of)), [10, 3, 2]);
    for of in ["read", "stars", "shelves", "highlights"] {
        assert_eq!(after[of], before[of], "{of}");
    }
    assert!(after["highlights"].to_string().contains("To be asked."));
    let stats = home.run_on(&moved, &["stats"]).success();
    assert!(stats.contains("10"), "{stats}");
}
