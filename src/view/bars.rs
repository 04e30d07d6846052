//! The line at the top (what is open, how far it is loaded) and the line at the bottom (what the
//! keys do here, or a sentence for the reader).

use super::canvas::Canvas;
use super::heading::tail;
use crate::app::geometry::Geometry;
use crate::app::library::{Progress, State};
use crate::app::scope::Scope;
use crate::app::search::Indexed;
use crate::app::{Model, hints};
use crate::keymap::{Action, Place, key_for};
use crate::text::count::counted;
use crate::text::width;
use crate::theme::Part;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of the gauge.
const GAUGE: usize = 12;
/// Columns of the program's name and the blanks around it.
const LEAD: usize = 8;
/// Columns of what is typed that are worth more than a count beside it.
const FEW_LETTERS: usize = 8;
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
    let scope = Scope { unlisted: model.unlisted, ..Scope::default() };
    let articles = scope.count(catalog);
    let subjects = model.subjects.subjects().count();
    [format!(" · {}", counted(articles, "article")), format!(" · {}", counted(subjects, "subject"))]
}

/// How far the library is, what is wrong with it, and whether what the reader does is forgotten.
fn state(model: &Model) -> (String, Part) {
    let (state, part) = of_library(model);
    if model.memories.is_unkept {
        (format!("{state} · nothing is kept"), Part::Problem)
    } else {
        (state, part)
    }
}

fn of_library(model: &Model) -> (String, Part) {
    let library = &model.library;
    let errors = library.errors();
    let problems = counted(errors, "problem");
    let progress = &library.progress;
    let is_slow = progress.millis >= Progress::WORTH_SHOWING && progress.done < progress.of;
    if library.state == State::Gone {
        ("! the folder is gone".to_owned(), Part::Problem)
    } else if !library.is_complete() || is_slow {
        let work = if library.is_complete() { "checking" } else { "loading" };
        let problems = if errors > 0 { format!(" · {problems}") } else { String::new() };
        (format!("{work} {}{problems}", gauge(progress)), Part::Quiet)
    } else if errors > 0 {
        (format!("! {problems}"), Part::Problem)
    } else if let Indexed::Partly(progress) = &model.search.indexed
        && progress.millis >= Progress::WORTH_SHOWING
    {
        (format!("indexing {}", gauge(progress)), Part::Quiet)
    } else if library.state == State::Current {
        ("✓ up to date".to_owned(), Part::Quiet)
    } else {
        ("✓ all read".to_owned(), Part::Quiet)
    }
}

/// How far some work is: files, and when it takes a while the rate and the time left.
fn gauge(progress: &Progress) -> String {
    let filled = (progress.done * GAUGE).checked_div(progress.of).unwrap_or(0).min(GAUGE);
    let bar = format!("{}{}", "█".repeat(filled), "░".repeat(GAUGE - filled));
    format!("{bar} {}", progress.words(""))
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
    if let Some(notice) = model.sentence() {
        canvas.clear_area(taken);
        let style = canvas.part(Part::Notice);
        let text = width::truncate(notice, usize::from(taken.width).saturating_sub(1)).into_owned();
        canvas.text(taken, 1, &text, style);
        return (taken, None);
    }
    if !area.is_empty() {
        show_hints(canvas, area, model);
    }
    (area, None)
}

/// Draws what the keys do; returns the column at which that begins.
fn show_hints(canvas: &mut Canvas<'_>, area: Rect, model: &Model) -> usize {
    let (key, quiet) = (canvas.part(Part::Key), canvas.part(Part::Quiet));
    let placed = hints::placed(model, area.width.into());
    for (column, hint) in &placed {
        let column = u16::try_from(*column).unwrap_or(u16::MAX);
        let texts = [(&*hint.keys(), key), (" ", quiet), (hint.word, quiet)];
        canvas.texts(area, column, &texts);
    }
    placed.first().map_or(area.width.into(), |(column, _)| *column)
}

/// Draws the line in which is typed what to find in the answer; returns where the cursor stands.
fn prompt(canvas: &mut Canvas<'_>, model: &Model, area: Rect) -> (u16, u16) {
    canvas.clear_area(area);
    let finding = &model.answer.finding;
    let (key, quiet) = (canvas.part(Part::Key), canvas.part(Part::Quiet));
    let name = format!(" {}", key_for(Action::Find, Place::Answer));
    // Hints and count stand at the right, where typing does not move them.
    let end = show_hints(canvas, area, model).min(usize::from(area.width).saturating_sub(1));
    let mut room = end.saturating_sub(width::of(&name));
    let count = finding.count();
    let count_columns = width::of(&count) + hints::APART;
    if count_columns + FEW_LETTERS <= room {
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
