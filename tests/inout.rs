//! What goes out of the memory and comes in again: statistics, export, import and backup by the built binary.

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
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use pty::Program;
use recto::document::Position;
use recto::library::catalog::{Catalog, Record};
use recto::library::source::Source;
use recto::memory::{Highlight, Kept, Memory, Named, Quote, ShelfChange};
use recto::store::memory::{Database, NAME, Place, Sample};
use rusqlite::Connection;
use support::{Home, RECTO, run};

/// A time of the past.
const THEN: i64 = 1_795_000_000;

/// Where the memory of a home lies.
fn folder(home: &Home) -> PathBuf {
    home.variables()[3].1.join("recto")
}

fn database(home: &Home) -> Database {
    Database::open(&Place::within(&folder(home))).unwrap()
}

fn named(name: &str, question: &str, subject: &str) -> Named {
    let [question, subject] = [question, subject].map(str::to_owned);
    Named {
        article: format!("/learn/{subject}/questions/{name}").to_lowercase(),
        question,
        subject,
    }
}

fn sky() -> Named {
    named("why-is-the-sky-blue", "Why is the sky blue?", "Physics")
}

/// Somebody who read, starred and noted in the library of the tests.
fn reader() -> (Home, PathBuf) {
    let home = Home::new();
    let library = home.library();
    let heat = named("what-is-heat", "What is heat?", "Physics");
    let sugar = named("how-do-leaves-make-sugar", "How do leaves make sugar?", "Biology");
    let quote = Quote {
        exact: "short waves".to_owned(),
        position: Position { leaf: 2, offset: 13 },
        ..Quote::default()
    };
    let highlight = Highlight {
        uid: "a1".to_owned(),
        article: sky(),
        quote,
        note: "Why *not* violet?".to_owned(),
        made: THEN,
        changed: THEN,
    };
    let memories = [
        Memory::Visit(sky()),
        Memory::Read(sky(), true),
        Memory::Read(heat.clone(), true),
        Memory::Read(sugar.clone(), true),
        Memory::Spent(sky(), 600),
        Memory::Star(sky(), true),
        Memory::Shelf(ShelfChange::Put("Exam".to_owned(), sugar)),
        Memory::Shelf(ShelfChange::Put("Exam".to_owned(), heat)),
        Memory::Highlight(Box::new(highlight)),
        Memory::Query("sky".to_owned()),
    ];
    let kept: Vec<_> = memories.into_iter().map(|memory| Kept { time: THEN, memory }).collect();
    keep(&home, &library, &kept);
    (home, library)
}

/// Keeps something in the library that lies there.
fn keep(home: &Home, library: &Path, kept: &[Kept]) {
    let mut database = database(home);
    let source = Source::folder(library).unwrap();
    let library = database.recognise(&source, &sample()).unwrap();
    database.keep(library, kept).unwrap();
}

/// The sample of the library of the tests.
fn sample() -> Sample {
    let mut catalog = Catalog::new();
    for article in &support::articles::ARTICLES {
        let (path, url) = (article.path(), Some(article.url()));
        let question = article.question.to_owned();
        catalog.push(Record { path, url, question, ..Record::default() }).unwrap();
    }
    Sample::of(&catalog)
}

