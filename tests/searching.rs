//! The built binary and the index of all text: built while it is read, followed, killed, damaged.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pty::{Program, Pty};
use support::{Home, RECTO};

/// A folder of notes, and the home of somebody who searches them.
struct Notes {
    home: Home,
}

impl Notes {
    /// So many notes, each with a word of its own.
    fn new(count: usize) -> Self {
        let notes = Self { home: Home::new() };
        for number in 0..count {
            notes.write(&format!("{number:04}"), &format!("It holds word{number}x and a magpie."));
        }
        notes
    }

    fn folder(&self) -> PathBuf {
        self.home.work().join("notes")
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.folder()).unwrap();
        fs::write(self.folder().join(format!("{name}.md")), format!("# Note {name}\n\n{text}\n"))
            .unwrap();
    }

    fn read(&self) -> Pty {
        let program = Program::new(RECTO).arg(self.folder()).directory(self.home.work());
        // These terminals do not answer when they are asked for their background.
        let program = program.args(["--theme", "terminal", "--fresh"]);
        let variables = self.home.variables().into_iter();
        variables.fold(program, |all, (name, value)| all.env(name, value)).spawn()
    }

    /// The first lines of what a search prints for each article: question, subject, place.
    fn search(&self, query: &str) -> Vec<String> {
        let run = self.home.run_on(&self.folder(), &["search", "--limit", "10000", query]);
        assert_eq!(run.err, "");
        run.out.lines().step_by(2).map(str::to_owned).collect()
    }

    fn cached(&self, ending: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(Path::new(&self.home.variables()[4].1), ending, &mut found);
        found
    }
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

#[test]
fn the_text_of_all_answers_is_searched_and_follows_what_changes() {
    let notes = Notes::new(40);
    let mut pty = notes.read();
    pty.wait_for_text("up to date");
    pty.press("<ctrl-s>word17x");
    pty.wait_for_text("It holds word17x");
    pty.press("<enter>");
    pty.wait_for_text("1 of 1");
    // Back to the search, for something that comes only now.
    pty.press("s<ctrl-u>");
    pty.press("heron");
    pty.wait_for_text("Nothing holds all of this");
    notes.write("new", "A heron stands in the reeds.");
    pty.wait_for_text("stands in the reeds");
    pty.press("<ctrl-c>");
    pty.finish();
}

/// How often a Recto is killed: as `RECTO_KILLS` says.
fn kills() -> u32 {
    std::env::var("RECTO_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(30)
}

/// Busy work in place of a clock.
fn spend(steps: u64) {
    let mut spent = 0_u64;
    for step in 0..steps {
        spent = spent.wrapping_mul(31).wrapping_add(std::hint::black_box(step));
    }
    std::hint::black_box(spent);
}

#[test]
fn the_filter_asks_the_index_what_only_that_knows_and_follows_what_changes() {
    let notes = Notes::new(40);
    let tagged = |name: &str, tag: &str| {
        let text = format!("---\ntitle: Note {name}\ntags: [{tag}]\n---\n\nText.\n");
        fs::write(notes.folder().join(format!("{name}.md")), text).unwrap();
    };
    tagged("crane", "Birds");
    tagged("newt", "frogs");
    let mut pty = notes.read();
    pty.wait_for_text("up to date");
    pty.press("tag:birds ");
    pty.wait_for_text("1 of 42");
    pty.wait_for_text("Note crane");
    tagged("newt", "birds");
    pty.wait_for_text("2 of 42");
    tagged("crane", "none");
    pty.wait_for_text("1 of 42");
    pty.press("<ctrl-c>");
    pty.finish();
}

#[test]
fn a_recto_killed_at_any_moment_of_indexing_leaves_an_index_that_finds_everything() {
    let (notes, kills) = (Notes::new(300), kills());
    let (mut killed, mut round, mut steps) = (0, 0, 0);
    while killed < kills {
        // There is always something to index.
        for number in (round % 7..300).step_by(7) {
            let text = format!("It holds word{number}x and a magpie. Round{round}x wrote it.");
            notes.write(&format!("{number:04}"), &text);
        }
        let mut command = Command::new(RECTO);
        command.arg("index").arg("--library").arg(notes.folder()).envs(notes.home.variables());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut recto = command.spawn().unwrap();
        spend(steps);
        // The later the round, the later the kill; from the start again, once it came too late.
        if recto.try_wait().unwrap().is_some() {
            steps = 0;
        } else {
            recto.kill().unwrap();
            recto.wait().unwrap();
            killed += 1;
            steps += 1_000_000;
            if killed % 10 == 0 {
                assert_eq!(notes.search("magpie").len(), 300, "after {killed} kills");
                let last = notes.search(&format!("round{round}x")).len();
                assert_eq!(last, (round % 7..300).step_by(7).count(), "after {killed} kills");
            }
        }
        round += 1;
    }
    assert_eq!(notes.search("magpie").len(), 300);
    assert_eq!(notes.search("word299x").len(), 1);
}

#[test]
fn a_damaged_index_is_set_aside_and_made_anew() {
    let notes = Notes::new(30);
    assert_eq!(notes.search("magpie").len(), 30);
    let stores = notes.cached(".store");
    assert!(!stores.is_empty());
    for file in stores {
        let mut bytes = fs::read(&file).unwrap();
        bytes.iter_mut().take(64).for_each(|byte| *byte ^= 0x5a);
        fs::write(&file, bytes).unwrap();
    }
    assert_eq!(notes.search("magpie").len(), 30);
    for file in notes.cached("meta.json") {
        fs::write(file, "{").unwrap();
    }
    assert_eq!(notes.search("magpie").len(), 30);
}

#[test]
fn two_that_index_one_library_at_once_both_find_everything() {
    let notes = Notes::new(300);
    let search = || {
        let mut command = Command::new(RECTO);
        command.args(["search", "--limit", "1000", "magpie", "--library"]).arg(notes.folder());
        command.envs(notes.home.variables()).stdout(Stdio::piped()).spawn().unwrap()
    };
    let both = [search(), search()];
    for one in both {
        assert!(one.wait_with_output().unwrap().status.success());
    }
    assert_eq!(notes.search("magpie").len(), 300);
}
