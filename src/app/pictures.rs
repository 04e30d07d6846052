//! The pictures of the answer: which are asked for, which have come, where they stand on the screen.
//!
//! Kept scaled, for one place in one article each, as many as [`SLOTS`] and [`MEMORY`] allow; those
//! that were out of view longest go first. Not their files and not their pixels in the protocol of
//! a terminal, which the shell has. Invariant: what is in view is never given up for something else.

use std::ops::Range;
use std::path::PathBuf;

use ratatui::layout::Rect;

use super::answer::Shown;
use super::message::Effect;
use super::model::{Model, Pane};
use crate::document::{Picture, PictureRegion};
use crate::library::catalog::ArticleId;
use crate::picture::{Blocks, Extent, Placement, Refusal, SLOTS};

/// Memory of the pictures that are kept, in bytes.
const MEMORY: usize = 32 * 1024 * 1024;

/// A picture that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The number it will have.
    pub slot: usize,
    /// What the answer must carry.
    pub ticket: u64,
    /// The article's file, relative to the library's folder.
    pub article: PathBuf,
    /// Where the image lies, as the article writes it.
    pub target: String,
    /// The cells it is to fill.
    pub extent: Extent,
}

/// A picture that was made.
#[derive(Debug)]
pub struct Made {
    /// It in half blocks.
    pub blocks: Blocks,
    /// Memory of all its forms, in bytes.
    pub bytes: usize,
}

#[derive(Debug, PartialEq, Eq)]
struct Key {
    article: ArticleId,
    target: String,
    extent: Extent,
}

#[derive(Debug)]
struct Slot {
    key: Key,
    ticket: u64,
    /// The round in which it was last near the view.
    seen: u64,
    /// None until it has come.
    made: Option<Made>,
}

/// What is kept.
#[derive(Debug, Default)]
pub struct Pictures {
    slots: [Option<Slot>; SLOTS],
    tickets: u64,
    round: u64,
}

impl Pictures {
    /// Whether the picture of a ticket is kept or waited for.
    #[must_use]
    pub fn holds(&self, ticket: u64) -> bool {
        self.slots.iter().flatten().any(|slot| slot.ticket == ticket)
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.slots = Default::default();
    }

    /// The number, the ticket and the cells of a picture that has come.
    fn made(&self, article: ArticleId, region: &PictureRegion) -> Option<(usize, u64, &Blocks)> {
        self.slots.iter().enumerate().find_map(|(number, slot)| {
            let slot = slot.as_ref().filter(|slot| is_for(&slot.key, article, region))?;
            slot.made.as_ref().map(|made| (number, slot.ticket, &made.blocks))
        })
    }

    /// The number and the ticket of a picture that is to be made; none if it is here or waited for,
    /// or if all numbers stand for pictures near the view.
    fn ask(&mut self, article: ArticleId, region: &PictureRegion) -> Option<(usize, u64)> {
        let round = self.round;
        let mut kept = self.slots.iter_mut().flatten();
        if let Some(slot) = kept.find(|slot| is_for(&slot.key, article, region)) {
            slot.seen = round;
            return None;
        }
        let seen = |slot: &Option<Slot>| slot.as_ref().map(|slot| slot.seen);
        let (number, slot) =
            self.slots.iter_mut().enumerate().min_by_key(|(_, slot)| seen(slot))?;
        if seen(slot) == Some(round) {
            return None;
        }
        self.tickets += 1;
        let key = Key { article, target: region.target.clone(), extent: region.extent };
        *slot = Some(Slot { key, ticket: self.tickets, seen: round, made: None });
        Some((number, self.tickets))
    }

    /// Takes a picture that was asked for.
    fn receive(&mut self, ticket: u64, made: Made) {
        let Some(slot) = self.slots.iter_mut().flatten().find(|slot| slot.ticket == ticket) else {
            return;
        };
        slot.made = Some(made);
        let round = self.round;
        while self.bytes() > MEMORY {
            let out_of_view = self.slots.iter_mut().filter(|slot| {
                slot.as_ref()
                    .is_some_and(|s| s.seen != round && s.ticket != ticket && s.made.is_some())
            });
            match out_of_view.min_by_key(|slot| slot.as_ref().map(|slot| slot.seen)) {
                Some(slot) => *slot = None,
                None => return,
            }
        }
    }

