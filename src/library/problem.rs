//! What could not be read, or was read with a doubt: one file, one place, one reason.
//!
//! Not an error type: a problem never stops the library. Its strings have passed the gate.

use std::borrow::Cow;
use std::fmt;

use crate::article::{Flaw, Severity};
use crate::text::sanitize;

/// Something a reader should know about one file of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, relative to the library's folder, fit to be shown.
    pub path: String,
    /// Line in the file, from 1; 0 when the problem concerns the whole file.
    pub line: usize,
    /// Column in the line, in characters from 1; 0 when unknown.
    pub column: usize,
    /// Whether the article suffers from it or is merely unusual.
    pub severity: Severity,
    /// The stable name of the rule that found it.
    pub rule: Cow<'static, str>,
    /// What is wrong and what to do, as a sentence.
    pub reason: String,
    /// Whether the article is listed all the same.
    pub listed: bool,
}

impl Problem {
    /// A problem of a whole file that keeps it out of the list.
    #[must_use]
    pub fn unreadable(path: &str, rule: &'static str, reason: &str) -> Self {
        Self {
            path: sanitize::line(path).into_owned(),
            line: 0,
            column: 0,
            severity: Severity::Error,
            rule: rule.into(),
            reason: sanitize::line(reason).into_owned(),
            listed: false,
        }
    }

    /// What an article's parser found at a place of the file `path`.
    #[must_use]
    pub fn from_flaw(path: &str, flaw: &Flaw, listed: bool) -> Self {
        Self {
            path: sanitize::line(path).into_owned(),
            line: flaw.line,
            column: flaw.column,
            severity: flaw.severity,
            rule: flaw.rule.into(),
            reason: sanitize::line(&flaw.reason).into_owned(),
            listed,
        }
    }

    /// Whether it counts as a problem, and not merely as a note.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.path)?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
            if self.column > 0 {
                write!(out, ":{}", self.column)?;
            }
        }
        write!(out, ": {}", self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_file_line_and_column() {
        let flaw = Flaw {
            severity: Severity::Error,
            line: 3,
            column: 7,
            reason: "quote the value".into(),
            rule: "front-matter",
        };
        let problem = Problem::from_flaw("physics/a.md", &flaw, true);
        assert_eq!(problem.to_string(), "physics/a.md:3:7: quote the value");
    }

    #[test]
    fn a_problem_of_a_whole_file_has_no_line() {
        let problem = Problem::unreadable("x.md", "not-a-file", "a named pipe");
        assert_eq!(problem.to_string(), "x.md: a named pipe");
    }

    #[test]
    fn a_file_name_cannot_smuggle_an_escape_sequence() {
        let problem = Problem::unreadable("\u{1b}]0;x\u{7}.md", "io", "gone");
        assert!(!problem.to_string().contains('\u{1b}'));
    }
}
