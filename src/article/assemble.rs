//! From fields and a body to an article: what each field means, and what stands in for it.
//!
//! Takes many dialects: the exporter's own, and the front matter of Hugo, Jekyll, Zola and
//! Obsidian. All strings leave through the gate of `text::sanitize`.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use twox_hash::XxHash3_64;

use super::code::{self, Breaks};
use super::decode::decode;
use super::fields::{Fields, Value};
use super::formula;
use super::front_matter::{Parts, floor};
use super::links::{self, Link};
use super::{Article, Detail, Flaw, Related, Severity};
use crate::math::{self, Charset};
use crate::text::{fold, sanitize};

/// The longest answer that is kept, in bytes.
const LONGEST_ANSWER: usize = 1024 * 1024;
/// The longest string of one line that is kept, in bytes.
const LONGEST_LINE: usize = 4 * 1024;
/// How many repeated keys of a file are named.
const MOST_REPEATED: usize = 8;

/// The article that the parts of a file make.
pub(super) fn article(
    parts: &Parts,
    name: &str,
    detail: Detail,
    partial: bool,
    problems: Vec<Flaw>,
) -> Article {
    let fields = &parts.fields;
    let taxonomies = fields.map("taxonomies");
    let body = if is_blank_body(parts.body) { "" } else { parts.body };
    let heading = first_heading(body);
    let question = ["question", "title", "article_title"]
        .into_iter()
        .find_map(|key| one_line(fields.text(key)))
        .or_else(|| heading.as_ref().and_then(|heading| one_line(Some(&heading.text))))
        .or_else(|| one_line(Some(&split_date(name).1.replace(['-', '_'], " "))))
        .or_else(|| one_line(Some(name)))
        .unwrap_or_else(|| "Untitled".to_owned());
    let body = body_after_title(body, heading.as_ref(), &question);
    let mut article = Article {
        url: one_line(fields.text("url")),
        id: fields.text("id").and_then(|id| id.trim().parse().ok()),
        subject: ["subject", "categories", "category"]
            .into_iter()
            .find_map(|key| one_line(fields.text(key)))
            .or_else(|| one_line(taxonomies?.text("categories"))),
        date: one_line(fields.text("date").or(split_date(name).0)),
        date_format: None,
        post_on_text: None,
        author: None,
        description: None,
        keywords: Vec::new(),
        score: fields.text("score").and_then(read_score),
        unlisted: ["no_index", "draft"].into_iter().any(|key| is_true(fields.text(key))),
        related: related(fields),
        question,
        answer: String::new(),
        cut: partial,
        gist: gist(parts.answer, body),
        problems,
    };
    if detail >= Detail::Described {
        describe(&mut article, fields);
    }
    note_flaws(parts, &mut article.problems);
    add_answer(&mut article, fields.text("answer"), body, detail);
    if article.cut && article.problems.iter().all(|flaw| flaw.rule != "too-large") {
        article.problems.push(too_large());
    }
    article
}

/// Adds what no list needs.
fn describe(article: &mut Article, fields: &Fields) {
    let seo = fields.map("seo");
    article.date_format = one_line(fields.text("date_format"));
    article.post_on_text = one_line(fields.text("post_on_text"));
    article.author = one_line(Some(&fields.texts("author").join(", ")));
    article.description = one_line(seo.and_then(|seo| seo.text("page_description")))
        .or_else(|| one_line(fields.text("description")))
        .or_else(|| one_line(fields.text("summary")));
    article.keywords = keywords(fields, seo, fields.map("taxonomies"));
}

/// A number for the text as it is written; `None` if there is none, or only a parser could find it.
fn gist(answer: Option<&str>, body: &str) -> Option<u64> {
    let parts = [answer?.trim_ascii(), body.trim_ascii()];
    let hash = |text: &str| if text.is_empty() { 0 } else { XxHash3_64::oneshot(text.as_bytes()) };
    // An answer and the same text as a body say the same.
    let [answer, body] = parts.map(hash);
    Some(answer.rotate_left(u32::from(body != 0)) ^ body).filter(|gist| *gist != 0)
}

