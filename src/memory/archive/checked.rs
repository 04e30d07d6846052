//! How single values of the document are written, and what is read as one.
//!
//! Not what they mean together. Invariant: a value that is refused is refused where it stands, so that the
//! parser can tell the line and the column.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::{Article, Highlight, Mark, Place, Query, Sampled, Setting, Shelf, Spent};
use crate::memory::{self, Resume};
use crate::text::sanitize;

/// Bytes of a text at most.
const TEXT: usize = 1 << 20;
/// The last session: any reader of JSON knows whole numbers up to this one.
const SESSIONS: i64 = 1 << 53;

/// A text of one line.
pub(super) fn line<'de, D: Deserializer<'de>>(json: D) -> Result<String, D::Error> {
    let text = String::deserialize(json)?;
    let is_clean = sanitize::line(&text) == text.as_str();
    if is_clean { short(text) } else { Err(D::Error::custom(STEERS)) }
}

/// A text of any number of lines.
pub(super) fn lines<'de, D: Deserializer<'de>>(json: D) -> Result<String, D::Error> {
    let text = String::deserialize(json)?;
    let is_clean = sanitize::text(&text) == text.as_str();
    if is_clean { short(text) } else { Err(D::Error::custom(STEERS)) }
}

/// The name of a shelf.
pub(super) fn shelf_name<'de, D: Deserializer<'de>>(json: D) -> Result<String, D::Error> {
    let name = line(json)?;
    memory::Shelf::misnamed(&name).map_or(Ok(name), |reason| Err(D::Error::custom(reason)))
}

/// The words that are highlighted.
pub(super) fn words<'de, D: Deserializer<'de>>(json: D) -> Result<String, D::Error> {
    let text = lines(json)?;
    let is_empty = text.trim().is_empty();
    if is_empty { Err(D::Error::custom("a highlight is of some words")) } else { Ok(text) }
}

const STEERS: &str = "a text holds characters that could steer a terminal";

fn short<E: Error>(text: String) -> Result<String, E> {
    if text.len() <= TEXT { Ok(text) } else { Err(E::custom("a text is longer than 1 MiB")) }
}

/// The number of a session.
pub(super) fn session<'de, D: Deserializer<'de>>(json: D) -> Result<i64, D::Error> {
    let number = i64::deserialize(json)?;
    let is_known = (1..=SESSIONS).contains(&number);
    if is_known { Ok(number) } else { Err(D::Error::custom("sessions are counted from 1")) }
}

/// Where the reading was left. What a newer one knows besides is passed over.
pub(super) fn state<'de, D: Deserializer<'de>>(json: D) -> Result<Resume, D::Error> {
    let value = serde_json::Value::deserialize(json)?;
    if !is_clean(&value) {
        return Err(D::Error::custom(STEERS));
    }
    serde_json::from_value(value).map_err(D::Error::custom)
}

/// Whether every text in a value is fit for a line.
fn is_clean(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => sanitize::line(text) == text.as_str(),
        serde_json::Value::Array(values) => values.iter().all(is_clean),
        serde_json::Value::Object(fields) => fields.values().all(is_clean),
        _ => true,
    }
}

