//! A theme and what it inherits from, down to one that names everything.
//!
//! Knows no depth and no file system: the text of a reader's theme is asked for. Invariant: the chain
//! ends, and its last theme is a built-in one that says how every role and part looks.

use super::colour::{self, Colour, Rgb};
use super::file::{self, Entry, File, Source};
use super::{BUILT_IN, Found};
use crate::text::sanitize;

/// The theme under those that inherit from nothing.
pub const BASE: &str = "terminal";

/// A theme with its ancestors, the nearest first.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    /// Each file with its name for messages.
    files: Vec<(String, File)>,
    /// What is wrong with them, as sentences.
    pub warnings: Vec<String>,
}

impl Chain {
    /// The chain of the theme `name`; `read` gives a reader's own theme by its name.
    pub fn of(name: &str, read: &dyn Fn(&str) -> Found) -> Self {
        let mut chain = Self::default();
        let mut names: Vec<String> = Vec::new();
        let mut next = name.to_owned();
        // What asked for the next one.
        let mut asked = String::new();
        loop {
            let (shown, text) = match chain.text(&next, &asked, &names, read) {
                Some(found) => found,
                None if next == BASE => return chain,
                None => {
                    BASE.clone_into(&mut next);
                    continue;
                }
            };
            names.push(next);
            let file = file::parse(&text);
            let mistakes = file.mistakes.iter();
            chain.warnings.extend(mistakes.map(|m| format!("{shown}:{}: {}", m.line, m.reason)));
            let parent = file.inherits.clone();
            let built_in = is_built_in(names.last().map_or("", String::as_str));
            if let Some((_, line)) = &parent {
                asked = format!("{shown}:{line}");
            }
            chain.files.push((shown, file));
            next = match parent {
                Some((parent, _)) => parent,
                None if built_in => return chain,
                None => BASE.to_owned(),
            };
        }
    }

    /// The name for messages and the text of a theme; `None`, with a warning, if it cannot be used.
    fn text(
        &mut self,
        name: &str,
        asked: &str,
        before: &[String],
        read: &dyn Fn(&str) -> Found,
    ) -> Option<(String, String)> {
        let clean = sanitize::line(name);
        if before.iter().any(|before| before == name) {
            let circle = before.join(" → ");
            self.warnings.push(format!(
                "{asked}: themes inherit in a circle ({} → {clean}); take `inherits` out of one of them",
                sanitize::line(&circle)
            ));
            return None;
        }
        if let Some((name, text)) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name) {
            return Some(((*name).to_owned(), (*text).to_owned()));
        }
        match read(name) {
            Found::Text { shown, text } => return Some((shown, text)),
            Found::Unreadable(reason) => self.warnings.push(reason),
            Found::Nothing => {
                let lead = if asked.is_empty() { String::new() } else { format!("{asked}: ") };
                let advice = file::advice(name, BUILT_IN.iter().map(|(name, _)| *name));
                self.warnings.push(format!("{lead}no theme is called {clean}; {advice}"));
            }
        }
        None
    }

    /// The nearest value that one of the files has.
    fn nearest<'a, T>(&'a self, value: impl Fn(&'a File) -> Option<T>) -> Option<T> {
        self.files.iter().find_map(|(_, file)| value(file))
    }

    /// The backgrounds of terminals that the theme is made for, and the colour of text there.
    #[must_use]
    pub fn reference(&self) -> (&[Rgb], Option<Rgb>) {
        let backgrounds =
            self.nearest(|file| Some(file.background.as_slice()).filter(|all| !all.is_empty()));
        (backgrounds.unwrap_or_default(), self.nearest(|file| file.foreground))
    }

    /// The nearest entry that `find` finds, with its colours looked up, the text's first.
    pub fn entry<'a>(
        &'a self,
        find: impl Fn(&'a File) -> Option<&'a Entry>,
        warnings: &mut Vec<String>,
    ) -> Option<(&'a Entry, [Option<Colour>; 2])> {
        let (shown, entry) =
            self.files.iter().find_map(|(shown, file)| Some((shown, find(file)?)))?;
        let mut colour = |source: &Option<Source>| match source {
            None => None,
            Some(Source::Colour(colour)) => Some(*colour),
            Some(Source::Name(name)) => {
                let found = self.colour(name);
                if found.is_none() {
                    let palette = self.files.iter().flat_map(|(_, file)| &file.palette);
                    let known = palette.map(|(name, _)| name.as_str());
                    let known = known.chain(colour::ANSI.iter().map(|(name, _)| *name));
                    let advice = file::advice(name, known.chain(["default"]));
                    let said =
                        format!("{shown}:{}: no colour is called {name:?}; {advice}", entry.line);
                    warnings.push(sanitize::line(&said).into_owned());
                }
                found
            }
        };
        Some((entry, [colour(&entry.fg), colour(&entry.bg)]))
    }

    /// A colour by its name: of the nearest palette that has it, or the terminal's own.
    fn colour(&self, name: &str) -> Option<Colour> {
        let palette = self.files.iter().flat_map(|(_, file)| &file.palette);
        let mixed = palette.filter(|(known, _)| known == name).map(|(_, colour)| *colour).next();
        mixed.or_else(|| colour::named(name).map(Colour::own))
    }
}

fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(built_in, _)| *built_in == name)
}
