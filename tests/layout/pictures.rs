//! Cells are kept free for a picture only where it is to be drawn, and all else holds with pictures.

use proptest::prelude::*;
use recto::app::Opened;
use recto::document::{self, Document, Glyphs, Layout, Options, Picture, lay_out};
use recto::picture::{Extent, Refusal};

use crate::places::{astray, moved};
use crate::words::lost;
use crate::{NARROWEST, fault, markdown, note, page};

/// What may be known of a picture.
fn picture() -> impl Strategy<Value = Picture> {
    let refusals = [Refusal::Absent, Refusal::Unreadable, Refusal::TooLarge];
    prop_oneof![
        1 => Just(Picture::Unknown),
        1 => prop::sample::select(refusals.to_vec()).prop_map(Picture::Refused),
        4 => (1_u16..300, 1_u16..300)
            .prop_map(|(columns, rows)| Picture::Shown(Extent { columns, rows })),
    ]
}

/// Answers with images that stand alone, at several depths.
fn answer() -> impl Strategy<Value = String> {
    (markdown::answer(), markdown::words(), markdown::words(), 0..3_usize).prop_map(
        |(text, one, two, place)| {
            let lead = ["", "> ", "- "][place];
            format!("![{one}](one.png)\n\n{text}\n\n{lead}![{two}](a%20b/two.png)\n\nend")
        },
    )
}

/// The same document once its pictures were looked at.
fn looked_at(mut document: Document, pictures: &[Picture]) -> Document {
    for (known, picture) in document.pictures.values_mut().zip(pictures.iter().cycle()) {
        *known = *picture;
    }
    document
}

fn parsed(text: &str, pictures: &[Picture]) -> Document {
    looked_at(document::parse(text), pictures)
}

fn opened(text: &str, pictures: &[Picture]) -> Opened {
    let opened = note(text);
    Opened { document: looked_at(opened.document, pictures), ..opened }
}

/// The first thing that is wrong with the cells kept free.
fn misplaced(layout: &Layout, columns: usize) -> Option<String> {
    let mut last = 0;
    layout.pictures.iter().find_map(|region| {
        let above = std::mem::replace(&mut last, region.lines.end);
        let right = region.column + usize::from(region.extent.columns);
        let fits = above <= region.lines.start
            && region.lines.len() == usize::from(region.extent.rows)
            && right + 2 <= columns;
        let blank = layout.lines[region.lines.clone()].iter().all(|line| {
            let text: Vec<char> = line.text().chars().collect();
            // All characters before it are one column wide.
            text[region.column..right].iter().all(|c| *c == ' ')
        });
        (!fits || !blank).then(|| format!("{region:?}"))
    })
}

proptest! {
    #[test]
    fn the_cells_of_a_picture_are_blank_and_inside_its_frame(
        text in answer(),
        pictures in prop::collection::vec(picture(), 1..4),
        columns in NARROWEST..140,
    ) {
        let document = parsed(&text, &pictures);
        let layout = lay_out(&document, &Options::screen(columns));
        prop_assert_eq!(misplaced(&layout, columns), None);
        prop_assert_eq!(fault(&layout.lines, columns), None);
        let shown = |picture: &&Picture| matches!(picture, Picture::Shown(_));
        prop_assert!(layout.pictures.len() <= document.pictures.values().filter(shown).count());
    }

    #[test]
    fn no_letter_is_lost_beside_pictures(
        text in answer(),
        pictures in prop::collection::vec(picture(), 1..4),
        columns in NARROWEST..140,
    ) {
        let document = parsed(&text, &pictures);
        prop_assume!(!document.cut);
        let lines = lay_out(&document, &Options::screen(columns)).lines;
        prop_assert_eq!(lost(&document, &lines), None);
    }

    #[test]
    fn places_hold_on_a_page_with_pictures(
        text in answer(),
        pictures in prop::collection::vec(picture(), 1..4),
        columns in NARROWEST..140,
        other in NARROWEST..140,
    ) {
        let opened = opened(&text, &pictures);
        prop_assert_eq!(astray(&page(&opened, columns)), None);
        prop_assert_eq!(moved(&page(&opened, columns), &page(&opened, other)), None);
    }

    #[test]
    fn with_the_characters_of_the_keyboard_a_picture_is_its_words(
        text in answer(),
        pictures in prop::collection::vec(picture(), 1..4),
        columns in NARROWEST..140,
    ) {
        let options = Options { glyphs: Glyphs::PLAIN, ..Options::screen(columns) };
        let plain = lay_out(&parsed(&text, &pictures), &options);
        prop_assert_eq!(plain, lay_out(&document::parse(&text), &options));
    }
}

/// A page of a picture that is large in its own size.
fn ring(picture: Picture) -> Layout {
    lay_out(&parsed("![A ring](images/ring.png)", &[picture]), &Options::screen(24))
}

fn text(layout: &Layout) -> String {
    layout.lines.iter().map(|line| line.text() + "\n").collect()
}

#[test]
fn a_picture_stands_above_its_words_and_its_path() {
    let layout = ring(Picture::Shown(Extent { columns: 100, rows: 15 }));
    let blank = "│                      │\n";
    let shown = text(&layout);
    assert_eq!(
        shown,
        format!(
            "╭──────────────────────╮\n{}│ A ring               │\n╰ images/ring.png ─────╯\n",
            blank.repeat(3)
        )
    );
    let region = &layout.pictures[0];
    assert_eq!((region.lines.clone(), region.column), (1..4, 2));
    assert_eq!(region.extent, Extent { columns: 20, rows: 3 });
    assert_eq!(region.target, "images/ring.png");
    assert_eq!(layout.links[0].label, "A ring");
}

#[test]
fn a_picture_that_cannot_be_shown_says_why() {
    let layout = ring(Picture::Refused(Refusal::Absent));
    assert_eq!(
        text(&layout),
        "╭─────────────────────╮\n│ Image: A ring       │\n│ not in this library │\n\
         ╰ images/ring.png ────╯\n"
    );
    assert_eq!(layout.pictures, []);
}

#[test]
fn a_reader_below_a_picture_stays_there_when_the_width_changes() {
    let pictures = [Picture::Shown(Extent { columns: 300, rows: 60 })];
    let text = format!("![Words {}](ring.png)", "of a picture ".repeat(20));
    let opened = opened(&text, &pictures);
    let (wide, narrow) = (page(&opened, 120), page(&opened, 40));
    let line = wide.pictures[0].lines.end;
    assert!(wide.lines[line].text().contains("Words"));
    let there = narrow.line_of(wide.position(line));
    assert!(narrow.lines[there].text().contains("Words"), "{}", narrow.lines[there].text());
}
