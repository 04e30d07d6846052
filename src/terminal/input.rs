//! Reading keys, mouse and paste: a thread that blocks in crossterm and hands on plain values.
//!
//! It can be paused while another program reads the terminal. What wakes it then is the signal for a new
//! size, which crossterm waits for along with the keys: so nothing is polled, and no key is lost.
//! Sizes do not come from here but from the signal thread. Mouse coordinates are always inside
//! the terminal, keys are in their normal form, and what the program has no use for is dropped.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{
    self as source, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use rustix::process::{Signal, getpid, kill_process};

use super::background::{Late, Taken};
use super::{Event, device, query};
use crate::keymap::key::{Code, Key, LAST_FUNCTION};
use crate::keymap::mouse::{Mouse, MouseKind};

/// One thing the reader did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Pressed a key, or held it until it repeated.
    Key(Key),
    /// Used the left button or the wheel.
    Mouse(Mouse),
    /// Pasted text; lines end in `\n`, nothing else is cleaned.
    Paste(String),
    /// Changed the size of the terminal.
    Resize {
        /// Columns; may be 0.
        width: u16,
        /// Rows; may be 0.
        height: u16,
    },
}

/// How long a pause waits for the thread. It reads on only in the middle of a sequence that has begun.
const PATIENCE: Duration = Duration::from_millis(200);

/// Whether the thread reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Reading,
    /// It is to stop before the next event.
    Pausing,
    Paused,
}

/// The thread that reads the terminal.
#[derive(Debug, Clone)]
pub struct Reader {
    phase: Arc<(Mutex<Phase>, Condvar)>,
}

impl Reader {
    /// Has the thread leave the terminal alone. What it has taken by now is reported, as ever.
    pub fn pause(&self) {
        let (phase, changed) = &*self.phase;
        let mut phase = phase.lock().unwrap_or_else(PoisonError::into_inner);
        *phase = Phase::Pausing;
        // It wakes crossterm. That this process may signal itself is never refused.
        let _ = kill_process(getpid(), Signal::WINCH);
        let waited = changed.wait_timeout_while(phase, PATIENCE, |now| *now != Phase::Paused);
        drop(waited);
    }

    /// Has the thread read on.
    pub fn resume(&self) {
        let (phase, changed) = &*self.phase;
        *phase.lock().unwrap_or_else(PoisonError::into_inner) = Phase::Reading;
        changed.notify_all();
    }

    /// Waits as long as there is a pause.
    fn wait(&self) {
        let (phase, changed) = &*self.phase;
        let mut phase = phase.lock().unwrap_or_else(PoisonError::into_inner);
        while *phase != Phase::Reading {
            *phase = Phase::Paused;
            changed.notify_all();
            phase = changed.wait(phase).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Starts the thread that reads the terminal and reports until `report` returns false. `late` is an
/// answer of the terminal that may come among the keys. The last event is [`Event::Closed`] if reading failed. A terminal that hangs up is the business of
/// [`super::signals::watch`]: crossterm does not see it.
///
/// # Errors
/// When the thread cannot be started.
pub fn read(
    mut late: Option<Late>,
    report: impl Fn(Event) -> bool + Send + 'static,
) -> io::Result<Reader> {
    // From now on crossterm listens to the signal that ends its waiting.
    source::poll(Duration::ZERO)?;
    let reader = Reader { phase: Arc::new((Mutex::new(Phase::Reading), Condvar::new())) };
    let own = reader.clone();
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let mut version = query::Late::default();
        loop {
            own.wait();
            match source::read() {
                Ok(event) if version.takes(&event) => {}
                Ok(event) => {
                    if !events(event, &mut late).into_iter().all(&report) {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    if !device::is_gone() {
                        report(Event::Closed);
                    }
                    return;
                }
            }
        }
    })?;
    Ok(reader)
}

/// What a read event means, with those that were held back before it.
fn events(event: source::Event, late: &mut Option<Late>) -> Vec<Event> {
    let read = match late.as_mut().map(|late| late.take(event.clone())) {
        None => vec![event],
        Some(Taken::Keys(events)) => events,
        Some(Taken::Held) => Vec::new(),
        Some(Taken::Answer(background)) => {
            *late = None;
            return background.map(Event::Background).into_iter().collect();
        }
    };
    read.into_iter().filter_map(input).map(Event::Input).collect()
}

fn input(event: source::Event) -> Option<Input> {
    match event {
        source::Event::Key(event) => key(event).map(Input::Key),
        source::Event::Mouse(event) => {
            mouse(event, device::size().unwrap_or_default()).map(Input::Mouse)
        }
        source::Event::Paste(text) => Some(Input::Paste(line_ends(&text))),
        // The signal thread reports sizes: crossterm can be late with them.
        source::Event::Resize(..) | source::Event::FocusGained | source::Event::FocusLost => None,
    }
}

/// Terminals paste line ends as carriage returns.
fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release
        || event.modifiers.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER)
    {
        return None;
    }
    let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        KeyCode::Char(char) if !char.is_control() => Code::Char(char),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Escape,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number @ 1..=LAST_FUNCTION) => Code::Function(number),
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::META);
    Some(Key::new(code, ctrl, alt, shift))
}

