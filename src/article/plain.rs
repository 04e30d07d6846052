//! The front matter as exporters write it, read without a YAML parser.
//!
//! Knows plain lines of `key: value`, folded texts (`>-`), and maps of these one level deep; at the
//! first doubt it reads nothing, and the parser decides. Invariant: what it reads is what the parser
//! reads, in a tenth of the time.

use super::fields::{Fields, Value};
use super::front_matter::{Kind, kind};

/// More keys than this are the parser's, which has budgets.
const MOST_KEYS: usize = 1000;
/// Words that YAML may take for something else than text, in any case of letters.
const NO_TEXTS: [&str; 10] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan"];

/// The fields of a block of plain shape, without the answer unless it is wanted; `None` for any other.
pub(super) fn read(block: &str, want_answer: bool) -> Option<Fields> {
    if has_odd_characters(block) {
        return None;
    }
    let mut lines = Lines { rest: block, line: None, keys: 0 };
    lines.step();
    let mut fields = Vec::new();
    while let Some(line) = lines.line {
        if line.is_empty() {
            lines.step();
            continue;
        }
        let (key, written) = lines.key(line, 0)?;
        let kind = kind(key);
        lines.step();
        let wanted = match kind {
            Kind::Unknown => None,
            Kind::Answer => want_answer.then_some(Spelling::Kept),
            Kind::Text => Some(Spelling::Kept),
            Kind::Any => Some(Spelling::Typed),
        };
        let value = match written {
            Written::Folded => lines.folded(0, wanted.is_some())?,
            Written::Scalar(text) => scalar(text, wanted.unwrap_or(Spelling::Kept))?,
            Written::Nothing => match lines.map(wanted.is_some())? {
                Value::Map(_) if matches!(kind, Kind::Text | Kind::Answer) => return None,
                value => value,
            },
        };
        if wanted.is_some() {
            fields.push((key.to_owned(), value));
        }
    }
    Some(Fields(fields))
}

/// Whether there are controls, or line breaks that only Unicode knows.
fn has_odd_characters(text: &str) -> bool {
    let bytes = text.as_bytes();
    let control = |odd, byte: &u8| odd | ((*byte < 0x20) & (*byte != b'\n')) | (*byte == 0x7f);
    if bytes.iter().fold(false, control) {
        return true;
    }
    memchr::memchr3_iter(0xc2, 0xe2, 0xef, bytes).any(|at| match bytes.get(at..) {
        Some([0xc2, next, ..]) => *next < 0xa0,
        Some([0xe2, 0x80, last, ..]) => matches!(*last, 0xa8 | 0xa9),
        Some([0xef, 0xbb | 0xbf, ..]) => true,
        _ => false,
    })
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
enum Written<'a> {
    Nothing,
    Folded,
    Scalar(&'a str),
}

struct Lines<'a> {
    rest: &'a str,
    line: Option<&'a str>,
    keys: usize,
}

impl<'a> Lines<'a> {
    fn step(&mut self) {
        let end = memchr::memchr(b'\n', self.rest.as_bytes());
        let parts = end.and_then(|end| self.rest.split_at_checked(end));
        self.line = match parts {
            Some((line, rest)) => {
                self.rest = rest.strip_prefix('\n').unwrap_or(rest);
                Some(line)
            }
            None => Some(std::mem::take(&mut self.rest)).filter(|line| !line.is_empty()),
        };
    }

    /// The key of a line that is indented by so many blanks, and what follows it.
    fn key(&mut self, line: &'a str, indent: usize) -> Option<(&'a str, Written<'a>)> {
        self.keys += 1;
        let (key, after) = line.get(indent..)?.split_once(':')?;
        let is_word = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let starts =
            key.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        let is_text = !NO_TEXTS.iter().any(|word| key.eq_ignore_ascii_case(word));
        let written = match after {
            "" => Written::Nothing,
            " >-" => Written::Folded,
            _ => Written::Scalar(after.strip_prefix(' ')?),
        };
        (is_word && starts && is_text && self.keys <= MOST_KEYS).then_some((key, written))
    }

