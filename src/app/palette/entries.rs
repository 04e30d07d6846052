//! What the palette can offer: which actions and subjects fit what is typed, and what is said of each.
//!
//! It names and orders; nothing is done here. Invariant: an action stands at most once among the
//! entries, those that can be done before those that cannot.

use std::collections::HashSet;

use super::matching::{Fit, Typed};
use super::{PAST, QUESTION, SUBJECT, choosing};
use crate::app::copy;
use crate::app::model::Model;
use crate::app::moving::is_movement;
use crate::app::scope::{Chosen, Scope};
use crate::app::update::is_editing;
use crate::document;
use crate::keymap::{ACTIONS, Action, Definition, Place, shown};
use crate::library::catalog::ArticleId;
use crate::memory::Past;
use crate::text::count::{ago, counted};

/// So many that fit only by what is said about them stand above the questions.
const BY_ABOUT: usize = 3;
/// Keys that are named for an action.
const KEYS: usize = 2;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Something to do.
    Action(Action),
    /// A question to read the answer of.
    Question(ArticleId),
    /// A subject, or a list of the reader's own, to choose questions from.
    Choice(Chosen),
    /// An article that was read before, by its place among those.
    Past(usize),
}

/// How an entry is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Its name.
    pub name: String,
    /// What is said about it.
    pub about: String,
    /// What stands at the right: keys, a subject, a count.
    pub side: String,
    /// Whether it can be chosen here.
    pub is_possible: bool,
}

impl Entry {
    /// How it is shown.
    #[must_use]
    pub fn naming(&self, model: &Model) -> Naming {
        let catalog = &model.library.catalog;
        match self {
            Self::Question(id) => Naming {
                name: catalog.get(*id).map_or("", |entry| entry.question).to_owned(),
                about: String::new(),
                side: catalog.subject_label(*id).to_owned(),
                is_possible: true,
            },
            Self::Choice(chosen) => {
                let within = model.marks.within(chosen);
                let scope = Scope { within, unlisted: model.unlisted };
                let about = match chosen {
                    Chosen::Own(_) => "a list of your own",
                    Chosen::All | Chosen::Subject(_) => "",
                };
                Naming {
                    name: chosen.name(catalog).unwrap_or_default().to_owned(),
                    about: about.to_owned(),
                    side: counted(scope.count(catalog), "article"),
                    is_possible: true,
                }
            }
            Self::Action(action) => of_action(model, *action),
            Self::Past(at) => of_past(model, *at),
        }
    }

    /// The article of one that was read before, if it is still there.
    pub(super) fn past_article(model: &Model, at: usize) -> Option<ArticleId> {
        let past = model.palette.past.get(at)?;
        model.library.catalog.with_key(&past.visit.article)
    }
}

/// How an article that was read before is called now, or was then, and how long ago that was.
fn of_past(model: &Model, at: usize) -> Naming {
    let id = Entry::past_article(model, at);
    let Some(past) = model.palette.past.get(at) else {
        let name = String::new();
        return Naming { about: name.clone(), side: name.clone(), name, is_possible: false };
    };
    let entry = id.and_then(|id| model.library.catalog.get(id));
    let ago = ago(model.clock.now.saturating_sub(past.time));
    Naming {
        name: entry.map_or(&*past.visit.question, |entry| entry.question).to_owned(),
        about: String::new(),
        side: if id.is_some() { ago } else { format!("gone · {ago}") },
        is_possible: id.is_some(),
    }
}

/// The articles that were read before, the last one first, each once.
pub(super) fn past(model: &Model) -> Vec<Past> {
    let mut known = HashSet::new();
    let visits = model.memories.known().visits.iter().rev();
    visits.filter(|past| known.insert(&past.visit.article)).cloned().collect()
}

/// Those of them that fit, in the same order.
fn fitting_past(model: &Model, typed: &Typed) -> Vec<Entry> {
    let fits = |(at, past): (usize, &Past)| {
        let visit = &past.visit;
        let is_fit = typed.is_empty() || typed.fit(&visit.question, &visit.subject).is_some();
        is_fit.then_some(Entry::Past(at))
    };
    model.palette.past.iter().enumerate().filter_map(fits).collect()
}

fn of_action(model: &Model, action: Action) -> Naming {
    let row = ACTIONS.iter().find(|row| row.action == action);
    let Some(row) = row else {
        let name = String::new();
        return Naming { about: name.clone(), side: name.clone(), name, is_possible: false };
    };
    let origin = choosing::origin(model);
    let is_possible = done_in(model, row, origin).is_some();
    let side = if is_possible {
        let keys = row.keys_in(origin).into_iter().take(KEYS).map(shown);
        keys.collect::<Vec<_>>().join("  ")
    } else {
        refusal(row, origin)
    };
    Naming { name: row.name.to_owned(), about: about(model, row), side, is_possible }
}

