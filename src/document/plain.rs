//! An answer as plain text: what a reader would read aloud, for an index and its excerpts.
//!
//! Not a layout and no styled pieces: it walks the parser's events once, without tui-markdown.
//! Invariant: the text has passed the gate, no mark of Markdown that means something is left in it,
//! and a block begins on a line of its own.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::html::{self, Meaning};
use super::inline::{FORMULA_LIMIT, placeholders};
use super::markdown::{EVENT_LIMIT, mark, options, tex};
use crate::article::formula::{self, Formula};
use crate::math::{self, Charset};
use crate::text::sanitize;

/// What an answer says, and what stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plain {
    /// Its words, with formulas in their one-line form and code as written.
    pub text: String,
    /// Whether there is a formula in it.
    pub math: bool,
    /// Whether there is a block of code in it.
    pub code: bool,
    /// Whether there is a table in it.
    pub table: bool,
}

/// The plain text of a decoded answer.
#[must_use]
pub fn plain(answer: &str) -> Plain {
    let formulas = formula::cut(answer);
    let marked = if formulas.is_empty() && answer.is_ascii() {
        Cow::Borrowed(answer)
    } else {
        Cow::Owned(mark(answer, &formulas))
    };
    let mut writer = Writer {
        answer,
        formulas: &formulas,
        plain: Plain { text: String::with_capacity(answer.len()), ..Plain::default() },
        is_code: false,
    };
    for event in Parser::new_ext(&marked, options()).take(EVENT_LIMIT) {
        writer.take(event);
    }
    let mut plain = writer.plain;
    plain.text.truncate(plain.text.trim_end().len());
    plain.math = !formulas.is_empty();
    if let Cow::Owned(clean) = sanitize::text(&plain.text) {
        plain.text = clean;
    }
    plain
}

struct Writer<'a> {
    answer: &'a str,
    formulas: &'a [Formula],
    plain: Plain,
    is_code: bool,
}

impl Writer<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.new_line();
                self.plain.code = true;
                self.is_code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.new_line();
                self.is_code = false;
            }
            Event::Start(Tag::Table(_)) => {
                self.new_line();
                self.plain.table = true;
            }
            Event::Start(tag) if begins_line(&tag) => self.new_line(),
            Event::Text(text) if self.is_code => self.literal(&text),
            Event::Code(text) => self.literal(&text),
            Event::Text(text) => self.words(&text),
            Event::SoftBreak | Event::End(TagEnd::TableCell) => self.plain.text.push(' '),
            Event::HardBreak | Event::Rule => self.new_line(),
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::Html(html) => {
                for token in html::tokens(&html) {
                    match token {
                        html::Token::Tag(tag) => self.tag(tag),
                        html::Token::Text(text) => self.words(&html::unescaped(text)),
                    }
                }
            }
            _ => {}
        }
    }

    /// Prose, in which formulas are placeholders.
    fn words(&mut self, text: &str) {
        self.with_formulas(text, |writer, formula| {
            let tex = tex(writer.answer, formula);
            let line = math::parse(&tex).text(Charset::Unicode);
            writer.plain.text.extend(line.chars().map(|c| if c == '\u{A0}' { ' ' } else { c }));
        });
    }

    /// Code, in which what looked like a formula is none.
    fn literal(&mut self, text: &str) {
        self.with_formulas(text, |writer, formula| {
            let source = writer.answer.get(formula.range.clone()).unwrap_or_default();
            writer.plain.text.push_str(source);
        });
    }

    fn with_formulas(&mut self, text: &str, write: impl Fn(&mut Self, &Formula)) {
        if text.is_ascii() {
            return self.plain.text.push_str(text);
        }
        let formulas = self.formulas;
        for letter in text.chars() {
            let number = placeholders::formula_of(letter).filter(|n| *n < FORMULA_LIMIT);
            match number.and_then(|number| formulas.get(number)) {
                Some(formula) => write(self, formula),
                None => self.plain.text.push(letter),
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        match html::meaning(tag) {
            Meaning::Break => self.new_line(),
            Meaning::Text(text) => {
                // An item begins with a break, which here is a line.
                let text = text.trim_start_matches(placeholders::BREAK);
                self.plain.text.push_str(text);
            }
            Meaning::Image { words, .. } => self.plain.text.push_str(&words),
            Meaning::Unknown => self.plain.text.push_str(tag),
            Meaning::Nothing
            | Meaning::Style(_)
            | Meaning::StyleEnd(_)
            | Meaning::Link(_)
            | Meaning::LinkEnd => {}
        }
    }

    fn new_line(&mut self) {
        let text = &mut self.plain.text;
        text.truncate(text.trim_end_matches(' ').len());
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }
}

/// Whether what begins here stands apart from what came before.
fn begins_line(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::TableCell
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(answer: &str) -> String {
        plain(answer).text
    }

    #[test]
    fn marks_of_markdown_are_dropped_and_words_stay() {
        assert_eq!(
            text("## A *ring*\n\nIt is **very** [round](http://x.y) and\nred.\n\n- one\n- `two`"),
            "A ring\nIt is very round and red.\none\ntwo"
        );
        assert_eq!(text("> quoted\n\n![a picture](x.png)"), "quoted\na picture");
    }

    #[test]
    fn a_formula_stands_in_its_one_line_form() {
        let plain = plain("so $\\lambda = \\frac{Q}{2\\pi a}$ and\n\n$$E = mc^2$$");
        assert_eq!(plain.text, "so λ = Q/(2πa) and\nE = mc²");
        assert!(plain.math && !plain.code && !plain.table);
    }

    #[test]
    fn code_stays_as_it_is_written() {
        let plain = plain("Run:\n\n```sh\necho \"$a\" '$b'\n```\nthen `$c$ *d*`.");
        assert_eq!(plain.text, "Run:\necho \"$a\" '$b'\nthen $c$ *d*.");
        assert!(plain.code && !plain.math);
    }

    #[test]
    fn a_table_is_its_rows() {
        let plain = plain("| a | b |\n|---|---|\n| 1 | $x$ |");
        assert_eq!(plain.text, "a b\n1 x");
        assert!(plain.table);
    }

    #[test]
    fn tags_are_no_words_and_entities_are_letters() {
        assert_eq!(text("H<sub>2</sub>O &lt; a<br>b"), "H2O < a\nb");
        assert_eq!(text("<p>one &amp; two</p><ul><li>three</li></ul>"), "one & two\n• three");
        assert_eq!(text("use std::vector<T> &#27;[31m"), "use std::vector<T> \u{FFFD}[31m");
    }

    proptest! {
        #[test]
        fn any_answer_has_a_clean_text(answer in "([a-zé ]|\\*|_|`|\\$|\\$\\$|\n|\\| |- |```\n|<b>|&#27;|\\\\|\u{10FFFD}){0,60}") {
            let text = plain(&answer).text;
            prop_assert!(matches!(sanitize::text(&text), Cow::Borrowed(_)), "{text:?}");
        }
    }
}
