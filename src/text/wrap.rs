//! Where the lines of one paragraph break.
//!
//! Greedy, by words, in linear time; the text is plain and already sanitised. Styles, indents
//! and hyphenation are the caller's. Invariant: the lines hold every character of the text
//! but blanks, in order, and none is wider than its columns unless a single grapheme is.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::width;

/// A word shorter than this is not broken after its hyphens.
const LONG_WORD: usize = 13;
/// The blank at which a line ends only if what it ties together fits no line.
const NO_BREAK: char = '\u{A0}';
/// A last line of one word shorter than this gets company from the line above.
const LONELY: usize = 6;

/// The byte ranges of the lines when `text` is set in lines of `rest` columns, the first one
/// of `first`; blanks at the ends of lines are left out. No line for a blank text. The first
/// line is an empty range if the first word fits the other lines but not the first one.
#[must_use]
pub fn breaks(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut lines = Lines { first, rest, pieces: Vec::new(), starts: vec![0], used: 0 };
    for piece in pieces(text, rest) {
        lines.place(text, piece);
    }
    if lines.pieces.is_empty() {
        return Vec::new();
    }
    lines.keep_company();
    lines.ranges()
}

/// How a piece hangs on the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// So many columns of blanks.
    Blank(usize),
    /// Nothing between, a line may end here.
    Open,
}

/// A part of the text that stays on one line if it fits any.
#[derive(Clone)]
struct Piece {
    range: Range<usize>,
    columns: usize,
    joint: Joint,
}

impl Piece {
    fn gap(&self) -> usize {
        match self.joint {
            Joint::Blank(columns) => columns,
            Joint::Open => 0,
        }
    }
}

struct Lines {
    first: usize,
    rest: usize,
    pieces: Vec<Piece>,
    /// Index of the first piece of each line.
    starts: Vec<usize>,
    used: usize,
}

impl Lines {
    fn limit(&self) -> usize {
        if self.starts.len() == 1 { self.first } else { self.rest }
    }

    fn is_empty_line(&self) -> bool {
        self.starts.last() == Some(&self.pieces.len())
    }

    fn end_line(&mut self) {
        self.starts.push(self.pieces.len());
        self.used = 0;
    }

    fn push(&mut self, piece: Piece) {
        self.used += piece.columns + if self.is_empty_line() { 0 } else { piece.gap() };
        self.pieces.push(piece);
    }

    fn place(&mut self, text: &str, piece: Piece) {
        if !self.is_empty_line() && self.used + piece.gap() + piece.columns > self.limit() {
            self.end_line();
        }
        if self.is_empty_line() && piece.columns > self.limit() {
            if self.starts.len() == 1 && self.first < self.rest && piece.columns <= self.rest {
                self.end_line();
            } else {
                return self.split(text, &piece);
            }
        }
        self.push(piece);
    }

    /// Cuts a piece that is longer than a line, by grapheme.
    fn split(&mut self, text: &str, piece: &Piece) {
        let mut part = Piece { range: piece.range.start..piece.range.start, columns: 0, ..*piece };
        for g in text.get(piece.range.clone()).unwrap_or_default().graphemes(true) {
            let wide = width::grapheme(g);
            if !part.range.is_empty() && part.columns + wide > self.limit() {
                let next = part.range.end..part.range.end;
                self.push(part);
                self.end_line();
                part = Piece { range: next, columns: 0, joint: Joint::Open };
            } else if part.range.is_empty() && wide > self.limit() && self.starts.len() == 1 {
                // A first line with no room at all stays empty.
                if self.first < self.rest {
                    self.end_line();
                }
            }
            part.range.end += g.len();
            part.columns += wide;
        }
        self.push(part);
    }

    /// Moves a word down to a short last word that would stand alone.
    fn keep_company(&mut self) {
        let &[.., above, last] = self.starts.as_slice() else { return };
        let Some([word]) = self.pieces.get(last..) else { return };
        let Some([.., third, mover]) = self.pieces.get(above..last) else { return };
        let words = last - above;
        let whole = |piece: &Piece| matches!(piece.joint, Joint::Blank(_));
        if words > 2
            && word.columns < LONELY
            && [word, third, mover].into_iter().all(whole)
            && mover.columns + word.gap() + word.columns <= self.rest
            && let Some(start) = self.starts.last_mut()
        {
            *start -= 1;
        }
    }

    fn ranges(&self) -> Vec<Range<usize>> {
        let ends = self.starts.iter().skip(1).copied().chain([self.pieces.len()]);
        let of_line = |(&start, end): (&usize, usize)| {
            let line = self.pieces.get(start..end).unwrap_or_default();
            match (line.first(), line.last()) {
                (Some(first), Some(last)) => first.range.start..last.range.end,
                _ => 0..0,
            }
        };
        self.starts.iter().zip(ends).map(of_line).collect()
    }
}