fn mode(file: &Path) -> u32 {
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_is_exported_comes_in_on_another_machine_where_the_folder_is_another_one() {
    let (home, library) = reader();
    let file = home.work().join("mine.json");
    assert_eq!(home.run(["export", "mine.json"]).success(), "");
    assert_eq!(mode(&file), 0o600);
    assert_eq!(home.run(["export"]).success(), fs::read_to_string(&file).unwrap());
    assert_eq!(home.run(["export", "-"]).success(), fs::read_to_string(&file).unwrap());
    assert_eq!(home.run_on(&library, &["export"]).success(), fs::read_to_string(&file).unwrap());

    let other = Home::new();
    let elsewhere = other.library();
    // Its owner has looked into it.
    let own = Kept { time: THEN + 9, memory: Memory::Query("own".to_owned()) };
    keep(&other, &elsewhere, &[own]);
    let before = fs::read(folder(&other).join(NAME)).unwrap();
    let dry = other.run([Path::new("import"), &file, Path::new("--dry-run")]).success();
    assert!(dry.contains("3 read marks") && dry.ends_with("would be added\n"), "{dry}");
    assert!(fs::read(folder(&other).join(NAME)).unwrap() == before, "the file has changed");
    let done = other.run([Path::new("import"), &file]).success();
    assert_eq!(done.replace("added", "would be added"), dry);
    let again = other.run([Path::new("import"), &file]).success();
    assert!(again.ends_with(": nothing new\n"), "{again}");
    let rows = other.run(["import".as_ref(), file.as_os_str(), "--json".as_ref()]);
    assert_eq!((rows.code, rows.out.as_str()), (Some(0), ""));
    let trail = other.run_on(&elsewhere, &["trail"]).success();
    assert!(trail.contains("Why is the sky blue?"), "{trail}");
    // What the shell hands over is a file as well.
    let run = run(home.command(["import", "-"]).write_stdin(fs::read(&file).unwrap()));
    assert!(run.success().ends_with(": nothing new\n"));
}

#[test]
fn stars_shelves_and_notes_are_exported_to_be_read() {
    let (home, _) = reader();
    let text = home.run(["export", "--format", "markdown"]).success();
    for line in [
        "- [Why is the sky blue?](</learn/physics/questions/why-is-the-sky-blue>) · Physics",
        "### Shelf: Exam",
        "1. [How do leaves make sugar?](</learn/biology/questions/how-do-leaves-make-sugar>) · Biology",
        "2. [What is heat?](</learn/physics/questions/what-is-heat>) · Physics",
        "> short waves",
        r"Why \*not\* violet?",
    ] {
        assert!(text.lines().any(|it| it == line), "{line} in {text}");
    }
}

#[test]
fn a_file_that_is_there_is_replaced_only_if_that_is_wanted() {
    let (home, _) = reader();
    let file = home.write("work/mine", "precious");
    for command in ["export", "backup"] {
        let told = home.run([command, "mine"]).failure(1);
        assert_eq!(told, "recto: mine is there already; --force replaces it\n");
        assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    }
    let link = home.work().join("link");
    symlink(&file, &link).unwrap();
    assert_eq!(home.run(["export", "link", "--force"]).success(), "");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&file).unwrap().contains("recto export"));
    let memory = folder(&home).join(NAME);
    let memory = memory.to_str().unwrap();
    for args in [["backup", memory, "--force"], ["export", memory, "--force"]] {
        let told = home.run(args).failure(1);
        assert!(told.contains("it is the memory of Recto itself"), "{told}");
    }
    let told = home.run(["export", "/dev/null", "--force"]).failure(1);
    assert!(told.ends_with("it is no file\n"), "{told}");
    let told = home.run(["export", "nowhere/mine"]).failure(1);
    assert!(told.starts_with("recto: cannot write nowhere/mine: "), "{told}");
    // Nothing is left lying about.
    let names = fs::read_dir(home.work()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert_eq!(names, ["link", "mine"]);
}

#[test]
fn a_good_export_is_not_replaced_by_one_of_nothing() {
    let (home, library) = reader();
    home.run(["export", "mine.json"]).success();
    let good = fs::read(home.work().join("mine.json")).unwrap();
    fs::remove_dir_all(folder(&home)).unwrap();
    let refuses = |format: &str, words: &str| {
        let told = home.run(["export", "mine.json", "--force", "--format", format]).failure(1);
        assert_eq!(told, format!("recto: {words}; no file was written\n"));
        assert!(fs::read(home.work().join("mine.json")).unwrap() == good, "it is replaced");
    };
    refuses("json", "nothing is remembered yet");
    refuses("markdown", "nothing is starred, shelved or highlighted yet");
    // A library that was looked into, and no more.
    keep(&home, &library, &[]);
    refuses("json", "nothing is remembered yet");
    keep(&home, &library, &[Kept { time: THEN, memory: Memory::Query("sky".to_owned()) }]);
    refuses("markdown", "nothing is starred, shelved or highlighted yet");
    home.run(["export", "mine.json", "--force"]).success();
}

