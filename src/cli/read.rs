//! `recto [PATH]`: the reader on the screen.

use std::path::Path;
use std::process::ExitCode;

use super::args::Args;
use super::look::Look;
use super::{Failure, choose, depth, is_dumb};
use crate::app::resuming::Resuming;
use crate::library::catalog::shown_path;
use crate::library::source::Source;
use crate::runtime::{self, Options};
use crate::store::config::Config;
use crate::store::memory;
use crate::terminal::capability::{self, Environment};

/// Opens the reader.
pub fn run(args: &Args, config: &Config) -> Result<ExitCode, Failure> {
    let mut notice = None;
    let (source, open) = match args.path.as_deref() {
        Some(path) if path.is_file() => {
            let (source, inside) = choose::around(path, args, config)?;
            (source, Some(shown_path(&inside)))
        }
        path => {
            let named = path.or(args.library.as_deref());
            let (source, missing) = if args.fresh {
                (choose::library(named, config)?, None)
            } else {
                choose::library_or_last(named, config)?
            };
            notice = missing;
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
        resuming: if args.fresh { Resuming::way_back() } else { Resuming::all() },
        look,
        notice: config.warnings.iter().chain(&warnings).next().cloned().or(notice),
    };
    runtime::run(options).map_err(Failure::Terminal)?;
    Ok(ExitCode::SUCCESS)
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
