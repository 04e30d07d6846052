//! The library of the screen tests: fifteen articles in four subjects, as the text of their files.
//!
//! Written for the tests; small enough to be known by heart, and with every shape a reader meets.
//! Files come in the order of a walk.

use std::fmt::Write as _;

/// What differs between the exported articles of the library.
struct Exported<'a> {
    /// Folder and slug; the subject's label.
    at: (&'a str, &'a str, &'a str),
    id: i64,
    question: &'a str,
    keywords: &'a str,
    /// As the exporter writes it: each line break as the two characters `\n`.
    answer: &'a str,
    /// Id, title, and url after `/learn/`.
    related: &'a [(i64, &'a str, &'a str)],
    /// More lines of front matter.
    more: &'a str,
}

impl Exported<'_> {
    fn file(&self) -> (String, String) {
        let (folder, slug, subject) = self.at;
        let question = self.question;
        let mut text = format!(
            "---\n_schema: default\nid: {}\ndate: 2024-11-26\ntitle: >-\n    {question}\n\
             date_format: MMM DD, YYYY\npost_on_text: Posted on\nseo:\n  page_keywords: >-\n    \
             {}\nauthor: QuickTakes\nquestion: >-\n    {question}\nanswer: >-\n    {}\n\
             subject: {subject}\nurl: /learn/{folder}/questions/{slug}\n{}",
            self.id, self.keywords, self.answer, self.more,
        );
        for (index, (id, title, url)) in self.related.iter().enumerate() {
            let number = index + 1;
            let _ = write!(
                text,
                "related_article{number}:\n    id: {id}\n    title: >-\n        {title}\n    \
                 subject: Somewhere\n    url: /learn/{url}\n"
            );
        }
        text.push_str("---\n\n&nbsp;\n");
        (format!("{folder}/questions/{slug}.md"), text)
    }
}

/// A file that is listed but cannot be read when it is opened.
pub const LOST: &str = "botany/questions/which-seed-sleeps-longest.md";

/// The files of the library: path and text.
pub fn files() -> Vec<(String, String)> {
    let mut files: Vec<_> = ARTICLES.iter().map(Exported::file).collect();
    files.push(("music/on-listening.md".to_owned(), NOTE.to_owned()));
    files.sort();
    files
}

/// Files that are no articles, for a library with problems.
pub fn broken_files() -> Vec<(String, Vec<u8>)> {
    vec![
        ("cookery/cake.md".to_owned(), b"\x00\x01\x02\x03 a picture of a cake".to_vec()),
        (
            "cookery/salt.md".to_owned(),
            b"---\nquestion: How much salt?\nsubject: [Cookery\n---\nA pinch.\n".to_vec(),
        ),
        ("music/empty.md".to_owned(), b"\n\n".to_vec()),
    ]
}

/// A note of the reader's own: a heading, a link, no front matter.
const NOTE: &str = "# On listening\n\nListen twice: once for the tune, once for \
                    [the tuning](questions/how-is-a-violin-tuned.md).\n";

