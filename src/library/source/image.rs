//! Reads the image files that articles show.
//!
//! An article's text chooses the path, so unlike a name that a walk has met it may be anything: it
//! is resolved first, and only what then lies in the library is opened at all. What is elsewhere,
//! on the web too, is never fetched.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::{Source, bundled, read_inside};

/// The largest image file that is read, in bytes.
pub const IMAGE_LIMIT: u64 = 16 * 1024 * 1024;

/// Why an image file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageError {
    /// It lies on the web or in the link itself, and nobody looked for it.
    Remote,
    /// It is no regular file of the library, or the system does not let it be read.
    Absent,
    /// It is larger than [`IMAGE_LIMIT`].
    TooLarge,
}

impl Source {
    /// The first `most` bytes of an image that an article shows, and whether that is all of it.
    /// `article` is the article's file relative to the library's folder, `target` is what the
    /// article writes: a path relative to its file or, with a leading `/`, to the library's
    /// folder, percent-encoded.
    ///
    /// # Errors
    /// When there is no such file in the library, or it is too large, whatever `most` is.
    pub fn read_image(
        &self,
        article: &Path,
        target: &str,
        most: u64,
    ) -> Result<(Vec<u8>, bool), ImageError> {
        let file = resolve(article, target)?;
        let (bytes, size) = match self {
            Self::Folder(root) => {
                // A device is touched by opening it, so what a path leads to is looked at before.
                let real = root.join(file).canonicalize().map_err(|_| ImageError::Absent)?;
                let inside = real.strip_prefix(root).map_err(|_| ImageError::Absent)?;
                if !real.metadata().is_ok_and(|data| data.is_file()) {
                    return Err(ImageError::Absent);
                }
                read_inside(root, inside, most.min(IMAGE_LIMIT))
                    .map(|(bytes, stamp)| (bytes, stamp.size))
                    .map_err(|_| ImageError::Absent)?
            }
            Self::Bundled => {
                let bytes = bundled::find(&file).ok_or(ImageError::Absent)?;
                (bytes.to_vec(), bytes.len() as u64)
            }
        };
        if size > IMAGE_LIMIT {
            return Err(ImageError::TooLarge);
        }
        let whole = bytes.len() as u64 >= size;
        Ok((bytes, whole))
    }
}

