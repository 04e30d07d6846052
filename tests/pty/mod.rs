//! A program in a pseudo-terminal, driven the way a reader drives it.
//!
//! Bytes go in as keys, what comes out is kept raw and as a screen. Every wait is for a
//! condition and ends at [`DEADLINE`] with the screen in the message; nothing here sleeps.

#![allow(dead_code, reason = "each test crate uses its part")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

pub mod shell;

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use memchr::memmem;
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use recto::keymap::key::{Code, Key};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal};

/// The longest any wait takes. It is no measure of speed: a loaded machine may need most of it.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// What stands on the screen for U+FFFD, which vt100 leaves out although terminals show it.
pub const STAND_IN: char = '¿';

/// U+FFFD as bytes.
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// The size of the terminal unless a test asks for another.
pub const SIZE: (u16, u16) = (80, 24);

/// Variables of the caller's terminal and clipboard that a program must not see.
pub const UNSET: [&str; 20] = [
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "COLORFGBG",
    "FORCE_HYPERLINK",
    "LESS",
    "PAGER",
    "RECTO_PAGER",
    "RUST_BACKTRACE",
    "STY",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "TMUX",
    "VTE_VERSION",
    "WT_SESSION",
    "COLUMNS",
    "DISPLAY",
    "KITTY_WINDOW_ID",
    "WAYLAND_DISPLAY",
];

/// A program to start in a terminal of its own.
#[derive(Debug, Clone)]
pub struct Program {
    command: OsString,
    args: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    unset: Vec<OsString>,
    directory: Option<PathBuf>,
    size: (u16, u16),
    /// Pixels of a cell; 0 where the terminal does not say.
    cell: (u16, u16),
    controlling: bool,
}

impl Program {
    /// `command` without arguments, with a plain environment, in a terminal of [`SIZE`].
    pub fn new(command: impl AsRef<OsStr>) -> Self {
        Self {
            command: command.as_ref().to_owned(),
            args: Vec::new(),
            env: vec![
                ("TERM".into(), "xterm-256color".into()),
                ("LC_ALL".into(), "C.UTF-8".into()),
                // None, unless a test is about them.
                ("PAGER".into(), "".into()),
            ],
            unset: UNSET.map(OsString::from).to_vec(),
            directory: None,
            size: SIZE,
            cell: (0, 0),
            controlling: true,
        }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// Sets a variable.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Starts in `directory`.
    #[must_use]
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// Starts with this many columns and rows.
    #[must_use]
    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    /// Starts in a terminal that says how many pixels its cells have.
    #[must_use]
    pub fn cell(mut self, width: u16, height: u16) -> Self {
        self.cell = (width, height);
        self
    }

    /// Leaves the terminal without a session, so that its hang-up sends no signal.
    #[must_use]
    pub fn without_controlling_terminal(mut self) -> Self {
        self.controlling = false;
        self
    }

    /// Starts the program.
    pub fn spawn(self) -> Pty {
        let pair = native_pty_system().openpty(pty_size(self.size, self.cell)).expect("a pty");
        let modes = modes(pair.master.as_ref());
        let mut builder = CommandBuilder::new(&self.command);
        builder.args(&self.args);
        builder.set_controlling_tty(self.controlling);
        for name in &self.unset {
            builder.env_remove(name);
        }
        for (name, value) in &self.env {
            builder.env(name, value);
        }
        if let Some(directory) = &self.directory {
            builder.cwd(directory);
        }
        let mut child = pair.slave.spawn_command(builder).expect("the program starts");
        let pid = child.process_id().expect("a process id");
        let (ended, exit) = mpsc::channel();
        thread::spawn(move || {
            let status = child.wait();
            let _ = ended.send(status.expect("the exit status").exit_code());
        });
        let (out, output) = mpsc::channel();
        let closing = Arc::new(AtomicBool::new(false));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let stop = Arc::clone(&closing);
        let reading = thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if stop.load(Ordering::SeqCst)
                    || out.send((Instant::now(), buffer[..read].to_vec())).is_err()
                {
                    return;
                }
            }
        });
        Pty {
            writer: Some(pair.master.take_writer().expect("a writer")),
            terminal: vt100_terminal(self.size),
            raw: Vec::new(),
            shown: 0,
            sent: 0,
            master: Some(pair.master),
            reading: Some(reading),
            size: self.size,
            cell: self.cell,
            code: None,
            modes,
            closing,
            output,
            exit,
            pid,
        }
    }
}