const ARTICLES: &[Exported<'_>] = &[
    Exported {
        at: ("astronomy", "why-do-stars-twinkle", "Astronomy"),
        id: 11,
        question: "Why do stars twinkle?",
        keywords: "stars,air, refraction",
        answer: r"Stars twinkle because their light reaches us through **moving air**. Each parcel of air bends the light a *little* differently.\n\n### What happens\n1. **A point of light**: a star is so far away that it is a single point.\n2. **Uneven air**: warm and cold parcels bend the light by angles of about one arc second, many times a second.\n   - near the horizon there is more air\n   - at the zenith there is least\n3. **The eye**: it sees the point jump and flicker.\n\n> A planet is a small disc, and its many points\n> flicker out of step, so that it shines steadily.\n\n### Where it matters\nTelescopes on mountains stand above much of the air, and some bend their mirrors a thousand times a second to undo it. See `adaptive optics` and ~~luck~~ patience.\n\n---\n\nFrom space no star twinkles at all.",
        related: &[
            (12, "What is a light year?", "astronomy/questions/what-is-a-light-year"),
            (
                99,
                "How is the blur of the air measured?",
                "astronomy/questions/how-is-blur-measured",
            ),
            (14, "What is resonance?", "music/questions/what-is-resonance"),
        ],
        more: "score: -1.0\n",
    },
    Exported {
        at: ("astronomy", "what-is-a-light-year", "Astronomy"),
        id: 12,
        question: "What is a light year?",
        keywords: "distance,light",
        answer: r"A light year is a **distance**, the way light goes in a year. With $ c = 299792.458 $ km/s and a year of $t$ seconds:\n\n$$\nd = c \cdot t \neq \frac{c}{t}\n$$\n\nThat is about \(9.46 \cdot 10^{12}\) km. A ticket costs $5 a kilometre, or $50 for ten.",
        related: &[(11, "Why do stars twinkle?", "astronomy/questions/why-do-stars-twinkle")],
        more: "",
    },
    Exported {
        at: ("astronomy", "how-do-planets-keep-their-orbits", "astronomy"),
        id: 13,
        question: "How do planets keep their orbits?",
        keywords: "planets",
        answer: r"They fall, and miss:\n\n- the Sun pulls\n- the planet moves on\n  - fast when near\n  - slow when far",
        related: &[],
        more: "",
    },
    Exported {
        at: ("astronomy", "what-is-resonance", "Astronomy"),
        id: 14,
        question: "What is resonance?",
        keywords: "orbits,ratio",
        answer: r"Two orbits are in resonance when their periods stand in a simple ratio, such as 2:1.",
        related: &[],
        more: "",
    },
    Exported {
        at: ("music", "what-is-resonance", "Music"),
        id: 14,
        question: "What is resonance?",
        keywords: "strings,sound",
        answer: r"A string answers its own note when another sounds it.",
        related: &[(16, "How is a violin tuned?", "music/questions/how-is-a-violin-tuned")],
        more: "",
    },
    Exported {
        at: ("music", "how-is-a-violin-tuned", "Music"),
        id: 16,
        question: "How is a violin tuned?",
        keywords: "violin,strings,fifths",
        answer: r"In fifths, from the A string:\n\n| String | Note | Frequency | Remark |\n|:---|:---:|---:|---|\n| first | E | 659.3 Hz | thin, of steel, the first to break |\n| second | A | 440 Hz | tuned to the oboe |\n| third | D | 293.7 Hz | |\n| fourth | G | 196 Hz | wound |",
        related: &[(14, "What is resonance?", "music/questions/what-is-resonance")],
        more: "",
    },
    Exported {
        at: ("music", "wide-title", "Music"),
        id: -3,
        question: "Pourquoi le café-concert mêle-t-il 音楽と舞台 🎻 à Besançon ?",
        keywords: "café,音楽",
        answer: r"Parce que l’été y est doux. 音楽は時間の芸術であり、舞台は空間の芸術である。二つが出会うところに物語が生まれる。👩‍🚀 🇫🇷 e̊",
        related: &[],
        more: "",
    },
    Exported {
        at: ("music", "why-does-a-minor-third-sound-sad", "Music"),
        id: 18,
        question: "Why does a minor third sound sad?",
        keywords: "third",
        answer: r"Nobody knows; see [how a violin is tuned](/learn/music/questions/how-is-a-violin-tuned), or [a site](https://example.org/thirds).",
        related: &[],
        more: "",
    },
    Exported {
        at: ("botany", "how-do-leaves-change-colour", "Botany"),
        id: 21,
        question: "How do leaves change colour?",
        keywords: "leaves,autumn",
        answer: r"The green fades, and the yellow that was there all the time is seen.",
        related: &[],
        more: "",
    },
    Exported {
        at: ("botany", "a-long-question", "Botany"),
        id: 22,
        question: "Under which conditions of light, warmth, moisture and soil does a seed that has \
                   slept for a hundred years in a dry cellar still sprout, and how can a gardener \
                   find out before sowing it?",
        keywords: "seed",
        answer: r"Wet paper, a warm sill, two weeks.",
        related: &[],
        more: "",
    },
    Exported {
        at: ("botany", "unfinished-moss", "Botany"),
        id: 23,
        question: "Which notes on moss are not finished?",
        keywords: "moss",
        answer: r"All of them. See [leaves](/learn/botany/questions/how-do-leaves-change-colour).",
        related: &[],
        more: "no_index: true\n",
    },
    Exported {
        at: ("botany", "which-seed-sleeps-longest", "Botany"),
        id: 24,
        question: "Which seed sleeps longest?",
        keywords: "seed",
        answer: r"A date palm's.",
        related: &[],
        more: "",
    },
    Exported {
        at: ("cookery", "why-does-bread-rise", "Cookery"),
        id: 31,
        question: "Why does bread rise?",
        keywords: "bread,yeast",
        answer: r#"Yeast makes gas. To bake with a timer:\n\n```python\ndef bake(loaf):\n    # half an hour\n    print("in\n", loaf)\n    return [minute for minute in range(30) if loaf.is_pale(minute) or loaf.is_flat(minute)]\n```\n\n- [x] knead\n- [ ] wait"#,
        related: &[],
        more: "",
    },
    Exported {
        at: ("cookery", "what-is-a-roux", "Cookery"),
        id: 32,
        question: "What is a roux?",
        keywords: "",
        answer: "",
        related: &[],
        more: "",
    },
];
