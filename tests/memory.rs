//! What is remembered: by the built binary from one start to the next, and by several processes that
//! write at once and are killed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use pty::{Program, Pty};
use recto::library::source::Source;
use recto::memory::{Kept, Memory, Named};
use recto::store::memory::{Database, NAME, Place, Sample};
use rustix::process::Signal;
use support::{Home, RECTO, Run};

/// What a writer is told by the environment: where the database is, what it is called, how much it keeps.
const WRITER: [&str; 3] = ["RECTO_TEST_FOLDER", "RECTO_TEST_NAME", "RECTO_TEST_COUNT"];
/// How often a writer is killed; another number may be given by this variable.
const KILLS: (&str, usize) = ("RECTO_KILLS", 20);

/// A writer, where this test runs again as a process of its own; nothing elsewhere.
#[test]
fn a_writer_says_what_it_kept() {
    let [Ok(folder), Ok(name), Ok(count)] = WRITER.map(env::var) else { return };
    let mut database = Database::open(&Place::within(Path::new(&folder))).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    for number in 0..count.parse().unwrap() {
        let article = format!("{name}/{number}");
        let article = Named { article, question: "Why?".to_owned(), subject: String::new() };
        database.keep(library, &[Kept { time: 0, memory: Memory::Star(article, true) }]).unwrap();
        println!("kept {number}");
    }
}

fn writer(folder: &Path, name: &str, count: usize) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "a_writer_says_what_it_kept", "--nocapture"]);
    let count = count.to_string();
    command.env(WRITER[0], folder).env(WRITER[1], name).env(WRITER[2], count);
    command.stdout(Stdio::piped()).spawn().unwrap()
}

/// The articles of all stars that are kept.
fn kept(folder: &Path) -> Vec<String> {
    let mut database = Database::open(&Place::within(folder)).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    let stars = database.recall(library, 0).unwrap().stars;
    stars.into_iter().map(|star| star.article).collect()
}

#[test]
fn eight_that_write_at_once_keep_everything() {
    let folder = tempfile::tempdir().unwrap();
    let writers: Vec<_> =
        (0..8).map(|number| writer(folder.path(), &number.to_string(), 200)).collect();
    for writer in writers {
        assert!(writer.wait_with_output().unwrap().status.success());
    }
    let mut kept = kept(folder.path());
    kept.sort();
    kept.dedup();
    assert_eq!(kept.len(), 1600);
}

#[test]
fn who_is_killed_while_writing_loses_nothing_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let kills = env::var(KILLS.0).map_or(KILLS.1, |number| number.parse().unwrap());
    let (mut said, mut found) = (0, 0);
    for round in 0..kills {
        let mut writer = writer(folder.path(), &round.to_string(), 1_000_000);
        let mut out = BufReader::new(writer.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains(&format!("kept {}", round % 13)) {
            line.clear();
            assert_ne!(out.read_line(&mut line).unwrap(), 0, "the writer of round {round} ended");
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        let mut rest = Vec::new();
        out.read_to_end(&mut rest).unwrap();
        let more = String::from_utf8_lossy(&rest).lines().filter(|it| it.contains("kept ")).count();
        let told = round % 13 + 1 + more;
        let kept = kept(folder.path());
        let own = kept.iter().filter(|article| article.starts_with(&format!("{round}/"))).count();
        assert!(own == told || own == told + 1, "round {round}: {own} kept of {told}");
        (said, found) = (said + told, found + own);
        assert_eq!(kept.len(), found, "what was kept in earlier rounds is there");
    }
    println!("{kills} kills: opened {kills} times; {said} marks were said to be kept, {found} are");
}

/// A folder of articles, and the home of somebody who reads them.
struct Reader {
    home: Home,
    library: PathBuf,
}

impl Reader {
    fn new() -> Self {
        let home = Home::new();
        let library = home.library();
        Self { home, library }
    }

    /// A reader that begins anew at every start.
    fn program(&self) -> Program {
        self.resuming().arg("--fresh")
    }

    /// One that goes on where it was left.
    fn resuming(&self) -> Program {
        let program = Program::new(RECTO).arg(&self.library).directory(self.home.work());
        // These terminals do not answer when they are asked for their background.
        let program = program.args(["--theme", "terminal"]).size(100, 24);
        self.home.variables().into_iter().fold(program, |all, (name, value)| all.env(name, value))
    }

    fn start(&self) -> Pty {
        let mut pty = self.program().spawn();
        pty.wait_for_text("up to date");
        pty
    }

    fn trail(&self, args: &[&str]) -> Run {
        self.home.run_on(&self.library, &[&["trail"], args].concat())
    }

    fn file(&self) -> PathBuf {
        self.home.variables()[3].1.join("recto").join(NAME)
    }
}

fn quit(mut pty: Pty) {
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
}

/// Types a filter, opens the question it finds, and waits for a part of its answer.
fn open(pty: &mut Pty, filter: &str, words: &str) {
    pty.press(filter);
    pty.wait_for_text(" 1 of 9 ");
    pty.press("<enter>");
    pty.wait_for_text("zoom");
    pty.wait_for_text(words);
}

#[test]
fn queries_come_back_at_the_next_start_also_where_the_folder_was_moved() {
    let mut reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "sky blue", "short waves");
    quit(pty);
    let mut pty = reader.start();
    pty.wait_for_text("Alt-↑ sky blue");
    pty.press("<up>");
    pty.wait_for_text(" 1 of 9 ");
    quit(pty);
    let moved = reader.home.work().join("moved");
    fs::rename(&reader.library, &moved).unwrap();
    reader.library = moved;
    let mut pty = reader.start();
    pty.wait_for_text("Alt-↑ sky blue");
    quit(pty);
    assert_eq!(reader.trail(&[]).success().lines().count(), 1);
}