/// The file that an article means, relative to the library's folder, if it can be in there.
fn resolve(article: &Path, target: &str) -> Result<PathBuf, ImageError> {
    if is_remote(target) {
        return Err(ImageError::Remote);
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    let target = Path::new(OsStr::from_bytes(&bytes));
    let folder = if target.has_root() { None } else { article.parent() };
    let mut file = PathBuf::new();
    for part in folder.into_iter().flat_map(Path::components).chain(target.components()) {
        match part {
            Component::Normal(name) => file.push(name),
            Component::ParentDir if !file.pop() => return Err(ImageError::Absent),
            _ => {}
        }
    }
    Ok(file)
}

/// Whether a target has a scheme, as `https:` and `data:`, or names a host.
fn is_remote(target: &str) -> bool {
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme || target.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    use ImageError::{Absent, Remote, TooLarge};
    use rustix::fs::{CWD, Mode, mkfifoat};

    fn read(source: &Source, target: &str) -> Result<String, ImageError> {
        let article = Path::new("physics/questions/ring.md");
        let (bytes, whole) = source.read_image(article, target, IMAGE_LIMIT)?;
        assert!(whole);
        Ok(String::from_utf8(bytes).unwrap())
    }

    fn library() -> (tempfile::TempDir, Source) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("library");
        fs::create_dir_all(root.join("physics/questions/images")).unwrap();
        fs::create_dir_all(root.join("all images")).unwrap();
        fs::write(folder.path().join("secret.png"), "secret").unwrap();
        fs::write(root.join("physics/questions/images/ring.png"), "ring").unwrap();
        fs::write(root.join("all images/50%.png"), "half").unwrap();
        let source = Source::folder(&root).unwrap();
        (folder, source)
    }

    #[test]
    fn a_path_begins_at_the_article_or_at_the_library() {
        let (_folder, source) = library();
        for (target, found) in [
            ("images/ring.png", "ring"),
            ("./images/../images/ring.png", "ring"),
            ("/physics/questions/images/ring.png", "ring"),
            ("../../all%20images/50%25.png", "half"),
            ("/all%20images/50%25.png?raw=true#top", "half"),
            ("//all images/50%.png", ""),
        ] {
            let expected = if found.is_empty() { Err(Remote) } else { Ok(found.to_owned()) };
            assert_eq!(read(&source, target), expected, "{target}");
        }
    }

    #[test]
    fn nothing_outside_the_library_is_read() {
        let (folder, source) = library();
        let root = folder.path().join("library");
        symlink(folder.path().join("secret.png"), root.join("out.png")).unwrap();
        symlink(folder.path(), root.join("up")).unwrap();
        symlink("physics/questions/images/ring.png", root.join("in.png")).unwrap();
        symlink("loop.png", root.join("loop.png")).unwrap();
        let outside = folder.path().join("secret.png");
        for target in [
            "../../../secret.png",
            "../../../library/in.png",
            "..%2F..%2F..%2Fsecret.png",
            outside.to_str().unwrap(),
            "/out.png",
            "/up/secret.png",
            "/loop.png",
            "/../secret.png",
            "/dev/null",
            "../../../../../../../../dev/null",
            "a\0b.png",
            "missing.png",
            "",
            "/",
            ".",
        ] {
            assert_eq!(read(&source, target), Err(Absent), "{target}");
        }
        assert_eq!(read(&source, "/in.png"), Ok("ring".to_owned()), "a link inside is followed");
    }

    #[test]
    fn what_is_no_regular_file_is_not_opened() {
        let (folder, source) = library();
        let root = folder.path().join("library");
        mkfifoat(CWD, root.join("pipe.png"), Mode::from_raw_mode(0o600)).unwrap();
        symlink("/dev/zero", root.join("device.png")).unwrap();
        fs::create_dir(root.join("folder.png")).unwrap();
        for target in ["/pipe.png", "/device.png", "/folder.png"] {
            assert_eq!(read(&source, target), Err(Absent), "{target}");
        }
    }

    #[test]
    fn the_web_is_not_asked() {
        let (_folder, source) = library();
        for target in ["https://e.org/a.png", "HTTP://e.org", "data:image/png;base64,", "file:///a"]
        {
            assert_eq!(read(&source, target), Err(Remote), "{target}");
        }
        assert_eq!(read(&source, "images/a:b.png"), Err(Absent), "a colon in a path is no scheme");
    }

    #[test]
    fn a_file_beyond_the_budget_is_not_read() {
        let (folder, source) = library();
        let file = fs::File::create(folder.path().join("library/large.png")).unwrap();
        file.set_len(IMAGE_LIMIT).unwrap();
        let article = Path::new("a.md");
        let (bytes, whole) = source.read_image(article, "large.png", 100).unwrap();
        assert_eq!((bytes.len(), whole), (100, false));
        file.set_len(IMAGE_LIMIT + 1).unwrap();
        assert_eq!(source.read_image(article, "large.png", 100), Err(TooLarge));
    }

    #[test]
    fn the_built_in_library_has_its_images() {
        let is_image = |(path, _): &(&Path, _)| path.extension() == Some("png".as_ref());
        let (file, bytes) = bundled::files().find(is_image).unwrap();
        let article = Path::new(file).parent().unwrap().join("../an-article.md");
        let name = Path::new(file).file_name().unwrap().to_str().unwrap();
        let folder = Path::new(file).parent().unwrap().file_name().unwrap().to_str().unwrap();
        let target = format!("{folder}/{name}");
        let (read, whole) = Source::Bundled.read_image(&article, &target, IMAGE_LIMIT).unwrap();
        assert!(whole && read == *bytes);
        let missing = Source::Bundled.read_image(&article, "missing.png", IMAGE_LIMIT);
        assert_eq!(missing, Err(Absent));
    }
}