#[test]
fn the_logs_of_the_memory_are_not_written_over() {
    let (home, _) = reader();
    let link = home.work().join("state");
    symlink(folder(&home), &link).unwrap();
    let connection = Connection::open(folder(&home).join(NAME)).unwrap();
    connection.query_row("SELECT count(*) FROM library", [], |row| row.get::<_, i64>(0)).unwrap();
    for end in ["-wal", "-shm", "-journal"] {
        let log = folder(&home).join(format!("{NAME}{end}"));
        let is_there = log.exists();
        let before = fs::read(&log).ok();
        for path in [log.clone(), link.join(log.file_name().unwrap())] {
            for command in ["export", "backup"] {
                let args = [Path::new(command), &path, Path::new("--force")];
                let told = home.run(args).failure(1);
                assert!(told.contains("it is the memory of Recto itself"), "{told}");
            }
        }
        assert_eq!(is_there, end != "-journal", "the test means what there is");
        assert!(fs::read(&log).ok() == before, "{end} has changed");
    }
}

#[test]
fn a_backup_to_standard_output_is_refused_and_makes_no_file_of_that_name() {
    let (home, _) = reader();
    let told = home.run(["backup", "-"]).failure(2);
    assert!(told.contains("a backup goes into a file, not to standard output"), "{told}");
    assert!(!home.work().join("-").exists());
    home.run(["backup", "./-"]).success();
    assert!(home.work().join("-").exists());
}

#[test]
fn what_cannot_be_taken_in_is_refused_with_place_and_reason_and_changes_nothing() {
    let (home, _) = reader();
    let memory = folder(&home).join(NAME);
    let before = fs::read(&memory).unwrap();
    let good = home.run(["export"]).success();
    let (half, _) = good.split_at(good.len() / 2);
    let newer = good.replacen("\"version\": 1", "\"version\": 2", 1);
    let wrong = good.replacen("\"time\": \"", "\"time\": \"x", 1);
    let escape = good.replacen("Why is the sky blue?", "Why\\u001b]0;x\\u0007?", 1);
    let files = [
        ("empty", "", "it is no export of Recto"),
        ("notes", "# Notes\n", "it is no export of Recto"),
        (
            "half",
            half,
            "it ends too early; it was not written or not copied whole; nothing was changed",
        ),
        ("newer", &newer, "it is of version 2, and this Recto reads version 1: use a newer Recto"),
        ("wrong", &wrong, "a time is to be as in 2026-11-29T23:15:00Z"),
        ("escape", &escape, "a text holds characters that could steer a terminal"),
    ];
    for (name, text, words) in files {
        home.write(format!("work/{name}"), text);
        for more in [&[][..], &["--dry-run"]] {
            let told = home.run([&["import", name], more].concat()).failure(1);
            assert!(told.starts_with(&format!("recto: {name}:")) && told.contains(words), "{told}");
        }
    }
    let told = home.run(["import", "wrong"]).failure(1);
    let place = told.split(':').skip(2).take(2).map(str::parse::<usize>);
    assert!(
        place.clone().count() == 2 && place.clone().all(|it| it.is_ok_and(|it| it > 1)),
        "{told}"
    );
    let told = home.run(["import", "absent"]).failure(1);
    assert!(told.starts_with("recto: cannot read absent: "), "{told}");
    assert!(
        home.run(["import", "half", "--library", "x"]).failure(2).contains("leave --library out")
    );
    assert!(
        home.run(["export", "--all", "--library", "x"]).failure(2).contains("cannot be used with")
    );
    assert!(fs::read(&memory).unwrap() == before, "the file has changed");
}

#[test]
fn where_nothing_is_remembered_that_is_said_and_nothing_is_made() {
    let home = Home::new();
    let library = home.library();
    let run = home.run(["export"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), "recto: nothing is remembered yet\n"));
    assert_eq!(run.json_document()["libraries"], serde_json::json!([]));
    home.write("work/nothing.json", &run.out);
    let dry = home.run(["import", "nothing.json", "--dry-run"]).success();
    assert_eq!(dry, "The file holds nothing.\n");
    for args in [&["stats"][..], &["stats", "--json"]] {
        assert_eq!(home.run_on(&library, args).failure(1), "recto: nothing was read here yet\n");
    }
    let told = home.run(["backup", "copy.db"]).failure(1);
    assert_eq!(told, "recto: nothing is remembered yet, so there is nothing to back up\n");
    assert!(!folder(&home).exists(), "it is made by who reads or imports");
}

