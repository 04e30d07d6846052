//! A memory as it is after years of reading, and how long it takes until an article is open again.
//!
//! Invariant: what is kept is of the articles of the library that is measured.

use std::path::Path;
use std::time::Duration;

use recto::library::catalog::Catalog;
use recto::library::source::Source;
use recto::memory::{Highlight, Kept, Memory, Named, Quote, ShelfChange};
use recto::store::memory::{Database, Place, Sample};

use super::reader::Reader;

/// Articles that were read, each for a minute; every tenth is starred, every thirtieth has a note.
const READ: usize = 3000;

/// What a reader of some library did.
pub struct Past {
    sample: Sample,
    kept: Vec<Kept>,
}

impl Past {
    /// The past of a reader of this library.
    pub fn new(catalog: &Catalog) -> Self {
        let step = (catalog.len() / READ).max(1);
        let ids = catalog.ids().step_by(step).take(READ);
        let articles: Vec<_> = ids
            .filter_map(|id| {
                let entry = catalog.get(id)?;
                let [article, question] = [entry.key(), entry.question].map(str::to_owned);
                Some(Named { article, question, subject: catalog.subject_label(id).to_owned() })
            })
            .collect();
        let kept = (0..).zip(&articles).flat_map(|(number, article)| {
            let time = 1_700_000_000 + 3600 * number;
            let mut all = vec![
                Memory::Visit(article.clone()),
                Memory::Spent(article.clone(), 60),
                Memory::Read(article.clone(), true),
            ];
            if number % 10 == 0 {
                let shelf = format!("shelf {}", number % 70);
                all.push(Memory::Star(article.clone(), true));
                all.push(Memory::Shelf(ShelfChange::Put(shelf, article.clone())));
            }
            if number % 30 == 0 {
                all.push(Memory::Highlight(Box::new(Highlight {
                    uid: number.to_string(),
                    article: article.clone(),
                    quote: Quote { exact: "some words of it".to_owned(), ..Quote::default() },
                    note: "to be read again\n".repeat(5),
                    made: time,
                    changed: time,
                })));
            }
            all.into_iter().map(move |memory| Kept { time, memory })
        });
        Self { sample: Sample::of(catalog), kept: kept.collect() }
    }

    /// Keeps it in the memory of a home.
    pub fn keep(&self, home: &Path, source: &Source) {
        let place = Place::within(&home.join("recto"));
        let mut database = Database::open(&place).expect("a memory");
        let library = database.recognise(source, &self.sample).expect("a library");
        database.keep(library, &self.kept).expect("room for a memory");
    }
}

/// Leaves an article open; how long it takes from the next start until it is open again.
pub fn take_up(folder: &Path, home: &Path) -> Duration {
    let is_open = |screen: &vt100::Screen| screen.contents().contains("zoom");
    let mut reader = Reader::start(folder, home);
    reader.wait("a folder compared", |screen| screen.contents().contains("✓ up to date"));
    reader.frame_after("<enter>", "an open article", is_open);
    reader.quit();
    let mut reader = Reader::go_on(folder, home);
    let time = reader.frame_since_start("the article that was left", is_open);
    reader.quit();
    time
}
