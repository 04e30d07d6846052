//! Scrolling sideways what is wider than the page.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::app::page::Page;
use recto::keymap::mouse::MouseKind::{WheelLeft, WheelRight};

use crate::driver::Screen;
use crate::handmade::{push_table, reading, text};

fn table_and_text() -> Page {
    let mut page = text(&["A table that no pane can hold:", ""]);
    push_table(&mut page);
    let after = text(&["", "And text that stays where it is, with nothing cut off."]);
    page.lines.extend(after.lines);
    page
}

fn offset(screen: &Screen) -> usize {
    screen.model.answer.sideways.offset(0)
}

#[test]
fn a_table_goes_by_beside_its_first_column_and_says_where_it_is_cut() {
    let mut screen = reading(14, table_and_text());
    let start = screen.show();
    screen.press("<gt><gt>");
    let middle = screen.show();
    screen.press("<shift-right><gt><gt><gt><gt><gt><gt><gt><gt><gt><gt><gt><gt>");
    let end = screen.show();
    screen.press("<gt>");
    assert_eq!(screen.show(), end, "the end is the end");
    for _ in 0..20 {
        screen.press("<lt>");
    }
    assert_eq!(screen.show(), start);
    assert_snapshot!(format!("{start}\n\nin the middle: {middle}\n\nat the end: {end}"));
}

#[test]
fn the_footer_says_that_something_can_be_scrolled_only_while_it_is_in_view() {
    let mut page = table_and_text();
    page.lines.extend(text(&["more"; 30]).lines);
    let mut screen = reading(14, page);
    assert!(screen.footer().contains("< > sideways"), "{}", screen.footer());
    screen.press("G");
    assert!(!screen.footer().contains("sideways"), "{}", screen.footer());
    screen.press("<gt>");
    assert_eq!(screen.footer().trim(), "nothing here is wider than the page");
}

#[test]
fn the_wheel_scrolls_sideways_what_is_under_it() {
    let mut page = table_and_text();
    push_table(&mut page);
    let mut screen = reading(24, page);
    let page_area = screen.model.geometry().page();
    screen.mouse(WheelRight, page_area.x + 4, page_area.y + 3);
    assert_eq!((offset(&screen), screen.model.answer.sideways.offset(1)), (8, 0));
    screen.mouse(WheelLeft, page_area.x + 4, page_area.y + 3);
    assert_eq!(offset(&screen), 0);
    screen.mouse(WheelRight, page_area.x + 4, page_area.y);
    assert_eq!((offset(&screen), screen.model.answer.sideways.offset(1)), (8, 8), "beside both");
    let list = screen.model.geometry().inner(Pane::Questions);
    screen.mouse(WheelRight, list.x, list.y);
    assert_eq!(offset(&screen), 8, "over another pane");
}

#[test]
fn another_article_begins_at_its_left_edge() {
    let mut screen = reading(14, table_and_text());
    screen.press("<gt><gt><esc><esc><down>");
    assert_eq!(offset(&screen), 0);
}
