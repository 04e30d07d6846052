//! What is kept of a reader between two runs, as values: queries, visits, settings of a library.
//!
//! Pure: where it lies and how it gets there is `store::memory`. Invariant: every text in it has passed
//! the gate.

use std::collections::BTreeMap;

/// Something to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Memory {
    /// This was typed into the filter or the search, and used.
    Query(String),
    /// An article was opened.
    Visit(Visit),
    /// A setting of the library, by its name.
    Setting(String, String),
}

/// An article that was opened, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// What tells it from the others of its library: its url, else its path.
    pub article: String,
    /// Its question.
    pub question: String,
    /// Its subject, as it was shown.
    pub subject: String,
}

/// A visit of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// In which run of the program, counted within the library.
    pub session: i64,
    /// When, in seconds since 1970.
    pub time: i64,
    /// What was opened.
    pub visit: Visit,
}

/// What is remembered of a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// What was asked for, the last one last, each once.
    pub queries: Vec<String>,
    /// Settings by their names.
    pub settings: BTreeMap<String, String>,
    /// The last articles that were opened, the last one last.
    pub visits: Vec<Past>,
}