    /// A folded text below a key that is indented by so many blanks.
    fn folded(&mut self, parent: usize, wanted: bool) -> Option<Value> {
        let indent = indent_of(self.line?);
        if indent <= parent {
            return None;
        }
        let (mut text, mut breaks) = (String::new(), 0);
        let mut is_first = true;
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
                if wanted {
                    match breaks {
                        0 if is_first => {}
                        0 => text.push(' '),
                        _ => text.extend(std::iter::repeat_n('\n', breaks)),
                    }
                    text.push_str(content);
                }
                (breaks, is_first) = (0, false);
            }
            self.step();
        }
        // What stands between the indents of the key and of its text belongs to neither.
        let next = self.line.map_or(0, indent_of);
        (!is_first && next <= parent).then_some(Value::Text(text))
    }

    /// The map below a key without a value, or nothing.
    fn map(&mut self, wanted: bool) -> Option<Value> {
        let indent = self.line.map_or(0, indent_of);
        if indent == 0 {
            // Whether blank lines come before a map is the parser's to say.
            let is_blank = self.line.is_some_and(str::is_empty);
            return (!is_blank).then_some(Value::Null);
        }
        let mut fields = Vec::new();
        while let Some(line) = self.line.filter(|line| indent_of(line) > 0) {
            if indent_of(line) != indent {
                return None;
            }
            let (key, written) = self.key(line, indent)?;
            self.step();
            let value = match written {
                Written::Folded => self.folded(indent, wanted)?,
                Written::Scalar(text) => scalar(text, Spelling::Typed)?,
                Written::Nothing => Value::Null,
            };
            if wanted {
                fields.push((key.to_owned(), value));
            }
        }
        Some(Value::Map(Fields(fields)))
    }
}

