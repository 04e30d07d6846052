//! What the reading of one file gives: all that the catalog is told about an article.
//!
//! Not kept: the catalog takes the texts out of a record and drops it. Invariant: every text in it
//! has passed the gate.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_64;

use super::keys::Seed;
use crate::article::{Article, Flaw};
use crate::library::problem::Problem;
use crate::library::reference::{self, Reference};
use crate::library::subject;
use crate::text::sanitize;

/// What the file system says of the state of a file. Times are in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Bytes in the file.
    pub size: u64,
    /// When its contents changed last, as far as whoever wrote it says so.
    pub modified: i128,
    /// When anything about it changed last; nobody can set that.
    pub changed: i128,
    /// Which file it is.
    pub inode: u64,
}

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes in the file.
    pub size: u64,
    /// All else about its state, as one number, because a million stamps are kept.
    pub mark: u64,
}

impl Stamp {
    /// The mark of a state that is like no other.
    pub(super) const UNKNOWN: u64 = 0;

    /// The stamp of a file in a state, looked at `now`. The state of one that was written within two
    /// seconds is not known: it may change again in what the file system calls the same moment. Of a
    /// time that lies further ahead this is not feared, or the file would never be known.
    #[must_use]
    pub fn new(state: &State, now: i128) -> Self {
        const SETTLED: u128 = 2_000_000_000;
        let State { size, modified, changed, inode } = *state;
        if modified.abs_diff(now) < SETTLED {
            return Self { size, mark: Self::UNKNOWN };
        }
        let parts = [&modified.to_le_bytes()[..], &changed.to_le_bytes(), &inode.to_le_bytes()];
        let mark = Seed([0, 0]).hash(&parts.concat());
        Self { size, mark: mark.max(Self::UNKNOWN + 1) }
    }

    /// Whether a file that has this stamp now still holds what it held with that one.
    #[must_use]
    pub fn is_same(self, before: Self) -> bool {
        self.mark != Self::UNKNOWN && self == before
    }

    /// Whether nothing tells it from another stamp, as far as both are known.
    #[must_use]
    pub fn may_be(self, other: Self) -> bool {
        let is_known = self.mark != Self::UNKNOWN && other.mark != Self::UNKNOWN;
        self.size == other.size && (!is_known || self.mark == other.mark)
    }
}

/// One article as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// The file relative to the library's folder, with `/`, fit to be shown.
    pub path: String,
    /// The same when its name is not UTF-8, or not fit to be shown as it is.
    pub file: Option<PathBuf>,
    /// What the file system said about it.
    pub stamp: Stamp,
    /// What identifies the article among others; plain notes have none.
    pub url: Option<String>,
    /// A number that other articles may bear too.
    pub id: Option<i64>,
    /// The question, or the title of a note.
    pub question: String,
    /// The slug of the subject.
    pub subject_slug: String,
    /// The subject as this article spells it.
    pub subject_label: String,
    /// The date as written.
    pub date: Option<String>,
    /// Keywords, trimmed; the catalog keeps none, and a listing has none.
    pub keywords: Vec<String>,
    /// Related articles as written, in their order; the catalog keeps where they lead.
    pub related: Vec<Reference>,
    /// Not in lists or counts unless asked for.
    pub unlisted: bool,
    /// Whether the file had a front matter.
    pub front_matter: bool,
    /// The score, if it has one.
    pub score: Option<f32>,
    /// What it has in common with articles that have the same question and the same text; 0 if that
    /// is not known.
    pub twin: u64,
}

impl Record {
    /// The record of an article read from `file`, relative to the library's folder.
    #[must_use]
    pub fn new(article: Article, file: &Path, stamp: Stamp) -> Self {
        let path = shown_path(file);
        let url = article.url.filter(|url| !url.is_empty());
        let (subject_slug, subject_label) =
            subject::of(url.as_deref(), article.subject.as_deref(), &path);
        let related = article.related.into_iter().map(|r| Reference::new(r, &path)).collect();
        let twin = article.gist.map_or(0, |gist| twin(&article.question, gist));
        let front_matter = article.problems.iter().all(|flaw| flaw.rule != Flaw::NO_FRONT_MATTER);
        Self {
            file: (Path::new(&path) != file).then(|| file.to_path_buf()),
            stamp,
            url,
            id: article.id,
            question: article.question,
            subject_slug,
            subject_label,
            date: article.date,
            keywords: article.keywords,
            related,
            unlisted: article.unlisted,
            front_matter,
            // Lists are sorted by it; a double's last digits are no matter.
            #[allow(clippy::cast_possible_truncation)]
            score: article.score.map(|score| score as f32),
            twin,
            path,
        }
    }

