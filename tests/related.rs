//! `recto related` and `recto tags`, as a script sees them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use support::{Home, Run};

fn lines(run: Run) -> Vec<String> {
    run.success().lines().map(|line| line.replace('\t', " | ")).collect()
}

/// A library of notes that link to one another.
fn notes(home: &Home, notes: &[(&str, &str)]) -> PathBuf {
    for (name, text) in notes {
        home.write(format!("notes/{name}.md"), format!("# {name}\n\n{text}\n"));
    }
    home.work().join("../notes")
}

#[test]
fn its_own_come_first_as_the_reader_numbers_them_then_those_that_refer_to_it() {
    let home = Home::new();
    let out = lines(home.run_on(&home.library(), &["related", "101"]));
    let place = |subject: &str, name: &str| format!("/learn/{subject}/questions/{name}");
    let leaves = place("biology", "how-do-leaves-make-sugar");
    let rainbow = place("physics", "what-is-a-rainbow");
    let dusk = place("physics", "what-is-dusk");
    assert_eq!(
        out,
        [
            format!("1 | related | How do leaves make sugar? | Biology | {leaves}"),
            format!("2 | both ways | What is a rainbow? | Physics | {rainbow}"),
            format!("3 | related | What is dusk? | not in this library | {dusk}"),
        ]
    );
    let out = lines(home.run_on(&home.library(), &["related", "102"]));
    let [cell, sky] = [place("biology", "what-is-a-cell"), place("physics", "why-is-the-sky-blue")];
    assert_eq!(
        out,
        [
            format!("1 | related | What is a cell? | Biology | {cell}"),
            format!("2 | linked from | Why is the sky blue? | Physics | {sky}"),
        ]
    );
}

#[test]
fn two_steps_give_each_article_once_at_its_distance_with_the_numbers_that_lead_there() {
    let home = Home::new();
    let rows = home.run_on(&home.library(), &["related", "103", "--depth", "3", "--json"]).json();
    let brief: Vec<_> = rows
        .iter()
        .map(|row| {
            let question = row["question"].as_str().unwrap();
            (row["distance"].as_u64().unwrap(), row["kind"].as_str().unwrap(), question)
        })
        .collect();
    assert_eq!(
        brief,
        [
            (1, "backlink", "How do leaves make sugar?"),
            (1, "same_question", "What is a cell?"),
            (2, "backlink", "Why is the sky blue?"),
            (3, "related", "What is a rainbow?"),
            (3, "related", "What is dusk?"),
        ]
    );
    let out = lines(home.run_on(&home.library(), &["related", "103", "--depth", "3"]));
    assert!(out[4].starts_with("1.2.3 | related | What is dusk?"), "{out:#?}");
}

#[test]
fn json_tells_of_each_how_it_was_reached_and_whether_it_is_there() {
    let home = Home::new();
    let rows = home.run_on(&home.library(), &["related", "101", "--json"]).json();
    let rainbow = json!({
        "url": "/learn/physics/questions/what-is-a-rainbow",
        "id": -7,
        "question": "What is a rainbow?",
        "subject": "Physics",
        "date": null,
        "path": "physics/questions/what-is-a-rainbow.md",
        "found": true,
        "kind": "related",
        "mutual": true,
        "distance": 1,
        "number": 2,
        "from": "physics/questions/why-is-the-sky-blue.md"
    });
    assert_eq!(rows[1], rainbow);
    assert_eq!((&rows[2]["found"], &rows[2]["path"]), (&json!(false), &Value::Null));
    assert_eq!(rows[2]["question"], "What is dusk?");
}

