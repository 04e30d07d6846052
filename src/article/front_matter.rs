//! The front matter block of a file: where it is, and the fields in it.
//!
//! YAML is read through serde within a budget, so that no file can cost more than a few
//! milliseconds. What cannot be read is reported with its line and handed to `salvage`, so
//! that no article is lost for a slip of its author.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use super::fields::{Fields, Value};
use super::{Flaw, Severity, plain, salvage};

/// The longest block that is read, in bytes.
const LONGEST: usize = 256 * 1024;
/// How deep its values may nest.
const DEEPEST: usize = 64;

/// The parts of a file.
pub(super) struct Parts<'a> {
    pub fields: Fields<'a>,
    /// What follows the front matter.
    pub body: &'a str,
    /// Whether there is a front matter block at all.
    pub found: bool,
    /// The number of the first line of the block.
    pub line: usize,
    /// The block as written.
    pub block: &'a str,
    /// The answer as it is written, blank if there is none; `None` if only a parser could tell it.
    pub answer: Option<&'a str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Yaml,
    Toml,
}

/// Reads the front matter of a file, reporting into `flaws`. The answer is skipped unless
/// `want_answer`.
pub(super) fn read<'a>(text: &'a str, want_answer: bool, flaws: &mut Vec<Flaw>) -> Parts<'a> {
    let none = Parts {
        fields: Fields::default(),
        body: text,
        found: false,
        line: 1,
        block: "",
        answer: Some(""),
    };
    let Some(opening) = opening(text) else { return none };
    let Opening { language, rest, line } = opening;
    let closed = closing(rest, language);
    let (block, body) = closed.unwrap_or((rest, ""));
    let flaw = if block.len() > LONGEST {
        Some(too_long(line))
    } else if closed.is_none() {
        Some(not_closed(language, line))
    } else {
        None
    };
    let mut answer = None;
    let read = match flaw {
        Some(flaw) => Err(flaw),
        None => match language {
            Language::Yaml => match plain::read(block, want_answer) {
                Some(plain) => {
                    answer = Some(plain.answer);
                    Ok(plain.fields)
                }
                None => read_yaml(block, want_answer, line),
            },
            Language::Toml => read_toml(block, line),
        },
    };
    let fields = match read {
        Ok(fields) => fields,
        Err(flaw) => {
            let fields = salvage::fields(block.get(..floor(block, LONGEST)).unwrap_or_default());
            // A line of dashes may just be a line in a text.
            if fields.0.is_empty() && language == Language::Yaml {
                return none;
            }
            flaws.push(flaw);
            fields
        }
    };
    Parts { fields, body, found: true, line, block, answer }
}

/// Whether a file has front matter that is read without the YAML parser.
pub(super) fn is_plain(text: &str) -> bool {
    let opening = opening(text).filter(|opening| opening.language == Language::Yaml);
    let parts = opening.and_then(|opening| closing(opening.rest, opening.language));
    parts.is_some_and(|(block, _)| block.len() <= LONGEST && plain::read(block, true).is_some())
}

struct Opening<'a> {
    language: Language,
    rest: &'a str,
    /// The number of the line after the opening one.
    line: usize,
}

fn opening(text: &str) -> Option<Opening<'_>> {
    let start = text.trim_start_matches([' ', '\t', '\n']);
    let skipped = text.get(..text.len() - start.len())?;
    let (first, rest) = start.split_once('\n')?;
    let language = match first.trim_end() {
        "---" => Language::Yaml,
        "+++" => Language::Toml,
        _ => return None,
    };
    let indented = skipped.ends_with([' ', '\t']);
    let line = skipped.matches('\n').count() + 2;
    (!indented).then_some(Opening { language, rest, line })
}

/// The block and the body around the closing line.
fn closing(rest: &str, language: Language) -> Option<(&str, &str)> {
    let marks: &[&str] = if language == Language::Yaml { &["---", "..."] } else { &["+++"] };
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', rest.as_bytes()).chain([rest.len()]) {
        let line = rest.get(start..end)?;
        let after = marks.iter().find_map(|mark| line.strip_prefix(mark));
        if after.is_some_and(|after| after.trim().is_empty()) {
            return Some((rest.get(..start)?, rest.get(end + 1..).unwrap_or_default()));
        }
        start = end + 1;
    }
    None
}

/// The greatest character boundary at or below `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn too_long(line: usize) -> Flaw {
    flaw(
        "too-large",
        line,
        1,
        "The front matter is longer than 256 KiB; move long text below the closing line.",
    )
}

fn not_closed(language: Language, line: usize) -> Flaw {
    let mark = if language == Language::Yaml { "---" } else { "+++" };
    let reason = format!("The front matter is not closed; write a line of only {mark} below it.");
    flaw("front-matter", line - 1, 1, &reason)
}

fn flaw(rule: &'static str, line: usize, column: usize, reason: &str) -> Flaw {
    let reason = crate::text::sanitize::line(reason).into_owned();
    Flaw { severity: Severity::Error, line, column, reason, rule }
}

