//! The list of highlights: those of the article shown or of the whole library, the chosen one unfolded.
//!
//! Rows of text for an overlay; what is chosen in it is done by the modules beside it. Invariant: what is
//! chosen is in the list, as long as there is anything in it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use ratatui::style::Modifier;

use super::{Anchored, LOST, Model, drop, go, noting, restore, shown_key};
use crate::app::message::Effect;
use crate::app::moving::{distance, is_movement};
use crate::app::overlay::{Kind, Overlay};
use crate::document::{self, Face, Line, Role, Span};
use crate::keymap::{Action, Place, key_for};
use crate::memory::Highlight;
use crate::text::{sanitize, width, wrap};

/// The signs of a highlight without and with a note, in the list and in the margin.
pub const SIGNS: [&str; 2] = ["▐", "≡"];
/// Columns from which on a row shows the beginning of the note as well.
const NOTE_FROM: usize = 56;
/// Lines of a quotation that are shown of the chosen highlight.
const QUOTE_LINES: usize = 8;

/// A list as it is laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Its lines.
    pub lines: Vec<Line>,
    /// The highlights in it, with their lines.
    rows: Vec<(String, Range<usize>)>,
    /// The chosen one, and the row that it has, or had until it was dropped.
    chosen: String,
    at: usize,
}

impl Listing {
    /// The line of the chosen highlight.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.rows.get(self.at).map(|(_, lines)| lines.start)
    }

    /// Chooses a highlight.
    pub(super) fn choose(&mut self, uid: &str) {
        uid.clone_into(&mut self.chosen);
    }

    /// The chosen highlight.
    fn chosen(&self) -> Option<&str> {
        self.rows.get(self.at).map(|(uid, _)| uid.as_str())
    }
}

/// What stands in the list.
enum Row<'a> {
    Heading(String, &'a str),
    Highlight(&'a Highlight),
}

/// Opens the list, or closes it.
pub(in crate::app) fn toggle(model: &mut Model) {
    if model.overlays.last().is_some_and(|overlay| overlay.kind.is_highlights()) {
        return model.close_overlay();
    }
    model.highlights.selection = None;
    model.overlays.retain(|overlay| !overlay.kind.is_highlights());
    let top = model.answer.top;
    let near =
        model.highlights.anchored.iter().find(|one| one.range.is_some() && one.lines.end > top);
    let near = near.map(|one| one.highlight.uid.clone());
    model.highlights.listing.choose(&near.unwrap_or_default());
    model.highlights.listing.at = 0;
    let everywhere = shown_key(model).is_none();
    model.open_overlay(Overlay::new(Kind::Highlights { everywhere }));
    reveal(model);
}

/// Carries an action of the list out; `None` if it is none.
pub(in crate::app) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let chosen = model.highlights.listing.chosen().map(str::to_owned);
    let with = |model: &mut Model, done: fn(&mut Model, &str) -> Vec<Effect>| {
        let Some(uid) = chosen.as_deref() else {
            model.notice = Some("there is no highlight here".to_owned());
            return Vec::new();
        };
        done(model, uid)
    };
    let effects = match action {
        Action::Open => with(model, go),
        Action::EditNote => with(model, |model, uid| noting::edit(model, uid)),
        Action::DropHighlight => with(model, drop),
        Action::RestoreHighlight => restore(model),
        Action::AllHighlights => {
            if let Some(overlay) = model.overlays.last_mut()
                && let Kind::Highlights { everywhere } = &mut overlay.kind
            {
                *everywhere = !*everywhere;
                overlay.top = 0;
            }
            Vec::new()
        }
        _ if is_movement(action) => {
            move_by(model, action);
            return Some(Vec::new());
        }
        _ => return None,
    };
    model.relayout();
    reveal(model);
    Some(effects)
}

/// A click on a line: chooses the highlight there, or goes to it if it is chosen.
pub(in crate::app) fn click(model: &mut Model, line: usize) -> Vec<Effect> {
    let rows = &model.highlights.listing.rows;
    let Some(row) = rows.iter().position(|(_, lines)| lines.contains(&line)) else {
        return Vec::new();
    };
    if row == model.highlights.listing.at {
        return act(model, Action::Open).unwrap_or_default();
    }
    choose_row(model, row);
    Vec::new()
}

fn choose_row(model: &mut Model, row: usize) {
    let listing = &mut model.highlights.listing;
    if let Some((uid, _)) = listing.rows.get(row.min(listing.rows.len().saturating_sub(1))) {
        listing.chosen.clone_from(uid);
    }
    model.relayout();
    reveal(model);
}

