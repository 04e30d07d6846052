//! What the filter finds, and in which order.

use std::collections::HashSet;
use std::task::Poll;

use proptest::prelude::*;

use super::budget::Budget;
use super::lookup::Known;
use super::words::Words;
use super::*;

const QUESTIONS: [&str; 14] = [
    "How does the ring road affect an electrician's field work?",
    "What is the electric field on the axis of a ring of charge?",
    "How is the electric field at the centre of a ring found?",
    "What happens to magnetic fields during electrical measuring?",
    "Why does a charged ring have an electric field?",
    "How does the nervous system steer a muscle?",
    "What is the role of the Nervous Conditions in the novel?",
    "How do plants use photosynthesis to store energy?",
    "What did the café in Zürich mean to the Dadaists?",
    "How does DNA store information?",
    "What is a dna test?",
    "Who wrote Gödel, Escher, Bach?",
    "",
    "What is\nthe capital\0of Norway?",
];

fn haystack<T: AsRef<str>>(questions: &[T]) -> Haystack {
    let mut haystack = Haystack::new();
    for question in questions {
        haystack.push(question.as_ref());
    }
    haystack
}

/// What the first stage finds.
fn by_words(haystack: &Haystack, query: &Query) -> Vec<u32> {
    let mut words = Words::new(query, Vec::new());
    let (mut known, mut budget) = (Known::default(), Budget::new(usize::MAX));
    wait_for(|| words.step(haystack, &|_| true, &mut known, &mut budget))
}

/// What comes out when steps are taken until it does.
pub(super) fn wait_for<T>(mut step: impl FnMut() -> Poll<T>) -> T {
    loop {
        if let Poll::Ready(found) = step() {
            return found;
        }
    }
}

fn find(typed: &str) -> Found {
    haystack(&QUESTIONS).find(&Query::parse(typed), &|_| true)
}

#[test]
fn whole_words_in_the_typed_order_and_close_together_come_first() {
    let found = find("electric field ring");
    assert_eq!(found.rows, [1, 2, 4, 0, 3]);
    assert_eq!((found.stage, found.corrected), (Stage::Words, None));
}

#[test]
fn words_are_found_in_any_order() {
    let mut typed = find("ring of electric").rows;
    let mut turned = find("of electric ring").rows;
    typed.sort_unstable();
    turned.sort_unstable();
    assert_eq!(typed, turned);
    assert_eq!(typed, [1, 2]);
}

#[test]
fn accents_need_not_be_typed_and_may_be() {
    for typed in ["cafe zurich", "café Zürich", "zu\u{308}rich", "gödel", "godel"] {
        assert_eq!(find(typed).rows.len(), 1, "{typed}");
    }
}

#[test]
fn a_capital_makes_a_word_ask_for_its_case() {
    assert_eq!(find("dna").rows, [9, 10]);
    assert_eq!(find("DNA").rows, [9]);
    assert_eq!(find("Nervous").rows, [6]);
}

#[test]
fn a_slip_and_a_swap_are_corrected_and_said() {
    for typed in ["electrik field ring", "elecrtic field ring", "elctric field ring"] {
        let found = find(typed);
        assert_eq!(found.corrected.as_deref(), Some("electric field ring"), "{typed}");
        assert_eq!(found.stage, Stage::Corrected);
        assert_eq!(found.rows, find("electric field ring").rows);
    }
}

#[test]
fn a_slip_in_the_word_being_typed_is_corrected_to_a_beginning() {
    let found = find("phtos");
    assert_eq!((found.corrected.as_deref(), found.rows.first()), (Some("photos"), Some(&7)));
}

#[test]
fn a_few_letters_of_each_word_find_a_question() {
    let found = find("eflring");
    assert_eq!(found.stage, Stage::Letters);
    assert_eq!(found.corrected, None);
    assert_eq!(found.rows, [1, 2, 3]);
}

