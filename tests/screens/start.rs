//! What a reader sees first, at every size, and while the library loads.

use insta::assert_snapshot;
use recto::app::Message;

use crate::driver::Screen;

#[test]
fn from_120_columns_there_are_three_panes() {
    assert_snapshot!(Screen::new(120, 40).show());
}

#[test]
fn from_80_columns_there_are_two_panes() {
    assert_snapshot!(Screen::new(100, 30).show());
}

#[test]
fn at_80_columns_the_answer_is_still_beside_the_questions() {
    assert_snapshot!(Screen::new(80, 24).show());
}

#[test]
fn below_80_columns_there_is_one_pane_at_a_time() {
    let mut screen = Screen::new(60, 20);
    let questions = screen.show();
    screen.press("<enter>");
    assert_snapshot!(format!("{questions}\n\nafter Enter: {}", screen.show()));
}

#[test]
fn at_20_by_5_one_can_still_choose_and_read() {
    let mut screen = Screen::new(20, 5);
    let questions = screen.show();
    screen.press("<down><enter>");
    let answer = screen.show();
    screen.press("<esc><tab><tab>");
    let subjects = screen.show();
    assert_snapshot!(format!("{questions}\n\nafter Enter: {answer}\n\nsubjects: {subjects}"));
}

#[test]
fn a_screen_of_one_cell_and_one_of_none_are_no_reason_to_panic() {
    assert_snapshot!(format!("{}\n\n{}", Screen::new(1, 1).show(), Screen::new(0, 0).show()));
}

#[test]
fn every_key_is_harmless_at_every_size() {
    let keys = "st<down><enter>j12<backspace>z?<esc>z!<pgdn><esc>S<tab>jjU<tab>/<ctrl-w>x<esc><esc>\
                <shift-tab>k<end>G<home>JK<alt-left><alt-right>";
    for columns in [0, 1, 2, 3, 5, 8, 13, 21, 39, 40, 79, 80, 119, 120, 200] {
        for rows in [0, 1, 2, 3, 4, 7, 8, 11, 24] {
            let mut screen = Screen::new(columns, rows);
            for key in recto::keymap::Key::parse_sequence(keys).unwrap() {
                screen.tell(Message::Key(key));
                screen.show();
            }
            screen.resize(rows, columns).show();
            assert!(!screen.left, "{columns}x{rows}");
        }
    }
}

#[test]
fn before_the_first_article_the_screen_says_that_it_loads() {
    assert_snapshot!(Screen::loading(80, 10, 0).show());
}

#[test]
fn half_way_the_gauge_is_half_full_and_what_is_there_can_be_read() {
    assert_snapshot!(Screen::loading(120, 14, 7).show());
}

#[test]
fn while_loading_a_filter_finds_what_is_there_and_takes_in_what_comes() {
    let mut screen = Screen::loading(80, 12, 7);
    screen.press("light");
    assert_eq!(screen.model.questions.found.rows.len(), 2);
    screen.load_the_rest();
    assert_eq!(screen.model.questions.found.rows.len(), 2);
    screen.press("<ctrl-w>violin");
    assert_eq!(screen.model.questions.found.rows.len(), 1);
}

#[test]
fn a_library_without_articles_says_so() {
    let mut screen = Screen::empty(80, 10);
    screen.tell(Message::LoadDone);
    assert_snapshot!(screen.show());
}

#[test]
fn without_colours_the_screen_says_the_same() {
    let mut screen = Screen::new(100, 24).monochrome();
    screen.press("stars<enter>");
    let plain = screen.show();
    let letters = plain.split("── styles ──").last().unwrap();
    for colour in ["blue", "magenta", "green", "red"] {
        assert!(!letters.contains(colour), "{colour} in {letters}");
    }
    assert_snapshot!(plain);
}
