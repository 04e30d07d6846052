//! How cost grows with the size of a library: libraries of rising size are made, loaded and searched.
//!
//! `cargo bench --bench growth -- [--million] [--svg FILE]`. It prints a table in Markdown, and draws
//! the plot if a file is named. Each size is measured in a process of its own, so that its peak memory
//! is its own. `--million` adds the largest size, which takes 8 GB of disk and a quarter of an hour.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and may fail")]

#[path = "growth/chart.rs"]
mod chart;
#[path = "../examples/generate/made/mod.rs"]
mod made;
mod measure;

use std::path::Path;
use std::process::Command;

use chart::Panel;
use made::Library;
use measure::typing::{TYPED, keystrokes};
use measure::{catalog, memory, quantile, read_every_file, timed, warm};
use recto::library::catalog::ArticleId;
use recto::library::source::Source;

const SIZES: [u32; 4] = [1_000, 10_000, 36_000, 100_000];
const MILLION: u32 = 1_000_000;

/// The seed of the libraries, and how often each is loaded and each query typed.
const SEED: u64 = 1;
const LOADS: usize = 3;
const ROUNDS: usize = 7;

const HEAD: &str = "\
| articles | reading every file | whole list | times | snapshot read | folder compared | peak memory \
| keystroke, median | p99 |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

/// What one size costs.
#[derive(Debug, Clone, Copy)]
struct Cost {
    articles: u32,
    /// Milliseconds to read every file and do nothing with it.
    reading: f64,
    /// Milliseconds to the whole catalog, without any cache of Recto's own.
    loading: f64,
    /// Milliseconds to read the snapshot, and to compare the folder with it.
    restoring: f64,
    comparing: f64,
    /// Peak memory of the process in MiB.
    memory: f64,
    /// Milliseconds of a keystroke of the filter: median, 99th percentile.
    key: f64,
    late_key: f64,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut sizes, mut plot) = (SIZES.to_vec(), None);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--measure" => return measure_here(&args.next().expect("a folder")),
            "--million" => sizes.push(MILLION),
            "--svg" => plot = Some(args.next().expect("a file after --svg")),
            _ => {}
        }
    }
    println!("{HEAD}");
    let costs: Vec<Cost> = sizes.into_iter().map(cost).collect();
    if let Some(file) = plot {
        std::fs::write(&file, chart::svg(&panels(&costs), "articles"))
            .expect("a place for the plot");
        println!("\nThe plot is in {file}.");
    }
}

/// Makes a library, measures it in a process of its own, and prints its row.
fn cost(articles: u32) -> Cost {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Library::new(articles.into(), SEED).write(folder.path()).expect("room for a library");
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    let output = command.arg("--measure").arg(folder.path()).output().expect("this program again");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8_lossy(&output.stdout);
    let values = printed.split_whitespace().map(|value| value.parse().expect("a number"));
    let values: Vec<f64> = values.collect();
    let values = <[f64; 7]>::try_from(values).expect("seven numbers");
    let [reading, loading, restoring, comparing, memory, key, late_key] = values;
    let cost = Cost { articles, reading, loading, restoring, comparing, memory, key, late_key };
    println!("{}", row(&cost));
    cost
}

/// The process of one size: prints its values, with the names of [`Cost`] in their order.
fn measure_here(folder: &str) {
    let source = Source::folder(Path::new(folder)).expect("a folder of articles");
    let loaded = catalog(&source);
    let peak = f64::from(u32::try_from(memory("self", "VmHWM")).expect("less than 4 TiB")) / 1024.0;
    let question = |row| loaded.get(ArticleId(row)).map(|entry| entry.question);
    let mut keys = Vec::new();
    for _ in 0..ROUNDS {
        for (_, typed) in TYPED {
            keys.extend(keystrokes(loaded.haystack(), question, typed).0);
        }
    }
    drop(loaded);
    let [mut reading, mut loading, mut restoring, mut comparing] = [const { Vec::new() }; 4];
    for _ in 0..LOADS {
        reading.push(timed(|| read_every_file(Path::new(folder))).0);
        loading.push(timed(|| catalog(&source)).0);
        let [read, compared] = warm(&source, Path::new(folder));
        restoring.push(read);
        comparing.push(compared);
    }
    let times = [&mut reading, &mut loading, &mut restoring, &mut comparing];
    let [reading, loading, restoring, comparing] = times.map(|times| quantile(times, 500));
    let [key, late_key] = [500, 990].map(|share| quantile(&mut keys, share));
    println!("{reading} {loading} {restoring} {comparing} {peak} {key} {late_key}");
}

/// A row of the table.
fn row(cost: &Cost) -> String {
    let Cost { articles, reading, loading, restoring, comparing, memory, key, late_key } = cost;
    let times = loading / reading;
    format!(
        "| {articles} | {reading:.0} ms | {loading:.0} ms | {times:.2} | {restoring:.1} ms \
         | {comparing:.0} ms | {memory:.0} MiB \
         | {key:.2} ms | {late_key:.2} ms |"
    )
}

/// What the plot shows.
fn panels(costs: &[Cost]) -> [Panel; 4] {
    let panel = |title, value: fn(&Cost) -> f64| Panel {
        title,
        points: costs.iter().map(|cost| (f64::from(cost.articles), value(cost))).collect(),
    };
    [
        panel("Cold start to the whole list, ms", |cost| cost.loading),
        panel("Snapshot read, ms", |cost| cost.restoring),
        panel("Peak memory, MiB", |cost| cost.memory),
        panel("Keystroke of the filter, p99, ms", |cost| cost.late_key),
    ]
}
