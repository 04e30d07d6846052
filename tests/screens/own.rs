//! The reader's own lists: what was read recently, what is starred, and shelves; and what is asked of
//! them in the filter and the search.

use insta::assert_snapshot;
use proptest::prelude::*;
use recto::app::Pane;
use recto::app::own::Own;
use recto::app::scope::Chosen;
use recto::memory::{Named, Past, Remembered, Shelf};

use crate::driver::Screen;

const BREAD: &str = "/learn/cookery/questions/why-does-bread-rise";
const ROUX: &str = "/learn/cookery/questions/what-is-a-roux";
const STARS: &str = "/learn/astronomy/questions/why-do-stars-twinkle";
const VIOLIN: &str = "/learn/music/questions/how-is-a-violin-tuned";
const LOST: &str = "/learn/cookery/questions/what-was-thrown-away";

fn named(key: &str) -> Named {
    Named { article: key.to_owned(), ..Named::default() }
}

fn past(key: &str) -> Past {
    Past { session: 1, time: 0, visit: named(key) }
}

fn shelf(name: &str, articles: &[&str]) -> Shelf {
    Shelf { name: name.to_owned(), articles: articles.iter().map(|key| named(key)).collect() }
}

fn remembered() -> Remembered {
    Remembered {
        visits: [ROUX, BREAD, LOST, ROUX, STARS].map(past).into(),
        read: [BREAD, STARS].map(|key| (key.to_owned(), 7)).into(),
        stars: [STARS, VIOLIN].map(named).into(),
        shelves: vec![
            shelf("Empty", &[]),
            shelf("Exam", &[VIOLIN, LOST, BREAD, STARS]),
            shelf("starred", &[ROUX]),
        ],
        ..Remembered::default()
    }
}

/// A reader who was here before.
fn screen(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::new(columns, rows);
    screen.remember(remembered());
    screen
}

/// The shelf for the exam was chosen in the subjects, and the list has the keys.
fn on_the_shelf(columns: u16, rows: u16) -> Screen {
    let mut screen = screen(columns, rows);
    screen.press("<esc>hgjjj<enter>");
    assert_eq!(screen.model.subjects.chosen, Chosen::Own(Own::Shelf("Exam".to_owned())));
    screen
}

/// The questions of the list, as they are shown.
fn questions(screen: &Screen) -> Vec<String> {
    let mut rows = screen.pane(Pane::Questions);
    rows.retain(|row| !row.trim().is_empty());
    let question =
        |row: &String| row.replace('▌', " ").split('?').next().unwrap().trim().to_owned();
    rows.iter().map(question).collect()
}

fn selected(screen: &Screen) -> String {
    let id = screen.model.questions.selected().unwrap();
    screen.model.library.catalog.get(id).unwrap().question.to_owned()
}

#[test]
fn they_stand_above_the_subjects_with_counts_and_subjects_say_how_much_is_read() {
    let mut screen = screen(120, 18);
    let wide = screen.show();
    screen.press("<esc>h");
    let overlaid = screen.resize(80, 14).show();
    let small = screen.resize(20, 7).show();
    assert_snapshot!(format!("{wide}\n\n{overlaid}\n\n{small}"));
}

#[test]
fn a_reader_who_has_no_list_sees_subjects_only() {
    let mut screen = Screen::new(120, 18);
    let before = screen.pane(Pane::Subjects);
    screen.remember(Remembered { shelves: vec![shelf("Empty", &[])], ..Remembered::default() });
    assert_eq!(screen.pane(Pane::Subjects), before);
}

#[test]
fn a_chosen_shelf_is_the_list_in_its_own_order_and_says_what_is_gone() {
    let mut screen = on_the_shelf(120, 18);
    assert_eq!(
        questions(&screen),
        ["How is a violin tuned", "Why does bread rise", "Why do stars twinkle"]
    );
    assert_snapshot!(screen.show());
    screen.press("o");
    assert_eq!(questions(&screen)[0], "How is a violin tuned", "by title");
    assert_eq!(questions(&screen)[1], "Why do stars twinkle");
}

#[test]
fn the_filter_finds_within_it_and_a_key_widens_it_and_escape_leads_back_to_all() {
    let mut screen = on_the_shelf(120, 18);
    screen.press("/why");
    assert_eq!(questions(&screen), ["Why do stars twinkle", "Why does bread rise"]);
    assert!(screen.row(1).contains("2 of 3"), "{}", screen.row(1));
    screen.press("<ctrl-g>");
    assert_eq!(screen.footer().trim(), "looking in all subjects");
    assert_eq!(questions(&screen).len(), 3);
    screen.press("<ctrl-g>");
    assert_eq!(screen.footer().trim(), "looking in Exam only");
    screen.press("<ctrl-u>subject:cookery ");
    assert_eq!(questions(&screen), ["Why does bread rise"], "a subject of the shelf");
    screen.press("<ctrl-u><esc><esc>");
    assert_eq!(screen.model.subjects.chosen, Chosen::All);
    assert_eq!(questions(&screen).len(), 14);
}

