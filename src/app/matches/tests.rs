//! What is found and where it stands, on pages made by hand and against a search of the text that
//! is not broken into lines.

use proptest::prelude::*;

use super::*;
use crate::app::page::Jump;
use crate::document::{CodeRegion, FormulaRegion, Wide};
use crate::text::wrap;

fn line(leaf: usize, text: &str) -> Line {
    Line { spans: vec![Span::new(text, Role::Text)], leaf, ..Line::default() }
}

fn page(lines: Vec<Line>) -> Page {
    Page { lines, ..Page::default() }
}

fn text(text: &str) -> Sought {
    Sought::Text(text.to_owned())
}

/// What the marks of each match cover, its parts on several lines joined by `|`.
fn found(page: &Page, query: &str) -> Vec<String> {
    let matches = Matches::find(page, &text(query));
    let mut texts = vec![Vec::new(); matches.len()];
    for mark in &matches.marks {
        texts[mark.of].push(covered(&page.lines[mark.line], &mark.columns));
    }
    texts.iter().map(|parts| parts.join("|")).collect()
}

/// The text in some columns of a line.
fn covered(line: &Line, columns: &Range<usize>) -> String {
    let mut column = 0;
    let graphemes = line.spans.iter().flat_map(|span| span.text.graphemes(true));
    let inside = graphemes.filter(|grapheme| {
        let start = column;
        column += width::grapheme(grapheme);
        start >= columns.start && column <= columns.end
    });
    inside.collect()
}

#[test]
fn a_phrase_is_found_across_the_end_of_a_line_but_not_of_a_paragraph() {
    let page = page(vec![line(0, "the electric"), line(0, "field of a"), line(1, "ring")]);
    assert_eq!(found(&page, "electric field"), ["electric|field"]);
    assert_eq!(found(&page, "a ring"), [""; 0]);
}

#[test]
fn a_word_that_was_cut_in_two_is_found() {
    let mut page = page(vec![line(0, "see https://e.org/"), line(0, "a-long-page")]);
    assert_eq!(found(&page, "org/a"), [""; 0]);
    page.lines[1].glued = true;
    assert_eq!(found(&page, "org/a"), ["org/|a"]);
    assert_eq!(found(&page, "org/ a"), [""; 0]);
}

#[test]
fn case_counts_only_with_a_capital_and_accents_never() {
    let page = page(vec![line(0, "Émile, emile and ÉMILE")]);
    assert_eq!(found(&page, "emile"), ["Émile", "emile", "ÉMILE"]);
    assert_eq!(found(&page, "émile"), ["Émile", "emile", "ÉMILE"]);
    assert_eq!(found(&page, "Emile"), ["Émile"]);
    assert_eq!(found(&page, "ÉMILE"), ["ÉMILE"]);
}

#[test]
fn a_character_that_folds_to_several_is_marked_whole_and_counted_once() {
    let page = page(vec![line(0, "die Straße")]);
    assert_eq!(found(&page, "strasse"), ["Straße"]);
    assert_eq!(found(&page, "s"), ["S", "ß"]);
}

#[test]
fn accents_written_apart_belong_to_the_match() {
    let page = page(vec![line(0, "cafe\u{301} x")]);
    assert_eq!(found(&page, "cafe"), ["cafe\u{301}"]);
    assert_eq!(found(&page, "\u{301}"), [""; 0], "nothing but an accent");
}

#[test]
fn indents_markers_and_bars_are_not_part_of_the_text() {
    let mut lines = vec![line(0, ""), line(0, "")];
    lines[0].spans = vec![Span::new("• ", Role::Marker), Span::new("one", Role::Text)];
    lines[1].spans = vec![Span::new("  ", Role::Text), Span::new("two", Role::Text)];
    for line in &mut lines {
        line.lead = 1;
    }
    let page = page(lines);
    assert_eq!(found(&page, "one two"), ["one|two"]);
    assert_eq!(found(&page, "•"), [""; 0]);
    assert_eq!(Matches::find(&page, &text("two")).spot(0).unwrap().columns, 2..5);
}

