//! The reader's own themes: `themes/NAME.toml` beside the configuration.
//!
//! Finds and reads a file; what stands in it is `theme`'s. Invariant: a name never leads out of that
//! folder.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::library::source::describe;
use crate::text::sanitize;
use crate::theme::Found;

/// The largest theme file in bytes.
const LARGEST: u64 = 256 * 1024;

/// Looks for the reader's theme `name`.
#[must_use]
pub fn read(name: &str) -> Found {
    super::folder().map_or(Found::Nothing, |folder| read_from(&folder.join("themes"), name))
}

fn read_from(folder: &Path, name: &str) -> Found {
    if !is_name(name) {
        return Found::Nothing;
    }
    let file = folder.join(format!("{name}.toml"));
    let shown = sanitize::line(&file.to_string_lossy()).into_owned();
    let unreadable = |reason: &str| Found::Unreadable(format!("{shown}: {reason}"));
    match fs::metadata(&file) {
        Ok(metadata) if !metadata.is_file() => unreadable("is not a file"),
        Ok(metadata) if metadata.len() > LARGEST => unreadable("is too large for a theme"),
        Ok(_) => match fs::read_to_string(&file) {
            Ok(text) => Found::Text { shown, text },
            Err(error) => unreadable(&describe(&error)),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Found::Nothing,
        Err(error) => unreadable(&describe(&error)),
    }
}

/// Whether a theme may be called so: letters, digits, `-` and `_`.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_read_from_the_folder_of_themes_and_from_nowhere_else() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("themes");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("mine.toml"), "[roles]\n").unwrap();
        fs::write(home.path().join("outside.toml"), "[roles]\n").unwrap();
        let found = read_from(&folder, "mine");
        assert!(
            matches!(&found, Found::Text { shown, text } if shown.ends_with("themes/mine.toml") && text == "[roles]\n")
        );
        for name in ["other", "../outside", "", ".", "mine.toml", "/etc/passwd", "a/b"] {
            assert_eq!(read_from(&folder, name), Found::Nothing, "{name}");
        }
    }

    #[test]
    fn what_is_no_text_is_said_and_not_read() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("bytes.toml"), b"\xff\xfe").unwrap();
        fs::create_dir(home.path().join("folder.toml")).unwrap();
        for name in ["bytes", "folder"] {
            assert!(matches!(read_from(home.path(), name), Found::Unreadable(_)), "{name}");
        }
    }
}
