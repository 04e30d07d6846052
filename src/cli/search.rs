//! `recto search`: finds articles by the words of their answers.
//!
//! The index is brought up to the library first. Invariant: one JSON object or one block of lines for
//! each article found, best first; nothing found is exit code 1, as with grep.

use std::io::{IsTerminal, Write};
use std::ops::Range;
use std::process::ExitCode;

use anstyle::Style;
use serde::Serialize;

use super::args::{Args, Search};
use super::json::{self, ArticleJson};
use super::{Failure, choose, depth, index, output, tell};
use crate::index::{Hit, Hits, Query};
use crate::library::catalog::Catalog;
use crate::query;
use crate::store::config::Config;
use crate::theme::Depth;

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    article: ArticleJson<'a>,
    score: f32,
    snippet: &'a str,
    corrected: Option<&'a str>,
    partly: bool,
}

/// Searches.
pub fn run(args: &Args, search: &Search, config: &Config) -> Result<ExitCode, Failure> {
    let typed = query::Query::parse(&search.query.join(" "));
    if typed.is_empty() && typed.faults.is_empty() {
        return Err(Failure::Usage("there is nothing to search for".to_owned()));
    }
    // Without them something else would be found than was asked for.
    if typed.clauses.iter().any(|clause| clause.condition.is_of_reader()) {
        return Err(Failure::Usage(query::OF_READER.to_owned()));
    }
    let source = choose::library(args.library.as_deref(), config)?;
    let library = index::load(&source, |_| ()).library;
    let shown = std::io::stderr().is_terminal();
    let text = index::full_text(&source, &library.catalog, shown)?;
    let (mut query, unknown) = Query::asked(&typed, &library.catalog);
    for fault in typed.faults.iter().chain(&unknown) {
        tell(&fault.reason);
    }
    // What is given on the command line is whole.
    query.prefix_last = false;
    query.limit = search.limit;
    query.unlisted |= search.unlisted;
    let hits = text.search(&query).map_err(|failure| Failure::Sentence(failure.to_string()))?;
    let some = "what holds some of the words";
    match (&hits.corrected, hits.partly) {
        (Some(words), false) => tell(&format!("nothing matches what was typed; showing {words}")),
        (Some(words), true) => {
            tell(&format!("nothing matches what was typed, nor {words}; showing {some}"));
        }
        (None, true) => tell(&format!("nothing holds all of this; showing {some}")),
        (None, false) => {}
    }
    let mut out = output::open();
    let strong = if depth(args) == Depth::None { Style::new() } else { Style::new().bold() };
    for hit in &hits.hits {
        if search.json {
            row(&mut out, &library.catalog, &hits, hit)?;
        } else {
            text_of(&mut out, &library.catalog, hit, strong)?;
        }
    }
    out.flush()?;
    Ok(if hits.hits.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn row(out: &mut impl Write, catalog: &Catalog, hits: &Hits, hit: &Hit) -> Result<(), Failure> {
    let article = catalog.with_path(&hit.path).and_then(|id| ArticleJson::new(catalog, id));
    let Some(article) = article else { return Ok(()) };
    let row = Row {
        article,
        score: hit.score,
        snippet: &hit.snippet.text,
        corrected: hits.corrected.as_deref(),
        partly: hits.partly,
    };
    Ok(json::write(out, &row)?)
}

/// The question, its subject and where it is; below it the snippet.
fn text_of(
    out: &mut impl Write,
    catalog: &Catalog,
    hit: &Hit,
    strong: Style,
) -> Result<(), Failure> {
    let id = catalog.with_path(&hit.path);
    let Some((id, entry)) = id.and_then(|id| Some((id, catalog.get(id)?))) else { return Ok(()) };
    let place = entry.url.unwrap_or(entry.path);
    writeln!(out, "{}\t{}\t{place}", entry.question, catalog.subject_label(id))?;
    write!(out, "    ")?;
    let text = hit.snippet.text.as_str();
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let mut from = 0;
    for mark in &hit.snippet.marks {
        write!(out, "{}{strong}{}{strong:#}", part(from..mark.start), part(mark.clone()))?;
        from = mark.end;
    }
    writeln!(out, "{}", part(from..text.len()))?;
    Ok(())
}
