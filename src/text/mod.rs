//! Text as such: what may reach a terminal, how wide it is, where its lines break, how it is
//! folded for matching, how words are found again, and how numbers are written.
//!
//! A leaf: it knows nothing of articles, Markdown or the screen. Every function is total and
//! works by whole graphemes where a screen column is meant.

pub mod count;
pub mod fold;
pub mod quote;
pub mod sanitize;
pub mod width;
pub mod wrap;
