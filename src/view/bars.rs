//! The line at the top (what is open, how far it is loaded) and the line at the bottom (what the
//! keys do here, or a sentence for the reader).

use super::canvas::Canvas;
use crate::app::geometry::Geometry;
use crate::app::{Model, Pane, sideways};
use crate::keymap::{ACTIONS, Action, Place, key_for, shown};
use crate::text::count::{counted, grouped};
use crate::text::width;
use crate::theme::Part;
use ratatui::layout::Rect;

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

/// Draws the line at the bottom.
pub fn footer(canvas: &mut Canvas<'_>, model: &Model, geometry: &Geometry) {
    let area = geometry.footer;
    if let Some(notice) = &model.notice {
        // Without a footer the notice takes the last line of the screen for as long as it stands.
        let (columns, rows) = model.screen;
        let last = Rect { x: 0, y: rows.saturating_sub(1), width: columns, height: rows.min(1) };
        let area = if area.is_empty() { last } else { area };
        canvas.clear_area(area);
        let style = canvas.part(Part::Notice);
        let text = width::truncate(notice, usize::from(area.width).saturating_sub(1)).into_owned();
        canvas.text(area, 1, &text, style);
        return;
    }
    if area.is_empty() {
        return;
    }
    let (key, quiet) = (canvas.part(Part::Key), canvas.part(Part::Quiet));
    let mut column = 1;
    for (name, word) in &fitting(hints(model), usize::from(area.width)) {
        column = canvas.texts(area, column, &[(name, key), (" ", quiet), (word, quiet)]) + APART;
    }
}

/// Keys and what they do in the present place, in the order of the table.
fn hints(model: &Model) -> Vec<(String, &'static str)> {
    let place = model.place();
    let rows = ACTIONS.iter().filter_map(|row| {
        let (word, places) = row.hint?;
        let name = row.keys_in(place).first().copied()?;
        if !places.contains(&place) || !makes_sense(model, row.action) {
            return None;
        }
        let name = match row.action {
            Action::Related(_) => related_keys(model),
            Action::ScrollRight => pair(Action::ScrollLeft, row.action, place),
            _ => shown(name),
        };
        let word = match (row.action, place) {
            (Action::Open, Place::Subjects) => "choose",
            (Action::Cancel, Place::Filter) if !model.questions.input.is_empty() => "clear",
            (Action::Cancel, Place::Filter) => "list",
            _ => word,
        };
        Some((name, word))
    });
    rows.collect()
}

/// The hints that fit the columns; what leads to all others, the help, goes last.
fn fitting(mut hints: Vec<(String, &'static str)>, columns: usize) -> Vec<(String, &'static str)> {
    let needed =
        |hint: &(String, &str)| width::of(&hint.0) + 1 + width::of(hint.1) + usize::from(APART);
    while hints.iter().map(needed).sum::<usize>() + 1 > columns + usize::from(APART) {
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
        Action::ScrollRight => {
            let lines = model.answer.in_view(model.height(Pane::Answer));
            sideways::blocks(&model.answer.page, &lines).next().is_some()
        }
        Action::Open => model.focus != Pane::Questions || model.questions.selected().is_some(),
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
        for place in
            [Place::Subjects, Place::Questions, Place::Answer, Place::Filter, Place::Overlay]
        {
            let said =
                ACTIONS.iter().filter_map(|row| row.hint).any(|hint| hint.1.contains(&place));
            assert!(said, "{place:?}");
        }
    }
}
