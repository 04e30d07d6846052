//! Compares a folder with a catalog of it that was made earlier, and reads what is different.
//!
//! Asks the file system about every file but reads only those whose state is another. Invariant:
//! what it gives, put into the catalog, makes it one of the folder as it is now.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::walk::{self, Chunk, Chunks, Met};
use super::{Detail, WAITING, read_one};
use crate::library::catalog::{ArticleId, Batch, Catalog, Changes, shown_path};
use crate::library::problem::Problem;
use crate::library::source::{self, Source};

/// What one thread found.
#[derive(Default)]
struct Seen {
    /// The articles that are as they were, or were read again.
    rows: Vec<ArticleId>,
    /// What was read.
    found: Batch,
}

/// What is different in the folder from a catalog of it and the problems that its files were `known` to
/// have. `report` is told how many files were looked at, and says whether to go on; `None` if it does
/// not want to.
pub fn compare(
    source: &Source,
    catalog: &Catalog,
    known: &[Problem],
    threads: usize,
    report: impl Fn(usize) -> bool + Sync,
) -> Option<Changes> {
    let Source::Folder(root) = source else { return Some(Changes::default()) };
    let stopped = AtomicBool::new(false);
    let looked_at = AtomicUsize::new(0);
    let (to_readers, jobs) = mpsc::sync_channel::<Chunk>(WAITING);
    let jobs = Mutex::new(jobs);
    let mut seen: Vec<Seen> = thread::scope(|scope| {
        let stopped = &stopped;
        scope.spawn(move || walk::walk(source, Chunks::new(to_readers, |_| true), stopped));
        let look = || {
            look_through(source, root, catalog, &jobs, |files| {
                let go_on = report(looked_at.fetch_add(files, Ordering::Relaxed) + files);
                stopped.fetch_or(!go_on, Ordering::Relaxed);
                !stopped.load(Ordering::Relaxed)
            })
        };
        let threads: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(look)).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    let mut is_there = vec![false; catalog.rows()];
    for id in seen.iter().flat_map(|seen| &seen.rows) {
        if let Some(row) = is_there.get_mut(id.0 as usize) {
            *row = true;
        }
    }
    let gone = catalog.ids().filter(|id| !is_there.get(id.0 as usize).copied().unwrap_or(true));
    let gone = gone.filter_map(|id| catalog.get(id)).map(|entry| entry.path.to_owned());
    let mut changes = Changes { looked_at: gone.collect(), ..Changes::default() };
    for seen in &mut seen {
        changes.found.append(std::mem::take(&mut seen.found));
    }
    changes.found.records.sort_by(|a, b| a.path.split('/').cmp(b.path.split('/')));
    changes.looked_at.extend(changes.found.records.iter().map(|record| record.path.clone()));
    changes.judged = judge(known, &mut changes.found.problems);
    Some(changes)
}

/// The paths that could not be read, and can be now or cannot for another reason. What is `found` to be
/// as it was known is left out.
fn judge(known: &[Problem], found: &mut Vec<Problem>) -> Vec<String> {
    fn by_path(problems: &[Problem]) -> BTreeMap<&str, Vec<&Problem>> {
        let mut all: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
        for problem in problems.iter().filter(|problem| !problem.listed) {
            all.entry(&problem.path).or_default().push(problem);
        }
        all
    }
    let known = by_path(known);
    let now = by_path(found);
    let is_as_known = |path: &str| known.get(path) == now.get(path);
    let as_known: Vec<_> =
        found.iter().map(|problem| !problem.listed && is_as_known(&problem.path)).collect();
    let judged = known.keys().filter(|path| !is_as_known(path)).map(|path| (*path).to_owned());
    let judged = judged.collect();
    let mut as_known = as_known.into_iter();
    found.retain(|_| as_known.next() == Some(false));
    judged
}

/// Looks at files until there are no more.
fn look_through(
    source: &Source,
    root: &Path,
    catalog: &Catalog,
    jobs: &Mutex<Receiver<Chunk>>,
    report: impl Fn(usize) -> bool,
) -> Seen {
    let mut seen = Seen::default();
    let mut go_on = true;
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((_, chunk)) = job else { return seen };
        // The walk must never wait for a reader that has left.
        if go_on {
            go_on = report(chunk.len());
            for met in chunk {
                look_at(source, root, catalog, met, &mut seen);
            }
        }
    }
}

