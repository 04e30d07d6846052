//! The reader's editor: which one it is, and having a file or a text written in it.
//!
//! `VISUAL` goes before `EDITOR` before what is installed. No shell is run: the value is split into words
//! as one would. Invariant: what was written is given back, or lies in a file that the reader is told of.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::Command;

use tempfile::TempPath;

use crate::library::source::describe;
use crate::terminal::lending::{self, Ended, Returned};
use crate::terminal::{Reader, Session};

/// What is taken if the reader names no editor.
const USUAL: [&str; 2] = ["vi", "nano"];

/// An editor as it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    program: String,
    args: Vec<String>,
}

/// What came of it.
pub struct Edited {
    /// What was written, or a sentence on why there is nothing.
    pub written: Result<String, String>,
    /// Whether the terminal is ours again.
    pub is_ours: bool,
}

impl Editor {
    /// The editor to use, by what the environment says.
    ///
    /// # Errors
    /// A sentence, if there is none or its name cannot be split into words.
    pub fn choose() -> Result<Self, String> {
        Self::named(|name| env::var_os(name), is_installed)
    }

    fn named(
        variable: impl Fn(&str) -> Option<OsString>,
        is_installed: impl Fn(&str) -> bool,
    ) -> Result<Self, String> {
        for name in ["VISUAL", "EDITOR"] {
            let value = variable(name).unwrap_or_default();
            let value = value.to_string_lossy();
            let words = shell_words::split(&value).map_err(|_| {
                format!("{name} has an open quote, so no editor is started: {value}")
            })?;
            if let Some((program, args)) = words.split_first() {
                return Ok(Self { program: program.clone(), args: args.to_vec() });
            }
        }
        let usual = USUAL.into_iter().find(|program| is_installed(program));
        let usual = usual.map(|program| Self { program: program.to_owned(), args: Vec::new() });
        usual.ok_or_else(|| "no editor is installed; EDITOR may name one".to_owned())
    }

    /// Runs it on a file. `words` are told if both end by a signal.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn run(
        &self,
        (session, reader): (&Session, &Reader),
        file: &Path,
        words: &str,
    ) -> io::Result<Returned> {
        let mut command = Command::new(&self.program);
        command.args(&self.args).arg(file);
        lending::lend(session, reader, &mut command, words)
    }

    /// Has a text written, of at most so many bytes, in a file that only the reader can read.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn write(
        &self,
        terminal: (&Session, &Reader),
        text: &str,
        limit: usize,
    ) -> io::Result<Edited> {
        let file = match draft(text) {
            Ok(file) => file,
            Err(error) => {
                let reason = describe(&error);
                let written = Err(format!("no file could be made for the editor: {reason}"));
                return Ok(Edited { written, is_ours: true });
            }
        };
        let words = format!("What you were writing lies in {}\n", file.display());
        let Returned { ended, is_leaving, is_ours } = self.run(terminal, &file, &words)?;
        let written = match ended {
            // Where it lies was said.
            _ if is_leaving => Err(format!("what was written {}", kept(file))),
            Ok(Ended::Code(0)) => read(file, limit),
            Ok(Ended::Code(code)) => Err(self.failed(&format!("code {code}"), file, text)),
            Ok(Ended::Signal(signal)) => Err(self.failed(&format!("signal {signal}"), file, text)),
            Err(error) => Err(format!("{} cannot be started: {}", self.program, describe(&error))),
        };
        Ok(Edited { written, is_ours })
    }

    /// That the editor failed, and where what was written lies, if anything was.
    fn failed(&self, with: &str, file: TempPath, text: &str) -> String {
        let program = Path::new(&self.program).file_name().map(OsStr::to_string_lossy);
        let program = program.unwrap_or_default();
        if fs::read(&file).is_ok_and(|bytes| bytes != text.as_bytes()) {
            let lies = kept(file);
            format!("{program} ended with {with}; what was written {lies}")
        } else {
            format!("{program} ended with {with}; nothing was changed")
        }
    }
}

