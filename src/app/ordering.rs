//! The order of the list of questions, and the sorting by it.
//!
//! The whole library is put in order once, in slices between two messages; whatever is found then is
//! taken in that order. Invariant: equal ones stand as they stand in the library, and the order of a
//! catalog does not depend on the slices.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::article::date;
use crate::find::Alphabet;
use crate::library::catalog::{ArticleId, Catalog};

/// What the questions are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By how well they match what is typed; with nothing typed, as they stand in the library.
    #[default]
    Relevance,
    /// As in an index.
    Title,
    /// The newest first.
    Date,
    /// Those of one subject together.
    Subject,
    /// The highest first.
    Score,
    /// Those read last first.
    Read,
}

impl Order {
    /// All orders, in the order in which they follow one another.
    pub const ALL: [Self; 6] =
        [Self::Relevance, Self::Title, Self::Date, Self::Subject, Self::Score, Self::Read];

    /// How it is called, on the screen and where it is remembered.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Title => "title",
            Self::Date => "date",
            Self::Subject => "subject",
            Self::Score => "score",
            Self::Read => "recently read",
        }
    }

    /// The order with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }

    /// The order after this one.
    #[must_use]
    pub fn next(self) -> Self {
        let mut after = Self::ALL.into_iter().skip_while(|order| *order != self).skip(1);
        after.next().unwrap_or_default()
    }
}

/// So many rows are looked at in about a millisecond.
const SLICE: usize = 8192;
/// So many rows are sorted at once before they are merged.
const RUN: usize = 512;

/// A library put in order, or being put in order.
#[derive(Debug, Default)]
pub struct Ranking {
    order: Order,
    measure: Measure,
    /// The rows as far as they are in order: runs of `width`.
    rows: Vec<u32>,
    width: usize,
    /// Where the runs go that are being merged, and how far they are.
    merged: Vec<u32>,
    left: usize,
    right: usize,
    /// The place of each row, once all are in order.
    places: Vec<u32>,
}

/// What is compared.
#[derive(Debug, Default)]
enum Measure {
    /// Nothing yet.
    #[default]
    None,
    /// The smallest first, by row.
    Numbers(Vec<u64>),
    Titles(Alphabet),
}

impl Ranking {
    /// Begins to put a library in order. `read` says of rows how early they were read last.
    #[must_use]
    pub fn start(order: Order, catalog: &Catalog, read: &HashMap<ArticleId, u64>) -> Self {
        let measure = match order {
            Order::Title => Measure::Titles(Alphabet::new(catalog.haystack())),
            _ => Measure::Numbers(numbers(order, catalog, read)),
        };
        let rows: Vec<u32> = catalog.ids().map(|id| id.0).collect();
        Self { order, measure, rows, ..Self::default() }
    }

    /// What it is put in order by.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// Whether all is in order.
    #[must_use]
    pub fn is_done(&self) -> bool {
        !self.places.is_empty()
    }

    /// Goes on for about a millisecond; says whether all is in order.
    pub fn step(&mut self, catalog: &Catalog) -> bool {
        if self.is_done() {
            return true;
        }
        let measure = std::mem::take(&mut self.measure);
        let compare = |a: u32, b: u32| measure.compare(catalog, a, b);
        if self.width == 0 {
            self.sort_runs(&compare);
        } else {
            self.merge(&compare);
        }
        self.measure = measure;
        if self.width >= self.rows.len().max(1) {
            self.finish(catalog.rows());
        }
        self.is_done()
    }

    fn sort_runs(&mut self, compare: &impl Fn(u32, u32) -> Ordering) {
        let end = self.rows.len().min(self.left + SLICE);
        for run in self.rows.get_mut(self.left..end).unwrap_or_default().chunks_mut(RUN) {
            run.sort_by(|a, b| compare(*a, *b));
        }
        self.left = end;
        if end == self.rows.len() {
            self.next_width(RUN);
        }
    }

