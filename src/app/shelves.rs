//! Shelves: what stands on which, what they are called, and the order on the one that is shown.
//!
//! The shelves themselves are remembered; here is only what is being done to them. Invariants: a shelf
//! has a name of its own, and one with articles goes only after it was asked about.

use super::input::Input;
use super::marks::{NO_ARTICLE, meant};
use super::message::Effect;
use super::model::{Model, Pane};
use super::ordering::Order;
use super::overlay::{Kind, Overlay};
use super::own::{self, Own};
use super::scope::Chosen;
use crate::document::{Line, Role, Span};
use crate::keymap::{Action, Place, key_for};
use crate::memory::{Memory, Named, Shelf, ShelfChange};
use crate::text::count::{counted, grouped};
use crate::text::width;

/// Columns from which on a row says what it counts.
const ROOMY: usize = 32;

/// What is being done.
#[derive(Debug, Clone, Default)]
pub struct Shelving {
    /// The article that is put on shelves.
    article: Option<Named>,
    /// The name that is typed.
    pub input: Input,
    /// The shelf that gets it; `None` for a new one.
    pub renamed: Option<String>,
    /// The shelf that goes if that is asked for once more.
    pub(super) doomed: Option<String>,
    /// The list that loses what is gone if that is asked for once more.
    pub(super) cleared: Option<Own>,
}

/// Opens the shelves for the article, or closes them. Among the subjects no article is meant, but the
/// shelf that is selected there.
pub(super) fn toggle(model: &mut Model) {
    let is_open = |overlay: &Overlay| matches!(overlay.kind, Kind::Shelves | Kind::Naming);
    if model.overlays.last().is_some_and(is_open) {
        model.close_overlay();
        return;
    }
    model.overlays.retain(|overlay| !is_open(overlay));
    model.shelving = Shelving::default();
    if model.focus != Pane::Subjects {
        model.shelving.article = meant(model).and_then(|id| model.named(id));
    }
    let row = match &model.subjects.chosen {
        Chosen::Own(Own::Shelf(name)) => row_of(model, name),
        _ => 0,
    };
    model.open_overlay(Overlay::choosing(Kind::Shelves, row));
    if model.memories.known().shelves.is_empty() {
        name_new(model);
    }
}

fn row_of(model: &Model, name: &str) -> usize {
    let position = model.memories.known().shelves.iter().position(|shelf| shelf.name == name);
    position.unwrap_or(0)
}

/// The shelf that is selected.
fn selected(model: &Model) -> Option<&Shelf> {
    let row = model.overlays.last().and_then(|overlay| overlay.selected)?;
    model.memories.known().shelves.get(row)
}

/// Puts the article on the shelf in a row, or takes it off.
pub(super) fn put(model: &mut Model, row: usize) -> Vec<Effect> {
    let Some(shelf) = model.memories.known().shelves.get(row) else {
        return Vec::new();
    };
    let Some(article) = model.shelving.article.clone() else {
        model.notice = Some(NO_ARTICLE.to_owned());
        return Vec::new();
    };
    let name = shelf.name.clone();
    let (change, done) = if has(shelf, &article) {
        (ShelfChange::Take(name.clone(), article.article), "taken off")
    } else {
        (ShelfChange::Put(name.clone(), article), "put on")
    };
    model.notice = Some(format!("{done} “{name}”"));
    if let Some(overlay) = model.overlays.last_mut() {
        overlay.selected = Some(row);
    }
    vec![change_shelves(model, change)]
}

fn has(shelf: &Shelf, article: &Named) -> bool {
    shelf.articles.iter().any(|other| other.article == article.article)
}

fn change_shelves(model: &mut Model, change: ShelfChange) -> Effect {
    model.questions.keep_place();
    let effect = model.keep(Memory::Shelf(change));
    model.relayout();
    effect
}

/// Asks for the name of a new shelf.
pub(super) fn name_new(model: &mut Model) {
    (model.shelving.input, model.shelving.renamed) = (Input::default(), None);
    model.open_overlay(Overlay::new(Kind::Naming));
}

