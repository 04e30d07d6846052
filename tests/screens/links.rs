//! Links: walking them, following them, and asking before one leads out.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::app::page::Page;
use recto::document::Anchor;
use recto::keymap::Place;

use crate::driver::Screen;
use crate::handmade::{push_link, push_table, reading, text};

/// A page with links to an article, to the web and to itself, far apart from each other.
fn page() -> Page {
    let mut page = text(&["Where links lead:"]);
    push_link(&mut page, "a violin", "../music/questions/how-is-a-violin-tuned.md");
    push_link(&mut page, "a site", "https://example.org/thirds?a=1&b=2");
    page.lines.extend(text(&["more"; 20]).lines);
    push_link(&mut page, "the note", "#a-note");
    page.lines.extend(text(&["more"; 5]).lines);
    let line = page.lines.len();
    page.anchors.push(Anchor { level: 2, text: "A note".to_owned(), line });
    page.lines.extend(text(&["A note", "and its text"]).lines);
    page.lines.extend(text(&["more"; 20]).lines);
    for (leaf, line) in page.lines.iter_mut().enumerate() {
        line.leaf = leaf;
    }
    page
}

fn screen() -> Screen {
    reading(14, page())
}

/// A screen on which the only link leads there.
fn leading(target: &str) -> Screen {
    let mut page = text(&["Where a link leads:"]);
    push_link(&mut page, "there", target);
    reading(14, page)
}

fn first(screen: &Screen) -> String {
    screen.pane(Pane::Answer)[0].trim().to_owned()
}

#[test]
fn tab_walks_the_links_then_the_next_pane() {
    let mut screen = screen();
    screen.press("<tab>");
    let selected = screen.show();
    screen.press("<tab>");
    assert_eq!(screen.model.answer.link, Some(1));
    screen.press("<tab>");
    assert_eq!(screen.model.answer.link, Some(2));
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("See the note.")));
    screen.press("<shift-tab><tab><tab>");
    assert_eq!((screen.model.focus, screen.model.answer.link), (Pane::Subjects, None));
    assert_snapshot!(selected);
}

#[test]
fn shift_tab_walks_back_to_the_pane_before() {
    let mut screen = screen();
    screen.press("G<shift-tab>");
    assert_eq!(screen.model.answer.link, Some(2), "the last one above the end of the view");
    screen.press("<shift-tab><shift-tab>");
    assert_eq!(screen.model.answer.link, Some(0));
    screen.press("<shift-tab>");
    assert_eq!(screen.model.focus, Pane::Questions);
}

#[test]
fn tab_begins_with_what_is_in_view() {
    let mut screen = screen();
    screen.press("<tab><space><space><tab>");
    assert_eq!(screen.model.answer.link, Some(2), "not the second, which is out of view");
}

#[test]
fn after_the_links_come_the_related_articles() {
    let mut screen = Screen::new(100, 30);
    screen.press("minor third<enter>");
    let links = screen.model.answer.page.links.len();
    let jumps = screen.model.answer.page.jumps.len();
    for _ in 0..=links {
        screen.press("<tab>");
    }
    assert_eq!(screen.model.answer.link, Some(links));
    let row = screen.show();
    screen.press("<enter>");
    assert_eq!(first(&screen), "How is a violin tuned?");
    assert!(jumps > 0);
    assert_snapshot!(row);
}

#[test]
fn enter_follows_a_link_to_an_article_and_back_returns() {
    let mut screen = screen();
    screen.press("<tab><enter>");
    assert_eq!(first(&screen), "How is a violin tuned?");
    screen.press("<backspace>");
    assert_eq!(first(&screen), "How do planets keep their orbits?");
}

#[test]
fn articles_are_found_by_path_url_slug_and_wiki_name() {
    for target in [
        "../../music/questions/how-is-a-violin-tuned.md",
        "/music/questions/how-is-a-violin-tuned.md#strings",
        "../../music/questions/how%2Dis-a-violin-tuned.md",
        "/learn/music/questions/how-is-a-violin-tuned",
        "how-is-a-violin-tuned",
        "How is a violin tuned",
        "How is a violin tuned?#Strings",
    ] {
        let mut screen = leading(target);
        screen.press("<tab><enter>");
        assert_eq!(first(&screen), "How is a violin tuned?", "{target}");
    }
}

