//! Every formula of a library parsed, written on one line and set in rows; then a mebibyte of
//! TeX that means harm, in one piece and in pieces of the greatest length that is drawn: the
//! longer of parsing and setting it in rows, and of parsing and writing it on one line.
//!
//! `cargo bench --bench formulas -- FOLDER`; without a folder the bundled articles.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use recto::article::{Detail, formula};
use recto::library::scan::{self, Event};
use recto::library::source::Source;
use recto::math::{self, Charset};

const COLUMNS: usize = 76;

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| "articles".to_owned()));
    let formulas = formulas(&folder);
    println!("{} formulas of {} at {COLUMNS} columns", formulas.len(), folder.display());
    library(&formulas);
    hostile();
}

/// Every formula of every article, in order.
fn formulas(folder: &Path) -> Vec<String> {
    let source = Source::folder(folder).expect("a folder of articles");
    let mut files = Vec::new();
    scan::scan(&source, 2, Detail::Listing, |event| {
        if let Event::Batch(batch) = event {
            files.extend(batch.records.iter().map(|record| record.file().to_path_buf()));
        }
        true
    });
    let mut formulas = Vec::new();
    for file in &files {
        let article = source.read(file, Detail::Whole).expect("a readable article");
        let cut = formula::cut(&article.answer);
        let tex = cut.into_iter().filter_map(|formula| article.answer.get(formula.tex));
        formulas.extend(tex.map(str::to_owned));
    }
    formulas
}

