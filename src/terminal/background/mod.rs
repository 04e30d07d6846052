//! Dark or light: asks the terminal for the colour of its background.
//!
//! The question is OSC 11, followed by one that every terminal answers (DA1): whoever answers the second
//! first does not know the first, and nobody waits. Invariants: what was typed meanwhile is handed on,
//! not lost, and an answer that comes late is taken for an answer, never for keys.

mod late;

use std::io;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags};
use rustix::termios::{OptionalActions, isatty, tcgetattr, tcsetattr};

pub use late::Late;
pub(super) use late::Taken;

use super::capability::Environment;
use super::{Input, device, session, signals};
use crate::keymap::key::{Code, Key};
use crate::theme::Rgb;

/// The background, and then what the terminal is.
const QUESTION: &[u8] = b"\x1b]11;?\x07\x1b[c";

/// How long a session waits. A later answer still counts, it only finds a first frame drawn.
const FIRST_FRAME: Duration = Duration::from_millis(150);
/// How long a command waits: there is nobody after it who could tell a late answer from keys.
const COMMAND: Duration = Duration::from_secs(1);
/// The key by itself, among typed bytes; once it stands for Alt.
const ESCAPE_KEY: [u8; 2] = [0x1b, 0x1b];
/// The longest answer in bytes.
const LONGEST: usize = 64;

/// What is behind the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Something on which white is read better than black.
    Dark,
    /// Something on which black is read better than white.
    Light,
}

/// What came of a question.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The answer.
    pub background: Option<Background>,
    /// What the reader did meanwhile.
    pub typed: Vec<Input>,
    /// An answer that may still come.
    pub late: Option<Late>,
}

/// Asks while a session holds the terminal and nothing reads from it yet.
///
/// # Errors
/// When the terminal cannot be written to or read.
pub fn ask_in_session() -> io::Result<Asked> {
    let answers = ask(session::write_frame, FIRST_FRAME)?;
    let late = match answers.state {
        State::Text(text) | State::TextEscape(text) => Some(Late::inside(&text)),
        _ if answers.background.is_none() => Some(Late::default()),
        _ => None,
    };
    Ok(Asked { background: answers.background, typed: typed(&answers.typed), late })
}

/// Asks before a command writes to the terminal. `None` if there is no answer, or if it is better not
/// to ask: standard input is no terminal or another job's, or the reader typed already.
#[must_use]
pub fn ask_alone() -> Option<Background> {
    let terminal = isatty(device::input()) && isatty(device::output());
    if !terminal || !device::in_foreground() || has_input(Duration::ZERO).unwrap_or(true) {
        return None;
    }
    signals::deferred(|| {
        let found = tcgetattr(device::input())?;
        let mut modes = found.clone();
        modes.make_raw();
        tcsetattr(device::input(), OptionalActions::Now, &modes)?;
        let answers = ask(|bytes| device::write_all(bytes, Some(COMMAND)), COMMAND);
        tcsetattr(device::input(), OptionalActions::Now, &found)?;
        answers
    })
    .ok()?
    .background
}

/// What `COLORFGBG` says: the colours of text and background by their numbers, `15;0`.
#[must_use]
pub fn from_environment(env: &Environment) -> Option<Background> {
    match env.get("COLORFGBG")?.rsplit(';').next()?.parse() {
        Ok(0..=6 | 8) => Some(Background::Dark),
        Ok(7 | 9..=15) => Some(Background::Light),
        Ok(16_u8..) | Err(_) => None,
    }
}

fn ask(write: impl FnOnce(&[u8]) -> io::Result<()>, patience: Duration) -> io::Result<Answers> {
    write(QUESTION)?;
    let start = Instant::now();
    let mut answers = Answers::default();
    let mut buffer = [0; 256];
    while !answers.complete {
        // What has begun is soon complete.
        let more = if answers.state == State::Ground { Duration::ZERO } else { FIRST_FRAME };
        let left = (patience + more).saturating_sub(start.elapsed());
        if left.is_zero() {
            break;
        }
        if !has_input(left)? {
            continue;
        }
        let read = rustix::io::read(device::input(), &mut buffer)?;
        if read == 0 {
            break;
        }
        for byte in buffer.iter().take(read) {
            answers.push(*byte);
        }
    }
    if answers.state == State::Escape {
        answers.typed.extend(ESCAPE_KEY);
    }
    Ok(answers)
}