#[test]
fn the_trail_is_what_was_opened_and_not_what_was_only_shown() {
    let reader = Reader::new();
    assert_eq!(reader.trail(&[]).failure(1), "");
    let mut pty = reader.start();
    pty.press("<down>");
    open(&mut pty, "sky blue", "short waves");
    pty.press("1");
    pty.wait_for_text("bind carbon");
    pty.press("<backspace>");
    pty.wait_for_text("short waves");
    pty.press("<alt-right>");
    quit(pty);
    let mut pty = reader.start();
    open(&mut pty, "sky blue", "short waves");
    quit(pty);
    let out = reader.trail(&[]).success();
    let lines: Vec<Vec<_>> = out.lines().map(|line| line.split('\t').collect()).collect();
    let questions: Vec<_> = lines.iter().map(|line| line.get(2).copied()).collect();
    let [sky, sugar] = ["Why is the sky blue?", "How do leaves make sugar?"].map(Some);
    // A blank line between two sessions.
    assert_eq!(questions, [sky, sugar, None, sky], "{out}");
    assert_eq!(lines[0][1..], lines[3][1..]);
    assert_eq!(lines[0][1], "Physics");
    let rows = reader.trail(&["--json", "--limit", "1"]).json();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["session"], 2);
    assert_eq!(rows[0]["url"], rows[0]["opened"]);
    assert_eq!(rows[0]["path"], "physics/questions/why-is-the-sky-blue.md");
    assert!(rows[0]["time"].as_str().unwrap().ends_with('Z'));
}

/// Opens an article although nothing can be kept, and is told so.
fn reads_on(program: Program, told: &str) {
    let mut pty = program.spawn();
    pty.wait_for_text(told);
    pty.wait_for_text("up to date");
    open(&mut pty, "sky blue", "short waves");
    // What was typed in this run comes back all the same.
    pty.press("f<ctrl-u>");
    pty.wait_for_text("Alt-↑ sky blue");
    pty.press("<alt-up>");
    pty.wait_for_text(" 1 of 9 ");
    quit(pty);
}

#[test]
fn beside_a_damaged_memory_it_is_read_on_and_the_file_stays_as_it_is() {
    let reader = Reader::new();
    let garbage = "not a database at all ".repeat(1000);
    reader.home.write(format!("state/recto/{NAME}"), &garbage);
    reads_on(reader.program(), "memory.db is damaged; move it away to begin anew");
    assert_eq!(fs::read_to_string(reader.file()).unwrap(), garbage);
    let told = reader.trail(&[]).failure(1);
    assert!(told.contains("state/recto/memory.db is damaged; move it away"), "{told}");
}

#[test]
fn beside_the_memory_of_a_newer_recto_it_is_read_on_and_the_file_stays_as_it_is() {
    let reader = Reader::new();
    quit(reader.start());
    let connection = rusqlite::Connection::open(reader.file()).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let before = fs::read(reader.file()).unwrap();
    reads_on(reader.program(), "is of a newer Recto");
    assert!(fs::read(reader.file()).unwrap() == before, "the file has changed");
}

