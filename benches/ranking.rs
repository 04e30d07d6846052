//! Whether a search finds what is meant: a list of queries, and where each found the article it means.
//!
//! `cargo bench --bench ranking -- FOLDER` prints a Markdown table and fails if one is not among the
//! first three. The queries stand in `ranking/queries.tsv`, with the kind of each and the number and
//! subject of the article meant; they were written before it was seen what they find. They mean articles
//! of the real library that Recto was made for, which is no part of it.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints and may fail")]

mod measure;

use std::path::PathBuf;
use std::process::ExitCode;

use recto::index::{Index, Query};
use recto::library::catalog::{ArticleId, Catalog};
use recto::library::source::Source;
use recto::query;

/// The article meant must be among so many.
const FIRST: usize = 3;

/// One query.
struct Meant {
    kind: &'static str,
    id: i64,
    subject: &'static str,
    typed: &'static str,
}

fn queries() -> Vec<Meant> {
    let line = |line: &'static str| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().expect("four cells in a line");
        let (kind, id) = (cell(), cell().parse().expect("a number"));
        Meant { kind, id, subject: cell(), typed: cell() }
    };
    include_str!("ranking/queries.tsv").lines().map(line).collect()
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().expect("the folder of the library that is meant"));
    let source = Source::folder(&folder).expect("a folder of articles");
    let catalog = measure::catalog(&source);
    let index = Index::in_memory().expect("an index");
    let difference = index.compare(&catalog).expect("an index that can be read");
    index.update(&source, &difference, |_| true).expect("room for it");
    println!("| query | kind | article meant | found at | of |\n|---|---|---|---:|---:|");
    let (mut count, mut kept, mut first) = (0, 0, 0);
    for meant in queries() {
        let (place, said, total) = place(&index, &catalog, &meant);
        count += 1;
        kept += usize::from(place.is_some_and(|place| place <= FIRST));
        first += usize::from(place == Some(1));
        let place = match place {
            Some(place) if place <= FIRST => place.to_string(),
            Some(place) => format!("**{place}**"),
            None => "**–**".to_owned(),
        };
        let Meant { kind, id, subject, typed } = meant;
        println!("| `{typed}`{said} | {kind} | {id}, {subject} | {place} | {total} |");
    }
    println!("\n{kept} of {count} among the first {FIRST}, {first} of them the first.");
    if kept == count { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Where the article meant was found, what was looked for instead, and how many were found.
fn place(index: &Index, catalog: &Catalog, meant: &Meant) -> (Option<usize>, String, usize) {
    // As it is typed into the search: the last word may go on.
    let typed = query::Query::parse(meant.typed);
    let (query, faults) = Query::asked(&typed, catalog);
    assert!(faults.is_empty(), "{}: {faults:?}", meant.typed);
    let hits = index.search(&query).expect("an index that can be read");
    let is_meant = |id: ArticleId| {
        let is_same = catalog.get(id).is_some_and(|entry| entry.id == Some(meant.id));
        is_same && catalog.subject_label(id).eq_ignore_ascii_case(meant.subject)
    };
    let at = hits.hits.iter().position(|hit| catalog.with_path(&hit.path).is_some_and(is_meant));
    let mut said = hits.corrected.map_or_else(String::new, |words| format!(", showing *{words}*"));
    if hits.partly {
        said += ", some of the words";
    }
    (at.map(|at| at + 1), said, hits.total)
}
