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
    /// The matches of a query; none if it is blank.
    #[must_use]
    pub fn find(page: &Page, query: &str) -> Self {
        let mut marks = Marks::default();
        if let Some(pattern) = Pattern::new(query) {
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

/// What is looked for.
struct Pattern {
    finder: Finder<'static>,
    length: usize,
    /// Whether case counts.
    exact: bool,
}

impl Pattern {
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
        let mut next = 0;
        for portion in &self.portions {
            // A portion that no match reaches need not be measured.
            next += ended(ranges, next, portion.range.start);
            let is_met = ranges.get(next).is_some_and(|range| range.start < portion.range.end);
            let text = self.text.get(portion.range.clone()).filter(|_| is_met).unwrap_or_default();
            let mut column = portion.column;
            for (at, grapheme) in text.grapheme_indices(true) {
                let start = portion.range.start + at;
                let end = start + grapheme.len();
                let columns = column..column + width::grapheme(grapheme);
                column = columns.end;
                next += ended(ranges, next, start);
                let met = ranges.iter().enumerate().skip(next);
                for (of, _) in met.take_while(|(_, range)| range.start < end) {
                    marks.add(marks.matches + of, portion.line, &columns);
                }
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::page::Jump;
    use crate::document::{CodeRegion, FormulaRegion, Wide};
    use crate::text::wrap;

    fn line(leaf: usize, text: &str) -> Line {
        Line { spans: vec![Span::new(text, Role::Text)], leaf, ..Line::default() }
    }

    fn page(lines: Vec<Line>) -> Page {
        Page { lines, ..Page::default() }
    }

    /// What the marks of each match cover, its parts on several lines joined by `|`.
    fn found(page: &Page, query: &str) -> Vec<String> {
        let matches = Matches::find(page, query);
        let mut texts = vec![Vec::new(); matches.len()];
        for mark in &matches.marks {
            texts[mark.of].push(covered(&page.lines[mark.line], &mark.columns));
        }
        texts.iter().map(|parts| parts.join("|")).collect()
    }

    /// The text in some columns of a line.
    fn covered(line: &Line, columns: &Range<usize>) -> String {
        let mut column = 0;
        let graphemes = line.spans.iter().flat_map(|span| span.text.graphemes(true));
        let inside = graphemes.filter(|grapheme| {
            let start = column;
            column += width::grapheme(grapheme);
            start >= columns.start && column <= columns.end
        });
        inside.collect()
    }

    #[test]
    fn a_phrase_is_found_across_the_end_of_a_line_but_not_of_a_paragraph() {
        let page = page(vec![line(0, "the electric"), line(0, "field of a"), line(1, "ring")]);
        assert_eq!(found(&page, "electric field"), ["electric|field"]);
        assert_eq!(found(&page, "a ring"), [""; 0]);
    }

    #[test]
    fn a_word_that_was_cut_in_two_is_found() {
        let mut page = page(vec![line(0, "see https://e.org/"), line(0, "a-long-page")]);
        assert_eq!(found(&page, "org/a"), [""; 0]);
        page.lines[1].glued = true;
        assert_eq!(found(&page, "org/a"), ["org/|a"]);
        assert_eq!(found(&page, "org/ a"), [""; 0]);
    }

    #[test]
    fn case_counts_only_with_a_capital_and_accents_never() {
        let page = page(vec![line(0, "Émile, emile and ÉMILE")]);
        assert_eq!(found(&page, "emile"), ["Émile", "emile", "ÉMILE"]);
        assert_eq!(found(&page, "émile"), ["Émile", "emile", "ÉMILE"]);
        assert_eq!(found(&page, "Emile"), ["Émile"]);
        assert_eq!(found(&page, "ÉMILE"), ["ÉMILE"]);
    }

    #[test]
    fn a_character_that_folds_to_several_is_marked_whole_and_counted_once() {
        let page = page(vec![line(0, "die Straße")]);
        assert_eq!(found(&page, "strasse"), ["Straße"]);
        assert_eq!(found(&page, "s"), ["S", "ß"]);
    }

    #[test]
    fn accents_written_apart_belong_to_the_match() {
        let page = page(vec![line(0, "cafe\u{301} x")]);
        assert_eq!(found(&page, "cafe"), ["cafe\u{301}"]);
        assert_eq!(found(&page, "\u{301}"), [""; 0], "nothing but an accent");
    }

    #[test]
    fn indents_markers_and_bars_are_not_part_of_the_text() {
        let mut lines = vec![line(0, ""), line(0, "")];
        lines[0].spans = vec![Span::new("• ", Role::Marker), Span::new("one", Role::Text)];
        lines[1].spans = vec![Span::new("  ", Role::Text), Span::new("two", Role::Text)];
        for line in &mut lines {
            line.lead = 1;
        }
        let page = page(lines);
        assert_eq!(found(&page, "one two"), ["one|two"]);
        assert_eq!(found(&page, "•"), [""; 0]);
        assert_eq!(Matches::find(&page, "two").spot(0).unwrap().columns, 2..5);
    }

    #[test]
    fn lines_of_code_and_of_tables_are_searched_one_by_one() {
        let mut page = page(vec![
            line(0, "let a ="),
            line(0, "b;"),
            line(1, "wide a"),
            line(1, "b"),
            line(2, "a"),
            line(2, "b"),
        ]);
        let code =
            CodeRegion { lines: 0..2, language: String::new(), source: "let a =\nb;".into() };
        page.codes.push(code);
        page.wide.push(Wide { lines: 2..4, fixed: 0, columns: 200 });
        page.lines[2].wide = Some(0);
        page.lines[3].wide = Some(0);
        for line in &mut page.lines[4..] {
            line.spans.insert(0, Span::new("│", Role::Rule));
        }
        assert_eq!(found(&page, "= b"), [""; 0]);
        assert_eq!(found(&page, "a b"), [""; 0]);
        assert_eq!(found(&page, "b"), ["b"; 3]);
    }

    #[test]
    fn a_drawn_formula_is_found_by_its_one_line_form_and_marked_whole() {
        let mut page =
            page(vec![line(0, "so"), line(1, "    a"), line(1, "y = ─"), line(1, "    b")]);
        page.formulas.push(FormulaRegion {
            lines: 1..4,
            tex: "y = \\frac{a}{b}".into(),
            text: "y = a/b".into(),
            display: true,
        });
        assert_eq!(found(&page, "a/b"), ["a|y = ─|b"]);
        assert_eq!(found(&page, "─"), [""; 0], "its drawing is not searched");
        assert_eq!(Matches::find(&page, "y").spot(0).unwrap().lines, 1..4);
    }

    #[test]
    fn a_related_title_is_found_across_its_lines_past_the_subject_beside_it() {
        let mut lines = vec![line(0, ""), line(0, "")];
        lines[0].spans = vec![
            Span::new("1 ", Role::Number),
            Span::new("What is a light", Role::Link),
            Span::new("   ", Role::Text),
            Span::new("Astronomy", Role::Muted),
        ];
        lines[1].spans = vec![Span::new("  ", Role::Number), Span::new("year?", Role::Link)];
        let mut page = page(lines);
        page.jumps.push(Jump { target: None, title: String::new(), reference: None, line: 0 });
        assert_eq!(found(&page, "light year"), ["light|year"]);
        assert_eq!(found(&page, "astronomy"), ["Astronomy"]);
        assert_eq!(found(&page, "1"), [""; 0]);
    }

    #[test]
    fn a_blank_query_finds_nothing() {
        let page = page(vec![line(0, "a  b")]);
        assert!(Matches::find(&page, "").is_empty() && Matches::find(&page, "  ").is_empty());
        assert_eq!(found(&page, "a "), ["a "]);
    }

    #[test]
    fn very_many_matches_on_a_very_long_line_are_found() {
        let mut page = page(vec![line(0, &"ab".repeat(200_000))]);
        page.lines[0].wide = Some(0);
        assert_eq!(Matches::find(&page, "a").len(), 200_000);
        assert_eq!(Matches::find(&page, &"ab".repeat(50)).len(), 4_000);
    }

    /// A text of several paragraphs, its lines, and what is looked for.
    fn case() -> impl Strategy<Value = (Vec<String>, usize, String)> {
        let paragraph = "[abAB éÉ日本-]{0,60}";
        let query = "[abAB éÉ日本-]{1,4}";
        (prop::collection::vec(paragraph, 1..4), 3_usize..30, query)
    }

    /// The paragraphs set in lines of so many columns.
    fn set(paragraphs: &[String], columns: usize) -> Page {
        let mut lines = Vec::new();
        for (leaf, text) in paragraphs.iter().enumerate() {
            let mut end = 0;
            for range in wrap::breaks(text, columns, columns) {
                let part = text.get(range.clone()).unwrap();
                let glued = range.start == end && range.start > 0;
                end = range.end;
                let (head, tail) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
                let mut line = line(leaf, "");
                line.spans = vec![
                    Span::new("> ", Role::Quote),
                    Span::new(head, Role::Code),
                    Span::new(tail, Role::Text),
                ];
                (line.lead, line.glued) = (1, glued);
                lines.push(line);
            }
        }
        page(lines)
    }

    /// The paragraphs as they are searched: runs of blanks are one where a line may have ended.
    fn unwrapped(page: &Page) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        let mut leaf = None;
        for line in &page.lines {
            if leaf != Some(line.leaf) {
                texts.push(String::new());
                leaf = Some(line.leaf);
            } else if !line.glued {
                texts.last_mut().unwrap().push(' ');
            }
            texts.last_mut().unwrap().extend(line.spans[1..].iter().map(|span| &*span.text));
        }
        texts
    }

    /// Whether a text begins with a query, letter by letter.
    fn begins(text: &[char], query: &[char], exact: bool) -> bool {
        let same = |a: &char, b: &char| {
            let is_same = fold::fold(&a.to_string()) == fold::fold(&b.to_string());
            is_same && (!exact || a.is_uppercase() == b.is_uppercase())
        };
        text.len() >= query.len() && text.iter().zip(query).all(|(a, b)| same(a, b))
    }

    proptest! {
        #[test]
        fn every_match_is_found_and_stands_where_it_is_said_to(
            (paragraphs, columns, query) in case(),
        ) {
            let page = set(&paragraphs, columns);
            let letters: Vec<char> = query.chars().collect();
            let exact = letters.iter().any(|letter| letter.is_uppercase());
            let mut expected = Vec::new();
            for text in unwrapped(&page) {
                let text: Vec<char> = text.chars().collect();
                let mut at = 0;
                while at < text.len() && !query.trim().is_empty() {
                    if begins(&text[at..], &letters, exact) {
                        expected.push(text[at..at + letters.len()].iter().collect::<String>());
                        at += letters.len();
                    } else {
                        at += 1;
                    }
                }
            }
            let without_blanks = |text: &String| text.replace(['|', ' '], "");
            let found = found(&page, &query);
            prop_assert_eq!(
                found.iter().map(without_blanks).collect::<Vec<_>>(),
                expected.iter().map(without_blanks).collect::<Vec<_>>()
            );
        }

        #[test]
        fn matches_and_marks_are_in_the_order_of_the_page(
            (paragraphs, columns, query) in case(),
        ) {
            let page = set(&paragraphs, columns);
            let matches = Matches::find(&page, &query);
            let starts: Vec<_> =
                matches.spots.iter().map(|spot| (spot.lines.start, spot.columns.start)).collect();
            prop_assert!(starts.is_sorted());
            prop_assert!(matches.marks.is_sorted_by_key(|mark| (mark.line, mark.columns.start)));
            for number in 0..page.lines.len() {
                for mark in matches.on(number) {
                    prop_assert!(mark.line == number && mark.of < matches.len());
                    prop_assert!(mark.columns.end <= page.lines[number].width());
                }
            }
        }
    }
}
