//! A reader at a screen: presses keys, points, pastes, resizes, looks.
//!
//! Stands in for the runtime: effects are carried out at once and in order. Invariant: what a
//! snapshot shows follows from the library and what the test did, and from nothing else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use recto::app::library::{Library, Progress};
use recto::app::members::Members;
use recto::app::page::Page;
use recto::app::pictures::{Made, Request};
use recto::app::sideways::Sideways;
use recto::app::{Effect, Message, Model, Opened, Pane, restore, update};
use recto::article::{self, Article, Detail, Flaw};
use recto::document::{self, Document, Picture};
use recto::keymap::mouse::MouseKind;
use recto::keymap::{Key, Mouse};
use recto::library::catalog::{Batch, Changes, Record, Stamp, path_key};
use recto::library::problem::Problem;
use recto::memory::{Memory, Remembered};
use recto::picture::{Blocks, Palette, Pixels, Refusal, Scale, Size};
use recto::theme::Theme;
use recto::view::view;

use crate::library::{self, LOST};
use crate::picture;

/// A screen and the library behind it.
pub struct Screen {
    /// What is behind the screen.
    pub model: Model,
    theme: Theme,
    files: Vec<(PathBuf, Vec<u8>)>,
    /// Requests not answered yet, while reading is held back.
    held: Option<Vec<(u64, PathBuf)>>,
    /// Previews asked for, while they are held back.
    previews: Option<Vec<(u64, PathBuf)>>,
    /// The links that were handed to the desktop.
    pub opened: Vec<String>,
    /// The pictures behind the screen, by where articles say they lie.
    pub pictures: Vec<(&'static str, Pixels)>,
    /// Pictures asked for and not made yet.
    pub asked: Vec<Request>,
    /// What all text was searched for, and not answered yet.
    pub searched: Vec<recto::app::search::Request>,
    /// The articles for which similar ones were asked.
    pub compared: Vec<String>,
    /// What was to be kept for the next time, and how often it was asked what is.
    pub kept: Vec<Memory>,
    pub recalled: usize,
    /// How often it was asked what was read.
    pub counted: usize,
    /// What the index was asked for the filter, and did not answer yet.
    pub asked_of_index: Vec<recto::app::members::Request>,
    /// Files that were to be looked at again.
    pub looked_at: Vec<PathBuf>,
    /// Whether there is no time to go on with what is under way, and whether anything is.
    held_up: bool,
    waits: bool,
    /// The texts that were copied.
    pub copied: Vec<String>,
    /// The notes that were to be edited: which, and what the editor was given.
    pub edited: Vec<(String, String)>,
    /// Whether Recto was left.
    pub left: bool,
}

impl Screen {
    /// A screen of so many columns and rows before the first article.
    pub fn empty(columns: u16, rows: u16) -> Self {
        Self {
            model: Model::new("a small library".to_owned(), (columns, rows)),
            theme: Theme::terminal(),
            files: Vec::new(),
            held: None,
            previews: None,
            opened: Vec::new(),
            looked_at: Vec::new(),
            kept: Vec::new(),
            recalled: 0,
            counted: 0,
            searched: Vec::new(),
            compared: Vec::new(),
            asked_of_index: Vec::new(),
            pictures: Vec::new(),
            asked: Vec::new(),
            held_up: false,
            waits: false,
            copied: Vec::new(),
            edited: Vec::new(),
            left: false,
        }
    }

    /// A screen with the whole library loaded.
    pub fn new(columns: u16, rows: u16) -> Self {
        let mut screen = Self::empty(columns, rows);
        let files = library::files().into_iter().map(|(path, text)| (path, text.into_bytes()));
        screen.load(files.collect());
        screen.tell(Message::LoadDone);
        screen
    }

