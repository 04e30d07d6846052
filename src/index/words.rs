//! What is a word, for the index, for what is looked for in it, and for its excerpts.
//!
//! Words are runs of letters and digits, folded; ideographs are a word each. No language is known
//! here: endings are the stemmer's. Invariant: a text is cut the same way wherever it stands, and a
//! word that was cut and folded, cut again, is itself.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::fold;

/// Names of the two ways to index a text: as its words are, and without their English endings.
pub(super) const EXACT: &str = "recto_words";
pub(super) const STEMMED: &str = "recto_stems";
/// Raise it when the same text would be cut or folded in another way.
pub(super) const VERSION: u32 = 1;

/// Words that say how is asked, not about what.
pub(super) const FORM: &str = "\
    a an and are as at be been by can could define describe did discuss do does explain for \
    from had has have how in into is it its of on or should so than that the their these this \
    those to versus vs was were what which will with would you your";
/// Words that ask for something else each, but seldom stand in the answer to it.
pub(super) const ASKING: &str = "\
    importance important role significance significant when where who whom whose why";

/// Longer runs of letters are nobody's word, in bytes.
const LONGEST: usize = 64;
/// Words whose stems are kept, because a text repeats its words.
const KEPT: usize = 1 << 14;

/// Cuts a text into folded words.
#[derive(Clone, Default)]
pub(super) struct Words {
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream { text, at: 0, token: &mut self.token }
    }
}

/// The words of one text.
pub(super) struct Stream<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((word, next)) = next_word(self.text, self.at) {
            self.at = next;
            let written = self.text.get(word.clone()).unwrap_or_default();
            if written.len() > LONGEST {
                continue;
            }
            self.token.position = self.token.position.wrapping_add(1);
            self.token.offset_from = word.start;
            self.token.offset_to = word.end;
            fold_into(written, &mut self.token.text);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// The words of a text, folded, each with its place in bytes.
pub(super) fn cut(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some((word, next)) = next_word(text, at) {
        at = next;
        let written = text.get(word.clone()).unwrap_or_default();
        if written.len() <= LONGEST {
            let mut folded = String::new();
            fold_into(written, &mut folded);
            words.push((folded, word));
        }
    }
    words
}

/// The next word from a place on, and where to look for the one after it.
pub(super) fn next_word(text: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.get(from..)?;
    let start = from + rest.find(|c: char| c.is_alphanumeric())?;
    let mut letters = text.get(start..)?.char_indices().peekable();
    let mut end = start;
    while let Some((at, letter)) = letters.next() {
        let joins = letter == '^' && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if is_ideograph(letter) {
            if at == 0 {
                end = start + letter.len_utf8();
            }
            break;
        }
        if !(joins || letter.is_alphanumeric() || is_combining_mark(letter)) {
            break;
        }
        end = start + at + letter.len_utf8();
    }
    let rest = text.get(end..)?;
    let goes_on = |after: &str| after.starts_with(|c: char| c.is_alphanumeric());
    // C++ and C# are other words than C.
    for sign in ["++", "#"] {
        if rest.strip_prefix(sign).is_some_and(|after| !goes_on(after)) {
            return Some((start..end + sign.len(), end + sign.len()));
        }
    }
    // Newton's law is looked for by Newton.
    let owner = rest.strip_prefix(['\'', '’']).and_then(|s| s.strip_prefix(['s', 'S']));
    let next = owner.filter(|after| !goes_on(after)).map_or(end, |after| text.len() - after.len());
    Some((start..end, next))
}

/// Scripts that put no blanks between words.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Folds one word in place of what is in `folded`. Raised and lowered digits become plain ones, so
/// that mc² is found by mc2, and by mc^2.
pub(super) fn fold_into(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.extend(word.chars().filter(|c| *c != '^').map(|c| c.to_ascii_lowercase()));
    } else {
        let plain: String = word.nfkc().filter(|c| *c != '^').collect();
        folded.push_str(&fold::fold(&plain));
    }
}

/// Cuts a text into folded words without their English endings.
#[derive(Clone)]
struct Stems {
    words: Words,
    stemmer: TextAnalyzer,
    known: HashMap<String, String>,
}

