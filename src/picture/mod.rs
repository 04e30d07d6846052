//! Pictures: from the bytes of an image file to pixels and to cells of two colours.
//!
//! `decode` reads the formats, `blocks` makes cells, `extent` says how many cells a picture takes,
//! `placement` where they are. Pure: knows neither files nor terminals. Invariant: whatever the bytes are, they become a picture
//! or a [`Refusal`] within the limits of `decode`.

pub mod blocks;
pub mod decode;
mod extent;
mod placement;
mod setting;

pub use blocks::{Blocks, HALF_BLOCK, Palette};
pub use decode::{Pixels, Size};
pub use extent::{Extent, Scale};
pub use placement::{Placement, SLOTS};
pub use setting::Setting;

/// Why a picture is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no file of the library, or the system does not let it be read.
    Absent,
    /// It is no picture in a known format, or it is damaged.
    Unreadable,
    /// Its file, its sides or its area are beyond the limits.
    TooLarge,
}

impl Refusal {
    /// The reason for the reader, as the words in its frame.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Absent => "not in this library",
            Self::Unreadable => "no picture that Recto can read",
            Self::TooLarge => "too large",
        }
    }
}
