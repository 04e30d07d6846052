//! Copying the answer and parts of it.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::app::page::Page;
use recto::keymap::Place;
use recto::keymap::mouse::MouseKind::Press;

use crate::driver::Screen;
use crate::handmade::{push_code, push_formula, push_link, reading, text};

fn page() -> Page {
    let mut page = text(&["Code and formulas:"]);
    push_code(&mut page, "python", "a = 1\nb = 2\n");
    push_formula(&mut page, r" E = m c^{2} ", "E = mc²");
    page.lines.extend(text(&["between"]).lines);
    push_code(&mut page, "", "ls -l");
    push_formula(&mut page, r"\lambda", "λ");
    push_link(&mut page, "a site", "https://example.org/thirds");
    page.lines.extend(text(&["more"; 30]).lines);
    push_code(&mut page, "rust", "let a = 1;");
    page.lines.extend(text(&["more"; 30]).lines);
    for (leaf, line) in page.lines.iter_mut().enumerate() {
        line.leaf = leaf;
    }
    page
}

fn screen() -> Screen {
    reading(20, page())
}

#[test]
fn y_lists_what_can_be_copied_and_any_other_key_leaves() {
    let mut screen = screen();
    let before = screen.show();
    screen.press("y");
    let asked = screen.show();
    for leave in ["<esc>", "q", "x", "<down>", "7"] {
        assert_eq!(screen.model.place(), Place::Copying);
        screen.press(leave);
        assert_eq!(screen.show(), before, "{leave}");
        screen.press("y");
    }
    assert!(screen.copied.is_empty());
    assert_snapshot!(asked);
}

#[test]
fn the_answer_is_copied_as_markdown_with_its_question() {
    for keys in ["ya", "yy"] {
        let mut screen = Screen::new(100, 20);
        screen.press("orbits<enter>").press(keys);
        assert_eq!(
            screen.copied,
            ["# How do planets keep their orbits?\n\nThey fall, and miss:\n\n- the Sun pulls\n\
              - the planet moves on\n  - fast when near\n  - slow when far\n"]
        );
        assert_eq!(screen.footer().trim(), "copied the answer as Markdown, 8 lines");
    }
}

#[test]
fn the_page_is_copied_as_plain_text_without_drawing_characters() {
    let mut screen = Screen::new(60, 20);
    screen.press("twinkle<enter>yt");
    let text = &screen.copied[0];
    assert!(
        text.starts_with("Why do stars twinkle?\nAstronomy · Posted on Nov 26, 2024"),
        "{text}"
    );
    assert!(text.contains("1 What is a light year?"), "{text}");
    assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
    assert!(!text.contains(['▌', '─', '◦', '│']), "{text}");
    assert!(screen.footer().contains("copied the page as plain text, "), "{}", screen.footer());
}

#[test]
fn the_url_is_copied_and_an_article_without_one_says_so() {
    let mut screen = Screen::new(100, 20);
    screen.press("orbits<enter>yu");
    assert_eq!(screen.copied, ["/learn/astronomy/questions/how-do-planets-keep-their-orbits"]);
    let mut note = Screen::new(100, 20);
    note.press("listening<enter>yu");
    assert!(note.copied.is_empty());
    assert_eq!(note.footer().trim(), "this article has no url");
}

#[test]
fn the_code_block_in_view_is_copied_and_the_same_again_takes_the_next_one() {
    let mut screen = screen();
    screen.press("yc");
    assert_eq!(screen.footer().trim(), "copied code block 1 of 2 in view, 2 lines of python");
    screen.press("yc");
    assert_eq!(screen.footer().trim(), "copied code block 2 of 2 in view, 1 line");
    screen.press("yc");
    assert_eq!(screen.copied, ["a = 1\nb = 2\n", "ls -l", "a = 1\nb = 2\n"]);
    screen.press("jjyc");
    assert_eq!(screen.copied[3], "ls -l", "the first one is cut off now");
}

#[test]
fn a_formula_is_copied_as_tex() {
    let mut screen = screen();
    screen.press("ym");
    assert_eq!(screen.copied, ["E = m c^{2}"]);
    assert_eq!(screen.footer().trim(), "copied formula 1 of 2 in view as TeX: E = m c^{2}");
    screen.press("ym");
    assert_eq!(screen.copied[1], r"\lambda");
}

