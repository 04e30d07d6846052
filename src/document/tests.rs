//! Whole answers, laid out.

use super::*;

fn layout(answer: &str, options: &Options) -> Layout {
    lay_out(&parse(answer), options)
}

fn text(layout: &Layout) -> String {
    let lines: Vec<_> = layout.lines.iter().map(Line::text).collect();
    lines.join("\n")
}

fn shown(answer: &str, columns: usize) -> String {
    text(&layout(answer, &Options::screen(columns)))
}

fn folded(answer: &str, columns: usize) -> String {
    let overflow = Overflow::Fold;
    text(&layout(answer, &Options { overflow, ..Options::screen(columns) }))
}

#[test]
fn a_list_item_hangs_under_its_text() {
    let text = shown("1. **Density** of the ring\n   and of the rod\n2. Field\n\n   More", 20);
    assert_eq!(text, "1. Density of the\n   ring and of\n   the rod\n\n2. Field\n\n   More");
}

#[test]
fn a_quotation_keeps_its_bar_on_every_line() {
    assert_eq!(shown("> one two three four\n>\n> five", 16), "▌ one two\n▌ three four\n▌\n▌ five");
}

#[test]
fn nested_lists_change_their_bullet_and_stay_tight() {
    assert_eq!(shown("- a\n  - b\n    - c\n- d", 30), "• a\n  ◦ b\n    ‣ c\n• d");
}

#[test]
fn a_displayed_formula_in_an_item_is_its_own_block_at_the_items_indent() {
    let text = shown("1. The field:\n   $$\n   E = k\n   $$\n   for a charge", 40);
    assert_eq!(text, "1. The field:\n\n       E = k\n\n   for a charge");
}

#[test]
fn numbers_of_a_long_list_align_at_the_right() {
    let text = shown("9. a\n10. b", 20);
    assert_eq!(text, " 9. a\n10. b");
}

#[test]
fn a_long_line_of_code_is_kept_whole_to_be_scrolled() {
    let layout = layout("```\nif x:\n\treturn  12345678901234\n```", &Options::screen(20));
    assert_eq!(text(&layout), "  if x:\n      return  12345678901234");
    assert_eq!(layout.wide, [Wide { lines: 0..2, fixed: 2, columns: 28 }]);
    assert_eq!(layout.codes[0].source, "if x:\n\treturn  12345678901234");
}

#[test]
fn a_long_line_of_code_goes_on_below_where_nothing_scrolls() {
    assert_eq!(
        folded("```\nif x:\n\treturn  12345678901234\n```", 20),
        "  if x:\n      return  123456\n  78901234"
    );
}

#[test]
fn the_language_of_code_stands_above_it_at_the_right() {
    assert_eq!(shown("so\n\n```python\nx = 1\n```", 20), "so\n              python\n  x = 1");
    assert_eq!(shown("```c\nint x;\n```", 20), "                   c\n  int x;");
}

#[test]
fn a_price_and_a_caret_stay_as_written() {
    assert_eq!(
        shown("It costs $5 or $6, 2^10 or 2^20, \\$7.", 60),
        "It costs $5 or $6, 2^10 or 2^20, $7."
    );
}

#[test]
fn a_heading_that_begins_with_a_number_keeps_it() {
    assert_eq!(shown("### 1. First\n\n- - deep", 40), "1. First\n\n• ◦ deep");
}

#[test]
fn a_link_is_its_label_and_does_not_spell_its_target_out() {
    let answer = "See [the *site*](https://e.org/a_b) or [there](b.md).";
    let layout = layout(answer, &Options::screen(60));
    assert_eq!(text(&layout), "See the site or there.");
    let found: Vec<_> =
        layout.links.iter().map(|link| (link.label.as_str(), link.target.as_str())).collect();
    assert_eq!(found, [("the site", "https://e.org/a_b"), ("there", "b.md")]);
    let linked: Vec<_> = layout.lines[0].spans.iter().map(|s| (s.text.as_str(), s.link)).collect();
    assert_eq!(
        linked,
        [
            ("See ", None),
            ("the ", Some(0)),
            ("site", Some(0)),
            (" or ", None),
            ("there", Some(1)),
            (".", None)
        ]
    );
    assert_eq!(shown("<https://e.org/a_b_c>", 60), "https://e.org/a_b_c");
}

