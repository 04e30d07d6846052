//! Selecting words of an answer, highlighting them, writing notes, and finding all of it again.

use insta::assert_snapshot;
use recto::app::{Message, Pane};
use recto::document::Position;
use recto::memory::{Highlight, Memory, Named, Quote, Remembered};

use crate::driver::Screen;

const PATH: &str = "birds/herons.md";

/// A note on herons: sentences, a formula, code and a table.
fn herons() -> String {
    "# Where do herons stand?\n\nA heron stands in the reeds. It waits for a fish, e.g. a roach, and it \
     waits long. The water is about $\\frac{1}{2}$ m deep.\n\nAt noon the water is warm. Nobody knows \
     why the heron stays.\n\n```sh\nwatch heron\nwait\n```\n\n| bird | legs |\n|---|---|\n\
     | heron | long |\n| duck | short |\n\nThen the evening comes over the lake.\n"
        .to_owned()
}

fn reading(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::empty(columns, rows);
    let other = "# What do ducks eat?\n\nDucks eat weeds. They dive for them.\n";
    screen.load_notes(vec![
        (PATH.to_owned(), herons()),
        ("birds/ducks.md".to_owned(), other.to_owned()),
    ]);
    screen.press("herons<enter>");
    screen
}

/// The highlights that were kept, as they are now.
fn quotes(screen: &Screen) -> Vec<(String, String)> {
    let known = screen.model.memories.known().highlights.iter();
    known.map(|one| (one.quote.exact.clone(), one.note.clone())).collect()
}

/// The editor gives this back for the note that it was asked for last.
fn write(screen: &mut Screen, note: &str) {
    let (uid, text) = screen.edited.pop().unwrap();
    let written = Ok(format!("{note}{text}"));
    screen.tell(Message::Noted { uid, written });
}

/// Whether a word of the answer is shown as highlighted.
fn is_marked(screen: &Screen, word: &str) -> bool {
    let (column, row) = screen.place_of(word);
    let cells = screen.cells();
    let style = cells[(column, row)].style();
    style.add_modifier.contains(ratatui::style::Modifier::UNDERLINED)
}

#[test]
fn sentences_are_selected_one_by_one_and_several_together() {
    let mut screen = reading(80, 24);
    screen.press("v");
    let first = screen.show();
    screen.press("y");
    assert_eq!(screen.copied.pop().unwrap(), "A heron stands in the reeds.");
    screen.press("vj");
    let second = screen.show();
    screen.press("y");
    assert_eq!(
        screen.copied.pop().unwrap(),
        "It waits for a fish, e.g. a roach, and it waits long."
    );
    screen.press("vjJ<shift-down>");
    let more = screen.show();
    screen.press("Ky");
    assert_eq!(
        screen.copied.pop().unwrap(),
        "It waits for a fish, e.g. a roach, and it waits long. The water is about ½ m deep."
    );
    assert_snapshot!(format!("{first}\n\n{second}\n\n{more}"));
}

#[test]
fn blocks_are_paragraphs_lines_of_code_and_rows_of_tables() {
    let mut screen = reading(80, 24);
    let mut seen = Vec::new();
    for moves in ["", "j", "jj", "jjj", "jjjj", "jjjjj", "G"] {
        screen.press("V").press(moves).press("y");
        seen.push(screen.copied.pop().unwrap());
    }
    assert!(seen[0].starts_with("A heron") && seen[0].ends_with("deep."));
    assert_eq!(seen[1], "At noon the water is warm. Nobody knows why the heron stays.");
    assert_eq!(seen[2..6], ["watch heron", "wait", "bird legs", "heron long"]);
    assert_eq!(seen[6], "Then the evening comes over the lake.");
}

#[test]
fn a_selection_may_change_its_steps_and_is_left_without_a_trace() {
    let mut screen = reading(80, 24);
    let before = screen.show();
    screen.press("vjV");
    screen.press("y");
    assert!(screen.copied.pop().unwrap().starts_with("A heron stands"));
    screen.press("vjJ").press("<esc>");
    screen.press("g");
    assert!(quotes(&screen).is_empty());
    screen.press("v<esc>");
    assert_eq!(screen.show(), before);
}

