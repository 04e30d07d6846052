//! The reading pane and the overlays: a window on laid-out lines.

use super::canvas::Canvas;
use crate::app::answer::{Answer, Shown};
use crate::app::geometry::Geometry;
use crate::app::overlay::Overlay;
use crate::app::pictures::in_view;
use crate::app::{Model, Pane};
use crate::document::{Line, Role};
use crate::keymap::{Action, key_for};
use crate::text::{width, wrap};
use crate::theme::Part;
use ratatui::layout::Rect;

/// Draws the reading pane.
pub fn answer(canvas: &mut Canvas<'_>, model: &Model, geometry: &Geometry) {
    let focused = model.focus == Pane::Answer;
    let border = canvas.part(if focused { Part::FocusedBorder } else { Part::Border });
    let inner = geometry.inner(Pane::Answer);
    let percent = model.answer.percent(inner.height.into());
    let percent = percent.map_or_else(String::new, |percent| format!(" {percent} % "));
    let finding = &model.answer.finding;
    // While it is typed, the count stands beside what is typed.
    let count = if finding.is_typing() { String::new() } else { finding.count() };
    let count = if count.is_empty() { count } else { format!(" {count} ") };
    let name = match (geometry.bordered, &model.answer.shown) {
        // Without a border the title line is all there is to say what is read.
        (false, Shown::Article(_, opened)) => format!(" {}", opened.article.question),
        _ => " Answer ".to_owned(),
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
            article(canvas, page, &model.answer);
            pictures(canvas, model);
        }
        Shown::Nothing => {
            let can_open = model.questions.selected().is_some() && !focused;
            if can_open && model.answer.pending.is_none() {
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
}

/// Draws an overlay.
pub fn overlay(canvas: &mut Canvas<'_>, geometry: &Geometry, overlay: &Overlay) {
    let page = geometry.overlay_inner();
    let all = &overlay.lines;
    let border = canvas.part(Part::FocusedBorder);
    let (strong, quiet) = (canvas.part(Part::Title), canvas.part(Part::Quiet));
    let more = all.len().saturating_sub(overlay.top + usize::from(page.height));
    let more = if more > 0 { format!(" {more} more below ") } else { String::new() };
    let title = format!(" {} ", overlay.title());
    let titles = [(title.as_str(), strong)];
    let (right, bottom) = if geometry.bordered { ("", &*more) } else { (&*more, "") };
    let (right, bottom) = ([(right, quiet)], [(bottom, quiet)]);
    canvas.frame(geometry.overlay, geometry.bordered, border, &titles, &right, &bottom);
    lines(canvas, page, all, overlay.top);
    if let Some(row) = overlay.selected.and_then(|selected| selected.checked_sub(overlay.top)) {
        let style = canvas.part(Part::Selected);
        canvas.paint(Canvas::row(page, row), style);
    }
}

/// The part of the page in view.
fn article(canvas: &mut Canvas<'_>, area: Rect, answer: &Answer) {
    let lines = answer.page.lines.iter().skip(answer.top).take(area.height.into());
    for (row, line) in lines.enumerate() {
        let area = Canvas::row(area, row);
        let spans = answer.spans(line);
        canvas.spans(area, &spans);
        for columns in answer.link_columns(answer.top + row, &spans) {
            canvas.paint_columns(area, &columns, Part::SelectedLink);
        }
        for mark in answer.finding.matches.on(answer.top + row) {
            let is_current = answer.finding.current == Some(mark.of);
            let part = if is_current { Part::CurrentMatch } else { Part::Match };
            for columns in answer.columns_in_view(line, &mark.columns) {
                canvas.paint_columns(area, &columns, part);
            }
        }
    }
}

fn lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line], top: usize) {
    for (row, line) in lines.iter().skip(top).take(area.height.into()).enumerate() {
        canvas.spans(Canvas::row(area, row), &line.spans);
    }
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