    /// Merges runs two by two, on from where it was left.
    fn merge(&mut self, compare: &impl Fn(u32, u32) -> Ordering) {
        for _ in 0..SLICE {
            let done = self.merged.len();
            let start = done - done % (2 * self.width);
            let (middle, end) = (start + self.width, start + 2 * self.width);
            if done == start {
                (self.left, self.right) = (start, middle);
            }
            let row = |at: usize, end: usize| self.rows.get(at).copied().filter(|_| at < end);
            let next = match (row(self.left, middle), row(self.right, end)) {
                (Some(left), Some(right)) if compare(right, left) == Ordering::Less => {
                    self.right += 1;
                    right
                }
                (Some(left), _) => {
                    self.left += 1;
                    left
                }
                (None, Some(right)) => {
                    self.right += 1;
                    right
                }
                (None, None) => {
                    std::mem::swap(&mut self.rows, &mut self.merged);
                    self.next_width(self.width.saturating_mul(2));
                    return;
                }
            };
            self.merged.push(next);
        }
    }

    fn next_width(&mut self, width: usize) {
        (self.width, self.left, self.right) = (width, 0, 0);
        self.merged.clear();
    }

    fn finish(&mut self, rows: usize) {
        self.places = vec![u32::MAX; rows.max(1)];
        for (place, row) in (0..).zip(&self.rows) {
            if let Some(own) = self.places.get_mut(*row as usize) {
                *own = place;
            }
        }
        self.measure = Measure::None;
        self.merged = Vec::new();
    }

    /// Puts rows in order, once all is; those that it does not know come last.
    pub fn sort(&self, rows: &mut Vec<u32>) {
        let place = |row: u32| self.places.get(row as usize).copied().unwrap_or(u32::MAX);
        // To look at every row of the library takes less than to sort many of them.
        if rows.len() < self.rows.len() / 16 {
            rows.sort_unstable_by_key(|row| place(*row));
            return;
        }
        let mut found = vec![false; self.places.len()];
        for row in rows.iter() {
            if let Some(found) = found.get_mut(*row as usize) {
                *found = true;
            }
        }
        let is_found = |row: &u32| found.get(*row as usize).is_some_and(|found| *found);
        // Those that came since stand at the end.
        rows.retain(|row| place(*row) == u32::MAX);
        *rows = self.rows.iter().copied().filter(is_found).chain(rows.drain(..)).collect();
    }
}

impl Measure {
    /// Which of two rows comes first.
    fn compare(&self, catalog: &Catalog, a: u32, b: u32) -> Ordering {
        match self {
            Self::None => Ordering::Equal,
            Self::Titles(alphabet) => alphabet.compare(catalog.haystack(), a, b),
            Self::Numbers(numbers) => {
                let number = |row: u32| numbers.get(row as usize);
                number(a).cmp(&number(b))
            }
        }
    }
}

/// A number for each row, the smallest for what comes first; what has none comes last.
fn numbers(order: Order, catalog: &Catalog, read: &HashMap<ArticleId, u64>) -> Vec<u64> {
    let rows = (0..u32::try_from(catalog.rows()).unwrap_or(u32::MAX)).map(ArticleId);
    match order {
        Order::Relevance | Order::Title => Vec::new(),
        Order::Date => {
            // Many articles have the same day.
            let mut days: HashMap<&str, u64> = HashMap::new();
            let mut number = |id: ArticleId| {
                let written = catalog.get(id)?.date?;
                Some(*days.entry(written).or_insert_with(|| day(written).unwrap_or(0)))
            };
            rows.map(|id| u64::MAX - number(id).unwrap_or(0)).collect()
        }
        Order::Subject => {
            let places: HashMap<_, u64> =
                catalog.subjects().sorted().into_iter().zip(0..).collect();
            let place = |id| catalog.subject_of(id).and_then(|id| places.get(&id)).copied();
            rows.map(|id| place(id).unwrap_or(u64::MAX)).collect()
        }
        Order::Score => {
            let score = |id| catalog.get(id).and_then(|entry| entry.score);
            rows.map(|id| score(id).map_or(u64::MAX, highest_first)).collect()
        }
        Order::Read => rows.map(|id| u64::MAX - read.get(&id).copied().unwrap_or(0)).collect(),
    }
}

/// A day as a number that sorts as days do: 20241126.
fn day(written: &str) -> Option<u64> {
    date::iso(written)?.replace('-', "").parse().ok()
}

