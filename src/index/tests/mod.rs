//! The index on an invented library in a folder that goes away.

mod likeness;

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::library::catalog::{Batch, Catalog, path_key};
use crate::library::scan;
use crate::library::source::Source;
use crate::store::snapshot;

/// A library in a folder, and a place for its index.
struct Library {
    folder: tempfile::TempDir,
    place: Place,
}

impl Library {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("library")).unwrap();
        let cache = folder.path().join("cache");
        let root = folder.path().join("library");
        let place = Place::beside(&snapshot::Place::within(&cache, &root));
        Self { folder, place }
    }

    fn with(articles: &[(&str, &str, &str)]) -> Self {
        let library = Self::new();
        for (file, question, answer) in articles {
            library.write(file, &format!("question: {question}"), answer);
        }
        library
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    fn write(&self, file: &str, fields: &str, answer: &str) {
        let path = self.root().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, format!("---\n{fields}\n---\n{answer}\n")).unwrap();
        // A file that was written just now counts as one that may still change.
        let old = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
        fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
    }

    fn source(&self) -> Source {
        Source::folder(&self.root()).unwrap()
    }

    fn catalog(&self) -> Catalog {
        let mut catalog = Catalog::new();
        scan_into(&self.source(), |batch| {
            for record in batch.records {
                catalog.push(record).unwrap();
            }
        });
        catalog
    }

    fn open(&self) -> Index {
        Index::open(&self.place).unwrap()
    }

    /// The index, brought up to the library.
    fn indexed(&self) -> Index {
        let index = self.open();
        self.update(&index);
        index
    }

    fn update(&self, index: &Index) -> Update {
        let difference = index.compare(&self.catalog()).unwrap();
        index.update(&self.source(), &difference, |_| true).unwrap()
    }
}

fn scan_into(source: &Source, mut each: impl FnMut(Batch) + Send) {
    scan::scan(source, 1, crate::article::Detail::Listing, |event| {
        if let scan::Event::Batch(batch) = event {
            each(batch);
        }
        true
    });
}

const NONE: [&str; 0] = [];

fn paths(index: &Index, query: &Query) -> Vec<String> {
    index.search(query).unwrap().hits.into_iter().map(|hit| hit.path).collect()
}

fn found(index: &Index, words: &str) -> Vec<String> {
    paths(index, &Query::words(&format!("{words} ")))
}

#[test]
fn an_article_is_found_by_the_words_of_its_answer() {
    let library = Library::with(&[
        ("ring.md", "What is a ring?", "The field of a charged ring."),
        ("sea.md", "What is the sea?", "Water with salt."),
    ]);
    let index = library.indexed();
    let hits = index.search(&Query::words("charged field ")).unwrap();
    assert_eq!(hits.total, 1);
    assert_eq!(hits.hits[0].path, "ring.md");
    assert_eq!(hits.hits[0].snippet.text, "The field of a charged ring.");
    assert_eq!(hits.hits[0].snippet.marks, [4..9, 15..22]);
    assert!(index.compare(&library.catalog()).unwrap().is_empty());
}

#[test]
fn the_question_comes_before_the_keywords_and_these_before_the_answer() {
    let library = Library::new();
    let filler = "Some other words that say nothing about it. ".repeat(5);
    library.write("a.md", "question: What is this?", &format!("{filler} Entropy entropy entropy."));
    library.write("b.md", "question: What is that?\nkeywords: [heat, entropy]", &filler);
    library.write("c.md", "question: Which entropy has a gas in a closed box?", &filler);
    let index = library.indexed();
    assert_eq!(found(&index, "entropy"), ["c.md", "b.md", "a.md"]);
}

#[test]
fn the_word_as_it_was_typed_comes_before_its_other_forms() {
    let library = Library::with(&[
        ("a.md", "One?", "Many fields are there."),
        ("b.md", "Two?", "Only one field is there."),
    ]);
    let index = library.indexed();
    assert_eq!(found(&index, "fields"), ["a.md", "b.md"]);
    assert_eq!(found(&index, "field"), ["b.md", "a.md"]);
}

