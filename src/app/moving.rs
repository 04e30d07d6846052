//! Moving: in a pane or an overlay by lines and pages, and from pane to pane.

use super::message::Effect;
use super::model::{Model, Pane};
use super::palette;
use super::search;
use crate::keymap::{Action, Place};
use crate::text::count::counted;

/// Lines that a movement covers in something `height` lines high.
pub(super) fn distance(action: Action, height: usize) -> Option<isize> {
    let height = isize::try_from(height).unwrap_or(isize::MAX);
    // A page keeps two lines of the last one in view where there is room for that.
    let page = if height > 6 { height - 2 } else { height.max(1) };
    Some(match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::HalfPageUp => -(height / 2).max(1),
        Action::HalfPageDown => (height / 2).max(1),
        Action::PageUp => -page,
        Action::PageDown => page,
        Action::Top => isize::MIN,
        Action::Bottom => isize::MAX,
        _ => return None,
    })
}

/// Whether an action moves by lines and pages.
pub(super) fn is_movement(action: Action) -> bool {
    distance(action, 1).is_some()
}

pub(super) fn move_in(model: &mut Model, place: Place, action: Action) -> Vec<Effect> {
    if place == Place::Palette {
        if let Some(rows) = distance(action, palette::height(model)) {
            palette::move_by(model, rows);
        }
        return Vec::new();
    }
    if place.chain().contains(&Place::Overlay) {
        let height = usize::from(model.geometry().overlay_inner().height);
        let lines = distance(action, height);
        if let Some((lines, overlay)) = lines.zip(model.overlays.last_mut()) {
            overlay.move_by(lines, height);
        }
        return Vec::new();
    }
    let pane = model.focus;
    let height = model.height(pane);
    let Some(rows) = distance(action, height) else { return Vec::new() };
    match pane {
        Pane::Answer => model.answer.scroll_by(rows, height),
        Pane::Questions => {
            let height = model.list_height();
            let rows = distance(action, height).unwrap_or(rows);
            model.move_list(|list, count, height| list.move_by(rows, count, height));
            return model.show_selected();
        }
        Pane::Subjects => {
            let count = model.subjects.rows();
            model.subjects.list.move_by(rows, count, height);
            return choose_subject(model);
        }
    }
    Vec::new()
}

pub(super) fn scroll_overlay(model: &mut Model, lines: isize) {
    if model.place() == Place::Palette {
        palette::scroll_by(model, lines);
        return;
    }
    let height = model.geometry().overlay_inner().height.into();
    if let Some(overlay) = model.overlays.last_mut() {
        overlay.scroll_by(lines, height);
    }
}

pub(super) fn choose_subject(model: &mut Model) -> Vec<Effect> {
    if !model.subjects.choose_selected() {
        return Vec::new();
    }
    let mut effects = model.refilter();
    if model.search.is_open {
        effects.extend(search::ask(model));
    }
    effects
}

pub(super) fn start_filter(model: &mut Model) {
    model.leave_current();
    model.search.is_open = false;
    model.focus_on(Pane::Questions);
    model.questions.typing = true;
    model.questions.input.end();
}

pub(super) fn next_pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    let pane = match (model.focus, forward) {
        (Pane::Subjects, true) | (Pane::Answer, false) => Pane::Questions,
        (Pane::Questions, true) | (Pane::Subjects, false) => Pane::Answer,
        (Pane::Answer, true) | (Pane::Questions, false) => Pane::Subjects,
    };
    enter(model, pane)
}

/// Gives a pane the keys; the article shown counts as opened when its pane gets them.
pub(super) fn enter(model: &mut Model, pane: Pane) -> Vec<Effect> {
    if pane != Pane::Answer {
        model.leave_current();
        model.focus_on(pane);
        return Vec::new();
    }
    // Where the answer was not in view, what is selected is what the reader looks at.
    let in_view = !model.geometry().answer.is_empty();
    let has_moved = model.questions.moved || model.search.is_open;
    let selected = model.selected().filter(|_| has_moved);
    let wanted = model.answer.wanted();
    let id = if in_view { wanted.or(selected) } else { selected.or(wanted) };
    if let Some(id) = id.or_else(|| model.selected()) {
        model.open(id)
    } else {
        model.focus_on(pane);
        Vec::new()
    }
}

pub(super) fn zoom(model: &mut Model) -> Vec<Effect> {
    if model.focus == Pane::Answer {
        model.zoomed = !model.zoomed;
        model.relayout();
        return Vec::new();
    }
    let effects = enter(model, Pane::Answer);
    model.zoomed = true;
    model.relayout();
    effects
}

pub(super) fn toggle_subjects(model: &mut Model) {
    model.subjects_hidden = !model.subjects_hidden;
    if model.focus == Pane::Subjects {
        model.focus_on(Pane::Questions);
    }
    model.relayout();
}

pub(super) fn toggle_unlisted(model: &mut Model) -> Vec<Effect> {
    model.unlisted = !model.unlisted;
    let count = counted(model.library.catalog.unlisted(), "unlisted article");
    let state = if model.unlisted { "shown" } else { "hidden" };
    model.notice = Some(format!("{count} {state}"));
    model.refresh_lists()
}
