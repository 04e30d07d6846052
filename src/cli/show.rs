//! `recto show`: one article on standard output.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::{Args, Show};
use super::look::Look;
use super::output::{self, Ink, RelatedJson};
use super::pager::{Output, Pager};
use super::{Failure, choose, depth, index};
use crate::app::Opened;
use crate::app::geometry::MEASURE;
use crate::app::library::Library;
use crate::app::page::{self, Surroundings};
use crate::article::{Article, Detail, date};
use crate::document::{self, Options};
use crate::find::Query;
use crate::library::catalog::{ArticleId, Catalog, Lookup, shown_path};
use crate::library::reference::{Reference, is_markdown};
use crate::library::source;
use crate::store::config::Config;
use crate::terminal::capability::{self, Environment};
use crate::terminal::hyperlink;
use crate::theme::Depth;

/// How long the parts of code may take to be told apart; what is left then stays plain.
const COLOURING: Duration = Duration::from_secs(2);
/// Columns where there is no terminal to ask.
const COLUMNS: u16 = 80;
/// How an article is called that came through a pipe, in messages and where it has no title.
const STANDARD_INPUT: &str = "standard input";
/// Names offered when nothing has the one that was typed.
const SUGGESTIONS: usize = 3;

#[derive(Serialize)]
struct ArticleJson<'a> {
    url: Option<&'a str>,
    id: Option<i64>,
    question: &'a str,
    subject: Option<&'a str>,
    date: Option<String>,
    author: Option<&'a str>,
    description: Option<&'a str>,
    path: &'a str,
    keywords: &'a [String],
    related: Vec<RelatedJson<'a>>,
    answer: &'a str,
}

/// An article, and the library it was found in.
struct Shown {
    article: Article,
    path: String,
    library: Option<(Library, ArticleId)>,
}

