//! What the filter finds, and in which order.

use proptest::prelude::*;

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
    let rows =
        |typed: &str| Lookup::new(&haystack, &Query::parse(typed)).rows(&haystack, &|_| true);
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
        let mut rows = Lookup::new(&haystack, &query).rows(&haystack, &|_| true);
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
                return haystack.rows().collect();
            }
            Lookup::new(&haystack, &query).rows(&haystack, &|_| true).into_iter().collect()
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
