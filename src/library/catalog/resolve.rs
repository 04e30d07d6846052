//! Finding articles in the catalog by what references and people call them.
//!
//! Invariant: of several that are meant alike, the first in the library is taken.

use std::cell::RefCell;
use std::collections::HashMap;

use super::edges::{Target, Wanted};
use super::table::Kind;
use super::{ArticleId, Catalog};
use crate::library::reference::Reference;
use crate::library::subject;

/// What a typed name (id, url, slug, question or path) stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Exactly one article.
    One(ArticleId),
    /// Several, all equally meant.
    Several(Vec<ArticleId>),
    /// None.
    Nothing,
}

/// The first rows under keys, as far as they were asked for while nothing changes: many articles may have
/// one key, and many references may name it.
#[derive(Default)]
pub(super) struct Firsts(RefCell<HashMap<(u64, u64), Option<u32>>>);

impl Firsts {
    /// What was found under a key, and beside it under another one; found now if it was not yet.
    fn get(&self, key: (u64, u64), find: impl FnOnce() -> Option<u32>) -> Option<u32> {
        if let Some(row) = self.0.borrow().get(&key) {
            return *row;
        }
        let row = find();
        self.0.borrow_mut().insert(key, row);
        row
    }
}

impl Catalog {
    /// The article a reference means: by url or path, then by id with the same title, then by slug (in
    /// the subject the url names, or anywhere if only one article bears it); a wiki link also by title.
    #[must_use]
    pub fn resolve(&self, reference: &Reference) -> Option<ArticleId> {
        self.target(&self.wanted(reference), &Firsts::default()).row().map(ArticleId)
    }

    /// What a reference asks for.
    pub(super) fn wanted(&self, reference: &Reference) -> Wanted {
        let table = &self.table;
        let mut wanted = Wanted { title: table.title(&reference.title), ..Wanted::default() };
        if let Some(url) = reference.url.as_deref() {
            wanted.has |= Wanted::URL;
            wanted.url = table.seed.hash(url.as_bytes());
            wanted.slug = table.slug(url);
            wanted.place = table.place(subject::of_url(url).unwrap_or(subject::NONE), url);
        }
        if let Some(id) = reference.id {
            wanted.has |= Wanted::ID;
            wanted.id = id;
        }
        let named = match reference.url.as_deref() {
            Some(url) => (!url.contains('/')).then_some(url),
            None => reference.id.is_none().then_some(&*reference.title),
        };
        if let Some(named) = named {
            wanted.has |= Wanted::NAMED;
            wanted.named = table.title(named);
        }
        wanted
    }

    /// The row a reference means by its url alone, which no article that comes later can change.
    pub(super) fn by_url(&self, wanted: &Wanted, firsts: &Firsts) -> Target {
        let url = wanted.has(Wanted::URL);
        let row = url.then(|| self.known_first(Kind::Url, wanted.url, firsts)).flatten();
        row.map_or(Target::Nowhere, Target::Exact)
    }

    /// The row a reference means.
    pub(super) fn target(&self, wanted: &Wanted, firsts: &Firsts) -> Target {
        let url = wanted.has(Wanted::URL);
        let first = |kind, hash| self.known_first(kind, hash, firsts);
        let exact = || url.then(|| first(Kind::Path, wanted.url)).flatten();
        if let Some(row) = self.by_url(wanted, firsts).row().or_else(exact) {
            return Target::Exact(row);
        }
        let title = Kind::Title.of(wanted.title);
        let titled = |row: &u32| self.table.key(Kind::Title, *row) == Some(title);
        let by_id = || {
            let id = wanted.has(Wanted::ID).then(|| self.table.id(wanted.id))?;
            let find = || self.earliest(self.all(Kind::Id, id).filter(titled));
            firsts.get((Kind::Id.of(id), title), find)
        };
        let in_subject = || url.then(|| first(Kind::Place, wanted.place)).flatten();
        let only = || {
            let mut slugged = url.then(|| self.all(Kind::Slug, wanted.slug))?;
            let only = slugged.next()?;
            slugged.next().is_none().then_some(only)
        };
        let named = || {
            let named = wanted.has(Wanted::NAMED);
            named.then(|| first(Kind::Title, wanted.named)).flatten()
        };
        let nearest = by_id().or_else(in_subject).or_else(only).or_else(named);
        nearest.map_or(Target::Nowhere, Target::Nearest)
    }

    /// Whether what a reference leads to may hang on one of these keys, which are in order.
    pub(super) fn hangs_on(&self, wanted: &Wanted, keys: &[u64]) -> bool {
        let is = |kind: Kind, hash| keys.binary_search(&kind.of(hash)).is_ok();
        let by_url = || {
            is(Kind::Url, wanted.url)
                || is(Kind::Path, wanted.url)
                || is(Kind::Place, wanted.place)
                || is(Kind::Slug, wanted.slug)
        };
        (wanted.has(Wanted::URL) && by_url())
            || (wanted.has(Wanted::ID) && is(Kind::Id, self.table.id(wanted.id)))
            || (wanted.has(Wanted::NAMED) && is(Kind::Title, wanted.named))
    }

