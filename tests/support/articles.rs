//! A small library as the exporter would write it, with its traps.
//!
//! Ten articles of three subjects: an id and a question that two of them bear, a negative id, a
//! subject in two spellings, one that is unlisted, a related article that is not there, and one
//! long answer.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// An article of the library.
#[derive(Clone, Copy)]
pub struct Article {
    /// Its subject's folder and its own name.
    pub place: (&'static str, &'static str),
    /// Its id.
    pub id: i64,
    /// Its question.
    pub question: &'static str,
    /// Its subject as it spells it.
    pub subject: &'static str,
    /// Its answer with real line breaks.
    pub answer: &'static str,
    /// The related ones: subject's folder, name, id, question.
    pub related: &'static [(&'static str, &'static str, i64, &'static str)],
    /// More lines of front matter.
    pub more: &'static str,
}

/// An answer with every kind of drawing.
const DRAWINGS: &str = "A *pointer* holds an **address**.\n\n\
    - one\n  - two\n    - three\n\n1. first\n2. second\n\n- [ ] open\n- [x] done\n\n\
    > A quotation.\n\n---\n\n| name | size |\n|---|---:|\n| char | 1 |\n| int | 4 |\n\n\
    ```c\nint *p = &x;\n```\n\nSee [the stack](https://example.org/stack) and ~~this~~ that.";

/// The articles, in the order of the folder.
pub const ARTICLES: [Article; 10] = [
    Article {
        place: ("biology", "how-do-leaves-make-sugar"),
        id: 102,
        question: "How do leaves make sugar?",
        subject: "Biology",
        answer: "Leaves catch light and bind carbon.",
        related: &[("biology", "what-is-a-cell", 103, "What is a cell?")],
        more: "",
    },
    Article {
        place: ("biology", "what-is-a-cell"),
        id: 103,
        question: "What is a cell?",
        subject: "Biology",
        answer: "The smallest part of a body that lives.",
        related: &[],
        more: "",
    },
    Article {
        place: ("biology", "where-do-drafts-live"),
        id: 106,
        question: "Where do drafts live?",
        subject: "Biology",
        answer: "Out of sight.",
        related: &[],
        more: "no_index: true\n",
    },
    Article {
        place: ("computer-science", "what-is-a-pointer"),
        id: 104,
        question: "What is a pointer?",
        subject: "Computer science",
        answer: DRAWINGS,
        related: &[],
        more: "",
    },
    Article {
        place: ("computer-science", "what-is-a-queue"),
        id: 105,
        question: "What is a queue?",
        subject: "Computer Science",
        answer: "First in, first out.",
        related: &[],
        more: "",
    },
    Article {
        place: ("computer-science", "what-is-a-stack"),
        id: 104,
        question: "What is a stack?",
        subject: "Computer Science",
        answer: "Last in, first out.",
        related: &[],
        more: "",
    },
    Article {
        place: ("physics", "what-is-a-cell"),
        id: 107,
        question: "What is a cell?",
        subject: "Physics",
        answer: "Two metals and a salt that drive a current.",
        related: &[],
        more: "",
    },
    Article {
        place: ("physics", "what-is-a-rainbow"),
        id: -7,
        question: "What is a rainbow?",
        subject: "Physics",
        answer: "",
        related: &[("physics", "why-is-the-sky-blue", 101, "Why is the sky blue?")],
        more: "",
    },
    Article {
        place: ("physics", "what-is-heat"),
        id: 108,
        question: "What is heat?",
        subject: "Physics",
        answer: "Disorder on the move.",
        related: &[],
        more: "",
    },
    Article {
        place: ("physics", "why-is-the-sky-blue"),
        id: 101,
        question: "Why is the sky blue?",
        subject: "Physics",
        answer: "Air scatters short waves most.",
        related: &[
            ("biology", "how-do-leaves-make-sugar", 102, "How do leaves make sugar?"),
            ("physics", "what-is-a-rainbow", -7, "What is a rainbow?"),
            ("physics", "what-is-dusk", 900, "What is dusk?"),
        ],
        more: "date: 2024-11-26\ndate_format: MMM DD, YYYY\npost_on_text: Posted on\nauthor: Ada\n\
               seo:\n  page_keywords: >-\n    sky,light , scattering\n",
    },
];

/// Paragraphs of the long answer, which is that of the rainbow.
pub const LONG: usize = 60;

impl Article {
    /// Its url.
    pub fn url(&self) -> String {
        url(self.place.0, self.place.1)
    }

    /// Its file, relative to the library's folder.
    pub fn path(&self) -> String {
        format!("{}/questions/{}.md", self.place.0, self.place.1)
    }

    /// Whether it stands in lists.
    pub fn is_listed(&self) -> bool {
        !self.more.contains("no_index")
    }

    fn text(&self) -> String {
        let answer = if self.answer.is_empty() { long_answer() } else { self.answer.to_owned() };
        let mut text = format!(
            "---\nid: {}\nquestion: >-\n    {}\nanswer: >-\n    {}\nsubject: {}\nurl: {}\n{}",
            self.id,
            self.question,
            answer.replace('\n', "\\n"),
            self.subject,
            self.url(),
            self.more
        );
        for (number, (subject, name, id, question)) in (1..).zip(self.related) {
            write!(
                text,
                "related_article{number}:\n    id: {id}\n    title: >-\n        {question}\n    \
                 url: {}\n",
                url(subject, name)
            )
            .unwrap();
        }
        text + "---\n\n&nbsp;\n"
    }
}

fn url(subject: &str, name: &str) -> String {
    format!("/learn/{subject}/questions/{name}")
}

fn long_answer() -> String {
    let paragraphs: Vec<_> =
        (1..=LONG).map(|number| format!("Drop {number} bends the light.")).collect();
    paragraphs.join("\n\n")
}

/// Writes the library into a folder.
pub fn write(folder: &Path) {
    for article in &ARTICLES {
        let file = folder.join(article.path());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, article.text()).unwrap();
    }
}
