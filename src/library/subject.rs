//! Subjects: how one is recognised, and the table of those a library has.
//!
//! A subject is its slug (the third part of the url, else the label, else the folder), because one
//! subject is spelled in several ways; its label is the spelling most used, the first of equals.

use std::collections::HashMap;

use crate::text::fold;

/// The slug of articles that belong to no subject.
pub const NONE: &str = "no-subject";

/// The number of a subject in the library's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectId(pub(super) u32);

/// One subject of a library.
#[derive(Debug, Clone)]
pub struct Subject {
    /// What identifies it, for example `computer-science`.
    pub slug: String,
    /// How it is shown: the spelling most used.
    pub label: String,
    /// Articles in its lists: unlisted ones are not counted.
    pub listed: usize,
    /// Unlisted articles.
    pub unlisted: usize,
    spellings: Vec<(String, usize)>,
}

/// The subjects of a library, in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    table: Vec<Subject>,
    by_slug: HashMap<String, SubjectId>,
}

impl Subjects {
    /// The number of the subject with this slug, made when it is new.
    pub fn number(&mut self, slug: &str) -> SubjectId {
        if let Some(id) = self.by_slug.get(slug) {
            return *id;
        }
        let id = SubjectId(u32::try_from(self.table.len()).unwrap_or(u32::MAX));
        self.by_slug.insert(slug.to_owned(), id);
        self.table.push(Subject {
            slug: slug.to_owned(),
            label: String::new(),
            listed: 0,
            unlisted: 0,
            spellings: Vec::new(),
        });
        id
    }

    /// Counts an article of a subject, which it spells like this.
    pub fn add(&mut self, id: SubjectId, label: &str, unlisted: bool) {
        self.add_many(id, label, unlisted, 1);
    }

    /// Counts several.
    pub fn add_many(&mut self, id: SubjectId, label: &str, unlisted: bool, articles: usize) {
        if let Some(subject) = self.table.get_mut(id.0 as usize) {
            *subject.counter(unlisted) += articles;
            match subject.spellings.iter_mut().find(|(spelling, _)| spelling == label) {
                Some((_, count)) => *count += articles,
                None => subject.spellings.push((label.to_owned(), articles)),
            }
            subject.choose_label();
        }
    }

    /// Counts an article no more.
    pub fn take(&mut self, id: SubjectId, label: &str, unlisted: bool) {
        if let Some(subject) = self.table.get_mut(id.0 as usize) {
            let counter = subject.counter(unlisted);
            *counter = counter.saturating_sub(1);
            let spelling = subject.spellings.iter_mut().find(|(spelling, _)| spelling == label);
            if let Some((_, count)) = spelling {
                *count = count.saturating_sub(1);
            }
            subject.choose_label();
        }
    }

    /// The slugs, by number.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        self.table.iter().map(|subject| subject.slug.as_str())
    }

    /// The subject with this number.
    #[must_use]
    pub fn get(&self, id: SubjectId) -> Option<&Subject> {
        self.table.get(id.0 as usize)
    }

    /// Finds a subject by slug, or by label in any case.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<SubjectId> {
        let folded = fold::fold(name.trim());
        self.by_slug.get(name).copied().or_else(|| {
            self.sorted().into_iter().find(|id| {
                self.get(*id).is_some_and(|subject| {
                    subject.slug == slug_of(name) || fold::fold(&subject.label) == folded
                })
            })
        })
    }

    /// The subjects whose slug or label begins with a name, in any case.
    #[must_use]
    pub fn beginning(&self, name: &str) -> Vec<SubjectId> {
        let (slug, label) = (slug_of(name), fold::fold(name.trim()));
        let begins = |id: &SubjectId| {
            self.get(*id).is_some_and(|subject| {
                fold::fold(&subject.label).starts_with(&label)
                    || (!slug.is_empty() && subject.slug.starts_with(&slug))
            })
        };
        self.sorted().into_iter().filter(begins).collect()
    }

    /// All numbers, sorted by label as a reader would sort them.
    #[must_use]
    pub fn sorted(&self) -> Vec<SubjectId> {
        let mut ids: Vec<_> = (0..self.table.len())
            .filter_map(|index| u32::try_from(index).ok().map(SubjectId))
            .collect();
        ids.sort_by_cached_key(|id| self.get(*id).map(|subject| fold::fold(&subject.label)));
        ids
    }

    /// How many subjects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
}

