//! What the reading of one file gives: all that the catalog is told about an article.
//!
//! Not kept: the catalog takes the texts out of a record and drops it. Invariant: every text in it
//! has passed the gate.

use std::path::{Path, PathBuf};

use crate::article::Article;
use crate::library::problem::Problem;
use crate::library::reference::Reference;
use crate::library::subject;
use crate::text::sanitize;

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes in the file.
    pub size: u64,
    /// When its contents changed last, in nanoseconds since 1970; 0 where that is not known, which is
    /// like no other time.
    pub modified: i64,
}

impl Stamp {
    /// The stamp of a file of `size` bytes that was `modified` at a time, looked at `now`; both in
    /// nanoseconds since 1970. One that was written less than two seconds ago has no time: it may
    /// change again within what the file system calls the same moment.
    #[must_use]
    pub fn new(size: u64, modified: i64, now: i64) -> Self {
        const SETTLED: i64 = 2_000_000_000;
        let is_settled = modified < now.saturating_sub(SETTLED);
        Self { size, modified: if is_settled { modified } else { 0 } }
    }

    /// Whether a file that has this stamp now still holds what it held with that one.
    #[must_use]
    pub fn is_same(self, before: Self) -> bool {
        self.modified != 0 && self == before
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
        let front_matter = article.problems.iter().all(|flaw| flaw.rule != "no-front-matter");
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
            path,
        }
    }

    /// The file to open, relative to the library's folder.
    #[must_use]
    pub fn file(&self) -> &Path {
        self.file.as_deref().unwrap_or(Path::new(&self.path))
    }
}

/// A path as it is shown: `/` between parts, bytes that are not UTF-8 as U+FFFD, no controls.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    sanitize::line(&path.to_string_lossy()).into_owned()
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
}

impl Batch {
    /// Adds what comes after it.
    pub fn append(&mut self, mut after: Self) {
        self.records.append(&mut after.records);
        self.problems.append(&mut after.problems);
        self.files += after.files;
    }
}

/// What is found now where some of the files lay.
#[derive(Debug, Default)]
pub struct Changes {
    /// The files and folders that were looked at, relative to the library's folder and fit to be
    /// shown. What the catalog has there or below, and the batch has not, is gone.
    pub looked_at: Vec<String>,
    /// Paths of which only the problems were found anew.
    pub judged: Vec<String>,
    /// All that is there now.
    pub found: Batch,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_may_still_be_written_to_is_never_taken_for_unchanged() {
        let written = 1_700_000_000_000_000_000;
        let fresh = Stamp::new(1, written, written + 1_000_000_000);
        assert!(!fresh.is_same(fresh));
        let settled = Stamp::new(1, written, written + 3_000_000_000);
        assert!(settled.is_same(settled));
        assert!(!settled.is_same(fresh) && !fresh.is_same(settled));
        assert!(!settled.is_same(Stamp { size: 2, ..settled }));
    }
}
