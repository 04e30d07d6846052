//! From text to a query.
//!
//! Items stand between blanks: a word, a phrase in quotes, `name:value` with a value that may stand in
//! quotes; a hyphen before an item turns it round. Invariant: every item ends up as a word, a phrase,
//! an exclusion or a clause; one that is not understood is a word and a fault.

use std::ops::Range;

use super::condition::{NAMES, names};
use super::{Clause, Fault, Query};

/// Marks that open or close a phrase.
const QUOTES: [char; 3] = ['"', '“', '”'];

/// An item as it stands in the text.
#[derive(Debug, Default)]
struct Item<'a> {
    negated: bool,
    /// What stands before the colon.
    name: Option<&'a str>,
    value: &'a str,
    /// Whether the value stood in quotes.
    quoted: bool,
    at: Range<usize>,
}

impl Query {
    /// Reads typed text. White space alone is an empty query.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let mut rest = text;
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                break;
            }
            let start = text.len() - rest.len();
            let (item, after) = item(rest, start);
            query.is_open = after.is_empty() && !item.quoted && item.name.is_none();
            rest = after;
            query.take(item);
        }
        query.is_open &= !text.ends_with(char::is_whitespace);
        query
    }

    fn take(&mut self, item: Item<'_>) {
        let value = item.value.trim();
        match item.name {
            None if value.is_empty() => self.is_open = false,
            None if item.negated => {
                self.is_open = false;
                self.excluded.push(value.to_owned());
            }
            None if item.quoted => {
                self.words.extend(value.split_whitespace().map(str::to_owned));
                self.phrases.push(value.to_owned());
            }
            None => self.words.push(value.to_owned()),
            // A value that is still to be typed.
            Some(_) if value.is_empty() => {}
            Some(name) => self.take_named(name, value, item.negated, item.at),
        }
    }

    fn take_named(&mut self, name: &str, value: &str, negated: bool, at: Range<usize>) {
        let known = NAMES.iter().find(|known| known.name.eq_ignore_ascii_case(name));
        let condition = known.map(|known| known.condition(value));
        match condition {
            Some(Ok(condition)) => self.clauses.push(Clause { condition, negated, at }),
            Some(Err(reason)) => self.faults.push(Fault { at, reason }),
            None => {
                let reason = format!("there is no {name}:, only {}", names());
                self.faults.push(Fault { at, reason });
                let words = if negated { &mut self.excluded } else { &mut self.words };
                words.push(format!("{name}:{value}"));
            }
        }
    }
}

/// The first item of a text that begins with one at `start`, and what comes after it.
fn item(text: &str, start: usize) -> (Item<'_>, &str) {
    let negation = text.strip_prefix('-').filter(|rest| rest.starts_with(|c| !is_end(c)));
    let body = negation.unwrap_or(text);
    let name = name(body);
    let value = name.map_or(body, |name| body.get(name.len() + 1..).unwrap_or_default());
    let (value, quoted, after) = if let Some(inside) = value.strip_prefix(QUOTES) {
        let (phrase, after) = inside.split_once(QUOTES).unwrap_or((inside, ""));
        (phrase, true, after)
    } else {
        let (word, after) = value.split_at(value.find(is_end).unwrap_or(value.len()));
        (word, false, after)
    };
    let at = start..start + text.len() - after.len();
    (Item { negated: negation.is_some(), name, value, quoted, at }, after)
}

fn is_end(c: char) -> bool {
    c.is_whitespace()
}

/// The name that an item begins with: letters before a colon that is followed by something which
/// could be a value. In `http://` and `3:1` there is none.
fn name(item: &str) -> Option<&str> {
    let end = item.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, rest) = item.split_at(end);
    let value = rest.strip_prefix(':').filter(|_| name.len() > 1)?;
    let is_known = NAMES.iter().any(|known| known.name.eq_ignore_ascii_case(name));
    let is_value =
        value.starts_with(|c: char| c.is_alphanumeric() || QUOTES.contains(&c) || c == '-');
    (is_known || is_value).then_some(name)
}
