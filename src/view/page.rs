//! The reading pane: a window on the laid-out page, with what is found and selected marked.

use super::canvas::Canvas;
use super::linked::Linked;
use crate::app::answer::{Answer, Shown};
use crate::app::geometry::Geometry;
use crate::app::highlights::listing::SIGNS;
use crate::app::marks::STAR;
use crate::app::pictures::in_view;
use crate::app::{Model, Pane, links};
use crate::document::{Line, Role, Span};
use crate::keymap::{Action, key_for};
use crate::text::{width, wrap};
use crate::theme::Part;
use ratatui::layout::Rect;

/// Stands beside lines that are selected.
const SELECTED: &str = ">";

/// Draws the reading pane; returns its links.
pub fn answer(canvas: &mut Canvas<'_>, model: &Model, geometry: &Geometry) -> Vec<Linked> {
    let focused = model.focus == Pane::Answer;
    let border = canvas.part(if focused { Part::FocusedBorder } else { Part::Border });
    let inner = geometry.inner(Pane::Answer);
    let percent = model.answer.percent(inner.height.into());
    let percent = percent.map_or_else(String::new, |percent| format!(" {percent} % "));
    let finding = &model.answer.finding;
    // While it is typed, the count stands beside what is typed.
    let count = if finding.is_typing() { String::new() } else { finding.count() };
    let count = if count.is_empty() { count } else { format!(" {count} ") };
    let is_gone = model.answer.id().is_some_and(|id| model.library.catalog.get(id).is_none());
    let gone = if is_gone { "its file is gone · " } else { "" };
    let signs = model.answer.id().map_or("", |id| model.marks.signs(id));
    let name = match (geometry.bordered, &model.answer.shown) {
        // Without a border the title line is all there is to say what is read.
        (false, Shown::Article(_, opened)) => {
            let signs = if signs.is_empty() { "" } else { &*format!("{signs} ") };
            format!(" {signs}{gone}{}", opened.article.question)
        }
        _ => format!(" {gone}Answer {}", marks(model)),
    };
    let beside = width::of(&percent) + width::of(&count) + 1;
    let room = usize::from(geometry.answer.width).saturating_sub(beside);
    let name = width::truncate(&name, room).into_owned();
    let (strong, quiet) = (canvas.part(Part::Title), canvas.part(Part::Quiet));
    let (right, bottom) = if geometry.bordered { ("", &*percent) } else { (&*percent, "") };
    let outer = geometry.answer;
    let titles = [(name.as_str(), strong)];
    let right = [(count.as_str(), quiet), (right, quiet)];
    canvas.frame(outer, geometry.bordered, border, &titles, &right, &[(bottom, quiet)]);
    if let Some(section) = model.answer.section().filter(|_| geometry.bordered) {
        canvas.below(outer, &section.text, quiet, width::of(bottom));
    }
    let page = geometry.page();
    match &model.answer.shown {
        Shown::Article(..) => {
            let linked = article(canvas, page, model);
            margin(canvas, geometry, model);
            pictures(canvas, model);
            return linked;
        }
        Shown::Nothing => {
            let can_open = model.selected().is_some() && !focused;
            if can_open && !model.answer.awaits_another() {
                let text = format!("{} opens a question.", key_for(Action::Open, model.place()));
                canvas.text(Canvas::row(page, 0), 0, &text, quiet);
            }
        }
        Shown::Unreadable(_, problem) => {
            let text = problem.to_string();
            let style = canvas.face(Role::Warning);
            let columns = usize::from(page.width);
            for (row, range) in wrap::breaks(&text, columns, columns).into_iter().enumerate() {
                canvas.text(Canvas::row(page, row), 0, text.get(range).unwrap_or_default(), style);
            }
        }
    }
    Vec::new()
}

/// What the article that is shown is marked as, in the title.
fn marks(model: &Model) -> String {
    let Some(id) = model.answer.id() else { return String::new() };
    let star = model.marks.is_starred(id).then_some(STAR);
    let read = model.marks.is_read(id).then_some("read");
    let marks: Vec<_> = star.into_iter().chain(read).collect();
    if marks.is_empty() { String::new() } else { format!("· {} ", marks.join(" · ")) }
}

