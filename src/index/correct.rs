//! Typed words that the index does not know, put right.
//!
//! Asked only where nothing matches. A word that is known is left alone, however seldom it is.
//! Invariant: what comes out has as many words as what went in, in the same order.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use super::clauses::Clauses;
use super::wanted::{Wanted, Word};
use super::words;

/// A longer word is no slip of the finger, in characters.
const LONGEST: usize = 32;

impl Clauses<'_> {
    /// What was wanted with its unknown words replaced by known ones that are spelled nearly alike, and
    /// all its words as a text; `None` if nothing can be replaced.
    pub(super) fn corrected(&self, wanted: &Wanted) -> tantivy::Result<Option<(Wanted, String)>> {
        let mut corrected = wanted.clone();
        let mut is_changed = false;
        let mut stems = words::stemmer();
        for word in &mut corrected.words {
            if self.is_known(word)? {
                continue;
            }
            let mut exact = Vec::new();
            for part in &word.exact {
                let is_known = self.holds(self.fields.all.exact, part);
                let near = if is_known { None } else { self.nearest(part, word.is_prefix)? };
                is_changed |= near.is_some();
                exact.push(near.unwrap_or_else(|| part.clone()));
            }
            if exact != word.exact {
                word.typed = exact.join(" ");
                word.stem = exact.first().map_or_else(String::new, |w| words::stem(&mut stems, w));
                word.exact = exact;
            }
        }
        let typed: Vec<&str> = corrected.words.iter().map(|word| word.typed.as_str()).collect();
        let typed = typed.join(" ");
        Ok(is_changed.then_some((corrected, typed)))
    }

    fn is_known(&self, word: &Word) -> tantivy::Result<bool> {
        let all = self.fields.all;
        let is_whole = match &*word.exact {
            [_] => self.holds(all.stems, &word.stem),
            parts => parts.iter().all(|part| self.holds(all.exact, part)),
        };
        match &*word.exact {
            [only] if word.is_prefix && !is_whole => {
                Ok(!self.beginning(all.exact, only)?.is_empty())
            }
            _ => Ok(is_whole),
        }
    }

    /// The word of the index nearest to a typed one: with the fewest slips, then in the most articles.
    /// Of a word that may go on, also one that begins nearly alike.
    fn nearest(&self, word: &str, is_prefix: bool) -> tantivy::Result<Option<String>> {
        let term = Term::from_field_text(self.fields.all.exact, word);
        for slips in 1..=forgiven(word.chars().count()) {
            let whole = FuzzyTermQuery::new(term.clone(), slips, true);
            let begun = is_prefix.then(|| FuzzyTermQuery::new_prefix(term.clone(), slips, true));
            for query in [Some(whole), begun].into_iter().flatten() {
                let near = self.most_frequent(&query)?;
                if near.is_some() {
                    return Ok(near);
                }
            }
        }
        Ok(None)
    }

    fn most_frequent(&self, query: &FuzzyTermQuery) -> tantivy::Result<Option<String>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.all.exact)?;
            let mut words = index.terms().search(query.automaton()?).into_stream()?;
            while let Some((word, data)) = words.next() {
                if let Ok(word) = str::from_utf8(word) {
                    *found.entry(word.to_owned()).or_default() += u64::from(data.doc_freq);
                }
            }
        }
        let best = found.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        Ok(best.map(|(word, _)| word))
    }
}

/// How many slips are forgiven in a word of so many characters.
fn forgiven(length: usize) -> u8 {
    match length {
        0..3 => 0,
        3..8 => 1,
        8..=LONGEST => 2,
        _ => 0,
    }
}
