//! `recto related`: the articles around one, by their references.
//!
//! Its own come first, numbered as in the reader, then those that refer to it; further away, the same of
//! each of these. Invariant: every article comes once, at the fewest steps, so that circles end and the
//! work is bounded by the references there are.

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, Related};
use super::json::{self, ArticleJson};
use super::{Failure, choose, index, name, output};
use crate::article::Detail;
use crate::library::catalog::{ArticleId, Catalog, shown_path};
use crate::library::reference::{Reference, is_markdown};
use crate::library::source::Source;
use crate::store::config::Config;

/// How one article is related to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// The other one names it.
    Related,
    /// It refers to the other one.
    Backlink,
}

/// What a reference leads to.
enum End {
    Article(ArticleId),
    /// Nothing in this library.
    Missing(Reference),
}

/// An article that is related, and how it was found.
struct Found {
    end: End,
    kind: Kind,
    /// Its number on the page where it was found.
    number: usize,
    /// Which of those found it stands on the page of; `None` for the one that was asked about.
    from: Option<usize>,
    steps: u8,
}

/// All that was found.
#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    /// Each reference that leads nowhere: the article that has it, and what it names.
    astray: Vec<(ArticleId, String)>,
}

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
    let around = Around { source: &source, catalog, start };
    let walk = around.walk(related.depth);
    let found = &walk.found;
    let mut out = output::open();
    if related.dot {
        around.graph(&mut out, &walk)?;
    } else {
        for one in found {
            if related.json {
                around.row(&mut out, found, one)?;
            } else {
                around.text(&mut out, found, one)?;
            }
        }
    }
    out.flush()?;
    Ok(if found.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What lies around an article of a library.
struct Around<'a> {
    source: &'a Source,
    catalog: &'a Catalog,
    start: ArticleId,
}

