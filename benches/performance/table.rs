//! The table of what Recto must reach, as Markdown.
//!
//! It measures nothing. Invariant: a row holds only if all that was asked of it does; a row of which
//! nothing was asked says so.

use std::fmt::Write as _;
use std::time::Duration;

use crate::measure::quantile;

pub const HEAD: &str = "\
| | asked | median | p99 | peer in the same run | ratio | holds |
|---|---|---:|---:|---|---:|---|";

/// What is asked, each at most so much.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bar {
    /// Milliseconds, for the median.
    pub median: Option<f64>,
    /// Milliseconds, for the 99th percentile.
    pub late: Option<f64>,
    /// Times the median of the peer.
    pub ratio: Option<f64>,
}

/// With fewer times than this there is no 99th percentile.
const ENOUGH: usize = 100;

/// A row of times, beside those of a peer if there are any.
pub fn times(
    what: &str,
    bar: Bar,
    times: &[Duration],
    peer: Option<(&str, &[Duration])>,
) -> String {
    let of = |times: &[Duration], share| quantile(&mut times.to_vec(), share);
    let median = of(times, 500);
    let late = (times.len() >= ENOUGH).then(|| of(times, 990));
    let theirs = peer.filter(|(_, times)| !times.is_empty()).map(|(_, times)| of(times, 500));
    let ratio = theirs.map(|theirs| median / theirs);
    let asked: Vec<String> = [
        bar.median.map(|most| format!("median ≤ {most} ms")),
        bar.late.map(|most| format!("p99 ≤ {most} ms")),
        bar.ratio.map(|most| format!("≤ {most} × peer")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let kept = [(bar.median, Some(median)), (bar.late, late), (bar.ratio, ratio)];
    let holds =
        kept.into_iter().all(|(most, is)| most.is_none_or(|most| is.is_none_or(|is| is <= most)));
    let late = late.map_or_else(|| "–".to_owned(), millis);
    let beside = match (peer, theirs) {
        (Some((name, times)), Some(theirs)) if times.len() >= ENOUGH => {
            format!("{name}: {}, p99 {}", millis(theirs), millis(of(times, 990)))
        }
        (Some((name, _)), Some(theirs)) => format!("{name}: {}", millis(theirs)),
        (Some((name, _)), None) => format!("{name}: not installed"),
        (None, _) => "–".to_owned(),
    };
    let ratio = ratio.map_or_else(|| "–".to_owned(), short);
    row(what, &asked.join(", "), &millis(median), &late, &beside, &ratio, holds)
}

/// A row of an amount, of which at most so much is asked, if anything.
pub fn amount(what: &str, is: f64, most: Option<f64>, unit: &str) -> String {
    let asked = most.map_or_else(String::new, |most| format!("≤ {most} {unit}"));
    let holds = most.is_none_or(|most| is <= most);
    row(what, &asked, &format!("{} {unit}", short(is)), "–", "–", "–", holds)
}

fn row(
    what: &str,
    asked: &str,
    is: &str,
    late: &str,
    peer: &str,
    ratio: &str,
    holds: bool,
) -> String {
    let verdict = match (asked.is_empty(), holds) {
        (true, _) => "–",
        (false, true) => "yes",
        (false, false) => "**no**",
    };
    let asked = if asked.is_empty() { "–" } else { asked };
    let mut row = String::new();
    let _ = write!(row, "| {what} | {asked} | {is} | {late} | {peer} | {ratio} | {verdict} |");
    row
}

fn millis(value: f64) -> String {
    format!("{} ms", short(value))
}

/// A number with about three digits.
fn short(value: f64) -> String {
    let digits = match value {
        100.0.. => 0,
        10.0.. => 1,
        _ if value == 0.0 => 0,
        _ => 2,
    };
    format!("{value:.digits$}")
}