#[test]
fn an_article_is_named_as_for_show_and_a_file_brings_its_library() {
    let home = Home::new();
    let library = home.library();
    let wanted = lines(home.run_on(&library, &["related", "102"]));
    for name in [
        "/learn/biology/questions/how-do-leaves-make-sugar",
        "how-do-leaves-make-sugar",
        "HOW do leaves make sugar",
        "biology/questions/how-do-leaves-make-sugar.md",
    ] {
        assert_eq!(lines(home.run_on(&library, &["related", name])), wanted, "{name}");
    }
    let file = library.join("biology/questions/how-do-leaves-make-sugar.md");
    assert_eq!(lines(home.run(["related", file.to_str().unwrap()])), wanted);
    for (name, said) in [("104", "104 means 2 articles"), ("sky blue", "did you mean")] {
        let shown = home.run_on(&library, &["show", name]).failure(1);
        assert_eq!(home.run_on(&library, &["related", name]).failure(1), shown);
        assert!(shown.contains(said), "{shown}");
    }
}

#[test]
fn an_article_without_related_ones_ends_with_1_and_says_nothing() {
    let home = Home::new();
    let library = home.library();
    for args in [&["related", "105"][..], &["related", "105", "--json", "--depth", "9"]] {
        assert_eq!(home.run_on(&library, args).failure(1), "", "{args:?}");
    }
    let run = home.run_on(&library, &["related", "105", "--dot"]);
    assert_eq!((run.code, graph(&run.out).nodes.len()), (Some(1), 1));
}

#[test]
fn an_article_that_names_none_has_similar_ones_and_those_of_its_question_told_apart() {
    let home = Home::new();
    let text =
        "Yeast eats the sugar of the dough and gives off carbon dioxide, which lifts the bread.";
    let library = notes(
        &home,
        &[
            ("dough", &format!("{text} An oven fixes it.")),
            ("engine", "Pistons turn the crank of a motor."),
            ("links", "See [the engine](engine.md)."),
        ],
    );
    for (folder, text) in [("a", text), ("b", "As the earth turns.")] {
        home.write(format!("notes/{folder}/rise.md"), format!("# Why does it rise?\n\n{text}\n"));
    }
    let rows = home.run_on(&library, &["related", "a/rise.md", "--json"]).json();
    let kinds: Vec<_> =
        rows.iter().map(|row| (&row["kind"], &row["path"], &row["number"])).collect();
    let [same, similar] = [json!("same_question"), json!("similar")];
    let [other, dough] = [json!("b/rise.md"), json!("dough.md")];
    assert_eq!(kinds, [(&same, &other, &json!(1)), (&similar, &dough, &json!(2))]);
    let out = lines(home.run_on(&library, &["related", "links"]));
    assert_eq!(out.len(), 1, "{out:#?}");
    let graph = graph(&home.run_on(&library, &["related", "a/rise.md", "--dot"]).success());
    let from = "a/rise.md".to_owned();
    let alike = |other: &str, way: &str| (from.clone(), other.to_owned(), way.to_owned());
    assert_eq!(graph.alike, [alike("b/rise.md", "same question"), alike("dough.md", "similar")]);
}

#[test]
fn circles_end_and_a_crowd_of_references_comes_whole() {
    let home = Home::new();
    let mut hub = String::new();
    for number in 0..3000 {
        let next = (number + 1) % 3000;
        write!(hub, "[{number}](n{number}.md) ").unwrap();
        home.write(
            format!("notes/n{number}.md"),
            format!("# N{number}\n\n[self](n{number}.md) [next](n{next}.md) [hub](hub.md)\n"),
        );
    }
    let library = notes(&home, &[("hub", &hub)]);
    let from_hub = home.run_on(&library, &["related", "hub.md", "--json", "--depth", "99"]).json();
    let out = home.run_on(&library, &["related", "n7.md", "--depth", "2"]).success();
    assert_eq!(out.lines().count(), 3000, "all but itself");
    // An answer names a limited number of links; who links back is not limited.
    assert_eq!(from_hub.len(), 3000);
    assert!(from_hub.iter().all(|row| row["distance"] == 1));
    let out = home.run_on(&library, &["related", "n7.md", "--depth", "2", "--dot"]).success();
    assert_eq!(graph(&out).nodes.len(), 3001);
}

