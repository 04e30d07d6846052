//! Carries messages out on the model.
//!
//! A dispatcher: what a message does to one pane is that pane's own method; what concerns several
//! stands here. Deterministic and free of I/O; what must be done outside is returned.

use super::message::{Effect, Message};
use super::model::{Model, Pane, Waiting};
use super::overlay::{Kind, Overlay};
use super::pictures;
use crate::keymap::mouse::MouseKind;
use crate::keymap::{Action, Key, Mouse, Place, key_for};
use crate::library::catalog::ArticleId;
use crate::text::count::counted;

/// Lines a turn of the wheel scrolls.
const WHEEL: isize = 3;

/// Changes the model as a message says, and returns what the shell must do.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(key) => press(model, key),
        Message::Mouse(mouse) => point(model, mouse),
        Message::Paste(text) => paste(model, &text),
        Message::Resize(columns, rows) => {
            model.screen = (columns, rows);
            model.relayout();
            model.show_selected()
        }
        Message::Found(count) => {
            model.library.found = count;
            Vec::new()
        }
        Message::Loaded(batch) => {
            model.library.extend(batch);
            let mut effects = model.refresh_lists();
            effects.extend(open_waiting(model));
            effects
        }
        Message::LoadDone => finish_loading(model),
        Message::Read(ticket, outcome) => {
            let (columns, height) = (model.page_columns(), model.height(Pane::Answer));
            let id = model.answer.pending.map(|pending| pending.id);
            let around = Model::surroundings(&model.library, id);
            model.answer.receive(ticket, outcome, around, columns, height);
            Vec::new()
        }
        Message::Picture(ticket, outcome) => {
            pictures::receive(model, ticket, outcome);
            Vec::new()
        }
    };
    effects.extend(pictures::ask(model));
    effects
}

/// Opens what was waited for, if it has come.
fn open_waiting(model: &mut Model) -> Vec<Effect> {
    let found = match &model.waiting {
        Waiting::Nothing => None,
        // A reader who has begun something else is not called away from it.
        Waiting::File(_) if model.focus != Pane::Answer => {
            model.waiting = Waiting::Nothing;
            None
        }
        Waiting::File(path) => model.library.catalog.with_path(path),
        Waiting::FirstMatch => model.questions.selected(),
    };
    let Some(id) = found else { return Vec::new() };
    model.waiting = Waiting::Nothing;
    model.notice = None;
    model.open(id)
}

fn finish_loading(model: &mut Model) -> Vec<Effect> {
    model.library.finish();
    if let Waiting::File(path) = std::mem::replace(&mut model.waiting, Waiting::Nothing) {
        let key = key_for(Action::Problems, model.place());
        model.notice = Some(format!("{path} could not be opened; {key} shows why"));
        if model.answer.wanted().is_none() {
            model.focus_on(Pane::Questions);
        }
    }
    let effects = model.refresh_lists();
    if model.focus == Pane::Answer
        && let Some(id) = model.answer.wanted()
    {
        select_in_list(model, id);
    }
    let (columns, height) = (model.page_columns(), model.height(Pane::Answer));
    let around = Model::surroundings(&model.library, model.answer.id());
    model.answer.refresh(around, columns, height);
    model.relayout();
    effects
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    if model.waiting == Waiting::FirstMatch {
        model.waiting = Waiting::Nothing;
    }
    let place = model.place();
    match model.keymap.action(place, key) {
        Some(action) => act(model, place, action),
        None => match key.text() {
            Some(letter) if place == Place::Filter => {
                let mut buffer = [0; 4];
                model.questions.input.insert(letter.encode_utf8(&mut buffer));
                model.refilter()
            }
            _ => Vec::new(),
        },
    }
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if !model.overlays.is_empty() {
        return Vec::new();
    }
    start_filter(model);
    model.questions.input.insert(text);
    model.refilter()
}

fn act(model: &mut Model, place: Place, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => return vec![Effect::Quit],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Help => toggle_overlay(model, Kind::Help(place)),
        Action::Problems => toggle_overlay(model, Kind::Problems),
        Action::Cancel => return cancel(model, place),
        Action::Open => return open_selected(model),
        Action::Related(number) => return open_related(model, usize::from(number)),
        Action::Back => return walk_history(model, true),
        Action::Forward => return walk_history(model, false),
        Action::Filter => start_filter(model),
        Action::NextPane | Action::PreviousPane => {
            return next_pane(model, action == Action::NextPane);
        }
        Action::NextArticle => return step(model, 1),
        Action::PreviousArticle => return step(model, -1),
        Action::Zoom => return zoom(model),
        Action::ToggleSubjects => toggle_subjects(model),
        Action::ToggleUnlisted => return toggle_unlisted(model),
        _ => return edit_or_move(model, place, action),
    }
    Vec::new()
}

