//! `docs/themes.md` is made from the tables of roles, parts, colours and themes, and this test holds
//! it to that.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

use std::path::Path;
use std::{env, fs};

use recto::theme;

#[test]
fn the_roles_and_parts_in_the_documents_are_those_of_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/themes.md");
    let made = theme::document();
    if env::var_os("RECTO_ACCEPT").is_some_and(|value| value == "1") {
        fs::write(&path, &made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differing = made.lines().zip(written.lines()).find(|(made, written)| made != written);
    assert!(
        made == written,
        "docs/themes.md is stale; write it anew with `RECTO_ACCEPT=1 cargo test --test \
         themes_document` and read the difference before you commit it. First differing line, \
         made and written: {differing:?}"
    );
}
