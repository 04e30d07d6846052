//! Looks at a few places of a library again: files and folders that may have changed.
//!
//! Invariant: what is refused by a walk of the whole library is refused here too.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use super::walk::{Met, walk_folder};
use super::{Detail, read_one};
use crate::library::catalog::{Changes, shown_path};
use crate::library::source::Source;

/// What is at these places now, each relative to the library's folder. A place that is hidden, or that
/// leads out of the folder, is nothing of ours.
#[must_use]
pub fn look(source: &Source, places: &[PathBuf]) -> Changes {
    let mut changes = Changes::default();
    let Source::Folder(root) = source else { return changes };
    let folders: HashSet<&Path> = places.iter().map(PathBuf::as_path).collect();
    // What lies below another of them is looked at with that one.
    let is_below =
        |place: &&PathBuf| place.ancestors().skip(1).any(|above| folders.contains(above));
    for place in places.iter().filter(|place| is_inside(place) && !is_below(place)) {
        changes.looked_at.push(shown_path(place));
        let start = root.join(place);
        // What lies behind a link is read with the full check, like everything here.
        if start.symlink_metadata().is_err() {
            continue;
        }
        walk_folder(root, &start, |met| {
            let met = match met {
                Met::File(file) => Met::Linked(file),
                other => other,
            };
            read_one(source, Detail::Listing, met, &mut changes.found);
            true
        });
    }
    changes
}

fn is_inside(place: &Path) -> bool {
    place.components().all(|part| match part {
        Component::Normal(name) => name.as_encoded_bytes().first() != Some(&b'.'),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    type Paths = Vec<String>;

    fn looked(root: &Path, places: &[&str]) -> (Paths, Paths, Paths) {
        let source = Source::folder(root).unwrap();
        let places: Vec<_> = places.iter().map(PathBuf::from).collect();
        let changes = look(&source, &places);
        let records = changes.found.records.into_iter().map(|record| record.path);
        let problems = changes.found.problems.iter().filter(|problem| !problem.listed);
        let problems = problems.map(|problem| problem.path.clone()).collect();
        (changes.looked_at, records.collect(), problems)
    }

    #[test]
    fn files_and_folders_are_read_and_what_is_gone_is_said() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/b")).unwrap();
        for file in ["a/b/c.md", "a/d.md", "e.md", "f.txt"] {
            fs::write(folder.path().join(file), "# Title").unwrap();
        }
        let (at, found, problems) = looked(folder.path(), &["a", "e.md", "f.txt", "gone.md"]);
        assert_eq!(at, ["a", "e.md", "f.txt", "gone.md"]);
        assert_eq!(found, ["a/b/c.md", "a/d.md", "e.md"]);
        assert_eq!(problems, [""; 0]);
    }

    #[test]
    fn a_file_is_read_once_also_when_its_folder_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/b.md"), "# Title").unwrap();
        let (at, found, _) = looked(folder.path(), &["a/b.md", "a", "ab.md"]);
        assert_eq!((at, found), (vec!["a".into(), "ab.md".into()], vec!["a/b.md".into()]));
    }

    #[test]
    fn a_link_that_leads_back_is_not_entered_wherever_the_look_begins() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/b.md"), "# Title").unwrap();
        symlink(folder.path(), folder.path().join("a/loop")).unwrap();
        let (_, found, problems) = looked(folder.path(), &["a"]);
        assert_eq!((found, problems), (vec!["a/b.md".into()], vec!["a/loop".into()]));
        let (at, found, problems) = looked(folder.path(), &["a/loop"]);
        assert_eq!((&at, found.len(), &problems), (&problems, 0, &at));
        for below in ["a/loop/a", "a/loop/a/b.md"] {
            let (at, found, problems) = looked(folder.path(), &[below]);
            assert_eq!((at, found.len(), problems.len()), (vec![below.into()], 0, 0));
        }
    }

    #[test]
    fn links_are_told_of_and_where_they_lead() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("a/.store")).unwrap();
        fs::write(at("a/.store/b"), "# Title").unwrap();
        symlink(".store/b", at("a/b.md")).unwrap();
        symlink("../c", at("a/later")).unwrap();
        symlink("a", at("d")).unwrap();
        let source = Source::folder(folder.path()).unwrap();
        let mut links = look(&source, &["a".into(), "d".into()]).found.links;
        links.sort();
        links.dedup();
        let ends = ["a", "a/.store/b", "a/b.md", "a/later", "c", "d", "d/b.md", "d/later"];
        assert_eq!(links, ends.map(PathBuf::from));
    }

    #[test]
    fn nothing_hidden_or_outside_is_looked_at() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("x.md"), "# Secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        fs::write(folder.path().join(".git/a.md"), "# Hidden").unwrap();
        symlink(outside.path(), folder.path().join("link")).unwrap();
        symlink(outside.path().join("x.md"), folder.path().join("x.md")).unwrap();
        let places = [".git/a.md", "../x.md", "/etc", "link", "x.md"];
        let (at, found, problems) = looked(folder.path(), &places);
        assert_eq!((found, &at), (Vec::new(), &problems));
        assert_eq!(at, ["link", "x.md"]);
        let (at, found, problems) = looked(folder.path(), &["link/x.md"]);
        assert_eq!((at.len(), found.len(), problems.len()), (1, 0, 1));
    }
}
