//! Some articles that stand for a library, so that it is known again in another folder.
//!
//! Chosen by a hash of what identifies each, so that libraries that share most articles share most of
//! their samples, however they are ordered. Invariant: equal libraries have equal samples.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use twox_hash::XxHash3_64;

use crate::library::catalog::{Catalog, Entry};

/// Articles of a sample.
const SIZE: usize = 64;
/// With fewer it cannot be told that a library is another one: a folder of notes may change altogether.
const TELLING: usize = 8;
/// With fewer in common it cannot be told that a library is the same one, unless it has no others.
const SHARED: usize = 4;

/// Some articles of a library: a number for each and its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample(BTreeMap<i64, Vec<u8>>);

impl Sample {
    /// The sample of a library.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        let all = || catalog.ids().filter_map(|id| Some((id, catalog.get(id)?)));
        let mut urls = HashMap::new();
        for url in all().filter_map(|(_, entry)| entry.url) {
            urls.entry(url).and_modify(|is_own| *is_own = false).or_insert(true);
        }
        let mut lowest = BTreeMap::new();
        for (id, entry) in all() {
            let own = entry.url.filter(|url| urls.get(url) == Some(&true));
            lowest.insert(print(&entry, own), id);
            if lowest.len() > SIZE {
                lowest.pop_last();
            }
        }
        let file = |(print, id)| {
            let file = catalog.get(id)?.file();
            Some((print, file.as_os_str().as_bytes().to_vec()))
        };
        Self(lowest.into_iter().filter_map(file).collect())
    }

    /// Adds an article that was kept.
    pub(super) fn add(&mut self, print: i64, file: Vec<u8>) {
        self.0.insert(print, file);
    }

    /// Its articles: the number of each, and its file.
    pub(super) fn articles(&self) -> impl Iterator<Item = (i64, &[u8])> {
        self.0.iter().map(|(print, file)| (*print, file.as_slice()))
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many articles both have, if these are no mere few, unless neither has another one, and at
    /// least half of what a sample of both together has.
    pub(super) fn likeness(&self, other: &Self) -> Option<usize> {
        let both: BTreeMap<_, _> = self.0.iter().chain(&other.0).collect();
        let lowest = both.keys().take(SIZE);
        let of = lowest.len();
        let shared = lowest
            .filter(|print| self.0.contains_key(print) && other.0.contains_key(print))
            .count();
        let is_all = shared > 0 && shared == self.0.len() && shared == other.0.len();
        (is_all || (shared >= SHARED && shared * 2 >= of)).then_some(shared)
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

/// The number of an article: of its url if that is its `own` alone. A path by itself says little: every
/// other folder has a `README.md`.
fn print(entry: &Entry<'_>, own: Option<&str>) -> i64 {
    let print = match own {
        Some(url) => XxHash3_64::oneshot(url.as_bytes()),
        None => XxHash3_64::oneshot(format!("{}\0{}", entry.path, entry.question).as_bytes()),
    };
    print.cast_signed()
}
