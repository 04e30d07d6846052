//! Asks the terminal what it can do, before the thread that reads keys is there.
//!
//! Every question ends with the one that every terminal answers (DA1), so that its answer ends the
//! wait. Invariant: no byte of an answer is ever taken for a key, and no text that was typed
//! meanwhile is lost. An answer that comes when nobody waits any more is dropped: that to DA1 by
//! crossterm, which knows it, the other one by [`Late`].

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyModifiers};
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;

use super::device;
use crate::keymap::key::{Code, Key};

/// The attribute of terminals that show sixels.
pub(super) const SIXEL: u16 = 4;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// The attributes.
    Attributes,
    /// Name and version, and then the attributes.
    Version,
}

impl Question {
    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Attributes => b"\x1b[c",
            Self::Version => b"\x1b[>q\x1b[c",
        }
    }

    /// How long an answer may take; the first frame waits for it. Over a slow line a terminal is
    /// taken to have no sixels. One that is asked for its version is known by name and answers.
    const fn patience(self) -> Duration {
        match self {
            Self::Attributes => Duration::from_millis(150),
            Self::Version => Duration::from_secs(2),
        }
    }
}

/// How long the rest of an answer that has begun may take.
const MORE: Duration = Duration::from_secs(1);
/// Bytes taken at most: the answers, and what a reader types meanwhile.
const LONGEST: usize = 4_096;

/// What the terminal said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// The attributes; none if it said nothing.
    pub attributes: Option<Vec<u16>>,
    /// Its name and version, as in `kitty(0.35.2)`.
    pub version: Option<String>,
    /// What was typed meanwhile.
    pub typed: Vec<Key>,
    /// Whether it ends in the beginning of an answer.
    begun: bool,
}

