//! Which articles are read and starred and stand in lists of the reader's own, as rows of the catalog, and
//! how far each subject is read.
//!
//! Derived from what is remembered, which knows articles by their keys; nothing is kept here.
//! Invariant: every file that bears the key of a marked article is marked.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::library::Library;
use super::memories::Memories;
use super::message::Effect;
use super::model::{Model, Pane};
use super::own::{self, Own, OwnList};
use super::scope::{Chosen, Within};
use crate::keymap::{Action, Place, key_for};
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
    source: Source,
    /// The articles and memories of which all keys are known to be those of now.
    keyed: [u64; 2],
}

/// What they were derived from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Source {
    /// The version of the catalog.
    library: u64,
    /// How often all that is remembered came anew.
    taken: u64,
    /// How much was done in this run.
    done: usize,
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

    /// Derives again what has changed; says whether anything has.
    fn derive(&mut self, library: &Library, memories: &Memories) -> bool {
        let now = Source {
            library: library.version(),
            taken: memories.taken(),
            done: memories.done().len(),
        };
        let before = std::mem::replace(&mut self.source, now);
        if now == before {
            return false;
        }
        let (catalog, known) = (&library.catalog, memories.known());
        let done = memories.done().get(before.done..).unwrap_or_default();
        let is_anew = done.iter().any(|kept| matches!(kept.memory, Memory::Rekey(..)))
            || (now.library, now.taken) != (before.library, before.taken);
        if is_anew {
            (self.read, self.starred, self.progress) = Default::default();
            for key in known.read.keys() {
                self.mark_read(catalog, key, true);
            }
            for star in &known.stars {
                self.mark_starred(catalog, &star.article, true);
            }
        } else {
            for kept in done {
                match &kept.memory {
                    Memory::Read(named, is) => self.mark_read(catalog, &named.article, *is),
                    Memory::Star(named, is) => self.mark_starred(catalog, &named.article, *is),
                    _ => {}
                }
            }
        }
        let lists = if is_anew { Vec::new() } else { std::mem::take(&mut self.lists) };
        self.lists = own::lists_after(&lists, done, memories, catalog);
        self.is_due = true;
        true
    }

    fn mark_read(&mut self, catalog: &Catalog, key: &str, is_read: bool) {
        let rows = Arc::make_mut(&mut self.read);
        for id in catalog.all_with_key(key) {
            let is_new = if is_read { rows.insert(id) } else { rows.remove(&id) };
            let Some(subject) = catalog.subject_of(id).filter(|_| is_new) else { continue };
            let [in_lists, others] = self.progress.entry(subject).or_default();
            let count = if catalog.is_listed(id) { in_lists } else { others };
            *count = if is_read { *count + 1 } else { count.saturating_sub(1) };
        }
    }

    fn mark_starred(&mut self, catalog: &Catalog, key: &str, is_starred: bool) {
        let rows = Arc::make_mut(&mut self.starred);
        for id in catalog.all_with_key(key) {
            if is_starred {
                rows.insert(id)
            } else {
                rows.remove(&id)
            };
        }
    }
}

/// Derives again what has changed of the marks; says whether anything has.
pub(super) fn derive(model: &mut Model) -> bool {
    model.marks.derive(&model.library, &model.memories)
}

/// Gives to articles that were known by their paths, and have a url now, what is kept of them. A path that
/// is the url of another article is that one's.
fn rekey(model: &mut Model) -> Vec<Effect> {
    let now = [model.library.version(), model.memories.taken()];
    let is_there = model.library.is_complete() && model.memories.is_known();
    if !is_there || std::mem::replace(&mut model.marks.keyed, now) == now {
        return Vec::new();
    }
    let (known, catalog) = (model.memories.known(), &model.library.catalog);
    let shelved = known.shelves.iter().flat_map(|shelf| &shelf.articles);
    let highlighted = known.highlights.iter().map(|highlight| &highlight.article);
    let named = known.stars.iter().chain(shelved).chain(highlighted).chain(model.memories.opened());
    let keys: BTreeSet<_> =
        known.read.keys().chain(known.left.keys()).chain(named.map(|it| &it.article)).collect();
    let rekeyed = |key: &&String| {
        let id = catalog.with_key(key)?;
        let is_another = catalog.get(id).is_some_and(|entry| entry.key() != *key);
        let named = model.named(id).filter(|_| is_another)?;
        Some(Memory::Rekey((*key).clone(), named))
    };
    let rekeyed: Vec<_> = keys.iter().filter_map(rekeyed).collect();
    rekeyed.into_iter().map(|memory| model.keep(memory)).collect()
}

