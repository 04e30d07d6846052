//! A picture as half blocks: in each cell one colour above another.

use ratatui::style::Color;

use super::decode::{self, Pixels};
use super::extent::Extent;

/// Fills the upper half of a cell; the lower one is its background.
pub const HALF_BLOCK: char = '▀';

/// The colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// Any.
    True,
    /// The 240 that all terminals with 256 colours agree on: a cube and greys.
    Indexed,
}

/// A picture in cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocks {
    extent: Extent,
    /// The upper and the lower colour of each cell, row by row.
    cells: Vec<[Color; 2]>,
}

impl Blocks {
    /// A picture scaled to cells.
    #[must_use]
    pub fn new(pixels: &Pixels, extent: Extent, palette: Palette) -> Self {
        let (columns, rows) = (u32::from(extent.columns), u32::from(extent.rows));
        let small = decode::scale(pixels, columns, 2 * rows);
        let colour = |x, y| {
            let [red, green, blue] = small.get_pixel(x, y).0;
            match palette {
                Palette::True => Color::Rgb(red, green, blue),
                Palette::Indexed => Color::Indexed(nearest([red, green, blue])),
            }
        };
        let cell = |row, x| [colour(x, 2 * row), colour(x, 2 * row + 1)];
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |x| (row, x)));
        Self { extent, cells: cells.map(|(row, x)| cell(row, x)).collect() }
    }

    /// Its columns and rows.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The upper and the lower colours of a row; none past the end.
    #[must_use]
    pub fn row(&self, row: usize) -> &[[Color; 2]] {
        let columns = usize::from(self.extent.columns);
        self.cells.get(row * columns..(row + 1) * columns).unwrap_or_default()
    }

    /// Memory it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.cells.len() * size_of::<[Color; 2]>()
    }
}

/// The levels of the colour cube.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The number of the colour, of the 240, that is nearest.
fn nearest(rgb: [u8; 3]) -> u8 {
    let level = |value: u8| {
        let distance = |index: &u8| LEVELS.get(usize::from(*index)).map(|l| l.abs_diff(value));
        (0..6).min_by_key(distance).unwrap_or(0)
    };
    let [red, green, blue] = rgb.map(level);
    let cube = [red, green, blue].map(|index| LEVELS.get(usize::from(index)).copied().unwrap_or(0));
    let mean = rgb.iter().map(|value| u16::from(*value)).sum::<u16>() / 3;
    // 24 greys from 8 to 238, 10 apart.
    let step = (mean.saturating_sub(3) / 10).min(23);
    let step = u8::try_from(step).unwrap_or(23);
    let grey = [8 + 10 * step; 3];
    let distance = |other: [u8; 3]| -> u32 {
        rgb.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    if distance(grey) < distance(cube) { 232 + step } else { 16 + 36 * red + 6 * green + blue }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};

    #[test]
    fn two_pixels_one_above_the_other_are_a_cell() {
        let colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0]];
        let pixels = RgbImage::from_fn(2, 2, |x, y| Rgb(colours[(2 * y + x) as usize]));
        let blocks = Blocks::new(&pixels, Extent { columns: 2, rows: 1 }, Palette::True);
        let [red, green, blue, yellow] = colours.map(|[r, g, b]| Color::Rgb(r, g, b));
        assert_eq!(blocks.row(0), [[red, blue], [green, yellow]]);
        assert_eq!(blocks.row(1), [[red; 2]; 0]);
        let indexed = Blocks::new(&pixels, Extent { columns: 2, rows: 1 }, Palette::Indexed);
        let [red, green, blue, yellow] = [196, 46, 21, 226].map(Color::Indexed);
        assert_eq!(indexed.row(0), [[red, blue], [green, yellow]]);
    }

    #[test]
    fn each_of_the_240_colours_is_nearest_to_itself() {
        for number in 16..=255_u8 {
            let rgb = if number >= 232 {
                [8 + 10 * (number - 232); 3]
            } else {
                let index = number - 16;
                [index / 36, index / 6 % 6, index % 6].map(|level| LEVELS[usize::from(level)])
            };
            assert_eq!(nearest(rgb), number, "{rgb:?}");
        }
    }
}