    /// A screen with a library of one note, open, and pictures that it may show.
    pub fn reading_note(
        columns: u16,
        rows: u16,
        text: &str,
        pictures: Vec<(&'static str, Pixels)>,
    ) -> Self {
        let mut screen = Self { pictures, ..Self::empty(columns, rows) };
        screen.load(vec![("notes/a-note.md".to_owned(), text.as_bytes().to_vec())]);
        screen.tell(Message::LoadDone);
        screen.press("<enter>");
        screen
    }

    /// A screen with a library in which some files are broken.
    pub fn with_problems(columns: u16, rows: u16) -> Self {
        let mut screen = Self::empty(columns, rows);
        let files = library::files().into_iter().map(|(path, text)| (path, text.into_bytes()));
        screen.load(files.chain(library::broken_files()).collect());
        screen.tell(Message::LoadDone);
        screen
    }

    /// A screen while the library loads: the first `count` of its files are there.
    pub fn loading(columns: u16, rows: u16, count: usize) -> Self {
        let mut screen = Self::empty(columns, rows);
        let mut files: Vec<_> =
            library::files().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let progress = Progress { done: count, of: files.len(), ..Progress::default() };
        screen.tell(Message::Progress(progress));
        files.truncate(count);
        screen.load(files);
        screen
    }

    /// What a loading library lacks comes, and the loading ends.
    pub fn load_the_rest(&mut self) {
        let files = library::files().into_iter().skip(self.files.len());
        self.load(files.map(|(path, text)| (path, text.into_bytes())).collect());
        self.tell(Message::LoadDone);
    }

    /// A library of these files comes, and no other.
    pub fn load_notes(&mut self, files: Vec<(String, String)>) {
        self.load(files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect());
        self.tell(Message::LoadDone);
    }

    /// The same screen without colours.
    pub fn monochrome(mut self) -> Self {
        self.theme = Theme::monochrome();
        self
    }

    fn load(&mut self, files: Vec<(String, Vec<u8>)>) {
        let batch = self.batch(files);
        self.tell(Message::Loaded(batch));
    }

    /// The folder holds this text at these paths now, or nothing.
    pub fn change(&mut self, files: &[(&str, Option<&str>)]) {
        self.files.retain(|(path, _)| files.iter().all(|(changed, _)| path != Path::new(changed)));
        let there = files.iter().filter_map(|(path, text)| Some((*path, (*text)?)));
        let there = there.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let found = self.batch(there.collect());
        let looked_at = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        self.tell(Message::Changed(Changes { looked_at, found, ..Changes::default() }));
    }

    /// A screen on a library that was read at an earlier start, before anything is read now.
    pub fn restored(columns: u16, rows: u16) -> Self {
        let mut before = Self::new(columns, rows);
        let library = std::mem::replace(&mut before.model.library, Library::new(String::new()));
        let mut screen = Self { files: before.files, ..Self::empty(columns, rows) };
        let catalog = Arc::unwrap_or_clone(library.catalog);
        let effects = restore(&mut screen.model, catalog, library.problems);
        screen.carry_out(effects);
        screen
    }

    fn batch(&mut self, files: Vec<(String, Vec<u8>)>) -> Batch {
        let mut batch = Batch { files: files.len(), ..Batch::default() };
        for (path, bytes) in files {
            match parse(Path::new(&path), &bytes, Detail::Listing) {
                Ok(article) => {
                    let flaws = article.problems.iter();
                    batch.problems.extend(flaws.map(|flaw| Problem::from_flaw(&path, flaw, true)));
                    batch.records.push(Record::new(article, Path::new(&path), Stamp::default()));
                }
                Err(flaw) => batch.problems.push(Problem::from_flaw(&path, &flaw, false)),
            }
            self.files.push((PathBuf::from(path), bytes));
        }
        batch
    }

    /// Sends a message, and carries out what it asks for.
    pub fn tell(&mut self, message: Message) {
        let effects = update(&mut self.model, message);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Quit => self.left = true,
                Effect::Redraw
                | Effect::Suspend
                | Effect::IndexAll
                | Effect::Index { .. }
                | Effect::Twins => {}
                Effect::Similar(path) => self.compared.push(path),
                Effect::Recall { .. } => self.recalled += 1,
                Effect::Statistics => self.counted += 1,
                Effect::Keep(kept) => self.kept.push(kept.memory),
                // The test's dice always show the last face.
                Effect::Choose(count) => self.tell(Message::Chosen(count - 1)),
                Effect::Search(request) => self.searched.push(*request),
                Effect::Members(request) => self.asked_of_index.push(request),
                Effect::Continue if self.held_up => self.waits = true,
                Effect::Continue => self.tell(Message::Continue),
                Effect::Look(files) => self.looked_at.extend(files),
                Effect::OpenLink(target) => self.opened.push(target),
                Effect::Picture(request) => self.asked.push(request),
                Effect::Copy(text) => self.copied.push(text),
                Effect::EditNote { uid, text } => self.edited.push((uid, text)),
                Effect::Preview { ticket, file } => match &mut self.previews {
                    Some(previews) => previews.push((ticket, file)),
                    None => self.answer_preview(ticket, &file),
                },
                Effect::Read { ticket, file, .. } => match &mut self.held {
                    Some(held) => held.push((ticket, file)),
                    None => self.answer(ticket, &file),
                },
            }
        }
    }

