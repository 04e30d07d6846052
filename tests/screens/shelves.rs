//! Shelves: putting articles on them, naming and deleting them, and the order of the one that is shown.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::keymap::Place;
use recto::keymap::mouse::MouseKind::Press;
use recto::memory::{Memory, Named, Remembered, Shelf, ShelfChange};

use crate::driver::Screen;

const BREAD: &str = "/learn/cookery/questions/why-does-bread-rise";
const STARS: &str = "/learn/astronomy/questions/why-do-stars-twinkle";
const VIOLIN: &str = "/learn/music/questions/how-is-a-violin-tuned";
const LOST: &str = "/learn/cookery/questions/what-was-thrown-away";

fn shelf(name: &str, articles: &[&str]) -> Shelf {
    let named = |key: &&str| Named { article: (*key).to_owned(), ..Named::default() };
    Shelf { name: name.to_owned(), articles: articles.iter().map(named).collect() }
}

/// A reader with two shelves, the article on one of them selected.
fn screen(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::new(columns, rows);
    let shelves = vec![
        shelf("Exam", &[VIOLIN, LOST, BREAD, STARS]),
        shelf("a shelf with a name that is rather long for a list of shelves", &[]),
    ];
    screen.remember(Remembered { shelves, ..Remembered::default() });
    screen.press("<esc>/bread rise");
    screen
}

/// The shelves with their articles, as they are remembered.
fn shelves(screen: &Screen) -> String {
    let last = |key: &str| key.rsplit('-').next().unwrap_or_default().to_owned();
    let of = |shelf: &Shelf| {
        let articles: Vec<_> = shelf.articles.iter().map(|named| last(&named.article)).collect();
        format!("{}: {}", shelf.name, articles.join(" "))
    };
    let shelves = &screen.model.memories.known().shelves;
    shelves.iter().map(of).map(|it| it.trim().to_owned()).collect::<Vec<_>>().join("; ")
}

fn questions(screen: &Screen) -> Vec<String> {
    let mut rows = screen.pane(Pane::Questions);
    rows.retain(|row| !row.trim().is_empty());
    let question =
        |row: &String| row.replace('▌', " ").split('?').next().unwrap().trim().to_owned();
    rows.iter().map(question).collect()
}

#[test]
fn the_shelves_show_where_the_article_stands_and_enter_puts_it_on_and_takes_it_off() {
    let mut screen = screen(100, 14);
    screen.press("<down><enter><esc>+");
    let wide = screen.show();
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "taken off “Exam”");
    assert_eq!(shelves(&screen).split(';').next(), Some("Exam: tuned away twinkle"));
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "put on “Exam”");
    assert_eq!(shelves(&screen).split(';').next(), Some("Exam: tuned away twinkle rise"));
    assert_snapshot!(format!("{wide}\n\n{}", screen.resize(20, 5).show()));
}

#[test]
fn who_has_no_shelf_is_asked_for_the_name_of_one_at_once() {
    let mut screen = Screen::new(80, 14);
    screen.press("<esc>+");
    assert_eq!(screen.model.place(), Place::Naming);
    screen.press(" To learn ");
    let asked = screen.show();
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "put on the new shelf “To learn”");
    assert_eq!(shelves(&screen), "To learn: orbits");
    assert!(
        matches!(&screen.kept[..], [Memory::Shelf(ShelfChange::Put(name, _))] if name == "To learn")
    );
    screen.press("<esc>");
    assert_eq!(screen.model.place(), Place::Questions);
    assert_snapshot!(format!("{asked}\n\nafterwards: {}", screen.show()));
}

#[test]
fn a_name_that_cannot_be_one_is_refused_and_stays_to_be_changed() {
    let mut screen = screen(100, 14);
    screen.press("<esc><esc>+n  <enter>");
    assert_eq!(screen.footer().trim(), "a shelf needs a name");
    screen.paste(&"long ".repeat(20)).press("<enter>");
    assert_eq!(screen.footer().trim(), "the name of a shelf has at most 60 columns");
    assert_eq!(screen.model.place(), Place::Naming);
    assert!(!screen.kept.iter().any(|memory| matches!(memory, Memory::Shelf(_))));
    screen.press("<ctrl-u>").paste("a\u{1b}[31m\u{202e}b").press("<enter>");
    let names = shelves(&screen);
    assert!(names.contains("; a") && names.contains("[31mb: orbits"), "{names}");
    assert!(!names.contains(['\u{1b}', '\u{202e}']), "{names}");
}

#[test]
fn a_shelf_that_differs_in_capitals_only_is_made_with_a_word_of_warning() {
    let mut screen = screen(100, 14);
    screen.press("<esc><esc>+nexam<enter>");
    assert_eq!(screen.footer().trim(), "put on the new shelf “exam”; there is “Exam” too");
    screen.press("nExam<enter>");
    assert_eq!(screen.footer().trim(), "put on “Exam”; there is “exam” too");
    assert_eq!(screen.model.memories.known().shelves.len(), 3);
}

