//! The haystack as columns of bytes, for the snapshot, and back.
//!
//! Reading checks whatever could lead a search astray. Invariant: what is read back finds what was
//! written, and can be added to.

use std::borrow::Cow;

use bytemuck::{Pod, Zeroable};

use super::haystack::Haystack;
use super::rows::Rows;
use super::vocabulary::{Entry, Vocabulary};

/// One distinct word.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Word {
    letters: u64,
    /// Where it lies in the folded text.
    start: u32,
    end: u32,
    count: u32,
    last_row: u32,
    /// How many numbers its rows take, in the list of rows, or of blocks of bits.
    size: u32,
    is_bits: u32,
}

impl Haystack {
    /// The columns.
    #[must_use]
    pub fn columns(&self) -> Vec<Cow<'_, [u8]>> {
        let vocabulary = self.vocabulary();
        let (mut words, mut lists, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        for entry in vocabulary.entries() {
            let (size, is_bits) = match &entry.rows {
                Rows::List(rows) => {
                    lists.extend_from_slice(rows);
                    (rows.len(), 0)
                }
                Rows::Bits(bits) => {
                    blocks.extend_from_slice(bits.blocks());
                    (bits.blocks().len(), 1)
                }
            };
            let (start, end) = entry.place();
            words.push(Word {
                letters: entry.letters,
                start,
                end,
                count: entry.count,
                last_row: entry.last_row(),
                size: u32::try_from(size).unwrap_or(u32::MAX),
                is_bits,
            });
        }
        let (folded, upper) = vocabulary.texts();
        let (numbers, spans, letters) = self.parts();
        vec![
            Cow::Borrowed(folded.as_bytes()),
            Cow::Owned(upper.iter().map(|upper| u8::from(*upper)).collect()),
            Cow::Owned(bytemuck::pod_collect_to_vec(&words)),
            Cow::Owned(bytemuck::pod_collect_to_vec(&lists)),
            Cow::Owned(bytemuck::pod_collect_to_vec(&blocks)),
            Cow::Borrowed(bytemuck::cast_slice(numbers)),
            Cow::Borrowed(bytemuck::cast_slice(spans)),
            Cow::Borrowed(bytemuck::cast_slice(letters)),
        ]
    }

    /// The haystack with these columns; `None` if none has.
    pub fn from_columns(columns: &mut impl Columns) -> Option<Self> {
        let folded = String::from_utf8(columns.next()?).ok()?;
        let upper: Vec<bool> = columns.next::<u8>()?.into_iter().map(|upper| upper != 0).collect();
        let words = columns.next::<Word>()?;
        let (lists, blocks) = (columns.next::<u32>()?, columns.next::<u64>()?);
        let numbers = columns.next::<u32>()?;
        let spans = columns.next::<[u32; 2]>()?;
        let letters = columns.next::<u64>()?;
        let (mut lists, mut blocks) = (&*lists, &*blocks);
        let mut entries = Vec::with_capacity(words.len());
        let mut before = 0;
        for word in words {
            let size = word.size as usize;
            let rows = if word.is_bits == 0 {
                let (rows, rest) = lists.split_at_checked(size)?;
                lists = rest;
                Rows::list(rows.to_vec(), spans.len())?
            } else {
                let (bits, rest) = blocks.split_at_checked(size)?;
                blocks = rest;
                Rows::bits(bits.to_vec(), spans.len())?
            };
            let (start, end) = (word.start as usize, word.end as usize);
            let is_text = start >= before && folded.get(start..end).is_some();
            let entry = Entry::new(word.start, word.end, word.letters, rows);
            entries.push(is_text.then_some(entry.counted(word.count, word.last_row))?);
            before = end;
        }
        let known = |number: &u32| (*number as usize) < entries.len();
        let spanned = |[start, end]: &[u32; 2]| start <= end && *end as usize <= numbers.len();
        let agree = folded.len() == upper.len()
            && letters.len() == spans.len()
            && numbers.iter().all(known)
            && spans.iter().all(spanned);
        agree.then(|| {
            let vocabulary = Vocabulary::from_parts(folded, upper, entries);
            Self::from_parts(vocabulary, numbers, spans, letters)
        })
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
