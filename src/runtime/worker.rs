//! The thread that reads and parses the article a reader asked for.
//!
//! Requests that were overtaken by a later one are dropped unread. Invariant: every request that
//! is taken is answered, also when the parser fails.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::{Message, Opened};
use crate::article::Detail;
use crate::document;
use crate::isolate;
use crate::library::catalog::shown_path;
use crate::library::problem::Problem;
use crate::library::source::Source;
use crate::picture::Scale;

use super::painter;

/// How long the parts of code may take to be told apart before the answer is shown without them.
const COLOURING: Duration = Duration::from_millis(200);

/// A handle on the thread.
pub struct Worker {
    requests: Sender<(u64, PathBuf)>,
}

impl Worker {
    /// Starts the thread; `report` takes its answers and says whether to go on. With a scale it
    /// looks at the pictures of articles too.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        source: Source,
        pictures: Option<Scale>,
        report: impl Fn(Message) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, jobs) = mpsc::channel::<(u64, PathBuf)>();
        thread::Builder::new().name("reader".to_owned()).spawn(move || {
            while let Ok(first) = jobs.recv() {
                let (ticket, file) = jobs.try_iter().last().unwrap_or(first);
                if !report(Message::Read(ticket, read(&source, &file, pictures))) {
                    return;
                }
            }
        })?;
        Ok(Self { requests })
    }

    /// Asks for an article.
    pub fn read(&self, ticket: u64, file: PathBuf) {
        // The thread ends only with the program.
        let _ = self.requests.send((ticket, file));
    }
}

/// Reads and parses an article.
///
/// # Errors
/// The problem that keeps it from being read.
fn read(source: &Source, file: &Path, pictures: Option<Scale>) -> Result<Box<Opened>, Problem> {
    let work = || {
        let article = source.read(file, Detail::Whole)?;
        let start = Instant::now();
        let mut document = document::parse_while(&article.answer, &|| start.elapsed() < COLOURING);
        if let Some(scale) = pictures {
            painter::look(source, file, &mut document, scale);
        }
        Ok(Box::new(Opened { article, document }))
    };
    isolate::catch(work).unwrap_or_else(|message| {
        let reason = format!("Recto failed on this file ({message}); please report it.");
        Err(Problem::unreadable(&shown_path(file), "failure", &reason))
    })
}
