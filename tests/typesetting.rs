//! Each construct of an answer as it is set, alone and in combination: what is written, and below
//! it what it is, as a letter for each role.

use std::fmt::Write as _;

use ratatui::style::Modifier;
use recto::document::{Line, MathStyle, Options, Overflow, Role, lay_out, parse};
use recto::text::width;

/// The letter of a role; two look alike only where they never meet.
fn letter(role: Role, modifier: Modifier) -> char {
    let letter = match role {
        Role::Text => '.',
        Role::Muted => 'm',
        Role::Title => 't',
        Role::Heading | Role::Subheading => 'h',
        Role::Code => 'c',
        Role::Keyword => 'k',
        Role::TypeName => 'y',
        Role::Function => 'f',
        Role::CodeString => 's',
        Role::Constant => 'n',
        Role::Comment => '#',
        Role::Punctuation => 'p',
        Role::Formula => 'x',
        Role::Operator => 'o',
        Role::FormulaText => 'w',
        Role::Structure => 'z',
        Role::Link => 'l',
        Role::Quote => 'q',
        Role::Marker => '*',
        Role::Rule => '-',
        Role::Number => '1',
        Role::Missing => '?',
        Role::Note | Role::Tip | Role::Important | Role::Caution => 'a',
        Role::Warning => '!',
    };
    let strong = modifier.contains(Modifier::BOLD) || modifier.contains(Modifier::ITALIC);
    if strong && role == Role::Text { 'B' } else { letter }
}

fn roles(line: &Line) -> String {
    let span = |span: &recto::document::Span| {
        let letter = letter(span.face.role, span.face.modifier);
        letter.to_string().repeat(width::of(&span.text))
    };
    line.spans.iter().map(span).collect()
}

fn set_with(answer: &str, options: &Options) -> String {
    let layout = lay_out(&parse(answer), options);
    let mut text = String::new();
    for line in &layout.lines {
        let _ = writeln!(text, "{}", line.text());
    }
    text.push_str("── roles ──\n");
    for line in &layout.lines {
        let _ = writeln!(text, "{}", roles(line));
    }
    text
}

fn set(answer: &str) -> String {
    set_with(answer, &Options::screen(44))
}

macro_rules! sets {
    ($($name:ident: $answer:expr;)+) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(set($answer));
            }
        )+
    };
}

sets! {
    emphasis_code_and_strikes: "Some *italic*, **bold**, ***both***, ~~struck~~ and `code` here.";
    headings_of_all_levels: "# One\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six";
    a_hard_break_and_a_soft_one: "one\\\ntwo\nthree  \nfour";
    lists_of_any_depth: "- a long item that has to go on in the line below it\n  - b\n    - c\n      - d\n1. one\n2. two\n\n   A second paragraph of two.\n10. ten";
    tasks: "- [ ] open\n- [x] done\n  1. part";
    quotations_in_quotations: "> one two three four five six seven eight nine ten\n>\n> > - inner\n> >   item";
    alerts_of_every_kind: "> [!NOTE]\n> a\n\n> [!TIP]\n> b\n\n> [!IMPORTANT]\n> c\n\n> [!WARNING]\n> d\n\n> [!CAUTION]\n> e";
    links_and_a_bare_address: "See [the *page*](b.md), [[A wiki link]], <https://e.org/a> and [x][ref].\n\n[ref]: c.md";
    footnotes: "One[^a] and two[^b].\n\n[^a]: First.\n[^b]: Second\n\n    with a second paragraph.";
    a_rule: "before\n\n---\n\nafter";
    inline_html: "H<sub>2</sub>O, x<sup>2</sup>, x<sup>max</sup>, <b>bold</b>, <kbd>Tab</kbd><br>next &amp; last";
    a_block_of_html: "<div align=\"center\">\n<h2>Head</h2>\n<p>One <i>two</i></p>\n<img src=\"a.png\" alt=\"words\">\n</div>";
    an_image_alone_and_one_in_a_line: "![A long description that has to be broken over lines](img/a.png)\n\nSee ![b](b.png).";
    a_table_with_alignment: "| left | mid | right |\n|:--|:-:|--:|\n| a | b | c |\n| long words | x | 10 |";
    a_table_whose_cells_wrap: "| Name | What it is |\n|--|--|\n| **A** | some words that are too long for one line |\n| B | `code` and [a link](b.md) |";
    a_table_too_wide_for_the_page: "| Name | Incompatibility | Characterisation | Misinterpretation |\n|--|--|--|--|\n| a | b | c | d |";
    code_in_a_language: "```python\ndef f(x: int) -> str:\n    # why\n    return \"a\" + str(x * 2.5)\n```";
    code_in_no_language: "```\nif x < 1 then 'a'\n```\n\n    indented";
    code_too_wide_for_the_page: "```c\nint main(void) { return printf(\"hello, world\\n\"); }\n```";
    mathematics_in_a_line: "Let $x_1^2 + \\frac{a}{b} \\leq \\sqrt{2}$ and $\\alpha \\in \\mathbb{R}$ hold for $5.";
    mathematics_on_its_own: "So\n\n$$\n\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i\n$$\n\nholds.";
    mathematics_in_a_list_in_a_quotation: "> 1. One:\n>    $$\n>    E = \\frac{1}{2} m v^2\n>    $$\n>    and on.\n> 2. Two";
    mathematics_in_a_table: "| $n$ | $\\sum_{i=1}^n i$ |\n|--:|--:|\n| 3 | $\\frac{3 \\cdot 4}{2}$ |";
    chemistry: "Water is $\\ce{H2O}$:\n\n$$\\ce{2H2 + O2 -> 2H2O}$$";
    wide_letters_and_joined_ones: "日本語の文章は語の間に空白がありませんので、どこでも折り返せます。 👩🏽\u{200D}🚀 naïve e\u{301} \u{5E9}\u{5DC}\u{5D5}\u{5DD} \u{645}\u{631}\u{62D}\u{628}\u{627}";
    everything_in_an_item: "1. **Lead**: text\n\n   ```sh\n   ls -l\n   ```\n\n   > quote\n\n   | a | b |\n   |---|---|\n   | 1 | $x^2$ |\n\n   ![pic](p.png)\n2. End";
}

#[test]
fn what_is_too_wide_is_folded_where_nothing_scrolls() {
    let options = Options { overflow: Overflow::Fold, ..Options::screen(30) };
    insta::assert_snapshot!(set_with(
        "```c\nint main(void) { return printf(\"hello, world\\n\"); }\n```\n\n| Name | Incompatibility | \
         Characterisation |\n|--|--|--|\n| a | b | c |\n\n$$\n\\begin{pmatrix} 1000000 & 2000000 & \
         3000000 & 4000000 \\end{pmatrix}\n$$",
        &options
    ));
}

#[test]
fn a_plain_page_has_no_drawing_characters() {
    let answer = "# One\n\n> - quote\n\n| a | b |\n|---|---|\n| 1 | $\\frac{1}{3}$ |\n\n---\n\n$$\n\
                  \\frac{a+b}{c}\n$$\n\n![pic](p.png)\n\n- [x] done";
    insta::assert_snapshot!(set_with(answer, &Options::plain(44)));
}

#[test]
fn formulas_in_four_ways() {
    let answer = "$$\nx = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a} \\geq \\alpha\n$$";
    let ways = [MathStyle::Full, MathStyle::Line, MathStyle::Ascii, MathStyle::Source];
    let set = |math| set_with(answer, &Options { math, ..Options::screen(60) });
    insta::assert_snapshot!(ways.map(set).join("\n"));
}
