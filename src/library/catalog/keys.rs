//! Which rows stand under a key: a hash table of eight bytes a key, which keeps no key.
//!
//! What it gives are candidates; its owner knows the row's own key and says whether it is the one.
//! Invariant: of the rows under one key the first put in is found first. A row whose key changed or
//! that went away stays in the table and is found no more.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::Hasher;

use siphasher::sip::SipHasher13;

/// The hash of a key, different for every library, so that no folder can be made to fill one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seed(pub(super) [u64; 2]);

impl Seed {
    pub(super) fn hash(self, text: &[u8]) -> u64 {
        let [a, b] = self.0;
        let mut hasher = SipHasher13::new_with_keys(a, b);
        hasher.write(text);
        hasher.finish()
    }

    /// The hash of two texts, which is not that of their sum.
    pub(super) fn pair(self, first: &[u8], second: &[u8]) -> u64 {
        let [a, b] = self.0;
        let mut hasher = SipHasher13::new_with_keys(a, b);
        hasher.write(first);
        hasher.write(&[0xff]);
        hasher.write(second);
        hasher.finish()
    }
}

/// A slot: the upper half of it is that of the hash, the lower one the row and one more, with the
/// highest bit for "others follow". 0 is empty.
const SEVERAL: u64 = 1 << 31;
const ROW: u64 = SEVERAL - 1;
const FEWEST_SLOTS: usize = 64;

/// The table.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    slots: Vec<u64>,
    used: usize,
    /// Rows under a key that has one already, with its hash, in order.
    others: Vec<[u64; 2]>,
    /// The same, of the latest rows, so that few have to be moved when one comes.
    latest: BTreeSet<[u64; 2]>,
}

impl Keys {
    /// Rows that can be told apart.
    pub(super) const ROWS: u32 = (1 << 31) - 2;

    pub(super) fn columns(&self) -> [Cow<'_, [u8]>; 2] {
        let others = if self.latest.is_empty() {
            Cow::Borrowed(bytemuck::cast_slice(&self.others))
        } else {
            let all: Vec<_> = self.others.iter().chain(&self.latest).copied().collect();
            Cow::Owned(bytemuck::allocation::pod_collect_to_vec(&all))
        };
        [Cow::Borrowed(bytemuck::cast_slice(&self.slots)), others]
    }

    /// The table with these columns; `None` if it could not be one.
    pub(super) fn from_columns(slots: Vec<u64>, mut others: Vec<[u64; 2]>) -> Option<Self> {
        let used = slots.iter().filter(|slot| **slot != 0).count();
        // A table without an empty slot would be searched for ever.
        others.sort_unstable();
        let room = used < slots.len() || slots.is_empty();
        room.then_some(Self { slots, used, others, latest: BTreeSet::new() })
    }

    /// Puts a row under a key. `is` says whether another row stands under that key too; a row that is
    /// `new` was under no key before.
    pub(super) fn put(&mut self, hash: u64, row: u32, new: bool, is: impl Fn(u32) -> bool) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let mut place = place(hash, self.slots.len());
        while let Some(slot) = self.slots.get_mut(place) {
            if *slot == 0 {
                *slot = (hash >> 32 << 32) | (u64::from(row) + 1);
                self.used += 1;
                return;
            }
            if *slot >> 32 == hash >> 32 {
                match row_of(*slot) {
                    there if there == row => return,
                    there if is(there) => {
                        *slot |= SEVERAL;
                        self.put_among_others([hash, row.into()], new);
                        return;
                    }
                    _ => {}
                }
            }
            place = if place + 1 == self.slots.len() { 0 } else { place + 1 };
        }
    }

    fn put_among_others(&mut self, other: [u64; 2], new: bool) {
        if new || self.others.binary_search(&other).is_err() {
            self.latest.insert(other);
        }
        if self.latest.len() > self.others.len() / 4 + 256 {
            self.others.extend(std::mem::take(&mut self.latest));
            self.others.sort_unstable();
        }
    }

    /// The candidate under a key that `is` confirms, and whether others follow. Where rows changed
    /// there may be others all the same.
    pub(super) fn first(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<(u32, bool)> {
        let found = self.run(hash).find(|slot| is(row_of(*slot)))?;
        Some((row_of(found), found & SEVERAL != 0))
    }

    /// All candidates under a key, each once, whatever rows changed.
    pub(super) fn candidates(&self, hash: u64) -> impl Iterator<Item = u32> {
        let run: Vec<_> = self.run(hash).map(row_of).collect();
        let first = run.clone();
        first.into_iter().chain(self.others(hash).filter(move |row| !run.contains(row)))
    }

    /// The slots that may stand for a key.
    fn run(&self, hash: u64) -> impl Iterator<Item = u64> {
        let start = if self.slots.is_empty() { 0 } else { place(hash, self.slots.len()) };
        let (before, after) = self.slots.split_at_checked(start).unwrap_or_default();
        let run = after.iter().chain(before).copied().take_while(|slot| *slot != 0);
        run.filter(move |slot| *slot >> 32 == hash >> 32)
    }

    /// The rows under a key that has several, but for the first, as candidates.
    pub(super) fn others(&self, hash: u64) -> impl Iterator<Item = u32> {
        let start = self.others.partition_point(|[other, _]| *other < hash);
        let run = self.others.get(start..).unwrap_or_default();
        let run = run.iter().take_while(move |[other, _]| *other == hash);
        run.chain(self.latest.range([hash, 0]..=[hash, u64::MAX]))
            .map(|[_, row]| u32::try_from(*row).unwrap_or(u32::MAX))
    }

    /// Makes room for half as many again.
    fn grow(&mut self) {
        let wanted = (self.slots.len() + self.slots.len() / 2).max(FEWEST_SLOTS);
        let old = std::mem::replace(&mut self.slots, vec![0; wanted]);
        // From an empty slot on, so that those under one key come in their order.
        let start = old.iter().position(|slot| *slot == 0).unwrap_or(0);
        let (before, after) = old.split_at_checked(start).unwrap_or_default();
        for slot in after.iter().chain(before).filter(|slot| **slot != 0) {
            let mut place = place(*slot, wanted);
            while let Some(there) = self.slots.get_mut(place) {
                if *there == 0 {
                    *there = *slot;
                    break;
                }
                place = if place + 1 == wanted { 0 } else { place + 1 };
            }
        }
    }
}

