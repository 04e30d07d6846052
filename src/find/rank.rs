//! The order of what was found.
//!
//! A rank is 16 bits, the smaller the better, so that a million hits are put in order by
//! counting. Invariant: the order is stable; equal ranks keep the order of the library.

/// A row and how good it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) row: u32,
    pub(super) rank: u16,
}

/// Below this many hits comparing is faster than clearing the counters.
const FEW: usize = 4096;

/// The rows of `hits`, best first.
pub(super) fn best_first(mut hits: Vec<Hit>) -> Vec<u32> {
    if hits.len() < FEW {
        hits.sort_by_key(|hit| hit.rank);
        return hits.into_iter().map(|hit| hit.row).collect();
    }
    let mut places = vec![0_usize; usize::from(u16::MAX) + 1];
    for hit in &hits {
        if let Some(count) = places.get_mut(usize::from(hit.rank)) {
            *count += 1;
        }
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    let mut rows = vec![0; hits.len()];
    for hit in &hits {
        if let Some(place) = places.get_mut(usize::from(hit.rank)) {
            if let Some(slot) = rows.get_mut(*place) {
                *slot = hit.row;
            }
            *place += 1;
        }
    }
    rows
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_too_large_never_spills_into_the_field_before_it() {
        assert_eq!(pack([(1, 3), (99, 4)]), 0b001_1111);
    }

    proptest! {
        #[test]
        fn counting_gives_the_same_order_as_sorting(
            ranks in proptest::collection::vec(any::<u16>(), 0..3 * FEW)
        ) {
            let hits: Vec<_> = (0..).zip(ranks).map(|(row, rank)| Hit { row, rank }).collect();
            let mut sorted = hits.clone();
            sorted.sort_by_key(|hit| hit.rank);
            let sorted: Vec<_> = sorted.into_iter().map(|hit| hit.row).collect();
            prop_assert_eq!(best_first(hits), sorted);
        }
    }
}
