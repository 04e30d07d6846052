//! A search that is carried out in slices, from stage to stage.
//!
//! It has no thread and no clock: whoever runs it looks for keys between two steps, and drops it
//! when it is not wanted any more. Invariant: what is found depends on the questions, the query
//! and the scope alone, not on the slices nor on what an earlier search knew.

use std::task::{Poll, ready};

use super::budget::Budget;
use super::correct::Correction;
use super::haystack::{Haystack, State};
use super::letters::Letters;
use super::lookup::Known;
use super::partly::Partly;
use super::query::Query;
use super::words::Words;
use super::{Found, Stage};

/// With fewer rows than this the next stage is tried.
const HANDFUL: usize = 5;
/// What a step may cost: less than a millisecond, as a rule.
const STEP: usize = 700_000;
/// So many rows are taken at once where nothing is looked for.
const PORTION: u32 = 64;

/// A search under way, and later what it found.
#[derive(Debug)]
pub struct Search {
    query: Query,
    /// What is looked for instead of the query.
    corrected: Option<Query>,
    /// Which questions are searched.
    state: State,
    known: Known,
    task: Task,
    found: Found,
}

#[derive(Debug)]
enum Task {
    /// To take all rows from this one on.
    All(u32),
    Words(Words),
    Correct(Correction),
    Corrected(Words),
    Letters(Box<Letters>),
    Partly(Box<Partly>),
    Done,
}

impl Search {
    /// A search for `query`, of which nothing is done yet. What `previous` knows is used again where
    /// the questions have not changed since: words that are the same, and the words of the library
    /// that hold a part of a word. It need not have come to its end.
    #[must_use]
    pub fn start(haystack: &Haystack, query: Query, previous: Option<&Self>) -> Self {
        let previous = previous.filter(|previous| previous.state.is(haystack.state()));
        let known = previous.map_or_else(Known::default, |previous| {
            previous.known.for_queries([Some(&query), previous.corrected.as_ref()])
        });
        let is_empty = query.is_empty();
        let words = Words::new(&query, Vec::new());
        Self {
            task: if is_empty { Task::All(0) } else { Task::Words(words) },
            corrected: None,
            state: haystack.state().clone(),
            known,
            found: Found::default(),
            query,
        }
    }

    /// Works on for about a millisecond; whether all is found. `in_scope` says which rows are looked
    /// at, the same in all steps. If the questions have changed since the last step the search begins
    /// anew.
    pub fn step(&mut self, haystack: &Haystack, in_scope: &dyn Fn(u32) -> bool) -> bool {
        self.step_within(haystack, in_scope, &mut Budget::new(STEP))
    }

    /// The same where `in_scope` takes a good part of a microsecond for a row.
    pub fn small_step(&mut self, haystack: &Haystack, in_scope: &dyn Fn(u32) -> bool) -> bool {
        self.step_within(haystack, in_scope, &mut Budget::new(STEP / 16))
    }

    pub(super) fn step_within(
        &mut self,
        haystack: &Haystack,
        in_scope: &dyn Fn(u32) -> bool,
        budget: &mut Budget,
    ) -> bool {
        if !self.is_done() && !self.state.is(haystack.state()) {
            *self = Self::start(haystack, std::mem::take(&mut self.query), None);
        }
        while budget.is_left() && !self.is_done() {
            if let Poll::Ready(task) = self.advance(haystack, in_scope, budget) {
                self.task = task;
            }
        }
        self.is_done()
    }

    /// Whether all is found.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.task, Task::Done)
    }

    /// What is looked for.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// What was found. Before the search is done that may be nothing or a part.
    #[must_use]
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Takes what was found out of the search, which can still help the next one.
    pub fn take_found(&mut self) -> Found {
        std::mem::take(&mut self.found)
    }

    /// Works on the task; when it is done, the next one.
    fn advance(
        &mut self,
        haystack: &Haystack,
        in_scope: &dyn Fn(u32) -> bool,
        budget: &mut Budget,
    ) -> Poll<Task> {
        Poll::Ready(match &mut self.task {
            Task::All(next) => {
                let end = u32::try_from(haystack.len()).unwrap_or(u32::MAX);
                let rows = *next..next.saturating_add(PORTION).min(end);
                *next = rows.end;
                budget.spend(5 * rows.len());
                self.found.rows.extend(rows.clone().filter(|row| in_scope(*row)));
                if rows.end < end {
                    return Poll::Pending;
                }
                Task::Done
            }
            Task::Words(words) => {
                let rows = ready!(words.step(haystack, in_scope, &mut self.known, budget));
                let known = words.known();
                self.found.add(rows, Stage::Words);
                self.after_words(known)
            }
            Task::Correct(correction) => {
                let (vocabulary, known) = (haystack.vocabulary(), &mut self.known);
                self.corrected = ready!(correction.step(vocabulary, known, budget));
                match &self.corrected {
                    Some(query) => Task::Corrected(Words::new(query, self.found.rows.clone())),
                    None => self.after_correction(haystack, true),
                }
            }
            Task::Corrected(words) => {
                let rows = ready!(words.step(haystack, in_scope, &mut self.known, budget));
                let has_unknown = words.known().contains(&false);
                self.add_corrected(rows, Stage::Corrected);
                self.after_correction(haystack, has_unknown)
            }
            Task::Letters(letters) => {
                let rows = ready!(letters.step(haystack, in_scope, budget));
                self.found.add(rows, Stage::Letters);
                self.at_last()
            }
            Task::Partly(partly) => {
                let rows = ready!(partly.step(haystack, in_scope, &mut self.known, budget));
                self.add_corrected(rows, Stage::Partly);
                Task::Done
            }
            Task::Done => Task::Done,
        })
    }

    /// What comes after the first stage. `known` says it of each word.
    fn after_words(&self, known: Vec<bool>) -> Task {
        if self.found.rows.len() < HANDFUL && known.contains(&false) {
            Task::Correct(Correction::new(self.query.clone(), known))
        } else {
            self.at_last()
        }
    }

    /// What comes after the second stage.
    fn after_correction(&self, haystack: &Haystack, has_unknown: bool) -> Task {
        if self.found.rows.len() < HANDFUL && has_unknown {
            Task::Letters(Box::new(Letters::new(haystack, &self.query)))
        } else {
            self.at_last()
        }
    }

    /// What comes after all other stages.
    fn at_last(&self) -> Task {
        if self.found.rows.is_empty() {
            let query = self.corrected.as_ref().unwrap_or(&self.query);
            Task::Partly(Box::new(Partly::new(query)))
        } else {
            Task::Done
        }
    }

    /// Adds rows that the corrected query found.
    fn add_corrected(&mut self, rows: Vec<u32>, stage: Stage) {
        if self.found.add(rows, stage) {
            self.found.corrected = self.corrected.as_ref().map(|query| query.joined(" "));
        }
    }
}
