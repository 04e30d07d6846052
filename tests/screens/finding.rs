//! Finding in the answer.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::document::{FormulaRegion, Role, Span};

use crate::driver::Screen;
use crate::handmade::{self, push, push_table, text};

fn reading(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::new(columns, rows);
    screen.press("twinkle<enter>");
    screen
}

/// The number of the match the reader is at, and of all.
fn count(screen: &Screen) -> String {
    screen.model.answer.finding.count()
}

#[test]
fn matches_are_marked_and_counted_while_they_are_typed() {
    let mut screen = reading(100, 24);
    screen.press("/a");
    let one = screen.show();
    screen.press("ir");
    assert_snapshot!(format!("{one}\n\ntyped further: {}", screen.show()));
}

#[test]
fn enter_keeps_the_matches_and_n_walks_them_in_a_circle() {
    let mut screen = reading(80, 14);
    screen.press("/air<enter>");
    let kept = screen.show();
    assert_eq!(count(&screen), "1 of 7");
    let mut seen = Vec::new();
    for _ in 0..6 {
        screen.press("n");
        seen.push(count(&screen));
    }
    assert_eq!(seen, ["2 of 7", "3 of 7", "4 of 7", "5 of 7", "6 of 7", "7 of 7"]);
    screen.press("n");
    assert_eq!(screen.footer().trim(), "the search goes on from the start");
    assert_eq!(count(&screen), "1 of 7");
    screen.press("N");
    assert_eq!(screen.footer().trim(), "the search goes on from the end");
    assert_eq!(count(&screen), "7 of 7");
    assert_snapshot!(format!("{kept}\n\nat the last one: {}", screen.show()));
}

#[test]
fn escape_goes_back_to_where_the_search_began() {
    let mut screen = reading(80, 14);
    screen.press("jjj");
    let before = screen.show();
    screen.press("/no star");
    assert_ne!(screen.model.answer.top, 3, "it went to the match");
    screen.press("<esc>");
    assert_eq!(screen.show(), before);
    screen.press(
        "/mirrors<backspace><backspace><backspace><backspace><backspace><backspace><backspace>",
    );
    assert_eq!(screen.model.answer.top, 3, "with nothing typed");
    screen.press("<backspace>");
    assert_eq!(screen.show(), before, "a backspace too many leaves");
}

#[test]
fn the_search_begins_at_what_is_in_view_and_goes_on_from_the_start() {
    let mut screen = reading(80, 14);
    screen.press("G");
    let end = screen.model.answer.top;
    screen.press("/light");
    assert_eq!(screen.model.answer.top, end, "a related title in view matches");
    screen.press("<ctrl-u>refraction").press("<ctrl-u>stars twinkle");
    assert_eq!(count(&screen), "1 of 2", "from the end it goes on at the start");
    assert_eq!(screen.model.answer.top, 0);
}

#[test]
fn marks_go_away_with_escape_and_come_back_with_n() {
    let mut screen = reading(80, 14);
    let before = screen.show();
    screen.press("/air<enter><esc>");
    assert_eq!(screen.show(), before);
    assert_eq!(screen.model.focus, Pane::Answer, "the pane is left only by the next one");
    screen.press("n");
    assert_eq!(count(&screen), "1 of 7");
    screen.press("<esc><esc>");
    assert_eq!(screen.model.focus, Pane::Questions);
}

#[test]
fn an_empty_prompt_looks_for_what_was_looked_for_last() {
    let mut screen = reading(80, 14);
    screen.press("/air<enter>G/<enter>");
    assert_eq!(count(&screen), "6 of 7", "from here on");
    screen.press("1");
    assert_eq!(count(&screen), "", "another article is not marked");
    screen.press("<backspace>g/<enter>");
    assert_eq!(count(&screen), "1 of 7");
}

#[test]
fn what_is_not_there_is_said_and_leaves_the_place() {
    let mut screen = reading(80, 14);
    screen.press("jj").press("/xyzzy");
    assert!(screen.footer().contains("no match"), "{}", screen.footer());
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "nothing here matches “xyzzy”");
    assert_eq!(screen.model.answer.top, 2);
    screen.press("n");
    assert_eq!(screen.footer().trim(), "nothing here matches “xyzzy”");
    let mut fresh = reading(80, 14);
    fresh.press("n");
    assert_eq!(fresh.footer().trim(), "nothing was looked for yet");
}

#[test]
fn a_capital_makes_case_count() {
    let mut screen = reading(80, 14);
    screen.press("/STARS");
    assert!(screen.footer().contains("no match"), "{}", screen.footer());
    screen.press("<ctrl-u>stars");
    assert!(count(&screen).ends_with("of 3"), "{}", count(&screen));
    screen.press("<ctrl-u>Stars");
    assert!(count(&screen).ends_with("of 1"), "{}", count(&screen));
}

