//! From an article to those around it, step by step.
//!
//! It prints nothing. Invariant: every article is found once, at the fewest steps, so that circles end and
//! the work is bounded by the references there are.

use std::collections::HashSet;

use serde::Serialize;

use crate::article::Detail;
use crate::library::catalog::{ArticleId, Catalog};
use crate::library::reference::Reference;
use crate::library::source::Source;

/// How one article is related to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// The other one names it.
    Related,
    /// It refers to the other one.
    Backlink,
    /// It has the same question.
    SameQuestion,
    /// Its text is like that of the other one, which names none itself.
    Similar,
}

/// Finds the articles whose texts are like that of one.
pub(super) type FindSimilar<'a> = &'a mut dyn FnMut(ArticleId) -> Vec<ArticleId>;

/// What a reference leads to.
pub(super) enum End {
    Article(ArticleId),
    /// Nothing in this library.
    Missing(Reference),
}

/// An article that is related, and how it was found.
pub(super) struct Found {
    pub(super) end: End,
    pub(super) kind: Kind,
    /// Its number on the page where it was found.
    pub(super) number: usize,
    /// Which of those found it stands on the page of; `None` for the one that was asked about.
    pub(super) from: Option<usize>,
    /// How far away it is.
    pub(super) steps: u8,
}

/// All that was found.
pub(super) struct Walk<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) start: ArticleId,
    /// The nearest first, on each page in its order.
    pub(super) found: Vec<Found>,
    /// Each reference that leads nowhere: the article that has it, and what it names.
    pub(super) astray: Vec<(ArticleId, String)>,
}

impl<'a> Walk<'a> {
    /// All that is related to an article in so many steps.
    pub(super) fn new(
        source: &Source,
        catalog: &'a Catalog,
        start: ArticleId,
        depth: u8,
        find_similar: FindSimilar<'_>,
    ) -> Self {
        let mut walk = Self { catalog, start, found: Vec::new(), astray: Vec::new() };
        let (mut met, mut missing) = (HashSet::from([start]), HashSet::new());
        let mut page = Some((None, start, 0));
        let mut next = 0;
        while let Some((from, id, steps)) = page.take() {
            for (number, (kind, end)) in (1..).zip(related(source, catalog, id, find_similar)) {
                let is_new = match &end {
                    End::Article(id) => met.insert(*id),
                    End::Missing(reference) => {
                        walk.astray.push((id, name_of(reference).to_owned()));
                        missing.insert(name_of(reference).to_owned())
                    }
                };
                if is_new {
                    walk.found.push(Found { end, kind, number, from, steps: steps + 1 });
                }
            }
            while page.is_none()
                && let Some(one) = walk.found.get(next).filter(|one| one.steps < depth)
            {
                if let End::Article(id) = one.end {
                    page = Some((Some(next), id, one.steps));
                }
                next += 1;
            }
        }
        walk
    }

    /// The article on whose page something was found.
    pub(super) fn page(&self, one: &Found) -> ArticleId {
        match one.from.and_then(|from| self.found.get(from)).map(|from| &from.end) {
            Some(End::Article(id)) => *id,
            _ => self.start,
        }
    }

    /// Whether it and the article on whose page it was found refer to each other.
    pub(super) fn is_mutual(&self, one: &Found) -> bool {
        let End::Article(id) = one.end else { return false };
        let page = self.page(one);
        let refers = |a, b| self.catalog.references(a).any(|target| target == Some(b));
        refers(page, id) && refers(id, page)
    }
}

/// What tells a reference that leads nowhere from others.
pub(super) fn name_of(reference: &Reference) -> &str {
    reference.url.as_deref().unwrap_or(&reference.title)
}

/// What stands on the page of an article: those it names, those that refer to it, those with the same
/// question, and similar ones if it names none.
fn related(
    source: &Source,
    catalog: &Catalog,
    id: ArticleId,
    find_similar: FindSimilar<'_>,
) -> Vec<(Kind, End)> {
    let known = catalog.references(id).collect();
    let mut named = HashSet::new();
    let mut own = own(source, catalog, id, known);
    own.retain(|end| match end {
        End::Article(id) => named.insert((Some(*id), None)),
        End::Missing(reference) => {
            named.insert((None, Some((reference.url.clone(), reference.title.clone()))))
        }
    });
    let (same, _) = catalog.same_question(id, usize::MAX);
    let mut similar = if catalog.names_related(id) { Vec::new() } else { find_similar(id) };
    similar.retain(|id| !same.contains(id));
    let others = [
        (Kind::Backlink, catalog.backlinks(id)),
        (Kind::SameQuestion, same),
        (Kind::Similar, similar),
    ];
    let others =
        others.into_iter().flat_map(|(kind, ids)| ids.into_iter().map(move |id| (kind, id)));
    let others = others.map(|(kind, id)| (kind, End::Article(id)));
    own.into_iter().map(|end| (Kind::Related, end)).chain(others).collect()
}

/// Where the references of an article lead, of which this is known.
fn own(
    source: &Source,
    catalog: &Catalog,
    id: ArticleId,
    known: Vec<Option<ArticleId>>,
) -> Vec<End> {
    if known.contains(&None)
        && let Some(entry) = catalog.get(id)
        // A catalog keeps where references lead, not how those are written that lead nowhere.
        && let Ok(article) = source.read(&entry.file(), Detail::Described)
    {
        let end = |reference: Reference| {
            catalog.resolve(&reference).map_or_else(|| End::Missing(reference), End::Article)
        };
        let written = article.related.into_iter();
        return written.map(|related| end(Reference::new(related, entry.path))).collect();
    }
    known.into_iter().flatten().map(End::Article).collect()
}
