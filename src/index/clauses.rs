//! What is looked for, as clauses of tantivy: which articles match, and how well.
//!
//! Both come from the same words, but apart: whether an article matches is asked of all its words
//! together, how well of its question, keywords and answer each. Invariant: what only ranks changes
//! nothing in what matches.

use std::collections::HashMap;
use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur,
    PhraseQuery, Query as Clause, QueryClone, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Searcher, Term};

use super::query::{Property, Query, Restriction};
use super::schema::{self, Fields, Text};
use super::words;

/// How much more a match counts: in the question, in the keywords, anywhere. Chosen so that one word in
/// a question outweighs it in keywords, and there in an answer, however often it stands there.
const QUESTION: f32 = 16.0;
const KEYWORDS: f32 = 4.0;
const ANSWER: f32 = 1.0;
/// What a match of stems counts, of the same in the exact words.
const STEM: f32 = 0.7;

/// Words that are ranked of those that a beginning stands for.
const BEGINNINGS: usize = 24;

/// One typed word as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) typed: String,
    /// Its words: more than one stand together.
    pub(super) exact: Vec<String>,
    /// The stem of the only one.
    pub(super) stem: String,
    /// Whether it may be the beginning of a word.
    pub(super) is_prefix: bool,
}

/// A query as the index sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    pub(super) words: Vec<Word>,
    pub(super) phrases: Vec<Vec<String>>,
    excluded: Vec<Word>,
    excluded_phrases: Vec<Vec<String>>,
    only: Vec<Restriction>,
    unlisted: bool,
}

impl Wanted {
    pub(super) fn new(query: &Query) -> Self {
        let mut stems = words::stemmer();
        let mut all = |typed: &[String]| -> Vec<Word> {
            typed.iter().filter_map(|typed| Word::new(typed, &mut stems)).collect()
        };
        let mut words = all(&query.words);
        let is_word = |typed: &&String| !typed.contains(char::is_whitespace);
        let (excluded, excluded_phrases): (Vec<_>, Vec<_>) =
            query.excluded.iter().cloned().partition(|typed| is_word(&typed));
        let excluded = all(&excluded);
        // Marks at the end are typed after a word that is whole.
        let ends_in_word = |typed: &String| typed.ends_with(char::is_alphanumeric);
        if query.prefix_last
            && query.words.last().is_some_and(ends_in_word)
            && let Some(last) = words.last_mut()
        {
            last.is_prefix = last.exact.len() == 1;
        }
        let phrases = |typed: &[String]| -> Vec<Vec<String>> {
            let cut = |text: &String| words::cut(text).into_iter().map(|(word, _)| word).collect();
            typed.iter().map(cut).filter(|words: &Vec<String>| !words.is_empty()).collect()
        };
        Self {
            words,
            phrases: phrases(&query.phrases),
            excluded,
            excluded_phrases: phrases(&excluded_phrases),
            only: query.only.clone(),
            unlisted: query.unlisted,
        }
    }
}

impl Word {
    fn new(typed: &str, stems: &mut TextAnalyzer) -> Option<Self> {
        let exact: Vec<String> = words::cut(typed).into_iter().map(|(word, _)| word).collect();
        let first = exact.first()?;
        Some(Self {
            typed: typed.to_owned(),
            stem: words::stem(stems, first),
            exact,
            is_prefix: false,
        })
    }
}

type Many = Vec<Box<dyn Clause>>;

/// Makes clauses for the fields of an index as it is now.
pub(super) struct Clauses<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
}

/// What to search for.
pub(super) struct Search {
    /// What matches.
    pub(super) matching: Box<dyn Clause>,
    /// What matches, ranked.
    pub(super) ranked: Box<dyn Clause>,
}

