//! Earlier queries, as they come back while a filter or a search is typed; and what is kept of a reader.

use insta::assert_snapshot;
use recto::app::{Message, Pane};
use recto::memory::{Memory, Named, Remembered};

use crate::driver::Screen;

/// A screen where these queries are remembered.
fn remembering(queries: &[&str]) -> Screen {
    let mut screen = Screen::new(100, 14);
    let queries = queries.iter().map(|query| (*query).to_owned()).collect();
    screen.remember(Remembered { queries, ..Remembered::default() });
    screen
}

/// What stands in the filter or the search.
fn typed(screen: &Screen) -> String {
    let row = screen.row(1);
    let (_, typed) = row.split_once('›').unwrap();
    typed.split("  ").next().unwrap().split('─').next().unwrap().trim().to_owned()
}

/// The queries and visits that were kept, visits by their questions.
fn kept(screen: &Screen) -> Vec<String> {
    let words = |memory: &Memory| match memory {
        Memory::Query(text) => Some(format!("query {text}")),
        Memory::Visit(Named { question, .. }) => Some(format!("visit {question}")),
        _ => None,
    };
    screen.kept.iter().filter_map(words).collect()
}

#[test]
fn while_nothing_is_typed_the_last_query_is_offered() {
    assert_snapshot!(remembering(&["violin", "light year"]).show());
}

#[test]
fn up_from_the_first_row_takes_the_query_before_and_again_the_one_before_that() {
    let mut screen = remembering(&["violin", "light year"]);
    screen.press("<up>");
    assert_eq!(typed(&screen), "light year");
    assert!(screen.pane(Pane::Questions)[0].contains("light year"), "{}", screen.show());
    screen.press("<up>");
    assert_eq!(typed(&screen), "violin");
    screen.press("<up>");
    assert_eq!(typed(&screen), "violin");
    assert!(screen.footer().contains("there is no earlier query"), "{}", screen.show());
}

#[test]
fn up_in_the_list_moves_in_the_list_until_its_first_row() {
    let mut screen = remembering(&["violin"]);
    screen.press("what<down><down><up>");
    assert_eq!((typed(&screen), screen.model.list().selected), ("what".to_owned(), 1));
    screen.press("<up>");
    assert_eq!((typed(&screen), screen.model.list().selected), ("what".to_owned(), 0));
    screen.press("<up>");
    assert_eq!(typed(&screen), "violin");
}

#[test]
fn the_keys_for_queries_work_anywhere_and_lead_back_to_what_was_being_typed() {
    let mut screen = remembering(&["violin", "light year"]);
    screen.press("what<down><down><alt-up><alt-up>");
    assert_eq!(typed(&screen), "violin");
    screen.press("<alt-down>");
    assert_eq!(typed(&screen), "light year");
    screen.press("<alt-down>");
    assert_eq!(typed(&screen), "what");
    screen.press("<alt-down>");
    assert!(screen.footer().contains("there is no later query"), "{}", screen.show());
    // What is changed is what is typed from then on.
    screen.press("<alt-up>s<alt-up><alt-down>");
    assert_eq!(typed(&screen), "light years");
}

#[test]
fn without_earlier_queries_up_does_what_it_did() {
    let mut screen = Screen::new(100, 14);
    let before = screen.show();
    assert_eq!(screen.press("<up>").show(), before);
}

#[test]
fn the_search_takes_up_what_was_asked_for_in_the_filter_and_asks_for_it() {
    let mut screen = remembering(&["violin"]);
    screen.press("<ctrl-s><up>");
    assert_eq!(typed(&screen), "violin");
    assert_eq!(screen.searched.last().unwrap().query.words, ["violin"]);
}

#[test]
fn a_query_is_kept_when_something_is_opened_with_it_or_it_is_left_and_not_at_each_key() {
    let mut screen = Screen::new(100, 14);
    screen.press("violin");
    assert_eq!(kept(&screen), [""; 0]);
    screen.press("<enter>");
    assert_eq!(kept(&screen), ["query violin", "visit How is a violin tuned?"]);
    screen.press("f<ctrl-u>roux<esc>");
    assert_eq!(kept(&screen)[2..], ["query roux"]);
    screen.press("moon<tab>");
    assert_eq!(kept(&screen)[3], "query moon");
    screen.press("s<ctrl-u>salt<esc>");
    assert_eq!(kept(&screen).last().unwrap(), "query salt");
}

#[test]
fn a_visit_is_an_article_that_was_opened_and_neither_shown_nor_gone_back_to() {
    let mut screen = Screen::new(100, 14);
    screen.press("light year<down><up>");
    assert_eq!(kept(&screen), [""; 0]);
    screen.press("<enter><esc><enter>");
    let visits = |screen: &Screen| kept(screen).iter().filter(|it| it.starts_with("visit")).count();
    assert_eq!(visits(&screen), 1);
    screen.press("1");
    assert_eq!(visits(&screen), 2);
    screen.press("<backspace><alt-right><backspace>");
    assert_eq!(visits(&screen), 2);
    screen.press("2");
    assert_eq!(visits(&screen), 3);
    let mut visits = screen.kept.iter().filter_map(|memory| match memory {
        Memory::Visit(visit) => Some(visit),
        _ => None,
    });
    let visit = visits.next_back().unwrap();
    assert!(visit.article.starts_with("/learn/"), "{visit:?}");
}

#[test]
fn what_is_remembered_is_asked_for_once_the_articles_are_known() {
    assert_eq!(Screen::loading(100, 14, 3).recalled, 0);
    assert_eq!(Screen::new(100, 14).recalled, 1);
    let mut screen = Screen::restored(100, 14);
    assert_eq!(screen.recalled, 1);
    // They may have been those of another library.
    screen.tell(Message::Checked);
    screen.tell(Message::Checked);
    assert_eq!(screen.recalled, 2);
}

#[test]
fn where_nothing_can_be_kept_the_reader_is_told_and_reads_on() {
    let mut screen = Screen::new(100, 14);
    let reason = "memory.db is damaged".to_owned();
    screen.tell(Message::NotKept { reason, for_good: true });
    let told = "nothing is kept: memory.db is damaged";
    assert!(screen.footer().contains(told), "{}", screen.show());
    screen.press("violin<enter>");
    assert!(!screen.footer().contains("damaged"));
    screen.press("f<ctrl-u><alt-up>");
    assert_eq!(typed(&screen), "violin");
}
