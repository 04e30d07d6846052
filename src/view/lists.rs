//! The list of subjects and the list of questions with its filter.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::heading::Heading;
use crate::app::folding::Fold;
use crate::app::geometry::Geometry;
use crate::app::ordering::Order;
use crate::app::scope::{Chosen, Scope};
use crate::app::{Model, Pane, arranging, completing, members};
use crate::find::{self, Stage};
use crate::library::catalog::ArticleId;
use crate::text::count::grouped;
use crate::text::width;
use crate::theme::Part;

/// Columns of a day and a count of articles.
const DATED: usize = 14;
/// Columns that the name of a subject has before it is said how much of it is read.
const NAME: usize = 14;
/// Columns from which on a list has some room.
const ROOMY: usize = 32;

/// Draws the list of subjects.
pub fn subjects(canvas: &mut Canvas<'_>, model: &Model, geometry: &Geometry) {
    let focused = model.focus == Pane::Subjects;
    let border = border(canvas, focused);
    let title = [(" Subjects ", canvas.part(Part::Title))];
    canvas.frame(geometry.subjects, geometry.bordered, border, &title, &[], &[]);
    let inner = geometry.inner(Pane::Subjects);
    let list = model.subjects.list;
    for line in 0..usize::from(inner.height) {
        let row = list.top + line;
        let Some(chosen) = model.subjects.row(row) else { break };
        let area = Canvas::row(inner, line);
        let style = select(canvas, area, row == list.selected, focused);
        choice(canvas, model, area, chosen, style);
    }
}

/// A subject or a list of the reader's own: its sign, its name, how much of it is read, and its count.
fn choice(canvas: &mut Canvas<'_>, model: &Model, area: Rect, chosen: &Chosen, style: Style) {
    let catalog = &model.library.catalog;
    let scope = Scope { within: model.marks.within(chosen), unlisted: model.unlisted };
    let (sign, read) = match chosen {
        Chosen::Own(own) => (format!("{} ", own.sign()), 0),
        Chosen::Subject(id) => (String::new(), model.marks.read_of(*id, model.unlisted)),
        Chosen::All => (String::new(), 0),
    };
    let label = format!("{sign}{}", chosen.name(catalog).unwrap_or("All"));
    let count = grouped(scope.count(catalog));
    let columns = usize::from(area.width);
    // The name comes before how much is read.
    let progress = format!("{}/{count}", grouped(read));
    let left = columns.saturating_sub(width::of(&progress) + 3);
    let has_room = left >= width::of(&label).min(NAME);
    let count = if read > 0 && has_room { progress } else { count };
    let count_columns = width::of(&count) + 1;
    let room = columns.saturating_sub(count_columns + 2);
    canvas.text(area, 1, &width::truncate(&label, room), style);
    let at = columns.saturating_sub(count_columns);
    let quiet = on_row(canvas, style, Part::Quiet);
    if room > 0 {
        canvas.text(area, u16::try_from(at).unwrap_or(0), &count, quiet);
    }
}

/// Draws the list of questions; returns where the cursor stands while the filter is typed.
pub fn questions(
    canvas: &mut Canvas<'_>,
    model: &Model,
    geometry: &Geometry,
) -> Option<(u16, u16)> {
    let focused = model.focus == Pane::Questions;
    let cursor = title(canvas, model, geometry, focused);
    let inner = geometry.inner(Pane::Questions);
    let list = model.questions.list;
    let count = model.questions.found.rows.len();
    for line in 0..usize::from(inner.height) {
        let row = list.top + line;
        let Some(id) = model.questions.article_at(row) else { break };
        let area = Canvas::row(inner, line);
        let style = select(canvas, area, row == list.selected, focused);
        let above = row.checked_sub(1).filter(|_| line > 0);
        let above = above.and_then(|row| model.questions.article_at(row));
        question(canvas, model, area, (id, above), style);
    }
    if count == 0 {
        empty(canvas, model, inner);
    }
    cursor
}