/// The date that a site's post carries in its name, `2024-05-01-hello`, and the rest of the name.
fn split_date(name: &str) -> (Option<&str>, &str) {
    let shape = |(at, letter): (usize, char)| match at {
        4 | 7 | 10 => letter == '-',
        _ => letter.is_ascii_digit(),
    };
    let is_dated = name.chars().count() > 11 && name.chars().take(11).enumerate().all(shape);
    match name.split_at_checked(10).filter(|_| is_dated) {
        Some((date, rest)) => (Some(date), rest.trim_start_matches('-')),
        None => (None, name),
    }
}

fn too_large() -> Flaw {
    Flaw {
        severity: Severity::Error,
        line: 1,
        column: 1,
        reason: "This file holds more text than is shown, 1 MiB; split it into several.".to_owned(),
        rule: "too-large",
    }
}

/// Decodes the answer, takes its links and, if it is wanted, keeps it.
fn add_answer(article: &mut Article, answer: Option<&str>, body: &str, detail: Detail) {
    let linked = |text: &str| detail == Detail::Whole || links::possible(text.as_bytes());
    let decoded = answer.filter(|text| linked(text)).map_or(Cow::Borrowed(""), decode);
    let body = if linked(body) { body.trim_matches('\n').trim_end() } else { "" };
    let whole = match (decoded.trim().is_empty(), body.is_empty()) {
        (true, _) => Cow::Borrowed(body),
        (false, true) => decoded,
        (false, false) => Cow::Owned(format!("{}\n\n{body}", decoded.trim_end())),
    };
    let kept = whole.get(..floor(&whole, LONGEST_ANSWER)).unwrap_or_default();
    article.cut |= kept.len() < whole.len();
    let links = links::find(kept);
    if !links.is_empty() {
        add_links(&mut article.related, &links);
    }
    if detail == Detail::Whole {
        article.answer = sanitize::text(kept).into_owned();
        // A character that becomes visible may take more bytes than it had.
        let end = floor(&article.answer, LONGEST_ANSWER);
        article.cut |= end < article.answer.len();
        article.answer.truncate(end);
    }
}

/// A string as it may be shown in one line, without the blanks around it.
fn one_line(text: Option<&str>) -> Option<String> {
    let text = text?.trim_ascii();
    let clean = sanitize::line(text.get(..floor(text, LONGEST_LINE))?);
    let trimmed = clean.trim();
    let shown = if memchr::memmem::find(trimmed.as_bytes(), b"  ").is_some() {
        trimmed.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        trimmed.to_owned()
    };
    // Trimming may have left marks without their base: the gate decides again.
    let shown = if shown.len() < clean.len() { sanitize::line(&shown).into_owned() } else { shown };
    Some(shown).filter(|text| !text.is_empty())
}

fn read_score(score: &str) -> Option<f64> {
    score.trim().parse().ok().filter(|score: &f64| score.is_finite())
}

fn is_true(value: Option<&str>) -> bool {
    value.is_some_and(|value| {
        ["true", "yes", "on", "1"].iter().any(|word| value.trim().eq_ignore_ascii_case(word))
    })
}

fn keywords(fields: &Fields, seo: Option<&Fields>, taxonomies: Option<&Fields>) -> Vec<String> {
    let mut lists = seo.map_or_else(Vec::new, |seo| seo.texts("page_keywords"));
    lists.extend(fields.texts("keywords"));
    lists.extend(fields.texts("tags"));
    lists.extend(taxonomies.map_or_else(Vec::new, |taxonomies| taxonomies.texts("tags")));
    let mut seen = BTreeSet::new();
    let words = lists.iter().flat_map(|list| list.split(','));
    words
        .filter_map(|word| one_line(Some(word.trim().trim_start_matches('#'))))
        .filter(|word| seen.insert(fold::fold(word)))
        .collect()
}

