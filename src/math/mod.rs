//! Mathematics: TeX in, rows of terminal cells out.
//!
//! A leaf above `text`: it knows no article, no theme and no screen. Any text is a formula;
//! what is wrong with it is mended and recorded. Invariant: every text that comes out has
//! passed `text::sanitize`, no row ends in a blank, and recursion is bounded for any input.

mod ascii;
mod boxes;
mod breaking;
mod class;
mod command;
mod compose;
mod filling;
mod font;
mod layout;
mod lexer;
mod macros;
mod mark;
mod negation;
mod node;
mod parse;
mod recovery;
mod scripts;
mod symbol;

#[cfg(test)]
mod tests;

pub use recovery::{Recovery, RecoveryKind};
pub use scripts::{lowered, raised};

use node::List;

/// Bytes of TeX that are drawn. What is longer is shown as it is written.
pub const LONGEST: usize = 16 * 1024;

/// Which characters a formula is drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    /// Whatever a terminal with Unicode shows.
    #[default]
    Unicode,
    /// ASCII for the formula itself; words in other scripts stay as they are.
    Ascii,
}

/// What a span of a formula is, for a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A variable or a number.
    Identifier,
    /// An operator, a relation, an arrow, the name of a function, a comma.
    Operator,
    /// Words, and letters that are set upright.
    Text,
    /// Bars, roots, brackets, rules.
    Structure,
    /// TeX as it is written, because it cannot be drawn.
    Source,
}

/// A piece of one row in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What is shown.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// Whether the formula asks for bold letters.
    pub bold: bool,
    /// Whether the formula asks for italic letters. Variables are not marked: their role is.
    pub italic: bool,
}

/// A formula set in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// From top to bottom. A row may be empty; none ends in a blank.
    pub rows: Vec<Vec<Span>>,
    /// Columns of the widest row: more than was asked for only if the formula cannot be
    /// broken.
    pub columns: usize,
    /// Index of the row that a formula beside this one would stand on.
    pub baseline: usize,
}

/// A parsed formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    content: Content,
    recoveries: Vec<Recovery>,
}

#[derive(Clone, Debug, PartialEq)]
enum Content {
    Tree(List),
    /// Too long or too deep to be drawn.
    Source(String),
}

/// Parses the TeX of a formula: what stands between its delimiters, or a whole environment.
/// Total: whatever is wrong is mended, and told by [`Formula::recoveries`].
#[must_use]
pub fn parse(tex: &str) -> Formula {
    let source = |kind: RecoveryKind, at: usize| Formula {
        content: Content::Source(tex.to_owned()),
        recoveries: vec![Recovery { kind, at }],
    };
    if tex.len() > LONGEST {
        return source(RecoveryKind::TooLong, LONGEST);
    }
    let expanded = match macros::expand(tex) {
        Ok(expanded) => expanded,
        Err(at) => return source(RecoveryKind::TooManyExpansions, at),
    };
    let (tree, mut recoveries) = parse::parse(expanded.text());
    for recovery in &mut recoveries {
        recovery.at = expanded.origin(recovery.at);
    }
    match tree {
        Ok(tree) => Formula { content: Content::Tree(tree), recoveries },
        Err(_) => Formula { content: Content::Source(tex.to_owned()), recoveries },
    }
}

impl Formula {
    /// What had to be mended, in the order in which it was noticed; at most 64.
    #[must_use]
    pub fn recoveries(&self) -> &[Recovery] {
        &self.recoveries
    }

    /// The formula on one line, for prose, table cells, pipes, search and screen readers.
    ///
    /// A blank at which the line may be broken is a blank: around a relation or binary
    /// operator of the formula itself, after its commas, at its wide spaces, and in long
    /// words of text. Every other one is a no-break space, U+00A0; whoever shows the line
    /// turns it into a blank after wrapping.
    #[must_use]
    pub fn line(&self, charset: Charset) -> Vec<Span> {
        match &self.content {
            Content::Tree(tree) => breaking::line(tree, charset),
            Content::Source(tex) => breaking::source_line(tex),
        }
    }

    /// The text of [`Formula::line`], with its no-break spaces.
    #[must_use]
    pub fn text(&self, charset: Charset) -> String {
        self.line(charset).into_iter().map(|span| span.text).collect()
    }

    /// The formula as a display of at most so many columns: broken at its relations, then at
    /// its sums, and wider only where nothing can be broken.
    #[must_use]
    pub fn rows(&self, columns: usize, charset: Charset) -> Rows {
        match &self.content {
            Content::Tree(tree) => breaking::rows(tree, columns, charset),
            Content::Source(tex) => breaking::source_rows(tex, columns),
        }
    }
}
