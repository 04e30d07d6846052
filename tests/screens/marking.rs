//! Marking articles as read and starring them, and what the lists and the answer say of it.

use insta::assert_snapshot;
use recto::app::search::{Hit, Indexed, Results};
use recto::app::{Message, Pane};
use recto::keymap::Place;
use recto::memory::{Memory, Named, Remembered, Shelf};

use crate::driver::Screen;

const BREAD: &str = "/learn/cookery/questions/why-does-bread-rise";

/// The row of the list that holds a text.
fn row(screen: &Screen, text: &str) -> String {
    let rows = screen.pane(Pane::Questions);
    rows.into_iter().find(|row| row.contains(text)).unwrap_or_default()
}

fn named(key: &str) -> Named {
    Named { article: key.to_owned(), ..Named::default() }
}

#[test]
fn a_read_article_and_a_starred_one_bear_their_signs_and_others_lose_no_room() {
    let mut screen = Screen::new(120, 18);
    let before = screen.pane(Pane::Questions);
    screen.press("<esc>ju*j*jjuk");
    let wide = screen.show();
    let after = screen.pane(Pane::Questions);
    assert_eq!(before[5], after[5]);
    screen.resize(60, 14);
    let narrow = screen.show();
    assert_snapshot!(format!("{wide}\n\n{narrow}\n\n{}", screen.resize(20, 5).show()));
}

#[test]
fn signs_are_told_without_colours_too() {
    let mut screen = Screen::new(80, 14).monochrome();
    screen.press("<esc>ju*j*");
    assert_snapshot!(screen.show());
}

#[test]
fn the_keys_mark_and_take_back_and_say_so() {
    let mut screen = Screen::new(100, 14);
    screen.press("<esc>");
    for (key, said) in
        [("u", "read"), ("u", "unread again"), ("*", "starred"), ("*", "starred no more")]
    {
        assert_eq!(screen.press(key).footer().trim(), said);
    }
    let mark = |memory: &Memory| match memory {
        Memory::Read(_, is) => format!("read {is}"),
        Memory::Star(_, is) => format!("star {is}"),
        other => format!("{other:?}"),
    };
    let marks: Vec<_> = screen.kept.iter().map(mark).collect();
    assert_eq!(marks, ["read true", "read false", "star true", "star false"]);
}

#[test]
fn what_is_typed_is_marked_with_alt_and_letters_are_typed() {
    let mut screen = Screen::new(100, 14);
    screen.press("bread<alt-u><alt-s>");
    assert_eq!(screen.model.questions.input.text(), "bread");
    assert!(row(&screen, "bread").contains("★✓"));
    screen.press("<ctrl-u>u*");
    assert_eq!(screen.model.questions.input.text(), "u*");
}

#[test]
fn in_the_answer_the_article_is_meant_that_is_read_and_its_title_says_what_it_is() {
    let mut screen = Screen::new(100, 14);
    screen.press("bread rise<enter>");
    assert!(screen.row(1).contains(" Answer ─"));
    screen.press("u");
    assert!(screen.row(1).contains(" Answer · read ─"), "{}", screen.row(1));
    screen.press("*");
    assert!(screen.row(1).contains(" Answer · ★ · read ─"), "{}", screen.row(1));
    // Another one that is shown has no part in it.
    screen.press("<esc><esc><esc>gg");
    assert!(screen.row(1).contains(" Answer ─"));
}

#[test]
fn a_screen_without_borders_has_the_signs_before_the_question() {
    let mut screen = Screen::new(20, 5);
    screen.press("bread rise<enter>*");
    assert!(screen.row(0).starts_with(" ★ Why does…"));
}

#[test]
fn the_letters_that_moved_by_half_a_page_leave_that_to_control() {
    let mut screen = Screen::new(100, 14);
    screen.press("<esc><ctrl-d>");
    let selected = screen.model.questions.list.selected;
    assert!(selected > 1);
    screen.press("d");
    assert_eq!(screen.model.questions.list.selected, selected);
    screen.press("<ctrl-u>");
    assert_eq!(screen.model.questions.list.selected, 0);
    screen.press("?dd");
    assert!(screen.model.overlays[0].top > 0, "a text that lies above keeps its letters");
}