/// The related articles that the fields name.
fn related(fields: &Fields) -> Vec<Related> {
    let mut numbered: Vec<(u64, &Value<'_>)> = fields
        .0
        .iter()
        .filter_map(|(key, value)| {
            let number = key.strip_prefix("related_article")?.trim_start_matches('_');
            Some((number.parse().ok()?, value))
        })
        .collect();
    numbered.sort_by_key(|(number, _)| *number);
    let listed: &[Value<'_>] = match fields.get("related") {
        Some(Value::List(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let all = numbered.into_iter().map(|(_, value)| value).chain(listed);
    all.filter_map(read_related).collect()
}

fn read_related(value: &Value) -> Option<Related> {
    match value {
        Value::Map(map) => {
            let url = ["url", "path", "link"].into_iter().find_map(|key| one_line(map.text(key)));
            let id = map.text("id").and_then(|id| id.trim().parse().ok());
            let title = ["title", "question", "name"]
                .into_iter()
                .find_map(|key| one_line(map.text(key)))
                .or_else(|| url.as_deref().map(title_of_path))
                .or_else(|| id.map(|id: i64| id.to_string()))?;
            let subject = one_line(map.text("subject"));
            Some(Related { url, id, title, subject })
        }
        _ => related_of_text(value.first_text().or_else(|| nested_text(value))?),
    }
}

/// YAML reads an unquoted `[[title]]` as a list in a list.
fn nested_text<'a>(value: &'a Value) -> Option<&'a str> {
    match value {
        Value::List(items) => items.iter().find_map(nested_text),
        other => other.first_text(),
    }
}

/// A path, a wiki link, or a title.
fn related_of_text(text: &str) -> Option<Related> {
    let text = text.trim();
    if let Some(link) = links::find(text).into_iter().next() {
        return related_of_link(&link);
    }
    let is_path = text.contains('/') && !text.contains(' ');
    if is_path || text.to_ascii_lowercase().ends_with(".md") {
        let url = one_line(Some(text))?;
        let title = title_of_path(&url);
        return Some(Related { url: Some(url), title, ..Related::default() });
    }
    Some(Related { title: one_line(Some(text))?, ..Related::default() })
}

fn related_of_link(link: &Link) -> Option<Related> {
    let url = one_line(Some(&link.target))?;
    let title = one_line(Some(&link.label)).unwrap_or_else(|| title_of_path(&url));
    Some(Related { url: Some(url), title, ..Related::default() })
}

/// The last part of a path as words, or the path itself.
fn title_of_path(path: &str) -> String {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    one_line(Some(&name.replace(['-', '_'], " "))).unwrap_or_else(|| path.to_owned())
}

fn add_links(related: &mut Vec<Related>, links: &[Link]) {
    let known: HashSet<String> = related.iter().filter_map(|one| one.url.clone()).collect();
    let new = links.iter().filter_map(related_of_link);
    related.extend(new.filter(|one| one.url.as_ref().is_none_or(|url| !known.contains(url))));
}

fn note_flaws(parts: &Parts, flaws: &mut Vec<Flaw>) {
    if !parts.found {
        flaws.push(Flaw::no_front_matter());
    }
    let note = |key: &str, nth: usize, rule, reason| Flaw {
        severity: Severity::Note,
        line: parts.line + line_of_key(parts.block, key, nth),
        column: 1,
        reason,
        rule,
    };
    for key in ["question", "title", "subject", "url", "answer", "id", "date"] {
        let wanted = if key == "id" { "a whole number" } else { "a text" };
        let is_wrong = match parts.fields.get(key) {
            Some(Value::Map(_) | Value::List(_)) => true,
            Some(Value::Text(text)) => key == "id" && text.trim().parse::<i64>().is_err(),
            _ => false,
        };
        if is_wrong {
            let reason = format!("`{key}` should be {wanted}; write one after `{key}:`.");
            flaws.push(note(key, 0, "wrong-shape", reason));
        }
    }
    let mut seen = BTreeSet::new();
    let repeated = parts.fields.0.iter().map(|(key, _)| key.as_ref());
    let repeated: BTreeSet<_> = repeated.filter(|key| !seen.insert(*key)).collect();
    for key in repeated.into_iter().take(MOST_REPEATED) {
        let name = sanitize::line(key);
        let reason = format!("`{name}` stands here again; the last one counts. Keep one.");
        flaws.push(note(key, 1, "repeated-key", reason));
    }
}

/// How many lines of a block come before the `nth` one that sets a key, from 0.
fn line_of_key(block: &str, key: &str, nth: usize) -> usize {
    let sets = |line: &str| {
        line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
    };
    let numbered = block.lines().enumerate().filter(|(_, line)| sets(line));
    numbered.map(|(number, _)| number).nth(nth).unwrap_or(0)
}

/// The exporter leaves a lone `&nbsp;` below the front matter.
fn is_blank_body(body: &str) -> bool {
    body.split("&nbsp;").all(|part| part.trim().is_empty())
}

/// A heading of Markdown and where it stands in the body.
struct Heading {
    text: String,
    start: usize,
    end: usize,
}

/// The first heading outside code.
fn first_heading(body: &str) -> Option<Heading> {
    let mut codes = code::find(body, Breaks::Real).into_iter().peekable();
    let mut at = 0;
    while at < body.len() {
        let line = code::line_at(body, at, Breaks::Real);
        while codes.next_if(|code| code.range.end <= at).is_some() {}
        if let Some(code) =
            codes.next_if(|code| code.fence.is_some() && code.range.start < line.end)
        {
            at = code::line_at(body, code.range.end, Breaks::Real).next.max(line.next);
            continue;
        }
        let written = body.get(line.start..line.end)?;
        if let Some(text) = atx_heading(written) {
            return Some(Heading { text: plain(text), start: line.start, end: line.next });
        }
        let under = code::line_at(body, line.next, Breaks::Real);
        let rule = body.get(under.start..under.end).unwrap_or_default().trim_end();
        let underlined =
            rule.len() > 1 && (rule.bytes().all(|b| b == b'=') || rule.bytes().all(|b| b == b'-'));
        if underlined && written.starts_with(char::is_alphanumeric) {
            return Some(Heading { text: plain(written), start: line.start, end: under.next });
        }
        if line.next == line.start {
            return None;
        }
        at = line.next;
    }
    None
}

fn atx_heading(line: &str) -> Option<&str> {
    let line = line.trim();
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = (1..=6).contains(&level) && text.starts_with([' ', '\t']);
    let text = text.trim().trim_end_matches('#').trim_end();
    (is_heading && !text.is_empty()).then_some(text)
}

/// The words of a heading without its marks and its `{#anchor}`, formulas in their one-line form.
fn plain(heading: &str) -> String {
    let words = heading.split_once(" {#").map_or(heading, |(words, _)| words).trim();
    let part = |range| without_marks(words.get(range).unwrap_or_default());
    let mut text = String::new();
    let mut from = 0;
    for formula in formula::cut(words) {
        text.push_str(&part(from..formula.range.start));
        let tex = words.get(formula.tex).unwrap_or_default();
        text.push_str(&math::parse(tex).text(Charset::Unicode).replace('\u{A0}', " "));
        from = formula.range.end;
    }
    text.push_str(&part(from..words.len()));
    text
}

/// Words without emphasis and code marks, and of links only their labels.
fn without_marks(words: &str) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("](") {
        let (Some((head, label)), Some((_, tail))) =
            (before.rsplit_once('['), after.split_once(')'))
        else {
            break;
        };
        text.push_str(head.strip_suffix('!').unwrap_or(head));
        text.push_str(label);
        rest = tail;
    }
    text.push_str(rest);
    text.replace(['*', '`'], "")
}

/// The body without a first heading that only repeats the title.
fn body_after_title<'a>(body: &'a str, heading: Option<&Heading>, title: &str) -> &'a str {
    let Some(heading) = heading else { return body };
    let first = body.get(..heading.start).is_some_and(|before| before.trim().is_empty());
    let shown = one_line(Some(&heading.text)).unwrap_or_default();
    if first && fold::fold(&shown) == fold::fold(title) {
        body.get(heading.end..).unwrap_or_default()
    } else {
        body
    }
}
