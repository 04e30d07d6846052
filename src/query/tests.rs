//! The language as a reader types it.

use proptest::prelude::*;

use super::complete::Wanted;
use super::*;

fn conditions(text: &str) -> Vec<(bool, Condition)> {
    let clauses = Query::parse(text).clauses.into_iter();
    clauses.map(|clause| (clause.negated, clause.condition)).collect()
}

#[test]
fn words_phrases_and_exclusions_are_told_apart() {
    let query = Query::parse("ring  \"electric field\" -charge -\"point charge\" axis");
    assert_eq!(query.words, ["ring", "electric", "field", "axis"]);
    assert_eq!(query.phrases, ["electric field"]);
    assert_eq!(query.excluded, ["charge", "point charge"]);
    assert!(query.is_open && query.faults.is_empty());
    assert_eq!(query.text(), "ring electric field axis");
}

#[test]
fn a_blank_ends_the_last_word_and_a_quote_not_closed_holds_the_rest() {
    assert!(Query::parse("elec").is_open);
    assert!(!Query::parse("elec ").is_open);
    assert_eq!(Query::parse("elec ").text(), "elec ");
    let query = Query::parse("a \"b c");
    assert_eq!((query.phrases, query.is_open), (vec!["b c".to_owned()], false));
}

#[test]
fn conditions_take_values_with_and_without_quotes() {
    assert_eq!(
        conditions("subject:physics -tag:\"carbon cycle\" Has:math id:-3"),
        [
            (false, Condition::Subject("physics".to_owned())),
            (true, Condition::Tag("carbon cycle".to_owned())),
            (false, Condition::Has(Feature::Math)),
            (false, Condition::Id(-3)),
        ]
    );
    assert!(matches!(conditions("after:2025-01 before:2026")[..], [_, _]));
}

#[test]
fn what_is_not_understood_is_said_and_looked_for_as_it_stands() {
    let query = Query::parse("color:red ring");
    assert_eq!(query.words, ["color:red", "ring"]);
    assert_eq!(query.faults[0].at, 0..9);
    assert!(query.faults[0].reason.starts_with("there is no color:, only subject:"));
    let query = Query::parse("ring after:yesterday");
    assert_eq!(query.words, ["ring"]);
    let reason = "after: wants a day such as 2025-01-10, a month or a year, not “yesterday”";
    assert_eq!(query.faults, [Fault { at: 5..20, reason: reason.to_owned() }]);
    assert!(Query::parse("is:good").faults[0].reason.contains("unlisted"));
}

#[test]
fn colons_and_hyphens_in_what_one_reads_are_no_conditions() {
    for text in ["3:1", "http://a.b", "a:b", "Darwin: his life", "-", "well-known", "::", "x - y"] {
        let query = Query::parse(text);
        assert!(query.clauses.is_empty() && query.faults.is_empty(), "{text}");
        assert!(query.excluded.is_empty(), "{text}");
        assert_eq!(query.words, text.split_whitespace().collect::<Vec<_>>());
    }
}

#[test]
fn a_condition_without_its_value_waits_for_it() {
    let query = Query::parse("ring subject:");
    assert_eq!((query.words.len(), query.clauses.len(), query.faults.len()), (1, 0, 0));
    assert!(!query.is_open);
}

#[test]
fn names_and_values_are_completed() {
    let offers = |text| complete(text).map(|it| (it.wanted, it.at, it.offers));
    assert_eq!(offers("ring sub"), Some((Wanted::Name, 5..8, vec!["subject:".to_owned()])));
    assert_eq!(offers("-Ha"), Some((Wanted::Name, 1..3, vec!["has:".to_owned()])));
    assert_eq!(offers("has:t"), Some((Wanted::Value("has"), 4..5, vec!["table".to_owned()])));
    assert_eq!(offers("tag:\"carbon c"), Some((Wanted::Value("tag"), 4..13, Vec::new())));
    for text in ["", "ring", "ring ", "nothing:x", "-", "a", "has"] {
        assert_eq!(offers(text), None, "{text}");
    }
}

#[test]
fn every_example_is_understood() {
    for name in NAMES {
        let query = Query::parse(name.example);
        assert!(query.faults.is_empty() && query.clauses.len() == 1, "{}", name.example);
        for value in name.values {
            let query = Query::parse(&format!("{}:{value}", name.name));
            assert!(query.faults.is_empty() && query.clauses.len() == 1, "{value}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_a_query_and_nothing_typed_is_lost(
        text in "( |-|\"|“|:|subject:|has:|is:|after:|[a-z]{1,4}|é|2025|\u{3000}){0,20}",
    ) {
        let query = Query::parse(&text);
        let places = query.clauses.iter().map(|it| &it.at).chain(query.faults.iter().map(|it| &it.at));
        for at in places {
            prop_assert!(text.get(at.clone()).is_some_and(|part| !part.trim().is_empty()));
        }
        let _ = complete(&text);
        let kept: String = query.words.concat() + &query.excluded.concat();
        let is_plain = !text.contains([':', '"', '“', '-']);
        let typed: String = text.split_whitespace().collect();
        prop_assert!(!is_plain || kept == typed);
    }
}
