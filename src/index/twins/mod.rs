//! Near-twins: articles that ask nearly the same and say nearly the same.
//!
//! Questions that differ by one word mostly ask for different things, so that the texts decide:
//! questions only say which articles to compare. It blocks until it is done, so it belongs on a thread
//! of its own. Invariant: an article is in one group at most and a twin of every other in it, and the
//! groups follow from the articles alone.

mod kept;
mod titles;

use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::vector::{Vector, Weigher};
use super::{Failure, Index, caught};
use crate::library::catalog::{ArticleId, Catalog, Stamp, path_key};
use titles::{Nearness, Titles};

/// The cosine of two texts from which on they say nearly the same; and where each question has a word
/// that the other has not, which asks for more, the more the fewer words they share.
const NEAR: f32 = 0.6;
const NEARER: f32 = 0.7;
const NEAREST: f32 = 0.9;
/// Words of the texts that are kept while others are compared with them; one takes sixteen bytes.
const KEPT: usize = 1 << 19;
/// Articles of one group.
const LARGEST: usize = 32;

/// An article that the index has as the catalog has it.
struct Article {
    id: ArticleId,
    /// The hash of its path.
    key: u64,
    stamp: Stamp,
    is_listed: bool,
    /// Where its text is.
    at: DocAddress,
}

impl Index {
    /// The groups of near-twins among the listed articles that the index has as the catalog has them:
    /// each group, and the groups themselves, in the order of a walk. They are kept beside the index, and
    /// found again only when something changed. `go_on` is asked now and then; when it says no, there is
    /// no answer.
    ///
    /// # Errors
    /// If the index cannot be read: then it is damaged.
    pub fn twins(
        &self,
        catalog: impl Deref<Target = Catalog>,
        go_on: impl Fn() -> bool,
    ) -> Result<Option<Vec<Vec<ArticleId>>>, Failure> {
        caught(|| {
            let searcher = self.reader.searcher();
            let articles = Self::articles(&searcher, &catalog)?;
            // How rare words are depends on all that is in the index.
            let is_whole = u64::try_from(articles.len()) == Ok(searcher.num_docs());
            let place = self.place.as_ref().filter(|_| is_whole);
            let state = kept::state(&articles);
            if let Some(groups) = place.and_then(|place| kept::read(place, state, &articles)) {
                return Ok(Some(groups));
            }
            let mut titles = Titles::new();
            for article in &articles {
                let entry = catalog.get(article.id).filter(|_| article.is_listed);
                titles.push(entry.map_or("", |entry| entry.question));
            }
            // While it is held, a change has to copy it.
            drop(catalog);
            let texts = Texts::new(self, &searcher, &articles);
            let Some(groups) = grouped(&titles, texts, articles.len(), go_on)? else {
                return Ok(None);
            };
            let named = |group: &Vec<u32>| -> Vec<&Article> {
                group.iter().filter_map(|number| articles.get(*number as usize)).collect()
            };
            let groups: Vec<Vec<&Article>> = groups.iter().map(named).collect();
            if let Some(place) = place {
                let keys = |group: &Vec<&Article>| group.iter().map(|one| one.key).collect();
                kept::write(place, state, &groups.iter().map(keys).collect::<Vec<_>>());
            }
            let ids = |group: &Vec<&Article>| group.iter().map(|one| one.id).collect();
            Ok(Some(groups.iter().map(ids).collect()))
        })
    }

    /// The articles to be compared, in the order of a walk.
    fn articles(searcher: &Searcher, catalog: &Catalog) -> tantivy::Result<Vec<Article>> {
        let known = Self::known(searcher)?;
        let article = |id| {
            let entry = catalog.get(id)?;
            let key = path_key(entry.path);
            let known = known.get(&key).filter(|known| entry.stamp.may_be(known.stamp))?;
            let is_listed = !entry.unlisted;
            Some(Article { id, key, stamp: known.stamp, is_listed, at: known.at })
        };
        Ok(catalog.ids().filter_map(article).collect())
    }
}

/// Puts articles into groups, each into the first that has only twins of it.
fn grouped(
    titles: &Titles,
    mut texts: Texts<'_>,
    count: usize,
    go_on: impl Fn() -> bool,
) -> tantivy::Result<Option<Vec<Vec<u32>>>> {
    let blocks = titles.blocks();
    // Who is alone is the first of a group too, which others may join.
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut group_of: Vec<Option<usize>> = vec![None; count];
    for number in 0..u32::try_from(count).unwrap_or(u32::MAX) {
        if !go_on() {
            return Ok(None);
        }
        let led = |first: u32| group_of.get(first as usize).copied().flatten();
        let mut joined = false;
        for first in blocks.before(number, |other| led(other).is_some()) {
            let Some(group) = led(first).and_then(|group| groups.get_mut(group)) else { continue };
            if group.len() < LARGEST && all_twins(titles, &mut texts, group, number)? {
                group.push(number);
                joined = true;
                break;
            }
        }
        if !joined && let Some(own) = group_of.get_mut(number as usize) {
            *own = Some(groups.len());
            groups.push(vec![number]);
        }
    }
    groups.retain(|group| group.len() > 1);
    Ok(Some(groups))
}

fn all_twins(
    titles: &Titles,
    texts: &mut Texts<'_>,
    group: &[u32],
    number: u32,
) -> tantivy::Result<bool> {
    let near = group.iter().map(|other| Some((*other, titles.nearness(*other, number)?)));
    let Some(near) = near.collect::<Option<Vec<_>>>() else { return Ok(false) };
    let own = texts.of(number)?;
    for (other, nearness) in near {
        let asked = match nearness {
            Nearness::Includes => NEAR,
            Nearness::Replaces => NEARER,
            Nearness::Resembles => NEAREST,
        };
        if texts.of(other)?.cosine(&own) < asked {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The answers of articles as vectors, the last of which are kept.
struct Texts<'a> {
    index: &'a Index,
    searcher: &'a Searcher,
    articles: &'a [Article],
    weigher: Weigher<'a>,
    kept: HashMap<u32, Rc<Vector>>,
    /// The words of those that are kept.
    words: usize,
}

impl<'a> Texts<'a> {
    fn new(index: &'a Index, searcher: &'a Searcher, articles: &'a [Article]) -> Self {
        let weigher = Weigher::new(searcher, index.fields.all.stems);
        Self { index, searcher, articles, weigher, kept: HashMap::new(), words: 0 }
    }

    fn of(&mut self, number: u32) -> tantivy::Result<Rc<Vector>> {
        if let Some(kept) = self.kept.get(&number) {
            return Ok(kept.clone());
        }
        let Some(article) = self.articles.get(number as usize) else { return Ok(Rc::default()) };
        let document: TantivyDocument = self.searcher.doc(article.at)?;
        let answer = document.get_first(self.index.fields.answer);
        let answer = answer.and_then(|answer| answer.as_str()).unwrap_or_default();
        let vector = Rc::new(self.weigher.vector(answer)?);
        if self.words + vector.len() > KEPT {
            self.kept.clear();
            self.words = 0;
        }
        self.words += vector.len();
        self.kept.insert(number, vector.clone());
        Ok(vector)
    }
}
