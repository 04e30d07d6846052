//! Sets of rows: as bits, and as what is smaller of bits and a list.
//!
//! Invariant: both give rows back in order, each once.

/// A row that is one in so many takes the same space in a list as in bits.
const DENSE_SHARE: usize = 32;
/// A shorter list is never made into bits.
const LONG_LIST: usize = 4096;

/// Rows as bits.
#[derive(Debug, Clone, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// An empty set with room for this many rows.
    pub(super) fn with_room(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    pub(super) fn insert(&mut self, row: u32) {
        let block = row as usize / 64;
        if block >= self.0.len() {
            self.0.resize(block + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(block) {
            *bits |= 1 << (row % 64);
        }
    }

    fn remove(&mut self, row: u32) {
        if let Some(bits) = self.0.get_mut(row as usize / 64) {
            *bits &= !(1 << (row % 64));
        }
    }

    /// The bits, 64 rows each.
    pub(super) fn blocks(&self) -> &[u64] {
        &self.0
    }

    pub(super) fn contains(&self, row: u32) -> bool {
        self.0.get(row as usize / 64).is_some_and(|bits| bits & (1 << (row % 64)) != 0)
    }

    /// Adds the rows of `other` for which there is room.
    pub(super) fn add(&mut self, other: &Self) {
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits |= more;
        }
    }

    /// Keeps only the rows that are in `other` too.
    pub(super) fn keep(&mut self, other: &Self) {
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        for (bits, other) in self.0.iter_mut().zip(others) {
            *bits &= other;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..).step_by(64).zip(&self.0).flat_map(|(base, block)| {
            let mut left = *block;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(base + bit)
            })
        })
    }
}

/// The rows that hold a word: a list while they are few, bits when they are many.
#[derive(Debug, Clone)]
pub(super) enum Rows {
    /// In order.
    List(Vec<u32>),
    /// For a word like "the".
    Bits(Bits),
}

impl Rows {
    /// Adds a row that comes after all others.
    pub(super) fn push(&mut self, row: u32) {
        match self {
            Self::Bits(bits) => bits.insert(row),
            Self::List(rows) => {
                rows.push(row);
                if rows.len() > LONG_LIST && rows.len() > row as usize / DENSE_SHARE {
                    let mut bits = Bits::with_room(row as usize + 1);
                    for row in rows {
                        bits.insert(*row);
                    }
                    *self = Self::Bits(bits);
                }
            }
        }
    }

    /// Adds a row, wherever its place is.
    pub(super) fn insert(&mut self, row: u32) {
        match self {
            Self::Bits(bits) => bits.insert(row),
            Self::List(rows) if rows.last().is_none_or(|last| *last < row) => self.push(row),
            Self::List(rows) => {
                if let Err(place) = rows.binary_search(&row) {
                    rows.insert(place, row);
                }
            }
        }
    }

    /// Takes a row away.
    pub(super) fn remove(&mut self, row: u32) {
        match self {
            Self::Bits(bits) => bits.remove(row),
            Self::List(rows) => {
                if let Ok(place) = rows.binary_search(&row) {
                    rows.remove(place);
                }
            }
        }
    }

    /// The rows of a list, if they are in order and below `rows`.
    pub(super) fn list(list: Vec<u32>, rows: usize) -> Option<Self> {
        let ordered = list.iter().zip(list.iter().skip(1)).all(|(a, b)| a < b);
        let fit = list.last().is_none_or(|last| (*last as usize) < rows);
        (ordered && fit).then_some(Self::List(list))
    }

    /// The rows of blocks of bits, if they are below `rows`.
    pub(super) fn bits(blocks: Vec<u64>, rows: usize) -> Option<Self> {
        let last = blocks.last().map_or(0, |block| 64 - block.leading_zeros() as usize);
        let end = blocks.len().saturating_sub(1) * 64 + last;
        (end <= rows).then_some(Self::Bits(Bits(blocks)))
    }

    /// Adds the rows to `bits`, which must have room for them.
    pub(super) fn add_to(&self, bits: &mut Bits) {
        match self {
            Self::Bits(rows) => bits.add(rows),
            Self::List(rows) => {
                for row in rows {
                    bits.insert(*row);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_every_row_gives_up_its_list_and_keeps_its_rows() {
        let mut rows = Rows::List(Vec::new());
        for row in 0..10_000 {
            rows.push(row * 2);
        }
        assert!(matches!(rows, Rows::Bits(_)));
        let mut bits = Bits::with_room(20_000);
        rows.add_to(&mut bits);
        assert_eq!(bits.iter().count(), 10_000);
        assert!(bits.iter().eq((0..10_000).map(|row| row * 2)));
        assert!(bits.contains(19_998) && !bits.contains(19_999) && !bits.contains(1 << 30));
    }

    #[test]
    fn only_what_is_in_both_sets_is_kept() {
        let (mut some, mut others) = (Bits::with_room(300), Bits::with_room(65));
        for row in [1, 64, 200] {
            some.insert(row);
        }
        for row in [1, 63] {
            others.insert(row);
        }
        some.keep(&others);
        assert!(some.iter().eq([1]));
    }
}
