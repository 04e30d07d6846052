//! Copying: what of the article shown can be copied, and which of several is meant.
//!
//! Copies nothing itself; the text goes out as an effect. Invariant: what goes out has passed the
//! gate and is no longer than a terminal's clipboard takes.

use std::ops::Range;

use super::answer::Shown;
use super::message::{Effect, Opened};
use super::model::{Model, Pane, STILL_READING};
use super::overlay::{Kind, Overlay};
use super::page;
use crate::document::{Line, Options, Role, Span};
use crate::keymap::{ACTIONS, Action, Definition, Place, key_for, shown};
use crate::text::count::counted;
use crate::text::{sanitize, width};

/// The most bytes that are copied; terminals drop what is much longer.
const LIMIT: usize = 100_000;
/// Columns of the keys in the list of choices.
const KEYS: usize = 6;

/// What was copied last from where, so that the same again means the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    action: Action,
    number: usize,
    top: usize,
}

/// Text to be copied, and its name in a sentence.
pub(super) struct Copied {
    pub(super) text: String,
    pub(super) name: String,
}

/// The choices, in their order.
pub(super) fn choices() -> impl Iterator<Item = &'static Definition> {
    let is_choice = |row: &&Definition| {
        row.action != Action::Cancel && row.keys.iter().any(|(place, _)| *place == Place::Copying)
    };
    ACTIONS.iter().filter(is_choice)
}

/// Asks what to copy.
pub(super) fn begin(model: &mut Model) {
    let is_in_view = !model.geometry().answer.is_empty();
    model.notice = match &model.answer.shown {
        _ if !is_in_view => {
            let key = key_for(Action::Open, model.place());
            Some(format!("there is no answer in view to copy; {key} opens one"))
        }
        _ if model.answer.awaits_another() => Some(STILL_READING.to_owned()),
        Shown::Article(..) => {
            model.open_overlay(Overlay::new(Kind::Copy));
            None
        }
        _ => Some("there is nothing to copy".to_owned()),
    };
}

/// Copies what an action names, from the article shown or the link that is asked about.
pub(super) fn copy(model: &mut Model, action: Action) -> Vec<Effect> {
    let overlay = model.overlays.last().map(|overlay| overlay.kind.clone());
    if let Some(Kind::Copy | Kind::Link(_)) = overlay {
        model.close_overlay();
    }
    let copied = match overlay {
        Some(Kind::Link(target)) => Ok(Copied { name: format!("the link {target}"), text: target }),
        _ => find(model, action),
    };
    match copied {
        Ok(copied) => copy_text(model, &copied),
        Err(sentence) => {
            model.notice = Some(sentence);
            Vec::new()
        }
    }
}

/// Copies a text, unless it is too long.
pub(super) fn copy_text(model: &mut Model, copied: &Copied) -> Vec<Effect> {
    if copied.text.len() > LIMIT {
        model.notice = Some(too_long(copied));
        return Vec::new();
    }
    model.notice = Some(format!("copied {}", copied.name));
    vec![Effect::Copy(sanitize::text(&copied.text).into_owned())]
}

fn too_long(copied: &Copied) -> String {
    let size = copied.text.len().div_ceil(1000);
    let name = copied.name.split(',').next().unwrap_or_default();
    format!(
        "{name} has {size} KB, and a terminal copies at most {}; `recto show` prints it",
        LIMIT / 1000
    )
}

/// What an action copies.
///
/// # Errors
/// A sentence on why there is nothing.
fn find(model: &mut Model, action: Action) -> Result<Copied, String> {
    let Shown::Article(_, opened) = &model.answer.shown else {
        return Err("there is nothing to copy".to_owned());
    };
    match action {
        Action::CopyAnswer => Ok(markdown(opened)),
        Action::CopyText => Ok(plain(model, opened)),
        Action::CopyUrl => match &opened.article.url {
            Some(url) => Ok(Copied { text: url.clone(), name: format!("the url {url}") }),
            None => Err("this article has no url".to_owned()),
        },
        Action::CopyCode => code(model),
        Action::CopyFormula => formula(model),
        _ => link(model),
    }
}

