//! Pictures in pixels: made into the sequences of a protocol by ratatui-image, and drawn over the
//! half blocks of a frame.
//!
//! What is sent is made from decoded pixels only, so that no byte of a file reaches the terminal.
//! Invariants: a picture is drawn only where a frame has nothing but half blocks, so that whatever
//! lies over it wins; one that is not wholly in view keeps its half blocks, unless the terminal
//! itself can cut it.

use image::DynamicImage;
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::protocol::Protocol as Encoder;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;
use ratatui_image::sliced::{SlicedImage, SlicedProtocol};

use super::graphics::{Graphics, Protocol};
use crate::picture::{Extent, HALF_BLOCK, Pixels, Placement, SLOTS, decode};

/// The number under which kitty has the picture of the first slot; the others follow. It is the
/// colour of the placeholders too, so it has no more than 24 bits.
const FIRST_ID: u32 = 0x52_4300;
/// What stands in a cell for a part of a picture.
const PLACEHOLDER: char = '\u{10EEEE}';

/// A picture in the sequences of a protocol.
pub struct Encoded(Form);

enum Form {
    /// The picture, to be sent once, and the placeholders that show it.
    Kitty { transmission: String, placeholders: SlicedProtocol },
    /// All in one, to be sent wherever it is drawn.
    Whole(Encoder),
}

impl Encoded {
    /// Scales a picture to its cells and encodes it; `None` where half blocks must do.
    #[must_use]
    pub fn new(pixels: &Pixels, extent: Extent, slot: usize, graphics: Graphics) -> Option<Self> {
        let (width, height) = graphics.cell;
        let box_width = u32::from(extent.columns) * u32::from(width);
        let box_height = u32::from(extent.rows) * u32::from(height);
        let (width, height) = inside(pixels.dimensions(), (box_width, box_height));
        let image = DynamicImage::ImageRgb8(decode::scale(pixels, width, height));
        let size = Size::new(extent.columns, extent.rows);
        let form = match graphics.protocol? {
            Protocol::Kitty => {
                let id = FIRST_ID + u32::try_from(slot).ok().filter(|_| slot < SLOTS)?;
                let kitty = |image| Kitty::new(image, size, id, false, true).ok();
                let transmission = transmission(&SlicedProtocol::Kitty(kitty(image)?));
                // It would keep what it sends; one of a single pixel has the same placeholders,
                // and what it sends is drawn here and goes nowhere.
                let placeholders = SlicedProtocol::Kitty(kitty(DynamicImage::new_rgb8(1, 1))?);
                let _ = self::transmission(&placeholders);
                Form::Kitty { transmission, placeholders }
            }
            Protocol::Iterm2 => Form::Whole(Encoder::ITerm2(Iterm2::new(image, size, false).ok()?)),
            Protocol::Sixel => Form::Whole(Encoder::Sixel(Sixel::new(image, size, false).ok()?)),
        };
        Some(Self(form))
    }

    /// Memory it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.0 {
            Form::Kitty { transmission, .. } => transmission.len(),
            Form::Whole(Encoder::Sixel(sixel)) => sixel.data.len(),
            Form::Whole(Encoder::ITerm2(iterm2)) => iterm2.data.len(),
            Form::Whole(_) => 0,
        }
    }
}

/// What a picture sends before its placeholders when it is drawn for the first time.
fn transmission(picture: &SlicedProtocol) -> String {
    let one = Rect::new(0, 0, 1, 1);
    let mut buffer = Buffer::empty(one);
    SlicedImage::new(picture, (0, 0).into()).render(one, &mut buffer);
    let drawn = buffer.cell((0, 0)).map_or("", |cell| cell.symbol());
    drawn.split(PLACEHOLDER).next().unwrap_or_default().to_owned()
}

/// The largest size of a shape inside another one, in pixels.
fn inside((width, height): (u32, u32), (most_across, most_down): (u32, u32)) -> (u32, u32) {
    let part = |length: u32, part: u32, whole: u32| {
        let scaled = u64::from(length) * u64::from(part) / u64::from(whole.max(1));
        u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
    };
    let down = part(height, most_across, width);
    if down <= most_down {
        (most_across.max(1), down)
    } else {
        (part(width, most_down, height).min(most_across.max(1)), most_down.max(1))
    }
}

