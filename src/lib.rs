//! Recto: read a library of question-and-answer articles in the terminal.
//!
//! The program is this library; the binary only calls [`cli::main`]. Arrows between the rooms
//! point down only: `docs/architecture.md` draws them and a test holds them.

pub mod app;
pub mod article;
pub mod cli;
pub mod document;
pub mod find;
pub mod index;
pub mod isolate;
pub mod keymap;
pub mod library;
pub mod math;
pub mod memory;
pub mod picture;
pub mod query;
pub mod runtime;
pub mod store;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod view;
