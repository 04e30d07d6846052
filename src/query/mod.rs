//! The query language: what was typed into the filter or the search, as words and conditions.
//!
//! It reads text and knows no library: whether a subject exists is for others to say. Invariant: any
//! text is a query, and what cannot be understood is said in a [`Fault`], never dropped in silence.

mod complete;
mod condition;
mod date;
mod guide;
mod parse;

use std::ops::Range;

pub use complete::{Completion, Wanted, complete};
pub use condition::{Condition, Feature, NAMES, Name, OF_READER, names, no_shelf, no_subject};
pub use date::Day;
pub use guide::document;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words, in the order in which they were typed, those of phrases included.
    pub words: Vec<String>,
    /// Whether the last thing typed is a word that may still go on.
    pub is_open: bool,
    /// What stood in quotes: words that must follow one another.
    pub phrases: Vec<String>,
    /// Words and phrases that must not be there.
    pub excluded: Vec<String>,
    /// Conditions, in the order in which they were typed.
    pub clauses: Vec<Clause>,
    /// What was not understood.
    pub faults: Vec<Fault>,
}

/// A condition, or its contrary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The condition.
    pub condition: Condition,
    /// Whether it must not hold.
    pub negated: bool,
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
}

/// Something that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// A sentence for the reader.
    pub reason: String,
}

impl Query {
    /// Whether nothing is looked for: everything matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.excluded.is_empty() && self.clauses.is_empty()
    }

    /// The words in one line, as they would be typed without anything else.
    #[must_use]
    pub fn text(&self) -> String {
        let end = if self.is_open { "" } else { " " };
        if self.words.is_empty() { String::new() } else { self.words.join(" ") + end }
    }
}

#[cfg(test)]
mod tests;
