//! The words that generated articles are made of, and names that nobody bears.
//!
//! No grammar: a phrase is a quality and a thing. Invariant: no word is both a quality and a
//! thing, and every number has a name of its own.

use super::dice::Dice;

const QUALITIES: &str = "electric magnetic nervous cultural economic annual social digital \
    chemical nuclear linear optical thermal financial statistical historical medieval modern \
    urban rural coastal tropical genetic cellular molecular neural visual verbal moral legal \
    civil criminal federal colonial classical romantic abstract formal informal public private \
    internal external primary secondary organic inorganic acidic ionic metallic soluble elastic \
    static dynamic kinetic potential relative absolute finite infinite random discrete \
    continuous complex simple parallel virtual remote automatic adaptive cognitive emotional \
    clinical chronic acute dietary solar lunar seasonal marine volcanic geometric ancient \
    angular biological central circular commercial common comparative cooperative critical \
    cyclic deductive defensive dense diagonal direct diurnal domestic dominant dual ethical \
    experimental explicit fertile fiscal fluid fractional fragile global gradual harmonic \
    hereditary hybrid hydraulic implicit indirect industrial inductive inert intuitive \
    irregular isolated lateral literary local logical manual maternal mechanical medical \
    military mobile monetary mutual narrative natural naïve neutral nocturnal numerical oral \
    parental partial passive periodic personal physical political popular practical preventive \
    quantitative qualitative radial radical rational reactive recursive regional regular \
    religious residual reversible rotational sacred secular sensory sequential spatial \
    spontaneous stable stochastic strategic structural surgical symbolic synthetic systemic \
    technical temporal theoretical toxic transparent uniform universal variable vertical viral \
    voluntary wild";

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
    teacher literacy justice crime prison police welfare poverty inequality gender \
    identity nationalism democracy federalism bureaucracy diplomacy warfare alliance sanction \
    satellite orbit galaxy nebula comet telescope gravity relativity symmetry turbulence \
    viscosity friction momentum acceleration velocity frequency amplitude resonance spectrum \
    archive atlas axiom bond calendar canal chord chorus cohort colony corridor dialogue \
    diffusion dosage doctrine epic essay estuary façade fallacy fertiliser fossil fresco gradient \
    guild hypothesis icon incentive index lattice ledger lexicon manuscript mineral monument \
    mortgage nucleus obligation optimum orchard paradox parasite pigment pollen portfolio \
    precedent prophecy quorum quota rebellion reef rhetoric satire scaffold schema season \
    sequence siege signal stanza stimulus surplus suture swarm syllogism synapse tenure \
    terrain threshold tide tragedian tribunal utility voltage wage watershed wavelength \
    weaving yield";

const PREFIXES: &str = "micro multi neuro inter hyper post pre sub bio geo macro non over semi \
    trans ultra un proto poly re";

/// How many names of three syllables there are.
const NAMES: u64 = 1 << 18;

/// The lists as they are drawn from.
pub struct Words {
    qualities: Vec<&'static str>,
    things: Vec<&'static str>,
    prefixes: Vec<&'static str>,
    /// From one pair to the next; it has no factor in common with the number of pairs.
    stride: u64,
}

impl Words {
    /// The lists.
    pub fn new() -> Self {
        let [qualities, things, prefixes]: [Vec<_>; 3] =
            [QUALITIES, THINGS, PREFIXES].map(|list| list.split_whitespace().collect());
        let pairs = (qualities.len() * things.len()) as u64;
        // Near the golden section, so that families in a row have little in common.
        let mut strides = pairs * 377 / 610..pairs;
        let stride = strides.find(|stride| common_factor(*stride, pairs) == 1).unwrap_or(1);
        Self { qualities, things, prefixes, stride }
    }

    /// How many pairs of a quality and a thing there are.
    pub fn pairs(&self) -> u64 {
        (self.qualities.len() * self.things.len()) as u64
    }

    /// The pair of a number: each comes once before one comes again.
    pub fn pair(&self, number: u64) -> (&'static str, &'static str) {
        let pairs = self.pairs();
        let number = usize::try_from(number % pairs * self.stride % pairs).unwrap_or(0);
        let length = self.things.len().max(1);
        let quality = self.qualities.get(number / length).copied().unwrap_or_default();
        (quality, self.things.get(number % length).copied().unwrap_or_default())
    }

