//! String literals in a fenced code block, where `\n` is an escape and not a line break.
//!
//! Knows of each language only what quotes a string and what begins a comment. A literal
//! counts if it is closed before the fence ends; strings in triple quotes hold real lines and
//! do not count. Linear in the length of the block.

use std::ops::Range;

use super::code::{self, Breaks, Fence};

/// How a language writes strings and comments.
#[derive(Clone, Copy)]
struct Syntax {
    /// Also `'` quotes strings, not only single characters.
    single: bool,
    /// `'` after a letter, a digit or a bracket is an operator.
    transpose: bool,
    triple: bool,
    comment: &'static [&'static str],
}

/// The literals of a block, the last one first.
pub(super) fn find(text: &str, fence: &Fence) -> Vec<Range<usize>> {
    let info = text.get(fence.info.clone()).unwrap_or_default().trim();
    let Some(syntax) = syntax(info) else { return Vec::new() };
    let body = text.get(fence.body.clone()).unwrap_or_default();
    let mut found = scan(body, syntax);
    for literal in &mut found {
        *literal = literal.start + fence.body.start..literal.end + fence.body.start;
    }
    found.reverse();
    found
}

/// The language of an info string, or nothing for prose, markup and unnamed blocks.
fn syntax(info: &str) -> Option<Syntax> {
    let name = info.split([' ', ',', '{', ':']).find(|word| !word.is_empty())?;
    let plain = Syntax { single: false, transpose: false, triple: false, comment: &[] };
    let with = |comment| Syntax { comment, ..plain };
    let syntax = match name.trim_matches(['.', '}']).to_ascii_lowercase().as_str() {
        "python" | "py" | "python3" | "ipython" | "pycon" | "sage" | "cython" => {
            Syntax { single: true, triple: true, ..with(&["#"]) }
        }
        "ruby" | "rb" | "perl" | "pl" | "bash" | "sh" | "shell" | "zsh" | "fish" | "console"
        | "powershell" | "ps1" | "r" | "awk" | "elixir" | "coffeescript" | "tcl" | "make"
        | "makefile" | "dockerfile" | "nim" | "yaml" | "yml" => {
            Syntax { single: true, ..with(&["#"]) }
        }
        "toml" | "ini" | "julia" | "jl" | "crystal" => Syntax { triple: true, ..with(&["#"]) },
        "javascript" | "js" | "jsx" | "typescript" | "ts" | "tsx" | "node" | "dart" | "groovy"
        | "php" | "css" | "scss" | "less" | "vue" | "svelte" => {
            Syntax { single: true, ..with(&["//", "/*"]) }
        }
        "c" | "cpp" | "c++" | "cc" | "h" | "hpp" | "java" | "csharp" | "cs" | "c#" | "go"
        | "golang" | "rust" | "rs" | "swift" | "kotlin" | "kt" | "scala" | "objective-c"
        | "objectivec" | "objc" | "cuda" | "arduino" | "glsl" | "verilog" | "systemverilog"
        | "solidity" | "zig" | "d" | "fsharp" | "f#" => {
            Syntax { triple: true, ..with(&["//", "/*"]) }
        }
        "sql" | "mysql" | "postgresql" | "plsql" | "sqlite" | "lua" | "vhdl" | "ada" => {
            Syntax { single: true, ..with(&["--"]) }
        }
        "haskell" | "hs" | "elm" => with(&["--"]),
        "matlab" | "octave" => Syntax { single: true, transpose: true, ..with(&["%", "#"]) },
        "erlang" | "prolog" => Syntax { single: true, ..with(&["%"]) },
        "lisp" | "scheme" | "clojure" | "racket" | "asm" | "assembly" | "nasm" => with(&[";"]),
        "pascal" | "delphi" | "fortran" | "basic" | "vb" | "vbnet" | "ocaml" | "json" | "jsonc"
        | "graphql" | "mips" | "stata" | "sas" | "abap" | "cobol" => plain,
        _ => return None,
    };
    Some(syntax)
}

