//! What every built-in theme must do, and what a reader's own may say.

use std::collections::HashMap;

use ratatui::style::{Color, Modifier, Style};

use super::colour::{ANSI, Rgb};
use super::*;

/// What is enough for text (WCAG 2.2, 1.4.3), for text in the themes of high contrast (1.4.6), and
/// for lines (1.4.11).
const TEXT: f64 = 4.5;
const HIGH: f64 = 7.0;
const LINES: f64 = 3.0;

/// Roles and parts that are lines and bars, not text.
const LINE_ROLES: [Role; 2] = [Role::Rule, Role::Quote];
const LINE_PARTS: [Part; 2] = [Part::Border, Part::FocusedBorder];

/// Parts that lie over text.
const OVER_TEXT: [Part; 5] =
    [Part::Match, Part::CurrentMatch, Part::SelectedLink, Part::Selected, Part::SelectedElsewhere];

/// Selected rows of lists, and the parts that stand on them.
const ON_ROWS: [(Part, Part); 5] = [
    (Part::Selected, Part::SelectedMatch),
    (Part::Selected, Part::SelectedQuiet),
    (Part::SelectedElsewhere, Part::Match),
    (Part::SelectedElsewhere, Part::Quiet),
    (Part::SelectedElsewhere, Part::Key),
];

fn load(name: &str, depth: Depth) -> Theme {
    let (theme, warnings) = Theme::load(name, depth, &|_| Found::Nothing);
    assert_eq!(warnings, Vec::<String>::new());
    theme
}

/// Everything that is written in a theme, with its name and the contrast it needs.
fn written(theme: &Theme, text: f64) -> Vec<(String, Style, f64)> {
    let mut all = Vec::new();
    for role in Role::ALL {
        let enough = if LINE_ROLES.contains(role) { LINES } else { text };
        let face = theme.face((*role).into());
        all.push((role.name().to_owned(), face, enough));
        for part in OVER_TEXT {
            let name = format!("{} in {}", role.name(), part.name());
            all.push((name, face.patch(theme.part(part)), enough));
        }
    }
    for part in Part::ALL.iter().filter(|part| !ON_ROWS[..2].iter().any(|(_, on)| on == *part)) {
        let enough = if LINE_PARTS.contains(part) { LINES } else { text };
        all.push((part.name().to_owned(), theme.part(*part), enough));
    }
    for (row, part) in ON_ROWS {
        let name = format!("{} on {}", part.name(), row.name());
        all.push((name, theme.part(row).patch(theme.part(part)), text));
    }
    all
}

fn rgb(colour: Option<Color>, otherwise: Rgb) -> Rgb {
    match colour {
        None | Some(Color::Reset) => otherwise,
        Some(Color::Rgb(r, g, b)) => Rgb(r, g, b),
        Some(Color::Indexed(number)) => Rgb::indexed(number).expect("none of the first sixteen"),
        Some(own) => panic!("{own} is the terminal's to choose"),
    }
}

