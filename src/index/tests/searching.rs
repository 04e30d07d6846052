//! What is found, and what comes first.

use super::*;

#[test]
fn an_article_is_found_by_the_words_of_its_answer() {
    let library = Library::with(&[
        ("ring.md", "What is a ring?", "The field of a charged ring."),
        ("sea.md", "What is the sea?", "Water with salt."),
    ]);
    let index = library.indexed();
    let hits = index.search(&Query::words("charged field ")).unwrap();
    assert_eq!(hits.total, 1);
    assert_eq!(hits.hits[0].path, "ring.md");
    assert_eq!(hits.hits[0].snippet.text, "The field of a charged ring.");
    assert_eq!(hits.hits[0].snippet.marks, [4..9, 15..22]);
    assert!(index.compare(&library.catalog()).unwrap().is_empty());
}

#[test]
fn the_question_comes_before_the_keywords_and_these_before_the_answer() {
    let library = Library::new();
    let filler = "Some other words that say nothing about it. ".repeat(5);
    library.write("a.md", "question: What is this?", &format!("{filler} Entropy entropy entropy."));
    library.write("b.md", "question: What is that?\nkeywords: [heat, entropy]", &filler);
    library.write("c.md", "question: Which entropy has a gas in a closed box?", &filler);
    let index = library.indexed();
    assert_eq!(found(&index, "entropy"), ["c.md", "b.md", "a.md"]);
}

#[test]
fn the_word_as_it_was_typed_comes_before_its_other_forms() {
    let library = Library::with(&[
        ("a.md", "One?", "Many fields are there."),
        ("b.md", "Two?", "Only one field is there."),
    ]);
    let index = library.indexed();
    assert_eq!(found(&index, "fields"), ["a.md", "b.md"]);
    assert_eq!(found(&index, "field"), ["b.md", "a.md"]);
}

#[test]
fn a_phrase_is_found_only_where_its_words_stand_together() {
    let library = Library::with(&[
        ("a.md", "One?", "An electric field of a ring."),
        ("b.md", "Two?", "A field that is electric."),
    ]);
    let index = library.indexed();
    let phrase =
        |text: &str| Query { phrases: vec![text.to_owned()], limit: HITS, ..Query::default() };
    assert_eq!(paths(&index, &phrase("Electric field")), ["a.md"]);
    assert_eq!(paths(&index, &phrase("electric fields")), NONE);
    let excluded =
        Query { excluded: vec!["electric field".to_owned()], ..Query::words("electric ") };
    assert_eq!(paths(&index, &excluded), ["b.md"]);
}

#[test]
fn an_excluded_word_keeps_articles_out() {
    let library = Library::with(&[
        ("a.md", "One?", "An electric field."),
        ("b.md", "Two?", "An electric motor."),
    ]);
    let index = library.indexed();
    let query = Query { excluded: vec!["fields".to_owned()], ..Query::words("electric ") };
    assert_eq!(paths(&index, &query), ["b.md"]);
}

#[test]
fn the_last_word_may_be_a_beginning() {
    let library = Library::with(&[
        ("a.md", "One?", "About photosynthesis in leaves."),
        ("b.md", "Two?", "About photons."),
    ]);
    let index = library.indexed();
    assert_eq!(paths(&index, &Query::words("about photosy")), ["a.md"]);
    assert_eq!(paths(&index, &Query::words("photo")).len(), 2);
    assert_eq!(found(&index, "photosy"), NONE, "a blank ends the word");
    let hits = index.search(&Query::words("photos")).unwrap();
    assert_eq!(hits.hits[0].snippet.marks.first(), Some(&(6..20)));
}

#[test]
fn a_whole_word_that_may_go_on_is_found_in_its_other_forms_too() {
    let library = Library::with(&[("a.md", "One?", "One energy.")]);
    let index = library.indexed();
    assert_eq!(paths(&index, &Query::words("energies")), ["a.md"]);
}

