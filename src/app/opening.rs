//! Opening articles: what is selected, related ones, back and forward, what a loading library owes.
//!
//! Nothing is read here; an article is asked for and shown when it comes. Invariant: a way back
//! leads to the article that was read, not to one that was merely shown.

use super::history::Visit;
use super::message::Effect;
use super::model::{Model, Pane, Waiting};
use super::search::Indexed;
use super::{highlights, links, outline, palette, resuming, shelves, trail};
use crate::keymap::{Action, Place, key_for};
use crate::library::catalog::ArticleId;

/// Opens what was waited for, if it has come.
pub(super) fn open_waiting(model: &mut Model) -> Vec<Effect> {
    let found = match &model.waiting {
        Waiting::Nothing => None,
        // A reader who has begun something else is not called away from it.
        Waiting::File(_) if model.focus != Pane::Answer => {
            model.waiting = Waiting::Nothing;
            None
        }
        Waiting::File(path) => model.library.catalog.with_path(path),
        Waiting::FirstMatch if model.questions.is_finding() || awaits(model) => None,
        Waiting::FirstMatch => model.selected(),
    };
    let Some(id) = found else { return Vec::new() };
    model.waiting = Waiting::Nothing;
    model.notice = None;
    model.open(id)
}

/// Opens the article in a file of the library as soon as it is loaded.
pub fn open_when_loaded(model: &mut Model, path: String) {
    model.waiting = Waiting::File(path);
    resuming::give_way(model);
    model.focus = Pane::Answer;
    model.questions.typing = false;
}

/// Opens what is selected in a place.
pub(super) fn open(model: &mut Model, place: Place) -> Vec<Effect> {
    let row = model.overlays.last().and_then(|overlay| overlay.selected).unwrap_or(0);
    match place {
        Place::Outline => {
            outline::go(model, row);
            Vec::new()
        }
        Place::Trail => trail::go(model, row),
        Place::Highlights => highlights::listing::act(model, Action::Open).unwrap_or_default(),
        Place::Shelves => shelves::put(model, row),
        Place::Naming => shelves::keep_name(model),
        Place::Palette => palette::choose(model, model.palette.list.selected),
        Place::Answer | Place::Preview => links::follow_selected(model),
        _ => open_selected(model),
    }
}

/// Opens the selected question, or goes to the questions of the selected subject.
pub(super) fn open_selected(model: &mut Model) -> Vec<Effect> {
    if model.focus == Pane::Subjects {
        model.focus_on(Pane::Questions);
        return model.show_selected();
    }
    if awaits(model) {
        model.notice = Some(if let Indexed::Failed(reason) = &model.search.indexed {
            reason.clone()
        } else {
            model.waiting = Waiting::FirstMatch;
            "the first match opens as soon as the index is there".to_owned()
        });
        return Vec::new();
    }
    if let Some(id) = model.selected() {
        model.open(id)
    } else if model.search.is_open {
        model.notice = Some("nothing is found yet that could be opened".to_owned());
        Vec::new()
    } else if !model.library.is_complete() {
        model.waiting = Waiting::FirstMatch;
        model.notice = Some("the first match opens as soon as it is loaded".to_owned());
        Vec::new()
    } else {
        let key = key_for(Action::Cancel, model.place());
        model.notice = Some(format!("no question matches; {key} clears the filter"));
        Vec::new()
    }
}

/// Whether the list of questions waits for the index.
fn awaits(model: &Model) -> bool {
    !model.search.is_open && model.questions.membership.is_awaited()
}

/// Opens the article in a row of the list.
pub(super) fn open_row(model: &mut Model, row: usize) -> Vec<Effect> {
    model.move_list(|list, rows, height| list.select(row, rows, height));
    model.selected().map_or_else(Vec::new, |id| model.open(id))
}

pub(super) fn open_related(model: &mut Model, number: usize) -> Vec<Effect> {
    if model.geometry().answer.is_empty() {
        let key = key_for(Action::Open, model.place());
        model.notice = Some(format!("the numbers stand in the answer; {key} opens it"));
        return Vec::new();
    }
    if model.is_still_reading() {
        return Vec::new();
    }
    let Some(jump) = number.checked_sub(1).and_then(|index| model.answer.page.jumps.get(index))
    else {
        model.notice = Some(match model.answer.page.jumps.len() {
            0 => "this article names no related one".to_owned(),
            count => format!("the numbers of this page end at {count}"),
        });
        return Vec::new();
    };
    let catalog = &model.library.catalog;
    let late = || jump.reference.as_ref().and_then(|reference| catalog.resolve(reference));
    if let Some(id) = jump.target.or_else(late) {
        jump_to(model, id)
    } else {
        let state =
            if model.library.is_complete() { "not in this library" } else { "not loaded yet" };
        model.notice = Some(format!("“{}” is {state}", jump.title));
        Vec::new()
    }
}

