//! The classes of TeX's atoms and the blanks between them.
//!
//! It knows classes, not boxes. Invariant: a blank stands around binary operators and
//! relations, after punctuation, and between an operator and its argument; never in scripts.

/// What an atom is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A letter, a number, a group.
    Ordinary,
    /// ∑ or ∫.
    Large,
    /// `sin`.
    Operator,
    /// `+`
    Binary,
    /// `=`
    Relation,
    /// `(`
    Opening,
    /// `)`
    Closing,
    /// `,`
    Punctuation,
    /// A fraction or a matrix, which needs air beside a factor.
    Inner,
    /// A sign before its operand: `−` without a left operand.
    Sign,
}

use Class::{
    Binary, Closing, Inner, Large, Opening, Operator, Ordinary, Punctuation, Relation, Sign,
};

/// What a binary operator is, after `before` and before `after`: without two operands it is
/// a sign.
#[must_use]
pub fn binary(before: Option<Class>, after: Option<Class>) -> Class {
    let unary = matches!(
        before,
        None | Some(Binary | Relation | Opening | Punctuation | Operator | Large | Sign)
    );
    let postfix = matches!(after, Some(Relation | Closing | Punctuation));
    match (unary, postfix) {
        (_, true) => Ordinary,
        (true, false) => Sign,
        (false, false) => Binary,
    }
}

/// The blanks between two atoms side by side.
#[must_use]
pub fn gap(left: Class, right: Class) -> usize {
    let never = matches!(
        (left, right),
        (Relation, Relation | Closing | Punctuation)
            | (Opening | Sign, _)
            | (_, Closing | Punctuation)
            | (Operator, Opening)
    );
    let blank = matches!(
        (left, right),
        (Binary | Relation | Punctuation | Large | Operator, _)
            | (_, Binary | Relation)
            | (Ordinary | Closing | Inner, Operator | Large)
            | (Inner, Ordinary | Opening | Inner | Sign)
            | (Ordinary | Closing, Inner)
    );
    usize::from(blank && !never)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minus_without_a_left_operand_is_a_sign() {
        assert_eq!(binary(None, Some(Ordinary)), Sign);
        assert_eq!(binary(Some(Relation), Some(Ordinary)), Sign);
        assert_eq!(binary(Some(Opening), Some(Ordinary)), Sign);
        assert_eq!(binary(Some(Ordinary), Some(Ordinary)), Binary);
        assert_eq!(binary(Some(Ordinary), Some(Closing)), Ordinary);
    }

    #[test]
    fn a_function_takes_a_blank_before_a_letter_and_none_before_a_bracket() {
        assert_eq!((gap(Operator, Ordinary), gap(Operator, Opening)), (1, 0));
        assert_eq!((gap(Ordinary, Operator), gap(Large, Opening)), (1, 1));
    }
}
