//! The reading pane: the article shown, its page, and the place on it.
//!
//! The page is laid out when article or width change and only sliced otherwise. Invariant: the top
//! line exists, and it shows the place of the reader wherever the page is long enough for that.

use std::borrow::Cow;
use std::ops::Range;

use super::copy::Taken;
use super::finding::Finding;
use super::message::Opened;
use super::page::{self, Page, Surroundings};
use super::sideways::{self, Sideways};
use crate::article::Article;
use crate::document::{Document, Line, MathStyle, Options, Position, Span};
use crate::library::catalog::ArticleId;
use crate::library::problem::Problem;

/// An article that was asked for and has not come yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// The ticket its answer carries.
    pub ticket: u64,
    /// The article.
    pub id: ArticleId,
    /// Where to show it; `None` for where the reader is by then.
    pub position: Option<Position>,
}

/// What the pane shows.
#[derive(Debug, Default)]
pub enum Shown {
    /// Nothing yet.
    #[default]
    Nothing,
    /// An article.
    Article(ArticleId, Box<Opened>),
    /// An article that could not be read, and why.
    Unreadable(ArticleId, Problem),
}

/// The state of the pane.
#[derive(Debug, Default)]
pub struct Answer {
    /// What it shows.
    pub shown: Shown,
    /// What it waits for.
    pub pending: Option<Pending>,
    /// The laid-out page.
    pub page: Page,
    /// How formulas are shown.
    pub math: MathStyle,
    /// The first line in view.
    pub top: usize,
    /// How far what is wider than the page is scrolled.
    pub sideways: Sideways,
    /// What is looked for in the page.
    pub finding: Finding,
    /// The selected link: those of the answer first, then related articles and backlinks.
    pub link: Option<usize>,
    /// Where the reader was before the links were walked along.
    pub(super) before_links: Option<Position>,
    /// What was copied last.
    pub taken: Option<Taken>,
    /// The named place to go to in the article that is waited for.
    fragment: String,
    /// Words to be marked in the article that is waited for.
    sought: Vec<String>,
    /// Where the reader is: what the first line showed when the reader last moved.
    pub(super) place: Position,
    columns: usize,
    tickets: u64,
    /// The ticket of what is shown.
    shown_ticket: u64,
    /// How often a page was laid out.
    layouts: u64,
}

impl Answer {
    /// The article shown.
    #[must_use]
    pub fn id(&self) -> Option<ArticleId> {
        match &self.shown {
            Shown::Nothing => None,
            Shown::Article(id, _) | Shown::Unreadable(id, _) => Some(*id),
        }
    }

    /// The article shown, if it could be read.
    #[must_use]
    pub fn article(&self) -> Option<&Article> {
        match &self.shown {
            Shown::Article(_, opened) => Some(&opened.article),
            Shown::Nothing | Shown::Unreadable(..) => None,
        }
    }

    /// Whether the end of the answer is in view.
    #[must_use]
    pub fn is_end_in_view(&self, height: usize) -> bool {
        self.article().is_some() && self.in_view(height).end >= self.page.answer.end
    }

    /// Whether what is shown is about to go because something else was asked for.
    #[must_use]
    pub fn awaits_another(&self) -> bool {
        self.pending.is_some_and(|pending| pending.position.is_some())
    }

    /// Numbers that change with the text that is shown, and with its page.
    #[must_use]
    pub fn versions(&self) -> (u64, u64) {
        (self.shown_ticket, self.layouts)
    }

    /// The article shown or asked for.
    #[must_use]
    pub fn wanted(&self) -> Option<ArticleId> {
        self.pending.map(|pending| pending.id).or_else(|| self.id())
    }

    /// Asks for an article; returns the ticket. Without a position it is the one that is shown, to be
    /// shown anew where the reader is.
    pub fn ask(&mut self, id: ArticleId, position: Option<Position>) -> u64 {
        self.tickets += 1;
        self.pending = Some(Pending { ticket: self.tickets, id, position });
        self.fragment.clear();
        self.sought.clear();
        self.tickets
    }

