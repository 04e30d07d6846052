//! What the catalog finds, before and after the folder changed.

use std::collections::{BTreeMap, HashSet};
use std::slice::from_ref;

use proptest::prelude::*;

use super::*;
use crate::find::Query;
use crate::library::reference::Reference;

fn record(path: &str, question: &str) -> Record {
    Record {
        path: path.into(),
        url: Some(format!("/learn/{}", path.trim_end_matches(".md"))),
        question: question.into(),
        subject_slug: path.split('/').next().unwrap().into(),
        subject_label: "Physics".into(),
        front_matter: true,
        ..Record::default()
    }
}

fn related(url: &str, id: Option<i64>, title: &str) -> Reference {
    Reference { url: Some(url.into()), id, title: title.into(), subject: None }
}

fn library() -> Catalog {
    let mut catalog = Catalog::new();
    catalog
        .push(Record { id: Some(-7), ..record("physics/questions/ring.md", "What is a ring?") })
        .unwrap();
    catalog
        .push(Record { id: Some(-7), ..record("maths/questions/ring.md", "What is a ring?") })
        .unwrap();
    catalog
        .push(Record { id: Some(9), ..record("maths/questions/field.md", "What is a field?") })
        .unwrap();
    catalog
}

#[test]
fn a_reference_is_found_by_url_first() {
    let found = library().resolve(&related("/learn/maths/questions/ring", Some(9), "x"));
    assert_eq!(found, Some(ArticleId(1)));
}

#[test]
fn a_reference_with_a_stale_url_is_found_by_id_and_title_together() {
    let catalog = library();
    let stale = "/learn/algebra/questions/gone";
    let found = catalog.resolve(&related(stale, Some(9), "What is a FIELD"));
    assert_eq!(found, Some(ArticleId(2)));
    assert_eq!(catalog.resolve(&related(stale, Some(9), "What is a cat?")), None);
}

#[test]
fn a_reference_with_a_moved_subject_is_found_by_slug_in_the_named_subject_first() {
    let catalog = library();
    let found = catalog.resolve(&related("/teach/maths/questions/ring", None, ""));
    assert_eq!(found, Some(ArticleId(1)));
    let elsewhere = catalog.resolve(&related("/teach/art/questions/ring", None, ""));
    assert_eq!(elsewhere, None, "two articles have the slug, and neither is meant");
    let only = catalog.resolve(&related("/teach/art/questions/field", None, ""));
    assert_eq!(only, Some(ArticleId(2)));
}

#[test]
fn a_broken_link_among_many_files_of_one_name_opens_none_of_them() {
    let mut catalog = Catalog::new();
    for folder in 0..3 {
        let path = format!("e{folder}/README.md");
        catalog.push(Record { url: None, ..record(&path, "README") }).unwrap();
    }
    assert_eq!(catalog.resolve(&related("gone/README.md", None, "there")), None);
    let found = catalog.resolve(&related("e2/README.md", None, "there"));
    assert_eq!(found, Some(ArticleId(2)));
}

#[test]
fn a_wiki_link_is_found_by_title() {
    let found = library().resolve(&related("What is a field?", None, "the field"));
    assert_eq!(found, Some(ArticleId(2)));
}

#[test]
fn an_id_that_two_articles_bear_means_both() {
    let both = Lookup::Several(vec![ArticleId(0), ArticleId(1)]);
    assert_eq!(library().lookup("-7"), both);
    assert_eq!(library().lookup("what is a ring"), both);
    assert_eq!(library().lookup("9"), Lookup::One(ArticleId(2)));
}

#[test]
fn a_whole_web_address_finds_its_article() {
    let found = library().lookup("https://example.org/learn/maths/questions/field");
    assert_eq!(found, Lookup::One(ArticleId(2)));
    assert_eq!(library().lookup("field"), Lookup::One(ArticleId(2)));
    assert_eq!(library().lookup("maths/questions/field.md"), Lookup::One(ArticleId(2)));
    assert_eq!(library().lookup("nothing like it"), Lookup::Nothing);
}

