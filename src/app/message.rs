//! What happens to the model, and what the model asks the shell to do.
//!
//! Both are values. An answer to an effect carries the ticket of its request, and one that is not
//! waited for any more is dropped.

use std::path::PathBuf;

use crate::article::Article;
use crate::document::Document;
use crate::keymap::{Key, Mouse};
use crate::library::catalog::{ArticleId, Batch, Changes};
use crate::library::problem::Problem;
use crate::memory::statistics::Statistics;
use crate::memory::{Kept, Remembered};
use crate::picture::Refusal;

use super::library::Progress;
use super::members::{self, Members};
use super::pictures::{Made, Request};
use super::search::{self, Indexed, Results};

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// Text was pasted; it never runs commands.
    Paste(String),
    /// The terminal has this size now, in columns and rows.
    Resize(u16, u16),
    /// The loading of the library, or its comparing with the folder, is so far.
    Progress(Progress),
    /// Articles arrived.
    Loaded(Batch),
    /// The whole library is there.
    LoadDone,
    /// In some places of the folder there is something else than was known.
    Changed(Changes),
    /// What is known of the library is what the folder holds.
    Checked,
    /// The folder is not there any more; what is known of it stays.
    Gone,
    /// An article asked for with `Effect::Read` was read, or not.
    Read(u64, Result<Box<Opened>, Problem>),
    /// The answer of the article read with that ticket, with its code coloured.
    Coloured(u64, Box<Document>),
    /// An article asked for with `Effect::Preview` was read, or not.
    Previewed(u64, Result<Box<Opened>, Problem>),
    /// A link could not be opened, for this reason.
    NotOpened(String),
    /// The search asked for with that ticket found this.
    Found(u64, Results),
    /// The conditions asked about with that ticket are met by these articles.
    Members(u64, Members),
    /// So much of the library can be searched now.
    Indexed(Indexed),
    /// These articles are nearly the same, group by group.
    Twins(Vec<Vec<ArticleId>>),
    /// The articles that are similar to one, the most similar first; all by their paths.
    Similar {
        /// The one.
        of: String,
        /// The others.
        similar: Vec<String>,
    },
    /// The row of the list that was chosen at random.
    Chosen(usize),
    /// What is remembered of this library, as asked for with `Effect::Recall`.
    Remembered(Box<Remembered>),
    /// What the reader does is kept again, and what could not be.
    KeptAgain,
    /// What the reader does cannot be kept.
    NotKept {
        /// Why.
        reason: String,
        /// Whether it is not tried again.
        for_good: bool,
    },
    /// What was read in this library, as asked for with `Effect::Statistics`, or why nobody can tell.
    Statistics(Result<Box<Statistics>, String>),
    /// The note of a highlight came back from the editor, asked for with `Effect::EditNote`.
    Noted {
        /// The highlight.
        uid: String,
        /// What the editor left, or a sentence on why there is nothing.
        written: Result<String, String>,
    },
    /// There is time to go on with what is under way.
    Continue,
    /// A picture asked for with `Effect::Picture` was made, or not.
    Picture(u64, Result<Made, Refusal>),
}

/// An article with its answer parsed.
#[derive(Debug)]
pub struct Opened {
    /// The article.
    pub article: Article,
    /// Its answer.
    pub document: Document,
}

/// Something for the shell to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read and parse an article; the answer carries the ticket.
    Read {
        /// What the answer must carry.
        ticket: u64,
        /// Its file, relative to the library's folder.
        file: PathBuf,
        /// The files of those that may be asked for next, to be read ahead of time.
        ahead: Vec<PathBuf>,
    },
    /// Read and parse an article of which the beginning is shown; the answer carries the ticket, and
    /// only that to the last one asked for is waited for.
    Preview {
        /// What the answer must carry.
        ticket: u64,
        /// Its file, relative to the library's folder.
        file: PathBuf,
    },
    /// Something is under way: send `Message::Continue` as soon as no other message waits.
    Continue,
    /// Choose one of so many at random; it comes as `Message::Chosen`.
    Choose(usize),
    /// Search all text; the answer carries the ticket.
    Search(Box<search::Request>),
    /// Ask the index which articles meet conditions; the answer carries the ticket.
    Members(members::Request),
    /// Bring the index of all text up to the whole library.
    IndexAll,
    /// Bring it up to a change: articles to be read, by their files, and paths of those that went.
    Index {
        /// Files relative to the library's folder.
        changed: Vec<PathBuf>,
        /// Paths as the catalog has them.
        gone: Vec<String>,
    },
    /// Find out which articles are nearly the same; they come as `Message::Twins`.
    Twins,
    /// Find the articles that are similar to the one with this path.
    Similar(String),
    /// Look up what is remembered of this library, now that its articles are known.
    Recall {
        /// Whether they were compared with the folder. Before that nothing is written.
        is_certain: bool,
    },
    /// Count what was read in this library.
    Statistics,
    /// Keep something for the next time.
    Keep(Kept),
    /// Look at files of the library again, relative to its folder; what is found comes as changes.
    Look(Vec<PathBuf>),
    /// Have the note of a highlight written in the reader's editor; it comes as `Message::Noted`.
    EditNote {
        /// The highlight.
        uid: String,
        /// What the editor is to show.
        text: String,
    },
    /// Put text into the clipboard; only what the reader copied.
    Copy(String),
    /// Hand a link to the program that opens such links; only after the reader saw all of it.
    OpenLink(String),
    /// Make a picture; the answer carries its ticket.
    Picture(Request),
    /// Forget what is on the screen and draw all of it.
    Redraw,
    /// Give the terminal back and stop until the shell continues the program.
    Suspend,
    /// Leave.
    Quit,
}
