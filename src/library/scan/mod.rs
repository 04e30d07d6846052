//! Walks a library and reads its articles on several threads, handing them over in walk order.
//!
//! Shell, not model: it sends what it finds and keeps nothing. Invariant: the order of articles
//! depends on the folder alone, never on the threads, and no file stops the walk.

mod compare;
mod look;
mod walk;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::article::Detail;
use crate::isolate;
use crate::library::catalog::{Batch, Record, shown_path};
use crate::library::problem::Problem;
use crate::library::source::Source;
pub use compare::compare;
pub use look::look;
use walk::{Chunk, Chunks, Met};

/// Batches that may wait for a reader: so many that the walk of most libraries is over long before
/// the reading, and the gauge knows its end, and few enough to stay small.
const WAITING: usize = 1024;
/// Batches that may be read and not taken yet; without a bound a slow taker would fill the memory.
const READ: usize = 12;

/// What a scan reports, in this order: counts and batches mixed, then the end.
#[derive(Debug)]
pub enum Event {
    /// Files met so far.
    Found(usize),
    /// The next articles, and the problems of their files.
    Batch(Batch),
    /// Nothing more comes.
    Done,
}

/// Scans the whole library on `threads` threads; `report` says whether to go on.
pub fn scan(
    source: &Source,
    threads: usize,
    detail: Detail,
    mut report: impl FnMut(Event) -> bool + Send,
) {
    let stopped = AtomicBool::new(false);
    let (to_readers, jobs) = mpsc::sync_channel::<Chunk>(WAITING);
    let (to_here, results) = mpsc::sync_channel::<Message>(READ);
    let jobs = Mutex::new(jobs);
    thread::scope(|scope| {
        let counts = to_here.clone();
        let count = move |found| counts.send(Message::Found(found)).is_ok();
        scope.spawn(|| walk::walk(source, Chunks::new(to_readers, count), &stopped));
        for _ in 0..threads.max(1) {
            let (jobs, to_here, stopped) = (&jobs, to_here.clone(), &stopped);
            scope.spawn(move || read_chunks(source, detail, jobs, &to_here, stopped));
        }
        drop(to_here);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for message in results {
            let go_on = match message {
                Message::Found(count) => report(Event::Found(count)),
                Message::Read(number, batch) => {
                    waiting.insert(number, batch);
                    let mut go_on = true;
                    while let Some(batch) = waiting.remove(&next) {
                        next += 1;
                        go_on = go_on && report(Event::Batch(batch));
                    }
                    go_on
                }
            };
            if !go_on {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    });
    report(Event::Done);
}

/// How many threads read best here.
#[must_use]
pub fn threads() -> usize {
    thread::available_parallelism().map_or(2, usize::from).clamp(1, 8)
}

enum Message {
    Found(usize),
    Read(usize, Batch),
}

fn read_chunks(
    source: &Source,
    detail: Detail,
    jobs: &Mutex<Receiver<Chunk>>,
    results: &SyncSender<Message>,
    stopped: &AtomicBool,
) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, chunk)) = job else { return };
        let mut batch = Batch { files: chunk.len(), ..Batch::default() };
        // The walk must never wait for a reader that has left: what is stopped is drained.
        if !stopped.load(Ordering::Relaxed) {
            for met in chunk {
                read_one(source, detail, met, &mut batch);
            }
        }
        if results.send(Message::Read(number, batch)).is_err() {
            return;
        }
    }
}

