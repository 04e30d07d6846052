//! Definitions inside a formula: `\newcommand`, `\def`, `\let`, `\DeclareMathOperator`.
//!
//! Works on text, before the parser, and does not know what a command draws. Invariant: the
//! result is no longer than a formula may be, and the work is bounded whatever is defined.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use super::LONGEST;
use super::lexer::{Lexer, Token};

/// Bytes that expansions may put in before the formula is given up.
const BUDGET: usize = 4 * LONGEST;

/// Definitions used within each other.
const NESTING: usize = 64;

/// A formula without its definitions.
pub struct Expanded<'a> {
    text: Cow<'a, str>,
    origins: Vec<Origin>,
}

/// Where a stretch of the result came from.
struct Origin {
    /// Its first byte in the result.
    start: usize,
    /// The byte in the formula as written.
    at: usize,
    /// It was put in by a definition: all of it came from that one place.
    put_in: bool,
}

impl Expanded<'_> {
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the formula as written.
    pub fn origin(&self, at: usize) -> usize {
        let index = self.origins.partition_point(|origin| origin.start <= at);
        match index.checked_sub(1).and_then(|index| self.origins.get(index)) {
            Some(origin) if origin.put_in => origin.at,
            Some(origin) => origin.at + (at - origin.start),
            None => at,
        }
    }
}

/// What a command was defined to mean.
struct Macro {
    arguments: usize,
    /// The first argument, where it may be left out.
    default: Option<String>,
    body: String,
}

/// A text that is being copied.
struct Source {
    text: Rc<str>,
    at: usize,
    /// Where it stands in the formula as written, if a definition put it in.
    origin: Option<usize>,
}

#[derive(Clone, Copy)]
enum Define {
    /// `\newcommand{\name}[n][default]{body}`
    Command,
    /// `\def\name#1#2{body}`
    Def,
    /// `\DeclareMathOperator{\name}{body}`
    Operator,
    /// `\let\name=\other`
    Let,
}

/// Takes the definitions out and puts what they mean in. The error is the place where it
/// grew too long.
pub fn expand(tex: &str) -> Result<Expanded<'_>, usize> {
    let define = |name: &str| define(name).is_some();
    let names = tex.split('\\').skip(1);
    let mut names = names.map(|rest| rest.split(|c: char| !c.is_ascii_alphabetic()).next());
    if !names.any(|name| name.is_some_and(define)) {
        return Ok(Expanded { text: Cow::Borrowed(tex), origins: Vec::new() });
    }
    let mut expander = Expander { budget: BUDGET, ..Expander::default() };
    expander.sources.push(Source { text: tex.into(), at: 0, origin: None });
    expander.run()?;
    Ok(Expanded { text: Cow::Owned(expander.out), origins: expander.origins })
}

fn define(name: &str) -> Option<Define> {
    Some(match name {
        "newcommand" | "renewcommand" | "providecommand" => Define::Command,
        "def" | "gdef" | "edef" | "xdef" => Define::Def,
        "DeclareMathOperator" => Define::Operator,
        "let" | "futurelet" => Define::Let,
        _ => return None,
    })
}

#[derive(Default)]
struct Expander {
    macros: HashMap<String, Rc<Macro>>,
    /// The innermost last.
    sources: Vec<Source>,
    out: String,
    origins: Vec<Origin>,
    budget: usize,
}

impl Expander {
    fn run(&mut self) -> Result<(), usize> {
        while let Some(source) = self.sources.pop() {
            self.copy(source)?;
        }
        Ok(())
    }

    /// Copies a text up to the first command that was defined.
    fn copy(&mut self, mut source: Source) -> Result<(), usize> {
        let text = source.text.clone();
        let mut lexer = Lexer::new(&text);
        lexer.go_to(source.at);
        loop {
            let from = lexer.at();
            let plain = lexer.take_while(|c| c != '\\');
            self.write(plain, from, source.origin)?;
            let at = lexer.at();
            let Some(Token::Command(name)) = lexer.next() else { return Ok(()) };
            let place = source.origin.unwrap_or(at);
            if let Some(define) = define(name) {
                self.define(define, &mut lexer);
            } else if matches!(name, "global" | "long") {
                lexer.skip_blanks();
            } else if let Some(found) = self.macros.get(name).cloned() {
                let put_in = self.put_in(&found, &mut lexer).ok_or(place)?;
                if self.sources.len() >= NESTING || put_in.len() > self.budget {
                    return Err(place);
                }
                // An empty text has its price too, or there would be no end of them.
                self.budget = self.budget.saturating_sub(put_in.len() + 1);
                source.at = lexer.at();
                self.sources.push(source);
                self.sources.push(Source { text: put_in.into(), at: 0, origin: Some(place) });
                return if self.budget == 0 { Err(place) } else { Ok(()) };
            } else {
                let written = text.get(at..lexer.at()).unwrap_or_default();
                self.write(written, at, source.origin)?;
            }
        }
    }

    fn write(&mut self, text: &str, at: usize, origin: Option<usize>) -> Result<(), usize> {
        if text.is_empty() {
            return Ok(());
        }
        let place = origin.unwrap_or(at);
        let put_in = origin.is_some();
        self.origins.push(Origin { start: self.out.len(), at: place, put_in });
        self.out.push_str(text);
        if self.out.len() > LONGEST { Err(place) } else { Ok(()) }
    }

