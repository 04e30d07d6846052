//! The strict reader of front matter against the YAML parser: the same fields, and how much faster.
//!
//! `cargo bench --bench front_matter -- FOLDER`; without a folder the bundled articles. A comment in the
//! front matter makes the parser read it, so each file is read as it is and with one. Fails if any field
//! differs.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use recto::article::{self, Article, Detail};

const RUNS: u32 = 5;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let walk = walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok);
    let paths: Vec<_> = walk
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    let reading = best(|| paths.iter().for_each(|path| drop(black_box(fs::read(path)))));
    let files: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a file")).collect();
    let commented: Vec<Vec<u8>> = files.iter().map(|bytes| with_comment(bytes)).collect();
    for (path, (plain, yaml)) in paths.iter().zip(files.iter().zip(&commented)) {
        for detail in [Detail::Listing, Detail::Whole] {
            let [plain, yaml] = [plain, yaml].map(|bytes| fields(bytes, detail));
            assert_eq!(plain, yaml, "{}", path.display());
        }
    }
    println!("{} files of {}: no field differs", files.len(), folder.display());
    let each = |time: Duration| {
        time.as_secs_f64() * 1e6 / f64::from(u32::try_from(files.len().max(1)).unwrap_or(u32::MAX))
    };
    println!("reading a file                   {:6.1} µs", each(reading));
    for (name, detail) in [("for the list", Detail::Listing), ("whole", Detail::Whole)] {
        let time = |files: &[Vec<u8>]| {
            best(|| files.iter().for_each(|bytes| drop(black_box(fields(bytes, detail)))))
        };
        let (plain, yaml) = (time(&files), time(&commented));
        println!("parsing {name:24} {:6.1} µs", each(plain));
        println!("  with the YAML parser           {:6.1} µs", each(yaml));
    }
}

/// The article in a file, without what was wrong with it.
fn fields(bytes: &[u8], detail: Detail) -> Option<Article> {
    let article = article::parse(bytes, bytes.len() as u64, "name", detail).ok()?;
    Some(Article { problems: Vec::new(), ..article })
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
