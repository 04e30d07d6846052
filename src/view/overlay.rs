//! What lies over the panes: a window on its lines, with the selected one marked.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::app::geometry::Geometry;
use crate::app::overlay::Overlay;
use crate::document::Line;
use crate::theme::Part;

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

fn lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line], top: usize) {
    for (row, line) in lines.iter().skip(top).take(area.height.into()).enumerate() {
        canvas.spans(Canvas::row(area, row), &line.spans);
    }
}
