//! One search: what matches, the best of it, and a snippet of each.
//!
//! It runs on the thread that asks and is over in a few milliseconds. Invariant: every text that
//! comes out has passed the gate.

use tantivy::collector::{Count, TopDocs};
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::clauses::{Clauses, Quick, Search};
use super::query::Query;
use super::snippet::{Marker, Snippet};
use super::wanted::Wanted;
use super::{Failure, Index, caught};

/// One article that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The file relative to the library's folder, as it is shown.
    pub path: String,
    /// What identifies the article among others, if anything does.
    pub url: Option<String>,
    /// How well it matches; to be compared within one search only.
    pub score: f32,
    /// Where in its answer.
    pub snippet: Snippet,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// Articles that match.
    pub total: usize,
    /// The best of them, the best first.
    pub hits: Vec<Hit>,
    /// The words that were looked for instead, because nothing matches what was typed.
    pub corrected: Option<String>,
    /// Whether these hold only some of the words, because nothing holds all of them.
    pub partly: bool,
}

/// What one search found, before it is unpacked.
struct Found {
    total: usize,
    best: Vec<(f32, DocAddress)>,
}

impl Index {
    /// Finds the articles that match a query.
    ///
    /// # Errors
    /// If the index cannot be read: then it is damaged.
    pub fn search(&self, query: &Query) -> Result<Hits, Failure> {
        caught(|| {
            let searcher = self.reader.searcher();
            let clauses = Clauses { searcher: &searcher, fields: &self.fields };
            let mut wanted = Wanted::new(query);
            let mut found = find(&searcher, clauses.search(&wanted)?, query.limit)?;
            let (mut corrected, mut partly) = (None, false);
            if found.total == 0
                && let Some((better, typed)) = clauses.corrected(&wanted)?
            {
                wanted = better;
                found = find(&searcher, clauses.search(&wanted)?, query.limit)?;
                corrected = Some(typed);
            }
            if found.total == 0 {
                for search in clauses.partly(&wanted)? {
                    found = find(&searcher, search?, query.limit)?;
                    if found.total > 0 {
                        partly = true;
                        break;
                    }
                }
            }
            corrected = corrected.filter(|_| found.total > 0);
            let hits = self.unpack(&searcher, &wanted, &found)?;
            Ok(Hits { total: found.total, hits, corrected, partly })
        })
    }

    fn unpack(
        &self,
        searcher: &Searcher,
        wanted: &Wanted,
        found: &Found,
    ) -> tantivy::Result<Vec<Hit>> {
        let mut marker = Marker::new(wanted);
        let hit = |(score, at): &(f32, DocAddress)| {
            let document: TantivyDocument = searcher.doc(*at)?;
            let text = |field| document.get_first(field).and_then(|value| value.as_str());
            Ok(Hit {
                path: text(self.fields.path).unwrap_or_default().to_owned(),
                url: text(self.fields.url).map(str::to_owned),
                score: *score,
                snippet: marker.snippet(text(self.fields.answer).unwrap_or_default()),
            })
        };
        found.best.iter().map(hit).collect()
    }
}

fn find(searcher: &Searcher, search: Search, limit: usize) -> tantivy::Result<Found> {
    // Room is made for as many as are asked for.
    let limit = limit.min(usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX));
    let best = || TopDocs::with_limit(limit.max(1)).order_by_score();
    let Search { ranked, quick } = search;
    let (mut best, total) = match quick {
        None => searcher.search(&ranked, &(best(), Count))?,
        Some(Quick { counted, best: quick }) => {
            let total = searcher.search(&counted, &Count)?;
            let mut found = searcher.search(&quick, &best())?;
            if found.len() < limit.min(total) {
                found = searcher.search(&ranked, &best())?;
            }
            (found, total)
        }
    };
    best.truncate(limit);
    Ok(Found { total, best })
}
