//! The shell around the core: carries terminal events in as messages and effects out to threads.
//!
//! One loop on one channel, nothing polled, nothing drawn that did not change. Invariant: the loop
//! never waits for a file, so keys are answered while a library loads.

mod desktop;
mod drafts;
mod editor;
mod indexer;
mod keeper;
mod loader;
mod painter;
mod root;
mod watch;
mod worker;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::app::highlights::noting;
use crate::app::resuming::Resuming;
use crate::app::search::Among;
use crate::app::{self, Clock, Effect, Message, Model, pictures};
use crate::document::MathStyle;
use crate::index::{self, Property, Query};
use crate::library::catalog::ArticleId;
use crate::library::source::Source;
use crate::picture::Setting;
use crate::store::memory;
use crate::store::snapshot::{Place, Snapshot};
use crate::terminal::background::{Asked, Background};
use crate::terminal::capability::{self, Environment};
use crate::terminal::graphics::{self, Graphics, Protocol};
use crate::terminal::{self, Event, Frame, Hyperlink, Input, Reader, Screen, Session, hyperlink};
use crate::theme::{Depth, Theme};
use crate::view;
use drafts::Drafts;
use editor::Editor;
use indexer::Indexer;
use keeper::Keeper;
use loader::{Lent, Loader, Report};
use painter::{Painted, Painter};
use worker::Worker;

/// Messages taken before a frame is drawn, so that a flood of them cannot keep the screen still.
const BURST: usize = 64;
/// Articles that a search gives at most: more than anybody walks through.
const HITS: usize = 100;
/// What is under way may hold a frame up for so long, so that what is over at once needs one frame,
/// not two.
const GRACE: Duration = Duration::from_millis(4);

/// What to run.
#[derive(Debug)]
pub struct Options {
    /// The library.
    pub source: Source,
    /// Where its snapshot lies; `None` where there is none.
    pub snapshot: Option<Place>,
    /// Where what the reader does is kept; `None` where there is no home.
    pub memory: Option<memory::Place>,
    /// How it is called on the screen.
    pub name: String,
    /// The file to open, relative to the library's folder.
    pub open: Option<String>,
    /// What is to be taken up of the last reading.
    pub resuming: Resuming,
    /// Whether clicks and the wheel come to Recto.
    pub mouse: bool,
    /// How pictures are to be shown.
    pub pictures: Setting,
    /// The colours there are.
    pub depth: Depth,
    /// How formulas are shown.
    pub math: MathStyle,
    /// The columns of an answer at most; `None` for the usual ones.
    pub measure: Option<u16>,
    /// Whether the terminal has hyperlinks.
    pub hyperlinks: bool,
    /// Whether unlisted articles stand in the lists.
    pub unlisted: bool,
    /// How it looks.
    pub look: Look,
    /// A sentence to show at the start.
    pub notice: Option<String>,
}

/// How it looks.
#[derive(Debug, Clone)]
pub struct Look {
    /// The theme, as long as nothing better is known.
    pub theme: Theme,
    /// The themes to take once the terminal has said what is behind its text. It is asked only if
    /// they are there.
    pub by_background: Option<Box<ByBackground>>,
}

/// A theme for either background.
#[derive(Debug, Clone)]
pub struct ByBackground {
    /// For a dark one.
    pub dark: Theme,
    /// For a light one.
    pub light: Theme,
}

impl Look {
    /// Takes the theme for a background.
    fn take(&mut self, background: Background) {
        if let Some(themes) = self.by_background.take() {
            self.theme = match background {
                Background::Dark => themes.dark,
                Background::Light => themes.light,
            };
        }
    }
}

enum Happening {
    Terminal(Event),
    Message(Message),
    Painted(Box<Painted>),
    /// The loader needs the catalog.
    Borrowed(Sender<Lent>),
    /// The loader waits until this is reached.
    Taken(Sender<()>),
}

/// Runs the reader until it is left.
///
/// # Errors
/// When the terminal cannot be taken, read or drawn on.
pub fn run(options: Options) -> io::Result<()> {
    start(options).inspect_err(|_| terminal::leave_if_gone())
}

