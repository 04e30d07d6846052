//! The statistics: what was read in this library, by day and by subject, and for how long.
//!
//! Asked for when they are shown, and counted by the shell, which has the memory. Invariant: until they
//! come, or where they cannot, there is a word that says so.

mod chart;

use std::collections::HashMap;

use super::message::Effect;
use super::model::Model;
use super::overlay::{Kind, Overlay};
use crate::document::{Line, Role, Span};
use crate::library::catalog::Catalog;
use crate::memory::statistics::Statistics;
use crate::text::wrap;

pub use chart::chart;

/// What is known of what was read.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// What was counted last.
    known: Option<Box<Statistics>>,
    /// Why nothing can be counted.
    refusal: Option<String>,
    /// Changes so far.
    version: usize,
}

impl Counted {
    /// How often it has changed.
    pub(super) const fn version(&self) -> usize {
        self.version
    }

    /// Takes what was counted, or why nothing was.
    fn take(&mut self, counted: Result<Box<Statistics>, String>) {
        self.version += 1;
        match counted {
            Ok(statistics) => (self.known, self.refusal) = (Some(statistics), None),
            Err(reason) => self.refusal = Some(reason),
        }
    }
}

/// Shows the statistics, which are counted anew, or closes them.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    if model.overlays.last().is_some_and(|overlay| overlay.kind == Kind::Statistics) {
        model.close_overlay();
        return Vec::new();
    }
    model.overlays.retain(|overlay| overlay.kind != Kind::Statistics);
    model.open_overlay(Overlay::new(Kind::Statistics));
    vec![Effect::Statistics]
}

/// Takes what was counted.
pub(super) fn receive(model: &mut Model, counted: Result<Box<Statistics>, String>) {
    model.counted.take(counted);
    model.relayout();
}

/// The lines of the statistics at so many columns.
pub(super) fn rows(counted: &Counted, catalog: &Catalog, columns: usize) -> Vec<Line> {
    let words = match (&counted.refusal, &counted.known) {
        (Some(reason), _) => format!("Nothing can be told: {reason}."),
        (None, None) => "Counting …".to_owned(),
        (None, Some(statistics)) => {
            return chart(statistics, &listed(catalog, statistics), columns);
        }
    };
    let role = if counted.refusal.is_some() { Role::Warning } else { Role::Muted };
    let room = columns.max(1);
    let part = |range| Span::new(words.get(range).unwrap_or_default(), role);
    let ranges = wrap::breaks(&words, room, room).into_iter();
    ranges.map(|range| Line { spans: vec![part(range)], ..Line::default() }).collect()
}

/// How many articles a library lists and how many of them are read, by the labels of the subjects and all
/// together.
#[must_use]
pub fn listed(catalog: &Catalog, statistics: &Statistics) -> Listed {
    let subjects = catalog.subjects();
    let mut listed = Listed::default();
    for subject in subjects.sorted().into_iter().filter_map(|id| subjects.get(id)) {
        let share = listed.by_subject.entry(subject.label.clone()).or_default();
        share.articles += subject.listed;
        listed.all.articles += subject.listed;
    }
    for (subject, keys) in &statistics.read {
        for key in keys {
            let mut there =
                catalog.all_with_key(key).filter(|id| catalog.is_listed(*id)).peekable();
            listed.all.read += usize::from(there.peek().is_some());
            // As far as it is still of the subject of which it was.
            if there.any(|id| catalog.subject_label(id) == subject)
                && let Some(share) = listed.by_subject.get_mut(subject)
            {
                share.read += 1;
            }
        }
    }
    listed
}

/// How many articles a library lists.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// All of them.
    pub all: Share,
    /// Those of each subject, by its label.
    pub by_subject: HashMap<String, Share>,
}

/// Listed articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many there are.
    pub articles: usize,
    /// How many of them count as read.
    pub read: usize,
}