#[test]
fn it_begins_at_the_match_the_link_or_the_first_sentence_in_view() {
    let mut screen = reading(80, 24);
    screen.press("/evening<enter>vy");
    assert_eq!(screen.copied.pop().unwrap(), "Then the evening comes over the lake.");
    let mut screen = reading(80, 12);
    screen.press("jjjjvy");
    assert!(!screen.row(2).contains("stands in the reeds"), "{}", screen.show());
    assert_eq!(screen.copied.pop().unwrap(), "The water is about ½ m deep.");
}

#[test]
fn a_highlight_is_marked_in_the_text_and_in_the_margin_and_kept() {
    let mut screen = reading(80, 24);
    screen.press("vj<enter>");
    assert!(screen.footer().contains("highlighted"), "{}", screen.footer());
    assert!(is_marked(&screen, "fish") && !is_marked(&screen, "A heron"));
    let Some(Memory::Highlight(kept)) = screen.kept.last() else { panic!("{:?}", screen.kept) };
    assert_eq!(kept.quote.exact, "It waits for a fish, e.g. a roach, and it waits long.");
    assert_eq!(kept.quote.prefix, "A heron stands in the reeds. ");
    assert_eq!(kept.article.question, "Where do herons stand?");
    assert_eq!(kept.uid.len(), 32);
    screen.press("vjj<enter>V");
    screen.press("G<enter>");
    assert_snapshot!(screen.show());
    screen.press("vj<enter>");
    assert!(screen.footer().contains("already"), "{}", screen.footer());
    assert_eq!(quotes(&screen).len(), 3);
}

#[test]
fn without_colours_and_without_a_margin_highlights_are_seen() {
    let mut screens = Vec::new();
    for (columns, rows) in [(80, 24), (20, 7)] {
        let mut screen = reading(columns, rows).monochrome();
        screen.press("v<enter>vjn");
        write(&mut screen, "A note.");
        assert!(is_marked(&screen, "A heron"));
        screen.press("jv");
        screens.push(screen.show());
    }
    assert_snapshot!(screens.join("\n\n"));
}

#[test]
fn a_note_is_written_at_once_and_changed_later() {
    let mut screen = reading(80, 24);
    screen.press("vn");
    let (_, text) = screen.edited.last().unwrap();
    assert!(text.contains("# > A heron stands in the reeds.\n"), "{text}");
    assert_eq!(quotes(&screen)[0].1, "");
    write(&mut screen, "Seen it myself.\n");
    assert_eq!(quotes(&screen)[0].1, "Seen it myself.");
    screen.press("me");
    assert!(screen.edited.last().unwrap().1.starts_with("Seen it myself.\n"));
    let (uid, _) = screen.edited.pop().unwrap();
    screen
        .tell(Message::Noted { uid: uid.clone(), written: Err("vi ended with code 1".to_owned()) });
    assert!(screen.footer().contains("vi ended with code 1"));
    assert_eq!(quotes(&screen)[0].1, "Seen it myself.");
    screen.tell(Message::Noted { uid, written: Ok("\n \n".to_owned()) });
    assert_eq!(quotes(&screen), [("A heron stands in the reeds.".to_owned(), String::new())]);
}

#[test]
fn the_list_shows_the_highlights_in_the_order_of_the_text_and_goes_to_them() {
    let mut screen = reading(80, 12);
    screen.press("VG<enter>gvjn");
    write(
        &mut screen,
        "First line of a note.\n\nSecond paragraph of it, which is so long that it takes more than one line of this list.",
    );
    screen.press("m");
    let opened = screen.show();
    screen.press("j<enter>");
    assert!(screen.model.overlays.is_empty());
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("Then the evening")));
    screen.press("<backspace>m");
    screen.press("<esc>");
    assert_snapshot!(opened);
}

#[test]
fn a_removed_highlight_comes_back() {
    let mut screen = reading(80, 24);
    screen.press("v<enter>vjn");
    write(&mut screen, "A note.");
    screen.press("md");
    assert!(screen.footer().contains("u brings it back"), "{}", screen.footer());
    assert_eq!(quotes(&screen).len(), 1);
    assert!(matches!(screen.kept.last(), Some(Memory::DropHighlight(_))));
    screen.press("<delete>");
    assert!(quotes(&screen).is_empty());
    screen.press("uu");
    assert_eq!(quotes(&screen).len(), 2);
    screen.press("u");
    assert!(screen.footer().contains("nothing was removed"));
    screen.press("<esc>");
    assert!(is_marked(&screen, "A heron") && is_marked(&screen, "fish"));
}

