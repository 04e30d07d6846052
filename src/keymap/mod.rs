//! Keys and the actions they stand for.
//!
//! `key` is a key press, `mouse` a mouse event, `place` where a key is pressed, `action` what can be
//! done, `table` the one table of all that; [`Keymap`] finds the action of a key. Pure: knows no
//! terminal.

pub mod action;
pub mod key;
pub mod mouse;
pub mod place;
pub mod table;

use std::collections::HashMap;
use std::fmt::Write as _;

pub use action::{Action, Definition};
pub use key::Key;
pub use mouse::Mouse;
pub use place::Place;
pub use table::ACTIONS;

/// The bindings in force.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: HashMap<(Place, Key), Action>,
}

impl Default for Keymap {
    /// The bindings of the table.
    fn default() -> Self {
        let mut bindings = HashMap::new();
        for definition in ACTIONS {
            for (place, keys) in definition.keys {
                for key in keys.iter().filter_map(|key| key.parse().ok()) {
                    bindings.insert((*place, key), definition.action);
                }
            }
        }
        Self { bindings }
    }
}

impl Keymap {
    /// The action of a key pressed in a place.
    #[must_use]
    pub fn action(&self, place: Place, key: Key) -> Option<Action> {
        place.chain().iter().find_map(|place| self.bindings.get(&(*place, key)).copied())
    }
}

impl Definition {
    /// The keys that do it in a place, the places it falls back to included.
    #[must_use]
    pub fn keys_in(&self, place: Place) -> Vec<&'static str> {
        let places = place.chain().iter();
        let keys = places.flat_map(|near| self.keys.iter().filter(move |(at, _)| at == near));
        keys.flat_map(|(_, keys)| keys.iter().copied()).collect()
    }
}

/// The first key of an action in a place, as it is shown; empty if there is none.
#[must_use]
pub fn key_for(action: Action, place: Place) -> String {
    let row = ACTIONS.iter().find(|row| row.action == action);
    row.and_then(|row| row.keys_in(place).first().copied()).map_or_else(String::new, shown)
}

/// A key's name as it is shown: `⌫`, `Enter`, `Ctrl-P`, `j`.
#[must_use]
pub fn shown(name: &str) -> String {
    match name {
        "backspace" => return "⌫".to_owned(),
        "pgup" => return "PgUp".to_owned(),
        "pgdn" => return "PgDn".to_owned(),
        _ => {}
    }
    let mut parts: Vec<&str> = name.split('-').collect();
    let last = parts.pop().unwrap_or_default();
    let modified = !parts.is_empty();
    let mut shown = String::new();
    for part in parts {
        shown.push_str(&capital(part));
        shown.push('-');
    }
    let lone = last.chars().count() == 1;
    shown.push_str(&if lone && !modified { last.to_owned() } else { capital(last) });
    shown
}

fn capital(word: &str) -> String {
    match word {
        "left" => "←".to_owned(),
        "right" => "→".to_owned(),
        "up" => "↑".to_owned(),
        "down" => "↓".to_owned(),
        "backspace" => "⌫".to_owned(),
        _ => {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
        }
    }
}

/// `docs/keys.md`, made from the table.
#[must_use]
pub fn document() -> String {
    let mut text = String::from(
        "# Keys\n\nMade from the table of actions in `src/keymap/table.rs`; a test fails when it is \
         stale, and `RECTO_ACCEPT=1 cargo test --test documents` makes it anew.\n",
    );
    for place in Place::ALL {
        let rows: Vec<_> =
            ACTIONS.iter().filter(|row| row.keys.iter().any(|k| k.0 == place)).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = write!(
            text,
            "\n## {}\n\n| keys | action | what it does |\n|---|---|---|\n",
            place.title()
        );
        for row in rows {
            let keys: Vec<_> = row
                .keys
                .iter()
                .filter(|(at, _)| *at == place)
                .flat_map(|(_, keys)| keys.iter())
                .map(|key| format!("`{key}`"))
                .collect();
            let summary = if row.summary.is_empty() { "The next ones" } else { row.summary };
            let _ = writeln!(text, "| {} | {} | {summary} |", keys.join(" "), row.name);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_key_of_the_table_can_be_read_and_stands_once_in_its_place() {
        let mut seen = HashSet::new();
        for row in ACTIONS {
            for (place, keys) in row.keys {
                for name in *keys {
                    let key: Key = name.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
                    assert_eq!(key.to_string(), *name, "keys are named in their one form");
                    assert!(seen.insert((*place, key)), "{name} twice in {place:?}");
                }
            }
        }
    }

    #[test]
    fn a_key_means_one_action_in_a_place_and_the_places_it_falls_back_to() {
        for place in Place::ALL {
            let mut seen = HashSet::new();
            for row in ACTIONS {
                for name in row.keys_in(place) {
                    assert!(seen.insert(name), "{name} twice for {place:?}, in {}", row.name);
                }
            }
        }
    }

    #[test]
    fn names_are_unique_and_every_action_has_a_summary_and_a_key() {
        let names: HashSet<_> = ACTIONS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), ACTIONS.len());
        for row in ACTIONS {
            assert!(!row.keys.is_empty(), "{}", row.name);
            let is_follower = matches!(row.action, Action::Related(n) if n > 1);
            assert!(is_follower || !row.summary.is_empty(), "{}", row.name);
        }
    }

    #[test]
    fn a_key_means_the_nearest_action() {
        let keymap = Keymap::default();
        let key = |name: &str| name.parse::<Key>().unwrap();
        assert_eq!(keymap.action(Place::Filter, key("ctrl-u")), Some(Action::DeleteToStart));
        assert_eq!(keymap.action(Place::Answer, key("ctrl-u")), Some(Action::HalfPageUp));
        assert_eq!(keymap.action(Place::Filter, key("q")), None);
        assert_eq!(keymap.action(Place::Filter, key("ctrl-c")), Some(Action::Quit));
    }

    #[test]
    fn no_key_that_types_is_bound_while_typing() {
        for place in [Place::Typing, Place::Filter, Place::Search, Place::Find, Place::Palette] {
            for name in ACTIONS.iter().flat_map(|row| row.keys_in(place)) {
                assert_eq!(name.parse::<Key>().unwrap().text(), None, "{name}");
            }
        }
    }

    #[test]
    fn a_hint_names_a_key_of_its_place() {
        for row in ACTIONS {
            for place in row.hint.map(|(_, places)| places).unwrap_or_default() {
                assert!(!row.keys_in(*place).is_empty(), "{} in {place:?}", row.name);
            }
        }
    }

    #[test]
    fn keys_are_shown_as_keyboards_name_them() {
        assert_eq!(shown("ctrl-p"), "Ctrl-P");
        assert_eq!(shown("alt-left"), "Alt-←");
        assert_eq!(shown("backspace"), "⌫");
        assert_eq!(shown("j"), "j");
        assert_eq!(shown("esc"), "Esc");
    }
}
