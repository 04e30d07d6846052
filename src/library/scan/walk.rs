//! The walk of a library's folder: which files are articles, and what is no file of ours at all.
//!
//! Reads no file. Invariant: nothing is followed out of the folder, and no loop is entered, wherever in
//! the folder the walk begins.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};
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

/// What the walk met: a file, mostly.
pub(super) enum Met {
    File(PathBuf),
    /// Reached through a link: read with the full check.
    Linked(PathBuf),
    Refused(Problem),
    /// A link, or where one leads.
    Link(PathBuf),
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
        self.found += usize::from(!matches!(met, Met::Link(_)));
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

/// Which folder it is, by whatever path.
type Folder = (u64, u64);

fn folder(data: &Metadata) -> Folder {
    (data.dev(), data.ino())
}

/// The folders above `start`, down from the library's; `None` if the way enters a loop.
fn above(root: &Path, start: &Path) -> Option<Vec<Folder>> {
    let mut folders = Vec::new();
    let way: Vec<_> =
        start.ancestors().skip(1).take_while(|above| above.starts_with(root)).collect();
    for above in way.into_iter().rev() {
        let Ok(data) = above.metadata() else { break };
        let folder = folder(&data);
        if folders.contains(&folder) {
            return None;
        }
        folders.push(folder);
    }
    Some(folders)
}

/// Walks what is at `start`, which is the library's folder or lies in it; `meet` says whether to go on.
pub(super) fn walk_folder(root: &Path, start: &Path, mut meet: impl FnMut(Met) -> bool) {
    let Some(above) = above(root, start) else { return };
    let leads_above =
        |entry: &DirEntry| entry.path().metadata().is_ok_and(|data| above.contains(&folder(&data)));
    let depth = usize::from(start == root);
    // Of two in one folder the paths are in the order of the names, and cheaper to compare.
    let by_name = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
    let walk = WalkDir::new(start).min_depth(depth).follow_links(true).sort_by(by_name);
    let mut walk = walk.into_iter();
    while let Some(entry) = walk.next() {
        let (found, link) = match entry {
            Err(error) => {
                let link = error.path().filter(|path| path.is_symlink()).map(Path::to_path_buf);
                (refused_by_walk(root, &error), link)
            }
            Ok(entry) => {
                let is_folder = entry.file_type().is_dir();
                let hidden = entry.file_name().as_encoded_bytes().first() == Some(&b'.');
                let is_link = entry.path_is_symlink();
                let real = is_link.then(|| entry.path().canonicalize().ok()).flatten();
                let outside = is_link && !real.is_some_and(|real| real.starts_with(root));
                let is_loop = is_link && is_folder && leads_above(&entry);
                if is_folder && (hidden || outside || is_loop) {
                    walk.skip_current_dir();
                }
                let found = if hidden {
                    None
                } else if is_loop {
                    Some(refused_loop(&shown_inside(root, entry.path())))
                } else {
                    judge(root, &entry, outside)
                };
                let is_followed = is_link && !hidden && !outside;
                (found, is_followed.then(|| entry.path().to_path_buf()))
            }
        };
        let link = link.map(|link| ends_of(root, &link)).into_iter().flatten().map(Met::Link);
        for met in link.chain(found) {
            if !meet(met) {
                return;
            }
        }
    }
}

/// A link and where it leads, as far as that is inside: what happens there concerns what is read
/// through the link.
fn ends_of(root: &Path, link: &Path) -> Vec<PathBuf> {
    let target = link.canonicalize().ok().or_else(|| {
        // What is not there yet may come.
        let mut target = link.parent()?.canonicalize().ok()?;
        for part in link.read_link().ok()?.components() {
            match part {
                Component::ParentDir => drop(target.pop()),
                Component::CurDir => {}
                part => target.push(part),
            }
        }
        Some(target)
    });
    let ends = [Some(link.to_path_buf()), target].into_iter().flatten();
    ends.filter_map(|end| end.strip_prefix(root).ok().map(Path::to_path_buf)).collect()
}

fn shown_inside(root: &Path, path: &Path) -> String {
    shown_path(path.strip_prefix(root).unwrap_or(path))
}

fn refused_loop(shown: &str) -> Met {
    let reason = "This link leads to a folder that holds it; it is not followed.";
    Met::Refused(Problem::unreadable(shown, "link-loop", reason))
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
    let shown = shown_inside(root, path);
    if error.loop_ancestor().is_some() {
        return Some(refused_loop(&shown));
    }
    let is_link = path.is_symlink();
    if is_link && !is_markdown(&shown) {
        return None;
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), source::describe);
    let what = if is_link { "This link leads nowhere" } else { "This cannot be read" };
    let reason = format!("{what}: {reason}.");
    Some(Met::Refused(Problem::unreadable(&shown, "unreadable", &reason)))
}
