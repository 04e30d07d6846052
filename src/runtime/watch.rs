//! Notices what changes in the library's folder.
//!
//! Says where to look, not what is there. Invariant: a burst of changes is one job, and one that is lost
//! among too many becomes a look at everything, as does one that is seen in other places too, through
//! links.

use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};

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
    /// Compare everything now and from time to time: no more can be watched.
    Poll,
}

impl Job {
    /// This and the one that came after it, as one.
    pub fn and(self, later: Self) -> Self {
        match (self, later) {
            (Self::Poll, _) | (_, Self::Poll) => Self::Poll,
            (Self::Check, _) | (_, Self::Check) => Self::Check,
            (Self::Look(mut places), Self::Look(more)) => {
                places.extend(more);
                places.sort_unstable();
                places.dedup();
                Self::Look(places)
            }
        }
    }
}

/// The links in the folder and where they lead, relative to it; nobody changes them while they are read.
pub type Links = Arc<Mutex<BTreeSet<PathBuf>>>;

/// Watches as long as it lives.
pub struct Watch {
    _watcher: Arc<Mutex<RecommendedWatcher>>,
}

impl Watch {
    /// Watches a folder and all in it; `None` where that cannot be done, as with too many folders.
    pub fn start(root: Arc<Path>, links: Links, jobs: Sender<Job>) -> Option<Self> {
        let (sender, events) = mpsc::channel();
        // Links may lead out of the folder, to all of the disk.
        let config = notify::Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(sender, config).ok()?;
        watcher.watch(&root, RecursiveMode::Recursive).ok()?;
        let watcher = Arc::new(Mutex::new(watcher));
        let watching = Arc::downgrade(&watcher);
        let follower = Follower { root, links, watcher: watching, lost_before: Cell::new(false) };
        let run = move || follower.follow(&events, &jobs);
        thread::Builder::new().name("watcher".to_owned()).spawn(run).ok()?;
        Some(Self { _watcher: watcher })
    }
}

struct Follower {
    root: Arc<Path>,
    links: Links,
    watcher: Weak<Mutex<RecommendedWatcher>>,
    /// Whether news was lost in the last burst.
    lost_before: Cell<bool>,
}

impl Follower {
    /// Makes one job of each burst of events until there is nobody to do it.
    fn follow(&self, events: &Receiver<notify::Result<Event>>, jobs: &Sender<Job>) {
        while let Ok(first) = events.recv() {
            let Some(mut burst) = self.burst(first, events) else { return };
            self.watch_again(&mut burst);
            if let Some(job) = burst.job()
                && jobs.send(job).is_err()
            {
                return;
            }
        }
    }

