//! A text as a vector of its words, each weighed by how telling it is: tf·idf.
//!
//! A word is its stem, and its weight grows with how often it stands in the text and how few articles
//! hold it. Invariant: a vector has length one or no words, and follows from its text and the set of
//! articles alone, in whatever order and segments they were indexed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::{TextAnalyzer, TokenStream};
use tantivy::{Searcher, Term};
use twox_hash::XxHash3_64;

use super::words;

/// Words whose rarity is kept, so that it need not be looked up again.
const KEPT: usize = 1 << 17;

/// One word of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weighed {
    /// Its stem.
    pub(super) stem: String,
    pub(super) weight: f32,
}

/// A text as numbers that can be compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Vector {
    /// Hashes of stems, sorted, each with its weight.
    words: Vec<(u64, f32)>,
}

impl Vector {
    pub(super) fn new(text: &[Weighed]) -> Self {
        let mut words: Vec<_> = text
            .iter()
            .map(|word| (XxHash3_64::oneshot(word.stem.as_bytes()), word.weight))
            .collect();
        words.sort_unstable_by_key(|(hash, _)| *hash);
        let length = words.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            for (_, weight) in &mut words {
                *weight /= length;
            }
        }
        Self { words }
    }

    /// How much two texts are about the same, from 0 to 1: the cosine of the angle between them.
    pub(super) fn cosine(&self, other: &Self) -> f32 {
        let mut others = other.words.iter().peekable();
        let mut sum = 0.0;
        for (hash, weight) in &self.words {
            while others.next_if(|(other, _)| other < hash).is_some() {}
            if let Some((_, same)) = others.next_if(|(other, _)| other == hash) {
                sum += weight * same;
            }
        }
        sum
    }
}

/// Weighs the words of texts by the articles of an index as it is now.
pub(super) struct Weigher<'a> {
    searcher: &'a Searcher,
    /// Where the stems of all articles stand.
    stems: Field,
    analyzer: TextAnalyzer,
    articles: f32,
    rarities: HashMap<String, f32>,
}

impl<'a> Weigher<'a> {
    pub(super) fn new(searcher: &'a Searcher, stems: Field) -> Self {
        Self {
            searcher,
            stems,
            analyzer: words::stemmer(),
            articles: number(searcher.num_docs()),
            rarities: HashMap::new(),
        }
    }

    /// The words of a text that consists of parts, each of which counts so many times; sorted.
    pub(super) fn weigh(&mut self, parts: &[(&str, f32)]) -> tantivy::Result<Vec<Weighed>> {
        let mut counts: HashMap<String, f32> = HashMap::new();
        for (text, times) in parts {
            let mut stream = self.analyzer.token_stream(text);
            while stream.advance() {
                let stem = stream.token().text.as_str();
                match counts.get_mut(stem) {
                    Some(count) => *count += times,
                    None => drop(counts.insert(stem.to_owned(), *times)),
                }
            }
        }
        let mut weighed = Vec::with_capacity(counts.len());
        for (stem, count) in counts {
            let weight = (1.0 + count.ln()) * self.rarity(&stem)?;
            weighed.push(Weighed { stem, weight });
        }
        weighed.sort_unstable_by(|a, b| a.stem.cmp(&b.stem));
        Ok(weighed)
    }

    /// The vector of a text.
    pub(super) fn vector(&mut self, text: &str) -> tantivy::Result<Vector> {
        Ok(Vector::new(&self.weigh(&[(text, 1.0)])?))
    }

    /// How rare a word is: 0 and a little if it is in every article.
    fn rarity(&mut self, stem: &str) -> tantivy::Result<f32> {
        if self.rarities.len() >= KEPT {
            self.rarities.clear();
        }
        if let Some(known) = self.rarities.get(stem) {
            return Ok(*known);
        }
        let holding = self.frequency(stem)?.max(1);
        let rarity = ((self.articles + 1.0) / number(holding)).ln();
        Ok(*match self.rarities.entry(stem.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(rarity),
        })
    }

    /// How many articles hold a word. What was deleted still stands in the postings and is not counted.
    fn frequency(&self, stem: &str) -> tantivy::Result<u64> {
        let term = Term::from_field_text(self.stems, stem);
        let mut count = 0;
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.stems)?;
            count += u64::from(match reader.alive_bitset() {
                None => index.doc_freq(&term)?,
                Some(alive) => index
                    .read_postings(&term, IndexRecordOption::Basic)?
                    .map_or(0, |postings| postings.doc_freq_given_deletes(alive)),
            });
        }
        Ok(count)
    }
}

#[allow(clippy::cast_precision_loss, reason = "the logarithm of a count needs no more")]
fn number(count: u64) -> f32 {
    count as f32
}