fn read_toml(block: &str, first_line: usize) -> Result<Fields<'static>, Flaw> {
    let table = block.parse::<toml::Table>().map_err(|error| {
        let at = floor(block, error.span().map_or(0, |span| span.start));
        let before = block.get(..at).unwrap_or_default();
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let reason = format!("The front matter is not valid TOML: {}.", one_line(error.message()));
        flaw("front-matter", first_line + before.matches('\n').count(), column, &reason)
    })?;
    Ok(table.into())
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_events: 24_000,
            max_nodes: 12_000,
            max_depth: DEEPEST,
            flow_nesting_limit: DEEPEST,
            max_aliases: 16,
            max_anchors: 1_000,
            max_recorded_anchor_events: 20_000,
            max_recorded_anchor_bytes: LONGEST * 4,
        },
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 1_000,
            max_replay_stack_depth: 4,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        ignore_binary_tag_for_string: true,
        with_snippet: false,
    }
}

/// The fields of a block as the YAML parser reads them.
pub(super) fn read_yaml(
    block: &str,
    want_answer: bool,
    first_line: usize,
) -> Result<Fields<'static>, Flaw> {
    let read = |exact| {
        serde_yaml::with_deserializer_from_str_with_options(block, options(), |yaml| {
            yaml.deserialize_any(Top { exact, want_answer })
        })
    };
    // A number in place of a text keeps its spelling only if it is asked for as text, and
    // then a list in its place is an error: the second reading takes whatever comes.
    read(true).or_else(|_| read(false)).map_err(|error| yaml_flaw(block, first_line, &error))
}

/// Reads the top map of the block.
struct Top {
    /// Read the fields that hold one text as text.
    exact: bool,
    want_answer: bool,
}

impl<'de> Visitor<'de> for Top {
    type Value = Fields<'static>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("lines of `key: value`")
    }

    fn visit_unit<E>(self) -> Result<Fields<'static>, E> {
        Ok(Fields::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'static>, A::Error> {
        let mut fields = Vec::new();
        while let Some(key) = map.next_key::<Value<'static>>()? {
            let Value::Text(key) = key else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = match kind(&key) {
                Kind::Answer if !self.want_answer => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                Kind::Answer | Kind::Text if self.exact => map.next_value_seed(AsText)?,
                Kind::Answer | Kind::Text | Kind::Any => map.next_value()?,
                Kind::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            fields.push((key, value));
        }
        Ok(Fields(fields))
    }
}

/// What a field takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Answer,
    /// One text, as it is spelled.
    Text,
    Any,
    /// Nothing that Recto reads.
    Unknown,
}

pub(super) fn kind(key: &str) -> Kind {
    match key {
        "answer" => Kind::Answer,
        "id" | "url" | "question" | "title" | "article_title" | "subject" | "date"
        | "date_format" | "post_on_text" | "score" | "no_index" | "draft" | "description"
        | "summary" => Kind::Text,
        "seo" | "author" | "keywords" | "tags" | "categories" | "category" | "taxonomies"
        | "related" => Kind::Any,
        _ if key.starts_with("related_article") => Kind::Any,
        _ => Kind::Unknown,
    }
}

/// A scalar as it is spelled.
struct AsText;

