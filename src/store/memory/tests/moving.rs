//! Which library a folder is that was moved, copied, swapped or changed.

use std::cell::Cell;
use std::fs;

use tempfile::TempDir;

use super::{home, query, setting, visit};
use crate::library::catalog::{Catalog, Record};
use crate::library::source::Source;
use crate::memory::Remembered;
use crate::store::memory::*;

/// A library of so many articles in a folder, with its files.
pub(super) struct Shelf {
    folder: TempDir,
}

impl Shelf {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Writes articles, and says what they are together.
    pub(super) fn write(&self, name: &str, articles: std::ops::Range<usize>) -> (Source, Sample) {
        let root = self.folder.path().join(name);
        fs::create_dir_all(&root).unwrap();
        for number in articles.clone() {
            fs::write(root.join(format!("{number}.md")), "").unwrap();
        }
        (Source::Folder(root.into()), sample(articles))
    }

    pub(super) fn rename(&self, from: &str, to: &str) -> Source {
        let at = |name: &str| self.folder.path().join(name);
        fs::rename(at(from), at(to)).unwrap();
        Source::Folder(at(to).into())
    }
}

pub(in crate::store::memory) fn sample(articles: std::ops::Range<usize>) -> Sample {
    let mut catalog = Catalog::new();
    for number in articles {
        let (path, url) = (format!("{number}.md"), Some(format!("/learn/{number}")));
        catalog.push(Record { path, url, ..Record::default() }).unwrap();
    }
    Sample::of(&catalog)
}

#[test]
fn a_library_that_was_moved_is_known_again_also_if_it_has_grown() {
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let mut database = Database::open(&place).unwrap();
    let (source, articles) = shelf.write("old", 0..1000);
    let library = database.recognise(&source, &articles).unwrap();
    assert_eq!(database.recognise(&source, &articles), Ok(library));
    let source = shelf.rename("old", "new");
    assert_eq!(database.recognise(&source, &articles), Ok(library));
    // Of a folder that is back where it was nothing else is thought.
    let source = shelf.rename("new", "old");
    let (_, grown) = shelf.write("old", 0..1400);
    assert_eq!(database.recognise(&source, &grown), Ok(library));
}

#[test]
fn a_copy_and_a_part_of_a_library_are_libraries_of_their_own() {
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let mut database = Database::open(&place).unwrap();
    let (source, articles) = shelf.write("one", 0..1000);
    let library = database.recognise(&source, &articles).unwrap();
    let (copy, _) = shelf.write("copy", 0..1000);
    assert_ne!(database.recognise(&copy, &articles), Ok(library));
    let (part, few) = shelf.write("part", 0..100);
    shelf.rename("one", "away");
    assert_ne!(database.recognise(&part, &few), Ok(library));
}

#[test]
fn two_libraries_that_change_places_keep_what_is_theirs() {
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let mut database = Database::open(&place).unwrap();
    let (first, some) = shelf.write("first", 0..50);
    let (second, others) = shelf.write("second", 50..90);
    let one = database.recognise(&first, &some).unwrap();
    let other = database.recognise(&second, &others).unwrap();
    shelf.rename("first", "aside");
    shelf.rename("second", "first");
    shelf.rename("aside", "second");
    assert_eq!(database.recognise(&first, &others), Ok(other));
    assert_eq!(database.recognise(&second, &some), Ok(one));
}

#[test]
fn a_folder_whose_articles_change_stays_the_library_that_it_is() {
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let mut database = Database::open(&place).unwrap();
    let (source, _) = shelf.write("notes", 0..5);
    let library = database.recognise(&source, &Sample::default()).unwrap();
    for articles in [0..5, 100..103, 0..0, 3..40, 20..90] {
        assert_eq!(database.recognise(&source, &sample(articles)), Ok(library));
    }
}

#[test]
fn notes_without_urls_are_told_apart_by_what_they_are_about() {
    let readme = |question: &str| {
        let mut catalog = Catalog::new();
        let (path, question) = ("README.md".to_owned(), question.to_owned());
        catalog.push(Record { path, question, ..Record::default() }).unwrap();
        Sample::of(&catalog)
    };
    assert!(readme("Bread").likeness(&readme("Bread")).is_some());
    assert!(readme("Bread").likeness(&readme("Stars")).is_none());
}