    /// Gives up a picture that cannot be made; says where it was to stand.
    fn refuse(&mut self, ticket: u64) -> Option<(ArticleId, String)> {
        let is_it = |slot: &&mut Option<Slot>| slot.as_ref().is_some_and(|s| s.ticket == ticket);
        let slot = self.slots.iter_mut().find(is_it)?.take()?;
        Some((slot.key.article, slot.key.target))
    }

    fn bytes(&self) -> usize {
        self.slots
            .iter()
            .flatten()
            .filter_map(|slot| slot.made.as_ref())
            .map(|made| made.bytes)
            .sum()
    }
}

fn is_for(key: &Key, article: ArticleId, region: &PictureRegion) -> bool {
    key.article == article && key.extent == region.extent && key.target == region.target
}

/// Asks for the pictures that are in view, or a screen away from it.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let height = model.height(Pane::Answer);
    let Shown::Article(id, _) = &model.answer.shown else { return Vec::new() };
    let Some(entry) = model.library.catalog.get(*id).filter(|_| height > 0) else {
        return Vec::new();
    };
    let top = model.answer.top;
    let near = top.saturating_sub(height)..top.saturating_add(2 * height);
    model.pictures.round += 1;
    let regions = model.answer.page.pictures.iter();
    let mut effects = Vec::new();
    for region in regions.filter(|region| !common(&region.lines, &near).is_empty()) {
        if let Some((slot, ticket)) = model.pictures.ask(*id, region) {
            let (target, extent) = (region.target.clone(), region.extent);
            let request = Request { slot, ticket, article: entry.file(), target, extent };
            effects.push(Effect::Picture(request));
        }
    }
    effects
}

/// Takes the answer to a request. Where there is no picture its frame says why.
pub(super) fn receive(model: &mut Model, ticket: u64, outcome: Result<Made, Refusal>) {
    let refusal = match outcome {
        Ok(made) => return model.pictures.receive(ticket, made),
        Err(refusal) => refusal,
    };
    let Some((article, target)) = model.pictures.refuse(ticket) else { return };
    let Shown::Article(id, opened) = &mut model.answer.shown else { return };
    if *id != article {
        return;
    }
    let document = &mut opened.document;
    for (link, picture) in &mut document.pictures {
        if document.links.get(*link) == Some(&target) {
            *picture = Picture::Refused(refusal);
        }
    }
    model.refresh_page();
}

/// The pictures that have come, where they are in view, with their cells.
#[must_use]
pub fn in_view(model: &Model) -> Vec<(Placement, &Blocks)> {
    let page = model.geometry().page();
    let Shown::Article(id, _) = &model.answer.shown else { return Vec::new() };
    let top = model.answer.top;
    let view = top..top + usize::from(page.height);
    let placed = model.answer.page.pictures.iter().filter_map(|region| {
        let lines = common(&region.lines, &view);
        let (slot, ticket, blocks) = model.pictures.made(*id, region)?;
        let area = Rect {
            x: page.x.checked_add(u16::try_from(region.column).ok()?)?,
            y: page.y.checked_add(u16::try_from(lines.start.checked_sub(top)?).ok()?)?,
            width: region.extent.columns,
            height: u16::try_from(lines.len()).ok()?,
        };
        let fits = area.height > 0 && area.intersection(page) == area;
        let above = u16::try_from(lines.start - region.lines.start).ok()?;
        let placement = Placement { slot, ticket, area, above, extent: region.extent };
        fits.then_some((placement, blocks))
    });
    placed.collect()
}

/// The lines that two ranges have in common; an empty range for none.
fn common(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    let start = one.start.max(other.start);
    start..one.end.min(other.end).max(start)
}
