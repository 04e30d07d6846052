//! How the list of questions is arranged: its order, what is folded in it, how far it reaches.

use insta::assert_snapshot;
use recto::app::ordering::Order;
use recto::app::search::Indexed;
use recto::app::{Message, Pane};
use recto::library::catalog::ArticleId;
use recto::memory::{Memory, Named, Past, Remembered};

use crate::driver::Screen;

/// An article as an exporter writes it.
fn file(subject: &str, name: &str, question: &str, answer: &str, more: &str) -> (String, String) {
    let path = format!("{subject}/questions/{name}.md");
    let text = format!(
        "---\nquestion: >-\n    {question}\nanswer: >-\n    {answer}\n\
         url: /learn/{subject}/questions/{name}\nsubject: {subject}\n{more}---\n\n&nbsp;\n"
    );
    (path, text)
}

/// A library in which one article stands in three subjects, one question has two answers, and two
/// questions are nearly the same.
fn library(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::empty(columns, rows);
    let day = |day: &str, score: &str| format!("date: 2024-{day}\nscore: {score}\n");
    screen.load_notes(vec![
        file("acoustics", "beat", "What is a beat?", "Two tones.", &day("03-01", "2.0")),
        file(
            "acoustics",
            "drum",
            "How does a drum sound?",
            "Its skin swings.",
            &day("01-05", "0.5"),
        ),
        file("music", "beat", "What is a beat?", "Two tones.", &day("03-01", "2.0")),
        file("music", "reed", "What is a reed?", "A slip of cane.", &day("02-01", "-1.0")),
        file("music", "slip", "Why do reeds split?", "Dry cane.", ""),
        file("physics", "beat", "What is a beat?", "Two tones.", &day("03-01", "2.0")),
        file("physics", "reed", "What is a reed?", "A plant of wet ground.", &day("02-02", "3.5")),
    ]);
    screen
}

/// The rows of the list as they are shown.
fn rows(screen: &Screen) -> Vec<String> {
    let mut rows = screen.pane(Pane::Questions);
    rows.retain(|row| !row.is_empty());
    rows.iter().map(|row| row.replace('▌', " ")).collect()
}

fn questions(screen: &Screen) -> Vec<String> {
    let rows = rows(screen);
    let question = |row: &String| row.split('?').next().unwrap_or_default().trim().to_owned();
    rows.iter().map(question).collect()
}

#[test]
fn an_article_that_stands_in_several_subjects_is_one_line_that_opens() {
    let mut screen = library(100, 14);
    let folded = screen.show();
    screen.press("<esc>x");
    assert_snapshot!(format!("{folded}\n\nopened: {}", screen.show()));
}

#[test]
fn a_fold_closes_over_the_article_that_was_selected_in_it() {
    let mut screen = library(100, 14);
    screen.press("<esc>xjj");
    let selected = screen.model.selected();
    assert_eq!(selected, Some(ArticleId(5)));
    screen.press("x");
    assert_eq!(screen.model.selected(), Some(ArticleId(0)));
    assert_eq!(questions(&screen).len(), 5);
}

#[test]
fn one_key_shows_every_article_and_folds_them_again() {
    let mut screen = library(100, 14);
    screen.press("<esc>X");
    assert_eq!(questions(&screen).len(), 7);
    screen.press("x");
    assert_eq!(questions(&screen).len(), 5);
    screen.press("X");
    assert_eq!(questions(&screen).len(), 5);
}

#[test]
fn a_question_with_another_answer_is_not_folded_and_names_its_subject() {
    let rows = rows(&library(100, 14));
    let reeds: Vec<_> = rows.iter().filter(|row| row.contains("reed?")).collect();
    assert_eq!(reeds.len(), 2);
    assert!(reeds[0].ends_with("music") && reeds[1].ends_with("physics"), "{reeds:?}");
}

#[test]
fn in_one_subject_nothing_is_folded_away_from_it() {
    let mut screen = library(120, 14);
    screen.press("<esc>hjj<enter>");
    assert_eq!(questions(&screen), ["What is a beat", "What is a reed", "Why do reeds split"]);
}

