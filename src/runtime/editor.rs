//! The reader's editor: which one it is, and having a file or a text written in it.
//!
//! `VISUAL` goes before `EDITOR` before what is installed. No shell is run: the value is split into words
//! as one would. Invariant: what was written is given back, or lies in a file that the reader is told of.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::Command;

use super::drafts::{Draft, Drafts};
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

    /// Has a text written, of at most so many bytes, as a draft.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn write(
        &self,
        terminal: (&Session, &Reader),
        drafts: &Drafts,
        text: &str,
        limit: usize,
    ) -> io::Result<Edited> {
        let draft = match drafts.begin(text) {
            Ok(draft) => draft,
            Err(error) => {
                let reason = describe(&error);
                let written = Err(format!("no file could be made for the editor: {reason}"));
                return Ok(Edited { written, is_ours: true });
            }
        };
        let file = draft.path();
        let words = format!("What you were writing lies in {}\n", file.display());
        let returned = self.run(terminal, file, &words);
        let Returned { ended, is_leaving, is_ours } = match returned {
            Ok(returned) => returned,
            // The editor may see that the terminal is gone before we are told.
            Err(error) => {
                draft.left("the terminal is gone");
                return Err(error);
            }
        };
        let written = match ended {
            _ if is_leaving => Err(draft.left("Recto was ended")),
            Ok(Ended::Code(0)) => read(draft, limit),
            Ok(Ended::Code(code)) => Err(self.failed(&format!("code {code}"), draft, text)),
            Ok(Ended::Signal(signal)) => Err(self.failed(&format!("signal {signal}"), draft, text)),
            Err(error) => Err(format!("{} cannot be started: {}", self.program, describe(&error))),
        };
        Ok(Edited { written, is_ours })
    }

    /// That the editor failed, and where what was written lies, if anything was.
    fn failed(&self, with: &str, draft: Draft, text: &str) -> String {
        let program = Path::new(&self.program).file_name().map(OsStr::to_string_lossy);
        let program = program.unwrap_or_default();
        if fs::read(draft.path()).is_ok_and(|bytes| bytes != text.as_bytes()) {
            draft.left(&format!("{program} ended with {with}"))
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

/// What an editor left in a draft.
fn read(draft: Draft, limit: usize) -> Result<String, String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let open = fs::File::open(draft.path());
    if let Err(error) = open.and_then(|open| open.take(most).read_to_end(&mut bytes)) {
        return Err(format!("what was written cannot be read: {}", describe(&error)));
    }
    if bytes.len() > limit {
        return Err(draft.left(&format!("more than {} KiB are not kept", limit / 1024)));
    }
    String::from_utf8(bytes).map_err(|_| draft.left("only UTF-8 is kept"))
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
    fn what_was_written_is_read_and_its_file_goes() {
        let folder = tempfile::tempdir().unwrap();
        let draft = Drafts::beside(Some(folder.path())).begin("Mine.\n").unwrap();
        let path = draft.path().to_path_buf();
        assert_eq!(read(draft, 100).unwrap(), "Mine.\n");
        assert!(!path.exists());
    }

    #[test]
    fn a_note_that_is_not_utf8_stays_in_its_file_byte_for_byte() {
        let folder = tempfile::tempdir().unwrap();
        let draft = Drafts::beside(Some(folder.path())).begin("").unwrap();
        let path = draft.path().to_path_buf();
        fs::write(&path, b"caf\xe9\n").unwrap();
        let sentence = read(draft, 100).unwrap_err();
        assert!(sentence.contains("UTF-8") && sentence.starts_with(&*path.to_string_lossy()));
        assert_eq!(fs::read(&path).unwrap(), b"caf\xe9\n");
    }

    #[test]
    fn what_is_too_long_stays_in_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let draft = Drafts::beside(Some(folder.path())).begin(&"word ".repeat(1_000)).unwrap();
        let path = draft.path().to_path_buf();
        let sentence = read(draft, 2_048).unwrap_err();
        assert!(sentence.contains("2 KiB") && sentence.starts_with(&*path.to_string_lossy()));
        assert_eq!(fs::read_to_string(&path).unwrap().len(), 5_000);
    }
}
