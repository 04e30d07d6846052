//! Programs of the desktop that a reader's wish is handed to: what opens links, and clipboards.
//!
//! Each is started directly, without a shell, and writes nothing to the terminal. Invariant: nobody
//! waits for one but a thread of its own.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::thread;

/// What opens a link in the program that the reader's desktop has for it.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };

/// Opens a link, and reports the reason if that fails.
pub fn open(target: String, report: impl FnOnce(String) + Send + 'static) {
    let run = move || {
        if let Err(reason) = hand_over(OPENER.as_ref(), &target) {
            report(format!("{OPENER} {reason}"));
        }
    };
    // Where not even a thread can be started, the link stays unopened.
    let _ = thread::Builder::new().name("opener".to_owned()).spawn(run);
}

/// Runs a program on a link to its end.
///
/// # Errors
/// What is wrong, to be said after the program's name.
fn hand_over(program: &OsStr, target: &str) -> Result<(), &'static str> {
    match silent(program).arg(target).stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("found nothing that opens this link"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("is not installed"),
        Err(_) => Err("could not be started"),
    }
}

/// A program with its arguments.
type Call = (&'static str, &'static [&'static str]);

/// Hands text to the clipboard program of the desktop; false where there is none.
pub fn copy(text: String) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let programs = clipboards(cfg!(target_os = "macos"), is_set);
    let any = !programs.is_empty();
    let run = move || {
        let _ = programs.into_iter().find(|(program, args)| feed(program, args, &text).is_ok());
    };
    // The terminal has the text already; a clipboard program is one way more.
    let _ = thread::Builder::new().name("clipboard".to_owned()).spawn(run);
    any
}

/// The programs that may have the clipboard of this desktop, the likeliest first; `is_set` says
/// whether a variable of the environment is.
fn clipboards(macos: bool, is_set: impl Fn(&str) -> bool) -> Vec<Call> {
    let mut programs: Vec<Call> = Vec::new();
    if macos {
        programs.push(("pbcopy", &[]));
    }
    if is_set("WAYLAND_DISPLAY") {
        programs.push(("wl-copy", &[]));
    }
    if is_set("DISPLAY") {
        programs.push(("xclip", &["-selection", "clipboard", "-in"]));
        programs.push(("xsel", &["--clipboard", "--input"]));
    }
    programs
}

/// Runs a program with text on its standard input.
///
/// # Errors
/// When it cannot be started, or says that it failed, as one that reaches no display does.
fn feed(program: &str, args: &[&str], text: &str) -> io::Result<()> {
    let mut child = silent(program.as_ref()).args(args).stdin(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A program that does not read all of it has taken what it wanted.
        let _ = input.write_all(text.as_bytes());
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(io::Error::other("it failed")) }
}

/// A program that writes nothing to the terminal, and that no key there stops.
fn silent(program: &OsStr) -> Command {
    let mut command = Command::new(program);
    command.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(macos: bool, set: &[&str]) -> Vec<&'static str> {
        clipboards(macos, |name| set.contains(&name)).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn the_clipboard_program_is_that_of_the_desktop() {
        assert_eq!(names(false, &[]), [""; 0], "over ssh and on a console there is none");
        assert_eq!(names(false, &["DISPLAY"]), ["xclip", "xsel"]);
        assert_eq!(names(false, &["WAYLAND_DISPLAY"]), ["wl-copy"]);
        assert_eq!(names(false, &["WAYLAND_DISPLAY", "DISPLAY"]), ["wl-copy", "xclip", "xsel"]);
        assert_eq!(names(true, &[]), ["pbcopy"]);
    }

    #[test]
    fn text_reaches_a_program_whole_and_one_that_is_not_there_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("seen");
        let text = "a $(b) `c`\n".repeat(20_000);
        feed("tee", &[file.to_str().unwrap()], &text).unwrap();
        assert!(std::fs::read_to_string(&file).unwrap() == text);
        assert!(feed("true", &[], &text).is_ok(), "one that reads nothing");
        assert!(feed("false", &[], &text).is_err(), "one that says it failed");
        assert!(feed(folder.path().join("missing").to_str().unwrap(), &[], &text).is_err());
    }

    #[test]
    fn a_link_reaches_the_program_as_one_argument_whatever_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let name = "a b;touch x?$(id)&c='d' -e *";
        let target = folder.path().join(name);
        assert_eq!(hand_over("touch".as_ref(), target.to_str().unwrap()), Ok(()));
        let files: Vec<_> =
            folder.path().read_dir().unwrap().map(|f| f.unwrap().file_name()).collect();
        assert_eq!(files, [name]);
    }

    #[test]
    fn a_program_that_fails_or_is_not_there_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let said = |program: &OsStr| hand_over(program, "https://example.org").unwrap_err();
        assert!(said("false".as_ref()).contains("found nothing"));
        assert_eq!(said(folder.path().join("missing").as_ref()), "is not installed");
        assert_eq!(said(folder.path().as_ref()), "could not be started");
    }
}
