//! `docs/json.md`, made from the tables of fields and from what the program prints.
//!
//! Only text; the examples come from whoever runs the program. Invariant: a field is described once, so
//! that it means the same wherever it is printed.

use std::fmt::Write as _;

/// A field that some rows have.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds when it is not null.
    pub holds: Holds,
    /// What it means.
    pub means: &'static str,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Several texts.
    Strings,
    /// Several objects, each with the fields of [`REFERENCE`].
    References,
    /// Several objects, each with the fields of [`DAY`].
    Days,
    /// Several objects, each with the fields of [`SUBJECT`].
    Subjects,
}

/// A field in the row of a command.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Its name in [`FIELDS`].
    pub name: &'static str,
    /// When it is null, if it ever is.
    pub null: Option<&'static str>,
}

/// What one command prints.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// The command, without the name of the program.
    pub command: &'static str,
    /// What a row is, and how many there are.
    pub rows: &'static str,
    /// The fields of a row, in their order, in groups that rows share.
    pub fields: &'static [&'static [Place]],
    /// What follows the command to make the example; `None` where chance decides.
    pub example: Option<&'static str>,
}

const fn always(name: &'static str) -> Place {
    Place { name, null: None }
}

const fn unless(name: &'static str, when: &'static str) -> Place {
    Place { name, null: Some(when) }
}

/// The fields that say which article of a library it is; they come first in every row about one.
const ARTICLE: &[Place] = &[
    unless("url", "the article has none"),
    unless("id", "the article has none"),
    always("question"),
    always("subject"),
    unless("date", "the article has none"),
    always("path"),
];

/// The same of an article that may have been read without a library.
const SHOWN: &[Place] = &[
    unless("url", "the article has none"),
    unless("id", "the article has none"),
    always("question"),
    unless("subject", "it is read alone and names none"),
    unless("date", "the article has none"),
    unless("path", "it came from standard input"),
];

/// The same of an article that may not be in the library.
const REFERRED_TO: &[Place] = &[
    unless("url", "the article, or the reference to it, has none"),
    unless("id", "the article, or the reference to it, has none"),
    always("question"),
    unless("subject", "it is not found and the reference names none"),
    unless("date", "it is not found or has none"),
    unless("path", "it is not found"),
];

/// The same of an article that may not be in the library any more.
const VISITED: &[Place] = &[
    unless("url", "the article has none or is gone"),
    unless("id", "the article has none or is gone"),
    always("question"),
    always("subject"),
    unless("date", "the article has none or is gone"),
    unless("path", "the article is gone"),
];

/// The fields of a reference to another article.
pub const REFERENCE: &[Place] = &[
    unless("url", "the reference names none"),
    unless("id", "the reference names none"),
    always("title"),
    unless("subject", "the reference names none"),
    unless("found", "no library was looked in"),
];

/// The fields of a day on which something was read.
pub const DAY: &[Place] = &[always("day"), always("read"), always("seconds")];

/// The fields of a subject of which something was read.
pub const SUBJECT: &[Place] = &[
    always("subject"),
    always("read"),
    always("read_listed"),
    always("seconds"),
    unless("articles", "the library has no such subject any more"),
];

