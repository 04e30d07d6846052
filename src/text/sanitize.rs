//! The one gate between untrusted text and the terminal.
//!
//! It does not quote or escape: a character that could steer a terminal becomes visible
//! (U+FFFD) or vanishes, everything else stays as it is. Invariant: what the gate returns
//! holds no control, bidirectional control, zero-width, tag or private placeholder character,
//! and passing it again changes nothing.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar;

/// Marks that may stand on one base character; more of them paint over other cells.
const MARKS: usize = 4;

/// Joined characters that one grapheme may be made of; longer chains only fill memory.
const JOINS: usize = 8;

/// Bytes that are looked at together.
const CHUNK: usize = 32;

const JOINER: char = '\u{200D}';
const NON_JOINER: char = '\u{200C}';

/// Cleans a string of one line: a title, a URL, a file name, a message. Line ends, tabs and
/// other white space become one blank each. Borrows when nothing changes.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, Shape::Line)
}

/// Cleans a text of many lines. `\n` and tabs stay (Markdown needs the tab; the layout
/// expands it), every other line end becomes `\n`. Borrows when nothing changes.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    clean(text, Shape::Text)
}

/// True if [`line`] would return the string unchanged.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    matches!(line(text), Cow::Borrowed(_))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Line,
    Text,
}

/// What the gate does with one character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Become(char),
    Vanish,
}

fn clean(text: &str, shape: Shape) -> Cow<'_, str> {
    let mut gate = Gate { shape, last: None, base: None, marks: 0, joins: 0 };
    let mut out: Option<String> = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (harmless, rest) = rest.split_at_checked(harmless(rest, shape)).unwrap_or((rest, ""));
        gate.pass_harmless(harmless);
        if let Some(out) = &mut out {
            out.push_str(harmless);
        }
        at += harmless.len();
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        let fate = gate.fate(c, chars.next());
        if fate != Fate::Keep && out.is_none() {
            let mut clean = String::with_capacity(text.len());
            clean.push_str(text.get(..at).unwrap_or_default());
            out = Some(clean);
        }
        at += c.len_utf8();
        let kept = match fate {
            Fate::Keep => c,
            Fate::Become(other) => other,
            Fate::Vanish => continue,
        };
        gate.pass(kept);
        if let Some(out) = &mut out {
            out.push(kept);
        }
    }
    out.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// How many bytes at the start of a text are kept whatever stands beside them.
fn harmless(text: &str, shape: Shape) -> usize {
    let breaks = shape == Shape::Text;
    let is_odd =
        |byte: u8| !(b' '..=b'~').contains(&byte) & !(breaks & matches!(byte, b'\n' | b'\t'));
    // Without a way out of the inner loop, the bytes of a chunk are looked at together.
    let (chunks, rest) = text.as_bytes().as_chunks::<CHUNK>();
    let is_harmless = |chunk: &&[u8; CHUNK]| !chunk.iter().fold(false, |odd, b| odd | is_odd(*b));
    let whole = chunks.iter().take_while(is_harmless).count();
    let next = chunks.get(whole).map_or(rest, |chunk| chunk.as_slice());
    whole * CHUNK + next.iter().take_while(|byte| !is_odd(**byte)).count()
}

/// Decides by what has already been let through, so that a second pass decides the same.
struct Gate {
    shape: Shape,
    last: Option<char>,
    base: Option<char>,
    marks: usize,
    /// Joiners in the present chain of joined characters.
    joins: usize,
}

impl Gate {
    /// Lets ASCII through: after two characters of it nothing before them matters any more.
    fn pass_harmless(&mut self, text: &str) {
        let mut chars = text.chars();
        chars.next().into_iter().chain(chars.next_back()).for_each(|c| self.pass(c));
    }

