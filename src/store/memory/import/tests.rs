//! What goes out of one database and into another.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use proptest::prelude::*;

use super::super::tests::any_memory::{article, memory};
use super::super::tests::moving::sample;
use super::super::tests::{home, made};
use super::*;
use crate::library::source::Source;
use crate::memory::archive::{Refusal, Shelf};
use crate::memory::{Highlight, Kept, Memory, Named, Quote, ShelfChange};
use crate::store::memory::Place;

/// Something that is done in one of three libraries.
type Deed = (u8, i64, Memory);

fn deed() -> impl Strategy<Value = Deed> {
    let visit = article().prop_map(Memory::Visit);
    (0_u8..3, 0_i64..50, prop_oneof![3 => memory(), 2 => visit])
}

/// The built-in library, one with articles, and one with none, whose folder has no name in UTF-8.
fn library(number: u8) -> (Source, Sample) {
    let folder = |bytes: &[u8]| Source::Folder(Path::new(OsStr::from_bytes(bytes)).into());
    match number {
        0 => (Source::Bundled, Sample::default()),
        1 => (folder(b"/nowhere/no\xfftes 50%"), Sample::default()),
        _ => (folder("/nowhere/bücher".as_bytes()), sample(0..20)),
    }
}

/// Does all of it, each run of deeds as a program of its own.
fn done(place: &Place, runs: &[Vec<Deed>]) {
    for run in runs {
        let mut database = Database::open(place).unwrap();
        for (number, time, memory) in run {
            let (source, sample) = library(*number);
            let id = database.recognise(&source, &sample).unwrap();
            // The same highlight is in one library only.
            let mut memory = memory.clone();
            if let Memory::Highlight(one) | Memory::Note(one, _) = &mut memory {
                one.uid = format!("{number}-{}", one.uid);
            }
            database.keep(id, &[Kept { time: *time, memory }]).unwrap();
        }
    }
}

fn runs() -> impl Strategy<Value = Vec<Vec<Deed>>> {
    prop::collection::vec(prop::collection::vec(deed(), 0..12), 0..4)
}

fn written(archive: &Archive) -> String {
    serde_json::to_string(archive).unwrap()
}

/// A document as it is after it was in a file.
fn read(archive: &Archive) -> Archive {
    Archive::read(written(archive).as_bytes()).unwrap()
}

fn has_no_changes(outcomes: &[Outcome]) -> bool {
    outcomes.iter().all(|outcome| outcome.changes.is_empty() && !outcome.is_new)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_exported_into_an_empty_database_is_the_same_when_it_is_exported_again(
        runs in runs(),
    ) {
        let ((_one, from), (_other, into)) = (home(), home());
        done(&from, &runs);
        let mut from = Database::open(&from).unwrap();
        let first = read(&from.export(None).unwrap());
        prop_assert!(has_no_changes(&from.import(&first).unwrap()), "its own changes nothing");
        let mut into = Database::open(&into).unwrap();
        let told = into.try_import(&first).unwrap();
        prop_assert_eq!(&told, &into_nothing(&first));
        prop_assert_eq!(told, into.import(&first).unwrap());
        prop_assert_eq!(written(&into.export(None).unwrap()), written(&first));
    }

    #[test]
    fn what_is_imported_twice_is_imported_once_and_what_was_there_stays(
        ours in runs(),
        theirs in runs(),
    ) {
        let ((_one, from), (_other, into)) = (home(), home());
        done(&from, &theirs);
        done(&into, &ours);
        let archive = read(&Database::open(&from).unwrap().export(None).unwrap());
        let mut into = Database::open(&into).unwrap();
        let before = into.export(None).unwrap();
        let told = into.try_import(&archive).unwrap();
        prop_assert_eq!(&into.export(None).unwrap(), &before, "a trial changes nothing");
        prop_assert_eq!(told, into.import(&archive).unwrap());
        let once = into.export(None).unwrap();
        prop_assert!(has_no_changes(&into.import(&archive).unwrap()));
        prop_assert_eq!(&into.export(None).unwrap(), &once);
        // Nothing that was there is gone, and all that came is there.
        for (was, is) in before.libraries.iter().zip(&once.libraries) {
            prop_assert!(was.visits.len() <= is.visits.len());
            for (was, is) in [(&was.read, &is.read), (&was.stars, &is.stars)] {
                prop_assert!(was.iter().all(|it| is.iter().any(|is| is.article == it.article)));
            }
        }
        for library in &archive.libraries {
            let is_it = |is: &&Library| (is.built_in, &is.folder) == (library.built_in, &library.folder);
            let is = once.libraries.iter().find(is_it).unwrap();
            let is_there = |visit: &crate::memory::archive::Visit| {
                is.visits.iter().any(|is| (is.time, &is.article) == (visit.time, &visit.article))
            };
            prop_assert!(library.visits.iter().all(is_there));
            let is_kept = |it: &crate::memory::archive::Highlight| {
                is.highlights.iter().any(|is| is.uid == it.uid && is.changed >= it.changed)
            };
            prop_assert!(library.highlights.iter().all(is_kept));
            for Shelf { name, articles } in &library.shelves {
                let is = is.shelves.iter().find(|is| is.name == *name).unwrap();
                let has = |article: &str| is.articles.iter().any(|is| is.article == article);
                prop_assert!(articles.iter().all(|it| has(&it.article)));
            }
        }
    }

    #[test]
    fn a_document_that_was_spoilt_is_refused_or_read_and_never_does_half(
        runs in runs(),
        at in 0.0_f64..1.0,
        bytes in prop::collection::vec(any::<u8>(), 0..4),
        cut in any::<bool>(),
    ) {
        let ((_one, from), (_other, into)) = (home(), home());
        done(&from, &runs);
        let mut document = written(&Database::open(&from).unwrap().export(None).unwrap()).into_bytes();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
            reason = "any place will do")]
        let at = (document.len() as f64 * at) as usize;
        if cut {
            document.truncate(at);
        }
        let end = (at + bytes.len()).min(document.len());
        document.splice(at.min(end)..end, bytes);
        match Archive::read(&document) {
            Err(refusal) => prop_assert!(!refusal.to_string().is_empty()),
            Ok(archive) => {
                let mut into = Database::open(&into).unwrap();
                into.import(&archive).unwrap();
                prop_assert!(has_no_changes(&into.import(&archive).unwrap()));
            }
        }
    }
}

