//! Conditions: what they are called, and what values they take. One table serves the parser, the
//! completion and the page of the guide.

use super::date::Day;

/// What must hold of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Its subject begins so.
    Subject(String),
    /// It has a keyword that is called so.
    Tag(String),
    /// Its author's name holds this.
    Author(String),
    /// It is of this day or a later one.
    After(Day),
    /// It is of an earlier day.
    Before(Day),
    /// It stands in no list.
    Unlisted,
    /// It is read, or it is not.
    Read(bool),
    /// It is starred.
    Starred,
    /// It stands on a shelf that is called so.
    Shelf(String),
    /// Its answer has something.
    Has(Feature),
    /// It has this number.
    Id(i64),
}

/// Something that an answer may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// Mathematics.
    Math,
    /// A block of code.
    Code,
    /// A table.
    Table,
    /// Related articles of its own.
    Related,
}

/// The name of a kind of condition.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// It, without its colon.
    pub name: &'static str,
    /// What it asks for, in a few words.
    pub means: &'static str,
    /// An example.
    pub example: &'static str,
    /// All values it takes, if they are few.
    pub values: &'static [&'static str],
    read: fn(&str) -> Option<Condition>,
    /// What a value must be, for who typed another.
    wants: &'static str,
}

impl Name {
    /// The condition with a value.
    ///
    /// # Errors
    /// A sentence when it takes no such value.
    pub(super) fn condition(&self, value: &str) -> Result<Condition, String> {
        (self.read)(value)
            .ok_or_else(|| format!("{}: wants {}, not “{value}”", self.name, self.wants))
    }
}

/// All kinds of conditions.
pub const NAMES: &[Name] = &[
    Name {
        name: "subject",
        means: "of this subject; the beginning of its name will do",
        example: "subject:physics",
        values: &[],
        read: |value| Some(Condition::Subject(value.to_owned())),
        wants: "a subject",
    },
    Name {
        name: "tag",
        means: "with this keyword",
        example: "tag:\"carbon cycle\"",
        values: &[],
        read: |value| Some(Condition::Tag(value.to_owned())),
        wants: "a keyword",
    },
    Name {
        name: "author",
        means: "by an author whose name holds this",
        example: "author:curie",
        values: &[],
        read: |value| Some(Condition::Author(value.to_owned())),
        wants: "a name",
    },
    Name {
        name: "after",
        means: "of this day or later; a month or a year is its first day",
        example: "after:2025-01-10",
        values: &[],
        read: |value| Day::parse(value).map(Condition::After),
        wants: "a day such as 2025-01-10, a month or a year",
    },
    Name {
        name: "before",
        means: "of an earlier day; a month or a year is its first day",
        example: "before:2025",
        values: &[],
        read: |value| Day::parse(value).map(Condition::Before),
        wants: "a day such as 2025-01-10, a month or a year",
    },
    Name {
        name: "is",
        means: "that you have read, or not, or starred; unlisted: in no list unless asked for",
        example: "is:unread",
        values: &["read", "unread", "starred", "unlisted"],
        read: state,
        wants: "read, unread, starred or unlisted",
    },
    Name {
        name: "shelf",
        means: "on this shelf of yours; the beginning of its name will do",
        example: "shelf:exam",
        values: &[],
        read: |value| Some(Condition::Shelf(value.to_owned())),
        wants: "a shelf",
    },
    Name {
        name: "has",
        means: "with mathematics, a block of code, a table, or related articles of its own",
        example: "has:math",
        values: &["math", "code", "table", "related"],
        read: feature,
        wants: "math, code, table or related",
    },
    Name {
        name: "id",
        means: "with this number",
        example: "id:51102",
        values: &[],
        read: |value| value.parse().ok().map(Condition::Id),
        wants: "a whole number",
    },
];

fn state(value: &str) -> Option<Condition> {
    Some(match value {
        "read" => Condition::Read(true),
        "unread" => Condition::Read(false),
        "starred" => Condition::Starred,
        "unlisted" => Condition::Unlisted,
        _ => return None,
    })
}

fn feature(value: &str) -> Option<Condition> {
    Some(Condition::Has(match value {
        "math" => Feature::Math,
        "code" => Feature::Code,
        "table" => Feature::Table,
        "related" => Feature::Related,
        _ => return None,
    }))
}

/// What is said of a subject that a library has not.
#[must_use]
pub fn no_subject(name: &str) -> String {
    format!("no subject of this library begins with “{name}”")
}

/// What is said where nobody knows what the reader did.
pub const OF_READER: &str =
    "is:read, is:unread, is:starred and shelf: can be asked only in the reader itself";

/// What is said of a shelf that a reader has not.
#[must_use]
pub fn no_shelf(name: &str) -> String {
    format!("no shelf of yours begins with “{name}”")
}

impl Condition {
    /// Whether it is about what the reader did, which stands in no article.
    #[must_use]
    pub const fn is_of_reader(&self) -> bool {
        matches!(self, Self::Read(_) | Self::Starred | Self::Shelf(_))
    }
}

/// The names of all kinds of conditions in a sentence: `subject:, tag: and id:`.
#[must_use]
pub fn names() -> String {
    let mut names: Vec<String> = NAMES.iter().map(|name| format!("{}:", name.name)).collect();
    let last = names.pop().unwrap_or_default();
    format!("{} and {last}", names.join(", "))
}
