//! The word numbers of each row, in the order of the question.
//!
//! A number takes as many bytes as it has groups of seven bits, and common words have small
//! numbers: two thirds less than four bytes each. Invariant: whatever the bytes are, a row
//! can be read; one that makes no sense is empty.

/// Set in a byte if the number goes on.
const MORE: u8 = 0x80;

/// Word numbers by row.
#[derive(Debug, Clone)]
pub(super) struct Sequences {
    /// For each row how many numbers it has, and the numbers. The first byte is an empty row.
    bytes: Vec<u8>,
    /// Where each row starts; 0 for an empty one.
    starts: Vec<u32>,
}

impl Default for Sequences {
    fn default() -> Self {
        Self { bytes: vec![0], starts: Vec::new() }
    }
}

impl Sequences {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The bytes, and where the rows start in them.
    pub(super) fn parts(&self) -> (&[u8], &[u32]) {
        (&self.bytes, &self.starts)
    }

    /// Adds a row; one for which four gigabytes have no room is empty.
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
        let at = self.bytes.len();
        let new = self.append(numbers);
        let size = self.bytes.len() - at;
        let start = if start > 0 && new > 0 && end.is_some_and(|end| size <= end - start) {
            self.bytes.copy_within(at.., start);
            self.bytes.truncate(at);
            u32::try_from(start).unwrap_or(0)
        } else {
            new
        };
        if let Some(place) = self.starts.get_mut(row as usize) {
            *place = start;
        }
    }

    fn append(&mut self, numbers: &[u32]) -> u32 {
        let start = u32::try_from(self.bytes.len()).unwrap_or(0);
        if numbers.is_empty() || start == 0 {
            return 0;
        }
        write(&mut self.bytes, u32::try_from(numbers.len()).unwrap_or(u32::MAX));
        for number in numbers {
            write(&mut self.bytes, *number);
        }
        start
    }

    /// Reads the numbers of a row into `numbers`; none for a row that does not exist.
    pub(super) fn read(&self, row: u32, numbers: &mut Vec<u32>) {
        numbers.clear();
        let start = self.starts.get(row as usize).map_or(0, |start| *start as usize);
        let mut rest = self.bytes.get(start..).unwrap_or_default();
        for _ in 0..next(&mut rest).unwrap_or(0) {
            let Some(number) = next(&mut rest) else { break };
            numbers.push(number);
        }
    }

    /// Where the row that starts there ends; `None` if it goes on past the end of all.
    fn end(&self, start: usize) -> Option<usize> {
        let mut rest = self.bytes.get(start..)?;
        for _ in 0..next(&mut rest)? {
            next(&mut rest)?;
        }
        Some(self.bytes.len() - rest.len())
    }

    /// The rows of these bytes; `None` if they are not rows of numbers below `words`.
    pub(super) fn from_parts(bytes: Vec<u8>, starts: Vec<u32>, words: usize) -> Option<Self> {
        if bytes.first() != Some(&0) {
            return None;
        }
        // Rows do not share bytes, so that looking at all of them takes no longer than the bytes.
        let mut left = bytes.len();
        for start in starts.iter().filter(|start| **start != 0) {
            let row = bytes.get(*start as usize..)?;
            let mut rest = row;
            for _ in 0..next(&mut rest)? {
                if next(&mut rest)? as usize >= words || row.len() - rest.len() > left {
                    return None;
                }
            }
            left = left.checked_sub(row.len() - rest.len())?;
        }
        Some(Self { bytes, starts })
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= u32::from(MORE) {
        bytes.push(number.to_le_bytes()[0] | MORE);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Takes a number off the front; `None` if there is none.
fn next(rest: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & !MORE).checked_shl(shift)?;
        if byte & MORE == 0 {
            return Some(number);
        }
        shift += 7;
    }
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
        let size = sequences.bytes.len();
        sequences.replace(0, &[3000]);
        assert_eq!((row(&sequences, 0), row(&sequences, 1)), (vec![3000], vec![1, 2]));
        assert_eq!(sequences.bytes.len(), size);
    }

    proptest! {
        #[test]
        fn rows_are_read_as_they_were_written(
            rows in proptest::collection::vec(proptest::collection::vec(any::<u32>(), 0..9), 1..9),
            changes in proptest::collection::vec(
                (0_usize..9, proptest::collection::vec(0..300_u32, 0..9)), 0..9),
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
        fn any_bytes_are_rows_or_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            starts in proptest::collection::vec(0_u32..40, 0..9),
        ) {
            let bytes = [&[0], &*bytes].concat();
            if let Some(mut sequences) = Sequences::from_parts(bytes, starts, 100) {
                for at in 0..9 {
                    prop_assert!(row(&sequences, at).iter().all(|number| *number < 100));
                    sequences.replace(at, &[1, 2, 3]);
                }
            }
        }
    }
}
