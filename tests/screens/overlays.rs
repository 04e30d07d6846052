//! What lies over the panes: the keys and the problems.

use insta::assert_snapshot;
use recto::app::Message;

use crate::driver::Screen;

#[test]
fn the_help_of_the_questions_shows_every_key_there() {
    assert_snapshot!(Screen::new(100, 80).press("<esc>?").show());
}

#[test]
fn the_help_of_the_subjects_shows_every_key_there() {
    assert_snapshot!(Screen::new(100, 80).press("<shift-tab>?").show());
}

#[test]
fn the_help_of_the_answer_shows_every_key_there() {
    assert_snapshot!(Screen::new(100, 66).press("<enter>?").show());
}

#[test]
fn the_help_while_typing_shows_the_keys_that_edit() {
    assert_snapshot!(Screen::new(100, 80).press("<f1>").show());
}

#[test]
fn a_help_longer_than_the_screen_scrolls_and_says_how_much_is_below() {
    let mut screen = Screen::new(80, 16);
    screen.press("<esc>?");
    let top = screen.show();
    screen.press("<pgdn>");
    let below = screen.show();
    screen.press("Gjjj");
    let end = screen.show();
    screen.press("g");
    assert_eq!(screen.show(), top);
    assert_snapshot!(format!("{top}\n\na page down: {below}\n\nat the end: {end}"));
}

#[test]
fn at_20_by_5_the_help_can_still_be_read() {
    assert_snapshot!(Screen::new(20, 5).press("<esc>?").show());
}

#[test]
fn escape_closes_the_help_and_leaves_everything_as_it_was() {
    for (open, close) in [("?", "<esc>"), ("?", "q"), ("<f1>", "<f1>"), ("!", "<esc>")] {
        let mut screen = Screen::new(100, 20);
        screen.press("twinkle<enter>jj");
        let before = screen.show();
        screen.press(open).press(close);
        assert_eq!(screen.show(), before, "{open} then {close}");
    }
}

#[test]
fn problems_name_the_file_the_line_the_column_and_the_reason() {
    let mut screen = Screen::with_problems(100, 20);
    let counted = screen.row(0);
    screen.press("<esc>!");
    assert_snapshot!(format!("{counted}\n\n{}", screen.show()));
}

#[test]
fn problems_are_wrapped_on_a_narrow_screen() {
    assert_snapshot!(Screen::with_problems(40, 16).press("<esc>!").show());
}

#[test]
fn a_note_on_a_file_is_shown_but_counts_as_no_problem() {
    let mut screen = Screen::new(80, 12);
    assert!(screen.row(0).contains("all read"), "{}", screen.show());
    assert_snapshot!(screen.press("<esc>!").show());
}

#[test]
fn without_problems_the_overlay_says_so() {
    let mut screen = Screen::empty(80, 12);
    screen.tell(Message::LoadDone);
    assert_snapshot!(screen.press("<esc>!").show());
}

#[test]
fn the_help_while_typing_names_the_keys_that_open_related_articles_there() {
    let help = Screen::new(100, 40).press("<f1>").show();
    let row = help.lines().find(|line| line.contains("first related")).unwrap();
    assert!(row.contains("Alt-1"), "{row}");
}

#[test]
fn keys_of_the_panes_do_nothing_under_an_overlay() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<enter>");
    let before = screen.show();
    screen.press("?12z<tab>/<enter>SU<esc>");
    assert_eq!(screen.show(), before);
}