#[test]
fn a_phrase_is_found_only_where_its_words_stand_together() {
    let library = Library::with(&[
        ("a.md", "One?", "An electric field of a ring."),
        ("b.md", "Two?", "A field that is electric."),
    ]);
    let index = library.indexed();
    let phrase =
        |text: &str| Query { phrases: vec![text.to_owned()], limit: HITS, ..Query::default() };
    assert_eq!(paths(&index, &phrase("Electric field")), ["a.md"]);
    assert_eq!(paths(&index, &phrase("electric fields")), NONE);
    let excluded =
        Query { excluded: vec!["electric field".to_owned()], ..Query::words("electric ") };
    assert_eq!(paths(&index, &excluded), ["b.md"]);
}

#[test]
fn an_excluded_word_keeps_articles_out() {
    let library = Library::with(&[
        ("a.md", "One?", "An electric field."),
        ("b.md", "Two?", "An electric motor."),
    ]);
    let index = library.indexed();
    let query = Query { excluded: vec!["fields".to_owned()], ..Query::words("electric ") };
    assert_eq!(paths(&index, &query), ["b.md"]);
}

#[test]
fn the_last_word_may_be_a_beginning() {
    let library = Library::with(&[
        ("a.md", "One?", "About photosynthesis in leaves."),
        ("b.md", "Two?", "About photons."),
    ]);
    let index = library.indexed();
    assert_eq!(paths(&index, &Query::words("about photosy")), ["a.md"]);
    assert_eq!(paths(&index, &Query::words("photo")).len(), 2);
    assert_eq!(found(&index, "photosy"), NONE, "a blank ends the word");
    let hits = index.search(&Query::words("photos")).unwrap();
    assert_eq!(hits.hits[0].snippet.marks.first(), Some(&(6..20)));
}

#[test]
fn a_whole_word_that_may_go_on_is_found_in_its_other_forms_too() {
    let library = Library::with(&[("a.md", "One?", "One energy.")]);
    let index = library.indexed();
    assert_eq!(paths(&index, &Query::words("energies")), ["a.md"]);
}

#[test]
fn a_slip_is_forgiven_only_where_nothing_matches() {
    let library = Library::with(&[
        ("a.md", "One?", "About thermodynamics and heat."),
        ("b.md", "Two?", "About a heap of sand."),
    ]);
    let index = library.indexed();
    let hits = index.search(&Query::words("about thermodinamcs ")).unwrap();
    assert_eq!(hits.hits[0].path, "a.md");
    assert_eq!(hits.corrected.as_deref(), Some("about thermodynamics"));
    assert_eq!(hits.hits[0].snippet.marks, [0..5, 6..20]);
    let hits = index.search(&Query::words("heap ")).unwrap();
    assert_eq!((hits.total, hits.corrected), (1, None));
    let hits = index.search(&Query::words("hxxp ")).unwrap();
    assert_eq!((hits.total, hits.corrected), (0, None));
    let hits = index.search(&Query::words("about termod")).unwrap();
    assert_eq!(hits.corrected.as_deref(), Some("about thermodynamics"));
}

