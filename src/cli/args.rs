//! What may be typed: one definition gives parser and help.

use std::path::PathBuf;

use clap::{Arg, Args as Arguments, Parser, Subcommand, ValueEnum, value_parser};

use crate::document::MathStyle;
use crate::terminal::capability::Choice;

/// Read a folder of question-and-answer articles in the terminal.
///
/// Without a path the library of the configuration opens, else ./articles, else the library that
/// was read last, else the one that is built in; in it, the article and the place where the reading
/// was left.
#[derive(Debug, Parser)]
#[command(name = "recto", version)]
#[command(after_help = "Exit codes: 0 done, 1 not found or something wrong, 2 wrong usage or no \
                        terminal, 128+n ended by signal n.")]
pub struct Args {
    /// A folder of articles, or one article to open inside its folder
    pub path: Option<PathBuf>,

    /// The folder of articles
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Option<PathBuf>,

    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: When,

    /// How it looks: auto, dark, light, high-contrast-dark, high-contrast-light, terminal, monochrome,
    /// or a theme of your own
    #[arg(long, value_name = "NAME", global = true)]
    pub theme: Option<String>,

    /// How to show formulas
    #[arg(long, value_name = "STYLE", global = true)]
    pub math: Option<Math>,

    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,

    /// Show articles that are not listed, too
    #[arg(long)]
    pub unlisted: bool,

    /// Begin with the list, not where the reading was left
    #[arg(long)]
    pub fresh: bool,

    /// What to do instead of reading
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A command that needs no terminal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the articles, one a line: question, subject, url
    List(List),
    /// Print one article
    Show(Show),
    /// Report what cannot be read, with file, line and column
    Check(Check),
    /// Search the text of all answers
    Search(Search),
    /// Name the articles related to one: its own, those that link to it, and similar ones
    Related(Related),
    /// List the subjects: label, articles, slug
    Subjects(Subjects),
    /// List the keywords, most used first: keyword, articles
    Tags(Tags),
    /// Name an article that nobody chose: question, subject, url
    Random(Random),
    /// Print what was read in the last sessions: time, subject, question, url
    Trail(Trail),
    /// Print what was read: by day, by subject, and for how long
    Stats(Stats),
    /// Write everything of yours as one document, of all libraries unless --library names one
    Export(Export),
    /// Take in what was exported, here or on another machine; nothing that is here is lost
    Import(Import),
    /// Copy the memory of what you did into a file, also while other Rectos write to it
    Backup(Backup),
    /// Bring what is known of a library up to date, so that it opens at once
    Index(Index),
    /// What belongs to the reader and not to one library
    Config(Config),
}

/// `recto config`
#[derive(Debug, Arguments)]
pub struct Config {
    /// What to do
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// A command of `recto config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Write the built-in library into a folder, to start one's own from
    CopyLibrary {
        /// The folder, which is empty or not there yet
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// `recto list`
#[derive(Debug, Arguments)]
pub struct List {
    /// Only of this subject, by name or slug
    #[arg(long, value_name = "SUBJECT")]
    pub subject: Option<String>,
    /// Articles that are not listed, too
    #[arg(long)]
    pub unlisted: bool,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `recto show`
#[derive(Debug, Arguments)]
pub struct Show {
    /// An id, a url, a slug, a question, the path of a file, or - for standard input
    #[arg(
        required = true,
        value_name = "ID|URL|SLUG|QUESTION|PATH|-",
        allow_negative_numbers = true
    )]
    pub what: Vec<String>,
    /// Columns of the text; if not given the terminal's, at most 88, or 80 without one
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(8..=10_000))]
    pub width: Option<u16>,
    /// No colour and no drawing characters
    #[arg(long, conflicts_with = "json")]
    pub plain: bool,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
    /// Write to the terminal as it comes, without a pager
    #[arg(long)]
    pub no_pager: bool,
}