    /// Shows the article that is waited for at a named place of it.
    pub fn seek(&mut self, fragment: &str) {
        fragment.clone_into(&mut self.fragment);
    }

    /// Marks words in the article that is waited for, and shows the first of them.
    pub(super) fn mark_when_there(&mut self, words: Vec<String>) {
        self.sought = words;
    }

    /// Shows nothing and waits for nothing.
    pub fn clear(&mut self) {
        self.pending = None;
        self.shown = Shown::Nothing;
        self.page = Page::default();
        self.sideways = Sideways::default();
        self.finding.clear();
        self.link = None;
        self.before_links = None;
        (self.top, self.place) = (0, Position::default());
    }

    /// Takes the same answer with its code coloured; says whether it is still shown.
    pub fn recolour(&mut self, ticket: u64, document: Document) -> bool {
        let Shown::Article(_, opened) = &mut self.shown else { return false };
        if ticket != self.shown_ticket {
            return false;
        }
        // What is known of its pictures by now stays.
        let pictures = std::mem::take(&mut opened.document.pictures);
        opened.document = Document { pictures, ..document };
        true
    }

    /// Takes the answer to `ask`; says whether it was the one waited for, and anything new.
    pub fn receive(
        &mut self,
        ticket: u64,
        outcome: Result<Box<Opened>, Problem>,
        around: Surroundings<'_>,
        columns: usize,
        height: usize,
    ) -> bool {
        let Some(pending) = self.pending.filter(|pending| pending.ticket == ticket) else {
            return false;
        };
        self.pending = None;
        if let (None, Shown::Article(..), Err(_)) = (pending.position, &self.shown, &outcome) {
            // What is being read stays readable.
            return false;
        }
        self.shown_ticket = ticket;
        if let (None, Shown::Article(_, before), Ok(now)) =
            (pending.position, &self.shown, &outcome)
            && before.article == now.article
        {
            // A file that was only touched disturbs nobody.
            return false;
        }
        self.shown = match outcome {
            Ok(opened) => Shown::Article(pending.id, opened),
            Err(problem) => Shown::Unreadable(pending.id, problem),
        };
        self.place = pending.position.unwrap_or(self.place);
        self.sideways = Sideways::default();
        self.link = None;
        self.before_links = None;
        self.taken = None;
        self.refresh(around, columns, height);
        let fragment = std::mem::take(&mut self.fragment);
        self.go_to_fragment(&fragment, height);
        self.find_in_another_page(height);
        let sought = std::mem::take(&mut self.sought);
        if !sought.is_empty() {
            self.mark_words(sought, height);
        }
        true
    }

    /// Lays the page out anew, keeping the place.
    pub fn refresh(&mut self, around: Surroundings<'_>, columns: usize, height: usize) {
        self.lay_out(around, columns);
        self.go_to(self.place, height);
    }

    /// The same, only if the width changed.
    pub fn resize(&mut self, around: Surroundings<'_>, columns: usize, height: usize) {
        if columns == self.columns {
            self.go_to(self.place, height);
        } else {
            self.refresh(around, columns, height);
        }
    }

    fn lay_out(&mut self, around: Surroundings<'_>, columns: usize) {
        self.columns = columns;
        self.layouts += 1;
        let page = match &self.shown {
            Shown::Article(_, opened) if columns > 0 => {
                let options = Options { math: self.math, ..Options::screen(columns) };
                page::build(opened, &around, &options)
            }
            _ => Page::default(),
        };
        self.sideways = self.sideways.carried(&self.page, &page, columns);
        self.finding.renew(&self.page, &page, columns);
        self.page = page;
        self.link = self.link.filter(|link| *link < self.page.link_count());
    }

    /// Where the reader is.
    #[must_use]
    pub fn position(&self) -> Position {
        self.place
    }

