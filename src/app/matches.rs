//! What is looked for in a page, and where it stands on its lines.
//!
//! Running text is searched over the breaks of its lines, tables and code line by line, a displayed
//! formula by its one-line form. Accents never count, case only if the query holds a capital.
//! Linear in the page; knows nothing of what is in view. Invariant: matches and marks are in the
//! order of the page, and every match has a mark.

use std::ops::Range;

use memchr::memmem::Finder;
use unicode_segmentation::UnicodeSegmentation;

use super::page::Page;
use crate::document::{Line, Role, Span};
use crate::text::{fold, width};

/// The columns of a line that a match covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The line of the page.
    pub line: usize,
    /// Its columns.
    pub columns: Range<usize>,
    /// The match, counted from 0.
    pub of: usize,
}

/// Where a match stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Its lines.
    pub lines: Range<usize>,
    /// The columns it covers on the first of them.
    pub columns: Range<usize>,
}

/// All matches of a query in a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches {
    spots: Vec<Spot>,
    marks: Vec<Mark>,
}

impl Matches {
    /// The matches of what is looked for; none if it is blank.
    #[must_use]
    pub fn find(page: &Page, sought: &Sought) -> Self {
        let mut marks = Marks::default();
        let pattern = Pattern::new(sought);
        if !pattern.is_blank() {
            for unit in units(page) {
                unit.find(&pattern, page, &mut marks);
            }
        }
        marks.sorted()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spots.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spots.is_empty()
    }

    /// Where a match stands.
    #[must_use]
    pub fn spot(&self, number: usize) -> Option<&Spot> {
        self.spots.get(number)
    }

    /// The first match that begins on a line or below it; their number if there is none.
    #[must_use]
    pub fn first_from(&self, line: usize) -> usize {
        self.spots.partition_point(|spot| spot.lines.start < line)
    }

    /// The first match that begins in a leaf or below it; their number if there is none.
    pub(super) fn first_in_leaf(&self, page: &Page, leaf: usize) -> usize {
        let leaf_of = |spot: &Spot| page.lines.get(spot.lines.start).map(|line| line.leaf);
        self.spots.partition_point(|spot| leaf_of(spot) < Some(leaf))
    }

    /// The matches that begin on some of the lines.
    #[must_use]
    pub fn beginning_on(&self, lines: &Range<usize>) -> Range<usize> {
        self.first_from(lines.start)..self.first_from(lines.end)
    }

    /// What is to be marked on a line, from the left.
    #[must_use]
    pub fn on(&self, line: usize) -> &[Mark] {
        let start = self.marks.partition_point(|mark| mark.line < line);
        let end = self.marks.partition_point(|mark| mark.line <= line);
        self.marks.get(start..end).unwrap_or_default()
    }
}

/// Marks in the order in which they are found, those of one match together.
#[derive(Default)]
struct Marks {
    marks: Vec<Mark>,
    matches: usize,
}

impl Marks {
    /// Adds columns to the last mark of a match if they follow on it, else as a mark of their own.
    fn add(&mut self, of: usize, line: usize, columns: &Range<usize>) {
        match self.marks.last_mut() {
            Some(Mark { line: last, columns: before, of: same })
                if (*same, *last, before.end) == (of, line, columns.start) =>
            {
                before.end = columns.end;
            }
            _ => self.marks.push(Mark { line, columns: columns.clone(), of }),
        }
    }

    /// The matches in the order of the page, numbered by it.
    fn sorted(self) -> Matches {
        let mut marks = self.marks;
        let one = |marks: &[Mark]| {
            let (first, last) = marks.first().zip(marks.last())?;
            let lines = first.line..last.line + 1;
            Some((first.of, Spot { lines, columns: first.columns.clone() }))
        };
        let mut spots: Vec<_> = marks.chunk_by(|a, b| a.of == b.of).filter_map(one).collect();
        spots.sort_by_key(|(_, spot)| (spot.lines.start, spot.columns.start));
        let mut numbers = vec![0; self.matches];
        for (number, (of, _)) in spots.iter().enumerate() {
            if let Some(slot) = numbers.get_mut(*of) {
                *slot = number;
            }
        }
        for mark in &mut marks {
            mark.of = numbers.get(mark.of).copied().unwrap_or(0);
        }
        marks.sort_by_key(|mark| (mark.line, mark.columns.start));
        Matches { spots: spots.into_iter().map(|(_, spot)| spot).collect(), marks }
    }
}

/// What is looked for in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// A text, wherever it stands.
    Text(String),
    /// Words, any of them, where a word begins so.
    Words(Vec<String>),
}

impl Default for Sought {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Sought {
    /// Whether nothing is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Words(words) => words.is_empty(),
        }
    }

    /// It in one line.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Words(words) => words.join(" "),
        }
    }
}

/// [`Sought`], ready to be found in any text.
struct Pattern {
    needles: Vec<Needle>,
    of_words: bool,
}

