//! What the answers of generated articles are made of: sentences, headings, formulas, code.
//!
//! Lists only. In sentences `{topic}`, `{phrase}`, `{thing}`, `{name}` and `{number}` are slots; in
//! formulas, where braces are TeX's own, `§` is a number. Invariant: a line of an answer ends with
//! the two characters `\n`, here as in the real files.

/// A sentence that begins an answer.
pub const OPENINGS: [&str; 6] = [
    "The question of {topic} touches on several ideas that belong together, among them {phrase} and {phrase}, and it is best answered step by step.",
    "In general, {topic} describes how {phrase} and {phrase} depend on each other under the conditions that are usual in practice.",
    "To understand {topic}, it helps to look first at {phrase}, then at {phrase}, and at last at what connects the two.",
    "Here, {topic} plays a central part, because it decides how {phrase} responds when {phrase} changes.",
    "The term {topic} was first used by {name} and stands today for a group of methods around {phrase}.",
    "There is more than one view of {topic}: some authors start from {phrase}, while others regard {phrase} as the real cause.",
];

/// A sentence that leads to a list.
pub const LEADS: [&str; 4] = [
    "Here are the main points:",
    "The most important aspects of {topic} are these:",
    "Several factors should be considered:",
    "The following steps lead to {phrase}:",
];

/// Any sentence.
pub const SENTENCES: [&str; 24] = [
    "This means that {phrase} grows with {phrase}, although the effect becomes weaker once {thing} is limited.",
    "For example, {name} showed in {number} cases that {phrase} can be explained without {phrase}.",
    "It is often measured by comparing {phrase} before and after a change of {thing}.",
    "Without {phrase}, the whole system would lose its ability to keep {phrase} within narrow bounds.",
    "Many textbooks treat {phrase} as a special case of {phrase}, which is not wrong but hides an important difference.",
    "In contrast to {phrase}, it needs neither {thing} nor a second source of {thing}.",
    "About {number} percent of all cases are due to {phrase}, and most of the rest to {phrase}.",
    "This relationship is used in the design of {phrase} and in the study of {phrase}.",
    "A good way to see this is to imagine {phrase} as a kind of {thing} that nobody has to maintain.",
    "The result depends on {thing}, on {thing} and, to a lesser degree, on {phrase}.",
    "Since {phrase} is rarely observed directly, researchers rely on {phrase} as an indicator.",
    "When {topic} is strong, {phrase} tends to follow within {number} days.",
    "Critics such as {name} argue that this view overlooks {phrase} and gives too much weight to {thing}.",
    "It also supports {phrase} by providing the conditions in which {thing} can develop.",
    "In practice, this step takes between {number} and {number} minutes and should be repeated for every {thing}.",
    "Both ideas go back to the work on {phrase} that {name} began more than {number} years ago.",
    "A change of {thing} may therefore lead to {phrase}, even if {topic} itself remains the same.",
    "Recent studies suggest that {phrase} improves {thing} considerably.",
    "This is why {phrase} is taught early, long before students meet {phrase}.",
    "Where {thing} is scarce, people have found other ways to secure {phrase}.",
    "It helps to distinguish {phrase} from {phrase}, since only the former can be influenced.",
    "The balance between {thing} and {thing} is delicate: a small shift can turn {phrase} into its opposite.",
    "Some of this was already known, but {topic} gave it a name and a clear form.",
    "Its limits become visible as soon as {phrase} is involved.",
];

/// A sentence that ends an answer.
pub const SUMMARIES: [&str; 4] = [
    "In summary, {topic} connects {phrase} with {phrase} and helps to explain why {thing} matters.",
    "Overall, understanding {topic} is essential for {phrase}, for {phrase} and for informed decisions about {thing}.",
    "In conclusion, {phrase} and {phrase} are two sides of {topic}, and neither can be understood without the other.",
    "In summary, the study of {topic} has changed how {phrase} is seen, and it will go on to shape {phrase}.",
];

/// What an answer says that has none.
pub const NO_ANSWER: &str = "This question cannot be answered from what was gathered. The sources describe {phrase} and {phrase} in the context of {topic}, but they hold nothing about {phrase} itself. They do mention {phrase}, {phrase} and {thing}; how these are connected with the question remains open, and more about {phrase} would be needed to say so.";

/// A sentence with an amount of money.
pub const MONEY: [&str; 4] = [
    "The cost lies between ${number} and ${number} for each {thing}, without {phrase}.",
    "A budget of ${number},000 was set aside for {phrase}.",
    "If a {thing} costs ${number}, then ten of them cost ${number}0 before any discount.",
    "Prices rose from ${number} to ${number} within a year.",
];

/// A sentence with a sign that is not ASCII.
pub const SIGNS: [&str; 5] = [
    "At {number} °C, {phrase} begins to change, and H₂O plays a part in it.",
    "This takes {number}–{number} days, depending on {thing}.",
    "The French term “{thing} à la {name}” stands for the same – with a small difference.",
    "For {phrase}, the ratio is about {number} × 10⁻³.",
    "{name} called this the café of {thing}…",
];

