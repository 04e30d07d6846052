//! Drawing: cells in, one write out.
//!
//! Keeps the cells that the terminal shows and sends only what changed, inside a synchronised
//! update. It decides nothing about what is drawn. After a resize, a resume, a failed write or
//! [`Screen::clear`] the next frame is drawn from nothing, so a frame never builds on cells that
//! are not there.

use std::io;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::pictures::Pictures;
use super::{device, session};

/// The screen of the session; draws nothing while there is none.
#[derive(Debug, Default)]
pub struct Screen {
    shown: Buffer,
    next: Buffer,
    cursor: Option<(u16, u16)>,
    /// Which taking of the terminal `shown` belongs to; `None` if it shows something else.
    taken: Option<u64>,
    bytes: Vec<u8>,
    pictures: Pictures,
}

impl Screen {
    /// A screen of which nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        // With NO_COLOR crossterm writes a reset in place of each colour, which takes bold and
        // reverse away with it. Whether there is colour is the theme's to say.
        crossterm::style::force_color_output(true);
        Self::default()
    }

    /// Columns and rows of the terminal, either may be 0. When the terminal has hung up, the
    /// process leaves as it does on a hang-up.
    ///
    /// # Errors
    /// When standard output is no terminal.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        device::size().inspect_err(|_| session::leave_if_gone())
    }

    /// The pictures that are drawn over the next frames.
    pub fn pictures(&mut self) -> &mut Pictures {
        &mut self.pictures
    }

    /// Makes the next frame a full one, for when something else wrote to the terminal.
    pub fn clear(&mut self) {
        self.taken = None;
    }

    /// Lets `render` fill a blank buffer of the terminal's size and shows it, with the cursor at
    /// the column and row it returns, or hidden. Nothing is written if nothing changed. When the
    /// terminal has hung up, the process leaves as it does on a hang-up.
    ///
    /// # Errors
    /// When the terminal cannot be asked or written to; the next frame is then a full one.
    pub fn draw(
        &mut self,
        render: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
    ) -> io::Result<()> {
        self.show(render).inspect_err(|_| session::leave_if_gone())
    }

    fn show(&mut self, render: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>) -> io::Result<()> {
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
        render: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, width, height);
        let full = self.taken.is_none() || self.shown.area != area;
        if full {
            self.shown.resize(area);
            self.shown.reset();
        }
        self.next.resize(area);
        self.next.reset();
        let cursor = render(&mut self.next).filter(|(x, y)| *x < width && *y < height);
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
            CrosstermBackend::new(&mut self.bytes).draw(changes.into_iter())?;
            if let Some((x, y)) = cursor {
                queue!(self.bytes, MoveTo(x, y), Show)?;
            }
            queue!(self.bytes, EndSynchronizedUpdate)?;
        }
        self.cursor = cursor;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
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
            Self { screen: Screen::new(), terminal: vt100::Parser::new(one, one, 0) }
        }

        fn draw(
            &mut self,
            size: (u16, u16),
            render: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
        ) -> usize {
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

    fn word(text: &'static str) -> impl FnOnce(&mut Buffer) -> Option<(u16, u16)> {
        move |buffer| {
            let width = buffer.area.width.into();
            buffer.set_stringn(0, 0, text, width, Style::new());
            None
        }
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
        shown.draw((10, 2), |_| Some((3, 1)));
        assert_eq!(shown.terminal.screen().cursor_position(), (1, 3));
        assert!(!shown.terminal.screen().hide_cursor());
        shown.draw((10, 2), |_| Some((10, 1)));
        assert!(shown.terminal.screen().hide_cursor(), "outside is nowhere");
        shown.draw((10, 2), |_| None);
        assert!(shown.terminal.screen().hide_cursor());
    }

    #[test]
    fn bold_survives_a_change_of_colour_without_colours() {
        let mut shown = Shown::new();
        shown.draw((10, 1), |buffer| {
            let bold = Style::new().add_modifier(Modifier::BOLD).fg(Color::Red);
            buffer.set_string(0, 0, "bold", bold);
            None
        });
        assert!(shown.terminal.screen().cell(0, 0).unwrap().bold());
    }

    #[test]
    fn a_terminal_without_cells_is_drawn_like_any_other() {
        let mut shown = Shown::new();
        for size in [(0, 0), (0, 5), (5, 0), (1, 1), (0, 0), (5, 1)] {
            shown.draw(size, |buffer| {
                assert_eq!((buffer.area.width, buffer.area.height), size);
                Some((0, 0))
            });
        }
        shown.draw((5, 1), word("again"));
        assert_eq!(shown.text(), "again");
    }

    /// Text of all widths at a cell, in a frame of a size.
    type Frame = ((u16, u16), Vec<(u16, u16, String)>, bool);

    fn frame() -> impl Strategy<Value = Frame> {
        let text = "[a-c 日本é─√]{0,6}";
        (
            (1..12_u16, 1..5_u16),
            proptest::collection::vec((0..12_u16, 0..5_u16, text), 0..5),
            any::<bool>(),
        )
    }

    proptest! {
        #[test]
        fn the_terminal_shows_the_last_frame_whatever_came_before(
            frames in proptest::collection::vec(frame(), 1..6),
        ) {
            let mut shown = Shown::new();
            for (size, texts, clear) in frames {
                let render = |buffer: &mut Buffer| {
                    for (x, y, text) in &texts {
                        if *x < size.0 && *y < size.1 {
                            buffer.set_stringn(*x, *y, text, usize::from(size.0 - x), Style::new());
                        }
                    }
                    None
                };
                if clear {
                    shown.screen.clear();
                }
                shown.draw(size, render);
                let mut fresh = Shown::new();
                fresh.draw(size, render);
                prop_assert_eq!(shown.text(), fresh.text());
            }
        }
    }
}