#[test]
fn a_shelf_that_is_called_as_another_list_is_still_itself() {
    let mut screen = screen(120, 18);
    screen.press("<esc>hgjj<enter>");
    assert_eq!(questions(&screen), ["How is a violin tuned", "Why do stars twinkle"]);
    screen.press("hjj<enter>");
    assert_eq!(questions(&screen), ["What is a roux"]);
}

#[test]
fn starring_is_followed_at_once_and_the_reader_stays_where_the_row_was() {
    let mut screen = screen(120, 18);
    screen.press("<esc>hgjj<enter>*");
    assert_eq!(questions(&screen), ["Why do stars twinkle"]);
    assert_eq!(selected(&screen), "Why do stars twinkle?");
    assert_eq!(screen.model.answer.id(), screen.model.questions.selected());
    screen.press("*");
    assert_eq!(questions(&screen), ["Nothing stands here."]);
    assert!(screen.pane(Pane::Subjects)[2].contains("Starred"), "it stays as long as one is there");
    screen.press("<esc>");
    assert!(screen.pane(Pane::Subjects)[2].contains("Exam"), "{}", screen.show());
}

#[test]
fn the_last_starred_and_the_last_read_come_first() {
    let mut screen = screen(120, 18);
    screen.press("<esc>/roux<alt-s><enter><esc>");
    screen.press("hgjj<enter><esc><esc>");
    screen.press("hgj");
    assert_eq!(
        questions(&screen),
        ["What is a roux", "Why do stars twinkle", "Why does bread rise"]
    );
}

#[test]
fn what_is_read_comes_to_the_top_of_what_was_read_only_when_the_reader_is_back_at_the_list() {
    let mut screen = screen(120, 18);
    screen.press("<esc>hgj<enter>jj<enter>");
    let before = ["Why do stars twinkle", "What is a roux", "Why does bread rise"];
    assert_eq!(questions(&screen), before);
    screen.press("K");
    assert_eq!(selected(&screen), "What is a roux?");
    screen.press("<esc>");
    assert_eq!(questions(&screen)[..2], ["What is a roux", "Why does bread rise"]);
    assert_eq!(selected(&screen), "What is a roux?");
}

#[test]
fn an_unread_article_that_is_read_stays_until_the_reader_is_back_so_that_none_is_skipped() {
    let mut screen = screen(120, 18);
    screen.press("is:unread subject:cookery");
    assert_eq!(questions(&screen), ["What is a roux"]);
    screen.press("<ctrl-u>is:unread subject:astronomy ");
    let before = questions(&screen);
    screen.press("<enter>u");
    assert_eq!(before.len(), 3);
    screen.press("J");
    assert_eq!(questions(&screen), before);
    assert_eq!(selected(&screen), format!("{}?", before[1]));
    screen.press("<esc>");
    assert_eq!(questions(&screen), before[1..]);
    assert_eq!(selected(&screen), format!("{}?", before[1]));
}

#[test]
fn conditions_ask_what_the_reader_did() {
    let mut screen = screen(120, 18);
    for (typed, count) in [
        ("is:read", 2),
        ("is:unread", 12),
        ("-is:read", 12),
        ("is:starred", 2),
        ("is:starred is:read", 1),
        ("shelf:exam", 3),
        ("shelf:starred", 1),
        ("-shelf:exam", 11),
        ("shelf:exam why", 2),
    ] {
        screen.press("<ctrl-u>").paste(&format!("{typed} "));
        assert_eq!(screen.model.questions.found.rows.len(), count, "{typed}");
    }
    screen.press("<ctrl-u>").paste("shelf:attic ");
    assert_eq!(screen.footer().trim(), "no shelf of yours begins with “attic”");
    screen.press("<ctrl-u>shelf:ex");
    assert!(screen.show().contains("→ Exam"), "{}", screen.show());
    screen.press("<right>");
    assert_eq!(screen.model.questions.input.text(), "shelf:Exam ");
    screen.press("<ctrl-u>is:");
    assert!(screen.show().contains("→ read  unread  starred  unlisted"));
}

#[test]
fn a_search_of_all_text_keeps_to_the_list_and_to_what_is_asked_of_the_reader() {
    let mut screen = on_the_shelf(120, 18);
    screen.press("slight");
    let request = screen.searched.last().unwrap().clone();
    assert_eq!(request.among.len(), 1);
    assert_eq!(request.among[0].paths.len(), 3);
    assert!(request.among[0].paths[0].ends_with("why-do-stars-twinkle.md") && request.unlisted);
    assert!(screen.row(1).contains("Exam ›"), "{}", screen.row(1));
    screen.press("<ctrl-g>");
    let request = screen.searched.last().unwrap();
    assert!(request.among.is_empty() && !request.unlisted);
    screen.press("<ctrl-u>").paste("is:unread -shelf:exam light");
    let among = &screen.searched.last().unwrap().among;
    let counts: Vec<_> = among.iter().map(|among| (among.paths.len(), among.negated)).collect();
    assert_eq!(counts, [(2, true), (3, true)]);
}