#[test]
fn a_page_of_the_web_called_like_an_article_is_not_that_article() {
    let mut screen = leading("https://example.org/how-is-a-violin-tuned");
    screen.press("<tab><enter>");
    assert_eq!(screen.model.place(), Place::Link, "{}", screen.show());
}

#[test]
fn a_link_within_the_page_goes_to_its_place_and_back_returns() {
    let mut screen = screen();
    screen.press("<tab><tab><tab>");
    let before = screen.pane(Pane::Answer);
    screen.press("<enter>");
    assert_eq!(first(&screen), "A note");
    screen.press("<backspace>");
    assert_eq!(screen.pane(Pane::Answer), before);
    let mut screen = leading("#nowhere");
    screen.press("<tab><enter>");
    assert_eq!(screen.footer().trim(), "“#nowhere” is not on this page");
}

#[test]
fn a_link_to_a_section_of_another_article_opens_it_there() {
    let mut screen = leading("../../music/on-listening.md#on-listening");
    screen.press("<tab><enter>");
    assert!(first(&screen).contains("On listening"), "{}", screen.show());
}

#[test]
fn a_link_that_leads_out_is_shown_whole_before_it_is_opened() {
    let long = format!("https://example.org/{}", "very-long-path/".repeat(12));
    let mut screen = leading(&long);
    screen.press("<tab><enter>");
    let asked = screen.show();
    assert!(screen.opened.is_empty());
    screen.press("jzf/1G<tab>");
    assert_eq!(screen.model.place(), Place::Link, "nothing else reacts");
    screen.press("<enter>");
    assert_eq!(screen.opened, [long]);
    assert!(screen.model.overlays.is_empty());
    assert!(screen.footer().contains("opening https://example.org/very-long"));
    assert_snapshot!(asked);
}

#[test]
fn escape_leaves_a_link_unopened() {
    for leave in ["<esc>", "q"] {
        let mut screen = leading("https://example.org/");
        screen.press("<tab>");
        let before = screen.show();
        screen.press("<enter>").press(leave);
        assert_eq!(screen.show(), before);
        assert!(screen.opened.is_empty());
    }
}

#[test]
fn a_target_of_another_scheme_cannot_be_opened() {
    for target in ["javascript:alert(1)", "file:///etc/passwd", "//example.org/x", "picture.png"] {
        let mut screen = leading(target);
        screen.press("<tab><enter>");
        assert!(screen.show().contains(target), "{}", screen.show());
        screen.press("o<enter>");
        assert!(screen.opened.is_empty(), "{target}");
        assert!(screen.footer().contains("opens only http"), "{}", screen.footer());
    }
}

#[test]
fn a_click_follows_a_link() {
    let mut screen = screen();
    screen.press("<esc>").click("a site");
    assert_eq!(screen.model.place(), Place::Link);
    screen.click("https://example.org");
    assert_eq!(screen.model.place(), Place::Link, "a click on it opens nothing");
    screen.press("<esc>").click("a violin");
    assert_eq!(first(&screen), "How is a violin tuned?");
}

#[test]
fn a_click_beside_a_link_follows_nothing() {
    let mut screen = screen();
    screen.click("See a site");
    assert!(screen.model.overlays.is_empty());
}

