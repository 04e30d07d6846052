//! The catalog: the in-memory table of a library's articles, without their answers.
//!
//! Pure and append-only; rows come in the order of the folder's walk, so that the same folder
//! always gives the same catalog. Identity is the row; among files it is the url, and an id is
//! only a convenience, because several articles may bear one.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use crate::article::Article;
use crate::find::Haystack;
use crate::library::problem::Problem;
use crate::library::reference::{self, Reference};
use crate::library::subject::{self, SubjectId, Subjects};
use crate::text::sanitize;

/// The row of an article in its catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u32);

/// One article as lists, references and commands need it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The file relative to the library's folder, with `/`, fit to be shown.
    pub path: Box<str>,
    /// The same when its name is not UTF-8, or not fit to be shown as it is.
    pub file: Option<Box<Path>>,
    /// What identifies the article among others; plain notes have none.
    pub url: Option<Box<str>>,
    /// A number that other articles may bear too.
    pub id: Option<i64>,
    /// The question, or the title of a note.
    pub question: Box<str>,
    /// The slug of the subject.
    pub subject_slug: Box<str>,
    /// The subject as this article spells it.
    pub subject_label: Box<str>,
    /// The date as written.
    pub date: Option<Box<str>>,
    /// Keywords, trimmed.
    pub keywords: Box<[Box<str>]>,
    /// Related articles as written, in their order.
    pub related: Box<[Reference]>,
    /// Not in lists or counts unless asked for.
    pub unlisted: bool,
    /// Whether the file had a front matter.
    pub front_matter: bool,
}

impl Entry {
    /// The entry of an article read from `file`, relative to the library's folder.
    #[must_use]
    pub fn new(article: &Article, file: &Path) -> Self {
        let path = shown_path(file);
        let url = article.url.as_deref().filter(|url| !url.is_empty());
        let (slug, label) = subject::of(url, article.subject.as_deref(), &path);
        let related = article.related.iter().map(|r| Reference::new(r, &path)).collect();
        Self {
            file: (Path::new(&path) != file).then(|| file.into()),
            url: url.map(Into::into),
            id: article.id,
            question: article.question.as_str().into(),
            subject_slug: slug.into(),
            subject_label: label.into(),
            date: article.date.as_deref().map(Into::into),
            keywords: article.keywords.iter().map(|keyword| keyword.as_str().into()).collect(),
            related,
            unlisted: article.unlisted,
            front_matter: article.problems.iter().all(|flaw| flaw.rule != "no-front-matter"),
            path: path.into(),
        }
    }

    /// The file to open, relative to the library's folder.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.file.as_deref().map_or_else(|| PathBuf::from(&*self.path), Path::to_path_buf)
    }
}

/// A path as it is shown: `/` between parts, bytes that are not UTF-8 as U+FFFD, no controls.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    sanitize::line(&path.to_string_lossy()).into_owned()
}

/// Some articles and some problems.
#[derive(Debug, Default)]
pub struct Batch {
    /// The articles in walk order.
    pub entries: Vec<Entry>,
    /// What could not be read, and doubts about what could.
    pub problems: Vec<Problem>,
    /// Files this batch stands for, read or not.
    pub files: usize,
}

/// What a typed name (id, url, slug, question or path) stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Exactly one article.
    One(ArticleId),
    /// Several, all equally meant.
    Several(Vec<ArticleId>),
    /// None.
    Nothing,
}

/// The table.
#[derive(Default)]
pub struct Catalog {
    entries: Vec<Entry>,
    subject_of: Vec<SubjectId>,
    subjects: Subjects,
    haystack: Haystack,
    by_url: KeyIndex,
    by_path: KeyIndex,
    by_slug: KeyIndex,
    /// Slugs together with the subject they stand in.
    by_place: KeyIndex,
    by_title: KeyIndex,
    by_id: KeyIndex,
    /// Whether another article has the same question.
    twins: Vec<bool>,
    /// (target, source), sorted; empty until `link`.
    backlinks: Vec<(ArticleId, ArticleId)>,
    unlisted: usize,
}

impl Catalog {
    /// A catalog without articles.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an article as the last row.
    pub fn push(&mut self, entry: Entry) -> ArticleId {
        let id = ArticleId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.haystack.push(&entry.question);
        let subject =
            self.subjects.count(&entry.subject_slug, &entry.subject_label, entry.unlisted);
        self.subject_of.push(subject);
        self.unlisted += usize::from(entry.unlisted);
        let slug = reference::slug(entry.url.as_deref().unwrap_or(&entry.path));
        self.by_url.push(entry.url.as_deref());
        self.by_path.push(Some(&*entry.path));
        let slug = slug.to_lowercase();
        self.by_place.push(Some(&format!("{}/{slug}", entry.subject_slug)));
        self.by_slug.push(Some(&slug));
        let title = reference::title_key(&entry.question);
        let twin = self.by_title.candidates(&title).next();
        if let Some(first) = twin.and_then(|row| self.twins.get_mut(row as usize)) {
            *first = true;
        }
        self.twins.push(twin.is_some());
        self.by_title.push(Some(&title));
        self.by_id.push(entry.id.map(|id| id.to_string()).as_deref());
        self.entries.push(entry);
        id
    }

