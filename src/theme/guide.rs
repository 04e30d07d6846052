//! `docs/themes.md`, made from the tables of roles, parts, colours and built-in themes.
//!
//! Only text. Invariant: what a theme file may say stands here, because both come from one list.

use std::fmt::Write as _;

use super::colour::{ANSI, Rgb};
use super::file::MODIFIERS;
use super::{BUILT_IN, Part, chain};
use crate::document::Role;

const INTRODUCTION: &str = r#"# Themes

Made by `src/theme/guide.rs` from the tables of the program; a test fails when it is stale, and
`RECTO_ACCEPT=1 cargo test --test documents` makes it anew.

`theme = "NAME"` in `config.toml`, or `--theme NAME` for once, chooses a theme; `auto`, which is what
counts if nothing is said, asks the terminal whether its background is dark or light and takes `dark`
or `light`. A terminal that does not answer, or that has sixteen colours, gets `terminal`; one without
colours, or `NO_COLOR`, gets `monochrome`, whatever theme was named.

No theme paints the background: the terminal's own shows through, and the colours are chosen to be read
on the backgrounds that stand in the file.

"#;

const FILES: &str = r##"
## A theme of your own

`theme = "mine"` reads `$XDG_CONFIG_HOME/recto/themes/mine.toml`, or `~/.config/recto/themes/mine.toml`:

```toml
inherits = "dark"          # `terminal` if left out

[palette]
blue = "#9ab8ff"           # every role that `dark` writes in its blue changes
moss = { truecolor = "#8fbc8f", indexed = 108, ansi = "green" }

[roles]
code-string = "moss"
heading = { fg = "blue", modifiers = ["bold"] }

[parts]
selected = { fg = "#000000", bg = "moss" }
```

A colour is a name of the palette, `#rrggbb`, one of the terminal's sixteen, `default` (what the terminal
writes in when it is told nothing), or a table with a value for each depth. Where a depth has no value of
its own, the nearest of the 256 is taken, or the one of the sixteen with the same hue. An entry replaces
the inherited one as a whole; what has no entry is inherited. `background` and `foreground` say what
terminal a theme is made for, and change nothing.

What is wrong in a file is said at the start, with the line and what to write instead, and costs nothing
but the entry it stands in.

"##;

/// The text of `docs/themes.md`.
#[must_use]
pub fn document() -> String {
    let mut text = String::from(INTRODUCTION);
    text.push_str("| theme | made for |\n|---|---|\n");
    for (name, _) in BUILT_IN {
        let chain = chain(name);
        let hex = |rgb: &Rgb| format!("`#{:02x}{:02x}{:02x}`", rgb.0, rgb.1, rgb.2);
        let backgrounds: Vec<_> = chain.reference().0.iter().map(hex).collect();
        let made_for = if backgrounds.is_empty() {
            "any background".to_owned()
        } else {
            backgrounds.join(" ")
        };
        let _ = writeln!(text, "| `{name}` | {made_for} |");
    }
    text.push_str(FILES);
    let names = ANSI.map(|(name, _)| format!("`{name}`")).join(" ");
    let _ = writeln!(text, "The sixteen: {names}.\n");
    let names = MODIFIERS.map(|(name, _)| format!("`{name}`")).join(" ");
    let _ = writeln!(text, "Modifiers: {names}.\n");
    text.push_str("## Roles\n\nWhat a piece of text is.\n\n| role | what it is |\n|---|---|\n");
    for role in Role::ALL {
        let _ = writeln!(text, "| `{}` | {} |", role.name(), role.meaning().trim());
    }
    text.push_str(
        "\n## Parts\n\nWhat is on the screen besides. `selected`, `match`, `current-match` and \
         `selected-link` lie over the text that is there: a colour they do not name is the text's.\n\n\
         | part | what it is |\n|---|---|\n",
    );
    for part in Part::ALL {
        let _ = writeln!(text, "| `{}` | {} |", part.name(), part.meaning().trim());
    }
    text
}
