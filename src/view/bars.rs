//! The line at the top (what is open, how far it is loaded) and the line at the bottom (what the
//! keys do here, or a sentence for the reader).

use super::canvas::Canvas;
use super::lists::{FEW_WORDS, tail};
use crate::app::answer::Shown;
use crate::app::geometry::Geometry;
use crate::app::overlay::Kind;
use crate::app::{Model, Pane, links, sideways};
use crate::keymap::{ACTIONS, Action, Place, key_for, shown};
use crate::text::count::{counted, grouped};
use crate::text::width;
use crate::theme::Part;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of the gauge.
const GAUGE: usize = 12;
/// Columns of the program's name and the blanks around it.
const LEAD: usize = 8;
/// Columns between two hints.
const APART: u16 = 3;
/// Columns a library's name keeps at least.
const SHORTEST_NAME: usize = 20;

/// Draws the line at the top.
pub fn header(canvas: &mut Canvas<'_>, model: &Model, geometry: &Geometry) {
    let area = geometry.header;
    let library = &model.library;
    let state = state(model);
    let room = usize::from(area.width).saturating_sub(width::of(&state.0) + 3);
    // The counts give way before the name does: first the subjects, then the articles.
    let [articles, subjects] = counts(model);
    let name_room = |counts: &str| room.saturating_sub(width::of(counts) + LEAD);
    let wanted = width::of(&library.name).min(SHORTEST_NAME);
    let counts = [format!("{articles}{subjects}"), articles]
        .into_iter()
        .find(|counts| name_room(counts) >= wanted)
        .unwrap_or_default();
    let name = width::truncate(&library.name, name_room(&counts)).into_owned();
    let texts = [
        (" Recto", canvas.part(Part::Name)),
        ("  ", canvas.part(Part::Quiet)),
        (name.as_str(), canvas.part(Part::Quiet)),
        (counts.as_str(), canvas.part(Part::Quiet)),
    ];
    let left = Rect { width: u16::try_from(room).unwrap_or(area.width).min(area.width), ..area };
    canvas.texts(left, 0, &texts);
    let style = canvas.part(state.1);
    let column = usize::from(area.width).saturating_sub(width::of(&state.0) + 1);
    canvas.text(area, u16::try_from(column).unwrap_or(0), &state.0, style);
}

fn counts(model: &Model) -> [String; 2] {
    let catalog = &model.library.catalog;
    let scope = crate::app::questions::Scope { subject: None, unlisted: model.unlisted };
    let articles = scope.count(catalog);
    let subjects = model.subjects.order.len();
    [format!(" · {}", counted(articles, "article")), format!(" · {}", counted(subjects, "subject"))]
}

/// How far the library is, and what is wrong with it.
fn state(model: &Model) -> (String, Part) {
    let library = &model.library;
    let errors = library.errors();
    let problems = counted(errors, "problem");
    if !library.complete {
        let filled = (library.read * GAUGE).checked_div(library.found).unwrap_or(0).min(GAUGE);
        let bar = format!("{}{}", "█".repeat(filled), "░".repeat(GAUGE - filled));
        let count = format!("{} of {}", grouped(library.read), grouped(library.found));
        let problems = if errors > 0 { format!(" · {problems}") } else { String::new() };
        (format!("loading {bar} {count}{problems}"), Part::Quiet)
    } else if errors > 0 {
        (format!("! {problems}"), Part::Problem)
    } else {
        ("✓ all read".to_owned(), Part::Quiet)
    }
}

/// Draws the line at the bottom; returns what of the screen it takes, and where the cursor stands if
/// text is typed there.
pub fn footer(
    canvas: &mut Canvas<'_>,
    model: &Model,
    geometry: &Geometry,
) -> (Rect, Option<(u16, u16)>) {
    let area = geometry.footer;
    // Without a footer the last line of the screen is taken for as long as it is needed.
    let (columns, rows) = model.screen;
    let last = Rect { x: 0, y: rows.saturating_sub(1), width: columns, height: rows.min(1) };
    let taken = if area.is_empty() { last } else { area };
    if model.place() == Place::Find {
        return (taken, Some(prompt(canvas, model, taken)));
    }
    if let Some(notice) = &model.notice {
        canvas.clear_area(taken);
        let style = canvas.part(Part::Notice);
        let text = width::truncate(notice, usize::from(taken.width).saturating_sub(1)).into_owned();
        canvas.text(taken, 1, &text, style);
        return (taken, None);
    }
    if !area.is_empty() {
        show_hints(canvas, area, 1, &fitting(hints(model), usize::from(area.width)));
    }
    (area, None)
}

