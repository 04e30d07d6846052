//! What becomes of a note that two programs changed at the same time.
//!
//! Knows no highlight. Invariant: every text is in what comes of it but the one that was changed.

/// What stands between two notes.
const BETWEEN: &str = "\n\n---\n\n";

/// The note that is to be kept where `theirs` is kept, and `ours` was made from `before`. What was changed
/// in between stays above ours; what is there already is not written twice.
#[must_use]
pub fn both(theirs: &str, before: &str, ours: &str) -> String {
    if theirs == before || theirs.is_empty() || has(ours, theirs) {
        return ours.to_owned();
    }
    if ours.is_empty() || has(theirs, ours) {
        return theirs.to_owned();
    }
    // Ours may stand there already as it was before.
    let above = theirs.strip_suffix(before).and_then(|above| above.strip_suffix(BETWEEN));
    format!("{}{BETWEEN}{ours}", above.unwrap_or(theirs))
}

/// Whether a note has another one in it as a whole.
fn has(note: &str, other: &str) -> bool {
    note.match_indices(other).any(|(at, _)| {
        let above = note.get(..at).unwrap_or_default();
        let below = note.get(at + other.len()..).unwrap_or_default();
        (above.is_empty() || above.ends_with(BETWEEN))
            && (below.is_empty() || below.starts_with(BETWEEN))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_notes_that_were_made_from_one_are_both_kept() {
        assert_eq!(both("one", "one", "two"), "two");
        assert_eq!(both("theirs", "one", "ours"), "theirs\n\n---\n\nours");
        assert_eq!(both("theirs\n\n---\n\nours", "ours", "new"), "theirs\n\n---\n\nnew");
        assert_eq!(both("theirs", "one", ""), "theirs");
        assert_eq!(both("", "one", "ours"), "ours");
        assert_eq!(both("some", "one", "so"), "some\n\n---\n\nso");
    }

    proptest! {
        #[test]
        fn no_text_is_lost_and_none_is_written_twice(
            theirs in "([ab]([ab\\n]{0,3}[ab])?)?", before in "([ab]([ab\\n]{0,3}[ab])?)?",
            ours in "([ab]([ab\\n]{0,3}[ab])?)?",
        ) {
            let kept = both(&theirs, &before, &ours);
            prop_assert!(kept.contains(&ours) || theirs == kept);
            prop_assert!(theirs == before || kept.contains(&theirs));
            prop_assert_eq!(both(&kept, &before, &ours), kept);
        }
    }
}
