//! `docs/query.md`, made from the table of conditions.
//!
//! Only text. Invariant: every condition there is stands in it.

use std::fmt::Write as _;

use super::NAMES;

const INTRODUCTION: &str = "\
# What can be typed into the filter

Made by `src/query/guide.rs` from the table of conditions; a test fails when it is stale, and
`RECTO_ACCEPT=1 cargo test --test documents` makes it anew.

| typed | finds questions |
|---|---|
| `ring field` | with both words, or words that hold them, in any order |
| `\"electric field\"` | with these words one after another; the last one may go on |
| `-charge`, `-\"point charge\"` | without a word that begins so |
| `subject:physics`, `-has:related` | for which a condition holds, or does not |

Capitals and accents do not matter, except that a word with a capital in it wants the same ones; what is
left out is left out in any case. A word
that the library does not know is corrected; what a condition names is not. A value with blanks stands
in quotes: `subject:\"computer science\"`.

All that is typed must hold; of several subjects, or several numbers, one is enough. In a list of your own,
what is typed finds within it. (The search of all
text lets words such as `how` or `the` be missing, and says so where it gives articles with some of the
words: see [search.md](search.md).) A subject that is
named counts instead of the one that is chosen, and `id:` and `is:unlisted` find unlisted articles too.
What is not understood is said at the bottom of the screen; a name that there is not is looked for as a
word.

`is:read`, `is:unread`, `is:starred` and `shelf:` ask what you did in the reader, so they can be typed into
its filter and its search; `recto search` says that it cannot ask them.

`tag:`, `author:`, `has:math`, `has:code` and `has:table` are asked of the index of all text. While that
is being made, the list says `indexing …` and holds what is known by then.

## Conditions

| condition | holds for an article | values |
|---|---|---|
";

/// The text of `docs/query.md`.
#[must_use]
pub fn document() -> String {
    let mut text = INTRODUCTION.to_owned();
    for name in NAMES {
        let values = match name.values {
            [] => String::new(),
            values => format!("`{}`", values.join("` `")),
        };
        // Writing to a string does not fail.
        let _ = writeln!(text, "| `{}` | {} | {values} |", name.example, name.means);
    }
    text
}
