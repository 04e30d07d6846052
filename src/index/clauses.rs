//! What is looked for, as clauses of tantivy: which articles match, and how well.
//!
//! Both come from the same words, but apart: whether an article matches is asked of all its words
//! together, how well of its question, keywords and answer each. Invariant: what only ranks changes
//! nothing in what matches.

use std::collections::HashMap;
use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    Query as Clause, QueryClone, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::query::{Property, Restriction};
use super::schema::{self, Fields, Text};
use super::wanted::{Wanted, Word};

/// How much more a match counts: in the question, in the keywords, anywhere. Chosen so that one word in
/// a question outweighs it in keywords, and there in an answer, however often it stands there.
const QUESTION: f32 = 16.0;
const KEYWORDS: f32 = 4.0;
const ANSWER: f32 = 1.0;
/// What a match of stems counts, of the same in the exact words.
const STEM: f32 = 0.7;

/// Words that are ranked of those that a beginning stands for.
const BEGINNINGS: usize = 12;
/// Words of each part of the index that they are chosen from.
const CANDIDATES: usize = 4 * BEGINNINGS;
/// Letters of a beginning that hardly says anything.
const SHORT: usize = 1;

pub(super) type Many = Vec<Box<dyn Clause>>;

/// Makes clauses for the fields of an index as it is now.
pub(super) struct Clauses<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
}

/// What to search for.
pub(super) struct Search {
    /// What matches, ranked.
    pub(super) ranked: Box<dyn Clause>,
    /// A quicker way to the same.
    pub(super) quick: Option<Quick>,
}

/// For one word the matches are counted without ranking each, and only the best are ranked.
pub(super) struct Quick {
    /// What matches.
    pub(super) counted: Box<dyn Clause>,
    /// The best of it, ranked: all of it, or as many as are wanted.
    pub(super) best: Box<dyn Clause>,
}

impl Clauses<'_> {
    /// The clauses for a query.
    pub(super) fn search(&self, wanted: &Wanted) -> tantivy::Result<Search> {
        let (only, not) = self.restrictions(wanted)?;
        let (mut must, mut should) = (Many::new(), Many::new());
        for word in &wanted.words {
            self.word(word, &mut must, &mut should)?;
        }
        for phrase in &wanted.phrases {
            self.phrase(phrase, &mut must, &mut should);
        }
        for words in &wanted.together {
            should.extend(
                self.weights().map(|(text, weight)| boosted(phrase_in(text.exact, words), weight)),
            );
        }
        let quick = match &*wanted.words {
            [word] if word.exact.len() == 1 && wanted.phrases.is_empty() && only.is_empty() => {
                let same = |clauses: &Many| clauses.iter().map(QueryClone::box_clone).collect();
                // Whatever raises an article that holds the word, the word is in it.
                let mut best: Many = same(&should);
                best.extend(must.iter().filter(|_| !word.is_prefix).map(QueryClone::box_clone));
                Some(Quick {
                    counted: all_of(vec![self.matching(word)], Many::new(), same(&not)),
                    best: any_of(best, same(&not)),
                })
            }
            _ => None,
        };
        must.extend(only.into_iter().map(unranked));
        Ok(Search { ranked: all_of(must, should, not), quick })
    }

    /// The clauses for articles that hold so many of some parts of a query.
    pub(super) fn search_some(
        &self,
        wanted: &Wanted,
        parts: &[Box<dyn Clause>],
        least: usize,
    ) -> tantivy::Result<Search> {
        let (only, not) = self.restrictions(wanted)?;
        let (mut matched, mut should) = (Many::new(), Many::new());
        for word in &wanted.words {
            self.word(word, &mut matched, &mut should)?;
        }
        for phrase in &wanted.phrases {
            self.phrase(phrase, &mut matched, &mut should);
        }
        should.extend(matched);
        let parts = parts.iter().map(|part| (Occur::Should, part.box_clone())).collect();
        let some = BooleanQuery::with_minimum_required_clauses(parts, least);
        let must = [Box::new(some) as Box<dyn Clause>].into_iter().chain(only).map(unranked);
        Ok(Search { ranked: all_of(must.collect(), should, not), quick: None })
    }

    /// What an article must have to hold a word, and what raises one that does.
    fn word(&self, word: &Word, must: &mut Many, should: &mut Many) -> tantivy::Result<()> {
        let [only] = &*word.exact else {
            self.phrase(&word.exact, must, should);
            return Ok(());
        };
        let all = self.fields.all;
        if word.is_form {
            should.push(form(self.fields.question.exact, only, QUESTION));
            return Ok(());
        }
        if !word.is_prefix {
            // The stems of the whole text are what all forms match, so that they need not be asked twice.
            must.push(form(all.stems, &word.stem, ANSWER * STEM));
            should.push(form(all.exact, only, ANSWER));
            let [question, keywords, _] = self.weights();
            should.extend(forms(word, &[question, keywords]));
            return Ok(());
        }
        must.push(unranked(self.matching(word)));
        should.extend(forms(word, &self.weights()));
        // What a letter or two begin says something only in a question or among keywords.
        let is_short = only.chars().nth(SHORT).is_none();
        for (text, weight) in self.weights().into_iter().take(if is_short { 2 } else { 3 }) {
            for (longer, _) in self.beginning(text.exact, only)? {
                should.push(form(text.exact, &longer, weight));
            }
        }
        Ok(())
    }

    /// What an article must have to hold words one after another, and what raises one that does.
    fn phrase(&self, words: &[String], must: &mut Many, should: &mut Many) {
        let [question, keywords, (all, weight)] = self.weights();
        must.push(boosted(phrase_in(all.exact, words), weight));
        let raised = [question, keywords].into_iter();
        should.extend(raised.map(|(text, weight)| boosted(phrase_in(text.exact, words), weight)));
    }

    /// The articles that hold a word, in any form.
    pub(super) fn matching(&self, word: &Word) -> Box<dyn Clause> {
        let all = self.fields.all;
        let [only] = &*word.exact else { return phrase_in(all.exact, &word.exact) };
        let stem = term(all.stems, &word.stem, IndexRecordOption::Basic);
        if word.is_prefix {
            return Box::new(BooleanQuery::union(vec![begins(all.exact, only), stem]));
        }
        stem
    }

    fn weights(&self) -> [(Text, f32); 3] {
        let Fields { question, keywords, all, .. } = self.fields;
        [(*question, QUESTION), (*keywords, KEYWORDS), (*all, ANSWER)]
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
            let (mut own, mut least) = (HashMap::new(), 0);
            while let Some((word, data)) = words.next() {
                let Some(word) = str::from_utf8(word).ok().filter(|word| word.starts_with(start))
                else {
                    break;
                };
                let count = u64::from(data.doc_freq);
                if word.len() > start.len() && count > least {
                    own.insert(word.to_owned(), count);
                    if own.len() >= 2 * CANDIDATES {
                        least = keep_most_frequent(&mut own, CANDIDATES);
                    }
                }
            }
            for (word, count) in own {
                *found.entry(word).or_default() += count;
            }
        }
        keep_most_frequent(&mut found, BEGINNINGS);
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
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
        let Fields { subject, author, tag, fact, day, id, path, .. } = self.fields;
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
            Property::Paths(paths) => one_of(path, paths),
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

