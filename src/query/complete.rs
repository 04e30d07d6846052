//! What the word under the cursor may become: the names of conditions, and where values begin.

use std::ops::Range;

use super::condition::{NAMES, Name};

/// What can be completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The name of a condition.
    Name,
    /// A value of the condition with this name.
    Value(&'static str),
}

/// Something that can be completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What it is.
    pub wanted: Wanted,
    /// What of it is typed, in bytes of the text.
    pub at: Range<usize>,
    /// What may stand there, where that is known without a library: all that begins as was typed.
    pub offers: Vec<String>,
}

/// What can be completed at the end of a text; `None` if that is not a condition. A name that is typed
/// to its end may be a word, and a letter nearly always begins one.
#[must_use]
pub fn complete(text: &str) -> Option<Completion> {
    let start = start_of_item(text);
    let item = text.get(start..)?;
    let body = item.strip_prefix('-').unwrap_or(item);
    let start = start + item.len() - body.len();
    let Some((name, value)) = body.split_once(':') else {
        let offers: Vec<String> = NAMES
            .iter()
            .filter(|known| body.len() > 1 && body.len() < known.name.len())
            .filter(|known| begins(known.name, body))
            .map(|known| format!("{}:", known.name))
            .collect();
        let at = start..text.len();
        return (!offers.is_empty()).then_some(Completion { wanted: Wanted::Name, at, offers });
    };
    let known: &Name = NAMES.iter().find(|known| known.name.eq_ignore_ascii_case(name))?;
    let offers = known.values.iter().filter(|offer| begins(offer, value));
    Some(Completion {
        wanted: Wanted::Value(known.name),
        at: start + name.len() + 1..text.len(),
        offers: offers.map(|offer| (*offer).to_owned()).collect(),
    })
}

fn begins(whole: &str, start: &str) -> bool {
    whole.get(..start.len()).is_some_and(|part| part.eq_ignore_ascii_case(start))
}

/// Where the last item of a text begins: after the last blank that is in no quotes.
fn start_of_item(text: &str) -> usize {
    let mut is_quoted = false;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}