/// All fields.
pub const FIELDS: &[Field] = &[
    field(
        "url",
        Holds::String,
        "What identifies the article among others; in a reference it may be the target of a link, or the path of a file",
    ),
    field(
        "id",
        Holds::Integer,
        "The article's number, which other articles may bear too; it may be negative",
    ),
    field(
        "question",
        Holds::String,
        "The question, or the title of a note; for an article that is not in the library the title by which it is referred to",
    ),
    field(
        "subject",
        Holds::String,
        "The subject: in the spelling that the library uses most, or as it is written in a reference and in a file that is read alone",
    ),
    field("date", Holds::String, "The date as `yyyy-mm-dd`; as it is written if it is no date"),
    field(
        "path",
        Holds::String,
        "The file, relative to the library's folder, with `/` between the parts; as it was given if the file is read alone",
    ),
    field("author", Holds::String, "Who wrote it; several names are joined by commas"),
    field("description", Holds::String, "One or two sentences that summarise the answer"),
    field(
        "keywords",
        Holds::Strings,
        "The keywords as they are written, each once, in their order",
    ),
    field(
        "related",
        Holds::References,
        "What the article refers to, in its order: related articles, then links to others",
    ),
    field("answer", Holds::String, "The answer as Markdown, with real line breaks"),
    field("title", Holds::String, "The title as the referring article has it"),
    field("found", Holds::Boolean, "Whether the library has the article"),
    field(
        "score",
        Holds::Number,
        "How well the article matches; to be compared within one search only",
    ),
    field(
        "snippet",
        Holds::String,
        "The part of the answer that shows why it was found, as one line",
    ),
    field(
        "corrected",
        Holds::String,
        "The words that were looked for instead of those typed, which nothing holds",
    ),
    field(
        "partly",
        Holds::Boolean,
        "Whether it holds only some of the words, because none holds all",
    ),
    field(
        "kind",
        Holds::String,
        "How it is related to the article `from`: `related` if that one names it, `backlink` if it refers to that one, `same_question` if both have the same question, `similar` if their texts are alike: computed, and only for articles that name none themselves. Other kinds may be added: skip those you do not know",
    ),
    field("mutual", Holds::Boolean, "Whether each of the two refers to the other"),
    field("distance", Holds::Integer, "Steps from the article that was asked about, 1 or more"),
    field(
        "number",
        Holds::Integer,
        "Its number among those of the article `from`; on a page, near-twins stand between the same question and similar ones",
    ),
    field("from", Holds::String, "The `path` of the article on whose page it was found"),
    field(
        "session",
        Holds::Integer,
        "In which run of the reader it was opened, counted within the library from 1",
    ),
    field("time", Holds::String, "When it was opened, in UTC, as RFC 3339 writes it"),
    field("opened", Holds::String, "What identified it then: its `url`, else its `path`"),
    field("slug", Holds::String, "What identifies the subject"),
    field("label", Holds::String, "The subject in the spelling that is used most"),
    field(
        "keyword",
        Holds::String,
        "The keyword in the spelling that is used most; case and accents make no other keyword",
    ),
    field("articles", Holds::Integer, "How many listed articles have it"),
    field("unlisted", Holds::Integer, "How many articles have it that stand in no list"),
    field(
        "today",
        Holds::String,
        "The day on which it was counted, where the reader is, as `yyyy-mm-dd`",
    ),
    field("day", Holds::String, "A day where the reader is, as `yyyy-mm-dd`"),
    field(
        "read",
        Holds::Integer,
        "How many articles count as read, by the day since which each does",
    ),
    field(
        "read_listed",
        Holds::Integer,
        "How many of those that count as read are listed now; the others are unlisted or gone, or of another subject",
    ),
    field("seconds", Holds::Integer, "How long was read"),
    field(
        "streak",
        Holds::Integer,
        "Days in a row on which something was read until today, or until yesterday as long as nothing was read today",
    ),
    field("longest_streak", Holds::Integer, "Days in a row at best"),
    field("days", Holds::Days, "The days on which something was read, the last one last"),
    field("subjects", Holds::Subjects, "The subjects of which something was read, most read first"),
    field("folder", Holds::String, "Where the library lies or lay, as text"),
    field("built_in", Holds::Boolean, "Whether it is the library that is built in"),
    field("new", Holds::Boolean, "Whether nothing was known of the library"),
    field(
        "what",
        Holds::String,
        "What is counted, as it is called in [the document](export.md); `shelved` for articles on shelves",
    ),
    field("added", Holds::Integer, "How many were not there"),
    field("changed", Holds::Integer, "How many are otherwise than they were"),
    field("line", Holds::Integer, "The line of the file, from 1"),
    field("column", Holds::Integer, "The column in characters, from 1"),
    field(
        "severity",
        Holds::String,
        "`problem` if something was not read as written, `note` if nothing is lost",
    ),
    field("rule", Holds::String, "A stable name for this kind of flaw"),
    field("reason", Holds::String, "A sentence: what is wrong, and what to write instead"),
    field("listed", Holds::Boolean, "Whether the article could be read all the same"),
];

const fn field(name: &'static str, holds: Holds, means: &'static str) -> Field {
    Field { name, holds, means }
}

