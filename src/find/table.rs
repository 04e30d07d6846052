//! A word's number by the word's hash.
//!
//! It holds no text: who asks compares. Invariant: at least a third of the slots is empty, so
//! that every search ends.

use std::hash::{BuildHasher, Hasher, RandomState};

/// Slots of an empty table.
const FEWEST: usize = 64;

/// A table with open addresses.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// 0 if empty, else the hash in the upper half and the number and one in the lower. As many
    /// as a power of two.
    slots: Vec<u64>,
    filled: usize,
    /// Secret, so that no library can be made whose words all have the same hash.
    seed: RandomState,
}

impl Table {
    /// The hash of a text.
    pub(super) fn hash(&self, text: &[u8]) -> u32 {
        let mut hasher = self.seed.build_hasher();
        hasher.write(text);
        parts(hasher.finish()).0
    }

    /// The number with this hash that `is_it` says yes to.
    pub(super) fn get(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let last = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & last;
        loop {
            let slot = self.slots.get(at).copied().filter(|slot| *slot != 0)?;
            let (there, number) = parts(slot);
            if there == hash && is_it(number) {
                return Some(number);
            }
            at = (at + 1) & last;
        }
    }

    /// Enters a number that is not there. `number` is below `u32::MAX`.
    pub(super) fn insert(&mut self, hash: u32, number: u32) {
        if self.filled >= self.slots.len() / 3 * 2 {
            self.make_room(self.filled + 1);
        }
        self.put(u64::from(hash) << 32 | (u64::from(number) + 1));
        self.filled += 1;
    }

    /// Makes room for as many numbers in all.
    pub(super) fn make_room(&mut self, numbers: usize) {
        let slots = (numbers * 2).next_power_of_two().max(FEWEST);
        if slots > self.slots.len() {
            let old = std::mem::replace(&mut self.slots, vec![0; slots]);
            old.into_iter().filter(|slot| *slot != 0).for_each(|slot| self.put(slot));
        }
    }

    fn put(&mut self, slot: u64) {
        let Some(last) = self.slots.len().checked_sub(1) else { return };
        let mut at = parts(slot).0 as usize & last;
        while self.slots.get(at).is_some_and(|slot| *slot != 0) {
            at = (at + 1) & last;
        }
        if let Some(empty) = self.slots.get_mut(at) {
            *empty = slot;
        }
    }
}

/// The hash and the number in a slot that is not empty.
fn parts(slot: u64) -> (u32, u32) {
    let half = |bits: u64| u32::try_from(bits).unwrap_or(0);
    (half(slot >> 32), half(slot & u64::from(u32::MAX)).wrapping_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_same_hash_are_all_found() {
        let mut table = Table::default();
        assert_eq!(table.get(7, |_| true), None);
        for number in 0..1000 {
            table.insert(number % 3, number);
        }
        for number in 0..1000 {
            assert_eq!(table.get(number % 3, |it| it == number), Some(number));
        }
        assert_eq!(table.get(0, |it| it == 1), None);
    }
}
