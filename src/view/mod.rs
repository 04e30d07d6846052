//! Draws a model into a buffer of cells.
//!
//! Changes nothing and decides nothing: where things stand is `app::geometry`, how they look is
//! `theme`. Invariant: nothing is drawn outside the buffer, and nothing that has not passed the
//! gate.

mod bars;
mod canvas;
mod heading;
mod linked;
mod lists;
mod naming;
mod overlay;
mod page;
mod palette;
mod preview;
mod search;

use ratatui::buffer::Buffer;

use crate::app::overlay::Kind;
use crate::app::preview::area as preview_area;
use crate::app::{Model, Pane};
use crate::theme::Theme;
use canvas::Canvas;
pub use linked::Linked;

/// What a frame holds besides its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// Column and row of the cursor, if it is shown.
    pub cursor: Option<(u16, u16)>,
    /// The links that lead to the web or to a mail.
    pub links: Vec<Linked>,
}

/// Draws the whole screen.
pub fn view(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Frame {
    let geometry = model.geometry();
    let mut canvas = Canvas::new(buffer, theme);
    canvas.clear();
    bars::header(&mut canvas, model, &geometry);
    let mut frame = Frame::default();
    for pane in [Pane::Questions, Pane::Answer, Pane::Subjects] {
        let outer = geometry.outer(pane);
        if outer.is_empty() {
            continue;
        }
        if pane == Pane::Subjects && geometry.subjects_overlaid {
            canvas.clear_area(outer);
            frame.links = linked::without(frame.links, outer);
        }
        match pane {
            Pane::Subjects => lists::subjects(&mut canvas, model, &geometry),
            Pane::Questions if model.search.is_open => {
                frame.cursor = search::search(&mut canvas, model, &geometry);
            }
            Pane::Questions => frame.cursor = lists::questions(&mut canvas, model, &geometry),
            Pane::Answer => frame.links = page::answer(&mut canvas, model, &geometry),
        }
    }
    if let Some(area) = preview_area(model) {
        preview::preview(&mut canvas, model, area);
        frame.links = linked::without(frame.links, area);
    }
    if let Some(overlay) = model.overlays.last() {
        canvas.clear_area(geometry.overlay);
        frame.cursor = match overlay.kind {
            Kind::Palette => palette::palette(&mut canvas, model, &geometry),
            Kind::Naming => naming::naming(&mut canvas, model, &geometry),
            _ => {
                overlay::overlay(&mut canvas, &geometry, overlay);
                None
            }
        };
        frame.links = linked::without(frame.links, geometry.overlay);
    }
    let (taken, cursor) = bars::footer(&mut canvas, model, &geometry);
    frame.links = linked::without(frame.links, taken);
    frame.cursor = cursor.or(frame.cursor);
    frame
}
