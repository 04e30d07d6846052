//! Similar articles and near-twins.

use super::*;

/// Answers about things of one kind each, so that few words say what an article is about.
const HERON: &str = "The heron stands in shallow water and waits for fish and frogs. Its long neck \
                     strikes like a spring. It nests high in trees near the river, with other herons.";
const HERON_AGAIN: &str = "In shallow water the heron stands and waits for frogs and fish. The long neck \
                           strikes like a spring. Near the river it nests high in trees with others.";
const KINGFISHER: &str = "The kingfisher sits on a branch over the river and dives for fish. It nests in \
                          a tunnel in the bank, and its feathers are blue and orange.";
const BREAD: &str = "Flour, yeast and salt become dough. The oven is hot when the loaf goes in.";

fn similar(index: &Index, path: &str) -> Vec<String> {
    index.similar(path, 5).unwrap().into_iter().map(|similar| similar.path).collect()
}

#[test]
fn articles_about_the_same_are_similar() {
    let library = Library::with(&[
        ("heron.md", "How does a heron hunt?", HERON),
        ("kingfisher.md", "How does a kingfisher hunt?", KINGFISHER),
        ("bread.md", "How is bread baked?", BREAD),
        ("again.md", "How do herons hunt at a river?", HERON_AGAIN),
    ]);
    library.write(
        "secret.md",
        "question: How does a heron hunt fish?\nno_index: true",
        HERON_AGAIN,
    );
    for number in 0..20 {
        library.write(
            &format!("x{number}.md"),
            "question: What is it?",
            &format!("Thing{number}."),
        );
    }
    let index = library.indexed();
    assert_eq!(similar(&index, "heron.md"), ["again.md", "kingfisher.md"]);
    assert_eq!(
        similar(&index, "bread.md"),
        NONE,
        "better none than one that has nothing to do with it"
    );
    assert_eq!(similar(&index, "x3.md"), NONE);
    assert_eq!(similar(&index, "secret.md")[0], "again.md", "an unlisted one may ask");
    assert_eq!(similar(&index, "nowhere.md"), NONE);
    let one = index.similar("heron.md", 1).unwrap();
    assert!(one.len() == 1 && one[0].score > 0.3 && one[0].score <= 1.0);
}

#[test]
fn copies_of_one_text_are_not_told_twice() {
    let library = Library::with(&[
        ("heron.md", "How does a heron hunt?", HERON),
        ("copy.md", "How does a heron hunt?", HERON),
        ("again.md", "How do herons hunt at a river?", HERON_AGAIN),
        ("again-copy.md", "How do herons hunt at a river?", HERON_AGAIN),
        ("bread.md", "How is bread baked?", BREAD),
    ]);
    let index = library.indexed();
    assert_eq!(similar(&index, "heron.md"), ["again-copy.md"]);
}

fn twins(index: &Index, catalog: &Catalog) -> Vec<Vec<String>> {
    let path = |id: &_| catalog.get(*id).unwrap().path.to_owned();
    let groups = index.twins(catalog, || true).unwrap().unwrap();
    groups.iter().map(|group| group.iter().map(path).collect()).collect()
}

/// Articles of which some are twins.
fn twins_and_others() -> Library {
    let library = Library::with(&[
        ("birds/heron.md", "How does a heron hunt?", HERON),
        ("birds/kingfisher.md", "How does a kingfisher hunt?", KINGFISHER),
        ("rivers/heron.md", "How does a heron hunt?", HERON),
        ("rivers/hunting.md", "Describe how herons hunt.", HERON_AGAIN),
        ("kitchen/bread.md", "How is bread baked?", BREAD),
        ("kitchen/heron.md", "How does a heron hunt?", BREAD),
    ]);
    library.write("kitchen/secret.md", "question: How is bread baked?\nno_index: true", BREAD);
    for number in 0..20 {
        library.write(&format!("x/{number}.md"), "question: Note", &format!("Thing{number}."));
    }
    library
}

const HERONS: [&str; 3] = ["birds/heron.md", "rivers/heron.md", "rivers/hunting.md"];

#[test]
fn twins_ask_nearly_the_same_and_say_nearly_the_same() {
    let library = twins_and_others();
    let index = library.indexed();
    assert_eq!(index.twins(&library.catalog(), || false), Ok(None), "nobody waits any more");
    assert_eq!(twins(&index, &library.catalog()), [HERONS]);
}

#[test]
fn twins_do_not_depend_on_how_they_were_indexed() {
    let library = twins_and_others();
    let catalog = library.catalog();
    let index = Index::in_memory().unwrap();
    let all = index.compare(&catalog).unwrap().changed;
    for file in all.iter().rev() {
        for _ in 0..2 {
            let one = Difference { changed: vec![file.clone()], gone: vec![] };
            index.update(&library.source(), &one, |_| true).unwrap();
        }
    }
    assert_eq!(twins(&index, &catalog), [HERONS]);
}

#[test]
fn twins_are_kept_until_something_changes() {
    let library = twins_and_others();
    let index = library.indexed();
    let file = library.place.twins();
    assert_eq!(twins(&index, &library.catalog()), [HERONS]);
    let kept = fs::read(&file).unwrap();
    // What was kept is taken, not found again: nobody is asked whether to go on.
    assert!(index.twins(&library.catalog(), || false).unwrap().is_some());
    for harm in [&kept[..kept.len() - 8], &kept[..9], &[]] {
        fs::write(&file, harm).unwrap();
        assert_eq!(twins(&index, &library.catalog()), [HERONS]);
        assert_eq!(fs::read(&file).unwrap(), kept);
    }
    let mut other = kept.clone();
    other[20] ^= 1;
    fs::write(&file, other).unwrap();
    assert_eq!(twins(&index, &library.catalog()), [HERONS]);
    library.write("rivers/heron.md", "question: How does a heron hunt?", BREAD);
    assert_eq!(twins(&index, &library.catalog()), [["birds/heron.md", "rivers/hunting.md"]]);
    library.update(&index);
    let groups = twins(&index, &library.catalog());
    assert_eq!(groups[0], ["birds/heron.md", "rivers/hunting.md"]);
    assert_eq!(groups[1], ["kitchen/heron.md", "rivers/heron.md"]);
    assert_ne!(fs::read(&file).unwrap(), kept);
}
