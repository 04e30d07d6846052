//! The text of one leaf, taken from the lines that show it, and where each part stands on them.
//!
//! Blanks that lines break at, or that pad cells, count as one. Invariant: portions are in the order of
//! the lines, and the text of an exact one is what stands in its columns.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::sentences::trimmed;
use crate::document::{CodeRegion, FormulaRegion, Line, Role, Span};
use crate::text::width;

/// Lines from this offset on are no text of their leaf: gaps, and the lines below headings.
const BEYOND: usize = usize::MAX - 1;

/// What a leaf is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Text whose lines break anywhere.
    Running,
    /// Code, line by line.
    Code,
    /// A displayed formula.
    Formula,
    /// A table, row by row.
    Table,
}

/// A leaf and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Its number.
    pub number: usize,
    pub form: Form,
    pub text: String,
    /// Where it begins in the text of the answer.
    pub start: usize,
    /// The parts that are one thing: formulas, code.
    pub things: Vec<Range<usize>>,
    pub portions: Vec<Portion>,
    /// The lines that show it.
    pub shown: Vec<usize>,
}

/// Where a part of a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Portion {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub line: usize,
    pub columns: Range<usize>,
    /// Whether character stands for character, so that a part of it has a part of the columns.
    pub is_exact: bool,
    /// Whether it belongs to what is one thing.
    pub is_thing: bool,
}

/// The leaves on some of the lines of a layout. Images and rules are none.
pub(super) fn leaves(
    lines: &[Line],
    of: &Range<usize>,
    codes: &[CodeRegion],
    formulas: &[FormulaRegion],
) -> Vec<Leaf> {
    let region = |region: &Range<usize>, form| {
        let leaf = lines.get(region.start).map(|line| line.leaf);
        leaf.map(|leaf| (leaf, (region.clone(), form)))
    };
    let codes = codes.iter().filter_map(|code| region(&code.lines, Form::Code));
    let formulas = formulas.iter().filter(|formula| formula.display);
    let drawn = formulas.filter_map(|formula| {
        let (leaf, (lines, form)) = region(&formula.lines, Form::Formula)?;
        Some((leaf, (lines, form, formula.text.as_str())))
    });
    let mut regions: Vec<_> =
        codes.map(|(leaf, (lines, form))| (leaf, (lines, form, ""))).collect();
    regions.extend(drawn);
    regions.sort_by_key(|(leaf, _)| *leaf);
    let mut leaves = Vec::new();
    let own = lines.get(of.clone()).unwrap_or_default();
    let mut start = of.start;
    for group in own.chunk_by(|a, b| a.leaf == b.leaf) {
        let number = group.first().map_or(0, |line| line.leaf);
        let region = regions.binary_search_by_key(&number, |(leaf, _)| *leaf).ok();
        let region = region.and_then(|index| regions.get(index)).map(|(_, region)| region);
        let numbered = (start..).zip(group).filter(|(_, line)| line.offset < BEYOND);
        start += group.len();
        leaves.extend(match region {
            Some((lines, form, text)) => {
                let inside = numbered.filter(|(line, _)| lines.contains(line)).collect();
                Some(shaped(number, *form, text, inside))
            }
            None => set(number, &numbered.collect::<Vec<_>>()),
        });
    }
    leaves
}

/// A leaf that keeps its shape.
fn shaped(number: usize, form: Form, text: &str, lines: Vec<(usize, &Line)>) -> Leaf {
    let mut leaf = Leaf::new(number, form, lines.iter().map(|(line, _)| *line).collect());
    for (index, (line, shown)) in lines.into_iter().enumerate() {
        if form == Form::Code {
            if index > 0 {
                leaf.text.push('\n');
            }
            leaf.push_whole(line, shown);
        }
    }
    if form == Form::Formula {
        text.trim().clone_into(&mut leaf.text);
    }
    leaf
}

/// Running text or a table; nothing for an image or a rule.
fn set(number: usize, lines: &[(usize, &Line)]) -> Option<Leaf> {
    let is_rule = |span: &&Span| span.face.role == Role::Rule;
    let all = || lines.iter().flat_map(|(_, line)| line.spans.iter().skip(line.lead));
    // A frame begins with its upper side; a line across is nothing else.
    if all().next().as_ref().is_some_and(is_rule) {
        return None;
    }
    let is_table = all().any(|span| is_rule(&span));
    let form = if is_table { Form::Table } else { Form::Running };
    let mut leaf = Leaf::new(number, form, lines.iter().map(|(line, _)| *line).collect());
    if is_table {
        for rows in rows(lines) {
            if !leaf.text.is_empty() {
                leaf.text.push('\n');
            }
            for (line, shown) in rows {
                leaf.push(line, shown, false);
            }
            leaf.end_row();
        }
    } else {
        for (line, shown) in lines {
            leaf.push(*line, shown, shown.glued);
        }
        leaf.end_row();
    }
    Some(leaf)
}