fn edit_or_move(model: &mut Model, place: Place, action: Action) -> Vec<Effect> {
    let input = &mut model.questions.input;
    match action {
        Action::DeleteBefore => input.delete_before(),
        Action::DeleteAfter => input.delete_after(),
        Action::DeleteWord => input.delete_word(),
        Action::DeleteToStart => input.delete_to_start(),
        Action::CursorLeft => input.left(),
        Action::CursorRight => input.right(),
        Action::CursorStart => input.start(),
        Action::CursorEnd => input.end(),
        _ => return move_in(model, place, action),
    }
    match action {
        Action::DeleteBefore | Action::DeleteAfter | Action::DeleteWord | Action::DeleteToStart => {
            model.refilter()
        }
        _ => Vec::new(),
    }
}

/// Lines that a movement covers in something `height` lines high.
fn distance(action: Action, height: usize) -> Option<isize> {
    let height = isize::try_from(height).unwrap_or(isize::MAX);
    // A page keeps two lines of the last one in view where there is room for that.
    let page = if height > 6 { height - 2 } else { height.max(1) };
    Some(match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::HalfPageUp => -(height / 2).max(1),
        Action::HalfPageDown => (height / 2).max(1),
        Action::PageUp => -page,
        Action::PageDown => page,
        Action::Top => isize::MIN,
        Action::Bottom => isize::MAX,
        _ => return None,
    })
}

fn move_in(model: &mut Model, place: Place, action: Action) -> Vec<Effect> {
    if place == Place::Overlay {
        let height = usize::from(model.geometry().overlay_inner().height);
        if let Some(lines) = distance(action, height) {
            scroll_overlay(model, lines);
        }
        return Vec::new();
    }
    let pane = model.focus;
    let height = model.height(pane);
    let Some(rows) = distance(action, height) else { return Vec::new() };
    match pane {
        Pane::Answer => model.answer.scroll_by(rows, height),
        Pane::Questions => {
            let count = model.questions.found.rows.len();
            model.questions.list.move_by(rows, count, height);
            model.questions.moved = true;
            return model.show_selected();
        }
        Pane::Subjects => {
            let count = model.subjects.rows();
            model.subjects.list.move_by(rows, count, height);
            return choose_subject(model);
        }
    }
    Vec::new()
}

fn scroll_overlay(model: &mut Model, lines: isize) {
    let height = model.geometry().overlay_inner().height.into();
    if let Some(overlay) = model.overlays.last_mut() {
        overlay.scroll_by(lines, height);
    }
}

fn choose_subject(model: &mut Model) -> Vec<Effect> {
    if model.subjects.choose_selected() { model.refilter() } else { Vec::new() }
}

/// Opens an overlay, brings it to the top, or closes it if it is there already.
fn toggle_overlay(model: &mut Model, kind: Kind) {
    let is_same =
        |overlay: &Overlay| std::mem::discriminant(&overlay.kind) == std::mem::discriminant(&kind);
    if model.overlays.last().is_some_and(is_same) {
        model.overlays.pop();
    } else {
        model.overlays.retain(|overlay| !is_same(overlay));
        model.overlays.push(Overlay::new(kind));
    }
    model.relayout();
}

/// Clears what is typed, then leaves, one thing at a time.
fn cancel(model: &mut Model, place: Place) -> Vec<Effect> {
    match place {
        Place::Overlay => {
            model.overlays.pop();
        }
        Place::Filter | Place::Questions if !model.questions.input.is_empty() => {
            model.questions.input.clear();
            return model.refilter();
        }
        Place::Filter => model.questions.typing = false,
        Place::Questions if model.subjects.chosen.is_some() => {
            model.subjects.chosen = None;
            return model.refresh_lists();
        }
        Place::Answer if model.zoomed => {
            model.zoomed = false;
            model.relayout();
        }
        Place::Answer => {
            model.leave_current();
            model.focus_on(Pane::Questions);
        }
        Place::Subjects => model.focus_on(Pane::Questions),
        _ => model.notice = Some(format!("{} leaves Recto", key_for(Action::Quit, place))),
    }
    Vec::new()
}

