//! Pictures: from the bytes of a photograph to cells and to the sequences of each protocol, and one
//! frame of scrolling with half blocks in view, at 120 by 40.
//!
//! `cargo bench --bench pictures -- [FILE]`; without a file a photograph of its own making.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use recto::app::pictures::{Made, in_view};
use recto::app::{self, Effect, Message, Model, Opened};
use recto::article::{self, Detail};
use recto::document::{self, Picture};
use recto::keymap::Key;
use recto::library::catalog::{Batch, Record, Stamp};
use recto::picture::{Blocks, Palette, Pixels, Scale, decode};
use recto::terminal::graphics::{Graphics, Protocol};
use recto::terminal::pictures::Encoded;
use recto::theme::Theme;
use recto::view::view;

const SIZE: (u16, u16) = (120, 40);
const RUNS: usize = 21;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let bytes = args.next().map_or_else(photograph, |file| std::fs::read(file).expect("a file"));
    let size = decode::size(&bytes).expect("a picture");
    println!("{} by {} pixels, {} bytes", size.width, size.height, bytes.len());
    let start = &bytes[..bytes.len().min(64 * 1024)];
    median("size, from the start of the file", || decode::size(start));
    median("decode", || decode::decode(&bytes));
    let pixels = decode::decode(&bytes).expect("a picture");
    let extent = Scale::BLOCKS.extent(size).within(usize::from(SIZE.0));
    println!("in {} columns and {} rows:", extent.columns, extent.rows);
    median("half blocks", || Blocks::new(&pixels, extent, Palette::True));
    for protocol in [Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel] {
        let graphics =
            Graphics { protocol: Some(protocol), cell: (10, 20), palette: Palette::True };
        let encode = || Encoded::new(&pixels, extent, 0, graphics).expect("a picture");
        median(&format!("{protocol:?}, {} bytes", encode().bytes()), encode);
    }
    for (name, text) in [("without", "text"), ("with", "![A photograph](photograph.jpg)")] {
        let mut times = scrolling(text, &pixels);
        print(&format!("scroll a line to its frame, {name} a picture"), &mut times);
    }
}

/// A JPEG of 2000 by 1500 pixels with as much in it as a photograph has.
fn photograph() -> Vec<u8> {
    let image = RgbImage::from_fn(2_000, 1_500, |x, y| {
        let wave = |a: f32, b: f32| ((x as f32 / a).sin() * (y as f32 / b).cos() + 1.0) * 100.0;
        let noise = (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)) >> 27;
        let shade = |a, b| (wave(a, b) + noise as f32) as u8;
        Rgb([shade(90.0, 70.0), shade(33.0, 210.0), shade(170.0, 25.0)])
    });
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, 85).encode_image(&image).expect("a JPEG");
    bytes.into_inner()
}

/// The time of each step down and up an article with three times something in it.
fn scrolling(block: &str, pixels: &Pixels) -> Vec<Duration> {
    let words = "Some words on the picture that stands above them and below them.\n\n".repeat(12);
    let text = format!("# A note\n\n{words}{block}\n\n{words}{block}\n\n{words}{block}\n\n{words}");
    let bytes = text.into_bytes();
    let read = |detail| article::parse(&bytes, bytes.len() as u64, "note", detail).expect("a note");
    let mut model = Model::new("bench".to_owned(), SIZE);
    let entry = Record::new(read(Detail::Listing), "note.md".as_ref(), Stamp::default());
    let batch = Batch { records: vec![entry], files: 1, ..Batch::default() };
    let mut effects = app::update(&mut model, Message::Loaded(batch));
    effects.extend(app::update(&mut model, Message::LoadDone));
    effects.extend(app::update(&mut model, Message::Key("enter".parse().expect("a key"))));
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    let mut times = Vec::new();
    let keys: [Key; 2] = ["j", "k"].map(|key| key.parse().expect("a key"));
    for key in keys.into_iter().flat_map(|key| [key; 80]) {
        while let Some(effect) = effects.pop() {
            effects.extend(match effect {
                Effect::Read { ticket, .. } => {
                    let article = read(Detail::Whole);
                    let mut document = document::parse(&article.answer);
                    let (width, height) = pixels.dimensions();
                    let extent = Scale::BLOCKS.extent(decode::Size { width, height });
                    document.pictures.values_mut().for_each(|p| *p = Picture::Shown(extent));
                    let opened = Ok(Box::new(Opened { article, document }));
                    app::update(&mut model, Message::Read(ticket, opened))
                }
                Effect::Picture(request) => {
                    let blocks = Blocks::new(pixels, request.extent, Palette::True);
                    let made = Made { bytes: blocks.bytes(), blocks };
                    app::update(&mut model, Message::Picture(request.ticket, Ok(made)))
                }
                _ => Vec::new(),
            });
        }
        let start = Instant::now();
        effects.extend(app::update(&mut model, Message::Key(key)));
        black_box(in_view(&model));
        black_box(view(&model, &Theme::terminal(), &mut buffer));
        times.push(start.elapsed());
    }
    times
}

fn median<T>(name: &str, work: impl Fn() -> T) {
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    print(name, &mut times);
}

fn print(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1e6;
    println!("{name:46} median {:8.0} µs   worst {:8.0} µs", at(50), at(100));
}
