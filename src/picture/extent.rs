//! How many cells a picture takes.

use super::Size;

/// Columns of a picture at most, so that it stays beside its text.
const WIDEST: u16 = 60;
/// Rows of a picture at most, so that all of it is in view on a common screen.
const HIGHEST: u16 = 20;

/// Columns and rows of cells, neither of them 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Extent {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

impl Extent {
    /// What it takes in `room` columns: the same shape, and never larger than it is.
    #[must_use]
    pub fn within(self, room: usize) -> Self {
        let room = u16::try_from(room).unwrap_or(u16::MAX).clamp(1, WIDEST);
        let columns = self.columns.min(room);
        let rows = scaled(self.rows, columns, self.columns);
        if rows <= HIGHEST {
            Self { columns, rows }
        } else {
            let columns = scaled(self.columns, HIGHEST, self.rows).min(room);
            Self { columns, rows: HIGHEST }
        }
    }
}

/// `length` times `part / whole`, rounded, at least 1.
fn scaled(length: u16, part: u16, whole: u16) -> u16 {
    let (length, part, whole) = (u32::from(length), u32::from(part), u32::from(whole.max(1)));
    u16::try_from((length * part + whole / 2) / whole).unwrap_or(u16::MAX).max(1)
}

/// Pixels that one cell stands for where a picture is shown in its own size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
}

impl Scale {
    /// A pixel is a half block, and a cell twice as high as it is wide.
    pub const BLOCKS: Self = Self { width: 1, height: 2 };

    /// Pixels across a cell on a web page of common size. The pixels of a terminal say nothing of
    /// that: on a fine screen a letter has twice as many.
    const WEB: u16 = 10;

    /// The scale for a terminal whose cells have this shape, in any unit.
    #[must_use]
    pub fn of_cells(width: u16, height: u16) -> Self {
        Self { width: Self::WEB, height: scaled(Self::WEB, height, width) }
    }

    /// What a picture takes in its own size.
    #[must_use]
    pub fn extent(self, size: Size) -> Extent {
        let cells = |pixels: u32, per_cell: u16| {
            let cells = pixels.div_ceil(u32::from(per_cell.max(1)));
            u16::try_from(cells).unwrap_or(u16::MAX).max(1)
        };
        Extent { columns: cells(size.width, self.width), rows: cells(size.height, self.height) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn blocks(width: u32, height: u32, room: usize) -> (u16, u16) {
        let extent = Scale::BLOCKS.extent(Size { width, height }).within(room);
        (extent.columns, extent.rows)
    }

    #[test]
    fn a_large_picture_is_as_wide_as_the_room_or_as_high_as_a_screen() {
        assert_eq!(blocks(2_000, 1_000, 40), (40, 10));
        assert_eq!(blocks(2_000, 1_000, 200), (60, 15));
        assert_eq!(blocks(2_000, 2_000, 200), (40, 20));
        assert_eq!(blocks(10, 8_000, 200), (1, 20));
        assert_eq!(blocks(8_000, 10, 200), (60, 1));
    }

    #[test]
    fn a_small_picture_is_not_blown_up() {
        assert_eq!(blocks(2, 2, 60), (2, 1));
        assert_eq!(blocks(16, 16, 60), (16, 8));
        let icon = Scale::of_cells(18, 36).extent(Size { width: 32, height: 32 }).within(60);
        assert_eq!(icon, Extent { columns: 4, rows: 2 });
    }

    #[test]
    fn the_shape_of_the_cells_counts() {
        let size = Size { width: 400, height: 400 };
        assert_eq!(Scale::of_cells(10, 20).extent(size), Extent { columns: 40, rows: 20 });
        assert_eq!(Scale::of_cells(16, 24).extent(size), Extent { columns: 40, rows: 27 });
        assert_eq!(Scale::of_cells(0, 0).extent(size).columns, 40);
    }

    proptest! {
        #[test]
        fn a_picture_fits_its_room_and_keeps_its_shape(
            width in 1_u32..20_000, height in 1_u32..20_000, room in 0_usize..200,
        ) {
            let natural = Scale::BLOCKS.extent(Size { width, height });
            let shown = natural.within(room);
            prop_assert!(shown.columns >= 1 && shown.rows >= 1);
            prop_assert!(usize::from(shown.columns) <= room.max(1) && shown.rows <= HIGHEST);
            prop_assert!(shown.columns <= natural.columns.min(WIDEST) && shown.rows <= natural.rows);
            let ratio = |extent: Extent| f64::from(extent.columns) / f64::from(extent.rows);
            let exact = shown.columns > 8 && shown.rows > 8;
            prop_assert!(!exact || (ratio(shown) / ratio(natural) - 1.0).abs() < 0.1);
        }
    }
}
