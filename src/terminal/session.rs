//! Holding the terminal: one guard that takes it and gives it back.
//!
//! The state is the process's, not the guard's, so that the panic hook and the signal thread
//! can give the terminal back without the guard in hand. Its invariants: modes are changed only
//! with the lock held, nothing that holds the lock can panic or wait without end, and no frame
//! is written after the terminal was given back.
//!
//! Kitty's keyboard protocol stays off on purpose: with its first flag alone, `Ctrl-C` on a
//! keyboard of another script arrives as `Ctrl` with that script's letter, and linux consoles
//! of old kernels print its sequences. Nothing Recto binds needs it.

use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_current_process_group, kill_process};
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

use super::device;
use crate::text::sanitize;

/// Undoes everything that taking the terminal does, on any terminal, in any state: ends a
/// sequence or frame that was cut off, then colours, mouse, paste, cursor, screen and title.
pub const RESTORE: &[u8] = b"\x1b\\\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1002l\x1b[?1000l\
    \x1b[?2004l\x1b[?25h\x1b[?1049l\x1b[23;0t";

/// Keeps the title for [`RESTORE`] to bring back.
const PUSH_TITLE: &[u8] = b"\x1b[22;0t";
/// Alternate screen, no cursor, bracketed paste.
const TAKE: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h";
/// Presses, drags and the wheel, with coordinates in decimal; not every movement.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";

/// How long giving back waits for a terminal that takes no bytes.
const PATIENCE: Duration = Duration::from_millis(500);

/// The longest title in characters.
const LONGEST_TITLE: usize = 200;

/// What to take besides screen and keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Clicks, drags and the wheel come to us; the terminal's own selection then needs Shift.
    pub mouse: bool,
    /// The window's title; `None` leaves the title alone.
    pub title: Option<String>,
}

/// Whose the terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Not ours: no session.
    Away,
    /// Ours.
    Held,
    /// Given back for a stop, to be taken again when the process continues.
    Stopped,
    /// Given to another program of ours, to be taken again when that has ended.
    Lent,
}

struct State {
    phase: Phase,
    /// A frame is on its way to the terminal.
    writing: bool,
    /// Grows each time the terminal is taken; what was drawn before is gone.
    taken: u64,
    found: Option<Termios>,
    options: Options,
    /// What the terminal was given besides, and how that is undone.
    undo: Vec<u8>,
    /// The program that it is lent to, and what is told if we end before it does.
    borrower: Option<(Pid, String)>,
    /// Whether this process is about to end by a signal.
    ending: bool,
}

static STATE: Mutex<State> = Mutex::new(State {
    phase: Phase::Away,
    writing: false,
    taken: 0,
    found: None,
    options: Options { mouse: false, title: None },
    undo: Vec::new(),
    borrower: None,
    ending: false,
});
static WRITTEN: Condvar = Condvar::new();

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal is ours while this lives.
#[derive(Debug)]
pub struct Session(());

impl Session {
    /// Takes the terminal under standard input and output.
    ///
    /// # Errors
    /// When there is no terminal, when it refuses, or when a session is open already. The
    /// terminal is then as it was.
    pub fn enter(options: Options) -> io::Result<Self> {
        let mut state = state();
        if state.phase != Phase::Away {
            return Err(io::Error::other("the terminal is already taken"));
        }
        state.found = Some(tcgetattr(device::input())?);
        state.options = options;
        state.undo.clear();
        let taken = take(&mut state, PUSH_TITLE);
        if let Err(error) = taken {
            give_back(state, Phase::Away);
            return Err(error);
        }
        Ok(Self(()))
    }

