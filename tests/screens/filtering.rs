//! Finding a question by typing.

use insta::assert_snapshot;
use recto::app::Pane;

use crate::driver::Screen;

/// The questions that are left after typing, from a screen wide enough for them.
fn found(keys: &str) -> Vec<String> {
    let mut screen = Screen::new(220, 24);
    screen.press(keys);
    let mut rows = screen.pane(Pane::Questions);
    rows.retain(|row| !row.is_empty() && row.trim() != "No question matches.");
    rows.iter().map(|row| row.trim_start_matches(['▌', ' ']).to_owned()).collect()
}

#[test]
fn typed_letters_narrow_the_questions_and_are_marked_in_them() {
    assert_snapshot!(Screen::new(120, 14).press("is").show());
}

#[test]
fn words_are_found_in_any_order() {
    assert_eq!(found("tuned violin"), ["How is a violin tuned?"]);
    assert_eq!(found("violin tuned"), ["How is a violin tuned?"]);
}

#[test]
fn two_words_are_marked_where_they_stand() {
    assert_snapshot!(Screen::new(80, 12).press("tuned how").show());
}

#[test]
fn a_capital_matches_only_a_capital() {
    assert!(found("What").len() > 1);
    assert!(found("what").len() > 1);
    assert_snapshot!(Screen::new(100, 12).press("resonAnce").show());
}

#[test]
fn accents_need_not_be_typed() {
    let title = "Pourquoi le café-concert mêle-t-il 音楽と舞台 🎻 à Besançon ?";
    assert_eq!(found("cafe mele"), [title]);
    assert_eq!(found("besancon"), [title]);
    assert_snapshot!(Screen::new(120, 12).press("cafe besan").show());
}

#[test]
fn a_question_in_another_script_is_found_by_its_letters() {
    assert_snapshot!(Screen::new(120, 10).press("音楽").show());
}

#[test]
fn a_slip_is_corrected_and_the_screen_says_what_it_shows_instead() {
    assert_snapshot!(Screen::new(100, 12).press("violni").show());
}

#[test]
fn what_matches_nothing_says_so_and_how_to_get_out() {
    let mut screen = Screen::new(80, 12);
    screen.press("zzzzqqqq");
    let before = screen.show();
    screen.press("<enter>");
    assert_snapshot!(format!("{before}\n\nafter Enter: {}", screen.show()));
}

#[test]
fn escape_clears_the_filter_then_leaves_it_then_says_how_to_quit() {
    let mut screen = Screen::new(80, 12);
    screen.press("violin<esc>");
    let cleared = screen.show();
    screen.press("<esc>");
    let left = screen.show();
    screen.press("<esc>");
    assert!(!screen.left);
    assert_snapshot!(format!("{cleared}\n\nagain: {left}\n\nand again: {}", screen.show()));
}

#[test]
fn letters_type_while_filtering_and_command_afterwards() {
    let mut screen = Screen::new(80, 12);
    screen.press("q?z");
    assert!(screen.row(1).contains("q?z"), "{}", screen.show());
    screen.press("<esc><esc>q");
    assert!(screen.left);
}

#[test]
fn the_filter_is_edited_where_the_cursor_stands() {
    let mut screen = Screen::new(80, 12);
    screen.press("star light<left><left><left><left><left><backspace>s");
    assert_snapshot!(screen.show());
}

#[test]
fn a_filter_longer_than_the_pane_shows_its_end() {
    let mut screen = Screen::new(80, 12);
    screen.press("a filter that is longer than the pane is wide, by far");
    assert_snapshot!(screen.show());
}

#[test]
fn a_pasted_text_is_typed_on_one_line_and_runs_nothing() {
    let mut screen = Screen::new(100, 12);
    screen.press("<esc>").paste("light\nyear\r\n\u{1b}[31m\u{202e}q");
    assert!(!screen.left);
    assert_snapshot!(screen.show());
}

#[test]
fn a_click_that_follows_pasted_text_still_hits_the_question_under_it() {
    let mut screen = Screen::new(100, 14);
    screen.paste("what is").click("What is a light year?");
    assert!(screen.pane(Pane::Answer)[0].contains("What is a light year?"), "{}", screen.show());
}

#[test]
fn the_best_match_is_selected_and_shown_at_every_key() {
    let mut screen = Screen::new(100, 14);
    screen.press("b");
    screen.press("read");
    assert!(screen.pane(Pane::Answer)[0].contains("Why does bread rise?"), "{}", screen.show());
}

#[test]
fn emptying_the_filter_brings_every_question_back() {
    let mut screen = Screen::new(100, 24);
    let before = screen.show();
    screen.press("light<ctrl-w>");
    assert_eq!(screen.show(), before);
}

#[test]
fn an_unlisted_article_is_found_by_who_asks_for_it_and_by_nobody_else() {
    let mut screen = Screen::new(100, 14);
    screen.press("moss finished");
    assert!(screen.pane(Pane::Questions)[0].contains("moss"), "{}", screen.show());
    screen.press("<ctrl-u>which");
    assert!(!screen.pane(Pane::Questions).iter().any(|row| row.contains("moss")));
    assert_eq!(found("<esc>U/moss notes"), ["Which notes on moss are not finished?"]);
}

