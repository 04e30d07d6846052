//! Opening and laying out every article of a library: read and parse the file, build the block
//! tree, lay the page out at 80 columns.
//!
//! `cargo bench --bench answers -- FOLDER`; without a folder the bundled articles.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use recto::app::Opened;
use recto::app::page::{self, Surroundings};
use recto::article::Detail;
use recto::document::{self, Line, Options};
use recto::library::scan::{self, Event};
use recto::library::source::Source;

const COLUMNS: usize = 80;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let source = Source::folder(&folder).expect("a folder of articles");
    let mut files = Vec::new();
    scan::scan(&source, 2, Detail::Listing, |event| {
        if let Event::Batch(batch) = event {
            files.extend(batch.records.iter().map(|record| record.file().to_path_buf()));
        }
        true
    });
    let mut stages: [Vec<(Duration, &Path)>; 3] = [vec![], vec![], vec![]];
    let mut widest = 0;
    let options = Options::screen(COLUMNS);
    for file in &files {
        let start = Instant::now();
        let article = source.read(file, Detail::Whole).expect("a readable article");
        let read = start.elapsed();
        let document = document::parse(&article.answer);
        let parsed = start.elapsed();
        let opened = Opened { article, document };
        let page = page::build(&opened, &Surroundings::default(), &options);
        let laid_out = start.elapsed();
        widest = widest.max(page.lines.iter().map(Line::width).max().unwrap_or(0));
        let times = [read, parsed.saturating_sub(read), laid_out.saturating_sub(parsed)];
        for (stage, time) in stages.iter_mut().zip(times) {
            stage.push((time, file));
        }
    }
    println!(
        "{} articles of {} at {COLUMNS} columns; widest line {widest}",
        files.len(),
        folder.display()
    );
    for (name, times) in
        ["read the file", "parse the answer", "lay out the page"].iter().zip(&mut stages)
    {
        times.sort_unstable();
        let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].0;
        let (worst, file) = times[times.len() - 1];
        let median = at(50).as_secs_f64() * 1e6;
        let p99 = at(99).as_secs_f64() * 1e6;
        let worst = worst.as_secs_f64() * 1e6;
        println!(
            "{name:17} median {median:7.0} µs   p99 {p99:7.0} µs   worst {worst:7.0} µs  {}",
            file.display()
        );
    }
}
