//! What was found as a directed graph, in the language of Graphviz.
//!
//! A node is named by its path and shows its question; an arrow is a reference, a dotted line
//! joins what is alike. Invariant: whatever names
//! and titles hold, Graphviz reads the graph that was meant.

use std::collections::HashSet;
use std::io::{self, Write};

use super::walk::{End, Kind, Walk, name_of};

/// Writes every reference among what was found.
pub(super) fn write(out: &mut impl Write, walk: &Walk<'_>) -> io::Result<()> {
    let catalog = walk.catalog;
    writeln!(out, "digraph related {{\n  rankdir=LR;\n  node [shape=box];")?;
    let found = walk.found.iter().filter_map(|one| match one.end {
        End::Article(id) => Some(id),
        End::Missing(_) => None,
    });
    let articles: Vec<_> = std::iter::once(walk.start).chain(found).collect();
    let among: HashSet<_> = articles.iter().copied().collect();
    for id in &articles {
        let Some(entry) = catalog.get(*id) else { continue };
        let pen = if *id == walk.start { ", penwidth=2" } else { "" };
        writeln!(out, "  {} [label={}{pen}];", quoted(entry.path), label(entry.question))?;
    }
    for one in &walk.found {
        let End::Missing(reference) = &one.end else { continue };
        let words = format!("{} (not in this library)", reference.title);
        let node = missing(name_of(reference));
        writeln!(out, "  {node} [label={}, style=dashed];", label(&words))?;
    }
    for id in &articles {
        let Some(entry) = catalog.get(*id) else { continue };
        let mut drawn = HashSet::new();
        let targets = catalog.references(*id).flatten();
        for target in targets.filter(|target| among.contains(target)) {
            if let Some(other) = catalog.get(target).filter(|_| drawn.insert(target)) {
                writeln!(out, "  {} -> {};", quoted(entry.path), quoted(other.path))?;
            }
        }
    }
    for one in &walk.found {
        let way = match one.kind {
            Kind::Related | Kind::Backlink => continue,
            Kind::SameQuestion => "same question",
            Kind::Similar => "similar",
        };
        let End::Article(id) = one.end else { continue };
        if let Some((page, other)) = catalog.get(walk.page(one)).zip(catalog.get(id)) {
            let (page, other) = (quoted(page.path), quoted(other.path));
            writeln!(out, "  {page} -> {other} [dir=none, style=dotted, label=\"{way}\"];")?;
        }
    }
    for (id, name) in &walk.astray {
        let Some(entry) = catalog.get(*id) else { continue };
        writeln!(out, "  {} -> {};", quoted(entry.path), missing(name))?;
    }
    writeln!(out, "}}")
}

/// The node of what is not in the library, which has no path.
fn missing(name: &str) -> String {
    quoted(&format!("missing: {name}"))
}

/// A name.
fn quoted(name: &str) -> String {
    let mut quoted = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' | '\r' => quoted.push_str("\\n"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A label, in which Graphviz knows the entities of HTML.
fn label(text: &str) -> String {
    quoted(&text.replace('&', "&amp;"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What Graphviz reads of a name.
    fn read(quoted: &str) -> Option<String> {
        let (mut name, mut chars) = (String::new(), quoted.strip_prefix('"')?.chars());
        loop {
            match chars.next()? {
                '"' => return chars.next().is_none().then_some(name),
                '\\' => name.push(chars.next().map(|c| if c == 'n' { '\n' } else { c })?),
                '\n' => return None,
                c => name.push(c),
            }
        }
    }

    proptest! {
        #[test]
        fn any_name_is_read_as_it_is(name in "[\"\\\\n\\na&;<>é -]{0,12}") {
            prop_assert_eq!(read(&quoted(&name)), Some(name.clone()));
            let shown = read(&label(&name)).map(|text| text.replace("&amp;", "&"));
            prop_assert_eq!(shown, Some(name));
        }
    }
}