/// Asks for another name of the selected shelf.
pub(super) fn rename(model: &mut Model) {
    let Some(name) = selected(model).map(|shelf| shelf.name.clone()) else {
        return none_selected(model);
    };
    model.shelving.input = Input::default();
    model.shelving.input.insert(&name);
    model.shelving.renamed = Some(name);
    model.open_overlay(Overlay::new(Kind::Naming));
}

fn none_selected(model: &mut Model) {
    let key = key_for(Action::NewShelf, Place::Shelves);
    model.notice = Some(format!("there is no shelf yet; {key} makes one"));
}

/// Gives the name that was typed, unless it cannot be one.
pub(super) fn keep_name(model: &mut Model) -> Vec<Effect> {
    let name = model.shelving.input.text().trim().to_owned();
    let renamed = model.shelving.renamed.clone();
    let is_taken = model.memories.known().shelf(&name).is_some();
    let is_same = renamed.as_ref() == Some(&name);
    let is_of_another = is_taken && renamed.is_some() && !is_same;
    let refused = Shelf::misnamed(&name)
        .or_else(|| is_of_another.then(|| format!("there is a shelf “{name}” already")));
    if refused.is_some() {
        model.notice = refused;
        return Vec::new();
    }
    model.close_overlay();
    if is_same {
        return Vec::new();
    }
    // What differs in capitals only is another shelf, which may not be meant.
    let is_alike = |shelf: &&Shelf| {
        let is_other = shelf.name != name && Some(&shelf.name) != renamed.as_ref();
        is_other && shelf.name.to_lowercase() == name.to_lowercase()
    };
    let alike = model.memories.known().shelves.iter().find(is_alike);
    let too = alike.map_or_else(String::new, |shelf| format!("; there is “{}” too", shelf.name));
    let (change, done) = match (renamed, model.shelving.article.clone()) {
        (Some(from), _) => {
            let done = format!("“{from}” is called “{name}” now");
            let chosen = &mut model.subjects.chosen;
            if *chosen == Chosen::Own(Own::Shelf(from.clone())) {
                *chosen = Chosen::Own(Own::Shelf(name.clone()));
            }
            (ShelfChange::Rename { from, to: name.clone() }, done)
        }
        (None, Some(article)) => {
            let which = if is_taken { "" } else { "the new shelf " };
            let done = format!("put on {which}“{name}”");
            (ShelfChange::Put(name.clone(), article), done)
        }
        (None, None) => (ShelfChange::Make(name.clone()), format!("there is a shelf “{name}” now")),
    };
    model.notice = Some(format!("{done}{too}"));
    let effect = model.keep(Memory::Shelf(change));
    let row = row_of(model, &name);
    if let Some(overlay) = model.overlays.last_mut() {
        overlay.selected = Some(row);
    }
    model.questions.keep_place();
    model.relayout();
    vec![effect]
}

/// Deletes the selected shelf, the second time it is asked for.
pub(super) fn drop_selected(model: &mut Model) -> Vec<Effect> {
    let Some(shelf) = selected(model) else {
        none_selected(model);
        return Vec::new();
    };
    let name = shelf.name.clone();
    let (count, _) = count(model, shelf);
    if model.shelving.doomed.take().as_ref() != Some(&name) {
        let key = key_for(Action::DropShelf, Place::Shelves);
        let kept = match count {
            0 => "no article of the library stands on it".to_owned(),
            1 => "its article stays in the library".to_owned(),
            _ => format!("its {} articles stay in the library", grouped(count)),
        };
        model.notice = Some(format!("{key} again deletes the shelf “{name}”; {kept}"));
        model.shelving.doomed = Some(name);
        return Vec::new();
    }
    model.notice = Some(format!("the shelf “{name}” is deleted"));
    vec![change_shelves(model, ShelfChange::Drop(name))]
}

