//! Stars, shelves and notes of a document as a document to read, in Markdown.
//!
//! Invariant: whatever is written there is shown as it is, and marks nothing up.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::{Archive, Highlight, Library, Mark};

impl Archive {
    /// It as Markdown, with the libraries under their names.
    #[must_use]
    pub fn markdown(&self, name: impl Fn(&Library) -> String) -> String {
        let mut text = "# Stars, shelves and notes\n".to_owned();
        for library in &self.libraries {
            let rest = of_library(library);
            if !rest.is_empty() {
                // Writing to a string does not fail.
                let _ = write!(text, "\n## {}\n{rest}", escaped(&name(library)));
            }
        }
        if text.lines().count() == 1 {
            text.push_str("\nNothing is starred, shelved or highlighted yet.\n");
        }
        text
    }
}

/// How articles are called, by their keys: question and subject.
type Names<'a> = HashMap<&'a str, (&'a str, &'a str)>;

fn of_library(library: &Library) -> String {
    let names = library.articles.iter().map(|it| (&*it.article, (&*it.question, &*it.subject)));
    let names: Names<'_> = names.collect();
    let mut text = String::new();
    if !library.stars.is_empty() {
        text.push_str("\n### Stars\n\n");
        list(&mut text, &names, &library.stars, |_| "-".to_owned());
    }
    for shelf in &library.shelves {
        let _ = write!(text, "\n### Shelf: {}\n\n", escaped(&shelf.name));
        if shelf.articles.is_empty() {
            text.push_str("No article stands on it.\n");
        }
        list(&mut text, &names, &shelf.articles, |number| format!("{number}."));
    }
    if !library.highlights.is_empty() {
        text.push_str("\n### Notes\n");
    }
    // Article by article, in the order in which the first was made in each.
    let mut highlights: Vec<&Highlight> = library.highlights.iter().collect();
    let mut first = HashMap::new();
    for (number, highlight) in highlights.iter().enumerate() {
        first.entry(&*highlight.article).or_insert(number);
    }
    highlights.sort_by_key(|it| first.get(&*it.article).copied());
    let mut last = None;
    for highlight in highlights {
        if last.replace(&*highlight.article) != Some(&*highlight.article) {
            let _ = write!(text, "\n#### {}\n", link(&names, &highlight.article));
        }
        text.push('\n');
        let is_indented = |line: &str| !line.trim().is_empty() && line.starts_with([' ', '\t']);
        if highlight.exact.lines().any(is_indented) {
            text.push_str(&code(&highlight.exact));
        } else {
            text.push_str(&lines(&highlight.exact, "> "));
        }
        if !highlight.note.trim().is_empty() {
            let _ = write!(text, "\n{}", lines(&highlight.note, ""));
        }
    }
    text
}

fn list(text: &mut String, names: &Names<'_>, marks: &[Mark], bullet: impl Fn(usize) -> String) {
    for (number, mark) in (1..).zip(marks) {
        let subject = names.get(&*mark.article).map_or("", |(_, subject)| subject);
        let beside =
            if subject.is_empty() { String::new() } else { format!(" · {}", escaped(subject)) };
        let _ = writeln!(text, "{} {}{beside}", bullet(number), link(names, &mark.article));
    }
}

/// A link to an article, by its question.
fn link(names: &Names<'_>, article: &str) -> String {
    let question = names.get(article).map_or("", |(question, _)| question);
    let question = if question.is_empty() { article } else { question };
    let mut target = String::new();
    for char in article.chars() {
        match char {
            ' ' | '<' | '>' | '\\' | '&' => {
                let _ = write!(target, "%{:02X}", u32::from(char));
            }
            char => target.push(char),
        }
    }
    format!("[{}](<{target}>)", escaped(question))
}

/// The lines of a text from the first that is not blank to the last, without blanks at their ends.
fn filled(text: &str) -> Vec<&str> {
    let lines: Vec<_> =
        text.lines().map(str::trim_end).skip_while(|line| line.is_empty()).collect();
    let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    lines.into_iter().take(end).collect()
}