#[test]
fn what_the_texts_tell_to_be_nearly_the_same_is_folded_when_it_comes_and_moves_nobody() {
    let mut screen = library(100, 14);
    screen.press("<esc>jjj");
    let before = screen.model.selected();
    screen.tell(Message::Twins(vec![vec![ArticleId(3), ArticleId(4)]]));
    assert_eq!(screen.model.selected(), before);
    assert_eq!(questions(&screen).len(), 5);
    screen.press("x");
    assert_eq!(questions(&screen).len(), 4);
    assert_eq!(screen.model.selected(), Some(ArticleId(3)));
    screen.press("<enter>");
    assert_snapshot!(screen.show());
}

#[test]
fn near_twins_that_come_while_nobody_has_chosen_anything_are_folded() {
    let mut screen = library(100, 14);
    screen.tell(Message::Twins(vec![vec![ArticleId(3), ArticleId(4)]]));
    assert_eq!(questions(&screen).len(), 4);
}

#[test]
fn a_near_twin_whose_file_went_leaves_no_blank_row_on_the_page() {
    let mut screen = library(100, 24);
    screen.tell(Message::Twins(vec![vec![ArticleId(3), ArticleId(4)]]));
    screen.press("<esc>jj<enter>");
    assert_eq!(screen.model.answer.page.jumps.len(), 2);
    screen.change(&[("music/questions/slip.md", None)]);
    assert_eq!(screen.model.answer.page.jumps.len(), 1);
    assert!(!screen.show().contains("Nearly"));
}

#[test]
fn the_article_that_is_read_stays_when_the_screen_changes_though_another_stands_for_it() {
    let mut screen = library(100, 14);
    screen.press("<esc><enter>1");
    assert_eq!(screen.model.answer.id(), Some(ArticleId(2)));
    screen.press("<esc>");
    assert_eq!(screen.model.selected(), Some(ArticleId(0)));
    screen.resize(110, 14);
    assert_eq!(screen.model.answer.id(), Some(ArticleId(2)));
}

#[test]
fn an_opened_fold_names_its_subjects_also_where_the_list_is_sorted_by_date() {
    let mut screen = library(140, 14);
    screen.press("<esc>xoo");
    let rows = rows(&screen);
    assert!(rows[0].contains("2024-03-01 acou"), "{rows:?}");
    assert!(rows[1].contains("2024-03-01 music"), "{rows:?}");
}

#[test]
fn the_list_is_sorted_by_what_comes_next_and_says_by_what() {
    let mut screen = library(100, 14);
    screen.press("<esc>X");
    let mut orders = Vec::new();
    for _ in 0..6 {
        screen.press("o");
        orders.push(format!("{}\n{}", screen.footer().trim(), rows(&screen).join("\n")));
    }
    assert_snapshot!(orders.join("\n\n"));
    assert_snapshot!(screen.press("o").show());
}

#[test]
fn what_was_read_last_comes_first() {
    let mut screen = library(100, 14);
    screen.press("<esc>jjj<enter><esc>kk<enter><esc>ooooo");
    assert_eq!(questions(&screen)[..2], ["How does a drum sound", "Why do reeds split"]);
}

#[test]
fn a_list_sorted_by_reading_follows_what_is_read() {
    let mut screen = library(100, 14);
    screen.press("<esc>ooooo");
    screen.press("jjj<enter><esc>");
    assert_eq!(questions(&screen)[0], "Why do reeds split");
    assert_eq!(screen.model.selected(), Some(ArticleId(4)));
}

#[test]
fn in_the_search_of_all_text_nothing_is_sorted_and_the_reader_is_told() {
    let mut screen = library(100, 14);
    screen.press("<ctrl-s>reed<alt-o>");
    assert_eq!(screen.model.questions.sorting.order(), Order::Relevance);
    assert_snapshot!(screen.footer());
}

