//! A program that gives back each key: what a terminal and two processes cost by themselves.
//!
//! On a machine that does other things too, its late keys tell how late any key may be. Invariant: it is
//! timed as Recto is, in the same kind of terminal.

use std::time::{Duration, Instant};

use crate::pty::{Program, Pty};

/// Longer than any key takes.
const DEADLINE: Duration = Duration::from_secs(20);

/// The program, and how long its keys took.
pub struct Echo {
    pty: Pty,
    pub times: Vec<Duration>,
}

impl Echo {
    pub const NAME: &str = "`cat` echoing a key";

    pub fn start() -> Self {
        let script = "stty raw -echo && printf ready && exec cat";
        let mut pty = Program::new("sh").args(["-c", script]).spawn();
        pty.wait_for_text("ready");
        Self { pty, times: Vec::new() }
    }

    /// Types some keys, one after the other.
    pub fn type_keys(&mut self, count: usize) {
        for _ in 0..count {
            let pressed = Instant::now();
            self.pty.press("x");
            let came = self.pty.show_next(DEADLINE).expect("the key");
            self.times.push(came.saturating_duration_since(pressed));
        }
    }
}
