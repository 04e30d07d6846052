//! Writes the tables of what is built into the binary: every Markdown file under `articles/`, in the
//! order in which a walk of the folder meets them, and the images beside them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let missing = |name| io::Error::other(format!("cargo did not set {name}"));
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| missing("the folder"))?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| missing("OUT_DIR"))?);
    let articles = root.join("articles");
    println!("cargo:rerun-if-changed={}", articles.display());
    let mut tables = String::new();
    for (name, endings) in [
        ("BUNDLED", &["md"][..]),
        ("BUNDLED_IMAGES", &["png", "jpg", "jpeg", "gif", "webp", "bmp"]),
    ] {
        let mut files = Vec::new();
        collect(&articles, endings, &mut files)?;
        writeln!(tables, "const {name}: &[(&str, &[u8])] = &[").map_err(io::Error::other)?;
        for file in files {
            let name = file.strip_prefix(&articles).map_err(io::Error::other)?;
            let (name, file) = (name.to_string_lossy(), file.to_string_lossy());
            writeln!(tables, "    ({name:?}, include_bytes!({file:?})),")
                .map_err(io::Error::other)?;
        }
        tables.push_str("];\n");
    }
    fs::write(out.join("bundled.rs"), tables)
}

fn collect(folder: &Path, endings: &[&str], files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, endings, files)?;
        } else if path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
