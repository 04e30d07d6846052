//! Carries messages out on the model.
//!
//! A dispatcher: what a message does to one pane is that pane's own method, what concerns several is
//! a module for each concern. Deterministic and free of I/O; what must be done outside is returned.

use super::input::Input;
use super::library::State;
use super::marks;
use super::members;
use super::memories;
use super::message::{Effect, Message, Opened};
use super::model::{Model, Pane, Waiting};
use super::moving::{move_in, next_pane, start_filter, toggle_subjects, toggle_unlisted, zoom};
use super::opening::{
    finish_loading, open, open_related, open_row, open_waiting, step, walk_history,
};
use super::overlay::{Kind, Overlay};
use super::pointing::point;
use super::scope::Chosen;
use super::{
    arranging, attention, completing, following, gone, highlights, likeness, palette, pictures,
    preview, reading, resuming, search, selecting, shelves, statistics, trail,
};
use crate::keymap::{Action, Key, Place, key_for};
use crate::library::problem::Problem;

/// Changes the model as a message says, and returns what the shell must do.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let stirs = matches!(message, Message::Key(_) | Message::Mouse(_) | Message::Paste(_));
    attention::pass(model, stirs);
    if stirs {
        resuming::give_way(model);
    }
    let mut effects = match message {
        Message::Key(key) => press(model, key),
        Message::Mouse(mouse) => point(model, mouse),
        Message::Paste(text) => paste(model, &text),
        Message::Resize(columns, rows) => {
            model.screen = (columns, rows);
            model.relayout();
            model.show_selected()
        }
        Message::Progress(progress) => {
            model.library.progress = progress;
            Vec::new()
        }
        Message::Loaded(batch) => {
            model.library.extend(batch);
            let mut effects = model.refresh_lists();
            effects.extend(open_waiting(model));
            effects
        }
        Message::LoadDone => finish_loading(model),
        Message::Changed(changes) => following::change(model, changes),
        Message::Checked => following::checked(model, State::Current),
        Message::Gone => following::checked(model, State::Gone),
        Message::Found(ticket, results) => search::receive(model, ticket, results),
        Message::Members(ticket, members) => members::receive(model, ticket, members),
        Message::Indexed(indexed) => search::indexed(model, indexed),
        Message::Twins(groups) => likeness::receive_twins(model, groups),
        Message::Similar { of, similar } => {
            likeness::receive(model, &of, &similar);
            Vec::new()
        }
        Message::Chosen(row) => open_row(model, row),
        Message::Remembered(remembered) => {
            memories::receive(model, *remembered);
            arranging::recall(model)
        }
        Message::KeptAgain => {
            model.memories.is_unkept = false;
            Vec::new()
        }
        Message::NotKept { reason, for_good } => {
            memories::not_kept(model, &reason, for_good);
            if for_good {
                statistics::receive(model, Err(reason));
            }
            Vec::new()
        }
        Message::Statistics(counted) => {
            statistics::receive(model, counted);
            Vec::new()
        }
        Message::Noted { uid, written } => highlights::noting::receive(model, &uid, written),
        Message::Continue => {
            let mut effects = model.go_on();
            effects.extend(open_waiting(model));
            effects
        }
        Message::Read(ticket, outcome) => receive(model, ticket, outcome),
        Message::Previewed(ticket, outcome) => {
            preview::receive(model, ticket, outcome);
            Vec::new()
        }
        Message::Coloured(ticket, document) => {
            if model.answer.recolour(ticket, *document) {
                model.refresh_page();
            }
            Vec::new()
        }
        Message::NotOpened(reason) => {
            let keys = [(Action::Copy, Place::Answer), (Action::CopyLink, Place::Copying)]
                .map(|(action, place)| key_for(action, place));
            model.notice = Some(format!("{reason}; {} copies it", keys.join(" ")));
            Vec::new()
        }
        Message::Picture(ticket, outcome) => {
            pictures::receive(model, ticket, outcome);
            Vec::new()
        }
    };
    effects.extend(resuming::go_on(model));
    effects.extend(attention::follow(model));
    effects.extend(marks::follow(model));
    effects.extend(arranging::follow_reading(model));
    effects.extend(preview::follow(model));
    effects.extend(members::ask(model));
    effects.extend(pictures::ask(model));
    highlights::follow(model);
    effects
}