#[test]
fn a_memory_that_cannot_be_used_is_told_with_its_file_and_stays_as_it_is() {
    let (home, library) = reader();
    let file = folder(&home).join(NAME);
    home.run(["export", "mine.json"]).success();
    let damaged = "not a database at all ".repeat(1000).into_bytes();
    let connection = Connection::open(&file).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let newer = fs::read(&file).unwrap();
    for (bytes, words) in [(newer, "is of a newer Recto"), (damaged, "is damaged; move it away")] {
        fs::write(&file, &bytes).unwrap();
        for args in [
            &["export"][..],
            &["import", "mine.json"],
            &["import", "mine.json", "--dry-run"],
            &["backup", "copy.db"],
        ] {
            let told = home.run(args).failure(1);
            assert!(told.contains("state/recto/memory.db") && told.contains(words), "{told}");
        }
        let told = home.run_on(&library, &["stats"]).failure(1);
        assert!(told.contains(words), "{told}");
        assert!(fs::read(&file).unwrap() == bytes, "the file has changed");
        assert!(!home.work().join("copy.db").exists());
    }
}

#[test]
fn statistics_are_told_for_people_and_for_programs() {
    let (home, library) = reader();
    let text = home.run_on(&library, &["stats"]).success();
    assert!(text.starts_with("Read      3 of 9 · "), "{text}");
    assert!(text.contains("Physics"), "{text}");
    assert!(text.lines().any(|line| line.ends_with("2 of 4 · 10 min")), "{text}");
    let coloured = home.run_on(&library, &["stats", "--color", "always"]).success();
    assert!(coloured.contains('\u{1b}'));
    let rows = home.run_on(&library, &["stats", "--json"]).json();
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["read"], &rows[0]["seconds"]), (&3.into(), &600.into()));
    assert_eq!(rows[0]["subjects"][0]["subject"], "Physics");
    assert_eq!(rows[0]["subjects"][0]["articles"], 4);
    assert_eq!(rows[0]["days"].as_array().unwrap().len(), 1);
}

#[test]
fn no_more_articles_are_read_than_there_are_and_those_that_are_gone_stand_apart() {
    let (home, library) = reader();
    for article in &support::articles::ARTICLES {
        let is_kept = ["What is heat?", "Why is the sky blue?"].contains(&article.question);
        if !is_kept {
            fs::remove_file(library.join(article.path())).unwrap();
        }
    }
    let gone = ["/learn/physics/questions/gone", "/learn/physics/questions/gone-too"];
    let gone = gone.map(|article| Named { article: article.to_owned(), ..sky() });
    let memories = gone.map(|it| Kept { time: THEN, memory: Memory::Read(it, true) });
    keep(&home, &library, &memories);
    let text = home.run_on(&library, &["stats"]).success();
    assert!(text.starts_with("Read      2 of 2, 3 not listed · "), "{text}");
    assert!(text.lines().any(|line| line.ends_with("2 of 2, 2 not listed · 10 min")), "{text}");
    let rows = home.run_on(&library, &["stats", "--json"]).json();
    assert_eq!((&rows[0]["read"], &rows[0]["read_listed"]), (&5.into(), &2.into()));
    let physics = &rows[0]["subjects"][0];
    assert_eq!((&physics["read"], &physics["read_listed"]), (&4.into(), &2.into()));
    assert_eq!(physics["articles"], 2);
}

#[test]
fn a_day_is_that_of_the_time_zone_in_which_the_program_runs() {
    let (home, library) = reader();
    // 2026-11-18 at 11:06 in UTC.
    for (zone, day) in [("UTC", "2026-11-18"), ("<+14>-14", "2026-11-19")] {
        let mut command = home.command(["stats", "--json", "--library"]);
        let rows = run(command.arg(&library).env("TZ", zone)).json();
        assert_eq!(rows[0]["days"][0]["day"], day, "{zone}");
    }
}