impl Clauses<'_> {
    /// The clauses for a query.
    pub(super) fn search(&self, wanted: &Wanted) -> tantivy::Result<Search> {
        let mut must = Vec::new();
        let mut should = Vec::new();
        for word in &wanted.words {
            must.push(self.matching(word));
            self.rank(word, &mut should)?;
        }
        for phrase in &wanted.phrases {
            must.push(phrase_in(self.fields.all.exact, phrase));
            should.extend(self.ranked_phrase(phrase));
        }
        let (only, not) = self.restrictions(wanted)?;
        // One word in all its forms is found by what ranks it; then tantivy skips whatever cannot be
        // among the best.
        let is_plain = matches!(&*wanted.words, [word] if !word.is_prefix && word.exact.len() == 1);
        let is_union = is_plain && wanted.phrases.is_empty() && only.is_empty() && not.is_empty();
        must.extend(only);
        if must.is_empty() {
            must.push(Box::new(AllQuery));
        }
        let mut ranked: Vec<(Occur, Box<dyn Clause>)> = Vec::new();
        for clause in must.iter().filter(|_| !is_union) {
            ranked.push((Occur::Must, Box::new(ConstScoreQuery::new(clause.box_clone(), 0.0))));
        }
        ranked.extend(should.into_iter().map(|clause| (Occur::Should, clause)));
        let mut matching: Vec<_> = must.into_iter().map(|clause| (Occur::Must, clause)).collect();
        for clause in not {
            ranked.push((Occur::MustNot, clause.box_clone()));
            matching.push((Occur::MustNot, clause));
        }
        Ok(Search {
            matching: Box::new(BooleanQuery::new(matching)),
            ranked: Box::new(BooleanQuery::new(ranked)),
        })
    }

    /// The articles that hold a word, in any form.
    fn matching(&self, word: &Word) -> Box<dyn Clause> {
        let all = self.fields.all;
        let [only] = &*word.exact else { return phrase_in(all.exact, &word.exact) };
        let stem = term(all.stems, &word.stem, IndexRecordOption::Basic);
        if word.is_prefix {
            let term = Term::from_field_text(all.exact, only);
            let begins = FuzzyTermQuery::new_prefix(term, 0, false);
            return Box::new(BooleanQuery::union(vec![Box::new(begins), stem]));
        }
        stem
    }

    /// What raises an article that holds a word.
    fn rank(&self, word: &Word, should: &mut Many) -> tantivy::Result<()> {
        let [only] = &*word.exact else {
            should.extend(self.ranked_phrase(&word.exact));
            return Ok(());
        };
        for (text, weight) in self.weights() {
            should.push(boosted(term(text.exact, only, IndexRecordOption::WithFreqs), weight));
            let stem = term(text.stems, &word.stem, IndexRecordOption::WithFreqs);
            should.push(boosted(stem, weight * STEM));
        }
        if word.is_prefix {
            for (text, weight) in self.weights() {
                for (longer, _) in self.beginning(text.exact, only)? {
                    let term = term(text.exact, &longer, IndexRecordOption::WithFreqs);
                    should.push(boosted(term, weight));
                }
            }
        }
        Ok(())
    }

    fn weights(&self) -> [(Text, f32); 3] {
        let Fields { question, keywords, all, .. } = self.fields;
        [(*question, QUESTION), (*keywords, KEYWORDS), (*all, ANSWER)]
    }

    fn ranked_phrase(&self, phrase: &[String]) -> impl Iterator<Item = Box<dyn Clause>> {
        let weights = self.weights();
        weights.into_iter().map(|(text, weight)| boosted(phrase_in(text.exact, phrase), weight))
    }

    /// The words of a field that begin like this and are longer, with the number of articles that
    /// hold each: the most frequent first, and only so many.
    pub(super) fn beginning(
        &self,
        field: Field,
        start: &str,
    ) -> tantivy::Result<Vec<(String, u64)>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut words = index.terms().range().ge(start).into_stream()?;
            while let Some((word, data)) = words.next() {
                let Some(word) = str::from_utf8(word).ok().filter(|word| word.starts_with(start))
                else {
                    break;
                };
                if word.len() > start.len() {
                    *found.entry(word.to_owned()).or_default() += u64::from(data.doc_freq);
                }
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(BEGINNINGS);
        Ok(found)
    }

    /// What must and what must not hold beside the words.
    fn restrictions(&self, wanted: &Wanted) -> tantivy::Result<(Many, Many)> {
        let Fields { fact, all, .. } = self.fields;
        let (mut must, mut not) = (Many::new(), Many::new());
        for Restriction { property, negated } in &wanted.only {
            let clause = self.restriction(property)?;
            if *negated { not.push(excluded(clause)) } else { must.push(clause) }
        }
        // What no article has need not be kept out.
        if !wanted.unlisted && self.holds(*fact, schema::UNLISTED) {
            not.push(term(*fact, schema::UNLISTED, IndexRecordOption::Basic));
        }
        not.extend(wanted.excluded.iter().map(|word| excluded(self.matching(word))));
        let phrases = wanted.excluded_phrases.iter();
        not.extend(phrases.map(|phrase| excluded(phrase_in(all.exact, phrase))));
        Ok((must, not))
    }

    /// The articles that have a property.
    fn restriction(&self, property: &Property) -> tantivy::Result<Box<dyn Clause>> {
        let Fields { subject, author, tag, fact, day, id, .. } = self.fields;
        let has = |name| term(*fact, name, IndexRecordOption::Basic);
        let one_of = |field: &Field, names: &[String]| -> Box<dyn Clause> {
            let terms = names.iter().map(|name| Term::from_field_text(*field, name));
            Box::new(TermSetQuery::new(terms))
        };
        Ok(match property {
            Property::Subjects(slugs) => one_of(subject, slugs),
            Property::Author(part) => one_of(author, &self.holding(*author, &schema::name(part))?),
            Property::Tag(keyword) => one_of(tag, &[schema::name(keyword)]),
            Property::From(written) => days(*day, written, true),
            Property::Before(written) => days(*day, written, false),
            Property::Ids(ids) => {
                Box::new(TermSetQuery::new(ids.iter().map(|one| Term::from_field_i64(*id, *one))))
            }
            Property::Math => has(schema::MATH),
            Property::Code => has(schema::CODE),
            Property::Table => has(schema::TABLE),
            Property::Related => has(schema::RELATED),
            Property::Unlisted => has(schema::UNLISTED),
        })
    }

    /// The terms of a field that hold a text.
    fn holding(&self, field: Field, part: &str) -> tantivy::Result<Vec<String>> {
        let mut found = Vec::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut terms = index.terms().stream()?;
            while let Some((term, _)) = terms.next() {
                let term = str::from_utf8(term).unwrap_or_default();
                found.extend(term.contains(part).then(|| term.to_owned()));
            }
        }
        Ok(found)
    }

    /// Whether any article has this term.
    pub(super) fn holds(&self, field: Field, text: &str) -> bool {
        self.searcher.doc_freq(&Term::from_field_text(field, text)).is_ok_and(|count| count > 0)
    }
}