#[test]
fn letters_are_not_tried_where_every_word_is_known() {
    assert_eq!(find("muscle energy").stage, Stage::Partly);
}

#[test]
fn letters_are_not_tried_where_every_word_could_be_corrected() {
    let found = find("photosinthesis");
    assert_eq!((found.rows.as_slice(), found.stage), (&[7][..], Stage::Corrected));
    assert_eq!(find("muscel energie").stage, Stage::Partly);
}

#[test]
fn a_word_at_a_start_is_found_even_if_a_word_holds_it_inside_before() {
    let questions = ["a string", "measuring a ring", "ring"];
    assert_eq!(haystack(&questions).find(&Query::parse("ring"), &|_| true).rows, [2, 1, 0]);
}

#[test]
fn nothing_typed_finds_everything_in_scope_in_order() {
    let haystack = haystack(&QUESTIONS);
    let found = haystack.find(&Query::parse("  "), &|row| row % 5 == 0);
    assert_eq!(found, Found { rows: vec![0, 5, 10], ..Found::default() });
}

#[test]
fn only_rows_in_scope_are_found_at_every_stage() {
    let haystack = haystack(&QUESTIONS);
    for typed in ["electric field", "elctric field", "chriefi"] {
        let rows = haystack.find(&Query::parse(typed), &|row| row == 4).rows;
        assert_eq!(rows, [4], "{typed}");
    }
}

#[test]
fn a_match_never_spans_two_questions() {
    let haystack = haystack(&["alpha bet", "a gamma", "betagamm", "", "a\n", "\nb"]);
    let rows = |typed: &str| by_words(&haystack, &Query::parse(typed));
    assert_eq!(rows("beta"), [2]);
    assert_eq!(rows("betagamma"), [0_u32; 0]);
    assert_eq!(rows("bet gamma"), [0_u32; 0]);
    assert_eq!(rows("ab"), [0_u32; 0]);
}

#[test]
fn a_line_break_or_a_nul_in_a_question_hides_no_word() {
    assert_eq!(find("is the capital norway").rows, [13]);
}

#[test]
fn equal_questions_keep_the_order_of_the_library() {
    let questions = vec!["What is a ring?"; 6000];
    let rows = haystack(&questions).find(&Query::parse("ring"), &|_| true).rows;
    assert_eq!(rows, (0..6000).collect::<Vec<_>>());
}

#[test]
fn a_query_of_any_size_comes_back() {
    let haystack = haystack(&[QUESTIONS.join(" ").repeat(200), "x".repeat(100_000)]);
    for typed in ["x".repeat(10_000), "ring field ".repeat(250), "ab ".repeat(3000), "é".repeat(64)]
    {
        let query = Query::parse(&typed);
        let found = haystack.find(&query, &|_| true);
        let _ = marks(&"x".repeat(100_000), &query, &found);
    }
    assert_eq!(haystack.find(&Query::parse(&"x".repeat(10_000)), &|_| true).rows, [1]);
}

#[test]
fn a_question_is_found_by_all_of_its_words() {
    let long = (0..30).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
    let haystack = haystack(&[&long, "word1 word2"]);
    assert_eq!(haystack.find(&Query::parse(&long), &|_| true).rows, [0]);
}

/// What the first stage must find, the plain way.
fn holds_every_word(question: &str, query: &Query) -> bool {
    let (folded, upper) = query::fold_with_case(question);
    query.words().iter().all(|word| {
        let mut places = memchr::memmem::find_iter(folded.as_bytes(), &word.text);
        places.any(|at| word.upper.is_empty() || upper[at..at + word.text.len()] == word.upper)
    })
}

fn questions() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-cA-C é?\n]{0,12}|\\PC{0,20}", 0..30)
}

