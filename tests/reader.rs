//! The reader as a person meets it: the built binary in a terminal, keys pressed, the screen read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::path::{Path, PathBuf};

use memchr::memmem;
use pty::{Program, Pty, shell};
use recto::terminal::clipboard;
use rustix::process::Signal;
use support::articles::LONG;
use support::stream::{Kind, assert_clean};
use support::{Home, RECTO};

/// A reader on the library of `support::articles`.
struct Reader {
    home: Home,
    library: PathBuf,
}

impl Reader {
    fn new() -> Self {
        let home = Home::new();
        let library = home.library();
        Self { home, library }
    }

    /// The program with the library as its argument.
    fn program(&self) -> Program {
        self.program_on(&self.library)
    }

    fn program_on(&self, path: &Path) -> Program {
        let mut program = Program::new(RECTO).arg(path).directory(self.home.work());
        // These terminals do not answer when they are asked for their background.
        program = program.args(["--theme", "terminal", "--fresh"]);
        for (name, value) in self.home.variables() {
            program = program.env(name, value);
        }
        program
    }

    /// The running program with everything loaded.
    fn start(&self) -> Pty {
        loaded(self.program())
    }
}

fn loaded(program: Program) -> Pty {
    let mut pty = program.spawn();
    pty.wait_for_text("up to date");
    pty
}

/// Types a filter and opens the first question it finds, whose answer holds `words`.
fn open(pty: &mut Pty, filter: &str, words: &str) {
    pty.press(filter);
    pty.wait_for_text(" 1 of 9 ");
    pty.press("<enter>");
    pty.wait_for(words, |screen| is_reading(screen) && screen.contents().contains(words));
}

/// Whether the answer has the keys.
fn is_reading(screen: &vt100::Screen) -> bool {
    screen.contents().contains("/ find")
}

/// What a person sees: blanks at the end of a line look the same whether written or left.
fn seen(screen: &vt100::Screen) -> String {
    let text = screen.contents();
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

fn quit(mut pty: Pty) -> Vec<u8> {
    pty.press("q");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
    ended.raw
}

/// The parameters of every style that the program set.
fn styles(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw).into_owned();
    let parts = text.split("\x1b[").skip(1).filter_map(|part| {
        let (parameters, _) = part.split_once('m')?;
        parameters.chars().all(|c| c.is_ascii_digit() || c == ';').then(|| parameters.to_owned())
    });
    parts.collect()
}

/// Whether a style names a colour other than the terminal's own.
fn is_colour(style: &str) -> bool {
    style
        .split(';')
        .filter_map(|part| part.parse().ok())
        .any(|part: u16| matches!(part, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107))
}

#[test]
fn a_folder_opens_with_its_questions_and_the_first_answer() {
    let reader = Reader::new();
    let mut pty = reader.start();
    let screen = pty.wait_for_text("Leaves catch light");
    assert!(screen.contains("9 articles") && screen.contains("3 subjects"), "{screen}");
    for question in ["How do leaves make sugar?", "What is a rainbow?", "Why is the sky blue?"] {
        assert!(screen.contains(question), "{question} in {screen}");
    }
    assert!(!screen.contains("drafts"), "{screen}");
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
    assert_clean(&ended.raw, Kind::Screen, "the reader");
}

#[test]
fn typing_filters_and_escape_clears() {
    let reader = Reader::new();
    let mut pty = reader.start();
    pty.press("blue sky");
    let screen = pty.wait_for_text(" 1 of 9 ");
    assert!(screen.contains("Why is the sky blue?") && !screen.contains("heat?"), "{screen}");
    pty.wait_for_text("Air scatters short waves");
    pty.press("<backspace>");
    pty.wait_for_text("› blue sk ");
    pty.press("<ctrl-u>");
    pty.wait_for_text("What is heat?");
    pty.press("zzzz");
    pty.wait_for_text("No question matches.");
    pty.press("<esc>");
    pty.wait_for_text("What is heat?");
    pty.press("<esc>");
    pty.wait_for("the filter left", vt100::Screen::hide_cursor);
    quit(pty);
}

