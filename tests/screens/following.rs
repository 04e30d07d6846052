//! The folder changes while it is read, or since it was read last.

use recto::app::library::Progress;
use recto::app::opening::open_when_loaded;
use recto::app::{Message, Pane};

use crate::driver::Screen;

const ROUX: &str = "cookery/questions/what-is-a-roux.md";
const BREAD: &str = "cookery/questions/why-does-bread-rise.md";

/// A note of many lines, the first of which is its title.
fn note(title: &str, lines: usize) -> String {
    (1..=lines).fold(format!("# {title}\n"), |text, line| format!("{text}\nLine {line}.\n"))
}

fn selected(screen: &Screen) -> String {
    let id = screen.model.questions.selected().unwrap();
    screen.model.library.catalog.get(id).unwrap().question.to_owned()
}

#[test]
fn a_new_article_stands_in_its_place_and_the_selection_stays() {
    let mut screen = Screen::new(120, 9);
    screen.press("<esc>");
    while selected(&screen) != "What is a roux?" {
        screen.press("j");
    }
    let list = screen.pane(Pane::Questions);
    let row = list.iter().position(|row| row.contains("What is a roux?"));
    screen.change(&[("cookery/questions/a-new-one.md", Some("# What is a new one?\n\nThis."))]);
    assert_eq!(selected(&screen), "What is a roux?");
    let list = screen.pane(Pane::Questions);
    let at = |title| list.iter().position(|row| row.contains(title));
    assert_eq!(at("What is a roux?"), row, "it does not move on the screen either");
    assert_eq!(at("What is a new one?").map(|new| new + 1), row, "{list:?}");
}

#[test]
fn the_article_that_is_read_is_shown_anew_at_its_place() {
    let mut screen = Screen::new(120, 24);
    screen.change(&[("a-note.md", Some(&note("A note", 60)))]);
    screen.press("A note<enter>");
    screen.press("jjjjjjjjjj");
    let first = screen.pane(Pane::Answer)[1].clone();
    assert!(first.contains("Line"), "{first}");
    let changed = format!("{}\nAnd one more.\n", note("A note", 60));
    screen.change(&[("a-note.md", Some(&changed))]);
    assert_eq!(screen.pane(Pane::Answer)[1], first);
    screen.press("G");
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("And one more.")));
}

#[test]
fn scrolling_while_a_changed_article_is_read_again_is_not_lost() {
    let mut screen = Screen::new(120, 24);
    screen.change(&[("a-note.md", Some(&note("A note", 60)))]);
    screen.press("A note<enter>");
    screen.hold();
    screen.change(&[("a-note.md", Some(&note("A note", 61)))]);
    screen.press("jjjjjjjjjj");
    let first = screen.pane(Pane::Answer)[1].clone();
    assert!(first.contains("Line"), "{first}");
    screen.release();
    assert_eq!(screen.pane(Pane::Answer)[1], first);
}

#[test]
fn an_article_left_while_it_is_read_again_comes_back_where_it_was_left() {
    let mut screen = Screen::new(120, 24);
    screen.change(&[("a-note.md", Some(&note("A note", 60)))]);
    screen.press("A note<enter>jjjjjjjjjj");
    let first = screen.pane(Pane::Answer)[1].clone();
    screen.hold();
    screen.change(&[("a-note.md", Some(&note("A note", 61)))]);
    screen.press("<esc>/<ctrl-u>bread<enter>");
    screen.release();
    screen.press("<backspace>");
    assert_eq!(screen.pane(Pane::Answer)[1], first);
}

#[test]
fn an_article_whose_file_is_gone_stays_to_be_read_and_says_so() {
    let mut screen = Screen::new(120, 24);
    screen.press("bread<enter>");
    screen.change(&[(BREAD, None)]);
    let shown = screen.show();
    assert!(screen.footer().contains("gone"), "{shown}");
    assert!(shown.contains("┌ its file is gone · Answer ─"), "{shown}");
    assert!(screen.pane(Pane::Answer).join("\n").contains("yeast"), "{shown}");
    assert!(!screen.pane(Pane::Questions).join("\n").contains("bread"), "{shown}");
    screen.change(&[(BREAD, Some("---\nquestion: Why bread?\n---\n\nIt is back.\n"))]);
    let shown = screen.show();
    assert!(shown.contains("It is back."), "{shown}");
    assert!(!shown.contains("is gone"), "{shown}");
}

#[test]
fn the_way_back_to_an_article_whose_file_is_gone_says_so() {
    let mut screen = Screen::new(120, 24);
    screen.press("roux<enter>");
    screen.press("<esc>/<ctrl-u>bread<enter>");
    screen.change(&[(ROUX, None)]);
    screen.press("<backspace>");
    assert!(screen.footer().contains("the file of “What is a roux?” is gone"), "{}", screen.show());
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("bread")), "{}", screen.show());
}

#[test]
fn a_filter_goes_on_choosing_from_what_changes() {
    let mut screen = Screen::new(120, 24);
    screen.press("bread");
    screen.change(&[
        ("cookery/questions/bread-again.md", Some("# Why is bread salted?\n\nTaste.")),
        ("cookery/questions/other.md", Some("# Why is soup hot?\n\nFire.")),
    ]);
    let list = screen.pane(Pane::Questions).join("\n");
    assert!(list.contains("Why is bread salted?") && !list.contains("soup"), "{list}");
}

#[test]
fn what_refers_to_an_article_that_went_is_looked_at_again() {
    let mut screen = Screen::new(120, 24);
    let note = "# A note\n\nSee [roux](cookery/questions/what-is-a-roux.md).\n";
    screen.change(&[("a-note.md", Some(note))]);
    screen.change(&[(ROUX, None)]);
    assert!(screen.looked_at.iter().any(|file| file.ends_with("a-note.md")));
}

#[test]
fn a_library_that_was_read_before_is_there_at_once() {
    let mut screen = Screen::restored(120, 24);
    let shown = screen.show();
    assert!(screen.pane(Pane::Questions).join("\n").contains("What is a light year?"), "{shown}");
    assert!(screen.row(0).contains("14 articles"), "{shown}");
    screen.change(&[(BREAD, None)]);
    screen.tell(Message::Checked);
    assert!(screen.row(0).contains("13 articles"), "{}", screen.show());
}

#[test]
fn the_file_that_recto_was_started_with_is_open_in_the_first_frame() {
    let mut screen = Screen::restored(120, 24);
    open_when_loaded(&mut screen.model, ROUX.to_owned());
    screen.tell(Message::Progress(Progress::default()));
    screen.change(&[("unrelated.md", Some("# Unrelated"))]);
    assert!(screen.pane(Pane::Answer).join("\n").contains("What is a roux?"), "{}", screen.show());
    open_when_loaded(&mut screen.model, "missing.md".to_owned());
    screen.tell(Message::Checked);
    assert!(screen.footer().contains("missing.md could not be opened"), "{}", screen.show());
}

#[test]
fn only_work_that_takes_a_while_has_a_gauge() {
    let mut screen = Screen::restored(120, 24);
    let progress = Progress { done: 9_000, of: 36_000, growing: false, millis: 100 };
    screen.tell(Message::Progress(progress));
    assert!(!screen.row(0).contains("checking"), "{}", screen.row(0));
    screen.tell(Message::Progress(Progress { millis: 1_000, ..progress }));
    let header = screen.row(0);
    assert!(header.contains("9,000 of 36,000 · 9,000 a second · 3 s left"), "{header}");
    screen.tell(Message::Checked);
    assert!(!screen.row(0).contains("checking"), "{}", screen.row(0));
}
