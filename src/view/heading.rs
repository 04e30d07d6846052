//! The frame of a list of articles, with the line that is typed in its title.
//!
//! It knows neither what is typed for nor what the list is of. Invariant: the cursor stands in the
//! frame, and the end of what is typed is in view.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::canvas::Canvas;
use super::lists::border;
use crate::app::geometry::Geometry;
use crate::app::input::Input;
use crate::text::width;
use crate::theme::Part;

/// Columns of a typed line that are worth more than the counts beside it.
const FEW_WORDS: usize = 16;

/// What stands on the frame.
pub struct Heading<'a> {
    /// How the list is called.
    pub name: &'a str,
    /// What is typed.
    pub input: &'a Input,
    /// Whether it is being typed.
    pub typing: bool,
    /// At the right of the title, with blanks around it.
    pub counts: &'a str,
    /// On the lower border.
    pub below: &'a str,
    /// What typing does, while nothing is typed.
    pub hint: &'a str,
}

impl Heading<'_> {
    /// Draws the frame of the list; returns where the cursor stands while the line is typed.
    pub fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        geometry: &Geometry,
        focused: bool,
    ) -> Option<(u16, u16)> {
        self.draw_on(canvas, geometry.questions, geometry.bordered, focused)
    }

    /// Draws it on any rectangle.
    pub fn draw_on(
        &self,
        canvas: &mut Canvas<'_>,
        outer: Rect,
        bordered: bool,
        focused: bool,
    ) -> Option<(u16, u16)> {
        let Self { name, input, typing, counts, below, hint } = *self;
        let (strong, quiet) = (canvas.part(Part::Title), canvas.part(Part::Quiet));
        let inset = 2 * u16::from(bordered);
        let room = usize::from(outer.width.saturating_sub(inset));
        let name = width::truncate(name, (room / 3).max(9)).into_owned();
        let filtered = typing || !input.is_empty();
        let lead = if filtered { format!(" {name} › ") } else { format!(" {name}") };
        let typed_room = room.saturating_sub(width::of(&lead) + 2);
        // The counts keep their place as long as a few words fit beside them.
        let beside = typed_room.saturating_sub(width::of(counts) + 2);
        let typed_room = if beside >= FEW_WORDS { beside } else { typed_room };
        let (before, after) = input.parts();
        let before = tail(before, typed_room);
        let after = width::truncate(after, typed_room.saturating_sub(width::of(before)));
        let border = border(canvas, focused);
        let plain = Style::new();
        let hint = if typing && input.is_empty() { hint } else { "" };
        let below = match below {
            "" => String::new(),
            below => format!(" {} ", width::truncate(below, room.saturating_sub(4))),
        };
        let left = [(lead.as_str(), strong), (before, plain), (&*after, plain)];
        let right = [(counts, quiet)];
        let bottom = [(below.as_str(), quiet)];
        let end = canvas.frame(outer, bordered, border, &left, &right, &bottom);
        let first =
            Rect { x: outer.x + inset / 2, width: outer.width.saturating_sub(inset), ..outer };
        let after = if input.is_empty() { format!("{hint} ") } else { " ".to_owned() };
        let rightmost = if input.is_empty() { width::of(counts) + 1 } else { 0 };
        if width::of(&after) + usize::from(end) + rightmost < room {
            canvas.text(Canvas::row(first, 0), end, &after, quiet);
        }
        let column = width::of(&lead) + width::of(before);
        let cursor = u16::try_from(column).unwrap_or(u16::MAX).min(first.width.saturating_sub(1));
        (focused && typing).then_some((first.x + cursor, first.y))
    }
}

/// The end of a text that fits the columns, in whole graphemes.
pub(super) fn tail(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += width::grapheme(grapheme);
        if used > columns {
            break;
        }
        start = at;
    }
    text.get(start..).unwrap_or_default()
}
