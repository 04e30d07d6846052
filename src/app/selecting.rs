//! Selecting words of the answer, sentence by sentence or block by block, to keep or to copy them.
//!
//! It moves in the text of the answer, not in its lines: see `passages`. Invariant: what is selected
//! begins and ends with a step of that text, and stands on the page.

use std::ops::Range;

use super::copy::{self, Copied};
use super::highlights::{self, lines_of, noting};
use super::message::Effect;
use super::model::{Model, Pane};
use super::moving::distance;
use super::passages::{Mark, Step};
use crate::keymap::{Action, Place, key_for};
use crate::library::catalog::ArticleId;

/// The longest highlight, in bytes: more is no quotation any more but a copy.
const LIMIT: usize = 20_000;

/// What is selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The article in which it is.
    pub(super) article: ArticleId,
    step: Step,
    /// What it can begin and end with.
    steps: Vec<Range<usize>>,
    /// Where it was begun, and the end that moves.
    anchor: usize,
    head: usize,
    /// Where it stands on the page.
    pub marks: Vec<Mark>,
}

impl Selection {
    /// What is selected of the text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        let (first, last) = (self.anchor.min(self.head), self.anchor.max(self.head));
        let first = self.steps.get(first).map_or(0, |step| step.start);
        let last = self.steps.get(last).map_or(first, |step| step.end);
        first..last
    }

    /// The marks on a line.
    #[must_use]
    pub fn on(&self, line: usize) -> &[Mark] {
        let start = self.marks.partition_point(|mark| mark.line < line);
        let end = self.marks.partition_point(|mark| mark.line <= line);
        self.marks.get(start..end).unwrap_or_default()
    }
}

/// Begins to select, or goes on by other steps.
pub(super) fn begin(model: &mut Model, step: Step) -> Vec<Effect> {
    if model.is_still_reading() {
        return Vec::new();
    }
    let article = highlights::shown(model).filter(|_| highlights::prepare(model));
    let Some(article) = article else {
        model.notice = Some("there is no answer to select anything in".to_owned());
        return Vec::new();
    };
    let steps = model.highlights.passages().map(|text| text.steps(step)).unwrap_or_default();
    if steps.is_empty() {
        model.notice = Some("this answer has no words to select".to_owned());
        return Vec::new();
    }
    let (anchor, head) = if let Some(before) = &model.highlights.selection {
        let range = before.range();
        let first = steps.partition_point(|step| step.end <= range.start);
        let last = steps.partition_point(|step| step.start < range.end).saturating_sub(1);
        if before.head < before.anchor { (last, first) } else { (first, last) }
    } else {
        let start = start(model, &steps);
        (start, start)
    };
    model.answer.link = None;
    let marks = Vec::new();
    model.highlights.selection = Some(Selection { article, step, steps, anchor, head, marks });
    show(model);
    Vec::new()
}

/// The step to begin with: the one at the present match or the selected link, else the first in view.
fn start(model: &Model, steps: &[Range<usize>]) -> usize {
    let height = model.height(Pane::Answer);
    let view = model.answer.in_view(height);
    let finding = &model.answer.finding;
    let found = finding.current.and_then(|current| finding.matches.spot(current));
    let found = found.map(|spot| (spot.lines.start, spot.columns.start));
    let link = model.answer.selected_link(height).and_then(|_| {
        view.clone().find_map(|line| {
            let spans = &model.answer.page.lines.get(line)?.spans;
            let columns = model.answer.link_columns(line, spans);
            columns.first().map(|columns| (line, columns.start))
        })
    });
    if let Some(place) = link.or(found).filter(|(line, _)| view.contains(line)) {
        return begun_by(model, steps, place).saturating_sub(1);
    }
    first_in_view(model, steps)
}

/// Line and column at which a step begins.
fn beginning(model: &Model, step: &Range<usize>) -> Option<(usize, usize)> {
    let marks = model.highlights.marks_of(step);
    marks.first().map(|mark| (mark.line, mark.columns.start))
}

/// How many steps begin at or before a line and column.
fn begun_by(model: &Model, steps: &[Range<usize>], place: (usize, usize)) -> usize {
    let is_before = |step: &Range<usize>| beginning(model, step).is_none_or(|start| start <= place);
    steps.partition_point(is_before)
}

