//! The palette: actions, questions and subjects by name.

use insta::assert_snapshot;
use recto::app::Pane;
use recto::keymap::mouse::MouseKind::{Press, WheelDown};
use recto::keymap::{ACTIONS, Place};

use crate::driver::Screen;

const ROUX: &str = "cookery/questions/what-is-a-roux.md";

/// The rows of the palette in view, cut of blanks.
fn rows(screen: &Screen) -> Vec<String> {
    let area = screen.model.geometry().overlay_inner();
    let rows = (area.top()..area.bottom()).map(|row| screen.row(row));
    let cut = |row: String| row.chars().skip(area.x.into()).take(area.width.into()).collect();
    rows.map(cut).map(|row: String| row.trim().to_owned()).filter(|row| !row.is_empty()).collect()
}

/// The selected row of the palette.
fn selected(screen: &Screen) -> String {
    let list = screen.model.palette.list;
    rows(screen).get(list.selected - list.top).cloned().unwrap_or_default()
}

fn first_line(screen: &Screen) -> String {
    screen.pane(Pane::Answer)[0].trim().to_owned()
}

#[test]
fn it_opens_with_every_action_and_its_keys_of_the_place() {
    assert_snapshot!(Screen::new(120, 40).press("twinkle<enter><ctrl-p>").show());
}

#[test]
fn what_is_typed_finds_actions_subjects_and_questions_each_with_its_sign() {
    let mut screen = Screen::new(100, 24);
    screen.press("<ctrl-p>co");
    let dark = screen.show();
    assert_snapshot!(format!("{dark}\n\nnarrow: {}", screen.resize(60, 20).show()));
}

#[test]
fn without_colours_it_can_be_read_as_well() {
    assert_snapshot!(Screen::new(80, 20).monochrome().press("<ctrl-p>mus").show());
}

#[test]
fn at_20_by_5_an_action_can_still_be_chosen() {
    let mut screen = Screen::new(20, 5);
    screen.press("<ctrl-p>");
    let opened = screen.show();
    screen.press("prob");
    let typed = screen.show();
    screen.press("<enter>");
    assert_eq!(screen.model.place(), Place::Overlay);
    assert_snapshot!(format!("{opened}\n\ntyped: {typed}\n\nafterwards: {}", screen.show()));
}

#[test]
fn it_opens_from_every_place_and_escape_leaves_everything_as_it_was() {
    for keys in [
        "",
        "twinkle",
        "<esc>",
        "<shift-tab>",
        "twinkle<enter>jj",
        "twinkle<enter>/air",
        "twinkle<enter>t",
        "twinkle<enter>y",
        "twinkle<enter>G<tab>",
        "<ctrl-s>light",
        "<esc>?",
        "<esc>!",
        "twinkle<enter>T",
        "minor third<enter><tab><tab><enter>",
    ] {
        let mut screen = Screen::new(100, 24);
        screen.press(keys);
        let before = screen.show();
        for inside in
            ["", "mus", "xyz<pgdn><down><down><up>", ">", "# ", "?wh<pgdn><pgup>", "\u{1F600}"]
        {
            screen.press("<ctrl-p>").press(inside);
            assert_eq!(screen.model.place(), Place::Palette, "{keys}");
            screen.press("<esc>");
            assert_eq!(screen.show(), before, "{keys} then {inside}");
        }
        screen.press("<ctrl-p>se<ctrl-p>");
        assert_eq!(screen.show(), before, "{keys}: its own key closes it");
        assert!(!screen.left);
    }
}

#[test]
fn enter_does_an_action_where_the_palette_was_opened() {
    let mut screen = Screen::new(100, 24);
    screen.press("twinkle<enter><ctrl-p>outline<enter>");
    assert_eq!(screen.model.place(), Place::Outline);
    screen.press("<esc><ctrl-p>zoom<enter>");
    assert!(screen.model.zoomed);
    screen.press("<ctrl-p>next head<enter>");
    assert_eq!(first_line(&screen), "What happens");
    screen.press("<ctrl-p>quit<enter>");
    assert!(screen.left);
}

#[test]
fn while_typing_the_actions_of_the_pane_can_be_asked_for() {
    let mut screen = Screen::new(100, 24);
    screen.press("light<ctrl-p>copy-url<enter>");
    assert_eq!(screen.copied, ["/learn/astronomy/questions/what-is-a-light-year"]);
    assert_eq!(screen.model.questions.input.text(), "light");
    screen.press("<ctrl-p>delete-word<enter>");
    assert_eq!(screen.model.questions.input.text(), "", "and those of the typed line");
    let mut screen = Screen::new(100, 24);
    screen.press("twinkle<enter>/air<ctrl-p>zoom<enter>");
    assert!(screen.model.zoomed && !screen.model.answer.finding.is_typing());
    assert!(!screen.model.answer.finding.matches.is_empty(), "what was found stays");
}

#[test]
fn what_cannot_be_done_here_says_where_it_can_and_does_nothing() {
    let mut screen = Screen::new(100, 24);
    screen.press("<ctrl-p>outline");
    assert!(selected(&screen).ends_with("in the answer"), "{}", screen.show());
    let before = rows(&screen);
    screen.press("<enter>");
    assert_eq!(screen.footer().trim(), "outline cannot be done here: only in the answer");
    assert_eq!(rows(&screen), before);
}

