//! Pages of `docs/` that are made from the program's own tables, held to them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::path::Path;
use std::{env, fmt, fs};

use recto::cli::json::guide::{self, Holds, Output};
use recto::document::Position;
use recto::library::catalog::{Catalog, Record};
use recto::library::source::Source;
use recto::memory::{Highlight, Kept, Memory, Named, Quote, Resume, ShelfChange, archive};
use recto::store::memory::{Database, Place, Sample};
use recto::{keymap, query, theme};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use support::Home;

/// Fails if a page is not the one that was made, after putting that in its place if asked to.
fn hold(page: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    if env::var_os("RECTO_ACCEPT").is_some_and(|value| value == "1") {
        fs::write(&path, made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differing = made.lines().zip(written.lines()).find(|(made, written)| made != written);
    assert!(
        made == written,
        "{page} is stale; write it anew with `RECTO_ACCEPT=1 cargo test --test documents` and \
         read the difference before you commit it. First differing line, made and written: \
         {differing:?}"
    );
}

#[test]
fn the_keys_in_the_documents_are_those_of_the_table() {
    hold("docs/keys.md", &keymap::document());
}

#[test]
fn the_roles_and_parts_in_the_documents_are_those_of_the_tables() {
    hold("docs/themes.md", &theme::document());
}

#[test]
fn the_conditions_in_the_documents_are_those_of_the_table() {
    hold("docs/query.md", &query::document());
}

/// JSON whose objects keep the order of their fields.
#[derive(Debug, Clone)]
enum Json {
    Object(Vec<(String, Self)>),
    List(Vec<Self>),
    Other(serde_json::Value),
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Json, M::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Json::Object(fields))
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Json, S::Error> {
                let mut list = Vec::new();
                while let Some(one) = seq.next_element()? {
                    list.push(one);
                }
                Ok(Json::List(list))
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Other(text.into()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Other(value.into()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Other(number.into()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Other(number.into()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
                Ok(Json::Other(number.into()))
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Other(serde_json::Value::Null))
            }
        }
        json.deserialize_any(Any)
    }
}

/// Characters of a text, and entries of a list, that an example shows.
const SHOWN: (usize, usize) = (160, 2);

impl Json {
    /// It as an example shows it, each field of the outer object on a line of its own.
    fn example(&self) -> String {
        let Self::Object(fields) = self else { panic!("{self:?} is no row") };
        let lines: Vec<_> =
            fields.iter().map(|(name, value)| format!("  \"{name}\": {}", value.brief())).collect();
        format!("{{\n{}\n}}", lines.join(",\n"))
    }

    fn brief(&self) -> String {
        let (letters, entries) = SHOWN;
        match self {
            Self::Object(fields) => {
                let field =
                    |(name, value): &(String, Self)| format!("\"{name}\": {}", value.brief());
                format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
            }
            Self::List(list) => {
                let shown = list.iter().take(entries).map(Self::brief).collect::<Vec<_>>();
                let rest = if list.len() > entries { ", …" } else { "" };
                format!("[{}{rest}]", shown.join(", "))
            }
            Self::Other(serde_json::Value::String(text)) if text.chars().count() > letters => {
                let start: String = text.chars().take(letters).collect();
                serde_json::to_string(&(start + "…")).unwrap()
            }
            // The last digits of a score are nobody's business.
            Self::Other(number) if number.is_f64() => format!("{:.1}", number.as_f64().unwrap()),
            Self::Other(value) => value.to_string(),
        }
    }
}

/// What the program prints for a command: over the library that is built in, but where that has nothing
/// to show.
fn rows(home: &Home, output: &Output, arguments: &str) -> Vec<Json> {
    let mut command = home.command(output.command.split(' '));
    command.args(arguments.split_whitespace());
    if ["trail", "stats", "import"].iter().any(|command| output.command.starts_with(command)) {
        remember(home);
    }
    if output.command.starts_with("import") {
        elsewhere(home);
    }
    if output.command.starts_with("check") {
        home.write("flawed/a.md", "---\nid: 1\ntitle: A: b: c\n---\n\nText.\n");
        command.arg("--library").arg(home.work().join("../flawed"));
    }
    parsed(&support::run(&mut command).out)
}

/// Has an article of the built-in library remembered that was read, and one that is gone.
fn remember(home: &Home) {
    let place = Place::within(&home.variables()[3].1.join("recto"));
    let mut database = Database::open(&place).unwrap();
    let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
    let visit = |article: &str, question: &str| {
        let [article, question, subject] = [article, question, "Recto"].map(str::to_owned);
        Kept { time: 1_795_000_000, memory: Memory::Visit(Named { article, question, subject }) }
    };
    let there = "/learn/recto/questions/what-are-the-first-steps-in-recto";
    let visits = [visit(there, "What are the first steps?"), visit("gone.md", "What is gone?")];
    database.keep(library, &visits).unwrap();
    let named = |article: &str, subject: &str| {
        let [article, subject] = [article, subject].map(str::to_owned);
        Named { article, question: "What are the first steps?".to_owned(), subject }
    };
    let kept = |memory| Kept { time: 1_795_000_000, memory };
    let marks = [
        Memory::Read(named(there, "Recto"), true),
        Memory::Spent(named(there, "Recto"), 95),
        Memory::Read(named("gone.md", "A subject that is gone"), true),
    ];
    database.keep(library, &marks.map(kept)).unwrap();
}

/// An export of another machine, on which more was read.
fn elsewhere(home: &Home) {
    let other = Home::new();
    remember(&other);
    let place = Place::within(&other.variables()[3].1.join("recto"));
    let mut database = Database::open(&place).unwrap();
    let folder = Source::Folder(Path::new("/home/ada/notes").into());
    for (source, uid) in [(Source::Bundled, "1"), (folder, "2")] {
        let library = database.recognise(&source, &Sample::default()).unwrap();
        database.keep(library, &everything(uid)).unwrap();
    }
    drop(database);
    home.write("work/recto.json", other.run(["export"]).success());
}

/// One of everything that is kept.
fn everything(uid: &str) -> Vec<Kept> {
    let named = || Named {
        article: "/learn/recto/questions/how-do-i-search".to_owned(),
        question: "How do I search?".to_owned(),
        subject: "Recto".to_owned(),
    };
    let position = Position { leaf: 3, offset: 12 };
    let quote = Quote {
        exact: "all text".to_owned(),
        prefix: "s searches ".to_owned(),
        suffix: " of the library".to_owned(),
        position,
    };
    let resume = Resume { article: named().article, is_open: true, ..Resume::default() };
    let all = vec![
        Memory::Query("search".to_owned()),
        Memory::Setting("order".to_owned(), "title".to_owned()),
        Memory::Visit(named()),
        Memory::Read(named(), true),
        Memory::Star(named(), true),
        Memory::Spent(named(), 95),
        Memory::Left(named(), Some(position)),
        Memory::Shelf(ShelfChange::Put("Exam".to_owned(), named())),
        Memory::Highlight(Box::new(Highlight {
            uid: uid.to_owned(),
            article: named(),
            quote,
            note: "Try it.".to_owned(),
            made: 1_795_000_000,
            changed: 1_795_000_600,
        })),
        Memory::Resume(Box::new(resume)),
    ];
    all.into_iter().map(|memory| Kept { time: 1_795_000_300, memory }).collect()
}

/// A home in which there is one of everything.
fn full() -> (Home, String) {
    let home = Home::new();
    let place = Place::within(&home.variables()[3].1.join("recto"));
    let mut database = Database::open(&place).unwrap();
    let mut catalog = Catalog::new();
    let record = Record { path: "a.md".to_owned(), ..Record::default() };
    catalog.push(record).unwrap();
    let source = Source::Folder(Path::new("/home/ada/notes").into());
    let library = database.recognise(&source, &Sample::of(&catalog)).unwrap();
    database.keep(library, &everything("5f0c2a91")).unwrap();
    drop(database);
    let document = home.run(["export"]).success();
    (home, document)
}

#[test]
fn the_objects_of_an_export_in_the_documents_are_those_of_the_table_with_an_example() {
    let (_home, document) = full();
    // What is in it is Recto's own, and may be otherwise tomorrow.
    let (start, rest) = document.split_once("\"state\": {").unwrap();
    let (_, end) = rest.split_once('\n').unwrap();
    let example = format!("{start}\"state\": {{…}}\n{end}");
    hold("docs/export.md", &archive::guide::document(&example));
}

/// Fails unless an object of an export has the fields of the table.
fn hold_export(json: &Json, title: &str, seen: &mut Vec<String>) {
    let Json::Object(fields) = json else { panic!("{json:?} is no object") };
    let object = archive::guide::OBJECTS.iter().find(|object| object.title == title).unwrap();
    let printed: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let named: Vec<_> = object.fields.iter().map(|field| field.name).collect();
    assert_eq!(printed, named, "{title}");
    seen.push(title.to_owned());
    for (field, (name, value)) in object.fields.iter().zip(fields) {
        use archive::guide::Holds;
        let is_right = match (field.holds, value) {
            (Holds::Line | Holds::Lines | Holds::Path, Json::Other(value)) => value.is_string(),
            (Holds::Time, Json::Other(value)) => value.as_str().unwrap().ends_with('Z'),
            (Holds::Print, Json::Other(value)) => value.as_str().unwrap().len() == 16,
            (Holds::PathOrNull, Json::Other(value)) => value.is_string() || value.is_null(),
            (Holds::Number, Json::Other(value)) => value.is_u64(),
            (Holds::Boolean, Json::Other(value)) => value.is_boolean(),
            (Holds::State, Json::Object(_)) => true,
            (Holds::OneOrNull(title), value) => {
                hold_export(value, title, seen);
                true
            }
            (Holds::List(title), Json::List(list)) => {
                assert!(!list.is_empty(), "{name} is not shown");
                list.iter().for_each(|one| hold_export(one, title, seen));
                true
            }
            _ => false,
        };
        assert!(is_right, "{title}: {name} is {value:?}");
    }
}

#[test]
fn every_field_of_an_export_is_named_in_its_order() {
    let (_home, document) = full();
    let mut seen = Vec::new();
    hold_export(&serde_json::from_str(&document).unwrap(), "The document", &mut seen);
    for object in archive::guide::OBJECTS {
        assert!(seen.iter().any(|title| title == object.title), "{} is not seen", object.title);
    }
}

fn parsed(out: &str) -> Vec<Json> {
    assert!(out.is_empty() || out.ends_with('\n'), "{out}");
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_fields_in_the_documents_are_those_of_the_tables_with_examples_from_the_program() {
    let home = Home::new();
    let example = |output: &Output| {
        let rows = rows(&home, output, output.example.unwrap_or_default());
        rows.first().unwrap_or_else(|| panic!("recto {} has none", output.command)).example()
    };
    hold("docs/json.md", &guide::document(example));
}

/// Fails unless an object has these fields in this order, each with what it may hold. Notes which were
/// null.
fn hold_to<'a>(
    object: &Json,
    places: impl Iterator<Item = &'a guide::Place>,
    nulls: &mut Vec<&'a str>,
    what: &str,
) {
    let Json::Object(fields) = object else { panic!("{object:?} is no object") };
    let places: Vec<_> = places.collect();
    let printed: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let named: Vec<_> = places.iter().map(|place| place.name).collect();
    assert_eq!(printed, named, "recto {what}: printed, and named in the table");
    for (place, (name, value)) in places.iter().zip(fields) {
        let field = guide::named(name).unwrap();
        let is_right = match (value, field.holds) {
            (Json::Other(serde_json::Value::Null), _) => {
                nulls.push(place.name);
                place.null.is_some()
            }
            (Json::Other(value), Holds::String) => value.is_string(),
            (Json::Other(value), Holds::Integer) => value.is_i64() || value.is_u64(),
            (Json::Other(value), Holds::Number) => value.is_number(),
            (Json::Other(value), Holds::Boolean) => value.is_boolean(),
            (Json::List(list), Holds::Strings) => {
                list.iter().all(|one| matches!(one, Json::Other(one) if one.is_string()))
            }
            (Json::List(list), Holds::References) => {
                for one in list {
                    hold_to(one, guide::REFERENCE.iter(), nulls, what);
                }
                true
            }
            (Json::List(list), Holds::Days) => {
                list.iter().for_each(|one| hold_to(one, guide::DAY.iter(), nulls, what));
                true
            }
            (Json::List(list), Holds::Subjects) => {
                list.iter().for_each(|one| hold_to(one, guide::SUBJECT.iter(), nulls, what));
                true
            }
            _ => false,
        };
        assert!(is_right, "recto {what}: {name} is {value:?}");
    }
}

/// Notes that lack what can be lacking.
fn sparse(home: &Home) {
    home.write("sparse/a.md", "Text with words, a [link](b.md) and a [[Ghost]].\n");
    home.write("sparse/b.md", "---\ntitle: B: b: b\ntags: [x]\nid: 2\n---\n\nMore words.\n");
    home.write("sparse/c.md", b"\x00\x01 no text");
    home.write("sparse/a-folder.md/x.txt", "Nothing.");
    home.write("lone/a.md", "Text.\n");
}

#[test]
fn every_field_that_is_printed_is_named_and_every_one_that_is_named_is_printed() {
    let home = Home::new();
    sparse(&home);
    for output in guide::OUTPUTS {
        let mut nulls = Vec::new();
        let mut printed = rows(&home, output, output.example.unwrap_or_default());
        assert!(!printed.is_empty(), "recto {}", output.command);
        let arguments = match output.command.split(' ').next().unwrap() {
            "show" | "related" => "a.md",
            "search" => "words",
            "import" => "--dry-run recto.json",
            _ => "",
        };
        let args: Vec<_> = output.command.split(' ').chain(arguments.split_whitespace()).collect();
        // Where chance decides there is one article.
        let library = if output.example.is_some() { "../sparse" } else { "../lone" };
        printed.extend(parsed(&home.run_on(&home.work().join(library), &args).out));
        if output.command.starts_with("show") {
            let mut command = home.command(["show", "--json", "-"]);
            let run = support::run(command.write_stdin("A [link](b.md) from nowhere.\n"));
            printed.extend(parsed(&run.out));
        }
        for row in &printed {
            hold_to(row, guide::places(output), &mut nulls, output.command);
        }
        let entries = if output.command.starts_with("stats") { guide::SUBJECT } else { &[] };
        let places = guide::places(output).chain(entries);
        for place in places.filter(|place| place.null.is_some()) {
            let is_null = nulls.contains(&place.name);
            assert!(is_null, "recto {}: {} is never null", output.command, place.name);
        }
    }
    let named = guide::OUTPUTS.iter().flat_map(guide::places).chain(guide::REFERENCE);
    let named = named.chain(guide::DAY).chain(guide::SUBJECT);
    let named: Vec<_> = named.map(|place| place.name).collect();
    for field in guide::FIELDS {
        assert!(named.contains(&field.name), "{} is in no row", field.name);
    }
}
