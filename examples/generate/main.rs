//! Writes a library of any size in the shape of a real one:
//! `cargo run --release --example generate -- FOLDER COUNT [--seed N]`.
//!
//! The same count and seed give the same bytes on every machine. The distribution was measured on a
//! real library of 35,915 articles and on a sample of 3,877 of them, by counting in the files as they
//! are: percentiles of bytes for files, questions, answers, descriptions, keywords and points of lists;
//! shares of articles for fields, kinds of mathematics, code, tables, twins and related articles. Where
//! the sample differs from the whole, the whole was followed. Which words stand beside each other was
//! not measured.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command prints what it did")]

mod made;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use made::Library;

const USAGE: &str = "usage: generate FOLDER COUNT [--seed N]";

struct Order {
    folder: PathBuf,
    count: u64,
    seed: u64,
}

/// What was typed, if it can be understood.
fn order(typed: &[String]) -> Option<Order> {
    let (folder, count, seed) = match typed {
        [folder, count] => (folder, count, "1"),
        [folder, count, flag, seed] if flag == "--seed" => (folder, count, seed.as_str()),
        _ => return None,
    };
    let (count, seed) = (count.replace(['_', ','], "").parse().ok()?, seed.parse().ok()?);
    Some(Order { folder: folder.into(), count, seed })
}

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let Some(Order { folder, count, seed }) = order(&typed) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let start = Instant::now();
    match Library::new(count, seed).write(&folder) {
        Ok(written) => {
            let seconds = start.elapsed().as_secs_f64();
            let (articles, mebibytes) = (written.articles, written.bytes >> 20);
            println!(
                "{articles} articles, {mebibytes} MiB, seed {seed}, in {seconds:.1} s: {}",
                folder.display()
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("generate: {error}");
            ExitCode::FAILURE
        }
    }
}
