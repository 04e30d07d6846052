//! What a command or a character of TeX means as a symbol: its sign, its class, its ASCII form.
//!
//! Tables and their lookup; commands with arguments are in `command`. Invariant: every symbol
//! has an ASCII form, of ASCII characters only.

mod letters;
mod operators;
mod relations;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Role;
use super::class::Class;

/// Command names, what is drawn, what is drawn in ASCII.
type Row = (&'static str, &'static str, &'static str);

/// How the scripts of an operator are set in a display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// At its right, as of any other symbol.
    Side,
    /// Above and below it.
    Stacked,
}

/// What kind of symbol it is, where that matters beyond its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing special.
    Plain,
    /// ∑ and its kin.
    Large,
    /// ∫ and its kin.
    Integral,
    /// `sin` and its kin.
    Function,
}

/// A symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What is drawn.
    pub text: &'static str,
    /// Its class, which gives the spacing.
    pub class: Class,
    /// What it is to a theme.
    pub role: Role,
    /// What kind of symbol it is.
    pub kind: Kind,
    /// Where its scripts go in a display.
    pub limits: Limits,
}

struct Tables {
    commands: HashMap<&'static str, Symbol>,
    signs: HashMap<&'static str, Symbol>,
    ascii: HashMap<&'static str, &'static str>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

impl Tables {
    fn new() -> Self {
        let mut tables =
            Self { commands: HashMap::new(), signs: HashMap::new(), ascii: HashMap::new() };
        for (names, text) in letters::GREEK {
            let ascii = names.split(' ').next().unwrap_or_default();
            let symbol = plain(text, Class::Ordinary, Role::Identifier);
            tables.add((names, text, ascii), symbol);
        }
        tables.add_all(letters::LETTERS, Class::Ordinary, Role::Identifier);
        tables.add_all(operators::BINARY, Class::Binary, Role::Operator);
        tables.add_all(relations::RELATIONS, Class::Relation, Role::Operator);
        tables.add_all(relations::ARROWS, Class::Relation, Role::Operator);
        tables.add_all(operators::PUNCTUATION, Class::Punctuation, Role::Operator);
        tables.add_all(operators::OPENING, Class::Opening, Role::Structure);
        tables.add_all(operators::CLOSING, Class::Closing, Role::Structure);
        tables.add_operators();
        // Last: `\textless` must not make `<` a letter.
        tables.add_all(letters::SIGNS, Class::Ordinary, Role::Operator);
        tables
    }

    fn add_operators(&mut self) {
        let rows = [
            (operators::LARGE, Kind::Large, Limits::Stacked),
            (operators::INTEGRALS, Kind::Integral, Limits::Side),
        ];
        for (rows, kind, limits) in rows {
            for row in rows {
                let symbol = plain(row.1, Class::Operator, Role::Operator);
                self.add(*row, Symbol { kind, limits, ..symbol });
            }
        }
        let functions = operators::FUNCTIONS.iter().map(|name| (*name, *name, Limits::Side));
        let limits =
            operators::LIMIT_FUNCTIONS.iter().map(|(n, text)| (*n, *text, Limits::Stacked));
        for (name, text, limits) in functions.chain(limits) {
            let symbol = plain(text, Class::Operator, Role::Operator);
            self.commands.insert(name, Symbol { kind: Kind::Function, limits, ..symbol });
        }
    }

    fn add_all(&mut self, rows: &[Row], class: Class, role: Role) {
        for row in rows {
            self.add(*row, plain(row.1, class, role));
        }
    }

    fn add(&mut self, (names, text, ascii): Row, symbol: Symbol) {
        for name in names.split(' ').filter(|name| !name.is_empty()) {
            self.commands.insert(name, symbol);
        }
        self.signs.entry(text).or_insert(symbol);
        self.ascii.entry(text).or_insert(ascii);
    }
}

const fn plain(text: &'static str, class: Class, role: Role) -> Symbol {
    Symbol { text, class, role, kind: Kind::Plain, limits: Limits::Side }
}

/// The symbol of a command, without its backslash.
#[must_use]
pub fn command(name: &str) -> Option<Symbol> {
    TABLES.commands.get(name).copied()
}

/// The symbol that a character written as itself stands for.
#[must_use]
pub fn sign(text: &str) -> Option<Symbol> {
    match text {
        "-" => TABLES.signs.get("−").copied(),
        "/" => Some(plain("/", Class::Ordinary, Role::Operator)),
        "!" => Some(plain("!", Class::Closing, Role::Operator)),
        "?" => Some(plain("?", Class::Closing, Role::Operator)),
        "(" => Some(plain("(", Class::Opening, Role::Structure)),
        "|" => Some(plain("|", Class::Ordinary, Role::Structure)),
        // The end of a sentence; the point of a number is part of the number.
        "." => Some(plain(".", Class::Closing, Role::Operator)),
        _ => TABLES.signs.get(text).copied(),
    }
}

/// The ASCII form of a sign; none for what is in no table.
#[must_use]
pub fn ascii(text: &str) -> Option<&'static str> {
    TABLES.ascii.get(text).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_has_an_ascii_form() {
        for symbol in TABLES.commands.values() {
            let known = symbol.text.is_ascii() || ascii(symbol.text).is_some();
            assert!(known, "{symbol:?}");
        }
        assert!(TABLES.ascii.values().all(|ascii| ascii.is_ascii() && !ascii.is_empty()));
    }

    #[test]
    fn every_symbol_passes_the_gate_and_takes_room() {
        for symbol in TABLES.commands.values().chain(TABLES.signs.values()) {
            assert!(crate::text::sanitize::is_clean(symbol.text), "{symbol:?}");
            assert!(crate::text::width::of(symbol.text) > 0, "{symbol:?}");
        }
    }
}
