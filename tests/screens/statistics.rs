//! The statistics: what was read, on one screen.

use insta::assert_snapshot;
use recto::app::Message;
use recto::keymap::Place;
use recto::memory::statistics::{Amount, Reading, Statistics};

use crate::driver::Screen;

/// Sunday, 29 November 2026.
const TODAY: i64 = 20_786;

/// Some months of reading, the same every time.
fn statistics() -> Statistics {
    let subjects = ["Astronomy", "Cookery", "A subject that is gone"];
    let mut readings = Vec::new();
    let mut chance = 7_u32;
    for day in TODAY - 200..=TODAY {
        chance = chance.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        for number in 0..(chance >> 16) % 9 % 5 {
            let subject =
                subjects[usize::try_from((chance >> 8).wrapping_add(number) % 3).unwrap()];
            let amount = Amount { read: 1, seconds: u64::from(chance % 900) };
            let [article, subject] = ["/learn/gone", subject].map(str::to_owned);
            readings.push(Reading { day, article, subject, amount });
        }
    }
    Statistics::new(TODAY, readings)
}

/// A screen on which the statistics are shown.
fn screen(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::new(columns, rows);
    screen.press("<esc>%");
    assert_eq!(screen.counted, 1);
    screen.tell(Message::Statistics(Ok(Box::new(statistics()))));
    screen
}

#[test]
fn they_show_a_calendar_the_time_of_days_subjects_and_totals() {
    assert_snapshot!(screen(120, 44).show());
}

#[test]
fn what_does_not_fit_scrolls_also_on_the_smallest_screen() {
    let mut small = screen(60, 20);
    let top = small.show();
    let end = small.press("G").show();
    let mut least = screen(20, 5);
    let first = least.show();
    let next = least.press("<space>").show();
    assert_snapshot!(format!("{top}\n\nend: {end}\n\nsmallest: {first}\n\na page down: {next}"));
}

#[test]
fn without_colours_they_can_be_read_as_well() {
    let mut screen = Screen::new(80, 24).monochrome();
    screen.press("<esc>%").tell(Message::Statistics(Ok(Box::new(statistics()))));
    assert_snapshot!(screen.show());
}

#[test]
fn until_they_come_and_where_they_cannot_a_word_says_so() {
    let mut screen = Screen::new(60, 12);
    screen.press("<esc>%");
    assert!(screen.show().contains("Counting …"));
    let reason = "/home/ada/memory.db is damaged; move it away to begin anew".to_owned();
    screen.tell(Message::NotKept { reason, for_good: true });
    screen.press("j");
    let shown = screen.show();
    assert!(shown.contains("Nothing can be told: /home/ada/memory.db is damaged"), "{shown}");
    let nothing = Statistics::new(TODAY, []);
    screen.tell(Message::Statistics(Ok(Box::new(nothing))));
    assert!(screen.show().contains("Nothing was read yet."));
}

#[test]
fn the_key_itself_and_escape_close_them_and_each_time_they_are_counted_anew() {
    let mut screen = Screen::new(100, 20);
    screen.press("<esc>");
    let before = screen.show();
    for (opened, close) in (1..).zip(["%", "<esc>", "q"]) {
        screen.press("%");
        assert_eq!((screen.model.place(), screen.counted), (Place::Statistics, opened));
        screen.press(close);
        assert_eq!(screen.show(), before, "{close}");
    }
}

#[test]
fn a_click_and_a_wheel_on_them_do_no_harm() {
    let mut screen = screen(60, 20);
    let (column, row) = screen.place_of("Mon");
    let before = screen.show();
    screen.mouse(recto::keymap::mouse::MouseKind::Press, column, row);
    assert_eq!(screen.show(), before);
}
