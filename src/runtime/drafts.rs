//! Drafts: the files in which the reader's editor writes notes, beside what is remembered.
//!
//! One that was read goes. What is left of a run that ended before that stays, and is told at the next
//! start. Invariant: only the reader can read a draft, and none is removed that was not read.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::library::source::describe;

/// How the name of a draft begins and ends.
const NAME: [&str; 2] = ["note-", ".md"];

/// The folder of the drafts; `None` for the temporary files, of which nothing is told.
#[derive(Debug, Clone)]
pub struct Drafts {
    folder: Option<PathBuf>,
}

/// A draft that an editor writes. Others see by the lock on the folder that it is no left one.
#[derive(Debug)]
pub struct Draft {
    file: TempPath,
    _lock: Option<File>,
}

impl Drafts {
    /// Those beside what is remembered, in its folder.
    pub fn beside(memory: Option<&Path>) -> Self {
        Self { folder: memory.map(|folder| folder.join("drafts")) }
    }

    /// Begins one with a text.
    ///
    /// # Errors
    /// When no file can be made, neither there nor among the temporary ones.
    pub fn begin(&self, text: &str) -> io::Result<Draft> {
        let [start, end] = NAME;
        let mut new = tempfile::Builder::new();
        new.prefix(start).suffix(end);
        let own = self.folder.as_deref().and_then(|folder| {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).ok()?;
            let lock = File::open(folder).ok().filter(|lock| lock.lock_shared().is_ok());
            Some((new.tempfile_in(folder).ok()?, lock))
        });
        // Where nothing can be remembered a note may still be written.
        let (mut file, lock) = match own {
            Some(own) => own,
            None => (new.tempfile()?, None),
        };
        file.write_all(text.as_bytes())?;
        Ok(Draft { file: file.into_temp_path(), _lock: lock })
    }

    /// A sentence on what is left of earlier runs. Nothing is said while another Recto writes.
    pub fn left(&self) -> Option<String> {
        let folder = self.folder.as_deref()?;
        let lock = File::open(folder).ok()?;
        lock.try_lock().ok()?;
        let [start, end] = NAME;
        let is_draft = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(start) && name.ends_with(end)
        };
        let entries = fs::read_dir(folder).ok()?.flatten();
        let mut drafts: Vec<_> = entries.map(|entry| entry.path()).filter(is_draft).collect();
        drafts.sort();
        let (first, others) = drafts.split_first()?;
        let others = match others.len() {
            0 => String::new(),
            count => format!(" (and {count} more)"),
        };
        Some(format!("{}{others}: a note that was written and not kept", first.display()))
    }
}

impl Draft {
    /// Its file.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Leaves it where it is, and says where that is, and why.
    pub fn left(self, why: &str) -> String {
        match self.file.keep() {
            Ok(path) => format!("{} has what was written: {why}", path.display()),
            Err(error) => format!("what was written is lost: {why}, {}", describe(&error.error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_draft_is_the_readers_alone_and_goes_when_it_was_read() {
        let home = tempfile::tempdir().unwrap();
        let draft = Drafts::beside(Some(home.path())).begin("Mine.").unwrap();
        let path = draft.path().to_path_buf();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert!(path.extension().is_some_and(|end| end == "md"));
        drop(draft);
        assert!(!path.exists());
    }

    #[test]
    fn what_is_left_is_told_unless_it_is_being_written() {
        let home = tempfile::tempdir().unwrap();
        let drafts = Drafts::beside(Some(home.path()));
        assert_eq!(drafts.left(), None);
        let draft = drafts.begin("Mine.").unwrap();
        let path = draft.path().display().to_string();
        assert_eq!(drafts.left(), None, "it is being written");
        draft.left("the terminal went");
        assert!(drafts.left().unwrap().starts_with(&path));
        let other = drafts.begin("Mine as well.").unwrap();
        other.left("the terminal went");
        assert!(drafts.left().unwrap().contains("(and 1 more)"));
    }

    #[test]
    fn where_no_folder_can_be_made_a_draft_lies_among_the_temporary_files() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("drafts"), "in the way").unwrap();
        let draft = Drafts::beside(Some(home.path())).begin("Mine.").unwrap();
        assert!(!draft.path().starts_with(home.path()));
        assert_eq!(fs::read_to_string(draft.path()).unwrap(), "Mine.");
    }
}
