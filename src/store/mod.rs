//! What Recto keeps outside the library: the configuration and the reader's themes, which are only
//! read, the memory of what a reader did, and snapshots of catalogs, which can be deleted at any time.
//!
//! Shell: the only room that knows where the reader's own files lie. Invariant: nothing that is missing
//! or wrong there stops the program.

pub mod config;
pub mod memory;
pub mod snapshot;
pub mod themes;

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The folder of the reader's own files: `$XDG_CONFIG_HOME/recto`, else `~/.config/recto`.
fn folder() -> Option<PathBuf> {
    Some(etcetera::base_strategy::Xdg::new().ok()?.config_dir().join("recto"))
}
