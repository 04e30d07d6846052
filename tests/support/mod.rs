//! The built binary in an environment of its own, and a small library for it to read.
//!
//! Nothing here looks at the machine: a [`Home`] is an empty home folder, and every article is
//! written for these tests. Invariant: no variable of the caller's environment changes a result.

#![allow(dead_code, reason = "each test crate uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

pub mod articles;
pub mod hostile;
pub mod stream;

use crate::pty::UNSET;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

/// The program under test.
pub const RECTO: &str = env!("CARGO_BIN_EXE_recto");

/// After this long a command counts as hung. It is no measure of speed.
pub const HANG: Duration = Duration::from_secs(60);

/// A home folder with a folder to work in.
pub struct Home {
    folder: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub struct Run {
    /// Its exit code; `None` if it was killed.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Home {
    /// An empty one.
    pub fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(home.work()).unwrap();
        home
    }

    /// The folder in which commands run.
    pub fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Writes a file, given relative to the home folder, with the folders above it.
    pub fn write(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let file = self.folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, bytes).unwrap();
        file
    }

    /// The library of [`articles`] in a folder of this home.
    pub fn library(&self) -> PathBuf {
        let library = self.folder.path().join("library");
        articles::write(&library);
        library
    }

    /// The variables that make this the home of a program.
    pub fn variables(&self) -> [(&'static str, PathBuf); 6] {
        let at = |name: &str| self.folder.path().join(name);
        [
            ("HOME", self.folder.path().to_path_buf()),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_STATE_HOME", at("state")),
            ("XDG_CACHE_HOME", at("cache")),
            ("XDG_RUNTIME_DIR", at("runtime")),
        ]
    }

    /// The program with arguments, ready to run here; killed if it hangs.
    pub fn command<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S>,
    ) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(RECTO);
        command.args(args).current_dir(self.work()).envs(self.variables());
        command.env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8").timeout(HANG);
        for name in UNSET {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program.
    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Run {
        run(&mut self.command(args))
    }

    /// Runs the program on a library.
    pub fn run_on(&self, library: &Path, args: &[&str]) -> Run {
        run(self.command(args).arg("--library").arg(library))
    }
}

/// Runs a command to its end.
pub fn run(command: &mut assert_cmd::Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes).unwrap_or_else(|error| panic!("output is not UTF-8: {error}"))
    };
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

impl Run {
    /// What it wrote, if it ended well and had nothing to complain about.
    #[track_caller]
    pub fn success(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// Its message, if it ended with `code` and wrote no data.
    #[track_caller]
    pub fn failure(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""), "{}", self.err);
        self.err
    }

    /// The JSON objects it wrote, one a line.
    #[track_caller]
    pub fn json(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The one JSON document it wrote.
    #[track_caller]
    pub fn json_document(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}
