//! The thread that keeps the list of articles what the folder holds: reads the folder or compares it
//! with what was known, follows its changes, and saves the catalog for the next start.
//!
//! It borrows the catalog and gives it back before it reports a change, so that nobody ever has to copy
//! it. Invariant: whatever changes in the folder while it works is looked at again afterwards, and a
//! folder that went away takes nothing along.

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::root::{self, Root, Standing};
use super::watch::{Job, Links, Watch};
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
/// How often a folder is compared at most that cannot be watched, or not all of it.
const POLL: Duration = Duration::from_secs(2);
/// Comparing takes no more than one part in so many of the time.
const SHARE: u32 = 20;

/// What the thread says.
pub enum Report {
    /// Something for the model.
    Message(Message),
    /// It needs the catalog for a while.
    Borrow(Sender<Lent>),
    /// It waits until all that it said so far is taken.
    Taken(Sender<()>),
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
            let work = Work { source, place, report, links: Links::default() };
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

/// The folder and what watches it.
struct Followed {
    root: Root,
    watch: Option<Watch>,
    /// Whether the watch does not tell of everything.
    is_polled: bool,
    jobs: Sender<Job>,
}

impl Followed {
    fn start(path: Arc<Path>, links: &Links, jobs: Sender<Job>) -> Self {
        // Without that thread one that is mounted elsewhere is noticed later, and that is all.
        let _ = root::watch_mounts(path.clone(), jobs.clone());
        let mut followed = Self { root: Root::new(path), watch: None, is_polled: false, jobs };
        followed.watch_anew(links);
        followed
    }

    /// Watches what is there now.
    fn watch_anew(&mut self, links: &Links) {
        self.watch = None;
        self.root.take();
        self.watch = Watch::start(self.root.path().clone(), links.clone(), self.jobs.clone());
        self.is_polled = self.watch.is_none() || self.root.is_remote();
    }

    /// Waits for nothing but the folder to come back.
    fn let_go(&mut self) {
        self.watch = None;
        self.root.let_go();
        self.is_polled = true;
    }
}

struct Work<R> {
    source: Source,
    place: Option<Place>,
    report: R,
    links: Links,
}

impl<R: Fn(Report) -> bool + Sync> Work<R> {
    fn run(&self, restored: bool, jobs: Sender<Job>, queue: &Receiver<Job>) {
        if !restored {
            self.read_all();
        }
        let Source::Folder(root) = &self.source else { return };
        // From here on what changes is reported; what changed before is found by comparing.
        let mut followed = Followed::start(root.clone(), &self.links, jobs);
        if !restored {
            self.save();
        } else if followed.root.is_empty() {
            // As the place of a drive that is not there yet: what is known of it is not given up.
            followed.let_go();
        }
        let mut took = self.check(&mut followed);
        loop {
            let job = if followed.is_polled {
                queue.recv_timeout(POLL.max(took * SHARE))
            } else {
                queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            // What piled up meanwhile is done at once.
            match job.map(|job| queue.try_iter().fold(job, Job::and)) {
                Ok(Job::Look(files)) if followed.root.standing() == Standing::Same => {
                    self.change(scan::look(&self.source, &files));
                }
                Ok(Job::Poll) => {
                    followed.is_polled = true;
                    took = self.check(&mut followed);
                }
                Ok(Job::Look(_) | Job::Check) | Err(RecvTimeoutError::Timeout) => {
                    took = self.check(&mut followed);
                }
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
                scan::Event::Batch(mut batch) => {
                    done += batch.files;
                    self.links().extend(batch.links.drain(..));
                    waiting.append(batch);
                }
                scan::Event::Done => {}
            }
            if !over && handed_on.is_some_and(|time| time.elapsed() < PACE) {
                return true;
            }
            // Articles that nobody takes yet would fill the memory: their readers wait instead.
            if handed_on.is_some() && !self.wait_until_taken() {
                return false;
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

    fn wait_until_taken(&self) -> bool {
        let (sender, receiver) = mpsc::channel();
        (self.report)(Report::Taken(sender)) && receiver.recv().is_ok()
    }

    fn links(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compares the folder with the catalog; returns how long that took.
    fn check(&self, followed: &mut Followed) -> Duration {
        let start = Instant::now();
        let before = followed.root.standing();
        if before == Standing::Another {
            followed.watch_anew(&self.links);
        }
        let changes = if before == Standing::Gone { None } else { self.compare(start) };
        // What was found while it went away is not what it holds.
        let after = followed.root.standing();
        if after == Standing::Gone {
            followed.let_go();
            self.tell(Message::Gone);
            return start.elapsed();
        }
        if before == Standing::Gone || after == Standing::Another {
            // The queue is ours.
            let _ = followed.jobs.send(Job::Check);
            return start.elapsed();
        }
        if let Some(changes) = changes {
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
        let mut changes =
            scan::compare(&self.source, &catalog, &problems, scan::threads(), |done| {
                let millis = millis(start.elapsed());
                let progress = Progress::of_comparing(done, known, millis);
                millis < Progress::WORTH_SHOWING || self.tell(Message::Progress(progress))
            })?;
        *self.links() = std::mem::take(&mut changes.found.links).into_iter().collect();
        Some(changes)
    }

    /// Hands changes on, in pieces that do not keep the screen still.
    fn change(&self, mut changes: Changes) {
        self.links().extend(changes.found.links.drain(..));
        for piece in pieces(changes) {
            if !self.tell(Message::Changed(piece)) || !self.wait_until_taken() {
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
    pieces.push(Changes { looked_at, kept, judged, found });
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
