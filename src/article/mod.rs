//! One article: from the bytes of a file to what is shown of it.
//!
//! Pure: it opens no file and knows no library. Whatever the file holds, an article comes out
//! if there is any text in it, with a list of what was wrong. Invariant: every string of an
//! [`Article`] has passed `text::sanitize`, after all decoding.

pub mod date;
pub mod decode;
pub mod formula;

mod assemble;
mod code;
mod fields;
mod front_matter;
mod links;
mod literal;
mod plain;
mod salvage;
mod source;

/// Words read in a minute.
const PACE: usize = 220;

/// What a file says, ready to be listed and typeset.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// What names the article in its library.
    pub url: Option<String>,
    /// A number that other articles may name it by; not unique.
    pub id: Option<i64>,
    /// The title: the question, or what comes nearest to one. Never empty.
    pub question: String,
    /// The subject as written.
    pub subject: Option<String>,
    /// The date as written.
    pub date: Option<String>,
    /// How the date is to be shown, in Moment.js tokens.
    pub date_format: Option<String>,
    /// The words before the date.
    pub post_on_text: Option<String>,
    /// Who wrote it; several names are joined by commas.
    pub author: Option<String>,
    /// One or two sentences that summarise the answer.
    pub description: Option<String>,
    /// Keywords and tags, each once.
    pub keywords: Vec<String>,
    /// The score, if it is a finite number.
    pub score: Option<f64>,
    /// Kept out of lists and counts.
    pub unlisted: bool,
    /// Related articles and links to others, in order.
    pub related: Vec<Related>,
    /// The answer as Markdown with real line breaks; empty unless [`Detail::Whole`] is asked for.
    pub answer: String,
    /// The answer was longer than what is kept of it.
    pub cut: bool,
    /// A number that articles with the same text have in common, where it can be had without parsing.
    pub gist: Option<u64>,
    /// What was wrong with the file.
    pub problems: Vec<Flaw>,
}

/// Another article that this one names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// Its url, or the target of the link to it.
    pub url: Option<String>,
    /// Its id.
    pub id: Option<i64>,
    /// Its title, or the words of the link. Never empty.
    pub title: String,
    /// Its subject as written.
    pub subject: Option<String>,
}

/// Something wrong with a file, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// How bad it is.
    pub severity: Severity,
    /// The line of the file, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// One sentence: what is wrong and what to write instead.
    pub reason: String,
    /// A stable name for this kind of flaw.
    pub rule: &'static str,
}

impl Flaw {
    /// The rule of the note that there is no front matter.
    pub const NO_FRONT_MATTER: &str = "no-front-matter";

    /// The note that there is no front matter.
    #[must_use]
    pub fn no_front_matter() -> Self {
        let reason =
            "There is no front matter; title and subject come from the text and the folder.";
        Self {
            severity: Severity::Note,
            line: 1,
            column: 1,
            reason: reason.to_owned(),
            rule: Self::NO_FRONT_MATTER,
        }
    }
}

/// How bad a flaw is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Part of the file could not be read as written.
    Error,
}

/// How much of an article is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// What lists need: question, url, id, subject, date, related articles, whether it is unlisted.
    Listing,
    /// All but the answer.
    Described,
    /// The answer too.
    Whole,
}

/// Reads an article from the first bytes of a file that is `whole_size` bytes long. `name` is
/// the name of the file without its ending, the title if there is no other.
///
/// # Errors
/// If there is no text in the bytes: they are binary, UTF-16, or blank. All other flaws are
/// in [`Article::problems`].
pub fn parse(bytes: &[u8], whole_size: u64, name: &str, detail: Detail) -> Result<Article, Flaw> {
    let mut flaws = Vec::new();
    let partial = u64::try_from(bytes.len()).is_ok_and(|length| length < whole_size);
    let text = source::read(bytes, partial, &mut flaws)?;
    let want_answer = detail == Detail::Whole || links::possible(bytes);
    let parts = front_matter::read(&text, want_answer, &mut flaws);
    Ok(assemble::article(&parts, name, detail, partial, flaws))
}

/// Whether a file has front matter of the plain shape, which is read without the YAML parser. It
/// makes no difference but in time, and is here to be measured.
#[must_use]
pub fn is_plain(bytes: &[u8]) -> bool {
    source::read(bytes, false, &mut Vec::new()).is_ok_and(|text| front_matter::is_plain(&text))
}

/// The minutes it takes to read an answer, at least 1.
#[must_use]
pub fn reading_minutes(answer: &str) -> usize {
    answer.split_whitespace().count().div_ceil(PACE).max(1)
}

/// The seconds it takes to read an answer.
#[must_use]
pub fn reading_seconds(answer: &str) -> usize {
    answer.split_whitespace().count().saturating_mul(60) / PACE
}

#[cfg(test)]
mod tests;
