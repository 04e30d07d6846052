//! What is remembered of the reading: what counts as read, how long was read, where it was left, and how
//! it is taken up.

use insta::assert_snapshot;
use recto::app::resuming::Resuming;
use recto::app::search::{Hit, Results};
use recto::app::{Effect, Message, Pane, farewell};
use recto::document::Position;
use recto::keymap::mouse::MouseKind;
use recto::memory::{Memory, Named, Past, Remembered, Resume};

use crate::driver::Screen;

/// What was kept of how articles were read, in the order in which it was.
fn kept(screen: &Screen) -> Vec<String> {
    let words = |memory: &Memory| match memory {
        Memory::Read(named, is_read) => Some(format!("{} is read: {is_read}", named.question)),
        Memory::Spent(named, seconds) => Some(format!("{}: {seconds} s", named.question)),
        Memory::Left(named, Some(_)) => Some(format!("{} is left", named.question)),
        Memory::Left(named, None) => Some(format!("{} is left nowhere", named.question)),
        _ => None,
    };
    screen.kept.iter().filter_map(words).collect()
}

/// An article of so many words a paragraph, in so many paragraphs.
fn note(paragraphs: usize, words: usize) -> String {
    let paragraph = "word ".repeat(words);
    format!("# A note\n\n{}", format!("{}\n\n", paragraph.trim()).repeat(paragraphs))
}

fn reading(paragraphs: usize, words: usize) -> Screen {
    Screen::reading_note(60, 20, &note(paragraphs, words), Vec::new())
}

/// A screen of somebody of whom nothing is remembered yet.
fn begun() -> Screen {
    let mut screen = Screen::new(100, 24);
    screen.remember(Remembered::default());
    screen
}

/// The program ends, and starts again with what was kept.
fn restart(mut screen: Screen) -> Screen {
    let mut known = Remembered::default();
    farewell(&mut screen.model);
    known.clone_from(screen.model.memories.known());
    let mut next = Screen::new(100, 24);
    next.remember(known);
    next
}

#[test]
fn an_answer_is_read_when_its_end_was_seen_after_a_third_of_the_time_its_words_take() {
    // 440 words are two minutes.
    let mut screen = reading(10, 44);
    screen.wait(60).press("j");
    assert_eq!(kept(&screen), ["A note: 60 s", "A note is left"], "its end was not seen");
    screen.press("G").wait(1).press("k");
    assert_eq!(kept(&screen)[2..], ["A note is read: true"]);
}

#[test]
fn who_leafs_to_the_end_has_not_read_it_until_the_time_has_passed() {
    let mut screen = reading(10, 44);
    screen.press("G").wait(30).press("k");
    assert_eq!(kept(&screen), [""; 0]);
    screen.wait(15).press("<esc>");
    assert_eq!(kept(&screen), ["A note is read: true", "A note: 45 s"]);
}

#[test]
fn an_answer_that_is_in_view_as_a_whole_is_read_after_seconds_and_not_at_once() {
    let mut screen = reading(1, 5);
    screen.wait(2).press("<esc>");
    assert_eq!(kept(&screen), ["A note: 2 s"]);
    screen.press("<enter>").wait(3).press("<esc>");
    assert_eq!(kept(&screen)[1..], ["A note is read: true", "A note: 3 s"]);
}

#[test]
fn an_article_that_is_only_shown_beside_the_list_is_not_read() {
    let mut screen = Screen::new(120, 40);
    screen.press("<down>").wait(100).press("<down>").wait(100).press("<up>");
    assert_eq!(kept(&screen), [""; 0]);
}

#[test]
fn a_pause_of_hours_is_no_reading() {
    let mut screen = reading(10, 44);
    screen.press("j").wait(4 * 3600).press("<esc>");
    assert_eq!(kept(&screen), ["A note: 180 s", "A note is left"]);
}

#[test]
fn time_under_an_overlay_is_not_counted() {
    let mut screen = reading(10, 44);
    screen.wait(5).press("?").wait(50).press("<esc>").wait(6).press("<esc>");
    assert_eq!(kept(&screen), ["A note: 11 s"]);
}

