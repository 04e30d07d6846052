//! A place in an article is the same place at every width.

use std::collections::HashSet;

use proptest::prelude::*;
use recto::app::page::Page;
use recto::document::Role;

use crate::{WIDTHS, articles, markdown, note, page};

/// The first line whose position does not lead back to it.
pub fn astray(page: &Page) -> Option<String> {
    let count = page.lines.len();
    let backwards = (1..count).find(|line| page.position(line - 1) > page.position(*line));
    if let Some(line) = backwards {
        return Some(format!("line {line} goes back to {:?}", page.position(line)));
    }
    let lost = (0..count).find(|line| {
        let found = page.line_of(page.position(*line));
        let same = page.position(found) == page.position(*line);
        // An empty line stands for the place after it or before it.
        let near = found == *line || page.lines[found.min(*line)..found.max(*line)].len() <= 2;
        !same || !near
    });
    lost.map(|line| format!("line {line} leads to {}", page.line_of(page.position(line))))
}

/// The first line of `from` that is not found again after a visit to another width.
pub fn moved(from: &Page, to: &Page) -> Option<String> {
    (0..from.lines.len()).find_map(|line| {
        let start = from.position(line);
        let there = to.position(to.line_of(start));
        let back = from.position(from.line_of(there));
        let kept =
            there.leaf == start.leaf && back.leaf == start.leaf && there <= start && back <= start;
        (!kept).then(|| format!("line {line}: {start:?}, there {there:?}, back {back:?}"))
    })
}

#[test]
fn every_line_of_an_article_is_found_by_its_position() {
    for (path, opened) in articles() {
        for columns in WIDTHS {
            assert_eq!(astray(&page(&opened, columns)), None, "{path} at {columns}");
        }
    }
}

#[test]
fn a_place_in_an_article_survives_another_width_and_the_way_back() {
    for (path, opened) in articles() {
        let pages: Vec<_> = WIDTHS.iter().map(|columns| page(&opened, *columns)).collect();
        for (from, columns) in pages.iter().zip(WIDTHS) {
            for (to, other) in pages.iter().zip(WIDTHS) {
                assert_eq!(moved(from, to), None, "{path} from {columns} to {other}");
            }
        }
    }
}

#[test]
fn a_leaf_begins_with_the_same_letters_at_every_width() {
    let begins = |page: &Page| {
        let mut seen: Vec<(usize, Option<char>)> = Vec::new();
        for line in page.lines.iter().filter(|line| !line.spans.is_empty()) {
            let first = line.text().chars().find(|c| c.is_alphanumeric());
            match seen.last_mut().filter(|(leaf, _)| *leaf == line.leaf) {
                // A marker may stand on a line of its own.
                Some((_, seen)) => *seen = seen.or(first),
                None => seen.push((line.leaf, first)),
            }
        }
        seen
    };
    // A formula and a table begin with whatever stands highest, or first in a record.
    let keeps_its_shape = |page: &Page| -> HashSet<usize> {
        let formulas = page.formulas.iter().filter(|formula| formula.display);
        let tables = page.lines.iter().enumerate().filter(|(_, line)| {
            line.spans.iter().skip(line.lead).any(|span| span.face.role == Role::Rule)
        });
        let lines = formulas.flat_map(|formula| formula.lines.clone());
        lines.chain(tables.map(|(at, _)| at)).map(|at| page.lines[at].leaf).collect()
    };
    for (path, opened) in articles() {
        let widest = page(&opened, 140);
        let left_out = keeps_its_shape(&widest);
        let text = |page: &Page| {
            let mut begins = begins(page);
            begins.retain(|(leaf, _)| !left_out.contains(leaf));
            begins
        };
        for columns in WIDTHS {
            assert_eq!(text(&page(&opened, columns)), text(&widest), "{path} at {columns}");
        }
    }
}

proptest! {
    #[test]
    fn every_line_of_any_page_is_found_by_its_position(
        text in markdown::answer(),
        columns in 2_usize..140,
    ) {
        prop_assert_eq!(astray(&page(&note(&text), columns)), None);
    }

    #[test]
    fn a_place_survives_another_width_and_the_way_back(
        text in markdown::shallow_answer(),
        columns in 40_usize..140,
        other in 40_usize..140,
    ) {
        let opened = note(&text);
        prop_assert_eq!(moved(&page(&opened, columns), &page(&opened, other)), None);
    }

    #[test]
    fn a_place_survives_even_the_narrowest_width(
        text in markdown::answer(),
        columns in 4_usize..140,
        other in 4_usize..140,
    ) {
        let opened = note(&text);
        prop_assert_eq!(moved(&page(&opened, columns), &page(&opened, other)), None);
    }
}