#[test]
fn where_nothing_holds_all_words_those_that_hold_most_are_found() {
    let library = Library::with(&[
        ("a.md", "One?", "A charged ring has an electric field."),
        ("b.md", "Two?", "An electric motor."),
        ("c.md", "Three?", "A ring on a finger."),
    ]);
    let index = library.indexed();
    let hits = index.search(&Query::words("electric ring heron ")).unwrap();
    assert!(hits.partly && hits.corrected.is_none());
    assert_eq!((hits.total, &*hits.hits[0].path), (1, "a.md"));
    assert_eq!(hits.hits[0].snippet.marks.len(), 2);
    let hits = index.search(&Query::words("motor finger ")).unwrap();
    assert_eq!((hits.total, hits.partly), (2, true));
    let excluded = Query { excluded: vec!["ring".to_owned()], ..Query::words("electric heron ") };
    assert_eq!(paths(&index, &excluded), ["b.md"]);
    let phrase = Query { phrases: vec!["electric motor".to_owned()], ..Query::words("finger ") };
    assert_eq!(paths(&index, &phrase).len(), 2);
    let hits = index.search(&Query::words("electric ring ")).unwrap();
    assert_eq!((hits.total, hits.partly), (1, false));
    assert_eq!(found(&index, "heron"), NONE);
    assert_eq!(found(&index, "heron stork"), NONE);
}

#[test]
fn a_word_of_every_article_is_not_enough() {
    let library = Library::new();
    for number in 0..200 {
        library.write(&format!("{number}.md"), "question: What?", "A common text.");
    }
    library.write("rare.md", "question: What?", "A rare text.");
    let index = library.indexed();
    assert_eq!(found(&index, "common heron"), NONE);
    assert_eq!(found(&index, "common rare"), ["rare.md"]);
}

#[test]
fn words_that_only_say_how_is_asked_need_not_be_there() {
    let library = Library::with(&[
        ("a.md", "Electric fields?", "They fill space."),
        ("b.md", "What is an electric field?", "It fills space."),
        ("c.md", "Why?", "Space is wide."),
    ]);
    let index = library.indexed();
    assert_eq!(found(&index, "how does the electric field fill space"), ["b.md", "a.md"]);
    assert_eq!(found(&index, "electric vs field"), ["b.md", "a.md"]);
    assert_eq!(found(&index, "is"), ["b.md", "c.md"], "alone they are words as others are");
    let query = Query { phrases: vec!["it fills".to_owned()], ..Query::words("why ") };
    assert_eq!(paths(&index, &query), ["b.md"]);
    let hits = index.search(&Query::words("the space ")).unwrap();
    assert!(hits.hits.iter().all(|hit| hit.snippet.marks.len() == 1));
}

#[test]
fn what_an_operator_joins_is_better_together_and_found_apart() {
    let library = Library::with(&[
        ("a.md", "One?", "Moles are counted in mol, and volumes in L."),
        ("b.md", "Two?", "It is given in mol/L."),
        ("c.md", "Three?", "A mol of a gas."),
    ]);
    let index = library.indexed();
    assert_eq!(found(&index, "mol/l"), ["b.md", "a.md"]);
    assert_eq!(found(&index, "x-mol"), NONE);
}

#[test]
fn a_letter_finds_all_that_holds_a_word_with_it() {
    let library = Library::new();
    for number in 0..30 {
        library.write(&format!("{number}.md"), "question: What?", &format!("Word{number} here."));
    }
    library.write("x.md", "question: What?\nno_index: true", "Wonder.");
    let index = library.indexed();
    let query = Query { limit: 25, ..Query::words("w") };
    let hits = index.search(&query).unwrap();
    assert_eq!((hits.total, hits.hits.len()), (30, 25));
    assert_eq!(index.search(&Query::words("word2")).unwrap().total, 11);
}

#[test]
fn accents_and_case_do_not_matter() {
    let library = Library::with(&[("a.md", "Où?", "Le CAFÉ de l’hôpital.")]);
    let index = library.indexed();
    for typed in ["cafe", "Café", "l'hopital", "ou"] {
        assert_eq!(found(&index, typed), ["a.md"], "{typed}");
    }
}