#[test]
fn what_was_marked_unread_by_hand_is_not_marked_again_as_it_is_read_on() {
    let mut screen = reading(1, 5);
    screen.wait(4).press("k");
    let named = screen.model.named(screen.model.answer.id().unwrap()).unwrap();
    let effect = screen.model.memories.keep(0, Memory::Read(named, false));
    drop(effect);
    screen.wait(10).press("k").wait(1).press("<esc>");
    assert_eq!(kept(&screen), ["A note is read: true", "A note: 15 s"]);
}

#[test]
fn an_article_that_was_left_in_its_middle_opens_there_and_says_so() {
    let mut screen = reading(30, 44);
    screen.press("<pgdn><pgdn>").wait(5);
    let place = screen.model.answer.position();
    screen.press("<esc>");
    assert_eq!(kept(&screen), ["A note: 5 s", "A note is left"]);
    let known = Remembered { resume: None, ..screen.model.memories.known().clone() };
    let mut screen = Screen::empty(60, 20);
    screen.load_notes(vec![("notes/a-note.md".to_owned(), note(30, 44))]);
    screen.remember(known);
    screen.press("<enter>");
    assert_eq!(screen.model.answer.position(), place);
    assert_snapshot!(screen.footer());
    screen.press("G").wait(9).press("<esc>");
    assert_eq!(kept(&screen).last().unwrap(), "A note is left nowhere");
}

#[test]
fn the_reading_is_taken_up_with_the_subject_the_filter_the_article_and_the_place() {
    let mut screen = begun();
    screen.press("<esc><shift-tab><down><down><tab>/light<enter>2<pgdn>");
    let before = screen.show();
    assert_eq!(screen.model.focus, Pane::Answer);
    let next = restart(screen);
    assert_eq!(next.show(), before);
}

#[test]
fn the_list_is_taken_up_with_its_filter_and_the_selected_question() {
    let mut screen = begun();
    screen.press("the<down><down><down>");
    let before = screen.show();
    assert_eq!(restart(screen).show(), before);
}

#[test]
fn back_and_forward_lead_where_they_led_before_the_restart() {
    let mut screen = begun();
    screen.press("light year<enter>12<backspace>");
    let questions = |screen: &mut Screen, keys: &str| {
        screen.press(keys);
        screen.model.answer.article().unwrap().question.clone()
    };
    let expected: Vec<_> = ["<alt-right>", "<backspace>", "<backspace>"]
        .map(|keys| questions(&mut screen, keys))
        .into();
    screen.press("<alt-right>");
    let mut next = restart(screen);
    let found: Vec<_> =
        ["<alt-right>", "<backspace>", "<backspace>"].map(|keys| questions(&mut next, keys)).into();
    assert_eq!(found, expected);
}

#[test]
fn who_has_begun_something_else_is_not_called_away_from_it() {
    let mut screen = begun();
    screen.press("light year<enter>");
    farewell(&mut screen.model);
    let known = screen.model.memories.known().clone();
    for begin in [
        |screen: &mut Screen| {
            screen.press("s");
        },
        |screen: &mut Screen| {
            screen.wheel(MouseKind::WheelDown, Pane::Questions);
        },
        |screen: &mut Screen| {
            screen.paste("salt");
        },
    ] {
        let mut next = Screen::new(100, 24);
        begin(&mut next);
        let before = next.show();
        next.remember(known.clone());
        let changed = next.show();
        let of_list = |shown: &str| shown.lines().take(20).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(of_list(&changed), of_list(&before));
        // But the way back is there.
        next.press("<esc><esc><enter><backspace>");
        let article = next.model.answer.article().unwrap();
        assert_eq!(article.question, "What is a light year?");
    }
}

