//! Whole files, from bytes to article.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::text::sanitize;

fn read(text: &str) -> Article {
    parse(text.as_bytes(), text.len() as u64, "a-file_name", Detail::Whole).unwrap()
}

const EXPORTED: &str = r"---
_schema: default
id: -12
date: 2024-11-26
title: >-
    Why is the sky blue?
date_format: MMM DD, YYYY
post_on_text: Posted on
seo:
  title: Site | Physics
  page_description: >-
    Because of scattering.
  page_keywords: >-
    sky,blue, light ,Sky
author: QuickTakes
question: >-
    Why is the sky
    blue?
answer: >-
    One.\n\n- $\nu$ two
subject: Physics
url: /learn/physics/questions/why
score: -1.0
no_index: true
related_article10:
    id: 10
    title: Ten
related_article2:
    id: 2
    title: >-
        Two
    subject: Physics
    url: /two
---

&nbsp;
";

#[test]
fn an_exported_article_is_read_whole() {
    let article = read(EXPORTED);
    assert_eq!(article.problems, []);
    assert_eq!(article.id, Some(-12));
    assert_eq!(article.question, "Why is the sky blue?");
    assert_eq!(article.answer, "One.\n\n- $\\nu$ two");
    assert_eq!(article.keywords, ["sky", "blue", "light"]);
    assert_eq!(article.description.as_deref(), Some("Because of scattering."));
    assert_eq!(article.score, Some(-1.0));
    assert!(article.unlisted && !article.cut);
    let titles: Vec<&str> = article.related.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Two", "Ten"]);
    assert_eq!(article.related[0].url.as_deref(), Some("/two"));
}

#[test]
fn a_described_article_is_the_whole_one_without_its_answer_and_a_listed_one_has_what_lists_need() {
    let mut whole = read(EXPORTED);
    let size = EXPORTED.len() as u64;
    let read = |detail| parse(EXPORTED.as_bytes(), size, "a", detail).unwrap();
    whole.answer.clear();
    assert_eq!(read(Detail::Described), whole);
    let listed = Article {
        date_format: None,
        post_on_text: None,
        author: None,
        description: None,
        keywords: Vec::new(),
        ..whole
    };
    assert_eq!(read(Detail::Listing), listed);
}

#[test]
fn articles_with_the_same_text_have_the_same_gist_whatever_else_they_say() {
    let gist = |text: &str| read(text).gist;
    let exported = gist(EXPORTED).unwrap();
    let elsewhere = EXPORTED.replace("\nsubject:", "\nkeywords: x\nsubject:");
    assert_eq!(gist(&elsewhere), Some(exported));
    assert_ne!(gist(&EXPORTED.replace("two", "three")), Some(exported));
    let page = "---\ntitle: A\n---\nText.\n";
    assert_eq!(gist(page), gist("---\ntitle: B\n---\n\nText.\n\n"));
    assert_ne!(gist(page), gist("---\ntitle: A\n---\nTexts.\n"));
    assert_eq!(gist("---\ntitle: A\n---\n"), None);
    assert_ne!(gist("---\nanswer: Text.\n---\nMore.\n"), gist("---\nanswer: More.\n---\nText.\n"));
    // What only the parser could read has none, so that nothing is taken for the same.
    assert_eq!(gist("---\ntags: [a, {b: c}]\nanswer: \"x\\ty\"\n---\n"), None);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let text = format!("\u{FEFF}{}", EXPORTED.replace('\n', "\r\n"));
    assert_eq!(read(&text), read(EXPORTED));
}

#[test]
fn a_plain_note_is_an_article() {
    let article = read("# My *note*\n\nText with [a link](other%20note.md#x) and [[Wiki|w]].\n");
    assert_eq!(article.question, "My note");
    assert_eq!(article.answer, "Text with [a link](other%20note.md#x) and [[Wiki|w]].");
    let urls: Vec<&str> = article.related.iter().filter_map(|one| one.url.as_deref()).collect();
    assert_eq!(urls, ["other note.md", "Wiki"]);
    assert_eq!(article.problems[0].rule, "no-front-matter");
    assert_eq!(read("Only text.").question, "a file name");
}

#[test]
fn a_page_of_another_site_is_an_article() {
    let article = read(
        "---\ntitle: T\ncategories: [Cooking, Fire]\ntags: a, b\nauthor: [X, Y]\nsummary: S\n\
         draft: true\nrelated: ['[[One]]', notes/two.md, {title: Three, id: '3'}]\n---\n## t\n\\nBody",
    );
    assert_eq!(article.subject.as_deref(), Some("Cooking"));
    assert_eq!(article.keywords, ["a", "b"]);
    assert_eq!(article.author.as_deref(), Some("X, Y"));
    assert_eq!(article.description.as_deref(), Some("S"));
    assert_eq!(article.answer, "\\nBody");
    assert!(article.unlisted);
    let titles: Vec<&str> = article.related.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["One", "two", "Three"]);
}

