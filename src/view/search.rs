//! What a search of all text found: for each article its question, and where in its text.
//!
//! Invariant: a hit takes as many lines as the list counts for it, whatever is in it.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::heading::Heading;
use super::lists::{beside, indent, marked, on_row, pieces, select};
use crate::app::folding::Fold;
use crate::app::geometry::Geometry;
use crate::app::library::Progress;
use crate::app::search::{HIT_LINES, Hit, Indexed};
use crate::app::{Model, Pane, completing};
use crate::text::count::{counted, grouped};
use crate::text::{width, wrap};
use crate::theme::Part;

/// Columns from which on a hit names its subject.
const SUBJECT_FROM: u16 = 32;

/// Draws what was found; returns where the cursor stands.
pub fn search(canvas: &mut Canvas<'_>, model: &Model, geometry: &Geometry) -> Option<(u16, u16)> {
    let focused = model.focus == Pane::Questions;
    let cursor = title(canvas, model, geometry, focused);
    let inner = geometry.inner(Pane::Questions);
    let list = model.search.list;
    for row in list.top..list.top + model.list_height() {
        let Some(hit) = model.search.hit(row) else { break };
        let lines = Canvas::rows(inner, (row - list.top) * HIT_LINES, HIT_LINES);
        let style = select(canvas, Canvas::row(lines, 0), row == list.selected, focused);
        draw(canvas, model, lines, hit, model.search.fold_at(row), style);
    }
    if model.search.results.hits.is_empty() {
        empty(canvas, model, inner);
    }
    cursor
}

fn title(
    canvas: &mut Canvas<'_>,
    model: &Model,
    geometry: &Geometry,
    focused: bool,
) -> Option<(u16, u16)> {
    let search = &model.search;
    let counts = if search.input.is_empty() {
        String::new()
    } else if search.is_behind() {
        " … ".to_owned()
    } else {
        format!(" {} ", grouped(search.results.total))
    };
    let found = &search.results;
    let corrected = found.corrected.as_ref().map(|words| format!("showing {words}"));
    let some = found.partly.then(|| "some of the words".to_owned());
    let read = match search.indexed {
        Indexed::Partly(Progress { done, of, .. }) => {
            Some(format!("{} of {} read", grouped(done), grouped(of)))
        }
        _ => None,
    };
    let below = completing::offers(model).or(some).or(corrected).or(read).unwrap_or_default();
    let within = model.scope().within;
    let name = within.name(&model.library.catalog).unwrap_or("Search");
    let heading = Heading {
        name,
        input: &search.input,
        typing: true,
        counts: &counts,
        below: &below,
        hint: "type words of an answer",
    };
    heading.draw(canvas, geometry, focused)
}

/// One hit: its question and subject, and below the words around what was looked for.
fn draw(canvas: &mut Canvas<'_>, model: &Model, lines: Rect, hit: &Hit, fold: Fold, style: Style) {
    let catalog = &model.library.catalog;
    let id = catalog.with_path(&hit.path);
    let question = id.and_then(|id| catalog.get(id)).map_or(&*hit.path, |entry| entry.question);
    // Where there is little room the question has all of it.
    let has_room = lines.width >= SUBJECT_FROM;
    let subject = id.filter(|_| has_room).map_or("", |id| catalog.subject_label(id));
    let first = Canvas::row(lines, 0);
    let columns = usize::from(lines.width);
    let subject = beside(subject, fold, columns / 3);
    let subject = marked(id.map_or("", |id| model.marks.signs(id)), &subject);
    let start = 1 + indent(fold);
    let room = columns.saturating_sub(width::of(&subject) + 3 + usize::from(start));
    canvas.text(first, start, &width::truncate(question, room), style);
    let at = u16::try_from(columns.saturating_sub(width::of(&subject) + 1)).unwrap_or(0);
    canvas.text(first, at, &subject, on_row(canvas, style, Part::Quiet));
    let (quiet, matched) = (canvas.part(Part::Quiet), canvas.part(Part::Match));
    let room = columns.saturating_sub(4).max(1);
    let broken = wrap::breaks(&hit.snippet, room, room);
    // What was looked for is in view, whatever stands before it.
    let first = hit.marks.first().map_or(0, |mark| mark.start);
    let at = broken.iter().position(|range| first < range.end).unwrap_or(0);
    let skipped = (at + 2).saturating_sub(HIT_LINES);
    for (line, range) in (1..HIT_LINES).zip(broken.into_iter().skip(skipped)) {
        // The last line that there is room for is cut, not wrapped.
        let end = if line + 1 == HIT_LINES { hit.snippet.len() } else { range.end };
        let from = range.start;
        let text = hit.snippet.get(from..end).unwrap_or_default();
        let shown = width::truncate(text, room);
        let marks: Vec<_> = hit
            .marks
            .iter()
            .map(|mark| mark.start.saturating_sub(from)..mark.end.saturating_sub(from))
            .collect();
        let area = Canvas::row(lines, line);
        let mut column = 3;
        for (part, is_match) in pieces(&shown, text, &marks) {
            column = canvas.text(area, column, part, if is_match { matched } else { quiet });
        }
    }
}

fn empty(canvas: &mut Canvas<'_>, model: &Model, inner: Rect) {
    let search = &model.search;
    let words = match &search.indexed {
        Indexed::Failed(reason) => reason.clone(),
        _ if search.input.is_empty() => match search.indexed {
            Indexed::Partly(Progress { done, of, .. }) => {
                format!("{} of {} can be searched by now.", grouped(done), counted(of, "article"))
            }
            _ => "Words, \"phrases in quotes\", -word; F1 tells of the keys.".to_owned(),
        },
        _ if search.is_behind() => String::new(),
        _ => "Nothing holds all of this.".to_owned(),
    };
    let quiet = canvas.part(Part::Quiet);
    let columns = usize::from(inner.width).saturating_sub(2).max(1);
    for (line, range) in wrap::breaks(&words, columns, columns).into_iter().enumerate() {
        let text = words.get(range).unwrap_or_default();
        canvas.text(Canvas::row(inner, line), 1, text, quiet);
    }
}
