//! Where a long text goes on a terminal: through the reader's pager, or straight to standard output.
//!
//! `RECTO_PAGER` goes before `PAGER` before `less`; an empty one, or `cat`, means none. No shell is
//! run: the value is split into words as one would. Invariant: whatever becomes of the pager, the
//! text is written or the reader did not want the rest of it.

use std::ffi::OsString;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::terminal::signals;

/// The pager that is used if none is named.
const USUAL: &str = "less";
/// What it and `lv` are told unless the reader told them otherwise: end if all fits on one screen,
/// show colours, leave the text standing; show colours.
const SETTINGS: [(&str, &str); 2] = [("LESS", "FRX"), ("LV", "-c")];
/// The first `less` that passes hyperlinks on.
const LINKING_LESS: u32 = 566;

/// A pager as it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    words: Vec<String>,
    /// Whether the reader named it.
    named: bool,
}

impl Pager {
    /// The pager to use, if any, by what the environment says.
    ///
    /// # Errors
    /// A sentence if the value cannot be split into words.
    pub fn choose(variable: impl Fn(&str) -> Option<OsString>) -> Result<Option<Self>, String> {
        let named =
            ["RECTO_PAGER", "PAGER"].into_iter().find_map(|name| Some((name, variable(name)?)));
        let Some((name, value)) = named else {
            return Ok(Some(Self { words: vec![USUAL.to_owned()], named: false }));
        };
        let value = value.to_string_lossy();
        let words = shell_words::split(&value)
            .map_err(|_| format!("{name} has an open quote, so no pager is used: {value}"))?;
        let none = words.first().is_none_or(|program| program == "cat");
        Ok((!none).then_some(Self { words, named: true }))
    }

    /// Whether it passes on hyperlinks. Only `less` is known to, and it is asked for its version.
    #[must_use]
    pub fn has_hyperlinks(&self) -> bool {
        let Some(program) = self.words.first() else { return false };
        if Path::new(program).file_name().is_none_or(|name| name != USUAL) {
            return false;
        }
        let said = Command::new(program).arg("--version").stdin(Stdio::null()).output();
        said.is_ok_and(|said| version(&String::from_utf8_lossy(&said.stdout)) >= Some(LINKING_LESS))
    }

    fn start(&self) -> io::Result<Child> {
        let (program, args) =
            self.words.split_first().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::piped());
        for (name, value) in SETTINGS {
            if std::env::var_os(name).is_none() {
                command.env(name, value);
            }
        }
        command.spawn()
    }
}

/// The version in `less 590 (POSIX regular expressions)`.
fn version(said: &str) -> Option<u32> {
    let number = said.strip_prefix("less ")?.split(|c: char| !c.is_ascii_digit()).next()?;
    number.parse().ok()
}

/// Takes a text and shows it.
pub enum Output {
    /// Straight to standard output.
    Plain(BufWriter<StdoutLock<'static>>),
    /// Through a pager.
    Paged(BufWriter<ChildStdin>, Child),
}

impl Output {
    /// Starts the pager. If that cannot be done the text goes straight out, and the reader is told if
    /// the pager is one that they named.
    pub fn open(pager: Option<&Pager>) -> Self {
        let plain = || Self::Plain(super::output::open());
        let Some(pager) = pager else { return plain() };
        match pager.start() {
            Ok(mut child) => match child.stdin.take() {
                Some(stdin) => {
                    // Ctrl-C is the pager's: it goes to both, and we are to live as long as it does.
                    let _ = signals::leave_interrupts_to_others();
                    Self::Paged(BufWriter::new(stdin), child)
                }
                None => plain(),
            },
            Err(error) => {
                if pager.named {
                    let pager = pager.words.join(" ");
                    let reason = crate::library::source::describe(&error);
                    super::tell(&format!("the pager {pager} cannot be started: {reason}"));
                }
                plain()
            }
        }
    }

    /// Ends the text and waits until the reader has left the pager.
    ///
    /// # Errors
    /// When the text could not be written, unless because the reader left the pager before its end.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(mut out) => out.flush(),
            Self::Paged(mut out, mut child) => {
                let written = out.flush();
                // What is left in the buffer has nowhere to go.
                drop(out.into_parts());
                child.wait()?;
                match written {
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Paged(out, _) => match out.write(bytes) {
                // The reader has seen enough; `finish` still waits for the pager to end.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
                written => written,
            },
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Paged(out, _) => out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of the pager that is chosen, none if there is none.
    fn chosen(variables: &[(&str, &str)]) -> Result<Vec<String>, String> {
        let pager = Pager::choose(|name| {
            variables.iter().find(|(set, _)| *set == name).map(|(_, value)| OsString::from(value))
        });
        pager.map(|pager| pager.map(|pager| pager.words).unwrap_or_default())
    }

    #[test]
    fn rectos_own_variable_goes_before_the_usual_one_before_less() {
        assert_eq!(chosen(&[]).unwrap(), ["less"]);
        assert_eq!(chosen(&[("PAGER", "more")]).unwrap(), ["more"]);
        assert_eq!(
            chosen(&[("PAGER", "more"), ("RECTO_PAGER", "less -R")]).unwrap(),
            ["less", "-R"]
        );
    }

    #[test]
    fn an_empty_pager_and_cat_are_none() {
        for value in ["", "  ", "cat"] {
            assert_eq!(chosen(&[("PAGER", value)]), Ok(Vec::new()), "{value:?}");
        }
        assert_eq!(chosen(&[("RECTO_PAGER", ""), ("PAGER", "less")]), Ok(Vec::new()));
    }

    #[test]
    fn a_pager_is_split_into_words_and_run_by_no_shell() {
        let value = "'/opt/my pager/less' -P \"a; rm b\" $(x) >y";
        let split = ["/opt/my pager/less", "-P", "a; rm b", "$(x)", ">y"];
        assert_eq!(chosen(&[("PAGER", value)]).unwrap(), split);
        let message = chosen(&[("PAGER", "less 'x")]).unwrap_err();
        assert!(message.starts_with("PAGER has an open quote"), "{message}");
    }

    #[test]
    fn the_version_of_less_is_read() {
        assert_eq!(version("less 590 (GNU regular expressions)\n"), Some(590));
        assert_eq!(version("less 668x"), Some(668));
        assert_eq!(version("BusyBox v1.36"), None);
        assert_eq!(version(""), None);
    }
}
