//! Brings an index up to the library: reads articles, indexes them, drops what is gone.
//!
//! It blocks until it is done or told to stop, so it belongs on a thread of its own; it commits now
//! and then, so that others can search meanwhile. Invariant: whenever it ends, and however, the index
//! is as it was after some commit, and no thread of it is left.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, SyncSender};
use std::thread;

use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, SegmentMeta, TantivyDocument, Term};

use super::compare::Difference;
use super::schema::Fields;
use super::{Failure, Index, caught};
use crate::article::Detail;
use crate::isolate;
use crate::library::catalog::shown_path;
use crate::library::source::Source;

/// Threads of tantivy at most, and as many that read: the reader needs the rest.
const THREADS: usize = 2;
/// Bytes that one thread of tantivy fills before it writes them out.
const MEMORY: usize = 20 << 20;
/// Documents that may wait for tantivy.
const WAITING: usize = 64;
/// Articles after which the first commit comes, and how many times as many the next one. A commit is
/// found at once, and costs two segments that have to be merged.
const FIRST_COMMIT: usize = 1000;
const LATER: usize = 8;
/// A part of the index is small that holds less than one of so many articles.
const SMALL: u32 = 4;

/// How far an update is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Articles that were read, of those that were to be.
    pub done: usize,
    /// Articles that are to be read.
    pub total: usize,
    /// Whether what was done so far has just been committed and is found.
    pub committed: bool,
}

/// What an update did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Update {
    /// Articles that are in the index now and were not, or not in this state.
    pub indexed: usize,
    /// Files that could not be read. What the index had of them is dropped.
    pub unreadable: usize,
    /// Whether it was told to stop before it was done.
    pub stopped: bool,
}

/// One file as it was read.
struct Made {
    path: String,
    document: Option<TantivyDocument>,
}

impl Index {
    /// Reads and indexes what changed, and drops what is gone. `report` is told of every article and
    /// says whether to go on; when it says no, what was done is kept.
    ///
    /// # Errors
    /// If another is writing to the index, or it cannot be written.
    pub fn update(
        &self,
        source: &Source,
        difference: &Difference,
        mut report: impl FnMut(Progress) -> bool,
    ) -> Result<Update, Failure> {
        if difference.is_empty() {
            return Ok(Update::default());
        }
        let _held = match &self.place {
            Some(place) => Some(place.hold()?.ok_or(Failure::Busy)?),
            None => None,
        };
        let mut writer = Writer::new(self)?;
        for path in &difference.gone {
            writer.drop_article(path)?;
        }
        let files: Vec<&PathBuf> =
            difference.changed.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let total = files.len();
        let mut update = Update::default();
        let mut next_commit = FIRST_COMMIT;
        let mut done = 0;
        let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        let finished = thread::scope(|scope| -> Result<(), Failure> {
            let (send, receive) = mpsc::sync_channel(WAITING);
            let (files, next, stopped) = (&files, &next, &stopped);
            for _ in 0..threads() {
                let send = send.clone();
                let fields = &self.fields;
                scope.spawn(move || read(source, fields, files, next, stopped, &send));
            }
            drop(send);
            // Ends the readers too, when this is left early: what they send has no receiver.
            for made in receive {
                writer.take(made, &mut update)?;
                done += 1;
                let committed = done == next_commit;
                if committed {
                    writer.commit()?;
                    next_commit *= LATER;
                }
                if !report(Progress { done, total, committed }) {
                    stopped.store(true, Ordering::Relaxed);
                    update.stopped = done < total;
                    return Ok(());
                }
            }
            Ok(())
        });
        finished?;
        writer.finish(update.indexed)?;
        if let Some(place) = &self.place {
            place.note_verified();
        }
        report(Progress { done, total, committed: true });
        Ok(update)
    }
}

/// Reads files, one after another, until there are none or nobody wants them.
fn read(
    source: &Source,
    fields: &Fields,
    files: &[&PathBuf],
    next: &AtomicUsize,
    stopped: &AtomicBool,
    send: &SyncSender<Made>,
) {
    while !stopped.load(Ordering::Relaxed) {
        let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
        let made = Made { path: shown_path(file), document: document(source, fields, file) };
        if send.send(made).is_err() {
            return;
        }
    }
}

fn document(source: &Source, fields: &Fields, file: &Path) -> Option<TantivyDocument> {
    let read = || {
        let (article, stamp) = source.read_linked(file, Detail::Whole).ok()?;
        Some(fields.document(article, file, stamp))
    };
    isolate::catch(read).ok().flatten()
}

/// How many threads read, and as many index.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).clamp(1, THREADS)
}

/// The writer of tantivy, whose threads end with it.
struct Writer<'a> {
    index: &'a Index,
    tantivy: IndexWriter,
    /// What was there before, so that only what is there is dropped.
    before: tantivy::Searcher,
}

impl<'a> Writer<'a> {
    fn new(index: &'a Index) -> Result<Self, Failure> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads())
            .memory_budget_per_thread(MEMORY)
            .num_merge_threads(1)
            .build();
        caught(|| {
            index.reader.reload()?;
            let writer: IndexWriter = index.tantivy.writer_with_options(options)?;
            // What a killed one left bears names that will be needed again.
            writer.garbage_collect_files().wait()?;
            Ok(Self { index, tantivy: writer, before: index.reader.searcher() })
        })
    }

    fn take(&self, made: Made, update: &mut Update) -> Result<(), Failure> {
        self.drop_article(&made.path)?;
        let Some(document) = made.document else {
            update.unreadable += 1;
            return Ok(());
        };
        caught(|| self.tantivy.add_document(document))?;
        update.indexed += 1;
        Ok(())
    }

    fn drop_article(&self, path: &str) -> Result<(), Failure> {
        let term = Term::from_field_text(self.index.fields.path, path);
        caught(|| {
            if self.before.doc_freq(&term)? > 0 {
                self.tantivy.delete_term(term);
            }
            Ok(())
        })
    }

    fn commit(&mut self) -> Result<(), Failure> {
        caught(|| self.tantivy.commit())?;
        self.index.reload()
    }

    /// Merges the small parts that a long update leaves: fewer parts are searched faster.
    fn merge_small(&mut self) -> Result<(), Failure> {
        let small: Vec<_> = caught(|| {
            let parts = self.index.tantivy.searchable_segment_metas()?;
            let all: u32 = parts.iter().map(SegmentMeta::num_docs).sum();
            let is_small = |part: &&SegmentMeta| part.num_docs() < all / SMALL;
            Ok(parts.iter().filter(is_small).map(SegmentMeta::id).collect())
        })?;
        if small.len() > 1 {
            // What is being merged already cannot be merged again, and need not be.
            let _ = caught(|| self.tantivy.merge(&small).wait());
            // Files are removed only once nobody searches in them.
            self.index.reload()?;
            self.before = self.index.reader.searcher();
            caught(|| self.tantivy.garbage_collect_files().wait())?;
        }
        Ok(())
    }

    /// The last commit, after which all threads have ended.
    fn finish(mut self, indexed: usize) -> Result<(), Failure> {
        self.commit()?;
        if indexed > FIRST_COMMIT {
            self.merge_small()?;
        }
        let (index, writer) = (self.index, self.tantivy);
        caught(|| writer.wait_merging_threads())?;
        index.reload()
    }
}