#[test]
fn lines_of_code_and_of_tables_are_searched_one_by_one() {
    let mut page = page(vec![
        line(0, "let a ="),
        line(0, "b;"),
        line(1, "wide a"),
        line(1, "b"),
        line(2, "a"),
        line(2, "b"),
    ]);
    let code = CodeRegion { lines: 0..2, language: String::new(), source: "let a =\nb;".into() };
    page.codes.push(code);
    page.wide.push(Wide { lines: 2..4, fixed: 0, columns: 200 });
    page.lines[2].wide = Some(0);
    page.lines[3].wide = Some(0);
    for line in &mut page.lines[4..] {
        line.spans.insert(0, Span::new("│", Role::Rule));
    }
    assert_eq!(found(&page, "= b"), [""; 0]);
    assert_eq!(found(&page, "a b"), [""; 0]);
    assert_eq!(found(&page, "b"), ["b"; 3]);
}

#[test]
fn a_drawn_formula_is_found_by_its_one_line_form_and_marked_whole() {
    let mut page = page(vec![line(0, "so"), line(1, "    a"), line(1, "y = ─"), line(1, "    b")]);
    page.formulas.push(FormulaRegion {
        lines: 1..4,
        tex: "y = \\frac{a}{b}".into(),
        text: "y = a/b".into(),
        display: true,
    });
    assert_eq!(found(&page, "a/b"), ["a|y = ─|b"]);
    assert_eq!(found(&page, "─"), [""; 0], "its drawing is not searched");
    assert_eq!(Matches::find(&page, &text("y")).spot(0).unwrap().lines, 1..4);
}

#[test]
fn a_related_title_is_found_across_its_lines_past_the_subject_beside_it() {
    let mut lines = vec![line(0, ""), line(0, "")];
    lines[0].spans = vec![
        Span::new("1 ", Role::Number),
        Span::new("What is a light", Role::Link),
        Span::new("   ", Role::Text),
        Span::new("Astronomy", Role::Muted),
    ];
    lines[1].spans = vec![Span::new("  ", Role::Number), Span::new("year?", Role::Link)];
    let mut page = page(lines);
    page.jumps.push(Jump { target: None, title: String::new(), reference: None, line: 0 });
    assert_eq!(found(&page, "light year"), ["light|year"]);
    assert_eq!(found(&page, "astronomy"), ["Astronomy"]);
    assert_eq!(found(&page, "1"), [""; 0]);
}

#[test]
fn a_blank_query_finds_nothing() {
    let page = page(vec![line(0, "a  b")]);
    assert!(["", "  "].iter().all(|blank| Matches::find(&page, &text(blank)).is_empty()));
    assert_eq!(found(&page, "a "), ["a "]);
}

#[test]
fn very_many_matches_on_a_very_long_line_are_found() {
    let mut page = page(vec![line(0, &"ab".repeat(200_000))]);
    page.lines[0].wide = Some(0);
    assert_eq!(Matches::find(&page, &text("a")).len(), 200_000);
    assert_eq!(Matches::find(&page, &text(&"ab".repeat(50))).len(), 4_000);
}

/// A text of several paragraphs, its lines, and what is looked for.
fn case() -> impl Strategy<Value = (Vec<String>, usize, String)> {
    let paragraph = "[abAB éÉ日本-]{0,60}";
    let query = "[abAB éÉ日本-]{1,4}";
    (prop::collection::vec(paragraph, 1..4), 3_usize..30, query)
}

