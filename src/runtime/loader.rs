//! The thread that keeps the list of articles what the folder holds: reads the folder or compares it
//! with what was known, follows its changes, and saves the catalog for the next start.
//!
//! It borrows the catalog and gives it back before it reports a change, so that nobody ever has to copy
//! it. Invariant: whatever changes in the folder while it works is looked at again afterwards.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::watch::{Job, Watch};
use crate::app::Message;
use crate::app::library::{Progress, unread};
use crate::article::Detail;
use crate::library::catalog::{Batch, Catalog, Changes};
use crate::library::problem::Problem;
use crate::library::scan;
use crate::library::source::Source;
use crate::store::snapshot::Place;

/// Articles are handed on at most this often, so that the lists are not made anew all the time.
const PACE: Duration = Duration::from_millis(50);
/// So many changed articles are put into the catalog between two frames.
const PIECE: usize = 1000;
/// How often a folder that cannot be watched is compared, at least.
const POLL: Duration = Duration::from_secs(2);
/// Comparing takes no more than one part in so many of the time.
const SHARE: u32 = 20;

/// What the thread says.
pub enum Report {
    /// Something for the model.
    Message(Message),
    /// It needs the catalog for a while.
    Borrow(Sender<Lent>),
}

/// What it borrows.
pub struct Lent {
    /// The articles.
    pub catalog: Arc<Catalog>,
    /// What could not be read of them, and doubts.
    pub problems: Vec<Problem>,
}

/// A handle on the thread.
pub struct Loader {
    jobs: Sender<Job>,
}

impl Loader {
    /// Starts the thread. What was `restored` from a snapshot is compared, else the folder is read;
    /// `report` says whether to go on.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        source: Source,
        place: Option<Place>,
        restored: bool,
        report: impl Fn(Report) -> bool + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let more = jobs.clone();
        thread::Builder::new().name("loader".to_owned()).spawn(move || {
            let work = Work { source, place, report };
            work.run(restored, more, &queue);
        })?;
        Ok(Self { jobs })
    }

    /// Has files of the library looked at again.
    pub fn look(&self, files: Vec<PathBuf>) {
        // The thread ends only with the program.
        let _ = self.jobs.send(Job::Look(files));
    }
}

struct Work<R> {
    source: Source,
    place: Option<Place>,
    report: R,
}

