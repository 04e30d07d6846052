//! How attentively the open article is read: for how long, and whether its end was seen.
//!
//! An answer counts as read when its end was in view and it was open for a third of the time that its
//! words take: who reads fast has read it, who leafs through it has not. Nothing wakes the program for
//! this; it is looked at with every message. Invariant: time that nobody can have spent reading, because
//! no key was pressed for minutes, because something lies over the answer or because the program was
//! stopped, is not counted.

use super::message::Effect;
use super::model::{Model, Pane};
use super::resuming;
use crate::article::reading_seconds;
use crate::document::Position;
use crate::library::catalog::ArticleId;
use crate::memory::{Memory, Named};

/// Milliseconds after the last key for which a reader is believed to read on: a screen full of text
/// takes no longer.
const PATIENCE: u64 = 180_000;
/// An answer is read in no less than this many milliseconds.
const LEAST: u64 = 3_000;
/// What part of the usual reading time is enough.
const SHARE: u64 = 3;
/// What was not kept for so many milliseconds is kept now, so that a crash loses no more.
const KEEP_AFTER: u64 = 60_000;

/// The attention so far.
#[derive(Debug, Clone, Default)]
pub struct Attention {
    /// What is being read.
    reading: Option<Reading>,
    /// When something was last looked at, and when a key was last pressed, in milliseconds.
    looked: u64,
    stirred: u64,
}

/// An article that is being read.
#[derive(Debug, Clone)]
struct Reading {
    id: ArticleId,
    named: Named,
    /// Milliseconds it was read since it was opened, and how many of them were kept.
    millis: u64,
    kept: u64,
    /// Milliseconds that are enough.
    needed: u64,
    is_end_seen: bool,
    /// Whether nothing is to be decided any more: it counts as read, or the reader has said otherwise.
    is_settled: bool,
    /// Where the reader was last.
    position: Position,
}

impl Attention {
    /// Leaves out the time until now, in which the program was stopped or another one had the terminal.
    pub fn skip_to(&mut self, millis: u64) {
        (self.looked, self.stirred) = (millis, millis);
    }
}

/// Counts the time since the last message for what has been read, before the next one changes that.
pub(super) fn pass(model: &mut Model, stirs: bool) {
    let now = model.clock.millis;
    let is_covered = !model.overlays.is_empty();
    let attention = &mut model.attention;
    let until = now.min(attention.stirred.saturating_add(PATIENCE));
    let passed = until.saturating_sub(attention.looked);
    attention.looked = now;
    if stirs {
        attention.stirred = now;
    }
    if let Some(reading) = attention.reading.as_mut().filter(|_| !is_covered) {
        reading.millis += passed;
    }
}

/// Looks at what is read now, and keeps what is known of it and of what was read before.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    let open = open(model);
    let is_another = model.attention.reading.as_ref().map(|reading| reading.id) != open;
    let mut effects = if is_another { end(model) } else { Vec::new() };
    if let (true, Some(id)) = (is_another, open) {
        model.attention.reading = begin(model, id);
    }
    let is_end_in_view = model.answer.is_end_in_view(model.height(Pane::Answer));
    let position = model.answer.position();
    let Some(reading) = &mut model.attention.reading else { return effects };
    reading.is_end_seen |= is_end_in_view;
    reading.position = position;
    effects.extend(settle(model));
    let is_due = |reading: &Reading| reading.millis >= reading.kept + KEEP_AFTER;
    if model.attention.reading.as_ref().is_some_and(is_due) {
        effects.extend(keep(model));
        effects.extend(resuming::keep(model));
    }
    effects
}

/// Keeps what is known of what is read, which is left now.
pub(super) fn end(model: &mut Model) -> Vec<Effect> {
    let mut effects: Vec<_> = settle(model).into_iter().collect();
    effects.extend(keep(model));
    model.attention.reading = None;
    effects
}

/// The article that is open before the reader's eyes.
fn open(model: &Model) -> Option<ArticleId> {
    let is_open = model.focus == Pane::Answer && !model.answer.awaits_another();
    model.answer.id().filter(|_| is_open && model.answer.article().is_some())
}

fn begin(model: &Model, id: ArticleId) -> Option<Reading> {
    let seconds = reading_seconds(&model.answer.article()?.answer);
    let millis = u64::try_from(seconds).unwrap_or(u64::MAX).saturating_mul(1000);
    let named = model.named(id)?;
    Some(Reading {
        id,
        // One that was read already is not to be marked again after the reader took the mark away.
        is_settled: model.memories.known().is_read(&named.article),
        named,
        millis: 0,
        kept: 0,
        needed: (millis / SHARE).max(LEAST),
        is_end_seen: false,
        position: Position::default(),
    })
}

/// Marks what is read as read, if it is and that was not decided yet.
fn settle(model: &mut Model) -> Option<Effect> {
    let reading = model.attention.reading.as_mut()?;
    let is_read = model.memories.known().is_read(&reading.named.article);
    if !is_read && (reading.is_settled || !reading.is_end_seen || reading.millis < reading.needed) {
        return None;
    }
    reading.is_settled = true;
    let named = reading.named.clone();
    (!is_read).then(|| model.keep(Memory::Read(named, true)))
}

/// Keeps how long was read, and where the article is left, if before its end.
fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(reading) = &mut model.attention.reading else { return Vec::new() };
    let seconds = (reading.millis - reading.kept) / 1000;
    reading.kept += seconds * 1000;
    let named = reading.named.clone();
    let is_begun = reading.position != Position::default() && !reading.is_end_seen;
    let left = Some(reading.position).filter(|_| is_begun);
    let mut effects = Vec::new();
    if seconds > 0 {
        let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
        effects.push(model.keep(Memory::Spent(named.clone(), seconds)));
    }
    if model.memories.known().left.get(&named.article) != left.as_ref() {
        effects.push(model.keep(Memory::Left(named, left)));
    }
    effects
}
