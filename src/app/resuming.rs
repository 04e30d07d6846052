//! Taking the reading up where it was left: what the questions were chosen from, the filter, the article,
//! the place in it, and the way back.
//!
//! It waits for the library and for what is remembered, and for nobody who has begun something else.
//! Invariant: what the reader does before it is there is never undone by it.

use super::attention;
use super::history::Visit;
use super::message::Effect;
use super::model::{Model, Pane};
use super::opening::select_in_list;
use super::scope::Chosen;
use super::search;
use crate::document::Position;
use crate::memory::{Memory, Resume};

/// Visits that are kept before the present one, and after it.
const BEHIND: usize = 100;
const AHEAD: usize = 20;

/// How far the last reading is taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resuming {
    /// Whether its place is to be taken up, and not the way back alone.
    is_wanted: bool,
    /// Whether its way back lies behind this one. Until then this one cannot stand for both.
    is_joined: bool,
    /// Whether its place was taken up.
    is_done: bool,
}

impl Resuming {
    /// All of it is to be taken up.
    #[must_use]
    pub const fn all() -> Self {
        Self { is_wanted: true, is_joined: false, is_done: false }
    }

    /// The way back alone is to be taken up.
    #[must_use]
    pub const fn way_back() -> Self {
        Self { is_wanted: false, ..Self::all() }
    }
}

/// The reader has begun something.
pub(super) fn give_way(model: &mut Model) {
    model.resuming.is_wanted = false;
}

/// The library is another one than it seemed: what was taken up is not of it.
pub(super) fn begin_again(model: &mut Model) {
    model.history.forget_before();
    (model.resuming.is_joined, model.resuming.is_done) = (false, false);
}

/// Keeps where the reader is, if what was kept before is part of it.
pub(super) fn keep(model: &mut Model) -> Option<Effect> {
    if !model.resuming.is_joined {
        return None;
    }
    let resume = here(model);
    Some(model.keep(Memory::Resume(Box::new(resume))))
}

/// Keeps what is known only now that the program ends. Who has opened nothing leaves the place where it
/// was before.
pub fn farewell(model: &mut Model) -> Vec<Effect> {
    attention::pass(model, false);
    let mut effects = attention::end(model);
    let has_opened = model.history.made() > 0;
    if !model.resuming.is_joined {
        let resume = has_opened.then(|| Memory::FirstResume(Box::new(here(model))));
        effects.extend(resume.map(|resume| model.keep(resume)));
    } else if has_opened || model.resuming.is_done || model.memories.known().resume.is_none() {
        effects.extend(keep(model));
    }
    effects
}

/// Where the reader is.
fn here(model: &mut Model) -> Resume {
    model.leave_current();
    let catalog = &model.library.catalog;
    let key = |id| catalog.get_even_gone(id).map(|entry| entry.key().to_owned());
    let is_open = model.focus == Pane::Answer;
    let article = if is_open { model.answer.wanted() } else { model.selected() };
    let at = model.history.present().map_or(0, |present| present + 1);
    let first = at.saturating_sub(BEHIND);
    let visits = model.history.visits();
    let visits = visits.get(first..(at + AHEAD).min(visits.len())).unwrap_or_default();
    let stop = |visit: &Visit| key(visit.id).map(|key| (key, visit.position));
    let trail: Vec<_> = visits.iter().filter_map(stop).collect();
    Resume {
        chosen: model.subjects.chosen.to_text(catalog),
        filter: model.questions.input.text(),
        search: model.search.input.text(),
        is_searching: model.search.is_open,
        article: article.and_then(key).unwrap_or_default(),
        is_open,
        is_zoomed: model.zoomed,
        position: if is_open { model.answer.position() } else { Position::default() },
        at: (at - first).min(trail.len()),
        trail,
    }
}

/// Takes up what can be taken up by now.
pub(super) fn go_on(model: &mut Model) -> Vec<Effect> {
    let is_there = model.library.is_complete() && model.memories.is_known();
    if model.resuming.is_joined || !is_there {
        return Vec::new();
    }
    model.resuming.is_joined = true;
    let Some(resume) = model.memories.known().resume.clone() else { return Vec::new() };
    let catalog = &model.library.catalog;
    let visit = |(key, position): &(String, Position)| {
        catalog.with_key(key).map(|id| Visit { id, position: *position })
    };
    let behind = resume.trail.iter().take(resume.at).filter_map(visit).collect();
    let ahead = resume.trail.iter().skip(resume.at).filter_map(visit).collect();
    model.history.begin_with(behind, ahead);
    if !model.resuming.is_wanted {
        return Vec::new();
    }
    model.resuming.is_done = true;
    take_up(model, &resume)
}

/// Goes where the reader was.
fn take_up(model: &mut Model, resume: &Resume) -> Vec<Effect> {
    let catalog = &model.library.catalog;
    let article = catalog.with_key(&resume.article);
    let chosen = Chosen::from_text(&resume.chosen, catalog).unwrap_or(Chosen::All);
    let mut effects = model.choose(chosen);
    model.search.is_open = false;
    model.focus_on(Pane::Questions);
    model.questions.input.clear();
    model.questions.input.insert(&resume.filter);
    effects.extend(model.refilter());
    effects.extend(model.settle());
    if resume.is_searching {
        let path = article.and_then(|id| model.library.catalog.get(id));
        let path = path.map(|entry| entry.path.to_owned());
        effects.extend(search::take_up(model, &resume.search, path));
    }
    let Some(id) = article else { return effects };
    if resume.is_open {
        model.focus_on(Pane::Answer);
        model.zoomed = resume.is_zoomed;
        effects.extend(model.show(id, resume.position));
        model.relayout();
    }
    select_in_list(model, id);
    model.questions.keep_place();
    effects.extend(model.show_selected());
    effects
}
