//! A folder in which nearly every file is out to break its reader.
//!
//! Each one stands in a table with what must be said of it. Invariant: whatever is listed has a
//! title of its own that begins with `Hostile` or `Honest`, unless the file leaves no room for one.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode};

const MIB: usize = 1024 * 1024;

/// Steers a terminal in every way that has been a hole in some program: colour, title, clipboard,
/// answerback, and letters that run backwards.
pub const ATTACK: &str = "\u{1b}[31m\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{7}\u{1b}[6n\u{9b}5n\u{202e}\u{2066}\u{200b}";

/// What must be reported of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// `problem` or `note`.
    pub severity: &'static str,
    /// The stable name of the rule.
    pub rule: &'static str,
    /// Where it is, if it is somewhere.
    pub place: Option<(u64, u64)>,
    /// A word of the reason.
    pub word: &'static str,
}

/// A file and what must become of it.
#[derive(Clone, Debug)]
pub struct Hostile {
    /// Its path as it is shown.
    pub shown: String,
    /// What `check` must say of it, if anything.
    pub report: Option<Report>,
    /// Whether it is listed and opens.
    pub listed: bool,
}

/// A file that opens; `report` is what is wrong with it.
fn opens(name: &str, report: impl Into<Option<Report>>) -> Hostile {
    Hostile { shown: name.to_owned(), report: report.into(), listed: true }
}

/// A file that cannot be read.
fn refused(
    name: &str,
    rule: &'static str,
    place: Option<(u64, u64)>,
    word: &'static str,
) -> Hostile {
    let report = Some(Report { severity: "problem", rule, place, word });
    Hostile { shown: name.to_owned(), report, listed: false }
}

fn problem(rule: &'static str, place: (u64, u64), word: &'static str) -> Report {
    Report { severity: "problem", rule, place: Some(place), word }
}

fn note(rule: &'static str, place: Option<(u64, u64)>, word: &'static str) -> Report {
    Report { severity: "note", rule, place, word }
}

/// The questions of the articles that are what they seem.
pub const HONEST: [&str; 3] = ["Honest one?", "Honest two?", "Honest three?"];

/// Fills a folder; `outside` is another one that nothing of the folder may lead to.
pub fn write(folder: &Path, outside: &Path) -> Vec<Hostile> {
    for question in HONEST {
        let name = question.trim_end_matches('?').replace(' ', "-").to_lowercase();
        let text = format!("---\nquestion: {question}\nanswer: Nothing to fear.\n---\n");
        fs::write(folder.join(name + ".md"), text).unwrap();
    }
    let mut all = Vec::new();
    for (hostile, bytes) in slips().into_iter().chain(encodings()).chain(bombs()).chain(attacks()) {
        fs::write(folder.join(&hostile.shown), bytes).unwrap();
        all.push(hostile);
    }
    all.extend(no_files(folder, outside));
    all.extend(names(folder));
    all
}

type File = (Hostile, Vec<u8>);

fn article(title: &str, answer: &str) -> Vec<u8> {
    format!("---\nquestion: {title}\n---\n\n{answer}\n").into_bytes()
}

/// What authors get wrong.
fn slips() -> Vec<File> {
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        (
            opens("bad-yaml.md", problem("front-matter", (4, 9), "tags")),
            text("---\nid: 1\ntags: [a, b\nquestion: Hostile YAML?\n---\n\nText.\n"),
        ),
        (
            opens("colon.md", problem("front-matter", (3, 15), "Quote this value")),
            text("---\nid: 2\ntitle: Hostile: a: b\n---\n\nText.\n"),
        ),
        (
            opens("tab.md", problem("front-matter", (4, 2), "tab")),
            text("---\nquestion: Hostile tab?\nseo:\n\ttitle: x\n---\n\nText.\n"),
        ),
        (
            opens("bare.md", note("no-front-matter", Some((1, 1)), "no front matter")),
            text("# Hostile only by its lack of front matter\n\nText.\n"),
        ),
        (
            opens("never-closed.md", problem("front-matter", (1, 1), "not closed")),
            text("---\nid: 3\nquestion: Hostile without an end?\n\nText.\n"),
        ),
        (
            opens("twice.md", note("repeated-key", Some((3, 1)), "question")),
            text("---\nquestion: Hostile once?\nquestion: Hostile twice?\n---\n\nText.\n"),
        ),
        (
            opens("shapes.md", note("wrong-shape", Some((3, 1)), "`id`")),
            text("---\nquestion: Hostile shapes?\nid: [1, {a: b}]\n---\n\nText.\n"),
        ),
        (
            opens("narcissus.md", None),
            text(
                "---\nid: 9\nquestion: Hostile mirror?\nurl: /mirror\nrelated_article1:\n  id: 9\n  \
                 title: Hostile mirror?\n  url: /mirror\n---\n\n[[narcissus]] and [me](narcissus.md)\n",
            ),
        ),
        (refused("empty.md", "empty", Some((1, 1)), "empty"), Vec::new()),
        (refused("blank.md", "empty", Some((1, 1)), "empty"), text(" \n\t\n\r\n \n")),
    ]
}

