//! From an answer's Markdown to lines of styled spans, none wider than asked.
//!
//! `markdown` builds the block tree, `inline` styles the text of one leaf through tui-markdown,
//! `layout` and `table` set it, `breaking` cuts it into lines. Pure; knows no theme, only faces, so
//! that a laid-out answer serves every theme. Invariant: every text in a [`Document`] has passed the gate.

mod breaking;
pub mod face;
pub mod highlight;
pub mod inline;
pub mod layout;
pub mod markdown;
pub mod table;

pub use face::{Face, Role};
pub use layout::{
    Anchor, CodeRegion, FormulaRegion, Glyphs, Layout, Line, Link, Span, Wide, lay_out,
};
pub use markdown::{Block, Document, Item, parse};
