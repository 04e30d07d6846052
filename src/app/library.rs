//! The library as the reader has it: its catalog, its problems, and how far they are loaded.
//!
//! Reads nothing. Invariant: a problem of a file is there only as long as the file has it.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use super::folding::Twins;
use crate::article::Flaw;
use crate::library::catalog::{ArticleId, Batch, Catalog, Changed, Changes};
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
    /// What could not be read, and doubts; by path and line once all are there.
    pub problems: Vec<Problem>,
    /// Which of its articles are nearly the same.
    pub twins: Twins,
    /// An article, and those whose texts are like its text.
    pub similar: Option<(ArticleId, Vec<ArticleId>)>,
    /// How well it is known.
    pub state: State,
    /// How far the loading or comparing is.
    pub progress: Progress,
    errors: usize,
    /// Changes of the catalog so far.
    version: u64,
    /// Whether to have no front matter is worth a note, because some file has one.
    is_noted: bool,
}

impl Library {
    /// A library of which nothing is loaded.
    #[must_use]
    pub fn new(name: String) -> Self {
        Self {
            name,
            catalog: Arc::default(),
            problems: Vec::new(),
            twins: Twins::default(),
            similar: None,
            state: State::Loading,
            progress: Progress::default(),
            errors: 0,
            version: 0,
            is_noted: false,
        }
    }

    /// Takes what was known of the library when it was last read.
    pub fn restore(&mut self, catalog: Catalog, problems: Vec<Problem>) {
        self.catalog = Arc::new(catalog);
        self.version += 1;
        self.problems = problems;
        // As it was when they were saved.
        self.is_noted = self.catalog.fronted() > 0;
        self.settle();
        self.state = State::Complete;
    }

    /// The articles whose texts are like that of an article, as far as that was asked for.
    #[must_use]
    pub fn similar_to(&self, id: ArticleId) -> &[ArticleId] {
        let known = self.similar.as_ref().filter(|(of, _)| *of == id);
        known.map_or(&[], |(_, similar)| similar)
    }

    /// Whether all articles are there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.state != State::Loading
    }

    /// How often the catalog has changed; who derives anything from it looks whether it is another one.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Problems that are more than notes.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Takes the next articles.
    pub fn extend(&mut self, batch: Batch) {
        self.errors += count_errors(&batch.problems);
        self.problems.extend(batch.problems.into_iter().filter(is_worth(self.is_noted)));
        self.version += 1;
        let catalog = Arc::make_mut(&mut self.catalog);
        for record in batch.records {
            if let Err(record) = catalog.push(record) {
                self.problems.push(Problem::unreadable(
                    &record.path,
                    "library-full",
                    "The library is too large for Recto; this article is left out.",
                ));
                self.errors += 1;
            }
        }
        self.note_front_matter();
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
        self.version += 1;
        let done = Arc::make_mut(&mut self.catalog).change(&looked_at, &kept, found.records);
        self.forget(&looked_at, &kept, &judged);
        self.add(found.problems);
        if self.note_front_matter() {
            self.settle();
        }
        done
    }

    /// Drops the problems at or below some places, but for what is `kept`, and those of what is `judged`.
    fn forget(&mut self, looked_at: &[String], kept: &HashSet<String>, judged: &[String]) {
        let problems = &self.problems;
        // They are in order, and most changes concern none of them.
        let from = |path: &str| {
            let start = problems.partition_point(|problem| problem.path.as_str() < path);
            (start..).zip(problems.get(start..).unwrap_or_default())
        };
        let mut gone = Vec::new();
        for path in looked_at.iter().chain(judged) {
            gone.extend(from(path).take_while(|(_, p)| p.path == *path).map(|(at, _)| at));
        }
        for place in looked_at {
            let below = format!("{place}/");
            let below = from(&below).take_while(|(_, p)| p.path.starts_with(&below));
            gone.extend(below.filter(|(_, p)| !kept.contains(&p.path)).map(|(at, _)| at));
        }
        if gone.is_empty() {
            return;
        }
        gone.sort_unstable();
        let (mut gone, mut at) = (gone.into_iter().peekable(), 0);
        self.problems.retain(|problem| {
            let mut is_gone = false;
            while gone.next_if_eq(&at).is_some() {
                is_gone = true;
            }
            at += 1;
            self.errors -= usize::from(is_gone && problem.is_error());
            !is_gone
        });
    }

    /// Puts problems in their places.
    fn add(&mut self, found: Vec<Problem>) {
        // To move all that follow takes less than to sort, as long as they are few.
        const FEW: usize = 16;
        let found: Vec<_> = found.into_iter().filter(is_worth(self.is_noted)).collect();
        self.errors += count_errors(&found);
        if found.len() > FEW {
            self.problems.extend(found);
            self.problems.sort_by(by_place);
            return;
        }
        for problem in found {
            let place = self.problems.partition_point(|there| by_place(there, &problem).is_le());
            self.problems.insert(place, problem);
        }
    }

    /// How many files could not be read.
    #[must_use]
    pub fn unread(&self) -> usize {
        unread(&self.problems)
    }

    /// Adds a note on each article without a front matter as soon as any has one, and drops them with the
    /// last that had; says whether it did.
    fn note_front_matter(&mut self) -> bool {
        let is_noted = self.catalog.fronted() > 0;
        if std::mem::replace(&mut self.is_noted, is_noted) == is_noted {
            return false;
        }
        if is_noted {
            let flaw = Flaw::no_front_matter();
            let entries = self.catalog.ids().filter_map(|id| self.catalog.get(id));
            let bare = entries.filter(|entry| !entry.front_matter);
            self.problems.extend(bare.map(|entry| Problem::from_flaw(entry.path, &flaw, true)));
        } else {
            self.problems.retain(is_worth(false));
        }
        true
    }

    /// Puts the problems in order.
    fn settle(&mut self) {
        self.problems.sort_by(by_place);
        self.errors = count_errors(&self.problems);
    }
}

