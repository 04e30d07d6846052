//! The trail: the path of this reading, and returning to a point of it.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::keymap::Place;
use recto::keymap::mouse::MouseKind::Press;

use crate::driver::Screen;

const BREAD: &str = "cookery/questions/why-does-bread-rise.md";

/// Three articles were read, and the reader went back to the second.
fn screen(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::new(columns, rows);
    screen.press("twinkle<enter>jjj1<ctrl-p>bread rise<enter><backspace>");
    screen
}

fn first_line(screen: &Screen) -> String {
    screen.pane(Pane::Answer)[0].trim().to_owned()
}

#[test]
fn it_shows_the_path_with_the_present_visit_and_those_ahead_marked() {
    let mut screen = screen(100, 16);
    let wide = screen.press("T").show();
    assert_snapshot!(format!("{wide}\n\nsmall: {}", screen.resize(20, 5).show()));
}

#[test]
fn enter_returns_to_where_an_article_was_left_and_nothing_is_lost() {
    let mut screen = screen(100, 16);
    screen.press("<backspace>");
    let left = screen.show();
    screen.press("L");
    screen.press("T<up><enter>");
    assert_eq!(screen.show(), left);
    screen.press("TG<enter>");
    assert_eq!(first_line(&screen), "Why does bread rise?");
    assert_eq!(screen.model.history.visits().len(), 3);
    screen.press("<backspace>");
    assert_eq!(first_line(&screen), "What is a light year?");
}

#[test]
fn escape_and_the_key_itself_leave_everything_as_it_was() {
    let mut screen = screen(100, 16);
    let before = screen.show();
    for leave in ["<esc>", "q", "T", "<up><esc>"] {
        screen.press("T").press(leave);
        assert_eq!(screen.show(), before, "{leave}");
    }
}

#[test]
fn a_file_that_is_gone_is_shown_as_gone_and_is_not_gone_to() {
    let mut screen = screen(100, 16);
    screen.press("T");
    screen.change(&[(BREAD, None)]);
    let (_, row) = screen.place_of("Why does bread rise?");
    assert!(screen.row(row).contains("gone"), "{}", screen.show());
    screen.press("<down><enter>");
    assert_eq!(screen.footer().trim(), "the file of “Why does bread rise?” is gone");
    assert_eq!(screen.model.place(), Place::Trail);
}

#[test]
fn a_click_goes_to_a_visit() {
    let mut screen = screen(100, 16);
    screen.press("T");
    let area = screen.model.geometry().overlay_inner();
    screen.mouse(Press, area.x, area.y);
    assert_eq!(screen.model.history.present(), Some(0));
    assert!(screen.model.overlays.is_empty());
}

#[test]
fn before_anything_was_read_there_is_none() {
    let mut screen = Screen::new(100, 16);
    screen.press("<esc>T");
    assert_eq!(screen.footer().trim(), "nothing was read yet");
}

#[test]
fn an_article_merely_looked_at_is_left_for_the_present_visit() {
    let mut screen = screen(100, 16);
    screen.press("<esc>gT<enter>");
    assert_eq!(first_line(&screen), "What is a light year?");
}