    /// What a name typed by a person means: an id, a url, a path, a slug or a question.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Lookup {
        let name = name.trim();
        let id: Option<i64> = name.parse().ok();
        let local = name
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').and_then(|slash| rest.get(slash..)))
            .unwrap_or(name);
        let (table, rows) = (&self.table, |kind, hash| self.all(kind, hash).map(ArticleId));
        let text = table.seed.hash(local.as_bytes());
        let candidates: [Vec<ArticleId>; 5] = [
            id.map_or_else(Vec::new, |id| rows(Kind::Id, table.id(id)).collect()),
            rows(Kind::Url, text).collect(),
            self.with_path(local).into_iter().collect(),
            rows(Kind::Slug, table.slug(local)).collect(),
            rows(Kind::Title, table.title(name)).collect(),
        ];
        match candidates.into_iter().find(|rows| !rows.is_empty()) {
            None => Lookup::Nothing,
            Some(rows) => match rows.as_slice() {
                [one] => Lookup::One(*one),
                _ => Lookup::Several(rows),
            },
        }
    }

    /// The article in the file at `path`, relative to the library's folder.
    #[must_use]
    pub fn with_path(&self, path: &str) -> Option<ArticleId> {
        self.first(Kind::Path, self.table.seed.hash(path.as_bytes())).map(ArticleId)
    }

    /// The article that [`Entry::key`](super::Entry::key) tells from the others.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Option<ArticleId> {
        self.with_url(key).or_else(|| self.with_path(key))
    }

    /// All articles that [`Entry::key`](super::Entry::key) tells so from the others, for several files may
    /// name one url. One may come twice.
    pub fn all_with_key<'a>(&'a self, key: &'a str) -> impl Iterator<Item = ArticleId> + 'a {
        let hash = self.table.seed.hash(key.as_bytes());
        let rows = self.all(Kind::Url, hash).chain(self.all(Kind::Path, hash));
        let is = move |row: &u32| self.table.entry(*row).is_some_and(|entry| entry.key() == key);
        rows.filter(is).map(ArticleId)
    }

    /// The article with a url.
    pub(super) fn with_url(&self, url: &str) -> Option<ArticleId> {
        self.first(Kind::Url, self.table.seed.hash(url.as_bytes())).map(ArticleId)
    }

    /// The same, of which it may be known already.
    pub(super) fn known_with_url(&self, url: &str, firsts: &Firsts) -> Option<u32> {
        self.known_first(Kind::Url, self.table.seed.hash(url.as_bytes()), firsts)
    }

    /// The row of a path, also of one that is gone.
    pub(super) fn row_of_path(&self, path: &str) -> Option<u32> {
        let key = Kind::Path.of(self.table.seed.hash(path.as_bytes()));
        let is = |row: u32| self.table.path(row) == path;
        self.keys.candidates(key).find(|row| is(*row))
    }

    /// Whether another article has the same question, so that the subject must be shown beside it.
    #[must_use]
    pub fn has_twin(&self, id: ArticleId) -> bool {
        let Some(row) = self.table.row(id.0).filter(|_| self.is_alike(id.0)) else { return false };
        let hash = self.table.title(self.table.question(row));
        self.all(Kind::Title, hash).any(|other| other != id.0)
    }

    /// So many at most of the other articles with the same question, in order, and whether there are more.
    #[must_use]
    pub fn same_question(&self, id: ArticleId, most: usize) -> (Vec<ArticleId>, bool) {
        let Some(row) = self.table.row(id.0).filter(|_| self.is_alike(id.0)) else {
            return (Vec::new(), false);
        };
        let rows = self.all(Kind::Title, self.table.title(self.table.question(row)));
        let mut rows: Vec<u32> =
            rows.filter(|row| *row != id.0).take(most.saturating_add(1)).collect();
        let has_more = rows.len() > most;
        rows.truncate(most);
        rows.sort_by(|a, b| self.table.by_path(*a, *b));
        rows.dedup();
        (rows.into_iter().map(ArticleId).collect(), has_more)
    }

    /// The first row under a key, by the hash of its text.
    fn first(&self, kind: Kind, hash: u64) -> Option<u32> {
        self.earliest(self.all(kind, hash))
    }

    fn known_first(&self, kind: Kind, hash: u64, firsts: &Firsts) -> Option<u32> {
        firsts.get((kind.of(hash), 0), || self.first(kind, hash))
    }

    /// The one of some rows that a walk meets first.
    fn earliest(&self, mut rows: impl Iterator<Item = u32>) -> Option<u32> {
        if self.stale || !self.order.is_empty() {
            rows.min_by(|a, b| self.table.by_path(*a, *b))
        } else {
            rows.next()
        }
    }

    /// The rows under a key, in their order until a row is new or has changed. Found one at a time:
    /// many may have it.
    fn all(&self, kind: Kind, hash: u64) -> impl Iterator<Item = u32> {
        let key = kind.of(hash);
        let is = move |row: u32| self.table.key(kind, row) == Some(key);
        let first = self.keys.first(key, is).filter(|_| !self.stale);
        let others = first.filter(|(_, several)| *several).map(|_| self.keys.others(key));
        // Rows that changed or went do not lie as they were put in.
        let any = self.stale.then(|| self.keys.candidates(key));
        let others = others.into_iter().flatten().chain(any.into_iter().flatten());
        first.map(|(row, _)| row).into_iter().chain(others.filter(move |row| is(*row)))
    }
}
