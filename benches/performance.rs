//! What Recto must reach, and whether it does: one table, of the program as it is seen from outside.
//!
//! `cargo bench --bench performance -- [--million] [FOLDER]`. Without a folder it makes a library of
//! 36,000 articles, and with `--million` one of 1,000,000 more, which takes 8 GB of disk and a quarter
//! of an hour. The files are in the system's cache by then. Recto and its peers take turns. What
//! bounds a figure is told by the benches of the parts: `start`, `filter`, `answers`, `scroll`, `growth`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

#[path = "performance/echo.rs"]
mod echo;
#[path = "performance/idle.rs"]
mod idle;
#[path = "../examples/generate/made/mod.rs"]
mod made;
mod measure;
#[path = "../tests/pty/mod.rs"]
mod pty;
#[path = "performance/reader.rs"]
mod reader;
#[path = "performance/reading.rs"]
mod reading;
#[path = "performance/remembering.rs"]
mod remembering;
#[path = "performance/table.rs"]
mod table;
#[path = "performance/typing.rs"]
mod typing;

use std::path::{Path, PathBuf};
use std::time::Duration;

use echo::Echo;
use idle::Work;
use made::Library;
use measure::peers::{self, Peer, list_of, questions};
use measure::searches::{self, Said, Searches, Timed};
use measure::{catalog, memory, read_every_file, timed};
use reader::Reader;
use recto::index::{Index, Place};
use recto::library::catalog::Catalog;
use recto::library::scan::threads;
use recto::library::source::Source;
use recto::store::snapshot;
use recto::text::count::counted;
use remembering::Past;
use table::{Bar, HEAD};
use tempfile::NamedTempFile;
use typing::Script;

const SEED: u64 = 1;
const USUAL: u64 = 36_000;
const MILLION: u64 = 1_000_000;

/// What the peers look for.
const WORD: &str = "electric field";
/// How long a reader at rest is watched, after so long a rest.
const WATCHED: Duration = Duration::from_secs(10);
const REST: Duration = Duration::from_secs(2);
/// Next starts for each first one.
const NEXT_STARTS: usize = 3;

/// Queries of each kind of search, and the largest library that is searched: to index a million takes
/// minutes.
const QUERIES: usize = 400;
const MOST_SEARCHED: usize = 100_000;

/// Beside the list of questions, and beside the folder.
const LIST_PEERS: [Peer; 4] = [peers::CAT_FZF, peers::FZF, peers::FZY, peers::RIPGREP];
const FOLDER_PEERS: [Peer; 2] = [peers::CAT_FOLDER, peers::RIPGREP_FOLDER];

fn main() {
    let (flags, folders): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let versions =
        [peers::FZF, peers::FZY, peers::RIPGREP].into_iter().filter_map(|peer| peer.version());
    println!("{} threads; {}", threads(), versions.collect::<Vec<_>>().join("; "));
    if let Some(folder) = folders.first() {
        return measure_folder(&PathBuf::from(folder));
    }
    let is_large = flags.iter().any(|flag| flag == "--million");
    for count in [USUAL, MILLION].into_iter().take(1 + usize::from(is_large)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Library::new(count, SEED).write(folder.path()).expect("room for a library");
        // What is still to be written would be written while Recto is measured.
        rustix::fs::sync();
        measure_folder(folder.path());
    }
}

/// Measures a library and prints its table.
fn measure_folder(folder: &Path) {
    let source = Source::folder(folder).expect("a folder of articles");
    let loaded = catalog(&source);
    let (articles, list) = (loaded.len(), list_of(questions(&loaded)));
    let mut script = Script::new(&loaded);
    let full_text =
        (articles <= MOST_SEARCHED).then(|| FullText::measure(folder, &source, &loaded));
    let past = Past::new(&loaded);
    drop(loaded);
    read_every_file(folder);
    let rounds = if articles > 100_000 { 3 } else { 7 };
    let (mut seen, mut echo) = (Seen::default(), Echo::start());
    for round in 0..rounds {
        seen.first_start(folder);
        if round == 0 {
            past.keep(seen.home(), &source);
        }
        for next in 0..NEXT_STARTS {
            let mut reader = seen.next_start(folder, &list);
            if next == 0 {
                if round == 0 {
                    script.learn(&mut reader);
                }
                script.play(&mut reader, &mut seen.typing, &mut echo);
                seen.typed_memory = seen.typed_memory.max(memory(&reader.process(), "VmHWM"));
            }
            if next == 1 && round == 0 {
                reading::leaf_through(&mut reader, &mut seen.reading, &mut echo);
            }
            if next == 2 && round == 0 {
                reader.settle(REST);
                seen.idle = Work::during(&reader.process(), || reader.rest(WATCHED));
            }
            reader.quit();
        }
        seen.taken_up.push(remembering::take_up(folder, seen.home()));
    }
    println!("\n{}, {rounds} rounds\n\n{HEAD}", counted(articles, "article"));
    for row in seen.rows(articles, &echo) {
        println!("{row}");
    }
    for row in full_text.iter().flat_map(FullText::rows) {
        println!("{row}");
    }
}

