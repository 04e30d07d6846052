//! Reading an article, and going from one to the next.

use insta::assert_snapshot;
use recto::app::answer::Shown;
use recto::app::{Message, Pane};
use recto::document;

use crate::driver::Screen;

/// A screen on which an article, found by what is typed, has been opened.
fn reading(columns: u16, rows: u16, typed: &str) -> Screen {
    let mut screen = Screen::new(columns, rows);
    screen.press(typed).press("<enter>");
    screen
}

#[test]
fn an_article_shows_its_lists_quotation_keywords_and_related_ones() {
    assert_snapshot!(reading(100, 52, "twinkle").show());
}

#[test]
fn the_same_article_at_a_narrow_width_hangs_its_items() {
    assert_snapshot!(reading(44, 60, "twinkle").show());
}

#[test]
fn mathematics_is_told_from_money() {
    assert_snapshot!(reading(100, 24, "light year").show());
}

#[test]
fn a_table_stands_in_columns_as_they_were_aligned() {
    assert_snapshot!(reading(130, 24, "violin").show());
}

#[test]
fn a_table_too_wide_for_its_pane_is_wrapped_or_told_row_by_row() {
    assert_snapshot!(reading(40, 34, "violin").show());
}

#[test]
fn code_keeps_its_lines_and_goes_on_below_where_they_are_too_long() {
    assert_snapshot!(reading(100, 24, "bread").show());
}

#[test]
fn code_that_is_coloured_late_changes_its_colours_and_nothing_else() {
    let mut screen = reading(100, 24, "bread");
    let coloured = screen.show();
    let Shown::Article(_, opened) = &screen.model.answer.shown else { panic!("no article") };
    let answer = opened.article.answer.clone();
    let plain = || Box::new(document::parse_while(&answer, &|| false));
    screen.tell(Message::Coloured(0, plain()));
    assert_eq!(screen.show(), coloured, "of an article that is no longer shown");
    for ticket in 1..50 {
        screen.tell(Message::Coloured(ticket, plain()));
    }
    let text = |picture: &str| picture.split("── styles ──").next().map(str::to_owned);
    assert_ne!(screen.show(), coloured);
    assert_eq!(text(&screen.show()), text(&coloured));
}

#[test]
fn wide_characters_accents_and_emoji_keep_the_columns_straight() {
    assert_snapshot!(reading(100, 16, "cafe").show());
}

#[test]
fn a_very_long_question_is_cut_in_the_list_and_wrapped_in_the_answer() {
    assert_snapshot!(reading(100, 16, "cellar").show());
}

#[test]
fn an_article_without_an_answer_says_so() {
    assert_snapshot!(reading(100, 14, "roux").show());
}

#[test]
fn a_plain_note_shows_its_text_and_what_it_links_to() {
    assert_snapshot!(reading(100, 16, "listening").show());
}

#[test]
fn a_file_that_is_gone_says_which_and_why() {
    assert_snapshot!(reading(100, 14, "which seed").show());
}

#[test]
fn scrolling_moves_by_lines_and_pages_and_stops_at_the_ends() {
    let mut screen = reading(80, 16, "twinkle");
    let top = screen.show();
    screen.press("jjj");
    let three_down = screen.pane(Pane::Answer);
    screen.press("kkkk");
    assert_eq!(screen.show(), top, "up again, and one more");
    screen.press("<space>");
    let page_down = screen.show();
    screen.press("b");
    assert_eq!(screen.show(), top, "a page up undoes a page down");
    screen.press("G");
    let end = screen.show();
    screen.press("jjj<space>");
    assert_eq!(screen.show(), end, "the end is the end");
    screen.press("g");
    assert_eq!(screen.show(), top);
    screen.press("jjj");
    assert_eq!(screen.pane(Pane::Answer), three_down);
    assert_snapshot!(format!("a page down: {page_down}\n\nat the end: {end}"));
}

#[test]
fn a_digit_opens_the_related_article_of_that_number() {
    let mut screen = reading(100, 20, "twinkle");
    screen.press("1");
    assert_snapshot!(screen.show());
}

#[test]
fn a_related_article_that_is_missing_says_so_when_chosen() {
    let mut screen = reading(100, 20, "twinkle");
    screen.press("G2");
    assert_snapshot!(screen.show());
}

#[test]
fn a_digit_without_an_article_says_how_many_there_are() {
    let mut screen = reading(100, 12, "twinkle");
    screen.press("9");
    let too_many = screen.footer();
    screen = reading(100, 12, "orbits");
    screen.press("1");
    assert_snapshot!(format!("{too_many}\n{}", screen.footer()));
}

