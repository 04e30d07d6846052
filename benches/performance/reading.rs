//! Opening articles and scrolling them, as a reader does who leafs through the list.
//!
//! An article is opened with one write of two keys, a page down and Enter, so that Recto had no time to
//! read it ahead. Invariant: a frame counts once the page has changed, not once the key was taken.

use std::time::Duration;

use crate::echo::Echo;
use crate::reader::{Reader, rows};

/// Articles that are opened, and lines scrolled in each.
const ARTICLES: usize = 300;
const LINES: usize = 12;

/// No frame comes for so long after one that was the last.
const QUIET: Duration = Duration::from_millis(40);

/// What opening and scrolling took.
#[derive(Default)]
pub struct Times {
    /// From Enter to the frame with the answer.
    pub opening: Vec<Duration>,
    /// From a key to the frame one line further.
    pub scrolling: Vec<Duration>,
}

/// Leafs through the list; fewer articles are opened where it is short.
pub fn leaf_through(reader: &mut Reader, times: &mut Times, echo: &mut Echo) {
    let mut selected = String::new();
    for _ in 0..ARTICLES {
        let before = page(reader.screen());
        let opened = reader.frame_after("<pgdn><enter>", "an article", |screen| {
            marked(screen).is_some_and(|row| row == selected)
                || marked(screen).is_some() && is_another(&page(screen), &before)
        });
        let now = marked(reader.screen()).unwrap_or_default();
        if now == selected {
            // The end of the list.
            return;
        }
        selected = now;
        times.opening.push(opened);
        reader.settle(QUIET);
        scroll(reader, &mut times.scrolling);
        echo.type_keys(2);
        reader.press_and_settle("<esc>", QUIET);
    }
}

/// Scrolls line by line as far as the article goes.
fn scroll(reader: &mut Reader, times: &mut Vec<Duration>) {
    for _ in 0..LINES {
        let below = rows(reader.screen(), "Answer").pop().unwrap_or_default();
        if !below.contains(" % ") || below.contains(" 100 % ") {
            return;
        }
        let before = page(reader.screen());
        times.push(reader.frame_after("j", "the next line", |screen| page(screen) != before));
    }
}

/// The rows of the answer without its border.
fn page(screen: &vt100::Screen) -> Vec<String> {
    let rows = rows(screen, "Answer");
    let inner = rows.iter().skip(1).take(rows.len().saturating_sub(2));
    inner.map(|row| row.trim_matches(['│', ' ']).to_owned()).collect()
}

/// Whether a page is there and not the one before.
fn is_another(page: &[String], before: &[String]) -> bool {
    page != before && page.first().is_some_and(|row| !row.is_empty())
}

/// The selected row of the list; it is marked like this only while another pane has the keys.
fn marked(screen: &vt100::Screen) -> Option<String> {
    rows(screen, "Questions").into_iter().find(|row| row.starts_with("│▌"))
}