impl Tokenizer for Stems {
    type TokenStream<'a> = StemStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> StemStream<'a> {
        let Self { words, stemmer, known } = self;
        StemStream { words: words.token_stream(text), stemmer, known }
    }
}

/// The stems of one text.
struct StemStream<'a> {
    words: Stream<'a>,
    stemmer: &'a mut TextAnalyzer,
    known: &'a mut HashMap<String, String>,
}

impl TokenStream for StemStream<'_> {
    fn advance(&mut self) -> bool {
        if !self.words.advance() {
            return false;
        }
        let word = &mut self.words.token.text;
        if let Some(stem) = self.known.get(word.as_str()) {
            word.clone_from(stem);
            return true;
        }
        let found = stem(self.stemmer, word);
        if self.known.len() >= KEPT {
            self.known.clear();
        }
        let word = std::mem::replace(word, found.clone());
        self.known.insert(word, found);
        true
    }

    fn token(&self) -> &Token {
        self.words.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.words.token_mut()
    }
}

/// An analyzer that gives the stems of a text.
pub(super) fn stemmer() -> TextAnalyzer {
    let stemmer = Stemmer::new(Language::English);
    let stemmer = TextAnalyzer::builder(Words::default()).filter(stemmer).build();
    TextAnalyzer::from(Stems { words: Words::default(), stemmer, known: HashMap::new() })
}

/// The stem of a folded word.
pub(super) fn stem(analyzer: &mut TextAnalyzer, word: &str) -> String {
    let mut stream = analyzer.token_stream(word);
    if stream.advance() { std::mem::take(&mut stream.token_mut().text) } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        cut(text).into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn words_are_letters_and_digits_without_case_and_accents() {
        assert_eq!(words("Über-Café, e\u{301}t\u{e9} 3.5!"), ["uber", "cafe", "ete", "3", "5"]);
        assert_eq!(words("Newton's law, Newton’s don't"), ["newton", "law", "newton", "don", "t"]);
        assert_eq!(words("snake_case x^2"), ["snake", "case", "x2"]);
    }

    #[test]
    fn a_formula_is_found_by_what_is_typed_for_it() {
        assert_eq!(words("λ = Q/2πa, E = mc², H₂O"), ["λ", "q", "2πa", "e", "mc2", "h2o"]);
        assert_eq!(words("E=mc^2 H2O"), ["e", "mc2", "h2o"]);
    }

    #[test]
    fn languages_with_signs_keep_them() {
        assert_eq!(words("C++ and C#, but x+1 #tag"), ["c++", "and", "c#", "but", "x", "1", "tag"]);
    }

    #[test]
    fn ideographs_are_words() {
        assert_eq!(words("漢字 한국어"), ["漢", "字", "한국어"]);
    }

    #[test]
    fn endings_go_with_the_stem() {
        let mut stems = stemmer();
        assert_eq!(stem(&mut stems, "fields"), "field");
        assert_eq!(stem(&mut stems, "energy"), stem(&mut stems, "energies"));
    }

    proptest! {
        #[test]
        fn the_index_sees_the_same_words_as_a_query(text in "\\PC{0,40}") {
            let mut tokenizer = Words::default();
            let mut stream = tokenizer.token_stream(&text);
            let mut seen = Vec::new();
            stream.process(&mut |token| seen.push(token.text.clone()));
            prop_assert_eq!(seen, words(&text));
        }

        #[test]
        fn a_stem_that_was_kept_is_the_one_that_was_found(text in "([a-z]{1,3}(ing|ed|s|es|ly)? ){0,20}") {
            let mut stems = stemmer();
            let twice = format!("{text} {text}");
            let mut seen = Vec::new();
            stems.token_stream(&twice).process(&mut |token| seen.push(token.text.clone()));
            let (first, again) = seen.split_at(seen.len() / 2);
            prop_assert_eq!(first, again);
            let alone: Vec<_> = words(&text).iter().map(|word| stem(&mut stemmer(), word)).collect();
            prop_assert_eq!(first, &alone);
        }
    }
}
