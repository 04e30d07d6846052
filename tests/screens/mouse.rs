//! The mouse: a click chooses, the wheel scrolls what is under it.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::keymap::mouse::MouseKind::{Press, WheelDown, WheelUp};

use crate::driver::Screen;

#[test]
fn a_click_on_a_question_shows_it_and_a_second_one_opens_it() {
    let mut screen = Screen::new(100, 20);
    screen.click("Why does bread rise?");
    assert!(screen.pane(Pane::Answer)[0].contains("Why does bread rise?"));
    assert_eq!(screen.model.focus, Pane::Questions);
    screen.click("Why does bread rise?");
    assert_eq!(screen.model.focus, Pane::Answer);
    assert_snapshot!(screen.show());
}

#[test]
fn a_click_on_a_related_line_opens_that_article() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<enter>G").click("1 What is a light");
    assert!(screen.pane(Pane::Answer)[0].contains("What is a light year?"), "{}", screen.show());
    screen.press("<backspace>G").click("2 How is the blur");
    assert!(screen.footer().contains("not in this library"), "{}", screen.show());
}

#[test]
fn a_click_on_a_subject_chooses_it() {
    let mut screen = Screen::new(120, 16);
    screen.click("Cookery");
    assert_eq!(screen.model.focus, Pane::Subjects);
    assert_eq!(screen.model.questions.found.rows.len(), 2);
    screen.click("All");
    assert_eq!(screen.model.questions.found.rows.len(), 14);
}

#[test]
fn a_click_on_the_title_of_the_questions_starts_the_filter() {
    let mut screen = Screen::new(120, 16);
    screen.press("twinkle<enter>").click("Questions ›").press("s");
    assert!(screen.row(1).contains("twinkles"), "{}", screen.show());
}

#[test]
fn the_wheel_scrolls_the_answer_without_taking_the_keys() {
    let mut screen = Screen::new(120, 16);
    screen.press("twinkle");
    let before = screen.pane(Pane::Answer);
    screen.wheel(WheelDown, Pane::Answer);
    let after = screen.pane(Pane::Answer);
    assert_eq!(before[3..], after[..before.len() - 3]);
    assert_eq!(screen.model.focus, Pane::Questions);
    screen.wheel(WheelUp, Pane::Answer).wheel(WheelUp, Pane::Answer);
    assert_eq!(screen.pane(Pane::Answer), before);
}

#[test]
fn the_wheel_scrolls_the_questions_under_it_while_the_answer_has_the_keys() {
    let mut screen = Screen::new(120, 10);
    screen.press("<enter>").wheel(WheelDown, Pane::Questions);
    assert_eq!(screen.model.focus, Pane::Answer);
    assert_eq!(screen.model.questions.list.top, 3);
    assert_snapshot!(screen.show());
}

#[test]
fn the_wheel_scrolls_the_subjects() {
    let mut screen = Screen::new(120, 8);
    screen.press("<shift-tab>").wheel(WheelDown, Pane::Subjects);
    assert_snapshot!(screen.show());
}

#[test]
fn a_click_beside_an_overlay_closes_it() {
    let mut screen = Screen::new(120, 30);
    screen.press("<esc>");
    let before = screen.show();
    screen.press("?").mouse(Press, 0, 15);
    assert_eq!(screen.show(), before);
}

#[test]
fn the_wheel_over_an_overlay_scrolls_the_overlay() {
    let mut screen = Screen::new(120, 20);
    screen.press("<esc>?").mouse(WheelDown, 60, 10);
    assert_eq!(screen.model.overlays[0].top, 3);
    assert_eq!(screen.model.answer.top, 0);
}

#[test]
fn a_click_outside_every_pane_does_nothing() {
    let mut screen = Screen::new(100, 20);
    let before = screen.show();
    screen.mouse(Press, 500, 500).mouse(Press, 3, 0).mouse(WheelDown, 99, 19);
    assert_eq!(screen.show(), before);
}

#[test]
fn a_click_on_a_hint_at_the_bottom_does_what_its_key_does() {
    let mut screen = Screen::new(120, 20);
    screen.press("twinkle<enter>").click("/ find").press("air");
    assert!(screen.footer().contains("/air"), "{}", screen.footer());
    screen.click("Enter keep");
    assert!(!screen.model.answer.finding.is_typing());
    screen.click("n N matches");
    assert_eq!(screen.model.answer.finding.current, Some(1));
    let (column, row) = screen.place_of("n N matches");
    screen.mouse(Press, column + 2, row);
    assert_eq!(screen.model.answer.finding.current, Some(0), "on the second of two keys");
    screen.click("matches ");
    assert_eq!(screen.model.answer.finding.current, Some(1), "on the word");
    screen.click("y copy").click("Esc leave");
    assert!(screen.model.overlays.is_empty());
    let before = screen.show();
    screen.click("1-4 related").mouse(Press, 119, 19);
    assert_eq!(screen.show(), before, "a hint for several keys, and beside all hints");
    screen.click("q quit");
    assert!(screen.left);
}

#[test]
fn a_click_on_a_sentence_at_the_bottom_only_takes_it_away() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<enter>9").mouse(Press, 90, 19);
    assert!(screen.footer().contains("/ find") && !screen.left, "{}", screen.footer());
}
