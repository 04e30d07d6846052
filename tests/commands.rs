//! The commands that need no terminal, as a script sees them: data, messages and exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::fs::{self, OpenOptions};
use std::path::Path;
use std::process::{Command, Stdio};

use pty::Program;
use serde_json::{Value, json};
use support::articles::ARTICLES;
use support::stream::{Kind, assert_clean};
use support::{Home, RECTO, run};

/// The questions of what `recto list --json` gave, in its order.
fn questions(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["question"].as_str().unwrap()).collect()
}

fn row<'a>(rows: &'a [Value], path: &str) -> &'a Value {
    rows.iter().find(|row| row["path"] == path).unwrap_or_else(|| panic!("{path} in {rows:#?}"))
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Whether any style is switched on.
fn is_styled(text: &str) -> bool {
    text.contains("\x1b[")
}

#[test]
fn list_gives_question_subject_and_url_on_a_line() {
    let home = Home::new();
    let out = home.run_on(&home.library(), &["list"]).success();
    let label = |subject: &str| subject.replace("science", "Science");
    let wanted: Vec<_> = ARTICLES
        .iter()
        .filter(|article| article.is_listed())
        .map(|a| format!("{}\t{}\t{}", a.question, label(a.subject), a.url()))
        .collect();
    assert_eq!(out.lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn list_json_gives_an_object_with_known_keys_on_a_line() {
    let home = Home::new();
    let run = home.run_on(&home.library(), &["list", "--json"]);
    let rows = run.json();
    assert_eq!(rows.len(), 9);
    let wanted = json!({
        "url": "/learn/physics/questions/why-is-the-sky-blue",
        "id": 101,
        "question": "Why is the sky blue?",
        "subject": "Physics",
        "date": "2024-11-26",
        "path": "physics/questions/why-is-the-sky-blue.md",
        "keywords": ["sky", "light", "scattering"],
        "related": [
            {
                "url": "/learn/biology/questions/how-do-leaves-make-sugar",
                "id": 102,
                "title": "How do leaves make sugar?",
                "subject": null,
                "found": true
            },
            {
                "url": "/learn/physics/questions/what-is-a-rainbow",
                "id": -7,
                "title": "What is a rainbow?",
                "subject": null,
                "found": true
            },
            {
                "url": "/learn/physics/questions/what-is-dusk",
                "id": 900,
                "title": "What is dusk?",
                "subject": null,
                "found": false
            }
        ]
    });
    assert_eq!(*row(&rows, "physics/questions/why-is-the-sky-blue.md"), wanted);
    for row in &rows {
        assert_eq!(keys(row), keys(&wanted), "{row}");
    }
}

#[test]
fn a_subject_is_named_by_label_in_any_case_or_by_slug() {
    let home = Home::new();
    let library = home.library();
    for name in ["Computer Science", "computer SCIENCE", "computer-science"] {
        let rows = home.run_on(&library, &["list", "--json", "--subject", name]).json();
        assert_eq!(
            questions(&rows),
            ["What is a pointer?", "What is a queue?", "What is a stack?"],
            "{name}"
        );
        assert!(rows.iter().all(|row| row["subject"] == "Computer Science"), "the commoner label");
    }
}

#[test]
fn an_unknown_subject_is_said_with_those_there_are() {
    let home = Home::new();
    let message = home.run_on(&home.library(), &["list", "--subject", "Alchemy"]).failure(1);
    for word in ["Alchemy", "Biology", "Computer Science", "Physics"] {
        assert!(message.contains(word), "{word} in {message}");
    }
}

#[test]
fn unlisted_articles_are_listed_only_when_asked_for_and_always_shown() {
    let home = Home::new();
    let library = home.library();
    let draft = "Where do drafts live?";
    assert!(!home.run_on(&library, &["list"]).success().contains(draft));
    assert!(home.run_on(&library, &["list", "--unlisted"]).success().contains(draft));
    assert!(home.run_on(&library, &["show", "106"]).success().contains("Out of sight."));
}

#[test]
fn an_article_is_shown_by_every_name_it_has() {
    let home = Home::new();
    let library = home.library();
    for (name, answer) in [
        (&["101"][..], "Air scatters short waves most."),
        (&["-7"], "Drop 60 bends the light."),
        (&["/learn/physics/questions/what-is-heat"], "Disorder on the move."),
        (&["https://example.org/learn/physics/questions/what-is-heat"], "Disorder on the move."),
        (&["what-is-heat"], "Disorder on the move."),
        (&["WHAT is Heat"], "Disorder on the move."),
        (&["what", "is", "heat?"], "Disorder on the move."),
        (&["physics/questions/what-is-heat.md"], "Disorder on the move."),
    ] {
        let args: Vec<_> = ["show"].iter().chain(name).copied().collect();
        let out = home.run_on(&library, &args).success();
        assert!(out.contains(answer), "{name:?}: {out}");
    }
}

#[test]
fn show_gives_question_meta_line_answer_keywords_related_and_backlinks() {
    let home = Home::new();
    let library = home.library();
    let out = home.run_on(&library, &["show", "101", "--width", "60"]).success();
    let lines: Vec<_> = out.lines().map(str::trim_end).collect();
    assert_eq!(lines[0], "Why is the sky blue?");
    assert_eq!(lines[1], "Physics · Posted on Nov 26, 2024 · Ada · 1 min");
    for line in [
        "Air scatters short waves most.",
        "Keywords",
        "sky · light · scattering",
        "Related",
        "Linked from",
    ] {
        assert!(lines.contains(&line), "{line:?} in {out}");
    }
    let starts = |start: &str| lines.iter().find(|line| line.starts_with(start)).copied();
    assert!(starts("1 How do leaves make sugar?").unwrap().ends_with("Biology"));
    assert!(starts("3 What is dusk?").unwrap().ends_with("not in this library"));
    assert!(starts("4 What is a rainbow?").unwrap().ends_with("Physics"), "the backlink");
}

#[test]
fn a_path_is_read_alone_and_knows_nothing_of_a_library() {
    let home = Home::new();
    let file = home.library().join("physics/questions/why-is-the-sky-blue.md");
    let run = home.run([Path::new("show"), &file, Path::new("--json")]);
    let article = run.json().remove(0);
    assert_eq!(article["question"], "Why is the sky blue?");
    assert_eq!(article["related"][2]["found"], Value::Null, "nobody looked");
    let out = home.run([Path::new("show"), &file]).success();
    assert!(out.contains("What is dusk?") && !out.contains("not in this library"), "{out}");
    assert!(!out.contains("Linked from"), "{out}");
}

#[test]
fn show_json_gives_all_of_an_article() {
    let home = Home::new();
    let library = home.library();
    let article = home.run_on(&library, &["show", "101", "--json"]).json().remove(0);
    assert_eq!(
        keys(&article),
        [
            "answer",
            "author",
            "date",
            "description",
            "id",
            "keywords",
            "path",
            "question",
            "related",
            "subject",
            "url"
        ]
    );
    assert_eq!(article["answer"], "Air scatters short waves most.");
    assert_eq!((&article["author"], &article["description"]), (&json!("Ada"), &Value::Null));
    let found: Vec<_> =
        article["related"].as_array().unwrap().iter().map(|one| one["found"].clone()).collect();
    assert_eq!(found, [json!(true), json!(true), json!(false)]);
}

#[test]
fn a_name_that_several_articles_bear_lists_them_and_ends_with_1() {
    let home = Home::new();
    let library = home.library();
    for (name, subjects, urls) in [
        ("104", ["Computer Science"; 2], ["what-is-a-pointer", "what-is-a-stack"]),
        ("What is a cell?", ["Biology", "Physics"], ["what-is-a-cell"; 2]),
        ("what-is-a-cell", ["Biology", "Physics"], ["what-is-a-cell"; 2]),
    ] {
        let message = home.run_on(&library, &["show", name]).failure(1);
        let (first, candidates) = message.split_once('\n').unwrap();
        assert!(first.contains(name) && first.contains('2'), "{first}");
        assert_eq!(candidates.lines().count(), 2, "{message}");
        for ((line, subject), url) in candidates.lines().zip(subjects).zip(urls) {
            assert!(line.contains(subject) && line.contains(url), "{line}");
        }
    }
    let url = "/learn/physics/questions/what-is-a-cell";
    assert!(home.run_on(&library, &["show", url]).success().contains("Two metals"));
}

#[test]
fn a_name_that_no_article_bears_suggests_near_ones() {
    let home = Home::new();
    let library = home.library();
    let message = home.run_on(&library, &["show", "sky blue"]).failure(1);
    assert!(message.contains("/learn/physics/questions/why-is-the-sky-blue"), "{message}");
    let message = home.run_on(&library, &["show", "what is a rainbwo"]).failure(1);
    assert!(message.contains("what-is-a-rainbow"), "{message}");
    let message = home.run_on(&library, &["show", "zzzzqqqq"]).failure(1);
    assert!(message.contains("zzzzqqqq"), "{message}");
    assert!(home.run_on(&library, &["show", "424242"]).failure(1).contains("424242"));
}

#[test]
fn no_line_is_wider_than_asked() {
    let home = Home::new();
    let library = home.library();
    for id in ["101", "105", "/learn/computer-science/questions/what-is-a-pointer"] {
        for width in [8, 9, 20, 41, 60, 200] {
            let out = home.run_on(&library, &["show", id, "--width", &width.to_string()]).success();
            let widest = out.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= width, "{id} at {width}: {widest}\n{out}");
        }
    }
    let out = home.run_on(&library, &["show", "101"]).success();
    assert!(out.lines().all(|line| line.chars().count() <= 80), "80 without a terminal");
}

#[test]
fn plain_draws_with_the_characters_of_the_keyboard_only() {
    let home = Home::new();
    let library = home.library();
    let url = "/learn/computer-science/questions/what-is-a-pointer";
    let drawn = home.run_on(&library, &["show", url]).success();
    for char in ['•', '◦', '▌', '─', '│', '☐', '☑'] {
        assert!(drawn.contains(char), "{char} in {drawn}");
    }
    let run = run(home
        .command(["show", url, "--plain", "--color", "always"])
        .arg("--library")
        .arg(&library));
    let plain = run.success();
    let drawing = |char: char| !char.is_ascii() && char != '·';
    assert!(!plain.contains(drawing), "{plain}");
    assert!(plain.contains("[x] done") && plain.contains("> A quotation."), "{plain}");
    assert!(!is_styled(&plain));
}

#[test]
fn colour_follows_the_flag_then_the_variables() {
    let home = Home::new();
    let library = home.library();
    for (color, no_color, force, styled) in [
        ("auto", None, None, false),
        ("auto", None, Some("1"), true),
        ("auto", None, Some("0"), false),
        ("auto", Some("1"), Some("1"), false),
        ("always", None, None, true),
        ("always", Some("1"), None, true),
        ("never", None, Some("1"), false),
    ] {
        let mut command = home.command(["show", "101", "--color", color, "--library"]);
        command.arg(&library);
        for (name, value) in [("NO_COLOR", no_color), ("CLICOLOR_FORCE", force)] {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        let out = run(&mut command).success();
        assert_eq!(is_styled(&out), styled, "{color} {no_color:?} {force:?}\n{out}");
        assert_clean(out.as_bytes(), if styled { Kind::Styled } else { Kind::Plain }, color);
    }
}

/// What `recto show` writes to a terminal.
fn shown_on_a_terminal(home: &Home, variables: &[(&str, &str)]) -> String {
    let mut program = Program::new(RECTO).args(["show", "101", "--library"]).arg(home.library());
    // This terminal does not answer when it is asked for its background.
    program = program.args(["--theme", "terminal"]);
    program = program.size(40, 24).directory(home.work());
    for (name, value) in home.variables() {
        program = program.env(name, value);
    }
    for (name, value) in variables {
        program = program.env(name, value);
    }
    let ended = program.spawn().finish();
    assert_eq!(ended.code, 0);
    String::from_utf8(ended.raw).unwrap()
}

#[test]
fn a_terminal_gets_colour_and_its_own_width() {
    let home = Home::new();
    let out = shown_on_a_terminal(&home, &[]);
    assert!(is_styled(&out));
    assert_clean(out.replace("\r\n", "\n").as_bytes(), Kind::Styled, "show on a terminal");
    let plain = shown_on_a_terminal(&home, &[("NO_COLOR", "1")]);
    assert!(!is_styled(&plain));
    assert!(!is_styled(&shown_on_a_terminal(&home, &[("TERM", "dumb")])));
    let widest = plain.lines().map(|line| line.trim_end_matches('\r').chars().count()).max();
    assert!(widest.unwrap() <= 40, "{plain}");
    assert!(plain.contains("Posted on"), "{plain}");
}

#[test]
fn check_of_a_good_library_ends_with_0_and_counts_it() {
    let home = Home::new();
    let library = home.library();
    let out = home.run_on(&library, &["check"]).success();
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.starts_with("10 articles (1 unlisted) in 3 subjects; 0 problems"), "{out}");
    assert_eq!(home.run_on(&library, &["check", "--json"]).success(), "");
    assert_eq!(home.run([Path::new("check"), &library]).success(), out);
}

#[test]
fn check_of_a_bad_file_ends_with_1_and_says_where_it_is_bad() {
    let home = Home::new();
    let library = home.library();
    let bad = home.write("library/physics/bad.md", "---\nid: 1\ntitle: A: b: c\n---\n\nText.\n");
    let run = home.run_on(&library, &["check"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(run.out.starts_with("problem: physics/bad.md:3:"), "{}", run.out);
    let run = home.run_on(&library, &["check", "--json"]);
    assert_eq!(run.code, Some(1));
    let problems = run.json();
    assert_eq!(problems.len(), 1);
    assert_eq!(
        keys(&problems[0]),
        ["column", "line", "listed", "path", "reason", "rule", "severity"]
    );
    assert_eq!(problems[0]["line"], 3);
    assert_eq!(problems[0]["rule"], "front-matter");
    assert_eq!(problems[0]["listed"], true);
    let alone = home.run([Path::new("check"), &bad]);
    assert_eq!(alone.code, Some(1));
    assert!(alone.out.contains("bad.md:3:"), "{}", alone.out);
    let listing = home.run_on(&library, &["list"]);
    assert_eq!((listing.code, listing.out.lines().count()), (Some(0), 10));
    assert!(listing.err.contains("1 problem") && listing.err.contains("recto check"));
}

#[test]
fn check_of_a_good_file_alone_ends_with_0() {
    let home = Home::new();
    let file = home.library().join("physics/questions/what-is-heat.md");
    let out = home.run([Path::new("check"), &file]).success();
    assert!(out.contains("0 problems"), "{out}");
}

#[test]
fn without_a_terminal_the_reader_names_the_commands_that_need_none() {
    let home = Home::new();
    let library = home.library();
    let message = home.run([&library]).failure(2);
    let flag = format!("--library {}", library.display());
    for words in [format!("recto list {flag}"), format!("recto show {flag}")] {
        assert!(message.contains(&words), "{words:?} in {message}");
    }
    let message = run(&mut home.command::<&str>([])).failure(2);
    assert!(message.contains("recto list") && message.contains("recto show"), "{message}");
    let mut program = Program::new(RECTO).arg(&library).env("TERM", "dumb");
    for (name, value) in home.variables() {
        program = program.env(name, value);
    }
    let ended = program.spawn().finish();
    assert_eq!(ended.code, 2);
    ended.assert_restored();
    assert!(!ended.raw.contains(&0x1b), "a dumb terminal gets no sequences");
}

#[test]
fn wrong_usage_ends_with_2_and_nothing_on_standard_output() {
    let home = Home::new();
    for args in [
        &["--no-such-flag"][..],
        &["list", "--no-such-flag"],
        &["show"],
        &["show", "x", "--width", "0"],
        &["show", "x", "--width", "wide"],
        &["show", "x", "--plain", "--json"],
        &["related"],
        &["related", "x", "--json", "--dot"],
        &["related", "x", "--depth", "0"],
        &["tags", "--subject"],
        &["list", "--color", "sometimes"],
        &["list", "--subject"],
        &["check", "a", "b"],
    ] {
        let message = home.run(args).failure(2);
        assert!(message.contains("error"), "{args:?}: {message}");
    }
    assert!(home.run(["--help"]).success().contains("Usage"));
    assert!(home.run(["--version"]).success().starts_with("recto "));
}

#[test]
fn a_library_that_cannot_be_opened_is_said_with_its_name() {
    let home = Home::new();
    let file = home.write("a-file", "text");
    for command in [&["list"][..], &["check"], &["tags"], &["related", "101"]] {
        let message = home.run_on(Path::new("/no/such/folder"), command).failure(1);
        assert!(message.contains("/no/such/folder"), "{message}");
        let message = home.run_on(&file, command).failure(1);
        assert!(message.contains("a-file") && message.contains("folder"), "{message}");
    }
}

/// A folder of one article with this title.
fn lone(home: &Home, folder: &str, title: &str) {
    home.write(format!("{folder}/one.md"), format!("# {title}\n\nText.\n"));
}

#[test]
fn the_library_is_the_flag_s_else_the_configured_one_else_articles_else_the_built_in_one() {
    let home = Home::new();
    let first_question = |args: &[&str]| {
        let run = home.run(args.iter().copied().chain(["--json"]));
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
        let rows = run.json();
        (rows.len(), rows[0]["question"].as_str().unwrap().to_owned())
    };
    let (count, _) = first_question(&["list"]);
    assert!(count >= 6, "the built-in library");
    assert!(home.run(["show", "51102", "--json"]).json()[0]["answer"].is_string());
    lone(&home, "work/articles", "From here");
    assert_eq!(first_question(&["list"]), (1, "From here".to_owned()));
    lone(&home, "notes", "From the configuration");
    home.write("config/recto/config.toml", "library = \"~/notes\"\n");
    assert_eq!(first_question(&["list"]), (1, "From the configuration".to_owned()));
    lone(&home, "other", "From the flag");
    let flag = home.work().join("../other");
    let flag = flag.to_str().unwrap();
    assert_eq!(first_question(&["list", "--library", flag]), (1, "From the flag".to_owned()));
    assert!(home.run(["show", "one", "--library", flag]).success().contains("From the flag"));
    assert!(home.run(["check"]).success().starts_with("1 article "));
}

#[test]
fn a_bad_configuration_warns_and_stops_nothing() {
    let home = Home::new();
    lone(&home, "work/articles", "From here");
    for (text, words) in [
        ("mouse = true\nlibrary = = 3\n", &["config.toml:2:"][..]),
        ("library = 3\nmouse = \"yes\"\nmouze = 1\n", &["library", "mouse", "mouze"]),
        ("\u{0}\u{1b}[31m = \"", &["config.toml:1:"]),
    ] {
        home.write("config/recto/config.toml", text);
        let run = home.run(["list"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.starts_with("From here\t"), "{}", run.out);
        for word in words {
            assert!(run.err.contains(word), "{word:?} in {}", run.err);
        }
        assert_clean(run.err.as_bytes(), Kind::Plain, "the warning");
    }
    home.write("config/recto/config.toml", b"\xFF\xFE");
    let run = home.run(["list"]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.contains("config.toml"), "{}", run.err);
}

/// The program with its streams as a shell sets them up; not killed, so only for what must end.
fn plain_command(home: &Home, args: &[&str]) -> Command {
    let mut command = Command::new(RECTO);
    command.args(args).current_dir(home.work()).envs(home.variables());
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::new();
    let library = home.library();
    let library = library.to_str().unwrap();
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["show", "-7"],
        &["show", "-7", "--json"],
        &["related", "101"],
        &["related", "101", "--json"],
        &["related", "101", "--dot"],
        &["tags"],
        &["check"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = plain_command(&home, args);
        let output = command.args(["--library", library]).stdout(writer).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), message.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_said_and_ends_with_1() {
    let home = Home::new();
    let library = home.library();
    let library = library.to_str().unwrap();
    for args in
        [&["list"][..], &["list", "--json"], &["show", "-7"], &["show", "-7", "--json"], &["check"]]
    {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = plain_command(&home, args);
        let output = command.args(["--library", library]).stdout(full).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {message}");
        assert!(message.starts_with("recto: cannot write"), "{args:?}: {message}");
    }
}

#[test]
fn closed_standard_error_stops_nothing() {
    let home = Home::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = plain_command(&home, &["show", "no such article"]);
    let status = command.stdout(Stdio::null()).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

/// Notes as four other programs keep them.
fn notes(home: &Home) {
    for (path, text) in [
        (
            "site/content/posts/first.md",
            "+++\ntitle = \"A first post\"\ndate = 2024-05-01\ncategories = [\"Travel\"]\n\
             tags = [\"sea\", \"sun\"]\n+++\n\nSee [the second](second.md).\n",
        ),
        (
            "site/content/posts/second.md",
            "+++\ntitle = \"A second post\"\ndraft = true\n[taxonomies]\ncategories = [\"Travel\"]\n\
             tags = [\"rain\"]\n+++\n\nText.\n",
        ),
        (
            "blog/_posts/2024-05-01-hello.md",
            "---\nlayout: post\ntitle: \"Hello: a post\"\ndate: 2024-05-01 10:00:00 +0200\n\
             categories: [news, site]\ntags: one two\n---\n\nText with {% include x.html %}.\n",
        ),
        (
            "vault/Electric ring.md",
            "---\ntags: [\"#physics\", charge]\n---\n\nThe [[Field theory|field]] of a [[Ghost]] \
             and [[Loose thoughts#later]].\n",
        ),
        ("vault/Field theory.md", "# Field theory\n\nUsed by [a ring](Electric%20ring.md).\n"),
        ("vault/.obsidian/workspace.md", "# Not a note\n"),
        ("thoughts/Loose thoughts.md", "Nothing but text.\n"),
        ("thoughts/to-do_list.md", "Setext title\n===\n\n- [ ] one\n"),
        ("thoughts/image.png", "no text at all"),
        ("readme.markdown", "Intro\n\n## A later heading\n"),
    ] {
        home.write(Path::new("notes").join(path), text);
    }
}

#[test]
fn any_folder_of_markdown_is_a_library() {
    let home = Home::new();
    notes(&home);
    let library = home.work().join("../notes");
    let run = home.run_on(&library, &["list", "--json", "--unlisted"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let rows = run.json();
    for (path, question, subject) in [
        ("site/content/posts/first.md", "A first post", "Travel"),
        ("site/content/posts/second.md", "A second post", "Travel"),
        ("blog/_posts/2024-05-01-hello.md", "Hello: a post", "news"),
        ("vault/Electric ring.md", "Electric ring", "Vault"),
        ("vault/Field theory.md", "Field theory", "Vault"),
        ("thoughts/Loose thoughts.md", "Loose thoughts", "Thoughts"),
        ("thoughts/to-do_list.md", "Setext title", "Thoughts"),
        ("readme.markdown", "A later heading", "No subject"),
    ] {
        let row = row(&rows, path);
        assert_eq!((&row["question"], &row["subject"]), (&json!(question), &json!(subject)));
    }
    assert_eq!(rows.len(), 8, "hidden folders and other files are left alone");
    assert_eq!(row(&rows, "site/content/posts/first.md")["keywords"], json!(["sea", "sun"]));
    assert_eq!(row(&rows, "site/content/posts/second.md")["keywords"], json!(["rain"]));
    assert_eq!(row(&rows, "vault/Electric ring.md")["keywords"], json!(["physics", "charge"]));
    assert_eq!(row(&rows, "site/content/posts/first.md")["date"], "2024-05-01");
    assert_eq!(row(&rows, "blog/_posts/2024-05-01-hello.md")["date"], "2024-05-01");
}

#[test]
fn links_between_notes_are_related_articles() {
    let home = Home::new();
    notes(&home);
    let library = home.work().join("../notes");
    let rows = home.run_on(&library, &["list", "--json"]).json();
    let related = |path: &str| -> Vec<(String, bool)> {
        let all = row(&rows, path)["related"].as_array().unwrap();
        all.iter()
            .map(|one| (one["title"].as_str().unwrap().to_owned(), one["found"] == true))
            .collect()
    };
    let owned = |list: &[(&str, bool)]| -> Vec<(String, bool)> {
        list.iter().map(|(title, found)| ((*title).to_owned(), *found)).collect()
    };
    assert_eq!(
        related("vault/Electric ring.md"),
        owned(&[("field", true), ("Ghost", false), ("Loose thoughts", true)])
    );
    assert_eq!(related("vault/Field theory.md"), owned(&[("a ring", true)]));
    assert_eq!(related("site/content/posts/first.md"), owned(&[("the second", true)]));
    let out = home.run_on(&library, &["show", "Field theory"]).success();
    let (_, links) = out.split_once("Linked from").unwrap();
    assert!(links.contains("Electric ring"), "{out}");
}

#[test]
fn a_folder_without_any_front_matter_is_no_reason_to_complain() {
    let home = Home::new();
    lone(&home, "notes", "One");
    fs::write(home.work().join("../notes/two.md"), "Two\n").unwrap();
    let out = home.run_on(&home.work().join("../notes"), &["check"]).success();
    assert_eq!(out.lines().count(), 1, "{out}");
}

#[test]
fn an_empty_folder_is_an_empty_library() {
    let home = Home::new();
    assert_eq!(home.run_on(&home.work(), &["list"]).success(), "");
    assert!(home.run_on(&home.work(), &["check"]).success().starts_with("0 articles"));
    home.run_on(&home.work(), &["show", "anything"]).failure(1);
    home.run_on(&home.work(), &["related", "anything"]).failure(1);
    for args in [&["subjects"][..], &["tags"], &["tags", "--json"], &["random"]] {
        assert_eq!(home.run_on(&home.work(), args).failure(1), "", "{args:?}");
    }
}

#[test]
fn search_gives_each_article_with_its_words_best_first() {
    let home = Home::new();
    let out = home.run_on(&home.library(), &["search", "What"]).success();
    assert!(out.lines().count() >= 2 && out.lines().count().is_multiple_of(2), "{out}");
    assert!(out.lines().nth(1).is_some_and(|line| line.starts_with("    ")), "{out}");
    let rows = home.run_on(&home.library(), &["search", "--json", "--limit", "1", "what"]).json();
    assert_eq!(rows.len(), 1);
    let listed = home.run_on(&home.library(), &["list", "--json"]).json();
    let same = row(&listed, rows[0]["path"].as_str().unwrap());
    for field in ["url", "id", "question", "subject", "date", "path"] {
        assert_eq!(rows[0][field], same[field], "{field} means the same in both");
    }
}

#[test]
fn search_ends_with_1_where_nothing_is_found_and_says_what_it_did_not_understand() {
    let home = Home::new();
    assert_eq!(home.run_on(&home.library(), &["search", "zzzqqqxxx"]).failure(1), "");
    let said = home.run_on(&home.library(), &["search", "color:red"]).failure(1);
    assert!(said.contains("there is no color:"), "{said}");
    let run = home.run_on(&home.library(), &["search", "what", "subject:zoology"]);
    assert!(run.err.contains("no subject of this library"), "{}", run.err);
    home.run_on(&home.library(), &["search"]).failure(2);
    let said = home.run_on(&home.library(), &["search", "what", "is:starred"]).failure(2);
    assert!(said.contains("only in the reader itself"), "{said}");
}

#[test]
fn subjects_come_with_their_articles_and_a_random_article_is_one_of_the_library() {
    let home = Home::new();
    let out = home.run_on(&home.library(), &["subjects"]).success();
    assert!(out.lines().any(|line| line.starts_with("Physics\t")), "{out}");
    let rows = home.run_on(&home.library(), &["subjects", "--json"]).json();
    assert_eq!(keys(&rows[0]), ["articles", "label", "slug", "unlisted"]);
    let listed = home.run_on(&home.library(), &["list", "--subject", "physics"]).success();
    let one = home.run_on(&home.library(), &["random", "--subject", "physics"]).success();
    assert!(listed.contains(&one), "{one}");
}
