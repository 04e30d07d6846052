//! A reading session in a pseudo-terminal: time to the first frame and to the whole list, without a
//! snapshot and with one, time from a key to its frame, and peak memory of the second start, next to
//! reading the same files and nothing else.
//!
//! `cargo bench --bench session -- FOLDER [RUNS]`; without a folder the bundled articles.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

#[path = "../tests/pty/mod.rs"]
mod pty;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

use pty::{Program, Pty};

/// What is typed, a key at a time; after each the filter is cleared.
const QUERIES: [&str; 8] = [
    "electric field",
    "the",
    "nervous system",
    "how does",
    "photosinthesis",
    "matrix rank",
    "q",
    "learning rate",
];

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let runs = args.next().and_then(|runs| runs.parse().ok()).unwrap_or(5);
    let (mut first, mut whole, mut memory, mut keys) = (vec![], vec![], vec![], vec![]);
    let (mut reading, mut warm, mut checked) = (vec![], vec![], vec![]);
    for _ in 0..runs {
        reading.push(read_all(&folder));
        let cache = tempfile::tempdir().expect("a temporary folder");
        let start = Instant::now();
        let mut recto = spawn(&folder, cache.path());
        recto.wait_for_text("Questions ›");
        first.push(start.elapsed());
        recto.wait_for_text("✓");
        whole.push(start.elapsed());
        recto.wait_for_text("✓ up to date");
        recto.press("<ctrl-c>");
        recto.finish();
        let start = Instant::now();
        let mut recto = spawn(&folder, cache.path());
        recto.wait_for_text("✓");
        warm.push(start.elapsed());
        recto.wait_for_text("✓ up to date");
        checked.push(start.elapsed());
        type_queries(&mut recto, &mut keys);
        memory.push(peak_memory(recto.pid()));
        recto.press("<ctrl-c>");
        recto.finish();
    }
    println!("{} runs on {}", runs, folder.display());
    println!("reading every file, 2 threads   {}", table(&mut reading));
    println!("first start, to first frame     {}", table(&mut first));
    println!("first start, to the whole list  {}", table(&mut whole));
    println!("next start, to the whole list   {}", table(&mut warm));
    println!("next start, folder compared     {}", table(&mut checked));
    println!("key to frame ({} keys)         {}", keys.len(), table(&mut keys));
    memory.sort_unstable();
    println!("peak memory                     {} KiB", memory[memory.len() / 2]);
}

/// The reader on a folder, with its snapshots in `cache`.
fn spawn(folder: &Path, cache: &Path) -> Pty {
    Program::new(env!("CARGO_BIN_EXE_recto"))
        .arg(folder)
        // This terminal does not answer when it is asked for its background.
        .args(["--theme", "terminal"])
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("XDG_CACHE_HOME", cache)
        .directory(".")
        .size(120, 40)
        .spawn()
}

fn type_queries(recto: &mut Pty, keys: &mut Vec<Duration>) {
    for query in QUERIES {
        let mut typed = String::new();
        for letter in query.chars() {
            typed.push(letter);
            let shown = format!("› {}", typed.trim_end());
            let before = recto.raw().len();
            let start = Instant::now();
            recto.press(&letter.to_string());
            if letter == ' ' {
                // A blank changes nothing but the cursor.
                recto.wait_for("the cursor", |_| true);
                continue;
            }
            recto.wait_for_text(&shown);
            debug_assert!(recto.raw().len() > before);
            keys.push(start.elapsed());
        }
        recto.press("<esc>");
        recto.wait_for_text("type to find");
    }
}

fn table(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at =
        |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    format!("median {:8.2} ms   p99 {:8.2} ms", at(50), at(99))
}

/// Reads every file of the folder on two threads and does nothing with it.
fn read_all(folder: &Path) -> Duration {
    let start = Instant::now();
    let files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let (left, right) = files.split_at(files.len() / 2);
    let read = |part: &[PathBuf]| -> usize {
        part.iter().filter_map(|file| fs::read(file).ok()).map(|bytes| bytes.len()).sum()
    };
    let bytes: usize = thread::scope(|scope| {
        let other = scope.spawn(|| read(left));
        read(right) + other.join().expect("the other reader")
    });
    assert!(bytes > 0, "the folder holds files");
    start.elapsed()
}

/// The largest resident size so far in KiB, as Linux keeps it; 0 elsewhere.
fn peak_memory(pid: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