/// A sentence around a formula, which stands for `{formula}`.
pub const FORMAL: [&str; 7] = [
    "Here {formula} is the {phrase}, and {formula} is the {thing}.",
    "For {formula} this gives {formula}.",
    "If {formula}, then {phrase} vanishes.",
    "The value {formula} depends on {formula} only.",
    "Let {formula} be the {thing} of {phrase}.",
    "It follows that {formula}, which is the case of {phrase}.",
    "Substituting {formula} into {formula} yields {formula}.",
];

/// A formula in a line.
pub const INLINE: [&str; 36] = [
    "x",
    "y",
    "n",
    "t",
    r"\theta",
    r"\alpha",
    r"\lambda",
    "k",
    "v_§",
    "x_i",
    "a_{n+1}",
    "E_k",
    "x = §",
    "y = §x + §",
    r"f(x) = x^2 - §x",
    r"\frac{1}{§}",
    r"\sqrt{§}",
    r"x \in \mathbb{R}",
    "F = ma",
    r"\vec{v}",
    r"\Delta T",
    r"\sigma^2",
    r"P(A \mid B)",
    r"\log_{10} §",
    "n = §",
    r"\sin(\theta)",
    r"\pi r^2",
    r"x \leq §",
    r"\text{pH} = §",
    r"O(n \log n)",
    r"e^{-kt}",
    r"\mu_0 I",
    r"A \cup B",
    r"e^{-§}",
    r"\bar{x}",
    "V = IR",
];

/// A formula on lines of its own.
pub const DISPLAY: [&str; 24] = [
    r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"E = \frac{1}{4 \pi \varepsilon_0} \frac{Q}{r^2}",
    r"y = §x + §",
    r"\frac{d}{dx} x^{§} = § x^{§ - 1}",
    r"\int_0^{\infty} e^{-§x} \, dx = \frac{1}{§}",
    r"\sum_{i=1}^{n} x_i = § n",
    r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i",
    r"\sigma = \sqrt{\frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2}",
    r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
    r"F = G \frac{m_1 m_2}{r^2}",
    r"PV = nRT",
    r"\Delta G = \Delta H - T \Delta S",
    r"\lim_{x \to §} \frac{x^2 - §}{x - §}",
    r"K_a = \frac{[\text{H}^+][\text{A}^-]}{[\text{HA}]}",
    r"\lambda = \frac{h}{p} = § \, \text{nm}",
    r"v = v_0 + at",
    r"s = v_0 t + \frac{1}{2} a t^2",
    r"\oint \vec{E} \cdot d\vec{A} = \frac{Q}{\varepsilon_0}",
    r"f(x) = a_0 + \sum_{n=1}^{\infty} \left( a_n \cos nx + b_n \sin nx \right)",
    r"\begin{aligned} x + y &= § \\ x - y &= § \end{aligned}",
    r"R = \frac{R_1 R_2}{R_1 + R_2}",
    r"T = 2 \pi \sqrt{\frac{l}{g}}",
    r"\text{Assets} = \text{Liabilities} + \text{Equity}",
    r"\hat{y} = \beta_0 + \beta_1 x + \epsilon",
];

/// A formula in a line whose commands begin as a line break does.
pub const TRAPS: [&str; 5] =
    [r"x \neq §", r"\nabla \cdot \vec{B} = 0", r"E = h \nu", r"\neg p \lor q", r"§ \notin A"];

/// A matrix.
pub const MATRICES: [&str; 3] = [
    r"A = \begin{pmatrix} § & § \\ § & § \end{pmatrix}",
    r"\begin{bmatrix} 1 & 0 & § \\ 0 & 1 & § \\ 0 & 0 & § \end{bmatrix}",
    r"\det \begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
];

/// Chemistry in a line.
pub const CHEMISTRY: [&str; 3] =
    [r"\ce{H2O}", r"\ce{2 H2 + O2 -> 2 H2O}", r"\ce{CO2 + H2O <=> H2CO3}"];

/// A block of code.
pub const CODE: [&str; 7] = [
    r"```python\ndef mean(values):\n    return sum(values) / len(values)\n\nprint(mean([§, §, §]))\n```",
    r#"```python\nfor number in range(§):\n    print(number, end="\n")\n```"#,
    r"```java\npublic class Counter {\n    private int count = §;\n\n    public void add() {\n        count++;\n    }\n}\n```",
    r#"```cpp\n#include <iostream>\n\nint main() {\n    std::cout << "§ rows\n";\n    return 0;\n}\n```"#,
    r#"```bash\nfor file in *.txt; do\n    wc -l "$file"\ndone\n```"#,
    r"```sql\nSELECT name, COUNT(*)\nFROM answers\nWHERE score > §\nGROUP BY name;\n```",
    r"```\nfor i from 1 to n:\n    if a[i] > limit:\n        swap(a, i)\n```",
];
