//! Where on the screen a picture is drawn.

use ratatui::layout::Rect;

use super::Extent;

/// Pictures kept at once. Each has a number below this, by which the terminal knows it too.
pub const SLOTS: usize = 32;

/// The part of a picture that is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The number of the picture.
    pub slot: usize,
    /// Which of the pictures that bore the number.
    pub ticket: u64,
    /// The cells of the part.
    pub area: Rect,
    /// Rows of the picture above the part.
    pub above: u16,
    /// The whole picture.
    pub extent: Extent,
}

impl Placement {
    /// Whether all of the picture is in view.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        (self.area.width, self.area.height) == (self.extent.columns, self.extent.rows)
    }
}
