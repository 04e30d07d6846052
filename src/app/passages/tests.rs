//! That the text of an answer is the same on every page, and where its parts stand on one.

#![allow(
    clippy::string_slice,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

use proptest::prelude::*;

use super::*;
use crate::app::Opened;
use crate::app::page::{self, Page, Surroundings};
use crate::article::Article;
use crate::text::width;

const ANSWER: &str = "The **area** is $A = \\frac{Q}{2\\pi a}$, e.g. for $a > 0$. It grows. And more of \
    this sentence, so that it breaks at most widths that a page has.\n\n## A heading\n\n\
    - One item. It has two sentences.\n  > Quoted words stand here.\n\n\
    ```rust\nfn main() {\n\n    print();\n}\n```\n\n$$\\frac{a}{b} = c$$\n\n\
    | Name | What it is |\n|---|---|\n| Keras | a library for networks |\n\
    | PyTorch | another one, which a team of many people made over years |\n\n---\n\nThe end.";

fn opened(answer: &str) -> Opened {
    let article = Article { answer: answer.to_owned(), ..Article::default() };
    Opened { article, document: document::parse(answer) }
}

fn page(answer: &str, columns: usize, math: MathStyle) -> Page {
    let options = Options { math, ..Options::screen(columns) };
    page::build(&opened(answer), &Surroundings::default(), &options)
}

/// What stands under the marks of a range, the lines joined by blanks.
fn shown(page: &Page, marks: &[Mark]) -> String {
    let part = |mark: &Mark| -> String {
        let text = page.lines[mark.line].text();
        let (before, _) = width::take(&text, mark.columns.start);
        let rest = &text[before.len()..];
        width::take(rest, mark.columns.len()).0.to_owned()
    };
    marks.iter().map(part).collect::<Vec<_>>().join(" ")
}

fn steps(answer: &str, step: Step) -> Vec<String> {
    let passages = Passages::new(&document::parse(answer));
    let steps = passages.steps(step);
    steps.into_iter().map(|range| passages.text()[range].to_owned()).collect()
}

#[test]
fn an_answer_is_its_sentences() {
    assert_eq!(
        steps(ANSWER, Step::Sentence),
        [
            "The area is A = Q/(2πa), e.g. for a > 0.",
            "It grows.",
            "And more of this sentence, so that it breaks at most widths that a page has.",
            "A heading",
            "One item.",
            "It has two sentences.",
            "Quoted words stand here.",
            "fn main() {\n\n    print();\n}",
            "a/b = c",
            "Name What it is",
            "Keras a library for networks",
            "PyTorch another one, which a team of many people made over years",
            "The end.",
        ]
    );
}

#[test]
fn or_its_blocks_and_lines() {
    let steps = steps(ANSWER, Step::Block);
    assert!(steps[0].starts_with("The area is") && steps[0].ends_with("a page has."));
    assert_eq!(
        steps[1..8],
        [
            "A heading",
            "One item. It has two sentences.",
            "Quoted words stand here.",
            "fn main() {",
            "print();",
            "}",
            "a/b = c",
        ]
    );
}

#[test]
fn a_sentence_has_its_marks_at_every_width() {
    let passages = Passages::new(&document::parse(ANSWER));
    for columns in [12, 20, 40, 88, 200] {
        for math in [MathStyle::Full, MathStyle::Line] {
            let page = page(ANSWER, columns, math);
            let placed = Placed::new(&passages, &page);
            for range in passages.steps(Step::Sentence) {
                let words = &passages.text()[range.clone()];
                let marks = placed.marks(passages.text(), &range);
                assert!(!marks.is_empty(), "{words} at {columns}");
                let is_drawn =
                    ["a/b", "Keras", "PyTorch", "Name"].iter().any(|w| words.starts_with(w));
                if !is_drawn && !words.contains('\n') {
                    assert_eq!(shown(&page, &marks), words, "{columns}");
                }
            }
        }
    }
}

#[test]
fn a_sentence_with_formulas_has_its_marks_however_they_are_shown() {
    let passages = Passages::new(&document::parse(ANSWER));
    let first = passages.steps(Step::Sentence)[0].clone();
    let inside = first.start + 12..first.start + 15;
    assert_eq!(&passages.text()[inside.clone()], "A =");
    for (math, sentence, formula) in [
        (MathStyle::Ascii, "The area is A = Q/(2 pi a), e.g. for a > 0.", "A = Q/(2 pi a)"),
        (
            MathStyle::Source,
            "The area is A = \\frac{Q}{2\\pi a}, e.g. for a > 0.",
            "A = \\frac{Q}{2\\pi a}",
        ),
    ] {
        let page = page(ANSWER, 300, math);
        let placed = Placed::new(&passages, &page);
        assert_eq!(shown(&page, &placed.marks(passages.text(), &first)), sentence);
        assert_eq!(shown(&page, &placed.marks(passages.text(), &inside)), formula);
    }
}

#[test]
fn rows_of_a_table_have_their_marks_whether_their_cells_wrap_or_not() {
    let passages = Passages::new(&document::parse(ANSWER));
    let steps = passages.steps(Step::Sentence);
    let row = steps.iter().find(|range| passages.text()[(*range).clone()].starts_with("PyTorch"));
    for (columns, lines) in [(200, 1), (40, 2), (15, 6)] {
        let page = page(ANSWER, columns, MathStyle::Full);
        let placed = Placed::new(&passages, &page);
        let marks = placed.marks(passages.text(), row.unwrap());
        assert!(shown(&page, &marks).contains("PyTorch"), "{columns}");
        assert!(!shown(&page, &marks).contains("Keras"), "{columns}");
        assert_eq!(marks.len(), lines, "{columns}: {}", shown(&page, &marks));
    }
}

#[test]
fn a_position_leads_back_to_its_byte() {
    let passages = Passages::new(&document::parse(ANSWER));
    for range in passages.steps(Step::Sentence) {
        let position = passages.position(range.start, 2);
        assert_eq!(passages.byte(position, 2), range.start);
    }
    assert_eq!(passages.byte(Position { leaf: 900, offset: 9 }, 2), passages.text().len());
    assert_eq!(passages.byte(Position { leaf: 0, offset: 0 }, 2), 0);
}

proptest! {
    #[test]
    fn steps_are_apart_and_have_marks_on_every_page(
        answer in "([a-z. ]|\\*|`|\\$|é|\n|\n\n|\\| |- |> |```\n|1\\. |\n\\|---\\|---\\|\n|<br>|漢|~~|!\\[a\\]\\(b\\)){0,60}",
        columns in 1_usize..80, math in prop::sample::select(MathStyle::ALL.to_vec()),
        step in prop::sample::select(vec![Step::Sentence, Step::Block]),
    ) {
        let passages = Passages::new(&document::parse(&answer));
        let page = page(&answer, columns, math.1);
        let placed = Placed::new(&passages, &page);
        let mut end = 0;
        for range in passages.steps(step) {
            prop_assert!(range.start >= end);
            end = range.end;
            let text = &passages.text()[range.clone()];
            prop_assert_eq!(text.trim(), text);
            let marks = placed.marks(passages.text(), &range);
            prop_assert!(marks.is_sorted_by_key(|mark| (mark.line, mark.columns.start)));
            prop_assert!(marks.iter().all(|mark| page.answer.contains(&mark.line)));
            let is_seen = marks.iter().any(|mark| mark.columns.end <= page.lines[mark.line].width());
            let has_width = width::of(text) > 0;
            prop_assert!(is_seen || !has_width, "{:?} in {:?}", text, answer);
        }
    }
}