#[test]
fn a_link_that_breaks_over_lines_is_one_link() {
    let layout = layout("go to [a long label](b.md) now", &Options::screen(13));
    assert_eq!(text(&layout), "go to a long\nlabel now");
    assert_eq!(layout.links.len(), 1);
    assert_eq!(layout.lines[1].spans[0].link, Some(0));
}

#[test]
fn links_are_numbered_in_the_order_in_which_they_are_shown() {
    let answer = "[^n]: see [c](c.md)\n\nfirst [a](a.md)[^n]\n\n| x |\n|--|\n| [b](b.md) |";
    let layout = layout(answer, &Options::screen(40));
    let targets: Vec<_> = layout.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["a.md", "#footnote-n", "b.md", "c.md", "#footnote-mark-n"]);
}

#[test]
fn an_entity_cannot_smuggle_a_control_or_a_placeholder() {
    let text = shown("a &#27;[31m b &#x100000; c &#x202e; d", 60);
    assert!(text.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{text:?}");
    assert!(text.contains('\u{FFFD}') && text.ends_with('d'), "{text:?}");
}

#[test]
fn mathematics_in_a_line_is_set_on_it_without_dollars() {
    let answer = r"Let $ a_b \cdot c_d $ and \(x*y*z\).";
    assert_eq!(shown(answer, 60), "Let a_b · c_d and x * y * z.");
    let math = MathStyle::Source;
    let source = layout(answer, &Options { math, ..Options::screen(60) });
    assert_eq!(text(&source), r"Let a_b \cdot c_d and x*y*z.");
}

#[test]
fn a_character_that_stands_for_something_else_inside_is_shown_as_unreadable() {
    assert_eq!(
        shown("a \u{10FFF0}b ![\u{10FFF0}](u) \u{100000}", 60),
        "a \u{FFFD}b Image: \u{FFFD} \u{FFFD}"
    );
}

#[test]
fn a_task_shows_its_box_in_place_of_the_bullet() {
    assert_eq!(shown("- [ ] open\n- [x] done", 20), "☐ open\n☑ done");
}

#[test]
fn html_comments_vanish_and_a_break_breaks() {
    assert_eq!(shown("one<br>two\n\n<!-- hidden -->\n\nthree", 20), "one\ntwo\n\nthree");
}

#[test]
fn an_escape_at_the_start_of_anything_is_kept() {
    assert_eq!(shown("\\*foo\\* bar \\*baz\\*", 40), "*foo* bar *baz*");
    assert_eq!(shown("one\n\\*star* two", 40), "one *star* two");
    assert_eq!(shown("\\`tick\\` `real`", 40), "`tick` real");
    assert_eq!(shown("[\\*a*](b.md) and \\\\*c*", 40), "*a* and \\c");
    assert_eq!(shown("### \\# no heading", 40), "# no heading");
}

#[test]
fn a_code_span_loses_the_prefixes_of_its_container() {
    assert_eq!(shown("> quote `code\n> spans lines` end", 40), "▌ quote code spans lines end");
    assert_eq!(shown("- a `b\n  c` d", 40), "• a b c d");
    assert_eq!(shown("| a |\n|---|\n| `x\\|y` |", 40), "a\n───\nx|y");
    assert_eq!(shown("`` a ` b `` and `` ` ``", 40), "a ` b and `");
}

#[test]
fn a_formula_loses_the_prefixes_of_its_container() {
    let shown = |answer, columns| {
        let math = MathStyle::Source;
        text(&layout(answer, &Options { math, ..Options::screen(columns) }))
    };
    let quoted = shown("> so\n> $$\n> a = b \\\\\n> c = d\n> $$\n> end", 40);
    assert_eq!(quoted, "▌ so\n▌\n▌     a = b \\\\\n▌     c = d\n▌\n▌ end");
    let item = shown("- so\n   $$\n   A = \\begin{x}\n     1 \\\\\n   \\end{x}\n   $$", 40);
    assert_eq!(item, "• so\n\n      A = \\begin{x}\n        1 \\\\\n      \\end{x}");
}

#[test]
fn a_comment_in_a_line_vanishes() {
    assert_eq!(shown("a <!-- hidden --> b", 40), "a  b");
}

#[test]
fn very_long_lines_and_very_many_pieces_are_laid_out() {
    let code = format!("```\n{}\n```", "x".repeat(400_000));
    assert_eq!(folded(&code, 22).lines().count(), 20_000);
    let pieces = "*a* b ".repeat(20_000);
    assert!(shown(&pieces, 20).lines().count() > 3_500);
}

#[test]
fn very_deep_nesting_is_laid_out_and_said() {
    let text = shown(&format!("{}end", "> ".repeat(5000)), 80);
    assert!(text.contains("end") && text.contains("larger than Recto shows"));
}

#[test]
fn an_item_whose_heading_says_nothing_keeps_its_marker() {
    assert_eq!(shown("- # \u{202e}\n- b", 40), "•\n• b");
}

#[test]
fn headings_of_the_first_levels_are_underlined() {
    assert_eq!(shown("# One\n\n## Two\n\n### Three", 40), "One\n━━━\n\nTwo\n───\n\nThree");
}

#[test]
fn the_outline_is_made_of_headings() {
    let layout = layout("# A *b*\n\ntext\n\n## C $x$\n\n1. **not this**", &Options::screen(40));
    let anchor = |level, text: &str, line| Anchor { level, text: text.to_owned(), line };
    assert_eq!(layout.anchors, [anchor(1, "A b", 0), anchor(2, "C x", 5)]);
}

#[test]
fn without_headings_the_outline_is_made_of_bold_lead_ins() {
    let answer = "1. **Density**: much\n   1. **Inner**: more\n2. plain\n3. **Field** of **it**";
    let layout = layout(answer, &Options::screen(40));
    let anchor = |level, text: &str, line| Anchor { level, text: text.to_owned(), line };
    assert_eq!(
        layout.anchors,
        [anchor(1, "Density", 0), anchor(2, "Inner", 1), anchor(1, "Field", 3)]
    );
}

#[test]
fn a_footnote_stands_at_the_end_and_leads_back() {
    let answer = "One[^b] two[^a].\n\n[^a]: Second.\n[^b]: First\n    more.\n\nLast.";
    let layout = layout(answer, &Options::screen(30));
    assert_eq!(
        text(&layout),
        "One[1] two[2].\n\nLast.\n\n──────────────────────────────\n\n[1] First more. ↩\n[2] Second. ↩"
    );
    let line = |name: &str| layout.targets.iter().find(|target| target.0 == name).unwrap().1;
    assert_eq!((line("footnote-b"), line("footnote-mark-a")), (6, 0));
}

#[test]
fn an_alert_says_what_it_is() {
    assert_eq!(shown("> [!WARNING]\n> Hot.", 30), "▌ Warning\n▌ Hot.");
}

#[test]
fn an_image_alone_has_a_frame_with_its_words_and_its_path() {
    let layout = layout("![A ring of charge](images/ring.png)", &Options::screen(40));
    assert_eq!(
        text(&layout),
        "╭──────────────────────────╮\n│ Image: A ring of charge │\n╰ images/ring.png ─────────╯"
            .replace("──────────────────────────╮", "─────────────────────────╮")
            .replace("ring.png ─────────╯", "ring.png ────────╯")
    );
    assert_eq!(layout.links[0].target, "images/ring.png");
}

#[test]
fn an_image_in_a_line_is_its_words() {
    assert_eq!(shown("See ![](a/b.png) and ![c](d.png).", 60), "See Image: b.png and Image: c.");
}

#[test]
fn html_is_shown_as_what_it_means() {
    assert_eq!(shown("a <b>b</b> <i>c</i> <u>d</u><br>e <kbd>F1</kbd>", 40), "a b c d\ne F1");
    let layout =
        layout("<a href='x.md'>go</a> <img src=\"p.png\" alt=\"P\">", &Options::screen(40));
    assert_eq!(text(&layout), "go Image: P");
    assert_eq!(
        (layout.links[0].target.as_str(), layout.links[1].target.as_str()),
        ("x.md", "p.png")
    );
    let bold = lay_out(&parse("a <b>b</b> c"), &Options::screen(40));
    assert!(bold.lines[0].spans[1].face.modifier.contains(ratatui::style::Modifier::BOLD));
}

#[test]
fn what_only_looks_like_html_is_kept() {
    assert_eq!(shown("vector<T> and <stdio.h>", 40), "vector<T> and <stdio.h>");
}

#[test]
fn a_block_of_html_is_read_as_its_text() {
    let html = "<div align=\"center\">\n<p>One &amp; *two*</p>\n<ul><li>three</li><li>four</li></ul>\n</div>";
    assert_eq!(shown(html, 40), "One & *two*\n• three\n• four");
    assert_eq!(shown("<table><tr><td>a</td><td>b</td></tr></table>", 40), "a   b");
}

#[test]
fn a_table_in_a_list_and_code_in_a_quotation_keep_their_indents() {
    let answer = "1. one\n\n   | a | b |\n   |---|---|\n   | 1 | 2 |\n\n> ```\n> code\n> ```";
    assert_eq!(shown(answer, 40), "1. one\n\n   a │ b\n   ──┼──\n   1 │ 2\n\n▌   code");
}

#[test]
fn a_link_in_brackets_is_the_inner_link() {
    assert_eq!(shown("[a [b](c) d](e)", 40), "[a b d](e)");
    assert_eq!(shown("[not a link] and ![nor this]", 40), "[not a link] and ![nor this]");
}

#[test]
fn a_formula_at_the_end_of_a_tight_item_keeps_the_next_one_off() {
    let answer = "- one\n  $$\n  a = b\n  $$\n- two\n- three";
    assert_eq!(shown(answer, 40), "• one\n\n      a = b\n\n• two\n• three");
}

#[test]
fn a_formula_over_several_lines_is_one_formula() {
    let tex = vec!["a + b"; 40].join(" = ");
    let layout = layout(&format!("So ${tex}$ holds, and $x$."), &Options::screen(40));
    assert_eq!(layout.formulas.len(), 2);
    assert!(layout.formulas[0].lines.len() > 4, "{:?}", layout.formulas[0].lines);
}

#[test]
fn a_description_with_a_formula_keeps_its_blanks() {
    assert_eq!(shown("![a $x$ b](p.png) within", 40), "Image: a x b within");
}

#[test]
fn tags_that_are_never_closed_cost_no_more_with_each_one() {
    let answer = "a <sub>".repeat(20_000);
    assert!(shown(&answer, 80).lines().count() > 200);
}

#[test]
fn a_rule_written_in_html_is_a_rule() {
    assert_eq!(shown("a\n\n<hr>\n\nb", 4), "a\n\n────\n\nb");
}

#[test]
fn an_arrow_on_a_plain_page_is_not_drawn() {
    let plain = text(&layout(r"$\ce{A ->[B] C}$", &Options::plain(40)));
    assert_eq!(plain, "A -B→ C");
}

#[test]
fn a_title_shows_its_formulas_on_one_line() {
    assert_eq!(in_line("Why is $x^2 \\geq 0$?"), "Why is x² ≥ 0?");
    assert_eq!(in_line("Is it $5 or $6?"), "Is it $5 or $6?");
}

#[test]
fn the_line_under_a_heading_has_a_position_of_its_own() {
    let layout = layout("# One\n\ntext\n\n## Two\n\ntext", &Options::screen(40));
    let positions: Vec<_> = layout.lines.iter().map(|line| (line.leaf, line.offset)).collect();
    assert!(positions.is_sorted_by(|a, b| a < b), "{positions:?}");
}

#[test]
fn an_address_for_mail_is_a_link_for_mail() {
    let layout = layout("<a@example.org>", &Options::screen(40));
    assert_eq!(
        (text(&layout).as_str(), &*layout.links[0].target),
        ("a@example.org", "mailto:a@example.org")
    );
}

#[test]
fn blanks_at_the_end_of_a_line_of_code_make_nothing_wide() {
    let layout = layout(&format!("```\nlet x = 1;{}\n```", " ".repeat(60)), &Options::screen(40));
    assert_eq!(layout.wide, []);
    assert_eq!(text(&layout), "  let x = 1;");
}

#[test]
fn an_item_whose_table_says_nothing_keeps_its_marker() {
    assert_eq!(shown("- | &#x202e; |\n  |---|\n- b", 40), "•\n• b");
}
