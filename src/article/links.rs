//! The links of a Markdown text that may lead to other articles.
//!
//! Finds `[label](target)` and `[[target|label]]` outside code, in order, each target once.
//! Links to the web, to a place in the same text and to files that are no article are not
//! of interest. Linear: every part of a link has a longest length.

use std::collections::HashSet;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::code::{self, Breaks};

/// The longest target or label that is read, in bytes.
const LONGEST: usize = 512;
/// More links than this are not collected.
const MOST: usize = 200;

/// A link as found: the target without its `#` part, decoded, and the words shown for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub target: String,
    pub label: String,
}

/// Whether a text could hold a link at all; a quick look.
pub(super) fn possible(text: &[u8]) -> bool {
    memchr::memchr2_iter(b'[', b']', text)
        .any(|at| matches!(text.get(at..at + 2), Some(b"](" | b"[[")))
}

/// The links of a text.
pub(super) fn find(text: &str) -> Vec<Link> {
    if !possible(text.as_bytes()) {
        return Vec::new();
    }
    let mut links = Vec::new();
    let mut seen = HashSet::new();
    let mut from = 0;
    let codes = code::find(text, Breaks::Real).into_iter().map(|code| code.range);
    for code in codes.chain(std::iter::once(text.len()..text.len())) {
        scan(text, from..code.start, &mut |link: Link| {
            if links.len() < MOST && seen.insert(link.target.clone()) {
                links.push(link);
            }
        });
        from = code.end;
    }
    links
}

fn scan(text: &str, range: Range<usize>, push: &mut impl FnMut(Link)) {
    let bytes = text.as_bytes();
    let end = range.end;
    let mut opened: Vec<usize> = Vec::new();
    let mut at = range.start;
    while at < end {
        let ahead = bytes.get(at..end).unwrap_or_default();
        let Some(offset) = memchr::memchr3(b'[', b']', b'\\', ahead) else { return };
        at += offset;
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(b'[') if bytes.get(at + 1) == Some(&b'[') => {
                if let Some((link, length)) = wiki(text.get(at + 2..end).unwrap_or_default()) {
                    link.into_iter().for_each(&mut *push);
                    at += 2 + length;
                } else {
                    opened.push(at + 1);
                    at += 1;
                }
            }
            Some(b'[') => {
                opened.push(at + 1);
                at += 1;
            }
            _ => {
                let label = opened.pop().and_then(|start| text.get(start..at).map(|l| (start, l)));
                at += 1;
                let target = text.get(at..end).and_then(inline_target);
                if let (Some((start, label)), Some((target, length))) = (label, target) {
                    let image = start > 1 && bytes.get(start - 2) == Some(&b'!');
                    if !image && label.len() <= LONGEST {
                        link(target, label).into_iter().for_each(&mut *push);
                    }
                    at += length;
                }
            }
        }
    }
}

/// Reads `target|label]]`. Returns the link, if it is one to an article, and its length.
fn wiki(rest: &str) -> Option<(Option<Link>, usize)> {
    let length = rest.bytes().take(LONGEST).position(|b| matches!(b, b'[' | b']' | b'\n'))?;
    let (inner, after) = rest.split_at_checked(length)?;
    if !after.starts_with("]]") {
        return None;
    }
    let (target, label) = inner.split_once('|').unwrap_or((inner, ""));
    // In a table the bar is escaped.
    let target = target.trim_end_matches('\\').trim();
    let words = target.split('#').next().unwrap_or_default();
    let shown = if label.trim().is_empty() { words } else { label };
    Some((link(target, shown), length + 2))
}

/// Reads `(target "title")`. Returns the target and the length of all.
fn inline_target(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix('(')?;
    if let Some(angle) = inner.strip_prefix('<') {
        let length = angle.bytes().take(LONGEST).position(|b| matches!(b, b'>' | b'\n'))?;
        return Some((angle.get(..length)?, length + 3));
    }
    let mut depth = 1_usize;
    let close = inner.bytes().take(LONGEST).position(|b| {
        match b {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0 || matches!(b, b'\n' | b'[' | b']')
    })?;
    let written = inner.get(..close).filter(|_| depth == 0)?;
    let target = written.split_whitespace().next()?;
    Some((target, close + 2))
}

/// The link, if its target may be an article.
fn link(target: &str, label: &str) -> Option<Link> {
    let path = target.split('#').next().unwrap_or_default().trim();
    let scheme = path.split(['/', '?']).next().is_some_and(|start| start.contains(':'));
    let file = path.rsplit('/').next().unwrap_or_default();
    let ending = file.rsplit_once('.').map_or("md", |(_, ending)| ending);
    // A dot in a name, as in "Node.js basics", is no ending.
    let article = matches!(ending, "md" | "markdown" | "mdx" | "html" | "htm" | "")
        || ending.len() > 5
        || ending.contains(' ');
    if path.is_empty() || scheme || path.starts_with("//") || path.contains("{{") || !article {
        return None;
    }
    let target = percent_decode_str(path).decode_utf8_lossy().into_owned();
    Some(Link { target, label: label.trim().replace(['*', '`', '\n'], " ").trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn targets(text: &str) -> Vec<String> {
        find(text).into_iter().map(|link| format!("{}={}", link.target, link.label)).collect()
    }

    #[test]
    fn links_to_other_articles_are_found_in_order() {
        assert_eq!(
            targets("See [one](a/b%20c.md#x) and [[Two|the second]], [[Two]], [[Three#part]]."),
            ["a/b c.md=one", "Two=the second", "Three=Three"]
        );
        assert_eq!(
            targets("[a [b] c](<x y.md>) [t](u.md \"title\")"),
            ["x y.md=a [b] c", "u.md=t"]
        );
    }

    #[test]
    fn links_elsewhere_do_not_count() {
        let text = "[a](http://x.y) [b](mailto:a@b) [c](#d) [e](pic.png) ![f](g.md) `[h](i.md)` \\[j](k.md)";
        assert_eq!(targets(text), [""; 0]);
        assert_eq!(targets("[[1, 2], [3, 4]] and f[[0]](x)"), ["0=0"]);
    }

    proptest! {
        #[test]
        fn any_text_is_searched(s in "([a-zé]|\\[|\\]|\\(|\\)|\\||\\\\|`|<|>|\n|#){0,40}") {
            find(&s);
        }
    }
}
