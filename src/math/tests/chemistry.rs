//! Chemistry.

use super::{Grid, drawn, line};

#[test]
fn counts_are_lowered_and_charges_raised() {
    for (tex, expected) in [
        (r"\ce{2H2 + O2 -> 2H2O}", "2H₂ + O₂ → 2H₂O"),
        (r"\ce{SO4^2-}", "SO₄²⁻"),
        (r"\ce{[Fe(CN)6]^{3-}}", "[Fe(CN)₆]³⁻"),
        (r"\ce{H+ + OH- -> H2O}", "H⁺ + OH⁻ → H₂O"),
        (r"\ce{CuSO4*5H2O}", "CuSO₄·5H₂O"),
        (r"\ce{^{227}_{90}Th+}", "²²⁷₉₀Th⁺"),
        (r"\ce{N2O4(g) <=> 2NO2(g)}", "N₂O₄(g) ⇌ 2NO₂(g)"),
        (r"\ce{H2CO3 (aq) -> CO2 (g)}", "H₂CO₃ (aq) → CO₂ (g)"),
        (r"\ce{C6H5-CHO}", "C₆H₅−CHO"),
        (r"\ce{HC#CH}", "HC≡CH"),
        (r"\ce{H2C=CH2}", "H₂C=CH₂"),
        (r"\ce{CaCO3 v + CO2 ^}", "CaCO₃ ↓ + CO₂ ↑"),
        (r"\ce{1/2 O2}", "½ O₂"),
        (r"\ce{sp^3}", "sp³"),
        (r"\ce{O_2}", "O₂"),
        (r"\ce{e-}", "e⁻"),
        (r"\ce{O2^{.-}}", "O₂•⁻"),
        (r"\ce{$n$ H2O}", "n H₂O"),
        (r"\ce{NaOH(aq, $\infty$)}", "NaOH(aq, ∞)"),
        (r"\ce{\Delta H}", "Δ H"),
        (r"\pu{9.8 m*s-2}", "9.8 m·s⁻²"),
        (r"\pu{123 kJ/mol}", "123 kJ/mol"),
    ] {
        assert_eq!(line(tex), expected, "{tex}");
    }
}

#[test]
fn a_reaction_arrow_carries_its_conditions() {
    let grid = Grid::of(r"\ce{A ->[heat][Pt] B}");
    let arrow = grid.the("→");
    assert_eq!(grid.the("heat").row + 1, arrow.row);
    assert_eq!(grid.the("Pt").row, arrow.row + 1);
}

#[test]
fn a_reaction_can_stand_inside_mathematics() {
    assert_eq!(drawn(r"[\ce{H+}] = 10^{-3}"), "[H⁺] = 10⁻³");
    assert_eq!(drawn(r"\ce{H2O"), "H₂O");
}

#[test]
fn a_power_of_ten_in_a_quantity_is_one() {
    let text = line(r"\pu{1.2e3 kg}");
    assert!(text.starts_with("1.2 × 10³"), "{text}");
    let text = line(r"\pu{1e-3 m}");
    assert!(text.starts_with("1 × 10⁻³"), "{text}");
}