#[test]
fn a_shelf_is_renamed_where_it_is_chosen_and_never_over_another_one() {
    let mut screen = screen(120, 14);
    screen.press("<esc><esc>hgj<enter>+r");
    assert_eq!(screen.model.shelving.input.text(), "Exam");
    screen.press("s<enter>");
    assert_eq!(screen.footer().trim(), "“Exam” is called “Exams” now");
    screen.press("<esc>");
    assert!(screen.row(1).contains("Exams ─"), "{}", screen.row(1));
    assert_eq!(questions(&screen).len(), 3);
    screen.press("+nOther<enter>r<ctrl-u>Exams<enter>");
    assert_eq!(screen.footer().trim(), "there is a shelf “Exams” already");
    screen.press("<ctrl-u>other<enter>");
    assert_eq!(screen.footer().trim(), "“Other” is called “other” now");
}

#[test]
fn deleting_asks_once_and_says_that_the_articles_stay() {
    let mut screen = screen(120, 14);
    screen.press("<esc><esc>hgj<enter>+x");
    let said = "x again deletes the shelf “Exam”; its 3 articles stay in the library";
    assert_eq!(screen.footer().trim(), said);
    screen.press("jkx");
    assert_eq!(screen.footer().trim(), said, "another key in between asks again");
    screen.press("x");
    assert_eq!(screen.footer().trim(), "the shelf “Exam” is deleted");
    screen.press("<esc>");
    assert_eq!(questions(&screen).len(), 10, "all, as many as there is room for");
    assert!(screen.row(1).contains(" Questions "));
}

#[test]
fn an_article_is_moved_on_the_shelf_that_is_shown_and_stays_selected() {
    let mut screen = screen(120, 14);
    screen.press("<esc><esc>hgj<enter>");
    screen.press("}");
    assert_eq!(shelves(&screen).split(';').next(), Some("Exam: away rise tuned twinkle"));
    let selected =
        |screen: &Screen| questions(screen)[screen.model.questions.list.selected].clone();
    assert_eq!(selected(&screen), "How is a violin tuned");
    screen.press("}}");
    assert_eq!(screen.footer().trim(), "the list ends here");
    assert_eq!(shelves(&screen).split(';').next(), Some("Exam: away rise twinkle tuned"));
    screen.press("{{{");
    assert_eq!(screen.footer().trim(), "the list ends here");
    assert_eq!(shelves(&screen).split(';').next(), Some("Exam: away tuned rise twinkle"));
    assert_eq!(
        (selected(&screen).as_str(), screen.model.questions.list.selected),
        ("How is a violin tuned", 0)
    );
}

#[test]
fn elsewhere_it_is_said_why_nothing_can_be_moved() {
    let mut screen = screen(120, 14);
    let said = |screen: &mut Screen, keys: &str| screen.press(keys).footer().trim().to_owned();
    let only = "only a shelf has an order of yours; + puts articles on shelves";
    assert_eq!(said(&mut screen, "<esc><esc>}"), only);
    assert_eq!(
        said(&mut screen, "hgj<enter>o}"),
        "the shelf is sorted by title; o leads to its own order"
    );
    screen.press("ooooo/why<ctrl-p>shelf-up<enter>");
    assert_eq!(screen.footer().trim(), "the order of a shelf is changed while nothing is typed");
}

#[test]
fn the_mouse_puts_an_article_on_a_shelf() {
    let mut screen = screen(100, 14);
    screen.press("<esc><esc>+");
    screen.click("Exam");
    assert_eq!(screen.footer().trim(), "put on “Exam”");
    screen.mouse(Press, 0, 0);
    assert!(screen.model.overlays.is_empty());
}

#[test]
fn without_an_article_shelves_are_kept_in_order_all_the_same() {
    let mut screen = screen(100, 14);
    screen.press("<ctrl-u>zzzz<ctrl-p>shelves<enter>");
    assert_eq!(screen.model.place(), Place::Shelves);
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "there is no article here");
    screen.press("nNew<enter>");
    assert_eq!(screen.footer().trim(), "there is a shelf “New” now");
}

#[test]
fn the_key_of_shelves_leads_from_a_shelf_among_the_subjects_to_what_can_be_done_with_it() {
    let mut screen = screen(120, 14);
    screen.press("<esc><esc>+j<enter><esc>hgjj");
    assert_eq!(screen.model.place(), Place::Subjects);
    screen.press("+x");
    let said = "x again deletes the shelf “a shelf with a name that is rather long for a list of";
    assert!(screen.footer().trim().starts_with(said), "{}", screen.footer());
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "there is no article here");
    screen.press("xx<esc>");
    assert_eq!(shelves(&screen), "Exam: tuned away rise twinkle");
    assert_eq!(screen.model.place(), Place::Subjects);
}

#[test]
fn a_shelf_deleted_while_its_article_is_read_leaves_the_article_and_shows_all() {
    let mut screen = screen(120, 14);
    screen.press("<esc><esc>hgj<enter><enter>");
    let read = screen.model.answer.id();
    screen.press("+xx<esc>");
    assert_eq!(screen.model.answer.id(), read);
    assert!(screen.row(1).contains(" Questions "), "{}", screen.row(1));
}
