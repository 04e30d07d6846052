//! `recto list`: the articles of a library, one a line.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, List};
use super::json::{self, ArticleJson, ReferenceJson};
use super::{Failure, choose, index, output};
use crate::app::scope::Scope;
use crate::article::Detail;
use crate::library::catalog::{ArticleId, Catalog, Record};
use crate::library::reference::Reference;
use crate::library::scan::Event;
use crate::library::subject::SubjectId;
use crate::store::config::Config;
use crate::text::count::counted;

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    article: ArticleJson<'a>,
    keywords: &'a [String],
    related: Vec<ReferenceJson<'a>>,
}

/// Lists the articles.
pub fn run(args: &Args, list: &List, config: &Config) -> Result<ExitCode, Failure> {
    let source = choose::library(args.library.as_deref(), config)?;
    let mut records = Vec::new();
    let library = if list.json {
        // A snapshot keeps where references lead, not how they are written, and no keywords.
        choose::load_seeing(&source, Detail::Described, |event| {
            let parts = |record: &Record| (record.keywords.clone(), record.related.clone());
            if let Event::Batch(batch) = event {
                records.extend(batch.records.iter().map(parts));
            }
        })
    } else {
        index::load(&source, |_| ()).library
    };
    let catalog = &library.catalog;
    let subject = list.subject.as_deref().map(|name| find(catalog, name)).transpose()?;
    let scope = Scope { within: subject.into(), unlisted: list.unlisted };
    let mut out = output::open();
    for id in catalog.ids().filter(|id| scope.holds(catalog, *id)) {
        if list.json {
            let record = records.get(id.0 as usize);
            let (keywords, related) = record.map_or((&[][..], &[][..]), |(k, r)| (k, r));
            row(&mut out, catalog, id, keywords, related)?;
        } else {
            text(&mut out, catalog, id)?;
        }
    }
    out.flush()?;
    let errors = library.errors();
    if errors > 0 {
        super::tell(&format!("{}; `recto check` lists them", counted(errors, "problem")));
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn find(catalog: &Catalog, name: &str) -> Result<SubjectId, Failure> {
    catalog.subjects().find(name).ok_or_else(|| {
        let known: Vec<_> = catalog
            .subjects()
            .sorted()
            .into_iter()
            .filter_map(|id| catalog.subjects().get(id))
            .map(|subject| subject.label.as_str())
            .collect();
        Failure::Sentence(format!("no subject {name}; there are: {}", known.join(", ")))
    })
}

pub(super) fn text(out: &mut impl Write, catalog: &Catalog, id: ArticleId) -> io::Result<()> {
    let Some(entry) = catalog.get(id) else { return Ok(()) };
    let place = entry.url.unwrap_or(entry.path);
    writeln!(out, "{}\t{}\t{place}", entry.question, catalog.subject_label(id))
}

fn row(
    out: &mut impl Write,
    catalog: &Catalog,
    id: ArticleId,
    keywords: &[String],
    related: &[Reference],
) -> io::Result<()> {
    let Some(article) = ArticleJson::new(catalog, id) else { return Ok(()) };
    let related = related.iter().map(|r| ReferenceJson::new(r, Some(catalog))).collect();
    json::write(out, &Row { article, keywords, related })
}
