//! Typing in the filter: from a letter to the frame that shows the list it asks for.
//!
//! An echo of the letter is no answer. Each query is typed once slowly, and what the list shows when
//! all is quiet is kept; later a key is over with the first frame whose list looks the same, marks and
//! counts included. Invariant: a kept list begins with the question that `recto::find` finds first, and says
//! how many it finds, where it says so.

use std::time::Duration;

use recto::find::{Query, Stage};
use recto::library::catalog::{ArticleId, Catalog};
use recto::text::count::grouped;

use crate::echo::Echo;
use crate::measure::typing::TYPED;
use crate::reader::{Cell, Reader, look, look_at_list, rows};

/// Typed beside what all benches type.
const MORE: [&str; 8] = [
    "electric field",
    "the",
    "nervous system",
    "how does",
    "photosinthesis",
    "matrix rank",
    "q",
    "learning rate",
];

/// No frame comes for so long after one that was the last.
const QUIET: Duration = Duration::from_millis(150);
/// So long the article beside the list is given before the next key.
const PAUSE: Duration = Duration::from_millis(10);

/// What all queries show.
pub struct Script {
    queries: Vec<Vec<Key>>,
    /// What stands in the border while nothing is typed.
    cleared: String,
    blank: Vec<Cell>,
}

/// A letter and the list that it asks for.
struct Key {
    letter: char,
    /// What it must show; nothing where the reader also looks among unlisted articles.
    answer: Option<Answer>,
    shown: Vec<Cell>,
}

/// What is found.
struct Answer {
    first: String,
    /// In the border, unless much is typed there.
    counts: String,
}

/// The times of keystrokes.
#[derive(Default)]
pub struct Times {
    /// Each letter alone, after the last one was answered.
    pub keys: Vec<Duration>,
    /// All letters of a query at once, until the list of the last one.
    pub at_once: Vec<Duration>,
    /// All that was typed cleared with one key.
    pub cleared: Vec<Duration>,
}

impl Script {
    /// What is to be typed, and how many questions each key must find.
    pub fn new(catalog: &Catalog) -> Self {
        let texts = TYPED.into_iter().map(|(_, text)| text).chain(MORE);
        let keys = |text: &str| {
            let ends = text.char_indices().map(|(at, letter)| (letter, at + letter.len_utf8()));
            let keys = ends.map(|(letter, end)| {
                let answer = answer(catalog, text.get(..end).unwrap_or_default());
                Key { letter, answer, shown: Vec::new() }
            });
            keys.collect()
        };
        let cleared = format!(" {} ─", grouped(catalog.listed()));
        Self { queries: texts.map(keys).collect(), cleared, blank: Vec::new() }
    }

    /// Types every query slowly and keeps what the list shows after each key.
    pub fn learn(&mut self, reader: &mut Reader) {
        for keys in &mut self.queries {
            reader.settle(QUIET);
            self.blank = look_at_list(reader.screen(), "Questions");
            for key in keys {
                reader.press_and_settle(&key.letter.to_string(), QUIET);
                if let Some(answer) = &key.answer {
                    reader.wait(&answer.counts, |screen| answer.is_shown(screen));
                    reader.settle(QUIET);
                }
                key.shown = look(reader.screen(), "Questions");
            }
            reader.frame_after("<esc>", "an empty filter", |screen| {
                border(screen).contains(&self.cleared)
            });
        }
        reader.settle(QUIET);
    }

    /// Types every query, letter by letter and then at once.
    pub fn play(&self, reader: &mut Reader, times: &mut Times, echo: &mut Echo) {
        for keys in &self.queries {
            let Some(last) = keys.last() else { continue };
            for key in keys {
                let letter = key.letter.to_string();
                if key.letter == ' ' {
                    // It changes nothing but the cursor.
                    reader.press_and_settle(&letter, PAUSE);
                    continue;
                }
                times.keys.push(reader.frame_after(&letter, "the list of a letter", |screen| {
                    look(screen, "Questions") == key.shown
                }));
                reader.settle(PAUSE);
            }
            times.cleared.push(self.clear(reader));
            let all: String = keys.iter().map(|key| key.letter).collect();
            times.at_once.push(reader.frame_after(&all, "the list of a query", |screen| {
                look(screen, "Questions") == last.shown
            }));
            reader.settle(PAUSE);
            self.clear(reader);
            echo.type_keys(4);
        }
    }

    fn clear(&self, reader: &mut Reader) -> Duration {
        let time = reader.frame_after("<esc>", "the whole list", |screen| {
            look_at_list(screen, "Questions") == self.blank
        });
        reader.settle(PAUSE);
        time
    }
}

impl Answer {
    fn is_shown(&self, screen: &vt100::Screen) -> bool {
        let rows = rows(screen, "Questions");
        let [border, first, ..] = rows.as_slice() else { return false };
        // The row may begin and end with an ellipsis, and have a subject at its end.
        let first = first.trim_matches(['│', '▌', ' ']).trim_start_matches('…');
        let first = first.split("  ").next().unwrap_or_default().trim_end_matches('…');
        let is_counted = border.contains(&self.counts) || !border.contains(" of ");
        is_counted && !first.is_empty() && self.first.contains(first)
    }
}

/// The border of the list, with what is typed and how many questions there are.
fn border(screen: &vt100::Screen) -> String {
    rows(screen, "Questions").into_iter().next().unwrap_or_default()
}

/// What the list must show for what is typed.
fn answer(catalog: &Catalog, typed: &str) -> Option<Answer> {
    let is_listed = |row| catalog.is_listed(ArticleId(row));
    let found = catalog.haystack().find(&Query::parse(typed), &is_listed);
    let first = catalog.get(ArticleId(*found.rows.first()?))?.question.to_owned();
    let [count, all] = [found.rows.len(), catalog.listed()].map(grouped);
    let is_plain = found.stage < Stage::Letters;
    is_plain.then(|| Answer { first, counts: format!(" {count} of {all} ") })
}