    /// The article in a row.
    #[must_use]
    pub fn get(&self, id: ArticleId) -> Option<&Entry> {
        self.entries.get(id.0 as usize)
    }

    /// The subject of the article in a row.
    #[must_use]
    pub fn subject_of(&self, id: ArticleId) -> Option<SubjectId> {
        self.subject_of.get(id.0 as usize).copied()
    }

    /// The label of the subject of the article in a row.
    #[must_use]
    pub fn subject_label(&self, id: ArticleId) -> &str {
        self.subject_of(id)
            .and_then(|subject| self.subjects.get(subject))
            .map_or("", |subject| subject.label.as_str())
    }

    /// The subjects.
    #[must_use]
    pub fn subjects(&self) -> &Subjects {
        &self.subjects
    }

    /// The questions, for finding; row n is article n.
    #[must_use]
    pub fn haystack(&self) -> &Haystack {
        &self.haystack
    }

    /// All rows in order.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> + use<> {
        (0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)).map(ArticleId)
    }

    /// Articles, unlisted ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Articles that stand in lists and counts.
    #[must_use]
    pub fn listed(&self) -> usize {
        self.entries.len() - self.unlisted
    }

    /// Articles that do not.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// Whether another article has the same question, so that the subject must be shown beside it.
    #[must_use]
    pub fn has_twin(&self, id: ArticleId) -> bool {
        self.twins.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// The article a reference means: by url, then by id with the same title, then by slug (in the
    /// subject the url names, or anywhere if only one article bears it); a wiki link also by title.
    #[must_use]
    pub fn resolve(&self, reference: &Reference) -> Option<ArticleId> {
        let url = reference.url.as_deref();
        url.and_then(|url| self.with_url(url).or_else(|| self.with_path(url)))
            .or_else(|| {
                let id = reference.id?;
                let key = reference::title_key(&reference.title);
                self.rows(&self.by_id, &id.to_string(), |e| {
                    e.id == Some(id) && reference::title_key(&e.question) == key
                })
                .next()
            })
            .or_else(|| url.and_then(|url| self.nearest_slug(url)))
            .or_else(|| {
                let named = url.filter(|url| !url.contains('/')).or(match reference.id {
                    None if url.is_none() => Some(&*reference.title),
                    _ => None,
                })?;
                self.titled(named).next()
            })
    }

    /// What a name typed by a person means: an id, a url, a path, a slug or a question.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Lookup {
        let name = name.trim();
        let id: Option<i64> = name.parse().ok();
        let ids = self.rows(&self.by_id, name, |e| id.is_some() && e.id == id);
        let local = name
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').and_then(|slash| rest.get(slash..)))
            .unwrap_or(name);
        let candidates: [Vec<ArticleId>; 5] = [
            ids.collect(),
            self.rows(&self.by_url, local, |e| e.url.as_deref() == Some(local)).collect(),
            self.with_path(local).into_iter().collect(),
            self.slugged(local).collect(),
            self.titled(name).collect(),
        ];
        match candidates.into_iter().find(|rows| !rows.is_empty()) {
            None => Lookup::Nothing,
            Some(rows) => match rows.as_slice() {
                [one] => Lookup::One(*one),
                _ => Lookup::Several(rows),
            },
        }
    }

    /// Computes who links to whom; called when all articles are there.
    pub fn link(&mut self) {
        let mut pairs = Vec::new();
        for source in self.ids() {
            let Some(entry) = self.get(source) else { continue };
            for reference in &entry.related {
                if let Some(target) = self.resolve(reference)
                    && target != source
                {
                    pairs.push((target, source));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        self.backlinks = pairs;
    }

    /// The articles that refer to this one, in order; empty before `link`.
    #[must_use]
    pub fn backlinks(&self, id: ArticleId) -> Vec<ArticleId> {
        let start = self.backlinks.partition_point(|(target, _)| *target < id);
        let tail = self.backlinks.get(start..).unwrap_or_default();
        tail.iter().take_while(|(target, _)| *target == id).map(|(_, source)| *source).collect()
    }

    fn with_url(&self, url: &str) -> Option<ArticleId> {
        self.rows(&self.by_url, url, |e| e.url.as_deref() == Some(url)).next()
    }

    /// The article in the file at `path`, relative to the library's folder.
    #[must_use]
    pub fn with_path(&self, path: &str) -> Option<ArticleId> {
        self.rows(&self.by_path, path, |e| &*e.path == path).next()
    }

    fn titled<'a>(&'a self, title: &str) -> impl Iterator<Item = ArticleId> + use<'a> {
        let key = reference::title_key(title);
        let rows = self.by_title.candidates(&key).map(ArticleId);
        rows.filter(move |id| {
            self.get(*id).is_some_and(|e| reference::title_key(&e.question) == key)
        })
    }

    fn slugged<'a>(&'a self, name: &str) -> impl Iterator<Item = ArticleId> + use<'a> {
        let slug = reference::slug(name).to_lowercase();
        let rows = self.by_slug.candidates(&slug).map(ArticleId);
        rows.filter(move |id| self.get(*id).is_some_and(|entry| has_slug(entry, &slug)))
    }

    /// The article with the slug of `url` in the subject the url names, or the only one that has
    /// it at all: where many files are called alike, none of them is meant.
    fn nearest_slug(&self, url: &str) -> Option<ArticleId> {
        let (subject, _) = subject::of(Some(url), None, "");
        let slug = reference::slug(url).to_lowercase();
        let place = format!("{subject}/{slug}");
        let in_subject = self
            .rows(&self.by_place, &place, |e| *e.subject_slug == *subject && has_slug(e, &slug))
            .next();
        in_subject.or_else(|| {
            let mut rows = self.slugged(url);
            let only = rows.next()?;
            rows.next().is_none().then_some(only)
        })
    }

    /// The rows under a key that `is` confirms, in order. Found one at a time: many may have it.
    fn rows<'a, F: Fn(&Entry) -> bool + 'a>(
        &'a self,
        index: &'a KeyIndex,
        key: &str,
        is: F,
    ) -> impl Iterator<Item = ArticleId> + use<'a, F> {
        let rows = index.candidates(key).map(ArticleId);
        rows.filter(move |id| self.get(*id).is_some_and(&is))
    }
}

