//! Folding: articles that say the same stand in a list as one line, which can be opened.
//!
//! Which ones say the same is known of the catalog, for the same text under the same question, and
//! from who compared all texts, for those that are nearly the same. Invariant: folding loses no
//! article, and the first of a fold stands where it stood.

use std::collections::{HashMap, HashSet};

use crate::library::catalog::{ArticleId, Catalog};

/// What several articles that say the same have in common.
pub type Label = u64;

/// Which articles are nearly the same.
#[derive(Debug, Default)]
pub struct Twins {
    groups: Vec<Vec<ArticleId>>,
    /// For each of these articles its label, and the place of its group.
    rows: HashMap<ArticleId, (Label, usize)>,
    /// Which rows those are: few, so that most need no look at all.
    among: Vec<bool>,
    /// For the label by which the catalog knows articles, that of all they are nearly the same as.
    wider: HashMap<Label, Label>,
}

impl Twins {
    /// What follows from groups of articles that are nearly the same.
    #[must_use]
    pub fn new(groups: Vec<Vec<ArticleId>>, catalog: &Catalog) -> Self {
        let mut twins = Self::default();
        for (at, group) in groups.iter().enumerate() {
            let known = group.iter().filter_map(|id| catalog.twin(*id));
            // Any number will do that no other group has.
            let own = group.first().map_or(0, |id| Label::from(id.0));
            let label = known.clone().min().unwrap_or(own);
            twins.wider.extend(known.map(|known| (known, label)));
            twins.rows.extend(group.iter().map(|id| (*id, (label, at))));
        }
        twins.among = vec![false; catalog.rows()];
        for id in twins.rows.keys() {
            if let Some(among) = twins.among.get_mut(id.0 as usize) {
                *among = true;
            }
        }
        twins.groups = groups;
        twins
    }

    /// The articles that an article is nearly the same as, itself among them.
    #[must_use]
    pub fn near(&self, id: ArticleId) -> &[ArticleId] {
        let group = self.rows.get(&id).and_then(|(_, group)| self.groups.get(*group));
        group.map_or(&[], Vec::as_slice)
    }

    /// What an article has in common with those that say the same, if there may be any.
    #[must_use]
    pub fn label(&self, catalog: &Catalog, id: ArticleId) -> Option<Label> {
        let known = || {
            let known = catalog.twin(id)?;
            Some(self.wider.get(&known).copied().unwrap_or(known))
        };
        let is_among = self.among.get(id.0 as usize).is_some_and(|among| *among);
        let near = is_among.then(|| self.rows.get(&id)).flatten();
        near.map(|(label, _)| *label).or_else(known)
    }
}

/// How a line of a list stands to those that say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Nothing in the list says the same.
    Alone,
    /// It stands for so many articles, itself among them.
    Closed(usize),
    /// It stands here, and the others below it.
    Open,
    /// It stands below the first.
    Below,
}

/// The folds of a list.
#[derive(Debug, Default)]
pub struct Folds {
    /// Whether all articles stand in their own places, but for the exceptions.
    pub all_open: bool,
    /// What a reader opened or closed by itself: one or more articles of each.
    exceptions: HashSet<u32>,
    /// What stands below the first of each, or would.
    below: HashMap<u32, Below>,
    /// The first of each that stands below one.
    first: HashMap<u32, u32>,
}

#[derive(Debug)]
struct Below {
    rows: Vec<u32>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// One stands for all.
    Closed,
    /// All stand below the first.
    Open,
    /// Each stands where it stood.
    Loose,
}

impl Folds {
    /// Forgets the list; what a reader opened stays open.
    pub fn clear(&mut self) {
        self.below.clear();
        self.first.clear();
    }

    /// Folds rows, which a reader may have opened before.
    pub fn fold(&mut self, rows: &mut Vec<u32>, label: impl Fn(u32) -> Option<Label>) {
        let exceptions: HashSet<Label> =
            self.exceptions.iter().filter_map(|row| label(*row)).collect();
        let mut firsts: HashMap<Label, u32> = HashMap::new();
        let mut is_below = Vec::new();
        self.clear();
        for (at, row) in rows.iter().copied().enumerate() {
            let Some(label) = label(row) else { continue };
            let first = *firsts.entry(label).or_insert(row);
            if first != row {
                let state = match (self.all_open, exceptions.contains(&label)) {
                    (true, false) => State::Loose,
                    (false, true) => State::Open,
                    _ => State::Closed,
                };
                let below = || Below { rows: Vec::new(), state };
                self.below.entry(first).or_insert_with(below).rows.push(row);
                self.first.insert(row, first);
                if state != State::Loose {
                    is_below.push(at);
                }
            }
        }
        if self.below.is_empty() {
            return;
        }
        let has_any = self.below.values().any(|below| below.state == State::Open);
        let mut folded = Vec::with_capacity(rows.len());
        let mut is_below = is_below.into_iter().peekable();
        for (at, row) in rows.iter().enumerate() {
            if is_below.next_if_eq(&at).is_some() {
                continue;
            }
            folded.push(*row);
            if has_any
                && label(*row).is_some()
                && let Some(below) = self.below.get(row).filter(|below| below.state == State::Open)
            {
                folded.extend_from_slice(&below.rows);
            }
        }
        *rows = folded;
    }

