//! `recto config`: for now, a library to start one's own from.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::Failure;
use super::args::{Config, ConfigCommand};
use super::output;
use crate::library::catalog::shown_path;
use crate::library::source::{bundled, describe};
use crate::text::count::counted;

/// Does what the command says.
pub fn run(config: &Config) -> Result<ExitCode, Failure> {
    let ConfigCommand::CopyLibrary { folder } = &config.command;
    copy_library(folder)
}

/// Writes the built-in library into a folder that is not there yet, or empty.
fn copy_library(folder: &Path) -> Result<ExitCode, Failure> {
    let shown = shown_path(folder);
    let failed = |what: &str, error: &io::Error| {
        Failure::Sentence(format!("cannot {what}: {}", describe(error)))
    };
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(false) => {
            return Err(Failure::Sentence(format!(
                "{shown} is not empty; name a folder that is empty or not there yet"
            )));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(failed(&format!("write into {shown}"), &error));
        }
        _ => {}
    }
    let mut count = 0;
    for (path, bytes) in bundled::files() {
        let file = folder.join(path);
        let write = || {
            file.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&file, bytes)
        };
        write().map_err(|error| failed(&format!("write {}", shown_path(&file)), &error))?;
        count += usize::from(path.extension() == Some("md".as_ref()));
    }
    let mut out = output::open();
    writeln!(out, "{} written to {shown}; `recto {shown}` opens them", counted(count, "article"))?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
