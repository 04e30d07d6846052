//! The thread that owns the memory of what a reader did: recalls what is known of the library, and keeps
//! what comes, as soon as it comes.
//!
//! Nothing waits for it but the end of the program, and that not for long. Invariants: before the articles
//! are compared with the folder nothing is written, because they may be those of another library; what
//! could not be kept is tried again with the next, and at the end; the reader is told, and told when it
//! is kept again, and has what can be read all the same.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::app::Message;
use crate::library::catalog::Catalog;
use crate::library::source::Source;
use crate::memory::Kept;
use crate::store::memory::{Database, Failure, LibraryId, Place, Sample};

/// Visits that are recalled: what was read lately, and no more than a list shows.
const VISITS: usize = 1000;
/// The program's end waits so long for what is still to be written.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is to be done.
enum Job {
    Recall { catalog: Arc<Catalog>, is_certain: bool },
    Keep(Kept),
    Count { now: i64 },
}

/// A handle on the thread.
pub struct Keeper {
    jobs: Sender<Job>,
    /// Closed by the end of the thread, which may say before why something is not kept.
    ended: Receiver<String>,
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
            let work = Work {
                source,
                place,
                report,
                database: None,
                sample: None,
                is_certain: false,
                is_new: false,
                library: None,
                waiting: Vec::new(),
                to_count: None,
                trouble: Trouble::default(),
            };
            if let Some(reason) = work.run(&queue) {
                // Nobody may be there any more.
                let _ = ending.send(reason);
            }
        })?;
        Ok(Self { jobs, ended })
    }

    /// Finds out which library this is and what is remembered of it. It is `is_certain` once the articles
    /// were compared with the folder.
    pub fn recall(&self, catalog: Arc<Catalog>, is_certain: bool) {
        // The thread ends only with the program, or once nothing can be kept.
        let _ = self.jobs.send(Job::Recall { catalog, is_certain });
    }

    /// Keeps something that happened.
    pub fn keep(&self, kept: Kept) {
        let _ = self.jobs.send(Job::Keep(kept));
    }

    /// Has what was read counted, as of a time in seconds since 1970.
    pub fn count(&self, now: i64) {
        let _ = self.jobs.send(Job::Count { now });
    }

    /// Waits until all is written, or for as long as one can be asked to wait; returns why something is not
    /// kept that was to be.
    pub fn finish(self) -> Option<String> {
        let Self { jobs, ended } = self;
        drop(jobs);
        match ended.recv_timeout(PATIENCE) {
            Ok(reason) => Some(reason),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => Some(Failure::Busy.to_string()),
        }
    }
}

struct Work<R> {
    source: Source,
    place: Option<Place>,
    report: R,
    database: Option<Database>,
    /// Some articles of the library, once they are known; whether they are what the folder holds; and
    /// whether it was not looked yet which library has them.
    sample: Option<Sample>,
    is_certain: bool,
    is_new: bool,
    /// The library of which the reader has the memories.
    library: Option<LibraryId>,
    /// What is not written yet.
    waiting: Vec<Kept>,
    /// Until when it is to be counted what was read, if it is.
    to_count: Option<i64>,
    trouble: Trouble,
}

/// What cannot be done with the file.
#[derive(Default)]
struct Trouble {
    /// Whether the reader knows that something cannot be kept.
    is_told: bool,
    /// Whether what is recalled is of a file that cannot be written.
    is_only_read: bool,
}

impl<R: Fn(Message)> Work<R> {
    /// Works until nobody sends any more; returns why something is not kept that was to be.
    fn run(mut self, queue: &Receiver<Job>) -> Option<String> {
        while let Ok(first) = queue.recv() {
            self.take(first, queue);
            let written = self.write().map_err(|failure| self.read_instead(failure));
            if written.is_ok() && std::mem::take(&mut self.trouble.is_told) {
                (self.report)(Message::KeptAgain);
            }
            if let Err(failure) = self.count().and(written) {
                self.tell(&failure);
                // From here on nothing is kept.
                if failure.is_lasting() {
                    let is_lost = |job| matches!(job, Job::Keep(_));
                    let is_any_lost = queue.iter().fold(false, |any, job| any | is_lost(job));
                    let is_lost = is_any_lost || !self.waiting.is_empty();
                    return is_lost.then(|| failure.told(self.place.as_ref()));
                }
            }
        }
        self.end().err().map(|failure| failure.told(self.place.as_ref()))
    }

