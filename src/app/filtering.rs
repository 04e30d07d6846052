//! The filter at work: the search for what is typed, carried out in slices between two messages.
//!
//! It knows no list and no selection; what is found is handed over once it is all there. Invariant:
//! that is what one search in one go would have found, and a new search takes the place of one that
//! is under way.

use super::scope::{Scope, Within};
use super::sieve::Sieve;
use crate::find::{Found, Query, Search, Stage};
use crate::library::catalog::{ArticleId, Catalog};

/// So many articles are asked at once whether they meet all conditions.
const PORTION: usize = 2048;

/// A search under way, and what the last one left for the next.
#[derive(Default)]
pub struct Filtering {
    /// The search under way, or the last one.
    search: Option<Search>,
    /// What is searched while one is under way.
    work: Option<Work>,
}

/// What is to be done.
#[derive(Debug)]
struct Work {
    scope: Scope,
    sieve: Sieve,
    among: Among,
}

/// Which articles are searched.
#[derive(Debug)]
enum Among {
    /// All of the scope are wanted, in the order of the library; those still to be asked, the last one
    /// first, and those that are.
    All(Option<Vec<u32>>, Vec<u32>),
    /// Those of the scope.
    Scope,
    /// The unlisted ones of a scope without them, in which this little was found: they stand in no
    /// list, and yet whoever asks for one finds it.
    Hidden(Found),
}

impl Filtering {
    /// Begins to look for words; what was under way is given up.
    pub fn start(&mut self, catalog: &Catalog, words: Query, sieve: Sieve, scope: Scope) {
        let among = if words.is_empty() { Among::All(None, Vec::new()) } else { Among::Scope };
        self.work = Some(Work { scope: sieve.widen(scope), sieve, among });
        if !words.is_empty() {
            self.search = Some(Search::start(catalog.haystack(), words, self.search.as_ref()));
        }
    }

    /// Gives up what is under way.
    pub fn stop(&mut self) {
        self.work = None;
    }

    /// Whether a search is under way.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.work.is_some()
    }

    /// Works on for about a millisecond. Once all is found: what was looked for, and what was found.
    pub fn step(&mut self, catalog: &Catalog) -> Option<(Query, Found)> {
        let work = self.work.as_mut()?;
        if let Among::All(..) = work.among {
            let rows = work.take_all(catalog)?;
            self.work = None;
            return Some((Query::default(), Found { rows, ..Found::default() }));
        }
        let search = self.search.as_mut()?;
        let in_scope = |row| work.holds(catalog, ArticleId(row));
        let is_done = if work.sieve.is_open() {
            search.step(catalog.haystack(), &in_scope)
        } else {
            search.small_step(catalog.haystack(), &in_scope)
        };
        if !is_done {
            return None;
        }
        let found = search.take_found();
        let is_poor = found.rows.is_empty() || found.stage >= Stage::Letters;
        let mut work = self.work.take()?;
        let found = match work.among {
            Among::Hidden(listed) => {
                if is_poor {
                    listed
                } else {
                    found
                }
            }
            _ if is_poor && work.may_hide_any(catalog) => {
                *search = Search::start(catalog.haystack(), search.query().clone(), Some(search));
                work.among = Among::Hidden(found);
                self.work = Some(work);
                return None;
            }
            _ => found,
        };
        Some((search.query().clone(), found))
    }
}

impl Work {
    /// Whether there may be articles that only unlisted ones are among.
    fn may_hide_any(&self, catalog: &Catalog) -> bool {
        !self.scope.unlisted && self.scope.within.list().is_none() && catalog.unlisted() > 0
    }

    fn holds(&self, catalog: &Catalog, id: ArticleId) -> bool {
        let in_scope = match self.among {
            Among::Hidden(_) => {
                let all = Scope { within: self.scope.within.clone(), unlisted: true };
                !catalog.is_listed(id) && all.holds(catalog, id)
            }
            Among::All(..) | Among::Scope => self.scope.holds(catalog, id),
        };
        in_scope && (self.sieve.is_open() || self.sieve.lets_through(catalog, id))
    }

    /// Takes all of the scope; `None` while that is not all.
    fn take_all(&mut self, catalog: &Catalog) -> Option<Vec<u32>> {
        let Among::All(waiting, taken) = &mut self.among else { return None };
        let (scope, sieve) = (&self.scope, &self.sieve);
        let waiting = waiting.get_or_insert_with(|| {
            let is_wanted = |id: &ArticleId| scope.holds(catalog, *id);
            let mut rows: Vec<u32> = match &scope.within {
                Within::List(list) => list.ids().filter(is_wanted).map(|id| id.0).collect(),
                _ => catalog.ids().filter(is_wanted).map(|id| id.0).collect(),
            };
            rows.reverse();
            rows
        });
        if sieve.is_open() {
            waiting.reverse();
            return Some(std::mem::take(waiting));
        }
        let start = waiting.len().saturating_sub(PORTION);
        let asked = waiting.drain(start..).rev();
        taken.extend(asked.filter(|row| sieve.lets_through(catalog, ArticleId(*row))));
        waiting.is_empty().then(|| std::mem::take(taken))
    }
}
