//! Some articles that stand for a library, so that it is known again in another folder.
//!
//! Chosen by a hash of what identifies each, so that libraries that share most articles share most of
//! their samples, however they are ordered. Invariant: equal libraries have equal samples.

use std::collections::{BTreeMap, BinaryHeap};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use twox_hash::XxHash3_64;

use crate::library::catalog::{Catalog, Entry};

/// Articles of a sample.
const SIZE: usize = 64;
/// With fewer it cannot be told that a library is another one: a folder of notes may change altogether.
const TELLING: usize = 8;

/// Some articles of a library: a number for each and its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample(BTreeMap<i64, Vec<u8>>);

impl Sample {
    /// The sample of a library.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        let mut lowest = BinaryHeap::with_capacity(SIZE + 1);
        for id in catalog.ids() {
            let Some(entry) = catalog.get(id) else { continue };
            lowest.push((print(&entry), id));
            if lowest.len() > SIZE {
                lowest.pop();
            }
        }
        let file = |(print, id)| {
            let file = catalog.get(id)?.file();
            Some((print, file.as_os_str().as_bytes().to_vec()))
        };
        Self(lowest.into_iter().filter_map(file).collect())
    }

    /// A sample that was kept.
    pub(super) fn kept(articles: impl IntoIterator<Item = (i64, Vec<u8>)>) -> Self {
        Self(articles.into_iter().collect())
    }

    /// Its articles: the number of each, and its file.
    pub(super) fn articles(&self) -> impl Iterator<Item = (i64, &[u8])> {
        self.0.iter().map(|(print, file)| (*print, file.as_slice()))
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many articles both have, if that is at least half of what a sample of both together has.
    pub(super) fn likeness(&self, other: &Self) -> Option<usize> {
        let both: BTreeMap<_, _> = self.0.iter().chain(&other.0).collect();
        let lowest = both.keys().take(SIZE);
        let of = lowest.len();
        let shared = lowest
            .filter(|print| self.0.contains_key(print) && other.0.contains_key(print))
            .count();
        (shared > 0 && shared * 2 >= of).then_some(shared)
    }

    /// Whether it is certainly of another library.
    pub(super) fn is_of_another(&self, other: &Self) -> bool {
        let is_telling = self.0.len() >= TELLING && other.0.len() >= TELLING;
        is_telling && !self.0.keys().any(|print| other.0.contains_key(print))
    }

    /// Whether at least half of its files are in a folder.
    pub(super) fn lies_in(&self, root: &Path) -> bool {
        let is_there = |file: &&Vec<u8>| root.join(OsStr::from_bytes(file)).is_file();
        self.0.values().filter(is_there).count() * 2 >= self.0.len()
    }
}

/// The number of an article. A path alone says little: every other folder has a `README.md`.
fn print(entry: &Entry<'_>) -> i64 {
    let print = match entry.url {
        Some(url) => XxHash3_64::oneshot(url.as_bytes()),
        None => XxHash3_64::oneshot(format!("{}\0{}", entry.path, entry.question).as_bytes()),
    };
    print.cast_signed()
}
