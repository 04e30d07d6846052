//! From an answer's Markdown to lines of styled spans, none wider than asked.
//!
//! `markdown` and `builder` make the block tree; `collect`, `html` and `inline` style the text of
//! one leaf through tui-markdown; `highlight` finds the parts of code; `setter`, `figure`, `image`
//! and `table` set it, `breaking` cuts it into lines, `lines` adds them; `layout` is what comes out. `plain` is
//! the same without any of it. Pure; knows
//! no theme, only faces, so that a laid-out answer serves every theme. Invariant: every text in a
//! [`Document`] has passed the gate.

mod breaking;
mod builder;
mod collect;
pub mod face;
mod figure;
pub mod highlight;
mod html;
mod image;
pub mod inline;
pub mod layout;
mod lines;
pub mod markdown;
mod plain;
mod setter;
mod table;

pub use face::{Face, Role};
pub use layout::{
    Anchor, CodeRegion, FormulaRegion, Glyphs, Layout, Line, Link, MathStyle, Options, Overflow,
    PictureRegion, Position, Span, Wide, lay_out,
};
pub use markdown::{Block, Document, Item, Picture, in_line, parse, parse_while};
pub use plain::{Plain, plain};

#[cfg(test)]
mod tests;
