//! One key press: its value, its name, and the sequences tests are written in.
//!
//! A key is always kept in one normal form, whatever the terminal sent: `Shift` on a letter is
//! the capital letter, `Ctrl` folds case, and two keys that send the same byte (`Ctrl-I` and
//! `Tab`) are one key. So equal presses compare equal, and every name parses back to its key.

use std::fmt;
use std::str::FromStr;

/// Which key, without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character; capitals and shifted signs are themselves.
    Char(char),
    /// Enter or Return.
    Enter,
    /// Escape.
    Escape,
    /// Tab; `Shift-Tab` is this with `shift`.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1 to [`LAST_FUNCTION`].
    Function(u8),
}

/// The highest function key that has a name.
pub const LAST_FUNCTION: u8 = 35;

/// Names of the keys that are not characters; the first name of a code is the one displayed.
const NAMES: [(&str, Code); 24] = [
    ("enter", Code::Enter),
    ("return", Code::Enter),
    ("esc", Code::Escape),
    ("escape", Code::Escape),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("del", Code::Delete),
    ("insert", Code::Insert),
    ("ins", Code::Insert),
    ("left", Code::Left),
    ("right", Code::Right),
    ("up", Code::Up),
    ("down", Code::Down),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pageup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("pagedown", Code::PageDown),
    ("space", Code::Char(' ')),
    ("lt", Code::Char('<')),
    ("gt", Code::Char('>')),
    ("minus", Code::Char('-')),
];

/// One key press. Make it with [`Key::new`] or by parsing, which keep it in its normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether Shift was held; never set on a character.
    pub shift: bool,
}

impl Key {
    /// The key `code` without modifiers.
    #[must_use]
    pub fn plain(code: Code) -> Self {
        Self::new(code, false, false, false)
    }

    /// The key `code` with modifiers, in normal form.
    #[must_use]
    pub fn new(code: Code, ctrl: bool, alt: bool, shift: bool) -> Self {
        let Code::Char(char) = code else { return Self { code, ctrl, alt, shift } };
        let char = match (ctrl, shift) {
            (true, _) => only(char.to_lowercase(), char),
            (false, true) => only(char.to_uppercase(), char),
            (false, false) => char,
        };
        match if ctrl { same_byte(char) } else { None } {
            Some(Code::Char(char)) => Self { code: Code::Char(char), ctrl, alt, shift: false },
            Some(code) => Self { code, ctrl: false, alt, shift },
            None => Self { code: Code::Char(char), ctrl, alt, shift: false },
        }
    }

    /// The character this key types into a prompt, if it types one.
    #[must_use]
    pub fn text(&self) -> Option<char> {
        match self.code {
            Code::Char(char) if !self.ctrl && !self.alt => Some(char),
            _ => None,
        }
    }

    /// The keys of a sequence such as `jj<tab>ab<ctrl-p><lt>`: a character stands for itself,
    /// `<name>` for the key of that name and `<lt>` for `<`.
    ///
    /// # Errors
    /// What is wrong, in words: an unknown name, a `<` without its `>`, or a control character.
    pub fn parse_sequence(sequence: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = sequence;
        while let Some(char) = rest.chars().next() {
            if char == '<' {
                let (name, after) = bracketed(rest)
                    .ok_or_else(|| format!("`{rest}` has no closing `>`; `<` itself is `<lt>`"))?;
                keys.push(name.parse()?);
                rest = after;
            } else {
                let (one, after) = rest.split_at_checked(char.len_utf8()).unwrap_or((rest, ""));
                keys.push(one.parse()?);
                rest = after;
            }
        }
        Ok(keys)
    }
}

/// The one character of a case mapping, or `char` where the mapping has several.
fn only(mut mapping: impl Iterator<Item = char>, char: char) -> char {
    match (mapping.next(), mapping.next()) {
        (Some(mapped), None) => mapped,
        _ => char,
    }
}

