//! Generated libraries are what they are said to be: readable without a problem, always the same, and
//! in the shape that was measured on a real library.
//!
//! The generator is that of `examples/generate`, whose own tests run here too.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

#[path = "../examples/generate/made/mod.rs"]
mod made;

use std::path::Path;

use made::Library;
use recto::article::Detail;
use recto::library::catalog::Catalog;
use recto::library::reference::Reference;
use recto::library::scan::{Event, scan};
use recto::library::source::Source;

/// The catalog of a folder, after a scan that met no problem, and all references in it.
fn catalog(folder: &Path) -> (Catalog, Vec<Reference>) {
    let (mut catalog, mut references) = (Catalog::new(), Vec::new());
    scan(&Source::folder(folder).unwrap(), 2, Detail::Whole, |event| {
        if let Event::Batch(batch) = event {
            assert_eq!(batch.problems, []);
            for record in batch.records {
                references.extend_from_slice(&record.related);
                catalog.push(record).unwrap();
            }
        }
        true
    });
    catalog.link();
    (catalog, references)
}

#[test]
fn a_generated_library_is_read_without_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let written = Library::new(300, 1).write(folder.path()).unwrap();
    let (catalog, _) = catalog(folder.path());
    assert_eq!((written.articles, catalog.len()), (300, 300));
    assert!(catalog.unlisted() <= 4);
    assert!((10..=40).contains(&catalog.subjects().len()));
    let twins = catalog.ids().filter(|id| catalog.has_twin(*id)).count();
    assert!((20..80).contains(&twins), "{twins}");
}

#[test]
fn related_articles_are_in_the_library_but_for_a_few() {
    let folder = tempfile::tempdir().unwrap();
    Library::new(1200, 2).write(folder.path()).unwrap();
    let (catalog, all) = catalog(folder.path());
    let lost = all.iter().filter(|reference| catalog.resolve(reference).is_none()).count();
    assert!((3000..4000).contains(&all.len()), "{}", all.len());
    assert!((1..25).contains(&lost), "{lost}");
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    assert!(Library::new(5, 1).write(folder.path()).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let sum = |seed| {
        let library = Library::new(200, seed);
        // FNV-1a over the paths and the texts.
        let all = (0..200).map(|number| library.article(number));
        all.flat_map(|(path, text)| [path, text]).fold(0xCBF2_9CE4_8422_2325_u64, |sum, text| {
            text.bytes()
                .fold(sum, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
        })
    };
    assert_eq!(sum(1), 14_965_381_645_057_418_913);
    assert_ne!(sum(1), sum(2));
}

/// How many of a thousand texts hold something.
fn share(texts: &[String], holds: impl Fn(&str) -> bool) -> usize {
    texts.iter().filter(|text| holds(text)).count() * 1000 / texts.len()
}

#[test]
fn lengths_and_shares_are_about_those_of_a_real_library() {
    let library = Library::new(6000, 3);
    let texts: Vec<String> = (0..6000).map(|number| library.article(number).1).collect();
    let held = |needle: &str| share(&texts, |text| text.contains(needle));
    let related = |count: usize| {
        let of = |text: &str| text.matches("\nrelated_article").count() == count;
        share(&texts, of)
    };
    let shares = [
        ("no score", 1000 - held("\nscore: "), 200..260),
        ("no related article", related(0), 250..290),
        ("five related articles", related(5), 330..380),
        ("a dollar", held("$"), 90..160),
        ("a display", held(r"\n$$\n").max(held(r"\n   $$\n")), 30..110),
        ("mathematics in brackets", held(r"\( "), 20..50),
        ("a list with bold leads", held(r"\n1. **"), 740..860),
        ("a heading", held(r"\n### "), 220..300),
        ("code", held("```"), 5..20),
        ("unlisted", held("\nno_index: True"), 1..5),
        ("a break", held(r"\n"), 985..1000),
    ];
    for (what, share, expected) in shares {
        assert!(expected.contains(&share), "{what}: {share} of 1000");
    }
}

#[test]
fn files_and_questions_are_about_as_long_as_real_ones() {
    let library = Library::new(6000, 3);
    let middle = |mut lengths: Vec<usize>| {
        lengths.sort_unstable();
        lengths.get(lengths.len() / 2).copied().unwrap_or(0)
    };
    let questions: Vec<usize> = library.questions().map(|question| question.len()).collect();
    let long = questions.iter().filter(|length| **length > 120).count();
    assert!((60..150).contains(&long), "{long}");
    assert!((70..79).contains(&middle(questions)));
    let files = (0..6000).map(|number| library.article(number).1.len()).collect();
    assert!((4100..4700).contains(&middle(files)));
}