#[test]
fn a_slip_is_forgiven_only_where_nothing_matches() {
    let library = Library::with(&[
        ("a.md", "One?", "About thermodynamics and heat."),
        ("b.md", "Two?", "About a heap of sand."),
    ]);
    let index = library.indexed();
    let hits = index.search(&Query::words("about thermodinamcs ")).unwrap();
    assert_eq!(hits.hits[0].path, "a.md");
    assert_eq!(hits.corrected.as_deref(), Some("about thermodynamics"));
    assert_eq!(hits.hits[0].snippet.marks, [0..5, 6..20]);
    let hits = index.search(&Query::words("heap ")).unwrap();
    assert_eq!((hits.total, hits.corrected), (1, None));
    let hits = index.search(&Query::words("hxxp ")).unwrap();
    assert_eq!((hits.total, hits.corrected), (0, None));
    let hits = index.search(&Query::words("about termod")).unwrap();
    assert_eq!(hits.corrected.as_deref(), Some("about thermodynamics"));
}

#[test]
fn where_nothing_holds_all_words_those_that_hold_most_are_found() {
    let library = Library::with(&[
        ("a.md", "One?", "A charged ring has an electric field."),
        ("b.md", "Two?", "An electric motor."),
        ("c.md", "Three?", "A ring on a finger."),
    ]);
    let index = library.indexed();
    let hits = index.search(&Query::words("electric ring heron ")).unwrap();
    assert!(hits.partly && hits.corrected.is_none());
    assert_eq!((hits.total, &*hits.hits[0].path), (1, "a.md"));
    assert_eq!(hits.hits[0].snippet.marks.len(), 2);
    let hits = index.search(&Query::words("motor finger ")).unwrap();
    assert_eq!((hits.total, hits.partly), (2, true));
    let excluded = Query { excluded: vec!["ring".to_owned()], ..Query::words("electric heron ") };
    assert_eq!(paths(&index, &excluded), ["b.md"]);
    let phrase = Query { phrases: vec!["electric motor".to_owned()], ..Query::words("finger ") };
    assert_eq!(paths(&index, &phrase).len(), 2);
    let hits = index.search(&Query::words("electric ring ")).unwrap();
    assert_eq!((hits.total, hits.partly), (1, false));
    assert_eq!(found(&index, "heron"), NONE);
    assert_eq!(found(&index, "heron stork"), NONE);
}

#[test]
fn a_word_of_every_article_is_not_enough() {
    let library = Library::new();
    for number in 0..200 {
        library.write(&format!("{number}.md"), "question: What?", "A common text.");
    }
    library.write("rare.md", "question: What?", "A rare text.");
    let index = library.indexed();
    assert_eq!(found(&index, "common heron"), NONE);
    assert_eq!(found(&index, "common rare"), ["rare.md"]);
}

#[test]
fn words_that_only_say_how_is_asked_need_not_be_there() {
    let library = Library::with(&[
        ("a.md", "Electric fields?", "They fill space."),
        ("b.md", "What is an electric field?", "It fills space."),
        ("c.md", "Why?", "Space is wide."),
    ]);
    let index = library.indexed();
    assert_eq!(found(&index, "how does the electric field fill space"), ["b.md", "a.md"]);
    assert_eq!(found(&index, "electric vs field"), ["b.md", "a.md"]);
    assert_eq!(found(&index, "is"), ["b.md", "c.md"], "alone they are words as others are");
    let query = Query { phrases: vec!["it fills".to_owned()], ..Query::words("why ") };
    assert_eq!(paths(&index, &query), ["b.md"]);
    let hits = index.search(&Query::words("the space ")).unwrap();
    assert!(hits.hits.iter().all(|hit| hit.snippet.marks.len() == 1));
}

#[test]
fn what_an_operator_joins_is_better_together_and_found_apart() {
    let library = Library::with(&[
        ("a.md", "One?", "Moles are counted in mol, and volumes in L."),
        ("b.md", "Two?", "It is given in mol/L."),
        ("c.md", "Three?", "A mol of a gas."),
    ]);
    let index = library.indexed();
    assert_eq!(found(&index, "mol/l"), ["b.md", "a.md"]);
    assert_eq!(found(&index, "x-mol"), NONE);
}

