//! Documents that are read, and those that are not.

use proptest::prelude::*;

use super::*;

/// A document with one library, a part of which is this.
fn with(part: &str, value: &str) -> String {
    let whole = serde_json::to_value(Archive::new(vec![Library::default()])).unwrap();
    let mut text = serde_json::to_string(&whole).unwrap();
    let empty = format!("\"{part}\":[]");
    assert!(text.contains(&empty), "{text}");
    text = text.replace(&empty, &format!("\"{part}\":{value}"));
    text
}

fn reason(document: &str) -> String {
    Archive::read(document.as_bytes()).expect_err("it is refused").to_string()
}

#[test]
fn a_document_is_read_as_it_was_written() {
    let mut library =
        Library { folder: Some(b"/home/\xff 50%\x1b\n".to_vec()), ..Library::default() };
    library.sample.push(Sampled { print: i64::MIN, file: "bücher/a.md".into() });
    library.read.push(Mark { article: "/a".to_owned(), time: 1_795_000_000 });
    let archive = Archive::new(vec![library]);
    let text = serde_json::to_string(&archive).unwrap();
    assert!(text.contains(r#""folder":"/home/%ff 50%25%1b%0a""#), "{text}");
    assert!(text.contains(r#"{"print":"8000000000000000","file":"bücher/a.md"}"#), "{text}");
    assert!(text.contains(r#""time":"2026-11-18T11:06:40Z""#), "{text}");
    assert_eq!(Archive::read(text.as_bytes()), Ok(archive));
}

#[test]
fn what_is_no_document_is_said_to_be_none() {
    for foreign in [
        "",
        "hello",
        "[]",
        "7",
        "{}",
        "[[[[",
        "{\"format\": 1}",
        "{\"format\":\"x\",\"version\":1}",
    ] {
        assert!(reason(foreign).starts_with("it is no export of Recto"), "{foreign}");
    }
    let newer = r#"{"format": "recto export", "version": 2, "more": {"x": []}}"#;
    assert_eq!(
        reason(newer),
        "it is of version 2, and this Recto reads version 1: use a newer Recto"
    );
    let whole = serde_json::to_string(&Archive::new(vec![Library::default()])).unwrap();
    let (half, _) = whole.split_at(whole.len() / 2);
    assert!(reason(half).ends_with("it ends too early; it was not written or not copied whole"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let mark = |article: &str, time: &str| format!(r#"{{"article":{article},"time":{time}}}"#);
    let good = mark(r#""/a""#, r#""2026-11-29T23:15:00Z""#);
    let bad_time = mark(r#""/a""#, r#""yesterday""#);
    let number = mark("7", r#""2026-11-29T23:15:00Z""#);
    let nul = mark(r#""a\u0000""#, r#""2026-11-29T23:15:00Z""#);
    let escape = mark(r#""a\u001b]0;x\u0007""#, r#""2026-11-29T23:15:00Z""#);
    let long = mark(&format!("\"{}\"", "x".repeat(2 << 20)), r#""2026-11-29T23:15:00Z""#);
    for (list, words) in [
        (format!("[{good},{good}]"), "/a stands twice in its list"),
        (format!("[{bad_time}]"), "a time is to be as in 2026-11-29T23:15:00Z"),
        (format!("[{number}]"), "invalid type: integer `7`, expected a string"),
        (format!("[{nul}]"), "a text holds characters that could steer a terminal"),
        (format!("[{escape}]"), "a text holds characters that could steer a terminal"),
        (format!("[{long}]"), "a text is longer than 1 MiB"),
        ("[{}]".to_owned(), "missing field `article`"),
        ("7".to_owned(), "invalid type: integer `7`, expected a list"),
        (r#"[{"article":"/a","times":1}]"#.to_owned(), "unknown field `times`"),
    ] {
        let told = reason(&with("read", &list));
        assert!(told.starts_with("1:") && told.contains(words), "{told}");
    }
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(reason(&with("read", &deep)).contains("invalid type: sequence"));
    let state = format!(r#""resume":{{"time":"2026-11-29T23:15:00Z","state":{deep}}}"#);
    let deep = with("read", "[]").replace(r#""resume":null"#, &state);
    assert!(reason(&deep).contains("recursion limit exceeded"), "{}", reason(&deep));
    for number in ["-1", "1e300", "99999999999999999999", "4294967296", "0.5"] {
        let spent =
            format!(r#"[{{"article":"/a","time":"2026-11-29T23:15:00Z","seconds":{number}}}]"#);
        assert!(reason(&with("spent", &spent)).starts_with("1:"), "{number}");
    }
    for path in ["%", "%0", "%zz", "%é", "a%00b", "a\\u0000"] {
        let sample = format!(r#"[{{"print":"0000000000000000","file":"{path}"}}]"#);
        let told = reason(&with("sample", &sample));
        assert!(told.contains("in a path every % is to be followed"), "{path}: {told}");
    }
}

#[test]
fn shelves_and_highlights_that_nobody_could_make_are_refused_with_their_place() {
    for (name, words) in [
        (String::new(), "a shelf needs a name"),
        ("  ".to_owned(), "a shelf needs a name"),
        (" Exam".to_owned(), "the name of a shelf begins and ends with no blank"),
        ("x".repeat(100_000), "the name of a shelf has at most 60 columns"),
    ] {
        let told = reason(&with("shelves", &format!(r#"[{{"name":"{name}","articles":[]}}]"#)));
        assert!(told.starts_with("1:") && told.ends_with(words), "{told}");
    }
    for exact in ["", " \\n "] {
        let highlight = format!(r#"[{{"uid":"1","article":"/a","exact":"{exact}"}}]"#);
        let told = reason(&with("highlights", &highlight));
        assert!(told.starts_with("1:") && told.ends_with("a highlight is of some words"), "{told}");
    }
}

#[test]
fn a_folder_and_a_highlight_belong_to_one_library() {
    let library = Library { folder: Some(b"/a".to_vec()), ..Library::default() };
    let twice = serde_json::to_string(&Archive::new(vec![library.clone(), library])).unwrap();
    assert_eq!(reason(&twice), "libraries[1]: the folder stands in two libraries");
}

#[test]
fn a_hundred_megabytes_of_anything_end_in_a_refusal() {
    for piece in
        ["[", "{\"a\":", "\"x", "{\"format\":\"recto export\",\"version\":1,\"libraries\":[["]
    {
        let mut document = piece.to_owned();
        document.extend(std::iter::repeat_n('[', 100_000_000));
        assert!(!reason(&document).is_empty());
    }
}

proptest! {
    #[test]
    fn any_path_is_written_as_clean_text_and_read_again(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let bytes: Vec<_> = bytes.into_iter().filter(|byte| *byte != 0).collect();
        let library = Library { folder: Some(bytes), ..Library::default() };
        let archive = Archive::new(vec![library]);
        let text = serde_json::to_string(&archive).unwrap();
        prop_assert!(crate::text::sanitize::is_clean(&text));
        prop_assert_eq!(Archive::read(text.as_bytes()), Ok(archive));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,100}") {
        let _ = Archive::read(&bytes);
        let _ = Archive::read(with("read", &text).as_bytes());
        let _ = Archive::read(with("visits", &format!("[{{\"session\":{text}")).as_bytes());
    }
}
