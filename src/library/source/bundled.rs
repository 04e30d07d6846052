//! The library that is built into the binary: articles and images, packed by `build.rs`.
//!
//! Not a folder: nothing here touches a file. Invariant: it is unpacked once, when it is first asked
//! for, and a reader who opens another library never pays for it.

use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;

include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.zlib"));

/// All files, one after another.
static UNPACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Vec::with_capacity(SIZE);
    // What was packed by the build unpacks; if it ever did not, its files would be reported missing.
    let _ = ZlibDecoder::new(PACKED).read_to_end(&mut bytes);
    bytes
});

/// The paths of the articles, in order.
pub fn articles() -> impl Iterator<Item = &'static Path> {
    FILES
        .iter()
        .map(|(path, _)| Path::new(*path))
        .filter(|path| path.extension() == Some("md".as_ref()))
}

/// All files, with their contents.
pub fn files() -> impl Iterator<Item = (&'static Path, &'static [u8])> {
    FILES.iter().filter_map(|(path, range)| Some((Path::new(*path), UNPACKED.get(range.clone())?)))
}

/// What a file holds.
pub(super) fn find(file: &Path) -> Option<&'static [u8]> {
    let (_, range) = FILES.iter().find(|(path, _)| Path::new(path) == file)?;
    UNPACKED.get(range.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_was_packed_unpacks() {
        assert_eq!(UNPACKED.len(), SIZE);
        assert_eq!(files().count(), FILES.len());
        assert!(PACKED.len() < SIZE / 2, "{} of {SIZE}", PACKED.len());
        assert!(files().all(|(path, bytes)| find(path) == Some(bytes) && !bytes.is_empty()));
        assert!(articles().count() < FILES.len(), "there are images too");
    }
}