/// Lines, each behind a mark, that break where they broke and begin as far in as they began.
fn lines(text: &str, mark: &str) -> String {
    let lines = filled(text);
    let mut out = String::new();
    for (number, line) in (1..).zip(&lines) {
        let is_last = lines.get(number).is_none_or(|next| next.is_empty());
        let end = if is_last || line.is_empty() { "" } else { "\\" };
        let words = line.trim_start();
        let blanks = line.strip_suffix(words).unwrap_or_default();
        // Others would be left out, or make code of it.
        let blanks = blanks.replace('\t', "    ").replace(' ', "\u{a0}");
        let whole = format!("{mark}{blanks}{}{end}", escaped(words));
        let _ = writeln!(out, "{}", whole.trim_end_matches(' '));
    }
    out
}

/// Quoted lines that stand as they stood: only code begins with blanks.
fn code(text: &str) -> String {
    let lines = filled(text);
    let ticks = lines.iter().flat_map(|line| line.split(|char| char != '`')).map(str::len).max();
    let fence = "`".repeat(ticks.unwrap_or(0).max(2) + 1);
    let mut out = String::new();
    for line in [&*fence].into_iter().chain(lines).chain([&*fence]) {
        let _ = writeln!(out, "{}", format!("> {line}").trim_end_matches(' '));
    }
    out
}

/// What can mean something to some Markdown, wherever it stands.
const MEANING: &str = r"\`*_[]{}<>&|~$#^";

