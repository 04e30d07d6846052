//! Queries of every kind against the full text of a library, chosen from its own words.
//!
//! Evenly chosen and always the same ones, so that two runs compare. Invariant: a query is of the words
//! of the library that is searched.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use recto::article::Detail;
use recto::document;
use recto::index::{HITS, Index, Query};
use recto::library::catalog::{Catalog, Entry};
use recto::library::source::Source;

use super::{quantile, timed};

/// Runs of each query.
const RUNS: usize = 5;

/// What an article says, for choosing words.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    pub question: &'a str,
    /// As plain text.
    pub answer: &'a str,
}

/// Queries of each kind.
pub struct Searches(Vec<(&'static str, Vec<Query>)>);

impl Searches {
    /// Chosen from the library's own words, evenly and always the same ones.
    pub fn new(texts: &[Said<'_>], most: usize) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let is_word = |word: &&str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase());
        for ready in texts {
            for word in ready.answer.split(' ').filter(is_word) {
                *counts.entry(word).or_default() += 1;
            }
        }
        let mut words: Vec<(usize, &str)> = counts.iter().map(|(word, n)| (*n, *word)).collect();
        words.sort_unstable_by(|a, b| b.cmp(a));
        let of = |words: Vec<&str>| -> Vec<String> {
            evenly(&words, most).map(|word| (*word).to_owned()).collect()
        };
        let names = |range: std::ops::Range<usize>| {
            let range = range.start.min(words.len())..range.end.min(words.len());
            let words = words.get(range).unwrap_or_default();
            words.iter().map(|(_, word)| *word).collect::<Vec<_>>()
        };
        let common = of(names(0..100));
        let middle = of(names(100..3000));
        let rare = of(words.iter().filter(|(n, _)| *n <= 3).map(|(_, word)| *word).collect());
        let letters = |count: usize| {
            let mut starts: Vec<&str> =
                counts.keys().filter_map(|word| word.get(..count)).collect();
            starts.sort_unstable();
            starts.dedup();
            of(starts)
        };
        let long: Vec<&str> = names(100..5000).into_iter().filter(|word| word.len() > 5).collect();
        let slips: Vec<String> =
            of(long).iter().enumerate().map(|(n, word)| slip(word, n)).collect();
        let runs = |length: usize| -> Vec<String> {
            let step = (texts.len() / most).max(1);
            let run = |ready: &Said<'_>| -> Option<String> {
                let words: Vec<&str> = ready.answer.split(' ').filter(is_word).collect();
                let run = words.get(words.len() / 2..)?.get(..length)?.join(" ");
                ready.answer.contains(&run).then_some(run)
            };
            texts.iter().step_by(step).filter_map(run).collect()
        };
        let questions: Vec<String> =
            evenly(texts, most).map(|ready| ready.question.to_owned()).collect();
        let whole = |typed: &String| Query::words(&format!("{typed} "));
        let begun = |typed: &String| Query::words(typed);
        let phrase = |typed: &String| Query {
            phrases: vec![typed.clone()],
            limit: HITS,
            ..Query::default()
        };
        let queries = |typed: &[String], query: &dyn Fn(&String) -> Query| {
            typed.iter().map(query).collect::<Vec<_>>()
        };
        Self(vec![
            ("the 100 commonest words", queries(&common, &whole)),
            ("words of middling frequency", queries(&middle, &whole)),
            ("words of one to three articles", queries(&rare, &whole)),
            ("two words of one answer", queries(&runs(2), &whole)),
            ("three words of one answer", queries(&runs(3), &whole)),
            ("beginnings of 1 letter", queries(&letters(1), &begun)),
            ("beginnings of 2 letters", queries(&letters(2), &begun)),
            ("beginnings of 3 letters", queries(&letters(3), &begun)),
            (
                "two words and a beginning",
                queries(&runs(3), &|typed| {
                    Query::words(&typed.chars().take(typed.len() - 2).collect::<String>())
                }),
            ),
            ("phrases of two words", queries(&runs(2), &phrase)),
            ("phrases of three words", queries(&runs(3), &phrase)),
            ("misspelt words", queries(&slips, &whole)),
            ("whole questions", queries(&questions, &whole)),
        ])
    }

    /// The times of all of them, of each kind by itself, with the articles found in the mean.
    pub fn time(&self, index: &Index) -> Vec<Timed> {
        let kind = |(name, queries): &(&'static str, Vec<Query>)| {
            // Once before, so that the pages are there.
            let hits: usize = queries.iter().map(|query| found(index, query)).sum();
            // Of each the median of some runs: what else the machine does meanwhile is not the query's.
            let time = |query: &Query| {
                let mut times: [_; RUNS] = std::array::from_fn(|_| timed(|| found(index, query)).0);
                times.sort_unstable();
                times.get(RUNS / 2).copied().unwrap_or_default()
            };
            let times = queries.iter().map(time).collect();
            Timed { name, times, hits: hits / queries.len().max(1) }
        };
        self.0.iter().map(kind).collect()
    }

    /// Some of the words with ripgrep, which reads every file: its times, each with that of the same
    /// search. None if it is not installed.
    pub fn ripgrep(&self, folder: &Path, index: &Index) -> Vec<(Duration, Duration)> {
        let some = self.0.iter().take(3).flat_map(|(_, queries)| evenly(queries, 3));
        let both = |query: &Query| {
            let time = ripgrep(query.words.first()?, folder)?;
            Some((time, timed(|| found(index, query)).0))
        };
        some.map_while(both).collect()
    }
}

/// The question and the plain answer of every article.
pub fn texts(source: &Source, catalog: &Catalog) -> Vec<[String; 2]> {
    let entries = catalog.ids().filter_map(|id| catalog.get(id));
    let text = |entry: Entry<'_>| {
        let article = source.read(&entry.file(), Detail::Whole).expect("a readable article");
        [article.question, document::plain(&article.answer).text]
    };
    entries.map(text).collect()
}

/// The times of the queries of one kind.
pub struct Timed {
    pub name: &'static str,
    pub times: Vec<Duration>,
    /// Articles found in the mean.
    pub hits: usize,
}

impl Timed {
    /// The 99th percentile, in milliseconds.
    pub fn late(&self) -> f64 {
        quantile(&mut self.times.clone(), 990)
    }
}

fn ripgrep(word: &str, folder: &Path) -> Option<Duration> {
    let mut command = Command::new("rg");
    command.args(["-l", "-i", "-w", word]).arg(folder).stdout(Stdio::null()).stdin(Stdio::null());
    let (time, status) = timed(|| command.status());
    status.is_ok().then_some(time)
}

fn found(index: &Index, query: &Query) -> usize {
    index.search(query).expect("an index that can be read").total
}

/// At most so many of them, evenly spread.
fn evenly<T>(all: &[T], most: usize) -> impl Iterator<Item = &T> {
    all.iter().step_by(all.len().div_ceil(most).max(1))
}

/// A word with one slip of the finger in it.
fn slip(word: &str, number: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + number % (letters.len() - 3);
    match number % 3 {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        _ => {
            if let Some(letter) = letters.get_mut(at) {
                *letter = if *letter == 'x' { 'y' } else { 'x' };
            }
        }
    }
    letters.into_iter().collect()
}
