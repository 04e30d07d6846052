//! One library's share of a document put into another one's.
//!
//! What is there stays, what is not there comes in, and what is in both keeps the newer; nothing goes.
//! Invariants: merging something twice is merging it once, and merging into nothing gives the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::checked::Keyed;
use super::{Library, Mark, Query, Shelf, Visit};
use crate::memory::QUERIES;

/// A kind of thing that a library of a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Settings.
    Settings,
    /// Queries.
    Queries,
    /// Visits.
    Visits,
    /// Names of articles.
    Articles,
    /// Articles that are read.
    Read,
    /// Stars.
    Stars,
    /// Times of reading.
    Spent,
    /// Places where articles were left.
    Places,
    /// Shelves.
    Shelves,
    /// Articles on shelves.
    Shelved,
    /// Highlights.
    Highlights,
    /// The place of the reading.
    Resume,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Settings,
        Self::Queries,
        Self::Visits,
        Self::Articles,
        Self::Read,
        Self::Stars,
        Self::Spent,
        Self::Places,
        Self::Shelves,
        Self::Shelved,
        Self::Highlights,
        Self::Resume,
    ];

    /// One of them in words, and several.
    #[must_use]
    pub const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Settings => ["setting", "settings"],
            Self::Queries => ["query", "queries"],
            Self::Visits => ["visit", "visits"],
            Self::Articles => ["article name", "article names"],
            Self::Read => ["read mark", "read marks"],
            Self::Stars => ["star", "stars"],
            Self::Spent => ["time of reading", "times of reading"],
            Self::Places => ["place in an answer", "places in answers"],
            Self::Shelves => ["shelf", "shelves"],
            Self::Shelved => ["article on a shelf", "articles on shelves"],
            Self::Highlights => ["highlight", "highlights"],
            Self::Resume => ["place to go on at", "places to go on at"],
        }
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Queries => "queries",
            Self::Visits => "visits",
            Self::Articles => "articles",
            Self::Read => "read",
            Self::Stars => "stars",
            Self::Spent => "spent",
            Self::Places => "places",
            Self::Shelves => "shelves",
            Self::Shelved => "shelved",
            Self::Highlights => "highlights",
            Self::Resume => "resume",
        }
    }
}

/// How much of a kind a merge changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    /// Things that were not there.
    pub added: usize,
    /// Things that are otherwise than they were.
    pub changed: usize,
}

/// What a merge came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Merged {
    /// How much it changes, by kind; what it leaves alone is not in it.
    pub changes: BTreeMap<Kind, Change>,
    /// Sessions of before that have another number now, the highest first.
    pub moved: Vec<(i64, i64)>,
    /// The visits that were not there.
    pub visits: Vec<Visit>,
}

impl Library {
    /// Takes what another one has.
    pub(crate) fn merge(&mut self, other: &Self) -> Merged {
        let mut merged = Merged::default();
        let mut note = |kind, change: Change| {
            if change != Change::default() {
                merged.changes.insert(kind, change);
            }
        };
        note(Kind::Settings, join(&mut self.settings, &other.settings, |_, _| false));
        note(Kind::Queries, join_queries(&mut self.queries, &other.queries));
        note(Kind::Articles, join(&mut self.articles, &other.articles, |_, _| false));
        note(Kind::Read, join(&mut self.read, &other.read, |ours, theirs| theirs.time < ours.time));
        note(Kind::Stars, join(&mut self.stars, &other.stars, |_, _| false));
        let is_longer = |ours: &super::Spent, theirs: &super::Spent| theirs.seconds > ours.seconds;
        note(Kind::Spent, join(&mut self.spent, &other.spent, is_longer));
        let is_later = |ours: &super::Place, theirs: &super::Place| theirs.time > ours.time;
        note(Kind::Places, join(&mut self.places, &other.places, is_later));
        let (shelves, shelved) = join_shelves(&mut self.shelves, &other.shelves);
        note(Kind::Shelves, shelves);
        note(Kind::Shelved, shelved);
        let is_newer =
            |ours: &super::Highlight, theirs: &super::Highlight| theirs.changed > ours.changed;
        note(Kind::Highlights, join(&mut self.highlights, &other.highlights, is_newer));
        if self.resume.is_none() && other.resume.is_some() {
            self.resume.clone_from(&other.resume);
            note(Kind::Resume, Change { added: 1, changed: 0 });
        }
        let (moved, visits) = join_visits(&self.visits, &other.visits);
        note(Kind::Visits, Change { added: visits.len(), changed: 0 });
        let numbers: HashMap<_, _> = moved.iter().copied().collect();
        for visit in &mut self.visits {
            visit.session = numbers.get(&visit.session).copied().unwrap_or(visit.session);
        }
        self.visits.extend(visits.iter().cloned());
        (merged.moved, merged.visits) = (moved, visits);
        self.sort();
        merged
    }

    /// Puts every list in the order in which the database gives it.
    pub(crate) fn sort(&mut self) {
        self.sample.sort_by_key(|it| it.print);
        self.settings.sort_by(|a, b| a.name.cmp(&b.name));
        // Within a session they stay in the order in which they were made.
        self.visits.sort_by_key(|visit| visit.session);
        self.articles.sort_by(|a, b| a.article.cmp(&b.article));
        self.read.sort_by(by_time);
        self.stars.sort_by(by_time);
        self.spent.sort_by(|a, b| (a.time, &a.article).cmp(&(b.time, &b.article)));
        self.places.sort_by(|a, b| (a.time, &a.article).cmp(&(b.time, &b.article)));
        self.shelves.sort_by(|a, b| a.name.cmp(&b.name));
        self.highlights.sort_by(|a, b| (a.made, &a.uid).cmp(&(b.made, &b.uid)));
    }
}

