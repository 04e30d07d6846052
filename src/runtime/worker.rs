//! The thread that reads and parses the article a reader asked for, and those only looked at.
//!
//! Requests that were overtaken by a later one of their kind are dropped unread. Code in a language that
//! is new to the thread is coloured after the article was handed over; then it reads what may be asked
//! for next.
//! Invariant: every request that is taken is answered, also when the parser fails.

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::{Message, Opened};
use crate::article::Detail;
use crate::document::{self, Document};
use crate::isolate;
use crate::library::catalog::{Stamp, shown_path};
use crate::library::problem::Problem;
use crate::library::source::Source;
use crate::picture::Scale;

use super::painter;

/// How long the parts of code may take to be told apart; what is left then stays plain.
const COLOURING: Duration = Duration::from_millis(200);

/// An article that is asked for.
enum Request {
    /// To be read, and those that may be asked for next.
    Read { ticket: u64, file: PathBuf, ahead: Vec<PathBuf> },
    /// Of which the beginning is shown.
    Preview { ticket: u64, file: PathBuf },
}

/// What is still to be done: the last request of each kind.
#[derive(Default)]
struct Waiting {
    read: Option<(u64, PathBuf)>,
    preview: Option<(u64, PathBuf)>,
    ahead: Vec<PathBuf>,
}

impl Waiting {
    fn take(&mut self, request: Request) {
        match request {
            Request::Read { ticket, file, ahead } => {
                (self.read, self.ahead) = (Some((ticket, file)), ahead);
            }
            Request::Preview { ticket, file } => self.preview = Some((ticket, file)),
        }
    }
}

/// A handle on the thread.
pub struct Worker {
    requests: Sender<Request>,
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
        let (requests, jobs) = mpsc::channel();
        thread::Builder::new().name("reader".to_owned()).spawn(move || {
            let known = HashSet::new();
            let mut reader = Reader { source, pictures, known, ahead: Vec::new() };
            while let Ok(first) = jobs.recv() {
                let mut waiting = Waiting::default();
                waiting.take(first);
                if !reader.work(waiting, &jobs, &report) {
                    return;
                }
            }
        })?;
        Ok(Self { requests })
    }

    /// Asks for an article.
    pub fn read(&self, ticket: u64, file: PathBuf, ahead: Vec<PathBuf>) {
        // The thread ends only with the program.
        let _ = self.requests.send(Request::Read { ticket, file, ahead });
    }

    /// Asks for an article of which the beginning is shown.
    pub fn preview(&self, ticket: u64, file: PathBuf) {
        // As above.
        let _ = self.requests.send(Request::Preview { ticket, file });
    }
}

/// What the thread knows.
struct Reader {
    source: Source,
    pictures: Option<Scale>,
    /// The languages of code whose grammars are ready. One that is used for the first time takes
    /// longer than anybody should wait for an article.
    known: HashSet<String>,
    /// Articles that were read before anybody asked, with the state of their files.
    ahead: Vec<(PathBuf, Stamp, Box<Opened>)>,
}

impl Reader {
    /// Does what waits and what comes meanwhile; says whether anybody listens.
    fn work(
        &mut self,
        mut waiting: Waiting,
        jobs: &Receiver<Request>,
        report: &impl Fn(Message) -> bool,
    ) -> bool {
        loop {
            for request in jobs.try_iter() {
                waiting.take(request);
            }
            let is_heard = if let Some((ticket, file)) = waiting.read.take() {
                self.answer(ticket, &file, report)
            } else if let Some((ticket, file)) = waiting.preview.take() {
                report(Message::Previewed(ticket, self.read(&file)))
            } else if let Some(request) = self.read_ahead(&waiting.ahead, jobs) {
                waiting.take(request);
                true
            } else {
                return true;
            };
            if !is_heard {
                return false;
            }
        }
    }

    /// Answers a request; says whether anybody listens.
    fn answer(&mut self, ticket: u64, file: &Path, report: &impl Fn(Message) -> bool) -> bool {
        let outcome = match self.taken(file) {
            Some(opened) => Ok(opened),
            None => self.read(file),
        };
        let plain = outcome.as_ref().ok().and_then(|opened| self.uncoloured(opened));
        if !report(Message::Read(ticket, outcome)) {
            return false;
        }
        let coloured = plain.and_then(|answer| self.coloured(&answer));
        coloured.is_none_or(|document| report(Message::Coloured(ticket, document)))
    }

