//! Bugs that were found once, each by the name of what went wrong.

use recto::app::message::Message;
use recto::app::{Pane, preview};
use recto::keymap::mouse::MouseKind;
use recto::library::catalog::ArticleId;

use super::driver::Screen;

fn shown(screen: &Screen) -> Option<ArticleId> {
    screen.model.answer.wanted()
}

#[test]
fn looking_at_another_question_loses_no_place_in_the_one_being_read() {
    let mut screen = Screen::new(100, 14);
    screen.press("twinkle<enter>jjjj");
    let place = screen.pane(Pane::Answer);
    screen.press("<esc><esc><esc>jk<backspace>");
    assert_eq!(screen.pane(Pane::Answer), place);
}

#[test]
fn the_end_of_loading_selects_nothing_the_reader_does_not_see() {
    let mut screen = Screen::loading(100, 20, 6);
    screen.press("seed");
    screen.hold();
    screen.load_the_rest();
    screen.tell(Message::LoadDone);
    screen.release();
    assert_eq!(screen.model.questions.selected(), shown(&screen));
}

#[test]
fn a_digit_pressed_before_the_article_has_come_opens_nothing() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<enter>");
    let first = shown(&screen);
    screen.hold();
    screen.press("12");
    screen.release();
    screen.press("<backspace>");
    assert_eq!(shown(&screen), first);
    screen.press("<backspace>");
    assert_eq!(screen.footer().trim(), "there is nothing to go back to");
}

#[test]
fn articles_that_arrive_do_not_push_away_the_one_opened() {
    let mut screen = Screen::loading(100, 20, 3);
    screen.press("<enter>");
    let opened = shown(&screen);
    screen.press("<esc>");
    screen.load_the_rest();
    assert_eq!(shown(&screen), opened);
}

#[test]
fn zooming_from_the_list_opens_what_is_selected() {
    let mut screen = Screen::new(60, 20);
    screen.press("<esc>jjz");
    assert_eq!(shown(&screen), screen.model.questions.selected());
    assert!(screen.model.zoomed && screen.model.focus == Pane::Answer);
    screen.press("<esc><esc>jj<tab>");
    assert_eq!(shown(&screen), screen.model.questions.selected());
}

#[test]
fn an_overlay_scrolled_on_a_small_screen_is_full_on_a_large_one() {
    let mut screen = Screen::new(40, 12);
    screen.press("<f1>G");
    screen.resize(120, 90);
    let top = screen.model.overlays.last().map(|overlay| overlay.top);
    assert_eq!(top, Some(0));
    assert!(screen.show().contains("While typing"));
}

#[test]
fn overlays_do_not_pile_up() {
    let mut screen = Screen::new(100, 30);
    screen.press("<esc>?");
    for _ in 0..5 {
        screen.press("<f1><f1>");
    }
    assert!(screen.model.overlays.len() <= 1);
}

#[test]
fn what_matches_nothing_leaves_no_unrelated_article_in_view() {
    let mut screen = Screen::new(100, 20);
    screen.press("zzqx");
    assert_eq!(shown(&screen), None);
    assert!(screen.pane(Pane::Answer).iter().all(|row| row.trim().is_empty()), "{}", screen.show());
}

#[test]
fn what_matched_nothing_is_no_step_of_the_way_back() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<enter>");
    let read = shown(&screen);
    screen.press("/zzqx<alt-left>");
    assert_eq!(shown(&screen), read);
}

#[test]
fn enter_before_the_first_article_opens_it_when_it_comes() {
    let mut screen = Screen::loading(100, 20, 0);
    screen.press("bread<enter>");
    assert_eq!(screen.model.focus, Pane::Questions);
    screen.load_the_rest();
    assert_eq!(screen.model.focus, Pane::Answer);
    assert!(screen.pane(Pane::Answer)[0].contains("bread"), "{}", screen.show());
}

#[test]
fn a_file_that_comes_late_does_not_take_the_keys_from_a_reader_who_types() {
    let mut screen = Screen::loading(100, 20, 0);
    recto::app::opening::open_when_loaded(&mut screen.model, "cookery/bread.md".to_owned());
    screen.press("/se");
    screen.load_the_rest();
    assert_eq!(screen.model.focus, Pane::Questions);
}

#[test]
fn a_digit_opens_nothing_from_a_page_that_is_not_in_view() {
    let mut screen = Screen::new(60, 20);
    screen.press("twinkle<enter><esc>");
    let read = shown(&screen);
    assert!(!screen.footer().contains("related"));
    screen.press("1");
    assert_eq!((shown(&screen), screen.model.focus), (read, Pane::Questions));
    assert!(screen.footer().contains("Enter opens it"), "{}", screen.footer());
}

#[test]
fn a_related_article_that_is_named_twice_is_listed_once() {
    let mut screen = Screen::empty(100, 30);
    let related = |number: u8, title: &str, url: &str| {
        format!("related_article{number}:\n    title: {title}\n    url: {url}\n")
    };
    let named = [
        related(1, "Two?", "/two"),
        related(2, "Lost?", "/lost"),
        related(3, "Two?", "/two"),
        related(4, "Lost?", "/lost"),
    ];
    let text = format!(
        "---\nquestion: One?\nurl: /one\nanswer: See [two](/two).\n{}---\n",
        named.concat()
    );
    screen.load_notes(vec![
        ("one.md".to_owned(), text),
        ("two.md".to_owned(), "---\nquestion: Two?\nurl: /two\n---\nText.\n".to_owned()),
    ]);
    let titles: Vec<_> = screen.model.answer.page.jumps.iter().map(|jump| &*jump.title).collect();
    assert_eq!(titles, ["Two?", "Lost?"]);
}

#[test]
fn the_wheel_over_a_preview_moves_nothing_behind_it() {
    let mut screen = Screen::new(120, 24);
    screen.press("twinkle<enter>p");
    let selected = screen.model.questions.list.selected;
    let area = preview::area(&screen.model).unwrap();
    screen.mouse(MouseKind::WheelDown, area.x + 2, area.y + 2);
    assert_eq!(screen.model.questions.list.selected, selected);
}