fn markdown(opened: &Opened) -> Copied {
    let Opened { article, .. } = opened;
    let text = format!("# {}\n\n{}\n", article.question, article.answer.trim_end());
    let lines = counted(text.lines().count(), "line");
    Copied { text, name: format!("the answer as Markdown, {lines}") }
}

fn plain(model: &Model, opened: &Opened) -> Copied {
    let around = Model::surroundings(&model.library, model.answer.id());
    let options = Options::plain(model.measure.into());
    let page = page::build(opened, &around, &options);
    let mut text = String::new();
    for line in &page.lines {
        text.push_str(line.text().trim_end());
        text.push('\n');
    }
    let lines = counted(page.lines.len(), "line");
    Copied { text, name: format!("the page as plain text, {lines}") }
}

fn code(model: &mut Model) -> Result<Copied, String> {
    let codes = model.answer.page.codes.iter();
    let regions: Vec<_> = codes.map(|code| code.lines.clone()).collect();
    let (number, which) = take(model, Action::CopyCode, "code block", &regions)
        .ok_or("there is no code block in view")?;
    let code = model.answer.page.codes.get(number).ok_or("there is no code block in view")?;
    let lines = counted(code.source.lines().count(), "line");
    let language = if code.language.is_empty() { "" } else { " of " };
    let name = format!("{which}, {lines}{language}{}", code.language);
    Ok(Copied { text: code.source.clone(), name })
}

fn formula(model: &mut Model) -> Result<Copied, String> {
    let formulas = model.answer.page.formulas.iter();
    let regions: Vec<_> = formulas.map(|formula| formula.lines.clone()).collect();
    let (number, which) = take(model, Action::CopyFormula, "formula", &regions)
        .ok_or("there is no formula in view")?;
    let formula = model.answer.page.formulas.get(number).ok_or("there is no formula in view")?;
    let tex = formula.tex.trim();
    let name = format!("{which} as TeX: {}", sanitize::line(tex));
    Ok(Copied { text: tex.to_owned(), name })
}

fn link(model: &Model) -> Result<Copied, String> {
    let page = &model.answer.page;
    let Some(number) = model.answer.selected_link(model.height(Pane::Answer)) else {
        let key = key_for(Action::NextLink, Place::Answer);
        return Err(format!("no link is selected; {key} selects one"));
    };
    let target = match number.checked_sub(page.links.len()) {
        None => page.links.get(number).map(|link| link.target.clone()),
        Some(jump) => page.jumps.get(jump).and_then(|jump| {
            let entry = jump.target.and_then(|id| model.library.catalog.get(id));
            let written = jump.reference.as_ref().and_then(|reference| reference.url.as_deref());
            entry.and_then(|entry| entry.url).or(written).map(str::to_owned)
        }),
    };
    let text = target.ok_or("this article has no url")?;
    Ok(Copied { name: format!("the link {text}"), text })
}

/// The region in view that is meant, and words that say which it is; the same action again takes the
/// next one.
fn take(
    model: &mut Model,
    action: Action,
    what: &str,
    regions: &[Range<usize>],
) -> Option<(usize, String)> {
    let view = model.answer.in_view(model.height(Pane::Answer));
    let before =
        model.answer.taken.filter(|taken| (taken.action, taken.top) == (action, view.start));
    let (number, nth, count) = choose(regions, &view, before.map(|taken| taken.number))?;
    model.answer.taken = Some(Taken { action, number, top: view.start });
    let which = match count {
        1 => format!("the {what}"),
        _ => format!("{what} {nth} of {count} in view"),
    };
    Some((number, which))
}

/// Of regions of lines the one that is meant: after `before` the next one in view, else the first
/// that is wholly in view, else the first that is partly. Its number, its place among those in
/// view, counted from 1, and how many these are.
fn choose(
    regions: &[Range<usize>],
    view: &Range<usize>,
    before: Option<usize>,
) -> Option<(usize, usize, usize)> {
    let is_seen = |region: &Range<usize>| region.start < view.end && region.end > view.start;
    let seen: Vec<_> = regions.iter().enumerate().filter(|(_, region)| is_seen(region)).collect();
    let is_whole = |region: &Range<usize>| region.start >= view.start && region.end <= view.end;
    let last = before.and_then(|number| seen.iter().position(|(other, _)| *other == number));
    let index = match last {
        Some(last) if last + 1 < seen.len() => last + 1,
        Some(_) => 0,
        None => seen.iter().position(|(_, region)| is_whole(region)).unwrap_or(0),
    };
    seen.get(index).map(|(number, _)| (*number, index + 1, seen.len()))
}