/// What every command prints.
pub const OUTPUTS: &[Output] = &[
    Output {
        command: "list --json",
        rows: "A row for each article of the list, in its order.",
        fields: &[ARTICLE, &[always("keywords"), always("related")]],
        example: Some("--subject recto"),
    },
    Output {
        command: "show --json",
        rows: "One row: the article.",
        fields: &[
            SHOWN,
            &[
                unless("author", "the article names none"),
                unless("description", "the article has none"),
                always("keywords"),
                always("related"),
                always("answer"),
            ],
        ],
        example: Some("51102"),
    },
    Output {
        command: "search --json",
        rows: "A row for each article found, best first, at most as many as `--limit` says. The exit code \
               is 0 also where these hold only some of the words, or corrected ones; the last two \
               fields tell.",
        fields: &[
            ARTICLE,
            &[
                always("score"),
                always("snippet"),
                unless("corrected", "if what was typed was looked for as it is"),
                always("partly"),
            ],
        ],
        example: Some("learning rate"),
    },
    Output {
        command: "related --json",
        rows: "A row for each article in so many steps as `--depth` says, the nearest first: those that \
               an article names, in its order, then those that refer to it, those with the same \
               question, and similar ones if it names none. Each comes once, at the \
               fewest steps. A reference that leads nowhere is a row as well, with `found` false.",
        fields: &[
            REFERRED_TO,
            &[
                always("found"),
                always("kind"),
                always("mutual"),
                always("distance"),
                always("number"),
                always("from"),
            ],
        ],
        example: Some("51102"),
    },
    Output {
        command: "subjects --json",
        rows: "A row for each subject, in the order of their labels.",
        fields: &[&[always("slug"), always("label"), always("articles"), always("unlisted")]],
        example: Some(""),
    },
    Output {
        command: "tags --json",
        rows: "A row for each keyword, most used first, those that are used alike in the order of their \
               names.",
        fields: &[&[always("keyword"), always("articles"), always("unlisted")]],
        example: Some(""),
    },
    Output {
        command: "trail --json",
        rows: "A row for each article that was opened, the last one last, at most as many as `--limit` \
               says. An article that is gone is as it was when it was opened.",
        fields: &[VISITED, &[always("session"), always("time"), always("opened")]],
        example: Some(""),
    },
    Output {
        command: "stats --json",
        rows: "One row: what was read in the library.",
        fields: &[&[
            always("today"),
            always("read"),
            always("read_listed"),
            always("seconds"),
            always("streak"),
            always("longest_streak"),
            always("days"),
            always("subjects"),
        ]],
        example: None,
    },
    Output {
        command: "import --json",
        rows: "A row for each library and each kind of thing of which anything was added or changed, or \
               would be with `--dry-run`. No row is exit code 0: everything is there already.",
        fields: &[&[
            unless("folder", "the library is built in, or it is not known where it lay"),
            always("built_in"),
            always("new"),
            always("what"),
            always("added"),
            always("changed"),
        ]],
        example: Some("--dry-run recto.json"),
    },
    Output {
        command: "random --json",
        rows: "One row: the article.",
        fields: &[ARTICLE],
        example: None,
    },
    Output {
        command: "check --json",
        rows: "A row for each problem and each note, by file and line. The built-in library has none; \
               the example is of an article whose title holds a colon.",
        fields: &[&[
            always("path"),
            unless("line", "it concerns the whole file"),
            unless("column", "it concerns a whole line"),
            always("severity"),
            always("rule"),
            always("reason"),
            always("listed"),
        ]],
        example: Some(""),
    },
];

const INTRODUCTION: &str = "\
# What the commands print as JSON

Made by `src/cli/json/guide.rs` from the table of fields and from what the program prints; a test fails
when a field is printed that is not named here, or named and not printed, and
`RECTO_ACCEPT=1 cargo test --test documents` makes the page anew.

With `--json` a command prints JSON Lines: one object on a line, each line ended by a line feed, in
UTF-8, nothing else on standard output. Messages go to standard error. No object is no line, and the
exit code says what that means: `list`, `check` and `import` end with 0, the others with 1, where nothing was
found.

What is promised:

- A field keeps its name, its type and its meaning, the same in every command that has it.
- Every row of a command has all of its fields, in the order of its table. What is not there is `null`,
  and only where the table says so; a list without entries is `[]`.
- Fields may be added, and `kind`, `severity` and `rule` may get more values. Nothing else changes
  without a new major version.
- Text is clean: what could steer a terminal has become visible or is gone, also where JSON would have
  escaped it.

Long texts and lists are shortened in the examples, and a row is shown in several lines.
";

/// The fields of a command's row, in their order.
pub fn places(output: &Output) -> impl Iterator<Item = &'static Place> {
    output.fields.iter().copied().flatten()
}

/// The field with a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// The text of `docs/json.md`, with the example that `example` gives for a command.
#[must_use]
pub fn document(example: impl Fn(&Output) -> String) -> String {
    let mut text = INTRODUCTION.to_owned();
    for output in OUTPUTS {
        // Writing to a string does not fail.
        let _ = write!(text, "\n## `recto {}`\n\n{}\n\n", output.command, output.rows);
        table(&mut text, places(output));
        if let Some(arguments) = output.example {
            let command = format!("recto {} {arguments}", output.command);
            let _ = write!(text, "\n`{}`:\n\n```json\n{}\n```\n", command.trim(), example(output));
        }
    }
    text.push_str("\n## An entry of `related`\n\n");
    table(&mut text, REFERENCE.iter());
    text.push_str("\n## An entry of `days`\n\n");
    table(&mut text, DAY.iter());
    text.push_str("\n## An entry of `subjects`\n\n");
    table(&mut text, SUBJECT.iter());
    text
}

fn table(text: &mut String, places: impl Iterator<Item = &'static Place>) {
    text.push_str("| field | type | null | meaning |\n|---|---|---|---|\n");
    for place in places {
        let Some(field) = named(place.name) else { continue };
        let null = place.null.map_or_else(|| "never".to_owned(), |when| format!("if {when}"));
        let holds = match field.holds {
            Holds::String => "string",
            Holds::Integer => "integer",
            Holds::Number => "number",
            Holds::Boolean => "boolean",
            Holds::Strings => "list of strings",
            Holds::Days => "list of [days](#an-entry-of-days)",
            Holds::Subjects => "list of [subjects](#an-entry-of-subjects)",
            Holds::References => "list of [references](#an-entry-of-related)",
        };
        let _ = writeln!(text, "| `{}` | {holds} | {null} | {} |", field.name, field.means);
    }
}
