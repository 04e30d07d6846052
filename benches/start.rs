//! What starting costs on a library, part by part: reading its files and nothing else, scanning them,
//! filling a catalog; beside it fzf on a list of the questions. All in one run, in turns.
//!
//! `cargo bench --bench start -- [FOLDER] [RUNS]`; without a folder the bundled articles. The files are
//! in the system's cache by then. `session` measures the program as it is seen from outside.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and may fail")]

mod measure;

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use measure::{catalog, peak_memory, quantile, read_every_file, scan, timed, warm};
use recto::library::catalog::Catalog;
use recto::library::scan::threads;
use recto::library::source::Source;

/// What fzf looks for.
const QUERY: &str = "electric field";

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let runs = args.next().and_then(|runs| runs.parse().ok()).unwrap_or(7);
    let source = Source::folder(&folder).expect("a folder of articles");
    let first = catalog(&source);
    // Before anything else has taken memory.
    let memory = peak_memory();
    let titles = titles(&first);
    let articles = first.len();
    drop(first);
    let mut times = Times::default();
    for _ in 0..runs {
        times.run(&folder, &source, &titles);
    }
    println!("{runs} runs on {}: {articles} articles, {} threads", folder.display(), threads());
    times.print();
    println!("{:<36}{memory:>8} KiB", "peak memory with one catalog");
}

/// One list of times for each thing that is measured.
#[derive(Default)]
struct Times {
    reading: Vec<Duration>,
    scanning: Vec<Duration>,
    filling: Vec<Duration>,
    restoring: Vec<Duration>,
    comparing: Vec<Duration>,
    fzf: Vec<Duration>,
}

impl Times {
    /// Measures everything once.
    fn run(&mut self, folder: &Path, source: &Source, titles: &File) {
        self.reading.push(timed(|| read_every_file(folder)).0);
        self.scanning.push(timed(|| scan(source, drop)).0);
        self.filling.push(timed(|| catalog(source)).0);
        let [restoring, comparing] = warm(source, folder);
        self.restoring.push(restoring);
        self.comparing.push(comparing);
        self.fzf.extend(fzf(titles));
    }

    fn print(mut self) {
        let reading = quantile(&mut self.reading, 500);
        let rows = [
            ("walking and reading every file", self.reading),
            ("scanning, nothing kept", self.scanning),
            ("scanning into a catalog, linked", self.filling),
            ("reading the snapshot", self.restoring),
            ("comparing the folder with it", self.comparing),
            ("fzf --filter on the questions", self.fzf),
        ];
        for (what, mut times) in rows {
            if times.is_empty() {
                println!("{what:<36}  it is not on PATH");
                continue;
            }
            let median = quantile(&mut times, 500);
            println!("{what:<36}{median:>8.1} ms   {:>6.2} times the reading", median / reading);
        }
    }
}

/// The questions in a file, one a line.
fn titles(catalog: &Catalog) -> File {
    let mut text = String::new();
    for entry in catalog.ids().filter_map(|id| catalog.get(id)) {
        text.push_str(entry.question);
        text.push('\n');
    }
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(text.as_bytes()).expect("room for the questions");
    file
}

/// How long fzf takes to read the questions and to print those that match; nothing if it does not
/// start.
fn fzf(titles: &File) -> Option<Duration> {
    let mut input = titles.try_clone().ok()?;
    input.rewind().ok()?;
    let mut command = Command::new("fzf");
    command.args(["--filter", QUERY]).stdin(input).stdout(Stdio::null()).stderr(Stdio::null());
    let (time, status) = timed(|| command.status());
    status.is_ok().then_some(time)
}
