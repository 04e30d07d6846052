//! Any keys, clicks and sizes in any order on a page with everything on it.

use proptest::prelude::*;
use recto::app::page::Page;
use recto::document::Anchor;
use recto::keymap::mouse::MouseKind;
use recto::keymap::{ACTIONS, Key};

use crate::driver::Screen;
use crate::handmade::{push_code, push_formula, push_link, push_table, text};

/// What happens to a screen.
#[derive(Debug, Clone)]
enum Happening {
    Key(&'static str),
    Typed(char),
    Mouse(MouseKind, u16, u16),
    Size(u16, u16),
    Page,
}

fn page() -> Page {
    let mut page = text(&["A page with everything, 日本語 too", ""]);
    push_table(&mut page);
    page.anchors.push(Anchor { level: 2, text: "A section".to_owned(), line: page.lines.len() });
    push_link(&mut page, "a site", "https://example.org/");
    push_link(&mut page, "a section", "#a-section");
    push_link(&mut page, "an article", "How is a violin tuned?");
    push_code(&mut page, "text", "one\ntwo 日本\n");
    push_formula(&mut page, "x^2", "x²");
    push_table(&mut page);
    page.lines.extend(text(&["more lines"; 20]).lines);
    page.anchors.push(Anchor { level: 3, text: "The end".to_owned(), line: page.lines.len() });
    page.lines.extend(text(&["The end"]).lines);
    for (leaf, line) in page.lines.iter_mut().enumerate() {
        line.leaf = leaf;
    }
    page
}

fn happening() -> impl Strategy<Value = Happening> {
    let keys: Vec<&'static str> = ACTIONS
        .iter()
        .flat_map(|row| row.keys.iter())
        .flat_map(|(_, keys)| *keys)
        .copied()
        .collect();
    let kinds = vec![
        MouseKind::Press,
        MouseKind::Drag,
        MouseKind::Release,
        MouseKind::WheelUp,
        MouseKind::WheelDown,
        MouseKind::WheelLeft,
        MouseKind::WheelRight,
    ];
    let typed = prop::sample::select(vec!['c', 'e', 'l', '日', 'M', '.', '9', '>', '#', '?']);
    // What leads to places where other keys mean something.
    let ways = prop::sample::select(vec!["ctrl-p", "T", "p", "tab", "shift-tab", "enter", "1"]);
    let mouse = (prop::sample::select(kinds), 0_u16..130, 0_u16..40);
    prop_oneof![
        8 => prop::sample::select(keys).prop_map(Happening::Key),
        3 => ways.prop_map(Happening::Key),
        3 => typed.prop_map(Happening::Typed),
        3 => mouse.prop_map(|(kind, column, row)| Happening::Mouse(kind, column, row)),
        1 => (0_u16..140, 0_u16..45).prop_map(|(columns, rows)| Happening::Size(columns, rows)),
        1 => Just(Happening::Page),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn nothing_breaks_and_the_place_stays_on_the_page(
        happenings in prop::collection::vec(happening(), 1..60),
    ) {
        let mut screen = Screen::new(100, 24);
        screen.press("twinkle<enter>").show_page(page());
        for happening in happenings {
            match happening {
                Happening::Key(name) => {
                    let key: Key = name.parse().unwrap();
                    screen.tell(recto::app::Message::Key(key));
                }
                Happening::Typed(letter) => {
                    screen.tell(recto::app::Message::Key(letter.to_string().parse().unwrap()));
                }
                Happening::Mouse(kind, column, row) => {
                    screen.mouse(kind, column, row);
                }
                Happening::Size(columns, rows) => {
                    screen.resize(columns, rows);
                }
                Happening::Page => {
                    screen.show_page(page());
                }
            }
            screen.show();
            let answer = &screen.model.answer;
            // A pane that is not in view keeps its place for when it is.
            let is_in_view = !screen.model.geometry().answer.is_empty();
            prop_assert!(!is_in_view || answer.top <= answer.page.lines.len());
        }
        prop_assert!(screen.opened.iter().all(|target| target == "https://example.org/"));
    }
}
