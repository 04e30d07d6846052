//! Programs of the desktop that a reader's wish is handed to: whatever opens links.
//!
//! Each is started directly, without a shell, and writes nothing to the terminal. Invariant: nobody
//! waits for one but a thread of its own.

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::thread;

/// What opens a link in the program that the reader's desktop has for it.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };

/// Opens a link, and reports a sentence if that fails.
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

/// A program that writes nothing to the terminal, and that no key there stops.
fn silent(program: &OsStr) -> Command {
    let mut command = Command::new(program);
    command.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

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
