//! The terminal: taking it, drawing on it, reading from it, and giving it back whatever happens.
//!
//! The only place that names `crossterm`, termios and signals. It knows nothing of articles or
//! of the program's state: events go out as plain values, frames come in as cells. Its
//! invariant: once the process is gone, stopped or out of [`session::Session`], the terminal is
//! as it was found.

pub mod background;
pub mod capability;
pub mod clipboard;
mod device;
pub mod graphics;
pub mod hyperlink;
pub mod input;
pub mod lending;
pub mod panic;
pub mod pictures;
mod query;
pub mod screen;
pub mod session;
pub mod signals;

pub use background::Background;
pub use input::Input;
pub use input::Reader;
pub use screen::{Frame, Hyperlink, Screen};
pub use session::{Options, Session, leave, leave_if_gone};

/// What the threads of this module tell the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The reader pressed, clicked, pasted or resized something.
    Input(Input),
    /// The terminal is ours again after the process was stopped: ask its size and draw anew.
    Resumed,
    /// The terminal said what is behind the text, after the session had begun.
    Background(Background),
    /// No more input will come.
    Closed,
    /// The terminal is given back, because it is gone or a signal ends the program. What is still to be
    /// done is to be done now, and then to leave with this code; it is not waited for long.
    Ended(i32),
}
