//! Pages of `docs/` that are made from the program's own tables, held to them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

use std::path::Path;
use std::{env, fs};

use recto::{keymap, query, theme};

/// Fails if a page is not the one that was made, after putting that in its place if asked to.
fn hold(page: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    if env::var_os("RECTO_ACCEPT").is_some_and(|value| value == "1") {
        fs::write(&path, made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differing = made.lines().zip(written.lines()).find(|(made, written)| made != written);
    assert!(
        made == written,
        "{page} is stale; write it anew with `RECTO_ACCEPT=1 cargo test --test documents` and \
         read the difference before you commit it. First differing line, made and written: \
         {differing:?}"
    );
}

#[test]
fn the_keys_in_the_documents_are_those_of_the_table() {
    hold("docs/keys.md", &keymap::document());
}

#[test]
fn the_roles_and_parts_in_the_documents_are_those_of_the_tables() {
    hold("docs/themes.md", &theme::document());
}

#[test]
fn the_conditions_in_the_documents_are_those_of_the_table() {
    hold("docs/query.md", &query::document());
}
