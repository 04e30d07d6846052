//! Sets of rows: as bits, and as what is smallest of bits, a list and a few numbers.
//!
//! Invariant: every form gives its rows back in order, each once.

/// A row that is one in so many takes the same space in a list as in bits.
const DENSE_SHARE: usize = 32;
/// A shorter list is never made into bits.
const LONG_LIST: usize = 4096;
/// So many rows take no more space than the head of a list does.
const FEW: usize = 3;

/// Rows, or places in a text, as bits.
#[derive(Debug, Clone, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// An empty set with room for this many rows.
    pub(super) fn with_room(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    /// The rows of these blocks of 64.
    pub(super) fn of(blocks: Vec<u64>) -> Self {
        Self(blocks)
    }

    /// The blocks of 64 rows.
    pub(super) fn blocks(&self) -> &[u64] {
        &self.0
    }

    /// The block of 64 rows with this number; without any row if there is none.
    pub(super) fn block(&self, at: usize) -> u64 {
        self.0.get(at).copied().unwrap_or(0)
    }

    /// Puts rows into a block for which there is room.
    pub(super) fn add_block(&mut self, at: usize, rows: u64) {
        if let Some(block) = self.0.get_mut(at) {
            *block |= rows;
        }
    }

    /// Whether the row is new.
    pub(super) fn insert(&mut self, row: u32) -> bool {
        let at = row as usize / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        let bit = 1 << (row % 64);
        self.0.get_mut(at).is_some_and(|block| {
            let is_new = *block & bit == 0;
            *block |= bit;
            is_new
        })
    }

    /// Whether the row was there.
    fn remove(&mut self, row: u32) -> bool {
        let bit = 1 << (row % 64);
        self.0.get_mut(row as usize / 64).is_some_and(|block| {
            let was_there = *block & bit != 0;
            *block &= !bit;
            was_there
        })
    }

    pub(super) fn contains(&self, row: u32) -> bool {
        self.block(row as usize / 64) & (1 << (row % 64)) != 0
    }

    /// Adds the rows of `other` for which there is room.
    pub(super) fn add(&mut self, other: &Self) {
        for (block, more) in self.0.iter_mut().zip(&other.0) {
            *block |= more;
        }
    }
}

/// The rows of a block, in order. `at` is the number of the block.
pub(super) fn rows_of(at: usize, block: u64) -> impl Iterator<Item = u32> {
    let base = u32::try_from(at * 64).unwrap_or(u32::MAX - 63);
    let mut left = block;
    std::iter::from_fn(move || {
        let bit = (left != 0).then(|| left.trailing_zeros())?;
        left &= left - 1;
        Some(base + bit)
    })
}

/// The rows that hold a word.
#[derive(Debug, Clone)]
pub(super) enum Rows {
    /// Most words are rare.
    Few {
        /// The first `count` of them, in order.
        rows: [u32; FEW],
        /// How many there are.
        count: u8,
    },
    /// In order.
    List(Vec<u32>),
    /// For a word like "the".
    Bits(Box<Dense>),
}

/// Many rows.
#[derive(Debug, Clone)]
pub(super) struct Dense {
    bits: Bits,
    count: u32,
}

impl Default for Rows {
    fn default() -> Self {
        Self::Few { rows: [0; FEW], count: 0 }
    }
}

