//! The terminal is given back whatever happens, and what the reader does arrives.
//!
//! The program under test is this test binary itself: `program` runs in a pseudo-terminal, shows
//! what it hears and fails on demand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;

use std::sync::mpsc;
use std::thread;

use pty::{Program, Pty, shell};
use ratatui::style::Style;
use recto::isolate;
use recto::keymap::mouse::MouseKind;
use recto::terminal::{
    Event, Frame, Input, Options, Screen, Session, input, leave_if_gone, panic, signals,
};
use rustix::process::Signal;

/// Set for the program, so that `cargo test -- --ignored` does not run it without a terminal.
const IN_PTY: &str = "RECTO_TEST_PROGRAM";

#[test]
#[ignore = "the program that the other tests run in a pseudo-terminal"]
fn program() {
    if std::env::var_os(IN_PTY).is_none() {
        return;
    }
    panic::install_panic_hook();
    let (events, heard) = mpsc::channel();
    let to_loop = events.clone();
    signals::watch(move |event| to_loop.send(event).is_ok()).unwrap();
    let session =
        Session::enter(Options { mouse: true, title: Some("a title".to_owned()) }).unwrap();
    input::read(None, move |event| events.send(event).is_ok()).unwrap();
    let mut screen = Screen::new(false);
    let mut last = "nothing".to_owned();
    let mut resumed = 0;
    loop {
        let (width, height) = screen.size().inspect_err(|_| leave_if_gone()).unwrap();
        let lines = [
            format!("ready {width}x{height} pid={} resumed={resumed}", std::process::id()),
            format!("last: {last}."),
        ];
        screen
            .draw(|buffer| {
                for (row, line) in (0..buffer.area.height).zip(&lines) {
                    buffer.set_stringn(0, row, line, buffer.area.width.into(), Style::new());
                }
                Frame { cursor: Some((0, 1)), ..Frame::default() }
            })
            .inspect_err(|_| leave_if_gone())
            .unwrap();
        match heard.recv().unwrap() {
            Event::Resumed => {
                resumed += 1;
                screen.clear();
            }
            Event::Closed => last = "closed".to_owned(),
            Event::Ended(code) => recto::terminal::leave(code),
            Event::Input(Input::Resize { .. }) | Event::Background(_) => {}
            Event::Input(Input::Paste(text)) => last = format!("paste {text:?}"),
            Event::Input(Input::Mouse(mouse)) => {
                last = format!("mouse {:?} {} {}", mouse.kind, mouse.column, mouse.row);
                if mouse.kind == MouseKind::WheelUp {
                    last.push_str(" up");
                }
            }
            Event::Input(Input::Key(key)) => match key.to_string().as_str() {
                "q" => break,
                "x" => recto::terminal::leave(7),
                "p" => panic!("the \x1b[31mmain\u{202e} part broke"),
                "t" => {
                    let _ = thread::spawn(|| panic!("a thread broke")).join();
                }
                "c" => last = isolate::catch(|| panic!("a worker broke")).unwrap_err(),
                "ctrl-z" => last = format!("suspended {}", session.suspend().unwrap()),
                // Busy for ever, as a bug would have it.
                "b" => loop {
                    thread::park();
                },
                // Writes more than anybody reads.
                "f" => loop {
                    screen.clear();
                    screen.draw(|_| Frame::default()).inspect_err(|_| leave_if_gone()).unwrap();
                },
                key => last = format!("key {key}"),
            },
        }
    }
    session.leave();
}

/// How the program is started.
fn program_command() -> Program {
    Program::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "program", "--nocapture"])
        .env(IN_PTY, "1")
}

fn start() -> Pty {
    let mut pty = program_command().spawn();
    pty.wait_for_text("last: nothing.");
    pty
}

#[test]
fn while_it_runs_the_program_has_the_terminal() {
    let pty = start();
    let screen = pty.screen();
    assert!(screen.alternate_screen() && screen.bracketed_paste());
    assert!(!screen.hide_cursor(), "the program asked for the cursor");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::ButtonMotion);
    assert_eq!(screen.mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Sgr);
    let raw = String::from_utf8_lossy(pty.raw()).into_owned();
    assert!(raw.contains("\x1b]2;a title\x1b\\") && !raw.contains("?1003"));
}

#[test]
fn leaving_gives_the_terminal_back() {
    let mut pty = start();
    pty.press("q");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
}

#[test]
fn leaving_at_once_gives_the_terminal_back() {
    let mut pty = start();
    pty.press("x");
    let ended = pty.finish();
    assert_eq!(ended.code, 7);
    ended.assert_restored();
}

