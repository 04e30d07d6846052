//! A query as the index sees it: its words cut, folded and stemmed.
//!
//! Not yet clauses, and nothing of an index is looked at. Invariant: the words are those that the texts of
//! articles were cut into.

use tantivy::tokenizer::TextAnalyzer;

use super::query::{Query, Restriction};
use super::words;

/// What joins the parts of a formula.
const OPERATORS: [char; 6] = ['/', '=', '*', '·', '×', '÷'];

/// One typed word as the index sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) typed: String,
    /// Its words: more than one stand together.
    pub(super) exact: Vec<String>,
    /// The stem of the only one.
    pub(super) stem: String,
    /// Whether it may be the beginning of a word.
    pub(super) is_prefix: bool,
    /// Whether an article is found without it, because it only says how is asked.
    pub(super) is_form: bool,
}

/// A query as the index sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    pub(super) words: Vec<Word>,
    pub(super) phrases: Vec<Vec<String>>,
    /// Words that are better together.
    pub(super) together: Vec<Vec<String>>,
    pub(super) excluded: Vec<Word>,
    pub(super) excluded_phrases: Vec<Vec<String>>,
    pub(super) only: Vec<Restriction>,
    pub(super) unlisted: bool,
}

impl Wanted {
    pub(super) fn new(query: &Query) -> Self {
        let mut stems = words::stemmer();
        let mut all = |typed: &mut dyn Iterator<Item = &str>| -> Vec<Word> {
            typed.filter_map(|typed| Word::new(typed, &mut stems)).collect()
        };
        // What an operator joins need not stand together: a formula is written in many ways.
        let mut words = all(&mut query.words.iter().flat_map(|typed| typed.split(OPERATORS)));
        let is_joined = |typed: &&String| typed.contains(OPERATORS);
        let is_word = |typed: &&String| !typed.contains(char::is_whitespace);
        let (excluded, excluded_phrases): (Vec<_>, Vec<_>) =
            query.excluded.iter().cloned().partition(|typed| is_word(&typed));
        let excluded = all(&mut excluded.iter().map(String::as_str));
        // Marks at the end are typed after a word that is whole.
        let ends_in_word = |typed: &String| typed.ends_with(char::is_alphanumeric);
        if query.prefix_last
            && query.words.last().is_some_and(ends_in_word)
            && let Some(last) = words.last_mut()
        {
            last.is_prefix = last.exact.len() == 1;
        }
        let phrases = |typed: &[String]| -> Vec<Vec<String>> {
            let cut = |text: &String| words::cut(text).into_iter().map(|(word, _)| word).collect();
            typed.iter().map(cut).filter(|words: &Vec<String>| !words.is_empty()).collect()
        };
        let joined: Vec<_> = query.words.iter().filter(is_joined).cloned().collect();
        let mut wanted = Self {
            words,
            phrases: phrases(&query.phrases),
            together: phrases(&joined),
            excluded,
            excluded_phrases: phrases(&excluded_phrases),
            only: query.only.clone(),
            unlisted: query.unlisted,
        };
        wanted.free_forms();
        wanted
    }

    /// Has articles found without the words that only say how is asked, if there are others.
    fn free_forms(&mut self) {
        let is_form = |word: &Word| {
            let mut forms = words::FORM.split(' ').chain(words::ASKING.split(' '));
            !word.is_prefix && matches!(&*word.exact, [only] if forms.any(|form| form == only))
        };
        if !self.phrases.is_empty() || !self.words.iter().all(is_form) {
            for word in &mut self.words {
                word.is_form = is_form(word);
            }
        }
    }
}

impl Word {
    fn new(typed: &str, stems: &mut TextAnalyzer) -> Option<Self> {
        let exact: Vec<String> = words::cut(typed).into_iter().map(|(word, _)| word).collect();
        let first = exact.first()?;
        Some(Self {
            typed: typed.to_owned(),
            stem: words::stem(stems, first),
            exact,
            is_prefix: false,
            is_form: false,
        })
    }
}