/// The pictures that kitty was sent are deleted with this.
#[must_use]
pub fn delete_all() -> Vec<u8> {
    let ids = (FIRST_ID..).take(SLOTS);
    ids.flat_map(|id| format!("\x1b_Ga=d,d=I,i={id},q=2\x1b\\").into_bytes()).collect()
}

struct Held {
    ticket: u64,
    encoded: Encoded,
    /// Whether the terminal has it, as far as that is to be sent once.
    sent: bool,
}

/// The pictures of a screen.
#[derive(Default)]
pub struct Pictures {
    held: [Option<Held>; SLOTS],
    placements: Vec<Placement>,
    /// What the next frame sends before its cells.
    transmissions: String,
}

impl Pictures {
    /// Takes a picture under its number.
    pub fn hold(&mut self, slot: usize, ticket: u64, encoded: Encoded) {
        if let Some(held) = self.held.get_mut(slot) {
            *held = Some(Held { ticket, encoded, sent: false });
        }
    }

    /// Forgets the pictures whose tickets `is_kept` denies.
    pub fn keep(&mut self, is_kept: impl Fn(u64) -> bool) {
        for slot in &mut self.held {
            if slot.as_ref().is_some_and(|held| !is_kept(held.ticket)) {
                *slot = None;
            }
        }
    }

    /// Says where pictures stand in the next frame.
    pub fn place(&mut self, placements: Vec<Placement>) {
        self.placements = placements;
    }

    /// Draws over the half blocks of a frame; in a `full` one nothing counts as sent.
    pub(super) fn paint(&mut self, buffer: &mut Buffer, full: bool) {
        self.transmissions.clear();
        for held in self.held.iter_mut().flatten().filter(|_| full) {
            held.sent = false;
        }
        for placement in &self.placements {
            let held = self.held.get_mut(placement.slot).and_then(Option::as_mut);
            let Some(held) = held.filter(|held| held.ticket == placement.ticket) else { continue };
            if !is_free(buffer, placement.area) {
                continue;
            }
            match &held.encoded.0 {
                Form::Kitty { transmission, placeholders } => {
                    if !held.sent {
                        self.transmissions.push_str(transmission);
                        held.sent = true;
                    }
                    let Ok(above) = i16::try_from(placement.above) else { continue };
                    blank(buffer, placement.area);
                    let picture = SlicedImage::new(placeholders, (0, -above).into());
                    picture.render(placement.area, buffer);
                }
                Form::Whole(encoder) if is_drawable(placement, buffer.area) => {
                    blank(buffer, placement.area);
                    ratatui_image::Image::new(encoder).render(placement.area, buffer);
                }
                Form::Whole(_) => {}
            }
        }
    }

    /// What a frame is to send before its cells.
    pub(super) fn transmissions(&self) -> &[u8] {
        self.transmissions.as_bytes()
    }
}

/// Whether a frame has half blocks in an area, and nothing over them.
fn is_free(buffer: &Buffer, area: Rect) -> bool {
    let is_block = |symbol: &str| symbol.chars().eq([HALF_BLOCK]);
    area.positions().all(|position| {
        buffer
            .cell(position)
            .is_some_and(|cell| cell.diff_option == CellDiffOption::None && is_block(cell.symbol()))
    })
}

/// Whether a picture that the terminal cannot cut may be drawn. The cell after one a column wide
/// would be written where the picture left the cursor, and one on the last row scrolls the screen.
fn is_drawable(placement: &Placement, screen: Rect) -> bool {
    placement.is_whole() && placement.area.width > 1 && placement.area.bottom() < screen.bottom()
}