impl Rows {
    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        match self {
            Self::Few { count, .. } => u32::from(*count),
            Self::List(rows) => u32::try_from(rows.len()).unwrap_or(u32::MAX),
            Self::Bits(dense) => dense.count,
        }
    }

    /// How many numbers have to be looked at to know them all.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Few { count, .. } => usize::from(*count),
            Self::List(rows) => rows.len(),
            Self::Bits(dense) => dense.bits.blocks().len(),
        }
    }

    /// The rows, or the blocks of bits where they are many.
    pub(super) fn parts(&self) -> Result<&[u32], &[u64]> {
        match self {
            Self::Few { rows, count } => Ok(rows.get(..usize::from(*count)).unwrap_or_default()),
            Self::List(rows) => Ok(rows),
            Self::Bits(dense) => Err(dense.bits.blocks()),
        }
    }

    /// Adds a row, wherever its place is, if it is not there.
    pub(super) fn insert(&mut self, row: u32) {
        match self {
            Self::Bits(dense) => dense.count += u32::from(dense.bits.insert(row)),
            Self::List(rows) if rows.last().is_none_or(|last| *last < row) => {
                rows.push(row);
                if rows.len() > LONG_LIST && rows.len() > row as usize / DENSE_SHARE {
                    let mut bits = Bits::with_room(row as usize + 1);
                    let count = self.count();
                    self.add_to(&mut bits);
                    *self = Self::Bits(Box::new(Dense { bits, count }));
                }
            }
            Self::List(rows) => {
                if let Err(place) = rows.binary_search(&row) {
                    rows.insert(place, row);
                }
            }
            Self::Few { rows, count } => {
                let there = rows.get(..usize::from(*count)).unwrap_or_default();
                let Err(place) = there.binary_search(&row) else { return };
                if there.len() == FEW {
                    let mut list = Vec::with_capacity(2 * FEW);
                    list.extend_from_slice(there);
                    list.insert(place, row);
                    *self = Self::List(list);
                } else if let Some(from) = rows.get_mut(place..=usize::from(*count)) {
                    from.rotate_right(1);
                    from.iter_mut().take(1).for_each(|first| *first = row);
                    *count += 1;
                }
            }
        }
    }

    /// Takes a row away.
    pub(super) fn remove(&mut self, row: u32) {
        match self {
            Self::Bits(dense) => dense.count -= u32::from(dense.bits.remove(row)),
            Self::List(rows) => {
                if let Ok(place) = rows.binary_search(&row) {
                    rows.remove(place);
                }
            }
            Self::Few { rows, count } => {
                let there = rows.get_mut(..usize::from(*count)).unwrap_or_default();
                let Ok(place) = there.binary_search(&row) else { return };
                there.get_mut(place..).unwrap_or_default().rotate_left(1);
                *count -= 1;
            }
        }
    }

    /// These rows, if they are in order, each once, and below `end`.
    pub(super) fn list(list: &[u32], end: usize) -> Option<Self> {
        let is_ordered = list.iter().zip(list.iter().skip(1)).all(|(a, b)| a < b);
        let is_below = list.last().is_none_or(|last| (*last as usize) < end);
        if !is_ordered || !is_below {
            return None;
        }
        let mut rows = [0; FEW];
        Some(match rows.get_mut(..list.len()) {
            Some(first) => {
                first.copy_from_slice(list);
                Self::Few { rows, count: u8::try_from(list.len()).ok()? }
            }
            None => Self::List(list.to_vec()),
        })
    }

    /// The rows of these blocks of bits, if they are below `end`.
    pub(super) fn bits(blocks: &[u64], end: usize) -> Option<Self> {
        let last = blocks.last().map_or(0, |block| 64 - block.leading_zeros() as usize);
        if blocks.len().saturating_sub(1) * 64 + last > end {
            return None;
        }
        let count = blocks.iter().map(|block| block.count_ones()).sum();
        Some(Self::Bits(Box::new(Dense { bits: Bits::of(blocks.to_vec()), count })))
    }

    /// Adds the rows to `bits`, which must have room for them.
    pub(super) fn add_to(&self, bits: &mut Bits) {
        match self {
            Self::Bits(dense) => bits.add(&dense.bits),
            _ => {
                for row in self.parts().unwrap_or_default() {
                    bits.add_block(*row as usize / 64, 1 << (row % 64));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn rows(rows: &Rows) -> Vec<u32> {
        let mut bits = Bits::with_room(100_000);
        rows.add_to(&mut bits);
        bits.blocks().iter().enumerate().flat_map(|(at, block)| rows_of(at, *block)).collect()
    }

    #[test]
    fn a_word_in_every_row_gives_up_its_list_and_keeps_its_rows() {
        let mut word = Rows::default();
        for row in 0..10_000 {
            word.insert(row * 2);
        }
        assert!(matches!(word, Rows::Bits(_)));
        assert_eq!(word.count(), 10_000);
        assert!(rows(&word).into_iter().eq((0..10_000).map(|row| row * 2)));
        word.remove(2);
        word.remove(3);
        word.insert(5);
        word.insert(4);
        assert_eq!(rows(&word)[..4], [0, 4, 5, 6]);
        assert_eq!(word.count(), 10_000);
    }

    #[test]
    fn the_rows_of_a_rare_word_take_no_more_than_the_head_of_a_list() {
        assert_eq!(size_of::<Rows>(), size_of::<Vec<u32>>());
    }

    proptest! {
        #[test]
        fn rows_that_come_and_go_in_any_order_are_those_of_a_set(
            changes in proptest::collection::vec((any::<bool>(), 0_u32..12), 0..60)
        ) {
            let (mut word, mut set) = (Rows::default(), BTreeSet::new());
            for (comes, row) in changes {
                if comes {
                    word.insert(row);
                    set.insert(row);
                } else {
                    word.remove(row);
                    set.remove(&row);
                }
                prop_assert_eq!(word.count() as usize, set.len());
                prop_assert!(rows(&word).into_iter().eq(set.iter().copied()));
            }
        }
    }
}