    /// The body of a macro with its arguments, which are read.
    fn put_in(&self, found: &Macro, lexer: &mut Lexer<'_>) -> Option<String> {
        let mut arguments: Vec<String> = Vec::new();
        let mut left = found.arguments;
        if let Some(default) = &found.default {
            arguments.push(optional(lexer).map_or_else(|| default.clone(), str::to_owned));
            left = left.saturating_sub(1);
        }
        arguments.extend((0..left).map(|_| argument(lexer).to_owned()));
        let mut text = String::new();
        let mut pieces = found.body.split('#');
        text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let number = piece.chars().next().and_then(|c| c.to_digit(10));
            let index = number.and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
            match index.and_then(|index| arguments.get(index)) {
                Some(argument) => {
                    text.push_str(argument);
                    // Its last command must not run into a letter of the body.
                    text.push(' ');
                    text.push_str(piece.get(1..).unwrap_or_default());
                }
                None => text.push_str(piece),
            }
            if text.len() > self.budget {
                return None;
            }
        }
        Some(text)
    }

    fn define(&mut self, define: Define, lexer: &mut Lexer<'_>) {
        let starred = lexer.take("*");
        let Some(name) = name(lexer) else { return };
        let (mut arguments, mut default) = (0, None);
        let body = match define {
            Define::Command => {
                if let Some(number) = optional(lexer) {
                    arguments = number.trim().parse().unwrap_or(0);
                    default = optional(lexer).map(str::to_owned);
                }
                argument(lexer).to_owned()
            }
            Define::Def => {
                let parameters = lexer.take_while(|c| c != '{');
                arguments = parameters.matches('#').count();
                argument(lexer).to_owned()
            }
            Define::Operator => {
                let star = if starred { "*" } else { "" };
                format!("\\operatorname{star}{{{}}}", argument(lexer))
            }
            Define::Let => {
                lexer.skip_blanks();
                lexer.take("=");
                let meant = argument(lexer);
                match meant.strip_prefix('\\').and_then(|name| self.macros.get(name)) {
                    Some(other) => {
                        let other = other.clone();
                        self.macros.insert(name.to_owned(), other);
                        return;
                    }
                    None => meant.to_owned(),
                }
            }
        };
        let arguments = arguments.min(9);
        self.macros.insert(name.to_owned(), Rc::new(Macro { arguments, default, body }));
    }
}

/// The command that is defined, with or without braces.
fn name<'a>(lexer: &mut Lexer<'a>) -> Option<&'a str> {
    lexer.skip_blanks();
    let braced = lexer.take("{");
    lexer.skip_blanks();
    let Some(Token::Command(name)) = lexer.peek() else { return None };
    lexer.next();
    lexer.skip_blanks();
    if braced {
        lexer.take("}");
    }
    Some(name)
}

/// An argument: what stands in braces, or one token.
fn argument<'a>(lexer: &mut Lexer<'a>) -> &'a str {
    lexer.skip_blanks();
    let start = lexer.at();
    if lexer.take("{") {
        if let Some(group) = lexer.take_group() {
            return group;
        }
        let rest = lexer.rest();
        lexer.stop();
        return rest;
    }
    let rest = lexer.rest();
    lexer.next();
    rest.get(..lexer.at() - start).unwrap_or_default()
}

/// What stands in square brackets, if they come next.
fn optional<'a>(lexer: &mut Lexer<'a>) -> Option<&'a str> {
    let before = lexer.at();
    lexer.skip_blanks();
    if !lexer.take("[") {
        lexer.go_to(before);
        return None;
    }
    let text = lexer.take_while(|c| c != ']');
    lexer.take("]");
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(tex: &str) -> String {
        let expanded = expand(tex).map(|expanded| expanded.text().to_owned());
        expanded.unwrap_or_else(|at| format!("too long at {at}"))
    }

    #[test]
    fn definitions_are_put_in() {
        assert_eq!(expanded(r"\newcommand{\R}{\mathbb{R}}x \in \R^n"), r"x \in \mathbb{R}^n");
        assert_eq!(expanded(r"\def\half#1{\frac{#1}2}\half x y"), r"\frac{x }2 y");
        assert_eq!(expanded(r"\newcommand\p[2][2]{#1^#2}\p3\p[4]{5}"), r"2 ^3 4 ^5 ");
        assert_eq!(expanded(r"\DeclareMathOperator*{\Arg}{Arg}\Arg_x"), r"\operatorname*{Arg}_x");
        assert_eq!(expanded(r"\let\a=\alpha\def\b{\a\a}\b"), r"\alpha\alpha");
        assert_eq!(expanded(r"\delta x"), r"\delta x");
    }

    #[test]
    fn a_definition_that_grows_without_end_is_given_up() {
        assert_eq!(expanded(r"\def\a{\a}\a"), "too long at 10");
        assert_eq!(expanded(r"\def\a{\a\a}\a"), "too long at 12");
        let mut bomb = String::from(r"\def\a{x}");
        for (name, from) in ('b'..='z').zip('a'..='y') {
            let twice = [from, '\\', from].iter().collect::<String>();
            bomb.extend(["\\def\\", &name.to_string(), "{\\", &twice, "\\", &twice, "}"]);
        }
        assert!(expand(&(bomb + r"\z")).is_err());
    }

    #[test]
    fn a_place_after_expansion_is_the_place_as_written() {
        let expanded = expand(r"\def\R{\mathbb{R}}x\R y").ok().unwrap();
        assert_eq!(expanded.text(), r"x\mathbb{R} y");
        assert_eq!([expanded.origin(0), expanded.origin(5), expanded.origin(11)], [18, 19, 21]);
    }
}
