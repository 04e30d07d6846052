//! Gives the parts of a code block their roles: keywords, strings, comments, and a few more.
//!
//! syntect parses by the grammars of two-face; their scopes become our roles in `scope`, the word at
//! a fence becomes a grammar in `language`. Nothing is guessed and no colour is named. Invariants:
//! the lines joined with line breaks are the source, byte for byte; what a document may cost is
//! bounded by a [`Highlighter`]'s budget, and what goes beyond it is plain.

mod language;
mod scope;

use std::sync::LazyLock;

use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

pub use language::{LANGUAGES, Language};

use super::face::Role;
use crate::isolate;

/// The longest line in bytes that is parsed. The time of some grammars grows with the third power of
/// a line; code that people wrote has shorter ones.
const LONGEST_LINE: usize = 160;

/// Bytes of code that are parsed in one document.
const BUDGET: usize = 64 * 1024;

/// A line of code: its text in pieces, each with its role.
pub type CodeLine = Vec<(String, Role)>;

/// All grammars. Unpacked at the first block of code and kept; each grammar is made ready when it is
/// used first.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Gives the code blocks of one document their roles.
///
/// Patterns of grammars can backtrack, so that a short line made for it takes some ten milliseconds,
/// and no count of bytes bounds that well. Hence the question whether to go on.
pub struct Highlighter<'a> {
    /// Bytes that may still be parsed.
    left: usize,
    go_on: &'a dyn Fn() -> bool,
}

impl<'a> Highlighter<'a> {
    /// A highlighter that asks `go_on` before each line. Once it says no, all that follows is plain;
    /// a shell that has a clock says no after a while, or when nobody waits any more.
    #[must_use]
    pub fn new(go_on: &'a dyn Fn() -> bool) -> Self {
        Self { left: BUDGET, go_on }
    }

    /// The lines of a code block. `language` is what stands after its fence; if it names no
    /// [`Language`], all of it is [`Role::Code`].
    pub fn highlight(&mut self, source: &str, language: &str) -> Vec<CodeLine> {
        let Some(language) = language::find(language) else { return plain(source) };
        // A grammar is a program that others wrote, run on text that others wrote.
        isolate::catch(|| self.coloured(source, language)).unwrap_or_else(|_| plain(source))
    }

    fn coloured(&mut self, source: &str, language: &Language) -> Vec<CodeLine> {
        let Some(syntax) = syntax(source, language) else { return plain(source) };
        let mut parser = Parser::new(syntax);
        source.split('\n').map(|line| self.line(line, language, &mut parser)).collect()
    }

    fn line(&mut self, line: &str, language: &Language, parser: &mut Parser) -> CodeLine {
        let prompt = language.prompts.iter().find(|prompt| line.starts_with(**prompt));
        if prompt.is_none() && !language.prompts.is_empty() {
            return plain_line(line);
        }
        let lead = prompt.map_or(0, |prompt| prompt.len());
        let (lead, code) = line.split_at_checked(lead).unwrap_or(("", line));
        if !(self.go_on)() {
            self.left = 0;
        }
        if code.len() > LONGEST_LINE.min(self.left) {
            return plain_line(line);
        }
        self.left -= code.len();
        let mut pieces = CodeLine::new();
        push(&mut pieces, lead, Role::Punctuation);
        parser.line(code, &mut pieces);
        pieces
    }
}

/// Code without any roles of its own.
fn plain(source: &str) -> Vec<CodeLine> {
    source.split('\n').map(plain_line).collect()
}

fn plain_line(line: &str) -> CodeLine {
    let mut pieces = CodeLine::new();
    push(&mut pieces, line, Role::Code);
    pieces
}

/// The grammar of a language.
fn syntax(source: &str, language: &Language) -> Option<&'static SyntaxReference> {
    // PHP is a page with code in it, unless the page was left out.
    let name = if language.syntax == "PHP" && !source.contains("<?") {
        "PHP Source"
    } else {
        language.syntax
    };
    SYNTAXES.find_syntax_by_name(name)
}

