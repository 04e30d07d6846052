//! `recto show`: one article on standard output.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::{Args, Show};
use super::json::{self, ArticleJson, ReferenceJson};
use super::look::Look;
use super::output::{self, Ink};
use super::pager::{Output, Pager};
use super::{Failure, choose, depth, index, name};
use crate::app::Opened;
use crate::app::geometry::MEASURE;
use crate::app::library::Library;
use crate::app::page::{self, Surroundings};
use crate::article::{Article, Detail};
use crate::document::{self, Options};
use crate::library::catalog::{ArticleId, shown_path};
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

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    article: ArticleJson<'a>,
    author: Option<&'a str>,
    description: Option<&'a str>,
    keywords: &'a [String],
    related: Vec<ReferenceJson<'a>>,
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
    let id = name::article(catalog, what)?;
    let file = catalog.get(id).map(|entry| (entry.file(), entry.path.to_string()));
    let (file, path) = file.unwrap_or_default();
    let article = source
        .read(&file, Detail::Whole)
        .map_err(|problem| Failure::Sentence(problem.to_string()))?;
    Ok(Shown { article, path, library: Some((library, id)) })
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
    let related = references.iter().map(|reference| ReferenceJson::new(reference, catalog));
    let whole = Whole {
        article: ArticleJson {
            url: article.url.as_deref(),
            id: article.id,
            question: &article.question,
            subject: label.or(article.subject.as_deref()),
            date: article.date.as_deref().map(json::day),
            path: Some(&*shown.path).filter(|path| *path != STANDARD_INPUT),
        },
        author: article.author.as_deref(),
        description: article.description.as_deref(),
        keywords: &article.keywords,
        related: related.collect(),
        answer: &article.answer,
    };
    let mut out = output::open();
    json::write(&mut out, &whole)?;
    out.flush()?;
    Ok(())
}
