//! The last resort of a search: articles that hold some of the words.
//!
//! Asked only where nothing holds all of them, in whatever spelling. As many as possible must be there; a
//! word that every tenth article holds says nothing and is not counted. Invariant: what must hold beside
//! the words, and what must not, holds of these articles too.

use tantivy::Term;

use super::clauses::{Clauses, Many, Search, phrase_in};
use super::wanted::{Wanted, Word};

/// Words and phrases that are counted, from the first.
const MOST_PARTS: usize = 12;
/// A word that is in more than one of so many articles, and in more than so many, says nothing.
const TELLING: u64 = 10;
const FEW: u64 = 100;

impl Clauses<'_> {
    /// The searches for fewer and fewer words, to be tried until one finds something.
    pub(super) fn partly(
        &self,
        wanted: &Wanted,
    ) -> tantivy::Result<impl Iterator<Item = tantivy::Result<Search>>> {
        let mut parts = Many::new();
        let words = || wanted.words.iter().filter(|word| !word.is_form);
        for word in words() {
            if self.is_telling(word)? {
                parts.push(self.matching(word));
            }
        }
        let phrases = wanted.phrases.iter();
        parts.extend(phrases.map(|phrase| phrase_in(self.fields.all.exact, phrase)));
        parts.truncate(MOST_PARTS);
        let all = words().count() + wanted.phrases.len();
        // To look for all of them has found nothing.
        let most = if parts.len() == all { all.saturating_sub(1) } else { parts.len() };
        Ok((1..=most).rev().map(move |least| self.search_some(wanted, &parts, least)))
    }

    fn is_telling(&self, word: &Word) -> tantivy::Result<bool> {
        if word.exact.len() > 1 || word.is_prefix {
            return Ok(true);
        }
        let term = Term::from_field_text(self.fields.all.stems, &word.stem);
        let count = self.searcher.doc_freq(&term)?;
        Ok(count <= FEW || count <= self.searcher.num_docs() / TELLING)
    }
}
