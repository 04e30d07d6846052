//! What is looked for, as data.
//!
//! Not a text to be parsed: whoever reads what was typed fills this in. Invariant: every query has a
//! meaning; what holds no word is as if it were not there.

/// What is looked for in a library. The default one finds every listed article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that an article must hold, as typed. One that is several words to the index, such as
    /// `x-ray`, is found where these stand together.
    pub words: Vec<String>,
    /// Texts whose words an article must hold one after another, in exactly these forms.
    pub phrases: Vec<String>,
    /// Words that an article must not hold.
    pub excluded_words: Vec<String>,
    /// Texts whose words it must not hold one after another.
    pub excluded_phrases: Vec<String>,
    /// Whether the last of the words may be the beginning of one.
    pub prefix_last: bool,
    /// Which articles are looked at.
    pub only: Restrictions,
    /// How many hits are wanted at most.
    pub limit: usize,
}

/// The hits that are given unless another number is asked for.
pub const HITS: usize = 20;

/// Which articles are looked at. An empty list restricts nothing; a list asks for one of its members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restrictions {
    /// Slugs of subjects.
    pub subjects: Vec<String>,
    /// Whole names of authors, in any case.
    pub authors: Vec<String>,
    /// Whole keywords, in any case.
    pub tags: Vec<String>,
    /// The first day, as dates are written in articles. One that cannot be read finds nothing.
    pub from: Option<String>,
    /// The last day.
    pub until: Option<String>,
    /// Whether there must be a formula, or must not.
    pub math: Option<bool>,
    /// Whether there must be a block of code, or must not.
    pub code: Option<bool>,
    /// Whether there must be a table, or must not.
    pub table: Option<bool>,
    /// Whether unlisted articles are looked at too.
    pub unlisted: bool,
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
}
