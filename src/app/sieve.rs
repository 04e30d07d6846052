//! What must hold of an article besides that its question has the words typed.
//!
//! It looks at one article at a time and changes nothing. Invariant: the same query over the same
//! catalog lets the same articles through.

use std::sync::Arc;

use super::marks::{Marks, Rows};
use super::members::Members;
use super::own::OwnList;
use super::scope::{Scope, Within};
use crate::article::date;
use crate::library::catalog::{ArticleId, Catalog};
use crate::library::subject::SubjectId;
use crate::query::{Condition, Fault, Feature, Query, no_shelf, no_subject};
use crate::text::fold;

/// The conditions of a query, ready to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sieve {
    /// Words that must follow one another.
    phrases: Vec<Needle>,
    /// Words that must not be there.
    excluded: Vec<Needle>,
    clauses: Vec<Ready>,
    /// Those that meet what only the index knows, if that is asked.
    members: Option<Arc<Members>>,
}

/// A condition that knows its library.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ready {
    negated: bool,
    asked: Asked,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    /// Of one of these subjects.
    Subjects(Vec<SubjectId>),
    /// Of one of these numbers.
    Ids(Vec<i64>),
    /// Of this day, as `yyyy-mm-dd`, or a later one.
    After(String),
    Before(String),
    Unlisted,
    Related,
    /// One of these, or none of them.
    Marked(Arc<Rows>, bool),
    /// On one of these shelves.
    Shelved(Vec<Arc<OwnList>>),
}

impl Sieve {
    /// The conditions of a query, with the articles that meet those of them which only the index knows;
    /// and what cannot be asked of this library.
    #[must_use]
    pub fn new(
        query: &Query,
        catalog: &Catalog,
        marks: &Marks,
        members: Option<Arc<Members>>,
    ) -> (Self, Vec<Fault>) {
        let mut sieve = Self {
            phrases: query.phrases.iter().map(|text| Needle::new(text)).collect(),
            excluded: query.excluded.iter().map(|text| Needle::new(text)).collect(),
            clauses: Vec::new(),
            members,
        };
        let mut faults = Vec::new();
        for clause in &query.clauses {
            match asked(&clause.condition, catalog, marks) {
                Ok(Some(asked)) => sieve.add(clause.negated, asked),
                Ok(None) => {}
                Err(reason) => faults.push(Fault { at: clause.at.clone(), reason }),
            }
        }
        (sieve, faults)
    }

    /// Adds a condition. Of several subjects one is enough, and so of several numbers.
    fn add(&mut self, negated: bool, asked: Asked) {
        for one in self.clauses.iter_mut().filter(|one| !one.negated && !negated) {
            match (&mut one.asked, &asked) {
                (Asked::Subjects(these), Asked::Subjects(more)) => return these.extend(more),
                (Asked::Ids(these), Asked::Ids(more)) => return these.extend(more),
                _ => {}
            }
        }
        self.clauses.push(Ready { negated, asked });
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.phrases.is_empty()
            && self.excluded.is_empty()
            && self.clauses.is_empty()
            && self.members.is_none()
    }

    /// The scope it is used in: who names a subject, a number or unlisted articles means them in whatever
    /// subject they are.
    #[must_use]
    pub fn widen(&self, scope: Scope) -> Scope {
        let asks = |wanted: fn(&Asked) -> bool| {
            self.clauses.iter().any(|clause| !clause.negated && wanted(&clause.asked))
        };
        let for_subject = asks(|asked| matches!(asked, Asked::Subjects(_) | Asked::Ids(_)));
        let for_unlisted = asks(|asked| matches!(asked, Asked::Unlisted | Asked::Ids(_)));
        let within = match scope.within {
            Within::Subject(_) if for_subject => Within::All,
            within => within,
        };
        Scope { within, unlisted: scope.unlisted || for_unlisted }
    }

    /// Whether an article may pass.
    #[must_use]
    pub fn lets_through(&self, catalog: &Catalog, id: ArticleId) -> bool {
        self.clauses.iter().all(|clause| clause.asked.holds(catalog, id) != clause.negated)
            && self.is_member(catalog, id)
            && self.has_words(catalog, id)
    }

    fn is_member(&self, catalog: &Catalog, id: ArticleId) -> bool {
        self.members
            .as_ref()
            .is_none_or(|members| catalog.get(id).is_some_and(|entry| members.has(entry.path)))
    }

    fn has_words(&self, catalog: &Catalog, id: ArticleId) -> bool {
        if self.phrases.is_empty() && self.excluded.is_empty() {
            return true;
        }
        let Some(entry) = catalog.get(id) else { return false };
        let [folded, words] =
            [fold::fold(entry.question), format!(" {}", fold::words(entry.question))];
        let holds = |needle: &Needle| match needle {
            Needle::Words(text) => words.contains(text.as_str()),
            Needle::Letters(text) => folded.contains(text.as_str()),
        };
        self.phrases.iter().all(holds) && !self.excluded.iter().any(holds)
    }
}

/// A text that is looked for in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Needle {
    /// Words with one blank before each: where words begin so.
    Words(String),
    /// Anywhere: what holds other marks, as `c++` does, or is of a script that parts no words.
    Letters(String),
}

impl Needle {
    fn new(text: &str) -> Self {
        let has_words = |c: char| c.is_numeric() || c.is_lowercase() || c.is_uppercase();
        if text.chars().all(|c| c.is_whitespace() || has_words(c)) {
            Self::Words(format!(" {}", fold::words(text)))
        } else {
            Self::Letters(fold::fold(text))
        }
    }
}

/// What is asked of the catalog and of what the reader did; nothing if neither knows.
fn asked(condition: &Condition, catalog: &Catalog, marks: &Marks) -> Result<Option<Asked>, String> {
    Ok(Some(match condition {
        Condition::Subject(name) => {
            let subjects = catalog.subjects().beginning(name);
            if subjects.is_empty() {
                return Err(no_subject(name));
            }
            Asked::Subjects(subjects)
        }
        Condition::Id(id) => Asked::Ids(vec![*id]),
        Condition::After(day) => Asked::After(day.to_string()),
        Condition::Before(day) => Asked::Before(day.to_string()),
        Condition::Unlisted => Asked::Unlisted,
        Condition::Read(is) => Asked::Marked(marks.read().clone(), *is),
        Condition::Starred => Asked::Marked(marks.starred().clone(), true),
        Condition::Shelf(name) => {
            let shelves = marks.shelves_beginning(name);
            if shelves.is_empty() {
                return Err(no_shelf(name));
            }
            Asked::Shelved(shelves)
        }
        Condition::Has(Feature::Related) => Asked::Related,
        Condition::Tag(_) | Condition::Author(_) | Condition::Has(_) => return Ok(None),
    }))
}

impl Asked {
    fn holds(&self, catalog: &Catalog, id: ArticleId) -> bool {
        let Some(entry) = catalog.get(id) else { return false };
        let day = || entry.date.and_then(date::iso);
        match self {
            Self::Subjects(subjects) => {
                catalog.subject_of(id).is_some_and(|subject| subjects.contains(&subject))
            }
            Self::Ids(ids) => entry.id.is_some_and(|id| ids.contains(&id)),
            Self::After(first) => day().is_some_and(|day| day >= *first),
            Self::Before(first) => day().is_some_and(|day| day < *first),
            Self::Unlisted => !catalog.is_listed(id),
            Self::Related => catalog.names_related(id),
            Self::Marked(rows, is) => rows.contains(&id) == *is,
            Self::Shelved(shelves) => shelves.iter().any(|shelf| shelf.holds(id)),
        }
    }
}
