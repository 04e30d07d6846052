//! The table of what Recto must reach, as Markdown.
//!
//! It measures nothing. Invariant: a row holds only if all that was asked of it does; a row of which
//! nothing was asked says so.

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
/// Stands where there is nothing to say.
const NONE: &str = "–";

/// A row of times, beside those of a peer if there are any.
pub fn times(
    what: &str,
    bar: Bar,
    times: &[Duration],
    peer: Option<(&str, &[Duration])>,
) -> String {
    let [median, late] = [median(times), late(times)];
    let ratio = peer.and_then(|(_, theirs)| Some(median? / self::median(theirs)?));
    let asked: Vec<String> = [
        bar.median.map(|most| format!("median ≤ {most} ms")),
        bar.late.map(|most| format!("p99 ≤ {most} ms")),
        bar.ratio.map(|most| format!("≤ {most} × peer")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let kept = [(bar.median, median), (bar.late, late), (bar.ratio, ratio)];
    let ratio = ratio.map_or_else(|| NONE.to_owned(), short);
    let cells = [asked.join(", "), millis(median), millis(late), peer_cell(peer), ratio];
    row(what, &cells, verdict(&kept))
}

/// A row of an amount, of which at most so much is asked.
pub fn amount(what: &str, is: Option<f64>, most: f64, unit: &str) -> String {
    let said = is.map_or_else(|| NONE.to_owned(), |is| format!("{} {unit}", short(is)));
    let none = || NONE.to_owned();
    let cells = [format!("≤ {most} {unit}"), said, none(), none(), none()];
    row(what, &cells, verdict(&[(Some(most), is)]))
}

/// Whether all that is asked holds, each at most so much; nothing where a part was not measured.
fn verdict(kept: &[(Option<f64>, Option<f64>)]) -> Option<bool> {
    let asked = || kept.iter().filter_map(|(most, is)| Some(((*most)?, *is)));
    if asked().any(|(most, is)| is.is_some_and(|is| is > most)) {
        return Some(false);
    }
    asked().all(|(_, is)| is.is_some()).then_some(true)
}

fn row(what: &str, cells: &[String; 5], holds: Option<bool>) -> String {
    let [asked, cells @ ..] = cells;
    let (asked, verdict) = match holds {
        _ if asked.is_empty() => (NONE, NONE),
        Some(true) => (&**asked, "yes"),
        Some(false) => (&**asked, "**no**"),
        None => (&**asked, "not measured"),
    };
    format!("| {what} | {asked} | {} | {verdict} |", cells.join(" | "))
}

fn peer_cell(peer: Option<(&str, &[Duration])>) -> String {
    let Some((name, times)) = peer else { return NONE.to_owned() };
    match (median(times), late(times)) {
        (None, _) => format!("{name}: not installed"),
        (median, None) => format!("{name}: {}", millis(median)),
        (median, late) => format!("{name}: {}, p99 {}", millis(median), millis(late)),
    }
}

fn median(times: &[Duration]) -> Option<f64> {
    (!times.is_empty()).then(|| quantile(&mut times.to_vec(), 500))
}

fn late(times: &[Duration]) -> Option<f64> {
    (times.len() >= ENOUGH).then(|| quantile(&mut times.to_vec(), 990))
}

fn millis(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| format!("{} ms", short(value)))
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
