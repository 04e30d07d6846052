//! The strict reader against the YAML parser, block by block.

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
    let lines = proptest::collection::vec("[a-zé#:&*!'\"\\\\$-][a-zé #:&*!'\"\\\\$-]{0,20}", 1..4);
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
            (prop_oneof![Just("id"), Just("title"), Just("url")], prop_oneof![value, folded(8)]),
            1..4,
        ),
    )
        .prop_map(|(key, pairs)| {
            pairs
                .iter()
                .fold(format!("{key}:\n"), |all, (key, value)| format!("{all}    {key}:{value}\n"))
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