fn start(options: Options) -> io::Result<()> {
    // Read while the terminal is asked what it can do.
    let place = options.snapshot.clone();
    let index_place = options.snapshot.clone();
    let restoring = thread::spawn(move || place.and_then(|place| place.read().ok()));
    let (sender, receiver) = mpsc::channel();
    let events = sender.clone();
    terminal::signals::watch(move |event| events.send(Happening::Terminal(event)).is_ok())?;
    let mut screen = Screen::new(options.hyperlinks);
    let title = format!("{} · Recto", options.name);
    let session = Session::enter(terminal::Options { mouse: options.mouse, title: Some(title) })?;
    let mut look = options.look;
    let asked = match look.by_background {
        Some(_) => terminal::background::ask_in_session()?,
        None => Asked::default(),
    };
    if let Some(background) = asked.background {
        look.take(background);
    }
    let found = graphics::find(options.pictures, options.depth)?;
    if found.graphics.is_some_and(|graphics| graphics.protocol == Some(Protocol::Kitty)) {
        session.undo_also(terminal::pictures::delete_all());
    }
    for input in asked.typed.into_iter().chain(found.typed.into_iter().map(Input::Key)) {
        // The receiver is ours.
        let _ = sender.send(Happening::Terminal(Event::Input(input)));
    }
    let events = sender.clone();
    let reader = terminal::input::read(asked.late, move |event| {
        events.send(Happening::Terminal(event)).is_ok()
    })?;
    let mut model = Model::new(options.name, screen.size()?);
    model.unlisted = options.unlisted;
    model.answer.math = options.math;
    model.measure = options.measure.unwrap_or(model.measure);
    let drafts = Drafts::beside(options.memory.as_ref().map(memory::Place::folder));
    model.notice = options.notice;
    if let Some(sentence) = drafts.left() {
        noting::tell(&mut model, &sentence);
    }
    model.resuming = options.resuming;
    if let Some(path) = options.open {
        app::opening::open_when_loaded(&mut model, path);
    }
    let restored = restoring.join().ok().flatten();
    let is_restored = restored.is_some();
    let mut effects = Vec::new();
    if let Some(Snapshot { catalog, problems }) = restored {
        effects = app::restore(&mut model, catalog, problems);
    }
    draw(&mut screen, &model, &look.theme)?;
    let reports = sender.clone();
    let report = move |report| {
        let happening = match report {
            Report::Message(message) => Happening::Message(message),
            Report::Borrow(lender) => Happening::Borrowed(lender),
            Report::Taken(waiting) => Happening::Taken(waiting),
        };
        reports.send(happening).is_ok()
    };
    let loader = Loader::start(options.source.clone(), options.snapshot, is_restored, report)?;
    let pictures = sender.clone();
    let painter = Painter::start(options.source.clone(), move |picture| {
        pictures.send(Happening::Painted(Box::new(picture))).is_ok()
    })?;
    let memories = sender.clone();
    let keeper = Keeper::start(options.source.clone(), options.memory, move |message| {
        // The loop may have ended meanwhile.
        let _ = memories.send(Happening::Message(message));
    })?;
    let place = index_place.as_ref().map(index::Place::beside);
    let texts = sender.clone();
    let indexer = Indexer::start(options.source.clone(), place, move |message| {
        texts.send(Happening::Message(message)).is_ok()
    })?;
    let scale = found.graphics.map(|graphics| graphics.scale());
    let answers = sender.clone();
    let worker = Worker::start(options.source, scale, move |message| {
        answers.send(Happening::Message(message)).is_ok()
    })?;
    let graphics = found.graphics;
    let mut shell = Shell {
        session,
        reader,
        screen,
        look,
        worker,
        loader,
        painter,
        indexer,
        keeper,
        drafts,
        graphics,
        sender,
        named: None,
        is_busy: false,
        start: Instant::now(),
        ended: None,
    };
    for effect in effects {
        shell.carry_out(&mut model, effect)?;
    }
    shell.run(model, &receiver)
}

fn draw(screen: &mut Screen, model: &Model, theme: &Theme) -> io::Result<()> {
    let placements = pictures::in_view(model).into_iter().map(|(placement, _)| placement);
    screen.pictures().place(placements.collect());
    screen.pictures().keep(|ticket| model.pictures.holds(ticket));
    screen.draw(|buffer| {
        let view::Frame { cursor, links } = view::view(model, theme, buffer);
        let link = |view::Linked { row, columns, target }| Hyperlink { row, columns, target };
        Frame { cursor, links: links.into_iter().map(link).collect() }
    })
}

struct Shell {
    session: Session,
    reader: Reader,
    screen: Screen,
    look: Look,
    worker: Worker,
    loader: Loader,
    sender: Sender<Happening>,
    painter: Painter,
    indexer: Indexer,
    keeper: Keeper,
    drafts: Drafts,
    /// How pictures are shown; `None` for not at all.
    graphics: Option<Graphics>,
    /// The article the window is named after.
    named: Option<ArticleId>,
    /// Whether the model waits for time to go on with what is under way.
    is_busy: bool,
    /// Where the milliseconds of the clock begin.
    start: Instant,
    /// With what the program has to leave, if it does not leave of itself.
    ended: Option<i32>,
}

/// Whether the program goes on.
enum Next {
    Go,
    Leave,
}

