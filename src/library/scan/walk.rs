//! The walk of a library's folder: which files are articles, and what is no file of ours at all.
//!
//! Reads no file. Invariant: nothing is followed out of the folder, and no loop is entered.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;

use walkdir::{DirEntry, WalkDir};

use crate::article::Severity;
use crate::library::catalog::shown_path;
use crate::library::problem::Problem;
use crate::library::reference::is_markdown;
use crate::library::source::{self, Source};

/// Articles are handed over in batches of this many.
pub(super) const BATCH: usize = 128;

/// A file that the walk met.
pub(super) enum Met {
    File(PathBuf),
    /// Reached through a link: read with the full check.
    Linked(PathBuf),
    Refused(Problem),
}

/// Some of what was met, with its number in the walk.
pub(super) type Chunk = (usize, Vec<Met>);

/// Cuts a walk into numbered chunks.
pub(super) struct Chunks<C> {
    readers: SyncSender<Chunk>,
    count: C,
    chunk: Vec<Met>,
    number: usize,
    found: usize,
}

impl<C: FnMut(usize) -> bool> Chunks<C> {
    /// Chunks for `readers`; `count` is told how many files were met and says whether to go on.
    pub(super) fn new(readers: SyncSender<Chunk>, count: C) -> Self {
        Self { readers, count, chunk: Vec::new(), number: 0, found: 0 }
    }

    /// Whether there is still somebody to read.
    fn push(&mut self, met: Met) -> bool {
        self.found += 1;
        self.chunk.push(met);
        // The first batch is small, so that the first frame has something to show.
        let full = if self.number == 0 { BATCH / 4 } else { BATCH };
        self.chunk.len() < full || self.flush()
    }

    fn flush(&mut self) -> bool {
        let chunk = std::mem::take(&mut self.chunk);
        let number = self.number;
        self.number += 1;
        (self.count)(self.found) && self.readers.send((number, chunk)).is_ok()
    }
}

/// Walks a library in the order of its names.
pub(super) fn walk(
    source: &Source,
    mut chunks: Chunks<impl FnMut(usize) -> bool>,
    stopped: &AtomicBool,
) {
    match source {
        Source::Bundled => {
            for path in source::bundled::articles() {
                if !chunks.push(Met::File(path.to_path_buf())) {
                    return;
                }
            }
        }
        Source::Folder(root) => {
            walk_folder(root, root, |met| !stopped.load(Ordering::Relaxed) && chunks.push(met));
        }
    }
    chunks.flush();
}

/// Walks what is at `start`, which is the library's folder or lies in it; `meet` says whether to go on.
pub(super) fn walk_folder(root: &Path, start: &Path, mut meet: impl FnMut(Met) -> bool) {
    let depth = usize::from(start == root);
    // Of two in one folder the paths are in the order of the names, and cheaper to compare.
    let by_name = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
    let walk = WalkDir::new(start).min_depth(depth).follow_links(true).sort_by(by_name);
    let mut walk = walk.into_iter();
    while let Some(entry) = walk.next() {
        let found = match entry {
            Err(error) => refused_by_walk(root, &error),
            Ok(entry) => {
                let is_folder = entry.file_type().is_dir();
                let hidden = entry.file_name().as_encoded_bytes().first() == Some(&b'.');
                let outside = entry.path_is_symlink()
                    && !entry.path().canonicalize().is_ok_and(|real| real.starts_with(root));
                if is_folder && (hidden || outside) {
                    walk.skip_current_dir();
                }
                if hidden { None } else { judge(root, &entry, outside) }
            }
        };
        if let Some(met) = found
            && !meet(met)
        {
            return;
        }
    }
}

/// What to do with an entry that is not hidden; `None` if it is nothing of ours.
fn judge(root: &Path, entry: &DirEntry, outside: bool) -> Option<Met> {
    let file = entry.path().strip_prefix(root).ok()?.to_path_buf();
    let named_as_article = is_markdown(&entry.file_name().to_string_lossy());
    let shown = || shown_path(&file);
    let kind = entry.file_type();
    if outside && (named_as_article || kind.is_dir()) {
        let reason = "This is a link that leads out of the library; it is not read.";
        return Some(Met::Refused(Problem::unreadable(&shown(), "outside", reason)));
    }
    if !named_as_article {
        return None;
    }
    if kind.is_dir() {
        let reason = "This is a folder with the name of an article; the files in it are read.";
        let problem = Problem::unreadable(&shown(), "folder-named-as-article", reason);
        return Some(Met::Refused(Problem { severity: Severity::Note, ..problem }));
    }
    if !kind.is_file() {
        let reason = source::not_a_file(kind);
        return Some(Met::Refused(Problem::unreadable(&shown(), "not-a-file", &reason)));
    }
    Some(if entry.path_is_symlink() { Met::Linked(file) } else { Met::File(file) })
}

/// The problem behind an error of the walk: a loop, a link to nothing, a closed folder.
fn refused_by_walk(root: &Path, error: &walkdir::Error) -> Option<Met> {
    let path = error.path()?;
    let shown = shown_path(path.strip_prefix(root).unwrap_or(path));
    let problem = if error.loop_ancestor().is_some() {
        Problem::unreadable(
            &shown,
            "link-loop",
            "This link leads to a folder that holds it; it is not followed.",
        )
    } else {
        let is_link = path.symlink_metadata().is_ok_and(|data| data.is_symlink());
        if is_link && !is_markdown(&shown) {
            return None;
        }
        let reason = error.io_error().map_or_else(|| error.to_string(), source::describe);
        let what = if is_link { "This link leads nowhere" } else { "This cannot be read" };
        let reason = format!("{what}: {reason}.");
        Problem::unreadable(&shown, "unreadable", &reason)
    };
    Some(Met::Refused(problem))
}
