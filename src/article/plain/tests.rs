//! The strict reader against the YAML parser, block by block.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::front_matter::read_yaml;
use super::*;

/// The fields that the strict reader finds.
fn fields(block: &str, want_answer: bool) -> Option<Fields<'_>> {
    read(block, want_answer).map(|plain| plain.fields)
}

/// Whether the strict reader takes a block. Fails if the parser does not read the same.
fn is_taken(block: &str) -> bool {
    let taken = [true, false].map(|want_answer| {
        // Only an answer can make a difference.
        let is_same = !want_answer && !block.contains("answer");
        let found = if is_same { fields(block, true) } else { fields(block, want_answer) };
        let is_taken = found.is_some();
        if let Some(found) = found.filter(|_| !is_same) {
            assert_eq!(Ok(found), read_yaml(block, want_answer, 1), "in {block:?}");
        }
        is_taken
    });
    assert_eq!(taken[0], taken[1], "in {block:?}");
    taken[0]
}

/// All sequences of up to so many of the parts, one after another. Returns how many were `seen` with
/// approval.
fn every(parts: &[&str], most: usize, seen: &mut impl FnMut(&str) -> bool) -> usize {
    fn extend(
        text: &mut String,
        parts: &[&str],
        most: usize,
        seen: &mut impl FnMut(&str) -> bool,
    ) -> usize {
        let mut count = usize::from(seen(text));
        if most > 0 {
            for part in parts {
                let length = text.len();
                text.push_str(part);
                count += extend(text, parts, most - 1, seen);
                text.truncate(length);
            }
        }
        count
    }
    extend(&mut String::new(), parts, most, seen)
}

/// How many of the blocks that hold a value in every place are taken.
fn taken_with(value: &str) -> usize {
    [
        format!("title: {value}\n"),
        format!("author: {value}\nid: 1\n"),
        format!("title: >-\n  {value}\nid: 1\n"),
        format!("answer: >-\n a\n {value}\n b"),
        format!("seo:\n  title: {value}\n"),
        format!("tags:\n- {value}\n- a\n"),
        format!("title: \"{value}\"\n"),
        format!("author: '{value}'\n"),
    ]
    .iter()
    .filter(|block| is_taken(block))
    .count()
}

/// Letters with a meaning in YAML, and some without.
const LETTERS: [&str; 28] = [
    "a", "0", "-", ".", ":", "#", " ", "'", "\"", "&", "*", "!", "|", ">", "%", "@", "`", "{", "}",
    "[", "]", ",", "?", "~", "\\", "=", "<", "\n",
];

/// Lines that mean something else beside one another.
const LINES: [&str; 24] = [
    "title:\n",
    "title: a\n",
    "answer: >-\n",
    "seo:\n",
    "tags:\n",
    "other:\n",
    "id: 'a'\n",
    "\n",
    " \n",
    "  a: b\n",
    "  a:\n",
    "  a: >-\n",
    "  \"b\"\n",
    "    b\n",
    "    b \n",
    "   c: d\n",
    "- a\n",
    "  - a\n",
    "-\n",
    "- a: b\n",
    "# a\n",
    "    # a\n",
    "a",
    "\t",
];

#[test]
fn an_exported_block_is_read() {
    let block = "_schema: default\nid: -7\ndate: 2024-11-26\ntitle: >-\n    What is\n    a ring?\n\
        date_format: MMM DD, YYYY\nseo:\n  title: QuickTakes | Physics\n  page_keywords: >-\n    \
        ring, charge\nauthor: QuickTakes\nanswer: >-\n    One.\\n\\nTwo: three #4\n\n    Five.\n\
        subject: Physics\nurl: /learn/physics/questions/ring\nscore: -1.0\nrelated_article1:\n    \
        id: 51082\n    title: >-\n        What?\n    subject: Physics\n    url: /learn/a\n\
        related_article2:\n";
    assert!(is_taken(block));
    let fields = fields(block, true).unwrap();
    assert_eq!(fields.text("title"), Some("What is a ring?"));
    assert_eq!(fields.text("answer"), Some("One.\\n\\nTwo: three #4\nFive."));
    assert_eq!(fields.map("related_article1").unwrap().text("id"), Some("51082"));
    assert_eq!(read(block, false).unwrap().fields.text("answer"), None);
}

#[test]
fn an_answer_is_known_as_it_is_written_also_where_it_is_skipped() {
    let block = "title: >-\n    One\nanswer: >-\n    Two:\n    three\n\nurl: /a\n";
    let written = |block, want_answer| read(block, want_answer).map(|plain| plain.answer);
    for want_answer in [true, false] {
        assert_eq!(written(block, want_answer), Some("    Two:\n    three\n\n"));
        assert_eq!(written("id: 3\nanswer: Four five.\n", want_answer), Some("Four five."));
        assert_eq!(written("answer: >-\n    Last", want_answer), Some("    Last"));
        assert_eq!(written("id: 3\n", want_answer), Some(""));
    }
}

