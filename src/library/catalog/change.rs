//! Bringing the catalog up to what the folder holds now, row by row.
//!
//! Invariant: after a change, and when what it left unsettled was read again, the catalog finds what one
//! finds that was made anew from the same files; only the numbers of the rows differ.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ops::Range;

use super::edges::{Loose, Target, Wanted};
use super::resolve::Firsts;
use super::table::{Row, in_walk};
use super::{ArticleId, Catalog, Leads, Record};

/// What a change did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Articles that say something else now, or are there again.
    pub changed: Vec<ArticleId>,
    /// New articles.
    pub added: Vec<ArticleId>,
    /// Articles whose files are gone.
    pub removed: Vec<ArticleId>,
    /// Articles that refer to one that went or is called otherwise now. Where they lead is known again
    /// once their files were read again, because what they say of it was not kept.
    pub unsettled: Vec<ArticleId>,
}

/// On what the meaning of a loose reference may hang that a change touched.
#[derive(Default)]
struct Touched {
    /// The keys of articles that came, went or are called otherwise.
    keys: Vec<u64>,
    /// Where the references lay of rows that were read again, or went.
    targets: Vec<Range<u32>>,
    /// The rows that nothing leads to any more.
    released: HashSet<u32>,
}

/// More backlinks than this are put in order.
const FEW_BACKLINKS: usize = 4096;

impl Catalog {
    /// Takes what was found in place of what the catalog had at or below the paths `looked_at`, but for
    /// what is `kept`.
    pub fn change(
        &mut self,
        looked_at: &[String],
        kept: &HashSet<String>,
        found: Vec<Record>,
    ) -> Changed {
        let mut changed = Changed::default();
        let mut touched = Touched::default();
        let there: HashSet<&str> = found.iter().map(|record| record.path.as_str()).collect();
        for id in self.at_or_below(looked_at) {
            let path = self.table.path(id.0);
            if !there.contains(path) && !kept.contains(path) {
                changed.unsettled.extend(self.release(id.0, &mut touched));
                self.remove(id.0);
                changed.removed.push(id);
            }
        }
        let rows: Vec<_> = found.iter().map(|record| self.row_of_path(&record.path)).collect();
        // What refers to something that is called otherwise now is let go before anything new comes.
        let firsts = Firsts::default();
        let mut named_anew = Vec::new();
        for (row, record) in rows.iter().zip(&found) {
            let before = row.filter(|row| self.table.row(*row).is_some());
            if before.is_some_and(|row| self.is_called_as(row, record)) {
                touched.targets.extend(before.and_then(|row| self.targets_of(row)));
                continue;
            }
            named_anew.push(record.path.clone());
            // Of two with one url the newcomer may be the first.
            let url = record.url.as_deref();
            let rival = url.and_then(|url| self.known_with_url(url, &firsts));
            for row in before.into_iter().chain(rival) {
                changed.unsettled.extend(self.release(row, &mut touched));
            }
        }
        // What they refer to may still change with those that follow.
        let (start, ability) =
            (self.edges.end(), std::mem::replace(&mut self.leads, Leads::Nowhere));
        let old_rows = self.order.len().max(self.rows());
        for (row, record) in rows.into_iter().zip(found) {
            // Two of one path are one article.
            match row.or_else(|| self.row_of_path(&record.path)) {
                Some(row) => changed.changed.extend(self.replace(row, record)),
                None => changed.added.extend(self.add(record)),
            }
        }
        if !changed.added.is_empty() {
            self.sort(old_rows);
        }
        self.leads = ability;
        for path in named_anew {
            let row = self.row_of_path(&path);
            touched.keys.extend(row.into_iter().flat_map(|row| self.table.keys(row)));
        }
        self.look_again_after(start, touched);
        changed.unsettled.retain(|id| self.get(*id).is_some());
        changed.unsettled.sort_unstable();
        changed.unsettled.dedup();
        if self.edges.unindexed() > FEW_BACKLINKS {
            self.index_backlinks();
        }
        changed
    }

    /// Whether all by which the article in a row can be found is the same in a record.
    fn is_called_as(&self, row: u32, record: &Record) -> bool {
        self.table.subject_slug(row) == record.subject_slug
            && self.get(ArticleId(row)).is_some_and(|entry| {
                entry.url == record.url.as_deref()
                    && entry.id == record.id
                    && entry.question == record.question
            })
    }