fn has_input(patience: Duration) -> io::Result<bool> {
    let mut fds = [PollFd::from_borrowed_fd(device::input(), PollFlags::IN)];
    device::wait(&mut fds, Some(patience))?;
    Ok(fds.iter().any(|fd| !fd.revents().is_empty()))
}

/// Tells answers from what is typed, byte by byte.
#[derive(Debug, Default, PartialEq, Eq)]
struct Answers {
    state: State,
    background: Option<Background>,
    /// The last answer has come.
    complete: bool,
    /// What is no answer.
    typed: Vec<u8>,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    Escape,
    /// After `ESC [`.
    Sequence(Vec<u8>),
    /// After `ESC ]`.
    Text(Vec<u8>),
    /// In the end of that, `ESC \`.
    TextEscape(Vec<u8>),
}

impl Answers {
    fn push(&mut self, byte: u8) {
        self.state = match (std::mem::take(&mut self.state), byte) {
            (State::Ground, 0x1b) => State::Escape,
            (State::Ground, byte) => {
                self.typed.push(byte);
                State::Ground
            }
            (State::Escape, b'[') => State::Sequence(Vec::new()),
            (State::Escape, b']') => State::Text(Vec::new()),
            (State::Escape, 0x1b) => {
                self.typed.extend(ESCAPE_KEY);
                State::Escape
            }
            (State::Escape, byte) => {
                self.typed.extend([0x1b, byte]);
                State::Ground
            }
            (State::Sequence(text), 0x40..=0x7e) => {
                self.complete |= byte == b'c' && text.starts_with(b"?");
                State::Ground
            }
            (State::Text(text), 0x07) | (State::TextEscape(text), _) => {
                let text = String::from_utf8_lossy(&text);
                self.background = parse(&text).or(self.background);
                State::Ground
            }
            (State::Text(text), 0x1b) => State::TextEscape(text),
            (State::Sequence(text) | State::Text(text), _) if text.len() >= LONGEST => {
                State::Ground
            }
            (State::Sequence(mut text), byte) => {
                text.push(byte);
                State::Sequence(text)
            }
            (State::Text(mut text), byte) => {
                text.push(byte);
                State::Text(text)
            }
        };
    }
}

/// The background in an answer such as `11;rgb:1818/1818/1b1b`.
fn parse(text: &str) -> Option<Background> {
    let colour = text.strip_prefix("11;")?;
    let rgb = match colour.strip_prefix("rgb:").or_else(|| colour.strip_prefix("rgba:")) {
        None => Rgb::parse(colour)?,
        Some(parts) => {
            let mut parts = parts.split('/').map(|part| {
                // One to four digits.
                let digits = part.len();
                let is_number = digits <= 4 && part.bytes().all(|digit| digit.is_ascii_hexdigit());
                let value = u32::from_str_radix(part, 16).ok().filter(|_| is_number)?;
                let most = 16_u32.pow(u32::try_from(digits).ok()?) - 1;
                u8::try_from(value * 255 / most).ok()
            });
            Rgb(parts.next()??, parts.next()??, parts.next()??)
        }
    };
    Some(if rgb.is_light() { Background::Light } else { Background::Dark })
}