/// Searches of all text, inside the program.
struct FullText {
    kinds: Vec<Timed>,
    ripgrep: Vec<Duration>,
}

impl FullText {
    fn measure(folder: &Path, source: &Source, catalog: &Catalog) -> Self {
        let cache = tempfile::tempdir().expect("a temporary folder");
        let place = Place::beside(&snapshot::Place::within(cache.path(), folder));
        let index = Index::open(&place).expect("a new index");
        let difference = index.compare(catalog).expect("an index that can be read");
        index.update(source, &difference, |_| true).expect("room for an index");
        let texts = searches::texts(source, catalog);
        let said = texts.iter().map(|[question, answer]| Said { question, answer });
        let searches = Searches::new(&said.collect::<Vec<_>>(), QUERIES);
        drop(texts);
        let kinds = searches.time(&index);
        let ripgrep = searches.ripgrep(folder, &index).into_iter().map(|(theirs, _)| theirs);
        Self { kinds, ripgrep: ripgrep.collect() }
    }

    fn rows(&self) -> Vec<String> {
        let bar = Bar { late: Some(5.0), ratio: Some(0.01), ..Bar::default() };
        let peer = Some(("`rg -l -i -w` on the folder", &*self.ripgrep));
        let all: Vec<_> = self.kinds.iter().flat_map(|kind| kind.times.iter().copied()).collect();
        let mut rows = vec![table::times("a search of all text, of every kind", bar, &all, peer)];
        if let Some(kind) = self.kinds.iter().max_by(|a, b| a.late().total_cmp(&b.late())) {
            let what = format!("the slowest kind: {}", kind.name);
            rows.push(table::times(&what, bar, &kind.times, peer));
        }
        rows
    }
}

/// Everything that was seen of one library.
#[derive(Default)]
struct Seen {
    cache: Option<tempfile::TempDir>,
    first_frame: Vec<Duration>,
    cold: Vec<Duration>,
    saved: Vec<Duration>,
    warm: Vec<Duration>,
    taken_up: Vec<Duration>,
    checked: Vec<Duration>,
    reading_all: Vec<Duration>,
    of_list: [Vec<Duration>; LIST_PEERS.len()],
    of_folder: [Vec<Duration>; FOLDER_PEERS.len()],
    typing: typing::Times,
    reading: reading::Times,
    /// Peaks in KiB: after a first start, a next start, and typing.
    cold_memory: u64,
    warm_memory: u64,
    typed_memory: u64,
    idle: Option<Work>,
}

impl Seen {
    /// A start without a snapshot, and those who read the folder too.
    fn first_start(&mut self, folder: &Path) {
        self.reading_all.push(timed(|| read_every_file(folder)).0);
        let cache = tempfile::tempdir().expect("a temporary folder");
        let mut reader = Reader::start(folder, cache.path());
        let shown =
            |text: &'static str| move |screen: &vt100::Screen| screen.contents().contains(text);
        self.first_frame.push(reader.frame_since_start("a first frame", shown("Questions ›")));
        self.cold.push(reader.frame_since_start("the whole list", shown("✓")));
        self.saved.push(reader.frame_since_start("a folder compared", shown("✓ up to date")));
        self.cold_memory = self.cold_memory.max(memory(&reader.process(), "VmHWM"));
        reader.quit();
        // One cache serves all next starts: to index a million articles takes minutes.
        if self.cache.is_none() {
            reader::index(folder, cache.path());
            self.cache = Some(cache);
        }
        for (peer, times) in FOLDER_PEERS.iter().zip(&mut self.of_folder) {
            times.extend(peer.time(WORD, folder));
        }
    }

