//! The house keeps its shape: arrows between its rooms point down only, and what touches the
//! outside world stays in the shell.
//!
//! Reads the source as text. `docs/architecture.md` draws what the table here says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Whether a room may touch files, threads, clock, environment and terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Shell,
    Pure,
}

use Kind::{Pure, Shell};

/// The rooms from the top: each with its kind and the rooms it may name, all of them below it.
const ROOMS: &[(&str, Kind, &[&str])] = &[
    ("main", Shell, &["cli"]),
    (
        "cli",
        Shell,
        &[
            "runtime",
            "index",
            "store",
            "terminal",
            "library::scan",
            "library::source",
            "app",
            "theme",
            "library::catalog",
            "library::reference",
            "library::subject",
            "library::problem",
            "query",
            "find",
            "document",
            "memory",
            "article",
            "text",
        ],
    ),
    (
        "runtime",
        Shell,
        &[
            "terminal",
            "index",
            "store",
            "library::scan",
            "library::source",
            "view",
            "app",
            "theme",
            "library::catalog",
            "library::reference",
            "library::problem",
            "document",
            "picture",
            "memory",
            "article",
            "isolate",
        ],
    ),
    (
        "index",
        Shell,
        &[
            "store",
            "library::scan",
            "library::source",
            "library::catalog",
            "query",
            "document",
            "article",
            "isolate",
            "text",
        ],
    ),
    (
        "store",
        Shell,
        &[
            "library::source",
            "theme",
            "library::catalog",
            "library::reference",
            "library::problem",
            "document",
            "picture",
            "memory",
            "article",
            "text",
        ],
    ),
    ("terminal", Shell, &["theme", "keymap", "picture", "isolate", "text"]),
    (
        "library::scan",
        Shell,
        &[
            "library::source",
            "library::catalog",
            "library::reference",
            "library::problem",
            "article",
            "isolate",
        ],
    ),
    ("library::source", Shell, &["library::catalog", "library::problem", "article"]),
    (
        "view",
        Pure,
        &["app", "theme", "keymap", "library::catalog", "find", "document", "picture", "text"],
    ),
    (
        "app",
        Pure,
        &[
            "keymap",
            "library::catalog",
            "library::reference",
            "library::subject",
            "library::problem",
            "query",
            "find",
            "document",
            "picture",
            "memory",
            "article",
            "text",
        ],
    ),
    ("theme", Pure, &["document", "text"]),
    ("keymap", Pure, &[]),
    (
        "library::catalog",
        Pure,
        &["library::reference", "library::subject", "library::problem", "find", "article", "text"],
    ),
    ("library::reference", Pure, &["article", "text"]),
    ("library::subject", Pure, &["text"]),
    ("library::problem", Pure, &["article", "text"]),
    ("query", Pure, &[]),
    ("find", Pure, &["text"]),
    ("memory", Pure, &["document", "text"]),
    ("document", Pure, &["picture", "math", "article", "isolate", "text"]),
    ("picture", Pure, &[]),
    ("article", Pure, &["math", "text"]),
    ("math", Pure, &["text"]),
    ("isolate", Pure, &["text"]),
    ("text", Pure, &[]),
];

/// Files that only declare the rooms in them.
const DOORS: [&str; 2] = ["lib.rs", "library/mod.rs"];

/// Modules of the standard library that only the shell may use.
const OUTSIDE: [&str; 5] = ["fs", "env", "time", "thread", "process"];

struct Source {
    /// Relative to `src`.
    path: String,
    room: Option<usize>,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let source = |file: PathBuf| {
        let path = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap();
        Source { room: room_of_file(&path), path, text }
    };
    let mut sources: Vec<_> = files.into_iter().map(source).collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn room_of_file(path: &str) -> Option<usize> {
    let module = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let parts: Vec<&str> = module.split('/').collect();
    room(&parts)
}

/// The room a path of modules leads into.
fn room(parts: &[&str]) -> Option<usize> {
    ROOMS.iter().position(|(name, ..)| {
        let name: Vec<&str> = name.split("::").collect();
        parts.starts_with(&name)
    })
}

/// The code without what is only said in comments.
fn code(text: &str) -> String {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// Every path in the code that begins with `prefix`, without it; groups are spread out.
fn paths(code: &str, prefix: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
            continue;
        }
        let mut rest = &code[at + prefix.len()..];
        tree(&mut rest, &[], &mut found);
    }
    found
}

/// Reads one path with its groups from the start of `rest`.
fn tree(rest: &mut &str, before: &[String], found: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    loop {
        *rest = rest.trim_start();
        if let Some(inside) = rest.strip_prefix('{') {
            *rest = inside;
            loop {
                tree(rest, &path, found);
                *rest = rest.trim_start();
                match rest.strip_prefix(',') {
                    Some(more) => *rest = more,
                    None => break,
                }
            }
            *rest = rest.strip_prefix('}').unwrap_or(rest);
            return;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            break;
        }
        path.push(name.to_owned());
        *rest = after;
        match after.strip_prefix("::") {
            Some(after) => *rest = after,
            None => break,
        }
    }
    if path.len() > before.len() {
        found.push(path);
    }
}

/// The paths from the root of the crate that a file names.
fn named(source: &Source) -> Vec<Vec<String>> {
    let code = code(&source.text);
    let mut all = paths(&code, "crate::");
    if source.path == "main.rs" {
        all.extend(paths(&code, "recto::"));
    }
    all.extend(paths_above(&source.path, &code));
    all
}

