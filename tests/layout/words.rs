//! No word is lost between an answer's blocks and its lines.

use std::collections::BTreeMap;

use recto::document::inline::{self, Inline};
use recto::document::{Block, Document, Line, Role};

use crate::{WIDTHS, articles, lines};

/// What a leaf block says: its text, or the cells of a table.
enum Leaf {
    /// Running text, which breaks between words.
    Text(String),
    /// Code and the like, which breaks at the edge.
    Verbatim(String),
    /// The header and the rows.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// The leaves of a document in order, those without a letter left out.
fn leaves(document: &Document) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    add(&document.blocks, &mut leaves);
    leaves.retain(|leaf| match leaf {
        Leaf::Text(text) | Leaf::Verbatim(text) => !letters(text).is_empty(),
        Leaf::Table(header, rows) => {
            header.iter().chain(rows.iter().flatten()).any(|cell| !letters(cell).is_empty())
        }
    });
    leaves
}

fn add(blocks: &[Block], leaves: &mut Vec<Leaf>) {
    let text = |pieces: &Inline| inline::plain(pieces);
    for block in blocks {
        match block {
            Block::Paragraph(pieces) | Block::Heading(_, pieces) => {
                leaves.push(Leaf::Text(text(pieces)));
            }
            Block::Code(_, source) | Block::Formula(source) | Block::Html(source) => {
                leaves.push(Leaf::Verbatim(source.clone()));
            }
            Block::Quote(label, blocks) => {
                leaves.extend(label.map(|label| Leaf::Text(label.to_owned())));
                add(blocks, leaves);
            }
            Block::List(_, _, items) => {
                for item in items {
                    add(&item.blocks, leaves);
                }
            }
            Block::Table(_, header, rows) => {
                let cells = |row: &Vec<Inline>| row.iter().map(text).collect::<Vec<_>>();
                leaves.push(Leaf::Table(cells(header), rows.iter().map(cells).collect()));
            }
            Block::Footnote(_, blocks) => add(blocks, leaves),
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

/// What the lines of each leaf say, without the markers of lists; leaves without a letter left
/// out.
fn shown(lines: &[Line]) -> Vec<String> {
    let mut leaves: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for line in lines {
        let spans = line.spans.iter().filter(|span| span.face.role != Role::Marker);
        let text: String = spans.map(|span| span.text.as_str()).collect();
        leaves.entry(line.leaf).or_default().push(text);
    }
    let texts = leaves.into_values().map(|lines| lines.join("\n"));
    texts.filter(|text| !letters(text).is_empty()).collect()
}

/// The first leaf that says something else on the lines than in the document.
fn lost(document: &Document, lines: &[Line]) -> Option<String> {
    let (leaves, shown) = (leaves(document), shown(lines));
    if leaves.len() != shown.len() {
        return Some(format!("{} leaves instead of {}", shown.len(), leaves.len()));
    }
    leaves.iter().zip(&shown).find_map(|(leaf, shown)| {
        let kept = match leaf {
            Leaf::Text(text) | Leaf::Verbatim(text) => letters(text) == letters(shown),
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
                // The bar of a quotation stands before each of its lines.
                let found: Vec<_> = shown.split_whitespace().filter(|word| *word != "▌").collect();
                assert_eq!(found, words, "{path} at {columns}");
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
