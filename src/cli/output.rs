//! Writing to standard output: a buffer on it, and styled text.

use std::io::{self, Write};

use anstyle::{Ansi256Color, AnsiColor, Effects, RgbColor, Style as Ansi};
use ratatui::style::{Color, Modifier, Style};

use crate::document::{Line, Link};
use crate::terminal::hyperlink;
use crate::theme::Theme;

/// A buffered writer on standard output; flush it, so that errors are seen.
pub fn open() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::new(io::stdout().lock())
}

/// How lines are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ink<'a> {
    /// The styles; without a theme there are none.
    pub theme: Option<&'a Theme>,
    /// What the links of the lines lead to, where the terminal has hyperlinks.
    pub links: &'a [Link],
}

/// Writes a laid-out line.
pub fn line(out: &mut impl Write, line: &Line, ink: Ink<'_>) -> io::Result<()> {
    let mut open = None;
    for span in &line.spans {
        let wanted = span.link.filter(|link| ink.links.get(*link).is_some());
        if wanted != open {
            if open.take().is_some() {
                out.write_all(hyperlink::CLOSE.as_bytes())?;
            }
            let target = wanted.and_then(|link| hyperlink::target(&ink.links.get(link)?.target));
            if let Some(target) = target {
                out.write_all(hyperlink::open(&target).as_bytes())?;
                open = wanted;
            }
        }
        let style = ink.theme.map_or_else(Ansi::new, |theme| ansi(theme.face(span.face)));
        if style.is_plain() {
            out.write_all(span.text.as_bytes())?;
        } else {
            write!(out, "{style}{}{style:#}", span.text)?;
        }
    }
    if open.is_some() {
        out.write_all(hyperlink::CLOSE.as_bytes())?;
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
    Ansi::new()
        .effects(effects)
        .fg_color(style.fg.and_then(colour))
        .bg_color(style.bg.and_then(colour))
}

/// A colour as it is written; nothing for the terminal's own, which every span begins with.
fn colour(colour: Color) -> Option<anstyle::Color> {
    let own = match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => return Some(RgbColor(r, g, b).into()),
        Color::Indexed(number) => return Some(Ansi256Color(number).into()),
        Color::Black => AnsiColor::Black,
        Color::Red => AnsiColor::Red,
        Color::Green => AnsiColor::Green,
        Color::Yellow => AnsiColor::Yellow,
        Color::Blue => AnsiColor::Blue,
        Color::Magenta => AnsiColor::Magenta,
        Color::Cyan => AnsiColor::Cyan,
        Color::Gray => AnsiColor::White,
        Color::DarkGray => AnsiColor::BrightBlack,
        Color::LightRed => AnsiColor::BrightRed,
        Color::LightGreen => AnsiColor::BrightGreen,
        Color::LightYellow => AnsiColor::BrightYellow,
        Color::LightBlue => AnsiColor::BrightBlue,
        Color::LightMagenta => AnsiColor::BrightMagenta,
        Color::LightCyan => AnsiColor::BrightCyan,
        Color::White => AnsiColor::BrightWhite,
    };
    Some(own.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Role, Span};
    use crate::theme::{Depth, Found};

    fn written(line: &Line, ink: Ink<'_>) -> String {
        let mut out = Vec::new();
        super::line(&mut out, line, ink).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn link(target: &str) -> Link {
        Link { target: target.to_owned(), label: String::new(), line: 0 }
    }

    fn linked(text: &str, link: usize) -> Span {
        Span { link: Some(link), ..Span::new(text, Role::Text) }
    }

    #[test]
    fn colours_are_written_as_the_depth_has_them() {
        let line = Line { spans: vec![Span::new("x", Role::Link)], ..Line::default() };
        for (depth, expected) in [
            (Depth::True, "\x1b[4m\x1b[38;2;147;184;236mx\x1b[0m\n"),
            (Depth::Indexed, "\x1b[4m\x1b[38;5;110mx\x1b[0m\n"),
            (Depth::Ansi, "\x1b[4m\x1b[94mx\x1b[0m\n"),
            (Depth::None, "\x1b[4mx\x1b[0m\n"),
        ] {
            let (theme, _) = Theme::load("dark", depth, &|_| Found::Nothing);
            let ink = Ink { theme: Some(&theme), ..Ink::default() };
            assert_eq!(written(&line, ink), expected);
        }
        assert_eq!(written(&line, Ink::default()), "x\n");
    }

    #[test]
    fn a_link_to_the_web_is_a_hyperlink_around_all_of_its_words() {
        let links = [link("https://a.org"), link("notes.md")];
        let spans = vec![
            Span::new("see ", Role::Text),
            linked("one", 0),
            linked(" link", 0),
            Span::new(" or ", Role::Text),
            linked("another", 1),
            linked("!", 7),
        ];
        let line = Line { spans, ..Line::default() };
        let open = hyperlink::open("https://a.org");
        let expected = format!("see {open}one link{} or another!\n", hyperlink::CLOSE);
        assert_eq!(written(&line, Ink { theme: None, links: &links }), expected);
        assert_eq!(written(&line, Ink::default()), "see one link or another!\n");
    }

    #[test]
    fn a_hyperlink_ends_with_its_line_and_with_the_next_link() {
        let links = [link("https://a.org"), link("mailto:b@c.org")];
        let line = Line { spans: vec![linked("a", 0), linked("b", 1)], ..Line::default() };
        let (a, b) = (hyperlink::open("https://a.org"), hyperlink::open("mailto:b@c.org"));
        let close = hyperlink::CLOSE;
        let ink = Ink { theme: None, links: &links };
        assert_eq!(written(&line, ink), format!("{a}a{close}{b}b{close}\n"));
    }
}
