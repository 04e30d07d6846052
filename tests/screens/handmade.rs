//! Pages made by hand: what a layout may hand to the reading pane, without a layout.

use recto::app::page::Page;
use recto::document::{Anchor, CodeRegion, FormulaRegion, Line, Link, Role, Span, Wide};

use crate::driver::Screen;

/// A screen of 100 columns on which an article is being read, with this page in its pane.
pub fn reading(rows: u16, page: Page) -> Screen {
    let mut screen = Screen::new(100, rows);
    screen.press("orbits<enter>").show_page(page);
    screen
}

/// A page of lines of running text, a leaf each.
pub fn text(lines: &[&str]) -> Page {
    let mut page = Page::default();
    for line in lines {
        push(&mut page, vec![Span::new(*line, Role::Text)]);
    }
    page
}

/// Adds a line of a leaf of its own.
pub fn push(page: &mut Page, spans: Vec<Span>) -> &mut Line {
    let leaf = page.lines.len();
    page.lines.push(Line { spans, leaf, ..Line::default() });
    page.lines.last_mut().unwrap()
}

/// A page of sections, each with a heading and some lines.
pub fn sections(headings: &[(u8, &str)], lines: usize) -> Page {
    let mut page = text(&["A question?", ""]);
    for (level, words) in headings {
        let line = page.lines.len();
        page.anchors.push(Anchor { level: *level, text: (*words).to_owned(), line });
        push(&mut page, vec![Span::new(*words, Role::Heading)]);
        for number in 1..=lines {
            push(&mut page, vec![Span::new(format!("line {number} of {words}"), Role::Text)]);
        }
    }
    page
}

/// Adds a line that is a link.
pub fn push_link(page: &mut Page, label: &str, target: &str) {
    let line = page.lines.len();
    let number = page.links.len();
    page.links.push(Link { target: target.to_owned(), label: label.to_owned(), line });
    let label = Span { link: Some(number), ..Span::new(label, Role::Link) };
    push(page, vec![Span::new("See ", Role::Text), label, Span::new(".", Role::Text)]);
}

/// Adds a code block.
pub fn push_code(page: &mut Page, language: &str, source: &str) {
    let start = page.lines.len();
    for line in source.lines() {
        push(page, vec![Span::new(format!("  {line}"), Role::Code)]);
    }
    page.codes.push(CodeRegion {
        lines: start..page.lines.len(),
        language: language.to_owned(),
        source: source.to_owned(),
    });
}

/// Adds a displayed formula, drawn on one line.
pub fn push_formula(page: &mut Page, tex: &str, drawn: &str) {
    let start = page.lines.len();
    push(page, vec![Span::new(format!("    {drawn}"), Role::Formula)]);
    page.formulas.push(FormulaRegion {
        lines: start..start + 1,
        tex: tex.to_owned(),
        text: drawn.to_owned(),
        display: true,
    });
}

/// Adds a table wider than any pane, of which the first column stays.
pub fn push_table(page: &mut Page) {
    let start = page.lines.len();
    let block = page.wide.len();
    for row in 1..=4 {
        let cells: Vec<_> = (1..=12).map(|column| format!(" │ cell {row}.{column:<3}")).collect();
        let cells = cells.concat();
        let spans = vec![Span::new(format!("row {row}"), Role::Text), Span::new(cells, Role::Rule)];
        push(page, spans).wide = Some(block);
    }
    for line in &mut page.lines[start..] {
        line.leaf = start;
    }
    let columns = page.lines[start].width();
    page.wide.push(Wide { lines: start..start + 4, fixed: 5, columns });
}