#[test]
fn a_letter_finds_all_that_holds_a_word_with_it() {
    let library = Library::new();
    for number in 0..30 {
        library.write(&format!("{number}.md"), "question: What?", &format!("Word{number} here."));
    }
    library.write("x.md", "question: What?\nno_index: true", "Wonder.");
    let index = library.indexed();
    let query = Query { limit: 25, ..Query::words("w") };
    let hits = index.search(&query).unwrap();
    assert_eq!((hits.total, hits.hits.len()), (30, 25));
    assert_eq!(index.search(&Query::words("word2")).unwrap().total, 11);
}

#[test]
fn accents_and_case_do_not_matter() {
    let library = Library::with(&[("a.md", "Où?", "Le CAFÉ de l’hôpital.")]);
    let index = library.indexed();
    for typed in ["cafe", "Café", "l'hopital", "ou"] {
        assert_eq!(found(&index, typed), ["a.md"], "{typed}");
    }
}

#[test]
fn a_formula_is_found_as_it_is_shown() {
    let library = Library::with(&[(
        "a.md",
        "Which?",
        "It is $\\lambda = \\frac{Q}{2\\pi a}$ and $E = mc^2$ here.",
    )]);
    let index = library.indexed();
    for typed in ["λ", "mc^2", "mc²", "E = mc2"] {
        assert_eq!(found(&index, typed), ["a.md"], "{typed}");
    }
    let hits = index.search(&Query::words("mc2 ")).unwrap();
    assert_eq!(hits.hits[0].snippet.text, "It is λ = Q/(2πa) and E = mc² here.");
    assert_eq!(found(&index, "frac"), NONE);
}

#[test]
fn an_article_may_be_asked_for_by_what_it_is() {
    let library = Library::new();
    library.write(
        "a.md",
        "question: One?\nsubject: Physics\nauthor: Ada, Bob\nkeywords: [Ring Charge]\ndate: 2024-05-01",
        "Text with $x$.",
    );
    library.write(
        "b.md",
        "question: Two?\nsubject: Biology\nauthor: Ada\ndate: 2025-02-03",
        "Text:\n\n```c\nx\n```\n\n|a|b|\n|-|-|\n|1|2|",
    );
    library.write("c.md", "question: Three?\nid: 7\nno_index: true", "Text that is unlisted.");
    let index = library.indexed();
    let catalog = library.catalog();
    let found = |typed: &str| {
        let typed = crate::query::Query::parse(typed);
        let (query, faults) = Query::asked(&typed, &catalog);
        assert_eq!(faults, []);
        paths(&index, &query)
    };
    assert_eq!(found("text ").len(), 2);
    assert_eq!(found("text subject:phys"), ["a.md"]);
    assert_eq!(found("text -subject:physics"), ["b.md"]);
    assert_eq!(found("author:BO"), ["a.md"]);
    assert_eq!(found("author:ada").len(), 2);
    assert_eq!(found("tag:\"ring charge\""), ["a.md"]);
    assert_eq!(found("after:2025"), ["b.md"]);
    assert_eq!(found("after:2024-05-01 before:2025"), ["a.md"]);
    assert_eq!(found("before:2024-05-01"), NONE);
    assert_eq!(found("has:math"), ["a.md"]);
    assert_eq!(found("has:code -has:math"), ["b.md"]);
    assert_eq!(found("text -has:table"), ["a.md"]);
    assert_eq!(found("has:related"), NONE);
    assert_eq!(found("id:7"), ["c.md"]);
    assert_eq!(found("id:7 id:8").len(), 1);
    assert_eq!(found("text is:unlisted"), ["c.md"]);
    let typed = crate::query::Query::parse("subject:zoology");
    assert_eq!(Query::asked(&typed, &catalog).1.len(), 1);
}

#[test]
fn without_words_everything_that_is_asked_for_is_found() {
    let library = Library::with(&[("a.md", "One?", "Text."), ("b.md", "Two?", "Text.")]);
    let index = library.indexed();
    let everything = Query { limit: HITS, ..Query::default() };
    assert_eq!(paths(&index, &everything).len(), 2);
    assert_eq!(index.search(&Query::words("")).unwrap().total, 2);
    assert_eq!(index.search(&Query::words("? !")).unwrap().total, 2);
}