/// What the reader typed, as input; arrows and the like are left out.
fn typed(bytes: &[u8]) -> Vec<Input> {
    let text = String::from_utf8_lossy(bytes);
    let mut chars = text.chars();
    let mut inputs = Vec::new();
    while let Some(char) = chars.next() {
        let after = (char == '\x1b').then(|| chars.next()).flatten();
        let alt = after.is_some_and(|after| after != '\x1b');
        let char = after.unwrap_or(char);
        let (code, ctrl) = match char {
            '\r' | '\n' => (Code::Enter, false),
            '\t' => (Code::Tab, false),
            '\x1b' => (Code::Escape, false),
            '\x7f' | '\x08' => (Code::Backspace, false),
            control @ '\x01'..='\x1a' => {
                let letter = u8::try_from(control).map_or('?', |byte| char::from(byte | 0x60));
                (Code::Char(letter), true)
            }
            char if char.is_control() || char == char::REPLACEMENT_CHARACTER => continue,
            char => (Code::Char(char), false),
        };
        inputs.push(Input::Key(Key::new(code, ctrl, alt, false)));
    }
    inputs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answers(bytes: &[u8]) -> Answers {
        let mut answers = Answers::default();
        for byte in bytes {
            answers.push(*byte);
        }
        answers
    }

    fn keys(inputs: &[Input]) -> String {
        let key = |input: &Input| match input {
            Input::Key(key) => key.to_string(),
            other => panic!("{other:?}"),
        };
        inputs.iter().map(key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn terminals_say_their_background_in_several_ways() {
        use Background::{Dark, Light};
        for (text, expected) in [
            ("11;rgb:1818/1818/1b1b", Some(Dark)),
            ("11;rgb:ffff/ffff/ffff", Some(Light)),
            ("11;rgb:fd/f6/e3", Some(Light)),
            ("11;rgb:0/0/0", Some(Dark)),
            ("11;rgba:ffff/ffff/ffff/8000", Some(Light)),
            ("11;#fdf6e3", Some(Light)),
            ("11;rgb:808/808/808", Some(Light)),
            ("11;rgb:00/2b/36", Some(Dark)),
            ("10;rgb:ffff/ffff/ffff", None),
            ("11;rgb:ffff/ffff", None),
            ("11;rgb:/ff/ff", None),
            ("11;rgb:fffff/ff/ff", None),
            ("11;rgb:+f/ff/ff", None),
            ("11;white", None),
            ("", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn the_environment_may_know_the_background() {
        let env =
            |value: &str| Environment::of(|name| (name == "COLORFGBG").then(|| value.to_owned()));
        for (value, expected) in [
            ("15;0", Some(Background::Dark)),
            ("0;15", Some(Background::Light)),
            ("0;default;15", Some(Background::Light)),
            ("12;8", Some(Background::Dark)),
            ("7;7", Some(Background::Light)),
            ("15;default", None),
            ("15;99", None),
            ("", None),
        ] {
            assert_eq!(from_environment(&env(value)), expected, "{value}");
        }
    }

    #[test]
    fn an_answer_ends_with_what_the_terminal_is() {
        for end in ["\x07", "\x1b\\"] {
            let got = answers(format!("\x1b]11;rgb:ff/ff/ff{end}\x1b[?62;4c").as_bytes());
            assert_eq!(got.background, Some(Background::Light));
            assert!(got.complete && got.typed.is_empty() && got.state == State::Ground);
        }
        let got = answers(b"\x1b[?1;2c");
        assert!(got.complete && got.background.is_none());
    }

    #[test]
    fn what_was_typed_while_asking_is_not_lost() {
        let got =
            answers(b"el\x1b]11;rgb:00/00/00\x07ectric\x7f\x1b[A\r\x03\x1bz\x1b\x1b[?1c\xc3\xa9");
        assert!(got.complete);
        assert_eq!(keys(&typed(&got.typed)), "e l e c t r i c backspace enter ctrl-c alt-z esc é");
    }

    proptest! {
        #[test]
        fn nothing_that_is_read_can_break_it_and_no_letter_is_lost(bytes: Vec<u8>, text in "[a-z]{0,20}") {
            let _ = typed(&answers(&bytes).typed);
            let plain = answers(text.as_bytes());
            prop_assert_eq!(keys(&typed(&plain.typed)).replace(' ', ""), text);
        }
    }
}
