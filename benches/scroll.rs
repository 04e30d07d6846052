//! One frame of scrolling: a key, the change of the model, and the drawing of all cells, over the
//! longest answers of a library at 120 by 40.
//!
//! `cargo bench --bench scroll -- FOLDER [ARTICLES]`; without a folder the bundled articles.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use recto::app::{self, Effect, Message, Model, Opened};
use recto::article::Detail;
use recto::document;
use recto::keymap::Key;
use recto::library::scan::{self, Event};
use recto::library::source::Source;
use recto::theme::Theme;
use recto::view::view;

const SIZE: (u16, u16) = (120, 40);

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let count = args.next().and_then(|count| count.parse().ok()).unwrap_or(200);
    let source = Source::folder(&folder).expect("a folder of articles");
    let mut model = Model::new("bench".to_owned(), SIZE);
    scan::scan(&source, 2, Detail::Listing, |event| {
        if let Event::Batch(batch) = event {
            app::update(&mut model, Message::Loaded(batch));
        }
        true
    });
    app::update(&mut model, Message::LoadDone);
    let mut articles: Vec<_> = model.library.catalog.ids().collect();
    articles.sort_by_key(|id| {
        let entry = model.library.catalog.get(*id).expect("an entry");
        let article = source.read(&entry.file(), Detail::Whole).expect("a readable article");
        std::cmp::Reverse(article.answer.len())
    });
    let down: Key = "j".parse().expect("a key");
    let theme = Theme::terminal();
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    let (mut opened, mut steps): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    for id in articles.into_iter().take(count) {
        for effect in model.open(id) {
            let Effect::Read { ticket, file, .. } = effect else { continue };
            let start = Instant::now();
            let article = source.read(&file, Detail::Whole).expect("a readable article");
            let document = document::parse(&article.answer);
            let answer = Ok(Box::new(Opened { article, document }));
            app::update(&mut model, Message::Read(ticket, answer));
            black_box(view(&model, &theme, &mut buffer));
            opened.push(start.elapsed());
        }
        for _ in 0..model.answer.page.lines.len().saturating_sub(usize::from(SIZE.1)) {
            let start = Instant::now();
            app::update(&mut model, Message::Key(down));
            black_box(view(&model, &theme, &mut buffer));
            steps.push(start.elapsed());
        }
    }
    println!("{} columns, {} rows, {}", SIZE.0, SIZE.1, folder.display());
    print("open an article to its frame", &mut opened);
    print("scroll a line, to its frame", &mut steps);
}

fn print(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |part: usize| {
        let index = (times.len() * part / 100).min(times.len().saturating_sub(1));
        times.get(index).map_or(0.0, |time| time.as_secs_f64() * 1e6)
    };
    println!(
        "{name:30} {:6} times   median {:7.0} µs   p99 {:7.0} µs   worst {:7.0} µs",
        times.len(),
        at(50),
        at(99),
        at(100)
    );
}
