//! The places in which a key means something, and which wider ones each falls back to.

/// Where a key is pressed. A place falls back to wider ones: see [`Place::chain`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Everywhere, whatever is open.
    Anywhere,
    /// In any pane, while no text is being typed.
    Panes,
    /// In the list of subjects.
    Subjects,
    /// In the list of questions.
    Questions,
    /// In the answer.
    Answer,
    /// In the answer, where it is shown what the selected link leads to.
    Preview,
    /// In the answer, while words of it are selected.
    Selecting,
    /// While any text is being typed.
    Typing,
    /// While the filter is being typed.
    Filter,
    /// While what to search for in all text is being typed.
    Search,
    /// While what to find in the answer is being typed.
    Find,
    /// In the palette.
    Palette,
    /// In an overlay, such as the help.
    Overlay,
    /// In the outline of the answer.
    Outline,
    /// In the trail.
    Trail,
    /// In the statistics.
    Statistics,
    /// Where a link is shown before it leads out.
    Link,
    /// While it is chosen what to copy.
    Copying,
    /// In the list of highlights.
    Highlights,
    /// In the shelves.
    Shelves,
    /// While a shelf is named.
    Naming,
}

impl Place {
    /// All places, widest first.
    pub const ALL: [Self; 21] = [
        Self::Anywhere,
        Self::Panes,
        Self::Subjects,
        Self::Questions,
        Self::Answer,
        Self::Preview,
        Self::Selecting,
        Self::Typing,
        Self::Filter,
        Self::Search,
        Self::Find,
        Self::Palette,
        Self::Overlay,
        Self::Outline,
        Self::Trail,
        Self::Statistics,
        Self::Link,
        Self::Copying,
        Self::Highlights,
        Self::Shelves,
        Self::Naming,
    ];

    /// The places in which a key is looked up, nearest first.
    #[must_use]
    pub const fn chain(self) -> &'static [Self] {
        match self {
            Self::Anywhere => &[Self::Anywhere],
            Self::Panes => &[Self::Panes, Self::Anywhere],
            Self::Subjects => &[Self::Subjects, Self::Panes, Self::Anywhere],
            Self::Questions => &[Self::Questions, Self::Panes, Self::Anywhere],
            Self::Answer => &[Self::Answer, Self::Panes, Self::Anywhere],
            Self::Preview => &[Self::Preview, Self::Answer, Self::Panes, Self::Anywhere],
            Self::Selecting => &[Self::Selecting, Self::Anywhere],
            Self::Typing => &[Self::Typing, Self::Anywhere],
            Self::Filter => &[Self::Filter, Self::Typing, Self::Anywhere],
            Self::Search => &[Self::Search, Self::Filter, Self::Typing, Self::Anywhere],
            Self::Find => &[Self::Find, Self::Typing, Self::Anywhere],
            Self::Palette => &[Self::Palette, Self::Typing, Self::Anywhere],
            Self::Overlay => &[Self::Overlay, Self::Anywhere],
            Self::Outline => &[Self::Outline, Self::Overlay, Self::Anywhere],
            Self::Trail => &[Self::Trail, Self::Overlay, Self::Anywhere],
            Self::Statistics => &[Self::Statistics, Self::Overlay, Self::Anywhere],
            Self::Link => &[Self::Link, Self::Overlay, Self::Anywhere],
            Self::Copying => &[Self::Copying, Self::Anywhere],
            Self::Highlights => &[Self::Highlights, Self::Anywhere],
            Self::Shelves => &[Self::Shelves, Self::Overlay, Self::Anywhere],
            Self::Naming => &[Self::Naming, Self::Typing, Self::Anywhere],
        }
    }

    /// The places besides those of `chain` whose actions can be asked for by name from here, nearest
    /// first: a line that is typed leaves the keys of its pane no letters, and what can be copied
    /// needs no question first.
    #[must_use]
    pub const fn reach(self) -> &'static [Self] {
        match self {
            Self::Filter | Self::Search => &[Self::Questions, Self::Panes, Self::Copying],
            Self::Find => &[Self::Answer, Self::Panes, Self::Copying],
            Self::Questions | Self::Answer | Self::Preview => &[Self::Copying],
            _ => &[],
        }
    }

    /// How it is called in the help.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Panes => "In every pane",
            Self::Subjects => "In the subjects",
            Self::Questions => "In the questions",
            Self::Answer => "In the answer",
            Self::Preview => "Where a link is previewed",
            Self::Selecting => "While selecting in the answer",
            Self::Typing => "While typing",
            Self::Filter => "While typing the filter",
            Self::Search => "While searching all text",
            Self::Find => "While finding in the answer",
            Self::Palette => "In the palette",
            Self::Overlay => "In an overlay",
            Self::Outline => "In the outline",
            Self::Trail => "In the trail",
            Self::Statistics => "In the statistics",
            Self::Link => "Where a link is shown",
            Self::Copying => "Choosing what to copy",
            Self::Highlights => "In the list of highlights",
            Self::Shelves => "In the shelves",
            Self::Naming => "While naming a shelf",
        }
    }
}