/// The frame with the filter in its title.
fn title(
    canvas: &mut Canvas<'_>,
    model: &Model,
    geometry: &Geometry,
    focused: bool,
) -> Option<(u16, u16)> {
    let questions = &model.questions;
    let total = model.scope().count(&model.library.catalog);
    let found = questions.articles;
    let counts = if questions.is_behind() {
        format!(" … of {} ", grouped(total))
    } else if questions.input.is_empty() {
        format!(" {} ", grouped(found))
    } else {
        format!(" {} of {} ", grouped(found), grouped(total))
    };
    let corrected = questions.found.corrected.as_ref().map(|words| format!("showing {words}"));
    let loosely = match questions.found.stage {
        Stage::Partly => Some("some of the words".to_owned()),
        Stage::Letters => Some("by letters".to_owned()),
        Stage::Words | Stage::Corrected => None,
    };
    let sorted = match questions.sorting.order() {
        Order::Relevance => None,
        order if questions.sorting.is_under_way() => Some(format!("sorting by {} …", order.name())),
        _ => Some(format!("by {}", questions.sorting.sorted_by().name())),
    };
    let gone = gone(model);
    let found =
        loosely.or(corrected).into_iter().chain(sorted).chain(gone).collect::<Vec<_>>().join(" · ");
    let offered = completing::offers(model).or(members::note(model));
    // A line that is empty offers a query; what the list is sorted by matters more.
    let below = match offered {
        Some(offered) if !found.is_empty() && questions.input.is_empty() => {
            format!("{found} · {offered}")
        }
        offered => offered.unwrap_or(found),
    };
    let name = questions.within.name(&model.library.catalog).unwrap_or("Questions");
    let heading = Heading {
        name,
        input: &questions.input,
        typing: questions.typing,
        counts: &counts,
        below: &below,
        hint: "type to find",
    };
    heading.draw(canvas, geometry, focused)
}

/// What the list has lost: articles of it that are not in the library.
fn gone(model: &Model) -> Option<String> {
    let gone = model.questions.within.list().map_or(0, |list| list.gone);
    let state = if model.library.is_complete() { "gone" } else { "not loaded yet" };
    (gone > 0).then(|| format!("{} {state}", grouped(gone)))
}

/// What stands beside a question, with how many say the same.
pub(super) fn beside(told: &str, fold: Fold, columns: usize) -> String {
    let count = match fold {
        Fold::Closed(count) => format!("×{}", grouped(count)),
        _ => String::new(),
    };
    let told = width::truncate(told, columns.saturating_sub(width::of(&count)));
    if told.is_empty() || count.is_empty() {
        format!("{told}{count}")
    } else {
        format!("{told} {count}")
    }
}

/// What stands beside a question, after the signs of what it is marked as.
pub(super) fn marked(signs: &str, told: &str) -> String {
    if signs.is_empty() || told.is_empty() {
        format!("{signs}{told}")
    } else {
        format!("{signs} {told}")
    }
}

/// Columns by which a line is moved in.
pub(super) const fn indent(fold: Fold) -> u16 {
    if matches!(fold, Fold::Below) { 2 } else { 0 }
}

/// One question with its matched letters; `above` is the article on the line above it.
fn question(
    canvas: &mut Canvas<'_>,
    model: &Model,
    area: Rect,
    (id, above): (ArticleId, Option<ArticleId>),
    style: Style,
) {
    let Some(entry) = model.library.catalog.get(id) else { return };
    let fold = model.questions.folds.at(id.0);
    let width_all = usize::from(area.width);
    // A day and a count are not cut where there is any room.
    let most = if width_all < ROOMY { width_all / 3 } else { (width_all / 3).max(DATED) };
    let told = beside(&arranging::told_beside(model, id, above, fold), fold, most);
    let told = marked(model.marks.signs(id), &told);
    let beside = if told.is_empty() { 0 } else { width::of(&told) + 2 };
    let start = 1 + indent(fold);
    let room = width_all.saturating_sub(beside + 1 + usize::from(start));
    let marks = find::marks(entry.question, &model.questions.query, &model.questions.found);
    let skipped = skipped(entry.question, &marks, room);
    let mut column = start;
    if skipped > 0 {
        column = canvas.text(area, column, "…", style);
    }
    let rest = entry.question.get(skipped..).unwrap_or_default();
    let shown = width::truncate(rest, room.saturating_sub(usize::from(column - start)));
    let marks: Vec<_> = marks
        .iter()
        .map(|mark| mark.start.saturating_sub(skipped)..mark.end.saturating_sub(skipped))
        .collect();
    let matched = on_row(canvas, style, Part::Match);
    for (part, is_match) in pieces(&shown, rest, &marks) {
        column = canvas.text(area, column, part, if is_match { matched } else { style });
    }
    if beside > 0 {
        let at = width_all.saturating_sub(beside - 1);
        let quiet = on_row(canvas, style, Part::Quiet);
        canvas.text(area, u16::try_from(at).unwrap_or(0), &told, quiet);
    }
}