#[test]
fn a_filter_keeps_the_order_that_was_chosen() {
    let mut screen = library(100, 14);
    screen.press("<esc>oo/what");
    assert_eq!(questions(&screen), ["What is a beat", "What is a reed", "What is a reed"]);
    let rows = rows(&screen);
    assert!(rows[1].contains("2024-02-02") && rows[2].contains("2024-02-01"), "{rows:?}");
}

#[test]
fn an_article_that_comes_while_the_list_is_sorted_takes_its_place() {
    let mut screen = library(100, 14);
    screen.press("<esc>o");
    let (path, text) = file("music", "arco", "What is arco?", "Bowed.", "");
    screen.change(&[(&path, Some(&text))]);
    assert_eq!(questions(&screen)[1], "What is a beat");
    assert_eq!(questions(&screen)[4], "What is arco");
}

#[test]
fn the_list_can_be_used_while_it_is_being_sorted() {
    let mut screen = library(100, 14);
    screen.hold_up().press("<esc>o");
    let before = questions(&screen);
    screen.press("j");
    let selected = screen.model.selected();
    assert!(screen.go_on());
    assert_ne!(questions(&screen), before);
    assert_eq!(screen.model.selected(), selected);
}

#[test]
fn a_filter_keeps_to_its_subject_until_a_key_widens_it_and_brings_it_back() {
    let mut screen = library(120, 14);
    screen.press("<esc>hj<enter>/reed");
    assert_eq!(questions(&screen), ["No question matches."]);
    screen.press("<ctrl-g>");
    assert_eq!(questions(&screen).len(), 3);
    let everywhere = screen.show();
    screen.press("<ctrl-g>");
    assert_snapshot!(format!("{everywhere}\n\nand back: {}", screen.show()));
}

#[test]
fn widening_keeps_the_article_that_was_chosen_selected_and_so_does_coming_back() {
    let mut screen = library(120, 14);
    screen.press("<esc>hjj<enter>jj");
    assert_eq!(screen.model.selected(), Some(ArticleId(4)));
    screen.press("a");
    assert_eq!(screen.model.selected(), Some(ArticleId(4)));
    screen.press("a");
    assert_eq!(screen.model.selected(), Some(ArticleId(4)));
}

#[test]
fn widening_from_the_answer_leaves_the_article_that_is_read() {
    let mut screen = library(120, 14);
    screen.press("<esc>hj<enter>/reed<ctrl-g><enter>");
    let read = screen.model.answer.id();
    assert_eq!(read, Some(ArticleId(3)));
    screen.press("a");
    assert_eq!(questions(&screen), ["No question matches."]);
    assert_eq!(screen.model.answer.id(), read);
}

#[test]
fn a_subject_chosen_in_the_palette_is_kept_to_after_widening() {
    let mut screen = library(120, 14);
    screen.press("<esc>hj<enter>a<ctrl-p>#music<enter>");
    assert_eq!(questions(&screen), ["What is a beat", "What is a reed", "Why do reeds split"]);
}

#[test]
fn the_search_of_all_text_widens_with_the_same_key() {
    let mut screen = library(120, 14);
    screen.press("<esc>hj<enter>sreed");
    assert_eq!(screen.searched.last().unwrap().subject.as_deref(), Some("acoustics"));
    screen.press("<ctrl-g>");
    assert_eq!(screen.searched.last().unwrap().subject, None);
}

#[test]
fn to_choose_another_subject_is_to_keep_to_it() {
    let mut screen = library(120, 14);
    screen.press("<esc>hj<enter>a");
    assert_eq!(questions(&screen).len(), 5);
    screen.press("hj<enter>");
    assert_eq!(questions(&screen), ["What is a beat", "What is a reed", "Why do reeds split"]);
}

#[test]
fn where_no_subject_is_chosen_there_is_nothing_to_widen() {
    assert_snapshot!(library(100, 14).press("<esc>a").footer());
}

