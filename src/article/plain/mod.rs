//! The front matter as exporters write it, read without a YAML parser.
//!
//! Knows lines of `key: value`, folded texts (`>-`), and lists and maps of these one level deep; at the
//! first doubt it reads nothing, and the parser decides. Invariant: what it reads is what the parser
//! reads, in a tenth of the time.

use std::borrow::Cow;

use super::fields::{Fields, Value};
use super::front_matter::{Kind, kind};

/// More keys and items than this are the parser's, which has budgets.
const MOST_VALUES: usize = 1000;
/// Longer keys are the parser's, which looks for the colon only so far. In bytes.
const LONGEST_KEY: usize = 100;
/// The fields that a block of an exporter has, roughly.
const USUAL: usize = 24;
/// Words that YAML may take for something else than text, in any case of letters.
const NO_TEXTS: [&str; 10] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan"];
/// The length of the longest of them, in bytes.
const LONGEST_NO_TEXT: usize = 5;

/// What a block of plain shape holds.
pub(super) struct Plain<'a> {
    /// Its fields, without the answer unless it is wanted.
    pub(super) fields: Fields<'a>,
    /// The answer as it is written, whether it is wanted or not; empty if there is none.
    pub(super) answer: &'a str,
}

/// What a block holds, if it is of plain shape. The answer is skipped unless it is wanted.
pub(super) fn read(block: &str, want_answer: bool) -> Option<Plain<'_>> {
    if has_odd_characters(block) {
        return None;
    }
    let mut reader = Reader { block, rest: block, line: None, start: 0, values: 0 };
    let mut answer = "";
    reader.step();
    let mut fields = Vec::with_capacity(USUAL);
    while let Some(line) = reader.line {
        if line.is_empty() {
            reader.step();
            continue;
        }
        let (key, written) = reader.key(line)?;
        let kind = kind(key);
        reader.step();
        let start = reader.start;
        let wanted = match kind {
            Kind::Unknown => None,
            Kind::Answer => want_answer.then_some(Spelling::Kept),
            Kind::Text => Some(Spelling::Kept),
            Kind::Any => Some(Spelling::Typed),
        };
        let value = match written {
            Written::Folded => reader.folded(0, wanted.is_some())?,
            Written::Scalar(text) => scalar(text, wanted.unwrap_or(Spelling::Kept))?,
            Written::Nothing => match reader.below(wanted.is_some())? {
                Value::Null => Value::Null,
                // In place of a text the parser reads them in a way of its own.
                _ if matches!(kind, Kind::Text | Kind::Answer) => return None,
                value => value,
            },
        };
        if kind == Kind::Answer {
            answer = match written {
                Written::Scalar(text) => text,
                _ => block.get(start..reader.start).unwrap_or_default(),
            };
        }
        if wanted.is_some() {
            fields.push((Cow::Borrowed(key), value));
        }
    }
    Some(Plain { fields: Fields(fields), answer })
}

/// Whether there are controls, or line breaks and marks that only Unicode knows.
fn has_odd_characters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_control = |byte: u8| byte != b'\n' && byte.is_ascii_control();
    // Without a way out of the loop, many bytes are looked at together.
    let (control, wide) = bytes.iter().fold((false, false), |(control, wide), byte| {
        (control | is_control(*byte), wide | !byte.is_ascii())
    });
    // C1 controls, U+2028 and U+2029, and the ends of the plane with the byte order mark.
    let is_odd = |at| match bytes.get(at..) {
        Some([0xC2, next, ..]) => *next < 0xA0,
        Some([0xE2, 0x80, last, ..]) => matches!(*last, 0xA8 | 0xA9),
        Some([0xEF, 0xBB | 0xBF, ..]) => true,
        _ => false,
    };
    control || (wide && memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).any(is_odd))
}

/// How a scalar becomes text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// As it is spelled.
    Kept,
    /// As what it is: a number, a truth, or a text.
    Typed,
}

/// What stands after a key on its line.
#[derive(Clone, Copy)]
enum Written<'a> {
    Nothing,
    Folded,
    Scalar(&'a str),
}

/// The lines of a block, from the present one on.
struct Reader<'a> {
    block: &'a str,
    rest: &'a str,
    line: Option<&'a str>,
    /// Where the line begins.
    start: usize,
    /// Keys and items so far.
    values: usize,
}

impl<'a> Reader<'a> {
    fn step(&mut self) {
        self.start = self.block.len() - self.rest.len();
        let end = memchr::memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let parts = self.rest.split_at_checked(end).filter(|_| !self.rest.is_empty());
        self.line = parts.map(|(line, _)| line);
        self.rest = parts.and_then(|(_, rest)| rest.get(1..)).unwrap_or_default();
    }

    fn count(&mut self) -> Option<()> {
        self.values += 1;
        (self.values <= MOST_VALUES).then_some(())
    }

    /// The key of a line that has no indent any more, and what follows it.
    fn key(&mut self, line: &'a str) -> Option<(&'a str, Written<'a>)> {
        self.count()?;
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let end = line.bytes().position(|byte| !is_part(byte))?;
        let (key, after) = line.split_at_checked(end)?;
        let starts = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        let written = match after.strip_prefix(':')? {
            "" => Written::Nothing,
            " >-" => Written::Folded,
            value => Written::Scalar(value.strip_prefix(' ')?),
        };
        (starts && key.len() <= LONGEST_KEY && is_text(key)).then_some((key, written))
    }

