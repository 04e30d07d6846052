//! The articles that meet those conditions of the filter which only the index of all text knows.
//!
//! It holds no index: which articles they are is asked for with an effect and comes as a message.
//! Invariants: a set is used for the very conditions it was asked for; as long as there is none, the
//! filter finds nothing rather than something false.

use std::sync::Arc;

use super::library::Progress;
use super::message::Effect;
use super::model::{Model, Pane};
use super::opening::open_waiting;
use super::search::Indexed;
use crate::library::catalog::path_key;
use crate::query::{Clause, Condition, Feature, Query};
use crate::text::count::grouped;

/// What is to be asked of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What the answer must carry.
    pub ticket: u64,
    /// The conditions that must hold of an article, all of them, and nothing else.
    pub query: Query,
}

/// A set of articles: the keys of their paths, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members(Vec<u64>);

impl Members {
    /// The set with these keys.
    #[must_use]
    pub fn new(mut keys: Vec<u64>) -> Self {
        keys.sort_unstable();
        Self(keys)
    }

    /// Whether the article in a file is one of them.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.0.binary_search(&path_key(path)).is_ok()
    }
}

/// The conditions, and the set as far as it is known.
#[derive(Debug, Default)]
pub struct Membership {
    clauses: Vec<Clause>,
    members: Option<Arc<Members>>,
    /// Whether what the index says may be something else by now.
    is_stale: bool,
    /// The number of the last request.
    asked: u64,
}

impl Membership {
    /// Takes the conditions of what is typed. What is known of others is forgotten.
    pub(super) fn want(&mut self, query: &Query) {
        let wanted = query.clauses.iter().filter(|clause| is_for_index(&clause.condition));
        let clauses: Vec<_> = wanted.map(|clause| Clause { at: 0..0, ..clause.clone() }).collect();
        if clauses != self.clauses {
            (self.clauses, self.members, self.is_stale) = (clauses, None, true);
            // What may still come was asked for with other ones.
            self.asked += 1;
        }
    }

    /// The set, if any condition asks for one and it is known.
    #[must_use]
    pub fn members(&self) -> Option<&Arc<Members>> {
        self.members.as_ref()
    }

    /// Whether a set is asked for and not known yet.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        !self.clauses.is_empty() && self.members.is_none()
    }
}

/// Whether only the index knows if a condition holds.
#[must_use]
pub(super) fn is_for_index(condition: &Condition) -> bool {
    match condition {
        Condition::Tag(_) | Condition::Author(_) => true,
        Condition::Has(feature) => *feature != Feature::Related,
        Condition::Subject(_)
        | Condition::After(_)
        | Condition::Before(_)
        | Condition::Unlisted
        | Condition::Read(_)
        | Condition::Starred
        | Condition::Shelf(_)
        | Condition::Id(_) => false,
    }
}

/// Asks for the set, if that is needed and the index can say anything.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let membership = &mut model.questions.membership;
    if membership.clauses.is_empty() || !membership.is_stale {
        return Vec::new();
    }
    if matches!(model.search.indexed, Indexed::Partly(_) | Indexed::Whole) {
        membership.is_stale = false;
        membership.asked += 1;
        let query = Query { clauses: membership.clauses.clone(), ..Query::default() };
        return vec![Effect::Members(Request { ticket: membership.asked, query })];
    }
    if membership.members.is_none() && !model.questions.found.rows.is_empty() {
        // What was found before has nothing to do with what is typed.
        model.questions.find_nothing();
        if model.focus != Pane::Answer && !model.search.is_open {
            model.leave_current();
            model.answer.clear();
        }
    }
    let may_begin = model.search.indexed == Indexed::Unknown && model.library.is_complete();
    if may_begin && !std::mem::replace(&mut model.search.has_begun, true) {
        return vec![Effect::IndexAll];
    }
    Vec::new()
}

/// Takes the set; one that was asked for with other conditions is dropped.
pub(super) fn receive(model: &mut Model, ticket: u64, members: Members) -> Vec<Effect> {
    let membership = &mut model.questions.membership;
    let is_same = membership.members.as_deref() == Some(&members);
    if ticket != membership.asked || membership.clauses.is_empty() || is_same {
        return Vec::new();
    }
    membership.members = Some(Arc::new(members));
    model.refresh_questions();
    let mut effects = model.go_on();
    effects.extend(open_waiting(model));
    effects
}

/// Has the set asked for again, because the index holds something else now.
pub(super) fn distrust(model: &mut Model) {
    let membership = &mut model.questions.membership;
    membership.is_stale = true;
    if matches!(model.search.indexed, Indexed::Failed(_)) && membership.members.take().is_some() {
        model.refresh_questions();
    }
}

/// What is said of the list while it may lack articles that the index does not know yet.
#[must_use]
pub fn note(model: &Model) -> Option<String> {
    if model.questions.membership.clauses.is_empty() {
        return None;
    }
    match &model.search.indexed {
        Indexed::Whole => None,
        Indexed::Unknown => Some("indexing …".to_owned()),
        Indexed::Partly(progress) if progress.millis < Progress::WORTH_SHOWING => None,
        Indexed::Partly(Progress { done, of, .. }) => {
            Some(format!("indexing … {} of {}", grouped(*done), grouped(*of)))
        }
        Indexed::Failed(reason) => Some(reason.clone()),
    }
}