impl Pattern {
    fn new(sought: &Sought) -> Self {
        let (texts, of_words) = match sought {
            Sought::Text(text) => (std::slice::from_ref(text), false),
            Sought::Words(words) => (words.as_slice(), true),
        };
        Self { needles: texts.iter().filter_map(|text| Needle::new(text)).collect(), of_words }
    }

    fn is_blank(&self) -> bool {
        self.needles.is_empty()
    }

    /// The byte ranges of a text that match, in order and apart from each other.
    fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.needles.iter().flat_map(|needle| needle.ranges(text));
        if !self.of_words {
            return found.collect();
        }
        let mut ranges: Vec<Range<usize>> = found
            .filter(|range| begins_word(text, range.start))
            .map(|range| range.start..end_of_word(text, range.end))
            .collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges.dedup_by(|next, before| {
            let is_in = next.start < before.end;
            before.end = if is_in { before.end.max(next.end) } else { before.end };
            is_in
        });
        ranges
    }
}

fn begins_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|c| !c.is_alphanumeric())
}

fn end_of_word(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
}

/// A text that is looked for.
struct Needle {
    finder: Finder<'static>,
    length: usize,
    /// Whether case counts.
    exact: bool,
}

impl Needle {
    fn new(query: &str) -> Option<Self> {
        let exact = query.chars().any(char::is_uppercase);
        let needle = folded(query, exact).0;
        let is_blank = needle.trim().is_empty();
        let finder = Finder::new(&needle).into_owned();
        (!is_blank).then_some(Self { finder, length: needle.len(), exact })
    }

    /// The byte ranges of a text that match, in order and apart from each other.
    fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let (haystack, map) = folded(text, self.exact);
        let source = |at: usize| map.get(at).map_or(text.len(), |at| *at as usize);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for at in self.finder.find_iter(haystack.as_bytes()) {
            // A character that is folded to several is matched whole, with the accents after it.
            let last = source(at + self.length - 1);
            let mut next = at + self.length;
            while source(next) == last && next < map.len() {
                next += 1;
            }
            let range = source(at)..source(next);
            if ranges.last().is_none_or(|before| before.end <= range.start) {
                ranges.push(range);
            }
        }
        ranges
    }
}

/// A text without accents and, unless case counts, without case; with the byte of the source for
/// each of its bytes.
fn folded(text: &str, exact: bool) -> (String, Vec<u32>) {
    let (plain, map) = fold::fold_with_map(text);
    if !exact {
        return (plain, map);
    }
    let mut cased = String::with_capacity(plain.len());
    let mut places = Vec::with_capacity(map.len());
    for (at, letter) in plain.char_indices() {
        let place = map.get(at).copied().unwrap_or(0);
        let source = text.get(place as usize..).and_then(|rest| rest.chars().next());
        if source.is_some_and(char::is_uppercase) {
            cased.extend(letter.to_uppercase());
        } else {
            cased.push(letter);
        }
        places.resize(cased.len(), place);
    }
    (cased, places)
}

/// Text that is searched as one.
#[derive(Default)]
struct Unit {
    text: String,
    portions: Vec<Portion>,
    /// The lines of the formula it stands for, which are marked whole.
    formula: Option<Range<usize>>,
}

/// What a span has of the text.
struct Portion {
    range: Range<usize>,
    line: usize,
    column: usize,
}

impl Unit {
    /// Adds a line; `is_text` says which spans of it belong to the text.
    fn push(&mut self, number: usize, line: &Line, is_text: impl Fn(usize, &Span) -> bool) {
        let mut column = 0;
        let mut is_first = true;
        for (index, span) in line.spans.iter().enumerate() {
            if is_text(index, span) && !span.text.is_empty() {
                if is_first && !line.glued && !self.text.is_empty() {
                    self.text.push(' ');
                }
                is_first = false;
                let start = self.text.len();
                self.text.push_str(&span.text);
                self.portions.push(Portion { range: start..self.text.len(), line: number, column });
            }
            column += width::of(&span.text);
        }
    }

    /// Adds the marks of each match.
    fn find(&self, pattern: &Pattern, page: &Page, marks: &mut Marks) {
        let ranges = pattern.ranges(&self.text);
        match &self.formula {
            Some(lines) if !ranges.is_empty() => {
                mark_whole(page, lines, marks);
                marks.matches += 1;
            }
            Some(_) => {}
            None => {
                self.mark(&ranges, marks);
                marks.matches += ranges.len();
            }
        }
    }

    /// Turns ranges of the text into columns, in one pass over both.
    fn mark(&self, ranges: &[Range<usize>], marks: &mut Marks) {
        let first = marks.matches;
        let mut next = 0;
        for portion in &self.portions {
            let Range { start, end } = portion.range;
            next += ended(ranges, next, start);
            let met =
                ranges.iter().enumerate().skip(next).take_while(|(_, range)| range.start < end);
            let text = self.text.get(portion.range.clone()).unwrap_or_default();
            if text.is_ascii() {
                // A byte is a column there.
                let column = |byte: usize| portion.column + byte.clamp(start, end) - start;
                for (of, range) in met {
                    let columns = column(range.start)..column(range.end);
                    marks.add(first + of, portion.line, &columns);
                }
            } else if met.count() > 0 {
                portion.mark(text, ranges, next, marks);
            }
        }
    }
}