    /// A start with the snapshot of the first one, and those who read the list of questions.
    fn next_start(&mut self, folder: &Path, list: &NamedTempFile) -> Reader {
        for (peer, times) in LIST_PEERS.iter().zip(&mut self.of_list) {
            times.extend(peer.time(WORD, list.path()));
        }
        let mut reader = Reader::start(folder, self.home());
        // Before it is compared the list is whole, and said to be so.
        let is_whole = |screen: &vt100::Screen| {
            let text = screen.contents();
            text.contains('✓') || text.contains("checking")
        };
        self.warm.push(reader.frame_since_start("the whole list", is_whole));
        let is_checked = |screen: &vt100::Screen| screen.contents().contains("✓ up to date");
        self.checked.push(reader.frame_since_start("a folder compared", is_checked));
        self.warm_memory = self.warm_memory.max(memory(&reader.process(), "VmHWM"));
        reader
    }

    /// Where snapshots and memory of the next starts lie.
    fn home(&self) -> &Path {
        self.cache.as_ref().expect("a first start").path()
    }

    /// The rows of the table.
    fn rows(&self, articles: usize, echo: &Echo) -> Vec<String> {
        let asked = Asked::of(articles);
        let none = Bar::default();
        let mut rows = Vec::new();
        let mut row = |what: &str, bar, times: &[Duration], peer| {
            rows.push(table::times(what, bar, times, peer));
        };
        let warm = "warm start to the whole list";
        for (number, (peer, theirs)) in LIST_PEERS.iter().zip(&self.of_list).enumerate() {
            let bar = if number == 0 { asked.warm } else { none };
            row(warm, bar, &self.warm, Some((peer.name, theirs)));
        }
        row("warm start to the article that was left", none, &self.taken_up, None);
        row("warm start to the folder compared", none, &self.checked, None);
        let cold = "cold start to the whole list";
        let every = format!("reading every file, {} threads", threads());
        let ratio = Bar { ratio: Some(3.0), ..none };
        row(cold, ratio, &self.cold, Some((&every, &self.reading_all)));
        for (peer, theirs) in FOLDER_PEERS.iter().zip(&self.of_folder) {
            row(cold, none, &self.cold, Some((peer.name, theirs)));
        }
        row("cold start to the first frame", none, &self.first_frame, None);
        row("cold start to the snapshot saved", none, &self.saved, None);
        let fzf = Some((peers::FZF.name, &*self.of_list[1]));
        row("a letter of the filter to its list", asked.key, &self.typing.keys, fzf);
        let echo = Some((Echo::NAME, &*echo.times));
        row("a letter of the filter to its list", none, &self.typing.keys, echo);
        row("a query typed at once to its list", none, &self.typing.at_once, fzf);
        row("the filter cleared to the whole list", none, &self.typing.cleared, echo);
        let late = |most| Bar { late: Some(most), ..none };
        row("Enter to the answer", late(10.0), &self.reading.opening, echo);
        row("a line scrolled", late(4.0), &self.reading.scrolling, echo);
        rows.extend(self.amounts(&asked));
        rows
    }

    fn amounts(&self, asked: &Asked) -> Vec<String> {
        let number = |count: u64| u32::try_from(count).map_or(f64::INFINITY, f64::from);
        let peaks = [
            ("peak memory, cold start", self.cold_memory),
            ("peak memory, warm start", self.warm_memory),
            ("the same after typing", self.typed_memory),
        ];
        let rows = peaks.map(|(what, peak)| {
            let mebibytes = (peak > 0).then(|| number(peak) / 1024.0);
            table::amount(what, mebibytes, asked.memory, "MiB")
        });
        let [switches, nanoseconds] =
            [self.idle.map(|work| work.switches), self.idle.map(|work| work.nanoseconds)];
        let mut rows = rows.to_vec();
        rows.push(table::amount(
            "idle for 10 s: switches to a thread",
            switches.map(number),
            0.0,
            "times",
        ));
        let millis = nanoseconds.map(|time| number(time) / 1e6);
        rows.push(table::amount("idle for 10 s: time on a processor", millis, 0.0, "ms"));
        rows
    }
}

/// What is asked only of a library of some size.
struct Asked {
    warm: Bar,
    key: Bar,
    memory: f64,
}

impl Asked {
    /// What is asked of so many articles: that of the usual library up to its size, else that of a million.
    fn of(articles: usize) -> Self {
        let none = Bar::default();
        if u64::try_from(articles).is_ok_and(|articles| articles <= USUAL) {
            let warm = Bar { median: Some(50.0), ratio: Some(2.0), ..none };
            Self { warm, key: Bar { late: Some(8.0), ..none }, memory: 80.0 }
        } else {
            Self { warm: none, key: Bar { late: Some(33.0), ..none }, memory: 600.0 }
        }
    }
}