#[test]
fn enter_reads_a_digit_jumps_and_backspace_returns() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "blue", "Air scatters short waves");
    pty.press("1");
    pty.wait_for_text("Leaves catch light");
    pty.press("1");
    pty.wait_for_text("The smallest part of a body");
    pty.press("<backspace>");
    pty.wait_for_text("Leaves catch light");
    pty.press("<alt-left>");
    pty.wait_for_text("Air scatters short waves");
    pty.press("<alt-right>");
    pty.wait_for_text("Leaves catch light");
    pty.press("<backspace>");
    pty.wait_for_text("Air scatters short waves");
    pty.press("3");
    pty.wait_for_text("not in this library");
    pty.press("9");
    pty.wait_for_text("the numbers of this page end at");
    quit(pty);
}

#[test]
fn a_preview_is_read_from_its_file_and_the_trail_and_the_palette_lead_to_what_was_read() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "blue", "Air scatters short waves");
    pty.press("p");
    let screen = pty.wait_for_text("Leaves catch light");
    assert!(screen.contains("Air scatters short waves"), "{screen}");
    pty.press("2");
    pty.wait_for_text("Drop 1 bends");
    pty.press("<enter>");
    pty.wait_for("the rainbow alone", |screen| {
        let text = screen.contents();
        text.contains("Drop 1 bends") && !text.contains("Preview")
    });
    pty.press("<ctrl-p>what is heat");
    pty.wait_for_text("? What is heat?");
    pty.press("<enter>");
    pty.wait_for_text("Disorder on the move");
    pty.press("T");
    pty.wait_for_text("• What is heat?");
    pty.press("g<enter>");
    pty.wait_for_text("Air scatters short waves");
    quit(pty);
}

#[test]
fn an_article_comes_back_at_the_line_where_it_was_left() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "rainbow", "Drop 1 bends");
    pty.press("<ctrl-d>");
    let left = pty.wait_for("a later line", |screen| {
        let text = screen.contents();
        text.contains("Drop 12 bends") && !text.contains("Drop 4 bends")
    });
    pty.press("1");
    pty.wait_for_text("Air scatters short waves");
    pty.press("<backspace>");
    pty.wait_for("the same lines", |screen| {
        let drops = |text: &str| -> Vec<String> {
            let lines = text.lines().filter_map(|line| line.split_once("Drop "));
            lines.map(|(_, rest)| rest.to_owned()).collect()
        };
        drops(&screen.contents()) == drops(&left)
    });
    pty.press("G");
    pty.wait_for_text(&format!("Drop {LONG} bends"));
    pty.wait_for_text("100 %");
    pty.press("g");
    pty.wait_for_text("Drop 1 bends");
    quit(pty);
}

#[test]
fn an_article_opens_inside_the_library_of_its_folder() {
    let reader = Reader::new();
    let file = reader.library.join("physics/questions/why-is-the-sky-blue.md");
    let mut pty = loaded(reader.program_on(&file));
    pty.wait_for("the article", |screen| {
        is_reading(screen) && screen.contents().contains("Air scatters short waves")
    });
    assert!(pty.screen().contents().contains("9 articles"));
    pty.press("1");
    pty.wait_for_text("Leaves catch light");
    quit(pty);
    let missing = reader.home.write("lonely/unread.md", b"\0");
    let mut pty = reader.program_on(&missing).spawn();
    pty.wait_for_text("unread.md could not be opened");
    quit(pty);
}

#[test]
fn keys_pressed_before_anything_is_there_are_not_lost() {
    let reader = Reader::new();
    let mut pty = reader.program().spawn();
    pty.press("rainbow");
    pty.wait_for_text(" 1 of 9 ");
    pty.wait_for_text("Drop 1 bends");
    pty.press("<enter>");
    pty.wait_for("the answer", is_reading);
    quit(pty);
}

