//! Libraries of any size in the shape of a real one, made from word lists and a seed.
//!
//! Not a model of any language: only lengths, shares and links are like those of real articles.
//! Invariant: seed, count and number decide every byte of an article, on every machine.

#![allow(dead_code, reason = "each crate that includes this uses its part")]
#![allow(unused_imports, reason = "a bench without a harness loses its tests, not what they use")]

mod answer;
mod card;
mod dice;
mod file;
mod phrases;
mod question;
mod special;
mod subjects;
mod words;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use file::Source;
use words::Words;

/// Articles that a thread writes before it asks for more: about two families.
const PORTION: u64 = 48;

/// A library that can be written.
pub struct Library {
    source: Source,
}

/// What was written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files.
    pub articles: u64,
    /// Bytes in all of them.
    pub bytes: u64,
}

impl Library {
    /// A library of `count` articles.
    pub fn new(count: u64, seed: u64) -> Self {
        Self { source: Source { count, seed, words: Words::new() } }
    }

    /// The questions, in the order of their numbers.
    pub fn questions(&self) -> impl Iterator<Item = String> {
        (0..self.source.count).map(|number| self.source.card(number).question)
    }

    /// The path of an article within the library, with `/`, and the text of its file.
    pub fn article(&self, number: u64) -> (String, String) {
        let mut text = String::new();
        let card = self.source.file(number, &mut text);
        (format!("{}/questions/{}.md", card.subject.slug, card.slug), text)
    }

    /// Writes every article below `folder`, which must be empty or not exist.
    ///
    /// # Errors
    ///
    /// When something stands in the folder, or a file cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<Written> {
        fs::create_dir_all(folder)?;
        if fs::read_dir(folder)?.next().is_some() {
            let reason = format!("{} is not empty; name a new folder", folder.display());
            return Err(io::Error::new(ErrorKind::DirectoryNotEmpty, reason));
        }
        let next = AtomicU64::new(0);
        let threads = thread::available_parallelism().map_or(2, usize::from).min(8);
        thread::scope(|scope| {
            let started: Vec<_> =
                (0..threads).map(|_| scope.spawn(|| self.write_portions(folder, &next))).collect();
            started.into_iter().try_fold(Written::default(), |sum, thread| {
                let part = thread.join().map_err(|_| io::Error::other("a writer failed"))??;
                Ok(Written {
                    articles: sum.articles + part.articles,
                    bytes: sum.bytes + part.bytes,
                })
            })
        })
    }

    /// Writes what no other thread has taken yet.
    fn write_portions(&self, folder: &Path, next: &AtomicU64) -> io::Result<Written> {
        let mut written = Written::default();
        let mut text = String::new();
        loop {
            let start = next.fetch_add(PORTION, Ordering::Relaxed);
            if start >= self.source.count {
                return Ok(written);
            }
            for number in start..self.source.count.min(start + PORTION) {
                text.clear();
                let card = self.source.file(number, &mut text);
                let path = folder.join(card.subject.slug).join("questions");
                let path = path.join(format!("{}.md", card.slug));
                create(&path)?.write_all(text.as_bytes())?;
                written.articles += 1;
                written.bytes += text.len() as u64;
            }
        }
    }
}

/// A new file, and its folder where it is the first in it. What exists is never written over.
fn create(path: &PathBuf) -> io::Result<File> {
    match (File::create_new(path), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            File::create_new(path)
        }
        (outcome, _) => outcome,
    }
}