#[test]
fn an_article_that_names_no_others_shows_similar_ones_and_says_that_they_were_computed() {
    let mut screen = library(100, 24);
    screen.tell(Message::Indexed(Indexed::Whole));
    screen.press("<esc>jj<enter>");
    let of = "music/questions/reed.md".to_owned();
    assert_eq!(screen.compared.last(), Some(&of));
    let similar = vec!["music/questions/slip.md".to_owned(), "gone.md".to_owned()];
    screen.tell(Message::Similar { of, similar });
    let shown = screen.show();
    screen.press("2");
    assert_eq!(screen.model.answer.id(), Some(ArticleId(4)));
    assert_snapshot!(shown);
}

#[test]
fn similar_articles_of_another_article_do_not_come_onto_the_page() {
    let mut screen = library(100, 24);
    screen.tell(Message::Indexed(Indexed::Whole));
    screen.press("<esc>jj<enter>");
    let before = screen.show();
    let similar = vec!["music/questions/reed.md".to_owned()];
    screen.tell(Message::Similar { of: "music/questions/slip.md".to_owned(), similar });
    assert_eq!(screen.show(), before);
}

#[test]
fn an_article_that_names_others_asks_for_no_similar_ones() {
    let mut screen = Screen::empty(100, 24);
    let named = "related_article1:\n    title: Two?\n    url: /learn/a/questions/two\n";
    screen.load_notes(vec![
        file("a", "one", "One?", "First.", named),
        file("a", "two", "Two?", "Second.", ""),
    ]);
    screen.tell(Message::Indexed(Indexed::Whole));
    assert_eq!(screen.model.answer.id(), Some(ArticleId(0)));
    assert!(screen.compared.is_empty());
}

#[test]
fn the_order_and_the_folds_of_the_last_time_come_back_but_not_over_what_was_chosen_since() {
    let settings = [("order", "date"), ("twins", "shown")];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let remembered = Remembered { settings: settings.into(), ..Remembered::default() };
    let mut screen = library(100, 14);
    screen.remember(remembered.clone());
    assert_eq!(questions(&screen).len(), 7);
    assert!(rows(&screen)[0].contains("2024-03-01"));
    let mut screen = library(100, 14);
    screen.press("<esc>ooo");
    let order = Memory::Setting("order".to_owned(), "subject".to_owned());
    assert_eq!(screen.kept.last(), Some(&order));
    screen.remember(remembered);
    assert_eq!(screen.model.questions.sorting.sorted_by(), Order::Subject);
    assert_eq!(questions(&screen).len(), 7);
}

#[test]
fn what_was_read_in_an_earlier_run_counts_as_read_before_what_was_read_in_this_one() {
    let mut screen = library(100, 14);
    screen.press("<esc>j<enter><esc>ooooo");
    let article = "/learn/music/questions/slip".to_owned();
    let visit = Named { article, question: String::new(), subject: String::new() };
    let visits = vec![Past { session: 1, time: 0, visit }];
    screen.remember(Remembered { visits, ..Remembered::default() });
    assert_eq!(questions(&screen)[..2], ["How does a drum sound", "Why do reeds split"]);
}

#[test]
fn to_choose_a_subject_is_to_search_all_text_in_it() {
    let mut screen = library(120, 14);
    screen.press("<esc>sreed");
    assert_eq!(screen.searched.last().unwrap().subject, None);
    screen.press("<tab>");
    while screen.model.focus != Pane::Subjects {
        screen.press("<shift-tab>");
    }
    // What was read recently stands above the subjects by now.
    screen.press("jjj");
    assert_eq!(screen.searched.last().unwrap().subject.as_deref(), Some("music"));
}

#[test]
fn each_article_of_an_opened_fold_is_shown_when_the_reader_comes_to_it() {
    for open in ["x", "X"] {
        let mut screen = library(100, 14);
        screen.press("<esc>").press(open);
        for key in ["j", "j", "k", "k"] {
            screen.press(key);
            assert_eq!(screen.model.answer.id(), screen.model.selected(), "{open} {key}");
        }
    }
}