/// Asks the terminal. With keys waiting to be read it is not asked.
pub(super) fn ask(question: Question) -> io::Result<Answer> {
    if is_readable(Duration::ZERO)? {
        return Ok(Answer::default());
    }
    device::write_all(question.bytes(), Some(question.patience()))?;
    let asked = Instant::now();
    let mut bytes = Vec::new();
    loop {
        let answer = answer(&bytes);
        let limit = question.patience() + if answer.begun { MORE } else { Duration::ZERO };
        let rest = limit.saturating_sub(asked.elapsed());
        if answer.attributes.is_some() || bytes.len() > LONGEST || !is_readable(rest)? {
            let late = question == Question::Version && answer.attributes.is_none();
            OUTSTANDING.store(late, Ordering::Relaxed);
            return Ok(answer);
        }
        let mut buffer = [0; 256];
        match rustix::io::read(device::input(), &mut buffer) {
            Ok(0) => return Ok(answer),
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

/// What stands at the start of some bytes.
enum Sequence<'a> {
    /// What an answer says, and its length.
    Whole(&'a [u8], usize),
    /// The beginning of one.
    Begun,
    /// Something else.
    No,
}

/// Looks for an answer that begins with `begin`, has only bytes that `inside` lets in, and ends
/// with `end`.
fn sequence<'a>(
    bytes: &'a [u8],
    begin: &[u8],
    inside: fn(&u8) -> bool,
    end: &[u8],
) -> Sequence<'a> {
    let Some(rest) = bytes.strip_prefix(begin) else {
        // A reader may press Escape and nothing else.
        let is_begun = bytes.len() > 1 && begin.starts_with(bytes);
        return if is_begun { Sequence::Begun } else { Sequence::No };
    };
    let said = rest.iter().take_while(|byte| inside(byte)).count();
    let (said, rest) = rest.split_at_checked(said).unwrap_or_default();
    if rest.starts_with(end) {
        Sequence::Whole(said, begin.len() + said.len() + end.len())
    } else if end.starts_with(rest) {
        Sequence::Begun
    } else {
        Sequence::No
    }
}

/// Parts the answers from what was typed.
fn answer(bytes: &[u8]) -> Answer {
    let mut answer = Answer::default();
    let mut typed = Vec::new();
    let mut rest = bytes;
    while let Some((first, others)) = rest.split_first() {
        let numbers = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
        let words = |byte: &u8| (b' '..=b'~').contains(byte);
        let length = match (
            sequence(rest, b"\x1b[?", numbers, b"c"),
            sequence(rest, b"\x1bP>|", words, b"\x1b\\"),
        ) {
            (Sequence::Whole(said, length), _) => {
                let said = String::from_utf8_lossy(said);
                // The first number is the class of the terminal.
                let numbers = said.split(';').skip(1);
                answer.attributes = Some(numbers.filter_map(|n| n.parse().ok()).collect());
                length
            }
            (_, Sequence::Whole(said, length)) => {
                answer.version = Some(String::from_utf8_lossy(said).into_owned());
                length
            }
            (Sequence::Begun, _) | (_, Sequence::Begun) => {
                answer.begun = true;
                break;
            }
            _ => {
                typed.push(*first);
                rest = others;
                continue;
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    answer.typed = keys(&typed);
    answer
}

/// Whether the answer to [`Question::Version`] may still come.
static OUTSTANDING: AtomicBool = AtomicBool::new(false);

/// Drops an answer to [`Question::Version`] that comes too late, of which crossterm makes keys: the
/// first of them is `Alt-P`, the last `Alt-\`.
#[derive(Debug, Default)]
pub(super) struct Late {
    /// How many more events may be part of it.
    left: usize,
}

impl Late {
    /// Events that an answer has at most.
    const LONGEST: usize = 64;

    /// Whether an event is a part of the answer.
    pub fn takes(&mut self, event: &Event) -> bool {
        let alt = |letter| {
            event.as_key_event().is_some_and(|key| {
                key.code == KeyCode::Char(letter) && key.modifiers.contains(KeyModifiers::ALT)
            })
        };
        if self.left > 0 {
            self.left = if alt('\\') { 0 } else { self.left - 1 };
            return true;
        }
        let begins = alt('P') && OUTSTANDING.swap(false, Ordering::Relaxed);
        if begins {
            self.left = Self::LONGEST;
        }
        begins
    }
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
    use crossterm::event::KeyEvent;
    use proptest::prelude::*;

    fn typed(answer: &Answer) -> String {
        answer.typed.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_attributes_are_parted_from_what_was_typed() {
        for (bytes, attributes, keys) in [
            (&b"\x1b[?62;4;22c"[..], Some(vec![4, 22]), ""),
            (b"\x1b[?6c", Some(vec![]), ""),
            (b"ab\x1b[?64;1;4c\r", Some(vec![1, 4]), "abenter"),
            (b"\x1b[A\x1b[?62;4c\x03", Some(vec![4]), "ctrl-c"),
            ("é\x1b[?62c".as_bytes(), Some(vec![]), "é"),
            (b"\x1b", None, "esc"),
            (b"a\x1b[?62;4", None, "a"),
            (b"a\x1b[", None, "a"),
            (b"", None, ""),
        ] {
            let answer = answer(bytes);
            assert_eq!(
                (typed(&answer).as_str(), answer.attributes),
                (keys, attributes),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn the_version_comes_before_the_attributes() {
        let answer = answer(b"j\x1bP>|kitty(0.35.2)\x1b\\k\x1b[?62;c");
        assert_eq!(answer.version.as_deref(), Some("kitty(0.35.2)"));
        assert_eq!(answer.attributes, Some(vec![]));
        assert_eq!(typed(&answer), "jk");
    }

    #[test]
    fn an_answer_that_has_begun_is_waited_for() {
        for begun in [
            "\x1b[",
            "\x1b[?",
            "\x1b[?62",
            "ab\x1b[?62;4;",
            "\x1bP",
            "\x1bP>|kitty(0",
            "\x1bP>|a\x1b",
        ] {
            assert!(answer(begun.as_bytes()).begun, "{begun:?}");
        }
        for done in ["", "ab", "\x1b", "\x1b[A", "\x1b[?62;4c", "\x1bP>|a\x1b\\", "\x1b[?62x"] {
            assert!(!answer(done.as_bytes()).begun, "{done:?}");
        }
    }

    #[test]
    fn an_answer_that_comes_too_late_is_no_key() {
        let key = |letter, modifiers| Event::Key(KeyEvent::new(KeyCode::Char(letter), modifiers));
        let alt = |letter| key(letter, KeyModifiers::ALT);
        let plain = |letter| key(letter, KeyModifiers::NONE);
        let mut late = Late::default();
        assert!(!late.takes(&alt('P')), "nothing is waited for");
        OUTSTANDING.store(true, Ordering::Relaxed);
        assert!(!late.takes(&plain('P')));
        for event in [alt('P'), plain('>'), plain('k'), alt('\\')] {
            assert!(late.takes(&event));
        }
        assert!(!late.takes(&plain('k')) && !late.takes(&alt('P')));
        OUTSTANDING.store(true, Ordering::Relaxed);
        let taken = (0..200).filter(|_| late.takes(&alt('P'))).count();
        assert!(taken < 70, "an answer that never ends takes not all keys: {taken}");
    }

    proptest! {
        #[test]
        fn no_part_of_an_answer_is_ever_a_key(
            before in "[a-z]{0,5}", after in "[a-z]{0,5}",
            numbers in "[0-9;]{0,12}", name in "[a-z0-9(). ]{0,12}",
            cut in 0..60_usize,
        ) {
            let whole = format!("{before}\x1bP>|{name}\x1b\\\x1b[?{numbers}c{after}");
            prop_assert_eq!(typed(&answer(whole.as_bytes())), format!("{before}{after}"));
            let begun = &whole.as_bytes()[..cut.min(whole.len() - 1 - after.len())];
            let keys = typed(&answer(begun));
            prop_assert!(before.starts_with(keys.trim_end_matches("esc")), "{:?}", keys);
        }
    }
}
