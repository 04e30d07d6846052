//! Notices what changes in the library's folder.
//!
//! Says where to look, not what is there. Invariant: a burst of changes is one job, and one that is lost
//! among too many becomes a look at everything.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::library::reference::is_markdown;

/// A burst is over when nothing happened for so long.
const QUIET: Duration = Duration::from_millis(100);
/// It is looked at after so long in any case.
const LONGEST: Duration = Duration::from_millis(600);
/// In more places than this everything is looked at, and the burst may take longer.
const MANY: usize = 1000;
const LONGEST_OF_MANY: Duration = Duration::from_secs(5);

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Job {
    /// Look at these places, relative to the library's folder.
    Look(Vec<PathBuf>),
    /// Compare everything.
    Check,
}

/// Watches as long as it lives.
pub struct Watch {
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches a folder and all in it; `None` where that cannot be done, as with too many folders.
    pub fn start(root: Arc<Path>, jobs: Sender<Job>) -> Option<Self> {
        let (sender, events) = mpsc::channel();
        // Links may lead out of the folder, to all of the disk.
        let config = notify::Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(sender, config).ok()?;
        watcher.watch(&root, RecursiveMode::Recursive).ok()?;
        let run = move || follow(&root, &events, &jobs);
        thread::Builder::new().name("watcher".to_owned()).spawn(run).ok()?;
        Some(Self { _watcher: watcher })
    }
}

/// Makes one job of each burst of events until there is nobody to do it.
fn follow(root: &Path, events: &Receiver<notify::Result<Event>>, jobs: &Sender<Job>) {
    while let Ok(first) = events.recv() {
        let mut burst = Burst::default();
        burst.add(root, first);
        let start = Instant::now();
        loop {
            let longest = if burst.is_large() { LONGEST_OF_MANY } else { LONGEST };
            let left = longest.saturating_sub(start.elapsed());
            match events.recv_timeout(QUIET.min(left)) {
                Ok(event) => burst.add(root, event),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if left.is_zero() {
                break;
            }
        }
        if let Some(job) = burst.job()
            && jobs.send(job).is_err()
        {
            return;
        }
    }
}

/// The places of events that came close together.
#[derive(Default)]
struct Burst {
    places: HashSet<PathBuf>,
    /// Something was lost.
    lost: bool,
}

impl Burst {
    fn add(&mut self, root: &Path, event: notify::Result<Event>) {
        let Ok(event) = event else {
            self.lost = true;
            return;
        };
        self.lost |= event.need_rescan();
        let may_be_folder = matches!(
            event.kind,
            EventKind::Any
                | EventKind::Create(CreateKind::Folder | CreateKind::Any)
                | EventKind::Remove(RemoveKind::Folder | RemoveKind::Any)
                | EventKind::Modify(ModifyKind::Name(_))
        );
        if matches!(event.kind, EventKind::Access(_)) || self.is_large() {
            return;
        }
        for path in event.paths {
            let Ok(place) = path.strip_prefix(root) else { continue };
            let hidden = place
                .components()
                .any(|part| part.as_os_str().as_encoded_bytes().first() == Some(&b'.'));
            let is_article = is_markdown(&place.to_string_lossy());
            if !hidden && place != Path::new("") && (is_article || may_be_folder) {
                self.places.insert(place.to_path_buf());
            }
        }
    }

    fn is_large(&self) -> bool {
        self.lost || self.places.len() > MANY
    }

    fn job(self) -> Option<Job> {
        if self.is_large() {
            return Some(Job::Check);
        }
        let mut places: Vec<_> = self.places.into_iter().collect();
        places.sort_unstable();
        (!places.is_empty()).then_some(Job::Look(places))
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, DataChange, RenameMode};

    use super::*;

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(PathBuf::from(path))
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    fn job(events: Vec<Event>) -> Option<Job> {
        let mut burst = Burst::default();
        for event in events {
            burst.add(Path::new("/l"), Ok(event));
        }
        burst.job()
    }

    #[test]
    fn a_burst_of_events_is_one_look_at_each_place() {
        let events = vec![
            event(WRITTEN, "/l/b.md"),
            event(EventKind::Create(CreateKind::Folder), "/l/new"),
            event(WRITTEN, "/l/b.md"),
            event(EventKind::Modify(ModifyKind::Name(RenameMode::From)), "/l/old"),
            event(WRITTEN, "/l/a.md"),
        ];
        let places = ["a.md", "b.md", "new", "old"].map(PathBuf::from).to_vec();
        assert_eq!(job(events), Some(Job::Look(places)));
    }

    #[test]
    fn what_is_read_hidden_or_no_article_is_not_looked_at() {
        let events = vec![
            event(EventKind::Access(AccessKind::Any), "/l/a.md"),
            event(WRITTEN, "/l/.git/a.md"),
            event(WRITTEN, "/l/picture.png"),
            event(WRITTEN, "/elsewhere/a.md"),
            event(EventKind::Create(CreateKind::Folder), "/l"),
        ];
        assert_eq!(job(events), None);
    }

    #[test]
    fn after_too_many_events_or_a_lost_one_everything_is_looked_at() {
        let many = (0..2000).map(|n| event(WRITTEN, &format!("/l/{n}.md"))).collect();
        assert_eq!(job(many), Some(Job::Check));
        let mut lost = Burst::default();
        lost.add(Path::new("/l"), Err(notify::Error::generic("overflow")));
        assert_eq!(lost.job(), Some(Job::Check));
        let rescan = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(job(vec![rescan]), Some(Job::Check));
    }

    #[test]
    fn a_change_in_a_folder_becomes_a_job() {
        let folder = tempfile::tempdir().unwrap();
        let root: Arc<Path> = folder.path().canonicalize().unwrap().into();
        let (sender, jobs) = mpsc::channel();
        let watch = Watch::start(root.clone(), sender).unwrap();
        std::fs::write(root.join("a.md"), "# A").unwrap();
        assert_eq!(jobs.recv().unwrap(), Job::Look(vec!["a.md".into()]));
        std::fs::create_dir(root.join("b")).unwrap();
        std::fs::write(root.join("b/c.md"), "# C").unwrap();
        let Job::Look(places) = jobs.recv().unwrap() else { panic!("two changes are few") };
        assert!(places.contains(&"b".into()));
        drop(watch);
        assert!(jobs.recv().is_err(), "nobody watches any more");
    }
}