    /// Takes all that is to be done now.
    fn take(&mut self, first: Job, queue: &Receiver<Job>) {
        for job in std::iter::once(first).chain(queue.try_iter()) {
            match job {
                // The catalog is given back at once: while it is held, a change has to copy it.
                Job::Recall { catalog, is_certain } => {
                    self.sample = Some(Sample::of(&catalog));
                    (self.is_certain, self.is_new) = (is_certain, true);
                    self.trouble.is_only_read = false;
                }
                Job::Keep(kept) => self.waiting.push(kept),
                Job::Count { now } => self.to_count = Some(now),
            }
        }
    }

    /// Recalls the library if it may be another one than before, and writes what waits.
    fn write(&mut self) -> Result<(), Failure> {
        let Some(sample) = &self.sample else { return Ok(()) };
        let database = match &mut self.database {
            Some(database) => database,
            none => none.insert(open(self.place.as_ref())?),
        };
        if self.is_new {
            let library = if self.is_certain {
                Some(database.recognise(&self.source, sample)?)
            } else {
                database.find(&self.source, sample)?
            };
            if let Some(id) = library
                && library != self.library
            {
                (self.report)(Message::Remembered(Box::new(database.recall(id, VISITS)?)));
            }
            (self.library, self.is_new) = (library, false);
        }
        if let Some(library) = self.library.filter(|_| self.is_certain && !self.waiting.is_empty())
        {
            // Should it fail, the library may have become one with another meanwhile.
            self.is_new = true;
            database.keep(library, &self.waiting)?;
            self.is_new = false;
            self.waiting.clear();
        }
        Ok(())
    }

    /// Recalls what can be read where nothing can be written; gives back why nothing can.
    fn read_instead(&mut self, failure: Failure) -> Failure {
        if !self.is_new || failure.is_lasting() {
            return failure;
        }
        if !self.trouble.is_only_read {
            // What cannot be read either has its reason already.
            self.trouble.is_only_read = self.read().unwrap_or_default();
        }
        if self.trouble.is_only_read { failure.of_writing() } else { failure }
    }

    /// Recalls the library of a file that is only read; says whether there is one.
    fn read(&mut self) -> Result<bool, Failure> {
        let (Some(place), Some(sample)) = (&self.place, &self.sample) else { return Ok(false) };
        let Some(database) = Database::read(place)? else { return Ok(false) };
        let library = database.find(&self.source, sample)?;
        if let Some(id) = library
            && library != self.library
        {
            (self.report)(Message::Remembered(Box::new(database.recall(id, VISITS)?)));
        }
        self.library = library;
        Ok(true)
    }

    /// Counts what was read, if it is to be counted and known of which library.
    fn count(&mut self) -> Result<(), Failure> {
        let (Some(library), Some(now)) = (self.library, self.to_count) else { return Ok(()) };
        let only_read = match (&self.database, &self.place) {
            (None, Some(place)) => Database::read(place)?,
            _ => None,
        };
        if let Some(database) = self.database.as_ref().or(only_read.as_ref()) {
            let statistics = database.statistics(library, now)?;
            self.to_count = None;
            (self.report)(Message::Statistics(Ok(Box::new(statistics))));
        }
        Ok(())
    }

    /// Keeps what is left. Who leaves before the library was loaded is remembered by its folder.
    fn end(&mut self) -> Result<(), Failure> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.sample.get_or_insert_default();
        if !self.is_certain {
            (self.is_certain, self.is_new) = (true, self.library.is_none());
        }
        self.write()
    }

    fn tell(&mut self, failure: &Failure) {
        if self.to_count.take().is_some() && !failure.is_lasting() {
            let reason = failure.told(self.place.as_ref());
            (self.report)(Message::Statistics(Err(reason)));
        }
        if !std::mem::replace(&mut self.trouble.is_told, true) {
            let reason = failure.told(self.place.as_ref());
            (self.report)(Message::NotKept { reason, for_good: failure.is_lasting() });
        }
    }
}

