//! Finding a question by a few typed words: the filter over the list of questions.
//!
//! Words first, letters second. (1) Every typed word is a part of the question, in any order.
//! (2) If that leaves fewer than a handful, words that the library does not know are
//! corrected. (3) If that still leaves fewer than a handful, and a word that it does not know,
//! the typed letters in order, with gaps. (4) If nothing at all is left, the questions that hold
//! some of the words, the rare ones first. Pure: no file, clock or thread. Invariant: a row is
//! found at most once, and what an earlier stage found comes before what a later one did.

mod columns;
mod correct;
mod haystack;
mod letters;
mod marks;
mod partly;
mod query;
mod rank;
mod rows;
mod vocabulary;
mod words;

pub use columns::Columns;
pub use haystack::Haystack;
pub use marks::marks;
pub use query::Query;

use std::collections::HashSet;

use words::Lookup;

/// With fewer rows than this the next stage is tried.
const HANDFUL: usize = 5;

/// How a question was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It holds the typed words.
    #[default]
    Words,
    /// It holds the typed words, some of them corrected.
    Corrected,
    /// It holds the typed letters in order, with gaps.
    Letters,
    /// It holds some of the typed words; no question holds all of them.
    Partly,
}

/// What a query found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The rows, best first, each once.
    pub rows: Vec<u32>,
    /// The last stage that found any of them.
    pub stage: Stage,
    /// What was looked for instead of what was typed, if the second stage found anything.
    pub corrected: Option<String>,
}

impl Haystack {
    /// The questions that match, among those that `in_scope` lets through; all of those, in
    /// order, for an empty query.
    ///
    /// Whole words come before beginnings of words, and these before parts inside a word; then
    /// count the typed order, closeness, an early place and a short question; what is equal in
    /// all keeps the order of the library. Of more than 4,096 questions those after the first
    /// 4,096 are ordered only by how well the words fit. Letters are tried only for a query with
    /// a word that begins no word of the library and cannot be corrected; they find at most
    /// 1,000 rows.
    #[must_use]
    pub fn find(&self, query: &Query, in_scope: &dyn Fn(u32) -> bool) -> Found {
        if query.is_empty() {
            let rows = self.rows().filter(|row| in_scope(*row)).collect();
            return Found { rows, ..Found::default() };
        }
        let lookup = Lookup::new(self, query);
        let rows = lookup.rows(self, in_scope);
        let mut found = Found { rows, ..Found::default() };
        let known = lookup.known();
        if found.rows.len() < HANDFUL && known.contains(&false) {
            self.look_further(query, known, in_scope, &mut found);
        } else if found.rows.is_empty() {
            found.add(partly::rows(self, query, in_scope), Stage::Partly);
        }
        found
    }

    /// The stages after the first, for a query with words that are not `known`.
    fn look_further(
        &self,
        query: &Query,
        mut known: Vec<bool>,
        in_scope: &dyn Fn(u32) -> bool,
        found: &mut Found,
    ) {
        let corrected = correct::corrected(self.vocabulary(), query, &known);
        if let Some(corrected) = &corrected {
            let lookup = Lookup::new(self, corrected);
            known = lookup.known();
            if found.add(lookup.rows(self, in_scope), Stage::Corrected) {
                found.corrected = Some(corrected.joined(" "));
            }
        }
        if found.rows.len() < HANDFUL && known.contains(&false) {
            found.add(letters::rows(self, query, in_scope), Stage::Letters);
        }
        if found.rows.is_empty() {
            let understood = corrected.as_ref().unwrap_or(query);
            if found.add(partly::rows(self, understood, in_scope), Stage::Partly) {
                found.corrected = corrected.map(|query| query.joined(" "));
            }
        }
    }
}

impl Found {
    /// Adds the rows that are not there yet; whether there were any.
    fn add(&mut self, rows: Vec<u32>, stage: Stage) -> bool {
        let before = self.rows.len();
        let there: HashSet<u32> = self.rows.iter().copied().collect();
        self.rows.extend(rows.into_iter().filter(|row| !there.contains(row)));
        let added = self.rows.len() > before;
        if added {
            self.stage = stage;
        }
        added
    }
}

#[cfg(test)]
mod tests;