#[test]
fn backlinks_name_every_article_that_refers_here_once() {
    let mut catalog = library();
    let twice = related("/learn/maths/questions/ring", None, "");
    catalog
        .push(Record { related: vec![twice.clone(), twice], ..record("a/b/c.md", "c") })
        .unwrap();
    catalog.link();
    assert_eq!(catalog.backlinks(ArticleId(1)), vec![ArticleId(3)]);
    assert_eq!(catalog.backlinks(ArticleId(3)), vec![]);
}

#[test]
fn an_unlisted_article_is_found_but_not_counted() {
    let mut catalog = library();
    catalog
        .push(Record { unlisted: true, ..record("maths/questions/secret.md", "secret") })
        .unwrap();
    assert_eq!(catalog.listed(), 3);
    assert_eq!(catalog.lookup("secret"), Lookup::One(ArticleId(3)));
}

#[test]
fn the_same_question_in_two_subjects_is_a_twin() {
    assert!(library().has_twin(ArticleId(0)));
    assert!(!library().has_twin(ArticleId(2)));
}

#[test]
fn only_the_same_question_with_the_same_text_is_the_same_article_elsewhere() {
    let mut catalog = Catalog::new();
    let texts =
        [("a.md", "Why?", 7), ("b.md", "Why?", 7), ("c.md", "Why?", 8), ("d.md", "How?", 7)];
    for (path, question, twin) in texts {
        catalog.push(Record { twin, ..record(path, question) }).unwrap();
    }
    let twins: Vec<_> = catalog.ids().map(|id| catalog.twin(id)).collect();
    assert_eq!(twins, [Some(7), Some(7), Some(8), None]);
    assert_eq!(catalog.same_question(ArticleId(1), 9), (vec![ArticleId(0), ArticleId(2)], false));
    assert_eq!(catalog.same_question(ArticleId(1), 1), (vec![ArticleId(0)], true));
    assert_eq!(catalog.same_question(ArticleId(3), 9), (vec![], false));
}

#[test]
fn what_changed_keeps_its_row_and_what_went_gets_it_back() {
    let mut catalog = library();
    catalog.link();
    let path = "maths/questions/ring.md".to_owned();
    let changed =
        catalog.change(from_ref(&path), &HashSet::new(), vec![record(&path, "What is an ideal?")]);
    assert_eq!(changed, Changed { changed: vec![ArticleId(1)], ..Changed::default() });
    assert_eq!(catalog.get(ArticleId(1)).unwrap().question, "What is an ideal?");
    assert!(!catalog.has_twin(ArticleId(0)));
    let changed = catalog.change(from_ref(&path), &HashSet::new(), Vec::new());
    assert_eq!(changed, Changed { removed: vec![ArticleId(1)], ..Changed::default() });
    assert_eq!((catalog.len(), catalog.get(ArticleId(1))), (2, None));
    assert_eq!(catalog.get_even_gone(ArticleId(1)).unwrap().question, "What is an ideal?");
    let changed =
        catalog.change(from_ref(&path), &HashSet::new(), vec![record(&path, "What is a ring?")]);
    assert_eq!(changed, Changed { changed: vec![ArticleId(1)], ..Changed::default() });
    assert_eq!(catalog.lookup(&path), Lookup::One(ArticleId(1)));
}

#[test]
fn an_article_that_comes_twice_at_once_is_one() {
    let mut catalog = library();
    catalog.link();
    let twice = vec![record("a/new.md", "What is new?"), record("a/new.md", "What is newer?")];
    catalog.change(&[], &HashSet::new(), twice);
    assert_eq!((catalog.len(), catalog.lookup("What is newer?")), (4, Lookup::One(ArticleId(3))));
}

#[test]
fn many_articles_of_one_url_change_in_time_in_proportion() {
    const MANY: usize = 100_000;
    let alike = |number: usize, question: &str| {
        let mut record = record(&format!("a/{number:06}.md"), question);
        record.url = Some("/learn/a/questions/one".into());
        record.related = vec![related("/learn/a/questions/one", None, "")];
        record
    };
    let mut catalog = Catalog::new();
    for number in 0..MANY {
        catalog.push(alike(number, "Before?")).unwrap();
    }
    catalog.link();
    for question in ["Afterwards?", "Later?"] {
        let found: Vec<_> = (0..MANY).map(|number| alike(number, question)).collect();
        let paths: Vec<_> = found.iter().map(|record| record.path.clone()).collect();
        assert_eq!(catalog.change(&paths, &HashSet::new(), found).changed.len(), MANY);
    }
    assert_eq!(
        catalog.lookup("/learn/a/questions/one"),
        Lookup::Several((0..100_000).map(ArticleId).collect())
    );
    let gone = catalog.change(&["a".to_owned()], &HashSet::new(), Vec::new());
    assert_eq!((gone.removed.len(), catalog.len()), (MANY, 0));
}

