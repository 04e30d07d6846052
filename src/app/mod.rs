//! The core: a model, messages that change it, and effects it asks for.
//!
//! Elm-style and pure: no file, clock, thread, environment or terminal is touched here. `update`
//! is deterministic, and `view` reads the model without changing it. Each pane's state is a module
//! of its own; `geometry` says where everything stands and serves both update and view.

pub mod answer;
pub mod arranging;
pub mod attention;
pub mod completing;
pub mod copy;
pub mod filtering;
pub mod finding;
pub mod folding;
mod following;
pub mod geometry;
mod gone;
pub mod highlights;
pub mod hints;
pub mod history;
pub mod input;
pub mod library;
pub mod likeness;
pub mod links;
pub mod list;
pub mod listing;
pub mod marks;
pub mod matches;
pub mod members;
pub mod memories;
pub mod message;
pub mod model;
mod moving;
pub mod opening;
pub mod ordering;
pub mod outline;
pub mod overlay;
pub mod own;
pub mod page;
pub mod palette;
pub mod passages;
pub mod pictures;
mod pointing;
pub mod preview;
pub mod questions;
mod reading;
pub mod resuming;
pub mod scope;
pub mod search;
pub mod selecting;
pub mod shelves;
pub mod sideways;
pub mod sieve;
pub mod sorting;
pub mod statistics;
pub mod subjects;
mod trail;
pub mod update;

pub use following::restore;
pub use message::{Effect, Message, Opened};
pub use model::{Clock, Model, Pane};
pub use resuming::farewell;
pub use update::update;