#[test]
fn an_article_opens_and_is_a_visit() {
    let mut screen = Screen::new(100, 24);
    screen.press("twinkle<enter>jj<ctrl-p>violin tuned<enter>");
    assert_eq!(first_line(&screen), "How is a violin tuned?");
    assert_eq!(screen.model.focus, Pane::Answer);
    screen.press("<backspace>");
    assert!(!screen.show().contains("In fifths"), "{}", screen.show());
    assert_eq!(screen.model.history.visits().len(), 2);
    // From within an overlay as well.
    screen.press("?<ctrl-p>bread rise<enter>");
    assert_eq!(first_line(&screen), "Why does bread rise?");
    assert!(screen.model.overlays.is_empty());
}

#[test]
fn a_subject_is_chosen_with_its_count_and_the_list_shows_its_questions() {
    let mut screen = Screen::new(120, 24);
    screen.press("twinkle<enter><ctrl-p>#cook");
    assert!(selected(&screen).ends_with("2 articles"), "{}", screen.show());
    screen.press("<enter>");
    assert_eq!(screen.model.focus, Pane::Questions);
    assert_eq!(screen.model.questions.found.rows.len(), 2);
    assert!(screen.row(1).contains("Cookery"), "{}", screen.show());
}

#[test]
fn a_first_sign_narrows_to_one_kind() {
    let mut screen = Screen::new(100, 40);
    for (sign, kind) in [(">", "> "), ("#", "# "), ("?", "? ")] {
        for typed in ["", "c"] {
            screen.press("<ctrl-p>").press(sign).press(typed);
            let rows = rows(&screen);
            assert!(!rows.is_empty() && rows.iter().all(|row| row.starts_with(kind)), "{rows:?}");
            screen.press("<esc>");
        }
    }
}

#[test]
fn articles_are_found_by_the_language_of_the_filter() {
    let mut screen = Screen::new(100, 24);
    screen.press("<ctrl-p>resonance subject:music");
    assert_eq!(rows(&screen).len(), 1, "{}", screen.show());
    assert!(rows(&screen)[0].ends_with("Music"));
    screen.press("<ctrl-u>subject:nowhere");
    assert!(screen.footer().contains("nowhere"), "{}", screen.footer());
    screen.press("<ctrl-u>twinkel");
    assert!(rows(&screen)[0].contains("Why do stars twinkle?"), "a slip is forgiven");
}

#[test]
fn actions_used_last_come_first() {
    let mut screen = Screen::new(100, 24);
    screen.press("twinkle<enter><ctrl-p>math-style<enter><ctrl-p>zoom<enter><ctrl-p>");
    let names: Vec<_> = rows(&screen).into_iter().take(2).collect();
    assert!(names[0].starts_with("> zoom") && names[1].starts_with("> math-style"), "{names:?}");
}

#[test]
fn related_articles_are_offered_by_their_titles() {
    let mut screen = Screen::new(100, 24);
    screen.press("twinkle<enter><ctrl-p>open-related");
    let offered = rows(&screen);
    assert!(
        offered[0].contains("What is a light year?") && offered[0].ends_with('1'),
        "{offered:?}"
    );
    assert!(offered.iter().filter(|row| row.starts_with("> open-related")).count() < 9);
    screen.press("<enter>");
    assert_eq!(first_line(&screen), "What is a light year?");
}

#[test]
fn every_action_that_can_be_done_is_found_by_its_name() {
    let mut screen = Screen::new(100, 24);
    screen.press("twinkle<enter>");
    for row in ACTIONS.iter().filter(|row| !row.keys_in(Place::Answer).is_empty()) {
        if row.name == "palette"
            || (row.name.starts_with("open-related") && !row.name.ends_with('1'))
        {
            continue;
        }
        screen.press("<ctrl-p>>").press(row.name);
        let found = selected(&screen);
        assert!(found.starts_with(&format!("> {}", row.name)), "{}: {found}", row.name);
        screen.press("<esc>");
    }
}

#[test]
fn a_click_chooses_a_click_beside_it_leaves_and_the_wheel_scrolls() {
    let mut screen = Screen::new(100, 24);
    let before = screen.show();
    screen.press("<ctrl-p>").mouse(Press, 0, 5);
    assert_eq!(screen.show(), before);
    screen.press("<ctrl-p>").mouse(WheelDown, 50, 10);
    assert_eq!(screen.model.palette.list.top, 3);
    screen.press("bread").click("Why does bread rise?");
    assert_eq!(first_line(&screen), "Why does bread rise?");
}

#[test]
fn enter_uses_what_is_typed_also_while_it_is_being_found() {
    let mut screen = Screen::new(100, 24);
    screen.press("<ctrl-p>").hold_up();
    screen.press("bread rise");
    assert!(screen.model.palette.is_finding() || rows(&screen).len() == 1);
    screen.press("<enter>");
    assert_eq!(first_line(&screen), "Why does bread rise?");
}

#[test]
fn what_changes_in_the_folder_appears_and_the_selection_stays() {
    let mut screen = Screen::new(100, 24);
    screen.press("<ctrl-p>what is a");
    let before = selected(&screen);
    screen.change(&[(ROUX, None), ("music/what-is-a-fugue.md", Some("# What is a fugue?\n\nA."))]);
    assert_eq!(selected(&screen), before);
    let rows = rows(&screen);
    assert!(rows.iter().any(|row| row.contains("fugue")), "{rows:?}");
    assert!(!rows.iter().any(|row| row.contains("roux")), "{rows:?}");
}

#[test]
fn a_pasted_text_is_typed_into_it() {
    let mut screen = Screen::new(100, 24);
    screen.press("<ctrl-p>").paste("bread\nrise");
    assert_eq!(screen.model.palette.input.text(), "bread rise");
    assert_eq!(screen.model.questions.input.text(), "");
}
