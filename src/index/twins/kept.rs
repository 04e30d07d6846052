//! The groups as they are kept between two runs, in a file beside the index.
//!
//! It finds no twins. The file names articles by hashes of their paths. Invariant: what is read was
//! written for the same articles in the same state, or it is not taken.

use std::collections::HashMap;
use std::fs;

use twox_hash::XxHash3_64;

use super::Article;
use crate::index::place::Place;
use crate::library::catalog::ArticleId;

/// What the file begins with; raise it when the same articles would be grouped in another way.
const MAGIC: u64 = u64::from_le_bytes(*b"twins  2");

/// The state of the articles that were compared, as one number.
pub(super) fn state(articles: &[Article]) -> u64 {
    let mut state = Vec::with_capacity(articles.len() * 4);
    for article in articles {
        let is_listed = u64::from(article.is_listed);
        state.extend([article.key, article.stamp.size, article.stamp.mark, is_listed]);
    }
    XxHash3_64::oneshot(bytemuck::cast_slice(&state))
}

/// The groups that were kept for these articles in this state, if they are there and whole.
pub(super) fn read(place: &Place, state: u64, articles: &[Article]) -> Option<Vec<Vec<ArticleId>>> {
    let bytes = fs::read(place.twins()).ok()?;
    let (numbers, []) = bytes.as_chunks::<8>() else { return None };
    let numbers: Vec<u64> = numbers.iter().map(|number| u64::from_le_bytes(*number)).collect();
    let (sum, numbers) = numbers.split_last()?;
    if *sum != checksum(numbers) {
        return None;
    }
    let [MAGIC, of, lists @ ..] = numbers else { return None };
    if *of != state {
        return None;
    }
    let ids: HashMap<u64, ArticleId> =
        articles.iter().map(|article| (article.key, article.id)).collect();
    let mut groups = Vec::new();
    let mut rest = lists;
    while let Some((count, after)) = rest.split_first() {
        let (keys, after) = after.split_at_checked(usize::try_from(*count).ok()?)?;
        groups.push(keys.iter().map(|key| ids.get(key).copied()).collect::<Option<_>>()?);
        rest = after;
    }
    Some(groups)
}

/// Keeps groups, each of which names its articles by their hashes.
pub(super) fn write(place: &Place, state: u64, groups: &[Vec<u64>]) {
    let mut numbers = vec![MAGIC, state];
    for group in groups {
        numbers.push(group.len() as u64);
        numbers.extend(group);
    }
    numbers.push(checksum(&numbers));
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    // Without the file they are found again at the next start.
    let _ = fs::write(place.twins(), bytes);
}

fn checksum(numbers: &[u64]) -> u64 {
    XxHash3_64::oneshot(bytemuck::cast_slice(numbers))
}
