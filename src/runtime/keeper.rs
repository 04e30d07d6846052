//! The thread that owns the memory of what a reader did: recalls what is known of the library, and keeps
//! what comes, as soon as it comes.
//!
//! Nothing waits for it but the end of the program, and that not for long. Invariant: what could not be
//! kept is tried again with the next, and at the end; the reader is told once.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::app::Message;
use crate::library::catalog::Catalog;
use crate::library::source::Source;
use crate::memory::Memory;
use crate::store::memory::{Database, Failure, Kept, LibraryId, Place, Sample};

/// Visits that are recalled: what was read lately, and no more than a list shows.
const VISITS: usize = 1000;
/// The program's end waits so long for what is still to be written.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is to be done.
enum Job {
    Recall(Arc<Catalog>),
    Keep(Kept),
}

/// A handle on the thread.
pub struct Keeper {
    jobs: Sender<Job>,
    /// Closed by the end of the thread.
    ended: Receiver<()>,
}

impl Keeper {
    /// Starts the thread, which opens the database when it is needed first; `report` takes what it says.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        source: Source,
        place: Option<Place>,
        report: impl Fn(Message) + Send + 'static,
    ) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let (ending, ended) = mpsc::channel();
        thread::Builder::new().name("keeper".to_owned()).spawn(move || {
            let _ending: Sender<()> = ending;
            let work = Work {
                source,
                report,
                sample: None,
                library: None,
                waiting: Vec::new(),
                is_told: false,
            };
            work.run(place.as_ref(), &queue);
        })?;
        Ok(Self { jobs, ended })
    }

    /// Finds out which library this is and what is remembered of it.
    pub fn recall(&self, catalog: Arc<Catalog>) {
        // The thread ends only with the program.
        let _ = self.jobs.send(Job::Recall(catalog));
    }

    /// Keeps something that happened now.
    pub fn keep(&self, memory: Memory) {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let time = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        let _ = self.jobs.send(Job::Keep(Kept { time, memory }));
    }

    /// Waits until all is written, or for as long as one can be asked to wait.
    pub fn finish(self) {
        let Self { jobs, ended } = self;
        drop(jobs);
        let _ = ended.recv_timeout(PATIENCE);
    }
}

struct Work<R> {
    source: Source,
    report: R,
    /// Some articles of the library, once it is loaded; and which one it is, once that is known.
    sample: Option<Sample>,
    library: Option<LibraryId>,
    /// What is not written yet.
    waiting: Vec<Kept>,
    /// Whether the reader knows that something cannot be kept.
    is_told: bool,
}

impl<R: Fn(Message)> Work<R> {
    fn run(mut self, place: Option<&Place>, queue: &Receiver<Job>) {
        let Ok(first) = queue.recv() else { return };
        self.take(first, queue);
        let mut database = match place.map_or(Err(Failure::Homeless), Database::open) {
            Ok(database) => database,
            // From here on nothing is kept, and nobody is kept waiting.
            Err(failure) => return self.tell(&failure),
        };
        self.write(&mut database);
        while let Ok(first) = queue.recv() {
            self.take(first, queue);
            self.write(&mut database);
        }
        self.end(&mut database);
    }

    /// Takes all that is to be done now.
    fn take(&mut self, first: Job, queue: &Receiver<Job>) {
        for job in std::iter::once(first).chain(queue.try_iter()) {
            match job {
                // The catalog is given back at once: while it is held, a change has to copy it.
                Job::Recall(catalog) => self.sample = Some(Sample::of(&catalog)),
                Job::Keep(kept) => self.waiting.push(kept),
            }
        }
    }

    /// Recalls the library if that was not done yet, and writes what waits.
    fn write(&mut self, database: &mut Database) {
        let done = match (self.library, &self.sample) {
            (Some(_), _) => Ok(()),
            (None, Some(sample)) => database.recognise(&self.source, sample).and_then(|library| {
                let remembered = database.recall(library, VISITS)?;
                self.library = Some(library);
                (self.report)(Message::Remembered(remembered));
                Ok(())
            }),
            (None, None) => return,
        };
        if let Err(failure) = done.and_then(|()| self.keep(database)) {
            self.tell(&failure);
        }
    }

    fn keep(&mut self, database: &mut Database) -> Result<(), Failure> {
        if let Some(library) = self.library.filter(|_| !self.waiting.is_empty()) {
            database.keep(library, &self.waiting)?;
            self.waiting.clear();
        }
        Ok(())
    }

    /// Keeps what is left. Who leaves before the library was loaded is remembered by its folder.
    fn end(&mut self, database: &mut Database) {
        if self.waiting.is_empty() {
            return;
        }
        if self.library.is_none() {
            let sample = self.sample.take().unwrap_or_default();
            self.library = database.recognise(&self.source, &sample).ok();
        }
        // Nobody is there any more to be told of a failure.
        let _ = self.keep(database);
    }

    fn tell(&mut self, failure: &Failure) {
        if !std::mem::replace(&mut self.is_told, true) {
            (self.report)(Message::NotKept(failure.to_string()));
        }
    }
}
