//! Looks at the pictures of an article, and the thread that makes them: decodes, scales, encodes.
//!
//! Its own thread, so that a picture that takes long keeps no article waiting. Invariant: a request
//! is answered unless a later one took its number, also when a decoder fails.

use std::io;
use std::path::Path;
use std::sync::mpsc::{self, Sender};
use std::thread;

use crate::app::pictures::{Made, Request};
use crate::document::{Document, Picture};
use crate::isolate;
use crate::library::source::{IMAGE_LIMIT, ImageError, Source};
use crate::picture::{Blocks, Pixels, Refusal, Scale, decode};
use crate::terminal::graphics::Graphics;
use crate::terminal::pictures::Encoded;

/// Bytes at the start of a file that tell the size of most pictures.
const START: u64 = 64 * 1024;
/// Bytes read at most to learn the sizes of an article's pictures; the others are not shown.
const LOOK_LIMIT: usize = 32 * 1024 * 1024;

/// A picture, and for terminals that show pixels its sequences.
pub struct Painted {
    /// The number it was asked for under.
    pub slot: usize,
    /// The ticket of its request.
    pub ticket: u64,
    /// The picture, or why there is none.
    pub outcome: Result<(Made, Option<Encoded>), Refusal>,
}

/// A handle on the thread.
pub struct Painter {
    requests: Sender<(Request, Graphics)>,
}

impl Painter {
    /// Starts the thread; `report` takes its answers and says whether to go on.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        source: Source,
        report: impl Fn(Painted) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, jobs) = mpsc::channel::<(Request, Graphics)>();
        thread::Builder::new().name("painter".to_owned()).spawn(move || {
            let mut waiting: Vec<(Request, Graphics)> = Vec::new();
            loop {
                if waiting.is_empty() {
                    let Ok(job) = jobs.recv() else { return };
                    waiting.push(job);
                }
                for job in jobs.try_iter() {
                    waiting.retain(|(before, _)| before.slot != job.0.slot);
                    waiting.push(job);
                }
                // The last one asked for is the likeliest to be still in view.
                let Some((request, graphics)) = waiting.pop() else { continue };
                let work = || paint(&source, &request, graphics);
                let outcome = isolate::catch(work).unwrap_or(Err(Refusal::Unreadable));
                let (slot, ticket) = (request.slot, request.ticket);
                if !report(Painted { slot, ticket, outcome }) {
                    return;
                }
            }
        })?;
        Ok(Self { requests })
    }

    /// Asks for a picture.
    pub fn paint(&self, request: Request, graphics: Graphics) {
        // The thread ends only with the program.
        let _ = self.requests.send((request, graphics));
    }
}

fn paint(
    source: &Source,
    request: &Request,
    graphics: Graphics,
) -> Result<(Made, Option<Encoded>), Refusal> {
    let (bytes, _) =
        source.read_image(&request.article, &request.target, IMAGE_LIMIT).map_err(refusal)?;
    let pixels: Pixels = decode::decode(&bytes)?;
    drop(bytes);
    let blocks = Blocks::new(&pixels, request.extent, graphics.palette);
    let encoded = Encoded::new(&pixels, request.extent, request.slot, graphics);
    let bytes = blocks.bytes() + encoded.as_ref().map_or(0, Encoded::bytes);
    Ok((Made { blocks, bytes }, encoded))
}

/// Learns the sizes of the pictures of a document, whose article lies at `article`.
pub fn look(source: &Source, article: &Path, document: &mut Document, scale: Scale) {
    let mut left = LOOK_LIMIT;
    for (link, picture) in &mut document.pictures {
        let Some(target) = document.links.get(*link).filter(|_| left > 0) else { continue };
        let mut read = |most| -> Result<(Vec<u8>, bool), ImageError> {
            let read = source.read_image(article, target, most)?;
            left = left.saturating_sub(read.0.len().max(1024));
            Ok(read)
        };
        let size = read(START).and_then(|(start, whole)| {
            let size = decode::size(&start);
            // The start of some files is all about the camera.
            if size == Err(Refusal::Unreadable) && !whole {
                return read(IMAGE_LIMIT).map(|(bytes, _)| decode::size(&bytes));
            }
            Ok(size)
        });
        *picture = match size {
            Ok(Ok(size)) => Picture::Shown(scale.extent(size)),
            Ok(Err(refusal)) => Picture::Refused(refusal),
            Err(ImageError::Remote) => Picture::Unknown,
            Err(error) => Picture::Refused(refusal(error)),
        };
    }
}

fn refusal(error: ImageError) -> Refusal {
    match error {
        ImageError::Remote | ImageError::Absent => Refusal::Absent,
        ImageError::TooLarge => Refusal::TooLarge,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;
    use crate::picture::Extent;
    use image::codecs::jpeg::JpegEncoder;
    use image::{ExtendedColorType, ImageEncoder};

    /// A library of one file, and what is learnt of it from an article beside it.
    fn known(name: &str, bytes: &[u8], answer: &str) -> Vec<Picture> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let source = Source::folder(folder.path()).unwrap();
        let mut document = document::parse(answer);
        look(&source, Path::new("note.md"), &mut document, Scale::BLOCKS);
        document.pictures.into_values().collect()
    }

    /// A JPEG of 30 by 20 pixels that begins with so many bytes of something else.
    fn jpeg(before: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new(&mut bytes);
        encoder.write_image(&[99; 30 * 20 * 3], 30, 20, ExtendedColorType::Rgb8).unwrap();
        for _ in 0..before / 60_000 {
            let segment = b"\xff\xed\xea\x62".iter().copied().chain([7; 1_000].repeat(60));
            bytes.splice(2..2, segment);
        }
        bytes
    }

    #[test]
    fn the_size_of_a_picture_is_learnt_though_its_file_begins_with_something_else() {
        let shown = Picture::Shown(Extent { columns: 30, rows: 10 });
        for before in [0, 600_000] {
            let bytes = jpeg(before);
            assert!(bytes.len() > before);
            assert_eq!(known("a.jpg", &bytes, "![A](a.jpg)"), [shown], "{before}");
        }
    }

    #[test]
    fn of_what_cannot_be_shown_the_reason_is_learnt_and_of_the_web_nothing() {
        let refused = [
            Picture::Refused(Refusal::Unreadable),
            Picture::Refused(Refusal::Absent),
            Picture::Unknown,
        ];
        let answer = "![T](t.png)\n\n![M](missing.png)\n\n![W](https://e.org/w.png)";
        assert_eq!(known("t.png", b"no picture", answer), refused);
    }

    #[test]
    fn an_article_with_more_pictures_than_may_be_read_still_opens() {
        let mut bytes = b"\xff\xd8".to_vec();
        bytes.resize(9 * 1024 * 1024, 0);
        let known = known("p.jpg", &bytes, &"![P](p.jpg)\n\n".repeat(9));
        assert_eq!(known.first(), Some(&Picture::Refused(Refusal::Unreadable)));
        assert_eq!(known.last(), Some(&Picture::Unknown));
    }
}
