//! Whatever an answer holds and however wide the screen is: nothing is lost, nothing is wider
//! than the screen, nothing that steers a terminal comes through, and a place stays a place.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

#[path = "layout/markdown.rs"]
mod markdown;
#[path = "layout/pictures.rs"]
mod pictures;
#[path = "layout/places.rs"]
mod places;
#[path = "layout/words.rs"]
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use recto::app::Opened;
use recto::app::page::{self, Page, Surroundings};
use recto::article::{self, Detail};
use recto::document::{self, Document, Glyphs, Line, MathStyle, Options, Overflow};
use recto::text::sanitize;

/// The widths at which every article is laid out.
const WIDTHS: [usize; 6] = [20, 40, 60, 80, 100, 140];

/// From this width a marker such as `[ ]` or `99.` has room on a line of its own, and from twice
/// this width a related article's number has room beside any one character.
const NARROWEST: usize = 4;

/// The articles that come with Recto, or those of the folder in `RECTO_LIBRARY`: path and content.
fn articles() -> Vec<(String, Opened)> {
    let root = std::env::var_os("RECTO_LIBRARY").map(PathBuf::from);
    let root = root.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("articles"));
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(!files.is_empty(), "there are no articles under {}", root.display());
    files
        .into_iter()
        .map(|file| (file.display().to_string(), opened(&fs::read(file).unwrap())))
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}

/// An article as the reading pane gets it.
fn opened(bytes: &[u8]) -> Opened {
    let article = article::parse(bytes, bytes.len() as u64, "a-note", Detail::Whole).unwrap();
    let document = document::parse(&article.answer);
    Opened { article, document }
}

/// A note with this text.
fn note(text: &str) -> Opened {
    opened(format!("# A note\n\nIt begins.\n\n{text}").as_bytes())
}

fn lines(document: &Document, columns: usize) -> Vec<Line> {
    document::lay_out(document, &Options::screen(columns)).lines
}

fn page(opened: &Opened, columns: usize) -> Page {
    page::build(opened, &Surroundings::default(), &Options::screen(columns))
}

/// The first line that breaks a rule of all lines, in words.
fn fault(lines: &[Line], columns: usize) -> Option<String> {
    lines.iter().find_map(|line| {
        let text = line.text();
        let steers = line.spans.iter().any(|span| {
            !sanitize::is_clean(&span.text)
                || span.text.chars().any(|c| c.is_control() || is_bidi(c))
        });
        if steers {
            Some(format!("a control in {text:?}"))
        } else if line.width() > columns && line.wide.is_none() {
            Some(format!("{} columns instead of {columns}: {text:?}", line.width()))
        } else {
            None
        }
    })
}

/// Characters that turn the direction of text; spelled out here, and not asked of the gate.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_line_is_wider_than_the_screen_or_steers_it(
        text in markdown::answer(),
        columns in NARROWEST..140,
    ) {
        let document = document::parse(&text);
        prop_assert_eq!(fault(&lines(&document, columns), columns), None);
    }

    #[test]
    fn with_the_characters_of_the_keyboard_no_line_is_wider_either(
        text in markdown::answer(),
        columns in NARROWEST..140,
    ) {
        let options = Options { glyphs: Glyphs::PLAIN, ..Options::screen(columns) };
        let plain = document::lay_out(&document::parse(&text), &options).lines;
        prop_assert_eq!(fault(&plain, columns), None);
    }

    #[test]
    fn no_page_of_an_article_is_wider_than_the_screen_or_steers_it(
        text in markdown::answer(),
        title in markdown::words(),
        columns in 2 * NARROWEST..140,
    ) {
        let page = page(&opened(format!("# {title}\n\n{text}\n\n[{title}](other.md)").as_bytes()), columns);
        prop_assert_eq!(fault(&page.lines, columns), None);
    }

    #[test]
    fn where_nothing_scrolls_no_line_at_all_is_wider(
        text in markdown::answer(),
        columns in NARROWEST..140,
        math in prop::sample::select(vec![
            MathStyle::Full, MathStyle::Line, MathStyle::Ascii, MathStyle::Source,
        ]),
    ) {
        let options = Options { overflow: Overflow::Fold, math, ..Options::screen(columns) };
        let layout = document::lay_out(&document::parse(&text), &options);
        prop_assert!(layout.wide.is_empty());
        prop_assert_eq!(fault(&layout.lines, columns), None);
    }

    #[test]
    fn what_is_too_wide_says_how_it_scrolls(text in markdown::answer(), columns in NARROWEST..140) {
        let layout = document::lay_out(&document::parse(&text), &Options::screen(columns));
        for (number, wide) in layout.wide.iter().enumerate() {
            prop_assert!(wide.fixed < columns, "something moves");
            let widest = layout.lines[wide.lines.clone()].iter().map(Line::width).max().unwrap();
            prop_assert_eq!(wide.columns, widest);
            prop_assert!(widest > columns);
            for line in &layout.lines[wide.lines.clone()] {
                prop_assert_eq!(line.wide, Some(number));
            }
        }
        for link in layout.lines.iter().flat_map(|l| &l.spans).filter_map(|s| s.link) {
            prop_assert!(link < layout.links.len());
        }
    }

    #[test]
    fn one_column_and_none_are_no_reason_to_panic(text in markdown::answer()) {
        let document = document::parse(&text);
        let _ = lines(&document, 0);
        let _ = lines(&document, 1);
        let _ = page(&note(&text), 1);
    }
}

#[test]
fn no_line_of_an_article_is_wider_than_the_screen() {
    for (path, opened) in articles() {
        for columns in WIDTHS {
            assert_eq!(fault(&lines(&opened.document, columns), columns), None, "{path}");
            assert_eq!(fault(&page(&opened, columns).lines, columns), None, "{path}");
        }
    }
}