impl Around<'_> {
    /// All that is related in so many steps, the nearest first.
    fn walk(&self, depth: u8) -> Walk {
        let Walk { mut found, mut astray } = Walk::default();
        let mut met = HashSet::from([self.start]);
        let mut missing = HashSet::new();
        let mut page = Some((None, self.start, 0));
        let mut next = 0;
        while let Some((from, id, steps)) = page {
            for (number, (kind, end)) in (1..).zip(self.related(id)) {
                let is_new = match &end {
                    End::Article(id) => met.insert(*id),
                    End::Missing(reference) => {
                        astray.push((id, name_of(reference).to_owned()));
                        missing.insert(name_of(reference).to_owned())
                    }
                };
                if is_new {
                    found.push(Found { end, kind, number, from, steps: steps + 1 });
                }
            }
            page = None;
            while let Some(one) = found.get(next).filter(|one| one.steps < depth) {
                if let End::Article(id) = one.end {
                    page = Some((Some(next), id, one.steps));
                }
                next += 1;
                if page.is_some() {
                    break;
                }
            }
        }
        Walk { found, astray }
    }

    /// What stands on the page of an article: those it names, then those that refer to it.
    fn related(&self, id: ArticleId) -> Vec<(Kind, End)> {
        let catalog = self.catalog;
        let mut ends: Vec<End> = Vec::new();
        let known: Vec<_> = catalog.references(id).collect();
        if known.iter().all(Option::is_some) {
            ends.extend(known.into_iter().flatten().map(End::Article));
        } else {
            // A catalog keeps where references lead, not how those are written that lead nowhere.
            let read = catalog.get(id).and_then(|entry| {
                let article = self.source.read(&entry.file(), Detail::Described).ok()?;
                Some((article.related, entry.path))
            });
            for (related, path) in
                read.into_iter().flat_map(|(all, path)| all.into_iter().map(move |one| (one, path)))
            {
                let reference = Reference::new(related, path);
                let target = catalog.resolve(&reference);
                ends.push(target.map_or_else(|| End::Missing(reference), End::Article));
            }
        }
        let own = ends.into_iter().map(|end| (Kind::Related, end));
        let backlinks = catalog.backlinks(id).into_iter();
        own.chain(backlinks.map(|id| (Kind::Backlink, End::Article(id)))).collect()
    }

    /// The article on whose page something was found.
    fn page(&self, found: &[Found], one: &Found) -> ArticleId {
        match one.from.and_then(|from| found.get(from)).map(|from| &from.end) {
            Some(End::Article(id)) => *id,
            _ => self.start,
        }
    }

    /// Whether each of the two refers to the other.
    fn is_mutual(&self, found: &[Found], one: &Found) -> bool {
        let End::Article(id) = one.end else { return false };
        let page = self.page(found, one);
        let refers = |a, b| self.catalog.references(a).any(|target| target == Some(b));
        refers(page, id) && refers(id, page)
    }

    fn row(&self, out: &mut impl Write, found: &[Found], one: &Found) -> Result<(), Failure> {
        let (article, is_there) = match &one.end {
            End::Article(id) => (ArticleJson::new(self.catalog, *id), true),
            End::Missing(reference) => (Some(ArticleJson::missing(reference)), false),
        };
        let from = self.catalog.get(self.page(found, one));
        let Some((article, from)) = article.zip(from) else { return Ok(()) };
        let row = Row {
            article,
            found: is_there,
            kind: one.kind,
            mutual: self.is_mutual(found, one),
            distance: one.steps,
            number: one.number,
            from: from.path,
        };
        Ok(json::write(out, &row)?)
    }

    /// A line: the numbers that lead to it from page to page, how it is related, then as in a list.
    fn text(&self, out: &mut impl Write, found: &[Found], one: &Found) -> Result<(), Failure> {
        let mut numbers = vec![one.number.to_string()];
        let mut from = one.from;
        while let Some(page) = from.and_then(|from| found.get(from)) {
            numbers.push(page.number.to_string());
            from = page.from;
        }
        numbers.reverse();
        let way = match one.kind {
            _ if self.is_mutual(found, one) => "both ways",
            Kind::Related => "related",
            Kind::Backlink => "linked from",
        };
        write!(out, "{}\t{way}\t", numbers.join("."))?;
        match &one.end {
            End::Article(id) => super::list::text(out, self.catalog, *id)?,
            End::Missing(reference) => {
                let url = reference.url.as_deref().unwrap_or_default();
                writeln!(out, "{}\tnot in this library\t{url}", reference.title)?;
            }
        }
        Ok(())
    }

    /// Every reference among those found, as a directed graph in the language of Graphviz.
    fn graph(&self, out: &mut impl Write, walk: &Walk) -> Result<(), Failure> {
        let found = &walk.found;
        writeln!(out, "digraph related {{\n  rankdir=LR;\n  node [shape=box];")?;
        let articles = found.iter().filter_map(|one| match one.end {
            End::Article(id) => Some(id),
            End::Missing(_) => None,
        });
        let articles: Vec<_> = std::iter::once(self.start).chain(articles).collect();
        for id in &articles {
            let Some(entry) = self.catalog.get(*id) else { continue };
            let pen = if *id == self.start { ", penwidth=2" } else { "" };
            writeln!(out, "  {} [label={}{pen}];", quoted(entry.path), label(entry.question))?;
        }
        for one in found {
            let End::Missing(reference) = &one.end else { continue };
            let words = format!("{} (not in this library)", reference.title);
            let node = missing_node(name_of(reference));
            writeln!(out, "  {node} [label={}, style=dashed];", label(&words))?;
        }
        for (id, name) in &walk.astray {
            let Some(entry) = self.catalog.get(*id) else { continue };
            writeln!(out, "  {} -> {};", quoted(entry.path), missing_node(name))?;
        }
        let among: HashSet<_> = articles.iter().copied().collect();
        for id in &articles {
            let Some(entry) = self.catalog.get(*id) else { continue };
            let mut drawn = HashSet::new();
            for target in self.catalog.references(*id).flatten() {
                if among.contains(&target)
                    && drawn.insert(target)
                    && let Some(other) = self.catalog.get(target)
                {
                    writeln!(out, "  {} -> {};", quoted(entry.path), quoted(other.path))?;
                }
            }
        }
        writeln!(out, "}}")?;
        Ok(())
    }
}

/// What tells a reference that leads nowhere from others.
fn name_of(reference: &Reference) -> &str {
    reference.url.as_deref().unwrap_or(&reference.title)
}

/// The node of what is not in the library, which has no path.
fn missing_node(name: &str) -> String {
    quoted(&format!("missing: {name}"))
}

/// A name in the language of Graphviz.
fn quoted(name: &str) -> String {
    let mut quoted = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' | '\r' => quoted.push_str("\\n"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A label in the language of Graphviz, which knows the entities of HTML.
fn label(text: &str) -> String {
    quoted(&text.replace('&', "&amp;"))
}