#[test]
fn the_list_of_the_library_opens_other_articles_at_the_place_and_names_those_that_went() {
    let mut screen = reading(100, 24);
    screen.press("V<enter>");
    let uid = "gone".to_owned();
    let article = Named {
        article: "birds/storks.md".to_owned(),
        question: "Why do storks clatter?".to_owned(),
        subject: "Birds".to_owned(),
    };
    let quote = Quote { exact: "Storks have no voice.".to_owned(), ..Quote::default() };
    let note = "They clatter.".to_owned();
    let gone = Highlight { uid, article, quote, note, made: -7, changed: -7 };
    screen.remember(Remembered { highlights: vec![gone], ..Remembered::default() });
    screen.press("<esc>/<ctrl-u>ducks<enter>");
    screen.press("m<tab>");
    let all = screen.show();
    screen.press("G<enter>");
    assert!(screen.footer().contains("not in the library any more"), "{}", screen.footer());
    screen.press("e");
    assert!(screen.edited.last().unwrap().1.starts_with("They clatter."));
    screen.press("g<enter>");
    assert!(screen.model.overlays.is_empty());
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("A heron stands")));
    screen.press("<backspace>");
    assert!(screen.pane(Pane::Answer).iter().any(|row| row.contains("Ducks eat")));
    assert_snapshot!(all);
}

#[test]
fn a_highlight_finds_its_place_in_a_changed_text_and_is_kept_when_it_is_lost() {
    let mut screen = reading(80, 24);
    screen.press("vj<enter>");
    let kept = screen.model.memories.known().highlights.clone();
    let changed = herons()
        .replace("a roach, and it waits long", "a perch, and waits long")
        .replace("A heron", "More was written before.\n\nA grey heron");
    screen.change(&[(PATH, Some(&changed))]);
    assert!(is_marked(&screen, "fish") && !is_marked(&screen, "A grey"));
    let gone = changed.replace("It waits for a fish, e.g. a perch, and waits long.", "");
    screen.change(&[(PATH, Some(&gone))]);
    assert!(!is_marked(&screen, "water is about"));
    screen.press("m");
    let lost = screen.show();
    screen.press("<enter>");
    assert!(screen.footer().contains("not in this article any more"), "{}", screen.footer());
    screen.change(&[(PATH, Some(&herons()))]);
    assert!(is_marked(&screen, "fish"));
    assert_eq!(screen.model.memories.known().highlights, kept, "what was kept is not rewritten");
    assert_snapshot!(lost);
}

#[test]
fn highlights_hold_at_every_width_and_however_formulas_are_shown() {
    let mut screen = reading(120, 40);
    screen.press("vjj<enter>");
    for (columns, rows) in [(200, 40), (80, 24), (60, 20), (30, 40)] {
        screen.resize(columns, rows);
        for _ in 0..4 {
            assert!(is_marked(&screen, "deep."), "{}", screen.show());
            screen.press("M");
        }
    }
    screen.resize(120, 40).press("MMM");
    screen.press("m<enter>v<enter>");
    assert_eq!(quotes(&screen)[1].0, "A heron stands in the reeds.");
    screen.press("vjj<enter>");
    assert!(screen.footer().contains("already"), "{}", screen.footer());
}

#[test]
fn the_list_is_usable_on_the_smallest_screen() {
    let mut screen = reading(20, 5);
    screen.press("v<enter>vjn");
    write(&mut screen, "A note that takes several lines on such a screen, and one more.");
    screen.press("mG");
    let chosen = screen.show();
    screen.press("<space>");
    assert_snapshot!(format!("{chosen}\n\n{}", screen.show()));
}

#[test]
fn where_nothing_is_highlighted_the_list_says_how_that_is_done() {
    let mut screen = reading(80, 24);
    screen.press("m");
    assert!(screen.show().contains("v in an answer selects, Enter keeps"), "{}", screen.show());
    screen.press("ed<enter>");
    assert!(screen.footer().contains("there is no highlight here"));
    let mut empty = Screen::new(80, 24);
    empty.press("<esc>m<esc>lv");
    assert_eq!(quotes(&empty), []);
}

