//! Numbers that look random and follow from a seed, a purpose and a number alone.
//!
//! Not for secrets. Invariant: whole numbers of 64 bits only, so that every machine rolls the same.

/// What a choice is about: the choices of one purpose do not depend on how many another one made.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// What a family of articles is about.
    Family,
    /// Whether an article repeats the one before it.
    Twin,
    /// In which subject it stands.
    Place,
    /// How its question is put.
    Question,
    /// Its answer.
    Answer,
    /// The other fields.
    Fields,
    /// Its related articles.
    Related,
}

/// A row of dice: the generator splitmix64.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The dice for one purpose and one number.
    pub fn new(seed: u64, purpose: Purpose, number: u64) -> Self {
        let mut mixed = seed;
        for part in [purpose as u64, number] {
            mixed = Self(mixed ^ part).roll();
        }
        Self(mixed)
    }

    /// Any number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up, below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end.max(1)
    }

    /// True this many times of ten thousand.
    pub fn chance(&mut self, of_ten_thousand: u64) -> bool {
        self.below(10_000) < of_ten_thousand
    }

    /// A number from 0 up, below `end`, a small one much more often than a large one.
    pub fn early(&mut self, end: u64) -> u64 {
        let end = end.max(1);
        let [first, second] = [self.below(end), self.below(end)];
        first * second / end
    }

    /// One of `choices`, all alike.
    pub fn one_of(&mut self, choices: &[&'static str]) -> &'static str {
        let at = self.below(choices.len() as u64);
        usize::try_from(at).ok().and_then(|at| choices.get(at)).copied().unwrap_or_default()
    }

    /// One of `choices`, an early one much more often than a late one.
    pub fn early_of(&mut self, choices: &[&'static str]) -> &'static str {
        let at = self.early(choices.len() as u64);
        usize::try_from(at).ok().and_then(|at| choices.get(at)).copied().unwrap_or_default()
    }

    /// A value of a measured distribution, given as rising pairs of a share of a thousand and the
    /// value below which that share lies; between two pairs all values are alike.
    pub fn along(&mut self, curve: &[(u64, u64)]) -> u64 {
        let share = self.below(1000);
        let mut low = (0, 0);
        for &high in curve {
            if share < high.0 {
                let (width, rise) = (high.0 - low.0, high.1.saturating_sub(low.1));
                return low.1 + rise * (share - low.0) / width.max(1);
            }
            low = high;
        }
        low.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_fall_the_same_everywhere() {
        // As the authors of splitmix64 print them.
        let mut dice = Dice(1_234_567);
        let rolled: Vec<u64> = (0..3).map(|_| dice.roll()).collect();
        let expected =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(rolled, expected);
    }

    #[test]
    fn a_measured_distribution_is_met() {
        let mut dice = Dice::new(1, Purpose::Answer, 0);
        let curve = [(0, 100), (500, 200), (1000, 1000)];
        let mut values: Vec<u64> = (0..4000).map(|_| dice.along(&curve)).collect();
        values.sort_unstable();
        assert!((190..215).contains(&values[2000]));
        assert!(values[0] >= 100 && values[3999] < 1000);
    }
}
