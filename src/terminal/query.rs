//! Asks the terminal what it can do, before the thread that reads keys is there.
//!
//! The question is the one that every terminal answers (DA1). Invariant: no byte of the answer is
//! ever taken for a key, and no key that came with it is lost: what comes after [`PATIENCE`] is
//! dropped by crossterm, which knows the answer, and one that was begun is waited for.

use std::io;
use std::ops::Range;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;

use super::device;
use crate::keymap::key::{Code, Key};

/// The attribute of terminals that show sixels.
pub(super) const SIXEL: u16 = 4;

/// The question for the primary device attributes.
const QUESTION: &[u8] = b"\x1b[c";
/// How the answer begins.
const BEGIN: &[u8] = b"\x1b[?";

/// How long an answer may take. The first frame waits for it, so it is what nobody notices; over
/// a slow line pictures are half blocks.
const PATIENCE: Duration = Duration::from_millis(150);
/// How long the rest of an answer that has begun may take.
const MORE: Duration = Duration::from_millis(1_000);
/// Bytes taken at most: an answer, and what a reader types meanwhile.
const LONGEST: usize = 4_096;

/// What the terminal said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// The attributes; none if it said nothing.
    pub attributes: Vec<u16>,
    /// What was typed meanwhile.
    pub typed: Vec<Key>,
}

/// Asks the terminal for its attributes. With keys waiting to be read it is not asked.
pub(super) fn attributes() -> io::Result<Answer> {
    if is_readable(Duration::ZERO)? {
        return Ok(Answer::default());
    }
    device::write_all(QUESTION, Some(PATIENCE))?;
    let asked = Instant::now();
    let mut bytes = Vec::new();
    loop {
        let limit = if unfinished(&bytes) { PATIENCE + MORE } else { PATIENCE };
        let rest = limit.saturating_sub(asked.elapsed());
        if find(&bytes).is_some() || bytes.len() > LONGEST || !is_readable(rest)? {
            return Ok(answer(&bytes));
        }
        let mut buffer = [0; 256];
        match rustix::io::read(device::input(), &mut buffer) {
            Ok(0) => return Ok(answer(&bytes)),
            Ok(count) => bytes.extend_from_slice(buffer.get(..count).unwrap_or_default()),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn is_readable(patience: Duration) -> io::Result<bool> {
    let mut fds = [PollFd::from_borrowed_fd(device::input(), PollFlags::IN)];
    device::wait(&mut fds, Some(patience))?;
    Ok(fds.iter().any(|fd| fd.revents().contains(PollFlags::IN)))
}

/// Where the answer stands.
fn find(bytes: &[u8]) -> Option<Range<usize>> {
    let start = memchr::memmem::find(bytes, BEGIN)?;
    let parameters = bytes.get(start + BEGIN.len()..)?;
    let length = parameters.iter().take_while(|byte| is_parameter(**byte)).count();
    let end = start + BEGIN.len() + length;
    (bytes.get(end) == Some(&b'c')).then_some(start..end + 1)
}

/// Whether the bytes end in what may be the beginning of the answer.
fn unfinished(bytes: &[u8]) -> bool {
    let Some(start) = bytes.iter().rposition(|byte| *byte == b'\x1b') else { return false };
    let rest = bytes.get(start..).unwrap_or_default();
    match rest.strip_prefix(BEGIN) {
        Some(parameters) => parameters.iter().all(|byte| is_parameter(*byte)),
        // A reader may press Escape and nothing else.
        None => rest.len() > 1 && BEGIN.starts_with(rest),
    }
}

fn is_parameter(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b';'
}

/// Parts the answer from what was typed.
fn answer(bytes: &[u8]) -> Answer {
    let place = find(bytes).unwrap_or_else(|| {
        let begun = bytes.iter().rposition(|byte| *byte == b'\x1b').filter(|_| unfinished(bytes));
        begun.unwrap_or(bytes.len())..bytes.len()
    });
    let before = bytes.get(..place.start).unwrap_or_default();
    let after = bytes.get(place.end..).unwrap_or_default();
    let said = String::from_utf8_lossy(bytes.get(place).unwrap_or_default()).into_owned();
    let numbers = said.split(|c: char| !c.is_ascii_digit());
    // The first number is the class of the terminal.
    let attributes = numbers.filter_map(|number| number.parse().ok()).skip(1).collect();
    Answer { attributes, typed: [keys(before), keys(after)].concat() }
}

/// The keys of plain text. Sequences of other keys are left out.
fn keys(bytes: &[u8]) -> Vec<Key> {
    let text = String::from_utf8_lossy(bytes);
    let mut letters = text.chars().peekable();
    let mut keys = Vec::new();
    while let Some(letter) = letters.next() {
        let plain = |code| Key::new(code, false, false, false);
        keys.push(match letter {
            '\x1b' if letters.next_if_eq(&'[').is_some() => {
                let _ = letters.by_ref().find(|c| ('\x40'..='\x7e').contains(c));
                continue;
            }
            '\x1b' => plain(Code::Escape),
            '\r' => plain(Code::Enter),
            '\t' => plain(Code::Tab),
            '\x7f' => plain(Code::Backspace),
            '\x01'..='\x1a' => {
                let letter = char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter);
                Key::new(Code::Char(letter), true, false, false)
            }
            control if control.is_control() => continue,
            char => plain(Code::Char(char)),
        });
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parted(bytes: &[u8]) -> (Vec<u16>, String) {
        let answer = answer(bytes);
        (answer.attributes, answer.typed.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_answer_is_parted_from_what_was_typed() {
        for (bytes, attributes, typed) in [
            (&b"\x1b[?62;4;22c"[..], vec![4, 22], ""),
            (b"\x1b[?6c", vec![], ""),
            (b"ab\x1b[?64;1;4c\r", vec![1, 4], "abenter"),
            (b"\x1b[A\x1b[?62;4c\x03", vec![4], "ctrl-c"),
            ("é\x1b[?62c".as_bytes(), vec![], "é"),
            (b"\x1b", vec![], "esc"),
            (b"\x1b[?62;4", vec![4], ""),
            (b"a\x1b[", vec![], "a"),
            (b"", vec![], ""),
        ] {
            assert_eq!(parted(bytes), (attributes, typed.to_owned()), "{bytes:?}");
        }
    }

    #[test]
    fn an_answer_that_has_begun_is_waited_for() {
        for begun in ["\x1b[", "\x1b[?", "\x1b[?62", "ab\x1b[?62;4;"] {
            assert!(unfinished(begun.as_bytes()), "{begun:?}");
        }
        for done in ["", "ab", "\x1b", "\x1b[A", "\x1b[?62;4c", "\x1b[?62;4ca"] {
            assert!(!unfinished(done.as_bytes()), "{done:?}");
        }
    }

    proptest! {
        #[test]
        fn no_part_of_an_answer_is_ever_a_key(
            before in "[a-z]{0,5}", after in "[a-z]{0,5}", numbers in "[0-9;]{0,12}", cut in 0..30_usize,
        ) {
            let whole = format!("{before}\x1b[?{numbers}c{after}");
            let (_, typed) = parted(whole.as_bytes());
            prop_assert_eq!(typed, format!("{before}{after}"));
            let begun = &whole.as_bytes()[..cut.min(whole.len() - 1 - after.len())];
            let (_, typed) = parted(begun);
            let typed = typed.trim_end_matches("esc");
            prop_assert!(before.starts_with(typed), "{:?}", typed);
        }
    }
}
