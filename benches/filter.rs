//! Times each keystroke of the filter, at three sizes of library.
//!
//! The questions are those of generated libraries. A file with one question a line can be given as
//! an argument instead: `cargo bench --bench filter -- FILE`. Memory is read where Linux keeps it.
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

#[path = "../examples/generate/made/mod.rs"]
mod made;
mod measure;

use std::borrow::Cow;
use std::fs;
use std::hint::black_box;
use std::time::Duration;

use bytemuck::Pod;
use made::Library;
use measure::peers::{FZF, FZY, list_of};
use measure::typing::TYPED;
use measure::{memory, quantile, timed};
use recto::find::{Columns, Found, Haystack, Query, Search, Stage, marks};

const SIZES: [u64; 3] = [4_000, 36_000, 1_000_000];
const SEED: u64 = 1;
/// More to type: what many words and rows hold, two slips in a word, a text pasted whole.
const HARD: [(&str, &str); 4] = [
    ("common letters", "in th er s"),
    ("letters alone", "a e i o u"),
    ("two slips", "fotosinthesis respirasion"),
    (
        "thirty words",
        "how does the theory of relativity explain that a clock in a satellite and one on the \
         ground do not agree and what is done about it in a navigation system today",
    ),
];
/// Rows of one frame, of which the letters are marked.
const FRAME: usize = 60;

/// Reads columns from memory.
struct Read(std::vec::IntoIter<Vec<u8>>);

impl Columns for Read {
    fn next<T: Pod>(&mut self) -> Option<Vec<T>> {
        let bytes = self.0.next()?;
        (bytes.len() % size_of::<T>() == 0).then(|| bytemuck::pod_collect_to_vec(&bytes))
    }
}

/// The times of keystrokes.
#[derive(Default)]
struct Times {
    /// The whole search with the marks of a frame.
    whole: Vec<Duration>,
    /// The longest step of each.
    step: Vec<Duration>,
    /// How many steps the longest search had.
    steps: usize,
}

impl Times {
    fn append(&mut self, mut other: Self) {
        self.whole.append(&mut other.whole);
        self.step.append(&mut other.step);
        self.steps = self.steps.max(other.steps);
    }
}

/// Types `typed` letter by letter; every search knows what the last one knew if it is to narrow.
fn keystrokes(
    haystack: &Haystack,
    questions: &[String],
    typed: &str,
    narrow: bool,
) -> (Times, Found) {
    let (mut times, mut last, mut found) = (Times::default(), None, Found::default());
    for end in typed.char_indices().map(|(at, letter)| at + letter.len_utf8()) {
        let keys = typed.get(..end).unwrap_or_default();
        let (mut whole, mut search) = timed(|| {
            let previous = last.as_ref().filter(|_| narrow);
            Search::start(haystack, Query::parse(keys), previous)
        });
        let (mut longest, mut steps) = (whole, 0);
        while !search.is_done() {
            let (step, _) = timed(|| search.step(haystack, &|_| true));
            whole += step;
            longest = longest.max(step);
            steps += 1;
        }
        let (marking, ()) = timed(|| {
            for row in search.found().rows.iter().take(FRAME) {
                if let Some(question) = questions.get(*row as usize) {
                    black_box(marks(question, search.query(), search.found()));
                }
            }
        });
        times.whole.push(whole + marking);
        times.step.push(longest);
        times.steps = times.steps.max(steps);
        found = search.take_found();
        last = Some(search);
    }
    (times, found)
}

/// Types every query letter by letter, over and over, and prints a line for each.
fn typing(haystack: &Haystack, questions: &[String], narrow: bool) {
    let rounds = if questions.len() > 100_000 { 7 } else { 41 };
    let what = if narrow { "each key narrows the last" } else { "each key by itself" };
    println!(
        "{what:<26}{:>9}{:>9}{:>9}{:>9}{:>9}{:>7}  found",
        "median", "p99", "worst", "step p99", "worst", "steps"
    );
    let mut all = Times::default();
    for (name, typed) in TYPED.into_iter().chain(HARD) {
        let mut times = Times::default();
        let mut last = Found::default();
        for _ in 0..rounds {
            let (round, found) = keystrokes(haystack, questions, typed, narrow);
            times.append(round);
            last = found;
        }
        let stage = match last.stage {
            Stage::Words => "by words",
            Stage::Corrected => "by corrected words",
            Stage::Letters => "by letters",
            Stage::Partly => "by some words",
        };
        line(name, &mut times, &format!("{} {stage}", last.rows.len()));
        all.append(times);
    }
    line("all keystrokes", &mut all, "");
}

