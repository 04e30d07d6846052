//! Lends the terminal to another program, such as the reader's editor, until that has ended.
//!
//! The program runs in our process group, so that a shell stops and continues both together. Keys are its
//! own: our thread that reads them is paused. Invariant: however the program ends, or if it cannot be
//! started, the terminal is taken again as it was before.

use std::io;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use super::Session;
use super::input::Reader;
use super::session::stop;

/// How long a program that stopped may take to go on, if the shell stopped and continued us with it.
const GRACE: Duration = Duration::from_millis(100);

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this code.
    Code(i32),
    /// By this signal.
    Signal(i32),
}

/// What became of a program and of the terminal.
#[derive(Debug)]
pub struct Returned {
    /// How the program ended, or why it was not started.
    pub ended: io::Result<Ended>,
    /// Whether a signal is about to end this process too, and the words were told.
    pub is_leaving: bool,
    /// Whether the terminal is ours; if not, [`super::Event::Resumed`] comes when it is.
    pub is_ours: bool,
}

/// Runs a program on the terminal to its end. `words` are told if a deadly signal ends both meanwhile.
///
/// # Errors
/// When the terminal cannot be taken again.
pub fn lend(
    session: &Session,
    reader: &Reader,
    program: &mut Command,
    words: &str,
) -> io::Result<Returned> {
    reader.pause();
    session.lend();
    let mut is_leaving = false;
    let ended = program.spawn().and_then(|child| {
        let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let id = id.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
        session.lent_to(id, words.to_owned());
        let ended = wait(id);
        is_leaving = session.is_returned();
        ended
    });
    let is_ours = session.take_back()?;
    reader.resume();
    Ok(Returned { ended, is_leaving, is_ours })
}

/// Waits until a program has ended. If it stops, and only it, we stop as well: else nobody could tell
/// the shell that it is to continue.
fn wait(program: Pid) -> io::Result<Ended> {
    let mut is_stopped = false;
    loop {
        let options = if is_stopped {
            // Nobody sends: a wait that no signal cuts short.
            let (_sender, nothing) = mpsc::channel::<()>();
            let _ = nothing.recv_timeout(GRACE);
            WaitOptions::UNTRACED | WaitOptions::CONTINUED | WaitOptions::NOHANG
        } else {
            WaitOptions::UNTRACED
        };
        match waitpid(Some(program), options) {
            Ok(Some((_, status))) => {
                if let Some(code) = status.exit_status() {
                    return Ok(Ended::Code(code));
                }
                if let Some(signal) = status.terminating_signal() {
                    return Ok(Ended::Signal(signal));
                }
                is_stopped = status.stopped();
            }
            Ok(None) => {
                is_stopped = false;
                if !stop()? {
                    kill_process(program, Signal::CONT)?;
                }
            }
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
