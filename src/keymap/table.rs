//! The one table of actions: name, what it does, its keys in each place, its word in the footer.
//!
//! Dispatch, help, footer and `docs/keys.md` are all read from here, and tests hold them together.
//! Invariant: in one place, and in the places it falls back to, a key means one action.

use super::action::{Action, Definition};
use super::place::Place;

const fn row(
    action: Action,
    name: &'static str,
    summary: &'static str,
    keys: &'static [(Place, &'static [&'static str])],
    hint: Option<(&'static str, &'static [Place])>,
) -> Definition {
    Definition { action, name, summary, keys, hint }
}

use Place::{Answer, Anywhere, Filter, Find, Overlay, Panes, Questions, Subjects, Typing};

/// Every action there is, in the order of the help.
pub const ACTIONS: &[Definition] = &[
    row(
        Action::Open,
        "open",
        "Open what is selected",
        &[(Subjects, &["enter"]), (Questions, &["enter"]), (Filter, &["enter"])],
        Some(("read", &[Subjects, Questions, Filter])),
    ),
    row(
        Action::Related(1),
        "open-related-1",
        "Open the first related article; 2 to 9 open the others",
        &[(Panes, &["1"]), (Filter, &["alt-1"])],
        Some(("related", &[Questions, Answer])),
    ),
    related(2, "open-related-2", &[(Panes, &["2"]), (Filter, &["alt-2"])]),
    related(3, "open-related-3", &[(Panes, &["3"]), (Filter, &["alt-3"])]),
    related(4, "open-related-4", &[(Panes, &["4"]), (Filter, &["alt-4"])]),
    related(5, "open-related-5", &[(Panes, &["5"]), (Filter, &["alt-5"])]),
    related(6, "open-related-6", &[(Panes, &["6"]), (Filter, &["alt-6"])]),
    related(7, "open-related-7", &[(Panes, &["7"]), (Filter, &["alt-7"])]),
    related(8, "open-related-8", &[(Panes, &["8"]), (Filter, &["alt-8"])]),
    related(9, "open-related-9", &[(Panes, &["9"]), (Filter, &["alt-9"])]),
    row(
        Action::Back,
        "back",
        "Go back to the article read before",
        &[(Panes, &["backspace", "alt-left", "H"]), (Filter, &["alt-left"])],
        Some(("back", &[Questions, Answer])),
    ),
    row(
        Action::Forward,
        "forward",
        "Go forward again",
        &[(Panes, &["alt-right", "L"]), (Filter, &["alt-right"])],
        None,
    ),
    row(
        Action::Filter,
        "filter",
        "Type a filter for the questions",
        &[(Panes, &["f"]), (Subjects, &["/"]), (Questions, &["/"])],
        Some(("filter", &[Subjects, Questions])),
    ),
    row(Action::Find, "find", "Find in the answer", &[(Answer, &["/"])], Some(("find", &[Answer]))),
    row(
        Action::NextMatch,
        "next-match",
        "Go to the next match",
        &[(Answer, &["n"]), (Find, &["down", "ctrl-n", "ctrl-j"])],
        Some(("matches", &[Answer, Find])),
    ),
    row(
        Action::PreviousMatch,
        "previous-match",
        "Go to the match before",
        &[(Answer, &["N"]), (Find, &["up", "ctrl-k"])],
        None,
    ),
    row(
        Action::KeepMatches,
        "keep-matches",
        "Keep the matches and read on; with nothing typed, look again for what was looked for last",
        &[(Find, &["enter"])],
        Some(("keep", &[Find])),
    ),
    row(
        Action::Down,
        "down",
        "Move down a line",
        &[
            (Panes, &["j", "down"]),
            (Filter, &["down", "ctrl-j", "ctrl-n"]),
            (Overlay, &["j", "down"]),
        ],
        Some(("scroll", &[Overlay])),
    ),
    row(
        Action::Up,
        "up",
        "Move up a line",
        &[(Panes, &["k", "up"]), (Filter, &["up", "ctrl-k"]), (Overlay, &["k", "up"])],
        None,
    ),
    row(
        Action::PageDown,
        "page-down",
        "Move down a page",
        &[
            (Panes, &["pgdn", "ctrl-f", "space"]),
            (Filter, &["pgdn"]),
            (Overlay, &["pgdn", "ctrl-f", "space"]),
        ],
        None,
    ),
    row(
        Action::PageUp,
        "page-up",
        "Move up a page",
        &[
            (Panes, &["pgup", "ctrl-b", "b"]),
            (Filter, &["pgup"]),
            (Overlay, &["pgup", "ctrl-b", "b"]),
        ],
        None,
    ),
    row(
        Action::HalfPageDown,
        "half-page-down",
        "Move down half a page",
        &[(Panes, &["ctrl-d", "d"]), (Filter, &["ctrl-d"]), (Overlay, &["ctrl-d", "d"])],
        None,
    ),
    row(
        Action::HalfPageUp,
        "half-page-up",
        "Move up half a page",
        &[(Panes, &["ctrl-u", "u"]), (Overlay, &["ctrl-u", "u"])],
        None,
    ),
    row(
        Action::ScrollRight,
        "scroll-right",
        "Scroll what is wider than the page to the right",
        &[(Answer, &[">", "shift-right"])],
        Some(("sideways", &[Answer])),
    ),
    row(
        Action::ScrollLeft,
        "scroll-left",
        "Scroll what is wider than the page to the left",
        &[(Answer, &["<", "shift-left"])],
        None,
    ),
    row(
        Action::Top,
        "top",
        "Move to the start",
        &[(Panes, &["g", "home"]), (Overlay, &["g", "home"])],
        None,
    ),
    row(
        Action::Bottom,
        "bottom",
        "Move to the end",
        &[(Panes, &["G", "end"]), (Overlay, &["G", "end"])],
        None,
    ),
    row(
        Action::NextArticle,
        "next-article",
        "Go to the next question of the list",
        &[(Panes, &["J"])],
        None,
    ),
    row(
        Action::PreviousArticle,
        "previous-article",
        "Go to the previous question of the list",
        &[(Panes, &["K"])],
        None,
    ),
    row(
        Action::NextPane,
        "next-pane",
        "Go to the next pane",
        &[(Panes, &["tab", "l", "right"]), (Filter, &["tab"])],
        Some(("panes", &[Subjects, Questions, Filter])),
    ),
    row(
        Action::PreviousPane,
        "previous-pane",
        "Go to the previous pane",
        &[(Panes, &["shift-tab", "h", "left"]), (Filter, &["shift-tab"])],
        None,
    ),
    row(
        Action::Zoom,
        "zoom",
        "Give the answer the whole screen, and back",
        &[(Panes, &["z"])],
        Some(("zoom", &[Answer])),
    ),
    row(
        Action::MathStyle,
        "math-style",
        "Show formulas in two dimensions, on one line, in ASCII or as TeX",
        &[(Answer, &["M"])],
        None,
    ),
    row(
        Action::ToggleSubjects,
        "toggle-subjects",
        "Hide or show the subjects",
        &[(Panes, &["S"])],
        None,
    ),
    row(
        Action::ToggleUnlisted,
        "toggle-unlisted",
        "Show or hide the articles that are not listed",
        &[(Panes, &["U"])],
        None,
    ),
    row(
        Action::Cancel,
        "cancel",
        "Clear or undo what is being done, then leave it; close an overlay",
        &[(Panes, &["esc"]), (Filter, &["esc"]), (Find, &["esc"]), (Overlay, &["esc", "q"])],
        Some(("leave", &[Filter, Find, Overlay])),
    ),
    row(
        Action::DeleteBefore,
        "delete-before",
        "Delete the character before the cursor",
        &[(Typing, &["backspace", "ctrl-h"])],
        None,
    ),
    row(
        Action::DeleteAfter,
        "delete-after",
        "Delete the character under the cursor",
        &[(Typing, &["delete"])],
        None,
    ),
    row(
        Action::DeleteWord,
        "delete-word",
        "Delete the word before the cursor",
        &[(Typing, &["ctrl-w", "alt-backspace"])],
        None,
    ),
    row(
        Action::DeleteToStart,
        "delete-to-start",
        "Delete all before the cursor",
        &[(Typing, &["ctrl-u"])],
        None,
    ),
    row(
        Action::CursorLeft,
        "cursor-left",
        "Move the cursor left",
        &[(Typing, &["left", "ctrl-b"])],
        None,
    ),
    row(
        Action::CursorRight,
        "cursor-right",
        "Move the cursor right",
        &[(Typing, &["right", "ctrl-f"])],
        None,
    ),
    row(
        Action::CursorStart,
        "cursor-start",
        "Move the cursor to the start",
        &[(Typing, &["home", "ctrl-a"])],
        None,
    ),
    row(
        Action::CursorEnd,
        "cursor-end",
        "Move the cursor to the end",
        &[(Typing, &["end", "ctrl-e"])],
        None,
    ),
    row(Action::Problems, "problems", "Show what could not be read", &[(Panes, &["!"])], None),
    row(
        Action::Help,
        "help",
        "Show every key of the present place",
        &[(Anywhere, &["f1"]), (Panes, &["?"])],
        Some(("help", &[Subjects, Questions, Answer, Filter, Find])),
    ),
    row(Action::Redraw, "redraw", "Draw the screen anew", &[(Anywhere, &["ctrl-l"])], None),
    row(
        Action::Suspend,
        "suspend",
        "Stop Recto until the shell's fg",
        &[(Anywhere, &["ctrl-z"])],
        None,
    ),
    row(
        Action::Quit,
        "quit",
        "Leave Recto",
        &[(Anywhere, &["ctrl-c"]), (Panes, &["q"])],
        Some(("quit", &[Subjects, Questions, Answer, Filter])),
    ),
];

const fn related(
    number: u8,
    name: &'static str,
    keys: &'static [(Place, &'static [&'static str])],
) -> Definition {
    row(Action::Related(number), name, "", keys, None)
}
