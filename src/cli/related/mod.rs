//! `recto related`: the articles around one, by their references.
//!
//! Its own come first, numbered as in the reader, then those that refer to it, those with the same
//! question, and similar ones if it names none; further away, the same of each of these. Invariant: what leads nowhere is told, not dropped.

mod graph;
mod walk;

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, Related};
use super::json::{self, ArticleJson};
use super::{Failure, choose, index, list, name, output, tell};
use crate::app::likeness::SIMILAR;
use crate::index::Index;
use crate::library::catalog::{ArticleId, Catalog, shown_path};
use crate::library::reference::is_markdown;
use crate::store::config::Config;
use walk::{End, Found, Kind, Walk};

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    article: ArticleJson<'a>,
    found: bool,
    kind: Kind,
    mutual: bool,
    distance: u8,
    number: usize,
    from: &'a str,
}

/// Names the related articles.
pub fn run(args: &Args, related: &Related, config: &Config) -> Result<ExitCode, Failure> {
    let what = related.what.join(" ");
    let path = Path::new(&what);
    let is_file = path.is_file() && (is_markdown(&what) || what.contains('/'));
    let (source, what) = if is_file {
        let (source, inside) = choose::around(path, args, config)?;
        (source, shown_path(&inside))
    } else {
        (choose::library(args.library.as_deref(), config)?, what)
    };
    let library = index::load(&source, |_| ()).library;
    let catalog = &*library.catalog;
    let start = name::article(catalog, &what)?;
    let shown = io::stderr().is_terminal();
    let mut opened = None;
    let mut find_similar = |id| {
        let opened = opened.get_or_insert_with(|| index::full_text(&source, catalog, shown));
        similar(catalog, id, opened)
    };
    let walk = Walk::new(&source, catalog, start, related.depth, &mut find_similar);
    if let Some(Err(failure)) = opened {
        tell(&format!("similar articles are not known: {failure}"));
    }
    let mut out = output::open();
    if related.dot {
        graph::write(&mut out, &walk)?;
    } else if related.json {
        walk.found.iter().try_for_each(|one| row(&mut out, &walk, one))?;
    } else {
        walk.found.iter().try_for_each(|one| text(&mut out, &walk, one))?;
    }
    out.flush()?;
    Ok(if walk.found.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The articles that are similar to one; none if the index cannot tell.
fn similar(
    catalog: &Catalog,
    id: ArticleId,
    opened: &mut Result<Index, Failure>,
) -> Vec<ArticleId> {
    let Some((index, entry)) = opened.as_ref().ok().zip(catalog.get(id)) else { return Vec::new() };
    match index.similar(entry.path, SIMILAR) {
        Ok(found) => found.iter().filter_map(|one| catalog.with_path(&one.path)).collect(),
        Err(failure) => {
            *opened = Err(Failure::Sentence(failure.to_string()));
            Vec::new()
        }
    }
}

fn row(out: &mut impl Write, walk: &Walk<'_>, one: &Found) -> io::Result<()> {
    let (article, is_there) = match &one.end {
        End::Article(id) => (ArticleJson::new(walk.catalog, *id), true),
        End::Missing(reference) => (Some(ArticleJson::missing(reference)), false),
    };
    let from = walk.catalog.get(walk.page(one));
    let Some((article, from)) = article.zip(from) else { return Ok(()) };
    let row = Row {
        article,
        found: is_there,
        kind: one.kind,
        mutual: walk.is_mutual(one),
        distance: one.steps,
        number: one.number,
        from: from.path,
    };
    json::write(out, &row)
}

/// A line: the numbers that lead to it from page to page, how it is related, then as in a list.
fn text(out: &mut impl Write, walk: &Walk<'_>, one: &Found) -> io::Result<()> {
    let mut numbers = vec![one.number.to_string()];
    let mut from = one.from;
    while let Some(page) = from.and_then(|from| walk.found.get(from)) {
        numbers.push(page.number.to_string());
        from = page.from;
    }
    numbers.reverse();
    let way = match one.kind {
        _ if walk.is_mutual(one) => "both ways",
        Kind::Related => "related",
        Kind::Backlink => "linked from",
        Kind::SameQuestion => "same question",
        Kind::Similar => "similar",
    };
    write!(out, "{}\t{way}\t", numbers.join("."))?;
    match &one.end {
        End::Article(id) => list::text(out, walk.catalog, *id),
        End::Missing(reference) => {
            let url = reference.url.as_deref().unwrap_or_default();
            writeln!(out, "{}\tnot in this library\t{url}", reference.title)
        }
    }
}