/// A running program and its terminal. Dropping it kills the program.
pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reading: Option<JoinHandle<()>>,
    closing: Arc<AtomicBool>,
    /// What came, and when.
    output: Receiver<(Instant, Vec<u8>)>,
    exit: Receiver<u32>,
    code: Option<u32>,
    terminal: vt100::Parser,
    raw: Vec<u8>,
    /// How many of the raw bytes stand on the screen.
    shown: usize,
    /// How many of the raw bytes had come when something was sent last.
    sent: usize,
    modes: String,
    size: (u16, u16),
    cell: (u16, u16),
    pid: u32,
}

/// What a program left behind.
pub struct Ended {
    /// Its exit code.
    pub code: u32,
    /// The terminal as it left it.
    pub terminal: vt100::Parser,
    /// All bytes it wrote.
    pub raw: Vec<u8>,
    /// The terminal's modes before the program started.
    pub modes_before: String,
    /// The terminal's modes after the program ended.
    pub modes_after: String,
}

impl Ended {
    /// Fails unless the terminal is as the program found it.
    pub fn assert_restored(&self) {
        assert_screen_restored(self.terminal.screen());
        assert!(!self.terminal.screen().bracketed_paste(), "paste is still bracketed");
        assert_eq!(self.modes_before, self.modes_after, "the modes differ");
    }
}

/// Fails unless `screen` is one that a shell can use.
pub fn assert_screen_restored(screen: &vt100::Screen) {
    assert!(!screen.alternate_screen(), "the alternate screen is still on");
    assert!(!screen.hide_cursor(), "the cursor is still hidden");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert_eq!(screen.mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Default);
}

impl Pty {
    /// The id of the process that was started.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Presses keys, written as in [`Key::parse_sequence`]. After `<esc>` wait for its effect
    /// before the next key: the two arriving together are `alt-` and that key.
    pub fn press(&mut self, keys: &str) {
        let bytes: Vec<u8> =
            Key::parse_sequence(keys).expect("keys").into_iter().flat_map(bytes_of).collect();
        self.send(&bytes);
    }

    /// Types a line and Enter.
    pub fn type_line(&mut self, line: &str) {
        self.send(format!("{line}\r").as_bytes());
    }

    /// Pastes text as a terminal does that was asked to bracket it.
    pub fn paste(&mut self, text: &str) {
        self.send(format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")).as_bytes());
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("a terminal that is still there");
        self.sent = self.raw.len();
        writer.write_all(bytes).and_then(|()| writer.flush()).expect("the terminal takes bytes");
    }

    /// Leaves all that the program writes from now on in the terminal, until that is full and
    /// takes no more, as a window does that hangs.
    pub fn stop_reading(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        while self.output.recv().is_ok() {}
    }

    /// Sends a signal to the process that was started.
    pub fn signal(&self, signal: Signal) {
        rustix::process::kill_process(process(self.pid), signal).expect("a running process");
    }

    /// Gives the terminal another size; the program gets `SIGWINCH`.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        let master = self.master.as_ref().expect("a terminal that is still there");
        master.resize(pty_size(self.size, self.cell)).expect("a new size");
        if let (Some(width), Some(height)) = (NonZeroU16::new(width), NonZeroU16::new(height)) {
            self.terminal.screen_mut().set_size(height, width);
        }
    }

    /// The screen as it is now.
    pub fn screen(&self) -> &vt100::Screen {
        self.terminal.screen()
    }

