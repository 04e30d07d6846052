//! The database of what a reader did: one file for all libraries, shared by every Recto that runs.
//!
//! Lies in `$XDG_STATE_HOME/recto`, else `~/.local/state/recto`. It is no cache: nothing else knows what
//! is in it. Invariants: what was kept is there after any crash, and a file that cannot be used is left
//! byte for byte as it is.

mod backup;
mod export;
mod highlights;
mod import;
mod library;
mod marks;
mod migrations;
mod rows;
mod sample;
mod shelves;
mod statistics;
#[cfg(test)]
mod tests;

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use crate::library::source::describe;
use crate::text::sanitize;

pub use import::{Outcome, into_nothing};
pub use library::LibraryId;
pub use sample::Sample;

/// The name of the file.
pub const NAME: &str = "memory.db";
/// How it is opened: each connection has one thread.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
/// How long it is waited for others that write.
const BUSY: Duration = Duration::from_secs(10);
/// How often a new file is tried that others make at the same time.
const ATTEMPTS: usize = 16;

/// Where the database lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    folder: PathBuf,
}

impl Place {
    /// The reader's own; `None` where there is no home.
    #[must_use]
    pub fn of_reader() -> Option<Self> {
        let folder = etcetera::base_strategy::Xdg::new().ok()?.state_dir()?.join("recto");
        Some(Self { folder })
    }

    /// The database in a folder.
    #[must_use]
    pub fn within(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf() }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// Whether there is a log beside the file, as while others have it open or after they were killed.
    fn is_open_somewhere(&self) -> bool {
        self.logs().iter().any(|log| log.exists())
    }

    /// Whether nothing is in a log that is not in the file.
    fn is_log_empty(&self) -> bool {
        self.logs()
            .iter()
            .all(|log| fs::metadata(log).is_ok_and(|it| it.len() == 0) || !log.exists())
    }

    fn logs(&self) -> [PathBuf; 2] {
        ["wal", "journal"].map(|log| self.folder.join(format!("{NAME}-{log}")))
    }

    /// Sees to it that there is a file, which nobody else may read.
    fn prepare(&self) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        match fs::metadata(self.file()) {
            // Not opened even to look: closing it would give up the locks of this process on it.
            Ok(data) if data.is_file() => Ok(()),
            Ok(_) => Err(io::Error::other("it is no file")),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let mut new = OpenOptions::new();
                match new.write(true).create_new(true).mode(0o600).open(self.file()) {
                    Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
                    _ => Ok(()),
                }
            }
            Err(error) => Err(error),
        }
    }
}

/// Why nothing can be kept, or was not.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nobody is at home.
    #[error("there is no home folder")]
    Homeless,
    /// A version of Recto wrote it that knows more than this one.
    #[error("{NAME} is of a newer Recto")]
    Newer,
    /// Another program's.
    #[error("{NAME} is not Recto's")]
    Foreign,
    /// Its bytes are not those that were written.
    #[error("{NAME} is damaged")]
    Damaged,
    /// Others write to it and do not stop.
    #[error("{NAME} is locked by another program")]
    Busy,
    /// No room is left.
    #[error("the disk is full")]
    Full,
    /// It cannot be opened or written.
    #[error("{NAME} cannot be used: {0}")]
    Unusable(String),
    /// It can be read, and nothing more.
    #[error("{NAME} cannot be written: {0}")]
    Unwritable(String),
}

impl Failure {
    /// Whether it will be the same at the next attempt, until the reader does something about it.
    #[must_use]
    pub fn is_lasting(&self) -> bool {
        matches!(self, Self::Homeless | Self::Newer | Self::Foreign | Self::Damaged)
    }

    /// The same where the file could be read all the same.
    #[must_use]
    pub fn of_writing(self) -> Self {
        match self {
            Self::Unusable(reason) => Self::Unwritable(reason),
            other => other,
        }
    }