#[test]
fn what_goes_from_the_library_is_counted_as_gone_and_comes_back_in_its_place() {
    let mut screen = on_the_shelf(120, 18);
    let bread = "cookery/questions/why-does-bread-rise.md";
    screen.change(&[(bread, None)]);
    assert_eq!(questions(&screen), ["How is a violin tuned", "Why do stars twinkle"]);
    assert!(screen.show().contains(" 2 gone "), "{}", screen.show());
    screen.change(&[(bread, Some(&format!("---\nquestion: Bread?\nurl: {BREAD}\n---\nText.\n")))]);
    assert_eq!(questions(&screen), ["How is a violin tuned", "Bread", "Why do stars twinkle"]);
    assert!(screen.show().contains(" 1 gone "));
}

#[test]
fn what_is_gone_is_taken_off_a_shelf_or_loses_its_star_when_that_is_asked_for_twice() {
    let mut screen = on_the_shelf(120, 18);
    assert!(screen.show().contains(" 1 gone "));
    screen.press("D");
    let said = "D again takes 1 article off “Exam” that is gone";
    assert_eq!(screen.footer().trim(), said);
    screen.press("jkD");
    assert_eq!(screen.footer().trim(), said, "another key in between asks again");
    assert_eq!(screen.kept, []);
    screen.press("D");
    assert_eq!(screen.footer().trim(), "1 article taken off “Exam”");
    assert!(!screen.show().contains(" gone "), "{}", screen.show());
    assert_eq!(questions(&screen).len(), 3);
    screen.press("D");
    assert_eq!(screen.footer().trim(), "nothing of “Exam” is gone");
    let stars = [LOST, STARS, BREAD].map(named).into();
    screen.remember(Remembered { stars, ..remembered() });
    screen.change(&[("cookery/questions/why-does-bread-rise.md", None)]);
    screen.press("hgjj");
    assert_eq!(screen.model.subjects.chosen, Chosen::Own(Own::Starred));
    screen.press("DD");
    assert_eq!(screen.footer().trim(), "2 articles taken off “Starred”");
    assert_eq!(screen.model.memories.known().stars, [named(STARS)]);
    screen.press("kD");
    assert_eq!(screen.footer().trim(), "what was read stays in the history when it is gone");
}

#[test]
fn the_palette_knows_them_by_their_names() {
    let mut screen = screen(120, 18);
    screen.press("<ctrl-p>#exam");
    assert!(screen.show().contains("# Exam"), "{}", screen.show());
    screen.press("<enter>");
    assert_eq!(questions(&screen).len(), 3);
}

#[test]
fn how_much_of_a_subject_is_read_follows_the_key_and_every_file_counts() {
    let mut screen = screen(120, 18);
    let cookery = |screen: &Screen| {
        let rows = screen.pane(Pane::Subjects);
        let row = rows.into_iter().find(|row| row.contains("Cookery")).unwrap();
        row.split_whitespace().last().unwrap().to_owned()
    };
    assert_eq!(cookery(&screen), "1/2");
    screen.press("roux<alt-u>");
    assert_eq!(cookery(&screen), "2/2");
    let more = format!("---\nquestion: More?\nsubject: Cookery\nurl: {ROUX}\n---\nText.\n");
    screen.change(&[("cookery/more.md", Some(&more))]);
    assert_eq!(cookery(&screen), "3/3");
    screen.press("<alt-u><ctrl-u>bread<alt-u>");
    assert_eq!(cookery(&screen), "3");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_marked_put_and_moved_the_list_is_what_was_chosen_in_its_order(
        keys in prop::collection::vec(
            prop::sample::select(vec![
                "u", "*", "+", "<enter>", "<esc>", "{", "}", "j", "k", "h", "l", "n", "x", "r", "a",
                "<down>", "<up>", "J", "s", "b",
            ]),
            1..60,
        ),
    ) {
        let mut screen = screen(120, 18);
        screen.press("<esc>");
        for key in keys {
            screen.press(key);
            screen.show();
            let model = &screen.model;
            let rows = 0..model.subjects.rows();
            let has_row = rows.clone().any(|row| model.subjects.row(row) == Some(&model.subjects.chosen));
            prop_assert!(has_row, "{:?}", model.subjects.chosen);
            let questions = &model.questions;
            if model.focus == Pane::Answer || !questions.input.is_empty() {
                continue;
            }
            let catalog = &model.library.catalog;
            let scope = model.scope();
            let all = || catalog.ids().filter(|id| scope.holds(catalog, *id)).map(|id| id.0);
            let list = scope.within.list().map(|list| list.articles.clone());
            let expected = list.unwrap_or_else(|| all().collect());
            prop_assert_eq!(&questions.found.rows, &expected, "after {}", key);
            prop_assert!(questions.list.selected < expected.len().max(1));
        }
    }
}
