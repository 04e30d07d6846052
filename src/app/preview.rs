//! The preview: where the selected link leads, beside the page that it stands on.
//!
//! It shows the beginning of an article and opens nothing: no visit, no way back, no place lost.
//! Invariant: what it shows is where the selected link leads, and it never covers that link.

use std::ops::Range;
use std::path::PathBuf;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::geometry::Geometry;
use super::links;
use super::message::{Effect, Opened};
use super::model::{Model, Pane};
use super::page::{self, Jump};
use crate::document::{self, Face, Line, MathStyle, Options, Role, Span};
use crate::keymap::{Action, Place, key_for};
use crate::library::catalog::ArticleId;
use crate::library::problem::Problem;
use crate::text::wrap;

/// Columns of its border and the blanks within.
const SIDES: u16 = 4;
/// Rows of its border.
const EDGES: u16 = 2;
/// It is not shown with less room than this, border included.
const LEAST: (u16, u16) = (20, 5);
/// It leaves a whole list of links in view if so many rows are left to it.
const ROOMY: u16 = 8;
/// A list that is so wide gives its place to it.
const BESIDE: u16 = 32;
/// So high it is at most where it lies over the page.
const HIGHEST: u16 = 14;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    /// To an article of the library.
    Article(ArticleId),
    /// To something else, of which this can be said.
    Elsewhere(String),
}

/// What the preview shows.
#[derive(Debug, Default)]
enum Shown {
    /// Nothing yet: it is being read.
    #[default]
    Nothing,
    Article(Box<Opened>),
    Unreadable(Problem),
}

/// The state of the preview.
#[derive(Debug)]
pub struct Preview {
    /// Whether it is wanted.
    pub is_on: bool,
    target: Option<Target>,
    shown: Shown,
    /// The ticket of what is waited for, or was waited for last.
    ticket: u64,
    lines: Vec<Line>,
    /// What the lines were laid out for.
    laid_out: Option<(u16, MathStyle)>,
}

impl Default for Preview {
    fn default() -> Self {
        Self {
            is_on: true,
            target: None,
            shown: Shown::default(),
            ticket: 0,
            lines: Vec::new(),
            laid_out: None,
        }
    }
}

impl Preview {
    /// Its lines, from the first.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Has it read anew what is among these articles.
    pub(super) fn renew(&mut self, changed: &[ArticleId]) {
        if let Some(Target::Article(id)) = self.target
            && changed.contains(&id)
        {
            self.target = None;
        }
    }
}

/// Takes what was read, if it is what is waited for.
pub(super) fn receive(model: &mut Model, ticket: u64, outcome: Result<Box<Opened>, Problem>) {
    let preview = &mut model.preview;
    if ticket != preview.ticket {
        return;
    }
    preview.shown = match outcome {
        Ok(mut opened) => {
            // Its pictures are only named.
            opened.document.pictures.clear();
            Shown::Article(opened)
        }
        Err(problem) => Shown::Unreadable(problem),
    };
    preview.laid_out = None;
}

/// Brings the preview to what is selected now: has it read, or lays it out.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    let target = if model.preview.is_on { target(model) } else { None };
    let mut effects = Vec::new();
    if model.preview.target != target {
        let file = match &target {
            Some(Target::Article(id)) => model.library.catalog.get(*id).map(|entry| entry.file()),
            _ => None,
        };
        let preview = &mut model.preview;
        preview.ticket += 1;
        (preview.target, preview.shown, preview.laid_out) = (target, Shown::Nothing, None);
        effects.extend(file.map(|file: PathBuf| Effect::Preview { ticket: preview.ticket, file }));
    }
    lay_out(model);
    effects
}

fn lay_out(model: &mut Model) {
    let Some(area) = area(model) else { return };
    let columns = area.width.saturating_sub(SIDES);
    let layout = Some((columns, model.answer.math));
    if model.preview.laid_out != layout {
        model.preview.lines = lines(model, columns.into());
        model.preview.laid_out = layout;
    }
}

fn lines(model: &Model, columns: usize) -> Vec<Line> {
    let said = |text: &str, face: Face| -> Vec<Line> {
        let parts = wrap::breaks(text, columns, columns).into_iter();
        let line = |part| vec![Span::new(text.get(part).unwrap_or_default(), face)];
        parts.map(|part| Line { spans: line(part), ..Line::default() }).collect()
    };
    match (&model.preview.target, &model.preview.shown) {
        (Some(Target::Article(id)), Shown::Article(opened)) => {
            let around = Model::surroundings(&model.library, Some(*id));
            let options = Options { math: model.answer.math, ..Options::screen(columns) };
            page::build(opened, &around, &options).lines
        }
        (_, Shown::Unreadable(problem)) => said(&problem.to_string(), Role::Warning.into()),
        (Some(Target::Elsewhere(words)), _) => said(words, Role::Missing.into()),
        // What is known of it before its file is read stands where the page will have it.
        (Some(Target::Article(id)), Shown::Nothing) => {
            let catalog = &model.library.catalog;
            let question = catalog.get(*id).map_or("", |entry| entry.question);
            let title = Face::new(Role::Title).with(Modifier::BOLD);
            let mut lines = said(&document::in_line(question), title);
            lines.extend(said(catalog.subject_label(*id), Role::Muted.into()));
            lines
        }
        (None, _) => Vec::new(),
    }
}

