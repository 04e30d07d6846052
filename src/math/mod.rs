//! Stub.
#![allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    Unicode,
    Ascii,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Identifier,
    Operator,
    Text,
    Structure,
    Source,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub role: Role,
    pub bold: bool,
    pub italic: bool,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Formula(String);
pub struct Rows {
    pub rows: Vec<Vec<Span>>,
    pub columns: usize,
    pub baseline: usize,
}
pub fn parse(tex: &str) -> Formula {
    Formula(crate::text::sanitize::line(&tex.trim().replace('\n', " ")).into_owned())
}
impl Formula {
    pub fn line(&self, _c: Charset) -> Vec<Span> {
        vec![Span {
            text: self.0.replace(' ', "\u{a0}"),
            role: Role::Identifier,
            bold: false,
            italic: false,
        }]
    }
    pub fn text(&self, _c: Charset) -> String {
        self.0.clone()
    }
    pub fn rows(&self, _columns: usize, _c: Charset) -> Rows {
        Rows {
            rows: vec![vec![Span {
                text: self.0.clone(),
                role: Role::Identifier,
                bold: false,
                italic: false,
            }]],
            columns: crate::text::width::of(&self.0),
            baseline: 0,
        }
    }
}
pub fn superscript(_t: &str) -> Option<String> {
    None
}
pub fn subscript(_t: &str) -> Option<String> {
    None
}