fn open_selected(model: &mut Model) -> Vec<Effect> {
    if model.focus == Pane::Subjects {
        model.focus_on(Pane::Questions);
        return model.show_selected();
    }
    if let Some(id) = model.questions.selected() {
        model.open(id)
    } else if !model.library.complete {
        model.waiting = Waiting::FirstMatch;
        model.notice = Some("the first match opens as soon as it is loaded".to_owned());
        Vec::new()
    } else {
        let key = key_for(Action::Cancel, model.place());
        model.notice = Some(format!("no question matches; {key} clears the filter"));
        Vec::new()
    }
}

fn open_related(model: &mut Model, number: usize) -> Vec<Effect> {
    if model.geometry().answer.is_empty() {
        let key = key_for(Action::Open, model.place());
        model.notice = Some(format!("the numbers stand in the answer; {key} opens it"));
        return Vec::new();
    }
    if model.answer.pending.is_some() {
        // The numbers on the screen are those of the page that is about to go.
        model.notice = Some("the article is still being read".to_owned());
        return Vec::new();
    }
    let Some(jump) = number.checked_sub(1).and_then(|index| model.answer.page.jumps.get(index))
    else {
        model.notice = Some(match model.answer.page.jumps.len() {
            0 => "this article names no related one".to_owned(),
            count => format!("the numbers of this page end at {count}"),
        });
        return Vec::new();
    };
    let catalog = &model.library.catalog;
    let late = || jump.reference.as_ref().and_then(|reference| catalog.resolve(reference));
    if let Some(id) = jump.target.or_else(late) {
        jump_to(model, id)
    } else {
        let state = if model.library.complete { "not in this library" } else { "not loaded yet" };
        model.notice = Some(format!("“{}” is {state}", jump.title));
        Vec::new()
    }
}

/// Opens an article from the page of another one; the way back leads to that one.
fn jump_to(model: &mut Model, id: ArticleId) -> Vec<Effect> {
    if let Some(from) = model.answer.id() {
        model.history.visit(from);
    }
    let effects = model.open(id);
    select_in_list(model, id);
    effects
}

/// Selects an article in the list of questions, if it is there.
fn select_in_list(model: &mut Model, id: ArticleId) {
    if let Some(row) = model.questions.row_of(id) {
        let height = model.height(Pane::Questions);
        model.questions.list.select(row, model.questions.found.rows.len(), height);
        model.questions.moved = true;
    }
}

fn walk_history(model: &mut Model, back: bool) -> Vec<Effect> {
    model.leave_current();
    let current = model.history.current();
    let astray = current.is_some() && current.map(|visit| visit.id) != model.answer.wanted();
    let visit = match (back, astray) {
        // An article merely shown is no visit: back leads to the one that was read.
        (true, true) => current,
        (true, false) => model.history.back(),
        (false, _) => model.history.forward(),
    };
    let Some(visit) = visit else {
        let way = if back { "back" } else { "forward" };
        model.notice = Some(format!("there is nothing to go {way} to"));
        return Vec::new();
    };
    model.focus_on(Pane::Answer);
    let effects = model.show(visit.id, visit.position);
    select_in_list(model, visit.id);
    effects
}

fn start_filter(model: &mut Model) {
    model.leave_current();
    model.focus_on(Pane::Questions);
    model.questions.typing = true;
    model.questions.input.end();
}

fn next_pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    let pane = match (model.focus, forward) {
        (Pane::Subjects, true) | (Pane::Answer, false) => Pane::Questions,
        (Pane::Questions, true) | (Pane::Subjects, false) => Pane::Answer,
        (Pane::Answer, true) | (Pane::Questions, false) => Pane::Subjects,
    };
    enter(model, pane)
}

/// Gives a pane the keys; the article shown counts as opened when its pane gets them.
fn enter(model: &mut Model, pane: Pane) -> Vec<Effect> {
    if pane != Pane::Answer {
        model.leave_current();
        model.focus_on(pane);
        return Vec::new();
    }
    // Where the answer was not in view, what is selected is what the reader looks at.
    let in_view = !model.geometry().answer.is_empty();
    let selected = model.questions.selected().filter(|_| model.questions.moved);
    let wanted = model.answer.wanted();
    let id = if in_view { wanted.or(selected) } else { selected.or(wanted) };
    if let Some(id) = id.or_else(|| model.questions.selected()) {
        model.open(id)
    } else {
        model.focus_on(pane);
        Vec::new()
    }
}

