//! Where parts of an answer's text stand on a page.
//!
//! Leaf by leaf. Where a page shows formulas otherwise, each of them stands for its one-line form as a
//! whole, and so do the rows of a table and a displayed formula. Invariant: the marks of a range are in
//! the order of the page, and every range that is not blank has one, if its leaf is on the page.

use std::ops::Range;

use super::Passages;
use super::leaf::{Form, Leaf, Portion, leaves, parts};
use crate::app::page::Page;
use crate::document::Line;
use crate::text::width;

/// The columns of a line that a range covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The line of the page.
    pub line: usize,
    /// Its columns.
    pub columns: Range<usize>,
}

/// Where the text of an answer stands on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// What stands where, by leaf: the range of the leaf, and its portions.
    leaves: Vec<(Range<usize>, Vec<Portion>)>,
}

impl Placed {
    /// Finds where a text stands on a page that shows it.
    #[must_use]
    pub fn new(passages: &Passages, page: &Page) -> Self {
        let base = page.lines.get(page.answer.start).map_or(0, |line| line.leaf);
        let shown = leaves(&page.lines, &page.answer, &page.codes, &page.formulas);
        let mut shown = shown.into_iter().peekable();
        let mut placed = Self::default();
        for leaf in &passages.leaves {
            while shown.next_if(|other| other.number < base + leaf.number).is_some() {}
            let Some(other) = shown.next_if(|other| other.number == base + leaf.number) else {
                continue;
            };
            let mut portions = match leaf.form {
                Form::Formula => whole(&page.lines, &other.shown, &(0..leaf.text.len())),
                Form::Table => table(&page.lines, leaf, &other.shown),
                Form::Running | Form::Code => running(&page.lines, leaf, other),
            };
            for portion in &mut portions {
                portion.range = leaf.start + portion.range.start..leaf.start + portion.range.end;
            }
            placed.leaves.push((leaf.start..leaf.start + leaf.text.len(), portions));
        }
        placed
    }

    /// The columns that a range of a text covers, line by line.
    #[must_use]
    pub fn marks(&self, text: &str, range: &Range<usize>) -> Vec<Mark> {
        let from = self.leaves.partition_point(|(leaf, _)| leaf.end <= range.start);
        let met = self.leaves.iter().skip(from).take_while(|(leaf, _)| leaf.start < range.end);
        let mut marks: Vec<Mark> = Vec::new();
        // They are in the order of the text, within a leaf as well.
        let from = |portions: &[Portion]| portions.partition_point(|p| p.range.end <= range.start);
        let portions = met.flat_map(|(_, all)| {
            all.iter().skip(from(all)).take_while(|portion| portion.range.start < range.end)
        });
        for portion in portions {
            let start = range.start.max(portion.range.start);
            let end = range.end.min(portion.range.end);
            if start >= end {
                continue;
            }
            let columns = if portion.is_exact {
                let of = |range: Range<usize>| width::of(text.get(range).unwrap_or_default());
                let from = portion.columns.start + of(portion.range.start..start);
                from..from + of(start..end)
            } else {
                portion.columns.clone()
            };
            match marks.last_mut() {
                Some(last) if last.line == portion.line && last.columns.end >= columns.start => {
                    last.columns.end = last.columns.end.max(columns.end);
                }
                _ => marks.push(Mark { line: portion.line, columns }),
            }
        }
        marks.retain(|mark| !mark.columns.is_empty());
        marks
    }
}

/// All that stands on some lines, as one for a range.
fn whole(lines: &[Line], shown: &[usize], range: &Range<usize>) -> Vec<Portion> {
    let mut portions = Vec::new();
    for number in shown {
        let Some(line) = lines.get(*number) else { continue };
        let (lead, text) = line.spans.split_at_checked(line.lead).unwrap_or((&[], &line.spans));
        let lead: usize = lead.iter().map(|span| width::of(&span.text)).sum();
        let text: String = text.iter().map(|span| span.text.as_str()).collect();
        let blank = text.len() - text.trim_start().len();
        if blank < text.len() {
            portions.push(Portion {
                range: range.clone(),
                line: *number,
                columns: lead + blank..lead + width::of(&text),
                is_exact: false,
                is_thing: true,
            });
        }
    }
    portions
}

/// The portions of running text or of code that a page shows, by the text as it is without the page.
fn running(lines: &[Line], leaf: &Leaf, shown: Leaf) -> Vec<Portion> {
    if shown.text == leaf.text {
        return shown.portions;
    }
    let between = |leaf: &Leaf| -> Vec<String> {
        let starts = std::iter::once(0).chain(leaf.things.iter().map(|thing| thing.end));
        let ends = leaf.things.iter().map(|thing| thing.start).chain([leaf.text.len()]);
        let part = |(start, end)| leaf.text.get(start..end).unwrap_or_default().to_owned();
        starts.zip(ends).map(part).collect()
    };
    if between(leaf) != between(&shown) {
        return whole(lines, &shown.shown, &(0..leaf.text.len()));
    }
    let Leaf { things, mut portions, .. } = shown;
    for portion in &mut portions {
        // Before it there are as many things as before its place in the text.
        let before = things.partition_point(|thing| thing.end <= portion.range.start);
        if portion.is_thing {
            portion.range = leaf.things.get(before).cloned().unwrap_or(0..leaf.text.len());
            portion.is_exact = false;
        } else {
            let end = |things: &[Range<usize>]| {
                before.checked_sub(1).and_then(|last| things.get(last)).map_or(0, |thing| thing.end)
            };
            let down = |at: usize| at - end(&things) + end(&leaf.things);
            portion.range = down(portion.range.start)..down(portion.range.end);
        }
    }
    portions
}

/// The portions of a table, row by row.
fn table(lines: &[Line], leaf: &Leaf, shown: &[usize]) -> Vec<Portion> {
    let rows = leaf.lines();
    let is_parting = |number: &usize| lines.get(*number).is_some_and(parts);
    let is_blank =
        |number: &usize| lines.get(*number).is_none_or(|line| line.spans.len() <= line.lead);
    let by_rules: Vec<Vec<usize>> =
        shown.split(is_parting).filter(|row| !row.is_empty()).map(<[_]>::to_vec).collect();
    let by_lines: Vec<Vec<usize>> =
        shown.iter().filter(|line| !is_parting(line)).map(|line| vec![*line]).collect();
    // Records: the header stands before each value, so that the first of them shows it as well.
    let records: Vec<Vec<usize>> = shown.split(is_blank).map(<[_]>::to_vec).collect();
    let by_blanks: Vec<_> = records.first().into_iter().chain(&records).cloned().collect();
    let ways = [by_rules, by_lines, by_blanks];
    match ways.into_iter().find(|way| way.len() == rows.len()) {
        Some(way) => rows.iter().zip(way).flat_map(|(row, on)| whole(lines, &on, row)).collect(),
        None => whole(lines, shown, &(0..leaf.text.len())),
    }
}
