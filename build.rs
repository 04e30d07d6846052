//! Packs the library that is built into the binary: every Markdown file and every image under
//! `articles/`, in the order in which a walk of the folder meets them, as one compressed text and a
//! table of where each file begins.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The endings of the files that are packed.
const ENDINGS: [&str; 7] = ["md", "png", "jpg", "jpeg", "gif", "webp", "bmp"];

fn main() -> io::Result<()> {
    let missing = |name| io::Error::other(format!("cargo did not set {name}"));
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| missing("the folder"))?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| missing("OUT_DIR"))?);
    let articles = root.join("articles");
    println!("cargo:rerun-if-changed={}", articles.display());
    let mut files = Vec::new();
    collect(&articles, &mut files)?;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    // Nobody reads the numbers.
    let allow = "#[allow(clippy::unreadable_literal, reason = \"written by build.rs\")]\n";
    let mut table = format!("{allow}const FILES: &[(&str, std::ops::Range<usize>)] = &[\n");
    let mut start = 0;
    for file in files {
        let bytes = fs::read(&file)?;
        packed.write_all(&bytes)?;
        let name = file.strip_prefix(&articles).map_err(io::Error::other)?;
        let end = start + bytes.len();
        writeln!(table, "    ({:?}, {start}..{end}),", name.to_string_lossy())
            .map_err(io::Error::other)?;
        start = end;
    }
    writeln!(table, "];\n\n/// Bytes of all files together.\n{allow}const SIZE: usize = {start};")
        .map_err(io::Error::other)?;
    fs::write(out.join("library.zlib"), packed.finish()?)?;
    fs::write(out.join("bundled.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| ENDINGS.iter().any(|ending| e == *ending)) {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
