//! What had to be mended in a formula for it to be drawn.
//!
//! Only the record; mending is the parser's. Each kind has a sentence, for a linter to print.

use std::fmt;

/// Something wrong with the TeX of a formula, and that it was drawn all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// What was wrong.
    pub kind: RecoveryKind,
    /// Where, in bytes into the TeX that was parsed.
    pub at: usize,
}

/// What can be wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecoveryKind {
    /// A `}` that closes nothing; it is left out.
    StrayBrace,
    /// An `&` where there are no columns; it is left out.
    StrayAmpersand,
    /// A `$` inside the formula; it is left out.
    StrayDollar,
    /// A `{` that is never closed; it ends with the formula.
    MissingBrace,
    /// A `\left` without its `\right`; it ends with the formula.
    MissingRight,
    /// A `\right` without its `\left`; its bracket is drawn plain.
    StrayRight,
    /// A `\begin` without its `\end`.
    MissingEnd,
    /// An `\end` without its `\begin`; it is left out.
    StrayEnd,
    /// A second script of the same kind; it is appended to the first.
    DoubleScript,
    /// A second `\over` in one group; it is left out.
    DoubleOver,
    /// A command without its argument.
    MissingArgument,
    /// A command that is not known; its name is drawn.
    UnknownCommand(String),
    /// An environment that is not known; its rows are drawn.
    UnknownEnvironment(String),
    /// Deeper than is drawn; the source is shown.
    TooDeep,
    /// Longer than is drawn; the source is shown.
    TooLong,
    /// Its definitions grow beyond what is drawn; the source is shown.
    TooManyExpansions,
}

impl fmt::Display for RecoveryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            Self::StrayBrace => "this `}` closes nothing",
            Self::StrayAmpersand => "there are no columns for this `&`",
            Self::StrayDollar => "a `$` stands inside the formula; write `\\$` for the sign",
            Self::MissingBrace => "this `{` is never closed",
            Self::MissingRight => "this `\\left` has no `\\right`",
            Self::StrayRight => "this `\\right` has no `\\left`",
            Self::MissingEnd => "this `\\begin` has no `\\end`",
            Self::StrayEnd => "this `\\end` has no `\\begin`",
            Self::DoubleScript => "a second script stands on the same base; use braces",
            Self::DoubleOver => "the group is divided a second time; use braces",
            Self::MissingArgument => "this command lacks an argument",
            Self::UnknownCommand(name) => return write!(f, "`\\{name}` is not known"),
            Self::UnknownEnvironment(name) => {
                return write!(f, "the environment `{name}` is not known");
            }
            Self::TooDeep => "the formula is nested too deeply to be drawn",
            Self::TooLong => "the formula is too long to be drawn",
            Self::TooManyExpansions => "the definitions in the formula expand too far",
        };
        f.write_str(sentence)
    }
}
