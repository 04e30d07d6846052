//! Finding a question by a few typed words: the filter over the list of questions.
//!
//! Words first, letters second. (1) Every typed word is a part of the question, in any order.
//! (2) If that leaves fewer than a handful, words that the library does not know are
//! corrected. (3) If that still leaves fewer than a handful, and a word that it does not know,
//! the typed letters in order, with gaps. (4) If nothing at all is left, the questions that hold
//! some of the words, the rare ones first. Pure: no file, clock or thread. Invariant: a row is
//! found at most once, and what an earlier stage found comes before what a later one did.

mod alphabet;
mod arena;
mod budget;
mod columns;
mod correct;
mod haystack;
mod letters;
mod lookup;
mod marks;
mod partly;
mod query;
mod rank;
mod rows;
mod search;
mod sequences;
mod table;
mod vocabulary;
mod words;

pub use alphabet::Alphabet;
pub use columns::Columns;
pub use haystack::Haystack;
pub use marks::marks;
pub use query::Query;
pub use search::Search;

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
    /// order, for an empty query. It is a [`Search`] that runs to its end.
    ///
    /// Whole words come before beginnings of words, and these before parts inside a word; then
    /// count the typed order, closeness, an early place and a short question; what is equal in
    /// all keeps the order of the library. Of more than 4,096 questions those after the first
    /// 4,096 are ordered only by how well the words fit. Letters are tried only for a query with
    /// a word that begins no word of the library and cannot be corrected; they find at most
    /// 1,000 rows.
    #[must_use]
    pub fn find(&self, query: &Query, in_scope: &dyn Fn(u32) -> bool) -> Found {
        let mut search = Search::start(self, query.clone(), None);
        while !search.step(self, in_scope) {}
        search.take_found()
    }
}

impl Found {
    /// Adds the rows that are not there yet, where fewer than a handful are; whether there were any.
    fn add(&mut self, mut rows: Vec<u32>, stage: Stage) -> bool {
        if !self.rows.is_empty() {
            rows.retain(|row| !self.rows.contains(row));
        }
        let is_more = !rows.is_empty();
        if self.rows.is_empty() {
            self.rows = rows;
        } else {
            self.rows.append(&mut rows);
        }
        if is_more {
            self.stage = stage;
        }
        is_more
    }
}

#[cfg(test)]
mod tests;