#[test]
fn who_leaves_a_moved_library_before_it_is_loaded_loses_neither_its_memory_nor_the_visit() {
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let mut database = Database::open(&place).unwrap();
    let (source, articles) = shelf.write("old", 0..50);
    let library = database.recognise(&source, &articles).unwrap();
    let first = [query("one"), query("two"), visit("a"), setting("order", "date")];
    database.keep(library, &first).unwrap();
    let source = shelf.rename("old", "new");
    let mut database = Database::open(&place).unwrap();
    let unknown = database.recognise(&source, &Sample::default()).unwrap();
    database.keep(unknown, &[visit("b"), query("one")]).unwrap();
    let mut database = Database::open(&place).unwrap();
    assert_eq!(database.recognise(&source, &articles), Ok(library));
    let Remembered { queries, settings, visits, .. } = database.recall(library, 9).unwrap();
    assert_eq!(queries, ["two", "one"]);
    assert_eq!(settings.get("order").map(String::as_str), Some("date"));
    let visits: Vec<_> = visits.iter().map(|it| (it.session, &*it.visit.article)).collect();
    assert_eq!(visits, [(1, "a"), (2, "b")]);
}

#[test]
fn while_files_of_other_libraries_are_looked_at_others_can_write() {
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let mut database = Database::open(&place).unwrap();
    let (source, articles) = shelf.write("old", 0..50);
    let library = database.recognise(&source, &articles).unwrap();
    let source = shelf.rename("old", "new");
    let other = Connection::open(place.file()).unwrap();
    other.busy_timeout(Duration::ZERO).unwrap();
    let looks = Cell::new(0);
    let found = database.recognise_by(&source, &articles, |sample, root| {
        looks.set(looks.get() + 1);
        let write = "BEGIN IMMEDIATE; UPDATE library SET root = root; COMMIT";
        other.execute_batch(write).expect("it is not locked");
        sample.lies_in(root)
    });
    assert_eq!((found, looks.get()), (Ok(library), 1));
}

#[test]
fn a_library_that_another_recto_finds_meanwhile_is_looked_for_again() {
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let mut database = Database::open(&place).unwrap();
    let (source, articles) = shelf.write("old", 0..50);
    let library = database.recognise(&source, &articles).unwrap();
    shelf.rename("old", "new");
    let [one, other] = ["new", "copy"].map(|name| shelf.write(name, 0..50).0);
    // Of two copies of what is gone the first one that is seen is it.
    let found = database.recognise_by(&other, &articles, |sample, root| {
        Database::open(&place).unwrap().recognise(&one, &articles).unwrap();
        sample.lies_in(root)
    });
    assert!(found.is_ok_and(|found| found != library));
    assert_eq!(database.recognise(&one, &articles), Ok(library));
}

#[test]
fn strangers_whose_articles_share_a_url_do_not_take_a_memory_over() {
    let (shelf, (_folder, place)) = (Shelf::new(), home());
    let notes = |about: &str| {
        let mut catalog = Catalog::new();
        for number in 0..20 {
            let (path, url) = (format!("{about}-{number}.md"), Some("/".to_owned()));
            catalog.push(Record { path, url, ..Record::default() }).unwrap();
        }
        Sample::of(&catalog)
    };
    let (bread, stars) = (notes("bread"), notes("stars"));
    let mut database = Database::open(&place).unwrap();
    let (first, _) = shelf.write("bread", 0..0);
    let (second, _) = shelf.write("stars", 0..0);
    let library = database.recognise(&first, &bread).unwrap();
    assert_ne!(database.recognise(&second, &stars), Ok(library));
}

#[test]
fn a_few_articles_that_others_have_too_make_no_library_of_theirs() {
    assert!(sample(0..3).likeness(&sample(0..3)).is_some());
    assert!(sample(0..3).likeness(&sample(0..5)).is_none());
    assert!(sample(0..4).likeness(&sample(0..5)).is_some());
}
