//! What a piece of text is, which a theme turns into how it looks.
//!
//! Not a colour: a face is a role and the modifiers that the text itself asks for.

use ratatui::style::Modifier;

/// Declares the roles once: the type, the list of all, and the name of each in theme files.
macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $role:ident = $name:literal,)+) => {
        /// What a piece of text is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum Role {
            /// Running text.
            #[default]
            Text,
            $($(#[doc = $doc])+ $role,)+
        }

        impl Role {
            /// All roles.
            pub const ALL: &'static [Self] = &[Self::Text, $(Self::$role),+];

            /// Its name in theme files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Text => "text",
                    $(Self::$role => $name,)+
                }
            }

            /// What it is, as a sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    Self::Text => " Running text.",
                    $(Self::$role => concat!($($doc),+),)+
                }
            }
        }
    };
}

roles! {
    /// What matters less: dates, targets of links, hints.
    Muted = "muted",
    /// The question above its answer.
    Title = "title",
    /// A heading of the first three levels, or of a part of the page.
    Heading = "heading",
    /// A heading of a lower level.
    Subheading = "subheading",
    /// Inline code, and code without a role of its own.
    Code = "code",
    /// A word of the language: `if`, `return`, `fn`.
    Keyword = "code-keyword",
    /// The name of a type.
    TypeName = "code-type",
    /// The name of a function where it is made or called.
    Function = "code-function",
    /// A string or a character in code.
    CodeString = "code-string",
    /// A number or another constant in code.
    Constant = "code-constant",
    /// A comment in code.
    Comment = "code-comment",
    /// An operator or a bracket in code.
    Punctuation = "code-punctuation",
    /// Letters and numbers of a formula.
    Formula = "formula",
    /// Operators and relations of a formula.
    Operator = "formula-operator",
    /// Words in a formula.
    FormulaText = "formula-text",
    /// Bars, roots, brackets and rules of a formula.
    Structure = "formula-structure",
    /// The label of a link, and the mark of a footnote.
    Link = "link",
    /// The bar of a quotation.
    Quote = "quote",
    /// The bullet or number of a list item.
    Marker = "marker",
    /// Rules, frames and the lines of tables.
    Rule = "rule",
    /// The digit that opens a related article.
    Number = "number",
    /// A related article that is not in the library.
    Missing = "missing",
    /// The title and bar of a note.
    Note = "alert-note",
    /// The title and bar of a tip.
    Tip = "alert-tip",
    /// The title and bar of what is important.
    Important = "alert-important",
    /// The title and bar of a warning in an article.
    Caution = "alert-caution",
    /// Something the reader must know: the text was cut, the file is damaged.
    Warning = "warning",
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
