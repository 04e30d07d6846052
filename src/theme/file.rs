//! One theme file as it is written: TOML in, entries and what is wrong with them out.
//!
//! Looks at one file only; what it inherits is `inherit`'s. Invariant: a mistake costs the entry it
//! stands in and nothing else, and is said with its line and what to write instead.

use std::ops::Range;

use ratatui::style::{Color, Modifier};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Part;
use super::colour::{self, ANSI, Colour, Rgb};
use crate::document::Role;
use crate::text::sanitize;

/// A theme file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    /// The theme that it changes, with the line that says so.
    pub inherits: Option<(String, usize)>,
    /// The backgrounds of terminals that it is made for; not painted.
    pub background: Vec<Rgb>,
    /// The colour of text in such terminals.
    pub foreground: Option<Rgb>,
    /// Colours with names.
    pub palette: Vec<(String, Colour)>,
    /// How roles look.
    pub roles: Vec<(Role, Entry)>,
    /// How parts look.
    pub parts: Vec<(Part, Entry)>,
    /// What is wrong with it.
    pub mistakes: Vec<Mistake>,
}

/// How one role or part looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The colour of the text; what is under it shines through if there is none.
    pub fg: Option<Source>,
    /// The colour behind the text.
    pub bg: Option<Source>,
    /// Bold, italic and so on.
    pub modifiers: Modifier,
    /// Where it stands.
    pub line: usize,
}

/// Where a colour comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The entry itself.
    Colour(Colour),
    /// The palette, or one of the terminal's own colours.
    Name(String),
}

/// Something wrong in a theme file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub reason: String,
}

/// The modifiers by their names.
pub const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("crossed-out", Modifier::CROSSED_OUT),
];

/// Reads a theme file.
#[must_use]
pub fn parse(text: &str) -> File {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, file: File::default() };
    reader.file(table.get_ref());
    if let Some(error) = errors.first() {
        // What seems wrong besides may only be what the parser made of it.
        reader.file.mistakes.clear();
        reader.mistake(&error.span().unwrap_or_default(), error.message());
    }
    let mut file = reader.file;
    file.mistakes.sort_by_key(|mistake| mistake.line);
    file
}

