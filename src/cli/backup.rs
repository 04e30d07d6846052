//! `recto backup`: a copy of the memory of what the reader did, while others write to it.
//!
//! Invariant: the copy is whole, checked and on the disk before it has its name.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::args::{Args, Backup};
use super::{Failure, file, output};
use crate::library::catalog::shown_path;
use crate::store::memory::{Database, Failure as Unknown, Place};

/// Writes the copy.
pub fn run(args: &Args, backup: &Backup) -> Result<ExitCode, Failure> {
    if args.library.is_some() {
        return Err(Failure::Usage(
            "a backup is of all libraries; leave --library out, or use `recto export`".to_owned(),
        ));
    }
    if backup.file == Path::new("-") {
        return Err(Failure::Usage(
            "a backup goes into a file, not to standard output; a file of this name is ./-"
                .to_owned(),
        ));
    }
    let place = Place::of_reader();
    let failed = |failure: &Unknown| {
        Failure::Sentence(format!("nothing was backed up: {}", failure.told(place.as_ref())))
    };
    let here = place.as_ref().ok_or_else(|| failed(&Unknown::Homeless))?;
    let Some(database) = Database::known(here).map_err(|failure| failed(&failure))? else {
        return Err(Failure::Sentence(
            "nothing is remembered yet, so there is nothing to back up".into(),
        ));
    };
    let shown = shown_path(&backup.file);
    file::write(&backup.file, backup.force, |file| {
        database.back_up(file.path()).map_err(|failure| {
            let reason = match failure {
                Unknown::Unusable(reason) => reason,
                other => other.to_string(),
            };
            Failure::Sentence(format!("cannot write {shown}: {reason}"))
        })
    })?;
    let memory = shown_path(&here.file());
    let mut out = output::open();
    writeln!(out, "{memory} was copied to {shown}; put in its place it is restored")?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
