//! `recto import`: takes in what was exported.
//!
//! Invariant: all of it comes in or nothing, and of what is refused the reader is told where and why.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, Import};
use super::{Failure, export, json, output};
use crate::library::catalog::shown_path;
use crate::library::source::describe;
use crate::memory::archive::{Archive, Change, Kind, LIMIT, Refusal};
use crate::store::memory::{Database, Failure as Unknown, Outcome, Place, into_nothing};
use crate::text::count::grouped;
use crate::text::sanitize;

#[derive(Serialize)]
struct Row<'a> {
    folder: Option<&'a str>,
    built_in: bool,
    new: bool,
    what: &'a str,
    added: usize,
    changed: usize,
}

/// Takes a file in, or tells what that would come to.
pub fn run(args: &Args, import: &Import) -> Result<ExitCode, Failure> {
    if args.library.is_some() {
        return Err(Failure::Usage(
            "the file says of which libraries it is; leave --library out".to_owned(),
        ));
    }
    let archive = read(&import.file)?;
    let place = Place::of_reader();
    let outcomes = take(&archive, place.as_ref(), import.dry_run).map_err(|failure| {
        Failure::Sentence(format!("nothing was changed: {}", failure.told(place.as_ref())))
    })?;
    let mut out = output::open();
    for outcome in &outcomes {
        if import.json {
            print(&mut out, outcome)?;
        } else {
            let name = export::called(outcome.built_in, outcome.folder.as_deref());
            writeln!(out, "{}", told(&name, outcome, import.dry_run))?;
        }
    }
    if outcomes.is_empty() && !import.json {
        writeln!(out, "The file holds nothing.")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The document in a file.
fn read(file: &Path) -> Result<Archive, Failure> {
    let is_input = file == Path::new("-");
    let shown = if is_input { "standard input".to_owned() } else { shown_path(file) };
    let failed =
        |error: &io::Error| Failure::Sentence(format!("cannot read {shown}: {}", describe(error)));
    let input: Box<dyn Read> = if is_input {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|error| failed(&error))?)
    };
    let mut bytes = Vec::new();
    input.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LIMIT {
        let limit = LIMIT >> 20;
        return Err(Failure::Sentence(format!(
            "{shown} is larger than {limit} MiB; nothing was changed"
        )));
    }
    Archive::read(&bytes).map_err(|refusal| {
        let colon = if matches!(refusal, Refusal::Short { .. } | Refusal::Wrong { .. }) {
            ":"
        } else {
            ": "
        };
        Failure::Sentence(format!("{shown}{colon}{refusal}; nothing was changed"))
    })
}

fn take(archive: &Archive, place: Option<&Place>, is_trial: bool) -> Result<Vec<Outcome>, Unknown> {
    let place = place.ok_or(Unknown::Homeless)?;
    if !is_trial {
        return Database::open(place)?.import(archive);
    }
    let database = Database::read(place)?;
    database.map_or_else(|| Ok(into_nothing(archive)), |database| database.try_import(archive))
}

fn print(out: &mut impl Write, outcome: &Outcome) -> Result<(), Failure> {
    let folder = outcome.folder.as_deref().map(String::from_utf8_lossy);
    let folder = folder.as_deref().map(sanitize::line);
    for (kind, Change { added, changed }) in &outcome.changes {
        let row = Row {
            folder: folder.as_deref(),
            built_in: outcome.built_in,
            new: outcome.is_new,
            what: kind.name(),
            added: *added,
            changed: *changed,
        };
        json::write(out, &row)?;
    }
    Ok(())
}

/// What comes to a library, in words.
fn told(name: &str, outcome: &Outcome, is_trial: bool) -> String {
    let is_new = if outcome.is_new { " (not known here yet)" } else { "" };
    let part = |words: [&str; 2], count: fn(&Change) -> usize| {
        let counts = outcome.changes.iter().filter(|(_, change)| count(change) > 0);
        let counts: Vec<_> = counts.map(|(kind, change)| words_of(*kind, count(change))).collect();
        let does = if is_trial { words[0] } else { words[1] };
        (!counts.is_empty()).then(|| format!("{} {does}", counts.join(", ")))
    };
    let added = part(["would be added", "added"], |change| change.added);
    let changed = part(["would be changed", "changed"], |change| change.changed);
    let parts: Vec<_> = added.into_iter().chain(changed).collect();
    let parts = if parts.is_empty() { "nothing new".to_owned() } else { parts.join("; ") };
    format!("{name}{is_new}: {parts}")
}

fn words_of(kind: Kind, count: usize) -> String {
    let [one, several] = kind.words();
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}
