//! What stands in an answer besides words: mathematics, amounts of money, code, tables.
//!
//! Which answer has what is drawn beforehand. Invariant: what is due is shown before the answer ends.

use super::answer::Text;
use super::card::Card;
use super::dice::Dice;
use super::phrases::{CHEMISTRY, CODE, DISPLAY, FORMAL, INLINE, MATRICES, MONEY, SIGNS, TRAPS};

/// Formulas in the lines of an answer that has any, displays, and formulas in `\(` and `\)`.
const IN_LINES: [(u64, u64); 4] = [(0, 1), (500, 5), (900, 16), (1000, 40)];
const DISPLAYS: [(u64, u64); 4] = [(0, 1), (500, 3), (900, 6), (1000, 14)];
const IN_BRACKETS: [(u64, u64); 4] = [(0, 1), (500, 4), (900, 11), (1000, 27)];

/// What may stand in an answer once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Once {
    Money,
    Code,
    Table,
    Matrix,
    SquareBrackets,
    Signs,
}

/// What an answer still has to show.
#[derive(Default)]
pub struct Due {
    in_dollars: u64,
    /// Blanks stand inside the dollars.
    padded: bool,
    in_brackets: u64,
    /// It has some in brackets, or had.
    brackets: bool,
    displays: u64,
    /// Lists from which one formula in a line is due.
    rare: Vec<&'static [&'static str]>,
    /// What is due once.
    once: Vec<Once>,
}

impl Due {
    /// What is due in the answer to the question on `card`.
    pub fn new(dice: &mut Dice, card: &Card) -> Self {
        let chances = [
            (Once::Money, 210),
            (Once::Code, card.subject.code * 10),
            (Once::Table, 15),
            (Once::Signs, 1400),
        ];
        let mut once = drawn(dice, &chances);
        if !dice.chance(card.subject.formal * 10) {
            return Self { once, ..Self::default() };
        }
        once.extend(drawn(dice, &[(Once::Matrix, 180), (Once::SquareBrackets, 8)]));
        let [in_dollars, brackets, displays] = [9700, 2800, 6900].map(|share| dice.chance(share));
        // What has none of the three would have no mathematics at all.
        let displays = displays || !in_dollars && !brackets;
        let mut many = |any: bool, curve| if any { dice.along(curve) } else { 0 };
        Self {
            in_dollars: many(in_dollars, &IN_LINES),
            in_brackets: many(brackets, &IN_BRACKETS),
            displays: many(displays, &DISPLAYS),
            padded: dice.chance(4500),
            brackets,
            rare: drawn(dice, &[(TRAPS.as_slice(), 750), (CHEMISTRY.as_slice(), 35)]),
            once,
        }
    }
}

/// Those whose chance of ten thousand comes true.
fn drawn<T: Copy>(dice: &mut Dice, chances: &[(T, u64)]) -> Vec<T> {
    chances.iter().filter(|(_, share)| dice.chance(*share)).map(|(what, _)| *what).collect()
}

impl Text<'_> {
    /// Whether a sentence with formulas should come now: the more are due, the sooner.
    pub(super) fn formula_is_due(&mut self) -> bool {
        let formulas = self.due.in_dollars + self.due.in_brackets;
        formulas > 0 && self.dice.chance(1500 + 500 * formulas.min(12))
    }

    /// A sentence with formulas in it.
    pub(super) fn formal(&mut self) {
        let template = self.dice.one_of(&FORMAL);
        let mut parts = template.split("{formula}").peekable();
        while let Some(part) = parts.next() {
            self.sentence(part);
            if parts.peek().is_some() {
                self.formula();
            }
        }
    }

    /// The next formula in a line.
    fn formula(&mut self) {
        let list = self.due.rare.pop().unwrap_or(&INLINE);
        let tex = self.dice.one_of(list);
        let brackets = self.due.brackets
            && (self.due.in_dollars == 0 || self.due.in_brackets > 0 && self.dice.chance(4000));
        let (count, open, close) = match (brackets, self.due.padded) {
            (true, _) => (&mut self.due.in_brackets, r"\( ", r" \)"),
            (false, true) => (&mut self.due.in_dollars, "$ ", " $"),
            (false, false) => (&mut self.due.in_dollars, "$", "$"),
        };
        *count = count.saturating_sub(1);
        self.out.push_str(open);
        self.tex(tex);
        self.out.push_str(close);
    }

    /// A formula with a number for each `§`.
    fn tex(&mut self, tex: &str) {
        for letter in tex.chars() {
            if letter == '§' {
                let number = 2 + self.dice.below(18);
                self.out.push_str(&number.to_string());
            } else {
                self.out.push(letter);
            }
        }
    }

    /// Whether this is due; it is not due again.
    fn takes(&mut self, what: Once) -> bool {
        let at = self.due.once.iter().position(|due| *due == what);
        at.map(|at| self.due.once.swap_remove(at)).is_some()
    }

    /// What is due here on lines of its own, `indent` before each line of it.
    pub(super) fn specials(&mut self, indent: &str) {
        if self.takes(Once::Money) {
            let money = self.dice.one_of(&MONEY);
            self.out.push(' ');
            self.sentence(money);
        }
        if self.takes(Once::Signs) {
            let signs = self.dice.one_of(&SIGNS);
            self.out.push(' ');
            self.sentence(signs);
        }
        if self.takes(Once::Matrix) {
            let matrix = self.dice.one_of(&MATRICES);
            self.display(indent, ["$$", "$$"], matrix);
        }
        if self.takes(Once::SquareBrackets) {
            let display = self.dice.one_of(&DISPLAY);
            self.display(indent, [r"\[", r"\]"], display);
        }
        if self.due.displays > 0 && self.dice.chance(6000) {
            self.due.displays -= 1;
            let display = self.dice.one_of(&DISPLAY);
            self.display(indent, ["$$", "$$"], display);
        }
    }

    fn display(&mut self, indent: &str, marks: [&str; 2], tex: &str) {
        let [open, close] = marks;
        for part in [open, tex, close] {
            self.out.push_str(r"\n");
            self.out.push_str(indent);
            self.tex(part);
        }
    }

    /// What is still due at the end of the answer.
    pub(super) fn rest(&mut self) {
        if self.takes(Once::Code) {
            let code = self.dice.one_of(&CODE);
            self.gap();
            self.tex(code);
        }
        if self.takes(Once::Table) {
            self.table();
        }
        let formulas = self.due.in_dollars + self.due.in_brackets;
        for sentence in 0..(formulas / 2).min(4) {
            if sentence == 0 {
                self.gap();
            } else {
                self.out.push(' ');
            }
            self.formal();
        }
        while self.due.displays > 0 {
            self.specials("");
        }
    }

    fn table(&mut self) {
        self.gap();
        self.out.push_str(r"| Aspect | First | Second |\n|---|---|---|");
        for _ in 0..2 + self.dice.below(4) {
            self.sentence(r"\n| {thing} | {phrase} | {phrase}, {number} |");
        }
    }
}
