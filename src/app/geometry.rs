//! Where everything stands on a screen of a given size.
//!
//! One pure function for update (page sizes, mouse) and view (drawing). Total: every size from 0x0
//! up has an answer, and no rectangle leaves the screen.

use ratatui::layout::Rect;

use super::model::{Model, Pane};
use super::overlay::Kind;

/// From this many columns, three panes.
pub const THREE_PANES: u16 = 120;
/// From this many columns, two panes.
pub const TWO_PANES: u16 = 80;
/// The comfortable measure of an answer, in columns, unless the reader wants another.
pub const MEASURE: u16 = 88;
/// Columns of a list of choices, borders included.
const CHOICES: u16 = 44;
/// From this size, panes have borders; and from as many rows, there are header and footer.
const BORDERED: (u16, u16) = (40, 8);

/// The rectangles; an empty one is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Geometry {
    /// The line at the top.
    pub header: Rect,
    /// The line at the bottom.
    pub footer: Rect,
    /// The list of subjects, borders included.
    pub subjects: Rect,
    /// The list of questions, borders included.
    pub questions: Rect,
    /// The answer, borders included.
    pub answer: Rect,
    /// Whether the subjects lie over the other panes.
    pub subjects_overlaid: bool,
    /// What an overlay lies over, borders included.
    pub overlay: Rect,
    /// Whether panes have borders.
    pub bordered: bool,
    /// The columns of an answer at most.
    pub measure: u16,
}

impl Geometry {
    /// The rectangle of a pane, borders included.
    #[must_use]
    pub const fn outer(&self, pane: Pane) -> Rect {
        match pane {
            Pane::Subjects => self.subjects,
            Pane::Questions => self.questions,
            Pane::Answer => self.answer,
        }
    }

    /// What a pane shows its lines in.
    #[must_use]
    pub const fn inner(&self, pane: Pane) -> Rect {
        inner(self.outer(pane), self.bordered)
    }

    /// What an overlay shows its lines in.
    #[must_use]
    pub const fn overlay_inner(&self) -> Rect {
        let inner = inner(self.overlay, self.bordered);
        let left = if inner.width > 0 { 1 } else { 0 };
        Rect { x: inner.x + left, width: inner.width.saturating_sub(2), ..inner }
    }

    /// The column of text in the answer pane: at most the measure, centred.
    #[must_use]
    pub fn page(&self) -> Rect {
        let inner = self.inner(Pane::Answer);
        let padding = u16::from(inner.width >= 24);
        let room = inner.width - 2 * padding;
        let width = room.min(self.measure);
        let left = padding + (room - width) / 2;
        Rect { x: inner.x + left, width, ..inner }
    }

    /// The pane under a cell.
    #[must_use]
    pub fn pane_at(&self, column: u16, row: u16) -> Option<Pane> {
        let order = if self.subjects_overlaid {
            [Pane::Subjects, Pane::Questions, Pane::Answer]
        } else {
            [Pane::Answer, Pane::Questions, Pane::Subjects]
        };
        order.into_iter().find(|pane| self.outer(*pane).contains((column, row).into()))
    }
}

/// The lines of a pane: inside its border, or below its title line where it has none.
const fn inner(outer: Rect, bordered: bool) -> Rect {
    if bordered {
        let (width, height) = (outer.width.saturating_sub(2), outer.height.saturating_sub(2));
        let (right, down) =
            (if outer.width > 1 { 1 } else { 0 }, if outer.height > 1 { 1 } else { 0 });
        Rect { x: outer.x + right, y: outer.y + down, width, height }
    } else {
        let down = if outer.height > 0 { 1 } else { 0 };
        Rect { x: outer.x, y: outer.y + down, width: outer.width, height: outer.height - down }
    }
}

/// Where everything stands for a model.
#[must_use]
pub fn geometry(model: &Model) -> Geometry {
    let (columns, rows) = model.screen;
    let bordered = columns >= BORDERED.0 && rows >= BORDERED.1;
    let bar = u16::from(rows >= BORDERED.1);
    let body = Rect { x: 0, y: bar, width: columns, height: rows - 2 * bar };
    let mut geometry = Geometry {
        header: Rect { x: 0, y: 0, width: columns, height: bar },
        footer: Rect { x: 0, y: rows - bar, width: columns, height: bar },
        bordered,
        measure: model.measure,
        ..Geometry::default()
    };
    panes(model, body, &mut geometry);
    if let Some(overlay) = model.overlays.last() {
        geometry.overlay = if overlay.kind == Kind::Statistics { body } else { centred(body) };
        let columns = geometry.overlay_inner().width;
        if let Some(rows) = overlay.rows(columns.into(), model).filter(|_| bordered) {
            geometry.overlay = lowered(geometry.overlay, rows);
        }
        if overlay.kind == Kind::Copy && bordered {
            geometry.overlay = cornered(body, geometry.overlay.height);
        }
    }
    geometry
}

