//! `recto tags`: the keywords of a library and how many articles have each.
//!
//! Every file is read, because a catalog keeps no keywords. Invariant: spellings that differ in case or
//! accents are one keyword, and an article counts once for it.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, Tags};
use super::{Failure, choose, json, list, output};
use crate::app::scope::Scope;
use crate::article::Detail;
use crate::library::scan::Event;
use crate::store::config::Config;
use crate::text::fold;

#[derive(Serialize)]
struct Row<'a> {
    keyword: &'a str,
    articles: usize,
    unlisted: usize,
}

/// One keyword.
#[derive(Default)]
struct Keyword {
    listed: usize,
    unlisted: usize,
    /// How many articles spell it so, and which spelling was met when.
    spellings: HashMap<String, (usize, Reverse<usize>)>,
}

/// Lists the keywords.
pub fn run(args: &Args, tags: &Tags, config: &Config) -> Result<ExitCode, Failure> {
    let source = choose::library(args.library.as_deref(), config)?;
    let mut keywords = Vec::new();
    let library = choose::load_seeing(&source, Detail::Described, |event| {
        if let Event::Batch(batch) = event {
            keywords.extend(batch.records.iter().map(|record| record.keywords.clone()));
        }
    });
    let catalog = &library.catalog;
    let subject = tags.subject.as_deref().map(|name| list::find(catalog, name)).transpose()?;
    let scope = Scope { within: subject.into(), unlisted: true };
    let mut found: HashMap<String, Keyword> = HashMap::new();
    for id in catalog.ids().filter(|id| scope.holds(catalog, *id)) {
        let mut counted = HashSet::new();
        for spelling in keywords.get(id.0 as usize).into_iter().flatten() {
            let folded = fold::fold(spelling);
            if counted.insert(folded.clone()) {
                found.entry(folded).or_default().count(spelling, catalog.is_listed(id));
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_unstable_by(|(a, one), (b, other)| {
        let fewer = (other.listed, other.unlisted).cmp(&(one.listed, one.unlisted));
        fewer.then_with(|| a.cmp(b))
    });
    let mut out = output::open();
    let mut code = ExitCode::FAILURE;
    for keyword in found.iter().map(|(_, keyword)| keyword) {
        let (name, articles, unlisted) = (keyword.name(), keyword.listed, keyword.unlisted);
        if tags.json {
            json::write(&mut out, &Row { keyword: name, articles, unlisted })?;
        } else if articles > 0 {
            writeln!(out, "{name}\t{articles}")?;
        } else {
            continue;
        }
        code = ExitCode::SUCCESS;
    }
    out.flush()?;
    Ok(code)
}

impl Keyword {
    fn count(&mut self, spelling: &str, is_listed: bool) {
        *(if is_listed { &mut self.listed } else { &mut self.unlisted }) += 1;
        let met = Reverse(self.spellings.len());
        match self.spellings.get_mut(spelling) {
            Some((articles, _)) => *articles += 1,
            None => drop(self.spellings.insert(spelling.to_owned(), (1, met))),
        }
    }

    /// The spelling most used, the first of equals.
    fn name(&self) -> &str {
        let most = self.spellings.iter().max_by_key(|(_, rank)| **rank);
        most.map_or("", |(spelling, _)| spelling.as_str())
    }
}
