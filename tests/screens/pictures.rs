//! Pictures in the answer: when they are asked for, and what of them is drawn.

use image::{Rgb, RgbImage};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use recto::app::Pane;
use recto::app::pictures::in_view;
use recto::picture::{Extent, Pixels};

use crate::driver::Screen;

const RED: [u8; 3] = [255, 0, 0];
const GREEN: [u8; 3] = [0, 255, 0];
const BLUE: [u8; 3] = [0, 0, 255];
const YELLOW: [u8; 3] = [255, 255, 0];

fn colour([red, green, blue]: [u8; 3]) -> Color {
    Color::Rgb(red, green, blue)
}

/// Two by two pixels, each of another colour.
fn four() -> Pixels {
    let colours = [RED, GREEN, BLUE, YELLOW];
    RgbImage::from_fn(2, 2, |x, y| Rgb(colours[(2 * y + x) as usize]))
}

/// Twenty columns and ten rows of cells, in which row n has n times ten of red.
fn stripes() -> Pixels {
    RgbImage::from_fn(20, 20, |_, y| Rgb([u8::try_from(y / 2 * 10).unwrap(), 0, 0]))
}

/// The cells with a half block: place, upper colour, lower colour.
fn blocks(buffer: &Buffer) -> Vec<((u16, u16), Color, Color)> {
    let positions = buffer.area.positions().map(|position| (position, &buffer[position]));
    let blocks = positions.filter(|(_, cell)| cell.symbol() == "▀");
    blocks.map(|(position, cell)| ((position.x, position.y), cell.fg, cell.bg)).collect()
}

/// The rows of stripes in view, each with the screen's row it stands on.
fn stripes_in_view(screen: &Screen) -> Vec<(u16, u8)> {
    let mut rows: Vec<_> = blocks(&screen.cells())
        .into_iter()
        .map(|((_, y), upper, lower)| {
            assert_eq!(upper, lower);
            let Color::Rgb(red, 0, 0) = upper else { panic!("{upper:?} is no stripe") };
            (y, red / 10)
        })
        .collect();
    rows.dedup();
    rows
}

fn note(around: usize) -> String {
    let lines = "A line.\n\n".repeat(around);
    format!("# A note\n\n{lines}![Stripes](stripes.png)\n\n{lines}")
}

fn with_stripes(columns: u16, rows: u16, around: usize) -> Screen {
    let text = note(around);
    let mut screen = Screen::reading_note(columns, rows, &text, vec![("stripes.png", stripes())]);
    screen.make_pictures();
    screen
}

#[test]
fn a_picture_of_four_pixels_is_two_cells_in_four_colours() {
    let text = "# A note\n\n![Four](four.png)";
    let mut screen = Screen::reading_note(60, 16, text, vec![("four.png", four())]);
    assert_eq!(blocks(&screen.cells()), [], "nothing is drawn before it has come");
    assert!(screen.pane(Pane::Answer).join("\n").contains("Four"), "but its words are there");
    screen.make_pictures();
    let drawn = blocks(&screen.cells());
    let [red, green, blue, yellow] = [RED, GREEN, BLUE, YELLOW].map(colour);
    let [((left, row), ..), ((right, same), ..)] = drawn[..] else { panic!("{drawn:?}") };
    assert_eq!((right, same), (left + 1, row));
    assert_eq!(drawn, [((left, row), red, blue), ((right, row), green, yellow)]);
}

#[test]
fn a_picture_is_asked_for_when_the_reader_comes_near_and_only_once() {
    let far = note(100);
    let mut screen = Screen::reading_note(60, 16, &far, vec![("stripes.png", stripes())]);
    assert_eq!(screen.asked, [], "it is far below");
    while screen.asked.is_empty() {
        screen.press("j");
        assert!(screen.model.answer.top < 250, "it was never asked for");
    }
    let region = screen.model.answer.page.pictures[0].clone();
    assert!(region.lines.start > screen.model.answer.top + 16, "it is asked for in advance");
    let request = screen.asked[0].clone();
    assert_eq!(request.target, "stripes.png");
    assert_eq!(request.extent, Extent { columns: 20, rows: 10 });
    assert_eq!(request.article.to_str(), Some("notes/a-note.md"));
    screen.press("jjjj").make_pictures().press("jjjj");
    assert_eq!(screen.asked, []);
}