#[test]
fn a_formula_is_found_as_it_is_shown() {
    let library = Library::with(&[(
        "a.md",
        "Which?",
        "It is $\\lambda = \\frac{Q}{2\\pi a}$ and $E = mc^2$ here.",
    )]);
    let index = library.indexed();
    for typed in ["λ", "mc^2", "mc²", "E = mc2"] {
        assert_eq!(found(&index, typed), ["a.md"], "{typed}");
    }
    let hits = index.search(&Query::words("mc2 ")).unwrap();
    assert_eq!(hits.hits[0].snippet.text, "It is λ = Q/(2πa) and E = mc² here.");
    assert_eq!(found(&index, "frac"), NONE);
}

#[test]
fn an_article_may_be_asked_for_by_what_it_is() {
    let library = Library::new();
    library.write(
        "a.md",
        "question: One?\nsubject: Physics\nauthor: Ada, Bob\nkeywords: [Ring Charge]\ndate: 2024-05-01",
        "Text with $x$.",
    );
    library.write(
        "b.md",
        "question: Two?\nsubject: Biology\nauthor: Ada\ndate: 2025-02-03",
        "Text:\n\n```c\nx\n```\n\n|a|b|\n|-|-|\n|1|2|",
    );
    library.write("c.md", "question: Three?\nid: 7\nno_index: true", "Text that is unlisted.");
    let index = library.indexed();
    let catalog = library.catalog();
    let found = |typed: &str| {
        let typed = crate::query::Query::parse(typed);
        let (query, faults) = Query::asked(&typed, &catalog);
        assert_eq!(faults, []);
        paths(&index, &query)
    };
    assert_eq!(found("text ").len(), 2);
    assert_eq!(found("text subject:phys"), ["a.md"]);
    assert_eq!(found("text -subject:physics"), ["b.md"]);
    assert_eq!(found("author:BO"), ["a.md"]);
    assert_eq!(found("author:ada").len(), 2);
    assert_eq!(found("tag:\"ring charge\""), ["a.md"]);
    assert_eq!(found("after:2025"), ["b.md"]);
    assert_eq!(found("after:2024-05-01 before:2025"), ["a.md"]);
    assert_eq!(found("before:2024-05-01"), NONE);
    assert_eq!(found("has:math"), ["a.md"]);
    assert_eq!(found("has:code -has:math"), ["b.md"]);
    assert_eq!(found("text -has:table"), ["a.md"]);
    assert_eq!(found("has:related"), NONE);
    assert_eq!(found("id:7"), ["c.md"]);
    assert_eq!(found("id:7 id:8").len(), 1);
    assert_eq!(found("text is:unlisted"), ["c.md"]);
    let typed = crate::query::Query::parse("subject:zoology");
    assert_eq!(Query::asked(&typed, &catalog).1.len(), 1);
}

#[test]
fn without_words_everything_that_is_asked_for_is_found() {
    let library = Library::with(&[("a.md", "One?", "Text."), ("b.md", "Two?", "Text.")]);
    let index = library.indexed();
    let everything = Query { limit: HITS, ..Query::default() };
    assert_eq!(paths(&index, &everything).len(), 2);
    assert_eq!(index.search(&Query::words("")).unwrap().total, 2);
    assert_eq!(index.search(&Query::words("? !")).unwrap().total, 2);
}

#[test]
fn only_what_changed_is_read_again() {
    let library = Library::with(&[
        ("a.md", "One?", "First text."),
        ("b.md", "Two?", "Second text."),
        ("c.md", "Three?", "Third text."),
    ]);
    let index = library.indexed();
    library.write("b.md", "question: Two?", "Another text, longer than before.");
    fs::remove_file(library.root().join("c.md")).unwrap();
    library.write("d.md", "question: Four?", "Fourth text.");
    let difference = index.compare(&library.catalog()).unwrap();
    assert_eq!(difference.changed, [PathBuf::from("b.md"), PathBuf::from("d.md")]);
    assert_eq!(difference.gone, ["c.md"]);
    let update = library.update(&index);
    assert_eq!(update, Update { indexed: 2, unreadable: 0, stopped: false });
    assert_eq!(found(&index, "third"), NONE);
    assert_eq!(found(&index, "second"), NONE);
    assert_eq!(found(&index, "another"), ["b.md"]);
    assert_eq!(index.len(), 3);
    assert!(index.compare(&library.catalog()).unwrap().is_empty());
}

