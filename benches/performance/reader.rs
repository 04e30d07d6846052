//! Recto in a pseudo-terminal of 120 by 40, with the time at which each of its frames came.
//!
//! It knows panes and their rows, not what is measured. Invariant: a time is that at which the last
//! byte of a whole frame came out of the terminal; what looking at the screen costs is not in it.

use std::path::Path;
use std::time::{Duration, Instant};

use vt100::{Color, Screen};

use crate::pty::{Program, Pty};

pub const SIZE: (u16, u16) = (120, 40);

/// The longest wait for a frame: a million articles are read in it.
const DEADLINE: Duration = Duration::from_secs(300);

/// Has the whole library indexed, so that nothing is left to do for the next starts.
pub fn index(folder: &Path, cache: &Path) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_recto"));
    command.args(["index", "--library"]).arg(folder).env("XDG_CACHE_HOME", cache);
    let done = command.env("XDG_CONFIG_HOME", "/nonexistent").output();
    assert!(done.is_ok_and(|output| output.status.success()), "the library is indexed");
}

/// The program and its terminal.
pub struct Reader {
    pty: Pty,
    started: Instant,
    /// When the last bytes came.
    last: Instant,
}

impl Reader {
    /// Starts it on a folder, with its snapshots and memory in `cache`, as if nothing had been left.
    pub fn start(folder: &Path, cache: &Path) -> Self {
        Self::start_with(folder, cache, &["--fresh"])
    }

    /// Starts it where it was left.
    pub fn go_on(folder: &Path, cache: &Path) -> Self {
        Self::start_with(folder, cache, &[])
    }

    fn start_with(folder: &Path, cache: &Path, flags: &[&str]) -> Self {
        let started = Instant::now();
        let pty = Program::new(env!("CARGO_BIN_EXE_recto"))
            .arg(folder)
            .args(flags.iter().copied())
            // This terminal does not answer when it is asked for its background.
            .args(["--theme", "terminal"])
            .env("XDG_CONFIG_HOME", "/nonexistent")
            .env("XDG_CACHE_HOME", cache)
            .env("XDG_STATE_HOME", cache)
            .directory(".")
            .size(SIZE.0, SIZE.1)
            .spawn();
        Self { pty, started, last: started }
    }

    /// Its process, as it is called under `/proc`.
    pub fn process(&self) -> String {
        self.pty.pid().to_string()
    }

    /// How long after the start a whole frame came that meets the condition.
    pub fn frame_since_start(&mut self, what: &str, is_it: impl Fn(&Screen) -> bool) -> Duration {
        self.wait(what, is_it);
        self.last - self.started
    }

    /// Presses keys; how long until a whole frame came that meets the condition.
    pub fn frame_after(
        &mut self,
        keys: &str,
        what: &str,
        is_it: impl Fn(&Screen) -> bool,
    ) -> Duration {
        let pressed = Instant::now();
        self.pty.press(keys);
        self.wait(what, is_it);
        self.last.saturating_duration_since(pressed)
    }

    /// Presses keys and waits until nothing has come for a while.
    pub fn press_and_settle(&mut self, keys: &str, quiet: Duration) {
        self.pty.press(keys);
        self.settle(quiet);
    }

    /// Waits until nothing has come for a while.
    pub fn settle(&mut self, quiet: Duration) {
        while let Some(came) = self.pty.show_next(quiet) {
            self.last = came;
        }
    }

    /// Lets some time pass.
    pub fn rest(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while self.pty.show_next(until.saturating_duration_since(Instant::now())).is_some() {}
    }

    /// Waits for a whole frame that meets the condition.
    pub fn wait(&mut self, what: &str, is_it: impl Fn(&Screen) -> bool) {
        let until = Instant::now() + DEADLINE;
        while !(self.pty.is_between_frames() && is_it(self.pty.screen())) {
            let left = until.saturating_duration_since(Instant::now());
            let came = self.pty.show_next(left);
            self.last = came.unwrap_or_else(|| {
                panic!("no frame shows {what}; the screen is\n{}", self.pty.screen().contents())
            });
        }
    }

    pub fn screen(&self) -> &Screen {
        self.pty.screen()
    }

    /// Leaves it.
    pub fn quit(mut self) {
        self.pty.press("<ctrl-c>");
        self.pty.finish();
    }
}

/// The columns of the pane with this name in its border.
fn columns(screen: &Screen, name: &str) -> Option<(u16, u16)> {
    let cell = |column| screen.cell(1, column).map_or("", |cell| cell.contents());
    let corners = (0..SIZE.0).filter(|column| cell(*column) == "┌");
    let panes =
        corners.filter_map(|left| Some((left, (left..SIZE.0).find(|at| cell(*at) == "┐")?)));
    panes.into_iter().find_map(|(left, right)| {
        let border: String = (left..right).map(cell).collect();
        border.trim_start_matches(['┌', ' ']).starts_with(name).then_some((left, right + 1 - left))
    })
}

/// The rows of a pane with its border, as text.
pub fn rows(screen: &Screen, name: &str) -> Vec<String> {
    columns(screen, name).map_or_else(Vec::new, |(left, width)| {
        screen.rows(left, width).skip(1).take(usize::from(SIZE.1) - 2).collect()
    })
}

/// All cells of a pane with its border: what the terminal shows of text, colours and marks.
pub fn look(screen: &Screen, name: &str) -> Vec<Cell> {
    cells(screen, name, 1..SIZE.1 - 1)
}

/// The same without the border below, which may tell of what was typed before.
pub fn look_at_list(screen: &Screen, name: &str) -> Vec<Cell> {
    cells(screen, name, 1..SIZE.1 - 2)
}

fn cells(screen: &Screen, name: &str, rows: std::ops::Range<u16>) -> Vec<Cell> {
    let Some((left, width)) = columns(screen, name) else { return Vec::new() };
    let places = rows.flat_map(|row| (left..left + width).map(move |at| (row, at)));
    places.filter_map(|(row, at)| screen.cell(row, at)).map(Cell::new).collect()
}

/// What a cell looks like; an empty one looks like a blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: String,
    colours: [Color; 2],
    marks: [bool; 4],
}

impl Cell {
    fn new(cell: &vt100::Cell) -> Self {
        Self {
            text: cell.contents().trim().to_owned(),
            colours: [cell.fgcolor(), cell.bgcolor()],
            marks: [cell.bold(), cell.italic(), cell.underline(), cell.inverse()],
        }
    }
}