#[test]
fn a_folder_that_went_takes_its_articles_along_and_a_namesake_stays() {
    let mut catalog = library();
    catalog.push(record("mathsmore/a.md", "a")).unwrap();
    catalog.link();
    let changed = catalog.change(&["maths".to_owned()], &HashSet::new(), Vec::new());
    assert_eq!(changed.removed, [ArticleId(1), ArticleId(2)]);
    assert_eq!(catalog.ids().collect::<Vec<_>>(), [ArticleId(0), ArticleId(3)]);
}

#[test]
fn a_new_article_stands_in_the_list_where_a_walk_would_meet_it() {
    let mut catalog = Catalog::new();
    for path in ["a/b.md", "a-b.md", "c.md"] {
        catalog.push(record(path, path)).unwrap();
    }
    catalog.link();
    catalog.change(&[], &HashSet::new(), vec![record("a/a.md", "first"), record("b.md", "later")]);
    let paths: Vec<_> = catalog.ids().map(|id| catalog.get(id).unwrap().path).collect();
    assert_eq!(paths, ["a/a.md", "a/b.md", "a-b.md", "b.md", "c.md"]);
}

/// Where everything that can be asked for leads, with paths in place of rows.
fn answers(catalog: &Catalog, asked: &[Reference]) -> Vec<String> {
    let path = |id: ArticleId| catalog.get(id).map_or("gone", |entry| entry.path).to_owned();
    let paths = |ids: Vec<ArticleId>| ids.into_iter().map(path).collect::<Vec<_>>().join(" ");
    let mut answers = vec![paths(catalog.ids().collect())];
    answers.push(format!("{} {} {}", catalog.len(), catalog.listed(), catalog.unlisted()));
    for id in catalog.subjects().sorted() {
        let subject = catalog.subjects().get(id).unwrap();
        if subject.listed + subject.unlisted > 0 {
            answers.push(format!("{} {} {}", subject.slug, subject.listed, subject.unlisted));
        }
    }
    for typed in ["a", "b?"] {
        let found = catalog
            .haystack()
            .find(&Query::parse(typed), &|row| catalog.get(ArticleId(row)).is_some());
        let mut found: Vec<_> = found.rows.into_iter().map(|row| path(ArticleId(row))).collect();
        found.sort();
        answers.push(found.join(" "));
    }
    for id in catalog.ids() {
        let backlinks = paths(catalog.backlinks(id));
        let entry = catalog.get(id).unwrap();
        let entry = (entry.question, entry.url, entry.id, entry.date, entry.file());
        answers.push(format!("{entry:?} {} from {backlinks}", catalog.has_twin(id)));
    }
    let twins: Vec<_> = catalog.ids().map(|id| catalog.twin(id)).collect();
    for (id, twin) in catalog.ids().zip(&twins) {
        // Of one that has no twin any more this may not be known.
        let alike = twins.iter().filter(|other| other.is_some() && *other == twin).count();
        answers.push(format!("{} of {}", path(id), alike.max(1)));
    }
    for reference in asked {
        answers.push(catalog.resolve(reference).map_or_else(String::new, path));
        let named = reference.url.as_deref().unwrap_or(&reference.title);
        let mut found = match catalog.lookup(named) {
            Lookup::Nothing => Vec::new(),
            Lookup::One(id) => vec![path(id)],
            Lookup::Several(ids) => ids.into_iter().map(path).collect(),
        };
        found.sort();
        answers.push(found.join(" "));
    }
    answers
}

fn any_reference() -> impl Strategy<Value = Reference> {
    let url = prop_oneof![
        "/l/[ab]/q/[a-d]".prop_map(Some),
        "[ab]/[a-d]\\.md".prop_map(Some),
        "[A-D]".prop_map(Some),
        Just(None)
    ];
    (url, proptest::option::of(1_i64..4), "[A-D]\\??").prop_map(|(url, id, title)| Reference {
        url: url.map(Into::into),
        id,
        title: title.into(),
        subject: None,
    })
}