fn open(place: Option<&Place>) -> Result<Database, Failure> {
    place.map_or(Err(Failure::Homeless), Database::open)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::library::catalog::Record;
    use crate::memory::Memory;

    fn catalog(about: &str) -> Arc<Catalog> {
        let mut catalog = Catalog::new();
        for number in 0..20 {
            let path = format!("{about}-{number}.md");
            catalog.push(Record { path, ..Record::default() }).unwrap();
        }
        Arc::new(catalog)
    }

    fn folder(name: &str) -> Source {
        Source::Folder(std::path::Path::new(name).into())
    }

    fn query(text: &str) -> Kept {
        Kept { time: 7, memory: Memory::Query(text.to_owned()) }
    }

    fn start(source: &Source, place: &Place) -> (Keeper, Receiver<Message>) {
        let (sender, receiver) = mpsc::channel();
        let report = move |message| sender.send(message).unwrap_or_default();
        (Keeper::start(source.clone(), Some(place.clone()), report).unwrap(), receiver)
    }

    /// After this long a keeper counts as hung. It is no measure of speed.
    const HANG: Duration = Duration::from_secs(60);

    /// The queries that a keeper tells next.
    fn told(messages: &Receiver<Message>) -> Vec<String> {
        match messages.recv_timeout(HANG).unwrap() {
            Message::Remembered(remembered) => remembered.queries,
            other => panic!("{other:?}"),
        }
    }

    /// What is kept of the library at a place, whose articles are these.
    fn kept(source: &Source, about: &str, place: &Place) -> Vec<String> {
        let (keeper, messages) = start(source, place);
        keeper.recall(catalog(about), true);
        let queries = told(&messages);
        keeper.finish();
        queries
    }

    #[test]
    fn what_is_done_before_the_folder_is_compared_is_kept_in_the_library_that_lies_there() {
        let home = tempfile::tempdir().unwrap();
        let place = Place::within(home.path());
        let (one, other) = (folder("/nowhere/one"), folder("/nowhere/other"));
        for (source, about) in [(&one, "bread"), (&other, "stars")] {
            let (keeper, messages) = start(source, &place);
            keeper.recall(catalog(about), true);
            assert_eq!(told(&messages), [""; 0]);
            keeper.keep(query(about));
            keeper.finish();
        }
        // They have changed places, and the snapshot does not know.
        let (keeper, messages) = start(&one, &place);
        keeper.recall(catalog("bread"), false);
        assert_eq!(told(&messages), ["bread"]);
        keeper.keep(query("early"));
        keeper.recall(catalog("stars"), true);
        assert_eq!(told(&messages), ["stars"]);
        keeper.keep(query("late"));
        keeper.finish();
        assert_eq!(kept(&one, "stars", &place), ["stars", "early", "late"]);
        assert_eq!(kept(&other, "bread", &place), ["bread"]);
    }

    #[test]
    fn what_could_not_be_opened_at_the_start_is_opened_with_what_is_kept_next() {
        let home = tempfile::tempdir().unwrap();
        let (source, place) = (folder("/nowhere"), Place::within(&home.path().join("recto")));
        fs::write(home.path().join("recto"), "in the way").unwrap();
        let (keeper, messages) = start(&source, &place);
        keeper.recall(catalog("bread"), true);
        let first = messages.recv().unwrap();
        assert!(matches!(first, Message::NotKept { for_good: false, .. }), "{first:?}");
        keeper.keep(query("one"));
        fs::remove_file(home.path().join("recto")).unwrap();
        keeper.keep(query("two"));
        assert_eq!(told(&messages), [""; 0]);
        keeper.finish();
        assert_eq!(kept(&source, "bread", &place), ["one", "two"]);
    }

    #[test]
    fn a_memory_that_cannot_be_written_is_read_all_the_same_and_written_once_that_can_be() {
        let home = tempfile::tempdir().unwrap();
        let (source, place) = (folder("/nowhere"), Place::within(home.path()));
        let (keeper, messages) = start(&source, &place);
        keeper.recall(catalog("bread"), true);
        assert_eq!(told(&messages), [""; 0]);
        keeper.keep(query("one"));
        keeper.finish();
        // Nobody can write now, whatever rights they have.
        let in_the_way = home.path().join(format!("{}-shm", crate::store::memory::NAME));
        std::os::unix::fs::symlink("no/where", &in_the_way).unwrap();
        let (keeper, messages) = start(&source, &place);
        keeper.recall(catalog("bread"), false);
        assert_eq!(told(&messages), ["one"]);
        let notice = messages.recv_timeout(HANG).unwrap();
        let Message::NotKept { reason, for_good: false } = notice else { panic!("{notice:?}") };
        assert!(reason.contains("memory.db cannot be written: "), "{reason}");
        keeper.recall(catalog("bread"), true);
        keeper.count(7);
        let counted = messages.recv_timeout(HANG).unwrap();
        assert!(matches!(counted, Message::Statistics(Ok(_))), "{counted:?}");
        keeper.keep(query("two"));
        keeper.count(7);
        assert!(matches!(messages.recv_timeout(HANG), Ok(Message::Statistics(Ok(_)))));
        fs::remove_file(&in_the_way).unwrap();
        keeper.keep(query("three"));
        keeper.finish();
        assert_eq!(kept(&source, "bread", &place), ["one", "two", "three"]);
    }

    #[test]
    fn what_can_be_opened_only_at_the_end_is_kept_then() {
        let home = tempfile::tempdir().unwrap();
        let (source, place) = (folder("/nowhere"), Place::within(&home.path().join("recto")));
        fs::write(home.path().join("recto"), "in the way").unwrap();
        let (keeper, messages) = start(&source, &place);
        keeper.keep(query("one"));
        keeper.recall(catalog("bread"), true);
        assert!(matches!(messages.recv().unwrap(), Message::NotKept { .. }));
        fs::remove_file(home.path().join("recto")).unwrap();
        keeper.finish();
        assert_eq!(kept(&source, "bread", &place), ["one"]);
    }

    #[test]
    fn who_is_told_that_nothing_is_kept_is_told_where_and_what_to_do() {
        let home = tempfile::tempdir().unwrap();
        let (source, place) = (folder("/nowhere"), Place::within(home.path()));
        let file = home.path().join(crate::store::memory::NAME);
        fs::write(&file, "garbage").unwrap();
        let (keeper, messages) = start(&source, &place);
        keeper.recall(catalog("bread"), true);
        let told = messages.recv().unwrap();
        let Message::NotKept { reason, for_good: true } = told else { panic!("{told:?}") };
        let file = file.display();
        assert_eq!(reason, format!("{file} is damaged; move it away to begin anew"));
        keeper.finish();
    }

    #[test]
    fn regression_who_left_while_another_program_held_the_memory_lost_marks_without_a_word() {
        let home = tempfile::tempdir().unwrap();
        let (source, place) = (folder("/nowhere"), Place::within(home.path()));
        let (keeper, messages) = start(&source, &place);
        keeper.recall(catalog("bread"), true);
        told(&messages);
        let other = rusqlite::Connection::open(place.file()).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        keeper.keep(query("one"));
        let reason = keeper.finish().unwrap();
        assert!(reason.contains("locked by another program"), "{reason}");
    }

    #[test]
    fn who_leaves_is_told_why_nothing_was_kept_if_there_was_anything_to_keep() {
        let home = tempfile::tempdir().unwrap();
        let (source, place) = (folder("/nowhere"), Place::within(home.path()));
        fs::write(place.file(), "garbage").unwrap();
        for memories in [vec![], vec![query("one")]] {
            let (keeper, messages) = start(&source, &place);
            keeper.recall(catalog("bread"), true);
            messages.recv().unwrap();
            let is_any = !memories.is_empty();
            for kept in memories {
                keeper.keep(kept);
            }
            assert_eq!(keeper.finish().is_some(), is_any);
        }
    }
}
