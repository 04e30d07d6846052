//! The filter at work: the search for what is typed, carried out in slices between two messages.
//!
//! It knows no list and no selection; what is found is handed over once it is all there. Invariant:
//! that is what one search in one go would have found, and a new search takes the place of one that
//! is under way.

use super::questions::Scope;
use crate::find::{Found, Query, Search, Stage};
use crate::library::catalog::{ArticleId, Catalog};

/// A search under way, and what the last one left for the next.
#[derive(Default)]
pub struct Filtering {
    /// The search under way, or the last one.
    search: Option<Search>,
    /// What is searched while one is under way.
    among: Option<Among>,
}

/// Which articles are searched.
#[derive(Debug)]
enum Among {
    /// None: all of a scope are wanted, in the order of the library.
    All(Scope),
    /// Those of a scope.
    Scope(Scope),
    /// The unlisted ones of a scope without them, in which this little was found: they stand in no
    /// list, and yet whoever asks for one finds it.
    Hidden(Scope, Found),
}

impl Filtering {
    /// Begins to look for a query; what was under way is given up.
    pub fn start(&mut self, catalog: &Catalog, query: Query, scope: Scope) {
        if query.is_empty() {
            self.among = Some(Among::All(scope));
            return;
        }
        self.search = Some(Search::start(catalog.haystack(), query, self.search.as_ref()));
        self.among = Some(Among::Scope(scope));
    }

    /// Whether a search is under way.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.among.is_some()
    }

    /// Works on for about a millisecond. Once all is found: what was looked for, and what was found.
    pub fn step(&mut self, catalog: &Catalog) -> Option<(Query, Found)> {
        if let Some(Among::All(scope)) = self.among {
            self.among = None;
            let rows = catalog.ids().filter(|id| scope.holds(catalog, *id)).map(|id| id.0);
            return Some((Query::default(), Found { rows: rows.collect(), ..Found::default() }));
        }
        let (search, among) = (self.search.as_mut()?, self.among.as_ref()?);
        let in_scope = |row| among.holds(catalog, ArticleId(row));
        if !search.step(catalog.haystack(), &in_scope) {
            return None;
        }
        let found = match self.among.take()? {
            Among::All(_) => return None,
            Among::Scope(scope) => {
                let found = search.take_found();
                let is_poor = found.rows.is_empty() || found.stage >= Stage::Letters;
                if is_poor && !scope.unlisted && catalog.unlisted() > 0 {
                    let query = search.query().clone();
                    *search = Search::start(catalog.haystack(), query, Some(search));
                    self.among = Some(Among::Hidden(scope, found));
                    return None;
                }
                found
            }
            Among::Hidden(_, listed) => {
                let hidden = search.take_found();
                let is_good = hidden.stage < Stage::Letters && !hidden.rows.is_empty();
                if is_good { hidden } else { listed }
            }
        };
        Some((search.query().clone(), found))
    }
}

impl Among {
    fn holds(&self, catalog: &Catalog, id: ArticleId) -> bool {
        match self {
            Self::All(scope) | Self::Scope(scope) => scope.holds(catalog, id),
            Self::Hidden(scope, _) => {
                let all = Scope { unlisted: true, ..*scope };
                !catalog.is_listed(id) && all.holds(catalog, id)
            }
        }
    }
}
