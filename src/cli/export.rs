//! `recto export`: everything of the reader's as one document, or stars, shelves and notes to be read.
//!
//! The articles are needed only to know a library that is named. Invariants: the document is of one moment,
//! whoever reads meanwhile; where nothing is remembered that is said, with exit code 1, and no file is written.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::ExitCode;

use super::args::{Args, Export, Format};
use super::{Failure, choose, file, index, output};
use crate::library::source::Source;
use crate::memory::archive::{Archive, Library};
use crate::store::config::Config;
use crate::store::memory::{Database, Failure as Unknown, Place, Sample};

/// Writes what is remembered.
pub fn run(args: &Args, export: &Export, config: &Config) -> Result<ExitCode, Failure> {
    let place = Place::of_reader();
    let archive = archive(place.as_ref(), args.library.as_deref(), config)?;
    let write = |out: &mut dyn Write| match export.format {
        Format::Json => archive.write(&mut &mut *out),
        Format::Markdown => out.write_all(archive.markdown(name).as_bytes()),
    };
    let nothing = nothing(&archive, export.format);
    if let Some(path) = export.file.as_deref().filter(|file| *file != Path::new("-")) {
        if let Some(nothing) = nothing {
            return Err(Failure::Sentence(format!("{nothing}; no file was written")));
        }
        file::write(path, export.force, |file| {
            let mut out = io::BufWriter::new(file);
            write(&mut out)?;
            Ok(out.flush()?)
        })?;
    } else {
        let mut out = output::open();
        write(&mut out)?;
        out.flush()?;
    }
    nothing.map_or(Ok(ExitCode::SUCCESS), |nothing| Err(Failure::Sentence(nothing.to_owned())))
}

/// That there is nothing to write, in words.
fn nothing(archive: &Archive, format: Format) -> Option<&'static str> {
    match format {
        Format::Json if !archive.holds_anything() => Some("nothing is remembered yet"),
        Format::Markdown if !archive.holds_notes() => {
            Some("nothing is starred, shelved or highlighted yet")
        }
        Format::Json | Format::Markdown => None,
    }
}

/// What is remembered of all libraries, or of the one that is named.
fn archive(
    place: Option<&Place>,
    named: Option<&Path>,
    config: &Config,
) -> Result<Archive, Failure> {
    let failed = |failure: Unknown| {
        Failure::Sentence(format!("nothing is exported: {}", failure.told(place)))
    };
    let place = place.ok_or_else(|| failed(Unknown::Homeless))?;
    let Some(database) = Database::known(place).map_err(failed)? else {
        return Ok(Archive::new(Vec::new()));
    };
    if named.is_none() {
        return database.export(None).map_err(failed);
    }
    let source = choose::library(named, config)?;
    let library = index::load(&source, |_| ()).library;
    let known = database.find(&source, &Sample::of(&library.catalog)).map_err(failed)?;
    let Some(known) = known else { return Ok(Archive::new(Vec::new())) };
    database.export(Some(known)).map_err(failed)
}

/// How a library is called.
fn name(library: &Library) -> String {
    called(library.built_in, library.folder.as_deref())
}

/// How a library is called that lies in a folder, or nowhere.
pub fn called(built_in: bool, folder: Option<&[u8]>) -> String {
    match folder {
        Some(folder) => choose::name(&Source::Folder(Path::new(OsStr::from_bytes(folder)).into())),
        None if built_in => choose::name(&Source::Bundled),
        None => "a library whose folder is not known".to_owned(),
    }
}
