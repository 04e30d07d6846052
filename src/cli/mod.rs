//! The command line: what may be typed, and which command it starts.
//!
//! Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 not done or
//! something found wrong, 2 not understood or no terminal. Invariant: a closed pipe ends quietly.

mod args;
mod backup;
mod check;
mod choose;
mod configure;
mod export;
mod file;
mod import;
mod index;
pub mod json;
mod list;
mod look;
mod name;
mod output;
mod pager;
mod read;
mod related;
mod search;
mod show;
mod stats;
mod subjects;
mod tags;
mod trail;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::store::config;
use crate::terminal;
use crate::terminal::capability::{self, Environment};
use crate::text::sanitize;
use crate::theme::Depth;
use args::{Args, Command};

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// A sentence for the reader; exit code 1.
    #[error("{0}")]
    Sentence(String),
    /// The way it was called does not work here; exit code 2.
    #[error("{0}")]
    Usage(String),
    /// The terminal could not be taken, read or drawn on.
    #[error("cannot use the terminal: {0}")]
    Terminal(io::Error),
    /// Output could not be written.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
}

/// Runs what the command line says.
#[must_use]
pub fn main() -> ExitCode {
    let args = Args::parse();
    terminal::panic::install_panic_hook();
    let config = config::read();
    for warning in &config.warnings {
        tell(warning);
    }
    let outcome = match &args.command {
        Some(_) if args.path.is_some() => Err(Failure::Usage(
            "a command takes its library as --library DIR, not before its name".to_owned(),
        )),
        None => read::run(&args, &config),
        Some(Command::List(list)) => list::run(&args, list, &config),
        Some(Command::Show(show)) => show::run(&args, show, &config),
        Some(Command::Check(check)) => check::run(&args, check, &config),
        Some(Command::Index(index)) => index::run(&args, index, &config),
        Some(Command::Search(search)) => search::run(&args, search, &config),
        Some(Command::Related(related)) => related::run(&args, related, &config),
        Some(Command::Tags(tags)) => tags::run(&args, tags, &config),
        Some(Command::Subjects(wanted)) => subjects::run(&args, wanted, &config),
        Some(Command::Random(wanted)) => subjects::random(&args, wanted, &config),
        Some(Command::Trail(wanted)) => trail::run(&args, wanted, &config),
        Some(Command::Stats(wanted)) => stats::run(&args, wanted, &config),
        Some(Command::Export(wanted)) => export::run(&args, wanted, &config),
        Some(Command::Import(wanted)) => import::run(&args, wanted),
        Some(Command::Backup(wanted)) => backup::run(&args, wanted),
        Some(Command::Config(wanted)) => configure::run(wanted),
    };
    match outcome {
        Ok(code) => code,
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            tell(&failure.to_string());
            ExitCode::from(if matches!(failure, Failure::Usage(_)) { 2 } else { 1 })
        }
    }
}

/// A message on standard error, which may be closed.
fn tell(sentence: &str) {
    let lines: Vec<_> = sentence.split('\n').map(sanitize::line).collect();
    let _ = writeln!(io::stderr().lock(), "recto: {}", lines.join("\n"));
}

/// The colours to write to standard output.
fn depth(args: &Args) -> Depth {
    capability::depth(args.color.into(), &Environment::read(), io::stdout().is_terminal())
}

/// Whether the terminal can only write one line after another.
fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|term| term == "dumb")
}
