//! The order of what was found.
//!
//! A rank is 16 bits, the smaller the better. Invariant: the order is stable; equal ranks keep
//! the order of the library.

/// A row and how good it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) row: u32,
    pub(super) rank: u16,
}

/// The rows of `hits`, best first.
pub(super) fn best_first(mut hits: Vec<Hit>) -> Vec<u32> {
    hits.sort_by_key(|hit| hit.rank);
    hits.into_iter().map(|hit| hit.row).collect()
}

/// Packs fields, each with its width in bits, the most important first. A value too large for
/// its field counts as the largest. The widths add up to 16 at most.
pub(super) fn pack<const N: usize>(fields: [(usize, u32); N]) -> u16 {
    fields.into_iter().fold(0, |rank, (value, width)| {
        let largest = (1_u16 << width) - 1;
        rank << width | u16::try_from(value).unwrap_or(largest).min(largest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_too_large_never_spills_into_the_field_before_it() {
        assert_eq!(pack([(1, 3), (99, 4)]), 0b001_1111);
    }

    #[test]
    fn equal_ranks_keep_their_order() {
        let hits = [(7, 1), (3, 0), (5, 1), (1, 0)].map(|(row, rank)| Hit { row, rank });
        assert_eq!(best_first(hits.to_vec()), [3, 1, 7, 5]);
    }
}