/// Drops all words but the most frequent, and of those that are as frequent the last; gives how frequent
/// the least of the others is.
fn keep_most_frequent(found: &mut HashMap<String, u64>, most: usize) -> u64 {
    if found.len() <= most {
        return 0;
    }
    let mut words: Vec<_> = found.drain().collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(most);
    let least = words.last().map_or(0, |(_, count)| *count);
    found.extend(words);
    least
}

fn all_of(mut must: Many, should: Many, not: Many) -> Box<dyn Clause> {
    if must.is_empty() {
        must.push(unranked(Box::new(AllQuery)));
    }
    let must = must.into_iter().map(|clause| (Occur::Must, clause));
    some_of(must.collect(), should, not)
}

fn any_of(should: Many, not: Many) -> Box<dyn Clause> {
    some_of(Vec::new(), should, not)
}

fn some_of(mut clauses: Vec<(Occur, Box<dyn Clause>)>, should: Many, not: Many) -> Box<dyn Clause> {
    clauses.extend(should.into_iter().map(|clause| (Occur::Should, clause)));
    clauses.extend(not.into_iter().map(|clause| (Occur::MustNot, clause)));
    Box::new(BooleanQuery::new(clauses))
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
pub(super) fn phrase_in(field: Field, words: &[String]) -> Box<dyn Clause> {
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

/// The articles that hold a word with this beginning.
fn begins(field: Field, start: &str) -> Box<dyn Clause> {
    let from = Term::from_field_text(field, start);
    // No text holds the last character there is.
    let until = Term::from_field_text(field, &format!("{start}{}", char::MAX));
    Box::new(RangeQuery::new(Bound::Included(from), Bound::Excluded(until)))
}

fn unranked(clause: Box<dyn Clause>) -> Box<dyn Clause> {
    Box::new(ConstScoreQuery::new(clause, 0.0))
}

/// A word, as it is typed and in its other forms.
fn forms(word: &Word, texts: &[(Text, f32)]) -> Many {
    let forms = texts.iter().flat_map(|(text, weight)| {
        let exact = word.exact.iter().map(|exact| form(text.exact, exact, *weight));
        exact.chain([form(text.stems, &word.stem, weight * STEM)])
    });
    forms.collect()
}

/// A word in one form, ranked.
fn form(field: Field, word: &str, weight: f32) -> Box<dyn Clause> {
    boosted(term(field, word, IndexRecordOption::WithFreqs), weight)
}

fn boosted(clause: Box<dyn Clause>, weight: f32) -> Box<dyn Clause> {
    Box::new(BoostQuery::new(clause, weight))
}
