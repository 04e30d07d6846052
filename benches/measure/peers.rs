//! Other programs that do a part of what Recto does, as processes.
//!
//! Their start and their reading are in their time; nothing of them is linked or parsed. Invariant: a
//! program that is not installed is nothing, never a failure.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use recto::library::catalog::Catalog;
use tempfile::NamedTempFile;

use super::timed;

/// A command of the shell that gets a word as `$1` and a path as `$2`.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// As it stands in a table.
    pub name: &'static str,
    program: &'static str,
    command: &'static str,
}

/// What the shell says of a program that it does not find.
const NOT_INSTALLED: i32 = 127;

/// Filters a list of questions.
pub const FZF: Peer =
    Peer { name: "`fzf --filter`", program: "fzf", command: "fzf --filter \"$1\" < \"$2\"" };
/// The same list, as it reaches fzf in a pipe.
pub const CAT_FZF: Peer = Peer {
    name: "`cat` into `fzf --filter`",
    program: "fzf",
    command: "cat \"$2\" | fzf --filter \"$1\"",
};
/// Filters a list of questions.
pub const FZY: Peer = Peer { name: "`fzy -e`", program: "fzy", command: "fzy -e \"$1\" < \"$2\"" };
/// Looks for a word in a list of questions.
pub const RIPGREP: Peer =
    Peer { name: "`rg` on the list", program: "rg", command: "rg -F -e \"$1\" \"$2\"" };
/// Reads every file below a folder, one after the other.
pub const CAT_FOLDER: Peer = Peer {
    name: "`cat` of every file",
    program: "cat",
    command: "find \"$2\" -type f -exec cat {} +",
};
/// Looks for a word in every file below a folder.
pub const RIPGREP_FOLDER: Peer =
    Peer { name: "`rg -c` on the folder", program: "rg", command: "rg -c -F -e \"$1\" \"$2\"" };

impl Peer {
    /// How long it takes, its output thrown away; nothing if it is not installed.
    pub fn time(&self, word: &str, path: &Path) -> Option<Duration> {
        // What it prints goes through a pipe: some programs do less where it is thrown away.
        let script = format!(
            "command -v {} > /dev/null || exit {NOT_INSTALLED}; {{ {}; }} | cat > /dev/null",
            self.program, self.command
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, "sh", word]).arg(path).stderr(Stdio::null());
        let (time, status) = timed(|| shell.status());
        status.is_ok_and(|status| status.code() != Some(NOT_INSTALLED)).then_some(time)
    }

    /// The first line in which it says its version.
    pub fn version(&self) -> Option<String> {
        let output = Command::new(self.program).arg("--version").output().ok()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        Some(format!("{} {}", self.program, said.lines().next()?.trim_start_matches(self.program)))
    }
}

/// A file with one question a line.
pub fn list_of<'a>(questions: impl Iterator<Item = &'a str>) -> NamedTempFile {
    let mut list = NamedTempFile::new().expect("a temporary file");
    let text: String = questions.flat_map(|question| [question, "\n"]).collect();
    list.write_all(text.as_bytes()).expect("room for the questions");
    list
}

/// The questions of a catalog, in the order of its rows.
pub fn questions(catalog: &Catalog) -> impl Iterator<Item = &str> {
    catalog.ids().filter_map(|id| catalog.get(id)).map(|entry| entry.question)
}