#[test]
fn what_is_not_in_view_is_not_copied() {
    let mut screen = screen();
    screen.press("<space>yc");
    assert_eq!(screen.footer().trim(), "there is no code block in view");
    screen.press("ym");
    assert_eq!(screen.footer().trim(), "there is no formula in view");
    screen.press("yl");
    assert_eq!(screen.footer().trim(), "no link is selected; Tab selects one");
    assert!(screen.copied.is_empty());
}

#[test]
fn the_target_of_the_selected_link_is_copied() {
    let mut screen = screen();
    screen.press("<tab>yl");
    assert_eq!(screen.copied, ["https://example.org/thirds"]);
    screen.press("<enter>y");
    assert_eq!(screen.copied.len(), 2, "from its prompt too");
    assert!(screen.model.overlays.is_empty());
    assert_eq!(screen.footer().trim(), "copied the link https://example.org/thirds");
    let mut screen = Screen::new(100, 30);
    screen.press("minor<enter>G<shift-tab>yl");
    assert_eq!(screen.copied, ["/learn/music/questions/how-is-a-violin-tuned"], "a related one");
}

#[test]
fn the_article_shown_beside_the_list_is_copied_from_the_list() {
    let mut screen = Screen::new(100, 20);
    screen.press("orbits<esc><esc>");
    assert_eq!(screen.model.focus, Pane::Questions);
    screen.press("yu");
    assert_eq!(screen.copied.len(), 1);
    assert_eq!(screen.model.focus, Pane::Questions);
    let mut narrow = Screen::new(60, 20);
    narrow.press("<esc>y");
    assert!(narrow.footer().contains("no answer in view to copy"), "{}", narrow.footer());
}

#[test]
fn what_is_longer_than_a_clipboard_takes_is_refused() {
    let mut page = text(&["A long one:"]);
    push_code(&mut page, "text", &"x".repeat(100_001));
    push_code(&mut page, "text", &"x".repeat(100_000));
    let mut screen = reading(20, page);
    screen.press("yc");
    let said = "code block 1 of 2 in view has 101 KB, and a terminal copies at most 100; \
                `recto show` prints";
    assert!(screen.footer().trim().starts_with(said), "{}", screen.footer());
    assert!(screen.copied.is_empty());
    screen.press("yc");
    assert_eq!(screen.copied[0].len(), 100_000);
}

#[test]
fn what_is_copied_has_passed_the_gate() {
    let mut page = text(&["Code:"]);
    push_code(&mut page, "text", "a\tb\u{1b}[31m\u{202e}\n");
    let mut screen = reading(20, page);
    screen.press("yc");
    assert!(screen.copied[0].starts_with("a\tb"), "{:?}", screen.copied);
    assert!(!screen.copied[0].contains(['\u{1b}', '\u{202e}']), "{:?}", screen.copied);
}

#[test]
fn a_click_on_a_choice_copies_it_and_one_beside_copies_nothing() {
    let mut screen = screen();
    screen.press("y").click("the formula in view");
    assert_eq!(screen.copied, ["E = m c^{2}"]);
    screen.press("y").mouse(Press, 3, 3);
    assert!(screen.model.overlays.is_empty());
    assert_eq!(screen.copied.len(), 1);
}

#[test]
fn nothing_is_copied_of_an_article_that_is_still_being_read() {
    let mut screen = Screen::new(100, 20);
    screen.press("twinkle<enter>");
    screen.hold();
    screen.press("1y");
    assert_eq!(screen.footer().trim(), "the article is still being read");
}

#[test]
fn at_20_by_5_the_choices_can_still_be_read() {
    let mut screen = Screen::new(20, 5);
    assert_snapshot!(screen.press("orbits<enter>y").show());
}

#[test]
fn a_link_that_could_not_be_opened_can_be_copied() {
    let mut screen = screen();
    screen.press("<tab><enter><enter>");
    screen.tell(recto::app::Message::NotOpened("xdg-open is not installed".to_owned()));
    assert_eq!(screen.footer().trim(), "xdg-open is not installed; y l copies it");
    screen.press("yl");
    assert_eq!(screen.copied, ["https://example.org/thirds"]);
}