#[test]
fn the_reader_shows_the_statistics_of_what_is_kept() {
    let (home, library) = reader();
    let program = Program::new(RECTO).arg(&library).directory(home.work());
    let program = program.args(["--theme", "terminal"]).size(100, 40);
    let variables = home.variables().into_iter();
    let mut pty = variables.fold(program, |all, (name, value)| all.env(name, value)).spawn();
    pty.wait_for_text("up to date");
    pty.press("<esc><esc>%");
    pty.wait_for_text("3 of 9");
    pty.wait_for_text("2 of 4 · 10 min");
    pty.press("%q");
    assert_eq!(pty.finish().code, 0);
}

/// What a writer is told by the environment: where the database is, and what it is called.
const WRITER: [&str; 2] = ["RECTO_TEST_FOLDER", "RECTO_TEST_NAME"];

/// A writer, where this test runs again as a process of its own; nothing elsewhere.
#[test]
fn a_writer_keeps_one_mark_after_another() {
    let [Ok(folder), Ok(name)] = WRITER.map(env::var) else { return };
    let mut database = Database::open(&Place::within(Path::new(&folder))).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    for number in 0..150 {
        let article = format!("{name}/{number}");
        let visit = Named { article, question: "Why?".to_owned(), subject: String::new() };
        database.keep(library, &[Kept { time: number, memory: Memory::Visit(visit) }]).unwrap();
    }
}

fn writer(folder: &Path, name: &str) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "a_writer_keeps_one_mark_after_another"]);
    command.env(WRITER[0], folder).env(WRITER[1], name);
    command.stdout(Stdio::null()).spawn().unwrap()
}

/// The marks of each writer, as they are in a database, in their order.
fn marks(folder: &Path) -> Vec<Vec<usize>> {
    let database = Database::read(&Place::within(folder)).unwrap().unwrap();
    let library = database.find(&Source::Bundled, &Sample::default()).unwrap().unwrap();
    let visits = database.recall(library, usize::MAX).unwrap().visits;
    let mut marks = vec![Vec::new(); 8];
    for past in visits {
        let (name, number) = past.visit.article.split_once('/').unwrap();
        marks[name.parse::<usize>().unwrap()].push(number.parse().unwrap());
    }
    marks
}

#[test]
fn a_backup_while_eight_write_opens_and_holds_what_was_kept_until_then() {
    let home = Home::new();
    let place = folder(&home);
    let mut database = database(&home);
    database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    drop(database);
    let mut writers: Vec<_> = (0..8).map(|name| writer(&place, &name.to_string())).collect();
    let mut before: usize = 0;
    let (mut number, mut is_over) = (0, false);
    while !is_over {
        is_over = writers.iter_mut().all(|it| it.try_wait().unwrap().is_some());
        // Each as a database of its own, as it would be restored.
        let restored = home.work().join(number.to_string());
        fs::create_dir(&restored).unwrap();
        let file = restored.join(NAME);
        let told = home.run([Path::new("backup"), &file]).success();
        assert!(told.contains("was copied to"), "{told}");
        assert_eq!(mode(&file), 0o600);
        assert_eq!(fs::read_dir(&restored).unwrap().count(), 1, "it is one file");
        let marks = marks(&restored);
        for marks in &marks {
            assert_eq!(*marks, (0..marks.len()).collect::<Vec<_>>(), "it is a beginning");
        }
        let all = marks.iter().map(Vec::len).sum();
        assert!(all >= before, "it is later than the one before");
        (before, number) = (all, number + 1);
    }
    assert!(writers.into_iter().all(|mut it| it.wait().unwrap().success()));
    assert_eq!(before, 1200);
    println!("{number} backups while eight programs kept 1,200 marks");
    // It takes the place of the database.
    let last = home.work().join((number - 1).to_string()).join(NAME);
    fs::copy(last, place.join(NAME)).unwrap();
    assert_eq!(marks(&place).iter().map(Vec::len).sum::<usize>(), 1200);
}