#[test]
fn every_text_can_be_read_on_every_background_it_may_stand_on() {
    let mut poor = Vec::new();
    for (name, text) in [
        ("dark", TEXT),
        ("light", TEXT),
        ("high-contrast-dark", HIGH),
        ("high-contrast-light", HIGH),
    ] {
        let chain = chain(name);
        let (backgrounds, foreground) = chain.reference();
        let foreground = foreground.unwrap();
        assert!(!backgrounds.is_empty());
        for depth in [Depth::True, Depth::Indexed] {
            for (what, style, enough) in written(&load(name, depth), text) {
                assert!(
                    !style.add_modifier.intersects(Modifier::DIM | Modifier::REVERSED),
                    "{what}"
                );
                for background in backgrounds {
                    let (fg, bg) = (rgb(style.fg, foreground), rgb(style.bg, *background));
                    if fg.contrast(bg) < enough {
                        poor.push(format!(
                            "{name} {depth:?}: {what} {:.2} {fg:?} {bg:?}",
                            fg.contrast(bg)
                        ));
                    }
                }
            }
        }
    }
    poor.dedup();
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

/// The sixteen colours of xterm and of Visual Studio Code, whose palette many others take.
const PALETTES: [[&str; 16]; 2] = [
    [
        "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
        "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
    ],
    [
        "#000000", "#cd3131", "#0dbc79", "#e5e510", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5",
        "#666666", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff",
    ],
];

fn own(palette: &[&str; 16], colour: Color) -> Option<Rgb> {
    let number = ANSI.iter().position(|(_, own)| *own == colour)?;
    Rgb::parse(palette[number])
}

/// Nobody can promise 4.5 for colours that are the terminal's to choose. What the theme `terminal`
/// does is to use none that is lost on a black or a white background with the usual palettes, and to
/// swap text and background where a part lies over text. How dark `dim` is nobody knows.
#[test]
fn the_terminals_own_colours_are_not_lost_on_black_or_white() {
    for (what, style, _) in written(&Theme::terminal(), TEXT) {
        assert_eq!(style.bg, None, "{what}");
        let Some(fg) = style.fg.filter(|fg| *fg != Color::Reset) else { continue };
        for palette in &PALETTES {
            for background in [Rgb(0, 0, 0), Rgb(255, 255, 255)] {
                let fg = own(palette, fg).unwrap();
                assert!(fg.contrast(background) >= LINES, "{what}: {fg:?} on {background:?}");
            }
        }
    }
}

/// The other themes with sixteen colours: what they are made for is a dark or a light background, and
/// which one exactly is the terminal's to choose as well.
#[test]
fn the_themes_for_a_background_are_not_lost_on_it_with_sixteen_colours() {
    let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
    for (name, background) in [
        ("dark", black),
        ("light", white),
        ("high-contrast-dark", black),
        ("high-contrast-light", white),
    ] {
        for (what, style, _) in written(&load(name, Depth::Ansi), TEXT) {
            let Some(fg) = style.fg.filter(|fg| *fg != Color::Reset) else { continue };
            for palette in &PALETTES {
                let fg = own(palette, fg).unwrap();
                let bg = style.bg.map_or(background, |bg| own(palette, bg).unwrap());
                assert!(
                    fg.contrast(bg) >= LINES,
                    "{name}: {what}: {:.2} {fg:?} {bg:?}",
                    fg.contrast(bg)
                );
            }
        }
    }
}

#[test]
fn a_theme_that_inherits_nothing_names_every_role_and_part() {
    for (name, text) in BUILT_IN {
        let file = file::parse(text);
        assert_eq!(file.mistakes, [], "{name}");
        if file.inherits.is_some() {
            continue;
        }
        for role in Role::ALL {
            assert!(named(&file.roles, role).is_some(), "{name} says nothing of {}", role.name());
        }
        for part in Part::ALL {
            assert!(named(&file.parts, part).is_some(), "{name} says nothing of {}", part.name());
        }
    }
}

#[test]
fn every_name_of_a_palette_is_used() {
    for (name, text) in BUILT_IN {
        let roots = [file::parse(text), file::parse(BUILT_IN[0].1)];
        for (colour, _) in &roots[0].palette {
            let roles = roots.iter().flat_map(|file| file.roles.iter().map(|(_, entry)| entry));
            let parts = roots.iter().flat_map(|file| file.parts.iter().map(|(_, entry)| entry));
            let mut sources = roles.chain(parts).flat_map(|entry| [&entry.fg, &entry.bg]);
            let used = Some(file::Source::Name(colour.clone()));
            assert!(sources.any(|source| *source == used), "{name}: {colour}");
        }
    }
}

#[test]
fn without_colours_what_must_be_told_apart_is() {
    let theme = Theme::monochrome();
    let face = |role: Role| theme.face(role.into());
    for (what, style, _) in written(&theme, TEXT) {
        assert_eq!((style.fg, style.bg), (None, None), "{what}");
    }
    for role in [Role::Heading, Role::Code, Role::Formula, Role::Link, Role::Warning, Role::Title] {
        assert_ne!(face(role), face(Role::Text), "{}", role.name());
    }
    assert!(face(Role::Link).add_modifier.contains(Modifier::UNDERLINED));
    assert_ne!(face(Role::Warning), face(Role::Heading));
    assert_ne!(face(Role::Comment), face(Role::Code));

    for under in [face(Role::Text), face(Role::Link), face(Role::Code)] {
        let mut seen = vec![under];
        for part in [Part::Match, Part::CurrentMatch, Part::SelectedLink] {
            let style = under.patch(theme.part(part));
            assert!(!seen.contains(&style), "{} is lost", part.name());
            seen.push(style);
        }
    }
    let row = theme.part(Part::Selected);
    assert_ne!(row, Style::new());
    assert_ne!(row.patch(theme.part(Part::SelectedMatch)), row);
}

#[test]
fn no_meaning_hangs_on_colour_alone() {
    // What a colour theme says with a modifier as well, the colourless one says with it too.
    for &role in Role::ALL {
        let plain = Theme::monochrome().face(role.into());
        for (name, _) in BUILT_IN {
            let modifiers = load(name, Depth::True).face(role.into()).add_modifier;
            assert!(plain.add_modifier.contains(modifiers), "{name}: {}", role.name());
        }
    }
    // Kinds of alerts and the two kinds of notices differ by their words.
    for part in [Part::CurrentMatch, Part::SelectedLink, Part::Match, Part::Selected] {
        let plain = Theme::monochrome().part(part).add_modifier;
        assert!(!plain.is_empty(), "{}", part.name());
    }
}

#[test]
fn emphasis_in_the_text_is_kept_in_every_role_and_theme() {
    for (name, _) in BUILT_IN {
        let theme = load(name, Depth::True);
        for &role in Role::ALL {
            let face = Face::new(role).with(Modifier::ITALIC);
            assert!(theme.face(face).add_modifier.contains(Modifier::ITALIC));
        }
    }
}

#[test]
fn roles_and_parts_stand_in_their_lists_where_their_numbers_say() {
    for (index, role) in Role::ALL.iter().enumerate() {
        assert_eq!(*role as usize, index);
    }
    for (index, part) in Part::ALL.iter().enumerate() {
        assert_eq!(*part as usize, index);
    }
}

#[test]
fn without_colours_every_theme_is_the_colourless_one() {
    for (name, _) in BUILT_IN {
        assert_eq!(load(name, Depth::None), Theme::monochrome());
    }
}

/// Loads the theme `a` among the reader's own themes; the warnings have `NAME.toml:LINE` in front.
fn own_theme(files: &[(&str, &str)]) -> (Theme, Vec<String>) {
    let files: HashMap<_, _> = files.iter().copied().collect();
    Theme::load("a", Depth::True, &|name| {
        files.get(name).map_or(Found::Nothing, |text| Found::Text {
            shown: format!("{name}.toml"),
            text: (*text).to_owned(),
        })
    })
}

#[test]
fn a_theme_changes_what_it_names_and_inherits_the_rest() {
    let (theme, warnings) = own_theme(&[
        ("a", "inherits = \"b\"\n[palette]\nblue = \"#010203\"\n[roles]\ncode = \"mine\"\n"),
        ("b", "inherits = \"dark\"\n[palette]\nmine = \"#040506\"\n[parts]\nkey = {}\n"),
    ]);
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(theme.face(Role::Code.into()).fg, Some(Color::Rgb(4, 5, 6)));
    // The blue of the child reaches the entries of its ancestors.
    assert_eq!(theme.face(Role::Link.into()).fg, Some(Color::Rgb(1, 2, 3)));
    assert_eq!(theme.part(Part::Key), Style::new());
    assert_eq!(theme.part(Part::Match), load("dark", Depth::True).part(Part::Match));
}

#[test]
fn a_theme_that_inherits_nothing_stands_on_the_terminals_colours() {
    let (theme, warnings) = own_theme(&[("a", "[roles]\nlink = \"red\"\n")]);
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(theme.face(Role::Link.into()), Style::new().fg(Color::Red));
    let terminal = Theme::terminal();
    assert_eq!(theme.face(Role::Code.into()), terminal.face(Role::Code.into()));
}

#[test]
fn a_circle_of_themes_is_found() {
    let (theme, warnings) = own_theme(&[
        ("a", "inherits = \"b\"\n[roles]\nlink = \"red\"\n"),
        ("b", "\ninherits = \"a\"\n"),
    ]);
    assert_eq!(
        warnings,
        ["b.toml:2: themes inherit in a circle (a → b → a); take `inherits` out of one of them"]
    );
    assert_eq!(theme.face(Role::Link.into()), Style::new().fg(Color::Red));
    assert_eq!(theme.part(Part::Selected), Theme::terminal().part(Part::Selected));
}

#[test]
fn what_cannot_be_inherited_or_looked_up_is_said_and_costs_nothing_else() {
    let (theme, warnings) = own_theme(&[(
        "a",
        "inherits = \"drak\"\n[roles]\nlink = { fg = \"bleu\", modifiers = [\"bold\"] }\ncod = \"red\"\n",
    )]);
    assert_eq!(
        warnings,
        [
            "a.toml:4: unknown role \"cod\"; did you mean \"code\"?",
            "a.toml:1: no theme is called drak; did you mean \"dark\"?",
            "a.toml:3: no colour is called \"bleu\"; did you mean \"blue\"?",
        ]
    );
    assert_eq!(theme.face(Role::Link.into()), Style::new().add_modifier(Modifier::BOLD));
    let (theme, warnings) = own_theme(&[]);
    assert!(
        warnings[0].starts_with("no theme is called a; there are dark, light,"),
        "{warnings:?}"
    );
    assert_eq!(theme, Theme::terminal());
}