#[test]
fn a_panic_of_the_main_thread_gives_the_terminal_back_and_says_what_broke() {
    let mut pty = start();
    pty.press("p");
    let ended = pty.finish();
    assert_eq!(ended.code, 101);
    ended.assert_restored();
    let screen = ended.terminal.screen().contents();
    assert!(screen.contains("stopped because of a mistake in it: the "), "{screen}");
    assert!(screen.contains("tests/terminal.rs:"), "{screen}");
    let raw = String::from_utf8_lossy(&ended.raw).into_owned();
    assert!(!raw.contains("\x1b[31m") && !raw.contains('\u{202e}'), "the message is cleaned");
    let (_, message) = raw.split_once("stopped because").unwrap();
    assert!(!message.split("\r\n").next().unwrap().contains('\n'));
}

#[test]
fn a_panic_of_any_thread_ends_the_program() {
    let mut pty = start();
    pty.press("t");
    let ended = pty.finish();
    assert_eq!(ended.code, 101);
    ended.assert_restored();
    assert!(ended.terminal.screen().contents().contains("a thread broke"));
}

#[test]
fn a_caught_panic_is_only_a_message() {
    let mut pty = start();
    pty.press("c");
    pty.wait_for_text("last: a worker broke (tests/terminal.rs:");
    assert!(pty.screen().alternate_screen());
    pty.press("q");
    assert_eq!(pty.finish().code, 0);
}

#[test]
fn a_deadly_signal_gives_the_terminal_back_and_is_told_by_the_exit_code() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let pty = start();
        pty.signal(signal);
        let ended = pty.finish();
        assert_eq!(ended.code, 128 + u32::try_from(signal.as_raw()).unwrap());
        ended.assert_restored();
    }
}

#[test]
fn a_stuck_program_still_obeys_a_signal() {
    let mut pty = start();
    pty.press("b");
    pty.signal(Signal::TERM);
    let ended = pty.finish();
    assert_eq!(ended.code, 143);
    ended.assert_restored();
}

#[test]
fn a_signal_is_obeyed_though_the_terminal_takes_nothing_more() {
    let mut pty = start();
    pty.press("f");
    pty.wait_for("a cleared screen", |screen| !screen.contents().contains("ready"));
    pty.stop_reading();
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(), 143);
}

#[test]
fn a_hang_up_leaves_no_process_behind() {
    assert_eq!(start().hang_up(), 129);
}

#[test]
fn a_hang_up_that_sends_no_signal_leaves_no_process_behind() {
    let mut pty = program_command().without_controlling_terminal().spawn();
    pty.wait_for_text("last: nothing.");
    assert_eq!(pty.hang_up(), 129);
}

#[test]
fn a_hang_up_that_is_ignored_leaves_no_process_behind() {
    let program = std::env::current_exe().unwrap();
    let mut pty = Program::new("sh")
        .args(["-c", "trap '' HUP; exec \"$0\" --ignored --exact program --nocapture"])
        .arg(program)
        .env(IN_PTY, "1")
        .spawn();
    pty.wait_for_text("last: nothing.");
    assert_eq!(pty.hang_up(), 129);
}

#[test]
fn a_stuck_program_leaves_when_the_terminal_goes() {
    let mut pty = program_command().without_controlling_terminal().spawn();
    pty.wait_for_text("last: nothing.");
    pty.press("b");
    assert_eq!(pty.hang_up(), 129);
}