#[test]
fn keys_pressed_while_a_large_library_loads_are_not_lost() {
    let reader = Reader::new();
    for number in 0..3_000 {
        let text = format!("---\nquestion: Number {number} of many?\n---\n\nText {number}.\n");
        reader.home.write(format!("large/{number:04}.md"), text);
    }
    let mut pty = reader.program_on(&reader.library.join("../large")).spawn();
    // The first frame stands before the first article is read.
    pty.wait_for_text("Questions");
    pty.press("2999");
    pty.wait_for_text(" 1 of 3,000 ");
    pty.wait_for_text("Text 2999.");
    pty.wait_for_text("up to date");
    pty.press("<enter>");
    pty.wait_for("the answer", is_reading);
    quit(pty);
}

#[test]
fn ctrl_c_leaves_while_typing() {
    let reader = Reader::new();
    let mut pty = reader.start();
    pty.press("sky q");
    pty.wait_for_text("› sky q");
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
}

#[test]
fn a_deadly_signal_while_reading_gives_the_terminal_back() {
    let reader = Reader::new();
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut pty = reader.start();
        open(&mut pty, "blue", "Air scatters short waves");
        pty.signal(signal);
        let ended = pty.finish();
        assert_eq!(ended.code, 128 + u32::try_from(signal.as_raw()).unwrap());
        ended.assert_restored();
        assert_clean(&ended.raw, Kind::Screen, "the reader");
    }
}