/// Opens an article from the page of another one; the way back leads to that one.
pub(super) fn jump_to(model: &mut Model, id: ArticleId) -> Vec<Effect> {
    let from = model.answer.id().and_then(|from| model.visit(from));
    let mut effects: Vec<_> = from.into_iter().collect();
    effects.extend(model.open(id));
    select_in_list(model, id);
    effects
}

/// Selects an article in the list of questions, if it is there.
pub(super) fn select_in_list(model: &mut Model, id: ArticleId) {
    if let Some(row) = model.row_of(id) {
        model.move_list(|list, rows, height| list.select(row, rows, height));
    }
}

pub(super) fn walk_history(model: &mut Model, back: bool) -> Vec<Effect> {
    model.leave_current();
    let current = model.history.current();
    let astray = current.is_some() && current.map(|visit| visit.id) != model.answer.wanted();
    let visit = match (back, astray) {
        // An article merely shown is no visit: back leads to the one that was read.
        (true, true) => current,
        (true, false) => model.history.back(),
        (false, _) => model.history.forward(),
    };
    // One whose file is gone cannot be shown; the way leads on behind it.
    let catalog = &model.library.catalog;
    let (mut visit, mut gone) = (visit, None);
    while let Some(id) = visit.map(|visit| visit.id).filter(|id| catalog.get(*id).is_none()) {
        if model.answer.id() == Some(id) {
            break;
        }
        gone = catalog.get_even_gone(id).map(|entry| entry.question.to_owned());
        visit = if back { model.history.back() } else { model.history.forward() };
    }
    if let (None, Some(title)) = (visit, gone) {
        model.notice = Some(format!("the file of “{title}” is gone"));
        return Vec::new();
    }
    let Some(visit) = visit else {
        let way = if back { "back" } else { "forward" };
        model.notice = Some(format!("there is nothing to go {way} to"));
        return Vec::new();
    };
    arrive(model, visit)
}

/// Shows the article of a visit where it was left.
pub(super) fn arrive(model: &mut Model, visit: Visit) -> Vec<Effect> {
    model.focus_on(Pane::Answer);
    if !model.answer.awaits_another() && model.answer.id() == Some(visit.id) {
        model.answer.go_to(visit.position, model.height(Pane::Answer));
        return Vec::new();
    }
    let effects = model.show(visit.id, visit.position);
    select_in_list(model, visit.id);
    effects
}

pub(super) fn step(model: &mut Model, rows: isize) -> Vec<Effect> {
    let before = model.list().selected;
    model.move_list(|list, count, height| list.move_by(rows, count, height));
    match model.selected() {
        Some(id) if model.list().selected != before => {
            if model.focus == Pane::Answer {
                model.open(id)
            } else {
                model.show_selected()
            }
        }
        _ => {
            model.notice = Some("the list ends here".to_owned());
            Vec::new()
        }
    }
}

/// Says that what was waited for has not come, now that everything is there.
pub(super) fn give_up_waiting(model: &mut Model) {
    if model.waiting == Waiting::FirstMatch && awaits(model) {
        return;
    }
    if let Waiting::File(path) = std::mem::replace(&mut model.waiting, Waiting::Nothing) {
        let key = key_for(Action::Problems, model.place());
        model.notice = Some(format!("{path} could not be opened; {key} shows why"));
        if model.answer.wanted().is_none() {
            model.focus_on(Pane::Questions);
        }
    }
}

/// Closes the loading of the library.
pub(super) fn finish_loading(model: &mut Model) -> Vec<Effect> {
    let mut effects = model.settle();
    effects.extend(open_waiting(model));
    model.library.finish();
    model.rank();
    effects.extend(model.memories.recall());
    give_up_waiting(model);
    effects.extend(model.refresh_lists());
    effects.extend(model.settle());
    effects.retain(|effect| *effect != Effect::Continue);
    if model.focus == Pane::Answer
        && let Some(id) = model.answer.wanted()
    {
        select_in_list(model, id);
    }
    model.refresh_page();
    model.relayout();
    effects
}
