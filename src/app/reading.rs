//! What a reader does in the answer, as its actions say.
//!
//! A dispatcher like `update`, for one pane: what is done is a method of the pane or a module of its
//! own.

use super::answer::Shown;
use super::message::Effect;
use super::model::{Model, Pane};
use super::moving::next_pane;
use super::passages::Step;
use super::{copy, links, outline, preview, selecting};
use crate::keymap::Action;

/// Carries an action of the answer out; `None` if it is none.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let height = model.height(Pane::Answer);
    match action {
        Action::Find => start_finding(model),
        Action::NextMatch => model.notice = model.answer.walk_matches(true, height),
        Action::PreviousMatch => model.notice = model.answer.walk_matches(false, height),
        Action::KeepMatches => model.notice = model.answer.keep_matches(height),
        Action::ScrollLeft => scroll_sideways(model, -1, height),
        Action::ScrollRight => scroll_sideways(model, 1, height),
        Action::NextLink | Action::PreviousLink => {
            let forward = action == Action::NextLink;
            if !model.answer.walk_links(forward, height) {
                return Some(next_pane(model, forward));
            }
        }
        Action::Copy => copy::begin(model),
        Action::CopyAnswer
        | Action::CopyText
        | Action::CopyUrl
        | Action::CopyCode
        | Action::CopyFormula
        | Action::CopyLink => return Some(copy::copy(model, action)),
        Action::Preview => return Some(preview::toggle(model)),
        Action::OpenLink => return Some(links::open(model)),
        Action::Outline => outline::toggle(model),
        Action::NextHeading => outline::walk(model, true),
        Action::PreviousHeading => outline::walk(model, false),
        Action::MathStyle => model.switch_math(),
        Action::SelectSentence => return Some(selecting::begin(model, Step::Sentence)),
        Action::SelectBlock => return Some(selecting::begin(model, Step::Block)),
        _ => return None,
    }
    Some(Vec::new())
}

fn start_finding(model: &mut Model) {
    if let Shown::Article(..) = model.answer.shown {
        model.answer.start_finding();
    } else if !model.is_still_reading() {
        model.notice = Some("there is no answer to find anything in".to_owned());
    }
}

/// Scrolls what is wider than the page by so many steps.
fn scroll_sideways(model: &mut Model, steps: isize, height: usize) {
    if !model.answer.scroll_sideways(steps, height) {
        model.notice = Some("nothing here is wider than the page".to_owned());
    }
}
