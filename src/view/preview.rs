//! The preview: the beginning of what the selected link leads to, in a box beside the link.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::app::Model;
use crate::theme::Part;

/// Draws the preview into its box.
pub fn preview(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let border = canvas.part(Part::Border);
    let title = [(" Preview ", canvas.part(Part::Title))];
    canvas.clear_area(area);
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    let lines = model.preview.lines();
    let more = lines.len() > usize::from(inner.height);
    let more = [(if more { " … " } else { "" }, canvas.part(Part::Quiet))];
    canvas.frame(area, true, border, &title, &[], &more);
    for (row, line) in lines.iter().take(inner.height.into()).enumerate() {
        canvas.spans(Canvas::row(inner, row), &line.spans);
    }
}
