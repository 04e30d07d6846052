//! `recto subjects`: the subjects of a library and how many articles each has; and `recto random`, one
//! article of a library or a subject.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, Random, Subjects};
use super::json::{self, ArticleJson};
use super::{Failure, choose, index, list, output};
use crate::app::scope::Scope;
use crate::store::config::Config;

#[derive(Serialize)]
struct Row<'a> {
    slug: &'a str,
    label: &'a str,
    articles: usize,
    unlisted: usize,
}

/// Lists the subjects.
pub fn run(args: &Args, subjects: &Subjects, config: &Config) -> Result<ExitCode, Failure> {
    let source = choose::library(args.library.as_deref(), config)?;
    let library = index::load(&source, |_| ()).library;
    let known = library.catalog.subjects();
    let mut out = output::open();
    let mut code = ExitCode::FAILURE;
    for subject in known.sorted().into_iter().filter_map(|id| known.get(id)) {
        let (label, articles, unlisted) = (&*subject.label, subject.listed, subject.unlisted);
        if subjects.json && articles + unlisted > 0 {
            json::write(&mut out, &Row { slug: &subject.slug, label, articles, unlisted })?;
        } else if !subjects.json && articles > 0 {
            writeln!(out, "{label}\t{articles}\t{}", subject.slug)?;
        } else {
            continue;
        }
        code = ExitCode::SUCCESS;
    }
    out.flush()?;
    Ok(code)
}

/// Names an article that nobody chose.
pub fn random(args: &Args, random: &Random, config: &Config) -> Result<ExitCode, Failure> {
    let source = choose::library(args.library.as_deref(), config)?;
    let library = index::load(&source, |_| ()).library;
    let catalog = &library.catalog;
    let subject = random.subject.as_deref();
    let subject = subject.map(|name| list::find(catalog, name)).transpose()?;
    let scope = Scope { within: subject.into(), unlisted: false };
    let ids: Vec<_> = catalog.ids().filter(|id| scope.holds(catalog, *id)).collect();
    // Every hasher of the standard library has keys of its own.
    let number = RandomState::new().build_hasher().finish();
    let count = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    let row = number.checked_rem(count).and_then(|row| usize::try_from(row).ok());
    let Some(id) = row.and_then(|row| ids.get(row)) else { return Ok(ExitCode::FAILURE) };
    let mut out = output::open();
    match ArticleJson::new(catalog, *id).filter(|_| random.json) {
        Some(article) => json::write(&mut out, &article)?,
        None => list::text(&mut out, catalog, *id)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