/// What is no UTF-8, or nearly.
fn encodings() -> Vec<File> {
    let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        let text = "---\nquestion: Hostile UTF-16?\n---\n".encode_utf16().flat_map(bytes);
        mark.iter().copied().chain(text).collect::<Vec<_>>()
    };
    let mut invalid = article("Hostile bytes?", "Good.\n\nBad: ");
    invalid.splice(invalid.len() - 1.., *b"\xC3\x28\xF0\x9F\n");
    let mut late = article("Hostile zeros?", &"Text. ".repeat(4000));
    late.extend(b"\0\0\0");
    vec![
        (
            refused("binary.md", "encoding", Some((1, 1)), "binary"),
            (0..=255).cycle().take(5000).collect(),
        ),
        (opens("late-zeros.md", None), late),
        (opens("invalid.md", problem("encoding", (7, 6), "not UTF-8")), invalid),
        (
            opens("latin.md", problem("encoding", (2, 19), "not UTF-8")),
            b"---\nquestion: Hostile \xE9tude?\n---\n\nText.\n".to_vec(),
        ),
        (
            refused("utf16le.md", "encoding", Some((1, 1)), "UTF-16"),
            utf16(b"\xFF\xFE", u16::to_le_bytes),
        ),
        (
            refused("utf16be.md", "encoding", Some((1, 1)), "UTF-16"),
            utf16(b"\xFE\xFF", u16::to_be_bytes),
        ),
        (
            opens("windows.md", None),
            b"\xEF\xBB\xBF---\r\nquestion: Hostile but good?\r\n---\r\n\r\nText.\r\n".to_vec(),
        ),
    ]
}

/// What is far too much of something.
fn bombs() -> Vec<File> {
    let mut aliases = String::from("---\nquestion: Hostile aliases?\na0: &a0 [x, x]\n");
    for level in 1..40 {
        let below = level - 1;
        writeln!(aliases, "a{level}: &a{level} [*a{below}, *a{below}, *a{below}]").unwrap();
    }
    aliases.push_str("---\n\nText.\n");
    let field =
        |title: &str, value: &str| format!("---\nquestion: {title}\nseo: {value}\n---\n\nText.\n");
    let block = format!("\n  {}x", "- ".repeat(10_000));
    let flow = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let columns = 10_000;
    let table =
        format!("{}|\n{}|\n{}", "|a".repeat(columns), "|-".repeat(columns), "|\n".repeat(columns));
    let references = "[a]: /x\n".repeat(20_000) + "\n" + &"[a]".repeat(100_000);
    let files: [(&str, Option<Report>, Vec<u8>); 15] = [
        (
            "big-body.md",
            Some(problem("too-large", (1, 1), "1 MiB")),
            article("Hostile body?", &"Words and words.\n\n".repeat(600_000)),
        ),
        (
            "big-front.md",
            Some(problem("too-large", (2, 1), "256 KiB")),
            field("Hostile front?", &"x".repeat(10 * MIB)).into_bytes(),
        ),
        ("aliases.md", Some(problem("front-matter", (8, 15), "aliases")), aliases.into_bytes()),
        (
            "deep-flow.md",
            Some(problem("front-matter", (3, 70), "nests deeper")),
            field("Hostile flow?", &flow).into_bytes(),
        ),
        (
            "deep-block.md",
            Some(problem("front-matter", (4, 129), "nests deeper")),
            field("Hostile blocks?", &block).into_bytes(),
        ),
        ("deep-list.md", None, article("Hostile lists?", &"- ".repeat(50_000))),
        ("deep-quote.md", None, article("Hostile quotes?", &"> ".repeat(50_000))),
        ("table.md", None, article("Hostile table?", &table)),
        ("footnotes.md", None, article("Hostile footnotes?", &"[^".repeat(MIB / 4))),
        ("brackets.md", None, article("Hostile brackets?", &"[".repeat(MIB))),
        ("emphasis.md", None, article("Hostile emphasis?", &"*a **b _c ".repeat(50_000))),
        ("dollars.md", None, article("Hostile dollars?", &"$".repeat(MIB))),
        ("begins.md", None, article("Hostile begins?", &r"\begin{".repeat(MIB / 7))),
        ("references.md", None, article("Hostile references?", &references)),
        ("one-line.md", None, article("Hostile line?", &"m".repeat(MIB))),
    ];
    files.into_iter().map(|(name, report, bytes)| (opens(name, report), bytes)).collect()
}

