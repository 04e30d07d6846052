//! Articles of the reader's own lists that the library has no more: they are taken off when the reader
//! asks for it twice.
//!
//! Nothing else takes them off, because a file that was moved away may come back. Invariant: what was read
//! and highlighted stays kept, whatever is gone.

use super::message::Effect;
use super::model::Model;
use super::own::{self, Own};
use super::scope::Chosen;
use crate::keymap::{Action, Place, key_for};
use crate::memory::{Memory, Named, ShelfChange};
use crate::text::count::counted;

/// Takes what is gone off the list that is chosen, the second time that is asked for.
pub(super) fn take_off(model: &mut Model) -> Vec<Effect> {
    let before = model.shelving.cleared.take();
    let (own, gone) = match gone(model) {
        Ok(found) => found,
        Err(why_not) => {
            model.notice = Some(why_not);
            return Vec::new();
        }
    };
    let (name, count) = (own.name(), counted(gone.len(), "article"));
    if before.as_ref() != Some(&own) {
        let key = key_for(Action::TakeOffGone, Place::Questions);
        let are = if gone.len() == 1 { "is" } else { "are" };
        model.notice = Some(format!("{key} again takes {count} off “{name}” that {are} gone"));
        model.shelving.cleared = Some(own);
        return Vec::new();
    }
    model.notice = Some(format!("{count} taken off “{name}”"));
    model.questions.keep_place();
    let memory = |named: Named| match &own {
        Own::Shelf(shelf) => Memory::Shelf(ShelfChange::Take(shelf.clone(), named.article)),
        Own::Recent | Own::Starred => Memory::Star(named, false),
    };
    gone.into_iter().map(|named| model.keep(memory(named))).collect()
}

/// The list that is chosen, and what of it is gone.
///
/// # Errors
/// A sentence on why there is nothing to take off.
fn gone(model: &Model) -> Result<(Own, Vec<Named>), String> {
    let Chosen::Own(own) = &model.subjects.chosen else {
        return Err("only what is starred or on a shelf is taken off when it is gone".to_owned());
    };
    if !model.library.is_complete() {
        return Err("it is not known yet what is gone".to_owned());
    }
    let known = model.memories.known();
    let articles = match own {
        Own::Recent => return Err("what was read stays in the history when it is gone".to_owned()),
        Own::Starred => &known.stars[..],
        Own::Shelf(name) => known.shelf(name).map_or(&[][..], |shelf| &shelf.articles),
    };
    let catalog = &model.library.catalog;
    let is_gone = |named: &&Named| own::present(&named.article, catalog).is_none();
    let gone: Vec<_> = articles.iter().filter(is_gone).cloned().collect();
    if gone.is_empty() {
        return Err(format!("nothing of “{}” is gone", own.name()));
    }
    Ok((own.clone(), gone))
}