/// A screen on a library in which a search takes several turns, and where there is no time for them.
fn held_up() -> Screen {
    let mut screen = Screen::empty(180, 12);
    let note = |number: usize| {
        let animal = ["otter", "heron", "badger"][number % 3];
        (
            format!("notes/{number:05}.md"),
            format!("# How old does {animal} {number} grow?\n\nOld.\n"),
        )
    };
    screen.load_notes((0..30_000).map(note).collect());
    screen.hold_up();
    screen
}

#[test]
fn a_search_that_takes_its_time_keeps_no_key_waiting() {
    let mut screen = held_up();
    let before = screen.pane(Pane::Questions);
    screen.press("grow how old");
    assert!(screen.row(1).contains("grow how old"), "{}", screen.show());
    assert!(screen.row(1).contains("… of 30,000"), "{}", screen.show());
    assert_eq!(screen.pane(Pane::Questions), before, "the list stays until the search is over");
    assert!(screen.go_on());
    assert!(screen.row(1).contains("30,000 of 30,000"), "{}", screen.show());
}

#[test]
fn the_next_key_takes_the_place_of_a_search_that_is_not_over() {
    let mut screen = held_up();
    screen.press("how old otter <ctrl-w>badger 1235");
    assert!(screen.go_on());
    let mut other = held_up();
    other.go_on();
    assert_eq!(
        screen.pane(Pane::Questions),
        other.press("how old badger 1235").pane(Pane::Questions)
    );
}

#[test]
fn a_key_for_the_list_is_for_the_list_that_was_asked_for() {
    let mut screen = held_up();
    screen.press("badger 29999<enter>");
    assert!(screen.pane(Pane::Answer)[0].contains("badger 29999"), "{}", screen.show());
}

#[test]
fn articles_that_come_during_a_search_are_in_what_it_finds() {
    let mut screen = held_up();
    screen.press("grow how old");
    screen.change(&[("notes/zz.md", Some("# How old do stars grow?\n\nOld.\n"))]);
    assert!(screen.go_on());
    assert!(screen.row(1).contains("30,001 of 30,001"), "{}", screen.show());
}

#[test]
fn words_in_quotes_follow_one_another_and_a_hyphen_leaves_out() {
    assert_eq!(found("\"light year\""), ["What is a light year?"]);
    assert_eq!(found("\"year light\""), [""; 0]);
    assert_eq!(found("how -leaves -planets -measured -seed"), ["How is a violin tuned?"]);
    assert_eq!(found("音楽 -\"音楽と舞台\""), [""; 0]);
    assert_eq!(found("\"楽と舞\"").len(), 1);
    assert!(found("-how -what").iter().all(|question| !question.contains("What")));
}

#[test]
fn conditions_narrow_the_questions_to_subjects_numbers_and_days() {
    assert_eq!(found("subject:cook roux"), ["What is a roux?"]);
    // The same question stands in two subjects, so its own is shown.
    let [resonance] = &found("subject:mus resonance")[..] else { panic!("one is found") };
    assert!(resonance.starts_with("What is resonance?") && resonance.ends_with("Music"));
    assert!(found("id:-3 ")[0].starts_with("Pourquoi le café-concert"));
    assert_eq!(found("is:unlisted"), ["Which notes on moss are not finished?"]);
    let dated = found("after:2024-11-26");
    assert!(dated.len() > 10, "{dated:?}");
    assert_eq!(dated.len(), found("before:2024-11-27").len());
    assert_eq!(found("after:2024-12"), [""; 0]);
    let related = found("has:related subject:astronomy");
    assert!(related.contains(&"What is a light year?".to_owned()), "{related:?}");
    assert_eq!(found("has:related subject:cook"), [""; 0]);
}

#[test]
fn a_condition_that_is_not_understood_is_said_under_the_filter() {
    assert_snapshot!(Screen::new(120, 10).press("color:red light").show());
    let said = |keys: &str| Screen::new(120, 10).press(keys).footer();
    assert!(said("after:soon ").contains("after: wants a day such as 2025-01-10"));
    assert!(said("subject:zoology").contains("no subject of this library begins with “zoology”"));
    assert!(!said("subject:mus").contains("subject"));
}

#[test]
fn a_subject_that_is_typed_counts_more_than_the_one_that_is_chosen() {
    let mut screen = Screen::new(160, 14);
    screen.click("Music").press("/subject:cook");
    assert!(screen.row(1).contains("2 of"), "{}", screen.show());
}

#[test]
fn what_a_condition_may_be_is_offered_below_and_completed_at_the_end() {
    let mut screen = Screen::new(120, 10);
    screen.press("su");
    assert!(screen.row(8).contains("→ subject:"), "{}", screen.show());
    screen.press("<right>");
    assert!(screen.row(8).contains("Astronomy  Botany"), "{}", screen.show());
    screen.press("m<right>");
    assert!(screen.row(1).contains("subject:Music  "), "{}", screen.show());
    assert!(!screen.row(8).contains('→'));
    screen.press("has:r<right>");
    assert!(screen.row(1).contains("has:related"), "{}", screen.show());
    // Where the cursor is not at the end the key moves it.
    screen.press("<ctrl-u>su<left><right>");
    assert!(screen.row(1).contains("› su "), "{}", screen.show());
}