/// The times of whole keystrokes, those of the longest step of each, and the most steps.
fn line(name: &str, times: &mut Times, found: &str) {
    let [median, late, worst] = [500, 990, 1000].map(|share| quantile(&mut times.whole, share));
    let [late_step, worst_step] = [990, 1000].map(|share| quantile(&mut times.step, share));
    print!("{name:<26}{median:>9.3}{late:>9.3}{worst:>9.3}{late_step:>9.3}{worst_step:>9.3}");
    println!("{:>7}  {found}", times.steps);
}

#[allow(clippy::cast_precision_loss, reason = "a few hundred of them")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Everything about a library of these questions.
fn measure(questions: &[String]) {
    let mut bytes: Vec<usize> = questions.iter().map(String::len).collect();
    bytes.sort_unstable();
    let median = bytes.get(bytes.len() / 2).copied().unwrap_or(0);
    let (count, before) = (questions.len(), memory("self", "VmRSS"));
    let (built, haystack) = timed(|| {
        let mut haystack = Haystack::new();
        for question in questions {
            haystack.push(question);
        }
        haystack
    });
    let taken = memory("self", "VmRSS").saturating_sub(before) * 1024;
    println!("\n{count} questions, median {median} bytes");
    println!(
        "built in {:.1} ms, {} ns a question; {:.1} MB, {} bytes a question",
        built.as_secs_f64() * 1e3,
        built.as_nanos() / count.max(1) as u128,
        megabytes(taken),
        taken / count.max(1) as u64
    );
    let (written, columns) = timed(|| haystack.columns());
    let columns: Vec<Vec<u8>> = columns.into_iter().map(Cow::into_owned).collect();
    let size: usize = columns.iter().map(Vec::len).sum();
    let (read, back) = timed(|| Haystack::from_columns(&mut Read(columns.into_iter())));
    println!(
        "columns of {:.1} MB made in {:.1} ms, read back in {:.1} ms",
        megabytes(size as u64),
        written.as_secs_f64() * 1e3,
        read.as_secs_f64() * 1e3
    );
    let (first, _) =
        timed(|| back.map(|mut back| back.replace(0, "the first change after reading")));
    println!(
        "first change after reading in {:.1} ms; times in milliseconds",
        first.as_secs_f64() * 1e3
    );
    typing(&haystack, questions, false);
    typing(&haystack, questions, true);
    compare(&haystack, questions);
}

/// Compares with programs that read the questions from a file: their start and reading are in
/// their time, and they look for letters where Recto looks for words.
fn compare(haystack: &Haystack, questions: &[String]) {
    let list = list_of(questions.iter().map(String::as_str));
    for peer in [FZF, FZY] {
        let mut ratios = Vec::new();
        for typed in ["e", "electric", "electric field ring"] {
            let (ours, _) = timed(|| haystack.find(&Query::parse(typed), &|_| true));
            let Some(theirs) = peer.time(typed, list.path()) else {
                println!("{}: not installed", peer.name);
                break;
            };
            let (ours, theirs) = (ours.as_secs_f64() * 1e3, theirs.as_secs_f64() * 1e3);
            ratios.push(format!("{typed:?} {ours:.2} : {theirs:.0} = 1 : {:.0}", theirs / ours));
        }
        if !ratios.is_empty() {
            println!(
                "Recto to {} as a process, its start and reading included: {}",
                peer.name,
                ratios.join(", ")
            );
        }
    }
}

fn main() -> std::io::Result<()> {
    if let Some(file) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) {
        let text = fs::read_to_string(file)?;
        measure(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        return Ok(());
    }
    for size in SIZES {
        measure(&Library::new(size, SEED).questions().collect::<Vec<_>>());
    }
    Ok(())
}