fn read_one(source: &Source, detail: Detail, met: Met, batch: &mut Batch) {
    let (file, linked) = match met {
        Met::Refused(problem) => return batch.problems.push(problem),
        Met::Link(end) => return batch.links.push(end),
        Met::File(file) => (file, false),
        Met::Linked(file) => (file, true),
    };
    let read = || {
        if linked { source.read_linked(&file, detail) } else { source.read_walked(&file, detail) }
    };
    let outcome = isolate::catch(read).unwrap_or_else(|message| {
        let reason = format!("Recto failed on this file ({message}); please report it.");
        Err(Problem::unreadable(&shown_path(&file), "failure", &reason))
    });
    match outcome {
        Err(problem) => batch.problems.push(problem),
        Ok((article, stamp)) => {
            let problem = |flaw| Problem::from_flaw(&shown_path(&file), flaw, true);
            batch.problems.extend(article.problems.iter().map(problem));
            batch.records.push(Record::new(article, &file, stamp));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::walk::BATCH;
    use super::*;
    use crate::library::source;

    fn scanned(root: &Path, threads: usize) -> Batch {
        let source = Source::folder(root).unwrap();
        let mut all = Batch::default();
        scan(&source, threads, Detail::Listing, |event| {
            if let Event::Batch(batch) = event {
                all.records.extend(batch.records);
                all.problems.extend(batch.problems);
                all.files += batch.files;
            }
            true
        });
        all
    }

    fn paths(batch: &Batch) -> Vec<&str> {
        batch.records.iter().map(|record| &*record.path).collect()
    }

    #[test]
    fn articles_come_in_the_order_of_the_folder_whatever_the_threads() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..700 {
            fs::write(folder.path().join(format!("{number:03}.md")), "# A title\n\nText").unwrap();
        }
        let one = scanned(folder.path(), 1);
        let four = scanned(folder.path(), 4);
        assert_eq!(one.records.len(), 700);
        assert_eq!(paths(&one), paths(&four));
        assert!(paths(&one).is_sorted());
    }

    #[test]
    fn a_link_out_of_the_folder_is_refused_and_one_inside_is_read() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "# Secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("real.md"), "# Real").unwrap();
        symlink(at("real.md"), at("inside.md")).unwrap();
        symlink(outside.path().join("secret.md"), at("outside.md")).unwrap();
        symlink(outside.path(), at("outside-folder")).unwrap();
        symlink(folder.path(), at("loop")).unwrap();
        symlink(at("gone"), at("broken.md")).unwrap();
        let batch = scanned(folder.path(), 2);
        assert_eq!(paths(&batch), ["inside.md", "real.md"]);
        let mut rules: Vec<_> = batch
            .problems
            .iter()
            .filter(|problem| problem.rule != "no-front-matter")
            .map(|problem| (problem.path.as_str(), &*problem.rule))
            .collect();
        rules.sort_unstable();
        let expected = [
            ("broken.md", "unreadable"),
            ("loop", "link-loop"),
            ("outside-folder", "outside"),
            ("outside.md", "outside"),
        ];
        assert_eq!(rules, expected);
    }

    #[test]
    fn a_link_swapped_in_after_the_walk_is_not_read() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "# Secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        symlink(outside.path().join("secret.md"), folder.path().join("a.md")).unwrap();
        let source = Source::folder(folder.path()).unwrap();
        let walked = source.read_walked(Path::new("a.md"), Detail::Whole);
        assert!(walked.is_err());
        let opened = source.read(Path::new("a.md"), Detail::Whole);
        assert_eq!(opened.unwrap_err().rule, "outside");
        assert!(source.read(Path::new("../../etc/passwd"), Detail::Whole).is_err());
    }

    #[test]
    fn a_scan_that_nobody_wants_any_more_ends() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..2000 {
            fs::write(folder.path().join(format!("{number}.md")), "text").unwrap();
        }
        let source = Source::folder(folder.path()).unwrap();
        let mut batches = 0;
        scan(&source, 2, Detail::Listing, |event| {
            batches += usize::from(matches!(event, Event::Batch(_)));
            false
        });
        assert!(batches <= 2000 / BATCH + 2);
    }

    #[test]
    fn the_built_in_library_is_scanned_like_a_folder() {
        let mut entries = 0;
        scan(&Source::Bundled, 2, Detail::Listing, |event| {
            if let Event::Batch(batch) = event {
                entries += batch.records.len();
                assert_eq!(batch.problems, []);
            }
            true
        });
        assert_eq!(entries, source::bundled::articles().count());
        assert!(entries >= 6);
    }
}
