//! Draws a model into a buffer of cells.
//!
//! Changes nothing and decides nothing: where things stand is `app::geometry`, how they look is
//! `theme`. Invariant: nothing is drawn outside the buffer, and nothing that has not passed the
//! gate.

mod bars;
mod canvas;
mod lists;
mod page;

use ratatui::buffer::Buffer;

use crate::app::{Model, Pane};
use crate::theme::Theme;
use canvas::Canvas;

/// Draws the whole screen; returns where the cursor stands, if one is shown.
pub fn view(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let geometry = model.geometry();
    let mut canvas = Canvas::new(buffer, theme);
    canvas.clear();
    bars::header(&mut canvas, model, &geometry);
    let mut cursor = None;
    for pane in [Pane::Questions, Pane::Answer, Pane::Subjects] {
        let outer = geometry.outer(pane);
        if outer.is_empty() {
            continue;
        }
        if pane == Pane::Subjects && geometry.subjects_overlaid {
            canvas.clear_area(outer);
        }
        match pane {
            Pane::Subjects => lists::subjects(&mut canvas, model, &geometry),
            Pane::Questions => cursor = lists::questions(&mut canvas, model, &geometry),
            Pane::Answer => page::answer(&mut canvas, model, &geometry),
        }
    }
    if let Some(overlay) = model.overlays.last() {
        canvas.clear_area(geometry.overlay);
        page::overlay(&mut canvas, &geometry, overlay);
        cursor = None;
    }
    bars::footer(&mut canvas, model, &geometry).or(cursor)
}
