//! Who refers to whom: the rows that references lead to, and what those ask for that do not name their
//! article exactly.
//!
//! Knows rows and hashes of keys, no texts; the catalog says what a key stands for. Invariant: a
//! reference that is not among the loose ones leads to the article that bears its url or path.

use std::collections::HashMap;

use bytemuck::{Pod, Zeroable};

/// The target of a reference that leads nowhere yet.
pub(super) const NOWHERE: u32 = u32::MAX;

/// What a reference asks for, as hashes of keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Wanted {
    pub(super) id: i64,
    /// Which of the others it has: see the constants.
    pub(super) has: u64,
    /// Of the url or path.
    pub(super) url: u64,
    pub(super) title: u64,
    /// Of the subject that the url names, with the slug.
    pub(super) place: u64,
    pub(super) slug: u64,
    /// Of the title by which a wiki link names its article.
    pub(super) named: u64,
}

impl Wanted {
    pub(super) const URL: u64 = 1;
    pub(super) const ID: u64 = 2;
    pub(super) const NAMED: u64 = 4;

    pub(super) fn has(&self, what: u64) -> bool {
        self.has & what != 0
    }
}

/// A reference that leads nowhere, or to an article that it names by something else than url or path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Loose {
    /// The row that refers.
    pub(super) source: u32,
    /// Which target it is.
    pub(super) at: u32,
    pub(super) wanted: Wanted,
}

/// Where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// To the article with this url or path.
    Exact(u32),
    /// To what comes nearest to it now.
    Nearest(u32),
    Nowhere,
}

impl Target {
    pub(super) fn row(self) -> Option<u32> {
        match self {
            Self::Exact(row) | Self::Nearest(row) => Some(row),
            Self::Nowhere => None,
        }
    }
}

/// The references of all rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Edges {
    /// Where the references lead, one row's after another's.
    targets: Vec<u32>,
    loose: Vec<Loose>,
    /// Target and source, in order; some may be out of date.
    backlinks: Vec<[u32; 2]>,
    /// The same, since these were put in order.
    later: Vec<[u32; 2]>,
}

impl Edges {
    /// Where the next row's references begin.
    pub(super) fn end(&self) -> u32 {
        u32::try_from(self.targets.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn targets(&self, start: u32, count: u32) -> &[u32] {
        let start = start as usize;
        self.targets.get(start..start.saturating_add(count as usize)).unwrap_or_default()
    }

    /// Adds a reference of a row.
    pub(super) fn push(&mut self, source: u32, target: Target, wanted: Wanted) {
        if !matches!(target, Target::Exact(_)) {
            self.loose.push(Loose { source, at: self.end(), wanted });
        }
        self.targets.push(target.row().unwrap_or(NOWHERE));
    }

    /// The loose ones for which it `is`, each with its number; the last of them first, so that they can
    /// be settled in this order.
    pub(super) fn loose(&self, is: impl Fn(&Loose) -> bool) -> Vec<(usize, Loose)> {
        let loose = self.loose.iter().copied().enumerate().rev();
        loose.filter(|(_, loose)| is(loose)).collect()
    }

    /// Notes where a loose one leads now; `None` if it is of a row that has others now.
    pub(super) fn settle(&mut self, (number, loose): (usize, Loose), target: Option<Target>) {
        let row = target.and_then(Target::row).unwrap_or(NOWHERE);
        if target.is_some()
            && let Some(place) = self.targets.get_mut(loose.at as usize)
            && std::mem::replace(place, row) != row
            && row != NOWHERE
        {
            self.later.push([row, loose.source]);
        }
        if matches!(target, None | Some(Target::Exact(_))) && number < self.loose.len() {
            self.loose.swap_remove(number);
        }
    }

    /// Adds the targets of a row to those that backlinks are found among.
    pub(super) fn note(&mut self, source: u32, start: u32, count: u32) {
        let range = start as usize..start.saturating_add(count) as usize;
        let targets = self.targets.get(range).unwrap_or_default().iter().copied();
        self.later.extend(targets.filter(|t| *t != NOWHERE).map(|target| [target, source]));
    }

    /// Lets the references among these that lead to `target` lead nowhere; says whether there are any.
    pub(super) fn cut(&mut self, start: u32, count: u32, target: u32) -> bool {
        let range = start as usize..start.saturating_add(count) as usize;
        let mut any = false;
        for place in self.targets.get_mut(range).unwrap_or_default() {
            if *place == target {
                (*place, any) = (NOWHERE, true);
            }
        }
        any
    }

    /// How many backlinks lie outside the index, so that finding one looks at each.
    pub(super) fn unindexed(&self) -> usize {
        self.later.len()
    }

    /// Takes these as all there are: target and source each.
    pub(super) fn index(&mut self, mut pairs: Vec<[u32; 2]>) {
        pairs.sort_unstable();
        pairs.dedup();
        pairs.shrink_to_fit();
        self.backlinks = pairs;
        self.later = Vec::new();
    }

    /// The rows that may refer to a row.
    pub(super) fn candidates(&self, target: u32) -> Vec<u32> {
        let start = self.backlinks.partition_point(|[other, _]| *other < target);
        let tail = self.backlinks.get(start..).unwrap_or_default();
        let indexed = tail.iter().take_while(|[other, _]| *other == target);
        let later = self.later.iter().filter(|[other, _]| *other == target);
        let mut sources: Vec<_> = indexed.chain(later).map(|[_, source]| *source).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    pub(super) fn columns(&self) -> [&[u8]; 3] {
        [
            bytemuck::cast_slice(&self.targets),
            bytemuck::cast_slice(&self.loose),
            bytemuck::cast_slice(&self.backlinks),
        ]
    }

    pub(super) fn from_columns(
        targets: Vec<u32>,
        loose: Vec<Loose>,
        backlinks: Vec<[u32; 2]>,
    ) -> Self {
        Self { targets, loose, backlinks, later: Vec::new() }
    }

    /// The references of some rows (each with where its targets begin and how many it has) under the
    /// new numbers of the rows.
    pub(super) fn renumbered(
        &self,
        rows: impl Iterator<Item = (u32, u32, u32)>,
        new: impl Fn(u32) -> Option<u32>,
    ) -> Self {
        let mut edges = Self::default();
        let mut moved = HashMap::new();
        for (source, start, count) in rows {
            for (at, target) in (start..).zip(self.targets(start, count)) {
                moved.insert(at, (source, edges.end()));
                edges.targets.push(new(*target).unwrap_or(NOWHERE));
            }
        }
        let loose = self.loose.iter().filter_map(|loose| {
            let (source, at) = moved.get(&loose.at)?;
            Some(Loose { source: *source, at: *at, ..*loose })
        });
        edges.loose = loose.collect();
        edges
    }
}