#[test]
fn a_file_that_can_no_longer_be_read_is_dropped() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let index = library.indexed();
    fs::write(library.root().join("a.md"), [0_u8, 1, 2]).unwrap();
    let difference = Difference { changed: vec!["a.md".into()], gone: vec![] };
    let update = index.update(&library.source(), &difference, |_| true).unwrap();
    assert_eq!((update.indexed, update.unreadable, index.len()), (0, 1, 0));
}

#[test]
fn what_was_indexed_is_there_at_the_next_start() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    drop(library.indexed());
    let index = library.open();
    assert_eq!(found(&index, "first"), ["a.md"]);
    assert!(index.compare(&library.catalog()).unwrap().is_empty());
}

#[test]
fn what_was_committed_is_found_while_the_rest_is_read() {
    let library = Library::new();
    for number in 0..1100 {
        library.write(&format!("{number}.md"), "question: What?", "A text.");
    }
    let index = library.open();
    let mut found_meanwhile = 0;
    let difference = index.compare(&library.catalog()).unwrap();
    let update = index.update(&library.source(), &difference, |progress| {
        if progress.committed && found_meanwhile == 0 {
            found_meanwhile = index.search(&Query::words("text ")).unwrap().total;
        }
        true
    });
    assert_eq!(update.unwrap().indexed, 1100);
    assert_eq!(found_meanwhile, 1000);
    let stores = fs::read_dir(library.place.index()).unwrap();
    let is_store = |name: &std::ffi::OsString| name.to_string_lossy().ends_with(".store");
    let stores = stores.map(|entry| entry.unwrap().file_name()).filter(is_store).count();
    let parts = index.reader.searcher().segment_readers().len();
    assert_eq!(stores, parts, "of what was merged nothing is left");
}

#[test]
fn an_update_that_nobody_wants_any_more_keeps_what_it_did() {
    let library = Library::new();
    for number in 0..200 {
        library.write(&format!("{number}.md"), "question: What?", "A text.");
    }
    let index = library.open();
    let difference = index.compare(&library.catalog()).unwrap();
    let update = index.update(&library.source(), &difference, |progress| progress.done < 50);
    let update = update.unwrap();
    assert!(update.stopped);
    assert_eq!((update.indexed, index.len()), (50, 50));
    let rest = library.update(&index);
    assert_eq!((rest.indexed, index.len()), (150, 200));
}

#[test]
fn a_program_that_is_killed_leaves_what_it_had_committed() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let index = library.indexed();
    library.write("b.md", "question: Two?", "Second text.");
    {
        // What a killed process leaves: segments without a commit, and no lock.
        let mut writer: tantivy::IndexWriter = index.tantivy.writer(15_000_000).unwrap();
        let source = library.source();
        let (article, stamp) =
            source.read_linked("b.md".as_ref(), crate::article::Detail::Whole).unwrap();
        let document = index.fields.document(article, "b.md".as_ref(), stamp);
        writer.add_document(document).unwrap();
        writer.prepare_commit().unwrap();
        fs::write(library.place.index().join("0123.store"), "half a file").unwrap();
    }
    drop(index);
    let index = library.open();
    assert_eq!(index.len(), 1);
    let difference = index.compare(&library.catalog()).unwrap();
    assert_eq!(difference.changed, [PathBuf::from("b.md")]);
    assert_eq!(library.update(&index).indexed, 1);
}

/// What may happen to the bytes of a file.
type Harm = fn(&[u8]) -> Vec<u8>;

