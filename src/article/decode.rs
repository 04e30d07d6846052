//! The answer's line breaks, told from what else is written `\n`.
//!
//! The exporter wrote every line break as a backslash and an `n` and left other backslashes
//! alone, so `\nabla` may be a command or a break before "abla". The rules here decide; they
//! do not read Markdown any further. Invariant: only a backslash and an `n` is ever replaced,
//! and what is kept stays byte for byte.

use std::borrow::Cow;
use std::ops::Range;

use super::code::{self, Breaks, Code};
use super::formula::{self, Formula};
use super::literal;

/// TeX commands that begin with `n` and whose rest begins no English word.
const COMMANDS: &[&str] = &[
    "nLeftarrow",
    "nLeftrightarrow",
    "nRightarrow",
    "nVDash",
    "nVdash",
    "nabla",
    "natural",
    "ncong",
    "nearrow",
    "neg",
    "negmedspace",
    "negthickspace",
    "negthinspace",
    "neq",
    "neqsim",
    "newcommand",
    "newenvironment",
    "newline",
    "newtheorem",
    "nexists",
    "ngeq",
    "ngeqq",
    "ngeqslant",
    "ngg",
    "ngtr",
    "ngtrsim",
    "nicefrac",
    "nleftarrow",
    "nleftrightarrow",
    "nleq",
    "nleqq",
    "nleqslant",
    "nless",
    "nlesssim",
    "nll",
    "nmid",
    "nobreak",
    "nobreakspace",
    "noindent",
    "nolimits",
    "nolinebreak",
    "nonumber",
    "nopagebreak",
    "normalfont",
    "normalsize",
    "not",
    "notag",
    "notin",
    "notni",
    "nparallel",
    "nprec",
    "npreceq",
    "nrightarrow",
    "nshortmid",
    "nshortparallel",
    "nsim",
    "nsimeq",
    "nsubset",
    "nsubseteq",
    "nsubseteqq",
    "nsucc",
    "nsucceq",
    "nsupset",
    "nsupseteq",
    "nsupseteqq",
    "ntriangleleft",
    "ntrianglelefteq",
    "ntriangleright",
    "ntrianglerighteq",
    "nvDash",
    "nvdash",
    "nwarrow",
    "nequiv",
];

/// The answer with its line breaks as newlines. Borrows if there is nothing to decode.
#[must_use]
pub fn decode(answer: &str) -> Cow<'_, str> {
    if memchr::memmem::find(answer.as_bytes(), br"\n").is_none() {
        return Cow::Borrowed(answer);
    }
    let (text, doubtful) = break_lines(answer);
    if doubtful.is_empty() {
        return Cow::Owned(text);
    }
    let formulas = formula::cut(&text);
    let mut inside = formulas.iter().peekable();
    let breaks = doubtful.into_iter().filter(|&at| {
        while inside.next_if(|formula| formula.range.end <= at).is_some() {}
        !is_command(&text, at, inside.peek().copied())
    });
    Cow::Owned(replace(&text, breaks))
}

/// What stands at a backslash and an `n`.
enum Reading {
    Break,
    Stays,
    /// `\nu`, `\ne` or `\ni`, which only mathematics can tell.
    Doubtful,
}

/// Replaces what is surely a line break. Returns also where doubtful places ended up.
fn break_lines(answer: &str) -> (String, Vec<usize>) {
    let mut reader = Reader { answer, codes: code::find(answer, Breaks::Both), literals: None };
    reader.codes.reverse();
    let mut text = String::with_capacity(answer.len());
    let mut doubtful = Vec::new();
    let mut copied = 0;
    for at in memchr::memmem::find_iter(answer.as_bytes(), br"\n") {
        match reader.read(at) {
            Reading::Break => {
                text.push_str(answer.get(copied..at).unwrap_or_default());
                text.push('\n');
                copied = at + 2;
            }
            Reading::Doubtful => doubtful.push(text.len() + at - copied),
            Reading::Stays => {}
        }
    }
    text.push_str(answer.get(copied..).unwrap_or_default());
    (text, doubtful)
}

struct Reader<'a> {
    answer: &'a str,
    /// The code ahead, the nearest last.
    codes: Vec<Code>,
    /// The string literals ahead in the current fence, the nearest last.
    literals: Option<Vec<Range<usize>>>,
}

impl Reader<'_> {
    fn read(&mut self, at: usize) -> Reading {
        while self.codes.last().is_some_and(|code| code.range.end <= at) {
            self.codes.pop();
            self.literals = None;
        }
        let Some(code) = self.codes.last().filter(|code| code.range.contains(&at)) else {
            return read_prose(self.answer.get(at + 1..).unwrap_or_default());
        };
        let Some(fence) = &code.fence else { return Reading::Stays };
        let literals = self.literals.get_or_insert_with(|| literal::find(self.answer, fence));
        while literals.last().is_some_and(|literal| literal.end <= at) {
            literals.pop();
        }
        if literals.last().is_some_and(|literal| literal.contains(&at)) {
            Reading::Stays
        } else {
            Reading::Break
        }
    }
}

