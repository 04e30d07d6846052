//! The haystack as columns of bytes, for the snapshot, and back.
//!
//! Reading checks whatever could lead a search astray. Invariant: what is read back finds what was
//! written, and can be added to.

use std::borrow::Cow;

use bytemuck::Pod;

use super::arena::Arena;
use super::haystack::Haystack;
use super::rows::Rows;
use super::sequences::Sequences;
use super::vocabulary::Vocabulary;

/// Set in the size of a set of rows that is blocks of bits.
const IS_BITS: u32 = 1 << 31;

impl Haystack {
    /// The columns: numbers as they lie in memory.
    #[must_use]
    pub fn columns(&self) -> Vec<Cow<'_, [u8]>> {
        let (mut sizes, mut lists, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        for rows in self.vocabulary().all_rows() {
            let size = u32::try_from(rows.size()).unwrap_or(0);
            match rows.parts() {
                Ok(list) => {
                    lists.extend_from_slice(list);
                    sizes.push(size);
                }
                Err(bits) => {
                    blocks.extend_from_slice(bits);
                    sizes.push(size | IS_BITS);
                }
            }
        }
        let arena = self.vocabulary().arena();
        let (units, starts) = self.sequences().parts();
        vec![
            Cow::Borrowed(arena.bytes()),
            Cow::Borrowed(bytemuck::cast_slice(arena.capitals())),
            Cow::Owned(bytemuck::pod_collect_to_vec(&sizes)),
            Cow::Owned(bytemuck::pod_collect_to_vec(&lists)),
            Cow::Owned(bytemuck::pod_collect_to_vec(&blocks)),
            Cow::Borrowed(bytemuck::cast_slice(units)),
            Cow::Borrowed(bytemuck::cast_slice(starts)),
            Cow::Borrowed(bytemuck::cast_slice(self.letters())),
        ]
    }

    /// The haystack with these columns; `None` if none has.
    pub fn from_columns(columns: &mut impl Columns) -> Option<Self> {
        let arena = Arena::from_parts(columns.next()?, columns.next()?)?;
        let sizes = columns.next::<u32>()?;
        let (lists, blocks) = (columns.next::<u32>()?, columns.next::<u64>()?);
        let (units, starts) = (columns.next()?, columns.next::<u32>()?);
        let (mut lists, mut blocks) = (&*lists, &*blocks);
        let rows = sizes.iter().map(|size| {
            if size & IS_BITS == 0 {
                let (list, rest) = lists.split_at_checked(*size as usize)?;
                lists = rest;
                Rows::list(list, starts.len())
            } else {
                let (bits, rest) = blocks.split_at_checked((size & !IS_BITS) as usize)?;
                blocks = rest;
                Rows::bits(bits, starts.len())
            }
        });
        let rows: Vec<Rows> = rows.collect::<Option<_>>()?;
        let vocabulary = Vocabulary::from_parts(arena, rows)?;
        let sequences = Sequences::from_parts(units, starts, vocabulary.len())?;
        Self::from_parts(vocabulary, sequences, columns.next()?)
    }
}

/// Where columns are read from, in the order in which they were written.
pub trait Columns {
    /// The next column as numbers; `None` if there is none, or if its bytes make no such numbers.
    fn next<T: Pod>(&mut self) -> Option<Vec<T>>;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Query;
    use super::*;

    struct Read(std::vec::IntoIter<Vec<u8>>);

    impl Columns for Read {
        fn next<T: Pod>(&mut self) -> Option<Vec<T>> {
            let bytes = self.0.next()?;
            (bytes.len() % size_of::<T>() == 0).then(|| bytemuck::pod_collect_to_vec(&bytes))
        }
    }

    fn read(columns: Vec<Vec<u8>>) -> Option<Haystack> {
        Haystack::from_columns(&mut Read(columns.into_iter()))
    }

    fn written(haystack: &Haystack) -> Vec<Vec<u8>> {
        haystack.columns().into_iter().map(Cow::into_owned).collect()
    }

    fn made(questions: &[String]) -> Haystack {
        let mut haystack = Haystack::new();
        for question in questions {
            haystack.push(question);
        }
        haystack
    }

    proptest! {
        #[test]
        fn a_haystack_that_was_read_back_and_changed_finds_what_one_made_anew_finds(
            questions in proptest::collection::vec("[a-cA-Bé ]{0,12}", 1..20),
            changes in proptest::collection::vec((0_usize..25, "[a-cA-Bé ]{0,12}"), 0..12),
            typed in "[a-cA-Bé]{1,3}( [a-cA-B]{1,3})?",
        ) {
            let (mut here, mut questions) = (made(&questions), questions);
            let mut back = read(written(&here)).unwrap();
            for (row, question) in changes {
                if let Some(old) = questions.get_mut(row) {
                    old.clone_from(&question);
                    let row = u32::try_from(row).unwrap();
                    here.replace(row, &question);
                    back.replace(row, &question);
                } else {
                    questions.push(question.clone());
                    here.push(&question);
                    back.push(&question);
                }
            }
            let query = Query::parse(&typed);
            let fresh = made(&questions).find(&query, &|_| true);
            prop_assert_eq!(&here.find(&query, &|_| true), &fresh);
            prop_assert_eq!(&back.find(&query, &|_| true), &fresh);
            let again = read(written(&back)).unwrap();
            prop_assert_eq!(&again.find(&query, &|_| true), &fresh);
        }

        #[test]
        fn damaged_columns_make_no_haystack_or_one_that_can_be_searched(
            questions in proptest::collection::vec("[a-c ]{0,12}", 1..20),
            column in 0_usize..8,
            at in any::<proptest::sample::Index>(),
            bit in 0_u8..8,
            typed in "[a-c]{1,3}",
        ) {
            let mut columns = written(&made(&questions));
            if !columns[column].is_empty() {
                let at = at.index(columns[column].len());
                columns[column][at] ^= 1 << bit;
            }
            if let Some(mut haystack) = read(columns) {
                let _ = haystack.find(&Query::parse(&typed), &|_| true);
                haystack.push("a new one");
                haystack.replace(0, "another one");
                let _ = haystack.find(&Query::parse(&typed), &|_| true);
            }
        }
    }

    #[test]
    fn columns_that_lack_one_make_no_haystack() {
        let columns = written(&made(&["a b".to_owned(), "b c".to_owned()]));
        for missing in 0..columns.len() {
            let mut fewer = columns.clone();
            fewer.remove(missing);
            assert!(read(fewer).is_none(), "{missing}");
        }
    }
}