/// What is said about an action: what it does, or the title of the article that it opens.
fn about(model: &Model, row: &Definition) -> String {
    match jump(model, row.action) {
        Some(title) => document::in_line(title).into_owned(),
        None => row.summary.to_owned(),
    }
}

/// The title of the related article that an action opens.
fn jump(model: &Model, action: Action) -> Option<&str> {
    let Action::Related(number) = action else { return None };
    let index = usize::from(number).checked_sub(1)?;
    model.answer.page.jumps.get(index).map(|jump| jump.title.as_str())
}

/// Why an action cannot be done that is asked for by name in a place.
fn refusal(row: &Definition, origin: Place) -> String {
    let is_at = |place: Place| row.keys.iter().any(|(at, _)| *at == place);
    if is_at(Place::Copying) && origin.reach().contains(&Place::Copying) {
        return "nothing in view to copy".to_owned();
    }
    let place = row.keys.first().map_or(Place::Anywhere, |(place, _)| *place);
    let title = if is_at(Place::Panes) { "in a pane" } else { place.title() };
    let mut letters = title.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("only {first}{}", letters.as_str())
}

/// The place in which an action is done that is asked for by name in `origin`; `None` if it cannot be
/// done from there.
pub(super) fn done_in(model: &Model, row: &Definition, origin: Place) -> Option<Place> {
    if !row.keys_in(origin).is_empty() {
        return Some(origin);
    }
    let has_keys = |place: &&Place| row.keys.iter().any(|(at, _)| at == *place);
    let place = origin.reach().iter().find(has_keys).copied()?;
    let can_copy = || copy::is_there_any(model) && copy::is_possible(model, row.action);
    (place != Place::Copying || can_copy()).then_some(match place {
        // Nobody asked what to copy.
        Place::Copying => origin,
        place => place,
    })
}

/// Whether an action is one to be offered: a related article only where there is one.
fn is_offered(model: &Model, row: &Definition) -> bool {
    match row.action {
        Action::Palette => false,
        action @ Action::Related(_) => {
            jump(model, action).is_some() && !model.geometry().answer.is_empty()
        }
        _ => true,
    }
}

/// The actions and subjects that fit, above the questions and below them.
pub(super) fn fitting(
    model: &Model,
    mark: Option<char>,
    typed: &Typed,
) -> (Vec<Entry>, Vec<Entry>) {
    if mark == Some(PAST) {
        return (fitting_past(model, typed), Vec::new());
    }
    let has_no_words = typed.is_empty() && !model.palette.input.text().trim().is_empty();
    if mark == Some(QUESTION) || (mark.is_none() && has_no_words) {
        return (Vec::new(), Vec::new());
    }
    let mut fits: Vec<(Fit, bool, Entry)> = Vec::new();
    if mark != Some(SUBJECT) {
        fits.extend(actions(model, typed));
    }
    if mark == Some(SUBJECT) || (mark.is_none() && !typed.is_empty()) {
        fits.extend(choices(model, typed));
    }
    fits.sort_by_key(|(fit, is_possible, _)| (!is_possible, *fit));
    if mark.is_some() || typed.is_empty() {
        return (fits.into_iter().map(|(.., entry)| entry).collect(), Vec::new());
    }
    let mut by_about = 0;
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for (fit, is_possible, entry) in fits {
        by_about += usize::from(fit == Fit::About);
        let is_good =
            fit < Fit::About || (fit == Fit::About && is_possible && by_about <= BY_ABOUT);
        if is_good { &mut above } else { &mut below }.push(entry);
    }
    (above, below)
}

/// The actions that fit: those used last first, and last those that only move or edit, which nobody
/// looks for by name.
fn actions(model: &Model, typed: &Typed) -> Vec<(Fit, bool, Entry)> {
    let origin = choosing::origin(model);
    let mut rows: Vec<_> = ACTIONS.iter().filter(|row| is_offered(model, row)).collect();
    let used = &model.palette.used;
    let is_small = |action| is_movement(action) || is_editing(action);
    rows.sort_by_key(|row| {
        let age = used.iter().position(|used| *used == row.action);
        (age.unwrap_or(usize::MAX), is_small(row.action))
    });
    let fit = |row: &Definition| {
        let fit = typed.fit(row.name, &about(model, row))?;
        Some((fit, done_in(model, row, origin).is_some(), Entry::Action(row.action)))
    };
    rows.into_iter().filter_map(fit).collect()
}

/// The subjects and lists that fit, in the order of their pane.
fn choices(model: &Model, typed: &Typed) -> Vec<(Fit, bool, Entry)> {
    let fit = |chosen: &Chosen| {
        let fit = typed.fit(chosen.name(&model.library.catalog)?, "")?;
        Some((fit, true, Entry::Choice(chosen.clone())))
    };
    let subjects = &model.subjects;
    (0..subjects.rows()).filter_map(|row| subjects.row(row)).filter_map(fit).collect()
}
