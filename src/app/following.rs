//! Following the folder: what changes there appears in the lists and on the page, and moves nobody.
//!
//! Invariant: the article that is read stays readable, also when its file is gone.

use super::library::{Progress, State};
use super::message::Effect;
use super::model::{Model, Pane};
use super::opening::{give_up_waiting, open_waiting};
use crate::library::catalog::{ArticleId, Catalog, Changes};
use crate::library::problem::Problem;

/// What a reader is told whose article went.
const GONE: &str = "the file of this article is gone; it stays here to be read";

/// Takes what was known of the library when it was last read, before anything was loaded.
pub fn restore(model: &mut Model, catalog: Catalog, problems: Vec<Problem>) -> Vec<Effect> {
    model.library.restore(catalog, problems);
    model.rank();
    let mut effects = model.refresh_lists();
    effects.push(Effect::Recall { is_certain: false });
    effects.extend(open_waiting(model));
    effects
}

/// Takes what was found in place of what was known of some files.
pub(super) fn change(model: &mut Model, changes: Changes) -> Vec<Effect> {
    let done = model.library.change(changes);
    model.memories.is_current = false;
    model.rank();
    let mut effects = model.refresh_lists();
    effects.extend(open_waiting(model));
    match model.answer.wanted() {
        Some(id) if done.changed.contains(&id) => {
            model.notice.take_if(|notice| notice == GONE);
            effects.extend(model.show_again());
        }
        Some(id) if done.removed.contains(&id) && is_read(model, id) => {
            model.notice = Some(GONE.to_owned());
        }
        // It was taken up, but there was nothing any more that could be read.
        Some(id) if done.removed.contains(&id) => {
            let entry = model.library.catalog.get_even_gone(id);
            model.notice = entry.map(|entry| format!("the file of “{}” is gone", entry.question));
            model.answer.clear();
            model.focus_on(Pane::Questions);
            effects.extend(model.show_selected());
        }
        _ => {}
    }
    model.preview.renew(&done.changed);
    // Titles of related articles and the links to this one may be others now.
    model.refresh_page();
    model.relayout();
    if model.library.state != State::Loading {
        let catalog = &model.library.catalog;
        let read = done.changed.iter().chain(&done.added).filter_map(|id| catalog.get(*id));
        let gone = done.removed.iter().filter_map(|id| catalog.get_even_gone(*id));
        effects.push(Effect::Index {
            changed: read.map(|entry| entry.file()).collect(),
            gone: gone.map(|entry| entry.path.to_owned()).collect(),
        });
    }
    if !done.unsettled.is_empty() {
        let catalog = &model.library.catalog;
        let files = done.unsettled.iter().filter_map(|id| catalog.get(*id));
        effects.push(Effect::Look(files.map(|entry| entry.file()).collect()));
    }
    effects
}

/// Whether an article is there to be read on, whatever becomes of its file.
fn is_read(model: &Model, id: ArticleId) -> bool {
    model.answer.id() == Some(id) && model.answer.article().is_some()
}

/// Notes how well the library is known now that there is nothing more to wait for.
pub(super) fn checked(model: &mut Model, state: State) -> Vec<Effect> {
    model.library.state = state;
    model.library.progress = Progress::default();
    let mut effects = model.settle();
    effects.extend(open_waiting(model));
    give_up_waiting(model);
    model.relayout();
    effects.extend(model.memories.recall());
    if state == State::Current && !std::mem::replace(&mut model.search.has_begun, true) {
        effects.push(Effect::IndexAll);
    }
    effects
}
