//! The rows themselves: numbers in columns, texts in one arena.
//!
//! Knows nothing of finding them. Invariant: a row's texts lie where its numbers say; what a changed
//! row said before stays in the arena, unused, until the table is made anew.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};

use bytemuck::{Pod, Zeroable};

use super::keys::Seed;
use super::record::{Record, Stamp};
use super::strings::{NO_TEXT, Strings};
use crate::library::reference;
use crate::library::subject::{SubjectId, Subjects};

/// One article as lists, references and commands need it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<'a> {
    /// The file relative to the library's folder, with `/`, fit to be shown.
    pub path: &'a str,
    /// What identifies the article among others; plain notes have none.
    pub url: Option<&'a str>,
    /// A number that other articles may bear too.
    pub id: Option<i64>,
    /// The question, or the title of a note.
    pub question: &'a str,
    /// The date as written.
    pub date: Option<&'a str>,
    /// What the file system said about the file when it was read.
    pub stamp: Stamp,
    /// Not in lists or counts unless asked for.
    pub unlisted: bool,
    /// Whether the file had a front matter.
    pub front_matter: bool,
    /// The score, if it has one.
    pub score: Option<f32>,
    file: Option<&'a Path>,
}

impl<'a> Entry<'a> {
    /// What tells it from the others of its library: its url, or its path where it has none.
    #[must_use]
    pub fn key(&self) -> &'a str {
        self.url.unwrap_or(self.path)
    }

    /// Whether it was read from this file, relative to the library's folder.
    #[must_use]
    pub fn is_in(&self, file: &Path) -> bool {
        self.file.unwrap_or(Path::new(self.path)) == file
    }

    /// The file to open, relative to the library's folder.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.file.unwrap_or(Path::new(self.path)).to_path_buf()
    }
}

/// What is kept of an article beside its texts.
#[derive(Debug, Clone, Copy, Default, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Row {
    id: i64,
    /// The stamp of its file.
    mark: u64,
    size: u64,
    /// Where its texts begin in the arena: the question, the url and, unless the url ends with it, the
    /// path.
    text: u32,
    question: u32,
    url: u32,
    path: u32,
    path_at: u32,
    pub(super) subject: u32,
    /// The numbers of shared texts.
    pub(super) label: u32,
    date: u32,
    /// Its references: where their targets begin, and how many there are.
    pub(super) targets: u32,
    pub(super) target_count: u32,
    flags: u32,
    score: f32,
    /// What articles with the same question and text have in common, or 0.
    pub(super) twin: u64,
}

impl Row {
    const HAS_ID: u32 = 1;
    const HAS_URL: u32 = 2;
    pub(super) const UNLISTED: u32 = 4;
    pub(super) const FRONT_MATTER: u32 = 8;
    /// Its file is gone.
    pub(super) const GONE: u32 = 16;
    const HAS_SCORE: u32 = 32;
    /// Another row has, or had, the same question.
    pub(super) const TITLED_ALIKE: u32 = 64;

