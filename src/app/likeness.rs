//! What was found by comparing texts: articles that are nearly the same, and similar ones.
//!
//! Nothing is compared here; it is asked for with effects and comes as messages. Invariant: similar
//! articles stand only on the page of an article that names none of its own.

use super::folding::Twins;
use super::message::Effect;
use super::model::{Model, Pane};
use super::search::{self, Indexed};
use crate::library::catalog::ArticleId;

/// Similar articles that are shown at most.
pub const SIMILAR: usize = 5;

/// Takes which articles are nearly the same.
pub(super) fn receive_twins(model: &mut Model, groups: Vec<Vec<ArticleId>>) -> Vec<Effect> {
    let twins = Twins::new(groups, &model.library.catalog);
    // What comes late folds nothing away that a reader has chosen.
    let chosen = model.questions.selected().filter(|_| model.questions.moved);
    let is_new = |id: &ArticleId| model.library.twins.near(*id).is_empty();
    if let Some(id) = chosen.filter(|id| is_new(id) && !twins.near(*id).is_empty()) {
        model.questions.folds.open(id.0);
    }
    model.library.twins = twins;
    search::fold(model);
    model.refresh_page();
    model.refresh_questions();
    model.go_on()
}

/// Asks which articles are similar to the one that is shown, if it names none and that can be told.
pub(super) fn ask(model: &Model) -> Vec<Effect> {
    let catalog = &model.library.catalog;
    let shown = model.answer.id().filter(|id| !catalog.names_related(*id));
    let is_known = model.library.similar.as_ref().map(|(of, _)| *of) == shown;
    let can_be_told = model.search.indexed == Indexed::Whole;
    let entry = shown.filter(|_| can_be_told && !is_known).and_then(|id| catalog.get(id));
    entry.map(|entry| Effect::Similar(entry.path.to_owned())).into_iter().collect()
}

/// Takes the articles that are similar to one, by their paths.
pub(super) fn receive(model: &mut Model, of: &str, similar: &[String]) {
    let catalog = &model.library.catalog;
    let Some(id) = catalog.with_path(of) else { return };
    let similar = similar.iter().filter_map(|path| catalog.with_path(path));
    model.library.similar = Some((id, similar.collect()));
    if model.answer.id() == Some(id) {
        model.refresh_page();
        let height = model.height(Pane::Answer);
        model.answer.scroll_by(0, height);
    }
}
