//! `recto [PATH]`: the reader on the screen.

use std::path::Path;
use std::process::ExitCode;

use super::args::Args;
use super::look::Look;
use super::{Failure, choose, depth, is_dumb};
use crate::library::catalog::shown_path;
use crate::library::source::Source;
use crate::runtime::{self, Options};
use crate::store::config::Config;
use crate::store::memory::{self, Database};
use crate::terminal::capability::{self, Environment};

/// Opens the reader.
pub fn run(args: &Args, config: &Config) -> Result<ExitCode, Failure> {
    let (source, open) = match args.path.as_deref() {
        Some(path) if path.is_file() => {
            let (source, inside) = choose::around(path, args, config)?;
            (source, Some(shown_path(&inside)))
        }
        path => {
            let named = path.or(args.library.as_deref());
            let source = match choose::library(named, config)? {
                // What was read last is nearer than what nobody chose.
                Source::Bundled if !args.fresh => last_read().unwrap_or(Source::Bundled),
                source => source,
            };
            (source, None)
        }
    };
    if !capability::is_interactive() || is_dumb() {
        let library = library_flag(&source, args.path.as_deref());
        return Err(Failure::Usage(format!(
            "there is no terminal to read in; `recto list{library}` lists the articles and \
             `recto show{library} QUESTION` prints one"
        )));
    }
    let depth = depth(args);
    let (look, warnings) = Look::choose(args, config, depth)?.of_session();
    for warning in &warnings {
        super::tell(warning);
    }
    let options = Options {
        name: choose::name(&source),
        snapshot: choose::snapshot(&source),
        memory: memory::Place::of_reader(),
        source,
        open,
        mouse: !args.no_mouse && config.mouse.unwrap_or(true),
        pictures: config.pictures,
        depth,
        math: args.math.map_or(config.math, Into::into),
        measure: config.measure,
        hyperlinks: capability::hyperlinks(&Environment::read()),
        unlisted: args.unlisted,
        is_fresh: args.fresh,
        look,
        notice: config.warnings.iter().chain(&warnings).next().cloned(),
    };
    runtime::run(options).map_err(Failure::Terminal)?;
    Ok(ExitCode::SUCCESS)
}

/// The library that was read last, if its folder is still there.
fn last_read() -> Option<Source> {
    // What is wrong with the memory is told by who needs it.
    let database = Database::read(&memory::Place::of_reader()?).ok()??;
    database.last_read().ok()?
}

/// How the other commands are told the same library.
fn library_flag(source: &Source, path: Option<&Path>) -> String {
    match (source, path) {
        (Source::Folder(_), Some(path)) if path.is_dir() => {
            format!(" --library {}", shown_path(path))
        }
        _ => String::new(),
    }
}
