//! The reader's own lists: what was read recently, what is starred, and each shelf.
//!
//! Derived from what is remembered, which knows articles by their keys; nothing is kept here.
//! Invariant: a list has every article that is remembered of it, in its order, each once; those that the
//! library has no more are counted apart.

use std::collections::HashSet;
use std::sync::Arc;

use super::memories::Memories;
use crate::library::catalog::{ArticleId, Catalog};
use crate::memory::{Kept, Memory, ShelfChange};

/// One of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// What was opened, the last one first.
    Recent,
    /// What is starred, the last one first.
    Starred,
    /// The shelf with this name.
    Shelf(String),
}

impl Own {
    /// How it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Recent => "Recently read",
            Self::Starred => "Starred",
            Self::Shelf(name) => name,
        }
    }

    /// The sign by which it is told from a subject.
    #[must_use]
    pub const fn sign(&self) -> &'static str {
        match self {
            Self::Recent => "•",
            Self::Starred => super::marks::STAR,
            Self::Shelf(_) => "▪",
        }
    }

    /// Whether a memory may have changed what is in it.
    fn is_concerned(&self, memory: &Memory) -> bool {
        match (self, memory) {
            (Self::Recent, Memory::Visit(_))
            | (Self::Starred, Memory::Star(..))
            | (_, Memory::Rekey(..)) => true,
            (Self::Shelf(own), Memory::Shelf(change)) => match change {
                ShelfChange::Rename { from, to } => own == from || own == to,
                ShelfChange::Make(name)
                | ShelfChange::Drop(name)
                | ShelfChange::Put(name, _)
                | ShelfChange::Take(name, _)
                | ShelfChange::Move { shelf: name, .. } => own == name,
            },
            _ => false,
        }
    }
}

/// What is in one of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnList {
    /// Which one it is.
    pub own: Own,
    /// Its articles as rows of the catalog, in its order.
    pub articles: Vec<u32>,
    /// The same, to be looked up.
    rows: HashSet<u32>,
    /// How many of its articles the library has not.
    pub gone: usize,
}

impl OwnList {
    /// A list of the articles with these keys.
    fn new(own: Own, keys: &mut dyn Iterator<Item = &str>, catalog: &Catalog) -> Self {
        let mut list = Self { own, articles: Vec::new(), rows: HashSet::new(), gone: 0 };
        let mut known = HashSet::new();
        for key in keys.filter(|key| known.insert(*key)) {
            match present(key, catalog) {
                Some(id) if list.rows.insert(id.0) => list.articles.push(id.0),
                Some(_) => {}
                None => list.gone += 1,
            }
        }
        list
    }

    /// Its articles, in its order.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> {
        self.articles.iter().copied().map(ArticleId)
    }

    /// Whether it has an article.
    #[must_use]
    pub fn holds(&self, id: ArticleId) -> bool {
        self.rows.contains(&id.0)
    }

    /// Whether nothing is remembered of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.gone == 0
    }
}

/// The article with a key, if the library has it; of several files with one url the first.
pub(super) fn present(key: &str, catalog: &Catalog) -> Option<ArticleId> {
    let is_so_called = |id: &ArticleId| catalog.get(*id).is_some_and(|entry| entry.key() == key);
    catalog.with_key(key).filter(is_so_called)
}

