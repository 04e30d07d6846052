//! Where a library's files come from: a folder, or the articles built into the binary.
//!
//! The only place that opens an article's file, or in `image` one that an article shows. Invariant:
//! nothing but a regular file under the folder is read, checked on the open file and not on its
//! name, and never more than the budget.

pub mod bundled;
mod image;

use std::cell::Cell;
use std::fs::{File, Metadata};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rustix::fs::{Mode, OFlags};

use crate::article::{self, Article, Detail};
use crate::library::catalog::{Stamp, State, shown_path};
use crate::library::problem::Problem;
pub use image::{IMAGE_LIMIT, ImageError};

/// What is read of a file at most, in bytes: the front matter's budget and the text's.
pub const READ_LIMIT: u64 = 256 * 1024 + 1024 * 1024 + 4096;

thread_local! {
    /// Where a thread reads one walked file after another.
    static BYTES: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A library's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder; canonical, so that what lies inside it can be told from what does not.
    Folder(Arc<Path>),
    /// The articles built into the binary.
    Bundled,
}

impl Source {
    /// The library in a folder.
    ///
    /// # Errors
    /// A sentence when the folder is not there or is not a folder.
    pub fn folder(path: &Path) -> Result<Self, String> {
        let shown = shown_path(path);
        let canonical = path
            .canonicalize()
            .map_err(|error| format!("cannot open the library {shown}: {}", describe(&error)))?;
        if canonical.is_dir() {
            Ok(Self::Folder(canonical.into()))
        } else {
            Err(format!("cannot open the library {shown}: it is not a folder"))
        }
    }

    /// How the library is called on the screen.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Folder(path) => shown_path(path),
            Self::Bundled => "the built-in library".to_owned(),
        }
    }

    /// The present state of a file; `None` if there is none.
    #[must_use]
    pub fn stamp(&self, file: &Path) -> Option<Stamp> {
        match self {
            Self::Folder(root) => root.join(file).metadata().ok().map(|data| stamp(&data)),
            // What is built in never changes, and is read from memory.
            Self::Bundled => None,
        }
    }

    /// Reads one article of the library.
    ///
    /// # Errors
    /// The problem that keeps it from being read.
    pub fn read(&self, file: &Path, detail: Detail) -> Result<Article, Problem> {
        self.read_linked(file, detail).map(|(article, _)| article)
    }

    /// Reads a file that a walk of the folder has just met, which is no link and stands in no
    /// folder outside; cheaper than [`Self::read`], which trusts no name.
    ///
    /// # Errors
    /// The problem that keeps it from being read.
    pub fn read_walked(&self, file: &Path, detail: Detail) -> Result<(Article, Stamp), Problem> {
        let Self::Folder(root) = self else { return self.read_linked(file, detail) };
        let mut bytes = BYTES.take();
        let read = open_regular(&root.join(file), OFlags::NOFOLLOW)
            .and_then(|open| read_limited(&open, READ_LIMIT, &mut bytes))
            .map_err(|refusal| refused(file, refusal));
        let article = read.and_then(|stamp| Ok((parse(&bytes, stamp.size, file, detail)?, stamp)));
        BYTES.set(bytes);
        article
    }

    /// The same for a file that the walk reached through a link.
    ///
    /// # Errors
    /// The problem that keeps it from being read.
    pub fn read_linked(&self, file: &Path, detail: Detail) -> Result<(Article, Stamp), Problem> {
        match self {
            Self::Folder(root) => {
                let (bytes, stamp) = read_inside(root, file, READ_LIMIT)
                    .map_err(|refusal| refused(file, refusal))?;
                Ok((parse(&bytes, stamp.size, file, detail)?, stamp))
            }
            Self::Bundled => {
                let text = bundled::find(file).ok_or_else(|| {
                    let reason = "The built-in library has no such file.".to_owned();
                    refused(file, ("unreadable", reason))
                })?;
                Ok((parse(text, text.len() as u64, file, detail)?, Stamp::default()))
            }
        }
    }
}

/// Reads a file that belongs to no library, alone.
///
/// # Errors
/// The problem that keeps it from being read.
pub fn read_alone(file: &Path) -> Result<Article, Problem> {
    let mut bytes = Vec::new();
    let stamp = open_regular(file, OFlags::empty())
        .and_then(|open| read_limited(&open, READ_LIMIT, &mut bytes))
        .map_err(|refusal| refused(file, refusal))?;
    parse(&bytes, stamp.size, file, Detail::Whole)
}

