//! The last resort: questions that hold some of the typed words.
//!
//! Only for a query of several words that no question holds together. A rare word counts more
//! than a common one, so that "electric feild ring" still leads to what is electric.

use std::collections::HashMap;

use super::Haystack;
use super::query::Query;
use super::words::Lookup;

/// What a place further down among the rows of one word costs: less than any word is worth.
const PLACE: f64 = 1e-9;
/// Letters of a word that says something by itself.
const SHORTEST: usize = 3;
/// Words of a query that are looked up, from the first.
const MOST_WORDS: usize = 8;
/// Rows that are found at most.
const MOST_ROWS: usize = 200;
/// A word in more than this many rows, and in more than a tenth of them, says nothing.
const COMMON: usize = 1_000;

/// The words of a query, each as a query, without those so short that they are in everything.
pub(super) fn telling_words(query: &Query) -> impl Iterator<Item = Query> {
    let words = query.words().iter().filter(|word| word.text.chars().count() >= SHORTEST);
    words.map(|word| query.with_words(vec![word.clone()]))
}

/// The rows that hold some words of a query, those with more and rarer ones first.
pub(super) fn rows(haystack: &Haystack, query: &Query, in_scope: &dyn Fn(u32) -> bool) -> Vec<u32> {
    let mut scores: HashMap<u32, f64> = HashMap::new();
    for alone in telling_words(query).take(MOST_WORDS) {
        let lookup = Lookup::new(haystack, &alone);
        let mut found = lookup.rows(haystack, in_scope);
        // A ring is not what engineering is about.
        found.retain(|row| lookup.begins(*row));
        if found.len() > COMMON.max(haystack.len() / 10) {
            continue;
        }
        let weight = rarity(found.len(), haystack.len());
        // Among equals the better fit of the word goes first.
        for (row, place) in found.into_iter().zip(0_u32..) {
            *scores.entry(row).or_default() += weight - f64::from(place) * PLACE;
        }
    }
    let mut rows: Vec<(u32, f64)> = scores.into_iter().collect();
    rows.sort_unstable_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
    rows.truncate(MOST_ROWS);
    rows.into_iter().map(|(row, _)| row).collect()
}

/// The inverse document frequency of a word that `rows` of `all` hold (Spärck Jones, 1972).
fn rarity(rows: usize, all: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    (1.0 + count(all) / count(rows.max(1))).ln()
}