    /// Adds a quality: a common one, or one that few texts hold.
    pub fn quality(&self, dice: &mut Dice, out: &mut String) {
        if dice.chance(4000) {
            out.push_str(dice.one_of(&self.prefixes));
            out.push_str(dice.one_of(&self.qualities));
        } else {
            out.push_str(dice.early_of(&self.qualities));
        }
    }

    /// Adds a thing, one or many.
    pub fn thing(&self, dice: &mut Dice, out: &mut String) {
        let thing = dice.early_of(&self.things);
        if dice.chance(3500) { plural(thing, out) } else { out.push_str(thing) }
    }

    /// Adds a phrase that may be about anything.
    pub fn phrase(&self, dice: &mut Dice, out: &mut String) {
        self.quality(dice, out);
        out.push(' ');
        self.thing(dice, out);
    }
}

fn common_factor(mut left: u64, mut right: u64) -> u64 {
    while right > 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// Adds a word in the plural, as English mostly makes it.
fn plural(word: &str, out: &mut String) {
    let stem = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    let hisses = ["s", "x", "ch", "sh"].iter().any(|end| word.ends_with(end));
    out.push_str(stem.unwrap_or(word));
    out.push_str(match (stem, hisses) {
        (Some(_), _) => "ies",
        (None, true) => "es",
        (None, false) => "s",
    });
}

/// Adds a name, which belongs to `number` alone.
pub fn name(number: u64, out: &mut String) {
    // Neighbours must not look alike: an odd factor stirs the last 18 bits and keeps them apart.
    let stirred = number.wrapping_mul(0x2_7D4F) % NAMES;
    let mut bits = stirred | ((number / NAMES) << 18);
    let mut syllables = 0;
    while syllables < 3 || bits > 0 {
        let at = |list: &str, at: u64| usize::try_from(at).ok().and_then(|at| list.chars().nth(at));
        let consonants = if syllables == 0 { "BDFGHKLMNPRSTVWZ" } else { "bdfghklmnprstvwz" };
        out.extend(at(consonants, bits & 15));
        out.extend(at("aeio", (bits >> 4) & 3));
        bits >>= 6;
        syllables += 1;
    }
}

/// Adds one of very many names, by a law (one in the square of its rank) under which the vocabulary
/// grows as the square root of a library's size. That of the real one does: 5,300 words in 3,877
/// questions, 16,300 in 35,915.
pub fn some_name(dice: &mut Dice, out: &mut String) {
    const FIRST: u64 = 3800;
    const PARTS: u64 = 1 << 20;
    name(FIRST * PARTS / (1 + dice.below(PARTS)), out);
}

/// Adds `template` with what `fill` gives for each name in braces.
pub fn fill(template: &str, out: &mut String, mut fill: impl FnMut(&str, &mut String)) {
    for part in template.split('{') {
        match part.split_once('}') {
            None => out.push_str(part),
            Some((slot, rest)) => {
                fill(slot, out);
                out.push_str(rest);
            }
        }
    }
}

/// Adds `text` with its first letter as a capital.
pub fn capital(text: &str, out: &mut String) {
    let mut letters = text.chars();
    out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(letters.as_str());
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_number_has_a_name_of_its_own() {
        let names: HashSet<String> = (0..NAMES + 70_000)
            .step_by(7)
            .map(|number| {
                let mut text = String::new();
                name(number, &mut text);
                text
            })
            .collect();
        assert_eq!(names.len() as u64, (NAMES + 70_000).div_ceil(7));
    }

    #[test]
    fn no_word_stands_twice_in_a_list_or_in_both() {
        let words = Words::new();
        let mut seen = HashSet::new();
        let twice: Vec<_> = words
            .qualities
            .iter()
            .chain(&words.things)
            .filter(|word| !seen.insert(*word))
            .collect();
        assert_eq!(twice, Vec::<&&str>::new());
    }

    #[test]
    fn many_of_a_thing_are_spelled_as_usual() {
        let many = |word: &str| {
            let mut out = String::new();
            plural(word, &mut out);
            out
        };
        assert_eq!(
            ["city", "survey", "lens", "field"].map(many),
            ["cities", "surveys", "lenses", "fields"]
        );
    }
}
