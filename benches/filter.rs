//! Times each keystroke of the filter, at three sizes of library.
//!
//! The questions are those of generated libraries. A file with one question a line can be given as
//! an argument instead: `cargo bench --bench filter -- FILE`.
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

#[path = "../examples/generate/made/mod.rs"]
mod made;
mod measure;

use std::time::Duration;

use made::Library;
use measure::typing::{TYPED, keystrokes};
use measure::{quantile, timed};
use recto::find::{Haystack, Stage};

const SIZES: [u64; 3] = [4_000, 36_000, 1_000_000];
const SEED: u64 = 1;

/// Types every query letter by letter, over and over, and prints a line for each.
fn measure(questions: &[String]) {
    let rounds = if questions.len() > 100_000 { 7 } else { 41 };
    let mut bytes: Vec<usize> = questions.iter().map(String::len).collect();
    bytes.sort_unstable();
    let median = bytes.get(bytes.len() / 2).copied().unwrap_or(0);
    let (built, haystack) = timed(|| {
        let mut haystack = Haystack::new();
        for question in questions {
            haystack.push(question);
        }
        haystack
    });
    let built = built.as_secs_f64() * 1e3;
    println!("\n{} questions, median {median} bytes, taken in in {built:.1} ms", questions.len());
    println!("{:<16}{:>10}{:>10}{:>10}  found", "milliseconds", "median", "p99", "worst");
    let question = |row: u32| questions.get(row as usize).map(String::as_str);
    let mut all = Vec::new();
    for (name, typed) in TYPED {
        let mut times = Vec::new();
        let mut last = None;
        for _ in 0..rounds {
            let (round, found) = keystrokes(&haystack, question, typed);
            times.extend(round);
            last = found;
        }
        let found = last.map_or(String::new(), |found| {
            let stage = match found.stage {
                Stage::Words => "by words",
                Stage::Corrected => "by corrected words",
                Stage::Letters => "by letters",
                Stage::Partly => "by some words",
            };
            format!("{} {stage}", found.rows.len())
        });
        line(name, &mut times, &found);
        all.append(&mut times);
    }
    line("all keystrokes", &mut all, "");
}

fn line(name: &str, times: &mut [Duration], found: &str) {
    let [median, late, worst] = [500, 990, 1000].map(|share| quantile(times, share));
    println!("{name:<16}{median:>10.3}{late:>10.3}{worst:>10.3}  {found}");
}

fn main() -> std::io::Result<()> {
    if let Some(file) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) {
        let text = std::fs::read_to_string(file)?;
        measure(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        return Ok(());
    }
    for size in SIZES {
        measure(&Library::new(size, SEED).questions().collect::<Vec<_>>());
    }
    Ok(())
}
