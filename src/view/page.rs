//! The reading pane and the overlays: a window on laid-out lines.

use super::canvas::Canvas;
use crate::app::answer::Shown;
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
    let name = match (geometry.bordered, &model.answer.shown) {
        // Without a border the title line is all there is to say what is read.
        (false, Shown::Article(_, opened)) => format!(" {}", opened.article.question),
        _ => " Answer ".to_owned(),
    };
    let room = usize::from(geometry.answer.width).saturating_sub(width::of(&percent) + 1);
    let name = width::truncate(&name, room).into_owned();
    let (strong, quiet) = (canvas.part(Part::Title), canvas.part(Part::Quiet));
    let (right, bottom) = if geometry.bordered { ("", &*percent) } else { (&*percent, "") };
    let outer = geometry.answer;
    let titles = [(name.as_str(), strong)];
    canvas.frame(outer, geometry.bordered, border, &titles, &[(right, quiet)], &[(bottom, quiet)]);
    let page = geometry.page();
    match &model.answer.shown {
        Shown::Article(..) => {
            lines(canvas, page, &model.answer.page.lines, model.answer.top);
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
}

fn lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line], top: usize) {
    for (row, line) in lines.iter().skip(top).take(area.height.into()).enumerate() {
        canvas.line(Canvas::row(area, row), line);
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
