//! Pictures in a real pseudo-terminal: what is sent to which terminal, and what is left behind.
//!
//! The test plays the terminal: it says how large its cells are, and answers or does not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows only `#[test]` functions as tests"
)]

mod pty;
mod support;

use std::fmt::Write as _;
use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use memchr::memmem;
use pty::{Program, Pty};
use support::stream::{Kind, assert_clean};
use support::{Home, RECTO};

/// What stands in a cell for a part of a picture in kitty.
const PLACEHOLDER: char = '\u{10EEEE}';
/// Deletes the first picture that kitty may have.
const DELETE: &[u8] = b"\x1b_Ga=d,d=I,i=5391104,q=2\x1b\\";

fn png() -> Vec<u8> {
    encoded(ImageFormat::Png)
}

/// A picture of 200 by 100 pixels.
fn encoded(format: ImageFormat) -> Vec<u8> {
    let shade = |at: u32| u8::try_from(at).unwrap();
    let image = RgbImage::from_fn(200, 100, |x, y| Rgb([shade(x), shade(y), 128]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A home with a library of one note that shows `files`, its configuration, and the program on it.
fn reader(home: &Home, files: &[(&str, &[u8])], config: &str) -> Program {
    let mut text = "# A note\n\nIt begins.\n\n".to_owned();
    for (name, bytes) in files {
        home.write(format!("library/{name}"), bytes);
        let _ = write!(text, "![The {name}]({name})\n\n");
    }
    text.push_str(&"It goes on.\n\n".repeat(30));
    home.write("library/note.md", text);
    home.write("config/recto/config.toml", config);
    let mut program = Program::new(RECTO)
        .args(["--theme", "terminal", "../library/note.md"])
        .directory(home.work());
    for (name, value) in home.variables() {
        program = program.env(name, value);
    }
    program.env("COLORTERM", "truecolor").size(70, 24)
}

/// Whether the picture stands on the screen in half blocks.
fn has_blocks(screen: &vt100::Screen) -> bool {
    screen.contents().contains("▀▀▀▀")
}

/// The program in a kitty of this version.
fn in_kitty(program: Program, version: &str) -> Pty {
    let mut pty = program.env("TERM", "xterm-kitty").cell(10, 20).spawn();
    pty.wait_for_reply("\x1b[>q\x1b[c");
    pty.send(format!("\x1bP>|kitty({version})\x1b\\\x1b[?62;c").as_bytes());
    pty
}

fn quit(mut pty: Pty) -> Vec<u8> {
    pty.press("q");
    let ended = pty.finish();
    assert_eq!(ended.code, 0);
    ended.assert_restored();
    ended.raw
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    memmem::find(bytes, part).is_some()
}

/// What begins a picture in any protocol, and what deletes one.
fn has_sequences(raw: &[u8]) -> bool {
    [&b"\x1b_"[..], b"\x1bP", b"\x1b]1337"].iter().any(|begin| holds(raw, begin))
}

#[test]
fn an_unknown_terminal_shows_half_blocks_and_is_sent_nothing_else() {
    let home = Home::new();
    let mut pty = reader(&home, &[("a.png", &png())], "").spawn();
    pty.wait_for("half blocks", has_blocks);
    let cell = (0..24).flat_map(|y| (0..70).map(move |x| (y, x)));
    let cell = cell.filter_map(|(y, x)| pty.screen().cell(y, x));
    let first = cell.into_iter().find(|cell| cell.contents() == "▀").unwrap();
    assert!(matches!(first.fgcolor(), vt100::Color::Rgb(0..=9, 0..=9, 128)));
    assert!(matches!(first.bgcolor(), vt100::Color::Rgb(0..=9, 0..=9, 128)));
    let raw = quit(pty);
    assert!(!holds(&raw, b"\x1b[c"), "it was asked without need");
    assert_clean(&raw, Kind::Screen, "half blocks");
}

#[test]
fn without_all_colours_half_blocks_have_numbered_ones() {
    let home = Home::new();
    let mut pty = reader(&home, &[("a.png", &png())], "").env("COLORTERM", "").spawn();
    pty.wait_for("half blocks", has_blocks);
    let raw = quit(pty);
    assert!(!holds(&raw, b"38;2;") && holds(&raw, b"38;5;"));
}

#[test]
fn without_colours_there_are_words() {
    let home = Home::new();
    let mut pty = reader(&home, &[("a.png", &png())], "").env("NO_COLOR", "1").spawn();
    let screen = pty.wait_for_text("Image: The a.png");
    assert!(!screen.contains('▀') && screen.contains("╰ a.png ─"), "{screen}");
    assert!(!has_sequences(&quit(pty)));
}

#[test]
fn pictures_can_be_switched_off() {
    let home = Home::new();
    let program = reader(&home, &[("a.png", &png())], "pictures = \"off\"");
    let mut pty = program.env("TERM", "xterm-kitty").cell(10, 20).spawn();
    let screen = pty.wait_for_text("Image: The a.png");
    assert!(!screen.contains('▀'), "{screen}");
    assert!(!has_sequences(&quit(pty)));
}

#[test]
fn kitty_is_sent_the_picture_and_has_it_no_more_in_the_end() {
    let home = Home::new();
    let mut pty = in_kitty(reader(&home, &[("a.png", &png())], ""), "0.35.2");
    pty.wait_for("the picture", |screen| screen.contents().contains(PLACEHOLDER));
    assert!(!has_blocks(pty.screen()));
    let sent = || memmem::find_iter(pty.raw(), b"a=T,U=1").count();
    assert_eq!(sent(), 1);
    // It goes up a line at a time, and the terminal cuts it.
    let rows = |screen: &vt100::Screen| {
        screen.contents().lines().filter(|line| line.contains(PLACEHOLDER)).count()
    };
    let all = rows(pty.screen());
    assert_eq!(all, 5);
    pty.press("jjjjjjjjj");
    pty.wait_for("a part of it", |screen| (1..all).contains(&rows(screen)));
    pty.press("G");
    pty.wait_for("none of it", |screen| rows(screen) == 0);
    pty.press("g");
    pty.wait_for("all of it", |screen| rows(screen) == all);
    assert_eq!(memmem::find_iter(pty.raw(), b"a=T,U=1").count(), 1, "it was sent once");
    pty.press("<ctrl-l>");
    pty.wait_for_reply("a=T,U=1");
    pty.wait_for("all of it", |screen| rows(screen) == all);
    let raw = quit(pty);
    let (deleted, left) =
        (memmem::rfind(&raw, DELETE).unwrap(), memmem::rfind(&raw, b"\x1b[?1049l").unwrap());
    assert!(deleted < left, "kitty has pictures on each of its two screens");
    assert!(memmem::rfind(&raw, b"a=T").unwrap() < deleted);
}

#[test]
fn a_kitty_that_knows_no_placeholders_shows_half_blocks() {
    let home = Home::new();
    let mut pty = in_kitty(reader(&home, &[("a.png", &png())], ""), "0.26.5");
    pty.wait_for("half blocks", has_blocks);
    assert!(!has_sequences(&quit(pty)));
}

#[test]
fn kitty_loses_the_picture_with_a_deadly_signal_too() {
    let home = Home::new();
    let mut pty = in_kitty(reader(&home, &[("a.png", &png())], ""), "0.35.2");
    pty.wait_for("the picture", |screen| screen.contents().contains(PLACEHOLDER));
    pty.signal(rustix::process::Signal::TERM);
    let ended = pty.finish();
    assert_eq!(ended.code, 143);
    ended.assert_restored();
    assert!(holds(&ended.raw, DELETE));
}

#[test]
fn an_overlay_over_a_picture_of_kitty_is_read_and_then_it_is_back() {
    let home = Home::new();
    let mut pty = in_kitty(reader(&home, &[("a.png", &png())], ""), "0.35.2");
    let shown = |screen: &vt100::Screen| screen.contents().contains(PLACEHOLDER);
    pty.wait_for("the picture", shown);
    pty.press("?");
    pty.wait_for("the keys", |screen| screen.contents().contains("┌ Keys") && !shown(screen));
    pty.press("<esc>");
    pty.wait_for("the picture again", shown);
    quit(pty);
}

#[test]
fn iterm2_is_sent_the_picture_where_all_of_it_is_in_view() {
    let home = Home::new();
    let program = reader(&home, &[("a.png", &png())], "");
    let mut pty = program.env("TERM_PROGRAM", "iTerm.app").cell(10, 20).spawn();
    pty.wait_for_reply("\x1b]1337;File=inline=1;");
    pty.press("jjjjjjjjj");
    pty.wait_for("half blocks of the rest", has_blocks);
    pty.press("g");
    pty.wait_for_reply("\x1b]1337;File=inline=1;");
    let raw = quit(pty);
    assert!(!holds(&raw, b"\x1b_"), "nothing of kitty's");
}

#[test]
fn a_terminal_that_answers_that_it_has_sixels_gets_some() {
    let home = Home::new();
    let mut pty = reader(&home, &[("a.png", &png())], "").cell(10, 20).spawn();
    pty.wait_for_reply("\x1b[c");
    pty.send(b"\x1b[?62;4;22c");
    pty.wait_for_reply("\x1bP");
    quit(pty);
}

#[test]
fn a_terminal_that_answers_otherwise_or_never_gets_half_blocks_and_no_key_is_made_of_it() {
    let home = Home::new();
    for (answer, late) in [(&b"\x1b[?62;22c"[..], false), (b"\x1b[?62;4;22c", true)] {
        let mut pty = reader(&home, &[("a.png", &png())], "").cell(10, 20).spawn();
        pty.wait_for_reply("\x1b[c");
        if late {
            // The first frame tells that nobody waits any more.
            pty.wait_for("half blocks", has_blocks);
        }
        pty.send(answer);
        pty.wait_for("half blocks", has_blocks);
        // Back to the list and into its filter, which would show what was typed.
        pty.press("f");
        pty.press("zzz");
        let screen = pty.wait_for_text("zzz");
        assert!(screen.contains("› zzz"), "{screen}");
        assert!(!has_sequences(pty.raw()));
        pty.press("<ctrl-c>");
        assert_eq!(pty.finish().code, 0);
    }
}

#[test]
fn what_is_typed_while_the_terminal_answers_is_kept() {
    let home = Home::new();
    home.write("library/other.md", "# Another note\n\nText.");
    let program = reader(&home, &[("a.png", &png())], "");
    let mut pty = program.cell(10, 20).spawn();
    pty.wait_for_reply("\x1b[c");
    pty.send(b"fzz\x1b[?62;22cz");
    let screen = pty.wait_for_text("zzz");
    assert!(screen.contains("› zzz"), "{screen}");
    pty.press("<ctrl-c>");
    assert_eq!(pty.finish().code, 0);
}

#[test]
fn inside_tmux_there_are_half_blocks_and_no_question() {
    let home = Home::new();
    let program = reader(&home, &[("a.png", &png())], "").cell(10, 20);
    let mut pty = program.env("TMUX", "/tmp/x,1,0").env("KITTY_WINDOW_ID", "1").spawn();
    pty.wait_for("half blocks", has_blocks);
    let raw = quit(pty);
    assert!(!has_sequences(&raw) && !holds(&raw, b"\x1b[c"));
}

#[test]
fn hostile_images_are_told_in_their_frames() {
    let home = Home::new();
    let whole = png();
    // Its header claims four thousand million pixels.
    let mut bomb = encoded(ImageFormat::Bmp);
    bomb.splice(18..26, [60_000_u32.to_le_bytes(); 2].concat());
    let files: [(&str, &[u8]); 4] = [
        ("text.png", b"\x1b]0;title\x07 not a picture"),
        ("cut.png", &whole[..whole.len() / 2]),
        ("bomb.bmp", &bomb),
        ("whole.png", &whole),
    ];
    let program = reader(&home, &files, "").size(70, 60);
    let secret = home.write("secret.png", &whole);
    let note = home.write("library/note.md", "");
    let text = "# A note\n\n![T](text.png)\n\n![C](cut.png)\n\n![B](bomb.bmp)\n\n![O](out.png)\n\n\
                ![P](pipe.png)\n\n![W](https://example.org/web.png)\n\n![G](whole.png)\n\nThe end.";
    std::fs::write(&note, text).unwrap();
    let folder = note.parent().unwrap();
    std::os::unix::fs::symlink(secret, folder.join("out.png")).unwrap();
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mkfifoat(rustix::fs::CWD, folder.join("pipe.png"), mode).unwrap();
    let mut pty = program.spawn();
    let screen = pty.wait_for("all frames", |screen| {
        let text = screen.contents();
        has_blocks(screen) && text.matches("that Recto can read").count() == 2
    });
    assert!(screen.contains("│ too large"), "{screen}");
    assert_eq!(screen.matches("not in this library").count(), 2, "{screen}");
    assert!(screen.contains("╰ https://example.org/web.png ╯"), "{screen}");
    let web = screen.lines().position(|line| line.contains("Image: W")).unwrap();
    let after = screen.lines().nth(web + 1).unwrap();
    assert!(after.contains("web.png"), "no reason is given for the web: {screen}");
    assert_clean(&quit(pty), Kind::Screen, "hostile images");
}
