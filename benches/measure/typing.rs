//! Typing in the filter, letter by letter.
//!
//! No screen is drawn. Invariant: a keystroke is what finding and marking cost for one frame.

use std::hint::black_box;
use std::time::Duration;

use recto::find::{Found, Haystack, Query, marks};

use super::timed;

/// Rows of one frame, of which the letters are marked.
const FRAME: usize = 60;

/// Each is typed letter by letter.
pub const TYPED: [(&str, &str); 9] = [
    ("three words", "electric field ring"),
    ("one word", "nervous"),
    ("two letters", "el"),
    ("a beginning", "how does the"),
    ("a question", "How does pressure affect the balance of a nervous system?"),
    ("a slip", "elctric feild"),
    ("letters", "eflring"),
    ("a capital", "Electric Field"),
    ("no such thing", "zyxwvut"),
];

/// Types `typed` once: the time of each keystroke, and what the last one found. `question` gives the
/// question in a row.
pub fn keystrokes<'a>(
    haystack: &Haystack,
    question: impl Fn(u32) -> Option<&'a str>,
    typed: &str,
) -> (Vec<Duration>, Option<Found>) {
    let mut last = None;
    let ends = typed.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let times = ends.map(|end| {
        let keys = typed.get(..end).unwrap_or_default();
        let (time, found) = timed(|| {
            let query = Query::parse(keys);
            let found = haystack.find(&query, &|_| true);
            for row in found.rows.iter().take(FRAME) {
                if let Some(question) = question(*row) {
                    black_box(marks(question, &query, &found));
                }
            }
            found
        });
        last = Some(found);
        time
    });
    (times.collect(), last)
}