#[test]
fn without_a_home_and_where_nothing_can_be_written_it_is_read_all_the_same() {
    let reader = Reader::new();
    let program = || reader.program();
    let nowhere = program().env("HOME", "/dev/null").env("XDG_STATE_HOME", "");
    reads_on(nowhere, "cannot be used");
    // A folder that takes no files, from nobody.
    reads_on(program().env("XDG_STATE_HOME", "/proc"), "cannot be used");
}

#[test]
fn who_leaves_while_the_library_still_loads_loses_no_visit() {
    // As many as it takes to be gone before they are there.
    let was_early = [3000, 10_000, 30_000].into_iter().any(leaves_a_library_of);
    assert!(was_early, "the library was always loaded first");
}

/// Opens an article of a library of so many more and leaves; returns whether that was before they were
/// loaded.
fn leaves_a_library_of(count: usize) -> bool {
    let reader = Reader::new();
    for number in 0..count {
        // Found after the article, as it is read in the order of names.
        let path = format!("library/zoology/{number:05}.md");
        reader.home.write(path, format!("# Note {number}\n\nIt is one of many.\n"));
    }
    let file = reader.library.join("physics/questions/why-is-the-sky-blue.md");
    let program = Program::new(RECTO).args(["--library", "../library", "--theme", "terminal"]);
    let program = program.arg(&file).directory(reader.home.work());
    let variables = reader.home.variables().into_iter();
    let mut pty = variables.fold(program, |all, (name, value)| all.env(name, value)).spawn();
    pty.wait_for_text("short waves");
    quit(pty);
    let connection = rusqlite::Connection::open(reader.file()).unwrap();
    let sample = "SELECT count(*) FROM sample";
    let known: i64 = connection.query_row(sample, [], |row| row.get(0)).unwrap();
    drop(connection);
    assert_eq!(reader.trail(&[]).success().lines().count(), 1);
    known == 0
}

#[test]
fn a_run_that_finds_two_folders_changed_places_reads_and_writes_what_is_theirs() {
    let reader = Reader::new();
    let other = reader.home.work().join("other");
    for number in 0..9 {
        let note = format!("# What is note {number}?\n\nIt is one of nine.\n");
        reader.home.write(format!("work/other/{number}.md"), note);
    }
    let start = |library: &Path| {
        let program = Program::new(RECTO).arg(library).directory(reader.home.work());
        let program = program.args(["--theme", "terminal", "--fresh"]).size(100, 24);
        let variables = reader.home.variables().into_iter();
        let mut pty = variables.fold(program, |all, (name, value)| all.env(name, value)).spawn();
        pty.wait_for_text("up to date");
        pty
    };
    let mut pty = start(&reader.library);
    open(&mut pty, "sky blue", "short waves");
    quit(pty);
    let mut pty = start(&other);
    open(&mut pty, "note 7", "one of nine");
    quit(pty);
    let aside = reader.home.work().join("aside");
    for (from, to) in [(&reader.library, &aside), (&other, &reader.library), (&aside, &other)] {
        fs::rename(from, to).unwrap();
    }
    let mut pty = start(&reader.library);
    pty.wait_for_text("Alt-↑ note 7");
    open(&mut pty, "note 5", "one of nine");
    quit(pty);
    let trail = |library: &Path| reader.home.run_on(library, &["trail"]).success();
    let notes = trail(&reader.library);
    assert!(notes.contains("note 7") && notes.contains("note 5"), "{notes}");
    let questions = trail(&other);
    assert!(questions.contains("sky blue") && !questions.contains("note"), "{questions}");
}

#[test]
fn the_trail_only_looks() {
    let reader = Reader::new();
    assert_eq!(reader.trail(&[]).failure(1), "");
    assert!(!reader.file().exists(), "it is made by who reads");
    let mut pty = reader.start();
    open(&mut pty, "sky blue", "short waves");
    quit(pty);
    let before = fs::read(reader.file()).unwrap();
    let moved = reader.home.work().join("moved");
    fs::rename(&reader.library, &moved).unwrap();
    let shown = reader.home.run_on(&moved, &["trail"]).success();
    assert_eq!(shown.lines().count(), 1);
    assert!(fs::read(reader.file()).unwrap() == before, "the file has changed");
    let beside: Vec<_> = fs::read_dir(reader.file().parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1, "{beside:?}");
}

