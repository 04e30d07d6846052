//! The catalog as columns of bytes, for the snapshot, and back.
//!
//! Not a file format: that is the snapshot's, which also knows whether the bytes are as they were
//! written. Invariant: what is read back finds what was written, in the order of a walk.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

use super::edges::Edges;
use super::keys::{Keys, Seed};
use super::strings::Strings;
use super::table::{Row, Table};
use super::{ArticleId, Catalog, Leads, Record};
use crate::find::{Columns, Haystack};
use crate::library::subject::{SubjectId, Subjects};

impl Catalog {
    /// The catalog as it is to be written: with its rows in the order of a walk, and none that is gone.
    #[must_use]
    pub fn compact(&self) -> Cow<'_, Self> {
        if !self.stale && self.order.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut catalog = Self::new();
        catalog.table.seed = self.table.seed;
        let ids: Vec<_> = self.ids().collect();
        for id in &ids {
            if let Some(record) = self.record(*id) {
                // What fitted before fits again.
                let _ = catalog.push(record);
            }
        }
        let new: HashMap<u32, u32> = ids.iter().map(|id| id.0).zip(0..).collect();
        let rows: Vec<_> = (0..)
            .zip(&ids)
            .filter_map(|(new, id)| {
                self.table.row(id.0).map(|row| (new, row.targets, row.target_count))
            })
            .collect();
        catalog.edges = self.edges.renumbered(rows.iter().copied(), |row| new.get(&row).copied());
        let mut start = 0;
        for (row, (.., count)) in catalog.table.rows.iter_mut().zip(rows) {
            (row.targets, row.target_count) = (start, count);
            start += count;
        }
        catalog.index_backlinks();
        Cow::Owned(catalog)
    }

    /// What a row was made from, but for its references.
    fn record(&self, id: ArticleId) -> Option<Record> {
        let entry = self.get(id)?;
        let row = self.table.row(id.0)?;
        Some(Record {
            path: entry.path.to_owned(),
            file: self.table.files.get(&id.0).cloned(),
            stamp: entry.stamp,
            url: entry.url.map(str::to_owned),
            id: entry.id,
            question: entry.question.to_owned(),
            subject_slug: self.table.subject(row).to_owned(),
            subject_label: self.table.shared.get(row.label).to_owned(),
            date: entry.date.map(str::to_owned),
            unlisted: entry.unlisted,
            front_matter: entry.front_matter,
            score: entry.score,
            twin: row.twin,
            ..Record::default()
        })
    }

    /// The columns of a [compact](Self::compact) catalog.
    #[must_use]
    pub fn columns(&self) -> Vec<Cow<'_, [u8]>> {
        let table = &self.table;
        let slugs: Vec<&str> = table.subjects.slugs().collect();
        let mut files = Vec::new();
        for (row, file) in &table.files {
            let name = file.as_os_str().as_bytes();
            files.extend(row.to_le_bytes());
            files.extend(u32::try_from(name.len()).unwrap_or(0).to_le_bytes());
            files.extend(name);
        }
        let owned =
            [bytemuck::bytes_of(&table.seed.0).to_vec(), slugs.join("\n").into_bytes(), files];
        let rows = [bytemuck::cast_slice(&table.rows), table.text.as_bytes()].map(Cow::Borrowed);
        let edges = self.edges.columns().map(Cow::Borrowed);
        let owned = owned.into_iter().map(Cow::Owned).chain(rows).chain(table.shared.columns());
        owned.chain(self.keys.columns()).chain(edges).chain(self.haystack.columns()).collect()
    }

    /// The catalog that has these columns; `None` if none has.
    pub fn from_columns(columns: &mut impl Columns) -> Option<Self> {
        let seed = Seed(columns.next::<[u64; 2]>()?.first().copied()?);
        let slugs = text(columns)?;
        let files = files(&columns.next()?)?;
        let rows = columns.next::<Row>()?;
        let arena = text(columns)?;
        let (shared, ends) = (text(columns)?, columns.next()?);
        let shared = Strings::from_columns(shared, ends, keys(columns)?)?;
        let keys = keys(columns)?;
        let edges = Edges::from_columns(columns.next()?, columns.next()?, columns.next()?);
        let haystack = Haystack::from_columns(columns)?;
        let subjects = subjects(&slugs, &rows, &shared)?;
        let count = |flag| rows.iter().filter(|row| row.is(flag)).count();
        let (unlisted, fronted) = (count(Row::UNLISTED), count(Row::FRONT_MATTER));
        let is_in_order = files.is_empty();
        let looked = rows.len();
        let alike = rows.iter().map(|row| row.is(Row::TITLED_ALIKE)).collect();
        let table = Table { rows, text: arena, shared, subjects, files, seed };
        (haystack.len() == looked).then(|| Self {
            table,
            keys,
            edges,
            haystack,
            unlisted,
            fronted,
            is_in_order,
            looked,
            leads: Leads::ToNearest,
            alike,
            ..Self::default()
        })
    }
}

fn text(columns: &mut impl Columns) -> Option<String> {
    String::from_utf8(columns.next()?).ok()
}

fn keys(columns: &mut impl Columns) -> Option<Keys> {
    Keys::from_columns(columns.next()?, columns.next()?)
}

fn files(mut bytes: &[u8]) -> Option<HashMap<u32, PathBuf>> {
    let mut files = HashMap::new();
    while !bytes.is_empty() {
        let (row, rest) = bytes.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (name, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        files.insert(u32::from_le_bytes(*row), OsString::from_vec(name.to_vec()).into());
        bytes = rest;
    }
    Some(files)
}

/// The subjects with these slugs, counted again.
fn subjects(slugs: &str, rows: &[Row], shared: &Strings) -> Option<Subjects> {
    let mut subjects = Subjects::default();
    for slug in slugs.split('\n').filter(|slug| !slug.is_empty()) {
        subjects.number(slug);
    }
    // Few subjects have few spellings, so each is looked up once and not once a row.
    let mut counts: HashMap<(u32, u32, bool), usize> = HashMap::new();
    let mut spellings = Vec::new();
    for row in rows {
        let spelling = (row.subject, row.label, row.is(Row::UNLISTED));
        let count = counts.entry(spelling).or_insert_with(|| {
            spellings.push(spelling);
            0
        });
        *count += 1;
    }
    for spelling in spellings {
        let (subject, label, unlisted) = spelling;
        let count = counts.get(&spelling).copied()?;
        subjects.add_many(SubjectId(subject), shared.get(label), unlisted, count);
    }
    Some(subjects)
}
