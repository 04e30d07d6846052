//! Where the index of a library lies: a folder beside its snapshot, and in it one for each version.
//!
//! It makes folders, locks them and sets them aside; it does not look into an index. Nothing here is
//! worth keeping: any of it may be deleted at any time. Invariant: an index is written to, made or
//! set aside only under the lock of its version, which the system gives back however its holder ends.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use twox_hash::XxHash3_64;

use super::{schema, words};
use crate::store::snapshot;

/// Where the index of one library lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// For all versions.
    folder: PathBuf,
    /// What tells this version from others: as a name.
    version: String,
}

/// Holds an index for writing until it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    _file: File,
}

impl Place {
    /// The place for the library in a folder; `None` where there is no home.
    #[must_use]
    pub fn of(root: &Path) -> Option<Self> {
        snapshot::Place::of(root).map(|place| Self::beside(&place))
    }

    /// The place beside a snapshot.
    #[must_use]
    pub fn beside(snapshot: &snapshot::Place) -> Self {
        let format = format!("\0{}.{}", schema::VERSION, words::VERSION);
        let version = XxHash3_64::oneshot(&[snapshot.owner(), format.as_bytes()].concat());
        Self { folder: snapshot.beside("index"), version: format!("{version:016x}") }
    }

    /// The folder of this version.
    pub(super) fn index(&self) -> PathBuf {
        self.folder.join(&self.version)
    }

    /// Makes the folders, which nobody else may read.
    ///
    /// # Errors
    /// If they cannot be made, or belong to somebody else.
    pub(super) fn make(&self) -> io::Result<()> {
        let index = self.index();
        DirBuilder::new().recursive(true).mode(0o700).create(&index)?;
        // What is read here is shown: it must be what this reader wrote.
        for folder in [&self.folder, &index] {
            let data = fs::symlink_metadata(folder)?;
            let is_ours = data.uid() == rustix::process::geteuid().as_raw();
            if !data.is_dir() || !is_ours || data.mode() & 0o022 != 0 {
                return Err(io::Error::other("others may write to the folder of the index"));
            }
        }
        Ok(())
    }

    /// Takes the lock for writing; `None` while another holds it.
    ///
    /// # Errors
    /// If the file of the lock cannot be made.
    pub(super) fn hold(&self) -> io::Result<Option<Held>> {
        hold(&self.folder.join(format!("{}.lock", self.version)))
    }

    /// Whether the files of the index are those that were found sound, by their names, sizes and times:
    /// to read all of them at every start would cost more than it is worth.
    pub(super) fn is_verified(&self) -> bool {
        let noted = fs::read(self.note()).unwrap_or_default();
        self.state().is_ok_and(|state| noted == state.to_le_bytes())
    }

    /// Notes that the files of the index are sound as they are now.
    pub(super) fn note_verified(&self) {
        // Without the note they are read again at the next start.
        let _ = self.state().and_then(|state| fs::write(self.note(), state.to_le_bytes()));
    }

    fn note(&self) -> PathBuf {
        self.folder.join(format!("{}.verified", self.version))
    }

    /// The file of the near-twins that were found in the index.
    pub(super) fn twins(&self) -> PathBuf {
        self.folder.join(format!("{}.twins", self.version))
    }

    /// A number for the files of the index as they are.
    fn state(&self) -> io::Result<u64> {
        let mut files = Vec::new();
        for entry in fs::read_dir(self.index())? {
            let entry = entry?;
            let data = entry.metadata()?;
            files.push((entry.file_name(), data.len(), data.mtime(), data.mtime_nsec()));
        }
        files.sort();
        Ok(XxHash3_64::oneshot(format!("{files:?}").as_bytes()))
    }

    /// Waits until nobody writes.
    ///
    /// # Errors
    /// If the file of the lock cannot be made.
    pub fn wait(&self) -> io::Result<()> {
        self.make()?;
        let lock = lock_file(&self.folder.join(format!("{}.lock", self.version)))?;
        Ok(flock(&lock, FlockOperation::LockExclusive)?)
    }

    /// Sets the folder of this version aside, in place of what was set aside before. Only for the
    /// holder of the lock.
    ///
    /// # Errors
    /// If it cannot be moved.
    pub(super) fn set_aside(&self, _held: &Held) -> io::Result<()> {
        let aside = self.folder.join("damaged");
        remove(&aside)?;
        fs::rename(self.index(), aside)
    }

    /// Removes what other versions of the program left and nobody holds.
    pub(super) fn tidy(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let is_version = name.len() == 16 && name.bytes().all(|b| b.is_ascii_hexdigit());
            if !is_version || name == self.version {
                continue;
            }
            let lock = self.folder.join(format!("{name}.lock"));
            // What cannot be removed now is removed at another start.
            if let Ok(Some(_held)) = hold(&lock) {
                let _ = remove(&entry.path());
                for ending in ["verified", "twins"] {
                    let _ = fs::remove_file(self.folder.join(format!("{name}.{ending}")));
                }
                let _ = fs::remove_file(&lock);
            }
        }
    }
}

fn lock_file(lock: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(lock)
}

fn hold(lock: &Path) -> io::Result<Option<Held>> {
    let file = lock_file(lock)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(Held { _file: file })),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