impl<R: Fn(Report) -> bool + Sync> Work<R> {
    fn run(&self, restored: bool, jobs: Sender<Job>, queue: &Receiver<Job>) {
        if !restored {
            self.read_all();
        }
        let Source::Folder(root) = &self.source else { return };
        // From here on what changes is reported; what changed before is found by comparing.
        let watch = Watch::start(root.clone(), jobs);
        if !restored {
            self.save();
        }
        let mut took = self.check();
        loop {
            let job = match &watch {
                Some(_) => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
                None => queue.recv_timeout(POLL.max(took * SHARE)),
            };
            match job {
                Ok(Job::Look(files)) => self.change(scan::look(&self.source, &files)),
                Ok(Job::Check) | Err(RecvTimeoutError::Timeout) => took = self.check(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn tell(&self, message: Message) -> bool {
        (self.report)(Report::Message(message))
    }

    /// Reads the whole folder.
    fn read_all(&self) {
        let start = Instant::now();
        let mut waiting = Batch::default();
        let (mut met, mut done, mut handed_on) = (0, 0, None::<Instant>);
        scan::scan(&self.source, scan::threads(), Detail::Listing, |event| {
            let over = matches!(event, scan::Event::Done);
            match event {
                scan::Event::Found(count) => met = count,
                scan::Event::Batch(batch) => {
                    done += batch.files;
                    waiting.append(batch);
                }
                scan::Event::Done => {}
            }
            if !over && handed_on.is_some_and(|time| time.elapsed() < PACE) {
                return true;
            }
            handed_on = Some(Instant::now());
            let progress = Progress::of_loading(done, met, millis(start.elapsed()));
            self.tell(Message::Progress(progress))
                && self.tell(Message::Loaded(std::mem::take(&mut waiting)))
                && (!over || self.tell(Message::LoadDone))
        });
    }

    /// The catalog, once all that was said so far is in it.
    fn borrow(&self) -> Option<Lent> {
        let (sender, receiver) = mpsc::channel();
        (self.report)(Report::Borrow(sender)).then(|| receiver.recv().ok()).flatten()
    }

    /// Compares the folder with the catalog; returns how long that took.
    fn check(&self) -> Duration {
        let start = Instant::now();
        if let Some(changes) = self.compare(start) {
            let any = !changes.looked_at.is_empty();
            // Where nothing is different, nobody is disturbed.
            if any || !changes.judged.is_empty() || !changes.found.problems.is_empty() {
                self.change(changes);
            }
            if any {
                self.save();
            }
        }
        self.tell(Message::Checked);
        start.elapsed()
    }

    fn compare(&self, start: Instant) -> Option<Changes> {
        let Lent { catalog, problems } = self.borrow()?;
        let known = catalog.len() + unread(&problems);
        scan::compare(&self.source, &catalog, &problems, scan::threads(), |done| {
            let millis = millis(start.elapsed());
            let progress = Progress::of_comparing(done, known, millis);
            millis < Progress::WORTH_SHOWING || self.tell(Message::Progress(progress))
        })
    }

    /// Hands changes on, in pieces that do not keep the screen still.
    fn change(&self, changes: Changes) {
        for piece in pieces(changes) {
            if !self.tell(Message::Changed(piece)) {
                return;
            }
        }
    }

    /// Saves the catalog for the next start.
    fn save(&self) {
        let Some(place) = &self.place else { return };
        if let Some(Lent { catalog, problems }) = self.borrow() {
            // Without it the next start takes longer, and that is all.
            let _ = place.write(&catalog, &problems);
        }
    }
}

/// Changes in pieces. What is gone comes with the last of them, so that a folder that was looked at
/// again does not lose its articles until they come.
fn pieces(changes: Changes) -> Vec<Changes> {
    let mut pieces = Vec::new();
    let Changes { mut looked_at, judged, found, mut kept } = changes;
    let Batch { mut records, mut problems, files, links } = found;
    while records.len() > PIECE {
        let rest = records.split_off(PIECE);
        let paths: Vec<_> = records.iter().map(|record| record.path.clone()).collect();
        kept.extend(paths.iter().cloned());
        let here: HashSet<&str> = paths.iter().map(String::as_str).collect();
        let now = problems.extract_if(.., |problem| here.contains(&*problem.path)).collect();
        let found = Batch { records, problems: now, ..Batch::default() };
        pieces.push(Changes { looked_at: paths, found, ..Changes::default() });
        records = rest;
    }
    looked_at.retain(|path| !kept.contains(path));
    let found = Batch { records, problems, files, links };
    pieces.push(Changes { looked_at, judged, found, kept });
    pieces
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::library::Library;
    use crate::library::catalog::Record;

    fn record(number: usize, question: &str) -> Record {
        let path = format!("a/{number:04}.md");
        Record { path, question: question.to_owned(), ..Record::default() }
    }

    #[test]
    fn a_large_folder_that_is_looked_at_again_never_loses_its_articles_for_a_while() {
        let mut library = Library::new(String::new());
        let records = (0..3000).map(|number| record(number, "Before?")).collect();
        library.extend(Batch { records, ..Batch::default() });
        library.finish();
        let records = (5..3500).map(|number| record(number, "Afterwards?")).collect();
        let problem = |path: &str| Problem::unreadable(path, "unreadable", "No.");
        let problems = vec![problem("a/0003.md"), problem("a/0007.md"), problem("a/3400.md")];
        let found = Batch { records, problems, ..Batch::default() };
        let mut sizes = vec![library.catalog.len()];
        for piece in pieces(Changes { looked_at: vec!["a".into()], found, ..Changes::default() }) {
            library.change(piece);
            sizes.push(library.catalog.len());
        }
        assert_eq!(sizes, [3000, 3000, 3000, 3005, 3495]);
        assert_eq!(library.unread(), 3, "each problem is there once");
    }
}
