//! What an index lacks of a library, by the stamps that are kept with every document.
//!
//! No file is read and no stored document unpacked, but for articles that are gone. Invariant: once
//! what is told here has been indexed, the same catalog differs in nothing but what may still change.

use std::collections::HashMap;
use std::path::PathBuf;

use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::schema::{KEY, MARK, SIZE};
use super::{Failure, Index, caught};
use crate::library::catalog::{Catalog, Stamp, path_key};

/// What has to be done to an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Files to be read, relative to the library's folder: those that are missing, and those that
    /// were indexed in another state.
    pub changed: Vec<PathBuf>,
    /// Paths of articles to be dropped, as they are shown.
    pub gone: Vec<String>,
}

impl Difference {
    /// Whether the index is as the library is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty()
    }
}

/// One document of the index, and whether the library has it.
pub(super) struct Known {
    pub(super) stamp: Stamp,
    pub(super) at: DocAddress,
    is_there: bool,
}

impl Index {
    /// Compares the index with the catalog of its library.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn compare(&self, catalog: &Catalog) -> Result<Difference, Failure> {
        caught(|| {
            let searcher = self.reader.searcher();
            let mut known = Self::known(&searcher)?;
            let mut difference = Difference::default();
            for article in catalog.ids().filter_map(|id| catalog.get(id)) {
                match known.get_mut(&path_key(article.path)) {
                    Some(known) if article.stamp.is_same(known.stamp) => known.is_there = true,
                    known => {
                        if let Some(known) = known {
                            known.is_there = true;
                        }
                        difference.changed.push(article.file());
                    }
                }
            }
            for known in known.values().filter(|known| !known.is_there) {
                let document: TantivyDocument = searcher.doc(known.at)?;
                let path = document.get_first(self.fields.path);
                difference.gone.extend(path.and_then(|path| path.as_str()).map(str::to_owned));
            }
            difference.gone.sort_unstable();
            Ok(difference)
        })
    }

    /// All documents, by the hash of their path.
    pub(super) fn known(searcher: &Searcher) -> tantivy::Result<HashMap<u64, Known>> {
        let mut known = HashMap::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let segment = u32::try_from(segment).unwrap_or(u32::MAX);
            let fields = reader.fast_fields();
            let (keys, sizes) = (fields.u64(KEY)?, fields.u64(SIZE)?);
            let marks = fields.u64(MARK)?;
            for doc in reader.doc_ids_alive() {
                let stamp = Stamp {
                    size: sizes.first(doc).unwrap_or(0),
                    mark: marks.first(doc).unwrap_or(0),
                };
                let at = DocAddress::new(segment, doc);
                known.insert(keys.first(doc).unwrap_or(0), Known { stamp, at, is_there: false });
            }
        }
        Ok(known)
    }
}
