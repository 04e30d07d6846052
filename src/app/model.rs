//! The whole state of the program between two messages.
//!
//! A handful of sub-models, each with its own changes; this module adds only what concerns several
//! of them. Invariant: everything on the screen follows from a model alone.

use std::collections::HashMap;
use std::path::PathBuf;

use super::answer::Answer;
use super::attention::Attention;
use super::copy;
use super::geometry::{Geometry, MEASURE, geometry};
use super::highlights::{self, Highlights};
use super::history::History;
use super::library::Library;
use super::marks::{self, Marks};
use super::memories::Memories;
use super::message::Effect;
use super::ordering::Order;
use super::overlay::{Contents, Kind, Overlay};
use super::page::Surroundings;
use super::palette::{self, Palette};
use super::pictures::Pictures;
use super::preview::{self, Preview};
use super::questions::Questions;
use super::resuming::{self, Resuming};
use super::scope::{Chosen, Scope, Within};
use super::search::{self, HIT_LINES, Search};
use super::shelves::{self, Shelving};
use super::statistics::Counted;
use super::subjects::Subjects;
use crate::document::{MathStyle, Position};
use crate::keymap::{Action, Keymap, Place, key_for};
use crate::library::catalog::ArticleId;

/// Why what concerns the page has to wait.
pub const STILL_READING: &str = "the article is still being read";

/// A pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The list of subjects.
    Subjects,
    /// The list of questions.
    Questions,
    /// The answer.
    Answer,
}

/// What is to be opened as soon as it is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// Nothing.
    Nothing,
    /// The article in a file, relative to the library's folder.
    File(String),
    /// The first question that matches.
    FirstMatch,
}

/// What time it is, as the shell says with every message: the core has no clock of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    /// Seconds since 1970, in UTC. It may be set back.
    pub now: i64,
    /// Milliseconds since the start, which only grow.
    pub millis: u64,
}

/// The state.
pub struct Model {
    /// Columns and rows of the terminal.
    pub screen: (u16, u16),
    /// The columns of an answer at most.
    pub measure: u16,
    /// The library.
    pub library: Library,
    /// The list of subjects.
    pub subjects: Subjects,
    /// The list of questions.
    pub questions: Questions,
    /// The search of all text.
    pub search: Search,
    /// The answer.
    pub answer: Answer,
    /// Where the selected link of it leads.
    pub preview: Preview,
    /// Its pictures.
    pub pictures: Pictures,
    /// What is highlighted in it and elsewhere.
    pub highlights: Highlights,
    /// Back and forward.
    pub history: History,
    /// What time it is.
    pub clock: Clock,
    /// What is remembered of this library.
    pub memories: Memories,
    /// How attentively the open article is read.
    pub attention: Attention,
    /// What is still to be taken up of the last reading.
    pub resuming: Resuming,
    /// Which articles are marked.
    pub marks: Marks,
    /// What is being done to shelves.
    pub shelving: Shelving,
    /// What was read, once it was asked for.
    pub counted: Counted,
    /// Actions, questions and subjects by name.
    pub palette: Palette,
    /// What lies over the panes, the last on top.
    pub overlays: Vec<Overlay>,
    /// The pane that has the keys.
    pub focus: Pane,
    /// Whether the answer has the whole screen while it has the keys.
    pub zoomed: bool,
    /// Whether the subjects are hidden on a wide screen.
    pub subjects_hidden: bool,
    /// Whether unlisted articles stand in the lists.
    pub unlisted: bool,
    /// A sentence for the reader, until the next key.
    pub notice: Option<String>,
    /// What is to be opened as soon as it is loaded.
    pub waiting: Waiting,
    /// The bindings.
    pub keymap: Keymap,
}

impl Model {
    /// A model before the first article.
    #[must_use]
    pub fn new(name: String, screen: (u16, u16)) -> Self {
        Self {
            screen,
            measure: MEASURE,
            library: Library::new(name),
            subjects: Subjects::default(),
            questions: Questions::default(),
            search: Search::default(),
            answer: Answer::default(),
            preview: Preview::default(),
            pictures: Pictures::default(),
            highlights: Highlights::default(),
            history: History::default(),
            clock: Clock::default(),
            memories: Memories::default(),
            attention: Attention::default(),
            resuming: Resuming::all(),
            marks: Marks::default(),
            shelving: Shelving::default(),
            counted: Counted::default(),
            palette: Palette::default(),
            overlays: Vec::new(),
            focus: Pane::Questions,
            zoomed: false,
            subjects_hidden: false,
            unlisted: false,
            notice: None,
            waiting: Waiting::Nothing,
            keymap: Keymap::default(),
        }
    }

