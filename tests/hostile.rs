//! A folder full of hostile files: each is reported with its reason, the rest opens, nothing hangs,
//! and nothing that could steer the terminal gets out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use pty::{Program, STAND_IN};
use serde_json::Value;
use support::hostile::{self, ATTACK, HONEST, Hostile, Report};
use support::stream::{Kind, assert_clean};
use support::{Home, RECTO};
use tempfile::TempDir;

/// The folder and what must become of each of its files.
struct Field {
    home: Home,
    folder: PathBuf,
    files: Vec<Hostile>,
    _folders: TempDir,
}

impl Field {
    fn new() -> Self {
        let folders = tempfile::tempdir().unwrap();
        // The folder itself is named to steer the terminal's title and the line at the top.
        let folder = folders.path().join(format!("f{ATTACK}"));
        let outside = folders.path().join("outside");
        fs::create_dir(&folder).unwrap();
        fs::create_dir(&outside).unwrap();
        let files = hostile::write(&folder, &outside);
        Self { home: Home::new(), folder, files, _folders: folders }
    }

    /// The articles as `recto list --json` gives them.
    fn listed(&self) -> Vec<Value> {
        let run = self.home.run_on(&self.folder, &["list", "--json"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.json()
    }
}

fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object[key].as_str().unwrap_or_else(|| panic!("no text {key} in {object}"))
}

/// Whether a reported problem is the one that must be reported.
fn matches(found: &Value, wanted: &Report, listed: bool) -> bool {
    let place = found["line"].as_u64().map(|line| (line, found["column"].as_u64().unwrap_or(0)));
    found["severity"] == wanted.severity
        && found["rule"] == wanted.rule
        && place == wanted.place
        && !text(found, "reason").is_empty()
        && text(found, "reason").contains(wanted.word)
        && found["listed"] == listed
}

#[test]
fn check_reports_every_hostile_file_with_its_place_and_reason_and_nothing_else() {
    let field = Field::new();
    let run = field.home.run_on(&field.folder, &["check", "--json"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let problems = run.json();
    let mut wrong = Vec::new();
    for file in &field.files {
        let found: Vec<_> = problems.iter().filter(|found| found["path"] == *file.shown).collect();
        let right = match (&file.report, found.as_slice()) {
            (None, []) => true,
            (Some(wanted), [one]) => matches(one, wanted, file.listed),
            _ => false,
        };
        if !right {
            wrong.push(format!("{}:\n  wanted {:?}\n  found {found:?}", file.shown, file.report));
        }
    }
    let known: BTreeSet<_> = field.files.iter().map(|file| file.shown.as_str()).collect();
    let strays = problems.iter().filter(|found| !known.contains(text(found, "path")));
    wrong.extend(strays.map(|stray| format!("nobody asked for {stray}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(field.files.iter().filter(|file| file.report.is_some()).count() >= 25);
}

#[test]
fn check_says_the_same_in_words_and_counts() {
    let field = Field::new();
    let run = field.home.run_on(&field.folder, &["check"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let reports = || field.files.iter().filter_map(|file| file.report.as_ref().zip(Some(file)));
    for (report, file) in reports() {
        let place =
            report.place.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        let start = format!("{}: {}{place}: ", report.severity, file.shown);
        let end = format!(" [{}]", report.rule);
        let said = run.out.lines().any(|line| line.starts_with(&start) && line.ends_with(&end));
        assert!(said, "no line {start:?} … {end:?} in\n{}", run.out);
    }
    let errors = reports().filter(|(report, _)| report.severity == "problem").count();
    let unreadable =
        reports().filter(|(report, file)| report.severity == "problem" && !file.listed);
    let summary = run.out.lines().last().unwrap_or_default();
    for count in [
        format!("{errors} problem"),
        format!("{} file", unreadable.count()),
        format!("{} note", reports().count() - errors),
    ] {
        assert!(summary.contains(&count), "{count:?} in {summary}");
    }
}

#[test]
fn list_holds_everything_that_can_be_opened_and_nothing_else() {
    let field = Field::new();
    let listed = field.listed();
    let found: BTreeSet<_> = listed.iter().map(|row| text(row, "path").to_owned()).collect();
    let honest =
        HONEST.map(|question| question.replace(['?'], ".md").replace(' ', "-").to_lowercase());
    let hostile = field.files.iter().filter(|file| file.listed).map(|file| file.shown.clone());
    let wanted: BTreeSet<_> = hostile.chain(honest).collect();
    assert_eq!(found, wanted);
    assert_eq!(found.len(), listed.len(), "a file is listed twice");
    for row in &listed {
        assert!(!text(row, "question").is_empty(), "{row}");
    }
    for question in HONEST {
        assert!(listed.iter().any(|row| row["question"] == question), "{question}");
    }
    let plain = field.home.run_on(&field.folder, &["list"]);
    assert_eq!(plain.code, Some(0));
    assert!(plain.out.lines().all(|line| line.matches('\t').count() == 2));
    assert_eq!(plain.out.lines().count(), listed.len());
    assert!(!plain.out.contains("Secret"));
}

#[test]
fn show_opens_every_listed_file_and_lets_nothing_out() {
    let field = Field::new();
    for row in field.listed() {
        let path = text(&row, "path");
        for (args, kind) in [
            (&["--width", "80"][..], Kind::Plain),
            (&["--color", "always"], Kind::Styled),
            (&["--json"], Kind::Plain),
        ] {
            let args: Vec<_> = ["show", path].iter().chain(args).copied().collect();
            let run = field.home.run_on(&field.folder, &args);
            let what = format!("show {path} {args:?}");
            assert_eq!(run.code, Some(0), "{what}: {}", run.err);
            assert!(!run.out.trim().is_empty(), "{what}");
            assert_clean(run.out.as_bytes(), kind, &what);
            assert_clean(run.err.as_bytes(), Kind::Plain, &what);
        }
    }
}

#[test]
fn show_alone_opens_or_refuses_each_path_in_a_sentence() {
    let field = Field::new();
    for file in &field.files {
        let path = field.folder.join(&file.shown);
        if !path.exists() {
            continue;
        }
        let run = field.home.run([std::ffi::OsStr::new("show"), path.as_os_str()]);
        let what = format!("show {}", file.shown);
        assert!(matches!(run.code, Some(0 | 1)), "{what}: {:?}", run.code);
        if run.code == Some(1) {
            assert!(run.out.is_empty() && run.err.starts_with("recto: "), "{what}: {}", run.err);
        }
        assert_clean(run.out.as_bytes(), Kind::Plain, &what);
        assert_clean(run.err.as_bytes(), Kind::Columns, &what);
    }
}

#[test]
fn lists_checks_and_messages_let_nothing_out() {
    let field = Field::new();
    for (args, kind) in [
        (&["list"][..], Kind::Columns),
        (&["list", "--json"], Kind::Plain),
        (&["check"], Kind::Plain),
        (&["check", "--json"], Kind::Plain),
        (&["check", "--color", "always"], Kind::Styled),
        (&["list", "--subject", ATTACK], Kind::Plain),
        (&["show", ATTACK], Kind::Plain),
        (&["show", "hostile"], Kind::Plain),
        (&["show", "9999", "--json"], Kind::Plain),
        (&["list", &format!("--{ATTACK}")], Kind::Plain),
        (&[ATTACK], Kind::Plain),
    ] {
        let run = field.home.run_on(&field.folder, args);
        assert_clean(run.out.as_bytes(), kind, &format!("{args:?}"));
        assert_clean(run.err.as_bytes(), Kind::Columns, &format!("{args:?} on standard error"));
    }
}

#[test]
fn the_reader_opens_every_listed_file_and_lets_nothing_out() {
    let field = Field::new();
    let questions: Vec<_> =
        field.listed().iter().map(|row| text(row, "question").to_owned()).collect();
    let mut program = Program::new(RECTO).arg(&field.folder).size(100, 30);
    // This terminal does not answer when it is asked for its background.
    program = program.args(["--theme", "terminal", "--fresh"]);
    for (name, value) in field.home.variables() {
        program = program.env(name, value);
    }
    let mut pty = program.spawn();
    pty.wait_for_text("! ");
    // A link to a file says the same as the file.
    pty.press("<alt-f>");
    pty.wait_for_text("are shown");
    pty.press("<enter>");
    pty.wait_for_text("zoom");
    pty.press("z");
    for (number, question) in questions.iter().enumerate() {
        if number > 0 {
            pty.press("J");
        }
        let start: String = question.chars().take(40).collect();
        let start = start.replace('\u{FFFD}', &STAND_IN.to_string());
        pty.wait_for(&format!("the page of {question:?}"), |screen| {
            let page = screen.contents().lines().nth(2).unwrap_or_default().to_owned();
            page.contains(start.trim_end())
        });
        pty.press("G");
        pty.wait_for("the end of the page", |screen| {
            let border = screen.contents().lines().nth(28).unwrap_or_default().to_owned();
            !border.contains('%') || border.contains("100 %")
        });
    }
    pty.press("!");
    pty.wait_for_text("Problems");
    pty.press("G");
    pty.wait_for_text("to-pipe.md");
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
    assert_clean(&ended.raw, Kind::Screen, "the reader");
}
