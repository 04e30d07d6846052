//! The palette: every action, question and subject by name, in one list under one typed line.
//!
//! It holds what is typed and what fits; actions are done elsewhere. Questions are searched as the
//! filter searches them, in slices. Invariant: what is chosen is done as in the place from which the
//! palette was opened, and leaving it changes nothing.

mod choosing;
mod entries;
mod matching;

pub use choosing::origin;
pub(super) use choosing::{choose, open_history, toggle};
pub use entries::{Entry, Naming};
pub use matching::Typed;

use super::filtering::Filtering;
use super::input::Input;
use super::list::List;
use super::members::is_for_index;
use super::message::Effect;
use super::model::Model;
use super::overlay::Kind;
use super::scope::{Scope, Within};
use super::sieve::Sieve;
use crate::find::{Found, Query};
use crate::keymap::Action;
use crate::library::catalog::ArticleId;
use crate::memory::Past;
use crate::query::{self, Fault};

/// Stands before each action; typed first it keeps to actions.
pub const ACTION: char = '>';
/// Stands before each subject and list; typed first it keeps to those.
pub const SUBJECT: char = '#';
/// Stands before each question; typed first it keeps to questions.
pub const QUESTION: char = '?';

/// Stands before each article that was read before; typed first it keeps to those.
pub const PAST: char = '@';

/// So many actions are remembered as used last.
const REMEMBERED: usize = 5;

/// The state of the palette.
#[derive(Default)]
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// The place in what fits.
    pub list: List,
    /// What the questions were found with.
    pub query: Query,
    /// The questions that were found.
    pub found: Found,
    /// What of the typed line was not understood.
    pub faults: Vec<Fault>,
    /// Actions and subjects above the questions, and those below.
    above: Vec<Entry>,
    below: Vec<Entry>,
    filtering: Filtering,
    /// What is to stay selected when the search under way is over.
    kept: Option<Entry>,
    /// The actions used last, the last one first.
    used: Vec<Action>,
    /// The articles that were read before, the last one first, each once.
    past: Vec<Past>,
}

impl Palette {
    /// How many entries there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.above.len() + self.found.rows.len() + self.below.len()
    }

    /// The entry in a row.
    #[must_use]
    pub fn entry(&self, row: usize) -> Option<Entry> {
        let Some(row) = row.checked_sub(self.above.len()) else {
            return self.above.get(row).cloned();
        };
        match row.checked_sub(self.found.rows.len()) {
            None => self.found.rows.get(row).map(|row| Entry::Question(ArticleId(*row))),
            Some(row) => self.below.get(row).cloned(),
        }
    }

    /// The row of an entry.
    fn row_of(&self, entry: &Entry) -> Option<usize> {
        (0..self.rows()).find(|row| self.entry(*row).as_ref() == Some(entry))
    }

    /// Whether the questions are not yet those of what is typed.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        self.filtering.is_under_way()
    }

    /// What is typed, without the mark of a kind, and that kind.
    #[must_use]
    pub fn typed(&self) -> (Option<char>, String) {
        let text = self.input.text();
        let mark =
            text.chars().next().filter(|mark| [ACTION, SUBJECT, QUESTION, PAST].contains(mark));
        let rest = mark.and_then(|mark| text.strip_prefix(mark)).unwrap_or(&text);
        (mark, rest.to_owned())
    }

    /// Starts afresh, as it is opened.
    fn clear(&mut self) {
        let used = std::mem::take(&mut self.used);
        *self = Self { used, ..Self::default() };
    }

    /// Notes that an action was used.
    fn note(&mut self, action: Action) {
        self.used.retain(|other| *other != action);
        self.used.insert(0, action);
        self.used.truncate(REMEMBERED);
    }
}

/// Whether the palette lies on the screen, maybe under another overlay.
fn is_open(model: &Model) -> bool {
    model.overlays.iter().any(|overlay| overlay.kind == Kind::Palette)
}

/// Finds again after a key changed what is typed: the best is to be selected.
pub(super) fn typed(model: &mut Model) -> Vec<Effect> {
    model.palette.list = List::default();
    model.palette.kept = None;
    start(model);
    model.go_on()
}

/// Finds again after the library changed: what is selected is to stay so.
pub(super) fn refresh(model: &mut Model) {
    if is_open(model) {
        if !model.palette.is_finding() {
            model.palette.kept = model.palette.entry(model.palette.list.selected);
        }
        start(model);
    }
}

/// Begins to find what fits.
fn start(model: &mut Model) {
    let (mark, rest) = model.palette.typed();
    let (above, below) = entries::fitting(model, mark, &Typed::new(&rest));
    let catalog = &model.library.catalog;
    let palette = &mut model.palette;
    (palette.above, palette.below) = (above, below);
    let asks = match mark {
        None => !rest.trim().is_empty(),
        Some(mark) => mark == QUESTION,
    };
    if asks {
        let query = query::Query::parse(&rest);
        let (sieve, faults) = Sieve::new(&query, catalog, &model.marks, None);
        let unknown = query.clauses.iter().filter(|clause| is_for_index(&clause.condition));
        let unknown = unknown.map(|clause| {
            let reason = "this can be asked in the filter and the search, not here".to_owned();
            Fault { at: clause.at.clone(), reason }
        });
        palette.faults = query.faults.iter().cloned().chain(faults).chain(unknown).collect();
        let scope = Scope { within: Within::All, unlisted: model.unlisted };
        palette.filtering.start(catalog, Query::parse(&query.text()), sieve, scope);
    } else {
        palette.faults.clear();
        palette.found = Found::default();
        palette.filtering = Filtering::default();
        keep_place(model);
    }
}

/// Works on for about a millisecond; whether there is more to do.
pub(super) fn step(model: &mut Model) -> bool {
    if !is_open(model) {
        model.palette.filtering = Filtering::default();
    }
    if !model.palette.is_finding() {
        return false;
    }
    let Some((query, found)) = model.palette.filtering.step(&model.library.catalog) else {
        return true;
    };
    (model.palette.query, model.palette.found) = (query, found);
    keep_place(model);
    false
}

/// Selects what was selected before, if it is still there.
fn keep_place(model: &mut Model) {
    let height = height(model);
    let palette = &mut model.palette;
    let row = palette.kept.take().and_then(|entry| palette.row_of(&entry));
    palette.list.select(row.unwrap_or(palette.list.selected), palette.rows(), height);
}

/// Entries in view.
#[must_use]
pub fn height(model: &Model) -> usize {
    model.geometry().overlay_inner().height.into()
}

/// Moves the selection.
pub(super) fn move_by(model: &mut Model, rows: isize) {
    let height = height(model);
    model.palette.kept = None;
    let palette = &mut model.palette;
    palette.list.move_by(rows, palette.rows(), height);
}

/// Scrolls, as the wheel does.
pub(super) fn scroll_by(model: &mut Model, rows: isize) {
    let height = height(model);
    let palette = &mut model.palette;
    palette.list.scroll_by(rows, palette.rows(), height);
}