impl Portion {
    /// Marks what ranges from the n-th on have of this text, grapheme by grapheme.
    fn mark(&self, text: &str, ranges: &[Range<usize>], from: usize, marks: &mut Marks) {
        let first = marks.matches;
        let mut next = from;
        let mut column = self.column;
        for (at, grapheme) in text.grapheme_indices(true) {
            let start = self.range.start + at;
            let columns = column..column + width::grapheme(grapheme);
            column = columns.end;
            next += ended(ranges, next, start);
            let met = ranges.iter().enumerate().skip(next);
            for (of, _) in met.take_while(|(_, range)| range.start < start + grapheme.len()) {
                marks.add(first + of, self.line, &columns);
            }
        }
    }
}

/// How many ranges from the n-th on end before a byte.
fn ended(ranges: &[Range<usize>], from: usize, byte: usize) -> usize {
    ranges.iter().skip(from).take_while(|range| range.end <= byte).count()
}

/// Marks all that stands on the lines of a formula, as one match.
fn mark_whole(page: &Page, lines: &Range<usize>, marks: &mut Marks) {
    for number in lines.clone() {
        let Some(line) = page.lines.get(number) else { break };
        let (before, rest) = line.spans.split_at_checked(line.lead).unwrap_or((&[], &line.spans));
        let text: String = rest.iter().map(|span| span.text.as_str()).collect();
        let blank = text.len() - text.trim_start().len();
        let lead: usize = before.iter().map(|span| width::of(&span.text)).sum();
        let columns = lead + blank..lead + width::of(&text);
        if !columns.is_empty() {
            marks.add(marks.matches, number, &columns);
        }
    }
}

/// How a line is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Together with the others of its leaf.
    Running,
    /// By itself.
    Single,
    /// The title of a related article with the others of its leaf, what stands beside it by itself.
    Jump,
    /// Not at all: a formula stands here, which is searched by its one-line form.
    Drawn,
}

/// How each line of a page is searched.
fn kinds(page: &Page) -> Vec<Kind> {
    let is_rule =
        |line: &Line| line.spans.iter().skip(line.lead).any(|s| s.face.role == Role::Rule);
    let of_line = |line: &Line| {
        if line.wide.is_some() || is_rule(line) { Kind::Single } else { Kind::Running }
    };
    let mut kinds: Vec<_> = page.lines.iter().map(of_line).collect();
    let mut set = |lines: Range<usize>, kind| {
        for one in kinds.iter_mut().take(lines.end).skip(lines.start) {
            *one = kind;
        }
    };
    for code in &page.codes {
        set(code.lines.clone(), Kind::Single);
    }
    for formula in page.formulas.iter().filter(|formula| formula.display) {
        set(formula.lines.clone(), Kind::Drawn);
    }
    for jump in &page.jumps {
        let lines = page.lines.iter().skip(jump.line);
        let leaf = page.lines.get(jump.line).map(|line| line.leaf);
        let count = lines.take_while(|line| Some(line.leaf) == leaf).count();
        set(jump.line..jump.line + count, Kind::Jump);
    }
    kinds
}

/// Everything on a page that is searched.
fn units(page: &Page) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut running = Unit::default();
    let mut leaf = None;
    for ((number, line), kind) in page.lines.iter().enumerate().zip(kinds(page)) {
        let goes_on = matches!(kind, Kind::Running | Kind::Jump) && leaf == Some(line.leaf);
        if !goes_on && !line.spans.is_empty() {
            units.push(std::mem::take(&mut running));
            leaf = Some(line.leaf);
        }
        let is_text = |index: usize, _: &Span| index >= line.lead;
        let is_title = |_: usize, span: &Span| matches!(span.face.role, Role::Link | Role::Missing);
        match kind {
            Kind::Running => running.push(number, line, is_text),
            Kind::Single => units.push(single(number, line, is_text)),
            Kind::Jump => {
                running.push(number, line, is_title);
                units.push(single(number, line, |_, span| span.face.role == Role::Muted));
            }
            Kind::Drawn => {}
        }
    }
    units.push(running);
    let displayed = page.formulas.iter().filter(|formula| formula.display);
    units.extend(displayed.map(|formula| Unit {
        text: formula.text.clone(),
        formula: Some(formula.lines.clone()),
        ..Unit::default()
    }));
    units
}

/// A line searched by itself.
fn single(number: usize, line: &Line, is_text: impl Fn(usize, &Span) -> bool) -> Unit {
    let mut unit = Unit::default();
    unit.push(number, line, is_text);
    unit
}

#[cfg(test)]
mod tests;