    /// Sets the window's title, if the options asked for one.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn set_title(&self, title: &str) -> io::Result<()> {
        {
            let mut state = state();
            if state.options.title.is_none() {
                return Ok(());
            }
            state.options.title = Some(title.to_owned());
        }
        write_frame(&title_sequence(title))
    }

    /// Has `bytes` written before [`RESTORE`] whenever the terminal is given back, for what only
    /// some terminals know.
    pub fn undo_also(&self, bytes: Vec<u8>) {
        state().undo = bytes;
    }

    /// Stops the process, as `Ctrl-Z` asks, and returns after it was continued; false if no
    /// shell is there to continue it. [`super::Event::Resumed`] says when the terminal is ours
    /// again, so [`super::signals::watch`] must run.
    ///
    /// # Errors
    /// When the process cannot be stopped.
    pub fn suspend(&self) -> io::Result<bool> {
        stop()
    }

    /// Gives the terminal back as it was found, for another program to run on it. Until
    /// [`Session::take_back`] no frame is drawn, and `Ctrl-C` and `Ctrl-\\` are that program's alone.
    pub fn lend(&self) {
        let state = state();
        if state.phase == Phase::Held {
            give_back(state, Phase::Lent);
        }
    }

    /// Says which program the terminal is lent to, and what is to be told if this process has to end
    /// before it: a deadly signal goes to both.
    pub fn lent_to(&self, program: Pid, words: String) {
        state().borrower = Some((program, words));
        WRITTEN.notify_all();
    }

    /// Says that the program has ended. True if a signal is to end this process as well, and the words
    /// were told; then the terminal is given back by now.
    pub fn is_returned(&self) -> bool {
        let mut state = state();
        state.borrower = None;
        WRITTEN.notify_all();
        while state.ending && state.phase == Phase::Lent {
            state = WRITTEN.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.ending
    }

    /// Takes the terminal again after it was lent. False if another job has it now:
    /// [`super::Event::Resumed`] says then when it is ours again.
    ///
    /// # Errors
    /// When the terminal cannot be taken.
    pub fn take_back(&self) -> io::Result<bool> {
        let mut state = state();
        if state.phase != Phase::Lent {
            return Ok(state.phase == Phase::Held);
        }
        if !device::in_foreground() {
            state.phase = Phase::Stopped;
            drop(state);
            stop()?;
            return Ok(false);
        }
        let taken = take(&mut state, PUSH_TITLE);
        WRITTEN.notify_all();
        taken?;
        Ok(true)
    }

    /// Gives the terminal back; dropping the session does the same.
    pub fn leave(self) {
        drop(self);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        release();
    }
}

/// Gives the terminal back, if it is ours, and ends the process.
pub fn leave(code: i32) -> ! {
    release();
    #[allow(clippy::disallowed_methods, reason = "the terminal has just been given back")]
    std::process::exit(code)
}

/// Takes the terminal from a program that it is lent to, because a signal ends this process: the program
/// gets the signal, and a moment to put the terminal in order.
pub(super) fn dismiss(signal: i32) {
    // A program that has just been started may show itself before it is known here.
    let is_unknown = |state: &mut State| state.phase == Phase::Lent && state.borrower.is_none();
    let waited = WRITTEN.wait_timeout_while(state(), PATIENCE, is_unknown);
    let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
    let Some((program, words)) = state.borrower.clone() else { return };
    state.ending = true;
    if let Some(signal) = Signal::from_named_raw(signal) {
        // It may have ended just now.
        let _ = kill_process(program, signal);
    }
    let waited = WRITTEN.wait_timeout_while(state, PATIENCE, |state| state.borrower.is_some());
    let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
    // In whatever mode it left the terminal.
    state.phase = Phase::Held;
    give_back(state, Phase::Away);
    WRITTEN.notify_all();
    super::panic::tell(&words);
}

/// Whether the terminal is lent to another program.
pub(super) fn is_lent() -> bool {
    state().phase == Phase::Lent
}

/// Ends the process as a hang-up does, if the terminal has hung up: an error on a terminal that is
/// gone may come before the signal that says so. For the end of a program, after such an error.
pub fn leave_if_gone() {
    if device::is_gone() {
        leave(128 + Signal::HUP.as_raw());
    }
}

/// Gives the terminal back for good. Safe from any thread and at any time, as often as wanted;
/// who comes second waits until it is done.
pub(super) fn release() {
    give_back(state(), Phase::Away);
}

/// Gives the terminal back and stops the process group; false if no shell could continue it.
pub(super) fn stop() -> io::Result<bool> {
    if !device::has_job_control() {
        return Ok(false);
    }
    {
        let state = state();
        if state.phase == Phase::Held {
            give_back(state, Phase::Stopped);
        }
    }
    // Not SIGTSTP: we handle that one ourselves, and the kernel drops it for orphaned groups.
    kill_current_process_group(Signal::STOP)?;
    Ok(true)
}

/// What became of the terminal after the process was continued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Continued {
    /// It is ours again.
    Held,
    /// It belongs to another job.
    Background,
    /// There is no session, or the terminal is gone.
    Away,
}

/// Takes the terminal again after a stop, whoever stopped us.
pub(super) fn resume() -> Continued {
    let mut state = state();
    let before: &[u8] = match state.phase {
        // A program that has it goes on with it.
        Phase::Away | Phase::Lent => return Continued::Away,
        // Stopped from outside: the title is still the one pushed.
        Phase::Held => b"",
        Phase::Stopped => PUSH_TITLE,
    };
    if !device::in_foreground() {
        return Continued::Background;
    }
    match take(&mut state, before) {
        Ok(()) => Continued::Held,
        Err(_) => Continued::Away,
    }
}