fn any_record() -> impl Strategy<Value = Record> {
    let urls = proptest::option::of("/l/[ab]/q/[a-d]");
    let related = proptest::collection::vec(any_reference(), 0..4);
    let rest = (any::<bool>(), proptest::option::of("[xy]"));
    ("[ab]/[a-d]\\.md", urls, proptest::option::of(1_i64..4), "[A-D]\\??", related, rest).prop_map(
        |(path, url, id, question, related, (unlisted, date))| {
            let letter = question.bytes().next().map_or(0, u64::from);
            let twin = date.as_ref().map_or(0, |date| letter * 2 + u64::from(date == "x"));
            Record {
                subject_slug: path.split('/').take(1).collect(),
                subject_label: path.split('/').take(1).collect::<String>().to_uppercase(),
                file: question.ends_with('?').then(|| format!("{path}?").into()),
                path,
                url,
                id,
                question,
                related,
                unlisted,
                twin,
                date,
                ..Record::default()
            }
        },
    )
}

/// A folder: files by their paths in the order of a walk.
type Folder = BTreeMap<Vec<String>, Record>;

fn put(folder: &mut Folder, record: &Record) {
    let parts = record.path.split('/').map(str::to_owned).collect();
    folder.insert(parts, record.clone());
}

fn made(folder: &Folder) -> Catalog {
    let mut catalog = Catalog::new();
    for record in folder.values() {
        catalog.push(record.clone()).unwrap();
    }
    catalog.link();
    catalog
}

struct Read(std::vec::IntoIter<Vec<u8>>);

impl Columns for Read {
    fn next<T: bytemuck::Pod>(&mut self) -> Option<Vec<T>> {
        let bytes = self.0.next()?;
        (bytes.len() % size_of::<T>() == 0).then(|| bytemuck::pod_collect_to_vec(&bytes))
    }
}

fn read_back(catalog: &Catalog) -> Catalog {
    let catalog = catalog.compact();
    let columns: Vec<_> = catalog.columns().into_iter().map(std::borrow::Cow::into_owned).collect();
    Catalog::from_columns(&mut Read(columns.into_iter())).unwrap()
}

proptest! {
    #[test]
    fn a_catalog_that_followed_changes_answers_as_one_made_anew(
        records in proptest::collection::vec(any_record(), 0..8),
        steps in proptest::collection::vec(
            (proptest::collection::vec(any_record(), 0..4), proptest::option::of("[ab](/[a-d]\\.md)?")),
            0..5,
        ),
        asked in proptest::collection::vec(any_reference(), 1..6),
    ) {
        let mut folder = Folder::new();
        for record in &records {
            put(&mut folder, record);
        }
        let mut catalog = made(&folder);
        let mut restored = read_back(&catalog);
        for (found, gone) in steps {
            let mut there = Folder::new();
            for record in &found {
                put(&mut there, record);
            }
            let found: Vec<_> = there.into_values().collect();
            let mut looked_at: Vec<_> = found.iter().map(|record| record.path.clone()).collect();
            if let Some(gone) = gone {
                let below = format!("{gone}/");
                folder.retain(|_, record| record.path != gone && !record.path.starts_with(&below));
                looked_at.push(gone);
            }
            for record in &found {
                put(&mut folder, record);
            }
            for catalog in [&mut catalog, &mut restored] {
                let changed = catalog.change(&looked_at, &HashSet::new(), found.clone());
                let path = |id: &ArticleId| catalog.get(*id).unwrap().path.to_owned();
                let unsettled: Vec<_> = changed.unsettled.iter().map(path).collect();
                let read = |path: &String| folder.values().find(|r| r.path == *path).cloned();
                let again = catalog.change(&unsettled, &HashSet::new(), unsettled.iter().filter_map(read).collect());
                prop_assert_eq!((again.added, again.removed, again.unsettled), Default::default());
            }
            let expected = answers(&made(&folder), &asked);
            prop_assert_eq!(answers(&catalog, &asked), &expected[..]);
            prop_assert_eq!(answers(&restored, &asked), &expected[..]);
            restored = read_back(&restored);
            prop_assert_eq!(answers(&restored, &asked), &expected[..]);
        }
    }
}
