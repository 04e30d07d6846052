//! One colour at every depth: what a theme file says, or what comes nearest to it.
//!
//! Knows no roles. Invariant: a colour is never more than its depth can show.

use std::sync::LazyLock;

use ratatui::style::Color;

use super::Depth;

/// A colour of 24 bits: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// A colour as it is written at each depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// With 24 bits.
    pub truecolor: Color,
    /// With 256 colours.
    pub indexed: Color,
    /// With sixteen.
    pub ansi: Color,
}

/// Those of the 256 that a terminal does not choose, as people see them.
static INDEXED: LazyLock<Vec<(u8, [f64; 3])>> = LazyLock::new(|| {
    (16..=255).filter_map(|number| Some((number, Rgb::indexed(number)?.oklab()))).collect()
});

/// The names of the sixteen colours in theme files, in the order of their numbers.
pub const ANSI: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

impl Colour {
    /// The same colour at every depth: one of the terminal's own.
    #[must_use]
    pub const fn own(colour: Color) -> Self {
        Self { truecolor: colour, indexed: colour, ansi: colour }
    }

    /// A colour of 24 bits and what comes nearest to it where there are fewer.
    #[must_use]
    pub fn mixed(rgb: Rgb) -> Self {
        Self {
            truecolor: Color::Rgb(rgb.0, rgb.1, rgb.2),
            indexed: Color::Indexed(rgb.nearest_indexed()),
            ansi: rgb.nearest_ansi(),
        }
    }

    /// How it is written at a depth; nothing where there are no colours.
    #[must_use]
    pub const fn at(&self, depth: Depth) -> Option<Color> {
        match depth {
            Depth::None => None,
            Depth::Ansi => Some(self.ansi),
            Depth::Indexed => Some(self.indexed),
            Depth::True => Some(self.truecolor),
        }
    }
}

/// One of the terminal's own colours by its name in theme files; `default` is the colour that the
/// terminal writes in when it is told nothing.
#[must_use]
pub fn named(name: &str) -> Option<Color> {
    let ansi = ANSI.iter().find(|(known, _)| *known == name).map(|(_, colour)| *colour);
    ansi.or_else(|| (name == "default").then_some(Color::Reset))
}