/// Shows an article that was asked for and has come.
fn receive(model: &mut Model, ticket: u64, outcome: Result<Box<Opened>, Problem>) -> Vec<Effect> {
    let (columns, height) = (model.page_columns(), model.height(Pane::Answer));
    let id = model.answer.pending.map(|pending| pending.id);
    let around = Model::surroundings(&model.library, id);
    if model.answer.receive(ticket, outcome, around, columns, height) {
        // What was to be chosen from the page before is not on this one.
        model.overlays.retain(|overlay| !matches!(overlay.kind, Kind::Outline | Kind::Copy));
        model.relayout();
    }
    likeness::ask(model)
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    if model.waiting == Waiting::FirstMatch {
        model.waiting = Waiting::Nothing;
    }
    let place = model.place();
    match model.keymap.action(place, key) {
        Some(action) => {
            if action != Action::DropShelf {
                model.shelving.doomed = None;
            }
            if action != Action::TakeOffGone {
                model.shelving.cleared = None;
            }
            // What a key does to the list it does to the one that was asked for.
            let mut effects = if does_without_list(action) { Vec::new() } else { model.settle() };
            effects.extend(act(model, place, action));
            effects
        }
        // As an unfinished command of vi, it ends with any key that does not finish it.
        None if place == Place::Copying => cancel(model, place),
        None => match key.text() {
            Some(letter) => enter_text(model, place, letter.encode_utf8(&mut [0; 4])),
            None => Vec::new(),
        },
    }
}

/// Whether an action leaves the list alone or has it found anew.
fn does_without_list(action: Action) -> bool {
    let others = [
        Action::Cancel,
        Action::EarlierQuery,
        Action::LaterQuery,
        Action::Palette,
        Action::Help,
        Action::Redraw,
        Action::Suspend,
        Action::Quit,
    ];
    is_editing(action) || others.contains(&action)
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let place = model.place();
    if matches!(place, Place::Find | Place::Search | Place::Palette | Place::Naming) {
        return enter_text(model, place, text);
    }
    if !model.overlays.is_empty() {
        return Vec::new();
    }
    start_filter(model);
    enter_text(model, Place::Filter, text)
}

/// Types text into the line that is being typed in a place, if one is.
fn enter_text(model: &mut Model, place: Place, text: &str) -> Vec<Effect> {
    if let Some(input) = input(model, place) {
        input.insert(text);
    }
    typed(model, place)
}

/// The line that is being typed in a place.
pub(super) fn input(model: &mut Model, place: Place) -> Option<&mut Input> {
    match place {
        Place::Filter => Some(&mut model.questions.input),
        Place::Search => Some(&mut model.search.input),
        Place::Find => Some(&mut model.answer.finding.input),
        Place::Palette => Some(&mut model.palette.input),
        Place::Naming => Some(&mut model.shelving.input),
        _ => None,
    }
}

/// What follows from a change of the line that is being typed.
fn typed(model: &mut Model, place: Place) -> Vec<Effect> {
    model.memories.stop();
    match place {
        Place::Filter => return model.refilter(),
        Place::Search => return search::ask(model),
        Place::Palette => return palette::typed(model),
        Place::Find => model.answer.find_typed(model.height(Pane::Answer)),
        _ => {}
    }
    Vec::new()
}

/// Carries an action out that was asked for in a place.
pub(super) fn act(model: &mut Model, place: Place, action: Action) -> Vec<Effect> {
    let done = match place {
        Place::Selecting => selecting::act(model, action),
        Place::Highlights => highlights::listing::act(model, action),
        _ => None,
    };
    if let Some(effects) = done {
        return effects;
    }
    match action {
        Action::Quit => return vec![Effect::Quit],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Help => toggle_overlay(model, Kind::Help(place)),
        Action::Palette => palette::toggle(model),
        Action::Trail => trail::toggle(model),
        Action::History => palette::open_history(model),
        Action::Statistics => return statistics::toggle(model),
        Action::Highlights => highlights::listing::toggle(model),
        Action::Problems => toggle_overlay(model, Kind::Problems),
        Action::Cancel => return cancel(model, place),
        Action::Open => return open(model, place),
        Action::Related(number) if place == Place::Preview => {
            return preview::look(model, number.into());
        }
        Action::Related(number) => return open_related(model, usize::from(number)),
        Action::Back => return walk_history(model, true),
        Action::Forward => return walk_history(model, false),
        Action::Filter => start_filter(model),
        Action::Search => return search::toggle(model),
        Action::EarlierQuery | Action::LaterQuery => {
            return memories::walk(model, place, action == Action::EarlierQuery);
        }
        Action::Up if memories::lie_above(model, place) => {
            return memories::walk(model, place, true);
        }
        Action::Random if model.list_rows() == 0 => {
            model.notice = Some("there is nothing to choose from".to_owned());
        }
        Action::Random => return vec![Effect::Choose(model.list_rows())],
        Action::DeleteBefore if place == Place::Find && model.answer.finding.input.is_empty() => {
            return cancel(model, place);
        }
        Action::NextPane | Action::PreviousPane => {
            return next_pane(model, action == Action::NextPane);
        }
        Action::NextArticle => return step(model, 1),
        Action::PreviousArticle => return step(model, -1),
        Action::Zoom => return zoom(model),
        Action::ToggleSubjects => toggle_subjects(model),
        Action::ToggleUnlisted => return toggle_unlisted(model),
        Action::NextOrder => return arranging::next_order(model),
        Action::ToggleFold => return arranging::toggle_fold(model),
        Action::ToggleFolds => return arranging::toggle_folds(model),
        Action::ToggleScope => return arranging::toggle_scope(model),
        Action::ToggleRead => return marks::toggle_read(model),
        Action::ToggleStar => return marks::toggle_star(model),
        Action::Shelves => shelves::toggle(model),
        Action::NewShelf => shelves::name_new(model),
        Action::RenameShelf => shelves::rename(model),
        Action::DropShelf => return shelves::drop_selected(model),
        Action::TakeOffGone => return gone::take_off(model),
        Action::ShelfUp | Action::ShelfDown => {
            return shelves::move_selected(model, action == Action::ShelfDown);
        }
        _ => {
            let done = reading::act(model, action);
            return done.unwrap_or_else(|| edit_or_move(model, place, action));
        }
    }
    Vec::new()
}

