//! Searching the text of all answers. The index itself is played by the test.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::app::library::Progress;
use recto::app::message::Message;
use recto::app::search::{Hit, Indexed, Results};

use crate::driver::Screen;

/// A hit whose marks are the parts of its snippet in brackets.
fn hit(path: &str, snippet: &str) -> Hit {
    let (mut text, mut marks) = (String::new(), Vec::new());
    for (number, part) in snippet.split(['[', ']']).enumerate() {
        let start = text.len();
        text.push_str(part);
        if number % 2 == 1 {
            marks.push(start..text.len());
        }
    }
    Hit { path: path.to_owned(), snippet: text, marks }
}

/// A screen on which a search for `typed` found these.
fn found(columns: u16, rows: u16, typed: &str, hits: Vec<Hit>) -> Screen {
    let mut screen = Screen::new(columns, rows);
    screen.tell(Message::Indexed(Indexed::Whole));
    screen.press("<esc>s").press(typed);
    let ticket = screen.searched.last().unwrap().ticket;
    let results = Results { total: hits.len(), hits, corrected: None, partly: false };
    screen.tell(Message::Found(ticket, results));
    screen
}

fn two() -> Vec<Hit> {
    vec![
        hit(
            "astronomy/questions/what-is-a-light-year.md",
            "A [light] [year] is a distance, the way [light] goes in a [year]. With c = 299792.458 \
             km/s and a year of 365.25 days it is",
        ),
        hit("music/questions/how-is-a-violin-tuned.md", "by ear, in fifths, a [year] long"),
    ]
}

#[test]
fn what_is_found_stands_with_its_words_beside_the_answer_in_which_they_are_marked() {
    assert_snapshot!(found(120, 18, "light year", two()).show());
}

#[test]
fn below_80_columns_the_hits_have_the_screen() {
    assert_snapshot!(found(60, 14, "light year", two()).show());
}

#[test]
fn enter_opens_the_selected_hit_and_n_walks_its_words() {
    let mut screen = found(120, 18, "light year", two());
    screen.press("<enter>");
    assert_eq!(screen.model.focus, Pane::Answer);
    assert!(screen.footer().contains("n N matches"), "{}", screen.show());
    let first = screen.model.answer.finding.current;
    screen.press("n");
    assert_ne!(screen.model.answer.finding.current, first);
    // And back to what was found.
    screen.press("s");
    assert!(screen.row(1).contains("Search › light year"), "{}", screen.show());
}

#[test]
fn the_arrows_walk_the_hits_and_show_each() {
    let mut screen = found(120, 18, "year", two());
    screen.press("<down>");
    assert!(screen.pane(Pane::Answer)[0].contains("violin"), "{}", screen.show());
    screen.click("What is a light year?");
    assert!(screen.pane(Pane::Answer)[0].contains("light year"), "{}", screen.show());
}

#[test]
fn what_is_typed_is_asked_for_at_every_key_in_the_chosen_subject() {
    let mut screen = Screen::new(120, 18);
    screen.click("Music").press("s\"minor third\" -sad");
    let request = screen.searched.last().unwrap();
    assert_eq!(request.query.phrases, ["minor third"]);
    assert_eq!(request.query.excluded, ["sad"]);
    assert_eq!(request.subject.as_deref(), Some("music"));
    screen.press("<ctrl-u>subject:cook salt");
    assert_eq!(screen.searched.last().unwrap().subject, None);
}

#[test]
fn it_is_said_that_what_is_shown_holds_only_some_of_the_words() {
    let mut screen = found(120, 18, "light heron", vec![]);
    screen.press("s");
    let ticket = screen.searched.last().unwrap().ticket;
    let results = Results { total: 2, hits: two(), corrected: None, partly: true };
    screen.tell(Message::Found(ticket, results));
    assert!(screen.show().contains("some of the words"), "{}", screen.show());
}

#[test]
fn an_answer_to_an_older_search_is_dropped() {
    let mut screen = found(120, 18, "light year", two());
    let hits = vec![hit("music/questions/how-is-a-violin-tuned.md", "old")];
    screen.tell(Message::Found(1, Results { total: 1, hits, corrected: None, partly: false }));
    assert!(screen.pane(Pane::Questions)[0].contains("light year"), "{}", screen.show());
}

#[test]
fn escape_clears_the_search_then_brings_the_questions_back() {
    let mut screen = found(100, 18, "light year", two());
    screen.press("<esc>");
    assert!(screen.row(1).contains("Search"), "{}", screen.show());
    assert!(screen.pane(Pane::Questions)[0].contains("Words, "), "{}", screen.show());
    screen.press("<esc>");
    assert!(screen.row(1).contains("Questions"), "{}", screen.show());
}

#[test]
fn what_was_typed_into_the_filter_is_searched_in_all_text_with_one_key() {
    let mut screen = Screen::new(100, 18);
    screen.press("violin<ctrl-s>");
    assert!(screen.row(1).contains("Search › violin"), "{}", screen.show());
    assert_eq!(screen.searched.last().unwrap().query.words, ["violin"]);
    screen.press("<ctrl-s>");
    assert!(screen.row(1).contains("Questions › violin"), "{}", screen.show());
}

fn partly(done: usize) -> Indexed {
    Indexed::Partly(Progress { done, of: 2000, growing: false, millis: 300 })
}

#[test]
fn while_the_index_is_made_the_screen_says_how_far_it_is_and_asks_again_when_there_is_more() {
    let mut screen = Screen::new(100, 18);
    screen.press("<esc>s");
    screen.tell(Message::Indexed(partly(500)));
    assert!(screen.pane(Pane::Questions)[0].contains("500 of 2,000"), "{}", screen.show());
    screen.press("violin");
    let asked = screen.searched.len();
    screen.tell(Message::Indexed(partly(1000)));
    assert!(screen.row(0).contains("1,000 of 2,000"), "{}", screen.show());
    assert!(screen.searched.len() > asked);
    screen.tell(Message::Indexed(Indexed::Failed("no room for it".to_owned())));
    assert!(screen.pane(Pane::Questions)[0].contains("no room"), "{}", screen.show());
}

#[test]
fn a_hit_whose_file_is_gone_opens_nothing_and_breaks_nothing() {
    let mut screen = found(120, 18, "light", vec![hit("gone.md", "[light]")]);
    assert!(screen.pane(Pane::Questions)[0].contains("gone.md"), "{}", screen.show());
    screen.press("<enter>");
    assert_eq!(screen.model.focus, Pane::Questions);
}

#[test]
fn one_key_opens_an_article_of_the_list_by_chance() {
    let mut screen = Screen::new(120, 18);
    screen.press("subject:cook<tab>R");
    assert_eq!(screen.model.focus, Pane::Answer);
    assert!(screen.pane(Pane::Answer)[0].contains("bread"), "{}", screen.show());
}