    fn answer(&mut self, ticket: u64, file: &Path) {
        let outcome = self.read(file);
        self.tell(Message::Read(ticket, outcome));
    }

    fn answer_preview(&mut self, ticket: u64, file: &Path) {
        let outcome = self.read(file);
        self.tell(Message::Previewed(ticket, outcome));
    }

    fn read(&self, file: &Path) -> Result<Box<Opened>, Problem> {
        let shown = file.to_string_lossy();
        let found = self.files.iter().find(|(path, _)| path == file && shown != LOST);
        let Some((_, bytes)) = found else {
            return Err(Problem::unreadable(&shown, "unreadable", "the file is gone"));
        };
        let article = parse(file, bytes, Detail::Whole)
            .map_err(|flaw| Problem::from_flaw(&shown, &flaw, false))?;
        let mut document = document::parse(&article.answer);
        self.look(&mut document);
        Ok(Box::new(Opened { article, document }))
    }

    /// Learns the sizes of the pictures of a document, if there are pictures at all.
    fn look(&self, document: &mut Document) {
        for (link, picture) in document.pictures.iter_mut().filter(|_| !self.pictures.is_empty()) {
            *picture = match self.pixels(&document.links[*link]) {
                Some(pixels) => {
                    let (width, height) = pixels.dimensions();
                    Picture::Shown(Scale::BLOCKS.extent(Size { width, height }))
                }
                None => Picture::Refused(Refusal::Absent),
            };
        }
    }

    fn pixels(&self, target: &str) -> Option<&Pixels> {
        self.pictures.iter().find(|(path, _)| *path == target).map(|(_, pixels)| pixels)
    }

    /// Makes the pictures that were asked for.
    pub fn make_pictures(&mut self) -> &mut Self {
        for request in std::mem::take(&mut self.asked) {
            let made = self.pixels(&request.target).map(|pixels| {
                let blocks = Blocks::new(pixels, request.extent, Palette::True);
                Made { bytes: blocks.bytes(), blocks }
            });
            self.tell(Message::Picture(request.ticket, made.ok_or(Refusal::Unreadable)));
        }
        self
    }

    /// The index says that the articles in these files meet the conditions it was asked about last.
    pub fn meet(&mut self, files: &[&str]) -> &mut Self {
        let keys = files.iter().map(|file| path_key(file)).collect();
        let ticket = self.asked_of_index.last().unwrap().ticket;
        self.tell(Message::Members(ticket, Members::new(keys)));
        self
    }

    /// From now on there is no time to go on with what is under way.
    pub fn hold_up(&mut self) -> &mut Self {
        self.held_up = true;
        self
    }

    /// There is time again; whether anything was under way.
    pub fn go_on(&mut self) -> bool {
        self.held_up = false;
        let waited = std::mem::take(&mut self.waits);
        if waited {
            self.tell(Message::Continue);
        }
        waited
    }

    /// Holds files back: articles asked for from now on do not come.
    pub fn hold(&mut self) {
        self.held = Some(Vec::new());
    }

    /// Lets the files held back come, the last one asked for first.
    pub fn release(&mut self) {
        for (ticket, file) in self.held.take().unwrap_or_default().into_iter().rev() {
            self.answer(ticket, &file);
        }
    }

    /// Holds previews back: those asked for from now on do not come.
    pub fn hold_previews(&mut self) {
        self.previews = Some(Vec::new());
    }

    /// Lets the previews held back come, the last one asked for first.
    pub fn release_previews(&mut self) {
        for (ticket, file) in self.previews.take().unwrap_or_default().into_iter().rev() {
            self.answer_preview(ticket, &file);
        }
    }

