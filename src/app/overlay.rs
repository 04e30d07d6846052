//! Overlays: texts that lie over the panes until they are left.
//!
//! They are a stack; the last one has the keys. Holds what is shown, not how it is drawn. Invariant:
//! what is selected, if anything can be, is a line of the overlay.

use super::highlights::listing::Listing;
use super::history::History;
use super::list::List;
use super::model::Model;
use super::statistics::{self, Counted};
use super::{copy, links, outline, trail};
use crate::document::{Anchor, Face, Line, Role, Span};
use crate::keymap::{ACTIONS, Action, Definition, Place, shown};
use crate::library::catalog::Catalog;
use crate::library::problem::Problem;
use crate::text::{width, wrap};

/// What an overlay shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Every key of a place.
    Help(Place),
    /// What could not be read.
    Problems,
    /// The sections of the answer, to choose one.
    Outline,
    /// The path of this reading, to return to a point of it.
    Trail,
    /// What was read, by day and by subject.
    Statistics,
    /// Actions, questions and subjects by name. What it holds is the palette's own.
    Palette,
    /// Where a link leads, before it leads out.
    Link(String),
    /// What can be copied.
    Copy,
    /// Highlights and their notes, to go to one or to change it.
    Highlights {
        /// Whether they are those of the whole library, not of the article shown.
        everywhere: bool,
    },
    /// The shelves, and on which of them an article stands.
    Shelves,
    /// The name of a shelf. What is typed is with the shelves.
    Naming,
}

impl Kind {
    /// Whether it shows highlights.
    #[must_use]
    pub const fn is_highlights(&self) -> bool {
        matches!(self, Self::Highlights { .. })
    }
}

/// What overlays show parts of.
#[derive(Clone, Copy)]
pub struct Contents<'a> {
    /// What could not be read.
    pub problems: &'a [Problem],
    /// The sections of the answer.
    pub anchors: &'a [Anchor],
    /// The one that is being read.
    pub section: Option<usize>,
    /// The path of this reading.
    pub history: &'a History,
    /// The library it goes through.
    pub catalog: &'a Catalog,
    /// What was read.
    pub counted: &'a Counted,
    /// What there is to copy.
    pub copyable: &'a [Action],
    /// The list of highlights.
    pub highlights: &'a Listing,
    /// The rows of the shelves.
    pub shelves: &'a [Line],
}

/// An overlay, laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// What it shows.
    pub kind: Kind,
    /// The first line in view.
    pub top: usize,
    /// The selected line, where one is to be chosen.
    pub selected: Option<usize>,
    /// Its lines; none before `lay_out`.
    pub lines: Vec<Line>,
    /// The width and the number of things it was laid out for.
    laid_out: Option<(usize, usize)>,
}

impl Overlay {
    /// An overlay at its start.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self { kind, top: 0, selected: None, lines: Vec::new(), laid_out: None }
    }

    /// An overlay in which a line is to be chosen; `selected` is selected at first.
    #[must_use]
    pub fn choosing(kind: Kind, selected: usize) -> Self {
        Self { selected: Some(selected), ..Self::new(kind) }
    }

    /// Its title.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self.kind {
            Kind::Help(_) => "Keys",
            Kind::Problems => "Problems",
            Kind::Outline => "Outline",
            Kind::Trail => "Trail",
            Kind::Statistics => "Statistics",
            Kind::Palette => "Palette",
            Kind::Link(_) => "Link",
            Kind::Copy => "Copy",
            Kind::Highlights { everywhere: false } => "Highlights",
            Kind::Highlights { everywhere: true } => "Highlights of all articles",
            Kind::Shelves => "Shelves",
            Kind::Naming => "Shelf",
        }
    }

    /// Where its keys are looked up.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self.kind {
            Kind::Help(_) | Kind::Problems => Place::Overlay,
            Kind::Outline => Place::Outline,
            Kind::Trail => Place::Trail,
            Kind::Statistics => Place::Statistics,
            Kind::Palette => Place::Palette,
            Kind::Link(_) => Place::Link,
            Kind::Copy => Place::Copying,
            Kind::Highlights { .. } => Place::Highlights,
            Kind::Shelves => Place::Shelves,
            Kind::Naming => Place::Naming,
        }
    }

    /// Lines it needs at so many columns; `None` if it takes all that there are.
    #[must_use]
    pub fn rows(&self, columns: usize, model: &Model) -> Option<usize> {
        match &self.kind {
            Kind::Link(target) => Some(links::prompt(target, columns).len()),
            Kind::Copy => Some(copy::choices().count()),
            Kind::Shelves => Some(model.memories.known().shelves.len().max(1)),
            Kind::Naming => Some(1),
            Kind::Outline => Some(model.answer.page.anchors.len()),
            Kind::Trail => Some(model.history.visits().len()),
            Kind::Help(_)
            | Kind::Problems
            | Kind::Statistics
            | Kind::Palette
            | Kind::Highlights { .. } => None,
        }
    }

    /// Lays its lines out, unless they stand so already, and keeps the view on them.
    pub fn lay_out(&mut self, contents: &Contents<'_>, columns: usize, height: usize) {
        let things = match self.kind {
            Kind::Problems => contents.problems.len(),
            Kind::Outline => contents.anchors.len(),
            Kind::Statistics => contents.counted.version(),
            _ => 0,
        };
        // The files of the trail come and go; shelves and highlights change under the reader's hands.
        let is_fleeting =
            matches!(self.kind, Kind::Trail | Kind::Shelves | Kind::Highlights { .. });
        if self.laid_out != Some((columns, things)) || is_fleeting {
            self.laid_out = Some((columns, things));
            self.lines = match &self.kind {
                Kind::Help(place) => help(*place, columns),
                Kind::Problems => list(contents.problems, columns),
                Kind::Outline => outline::rows(contents.anchors, contents.section, columns),
                Kind::Trail => trail::rows(contents.history, contents.catalog, columns),
                Kind::Palette | Kind::Naming => Vec::new(),
                Kind::Shelves => contents.shelves.to_vec(),
                Kind::Statistics => statistics::rows(contents.counted, contents.catalog, columns),
                Kind::Link(target) => links::prompt(target, columns),
                Kind::Copy => copy::rows(contents.copyable, columns),
                Kind::Highlights { .. } => contents.highlights.lines.clone(),
            };
        }
        if self.kind.is_highlights() {
            // A long note is scrolled out of the view of its first line.
            self.selected = contents.highlights.line();
            return self.scroll_by(0, height);
        }
        self.move_by(0, height);
    }

    /// Moves the selection, or the view where nothing is selected, stopping at the ends.
    pub fn move_by(&mut self, lines: isize, height: usize) {
        if let Some(selected) = self.selected {
            let mut list = List { selected, top: self.top };
            list.move_by(lines, self.lines.len(), height);
            (self.selected, self.top) = (Some(list.selected), list.top);
        } else {
            self.scroll_by(lines, height);
        }
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
    let moves = [Place::Overlay];
    let others = if place.chain().contains(&Place::Overlay) { &[][..] } else { &moves };
    for near in place.chain().iter().chain(others) {
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
