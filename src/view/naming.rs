//! The line in which a shelf is named, and below it what the name is for.

use super::canvas::Canvas;
use super::heading::Heading;
use crate::app::Model;
use crate::app::geometry::Geometry;
use crate::text::width;
use crate::theme::Part;

/// Draws the line; returns where the cursor stands.
pub fn naming(canvas: &mut Canvas<'_>, model: &Model, geometry: &Geometry) -> Option<(u16, u16)> {
    let shelving = &model.shelving;
    let (name, about) = match &shelving.renamed {
        Some(renamed) => ("Rename", format!("another name for “{renamed}”")),
        None => ("New shelf", "its name".to_owned()),
    };
    let heading =
        Heading { name, input: &shelving.input, typing: true, counts: "", below: "", hint: "" };
    let cursor = heading.draw_on(canvas, geometry.overlay, geometry.bordered, true);
    let inner = geometry.overlay_inner();
    let about = width::truncate(&about, inner.width.into()).into_owned();
    let quiet = canvas.part(Part::Quiet);
    canvas.text(Canvas::row(inner, 0), 0, &about, quiet);
    cursor
}