fn edit_or_move(model: &mut Model, place: Place, action: Action) -> Vec<Effect> {
    if action == Action::CursorRight && completing::complete(model) {
        return typed(model, place);
    }
    match input(model, place).and_then(|input| edit(input, action)) {
        Some(true) => typed(model, place),
        Some(false) => Vec::new(),
        None => move_in(model, place, action),
    }
}

/// Whether an action edits a typed line where there is one.
pub(super) fn is_editing(action: Action) -> bool {
    edit(&mut Input::default(), action).is_some()
}

/// Edits a typed line; says whether its text may have changed, or `None` if the action edits
/// nothing.
fn edit(input: &mut Input, action: Action) -> Option<bool> {
    match action {
        Action::DeleteBefore => input.delete_before(),
        Action::DeleteAfter => input.delete_after(),
        Action::DeleteWord => input.delete_word(),
        Action::DeleteToStart => input.delete_to_start(),
        Action::CursorLeft => input.left(),
        Action::CursorRight => input.right(),
        Action::CursorStart => input.start(),
        Action::CursorEnd => input.end(),
        _ => return None,
    }
    let moves = [Action::CursorLeft, Action::CursorRight, Action::CursorStart, Action::CursorEnd];
    Some(!moves.contains(&action))
}

/// Opens an overlay, brings it to the top, or closes it if it is there already.
fn toggle_overlay(model: &mut Model, kind: Kind) {
    let is_same =
        |overlay: &Overlay| std::mem::discriminant(&overlay.kind) == std::mem::discriminant(&kind);
    if model.overlays.last().is_some_and(is_same) {
        model.close_overlay();
    } else {
        model.overlays.retain(|overlay| !is_same(overlay));
        model.open_overlay(Overlay::new(kind));
    }
}

/// Clears what is typed, then leaves, one thing at a time.
fn cancel(model: &mut Model, place: Place) -> Vec<Effect> {
    match place {
        Place::Overlay
        | Place::Outline
        | Place::Trail
        | Place::Statistics
        | Place::Palette
        | Place::Link
        | Place::Copying
        | Place::Shelves
        | Place::Naming
        | Place::Highlights => model.close_overlay(),
        Place::Selecting => selecting::leave(model),
        Place::Filter | Place::Questions if !model.questions.input.is_empty() => {
            let mut effects: Vec<_> = model.note_query().into_iter().collect();
            model.questions.input.clear();
            effects.extend(model.refilter());
            return effects;
        }
        Place::Search if model.search.input.is_empty() => return search::close(model),
        Place::Search => {
            let mut effects: Vec<_> = model.note_query().into_iter().collect();
            model.search.input.clear();
            effects.extend(search::ask(model));
            return effects;
        }
        Place::Filter => model.questions.typing = false,
        Place::Questions if model.subjects.chosen != Chosen::All => {
            return model.choose(Chosen::All);
        }
        Place::Find => model.answer.cancel_finding(model.height(Pane::Answer)),
        Place::Preview => model.answer.leave_links(model.height(Pane::Answer)),
        Place::Answer if model.answer.finding.is_looking() => model.answer.finding.clear(),
        Place::Answer if model.answer.link.is_some() => {
            model.answer.leave_links(model.height(Pane::Answer));
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
