//! What one file costs that changes while Recto runs, beside what showing the lists anew costs in any
//! case; and a change of many articles that have one url.
//!
//! `cargo bench --bench follow -- [FOLDER] [RUNS]`; without a folder the bundled articles. Nothing is
//! written into the folder: a file is looked at and its record told of as changed, new or gone.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and may fail")]

mod measure;

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use measure::{catalog, quantile, timed};
use recto::app::{Message, Model, restore, update};
use recto::library::catalog::{ArticleId, Batch, Catalog, Changes, Record};
use recto::library::scan::look;
use recto::library::source::Source;
use recto::store::snapshot::Place;

/// Articles with one url.
const ALIKE: usize = 20_000;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let runs: usize = args.next().and_then(|runs| runs.parse().ok()).unwrap_or(7);
    let source = Source::folder(&folder).expect("a folder of articles");
    let mut model = started(&source, &folder);
    let rows = model.library.catalog.rows();
    println!("{runs} runs on {}: {rows} articles", folder.display());
    let mut times: [Vec<Duration>; 5] = Default::default();
    let [lists, body, title, new, gone] = &mut times;
    for run in 0..runs {
        let row = u32::try_from((run + 1) * rows / (runs + 2)).unwrap_or(0);
        let file = model.library.catalog.get(ArticleId(row)).expect("an article").file();
        let there = || look(&source, std::slice::from_ref(&file)).found.records.remove(0);
        lists.push(timed(|| model.refresh_lists()).0);
        body.push(told(&mut model, Vec::new(), vec![there()]));
        let other = Record { question: format!("What is changed {run}?"), ..there() };
        title.push(told(&mut model, Vec::new(), vec![other]));
        let path = format!("{}-new.md", there().path.trim_end_matches(".md"));
        new.push(told(&mut model, Vec::new(), vec![Record { path, url: None, ..there() }]));
        gone.push(told(&mut model, vec![there().path], Vec::new()));
    }
    let names = ["the lists, shown anew", "a changed answer", "a changed title", "a new file"];
    for (name, times) in names.into_iter().chain(["a file that went"]).zip(&mut times) {
        println!("{name:<36}{:>10.2} ms", quantile(times, 500));
    }
    let time = alike();
    println!(
        "{:<36}{:>10.2} ms",
        format!("{ALIKE} changed articles of one url"),
        time.as_secs_f64() * 1e3
    );
}

/// A reader who has taken the library from a snapshot.
fn started(source: &Source, folder: &std::path::Path) -> Model {
    let cache = tempfile::tempdir().expect("a temporary folder");
    let place = Place::within(cache.path(), folder);
    place.write(&catalog(source), &[]).expect("room for a snapshot");
    let snapshot = place.read().expect("the snapshot");
    let mut model = Model::new(String::new(), (120, 40));
    restore(&mut model, snapshot.catalog, snapshot.problems);
    update(&mut model, Message::Checked);
    model
}

/// How long it takes that these are there now, and nothing else in these places.
fn told(model: &mut Model, mut looked_at: Vec<String>, records: Vec<Record>) -> Duration {
    looked_at.extend(records.iter().map(|record| record.path.clone()));
    let found = Batch { records, ..Batch::default() };
    let changes = Changes { looked_at, found, ..Changes::default() };
    timed(|| update(model, Message::Changed(changes))).0
}

fn alike() -> Duration {
    let record = |number: usize, question: &str| Record {
        path: format!("{number:05}.md"),
        url: Some("/learn/one/questions/url".to_owned()),
        question: question.to_owned(),
        subject_slug: "one".to_owned(),
        ..Record::default()
    };
    let mut catalog = Catalog::new();
    for number in 0..ALIKE {
        catalog.push(record(number, "Before?")).expect("room");
    }
    catalog.link();
    let found: Vec<_> = (0..ALIKE).map(|number| record(number, "Afterwards?")).collect();
    let paths: Vec<_> = found.iter().map(|record| record.path.clone()).collect();
    timed(|| catalog.change(&paths, &HashSet::new(), found)).0
}
