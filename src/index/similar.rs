//! Articles that are similar to one, computed from their texts.
//!
//! Not what an article itself names as related. The most telling words of the article find others, and
//! of these only such are told whose whole text is about the same. Invariant: none is told rather than
//! one that has only common words with it.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query as Clause, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::clauses::Clauses;
use super::schema::{self, Fields};
use super::vector::{Vector, Weighed, Weigher};
use super::{Failure, Index, caught};

/// How often the words of the question and the keywords count, of those of the answer.
const QUESTION: f32 = 4.0;
const KEYWORDS: f32 = 2.0;
/// Words of the article that others are found by.
const MOST_WORDS: usize = 24;
/// Articles that are found by them and then compared: so many for each that is wanted, and some.
const FOR_EACH: usize = 3;
const AND_SOME: usize = 10;
/// The cosine from which on two articles are similar.
const NEAR: f32 = 0.3;
/// The cosine from which on they say the same.
const SAME: f32 = 0.95;

/// An article that is similar to another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    /// The file relative to the library's folder, as it is shown.
    pub path: String,
    /// How similar, from 0 to 1.
    pub score: f32,
}

impl Index {
    /// The listed articles that are similar to the one in this file, the most similar first; none if the
    /// index has no such article, or nothing comes near it. Of those that say the same, and of the
    /// article itself, no copies are told.
    ///
    /// # Errors
    /// If the index cannot be read: then it is damaged.
    pub fn similar(&self, path: &str, limit: usize) -> Result<Vec<Similar>, Failure> {
        caught(|| {
            let searcher = self.reader.searcher();
            let Some(at) = self.address(&searcher, path)? else { return Ok(Vec::new()) };
            let mut weigher = Weigher::new(&searcher, self.fields.all.stems);
            let (_, text) = self.weighed(&searcher, at, &mut weigher)?;
            let own = Vector::new(&text);
            let mut near = Vec::new();
            for at in self.sharing(&searcher, text, limit.saturating_mul(FOR_EACH) + AND_SOME)? {
                let (path, text) = self.weighed(&searcher, at, &mut weigher)?;
                let vector = Vector::new(&text);
                let score = own.cosine(&vector);
                if (NEAR..SAME).contains(&score) {
                    near.push((Similar { path, score }, vector));
                }
            }
            near.sort_by(|(a, _), (b, _)| {
                b.score.total_cmp(&a.score).then_with(|| a.path.cmp(&b.path))
            });
            let mut told: Vec<(Similar, Vector)> = Vec::new();
            for (similar, vector) in near {
                if told.len() < limit && told.iter().all(|(_, told)| told.cosine(&vector) < SAME) {
                    told.push((similar, vector));
                }
            }
            Ok(told.into_iter().map(|(similar, _)| similar).collect())
        })
    }

    /// Where the article in a file stands.
    fn address(&self, searcher: &Searcher, path: &str) -> tantivy::Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.fields.path, path);
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let index = reader.inverted_index(self.fields.path)?;
            let Some(mut docs) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while docs.doc() != TERMINATED {
                if !reader.is_deleted(docs.doc()) {
                    return Ok(Some(DocAddress::new(segment, docs.doc())));
                }
                docs.advance();
            }
        }
        Ok(None)
    }

    /// The path of an article, and the words of all it says.
    fn weighed(
        &self,
        searcher: &Searcher,
        at: DocAddress,
        weigher: &mut Weigher<'_>,
    ) -> tantivy::Result<(String, Vec<Weighed>)> {
        let document: TantivyDocument = searcher.doc(at)?;
        let texts = |field: Field| document.get_all(field).filter_map(|value| value.as_str());
        let weights = [
            (self.fields.question.exact, QUESTION),
            (self.fields.keywords.exact, KEYWORDS),
            (self.fields.answer, 1.0),
        ];
        let parts: Vec<(&str, f32)> = weights
            .iter()
            .flat_map(|(field, weight)| texts(*field).map(|text| (text, *weight)))
            .collect();
        let path = texts(self.fields.path).next().unwrap_or_default().to_owned();
        Ok((path, weigher.weigh(&parts)?))
    }

    /// The listed articles that share the most telling words of a text.
    fn sharing(
        &self,
        searcher: &Searcher,
        mut text: Vec<Weighed>,
        most: usize,
    ) -> tantivy::Result<Vec<DocAddress>> {
        text.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        text.truncate(MOST_WORDS);
        let Fields { all, fact, .. } = &self.fields;
        let mut clauses: Vec<(Occur, Box<dyn Clause>)> = Vec::new();
        for word in text {
            let term = Term::from_field_text(all.stems, &word.stem);
            let clause = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            clauses.push((Occur::Should, Box::new(BoostQuery::new(clause, word.weight))));
        }
        if (Clauses { searcher, fields: &self.fields }).holds(*fact, schema::UNLISTED) {
            let term = Term::from_field_text(*fact, schema::UNLISTED);
            clauses
                .push((Occur::MustNot, Box::new(TermQuery::new(term, IndexRecordOption::Basic))));
        }
        let best = TopDocs::with_limit(most).order_by_score();
        let found = searcher.search(&BooleanQuery::new(clauses), &best)?;
        Ok(found.into_iter().map(|(_, at)| at).collect())
    }
}
