//! A reference from one article to another, as written, and the keys it may be found under.
//!
//! Not resolved here: only the catalog knows which articles there are.

use crate::article::Related;
use crate::text::fold;

/// What an article says about a related one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// The url or the library path (for a relative link already joined to the folder).
    pub url: Option<Box<str>>,
    /// The id, which several articles may bear.
    pub id: Option<i64>,
    /// The title as the referring article has it.
    pub title: Box<str>,
    /// The subject's label as the referring article has it.
    pub subject: Option<Box<str>>,
}

impl Reference {
    /// A reference made by the article at `path` (relative to the library).
    #[must_use]
    pub fn new(related: Related, path: &str) -> Self {
        Self {
            url: related.url.map(|url| absolute(url, path).into()),
            id: related.id,
            title: related.title.into(),
            subject: related.subject.map(Into::into),
        }
    }
}

/// A relative link joined to the folder of the article that holds it; anything else as it is.
fn absolute(url: String, path: &str) -> String {
    if url.starts_with('/') || url.contains("://") || !is_markdown(&url) {
        return url;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in url.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Whether a path or link ends as an article's file does.
#[must_use]
pub fn is_markdown(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| {
        ["md", "markdown", "mdx"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The last part of a url or path without its extension: `why` of `/learn/physics/questions/why`.
#[must_use]
pub fn slug(url: &str) -> &str {
    let last = url.trim_end_matches('/').rsplit('/').next().unwrap_or(url);
    last.rsplit_once('.').filter(|_| is_markdown(last)).map_or(last, |(stem, _)| stem)
}

/// A title as it is compared: folded, with runs of blanks as one, without a closing question mark.
#[must_use]
pub fn title_key(title: &str) -> String {
    let folded = fold::fold(title);
    if !folded.contains("  ") && !folded.contains(['\t', '\n']) && folded.is_ascii() {
        // As almost every title is: there is nothing to join.
        let key = folded.trim_ascii().trim_end_matches(['?', '.', ' ']);
        return if key.len() == folded.len() { folded } else { key.to_owned() };
    }
    let mut key = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key.truncate(key.trim_end_matches(['?', '.', ' ']).len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_link_starts_at_the_folder_of_its_article() {
        assert_eq!(absolute("../physics/ring.md".into(), "maths/a.md"), "physics/ring.md");
        assert_eq!(absolute("./b.md".into(), "maths/a.md"), "maths/b.md");
        assert_eq!(absolute("../../../etc/x.md".into(), "maths/a.md"), "etc/x.md");
    }

    #[test]
    fn a_site_url_and_a_wiki_name_stay_as_they_are() {
        assert_eq!(absolute("/learn/a/questions/b".into(), "c/d.md"), "/learn/a/questions/b");
        assert_eq!(absolute("Ring of charge".into(), "c/d.md"), "Ring of charge");
    }

    #[test]
    fn a_slug_is_the_last_part_without_extension() {
        assert_eq!(slug("/learn/physics/questions/why/"), "why");
        assert_eq!(slug("notes/v1.2 plan.md"), "v1.2 plan");
        assert_eq!(slug("v1.2"), "v1.2");
    }

    #[test]
    fn titles_compare_without_case_accents_and_question_mark() {
        assert_eq!(title_key("  What is  a Café? "), title_key("what is a cafe"));
    }
}
