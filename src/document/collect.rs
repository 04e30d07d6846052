//! Gathers the source of one leaf from parser events, for tui-markdown to style.
//!
//! Links, images, breaks, tags and footnote marks become placeholders, the prefixes of the
//! containers around it are left out, and dollars and carets, which tui-markdown would take for its
//! own, are hidden. Invariant: what was pushed is in the text, in order.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::html::{self, Meaning};
use super::inline::{self, Inline, placeholders as mark};

/// Collects one leaf.
#[derive(Debug, Default)]
pub struct Collector {
    text: String,
    /// Up to where the source has been copied; `None` until the next event.
    copied: Option<usize>,
    /// The end of the last event.
    end: usize,
    /// Where its links and images lead, in the order of their placeholders.
    targets: Vec<String>,
    /// How many links that a tag began are open.
    open_links: usize,
}

impl Collector {
    /// Takes one inline event and its place in the source.
    pub fn push(&mut self, event: &Event<'_>, range: Range<usize>, source: &str) {
        match event {
            Event::SoftBreak => self.line_break(&range, source, ' '),
            Event::HardBreak => self.line_break(&range, source, mark::BREAK),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.open(&range, source, mark::LINK);
                let is_mail = *link_type == LinkType::Email && !dest_url.starts_with("mailto:");
                let scheme = if is_mail { "mailto:" } else { "" };
                self.targets.push(format!("{scheme}{dest_url}"));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.open(&range, source, mark::IMAGE);
                self.targets.push(dest_url.to_string());
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.copy_to(self.end, source);
                self.text.push(mark::LINK_END);
                self.skip_to(range.end);
            }
            Event::Code(code) => {
                self.copy_to(range.start, source);
                // The text as the parser has it: the source may hold prefixes of containers.
                let fence = "`".repeat(longest_run(code) + 1);
                self.text.push_str(&fence);
                self.text.push(' ');
                self.text.extend(code.chars().filter(|c| !inline::is_reserved(*c)).map(hide));
                self.text.push(' ');
                self.text.push_str(&fence);
                self.skip_to(range.end);
            }
            Event::InlineHtml(tag) => {
                self.copy_to(range.start, source);
                self.tag(tag);
                self.skip_to(range.end);
            }
            Event::Text(text)
                if text.chars().any(inline::is_reserved) && !same(text, &range, source) =>
            {
                // An entity that spells a placeholder.
                self.copy_to(range.start, source);
                self.text.push('\u{FFFD}');
                self.skip_to(range.end);
            }
            Event::Start(_) => self.begin(event, &range, source),
            _ => {
                self.begin(event, &range, source);
                self.end = self.end.max(range.end);
            }
        }
    }

    /// Takes the mark of a footnote, which leads to its text.
    pub fn push_footnote(&mut self, number: usize, label: &str, range: Range<usize>, source: &str) {
        self.copy_to(range.start, source);
        self.link(&format!("\\[{number}\\]"), format!("#{}", inline::footnote_name(label)));
        self.skip_to(range.end);
    }

    /// Takes a block of HTML, whose text stands between its tags.
    pub fn push_html(&mut self, html: &str) {
        for token in html::tokens(html) {
            match token {
                html::Token::Tag(tag) => self.tag(tag),
                html::Token::Text(text) => {
                    // Entities are still to be decoded; nothing else in it is Markdown.
                    for letter in text.chars().filter(|letter| !inline::is_reserved(*letter)) {
                        match letter {
                            '\n' | '\t' => self.text.push(' '),
                            '$' | '^' => self.text.push(hide(letter)),
                            '&' => self.text.push('&'),
                            _ => {
                                if letter.is_ascii_punctuation() && letter != ';' && letter != '#' {
                                    self.text.push('\\');
                                }
                                self.text.push(letter);
                            }
                        }
                    }
                }
            }
        }
    }

    /// The styled pieces of all that was pushed. The numbers of its links begin at `links.len()`,
    /// to which their targets are added.
    #[must_use]
    pub fn finish(mut self, source: &str, formulas: &[&str], links: &mut Vec<String>) -> Inline {
        self.copy_to(self.end, source);
        let first = links.len();
        links.extend(self.targets.iter().map(|target| inline::clean_target(target)));
        if self.text.trim().is_empty() {
            return Inline::new();
        }
        inline::style(&self.text, formulas, first)
    }

    /// A raw tag: what it means, or itself if it means nothing known.
    fn tag(&mut self, tag: &str) {
        match html::meaning(tag) {
            Meaning::Nothing => {}
            Meaning::Break => self.text.push(mark::BREAK),
            Meaning::Text(text) => self.text.push_str(text),
            Meaning::Link(target) => {
                self.text.push(mark::LINK);
                self.targets.push(target);
                self.open_links += 1;
            }
            Meaning::Image { target, words } => {
                self.text.push(mark::IMAGE);
                self.text.extend(words.chars().flat_map(escaped));
                self.text.push(mark::LINK_END);
                self.targets.push(target);
            }
            Meaning::Style(style) => self.text.extend(mark::style(style, true)),
            Meaning::StyleEnd(style) => self.text.extend(mark::style(style, false)),
            Meaning::LinkEnd => {
                if self.open_links > 0 {
                    self.open_links -= 1;
                    self.text.push(mark::LINK_END);
                }
            }
            Meaning::Unknown => self.text.extend(tag.chars().flat_map(escaped)),
        }
    }

    fn link(&mut self, label: &str, target: String) {
        self.text.push(mark::LINK);
        self.text.push_str(label);
        self.text.push(mark::LINK_END);
        self.targets.push(target);
    }

    /// Notes where copying begins: at the event, or at the backslash of an escape, which the event
    /// leaves out.
    fn begin(&mut self, event: &Event<'_>, range: &Range<usize>, source: &str) {
        let is_escaped = || {
            let first = match event {
                Event::Text(text) => text.chars().next(),
                _ => None,
            };
            let before = source.get(..range.start).unwrap_or_default();
            let backslashes = before.len() - before.trim_end_matches('\\').len();
            first.is_some_and(|c| c.is_ascii_punctuation()) && backslashes % 2 == 1
        };
        if self.copied.is_none() {
            self.copied = Some(range.start - usize::from(is_escaped()));
        }
    }

    fn line_break(&mut self, range: &Range<usize>, source: &str, with: char) {
        self.copy_to(range.start, source);
        self.text.truncate(self.text.trim_end().len());
        self.text.push(with);
        self.copied = None;
        self.end = range.end;
    }

    fn open(&mut self, range: &Range<usize>, source: &str, with: char) {
        self.copy_to(range.start, source);
        self.text.push(with);
        self.copied = None;
        self.end = range.start;
    }

    fn skip_to(&mut self, position: usize) {
        self.copied = Some(position);
        self.end = position;
    }

    /// Copies source text, hiding what tui-markdown would take for its own.
    fn copy_to(&mut self, position: usize, source: &str) {
        let from = self.copied.take().unwrap_or(position);
        let mut letters = source.get(from..position).unwrap_or_default().chars().peekable();
        while let Some(letter) = letters.next() {
            if letter == '\\' {
                match letters.next_if(char::is_ascii_punctuation) {
                    Some(escaped @ ('$' | '^')) => self.text.push(hide(escaped)),
                    Some(escaped) => self.text.extend([letter, escaped]),
                    None => self.text.push(letter),
                }
            } else {
                // Brackets that made a link have been replaced: those left are text.
                if matches!(letter, '[' | ']') {
                    self.text.push('\\');
                }
                self.text.push(hide(letter));
            }
        }
    }
}

/// A character as text that Markdown leaves alone.
fn escaped(letter: char) -> impl Iterator<Item = char> {
    let hidden = if inline::is_reserved(letter) { '\u{FFFD}' } else { hide(letter) };
    hidden.is_ascii_punctuation().then_some('\\').into_iter().chain([hidden])
}

/// The longest run of backticks in a code span.
fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn same(text: &str, range: &Range<usize>, source: &str) -> bool {
    source.get(range.clone()).is_some_and(|raw| raw == text)
}

fn hide(letter: char) -> char {
    match letter {
        '$' => mark::DOLLAR,
        '^' => mark::CARET,
        other => other,
    }
}
