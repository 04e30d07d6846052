//! An interactive shell with job control that starts the program under test.
//!
//! It knows the program as `$PROGRAM`. Each command waits for the prompt, so that nothing is typed
//! into a program that still runs.

use std::ffi::OsStr;
use std::path::Path;

use super::{Program, Pty, assert_screen_restored};

/// What the shell shows when it waits for a command.
pub const PROMPT: &str = "prompt> ";

/// Starts the shell.
pub fn start<N: AsRef<OsStr>, V: AsRef<OsStr>>(program: &Path, variables: &[(N, V)]) -> Pty {
    let mut shell = Program::new("bash").args(["--norc", "--noprofile", "-i"]);
    for (name, value) in variables {
        shell = shell.env(name, value);
    }
    shell.env("PS1", PROMPT).env("HISTFILE", "/dev/null").env("PROGRAM", program).spawn()
}

/// Types a command at the prompt, which must have come since the last one.
pub fn tell(pty: &mut Pty, command: &str) {
    pty.wait_for_reply(PROMPT);
    pty.type_line(command);
}

/// The shell has the terminal and does what it is told.
pub fn assert_usable(pty: &mut Pty) {
    pty.wait_for_reply(PROMPT);
    assert_screen_restored(pty.screen());
    // The quotes keep what is typed from looking like what is answered.
    tell(pty, "echo us'able'; stty -a | tr ' ' '\\n' | grep -x -e echo -e icanon");
    let reply = pty.wait_for_reply(PROMPT);
    assert!(reply.contains("usable\r\nicanon\r\necho\r\n"), "{reply}");
}

/// Leaves the shell, which must have the terminal back as it was.
pub fn leave(mut pty: Pty) {
    assert_usable(&mut pty);
    pty.type_line("exit 3");
    let ended = pty.finish();
    assert_eq!(ended.code, 3);
    ended.assert_restored();
}
