//! What can be saved of a front matter block that its parser refuses.
//!
//! A forgiving scan of `key: value` and `key = value` lines; never an error, never more work
//! than reading the lines a few times. Not a YAML parser: it takes what it recognises.

use super::fields::{Fields, Value};

/// Maps within maps that are looked into.
const DEEPEST: usize = 2;

/// The fields that can be recognised in a block.
pub(super) fn fields(block: &str) -> Fields<'static> {
    let lines: Vec<&str> = block.lines().collect();
    scan(&lines, 0)
}

fn scan(lines: &[&str], depth: usize) -> Fields<'static> {
    let mut found = Vec::new();
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        let length = after.iter().take_while(|line| is_inner(line)).count();
        let (inner, next) = after.split_at_checked(length).unwrap_or((after, &[]));
        if let Some((key, value)) = key_and_value(line) {
            found.push((key.to_owned().into(), read(value, inner, depth)));
        }
        rest = next;
    }
    Fields(found)
}

/// Whether a line belongs to the key above it: it is indented, blank, or an item of a list.
fn is_inner(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with([' ', '\t']) || line.starts_with("- ")
}

fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let end = line.find([':', '='])?;
    let (key, value) = (line.get(..end)?.trim_end(), line.get(end + 1..)?);
    let is_key = !key.is_empty()
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let is_value =
        line.get(end..)?.starts_with('=') || value.is_empty() || value.starts_with([' ', '\t']);
    (is_key && is_value).then(|| (key, value.trim()))
}

fn read(value: &str, inner: &[&str], depth: usize) -> Value<'static> {
    let bytes = value.as_bytes();
    if matches!(bytes.first(), Some(b'|' | b'>')) && bytes.len() <= 3 {
        return Value::Text(block_text(inner, value.starts_with('|')).into());
    }
    if !value.is_empty() && !value.starts_with('#') {
        let more = inner.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
        let joined = std::iter::once(value).chain(more).collect::<Vec<_>>().join(" ");
        return Value::Text(unquote(&joined).into());
    }
    let items: Vec<Value> = inner
        .iter()
        .filter_map(|line| line.trim().strip_prefix("- "))
        .map(|item| Value::Text(unquote(item.trim()).into()))
        .collect();
    if !items.is_empty() {
        return Value::List(items);
    }
    if depth == DEEPEST {
        return Value::Null;
    }
    let map = scan(&dedent(inner), depth + 1);
    if map.0.is_empty() { Value::Null } else { Value::Map(map) }
}

/// The lines without the indent of the first of them that is not blank.
fn dedent<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let indent_of = |line: &str| line.len() - line.trim_start().len();
    let first = lines.iter().find(|line| !line.trim().is_empty());
    let indent = first.map_or(0, |line| indent_of(line));
    let cut = |line: &&'a str| {
        let own = indent_of(line).min(indent);
        line.get(own..).unwrap_or_default()
    };
    lines.iter().map(cut).collect()
}

/// The text of a `|` block, or of a `>` block, whose lines flow together.
fn block_text(inner: &[&str], keeps_lines: bool) -> String {
    let mut text = String::new();
    for line in dedent(inner) {
        if keeps_lines || line.trim().is_empty() {
            text.push_str(line.trim_end());
            text.push('\n');
        } else {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push(' ');
            }
            text.push_str(line.trim_end());
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn unquote(value: &str) -> String {
    if let Some(inner) = value.strip_prefix('"') {
        let inner = inner.strip_suffix('"').unwrap_or(inner);
        return inner.replace("\\\"", "\"").replace(r"\\", r"\");
    }
    if let Some(inner) = value.strip_prefix('\'') {
        return inner.strip_suffix('\'').unwrap_or(inner).replace("''", "'");
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_answers_and_related_articles_are_saved() {
        let block = "id: 7\ntitle: What is X: a test?\nquestion: >-\n    One\n    two\nanswer: |\n  a\n    b\n\
                     tags:\n- x\n- \"y\"\nrelated_article1:\n    id: 8\n    title: >-\n        Next\n    url: /n\n@bad";
        let fields = fields(block);
        assert_eq!(fields.text("title"), Some("What is X: a test?"));
        assert_eq!(fields.text("question"), Some("One two"));
        assert_eq!(fields.text("answer"), Some("a\n  b"));
        assert_eq!(fields.texts("tags"), ["x", "y"]);
        let related = fields.map("related_article1").unwrap();
        assert_eq!((related.text("title"), related.text("url")), (Some("Next"), Some("/n")));
    }

    #[test]
    fn prose_holds_no_fields() {
        assert_eq!(fields("Just a text.\nSee: http://a\n").0.len(), 1);
        assert_eq!(fields("Just a text.\n").0.len(), 0);
    }

    proptest! {
        #[test]
        fn any_block_is_scanned(s in any::<String>(), t in "([a-z]: ?|[>|-]|\n| {1,4}|\"|é){0,40}") {
            fields(&s);
            fields(&t);
        }
    }
}