struct Reader<'a> {
    text: &'a str,
    file: File,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "inherits" => self.inherits(value),
                "background" => self.file.background = self.backgrounds(value),
                "foreground" => self.file.foreground = self.rgb(value),
                "palette" => self.entries(key, value, Self::palette),
                "roles" => self.entries(key, value, Self::role),
                "parts" => self.entries(key, value, Self::part),
                other => {
                    let known =
                        ["inherits", "background", "foreground", "palette", "roles", "parts"];
                    let advice = advice(other, known.into_iter());
                    self.mistake(&key.span(), &format!("unknown key {other:?}; {advice}"));
                }
            }
        }
    }

    fn inherits(&mut self, value: &Value<'_>) {
        match value.get_ref().as_str() {
            Some(name) => self.file.inherits = Some((name.to_owned(), self.line(&value.span()))),
            None => self.mistake(&value.span(), "write the name of a theme in quotes"),
        }
    }

    fn backgrounds(&mut self, value: &Value<'_>) -> Vec<Rgb> {
        match value.get_ref().as_array() {
            Some(all) => all.iter().filter_map(|value| self.rgb(value)).collect(),
            None => self.rgb(value).into_iter().collect(),
        }
    }

    fn rgb(&mut self, value: &Value<'_>) -> Option<Rgb> {
        let rgb = value.get_ref().as_str().and_then(Rgb::parse);
        if rgb.is_none() {
            self.mistake(&value.span(), "write a colour as \"#rrggbb\"");
        }
        rgb
    }

    /// Reads the entries of a table.
    fn entries(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Value<'_>,
        read: fn(&mut Self, &str, &Range<usize>, &Value<'_>),
    ) {
        let Some(table) = value.get_ref().as_table() else {
            let name = key.get_ref();
            self.mistake(
                &key.span(),
                &format!("write [{name}] on a line and its entries below it"),
            );
            return;
        };
        for (key, value) in table {
            read(self, key.get_ref(), &key.span(), value);
        }
    }

    fn palette(&mut self, name: &str, _: &Range<usize>, value: &Value<'_>) {
        let colour = match self.source(value) {
            Some(Source::Colour(colour)) => Some(colour),
            Some(Source::Name(own)) => self.own(&own, &value.span()).map(Colour::own),
            None => None,
        };
        self.file.palette.extend(colour.map(|colour| (name.to_owned(), colour)));
    }

    fn role(&mut self, name: &str, at: &Range<usize>, value: &Value<'_>) {
        let Some(role) = Role::ALL.iter().find(|role| role.name() == name) else {
            let advice = advice(name, Role::ALL.iter().map(|role| role.name()));
            self.mistake(at, &format!("unknown role {name:?}; {advice}"));
            return;
        };
        let entry = self.entry(at, value);
        self.file.roles.extend(entry.map(|entry| (*role, entry)));
    }

    fn part(&mut self, name: &str, at: &Range<usize>, value: &Value<'_>) {
        let Some(part) = Part::ALL.iter().find(|part| part.name() == name) else {
            let advice = advice(name, Part::ALL.iter().map(|part| part.name()));
            self.mistake(at, &format!("unknown part {name:?}; {advice}"));
            return;
        };
        let entry = self.entry(at, value);
        self.file.parts.extend(entry.map(|entry| (*part, entry)));
    }

    /// A colour alone, or a table of colours and modifiers.
    fn entry(&mut self, at: &Range<usize>, value: &Value<'_>) -> Option<Entry> {
        let line = self.line(at);
        let Some(table) = value.get_ref().as_table() else {
            return Some(Entry { fg: Some(self.source(value)?), line, ..Entry::default() });
        };
        let mut entry = Entry { line, ..Entry::default() };
        let before = self.file.mistakes.len();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "fg" => entry.fg = self.source(value),
                "bg" => entry.bg = self.source(value),
                "modifiers" => entry.modifiers = self.modifiers(value),
                other => {
                    let advice = advice(other, ["fg", "bg", "modifiers"].into_iter());
                    self.mistake(&key.span(), &format!("unknown key {other:?}; {advice}"));
                }
            }
        }
        // Half an entry could be text on a background that was not meant for it.
        (self.file.mistakes.len() == before).then_some(entry)
    }

    fn modifiers(&mut self, value: &Value<'_>) -> Modifier {
        let names = MODIFIERS.map(|(name, _)| name).join(", ");
        let Some(array) = value.get_ref().as_array() else {
            self.mistake(&value.span(), &format!("write a list in brackets of: {names}"));
            return Modifier::empty();
        };
        let mut modifiers = Modifier::empty();
        for value in array {
            let name = value.get_ref().as_str().unwrap_or_default();
            match MODIFIERS.iter().find(|(known, _)| *known == name) {
                Some((_, modifier)) => modifiers |= *modifier,
                None => self.mistake(
                    &value.span(),
                    &format!("unknown modifier {name:?}; there are {names}"),
                ),
            }
        }
        modifiers
    }

    /// A colour: `#rrggbb`, a name, or a value for each depth.
    fn source(&mut self, value: &Value<'_>) -> Option<Source> {
        match value.get_ref() {
            DeValue::String(text) if text.starts_with('#') => {
                let rgb = self.rgb(value)?;
                Some(Source::Colour(Colour::mixed(rgb)))
            }
            DeValue::String(name) => Some(Source::Name(name.to_string())),
            DeValue::Table(table) => self.depths(&value.span(), table).map(Source::Colour),
            _ => {
                let reason = "write a colour in quotes: a name of the palette, \"#rrggbb\", or one of \
                              the terminal's, such as \"bright-blue\"";
                self.mistake(&value.span(), reason);
                None
            }
        }
    }

    fn depths(&mut self, at: &Range<usize>, table: &DeTable<'_>) -> Option<Colour> {
        let Some(truecolor) = table.get("truecolor") else {
            let reason = "write { truecolor = \"#rrggbb\", indexed = 16 to 255, ansi = \"bright-blue\" }; \
                          the last two may be left out";
            self.mistake(at, reason);
            return None;
        };
        let mut colour = Colour::mixed(self.rgb(truecolor)?);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "truecolor" => {}
                "indexed" => colour.indexed = Color::Indexed(self.number(value)?),
                "ansi" => {
                    let name = value.get_ref().as_str().unwrap_or_default();
                    colour.ansi = self.own(name, &value.span())?;
                }
                other => {
                    let advice = advice(other, ["truecolor", "indexed", "ansi"].into_iter());
                    self.mistake(&key.span(), &format!("unknown key {other:?}; {advice}"));
                    return None;
                }
            }
        }
        Some(colour)
    }

    fn number(&mut self, value: &Value<'_>) -> Option<u8> {
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        if number.is_none() {
            self.mistake(&value.span(), "write a number from 0 to 255");
        }
        number
    }

    fn own(&mut self, name: &str, at: &Range<usize>) -> Option<Color> {
        let own = colour::named(name);
        if own.is_none() {
            let advice = advice(name, ANSI.iter().map(|(name, _)| *name).chain(["default"]));
            let more = "One of your own is written \"#rrggbb\".";
            self.mistake(at, &format!("{name:?} is no colour of the terminal; {advice} {more}"));
        }
        own
    }

    fn line(&self, at: &Range<usize>) -> usize {
        self.text.get(..at.start).map_or(0, |before| before.matches('\n').count()) + 1
    }

    fn mistake(&mut self, at: &Range<usize>, reason: &str) {
        let reason = sanitize::line(reason).into_owned();
        self.file.mistakes.push(Mistake { line: self.line(at), reason });
    }
}

