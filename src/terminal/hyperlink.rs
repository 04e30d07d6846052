//! Hyperlinks of the terminal (OSC 8): which targets may become one, and the bytes around its text.
//!
//! Not whether a terminal has them, which is [`super::capability::hyperlinks`]. Invariant: whatever
//! an article wrote, what comes out holds printable ASCII between the two ends of the sequence.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The longest target in bytes; terminals cut or drop longer ones.
pub const LONGEST: usize = 2_048;

/// Ends the hyperlink that [`open`] began.
pub const CLOSE: &str = "\x1b]8;;\x1b\\";

/// What RFC 3986 lets no URL hold as it is; everything that is not ASCII is encoded besides.
const FOREIGN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The target of a hyperlink for a url as an article writes it: percent-encoded, of a scheme that a
/// terminal may be handed. `None` if it is of another scheme (`file`, `javascript`, a relative
/// path), names nothing, holds a control or what the gate put in the place of one, or is longer
/// than [`LONGEST`] bytes.
#[must_use]
pub fn target(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let named = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//")?,
        "mailto" => rest,
        _ => return None,
    };
    if named.is_empty() || named.starts_with(['/', '?', '#']) {
        return None;
    }
    if rest.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
        return None;
    }
    // The scheme in small letters: some terminals compare it as it comes.
    let target = format!("{scheme}:{}", utf8_percent_encode(rest, FOREIGN));
    (target.len() <= LONGEST).then_some(target)
}

/// Begins a hyperlink to what [`target`] returned. Pieces of one link that stand on several lines
/// carry the same mark, so that a terminal shows them as one.
#[must_use]
pub fn open(target: &str) -> String {
    // Whoever calls it with something else still sends no sequence of an article's making.
    let target: String = target.chars().filter(char::is_ascii_graphic).collect();
    format!("\x1b]8;id={:x};{target}\x1b\\", mark(&target))
}

/// A number that is the same for the same target (FNV-1a).
fn mark(target: &str) -> u32 {
    target
        .bytes()
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_web_and_mail_become_hyperlinks() {
        for (url, expected) in [
            ("https://example.org/a?b=c#d", Some("https://example.org/a?b=c#d")),
            ("HTTP://example.org", Some("http://example.org")),
            ("mailto:ada@example.org", Some("mailto:ada@example.org")),
            ("  https://example.org ", Some("https://example.org")),
            ("https://example.org:8080/", Some("https://example.org:8080/")),
            ("https:example.org", None),
            ("https://", None),
            ("https:///etc/passwd", None),
            ("mailto:", None),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("ssh://host", None),
            ("data:text/html,x", None),
            ("//example.org", None),
            ("/learn/physics", None),
            ("notes.md", None),
            ("#heading", None),
            ("", None),
        ] {
            assert_eq!(target(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn what_no_url_may_hold_is_encoded_and_what_is_encoded_stays() {
        assert_eq!(
            target("https://example.org/é b%20c\"<>").as_deref(),
            Some("https://example.org/%C3%A9%20b%20c%22%3C%3E")
        );
        assert_eq!(target("https://[::1]/a;b").as_deref(), Some("https://[::1]/a;b"));
    }

    #[test]
    fn a_control_and_what_the_gate_left_of_one_are_refused() {
        for url in
            ["https://a/\x1b]0;x\x07", "https://a/\u{9c}", "https://a/\u{fffd}", "mailto:a\nb"]
        {
            assert_eq!(target(url), None, "{url:?}");
        }
    }

    #[test]
    fn a_target_is_at_most_two_kibibytes_when_encoded() {
        let url = |letter: &str, count| format!("https://a/{}", letter.repeat(count));
        assert!(target(&url("x", LONGEST - 10)).is_some());
        assert_eq!(target(&url("x", LONGEST - 9)), None);
        assert_eq!(target(&url("é", LONGEST / 4)), None);
    }

    #[test]
    fn pieces_of_one_link_carry_one_mark() {
        assert_eq!(open("https://a.org"), open("https://a.org"));
        assert_ne!(open("https://a.org"), open("https://b.org"));
        assert!(open("https://a.org").ends_with(";https://a.org\x1b\\"));
    }

    proptest! {
        #[test]
        fn no_text_can_leave_its_sequence(text in any::<String>(), lead in "(https://|mailto:)?") {
            let url = format!("{lead}{text}");
            let begun = open(&target(&url).unwrap_or(url));
            let inside = begun.strip_prefix("\x1b]8;").and_then(|rest| rest.strip_suffix("\x1b\\"));
            prop_assert!(inside.is_some_and(|inside| inside.bytes().all(|b| b.is_ascii_graphic())));
        }

        #[test]
        fn a_target_is_its_own_target(text in "[ -~é]{0,40}") {
            if let Some(once) = target(&format!("https://{text}")) {
                prop_assert_eq!(target(&once), Some(once));
            }
        }
    }
}
