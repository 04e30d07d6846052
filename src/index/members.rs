//! The articles that meet conditions: all of them, by the keys of their paths, unranked.
//!
//! No stored document is unpacked and no path read: a key is a column of numbers. Invariant: the keys
//! are in order, each once, so at most eight bytes for an article of the library.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::clauses::Clauses;
use super::query::{Query, Restriction};
use super::schema::KEY;
use super::wanted::Wanted;
use super::{Failure, Index, caught};

impl Index {
    /// The keys of the paths of all articles, unlisted ones included, that meet every restriction.
    ///
    /// # Errors
    /// If the index cannot be read: then it is damaged.
    pub fn members(&self, only: &[Restriction]) -> Result<Vec<u64>, Failure> {
        let query = Query { only: only.to_vec(), unlisted: true, ..Query::default() };
        caught(|| {
            let searcher = self.reader.searcher();
            let clauses = Clauses { searcher: &searcher, fields: &self.fields };
            let search = clauses.search(&Wanted::new(&query))?;
            searcher.search(&search.ranked, &Keys)
        })
    }
}

/// Collects keys.
struct Keys;

/// Those of one segment.
struct SegmentKeys {
    column: Column<u64>,
    found: Vec<u64>,
}

impl Collector for Keys {
    type Fruit = Vec<u64>;
    type Child = SegmentKeys;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentKeys> {
        Ok(SegmentKeys { column: segment.fast_fields().u64(KEY)?, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<u64>>) -> tantivy::Result<Vec<u64>> {
        let mut keys = segments.concat();
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }
}

impl SegmentCollector for SegmentKeys {
    type Fruit = Vec<u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.found.extend(self.column.first(doc));
    }

    fn harvest(self) -> Vec<u64> {
        self.found
    }
}