fn named(article: &str) -> Named {
    let [article, question, subject] = [article, "Why?", "Physics"].map(str::to_owned);
    Named { article, question, subject }
}

fn kept(time: i64, memory: Memory) -> Kept {
    Kept { time, memory }
}

fn noted(note: &str, changed: i64) -> Memory {
    let quote = Quote { exact: "short waves".to_owned(), ..Quote::default() };
    let (uid, note) = ("1".to_owned(), note.to_owned());
    let article = named("/sky");
    Memory::Highlight(Box::new(Highlight { uid, article, quote, note, made: 1, changed }))
}

/// A database with the built-in library, in which this was done.
fn with(memories: &[Kept]) -> (tempfile::TempDir, Database, LibraryId) {
    let (folder, place) = home();
    let mut database = Database::open(&place).unwrap();
    let id = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    database.keep(id, memories).unwrap();
    (folder, database, id)
}

#[test]
fn of_what_is_in_both_the_newer_note_the_earlier_reading_and_the_own_settings_stay() {
    let read = |time, name: &str| kept(time, Memory::Read(named(name), true));
    let setting = |value: &str| kept(1, Memory::Setting("order".to_owned(), value.to_owned()));
    let put = |name: &str| kept(1, Memory::Shelf(ShelfChange::Put("Exam".into(), named(name))));
    let theirs = [
        read(5, "/sky"),
        read(9, "/sea"),
        setting("date"),
        kept(1, noted("newer", 8)),
        put("/c"),
        put("/a"),
        kept(3, Memory::Query("older".to_owned())),
        kept(7, Memory::Spent(named("/sky"), 60)),
    ];
    let ours = [
        read(7, "/sky"),
        setting("title"),
        kept(1, noted("older", 4)),
        put("/a"),
        put("/b"),
        kept(2, Memory::Query("newer".to_owned())),
        kept(7, Memory::Spent(named("/sky"), 60)),
    ];
    let (_from, from, _) = with(&theirs);
    let (_into, mut into, id) = with(&ours);
    let outcomes = into.import(&from.export(None).unwrap()).unwrap();
    let is = into.recall(id, 9).unwrap();
    assert_eq!((is.read["/sky"], is.read["/sea"]), (5, 9));
    assert_eq!(is.settings["order"], "title");
    assert_eq!(is.highlights[0].note, "newer");
    assert_eq!(is.queries, ["older", "newer"]);
    let shelved: Vec<_> = is.shelves[0].articles.iter().map(|it| &*it.article).collect();
    assert_eq!(shelved, ["/a", "/b", "/c"]);
    let spent = &into.export(None).unwrap().libraries[0].spent;
    assert_eq!(spent.iter().map(|it| it.seconds).sum::<u32>(), 60);
    let change = |added, changed| Change { added, changed };
    let expected = [
        (Kind::Queries, change(1, 0)),
        (Kind::Articles, change(2, 0)),
        (Kind::Read, change(1, 1)),
        (Kind::Shelved, change(1, 0)),
        (Kind::Highlights, change(0, 1)),
    ];
    assert_eq!(outcomes[0].changes, expected);
}

#[test]
fn visits_come_in_the_order_in_which_they_were_made_and_a_run_goes_on_in_its_session() {
    let visit = |time, name: &str| kept(time, Memory::Visit(named(name)));
    let (_from, mut from, id) = with(&[visit(10, "early"), visit(11, "early too")]);
    // Another run of the other program.
    from.session = None;
    from.keep(id, &[visit(40, "late")]).unwrap();
    let (_into, mut into, id) = with(&[visit(20, "own")]);
    into.import(&from.export(None).unwrap()).unwrap();
    into.keep(id, &[visit(50, "own again")]).unwrap();
    let visits = into.recall(id, 9).unwrap().visits;
    let visits: Vec<_> = visits.iter().map(|it| (it.session, &*it.visit.article)).collect();
    let expected = [(1, "early"), (1, "early too"), (2, "own"), (3, "late"), (2, "own again")];
    assert_eq!(visits, expected);
}

