//! The search of all text: what is typed, what was found, and the place in it.
//!
//! It holds no index: what is to be found is asked for with an effect and comes as a message.
//! Invariant: what is shown was found by the last search that was answered.

use std::ops::Range;

use super::folding::{Fold, Folds};
use super::input::Input;
use super::library::Progress;
use super::likeness;
use super::list::List;
use super::marks::Marks;
use super::members;
use super::message::Effect;
use super::model::{Model, Pane};
use super::scope::{Scope, Within};
use crate::library::catalog::{ArticleId, Catalog};
use crate::query::{Condition, Fault, Query, no_shelf, no_subject};

/// Lines that a hit takes in the list.
pub const HIT_LINES: usize = 3;

/// What is to be searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What the answer must carry.
    pub ticket: u64,
    /// What was typed.
    pub query: Query,
    /// The slug of the only subject that is searched.
    pub subject: Option<String>,
    /// Articles by their paths that are searched, or that are not.
    pub among: Vec<Among>,
    /// Whether unlisted articles are searched too.
    pub unlisted: bool,
}

/// Articles that a search keeps to, or keeps out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Among {
    /// Their paths, as the catalog has them.
    pub paths: Vec<String>,
    /// Whether they are kept out.
    pub negated: bool,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// Articles that match.
    pub total: usize,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
    /// The words that were looked for instead, because nothing matches those that were typed.
    pub corrected: Option<String>,
    /// Whether these hold only some of the words, because nothing holds all of them.
    pub partly: bool,
}

/// An article that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hit {
    /// Its path, as the catalog has it.
    pub path: String,
    /// Where in its text, as one line.
    pub snippet: String,
    /// What was looked for there, in bytes of the snippet.
    pub marks: Vec<Range<usize>>,
}

/// How much of the library can be searched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Indexed {
    /// It is not known yet.
    #[default]
    Unknown,
    /// Articles are still being read for it.
    Partly(Progress),
    /// All of it.
    Whole,
    /// Nothing, for this reason.
    Failed(String),
}

/// The state of the search.
#[derive(Default)]
pub struct Search {
    /// Whether it has the pane of the questions.
    pub is_open: bool,
    /// What is typed.
    pub input: Input,
    /// What was found.
    pub results: Results,
    /// How those stand in the list that say the same.
    pub folds: Folds,
    /// The hits that stand in the list, by their places among all.
    shown: Vec<u32>,
    /// The place in it.
    pub list: List,
    /// What of it was not understood.
    pub faults: Vec<Fault>,
    /// How much can be searched.
    pub indexed: Indexed,
    /// Whether the index was asked for.
    pub has_begun: bool,
    /// The path of the hit that is to stay selected.
    kept: Option<String>,
    /// The number of the last request, and of the last one answered.
    asked: u64,
    answered: u64,
}

impl Search {
    /// Whether what was found is not yet what is typed.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.asked != self.answered
    }

    /// Rows of the list.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.shown.len()
    }

    /// The hit in a row.
    #[must_use]
    pub fn hit(&self, row: usize) -> Option<&Hit> {
        self.results.hits.get(*self.shown.get(row)? as usize)
    }

    /// How a row stands to those that say the same.
    #[must_use]
    pub fn fold_at(&self, row: usize) -> Fold {
        self.shown.get(row).map_or(Fold::Alone, |hit| self.folds.at(*hit))
    }

    /// Opens or closes the fold that a row is in; says whether it is in one.
    pub(super) fn toggle_fold(&mut self, row: usize) -> bool {
        self.shown.get(row).is_some_and(|hit| self.folds.toggle(*hit))
    }

    /// The words to mark in the article of a hit: those typed, and their other forms beside it.
    fn words(&self, row: usize) -> Vec<String> {
        let query = Query::parse(&self.input.text());
        let found = self.hit(row).into_iter().flat_map(|hit| {
            hit.marks.iter().filter_map(|mark| hit.snippet.get(mark.clone())).map(str::to_lowercase)
        });
        let mut words: Vec<String> = found.chain(query.words).collect();
        words.sort();
        words.dedup();
        words
    }
}