#[test]
fn a_damaged_index_is_set_aside_and_made_anew() {
    let library = Library::with(&[("a.md", "One?", "First text."), ("b.md", "Two?", "Second.")]);
    drop(library.indexed());
    let folder = library.place.index();
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let whole: Vec<(PathBuf, Vec<u8>)> =
        names.iter().map(|name| (name.clone(), fs::read(name).unwrap())).collect();
    let harms: [Harm; 4] = [
        |bytes| vec![0; bytes.len()],
        |bytes| bytes[..bytes.len() / 2].to_vec(),
        |bytes| {
            bytes.iter().enumerate().map(|(at, b)| b ^ u8::from(at == bytes.len() / 3)).collect()
        },
        |_| b"a file of somebody else".to_vec(),
    ];
    for (number, harm) in harms.iter().enumerate() {
        for (path, bytes) in &whole {
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with('.') || bytes.is_empty() {
                continue;
            }
            fs::write(path, harm(bytes)).unwrap();
            let index = library.open();
            // What tantivy keeps for itself may be damaged without harm to what is found.
            if index.is_empty() {
                assert_eq!(library.update(&index).indexed, 2, "{name} {number}");
            }
            assert_eq!(found(&index, "first"), ["a.md"], "{name} {number}");
            drop(index);
            fs::remove_dir_all(&folder).unwrap();
            fs::create_dir_all(&folder).unwrap();
            for (path, bytes) in &whole {
                fs::write(path, bytes).unwrap();
            }
        }
    }
}

#[test]
fn an_index_may_be_deleted_at_any_time() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let index = library.indexed();
    fs::remove_dir_all(library.folder.path().join("cache")).unwrap();
    assert_eq!(found(&index, "first"), ["a.md"]);
    drop(index);
    let index = library.indexed();
    assert_eq!(found(&index, "first"), ["a.md"]);
}

#[test]
fn what_others_may_write_to_is_not_read() {
    use std::os::unix::fs::PermissionsExt;
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    drop(library.indexed());
    fs::set_permissions(library.place.index(), fs::Permissions::from_mode(0o777)).unwrap();
    assert!(matches!(Index::open(&library.place), Err(Failure::Unusable(_))));
}

#[test]
fn of_two_programs_one_writes_and_the_other_sees_it() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let (one, other) = (library.open(), library.open());
    let difference = one.compare(&library.catalog()).unwrap();
    let mut while_writing = Vec::new();
    one.update(&library.source(), &difference, |_| {
        while_writing.push(other.update(&library.source(), &difference, |_| true));
        while_writing.push(library.place.discard().map(|()| Update::default()));
        true
    })
    .unwrap();
    assert_eq!(while_writing[..2], [Err(Failure::Busy), Err(Failure::Busy)]);
    assert!(other.is_empty());
    other.reload().unwrap();
    assert_eq!(found(&other, "first"), ["a.md"]);
    library.write("b.md", "question: Two?", "Second text.");
    library.update(&other);
    one.reload().unwrap();
    assert_eq!(found(&one, "second"), ["b.md"]);
}

#[test]
fn what_other_versions_left_goes_when_an_index_is_made() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let old = library.place.index().with_file_name("0123456789abcdef");
    fs::create_dir_all(&old).unwrap();
    fs::write(old.join("meta.json"), "{}").unwrap();
    let kept = library.place.index().with_file_name("notes");
    fs::create_dir_all(&kept).unwrap();
    drop(library.open());
    assert!(!old.exists() && kept.exists());
}

#[test]
fn a_discarded_index_is_empty_at_the_next_start() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let index = library.indexed();
    library.place.discard().unwrap();
    assert_eq!(found(&index, "first"), ["a.md"]);
    assert!(library.open().is_empty());
}