#[test]
fn arrows_walk_the_matches_while_they_are_typed() {
    let mut screen = reading(80, 14);
    screen.press("/air<down><down><up>");
    assert_eq!(count(&screen), "2 of 7");
    screen.press("<enter>");
    assert_eq!(count(&screen), "2 of 7");
}

#[test]
fn a_reader_who_scrolled_away_finds_on_from_there() {
    let mut screen = reading(80, 14);
    screen.press("/air<enter>Gn");
    assert_eq!(count(&screen), "6 of 7", "the keyword at the end");
    screen.press("gN");
    let top = screen.model.answer.finding.matches.beginning_on(&(0..12));
    assert_eq!(count(&screen), format!("{} of 7", top.end), "the last one in view");
}

#[test]
fn a_resize_keeps_the_match_the_reader_is_at() {
    let mut screen = reading(80, 14);
    screen.press("/air<enter>nnn");
    screen.resize(50, 14);
    assert_eq!(count(&screen), "4 of 7");
    screen.resize(160, 40).resize(80, 14);
    assert_eq!(count(&screen), "4 of 7");
}

#[test]
fn typed_letters_are_no_commands_and_a_paste_is_typed() {
    let mut screen = reading(80, 14);
    screen.press("/q").paste("uite\nlong").press("z?1");
    assert!(screen.footer().starts_with(" /quite longz?1"), "{}", screen.footer());
}

#[test]
fn a_click_elsewhere_closes_the_prompt_and_keeps_the_matches() {
    let mut screen = reading(100, 14);
    screen.press("/air").click("Why do stars twinkle?");
    assert!(screen.model.place() != recto::keymap::Place::Find);
    assert_eq!(screen.model.answer.finding.matches.len(), 7);
}

#[test]
fn a_search_goes_on_in_the_article_that_comes_late() {
    let mut screen = Screen::new(100, 14);
    screen.press("twinkle");
    screen.hold();
    screen.press("<ctrl-u>violin<enter>/string");
    screen.release();
    assert!(screen.footer().contains(" of "), "{}", screen.footer());
    let spot = screen.model.answer.finding.matches.spot(0).unwrap().clone();
    assert!(screen.model.answer.page.lines[spot.lines.start].text().contains("string"));
}

#[test]
fn a_match_out_of_view_in_a_wide_table_is_brought_into_view() {
    let mut page = text(&["before"]);
    push_table(&mut page);
    let mut screen = handmade::reading(14, page);
    screen.press("/3.11");
    assert_snapshot!(screen.show());
    screen.press("<esc>");
    assert_eq!(screen.model.answer.sideways.offset(0), 0);
}

#[test]
fn a_displayed_formula_is_found_by_its_one_line_form_and_marked_whole() {
    let mut page = text(&["The field is"]);
    for row in ["         Q", "   λ = ─────", "        2πa"] {
        push(&mut page, vec![Span::new(row, Role::Formula)]).leaf = 1;
    }
    page.formulas.push(FormulaRegion {
        lines: 1..4,
        tex: r"\lambda = \frac{Q}{2\pi a}".to_owned(),
        text: "λ = Q/(2πa)".to_owned(),
        display: true,
    });
    let mut screen = handmade::reading(12, page);
    screen.press("/Q/(");
    assert_snapshot!(screen.show());
}

#[test]
fn on_the_smallest_screen_the_prompt_takes_the_last_line() {
    let mut screen = Screen::new(20, 5);
    screen.press("twinkle<enter>/light");
    assert_snapshot!(screen.show());
    for size in [(1, 1), (0, 0), (3, 2)] {
        screen.resize(size.0, size.1);
        screen.show();
    }
}

#[test]
fn the_filter_opens_from_the_answer_with_a_key_of_its_own() {
    let mut screen = reading(80, 14);
    screen.press("fs");
    assert_eq!(screen.model.focus, Pane::Questions);
    assert!(screen.row(1).contains("twinkles"), "{}", screen.show());
}

#[test]
fn a_resize_while_the_prompt_is_open_leaves_nothing_scrolled_beyond_its_end() {
    let mut page = text(&["before"]);
    push_table(&mut page);
    let mut screen = handmade::reading(14, page.clone());
    screen.press("<gt><gt><gt><gt><gt><gt><gt><gt><gt><gt><gt><gt>/cell");
    screen.resize(160, 14);
    screen.press("<esc>");
    assert_eq!(screen.model.answer.sideways.offset(0), 0, "the table is not on the new page");
}