/// Decides by the letters after the backslash.
fn read_prose(rest: &str) -> Reading {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    match rest.get(..length) {
        Some("nu" | "ne" | "ni") => Reading::Doubtful,
        Some(run) if COMMANDS.contains(&run) => Reading::Stays,
        _ => Reading::Break,
    }
}

/// Whether a doubtful place is a command: inside mathematics it is, but for the places where
/// authors break lines.
fn is_command(text: &str, at: usize, formula: Option<&Formula>) -> bool {
    let Some(formula) = formula.filter(|formula| formula.tex.contains(&at)) else { return false };
    let before = text.get(formula.range.start..at).unwrap_or_default();
    if before.ends_with(r"\\") || ends_in_begin(before) {
        return false;
    }
    if formula.tex.start == at && formula.display {
        let inner = text.get(formula.tex.clone()).unwrap_or_default();
        return !inner.trim_end_matches([' ', '\t']).ends_with('\n');
    }
    formula.display || !before.ends_with('\n')
}

/// Whether a text ends in `\begin{…}`, with or without more arguments.
fn ends_in_begin(text: &str) -> bool {
    let Some((_, arguments)) = text.rsplit_once(r"\begin{") else { return false };
    let mut depth = 1_usize;
    for c in arguments.chars() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' if depth > 0 => depth -= 1,
            _ if depth == 0 => return false,
            _ => {}
        }
    }
    depth == 0
}

fn replace(text: &str, breaks: impl Iterator<Item = usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for at in breaks {
        out.push_str(text.get(copied..at).unwrap_or_default());
        out.push('\n');
        copied = at + 2;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(answer: &str, expected: &str) {
        assert_eq!(decode(answer), expected, "{answer}");
    }

    #[test]
    fn a_written_line_break_becomes_one() {
        check(r"One.\n\n### Two\n- three", "One.\n\n### Two\n- three");
        check(r"a \\\n b", "a \\\\\n b");
    }

    #[test]
    fn an_answer_with_real_line_breaks_is_left_alone() {
        assert!(matches!(decode("One.\n\nTwo \\alpha."), Cow::Borrowed(_)));
    }

    #[test]
    fn a_command_that_is_no_word_stays() {
        check(r"so $\nabla f \neq 0$\nand \notin", "so $\\nabla f \\neq 0$\nand \\notin");
        check(r"a\nabout\nnot\note", "a\nabout\nnot\note");
    }

    #[test]
    fn nu_ne_and_ni_are_commands_in_mathematics_only() {
        check(
            r"with $\nu = 1$ and $a \ne b$.\ni) first",
            "with $\\nu = 1$ and $a \\ne b$.\ni) first",
        );
        check(r"$x$\n\ni) one $y$", "$x$\n\ni) one $y$");
    }

    #[test]
    fn after_a_row_break_or_a_begin_stands_a_line_break() {
        check(
            r"$$\begin{aligned}\ni &= 1 \\\ne &= 2\n\end{aligned}$$",
            "$$\\begin{aligned}\ni &= 1 \\\\\ne &= 2\n\\end{aligned}$$",
        );
        check(
            r"\begin{array}{cc}\ne & \nu\n\end{array}",
            "\\begin{array}{cc}\ne & \\nu\n\\end{array}",
        );
    }

    #[test]
    fn the_ends_of_a_display_go_together() {
        check(r"$$\nu = 1$$", r"$$\nu = 1$$");
        check(r"$$\ne = mc^2\n$$", "$$\ne = mc^2\n$$");
        check(r"- a\n  $$\ne = mc^2\n  $$", "- a\n  $$\ne = mc^2\n  $$");
    }

    #[test]
    fn a_code_span_keeps_its_backslash() {
        check(r"use `\n` or `a\nb`\nnow", "use `\\n` or `a\\nb`\nnow");
        check(r"a ` b\n\nc ` d", "a ` b\n\nc ` d");
    }

    #[test]
    fn a_string_in_a_code_block_keeps_its_escape() {
        check(
            r#"```c\nprintf("a\n");\nputs('\n');\n```\nb"#,
            "```c\nprintf(\"a\\n\");\nputs('\\n');\n```\nb",
        );
        check(r#"```\nsay "a\nb"\n```"#, "```\nsay \"a\nb\"\n```");
    }

    proptest! {
        #[test]
        fn only_backslash_n_is_replaced(s in "([a-z$`\"' ]|\\\\n|\\\\nu|\\\\\\\\|```c\\\\n|\\\\begin\\{a\\}){0,40}") {
            let decoded = decode(&s);
            prop_assert_eq!(decoded.replace('\n', r"\n"), s);
        }

        #[test]
        fn any_text_decodes(s in any::<String>()) {
            prop_assert_eq!(decode(&s).is_empty(), s.is_empty());
        }
    }
}
