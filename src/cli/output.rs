//! Writing to standard output: JSON lines and styled text.

use std::io::{self, Write};

use anstyle::{AnsiColor, Effects, Style as Ansi};
use ratatui::style::{Color, Modifier, Style};
use serde::Serialize;

use crate::document::Line;
use crate::library::catalog::Catalog;
use crate::library::reference::Reference;
use crate::theme::Theme;

/// A buffered writer on standard output; flush it, so that errors are seen.
pub fn open() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::new(io::stdout().lock())
}

/// Writes a value as one line of JSON.
pub fn json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// A reference as JSON.
#[derive(Serialize)]
pub struct RelatedJson<'a> {
    url: Option<&'a str>,
    id: Option<i64>,
    title: &'a str,
    subject: Option<&'a str>,
    /// Whether it is in the library; absent when no library was loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<bool>,
}

impl<'a> RelatedJson<'a> {
    /// The JSON of a reference, resolved in a catalog if there is one.
    pub fn new(reference: &'a Reference, catalog: Option<&Catalog>) -> Self {
        Self {
            url: reference.url.as_deref(),
            id: reference.id,
            title: &reference.title,
            subject: reference.subject.as_deref(),
            found: catalog.map(|catalog| catalog.resolve(reference).is_some()),
        }
    }
}

/// Writes a laid-out line, styled if there is a theme.
pub fn line(out: &mut impl Write, line: &Line, theme: Option<&Theme>) -> io::Result<()> {
    for span in &line.spans {
        let style = theme.map_or_else(Ansi::new, |theme| ansi(theme.face(span.face)));
        if style.is_plain() {
            out.write_all(span.text.as_bytes())?;
        } else {
            write!(out, "{style}{}{style:#}", span.text)?;
        }
    }
    out.write_all(b"\n")
}

fn ansi(style: Style) -> Ansi {
    let effects = [
        (Modifier::BOLD, Effects::BOLD),
        (Modifier::DIM, Effects::DIMMED),
        (Modifier::ITALIC, Effects::ITALIC),
        (Modifier::UNDERLINED, Effects::UNDERLINE),
        (Modifier::REVERSED, Effects::INVERT),
        (Modifier::CROSSED_OUT, Effects::STRIKETHROUGH),
    ];
    let wanted = effects.into_iter().filter(|(modifier, _)| style.add_modifier.contains(*modifier));
    let effects = wanted.fold(Effects::new(), |all, (_, effect)| all | effect);
    let colour = style.fg.and_then(|colour| match colour {
        Color::Red => Some(AnsiColor::Red),
        Color::Green => Some(AnsiColor::Green),
        Color::Yellow => Some(AnsiColor::Yellow),
        Color::Blue => Some(AnsiColor::Blue),
        Color::Magenta => Some(AnsiColor::Magenta),
        Color::Cyan => Some(AnsiColor::Cyan),
        _ => None,
    });
    Ansi::new().effects(effects).fg_color(colour.map(Into::into))
}