/// Whether a line only parts others.
pub(super) fn parts(line: &Line) -> bool {
    line.spans.iter().skip(line.lead).all(|span| span.face.role == Role::Rule)
}

/// The lines of each row of a table at the width at which the text is taken.
fn rows<'a>(lines: &[(usize, &'a Line)]) -> Vec<Vec<(usize, &'a Line)>> {
    let dividers = lines.iter().filter(|(_, line)| parts(line)).count();
    if dividers < 2 {
        let rows = lines.iter().filter(|(_, line)| !parts(line));
        return rows.map(|row| vec![*row]).collect();
    }
    let rows = lines.split(|(_, line)| parts(line)).map(<[_]>::to_vec);
    rows.filter(|row| !row.is_empty()).collect()
}

impl Leaf {
    fn new(number: usize, form: Form, shown: Vec<usize>) -> Self {
        let (text, things, portions) = (String::new(), Vec::new(), Vec::new());
        Self { number, form, text, start: 0, things, portions, shown }
    }

    /// The ranges of its lines that are not blank.
    pub(super) fn lines(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let lines = self.text.split('\n').filter_map(|line| {
            let range = start..start + line.len();
            start = range.end + 1;
            trimmed(&self.text, &range)
        });
        lines.collect()
    }

    /// Adds a line of code as it is.
    fn push_whole(&mut self, number: usize, line: &Line) {
        let lead = line.spans.iter().take(line.lead);
        let column: usize = lead.map(|span| width::of(&span.text)).sum();
        let code: String = line.spans.iter().skip(line.lead).map(|s| s.text.as_str()).collect();
        let start = self.text.len();
        self.text.push_str(&code);
        let blank = code.len() - code.trim_start().len();
        if blank < code.len() {
            self.portions.push(Portion {
                range: start + blank..self.text.len(),
                line: number,
                columns: column + blank..column + width::of(&code),
                is_exact: true,
                is_thing: true,
            });
        }
    }

    /// Adds a line of running text or of a row, blanks next to each other as one.
    fn push(&mut self, number: usize, line: &Line, is_glued: bool) {
        if !is_glued {
            self.blank();
        }
        let mut column = 0;
        for (index, span) in line.spans.iter().enumerate() {
            let columns = width::of(&span.text);
            if index >= line.lead && span.face.role == Role::Rule {
                self.blank();
            } else if index >= line.lead {
                self.push_span(number, column, span);
            }
            column += columns;
        }
    }

    fn push_span(&mut self, line: usize, mut column: usize, span: &Span) {
        let is_thing = is_thing(span.face.role);
        for grapheme in span.text.graphemes(true) {
            let columns = column..column + width::grapheme(grapheme);
            column = columns.end;
            let is_blank = grapheme.trim().is_empty();
            if is_blank && self.is_at_blank() {
                continue;
            }
            let start = self.text.len();
            self.text.push_str(if is_blank { " " } else { grapheme });
            let range = start..self.text.len();
            match self.portions.last_mut() {
                Some(last)
                    if (last.line, last.columns.end, last.range.end, last.is_thing)
                        == (line, columns.start, start, is_thing) =>
                {
                    last.range.end = range.end;
                    last.columns.end = columns.end;
                }
                _ => self.portions.push(Portion { range, line, columns, is_exact: true, is_thing }),
            }
        }
        let end = self.text.len();
        let last = self.portions.last().filter(|portion| portion.is_thing && is_thing);
        if let Some(start) = last.map(|portion| portion.range.start) {
            // A line may have broken inside of it.
            match self.things.last_mut().filter(|thing| start <= thing.end + 1) {
                Some(thing) => thing.end = end,
                None => self.things.push(start..end),
            }
        }
    }

    fn is_at_blank(&self) -> bool {
        self.text.is_empty() || self.text.ends_with([' ', '\n'])
    }

    fn blank(&mut self) {
        if !self.is_at_blank() {
            self.text.push(' ');
        }
    }

    /// Drops the blank behind a row.
    fn end_row(&mut self) {
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        while let Some(last) = self.portions.last_mut().filter(|last| last.range.end > end) {
            if last.range.start < end {
                last.columns.end -= 1;
                last.range.end = end;
            } else {
                self.portions.pop();
            }
        }
        self.things.retain_mut(|thing| {
            thing.end = thing.end.min(end);
            thing.start < thing.end
        });
    }
}

/// Whether text in a role is a part of what is one thing.
fn is_thing(role: Role) -> bool {
    matches!(
        role,
        Role::Formula | Role::Operator | Role::FormulaText | Role::Structure | Role::Code
    )
}
