//! Times each keystroke of the filter, at three sizes of library.
//!
//! The questions are made from word lists and a fixed seed, in the shape of real ones: a median
//! of 75 bytes, some words in nearly all of them, most words in few. A file with one question a
//! line can be given as an argument instead: `cargo bench --bench filter -- FILE`.
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use recto::find::{Haystack, Query, Stage, marks};

const SIZES: [usize; 3] = [4_000, 36_000, 1_000_000];

/// Each is typed letter by letter.
const TYPED: [(&str, &str); 9] = [
    ("three words", "electric field ring"),
    ("one word", "nervous"),
    ("two letters", "el"),
    ("a beginning", "how does the"),
    ("a question", "How does pressure affect the balance of a nervous system?"),
    ("a slip", "elctric feild"),
    ("letters", "eflring"),
    ("a capital", "Electric Field"),
    ("no such thing", "zyxwvut"),
];

const OPENINGS: &[&str] = &[
    "How does {} affect {} of {}?",
    "What is the role of {} in {}?",
    "How is {} of {} calculated?",
    "What are the key characteristics of {} in {}, and how do they differ from {}?",
    "Why is {} important for {} in modern {}?",
    "What factors influence {} during {}?",
    "How do {} and {} work together to shape {}?",
    "What is {}?",
    "What are the main differences between {} and {} in the context of {}?",
    "How can {} be used to improve {}?",
    "Which methods help to measure {} in {}?",
    "When should {} be preferred over {}?",
    "What does the theory of {} say about {} and {}?",
    "Can {} explain {}?",
];

const QUALITIES: &str = "electric magnetic nervous cultural economic annual social digital \
    chemical nuclear linear optical thermal financial statistical historical medieval modern \
    urban rural coastal tropical genetic cellular molecular neural visual verbal moral legal \
    civil criminal federal colonial classical romantic abstract formal informal public private \
    internal external primary secondary organic inorganic acidic ionic metallic soluble elastic \
    static dynamic kinetic potential relative absolute finite infinite random discrete \
    continuous complex simple parallel virtual remote automatic adaptive cognitive emotional \
    clinical chronic acute dietary solar lunar seasonal marine volcanic geometric";

const THINGS: &str = "field ring charge current wave energy force pressure balance budget \
    market price demand supply inflation account asset dividend contract court statute treaty \
    constitution election parliament empire revolution migration settlement trade tariff poem \
    novel sonnet tragedy comedy painting sculpture cathedral mosaic melody rhythm harmony \
    orchestra language grammar dialect syllable metaphor ritual myth religion temple ethics \
    logic argument proof theorem matrix vector integral derivative equation polynomial \
    probability variance sample regression algorithm compiler network protocol database cache \
    thread kernel sensor robot circuit resistor capacitor transistor laser lens mirror photon \
    electron proton neutron atom molecule isotope crystal alloy polymer solvent catalyst acid \
    base salt reaction equilibrium enthalpy entropy cell membrane enzyme protein gene chromosome \
    mutation tissue organ muscle nerve brain heart kidney liver immunity vaccine virus bacterium \
    infection therapy diagnosis nutrition vitamin hormone insulin metabolism respiration \
    photosynthesis ecosystem habitat predator forest river glacier erosion sediment earthquake \
    volcano climate rainfall drought agriculture irrigation harvest livestock city housing \
    transport bridge foundation concrete steel beam column tunnel harbour railway engine turbine \
    battery generator pump valve factory assembly logistics inventory warehouse quality safety \
    management leadership strategy brand advertising customer survey interview memory attention \
    perception motivation emotion personality childhood family marriage education curriculum \
    teacher literacy childhood justice crime prison police welfare poverty inequality gender \
    identity nationalism democracy federalism bureaucracy diplomacy warfare alliance sanction \
    satellite orbit galaxy nebula comet telescope gravity relativity symmetry turbulence \
    viscosity friction momentum acceleration velocity frequency amplitude resonance spectrum";

/// xorshift: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// One of `choices`, an early one much more often than a late one.
    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let unit = |roll: u64| usize::try_from(roll % 4096).unwrap_or(0);
        let at = unit(self.roll()) * unit(self.roll()) * choices.len() / (4096 * 4096);
        choices.get(at).copied().unwrap_or("ring")
    }
}

