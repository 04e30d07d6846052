//! The library as the reader has it: its catalog, its problems, and how far they are loaded.
//!
//! Reads nothing. Invariant: a problem of a file is there only as long as the file has it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::library::catalog::{Batch, Catalog, Changed, Changes};
use crate::library::problem::Problem;
use crate::text::count::grouped;

/// How far some work on the library is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub done: usize,
    /// Files to be done, as far as they are known.
    pub of: usize,
    /// Whether more may turn up.
    pub growing: bool,
    /// Milliseconds since it began.
    pub millis: u64,
}

impl Progress {
    /// Work that takes less than this many milliseconds is not shown.
    pub const WORTH_SHOWING: u64 = 250;

    /// The progress of a loading in which so many files were read of those that were met.
    #[must_use]
    pub fn of_loading(done: usize, met: usize, millis: u64) -> Self {
        // The walk runs far ahead of the reading: once half is read it is over.
        Self { done, of: met, growing: done < met / 2, millis }
    }

    /// The progress of comparing so many of the files that were known.
    #[must_use]
    pub fn of_comparing(done: usize, known: usize, millis: u64) -> Self {
        Self { done, of: known.max(done), growing: false, millis }
    }

    /// It in words: files, and when it takes a while the rate and the time left. `unit` stands after
    /// the files.
    #[must_use]
    pub fn words(&self, unit: &str) -> String {
        let mut words = format!("{} of {}{unit}", grouped(self.done), grouped(self.of));
        if let Some(rate) = self.rate() {
            let rate = usize::try_from(rate).unwrap_or(usize::MAX);
            words = format!("{words} · {} a second", grouped(rate));
        }
        match self.seconds_left() {
            Some(seconds) if seconds < 100 => format!("{words} · {seconds} s left"),
            Some(seconds) => format!("{words} · {} min left", seconds.div_ceil(60)),
            None => words,
        }
    }

    /// Files done in a second; `None` while that cannot be told.
    #[must_use]
    pub fn rate(&self) -> Option<u64> {
        let done = u64::try_from(self.done).unwrap_or(u64::MAX);
        let measurable = self.millis >= Self::WORTH_SHOWING && done > 0;
        measurable.then(|| (done.saturating_mul(1000) / self.millis).max(1))
    }

    /// Seconds left; `None` while that cannot be told.
    #[must_use]
    pub fn seconds_left(&self) -> Option<u64> {
        let left = u64::try_from(self.of.saturating_sub(self.done)).unwrap_or(u64::MAX);
        self.rate().filter(|_| !self.growing).map(|rate| left.div_ceil(rate))
    }
}

/// How well a library is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Articles are still missing.
    Loading,
    /// All are there, as they were when they were read.
    Complete,
    /// It is what the folder holds, and changes are followed.
    Current,
    /// It is what the folder held; now the folder is gone.
    Gone,
}

/// The library as far as it is loaded.
pub struct Library {
    /// How it is called on the screen.
    pub name: String,
    /// Its articles; shared with who saves them or compares them with the folder.
    pub catalog: Arc<Catalog>,
    /// What could not be read, and doubts.
    pub problems: Vec<Problem>,
    /// How well it is known.
    pub state: State,
    /// How far the loading or comparing is.
    pub progress: Progress,
    errors: usize,
    /// Whether any file has a front matter, so that to have none is worth a note.
    front_matter: bool,
}

impl Library {
    /// A library of which nothing is loaded.
    #[must_use]
    pub fn new(name: String) -> Self {
        Self {
            name,
            catalog: Arc::default(),
            problems: Vec::new(),
            state: State::Loading,
            progress: Progress::default(),
            errors: 0,
            front_matter: false,
        }
    }

    /// Takes what was known of the library when it was last read.
    pub fn restore(&mut self, catalog: Catalog, problems: Vec<Problem>) {
        self.catalog = Arc::new(catalog);
        self.problems = problems;
        self.settle();
        self.state = State::Complete;
    }

