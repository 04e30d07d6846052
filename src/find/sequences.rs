//! The word numbers of each row, in the order of the question.
//!
//! A number takes one unit of sixteen bits, a large one two: common words have small numbers.
//! Invariant: whatever the units are, a row can be read; one that makes no sense is empty.

/// Set in a unit if another follows that belongs to the same number.
const MORE: u16 = 0x8000;

/// Numbers from here on have no room in two units.
pub(super) const END: u32 = 1 << 31;

/// Word numbers by row.
#[derive(Debug, Clone)]
pub(super) struct Sequences {
    /// For each row how many numbers it has, and the numbers. The first unit is an empty row.
    units: Vec<u16>,
    /// Where each row starts; 0 for an empty one.
    starts: Vec<u32>,
}

impl Default for Sequences {
    fn default() -> Self {
        Self { units: vec![0], starts: Vec::new() }
    }
}

impl Sequences {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The units, and where the rows start in them.
    pub(super) fn parts(&self) -> (&[u16], &[u32]) {
        (&self.units, &self.starts)
    }

    /// Adds a row; one for which there is no room is empty.
    pub(super) fn push(&mut self, numbers: &[u32]) {
        let start = self.append(numbers);
        self.starts.push(start);
    }

    /// Puts numbers in place of those of a row.
    pub(super) fn replace(&mut self, row: u32, numbers: &[u32]) {
        let Some(start) = self.starts.get(row as usize).map(|start| *start as usize) else {
            return;
        };
        let end = self.end(start);
        let at = self.units.len();
        let new = self.append(numbers);
        let size = self.units.len() - at;
        let start = if start > 0 && new > 0 && end.is_some_and(|end| size <= end - start) {
            self.units.copy_within(at.., start);
            self.units.truncate(at);
            u32::try_from(start).unwrap_or(0)
        } else {
            new
        };
        if let Some(place) = self.starts.get_mut(row as usize) {
            *place = start;
        }
    }

    fn append(&mut self, numbers: &[u32]) -> u32 {
        let start = u32::try_from(self.units.len()).unwrap_or(0);
        if numbers.is_empty() || start == 0 {
            return 0;
        }
        write(&mut self.units, u32::try_from(numbers.len()).unwrap_or(0));
        for number in numbers {
            write(&mut self.units, *number);
        }
        start
    }

    /// The numbers of a row; none for a row that does not exist.
    pub(super) fn words(&self, row: u32) -> impl Iterator<Item = u32> {
        let start = self.starts.get(row as usize).map_or(0, |start| *start as usize);
        let mut rest = self.units.get(start..).unwrap_or_default();
        let count = next(&mut rest).unwrap_or(0);
        (0..count).map_while(move |_| next(&mut rest))
    }

    /// Reads the numbers of a row into `numbers`; none for a row that does not exist.
    pub(super) fn read(&self, row: u32, numbers: &mut Vec<u32>) {
        numbers.clear();
        numbers.extend(self.words(row));
    }

    /// Where the row that starts there ends; `None` if it goes on past the end of all.
    fn end(&self, start: usize) -> Option<usize> {
        let mut rest = self.units.get(start..)?;
        for _ in 0..next(&mut rest)? {
            next(&mut rest)?;
        }
        Some(self.units.len() - rest.len())
    }

    /// The rows of these units; `None` if they are not rows of numbers below `words`.
    pub(super) fn from_parts(units: Vec<u16>, starts: Vec<u32>, words: usize) -> Option<Self> {
        if units.first() != Some(&0) {
            return None;
        }
        // Rows share no units, so that to look at all of them takes no longer than the units are many.
        let mut left = units.len();
        for start in starts.iter().filter(|start| **start != 0) {
            let row = units.get(*start as usize..)?;
            let mut rest = row;
            let count = next(&mut rest).filter(|count| *count as usize <= left)?;
            for _ in 0..count {
                if next(&mut rest)? as usize >= words {
                    return None;
                }
            }
            left = left.checked_sub(row.len() - rest.len())?;
        }
        Some(Self { units, starts })
    }
}

/// Adds a number below [`END`].
fn write(units: &mut Vec<u16>, number: u32) {
    let [low, high] = [number, number >> 16].map(|half| u16::try_from(half & 0xFFFF).unwrap_or(0));
    if number >= u32::from(MORE) {
        units.push(high | MORE);
    }
    units.push(low);
}

/// Takes a number off the front; `None` if there is none.
fn next(rest: &mut &[u16]) -> Option<u32> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    if first & MORE == 0 {
        return Some(u32::from(*first));
    }
    let (second, after) = rest.split_first()?;
    *rest = after;
    Some(u32::from(first & !MORE) << 16 | u32::from(*second))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(sequences: &Sequences, row: u32) -> Vec<u32> {
        let mut numbers = Vec::new();
        sequences.read(row, &mut numbers);
        numbers
    }

    #[test]
    fn a_row_that_does_not_exist_is_empty() {
        assert!(row(&Sequences::default(), 0).is_empty());
    }

    #[test]
    fn a_row_that_got_shorter_takes_no_new_space() {
        let mut sequences = Sequences::default();
        sequences.push(&[1000, 2000]);
        sequences.push(&[1, 2]);
        let size = sequences.units.len();
        sequences.replace(0, &[3000]);
        assert_eq!((row(&sequences, 0), row(&sequences, 1)), (vec![3000], vec![1, 2]));
        assert_eq!(sequences.units.len(), size);
    }

    proptest! {
        #[test]
        fn rows_are_read_as_they_were_written(
            rows in proptest::collection::vec(proptest::collection::vec(0..END, 0..9), 1..9),
            changes in proptest::collection::vec(
                (0_usize..9, proptest::collection::vec(0..100_000_u32, 0..9)), 0..9),
        ) {
            let (mut sequences, mut rows) = (Sequences::default(), rows);
            for row in &rows {
                sequences.push(row);
            }
            for (at, numbers) in changes {
                if let Some(old) = rows.get_mut(at) {
                    sequences.replace(u32::try_from(at).unwrap(), &numbers);
                    *old = numbers;
                }
            }
            for (at, numbers) in (0..).zip(&rows) {
                prop_assert_eq!(&row(&sequences, at), numbers);
            }
        }

        #[test]
        fn any_units_are_rows_or_refused(
            units in proptest::collection::vec(any::<u16>(), 0..40),
            starts in proptest::collection::vec(0_u32..40, 0..9),
        ) {
            let units = [&[0], &*units].concat();
            if let Some(mut sequences) = Sequences::from_parts(units, starts, 100) {
                for at in 0..9 {
                    prop_assert!(row(&sequences, at).iter().all(|number| *number < 100));
                    sequences.replace(at, &[1, 2, 3]);
                }
            }
        }
    }
}
