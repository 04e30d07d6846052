//! Which language the word at a fence means, as the name of a syntax.
//!
//! A table and no guessing: what is not in it stays plain. Invariant: a word names at most one
//! language.

/// A language whose code is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// The name of its syntax in the set.
    pub syntax: &'static str,
    /// The words at a fence that mean it, in small letters.
    pub words: &'static [&'static str],
    /// What a typed line of a session begins with. Only what comes after it is code then, and the
    /// other lines are what a program answered. Empty for code that is nothing but code.
    pub prompts: &'static [&'static str],
}

const fn code(syntax: &'static str, words: &'static [&'static str]) -> Language {
    Language { syntax, words, prompts: &[] }
}

/// All of them. Less, Sass and SCSS are not among them: one line of 160 bytes, made for it, can keep
/// their grammars busy for a quarter of a second.
pub const LANGUAGES: &[Language] = &[
    code("Ada", &["ada", "adb", "ads"]),
    code("AWK", &["awk", "gawk"]),
    code("Batch File", &["bat", "batch", "cmd"]),
    code("BibTeX", &["bibtex", "bib"]),
    code(BASH, &["bash", "sh", "shell", "zsh", "ksh", "ash", "dash"]),
    Language {
        syntax: BASH,
        words: &["console", "shell-session", "shellsession", "sh-session", "bash-session"],
        prompts: &["$ ", "# ", "> ", "% "],
    },
    code("C", &["c", "h"]),
    code("C#", &["c#", "csharp", "cs", "dotnet"]),
    code("C++", &["c++", "cpp", "cc", "cxx", "hpp", "hxx", "hh", "cuda", "cu", "arduino", "ino"]),
    code("Clojure", &["clojure", "clj", "cljs", "edn"]),
    code("CMake", &["cmake"]),
    code("CoffeeScript", &["coffeescript", "coffee"]),
    code("Crystal", &["crystal", "cr"]),
    code("CSS", &["css"]),
    code("D", &["d", "dlang"]),
    code("Dart", &["dart"]),
    code("Diff", &["diff", "patch", "udiff"]),
    code("Dockerfile", &["dockerfile", "docker", "containerfile"]),
    code("DotENV", &["dotenv", "env"]),
    code("Elixir", &["elixir", "ex", "exs"]),
    code("Elm", &["elm"]),
    code("Erlang", &["erlang", "erl"]),
    code("F#", &["f#", "fsharp", "fs"]),
    code("Fish", &["fish"]),
    code("Fortran (Modern)", &["fortran", "f90", "f95", "f03", "f08"]),
    code("Fortran (Fixed Form)", &["fortran77", "f77"]),
    code("GDScript (Godot Engine)", &["gdscript", "gd"]),
    code("GLSL", &["glsl", "vert", "frag"]),
    code("gnuplot", &["gnuplot"]),
    code("Go", &["go", "golang"]),
    code("GraphQL", &["graphql", "gql"]),
    code("Graphviz (DOT)", &["dot", "graphviz", "gv"]),
    code("Groovy", &["groovy", "gradle"]),
    code("Haskell", &["haskell", "hs"]),
    code("HTML", &["html", "htm", "xhtml"]),
    code("HTML (Jinja2)", &["jinja", "jinja2"]),
    code("HTTP Request and Response", &["http"]),
    code("Idris", &["idris", "idr"]),
    code("INI", &["ini", "cfg", "conf", "desktop", "editorconfig"]),
    code("Java", &["java"]),
    code("Java Properties", &["properties"]),
    code("JavaScript", &["javascript", "js", "jsx", "mjs", "cjs", "node"]),
    code("JQ", &["jq"]),
    code("JSON", &["json", "jsonc", "json5", "jsonl", "ndjson", "geojson"]),
    code("jsonnet", &["jsonnet"]),
    code("Julia", &["julia", "jl"]),
    code("Kotlin", &["kotlin", "kt", "kts"]),
    code("LaTeX", &["latex", "tex"]),
    code("Lean 4", &["lean", "lean4"]),
    code(
        "Lisp",
        &["lisp", "commonlisp", "common-lisp", "cl", "elisp", "emacs-lisp", "scheme", "scm"],
    ),
    code("LLVM", &["llvm"]),
    code("Lua", &["lua"]),
    code("Makefile", &["make", "makefile", "mk"]),
    code("Markdown", &["markdown", "md", "mdx"]),
    code("MATLAB", &["matlab", "octave"]),
    code("nginx", &["nginx"]),
    code("Nim", &["nim"]),
    code("Nix", &["nix"]),
    code("Objective-C", &["objective-c", "objectivec", "objc", "obj-c"]),
    code("Objective-C++", &["objective-c++", "objc++"]),
    code("OCaml", &["ocaml", "ml", "mli"]),
    code("Odin", &["odin"]),
    code("Pascal", &["pascal", "delphi", "pas"]),
    code("Perl", &["perl", "pl", "pm"]),
    code("PHP", &["php"]),
    code("Protocol Buffer", &["protobuf", "proto"]),
    code("Puppet", &["puppet"]),
    code("PureScript", &["purescript", "purs"]),
    code("Python", &["python", "py", "python3", "py3", "sage", "starlark", "bzl"]),
    Language {
        syntax: "Python",
        words: &["pycon", "python-console", "doctest"],
        prompts: &[">>> ", "... "],
    },
    code("QML", &["qml"]),
    code("R", &["r", "rscript"]),
    code("Racket", &["racket", "rkt"]),
    code("Rego", &["rego"]),
    code("reStructuredText", &["restructuredtext", "rst"]),
    code("Ruby", &["ruby", "rb", "rake"]),
    code("Rust", &["rust", "rs"]),
    code("Scala", &["scala", "sc", "sbt"]),
    code("SML", &["sml", "standard-ml"]),
    code("Solidity", &["solidity", "sol"]),
    code("SQL", &["sql", "mysql", "postgresql", "postgres", "pgsql", "plsql", "tsql", "sqlite"]),
    code("Svelte", &["svelte"]),
    code("Swift", &["swift"]),
    code("SystemVerilog", &["systemverilog", "sv"]),
    code("Tcl", &["tcl"]),
    code("Terraform", &["terraform", "tf", "hcl"]),
    code("TOML", &["toml"]),
    code("TypeScript", &["typescript", "ts", "mts", "cts"]),
    code("TypeScriptReact", &["tsx"]),
    code("Typst", &["typst", "typ"]),
    code("Verilog", &["verilog", "v"]),
    code("VHDL", &["vhdl"]),
    code("VimL", &["vim", "viml", "vimscript"]),
    code("Vue Component", &["vue"]),
    code("WGSL", &["wgsl"]),
    code("x86_64 Assembly", &["asm", "assembly", "nasm", "x86asm", "yasm"]),
    code("XML", &["xml", "svg", "xsd", "xsl", "xslt", "plist", "rss"]),
    code("YAML", &["yaml", "yml"]),
    code("Zig", &["zig"]),
];

const BASH: &str = "Bourne Again Shell (bash)";

/// The language of a code block, from what stands after its fence: `python`, `Rust,no_run`,
/// `{.haskell}`, `language-js`, `js {1,3}`. `None` if no word or one that is not in the table.
#[must_use]
pub fn find(info: &str) -> Option<&'static Language> {
    let info = info.trim_start().trim_start_matches(['{', '.']);
    let word = info.split([' ', '\t', ',', '{', '}', ':']).next()?.to_lowercase();
    let word = word.strip_prefix("language-").unwrap_or(&word);
    LANGUAGES.iter().find(|language| language.words.contains(&word))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_word_names_one_language() {
        let mut seen = HashSet::new();
        for word in LANGUAGES.iter().flat_map(|language| language.words) {
            assert!(seen.insert(word), "{word} names two languages");
            assert_eq!(word.to_lowercase(), *word);
            assert!(find(word).is_some_and(|found| found.words.contains(word)), "{word}");
        }
    }

    #[test]
    fn a_language_is_found_by_what_people_write_at_a_fence() {
        for (info, expected) in [
            ("python", Some("Python")),
            ("PY", Some("Python")),
            ("c++", Some("C++")),
            ("C#", Some("C#")),
            ("js", Some("JavaScript")),
            ("jsonc", Some("JSON")),
            ("rust,no_run", Some("Rust")),
            ("js {1,3}", Some("JavaScript")),
            ("js{1,3}", Some("JavaScript")),
            ("{.haskell .numberLines}", Some("Haskell")),
            ("language-go", Some("Go")),
            ("yaml title=\"a.yml\"", Some("YAML")),
            ("", None),
            ("text", None),
            ("mermaid", None),
            ("pythonic", None),
            ("İ", None),
        ] {
            assert_eq!(find(info).map(|found| found.syntax), expected, "{info}");
        }
    }
}