/// Whether a problem is told of, by whether to have no front matter is one.
fn is_worth(is_noted: bool) -> impl Fn(&Problem) -> bool {
    move |problem| is_noted || problem.rule != Flaw::NO_FRONT_MATTER
}

fn by_place(a: &Problem, b: &Problem) -> Ordering {
    (&a.path, a.line).cmp(&(&b.path, b.line))
}

fn count_errors(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| problem.is_error()).count()
}

/// How many files could not be read because of these problems.
#[must_use]
pub fn unread(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| !problem.listed).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::catalog::Record;

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

    fn note(path: &str, front_matter: bool) -> Batch {
        let record =
            Record { path: path.into(), question: path.into(), front_matter, ..Record::default() };
        let flaw = (!front_matter).then(Flaw::no_front_matter);
        let problems = flaw.iter().map(|flaw| Problem::from_flaw(path, flaw, true)).collect();
        Batch { records: vec![record], problems, files: 1, ..Batch::default() }
    }

    #[test]
    fn to_have_no_front_matter_is_noted_as_long_as_another_file_has_one() {
        let noted = |library: &Library| {
            let paths = library.problems.iter().map(|problem| problem.path.as_str());
            paths.collect::<Vec<_>>().join(" ")
        };
        let change = |library: &mut Library, path: &str, found: Option<bool>| {
            let found = found.map_or_else(Batch::default, |has_any| note(path, has_any));
            library.change(Changes { looked_at: vec![path.into()], found, ..Changes::default() });
            noted(library)
        };
        let mut library = Library::new(String::new());
        library.extend(note("b.md", false));
        library.extend(note("d.md", false));
        library.finish();
        assert_eq!(noted(&library), "");
        assert_eq!(change(&mut library, "c.md", Some(true)), "b.md d.md");
        assert_eq!(change(&mut library, "a.md", Some(false)), "a.md b.md d.md");
        assert_eq!(change(&mut library, "b.md", None), "a.md d.md");
        let mut restored = Library::new(String::new());
        restored.restore(Catalog::clone(&library.catalog), library.problems.clone());
        assert_eq!(noted(&restored), "a.md d.md");
        for library in [&mut library, &mut restored] {
            assert_eq!(change(library, "c.md", Some(false)), "");
            assert_eq!(change(library, "e.md", Some(true)), "a.md c.md d.md");
        }
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