    pub(super) fn is(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    /// Makes its file count as changed, so that it is read again at the next look at everything.
    pub(super) fn distrust(&mut self) {
        self.mark = Stamp::UNKNOWN;
    }

    pub(super) fn set(&mut self, flag: u32) {
        self.flags |= flag;
    }
}

/// What articles can be found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Url,
    Path,
    /// The last part of the url or path.
    Slug,
    /// The slug together with the subject it stands in.
    Place,
    Title,
    Id,
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Url, Self::Path, Self::Slug, Self::Place, Self::Title, Self::Id];

    /// The hash of a text as a key of this kind.
    pub(super) fn of(self, hash: u64) -> u64 {
        // Any odd number spreads them.
        hash ^ (self as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// A text in lower case; as a rule a slug is.
fn lower(text: &str) -> Cow<'_, str> {
    let is_lower = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// Which of two paths a walk meets first: it takes the names of a folder in order, and what is in a
/// folder where its name stands.
pub(super) fn in_walk(a: &str, b: &str) -> Ordering {
    a.split('/').cmp(b.split('/'))
}

/// How the file of an article ends as a rule.
const ENDING: &str = ".md";

/// The rows.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) text: String,
    /// Labels of subjects, and dates.
    pub(super) shared: Strings,
    pub(super) subjects: Subjects,
    /// File names that are not what is shown of them, by row.
    pub(super) files: HashMap<u32, PathBuf>,
    pub(super) seed: Seed,
}

impl Default for Table {
    fn default() -> Self {
        let random = || RandomState::new().build_hasher().finish();
        Self {
            rows: Vec::new(),
            text: String::new(),
            shared: Strings::default(),
            subjects: Subjects::default(),
            files: HashMap::new(),
            seed: Seed([random(), random()]),
        }
    }
}

impl Table {
    /// A row for a record, whose texts are taken in; `None` when there is no room for them.
    pub(super) fn make(&mut self, record: &Record) -> Option<Row> {
        let length = |text: &str| u32::try_from(text.len()).ok();
        let texts = [&record.question, record.url.as_deref().unwrap_or_default(), &record.path];
        let [question, url, path] = texts.map(&length);
        let (question, url, path, text) = (question?, url?, path?, length(&self.text)?);
        text.checked_add(question)?.checked_add(url)?.checked_add(path)?;
        self.text.push_str(&record.question);
        self.text.push_str(texts[1]);
        // As a rule a url is its file's path without the ending, after the name of the site.
        let inside = record.path.strip_suffix(ENDING).filter(|stem| texts[1].ends_with(stem));
        let path_at = length(&self.text)? - inside.map_or(0, |stem| length(stem).unwrap_or(0));
        self.text.push_str(inside.map_or(&record.path, |_| ENDING));
        let mut shared = |text: &str| self.shared.number(self.seed, text);
        let flags = [
            (record.id.is_some(), Row::HAS_ID),
            (record.url.is_some(), Row::HAS_URL),
            (record.unlisted, Row::UNLISTED),
            (record.front_matter, Row::FRONT_MATTER),
            (record.score.is_some(), Row::HAS_SCORE),
        ];
        Some(Row {
            id: record.id.unwrap_or_default(),
            mark: record.stamp.mark,
            size: record.stamp.size,
            text,
            question,
            url,
            path,
            path_at,
            subject: self.subjects.number(&record.subject_slug).0,
            label: shared(&record.subject_label),
            date: record.date.as_deref().map_or(NO_TEXT, shared),
            targets: 0,
            target_count: 0,
            flags: flags.iter().filter(|(is, _)| *is).map(|(_, flag)| flag).sum(),
            score: record.score.unwrap_or_default(),
            twin: record.twin,
        })
    }

    /// Counts a row among those of its subject.
    pub(super) fn count(&mut self, row: &Row) {
        let label = self.shared.get(row.label);
        self.subjects.add(SubjectId(row.subject), label, row.is(Row::UNLISTED));
    }

    /// Counts it no more.
    pub(super) fn discount(&mut self, row: &Row) {
        let label = self.shared.get(row.label);
        self.subjects.take(SubjectId(row.subject), label, row.is(Row::UNLISTED));
    }

    /// A row that is there.
    pub(super) fn row(&self, number: u32) -> Option<&Row> {
        self.rows.get(number as usize).filter(|row| !row.is(Row::GONE))
    }

    fn texts(&self, row: &Row) -> [&str; 3] {
        let text = |start: u32, length: u32| {
            let start = start as usize;
            self.text.get(start..start + length as usize).unwrap_or_default()
        };
        let Row { text: start, question, url, path, path_at, .. } = *row;
        [text(start, question), text(start + question, url), text(path_at, path)]
    }

    pub(super) fn question(&self, row: &Row) -> &str {
        self.texts(row)[0]
    }

    /// The path of a row, also of one that is gone.
    pub(super) fn path(&self, number: u32) -> &str {
        self.rows.get(number as usize).map_or("", |row| self.texts(row)[2])
    }

    /// Which of two rows a walk meets first.
    pub(super) fn by_path(&self, a: u32, b: u32) -> Ordering {
        in_walk(self.path(a), self.path(b))
    }

    /// The article in a row, also in one that is gone.
    pub(super) fn entry(&self, number: u32) -> Option<Entry<'_>> {
        let row = self.rows.get(number as usize)?;
        let [question, url, path] = self.texts(row);
        Some(Entry {
            path,
            url: row.is(Row::HAS_URL).then_some(url),
            id: row.is(Row::HAS_ID).then_some(row.id),
            question,
            date: (row.date != NO_TEXT).then(|| self.shared.get(row.date)),
            stamp: Stamp { size: row.size, mark: row.mark },
            unlisted: row.is(Row::UNLISTED),
            front_matter: row.is(Row::FRONT_MATTER),
            score: row.is(Row::HAS_SCORE).then_some(row.score),
            file: self.files.get(&number).map(PathBuf::as_path),
        })
    }

    /// The slug of a row's subject.
    pub(super) fn subject(&self, row: &Row) -> &str {
        self.subjects.get(SubjectId(row.subject)).map_or("", |subject| subject.slug.as_str())
    }

    /// The slug of the subject of the row with this number.
    pub(super) fn subject_slug(&self, number: u32) -> &str {
        self.rows.get(number as usize).map_or("", |row| self.subject(row))
    }

    /// The hashes of all keys of a row that is there.
    pub(super) fn keys(&self, number: u32) -> impl Iterator<Item = u64> {
        Kind::ALL.into_iter().filter_map(move |kind| self.key(kind, number))
    }

    /// The hash of a row's key of a kind, if it has one and is there.
    pub(super) fn key(&self, kind: Kind, number: u32) -> Option<u64> {
        let row = self.row(number)?;
        let [question, url, path] = self.texts(row);
        let named = if row.is(Row::HAS_URL) { url } else { path };
        let hash = match kind {
            Kind::Url if row.is(Row::HAS_URL) => self.seed.hash(url.as_bytes()),
            Kind::Id if row.is(Row::HAS_ID) => self.id(row.id),
            Kind::Url | Kind::Id => return None,
            Kind::Path => self.seed.hash(path.as_bytes()),
            Kind::Slug => self.slug(named),
            Kind::Place => self.place(self.subject(row), named),
            Kind::Title => self.title(question),
        };
        Some(kind.of(hash))
    }

    /// The hash of an id.
    pub(super) fn id(&self, id: i64) -> u64 {
        self.seed.hash(&id.to_le_bytes())
    }

    /// The hash of the slug of a url or path.
    pub(super) fn slug(&self, named: &str) -> u64 {
        self.seed.hash(lower(reference::slug(named)).as_bytes())
    }

    /// The hash of the slug of a url or path together with a subject.
    pub(super) fn place(&self, subject: &str, named: &str) -> u64 {
        self.seed.pair(subject.as_bytes(), lower(reference::slug(named)).as_bytes())
    }

    /// The hash of a title as titles are compared.
    pub(super) fn title(&self, title: &str) -> u64 {
        self.seed.hash(reference::title_key(title).as_bytes())
    }
}
