//! Conditions of the filter that only the index of all text can answer. The index is played by the test.

use recto::app::Pane;
use recto::app::library::Progress;
use recto::app::message::Message;
use recto::app::search::Indexed;
use recto::query::{Condition, Feature};

use crate::driver::Screen;

const YEAR: &str = "astronomy/questions/what-is-a-light-year.md";
const STARS: &str = "astronomy/questions/why-do-stars-twinkle.md";
const VIOLIN: &str = "music/questions/how-is-a-violin-tuned.md";

/// A screen whose index is there.
fn indexed() -> Screen {
    let mut screen = Screen::new(120, 14);
    screen.tell(Message::Indexed(Indexed::Whole));
    screen
}

fn partly(done: usize) -> Message {
    let progress = Progress { done, of: 2000, growing: false, millis: 300 };
    Message::Indexed(Indexed::Partly(progress))
}

/// The questions in the list.
fn listed(screen: &Screen) -> Vec<String> {
    let rows = screen.pane(Pane::Questions).into_iter();
    let rows = rows.map(|row| row.trim_start_matches(['▌', ' ']).trim_end().to_owned());
    rows.filter(|row| !row.is_empty()).collect()
}

#[test]
fn what_the_index_says_of_a_keyword_narrows_the_questions() {
    let mut screen = indexed();
    let before = listed(&screen);
    screen.press("tag:light ");
    let request = screen.asked_of_index.last().unwrap();
    assert_eq!(request.query.clauses.len(), 1);
    assert_eq!(request.query.clauses[0].condition, Condition::Tag("light".to_owned()));
    assert_eq!(listed(&screen), before, "the list stays until the answer is there");
    assert!(screen.row(1).contains("… of 14"), "{}", screen.show());
    screen.meet(&[STARS, YEAR]);
    assert_eq!(listed(&screen), ["What is a light year?", "Why do stars twinkle?"]);
    assert!(screen.row(1).contains("2 of 14"), "{}", screen.show());
    assert!(screen.pane(Pane::Answer)[0].contains("light year"), "{}", screen.show());
}

#[test]
fn it_is_asked_once_for_all_such_conditions_and_not_again_for_other_words() {
    let mut screen = indexed();
    screen.paste("has:math -tag:air subject:astronomy author:quick ");
    assert_eq!(screen.asked_of_index.len(), 1);
    let asked: Vec<_> = screen.asked_of_index[0]
        .query
        .clauses
        .iter()
        .map(|clause| (clause.condition.clone(), clause.negated))
        .collect();
    assert_eq!(
        asked,
        [
            (Condition::Has(Feature::Math), false),
            (Condition::Tag("air".to_owned()), true),
            (Condition::Author("quick".to_owned()), false),
        ]
    );
    screen.meet(&[STARS, YEAR, VIOLIN]);
    assert_eq!(listed(&screen), ["What is a light year?", "Why do stars twinkle?"]);
    screen.press("twinkle");
    assert_eq!(listed(&screen), ["Why do stars twinkle?"]);
    screen.press("<ctrl-w>-stars");
    assert_eq!(listed(&screen), ["What is a light year?"]);
    assert_eq!(screen.asked_of_index.len(), 1);
}

#[test]
fn without_the_condition_every_question_is_back_and_with_another_nothing_old_is_shown() {
    let mut screen = indexed();
    let all = listed(&screen);
    screen.press("tag:light ").meet(&[YEAR]);
    let old = screen.asked_of_index.last().unwrap().ticket;
    screen.press("<ctrl-u>");
    assert_eq!(listed(&screen), all);
    screen.press("tag:music ");
    let members = recto::app::members::Members::default();
    screen.tell(Message::Members(old, members));
    assert!(screen.row(1).contains("… of 14"), "an answer to something else is dropped");
    screen.meet(&[VIOLIN]);
    assert_eq!(listed(&screen), ["How is a violin tuned?"]);
}

#[test]
fn while_there_is_no_index_the_list_says_so_and_shows_nothing_false() {
    let mut screen = Screen::new(120, 14);
    screen.press("tag:light ");
    assert!(screen.asked_of_index.is_empty(), "nobody is there to answer");
    assert_eq!(listed(&screen), ["indexing …"]);
    assert!(screen.row(12).contains("indexing …"), "{}", screen.show());
    assert!(!screen.pane(Pane::Answer)[0].contains('?'), "{}", screen.show());
    screen.tell(partly(500));
    screen.meet(&[YEAR]);
    assert_eq!(listed(&screen), ["What is a light year?"]);
    assert!(screen.row(12).contains("indexing … 500 of 2,000"), "{}", screen.show());
    // As it grows it is asked again, and the list keeps what is known until the answer.
    screen.tell(partly(1000));
    assert_eq!(listed(&screen), ["What is a light year?"]);
    screen.meet(&[STARS, YEAR]);
    assert_eq!(listed(&screen).len(), 2);
    screen.tell(Message::Indexed(Indexed::Whole));
    screen.meet(&[STARS, YEAR]);
    assert!(!screen.show().contains("indexing"), "{}", screen.show());
}

#[test]
fn a_change_of_the_folder_has_the_index_asked_again_and_the_selected_article_stays() {
    let mut screen = indexed();
    screen.press("tag:light ").meet(&[STARS, YEAR]).press("<down>");
    assert!(screen.pane(Pane::Answer)[0].contains("twinkle"), "{}", screen.show());
    screen.tell(Message::Indexed(Indexed::Whole));
    screen.meet(&["astronomy/questions/how-far-is-the-moon.md", VIOLIN, STARS, YEAR]);
    assert_eq!(listed(&screen).len(), 3);
    assert!(screen.pane(Pane::Answer)[0].contains("twinkle"), "{}", screen.show());
}

#[test]
fn an_index_that_cannot_be_is_said_in_the_list() {
    let mut screen = Screen::new(120, 14);
    screen.press("tag:light ");
    screen.tell(Message::Indexed(Indexed::Failed("no room for it".to_owned())));
    assert_eq!(listed(&screen), ["no room for it"]);
    screen.press("<enter>");
    assert!(screen.footer().contains("no room for it"), "{}", screen.show());
    assert_eq!(screen.model.focus, Pane::Questions);
    let mut screen = indexed();
    screen.press("tag:light ").meet(&[YEAR]);
    screen.tell(Message::Indexed(Indexed::Failed("no room for it".to_owned())));
    assert_eq!(listed(&screen), ["no room for it"]);
    screen.press("<ctrl-u>");
    assert!(listed(&screen).len() > 3);
}

#[test]
fn enter_opens_the_first_match_as_soon_as_the_index_has_answered() {
    let mut screen = Screen::new(120, 14);
    screen.press("tag:light <enter>");
    assert!(screen.footer().contains("as soon as the index is there"), "{}", screen.show());
    screen.tell(Message::Checked);
    screen.tell(Message::Indexed(Indexed::Whole));
    assert_eq!(screen.model.focus, Pane::Questions);
    screen.meet(&[STARS]);
    assert_eq!(screen.model.focus, Pane::Answer);
    assert!(screen.pane(Pane::Answer)[0].contains("twinkle"), "{}", screen.show());
}