fn panes(model: &Model, body: Rect, geometry: &mut Geometry) {
    let columns = body.width;
    if model.zoomed && model.focus == Pane::Answer {
        geometry.answer = body;
    } else if columns >= TWO_PANES {
        let three = columns >= THREE_PANES && !model.subjects_hidden;
        let side = if three { (columns / 4).min(28) } else { 0 };
        let rest = columns - side;
        let list = (u32::from(rest) * 45 / 100).min(80);
        let list = u16::try_from(list).unwrap_or(rest / 2);
        let (left, right) = split(body, side);
        let (middle, right) = split(right, list);
        geometry.subjects = left;
        geometry.questions = middle;
        geometry.answer = right;
        if !three && model.focus == Pane::Subjects {
            geometry.subjects = split(body, (columns / 3).clamp(26, 40)).0;
            geometry.subjects_overlaid = true;
        }
    } else {
        match model.focus {
            Pane::Subjects => geometry.subjects = body,
            Pane::Questions => geometry.questions = body,
            Pane::Answer => geometry.answer = body,
        }
    }
}

/// The left `columns` of a rectangle, and the rest.
fn split(area: Rect, columns: u16) -> (Rect, Rect) {
    let columns = columns.min(area.width);
    (
        Rect { width: columns, ..area },
        Rect { x: area.x + columns, width: area.width - columns, ..area },
    )
}

fn centred(body: Rect) -> Rect {
    if body.width < 60 || body.height < 12 {
        return body;
    }
    let width = (body.width - 8).min(90);
    let height = body.height - 2;
    Rect { x: body.x + (body.width - width) / 2, y: body.y + 1, width, height }
}

/// The same rectangle, only so high that it shows `rows` lines within its border.
fn lowered(area: Rect, rows: usize) -> Rect {
    let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2).min(area.height);
    Rect { y: area.y + (area.height - height) / 2, height, ..area }
}

/// The lower right corner, where choices stand beside what they are about.
fn cornered(body: Rect, height: u16) -> Rect {
    let width = body.width.min(CHOICES);
    let height = height.min(body.height);
    Rect { x: body.right() - width, y: body.bottom() - height, width, height }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::overlay::Overlay;

    fn model(columns: u16, rows: u16, focus: Pane, zoomed: bool) -> Model {
        let mut model = Model::new("library".into(), (columns, rows));
        model.focus = focus;
        model.zoomed = zoomed;
        model.overlays.push(Overlay::new(Kind::Problems));
        model
    }

    proptest! {
        #[test]
        fn no_rectangle_leaves_the_screen_at_any_size(
            columns in 0_u16..300,
            rows in 0_u16..120,
            focus in prop::sample::select(vec![Pane::Subjects, Pane::Questions, Pane::Answer]),
            zoomed: bool,
            kind in prop::option::of(prop::sample::select(vec![
                Kind::Link("https://e.org/".repeat(40)),
                Kind::Copy,
                Kind::Outline,
                Kind::Trail,
                Kind::Statistics,
                Kind::Palette,
            ])),
        ) {
            let mut model = model(columns, rows, focus, zoomed);
            if let Some(kind) = kind {
                model.overlays.push(Overlay::new(kind));
            }
            let geometry = geometry(&model);
            let screen = Rect::new(0, 0, columns, rows);
            let mut rects = vec![geometry.header, geometry.footer, geometry.page()];
            rects.extend([geometry.overlay, geometry.overlay_inner()]);
            for pane in [Pane::Subjects, Pane::Questions, Pane::Answer] {
                rects.extend([geometry.outer(pane), geometry.inner(pane)]);
            }
            for rect in rects {
                prop_assert_eq!(rect.intersection(screen).area(), rect.area());
            }
            if columns > 0 && rows > 0 {
                prop_assert!(!geometry.outer(focus).is_empty());
            }
        }
    }

    #[test]
    fn the_number_of_panes_follows_the_width() {
        let shown = |columns| {
            let geometry = geometry(&model(columns, 24, Pane::Questions, false));
            let panes = [Pane::Subjects, Pane::Questions, Pane::Answer];
            panes.into_iter().filter(|pane| !geometry.outer(*pane).is_empty()).count()
        };
        assert_eq!((shown(120), shown(119), shown(80), shown(79), shown(20)), (3, 2, 2, 1, 1));
    }

    #[test]
    fn an_answer_is_never_wider_than_the_measure_and_stands_in_the_middle() {
        let page = geometry(&model(200, 40, Pane::Answer, true)).page();
        assert_eq!((page.width, page.x), (88, 56));
    }
}