impl<'de> DeserializeSeed<'de> for AsText {
    type Value = Value<'static>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value<'static>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for AsText {
    type Value = Value<'static>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_none<E>(self) -> Result<Value<'static>, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value<'static>, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'static>, D::Error> {
        deserializer.deserialize_string(self)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'static>, E> {
        Ok(Value::Text(text.to_owned().into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value<'static>, E> {
        Ok(Value::Text(text.into()))
    }
}

fn yaml_flaw(block: &str, first_line: usize, error: &serde_yaml::Error) -> Flaw {
    let place = error.location();
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let line = place.map_or(1, |place| number(place.line())).max(1);
    let column = place.map_or(1, |place| number(place.column())).max(1);
    let message = one_line(&error.without_snippet().to_string());
    let mut lines = block.lines().skip(line.saturating_sub(2));
    let before = if line > 1 { lines.next() } else { None };
    let reason = advice(lines.next().unwrap_or_default(), before, &message)
        .unwrap_or_else(|| format!("The front matter is not valid YAML: {message}."));
    flaw("front-matter", first_line + line - 1, column, &reason)
}

/// What to write instead, for the slips that are made again and again.
fn advice(line: &str, before: Option<&str>, message: &str) -> Option<String> {
    let lower = message.to_ascii_lowercase();
    if lower.contains("alias") || lower.contains("anchor") {
        return Some(
            "The front matter uses YAML aliases beyond what Recto follows; write the values out."
                .to_owned(),
        );
    }
    if ["depth", "nest", "recursion"].iter().any(|word| lower.contains(word)) {
        return Some(format!("The front matter nests deeper than {DEEPEST} levels; flatten it."));
    }
    if lower.contains("budget") || lower.contains("limit") {
        return Some("The front matter holds too many values; move them elsewhere.".to_owned());
    }
    [Some(line), before].into_iter().flatten().find_map(advice_for_line)
}

fn advice_for_line(line: &str) -> Option<String> {
    let indent = line.get(..line.len() - line.trim_start().len())?;
    if indent.contains('\t') {
        return Some("A tab indents this line; YAML takes only blanks.".to_owned());
    }
    let (key, value) = line.trim().split_once(':')?;
    let value = value.trim();
    let start = value.chars().next()?;
    let looks_like_key = key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c));
    if !looks_like_key {
        return None;
    }
    if matches!(start, '"' | '\'') {
        return (value.len() == 1 || !value.ends_with(start)).then(|| {
            format!(
                "The value of `{key}` is not closed; end it with {start} or leave the quotes out."
            )
        });
    }
    let risky = value.contains(": ") || value.ends_with(':') || "@`%&*!|>[]{},?-#".contains(start);
    let block = value.len() <= 3 && matches!(start, '|' | '>');
    (risky && !block).then(|| format!("Quote this value: `{key}: \"…\"`."))
}

/// A message of the parser as part of a sentence: without its place, on one line.
fn one_line(message: &str) -> String {
    let flat = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = flat.find(" at line ").unwrap_or(flat.len());
    let start = if flat.starts_with("error: ") { "error: ".len() } else { 0 };
    let text = flat.get(start..end).unwrap_or(&flat);
    crate::text::width::truncate(text.trim_end_matches('.'), 160).into_owned()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn of(text: &str) -> (Fields<'_>, Vec<Flaw>) {
        let mut flaws = Vec::new();
        let parts = read(text, true, &mut flaws);
        (parts.fields, flaws)
    }

    #[test]
    fn scalars_keep_their_spelling() {
        let (fields, flaws) =
            of("---\ntitle: 1.10\nid: '7'\nquestion: yes\ndate: 2024-11-26\nurl:\n---\n");
        assert_eq!(flaws, []);
        assert_eq!(fields.text("title"), Some("1.10"));
        assert_eq!(fields.text("id"), Some("7"));
        assert_eq!(fields.text("question"), Some("yes"));
        assert_eq!(fields.text("date"), Some("2024-11-26"));
        assert_eq!(fields.text("url"), None);
    }

    #[test]
    fn a_list_in_place_of_a_text_does_not_lose_the_article() {
        let (fields, flaws) = of("---\ntitle: [a, b]\nid: 3\nanswer: {a: b}\n---\n");
        assert_eq!(flaws, []);
        assert_eq!(fields.text("title"), Some("a"));
        assert_eq!(fields.text("id"), Some("3"));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        assert_eq!(of("---\ntitle: a\ntitle: b\n---\n").0.text("title"), Some("b"));
    }

    #[test]
    fn toml_is_read_between_plus_signs() {
        let (fields, flaws) =
            of("+++\ntitle = \"A\"\ndate = 2024-11-26\ntags = [\"x\"]\n+++\nbody");
        assert_eq!(flaws, []);
        assert_eq!(fields.text("title"), Some("A"));
        assert_eq!(fields.text("date"), Some("2024-11-26"));
        assert_eq!(fields.texts("tags"), ["x"]);
    }

    #[test]
    fn a_slip_is_reported_where_it_is_and_with_its_cure() {
        let cases = [
            ("---\nid: 1\ntitle: What is X: a test?\n---\n", 3, "Quote"),
            ("---\nid: 1\ntitle: @home\n---\n", 3, "Quote"),
            ("---\nid: 1\nseo:\n\tx: y\n---\n", 4, "tab"),
            ("---\nid: 1\ntitle: \"open\nurl: b\n---\n", 3, "closed"),
            ("---\nid: 1\ntitle: a\n", 1, "not closed"),
            ("+++\nid = 1\ntitle = a\n+++\n", 3, "TOML"),
        ];
        for (text, line, word) in cases {
            let (fields, flaws) = of(text);
            assert_eq!(flaws.len(), 1, "{text}");
            assert_eq!(flaws[0].line, line, "{text} {:?}", flaws[0]);
            assert!(flaws[0].reason.contains(word), "{text} {:?}", flaws[0]);
            assert_eq!(fields.text("id"), Some("1"), "{text}");
        }
    }

    #[test]
    fn a_bomb_is_stopped_by_the_budget() {
        let mut bomb = String::from("---\ntitle: t\nl0: &l0 [x, x]\n");
        for i in 1..40 {
            writeln!(bomb, "l{i}: &l{i} [*l{0}, *l{0}, *l{0}]", i - 1).unwrap();
        }
        let deep = format!("---\ntitle: t\na: {}\n---\n", "[".repeat(10_000));
        for text in [bomb + "---\n", deep] {
            let (fields, flaws) = of(&text);
            assert_eq!(fields.text("title"), Some("t"));
            assert_eq!(flaws.len(), 1);
            assert!(!flaws[0].reason.contains("YAML:"), "{:?}", flaws[0]);
        }
    }

    #[test]
    fn a_line_of_dashes_in_a_text_opens_nothing() {
        let mut flaws = Vec::new();
        let parts = read("---\nJust a text.\n---\nMore.\n", true, &mut flaws);
        assert!(!parts.found && flaws.is_empty());
        assert!(parts.body.starts_with("---"));
    }
}