fn scan(body: &str, syntax: Syntax) -> Vec<Range<usize>> {
    let bytes = body.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at = match byte {
            b'\\' => at + 2,
            b'"' | b'\'' if syntax.triple && is_triple(bytes, at) => {
                close_triple(body, at).unwrap_or(bytes.len())
            }
            b'"' => literal(bytes, at, &mut found),
            b'\'' if syntax.single => {
                if syntax.transpose && follows_value(bytes, at) {
                    at + 1
                } else {
                    literal(bytes, at, &mut found)
                }
            }
            // A single character: the quote may also be a lifetime or part of a name.
            b'\'' if bytes.get(at..at + 4) == Some(br"'\n'") => {
                found.push(at..at + 4);
                at + 4
            }
            b'\'' if matches!(bytes.get(at..at + 3), Some([_, b'"', b'\''])) => at + 3,
            _ => comment_end(body, at, syntax).unwrap_or(at + 1),
        };
    }
    found
}

fn is_triple(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at..at + 3), Some([a, b, c]) if a == b && b == c)
}

fn close_triple(body: &str, at: usize) -> Option<usize> {
    let quote = body.get(at..at + 3)?;
    let from = at + 3;
    Some(from + memchr::memmem::find(body.as_bytes().get(from..)?, quote.as_bytes())? + 3)
}

/// Takes the literal that opens at `at`, if it closes. Returns where to go on.
fn literal(bytes: &[u8], at: usize, found: &mut Vec<Range<usize>>) -> usize {
    let quote = bytes.get(at);
    let mut end = at + 1;
    while let Some(byte) = bytes.get(end) {
        if Some(byte) == quote {
            found.push(at..end + 1);
            return end + 1;
        }
        // A real line break ends a literal: no language here lets one pass.
        if *byte == b'\n' {
            break;
        }
        end += if *byte == b'\\' { 2 } else { 1 };
    }
    at + 1
}

/// Whether a quote stands directly after a value, where it transposes a matrix.
fn follows_value(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|b| {
        b.is_ascii_alphanumeric() || matches!(b, b')' | b']' | b'}' | b'.' | b'\'')
    })
}

/// Where the comment ends that begins here, before its line break or after its `*/`.
fn comment_end(body: &str, at: usize, syntax: Syntax) -> Option<usize> {
    let rest = body.get(at..)?;
    let opener = *syntax.comment.iter().find(|opener| rest.starts_with(**opener))?;
    let before = at.checked_sub(1).and_then(|before| body.as_bytes().get(before));
    if opener == "/*" {
        let inner = rest.as_bytes().get(2..)?;
        return Some(memchr::memmem::find(inner, b"*/").map_or(body.len(), |end| at + end + 4));
    }
    // `$#`, `${#a}`, `http://` and `%%` in formats begin no comment.
    if matches!(before, Some(b'$' | b'{' | b':' | b'%')) {
        return None;
    }
    Some(code::line_at(body, at, Breaks::Both).end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(language: &str, body: &str) -> Vec<String> {
        let text = format!("{language}|{body}");
        let body = language.len() + 1..text.len();
        let fence = Fence { info: 0..language.len(), body };
        find(&text, &fence)
            .into_iter()
            .rev()
            .filter_map(|range| text.get(range).map(str::to_owned))
            .collect()
    }

    #[test]
    fn quotes_hold_strings_where_the_language_says_so() {
        assert_eq!(literals("python", r#"print('a\n', "b\n")"#), [r"'a\n'", r#""b\n""#]);
        assert_eq!(literals("java", r#"don't("b\n")"#), [r#""b\n""#]);
        assert_eq!(literals("c", r"putc('\n')"), [r"'\n'"]);
        assert_eq!(literals("matlab", r"A' * B'; f('x\n')"), [r"'x\n'"]);
        assert_eq!(literals("text", r#"say "b\n""#), [""; 0]);
    }

    #[test]
    fn comments_and_triple_quotes_do_not_count() {
        assert_eq!(literals("python", r"# don't\nx = 'a'"), ["'a'"]);
        assert_eq!(literals("cpp", r#"// a "\n/* b " */ f("c")"#), [r#""c""#]);
        assert_eq!(literals("python", r#""""Say "a\n" ."""\n'b'"#), ["'b'"]);
    }

    #[test]
    fn a_quote_that_nothing_closes_opens_no_string() {
        assert_eq!(literals("bash", r#"echo 5"\nls"#), [""; 0]);
    }
}
