//! Commutative diagrams: `\begin{CD} A @>a>> B \\ @VVV @VVV \\ C @= D \end{CD}`.
//!
//! Reads them into an array with a column for each object and one for each arrow between
//! two; drawing is the layout's. Invariant: an arrow that is not known leaves a gap.

use super::super::lexer::Token;
use super::super::node::{Arrow, List, Node, Row, Shaft};
use super::Parser;

impl Parser<'_> {
    /// The rows of a diagram, up to its end.
    pub(super) fn diagram(&mut self) -> Vec<Row> {
        let mut rows = vec![Row::default()];
        loop {
            let cell = self.cell();
            let Some(row) = rows.last_mut() else { break };
            match self.lexer.peek() {
                Some(Token::Char("@")) => {
                    self.lexer.next();
                    self.diagram_arrow(row, cell);
                }
                Some(Token::Command("\\" | "cr")) => {
                    self.lexer.next();
                    row.cells.push(cell);
                    rows.push(Row::default());
                }
                Some(Token::Column) => {
                    self.lexer.next();
                    row.cells.push(cell);
                }
                _ => {
                    row.cells.push(cell);
                    break;
                }
            }
        }
        rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        rows
    }

    /// An arrow, its `@` already passed, after what stood before it in its row.
    fn diagram_arrow(&mut self, row: &mut Row, before: List) {
        let kind = self.lexer.rest().chars().next().unwrap_or('.');
        self.lexer.take(kind.encode_utf8(&mut [0; 4]));
        let parts = match kind {
            '>' | ')' => Some(["─", "─", "→"]),
            '<' | '(' => Some(["←", "─", "─"]),
            '=' => Some(["═", "═", "═"]),
            _ => None,
        };
        if let Some(parts) = parts {
            let (above, below) = if kind == '=' { Default::default() } else { self.labels(kind) };
            row.cells.push(before);
            row.cells.push(vec![Node::Arrow(Box::new(Arrow { parts, above, below }))]);
            return;
        }
        let sign = match kind {
            'V' => "↓",
            'A' => "↑",
            '|' => "‖",
            _ => "",
        };
        let (left, right) =
            if matches!(kind, 'V' | 'A') { self.labels(kind) } else { Default::default() };
        let vertical = before.is_empty() && row.cells.len() % 2 == row.cells.len().min(1);
        if sign.is_empty() && !vertical {
            row.cells.push(before);
            row.cells.push(Vec::new());
            return;
        }
        // A vertical arrow stands under an object; no arrow stands between two of them.
        if !row.cells.is_empty() {
            row.cells.push(Vec::new());
        }
        let shaft = Node::Shaft(Box::new(Shaft { sign, left, right }));
        row.cells.push(if sign.is_empty() { Vec::new() } else { vec![shaft] });
    }

    /// The two labels of an arrow, each up to the sign of the arrow again.
    fn labels(&mut self, kind: char) -> (List, List) {
        let first = self.label(kind);
        (first, self.label(kind))
    }

    fn label(&mut self, kind: char) -> List {
        let rest = self.lexer.rest();
        let mut depth = 0_usize;
        let ends = |c: char| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && (c == kind || c == '\\' && rest.starts_with("\\\\"))
        };
        let length = rest.find(ends).unwrap_or(rest.len());
        let start = self.lexer.at();
        let end = start + length;
        let list = self.read_apart(&(start..end));
        if self.failure.is_none() {
            self.lexer.go_to(end);
            self.lexer.take(kind.encode_utf8(&mut [0; 4]));
        }
        list
    }
}