#[test]
fn keys_paste_and_mouse_arrive() {
    let mut pty = start();
    for (keys, name) in [
        ("G", "G"),
        ("?", "?"),
        ("é", "é"),
        ("日", "日"),
        ("<enter>", "enter"),
        ("<ctrl-j>", "ctrl-j"),
        ("<ctrl-h>", "ctrl-h"),
        ("<backspace>", "backspace"),
        ("<ctrl-p>", "ctrl-p"),
        ("<ctrl-c>", "ctrl-c"),
        ("<ctrl-/>", "ctrl-/"),
        ("<shift-tab>", "shift-tab"),
        ("<alt-left>", "alt-left"),
        ("<alt-a>", "alt-a"),
        ("<pgdn>", "pgdn"),
        ("<f1>", "f1"),
        ("<f12>", "f12"),
        ("<esc>", "esc"),
    ] {
        pty.press(keys);
        pty.wait_for_text(&format!("last: key {name}."));
    }
    pty.paste("q\n:x");
    pty.wait_for_text(r#"last: paste "q\n:x"."#);
    pty.send(b"\x1b[<0;3;2M");
    pty.wait_for_text("last: mouse Press 2 1.");
    pty.send(b"\x1b[<32;500;2M");
    pty.wait_for_text("last: mouse Drag 79 1.");
    pty.send(b"\x1b[<64;0;0M");
    pty.wait_for_text("last: mouse WheelUp 0 0 up.");
    pty.press("q");
    pty.finish().assert_restored();
}

#[test]
fn many_keys_at_once_all_arrive() {
    let mut pty = start();
    pty.press(&"j".repeat(3_000));
    pty.press("q");
    assert_eq!(pty.finish().code, 0);
}

#[test]
fn a_storm_of_sizes_ends_in_the_last_one_and_loses_no_key() {
    let mut pty = start();
    for step in 0..60 {
        pty.resize(20 + step, 5 + step % 7);
        pty.press("j");
    }
    pty.resize(0, 0);
    pty.resize(1, 1);
    pty.resize(60, 10);
    pty.press("k");
    pty.wait_for("the last size and key", |screen| {
        let text = screen.contents();
        text.contains("ready 60x10") && text.contains("last: key k.")
    });
    pty.press("q");
    pty.finish().assert_restored();
}

#[test]
fn without_a_shell_nothing_is_suspended() {
    let mut pty = start();
    pty.press("<ctrl-z>");
    pty.wait_for_text("last: suspended false.");
    pty.signal(Signal::TSTP);
    pty.press("j");
    pty.wait_for_text("last: key j.");
}

/// A shell with job control that has started the program, and the program's process id.
fn start_under_shell() -> (Pty, u32) {
    let program = std::env::current_exe().unwrap();
    let mut pty = shell::start(&program, &[(IN_PTY, "1")]);
    shell::tell(&mut pty, "\"$PROGRAM\" --ignored --exact program --nocapture");
    let screen = pty.wait_for_text("last: nothing.");
    let (_, after) = screen.split_once("pid=").unwrap();
    let pid = after.split(' ').next().unwrap().parse().unwrap();
    (pty, pid)
}

fn leave_program_and_shell(mut pty: Pty) {
    pty.press("q");
    shell::leave(pty);
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_and_fg_brings_the_program_back() {
    let (mut pty, _) = start_under_shell();
    pty.press("<ctrl-z>");
    shell::assert_usable(&mut pty);
    shell::tell(&mut pty, "fg");
    pty.wait_for_text("resumed=1");
    pty.wait_for_text("last: suspended true.");
    assert!(pty.screen().alternate_screen() && pty.screen().bracketed_paste());
    pty.press("j");
    pty.wait_for_text("last: key j.");
    leave_program_and_shell(pty);
}

#[test]
fn a_stop_signal_is_as_good_as_ctrl_z() {
    for signal in [Signal::TSTP, Signal::STOP] {
        let (mut pty, pid) = start_under_shell();
        rustix::process::kill_process(pty::process(pid), signal).unwrap();
        if signal == Signal::STOP {
            // Nobody can give anything back then; the shell takes what it needs.
            pty.wait_for_reply(shell::PROMPT);
        } else {
            shell::assert_usable(&mut pty);
        }
        shell::tell(&mut pty, "fg");
        pty.wait_for_text("resumed=1");
        leave_program_and_shell(pty);
    }
}

#[test]
fn a_program_sent_to_the_background_stops_until_it_has_the_terminal() {
    let (mut pty, _) = start_under_shell();
    pty.press("<ctrl-z>");
    shell::assert_usable(&mut pty);
    shell::tell(&mut pty, "bg; until [ -n \"$(jobs -s)\" ]; do sleep 0.1; done; echo stop'ped'");
    pty.wait_for_reply("stopped\r\n");
    shell::assert_usable(&mut pty);
    shell::tell(&mut pty, "fg");
    pty.wait_for_text("last: suspended true.");
    leave_program_and_shell(pty);
}

#[test]
fn a_stopped_program_can_be_killed() {
    let (mut pty, pid) = start_under_shell();
    pty.press("<ctrl-z>");
    shell::assert_usable(&mut pty);
    // Not `wait`: bash believes the job stopped until it has heard otherwise.
    shell::tell(
        &mut pty,
        &format!("kill %1; while kill -0 {pid}; do sleep 0.1; done 2>&-; echo go'ne'"),
    );
    pty.wait_for_reply("gone");
    assert!(!pty::is_running(pid));
    shell::tell(&mut pty, "exit 3");
    assert_eq!(pty.finish().code, 3);
}
