//! What starting costs on a library, part by part: reading its files and nothing else, scanning them,
//! filling a catalog; beside it fzf on a list of the questions. All in one run, in turns.
//!
//! `cargo bench --bench start -- [FOLDER] [RUNS]`; without a folder the bundled articles. The files are
//! in the system's cache by then. `performance` measures the program as it is seen from outside.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and may fail")]

mod measure;

use std::path::{Path, PathBuf};
use std::time::Duration;

use measure::peers::{FZF, list_of, questions};
use measure::{catalog, memory, quantile, read_every_file, scan, timed, warm};
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
    let peak = memory("self", "VmHWM");
    let titles = list_of(questions(&first));
    let articles = first.len();
    drop(first);
    let mut times = Times::default();
    for _ in 0..runs {
        times.run(&folder, &source, titles.path());
    }
    println!("{runs} runs on {}: {articles} articles, {} threads", folder.display(), threads());
    times.print();
    println!("{:<36}{peak:>8} KiB", "peak memory with one catalog");
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
    fn run(&mut self, folder: &Path, source: &Source, titles: &Path) {
        self.reading.push(timed(|| read_every_file(folder)).0);
        self.scanning.push(timed(|| scan(source, drop)).0);
        self.filling.push(timed(|| catalog(source)).0);
        let [restoring, comparing] = warm(source, folder);
        self.restoring.push(restoring);
        self.comparing.push(comparing);
        self.fzf.extend(FZF.time(QUERY, titles));
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
                println!("{what:<36}  not installed");
                continue;
            }
            let median = quantile(&mut times, 500);
            println!("{what:<36}{median:>8.1} ms   {:>6.2} times the reading", median / reading);
        }
    }
}