    /// The file to open, relative to the library's folder.
    #[must_use]
    pub fn file(&self) -> &Path {
        self.file.as_deref().unwrap_or(Path::new(&self.path))
    }
}

/// What articles with this question and this text have in common.
fn twin(question: &str, gist: u64) -> u64 {
    let title = reference::title_key(question);
    XxHash3_64::oneshot_with_seed(gist, title.as_bytes()).max(1)
}

/// A path as it is shown: `/` between parts, bytes that are not UTF-8 as U+FFFD, no controls.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    sanitize::line(&path.to_string_lossy()).into_owned()
}

/// The key of a path: a number that is the same in every run, where a path itself would take too much.
#[must_use]
pub fn path_key(path: &str) -> u64 {
    XxHash3_64::oneshot(path.as_bytes())
}

/// Some articles and some problems.
#[derive(Debug, Default)]
pub struct Batch {
    /// The articles in walk order.
    pub records: Vec<Record>,
    /// What could not be read, and doubts about what could.
    pub problems: Vec<Problem>,
    /// Files this batch stands for, read or not.
    pub files: usize,
    /// The links that were met and where they lead, relative to the library's folder: a change there
    /// is one also of what is read through the link.
    pub links: Vec<PathBuf>,
}

impl Batch {
    /// Adds what comes after it.
    pub fn append(&mut self, mut after: Self) {
        self.records.append(&mut after.records);
        self.problems.append(&mut after.problems);
        self.files += after.files;
        self.links.append(&mut after.links);
    }
}

/// What is found now where some of the files lay.
#[derive(Debug, Default)]
pub struct Changes {
    /// The files and folders that were looked at, relative to the library's folder and fit to be
    /// shown. What the catalog has there or below, and the batch has not, is gone.
    pub looked_at: Vec<String>,
    /// Paths at or below these that are there as well, and of which was told before.
    pub kept: HashSet<String>,
    /// Paths of which only the problems were found anew.
    pub judged: Vec<String>,
    /// All that is there now.
    pub found: Batch,
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i128 = 1_000_000_000;
    const STATE: State = State {
        size: 1,
        modified: 1_700_000_000 * SECOND,
        changed: 1_700_000_000 * SECOND,
        inode: 7,
    };
    const NOW: i128 = STATE.modified + 3 * SECOND;

    #[test]
    fn a_file_that_may_still_be_written_to_is_never_taken_for_unchanged() {
        let fresh = Stamp::new(&STATE, STATE.modified + SECOND);
        assert!(!fresh.is_same(fresh));
        let settled = Stamp::new(&STATE, NOW);
        assert!(settled.is_same(settled));
        assert!(!settled.is_same(fresh) && !fresh.is_same(settled));
        assert!(settled.may_be(fresh) && fresh.may_be(settled) && fresh.may_be(fresh));
        assert!(!settled.may_be(Stamp { mark: settled.mark + 1, ..settled }));
        assert!(!fresh.may_be(Stamp { size: 2, ..fresh }));
    }

    #[test]
    fn a_file_put_in_place_of_another_is_noticed_whatever_it_says_of_itself() {
        let stamp = Stamp::new(&STATE, NOW);
        let others = [
            State { size: 2, ..STATE },
            State { modified: STATE.modified - 1, ..STATE },
            State { changed: STATE.changed + 1, ..STATE },
            State { inode: 8, ..STATE },
        ];
        for other in others {
            assert!(!Stamp::new(&other, NOW).is_same(stamp), "{other:?}");
        }
    }

    #[test]
    fn a_file_with_an_odd_time_is_known_when_it_did_not_change() {
        for modified in [0, -1, i128::from(i64::MIN), NOW + 3 * SECOND, i128::from(i64::MAX) * 9] {
            let stamp = Stamp::new(&State { modified, ..STATE }, NOW);
            assert!(stamp.is_same(stamp), "{modified}");
        }
    }
}