#[test]
fn the_built_in_library_is_indexed_in_memory() {
    let index = Index::in_memory().unwrap();
    let mut catalog = Catalog::new();
    scan_into(&Source::Bundled, |batch| {
        for record in batch.records {
            catalog.push(record).unwrap();
        }
    });
    let difference = index.compare(&catalog).unwrap();
    index.update(&Source::Bundled, &difference, |_| true).unwrap();
    assert_eq!(index.len(), u64::try_from(catalog.len()).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn indexing_in_any_batches_finds_the_same_as_at_once(
        answers in proptest::collection::vec("(ring |field |fields |wave |energy ){1,6}", 1..12),
        cuts in proptest::collection::vec(1_usize..12, 0..4),
    ) {
        let library = Library::new();
        for (number, answer) in answers.iter().enumerate() {
            library.write(&format!("{number}.md"), "question: What is a wave?", answer);
        }
        let files = |from: usize, to: usize| Difference {
            changed: (from..to).map(|number| PathBuf::from(format!("{number}.md"))).collect(),
            gone: vec![],
        };
        let (once, parts) = (Index::in_memory().unwrap(), Index::in_memory().unwrap());
        once.update(&library.source(), &files(0, answers.len()), |_| true).unwrap();
        // Batches may overlap: what comes again replaces what was there.
        for cut in cuts.into_iter().chain([answers.len()]) {
            let to = cut.min(answers.len());
            parts.update(&library.source(), &files(to / 2, to), |_| true).unwrap();
            parts.update(&library.source(), &files(0, to), |_| true).unwrap();
        }
        for typed in ["ring ", "field energy ", "fields", "wav", "rinf "] {
            let sorted = |index: &Index| {
                let mut hits = index.search(&Query::words(typed)).unwrap();
                hits.hits.sort_by(|a, b| a.path.cmp(&b.path));
                let found: Vec<_> =
                    hits.hits.into_iter().map(|hit| (hit.path, hit.snippet)).collect();
                (hits.total, hits.corrected, found)
            };
            prop_assert_eq!(sorted(&once), sorted(&parts), "{}", typed);
        }
    }
}

#[test]
fn the_members_of_conditions_are_all_articles_that_meet_every_one() {
    let library = Library::new();
    library.write("a.md", "question: A?\ntags: [Light, Café]\nauthor: Marie Curie", "$x^2 + 1$");
    library.write("b.md", "question: B?\ntags: [light]\nno_index: true", "| a |\n|---|\n| b |");
    library.write("c.md", "question: C?\ntags: [sound]\nauthor: Pierre Curie", "```c\nint x;\n```");
    let index = library.indexed();
    let members = |only: &[(Property, bool)]| -> Vec<&str> {
        let only = only.iter().cloned();
        let only: Vec<_> =
            only.map(|(property, negated)| Restriction { property, negated }).collect();
        let keys = index.members(&only).unwrap();
        assert!(keys.is_sorted());
        let files = ["a.md", "b.md", "c.md"].into_iter();
        files.filter(|file| keys.binary_search(&path_key(file)).is_ok()).collect()
    };
    let tag = |name: &str| Property::Tag(name.to_owned());
    let author = |name: &str| Property::Author(name.to_owned());
    assert_eq!(members(&[]), ["a.md", "b.md", "c.md"]);
    assert_eq!(members(&[(tag("LIGHT"), false)]), ["a.md", "b.md"], "an unlisted one as well");
    assert_eq!(members(&[(tag("light"), true)]), ["c.md"]);
    assert_eq!(members(&[(tag("cafe"), false), (Property::Math, false)]), ["a.md"]);
    assert_eq!(members(&[(author("curie"), false), (Property::Math, true)]), ["c.md"]);
    assert_eq!(members(&[(Property::Table, false)]), ["b.md"]);
    assert_eq!(members(&[(Property::Code, false), (tag("light"), false)]), NONE);
    // What changed is another matter as soon as it is indexed.
    library.write("c.md", "question: C?\ntags: [light]", "No code.");
    library.update(&index);
    assert_eq!(index.members(&[]).unwrap().len(), 3);
    let keys = index.members(&[Restriction { property: tag("light"), negated: false }]).unwrap();
    assert_eq!(keys.len(), 3);
}
