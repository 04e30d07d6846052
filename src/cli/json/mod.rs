//! What the commands print as JSON: the rows that several of them share, and how a row is written.
//!
//! Not what is in a row of one command alone: that stands beside the command. Invariant: a field means
//! the same in every row that has it, and a row of one command always has the same fields in the same
//! order; [`guide`] names all of them.

pub mod guide;

use std::io::{self, Write};

use serde::Serialize;

use crate::article::date;
use crate::library::catalog::{ArticleId, Catalog};
use crate::library::reference::Reference;

/// Writes a value as one line.
pub(super) fn write(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// What says which article it is; other fields of a row follow these.
#[derive(Serialize)]
pub(super) struct ArticleJson<'a> {
    pub url: Option<&'a str>,
    pub id: Option<i64>,
    pub question: &'a str,
    pub subject: Option<&'a str>,
    pub date: Option<String>,
    pub path: Option<&'a str>,
}

impl<'a> ArticleJson<'a> {
    /// An article of a library.
    pub fn new(catalog: &'a Catalog, id: ArticleId) -> Option<Self> {
        let entry = catalog.get(id)?;
        Some(Self {
            url: entry.url,
            id: entry.id,
            question: entry.question,
            subject: Some(catalog.subject_label(id)),
            date: entry.date.map(day),
            path: Some(entry.path),
        })
    }

    /// What another article says of one that is not in its library.
    pub fn missing(reference: &'a Reference) -> Self {
        Self {
            url: reference.url.as_deref(),
            id: reference.id,
            question: &reference.title,
            subject: reference.subject.as_deref(),
            date: None,
            path: None,
        }
    }
}

/// A date as `yyyy-mm-dd`, or as it was written where that is no date.
pub(super) fn day(written: &str) -> String {
    date::iso(written).unwrap_or_else(|| written.to_owned())
}

/// A reference to another article, as it is written.
#[derive(Serialize)]
pub(super) struct ReferenceJson<'a> {
    url: Option<&'a str>,
    id: Option<i64>,
    title: &'a str,
    subject: Option<&'a str>,
    found: Option<bool>,
}

impl<'a> ReferenceJson<'a> {
    /// A reference, looked for in a catalog if there is one.
    pub fn new(reference: &'a Reference, catalog: Option<&Catalog>) -> Self {
        Self {
            url: reference.url.as_deref(),
            id: reference.id,
            title: &reference.title,
            subject: reference.subject.as_deref(),
            found: catalog.map(|catalog| catalog.resolve(reference).is_some()),
        }
    }
}