    /// Whether all articles are there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.state != State::Loading
    }

    /// Problems that are more than notes.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Takes the next articles.
    pub fn extend(&mut self, batch: Batch) {
        self.errors += batch.problems.iter().filter(|problem| problem.is_error()).count();
        self.problems.extend(batch.problems);
        let catalog = Arc::make_mut(&mut self.catalog);
        for record in batch.records {
            self.front_matter |= record.front_matter;
            if let Err(record) = catalog.push(record) {
                self.problems.push(Problem::unreadable(
                    &record.path,
                    "library-full",
                    "The library is too large for Recto; this article is left out.",
                ));
            }
        }
    }

    /// Closes the loading.
    pub fn finish(&mut self) {
        self.state = State::Complete;
        Arc::make_mut(&mut self.catalog).link();
        self.settle();
    }

    /// Takes what was found in place of what was known of some files.
    pub fn change(&mut self, changes: Changes) -> Changed {
        let Changes { looked_at, kept, judged, found } = changes;
        let places: HashSet<&str> = looked_at.iter().map(String::as_str).collect();
        let is_at_or_below = |path: &str| {
            let mut above = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
            places.contains(path) || above.any(|above| places.contains(above))
        };
        let judged: HashSet<&str> = judged.iter().map(String::as_str).collect();
        self.problems.retain(|problem| {
            (!is_at_or_below(&problem.path) || kept.contains(&problem.path))
                && !judged.contains(problem.path.as_str())
        });
        self.problems.extend(found.problems);
        self.front_matter |= found.records.iter().any(|record| record.front_matter);
        let done = Arc::make_mut(&mut self.catalog).change(&looked_at, &kept, found.records);
        self.settle();
        done
    }

    /// How many files could not be read.
    #[must_use]
    pub fn unread(&self) -> usize {
        unread(&self.problems)
    }

    /// Puts the problems in order, and drops the notes on missing front matter when no file has one.
    fn settle(&mut self) {
        let catalog = &self.catalog;
        let has_any = |id| catalog.get(id).is_some_and(|entry| entry.front_matter);
        self.front_matter = self.front_matter || catalog.ids().any(has_any);
        if !self.front_matter {
            self.problems.retain(|problem| problem.rule != "no-front-matter");
        }
        self.problems.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        self.errors = self.problems.iter().filter(|problem| problem.is_error()).count();
    }
}

/// How many files could not be read because of these problems.
#[must_use]
pub fn unread(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| !problem.listed).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_once_all_is_known_and_some_is_done() {
        let progress = Progress { done: 500, of: 2000, growing: false, millis: 1000 };
        assert_eq!((progress.rate(), progress.seconds_left()), (Some(500), Some(3)));
        assert_eq!(Progress { growing: true, ..progress }.seconds_left(), None);
        assert_eq!(Progress { done: 0, ..progress }.seconds_left(), None);
        assert_eq!(Progress { millis: 10, ..progress }.rate(), None);
        let slow = Progress { done: 1_000, of: 1_000_000, growing: false, millis: 1_000 };
        assert_eq!(slow.words(" files"), "1,000 of 1,000,000 files · 1,000 a second · 17 min left");
        let huge = Progress { done: usize::MAX, of: usize::MAX, growing: false, millis: 300 };
        assert_eq!(huge.seconds_left(), Some(0));
    }

    #[test]
    fn a_problem_goes_with_the_file_that_had_it() {
        let mut library = Library::new(String::new());
        let problem = |path: &str| Problem::unreadable(path, "unreadable", "No.");
        library.problems = ["a.md", "b/c.md", "b.md"].map(problem).into();
        library.finish();
        assert_eq!((library.errors(), library.unread()), (3, 3));
        let mut changes =
            Changes { looked_at: vec!["b".into(), "a.md".into()], ..Changes::default() };
        changes.found.problems.push(problem("a.md"));
        library.change(changes);
        let left: Vec<_> = library.problems.iter().map(|problem| &*problem.path).collect();
        assert_eq!(left, ["a.md", "b.md"]);
        assert_eq!(library.errors(), 2);
    }
}
