//! What happens when code panics: the terminal is given back, the reader gets a short message,
//! and no thread dies unnoticed.
//!
//! A panic of the main thread unwinds as usual and ends the process with 101; one of any other
//! thread ends the process from inside the hook, with the same code, since a program that has
//! lost a thread only looks alive. Work that may fail runs inside [`isolate::catch`] instead.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Write as _;
use std::panic::{self, PanicHookInfo};
use std::sync::OnceLock;
use std::thread::{self, ThreadId};

use super::session;
use crate::isolate;
use crate::text::sanitize;

/// The exit code of a panic, as Rust has it.
const PANIC_CODE: i32 = 101;

/// The thread whose panics end the process by unwinding.
static MAIN: OnceLock<ThreadId> = OnceLock::new();

/// How the threads of tantivy are called. When one of them panics, on files that are not what it wrote,
/// whoever waits for it is told, and the index is made anew.
const FORGIVEN: [&str; 4] =
    ["thrd-tantivy-index", "merge_thread", "segment_updater", "docstore-compressor"];

/// Whether the end of a thread is noticed by who started it.
fn is_forgiven(thread: Option<&str>) -> bool {
    thread.is_some_and(|thread| FORGIVEN.iter().any(|start| thread.starts_with(start)))
}

/// Installs the hook for the whole process; the calling thread counts as the main one.
pub fn install_panic_hook() {
    MAIN.get_or_init(|| thread::current().id());
    panic::set_hook(Box::new(|info| {
        if isolate::is_catching() {
            isolate::keep(info);
            return;
        }
        if is_forgiven(thread::current().name()) {
            return;
        }
        session::release();
        tell(&message(info));
        if MAIN.get() != Some(&thread::current().id()) {
            session::leave(PANIC_CODE);
        }
    }));
}

/// The whole message for the reader.
fn message(info: &PanicHookInfo<'_>) -> String {
    let mut text = format!(
        "{} stopped because of a mistake in it: {}\n\
         Thread {}, version {}. Your library was not changed. Please report these lines.\n",
        env!("CARGO_PKG_NAME"),
        isolate::describe(info),
        sanitize::line(thread::current().name().unwrap_or("without a name")),
        env!("CARGO_PKG_VERSION"),
    );
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        let _ = writeln!(text, "{trace}");
    }
    text
}

/// Writes `text` to standard error. The modes may still be raw if giving back failed, so each
/// line also returns the carriage; a lock that the panicking thread may hold is not taken.
pub fn tell(text: &str) {
    let text = text.replace('\n', "\r\n");
    let mut bytes = text.as_bytes();
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stderr(), bytes) {
            Ok(written) if written > 0 => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            _ => return,
        }
    }
}
