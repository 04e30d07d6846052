//! The terminal device under standard input and output: bytes, size, and who owns it.
//!
//! Only system calls, no state. Nothing here waits longer than it is told to, and nothing here
//! can stop the process by touching a terminal that belongs to another job.

use std::io;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::BorrowedFd;
use rustix::io::Errno;
use rustix::process::{getpgrp, getsid};
use rustix::termios::{LocalModes, tcgetattr, tcgetpgrp, tcgetwinsize};

/// No terminal is larger; what claims to be would only cost memory.
const LARGEST: (u16, u16) = (2_000, 1_000);

/// Where keys come from; the modes are set on this side.
pub(super) fn input() -> BorrowedFd<'static> {
    rustix::stdio::stdin()
}

/// Where frames go.
pub(super) fn output() -> BorrowedFd<'static> {
    rustix::stdio::stdout()
}

/// Columns and rows of the terminal, either may be 0.
pub(super) fn size() -> io::Result<(u16, u16)> {
    let size = tcgetwinsize(output())?;
    Ok((size.ws_col.min(LARGEST.0), size.ws_row.min(LARGEST.1)))
}

/// Pixels of a cell, across and down, if the terminal knows; it may have been told nonsense.
pub(super) fn cell() -> Option<(u16, u16)> {
    let size = tcgetwinsize(output()).ok()?;
    let across = size.ws_xpixel.checked_div(size.ws_col)?;
    let down = size.ws_ypixel.checked_div(size.ws_row)?;
    let likely = 3..=128;
    (likely.contains(&across) && likely.contains(&down)).then_some((across, down))
}

/// Writes all of `bytes` to the terminal, with one system call if it takes them.
///
/// `patience` bounds each wait for a terminal that takes no more; without it the wait has no
/// end.
pub(super) fn write_all(mut bytes: &[u8], patience: Option<Duration>) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(output(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Another program may have set the shared description to non-blocking.
            Err(Errno::AGAIN) => {
                if !is_writable(patience)? {
                    return Err(io::ErrorKind::TimedOut.into());
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Whether the terminal takes bytes within `patience`.
pub(super) fn is_writable(patience: Option<Duration>) -> io::Result<bool> {
    let mut fds = [PollFd::from_borrowed_fd(output(), PollFlags::OUT)];
    wait(&mut fds, patience)?;
    Ok(fds.iter().any(|fd| fd.revents().contains(PollFlags::OUT)))
}

/// Blocks until one of `fds` has something to tell, a signal comes or `patience` is over; false
/// only for the last.
pub(super) fn wait(fds: &mut [PollFd<'_>], patience: Option<Duration>) -> io::Result<bool> {
    // A wait too long for the kernel's clock is one without end.
    let patience = patience.and_then(|wait| Timespec::try_from(wait).ok());
    match poll(fds, patience.as_ref()) {
        Ok(told) => Ok(told > 0),
        Err(Errno::INTR) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Whether the terminal has hung up: a closed window, a lost connection.
pub(super) fn is_gone() -> bool {
    // No flags: hang-up and errors are always reported.
    let mut fds = [PollFd::from_borrowed_fd(input(), PollFlags::empty())];
    let waited = wait(&mut fds, Some(Duration::ZERO));
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    waited.is_err() || fds.iter().any(|fd| fd.revents().intersects(gone))
}

/// Whether this process may use the terminal. The kernel stops a process of the background
/// that sets its modes.
pub(super) fn in_foreground() -> bool {
    // Where there is no job control there is no background either.
    tcgetpgrp(input()).map_or(true, |group| group == getpgrp())
}

/// Whether the kernel stops a process of the background for writing.
pub(super) fn stops_background_writers() -> bool {
    tcgetattr(input()).is_ok_and(|modes| modes.local_modes.contains(LocalModes::TOSTOP))
}

/// Whether a shell watches this process and can continue it after a stop.
///
/// A job-control shell gives each job a process group of its own. Where our group is the
/// session's own, the terminal was opened for this program and a stop would freeze it for ever.
pub(super) fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}