fn move_by(model: &mut Model, action: Action) {
    let height = usize::from(model.geometry().overlay_inner().height);
    let Some(lines) = distance(action, height) else { return };
    let at = model.highlights.listing.at;
    if matches!(action, Action::Up | Action::Down | Action::Top | Action::Bottom) {
        return choose_row(model, at.saturating_add_signed(lines));
    }
    // A page first shows the rest of a long note.
    let end = model.highlights.listing.rows.get(at).map_or(0, |(_, lines)| lines.end);
    let start = model.highlights.listing.line().unwrap_or(0);
    let Some(overlay) = model.overlays.last_mut() else { return };
    let has_more = if lines > 0 { end > overlay.top + height } else { start < overlay.top };
    overlay.scroll_by(lines, height);
    let (top, bottom) = (overlay.top, overlay.top + height);
    if !has_more {
        let rows = &model.highlights.listing.rows;
        let row = if lines > 0 {
            rows.iter().position(|(_, lines)| lines.start >= top && lines.start > start)
        } else {
            rows.iter().rposition(|(_, lines)| lines.start < bottom && lines.start < start)
        };
        choose_row(model, row.unwrap_or(at));
    }
}

/// Brings the chosen highlight into view, its beginning in any case.
fn reveal(model: &mut Model) {
    let height = usize::from(model.geometry().overlay_inner().height);
    let listing = &model.highlights.listing;
    let Some((_, lines)) = listing.rows.get(listing.at).cloned() else { return };
    // The heading above it as well.
    let start = if listing.at == 0 { 0 } else { lines.start };
    if let Some(overlay) = model.overlays.last_mut().filter(|one| one.kind.is_highlights()) {
        let lowest = lines.end.saturating_sub(height);
        overlay.top = overlay.top.max(lowest).min(lines.start);
        if lines.end <= height {
            overlay.top = overlay.top.min(start);
        }
    }
}

/// Lays the list out.
pub(in crate::app) fn lay_out(model: &Model, everywhere: bool, columns: usize) -> Listing {
    let before = &model.highlights.listing;
    let rows = if everywhere { all(model) } else { own(&model.highlights.anchored) };
    let of = |row: &Row<'_>| match row {
        Row::Highlight(highlight) => Some(highlight.uid.clone()),
        Row::Heading(..) => None,
    };
    let uids: Vec<_> = rows.iter().filter_map(of).collect();
    let at = uids.iter().position(|uid| *uid == before.chosen);
    let at = at.unwrap_or(before.at).min(uids.len().saturating_sub(1));
    let mut listing = Listing { at, ..Listing::default() };
    listing.chosen = uids.get(at).cloned().unwrap_or_default();
    if uids.is_empty() {
        listing.lines = empty(everywhere, columns);
    }
    for row in rows {
        match row {
            Row::Heading(words, note) => {
                if listing.lines.last().is_some_and(|last| !last.spans.is_empty()) {
                    listing.lines.push(Line::default());
                }
                listing.lines.push(heading(&words, note, columns));
            }
            Row::Highlight(highlight) => {
                let start = listing.lines.len();
                listing.lines.push(head(highlight, columns));
                if listing.rows.len() == at {
                    unfold(highlight, columns, &mut listing.lines);
                }
                listing.rows.push((highlight.uid.clone(), start..listing.lines.len()));
            }
        }
    }
    listing
}

/// The highlights of the article shown.
fn own(anchored: &[Anchored]) -> Vec<Row<'_>> {
    let (found, lost): (Vec<_>, Vec<_>) = anchored.iter().partition(|one| one.range.is_some());
    let mut rows: Vec<_> = found.into_iter().map(|one| Row::Highlight(&one.highlight)).collect();
    if !lost.is_empty() {
        let mut words = LOST.to_owned();
        words.replace_range(..1, "I");
        rows.push(Row::Heading(words, ""));
    }
    rows.extend(lost.into_iter().map(|one| Row::Highlight(&one.highlight)));
    rows
}

/// The highlights of the library by their articles, the one highlighted last first.
fn all(model: &Model) -> Vec<Row<'_>> {
    let mut groups: HashMap<&str, Vec<&Highlight>> = HashMap::new();
    for highlight in &model.memories.known().highlights {
        groups.entry(&highlight.article.article).or_default().push(highlight);
    }
    let newest = |group: &Vec<&Highlight>| group.iter().map(|one| one.made).max().unwrap_or(0);
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(article, group)| (Reverse(newest(group)), *article));
    let mut rows = Vec::new();
    for (article, mut group) in groups {
        group.sort_by_key(|one| (one.quote.position, one.made));
        let question = group.first().map_or("", |one| one.article.question.as_str());
        let is_there = model.library.catalog.with_key(article).is_some();
        let note =
            if is_there { group.first().map_or("", |one| &one.article.subject) } else { "gone" };
        rows.push(Row::Heading(document::in_line(question).into_owned(), note));
        rows.extend(group.into_iter().map(Row::Highlight));
    }
    rows
}

