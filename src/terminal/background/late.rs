//! An answer that comes when keys are read already.
//!
//! Only looks at what crossterm read; asking is not its business. Invariant: what is no answer comes
//! out again as it went in, in order.

use crossterm::event::{Event as Read, KeyCode, KeyEvent, KeyModifiers};

use super::{Background, LONGEST, parse};

/// Waits for an answer that was not there in time, among the keys that are read: crossterm takes it
/// for `Alt-]`, letters, and `Ctrl-G` or `Alt-\`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Late {
    /// What the answer says so far.
    text: String,
    /// The keys it came as; given back if it turns out to be none.
    held: Vec<Read>,
    inside: bool,
}

/// What became of a key.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::terminal) enum Taken {
    /// They are keys.
    Keys(Vec<Read>),
    /// It may be part of an answer.
    Held,
    /// The answer is complete.
    Answer(Option<Background>),
}

impl Late {
    /// An answer of which the beginning has come.
    pub(super) fn inside(text: &[u8]) -> Self {
        Self { text: String::from_utf8_lossy(text).into_owned(), held: Vec::new(), inside: true }
    }

    /// Looks at what was read next.
    pub(in crate::terminal) fn take(&mut self, event: Read) -> Taken {
        let (char, modifiers) = match &event {
            Read::Key(KeyEvent { code: KeyCode::Char(char), modifiers, .. }) => (*char, *modifiers),
            _ => return self.give_back(event),
        };
        let alt = modifiers.contains(KeyModifiers::ALT);
        let ctrl = modifiers.contains(KeyModifiers::CONTROL);
        if !self.inside {
            if !(alt && char == ']') {
                return Taken::Keys(vec![event]);
            }
            self.inside = true;
            self.held.push(event);
            return Taken::Held;
        }
        if (alt && char == '\\') || (ctrl && char == 'g') {
            let background = parse(&self.text);
            if background.is_none() && !self.held.is_empty() {
                return self.give_back(event);
            }
            *self = Self::default();
            return Taken::Answer(background);
        }
        self.text.push(char);
        if alt || ctrl || !may_be_answer(&self.text) {
            return self.give_back(event);
        }
        self.held.push(event);
        Taken::Held
    }

    fn give_back(&mut self, event: Read) -> Taken {
        let mut keys = std::mem::take(self).held;
        keys.push(event);
        Taken::Keys(keys)
    }
}

/// Whether a text can go on to be an answer.
fn may_be_answer(text: &str) -> bool {
    ["11;rgb:", "11;rgba:", "11;#"].into_iter().any(|lead| match text.strip_prefix(lead) {
        Some(colour) => {
            colour.len() <= LONGEST && colour.chars().all(|c| c.is_ascii_hexdigit() || c == '/')
        }
        None => lead.starts_with(text),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Answers, State};
    use super::*;

    /// What crossterm makes of bytes that are no sequence it knows.
    fn read(text: &str) -> Vec<Read> {
        let mut chars = text.chars();
        let mut events = Vec::new();
        while let Some(char) = chars.next() {
            let (char, modifiers) = match char {
                '\x1b' => (chars.next().unwrap(), KeyModifiers::ALT),
                '\x07' => ('g', KeyModifiers::CONTROL),
                char => (char, KeyModifiers::NONE),
            };
            events.push(Read::Key(KeyEvent::new(KeyCode::Char(char), modifiers)));
        }
        events
    }

    /// Everything that comes out of a filter as keys, and the answer.
    fn filtered(late: &mut Late, text: &str) -> (Vec<Read>, Option<Background>) {
        let mut keys = Vec::new();
        let mut background = None;
        for event in read(text) {
            match late.take(event) {
                Taken::Keys(read) => keys.extend(read),
                Taken::Held => {}
                Taken::Answer(answer) => background = answer,
            }
        }
        (keys, background)
    }

    #[test]
    fn a_late_answer_is_never_typed() {
        for end in ["\x07", "\x1b\\"] {
            let answer = format!("ab\x1b]11;rgb:ffff/FFFF/ffff{end}cd");
            let (keys, background) = filtered(&mut Late::default(), &answer);
            assert_eq!((keys, background), (read("abcd"), Some(Background::Light)));
        }
    }

    #[test]
    fn the_rest_of_an_answer_whose_beginning_came_in_time_is_never_typed() {
        let mut begun = Answers::default();
        b"\x1b]11;rgb:ff".iter().copied().for_each(|byte| begun.push(byte));
        let State::Text(text) = begun.state else { panic!("inside an answer") };
        let (keys, background) = filtered(&mut Late::inside(&text), "ff/ffff/ffff\x07a");
        assert_eq!((keys, background), (read("a"), Some(Background::Light)));
    }

    #[test]
    fn keys_that_only_begin_like_an_answer_are_keys() {
        for text in [
            "\x1b]",
            "\x1b]11;rgbx",
            "\x1b]a",
            "\x1b]11;\x07",
            "\x1b]1\x1b]1",
            "]11;rgb:ff/ff/ff\x07",
        ] {
            let (mut keys, background) = filtered(&mut Late::default(), &format!("{text}zz"));
            keys.retain(|key| *key != read("z")[0]);
            assert_eq!((keys, background), (read(text), None), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_key_is_lost_while_a_late_answer_is_waited_for(text in "(\x1b\\]|11;rgb:|[a-f/]|\x07|\x1b\\\\|x){0,30}x") {
            let (keys, background) = filtered(&mut Late::default(), &text);
            prop_assert!(background.is_some() || keys == read(&text));
        }
    }
}
