//! The threads of the full text: one brings the index up to the library, one searches it.
//!
//! Nothing waits for them: how far the one is and what the other found comes as messages. Invariant:
//! at most one index is open, and one that is damaged is made anew once, not for ever.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::Message;
use crate::app::library::Progress;
use crate::app::search::{Hit, Indexed, Results};
use crate::index::{Difference, Failure, Hits, Index, Place, Query};
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

/// What is to be indexed.
#[derive(Default)]
struct Job {
    /// Whatever the index lacks of this.
    all: Option<Arc<Catalog>>,
    /// Changes that came after it.
    changes: Difference,
}

/// A handle on the threads.
pub struct Indexer {
    jobs: Sender<Job>,
    searches: Sender<(u64, Query)>,
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
        let shared = Arc::new(Shared { place, open: Mutex::default(), renewed: false.into() });
        let (jobs, queue) = mpsc::channel();
        let (searches, asked) = mpsc::channel();
        let work = Work { source, shared: shared.clone(), report: report.clone() };
        thread::Builder::new().name("indexer".to_owned()).spawn(move || work.run(&queue))?;
        thread::Builder::new()
            .name("searcher".to_owned())
            .spawn(move || search(&shared, &asked, &report))?;
        Ok(Self { jobs, searches, has_begun: false })
    }

    /// Whether it was told of the library yet.
    pub fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Brings the index up to a whole library.
    pub fn index_all(&mut self, catalog: Arc<Catalog>) {
        self.has_begun = true;
        // The threads end only with the program.
        let _ = self.jobs.send(Job { all: Some(catalog), ..Job::default() });
    }

    /// Brings the index up to a change.
    pub fn index(&self, changed: Vec<PathBuf>, gone: Vec<String>) {
        if self.has_begun {
            let _ = self.jobs.send(Job { all: None, changes: Difference { changed, gone } });
        }
    }

    /// Searches; the answer carries the ticket.
    pub fn search(&self, ticket: u64, query: Query) {
        let _ = self.searches.send((ticket, query));
    }
}

/// The index that both threads use.
struct Shared {
    place: Option<Place>,
    open: Mutex<Option<Arc<Index>>>,
    /// Whether one was found damaged while it was open.
    renewed: AtomicBool,
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
        while let Ok(first) = queue.recv() {
            let mut job = first;
            // A catalog is given back at once: while it is held, a change has to copy it.
            while job.all.is_none()
                && let Ok(next) = queue.recv_timeout(SETTLE)
            {
                job.add(next);
            }
            let told = match self.update(job) {
                Ok(told) => told,
                Err(Failure::Busy) => {
                    // Whatever comes meanwhile is found by comparing.
                    let _ = queue.recv_timeout(BUSY);
                    Indexed::Unknown
                }
                Err(failure) => self.shared.told(&failure),
            };
            if !(self.report)(Message::Indexed(told)) {
                return;
            }
        }
    }

    fn update(&self, job: Job) -> Result<Indexed, Failure> {
        let index = self.shared.index()?;
        let Job { all, changes: mut difference } = job;
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
        let Self { all, changes } = next;
        if all.is_some() {
            *self = Self { all, changes };
            return;
        }
        // What came last is what is so; a file is read when its turn comes.
        self.changes.gone.extend(changes.gone);
        self.changes.changed.extend(changes.changed);
    }
}

/// Answers searches, of those that wait only the last.
fn search(shared: &Shared, asked: &Receiver<(u64, Query)>, report: &impl Fn(Message) -> bool) {
    while let Ok(first) = asked.recv() {
        let (ticket, query) = asked.try_iter().last().unwrap_or(first);
        let message = match shared.index().and_then(|index| index.search(&query)) {
            Ok(hits) => Message::Found(ticket, results(hits)),
            Err(failure) => Message::Indexed(shared.told(&failure)),
        };
        if !report(message) {
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