fn by_time(one: &Mark, other: &Mark) -> std::cmp::Ordering {
    (one.time, &one.article).cmp(&(other.time, &other.article))
}

/// Puts those of a list that the other lacks behind it, and those that are better in place of its own.
fn join<T: Keyed + Clone>(
    ours: &mut Vec<T>,
    theirs: &[T],
    is_better: impl Fn(&T, &T) -> bool,
) -> Change {
    let mut change = Change::default();
    let mut places: HashMap<_, _> =
        ours.iter().map(|it| owned(it.key())).enumerate().map(|(at, key)| (key, at)).collect();
    for one in theirs {
        let key = owned(one.key());
        match places.get(&key).and_then(|at| ours.get_mut(*at)) {
            Some(own) if is_better(own, one) => {
                own.clone_from(one);
                change.changed += 1;
            }
            Some(_) => {}
            None => {
                places.insert(key, ours.len());
                ours.push(one.clone());
                change.added += 1;
            }
        }
    }
    change
}

fn owned((text, number): (&str, i64)) -> (String, i64) {
    (text.to_owned(), number)
}

/// Puts the queries that the other lacks before its own, as if they had been asked earlier.
fn join_queries(ours: &mut Vec<Query>, theirs: &[Query]) -> Change {
    let mut known: HashSet<_> = ours.iter().map(|query| &*query.text).collect();
    let new: Vec<_> = theirs.iter().filter(|query| known.insert(&query.text)).cloned().collect();
    // The first ones go if there are too many, as always.
    let room = QUERIES.saturating_sub(ours.len());
    let kept = new.get(new.len().saturating_sub(room)..).unwrap_or_default();
    ours.splice(..0, kept.iter().cloned());
    Change { added: kept.len(), changed: 0 }
}

/// Puts shelves into others of the same name, their articles at the end.
fn join_shelves(ours: &mut Vec<Shelf>, theirs: &[Shelf]) -> (Change, Change) {
    let (mut shelves, mut shelved) = (Change::default(), Change::default());
    let empty = |shelf: &Shelf| Shelf { name: shelf.name.clone(), articles: Vec::new() };
    shelves.added += join(ours, &theirs.iter().map(empty).collect::<Vec<_>>(), |_, _| false).added;
    let mut ours: HashMap<_, _> =
        ours.iter_mut().map(|own| (own.name.clone(), &mut own.articles)).collect();
    for shelf in theirs {
        if let Some(own) = ours.get_mut(&shelf.name) {
            shelved.added += join(own, &shelf.articles, |_, _| false).added;
        }
    }
    (shelves, shelved)
}

/// The visits that are lacking, with the numbers of their sessions; and which sessions have to make room
/// for them. A session that shares a visit with one that is there is that one; others stand where they
/// belong by the time of their first visit.
fn join_visits(ours: &[Visit], theirs: &[Visit]) -> (Vec<(i64, i64)>, Vec<Visit>) {
    let known: HashMap<_, _> =
        ours.iter().map(|visit| ((visit.time, &*visit.article), visit.session)).collect();
    let find = |visit: &Visit| known.get(&(visit.time, &*visit.article)).copied();
    let (mut same, mut new) = (BTreeMap::new(), BTreeMap::<i64, Vec<&Visit>>::new());
    for visit in theirs {
        match find(visit) {
            Some(session) => {
                same.entry(visit.session).or_insert(session);
            }
            None => new.entry(visit.session).or_default().push(visit),
        }
    }
    let mut sessions = BTreeMap::new();
    for visit in ours {
        sessions.entry(visit.session).or_insert(visit.time);
    }
    let mut own = sessions.into_iter().peekable();
    let (mut moved, mut added, mut last) = (Vec::new(), Vec::new(), 0);
    let mut numbers = HashMap::new();
    let mut pass = |until: Option<i64>, last: &mut i64| {
        while let Some((session, _)) =
            own.next_if(|(_, time)| until.is_none_or(|until| *time <= until))
        {
            *last = session.max(*last + 1);
            numbers.insert(session, *last);
            if *last != session {
                moved.push((session, *last));
            }
        }
    };
    let mut continued = Vec::new();
    for (session, visits) in new {
        if let Some(own) = same.get(&session) {
            continued.push((*own, visits));
            continue;
        }
        if !ours.is_empty() {
            pass(visits.first().map(|visit| visit.time), &mut last);
        }
        // Into nothing they come as they are.
        last = if ours.is_empty() { session } else { last + 1 };
        added.extend(visits.into_iter().map(|visit| Visit { session: last, ..visit.clone() }));
    }
    pass(None, &mut last);
    for (own, visits) in continued {
        let session = numbers.get(&own).copied().unwrap_or(own);
        added.extend(visits.into_iter().map(|visit| Visit { session, ..visit.clone() }));
    }
    added.sort_by_key(|visit| visit.session);
    moved.reverse();
    (moved, added)
}