    fn pass(&mut self, c: char) {
        match c {
            JOINER | NON_JOINER => self.joins += 1,
            _ if is_mark(c) || is_selector(c) => {}
            _ if !matches!(self.last, Some(JOINER | NON_JOINER)) => self.joins = 0,
            _ => {}
        }
        self.last = Some(c);
        if c.is_ascii() {
            self.base = Some(c);
            self.marks = 0;
        } else if is_mark(c) {
            self.marks += 1;
        } else if !is_selector(c) && !matches!(c, JOINER | NON_JOINER) {
            self.base = Some(c);
            self.marks = 0;
        }
    }

    fn fate(&self, c: char, next: Option<char>) -> Fate {
        match c {
            ' '..='~' => Fate::Keep,
            '\n' | '\t' if self.shape == Shape::Text => Fate::Keep,
            '\r' if next == Some('\n') => Fate::Vanish,
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' if self.shape == Shape::Text => {
                Fate::Become('\n')
            }
            JOINER | NON_JOINER => keep_if(self.joins(c, next)),
            _ if is_selector(c) => keep_if(self.selects(next)),
            _ if c.is_whitespace() => Fate::Become(' '),
            _ if is_invisible(c) => Fate::Vanish,
            _ if is_unprintable(c) => Fate::Become(char::REPLACEMENT_CHARACTER),
            _ if is_mark(c) => keep_if(self.marks < MARKS),
            // Whatever else would take no column must be seen.
            _ if c.width().unwrap_or(0) == 0 => Fate::Become(char::REPLACEMENT_CHARACTER),
            _ => Fate::Keep,
        }
    }

    /// A joiner stays inside a word of a script that needs it and, as ZWJ, inside an emoji.
    fn joins(&self, joiner: char, next: Option<char>) -> bool {
        let (Some(base), Some(last), Some(next)) = (self.base, self.last, next) else {
            return false;
        };
        if matches!(last, JOINER | NON_JOINER) || self.joins >= JOINS {
            return false;
        }
        // The gate may still drop a mark that follows; the joiner must not outlive it.
        let stays = !is_mark(next) || self.marks < MARKS;
        let in_script = takes_joiners(base) && takes_joiners(next) && stays;
        let in_emoji = joiner == JOINER
            && is_pictograph(base)
            && is_pictograph(next)
            && (last == base || is_selector(last));
        in_script || in_emoji
    }

    /// A variation selector stays directly after a character that has two presentations: a
    /// pictograph, or the figure on a keycap.
    fn selects(&self, next: Option<char>) -> bool {
        match self.last {
            Some('0'..='9' | '#' | '*') => next == Some('\u{20E3}'),
            last => last.is_some_and(is_pictograph),
        }
    }
}

fn keep_if(keep: bool) -> Fate {
    if keep { Fate::Keep } else { Fate::Vanish }
}

/// Text and emoji presentation, the only selectors that terminals know.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}')
}

/// What stacks on the character before it: combining marks and the Hangul vowels and finals.
fn is_mark(c: char) -> bool {
    c > '\u{2FF}'
        && !is_selector(c)
        && (is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}'))
}

/// Bidirectional controls, zero-width characters, fillers, tags, unknown selectors: all that
/// takes no column and can hide or reorder what stands beside it.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0D}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Controls, noncharacters, and the private planes whose characters stand for formulas later.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Scripts whose letters change shape by a joiner: Arabic and its kin, the Indic family,
/// Mongolian and the newer scripts built like them.
fn takes_joiners(c: char) -> bool {
    matches!(c,
        '\u{620}'..='\u{6D3}' | '\u{6FA}'..='\u{6FF}' | '\u{710}'..='\u{77F}'
        | '\u{7CA}'..='\u{7F5}' | '\u{840}'..='\u{88E}' | '\u{8A0}'..='\u{8E1}'
        | '\u{8E3}'..='\u{DFF}' | '\u{F40}'..='\u{FBC}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17B3}' | '\u{17B6}'..='\u{17D3}' | '\u{1820}'..='\u{18AA}'
        | '\u{1A20}'..='\u{1AAD}' | '\u{1B00}'..='\u{1BFF}' | '\u{A800}'..='\u{A8FF}'
        | '\u{A980}'..='\u{A9DF}' | '\u{FB50}'..='\u{FDC7}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10A00}'..='\u{10A4F}' | '\u{11000}'..='\u{11D9F}' | '\u{1E900}'..='\u{1E95F}')
        && !is_invisible(c)
}

