//! Which article a name on the command line means.
//!
//! Every command that takes one takes it through here. Invariant: either one article is meant, or the
//! reader is told which ones may have been.

use super::Failure;
use crate::find::Query;
use crate::library::catalog::{ArticleId, Catalog, Lookup};

/// Names offered when nothing has the one that was typed.
const SUGGESTIONS: usize = 3;

/// The article with an id, a url, a slug, a question or a path.
pub fn article(catalog: &Catalog, what: &str) -> Result<ArticleId, Failure> {
    match catalog.lookup(what) {
        Lookup::One(id) => Ok(id),
        Lookup::Nothing => Err(Failure::Sentence(not_found(catalog, what))),
        Lookup::Several(ids) => {
            let lines: Vec<_> = ids.iter().map(|id| candidate(catalog, *id)).collect();
            let count = ids.len();
            Err(Failure::Sentence(format!(
                "{what} means {count} articles; name one by its url or path:\n{}",
                lines.join("\n")
            )))
        }
    }
}

fn candidate(catalog: &Catalog, id: ArticleId) -> String {
    let Some(entry) = catalog.get(id) else { return String::new() };
    let place = entry.url.unwrap_or(entry.path);
    format!("  {place}\t{}\t{}", catalog.subject_label(id), entry.question)
}

fn not_found(catalog: &Catalog, what: &str) -> String {
    let found = catalog.haystack().find(&Query::parse(what), &|_| true);
    let near: Vec<_> = found
        .rows
        .iter()
        .take(SUGGESTIONS)
        .map(|row| candidate(catalog, ArticleId(*row)))
        .collect();
    if near.is_empty() {
        format!("no article has the id, url, slug, question or path {what}")
    } else {
        format!("no article is called {what}; did you mean one of these?\n{}", near.join("\n"))
    }
}