fn mouse(event: MouseEvent, (width, height): (u16, u16)) -> Option<Mouse> {
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollUp if shift => MouseKind::WheelLeft,
        MouseEventKind::ScrollDown if shift => MouseKind::WheelRight,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        MouseEventKind::ScrollLeft => MouseKind::WheelLeft,
        MouseEventKind::ScrollRight => MouseKind::WheelRight,
        _ => return None,
    };
    Some(Mouse { kind, column: clamp(event.column, width), row: clamp(event.row, height) })
}

/// A coordinate inside a terminal `size` cells long.
fn clamp(coordinate: u16, size: u16) -> u16 {
    // Terminals count from 1; a report of 0 comes out of crossterm as the largest number.
    if coordinate == u16::MAX { 0 } else { coordinate.min(size.saturating_sub(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
    }

    #[test]
    fn keys_of_every_terminal_come_out_in_one_form() {
        use KeyModifiers as M;
        for (code, modifiers, name) in [
            (KeyCode::Char('G'), M::SHIFT, "G"),
            (KeyCode::Char('g'), M::SHIFT, "G"),
            (KeyCode::Char('?'), M::SHIFT, "?"),
            (KeyCode::Char('P'), M::CONTROL | M::SHIFT, "ctrl-p"),
            (KeyCode::Char('j'), M::CONTROL, "ctrl-j"),
            (KeyCode::Char('h'), M::CONTROL, "ctrl-h"),
            (KeyCode::Char(' '), M::CONTROL, "ctrl-space"),
            (KeyCode::BackTab, M::NONE, "shift-tab"),
            (KeyCode::BackTab, M::SHIFT, "shift-tab"),
            (KeyCode::Left, M::ALT, "alt-left"),
            (KeyCode::F(5), M::NONE, "f5"),
        ] {
            assert_eq!(named(code, modifiers).as_deref(), Some(name));
        }
    }

    #[test]
    fn what_nobody_can_bind_is_dropped() {
        assert_eq!(named(KeyCode::CapsLock, KeyModifiers::NONE), None);
        assert_eq!(named(KeyCode::Char('c'), KeyModifiers::SUPER), None);
        assert_eq!(named(KeyCode::F(200), KeyModifiers::NONE), None);
        let mut event = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert_eq!(key(event), None);
        event.kind = KeyEventKind::Repeat;
        assert!(key(event).is_some());
    }

    #[test]
    fn pasted_lines_end_in_a_line_feed() {
        assert_eq!(line_ends("a\rb\r\nc\nd"), "a\nb\nc\nd");
    }

    #[test]
    fn other_buttons_are_ignored() {
        for kind in [
            MouseEventKind::Moved,
            MouseEventKind::Down(MouseButton::Right),
            MouseEventKind::Up(MouseButton::Middle),
        ] {
            let event = MouseEvent { kind, column: 0, row: 0, modifiers: KeyModifiers::NONE };
            assert_eq!(mouse(event, (80, 24)), None);
        }
    }

    #[test]
    fn the_wheel_goes_sideways_when_it_is_tilted_or_shift_is_held() {
        use KeyModifiers as M;
        for (kind, modifiers, expected) in [
            (MouseEventKind::ScrollUp, M::NONE, MouseKind::WheelUp),
            (MouseEventKind::ScrollUp, M::SHIFT, MouseKind::WheelLeft),
            (MouseEventKind::ScrollDown, M::SHIFT, MouseKind::WheelRight),
            (MouseEventKind::ScrollLeft, M::NONE, MouseKind::WheelLeft),
            (MouseEventKind::ScrollRight, M::NONE, MouseKind::WheelRight),
        ] {
            let event = MouseEvent { kind, column: 3, row: 2, modifiers };
            assert_eq!(mouse(event, (80, 24)).map(|mouse| mouse.kind), Some(expected));
        }
    }

    proptest! {
        #[test]
        fn the_mouse_is_always_inside_the_terminal(
            column: u16, row: u16, width in 0..300_u16, height in 0..100_u16,
        ) {
            let kind = MouseEventKind::Down(MouseButton::Left);
            let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
            let mouse = mouse(event, (width, height)).unwrap();
            prop_assert!(mouse.column < width.max(1) && mouse.row < height.max(1));
        }
    }

    #[test]
    fn a_report_of_coordinate_zero_is_the_first_cell() {
        assert_eq!(clamp(u16::MAX, 80), 0);
        assert_eq!(clamp(80, 80), 79);
        assert_eq!(clamp(3, 0), 0);
    }
}
