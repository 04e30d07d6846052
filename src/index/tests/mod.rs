//! The index on an invented library in a folder that goes away.

mod keeping;
mod likeness;
mod searching;

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
    let paths = |paths: &[&str]| Property::Paths(paths.iter().map(|it| (*it).to_owned()).collect());
    assert_eq!(members(&[(paths(&["c.md", "b.md", "no.md"]), false)]), ["b.md", "c.md"]);
    assert_eq!(members(&[(paths(&["c.md"]), true), (tag("light"), false)]), ["a.md", "b.md"]);
    assert_eq!(members(&[(paths(&[]), false)]), NONE);
    // What changed is another matter as soon as it is indexed.
    library.write("c.md", "question: C?\ntags: [light]", "No code.");
    library.update(&index);
    assert_eq!(index.members(&[]).unwrap().len(), 3);
    let keys = index.members(&[Restriction { property: tag("light"), negated: false }]).unwrap();
    assert_eq!(keys.len(), 3);
}
