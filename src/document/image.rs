//! Sets an image that stands alone: a frame with its picture or without, its words, its path.
//!
//! Not the picture itself, for which cells are only kept free. Invariant: the words and the start
//! of the path are shown in any case.

use ratatui::style::Modifier;

use super::breaking::wrapped;
use super::face::{Face, Role};
use super::figure::columns;
use super::inline::Piece;
use super::layout::{Glyphs, PictureRegion, Span};
use super::markdown::{Image, Picture};
use super::setter::Setter;
use crate::picture::Extent;
use crate::text::width;

/// Below this many columns an image has no frame.
const FRAME_ROOM: usize = 16;
/// Columns of a frame's two sides, with the blanks beside them.
const SIDES: usize = 4;
/// What the rows of a picture count for in a [`super::Line::offset`] together, so that the words
/// below it have one position at every width; no picture has more rows.
const PICTURE_LENGTH: usize = 64;

impl Setter<'_> {
    pub(super) fn image(&mut self, image: &Image) {
        let target = image.link.and_then(|link| self.document.links.get(link));
        let target = target.cloned().unwrap_or_default();
        let picture = self.picture(image);
        let words = self.image_words(&image.words, image.link);
        let label = Piece { text: words, link: image.link, ..Piece::default() };
        let muted = |text: String| Piece { text, face: Role::Muted.into(), ..Piece::default() };
        let room = self.room();
        let mut caption = vec![label];
        if room < FRAME_ROOM {
            caption.insert(0, muted("Image: ".to_owned()));
            self.text(&caption, Face::new(Role::Link));
            return;
        }
        let inside = room - SIDES;
        let extent = match picture {
            Picture::Shown(natural) => Some(natural.within(inside)),
            // A frame with a picture in it needs no word that says so.
            Picture::Unknown | Picture::Refused(_) => {
                caption.insert(0, muted("Image: ".to_owned()));
                None
            }
        };
        if let Picture::Refused(refusal) = picture {
            caption.push(muted(format!("\n{}", refusal.reason())));
        }
        let lines = wrapped(&caption, inside, inside, Face::default());
        let foot = width::truncate(&target, inside).into_owned();
        let widest = lines.iter().map(|line| columns(&line.spans)).max().unwrap_or(0);
        let across = extent.map_or(0, |extent| usize::from(extent.columns));
        let inner = widest.max(width::of(&foot)).max(across).max(1);

        let [top_left, top_right, bottom_left, bottom_right] = self.glyphs().corners;
        let rule = self.glyphs().rule;
        let frame = |text: String| Span::new(text, Role::Rule);
        self.line(vec![frame(format!("{top_left}{}{top_right}", rule.repeat(inner + 2)))], 0);
        if let Some(extent) = extent {
            self.free_cells(extent, inner, target);
        }
        for line in lines {
            self.framed(line.spans, inner, line.length);
        }
        let rest = rule.repeat(inner - width::of(&foot));
        let path = Span::new(foot, Face::new(Role::Muted).with(Modifier::ITALIC));
        let spans =
            vec![frame(format!("{bottom_left} ")), path, frame(format!(" {rest}{bottom_right}"))];
        self.line(spans, 0);
        self.end_leaf();
    }

    /// What is known of the picture; nothing where only characters of the keyboard are shown.
    fn picture(&self, image: &Image) -> Picture {
        let known = image.link.and_then(|link| self.document.pictures.get(&link));
        known.copied().filter(|_| *self.glyphs() != Glyphs::PLAIN).unwrap_or_default()
    }

    /// A line between the sides of a frame.
    fn framed(&mut self, inside: Vec<Span>, inner: usize, length: usize) {
        let column = self.glyphs().column;
        let blank = " ".repeat(inner.saturating_sub(columns(&inside)));
        let mut spans = vec![Span::new(format!("{column} "), Role::Rule)];
        spans.extend(inside);
        spans.push(Span::new(format!("{blank} {column}"), Role::Rule));
        self.line(spans, length);
    }

    /// Keeps cells free for a picture.
    fn free_cells(&mut self, extent: Extent, inner: usize, target: String) {
        let start = self.layout.lines.len();
        let rows = usize::from(extent.rows);
        for row in 0..rows {
            let length = (row + 1) * PICTURE_LENGTH / rows - row * PICTURE_LENGTH / rows;
            self.framed(Vec::new(), inner, length);
        }
        let lines = start..self.layout.lines.len();
        let column = self.lead_columns() + SIDES / 2;
        self.layout.pictures.push(PictureRegion { lines, column, extent, target });
    }
}