impl Shell {
    fn run(mut self, mut model: Model, receiver: &Receiver<Happening>) -> io::Result<()> {
        let left = self.read_on(&mut model, receiver);
        model.clock = self.clock();
        for effect in app::farewell(&mut model) {
            if let Effect::Keep(kept) = effect {
                self.keeper.keep(kept);
            }
        }
        self.session.leave();
        // Also where nothing can be drawn any more.
        if let Some(reason) = self.keeper.finish() {
            terminal::panic::tell(&format!("recto: what you did last is not kept: {reason}\n"));
        }
        if let Some(code) = self.ended {
            terminal::leave(code);
        }
        left
    }

    fn read_on(&mut self, model: &mut Model, receiver: &Receiver<Happening>) -> io::Result<()> {
        while matches!(self.reach_frame(model, receiver)?, Next::Go) {
            self.name_window(model)?;
            draw(&mut self.screen, model, &self.look.theme)?;
        }
        Ok(())
    }

    /// Takes what happened since the last frame and goes on with what is under way, until the next
    /// frame is due.
    fn reach_frame(
        &mut self,
        model: &mut Model,
        receiver: &Receiver<Happening>,
    ) -> io::Result<Next> {
        let mut first = None;
        if self.is_busy {
            // Even a flood of messages leaves it some time.
            self.go_on(model)?;
        } else {
            let Ok(happening) = receiver.recv() else { return Ok(Next::Leave) };
            first = Some(happening);
        }
        let (mut taken, mut since) = (0, None::<Instant>);
        loop {
            if let Some(happening) = first.take().or_else(|| receiver.try_recv().ok()) {
                if matches!(self.happen(model, happening)?, Next::Leave) {
                    return Ok(Next::Leave);
                }
                taken += 1;
                since.get_or_insert_with(Instant::now);
            } else if self.is_busy {
                self.go_on(model)?;
            } else {
                return Ok(Next::Go);
            }
            let is_late = since.is_some_and(|since| since.elapsed() >= GRACE);
            if taken >= BURST || is_late {
                return Ok(Next::Go);
            }
        }
    }

    /// Gives the model time for what is under way.
    fn go_on(&mut self, model: &mut Model) -> io::Result<Next> {
        self.is_busy = false;
        self.tell(model, Message::Continue)
    }

    /// Hands a link to the desktop; a reason comes back as a message if that fails.
    fn open_link(&self, link: &str) {
        let sender = self.sender.clone();
        let report = move |reason| {
            // The loop may have ended meanwhile.
            let _ = sender.send(Happening::Message(Message::NotOpened(reason)));
        };
        match hyperlink::target(link) {
            Some(target) => desktop::open(target, report),
            None => report("this link is not complete, or too long to be opened".to_owned()),
        }
    }

    /// Has all of the screen drawn at the size that the terminal has now.
    fn draw_anew(&mut self, model: &mut Model) -> io::Result<Message> {
        self.screen.clear();
        self.measure_cells(model);
        model.attention.skip_to(self.clock().millis);
        let (columns, rows) = self.screen.size()?;
        Ok(Message::Resize(columns, rows))
    }

    /// Has the note of a highlight written in the reader's editor. What happens meanwhile waits.
    fn edit_note(&mut self, model: &mut Model, uid: String, text: &str) -> io::Result<Next> {
        let written = match Editor::choose() {
            Ok(editor) => {
                let limit = noting::LIMIT + text.len();
                let terminal = (&self.session, &self.reader);
                let edited = editor.write(terminal, &self.drafts, text, limit)?;
                if edited.is_ours {
                    let message = self.draw_anew(model)?;
                    self.tell(model, message)?;
                }
                edited.written
            }
            Err(sentence) => Err(sentence),
        };
        self.tell(model, Message::Noted { uid, written })
    }

    /// Names the window after the article that is read.
    fn name_window(&mut self, model: &Model) -> io::Result<()> {
        let read = model.history.current().map(|visit| visit.id);
        if read != self.named {
            self.named = read;
            let entry = read.and_then(|id| model.library.catalog.get(id));
            let title = entry.map_or(&*model.library.name, |entry| entry.question);
            self.session.set_title(&format!("{title} · Recto"))?;
        }
        Ok(())
    }