/// Where the search for a hash begins: as far along the slots as its upper half is along its range.
fn place(hash: u64, slots: usize) -> usize {
    let upper = hash >> 32;
    usize::try_from((u128::from(upper) * slots as u128) >> 32).unwrap_or(0)
}

fn row_of(slot: u64) -> u32 {
    u32::try_from((slot & ROW).saturating_sub(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SEED: Seed = Seed([1, 2]);

    fn put(keys: &mut Keys, names: &[String], row: usize, new: bool) {
        let hash = SEED.hash(names[row].as_bytes());
        let is = |other: u32| names[other as usize] == names[row];
        keys.put(hash, u32::try_from(row).unwrap(), new, is);
    }

    fn found(keys: &Keys, names: &[String], name: &str) -> Vec<usize> {
        let hash = SEED.hash(name.as_bytes());
        let is = |row: u32| names[row as usize] == name;
        let mut rows: Vec<_> = keys.first(hash, is).into_iter().map(|(row, _)| row).collect();
        rows.extend(keys.others(hash).filter(|row| is(*row)));
        rows.into_iter().map(|row| row as usize).collect()
    }

    proptest! {
        #[test]
        fn every_row_is_found_under_its_key_in_the_order_in_which_they_came(
            names in proptest::collection::vec("[a-c]{0,3}", 0..300)
        ) {
            let mut keys = Keys::default();
            for row in 0..names.len() {
                put(&mut keys, &names, row, true);
                put(&mut keys, &names, row, false);
            }
            for name in names.iter().chain([&"never".to_owned()]) {
                let rows: Vec<_> = (0..names.len()).filter(|row| names[*row] == *name).collect();
                let several = rows.len() > 1;
                let first = keys.first(SEED.hash(name.as_bytes()), |row| {
                    names[row as usize] == *name
                });
                prop_assert_eq!(first.is_some_and(|(_, several)| several), several);
                prop_assert_eq!(found(&keys, &names, name), rows);
            }
        }

        #[test]
        fn what_was_written_and_read_is_the_same_table(
            names in proptest::collection::vec("[a-c]{0,3}", 0..100)
        ) {
            let mut keys = Keys::default();
            for row in 0..names.len() {
                put(&mut keys, &names, row, true);
            }
            let [slots, others] = keys.columns().map(Cow::into_owned);
            let read = Keys::from_columns(
                bytemuck::pod_collect_to_vec(&slots),
                bytemuck::pod_collect_to_vec(&others),
            ).unwrap();
            for name in &names {
                prop_assert_eq!(found(&read, &names, name), found(&keys, &names, name));
            }
        }
    }

    #[test]
    fn a_table_without_an_empty_slot_is_none() {
        assert!(Keys::from_columns(vec![1; 64], Vec::new()).is_none());
        assert!(Keys::from_columns(Vec::new(), Vec::new()).is_some());
    }

    #[test]
    fn many_rows_under_one_key_take_time_in_proportion() {
        let mut keys = Keys::default();
        for row in 0..200_000 {
            keys.put(7 << 32, row, true, |_| true);
        }
        assert_eq!(keys.first(7 << 32, |_| true), Some((0, true)));
        assert_eq!(keys.others(7 << 32).count(), 199_999);
    }
}
