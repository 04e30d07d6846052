//! Drawing: cells in, one write out.
//!
//! Keeps the cells that the terminal shows, with the hyperlinks on them, and sends only what changed,
//! inside a synchronised update. It decides nothing about what is drawn. After a resize, a resume, a failed write or
//! [`Screen::clear`] the next frame is drawn from nothing, so a frame never builds on cells that
//! are not there.

use std::io;
use std::ops::Range;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::pictures::Pictures;
use super::{device, hyperlink, session};

/// What a frame holds besides its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// Column and row of the cursor, if it is shown.
    pub cursor: Option<(u16, u16)>,
    /// The links in it.
    pub links: Vec<Hyperlink>,
}

/// A piece of a link on a row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperlink {
    /// Its row.
    pub row: u16,
    /// Its columns.
    pub columns: Range<u16>,
    /// Where it leads, as written; whether the terminal is told is decided here.
    pub target: String,
}

/// The screen of the session; draws nothing while there is none.
#[derive(Debug, Default)]
pub struct Screen {
    shown: Buffer,
    next: Buffer,
    /// Whether the terminal has hyperlinks.
    has_links: bool,
    /// The hyperlinks on the cells of `shown`.
    links: Links,
    cursor: Option<(u16, u16)>,
    /// Which taking of the terminal `shown` belongs to; `None` if it shows something else.
    taken: Option<u64>,
    bytes: Vec<u8>,
    pictures: Pictures,
}

impl Screen {
    /// A screen of which nothing is known yet; whether its terminal has hyperlinks must be.
    #[must_use]
    pub fn new(has_links: bool) -> Self {
        // With NO_COLOR crossterm writes a reset in place of each colour, which takes bold and
        // reverse away with it. Whether there is colour is the theme's to say.
        crossterm::style::force_color_output(true);
        Self { has_links, ..Self::default() }
    }

    /// Columns and rows of the terminal, either may be 0.
    ///
    /// # Errors
    /// When standard output is no terminal, or none any more.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        device::size()
    }

    /// The pictures that are drawn over the next frames.
    pub fn pictures(&mut self) -> &mut Pictures {
        &mut self.pictures
    }

    /// Makes the next frame a full one, for when something else wrote to the terminal.
    pub fn clear(&mut self) {
        self.taken = None;
    }

    /// Lets `render` fill a blank buffer of the terminal's size and shows it, with the cursor and the
    /// links it returns. Nothing is written if nothing changed.
    ///
    /// # Errors
    /// When the terminal cannot be asked or written to; the next frame is then a full one.
    pub fn draw(&mut self, render: impl FnOnce(&mut Buffer) -> Frame) -> io::Result<()> {
        let taken = session::taken();
        let size = device::size()?;
        if self.taken != Some(taken) {
            self.taken = None;
        }
        self.compose(size, render)?;
        // Only when it has arrived is it shown.
        self.taken = None;
        if !self.bytes.is_empty() {
            session::write_frame(&self.bytes)?;
        }
        self.taken = Some(taken);
        Ok(())
    }

    /// Leaves in `bytes` what brings the terminal from the last frame to the next one.
    fn compose(
        &mut self,
        (width, height): (u16, u16),
        render: impl FnOnce(&mut Buffer) -> Frame,
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, width, height);
        let full = self.taken.is_none() || self.shown.area != area;
        if full {
            self.shown.resize(area);
            self.shown.reset();
            self.links = Links::default();
        }
        self.next.resize(area);
        self.next.reset();
        let frame = render(&mut self.next);
        let cursor = frame.cursor.filter(|(x, y)| *x < width && *y < height);
        let links = if self.has_links { Links::new(area, &frame.links) } else { Links::default() };
        self.forget_relinked(&links);
        self.pictures.paint(&mut self.next, full);
        let transmissions = self.pictures.transmissions();
        self.bytes.clear();
        let changes = self.shown.diff(&self.next);
        if full || !changes.is_empty() || cursor != self.cursor || !transmissions.is_empty() {
            queue!(self.bytes, BeginSynchronizedUpdate, Hide)?;
            if full {
                queue!(self.bytes, SetAttribute(Attribute::Reset), Clear(ClearType::All))?;
            }
            self.bytes.extend_from_slice(transmissions);
            write_cells(&mut self.bytes, &changes, &links)?;
            if let Some((x, y)) = cursor {
                queue!(self.bytes, MoveTo(x, y), Show)?;
            }
            queue!(self.bytes, EndSynchronizedUpdate)?;
        }
        self.cursor = cursor;
        self.links = links;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }

    /// Makes every cell whose link changes differ from what is to be shown there.
    fn forget_relinked(&mut self, links: &Links) {
        if self.links.is_empty() && links.is_empty() {
            return;
        }
        for position in self.shown.area.positions() {
            let at = (position.x, position.y);
            if self.links.at(at) != links.at(at)
                && let (Some(shown), Some(next)) =
                    (self.shown.cell_mut(position), self.next.cell(position))
            {
                shown.modifier = !next.modifier;
            }
        }
    }
}

