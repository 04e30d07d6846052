//! Money or mathematics: which parts of a text are formulas.
//!
//! Cuts them out before a Markdown parser sees the text; it does not read TeX. A dollar is a
//! dollar unless the rules make it a delimiter. Invariant: the formulas are in order, do not
//! overlap, and lie on character boundaries; the work is linear in the length of the text.

use std::collections::HashMap;
use std::ops::Range;

use super::code::{self, Breaks, Code};

/// A formula in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// Where it stands, in bytes, delimiters included.
    pub range: Range<usize>,
    /// Its TeX: what stands between the delimiters; an environment without delimiters whole.
    pub tex: Range<usize>,
    /// Whether it is set apart from the text.
    pub display: bool,
}

/// Delimiters that may stand in the braces of one formula.
const MOST_INNER: usize = 16;

/// The formulas of a text whose line breaks are real ones.
#[must_use]
pub fn cut(text: &str) -> Vec<Formula> {
    if memchr::memchr2(b'$', b'\\', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let tokens = tokens(text);
    let closers = closers(text, &tokens);
    let mut formulas: Vec<Formula> = Vec::new();
    let mut from = 0;
    for (index, (token, closer)) in tokens.iter().zip(closers).enumerate() {
        if token.at < from {
            continue;
        }
        let after = tokens.get(index + 1..).unwrap_or_default();
        let closer = closer.map(|closer| past_braces(text, token, closer, after));
        if let Some(formula) = closer.and_then(|closer| formula(text, token, closer)) {
            from = formula.range.end;
            formulas.push(formula);
        }
    }
    formulas
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `$`
    Dollar,
    /// `$$`
    Dollars,
    /// `\[` and `\]`
    OpenBracket,
    CloseBracket,
    /// `\(` and `\)`
    OpenParen,
    CloseParen,
    /// `\begin{` and `\end{`, the name being the part of the text between the braces.
    Begin,
    End,
    /// Nothing reaches over this: code.
    Wall,
    /// A paragraph, list item or table row ends here.
    BlockEnd,
    /// A blank line or a heading, over which no display reaches either.
    Gap,
}

/// A delimiter, or a boundary, in the text.
struct Token {
    at: usize,
    end: usize,
    mark: Mark,
}

fn tokens(text: &str) -> Vec<Token> {
    let codes = code::find(text, Breaks::Real);
    let mut tokens = Vec::new();
    let mut blocks = Blocks::default();
    let mut at = 0;
    let mut codes = codes.iter().peekable();
    while at < text.len() {
        let line = code::line_at(text, at, Breaks::Real);
        if let Some(mark) = blocks.boundary(text.get(line.start..line.end).unwrap_or_default()) {
            tokens.push(Token { at, end: at, mark });
        }
        at = tokens_of(text, line.start..line.end, &mut codes, &mut tokens).max(line.next);
        // After code that spans lines, go on with what is left of its last line.
        if let Some(Token { end, mark: Mark::Wall, .. }) = tokens.last()
            && *end > line.end
        {
            let rest = code::line_at(text, *end, Breaks::Real);
            at = tokens_of(text, *end..rest.end, &mut codes, &mut tokens).max(rest.next);
        }
    }
    tokens
}

/// Collects the tokens of a line. Returns where it stopped.
fn tokens_of<'a>(
    text: &str,
    line: Range<usize>,
    codes: &mut std::iter::Peekable<impl Iterator<Item = &'a Code>>,
    tokens: &mut Vec<Token>,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = line.start;
    while at < line.end {
        while codes.next_if(|code| code.range.end <= at).is_some() {}
        let wall = codes.peek().map_or(line.end, |code| code.range.start.min(line.end));
        let open = bytes.get(at..wall.max(at)).unwrap_or_default();
        let Some(offset) = memchr::memchr2(b'$', b'\\', open) else {
            let Some(code) = codes.next_if(|code| code.range.start < line.end) else {
                return line.end;
            };
            let Range { start: at_code, end } = code.range;
            tokens.push(Token { at: at_code, end, mark: Mark::Wall });
            at = end;
            continue;
        };
        at += offset;
        let (mark, length) = token_at(text, at);
        if let Some(mark) = mark {
            tokens.push(Token { at, end: at + length, mark });
        }
        at += length;
    }
    at
}

/// The token at a dollar or a backslash, if it is one, and how many bytes to go on by.
fn token_at(text: &str, at: usize) -> (Option<Mark>, usize) {
    let rest = text.get(at..).unwrap_or_default();
    let bytes = rest.as_bytes();
    if bytes.first() == Some(&b'$') {
        let length = bytes.iter().take_while(|b| **b == b'$').count();
        let mark = match length {
            1 => Some(Mark::Dollar),
            2 => Some(Mark::Dollars),
            _ => None,
        };
        return (mark, length);
    }
    match bytes.get(1) {
        Some(b'[') => (Some(Mark::OpenBracket), 2),
        Some(b']') => (Some(Mark::CloseBracket), 2),
        Some(b'(') => (Some(Mark::OpenParen), 2),
        Some(b')') => (Some(Mark::CloseParen), 2),
        Some(b'$' | b'\\') => (None, 2),
        Some(b'b') => environment(rest, r"\begin{", Mark::Begin),
        Some(b'e') => environment(rest, r"\end{", Mark::End),
        _ => (None, 1),
    }
}