/// A number that sorts as scores do, the highest first.
fn highest_first(score: f32) -> u64 {
    let bits = (score + 0.0).to_bits();
    let sorts = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    u64::from(u32::MAX - sorts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::catalog::Record;

    fn catalog(questions: &[String]) -> Catalog {
        let mut catalog = Catalog::new();
        for (at, question) in questions.iter().enumerate() {
            let path = format!("{at:04}.md");
            let date = (at % 3 > 0).then(|| format!("2024-0{}-01", at % 3));
            let score = [None, Some(-2.0), None, Some(0.0)].get(at).copied().flatten();
            let question = question.clone();
            let subject_slug = format!("s{}", at % 4);
            let record = Record { path, question, subject_slug, date, score, ..Record::default() };
            catalog.push(record).unwrap();
        }
        catalog
    }

    fn ranked(order: Order, catalog: &Catalog, read: &HashMap<ArticleId, u64>) -> Ranking {
        let mut ranking = Ranking::start(order, catalog, read);
        while !ranking.step(catalog) {}
        ranking
    }

    fn sorted(order: Order, read: &[(u32, u64)]) -> Vec<u32> {
        let questions = ["d", "b", "c", "a", "b"].map(str::to_owned);
        let catalog = catalog(&questions);
        let read = read.iter().map(|(row, when)| (ArticleId(*row), *when)).collect();
        let mut rows = vec![0, 1, 2, 3, 4];
        ranked(order, &catalog, &read).sort(&mut rows);
        rows
    }

    #[test]
    fn each_order_has_what_a_reader_looks_for_first() {
        assert_eq!(sorted(Order::Title, &[]), [3, 1, 4, 2, 0]);
        assert_eq!(sorted(Order::Date, &[]), [2, 1, 4, 0, 3]);
        assert_eq!(sorted(Order::Subject, &[]), [0, 4, 1, 2, 3]);
        assert_eq!(sorted(Order::Score, &[]), [3, 1, 0, 2, 4]);
        assert_eq!(sorted(Order::Read, &[(2, 1), (4, 2)]), [4, 2, 0, 1, 3]);
    }

    #[test]
    fn every_order_is_found_by_its_name_and_the_last_leads_back_to_the_first() {
        let mut order = Order::default();
        for expected in Order::ALL {
            assert_eq!(order, expected);
            assert_eq!(Order::named(order.name()), Some(order));
            order = order.next();
        }
        assert_eq!(order, Order::Relevance);
    }

    #[test]
    fn scores_sort_as_numbers_do() {
        let scores = [f32::MAX, 2.5, 1.0, 0.0, -0.5, -1.0, f32::MIN];
        assert!(scores.windows(2).all(|two| highest_first(two[0]) < highest_first(two[1])));
        assert_eq!(highest_first(0.0), highest_first(-0.0));
    }

    #[test]
    fn an_article_that_came_after_the_sorting_is_not_lost() {
        let questions: Vec<String> = (0..40).map(|number| format!("{:02}", 40 - number)).collect();
        let mut catalog = catalog(&questions);
        let ranking = ranked(Order::Title, &catalog, &HashMap::new());
        let record = Record { path: "new.md".into(), question: "00".into(), ..Record::default() };
        catalog.push(record).unwrap();
        for count in [2, 41] {
            let mut rows: Vec<u32> = (41 - count..41).collect();
            ranking.sort(&mut rows);
            assert_eq!(rows.len(), count as usize);
            assert_eq!(rows.last(), Some(&40));
        }
    }

    proptest! {
        #[test]
        fn whatever_the_titles_and_however_many_they_are_sorted_as_in_one_go(
            questions in proptest::collection::vec("[ab]( [ab]){0,2}", 0..3000),
        ) {
            let catalog = catalog(&questions);
            let ranking = ranked(Order::Title, &catalog, &HashMap::new());
            let mut expected: Vec<u32> = (0..).take(questions.len()).collect();
            expected.sort_by_key(|row| &questions[*row as usize]);
            let mut rows: Vec<u32> = (0..).take(questions.len()).collect();
            rows.reverse();
            ranking.sort(&mut rows);
            prop_assert_eq!(&rows, &expected);
            let mut few: Vec<u32> = rows.iter().rev().step_by(20).copied().collect();
            let expected: Vec<u32> = few.iter().rev().copied().collect();
            ranking.sort(&mut few);
            prop_assert_eq!(few, expected);
        }
    }
}
