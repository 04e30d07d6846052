//! Snapshots: the catalog of a library in one file, so that the next start need not read the folder.
//!
//! Lies in `$XDG_CACHE_HOME/recto`, else `~/.cache/recto`, one for each folder. Never trusted: it is
//! taken only if this very program wrote it for this reader and folder, nobody else may write to it, and
//! every byte is as it was written.
//! Invariant: a snapshot is there whole or not at all.

use std::borrow::Cow;
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytemuck::Pod;
use etcetera::BaseStrategy;
use rustix::fs::{Mode, OFlags};
use twox_hash::XxHash3_64;

use crate::article::Severity;
use crate::library::catalog::{Catalog, Columns};
use crate::library::problem::Problem;

/// What a snapshot begins with: its name, and how numbers lie in memory where it was written.
const MAGIC: &[u8; 16] = b"recto catalog 2\n";
const ORDER: u64 = 0x0102_0304_0506_0708;
/// How the name of a snapshot begins that is not whole yet.
const UNFINISHED: &str = ".catalog";
/// Nobody writes one for so long.
const ABANDONED: Duration = Duration::from_secs(60 * 60);
/// A catalog has some forty columns; more than this has none.
const MOST_COLUMNS: u64 = 256;
/// Between the fields of a problem, and after it: what the gate lets through nowhere.
const FIELD: char = '\u{1f}';
const RECORD: char = '\u{1e}';

/// What a snapshot holds.
#[derive(Debug)]
pub struct Snapshot {
    /// The articles.
    pub catalog: Catalog,
    /// What could not be read of them, and doubts.
    pub problems: Vec<Problem>,
}

/// Why there is no snapshot to take.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// None was written yet, or it cannot be opened.
    Absent,
    /// Another version wrote it, or it is of another folder.
    Foreign,
    /// Its bytes are not those that were written.
    Damaged,
}

/// Where the snapshot of a library lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    file: PathBuf,
    /// Of which folder it is, and which program writes it.
    owner: Vec<u8>,
}

impl Place {
    /// The place for the library in a folder; `None` where there is no home.
    #[must_use]
    pub fn of(root: &Path) -> Option<Self> {
        let folder = etcetera::base_strategy::Xdg::new().ok()?.cache_dir().join("recto");
        Some(Self::within(&folder, root))
    }

    /// The place for the library in `root` in a folder of snapshots.
    #[must_use]
    pub fn within(folder: &Path, root: &Path) -> Self {
        let root = root.as_os_str().as_bytes();
        let name = format!("{:016x}.catalog", XxHash3_64::oneshot(root));
        let owner = [root, b"\0", program().as_bytes()].concat();
        Self { file: folder.join(name), owner }
    }

    /// The path beside the snapshot for something else of the same library, by its ending.
    #[must_use]
    pub fn beside(&self, ending: &str) -> PathBuf {
        self.file.with_extension(ending)
    }

    /// Of which folder it is and which program writes it, for whatever lies beside it.
    #[must_use]
    pub fn owner(&self) -> &[u8] {
        &self.owner
    }

    /// Reads the snapshot. One that is damaged is set aside.
    ///
    /// # Errors
    /// Why there is none.
    pub fn read(&self) -> Result<Snapshot, Refusal> {
        let read = self.read_as_it_is();
        if matches!(read, Err(Refusal::Damaged)) {
            // If it cannot even be renamed, it will be damaged at the next start too.
            let _ = fs::rename(&self.file, self.file.with_extension("damaged"));
        }
        read
    }

    fn read_as_it_is(&self) -> Result<Snapshot, Refusal> {
        // Never waits: what lies there may be a pipe.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let open = rustix::fs::open(&self.file, flags, Mode::empty());
        let file = File::from(open.map_err(|_| Refusal::Absent)?);
        let data = file.metadata().map_err(|_| Refusal::Absent)?;
        if !data.is_file() {
            return Err(Refusal::Absent);
        }
        // Its texts passed the gate before they were written; that holds only for what we wrote.
        let is_ours = data.uid() == rustix::process::geteuid().as_raw();
        if !is_ours || data.mode() & 0o022 != 0 {
            return Err(Refusal::Foreign);
        }
        let mut reader = Reader::new(file, data.len())?;
        if reader.next::<u8>().ok_or(Refusal::Damaged)? != self.owner {
            return Err(Refusal::Foreign);
        }
        let problems = reader.text().and_then(|text| problems(&text)).ok_or(Refusal::Damaged)?;
        let catalog = Catalog::from_columns(&mut reader).ok_or(Refusal::Damaged)?;
        if reader.columns.next().is_some() {
            return Err(Refusal::Damaged);
        }
        Ok(Snapshot { catalog, problems })
    }

