//! What a piece of text is, which a theme turns into how it looks.
//!
//! Not a colour: a face is a role and the modifiers that the text itself asks for.

use ratatui::style::Modifier;

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// What matters less: dates, targets of links, hints.
    Muted,
    /// The question above its answer.
    Title,
    /// A heading of the answer, or of a part of the page.
    Heading,
    /// Inline code and code blocks.
    Code,
    /// Mathematics.
    Formula,
    /// The label of a link.
    Link,
    /// The bar of a quotation.
    Quote,
    /// The bullet or number of a list item.
    Marker,
    /// Rules and the lines of tables.
    Rule,
    /// The digit that opens a related article.
    Number,
    /// A related article that is not in the library.
    Missing,
    /// Raw HTML.
    Html,
    /// Something the reader must know: the text was cut, the file is damaged.
    Warning,
}

/// A role and the modifiers of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Face {
    /// What the text is.
    pub role: Role,
    /// Bold, italic and struck out, as the text asks.
    pub modifier: Modifier,
}

impl Face {
    /// The face of a role without modifiers.
    #[must_use]
    pub const fn new(role: Role) -> Self {
        Self { role, modifier: Modifier::empty() }
    }

    /// The same with another modifier added.
    #[must_use]
    pub const fn with(self, modifier: Modifier) -> Self {
        Self { role: self.role, modifier: self.modifier.union(modifier) }
    }
}

impl From<Role> for Face {
    fn from(role: Role) -> Self {
        Self::new(role)
    }
}
