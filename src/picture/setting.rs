//! What the reader wants of pictures.

/// The values of the setting `pictures`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Setting {
    /// The best that the terminal is known to do.
    #[default]
    Auto,
    /// Kitty's graphics protocol.
    Kitty,
    /// The protocol of iTerm2.
    Iterm2,
    /// Sixels.
    Sixel,
    /// Half blocks in two colours.
    Blocks,
    /// No pictures, only their words.
    Off,
}

impl Setting {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Auto, Self::Kitty, Self::Iterm2, Self::Sixel, Self::Blocks, Self::Off];

    /// Its name in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Kitty => "kitty",
            Self::Iterm2 => "iterm2",
            Self::Sixel => "sixel",
            Self::Blocks => "blocks",
            Self::Off => "off",
        }
    }

    /// The one that is called so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.name() == name)
    }
}