/// What is out to reach the terminal.
fn attacks() -> Vec<File> {
    let quoted = ATTACK.chars().fold(String::new(), |mut all, char| {
        write!(all, "\\U{:08X}", u32::from(char)).unwrap();
        all
    });
    let entities = ATTACK.chars().fold(String::new(), |mut all, char| {
        write!(all, "&#{};", u32::from(char)).unwrap();
        all
    });
    let everywhere = format!(
        "---\nquestion: \"Hostile fields? {quoted}\"\nsubject: \"{quoted}S\"\nauthor: \"{quoted}\"\n\
         date: \"{quoted}\"\ndate_format: \"[{quoted}]\"\npost_on_text: \"{quoted}\"\n\
         url: \"/{quoted}/x\"\ntags: [\"{quoted}t\"]\nid: \"{quoted}\"\nrelated_article1:\n  \
         title: \"{quoted}r\"\n  url: \"/{quoted}\"\nanswer: \"{quoted} [l](/{quoted})\"\n---\n"
    );
    let markup = format!(
        "Text {ATTACK}, `code {ATTACK}`, [link {ATTACK}](<https://e.org/{ATTACK}> \"{ATTACK}\").\n\n\
         | {ATTACK} | a |\n|---|---|\n| {ATTACK} | {entities} |\n\n```sh {ATTACK}\n{ATTACK}\n```\n\n\
         $$ {ATTACK} $$ and $x{ATTACK}$\n\n<b title='{ATTACK}'>{ATTACK}</b> <!-- {ATTACK} -->\n\n\
         [^{ATTACK}]: {ATTACK}\n\n# {ATTACK} {entities}\n"
    );
    let code = "```\u{1b}c\n\u{1b}c\u{8}\u{8}\u{7f}\n```\n";
    vec![
        (
            opens("attack-title.md", problem("front-matter", (2, 11), "unexpected character")),
            article(&format!("Hostile {ATTACK}"), "Text."),
        ),
        (
            opens("attack-fields.md", note("wrong-shape", Some((10, 1)), "`id`")),
            everywhere.into_bytes(),
        ),
        (
            opens("attack-escape.md", None),
            article(r#""Hostile \e[31m\e]0;owned\a \N\L\P""#, "Text."),
        ),
        (opens("attack-markup.md", None), article("Hostile markup?", &markup)),
        (opens("attack-entities.md", None), article("Hostile entities?", &entities)),
        (opens("attack-code.md", None), article("Hostile code?", code)),
    ]
}

/// What is no file, or leads elsewhere.
fn no_files(folder: &Path, outside: &Path) -> Vec<Hostile> {
    let at = |name: &str| folder.join(name);
    fs::write(outside.join("secret.md"), "# Secret\n\nNobody may see this.\n").unwrap();
    rustix::fs::mknodat(CWD, at("pipe.md"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    // The socket stays when its listener is gone; its path must be short.
    drop(UnixListener::bind(at("socket.md")).unwrap());
    symlink("self.md", at("self.md")).unwrap();
    symlink("gone.md", at("broken.md")).unwrap();
    symlink(outside.join("secret.md"), at("outside.md")).unwrap();
    symlink(outside, at("outside")).unwrap();
    symlink("/dev/zero", at("zeros.md")).unwrap();
    symlink("pipe.md", at("to-pipe.md")).unwrap();
    symlink("honest-one.md", at("inside.md")).unwrap();
    fs::create_dir(at("folder.md")).unwrap();
    fs::write(at("folder.md/inner.md"), article("Hostile folder?", "Text.")).unwrap();
    fs::create_dir_all(at("loop/deeper")).unwrap();
    symlink("..", at("loop/deeper/up")).unwrap();
    symlink("../ring-b", at("loop/ring-a")).unwrap();
    symlink("loop/ring-a", at("ring-b")).unwrap();
    let mut all = vec![
        refused("pipe.md", "not-a-file", None, "named pipe"),
        refused("socket.md", "not-a-file", None, "socket"),
        refused("self.md", "unreadable", None, "leads nowhere"),
        refused("broken.md", "unreadable", None, "leads nowhere"),
        refused("outside.md", "outside", None, "out of the library"),
        refused("outside", "outside", None, "out of the library"),
        refused("zeros.md", "outside", None, "out of the library"),
        refused("to-pipe.md", "not-a-file", None, "named pipe"),
        refused("loop/deeper/up", "link-loop", None, "not followed"),
        opens("inside.md", None),
        opens("folder.md/inner.md", None),
        Hostile {
            listed: false,
            ..opens("folder.md", note("folder-named-as-article", None, "folder"))
        },
    ];
    fs::write(at("forbidden.md"), article("Hostile to all?", "Text.")).unwrap();
    fs::set_permissions(at("forbidden.md"), fs::Permissions::from_mode(0o000)).unwrap();
    all.push(match fs::File::open(at("forbidden.md")) {
        // Nothing is forbidden to root.
        Ok(_) => opens("forbidden.md", None),
        Err(_) => refused("forbidden.md", "unreadable", None, "permission denied"),
    });
    all
}

/// Names that are no text, or steer a terminal; a file system may refuse them.
fn names(folder: &Path) -> Vec<Hostile> {
    let names: [(&[u8], &str); 3] = [
        (b"not-\xFF-utf8.md", "not-\u{FFFD}-utf8.md"),
        (b"esc-\x1b[2J.md", "esc-\u{FFFD}[2J.md"),
        (b"line\nbreak.md", "line break.md"),
    ];
    let mut all = Vec::new();
    for (number, (bytes, shown)) in (1..).zip(names) {
        let name = PathBuf::from(OsString::from_vec(bytes.to_vec()));
        if fs::write(folder.join(name), article(&format!("Hostile name {number}?"), "Text."))
            .is_ok()
        {
            all.push(opens(shown, None));
        }
    }
    all
}
