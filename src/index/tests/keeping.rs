//! What the index keeps: through changes, ends, damage and others that write.

use super::*;

#[test]
fn only_what_changed_is_read_again() {
    let library = Library::with(&[
        ("a.md", "One?", "First text."),
        ("b.md", "Two?", "Second text."),
        ("c.md", "Three?", "Third text."),
    ]);
    let index = library.indexed();
    library.write("b.md", "question: Two?", "Another text, longer than before.");
    fs::remove_file(library.root().join("c.md")).unwrap();
    library.write("d.md", "question: Four?", "Fourth text.");
    let difference = index.compare(&library.catalog()).unwrap();
    assert_eq!(difference.changed, [PathBuf::from("b.md"), PathBuf::from("d.md")]);
    assert_eq!(difference.gone, ["c.md"]);
    let update = library.update(&index);
    assert_eq!(update, Update { indexed: 2, unreadable: 0, stopped: false });
    assert_eq!(found(&index, "third"), NONE);
    assert_eq!(found(&index, "second"), NONE);
    assert_eq!(found(&index, "another"), ["b.md"]);
    assert_eq!(index.len(), 3);
    assert!(index.compare(&library.catalog()).unwrap().is_empty());
}

#[test]
fn a_file_that_can_no_longer_be_read_is_dropped() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let index = library.indexed();
    fs::write(library.root().join("a.md"), [0_u8, 1, 2]).unwrap();
    let difference = Difference { changed: vec!["a.md".into()], gone: vec![] };
    let update = index.update(&library.source(), &difference, |_| true).unwrap();
    assert_eq!((update.indexed, update.unreadable, index.len()), (0, 1, 0));
}

#[test]
fn what_was_indexed_is_there_at_the_next_start() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    drop(library.indexed());
    let index = library.open();
    assert_eq!(found(&index, "first"), ["a.md"]);
    assert!(index.compare(&library.catalog()).unwrap().is_empty());
}

#[test]
fn what_was_committed_is_found_while_the_rest_is_read() {
    let library = Library::new();
    for number in 0..1100 {
        library.write(&format!("{number}.md"), "question: What?", "A text.");
    }
    let index = library.open();
    let mut found_meanwhile = 0;
    let difference = index.compare(&library.catalog()).unwrap();
    let update = index.update(&library.source(), &difference, |progress| {
        if progress.committed && found_meanwhile == 0 {
            found_meanwhile = index.search(&Query::words("text ")).unwrap().total;
        }
        true
    });
    assert_eq!(update.unwrap().indexed, 1100);
    assert_eq!(found_meanwhile, 1000);
    let stores = fs::read_dir(library.place.index()).unwrap();
    let is_store = |name: &std::ffi::OsString| name.to_string_lossy().ends_with(".store");
    let stores = stores.map(|entry| entry.unwrap().file_name()).filter(is_store).count();
    let parts = index.reader.searcher().segment_readers().len();
    assert_eq!(stores, parts, "of what was merged nothing is left");
}

#[test]
fn an_update_that_nobody_wants_any_more_keeps_what_it_did() {
    let library = Library::new();
    for number in 0..200 {
        library.write(&format!("{number}.md"), "question: What?", "A text.");
    }
    let index = library.open();
    let difference = index.compare(&library.catalog()).unwrap();
    let update = index.update(&library.source(), &difference, |progress| progress.done < 50);
    let update = update.unwrap();
    assert!(update.stopped);
    assert_eq!((update.indexed, index.len()), (50, 50));
    let rest = library.update(&index);
    assert_eq!((rest.indexed, index.len()), (150, 200));
}

#[test]
fn a_program_that_is_killed_leaves_what_it_had_committed() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let index = library.indexed();
    library.write("b.md", "question: Two?", "Second text.");
    {
        // What a killed process leaves: segments without a commit, and no lock.
        let mut writer: tantivy::IndexWriter = index.tantivy.writer(15_000_000).unwrap();
        let source = library.source();
        let (article, stamp) =
            source.read_linked("b.md".as_ref(), crate::article::Detail::Whole).unwrap();
        let document = index.fields.document(article, "b.md".as_ref(), stamp);
        writer.add_document(document).unwrap();
        writer.prepare_commit().unwrap();
        fs::write(library.place.index().join("0123.store"), "half a file").unwrap();
    }
    drop(index);
    let index = library.open();
    assert_eq!(index.len(), 1);
    let difference = index.compare(&library.catalog()).unwrap();
    assert_eq!(difference.changed, [PathBuf::from("b.md")]);
    assert_eq!(library.update(&index).indexed, 1);
}