    /// All bytes the program wrote so far.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Waits until `text` came since something was sent last, be it on the screen or not;
    /// returns all that came since. For programs that print line by line, such as a shell.
    pub fn wait_for_reply(&mut self, text: &str) -> String {
        let until = Instant::now() + DEADLINE;
        loop {
            let reply = String::from_utf8_lossy(self.raw.get(self.sent..).unwrap_or_default());
            if reply.contains(text) {
                return reply.into_owned();
            }
            self.wait_output(until, text);
        }
    }

    /// Waits until `text` stands on the screen; returns the whole screen.
    pub fn wait_for_text(&mut self, text: &str) -> String {
        self.wait_for(text, |screen| screen.contents().contains(text))
    }

    /// Waits until `condition` holds, between two frames; returns the screen's text. `what` names the condition in
    /// the message of a failure.
    pub fn wait_for(&mut self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) -> String {
        let until = Instant::now() + DEADLINE;
        while !(self.is_between_frames() && condition(self.screen())) {
            self.wait_output(until, what);
        }
        self.screen().contents()
    }

    /// Waits until the program has ended and all it wrote is on the screen.
    pub fn finish(mut self) -> Ended {
        let code = self.wait_exit();
        let until = Instant::now() + DEADLINE;
        loop {
            match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok((_, bytes)) => self.show(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.fail("the end of output", "never came: a process is left behind")
                }
            }
        }
        let modes_after = modes(self.master.as_deref().expect("a terminal that is still there"));
        Ended {
            code,
            modes_after,
            modes_before: self.modes.clone(),
            terminal: std::mem::replace(&mut self.terminal, vt100_terminal(SIZE)),
            raw: std::mem::take(&mut self.raw),
        }
    }

    /// Takes the terminal away, as a closed window does, and waits until the program has ended;
    /// returns its exit code.
    pub fn hang_up(mut self) -> u32 {
        self.closing.store(true, Ordering::SeqCst);
        let master = self.master.take().expect("a terminal that is still there");
        // The reading thread holds a copy of the terminal; a byte from the other side wakes it.
        if let Some(name) = master.tty_name()
            && let Ok(slave) = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty())
        {
            let _ = rustix::io::write(slave, b".");
        }
        if let Some(reading) = self.reading.take() {
            reading.join().expect("the reading thread ends");
        }
        self.writer = None;
        drop(master);
        self.wait_exit()
    }

    /// Shows what the program writes next, if it comes within some time; returns when it came.
    pub fn show_next(&mut self, within: Duration) -> Option<Instant> {
        let (came, bytes) = self.output.recv_timeout(within).ok()?;
        self.show(&bytes);
        Some(came)
    }

    /// Whether the last frame that was begun has come whole.
    pub fn is_between_frames(&self) -> bool {
        let begun = memmem::rfind(&self.raw, b"\x1b[?2026h");
        begun <= memmem::rfind(&self.raw, b"\x1b[?2026l")
    }

    /// Takes in the next output, or fails for want of `what`.
    fn wait_output(&mut self, until: Instant, what: &str) {
        match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok((_, bytes)) => self.show(&bytes),
            Err(RecvTimeoutError::Timeout) => self.fail(what, "never came"),
            Err(RecvTimeoutError::Disconnected) => self.fail(what, "cannot come any more"),
        }
    }

    /// Waits until the program has ended; returns its exit code.
    pub fn wait_exit(&mut self) -> u32 {
        let until = Instant::now() + DEADLINE;
        while self.code.is_none() {
            // Output is taken meanwhile: a program cannot end while nobody reads what it writes.
            match self.exit.recv_timeout(Duration::from_millis(20)) {
                Ok(code) => self.code = Some(code),
                Err(RecvTimeoutError::Disconnected) => self.fail("the exit status", "is lost"),
                Err(RecvTimeoutError::Timeout) if Instant::now() > until => {
                    self.fail("the end of the program", "never came")
                }
                Err(RecvTimeoutError::Timeout) => {
                    while let Ok((_, bytes)) = self.output.try_recv() {
                        self.show(&bytes);
                    }
                }
            }
        }
        self.code.unwrap_or_default()
    }

    fn show(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        // Bytes that may be the start of the replacement character wait for the rest of it.
        let unshown = &self.raw[self.shown..];
        let waiting = (1..=2).rev().find(|n| unshown.ends_with(&REPLACEMENT[..*n])).unwrap_or(0);
        let mut shown = unshown[..unshown.len() - waiting].to_vec();
        self.shown = self.raw.len() - waiting;
        while let Some(at) = shown.windows(3).position(|three| three == REPLACEMENT) {
            shown.splice(at..at + 3, STAND_IN.to_string().into_bytes());
        }
        self.terminal.process(&shown);
    }

    fn fail(&self, what: &str, how: &str) -> ! {
        let tail = &self.raw[self.raw.len().saturating_sub(600)..];
        panic!(
            "{what:?} {how}; the screen was:\n{}\nand the last bytes:\n{}",
            self.screen().contents(),
            tail.escape_ascii()
        )
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.code.is_none() && self.exit.try_recv().is_err() {
            // The process leads its group, unless it has no terminal of its own.
            let _ = rustix::process::kill_process_group(process(self.pid), Signal::KILL);
            let _ = rustix::process::kill_process(process(self.pid), Signal::KILL);
        }
    }
}

