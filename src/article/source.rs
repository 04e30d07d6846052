//! The text of a file: its bytes as UTF-8 with plain newlines.
//!
//! Refuses what is no text and repairs what is nearly text. Sanitising is not done here, so
//! that the front matter is parsed as it was written.

use std::borrow::Cow;

use super::{Flaw, Severity};

/// A file with a NUL this early is taken to be binary.
const LOOKED_AT: usize = 8 * 1024;

/// The text of the bytes, reporting into `flaws`. `partial` bytes may end within a character.
pub(super) fn read<'a>(
    bytes: &'a [u8],
    partial: bool,
    flaws: &mut Vec<Flaw>,
) -> Result<Cow<'a, str>, Flaw> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(refuse("encoding", "This file is UTF-16; save it as UTF-8."));
    }
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    if memchr::memchr(0, head).is_some() {
        return Err(refuse("encoding", "This file is binary; only Markdown text can be read."));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = decode(bytes, partial, flaws);
    if text.trim().is_empty() {
        return Err(refuse("empty", "This file is empty; write a question and an answer."));
    }
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Ok(text);
    }
    Ok(Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")))
}

fn decode<'a>(bytes: &'a [u8], partial: bool, flaws: &mut Vec<Flaw>) -> Cow<'a, str> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let text = String::from_utf8_lossy(good);
    if partial && error.error_len().is_none() {
        return text;
    }
    let last = text.rsplit('\n').next().unwrap_or_default();
    flaws.push(Flaw {
        severity: Severity::Error,
        line: text.matches('\n').count() + 1,
        column: last.chars().count() + 1,
        reason: "This byte is not UTF-8 and shows as \u{FFFD}; save the file as UTF-8.".to_owned(),
        rule: "encoding",
    });
    String::from_utf8_lossy(bytes)
}

fn refuse(rule: &'static str, reason: &str) -> Flaw {
    Flaw { severity: Severity::Error, line: 1, column: 1, reason: reason.to_owned(), rule }
}
