//! The full-text index of a library: finds articles by the words of their answers.
//!
//! Built with tantivy in a folder of the cache. Not the filter, which needs no file, and not the
//! query language: it is asked with a [`Query`] as data. Invariant: the index holds nothing that the
//! library does not; it may be deleted at any time, and what is damaged is set aside and made anew.

mod clauses;
mod compare;
mod correct;
mod members;
mod partly;
mod place;
mod query;
mod schema;
mod search;
mod similar;
mod snippet;
#[cfg(test)]
mod tests;
mod twins;
mod update;
mod vector;
mod wanted;
mod words;

use std::io;

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexReader, IndexSettings, ReloadPolicy, TantivyError};

pub use compare::Difference;
pub use place::Place;
pub use query::{HITS, Property, Query, Restriction};
pub use search::{Hit, Hits};
pub use similar::Similar;
pub use snippet::Snippet;
pub use update::{Progress, Update};

use crate::isolate;
use place::Held;
use schema::Fields;

/// Blocks of stored answers that a reader keeps unpacked.
const UNPACKED: usize = 32;

/// The index of one library, open for searching.
pub struct Index {
    place: Option<Place>,
    fields: Fields,
    tantivy: tantivy::Index,
    reader: IndexReader,
}

/// Why the index did not do what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Another Recto is writing to it. Searching is possible once that one has committed.
    #[error("another Recto is writing the index of this library")]
    Busy,
    /// Its files are not what was written. [`Place::discard`] and open it again.
    #[error("the index of this library is damaged: {0}")]
    Damaged(String),
    /// The system refused something: the disk is full, the folder is not ours.
    #[error("the index of this library cannot be used: {0}")]
    Unusable(String),
}

impl Index {
    /// Opens the index at a place, or makes an empty one. What is damaged there is set aside.
    ///
    /// # Errors
    /// If it is not there yet and another Recto is making it, or if the system refuses.
    pub fn open(place: &Place) -> Result<Self, Failure> {
        place.make()?;
        if let Ok(Some(index)) = Self::opened(place) {
            return Ok(index);
        }
        let held = place.hold()?.ok_or(Failure::Busy)?;
        // Whoever held the lock before may have made it.
        match Self::opened(place) {
            Ok(Some(index)) => return Ok(index),
            Ok(None) => {}
            Err(_) => {
                place.set_aside(&held)?;
                place.make()?;
            }
        }
        let index = Self::made(place, &held);
        place.tidy();
        index
    }

    /// An index that lies in memory and ends with it, for a library that is small.
    ///
    /// # Errors
    /// None that a reader could do anything about.
    pub fn in_memory() -> Result<Self, Failure> {
        let fields = Fields::new();
        let index = tantivy::Index::create_in_ram(fields.schema.clone());
        Ok(Self::reading(None, fields, index)?)
    }

    /// The index that is there, if any is.
    fn opened(place: &Place) -> Result<Option<Self>, Failure> {
        let folder = place.index();
        if std::fs::read_dir(&folder)?.next().is_none() {
            return Ok(None);
        }
        let open = || -> tantivy::Result<(Self, bool)> {
            let index = tantivy::Index::open_in_dir(&folder)?;
            let is_whole = place.is_verified() || index.validate_checksum()?.is_empty();
            let fields = Fields::new();
            let is_ours = index.schema() == fields.schema;
            Ok((Self::reading(Some(place.clone()), fields, index)?, is_whole && is_ours))
        };
        match caught(open)? {
            (index, true) => {
                place.note_verified();
                Ok(Some(index))
            }
            _ => Err(Failure::Damaged("its checksums do not fit".to_owned())),
        }
    }

    /// A new and empty index.
    fn made(place: &Place, _held: &Held) -> Result<Self, Failure> {
        let fields = Fields::new();
        caught(|| {
            let folder = MmapDirectory::open(place.index())?;
            let index = tantivy::Index::create(folder, fields.schema.clone(), settings())?;
            Self::reading(Some(place.clone()), fields, index)
        })
    }

    fn reading(
        place: Option<Place>,
        fields: Fields,
        index: tantivy::Index,
    ) -> tantivy::Result<Self> {
        index.tokenizers().register(words::EXACT, TextAnalyzer::from(words::Words::default()));
        index.tokenizers().register(words::STEMMED, words::stemmer());
        // Without a policy of its own nothing looks at the folder again: no thread wakes.
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(UNPACKED)
            .try_into()?;
        Ok(Self { place, fields, tantivy: index, reader })
    }

    /// Articles that are found at present.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether none are.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sees what has been written since, by this program or another one.
    ///
    /// # Errors
    /// If what was written cannot be read.
    pub fn reload(&self) -> Result<(), Failure> {
        caught(|| self.reader.reload())
    }
}

impl Place {
    /// Sets the index aside; the next [`Index::open`] makes an empty one. Whoever has it open can
    /// search on in what they have.
    ///
    /// # Errors
    /// If another is writing to it, or the system refuses.
    pub fn discard(&self) -> Result<(), Failure> {
        let held = self.hold()?.ok_or(Failure::Busy)?;
        Ok(self.set_aside(&held)?)
    }
}

fn settings() -> IndexSettings {
    IndexSettings::default()
}

/// Runs tantivy, which may panic on files that are not what it wrote.
fn caught<T>(work: impl FnOnce() -> tantivy::Result<T>) -> Result<T, Failure> {
    match isolate::catch(work) {
        Ok(done) => Ok(done?),
        Err(said) => Err(Failure::Damaged(said)),
    }
}

impl From<TantivyError> for Failure {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            TantivyError::OpenWriteError(OpenWriteError::FileAlreadyExists(_)) => {
                Self::Damaged(error.to_string())
            }
            TantivyError::LockFailure(..)
            | TantivyError::IoError(_)
            | TantivyError::OpenWriteError(_) => Self::Unusable(error.to_string()),
            TantivyError::OpenReadError(OpenReadError::IoError { .. }) => {
                Self::Unusable(error.to_string())
            }
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Unusable(error.to_string())
    }
}