/// Writes cells, each run of one link inside its hyperlink.
fn write_cells(bytes: &mut Vec<u8>, cells: &[(u16, u16, &Cell)], links: &Links) -> io::Result<()> {
    for run in cells.chunk_by(|a, b| links.at((a.0, a.1)) == links.at((b.0, b.1))) {
        let target = run.first().and_then(|(x, y, _)| links.at((*x, *y)));
        if let Some(target) = target {
            bytes.extend_from_slice(hyperlink::open(target).as_bytes());
        }
        CrosstermBackend::new(&mut *bytes).draw(run.iter().copied())?;
        if target.is_some() {
            bytes.extend_from_slice(hyperlink::CLOSE.as_bytes());
        }
    }
    Ok(())
}

/// Which cell belongs to which link.
#[derive(Debug, Default)]
struct Links {
    /// Targets a terminal may be told.
    targets: Vec<String>,
    width: usize,
    /// For each cell the number of its target, counted from 1; 0 for none. Empty if there are none.
    cells: Vec<usize>,
}

impl Links {
    /// The links of a frame; those that no terminal may be told are left out.
    fn new(area: Rect, links: &[Hyperlink]) -> Self {
        let mut all = Self { width: area.width.into(), ..Self::default() };
        for link in links.iter().filter(|link| link.row < area.height) {
            let Some(target) = hyperlink::target(&link.target) else { continue };
            all.cells.resize(usize::from(area.width) * usize::from(area.height), 0);
            all.targets.push(target);
            let number = all.targets.len();
            let start = usize::from(link.row) * all.width;
            let columns = link.columns.start.min(area.width)..link.columns.end.min(area.width);
            let cells = all.cells.iter_mut().skip(start + usize::from(columns.start));
            cells.take(columns.len()).for_each(|cell| *cell = number);
        }
        all
    }

    fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The target at a column and row.
    fn at(&self, (x, y): (u16, u16)) -> Option<&str> {
        let cell = usize::from(y) * self.width + usize::from(x);
        let number = self.cells.get(cell)?.checked_sub(1)?;
        self.targets.get(number).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};
    use std::num::NonZeroU16;

    /// A terminal, and a screen that draws on it as in a session.
    struct Shown {
        screen: Screen,
        terminal: vt100::Parser,
    }

    impl Shown {
        fn new() -> Self {
            let one = NonZeroU16::new(1).unwrap();
            Self { screen: Screen::new(true), terminal: vt100::Parser::new(one, one, 0) }
        }

        fn draw(&mut self, size: (u16, u16), render: impl FnOnce(&mut Buffer) -> Frame) -> usize {
            if let (Some(width), Some(height)) = (NonZeroU16::new(size.0), NonZeroU16::new(size.1))
            {
                self.terminal.screen_mut().set_size(height, width);
            }
            self.screen.compose(size, render).unwrap();
            self.screen.taken = Some(0);
            self.terminal.process(&self.screen.bytes);
            self.screen.bytes.len()
        }

        /// The rows without the blanks at their ends, written or not.
        fn text(&self) -> String {
            let width = self.terminal.screen().size().1.get();
            let rows: Vec<_> = self.terminal.screen().rows(0, width).collect();
            rows.iter().map(|row| row.trim_end()).collect::<Vec<_>>().join("\n")
        }
    }

    fn word(text: &'static str) -> impl FnOnce(&mut Buffer) -> Frame {
        linked(text, Vec::new())
    }

    /// A frame of one word with links.
    fn linked(text: &'static str, links: Vec<Hyperlink>) -> impl FnOnce(&mut Buffer) -> Frame {
        move |buffer| {
            let width = buffer.area.width.into();
            buffer.set_stringn(0, 0, text, width, Style::new());
            Frame { cursor: None, links }
        }
    }

