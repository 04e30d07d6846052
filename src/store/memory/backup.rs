//! A copy of the whole database, while others write to it.
//!
//! Invariants: the copy is what the database was at one moment, whole and in one file; nothing of the
//! database is changed.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{ATTEMPTS, Database, Failure};

/// How long it is waited for others before the copy is tried again.
const PAUSE: Duration = Duration::from_millis(100);

impl Database {
    /// Copies it into a file that is empty.
    ///
    /// # Errors
    /// When it cannot be read, or the copy cannot be written or is not whole.
    pub fn back_up(&self, file: &Path) -> Result<(), Failure> {
        let mut copy = Connection::open(file)?;
        {
            let backup = Backup::new(&self.connection, &mut copy)?;
            let mut attempts = ATTEMPTS;
            // All pages in one step: between two steps others could change what was copied.
            while backup.step(-1)? != StepResult::Done {
                attempts = attempts.checked_sub(1).ok_or(Failure::Busy)?;
                std::thread::sleep(PAUSE);
            }
        }
        // As one file: what is copied says that there is a log beside it.
        copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
        let state: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if state != "ok" {
            return Err(Failure::Damaged);
        }
        copy.close().map_err(|(_, error)| Failure::from(error))
    }
}