#[test]
fn what_is_remembered_is_shown_as_soon_as_it_is_known_and_hits_bear_it_too() {
    let mut screen = Screen::new(100, 20);
    let read = [(BREAD.to_owned(), 7)].into();
    screen.remember(Remembered { read, stars: vec![named(BREAD)], ..Remembered::default() });
    assert!(row(&screen, "bread rise").ends_with("★✓"), "{}", row(&screen, "bread rise"));
    screen.tell(Message::Indexed(Indexed::Whole));
    screen.press("<ctrl-s>yeast");
    let path = "cookery/questions/why-does-bread-rise.md".to_owned();
    let hit = Hit { path, snippet: "Yeast makes gas.".to_owned(), ..Hit::default() };
    let ticket = screen.searched.last().unwrap().ticket;
    let results = Results { total: 1, hits: vec![hit], ..Results::default() };
    screen.tell(Message::Found(ticket, results));
    assert!(row(&screen, "bread rise").contains("★✓ Cookery"), "{}", row(&screen, "bread rise"));
    screen.press("<alt-s>");
    assert_eq!(screen.model.place(), Place::Search);
    assert!(row(&screen, "bread rise").contains(" ✓ Cookery"));
}

#[test]
fn every_file_with_the_url_of_a_marked_article_is_marked_also_when_it_comes_later() {
    let mut screen = Screen::empty(100, 14);
    let note = |question: &str| format!("---\nquestion: {question}\nurl: /one\n---\nText.\n");
    let other = "---\nquestion: Other?\nurl: /other\n---\nText.\n".to_owned();
    screen.load_notes(vec![
        ("a.md".to_owned(), note("First?")),
        ("b.md".to_owned(), note("Second?")),
        ("c.md".to_owned(), other),
    ]);
    screen.press("<esc>j*");
    let signs = |screen: &Screen| {
        let rows = screen.pane(Pane::Questions);
        rows.iter().map(|row| row.contains("★")).collect::<Vec<_>>()
    };
    assert_eq!(signs(&screen)[..3], [true, true, false]);
    screen.change(&[("d.md", Some(&note("Third?")))]);
    assert_eq!(signs(&screen)[..4], [true, true, false, true]);
    screen.press("*");
    assert_eq!(signs(&screen)[..4], [false; 4]);
}

#[test]
fn where_there_is_no_article_it_is_said() {
    let mut screen = Screen::new(100, 14);
    screen.press("zzzzqqq<alt-s>");
    assert_eq!(screen.footer().trim(), "there is no article here");
    assert_eq!(screen.kept, []);
}

#[test]
fn the_keys_that_mark_say_among_the_subjects_where_they_work() {
    let mut screen = Screen::new(120, 14);
    screen.press("<esc>h*");
    assert_eq!(screen.footer().trim(), "* marks an article; Tab leads to the questions");
    screen.press("u");
    assert_eq!(screen.footer().trim(), "u marks an article; Tab leads to the questions");
    assert_eq!(screen.kept, []);
}

#[test]
fn a_note_that_gets_a_url_keeps_its_star_its_read_mark_and_its_place_on_a_shelf() {
    let mut screen = Screen::empty(100, 14);
    let note = |question: &str, url: &str| format!("---\nquestion: {question}\n{url}---\nText.\n");
    screen.load_notes(vec![
        ("a.md".to_owned(), note("Apples?", "")),
        ("b.md".to_owned(), note("Pears?", "")),
    ]);
    let shelves = vec![Shelf { name: "Fruit".to_owned(), articles: vec![named("a.md")] }];
    let read = [("a.md".to_owned(), 7)].into();
    let stars = vec![named("a.md"), named("b.md")];
    screen.remember(Remembered { read, stars, shelves, ..Remembered::default() });
    assert!(row(&screen, "Apples").contains("★✓"), "{}", row(&screen, "Apples"));
    assert_eq!(screen.kept, []);
    screen.change(&[("a.md", Some(&note("Apples?", "url: /apples\n")))]);
    assert!(row(&screen, "Apples").contains("★✓"), "{}", row(&screen, "Apples"));
    assert!(matches!(&screen.kept[..], [Memory::Rekey(from, _)] if from == "a.md"));
    let known = screen.model.memories.known();
    assert_eq!(known.shelves[0].articles[0].article, "/apples");
    assert!(known.is_read("/apples") && !known.is_read("a.md"));
    screen.press("<esc>*");
    assert!(!row(&screen, "Apples").contains("★"), "{}", row(&screen, "Apples"));
    // Another article has the path as its url: what is kept is that one's.
    let other = note("Plums?", "url: b.md\n");
    screen.change(&[("c.md", Some(&other)), ("b.md", Some(&note("Pears?", "url: /pears\n")))]);
    assert!(row(&screen, "Plums").contains("★") && !row(&screen, "Pears").contains("★"));
    assert_eq!(screen.kept.len(), 2);
}
