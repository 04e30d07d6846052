//! Everything of a reader's as one document, which is written into a file and read from one: no database,
//! no file, and of the articles only how they are called.
//!
//! Invariants: what was written is read again as the same; what is read is of a version that is known, holds
//! nothing twice and no text that could steer a terminal, or is refused with the place and the reason.

use serde::{Deserialize, Serialize};

use super::Resume;

mod checked;
pub mod guide;
mod markdown;
mod merge;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use merge::Merged;
pub use merge::{Change, Kind};
pub use read::Refusal;

/// What the document says it is.
pub const FORMAT: &str = "recto export";
/// The version that is written, and the only one that is read.
pub const VERSION: u32 = 1;
/// Bytes of a document at most.
pub const LIMIT: u64 = 256 << 20;

/// The document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// The libraries.
    pub libraries: Vec<Library>,
}

impl Archive {
    /// A document of these libraries.
    #[must_use]
    pub fn new(libraries: Vec<Library>) -> Self {
        Self { format: FORMAT.to_owned(), version: VERSION, libraries }
    }

    /// Whether anything of the reader's is in it.
    #[must_use]
    pub fn holds_anything(&self) -> bool {
        self.libraries.iter().any(|library| {
            let Library { built_in, folder, sample, articles, .. } = library.clone();
            *library != Library { built_in, folder, sample, articles, ..Library::default() }
        })
    }

    /// Whether anything is starred, on a shelf or highlighted, or there is a shelf.
    #[must_use]
    pub fn holds_notes(&self) -> bool {
        self.libraries.iter().any(|library| {
            let Library { stars, shelves, highlights, .. } = library;
            !(stars.is_empty() && shelves.is_empty() && highlights.is_empty())
        })
    }
}

/// A library and everything of the reader's in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// Whether it is the one that is built in.
    pub built_in: bool,
    /// Where it lay last, as bytes.
    #[serde(with = "checked::path_or_none")]
    pub folder: Option<Vec<u8>>,
    /// Some of its articles, by which it is recognised.
    #[serde(deserialize_with = "checked::unique")]
    pub sample: Vec<Sampled>,
    /// How it is set.
    #[serde(deserialize_with = "checked::unique")]
    pub settings: Vec<Setting>,
    /// What was asked for, the last one last.
    #[serde(deserialize_with = "checked::unique")]
    pub queries: Vec<Query>,
    /// The articles that were opened, session by session.
    pub visits: Vec<Visit>,
    /// How the articles are called that stand below, by their keys.
    #[serde(deserialize_with = "checked::unique")]
    pub articles: Vec<Article>,
    /// The articles that count as read.
    #[serde(deserialize_with = "checked::unique")]
    pub read: Vec<Mark>,
    /// The starred articles.
    #[serde(deserialize_with = "checked::unique")]
    pub stars: Vec<Mark>,
    /// How long was read.
    #[serde(deserialize_with = "checked::unique")]
    pub spent: Vec<Spent>,
    /// Where articles were left.
    #[serde(deserialize_with = "checked::unique")]
    pub places: Vec<Place>,
    /// The shelves.
    #[serde(deserialize_with = "checked::unique")]
    pub shelves: Vec<Shelf>,
    /// The highlights and the notes beside them.
    #[serde(deserialize_with = "checked::unique")]
    pub highlights: Vec<Highlight>,
    /// Where the reading is to be taken up.
    pub resume: Option<Left>,
}

/// An article of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampled {
    /// The number that stands for it.
    #[serde(with = "checked::print")]
    pub print: i64,
    /// Its file, relative to the library's folder, as bytes.
    #[serde(with = "checked::path")]
    pub file: Vec<u8>,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its name.
    #[serde(deserialize_with = "checked::line")]
    pub name: String,
    /// Its value.
    #[serde(deserialize_with = "checked::line")]
    pub value: String,
}

/// Something that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// What was typed.
    #[serde(deserialize_with = "checked::line")]
    pub text: String,
    /// When, in seconds since 1970, as all times here.
    #[serde(with = "checked::time")]
    pub time: i64,
}

/// An article that was opened, as it was called then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// In which run of the program.
    #[serde(deserialize_with = "checked::session")]
    pub session: i64,
    /// When.
    #[serde(with = "checked::time")]
    pub time: i64,
    /// Its key.
    #[serde(deserialize_with = "checked::line")]
    pub article: String,
    /// Its question.
    #[serde(deserialize_with = "checked::line")]
    pub question: String,
    /// Its subject.
    #[serde(deserialize_with = "checked::line")]
    pub subject: String,
}

/// How an article is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Its key: its url, else its path.
    #[serde(deserialize_with = "checked::line")]
    pub article: String,
    /// Its question.
    #[serde(deserialize_with = "checked::line")]
    pub question: String,
    /// Its subject.
    #[serde(deserialize_with = "checked::line")]
    pub subject: String,
}

/// That an article is read, starred or on a shelf, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Its key.
    #[serde(deserialize_with = "checked::line")]
    pub article: String,
    /// Since when.
    #[serde(with = "checked::time")]
    pub time: i64,
}

/// That an article was read for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spent {
    /// Its key.
    #[serde(deserialize_with = "checked::line")]
    pub article: String,
    /// Until when.
    #[serde(with = "checked::time")]
    pub time: i64,
    /// For how many seconds.
    pub seconds: u32,
}

/// Where an article was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its key.
    #[serde(deserialize_with = "checked::line")]
    pub article: String,
    /// When.
    #[serde(with = "checked::time")]
    pub time: i64,
    /// The block.
    pub leaf: u32,
    /// Characters into it.
    pub offset: u32,
}

/// A shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shelf {
    /// Its name.
    #[serde(deserialize_with = "checked::shelf_name")]
    pub name: String,
    /// The articles on it, in their order.
    #[serde(deserialize_with = "checked::unique")]
    pub articles: Vec<Mark>,
}

/// A highlight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    /// What tells it from all others, in every library.
    #[serde(deserialize_with = "checked::line")]
    pub uid: String,
    /// The key of its article.
    #[serde(deserialize_with = "checked::line")]
    pub article: String,
    /// The words.
    #[serde(deserialize_with = "checked::words")]
    pub exact: String,
    /// What stood before them.
    #[serde(deserialize_with = "checked::lines")]
    pub prefix: String,
    /// What stood after them.
    #[serde(deserialize_with = "checked::lines")]
    pub suffix: String,
    /// The block in which they began.
    pub leaf: u32,
    /// Characters into it.
    pub offset: u32,
    /// The note; empty for none.
    #[serde(deserialize_with = "checked::lines")]
    pub note: String,
    /// When it was made.
    #[serde(with = "checked::time")]
    pub made: i64,
    /// When it was changed last.
    #[serde(with = "checked::time")]
    pub changed: i64,
}

/// Where the reading was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Left {
    /// When.
    #[serde(with = "checked::time")]
    pub time: i64,
    /// What was before the reader.
    #[serde(deserialize_with = "checked::state")]
    pub state: Resume,
}
