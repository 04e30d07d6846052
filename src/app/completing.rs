//! What the filter and the search offer to complete, and completing it.
//!
//! Only conditions are completed: words are corrected anyway. Invariant: what is offered first is what
//! completing puts in.

use super::input::Input;
use super::model::Model;
use crate::keymap::{Action, Place, key_for};
use crate::query::{self, Completion, Wanted};
use crate::text::fold;

/// So many offers are made at most.
const OFFERS: usize = 4;

/// What can be completed where the cursor stands, with all that may stand there, the first one first.
/// `None` unless the cursor stands at the end of such a line.
fn completion(model: &Model) -> Option<Completion> {
    let (before, after) = input(model)?.parts();
    if !after.is_empty() {
        return None;
    }
    let mut completion = query::complete(before)?;
    let typed = before.get(completion.at.clone())?;
    if completion.wanted == Wanted::Value("subject") {
        let catalog = &model.library.catalog;
        let wanted = typed.trim_start_matches('"');
        let subjects = catalog.subjects().beginning(wanted).into_iter();
        let subjects = subjects.filter_map(|id| catalog.subjects().get(id));
        completion.offers = subjects.map(|subject| quoted(&subject.label)).collect();
    }
    if completion.wanted == Wanted::Value("shelf") {
        let shelves = model.marks.shelves_beginning(typed.trim_start_matches('"'));
        completion.offers = shelves.iter().map(|shelf| quoted(shelf.own.name())).collect();
    }
    completion.offers.truncate(OFFERS);
    let is_typed = |offer: &String| fold::fold(offer) == fold::fold(typed);
    let is_whole = completion.offers.len() == 1 && completion.offers.first().is_some_and(is_typed);
    (!completion.offers.is_empty() && !is_whole).then_some(completion)
}

/// The line whose conditions are completed.
fn input(model: &Model) -> Option<&Input> {
    match model.place() {
        Place::Filter => Some(&model.questions.input),
        Place::Search => Some(&model.search.input),
        _ => None,
    }
}

/// A value as it is typed.
fn quoted(value: &str) -> String {
    if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value.to_owned() }
}

/// What may be completed, in words for the border of the pane; the query used last while nothing is
/// typed.
#[must_use]
pub fn offers(model: &Model) -> Option<String> {
    if input(model)?.is_empty() {
        let key = key_for(Action::EarlierQuery, Place::Filter);
        return model.memories.last_query().map(|query| format!("{key} {query}"));
    }
    let completion = completion(model)?;
    let key = key_for(Action::CursorRight, Place::Filter);
    Some(format!("{key} {}", completion.offers.join("  ")))
}

/// Completes what stands before the cursor; whether there was anything to complete.
pub(super) fn complete(model: &mut Model) -> bool {
    let Some(completion) = completion(model) else { return false };
    let Some(offer) = completion.offers.into_iter().next() else { return false };
    let end = if completion.wanted == Wanted::Name { "" } else { " " };
    let typed = input(model).map(Input::text).unwrap_or_default();
    let kept = typed.get(..completion.at.start).unwrap_or_default();
    let input = match model.place() {
        Place::Search => &mut model.search.input,
        _ => &mut model.questions.input,
    };
    input.clear();
    input.insert(&format!("{kept}{offer}{end}"));
    true
}