    /// Writes a snapshot in place of the one there.
    ///
    /// # Errors
    /// When the file cannot be written; the old one is there as before.
    pub fn write(&self, catalog: &Catalog, problems: &[Problem]) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let catalog = catalog.compact();
        let own = [Cow::Borrowed(&*self.owner), Cow::Owned(text(problems).into_bytes())];
        let columns: Vec<Cow<'_, [u8]>> = own.into_iter().chain(catalog.columns()).collect();
        let mut header = MAGIC.to_vec();
        let mut number = |number: u64| header.extend(number.to_ne_bytes());
        number(ORDER);
        number(columns.len() as u64);
        for column in &columns {
            number(column.len() as u64);
            number(XxHash3_64::oneshot(column));
        }
        let sum = XxHash3_64::oneshot(&header);
        // Its name begins with a dot and nobody else may read it until it is whole.
        let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        let mut out = BufWriter::new(file);
        out.write_all(&header)?;
        out.write_all(&sum.to_ne_bytes())?;
        for column in &columns {
            out.write_all(column)?;
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?.persist(&self.file)?;
        remove_unfinished(folder);
        Ok(())
    }
}

/// Removes what programs left that were killed while they wrote.
fn remove_unfinished(folder: &Path) {
    let is_left = |file: &DirEntry| {
        let data = file.metadata().ok().filter(Metadata::is_file);
        let age = data.and_then(|data| data.modified().ok()?.elapsed().ok());
        let name = file.file_name();
        name.as_bytes().starts_with(UNFINISHED.as_bytes()) && age.is_some_and(|age| age > ABANDONED)
    };
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    for file in files.filter(is_left) {
        // What cannot be removed now can be at the next time.
        let _ = fs::remove_file(file.path());
    }
}

/// What tells this program from every other version of itself: what an article means may differ.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata);
    let state = file.map_or((0, 0, 0), |data| (data.len(), data.mtime(), data.mtime_nsec()));
    format!("{} {state:?}", env!("CARGO_PKG_VERSION"))
}

/// Reads columns one after another.
struct Reader {
    file: File,
    columns: std::vec::IntoIter<(u64, u64)>,
}

impl Reader {
    /// Reads the header of a file of `size` bytes.
    fn new(mut file: File, size: u64) -> Result<Self, Refusal> {
        let mut start = [0; 32];
        file.read_exact(&mut start).map_err(|_| Refusal::Damaged)?;
        let (magic, numbers) = start.split_at(16);
        if magic != MAGIC {
            return Err(Refusal::Foreign);
        }
        let numbers: Vec<u64> = bytemuck::pod_collect_to_vec(numbers);
        let [ORDER, count @ ..MOST_COLUMNS] = *numbers else { return Err(Refusal::Foreign) };
        let count = usize::try_from(count).unwrap_or(0);
        let mut columns = vec![0; count * 2 + 1];
        file.read_exact(bytemuck::cast_slice_mut(&mut columns)).map_err(|_| Refusal::Damaged)?;
        let sum = columns.pop().unwrap_or(0);
        let header = [&start, bytemuck::cast_slice::<u64, u8>(&columns)].concat();
        let columns: Vec<_> = columns
            .chunks_exact(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
            .collect();
        // Checked before anything is reserved for columns that are not there.
        let bytes = columns
            .iter()
            .try_fold(header.len() as u64 + 8, |sum, (length, _)| sum.checked_add(*length));
        if XxHash3_64::oneshot(&header) != sum || bytes != Some(size) {
            return Err(Refusal::Damaged);
        }
        Ok(Self { file, columns: columns.into_iter() })
    }
}

impl Reader {
    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.next()?).ok()
    }
}

impl Columns for Reader {
    fn next<T: Pod>(&mut self) -> Option<Vec<T>> {
        let (length, sum) = self.columns.next()?;
        let length = usize::try_from(length).ok()?;
        let count = length.checked_div(size_of::<T>()).filter(|n| n * size_of::<T>() == length)?;
        let mut column = bytemuck::allocation::zeroed_vec(count);
        let bytes = bytemuck::cast_slice_mut::<T, u8>(&mut column);
        self.file.read_exact(bytes).ok()?;
        (XxHash3_64::oneshot(bytes) == sum).then_some(column)
    }
}

/// Problems as text.
fn text(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        let numbers = [problem.line, problem.column].map(|number| number.to_string());
        let [line, column] = &numbers;
        let severity = if problem.is_error() { "error" } else { "note" };
        let listed = if problem.listed { "listed" } else { "" };
        let fields =
            [&problem.path, line, column, severity, listed, &*problem.rule, &problem.reason];
        for field in fields {
            text.push_str(field);
            text.push(FIELD);
        }
        text.push(RECORD);
    }
    text
}