#[test]
fn a_library_of_another_machine_is_known_by_its_articles_and_an_unknown_one_is_added() {
    let (_one, from) = home();
    let at = |path: &str| Source::Folder(Path::new(path).into());
    let mut from = Database::open(&from).unwrap();
    for (path, articles) in [("/there/notes", sample(0..50)), ("/there/other", sample(90..99))] {
        let id = from.recognise(&at(path), &articles).unwrap();
        from.keep(id, &[kept(1, Memory::Query(path.to_owned()))]).unwrap();
    }
    let (_other, into) = home();
    let mut into = Database::open(&into).unwrap();
    let here = into.recognise(&at("/here/notes"), &sample(0..52)).unwrap();
    let outcomes = into.import(&from.export(None).unwrap()).unwrap();
    assert_eq!(outcomes.iter().map(|it| it.is_new).collect::<Vec<_>>(), [false, true]);
    assert_eq!(into.recall(here, 9).unwrap().queries, ["/there/notes"]);
    // The other one is recognised once its folder is opened, wherever it lies here.
    let other = into.recognise(&at("/here/other"), &sample(90..99)).unwrap();
    assert_eq!(into.recall(other, 9).unwrap().queries, ["/there/other"]);
    // At the folder of another machine there may be anything here.
    let stranger = into.recognise(&at("/there/other"), &sample(200..230)).unwrap();
    assert_eq!(into.recall(stranger, 9).unwrap().queries, [""; 0]);
}

#[test]
fn a_highlight_that_another_library_has_is_in_that_which_changed_it_last() {
    let (_from, mut from, id) = with(&[kept(1, noted("newer", 8))]);
    let (_into, mut into, here) = with(&[]);
    let elsewhere = Source::Folder(Path::new("/here").into());
    let elsewhere = into.recognise(&elsewhere, &sample(0..20)).unwrap();
    into.keep(elsewhere, &[kept(1, noted("older", 4))]).unwrap();
    into.import(&from.export(None).unwrap()).unwrap();
    assert_eq!(into.recall(elsewhere, 9).unwrap().highlights, []);
    assert_eq!(into.recall(here, 9).unwrap().highlights[0].note, "newer");
    from.keep(id, &[kept(1, noted("oldest", 2))]).unwrap();
    into.import(&from.export(None).unwrap()).unwrap();
    assert_eq!(into.recall(here, 9).unwrap().highlights[0].note, "newer");
}

#[test]
fn every_table_and_column_goes_out() {
    let (_folder, database, _) = with(&[]);
    let columns = "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
        WHERE m.type = 'table' ORDER BY 1";
    let mut columns = database.connection.prepare(columns).unwrap();
    let columns = columns.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let columns: Vec<_> = columns.map(Result::unwrap).collect();
    // What is new here belongs into `export.rs`, into `import.rs` and into the document.
    let known = "article.article article.library article.question article.subject \
        highlight.article highlight.changed highlight.exact highlight.leaf highlight.library \
        highlight.made highlight.note highlight.prefix highlight.skipped highlight.suffix \
        highlight.uid library.id library.root place.article place.leaf place.library \
        place.skipped place.time query.id query.library query.text query.time read.article \
        read.library read.time resume.library resume.state resume.time sample.file \
        sample.library sample.print setting.library setting.name setting.value shelf.id \
        shelf.library shelf.name shelved.article shelved.place shelved.shelf shelved.time \
        spent.article spent.library spent.seconds spent.time star.article star.library star.time \
        visit.article visit.id visit.library visit.question visit.session visit.subject visit.time";
    assert_eq!(columns.join(" "), known);
}

#[test]
fn a_file_of_the_first_version_goes_out_as_it_is() {
    let (_folder, place) = made(include_str!("../tests/version_1.sql"));
    let database = Database::read(&place).unwrap().unwrap();
    let archive = database.export(None).unwrap();
    let library = &archive.libraries[0];
    assert_eq!((library.queries.len(), library.visits.len(), library.read.len()), (2, 2, 0));
    assert_eq!(read(&archive), archive);
}

#[test]
fn what_others_wrote_into_the_file_can_be_exported_and_imported() {
    let bad = "\u{1b}]0;x\u{7}\u{202e}";
    let star = |name: &str| kept(1, Memory::Star(named(name), true));
    let resume = crate::memory::Resume { filter: bad.to_owned(), ..Default::default() };
    let (_from, from, _) = with(&[
        star(&format!("a{bad}")),
        star(&format!("a{bad}")),
        kept(1, Memory::Query(bad.to_owned())),
        kept(1, Memory::Resume(Box::new(resume))),
    ]);
    let archive = from.export(None).unwrap();
    assert_eq!(read(&archive), archive);
    assert_eq!(Archive::read(b"[1]"), Err(Refusal::Foreign(Some((1, 2)))));
}
