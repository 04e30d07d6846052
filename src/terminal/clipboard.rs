//! Text for the terminal's clipboard (OSC 52), which reaches the reader's own machine over ssh too.
//!
//! Written only, never asked for. Not the clipboard programs of a desktop, which are the shell's.
//! Invariant: the sequence holds printable ASCII between its two ends, whatever the text.

use std::io;

use super::session;

/// The letters of base64, RFC 4648.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Puts text into the terminal's clipboard, if the terminal has one for programs and lets them.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn copy(text: &str) -> io::Result<()> {
    session::write_frame(&sequence(text))
}

/// The sequence that puts text into the clipboard.
#[must_use]
pub fn sequence(text: &str) -> Vec<u8> {
    let mut bytes = b"\x1b]52;c;".to_vec();
    for three in text.as_bytes().chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let sextet = bits >> (18 - 6 * place) & 0x3F;
            let letter = LETTERS.get(sextet as usize).copied().unwrap_or(b'=');
            // Three bytes make four letters, two make three, one makes two.
            bytes.push(if place <= three.len() { letter } else { b'=' });
        }
    }
    bytes.extend_from_slice(b"\x1b\\");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inside(text: &str) -> String {
        let bytes = sequence(text);
        let inside = bytes.strip_prefix(b"\x1b]52;c;").unwrap().strip_suffix(b"\x1b\\").unwrap();
        String::from_utf8(inside.to_vec()).unwrap()
    }

    #[test]
    fn text_is_encoded_as_rfc_4648_says() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("∇·E\n", "4oiHwrdFCg=="),
        ] {
            assert_eq!(inside(text), encoded);
        }
    }

    fn decoded(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for four in text.as_bytes().chunks(4) {
            let kept = four.iter().filter(|letter| **letter != b'=').count();
            let value = |letter: &u8| LETTERS.iter().position(|l| l == letter).unwrap_or(0);
            let bits = four.iter().fold(0, |bits, letter| bits << 6 | value(letter));
            let three =
                [bits >> 16, bits >> 8, bits].map(|byte| u8::try_from(byte & 0xFF).unwrap());
            bytes.extend(&three[..kept - 1]);
        }
        bytes
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_nothing_ends_the_sequence_early(text: String) {
            let encoded = inside(&text);
            prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)));
            prop_assert_eq!(decoded(&encoded), text.as_bytes());
        }
    }
}