/// Opens the search, with what is typed into the filter if nothing was searched for yet; or goes back
/// to the questions.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    if model.search.is_open && model.focus == Pane::Questions {
        return close(model);
    }
    model.leave_current();
    model.search.is_open = true;
    model.focus_on(Pane::Questions);
    model.search.input.end();
    if model.search.input.is_empty() && !model.questions.input.is_empty() {
        model.search.input = model.questions.input.clone();
        return ask(model);
    }
    model.show_selected()
}

/// Gives the pane back to the questions.
pub(super) fn close(model: &mut Model) -> Vec<Effect> {
    model.search.is_open = false;
    model.questions.typing = true;
    model.relayout();
    model.show_selected()
}

/// Asks for what is typed.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let query = Query::parse(&model.search.input.text());
    let catalog = &model.library.catalog;
    let mut faults = query.faults.clone();
    let Scope { within, mut unlisted } = model.scope();
    let mut subject = match &within {
        Within::Subject(id) => catalog.subjects().get(*id),
        Within::All | Within::List(_) => None,
    };
    let mut among = Vec::new();
    if let Within::List(list) = &within {
        // Whoever put an article there means it, listed or not.
        unlisted = true;
        among.push(Among { paths: paths(catalog, list.ids()), negated: false });
    }
    for clause in &query.clauses {
        match &clause.condition {
            Condition::Subject(name) if catalog.subjects().beginning(name).is_empty() => {
                let reason = no_subject(name);
                faults.push(Fault { at: clause.at.clone(), reason });
            }
            // Who names one means it wherever it is.
            Condition::Subject(_) | Condition::Id(_) if !clause.negated => subject = None,
            condition if condition.is_of_reader() => match rows(condition, &model.marks) {
                Ok((rows, is)) => {
                    let negated = clause.negated == is;
                    among.push(Among { paths: paths(catalog, rows), negated });
                }
                Err(reason) => faults.push(Fault { at: clause.at.clone(), reason }),
            },
            _ => {}
        }
    }
    let subject = subject.map(|subject| subject.slug.clone());
    model.search.faults = faults;
    model.search.kept = None;
    model.search.asked += 1;
    if query.is_empty() {
        model.search.answered = model.search.asked;
        model.search.results = Results::default();
        model.search.list = List::default();
        model.search.shown.clear();
        return Vec::new();
    }
    let ticket = model.search.asked;
    vec![Effect::Search(Box::new(Request { ticket, query, subject, among, unlisted }))]
}

/// The articles that meet a condition about what the reader did, or those that do not.
///
/// # Errors
/// A sentence if there is no such shelf.
fn rows(condition: &Condition, marks: &Marks) -> Result<(Vec<ArticleId>, bool), String> {
    Ok(match condition {
        Condition::Read(is) => (marks.read().iter().copied().collect(), *is),
        Condition::Starred => (marks.starred().iter().copied().collect(), true),
        Condition::Shelf(name) => {
            let shelves = marks.shelves_beginning(name);
            if shelves.is_empty() {
                return Err(no_shelf(name));
            }
            (shelves.iter().flat_map(|shelf| shelf.ids()).collect(), true)
        }
        _ => (Vec::new(), false),
    })
}

/// The paths of articles, in order.
fn paths(catalog: &Catalog, ids: impl IntoIterator<Item = ArticleId>) -> Vec<String> {
    let entries = ids.into_iter().filter_map(|id| catalog.get(id));
    let mut paths: Vec<_> = entries.map(|entry| entry.path.to_owned()).collect();
    paths.sort_unstable();
    paths
}

/// Asks for the same once more, because something else has changed; the selected hit stays selected.
pub(super) fn ask_again(model: &mut Model) -> Vec<Effect> {
    let effects = ask(model);
    let selected = model.search.list.selected;
    model.search.kept = model.search.hit(selected).map(|hit| hit.path.clone());
    effects
}