    /// Reads files that nobody asked for yet, until somebody asks for something.
    fn read_ahead(&mut self, files: &[PathBuf], jobs: &Receiver<Request>) -> Option<Request> {
        self.ahead.retain(|(file, ..)| files.contains(file));
        for file in files {
            if let Ok(request) = jobs.try_recv() {
                return Some(request);
            }
            if self.ahead.iter().any(|(there, ..)| there == file) {
                continue;
            }
            // The state before it is read: if it changes meanwhile it is read again.
            let stamp = self.source.stamp(file);
            if let Some((stamp, opened)) =
                stamp.and_then(|stamp| Some((stamp, self.read(file).ok()?)))
            {
                self.ahead.push((file.clone(), stamp, opened));
            }
        }
        None
    }

    /// The article in a file, if it was read ahead and the file has not changed since.
    fn taken(&mut self, file: &Path) -> Option<Box<Opened>> {
        let at = self.ahead.iter().position(|(there, ..)| there == file)?;
        let (_, stamp, opened) = self.ahead.swap_remove(at);
        self.source.stamp(file).is_some_and(|now| now.is_same(stamp)).then_some(opened)
    }

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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::fs;
    use std::time::SystemTime;

    use super::*;

    fn write(root: &Path, text: &str, seconds_ago: u64) {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 - seconds_ago);
        fs::write(root.join("a.md"), text).unwrap();
        let file = fs::File::options().write(true).open(root.join("a.md")).unwrap();
        file.set_modified(time).unwrap();
    }

    fn reader(folder: &Path) -> Reader {
        let source = Source::folder(folder).unwrap();
        Reader { source, pictures: None, known: HashSet::new(), ahead: Vec::new() }
    }

    #[test]
    fn what_was_read_ahead_is_shown_as_long_as_its_file_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let mut reader = reader(folder.path());
        let (_requests, jobs) = mpsc::channel();
        let shown = RefCell::new(String::new());
        let report = |message| {
            if let Message::Read(_, Ok(opened)) = message {
                shown.borrow_mut().clone_from(&opened.article.answer);
            }
            true
        };
        let ahead = vec![PathBuf::from("a.md"), PathBuf::from("missing.md")];
        write(folder.path(), "one", 100);
        assert!(reader.read_ahead(&ahead, &jobs).is_none());
        let taken = reader.taken(Path::new("a.md")).unwrap();
        assert_eq!(taken.article.answer.trim(), "one");
        reader.read_ahead(&ahead, &jobs);
        // The same size and time, and yet another file.
        write(folder.path(), "six", 100);
        reader.answer(1, Path::new("a.md"), &report);
        assert_eq!(shown.borrow().trim(), "six");
    }

    #[test]
    fn whoever_asks_meanwhile_is_answered_first() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "one", 100);
        let mut reader = reader(folder.path());
        let (requests, jobs) = mpsc::channel();
        requests.send(Request::Preview { ticket: 7, file: PathBuf::new() }).unwrap();
        let asked = reader.read_ahead(&["a.md".into()], &jobs);
        assert!(matches!(asked, Some(Request::Preview { ticket: 7, .. })));
        assert!(reader.ahead.is_empty());
    }

    #[test]
    fn of_each_kind_the_last_request_is_answered_and_an_article_to_read_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "one", 100);
        let mut reader = reader(folder.path());
        let (requests, jobs) = mpsc::channel();
        for ticket in 1..=3 {
            let file = PathBuf::from("a.md");
            requests.send(Request::Preview { ticket, file: file.clone() }).unwrap();
            requests.send(Request::Read { ticket, file, ahead: Vec::new() }).unwrap();
        }
        let answers = RefCell::new(Vec::new());
        let report = |message| {
            answers.borrow_mut().push(match message {
                Message::Read(ticket, Ok(_)) => ("read", ticket),
                Message::Previewed(ticket, Ok(_)) => ("previewed", ticket),
                _ => ("something else", 0),
            });
            true
        };
        assert!(reader.work(Waiting::default(), &jobs, &report));
        assert_eq!(*answers.borrow(), [("read", 3), ("previewed", 3)]);
    }
}
