//! Which library a command works on, and loading the whole of it.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Args;
use crate::app::library::Library;
use crate::article::Detail;
use crate::library::catalog::shown_path;
use crate::library::scan::{self, Event};
use crate::library::source::Source;
use crate::store::config::Config;
use crate::store::memory::{self, Database};
use crate::store::snapshot::Place;

/// The library that is named, else the configured one, else `./articles`, else the built-in one.
pub fn library(named: Option<&Path>, config: &Config) -> Result<Source, Failure> {
    match named.or(config.library.as_deref()) {
        Some(path) => Source::folder(path).map_err(Failure::Sentence),
        None if Path::new("articles").is_dir() => {
            Source::folder(Path::new("articles")).map_err(Failure::Sentence)
        }
        None => Ok(Source::Bundled),
    }
}

/// The same, but before the built-in one that which was read last; with a sentence if its folder is not
/// there any more.
pub fn library_or_last(
    named: Option<&Path>,
    config: &Config,
) -> Result<(Source, Option<String>), Failure> {
    let source = library(named, config)?;
    if source != Source::Bundled {
        return Ok((source, None));
    }
    // What is wrong with the memory is told by who needs it.
    let database = memory::Place::of_reader().and_then(|place| Database::read(&place).ok()?);
    let roots = database.and_then(|database| database.last_read().ok()).unwrap_or_default();
    let open = |root: &PathBuf| {
        let is_bundled = root.as_os_str().is_empty();
        if is_bundled { Some(Source::Bundled) } else { Source::folder(root).ok() }
    };
    let found = roots.iter().find_map(open).unwrap_or(Source::Bundled);
    let is_last = roots.first().is_none_or(|root| open(root).is_some());
    let missing = roots.first().filter(|_| !is_last).map(|root| shown_path(root));
    Ok((found, missing.map(|root| format!("{root}, which was read last, is not there"))))
}

/// The library an article's file belongs to, and the file inside it: the chosen library if the
/// file lies in it, else the folder the file stands in, or the one that holds the subjects'
/// folders where it is laid out as `SUBJECT/questions/FILE`.
pub fn around(file: &Path, args: &Args, config: &Config) -> Result<(Source, PathBuf), Failure> {
    let sentence = |reason: &str| Failure::Sentence(format!("{}: {reason}", shown_path(file)));
    let real = file.canonicalize().map_err(|_| sentence("does not exist"))?;
    let parent = real.parent().ok_or_else(|| sentence("lies in no folder"))?;
    if let Ok(Source::Folder(root)) = library(args.library.as_deref(), config)
        && let Ok(inside) = real.strip_prefix(&root)
    {
        return Ok((Source::Folder(root.clone()), inside.to_path_buf()));
    }
    let laid_out = parent.file_name().is_some_and(|name| name == "questions");
    let root = if laid_out { parent.ancestors().nth(2).unwrap_or(parent) } else { parent };
    let inside = real.strip_prefix(root).map_err(|_| sentence("lies in no folder"))?;
    Ok((Source::Folder(root.into()), inside.to_path_buf()))
}

/// Where the snapshot of a library lies; the built-in one needs none.
pub fn snapshot(source: &Source) -> Option<Place> {
    match source {
        Source::Folder(root) => Place::of(root),
        Source::Bundled => None,
    }
}

/// How a library is called on the screen: the home folder as `~`.
pub fn name(source: &Source) -> String {
    let name = source.name();
    let home = std::env::var("HOME").unwrap_or_default();
    match name.strip_prefix(&home) {
        Some(rest) if !home.is_empty() && (rest.is_empty() || rest.starts_with('/')) => {
            format!("~{rest}")
        }
        _ => name,
    }
}

/// Loads all of a library.
pub fn load(source: &Source, detail: Detail) -> Library {
    load_seeing(source, detail, |_| ())
}

/// Loads all of a library and shows everything that happens before the catalog takes it.
pub fn load_seeing(source: &Source, detail: Detail, mut see: impl FnMut(&Event) + Send) -> Library {
    let mut library = Library::new(source.name());
    scan::scan(source, scan::threads(), detail, |event| {
        see(&event);
        if let Event::Batch(batch) = event {
            library.extend(batch);
        }
        true
    });
    library.finish();
    library
}
