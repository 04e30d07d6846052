//! A file that a command writes for the reader.
//!
//! Invariants: it is there whole or not at all, nobody else may read it, and what was there before stays
//! unless the reader wants it replaced; the memory itself is never replaced.

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
    let mut file = tempfile::Builder::new()
        .prefix(".recto-")
        .tempfile_in(folder)
        .map_err(|error| failed(&error))?;
    fill(&mut file)?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    let kept = if force { file.persist(&path) } else { file.persist_noclobber(&path) };
    kept.map_err(|error| failed(&error.error))?;
    // The file is there; that the folder is on the disk as well not every file system can promise.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Where the file is to be: a link is followed, and what is no file is not replaced.
fn target(path: &Path, force: bool) -> io::Result<PathBuf> {
    let there = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path.to_owned()),
        Err(error) => return Err(error),
        Ok(_) if !force => return Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) => path.canonicalize()?,
    };
    let is_memory = Place::of_reader()
        .is_some_and(|place| place.file().canonicalize().is_ok_and(|file| file == there));
    if is_memory {
        return Err(io::Error::other("it is the memory of Recto itself"));
    }
    if there.is_file() { Ok(there) } else { Err(io::Error::other("it is no file")) }
}