    /// It in words, with the file where it lies and what can be done about it.
    #[must_use]
    pub fn told(&self, place: Option<&Place>) -> String {
        let words = self.to_string();
        let (Some(place), Some(rest)) = (place, words.strip_prefix(NAME)) else { return words };
        let file = place.file();
        let advice = match self {
            Self::Foreign | Self::Damaged => "; move it away to begin anew",
            _ => "",
        };
        format!("{}{rest}{advice}", sanitize::line(&file.to_string_lossy()))
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        // What readers of the log share could not be made as large as it has to be.
        let is_without_room =
            error.sqlite_error().is_some_and(|it| it.extended_code == ffi::SQLITE_IOERR_SHMSIZE);
        match error.sqlite_error_code() {
            _ if is_without_room => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Unusable(sanitize::line(&error.to_string()).into_owned()),
        }
    }
}

/// The open database.
pub struct Database {
    connection: Connection,
    /// A visit of this run to a library, once there is any: where it is, its session is.
    session: Option<(LibraryId, i64)>,
}

impl Database {
    /// Opens it only to be read; `None` where there is none, or nothing in it yet. Nothing is
    /// written, so it may also be where nothing can be.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(place: &Place) -> Result<Option<Self>, Failure> {
        let file = place.file();
        match fs::metadata(&file) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::Unusable(describe(&error))),
            Ok(_) => {}
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | FLAGS;
        // Else a log would be made, which stays.
        let alone = || {
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            Self::readable(Connection::open_with_flags(unchanging(&file), flags)?)
        };
        if !place.is_open_somewhere() {
            return alone();
        }
        match Connection::open_with_flags(&file, flags)
            .map_err(Failure::from)
            .and_then(Self::readable)
        {
            // So it is left by one that could not be opened to be written.
            Err(Failure::Unusable(_) | Failure::Full) if place.is_log_empty() => alone(),
            read => read,
        }
    }

    /// One that is Recto's own and has something in it.
    fn readable(connection: Connection) -> Result<Option<Self>, Failure> {
        judge(&connection)?;
        let is_made = migrations::is_made(&connection)?;
        Ok(is_made.then_some(Self { connection, session: None }))
    }

    /// Opens it if it is there, and has something in it. It can be written to where that is possible,
    /// so that nothing that others write meanwhile comes between.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn known(place: &Place) -> Result<Option<Self>, Failure> {
        let Some(database) = Self::read(place)? else { return Ok(None) };
        drop(database);
        match Self::open(place) {
            Err(Failure::Unusable(_) | Failure::Unwritable(_) | Failure::Full) => Self::read(place),
            opened => opened.map(Some),
        }
    }

    /// Opens it, or makes it. One of an older version is brought up to this one.
    ///
    /// # Errors
    /// Why it cannot be used; the file is as it was.
    pub fn open(place: &Place) -> Result<Self, Failure> {
        place.prepare().map_err(|error| Failure::Unusable(describe(&error)))?;
        let mut connection =
            Connection::open_with_flags(place.file(), OpenFlags::SQLITE_OPEN_READ_WRITE | FLAGS)?;
        judge(&connection)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        share(&mut connection)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrations::migrate(&mut connection, migrations::ALL)?;
        Ok(Self { connection, session: None })
    }
}

/// Refuses a file that is not Recto's own and whole. Until that is known, closing it changes nothing.
fn judge(connection: &Connection) -> Result<(), Failure> {
    connection.busy_timeout(BUSY)?;
    // What it holds is data and no program.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    migrations::judge(connection)?;
    let state: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if state == "ok" { Ok(()) } else { Err(Failure::Damaged) }
}

/// The address of a file that is read as if nobody ever changed it.
fn unchanging(file: &Path) -> String {
    let mut address = "file:".to_owned();
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                address.push(char::from(*byte));
            }
            _ => address.extend(["%".to_owned(), format!("{byte:02x}")]),
        }
    }
    address + "?immutable=1"
}

/// Lets others read and write at the same time, by a log beside the file where that can be, and sees to
/// it that a commit is there even if the power fails.
fn share(connection: &mut Connection) -> Result<(), Failure> {
    for _ in 0..ATTEMPTS {
        let mode = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match mode.map_err(Failure::from) {
            Ok(mode) => {
                // Where there is no log, a commit is done once its journal is gone from the folder.
                let safe = if mode == "wal" { "FULL" } else { "EXTRA" };
                return Ok(connection.pragma_update(None, "synchronous", safe)?);
            }
            // Those that do this to a new file at once are told so without a wait; this waits.
            Err(Failure::Busy) => connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?,
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}