/// `recto check`
#[derive(Debug, Arguments)]
pub struct Check {
    /// A folder or a file; the library if not given
    pub path: Option<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `recto search`
#[derive(Debug, Arguments)]
pub struct Search {
    /// Words, "phrases", and conditions such as subject:physics or has:math; after -- also -words
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// How many articles at most
    #[arg(long, value_name = "NUMBER", default_value_t = crate::index::HITS)]
    pub limit: usize,
    /// Articles that are not listed, too
    #[arg(long)]
    pub unlisted: bool,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `recto subjects`
#[derive(Debug, Arguments)]
pub struct Subjects {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `recto related`
#[derive(Debug, Arguments)]
pub struct Related {
    /// An id, a url, a slug, a question, or the path of a file
    #[arg(
        required = true,
        value_name = "ID|URL|SLUG|QUESTION|PATH",
        allow_negative_numbers = true
    )]
    pub what: Vec<String>,
    /// How many steps from it: with 2 also those that are related to the related ones
    #[arg(long, value_name = "STEPS", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=99))]
    pub depth: u8,
    /// One JSON object a line
    #[arg(long, conflicts_with = "dot")]
    pub json: bool,
    /// A graph for Graphviz: every reference among them
    #[arg(long)]
    pub dot: bool,
}

/// `recto tags`
#[derive(Debug, Arguments)]
pub struct Tags {
    /// Only of this subject, by name or slug
    #[arg(long, value_name = "SUBJECT")]
    pub subject: Option<String>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `recto random`
#[derive(Debug, Arguments)]
pub struct Random {
    /// Only of this subject, by name or slug
    #[arg(long, value_name = "SUBJECT")]
    pub subject: Option<String>,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// `recto trail`
#[derive(Debug, Arguments)]
pub struct Trail {
    /// Only articles with these words in their question or subject
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// How many articles at most, the last ones
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    pub limit: usize,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `recto stats`
#[derive(Debug, Arguments)]
pub struct Stats {
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// `recto export`
#[derive(Debug, Arguments)]
#[command(
    after_help = "The JSON holds everything and is what `recto import` takes; docs/export.md \
                        describes it. The Markdown holds stars, shelves and notes, to be read."
)]
pub struct Export {
    /// The file to write; standard output if not given, or -
    pub file: Option<PathBuf>,
    /// As what
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: Format,
    /// Every library, which is the default
    #[arg(long, conflicts_with = "library")]
    pub all: bool,
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
}

/// As what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Everything
    Json,
    /// Stars, shelves and notes
    Markdown,
}

/// `--library` where a command works on all libraries: understood, so that it can be refused with the reason,
/// and not in the help.
fn hidden_library() -> Arg {
    Arg::new("library")
        .long("library")
        .value_name("DIR")
        .value_parser(value_parser!(PathBuf))
        .hide(true)
}

/// `recto import`
#[derive(Debug, Arguments)]
#[command(arg(hidden_library()))]
#[command(after_help = "What is in both keeps the newer note, the earlier reading and your own \
                        settings. A Recto that is running shows what came in at its next start.")]
pub struct Import {
    /// A file that `recto export` wrote, or - for standard input
    pub file: PathBuf,
    /// Only tell what would change
    #[arg(long)]
    pub dry_run: bool,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `recto backup`
#[derive(Debug, Arguments)]
#[command(arg(hidden_library()))]
#[command(
    after_help = "To restore it, leave every Recto, put the file in the place of memory.db, which \
                        the command names, and remove memory.db-wal and memory.db-shm beside it if \
                        they are there."
)]
pub struct Backup {
    /// The file to write
    pub file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
}

/// `recto index`
#[derive(Debug, Arguments)]
pub struct Index {
    /// Tell how far it is, on standard error
    #[arg(long)]
    pub progress: bool,
}

/// How to show formulas.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Math {
    /// Set in two dimensions
    Full,
    /// On one line
    Line,
    /// In two dimensions with the characters of the keyboard
    Ascii,
    /// As their TeX
    Source,
}

impl From<Math> for MathStyle {
    fn from(math: Math) -> Self {
        match math {
            Math::Full => Self::Full,
            Math::Line => Self::Line,
            Math::Ascii => Self::Ascii,
            Math::Source => Self::Source,
        }
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum When {
    /// On a terminal that shows it
    Auto,
    /// In any case
    Always,
    /// Not at all
    Never,
}

impl From<When> for Choice {
    fn from(when: When) -> Self {
        match when {
            When::Auto => Self::Auto,
            When::Always => Self::Always,
            When::Never => Self::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_library_may_be_named_before_the_command() {
        let args =
            Args::parse_from(["recto", "--library", "x", "--color", "never", "list", "--json"]);
        assert!(matches!(args.command, Some(Command::List(List { json: true, .. }))));
        assert_eq!((args.library, args.path), (Some(PathBuf::from("x")), None));
    }

    #[test]
    fn a_negative_id_is_no_flag() {
        let args = Args::parse_from(["recto", "show", "-7"]);
        assert!(matches!(args.command, Some(Command::Show(Show { what, .. })) if what == ["-7"]));
    }

    #[test]
    fn the_help_of_a_command_that_refuses_a_library_does_not_offer_one() {
        for (command, is_offered) in [("import", false), ("backup", false), ("export", true)] {
            let help = Args::try_parse_from(["recto", command, "--help"]);
            let help = help.expect_err("it is help").to_string();
            assert_eq!(help.contains("--library <DIR>"), is_offered, "{command}: {help}");
        }
    }

    #[test]
    fn every_command_takes_a_library_and_colour() {
        let alone =
            ["list", "check", "index", "subjects", "tags", "random", "trail", "stats", "export"]
                .map(|name| (name, None));
        let of_one =
            ["show", "search", "related", "import", "backup"].map(|name| (name, Some("a")));
        for (command, what) in alone.into_iter().chain(of_one) {
            let args = ["recto", command].into_iter().chain(what);
            let args = args.chain(["--library", "x", "--color", "never"]);
            assert_eq!(Args::parse_from(args).library, Some(PathBuf::from("x")), "{command}");
        }
    }
}
