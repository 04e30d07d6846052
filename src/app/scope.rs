//! What the questions are chosen from: all of them, one subject, or a list of the reader's own.
//!
//! [`Chosen`] is what the reader chose, and can be written down; [`Scope`] is what that comes to in the
//! library as it is. Invariant: what was written down and read again is the same choice, whatever
//! subjects and shelves are called.

use std::sync::Arc;

use super::own::{Own, OwnList};
use crate::library::catalog::{ArticleId, Catalog};
use crate::library::subject::SubjectId;

/// What stands before the name of each kind where a choice is written down.
const SUBJECT: &str = "subject";
const SHELF: &str = "shelf";
const LIST: &str = "list";

/// How the lists that are no shelves are called there.
const RECENT: &str = "recent";
const STARRED: &str = "starred";

/// What a reader chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Chosen {
    /// All articles.
    #[default]
    All,
    /// Those of a subject.
    Subject(SubjectId),
    /// Those of a list of the reader's own.
    Own(Own),
}

impl Chosen {
    /// It as a text that outlasts the library as it is now: `subject:physics`, `list:starred`,
    /// `shelf:Exam`, or nothing for all.
    #[must_use]
    pub fn to_text(&self, catalog: &Catalog) -> String {
        match self {
            Self::All => String::new(),
            Self::Subject(id) => {
                let subject = catalog.subjects().get(*id);
                subject.map_or_else(String::new, |subject| format!("{SUBJECT}:{}", subject.slug))
            }
            Self::Own(Own::Recent) => format!("{LIST}:{RECENT}"),
            Self::Own(Own::Starred) => format!("{LIST}:{STARRED}"),
            Self::Own(Own::Shelf(name)) => format!("{SHELF}:{name}"),
        }
    }

    /// What a text stands for; `None` if the library has no such subject, or it is no such text. A shelf
    /// may be gone all the same.
    #[must_use]
    pub fn from_text(text: &str, catalog: &Catalog) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::All);
        }
        match text.split_once(':')? {
            (SUBJECT, slug) => {
                let subjects = catalog.subjects();
                let is = |id: &SubjectId| subjects.get(*id).is_some_and(|it| it.slug == slug);
                subjects.find(slug).filter(is).map(Self::Subject)
            }
            (LIST, RECENT) => Some(Self::Own(Own::Recent)),
            (LIST, STARRED) => Some(Self::Own(Own::Starred)),
            (SHELF, name) => Some(Self::Own(Own::Shelf(name.to_owned()))),
            _ => None,
        }
    }

    /// How it is called; `None` for all.
    #[must_use]
    pub fn name<'a>(&'a self, catalog: &'a Catalog) -> Option<&'a str> {
        match self {
            Self::All => None,
            Self::Subject(id) => catalog.subjects().get(*id).map(|subject| &*subject.label),
            Self::Own(own) => Some(own.name()),
        }
    }
}

/// What articles must be among.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Within {
    /// All of them.
    #[default]
    All,
    /// Those of a subject.
    Subject(SubjectId),
    /// Those of a list of the reader's own.
    List(Arc<OwnList>),
}

impl From<Option<SubjectId>> for Within {
    fn from(subject: Option<SubjectId>) -> Self {
        subject.map_or(Self::All, Self::Subject)
    }
}

impl Within {
    /// How it is called; `None` for all.
    #[must_use]
    pub fn name<'a>(&'a self, catalog: &'a Catalog) -> Option<&'a str> {
        match self {
            Self::All => None,
            Self::Subject(id) => catalog.subjects().get(*id).map(|subject| &*subject.label),
            Self::List(list) => Some(list.own.name()),
        }
    }

    /// The list of the reader's own.
    #[must_use]
    pub fn list(&self) -> Option<&Arc<OwnList>> {
        match self {
            Self::List(list) => Some(list),
            Self::All | Self::Subject(_) => None,
        }
    }
}

/// Which articles a list is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only among these.
    pub within: Within,
    /// Also unlisted ones.
    pub unlisted: bool,
}

impl Scope {
    /// Whether an article belongs to it.
    #[must_use]
    pub fn holds(&self, catalog: &Catalog, id: ArticleId) -> bool {
        match &self.within {
            Within::All => self.unlisted || catalog.is_listed(id),
            Within::Subject(subject) => {
                catalog.subject_of(id) == Some(*subject) && (self.unlisted || catalog.is_listed(id))
            }
            // Whoever put an article there means it, listed or not.
            Within::List(list) => list.holds(id) && catalog.get(id).is_some(),
        }
    }

    /// How many articles belong to it.
    #[must_use]
    pub fn count(&self, catalog: &Catalog) -> usize {
        let (listed, unlisted) = match &self.within {
            Within::All => (catalog.listed(), catalog.unlisted()),
            Within::Subject(id) => {
                catalog.subjects().get(*id).map_or((0, 0), |it| (it.listed, it.unlisted))
            }
            Within::List(list) => return list.articles.len(),
        };
        listed + if self.unlisted { unlisted } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::catalog::Record;

    fn catalog(slugs: &[&str]) -> Catalog {
        let mut catalog = Catalog::new();
        for (number, slug) in slugs.iter().enumerate() {
            let (path, subject_slug) = (format!("{number}.md"), (*slug).to_owned());
            catalog.push(Record { path, subject_slug, ..Record::default() }).unwrap();
        }
        catalog
    }

    #[test]
    fn each_choice_has_its_own_text_also_where_names_collide() {
        let catalog = catalog(&["starred", "shelf:x"]);
        let subjects: Vec<_> =
            catalog.ids().filter_map(|id| catalog.subject_of(id)).map(Chosen::Subject).collect();
        let shelves = ["starred", "recent", "", "shelf:x", "list:starred", "a:b:c"];
        let shelves = shelves.map(|name| Chosen::Own(Own::Shelf(name.to_owned())));
        let lists = [Chosen::All, Chosen::Own(Own::Recent), Chosen::Own(Own::Starred)];
        let all: Vec<_> = subjects.into_iter().chain(shelves).chain(lists).collect();
        for (number, chosen) in all.iter().enumerate() {
            let text = chosen.to_text(&catalog);
            assert_eq!(Chosen::from_text(&text, &catalog).as_ref(), Some(chosen), "{text}");
            let same = all.iter().filter(|other| other.to_text(&catalog) == text);
            assert_eq!(same.count(), 1, "{number}");
        }
    }

    #[test]
    fn a_subject_that_went_and_an_unknown_text_are_no_choice() {
        let catalog = catalog(&["physics"]);
        for text in ["subject:chemistry", "list:", "list:all", "nothing", "Subject:physics"] {
            assert_eq!(Chosen::from_text(text, &catalog), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_name_of_a_shelf_comes_back_and_any_text_is_read(name in "\\PC{0,20}") {
            let catalog = catalog(&[]);
            let chosen = Chosen::Own(Own::Shelf(name.clone()));
            prop_assert_eq!(Chosen::from_text(&chosen.to_text(&catalog), &catalog), Some(chosen));
            let _ = Chosen::from_text(&name, &catalog);
        }
    }
}
