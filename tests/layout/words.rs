//! No word is lost between an answer's blocks and its lines.

use std::collections::BTreeMap;

use recto::document::inline::{Inline, Object};
use recto::document::{Block, Document, Line, MathStyle, Options, Role, lay_out};
use recto::math::Charset;

use crate::{WIDTHS, articles, lines};

/// What a leaf block says: its text, or the cells of a table.
enum Leaf {
    /// Running text, which breaks between words.
    Text(String),
    /// Code and the like, which breaks at the edge.
    Verbatim(String),
    /// A formula set in two dimensions, whose letters stand in another order.
    Formula,
    /// The header and the rows.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// The leaves of a document in order, those without a letter left out.
fn leaves(document: &Document) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    add(document, &document.blocks, &mut leaves);
    leaves.retain(|leaf| match leaf {
        Leaf::Text(text) | Leaf::Verbatim(text) => !letters(text).is_empty(),
        Leaf::Table(header, rows) => {
            header.iter().chain(rows.iter().flatten()).any(|cell| !letters(cell).is_empty())
        }
        Leaf::Formula => true,
    });
    leaves
}

fn one_line(document: &Document, formula: usize) -> String {
    document.formulas[formula].parsed.text(Charset::Unicode).replace('\u{A0}', " ")
}

/// Text with its formulas in their one-line form, and images as their words or their file.
fn text(document: &Document, pieces: &Inline) -> String {
    let piece = |piece: &recto::document::inline::Piece| match piece.object {
        Some(Object::Formula(number)) => one_line(document, number),
        Some(Object::Image) => image(document, &piece.text, piece.link),
        None => piece.text.clone(),
    };
    pieces.iter().map(piece).collect()
}

fn image(document: &Document, words: &str, link: Option<usize>) -> String {
    if !words.trim().is_empty() {
        return words.trim().to_owned();
    }
    document.links[link.unwrap()].rsplit('/').next().unwrap().to_owned()
}

fn add(document: &Document, blocks: &[Block], leaves: &mut Vec<Leaf>) {
    for block in blocks {
        match block {
            Block::Paragraph(pieces) | Block::Heading(_, pieces) => {
                leaves.push(Leaf::Text(text(document, pieces)));
            }
            Block::Code(code) => leaves.push(Leaf::Verbatim(code.source.clone())),
            Block::Formula(number) => {
                if !letters(&one_line(document, *number)).is_empty() {
                    leaves.push(Leaf::Formula);
                }
            }
            Block::Image(shown) => {
                leaves.push(Leaf::Text(image(document, &shown.words, shown.link)));
            }
            Block::Quote(alert, blocks) => {
                leaves.extend(alert.map(|alert| Leaf::Text(alert.label().to_owned())));
                add(document, blocks, leaves);
            }
            Block::List(_, _, items) => {
                for item in items {
                    add(document, &item.blocks, leaves);
                }
            }
            Block::Table(_, header, rows) => {
                let cells =
                    |row: &Vec<Inline>| row.iter().map(|c| text(document, c)).collect::<Vec<_>>();
                leaves.push(Leaf::Table(cells(header), rows.iter().map(cells).collect()));
            }
            Block::Footnote(footnote) => add(document, &footnote.blocks, leaves),
            Block::Rule => {}
        }
    }
}

/// Letters and digits only: breaks, blanks and drawn lines do not count.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn sorted(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = letters(text).chars().collect();
    letters.sort_unstable();
    letters
}

/// What the lines of each leaf say, without the markers of lists and the labels of code and images;
/// leaves without a letter left out.
fn shown(lines: &[Line]) -> Vec<String> {
    let mut leaves: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for line in lines {
        let written = |role| role != Role::Marker && role != Role::Muted;
        let spans = line.spans.iter().filter(|span| written(span.face.role));
        let text: String = spans.map(|span| span.text.as_str()).collect();
        leaves.entry(line.leaf).or_default().push(text);
    }
    let texts = leaves.into_values().map(|lines| lines.join("\n"));
    texts.filter(|text| !letters(text).is_empty()).collect()
}

/// The first leaf that says something else on the lines than in the document.
pub fn lost(document: &Document, lines: &[Line]) -> Option<String> {
    let (leaves, shown) = (leaves(document), shown(lines));
    if leaves.len() != shown.len() {
        return Some(format!("{} leaves instead of {}", shown.len(), leaves.len()));
    }
    leaves.iter().zip(&shown).find_map(|(leaf, shown)| {
        let kept = match leaf {
            Leaf::Text(text) | Leaf::Verbatim(text) => letters(text) == letters(shown),
            Leaf::Formula => true,
            // The cells of a row stand side by side, so only their letters can be counted.
            Leaf::Table(header, rows) => {
                let grid = format!("{}{}", header.concat(), rows.concat().concat());
                let name = |at: usize| header.get(at).map_or("", String::as_str);
                let cells = rows.iter().flat_map(|row| row.iter().enumerate());
                let records: String = cells.flat_map(|(at, cell)| [name(at), cell]).collect();
                sorted(shown) == sorted(&grid) || sorted(shown) == sorted(&records)
            }
        };
        (!kept).then(|| shown.clone())
    })
}

#[test]
fn no_letter_of_an_article_is_lost_at_any_width() {
    for (path, opened) in articles() {
        for columns in WIDTHS {
            let lost = lost(&opened.document, &lines(&opened.document, columns));
            assert_eq!(lost, None, "{path} at {columns}");
        }
    }
}

#[test]
fn words_stay_apart_and_whole_where_there_is_room_for_them() {
    for (path, opened) in articles() {
        for columns in [100, 140] {
            let shown = shown(&lines(&opened.document, columns));
            for (leaf, shown) in leaves(&opened.document).iter().zip(&shown) {
                let Leaf::Text(text) = leaf else { continue };
                let words: Vec<_> = text.split_whitespace().collect();
                // The bar of a quotation stands before each of its lines, the frame of an image
                // around its words, a line under some headings.
                let drawn = |word: &str| word.starts_with(['▌', '━', '─', '│', '╭', '╰', '↩']);
                let found: Vec<_> = shown.split_whitespace().filter(|word| !drawn(word)).collect();
                assert_eq!(found, words, "{path} at {columns}");
            }
        }
    }
}

#[test]
fn formulas_on_one_line_lose_no_letter_either() {
    for (path, opened) in articles() {
        for columns in WIDTHS {
            let options = Options { math: MathStyle::Line, ..Options::screen(columns) };
            let shown = shown(&lay_out(&opened.document, &options).lines);
            let mut at = 0;
            for leaf in leaves(&opened.document) {
                let Leaf::Formula = leaf else {
                    at += 1;
                    continue;
                };
                let found = opened.document.formulas.iter().any(|formula| {
                    let text = formula.parsed.text(Charset::Unicode);
                    letters(&text) == letters(&shown[at])
                });
                assert!(found, "{path} at {columns}: {}", shown[at]);
                at += 1;
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_letter_of_any_answer_is_lost(
        text in crate::markdown::answer(),
        columns in 4_usize..140,
    ) {
        let document = recto::document::parse(&text);
        proptest::prop_assume!(!document.cut);
        proptest::prop_assert_eq!(lost(&document, &lines(&document, columns)), None);
    }
}
