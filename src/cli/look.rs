//! Which theme to write in: what was asked for, at the depth the output has.
//!
//! Asks no terminal; whether its background is dark or light is handed in. Invariant: a theme comes
//! out, unless the command line names one that does not exist.

use super::Failure;
use super::args::Args;
use crate::store::config::Config;
use crate::store::themes;
use crate::theme::{BUILT_IN, Depth, Found, Theme};

/// The name that leaves the choice to the terminal's background.
const AUTO: &str = "auto";

/// The theme that was chosen.
#[derive(Debug)]
pub struct Look {
    name: String,
    depth: Depth,
}

impl Look {
    /// What the command line says, else the configuration, else [`AUTO`].
    pub fn choose(args: &Args, config: &Config, depth: Depth) -> Result<Self, Failure> {
        let exists = |name: &str| {
            let built_in = name == AUTO || BUILT_IN.iter().any(|(built_in, _)| *built_in == name);
            built_in || themes::read(name) != Found::Nothing
        };
        if let Some(name) = args.theme.as_deref().filter(|name| !exists(name)) {
            let names = BUILT_IN.map(|(name, _)| name).join(", ");
            return Err(Failure::Usage(format!(
                "no theme is called {name}; there are {AUTO}, {names}, and NAME for the file \
                 themes/NAME.toml beside config.toml"
            )));
        }
        let named = args.theme.as_deref().or(config.theme.as_deref());
        Ok(Self { name: named.unwrap_or(AUTO).to_owned(), depth })
    }

    /// The theme, for a terminal about whose background nothing is known, and what is wrong with its
    /// files, as sentences.
    pub fn theme(&self) -> (Theme, Vec<String>) {
        let name = if self.name == AUTO { "terminal" } else { &self.name };
        Theme::load(name, self.depth, &themes::read)
    }
}