/// Prints an article.
pub fn run(args: &Args, show: &Show, config: &Config) -> Result<ExitCode, Failure> {
    let shown = find(args, &show.what.join(" "), config)?;
    for flaw in shown.article.problems.iter().filter(|flaw| flaw.rule != "no-front-matter") {
        super::tell(&format!("{}:{}:{}: {}", shown.path, flaw.line, flaw.column, flaw.reason));
    }
    if show.json {
        print_json(&shown)?;
    } else {
        print(args, show, shown, config)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn find(args: &Args, what: &str, config: &Config) -> Result<Shown, Failure> {
    if what == "-" {
        let article = source::read_stream(std::io::stdin().lock(), STANDARD_INPUT)
            .map_err(|problem| Failure::Sentence(problem.to_string()))?;
        return Ok(Shown { article, path: STANDARD_INPUT.to_owned(), library: None });
    }
    let path = Path::new(what);
    if path.is_file() && (is_markdown(what) || what.contains('/')) {
        let article = source::read_alone(path).map_err(|p| Failure::Sentence(p.to_string()))?;
        return Ok(Shown { article, path: shown_path(path), library: None });
    }
    let source = choose::library(args.library.as_deref(), config)?;
    let library = index::load(&source, |_| ()).library;
    let catalog = &library.catalog;
    let id = match catalog.lookup(what) {
        Lookup::One(id) => id,
        Lookup::Nothing => return Err(Failure::Sentence(not_found(catalog, what))),
        Lookup::Several(ids) => {
            let lines: Vec<_> = ids.iter().map(|id| candidate(catalog, *id)).collect();
            let count = ids.len();
            return Err(Failure::Sentence(format!(
                "{what} means {count} articles; name one by its url or path:\n{}",
                lines.join("\n")
            )));
        }
    };
    let file = catalog.get(id).map(|entry| (entry.file(), entry.path.to_string()));
    let (file, path) = file.unwrap_or_default();
    let article = source
        .read(&file, Detail::Whole)
        .map_err(|problem| Failure::Sentence(problem.to_string()))?;
    Ok(Shown { article, path, library: Some((library, id)) })
}

fn candidate(catalog: &Catalog, id: ArticleId) -> String {
    let Some(entry) = catalog.get(id) else { return String::new() };
    let place = entry.url.unwrap_or(entry.path);
    format!("  {place}\t{}\t{}", catalog.subject_label(id), entry.question)
}

fn not_found(catalog: &Catalog, what: &str) -> String {
    let found = catalog.haystack().find(&Query::parse(what), &|_| true);
    let near: Vec<_> = found
        .rows
        .iter()
        .take(SUGGESTIONS)
        .map(|row| candidate(catalog, ArticleId(*row)))
        .collect();
    if near.is_empty() {
        format!("no article has the id, url, slug, question or path {what}")
    } else {
        format!("no article is called {what}; did you mean one of these?\n{}", near.join("\n"))
    }
}

fn print(args: &Args, show: &Show, shown: Shown, config: &Config) -> Result<(), Failure> {
    let depth = if show.plain { Depth::None } else { depth(args) };
    let (theme, warnings) = Look::choose(args, config, depth)?.of_command();
    for warning in &warnings {
        super::tell(warning);
    }
    let is_terminal = std::io::stdout().is_terminal();
    let terminal = is_terminal.then(capability::width).flatten();
    let measure = config.measure.unwrap_or(MEASURE);
    let columns =
        show.width.unwrap_or_else(|| terminal.map_or(COLUMNS, |width| width.min(measure)));
    // Code that has no colours needs no grammars, which take a while to get ready.
    let start = Instant::now();
    let go_on = || depth > Depth::None && start.elapsed() < COLOURING;
    let document = document::parse_while(&shown.article.answer, &go_on);
    let opened = Opened { article: shown.article, document };
    let around = Surroundings {
        library: shown.library.as_ref().map(|(library, id)| (&*library.catalog, *id)),
        ..Surroundings::default()
    };
    let columns = columns.into();
    let mut options = Options::print(columns);
    options.math = args.math.map_or(config.math, Into::into);
    if show.plain {
        // One line, unless the command itself says otherwise.
        let plain = Options::plain(columns);
        options = Options { math: args.math.map_or(plain.math, Into::into), ..plain };
    }
    let page = page::build(&opened, &around, &options);
    let pager = if is_terminal && !show.no_pager { pager() } else { None };
    let hyperlinks = is_terminal
        && !show.plain
        && page.links.iter().any(|link| hyperlink::target(&link.target).is_some())
        && capability::hyperlinks(&Environment::read())
        && pager.as_ref().is_none_or(Pager::has_hyperlinks);
    let ink = Ink {
        theme: Some(&theme).filter(|_| depth > Depth::None),
        links: if hyperlinks { &page.links } else { &[] },
    };
    let mut out = Output::open(pager.as_ref());
    for line in &page.lines {
        output::line(&mut out, line, ink)?;
    }
    out.finish()?;
    Ok(())
}

/// The pager of a terminal that can show one.
fn pager() -> Option<Pager> {
    if super::is_dumb() {
        return None;
    }
    Pager::choose(|name| std::env::var_os(name)).unwrap_or_else(|message| {
        super::tell(&message);
        None
    })
}

fn print_json(shown: &Shown) -> Result<(), Failure> {
    let article = &shown.article;
    let catalog = shown.library.as_ref().map(|(library, _)| &*library.catalog);
    let references: Vec<_> = article
        .related
        .iter()
        .map(|related| Reference::new(related.clone(), &shown.path))
        .collect();
    let label = shown.library.as_ref().map(|(library, id)| library.catalog.subject_label(*id));
    let json = ArticleJson {
        url: article.url.as_deref(),
        id: article.id,
        question: &article.question,
        subject: label.or(article.subject.as_deref()),
        date: article.date.as_deref().map(|raw| date::iso(raw).unwrap_or_else(|| raw.to_owned())),
        author: article.author.as_deref(),
        description: article.description.as_deref(),
        path: &shown.path,
        keywords: &article.keywords,
        related: references.iter().map(|reference| RelatedJson::new(reference, catalog)).collect(),
        answer: &article.answer,
    };
    let mut out = output::open();
    output::json(&mut out, &json)?;
    out.flush()?;
    Ok(())
}
