//! The built binary and a folder that changes: between two starts, and while it is read.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::fs;
#[cfg(target_os = "linux")]
use std::mem::MaybeUninit;
#[cfg(target_os = "linux")]
use std::os::fd::OwnedFd;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use pty::{Program, Pty};
#[cfg(target_os = "linux")]
use rustix::fs::inotify;
use support::{Home, RECTO};

/// A folder of notes, and the home of somebody who reads them.
struct Notes {
    home: Home,
}

impl Notes {
    /// Notes with these names, the titles of which are their names.
    fn new(names: &[&str]) -> Self {
        let notes = Self { home: Home::new() };
        for name in names {
            notes.write(name, &format!("# {name}"));
        }
        notes
    }

    fn folder(&self) -> PathBuf {
        self.home.work().join("notes")
    }

    /// Writes a note as of a time long ago, always the same.
    fn write(&self, name: &str, text: &str) {
        let file = self.folder().join(format!("{name}.md"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
    }

    fn program(&self) -> Program {
        let program = Program::new(RECTO).arg(self.folder()).directory(self.home.work());
        // These terminals do not answer when they are asked for their background.
        let program = program.args(["--theme", "terminal", "--fresh"]);
        self.home.variables().into_iter().fold(program, |all, (name, value)| all.env(name, value))
    }

    /// The reader when all is there, compared, saved and watched.
    fn start(&self) -> Pty {
        let mut pty = self.program().spawn();
        pty.wait_for_text("up to date");
        pty
    }

    /// What a command prints.
    fn run(&self, args: &[&str]) -> String {
        let mut command = self.home.command(args);
        let output = command.arg("--library").arg(self.folder()).assert().success();
        String::from_utf8(output.get_output().stdout.clone()).unwrap()
    }

    fn snapshot(&self) -> PathBuf {
        let mut files = fs::read_dir(self.cache()).unwrap().map(|file| file.unwrap().path());
        files.find(|file| file.extension().is_some_and(|end| end == "catalog")).unwrap()
    }

    fn cache(&self) -> PathBuf {
        let variables = self.home.variables().into_iter();
        variables
            .filter(|(name, _)| *name == "XDG_CACHE_HOME")
            .map(|(_, at)| at.join("recto"))
            .next()
            .unwrap()
    }
}

/// Notices which files of a folder are opened.
#[cfg(target_os = "linux")]
struct Opened(OwnedFd);

#[cfg(target_os = "linux")]
impl Opened {
    fn in_folder(folder: &Path) -> Self {
        let flags = inotify::CreateFlags::NONBLOCK | inotify::CreateFlags::CLOEXEC;
        let queue = inotify::init(flags).unwrap();
        inotify::add_watch(&queue, folder, inotify::WatchFlags::OPEN).unwrap();
        Self(queue)
    }

    /// The names of those that were opened until now.
    fn files(&self) -> Vec<String> {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut reader = inotify::Reader::new(&self.0, &mut buffer);
        let mut files = Vec::new();
        while let Ok(event) = reader.next() {
            files.extend(event.file_name().map(|name| name.to_str().unwrap().to_owned()));
        }
        files
    }
}

fn quit(mut pty: Pty) {
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
}

fn shows(pty: &mut Pty, there: &[&str], gone: &[&str]) {
    let all = |text: &str| {
        there.iter().all(|words| text.contains(words))
            && !gone.iter().any(|words| text.contains(words))
    };
    pty.wait_for(&format!("{there:?} and not {gone:?}"), |screen| all(&screen.contents()));
}

#[test]
fn the_second_start_takes_the_list_from_the_snapshot_and_reads_only_what_changed() {
    let notes = Notes::new(&["alpha", "beta", "gamma", "psi", "omega"]);
    quit(notes.start());
    // Or the index of all text, which a reader may leave half made, would be made now.
    notes.run(&["index"]);
    notes.write("beta", "# changed");
    fs::remove_file(notes.folder().join("gamma.md")).unwrap();
    notes.write("delta", "# delta");
    #[cfg(target_os = "linux")]
    let opened = Opened::in_folder(&notes.folder());
    let mut pty = notes.start();
    shows(&mut pty, &["│ alpha ", "changed", "delta", "omega", "5 articles"], &["beta", "gamma"]);
    quit(pty);
    #[cfg(target_os = "linux")]
    {
        // The first three of the list may have been opened to be shown.
        let files = opened.files();
        let is_opened = |name: &str| files.iter().any(|file| file == name);
        assert!(is_opened("beta.md") && is_opened("delta.md"), "{files:?}");
        assert!(!is_opened("omega.md") && !is_opened("psi.md"), "{files:?}");
    }
    assert_eq!(notes.run(&["list"]).lines().count(), 5);
}

#[test]
fn a_file_put_in_place_of_one_with_its_size_and_time_is_read() {
    let notes = Notes::new(&["alpha", "beta", "gamma"]);
    quit(notes.start());
    // As `cp -p` does it, and as `mv` does.
    notes.write("alpha", "# other");
    notes.write("newcomer", "# newer");
    let at = |name: &str| notes.folder().join(format!("{name}.md"));
    notes.write("beta", "# older");
    notes.write("gamma", "# older");
    fs::rename(at("newcomer"), at("gamma")).unwrap();
    let mut pty = notes.start();
    shows(&mut pty, &["other", "older", "newer", "3 articles"], &["alpha", "beta", "gamma"]);
    quit(pty);
}

#[test]
fn a_damaged_snapshot_is_set_aside_and_the_folder_read() {
    let notes = Notes::new(&["alpha", "beta"]);
    quit(notes.start());
    let file = notes.snapshot();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let mut pty = notes.start();
    shows(&mut pty, &["alpha", "beta", "2 articles"], &[]);
    quit(pty);
    assert_eq!(fs::read(file.with_extension("damaged")).unwrap(), bytes);
    assert_ne!(fs::read(&file).unwrap(), bytes, "it was made anew");
}

#[test]
fn without_a_place_for_snapshots_everything_works() {
    let notes = Notes::new(&["alpha"]);
    let mut pty = notes.program().env("XDG_CACHE_HOME", "/dev/null/cache").spawn();
    pty.wait_for_text("up to date");
    shows(&mut pty, &["alpha", "1 article"], &[]);
    quit(pty);
}

#[test]
fn files_added_changed_renamed_and_deleted_appear_while_it_is_read() {
    let notes = Notes::new(&["alpha", "beta", "gamma", "delta"]);
    let mut pty = notes.start();
    notes.write("epsilon", "# epsilon");
    shows(&mut pty, &["epsilon", "5 articles"], &[]);
    notes.write("beta", "# beta is otherwise now");
    shows(&mut pty, &["beta is otherwise now", "5 articles"], &[]);
    fs::rename(notes.folder().join("gamma.md"), notes.folder().join("zeta.md")).unwrap();
    notes.write("zeta", "# zeta");
    shows(&mut pty, &["zeta", "5 articles"], &["gamma"]);
    fs::remove_file(notes.folder().join("delta.md")).unwrap();
    shows(&mut pty, &["4 articles"], &["delta"]);
    quit(pty);
}

#[test]
fn folders_that_come_and_go_bring_and_take_their_articles() {
    let notes = Notes::new(&["alpha"]);
    let elsewhere = Notes::new(&["tree/one", "tree/deep/two"]);
    let mut pty = notes.start();
    fs::rename(elsewhere.folder().join("tree"), notes.folder().join("tree")).unwrap();
    shows(&mut pty, &["tree/one", "tree/deep/two", "3 articles"], &[]);
    notes.write("tree/deep/three", "# tree/deep/three");
    shows(&mut pty, &["tree/deep/three", "4 articles"], &[]);
    fs::rename(notes.folder().join("tree/deep"), notes.folder().join(".hidden")).unwrap();
    shows(&mut pty, &["tree/one", "2 articles"], &["deep"]);
    fs::remove_dir_all(notes.folder().join("tree")).unwrap();
    shows(&mut pty, &["alpha", "1 article "], &["tree/one"]);
    quit(pty);
}

#[test]
fn a_folder_swapped_for_another_is_followed_in_its_place() {
    let notes = Notes::new(&["alpha", "beta"]);
    let other = Notes::new(&["beta", "gamma", "delta"]);
    let mut pty = notes.start();
    let old = notes.home.work().join("old");
    fs::rename(notes.folder(), &old).unwrap();
    pty.wait_for_text("the folder is gone");
    shows(&mut pty, &["alpha", "beta", "2 articles"], &[]);
    fs::rename(other.folder(), notes.folder()).unwrap();
    shows(&mut pty, &["beta", "gamma", "delta", "3 articles", "up to date"], &["alpha"]);
    notes.write("epsilon", "# epsilon");
    shows(&mut pty, &["epsilon", "4 articles"], &[]);
    fs::write(old.join("zeta.md"), "# zeta").unwrap();
    fs::remove_dir_all(notes.folder()).unwrap();
    pty.wait_for_text("the folder is gone");
    shows(&mut pty, &["epsilon", "4 articles"], &["zeta"]);
    quit(pty);
}

#[test]
fn what_is_read_through_links_is_followed_too() {
    let notes = Notes::new(&["real/alpha", ".store/beta"]);
    symlink("real", notes.folder().join("linked")).unwrap();
    symlink(".store/beta.md", notes.folder().join("beta.md")).unwrap();
    let mut pty = notes.start();
    shows(&mut pty, &["3 articles"], &[]);
    symlink("..", notes.folder().join("real/loop")).unwrap();
    shows(&mut pty, &["3 articles", "2 problems"], &[]);
    notes.write(".store/beta", "# otherwise now");
    shows(&mut pty, &["otherwise now", "3 articles"], &[".store/beta"]);
    notes.write("real/gamma", "# gamma");
    shows(&mut pty, &["gamma", "5 articles"], &[]);
    fs::remove_file(notes.folder().join("linked")).unwrap();
    shows(&mut pty, &["gamma", "3 articles"], &[]);
    symlink("real", notes.folder().join("again")).unwrap();
    shows(&mut pty, &["5 articles"], &[]);
    quit(pty);
}

#[test]
fn thousands_of_files_at_once_all_come() {
    let notes = Notes::new(&["alpha"]);
    let mut pty = notes.start();
    for number in 0..3000 {
        notes.write(&format!("many/{number:04}"), &format!("# number {number}"));
    }
    shows(&mut pty, &["3,001 articles"], &[]);
    fs::remove_dir_all(notes.folder().join("many")).unwrap();
    shows(&mut pty, &["alpha", "1 article "], &[]);
    quit(pty);
}

#[test]
fn the_article_that_is_read_is_refreshed_and_stays_when_it_is_deleted() {
    let notes = Notes::new(&["alpha", "beta"]);
    notes.write("alpha", "# alpha\n\nBefore.");
    let mut pty = notes.start();
    pty.press("alpha<enter>");
    shows(&mut pty, &["Before."], &[]);
    notes.write("alpha", "# alpha\n\nAfterwards.");
    shows(&mut pty, &["Afterwards."], &["Before."]);
    fs::remove_file(notes.folder().join("alpha.md")).unwrap();
    shows(&mut pty, &["Afterwards.", "its file is gone"], &[]);
    quit(pty);
}

#[test]
fn an_index_says_what_it_did_and_the_reader_takes_it() {
    let notes = Notes::new(&["alpha", "beta"]);
    assert!(notes.run(&["index"]).starts_with("2 articles in 1 subject; all read; "));
    assert!(notes.run(&["index"]).contains("; nothing changed; "));
    notes.write("gamma", "# gamma");
    assert!(notes.run(&["index"]).starts_with("3 articles in 1 subject; 1 file changed; "));
    let saved = fs::read(notes.snapshot()).unwrap();
    quit(notes.start());
    assert_eq!(fs::read(notes.snapshot()).unwrap(), saved, "there was nothing to write");
}

#[test]
fn progress_is_told_on_standard_error_when_it_is_asked_for() {
    let notes = Notes::new(&["alpha"]);
    let quiet = notes.home.command(["index", "--library"]).arg(notes.folder()).output().unwrap();
    assert!(quiet.status.success() && quiet.stderr.is_empty());
    fs::remove_dir_all(notes.cache()).unwrap();
    let mut command = notes.home.command(["index", "--progress", "--library"]);
    let told = command.arg(notes.folder()).output().unwrap();
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.lines().next().unwrap().ends_with(" files"), "{told}");
}

#[test]
fn two_readers_of_one_folder_both_follow_it() {
    let notes = Notes::new(&["alpha"]);
    let (mut one, mut other) = (notes.start(), notes.start());
    notes.write("beta", "# beta");
    shows(&mut one, &["beta", "2 articles"], &[]);
    shows(&mut other, &["beta", "2 articles"], &[]);
    quit(one);
    quit(other);
}

#[test]
fn a_snapshot_is_of_its_own_folder_only() {
    let notes = Notes::new(&["alpha"]);
    quit(notes.start());
    let moved = notes.home.work().join("moved");
    fs::rename(notes.folder(), &moved).unwrap();
    let program = Program::new(RECTO).arg(Path::new("moved")).directory(notes.home.work());
    let program = program.args(["--theme", "terminal", "--fresh"]);
    let variables = notes.home.variables().into_iter();
    let mut pty = variables.fold(program, |all, (name, value)| all.env(name, value)).spawn();
    pty.wait_for_text("up to date");
    shows(&mut pty, &["alpha", "1 article"], &[]);
    quit(pty);
    let entries = fs::read_dir(notes.cache()).unwrap().map(|entry| entry.unwrap().path());
    let snapshots = entries.filter(|path| path.extension().is_some_and(|it| it == "catalog"));
    assert_eq!(snapshots.count(), 2);
}
