//! What is looked for, as data.
//!
//! Not a text to be parsed: [`Query::asked`] takes what the query language made of one. Invariant: every
//! query has a meaning; what holds no word is as if it were not there.

use crate::library::catalog::Catalog;
use crate::query::{Condition, Fault, Feature, OF_READER, Query as Typed, no_subject};

/// What is looked for in a library. The default one finds every listed article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that an article must hold, as typed. One that is several words to the index, such as
    /// `x-ray`, is found where these stand together.
    pub words: Vec<String>,
    /// Texts whose words an article must hold one after another, in exactly these forms.
    pub phrases: Vec<String>,
    /// Texts whose words an article must not hold one after another. One word may have another form.
    pub excluded: Vec<String>,
    /// Whether the last of the words may be the beginning of one.
    pub prefix_last: bool,
    /// Which articles are looked at.
    pub only: Vec<Restriction>,
    /// Whether unlisted articles are looked at too.
    pub unlisted: bool,
    /// How many hits are wanted at most.
    pub limit: usize,
}

/// The hits that are given unless another number is asked for.
pub const HITS: usize = 20;

/// Something that must hold of an article, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// It.
    pub property: Property,
    /// Whether it must not hold.
    pub negated: bool,
}

/// What can be asked of an article besides its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Property {
    /// It is of one of these subjects, by their slugs.
    Subjects(Vec<String>),
    /// The name of one of its authors holds this, in any case.
    Author(String),
    /// It has this keyword, in any case.
    Tag(String),
    /// It is of this day, as dates are written in articles, or of a later one.
    From(String),
    /// It is of an earlier day.
    Before(String),
    /// It has one of these numbers.
    Ids(Vec<i64>),
    /// It lies in one of these files, by their paths as the catalog has them.
    Paths(Vec<String>),
    /// Its answer has a formula.
    Math,
    /// Its answer has a block of code.
    Code,
    /// Its answer has a table.
    Table,
    /// It names related articles or links to some.
    Related,
    /// It stands in no list.
    Unlisted,
}

impl Query {
    /// A query for words as they were typed, the last of which may be a beginning.
    #[must_use]
    pub fn words(typed: &str) -> Self {
        Self {
            words: typed.split_whitespace().map(str::to_owned).collect(),
            prefix_last: !typed.ends_with(char::is_whitespace),
            limit: HITS,
            ..Self::default()
        }
    }

    /// What was typed, asked of the library with this catalog, and what cannot be asked of it.
    #[must_use]
    pub fn asked(typed: &Typed, catalog: &Catalog) -> (Self, Vec<Fault>) {
        let mut query = Self {
            words: typed.words.clone(),
            phrases: typed.phrases.clone(),
            excluded: typed.excluded.clone(),
            prefix_last: typed.is_open,
            limit: HITS,
            ..Self::default()
        };
        let mut faults = Vec::new();
        for clause in &typed.clauses {
            match property(&clause.condition, catalog) {
                Ok(property) => query.restrict(property, clause.negated),
                Err(reason) => faults.push(Fault { at: clause.at.clone(), reason }),
            }
        }
        (query, faults)
    }

    /// Adds a restriction. Of several subjects one is enough, and so of several numbers.
    pub fn restrict(&mut self, property: Property, negated: bool) {
        self.unlisted |= !negated && matches!(property, Property::Unlisted | Property::Ids(_));
        for one in self.only.iter_mut().filter(|one| !one.negated && !negated) {
            match (&mut one.property, &property) {
                (Property::Subjects(these), Property::Subjects(more)) => {
                    return these.extend_from_slice(more);
                }
                (Property::Ids(these), Property::Ids(more)) => {
                    return these.extend_from_slice(more);
                }
                _ => {}
            }
        }
        self.only.push(Restriction { property, negated });
    }
}

fn property(condition: &Condition, catalog: &Catalog) -> Result<Property, String> {
    Ok(match condition {
        Condition::Subject(name) => {
            let subjects = catalog.subjects().beginning(name).into_iter();
            let subjects = subjects.filter_map(|id| catalog.subjects().get(id));
            let slugs: Vec<_> = subjects.map(|subject| subject.slug.clone()).collect();
            if slugs.is_empty() {
                return Err(no_subject(name));
            }
            Property::Subjects(slugs)
        }
        Condition::Tag(name) => Property::Tag(name.clone()),
        Condition::Author(name) => Property::Author(name.clone()),
        Condition::After(day) => Property::From(day.to_string()),
        Condition::Before(day) => Property::Before(day.to_string()),
        Condition::Unlisted => Property::Unlisted,
        Condition::Id(id) => Property::Ids(vec![*id]),
        Condition::Read(_) | Condition::Starred | Condition::Shelf(_) => {
            return Err(OF_READER.to_owned());
        }
        Condition::Has(Feature::Math) => Property::Math,
        Condition::Has(Feature::Code) => Property::Code,
        Condition::Has(Feature::Table) => Property::Table,
        Condition::Has(Feature::Related) => Property::Related,
    })
}
