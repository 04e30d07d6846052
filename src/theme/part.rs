//! The parts of the screen that are not text of an article.
//!
//! Not how they look, which is a theme's to say. Invariant: each part stands once in the list here,
//! with its name in theme files and its meaning.

/// Declares the parts once: the type, the list of all, their names and meanings.
macro_rules! parts {
    ($($(#[doc = $doc:literal])+ $part:ident = $name:literal,)+) => {
        /// A part of the screen that is not text of an article.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Part {
            $($(#[doc = $doc])+ $part,)+
        }

        impl Part {
            /// All parts.
            pub const ALL: &'static [Self] = &[$(Self::$part),+];

            /// Its name in theme files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$part => $name,)+
                }
            }

            /// What it is, as a sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$part => concat!($($doc),+),)+
                }
            }
        }
    };
}

parts! {
    /// The border of a pane without the keys.
    Border = "border",
    /// The border of the pane with the keys.
    FocusedBorder = "focused-border",
    /// The title on a border.
    Title = "pane-title",
    /// Counts, percentages and hints.
    Quiet = "quiet",
    /// The selected row of the pane with the keys.
    Selected = "selected",
    /// The selected row of a pane without them.
    SelectedElsewhere = "selected-elsewhere",
    /// Letters that match the filter, on the selected row.
    SelectedMatch = "selected-match",
    /// Counts and keys on the selected row.
    SelectedQuiet = "selected-quiet",
    /// Letters that match the filter, or what is looked for in an answer.
    Match = "match",
    /// The match in an answer that the reader stands on.
    CurrentMatch = "current-match",
    /// Highlighted words.
    Highlight = "highlighted",
    /// Highlighted words with a note.
    NotedHighlight = "noted",
    /// The words of an answer that are selected.
    SelectedText = "selected-text",
    /// The sign of a highlight in the margin, and that of selected words.
    MarginSign = "margin-sign",
    /// The link that Enter would follow.
    SelectedLink = "selected-link",
    /// The name of the program.
    Name = "name",
    /// A key in the footer.
    Key = "key",
    /// A sentence for the reader.
    Notice = "notice",
    /// The count of problems.
    Problem = "problem",
}
