//! Bringing the catalog up to what the folder holds now, row by row.
//!
//! Invariant: after a change, and when what it left unsettled was read again, the catalog finds what one
//! finds that was made anew from the same files; only the numbers of the rows differ.

use std::collections::HashSet;

use super::edges::{Target, Wanted};
use super::table::Row;
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
        let there: HashSet<&str> = found.iter().map(|record| record.path.as_str()).collect();
        for id in self.at_or_below(looked_at) {
            let path = self.table.path(id.0);
            if !there.contains(path) && !kept.contains(path) {
                changed.unsettled.extend(self.release(id.0));
                self.remove(id.0);
                changed.removed.push(id);
            }
        }
        let rows: Vec<_> = found.iter().map(|record| self.row_of_path(&record.path)).collect();
        // What refers to something that is called otherwise now is let go before anything new comes.
        let mut is_named_anew = !changed.removed.is_empty();
        for (row, record) in rows.iter().zip(&found) {
            let before = row.and_then(|row| self.get(ArticleId(row)).map(|entry| (row, entry)));
            let same = before.is_some_and(|(_, entry)| {
                self.table.subject_slug(row.unwrap_or(u32::MAX)) == record.subject_slug
                    && entry.url == record.url.as_deref()
                    && entry.id == record.id
                    && entry.question == record.question
            });
            is_named_anew |= !same;
            // Of two with one url the newcomer may be the first.
            let url = record.url.as_deref().filter(|_| !same);
            let rival = url.and_then(|url| self.with_url(url)).map(|id| id.0);
            for row in before.filter(|_| !same).map(|(row, _)| row).into_iter().chain(rival) {
                changed.unsettled.extend(self.release(row));
            }
        }
        // What they refer to may still change with those that follow.
        let (start, ability) =
            (self.edges.end(), std::mem::replace(&mut self.leads, Leads::Nowhere));
        for (row, record) in rows.into_iter().zip(found) {
            // Two of one path are one article.
            match row.or_else(|| self.row_of_path(&record.path)) {
                Some(row) => changed.changed.extend(self.replace(row, record)),
                None => changed.added.extend(self.add(record)),
            }
        }
        if !changed.added.is_empty() {
            self.sort();
        }
        self.leads = ability;
        self.look_again(if is_named_anew { 0 } else { start });
        changed.unsettled.retain(|id| self.get(*id).is_some());
        changed.unsettled.sort_unstable();
        changed.unsettled.dedup();
        if self.edges.unindexed() > FEW_BACKLINKS {
            self.index_backlinks();
        }
        changed
    }

    /// The articles in files at these paths, or in folders there.
    fn at_or_below(&self, paths: &[String]) -> Vec<ArticleId> {
        let mut rows: Vec<_> = paths.iter().filter_map(|path| self.with_path(path)).collect();
        let others = paths.iter().filter(|path| self.with_path(path).is_none());
        let folders: HashSet<&str> = others.map(String::as_str).collect();
        if !folders.is_empty() {
            let is_below = |id: &ArticleId| {
                let path = self.table.path(id.0);
                let mut above = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
                folders.contains("") || above.any(|above| folders.contains(above))
            };
            rows.extend(self.ids().filter(is_below));
        }
        rows.sort_unstable();
        rows.dedup();
        rows
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

    /// Lets go of the references to a row, which may lead elsewhere now; gives the rows they are in.
    fn release(&mut self, number: u32) -> Vec<ArticleId> {
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

    /// Looks again for what loose references mean, from one on.
    pub(super) fn look_again(&mut self, from: u32) {
        self.looked = self.table.rows.len();
        for loose in self.edges.take_loose(from) {
            let row = self.table.row(loose.source);
            let targets = row.map_or(0..0, |row| row.targets..row.targets + row.target_count);
            if !targets.contains(&loose.at) {
                continue;
            }
            let target = self.lead(loose.source, &loose.wanted);
            self.edges.settle(loose, target);
        }
    }

    /// Where a reference of a row leads, as far as that can be told by now; nowhere if to itself.
    pub(super) fn lead(&self, source: u32, wanted: &Wanted) -> Target {
        let target = match self.leads {
            Leads::Nowhere => Target::Nowhere,
            Leads::ByUrl => self.by_url(wanted),
            Leads::ToNearest => self.target(wanted),
        };
        if target.row() == Some(source) { Target::Nowhere } else { target }
    }

    /// Puts the rows into the order of a walk.
    fn sort(&mut self) {
        let table = &self.table;
        self.order.sort_by(|a, b| table.by_path(*a, *b));
    }
}