fn environment(rest: &str, opener: &str, mark: Mark) -> (Option<Mark>, usize) {
    let length = rest.strip_prefix(opener).and_then(|name| {
        let letters = name.bytes().take(32).take_while(u8::is_ascii_alphabetic).count();
        let star = usize::from(name.as_bytes().get(letters) == Some(&b'*'));
        let closed = name.as_bytes().get(letters + star) == Some(&b'}');
        (letters > 0 && closed).then_some(opener.len() + letters + star + 1)
    });
    length.map_or((None, 1), |length| (Some(mark), length))
}

fn name_of<'a>(text: &'a str, token: &Token) -> &'a str {
    let written = text.get(token.at..token.end).unwrap_or_default();
    written.split_once('{').map_or("", |(_, name)| name.trim_end_matches('}'))
}

/// For each token the one that would close it, if nothing stands between that must not.
fn closers<'a>(text: &str, tokens: &'a [Token]) -> Vec<Option<&'a Token>> {
    let mut closers = vec![None; tokens.len()];
    let mut dollar = None;
    let mut dollars = None;
    let mut bracket = None;
    let mut paren = None;
    let mut ends: HashMap<&str, Vec<&Token>> = HashMap::new();
    for (token, closer) in tokens.iter().zip(&mut closers).rev() {
        match token.mark {
            Mark::Dollar => *closer = dollar.replace(token),
            Mark::Dollars => *closer = dollars.replace(token),
            Mark::CloseBracket => bracket = Some(token),
            Mark::CloseParen => paren = Some(token),
            Mark::OpenBracket => *closer = bracket,
            Mark::OpenParen => *closer = paren,
            Mark::End => ends.entry(name_of(text, token)).or_default().push(token),
            Mark::Begin => *closer = ends.get_mut(name_of(text, token)).and_then(Vec::pop),
            Mark::BlockEnd => (dollar, paren) = (None, None),
            Mark::Wall | Mark::Gap => {
                (dollar, paren, dollars, bracket) = (None, None, None, None);
                ends.clear();
            }
        }
        if token.mark == Mark::Dollars {
            dollar = None;
        }
    }
    closers
}

/// The dollar that closes a formula whose nearest one stands in braces, as in `$\text{if $x$}$`; the
/// nearest one if there is none.
fn past_braces<'a>(text: &str, open: &Token, nearest: &'a Token, after: &'a [Token]) -> &'a Token {
    let is_open = |close: &Token| {
        let tex = text.get(open.end..close.at).unwrap_or_default();
        let mut depth = 0_usize;
        let mut escaped = false;
        for byte in tex.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        depth > 0
    };
    if open.mark != Mark::Dollar || !is_open(nearest) {
        return nearest;
    }
    let ends = |mark| matches!(mark, Mark::BlockEnd | Mark::Gap | Mark::Wall | Mark::Dollars);
    let inside = after.iter().take(MOST_INNER).take_while(|token| !ends(token.mark));
    let mut dollars = inside.filter(|token| token.mark == Mark::Dollar);
    dollars.find(|close| !is_open(close)).unwrap_or(nearest)
}

fn formula(text: &str, open: &Token, close: &Token) -> Option<Formula> {
    let inner = open.end..close.at;
    let tex = text.get(inner.clone())?;
    if tex.trim().is_empty() || (open.mark == Mark::Dollar && !is_mathematics(text, tex, close)) {
        return None;
    }
    let range = open.at..close.end;
    let tex = if open.mark == Mark::Begin { range.clone() } else { inner };
    let display = !matches!(open.mark, Mark::Dollar | Mark::OpenParen);
    Some(Formula { range, tex, display })
}

/// Whether what stands between two single dollars is mathematics and not a sum of money.
fn is_mathematics(text: &str, tex: &str, close: &Token) -> bool {
    let padded = tex.starts_with(char::is_whitespace) == tex.ends_with(char::is_whitespace);
    let digit = text.as_bytes().get(close.end).is_some_and(u8::is_ascii_digit);
    padded && !digit && (has_tex_mark(tex) || plain_words(tex) < 3)
}

fn has_tex_mark(tex: &str) -> bool {
    tex.contains(['^', '_'])
        || tex.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn plain_words(tex: &str) -> usize {
    tex.split_whitespace()
        .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()))
        .filter(|word| {
            word.len() > 1
                && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'' || b == b'-')
        })
        .count()
}

