//! What the keys do here: the hints of the line at the bottom, and where each stands in it.
//!
//! Made from the table of actions; only those that would do something now. Serves the view, which
//! draws them, and the mouse, which presses them.

use super::answer::Shown;
use super::model::{Model, Pane};
use super::overlay::Kind;
use super::{links, sideways};
use crate::keymap::{ACTIONS, Action, Definition, Place, key_for, shown};
use crate::text::width;

/// Columns between two hints.
pub const APART: usize = 3;
/// Columns that hints leave to what is typed beside them.
const TYPED: usize = 32;

/// Keys and what they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What they do, in a word.
    pub word: &'static str,
    /// Each key with its action; none where one hint stands for several.
    keys: Vec<(String, Option<Action>)>,
}

impl Hint {
    /// Its keys as they are shown.
    #[must_use]
    pub fn keys(&self) -> String {
        let keys: Vec<_> = self.keys.iter().map(|(key, _)| key.as_str()).collect();
        keys.join(" ")
    }

    /// The columns it takes.
    fn columns(&self) -> usize {
        width::of(&self.keys()) + 1 + width::of(self.word)
    }

    /// What a click at one of its columns does: that of the key there, on its word that of the first.
    fn action_at(&self, column: usize) -> Option<Action> {
        let mut end = 0;
        let clicked = self.keys.iter().find(|(key, _)| {
            end += width::of(key) + 1;
            column < end
        });
        clicked.or_else(|| self.keys.first()).and_then(|(_, action)| *action)
    }
}

/// The hints that fit the columns of the line, with the columns at which they begin.
#[must_use]
pub fn placed(model: &Model, columns: usize) -> Vec<(usize, Hint)> {
    let is_prompt = model.place() == Place::Find;
    let room = if is_prompt { columns.saturating_sub(TYPED) } else { columns };
    let hints = fitting(all(model), room);
    let total: usize = hints.iter().map(|hint| hint.columns() + APART).sum();
    let mut column = if is_prompt { columns.saturating_sub(total) } else { 1 };
    let place = |hint: Hint| {
        let start = column;
        column += hint.columns() + APART;
        (start, hint)
    };
    hints.into_iter().map(place).collect()
}

/// What a click at a column of the line does.
pub(super) fn action_at(model: &Model, column: u16) -> Option<Action> {
    let is_hidden = model.sentence().is_some() && model.place() != Place::Find;
    let placed = placed(model, model.geometry().footer.width.into());
    let column = usize::from(column);
    let is_here = |start: usize, hint: &Hint| (start..start + hint.columns()).contains(&column);
    let (start, hint) = placed.into_iter().find(|(start, hint)| is_here(*start, hint))?;
    hint.action_at(column - start).filter(|_| !is_hidden)
}

/// Keys and what they do in the present place, in the order of the table.
fn all(model: &Model) -> Vec<Hint> {
    let place = model.place();
    let rows = ACTIONS.iter().filter(|row| {
        let stands_here = row.hint.is_some_and(|(_, places)| places.contains(&place));
        stands_here && makes_sense(model, row.action)
    });
    let mut hints: Vec<_> = rows.filter_map(|row| hint(model, row, place)).collect();
    if place == Place::Selecting {
        // Whoever came here by mistake needs the way out first.
        hints.sort_by_key(|hint| hint.word != "leave");
    }
    hints
}