    /// Scrolls by lines, stopping at the ends.
    pub fn scroll_by(&mut self, lines: isize, height: usize) {
        self.before_links = None;
        self.top = self.top.saturating_add_signed(lines);
        self.fit(height);
        self.place = self.page.position(self.top);
    }

    /// The lines in view.
    #[must_use]
    pub fn in_view(&self, height: usize) -> Range<usize> {
        self.top..(self.top + height).min(self.page.lines.len())
    }

    /// Scrolls the blocks in view that are wider than the page; says whether there are any.
    pub fn scroll_sideways(&mut self, steps: isize, height: usize) -> bool {
        let blocks: Vec<_> = sideways::blocks(&self.page, &self.in_view(height)).collect();
        for block in &blocks {
            self.sideways.shift(&self.page, *block, steps, self.columns);
        }
        !blocks.is_empty()
    }

    /// Scrolls the block wider than the page that a line belongs to; says whether there is one.
    pub fn scroll_block(&mut self, line: usize, steps: isize) -> bool {
        let block = self.page.lines.get(line).and_then(|line| line.wide);
        if let Some(block) = block {
            self.sideways.shift(&self.page, block, steps, self.columns);
        }
        block.is_some()
    }

    /// The spans of a line of the page that are in view.
    #[must_use]
    pub fn spans<'a>(&self, line: &'a Line) -> Cow<'a, [Span]> {
        match self.window_of(line) {
            Some((fixed, offset)) => {
                Cow::Owned(sideways::window(line, fixed, offset, self.columns))
            }
            None => Cow::Borrowed(&line.spans),
        }
    }

    /// Where columns of a line of the page stand in view, in one piece or two.
    #[must_use]
    pub fn columns_in_view(&self, line: &Line, columns: &Range<usize>) -> [Range<usize>; 2] {
        match self.window_of(line) {
            Some((fixed, offset)) => sideways::seen(columns, fixed, offset, self.columns),
            None => [0..0, columns.start.min(self.columns)..columns.end.min(self.columns)],
        }
    }

    /// The columns that stay of a line that scrolls sideways, and how far the others are scrolled.
    fn window_of(&self, line: &Line) -> Option<(usize, usize)> {
        let block = line.wide?;
        let wide = self.page.wide.get(block)?;
        Some((wide.fixed, self.sideways.offset(block)))
    }

    /// Goes to a place.
    pub(super) fn go_to(&mut self, place: Position, height: usize) {
        self.place = place;
        self.top = self.page.line_of(place);
        self.fit(height);
    }

    /// Goes to a line, which becomes the first one in view unless the page ends before.
    pub(super) fn go_to_line(&mut self, line: usize, height: usize) {
        self.top = line;
        self.fit(height);
        self.place = self.page.position(self.top);
    }

    /// Brings lines into view, with some of what stands before them.
    pub(super) fn reveal(&mut self, lines: &Range<usize>, height: usize) {
        if lines.start >= self.top && lines.end <= self.top + height {
            return;
        }
        let spare = height.saturating_sub(lines.len());
        self.go_to_line(lines.start.saturating_sub(spare.min(height / 3)), height);
    }

    /// Scrolls sideways until columns of a line are in view.
    pub(super) fn reveal_columns(&mut self, line: usize, columns: &Range<usize>) {
        if let Some(block) = self.page.lines.get(line).and_then(|line| line.wide) {
            self.sideways.reveal(&self.page, block, columns, self.columns);
        }
    }

    fn fit(&mut self, height: usize) {
        self.top = self.top.min(self.page.lines.len().saturating_sub(height.max(1)));
    }

    /// How much of the page has been passed, in percent; `None` when all of it is in view.
    #[must_use]
    pub fn percent(&self, height: usize) -> Option<usize> {
        let total = self.page.lines.len();
        (total > height && height > 0).then(|| (self.top + height).min(total) * 100 / total)
    }
}