/// Opens the search as it was left, with the hit in a file selected once it is found.
pub(super) fn take_up(model: &mut Model, text: &str, path: Option<String>) -> Vec<Effect> {
    model.search.is_open = true;
    model.search.input.clear();
    model.search.input.insert(text);
    let effects = ask(model);
    model.search.kept = path;
    effects
}

/// Takes what was found; what is older than what is shown is dropped.
pub(super) fn receive(model: &mut Model, ticket: u64, results: Results) -> Vec<Effect> {
    if ticket <= model.search.answered {
        return Vec::new();
    }
    model.search.answered = ticket;
    model.search.results = results;
    model.search.list = List::default();
    fold(model);
    let rows = model.search.rows();
    if let Some(path) = model.search.kept.take() {
        let is_kept = |row: &usize| model.search.hit(*row).is_some_and(|hit| hit.path == path);
        let row = (0..rows).find(is_kept).unwrap_or(0);
        let height = model.list_height();
        model.search.list.select(row, rows, height);
    }
    if !model.search.is_open {
        return Vec::new();
    }
    if rows == 0 && model.focus == Pane::Questions {
        // An article that has nothing to do with what is typed would only mislead.
        model.leave_current();
        model.answer.clear();
    }
    model.show_selected()
}

/// Folds the hits that say the same; the selected one stays selected, or the one that stands for it.
pub(super) fn fold(model: &mut Model) {
    let search = &mut model.search;
    let selected = search.shown.get(search.list.selected).copied();
    let (hits, catalog) = (&search.results.hits, &model.library.catalog);
    let label = |hit: u32| {
        let id = catalog.with_path(&hits.get(hit as usize)?.path)?;
        model.library.twins.label(catalog, id)
    };
    let mut shown = (0..).zip(hits).map(|(hit, _)| hit).collect();
    search.folds.fold(&mut shown, label);
    let first = selected.and_then(|hit| search.folds.first_of(hit));
    let place = |wanted: Option<u32>| shown.iter().position(|hit| Some(*hit) == wanted);
    let row = place(selected).or_else(|| place(first)).unwrap_or(0);
    search.shown = shown;
    let (rows, height) = (model.search.rows(), model.list_height());
    model.search.list.select(row, rows, height);
}

/// Takes how much can be searched; what was found is asked for again when there is more.
pub(super) fn indexed(model: &mut Model, indexed: Indexed) -> Vec<Effect> {
    if indexed == Indexed::Unknown {
        // What there was is lost, or somebody else has just written it.
        model.search.indexed = indexed;
        members::distrust(model);
        return vec![Effect::IndexAll];
    }
    // After a change all of it is indexed again.
    let is_more = model.search.indexed != indexed || indexed == Indexed::Whole;
    model.search.indexed = indexed;
    if is_more {
        members::distrust(model);
    }
    let is_first = model.search.list.selected == 0;
    let mut effects = Vec::new();
    if model.search.is_open && is_more && is_first && model.focus == Pane::Questions {
        effects.extend(ask(model));
    }
    if model.search.indexed == Indexed::Whole {
        // What was similar before may not be so now.
        model.library.similar = None;
        effects.extend(likeness::ask(model));
        effects.push(Effect::Twins);
    }
    effects
}

/// Marks in the answer what the selected hit was found by, if that is the article which is shown, or
/// as soon as it comes.
pub(super) fn mark(model: &mut Model, id: ArticleId) {
    if !model.search.is_open || model.search.input.is_empty() {
        return;
    }
    let words = model.search.words(model.search.list.selected);
    let height = model.height(Pane::Answer);
    if model.answer.awaits_another() || model.answer.id() != Some(id) {
        model.answer.mark_when_there(words);
    } else {
        model.answer.mark_words(words, height);
    }
}