fn hint(model: &Model, row: &Definition, place: Place) -> Option<Hint> {
    let (word, _) = row.hint?;
    let one = |action: Action| (key_for(action, place), Some(action));
    let keys = match row.action {
        Action::Related(_) => vec![(related_keys(model), None)],
        Action::NextMatch => vec![one(row.action), one(Action::PreviousMatch)],
        Action::ScrollRight => vec![one(Action::ScrollLeft), one(row.action)],
        Action::Down if place == Place::Selecting => vec![one(row.action), one(Action::Up)],
        Action::ExtendDown => vec![one(row.action), one(Action::ExtendUp)],
        action => vec![(shown(row.keys_in(place).first()?), Some(action))],
    };
    let word = match (row.action, place) {
        (Action::Open, Place::Subjects | Place::Palette)
        | (Action::Down, Place::Outline | Place::Trail | Place::Highlights) => "choose",
        (Action::Down, Place::Selecting) => "select",
        (Action::AllHighlights, _) if is_everywhere(model) => "this article",
        (Action::Open, Place::Outline | Place::Trail | Place::Highlights | Place::Preview) => {
            "go there"
        }
        (Action::Related(_), Place::Preview) => "look",
        (Action::Open, Place::Answer) => "follow",
        (Action::Open, Place::Shelves) => "put on or off",
        (Action::Open, Place::Naming) => "keep",
        (Action::Cancel, Place::Filter) if !model.questions.input.is_empty() => "clear",
        (Action::Cancel, Place::Filter) => "list",
        (Action::Cancel, Place::Find) => "back",
        _ => word,
    };
    Some(Hint { word, keys })
}

/// The hints that fit the columns; what leads to all others, the help, goes last.
fn fitting(mut hints: Vec<Hint>, columns: usize) -> Vec<Hint> {
    let needed = |hints: &[Hint]| hints.iter().map(|hint| hint.columns() + APART).sum::<usize>();
    while needed(&hints) + 1 > columns + APART {
        let dropped = hints.iter().rposition(|hint| !matches!(hint.word, "help" | "read"));
        hints.remove(dropped.unwrap_or(0));
    }
    hints
}

/// Whether an action would do something now, so that its key is worth a place in the footer.
fn makes_sense(model: &Model, action: Action) -> bool {
    match action {
        Action::Related(_) => {
            !model.answer.page.jumps.is_empty() && !model.geometry().answer.is_empty()
        }
        Action::Back => model.history.current().is_some(),
        Action::Copy => matches!(model.answer.shown, Shown::Article(..)),
        Action::NextLink => model.answer.page.link_count() > 0,
        Action::OpenLink => model.overlays.last().is_some_and(|overlay| match &overlay.kind {
            Kind::Link(target) => links::can_open(target),
            _ => false,
        }),
        Action::RenameShelf | Action::DropShelf => !model.memories.known().shelves.is_empty(),
        Action::Outline => !model.answer.page.anchors.is_empty(),
        Action::EditNote | Action::DropHighlight => model.highlights.listing.line().is_some(),
        Action::NextMatch => !model.answer.finding.matches.is_empty(),
        Action::ScrollRight => {
            let lines = model.answer.in_view(model.height(Pane::Answer));
            sideways::blocks(&model.answer.page, &lines).next().is_some()
        }
        Action::Open => match model.place() {
            Place::Questions | Place::Filter | Place::Search => model.selected().is_some(),
            Place::Answer => model.answer.selected_link(model.height(Pane::Answer)).is_some(),
            _ => true,
        },
        _ => true,
    }
}

/// Whether the list of highlights shows those of all articles.
fn is_everywhere(model: &Model) -> bool {
    let top = model.overlays.last().map(|overlay| &overlay.kind);
    matches!(top, Some(Kind::Highlights { everywhere: true }))
}

fn related_keys(model: &Model) -> String {
    match model.answer.page.jumps.len().min(9) {
        1 => "1".to_owned(),
        count => format!("1-{count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_with_keys_of_its_own_says_something_in_the_footer() {
        for place in [
            Place::Subjects,
            Place::Questions,
            Place::Answer,
            Place::Preview,
            Place::Filter,
            Place::Find,
            Place::Overlay,
            Place::Outline,
            Place::Trail,
            Place::Palette,
            Place::Link,
            Place::Copying,
            Place::Shelves,
            Place::Naming,
            Place::Selecting,
            Place::Highlights,
        ] {
            let said =
                ACTIONS.iter().filter_map(|row| row.hint).any(|hint| hint.1.contains(&place));
            assert!(said, "{place:?}");
        }
    }
}