proptest! {
    #[test]
    fn the_word_stage_finds_what_holds_every_word(
        questions in questions(),
        typed in "[a-cA-C]{1,3}( [a-cA-Cé]{1,2}){0,10}|\\PC{1,3}",
    ) {
        let haystack = haystack(&questions);
        let query = Query::parse(&typed);
        prop_assume!(!query.is_empty());
        let mut rows = by_words(&haystack, &query);
        rows.sort_unstable();
        let expected: Vec<u32> = (0..)
            .zip(&questions)
            .filter(|(_, question)| holds_every_word(question, &query))
            .map(|(row, _)| row)
            .collect();
        prop_assert_eq!(rows, expected);
    }

    #[test]
    fn each_row_is_found_at_most_once_and_only_in_scope(
        questions in questions(),
        typed in "[a-cA-C é]{0,12}|\\PC{0,20}",
    ) {
        let haystack = haystack(&questions);
        let rows = haystack.find(&Query::parse(&typed), &|row| row % 3 != 0).rows;
        let once: HashSet<u32> = rows.iter().copied().collect();
        prop_assert_eq!(once.len(), rows.len());
        prop_assert!(rows.iter().all(|row| row % 3 != 0 && (*row as usize) < questions.len()));
    }

    #[test]
    fn one_more_letter_never_finds_more(
        questions in questions(),
        typed in "[a-cA-C é?]{1,8}|\\PC{1,8}",
        letter in "[a-cA-C é?]|\\PC",
    ) {
        let haystack = haystack(&questions);
        let rows = |typed: &str| {
            let query = Query::parse(typed);
            if query.is_empty() {
                return haystack.find(&query, &|_| true).rows.into_iter().collect();
            }
            by_words(&haystack, &query).into_iter().collect()
        };
        let before: HashSet<u32> = rows(&typed);
        let after = rows(&format!("{typed}{letter}"));
        prop_assert!(after.is_subset(&before));
    }
}

#[test]
fn words_that_no_question_holds_together_find_those_with_some_of_them_the_rare_ones_first() {
    let found = find("electric photosynthesis");
    assert_eq!(found.stage, Stage::Partly);
    assert_eq!(found.rows.first(), Some(&7), "the rarer word says more");
    let fits = find("electric").rows;
    assert_eq!(found.rows.get(1..), Some(&fits[..]), "equals stand as their word fits");
    let query = Query::parse("electric photosynthesis");
    let marked = marks(QUESTIONS[7], &query, &found);
    assert_eq!(marked.len(), 1);
    assert_eq!(QUESTIONS[7].get(marked[0].clone()), Some("photosynthesis"));
    assert_eq!(find("electric photosinthesis").stage, Stage::Partly);
    assert_eq!(find("zzqx yyqx").rows, [0_u32; 0]);
    assert_eq!(find("thesis capital").rows, [13], "no word begins with thesis");
}

/// Runs a search in slices of so much work.
fn sliced(haystack: &Haystack, mut search: Search, work: usize) -> (Search, usize) {
    let mut steps = 1;
    while !search.step_within(haystack, &|row| row % 7 != 3, &mut Budget::new(work)) {
        steps += 1;
    }
    (search, steps)
}

/// Questions in which the stages find something, and queries for each stage.
fn spoken() -> impl Strategy<Value = Vec<String>> {
    let word = proptest::sample::select(vec![
        "electric",
        "field",
        "Field",
        "ring",
        "string",
        "elfin",
        "rings",
        "How",
        "fiend",
        "é",
        "a",
        "photosynthesis",
        "DNA",
    ]);
    let question = proptest::collection::vec(word, 0..6).prop_map(|words| words.join(" "));
    proptest::collection::vec(question, 0..90)
}

fn typed() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec![
        "electric",
        "elctric",
        "fi",
        "Fie",
        "field",
        "feild",
        "ring",
        "r",
        "e",
        "in",
        "photosinth",
        "elfr",
        "eflring",
        "dna",
        "DNA",
        "zz",
        "fotosynthesys",
    ]);
    (proptest::collection::vec(word, 0..5), "[ a-e]{0,2}")
        .prop_map(|(words, rest)| words.join(" ") + &rest)
}

