//! `recto check`: what cannot be read, and where.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, Check};
use super::{Failure, choose, json, output};
use crate::app::library::Library;
use crate::article::Detail;
use crate::library::catalog::{Batch, Record, Stamp, shown_path};
use crate::library::problem::Problem;
use crate::library::source;
use crate::store::config::Config;
use crate::text::count::{counted, grouped};

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    severity: &'a str,
    rule: &'a str,
    reason: &'a str,
    listed: bool,
}

/// Checks a folder or a file; exit code 1 if there are problems.
pub fn run(args: &Args, check: &Check, config: &Config) -> Result<ExitCode, Failure> {
    let named = check.path.as_deref().or(args.library.as_deref());
    let library = match check.path.as_deref() {
        Some(path) if path.exists() && !path.is_dir() => file(path),
        _ => choose::load(&choose::library(named, config)?, Detail::Whole),
    };
    let mut out = output::open();
    for problem in &library.problems {
        let severity = if problem.is_error() { "problem" } else { "note" };
        if check.json {
            let row = Row {
                path: &problem.path,
                line: Some(problem.line).filter(|line| *line > 0),
                column: Some(problem.column).filter(|column| *column > 0),
                severity,
                rule: &problem.rule,
                reason: &problem.reason,
                listed: problem.listed,
            };
            json::write(&mut out, &row)?;
        } else {
            writeln!(out, "{severity}: {problem} [{}]", problem.rule)?;
        }
    }
    if !check.json {
        writeln!(out, "{}", summary(&library))?;
    }
    out.flush()?;
    Ok(if library.errors() > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A library of one file.
fn file(path: &Path) -> Library {
    let mut library = Library::new(String::new());
    let shown = shown_path(path);
    match source::read_alone(path) {
        Err(problem) => library.problems.push(problem),
        Ok(article) => {
            let flaws = article.problems.iter();
            let problems = flaws.map(|flaw| Problem::from_flaw(&shown, flaw, true)).collect();
            let records = vec![Record::new(article, path, Stamp::default())];
            library.extend(Batch { records, problems, ..Batch::default() });
        }
    }
    library.finish();
    library
}

fn summary(library: &Library) -> String {
    let catalog = &library.catalog;
    let errors = library.errors();
    let unreadable = library.problems.iter().filter(|p| p.is_error() && !p.listed).count();
    let notes = library.problems.len() - errors;
    format!(
        "{} ({} unlisted) in {}; {}, {} that cannot be read; {}",
        counted(catalog.len(), "article"),
        grouped(catalog.unlisted()),
        counted(catalog.subjects().len(), "subject"),
        counted(errors, "problem"),
        counted(unreadable, "file"),
        counted(notes, "note"),
    )
}