fn empty(everywhere: bool, columns: usize) -> Vec<Line> {
    let select = key_for(Action::SelectSentence, Place::Answer);
    let keep = key_for(Action::KeepHighlight, Place::Selecting);
    let all = key_for(Action::AllHighlights, Place::Highlights);
    let mut words =
        format!("Nothing is highlighted here. {select} in an answer selects, {keep} keeps.");
    if !everywhere {
        let _ = write!(words, " {all} shows those of all articles.");
    }
    wrapped(&words, 0, columns, Role::Muted.into()).collect()
}

fn line(spans: Vec<Span>) -> Line {
    Line { spans, ..Line::default() }
}

/// A text of several lines, wrapped and set in.
fn wrapped(text: &str, indent: usize, columns: usize, face: Face) -> impl Iterator<Item = Line> {
    let room = columns.saturating_sub(indent).max(1);
    text.split('\n').flat_map(move |part| {
        let part = sanitize::line(part).into_owned();
        let mut ranges = wrap::breaks(&part, room, room);
        if ranges.is_empty() {
            ranges.push(0..0);
        }
        ranges.into_iter().map(move |range| {
            let words = part.get(range).unwrap_or_default().to_owned();
            let indent = if words.is_empty() { 0 } else { indent.min(columns) };
            line(vec![Span::new(" ".repeat(indent), Role::Text), Span::new(words, face)])
        })
    })
}

fn heading(words: &str, note: &str, columns: usize) -> Line {
    let note = width::truncate(note, columns / 3);
    let beside = if note.is_empty() { 0 } else { width::of(&note) + 2 };
    let words = width::truncate(words, columns.saturating_sub(beside));
    let gap = columns.saturating_sub(width::of(&words) + width::of(&note));
    let gap = if note.is_empty() { 0 } else { gap };
    let role = if note == "gone" { Role::Missing } else { Role::Muted };
    line(vec![
        Span::new(words.into_owned(), Face::new(Role::Heading).with(Modifier::BOLD)),
        Span::new(" ".repeat(gap), Role::Text),
        Span::new(note.into_owned(), role),
    ])
}

/// The first line of a text, for a row.
fn beginning(text: &str, columns: usize) -> String {
    let words: Vec<_> = text.split_whitespace().take(columns + 1).collect();
    width::truncate(&sanitize::line(&words.join(" ")), columns).into_owned()
}

/// A highlight in one line: its sign, how its words begin, how its note begins.
fn head(highlight: &Highlight, columns: usize) -> Line {
    let Highlight { quote, note, .. } = highlight;
    let [plain, noted] = SIGNS;
    let sign = if note.is_empty() { plain } else { noted };
    let sign = width::truncate(&format!("{sign} "), columns).into_owned();
    let room = columns.saturating_sub(width::of(&sign));
    let beside = columns >= NOTE_FROM && !note.is_empty();
    let words = beginning(&quote.exact, if beside { room * 3 / 5 } else { room });
    let mut spans = vec![Span::new(sign, Role::Marker)];
    let rest = room.saturating_sub(width::of(&words) + 3);
    spans.push(Span::new(words, Face::default()));
    if beside {
        spans.push(Span::new(" · ", Role::Muted));
        spans.push(Span::new(beginning(note, rest), Role::Muted));
    }
    line(spans)
}

/// The whole of the chosen highlight, if its line does not show it: its words, then its note.
fn unfold(highlight: &Highlight, columns: usize, lines: &mut Vec<Line>) {
    let Highlight { quote, note, .. } = highlight;
    let indent = if columns >= 16 { 4 } else { 1 };
    if width::of(&quote.exact) + 2 > columns || quote.exact.contains('\n') {
        let mut words = wrapped(&quote.exact, indent, columns, Role::Quote.into()).peekable();
        lines.extend(words.by_ref().take(QUOTE_LINES));
        if words.peek().is_some() {
            lines.push(line(vec![
                Span::new(" ".repeat(indent.min(columns)), Role::Text),
                Span::new("…", Role::Quote),
            ]));
        }
    }
    if !note.is_empty() {
        lines.extend(wrapped(note, indent, columns, Face::default()));
    }
    lines.push(Line::default());
}
