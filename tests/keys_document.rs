//! `docs/keys.md` is made from the table of actions, and this test holds it to that.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

use std::path::Path;
use std::{env, fs};

use recto::keymap;

#[test]
fn the_keys_in_the_documents_are_those_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let made = keymap::document();
    if env::var_os("RECTO_ACCEPT").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differing = made.lines().zip(written.lines()).find(|(made, written)| made != written);
    assert!(
        made == written,
        "docs/keys.md is stale; write it anew with `RECTO_ACCEPT=1 cargo test --test \
         keys_document` and read the difference before you commit it. First differing line, \
         made and written: {differing:?}"
    );
}
