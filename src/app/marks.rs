//! Which articles are read and starred and stand in lists of the reader's own, as rows of the catalog, and
//! how far each subject is read.
//!
//! Derived from what is remembered, which knows articles by their keys; nothing is kept here.
//! Invariant: every file that bears the key of a marked article is marked.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::message::Effect;
use super::model::{Model, Pane};
use super::own::{self, Own, OwnList};
use super::scope::{Chosen, Within};
use crate::library::catalog::{ArticleId, Catalog};
use crate::library::subject::SubjectId;
use crate::memory::{Memory, Named};
use crate::text::fold;

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
    /// The reader's own lists, also those that are empty.
    lists: Vec<Arc<OwnList>>,
    /// Whether the list of questions may still be that of what was marked before.
    is_due: bool,
    /// What it was derived from: versions of the catalog, of what is read, and of all memories.
    derived: [u64; 3],
}

impl Marks {
    /// The articles that are read.
    #[must_use]
    pub fn read(&self) -> &Arc<Rows> {
        &self.read
    }

    /// The articles that are starred.
    #[must_use]
    pub fn starred(&self) -> &Arc<Rows> {
        &self.starred
    }

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

    /// The reader's own lists, also those that are empty.
    #[must_use]
    pub fn lists(&self) -> &[Arc<OwnList>] {
        &self.lists
    }

    /// One of those lists, if there is such a one.
    #[must_use]
    pub fn list(&self, own: &Own) -> Option<&Arc<OwnList>> {
        self.lists.iter().find(|list| list.own == *own)
    }

    /// What articles are among if this is chosen; a list that is not there has been given up.
    #[must_use]
    pub fn within(&self, chosen: &Chosen) -> Within {
        match chosen {
            Chosen::All => Within::All,
            Chosen::Subject(id) => Within::Subject(*id),
            Chosen::Own(own) => self.list(own).cloned().map_or(Within::All, Within::List),
        }
    }

    /// The shelf that is called so, else those whose names begin so, in any case.
    #[must_use]
    pub fn shelves_beginning(&self, name: &str) -> Vec<Arc<OwnList>> {
        let exactly = self.list(&Own::Shelf(name.to_owned()));
        if let Some(shelf) = exactly {
            return vec![shelf.clone()];
        }
        let wanted = fold::fold(name.trim());
        let begins = |list: &&Arc<OwnList>| match &list.own {
            Own::Shelf(name) => fold::fold(name).starts_with(&wanted),
            Own::Recent | Own::Starred => false,
        };
        self.lists.iter().filter(begins).cloned().collect()
    }

    /// Takes the articles that are read.
    fn take_read(&mut self, catalog: &Catalog, keys: impl Iterator<Item = impl AsRef<str>>) {
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

/// Derives again what has changed; says whether anything has.
pub(super) fn derive(model: &mut Model) -> bool {
    let (library, memories) = (&model.library, &model.memories);
    let now = [library.version(), memories.reads(), memories.version()];
    let before = std::mem::replace(&mut model.marks.derived, now);
    if now == before {
        return false;
    }
    let (catalog, known) = (&library.catalog, memories.known());
    if now[..2] != before[..2] {
        model.marks.take_read(catalog, known.read.keys());
    }
    let starred = known.stars.iter().flat_map(|star| catalog.all_with_key(&star.article));
    model.marks.starred = Arc::new(starred.collect());
    model.marks.lists = own::lists(memories, catalog).into_iter().map(Arc::new).collect();
    model.marks.is_due = true;
    true
}

/// Takes over what has changed into the lists, keeping the reader's place. While an article is read, a
/// list that would lose it waits, so that the way to its neighbours stays as it was.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    if derive(model) {
        model.refresh_subjects();
    }
    if !model.marks.is_due {
        return Vec::new();
    }
    let within = model.scope().within;
    let asks = model.questions.asks_of_reader();
    let is_same = !asks && model.questions.within.list() == within.list();
    let stays = |list: &Arc<OwnList>| {
        let selected = model.questions.selected();
        list.own != Own::Recent && selected.is_some_and(|id| list.holds(id))
    };
    let is_reading = model.focus == Pane::Answer;
    if !is_same && is_reading && (asks || within.list().is_some_and(|list| !stays(list))) {
        return Vec::new();
    }
    model.marks.is_due = false;
    if is_same {
        return Vec::new();
    }
    model.refresh_questions();
    model.go_on()
}

/// The article that a key is about: the one that is read, else the selected one.
pub(super) fn meant(model: &Model) -> Option<ArticleId> {
    if model.focus == Pane::Answer { model.answer.wanted() } else { model.selected() }
}

/// Marks the article as read, or as unread again.
pub(super) fn toggle_read(model: &mut Model) -> Vec<Effect> {
    let is_read = |model: &Model, key: &str| model.memories.known().is_read(key);
    toggle(model, is_read, Memory::Read, |is| if is { "read" } else { "unread again" })
}

/// Stars the article, or takes its star away.
pub(super) fn toggle_star(model: &mut Model) -> Vec<Effect> {
    let is_starred = |model: &Model, key: &str| model.memories.known().is_starred(key);
    toggle(model, is_starred, Memory::Star, |is| if is { "starred" } else { "starred no more" })
}

/// Turns a mark of the article round, and says what it is now.
fn toggle(
    model: &mut Model,
    is_marked: impl Fn(&Model, &str) -> bool,
    memory: impl Fn(Named, bool) -> Memory,
    said: impl Fn(bool) -> &'static str,
) -> Vec<Effect> {
    let Some(named) = meant(model).and_then(|id| model.named(id)) else {
        model.notice = Some(NO_ARTICLE.to_owned());
        return Vec::new();
    };
    let is_to_be = !is_marked(model, &named.article);
    model.notice = Some(said(is_to_be).to_owned());
    if model.focus != Pane::Answer && !model.search.is_open {
        model.questions.keep_place();
    }
    vec![model.keep(memory(named, is_to_be))]
}

/// What is said where no article is meant.
pub(super) const NO_ARTICLE: &str = "there is no article here";