/// Counts how often the terminal was taken; a frame of an earlier count is no longer shown.
pub(super) fn taken() -> u64 {
    state().taken
}

/// Writes `bytes` in one go. While the terminal is not ours they are dropped: what follows its
/// return is drawn from nothing anyway.
pub(super) fn write_frame(bytes: &[u8]) -> io::Result<()> {
    {
        let mut state = state();
        if state.phase != Phase::Held {
            return Ok(());
        }
        state.writing = true;
    }
    // Without the lock, so that a terminal that takes nothing cannot hold up giving it back.
    let written = device::write_all(bytes, None);
    state().writing = false;
    WRITTEN.notify_all();
    written
}

/// Sets all modes, `before` first.
fn take(state: &mut State, before: &[u8]) -> io::Result<()> {
    // Before anything else, so that a failure half way is undone as well.
    state.phase = Phase::Held;
    state.taken += 1;
    let mut modes = tcgetattr(device::input())?;
    modes.make_raw();
    tcsetattr(device::input(), OptionalActions::Now, &modes)?;
    // For crossterm's reader only: without it, it takes Ctrl-J for Enter.
    crossterm::terminal::enable_raw_mode()?;
    let mut bytes = before.to_vec();
    bytes.extend_from_slice(TAKE);
    if state.options.mouse {
        bytes.extend_from_slice(MOUSE);
    }
    if let Some(title) = &state.options.title {
        bytes.extend(title_sequence(title));
    }
    device::write_all(&bytes, Some(PATIENCE))
}

/// Puts the terminal back into the state it was found in.
fn give_back(state: MutexGuard<'static, State>, phase: Phase) {
    // A frame on its way ends first, so that it cannot land after the restoring bytes; a
    // terminal that is stuck does not keep us.
    let (mut state, _) = WRITTEN
        .wait_timeout_while(state, PATIENCE, |state| state.phase == Phase::Held && state.writing)
        .unwrap_or_else(PoisonError::into_inner);
    let held = state.phase == Phase::Held;
    if held || phase == Phase::Away {
        state.phase = phase;
    }
    let Some(found) = state.found.as_ref().filter(|_| held) else { return };
    let foreground = device::in_foreground();
    if (foreground || !device::stops_background_writers())
        && device::is_writable(Some(PATIENCE)).unwrap_or(false)
    {
        // A terminal that is gone needs no restoring, and there is nobody left to tell.
        let _ = device::write_all(&restoring(&state.undo), Some(PATIENCE));
    }
    if foreground {
        if state.options.mouse && phase != Phase::Lent {
            // Reports that are under way would be typed into the shell.
            let _ = tcflush(device::input(), QueueSelector::IFlush);
        }
        let _ = tcsetattr(device::input(), OptionalActions::Now, found);
    }
}

/// All that is written to give the terminal back; what was cut off ends before anything else.
fn restoring(undo: &[u8]) -> Vec<u8> {
    if undo.is_empty() { RESTORE.to_vec() } else { [b"\x1b\\", undo, RESTORE].concat() }
}

/// The sequence that sets the window's title to `title`, cleaned and cut.
fn title_sequence(title: &str) -> Vec<u8> {
    let clean: String = sanitize::line(title).chars().take(LONGEST_TITLE).collect();
    format!("\x1b]2;{clean}\x1b\\").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_its_own_sequence() {
        let sequence = title_sequence("a\x1b]0;b\x07c\u{9c}d\n");
        let inside = sequence.strip_prefix(b"\x1b]2;").unwrap().strip_suffix(b"\x1b\\").unwrap();
        let inside = std::str::from_utf8(inside).unwrap();
        assert!(!inside.contains(char::is_control), "{inside:?}");
        assert!(title_sequence(&"x".repeat(1_000)).len() < 250);
    }

    #[test]
    fn everything_taken_is_restored() {
        let taken = [PUSH_TITLE, TAKE, MOUSE].concat();
        let taken = std::str::from_utf8(&taken).unwrap();
        let restore = std::str::from_utf8(RESTORE).unwrap();
        for mode in taken.split("\x1b[").filter(|mode| !mode.is_empty()) {
            let undo = match mode {
                "22;0t" => "23;0t".to_owned(),
                "?25l" => "?25h".to_owned(),
                on => on.replace('h', "l"),
            };
            assert!(restore.contains(&format!("\x1b[{undo}")), "{mode} is not undone");
        }
    }

    #[test]
    fn leaving_without_a_session_does_nothing() {
        release();
        release();
        assert_eq!(resume(), Continued::Away);
    }
}