/// Reads code line by line.
struct Parser {
    state: ParseState,
    scopes: ScopeStack,
    /// The line with its end, which some patterns look for.
    line: String,
    /// Whether the grammar failed, so that the rest stays plain.
    failed: bool,
}

impl Parser {
    fn new(syntax: &SyntaxReference) -> Self {
        let state = ParseState::new(syntax);
        Self { state, scopes: ScopeStack::new(), line: String::new(), failed: false }
    }

    /// Adds the pieces of a line.
    fn line(&mut self, line: &str, pieces: &mut CodeLine) {
        self.line.clear();
        self.line.push_str(line);
        self.line.push('\n');
        let changes =
            if self.failed { None } else { self.state.parse_line(&self.line, &SYNTAXES).ok() };
        self.failed = changes.is_none();
        let mut from = 0;
        for (at, change) in changes.into_iter().flatten() {
            let at = at.min(line.len());
            if let Some(text) = line.get(from..at) {
                push(pieces, text, scope::role(self.scopes.as_slice(), text));
                from = at;
            }
            self.failed |= self.scopes.apply(&change).is_err();
        }
        let rest = line.get(from..).unwrap_or_default();
        push(pieces, rest, scope::role(self.scopes.as_slice(), rest));
    }
}

/// Adds text to a line; what has the role of the piece before it, or is blank, goes with that.
fn push(pieces: &mut CodeLine, text: &str, role: Role) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some((before, last)) if *last == role || text.trim().is_empty() => before.push_str(text),
        _ => pieces.push((text.to_owned(), role)),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    fn highlight(source: &str, language: &str) -> Vec<CodeLine> {
        Highlighter::new(&|| true).highlight(source, language)
    }

    /// The pieces that are not plain, as their role and their text.
    fn shown(source: &str, language: &str) -> Vec<(&'static str, String)> {
        let pieces = highlight(source, language).into_iter().flatten();
        let coloured = pieces.filter(|(_, role)| *role != Role::Code);
        coloured.map(|(text, role)| (role.name(), text.trim_end().to_owned())).collect()
    }

    /// The words that have a role, with blanks between them.
    fn words(source: &str, language: &str, role: Role) -> String {
        let pieces = highlight(source, language).into_iter().flatten();
        let words = pieces.filter(|(_, found)| *found == role).map(|(text, _)| text);
        words.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn joined(lines: &[CodeLine]) -> String {
        let line = |line: &CodeLine| line.iter().map(|(text, _)| text.as_str()).collect::<String>();
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn is_plain(lines: &[CodeLine]) -> bool {
        lines.iter().flatten().all(|(_, role)| *role == Role::Code)
    }

    #[test]
    fn the_parts_of_a_line_of_code_have_their_roles() {
        assert_eq!(
            shown("def f(x: int): return \"a\\n\" + 0x1f  # one", "py"),
            [
                ("code-keyword", "def"),
                ("code-function", "f"),
                ("code-punctuation", "("),
                ("code-punctuation", ":"),
                ("code-type", "int"),
                ("code-punctuation", "):"),
                ("code-keyword", "return"),
                ("code-string", "\"a"),
                ("code-constant", "\\n"),
                ("code-string", "\""),
                ("code-punctuation", "+"),
                ("code-constant", "0x1f"),
                ("code-comment", "# one"),
            ]
            .map(|(role, text)| (role, text.to_owned()))
        );
    }

    #[test]
    fn what_spans_lines_keeps_its_role_on_each() {
        let lines = highlight("/* a\n\n\tb */ int x;", "c");
        assert_eq!(lines[0], [("/* a".to_owned(), Role::Comment)]);
        assert_eq!(lines[1], []);
        assert_eq!(lines[2][0], ("\tb */ ".to_owned(), Role::Comment));
    }

    #[test]
    fn words_that_declare_are_told_from_the_types_in_their_place() {
        let code = "struct point *p; unsigned int n;";
        assert_eq!(words(code, "c", Role::Keyword), "struct");
        assert_eq!(words(code, "c", Role::TypeName), "unsigned int");
        assert_eq!(words("let x: u8 = 1;", "rust", Role::TypeName), "u8");
        assert_eq!(words("let x: u8 = 1;", "rust", Role::Keyword), "let");
    }

    #[test]
    fn operators_that_are_words_look_like_words() {
        assert_eq!(words("x and not y", "python", Role::Keyword), "and not");
    }

    #[test]
    fn keys_of_json_are_told_from_its_strings() {
        let json = "{\"a\": [\"b\", null]}";
        assert_eq!(words(json, "json", Role::Keyword), "\"a\"");
        assert_eq!(words(json, "json", Role::CodeString), "\"b\"");
    }

    #[test]
    fn code_inside_a_string_is_no_string() {
        assert_eq!(words("f\"a {b}\"", "python", Role::CodeString), "f\"a \"");
        assert_eq!(words("echo \"a $b\"", "sh", Role::CodeString), "\"a \"");
    }

    #[test]
    fn in_a_session_only_what_was_typed_is_code() {
        let lines = highlight("$ for f in *; do\n> done\nfor: no such file", "console");
        assert_eq!(
            lines[0][..2],
            [("$ ".into(), Role::Punctuation), ("for".into(), Role::Keyword)]
        );
        assert_eq!(lines[1][1], ("done".to_owned(), Role::Keyword));
        assert!(is_plain(&lines[2..]));
    }

    #[test]
    fn php_needs_no_page_around_it() {
        assert_eq!(words("foreach ($a as $b) {}", "php", Role::Keyword), "foreach as");
        assert_eq!(
            words("<p><?php foreach ($a as $b) {} ?>", "php", Role::Keyword),
            "p foreach as"
        );
    }

    #[test]
    fn code_without_a_language_that_is_known_is_plain() {
        for language in ["", "text", "prolog", "output"] {
            assert!(is_plain(&highlight("if x: return 1", language)), "{language}");
        }
    }

    #[test]
    fn every_language_of_the_table_has_a_grammar_that_works() {
        for language in LANGUAGES {
            assert!(SYNTAXES.find_syntax_by_name(language.syntax).is_some(), "{}", language.syntax);
            let word = language.words[0];
            let source = format!("{}a = \"b\" (1) // c", language.prompts.first().unwrap_or(&""));
            assert_eq!(joined(&highlight(&source, word)), source, "{word}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_plain_and_the_next_one_is_not() {
        let long = format!("return {}", "x".repeat(LONGEST_LINE));
        let lines = highlight(&format!("{long}\nreturn 1"), "python");
        assert!(is_plain(&lines[..1]));
        assert_eq!(lines[1][0].1, Role::Keyword);
    }

    #[test]
    fn a_document_may_spend_so_much_and_no_more() {
        let mut highlighter = Highlighter::new(&|| true);
        let block = "return 1\n".repeat(BUDGET / 8 / 2);
        assert!(!is_plain(&highlighter.highlight(&block, "python")));
        let second = highlighter.highlight(&format!("{block}return 1"), "python");
        assert!(is_plain(&second[second.len() - 1..]));
        assert_eq!(joined(&second), format!("{block}return 1"));
    }

    #[test]
    fn when_told_to_stop_it_leaves_the_rest_plain() {
        let asked = Cell::new(0);
        let go_on = || {
            asked.set(asked.get() + 1);
            asked.get() <= 2
        };
        let mut highlighter = Highlighter::new(&go_on);
        let lines = highlighter.highlight("return 1\nreturn 2\nreturn 3", "python");
        assert!(!is_plain(&lines[..1]) && !is_plain(&lines[1..2]));
        assert!(is_plain(&lines[2..]));
        assert!(is_plain(&highlighter.highlight("return 4", "python")));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_byte_of_the_code_is_lost_in_any_language(
            language in 0..LANGUAGES.len(),
            source in "([a-z]{1,4}|[(){}<>\\[\\]'\"`#/*;:=.,$%@\\\\0-9 -]|\t|\r|\n|é|\u{1f600}){0,80}",
        ) {
            let word = LANGUAGES[language].words[0];
            prop_assert_eq!(joined(&highlight(&source, word)), source);
        }
    }
}