    fn happen(&mut self, model: &mut Model, happening: Happening) -> io::Result<Next> {
        let message = match happening {
            Happening::Message(message) => message,
            Happening::Painted(painted) => self.take_picture(*painted),
            Happening::Borrowed(lender) => {
                let library = &model.library;
                let (catalog, problems) = (library.catalog.clone(), library.problems.clone());
                // The loader waits for it.
                let _ = lender.send(Lent { catalog, problems });
                return Ok(Next::Go);
            }
            Happening::Taken(waiting) => {
                let _ = waiting.send(());
                return Ok(Next::Go);
            }
            Happening::Terminal(Event::Closed) => return Ok(Next::Leave),
            Happening::Terminal(Event::Ended(code)) => {
                self.ended = Some(code);
                return Ok(Next::Leave);
            }
            Happening::Terminal(Event::Background(background)) => {
                self.look.take(background);
                return Ok(Next::Go);
            }
            Happening::Terminal(Event::Resumed) => self.draw_anew(model)?,
            Happening::Terminal(Event::Input(input)) => match input {
                Input::Key(key) => Message::Key(key),
                Input::Mouse(mouse) => Message::Mouse(mouse),
                Input::Paste(text) => Message::Paste(text),
                Input::Resize { width, height } => {
                    // A terminal that shrank and grew back has lost cells we believe it shows.
                    self.screen.clear();
                    self.measure_cells(model);
                    Message::Resize(width, height)
                }
            },
        };
        self.tell(model, message)
    }

    fn tell(&mut self, model: &mut Model, message: Message) -> io::Result<Next> {
        model.clock = self.clock();
        for effect in app::update(model, message) {
            if matches!(self.carry_out(model, effect)?, Next::Leave) {
                return Ok(Next::Leave);
            }
        }
        Ok(Next::Go)
    }

    fn carry_out(&mut self, model: &mut Model, effect: Effect) -> io::Result<Next> {
        match effect {
            Effect::Quit => return Ok(Next::Leave),
            Effect::Redraw => self.screen.clear(),
            Effect::Continue => self.is_busy = true,
            Effect::Suspend => {
                if !self.session.suspend()? {
                    model.notice = Some("there is no shell to come back from".to_owned());
                }
            }
            Effect::Read { ticket, file, ahead } => self.worker.read(ticket, file, ahead),
            Effect::Preview { ticket, file } => self.worker.preview(ticket, file),
            Effect::Look(files) => self.loader.look(files),
            Effect::Search(request) => {
                let catalog = &model.library.catalog;
                if !self.indexer.has_begun() && model.library.is_complete() {
                    self.indexer.index_all(catalog.clone());
                }
                let (mut query, _) = Query::asked(&request.query, catalog);
                query.unlisted |= request.unlisted;
                query.limit = HITS;
                if let Some(slug) = request.subject {
                    query.restrict(Property::Subjects(vec![slug]), false);
                }
                for Among { paths, negated } in request.among {
                    query.restrict(Property::Paths(paths), negated);
                }
                self.indexer.search(request.ticket, query);
            }
            Effect::Members(request) => {
                let (query, _) = Query::asked(&request.query, &model.library.catalog);
                self.indexer.members(request.ticket, query.only);
            }
            Effect::Choose(count) => {
                // Every hasher of the standard library has keys of its own.
                let number = RandomState::new().build_hasher().finish();
                let row = number.checked_rem(u64::try_from(count).unwrap_or(u64::MAX));
                let row = row.and_then(|row| usize::try_from(row).ok()).unwrap_or(0);
                return self.tell(model, Message::Chosen(row));
            }
            Effect::Recall { is_certain } => {
                self.keeper.recall(model.library.catalog.clone(), is_certain);
            }
            Effect::Keep(kept) => self.keeper.keep(kept),
            Effect::Statistics => self.keeper.count(model.clock.now),
            Effect::IndexAll => self.indexer.index_all(model.library.catalog.clone()),
            Effect::Index { changed, gone } => self.indexer.index(changed, gone),
            Effect::Twins => self.indexer.compare(model.library.catalog.clone()),
            Effect::Similar(path) => self.indexer.similar(path),
            Effect::Copy(text) => {
                let told = capability::clipboard(&Environment::read());
                if told {
                    terminal::clipboard::copy(&text)?;
                }
                if !desktop::copy(text) && !told {
                    model.notice = Some("GNU screen passes no clipboard on".to_owned());
                }
            }
            Effect::EditNote { uid, text } => return self.edit_note(model, uid, &text),
            Effect::OpenLink(link) => self.open_link(&link),
            Effect::Picture(request) => {
                if let Some(graphics) = self.graphics {
                    self.painter.paint(request, graphics);
                }
            }
        }
        Ok(Next::Go)
    }

    /// What time it is.
    fn clock(&self) -> Clock {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        let millis = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        Clock { now, millis }
    }

    /// Keeps what the screen needs of a picture; the model takes the rest.
    fn take_picture(&mut self, painted: Painted) -> Message {
        let Painted { slot, ticket, outcome } = painted;
        let outcome = outcome.map(|(made, encoded)| {
            if let Some(encoded) = encoded {
                self.screen.pictures().hold(slot, ticket, encoded);
            }
            made
        });
        Message::Picture(ticket, outcome)
    }

    /// Has pictures made anew where cells have another size in pixels than before.
    fn measure_cells(&mut self, model: &mut Model) {
        if self.graphics.as_mut().is_some_and(Graphics::measure) {
            model.pictures.clear();
        }
    }
}