/// The key that a terminal cannot tell from `Ctrl` with `char`, since both send the same byte.
fn same_byte(char: char) -> Option<Code> {
    Some(match char {
        'i' => Code::Tab,
        'm' => Code::Enter,
        '[' => Code::Escape,
        '@' => Code::Char(' '),
        '4' => Code::Char('\\'),
        '5' => Code::Char(']'),
        '6' => Code::Char('^'),
        '7' | '_' => Code::Char('/'),
        _ => return None,
    })
}

/// The name in `<name>` at the start of `text`, and what follows. The name may itself end in
/// `>`, as in `<ctrl->>`.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('<')?;
    let (mut name, mut after) = inside.split_once('>')?;
    let unfinished = name.len() > 1 && name.ends_with('-') && !name.ends_with("--");
    if (name.is_empty() || unfinished) && after.starts_with('>') {
        (name, after) = inside.split_at_checked(name.len() + 1)?;
        after = after.strip_prefix('>')?;
    }
    Some((name, after))
}

impl FromStr for Key {
    type Err = String;

    /// Reads a name such as `j`, `G`, `shift-tab`, `ctrl-p` or `f1`. Modifiers stand in any
    /// order; names of keys may be in any case, characters may not.
    fn from_str(name: &str) -> Result<Self, String> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = name;
        loop {
            let (flag, after) = if let Some(after) = modifier(rest, "ctrl-") {
                (&mut ctrl, after)
            } else if let Some(after) = modifier(rest, "alt-") {
                (&mut alt, after)
            } else if let Some(after) = modifier(rest, "shift-") {
                (&mut shift, after)
            } else {
                break;
            };
            *flag = true;
            rest = after;
        }
        let code = code(rest).ok_or_else(|| format!("`{name}` is not the name of a key"))?;
        match code {
            Code::Char(char) if shift && !char.is_alphabetic() => Err(format!(
                "`{name}`: write the character that shift gives, such as `?`, without `shift-`"
            )),
            _ => Ok(Self::new(code, ctrl, alt, shift)),
        }
    }
}

/// What follows the modifier `prefix` in `name`.
fn modifier<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = name.split_at_checked(prefix.len())?;
    (start.eq_ignore_ascii_case(prefix) && !rest.is_empty()).then_some(rest)
}

