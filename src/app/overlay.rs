//! Overlays: texts that lie over the panes until they are left.
//!
//! They are a stack; the last one has the keys. Holds what is shown, not how it is drawn.

use crate::document::{Face, Line, Role, Span};
use crate::keymap::{ACTIONS, Action, Definition, Place, shown};
use crate::library::problem::Problem;
use crate::text::{width, wrap};

/// What an overlay shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every key of a place.
    Help(Place),
    /// What could not be read.
    Problems,
}

/// An overlay, laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// What it shows.
    pub kind: Kind,
    /// The first line in view.
    pub top: usize,
    /// Its lines; none before `lay_out`.
    pub lines: Vec<Line>,
    /// The width and the number of problems it was laid out for.
    laid_out: Option<(usize, usize)>,
}

impl Overlay {
    /// An overlay at its start.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self { kind, top: 0, lines: Vec::new(), laid_out: None }
    }

    /// Its title.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self.kind {
            Kind::Help(_) => "Keys",
            Kind::Problems => "Problems",
        }
    }

    /// Lays its lines out, unless they stand so already, and keeps the view on them.
    pub fn lay_out(&mut self, problems: &[Problem], columns: usize, height: usize) {
        if self.laid_out != Some((columns, problems.len())) {
            self.laid_out = Some((columns, problems.len()));
            self.lines = match self.kind {
                Kind::Help(place) => help(place, columns),
                Kind::Problems => list(problems, columns),
            };
        }
        self.scroll_by(0, height);
    }

    /// Scrolls, stopping at the ends.
    pub fn scroll_by(&mut self, lines: isize, height: usize) {
        let last = self.lines.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(lines).min(last);
    }
}

fn line(spans: Vec<Span>) -> Line {
    Line { spans, ..Line::default() }
}

/// The keys of a place, and of the places it falls back to.
fn help(place: Place, columns: usize) -> Vec<Line> {
    let keys_column = 24.min(columns / 2);
    let mut lines = Vec::new();
    // What moves this very text comes last.
    for near in place.chain().iter().chain([&Place::Overlay]) {
        let rows: Vec<_> = ACTIONS.iter().filter(|row| is_shown(row, *near)).collect();
        if rows.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(line(vec![Span::new(near.title(), Role::Heading)]));
        for row in rows {
            help_row(row, *near, keys_column, columns, &mut lines);
        }
    }
    lines
}

/// The keys of an action and what it does, which may take several lines.
fn help_row(
    row: &Definition,
    place: Place,
    keys_column: usize,
    columns: usize,
    lines: &mut Vec<Line>,
) {
    let names: Vec<_> = keys_at(row, place).into_iter().map(shown).collect();
    let names = match (row.action, names.as_slice()) {
        (Action::Related(1), [digit]) if digit == "1" => "1-9".to_owned(),
        (Action::Related(1), [first, ..]) => format!("{first} to 9"),
        _ => names.join("  "),
    };
    let names = width::truncate(&names, keys_column.saturating_sub(1)).into_owned();
    let room = columns.saturating_sub(keys_column).max(1);
    for (index, range) in wrap::breaks(row.summary, room, room).into_iter().enumerate() {
        let keys = if index == 0 { names.as_str() } else { "" };
        let gap = " ".repeat(keys_column.saturating_sub(width::of(keys)));
        let summary = row.summary.get(range).unwrap_or_default();
        lines.push(line(vec![
            Span::new(keys, Role::Number),
            Span::new(gap, Role::Text),
            Span::new(summary, Role::Text),
        ]));
    }
}

fn keys_at(row: &Definition, place: Place) -> Vec<&'static str> {
    let here = row.keys.iter().filter(|(at, _)| *at == place);
    here.flat_map(|(_, keys)| keys.iter().copied()).collect()
}

fn is_shown(row: &Definition, place: Place) -> bool {
    !row.summary.is_empty() && !keys_at(row, place).is_empty()
}

fn list(problems: &[Problem], columns: usize) -> Vec<Line> {
    if problems.is_empty() {
        let words = "Every file was read without a problem.";
        let ranges = wrap::breaks(words, columns, columns).into_iter();
        let part = |range| words.get(range).unwrap_or_default();
        return ranges.map(|range| line(vec![Span::new(part(range), Role::Muted)])).collect();
    }
    let mut lines = Vec::new();
    for problem in problems {
        let role = if problem.is_error() { Role::Warning } else { Role::Muted };
        let note = if problem.is_error() { "" } else { "note: " };
        let whole = format!("{note}{problem}");
        let place = whole.strip_suffix(&problem.reason).unwrap_or_default().to_owned();
        for (index, range) in
            wrap::breaks(&whole, columns, columns.saturating_sub(2)).into_iter().enumerate()
        {
            let text = whole.get(range.clone()).unwrap_or_default();
            let spans = if index == 0 {
                let split = place.len().min(text.len());
                let (head, tail) = text.split_at_checked(split).unwrap_or((text, ""));
                vec![Span::new(head, role), Span::new(tail, Face::default())]
            } else {
                vec![Span::new(format!("  {text}"), Face::default())]
            };
            lines.push(line(spans));
        }
    }
    lines
}
