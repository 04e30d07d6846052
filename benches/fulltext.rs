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

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use measure::searches::{Said, Searches};
use measure::{memory, quantile, timed};
use recto::article::Detail;
use recto::document;
use recto::index::{Index, Place};
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
    let [all, own] = peak(&folder).map(|peak| mebi(peak << 10));
    println!("{:<34}{all:>9.1} MiB, {own:.1} of it not of files", "peak memory of `recto index`");
    let mut opening: Vec<_> = (0..9).map(|_| timed(|| Index::open(&place)).0).collect();
    println!("{:<34}{:>9.2} ms", "opening, median", quantile(&mut opening, 500));
    let index = Index::open(&place).expect("the index");
    let mut comparing: Vec<_> = (0..9).map(|_| timed(|| index.compare(&catalog)).0).collect();
    println!("{:<34}{:>9.2} ms", "comparing, median", quantile(&mut comparing, 500));
    let searches = {
        let said = texts.iter().map(|text| Said { question: &text.question, answer: &text.answer });
        Searches::new(&said.collect::<Vec<_>>(), queries)
    };
    drop(texts);
    search(&searches, &index, &folder);
}

/// Seconds that this process has worked on any processor: what else the machine does is not in it.
/// Nothing where there is no `/proc`.
fn worked() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    // Linux counts in hundredths wherever it is read.
    ticks.sum::<f64>() / 100.0
}

/// The most memory that building the index takes where nothing else is kept, in a process of its own:
/// with the pages of files that are mapped, which the system can take back, and without, in KiB.
#[allow(clippy::disallowed_methods, reason = "how much memory another process has tells nobody")]
fn peak(folder: &Path) -> [u64; 2] {
    let cache = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.args(["index", "--library"]).arg(folder).env("XDG_CACHE_HOME", cache.path());
    command.env("XDG_CONFIG_HOME", "/nonexistent").stdout(Stdio::null()).stderr(Stdio::null());
    let mut recto = command.spawn().expect("the program");
    let process = recto.id().to_string();
    let (ended, end) = mpsc::channel();
    let waiting = std::thread::spawn(move || {
        recto.wait().expect("a child");
        ended.send(())
    });
    let mut most = [0; 2];
    while end.recv_timeout(Duration::from_millis(5)) == Err(RecvTimeoutError::Timeout) {
        most[0] = most[0].max(memory(&process, "VmHWM"));
        most[1] = most[1].max(memory(&process, "RssAnon"));
    }
    drop(waiting.join());
    most
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
fn tantivy_alone(texts: &[Ready]) -> [f64; 2] {
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
    let before = worked();
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
    let both = [time.as_secs_f64(), worked() - before];
    let [time, work] = both;
    println!("{:<34}{time:>9.2} s, {work:.2} s of processors", "tantivy alone on ready texts");
    println!("{:<34}{:>9.1} MiB", "its size", mebi(size_of(folder.path())));
    both
}

fn build(place: &Place, source: &Source, catalog: &Catalog, alone: [f64; 2]) -> Index {
    let index = Index::open(place).expect("a new index");
    let (before, start) = (worked(), Instant::now());
    let mut first = None;
    let difference = index.compare(catalog).expect("an index that can be read");
    let report = |progress: recto::index::Progress| {
        if progress.committed && first.is_none() {
            first = Some((start.elapsed(), progress.done));
        }
        true
    };
    let update = index.update(source, &difference, report).expect("room for an index");
    let (time, work) = (start.elapsed().as_secs_f64(), worked() - before);
    let [alone_time, alone_work] = alone;
    let ratios = (time / alone_time, work / alone_work);
    println!(
        "{:<34}{time:>9.2} s, {work:.2} s of processors: {:.2} and {:.2} times tantivy alone",
        "building", ratios.0, ratios.1
    );
    if let Some((time, done)) = first {
        println!("{:<34}{:>9.2} s, {done} articles", "the first commit after", time.as_secs_f64());
    }
    println!("{:<34}{:>9} articles, {} unreadable", "", update.indexed, update.unreadable);
    index
}

/// Searches for all of them, and for some with ripgrep.
fn search(searches: &Searches, index: &Index, folder: &Path) {
    println!("{:<34}{:>9}{:>9}{:>9}", "a search with 20 snippets, in ms", "median", "p99", "worst");
    let mut slowest = 0.0_f64;
    for kind in searches.time(index) {
        let mut times = kind.times.clone();
        let (median, p99) = (quantile(&mut times, 500), kind.late());
        let worst = quantile(&mut times, 1000);
        let (name, count, mean) = (kind.name, times.len(), kind.hits);
        println!(
            "{name:<34}{median:>9.3}{p99:>9.3}{worst:>9.3}  {count} queries, {mean} found in the mean"
        );
        slowest = slowest.max(p99);
    }
    let both = searches.ripgrep(folder, index);
    if both.is_empty() {
        println!("{:<34}it is not on PATH", "rg -l -i -w");
        return;
    }
    let mut ratios: Vec<f64> =
        both.iter().map(|(theirs, ours)| theirs.as_secs_f64() / ours.as_secs_f64()).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let mut times: Vec<_> = both.iter().map(|(theirs, _)| *theirs).collect();
    let median = quantile(&mut times, 500);
    println!(
        "{:<34}{median:>9.1} ms: {:.0} times the same search in the median, {:.0} times the slowest p99",
        "rg -l -i -w, median",
        ratios[ratios.len() / 2],
        median / slowest
    );
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