/// The key called `name`, without modifiers.
fn code(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(char), None) = (chars.next(), chars.next()) {
        return (!char.is_control()).then_some(Code::Char(char));
    }
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return Some(*code);
    }
    let digits = name.strip_prefix(['f', 'F'])?;
    let number: u8 = digits.parse().ok()?;
    ((1..=LAST_FUNCTION).contains(&number) && !digits.starts_with(['0', '+']))
        .then_some(Code::Function(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, prefix) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(prefix)?;
            }
        }
        match self.code {
            Code::Char(' ') => f.write_str("space"),
            Code::Char(char) => write!(f, "{char}"),
            Code::Function(number) => write!(f, "f{number}"),
            code => {
                f.write_str(NAMES.iter().find(|(_, known)| *known == code).map_or("", |(n, _)| n))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(name: &str) -> Key {
        name.parse().unwrap()
    }

    fn char(char: char) -> Key {
        Key::plain(Code::Char(char))
    }

    #[test]
    fn every_name_of_the_documentation_is_displayed_as_it_is_written() {
        for name in [
            "j",
            "G",
            "?",
            "<",
            ">",
            "-",
            "enter",
            "esc",
            "tab",
            "shift-tab",
            "backspace",
            "delete",
            "insert",
            "ctrl-p",
            "ctrl-j",
            "ctrl-h",
            "alt-left",
            "alt-right",
            "space",
            "ctrl-space",
            "pgup",
            "pgdn",
            "home",
            "end",
            "up",
            "down",
            "f1",
            "f12",
            "ctrl--",
            "alt-<",
            "ctrl-alt-shift-left",
            "alt-A",
            "ctrl-/",
            "ctrl-\\",
            "ctrl-]",
        ] {
            assert_eq!(key(name).to_string(), name);
        }
    }

    #[test]
    fn several_spellings_mean_one_key() {
        for (spelling, name) in [
            ("Escape", "esc"),
            ("RETURN", "enter"),
            ("del", "delete"),
            ("PageUp", "pgup"),
            ("Ctrl-P", "ctrl-p"),
            ("shift-a", "A"),
            ("lt", "<"),
            ("gt", ">"),
            ("minus", "-"),
            ("alt-ctrl-x", "ctrl-alt-x"),
            ("ctrl-shift-x", "ctrl-x"),
            ("F5", "f5"),
        ] {
            assert_eq!(key(spelling).to_string(), name, "{spelling}");
        }
    }

    #[test]
    fn keys_that_send_the_same_byte_are_one_key() {
        for (a, b) in [
            ("ctrl-i", "tab"),
            ("ctrl-m", "enter"),
            ("ctrl-[", "esc"),
            ("ctrl-@", "ctrl-space"),
            ("ctrl-7", "ctrl-/"),
            ("ctrl-_", "ctrl-/"),
            ("ctrl-4", "ctrl-\\"),
        ] {
            assert_eq!(key(a), key(b));
        }
        assert_ne!(key("ctrl-j"), key("enter"));
        assert_ne!(key("ctrl-h"), key("backspace"));
    }

    #[test]
    fn a_name_that_is_no_key_is_refused_by_name() {
        for name in ["", "ctrl-", "foo", "f0", "f01", "f+1", "f99", "shift-1", "shift-space", "\n"]
        {
            let error = name.parse::<Key>().unwrap_err();
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn a_sequence_mixes_characters_and_names() {
        assert_eq!(
            Key::parse_sequence("jG <tab><ctrl-p><lt>é<<><>><ctrl->>>").unwrap(),
            [
                char('j'),
                char('G'),
                char(' '),
                key("tab"),
                key("ctrl-p"),
                char('<'),
                char('é'),
                char('<'),
                char('>'),
                key("ctrl->"),
                char('>'),
            ]
        );
        assert!(Key::parse_sequence("a<tab").unwrap_err().contains("closing"));
        assert!(Key::parse_sequence("a<nonsense>").unwrap_err().contains("nonsense"));
        assert_eq!(Key::parse_sequence("").unwrap(), []);
    }

    #[test]
    fn only_a_character_without_ctrl_and_alt_types_text() {
        assert_eq!(key("ß").text(), Some('ß'));
        assert_eq!(key("space").text(), Some(' '));
        for name in ["ctrl-a", "alt-a", "enter", "tab", "f1"] {
            assert_eq!(key(name).text(), None, "{name}");
        }
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            4 => any::<char>().prop_filter("typed", |c| !c.is_control()).prop_map(Code::Char),
            4 => proptest::char::range(' ', '~').prop_map(Code::Char),
            4 => proptest::sample::select(NAMES.map(|(_, code)| code).to_vec()),
            1 => (1..=LAST_FUNCTION).prop_map(Code::Function),
        ];
        (code, any::<[bool; 3]>()).prop_map(|(c, [ctrl, alt, shift])| Key::new(c, ctrl, alt, shift))
    }

    proptest! {
        #[test]
        fn a_name_parses_back_to_its_key(key in any_key()) {
            prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
        }

        #[test]
        fn a_written_sequence_parses_back(keys in proptest::collection::vec(any_key(), 0..8)) {
            let written: String = keys.iter().map(|key| match key.text() {
                Some(char) if char != '<' => char.to_string(),
                _ => format!("<{key}>"),
            }).collect();
            prop_assert_eq!(Key::parse_sequence(&written), Ok(keys));
        }

        #[test]
        fn no_text_makes_parsing_fail_but_by_an_error(text in ".*") {
            let _ = text.parse::<Key>();
            let _ = Key::parse_sequence(&text);
        }
    }
}