/// The paths that begin with `super::`, from the root of the crate. In the tests at the end of a
/// file, which are a module of their own, one `super` less leads out.
fn paths_above(path: &str, code: &str) -> Vec<Vec<String>> {
    let module: Vec<&str> =
        path.trim_end_matches(".rs").trim_end_matches("/mod").split('/').collect();
    let tests = code.find("\nmod tests {").unwrap_or(code.len());
    let mut all = Vec::new();
    for (part, depth) in [(&code[..tests], 0), (&code[tests..], 1)] {
        for mut path in paths(part, "super::") {
            let further = path.iter().take_while(|name| *name == "super").count();
            let up = (1 + further).saturating_sub(depth);
            path.drain(..further);
            if up <= module.len() {
                let parents = module[..module.len() - up].iter().map(|name| (*name).to_owned());
                all.push(parents.chain(path).collect());
            }
        }
    }
    all
}

#[test]
fn every_file_belongs_to_a_room() {
    for source in sources() {
        assert!(
            source.room.is_some() || DOORS.contains(&source.path.as_str()),
            "src/{} is in no room: add one to ROOMS, and to docs/architecture.md",
            source.path
        );
    }
}

#[test]
fn the_table_of_rooms_points_down_only() {
    for (index, (room, kind, below)) in ROOMS.iter().enumerate() {
        for name in *below {
            let other = ROOMS.iter().position(|(other, ..)| other == name);
            let other = other.unwrap_or_else(|| panic!("{room} names {name}, which is no room"));
            assert!(other > index, "{room} stands below {name} and may not name it");
            let outwards = *kind == Pure && ROOMS[other].1 == Shell;
            assert!(!outwards, "{room} is pure and may not name {name} of the shell");
        }
    }
}

#[test]
fn no_arrow_points_up() {
    let mut wrong = BTreeSet::new();
    for source in sources() {
        let Some(own) = source.room else { continue };
        let (name, _, below) = ROOMS[own];
        for path in named(&source) {
            let parts: Vec<&str> = path.iter().map(String::as_str).collect();
            let Some(other) = room(&parts) else { continue };
            let target = ROOMS[other].0;
            if other != own && !below.contains(&target) {
                wrong.insert(format!("src/{}: {name} may not name {target}", source.path));
            }
        }
    }
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{}\n{HOW}", wrong.join("\n"));
}

const HOW: &str = "Move what is shared into a room below both, or hand it in as an argument. Only \
                   if the arrow points down in docs/architecture.md, add it to ROOMS in \
                   tests/house.rs.";

#[test]
fn every_arrow_of_the_table_is_used() {
    let mut used = BTreeSet::new();
    for source in sources() {
        let Some(own) = source.room else { continue };
        for path in named(&source) {
            let parts: Vec<&str> = path.iter().map(String::as_str).collect();
            used.extend(room(&parts).map(|other| (ROOMS[own].0, ROOMS[other].0)));
        }
    }
    let all = ROOMS.iter().flat_map(|(room, _, below)| below.iter().map(|other| (*room, *other)));
    let unused: Vec<_> = all.filter(|arrow| !used.contains(arrow)).collect();
    assert!(unused.is_empty(), "take these arrows out of ROOMS in tests/house.rs: {unused:?}");
}

#[test]
fn crossterm_is_named_only_in_the_terminal() {
    for source in sources().iter().filter(|source| !source.path.starts_with("terminal/")) {
        let code = code(&source.text).to_lowercase();
        assert!(!code.contains("crossterm"), "src/{} names crossterm", source.path);
    }
}

#[test]
fn files_clock_threads_and_environment_are_touched_only_in_the_shell() {
    for source in sources() {
        if source.room.is_some_and(|room| ROOMS[room].1 == Shell) {
            continue;
        }
        for path in paths(&code(&source.text), "std::") {
            assert!(
                !OUTSIDE.contains(&path[0].as_str()),
                "src/{} uses std::{}: pure rooms are handed what they need",
                source.path,
                path.join("::")
            );
        }
    }
}

#[test]
fn nothing_opens_a_socket() {
    for source in sources() {
        let code = code(&source.text);
        for path in paths(&code, "std::") {
            let net = path.iter().any(|part| part == "net");
            // A pair of sockets inside the process wakes a `poll`; it has no address.
            let pair = source.path == "terminal/signals.rs" && path.last().unwrap() == "UnixStream";
            assert!(!net || pair, "src/{} uses std::{}", source.path, path.join("::"));
        }
        assert!(!code.contains("UnixStream::connect"), "src/{} connects", source.path);
        assert!(!code.contains("rustix::net"), "src/{} uses rustix::net", source.path);
    }
}

#[test]
fn every_file_begins_by_saying_what_it_is() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    assert!(silent.is_empty(), "no `//!` at the top of {silent:?}");
}

#[test]
fn the_test_itself_reads_groups_and_paths_in_the_code() {
    let found = |code: &str, prefix: &str| {
        paths(code, prefix).iter().map(|path| path.join("::")).collect::<Vec<_>>()
    };
    let code = "use crate::{app::{self, Model}, library::{catalog::ArticleId, scan}};\n\
                let x = crate::find::Query::parse(text); $crate::no; my_crate::no";
    assert_eq!(
        found(code, "crate::"),
        [
            "app::self",
            "app::Model",
            "library::catalog::ArticleId",
            "library::scan",
            "find::Query::parse"
        ]
    );
    assert_eq!(found("use std::{fs, io::{self, Read}};", "std::"), ["fs", "io::self", "io::Read"]);
    let above = |path: &str, code: &str| {
        paths_above(path, code).iter().map(|path| path.join("::")).collect::<Vec<_>>()
    };
    assert_eq!(above("library/source.rs", "super::catalog::shown"), ["library::catalog::shown"]);
    assert_eq!(above("app/page.rs", "use super::super::view::view;"), ["view::view"]);
    assert_eq!(
        above("library/scan.rs", "a\nmod tests {\nuse super::scan;"),
        ["library::scan::scan"]
    );
}