impl Subject {
    fn counter(&mut self, unlisted: bool) -> &mut usize {
        if unlisted { &mut self.unlisted } else { &mut self.listed }
    }

    fn choose_label(&mut self) {
        let most = self.spellings.iter().map(|(_, count)| *count).max();
        if let Some((spelling, _)) = self.spellings.iter().find(|(_, n)| Some(*n) == most)
            && *spelling != self.label
        {
            spelling.clone_into(&mut self.label);
        }
    }
}

/// The slug and the label of an article's subject.
///
/// `url` counts when it has four parts or more, as `/learn/SUBJECT/questions/SLUG` has; then the label as written;
/// then the nearest folder that is not called `questions`.
#[must_use]
pub fn of(url: Option<&str>, label: Option<&str>, path: &str) -> (String, String) {
    let folder = path.rsplit('/').skip(1).find(|part| *part != "questions" && !part.is_empty());
    let slug = url
        .and_then(of_url)
        .map(str::to_owned)
        .or_else(|| label.map(slug_of))
        .or_else(|| folder.map(slug_of))
        .filter(|slug| !slug.is_empty())
        .unwrap_or_else(|| NONE.to_owned());
    let label = label.map_or_else(|| readable(folder.unwrap_or(&slug)), str::to_owned);
    (slug, label)
}

/// The slug of the subject that a url names, if it names one.
#[must_use]
pub fn of_url(url: &str) -> Option<&str> {
    let mut parts = url.trim_end_matches('/').split('/');
    let subject = (parts.next() == Some("")).then(|| parts.nth(1)).flatten()?;
    (parts.nth(1).is_some() && !subject.is_empty()).then_some(subject)
}

/// Lower-case letters and digits joined by dashes.
#[must_use]
pub fn slug_of(label: &str) -> String {
    let mut slug = String::with_capacity(label.len());
    for letter in fold::fold(label).chars() {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A folder's name as a label: dashes become blanks, the first letter is a capital.
fn readable(folder: &str) -> String {
    let words = folder.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_are_one_subject_under_the_commoner_label() {
        let mut subjects = Subjects::default();
        let id = subjects.number("computer-science");
        assert_eq!(subjects.number("computer-science"), id);
        for label in ["Computer science", "Computer Science", "Computer Science"] {
            subjects.add(id, label, false);
        }
        assert_eq!(subjects.get(id).unwrap().label, "Computer Science");
        assert_eq!(subjects.get(id).unwrap().listed, 3);
        subjects.take(id, "Computer Science", false);
        subjects.take(id, "Computer Science", false);
        assert_eq!(subjects.get(id).unwrap().label, "Computer science");
        assert_eq!(subjects.get(id).unwrap().listed, 1);
    }

    #[test]
    fn the_url_decides_before_label_and_folder() {
        let found = of(Some("/learn/physics/questions/why"), Some("Physik"), "a/why.md");
        assert_eq!(found, ("physics".into(), "Physik".into()));
    }

    #[test]
    fn a_note_without_a_subject_belongs_to_its_folder() {
        assert_eq!(of(None, None, "linear-algebra/rank.md").1, "Linear algebra");
        assert_eq!(of(None, None, "physics/questions/rank.md").0, "physics");
        assert_eq!(of(None, None, "rank.md"), ("no-subject".into(), "No subject".into()));
    }

    #[test]
    fn a_url_of_another_shape_names_no_subject() {
        assert_eq!(of(Some("/posts/rank/"), None, "notes/rank.md").0, "notes");
        assert_eq!(of(Some("https://e.org/a"), Some("Maths"), "rank.md").0, "maths");
    }

    #[test]
    fn a_subject_is_found_by_slug_or_label() {
        let mut subjects = Subjects::default();
        let id = subjects.number("computer-science");
        subjects.add(id, "Computer Science", false);
        assert_eq!(subjects.find("computer-science"), Some(id));
        assert_eq!(subjects.find("computer SCIENCE"), Some(id));
        assert_eq!(subjects.find("biology"), None);
        assert_eq!(subjects.beginning("Computer s"), [id]);
        assert_eq!(subjects.beginning("computer-"), [id]);
        assert_eq!(subjects.beginning("science"), []);
    }
}