#[test]
fn what_is_taken_up_waits_for_the_library() {
    let mut screen = begun();
    screen.press("light year<enter>");
    farewell(&mut screen.model);
    let known = screen.model.memories.known().clone();
    let mut next = Screen::loading(100, 24, 2);
    next.remember(known);
    assert_eq!(next.model.focus, Pane::Questions);
    next.load_the_rest();
    assert_eq!(next.model.focus, Pane::Answer);
    assert_eq!(next.model.answer.article().unwrap().question, "What is a light year?");
}

#[test]
fn an_article_that_is_gone_cannot_be_taken_up_and_the_rest_is() {
    let resume = Resume {
        article: "/learn/nowhere".to_owned(),
        filter: "salt".to_owned(),
        is_open: true,
        trail: vec![("/learn/nowhere".to_owned(), Position::default())],
        at: 1,
        ..Resume::default()
    };
    let mut screen = Screen::new(100, 24);
    screen.remember(Remembered { resume: Some(resume), ..Remembered::default() });
    assert_eq!(screen.model.focus, Pane::Questions);
    assert_eq!(screen.model.questions.input.text(), "salt");
    assert!(screen.model.history.visits().is_empty());
}

#[test]
fn who_leaves_before_anything_was_taken_up_loses_none_of_it() {
    let mut screen = begun();
    screen.press("light year<enter>");
    farewell(&mut screen.model);
    let known = screen.model.memories.known().clone();
    let mut next = Screen::loading(100, 24, 2);
    next.remember(known.clone());
    assert_eq!(farewell(&mut next.model), []);
    assert_eq!(next.model.memories.known().resume, known.resume);
}

#[test]
fn what_was_read_weeks_ago_is_found_by_a_few_letters_of_it_and_opened() {
    const DAY: u32 = 86_400;
    let mut screen = begun();
    screen
        .press("light year<enter>")
        .wait(20 * DAY)
        .press("<esc><esc>/violin<enter>")
        .wait(2 * DAY);
    screen.press("<esc><esc>/light year<enter>").wait(DAY);
    let mut next = restart(screen);
    next.wait(23 * DAY).press("<ctrl-r>");
    assert_snapshot!(next.show());
    next.press("violin tun<enter>");
    assert_eq!(next.model.focus, Pane::Answer);
    assert!(next.model.answer.article().unwrap().question.contains("violin"));
}

#[test]
fn an_article_that_was_read_and_is_gone_is_named_and_said_to_be_gone() {
    let mut screen = Screen::new(100, 24);
    let visit = Named {
        article: "/learn/nowhere".to_owned(),
        question: "Where is nowhere?".to_owned(),
        ..Named::default()
    };
    let visits = vec![Past { session: 1, time: 0, visit }];
    screen.remember(Remembered { visits, ..Remembered::default() });
    screen.press("<ctrl-r>");
    assert!(screen.show().contains("@ Where is nowhere?"));
    screen.press("<enter>");
    assert!(screen.footer().contains("not in this library any more"), "{}", screen.footer());
}

#[test]
fn the_search_is_taken_up_with_what_was_typed_and_the_hit_that_was_selected() {
    let hits = || {
        let paths =
            ["music/questions/what-is-resonance.md", "music/questions/how-is-a-violin-tuned.md"];
        let hits = paths.map(|path| Hit { path: path.to_owned(), ..Hit::default() });
        Results { total: 2, hits: hits.into(), ..Results::default() }
    };
    let mut screen = begun();
    screen.press("<esc>sfifths");
    let ticket = screen.searched.last().unwrap().ticket;
    screen.tell(Message::Found(ticket, hits()));
    screen.press("<down>");
    let selected = screen.model.selected();
    let mut next = restart(screen);
    assert_eq!(next.model.search.input.text(), "fifths");
    let ticket = next.searched.last().unwrap().ticket;
    next.tell(Message::Found(ticket, hits()));
    assert!(next.model.search.is_open);
    assert!(selected.is_some() && next.model.selected() == selected);
}

/// Somebody who left an article open, with another one before it.
fn left_open() -> Remembered {
    let mut screen = begun();
    screen.press("light year<enter>1");
    farewell(&mut screen.model);
    screen.model.memories.known().clone()
}