#[test]
fn a_hang_up_leaves_no_process_behind() {
    let reader = Reader::new();
    for program in [reader.program(), reader.program().without_controlling_terminal()] {
        let mut pty = loaded(program);
        open(&mut pty, "blue", "Air scatters short waves");
        let pid = pty.pid();
        assert_eq!(pty.hang_up(), 129);
        assert!(!pty::is_running(pid));
    }
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_and_fg_brings_the_page_back() {
    let reader = Reader::new();
    let mut variables: Vec<_> =
        reader.home.variables().map(|(name, value)| (name, value.into_os_string())).into();
    variables.push(("LIBRARY", reader.library.clone().into_os_string()));
    let mut pty = shell::start(Path::new(RECTO), &variables);
    shell::tell(&mut pty, "\"$PROGRAM\" --theme terminal \"$LIBRARY\"");
    pty.wait_for_text("up to date");
    open(&mut pty, "blue", "Air scatters short waves");
    let before = seen(pty.screen());
    for _ in 0..3 {
        pty.press("<ctrl-z>");
        shell::assert_usable(&mut pty);
        shell::tell(&mut pty, "fg");
        pty.wait_for("the same page", |screen| seen(screen) == before);
        assert!(pty.screen().alternate_screen() && pty.screen().bracketed_paste());
    }
    pty.press("1");
    pty.wait_for_text("Leaves catch light");
    pty.press("q");
    shell::leave(pty);
}

#[test]
fn a_storm_of_sizes_ends_with_the_screen_of_a_fresh_start() {
    let reader = Reader::new();
    for (width, height) in [(130, 40), (80, 24), (60, 16)] {
        let mut fresh = loaded(reader.program().size(width, height));
        fresh.press("blue");
        fresh.wait_for_text(" 1 of 9 ");
        fresh.press("<enter>");
        fresh.wait_for("the answer", |screen| {
            screen.hide_cursor() && screen.contents().contains("Air scatters short waves")
        });
        let wanted = seen(fresh.screen());
        let mut stormy = loaded(reader.program().size(100, 30));
        open(&mut stormy, "blue", "Air scatters short waves");
        for step in 0..40 {
            stormy.resize(1 + step * 37 % 150, 1 + step * 11 % 50);
        }
        stormy.resize(0, 0);
        stormy.resize(1, 1);
        stormy.resize(width, height);
        stormy.wait_for(&format!("{width}x{height} as at a fresh start"), |screen| {
            seen(screen) == wanted
        });
        quit(stormy);
        quit(fresh);
    }
}

#[test]
fn the_smallest_screens_start_and_quit() {
    let reader = Reader::new();
    let mut pty = reader.program().size(20, 5).spawn();
    pty.wait_for_text("How do leaves");
    pty.press("blue");
    pty.wait_for_text("sky blue?");
    pty.press("<enter>");
    pty.wait_for_text("Posted on");
    quit(pty);
    for size in [(0, 0), (1, 1), (2, 1), (1, 2), (3, 3)] {
        let mut pty = reader.program().size(size.0, size.1).spawn();
        pty.wait_for("the reader", vt100::Screen::alternate_screen);
        pty.press("blue<enter><ctrl-c>");
        let ended = pty.finish();
        assert_eq!(ended.code, 0, "{size:?}");
        ended.assert_restored();
    }
}

#[test]
fn a_click_chooses_a_second_one_opens_and_the_wheel_scrolls_what_is_under_it() {
    let reader = Reader::new();
    let mut pty = reader.start();
    let press =
        |column: usize, row: usize| format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m");
    let row_of = |pty: &Pty, words: &str| {
        1 + pty.screen().contents().lines().position(|line| line.contains(words)).unwrap()
    };
    let row = row_of(&pty, "What is a rainbow?");
    pty.send(press(5, row).as_bytes());
    pty.wait_for_text("Drop 1 bends");
    assert!(!is_reading(pty.screen()));
    // The wheel over the answer scrolls it, although the list has the keys.
    pty.send(b"\x1b[<65;70;10M\x1b[<65;70;10M");
    pty.wait_for("a later line", |screen| !screen.contents().contains("Drop 1 bends"));
    pty.send(b"\x1b[<64;70;10M\x1b[<64;70;10M");
    pty.wait_for_text("Drop 1 bends");
    pty.send(press(5, row).as_bytes());
    pty.wait_for("the answer with the keys", is_reading);
    let row = row_of(&pty, "Why is the sky blue?");
    pty.send(press(5, row).as_bytes());
    pty.wait_for_text("Air scatters short waves");
    let row = row_of(&pty, "1 How do leaves");
    pty.send(press(45, row).as_bytes());
    pty.wait_for("the related article", |screen| {
        is_reading(screen) && screen.contents().contains("Leaves catch light")
    });
    // Reports from outside the screen do no harm.
    pty.send(b"\x1b[<0;0;0M\x1b[<64;9999;9999M\x1b[<0;1;1m");
    quit(pty);
}

#[test]
fn the_mouse_is_left_to_the_terminal_when_asked() {
    let reader = Reader::new();
    let takes_mouse = |raw: &[u8]| {
        let raw = String::from_utf8_lossy(raw).into_owned();
        ["\x1b[?1000h", "\x1b[?1002h", "\x1b[?1003h", "\x1b[?1006h"]
            .iter()
            .any(|mode| raw.contains(mode))
    };
    let read_and_quit = |program: Program| {
        let mut pty = loaded(program);
        pty.press("<enter>");
        pty.wait_for("the answer", is_reading);
        quit(pty)
    };
    assert!(takes_mouse(&read_and_quit(reader.program())));
    assert!(!takes_mouse(&read_and_quit(reader.program().arg("--no-mouse"))));
    reader.home.write("config/recto/config.toml", "mouse = false\n");
    assert!(!takes_mouse(&read_and_quit(reader.program())));
}

#[test]
fn without_colour_bold_and_reverse_still_say_what_is_what() {
    let reader = Reader::new();
    let read_and_quit = |program: Program| {
        let mut pty = loaded(program);
        pty.press("sky");
        pty.wait_for_text(" 1 of 9 ");
        pty.press("<enter>");
        pty.wait_for("the answer", is_reading);
        styles(&quit(pty))
    };
    let has = |styles: &[String], wanted: &str| {
        styles.iter().any(|style| style.split(';').any(|part| part == wanted))
    };
    assert!(read_and_quit(reader.program()).iter().any(|style| is_colour(style)));
    for program in
        [reader.program().env("NO_COLOR", "1"), reader.program().args(["--color", "never"])]
    {
        let styles = read_and_quit(program);
        let coloured: Vec<_> = styles.iter().filter(|style| is_colour(style)).collect();
        assert!(coloured.is_empty(), "{coloured:?}");
        assert!(has(&styles, "1") && has(&styles, "7"), "{styles:?}");
    }
    let forced = reader.program().env("NO_COLOR", "1").args(["--color", "always"]);
    assert!(read_and_quit(forced).iter().any(|style| is_colour(style)));
}

#[test]
fn problems_are_counted_and_shown() {
    let reader = Reader::new();
    reader.home.write("library/physics/bad.md", "---\nid: 1\ntitle: A: b: c\n---\n\nText.\n");
    reader.home.write("library/physics/empty.md", "");
    let mut pty = reader.program().spawn();
    pty.wait_for_text("! 2 problems");
    pty.press("<esc>");
    pty.wait_for("the filter left", vt100::Screen::hide_cursor);
    pty.press("!");
    let screen = pty.wait_for_text("Problems");
    assert!(
        screen.contains("physics/bad.md:3:") && screen.contains("physics/empty.md"),
        "{screen}"
    );
    pty.press("q");
    pty.wait_for("the overlay left", |screen| !screen.contents().contains("bad.md:3"));
    quit(pty);
}

#[test]
fn unlisted_articles_are_listed_when_asked_for() {
    let reader = Reader::new();
    let mut pty = loaded(reader.program().arg("--unlisted"));
    pty.wait_for_text("10 articles");
    pty.wait_for_text("Where do drafts live?");
    pty.press("<enter>");
    pty.wait_for("the answer", is_reading);
    pty.press("U");
    pty.wait_for_text("9 articles");
    quit(pty);
}

#[test]
fn the_library_and_then_the_question_stand_in_the_window_s_title() {
    let reader = Reader::new();
    let raw = {
        let mut pty = reader.start();
        pty.press("<enter>");
        pty.wait_for("the answer", is_reading);
        quit(pty)
    };
    let raw = String::from_utf8_lossy(&raw);
    assert!(raw.contains("\x1b]2;~/library · Recto\x1b\\"), "{raw:?}");
    assert!(raw.contains("? · Recto\x1b\\"), "{raw:?}");
}

#[test]
fn a_paste_filters_and_is_never_taken_for_keys() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "blue", "Air scatters short waves");
    pty.paste("q\nrainbow\u{1b}[31m");
    let screen = pty.wait_for_text("rainbow");
    assert!(screen.contains("Questions"), "{screen}");
    pty.press("<ctrl-c>");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    assert_clean(&ended.raw, Kind::Screen, "the reader");
}

#[test]
fn what_is_copied_reaches_the_terminal_s_clipboard_once() {
    let reader = Reader::new();
    let mut pty = reader.start();
    open(&mut pty, "blue", "Air scatters short waves");
    pty.press("y");
    pty.wait_for_text("the answer as Markdown");
    pty.press("u");
    pty.wait_for_text("copied the url");
    pty.press("q");
    let ended = pty.finish();
    let sequence = clipboard::sequence("/learn/physics/questions/why-is-the-sky-blue");
    assert_eq!(memmem::find_iter(&ended.raw, &sequence).count(), 1);
    assert_eq!(memmem::find_iter(&ended.raw, b"\x1b]52;").count(), 1);
    assert_clean(&ended.raw, Kind::Screen, "the reader");
}

#[test]
fn a_folder_that_is_not_there_is_said_without_touching_the_terminal() {
    let reader = Reader::new();
    let ended = reader.program_on(Path::new("/no/such/folder")).spawn().finish();
    assert_eq!(ended.code, 1);
    ended.assert_restored();
    let text = String::from_utf8(ended.raw).unwrap();
    assert!(text.contains("/no/such/folder") && !text.contains('\x1b'), "{text}");
}