/// The paragraphs set in lines of so many columns.
fn set(paragraphs: &[String], columns: usize) -> Page {
    let mut lines = Vec::new();
    for (leaf, text) in paragraphs.iter().enumerate() {
        let mut end = 0;
        for range in wrap::breaks(text, columns, columns) {
            let part = text.get(range.clone()).unwrap();
            let glued = range.start == end && range.start > 0;
            end = range.end;
            let (head, tail) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
            let mut line = line(leaf, "");
            line.spans = vec![
                Span::new("> ", Role::Quote),
                Span::new(head, Role::Code),
                Span::new(tail, Role::Text),
            ];
            (line.lead, line.glued) = (1, glued);
            lines.push(line);
        }
    }
    page(lines)
}

/// The paragraphs as they are searched: runs of blanks are one where a line may have ended.
fn unwrapped(page: &Page) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut leaf = None;
    for line in &page.lines {
        if leaf != Some(line.leaf) {
            texts.push(String::new());
            leaf = Some(line.leaf);
        } else if !line.glued {
            texts.last_mut().unwrap().push(' ');
        }
        texts.last_mut().unwrap().extend(line.spans[1..].iter().map(|span| &*span.text));
    }
    texts
}

/// Whether a text begins with a query, letter by letter.
fn begins(text: &[char], query: &[char], exact: bool) -> bool {
    let same = |a: &char, b: &char| {
        let is_same = fold::fold(&a.to_string()) == fold::fold(&b.to_string());
        is_same && (!exact || a.is_uppercase() == b.is_uppercase())
    };
    text.len() >= query.len() && text.iter().zip(query).all(|(a, b)| same(a, b))
}

proptest! {
    #[test]
    fn every_match_is_found_and_stands_where_it_is_said_to(
        (paragraphs, columns, query) in case(),
    ) {
        let page = set(&paragraphs, columns);
        let letters: Vec<char> = query.chars().collect();
        let exact = letters.iter().any(|letter| letter.is_uppercase());
        let mut expected = Vec::new();
        for text in unwrapped(&page) {
            let text: Vec<char> = text.chars().collect();
            let mut at = 0;
            while at < text.len() && !query.trim().is_empty() {
                if begins(&text[at..], &letters, exact) {
                    expected.push(text[at..at + letters.len()].iter().collect::<String>());
                    at += letters.len();
                } else {
                    at += 1;
                }
            }
        }
        let without_blanks = |text: &String| text.replace(['|', ' '], "");
        let found = found(&page, &query);
        prop_assert_eq!(
            found.iter().map(without_blanks).collect::<Vec<_>>(),
            expected.iter().map(without_blanks).collect::<Vec<_>>()
        );
    }

    #[test]
    fn matches_and_marks_are_in_the_order_of_the_page(
        (paragraphs, columns, query) in case(),
    ) {
        let page = set(&paragraphs, columns);
        let matches = Matches::find(&page, &text(&query));
        let starts: Vec<_> =
            matches.spots.iter().map(|spot| (spot.lines.start, spot.columns.start)).collect();
        prop_assert!(starts.is_sorted());
        prop_assert!(matches.marks.is_sorted_by_key(|mark| (mark.line, mark.columns.start)));
        for number in 0..page.lines.len() {
            for mark in matches.on(number) {
                prop_assert!(mark.line == number && mark.of < matches.len());
                prop_assert!(mark.columns.end <= page.lines[number].width());
            }
        }
    }
}

#[test]
fn words_are_marked_whole_where_a_word_begins_so() {
    let page = page(vec![line(0, "Charged rings; a recharged one, Ring-charge and Éclair.")]);
    let sought =
        |words: &[&str]| Sought::Words(words.iter().map(|&word| word.to_owned()).collect());
    let matches = Matches::find(&page, &sought(&["charge", "ring", "rings", "eclair"]));
    let texts: Vec<_> = matches.marks.iter().map(|m| covered(&page.lines[0], &m.columns)).collect();
    assert_eq!(texts, ["Charged", "rings", "Ring", "charge", "Éclair"]);
    assert!(Matches::find(&page, &sought(&[])).is_empty());
}