fn step(model: &mut Model, rows: isize) -> Vec<Effect> {
    let count = model.questions.found.rows.len();
    let height = model.height(Pane::Questions);
    let before = model.questions.list.selected;
    model.questions.list.move_by(rows, count, height);
    model.questions.moved = true;
    match model.questions.selected() {
        Some(id) if model.questions.list.selected != before => {
            if model.focus == Pane::Answer {
                model.open(id)
            } else {
                model.show_selected()
            }
        }
        _ => {
            model.notice = Some("the list ends here".to_owned());
            Vec::new()
        }
    }
}

fn zoom(model: &mut Model) -> Vec<Effect> {
    if model.focus == Pane::Answer {
        model.zoomed = !model.zoomed;
        model.relayout();
        return Vec::new();
    }
    let effects = enter(model, Pane::Answer);
    model.zoomed = true;
    model.relayout();
    effects
}

fn toggle_subjects(model: &mut Model) {
    model.subjects_hidden = !model.subjects_hidden;
    if model.focus == Pane::Subjects {
        model.focus_on(Pane::Questions);
    }
    model.relayout();
}

fn toggle_unlisted(model: &mut Model) -> Vec<Effect> {
    model.unlisted = !model.unlisted;
    let count = counted(model.library.catalog.unlisted(), "unlisted article");
    let state = if model.unlisted { "shown" } else { "hidden" };
    model.notice = Some(format!("{count} {state}"));
    model.refresh_lists()
}

fn point(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    let geometry = model.geometry();
    let at = (mouse.column, mouse.row).into();
    let wheel = match mouse.kind {
        MouseKind::WheelUp => Some(-WHEEL),
        MouseKind::WheelDown => Some(WHEEL),
        _ => None,
    };
    if !model.overlays.is_empty() {
        match wheel {
            Some(lines) => scroll_overlay(model, lines),
            None if mouse.kind == MouseKind::Press && !geometry.overlay.contains(at) => {
                model.overlays.pop();
            }
            None => {}
        }
        return Vec::new();
    }
    let Some(pane) = geometry.pane_at(mouse.column, mouse.row) else { return Vec::new() };
    let inner = geometry.inner(pane);
    let height = usize::from(inner.height);
    match (wheel, mouse.kind) {
        (Some(lines), _) => roll(model, pane, lines, height),
        (None, MouseKind::Press) => {
            model.notice = None;
            let line = inner.contains(at).then(|| usize::from(mouse.row - inner.y));
            click(model, pane, line)
        }
        _ => Vec::new(),
    }
}

fn roll(model: &mut Model, pane: Pane, lines: isize, height: usize) -> Vec<Effect> {
    match pane {
        Pane::Answer => {
            model.answer.scroll_by(lines, height);
            Vec::new()
        }
        Pane::Questions => {
            let count = model.questions.found.rows.len();
            model.questions.list.scroll_by(lines, count, height);
            model.questions.moved = true;
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

/// A click on the n-th line of a pane, or on its border.
fn click(model: &mut Model, pane: Pane, line: Option<usize>) -> Vec<Effect> {
    match pane {
        Pane::Answer => {
            let line = line.map(|line| model.answer.top + line);
            match line.and_then(|line| model.answer.page.jump_at(line)) {
                Some(jump) => open_related(model, jump + 1),
                None => enter(model, Pane::Answer),
            }
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
            let row = line.map(|line| model.questions.list.top + line);
            let count = model.questions.found.rows.len();
            match row.filter(|row| *row < count) {
                Some(row) if row == model.questions.list.selected => open_selected(model),
                Some(row) => {
                    let height = model.height(Pane::Questions);
                    model.questions.list.select(row, count, height);
                    model.questions.moved = true;
                    model.show_selected()
                }
                None => Vec::new(),
            }
        }
    }
}

/// Opens the article in a file of the library as soon as it is loaded.
pub fn open_when_loaded(model: &mut Model, path: String) {
    model.waiting = Waiting::File(path);
    model.focus = Pane::Answer;
    model.questions.typing = false;
}