/// A name that few questions share, so that the vocabulary grows with the library as a real
/// one does.
fn name(dice: &mut Dice) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ren", "ko", "lis", "ta", "mur", "del", "vi", "son", "gra", "ne", "hol", "qui",
        "pez", "an", "ster",
    ];
    let name: String = (0..2 + dice.roll() % 2).map(|_| dice.pick(&SYLLABLES)).collect();
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn question(dice: &mut Dice, qualities: &[&str], things: &[&str]) -> String {
    let mut parts = dice.pick(OPENINGS).split("{}").peekable();
    let mut question = String::new();
    while let Some(part) = parts.next() {
        question.push_str(part);
        if parts.peek().is_none() {
            break;
        }
        if dice.roll().is_multiple_of(2) {
            question.push_str("the ");
        }
        if dice.roll().is_multiple_of(8) {
            question.push_str(&name(dice));
            question.push_str("'s ");
        }
        question.push_str(dice.pick(qualities));
        question.push(' ');
        question.push_str(dice.pick(things));
    }
    question
}

fn questions(count: usize) -> Vec<String> {
    let qualities: Vec<&str> = QUALITIES.split_whitespace().collect();
    let things: Vec<&str> = THINGS.split_whitespace().collect();
    let mut dice = Dice(0x5EED_0F4E_C700_0001);
    (0..count).map(|_| question(&mut dice, &qualities, &things)).collect()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The value below which `share` of the sorted times lie.
fn quantile(times: &[Duration], share: f64) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list of a few thousand"
    )]
    let at = (times.len().saturating_sub(1) as f64 * share).round() as usize;
    times.get(at).copied().map_or(0.0, milliseconds)
}

/// Types every query letter by letter, over and over, and prints a line for each.
fn measure(questions: &[String]) {
    let rounds = if questions.len() > 100_000 { 7 } else { 41 };
    let mut bytes: Vec<usize> = questions.iter().map(String::len).collect();
    bytes.sort_unstable();
    let median = bytes.get(bytes.len() / 2).copied().unwrap_or(0);
    let started = Instant::now();
    let mut haystack = Haystack::new();
    for question in questions {
        haystack.push(question);
    }
    let built = milliseconds(started.elapsed());
    println!("\n{} questions, median {median} bytes, taken in in {built:.1} ms", questions.len());
    println!("{:<16}{:>10}{:>10}{:>10}  found", "milliseconds", "median", "p99", "worst");
    let mut all = Vec::new();
    for (name, typed) in TYPED {
        let mut times = Vec::new();
        let mut last = String::new();
        for _ in 0..rounds {
            for end in typed.char_indices().map(|(at, letter)| at + letter.len_utf8()) {
                let keys = typed.get(..end).unwrap_or_default();
                let started = Instant::now();
                let query = Query::parse(keys);
                let found = haystack.find(&query, &|_| true);
                for row in found.rows.iter().take(60) {
                    if let Some(question) = questions.get(*row as usize) {
                        black_box(marks(question, &query, &found));
                    }
                }
                times.push(started.elapsed());
                let stage = match found.stage {
                    Stage::Words => "by words",
                    Stage::Corrected => "by corrected words",
                    Stage::Letters => "by letters",
                    Stage::Partly => "by some words",
                };
                last = format!("{} {stage}", found.rows.len());
            }
        }
        line(name, &mut times, &last);
        all.append(&mut times);
    }
    line("all keystrokes", &mut all, "");
}

fn line(name: &str, times: &mut [Duration], found: &str) {
    times.sort_unstable();
    let [median, late, worst] = [0.5, 0.99, 1.0].map(|share| quantile(times, share));
    println!("{name:<16}{median:>10.3}{late:>10.3}{worst:>10.3}  {found}");
}

fn main() -> std::io::Result<()> {
    if let Some(file) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) {
        let text = std::fs::read_to_string(file)?;
        measure(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        return Ok(());
    }
    for size in SIZES {
        measure(&questions(size));
    }
    Ok(())
}