    /// A folded text below a key that is indented by so many blanks.
    fn folded(&mut self, parent: usize, wanted: bool) -> Option<Value<'a>> {
        let indent = indent_of(self.line?);
        if indent <= parent {
            return None;
        }
        let mut text = Cow::Borrowed("");
        let mut breaks = 0;
        while let Some(line) = self.line {
            let blanks = indent_of(line);
            if line.is_empty() {
                breaks += 1;
            } else if blanks == line.len() || blanks > indent {
                return None;
            } else if blanks < indent {
                break;
            } else {
                let content = line.get(indent..)?;
                if text.is_empty() {
                    text = Cow::Borrowed(content);
                } else if wanted {
                    let text = text.to_mut();
                    match breaks {
                        0 => text.push(' '),
                        _ => text.extend(std::iter::repeat_n('\n', breaks)),
                    }
                    text.push_str(content);
                }
                breaks = 0;
            }
            self.step();
        }
        // What stands between the indents of the key and of its text belongs to neither.
        let next = self.line.map_or(0, indent_of);
        (next <= parent).then_some(Value::Text(text))
    }

    /// The map or list below a key without a value, or nothing.
    fn below(&mut self, wanted: bool) -> Option<Value<'a>> {
        let Some(line) = self.line else { return Some(Value::Null) };
        let indent = indent_of(line);
        if line.get(indent..)?.starts_with("- ") {
            return self.list(indent, wanted);
        }
        if indent > 0 {
            return self.map(indent, wanted);
        }
        // Whether blank lines come before a map is the parser's to say.
        (!line.is_empty()).then_some(Value::Null)
    }

    fn list(&mut self, indent: usize, wanted: bool) -> Option<Value<'a>> {
        let mut items = Vec::new();
        let item = |line: &'a str| line.get(indent..)?.strip_prefix("- ");
        while let Some(line) = self.line.filter(|line| indent_of(line) == indent) {
            let Some(text) = item(line) else { break };
            self.count()?;
            let value = scalar(text, Spelling::Typed)?;
            if wanted {
                items.push(value);
            }
            self.step();
        }
        Some(Value::List(items))
    }

    fn map(&mut self, indent: usize, wanted: bool) -> Option<Value<'a>> {
        let mut fields = Vec::new();
        while let Some(line) = self.line {
            let blanks = indent_of(line);
            if blanks == 0 {
                break;
            }
            if blanks != indent {
                return None;
            }
            let (key, written) = self.key(line.get(indent..)?)?;
            self.step();
            let value = match written {
                Written::Folded => self.folded(indent, wanted)?,
                Written::Scalar(text) => scalar(text, Spelling::Typed)?,
                Written::Nothing => Value::Null,
            };
            if wanted {
                fields.push((Cow::Borrowed(key), value));
            }
        }
        Some(Value::Map(Fields(fields)))
    }
}

fn indent_of(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

/// A scalar on the line of its key, which no line continues.
fn scalar(text: &str, spelling: Spelling) -> Option<Value<'_>> {
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'') {
        return quoted(text, first).map(|text| Value::Text(Cow::Borrowed(text)));
    }
    let is_word = first.is_alphabetic() || matches!(first, '/' | '(' | '$');
    let is_sure = is_word
        || is_whole(text)
        || is_day(text)
        // The parser writes a number as it likes.
        || (spelling == Spelling::Kept && is_decimal(text));
    // Where a text is asked for, only nothing is no text.
    let is_text = match spelling {
        Spelling::Kept => !text.eq_ignore_ascii_case("null"),
        Spelling::Typed => is_text(text),
    };
    // A colon or a blank at the end, another key, a comment.
    let bytes = text.as_bytes();
    let is_cut = memchr::memchr2_iter(b':', b'#', bytes).any(|at| match bytes.get(at) {
        Some(b':') => matches!(bytes.get(at + 1), None | Some(b' ')),
        _ => at > 0 && bytes.get(at - 1) == Some(&b' '),
    });
    (is_sure && is_text && !is_cut && !text.ends_with(' '))
        .then_some(Value::Text(Cow::Borrowed(text)))
}

/// What stands between quotation marks, if it holds nothing but itself.
fn quoted(text: &str, mark: char) -> Option<&str> {
    let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
    let escapes = mark == '"' && inner.contains('\\');
    (!inner.is_empty() && !inner.contains(mark) && !escapes).then_some(inner)
}

/// Whether YAML takes a word for text.
fn is_text(word: &str) -> bool {
    word.len() > LONGEST_NO_TEXT || !NO_TEXTS.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// A whole number as it is written back.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number && !digits.is_empty() && (!digits.starts_with('0') || text == "0")
}

/// A number such as `-1.0`.
fn is_decimal(text: &str) -> bool {
    let whole = text.split_once('.').map_or(Some(text), |(whole, part)| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then_some(whole)
    });
    whole.is_some_and(|whole| is_whole(whole) || whole == "-0")
}

/// A day such as `2024-11-26`.
fn is_day(text: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(shape)
}

#[cfg(test)]
mod tests;
