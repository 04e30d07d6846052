//! Whatever is kept, in any order and in any portions, is recalled as the core has it.

use proptest::prelude::*;

use super::{home, recalled};
use crate::document::Position;
use crate::library::source::Source;
use crate::memory::{Highlight, Kept, Memory, Named, Quote, Remembered, Resume, ShelfChange};
use crate::store::memory::{Database, Sample};

/// Names, few enough to meet again.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Exam", "exam", "To read", "äther"]).prop_map(str::to_owned)
}

pub(in crate::store::memory) fn article() -> impl Strategy<Value = Named> {
    (0..4, 0..2).prop_map(|(article, version)| Named {
        article: format!("/learn/{article}"),
        question: format!("Why {article}, in version {version}?"),
        subject: "Physics".to_owned(),
    })
}

fn position() -> impl Strategy<Value = Position> {
    (0_usize..9, 0_usize..9).prop_map(|(leaf, offset)| Position { leaf, offset })
}

fn shelf_change() -> impl Strategy<Value = ShelfChange> {
    prop_oneof![
        name().prop_map(ShelfChange::Make),
        (name(), name()).prop_map(|(from, to)| ShelfChange::Rename { from, to }),
        name().prop_map(ShelfChange::Drop),
        (name(), article()).prop_map(|(shelf, article)| ShelfChange::Put(shelf, article)),
        (name(), article()).prop_map(|(shelf, named)| ShelfChange::Take(shelf, named.article)),
        (name(), article(), 0_usize..5).prop_map(|(shelf, named, to)| ShelfChange::Move {
            shelf,
            article: named.article,
            to
        }),
    ]
}

fn highlight() -> impl Strategy<Value = Highlight> {
    (0_u8..3, article(), position(), "[a-z]{1,5}\n?", "[a-z]{0,3}", 0_i64..3).prop_map(
        |(uid, article, position, exact, note, made)| Highlight {
            uid: uid.to_string(),
            article,
            quote: Quote { exact, position, ..Quote::default() },
            note,
            made,
            changed: made + 1,
        },
    )
}

/// Anything that can be kept but a visit.
pub(in crate::store::memory) fn memory() -> impl Strategy<Value = Memory> {
    prop_oneof![
        name().prop_map(Memory::Query),
        (name(), name()).prop_map(|(name, value)| Memory::Setting(name, value)),
        (article(), any::<bool>()).prop_map(|(article, is)| Memory::Read(article, is)),
        (article(), any::<bool>()).prop_map(|(article, is)| Memory::Star(article, is)),
        (article(), 0_u32..99).prop_map(|(article, seconds)| Memory::Spent(article, seconds)),
        (article(), prop::option::of(position())).prop_map(|(at, left)| Memory::Left(at, left)),
        shelf_change().prop_map(Memory::Shelf),
        shelf_change().prop_map(Memory::Shelf),
        highlight().prop_map(|highlight| Memory::Highlight(Box::new(highlight))),
        (highlight(), "[a-z]{0,1}").prop_map(|(it, before)| Memory::Note(Box::new(it), before)),
        (0_u8..3).prop_map(|uid| Memory::DropHighlight(uid.to_string())),
        (article(), article()).prop_map(|(from, to)| Memory::Rekey(from.article, to)),
        (name(), article(), any::<bool>()).prop_map(|(filter, named, is_first)| {
            let trail = vec![(named.article, Position::default())];
            let resume = Box::new(Resume { filter, trail, at: 1, ..Resume::default() });
            if is_first { Memory::FirstResume(resume) } else { Memory::Resume(resume) }
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_recalled_is_what_the_reader_had_before_the_eyes(
        memories in prop::collection::vec(memory(), 0..40),
    ) {
        let (_folder, place) = home();
        let mut database = Database::open(&place).unwrap();
        let library = database.recognise(&Source::Bundled, &Sample::default()).unwrap();
        let kept: Vec<_> =
            (0..).zip(memories).map(|(time, memory)| Kept { time, memory }).collect();
        // Several at once and one by one.
        let (first, rest) = kept.split_at(kept.len() / 2);
        database.keep(library, first).unwrap();
        for one in rest {
            database.keep(library, std::slice::from_ref(one)).unwrap();
        }
        let mut expected = Remembered::default();
        for one in &kept {
            expected.apply(one);
        }
        prop_assert_eq!(recalled(&mut database), expected);
    }
}
