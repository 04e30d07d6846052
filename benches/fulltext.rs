//! The full-text index of a library: how long it takes to build next to tantivy alone, how large it is,
//! how long a search with 20 snippets takes for each kind of query, and ripgrep on the same words.
//!
//! `cargo bench --bench fulltext -- [FOLDER] [QUERIES]`; without a folder the bundled articles. The
//! files are in the system's cache by then. `examples/generate` makes larger libraries.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark prints, and may fail"
)]

mod measure;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use measure::{memory, quantile, timed};
use recto::article::Detail;
use recto::document;
use recto::index::{HITS, Index, Place, Query};
use recto::library::catalog::Catalog;
use recto::library::source::Source;
use recto::store::snapshot;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{IndexWriter, TantivyDocument};

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let queries = args.next().and_then(|number| number.parse().ok()).unwrap_or(400);
    let source = Source::folder(&folder).expect("a folder of articles");
    let catalog = measure::catalog(&source);
    let cache = tempfile::tempdir().expect("a temporary folder");
    println!("{} articles of {}", catalog.len(), folder.display());

    let texts = ready_texts(&source, &catalog);
    let alone = tantivy_alone(&texts);
    let place = Place::beside(&snapshot::Place::within(cache.path(), &folder));
    let index = build(&place, &source, &catalog, alone);
    let size = size_of(cache.path());
    let text: usize = texts.iter().map(|ready| ready.answer.len()).sum();
    println!("{:<34}{:>9.1} MiB, of {:.1} MiB of plain answers", "size", mebi(size), mebi(text));
    drop(index);
    let mut opening: Vec<_> = (0..9).map(|_| timed(|| Index::open(&place)).0).collect();
    println!("{:<34}{:>9.2} ms", "opening, median", quantile(&mut opening, 500));
    let index = Index::open(&place).expect("the index");
    let mut comparing: Vec<_> = (0..9).map(|_| timed(|| index.compare(&catalog)).0).collect();
    println!("{:<34}{:>9.2} ms", "comparing, median", quantile(&mut comparing, 500));
    let kinds = Kinds::new(&texts, queries);
    drop(texts);
    let slowest = kinds.search(&index);
    kinds.ripgrep(&folder, &index, slowest);
}

/// An article as tantivy could be given it without Recto.
struct Ready {
    path: String,
    question: String,
    keywords: String,
    answer: String,
}

fn ready_texts(source: &Source, catalog: &Catalog) -> Vec<Ready> {
    let mut plain_time = Duration::ZERO;
    let start = Instant::now();
    let texts: Vec<_> = catalog
        .ids()
        .filter_map(|id| catalog.get(id))
        .map(|entry| {
            let article = source.read(&entry.file(), Detail::Whole).expect("a readable article");
            let (time, plain) = timed(|| document::plain(&article.answer));
            plain_time += time;
            Ready {
                path: entry.path.to_owned(),
                question: article.question,
                keywords: article.keywords.join(", "),
                answer: plain.text,
            }
        })
        .collect();
    let (all, plain) = (start.elapsed().as_secs_f64(), plain_time.as_secs_f64());
    println!(
        "{:<34}{all:>9.2} s on one thread, {plain:.2} s of it for",
        "reading and parsing every file"
    );
    println!("{:<34}the plain texts", "");
    texts
}

