//! Which articles are read and starred, as rows of the catalog, and how far each subject is read.
//!
//! Derived from what is remembered, which knows articles by their keys; nothing is kept here.
//! Invariant: every file that bears the key of a marked article is marked.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::message::Effect;
use super::model::{Model, Pane};
use crate::library::catalog::{ArticleId, Catalog};
use crate::library::subject::SubjectId;
use crate::memory::Memory;

/// Stands for a starred article, and for one that is read.
pub const STAR: &str = "★";
/// Stands for an article that is read.
pub const READ: &str = "✓";

/// Articles, by their rows.
pub type Rows = HashSet<ArticleId>;

/// What is marked.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    read: Arc<Rows>,
    starred: Arc<Rows>,
    /// How many are read of each subject of which any is: those in its lists, and unlisted ones.
    progress: HashMap<SubjectId, [usize; 2]>,
    /// What it was derived from: versions of the catalog, of what is read, and of all memories.
    derived: [u64; 3],
}

impl Marks {
    /// Whether an article is read.
    #[must_use]
    pub fn is_read(&self, id: ArticleId) -> bool {
        self.read.contains(&id)
    }

    /// Whether an article is starred.
    #[must_use]
    pub fn is_starred(&self, id: ArticleId) -> bool {
        self.starred.contains(&id)
    }

    /// The signs that stand beside an article; empty for most.
    #[must_use]
    pub fn signs(&self, id: ArticleId) -> &'static str {
        match (self.is_starred(id), self.is_read(id)) {
            (true, true) => "★✓",
            (true, false) => STAR,
            (false, true) => READ,
            (false, false) => "",
        }
    }

    /// How many articles of a subject are read, unlisted ones counted only if they are `unlisted`.
    #[must_use]
    pub fn read_of(&self, subject: SubjectId, unlisted: bool) -> usize {
        let [in_lists, others] = self.progress.get(&subject).copied().unwrap_or_default();
        in_lists + if unlisted { others } else { 0 }
    }

    /// Takes the articles that are read.
    fn read(&mut self, catalog: &Catalog, keys: impl Iterator<Item = impl AsRef<str>>) {
        let mut rows = Rows::default();
        self.progress.clear();
        for key in keys {
            for id in catalog.all_with_key(key.as_ref()) {
                if let Some(subject) = catalog.subject_of(id).filter(|_| rows.insert(id)) {
                    let [in_lists, others] = self.progress.entry(subject).or_default();
                    *(if catalog.is_listed(id) { in_lists } else { others }) += 1;
                }
            }
        }
        self.read = Arc::new(rows);
    }
}

/// Derives again what has changed.
pub(super) fn follow(model: &mut Model) {
    let (library, memories) = (&model.library, &model.memories);
    let now = [library.version(), memories.reads(), memories.version()];
    let before = std::mem::replace(&mut model.marks.derived, now);
    if now == before {
        return;
    }
    let (catalog, known) = (&library.catalog, memories.known());
    if now[..2] != before[..2] {
        model.marks.read(catalog, known.read.keys());
    }
    let starred = known.stars.iter().flat_map(|star| catalog.all_with_key(&star.article));
    model.marks.starred = Arc::new(starred.collect());
}

/// The article that a key is about: the one that is read, else the selected one.
pub(super) fn meant(model: &Model) -> Option<ArticleId> {
    if model.focus == Pane::Answer { model.answer.wanted() } else { model.selected() }
}

/// Marks the article as read, or as unread again.
pub(super) fn toggle_read(model: &mut Model) -> Vec<Effect> {
    let is_read = |model: &Model, key: &str| model.memories.known().is_read(key);
    toggle(model, is_read, Memory::Read, ["unread again", "read"])
}

/// Stars the article, or takes its star away.
pub(super) fn toggle_star(model: &mut Model) -> Vec<Effect> {
    let is_starred = |model: &Model, key: &str| model.memories.known().is_starred(key);
    toggle(model, is_starred, Memory::Star, ["starred no more", "starred"])
}

/// Turns a mark of the article round; `said` is what it is without it and with it.
fn toggle(
    model: &mut Model,
    is_marked: impl Fn(&Model, &str) -> bool,
    memory: impl Fn(crate::memory::Named, bool) -> Memory,
    said: [&str; 2],
) -> Vec<Effect> {
    let Some(named) = meant(model).and_then(|id| model.named(id)) else {
        model.notice = Some(NO_ARTICLE.to_owned());
        return Vec::new();
    };
    let is_to_be = !is_marked(model, &named.article);
    model.notice = Some(said[usize::from(is_to_be)].to_owned());
    if model.focus != Pane::Answer && !model.search.is_open {
        model.questions.keep_place();
    }
    vec![model.keep(memory(named, is_to_be))]
}

/// What is said where no article is meant.
pub(super) const NO_ARTICLE: &str = "there is no article here";
