//! `\begin{…}…\end{…}` and rows in braces.
//!
//! Columns and rows only. Invariant: an environment that is not known shows its rows.

use super::super::lexer::Token;
use super::super::node::{Array, Column, Layout, Node, Side};
use super::super::recovery::RecoveryKind;
use super::{Parser, Scope};

/// What an environment draws around its rows.
struct Form {
    layout: Layout,
    open: &'static str,
    close: &'static str,
}

/// The form of an environment, without its star.
fn form(name: &str) -> Option<Form> {
    let (layout, open, close) = match name {
        "matrix" | "array" | "darray" | "tabular" | "smallmatrix" | "eqnarray" => {
            (Layout::Grid, "", "")
        }
        "pmatrix" | "psmallmatrix" => (Layout::Grid, "(", ")"),
        "bmatrix" | "bsmallmatrix" => (Layout::Grid, "[", "]"),
        "Bmatrix" | "Bsmallmatrix" => (Layout::Grid, "{", "}"),
        "vmatrix" | "vsmallmatrix" => (Layout::Grid, "|", "|"),
        "Vmatrix" | "Vsmallmatrix" => (Layout::Grid, "‖", "‖"),
        "cases" | "dcases" | "numcases" => (Layout::Cases, "{", ""),
        "rcases" | "drcases" => (Layout::Cases, "", "}"),
        "align" | "aligned" | "split" | "alignat" | "alignedat" | "flalign" | "xalignat" => {
            (Layout::Aligned, "", "")
        }
        "gather" | "gathered" | "equation" | "displaymath" | "math" => (Layout::Gathered, "", ""),
        "multline" | "multlined" => (Layout::Multline, "", ""),
        "subarray" => (Layout::Stack, "", ""),
        "CD" => (Layout::Diagram, "", ""),
        _ => return None,
    };
    Some(Form { layout, open, close })
}

impl Parser<'_> {
    /// An environment, its `\begin` at `at` already passed.
    pub(super) fn environment(&mut self, at: usize) -> Option<Node> {
        let name = self.argument_text().trim();
        if name.is_empty() {
            self.recover(RecoveryKind::MissingArgument, at);
            return None;
        }
        let bare = name.trim_end_matches('*');
        let known = form(bare);
        if known.is_none() {
            let shown = super::super::font::shown(name).into_owned();
            self.recover(RecoveryKind::UnknownEnvironment(shown), at);
        }
        let form = known.unwrap_or(Form { layout: Layout::Aligned, open: "", close: "" });
        let (columns, rules) = self.columns(bare, name.len() > bare.len());
        self.scopes.push(Scope::Environment(name.to_owned()));
        let (rows, rules_below) = match form.layout {
            Layout::Diagram => (self.deeper(Self::diagram), 0),
            _ => self.deeper(Self::rows),
        };
        self.scopes.pop();
        self.end(name, at);
        let Form { layout, open, close } = form;
        Some(Node::Array(Box::new(Array {
            layout,
            columns,
            rules,
            rows,
            rules_below,
            open,
            close,
        })))
    }

    /// The columns that an environment is given as an argument.
    fn columns(&mut self, name: &str, starred: bool) -> (Vec<Column>, usize) {
        match name {
            "array" | "darray" | "tabular" | "subarray" => {
                self.optional();
                specification(self.column_text())
            }
            "alignat" | "alignedat" | "xalignat" => {
                self.argument_text();
                (Vec::new(), 0)
            }
            "aligned" | "gathered" | "split" => {
                self.optional();
                (Vec::new(), 0)
            }
            "eqnarray" => specification("rcl"),
            _ if starred
                && name.ends_with("matrix")
                && self.lexer.rest().trim_start().starts_with('[') =>
            {
                self.lexer.skip_blanks();
                self.lexer.take("[");
                let side = self.lexer.take_while(|c| c != ']');
                self.lexer.take("]");
                // One side for all columns, however many.
                let (columns, _) = specification(side);
                let column = columns.into_iter().next();
                (column.map_or_else(Vec::new, |column| vec![column; 32]), 0)
            }
            _ => (Vec::new(), 0),
        }
    }

    /// The argument of `array`, which may hold braces: `{c@{\;}c|c}`.
    fn column_text(&mut self) -> &str {
        self.lexer.skip_blanks();
        if !self.lexer.take("{") {
            return "";
        }
        let before = self.lexer;
        if let Some(text) = self.lexer.take_group().filter(|text| text.len() < 256) {
            return text;
        }
        self.lexer = before;
        let text = self.lexer.take_while(|c| !matches!(c, '{' | '}' | '\\'));
        self.lexer.take("}");
        text
    }

    /// Passes the `\end` of an environment.
    fn end(&mut self, name: &str, at: usize) {
        if self.lexer.peek() != Some(Token::Command("end")) {
            self.recover(RecoveryKind::MissingEnd, at);
            return;
        }
        let before = self.lexer;
        self.lexer.next();
        let ended = self.argument_text().trim();
        let outer = |scope: &Scope| matches!(scope, Scope::Environment(outer) if outer == ended);
        if ended != name {
            self.recover(RecoveryKind::MissingEnd, at);
            // It ends an environment further out: leave it to that one.
            if self.scopes.iter().any(outer) {
                self.lexer = before;
            }
        }
    }

    /// Rows in braces: `\substack{a\\b}`, `\pmatrix{a&b\cr c&d}`.
    pub(super) fn braced_rows(
        &mut self,
        layout: Layout,
        open: &'static str,
        close: &'static str,
    ) -> Node {
        self.lexer.skip_blanks();
        let at = self.lexer.at();
        let (mut rows, mut rules_below) = (Vec::new(), 0);
        if self.lexer.take("{") {
            self.scopes.push(Scope::Brace);
            (rows, rules_below) = self.deeper(Self::rows);
            self.scopes.pop();
            if !self.lexer.take("}") {
                self.recover(RecoveryKind::MissingBrace, at);
            }
        } else {
            let row = super::Row { cells: vec![self.argument()], rules_above: 0 };
            rows.push(row);
        }
        let columns = Vec::new();
        Node::Array(Box::new(Array { layout, columns, rules: 0, rows, rules_below, open, close }))
    }
}

/// The columns of `{|c|rl|}`, and the rules after the last.
fn specification(text: &str) -> (Vec<Column>, usize) {
    let mut columns = Vec::new();
    let mut rules = 0;
    let mut depth = 0_usize;
    for c in text.chars() {
        let side = match c {
            '{' => {
                depth += 1;
                continue;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                continue;
            }
            _ if depth > 0 => continue,
            '|' | ':' => {
                rules = 2.min(rules + 1);
                continue;
            }
            'l' | 'p' | 'm' | 'b' | 'X' => Side::Left,
            'r' => Side::Right,
            'c' => Side::Centre,
            _ => continue,
        };
        columns.push(Column { side, rules });
        rules = 0;
    }
    (columns, rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_in_the_columns_are_rules() {
        let (columns, rules) = specification("|c|r@{|}l||");
        let sides: Vec<_> = columns.iter().map(|c| (c.side, c.rules)).collect();
        assert_eq!(sides, [(Side::Centre, 1), (Side::Right, 1), (Side::Left, 0)]);
        assert_eq!(rules, 2);
    }
}