    fn cursor(x: u16, y: u16) -> Frame {
        Frame { cursor: Some((x, y)), ..Frame::default() }
    }

    fn link(columns: Range<u16>, target: &str) -> Hyperlink {
        Hyperlink { row: 0, columns, target: target.to_owned() }
    }

    #[test]
    fn a_frame_is_one_synchronised_update() {
        let mut shown = Shown::new();
        shown.draw((10, 2), word("hello"));
        let bytes = shown.screen.bytes.clone();
        assert!(bytes.starts_with(b"\x1b[?2026h") && bytes.ends_with(b"\x1b[?2026l"));
        assert_eq!(shown.text(), "hello\n");
    }

    #[test]
    fn a_frame_like_the_last_one_writes_nothing() {
        let mut shown = Shown::new();
        assert!(shown.draw((10, 2), word("hello")) > 0);
        assert_eq!(shown.draw((10, 2), word("hello")), 0);
        shown.screen.clear();
        assert!(shown.draw((10, 2), word("hello")) > 0);
    }

    #[test]
    fn the_cursor_is_shown_only_where_it_is_asked_for() {
        let mut shown = Shown::new();
        shown.draw((10, 2), |_| cursor(3, 1));
        assert_eq!(shown.terminal.screen().cursor_position(), (1, 3));
        assert!(!shown.terminal.screen().hide_cursor());
        shown.draw((10, 2), |_| cursor(10, 1));
        assert!(shown.terminal.screen().hide_cursor(), "outside is nowhere");
        shown.draw((10, 2), |_| Frame::default());
        assert!(shown.terminal.screen().hide_cursor());
    }

    #[test]
    fn bold_survives_a_change_of_colour_without_colours() {
        let mut shown = Shown::new();
        shown.draw((10, 1), |buffer| {
            let bold = Style::new().add_modifier(Modifier::BOLD).fg(Color::Red);
            buffer.set_string(0, 0, "bold", bold);
            Frame::default()
        });
        assert!(shown.terminal.screen().cell(0, 0).unwrap().bold());
    }

    #[test]
    fn a_terminal_without_cells_is_drawn_like_any_other() {
        let mut shown = Shown::new();
        for size in [(0, 0), (0, 5), (5, 0), (1, 1), (0, 0), (5, 1)] {
            shown.draw(size, |buffer| {
                assert_eq!((buffer.area.width, buffer.area.height), size);
                cursor(0, 0)
            });
        }
        shown.draw((5, 1), word("again"));
        assert_eq!(shown.text(), "again");
    }