/// A time, as RFC 3339 writes it in UTC.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands references over")]
pub(super) mod time {
    use jiff::Timestamp;
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    pub fn serialize<S: Serializer>(seconds: &i64, json: S) -> Result<S::Ok, S::Error> {
        let first = Timestamp::MIN.as_second();
        let last = Timestamp::MAX.as_second();
        let time = Timestamp::from_second((*seconds).clamp(first, last)).unwrap_or_default();
        json.collect_str(&time)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(json: D) -> Result<i64, D::Error> {
        let text = String::deserialize(json)?;
        let time: Result<Timestamp, _> = text.parse();
        let wanted = "a time is to be as in 2026-11-29T23:15:00Z";
        time.map(Timestamp::as_second).map_err(|_| D::Error::custom(wanted))
    }
}

/// The number of an article of a sample, of which many readers of JSON would lose the last digits.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands references over")]
pub(super) mod print {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    pub fn serialize<S: Serializer>(print: &i64, json: S) -> Result<S::Ok, S::Error> {
        json.collect_str(&format_args!("{:016x}", print.cast_unsigned()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(json: D) -> Result<i64, D::Error> {
        let text = String::deserialize(json)?;
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let print = u64::from_str_radix(&text, 16).ok().filter(|_| is_hex);
        let wanted = "a print is to be 16 hexadecimal digits";
        print.map(u64::cast_signed).ok_or_else(|| D::Error::custom(wanted))
    }
}

/// A path, which is bytes: what is no text that may be shown, and `%`, is written as `%xx`.
pub(super) mod path {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    use crate::text::sanitize;

    pub fn serialize<S: Serializer>(bytes: &[u8], json: S) -> Result<S::Ok, S::Error> {
        json.serialize_str(&written(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(json: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(json)?;
        let wanted = "in a path every % is to be followed by two hexadecimal digits, and no NUL";
        let bytes = read(&text).filter(|bytes| !bytes.contains(&0));
        let is_clean = sanitize::line(&text) == text.as_str();
        bytes.filter(|_| is_clean).ok_or_else(|| D::Error::custom(wanted))
    }

    pub fn written(bytes: &[u8]) -> String {
        let mut text = String::new();
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid();
            // Whether a character may be shown can depend on its neighbours.
            let is_clean = sanitize::line(valid) == valid;
            for char in valid.chars() {
                if char == '%' || !(char.is_ascii_graphic() || char == ' ' || is_clean) {
                    let mut buffer = [0; 4];
                    text.extend(char.encode_utf8(&mut buffer).bytes().map(escaped));
                } else {
                    text.push(char);
                }
            }
            text.extend(chunk.invalid().iter().copied().map(escaped));
        }
        if sanitize::line(&text) == text.as_str() {
            text
        } else {
            bytes.iter().copied().map(escaped).collect()
        }
    }

    fn escaped(byte: u8) -> String {
        format!("%{byte:02x}")
    }

    fn read(text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                bytes.push(u8::try_from(high * 16 + low).ok()?);
            } else {
                bytes.push(byte);
            }
        }
        Some(bytes)
    }
}

/// The same, or nothing.
#[allow(clippy::ref_option, reason = "serde hands references over")]
pub(super) mod path_or_none {
    use serde::Deserialize;
    use serde::de::Deserializer;
    use serde::ser::Serializer;

    #[derive(Deserialize)]
    struct Path(#[serde(with = "super::path")] Vec<u8>);

    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, json: S) -> Result<S::Ok, S::Error> {
        match bytes {
            Some(bytes) => super::path::serialize(bytes, json),
            None => json.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Vec<u8>>, D::Error> {
        Ok(Option::<Path>::deserialize(json)?.map(|Path(bytes)| bytes))
    }
}

/// What of a list has one thing of each.
pub(super) trait Keyed {
    /// What tells it from the others of its list.
    fn key(&self) -> (&str, i64);
}

macro_rules! keyed {
    ($($of:ty: |$it:ident| $key:expr;)+) => {
        $(impl Keyed for $of {
            fn key(&self) -> (&str, i64) {
                let $it = self;
                $key
            }
        })+
    };
}

keyed! {
    Sampled: |it| ("", it.print);
    Setting: |it| (&it.name, 0);
    Query: |it| (&it.text, 0);
    Article: |it| (&it.article, 0);
    Mark: |it| (&it.article, 0);
    Spent: |it| (&it.article, it.time);
    Place: |it| (&it.article, 0);
    Shelf: |it| (&it.name, 0);
    Highlight: |it| (&it.uid, 0);
}

/// A list that holds nothing twice.
pub(super) fn unique<'de, D, T>(json: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Keyed + Deserialize<'de>,
{
    struct Unique<T>(PhantomData<T>);

    impl<'de, T: Keyed + Deserialize<'de>> Visitor<'de> for Unique<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Vec<T>, S::Error> {
            let (mut all, mut keys) = (Vec::<T>::new(), HashSet::new());
            while let Some(one) = list.next_element::<T>()? {
                let (text, number) = one.key();
                if !keys.insert((text.to_owned(), number)) {
                    let what = if text.is_empty() { "an entry" } else { text };
                    return Err(Error::custom(format!("{what} stands twice in its list")));
                }
                all.push(one);
            }
            Ok(all)
        }
    }

    json.deserialize_seq(Unique(PhantomData))
}