/// The first step that begins in view, else the one that fills the view.
fn first_in_view(model: &Model, steps: &[Range<usize>]) -> usize {
    let view = model.answer.in_view(model.height(Pane::Answer));
    let above = match view.start.checked_sub(1) {
        Some(line) => begun_by(model, steps, (line, usize::MAX)),
        None => 0,
    };
    let next = steps.get(above).and_then(|step| beginning(model, step));
    let is_in_view = next.is_some_and(|(line, _)| view.contains(&line));
    if is_in_view { above } else { above.saturating_sub(1) }
}

/// Marks what is selected and brings the end that moves into view.
fn show(model: &mut Model) {
    let Some(mut selection) = model.highlights.selection.take() else { return };
    selection.marks = model.highlights.marks_of(&selection.range());
    let head = selection.steps.get(selection.head).cloned().unwrap_or_default();
    let marks = model.highlights.marks_of(&head);
    model.highlights.selection = Some(selection);
    let height = model.height(Pane::Answer);
    model.answer.reveal(&lines_of(&marks), height);
    if let Some(mark) = marks.first() {
        model.answer.reveal_columns(mark.line, &mark.columns);
    }
}

/// Carries an action of the selection out; `None` if it is none.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let height = model.height(Pane::Answer);
    let selection = model.highlights.selection.as_mut()?;
    let moved = |at: usize, by: isize| at.saturating_add_signed(by).min(selection.steps.len() - 1);
    match action {
        Action::SelectSentence => return Some(begin(model, Step::Sentence)),
        Action::SelectBlock => return Some(begin(model, Step::Block)),
        Action::KeepHighlight => return Some(keep(model, false)),
        Action::KeepNote => return Some(keep(model, true)),
        Action::CopySelected => return Some(copy_selected(model)),
        Action::ExtendDown => selection.head = moved(selection.head, 1),
        Action::ExtendUp => selection.head = moved(selection.head, -1),
        Action::Up | Action::Down | Action::Top | Action::Bottom => {
            let by = distance(action, height)?;
            selection.head = moved(selection.head, by);
            selection.anchor = selection.head;
        }
        Action::PageUp | Action::PageDown | Action::HalfPageUp | Action::HalfPageDown => {
            model.answer.scroll_by(distance(action, height)?, height);
            let mut selection = model.highlights.selection.take()?;
            let at = first_in_view(model, &selection.steps);
            (selection.anchor, selection.head) = (at, at);
            model.highlights.selection = Some(selection);
        }
        _ => return None,
    }
    show(model);
    Some(Vec::new())
}

/// Leaves the selecting.
pub(super) fn leave(model: &mut Model) {
    model.highlights.selection = None;
}

/// Keeps what is selected, and has a note written about it if that is wanted.
fn keep(model: &mut Model, with_note: bool) -> Vec<Effect> {
    let Some(range) = model.highlights.selection.as_ref().map(Selection::range) else {
        return Vec::new();
    };
    if range.len() > LIMIT {
        model.notice = Some(format!(
            "this is too long to be kept: a highlight has {} KB at most",
            LIMIT / 1_000
        ));
        return Vec::new();
    }
    let list = key_for(Action::Highlights, Place::Answer);
    if let Some(uid) = model.highlights.at(&range).map(|highlight| highlight.uid.clone()) {
        leave(model);
        model.notice = Some(format!("this is highlighted already; {list} lists the highlights"));
        return if with_note { noting::edit(model, &uid) } else { Vec::new() };
    }
    let Some((kept, uid)) = highlights::keep(model, &range) else { return Vec::new() };
    leave(model);
    let how_long = model.memories.how_long();
    model.notice = Some(format!("highlighted{how_long}; {list} lists the highlights"));
    let mut effects = vec![kept];
    if with_note {
        effects.extend(noting::edit(model, &uid));
    }
    effects
}

fn copy_selected(model: &mut Model) -> Vec<Effect> {
    let range = model.highlights.selection.as_ref().map(Selection::range).unwrap_or_default();
    let text = model.highlights.passages().and_then(|passages| passages.text().get(range));
    let Some(text) = text.map(str::to_owned) else { return Vec::new() };
    leave(model);
    copy::copy_text(model, &Copied { text, name: "the selected text".to_owned() })
}