/// What a program that reads the language of Graphviz makes of a graph that Recto wrote.
#[derive(Debug, Default)]
struct Graph {
    /// Name and label.
    nodes: Vec<(String, String)>,
    edges: Vec<(String, String)>,
    /// The ends of a dotted line, and what it says.
    alike: Vec<(String, String, String)>,
}

/// Reads names in quotes, arrows, and labels; anything else outside quotes must be a known word.
fn graph(text: &str) -> Graph {
    let mut graph = Graph::default();
    let inner = text.strip_prefix("digraph related {\n  rankdir=LR;\n  node [shape=box];\n");
    let inner = inner.unwrap_or_else(|| panic!("{text}")).strip_suffix("}\n").unwrap();
    for line in inner.lines() {
        let (name, rest) = name(line.strip_prefix("  ").unwrap());
        if let Some(rest) = rest.strip_prefix(" -> ") {
            let (other, end) = self::name(rest);
            match end.strip_prefix(" [dir=none, style=dotted, label=\"") {
                Some(way) => {
                    graph.alike.push((name, other, way.trim_end_matches("\"];").to_owned()))
                }
                None => {
                    assert_eq!(end, ";", "{line}");
                    graph.edges.push((name, other));
                }
            }
        } else {
            let (label, end) = self::name(rest.strip_prefix(" [label=").unwrap());
            assert!(["];", ", penwidth=2];", ", style=dashed];"].contains(&end), "{line}");
            graph.nodes.push((name, label.replace("&amp;", "&")));
        }
    }
    for name in graph.edges.iter().flat_map(|(from, to)| [from, to]) {
        assert!(graph.nodes.iter().any(|(node, _)| node == name), "{name} is no node");
    }
    graph
}

/// A name in quotes at the start of a text, and what follows it.
fn name(text: &str) -> (String, &str) {
    let text = text.strip_prefix('"').unwrap_or_else(|| panic!("no quote before {text}"));
    let (mut name, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => return (name, chars.as_str()),
            '\\' => match chars.next().unwrap() {
                'n' => name.push('\n'),
                escaped => {
                    assert!(['"', '\\'].contains(&escaped), "\\{escaped} in {text}");
                    name.push(escaped);
                }
            },
            c => name.push(c),
        }
    }
    panic!("no end of the name in {text}");
}

#[test]
fn a_graph_has_every_reference_among_its_articles_in_its_direction() {
    let home = Home::new();
    let out = home.run_on(&home.library(), &["related", "102", "--depth", "2", "--dot"]).success();
    let graph = graph(&out);
    let names: Vec<_> = graph.nodes.iter().map(|(name, _)| name.as_str()).collect();
    let [leaves, cell] = ["how-do-leaves-make-sugar", "what-is-a-cell"]
        .map(|name| format!("biology/questions/{name}.md"));
    let [sky, rainbow] = ["why-is-the-sky-blue", "what-is-a-rainbow"]
        .map(|name| format!("physics/questions/{name}.md"));
    let other_cell = "physics/questions/what-is-a-cell.md".to_owned();
    let dusk = "missing: /learn/physics/questions/what-is-dusk".to_owned();
    assert_eq!(names, [&leaves, &cell, &sky, &other_cell, &rainbow, &dusk].map(String::as_str));
    assert_eq!(graph.nodes[5].1, "What is dusk? (not in this library)");
    let mut edges = graph.edges;
    edges.sort();
    let mut wanted =
        [(&leaves, &cell), (&sky, &leaves), (&sky, &rainbow), (&rainbow, &sky), (&sky, &dusk)]
            .map(|(from, to)| (from.clone(), to.clone()));
    wanted.sort();
    assert_eq!(edges, wanted);
}

