//! The palette: a typed line on the frame, and below it what fits, each kind with its own mark.
//!
//! Only the rows in view are looked at. Invariant: what kind an entry is, is said by a sign, not by a
//! colour alone.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::heading::Heading;
use super::lists::{on_row, pieces, select};
use crate::app::Model;
use crate::app::geometry::Geometry;
use crate::app::palette::{ACTION, Entry, PAST, QUESTION, SUBJECT, Typed, height};
use crate::find;
use crate::text::count::grouped;
use crate::text::width;
use crate::theme::Part;

/// Columns of the sign of a kind and the blank after it.
const SIGN: usize = 2;
/// Columns after which it is said what an action does.
const NAMES: usize = 18;
/// Columns from which on what stands at the right does so whatever the name.
const SIDE_FROM: usize = 32;
/// Columns that what stands at the right must leave.
const LEFT: usize = 12;

/// Draws the palette; returns where the cursor stands.
pub fn palette(canvas: &mut Canvas<'_>, model: &Model, geometry: &Geometry) -> Option<(u16, u16)> {
    let palette = &model.palette;
    let rows = palette.rows();
    let counts =
        if palette.is_finding() { " … ".to_owned() } else { format!(" {} ", grouped(rows)) };
    let below = format!(
        "{ACTION} actions   {SUBJECT} subjects   {QUESTION} questions   {PAST} read before"
    );
    let hint =
        format!("action, subject or question; {ACTION} {SUBJECT} {QUESTION} {PAST} for one kind");
    let heading = Heading {
        name: "Palette",
        input: &palette.input,
        typing: true,
        counts: &counts,
        below: &below,
        hint: &hint,
    };
    let cursor = heading.draw_on(canvas, geometry.overlay, geometry.bordered, true);
    let (_, typed) = palette.typed();
    let typed = Typed::new(&typed);
    let inner = geometry.overlay_inner();
    for line in 0..height(model) {
        let row = palette.list.top + line;
        let Some(entry) = palette.entry(row) else { break };
        let area = Canvas::row(inner, line);
        let style = select(canvas, area, row == palette.list.selected, true);
        draw(canvas, model, area, &entry, &typed, style);
    }
    if rows == 0 && !palette.is_finding() {
        let quiet = canvas.part(Part::Quiet);
        canvas.text(inner, 0, "Nothing fits.", quiet);
    }
    cursor
}

/// One entry: its sign, its name with what fits marked, what is said about it, and at the right its
/// keys, its subject or its count.
fn draw(
    canvas: &mut Canvas<'_>,
    model: &Model,
    area: Rect,
    entry: &Entry,
    typed: &Typed,
    style: Style,
) {
    let naming = entry.naming(model);
    let (sign, marks) = match entry {
        Entry::Action(_) => (ACTION, typed.marks(&naming.name)),
        Entry::Choice(_) => (SUBJECT, typed.marks(&naming.name)),
        Entry::Past(_) => (PAST, typed.marks(&naming.name)),
        Entry::Question(_) => {
            let palette = &model.palette;
            (QUESTION, find::marks(&naming.name, &palette.query, &palette.found))
        }
    };
    let quiet = on_row(canvas, style, Part::Quiet);
    let matched = on_row(canvas, style, Part::Match);
    let plain = if naming.is_possible { style } else { quiet };
    let columns = usize::from(area.width);
    // Where there is little room the name has all of it.
    let needed = SIGN + width::of(&naming.name) + 2 + width::of(&naming.side);
    let side = if columns >= SIDE_FROM || needed <= columns { &naming.side } else { "" };
    let side = width::truncate(side, columns.saturating_sub(LEFT).min(columns / 2));
    let beside = if side.is_empty() { 0 } else { width::of(&side) + 2 };
    let room = columns.saturating_sub(SIGN + beside);
    let mut column = canvas.text(area, 0, &format!("{sign} "), quiet);
    let shown = width::truncate(&naming.name, room);
    for (part, is_match) in pieces(&shown, &naming.name, &marks) {
        column = canvas.text(area, column, part, if is_match { matched } else { plain });
    }
    let about_at = (width::of(&shown) + 2).max(NAMES);
    let left = room.saturating_sub(about_at);
    if left >= LEFT && !naming.about.is_empty() {
        let about = width::truncate(&naming.about, left);
        let at = u16::try_from(SIGN + about_at).unwrap_or(u16::MAX);
        canvas.text(area, at, &about, quiet);
    }
    let at = columns.saturating_sub(width::of(&side));
    canvas.text(area, u16::try_from(at).unwrap_or(0), &side, quiet);
}