    /// The articles in files at these paths, or in folders there.
    fn at_or_below(&self, paths: &[String]) -> Vec<ArticleId> {
        let mut rows: Vec<_> = paths.iter().filter_map(|path| self.with_path(path)).collect();
        let others = paths.iter().filter(|path| self.with_path(path).is_none());
        let folders: HashSet<&str> = others.map(String::as_str).collect();
        if folders.contains("") {
            rows.extend(self.ids());
        } else if self.is_in_order {
            rows.extend(folders.iter().flat_map(|folder| self.below(folder)));
        } else if !folders.is_empty() {
            let is_below = |id: &ArticleId| {
                let path = self.table.path(id.0);
                let mut above = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
                above.any(|above| folders.contains(above))
            };
            rows.extend(self.ids().filter(is_below));
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The articles below a folder, which stand beside each other where the rows are in order.
    fn below(&self, folder: &str) -> impl Iterator<Item = ArticleId> {
        let row = |place: usize| match self.order.get(place) {
            Some(row) => *row,
            None => u32::try_from(place).unwrap_or(u32::MAX),
        };
        let is_before = |row| in_walk(self.table.path(row), folder) == Ordering::Less;
        let (mut start, mut end) = (0, self.rows());
        while start < end {
            let middle = usize::midpoint(start, end);
            if is_before(row(middle)) { start = middle + 1 } else { end = middle }
        }
        let is_below = move |row: &u32| {
            let rest = self.table.path(*row).strip_prefix(folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let rows = (start..self.rows()).map(row).take_while(is_below);
        rows.filter(|row| self.table.row(*row).is_some()).map(ArticleId)
    }

    fn add(&mut self, record: Record) -> Option<ArticleId> {
        if self.order.is_empty() {
            self.order = (0..).zip(&self.table.rows).map(|(row, _)| row).collect();
        }
        let id = self.push(record).ok()?;
        self.order.push(id.0);
        self.note_backlinks(id.0);
        Some(id)
    }

    /// Takes a row away.
    fn remove(&mut self, number: u32) {
        let Some(row) = self.table.rows.get_mut(number as usize) else { return };
        row.set(Row::GONE);
        let row = *row;
        self.discount(&row);
        self.haystack.replace(number, "");
        self.gone += 1;
        self.stale = true;
    }

    /// Gives a row what was read of its file now; `None` when there is no room for it.
    fn replace(&mut self, number: u32, record: Record) -> Option<ArticleId> {
        let row = self.table.make(&record)?;
        let place = self.table.rows.get_mut(number as usize)?;
        let old = std::mem::replace(place, row);
        if old.is(Row::GONE) {
            self.gone -= 1;
        } else {
            self.discount(&old);
        }
        self.stale = true;
        self.haystack.replace(number, &record.question);
        self.enter(number, record, false);
        self.note_backlinks(number);
        Some(ArticleId(number))
    }

    fn note_backlinks(&mut self, number: u32) {
        if let Some(row) = self.table.row(number) {
            self.edges.note(number, row.targets, row.target_count);
        }
    }

    /// Where the references of a row lie.
    fn targets_of(&self, number: u32) -> Option<Range<u32>> {
        let row = self.table.row(number)?;
        Some(row.targets..row.targets + row.target_count)
    }

    /// Lets go of the references to a row, which may lead elsewhere now; gives the rows they are in.
    fn release(&mut self, number: u32, touched: &mut Touched) -> Vec<ArticleId> {
        if !touched.released.insert(number) {
            return Vec::new();
        }
        touched.keys.extend(self.table.keys(number));
        touched.targets.extend(self.targets_of(number));
        let mut sources = self.edges.candidates(number);
        sources.retain(|source| {
            let row = self.table.row(*source);
            row.is_some_and(|row| self.edges.cut(row.targets, row.target_count, number))
        });
        // Should nobody read them again now, a snapshot must not call them known.
        for source in &sources {
            if let Some(row) = self.table.rows.get_mut(*source as usize) {
                row.distrust();
            }
        }
        sources.into_iter().map(ArticleId).collect()
    }

    /// Looks again for what loose references mean that are new, may hang on what was touched, or are
    /// there no more.
    fn look_again_after(&mut self, start: u32, touched: Touched) {
        let Touched { mut keys, mut targets, .. } = touched;
        keys.sort_unstable();
        keys.dedup();
        targets.sort_unstable_by_key(|range| range.start);
        self.look_again(|catalog, loose| {
            let after = targets.partition_point(|range| range.start <= loose.at);
            let range = after.checked_sub(1).and_then(|at| targets.get(at));
            loose.at >= start
                || range.is_some_and(|range| range.contains(&loose.at))
                || catalog.hangs_on(&loose.wanted, &keys)
        });
    }

    /// Looks again for what loose references mean.
    pub(super) fn look_again(&mut self, is_due: impl Fn(&Self, &Loose) -> bool) {
        self.looked = self.table.rows.len();
        let firsts = Firsts::default();
        for (number, loose) in self.edges.loose(|loose| is_due(self, loose)) {
            let targets = self.targets_of(loose.source).unwrap_or_default();
            let is_there = targets.contains(&loose.at);
            let target = is_there.then(|| self.lead(loose.source, &loose.wanted, &firsts));
            self.edges.settle((number, loose), target);
        }
    }

    /// Where a reference of a row leads, as far as that can be told by now; nowhere if to itself.
    pub(super) fn lead(&self, source: u32, wanted: &Wanted, firsts: &Firsts) -> Target {
        let target = match self.leads {
            Leads::Nowhere => Target::Nowhere,
            Leads::ByUrl => self.by_url(wanted, firsts),
            Leads::ToNearest => self.target(wanted, firsts),
        };
        if target.row() == Some(source) { Target::Nowhere } else { target }
    }

    /// Puts the rows into the order of a walk, of which all but those from the place `new` on are in it.
    fn sort(&mut self, new: usize) {
        let table = &self.table;
        if !self.is_in_order {
            self.order.sort_by(|a, b| table.by_path(*a, *b));
            self.is_in_order = true;
            return;
        }
        let mut new = self.order.split_off(new.min(self.order.len()));
        new.sort_by(|a, b| table.by_path(*a, *b));
        let mut order = Vec::with_capacity(self.order.len() + new.len());
        let mut old = self.order.as_slice();
        for row in new {
            let before = old.partition_point(|other| table.by_path(*other, row) == Ordering::Less);
            let (first, rest) = old.split_at_checked(before).unwrap_or((old, &[]));
            order.extend_from_slice(first);
            order.push(row);
            old = rest;
        }
        order.extend_from_slice(old);
        self.order = order;
    }
}