#[test]
fn a_link_in_a_wide_table_is_brought_into_view_and_clicked_where_it_is_seen() {
    let mut page = text(&["before"]);
    push_table(&mut page);
    let cells = page.lines[1].spans.pop().unwrap();
    let (before, after) = cells.text.split_at(cells.text.find("cell 1.10").unwrap());
    let (label, after) = after.split_at("cell 1.10".len());
    let mut spans = [before, label, after]
        .map(|text| recto::document::Span { text: text.to_owned(), ..cells.clone() });
    spans[1].link = Some(0);
    page.lines[1].spans.extend(spans);
    page.links.push(recto::document::Link {
        target: "https://example.org".to_owned(),
        label: label.to_owned(),
        line: 1,
    });
    let mut screen = reading(14, page);
    screen.press("<tab>");
    assert!(screen.pane(Pane::Answer)[1].contains("cell 1.10"), "{}", screen.show());
    screen.click("1.10");
    assert_eq!(screen.model.place(), Place::Link);
}

#[test]
fn escape_lets_the_selected_link_go_before_it_leaves_the_pane() {
    let mut screen = screen();
    let before = screen.show();
    screen.press("<tab><esc>");
    assert_eq!(screen.show(), before);
}

#[test]
fn enter_without_a_selected_link_says_what_selects_one() {
    let mut screen = screen();
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "Tab selects a link");
    let mut screen = reading(14, text(&["no links"]));
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "this page has no links");
}

#[test]
fn a_link_to_an_article_that_is_still_to_come_says_so() {
    let mut screen = Screen::loading(100, 14, 2);
    let mut page = text(&["Where a link leads:"]);
    push_link(&mut page, "tuning", "How is a violin tuned?");
    screen.press("<enter>").show_page(page).press("<tab><enter>");
    assert_eq!(screen.footer().trim(), "“tuning” is not loaded yet");
}

#[test]
fn at_20_by_5_a_target_can_be_read_to_its_end() {
    let mut screen = Screen::new(20, 5);
    let mut page = text(&["Where a link leads:"]);
    push_link(&mut page, "there", "https://example.org/a/rather/long/path/to/the/end");
    screen.press("orbits<enter>").show_page(page).press("<tab><enter>");
    let start = screen.show();
    screen.press("<pgdn>");
    assert_snapshot!(format!("{start}\n\nfurther down: {}", screen.show()));
}

#[test]
fn the_terminal_is_told_where_links_to_the_web_stand_that_are_seen() {
    let target = "https://example.org/thirds?a=1&b=2".to_owned();
    let mut screen = screen();
    let told = vec![("a site".to_owned(), target)];
    assert_eq!(screen.hyperlinks(), told, "and not the one to an article");
    screen.press("<space>");
    assert_eq!(screen.hyperlinks(), []);
    screen.press("g?");
    assert_eq!(screen.hyperlinks(), [], "an overlay lies over it");
    screen.press("<esc>");
    assert_eq!(screen.hyperlinks(), told);
}

#[test]
fn a_link_that_was_scrolled_out_of_view_is_not_followed_unseen() {
    let mut screen = screen();
    screen.press("<tab><space><space><enter>");
    assert_eq!(screen.footer().trim(), "Tab selects a link");
    screen.press("yl");
    assert!(screen.copied.is_empty(), "nor copied");
}

#[test]
fn a_walk_along_links_out_of_view_gives_the_place_back() {
    let mut screen = screen();
    screen.press("jjjjj");
    let before = screen.show();
    screen.press("<tab>");
    assert_ne!(screen.show(), before, "the link stands further down");
    screen.press("<esc>");
    assert_eq!(screen.show(), before);
    screen.press("<tab>").press("k");
    let scrolled = first(&screen);
    screen.press("<esc>");
    assert_eq!(first(&screen), scrolled, "a reader who scrolled stays");
}

#[test]
fn a_link_longer_than_its_prompt_is_opened_only_when_its_end_was_shown() {
    let target = format!("https://safe.example.org/{}@evil.example.net/", "a".repeat(1_600));
    let mut screen = leading(&target);
    screen.press("<tab><enter>o");
    assert_eq!(screen.opened, [""; 0]);
    assert!(screen.footer().contains("only when all of it was shown"), "{}", screen.footer());
    for _ in 0..20 {
        screen.press("<pgdn>");
    }
    screen.press("o");
    assert_eq!(screen.opened, [target]);
}