#[test]
fn back_and_forward_return_to_the_line_where_an_article_was_left() {
    let mut screen = reading(100, 20, "twinkle");
    screen.press("<down><down><down><down><down>");
    let first = screen.show();
    screen.press("1");
    let second = screen.show();
    assert_ne!(first, second);
    screen.press("<backspace>");
    assert_eq!(screen.pane(Pane::Answer), pane_of(&first), "back");
    screen.press("<alt-right>");
    assert_eq!(screen.show(), second, "forward");
    screen.press("<alt-left>");
    assert_eq!(screen.pane(Pane::Answer), pane_of(&first), "back once more");
    screen.press("<backspace>");
    assert_eq!(screen.footer().trim(), "there is nothing to go back to");
    screen.press("L");
    assert_eq!(screen.show(), second, "L as well");
    screen.press("L");
    assert_eq!(screen.footer().trim(), "there is nothing to go forward to");
}

/// The answer pane in a picture of a screen of 100 columns.
fn pane_of(picture: &str) -> Vec<String> {
    let rows = picture.lines().skip(3).take(16);
    let inner = |row: &str| {
        let letters: Vec<char> = row.chars().collect();
        let text: String = letters[46..letters.len() - 1].iter().collect();
        text.trim_end().to_owned()
    };
    rows.map(inner).collect()
}

#[test]
fn an_article_names_those_that_link_to_it() {
    let mut screen = reading(100, 30, "violin");
    let page = screen.pane(Pane::Answer).join("\n");
    for linking in ["What is resonance?", "On listening", "Why does a minor third sound sad?"] {
        assert!(page.contains(linking), "{linking} in\n{page}");
    }
    assert_snapshot!(screen.press("G").show());
}

#[test]
fn a_backlink_is_opened_by_its_digit() {
    let mut screen = reading(100, 30, "light year");
    screen.press("2");
    assert!(screen.pane(Pane::Answer)[0].contains("Why do stars twinkle?"), "{}", screen.show());
}

#[test]
fn a_digit_follows_the_article_that_is_only_shown() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<alt-1>");
    assert!(screen.pane(Pane::Answer)[0].contains("What is a light year?"), "{}", screen.show());
    screen.press("<backspace>");
    assert!(screen.pane(Pane::Answer)[0].contains("Why do stars twinkle?"), "{}", screen.show());
}

#[test]
fn the_next_question_of_the_list_opens_with_one_key() {
    let mut screen = reading(100, 14, "what is");
    let first = screen.pane(Pane::Answer);
    screen.press("J");
    assert_ne!(screen.pane(Pane::Answer), first);
    screen.press("K");
    assert_eq!(screen.pane(Pane::Answer), first);
    screen.press("K");
    assert_eq!(screen.footer().trim(), "the list ends here");
}

#[test]
fn an_article_that_comes_late_does_not_push_away_the_one_chosen_since() {
    let mut screen = Screen::new(100, 14);
    screen.hold();
    screen.press("<down><down><down>");
    screen.release();
    let model = &screen.model;
    let chosen = model.questions.selected().and_then(|id| model.library.catalog.get(id)).unwrap();
    let first_words: String = chosen.question.chars().take(20).collect();
    assert!(screen.pane(Pane::Answer)[0].contains(&first_words), "{}", screen.show());
}

#[test]
fn a_resize_keeps_the_place_in_the_answer() {
    let mut screen = reading(80, 16, "twinkle");
    screen.press("jjjjjjjjjjj");
    let before = screen.show();
    screen.resize(132, 16);
    let wide = screen.show();
    screen.resize(80, 16);
    assert_eq!(screen.show(), before);
    assert_snapshot!(format!("{before}\n\nwider: {wide}"));
}

#[test]
fn a_screen_that_shrinks_to_nothing_and_grows_again_keeps_the_place() {
    let mut screen = reading(80, 16, "twinkle");
    screen.press("jjjjjjjjjjj");
    let before = screen.show();
    for (columns, rows) in [(20, 5), (0, 0), (1, 1), (60, 5), (80, 3), (80, 16)] {
        screen.resize(columns, rows);
    }
    assert_eq!(screen.show(), before);
}

#[test]
fn a_screen_that_grows_until_the_whole_answer_fits_keeps_the_place_for_when_it_shrinks_again() {
    let mut screen = reading(80, 16, "twinkle");
    screen.press("jjjjjjjjjjj");
    let before = screen.show();
    screen.resize(300, 90).resize(80, 16);
    assert_eq!(screen.show(), before);
}

#[test]
fn an_answer_left_with_a_blank_line_at_the_top_comes_back_with_it() {
    let mut screen = reading(80, 16, "twinkle");
    screen.press("jjjjjjjjjj");
    let before = screen.pane(Pane::Answer);
    screen.press("1<backspace>");
    assert_eq!(screen.pane(Pane::Answer), before);
}

#[test]
fn m_shows_formulas_in_one_way_after_another_and_keeps_the_place() {
    let mut screen = reading(80, 16, "twinkle");
    screen.press("jjjjjjjjjjj");
    let before = screen.pane(Pane::Answer);
    for how in ["on one line", "in ASCII", "as TeX", "in two dimensions"] {
        screen.press("M");
        assert_eq!(screen.footer().trim(), format!("formulas are shown {how}"));
    }
    assert_eq!(screen.pane(Pane::Answer), before);
}
