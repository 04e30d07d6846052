//! Which theme to write in: what was asked for, at the depth the output has.
//!
//! Invariants: a theme comes out, unless the command line names one that does not exist; a terminal is
//! asked only if nobody named a theme and the answer would make a difference.

use super::Failure;
use super::args::Args;
use crate::runtime::{self, ByBackground};
use crate::store::config::Config;
use crate::store::themes;
use crate::terminal::background::{self, Background};
use crate::terminal::capability::{self, Environment};
use crate::theme::{BUILT_IN, Depth, Found, Theme};

/// The name that leaves the choice to the terminal's background.
const AUTO: &str = "auto";
/// The theme for a background that nobody knows.
const UNKNOWN: &str = "terminal";

/// The theme that was chosen.
#[derive(Debug)]
pub struct Look {
    name: String,
    depth: Depth,
    environment: Environment,
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
        let name = named.unwrap_or(AUTO).to_owned();
        Ok(Self { name, depth, environment: Environment::read() })
    }

    /// The look of a session, and what is wrong with the files of its theme, as sentences.
    pub fn of_session(&self) -> (runtime::Look, Vec<String>) {
        let (theme, warnings) = self.named(self.without_answer());
        let by_background = self.may_ask().then(|| {
            let [dark, light] = [Background::Dark, Background::Light]
                .map(|background| self.named(for_background(background)).0);
            Box::new(ByBackground { dark, light })
        });
        (runtime::Look { theme, by_background }, warnings)
    }

    /// The theme of a command that writes to standard output, and what is wrong with its files, as
    /// sentences. Asks the terminal if that is where it writes.
    pub fn of_command(&self) -> (Theme, Vec<String>) {
        let answer = if self.may_ask() { background::ask_alone() } else { None };
        match answer {
            Some(background) => self.named(for_background(background)),
            None => self.named(self.without_answer()),
        }
    }

    fn named(&self, name: &str) -> (Theme, Vec<String>) {
        Theme::load(name, self.depth, &themes::read)
    }

    /// The name of the theme where the terminal says nothing of its background.
    fn without_answer(&self) -> &str {
        if self.name != AUTO {
            return &self.name;
        }
        match background::from_environment(&self.environment) {
            Some(background) if self.depth >= Depth::Indexed => for_background(background),
            _ => UNKNOWN,
        }
    }

    fn may_ask(&self) -> bool {
        self.name == AUTO
            && self.depth >= Depth::Indexed
            && capability::can_be_asked(&self.environment)
    }
}

/// The name of the theme for a background.
fn for_background(background: Background) -> &'static str {
    match background {
        Background::Dark => "dark",
        Background::Light => "light",
    }
}