/// Draws keys and what they do from a column on.
fn show_hints(canvas: &mut Canvas<'_>, area: Rect, column: u16, hints: &[Hint]) {
    let (key, quiet) = (canvas.part(Part::Key), canvas.part(Part::Quiet));
    let mut column = column;
    for (name, word) in hints {
        column = canvas.texts(area, column, &[(name, key), (" ", quiet), (word, quiet)]) + APART;
    }
}

/// Draws the line in which is typed what to find in the answer; returns where the cursor stands.
fn prompt(canvas: &mut Canvas<'_>, model: &Model, area: Rect) -> (u16, u16) {
    canvas.clear_area(area);
    let finding = &model.answer.finding;
    let (key, quiet) = (canvas.part(Part::Key), canvas.part(Part::Quiet));
    let name = format!(" {}", key_for(Action::Find, Place::Answer));
    let mut room = usize::from(area.width).saturating_sub(width::of(&name) + 1);
    // Hints and count stand at the right, where typing does not move them.
    let hints = fitting(hints(model), room.saturating_sub(2 * FEW_WORDS));
    let at = usize::from(area.width).saturating_sub(hints.iter().map(columns_of).sum());
    show_hints(canvas, area, u16::try_from(at).unwrap_or(u16::MAX), &hints);
    room = room.min(at.saturating_sub(width::of(&name)));
    let count = finding.count();
    let count_columns = width::of(&count) + usize::from(APART);
    if count_columns + FEW_WORDS / 2 <= room {
        room -= count_columns;
        let at = u16::try_from(width::of(&name) + room).unwrap_or(u16::MAX);
        canvas.text(area, at, &count, quiet);
    }
    let (before, after) = finding.input.parts();
    let before = tail(before, room);
    let after = width::truncate(after, room.saturating_sub(width::of(before))).into_owned();
    let start = canvas.text(area, 0, &name, key);
    let cursor = canvas.text(area, start, before, Style::new());
    canvas.text(area, cursor, &after, Style::new());
    (area.x + cursor.min(area.width.saturating_sub(1)), area.y)
}

/// A key and what it does.
type Hint = (String, &'static str);

/// Columns of a hint with the gap after it.
fn columns_of(hint: &Hint) -> usize {
    width::of(&hint.0) + 1 + width::of(hint.1) + usize::from(APART)
}

/// Keys and what they do in the present place, in the order of the table.
fn hints(model: &Model) -> Vec<Hint> {
    let place = model.place();
    let rows = ACTIONS.iter().filter_map(|row| {
        let (word, places) = row.hint?;
        let name = row.keys_in(place).first().copied()?;
        if !places.contains(&place) || !makes_sense(model, row.action) {
            return None;
        }
        let name = match row.action {
            Action::Related(_) => related_keys(model),
            Action::NextMatch => pair(row.action, Action::PreviousMatch, place),
            Action::ScrollRight => pair(Action::ScrollLeft, row.action, place),
            _ => shown(name),
        };
        let word = match (row.action, place) {
            (Action::Open, Place::Subjects) | (Action::Down, Place::Outline) => "choose",
            (Action::Open, Place::Outline) => "go there",
            (Action::Open, Place::Answer) => "follow",
            (Action::Cancel, Place::Filter) if !model.questions.input.is_empty() => "clear",
            (Action::Cancel, Place::Filter) => "list",
            (Action::Cancel, Place::Find) => "back",
            _ => word,
        };
        Some((name, word))
    });
    rows.collect()
}

/// The hints that fit the columns; what leads to all others, the help, goes last.
fn fitting(mut hints: Vec<Hint>, columns: usize) -> Vec<Hint> {
    while hints.iter().map(columns_of).sum::<usize>() + 1 > columns + usize::from(APART) {
        let dropped = hints.iter().rposition(|(_, word)| *word != "help" && *word != "read");
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
        Action::Outline => !model.answer.page.anchors.is_empty(),
        Action::NextMatch => !model.answer.finding.matches.is_empty(),
        Action::ScrollRight => {
            let lines = model.answer.in_view(model.height(Pane::Answer));
            sideways::blocks(&model.answer.page, &lines).next().is_some()
        }
        Action::Open => match model.place() {
            Place::Questions | Place::Filter => model.questions.selected().is_some(),
            Place::Answer => model.answer.link.is_some(),
            _ => true,
        },
        _ => true,
    }
}

/// The keys of two actions that undo each other.
fn pair(one: Action, other: Action, place: Place) -> String {
    format!("{} {}", key_for(one, place), key_for(other, place))
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
            Place::Filter,
            Place::Find,
            Place::Overlay,
            Place::Outline,
            Place::Link,
            Place::Copying,
        ] {
            let said =
                ACTIONS.iter().filter_map(|row| row.hint).any(|hint| hint.1.contains(&place));
            assert!(said, "{place:?}");
        }
    }
}