/// Whether a place was kept at the end.
fn keeps_a_place(screen: &mut Screen) -> bool {
    let effects = farewell(&mut screen.model);
    let is_place = |effect: &Effect| matches!(effect, Effect::Keep(kept) if matches!(kept.memory, Memory::Resume(_)));
    effects.iter().any(is_place)
}

#[test]
fn regression_a_key_before_the_library_was_there_cost_the_place_and_the_way_back() {
    let mut next = Screen::loading(100, 24, 2);
    next.remember(left_open());
    next.press("<down>");
    assert!(!keeps_a_place(&mut next));
    // Nobody knows yet what was left before: the place is one only if there is no other.
    let mut next = Screen::new(100, 24);
    next.press("<down><enter>");
    assert!(!keeps_a_place(&mut next));
    next.remember(left_open());
    let trail = &next.model.memories.known().resume.as_ref().unwrap().trail;
    assert_eq!(trail.len(), 2);
    next.remember(Remembered::default());
    assert_eq!(next.model.memories.known().resume.as_ref().unwrap().trail.len(), 1);
}

#[test]
fn regression_a_start_with_the_list_cost_the_place_and_the_way_back() {
    let fresh = || {
        let mut screen = Screen::new(100, 24);
        screen.model.resuming = Resuming::way_back();
        screen.remember(left_open());
        screen
    };
    let mut screen = fresh();
    assert_eq!(screen.model.focus, Pane::Questions);
    assert!(!keeps_a_place(&mut screen));
    let mut screen = fresh();
    screen.press("<enter>");
    assert!(keeps_a_place(&mut screen));
    let trail = &screen.model.memories.known().resume.as_ref().unwrap().trail;
    assert_eq!(trail.len(), 3);
}

#[test]
fn regression_the_place_of_another_library_was_taken_up_and_kept() {
    let other = Remembered {
        resume: Some(Resume {
            filter: "salt".to_owned(),
            trail: vec![(
                "/learn/music/questions/what-is-resonance".to_owned(),
                Position::default(),
            )],
            at: 1,
            ..Resume::default()
        }),
        ..Remembered::default()
    };
    let mut screen = Screen::new(100, 24);
    screen.remember(left_open());
    assert_eq!(screen.model.history.visits().len(), 2);
    screen.remember(other);
    assert_eq!(screen.model.history.visits().len(), 1);
    assert_eq!(screen.model.questions.input.text(), "salt");
}

#[test]
fn regression_an_article_that_went_since_was_taken_up_as_a_page_that_cannot_be_read() {
    let mut screen = Screen::new(100, 24);
    screen.hold();
    screen.remember(left_open());
    assert_eq!(screen.model.focus, Pane::Answer);
    let id = screen.model.answer.wanted().unwrap();
    let path = screen.model.library.catalog.get(id).unwrap().path.to_owned();
    screen.change(&[(&path, None)]);
    screen.release();
    assert_eq!(screen.model.focus, Pane::Questions);
    assert!(screen.footer().contains("is gone"), "{}", screen.footer());
}

#[test]
fn regression_time_in_which_the_program_was_stopped_counted_as_reading() {
    let mut screen = reading(10, 44);
    screen.wait(5).press("j").wait(100);
    let now = screen.model.clock.millis;
    screen.model.attention.skip_to(now);
    screen.wait(2).press("<esc>");
    assert_eq!(kept(&screen)[0], "A note: 7 s");
}

#[test]
fn as_long_as_nothing_can_be_kept_the_first_line_says_so() {
    let mut screen = Screen::new(100, 24);
    screen.tell(Message::NotKept { reason: "the disk is full".to_owned(), for_good: false });
    screen.press("<down>");
    assert!(screen.row(0).contains("nothing is kept"), "{}", screen.row(0));
    screen.tell(Message::KeptAgain);
    assert!(!screen.row(0).contains("nothing is kept"));
}