/// Whether there is an article in view to copy from.
#[must_use]
pub fn is_there_any(model: &Model) -> bool {
    let is_in_view = !model.geometry().answer.is_empty();
    is_in_view && !model.answer.awaits_another() && matches!(model.answer.shown, Shown::Article(..))
}

/// Whether an action would find something to copy now.
#[must_use]
pub fn is_possible(model: &Model, action: Action) -> bool {
    let height = model.height(Pane::Answer);
    let view = model.answer.in_view(height);
    let page = &model.answer.page;
    let any = |mut regions: Box<dyn Iterator<Item = &Range<usize>> + '_>| {
        regions.any(|region| region.start < view.end && region.end > view.start)
    };
    match (action, &model.answer.shown) {
        (Action::CopyUrl, Shown::Article(_, opened)) => opened.article.url.is_some(),
        (Action::CopyCode, _) => any(Box::new(page.codes.iter().map(|code| &code.lines))),
        (Action::CopyFormula, _) => any(Box::new(page.formulas.iter().map(|one| &one.lines))),
        (Action::CopyLink, _) => model.answer.selected_link(height).is_some(),
        _ => true,
    }
}

/// The lines that say what can be copied; what cannot be now stands back.
pub(super) fn rows(possible: &[Action], columns: usize) -> Vec<Line> {
    let row = |choice: &Definition| {
        let keys = choice.keys.iter().filter(|(place, _)| *place == Place::Copying);
        let keys: Vec<_> = keys.flat_map(|(_, keys)| keys.iter().map(|key| shown(key))).collect();
        let keys = width::truncate(&keys.join(" "), columns.min(KEYS)).into_owned();
        let gap = " ".repeat(columns.min(KEYS) - width::of(&keys));
        let words = choice.summary.strip_prefix("Copy ").unwrap_or(choice.summary);
        let words = width::truncate(words, columns.saturating_sub(KEYS)).into_owned();
        let is_possible = possible.contains(&choice.action);
        let role = if is_possible { Role::Text } else { Role::Muted };
        let spans =
            vec![Span::new(keys, Role::Number), Span::new(gap, Role::Text), Span::new(words, role)];
        Line { spans, ..Line::default() }
    };
    choices().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_is_wholly_in_view_is_meant_else_the_first_that_is_partly() {
        let regions = [0..4, 6..9, 12..20, 30..31];
        assert_eq!(choose(&regions, &(2..12), None), Some((1, 2, 2)));
        assert_eq!(choose(&regions, &(13..18), None), Some((2, 1, 1)));
        assert_eq!(choose(&regions, &(0..40), None), Some((0, 1, 4)));
        assert_eq!(choose(&regions, &(20..30), None), None);
        assert_eq!(choose(&[], &(0..9), None), None);
    }

    #[test]
    fn the_same_again_takes_the_next_one_in_view_in_a_circle() {
        let regions = [0..1, 2..3, 4..5, 9..10];
        let mut number = None;
        let mut taken = Vec::new();
        for _ in 0..4 {
            number = choose(&regions, &(0..6), number).map(|(number, ..)| number);
            taken.extend(number);
        }
        assert_eq!(taken, [0, 1, 2, 0]);
        assert_eq!(choose(&regions, &(4..6), Some(0)), Some((2, 1, 1)), "out of view");
    }

    #[test]
    fn every_choice_has_a_letter_and_fits_any_width() {
        assert_eq!(choices().count(), 6);
        for columns in 0..60 {
            for row in rows(&[Action::CopyUrl], columns) {
                assert!(row.width() <= columns, "{row:?}");
            }
        }
    }
}
