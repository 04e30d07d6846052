//! What the database keeps, which library a folder is, and files that cannot be used.

pub(in crate::store::memory) mod any_memory;
pub(in crate::store::memory) mod moving;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::library::source::Source;
use crate::memory::{Highlight, Kept, Memory, Named, Remembered};
use moving::Shelf;

/// A file as the first version wrote it: never to be changed.
const VERSION_1: &str = include_str!("version_1.sql");

pub(in crate::store::memory) fn home() -> (TempDir, Place) {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::within(&folder.path().join("state/recto"));
    (folder, place)
}

fn refusal(place: &Place) -> Failure {
    Database::open(place).err().expect("it is refused")
}

/// A file with these bytes where the database would be.
fn with(bytes: &[u8]) -> (TempDir, Place) {
    let (folder, place) = home();
    fs::create_dir_all(&place.folder).unwrap();
    fs::write(place.file(), bytes).unwrap();
    (folder, place)
}

/// A database that was made by these statements.
pub(in crate::store::memory) fn made(statements: &str) -> (TempDir, Place) {
    let (folder, place) = with(b"");
    Connection::open(place.file()).unwrap().execute_batch(statements).unwrap();
    (folder, place)
}

/// Asserts that a file is refused and stays as it is, also after several attempts.
fn assert_left_alone(place: &Place, expected: &Failure) {
    let before = fs::read(place.file()).unwrap();
    for _ in 0..3 {
        assert_eq!(refusal(place), *expected);
    }
    assert!(fs::read(place.file()).unwrap() == before, "the file has changed");
}

fn query(text: &str) -> Kept {
    Kept { time: 7, memory: Memory::Query(text.to_owned()) }
}

fn visit(article: &str) -> Kept {
    let [article, question, subject] = [article, "Why?", "Physics"].map(str::to_owned);
    Kept { time: 9, memory: Memory::Visit(Named { article, question, subject }) }
}

fn setting(name: &str, value: &str) -> Kept {
    Kept { time: 8, memory: Memory::Setting(name.to_owned(), value.to_owned()) }
}

/// What is remembered of the built-in library.
pub(in crate::store::memory) fn recalled(database: &mut Database) -> Remembered {
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    database.recall(library, 1000).unwrap()
}

#[test]
fn a_new_database_is_the_readers_alone_and_has_every_step() {
    let (_folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    assert_eq!(recalled(&mut database), Remembered::default());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&place.folder), mode(&place.file())), (0o700, 0o600));
    let log = place.folder.join(format!("{NAME}-wal"));
    assert_eq!(mode(&log), 0o600);
    let version: usize = database
        .connection
        .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(version, migrations::ALL.len());
    drop(database);
    assert!(!log.exists(), "what was written is in one file once nobody writes");
}

#[test]
fn a_file_of_the_first_version_keeps_what_is_in_it() {
    let (_folder, place) = made(VERSION_1);
    let mut database = Database::open(&place).unwrap();
    let Remembered { queries, settings, visits, .. } = recalled(&mut database);
    assert_eq!(queries, ["magpie", "light year"]);
    assert_eq!(settings.get("order").map(String::as_str), Some("title"));
    assert_eq!(visits.len(), 2);
    assert_eq!(visits[1].visit.question, "What is a light year?");
}

#[test]
fn a_step_is_taken_whole_once_or_not_at_all() {
    let (_folder, place) = made(VERSION_1);
    let mut connection = Connection::open(place.file()).unwrap();
    let broken = "CREATE TABLE comet (article TEXT) STRICT; CREATE TABLE query (no INTEGER);";
    let steps = |last| [migrations::ALL, &[last]].concat();
    assert!(migrations::migrate(&mut connection, &steps(broken)).is_err());
    let comets = "SELECT count(*) FROM sqlite_schema WHERE name = 'comet'";
    let count = |connection: &Connection| -> i64 {
        connection.query_row(comets, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(count(&connection), 0);
    let whole = "CREATE TABLE comet (article TEXT) STRICT;";
    for _ in 0..2 {
        migrations::migrate(&mut connection, &steps(whole)).unwrap();
    }
    assert_eq!(count(&connection), 1);
    drop(connection);
    // This program, which does not know comets, leaves it alone from now on.
    assert_left_alone(&place, &Failure::Newer);
}

#[test]
fn several_that_open_a_new_database_at_once_all_have_it() {
    for _ in 0..10 {
        let (_folder, place) = home();
        let open = || {
            let mut database = Database::open(&place).unwrap();
            recalled(&mut database)
        };
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            for one in all {
                assert_eq!(one.join().unwrap(), Remembered::default());
            }
        });
    }
}