/// The pieces of a text: its words, cut where East Asian writing may break and, in long
/// words, after hyphens and slashes.
fn pieces(text: &str, rest: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut gap = 0;
    for word in text.split_inclusive(is_blank) {
        let body = word.trim_end_matches(is_blank);
        if !body.is_empty() {
            cut_word(body, at, Joint::Blank(gap), rest, &mut pieces);
            gap = 0;
        }
        gap += width::of(word.get(body.len()..).unwrap_or_default());
        at += word.len();
    }
    pieces
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

fn cut_word(word: &str, at: usize, joint: Joint, rest: usize, pieces: &mut Vec<Piece>) {
    let columns = width::of(word);
    // A formula holds together, unless it is longer than any line.
    let tied = word.contains(NO_BREAK);
    let long = columns >= LONG_WORD && columns > rest / 3 && !tied;
    let torn = tied && columns > rest;
    if word.is_ascii() && !long {
        pieces.push(Piece { range: at..at + word.len(), columns, joint });
        return;
    }
    let mut piece = Piece { range: at..at, columns: 0, joint };
    let mut before: Option<char> = None;
    let mut earlier: Option<char> = None;
    for part in word.graphemes(true) {
        let next = part.chars().next();
        if let (Some(left), Some(right)) = (before, next)
            && (may_part(left, right)
                || (long && is_seam(earlier, left, right))
                || (torn && left == NO_BREAK))
        {
            let end = piece.range.end;
            pieces.push(piece);
            piece = Piece { range: end..end, columns: 0, joint: Joint::Open };
        }
        piece.range.end += part.len();
        piece.columns += width::grapheme(part);
        earlier = before;
        before = next;
    }
    pieces.push(piece);
}

/// After a hyphen or slash between letters or figures.
fn is_seam(earlier: Option<char>, left: char, right: char) -> bool {
    matches!(left, '-' | '/' | '‐' | '–' | '—' | '_' | '?' | '&' | '=')
        && earlier.is_some_and(char::is_alphanumeric)
        && right.is_alphanumeric()
}

/// Between two characters of East Asian writing, or of it and another, but not before what
/// closes or after what opens.
fn may_part(left: char, right: char) -> bool {
    (is_east_asian(left) || is_east_asian(right)) && !closes(right) && !opens(left)
}

fn is_east_asian(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{312F}' | '\u{31A0}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF9F}' | '\u{1B000}'..='\u{1B16F}'
        | '\u{20000}'..='\u{3FFFF}')
}

fn closes(c: char) -> bool {
    matches!(c, '!' | ')' | ',' | '.' | ':' | ';' | '?' | ']' | '}' | '%' | '’' | '”' | '…' | '‥')
        || "、。，．・：；！？）］｝〉》」』】〕〗〙〛〞〟％ー々〻ゝゞヽヾ～".contains(c)
        || "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ｡｣､･ｰ".contains(c)
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '$' | '‘' | '“') || "（［｛〈《「『【〔〖〘〚〝｢＄￥".contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(text: &str, first: usize, rest: usize) -> Vec<&str> {
        breaks(text, first, rest).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(set("the quick brown fox jumps", 10, 10), ["the quick", "brown fox", "jumps"]);
        assert_eq!(set("  a  b   ", 10, 10), ["a  b"]);
        assert_eq!(set("   ", 5, 5), [""; 0]);
    }

    #[test]
    fn the_first_line_may_be_narrower() {
        assert_eq!(set("one two three", 3, 9), ["one", "two three"]);
        assert_eq!(set("three two", 3, 9), ["", "three two"]);
        assert_eq!(set("three two", 0, 9), ["", "three two"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        assert_eq!(set("a abcdefgh b", 4, 4), ["a", "abcd", "efgh", "b"]);
        assert_eq!(set("日本", 1, 1), ["日", "本"]);
        assert_eq!(set("ab", 0, 0), ["a", "b"]);
    }

    #[test]
    fn a_long_word_breaks_after_a_hyphen_and_a_short_one_does_not() {
        assert_eq!(
            set("see translation-equivariance", 18, 18),
            ["see translation-", "equivariance"]
        );
        assert_eq!(set("plot the x-axis", 11, 11), ["plot the", "x-axis"]);
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_closing_marks() {
        assert_eq!(set("今天天气很好", 8, 8), ["今天天气", "很好"]);
        assert_eq!(set("今天天气。很好", 8, 8), ["今天天", "气。很好"]);
        assert_eq!(set("今天天（气很）好", 8, 8), ["今天天", "（气很）", "好"]);
    }

    #[test]
    fn a_short_last_word_does_not_stand_alone() {
        assert_eq!(set("aaa bbb ccc d", 11, 11), ["aaa bbb", "ccc d"]);
        assert_eq!(set("aaaaa bbbbb d", 11, 11), ["aaaaa bbbbb", "d"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(
            s in "([a-z]{1,9}|[一-三。（]|é|👩🏽\u{200D}🚀| {1,2}|-|/){0,30}",
            first in 0usize..20,
            rest in 0usize..20,
        ) {
            let lines = set(&s, first, rest);
            let kept: String = lines.concat().split_whitespace().collect();
            let all: String = s.split_whitespace().collect();
            prop_assert_eq!(kept, all);
            for (i, line) in lines.iter().enumerate() {
                let limit = if i == 0 { first } else { rest };
                let single = line.graphemes(true).count() <= 1;
                prop_assert!(width::of(line) <= limit || single, "{:?}", lines);
                prop_assert_eq!(*line, line.trim());
            }
        }

        #[test]
        fn any_text_breaks(s in any::<String>(), first in 0usize..9, rest in 0usize..9) {
            for range in breaks(&s, first, rest) {
                prop_assert!(s.get(range).is_some());
            }
        }
    }
}