#[test]
fn an_answer_is_followed_by_the_body() {
    assert_eq!(read("---\nanswer: One.\n---\nTwo.\n").answer, "One.\n\nTwo.");
}

#[test]
fn a_slip_in_the_front_matter_loses_no_answer() {
    let article = read("---\nid: 7\nquestion: Why: a test?\nanswer: >-\n    One.\\nTwo.\n---\n");
    assert_eq!(article.question, "Why: a test?");
    assert_eq!(article.answer, "One.\nTwo.");
    assert_eq!((article.problems[0].line, article.problems[0].rule), (3, "front-matter"));
}

#[test]
fn a_field_of_the_wrong_shape_is_named() {
    let article = read("---\nid: seven\ntitle: [a]\n---\nText\n");
    let lines: Vec<usize> = article.problems.iter().map(|flaw| flaw.line).collect();
    assert_eq!((lines, article.question.as_str()), (vec![3, 2], "a"));
}

#[test]
fn what_is_no_text_is_refused_with_the_cure() {
    let refused = |bytes: &[u8]| parse(bytes, 9, "a", Detail::Whole).unwrap_err();
    assert!(refused(b"ab\0c").reason.contains("binary"));
    assert!(refused(b"\xFF\xFEa\0").reason.contains("UTF-8"));
    assert_eq!(refused(b" \r\n \n").rule, "empty");
    assert_eq!(refused(b"").rule, "empty");
}

#[test]
fn a_bad_byte_is_shown_and_its_place_named() {
    let article = parse(b"# T\n\nab \xC3\xA9 \xE9 c", 13, "a", Detail::Whole).unwrap();
    assert_eq!(article.answer, "ab é \u{FFFD} c");
    assert_eq!((article.problems[0].line, article.problems[0].column), (3, 6));
}

#[test]
fn a_long_answer_is_cut_and_says_so() {
    let text = format!("# T\n\n{}", "é\n".repeat(500_000));
    let article = read(&text);
    assert!(article.cut && article.answer.len() <= 1024 * 1024);
    assert!(parse("# T\n\né".as_bytes().get(..6).unwrap(), 99, "a", Detail::Whole).unwrap().cut);
}

#[test]
fn escapes_written_in_yaml_do_not_reach_the_screen() {
    let article = read("---\ntitle: \"a\\e[2Jb\\u202Ec\"\nanswer: \"x\\e]0;y\\a\"\n---\n");
    assert_eq!(article.question, "a\u{FFFD}[2Jbc");
    assert_eq!(article.answer, "x\u{FFFD}]0;y\u{FFFD}");
}

#[test]
fn a_front_matter_too_long_still_yields_its_title() {
    let mut text = "---\ntitle: T\n".to_owned();
    for i in 0..30_000 {
        writeln!(text, "key{i}: value").unwrap();
    }
    let article = read(&(text + "---\nBody\n"));
    assert_eq!((article.question.as_str(), article.answer.as_str()), ("T", "Body"));
    assert_eq!(article.problems[0].rule, "too-large");
}

#[test]
fn a_short_answer_takes_a_minute() {
    assert_eq!(reading_minutes(""), 1);
    assert_eq!(reading_minutes(&"word ".repeat(660)), 3);
}

fn all_clean(article: &Article) -> bool {
    let related = article.related.iter();
    let mut lines: Vec<&String> = related
        .flat_map(|one| [Some(&one.title), one.url.as_ref(), one.subject.as_ref()])
        .flatten()
        .chain([&article.question])
        .chain(&article.keywords)
        .collect();
    lines.extend(article.url.iter().chain(&article.subject).chain(&article.author));
    lines.extend(article.description.iter().chain(&article.date));
    lines.extend(article.problems.iter().map(|flaw| &flaw.reason));
    lines.iter().all(|line| sanitize::is_clean(line))
        && sanitize::text(&article.answer) == article.answer
}

proptest! {
    #[test]
    fn any_file_is_read_and_clean(
        bytes in prop::collection::vec(any::<u8>(), 0..80),
        text in "(---\n|\\+\\+\\+\n|[a-z]{1,3}: |title: |answer: |tags: |- |# |[a-zé]|\n|\u{1B}|\u{202E}|\u{301}|\"\\\\e|\"|\\[\\[|\\]\\]|\\]\\(|`|\\$|\\\\n| {1,4}){0,40}",
    ) {
        for bytes in [bytes.as_slice(), text.as_bytes(), format!("---\n{text}\n---\n{text}").as_bytes()] {
            for detail in [Detail::Listing, Detail::Described, Detail::Whole] {
                match parse(bytes, bytes.len() as u64, "na\u{1B}me", detail) {
                    Ok(article) => {
                        prop_assert!(all_clean(&article), "{:?}", article);
                        prop_assert!(!article.question.is_empty());
                    }
                    Err(flaw) => prop_assert!(sanitize::is_clean(&flaw.reason)),
                }
            }
        }
    }
}
