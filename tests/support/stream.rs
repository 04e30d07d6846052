//! What a program may write: a strict reading of its output, byte for byte.
//!
//! A list of what is allowed, not of what is known to be bad: anything else fails.

use std::iter::Peekable;
use std::str::Chars;

/// What the output goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file or a pipe, without colour: text and line breaks.
    Plain,
    /// The same with tabs between columns.
    Columns,
    /// The same with colour: also styles, each of them ended on its line.
    Styled,
    /// The reader on its screen: what it draws with, and the modes it takes and gives back.
    Screen,
}

/// The modes that the reader sets and resets.
const MODES: [&str; 7] = ["25", "1000", "1002", "1006", "1049", "2004", "2026"];

/// Fails if `bytes` hold anything that is neither text fit to be shown nor ours.
#[track_caller]
pub fn assert_clean(bytes: &[u8], kind: Kind, what: &str) {
    if let Err(reason) = check(bytes, kind) {
        panic!("{what}: {reason}");
    }
}

fn check(bytes: &[u8], kind: Kind) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("not UTF-8: {error}"))?;
    let mut chars = text.chars().peekable();
    let mut read = 0;
    while let Some(char) = chars.next() {
        read += char.len_utf8();
        let fine = match char {
            '\n' => kind != Kind::Screen,
            '\t' => kind == Kind::Columns,
            '\x1b' if kind == Kind::Styled => is_style(&mut chars),
            '\x1b' if kind == Kind::Screen => is_drawing(&mut chars),
            char => is_shown(char),
        };
        if !fine {
            let near = text.get(floor(text, read.saturating_sub(60))..floor(text, read + 40));
            return Err(format!("{char:?} in …{}…", near.unwrap_or_default().escape_debug()));
        }
    }
    let left_on =
        |line: &str| line.rfind("\x1b[").is_some_and(|at| !line.split_at(at).1.contains("\x1b[0m"));
    if kind == Kind::Styled && text.lines().any(left_on) {
        return Err("a style is left on at the end of a line".to_owned());
    }
    Ok(())
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Neither a control nor a character that reorders or hides what stands beside it. Joiners stay
/// where scripts need them, so they are not looked at here.
fn is_shown(char: char) -> bool {
    let hides = matches!(char,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}');
    !char.is_control() && !hides
}

fn is_base64(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '+' | '/' | '=')
}

fn parameters(chars: &mut Peekable<Chars<'_>>) -> String {
    std::iter::from_fn(|| chars.next_if(|char| char.is_ascii_digit() || *char == ';')).collect()
}

/// The rest of `ESC [ … m`.
fn is_style(chars: &mut Peekable<Chars<'_>>) -> bool {
    let opens = chars.next() == Some('[');
    parameters(chars);
    opens && chars.next() == Some('m')
}

/// The rest of a sequence that the reader draws with.
fn is_drawing(chars: &mut Peekable<Chars<'_>>) -> bool {
    match chars.next() {
        Some('\\') => true,
        Some(']') => {
            // The window's title, a link, or text for the clipboard, up to ESC \.
            let is_fine: fn(char) -> bool = match parameters(chars).as_str() {
                "2;" => is_shown,
                // A link, or the end of one.
                "8;" | "8;;" => |char: char| char.is_ascii_graphic(),
                "52;" if chars.next() == Some('c') && chars.next() == Some(';') => is_base64,
                _ => return false,
            };
            let ended = chars.by_ref().find(|char| !is_fine(*char)) == Some('\x1b');
            ended && chars.next() == Some('\\')
        }
        Some('[') if chars.next_if_eq(&'?').is_some() => {
            let mode = parameters(chars);
            MODES.contains(&mode.as_str()) && matches!(chars.next(), Some('h' | 'l'))
        }
        Some('[') => {
            let parameters = parameters(chars);
            match chars.next() {
                Some('H' | 'm') => true,
                Some('J') => parameters == "2",
                // The title is kept and brought back.
                Some('t') => matches!(parameters.as_str(), "22;0" | "23;0"),
                _ => false,
            }
        }
        _ => false,
    }
}