#[test]
fn a_block_of_a_site_with_lists_and_quotes_is_read() {
    let block =
        "title: \"10: It's\"\ndate: 2024-11-26\ntags:\n  - one\n  - 'two'\nauthor:\n- A\n- 3\n";
    assert!(is_taken(block));
    let fields = fields(block, true).unwrap();
    assert_eq!(fields.text("title"), Some("10: It's"));
    assert_eq!(fields.texts("tags"), ["one", "two"]);
    assert_eq!(fields.texts("author"), ["A", "3"]);
}

#[test]
fn one_line_is_borrowed_from_the_file() {
    let fields = fields("title: >-\n    One\nurl: /a\n", true).unwrap();
    assert!(fields.0.iter().all(|(_, value)| matches!(value, Value::Text(Cow::Borrowed(_)))));
}

#[test]
fn every_short_value_is_read_as_the_parser_reads_it_or_not_at_all() {
    let mut taken = 0;
    every(&LETTERS, 3, &mut |value| {
        taken += taken_with(value);
        true
    });
    assert!(taken > 50_000, "{taken}");
}

#[test]
fn every_few_lines_are_read_as_the_parser_reads_them_or_not_at_all() {
    let taken = every(&LINES, 4, &mut is_taken);
    assert!(taken > 1_000, "{taken}");
}

/// Run it after a change of the reader: `cargo test --lib plain -- --ignored`.
#[test]
#[ignore = "takes a minute"]
fn every_longer_value_and_more_lines_are_read_as_the_parser_reads_them_or_not_at_all() {
    let few = ["a", "0", "-", ".", ":", "#", " ", "'", "\"", "!", "|", ">", "?", "\n"];
    every(&few, 5, &mut |value| taken_with(value) > 0);
    every(&LETTERS, 4, &mut |value| taken_with(value) > 0);
    every(&LINES, 5, &mut is_taken);
}

#[test]
fn every_short_key_is_read_as_the_parser_reads_it_or_not_at_all() {
    let taken = every(&LETTERS, 3, &mut |key| {
        let nested = is_taken(&format!("seo:\n  {key}: a\n  b: c\n"));
        is_taken(&format!("{key}: a\n")) && nested
    });
    assert!(taken > 1, "{taken}");
    for length in [64, 100, 101, 1000, 1024, 1025, 5000] {
        let key = "k".repeat(length);
        assert_eq!(is_taken(&format!("seo:\n  {key}: a\n")), length <= LONGEST_KEY);
        is_taken(&format!("{key}: a\n"));
    }
}

#[test]
fn words_that_are_no_text_are_read_as_the_parser_reads_them_or_not_at_all() {
    let words = [
        "y",
        "n",
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
        "~",
        "nan",
        "inf",
        "infinity",
        ".nan",
        ".inf",
        "-.inf",
        "+.inf",
        "+inf",
        "-inf",
        "<<",
        "=",
        "0x1F",
        "0X1f",
        "0o17",
        "017",
        "0b101",
        "1_000",
        "1e5",
        "1E5",
        "-1e-5",
        "1.",
        ".5",
        "-.5",
        "+1",
        "-0",
        "-0.0",
        "00",
        "-1.50",
        "0.1",
        "12:30",
        "190:20:30",
        "12:30:45.5",
        "2001-12-14t21:59:43.10-05:00",
        "2001-12-14 21:59",
        "2024-1-6",
        "9223372036854775807",
        "-9223372036854775808",
        "99999999999999999999",
        "123456789012345678",
        "999999999999999999.5",
        "e5",
        "x1",
        "infinite",
        "1e400",
        "10 000",
        "340282366920938463463374607431768211456",
        "---",
        "...",
        "--- a",
        "%YAML 1.2",
        "${a}",
        "!!str a",
        "*a",
        "&a b",
        "? a",
        "- a",
        "[a]",
        "{a: b}",
        "a, b",
        "a]",
        "a}",
        "(a)",
        "$5",
        "$a$",
    ];
    for word in words {
        for word in [word.to_owned(), word.to_uppercase(), capital(word)] {
            taken_with(&word);
            for key in [format!("{word}: a\n"), format!("seo:\n  {word}: a\n")] {
                is_taken(&key);
            }
        }
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

#[test]
fn every_odd_character_is_read_as_the_parser_reads_it_or_not_at_all() {
    let planes =
        (1..=16).flat_map(|plane| [0_u32, 1, 0xFFFD, 0xFFFE, 0xFFFF].map(|n| plane << 16 | n));
    let numbers = (0..0x3100).chain(0xD700..0xE010).chain(0xFB00..0x1_0000).chain(planes);
    for c in numbers.filter_map(char::from_u32) {
        for block in [
            format!("title: a{c}b\n"),
            format!("title: {c}\n"),
            format!("title: a{c}\n"),
            format!("author: \"{c}\"\n"),
            format!("answer: >-\n  {c}a\n  b{c}\n"),
            format!("a{c}: b\n"),
        ] {
            is_taken(&block);
        }
    }
}

#[test]
fn what_has_no_end_is_left_to_the_budgets_of_the_parser() {
    let many = "a: b\n".repeat(MOST_VALUES);
    assert!(is_taken(&many));
    assert!(!is_taken(&format!("{many}a: b\n")));
    let items = format!("tags:\n{}", "- a\n".repeat(MOST_VALUES));
    assert!(!is_taken(&items));
}

/// A scalar on the line of its key, one that any field takes.
fn scalar_text() -> impl Strategy<Value = String> {
    let word = "[a-zA-Zé/($][a-zA-Z0-9 é,|()'?/\"\\\\*&-]{0,12}[a-z?]";
    prop_oneof![
        4 => word.prop_filter("a text", |text| is_text(text)).prop_map(|text| format!(" {text}")),
        1 => "-?[1-9][0-9]{0,5}".prop_map(|text| format!(" {text}")),
        1 => "\"[a-z0-9é:#' -]{1,9}\"".prop_map(|text| format!(" {text}")),
        1 => "'[a-z0-9é:#\"\\\\ -]{1,9}'".prop_map(|text| format!(" {text}")),
        1 => Just(" 2024-11-26".to_owned()),
        1 => Just(String::new()),
    ]
}

/// A scalar that only a field takes which holds one text.
fn kept_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]\\.[0-9]{1,3}".prop_map(|text| format!(" {text}")),
        select(&[" True", " false", " yes", " No"][..]).prop_map(str::to_owned),
    ]
}