/// Emoji and their kin, roughly: all that a ZWJ can bind into one picture.
fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{21FF}'
 | '\u{24C2}' | '\u{2300}'..='\u{23FF}' | '\u{25A0}'..='\u{27BF}'
        | '\u{2900}'..='\u{297F}' | '\u{2B00}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}'
        | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Spelled apart from the tables above, from the Unicode property lists.
    fn is_banned(c: char) -> bool {
        let n = u32::from(c);
        let bidi = [0x61C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E]
            .into_iter()
            .chain(0x2066..=0x2069)
            .any(|b| b == n);
        n < 0x20
            || (0x7F..0xA0).contains(&n)
            || bidi
            || [0xAD, 0x180E, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0xFEFF].contains(&n)
            || (0x2060..=0x206F).contains(&n)
            || (0xFFF9..=0xFFFB).contains(&n)
            || (0xE0000..=0xE007F).contains(&n)
            || (0xFDD0..=0xFDEF).contains(&n)
            || n % 0x10000 >= 0xFFFE
            || n >= 0xF0000
            || (c.width().unwrap_or(0) == 0 && !is_mark(c))
    }

    #[test]
    fn no_control_bidi_zero_width_tag_or_noncharacter_passes() {
        for c in '\0'..=char::MAX {
            for s in [c.to_string(), format!("a{c}b")] {
                let once = line(&s).into_owned();
                assert!(!once.chars().any(is_banned), "U+{:04X} in {s:?}", u32::from(c));
                assert!(is_clean(&once), "U+{:04X}", u32::from(c));
                let many = text(&s).into_owned();
                let breaks = |c: char| matches!(c, '\n' | '\t');
                assert!(!many.chars().any(|c| is_banned(c) && !breaks(c)), "{s:?}");
            }
        }
    }

    #[test]
    fn a_clean_string_is_borrowed() {
        for s in ["", "plain", "Señor", "日本語", "👩🏽‍🚀 ☀️", "می‌خواهم", "क्‍ष", "e\u{301}"]
        {
            assert!(matches!(line(s), Cow::Borrowed(_)), "{s:?}");
        }
        assert!(matches!(text("a\n\tb"), Cow::Borrowed(_)));
    }

    #[test]
    fn an_escape_sequence_shows_and_does_nothing() {
        assert_eq!(line("\u{1B}[2Jx\u{9B}31m"), "\u{FFFD}[2Jx\u{FFFD}31m");
        assert_eq!(line("\u{7}\u{7F}\0"), "\u{FFFD}\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn text_that_runs_backwards_is_set_straight() {
        assert_eq!(line("a\u{202E}b\u{2066}c\u{2069}"), "abc");
    }

    #[test]
    fn white_space_becomes_one_blank_in_a_line() {
        assert_eq!(line("a\r\nb\tc\nd\u{A0}e\u{3000}f\u{2028}g"), "a b c d e f g");
    }

    #[test]
    fn line_ends_become_newlines_in_a_text() {
        assert_eq!(text("a\r\nb\rc\u{2028}d\te\u{A0}f"), "a\nb\nc\nd\te f");
    }

    #[test]
    fn joiners_stay_only_where_writing_needs_them() {
        assert_eq!(line("pass\u{200D}word \u{200C}"), "password ");
        assert_eq!(line("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(line("র\u{200D}্য"), "র\u{200D}্য");
        assert_eq!(line("👩\u{200D}🚀 👩\u{200D}x"), "👩\u{200D}🚀 👩x");
        assert_eq!(
            line("☀\u{FE0F} \u{FE0F}x\u{FE0F} 1\u{FE0F}\u{20E3}"),
            "☀\u{FE0F} x 1\u{FE0F}\u{20E3}"
        );
    }

    #[test]
    fn a_flag_loses_its_tags_and_stays_a_flag() {
        assert_eq!(line("🏴\u{E0067}\u{E0062}\u{E007F}"), "🏴");
    }

    #[test]
    fn at_most_four_marks_stay_on_a_base() {
        let zalgo = format!("a{}b", "\u{301}".repeat(50));
        assert_eq!(line(&zalgo), format!("a{}b", "\u{301}".repeat(4)));
        assert_eq!(line(&"\u{301}".repeat(9)), "\u{301}".repeat(4));
        assert_eq!(
            line(&format!("ᄀ{}", "\u{11A8}".repeat(9))),
            format!("ᄀ{}", "\u{11A8}".repeat(4))
        );
    }

    fn hostile() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            '\u{200D}',
            '\u{200C}',
            '\u{FE0F}',
            '\u{301}',
            '\u{94D}',
            'क',
            'م',
            '👩',
            '🏽',
            ' ',
            '\r',
            '\n',
            '\t',
            '\u{1B}',
            '\u{202E}',
            '\u{E0041}',
            '\u{1160}',
            'ᄀ',
            '\u{11A8}',
            '\u{AD}',
            '\u{17B4}',
            '\u{F0000}',
            'x',
        ]);
        prop::collection::vec(prop_oneof![3 => odd, 1 => any::<char>()], 0..24)
            .prop_map(String::from_iter)
    }

    /// Every character by itself, without a way around it.
    fn slowly(text: &str, shape: Shape) -> String {
        let mut gate = Gate { shape, last: None, base: None, marks: 0, joins: 0 };
        let mut chars = text.chars().peekable();
        let mut out = String::new();
        while let Some(c) = chars.next() {
            let kept = match gate.fate(c, chars.peek().copied()) {
                Fate::Keep => c,
                Fate::Become(other) => other,
                Fate::Vanish => continue,
            };
            gate.pass(kept);
            out.push(kept);
        }
        out
    }

    proptest! {
        #[test]
        fn what_is_harmless_may_be_passed_over(
            s in prop::collection::vec(prop_oneof![hostile(), "[ -~\n\t]{0,70}"], 0..6),
        ) {
            let s = s.concat();
            prop_assert_eq!(line(&s), slowly(&s, Shape::Line));
            prop_assert_eq!(text(&s), slowly(&s, Shape::Text));
        }

        #[test]
        fn the_gate_changes_nothing_the_second_time(s in hostile()) {
            let once = line(&s).into_owned();
            prop_assert_eq!(line(&once), once.as_str());
            let many = text(&s).into_owned();
            prop_assert_eq!(text(&many), many.as_str());
        }

        #[test]
        fn no_more_than_four_marks_follow_each_other(s in hostile()) {
            let clean = line(&s).into_owned();
            let mut run = 0;
            for c in clean.chars() {
                if is_mark(c) { run += 1 } else if !is_selector(c) && !matches!(c, JOINER | NON_JOINER) { run = 0 }
                prop_assert!(run <= MARKS);
            }
        }
    }

    #[test]
    fn a_chain_of_joined_emoji_ends_before_it_fills_a_cell_with_a_megabyte() {
        let chain = "👩\u{200D}".repeat(1000);
        let clean = line(&chain);
        assert_eq!(line(&clean), clean);
        let mut graphemes = unicode_segmentation::UnicodeSegmentation::graphemes(&*clean, true);
        assert!(graphemes.all(|grapheme| grapheme.chars().count() <= 2 * JOINS + 2));
    }
}