fn indent_of(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

/// A scalar on the line of its key, which no line continues.
fn scalar(text: &str, spelling: Spelling) -> Option<Value> {
    let first = text.chars().next()?;
    let is_plain = first.is_alphabetic() || first == '/';
    let is_sure = match spelling {
        Spelling::Kept => is_plain || is_decimal(text) || is_day(text),
        Spelling::Typed => is_plain || is_whole(text),
    };
    let ends = text.ends_with([' ', ':']);
    let is_text = !NO_TEXTS.iter().any(|word| text.eq_ignore_ascii_case(word));
    let is_cut = text.contains(": ") || text.contains(" #");
    (is_sure && is_text && !ends && !is_cut).then(|| Value::Text(text.to_owned()))
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
mod tests {
    use proptest::prelude::*;

    use super::super::front_matter::read_yaml;
    use super::*;

    /// Fails if the parser does not read the same.
    fn compare(block: &str) -> bool {
        [true, false].into_iter().all(|want_answer| {
            let Some(fields) = read(block, want_answer) else { return false };
            let parsed = read_yaml(block, want_answer, 1);
            assert_eq!(Ok(fields), parsed, "in {block:?}");
            true
        })
    }

    #[test]
    fn an_exported_block_is_read() {
        let block = "_schema: default\nid: -7\ndate: 2024-11-26\ntitle: >-\n    What is\n    a ring?\n\
            date_format: MMM DD, YYYY\nseo:\n  title: QuickTakes | Physics\n  page_keywords: >-\n    \
            ring, charge\nauthor: QuickTakes\nanswer: >-\n    One.\\n\\nTwo: three #4\n\n    Five.\n\
            subject: Physics\nurl: /learn/physics/questions/ring\nscore: -1.0\nrelated_article1:\n    \
            id: 51082\n    title: >-\n        What?\n    subject: Physics\n    url: /learn/a\n\
            related_article2:\n";
        assert!(compare(block));
        let fields = read(block, true).unwrap();
        assert_eq!(fields.text("title"), Some("What is a ring?"));
        assert_eq!(fields.text("answer"), Some("One.\\n\\nTwo: three #4\nFive."));
        assert_eq!(fields.map("related_article1").unwrap().text("id"), Some("51082"));
    }

    #[test]
    fn every_short_value_is_read_as_the_parser_reads_it_or_not_at_all() {
        const NASTY: &[u8] = b"a0-.:# '\"&*!|>%@`{}[],?~\\=<\n";
        let mut read = 0_usize;
        let mut values = vec![String::new()];
        for _ in 0..3 {
            values = values
                .iter()
                .flat_map(|value| NASTY.iter().map(move |byte| format!("{value}{}", *byte as char)))
                .collect();
            for value in &values {
                for block in [
                    format!("title: {value}\n"),
                    format!("author: {value}\nid: 1\n"),
                    format!("title: >-\n  {value}\nid: 1\n"),
                    format!("seo:\n  title: {value}\n"),
                ] {
                    read += usize::from(compare(&block));
                }
            }
        }
        assert!(read > 10_000, "{read}");
    }

    fn plain_block() -> impl Strategy<Value = String> {
        let word = "[a-zA-Zé][a-zA-Z0-9 é,|()'?/-]{0,12}[a-z?]";
        let value = prop_oneof![
            4 => word.prop_map(|text| format!(" {text}")),
            1 => "-?[1-9][0-9]{0,5}".prop_map(|text| format!(" {text}")),
            1 => "-?[0-9]\\.[0-9]{1,3}".prop_map(|text| format!(" {text}")),
            1 => Just(" 2024-11-26".to_owned()),
            1 => Just(String::new()),
        ];
        let key = prop_oneof![
            Just("title"),
            Just("question"),
            Just("answer"),
            Just("id"),
            Just("score"),
            Just("url"),
            Just("author"),
            Just("_schema"),
            Just("keywords"),
            Just("other"),
            Just("no_index"),
        ];
        let lines =
            proptest::collection::vec("[a-zé#:&*!'\"\\\\$-][a-zé #:&*!'\"\\\\$-]{0,20}", 1..4);
        let folded = move |indent: usize| {
            let blanks = proptest::collection::vec(1_usize..3, 3);
            (lines.clone(), blanks).prop_map(move |(lines, blanks)| {
                let indent = " ".repeat(indent);
                let lines = lines.iter().zip(blanks);
                lines.fold(" >-".to_owned(), |all, (line, blanks)| {
                    format!(
                        "{all}{}{indent}{line}",
                        if all.ends_with('-') && all.len() == 3 {
                            "\n".to_owned()
                        } else {
                            "\n".repeat(blanks)
                        }
                    )
                })
            })
        };
        let scalar = (key, prop_oneof![2 => value.clone(), 1 => folded(4)])
            .prop_map(|(key, value)| format!("{key}:{value}\n"));
        let nested = (
            prop_oneof![Just("seo"), Just("related_article1"), Just("related"), Just("mystery")],
            proptest::collection::vec(
                (
                    prop_oneof![Just("id"), Just("title"), Just("url")],
                    prop_oneof![value, folded(8)],
                ),
                1..4,
            ),
        )
            .prop_map(|(key, pairs)| {
                pairs.iter().fold(format!("{key}:\n"), |all, (key, value)| {
                    format!("{all}    {key}:{value}\n")
                })
            });
        proptest::collection::vec(prop_oneof![3 => scalar, 1 => nested], 0..6)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn a_block_of_plain_shape_is_read_as_the_parser_reads_it(block in plain_block()) {
            compare(&block);
        }

        #[test]
        fn a_block_with_any_slip_is_read_as_the_parser_reads_it_or_not_at_all(
            block in plain_block(),
            slips in proptest::collection::vec(
                (any::<proptest::sample::Index>(), "[:#'\"&*!|>%@`{}\\[\\],?~\\\\ \n\t\r=<.0-9a-\u{85}\u{2028}\u{feff}é-]?", 0_usize..3),
                1..4,
            ),
        ) {
            let mut letters: Vec<char> = block.chars().collect();
            for (at, put, take) in slips {
                let at = at.index(letters.len() + 1);
                let end = (at + take).min(letters.len());
                letters.splice(at..end, put.chars());
            }
            let block: String = letters.into_iter().collect();
            // The file's reader makes plain line breaks first, and nothing below a closing line.
            if !block.contains('\r') && !block.lines().any(|l| matches!(l.trim_end(), "---" | "...")) {
                compare(&block);
            }
        }
    }
}
