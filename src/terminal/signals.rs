//! Signals and hang-up, on a thread of their own that needs nobody's help to give the terminal
//! back: the program's loop may be busy or stuck.
//!
//! Deadly signals leave with 128 and their number, after the program was told. It is no signal handler: handlers only write
//! a byte to a pipe, which this thread waits on together with the terminal, so it sleeps until
//! something happens.

use std::collections::BTreeSet;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

use super::session::{self, Continued};
use super::{Event, Input, device};

/// Linux wakes the wait when the terminal goes; elsewhere it is looked at this often.
const LOOK: Option<Duration> =
    if cfg!(target_os = "linux") { None } else { Some(Duration::from_millis(200)) };

/// The program may take so long for what it still has to do.
const FAREWELL: Duration = Duration::from_secs(4);

/// A shell that kills a stopped job continues it too, and the two may arrive in either order.
const GRACE: Duration = Duration::from_millis(100);

/// Watches signals and the terminal for the rest of the process's life. Call it before
/// [`session::Session::enter`], once, and only in a process that runs on a terminal: when the
/// terminal under standard input is gone, the process leaves with 129.
///
/// `report` is told [`Event::Resumed`], new sizes and [`Event::Ended`], and says whether anybody listens.
///
/// # Errors
/// When the handlers or the thread cannot be set up.
pub fn watch(report: impl Fn(Event) -> bool + Send + 'static) -> io::Result<()> {
    let (read, write) = UnixStream::pair()?;
    let signals = [SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH];
    let delivery = SignalDelivery::with_pipe(read, write, SignalOnly, signals)?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || Watch { delivery, report, background: false }.run())?;
    Ok(())
}

/// Does `work` to its end while signals wait, then lets them do what they do. For changing the modes
/// of a terminal for a moment, in a process that does not [`watch`].
///
/// # Errors
/// When the handlers cannot be set up, or the error of the work.
pub(super) fn deferred<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let came = Arc::new(AtomicUsize::new(0));
    let mut handlers = Vec::new();
    let mut result = Ok(());
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP] {
        let number = usize::try_from(signal).unwrap_or_default();
        match signal_hook::flag::register_usize(signal, Arc::clone(&came), number) {
            Ok(handler) => handlers.push(handler),
            Err(error) => result = Err(error),
        }
    }
    let result = result.and_then(|()| work());
    for handler in handlers {
        signal_hook::low_level::unregister(handler);
    }
    if let Some(signal) =
        i32::try_from(came.load(Ordering::SeqCst)).ok().filter(|signal| *signal > 0)
    {
        signal_hook::low_level::emulate_default_handler(signal)?;
    }
    result
}

/// From now on `Ctrl-C` and `Ctrl-\` do not end this process, but those of its group that listen.
///
/// # Errors
/// When the handlers cannot be set up.
pub fn leave_interrupts_to_others() -> io::Result<()> {
    for signal in [SIGINT, SIGQUIT] {
        signal_hook::flag::register(signal, Arc::default())?;
    }
    Ok(())
}

struct Watch<F> {
    delivery: SignalDelivery<UnixStream, SignalOnly>,
    report: F,
    /// Continued without the terminal; to be stopped again unless a deadly signal follows.
    background: bool,
}

impl<F: Fn(Event) -> bool> Watch<F> {
    fn run(mut self) -> ! {
        loop {
            let mut fds = [
                PollFd::new(self.delivery.get_read(), PollFlags::IN),
                // No flags: hang-up and errors are always reported, input does not wake us.
                PollFd::from_borrowed_fd(device::input(), PollFlags::empty()),
            ];
            let waited = device::wait(&mut fds, if self.background { Some(GRACE) } else { LOOK });
            let [_, terminal] = fds.map(|fd| fd.revents());
            let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            if waited.is_err() || terminal.intersects(gone) {
                self.end(SIGHUP);
            }
            if matches!(waited, Ok(false)) && self.background {
                self.background = false;
                // As the kernel does with a job that wants the terminal from the background.
                let _ = session::stop();
            }
            // In order of number, so that a deadly signal goes before the one to continue.
            for signal in self.delivery.pending().collect::<BTreeSet<_>>() {
                self.handle(signal);
            }
        }
    }

    fn handle(&mut self, signal: i32) {
        match signal {
            SIGTSTP => {
                // If it cannot be stopped it simply goes on.
                let _ = session::stop();
            }
            SIGCONT => match session::resume() {
                Continued::Held => self.tell(Event::Resumed),
                Continued::Background => self.background = true,
                Continued::Away => {}
            },
            SIGWINCH => {
                if let Ok((width, height)) = device::size() {
                    self.tell(Event::Input(Input::Resize { width, height }));
                }
            }
            // The kernel sends them to the whole group; they are for the program that reads the keys.
            SIGINT | SIGQUIT if session::is_lent() => {}
            deadly => self.end(deadly),
        }
    }

    /// Nobody listening is no reason to stop watching.
    fn tell(&self, event: Event) {
        (self.report)(event);
    }

    /// Gives the terminal back, lets the program keep what it has not kept yet, and leaves also if it
    /// cannot.
    fn end(&self, signal: i32) -> ! {
        let code = 128 + signal;
        session::dismiss(signal);
        session::release();
        if (self.report)(Event::Ended(code)) {
            thread::sleep(FAREWELL);
        }
        session::leave(code)
    }
}
