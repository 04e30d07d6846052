//! What the HTML that stands in Markdown means to a reader.
//!
//! Not a browser: a tag is a style, a break, a link, an image, or nothing. Invariant: the text
//! between tags is never lost, and a tag that means nothing known is shown as it was written.

use super::inline::Style;

/// What a tag means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// It only groups; what it holds is shown.
    Nothing,
    /// A line ends here.
    Break,
    /// It stands for some text.
    Text(&'a str),
    /// Text of a style begins, or ends.
    Style(Style),
    StyleEnd(Style),
    /// A link begins, or ends.
    Link(String),
    LinkEnd,
    /// A picture with its description.
    Image {
        target: String,
        words: String,
    },
    /// No HTML that Recto knows: perhaps code that was not marked as such.
    Unknown,
}

/// A part of an HTML block.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Tag(&'a str),
    Text(&'a str),
}

/// Tags of which only what they hold is shown.
const GROUPS: &[&str] = &[
    "abbr", "article", "big", "center", "cite", "details", "dfn", "figure", "font", "main",
    "section", "small", "span", "table", "tbody", "thead", "tfoot", "time", "ul", "ol", "dl",
    "picture", "source",
];
/// Tags that end a line, where they begin or end.
const LINES: &[&str] = &[
    "p",
    "div",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "summary",
    "blockquote",
    "pre",
    "figcaption",
    "caption",
    "dt",
    "dd",
    "header",
    "footer",
    "hr",
];

/// What a tag with its angle brackets means.
pub(super) fn meaning(tag: &str) -> Meaning<'_> {
    if tag.starts_with("<!") || tag.starts_with("<?") {
        return Meaning::Nothing;
    }
    let is_end = tag.starts_with("</");
    let inner = tag.trim_start_matches(['<', '/']);
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = inner.get(..length).unwrap_or_default().to_ascii_lowercase();
    let style = match name.as_str() {
        "b" | "strong" => Some(Style::Bold),
        "i" | "em" | "var" => Some(Style::Italic),
        "u" | "ins" => Some(Style::Underlined),
        "s" | "del" | "strike" => Some(Style::Struck),
        "code" | "kbd" | "samp" | "tt" => Some(Style::Code),
        "mark" => Some(Style::Marked),
        "sub" => Some(Style::Lowered),
        "sup" => Some(Style::Raised),
        _ => None,
    };
    match (name.as_str(), style) {
        (_, Some(style)) if is_end => Meaning::StyleEnd(style),
        (_, Some(style)) => Meaning::Style(style),
        ("br", _) => Meaning::Break,
        ("a", _) if is_end => Meaning::LinkEnd,
        ("a", _) => attribute(tag, "href").map_or(Meaning::Nothing, Meaning::Link),
        ("img", _) => Meaning::Image {
            target: attribute(tag, "src").unwrap_or_default(),
            words: attribute(tag, "alt").unwrap_or_default(),
        },
        ("li", _) if is_end => Meaning::Nothing,
        ("li", _) => Meaning::Text("\u{10FFF5}• "),
        ("td" | "th", _) if is_end => Meaning::Text("   "),
        ("td" | "th", _) => Meaning::Nothing,
        ("q", _) => Meaning::Text(if is_end { "”" } else { "“" }),
        (name, _) if LINES.contains(&name) => Meaning::Break,
        (name, _) if GROUPS.contains(&name) => Meaning::Nothing,
        _ => Meaning::Unknown,
    }
}

/// The value of an attribute, with the commonest entities decoded.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.trim_start_matches('<').split_once(char::is_whitespace)?.1;
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.rsplit(char::is_whitespace).next().unwrap_or_default();
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, next) = match quote {
            Some(quote) => after.get(1..)?.split_once(quote)?,
            None => after.split_at(after.find([' ', '\n', '\t', '>']).unwrap_or(after.len())),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(unescaped(value));
        }
        rest = next;
    }
    None
}

/// A text with the commonest entities decoded.
pub(super) fn unescaped(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let decode = |text: String, (entity, letter): (&str, &str)| text.replace(entity, letter);
    entities.into_iter().fold(text.to_owned(), decode)
}

/// The tags of an HTML block and the text between them; comments are left out.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        if !text.is_empty() {
            tokens.push(Token::Text(text));
        }
        let end =
            if tag.starts_with("<!--") { tag.find("-->").map(|end| end + 3) } else { end(tag) };
        let Some((tag, after)) = end.and_then(|end| tag.split_at_checked(end)) else {
            if !tag.starts_with("<!--") {
                tokens.push(Token::Text(tag));
            }
            return tokens;
        };
        if !tag.starts_with("<!--") {
            tokens.push(Token::Tag(tag));
        }
        rest = after;
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

/// Where the tag at the start of a text ends; a `>` in quotes does not end it.
fn end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    // An unclosed quotation: the first bracket has to do.
    tag.find('>').map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_any_quotes() {
        let tag = "<img alt='a \"b\"' src=ring.png>";
        assert_eq!(
            meaning(tag),
            Meaning::Image { target: "ring.png".into(), words: "a \"b\"".into() }
        );
        assert_eq!(meaning("<a HREF=\"x?a&amp;b\">"), Meaning::Link("x?a&b".into()));
        assert_eq!(meaning("<a name=\"x\">"), Meaning::Nothing);
    }

    #[test]
    fn what_is_no_html_stays() {
        assert_eq!(meaning("<stdio.h>"), Meaning::Unknown);
        assert_eq!(meaning("<T>"), Meaning::Unknown);
    }

    #[test]
    fn a_block_is_its_tags_and_the_text_between() {
        assert_eq!(
            tokens("<p title='a>b'>one<!-- two --> three <x"),
            [
                Token::Tag("<p title='a>b'>"),
                Token::Text("one"),
                Token::Text(" three "),
                Token::Text("<x")
            ]
        );
    }
}
