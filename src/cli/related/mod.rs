//! `recto related`: the articles around one, by their references.
//!
//! Its own come first, numbered as in the reader, then those that refer to it; further away, the same of
//! each of these. Invariant: what leads nowhere is told, not dropped.

mod graph;
mod walk;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, Related};
use super::json::{self, ArticleJson};
use super::{Failure, choose, index, list, name, output};
use crate::library::catalog::shown_path;
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
    let walk = Walk::new(&source, catalog, start, related.depth);
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