/// All lists, also those that are empty, after something was done. Of those before it only the ones that it
/// concerns are made anew.
pub(super) fn lists_after(
    before: &[Arc<OwnList>],
    done: &[Kept],
    memories: &Memories,
    catalog: &Catalog,
) -> Vec<Arc<OwnList>> {
    let known = memories.known();
    let list = |own: Own, keys: &mut dyn Iterator<Item = &str>| {
        let is_same = !done.iter().any(|kept| own.is_concerned(&kept.memory));
        let same = before.iter().find(|list| is_same && list.own == own);
        same.map_or_else(|| Arc::new(OwnList::new(own, keys, catalog)), Arc::clone)
    };
    let mut recent = memories.opened().rev().map(|visit| &*visit.article);
    let mut starred = known.stars.iter().rev().map(|star| &*star.article);
    let mut lists = vec![list(Own::Recent, &mut recent), list(Own::Starred, &mut starred)];
    lists.extend(known.shelves.iter().map(|shelf| {
        let mut keys = shelf.articles.iter().map(|article| &*article.article);
        list(Own::Shelf(shelf.name.clone()), &mut keys)
    }));
    lists
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::catalog::Record;
    use crate::memory::Named;

    fn lists(memories: &Memories, catalog: &Catalog) -> Vec<Arc<OwnList>> {
        lists_after(&[], &[], memories, catalog)
    }

    fn named(number: u8) -> Named {
        Named { article: format!("/{number}"), ..Named::default() }
    }

    /// Six articles, the first two in two files each.
    fn catalog() -> Catalog {
        let mut catalog = Catalog::new();
        for (path, url) in (0..6).chain(0..2).enumerate() {
            let (path, url) = (format!("{path}.md"), Some(format!("/{url}")));
            catalog.push(Record { path, url, ..Record::default() }).unwrap();
        }
        catalog
    }

    fn change() -> impl Strategy<Value = ShelfChange> {
        let name = "[ab]";
        prop_oneof![
            (name, 0..9_u8).prop_map(|(name, number)| ShelfChange::Put(name, named(number))),
            (name, 0..9_u8)
                .prop_map(|(name, number)| { ShelfChange::Take(name, named(number).article) }),
            (name, 0..9_u8, 0..9_usize).prop_map(|(shelf, number, to)| ShelfChange::Move {
                shelf,
                article: named(number).article,
                to
            }),
            (name, name).prop_map(|(from, to)| ShelfChange::Rename { from, to }),
            name.prop_map(ShelfChange::Drop),
        ]
    }

    proptest! {
        #[test]
        fn a_shelf_is_a_list_of_exactly_its_articles_in_its_order(
            changes in proptest::collection::vec(change(), 0..40),
        ) {
            let (mut memories, catalog) = (Memories::default(), catalog());
            let mut after = lists(&memories, &catalog);
            for change in changes {
                memories.keep(0, Memory::Shelf(change));
                let last = memories.done().last().map(std::slice::from_ref).unwrap_or_default();
                after = lists_after(&after, last, &memories, &catalog);
            }
            prop_assert_eq!(&after, &lists(&memories, &catalog));
            let shelves = &memories.known().shelves;
            let lists = lists(&memories, &catalog);
            prop_assert_eq!(lists.len(), shelves.len() + 2);
            for (list, shelf) in lists[2..].iter().zip(shelves) {
                prop_assert_eq!(list.own.name(), &shelf.name);
                let keys = list.articles.iter().map(|row| catalog.get(ArticleId(*row)).unwrap().key());
                let there = shelf.articles.iter().filter(|named| named.article.as_str() < "/6");
                let expected: Vec<_> = there.map(|named| &*named.article).collect();
                prop_assert_eq!(keys.collect::<Vec<_>>(), expected);
                prop_assert_eq!(list.articles.len() + list.gone, shelf.articles.len());
                prop_assert!(list.articles.iter().all(|row| list.holds(ArticleId(*row))));
            }
        }

        #[test]
        fn any_sequence_of_stars_comes_to_the_last_of_each_article(
            stars in proptest::collection::vec((0..8_u8, any::<bool>()), 0..30),
        ) {
            let (mut memories, catalog) = (Memories::default(), catalog());
            for (number, is) in &stars {
                memories.keep(0, Memory::Star(named(*number), *is));
            }
            let last = |number: u8| stars.iter().rfind(|(other, _)| *other == number);
            let starred = |number: &u8| last(*number).is_some_and(|(_, is)| *is);
            let list = &lists(&memories, &catalog)[1];
            for number in 0..6 {
                prop_assert_eq!(list.holds(ArticleId(number.into())), starred(&number));
            }
            prop_assert_eq!(list.gone, (6..8).filter(starred).count());
        }
    }

    #[test]
    fn what_was_opened_stands_once_where_it_was_opened_last() {
        let (mut memories, catalog) = (Memories::default(), catalog());
        for (time, number) in (0..).zip([1, 2, 1, 9, 3, 2]) {
            memories.keep(time, Memory::Visit(named(number)));
        }
        let recent = &lists(&memories, &catalog)[0];
        assert_eq!((&*recent.articles, recent.gone), (&[2, 3, 1][..], 1));
    }

    #[test]
    fn a_mark_makes_only_the_lists_anew_that_it_concerns() {
        let (mut memories, catalog) = (Memories::default(), catalog());
        for shelf in ["a", "b"] {
            memories.keep(0, Memory::Shelf(ShelfChange::Put(shelf.to_owned(), named(1))));
        }
        let mut before = lists(&memories, &catalog);
        let put = Memory::Shelf(ShelfChange::Put("b".to_owned(), named(2)));
        for (memory, anew) in [
            (Memory::Read(named(1), true), None),
            (Memory::Left(named(1), None), None),
            (Memory::Visit(named(1)), Some(0)),
            (Memory::Star(named(1), true), Some(1)),
            (put, Some(3)),
        ] {
            memories.keep(0, memory);
            let last = &memories.done()[memories.done().len() - 1..];
            let after = lists_after(&before, last, &memories, &catalog);
            for (row, (before, after)) in before.iter().zip(&after).enumerate() {
                assert_eq!(Arc::ptr_eq(before, after), anew != Some(row), "{row}, {last:?}");
            }
            before = after;
        }
    }
}