/// A folded text with blank lines here and there.
fn folded_text(indent: usize) -> impl Strategy<Value = String> {
    let line = "[a-zé0#:&*!'\"\\\\$-][a-zé #:&*!'\"\\\\$-]{0,20}";
    (line, proptest::collection::vec((1_usize..4, line), 0..4)).prop_map(move |(first, more)| {
        let blanks = " ".repeat(indent);
        more.iter().fold(format!(" >-\n{blanks}{first}"), |all, (breaks, line)| {
            format!("{all}{}{blanks}{line}", "\n".repeat(*breaks))
        })
    })
}

fn plain_block() -> impl Strategy<Value = String> {
    let texts: &[&str] =
        &["title", "question", "answer", "id", "score", "url", "_schema", "no_index"];
    let loose: &[&str] =
        &["author", "keywords", "tags", "seo", "related", "related_article1", "mystery"];
    let value = prop_oneof![4 => scalar_text(), 1 => kept_text(), 2 => folded_text(4)];
    let one = (select(texts), value).prop_map(|(key, value)| format!("{key}:{value}\n"));
    let other = (select(loose), prop_oneof![scalar_text(), folded_text(1)])
        .prop_map(|(key, value)| format!("{key}:{value}\n"));
    let pair =
        (select(&["id", "title", "url", "id-2"][..]), prop_oneof![scalar_text(), folded_text(8)]);
    let map = (select(loose), 1_usize..6, proptest::collection::vec(pair, 1..4)).prop_map(
        |(key, indent, pairs)| {
            let indent = " ".repeat(indent);
            pairs.iter().fold(format!("{key}:\n"), |all, (key, value)| {
                format!("{all}{indent}{key}:{value}\n")
            })
        },
    );
    let item = scalar_text().prop_filter("an item", |text| !text.is_empty());
    let list = (select(loose), 0_usize..4, proptest::collection::vec(item, 1..4)).prop_map(
        |(key, indent, items)| {
            let indent = " ".repeat(indent);
            items.iter().fold(format!("{key}:\n"), |all, item| format!("{all}{indent}-{item}\n"))
        },
    );
    proptest::collection::vec(prop_oneof![3 => one, 1 => other, 1 => map, 1 => list], 0..6)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn a_block_of_plain_shape_is_read_as_the_parser_reads_it(block in plain_block()) {
        prop_assert!(is_taken(&block), "{:?}", block);
    }

    #[test]
    fn a_block_with_any_slip_is_read_as_the_parser_reads_it_or_not_at_all(
        block in plain_block(),
        slips in proptest::collection::vec(
            (
                any::<Index>(),
                "[:#'\"&*!|>%@`{}\\[\\],?~\\\\ \n\t\r=<.0-9a-z\u{85}\u{2028}\u{feff}é-]{0,2}",
                0_usize..3,
            ),
            1..4,
        ),
    ) {
        let mut letters: Vec<char> = block.chars().collect();
        for (at, put, take) in slips {
            let at = at.index(letters.len() + 1);
            let end = (at + take).min(letters.len());
            letters.splice(at..end, put.chars());
        }
        is_taken(&letters.into_iter().collect::<String>());
    }

    #[test]
    fn lines_in_any_order_are_read_as_the_parser_reads_them_or_not_at_all(
        lines in proptest::collection::vec(select(&LINES[..]), 0..12),
    ) {
        is_taken(&lines.concat());
    }
}