/// What may happen to the bytes of a file.
type Harm = fn(&[u8]) -> Vec<u8>;

#[test]
fn a_damaged_index_is_set_aside_and_made_anew() {
    let library = Library::with(&[("a.md", "One?", "First text."), ("b.md", "Two?", "Second.")]);
    drop(library.indexed());
    let folder = library.place.index();
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let whole: Vec<(PathBuf, Vec<u8>)> =
        names.iter().map(|name| (name.clone(), fs::read(name).unwrap())).collect();
    let harms: [Harm; 4] = [
        |bytes| vec![0; bytes.len()],
        |bytes| bytes[..bytes.len() / 2].to_vec(),
        |bytes| {
            bytes.iter().enumerate().map(|(at, b)| b ^ u8::from(at == bytes.len() / 3)).collect()
        },
        |_| b"a file of somebody else".to_vec(),
    ];
    for (number, harm) in harms.iter().enumerate() {
        for (path, bytes) in &whole {
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with('.') || bytes.is_empty() {
                continue;
            }
            fs::write(path, harm(bytes)).unwrap();
            let index = library.open();
            // What tantivy keeps for itself may be damaged without harm to what is found.
            if index.is_empty() {
                assert_eq!(library.update(&index).indexed, 2, "{name} {number}");
            }
            assert_eq!(found(&index, "first"), ["a.md"], "{name} {number}");
            drop(index);
            fs::remove_dir_all(&folder).unwrap();
            fs::create_dir_all(&folder).unwrap();
            for (path, bytes) in &whole {
                fs::write(path, bytes).unwrap();
            }
        }
    }
}

#[test]
fn an_index_may_be_deleted_at_any_time() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let index = library.indexed();
    fs::remove_dir_all(library.folder.path().join("cache")).unwrap();
    assert_eq!(found(&index, "first"), ["a.md"]);
    drop(index);
    let index = library.indexed();
    assert_eq!(found(&index, "first"), ["a.md"]);
}

#[test]
fn what_others_may_write_to_is_not_read() {
    use std::os::unix::fs::PermissionsExt;
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    drop(library.indexed());
    fs::set_permissions(library.place.index(), fs::Permissions::from_mode(0o777)).unwrap();
    assert!(matches!(Index::open(&library.place), Err(Failure::Unusable(_))));
}

#[test]
fn of_two_programs_one_writes_and_the_other_sees_it() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let (one, other) = (library.open(), library.open());
    let difference = one.compare(&library.catalog()).unwrap();
    let mut while_writing = Vec::new();
    one.update(&library.source(), &difference, |_| {
        while_writing.push(other.update(&library.source(), &difference, |_| true));
        while_writing.push(library.place.discard().map(|()| Update::default()));
        true
    })
    .unwrap();
    assert_eq!(while_writing[..2], [Err(Failure::Busy), Err(Failure::Busy)]);
    assert!(other.is_empty());
    other.reload().unwrap();
    assert_eq!(found(&other, "first"), ["a.md"]);
    library.write("b.md", "question: Two?", "Second text.");
    library.update(&other);
    one.reload().unwrap();
    assert_eq!(found(&one, "second"), ["b.md"]);
}

#[test]
fn what_other_versions_left_goes_when_an_index_is_made() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let old = library.place.index().with_file_name("0123456789abcdef");
    fs::create_dir_all(&old).unwrap();
    fs::write(old.join("meta.json"), "{}").unwrap();
    let kept = library.place.index().with_file_name("notes");
    fs::create_dir_all(&kept).unwrap();
    drop(library.open());
    assert!(!old.exists() && kept.exists());
}

#[test]
fn a_discarded_index_is_empty_at_the_next_start() {
    let library = Library::with(&[("a.md", "One?", "First text.")]);
    let index = library.indexed();
    library.place.discard().unwrap();
    assert_eq!(found(&index, "first"), ["a.md"]);
    assert!(library.open().is_empty());
}

#[test]
fn the_built_in_library_is_indexed_in_memory() {
    let index = Index::in_memory().unwrap();
    let mut catalog = Catalog::new();
    scan_into(&Source::Bundled, |batch| {
        for record in batch.records {
            catalog.push(record).unwrap();
        }
    });
    let difference = index.compare(&catalog).unwrap();
    index.update(&Source::Bundled, &difference, |_| true).unwrap();
    assert_eq!(index.len(), u64::try_from(catalog.len()).unwrap());
}