/// How many bytes of a question are left out at its start, so that its first match is in view.
fn skipped(question: &str, marks: &[Range<usize>], room: usize) -> usize {
    let Some(first) = marks.first() else { return 0 };
    let upto_match = question.get(..first.end).unwrap_or_default();
    if width::of(question) <= room || width::of(upto_match) < room {
        return 0;
    }
    // As many words as fit before the match, an ellipsis on either side.
    let starts = upto_match.match_indices(' ').map(|(at, _)| at + 1);
    let fits =
        |at: &usize| question.get(*at..first.end).is_some_and(|shown| width::of(shown) + 2 <= room);
    starts.take_while(|at| *at <= first.start).find(fits).unwrap_or(first.start)
}

/// Cuts the shown text at the marks, which are ranges of the whole text.
pub(super) fn pieces<'a>(
    shown: &'a str,
    whole: &str,
    marks: &[Range<usize>],
) -> Vec<(&'a str, bool)> {
    // What is shown is the whole text, or its beginning and an ellipsis.
    let common =
        if shown == whole { shown.len() } else { shown.len().saturating_sub('…'.len_utf8()) };
    let mut pieces = Vec::new();
    let mut from = 0;
    for mark in marks {
        let (start, end) = (mark.start.min(common), mark.end.min(common));
        if start >= from && start < end {
            pieces.push((shown.get(from..start).unwrap_or_default(), false));
            pieces.push((shown.get(start..end).unwrap_or_default(), true));
            from = end;
        }
    }
    pieces.push((shown.get(from..).unwrap_or_default(), false));
    pieces
}

fn empty(canvas: &mut Canvas<'_>, model: &Model, inner: Rect) {
    let waits = members::note(model);
    let words = if let Some(waits) = &waits {
        waits
    } else if !model.questions.input.is_empty() && !model.library.is_complete() {
        "No question matches yet."
    } else if !model.questions.input.is_empty() {
        "No question matches."
    } else if model.questions.within.list().is_some() {
        "Nothing stands here."
    } else if model.library.is_complete() {
        "There are no articles here."
    } else {
        "Loading …"
    };
    let quiet = canvas.part(Part::Quiet);
    canvas.text(Canvas::row(inner, 0), 1, words, quiet);
}

/// Marks a row as selected or not; returns the style of its text.
pub(super) fn select(canvas: &mut Canvas<'_>, area: Rect, selected: bool, focused: bool) -> Style {
    let style = match (selected, focused) {
        (false, _) => Style::new(),
        (true, true) => canvas.part(Part::Selected),
        (true, false) => canvas.part(Part::SelectedElsewhere),
    };
    canvas.paint(area, style);
    if selected && !focused {
        canvas.text(area, 0, "▌", style);
    }
    style
}

/// The style of a part that stands on a row with a style of its own.
pub(super) fn on_row(canvas: &Canvas<'_>, row: Style, part: Part) -> Style {
    let selected = row == canvas.part(Part::Selected);
    let part = match part {
        Part::Match if selected => Part::SelectedMatch,
        Part::Quiet if selected => Part::SelectedQuiet,
        part => part,
    };
    row.patch(canvas.part(part))
}

pub(super) fn border(canvas: &Canvas<'_>, focused: bool) -> Style {
    canvas.part(if focused { Part::FocusedBorder } else { Part::Border })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_beyond_the_edge_is_brought_into_view_with_the_words_before_it() {
        let question = "Can you explain the terminology associated with electric fields?";
        let at = question.find("electric").unwrap();
        let marks = [Range { start: at, end: at + 8 }];
        let from = skipped(question, &marks, 40);
        assert_eq!(question.get(from..), Some("terminology associated with electric fields?"));
        assert_eq!(skipped(question, &marks, 80), 0);
        assert_eq!(skipped(question, &[Range { start: 0, end: 3 }], 20), 0);
        assert_eq!(skipped("electric", &[Range { start: 0, end: 8 }], 0), 0);
    }

    #[test]
    fn marks_past_the_ellipsis_are_not_drawn() {
        let marks = [0..2, 6..9];
        assert_eq!(
            pieces("ab cd …", "ab cd efgh", &marks),
            [("", false), ("ab", true), (" cd …", false)]
        );
        let whole = pieces("ab cd efgh", "ab cd efgh", &marks);
        assert_eq!(
            whole,
            [("", false), ("ab", true), (" cd ", false), ("efg", true), ("h", false)]
        );
    }
}