    /// What comes close together; `None` when nothing comes any more.
    fn burst(
        &self,
        first: notify::Result<Event>,
        events: &Receiver<notify::Result<Event>>,
    ) -> Option<Burst> {
        let mut burst = Burst::default();
        burst.add(&self.root, &self.links, first);
        let start = Instant::now();
        loop {
            let longest = if burst.is_large() { LONGEST_OF_MANY } else { LONGEST };
            let left = longest.saturating_sub(start.elapsed());
            match events.recv_timeout(QUIET.min(left)) {
                Ok(event) => burst.add(&self.root, &self.links, event),
                Err(RecvTimeoutError::Timeout) => return Some(burst),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            if left.is_zero() {
                return Some(burst);
            }
        }
    }

    /// Watches what may not be watched although it is there: folders that could not be read before, or of
    /// which the news was lost.
    fn watch_again(&self, burst: &mut Burst) {
        let mut folders = std::mem::take(&mut burst.folders);
        // To watch the whole folder again opens all that is in it, which is news as well: where that is
        // too much, it would be lost and asked for again without end.
        match (self.lost_before.replace(burst.lost), burst.lost) {
            (true, true) => burst.is_blind = true,
            (false, true) => folders = vec![self.root.to_path_buf()],
            (_, false) => {}
        }
        let Some(watcher) = self.watcher.upgrade() else { return };
        let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
        for folder in folders {
            // One that still cannot be read, or is gone again, is nobody's loss.
            if let Err(error) = watcher.watch(&folder, RecursiveMode::Recursive) {
                burst.is_blind |= matches!(error.kind, ErrorKind::MaxFilesWatch);
            }
        }
    }
}

/// The places of events that came close together.
#[derive(Default)]
struct Burst {
    places: HashSet<PathBuf>,
    /// Folders that anybody may have been let into, by their whole paths.
    folders: Vec<PathBuf>,
    /// Something was lost.
    lost: bool,
    /// No more can be watched.
    is_blind: bool,
    /// More than these places is concerned: the whole folder, or what is seen through links.
    is_wide: bool,
}

impl Burst {
    fn add(&mut self, root: &Path, links: &Links, event: notify::Result<Event>) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.lost = true;
                self.is_blind |= matches!(error.kind, ErrorKind::MaxFilesWatch);
                return;
            }
        };
        self.lost |= event.need_rescan();
        let may_be_folder = matches!(
            event.kind,
            EventKind::Any
                | EventKind::Create(CreateKind::Folder | CreateKind::Any)
                | EventKind::Remove(RemoveKind::Folder | RemoveKind::Any)
                | EventKind::Modify(ModifyKind::Name(_))
        );
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        let is_permission = matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
        let is_new = matches!(event.kind, EventKind::Create(_));
        for path in event.paths {
            let Ok(place) = path.strip_prefix(root) else { continue };
            let is_article = is_markdown(&place.to_string_lossy());
            let is_folder = is_permission && !is_article && path.is_dir();
            if is_folder {
                self.folders.push(path.clone());
            }
            if self.is_large() {
                continue;
            }
            if place == Path::new("") {
                // That something was made in it says nothing of the folder itself.
                self.is_wide |= !is_new;
                continue;
            }
            // A link to a folder comes as a file.
            let is_folder = is_folder || may_be_folder || (is_new && path.is_symlink());
            let links = links.lock().unwrap_or_else(PoisonError::into_inner);
            if concerns(&links, place, is_article, is_folder) {
                self.is_wide = true;
            }
            let hidden = place
                .components()
                .any(|part| part.as_os_str().as_encoded_bytes().first() == Some(&b'.'));
            if !hidden && (is_article || is_folder) {
                self.places.insert(place.to_path_buf());
            }
        }
    }

    fn is_large(&self) -> bool {
        self.lost || self.is_wide || self.places.len() > MANY
    }

    fn job(self) -> Option<Job> {
        if self.is_blind {
            return Some(Job::Poll);
        }
        if self.is_large() {
            return Some(Job::Check);
        }
        let mut places: Vec<_> = self.places.into_iter().collect();
        places.sort_unstable();
        (!places.is_empty()).then_some(Job::Look(places))
    }
}