impl Rgb {
    /// The colour written `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self(byte(0)?, byte(2)?, byte(4)?))
    }

    /// The colour behind a number of the 256, as xterm defines it. The first sixteen are the
    /// terminal's to choose.
    #[must_use]
    pub fn indexed(number: u8) -> Option<Self> {
        let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
        match number {
            0..16 => None,
            16..232 => {
                let n = number - 16;
                Some(Self(level(n / 36), level(n / 6 % 6), level(n % 6)))
            }
            232.. => {
                let grey = 8 + 10 * (number - 232);
                Some(Self(grey, grey, grey))
            }
        }
    }

    /// The number of the 256 colours that looks most like it; never one of the first sixteen.
    #[must_use]
    pub fn nearest_indexed(self) -> u8 {
        let wanted = self.oklab();
        let distance = |colour: &[f64; 3]| -> f64 {
            colour.iter().zip(wanted).map(|(one, other)| (one - other).powi(2)).sum()
        };
        let nearest = INDEXED.iter().min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        nearest.map_or(16, |(number, _)| *number)
    }

    /// The one of the sixteen that stands for it. Terminals choose these themselves, so that only
    /// their hue can be relied on: greys go by how light they are, colours by their hue.
    #[must_use]
    pub fn nearest_ansi(self) -> Color {
        let [lightness, a, b] = self.oklab();
        if a.hypot(b) < 0.04 {
            return match lightness {
                ..0.35 => Color::Black,
                ..0.65 => Color::DarkGray,
                ..0.93 => Color::Gray,
                _ => Color::White,
            };
        }
        let hue = b.atan2(a).to_degrees().rem_euclid(360.0);
        let (dark, bright) = match hue {
            ..50.0 => (Color::Red, Color::LightRed),
            ..115.0 => (Color::Yellow, Color::LightYellow),
            ..170.0 => (Color::Green, Color::LightGreen),
            ..225.0 => (Color::Cyan, Color::LightCyan),
            ..290.0 => (Color::Blue, Color::LightBlue),
            ..350.0 => (Color::Magenta, Color::LightMagenta),
            _ => (Color::Red, Color::LightRed),
        };
        if lightness < 0.62 { dark } else { bright }
    }

    /// Lightness and two opposed hues in Oklab, where distances are as people see them
    /// (B. Ottosson, 2020).
    fn oklab(self) -> [f64; 3] {
        let light = self.linear();
        let mix = |weights: [f64; 3], of: [f64; 3]| {
            weights.into_iter().zip(of).map(|(weight, part)| weight * part).sum::<f64>()
        };
        let cones = [
            mix([0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9], light).cbrt(),
            mix([0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6], light).cbrt(),
            mix([0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5], light).cbrt(),
        ];
        [
            mix([0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8], cones),
            mix([1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9], cones),
            mix([0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0], cones),
        ]
    }

    /// Whether black is read better on it than white.
    #[must_use]
    pub fn is_light(self) -> bool {
        // Where both have the same contrast: (1 + 0.05) / (x + 0.05) = (x + 0.05) / 0.05.
        self.luminance() > 0.179
    }

    /// How light it is, from 0 to 1, as WCAG 2.2 counts it.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Red, green and blue as amounts of light, from 0 to 1.
    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|byte| {
            let part = f64::from(byte) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    impl Rgb {
        /// How well text in one of two colours is read on the other, from 1 to 21, as WCAG 2.2 counts
        /// it; 4.5 is enough for text.
        pub(in crate::theme) fn contrast(self, other: Self) -> f64 {
            let light = |rgb: Self| rgb.luminance() + 0.05;
            let (one, two) = (light(self), light(other));
            one.max(two) / one.min(two)
        }
    }

    #[test]
    fn a_colour_is_written_with_six_digits() {
        assert_eq!(Rgb::parse("#18aBff"), Some(Rgb(0x18, 0xab, 0xff)));
        for text in ["18abff", "#18abf", "#18abff0", "#18abfg", "#+1+2+3", "#é1234", ""] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }

    #[test]
    fn black_on_white_has_the_greatest_contrast() {
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // The example of the WCAG pages: the lightest grey that may be read on white.
        let grey = Rgb(0x76, 0x76, 0x76);
        assert!(grey.contrast(white) >= 4.5 && Rgb(0x77, 0x77, 0x77).contrast(white) < 4.5);
    }

    #[test]
    fn a_background_is_light_where_black_is_read_better() {
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        for byte in 0..=255 {
            let grey = Rgb(byte, byte, byte);
            assert_eq!(grey.is_light(), grey.contrast(black) > grey.contrast(white), "{byte}");
        }
    }

    #[test]
    fn the_256_colours_are_their_own_nearest() {
        for number in 16..=255 {
            let nearest = Rgb::indexed(number).map(Rgb::nearest_indexed).and_then(Rgb::indexed);
            assert_eq!(nearest, Rgb::indexed(number), "{number}");
        }
    }

    #[test]
    fn the_sixteen_stand_for_their_hues() {
        for (hex, expected) in [
            ("#000000", Color::Black),
            ("#18181b", Color::Black),
            ("#6b7280", Color::DarkGray),
            ("#c0c0c4", Color::Gray),
            ("#ffffff", Color::White),
            ("#b3261e", Color::Red),
            ("#f28b82", Color::LightRed),
            ("#2e7d32", Color::Green),
            ("#9ccc8f", Color::LightGreen),
            ("#8a6d00", Color::Yellow),
            ("#e8c15a", Color::LightYellow),
            ("#1f5fae", Color::Blue),
            ("#8ab4f8", Color::LightBlue),
            ("#7a3e9d", Color::Magenta),
            ("#c4a7e7", Color::LightMagenta),
            ("#1f6b6b", Color::Cyan),
            ("#7fd1d1", Color::LightCyan),
            ("#ff0000", Color::LightRed),
        ] {
            assert_eq!(Rgb::parse(hex).map(Rgb::nearest_ansi), Some(expected), "{hex}");
        }
    }

    proptest! {
        #[test]
        fn no_depth_shows_more_than_it_has(r: u8, g: u8, b: u8) {
            let colour = Colour::mixed(Rgb(r, g, b));
            prop_assert_eq!(colour.at(Depth::None), None);
            prop_assert!(ANSI.iter().any(|(_, ansi)| *ansi == colour.ansi));
            prop_assert!(matches!(colour.indexed, Color::Indexed(16..)));
        }
    }
}
