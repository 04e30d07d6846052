//! A document from its bytes, or why not.
//!
//! Invariant: of what is refused the reader is told the line and the column, if it has any, and what to do.

use std::collections::HashSet;

use serde::Deserialize;

use super::{Archive, FORMAT, VERSION};

/// Why a document is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is something else.
    #[error("it is no export of Recto, or was not written whole{}", at(*.0))]
    Foreign(Option<(usize, usize)>),
    /// It says that it is of another version.
    #[error("it is of version {0}, and this Recto reads version {VERSION}: use a newer Recto")]
    Version(u64),
    /// It ends before its end.
    #[error("{line}:{column}: it ends too early; it was not written or not copied whole")]
    Short {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// Something in it is not as it must be.
    #[error("{line}:{column}: {reason}")]
    Wrong {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What.
        reason: String,
    },
    /// Two parts of it do not go together.
    #[error("{0}")]
    Twice(String),
}

fn at(place: Option<(usize, usize)>) -> String {
    place.map_or_else(String::new, |(line, column)| format!(" (line {line}, column {column})"))
}

/// What says what the document is; the rest is passed over.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

impl Archive {
    /// The document that these bytes are.
    ///
    /// # Errors
    /// Why they are none.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        // Told apart first: a newer document may hold anything.
        match serde_json::from_slice::<Head>(bytes) {
            Ok(Head { format, .. }) if format != FORMAT => return Err(Refusal::Foreign(None)),
            Ok(Head { version, .. }) if version != u64::from(VERSION) => {
                return Err(Refusal::Version(version));
            }
            Ok(_) => {}
            Err(error) if !error.is_data() && bytes.trim_ascii_start().starts_with(b"{") => {
                return Err(refusal(&error));
            }
            Err(error) => return Err(Refusal::Foreign(Some((error.line(), error.column())))),
        }
        let archive: Self = serde_json::from_slice(bytes).map_err(|error| refusal(&error))?;
        archive.judge()?;
        Ok(archive)
    }

    /// Refuses what stands in two libraries and can be in one only.
    fn judge(&self) -> Result<(), Refusal> {
        let (mut uids, mut folders) = (HashSet::new(), HashSet::new());
        for (number, library) in self.libraries.iter().enumerate() {
            let twice = |what: &str| {
                let library = format!("libraries[{number}]");
                Err(Refusal::Twice(format!("{library}: {what} stands in two libraries")))
            };
            if let Some(it) = library.highlights.iter().find(|it| !uids.insert(&*it.uid)) {
                return twice(&format!("the highlight {}", it.uid));
            }
            if library.built_in && library.folder.is_some() {
                let reason = format!("libraries[{number}]: what is built in has no folder");
                return Err(Refusal::Twice(reason));
            }
            let place = library.built_in.then_some(&[][..]).or(library.folder.as_deref());
            if place.is_some_and(|place| !folders.insert(place)) {
                return twice("the folder");
            }
        }
        Ok(())
    }
}

fn refusal(error: &serde_json::Error) -> Refusal {
    let (line, column) = (error.line(), error.column());
    if error.is_eof() {
        return Refusal::Short { line, column };
    }
    let words = error.to_string();
    let place = format!(" at line {line} column {column}");
    let reason = words.strip_suffix(&place).unwrap_or(&words).to_owned();
    Refusal::Wrong { line, column, reason }
}