/// A text of one line in which nothing means anything to Markdown.
fn escaped(text: &str) -> String {
    let text = text.trim();
    let mut out = String::new();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, char) in text.char_indices() {
        let means = match char {
            '+' | '-' | '=' | ':' => at == 0,
            '.' | ')' => digits > 0 && at == digits,
            char => MEANING.contains(char),
        };
        if means {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

    use super::*;
    use crate::memory::archive::{Article, Shelf};

    /// With everything that any dialect marks up; quotes that are made round stay what they are.
    fn parsed(markdown: &str) -> Vec<Event<'_>> {
        let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
        Parser::new_ext(markdown, options).collect()
    }

    /// The text of what lies between a start and its end.
    fn text(markdown: &str, is_start: impl Fn(&Tag<'_>) -> bool, end: TagEnd) -> Vec<String> {
        let mut all = Vec::new();
        let mut open = None;
        for event in parsed(markdown) {
            match event {
                Event::Start(tag) if is_start(&tag) => open = Some(String::new()),
                Event::End(tag) if tag == end => all.extend(open.take()),
                Event::Text(text) => {
                    if let Some(open) = &mut open {
                        open.push_str(&text);
                    }
                }
                Event::SoftBreak | Event::HardBreak => {
                    if let Some(open) = &mut open {
                        open.push('\n');
                    }
                }
                _ => {}
            }
        }
        all
    }

    fn highlight(exact: &str, note: &str) -> Highlight {
        Highlight {
            uid: "1".to_owned(),
            article: "/learn/sky".to_owned(),
            exact: exact.to_owned(),
            prefix: String::new(),
            suffix: String::new(),
            leaf: 0,
            offset: 0,
            note: note.to_owned(),
            made: 1,
            changed: 1,
        }
    }

    fn article(article: &str, question: &str, subject: &str) -> Article {
        let [article, question, subject] = [article, question, subject].map(str::to_owned);
        Article { article, question, subject }
    }

    #[test]
    fn stars_shelves_and_notes_stand_under_their_headings() {
        let mark = |article: &str| Mark { article: article.to_owned(), time: 1 };
        let library = Library {
            articles: vec![
                article("/learn/sky", "Why is the sky blue?", "Physics"),
                article("/learn/a b", "What is 2 * 2?", "Maths"),
            ],
            stars: vec![mark("/learn/a b"), mark("notes/gone.md")],
            shelves: vec![
                Shelf { name: "Exam #1".to_owned(), articles: vec![mark("/learn/sky")] },
                Shelf { name: "Later".to_owned(), articles: Vec::new() },
            ],
            highlights: vec![
                highlight("short waves\nscatter most", "Ask why.\n\n1. Not violet?"),
                Highlight { note: String::new(), ..highlight("of light", "") },
            ],
            ..Library::default()
        };
        let archive = Archive::new(vec![library, Library::default()]);
        let expected = r"# Stars, shelves and notes

## \~/notes

### Stars

- [What is 2 \* 2?](</learn/a%20b>) · Maths
- [notes/gone.md](<notes/gone.md>)

### Shelf: Exam \#1

1. [Why is the sky blue?](</learn/sky>) · Physics

### Shelf: Later

No article stands on it.

### Notes

#### [Why is the sky blue?](</learn/sky>)

> short waves\
> scatter most

Ask why.

1\. Not violet?

> of light
";
        assert_eq!(archive.markdown(|_| "~/notes".to_owned()), expected);
        let nothing = Archive::new(Vec::new()).markdown(|_| String::new());
        assert!(nothing.ends_with("\nNothing is starred, shelved or highlighted yet.\n"));
    }

    #[test]
    fn the_indentation_of_code_and_of_notes_is_kept() {
        let exact = "fn main() {\n    let x = \"```\";\n\n\tloop {}\n}";
        let note = "    Ask:\n- why\n  - *here*";
        let library = Library { highlights: vec![highlight(exact, note)], ..Library::default() };
        let markdown = Archive::new(vec![library]).markdown(|_| "notes".to_owned());
        let expected = "
> ````
> fn main() {
>     let x = \"```\";
>
> \tloop {}
> }
> ````

\u{a0}\u{a0}\u{a0}\u{a0}Ask:\\
\\- why\\
\u{a0}\u{a0}\\- \\*here\\*
";
        assert!(markdown.ends_with(expected), "{markdown}");
    }

    fn typed() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "*",
            "_",
            "`",
            "```",
            "#",
            "- ",
            "+ ",
            "1. ",
            "2) ",
            "> ",
            "[",
            "](x)",
            "<b>",
            "&amp;",
            "$x$",
            "~~",
            "|",
            "---",
            "===",
            "\\",
            "a",
            "word ",
            "    ",
            "!",
            "://e.org",
            "www.e.org",
            "[^1]",
            "[^1]:",
            ": ",
            "{#id}",
            " {.a}",
            "\t",
            "+++",
            "@",
            "^",
            "é",
        ]);
        prop_oneof![
            prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat()),
            "[ -~]{1,30}",
        ]
    }

    proptest! {
        #[test]
        fn whatever_was_written_is_shown_as_it_is(question in typed(), exact in typed(), note in typed()) {
            let library = Library {
                articles: vec![article("/learn/sky", &format!("Q{question}"), "")],
                highlights: vec![highlight(&exact, &format!("{note}\nend"))],
                ..Library::default()
            };
            let name = format!("N{question}");
            let markdown = Archive::new(vec![library]).markdown(|_| name.clone());
            let is_heading = |tag: &Tag<'_>| {
                matches!(tag, Tag::Heading { level: HeadingLevel::H2, .. })
            };
            let headings = text(&markdown, is_heading, TagEnd::Heading(HeadingLevel::H2));
            prop_assert_eq!(&headings, &[name.trim()], "{}", markdown);
            let is_link = |tag: &Tag<'_>| matches!(tag, Tag::Link { .. });
            let links = text(&markdown, is_link, TagEnd::Link);
            let question = format!("Q{question}");
            prop_assert_eq!(&links, &[question.trim()], "{}", markdown);
            let is_quote = |tag: &Tag<'_>| matches!(tag, Tag::BlockQuote(_));
            let quotes = text(&markdown, is_quote, TagEnd::BlockQuote(None));
            let quotes: Vec<_> = quotes.iter().map(|text| text.trim_end()).collect();
            let expected: Vec<_> = [exact.trim_end()].into_iter().filter(|it| !it.is_empty()).collect();
            prop_assert_eq!(quotes, expected, "{}", markdown);
            let is_paragraph = |tag: &Tag<'_>| matches!(tag, Tag::Paragraph);
            let paragraphs = text(&markdown, is_paragraph, TagEnd::Paragraph);
            let words = note.trim_start();
            let blanks = note.strip_suffix(words).unwrap().replace('\t', "    ").replace(' ', "\u{a0}");
            let note = format!("{blanks}{}\nend", words.trim_end());
            let note = if words.is_empty() { "end" } else { &note };
            prop_assert_eq!(paragraphs.last().map(String::as_str), Some(note), "{}", markdown);
        }
    }
}