/// Reads an article from a stream that has no end known beforehand, such as a pipe. `name` is what it
/// is called in problems, and its title if it has no other.
///
/// # Errors
/// The problem that keeps it from being read.
pub fn read_stream(stream: impl Read, name: &str) -> Result<Article, Problem> {
    let mut bytes = Vec::new();
    // One byte more, to know whether there is more.
    stream.take(READ_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| {
        let (rule, reason) = unreadable(&error);
        Problem::unreadable(name, rule, &reason)
    })?;
    let size = bytes.len() as u64;
    bytes.truncate(usize::try_from(READ_LIMIT).unwrap_or(usize::MAX));
    parse(&bytes, size, Path::new(name), Detail::Whole)
}

fn parse(bytes: &[u8], size: u64, file: &Path, detail: Detail) -> Result<Article, Problem> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    article::parse(bytes, size, &name, detail)
        .map_err(|flaw| Problem::from_flaw(&shown_path(file), &flaw, false))
}

type Refusal = (&'static str, String);

fn refused(file: &Path, (rule, reason): Refusal) -> Problem {
    Problem::unreadable(&shown_path(file), rule, &reason)
}

fn read_inside(root: &Path, file: &Path, limit: u64) -> Result<(Vec<u8>, Stamp), Refusal> {
    let mut bytes = Vec::new();
    let stamp = read_limited(&open_inside(root, file)?, limit, &mut bytes)?;
    Ok((bytes, stamp))
}

/// An open file, and what the system said of it then.
struct Open {
    file: File,
    data: Metadata,
}

fn open_inside(root: &Path, file: &Path) -> Result<Open, Refusal> {
    let path = root.join(file);
    let open = open_regular(&path, OFlags::empty())?;
    let real = path.canonicalize().map_err(|error| unreadable(&error))?;
    // What was opened must be what the real path names: a link may have changed in between.
    let same = |real: &Metadata| real.dev() == open.data.dev() && real.ino() == open.data.ino();
    if !real.starts_with(root) || !real.metadata().is_ok_and(|real| same(&real)) {
        return Err((
            "outside",
            "This is a link that leads out of the library; it is not read.".to_owned(),
        ));
    }
    Ok(open)
}

/// Opens without waiting for a pipe's other end, and refuses all but regular files.
fn open_regular(path: &Path, more: OFlags) -> Result<Open, Refusal> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY | more;
    let open =
        rustix::fs::open(path, flags, Mode::empty()).map_err(|error| unreadable(&error.into()))?;
    let file = File::from(open);
    let data = file.metadata().map_err(|error| unreadable(&error))?;
    let kind = data.file_type();
    if kind.is_file() { Ok(Open { file, data }) } else { Err(("not-a-file", not_a_file(kind))) }
}

/// Puts the first `limit` bytes of a file in place of `bytes`; the state of the file before they were
/// read.
fn read_limited(open: &Open, limit: u64, bytes: &mut Vec<u8>) -> Result<Stamp, Refusal> {
    let stamp = stamp(&open.data);
    bytes.clear();
    bytes.reserve(usize::try_from(stamp.size.min(limit)).unwrap_or(0) + 1);
    (&open.file).take(limit).read_to_end(bytes).map_err(|error| unreadable(&error))?;
    Ok(stamp)
}

/// What tells the present state of a file from another.
#[must_use]
pub fn stamp(data: &Metadata) -> Stamp {
    let nanoseconds =
        |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    let state = State {
        size: data.len(),
        modified: nanoseconds(data.mtime(), data.mtime_nsec()),
        changed: nanoseconds(data.ctime(), data.ctime_nsec()),
        inode: data.ino(),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Stamp::new(&state, i128::try_from(now.as_nanos()).unwrap_or(i128::MAX))
}

fn unreadable(error: &std::io::Error) -> Refusal {
    ("unreadable", format!("This cannot be read: {}.", describe(error)))
}

/// The sentence on something that is not a regular file.
#[must_use]
pub fn not_a_file(kind: std::fs::FileType) -> String {
    use std::os::unix::fs::FileTypeExt;
    let name = if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_symlink() {
        "a link"
    } else {
        "a device"
    };
    format!("This is {name}, not a file; it is not read.")
}

/// An error of the system in words, without its number.
#[must_use]
pub fn describe(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "does not exist".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            let plain = text.split(" (os error").next().unwrap_or_default();
            plain.chars().next().map_or_else(String::new, |first| {
                first.to_lowercase().chain(plain.chars().skip(1)).collect()
            })
        }
    }
}
