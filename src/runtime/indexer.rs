//! The threads of the full text: one brings the index up to the library and compares its texts, one
//! answers from it.
//!
//! Nothing waits for them: how far the one is and what the other found comes as messages. Invariant:
//! at most one index is open, and one that is damaged is made anew once, not for ever.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::Message;
use crate::app::library::Progress;
use crate::app::likeness::SIMILAR;
use crate::app::members::Members;
use crate::app::search::{Hit, Indexed, Results};
use crate::index::{Difference, Failure, Hits, Index, Place, Query, Restriction};
use crate::library::catalog::Catalog;
use crate::library::source::Source;

/// Progress is told at most this often.
const PACE: Duration = Duration::from_millis(100);
/// Changes that come so soon after one another are indexed together.
const SETTLE: Duration = Duration::from_millis(300);
/// How long another Recto that writes is left alone before the index is looked at again.
const BUSY: Duration = Duration::from_secs(1);
/// Without a place of its own, an index of more articles would take too much memory.
const IN_MEMORY: usize = 10_000;

/// Why such a library has none.
const TOO_LARGE: &str = "there is no folder for the index: without a home it would have to be kept in \
                         memory, and this library is too large for that";

/// What is to be indexed, or compared.
#[derive(Default)]
struct Job {
    /// Whatever the index lacks of this.
    all: Option<Arc<Catalog>>,
    /// Changes that came after it.
    changes: Difference,
    /// The catalog of the texts that are to be compared with one another, if nothing else is to be done.
    twins: Option<Arc<Catalog>>,
}

/// What the searcher is asked.
enum Asked {
    /// To search; the answer carries the ticket.
    Search(u64, Query),
    /// For the articles that meet all of these; the answer carries the ticket.
    Members(u64, Vec<Restriction>),
    /// For the articles that are similar to the one with this path.
    Similar(String),
}

/// A handle on the threads.
pub struct Indexer {
    jobs: Sender<Job>,
    asked: Sender<Asked>,
    shared: Arc<Shared>,
    has_begun: bool,
}

impl Indexer {
    /// Starts the threads; `report` takes what they say and says whether to go on.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        source: Source,
        place: Option<Place>,
        report: impl Fn(Message) -> bool + Clone + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            place,
            open: Mutex::default(),
            renewed: false.into(),
            waiting: AtomicUsize::new(0),
        });
        let (jobs, queue) = mpsc::channel();
        let (asked, questions) = mpsc::channel();
        let work = Work { source, shared: shared.clone(), report: report.clone() };
        thread::Builder::new().name("indexer".to_owned()).spawn(move || work.run(&queue))?;
        let searched = shared.clone();
        thread::Builder::new()
            .name("searcher".to_owned())
            .spawn(move || answer(&searched, &questions, &report))?;
        Ok(Self { jobs, asked, shared, has_begun: false })
    }

    /// Whether it was told of the library yet.
    pub fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Brings the index up to a whole library.
    pub fn index_all(&mut self, catalog: Arc<Catalog>) {
        self.has_begun = true;
        self.send(Job { all: Some(catalog), ..Job::default() });
    }

    fn send(&self, job: Job) {
        self.shared.waiting.fetch_add(1, Ordering::Relaxed);
        // The threads end only with the program.
        let _ = self.jobs.send(job);
    }

    /// Brings the index up to a change.
    pub fn index(&self, changed: Vec<PathBuf>, gone: Vec<String>) {
        if self.has_begun {
            self.send(Job { changes: Difference { changed, gone }, ..Job::default() });
        }
    }

    /// Finds out which articles of the library are nearly the same, unless something else is to be done
    /// first: then it will be asked for again.
    pub fn compare(&self, catalog: Arc<Catalog>) {
        self.send(Job { twins: Some(catalog), ..Job::default() });
    }

    /// Searches; the answer carries the ticket.
    pub fn search(&self, ticket: u64, query: Query) {
        let _ = self.asked.send(Asked::Search(ticket, query));
    }

    /// Finds the articles that are similar to the one with a path.
    pub fn similar(&self, path: String) {
        let _ = self.asked.send(Asked::Similar(path));
    }

    /// Finds which articles meet all of these; the answer carries the ticket.
    pub fn members(&self, ticket: u64, only: Vec<Restriction>) {
        let _ = self.asked.send(Asked::Members(ticket, only));
    }
}

/// The index that both threads use.
struct Shared {
    place: Option<Place>,
    open: Mutex<Option<Arc<Index>>>,
    /// Whether one was found damaged while it was open.
    renewed: AtomicBool,
    /// Jobs that were not taken yet.
    waiting: AtomicUsize,
}

impl Shared {
    fn index(&self) -> Result<Arc<Index>, Failure> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = &*open {
            return Ok(index.clone());
        }
        let index = match &self.place {
            Some(place) => Index::open(place)?,
            None => Index::in_memory()?,
        };
        Ok(open.insert(Arc::new(index)).clone())
    }

    /// What is to be told of a failure. A damaged index is set aside the first time, so that it can be
    /// made anew.
    fn told(&self, failure: &Failure) -> Indexed {
        if let (Failure::Damaged(_), Some(place)) = (failure, &self.place)
            && !self.renewed.swap(true, Ordering::Relaxed)
            && place.discard().is_ok()
        {
            *self.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
            return Indexed::Unknown;
        }
        Indexed::Failed(failure.to_string())
    }
}