/// Whether the process `pid` still runs; a zombie that nobody waited for counts as gone.
pub fn is_running(pid: u32) -> bool {
    let listed = std::process::Command::new("ps")
        .args(["-o", "stat=", "-p", &pid.to_string()])
        .output()
        .expect("ps");
    let state = String::from_utf8_lossy(&listed.stdout).trim().to_owned();
    !state.is_empty() && !state.starts_with('Z')
}

/// A process id for rustix.
pub fn process(pid: u32) -> Pid {
    i32::try_from(pid).ok().and_then(Pid::from_raw).expect("a process id")
}

fn pty_size((cols, rows): (u16, u16), (across, down): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: cols * across, pixel_height: rows * down }
}

fn vt100_terminal((width, height): (u16, u16)) -> vt100::Parser {
    let cells = |count| NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN);
    vt100::Parser::new(cells(height), cells(width), 0)
}

/// The modes of the terminal, written out to be compared.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:#?}", master.get_termios().expect("a terminal has modes"))
}

/// What a terminal sends for a key.
fn bytes_of(key: Key) -> Vec<u8> {
    let modifier = 1 + u8::from(key.shift) + 2 * u8::from(key.alt) + 4 * u8::from(key.ctrl);
    let letter = |letter: char| match modifier {
        1 => format!("\x1b[{letter}"),
        _ => format!("\x1b[1;{modifier}{letter}"),
    };
    let number = |number: u8| match modifier {
        1 => format!("\x1b[{number}~"),
        _ => format!("\x1b[{number};{modifier}~"),
    };
    let plain = |text: &str| format!("{}{text}", if key.alt { "\x1b" } else { "" });
    match key.code {
        Code::Char(char) if key.ctrl => {
            let byte = match char {
                ' ' => 0,
                '/' => 0x1f,
                char => u8::try_from(char).expect("an ASCII key") & 0x1f,
            };
            plain(&char::from(byte).to_string())
        }
        Code::Char(char) => plain(&char.to_string()),
        Code::Enter => plain("\r"),
        Code::Escape => plain("\x1b"),
        Code::Tab if key.shift => "\x1b[Z".to_owned(),
        Code::Tab => plain("\t"),
        Code::Backspace => plain("\x7f"),
        Code::Up => letter('A'),
        Code::Down => letter('B'),
        Code::Right => letter('C'),
        Code::Left => letter('D'),
        Code::End => letter('F'),
        Code::Home => letter('H'),
        Code::Insert => number(2),
        Code::Delete => number(3),
        Code::PageUp => number(5),
        Code::PageDown => number(6),
        Code::Function(n @ 1..=4) => letter(char::from(b'O' + n)),
        Code::Function(n @ 5..=12) => number([15, 17, 18, 19, 20, 21, 23, 24][usize::from(n - 5)]),
        Code::Function(n) => panic!("no terminal sends f{n}"),
    }
    .into_bytes()
}