    /// How a row stands.
    #[must_use]
    pub fn at(&self, row: u32) -> Fold {
        let first = self.first_of(row);
        match self.below.get(&first.unwrap_or(row)) {
            None | Some(Below { state: State::Loose, .. }) => Fold::Alone,
            Some(_) if first.is_some() => Fold::Below,
            Some(below) if below.state == State::Open => Fold::Open,
            Some(below) => Fold::Closed(below.rows.len() + 1),
        }
    }

    /// The first of those that a row says the same as.
    #[must_use]
    pub fn first_of(&self, row: u32) -> Option<u32> {
        self.first.get(&row).copied()
    }

    /// Whether a row is folded away under another one.
    #[must_use]
    pub fn hides(&self, row: u32, under: u32) -> bool {
        self.first_of(row) == Some(under) && matches!(self.at(under), Fold::Closed(_))
    }

    /// Opens or closes the fold of a row; says whether it has one.
    pub fn toggle(&mut self, row: u32) -> bool {
        let first = self.first_of(row).unwrap_or(row);
        let Some(below) = self.below.get(&first) else { return false };
        let count = self.exceptions.len();
        for row in below.rows.iter().chain([&first]) {
            self.exceptions.remove(row);
        }
        if self.exceptions.len() == count {
            self.exceptions.insert(first);
        }
        true
    }

    /// Sees to it that a row is not folded away from the reader who is at it.
    pub fn open(&mut self, row: u32) {
        if !self.all_open {
            self.exceptions.insert(row);
        }
    }

    /// Opens all, or closes all.
    pub fn toggle_all(&mut self) {
        self.all_open = !self.all_open;
        self.exceptions.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(folds: &mut Folds, rows: &[u32], modulus: u32) -> Vec<u32> {
        let mut rows = rows.to_vec();
        folds.fold(&mut rows, |row| (row % modulus > 0).then_some(Label::from(row % modulus)));
        rows
    }

    #[test]
    fn the_first_stands_for_all_and_what_is_opened_stands_below_it() {
        let mut folds = Folds::default();
        assert_eq!(folded(&mut folds, &[4, 1, 3, 2, 7], 3), [4, 3, 2]);
        assert_eq!(
            (folds.at(4), folds.at(3), folds.at(2)),
            (Fold::Closed(3), Fold::Alone, Fold::Alone)
        );
        assert_eq!(folds.first_of(7), Some(4));
        assert!(folds.toggle(7) && !folds.toggle(3));
        assert_eq!(folded(&mut folds, &[4, 1, 3, 2, 7], 3), [4, 1, 7, 3, 2]);
        assert_eq!((folds.at(4), folds.at(1)), (Fold::Open, Fold::Below));
        assert!(folds.toggle(4));
        assert_eq!(folded(&mut folds, &[7, 1], 3), [7]);
        folds.toggle_all();
        assert_eq!(folded(&mut folds, &[7, 1], 3), [7, 1]);
        assert!(folds.toggle(1));
        assert_eq!(folded(&mut folds, &[7, 1], 3), [7]);
    }

    #[test]
    fn what_the_texts_tell_joins_what_the_catalog_knows() {
        let mut catalog = Catalog::new();
        for (path, question, twin) in
            [("a", "One?", 5), ("b", "One?", 5), ("c", "Won?", 0), ("d", "Two?", 0)]
        {
            let (path, question) = (path.into(), question.into());
            let record =
                crate::library::catalog::Record { path, question, twin, ..Default::default() };
            catalog.push(record).unwrap();
        }
        let labels =
            |twins: &Twins| catalog.ids().map(|id| twins.label(&catalog, id)).collect::<Vec<_>>();
        assert_eq!(labels(&Twins::default()), [Some(5), Some(5), None, None]);
        let near = Twins::new(vec![vec![ArticleId(1), ArticleId(2)]], &catalog);
        assert_eq!(labels(&near), [Some(5), Some(5), Some(5), None]);
        assert_eq!(near.near(ArticleId(2)), [ArticleId(1), ArticleId(2)]);
        assert_eq!(near.near(ArticleId(0)), []);
    }

    proptest! {
        #[test]
        fn folding_loses_no_article_and_moves_no_first_one(
            rows in proptest::collection::hash_set(0..40_u32, 0..30), modulus in 2..9_u32,
            all_open: bool,
        ) {
            let rows: Vec<u32> = rows.into_iter().collect();
            let mut folds = Folds { all_open, ..Folds::default() };
            let shown = folded(&mut folds, &rows, modulus);
            let count = |row: &u32| match folds.at(*row) { Fold::Closed(count) => count, _ => 1 };
            prop_assert_eq!(shown.iter().map(count).sum::<usize>(), rows.len());
            if all_open {
                prop_assert_eq!(&shown, &rows);
            }
            let firsts: Vec<_> = shown.iter().filter(|row| folds.first_of(**row).is_none()).collect();
            let before: Vec<_> = rows.iter().filter(|row| folds.first_of(**row).is_none()).collect();
            prop_assert_eq!(firsts, before);
        }
    }
}
