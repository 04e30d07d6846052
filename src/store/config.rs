//! `config.toml`: which library opens, how it looks, how pictures are shown, whether the mouse is used.
//!
//! Looked for at `$XDG_CONFIG_HOME/recto/config.toml`, else `~/.config/recto/config.toml`. A value
//! that cannot be used is left out and reported; unknown keys are reported too.

use std::fs;
use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use serde::Deserialize;

use crate::document::MathStyle;
use crate::library::source::describe;
use crate::picture::Setting;
use crate::text::sanitize;

/// The columns that an answer may be held to.
const MEASURES: RangeInclusive<u16> = 20..=500;

/// The settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The folder that `recto` opens when none is named.
    pub library: Option<PathBuf>,
    /// Whether the mouse is used; `None` leaves it to the program.
    pub mouse: Option<bool>,
    /// How pictures are shown.
    pub pictures: Setting,
    /// The name of the theme; `None` leaves it to the program.
    pub theme: Option<String>,
    /// How formulas are shown.
    pub math: MathStyle,
    /// The columns of an answer at most; `None` leaves it to the program.
    pub measure: Option<u16>,
    /// What is wrong with the file, as sentences.
    pub warnings: Vec<String>,
}

/// The file as it is written.
#[derive(Deserialize, Default)]
struct Written {
    library: Option<toml::Value>,
    mouse: Option<toml::Value>,
    pictures: Option<toml::Value>,
    theme: Option<toml::Value>,
    math: Option<toml::Value>,
    measure: Option<toml::Value>,
    #[serde(flatten)]
    others: toml::Table,
}

/// Reads the reader's configuration.
#[must_use]
pub fn read() -> Config {
    match (super::folder(), etcetera::base_strategy::Xdg::new()) {
        (Some(folder), Ok(places)) => read_from(&folder.join("config.toml"), places.home_dir()),
        _ => Config::default(),
    }
}

fn read_from(file: &Path, home: &Path) -> Config {
    let shown = sanitize::line(&file.to_string_lossy()).into_owned();
    match fs::read_to_string(file) {
        Ok(text) => parse(&text, &shown, home),
        Err(error) if error.kind() == ErrorKind::NotFound => Config::default(),
        Err(error) => {
            let warning = format!("{shown}: {}; the defaults are used", describe(&error));
            Config { warnings: vec![warning], ..Config::default() }
        }
    }
}

fn parse(text: &str, shown: &str, home: &Path) -> Config {
    let mut config = Config::default();
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let reason = sanitize::line(error.message()).into_owned();
            config.warnings.push(format!("{shown}:{line}: {reason}; the defaults are used"));
            return config;
        }
    };
    match written.library {
        Some(toml::Value::String(path)) => config.library = Some(expand(&path, home)),
        Some(_) => config.warnings.push(format!("{shown}: library must be a path in quotes")),
        None => {}
    }
    match written.mouse {
        Some(toml::Value::Boolean(mouse)) => config.mouse = Some(mouse),
        Some(_) => config.warnings.push(format!("{shown}: mouse must be true or false")),
        None => {}
    }
    if let Some(value) = written.pictures {
        if let Some(setting) = value.as_str().and_then(Setting::named) {
            config.pictures = setting;
        } else {
            let names = Setting::ALL.map(|setting| format!("\"{}\"", setting.name())).join(", ");
            config.warnings.push(format!("{shown}: pictures must be one of {names}"));
        }
    }
    match written.theme {
        Some(toml::Value::String(name)) => config.theme = Some(name),
        Some(_) => {
            config.warnings.push(format!("{shown}: theme must be the name of a theme in quotes"));
        }
        None => {}
    }
    if let Some(value) = written.math {
        if let Some(style) = value.as_str().and_then(MathStyle::named) {
            config.math = style;
        } else {
            let names = MathStyle::ALL.map(|(name, _)| format!("\"{name}\"")).join(", ");
            config.warnings.push(format!("{shown}: math must be one of {names}"));
        }
    }
    if let Some(value) = written.measure {
        let columns = value.as_integer().and_then(|columns| u16::try_from(columns).ok());
        config.measure = columns.filter(|columns| MEASURES.contains(columns));
        if config.measure.is_none() {
            let (least, most) = (MEASURES.start(), MEASURES.end());
            let range = format!("{shown}: measure must be a number from {least} to {most}");
            config.warnings.push(range);
        }
    }
    for key in written.others.keys() {
        let key = sanitize::line(key);
        let known = "known are library, math, measure, mouse, pictures and theme";
        config.warnings.push(format!("{shown}: unknown key {key}; {known}"));
    }
    config
}

/// A path with `~` for the home folder.
fn expand(path: &str, home: &Path) -> PathBuf {
    match path.strip_prefix("~/") {
        Some(rest) => home.join(rest),
        None if path == "~" => home.to_path_buf(),
        None => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Config {
        parse(text, "config.toml", Path::new("/home/ada"))
    }

    #[test]
    fn a_library_may_begin_with_the_home_folder() {
        let config = parsed("library = \"~/notes\"\nmouse = false\ntheme = \"dark\"");
        assert_eq!(config.library, Some(PathBuf::from("/home/ada/notes")));
        assert_eq!(config.mouse, Some(false));
        assert_eq!(config.theme.as_deref(), Some("dark"));
        assert_eq!(config.warnings, Vec::<String>::new());
    }

    #[test]
    fn wrong_values_and_unknown_keys_are_reported_together_and_stop_nothing() {
        let config = parsed("library = 3\nmouse = \"yes\"\ncolour = 1\ntheme = true");
        assert_eq!((config.library, config.theme), (None, None));
        assert_eq!(config.warnings.len(), 4);
    }

    #[test]
    fn pictures_are_shown_as_the_setting_says_and_another_word_is_reported() {
        for setting in Setting::ALL {
            let config = parsed(&format!("pictures = \"{}\"", setting.name()));
            assert_eq!((config.pictures, config.warnings), (setting, Vec::new()));
        }
        for wrong in ["\"chafa\"", "true", "\"Off\""] {
            let config = parsed(&format!("pictures = {wrong}"));
            assert_eq!(config.pictures, Setting::Auto);
            assert!(config.warnings[0].ends_with("\"blocks\", \"off\""), "{:?}", config.warnings);
        }
    }

    #[test]
    fn formulas_and_the_measure_are_as_the_reader_wants_them() {
        let config = parsed("math = \"ascii\"\nmeasure = 66");
        assert_eq!((config.math, config.measure), (MathStyle::Ascii, Some(66)));
        let wrong = parsed("math = \"latex\"\nmeasure = 7");
        assert_eq!((wrong.math, wrong.measure), (MathStyle::Full, None));
        assert!(wrong.warnings[0].ends_with("\"full\", \"line\", \"ascii\", \"source\""));
        assert!(wrong.warnings[1].ends_with("from 20 to 500"), "{:?}", wrong.warnings);
    }

    #[test]
    fn a_broken_file_is_reported_with_its_line() {
        let config = parsed("mouse = true\nlibrary = = 3\n");
        assert!(config.warnings[0].starts_with("config.toml:2:"), "{:?}", config.warnings);
    }

    #[test]
    fn a_missing_file_is_no_problem() {
        let config = read_from(Path::new("/nonexistent/config.toml"), Path::new("/"));
        assert_eq!(config, Config::default());
    }
}