    /// Puts a page made by hand in place of the one that was laid out, until the next layout.
    pub fn show_page(&mut self, page: Page) -> &mut Self {
        let answer = &mut self.model.answer;
        (answer.page, answer.link) = (page, None);
        answer.sideways = Sideways::default();
        answer.finding.clear();
        self.model.relayout();
        self
    }

    /// Presses keys, written as in `el<down><enter>2<backspace>`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in Key::parse_sequence(keys).unwrap() {
            self.tell(Message::Key(key));
        }
        self
    }

    /// What is remembered of the library comes.
    pub fn remember(&mut self, remembered: Remembered) {
        self.tell(Message::Remembered(Box::new(remembered)));
    }

    /// Time passes without a key.
    pub fn wait(&mut self, seconds: u32) -> &mut Self {
        self.model.clock.now += i64::from(seconds);
        self.model.clock.millis += 1000 * u64::from(seconds);
        self
    }

    /// Pastes text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Message::Paste(text.to_owned()));
        self
    }

    /// Changes the size of the screen.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.tell(Message::Resize(columns, rows));
        self
    }

    /// Does something with the mouse at a cell.
    pub fn mouse(&mut self, kind: MouseKind, column: u16, row: u16) -> &mut Self {
        self.tell(Message::Mouse(Mouse { kind, column, row }));
        self
    }

    /// Clicks on the first place where the screen shows `text`.
    pub fn click(&mut self, text: &str) -> &mut Self {
        let (column, row) = self.place_of(text);
        self.mouse(MouseKind::Press, column, row).mouse(MouseKind::Release, column, row)
    }

    /// Turns the wheel over a pane.
    pub fn wheel(&mut self, kind: MouseKind, pane: Pane) -> &mut Self {
        let area = self.model.geometry().inner(pane);
        self.mouse(kind, area.x + area.width / 2, area.y + area.height / 2)
    }

    /// Column and row of the first cell of a text on the screen.
    pub fn place_of(&self, text: &str) -> (u16, u16) {
        let (buffer, _) = self.draw();
        for row in 0..buffer.area.height {
            let line: Vec<_> = (0..buffer.area.width).map(|x| buffer[(x, row)].symbol()).collect();
            let starts = (0..line.len()).find(|at| line[*at..].concat().starts_with(text));
            if let Some(column) = starts {
                return (u16::try_from(column).unwrap(), row);
            }
        }
        panic!("the screen does not show `{text}`:\n{}", self.show());
    }

    /// The text of one row of the screen.
    pub fn row(&self, row: u16) -> String {
        picture::row(&self.draw().0, row)
    }

    /// The text of the rows of a pane, without its border.
    pub fn pane(&self, pane: Pane) -> Vec<String> {
        let (buffer, _) = self.draw();
        picture::rows(&buffer, self.model.geometry().inner(pane))
    }

    /// The last row of the screen, where keys and sentences for the reader stand.
    pub fn footer(&self) -> String {
        self.row(self.model.screen.1 - 1)
    }

    /// The cells of the screen.
    pub fn cells(&self) -> Buffer {
        self.draw().0
    }

    fn draw(&self) -> (Buffer, Option<(u16, u16)>) {
        let (columns, rows) = self.model.screen;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let frame = view(&self.model, &self.theme, &mut buffer);
        (buffer, frame.cursor)
    }

    /// The texts on the screen that are links of the terminal, with their targets.
    pub fn hyperlinks(&self) -> Vec<(String, String)> {
        let (columns, rows) = self.model.screen;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let links = view(&self.model, &self.theme, &mut buffer).links;
        let text = |row: u16, columns: std::ops::Range<u16>| {
            columns.map(|column| buffer[(column, row)].symbol()).collect()
        };
        links.into_iter().map(|link| (text(link.row, link.columns), link.target)).collect()
    }

    /// The screen as a snapshot holds it: size and cursor, the text, the styles.
    pub fn show(&self) -> String {
        let (buffer, cursor) = self.draw();
        picture::of(&buffer, cursor)
    }
}

fn parse(path: &Path, bytes: &[u8], detail: Detail) -> Result<Article, Flaw> {
    let name = path.file_stem().unwrap().to_string_lossy();
    article::parse(bytes, bytes.len() as u64, &name, detail)
}
