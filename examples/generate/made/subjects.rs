//! The forty subjects of a generated library: how many articles each has, how it is spelled, and
//! how often mathematics stands in it.
//!
//! Invariant: the weights are relative; nothing depends on their sum.

/// One subject.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// Its name in the folder and in urls.
    pub slug: &'static str,
    /// Its name as it is shown.
    pub label: &'static str,
    /// Another spelling, which every fourth article has.
    pub other_label: Option<&'static str>,
    /// How many of a thousand articles or so.
    pub weight: u64,
    /// In how many of a thousand answers mathematics stands.
    pub formal: u64,
    /// In how many of a thousand answers code stands.
    pub code: u64,
}

const fn subject(
    slug: &'static str,
    label: &'static str,
    weight: u64,
    formal: u64,
    code: u64,
) -> Subject {
    Subject { slug, label, other_label: None, weight, formal, code }
}

const fn twice(subject: Subject, other: &'static str) -> Subject {
    Subject { other_label: Some(other), ..subject }
}

/// All of them, the largest first.
pub const SUBJECTS: [Subject; 40] = [
    subject("psychology", "Psychology", 88, 12, 0),
    twice(subject("education", "Education Studies", 86, 20, 0), "Education studies"),
    twice(subject("computer-science", "Computer Science", 84, 100, 85), "Computer science"),
    subject("medicine", "Medicine", 70, 6, 0),
    twice(subject("health", "Health Studies", 62, 25, 0), "Health studies"),
    subject("chemistry", "Chemistry", 58, 360, 0),
    subject("world-history", "World History", 56, 0, 0),
    subject("mathematics", "Mathematics", 52, 800, 18),
    subject("physics", "Physics", 45, 500, 0),
    subject("sociology", "Sociology", 43, 0, 0),
    subject("art-history", "Art History", 33, 0, 0),
    subject("engineering", "Engineering", 32, 260, 8),
    subject("business", "Business and Management", 29, 10, 0),
    subject("biology", "Biology", 28, 20, 5),
    subject("biotechnology", "Biotechnology", 27, 40, 0),
    subject("nursing", "Nursing", 25, 8, 0),
    subject("philosophy", "Philosophy", 24, 15, 0),
    subject("law", "Law", 22, 0, 0),
    subject("economics", "Economics", 16, 110, 0),
    subject("american-studies", "American Studies", 14, 0, 0),
    twice(subject("digital-media", "Digital Media", 11, 0, 5), "Digital media"),
    subject("accounting", "Accounting", 10, 120, 0),
    subject("english-literature", "English Literature", 9, 0, 0),
    subject("politics", "Politics", 8, 0, 0),
    subject("geography", "Geography", 7, 10, 0),
    subject("architecture", "Architecture", 6, 20, 0),
    subject("marine-biology", "Marine Biology", 5, 10, 0),
    subject("linguistics", "Linguistics", 5, 0, 0),
    subject("statistics", "Statistics", 4, 700, 60),
    subject("astronomy", "Astronomy", 4, 300, 0),
    subject("music", "Music", 3, 0, 0),
    subject("religion", "Religion", 3, 0, 0),
    subject("anthropology", "Anthropology", 3, 0, 0),
    subject("archaeology", "Archaeology", 2, 0, 0),
    subject("agriculture", "Agriculture", 2, 20, 0),
    subject("journalism", "Journalism", 2, 0, 0),
    subject("theatre", "Theatre", 1, 0, 0),
    subject("sports-science", "Sports Science", 1, 30, 0),
    subject("ecology", "Ecology", 1, 30, 0),
    subject("others", "Others", 1, 20, 0),
];

/// The subject at a place on the line of all weights, which begins anew at its end.
pub fn at(place: u64) -> usize {
    let sum: u64 = SUBJECTS.iter().map(|subject| subject.weight).sum();
    let mut rest = place % sum;
    for (number, subject) in SUBJECTS.iter().enumerate() {
        if rest < subject.weight {
            return number;
        }
        rest -= subject.weight;
    }
    0
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_subject_has_its_share_and_a_folder_of_its_own() {
        let mut counts = [0; SUBJECTS.len()];
        let sum = SUBJECTS.iter().map(|subject| subject.weight).sum();
        (0..sum).for_each(|place| counts[at(place)] += 1);
        assert_eq!(counts, SUBJECTS.map(|subject| subject.weight));
        let slugs: HashSet<&str> = SUBJECTS.iter().map(|subject| subject.slug).collect();
        assert_eq!(slugs.len(), SUBJECTS.len());
    }
}
