//! The strict reader of front matter against the YAML parser: the same articles, how many files it
//! takes, and how much faster it is.
//!
//! `cargo bench --bench front_matter -- FOLDER`; without a folder the bundled articles. A comment in the
//! front matter makes the parser read it, so each file is read as it is and with one. Fails if anything
//! differs, or if the strict reader leaves more than one file in a hundred to the parser.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and may fail")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use recto::article::{self, Article, Detail};

const RUNS: u32 = 5;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let paths = walk(&folder);
    let walking = best(|| drop(black_box(walk(&folder))));
    let reading = best(|| paths.iter().for_each(|path| drop(black_box(fs::read(path)))));
    let files: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a file")).collect();
    let commented: Vec<Vec<u8>> = files.iter().map(|bytes| with_comment(bytes)).collect();
    let mut differing = 0;
    for (path, (plain, yaml)) in paths.iter().zip(files.iter().zip(&commented)) {
        if [Detail::Listing, Detail::Described, Detail::Whole]
            .into_iter()
            .any(|d| read(plain, d) != read(yaml, d))
        {
            println!("read in two ways: {}", path.display());
            differing += 1;
        }
        if !article::is_plain(plain) {
            println!("left to the parser: {}", path.display());
        }
    }
    let taken = files.iter().filter(|bytes| article::is_plain(bytes)).count();
    let kept = commented.iter().filter(|bytes| article::is_plain(bytes)).count();
    println!("{} files of {}: {differing} differ", files.len(), folder.display());
    println!("read without the parser: {taken} as they are, {kept} with a comment");
    let each = |time: Duration| {
        time.as_secs_f64() * 1e6 / f64::from(u32::try_from(files.len().max(1)).unwrap_or(u32::MAX))
    };
    println!("walking to a file                {:6.1} µs", each(walking));
    println!("reading a file                   {:6.1} µs", each(reading));
    for (name, detail) in [("for the list", Detail::Listing), ("whole", Detail::Whole)] {
        let time = |files: &[Vec<u8>]| {
            best(|| files.iter().for_each(|bytes| drop(black_box(read(bytes, detail)))))
        };
        let (plain, yaml) = (time(&files), time(&commented));
        let alone = walking + reading;
        let times = |time: Duration| (alone + time).as_secs_f64() / alone.as_secs_f64();
        println!("parsing {name:24} {:6.1} µs   all {:4.2} times", each(plain), times(plain));
        println!("  with the YAML parser           {:6.1} µs   {:8.2}", each(yaml), times(yaml));
    }
    let few = (files.len() - taken) * 100 > files.len();
    if differing > 0 || few || kept > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let paths = walk.map(walkdir::DirEntry::into_path);
    paths.filter(|path| path.extension().is_some_and(|end| end == "md")).collect()
}

fn read(bytes: &[u8], detail: Detail) -> Option<Article> {
    article::parse(bytes, bytes.len() as u64, "name", detail).ok()
}

/// The same file with a comment at the end of its front matter.
fn with_comment(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    text.replacen("\n---\n", "\n# read by the parser\n---\n", 1).into_bytes()
}

fn best(mut run: impl FnMut()) -> Duration {
    let time = |()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..RUNS).map(|_| ()).map(time).min().unwrap_or_default()
}
