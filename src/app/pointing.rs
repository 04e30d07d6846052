//! What the mouse does: a click chooses what is under it, or does what a hint at the bottom says; the
//! wheel scrolls.

use super::message::Effect;
use super::model::{Model, Pane};
use super::moving::{choose_subject, enter, scroll_overlay};
use super::opening::{open_related, open_selected};
use super::overlay::Kind;
use super::update::act;
use super::{copy, highlights, hints, links, outline, palette, preview, shelves, trail};
use crate::keymap::Mouse;
use crate::keymap::mouse::MouseKind;

/// Lines a turn of the wheel scrolls.
const WHEEL: isize = 3;

/// Does what the mouse did to what is on the screen.
pub(super) fn point(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let geometry = model.geometry();
    let at = (mouse.column, mouse.row).into();
    let wheel = match mouse.kind {
        MouseKind::WheelUp => Some(-WHEEL),
        MouseKind::WheelDown => Some(WHEEL),
        _ => None,
    };
    if mouse.kind == MouseKind::Press && geometry.footer.contains(at) {
        let action = hints::action_at(model, mouse.column);
        let place = model.place();
        model.notice = None;
        return action.map_or_else(Vec::new, |action| act(model, place, action));
    }
    if !model.overlays.is_empty() {
        match wheel {
            Some(lines) => scroll_overlay(model, lines),
            None if mouse.kind == MouseKind::Press && !geometry.overlay.contains(at) => {
                model.close_overlay();
            }
            None if mouse.kind == MouseKind::Press && geometry.overlay_inner().contains(at) => {
                let row = usize::from(mouse.row - geometry.overlay_inner().y);
                return choose(model, row);
            }
            None => {}
        }
        return Vec::new();
    }
    if preview::area(model).is_some_and(|area| area.contains(at)) {
        if mouse.kind != MouseKind::Press {
            return Vec::new();
        }
        model.notice = None;
        return links::follow_selected(model);
    }
    let Some(pane) = geometry.pane_at(mouse.column, mouse.row) else { return Vec::new() };
    if let MouseKind::WheelLeft | MouseKind::WheelRight = mouse.kind {
        tilt(model, pane, mouse);
        return Vec::new();
    }
    let inner = geometry.inner(pane);
    let height = usize::from(inner.height);
    match (wheel, mouse.kind) {
        (Some(lines), _) => roll(model, pane, lines, height),
        (None, MouseKind::Press) => {
            model.notice = None;
            if model.answer.finding.is_typing() {
                model.notice = model.answer.keep_matches(model.height(Pane::Answer));
            }
            let line = inner.contains(at).then(|| usize::from(mouse.row - inner.y));
            click(model, pane, line, mouse.column)
        }
        _ => Vec::new(),
    }
}

/// A click on the n-th line in view of an overlay.
fn choose(model: &mut Model, row: usize) -> Vec<Effect> {
    let Some(overlay) = model.overlays.last() else { return Vec::new() };
    let row = overlay.top + row;
    match overlay.kind {
        Kind::Outline => outline::go(model, row),
        Kind::Copy => {
            let choice = copy::choices().nth(row);
            return choice.map_or_else(Vec::new, |choice| copy::copy(model, choice.action));
        }
        Kind::Trail => return trail::go(model, row),
        Kind::Highlights { .. } => return highlights::listing::click(model, row),
        Kind::Shelves => return shelves::put(model, row),
        Kind::Palette => {
            let row = model.palette.list.top + row;
            // While it is being found, the row on the screen may be another one by now.
            if row < model.palette.rows() && !model.palette.is_finding() {
                return palette::choose(model, row);
            }
        }
        Kind::Help(_) | Kind::Problems | Kind::Statistics | Kind::Link(_) | Kind::Naming => {}
    }
    Vec::new()
}

/// Scrolls sideways the block under the pointer, or all in view where there is none.
fn tilt(model: &mut Model, pane: Pane, mouse: Mouse) {
    if pane != Pane::Answer {
        return;
    }
    let steps = if mouse.kind == MouseKind::WheelLeft { -1 } else { 1 };
    let inner = model.geometry().inner(pane);
    let line = model.answer.top + usize::from(mouse.row.saturating_sub(inner.y));
    if !model.answer.scroll_block(line, steps) {
        model.answer.scroll_sideways(steps, inner.height.into());
    }
}

fn roll(model: &mut Model, pane: Pane, lines: isize, height: usize) -> Vec<Effect> {
    match pane {
        Pane::Answer => {
            model.answer.scroll_by(lines, height);
            Vec::new()
        }
        Pane::Questions => {
            let rows = if model.search.is_open { lines.signum() } else { lines };
            model.move_list(|list, count, height| list.scroll_by(rows, count, height));
            model.show_selected()
        }
        Pane::Subjects => {
            // Turning the wheel is no choice: only the view moves.
            let count = model.subjects.rows();
            model.subjects.list.peek_by(lines, count, height);
            Vec::new()
        }
    }
}

/// A click on the n-th line of a pane, or on its border, at a column of the screen.
fn click(model: &mut Model, pane: Pane, line: Option<usize>, column: u16) -> Vec<Effect> {
    match pane {
        Pane::Answer => {
            let line = line.map(|line| model.answer.top + line);
            let column = column.checked_sub(model.geometry().page().x);
            if let Some(jump) = line.and_then(|line| model.answer.page.jump_at(line)) {
                return open_related(model, jump + 1);
            }
            let at = line.zip(column);
            let followed = at.and_then(|(line, at)| model.answer.link_at(line, at.into()));
            let mut effects = enter(model, Pane::Answer);
            if let Some(number) = followed {
                model.answer.link = Some(number);
                effects.extend(links::follow(model, number));
            }
            effects
        }
        Pane::Subjects => {
            model.leave_current();
            model.focus_on(Pane::Subjects);
            let height = model.height(Pane::Subjects);
            let row = line.map(|line| model.subjects.list.top + line);
            if let Some(row) = row.filter(|row| *row < model.subjects.rows()) {
                let rows = model.subjects.rows();
                model.subjects.list.select(row, rows, height);
                return choose_subject(model);
            }
            Vec::new()
        }
        Pane::Questions => {
            let typing = model.questions.typing && model.focus == Pane::Questions;
            model.leave_current();
            model.focus_on(Pane::Questions);
            model.questions.typing = typing || line.is_none();
            let row = line.map(|line| model.row_at(line));
            match row.filter(|row| *row < model.list_rows()) {
                Some(row) if row == model.list().selected => open_selected(model),
                Some(row) => {
                    model.move_list(|list, count, height| list.select(row, count, height));
                    model.show_selected()
                }
                None => Vec::new(),
            }
        }
    }
}
