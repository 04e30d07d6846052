//! The library that comes with Recto is sound: every field agrees with every other, every article can be
//! reached, every formula and every block of data can be read.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Component, Path, PathBuf};

use recto::article::{self, Article, Detail};
use recto::document::{self, Block, Document};
use walkdir::WalkDir;

/// The articles by their urls, each with its path in the library.
fn library() -> BTreeMap<String, (PathBuf, Article)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let entries = WalkDir::new(&root).into_iter().map(|entry| entry.unwrap().into_path());
    let files: Vec<_> = entries.filter(|file| file.extension() == Some("md".as_ref())).collect();
    let article = |file: PathBuf| {
        let bytes = fs::read(&file).unwrap();
        let article = article::parse(&bytes, bytes.len() as u64, "", Detail::Whole).unwrap();
        let path = file.strip_prefix(&root).unwrap().to_owned();
        assert!(article.problems.is_empty(), "{}: {:?}", path.display(), article.problems);
        (article.url.clone().unwrap(), (path, article))
    };
    let count = files.len();
    let library: BTreeMap<_, _> = files.into_iter().map(article).collect();
    assert_eq!(library.len(), count, "two articles have one url");
    library
}

/// What a question is called in a url.
fn slug(question: &str) -> String {
    let kept: String = question
        .to_lowercase()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || " -".contains(*c))
        .collect();
    kept.split([' ', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[test]
fn it_is_worth_opening() {
    let library = library();
    let subjects: BTreeSet<_> = library.values().filter_map(|(_, a)| a.subject.clone()).collect();
    assert!(library.len() >= 120, "{} articles", library.len());
    assert!(subjects.len() >= 12, "{subjects:?}");
}

#[test]
fn ids_urls_slugs_folders_and_subjects_agree() {
    let library = library();
    let mut ids = BTreeSet::new();
    let mut subjects = HashMap::new();
    let mut questions = BTreeSet::new();
    for (url, (path, article)) in &library {
        assert!(ids.insert(article.id.unwrap()), "{url}: the id stands twice");
        assert!(questions.insert(&article.question), "{url}: the question stands twice");
        let parts: Vec<_> = url.split('/').collect();
        let ["", "learn", folder, "questions", name] = parts[..] else { panic!("{url}") };
        assert_eq!(*path, Path::new(folder).join("questions").join(format!("{name}.md")));
        assert_eq!(
            slug(&article.question),
            name.replace("speechtotext", "speech-to-text").replace("scikitlearn", "scikit-learn"),
            "{url}"
        );
        let subject = article.subject.clone().unwrap();
        assert_eq!(*subjects.entry(folder.to_owned()).or_insert(subject.clone()), subject, "{url}");
        assert_eq!(slug(&subject), folder, "{url}");
        assert!(
            article.date.is_some() && article.author.is_some() && article.score.is_some(),
            "{url}"
        );
        assert!(article.description.as_ref().is_some_and(|words| words.len() > 20), "{url}");
        assert!(article.keywords.len() >= 2, "{url}");
    }
}

#[test]
fn every_related_article_is_there_and_named_as_it_is() {
    let library = library();
    for (url, (_, article)) in &library {
        let related: Vec<_> = article.related.iter().filter(|one| one.id.is_some()).collect();
        assert!((3..=5).contains(&related.len()), "{url} has {}", related.len());
        for one in related {
            let target = one.url.as_ref().unwrap();
            let (_, there) = library.get(target).unwrap_or_else(|| panic!("{url}: no {target}"));
            assert_eq!((one.id, &one.title), (there.id, &there.question), "{url}");
            assert_eq!(one.subject, there.subject, "{url}");
            assert_ne!(target, url);
        }
    }
}

#[test]
fn from_every_article_a_way_leads_to_every_other_and_across_subjects() {
    let library = library();
    let mut neighbours: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut across = 0;
    for (url, (_, article)) in &library {
        for target in article.related.iter().filter_map(|one| one.url.as_deref()) {
            let Some((_, there)) = library.get(target) else { continue };
            across += usize::from(there.subject != article.subject);
            neighbours.entry(url).or_default().push(target);
            neighbours.entry(target).or_default().push(url);
        }
    }
    let mut reached = BTreeSet::new();
    let mut ahead: Vec<&str> = library.keys().take(1).map(String::as_str).collect();
    while let Some(url) = ahead.pop() {
        if reached.insert(url) {
            ahead.extend(&neighbours[url]);
        }
    }
    let lost: Vec<_> = library.keys().filter(|url| !reached.contains(url.as_str())).collect();
    assert!(lost.is_empty(), "no way leads to {lost:?}");
    assert!(across >= library.len() / 2, "only {across} related articles are of another subject");
}

#[test]
fn every_formula_can_be_read_as_it_stands() {
    for (url, (_, article)) in library() {
        for formula in document::parse(&article.answer).formulas {
            let recoveries = formula.parsed.recoveries();
            assert!(recoveries.is_empty(), "{url}: {:?} in {}", recoveries, formula.tex);
        }
    }
}

/// Whether a link leads to a PNG of the library. A large one would make the binary large.
fn is_small_png(target: &str) -> bool {
    let Some(path) = target.strip_prefix('/').map(Path::new) else { return false };
    let below = path.components().all(|part| matches!(part, Component::Normal(_)));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    below
        && fs::read(root.join(path))
            .is_ok_and(|bytes| bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.len() < 12 * 1024)
}

#[test]
fn every_link_in_a_text_leads_somewhere() {
    let library = library();
    for (url, (_, article)) in &library {
        for target in document::parse(&article.answer).links {
            let web = target.starts_with("https://");
            let inside = target.starts_with('#') || library.contains_key(&target);
            // The article on trust shows what is not opened.
            let refused = target == "javascript:alert(1)";
            assert!(web || inside || is_small_png(&target) || refused, "{url}: {target}");
        }
    }
}

/// Every code block of a document.
fn codes<'a>(blocks: &'a [Block], found: &mut Vec<(&'a str, &'a str)>) {
    for block in blocks {
        match block {
            Block::Code(code) => found.push((&code.language, &code.source)),
            Block::Quote(_, blocks) => codes(blocks, found),
            Block::List(_, _, items) => items.iter().for_each(|item| codes(&item.blocks, found)),
            Block::Footnote(footnote) => codes(&footnote.blocks, found),
            _ => {}
        }
    }
}

#[test]
fn every_block_of_json_and_toml_is_valid_and_every_language_is_known() {
    let mut languages = BTreeSet::new();
    for (url, (_, article)) in library() {
        let Document { blocks, .. } = document::parse(&article.answer);
        let mut found = Vec::new();
        codes(&blocks, &mut found);
        for (language, source) in found {
            languages.insert(language.to_owned());
            match language {
                "json" => drop(serde_json::from_str::<serde_json::Value>(source).unwrap()),
                "toml" => drop(toml::from_str::<toml::Table>(source).unwrap()),
                "" | "text" => {}
                _ => {
                    let words = document::highlight::LANGUAGES.iter().flat_map(|l| l.words);
                    assert!(words.into_iter().any(|word| *word == language), "{url}: {language}");
                }
            }
        }
    }
    assert!(languages.len() >= 8, "{languages:?}");
}