/// Takes over what has changed into the lists, keeping the reader's place. While an article is read, a
/// list that would lose it waits, so that the way to its neighbours stays as it was.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    let mut effects = rekey(model);
    effects.extend(follow_lists(model));
    effects
}

fn follow_lists(model: &mut Model) -> Vec<Effect> {
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
    toggle(model, Action::ToggleRead, is_read, Memory::Read, |is| {
        if is { "read" } else { "unread again" }
    })
}

/// Stars the article, or takes its star away.
pub(super) fn toggle_star(model: &mut Model) -> Vec<Effect> {
    let is_starred = |model: &Model, key: &str| model.memories.known().is_starred(key);
    toggle(model, Action::ToggleStar, is_starred, Memory::Star, |is| {
        if is { "starred" } else { "starred no more" }
    })
}

/// Turns a mark of the article round, and says what it is now.
fn toggle(
    model: &mut Model,
    action: Action,
    is_marked: impl Fn(&Model, &str) -> bool,
    memory: impl Fn(Named, bool) -> Memory,
    said: impl Fn(bool) -> &'static str,
) -> Vec<Effect> {
    if model.focus == Pane::Subjects {
        let (key, next) = (key_for(action, Place::Questions), Action::NextPane);
        let there = key_for(next, Place::Subjects);
        model.notice = Some(format!("{key} marks an article; {there} leads to the questions"));
        return Vec::new();
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::catalog::{Batch, Record};

    /// Five articles in two subjects, two of them in two files each, one of those unlisted.
    fn library() -> Library {
        let record = |number: u8| Record {
            path: format!("{number}.md"),
            url: Some(format!("/{}", number % 5)),
            subject_slug: format!("s{}", number % 2),
            unlisted: number == 6,
            ..Record::default()
        };
        let mut library = Library::new(String::new());
        library.extend(Batch { records: (0..7).map(record).collect(), ..Batch::default() });
        library.finish();
        library
    }

    proptest! {
        #[test]
        fn what_is_marked_one_by_one_comes_to_what_is_derived_at_once(
            marks in proptest::collection::vec((0..7_u8, any::<bool>(), any::<bool>()), 0..40),
        ) {
            let (library, mut memories) = (library(), Memories::default());
            let mut marked = Marks::default();
            for (number, is_star, is) in marks {
                let named = Named { article: format!("/{number}"), ..Named::default() };
                let mark = if is_star { Memory::Star } else { Memory::Read };
                memories.keep(0, mark(named, is));
                prop_assert!(marked.derive(&library, &memories));
                prop_assert!(!marked.derive(&library, &memories));
                let mut anew = Marks::default();
                let mut known = Memories::default();
                known.take(memories.known().clone());
                anew.derive(&library, &known);
                prop_assert_eq!(&marked.read, &anew.read);
                prop_assert_eq!(&marked.starred, &anew.starred);
                for id in library.catalog.ids() {
                    let subject = library.catalog.subject_of(id).unwrap();
                    for unlisted in [false, true] {
                        let read = marked.read_of(subject, unlisted);
                        prop_assert_eq!(read, anew.read_of(subject, unlisted));
                        let is_counted = |other: &ArticleId| {
                            library.catalog.subject_of(*other) == Some(subject)
                                && (unlisted || library.catalog.is_listed(*other))
                        };
                        prop_assert_eq!(read, marked.read.iter().filter(|id| is_counted(id)).count());
                    }
                }
            }
        }
    }
}
