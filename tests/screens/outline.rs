//! The outline of an answer, and where in it the reader is.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::keymap::mouse::MouseKind::{Press, WheelDown};

use crate::driver::Screen;
use crate::handmade::{reading, sections, text};

const HEADINGS: [(u8, &str); 5] = [
    (2, "The update"),
    (3, "The step"),
    (3, "The direction"),
    (2, "Schedules and how they are chosen in practice"),
    (2, "Last words"),
];

fn screen(rows: u16) -> Screen {
    reading(rows, sections(&HEADINGS, 16))
}

/// The first line of the answer in view.
fn first(screen: &Screen) -> String {
    screen.pane(Pane::Answer)[0].trim().to_owned()
}

#[test]
fn the_outline_opens_at_the_section_that_is_read_and_enter_goes_to_another() {
    let mut screen = screen(16);
    screen.press("<space><space><space>t");
    let opened = screen.show();
    screen.press("jj<enter>");
    assert_eq!(first(&screen), HEADINGS[3].1);
    assert_snapshot!(format!("{opened}\n\nafterwards: {}", screen.show()));
}

#[test]
fn escape_and_the_key_itself_leave_everything_as_it_was() {
    let mut screen = screen(16);
    screen.press("jjj");
    let before = screen.show();
    for leave in ["<esc>", "q", "t", "jj<esc>"] {
        screen.press("t").press(leave);
        assert_eq!(screen.show(), before, "{leave}");
    }
}

#[test]
fn a_click_on_a_section_goes_there_and_the_wheel_moves_the_view() {
    let mut screen = screen(30);
    screen.press("t").click("The direction");
    assert_eq!(first(&screen), "The direction");
    screen.press("t").mouse(Press, 0, 0);
    assert!(screen.model.overlays.is_empty(), "a click beside it closes it");
    screen.resize(100, 9).press("gt");
    screen.mouse(WheelDown, 50, 4);
    assert_eq!(screen.model.overlays[0].selected, Some(0));
    screen.press("G<enter>");
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("Last words")));
}

#[test]
fn the_way_back_from_a_jump_leads_to_where_it_was_made() {
    let mut screen = screen(16);
    screen.press("jjj");
    let before = screen.pane(Pane::Answer);
    screen.press("tG<enter>");
    assert_ne!(screen.pane(Pane::Answer), before);
    screen.press("<backspace>");
    assert_eq!(screen.pane(Pane::Answer), before);
    screen.press("L");
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("Last words")));
}

#[test]
fn brackets_walk_the_headings() {
    let mut screen = screen(16);
    screen.press("]");
    assert_eq!(first(&screen), "The update");
    screen.press("]]");
    assert_eq!(first(&screen), "The direction");
    screen.press("j[");
    assert_eq!(first(&screen), "The direction", "the start of the section that is read");
    screen.press("[[[");
    assert_eq!(first(&screen), "A question?");
    screen.press("[");
    assert_eq!(screen.footer().trim(), "there is no heading further up");
    screen.press("]]]]]]]]");
    assert_eq!(screen.footer().trim(), "there is no heading further down");
}

#[test]
fn the_section_that_is_read_stands_in_the_border_cut_to_its_room() {
    let mut screen = screen(12);
    let border = |screen: &Screen| screen.row(10);
    assert!(!border(&screen).contains("update"), "above the first heading");
    screen.press("]");
    assert!(border(&screen).contains(" The update "), "{}", border(&screen));
    screen.press("]]]");
    assert!(
        border(&screen).contains(" Schedules and how they are chosen in"),
        "{}",
        border(&screen)
    );
    assert!(border(&screen).contains('…') && border(&screen).contains('%'), "{}", border(&screen));
}

#[test]
fn an_answer_without_headings_says_so() {
    let mut screen = reading(12, text(&["one", "two"]));
    for key in ["t", "]", "["] {
        screen.press(key);
        assert_eq!(screen.footer().trim(), "this answer has no headings");
    }
    screen.press("j");
    assert!(!screen.footer().contains("outline"), "{}", screen.footer());
}

#[test]
fn at_20_by_5_a_section_can_still_be_chosen() {
    let mut screen = Screen::new(20, 5);
    screen.press("orbits<enter>").show_page(sections(&HEADINGS, 16)).press("tjj");
    let chosen = screen.show();
    screen.press("<enter>");
    assert_snapshot!(format!("{chosen}\n\nafterwards: {}", screen.show()));
}

#[test]
fn an_outline_is_not_that_of_the_article_before() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<enter>").show_page(sections(&HEADINGS, 16));
    screen.hold();
    screen.press("<esc><esc><down><enter>t");
    assert_eq!(screen.model.overlays.len(), 1);
    screen.release();
    assert!(screen.model.overlays.is_empty(), "{}", screen.show());
}

#[test]
fn a_section_chosen_while_another_article_is_read_is_no_visit_of_that_article() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<enter>").show_page(sections(&HEADINGS, 16));
    let before = screen.model.history.current().map(|visit| visit.id);
    screen.hold();
    screen.press("<esc><esc><down><enter>t<down><enter>");
    assert_eq!(screen.footer().trim(), "the article is still being read");
    screen.release();
    screen.press("<backspace>");
    assert_eq!(screen.model.history.current().map(|visit| visit.id), before);
}