/// Moves the selected article up or down on the shelf that is shown.
pub(super) fn move_selected(model: &mut Model, down: bool) -> Vec<Effect> {
    match place_beside(model, down) {
        Ok(change) => {
            model.questions.keep_place();
            vec![model.keep(Memory::Shelf(change))]
        }
        Err(why_not) => {
            model.notice = Some(why_not);
            Vec::new()
        }
    }
}

/// The move that brings the selected article past its neighbour.
///
/// # Errors
/// A sentence on why there is none.
fn place_beside(model: &Model, down: bool) -> Result<ShelfChange, String> {
    let within = model.questions.within.list().filter(|_| !model.search.is_open);
    let Some(Own::Shelf(shelf)) = within.map(|list| &list.own) else {
        let key = key_for(Action::Shelves, Place::Questions);
        return Err(format!("only a shelf has an order of yours; {key} puts articles on shelves"));
    };
    if !model.questions.input.is_empty() {
        return Err("the order of a shelf is changed while nothing is typed".to_owned());
    }
    let order = model.questions.sorting.order();
    if order != Order::Relevance {
        let (key, by) = (key_for(Action::NextOrder, Place::Questions), order.name());
        return Err(format!("the shelf is sorted by {by}; {key} leads to its own order"));
    }
    let row = model.questions.list.selected;
    let beside = if down { row.checked_add(1) } else { row.checked_sub(1) };
    let key = |row: usize| {
        let id = model.questions.article_at(row)?;
        Some(model.library.catalog.get(id)?.key())
    };
    let article = key(row).ok_or_else(|| NO_ARTICLE.to_owned())?;
    let ends = || "the list ends here".to_owned();
    let neighbour = beside.and_then(key).ok_or_else(ends)?;
    // What is gone keeps its place among the others.
    let articles = model.memories.known().shelf(shelf).map_or(&[][..], |shelf| &shelf.articles);
    let to = articles.iter().position(|other| other.article == neighbour).ok_or_else(ends)?;
    Ok(ShelfChange::Move { shelf: shelf.clone(), article: article.to_owned(), to })
}

/// How many articles of a shelf the library has, and how many it has not.
fn count(model: &Model, shelf: &Shelf) -> (usize, usize) {
    let catalog = &model.library.catalog;
    let is_there = |article: &&Named| own::present(&article.article, catalog).is_some();
    let there = shelf.articles.iter().filter(is_there).count();
    (there, shelf.articles.len() - there)
}

/// The rows of the shelves: a tick where the article stands, the name, and how many stand there.
pub(super) fn rows(model: &Model, columns: usize) -> Vec<Line> {
    let shelves = &model.memories.known().shelves;
    if shelves.is_empty() {
        let text = width::truncate("No shelf yet.", columns).into_owned();
        return vec![Line { spans: vec![Span::new(text, Role::Muted)], ..Line::default() }];
    }
    let article = model.shelving.article.as_ref();
    let row = |shelf: &Shelf| {
        let is_on = article.is_some_and(|article| has(shelf, article));
        let mark = if is_on { "✓ " } else { "  " };
        let count = match count(model, shelf) {
            (there, _) if columns < ROOMY => grouped(there),
            (there, 0) => counted(there, "article"),
            (there, gone) => format!("{} and {} gone", counted(there, "article"), grouped(gone)),
        };
        let room = columns.saturating_sub(width::of(mark) + width::of(&count) + 2);
        let name = width::truncate(&shelf.name, room);
        let used = width::of(mark) + width::of(&name) + width::of(&count);
        let count = if used < columns { count } else { String::new() };
        let gap = " ".repeat(columns.saturating_sub(used));
        let mark = width::truncate(mark, columns).into_owned();
        let spans = vec![
            Span::new(mark, Role::Marker),
            Span::new(name.into_owned(), Role::Text),
            Span::new(gap, Role::Text),
            Span::new(count, Role::Muted),
        ];
        Line { spans, ..Line::default() }
    };
    shelves.iter().map(row).collect()
}