/// Indexes the same texts in the same fields with tantivy's own tokenizers, and nothing else.
fn tantivy_alone(texts: &[Ready]) -> Duration {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut schema = Schema::builder();
    let mut text = |name: &str, tokenizer, option| -> Field {
        let indexing = TextFieldIndexing::default();
        let indexing = indexing.set_tokenizer(tokenizer).set_index_option(option);
        schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let mut both = |name: &str| {
        let exact = text(name, "default", IndexRecordOption::WithFreqsAndPositions);
        (exact, text(&format!("{name}_stems"), "en_stem", IndexRecordOption::WithFreqs))
    };
    let (question, keywords, all) = (both("question"), both("keywords"), both("all"));
    let path = schema.add_text_field("path", STRING | STORED);
    let stored = schema.add_text_field("answer", STORED);
    let key = schema.add_u64_field("key", FAST | INDEXED);
    let index = tantivy::Index::create_in_dir(folder.path(), schema.build()).expect("an index");
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(2);
    let (time, ()) = timed(|| {
        let mut writer: IndexWriter =
            index.writer_with_num_threads(threads, threads << 26).expect("a writer");
        for (number, ready) in texts.iter().enumerate() {
            let mut document = TantivyDocument::new();
            document.add_text(path, &ready.path);
            document.add_u64(key, number as u64);
            let parts = [
                (question, &ready.question),
                (keywords, &ready.keywords),
                (all, &ready.question),
                (all, &ready.keywords),
                (all, &ready.answer),
            ];
            for ((exact, stems), text) in parts {
                document.add_text(exact, text);
                document.add_text(stems, text);
            }
            document.add_text(stored, &ready.answer);
            writer.add_document(document).expect("room for it");
        }
        writer.commit().expect("a commit");
        writer.wait_merging_threads().expect("merging");
    });
    println!(
        "{:<34}{:>9.2} s, {threads} threads",
        "tantivy alone on ready texts",
        time.as_secs_f64()
    );
    println!("{:<34}{:>9.1} MiB", "its size", mebi(size_of(folder.path())));
    time
}

fn build(place: &Place, source: &Source, catalog: &Catalog, alone: Duration) -> Index {
    let index = Index::open(place).expect("a new index");
    let start = Instant::now();
    let mut first = None;
    let difference = index.compare(catalog).expect("an index that can be read");
    let report = |progress: recto::index::Progress| {
        if progress.committed && first.is_none() {
            first = Some((start.elapsed(), progress.done));
        }
        true
    };
    let update = index.update(source, &difference, report).expect("room for an index");
    let time = start.elapsed();
    let ratio = time.as_secs_f64() / alone.as_secs_f64();
    println!("{:<34}{:>9.2} s, {ratio:.2} times tantivy alone", "building", time.as_secs_f64());
    if let Some((time, done)) = first {
        println!("{:<34}{:>9.2} s, {done} articles", "the first commit after", time.as_secs_f64());
    }
    println!("{:<34}{:>9} articles, {} unreadable", "", update.indexed, update.unreadable);
    println!(
        "{:<34}{:>9.1} MiB",
        "peak memory of this process",
        mebi(memory("self", "VmHWM") << 10)
    );
    index
}

/// Queries of each kind.
struct Kinds(Vec<(&'static str, Vec<Query>)>);

impl Kinds {
    /// Chosen from the library's own words, evenly and always the same ones.
    fn new(texts: &[Ready], most: usize) -> Self {
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
            words[range].iter().map(|(_, word)| *word).collect::<Vec<_>>()
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
            let run = |ready: &Ready| -> Option<String> {
                let words: Vec<&str> = ready.answer.split(' ').filter(is_word).collect();
                let run = words.get(words.len() / 2..)?.get(..length)?.join(" ");
                ready.answer.contains(&run).then_some(run)
            };
            texts.iter().step_by(step).filter_map(run).collect()
        };
        let questions: Vec<String> =
            evenly(texts, most).map(|ready| ready.question.clone()).collect();
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

    /// Searches for all of them; gives the p99 of the slowest kind.
    fn search(&self, index: &Index) -> f64 {
        println!(
            "{:<34}{:>9}{:>9}{:>9}",
            "a search with 20 snippets, in ms", "median", "p99", "worst"
        );
        let mut slowest = 0.0_f64;
        for (name, queries) in &self.0 {
            // Once before, so that the pages are there.
            let hits: usize = queries.iter().map(|query| found(index, query)).sum();
            let mut times: Vec<_> =
                queries.iter().map(|query| timed(|| found(index, query)).0).collect();
            let (median, p99) = (quantile(&mut times, 500), quantile(&mut times, 990));
            let worst = quantile(&mut times, 1000);
            let (count, mean) = (queries.len(), hits / queries.len().max(1));
            println!(
                "{name:<34}{median:>9.3}{p99:>9.3}{worst:>9.3}  {count} queries, {mean} found in the mean"
            );
            slowest = slowest.max(p99);
        }
        println!(
            "{:<34}{:>9.1} MiB",
            "peak memory of this process",
            mebi(memory("self", "VmHWM") << 10)
        );
        slowest
    }

    /// The same words with ripgrep, which reads every file.
    fn ripgrep(&self, folder: &Path, index: &Index, slowest: f64) {
        let mut ratios = Vec::new();
        let mut times = Vec::new();
        for (_, queries) in &self.0[..3] {
            for query in evenly(queries, 3) {
                let word = &query.words[0];
                let Some(time) = ripgrep(word, folder) else {
                    println!("{:<34}it is not on PATH", "rg -l -i -w");
                    return;
                };
                ratios.push(time.as_secs_f64() / timed(|| found(index, query)).0.as_secs_f64());
                times.push(time);
            }
        }
        ratios.sort_unstable_by(f64::total_cmp);
        let median = quantile(&mut times, 500);
        println!(
            "{:<34}{median:>9.1} ms: {:.0} times the same search in the median, {:.0} times the slowest p99",
            "rg -l -i -w, median",
            ratios[ratios.len() / 2],
            median / slowest
        );
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
        _ => letters[at] = if letters[at] == 'x' { 'y' } else { 'x' },
    }
    letters.into_iter().collect()
}

fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(data) if data.is_dir() => size_of(&entry.path()),
        Ok(data) => data.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

#[allow(clippy::cast_precision_loss, reason = "for printing")]
fn mebi(bytes: impl TryInto<u64>) -> f64 {
    bytes.try_into().unwrap_or(0) as f64 / f64::from(1 << 20)
}
