//! The trail: the path of this reading as a list, to return to any point of it.
//!
//! It shows the history and moves in it as back and forward do. Invariant: a row is a visit, in the
//! order of the history, and going to one forgets none.

use ratatui::style::Modifier;

use super::history::{History, Visit};
use super::message::Effect;
use super::model::Model;
use super::opening::arrive;
use super::overlay::{Kind, Overlay};
use crate::document::{self, Face, Line, Role, Span};
use crate::library::catalog::Catalog;
use crate::text::width;

/// What stands before the present visit, and before those that lie ahead.
const PRESENT: &str = "• ";
const AHEAD: &str = "→ ";
/// Columns from which on a visit names its subject.
const SUBJECT_FROM: usize = 32;

/// Opens the trail with the present visit selected, or closes it.
pub(super) fn toggle(model: &mut Model) {
    if model.overlays.last().is_some_and(|overlay| overlay.kind == Kind::Trail) {
        model.close_overlay();
    } else if let Some(present) = model.history.present() {
        model.overlays.retain(|overlay| overlay.kind != Kind::Trail);
        model.open_overlay(Overlay::choosing(Kind::Trail, present));
    } else {
        model.notice = Some("nothing was read yet".to_owned());
    }
}

/// Leaves the trail for one of its visits, where the article was left.
pub(super) fn go(model: &mut Model, row: usize) -> Vec<Effect> {
    let Some(visit) = model.history.visits().get(row).copied() else { return Vec::new() };
    let catalog = &model.library.catalog;
    if catalog.get(visit.id).is_none() && model.answer.id() != Some(visit.id) {
        let title = catalog.get_even_gone(visit.id).map_or("", |entry| entry.question);
        model.notice = Some(format!("the file of “{title}” is gone"));
        return Vec::new();
    }
    model.close_overlay();
    model.leave_current();
    // Where it is being read may be known only now.
    let visit = model.history.go_to(row).unwrap_or(visit);
    arrive(model, visit)
}

/// The rows of the trail: what was read, its subject, and where the reader is on the path.
pub(super) fn rows(history: &History, catalog: &Catalog, columns: usize) -> Vec<Line> {
    let row = |(number, visit): (usize, &Visit)| {
        let mark = match history.present() {
            Some(present) if number == present => PRESENT,
            Some(present) if number > present => AHEAD,
            _ => "  ",
        };
        let is_gone = catalog.get(visit.id).is_none();
        let question = catalog.get_even_gone(visit.id).map_or("", |entry| entry.question);
        let note = match (is_gone, columns >= SUBJECT_FROM) {
            (true, _) => "gone",
            (false, true) => catalog.subject_label(visit.id),
            (false, false) => "",
        };
        let note = width::truncate(note, columns / 3);
        let mark = width::truncate(mark, columns);
        let beside = if note.is_empty() { 0 } else { width::of(&note) + 2 };
        let room = columns.saturating_sub(width::of(&mark) + beside);
        let question = document::in_line(question);
        let question = width::truncate(&question, room);
        let gap =
            columns.saturating_sub(width::of(&mark) + width::of(&question) + width::of(&note));
        let face = Face::default();
        let face = if mark == PRESENT { face.with(Modifier::BOLD) } else { face };
        let role = if is_gone { Role::Missing } else { Role::Muted };
        let spans = vec![
            Span::new(mark.into_owned(), Role::Marker),
            Span::new(question.into_owned(), face),
            Span::new(" ".repeat(gap), Role::Text),
            Span::new(note.into_owned(), role),
        ];
        Line { spans, ..Line::default() }
    };
    history.visits().iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::catalog::{ArticleId, Record};

    fn catalog(questions: &[&str]) -> Catalog {
        let mut catalog = Catalog::new();
        for (number, question) in questions.iter().enumerate() {
            let path = format!("physics/{number}.md");
            let question = (*question).to_owned();
            catalog.push(Record { path, question, ..Record::default() }).unwrap();
        }
        catalog
    }

    #[test]
    fn the_present_visit_and_those_ahead_are_told_apart_by_their_marks() {
        let catalog = catalog(&["One?", "Two?", "Three?"]);
        let mut history = History::default();
        for number in 0..3 {
            history.visit(ArticleId(number));
        }
        history.back();
        let rows: Vec<_> = rows(&history, &catalog, 12).iter().map(Line::text).collect();
        let rows: Vec<_> = rows.iter().map(|row| row.trim_end()).collect();
        assert_eq!(rows, ["  One?", "• Two?", "→ Three?"]);
    }

    proptest! {
        #[test]
        fn no_row_is_wider_than_the_list(question in "\\PC{0,60}", columns in 0_usize..70) {
            let catalog = catalog(&[&question]);
            let mut history = History::default();
            history.visit(ArticleId(0));
            history.visit(ArticleId(7));
            for row in rows(&history, &catalog, columns) {
                prop_assert!(row.width() <= columns);
            }
        }
    }
}