fn has_slug(entry: &Entry, slug: &str) -> bool {
    reference::slug(entry.url.as_deref().unwrap_or(&entry.path)).to_lowercase() == slug
}

/// Rows by the hash of a key: eight bytes a key instead of the key itself, so that what it finds
/// are candidates which the caller compares with the entries.
#[derive(Default)]
struct KeyIndex {
    /// The first and the last row of each key.
    ends: HashMap<u64, (u32, u32)>,
    /// The next row with the same key.
    next: Vec<u32>,
    hasher: std::hash::RandomState,
}

impl KeyIndex {
    const END: u32 = u32::MAX;

    /// Adds the key of the next row; `None` if it has none.
    fn push(&mut self, key: Option<&str>) {
        let row = u32::try_from(self.next.len()).unwrap_or(Self::END);
        self.next.push(Self::END);
        let Some(key) = key else { return };
        let (_, last) = self.ends.entry(self.hasher.hash_one(key)).or_insert((row, row));
        let before = std::mem::replace(last, row);
        if before != row
            && let Some(link) = self.next.get_mut(before as usize)
        {
            *link = row;
        }
    }

    /// Rows whose key has the same hash, the earliest first.
    fn candidates<'a>(&'a self, key: &str) -> impl Iterator<Item = u32> + use<'a> {
        let first = self.ends.get(&self.hasher.hash_one(key)).map(|(first, _)| *first);
        std::iter::successors(first, |row| {
            self.next.get(*row as usize).copied().filter(|row| *row != Self::END)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, question: &str) -> Entry {
        Entry {
            path: path.into(),
            file: None,
            url: Some(format!("/learn/{}", path.trim_end_matches(".md")).into()),
            id: None,
            question: question.into(),
            subject_slug: path.split('/').next().unwrap().into(),
            subject_label: "Physics".into(),
            date: None,
            keywords: Box::default(),
            related: Box::default(),
            unlisted: false,
            front_matter: true,
        }
    }

    fn related(url: &str, id: Option<i64>, title: &str) -> Reference {
        Reference { url: Some(url.into()), id, title: title.into(), subject: None }
    }

    fn library() -> Catalog {
        let mut catalog = Catalog::new();
        catalog
            .push(Entry { id: Some(-7), ..entry("physics/questions/ring.md", "What is a ring?") });
        catalog.push(Entry { id: Some(-7), ..entry("maths/questions/ring.md", "What is a ring?") });
        catalog
            .push(Entry { id: Some(9), ..entry("maths/questions/field.md", "What is a field?") });
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
            catalog.push(Entry { url: None, ..entry(&path, "README") });
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
        catalog.push(Entry { related: [twice.clone(), twice].into(), ..entry("a/b/c.md", "c") });
        catalog.link();
        assert_eq!(catalog.backlinks(ArticleId(1)), vec![ArticleId(3)]);
        assert_eq!(catalog.backlinks(ArticleId(3)), vec![]);
    }

    #[test]
    fn an_unlisted_article_is_found_but_not_counted() {
        let mut catalog = library();
        catalog.push(Entry { unlisted: true, ..entry("maths/questions/secret.md", "secret") });
        assert_eq!(catalog.listed(), 3);
        assert_eq!(catalog.lookup("secret"), Lookup::One(ArticleId(3)));
    }

    #[test]
    fn the_same_question_in_two_subjects_is_a_twin() {
        assert!(library().has_twin(ArticleId(0)));
        assert!(!library().has_twin(ArticleId(2)));
    }
}