#[test]
fn whatever_titles_hold_graph_and_json_can_be_read() {
    let home = Home::new();
    let titles = [
        r#"A "quoted" title"#,
        r"Ends with a backslash \",
        r#"\" -> \"b\"]; evil [label=\"x"#,
        "Tab\tand &lt;b&gt; & <i>",
        "Null \u{1} and turned \u{202e} text",
        "ünï ✓ \\n \\N \\G",
    ];
    let mut links = String::new();
    for (number, title) in titles.iter().enumerate() {
        let title = serde_json::to_string(title).unwrap();
        home.write(format!("notes/n{number}.md"), format!("---\ntitle: {title}\n---\n\nText.\n"));
        write!(links, "[x](n{number}.md) [[Ghost \"{number}\\]] ").unwrap();
    }
    let library = notes(&home, &[("hub", &links), (r#"odd "name\"#, "[hub](hub.md)")]);
    let out = home.run_on(&library, &["related", "hub.md", "--dot"]).success();
    let graph = graph(&out);
    let rows = home.run_on(&library, &["related", "hub.md", "--json"]).json();
    assert_eq!(graph.nodes.len(), rows.len() + 1, "{out}");
    for row in &rows {
        let question = row["question"].as_str().unwrap();
        let is_it = |label: &str| label == question || label.starts_with(&format!("{question} ("));
        assert!(graph.nodes.iter().any(|(_, label)| is_it(label)), "{question} in {out}");
    }
    assert!(rows.iter().any(|row| row["question"] == titles[0]), "{rows:#?}");
    assert!(graph.nodes.iter().any(|(name, _)| name == "odd \"name\\.md"), "{out}");
}

#[test]
fn a_title_of_two_lines_is_one_line_everywhere() {
    let home = Home::new();
    home.write("notes/a.md", "---\ntitle: \"two\\nlines\"\n---\n\n[b](b.md)\n");
    let library = notes(&home, &[("b", "Text.")]);
    for format in [&[][..], &["--json"], &["--dot"]] {
        let args: Vec<_> = ["related", "b.md"].iter().chain(format).copied().collect();
        let out = home.run_on(&library, &args).success();
        assert!(!out.contains("two\n"), "{out}");
    }
}

#[test]
fn keywords_come_with_their_articles_in_the_spelling_that_is_used_most() {
    let home = Home::new();
    for (name, tags, more) in [
        ("a", "[Physique, café]", ""),
        ("b", "[physique, Café, CAFÉ]", "subject: Food\n"),
        ("c", "[physique, café, zebra]", "subject: Food\n"),
        ("d", "[cafe, hidden]", "no_index: true\n"),
        ("e", "[apple]", ""),
    ] {
        home.write(format!("notes/{name}.md"), format!("---\ntags: {tags}\n{more}---\n\nText.\n"));
    }
    let library = home.work().join("../notes");
    let out = lines(home.run_on(&library, &["tags"]));
    assert_eq!(out, ["café | 3", "physique | 3", "apple | 1", "zebra | 1"]);
    let rows = home.run_on(&library, &["tags", "--json"]).json();
    assert_eq!(rows[0], json!({"keyword": "café", "articles": 3, "unlisted": 1}));
    assert_eq!(rows.last().unwrap()["keyword"], "hidden");
    let out = lines(home.run_on(&library, &["tags", "--subject", "food"]));
    assert_eq!(out, ["Café | 2", "physique | 2", "zebra | 1"]);
    let message = home.run_on(&library, &["tags", "--subject", "Alchemy"]).failure(1);
    assert!(message.contains("Alchemy") && message.contains("Food"), "{message}");
}

#[test]
fn a_random_article_can_be_had_as_json() {
    let home = Home::new();
    let rows = home.run_on(&home.library(), &["random", "--json"]).json();
    assert_eq!(rows.len(), 1);
    assert!(rows[0]["question"].is_string() && rows[0]["path"].is_string(), "{rows:?}");
}