#[test]
fn a_picture_moves_with_its_lines_and_is_cut_at_the_edges_of_the_pane() {
    let mut screen = with_stripes(60, 20, 40);
    let area = screen.model.geometry().page();
    let mut seen = Vec::new();
    for _ in 0..screen.model.answer.page.lines.len() {
        screen.press("j").make_pictures();
        let rows = stripes_in_view(&screen);
        let region = screen.model.answer.page.pictures[0].clone();
        let top = screen.model.answer.top;
        let expected: Vec<_> = region
            .lines
            .enumerate()
            .filter(|(_, line)| (top..top + usize::from(area.height)).contains(line))
            .map(|(stripe, line)| {
                (area.y + u16::try_from(line - top).unwrap(), u8::try_from(stripe).unwrap())
            })
            .collect();
        assert_eq!(rows, expected, "at line {top}");
        seen.push(rows.len());
    }
    assert!((0..=10).all(|count| seen.contains(&count)), "{seen:?}");
}

#[test]
fn nothing_of_a_picture_is_drawn_outside_its_pane_at_any_size() {
    for columns in (1..140).step_by(7) {
        for rows in (1..40).step_by(3) {
            let mut screen = with_stripes(columns, rows, 1);
            for _ in 0..4 {
                let page = screen.model.geometry().page();
                for ((x, y), ..) in blocks(&screen.cells()) {
                    assert!(page.contains((x, y).into()), "{columns}x{rows}: {x},{y} of {page:?}");
                }
                for (placement, blocks) in in_view(&screen.model) {
                    assert_eq!(placement.area.intersection(page), placement.area);
                    assert_eq!(blocks.extent(), placement.extent);
                }
                screen.press("<down><down><down>").make_pictures();
            }
        }
    }
}

#[test]
fn an_overlay_lies_over_a_picture() {
    let mut screen = with_stripes(70, 30, 1);
    let covered: Vec<_> = blocks(&screen.cells()).iter().map(|(place, ..)| *place).collect();
    screen.press("?");
    let overlay: Rect = screen.model.geometry().overlay;
    let left: Vec<_> = blocks(&screen.cells()).iter().map(|(place, ..)| *place).collect();
    assert!(covered.iter().any(|place| overlay.contains((*place).into())), "it lies over it");
    assert!(left.iter().all(|place| !overlay.contains((*place).into())));
    screen.press("<esc>");
    assert_eq!(blocks(&screen.cells()).len(), covered.len());
}

#[test]
fn a_picture_that_cannot_be_made_gives_its_cells_back_and_says_why() {
    let text = note(1);
    let mut screen = Screen::reading_note(60, 24, &text, vec![("stripes.png", stripes())]);
    let before = screen.model.answer.page.lines.len();
    assert_eq!(screen.asked.len(), 1);
    screen.pictures = vec![("another.png", four())];
    screen.make_pictures();
    let shown = screen.pane(Pane::Answer).join("\n");
    assert!(shown.contains("no picture that Recto can read"), "{shown}");
    assert_eq!(screen.model.answer.page.lines.len(), before - 10 + 1);
    screen.press("jk");
    assert_eq!(screen.asked, [], "it is not asked for again");
}

#[test]
fn a_picture_elsewhere_keeps_its_frame_and_says_so() {
    let text = "# A note\n\n![Lost](../lost.png)";
    let screen = Screen::reading_note(60, 16, text, vec![("four.png", four())]);
    let shown = screen.pane(Pane::Answer).join("\n");
    assert!(shown.contains("Image: Lost") && shown.contains("not in this library"), "{shown}");
    assert_eq!(screen.asked, []);
}

#[test]
fn another_width_needs_another_picture() {
    let wide = RgbImage::from_pixel(400, 100, Rgb(RED));
    let text = "# A note\n\n![Wide](wide.png)";
    let mut screen = Screen::reading_note(70, 24, text, vec![("wide.png", wide)]);
    screen.make_pictures();
    let before = blocks(&screen.cells()).len();
    screen.resize(50, 24);
    assert_eq!(blocks(&screen.cells()), [], "one of another size is not stretched");
    screen.make_pictures();
    let after = blocks(&screen.cells()).len();
    assert!(0 < after && after < before);
    screen.resize(70, 24);
    assert_eq!(screen.asked, [], "the first one was kept");
    assert_eq!(blocks(&screen.cells()).len(), before);
}

#[test]
fn more_pictures_than_are_kept_come_and_go() {
    let pictures = "![Stripes](stripes.png)\n\n![Four](four.png)\n\n";
    let text = format!("# A note\n\n{}", pictures.repeat(60));
    let all = vec![("stripes.png", stripes()), ("four.png", four())];
    let mut screen = Screen::reading_note(60, 300, &text, all.clone());
    screen.make_pictures();
    assert!(!blocks(&screen.cells()).is_empty());
    // Pictures of one file and one size are one.
    assert_eq!(screen.asked, []);
    let widths = 24..100;
    for columns in widths.chain([60]) {
        screen.resize(columns, 40).make_pictures();
        assert!(!blocks(&screen.cells()).is_empty(), "{columns} columns");
    }
}
