//! `docs/export.md`, made from the table of the objects that a document is of.
//!
//! Only text; the example comes from whoever runs the program. Invariant: every field of a document stands
//! in the table, in its order.

use std::fmt::Write as _;

/// A kind of object.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// What it is, as a heading.
    pub title: &'static str,
    /// What is to be known of it.
    pub about: &'static str,
    /// Its fields, in their order.
    pub fields: &'static [Field],
}

/// A field of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it means.
    pub means: &'static str,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A text of one line.
    Line,
    /// A text of any number of lines.
    Lines,
    /// A whole number from 0.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A time.
    Time,
    /// A path.
    Path,
    /// A path, or null.
    PathOrNull,
    /// 16 hexadecimal digits.
    Print,
    /// A list of the objects with this title.
    List(&'static str),
    /// The object with this title, or null.
    OneOrNull(&'static str),
    /// An object whose fields are Recto's own.
    State,
}

impl Holds {
    fn words(self) -> String {
        match self {
            Self::Line => "line".to_owned(),
            Self::Lines => "lines".to_owned(),
            Self::Number => "integer".to_owned(),
            Self::Boolean => "boolean".to_owned(),
            Self::Time => "time".to_owned(),
            Self::Path => "path".to_owned(),
            Self::PathOrNull => "path or null".to_owned(),
            Self::Print => "16 hexadecimal digits".to_owned(),
            Self::List(title) => format!("list of {}", link(title)),
            Self::OneOrNull(title) => format!("{} or null", link(title)),
            Self::State => "object".to_owned(),
        }
    }
}

fn link(title: &str) -> String {
    let anchor = title.to_lowercase().replace(' ', "-");
    format!("[{}](#{anchor})", title.to_lowercase())
}

const fn field(name: &'static str, holds: Holds, means: &'static str) -> Field {
    Field { name, holds, means }
}

const ARTICLE: Field =
    field("article", Holds::Line, "The article's key: its url, else its path in the library");

/// All objects, the document first.
pub const OBJECTS: &[Object] = &[
    Object {
        title: "The document",
        about: "",
        fields: &[
            field("format", Holds::Line, "Always `recto export`"),
            field("version", Holds::Number, "The version of this page: 1"),
            field("libraries", Holds::List("Library"), "The libraries, in no order that matters"),
        ],
    },
    Object {
        title: "Library",
        about: "A folder of articles and everything of the reader's in it. Where it is imported it is known \
                by its folder, if the articles there are not other ones, else by its sample; what is not \
                known is added, and waits for its folder to be opened.",
        fields: &[
            field("built_in", Holds::Boolean, "Whether it is the library that is built in"),
            field(
                "folder",
                Holds::PathOrNull,
                "Where it lay last; null if that is not known, or if it is built in",
            ),
            field(
                "sample",
                Holds::List("Sample article"),
                "Up to 64 of its articles, by which it is recognised in another folder",
            ),
            field(
                "settings",
                Holds::List("Setting"),
                "How the reader set it, by name. Imported where it is not set yet",
            ),
            field(
                "queries",
                Holds::List("Query"),
                "What was typed and used, the last one last. Those that are imported come before those that are there",
            ),
            field(
                "visits",
                Holds::List("Visit"),
                "What was opened, session by session. Imported once, in the order of time",
            ),
            field(
                "articles",
                Holds::List("Article"),
                "How the articles are called of which something is kept below",
            ),
            field(
                "read",
                Holds::List("Mark"),
                "What counts as read, and since when. Of two the earlier is kept",
            ),
            field("stars", Holds::List("Mark"), "What is starred, and since when"),
            field("spent", Holds::List("Time of reading"), "How long was read. Imported once"),
            field(
                "places",
                Holds::List("Place"),
                "Where articles were left before their end. Of two the later is kept",
            ),
            field("shelves", Holds::List("Shelf"), "The shelves, by name"),
            field(
                "highlights",
                Holds::List("Highlight"),
                "Highlights and notes, in the order in which they were made. Of two with the same `uid` the one that was changed last is kept",
            ),
            field(
                "resume",
                Holds::OneOrNull("Place to go on at"),
                "Where the reading is taken up; null if it never was. Imported where there is none",
            ),
        ],
    },
    Object {
        title: "Sample article",
        about: "",
        fields: &[
            field(
                "print",
                Holds::Print,
                "The XXH3 hash, 64 bits, of its url, or of its path, a NUL and its question where no url is its own",
            ),
            field("file", Holds::Path, "Its file, relative to the folder"),
        ],
    },
    Object {
        title: "Setting",
        about: "",
        fields: &[
            field("name", Holds::Line, "What is set"),
            field("value", Holds::Line, "To what"),
        ],
    },
    Object {
        title: "Query",
        about: "",
        fields: &[
            field("text", Holds::Line, "What was typed"),
            field("time", Holds::Time, "When it was used last"),
        ],
    },
    Object {
        title: "Visit",
        about: "",
        fields: &[
            field(
                "session",
                Holds::Number,
                "In which run of the reader, counted within the library from 1",
            ),
            field("time", Holds::Time, "When"),
            ARTICLE,
            field("question", Holds::Line, "Its question, as it was then"),
            field("subject", Holds::Line, "Its subject, as it was then"),
        ],
    },
    Object {
        title: "Article",
        about: "",
        fields: &[
            ARTICLE,
            field("question", Holds::Line, "Its question, as it was last"),
            field("subject", Holds::Line, "Its subject, as it was last"),
        ],
    },
    Object {
        title: "Mark",
        about: "",
        fields: &[ARTICLE, field("time", Holds::Time, "Since when")],
    },
    Object {
        title: "Time of reading",
        about: "",
        fields: &[
            ARTICLE,
            field("time", Holds::Time, "When it ended"),
            field("seconds", Holds::Number, "How long it was"),
        ],
    },
    Object {
        title: "Place",
        about: "",
        fields: &[
            ARTICLE,
            field("time", Holds::Time, "When it was left"),
            field(
                "leaf",
                Holds::Number,
                "The block of the page at which it was left, counted from 0",
            ),
            field("offset", Holds::Number, "Characters into it"),
        ],
    },
    Object {
        title: "Shelf",
        about: "",
        fields: &[
            field("name", Holds::Line, "Its name, of 1 to 60 columns, without blanks at its ends"),
            field(
                "articles",
                Holds::List("Mark"),
                "The articles on it, in the order of the reader's, and when each was put there. Those that are imported come behind those that are there",
            ),
        ],
    },
    Object {
        title: "Highlight",
        about: "",
        fields: &[
            field(
                "uid",
                Holds::Line,
                "What tells it from all others, in every library and on every machine",
            ),
            ARTICLE,
            field("exact", Holds::Lines, "The words, at least one character"),
            field("prefix", Holds::Lines, "What stood before them, so that they are found again"),
            field("suffix", Holds::Lines, "What stood after them"),
            field(
                "leaf",
                Holds::Number,
                "The block of the page in which they began, counted from 0",
            ),
            field("offset", Holds::Number, "Characters into it"),
            field("note", Holds::Lines, "What the reader wrote beside it; empty for nothing"),
            field("made", Holds::Time, "When it was made"),
            field("changed", Holds::Time, "When it was changed last"),
        ],
    },
    Object {
        title: "Place to go on at",
        about: "",
        fields: &[
            field("time", Holds::Time, "When the reader left"),
            field(
                "state",
                Holds::State,
                "What was before the reader. Its fields are Recto's own: one that lacks some is taken as it is, and others in it are passed over",
            ),
        ],
    },
];

const INTRODUCTION: &str = "\
# What `recto export` writes and `recto import` reads

Made by `src/memory/archive/guide.rs`; a test holds it to what the program writes, and
`RECTO_ACCEPT=1 cargo test --test documents` makes the page anew.

`recto export` writes everything of the reader's in all libraries as one JSON document: what was asked for,
opened, read, starred, shelved, highlighted and noted, and how long was read. `--library DIR` writes that of
one library. The articles themselves are not in it. `--format markdown` writes stars, shelves and notes as a
document to read; that one is not taken back.

`recto import FILE` puts such a document into what is remembered here, of the same articles on another
machine as well. Nothing that is here is lost: what is not here is added, and of what is in both the table
says which is kept. All of it comes in or nothing; importing it again changes nothing, and so does importing
what was exported here. `--dry-run` only tells what would change. What was deleted here and is in the
document comes back.

What is promised:

- A document of this version has all of these fields and no others, in any order, with these types. A field
  that is added makes it a new version, which older programs refuse with a sentence that says so.
- A list holds nothing twice: no article, no shelf of the same name, no highlight with the same `uid`.
- A **time** is in UTC as RFC 3339 writes it: `2026-11-29T23:15:00Z`. Parts of a second are dropped.
- A **path** is bytes, as it is on Unix. What of it is no UTF-8 or could steer a terminal, and `%` itself,
  is written as `%xx`, the byte in hexadecimal digits.
- A **line** and **lines** are clean: what could steer a terminal is not in them. A text has at most 1 MiB, a
  document 256 MiB.
- What is otherwise is refused with the line, the column and the reason, and nothing is changed.
";

/// The text of `docs/export.md`, with an example of a document.
#[must_use]
pub fn document(example: &str) -> String {
    let mut text = INTRODUCTION.to_owned();
    for Object { title, about, fields } in OBJECTS {
        // Writing to a string does not fail.
        let _ = write!(text, "\n## {title}\n\n");
        if !about.is_empty() {
            let _ = write!(text, "{about}\n\n");
        }
        text.push_str("| field | type | meaning |\n|---|---|---|\n");
        for Field { name, holds, means } in *fields {
            let _ = writeln!(text, "| `{name}` | {} | {means} |", holds.words());
        }
    }
    let _ = write!(text, "\n## An example\n\n```json\n{}\n```\n", example.trim_end());
    text
}