/// Problems from their text.
fn problems(text: &str) -> Option<Vec<Problem>> {
    let problem = |record: &str| {
        let mut fields = record.split(FIELD);
        let mut next = || fields.next();
        Some(Problem {
            path: next()?.to_owned(),
            line: next()?.parse().ok()?,
            column: next()?.parse().ok()?,
            severity: if next()? == "error" { Severity::Error } else { Severity::Note },
            listed: next()? == "listed",
            rule: next()?.to_owned().into(),
            reason: next()?.to_owned(),
        })
    };
    text.split_terminator(RECORD).map(problem).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::time::SystemTime;

    use super::*;
    use crate::library::catalog::{ArticleId, Record};
    use crate::library::reference::Reference;

    fn library() -> (Catalog, Vec<Problem>) {
        let mut catalog = Catalog::new();
        for (path, question, related) in
            [("a/b.md", "What is a ring?", "a/c.md"), ("a/c.md", "Pourquoi le café ?", "gone.md")]
        {
            let related = Reference { url: Some(related.into()), ..Reference::default() };
            let record = Record {
                path: path.to_owned(),
                question: question.to_owned(),
                related: vec![related],
                keywords: vec!["ring".to_owned()],
                ..Record::default()
            };
            catalog.push(record).unwrap();
        }
        catalog.link();
        let odd = Problem::unreadable("d.md", "not-a-file", "This is a named pipe.");
        let note =
            Problem { severity: Severity::Note, line: 3, column: 7, listed: true, ..odd.clone() };
        (catalog, vec![odd, note])
    }

    fn place() -> (tempfile::TempDir, Place) {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::within(&folder.path().join("made/by/it"), Path::new("/library"));
        (folder, place)
    }

    #[test]
    fn what_was_written_is_read() {
        let (_folder, place) = place();
        assert_eq!(place.read().unwrap_err(), Refusal::Absent);
        let (catalog, problems) = library();
        place.write(&catalog, &problems).unwrap();
        let read = place.read().unwrap();
        assert_eq!(read.problems, problems);
        assert_eq!(read.catalog.len(), 2);
        for id in [0, 1].map(ArticleId) {
            assert_eq!(read.catalog.get(id), catalog.get(id));
            assert_eq!(read.catalog.backlinks(id), catalog.backlinks(id));
        }
    }

    #[test]
    fn one_of_another_folder_or_program_is_foreign_and_stays() {
        let (folder, place) = place();
        let (catalog, problems) = library();
        place.write(&catalog, &problems).unwrap();
        let other = Place { owner: b"/elsewhere".to_vec(), ..place.clone() };
        assert_eq!(other.read().unwrap_err(), Refusal::Foreign);
        assert!(place.read().is_ok(), "it was not set aside");
        drop(folder);
    }

    #[test]
    fn whatever_byte_is_damaged_it_is_noticed_and_the_file_set_aside() {
        let (_folder, place) = place();
        let (catalog, problems) = library();
        place.write(&catalog, &problems).unwrap();
        let whole = fs::read(&place.file).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            fs::write(&place.file, bytes).unwrap();
            let refusal = place.read().unwrap_err();
            assert!(matches!(refusal, Refusal::Damaged | Refusal::Foreign), "at {at}: {refusal:?}");
            assert_eq!(place.file.exists(), refusal == Refusal::Foreign, "at {at}");
        }
        for length in 0..whole.len() {
            fs::write(&place.file, &whole[..length]).unwrap();
            assert!(place.read().is_err(), "{length} bytes");
        }
        fs::write(&place.file, [&*whole, b"more"].concat()).unwrap();
        assert_eq!(place.read().unwrap_err(), Refusal::Damaged);
    }

    #[test]
    fn what_was_left_of_a_save_that_was_killed_is_removed_at_a_later_one() {
        let (_folder, place) = place();
        let (catalog, problems) = library();
        place.write(&catalog, &problems).unwrap();
        let at = |name: &str| place.file.with_file_name(name);
        let two_hours_ago = SystemTime::now() - 2 * ABANDONED;
        for (name, time) in [
            (".catalogOLD", two_hours_ago),
            (".catalogNEW", SystemTime::now()),
            ("other", two_hours_ago),
        ] {
            File::create(at(name)).unwrap().set_modified(time).unwrap();
        }
        place.write(&catalog, &problems).unwrap();
        assert!(!at(".catalogOLD").exists());
        assert!(at(".catalogNEW").exists(), "another Recto may be writing it");
        assert!(at("other").exists() && place.file.exists());
    }

    #[test]
    fn one_that_others_may_write_is_foreign() {
        let (_folder, place) = place();
        let (catalog, problems) = library();
        place.write(&catalog, &problems).unwrap();
        fs::set_permissions(&place.file, fs::Permissions::from_mode(0o666)).unwrap();
        assert_eq!(place.read().unwrap_err(), Refusal::Foreign);
    }

    #[test]
    fn a_snapshot_that_cannot_be_written_leaves_the_old_one() {
        let (folder, place) = place();
        let (catalog, problems) = library();
        let there = folder.path().join("made");
        fs::write(&there, "a file where the folder should be").unwrap();
        assert!(place.write(&catalog, &problems).is_err());
        assert_eq!(fs::read_to_string(there).unwrap(), "a file where the folder should be");
    }
}