#[test]
fn a_place_that_nobody_knows_any_more_loses_no_highlight() {
    let mut screen = reading(80, 24);
    let id = screen.model.answer.id().unwrap();
    let article = screen.model.named(id).unwrap();
    let position = Position { leaf: 999, offset: usize::MAX };
    let quote =
        Quote { exact: "At noon the water is warm.".to_owned(), position, ..Quote::default() };
    let (uid, note) = ("other".to_owned(), String::new());
    let highlight = Highlight { uid, article, quote, note, made: 5, changed: 5 };
    screen.remember(Remembered { highlights: vec![highlight], ..Remembered::default() });
    assert!(is_marked(&screen, "At noon"));
}

#[test]
fn of_two_files_with_one_url_the_list_goes_to_the_one_that_has_the_words() {
    let mut screen = Screen::empty(80, 24);
    let file =
        |question: &str, text: &str| format!("---\nurl: /birds/one\n---\n# {question}\n\n{text}\n");
    screen.load_notes(vec![
        ("birds/one.md".to_owned(), file("Where do herons stand?", "A heron stands in reeds.")),
        ("birds/two.md".to_owned(), file("What do ducks eat?", "Ducks eat weeds all day long.")),
    ]);
    screen.press("ducks<enter>v<enter>");
    assert_eq!(quotes(&screen)[0].0, "Ducks eat weeds all day long.");
    let shows_ducks = |screen: &Screen| screen.show().contains("Ducks eat weeds all day long.");
    // From where it is, and from the other file.
    screen.press("m<enter>");
    assert!(shows_ducks(&screen), "{}", screen.show());
    screen.press("<esc>/<ctrl-u>herons<enter>m<enter>");
    assert!(shows_ducks(&screen), "{}", screen.show());
    assert!(!screen.footer().contains("not in this"), "{}", screen.footer());
}

#[test]
fn where_nothing_can_be_kept_nothing_is_said_to_be() {
    let mut screen = reading(80, 24);
    let reason = "memory.db is of a newer Recto".to_owned();
    screen.tell(Message::NotKept { reason, for_good: true });
    screen.press("v<enter>");
    assert!(screen.footer().contains("highlighted until you leave"), "{}", screen.footer());
    screen.press("vjn");
    write(&mut screen, "A note.");
    assert!(screen.footer().contains("the note is kept until you leave"), "{}", screen.footer());
}

#[test]
fn a_note_that_was_emptied_comes_back_as_a_removed_highlight_does() {
    let mut screen = reading(80, 24);
    screen.press("vn");
    write(&mut screen, "Seen it myself.");
    screen.press("me");
    let (uid, _) = screen.edited.pop().unwrap();
    screen.tell(Message::Noted { uid, written: Ok(String::new()) });
    assert!(screen.footer().contains("u in the list brings it back"), "{}", screen.footer());
    assert_eq!(quotes(&screen)[0].1, "");
    screen.press("du");
    assert_eq!(quotes(&screen)[0].1, "", "the highlight first, which was removed last");
    screen.press("u");
    assert_eq!(quotes(&screen)[0].1, "Seen it myself.");
}

#[test]
fn while_selecting_the_keys_are_shown_on_any_width_and_a_changed_file_is_told() {
    let mut screen = reading(60, 20);
    screen.press("v");
    assert!(screen.footer().contains("Esc leave"), "{}", screen.footer());
    screen.press("?");
    assert!(screen.show().contains("While selecting"), "{}", screen.show());
    screen.press("<esc>");
    assert!(screen.model.highlights.selection.is_some());
    screen.change(&[(PATH, Some(&herons().replace("heron", "bittern")))]);
    assert!(screen.footer().contains("nothing is selected any more"), "{}", screen.footer());
    let mut screen = reading(60, 20);
    screen.press("v<esc>");
    screen.change(&[(PATH, Some(&herons().replace("heron", "bittern")))]);
    assert!(!screen.footer().contains("selected"), "{}", screen.footer());
}