struct Work<R> {
    source: Source,
    shared: Arc<Shared>,
    report: R,
}

impl<R: Fn(Message) -> bool> Work<R> {
    fn run(&self, queue: &Receiver<Job>) {
        let took = || self.shared.waiting.fetch_sub(1, Ordering::Relaxed);
        while let Ok(first) = queue.recv() {
            took();
            let mut job = first;
            if let Some(catalog) = job.twins.take() {
                if !self.compare(catalog) {
                    return;
                }
                continue;
            }
            // A catalog is given back at once: while it is held, a change has to copy it.
            while job.all.is_none()
                && let Ok(next) = queue.recv_timeout(SETTLE)
            {
                took();
                job.add(next);
            }
            let told = match self.update(job) {
                Ok(told) => told,
                Err(Failure::Busy) => {
                    // Whatever comes meanwhile is found by comparing.
                    if queue.recv_timeout(BUSY).is_ok() {
                        took();
                    }
                    Indexed::Unknown
                }
                Err(failure) => self.shared.told(&failure),
            };
            if !(self.report)(Message::Indexed(told)) {
                return;
            }
        }
    }

    /// Finds near-twins; says whether to go on. Whatever waits comes first, and gets the catalog back.
    fn compare(&self, catalog: Arc<Catalog>) -> bool {
        let go_on = || self.shared.waiting.load(Ordering::Relaxed) == 0;
        let found = self.shared.index().and_then(|index| {
            index.reload()?;
            index.twins(catalog, go_on)
        });
        let message = match found {
            Ok(Some(groups)) => Message::Twins(groups),
            Ok(None) => return true,
            Err(failure) => Message::Indexed(self.shared.told(&failure)),
        };
        (self.report)(message)
    }

    fn update(&self, job: Job) -> Result<Indexed, Failure> {
        let index = self.shared.index()?;
        let Job { all, changes: mut difference, .. } = job;
        if let Some(catalog) = all {
            if self.shared.place.is_none() && catalog.len() > IN_MEMORY {
                return Ok(Indexed::Failed(TOO_LARGE.to_owned()));
            }
            index.reload()?;
            let Difference { changed, gone } = index.compare(&catalog)?;
            difference.changed.extend(changed);
            difference.gone.extend(gone);
        }
        let start = Instant::now();
        let mut told = start;
        index.update(&self.source, &difference, |progress| {
            let is_due = told.elapsed() >= PACE;
            if is_due {
                told = Instant::now();
                let millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
                let (done, of) = (progress.done, progress.total);
                let partly = Indexed::Partly(Progress { done, of, growing: false, millis });
                return (self.report)(Message::Indexed(partly));
            }
            true
        })?;
        Ok(Indexed::Whole)
    }
}

impl Job {
    /// Adds what came after it.
    fn add(&mut self, next: Self) {
        let Self { all, changes, .. } = next;
        if all.is_some() {
            *self = Self { all, changes, twins: None };
            return;
        }
        // What came last is what is so; a file is read when its turn comes.
        self.changes.gone.extend(changes.gone);
        self.changes.changed.extend(changes.changed);
    }
}

/// Answers what is asked, of each kind only the last that waits.
fn answer(shared: &Shared, questions: &Receiver<Asked>, report: &impl Fn(Message) -> bool) {
    while let Ok(first) = questions.recv() {
        let (mut search, mut members, mut similar) = (None, None, None);
        for asked in std::iter::once(first).chain(questions.try_iter()) {
            match asked {
                Asked::Search(ticket, query) => search = Some((ticket, query)),
                Asked::Members(ticket, only) => members = Some((ticket, only)),
                Asked::Similar(path) => similar = Some(path),
            }
        }
        let tell = |answer: Result<Message, Failure>| {
            report(answer.unwrap_or_else(|failure| Message::Indexed(shared.told(&failure))))
        };
        // What takes longest comes last, and each is told as soon as it is there.
        let mut goes_on = true;
        if let Some((ticket, query)) = search {
            let hits = shared.index().and_then(|index| index.search(&query));
            goes_on &= tell(hits.map(|hits| Message::Found(ticket, results(hits))));
        }
        if let Some((ticket, only)) = members {
            let keys = shared.index().and_then(|index| index.members(&only));
            goes_on &= tell(keys.map(|keys| Message::Members(ticket, Members::new(keys))));
        }
        if let Some(of) = similar {
            let found = shared.index().and_then(|index| index.similar(&of, SIMILAR));
            goes_on &= tell(found.map(|found| {
                let similar = found.into_iter().map(|similar| similar.path).collect();
                Message::Similar { of, similar }
            }));
        }
        if !goes_on {
            return;
        }
    }
}

fn results(hits: Hits) -> Results {
    let Hits { total, hits, corrected, partly } = hits;
    let hit = |hit: crate::index::Hit| Hit {
        path: hit.path,
        snippet: hit.snippet.text,
        marks: hit.snippet.marks,
    };
    Results { total, hits: hits.into_iter().map(hit).collect(), corrected, partly }
}