    /// What is written to the terminal, with the target of the link it is written in.
    fn pieces(bytes: &[u8]) -> Vec<(String, String)> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let mut pieces = Vec::new();
        for part in text.split("\x1b]8;").skip(1) {
            let (link, rest) = part.split_once("\x1b\\").unwrap();
            let target = link.split_once(';').unwrap().1;
            let mut written = String::new();
            let mut chars = rest.chars();
            while let Some(char) = chars.next() {
                if char == '\x1b' {
                    let _ = chars.by_ref().skip(1).find(char::is_ascii_alphabetic);
                } else {
                    written.push(char);
                }
            }
            pieces.push((target.to_owned(), written));
        }
        pieces
    }

    /// The pieces of a frame, those outside of links left out.
    fn links_of(shown: &Shown) -> Vec<(String, String)> {
        pieces(&shown.screen.bytes).into_iter().filter(|(target, _)| !target.is_empty()).collect()
    }

    fn pair(target: &str, text: &str) -> (String, String) {
        (target.to_owned(), text.to_owned())
    }

    #[test]
    fn a_link_wraps_its_cells_and_no_others() {
        let mut shown = Shown::new();
        shown.draw((20, 1), linked("see a site now", vec![link(4..10, "https://e.org/a b")]));
        assert_eq!(links_of(&shown), [pair("https://e.org/a%20b", "a site")]);
        assert_eq!(shown.text(), "see a site now");
        let ends = pieces(&shown.screen.bytes);
        assert_eq!(ends.last().unwrap().0, "", "the last link is closed");
    }

    #[test]
    fn a_cell_is_written_again_when_only_its_link_changes() {
        let mut shown = Shown::new();
        let draw = |shown: &mut Shown, links| {
            shown.draw((20, 1), linked("one two", links));
            links_of(shown)
        };
        let (a, b) = ("https://a.org", "https://b.org");
        assert_eq!(draw(&mut shown, vec![link(0..3, a)]), [pair(a, "one")]);
        assert_eq!(draw(&mut shown, vec![link(0..3, a)]), [], "the same again");
        assert!(shown.screen.bytes.is_empty());
        assert_eq!(draw(&mut shown, vec![link(0..3, b)]), [pair(b, "one")]);
        assert_eq!(draw(&mut shown, vec![link(0..3, b), link(4..7, a)]), [pair(a, "two")]);
        assert_eq!(draw(&mut shown, vec![link(4..7, a)]), []);
        assert!(!shown.screen.bytes.is_empty(), "the cells that are no link any more");
        assert_eq!(shown.text(), "one two");
        shown.screen.clear();
        assert_eq!(draw(&mut shown, vec![link(4..7, a)]), [pair(a, "two")], "after a clear");
    }

    #[test]
    fn a_terminal_without_hyperlinks_is_told_of_none() {
        let mut shown = Shown::new();
        shown.screen = Screen::new(false);
        shown.draw((20, 1), linked("a site", vec![link(0..6, "https://e.org")]));
        assert!(!shown.screen.bytes.windows(4).any(|four| four == b"\x1b]8;"));
        assert_eq!(shown.text(), "a site");
    }

    #[test]
    fn targets_of_other_schemes_and_links_outside_the_screen_are_left_out() {
        let mut shown = Shown::new();
        let mut far = link(0..6, "https://e.org");
        far.row = 9;
        let links = vec![
            link(0..2, "javascript:alert(1)"),
            link(2..4, "notes/a.md"),
            link(90..95, "https://e.org"),
            far,
        ];
        shown.draw((20, 1), linked("a site", links));
        assert_eq!(links_of(&shown), []);
    }

    #[test]
    fn a_wide_character_in_a_link_is_written_once() {
        let mut shown = Shown::new();
        let target = "https://e.org";
        shown.draw((10, 1), linked("日本", vec![link(0..4, target)]));
        assert_eq!(links_of(&shown), [pair(target, "日本")]);
        shown.draw((10, 1), linked("日本", vec![link(0..2, target)]));
        assert_eq!(shown.text(), "日本");
    }

    /// Text of all widths at a cell, in a frame of a size.
    type Drawn = ((u16, u16), Vec<(u16, u16, String)>, bool, Vec<(Range<u16>, String)>);

    fn drawn() -> impl Strategy<Value = Drawn> {
        let text = "[a-c 日本é─√]{0,6}";
        let target = "(https://|mailto:|x:)?.{0,12}";
        (
            (1..12_u16, 1..5_u16),
            proptest::collection::vec((0..12_u16, 0..5_u16, text), 0..5),
            any::<bool>(),
            proptest::collection::vec((0..14_u16, 0..14_u16, target), 0..3),
        )
            .prop_map(|(size, texts, clear, links)| {
                let links = links.into_iter().map(|(start, end, target)| (start..end, target));
                (size, texts, clear, links.collect())
            })
    }

    proptest! {
        #[test]
        fn the_terminal_shows_the_last_frame_whatever_came_before(
            frames in proptest::collection::vec(drawn(), 1..6),
        ) {
            let mut shown = Shown::new();
            for (size, texts, clear, links) in frames {
                let render = |buffer: &mut Buffer| {
                    for (x, y, text) in &texts {
                        if *x < size.0 && *y < size.1 {
                            buffer.set_stringn(*x, *y, text, usize::from(size.0 - x), Style::new());
                        }
                    }
                    let links = links.iter();
                    let links = links.map(|(columns, target)| link(columns.clone(), target));
                    Frame { cursor: None, links: links.collect() }
                };
                if clear {
                    shown.screen.clear();
                }
                shown.draw(size, render);
                let mut fresh = Shown::new();
                fresh.draw(size, render);
                prop_assert_eq!(shown.text(), fresh.text());
                let pieces = pieces(&shown.screen.bytes);
                prop_assert!(pieces.last().is_none_or(|(target, _)| target.is_empty()));
                for (target, _) in pieces {
                    prop_assert!(target.len() <= 2048);
                    prop_assert!(target.bytes().all(|byte| byte.is_ascii_graphic()));
                }
            }
        }
    }
}
