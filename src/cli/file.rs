//! A file that a command writes for the reader.
//!
//! Invariants: it is there whole or not at all, nobody else may read it, and what was there before stays
//! unless the reader wants it replaced; the memory itself, with its logs, is never replaced.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Failure;
use crate::library::catalog::shown_path;
use crate::library::source::describe;
use crate::store::memory::Place;

/// Writes a file by `fill`, which is given one beside it.
pub fn write(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut NamedTempFile) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let failed = |error: &io::Error| {
        let shown = shown_path(path);
        if error.kind() == io::ErrorKind::AlreadyExists {
            return Failure::Sentence(format!("{shown} is there already; --force replaces it"));
        }
        Failure::Sentence(format!("cannot write {shown}: {}", describe(error)))
    };
    let path = target(path, force).map_err(|error| failed(&error))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut new = tempfile::Builder::new()
        .prefix(".recto-")
        .tempfile_in(folder)
        .map_err(|error| failed(&error))?;
    fill(&mut new)?;
    new.as_file().sync_all().map_err(|error| failed(&error))?;
    let kept = if force { new.persist(&path) } else { new.persist_noclobber(&path) };
    kept.map_err(|error| failed(&error.error))?;
    // The file is there; that the folder is on the disk as well not every file system can promise.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// What the database puts beside its file, by the end of the name; another file there can damage it.
const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Where the file is to be: a link is followed, and what is no file is not replaced.
fn target(path: &Path, force: bool) -> io::Result<PathBuf> {
    let there = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
        Ok(_) if !force => return Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) => Some(path.canonicalize()?),
    };
    if is_memory(there.as_deref().unwrap_or(path)) {
        return Err(io::Error::other("it is the memory of Recto itself"));
    }
    match there {
        None => Ok(path.to_owned()),
        Some(there) if there.is_file() => Ok(there),
        Some(_) => Err(io::Error::other("it is no file")),
    }
}

/// Whether a file is the memory or a log of it, or would be if it were made.
fn is_memory(path: &Path) -> bool {
    let Some(memory) = Place::of_reader().and_then(|place| place.file().canonicalize().ok()) else {
        return false;
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize();
    let (Ok(folder), Some(name)) = (folder, path.file_name()) else { return false };
    let path = folder.join(name);
    let log = |end: &&str| {
        let mut log = memory.clone().into_os_string();
        log.push(end);
        path.as_os_str() == log
    };
    path == memory || LOGS.iter().any(log)
}