fn library(formulas: &[String]) {
    let mut stages: [Vec<(Duration, &str)>; 3] = [vec![], vec![], vec![]];
    let mut total = Duration::ZERO;
    for tex in formulas {
        let start = Instant::now();
        let formula = math::parse(tex);
        let parsed = start.elapsed();
        std::hint::black_box(formula.line(Charset::Unicode));
        let written = start.elapsed();
        std::hint::black_box(formula.rows(COLUMNS, Charset::Unicode));
        let set = start.elapsed();
        total += set;
        let times = [parsed, written.saturating_sub(parsed), set.saturating_sub(written)];
        for (stage, time) in stages.iter_mut().zip(times) {
            stage.push((time, tex));
        }
    }
    for (name, times) in ["parse", "one line", "rows"].iter().zip(&mut stages) {
        times.sort_unstable();
        let Some(last) = times.len().checked_sub(1) else { continue };
        let at = |part: usize| micros(times[(times.len() * part / 100).min(last)].0);
        let (worst, tex) = times[last];
        let tex: String = tex.split_whitespace().collect::<Vec<_>>().join(" ");
        let tex: String = tex.chars().take(60).collect();
        println!(
            "{name:9} median {:6.1} µs   p99 {:6.1} µs   worst {:6.1} µs  {tex}",
            at(50),
            at(99),
            micros(worst)
        );
    }
    let count = u32::try_from(formulas.len().max(1)).unwrap_or(u32::MAX);
    println!("all three: {:.1} µs a formula on average", micros(total / count));
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// A start, what is repeated, and an end.
const HOSTILE: &[(&str, &str, &str)] = &[
    ("", "{", ""),
    ("", "}", ""),
    ("", "\\frac", ""),
    ("", "\\frac{", ""),
    ("", "^", ""),
    ("x", "^{x", ""),
    ("x", "_a^b", ""),
    ("", "\\left(", ""),
    ("", "(", ""),
    ("", "()", ""),
    ("", "|", ""),
    ("", "a|", ""),
    ("", "&", ""),
    ("", "\\\\", ""),
    ("", "a\\\\", ""),
    ("", "a&\\\\", ""),
    ("", "\\sqrt", ""),
    ("", "\\sqrt{\\frac{", ""),
    ("", "\\hat", ""),
    ("", "\\begin{matrix}", ""),
    ("\\begin{matrix}", "&", "\\end{matrix}"),
    ("\\begin{matrix}\\hline a", "\\\\\\hline", "\\end{matrix}"),
    ("\\begin{array}{c|c|c|c|c|c}", "a&b&c&d&e&f\\\\\\hline ", "\\end{array}"),
    ("", "\\text{", ""),
    ("", "\\text{a $", ""),
    ("", "\\ce{", ""),
    ("\\ce{", "H2", "}"),
    ("", "\\over", ""),
    ("", "\\not", ""),
    ("", "'", ""),
    ("", "a+", ""),
    ("", "a=\\frac{b}{c}+", ""),
    ("", "\\sum_{i}^{n}", ""),
    ("", "\\char\"301 ", ""),
    ("", "\u{301}", ""),
    ("", "e\u{301}", ""),
    ("\\text{", "word ", "}"),
    ("\\def\\a{xx}", "\\a", ""),
    ("\\def\\a{\\a\\a}\\a", "\\a", ""),
    ("\\def\\b#1{#1#1#1#1#1#1#1#1}", "\\b{", ""),
    ("\\newcommand{\\c}[1]{\\frac{#1}{#1}}", "\\c{\\c{x}}", ""),
];

/// What is nested as deeply as is drawn: an opening, its closing, and how often.
const NESTED: &[(&str, &str, usize)] = &[
    ("{", "}", 60),
    ("\\frac{1}{", "}", 60),
    ("\\frac{\\frac{aaa}{bbb}+", "}{c}", 60),
    ("\\sqrt{", "}", 60),
    ("x^{", "}", 60),
    ("x_B^{", "}", 60),
    ("(", ")", 60),
    ("|", "|", 60),
    ("\\left(\\frac12+", "\\right)", 60),
    ("\\begin{matrix}a&b\\\\", "\\end{matrix}", 60),
    ("\\begin{aligned}a&=", "\\end{aligned}", 60),
    ("\\hat{x_{", "}}", 30),
    ("\\overbrace{", "}^{n}", 60),
    ("\\text{a $", "$}", 30),
    ("\\ce{A ->[", "] B}", 60),
    ("\\begin{CD}A@>a>>{", "}\\end{CD}", 30),
    ("\\begin{CD}A@>{", "}>>B\\end{CD}", 20),
];

const MEBIBYTE: usize = 1024 * 1024;

fn hostile() {
    let mut worst = (Duration::ZERO, String::new());
    let repeated = HOSTILE.iter().map(|(start, part, end)| {
        (format!("1 MiB of {}", part.escape_default()), *start, (*part).to_owned(), *end)
    });
    let nested = NESTED.iter().map(|(open, close, depth)| {
        let part = format!("{}x{}", open.repeat(*depth), close.repeat(*depth));
        (format!("1 MiB of {depth} nested {}", open.escape_default()), "", part, "")
    });
    for (name, start, part, end) in repeated.chain(nested) {
        let filled = |size: usize| {
            let room = size.saturating_sub(start.len() + end.len());
            format!("{start}{}{end}", part.repeat(room / part.len()))
        };
        let whole = timed(|| set(&filled(MEBIBYTE))).max(timed(|| write(&filled(MEBIBYTE))));
        let piece = filled(math::LONGEST);
        let times = 0..MEBIBYTE / math::LONGEST;
        let pieces = timed(|| times.clone().for_each(|_| set(&piece)));
        let pieces = pieces.max(timed(|| times.clone().for_each(|_| write(&piece))));
        println!(
            "{name:44} in one piece {:7.1} ms   in pieces {:7.1} ms",
            micros(whole) / 1e3,
            micros(pieces) / 1e3
        );
        worst = worst.max((pieces.max(whole), name));
    }
    println!("the worst took {:.1} ms: {}", micros(worst.0) / 1e3, worst.1);
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// As a display.
fn set(tex: &str) {
    std::hint::black_box(math::parse(tex).rows(COLUMNS, Charset::Unicode));
}

/// As a formula in prose.
fn write(tex: &str) {
    std::hint::black_box(math::parse(tex).line(Charset::Unicode));
}
