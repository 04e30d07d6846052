//! How the list is arranged: its order, what is folded in it, and how far its filter reaches.
//!
//! Invariant: whatever is changed here, the article that a reader has chosen stays selected, as long as
//! the list has it.

use super::folding::Fold;
use super::message::Effect;
use super::model::{Model, Pane};
use super::ordering::Order;
use super::scope::Within;
use super::search;
use crate::article::date;
use crate::keymap::{Action, Place, key_for};
use crate::library::catalog::ArticleId;

/// The settings of a library, and what the second one may be.
const ORDER: &str = "order";
const TWINS: &str = "twins";
const SHOWN: &str = "shown";
const FOLDED: &str = "folded";

/// Sorts the list by what comes next.
pub(super) fn next_order(model: &mut Model) -> Vec<Effect> {
    if model.search.is_open {
        model.notice = Some("what is found by its text stands by how well it fits".to_owned());
        return Vec::new();
    }
    sort_by(model, model.questions.sorting.order().next())
}

/// Sorts the list.
pub(super) fn sort_by(model: &mut Model, order: Order) -> Vec<Effect> {
    model.questions.sorting.want(order);
    model.rank();
    let first = match order {
        Order::Relevance => ", the best match first",
        Order::Date => ", the newest first",
        Order::Score => ", the highest first",
        Order::Read => ", the last one first",
        Order::Title | Order::Subject => "",
    };
    let later = if model.library.is_complete() { "" } else { ", once all is loaded" };
    model.notice = Some(format!("sorted by {}{first}{later}", order.name()));
    let mut effects: Vec<_> =
        model.memories.set(model.clock.now, ORDER, order.name()).into_iter().collect();
    model.refresh_questions();
    effects.extend(model.go_on());
    effects
}

/// Arranges the list as it was the last time, but for what the reader has changed since.
pub(super) fn recall(model: &mut Model) -> Vec<Effect> {
    let order = model.memories.setting(ORDER).and_then(Order::named).unwrap_or_default();
    let all_open = model.memories.setting(TWINS) == Some(SHOWN);
    if all_open != model.questions.folds.all_open {
        model.questions.folds.toggle_all();
        model.search.folds.toggle_all();
        search::fold(model);
    }
    // What was read before is known only now.
    if order != model.questions.sorting.order() || order == Order::Read {
        model.questions.sorting.want(order);
        model.rank();
    }
    model.refresh_questions();
    model.go_on()
}

/// Sorts anew what is sorted by reading, once the reader is back at the list.
pub(super) fn follow_reading(model: &mut Model) -> Vec<Effect> {
    let is_at_list = model.focus == Pane::Questions && !model.search.is_open;
    if !is_at_list || !model.questions.sorting.is_behind_reading(model.history.made()) {
        return Vec::new();
    }
    model.rank();
    model.go_on()
}

/// Opens or closes the fold that the selected article is in.
pub(super) fn toggle_fold(model: &mut Model) -> Vec<Effect> {
    let row = model.list().selected;
    let has_one = if model.search.is_open {
        model.search.toggle_fold(row)
    } else {
        model.questions.selected().is_some_and(|id| model.questions.folds.toggle(id.0))
    };
    if !has_one {
        model.notice = Some("nothing else in the list says the same".to_owned());
        return Vec::new();
    }
    fold_again(model)
}

/// Opens all folds, or closes them.
pub(super) fn toggle_folds(model: &mut Model) -> Vec<Effect> {
    model.questions.folds.toggle_all();
    model.search.folds.toggle_all();
    let state = if model.questions.folds.all_open { SHOWN } else { FOLDED };
    model.notice = Some(format!("articles that say the same are {state}"));
    let mut effects: Vec<_> =
        model.memories.set(model.clock.now, TWINS, state).into_iter().collect();
    effects.extend(fold_again(model));
    effects
}

fn fold_again(model: &mut Model) -> Vec<Effect> {
    search::fold(model);
    model.questions.keep_place();
    model.refresh_questions();
    model.go_on()
}

/// Looks in all subjects, or in the chosen one again.
pub(super) fn toggle_scope(model: &mut Model) -> Vec<Effect> {
    let Some(name) = model.subjects.chosen.name(&model.library.catalog) else {
        let place = model.place();
        let way = if place == Place::Subjects { Action::Down } else { Action::PreviousPane };
        let key = key_for(way, place);
        model.notice =
            Some(format!("no subject is chosen, so all are looked through; {key} chooses"));
        return Vec::new();
    };
    let name = name.to_owned();
    model.subjects.everywhere = !model.subjects.everywhere;
    let reach =
        if model.subjects.everywhere { "in all subjects" } else { &*format!("in {name} only") };
    model.notice = Some(format!("looking {reach}"));
    let mut effects = if model.questions.moved {
        model.refresh_questions();
        model.go_on()
    } else {
        model.refilter()
    };
    if model.search.is_open {
        effects.extend(search::ask_again(model));
    }
    effects
}

/// What stands beside a question: what the list is sorted by, or its subject where another article
/// has the same question.
#[must_use]
pub fn told_beside(model: &Model, id: ArticleId, above: Option<ArticleId>, fold: Fold) -> String {
    let catalog = &model.library.catalog;
    let in_one_subject = matches!(model.questions.within, Within::Subject(_));
    let is_closed = matches!(fold, Fold::Closed(_));
    let is_told = !in_one_subject && !is_closed && (fold != Fold::Alone || catalog.has_twin(id));
    let subject = if is_told { catalog.subject_label(id) } else { "" };
    let entry = catalog.get(id);
    let sorted = match model.questions.sorting.sorted_by() {
        Order::Date => {
            let date = entry.and_then(|entry| entry.date);
            date.map(|date| date::iso(date).unwrap_or(date.to_owned()))
        }
        Order::Score => entry.and_then(|entry| entry.score).map(|score| score.to_string()),
        // Those of one subject stand together: it is named where they begin.
        Order::Subject if !in_one_subject => {
            let subject = |id| catalog.subject_of(id);
            let is_first = above.is_none_or(|above| subject(above) != subject(id));
            return if is_first { catalog.subject_label(id).to_owned() } else { String::new() };
        }
        _ => None,
    };
    match sorted {
        Some(sorted) if subject.is_empty() => sorted,
        Some(sorted) => format!("{sorted} {subject}"),
        None => subject.to_owned(),
    }
}
