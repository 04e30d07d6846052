//! Opening the palette, leaving it, and doing what was chosen in it.

use super::entries::{self, Entry};
use super::{PAST, start};
use crate::app::message::Effect;
use crate::app::model::{Model, Pane};
use crate::app::opening::select_in_list;
use crate::app::overlay::{Kind, Overlay};
use crate::app::scope::Chosen;
use crate::app::update::act;
use crate::keymap::{ACTIONS, Action, Place};
use crate::library::catalog::ArticleId;

/// Opens the palette, or closes it if it has the keys.
pub(in crate::app) fn toggle(model: &mut Model) {
    let is_palette = |overlay: &Overlay| overlay.kind == Kind::Palette;
    if model.overlays.last().is_some_and(is_palette) {
        model.close_overlay();
        return;
    }
    model.overlays.retain(|overlay| !is_palette(overlay));
    open_with(model, "");
}

/// Opens the palette with the articles that were read before.
pub(in crate::app) fn open_history(model: &mut Model) {
    model.overlays.retain(|overlay| overlay.kind != Kind::Palette);
    open_with(model, &PAST.to_string());
}

fn open_with(model: &mut Model, typed: &str) {
    model.palette.clear();
    model.palette.past = entries::past(model);
    model.palette.input.insert(typed);
    model.open_overlay(Overlay::new(Kind::Palette));
    start(model);
}

/// The place from which the palette was opened: what has the keys but for it.
#[must_use]
pub fn origin(model: &Model) -> Place {
    let below = model.overlays.iter().rposition(|overlay| overlay.kind == Kind::Palette);
    model.place_below(below.unwrap_or(model.overlays.len()))
}

/// Does what is in a row.
pub(in crate::app) fn choose(model: &mut Model, row: usize) -> Vec<Effect> {
    let mut effects = model.settle();
    effects.extend(match model.palette.entry(row) {
        Some(Entry::Action(action)) => act_by_name(model, action),
        Some(Entry::Question(id)) => open(model, id),
        Some(Entry::Choice(chosen)) => choose_from(model, chosen),
        Some(Entry::Past(at)) => open_past(model, at),
        None => {
            model.notice = Some("nothing fits what is typed".to_owned());
            Vec::new()
        }
    });
    effects
}

/// Does an action in the place from which the palette was opened.
fn act_by_name(model: &mut Model, action: Action) -> Vec<Effect> {
    let origin = origin(model);
    let Some(row) = ACTIONS.iter().find(|row| row.action == action) else { return Vec::new() };
    let Some(place) = entries::done_in(model, row, origin) else {
        let why = Entry::Action(action).naming(model).side;
        model.notice = Some(format!("{} cannot be done here: {why}", row.name));
        return Vec::new();
    };
    model.palette.note(action);
    model.close_overlay();
    if place != origin {
        end_finding(model);
    }
    act(model, place, action)
}

/// Keeps what was found and types no more in the line of the answer.
fn end_finding(model: &mut Model) {
    if model.answer.finding.is_typing() {
        model.notice = model.answer.keep_matches(model.height(Pane::Answer));
    }
}

/// Opens an article over whatever there was.
fn open(model: &mut Model, id: ArticleId) -> Vec<Effect> {
    if model.library.catalog.get(id).is_none() {
        model.notice = Some("the file of this article is gone".to_owned());
        return Vec::new();
    }
    model.overlays.clear();
    end_finding(model);
    // What stands in the filter was not used.
    model.focus_on(Pane::Answer);
    let effects = model.open(id);
    select_in_list(model, id);
    effects
}

/// Opens an article that was read before.
fn open_past(model: &mut Model, at: usize) -> Vec<Effect> {
    if let Some(id) = Entry::past_article(model, at) {
        return open(model, id);
    }
    let name = Entry::Past(at).naming(model).name;
    let state =
        if model.library.is_complete() { "not in this library any more" } else { "not loaded yet" };
    model.notice = Some(format!("“{name}” is {state}"));
    Vec::new()
}

/// Goes to the questions of a subject or a list. A filter stays, unless it would leave none of them.
fn choose_from(model: &mut Model, chosen: Chosen) -> Vec<Effect> {
    model.overlays.clear();
    model.leave_current();
    model.search.is_open = false;
    model.subjects.choose(chosen);
    model.focus_on(Pane::Questions);
    model.refresh_subjects();
    let mut effects = model.refilter();
    effects.extend(model.settle());
    if model.questions.found.rows.is_empty() && !model.questions.input.is_empty() {
        model.questions.input.clear();
        effects.extend(model.refilter());
    }
    effects
}