/// The articles of a day or a later one, or those of an earlier one.
fn days(day: Field, written: &str, is_from: bool) -> Box<dyn Clause> {
    let Some(number) = schema::day(written) else { return Box::new(EmptyQuery) };
    let term = Term::from_field_u64(day, number);
    let (from, until) = if is_from {
        (Bound::Included(term), Bound::Unbounded)
    } else {
        (Bound::Unbounded, Bound::Excluded(term))
    };
    Box::new(RangeQuery::new(from, until))
}

fn term(field: Field, text: &str, option: IndexRecordOption) -> Box<dyn Clause> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), option))
}

/// Words one after another. Of one word, the word.
fn phrase_in(field: Field, words: &[String]) -> Box<dyn Clause> {
    match words {
        [] => Box::new(EmptyQuery),
        [only] => term(field, only, IndexRecordOption::WithFreqs),
        words => {
            let terms = words.iter().map(|word| Term::from_field_text(field, word));
            Box::new(PhraseQuery::new(terms.collect()))
        }
    }
}

/// A clause that may be excluded: tantivy asks one for articles before its first match, which phrases
/// do not expect, and unions do.
fn excluded(clause: Box<dyn Clause>) -> Box<dyn Clause> {
    Box::new(BooleanQuery::union(vec![clause.box_clone(), clause]))
}

fn boosted(clause: Box<dyn Clause>, weight: f32) -> Box<dyn Clause> {
    Box::new(BoostQuery::new(clause, weight))
}