/// Where the selected link leads, as far as there is something to show of it.
fn target(model: &Model) -> Option<Target> {
    if model.focus != Pane::Answer || model.answer.awaits_another() {
        return None;
    }
    let number = model.answer.selected_link(model.height(Pane::Answer))?;
    let page = &model.answer.page;
    let catalog = &model.library.catalog;
    let (found, label) = if let Some(jump) = number.checked_sub(page.links.len()) {
        let jump = page.jumps.get(jump)?;
        let late = || jump.reference.as_ref().and_then(|reference| catalog.resolve(reference));
        (jump.target.or_else(late), jump.title.as_str())
    } else {
        let link = page.links.get(number)?;
        let found = links::resolve(model, link);
        let is_within = link.target.starts_with('#') || found == model.answer.id();
        let leads_out = found.is_none() && links::scheme(&link.target).is_some();
        if is_within || leads_out {
            return None;
        }
        (found, link.label.as_str())
    };
    Some(match found.filter(|id| catalog.get(*id).is_some()) {
        Some(id) => Target::Article(id),
        None if model.library.is_complete() => {
            Target::Elsewhere(format!("“{label}” is not in this library"))
        }
        None => Target::Elsewhere(format!("“{label}” is not loaded yet")),
    })
}

/// Where the preview is shown, its border included; `None` while it is not.
#[must_use]
pub fn area(model: &Model) -> Option<Rect> {
    model.preview.target.as_ref()?;
    let geometry = model.geometry();
    let list = geometry.questions;
    let has_room = |area: &Rect| area.width >= LEAST.0 && area.height >= LEAST.1;
    if list.width >= BESIDE && has_room(&list) {
        return Some(list);
    }
    let (own, all) = rows(model, geometry.inner(Pane::Answer).height.into())?;
    // A list of links is best left in view as a whole.
    let apart = all.map(|all| over_page(model, &geometry, &all));
    let apart = apart.filter(|area| area.height >= ROOMY && has_room(area));
    apart.or_else(|| Some(over_page(model, &geometry, &own)).filter(has_room))
}

/// The rows of the pane that the selected link takes, and those of all related articles and backlinks
/// if it is one of them.
fn rows(model: &Model, height: usize) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let answer = &model.answer;
    let number = answer.selected_link(height)?;
    let is_own = |line: &usize| {
        let spans = answer.page.lines.get(*line).map(|line| line.spans.as_slice());
        !answer.link_columns(*line, spans.unwrap_or_default()).is_empty()
    };
    let lines: Vec<usize> = answer.in_view(height).filter(is_own).collect();
    let own = lines.first()?.saturating_sub(answer.top)..(lines.last()? + 1 - answer.top);
    let jumps = &answer.page.jumps;
    let line = |jump: &Jump| jump.line.saturating_sub(answer.top);
    let ends = jumps.first().map(line).zip(jumps.last().map(line));
    let ends = ends.filter(|_| number >= answer.page.links.len());
    let all = ends.map(|(first, last)| first.min(own.start)..(last + 1).max(own.end).min(height));
    Some((own, all))
}

/// The larger part of the page above or below some of its rows.
fn over_page(model: &Model, geometry: &Geometry, taken: &Range<usize>) -> Rect {
    let (inner, page) = (geometry.inner(Pane::Answer), geometry.page());
    let outer = Rect {
        x: page.x.saturating_sub(1).max(inner.x),
        width: (page.width + 2).min(inner.width),
        ..inner
    };
    let row = |row: usize| u16::try_from(row).unwrap_or(inner.height).min(inner.height);
    let (above, end) = (row(taken.start), row(taken.end));
    let below = inner.height - end;
    if below >= above {
        Rect { y: inner.y + end, height: below.min(wanted(model)), ..outer }
    } else {
        let height = above.min(wanted(model));
        Rect { y: inner.y + above - height, height, ..outer }
    }
}

/// Rows that what is shown needs, as soon as that is known.
fn wanted(model: &Model) -> u16 {
    let Preview { target, shown, lines, .. } = &model.preview;
    if let (Some(Target::Article(_)), Shown::Nothing) = (target, shown) {
        return HIGHEST;
    }
    let lines = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    lines.saturating_add(EDGES).clamp(ROOMY, HIGHEST)
}

/// Shows where the selected link leads, that of the first related article if none is selected; or
/// shows it no more.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    if area(model).is_some() {
        model.preview.is_on = false;
        return follow(model);
    }
    if model.is_still_reading() {
        return Vec::new();
    }
    model.preview.is_on = true;
    let height = model.height(Pane::Answer);
    if model.answer.selected_link(height).is_none() {
        let links = model.answer.page.links.len();
        if model.answer.page.jumps.is_empty() {
            model.answer.walk_links(true, height);
        } else {
            model.answer.select_link(links, height);
        }
    }
    let effects = follow(model);
    model.notice = if model.answer.link.is_none() {
        Some("this page has no links".to_owned())
    } else if model.preview.target.is_none() {
        let key = key_for(Action::Open, Place::Answer);
        Some(format!("this link leads to no other article; {key} follows it"))
    } else if area(model).is_none() {
        Some("there is no room here for a preview".to_owned())
    } else {
        None
    };
    effects
}

/// Shows where the n-th related article leads, counted from 1.
pub(super) fn look(model: &mut Model, number: usize) -> Vec<Effect> {
    let count = model.answer.page.jumps.len();
    match number.checked_sub(1).filter(|jump| *jump < count) {
        Some(jump) => {
            let links = model.answer.page.links.len();
            model.answer.select_link(links + jump, model.height(Pane::Answer));
        }
        None if count == 0 => model.notice = Some("this article names no related one".to_owned()),
        None => model.notice = Some(format!("the numbers of this page end at {count}")),
    }
    follow(model)
}