/// Whether a program of this name can be found.
fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A file with a text, which nobody else can read.
fn draft(text: &str) -> io::Result<TempPath> {
    let mut file = tempfile::Builder::new().prefix("recto-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    Ok(file.into_temp_path())
}

/// What an editor left in a file.
fn read(file: TempPath, limit: usize) -> Result<String, String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let open = fs::File::open(&file);
    if let Err(error) = open.and_then(|open| open.take(most).read_to_end(&mut bytes)) {
        return Err(format!("what was written cannot be read: {}", describe(&error)));
    }
    if bytes.len() > limit {
        let most = limit / 1024;
        return Err(format!("more than {most} KiB are not kept; what was written {}", kept(file)));
    }
    String::from_utf8(bytes)
        .map_err(|_| format!("only notes in UTF-8 are kept; what was written {}", kept(file)))
}

/// Leaves a file where it is, and says where that is.
fn kept(file: TempPath) -> String {
    match file.keep() {
        Ok(path) => format!("lies in {}", path.display()),
        Err(error) => format!("is lost: {}", describe(&error.error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)], installed: &[&str]) -> Result<Vec<String>, String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| OsString::from(value))
        };
        let editor = Editor::named(variable, |program| installed.contains(&program))?;
        Ok(std::iter::once(editor.program).chain(editor.args).collect())
    }

    #[test]
    fn visual_goes_before_editor_before_what_is_installed() {
        let both = [("VISUAL", "code --wait"), ("EDITOR", "ed")];
        assert_eq!(chosen(&both, &["vi"]).unwrap(), ["code", "--wait"]);
        assert_eq!(chosen(&both[1..], &["vi"]).unwrap(), ["ed"]);
        assert_eq!(chosen(&[("VISUAL", " "), ("EDITOR", "")], &["nano", "vi"]).unwrap(), ["vi"]);
        assert_eq!(chosen(&[], &["nano"]).unwrap(), ["nano"]);
        assert!(chosen(&[], &[]).unwrap_err().contains("EDITOR"));
    }

    #[test]
    fn an_editor_is_split_into_words_and_run_by_no_shell() {
        let value = "'/opt/my editor' -c \"a; rm b\" $(x)";
        assert_eq!(
            chosen(&[("EDITOR", value)], &[]).unwrap(),
            ["/opt/my editor", "-c", "a; rm b", "$(x)"]
        );
        assert!(chosen(&[("EDITOR", "vi 'x")], &["vi"]).unwrap_err().starts_with("EDITOR has an"));
    }

    #[test]
    fn a_text_for_the_editor_is_private_and_goes_when_it_was_read() {
        use std::os::unix::fs::PermissionsExt;
        let file = draft("Mine.\n").unwrap();
        let path = file.to_path_buf();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(path.to_string_lossy().ends_with(".md"));
        assert_eq!(read(file, 100).unwrap(), "Mine.\n");
        assert!(!path.exists());
    }

    #[test]
    fn a_note_that_is_not_utf8_stays_in_its_file_byte_for_byte() {
        let file = draft("").unwrap();
        let path = file.to_path_buf();
        fs::write(&path, b"caf\xe9\n").unwrap();
        let sentence = read(file, 100).unwrap_err();
        assert!(sentence.contains("UTF-8") && sentence.contains(&*path.to_string_lossy()));
        assert_eq!(fs::read(&path).unwrap(), b"caf\xe9\n");
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn what_is_too_long_stays_in_its_file() {
        let file = draft(&"word ".repeat(1_000)).unwrap();
        let path = file.to_path_buf();
        let sentence = read(file, 2_048).unwrap_err();
        assert!(sentence.contains("2 KiB") && sentence.contains(&*path.to_string_lossy()));
        assert_eq!(fs::read_to_string(&path).unwrap().len(), 5_000);
        fs::remove_file(path).unwrap();
    }
}
