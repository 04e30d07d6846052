//! The panes: choosing a subject, walking, zooming, hiding.

use insta::assert_snapshot;
use recto::app::Pane;

use crate::driver::Screen;

#[test]
fn choosing_a_subject_leaves_only_its_questions() {
    let mut screen = Screen::new(120, 16);
    screen.press("<shift-tab>jj");
    assert_snapshot!(screen.show());
}

#[test]
fn a_chosen_subject_scopes_the_filter_and_escape_lets_it_go() {
    let mut screen = Screen::new(120, 16);
    screen.press("<shift-tab>jj<enter>/seed");
    let scoped = screen.show();
    screen.press("<esc><esc><esc>");
    assert!(screen.row(1).contains("Questions"), "{}", screen.show());
    assert_snapshot!(scoped);
}

#[test]
fn at_100_columns_the_subjects_lie_over_the_questions() {
    let mut screen = Screen::new(100, 16);
    screen.press("<shift-tab>j");
    let overlaid = screen.show();
    screen.press("<enter>");
    assert_snapshot!(format!("{overlaid}\n\nafter Enter: {}", screen.show()));
}

#[test]
fn tab_walks_the_panes_in_a_circle() {
    let mut screen = Screen::new(120, 16);
    screen.press("<esc>gjjjj");
    let start = screen.show();
    let mut seen = vec![screen.model.focus];
    assert_eq!(screen.model.answer.page.link_count(), 0, "no links to walk on the way");
    for _ in 0..3 {
        screen.press("<tab>");
        seen.push(screen.model.focus);
    }
    assert_eq!(seen, [Pane::Questions, Pane::Answer, Pane::Subjects, Pane::Questions]);
    screen.press("<shift-tab><shift-tab><shift-tab>");
    assert_eq!(screen.show().lines().next(), start.lines().next());
    assert_eq!(screen.model.focus, Pane::Questions);
}

#[test]
fn zoom_gives_the_answer_the_whole_screen_at_a_comfortable_measure() {
    let mut screen = Screen::new(130, 30);
    screen.press("twinkle<enter>");
    let before = screen.show();
    screen.press("z");
    let zoomed = screen.show();
    screen.press("z");
    assert_eq!(screen.show(), before);
    assert_snapshot!(zoomed);
}

#[test]
fn escape_leaves_the_zoom_then_the_answer() {
    let mut screen = Screen::new(120, 20);
    screen.press("twinkle<enter>z<esc>");
    assert_eq!((screen.model.zoomed, screen.model.focus), (false, Pane::Answer));
    screen.press("<esc>");
    assert_eq!(screen.model.focus, Pane::Questions);
}

#[test]
fn zoom_from_the_list_reads_what_is_selected() {
    let mut screen = Screen::new(120, 20);
    screen.press("violin<esc><esc>");
    let shown = screen.pane(Pane::Answer)[0].trim().to_owned();
    screen.press("z");
    assert_eq!(screen.pane(Pane::Answer)[0].trim(), shown);
}

#[test]
fn hidden_subjects_give_their_room_to_the_others() {
    let mut screen = Screen::new(120, 16);
    screen.press("<esc>");
    let before = screen.show();
    screen.press("S");
    let hidden = screen.show();
    screen.press("S");
    assert_eq!(screen.show(), before);
    assert_snapshot!(hidden);
}

#[test]
fn unlisted_articles_are_shown_when_asked_for() {
    let mut screen = Screen::new(120, 24);
    screen.press("<esc>U");
    let shown = screen.show();
    screen.press("U");
    assert_snapshot!(format!("{shown}\n\nand hidden again:\n{}", screen.footer()));
}

#[test]
fn an_unlisted_article_says_that_it_is_one() {
    let mut screen = Screen::new(100, 14);
    screen.press("<esc>U/moss<enter>");
    assert_snapshot!(screen.show());
}

#[test]
fn the_same_question_in_two_subjects_names_its_subject() {
    let mut screen = Screen::new(100, 14);
    screen.press("resonance");
    let rows = screen.pane(Pane::Questions);
    assert!(rows[0].ends_with("Astronomy"), "{rows:?}");
    assert!(rows[1].ends_with("Music"), "{rows:?}");
}

#[test]
fn a_list_longer_than_its_pane_follows_the_selection() {
    let mut screen = Screen::new(80, 10);
    screen.press("<esc>G");
    let end = screen.show();
    screen.press("g");
    assert_eq!(screen.model.questions.list.top, 0);
    assert_snapshot!(end);
}