/// Whether what happened in a place may be seen through a link too.
fn concerns(links: &BTreeSet<PathBuf>, place: &Path, is_article: bool, is_folder: bool) -> bool {
    let is_seen = |end: &Path| links.contains(end);
    let is_below = || place.ancestors().skip(1).any(is_seen);
    // What lies below a path comes right after it.
    let holds_one =
        || links.range(place.to_path_buf()..).next().is_some_and(|end| end.starts_with(place));
    is_seen(place) || (is_folder && holds_one()) || ((is_article || is_folder) && is_below())
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, DataChange, MetadataKind, RenameMode};

    use super::*;

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(PathBuf::from(path))
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    fn job(events: Vec<Event>) -> Option<Job> {
        job_among(&[], events)
    }

    fn job_among(links: &[&str], events: Vec<Event>) -> Option<Job> {
        let links = Arc::new(Mutex::new(links.iter().map(PathBuf::from).collect()));
        let mut burst = Burst::default();
        for event in events {
            burst.add(Path::new("/l"), &links, Ok(event));
        }
        burst.job()
    }

    fn look(places: &[&str]) -> Job {
        Job::Look(places.iter().map(PathBuf::from).collect())
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
        let failed = |error| {
            let mut burst = Burst::default();
            burst.add(Path::new("/l"), &Links::default(), Err(error));
            burst.job()
        };
        assert_eq!(failed(notify::Error::generic("overflow")), Some(Job::Check));
        let full = notify::Error::new(ErrorKind::MaxFilesWatch);
        assert_eq!(failed(full), Some(Job::Poll), "what is not watched is looked at by itself");
        let rescan = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(job(vec![rescan]), Some(Job::Check));
    }

    #[test]
    fn news_that_is_lost_again_and_again_is_no_longer_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let root: Arc<Path> = folder.path().canonicalize().unwrap().into();
        let (sender, _) = mpsc::channel();
        let watcher = RecommendedWatcher::new(sender, notify::Config::default()).unwrap();
        let watcher = Arc::new(Mutex::new(watcher));
        let follower = Follower {
            root,
            links: Links::default(),
            watcher: Arc::downgrade(&watcher),
            lost_before: Cell::new(false),
        };
        let after = |lost| {
            let mut burst = Burst { lost, ..Burst::default() };
            follower.watch_again(&mut burst);
            burst.job()
        };
        assert_eq!(after(true), Some(Job::Check));
        assert_eq!(after(true), Some(Job::Poll));
        assert_eq!(after(false), None);
        assert_eq!(after(true), Some(Job::Check));
    }

    #[test]
    fn jobs_that_pile_up_are_done_as_one() {
        let looks = look(&["b.md", "c"]).and(look(&["a.md", "b.md"]));
        assert_eq!(looks, look(&["a.md", "b.md", "c"]));
        assert_eq!(looks.and(Job::Check).and(Job::Check).and(look(&["d.md"])), Job::Check);
        assert_eq!(Job::Check.and(Job::Poll).and(Job::Check), Job::Poll);
    }

    #[test]
    fn what_is_seen_through_a_link_too_is_looked_at_everywhere() {
        let links = ["b", "a/deep", "c.md", ".store/c"];
        let written = |path: &str| job_among(&links, vec![event(WRITTEN, path)]);
        assert_eq!(written("/l/a/deep/x.md"), Some(Job::Check));
        assert_eq!(written("/l/.store/c"), Some(Job::Check));
        assert_eq!(written("/l/a/x.md"), Some(look(&["a/x.md"])));
        assert_eq!(written("/l/a/deep/picture.png"), None);
        let gone = |path: &str, kind| job_among(&links, vec![event(EventKind::Remove(kind), path)]);
        assert_eq!(gone("/l/a", RemoveKind::Folder), Some(Job::Check));
        assert_eq!(gone("/l/b", RemoveKind::File), Some(Job::Check));
        assert_eq!(gone("/l/d", RemoveKind::Folder), Some(look(&["d"])));
    }

    #[test]
    fn the_folder_itself_being_moved_or_removed_is_a_look_at_everything() {
        let moved = event(EventKind::Modify(ModifyKind::Name(RenameMode::From)), "/l");
        assert_eq!(job(vec![moved]), Some(Job::Check));
        assert_eq!(job(vec![event(EventKind::Remove(RemoveKind::Folder), "/l")]), Some(Job::Check));
    }

    #[test]
    fn a_folder_that_may_be_entered_now_is_looked_at_and_a_picture_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("a")).unwrap();
        std::fs::write(root.join("b.png"), "").unwrap();
        let changed = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        let mut burst = Burst::default();
        for name in ["a", "b.png"] {
            let event = Event::new(changed).add_path(root.join(name));
            burst.add(root, &Links::default(), Ok(event));
        }
        assert_eq!(burst.folders, [root.join("a")]);
        assert_eq!(burst.job(), Some(look(&["a"])));
    }

    #[test]
    fn a_change_in_a_folder_becomes_a_job() {
        let folder = tempfile::tempdir().unwrap();
        let root: Arc<Path> = folder.path().canonicalize().unwrap().into();
        let (sender, jobs) = mpsc::channel();
        let watch = Watch::start(root.clone(), Links::default(), sender).unwrap();
        std::fs::write(root.join("a.md"), "# A").unwrap();
        assert_eq!(jobs.recv().unwrap(), Job::Look(vec!["a.md".into()]));
        std::fs::create_dir(root.join("b")).unwrap();
        std::fs::write(root.join("b/c.md"), "# C").unwrap();
        let Job::Look(places) = jobs.recv().unwrap() else { panic!("two changes are few") };
        assert!(places.contains(&"b".into()));
        std::os::unix::fs::symlink("b", root.join("d")).unwrap();
        assert_eq!(jobs.recv().unwrap(), look(&["d"]), "a link to a folder is no file");
        drop(watch);
        assert!(jobs.recv().is_err(), "nobody watches any more");
    }
}