/// What to write in place of a name that nothing has: the known one that is most like it, or all of
/// them if they are few.
pub(super) fn advice<'a>(written: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let distance = |name: &str| strsim::osa_distance(written, name);
    let nearest = known.clone().min_by_key(|name| distance(name));
    match nearest.filter(|name| distance(name) <= 1 + name.len() / 4) {
        Some(name) => format!("did you mean {name:?}?"),
        None => format!("there are {}.", known.collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        let mistakes = parse(text).mistakes.into_iter();
        mistakes.map(|mistake| format!("{}: {}", mistake.line, mistake.reason)).collect()
    }

    #[test]
    fn an_entry_is_a_colour_or_a_table_of_colours_and_modifiers() {
        let file = parse(
            "inherits = \"dark\"\nbackground = [\"#000000\"]\n[palette]\nsky = \"#8ab4f8\"\nink = \"black\"\n\
             [roles]\nlink = \"sky\"\nheading = { fg = \"#ffffff\", bg = \"ink\", modifiers = [\"bold\", \
             \"crossed-out\"] }\n[parts]\nmatch = { truecolor = \"#ffffff\" }\n",
        );
        assert_eq!(file.inherits, Some(("dark".to_owned(), 1)));
        assert_eq!(file.background, [Rgb(0, 0, 0)]);
        assert!(file.palette.contains(&("ink".to_owned(), Colour::own(Color::Black))));
        let link = Entry { fg: Some(Source::Name("sky".to_owned())), line: 7, ..Entry::default() };
        assert!(file.roles.contains(&(Role::Link, link)));
        let heading = file.roles.iter().find(|(role, _)| *role == Role::Heading);
        let heading = heading.map(|(_, entry)| entry).unwrap();
        assert_eq!(heading.modifiers, Modifier::BOLD | Modifier::CROSSED_OUT);
        assert_eq!(heading.bg, Some(Source::Name("ink".to_owned())));
        assert_eq!(file.mistakes.len(), 1, "a value for each depth is a colour, not an entry");
    }

    #[test]
    fn a_colour_may_have_a_value_for_each_depth() {
        let file = parse(
            "[palette]\na = { truecolor = \"#8ab4f8\", indexed = 75, ansi = \"bright-blue\" }\n\
             [roles]\nlink = { fg = { truecolor = \"#8ab4f8\", ansi = \"default\" } }\n",
        );
        assert_eq!(file.mistakes, []);
        let (_, colour) = &file.palette[0];
        assert_eq!(colour.truecolor, Color::Rgb(0x8a, 0xb4, 0xf8));
        assert_eq!((colour.indexed, colour.ansi), (Color::Indexed(75), Color::LightBlue));
        let Some(Source::Colour(fg)) = &file.roles[0].1.fg else { panic!("a colour") };
        assert_eq!((fg.indexed, fg.ansi), (Color::Indexed(111), Color::Reset));
    }

    #[test]
    fn every_mistake_is_said_with_its_line_and_what_to_write() {
        let text = "inherits = 3\nbackground = \"black\"\ncolours = 1\nparts = 2\n[palette]\na = \"bleu\"\n\
                    b = { indexed = 3 }\nc = { truecolor = \"#fff\" }\n\
                    d = { truecolor = \"#ffffff\", indexed = 256 }\n\
                    e = { truecolor = \"#ffffff\", ansi = \"light-blue\" }\nf = 7\n\
                    [roles]\nheadin = \"blue\"\nxyz = \"blue\"\ncode = { fg = \"red\", modifiers = \"bold\" }\n\
                    link = { foreground = \"red\" }\nnote = { modifiers = [\"blink\"] }\n";
        let said = mistakes(text);
        for (line, words) in [
            (1, "write the name of a theme in quotes"),
            (2, "write a colour as \"#rrggbb\""),
            (3, "unknown key \"colours\"; there are inherits,"),
            (4, "write [parts] on a line and its entries below it"),
            (6, "\"bleu\" is no colour of the terminal; did you mean \"blue\"? One of your own is"),
            (7, "write { truecolor = \"#rrggbb\""),
            (8, "write a colour as \"#rrggbb\""),
            (9, "write a number from 0 to 255"),
            (10, "\"light-blue\" is no colour of the terminal; did you mean \"bright-blue\"?"),
            (11, "write a colour in quotes"),
            (13, "unknown role \"headin\"; did you mean \"heading\"?"),
            (14, "unknown role \"xyz\"; there are text,"),
            (15, "write a list in brackets of: bold,"),
            (16, "unknown key \"foreground\"; there are fg, bg, modifiers"),
            (17, "unknown role \"note\""),
        ] {
            let lead = format!("{line}: {words}");
            assert!(said.iter().any(|said| said.starts_with(&lead)), "{lead}\n{said:#?}");
        }
        assert_eq!(said.len(), 15, "{said:#?}");
    }

    #[test]
    fn a_file_that_is_no_toml_keeps_what_can_be_read() {
        let file = parse("[roles]\nlink = \"red\"\ncode = = 3\nmuted = \"blue\"\n");
        assert_eq!(file.mistakes.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [3]);
        assert!(file.roles.iter().any(|(role, _)| *role == Role::Link));
    }

    #[test]
    fn what_a_file_says_cannot_steer_the_terminal() {
        let said = mistakes("\"\\u001b[31m\" = 1\n[roles]\n\"\\u202e\" = \"x\"\n").concat();
        assert!(sanitize::is_clean(&said), "{said:?}");
    }
}
