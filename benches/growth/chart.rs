//! A row of small plots, each with a logarithmic axis on both sides, as SVG.
//!
//! It knows nothing of what it draws. Invariant: it can be read on a light ground and on a dark one.

use std::fmt::Write as _;

/// One plot.
pub struct Panel {
    /// What it shows, with the unit.
    pub title: &'static str,
    /// Size and cost, by rising size; all of them above 0.
    pub points: Vec<(f64, f64)>,
}

/// Pixels of one plot, and of the space around its axes.
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 44.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 40.0;

const STYLE: &str = "\
text { font: 12px sans-serif; fill: #24292f; }
.title { font-weight: bold; }
.value { font-size: 11px; }
.grid { stroke: #8c959f; stroke-opacity: 0.35; }
.line { fill: none; stroke: #0969da; stroke-width: 2; }
.dot { fill: #0969da; }
@media (prefers-color-scheme: dark) {
text { fill: #d1d7e0; }
.line { stroke: #4493f8; }
.dot { fill: #4493f8; }
}";

/// The plots side by side, as the text of an SVG file; `across` is what their sizes count.
pub fn svg(panels: &[Panel], across: &str) -> String {
    let width = WIDTH * f64::from(u32::try_from(panels.len()).unwrap_or(1));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {HEIGHT}\" \
         width=\"{width}\" height=\"{HEIGHT}\" role=\"img\">\n<style>\n{STYLE}\n</style>\n"
    );
    let mut left = 0.0;
    for panel in panels {
        let _ = writeln!(svg, "<g transform=\"translate({left} 0)\">");
        draw(panel, &mut svg);
        let (middle, below) = (f64::midpoint(LEFT, WIDTH - RIGHT), HEIGHT - 4.0);
        let _ = writeln!(
            svg,
            "<text x=\"{middle}\" y=\"{below}\" text-anchor=\"middle\">{across}</text>"
        );
        svg.push_str("</g>\n");
        left += WIDTH;
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw(panel: &Panel, svg: &mut String) {
    let _ = writeln!(svg, "<text class=\"title\" x=\"{LEFT}\" y=\"18\">{}</text>", panel.title);
    let across = Axis::new(panel.points.iter().map(|point| point.0), LEFT, WIDTH - RIGHT);
    let up = Axis::new(panel.points.iter().map(|point| point.1), HEIGHT - BOTTOM, TOP);
    let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    for power in across.powers() {
        let (x, label) = (across.place(power), short(power));
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{x:.1} {TOP}V{bottom}\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
            bottom + 18.0
        );
    }
    for power in up.powers() {
        let (y, label) = (up.place(power), short(power));
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{right}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            LEFT - 6.0,
            y + 4.0
        );
    }
    let places: Vec<_> =
        panel.points.iter().map(|(size, cost)| (across.place(*size), up.place(*cost))).collect();
    let line: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = writeln!(svg, "<polyline class=\"line\" points=\"{}\"/>", line.join(" "));
    for ((x, y), (_, cost)) in places.iter().zip(&panel.points) {
        // Below and to the right of a point a rising line leaves room.
        let (right, below, label) = (x + 6.0, y + 13.0, short(*cost));
        let _ = writeln!(
            svg,
            "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>\
             <text class=\"value\" x=\"{right:.1}\" y=\"{below:.1}\">{label}</text>"
        );
    }
}

/// A logarithmic axis from one power of ten to another.
struct Axis {
    /// Powers of ten at both ends.
    low: f64,
    high: f64,
    /// Pixels at both ends.
    start: f64,
    end: f64,
}

impl Axis {
    fn new(values: impl Iterator<Item = f64>, start: f64, end: f64) -> Self {
        let powers = values.map(f64::log10);
        let (low, high) = powers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), power| {
            (low.min(power.floor()), high.max(power.ceil()))
        });
        Self { low, high: high.max(low + 1.0), start, end }
    }

    /// Where a value stands, in pixels.
    fn place(&self, value: f64) -> f64 {
        let share = (value.log10() - self.low) / (self.high - self.low);
        self.start + share * (self.end - self.start)
    }

    /// The powers of ten on the axis.
    fn powers(&self) -> impl Iterator<Item = f64> {
        let steps = std::iter::successors(Some(self.low), |power| Some(power + 1.0));
        let high = self.high;
        steps.take_while(move |power| *power <= high).map(|power| 10_f64.powf(power))
    }
}

/// A number in few characters: `36k`, `0.45`.
fn short(value: f64) -> String {
    if value >= 999_500.0 {
        format!("{:.0}M", value / 1e6)
    } else if value >= 9_950.0 || value >= 1_000.0 && value % 1_000.0 < 0.5 {
        format!("{:.0}k", value / 1e3)
    } else if value >= 9.95 {
        format!("{value:.0}")
    } else {
        format!("{}", (value * 100.0).round() / 100.0)
    }
}
