//! The outline of the answer: which section is being read, and going from heading to heading.
//!
//! Where an answer has no headings its anchors are the bold words that begin its list items.
//! Invariant: what it goes to stands on the first line, unless the page ends before.

use super::answer::Answer;
use super::model::{Model, Pane};
use super::overlay::{Kind, Overlay};
use super::page::Page;
use crate::document::{Anchor, Face, Line, Role, Span};
use crate::text::width;
use ratatui::style::Modifier;

/// What stands before the section that is being read.
const PRESENT: &str = "• ";
/// Columns by which a section is set in from the one it belongs to.
const STEP: usize = 2;

impl Page {
    /// The section that a line belongs to, as an index into `anchors`.
    #[must_use]
    pub fn section_at(&self, line: usize) -> Option<usize> {
        self.anchors.partition_point(|anchor| anchor.line <= line).checked_sub(1)
    }
}

impl Answer {
    /// The section that the first line in view belongs to.
    #[must_use]
    pub fn section(&self) -> Option<&Anchor> {
        self.page.section_at(self.top).and_then(|index| self.page.anchors.get(index))
    }

    /// Goes to the next heading or the one before; returns a sentence if there is none.
    fn walk_headings(&mut self, forward: bool, height: usize) -> Option<String> {
        let before = self.top;
        let mut lines = self.page.anchors.iter().map(|anchor| anchor.line);
        let line = if forward {
            lines.find(|line| *line > before)
        } else {
            lines.rfind(|line| *line < before).or((before > 0).then_some(0))
        };
        if let Some(line) = line {
            self.go_to_line(line, height);
        }
        let way = if forward { "down" } else { "up" };
        (self.top == before).then(|| format!("there is no heading further {way}"))
    }
}

/// Goes to the next heading or the one before.
pub(super) fn walk(model: &mut Model, forward: bool) {
    if model.is_still_reading() {
        return;
    }
    let height = model.height(Pane::Answer);
    model.notice = if model.answer.page.anchors.is_empty() {
        Some(NO_HEADINGS.to_owned())
    } else {
        model.answer.walk_headings(forward, height)
    };
}

const NO_HEADINGS: &str = "this answer has no headings";

/// Opens the outline with the present section selected, or closes it.
pub(super) fn toggle(model: &mut Model) {
    if model.overlays.last().is_some_and(|overlay| overlay.kind == Kind::Outline) {
        model.close_overlay();
    } else if model.answer.page.anchors.is_empty() {
        if !model.is_still_reading() {
            model.notice = Some(NO_HEADINGS.to_owned());
        }
    } else {
        let present = model.answer.page.section_at(model.answer.top);
        let overlay = Overlay::choosing(Kind::Outline, present.unwrap_or(0));
        model.open_overlay(overlay);
    }
}

/// Leaves the outline for one of its sections.
pub(super) fn go(model: &mut Model, row: usize) {
    let Some(line) = model.answer.page.anchors.get(row).map(|anchor| anchor.line) else { return };
    model.close_overlay();
    model.jump_within(line);
}

/// The rows of the outline; `present` is the section that is being read.
pub(super) fn rows(anchors: &[Anchor], present: Option<usize>, columns: usize) -> Vec<Line> {
    let highest = anchors.iter().map(|anchor| anchor.level).min().unwrap_or(1);
    let row = |(index, anchor): (usize, &Anchor)| {
        let is_present = present == Some(index);
        let mark = if is_present { PRESENT } else { "  " };
        let indent = usize::from(anchor.level.saturating_sub(highest)) * STEP;
        let lead =
            width::truncate(&format!("{mark}{}", " ".repeat(indent)), columns / 2).into_owned();
        let words = width::truncate(&anchor.text, columns.saturating_sub(width::of(&lead)));
        let face = Face::default();
        let face = if is_present { face.with(Modifier::BOLD) } else { face };
        let spans = vec![Span::new(lead, Role::Marker), Span::new(words.into_owned(), face)];
        Line { spans, ..Line::default() }
    };
    anchors.iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(level: u8, text: &str, line: usize) -> Anchor {
        Anchor { level, text: text.to_owned(), line }
    }

    fn answer(anchors: Vec<Anchor>, lines: usize) -> Answer {
        let mut answer = Answer::default();
        let line = |leaf| Line { leaf, ..Line::default() };
        answer.page = Page { lines: (0..lines).map(line).collect(), anchors, ..Page::default() };
        answer
    }

    #[test]
    fn the_section_is_that_of_the_last_heading_at_or_above_the_first_line() {
        let mut answer = answer(vec![anchor(2, "one", 4), anchor(3, "two", 8)], 40);
        let mut section = |top| {
            answer.top = top;
            answer.section().map(|anchor| anchor.text.clone())
        };
        assert_eq!(section(3), None);
        assert_eq!(section(4).as_deref(), Some("one"));
        assert_eq!(section(7).as_deref(), Some("one"));
        assert_eq!(section(30).as_deref(), Some("two"));
    }

    #[test]
    fn headings_are_walked_one_by_one_to_the_ends() {
        let mut answer = answer(vec![anchor(2, "one", 4), anchor(2, "two", 8)], 40);
        assert_eq!(answer.walk_headings(true, 10), None);
        assert_eq!(answer.walk_headings(true, 10), None);
        assert_eq!(answer.top, 8);
        assert!(answer.walk_headings(true, 10).unwrap().contains("down"));
        answer.scroll_by(3, 10);
        assert_eq!(answer.walk_headings(false, 10), None);
        assert_eq!(answer.top, 8, "the start of the section that is being read");
        answer.walk_headings(false, 10);
        answer.walk_headings(false, 10);
        assert_eq!(answer.top, 0, "above the first heading");
        assert!(answer.walk_headings(false, 10).unwrap().contains("up"));
    }

    #[test]
    fn a_heading_near_the_end_comes_into_view() {
        let mut answer = answer(vec![anchor(2, "last", 38)], 40);
        assert_eq!(answer.walk_headings(true, 10), None);
        assert_eq!(answer.top, 30);
        assert!(answer.walk_headings(true, 10).is_some());
    }

    #[test]
    fn sections_are_set_in_by_their_level_and_long_ones_are_cut() {
        let anchors = [anchor(2, "The update", 1), anchor(4, "A long heading", 5)];
        let texts = |columns| {
            let rows = rows(&anchors, Some(0), columns);
            rows.iter().map(Line::text).collect::<Vec<_>>()
        };
        assert_eq!(texts(30), ["• The update", "      A long heading"]);
        assert_eq!(texts(14), ["• The update", "      A long…"]);
        for columns in 0..12 {
            assert!(rows(&anchors, None, columns).iter().all(|row| row.width() <= columns));
        }
    }
}