fn blank(buffer: &mut Buffer, area: Rect) {
    for position in area.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
        }
    }
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Pictures")
            .field("placements", &self.placements)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Palette;
    use image::{Rgb, RgbImage};

    const EXTENT: Extent = Extent { columns: 6, rows: 4 };
    const SCREEN: Rect = Rect::new(0, 0, 20, 10);

    fn encoded(protocol: Protocol) -> Encoded {
        let shade = |at: u32| u8::try_from(at).unwrap();
        let pixels = RgbImage::from_fn(120, 160, |x, y| Rgb([shade(x), shade(y), 0]));
        let graphics =
            Graphics { protocol: Some(protocol), cell: (10, 20), palette: Palette::True };
        Encoded::new(&pixels, EXTENT, 3, graphics).unwrap()
    }

    fn at(area: Rect, above: u16) -> Placement {
        Placement { slot: 3, ticket: 7, area, above, extent: EXTENT }
    }

    const WHOLE: Rect = Rect::new(5, 2, 6, 4);

    struct Drawn {
        pictures: Pictures,
        buffer: Buffer,
    }

    impl Drawn {
        fn new(protocol: Protocol) -> Self {
            let mut pictures = Pictures::default();
            pictures.hold(3, 7, encoded(protocol));
            Self { pictures, buffer: Buffer::empty(SCREEN) }
        }

        /// The next frame, with half blocks where the picture is placed.
        fn frame(&mut self, placement: Placement, full: bool) -> &Buffer {
            self.buffer = Buffer::empty(SCREEN);
            for position in placement.area.positions() {
                self.buffer[position].set_char(HALF_BLOCK);
            }
            self.paint(placement, full)
        }

        fn paint(&mut self, placement: Placement, full: bool) -> &Buffer {
            self.pictures.place(vec![placement]);
            self.pictures.paint(&mut self.buffer, full);
            &self.buffer
        }

        fn sent(&self) -> &str {
            std::str::from_utf8(self.pictures.transmissions()).unwrap()
        }
    }

    fn is_blocks(buffer: &Buffer, area: Rect) -> bool {
        is_free(buffer, area)
    }

    /// The payload of a sequence of our own making: what stands between its parts.
    fn assert_own(sequence: &str) {
        let ours = |c: char| c.is_ascii_graphic() || c == '\x1b' || c == '\x07';
        assert!(sequence.chars().all(ours));
        for part in sequence.split('\x1b').skip(1) {
            let begins = ["[", "_G", "\\", "P", "]1337;File="];
            assert!(begins.iter().any(|begin| part.starts_with(begin)), "{part:.20}");
        }
    }

    #[test]
    fn kitty_is_sent_a_picture_once_and_again_after_it_may_have_lost_it() {
        let mut drawn = Drawn::new(Protocol::Kitty);
        drawn.frame(at(WHOLE, 0), false);
        let sent = drawn.sent().to_owned();
        assert!(sent.starts_with("\x1b_Gq=2,i=5391107,a=T,U=1,"), "{sent:.40}");
        assert!(sent.ends_with("\x1b\\"));
        assert_own(&sent);
        drawn.frame(at(WHOLE, 0), false);
        assert_eq!(drawn.sent(), "");
        drawn.frame(at(WHOLE, 0), true);
        assert_eq!(drawn.sent(), sent);
        drawn.pictures.hold(3, 7, encoded(Protocol::Kitty));
        drawn.frame(at(WHOLE, 0), false);
        assert_eq!(drawn.sent(), sent, "a new picture under the same number");
        drawn.pictures.keep(|ticket| ticket != 7);
        assert!(is_blocks(drawn.frame(at(WHOLE, 0), false), WHOLE), "one that was forgotten");
    }

    #[test]
    fn kitty_cuts_a_picture_that_is_partly_in_view() {
        let mut drawn = Drawn::new(Protocol::Kitty);
        let buffer = drawn.frame(at(WHOLE, 0), false);
        let row = |buffer: &Buffer, y| buffer[(5, y)].symbol().to_owned();
        let rows: Vec<_> = (2..6).map(|y| row(buffer, y)).collect();
        assert!(rows.iter().all(|row| row.starts_with(PLACEHOLDER)), "{rows:?}");
        let below = Rect::new(5, 0, 6, 2);
        let buffer = drawn.frame(at(below, 2), false);
        assert_eq!([row(buffer, 0), row(buffer, 1)], rows[2..]);
        let above = Rect::new(5, 8, 6, 2);
        let buffer = drawn.frame(at(above, 0), false);
        assert_eq!([row(buffer, 8), row(buffer, 9)], rows[..2]);
        let id = buffer[(5, 8)].fg;
        assert_eq!(id, ratatui::style::Color::Rgb(0x52, 0x43, 3));
    }

    #[test]
    fn other_protocols_draw_a_picture_only_where_all_of_it_is_in_view() {
        for (protocol, begin) in [(Protocol::Sixel, "\x1bP"), (Protocol::Iterm2, "\x1b]1337;")] {
            let mut drawn = Drawn::new(protocol);
            let first = drawn.frame(at(WHOLE, 0), false)[(5, 2)].symbol().to_owned();
            assert!(first.contains(begin), "{first:.60}");
            assert_own(&first);
            let others = WHOLE.positions().skip(1);
            for position in others {
                assert_eq!(drawn.buffer[position].diff_option, CellDiffOption::Skip);
            }
            assert_eq!(drawn.sent(), "");
            for (part, above) in [
                (Rect::new(5, 0, 6, 3), 1),
                (Rect::new(5, 7, 6, 3), 0),
                // The last row of the screen.
                (Rect::new(5, 6, 6, 4), 0),
            ] {
                assert!(is_blocks(drawn.frame(at(part, above), false), part), "{part:?}");
            }
        }
    }

    #[test]
    fn what_lies_over_a_picture_wins() {
        for protocol in [Protocol::Kitty, Protocol::Sixel, Protocol::Iterm2] {
            let mut drawn = Drawn::new(protocol);
            drawn.frame(Placement { ticket: 6, ..at(WHOLE, 0) }, false);
            assert!(is_blocks(&drawn.buffer, WHOLE), "the picture of another ticket");
            drawn.buffer[(7, 3)].set_char('x');
            let before = drawn.buffer.clone();
            assert_eq!(*drawn.paint(at(WHOLE, 0), true), before);
            let outside = Rect::new(17, 2, 6, 4);
            assert_eq!(*drawn.paint(at(outside, 0), true), before);
        }
    }

    #[test]
    fn a_picture_that_goes_leaves_no_cell_unwritten() {
        for protocol in [Protocol::Kitty, Protocol::Sixel, Protocol::Iterm2] {
            let mut drawn = Drawn::new(protocol);
            let shown = drawn.frame(at(WHOLE, 0), false).clone();
            for next in [Buffer::empty(SCREEN), {
                let mut blocks = Buffer::empty(SCREEN);
                WHOLE.positions().for_each(|at| {
                    blocks[at].set_char(HALF_BLOCK);
                });
                blocks
            }] {
                let written = shown.diff(&next);
                assert_eq!(written.len(), WHOLE.area() as usize, "{protocol:?}");
            }
            let moved = drawn.frame(at(Rect { y: 3, ..WHOLE }, 0), false);
            let written = shown.diff(moved);
            let is_written = |x, y| written.iter().any(|(a, b, _)| (*a, *b) == (x, y));
            assert!((5..11).all(|x| is_written(x, 2)), "{protocol:?}");
            assert!(is_written(5, 3), "{protocol:?}");
        }
    }

    #[test]
    fn a_picture_fills_its_cells_in_one_direction_and_keeps_its_shape() {
        assert_eq!(inside((2_000, 1_500), (600, 400)), (533, 400));
        assert_eq!(inside((2_000, 100), (600, 400)), (600, 30));
        assert_eq!(inside((1, 1), (20, 40)), (20, 20));
        assert_eq!(inside((10_000, 1), (600, 20)), (600, 1));
        assert_eq!(inside((0, 0), (0, 0)), (1, 1));
    }

    #[test]
    fn every_picture_that_kitty_may_have_is_deleted() {
        let deletes = String::from_utf8(delete_all()).unwrap();
        assert_eq!(deletes.matches("\x1b_Ga=d,d=I,i=").count(), SLOTS);
        assert!(deletes.contains("i=5391107,q=2\x1b\\"), "the fourth slot");
    }
}
