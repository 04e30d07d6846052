//! Where a link leads, seen before it is followed.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::app::preview::area;
use recto::keymap::Place;
use recto::keymap::mouse::MouseKind::Press;

use crate::driver::Screen;
use crate::handmade::{push_link, reading, text};

const LIGHT: &str = "astronomy/questions/what-is-a-light-year.md";

/// A screen on which the first related article is selected.
fn looking(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::new(columns, rows);
    screen.press("twinkle<enter>p");
    screen
}

fn first_line(screen: &Screen) -> String {
    screen.pane(Pane::Answer)[0].trim().to_owned()
}

#[test]
fn it_stands_beside_the_page_where_there_is_a_list_and_over_it_else() {
    let wide = looking(120, 24).show();
    assert_snapshot!(format!("{wide}\n\none pane: {}", looking(60, 24).show()));
}

#[test]
fn where_there_is_no_room_there_is_none_and_the_reader_is_told() {
    let screen = looking(20, 5);
    assert_eq!(area(&screen.model), None);
    assert_eq!(screen.model.place(), Place::Answer);
    assert!(screen.footer().contains("no room"), "{}", screen.footer());
}

#[test]
fn it_never_covers_the_link_that_it_is_of() {
    for columns in (0..140).step_by(7) {
        for rows in 0..40 {
            let screen = looking(columns, rows);
            let Some(area) = area(&screen.model) else { continue };
            let page = screen.model.geometry().page();
            let answer = &screen.model.answer;
            for line in answer.in_view(screen.model.height(Pane::Answer)) {
                let row = page.y + u16::try_from(line - answer.top).unwrap();
                for link in answer.link_columns(line, &answer.page.lines[line].spans) {
                    let column = page.x + u16::try_from(link.start).unwrap();
                    assert!(!area.contains((column, row).into()), "{columns} x {rows}");
                }
            }
            let screen = ratatui::layout::Rect::new(0, 0, columns, rows);
            assert_eq!(area.intersection(screen), area);
        }
    }
}

#[test]
fn enter_follows_the_link_and_the_way_back_leads_to_the_page() {
    let mut screen = looking(120, 24);
    screen.press("<enter>");
    assert_eq!(first_line(&screen), "What is a light year?");
    assert_eq!(area(&screen.model), None);
    screen.press("<backspace>");
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("1 What is a light")));
}

#[test]
fn looking_is_no_visit_and_escape_gives_the_place_back() {
    let mut screen = Screen::new(120, 24);
    screen.press("twinkle<enter>jj");
    let before = screen.show();
    screen.press("p");
    assert_ne!(screen.show(), before);
    screen.press("<esc>");
    assert_eq!(screen.show(), before);
    assert_eq!(screen.model.history.visits().len(), 1);
}

#[test]
fn a_digit_looks_at_another_related_article_and_moving_on_follows() {
    let mut screen = looking(120, 24);
    let shown = |screen: &Screen| {
        let lines = screen.model.preview.lines();
        lines.iter().map(recto::document::Line::text).next().unwrap_or_default()
    };
    assert_eq!(shown(&screen), "What is a light year?");
    screen.press("2");
    assert!(shown(&screen).contains("How is the blur"), "{}", shown(&screen));
    screen.press("3");
    assert_eq!(shown(&screen), "What is resonance?");
    screen.press("9");
    assert!(screen.footer().contains("end at"), "{}", screen.footer());
    screen.press("<shift-tab><shift-tab>");
    assert_eq!(shown(&screen), "What is a light year?");
    assert_eq!(screen.model.place(), Place::Preview);
    screen.press("k<space><home>");
    assert_eq!(screen.model.place(), Place::Answer, "out of view it is of no link");
    screen.press("3");
    assert_eq!(first_line(&screen), "What is resonance?", "a digit opens again");
}

#[test]
fn a_link_to_the_page_itself_or_out_of_the_library_has_none() {
    let mut page = text(&["Where links lead:"]);
    push_link(&mut page, "a site", "https://example.org/");
    push_link(&mut page, "a section", "#a-section");
    push_link(&mut page, "a lost note", "lost.md");
    let mut screen = reading(14, page);
    screen.press("p");
    assert!(screen.footer().contains("leads to no other article"), "{}", screen.footer());
    screen.press("<tab>");
    assert_eq!(screen.model.place(), Place::Answer);
    screen.press("<tab>");
    assert_eq!(screen.model.place(), Place::Preview);
    assert!(screen.show().contains("“a lost note” is not in this library"), "{}", screen.show());
}

#[test]
fn the_last_one_asked_for_is_shown_whatever_comes_late() {
    let mut screen = Screen::new(120, 24);
    screen.press("twinkle<enter>").hold_previews();
    screen.press("p3");
    let text = |screen: &Screen| -> String {
        screen.model.preview.lines().iter().map(recto::document::Line::text).collect()
    };
    assert_eq!(text(&screen), "What is resonance?Music", "what is known of it at once");
    screen.release_previews();
    assert!(text(&screen).contains("A string answers its own note"), "{}", text(&screen));
}

#[test]
fn it_is_read_again_when_its_file_changes() {
    let mut screen = looking(120, 24);
    screen.change(&[(LIGHT, Some("# What is a light year?\n\nA long way.\n"))]);
    assert!(screen.show().contains("A long way."), "{}", screen.show());
}

#[test]
fn a_click_on_it_follows_the_link() {
    let mut screen = looking(120, 24);
    let area = area(&screen.model).unwrap();
    screen.mouse(Press, area.x + 3, area.y + 2);
    assert_eq!(first_line(&screen), "What is a light year?");
}

#[test]
fn hidden_once_it_stays_hidden_until_it_is_asked_for() {
    let mut screen = looking(120, 24);
    screen.press("p<tab>");
    assert_eq!(area(&screen.model), None);
    screen.press("p");
    assert!(area(&screen.model).is_some());
}
