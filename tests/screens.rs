//! Whole screens, driven by keys as a reader presses them.
//!
//! A test presses keys on a library invented for it and compares the screen, text and styles, with
//! a snapshot beside it. Nothing is faked but the file system: articles are parsed from the text of
//! their files, and effects are carried out at once. Accept a change with
//! `INSTA_UPDATE=always cargo test --test screens`, after having read the difference.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

#[path = "screens/arranging.rs"]
mod arranging;
#[path = "screens/conditions.rs"]
mod conditions;
#[path = "screens/copying.rs"]
mod copying;
#[path = "screens/driver.rs"]
mod driver;
#[path = "screens/filtering.rs"]
mod filtering;
#[path = "screens/finding.rs"]
mod finding;
#[path = "screens/following.rs"]
mod following;
#[path = "screens/handmade.rs"]
mod handmade;
#[path = "screens/highlights.rs"]
mod highlights;
#[path = "screens/library.rs"]
mod library;
#[path = "screens/links.rs"]
mod links;
#[path = "screens/marking.rs"]
mod marking;
#[path = "screens/mouse.rs"]
mod mouse;
#[path = "screens/outline.rs"]
mod outline;
#[path = "screens/overlays.rs"]
mod overlays;
#[path = "screens/own.rs"]
mod own;
#[path = "screens/palette.rs"]
mod palette;
#[path = "screens/panes.rs"]
mod panes;
#[path = "screens/picture.rs"]
mod picture;
#[path = "screens/pictures.rs"]
mod pictures;
#[path = "screens/preview.rs"]
mod preview;
#[path = "screens/queries.rs"]
mod queries;
#[path = "screens/reading.rs"]
mod reading;
#[path = "screens/regressions.rs"]
mod regressions;
#[path = "screens/remembering.rs"]
mod remembering;
#[path = "screens/searching.rs"]
mod searching;
#[path = "screens/shelves.rs"]
mod shelves;
#[path = "screens/sideways.rs"]
mod sideways;
#[path = "screens/start.rs"]
mod start;
#[path = "screens/statistics.rs"]
mod statistics;
#[path = "screens/storm.rs"]
mod storm;
#[path = "screens/trail.rs"]
mod trail;
