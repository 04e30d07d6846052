//! The index on an invented library in a folder that goes away.

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

/// Answers about things of one kind each, so that few words say what an article is about.
const HERON: &str = "The heron stands in shallow water and waits for fish and frogs. Its long neck \
                     strikes like a spring. It nests high in trees near the river, with other herons.";
const HERON_AGAIN: &str = "In shallow water the heron stands and waits for frogs and fish. The long neck \
                           strikes like a spring. Near the river it nests high in trees with others.";
const KINGFISHER: &str = "The kingfisher sits on a branch over the river and dives for fish. It nests in \
                          a tunnel in the bank, and its feathers are blue and orange.";
const BREAD: &str = "Flour, yeast and salt become dough. The oven is hot when the loaf goes in.";

fn similar(index: &Index, path: &str) -> Vec<String> {
    index.similar(path, 5).unwrap().into_iter().map(|similar| similar.path).collect()
}

#[test]
fn articles_about_the_same_are_similar() {
    let library = Library::with(&[
        ("heron.md", "How does a heron hunt?", HERON),
        ("kingfisher.md", "How does a kingfisher hunt?", KINGFISHER),
        ("bread.md", "How is bread baked?", BREAD),
        ("again.md", "How do herons hunt at a river?", HERON_AGAIN),
    ]);
    library.write(
        "secret.md",
        "question: How does a heron hunt fish?\nno_index: true",
        HERON_AGAIN,
    );
    for number in 0..20 {
        library.write(
            &format!("x{number}.md"),
            "question: What is it?",
            &format!("Thing{number}."),
        );
    }
    let index = library.indexed();
    assert_eq!(similar(&index, "heron.md"), ["again.md", "kingfisher.md"]);
    assert_eq!(
        similar(&index, "bread.md"),
        NONE,
        "better none than one that has nothing to do with it"
    );
    assert_eq!(similar(&index, "x3.md"), NONE);
    assert_eq!(similar(&index, "secret.md")[0], "again.md", "an unlisted one may ask");
    assert_eq!(similar(&index, "nowhere.md"), NONE);
    let one = index.similar("heron.md", 1).unwrap();
    assert!(one.len() == 1 && one[0].score > 0.3 && one[0].score <= 1.0);
}

#[test]
fn copies_of_one_text_are_not_told_twice() {
    let library = Library::with(&[
        ("heron.md", "How does a heron hunt?", HERON),
        ("copy.md", "How does a heron hunt?", HERON),
        ("again.md", "How do herons hunt at a river?", HERON_AGAIN),
        ("again-copy.md", "How do herons hunt at a river?", HERON_AGAIN),
        ("bread.md", "How is bread baked?", BREAD),
    ]);
    let index = library.indexed();
    assert_eq!(similar(&index, "heron.md"), ["again-copy.md"]);
}

fn twins(index: &Index, catalog: &Catalog) -> Vec<Vec<String>> {
    let path = |id: &_| catalog.get(*id).unwrap().path.to_owned();
    let groups = index.twins(catalog, || true).unwrap().unwrap();
    groups.iter().map(|group| group.iter().map(path).collect()).collect()
}

/// Articles of which some are twins.
fn twins_and_others() -> Library {
    let library = Library::with(&[
        ("birds/heron.md", "How does a heron hunt?", HERON),
        ("birds/kingfisher.md", "How does a kingfisher hunt?", KINGFISHER),
        ("rivers/heron.md", "How does a heron hunt?", HERON),
        ("rivers/hunting.md", "Describe how herons hunt.", HERON_AGAIN),
        ("kitchen/bread.md", "How is bread baked?", BREAD),
        ("kitchen/heron.md", "How does a heron hunt?", BREAD),
    ]);
    library.write("kitchen/secret.md", "question: How is bread baked?\nno_index: true", BREAD);
    for number in 0..20 {
        library.write(&format!("x/{number}.md"), "question: Note", &format!("Thing{number}."));
    }
    library
}

const HERONS: [&str; 3] = ["birds/heron.md", "rivers/heron.md", "rivers/hunting.md"];

#[test]
fn twins_ask_nearly_the_same_and_say_nearly_the_same() {
    let library = twins_and_others();
    let index = library.indexed();
    assert_eq!(index.twins(&library.catalog(), || false), Ok(None), "nobody waits any more");
    assert_eq!(twins(&index, &library.catalog()), [HERONS]);
}

#[test]
fn twins_do_not_depend_on_how_they_were_indexed() {
    let library = twins_and_others();
    let catalog = library.catalog();
    let index = Index::in_memory().unwrap();
    let all = index.compare(&catalog).unwrap().changed;
    for file in all.iter().rev() {
        for _ in 0..2 {
            let one = Difference { changed: vec![file.clone()], gone: vec![] };
            index.update(&library.source(), &one, |_| true).unwrap();
        }
    }
    assert_eq!(twins(&index, &catalog), [HERONS]);
}

#[test]
fn twins_are_kept_until_something_changes() {
    let library = twins_and_others();
    let index = library.indexed();
    let file = library.place.twins();
    assert_eq!(twins(&index, &library.catalog()), [HERONS]);
    let kept = fs::read(&file).unwrap();
    // What was kept is taken, not found again: nobody is asked whether to go on.
    assert!(index.twins(&library.catalog(), || false).unwrap().is_some());
    for harm in [&kept[..kept.len() - 8], &kept[..9], &[]] {
        fs::write(&file, harm).unwrap();
        assert_eq!(twins(&index, &library.catalog()), [HERONS]);
        assert_eq!(fs::read(&file).unwrap(), kept);
    }
    let mut other = kept.clone();
    other[20] ^= 1;
    fs::write(&file, other).unwrap();
    assert_eq!(twins(&index, &library.catalog()), [HERONS]);
    library.write("rivers/heron.md", "question: How does a heron hunt?", BREAD);
    assert_eq!(twins(&index, &library.catalog()), [["birds/heron.md", "rivers/hunting.md"]]);
    library.update(&index);
    let groups = twins(&index, &library.catalog());
    assert_eq!(groups[0], ["birds/heron.md", "rivers/hunting.md"]);
    assert_eq!(groups[1], ["kitchen/heron.md", "rivers/heron.md"]);
    assert_ne!(fs::read(&file).unwrap(), kept);
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