#[test]
fn who_left_an_article_finds_it_open_and_the_way_back_behind_it() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "leaves sugar", "bind carbon");
    pty.press("2");
    pty.wait_for_text("short waves");
    quit(pty);
    let mut pty = reader.resuming().spawn();
    pty.wait_for_text("short waves");
    pty.press("<backspace>");
    pty.wait_for_text("bind carbon");
    pty.press("<alt-right>");
    pty.wait_for_text("short waves");
    quit(pty);
}

#[test]
fn who_wants_to_begin_anew_finds_nothing_open_but_all_that_was_read() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "sky blue", "short waves");
    quit(pty);
    let mut pty = reader.program().spawn();
    pty.wait_for_text("up to date");
    pty.wait_for_text("Alt-↑ sky blue");
    assert!(!pty.screen().contents().contains("short waves"));
    pty.press("<ctrl-r>");
    pty.wait_for_text("@ Why is the sky blue?");
    quit(pty);
}

#[test]
fn a_terminal_that_is_closed_or_a_program_that_is_ended_loses_no_place() {
    let reader = Reader::new();
    for (end, filter, words) in
        [("hang up", "sky blue", "short waves"), ("end", "leaves sugar", "bind carbon")]
    {
        let mut pty = reader.start();
        open(&mut pty, filter, words);
        // What is looked at after an article was opened is known only at the end.
        pty.press("<esc><down>");
        pty.wait_for("the list", |screen| !screen.contents().contains("zoom"));
        if end == "end" {
            pty.signal(Signal::TERM);
            assert_eq!(pty.finish().code, 128 + 15);
        } else {
            assert_eq!(pty.hang_up(), 129);
        }
        let connection = rusqlite::Connection::open(reader.file()).unwrap();
        let state = "SELECT state FROM resume";
        let state: String = connection.query_row(state, [], |row| row.get(0)).unwrap();
        assert!(state.contains("\"is_open\":false"), "{end}: {state}");
    }
}

#[test]
fn without_a_word_the_library_that_was_read_last_is_opened() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "sky blue", "short waves");
    quit(pty);
    let elsewhere = reader.home.work().join("elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    let start = |args: &[&str]| {
        let program = Program::new(RECTO).args(args.iter().copied()).directory(&elsewhere);
        let program = program.args(["--theme", "terminal"]).size(100, 24);
        let variables = reader.home.variables().into_iter();
        variables.fold(program, |all, (name, value)| all.env(name, value)).spawn()
    };
    let mut pty = start(&[]);
    pty.wait_for_text("short waves");
    quit(pty);
    // What was read is asked of the same library.
    assert!(reader.home.run(["trail"]).success().contains("sky blue"));
    let mut pty = start(&["--fresh"]);
    pty.wait_for_text("the built-in library");
    quit(pty);
}

#[test]
fn the_trail_is_searched_by_words_of_questions_and_subjects() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "sky blue", "short waves");
    pty.press("1");
    pty.wait_for_text("bind carbon");
    quit(pty);
    let questions = |words: &[&str]| {
        let out = reader.trail(words).success();
        out.lines().filter_map(|line| line.split('\t').nth(2)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(questions(&["SKY"]), "Why is the sky blue?");
    assert_eq!(questions(&["physics", "blue"]), "Why is the sky blue?");
    assert_eq!(questions(&["--limit", "1"]), "How do leaves make sugar?");
    assert_eq!(reader.trail(&["nowhere"]).failure(1), "");
}

#[test]
fn the_trail_tells_each_of_two_runs_at_the_same_time_on_its_own() {
    let reader = Reader::new();
    let mut one = reader.start();
    let mut other = reader.start();
    for pty in [&mut one, &mut other] {
        open(pty, "sky blue", "short waves");
    }
    one.press("1");
    one.wait_for_text("bind carbon");
    quit(other);
    quit(one);
    let out = reader.trail(&[]).success();
    let question = |line: &str| line.split('\t').nth(2).unwrap_or_default().to_owned();
    let runs = out.split("\n\n").map(|run| run.lines().map(question).collect::<Vec<_>>());
    let mut runs: Vec<_> = runs.collect();
    runs.sort();
    let (sky, leaves) = ("Why is the sky blue?", "How do leaves make sugar?");
    assert_eq!(runs, [vec![sky], vec![sky, leaves]]);
}