proptest! {
    #[test]
    fn a_search_in_slices_finds_what_one_without_a_break_finds(
        questions in spoken(),
        typed in typed(),
        work in 1_usize..3000,
    ) {
        let haystack = haystack(&questions);
        let query = Query::parse(&typed);
        let whole = haystack.find(&query, &|row| row % 7 != 3);
        let (mut search, _) = sliced(&haystack, Search::start(&haystack, query, None), work);
        prop_assert_eq!(search.take_found(), whole);
    }

    #[test]
    fn what_earlier_searches_know_changes_nothing_that_is_found(
        questions in spoken(),
        typed in proptest::collection::vec(typed(), 1..3),
        work in 1_usize..3000,
        unfinished in 0_usize..4,
        change in proptest::option::of((0_u32..90, "[a-c ]{0,6}")),
    ) {
        let mut haystack = haystack(&questions);
        let mut previous: Option<Search> = None;
        let mut change = change;
        for typed in typed {
            for end in typed.char_indices().map(|(at, letter)| at + letter.len_utf8()) {
                let query = Query::parse(typed.get(..end).unwrap());
                let alone = haystack.find(&query, &|row| row % 7 != 3);
                let mut search = Search::start(&haystack, query, previous.as_ref());
                if end % 4 == unfinished {
                    search.step_within(&haystack, &|row| row % 7 != 3, &mut Budget::new(work));
                } else {
                    search = sliced(&haystack, search, work).0;
                    prop_assert_eq!(search.take_found(), alone);
                }
                previous = Some(search);
            }
            if let Some((row, question)) = change.take() {
                haystack.replace(row, &question);
            }
        }
    }

    #[test]
    fn questions_that_change_in_the_middle_of_a_search_are_searched_anew(
        questions in spoken(),
        typed in typed(),
        work in 1_usize..3000,
        steps in 0_usize..6,
        question in "(electric|ring|[a-e ]){0,3}",
    ) {
        let mut haystack = haystack(&questions);
        let mut search = Search::start(&haystack, Query::parse(&typed), None);
        let is_done = (0..steps).any(|_| {
            search.step_within(&haystack, &|row| row % 7 != 3, &mut Budget::new(work))
        });
        haystack.push(&question);
        haystack.replace(0, &question);
        if !is_done {
            let found = sliced(&haystack, search, work).0.take_found();
            let again = haystack.find(&Query::parse(&typed), &|row| row % 7 != 3);
            prop_assert_eq!(found, again);
        }
    }
}

#[test]
fn a_search_with_little_work_at_once_takes_many_steps_and_ends() {
    let haystack = haystack(&QUESTIONS);
    for typed in ["", "e", "electric field", "elctric feild", "eflring", "muscle energy", "zzqx"] {
        let query = Query::parse(typed);
        let search = Search::start(&haystack, query.clone(), None);
        assert!(!search.is_done());
        let (search, steps) = sliced(&haystack, search, 1);
        assert!(search.is_done() && search.query() == &query && steps < 2000, "{typed}: {steps}");
        assert!(steps > 1 || typed.is_empty(), "{typed}: {steps}");
    }
}

#[test]
fn a_row_replaced_by_nothing_is_found_only_by_nothing() {
    let mut haystack = haystack(&QUESTIONS);
    haystack.replace(1, "");
    haystack.replace(99, "no such row");
    assert_eq!(haystack.len(), QUESTIONS.len());
    assert_eq!(haystack.find(&Query::parse("axis"), &|_| true).stage, Stage::Words);
    for typed in ["axis", "e", "electric field ring", "electric photosynthesis", "eflring"] {
        let found = haystack.find(&Query::parse(typed), &|_| true);
        assert!(!found.rows.contains(&1), "{typed}");
    }
    assert!(haystack.find(&Query::parse(""), &|_| true).rows.contains(&1));
}
