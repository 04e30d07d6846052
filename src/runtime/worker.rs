//! The thread that reads and parses the article a reader asked for.
//!
//! Requests that were overtaken by a later one are dropped unread. Code in a language that is new to
//! the thread is coloured after the article was handed over. Invariant: every request that is taken
//! is answered, also when the parser fails.

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::{Message, Opened};
use crate::article::Detail;
use crate::document::{self, Document};
use crate::isolate;
use crate::library::catalog::shown_path;
use crate::library::problem::Problem;
use crate::library::source::Source;
use crate::picture::Scale;

use super::painter;

/// How long the parts of code may take to be told apart; what is left then stays plain.
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
            let mut reader = Reader { source, pictures, known: HashSet::new() };
            while let Ok(first) = jobs.recv() {
                let (ticket, file) = jobs.try_iter().last().unwrap_or(first);
                let outcome = reader.read(&file);
                let plain = outcome.as_ref().ok().and_then(|opened| reader.uncoloured(opened));
                if !report(Message::Read(ticket, outcome)) {
                    return;
                }
                let coloured = plain.and_then(|answer| reader.coloured(&answer));
                if coloured.is_some_and(|document| !report(Message::Coloured(ticket, document))) {
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

/// What the thread knows.
struct Reader {
    source: Source,
    pictures: Option<Scale>,
    /// The languages of code whose grammars are ready. One that is used for the first time takes
    /// longer than anybody should wait for an article.
    known: HashSet<String>,
}

impl Reader {
    /// Reads and parses an article; its code is coloured if that takes no time.
    ///
    /// # Errors
    /// The problem that keeps it from being read.
    fn read(&self, file: &Path) -> Result<Box<Opened>, Problem> {
        let work = || {
            let article = self.source.read(file, Detail::Whole)?;
            let mut document = document::parse_while(&article.answer, &|| false);
            let languages = document.languages();
            if !languages.is_empty() && self.knows(&languages) {
                document = colour(&article.answer);
            }
            if let Some(scale) = self.pictures {
                painter::look(&self.source, file, &mut document, scale);
            }
            Ok(Box::new(Opened { article, document }))
        };
        isolate::catch(work).unwrap_or_else(|message| {
            let reason = format!("Recto failed on this file ({message}); please report it.");
            Err(Problem::unreadable(&shown_path(file), "failure", &reason))
        })
    }

    fn knows(&self, languages: &BTreeSet<&str>) -> bool {
        languages.iter().all(|language| self.known.contains(*language))
    }

    /// The answer, if its code is still to be coloured.
    fn uncoloured(&self, opened: &Opened) -> Option<String> {
        let all_known = self.knows(&opened.document.languages());
        (!all_known).then(|| opened.article.answer.clone())
    }

    /// The answer with its code coloured.
    fn coloured(&mut self, answer: &str) -> Option<Box<Document>> {
        let document = isolate::catch(|| colour(answer)).ok()?;
        self.known.extend(document.languages().into_iter().map(str::to_owned));
        Some(Box::new(document))
    }
}

fn colour(answer: &str) -> Document {
    let start = Instant::now();
    document::parse_while(answer, &|| start.elapsed() < COLOURING)
}