fn look_at(source: &Source, root: &Path, catalog: &Catalog, met: Met, seen: &mut Seen) {
    let file = match &met {
        Met::File(file) | Met::Linked(file) => file,
        Met::Refused(_) | Met::Link(_) => {
            return read_one(source, Detail::Listing, met, &mut seen.found);
        }
    };
    let known = catalog.with_path(&shown_path(file));
    let entry = known.and_then(|id| catalog.get(id)).filter(|entry| entry.is_in(file));
    // A link's stamp is that of the file it leads to.
    let now = root.join(file).metadata().ok().filter(std::fs::Metadata::is_file);
    let is_same =
        entry.zip(now).is_some_and(|(entry, now)| source::stamp(&now).is_same(entry.stamp));
    if !is_same {
        read_one(source, Detail::Listing, met, &mut seen.found);
    }
    // One that was read and could not be is gone, and no record comes for it.
    let is_read = is_same
        || seen.found.records.last().is_some_and(|record| {
            known.and_then(|id| catalog.get(id)).is_some_and(|entry| entry.path == record.path)
        });
    seen.rows.extend(known.filter(|_| is_read));
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::time::{Duration, SystemTime};

    use super::super::{Event, scan};
    use super::*;

    fn loaded(source: &Source) -> (Catalog, Vec<Problem>) {
        let (mut catalog, mut problems) = (Catalog::new(), Vec::new());
        scan(source, 2, Detail::Listing, |event| {
            if let Event::Batch(batch) = event {
                for record in batch.records {
                    catalog.push(record).unwrap();
                }
                problems.extend(batch.problems);
            }
            true
        });
        catalog.link();
        (catalog, problems)
    }

    fn write(root: &Path, file: &str, text: &str, seconds_ago: u64) {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let time = SystemTime::now() - Duration::from_secs(seconds_ago);
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    }

    fn paths(catalog: &Catalog) -> Vec<(String, String)> {
        let entry = |id| catalog.get(id).map(|e| (e.path.to_owned(), e.question.to_owned()));
        catalog.ids().filter_map(entry).collect()
    }

    #[test]
    fn only_what_is_different_is_read_and_the_catalog_is_the_folders_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["a/one", "a/two", "b/three", "b/four", "b/bad"] {
            write(root, &format!("{name}.md"), &format!("# {name}"), 100);
        }
        fs::write(root.join("b/bad.md"), [0, 255, 0, 255]).unwrap();
        symlink(root.join("a/one.md"), root.join("link.md")).unwrap();
        let source = Source::folder(root).unwrap();
        let (mut catalog, known) = loaded(&source);
        let none = compare(&source, &catalog, &known, 2, |_| true).unwrap();
        assert_eq!((none.looked_at.len(), none.found.records.len()), (0, 0));

        write(root, "a/two.md", "# changed", 50);
        write(root, "a/new.md", "# new", 100);
        fs::remove_file(root.join("b/three.md")).unwrap();
        fs::rename(root.join("b/four.md"), root.join("c.md")).unwrap();
        fs::write(root.join("b/bad.md"), "# good").unwrap();
        let changes = compare(&source, &catalog, &known, 2, |_| true).unwrap();
        assert_eq!(changes.judged, ["b/bad.md"]);
        let read: Vec<_> = changes.found.records.iter().map(|r| r.path.as_str()).collect();
        assert_eq!(read, ["a/new.md", "a/two.md", "b/bad.md", "c.md"]);
        catalog.change(&changes.looked_at, &changes.kept, changes.found.records);
        let (fresh, _) = loaded(&source);
        assert_eq!(paths(&catalog), paths(&fresh));
    }

    #[test]
    fn files_that_cannot_be_read_are_no_news_as_long_as_the_reason_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("bad.md"), [0, 255, 0, 255]).unwrap();
        symlink(at("gone"), at("broken.md")).unwrap();
        symlink(folder.path(), at("loop")).unwrap();
        let source = Source::folder(folder.path()).unwrap();
        let (catalog, known) = loaded(&source);
        assert_eq!(known.len(), 3);
        let compared = || compare(&source, &catalog, &known, 1, |_| true).unwrap();
        assert_eq!((compared().judged.len(), compared().found.problems.len()), (0, 0));
        fs::remove_file(at("broken.md")).unwrap();
        symlink("broken.md", at("broken.md")).unwrap();
        fs::remove_file(at("loop")).unwrap();
        let changes = compared();
        let found: Vec<_> = changes.found.problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(
            (&*changes.judged, &*found),
            (&["broken.md", "loop"].map(String::from)[..], &["broken.md"][..])
        );
    }

    #[test]
    fn an_article_that_cannot_be_read_any_more_goes_and_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", "# a", 100);
        write(folder.path(), "b.md", "# b", 100);
        let source = Source::folder(folder.path()).unwrap();
        let (mut catalog, _) = loaded(&source);
        fs::write(folder.path().join("a.md"), [0, 1, 2, 255]).unwrap();
        let changes = compare(&source, &catalog, &[], 1, |_| true).unwrap();
        assert_eq!(changes.found.problems.len(), 1);
        assert_eq!(changes.looked_at, ["a.md"]);
        catalog.change(&changes.looked_at, &changes.kept, changes.found.records);
        assert_eq!(paths(&catalog), [("b.md".to_owned(), "b".to_owned())]);
    }

    #[test]
    fn a_file_written_just_now_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", "# a", 0);
        let source = Source::folder(folder.path()).unwrap();
        let (catalog, _) = loaded(&source);
        let changes = compare(&source, &catalog, &[], 1, |_| true).unwrap();
        assert_eq!(changes.found.records.len(), 1);
    }

    #[test]
    fn whoever_wants_it_no_more_gets_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..1000 {
            write(folder.path(), &format!("{number}.md"), "# a", 100);
        }
        let source = Source::folder(folder.path()).unwrap();
        let (catalog, _) = loaded(&source);
        assert!(compare(&source, &catalog, &[], 2, |_| false).is_none());
    }
}