    /// Where everything stands.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        geometry(self)
    }

    /// Where a key is pressed now.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place_below(self.overlays.len())
    }

    /// Where it would be pressed if only the lowest overlays were there, so many of them.
    #[must_use]
    pub fn place_below(&self, overlays: usize) -> Place {
        if let Some(overlay) = overlays.checked_sub(1).and_then(|top| self.overlays.get(top)) {
            return overlay.place();
        }
        match self.focus {
            Pane::Subjects => Place::Subjects,
            Pane::Questions if self.search.is_open => Place::Search,
            Pane::Questions if self.questions.typing => Place::Filter,
            Pane::Questions => Place::Questions,
            Pane::Answer if self.answer.finding.is_typing() => Place::Find,
            Pane::Answer if self.highlights.selection.is_some() => Place::Selecting,
            Pane::Answer if preview::area(self).is_some() => Place::Preview,
            Pane::Answer => Place::Answer,
        }
    }

    /// What the reader is told in place of the keys: a notice, or what is wrong with the filter.
    #[must_use]
    pub fn sentence(&self) -> Option<&str> {
        let fault = match self.place() {
            Place::Filter => self.questions.faults.first(),
            Place::Search => self.search.faults.first(),
            Place::Palette => self.palette.faults.first(),
            _ => None,
        };
        self.notice.as_deref().or(fault.map(|fault| fault.reason.as_str()))
    }

    /// What the list of questions is chosen from.
    #[must_use]
    pub fn scope(&self) -> Scope {
        let everywhere = self.subjects.everywhere;
        let within =
            if everywhere { Within::All } else { self.marks.within(&self.subjects.chosen) };
        Scope { within, unlisted: self.unlisted }
    }

    /// Puts the library in the order that is wanted, if it is all there.
    pub(super) fn rank(&mut self) {
        let order = self.questions.sorting.order();
        if self.library.is_complete() && order != Order::Relevance {
            let read = if order == Order::Read { self.last_read() } else { HashMap::new() };
            self.questions.sorting.rank(&self.library.catalog, &read, self.history.made());
        }
    }

    /// Lines a pane shows.
    #[must_use]
    pub fn height(&self, pane: Pane) -> usize {
        self.geometry().inner(pane).height.into()
    }

    /// Columns of the page.
    #[must_use]
    pub fn page_columns(&self) -> usize {
        self.geometry().page().width.into()
    }

    /// What surrounds an article on its page.
    #[must_use]
    pub fn surroundings(library: &Library, id: Option<ArticleId>) -> Surroundings<'_> {
        Surroundings {
            library: id.map(|id| (&*library.catalog, id)),
            loading: !library.is_complete(),
            near: id.map_or(&[], |id| library.twins.near(id)),
            similar: id.map_or(&[], |id| library.similar_to(id)),
        }
    }

    /// Begins to find the questions again after a key changed the filter.
    pub fn refilter(&mut self) -> Vec<Effect> {
        self.questions.filter(&self.library.catalog, &self.marks, self.scope());
        self.go_on()
    }

    /// Begins to find the questions again because something else changed, keeping the reader's place.
    pub(super) fn refresh_questions(&mut self) {
        self.questions.refresh(&self.library.catalog, &self.marks, self.scope());
    }

    /// Chooses what the questions are chosen from.
    pub fn choose(&mut self, chosen: Chosen) -> Vec<Effect> {
        self.subjects.choose(chosen);
        self.refresh_lists()
    }

    /// Takes over what can be chosen now.
    pub(super) fn refresh_subjects(&mut self) {
        let height = self.height(Pane::Subjects);
        self.subjects.refresh(&self.library.catalog, &self.marks, self.unlisted, height);
    }

    /// Takes over what the library or the scope are now, keeping the reader's place.
    pub fn refresh_lists(&mut self) -> Vec<Effect> {
        marks::derive(self);
        self.refresh_subjects();
        self.refresh_questions();
        palette::refresh(self);
        self.go_on()
    }

    /// Goes on with what is under way, for about a millisecond.
    pub fn go_on(&mut self) -> Vec<Effect> {
        if !self.questions.is_finding() && self.questions.sorting.step(&self.library.catalog) {
            self.refresh_questions();
            if self.questions.sorting.is_outdated() {
                self.rank();
            }
        }
        let mut effects = if self.questions.is_finding() { self.find_on() } else { Vec::new() };
        let is_under_way = palette::step(self) | self.questions.sorting.is_under_way();
        if is_under_way && !effects.contains(&Effect::Continue) {
            effects.push(Effect::Continue);
        }
        effects
    }

    /// Goes on with the search under way.
    fn find_on(&mut self) -> Vec<Effect> {
        let (typed, before) = (self.questions.is_behind(), self.selected());
        let height = self.height(Pane::Questions);
        if !self.questions.step(&self.library.catalog, &self.library.twins, height) {
            return vec![Effect::Continue];
        }
        if typed && self.selected().is_none() && self.focus != Pane::Answer {
            // An article that has nothing to do with what is typed would only mislead.
            self.leave_current();
            self.answer.clear();
            Vec::new()
        } else if typed || self.answer.wanted().is_none() || self.answer.wanted() == before {
            self.show_selected()
        } else {
            // What was opened stays; only what followed the selection goes on following it.
            Vec::new()
        }
    }

    /// Brings what is under way to its end, because a key needs it.
    pub fn settle(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.questions.is_finding() || self.palette.is_finding() {
            effects.extend(self.go_on());
        }
        effects.retain(|effect| *effect != Effect::Continue);
        effects
    }

    /// Shows the selected question in the answer pane, unless an opened article is being read or
    /// the pane is not in view.
    pub fn show_selected(&mut self) -> Vec<Effect> {
        if self.focus == Pane::Answer || self.geometry().answer.is_empty() {
            return Vec::new();
        }
        let Some(id) = self.selected() else { return Vec::new() };
        let wanted = self.answer.wanted().filter(|_| !self.search.is_open);
        if wanted.is_some_and(|wanted| self.questions.folds.hides(wanted.0, id.0)) {
            // It stands for the one that is shown.
            return Vec::new();
        }
        let effects = if self.answer.wanted() == Some(id) {
            Vec::new()
        } else {
            // The present visit is shown where it was left, so that looking loses no place.
            let visit = self.history.current().filter(|visit| visit.id == id);
            self.show(id, visit.map_or_else(Position::default, |visit| visit.position))
        };
        search::mark(self, id);
        effects
    }

    /// Asks for an article to be shown at a position.
    pub fn show(&mut self, id: ArticleId, position: Position) -> Vec<Effect> {
        self.leave_current();
        self.ask(id, Some(position))
    }

    fn ask(&mut self, id: ArticleId, position: Option<Position>) -> Vec<Effect> {
        let Some(entry) = self.library.catalog.get(id) else {
            let gone = self.library.catalog.get_even_gone(id);
            self.notice = gone.map(|entry| format!("the file of “{}” is gone", entry.question));
            return Vec::new();
        };
        let file = entry.file();
        let ticket = self.answer.ask(id, position);
        vec![Effect::Read { ticket, file, ahead: self.ahead(id) }]
    }

    /// The files of the articles around one in the list, the next ones first.
    fn ahead(&self, id: ArticleId) -> Vec<PathBuf> {
        let row = self.list().selected;
        let row = if self.article_at(row) == Some(id) { Some(row) } else { None };
        let around = |row: usize| [row + 1, row + 2, row.wrapping_sub(1)];
        let rows = row.into_iter().flat_map(around);
        let ids = rows.filter_map(|row| self.article_at(row));
        ids.filter_map(|id| self.library.catalog.get(id)).map(|entry| entry.file()).collect()
    }

    /// Asks again for the article that is shown or asked for, to be shown where the reader is.
    pub(super) fn show_again(&mut self) -> Vec<Effect> {
        let here = self.answer.id().map(|id| (id, None));
        let wanted = self.answer.pending.map(|pending| (pending.id, pending.position)).or(here);
        wanted.map_or_else(Vec::new, |(id, position)| self.ask(id, position))
    }

    /// Opens an article: shows it, notes the visit, gives its pane the keys.
    pub fn open(&mut self, id: ArticleId) -> Vec<Effect> {
        let mut effects: Vec<_> = self.note_query().into_iter().collect();
        self.leave_current();
        let visit = self.visit(id);
        let is_visit = visit.is_some();
        effects.extend(visit);
        let left = if is_visit { self.left(id) } else { None };
        if self.answer.wanted() != Some(id) {
            effects.extend(self.show(id, left.unwrap_or_default()));
        } else if let Some(left) = left.filter(|_| !self.answer.awaits_another()) {
            self.answer.go_to(left, self.height(Pane::Answer));
        }
        self.questions.moved = true;
        self.focus_on(Pane::Answer);
        if is_visit {
            effects.extend(resuming::keep(self));
        }
        effects
    }

    /// Where an article was left before its end, with word of it to the reader. What was searched for is
    /// shown where it stands.
    fn left(&mut self, id: ArticleId) -> Option<Position> {
        let key = self.library.catalog.get(id)?.key();
        let left = self.memories.known().left.get(key).copied().filter(|_| !self.search.is_open)?;
        let key = key_for(Action::Top, Place::Answer);
        self.notice = Some(format!("where you left it; {key} goes to its start"));
        Some(left)
    }

    /// Lays an overlay over everything.
    pub fn open_overlay(&mut self, overlay: Overlay) {
        self.overlays.push(overlay);
        self.relayout();
    }

    /// Closes the overlay that has the keys.
    pub fn close_overlay(&mut self) {
        self.overlays.pop();
        self.relayout();
    }

    /// Whether the page in view is about to go because another article was asked for; the reader is
    /// told then.
    pub fn is_still_reading(&mut self) -> bool {
        let reading = self.answer.awaits_another();
        if reading {
            self.notice = Some(STILL_READING.to_owned());
        }
        reading
    }

    /// Goes to another line of the article that is read; the way back leads to where it was left.
    pub fn jump_within(&mut self, line: usize) {
        if self.is_still_reading() {
            return;
        }
        self.leave_current();
        let height = self.height(Pane::Answer);
        self.answer.go_to_line(line, height);
        self.history.move_to(self.answer.position());
    }

    /// Lays the page out anew, keeping the reader's place.
    pub fn refresh_page(&mut self) {
        let (columns, height) = (self.page_columns(), self.height(Pane::Answer));
        let around = Self::surroundings(&self.library, self.answer.id());
        self.answer.refresh(around, columns, height);
    }

    /// Shows formulas in the next way.
    pub fn switch_math(&mut self) {
        self.answer.math = self.answer.math.next();
        self.refresh_page();
        let how = match self.answer.math {
            MathStyle::Full => "in two dimensions",
            MathStyle::Line => "on one line",
            MathStyle::Ascii => "in ASCII",
            MathStyle::Source => "as TeX",
        };
        self.notice = Some(format!("formulas are shown {how}"));
    }

    /// Notes where the article of the present visit is being read.
    pub fn leave_current(&mut self) {
        let current = self.history.current().map(|visit| visit.id);
        if !self.answer.awaits_another() && current.is_some() && current == self.answer.id() {
            self.history.leave_at(self.answer.position());
        }
    }

    /// Gives a pane the keys.
    pub fn focus_on(&mut self, pane: Pane) {
        self.focus = pane;
        self.questions.typing &= pane == Pane::Questions;
        if pane != Pane::Answer {
            self.answer.finding.close();
            self.answer.link = None;
            self.highlights.selection = None;
        }
        self.relayout();
    }

    /// Adapts every pane to the present geometry.
    pub fn relayout(&mut self) {
        let geometry = self.geometry();
        let height = |pane| usize::from(geometry.inner(pane).height);
        let rows = self.subjects.rows();
        self.subjects.list.fit(rows, height(Pane::Subjects));
        let rows = self.questions.found.rows.len();
        self.questions.list.fit(rows, height(Pane::Questions));
        let rows = self.search.rows();
        self.search.list.fit(rows, (height(Pane::Questions) / HIT_LINES).max(1));
        let copyable: Vec<_> = match self.overlays.last().map(|overlay| &overlay.kind) {
            Some(Kind::Copy) => {
                let actions = copy::choices().map(|choice| choice.action);
                actions.filter(|action| copy::is_possible(self, *action)).collect()
            }
            _ => Vec::new(),
        };
        let shelves = match self.overlays.last().map(|overlay| &overlay.kind) {
            Some(Kind::Shelves) => shelves::rows(self, geometry.overlay_inner().width.into()),
            _ => Vec::new(),
        };
        if let Some(Kind::Highlights { everywhere }) = self.overlays.last().map(|top| &top.kind) {
            let columns = geometry.overlay_inner().width.into();
            let listing = highlights::listing::lay_out(self, *everywhere, columns);
            self.highlights.listing = listing;
        }
        // Those below are laid out when they come to the top.
        if let Some(overlay) = self.overlays.last_mut() {
            let inner = geometry.overlay_inner();
            let contents = Contents {
                problems: &self.library.problems,
                anchors: &self.answer.page.anchors,
                section: self.answer.page.section_at(self.answer.top),
                history: &self.history,
                catalog: &self.library.catalog,
                counted: &self.counted,
                copyable: &copyable,
                shelves: &shelves,
                highlights: &self.highlights.listing,
            };
            overlay.lay_out(&contents, inner.width.into(), inner.height.into());
        }
        // A pane that is not shown keeps its page as it is.
        if !geometry.answer.is_empty() {
            let around = Self::surroundings(&self.library, self.answer.id());
            let columns = geometry.page().width.into();
            self.answer.resize(around, columns, height(Pane::Answer));
        }
    }
}
