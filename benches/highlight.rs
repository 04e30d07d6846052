//! Colouring code: unpacking the grammars, the first block of each language, and every block of
//! code in a library.
//!
//! `cargo bench --bench highlight -- FOLDER`; without a folder the bundled articles.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use recto::article::Detail;
use recto::document::highlight::{Highlighter, LANGUAGES};
use recto::library::scan::{self, Event};
use recto::library::source::Source;

/// A few lines that look like code in most languages, for the first use of each.
const ANY: &str = "if (a > 1) { b = \"c\" + f(2, 'd'); } // e\n# f\nfor x in y: return [1, 2.5]\n";

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let blocks = blocks(&folder);
    let start = Instant::now();
    black_box(highlight("x", "json"));
    println!("grammars unpacked and the first word of JSON: {} µs", start.elapsed().as_micros());
    every_block(&blocks);
    let mut first: Vec<_> = LANGUAGES.iter().map(|l| (time(ANY, l.words[0]), l.words[0])).collect();
    first.sort_unstable();
    println!("first use of a language, {} of them, those above used before:", first.len());
    for part in [50, 90, 100] {
        let (time, word) = first[(first.len() * part / 100).min(first.len() - 1)];
        println!("  {part:3} % at most {:6} µs  ({word})", time.as_micros());
    }
}

fn every_block(blocks: &[(String, String)]) {
    let mut languages: BTreeMap<&str, Vec<(Duration, usize)>> = BTreeMap::new();
    let mut first: BTreeMap<&str, Duration> = BTreeMap::new();
    for (language, source) in blocks {
        let once = time(source, language);
        first.entry(language).or_insert(once);
        let lines = source.lines().count();
        languages.entry(language).or_default().push((time(source, language), lines));
    }
    for (language, mut times) in languages {
        times.sort_unstable();
        let lines: usize = times.iter().map(|(_, lines)| lines).sum();
        let total: Duration = times.iter().map(|(time, _)| *time).sum();
        println!(
            "{language:8} {:4} blocks {lines:5} lines   first {:6} µs   median {:5} µs   worst {:5} µs   a line {:3} µs",
            times.len(),
            first[language].as_micros(),
            times[times.len() / 2].0.as_micros(),
            times[times.len() - 1].0.as_micros(),
            total.as_micros() / lines.max(1) as u128,
        );
    }
}

fn time(source: &str, language: &str) -> Duration {
    let start = Instant::now();
    black_box(highlight(source, language));
    start.elapsed()
}

fn highlight(source: &str, language: &str) -> usize {
    Highlighter::new(&|| true).highlight(source, language).len()
}

/// The fenced blocks of all articles, each with the word at its fence.
fn blocks(folder: &std::path::Path) -> Vec<(String, String)> {
    let source = Source::folder(folder).expect("a folder of articles");
    let mut files = Vec::new();
    scan::scan(&source, 2, Detail::Listing, |event| {
        if let Event::Batch(batch) = event {
            files.extend(batch.records.iter().map(|record| record.file().to_path_buf()));
        }
        true
    });
    let mut blocks = Vec::new();
    for file in files {
        let answer = source.read(&file, Detail::Whole).expect("a readable article").answer;
        let mut open: Option<(String, String)> = None;
        for line in answer.lines() {
            match (line.trim_start().strip_prefix("```"), &mut open) {
                (Some(info), None) => open = Some((info.trim().to_owned(), String::new())),
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (None, Some((_, code))) => {
                    code.push_str(line);
                    code.push('\n');
                }
                (None, None) => {}
            }
        }
    }
    blocks
}