#[test]
fn a_file_that_a_newer_recto_wrote_stays_as_it_is() {
    let newer = format!("{VERSION_1} PRAGMA user_version = 999; PRAGMA journal_mode = WAL;");
    let (_folder, place) = made(&newer);
    assert_left_alone(&place, &Failure::Newer);
}

#[test]
fn what_a_newer_recto_has_not_yet_moved_from_its_log_stays_there() {
    let newer = format!("{VERSION_1} PRAGMA user_version = 999; PRAGMA journal_mode = WAL;");
    let (_folder, place) = made(&newer);
    let log = place.folder.join(format!("{NAME}-wal"));
    let other = Connection::open(place.file()).unwrap();
    other.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    other.execute("INSERT INTO setting VALUES (1, 'stars', 'shown')", []).unwrap();
    drop(other);
    let before = fs::read(&log).unwrap();
    assert!(!before.is_empty());
    assert_left_alone(&place, &Failure::Newer);
    assert!(fs::read(&log).unwrap() == before, "the log has changed");
}

#[test]
fn a_database_that_becomes_a_newer_one_while_it_is_open_is_not_written_any_more() {
    let (_folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    Connection::open(place.file()).unwrap().pragma_update(None, "user_version", 999).unwrap();
    assert_eq!(database.keep(library, &[query("late")]), Err(Failure::Newer));
}

#[test]
fn the_database_of_another_program_stays_as_it_is() {
    let (_folder, place) = made("CREATE TABLE moz_places (url TEXT)");
    assert_left_alone(&place, &Failure::Foreign);
    let (_folder, place) = made("PRAGMA application_id = 77");
    assert_left_alone(&place, &Failure::Foreign);
}

#[test]
fn a_damaged_file_stays_as_it_is() {
    let (_folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    let many: Vec<_> = (0..2000).map(|number| visit(&format!("a/{number}.md"))).collect();
    database.keep(library, &many).unwrap();
    drop(database);
    let whole = fs::read(place.file()).unwrap();
    let mut scratched = whole.clone();
    for page in scratched.chunks_mut(4096).skip(3) {
        page.iter_mut().take(200).for_each(|byte| *byte ^= 0x5a);
    }
    let mut beheaded = whole.clone();
    beheaded[..16].copy_from_slice(b"no sqlite at all");
    let cut = whole[..whole.len() / 2].to_vec();
    for damaged in [scratched, beheaded, cut, b"garbage".to_vec(), vec![0; 100_000]] {
        let (_folder, place) = with(&damaged);
        assert_left_alone(&place, &Failure::Damaged);
    }
}

#[test]
fn where_no_file_can_be_the_reason_is_told() {
    let (folder, place) = home();
    fs::create_dir_all(place.file()).unwrap();
    assert!(refusal(&place).to_string().contains("it is no file"));
    fs::write(folder.path().join("taken"), "").unwrap();
    let place = Place::within(&folder.path().join("taken/recto"));
    assert!(matches!(refusal(&place), Failure::Unusable(_)));
    // A folder that takes no files, from nobody.
    let place = Place::within(Path::new("/proc/recto"));
    assert!(matches!(refusal(&place), Failure::Unusable(_)));
}

#[test]
fn on_a_full_disk_what_was_kept_stays_and_more_is_kept_once_there_is_room() {
    let (_folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    database.keep(library, &[query("before")]).unwrap();
    let pages: i64 =
        database.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    database.connection.pragma_update(None, "max_page_count", pages).unwrap();
    let many: Vec<_> = (0..500).map(|number| visit(&format!("a/{number}.md"))).collect();
    assert_eq!(database.keep(library, &many), Err(Failure::Full));
    let remembered = database.recall(library, 1000).unwrap();
    assert_eq!((remembered.queries, remembered.visits.len()), (vec!["before".to_owned()], 0));
    database.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    database.keep(library, &many).unwrap();
    assert_eq!(database.recall(library, 1000).unwrap().visits.len(), 500);
}

#[test]
fn a_query_is_kept_once_and_the_last_ones_are_kept() {
    let (_folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    database.keep(library, &[query("one"), query("two"), query("one")]).unwrap();
    assert_eq!(recalled(&mut database).queries, ["two", "one"]);
    for number in 0..600 {
        database.keep(library, &[query(&format!("number {number}"))]).unwrap();
    }
    let queries = recalled(&mut database).queries;
    assert_eq!((queries.len(), &*queries[0], &*queries[499]), (500, "number 100", "number 599"));
}

#[test]
fn a_setting_has_its_last_value_and_libraries_do_not_mix() {
    let (folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let here = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    let there = Source::Folder(folder.path().into());
    let there = database.recognise(&there, &Sample::default()).unwrap();
    database.keep(here, &[setting("order", "title"), setting("order", "date")]).unwrap();
    database.keep(there, &[query("elsewhere")]).unwrap();
    let remembered = recalled(&mut database);
    assert_eq!(remembered.settings.get("order").map(String::as_str), Some("date"));
    assert_eq!(remembered.queries, [""; 0]);
}

#[test]
fn every_run_is_a_session_of_its_own_also_if_two_read_at_once() {
    let (_folder, place) = home();
    let [mut one, mut other] = [(); 2].map(|()| Database::open(&place).unwrap());
    let library = one.recognise(&Source::Bundled, &Sample::default()).unwrap();
    one.keep(library, &[visit("a")]).unwrap();
    other.keep(library, &[visit("x")]).unwrap();
    one.keep(library, &[visit("b")]).unwrap();
    other.keep(library, &[query("no visit"), visit("y")]).unwrap();
    let visits = one.recall(library, 3).unwrap().visits;
    let visits: Vec<_> =
        visits.iter().map(|past| (past.session, past.time, &*past.visit.article)).collect();
    assert_eq!(visits, [(2, 9, "x"), (1, 9, "b"), (2, 9, "y")]);
}

#[test]
fn the_last_visits_are_those_of_the_last_hours_and_not_of_the_run_that_began_last() {
    let (_folder, place) = home();
    let [mut one, mut other] = [(); 2].map(|()| Database::open(&place).unwrap());
    let library = one.recognise(&Source::Bundled, &Sample::default()).unwrap();
    let visit = |time, name| Kept { time, ..visit(name) };
    one.keep(library, &[visit(1, "first")]).unwrap();
    other.keep(library, &[visit(2, "second")]).unwrap();
    one.keep(library, &[visit(3, "third"), visit(4, "last")]).unwrap();
    let visits = one.recall(library, 3).unwrap().visits;
    let visits: Vec<_> = visits.iter().map(|past| &*past.visit.article).collect();
    assert_eq!(visits, ["second", "third", "last"]);
}

#[test]
fn a_note_that_two_recto_change_at_once_is_kept_with_both_texts() {
    let (_folder, place) = home();
    let kept = |memory| [Kept { time: 7, memory }];
    let highlight = |note: &str| {
        let (uid, note) = ("7".to_owned(), note.to_owned());
        Box::new(Highlight { uid, note, ..Highlight::default() })
    };
    let changed = |from: &str, to: &str| kept(Memory::Note(highlight(to), from.to_owned()));
    let (mut one, mut other) = (Database::open(&place).unwrap(), Database::open(&place).unwrap());
    let library = one.recognise(&Source::Bundled, &Sample::default()).unwrap();
    one.keep(library, &kept(Memory::Highlight(highlight("old")))).unwrap();
    one.keep(library, &changed("old", "mine")).unwrap();
    other.keep(library, &changed("old", "yours")).unwrap();
    let note = |database: &Database| {
        let remembered = database.recall(library, 1).unwrap();
        remembered.highlights.into_iter().map(|it| it.note).collect::<Vec<_>>()
    };
    assert_eq!(note(&one), ["mine\n\n---\n\nyours"]);
    other.keep(library, &changed("yours", "yours, better")).unwrap();
    assert_eq!(note(&one), ["mine\n\n---\n\nyours, better"]);
    one.keep(library, &kept(Memory::DropHighlight("7".to_owned()))).unwrap();
    other.keep(library, &changed("yours, better", "the last")).unwrap();
    assert_eq!(note(&one), ["the last"], "what is written elsewhere comes back");
}

#[test]
fn what_others_wrote_into_the_file_passes_the_gate() {
    let (_folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    let bad = "\u{1b}]0;x\u{7}\u{202e}";
    database.keep(library, &[query(bad), visit(bad), setting(bad, bad)]).unwrap();
    let shown = format!("{:?}", recalled(&mut database));
    assert!(
        !shown.contains(r"\u{1b}") && !shown.contains(r"\u{7}") && !shown.contains(r"\u{202e}")
    );
}

#[test]
fn a_text_that_is_not_utf_8_hides_no_other() {
    let (_folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    let all = [query("one"), query("two"), visit("a"), visit("b"), setting("order", "date")];
    database.keep(library, &all).unwrap();
    let other = Connection::open(place.file()).unwrap();
    let bad = "CAST(x'61ff1b' AS TEXT)";
    let spoil = format!(
        "UPDATE query SET text = {bad} WHERE text = 'one';
         UPDATE visit SET article = {bad} WHERE article = 'a';
         UPDATE setting SET value = {bad};"
    );
    other.execute_batch(&spoil).unwrap();
    let Remembered { queries, settings, visits, .. } = recalled(&mut database);
    let shown = |text: &str| text.starts_with("a\u{fffd}") && !text.contains('\u{1b}');
    assert!(shown(&queries[0]) && queries[1] == "two", "{queries:?}");
    assert!(shown(&visits[0].visit.article) && visits[1].visit.article == "b", "{visits:?}");
    assert!(shown(&settings["order"]), "{settings:?}");
}

/// What is in a folder: names and bytes.
fn contents(folder: &Path) -> Vec<(std::ffi::OsString, Vec<u8>)> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut files: Vec<_> =
        files.map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn what_is_only_read_is_neither_made_nor_changed() {
    let (_folder, place) = home();
    assert!(Database::read(&place).unwrap().is_none());
    assert!(!place.folder.exists());
    let (_folder, place) = with(b"");
    assert!(Database::read(&place).unwrap().is_none());
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let (source, articles) = shelf.write("old", 0..50);
    let mut database = Database::open(&place).unwrap();
    let library = database.recognise(&source, &articles).unwrap();
    database.keep(library, &[visit("a")]).unwrap();
    drop(database);
    let before = contents(&place.folder);
    let source = shelf.rename("old", "new");
    let (stranger, few) = shelf.write("other", 60..70);
    let database = Database::read(&place).unwrap().expect("it is there");
    assert_eq!(database.find(&source, &articles), Ok(Some(library)));
    assert_eq!(database.find(&stranger, &few), Ok(None));
    assert_eq!(database.recall(library, 9).unwrap().visits.len(), 1);
    drop(database);
    assert!(before == contents(&place.folder), "something has changed");
    // Also what is not in the file yet, because another one has it open.
    let mut other = Database::open(&place).unwrap();
    other.keep(library, &[visit("b")]).unwrap();
    let database = Database::read(&place).unwrap().expect("it is there");
    assert_eq!(database.recall(library, 9).unwrap().visits.len(), 2);
}

#[test]
fn a_database_of_which_nobody_writes_a_log_is_read_by_an_address_that_any_path_has() {
    let (folder, _) = home();
    let place = Place::within(&folder.path().join("50% ?a=b#c\u{e4}"));
    drop(Database::open(&place).unwrap());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(unchanging(&place.file()), flags).unwrap();
    assert_eq!(migrations::is_made(&connection), Ok(true));
}

#[test]
fn where_no_log_can_be_shared_a_commit_is_as_safe() {
    let synchronous = |connection: &Connection| -> i64 {
        connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap()
    };
    let (_folder, place) = home();
    let database = Database::open(&place).unwrap();
    assert_eq!(synchronous(&database.connection), 2);
    // Locks that are files go with no memory that is shared, which a log needs.
    let (_folder, place) = with(b"");
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let mut connection =
        Connection::open_with_flags_and_vfs(place.file(), flags, c"unix-dotfile").unwrap();
    share(&mut connection).unwrap();
    assert_eq!(synchronous(&connection), 3);
}

#[test]
fn regression_a_clock_that_was_ahead_once_kept_an_older_reading_the_last_one() {
    let (folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let there = Source::Folder(folder.path().into());
    let resume = |time| Kept { time, memory: Memory::Resume(Box::default()) };
    for (source, time) in [(&there, 1_000_000), (&Source::Bundled, 10)] {
        let library = database.recognise(source, &Sample::default()).unwrap();
        database.keep(library, &[resume(time)]).unwrap();
    }
    assert_eq!(database.last_read().unwrap(), [Path::new(""), folder.path()]);
    let library = database.recognise(&there, &Sample::default()).unwrap();
    database.keep(library, &[resume(11)]).unwrap();
    assert_eq!(database.last_read().unwrap()[0], folder.path());
}
