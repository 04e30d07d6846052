//! What is kept of a reader between two runs, as values: what was asked for, opened and read, what is
//! starred, shelved and highlighted, and where the reading was left.
//!
//! Pure: where it lies and how it gets there is `store::memory`. Invariants: every text in it has passed
//! the gate; a change says what is to be and not what is to be turned round, so that the changes of
//! several programs can be carried out in any order.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::document::Position;
use crate::text::width;

mod apply;
pub mod archive;
pub mod note;
pub mod statistics;

/// Queries kept of a library; the oldest go first.
pub const QUERIES: usize = 500;

/// Something to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Memory {
    /// This was typed into the filter or the search, and used.
    Query(String),
    /// An article was opened.
    Visit(Named),
    /// A setting of the library, by its name.
    Setting(String, String),
    /// Whether an article counts as read.
    Read(Named, bool),
    /// Whether an article is starred.
    Star(Named, bool),
    /// An article was read for so many seconds.
    Spent(Named, u32),
    /// Where an article was left before its end; `None` for nowhere.
    Left(Named, Option<Position>),
    /// A shelf was changed.
    Shelf(ShelfChange),
    /// A highlight was made, or is there again; it is known by its `uid`.
    Highlight(Box<Highlight>),
    /// The note of a highlight, which is as it is to be, was changed from this text.
    Note(Box<Highlight>, String),
    /// The highlight with this `uid` is gone.
    DropHighlight(String),
    /// What is kept of the article with the first key is of the second from now on.
    Rekey(String, Named),
    /// Where the reading is to be taken up.
    Resume(Box<Resume>),
    /// The same, unless that is known already: of a reading that ended before it was.
    FirstResume(Box<Resume>),
}

/// A memory and when it was made, in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// When.
    pub time: i64,
    /// What.
    pub memory: Memory,
}

/// An article, as it was called when something of it was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// What tells it from the others of its library: its url, else its path.
    pub article: String,
    /// Its question.
    pub question: String,
    /// Its subject, as it was shown.
    pub subject: String,
}

/// What is done to the shelves of a library. A shelf is known by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShelfChange {
    /// There is to be a shelf with this name.
    Make(String),
    /// A shelf is to be called otherwise, with the articles of the one that is called so already.
    Rename {
        /// As it was called.
        from: String,
        /// As it is to be called.
        to: String,
    },
    /// There is to be no such shelf.
    Drop(String),
    /// An article is to stand on a shelf, at its end if it does not stand there; the shelf is made if
    /// there is none.
    Put(String, Named),
    /// An article, by its key, is not to stand on a shelf.
    Take(String, String),
    /// An article, by its key, is to stand on its shelf behind so many others.
    Move {
        /// The shelf.
        shelf: String,
        /// The key of the article.
        article: String,
        /// How many stand before it.
        to: usize,
    },
}

/// A part of an answer that was worth keeping, and what the reader wrote beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlight {
    /// What tells it from all others, in every library.
    pub uid: String,
    /// The article.
    pub article: Named,
    /// The words.
    pub quote: Quote,
    /// The note, of any number of lines; empty for none.
    pub note: String,
    /// When it was made, in seconds since 1970.
    pub made: i64,
    /// When it was changed last.
    pub changed: i64,
}

/// Words of an answer and where they stood, so that they are found again where the answer has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words themselves.
    pub exact: String,
    /// What stood before them.
    pub prefix: String,
    /// What stood after them.
    pub suffix: String,
    /// Where they began.
    pub position: Position,
}

/// A visit of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// In which run of the program, counted within the library; [`Past::PRESENT`] for this one.
    pub session: i64,
    /// When, in seconds since 1970.
    pub time: i64,
    /// What was opened.
    pub visit: Named,
}

impl Shelf {
    /// Columns of a name at most.
    const LONGEST: usize = 60;

    /// Why a shelf cannot be called so, if it cannot.
    #[must_use]
    pub fn misnamed(name: &str) -> Option<String> {
        if name.trim().is_empty() {
            Some("a shelf needs a name".to_owned())
        } else if name.trim() != name {
            Some("the name of a shelf begins and ends with no blank".to_owned())
        } else if width::of(name) > Self::LONGEST {
            Some(format!("the name of a shelf has at most {} columns", Self::LONGEST))
        } else {
            None
        }
    }
}

impl Past {
    /// The session of a visit of this very run.
    pub const PRESENT: i64 = i64::MAX;
}

/// Articles that the reader put together, in an order of the reader's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    /// Its name.
    pub name: String,
    /// The articles.
    pub articles: Vec<Named>,
}

/// Where the reading is to be taken up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Resume {
    /// What the questions were chosen from, as text; empty for all.
    pub chosen: String,
    /// What was typed into the filter.
    pub filter: String,
    /// What was typed into the search of all text.
    pub search: String,
    /// Whether the search had the place of the questions.
    pub is_searching: bool,
    /// The article that was selected or shown, by its key; empty for none.
    pub article: String,
    /// Whether it was open, and not only shown.
    pub is_open: bool,
    /// Whether the answer had the whole screen.
    pub is_zoomed: bool,
    /// Where it was read.
    pub position: Position,
    /// The visits of the last reading, in order, each an article's key and where it was left.
    pub trail: Vec<(String, Position)>,
    /// How many of them lay behind the reader, the present one included.
    pub at: usize,
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
    /// The articles that count as read, by their keys, and since when.
    pub read: HashMap<String, i64>,
    /// The starred articles, the last one last.
    pub stars: Vec<Named>,
    /// The shelves in the order of their names.
    pub shelves: Vec<Shelf>,
    /// The highlights, in the order in which they were made.
    pub highlights: Vec<Highlight>,
    /// Where articles were left before their end, by their keys.
    pub left: HashMap<String, Position>,
    /// Where the reading is to be taken up.
    pub resume: Option<Resume>,
}