/// Tells where one block of text ends and the next begins.
#[derive(Default)]
struct Blocks {
    /// The line before was one that no other continues: a heading or a table row.
    closed: bool,
}

impl Blocks {
    /// The boundary before a line, if there is one.
    fn boundary(&mut self, line: &str) -> Option<Mark> {
        let was_closed = self.closed;
        let body = line.trim_start_matches([' ', '\t', '>']);
        let level = body.bytes().take_while(|b| *b == b'#').count();
        let heading = (1..=6).contains(&level)
            && matches!(body.as_bytes().get(level), None | Some(b' ' | b'\t'));
        let row = body.starts_with('|');
        self.closed = heading || row;
        if body.trim().is_empty() || heading {
            Some(Mark::Gap)
        } else if was_closed || row || code::list_marker(body).is_some() {
            Some(Mark::BlockEnd)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        cut(text).into_iter().filter_map(|formula| text.get(formula.tex)).collect()
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn a_price_stays_text() {
        assert_eq!(found("It costs $5 and then $10."), NONE);
        assert_eq!(found("from $5-$10 or $5/$6"), NONE);
        assert_eq!(found("pay $5 per unit sold, or US$"), NONE);
        assert_eq!(found(r"a \$5 note and \$6"), NONE);
        assert_eq!(found("a $$$ place"), NONE);
    }

    #[test]
    fn a_formula_between_dollars_is_cut_out() {
        assert_eq!(found("so $x$ and $ y = 1 $."), ["x", " y = 1 "]);
        assert_eq!(found("$5 for $n$ items"), ["n"]);
        assert_eq!(found("$a$, $b$"), ["a", "b"]);
        assert_eq!(found(r"cost $C = 5\$ + x$"), [r"C = 5\$ + x"]);
    }

    #[test]
    fn a_dollar_in_braces_does_not_end_a_formula() {
        assert_eq!(found(r"$\text{if $x>0$}$ and $y$"), [r"\text{if $x>0$}", "y"]);
        assert_eq!(found(r"$\ce{$n$ H2O}$"), [r"\ce{$n$ H2O}"]);
        assert_eq!(found("$a_{b$ and $c$"), ["a_{b", "c"]);
        assert_eq!(found("costs $5 {net} or $6"), NONE);
    }

    #[test]
    fn words_are_mathematics_only_with_a_mark_of_tex() {
        assert_eq!(found("$one two three$"), NONE);
        assert_eq!(found(r"$\text{one two three}$"), [r"\text{one two three}"]);
    }

    #[test]
    fn displays_are_known_by_their_delimiters() {
        let text = "$$\na\n$$ \\[b\\] \\(c\\) \\begin{align*}d\\end{align*}";
        let formulas = cut(text);
        let display: Vec<bool> = formulas.iter().map(|formula| formula.display).collect();
        assert_eq!(display, [true, true, false, true]);
        assert_eq!(found(text), ["\na\n", "b", "c", r"\begin{align*}d\end{align*}"]);
    }

    #[test]
    fn environments_nest() {
        let text = r"\begin{a}\begin{a}x\end{a}\end{a} \begin{b}";
        assert_eq!(found(text), [r"\begin{a}\begin{a}x\end{a}\end{a}"]);
    }

    #[test]
    fn a_pair_stays_in_its_block() {
        assert_eq!(found("a $x\n\nb$ c"), NONE);
        assert_eq!(found("- a $x\n- b$ c"), NONE);
        assert_eq!(found("| $a |\n| b$ |"), NONE);
        assert_eq!(found("a $x\n+y$ c"), ["x\n+y"]);
        assert_eq!(found("$$\na\n- b\n$$"), ["\na\n- b\n"]);
    }

    #[test]
    fn code_holds_no_formulas() {
        assert_eq!(found("`$x$` and $y$"), ["y"]);
        assert_eq!(found("```sh\necho $a $b$\n```\n$z$"), ["z"]);
        assert_eq!(found("a `b\nc` $x$ d\n$y$"), ["x", "y"]);
    }

    proptest! {
        #[test]
        fn formulas_are_in_order_and_on_character_boundaries(
            s in "([a-zé ]|\\$|\\$\\$|\\\\|\\\\\\[|\\\\\\]|\\\\begin\\{a\\}|\\\\end\\{a\\}|`|\n|\\| |- |```\n){0,40}",
        ) {
            let mut from = 0;
            for formula in cut(&s) {
                prop_assert!(from <= formula.range.start);
                prop_assert!(formula.range.start <= formula.tex.start);
                prop_assert!(formula.tex.start < formula.tex.end);
                prop_assert!(formula.tex.end <= formula.range.end);
                prop_assert!(s.get(formula.range.clone()).is_some());
                prop_assert!(s.get(formula.tex).is_some());
                from = formula.range.end;
            }
        }

        #[test]
        fn any_text_is_cut(s in any::<String>()) {
            prop_assert!(cut(&s).len() <= s.len());
        }
    }
}