/// The part of the page in view; returns its links.
fn article(canvas: &mut Canvas<'_>, area: Rect, model: &Model) -> Vec<Linked> {
    let answer = &model.answer;
    let mut pieces = Vec::new();
    let lines = answer.page.lines.iter().skip(answer.top).take(area.height.into());
    for (row, line) in lines.enumerate() {
        let area = Canvas::row(area, row);
        let spans = answer.spans(line);
        canvas.spans(area, &spans);
        highlights(canvas, area, model, answer.top + row, line);
        mark(canvas, area, answer, answer.top + row, line);
        for columns in answer.link_columns(answer.top + row, &spans) {
            canvas.paint_columns(area, &columns, Part::SelectedLink);
        }
        pieces.extend(linked(area, answer, &spans));
    }
    pieces
}

/// Marks what is highlighted and what is selected on a line.
fn highlights(canvas: &mut Canvas<'_>, area: Rect, model: &Model, number: usize, line: &Line) {
    let shades = model.highlights.on(number).iter().map(|shade| {
        let part = if shade.has_note { Part::NotedHighlight } else { Part::Highlight };
        (&shade.mark, part)
    });
    let selected = model.highlights.selection.iter().flat_map(|selection| selection.on(number));
    for (mark, part) in shades.chain(selected.map(|mark| (mark, Part::SelectedText))) {
        for columns in model.answer.columns_in_view(line, &mark.columns) {
            canvas.paint_columns(area, &columns, part);
        }
    }
}

/// Draws the signs of highlights and of what is selected into the margin, if there is one.
fn margin(canvas: &mut Canvas<'_>, geometry: &Geometry, model: &Model) {
    let (page, inner) = (geometry.page(), geometry.inner(Pane::Answer));
    let Some(x) = page.x.checked_sub(1).filter(|x| *x >= inner.x) else { return };
    let area = Rect { x, width: 1, ..page };
    let style = canvas.part(Part::MarginSign);
    for (row, line) in model.answer.in_view(page.height.into()).enumerate() {
        let shades = model.highlights.on(line);
        let has_note = shades.iter().any(|shade| shade.has_note && shade.is_first);
        let selection = model.highlights.selection.as_ref();
        let is_selected = selection.is_some_and(|selection| !selection.on(line).is_empty());
        let sign = match SIGNS {
            _ if is_selected => SELECTED,
            [_, noted] if has_note => noted,
            [plain, _] if !shades.is_empty() => plain,
            _ => continue,
        };
        canvas.text(Canvas::row(area, row), 0, sign, style);
    }
}

/// Marks what is found on a line.
fn mark(canvas: &mut Canvas<'_>, area: Rect, answer: &Answer, number: usize, line: &Line) {
    for mark in answer.finding.matches.on(number) {
        let is_current = answer.finding.current == Some(mark.of);
        let part = if is_current { Part::CurrentMatch } else { Part::Match };
        for columns in answer.columns_in_view(line, &mark.columns) {
            canvas.paint_columns(area, &columns, part);
        }
    }
}

/// The links in the spans of a row that a terminal can be told.
fn linked<'a>(
    area: Rect,
    answer: &'a Answer,
    spans: &'a [Span],
) -> impl Iterator<Item = Linked> + use<'a> {
    let mut end = area.x;
    spans.iter().filter_map(move |span| {
        let columns = u16::try_from(width::of(&span.text)).unwrap_or(u16::MAX);
        let start = end;
        end = end.saturating_add(columns).min(area.right());
        let link = span.link.and_then(|number| answer.page.links.get(number))?;
        let target = Some(&link.target).filter(|target| links::can_open(target))?.clone();
        (start < end).then_some(Linked { row: area.y, columns: start..end, target })
    })
}

/// Draws the parts of pictures that are in view.
fn pictures(canvas: &mut Canvas<'_>, model: &Model) {
    for (placement, blocks) in in_view(model) {
        let rows = usize::from(placement.above)..;
        for (row, number) in (0..usize::from(placement.area.height)).zip(rows) {
            canvas.blocks(Canvas::row(placement.area, row), blocks.row(number));
        }
    }
}
