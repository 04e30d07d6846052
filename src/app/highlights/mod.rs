//! Highlights of the answers: where those of the article shown stand, and keeping, dropping and visiting
//! them.
//!
//! Only those of the article that is shown are looked for, once for each text of it and once more when
//! they change. A quotation is found again by `text::quote`; one that is lost stays as it was kept and is
//! looked for again in the next text. Invariant: marks are those of the page that is laid out.

pub mod listing;
pub mod noting;

use std::collections::HashMap;
use std::ops::Range;

use twox_hash::XxHash3_64;

use super::answer::Shown;
use super::message::{Effect, Opened};
use super::model::{Model, Pane};
use super::opening::jump_to;
use super::page::Page;
use super::passages::{Mark, Passages, Placed};
use super::selecting::Selection;
use crate::document::Position;
use crate::keymap::{Action, Place, key_for};
use crate::library::catalog::ArticleId;
use crate::memory::{Highlight, Memory, Quote};
use crate::text::quote::{Quotation, Searched};
use listing::Listing;

/// What is known of the highlights of the article shown, and of the whole library's list.
#[derive(Debug, Default)]
pub struct Highlights {
    /// Those of the article shown: in the order of its text, then those that are lost.
    pub anchored: Vec<Anchored>,
    /// What is being selected.
    pub selection: Option<Selection>,
    /// The list of them, as it is laid out.
    pub listing: Listing,
    /// Those that were dropped or lost their note in this run, as they were, the last one last.
    dropped: Vec<Highlight>,
    /// The one to be shown when its article comes.
    wanted: Option<String>,
    /// The text of the article shown, once it was needed, and where it stands on the page.
    passages: Option<Passages>,
    placed: Option<Placed>,
    /// The columns that are marked, line by line.
    marks: Vec<Shade>,
    /// What all this was made for.
    text: Option<u64>,
    page: u64,
    version: Option<u64>,
}

/// A highlight of the article shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchored {
    /// It.
    pub highlight: Highlight,
    /// Where its words stand in the text; `None` if they are lost.
    pub range: Option<Range<usize>>,
    /// The lines of the page on which they stand.
    pub lines: Range<usize>,
}

/// Highlighted columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shade {
    /// Where.
    pub mark: Mark,
    /// Whether there is a note.
    pub has_note: bool,
    /// Whether the highlight begins here.
    pub is_first: bool,
}

impl Highlights {
    /// What is highlighted on a line.
    #[must_use]
    pub fn on(&self, line: usize) -> &[Shade] {
        let start = self.marks.partition_point(|shade| shade.mark.line < line);
        let end = self.marks.partition_point(|shade| shade.mark.line <= line);
        self.marks.get(start..end).unwrap_or_default()
    }

    /// The text of the article shown.
    pub(super) fn passages(&self) -> Option<&Passages> {
        self.passages.as_ref()
    }

    /// The lines and columns of a range of it.
    pub(super) fn marks_of(&self, range: &Range<usize>) -> Vec<Mark> {
        let text = self.passages.as_ref().map_or("", Passages::text);
        self.placed.as_ref().map_or_else(Vec::new, |placed| placed.marks(text, range))
    }

    /// The highlight of exactly this range.
    pub(super) fn at(&self, range: &Range<usize>) -> Option<&Highlight> {
        let is_here = |anchored: &&Anchored| anchored.range.as_ref() == Some(range);
        self.anchored.iter().find(is_here).map(|anchored| &anchored.highlight)
    }

    fn forget_text(&mut self) {
        self.anchored.clear();
        self.marks.clear();
        (self.selection, self.passages, self.placed) = (None, None, None);
        (self.text, self.version) = (None, None);
    }

    /// Takes the text of an article and where it stands on its page, unless that is known.
    fn prepare(&mut self, opened: &Opened, page: &Page) {
        let passages = self.passages.get_or_insert_with(|| Passages::new(&opened.document));
        self.placed.get_or_insert_with(|| Placed::new(passages, page));
    }

    /// Finds where highlights stand in the text. Those that were looked for in it stand where they did.
    fn anchor(&mut self, own: Vec<Highlight>, first: usize) {
        let Some(passages) = &self.passages else { return };
        let searched = Searched::new(passages.text());
        let before = std::mem::take(&mut self.anchored);
        let before: HashMap<_, _> = before
            .into_iter()
            .map(|one| (one.highlight.uid, (one.highlight.quote, one.range)))
            .collect();
        let find = |highlight: Highlight| {
            let known = before.get(&highlight.uid).filter(|(quote, _)| *quote == highlight.quote);
            let range = if let Some((_, range)) = known {
                range.clone()
            } else {
                let Quote { exact, prefix, suffix, position } = &highlight.quote;
                let at = passages.byte(*position, first);
                searched.find(&Quotation { exact, prefix, suffix, at })
            };
            Anchored { highlight, range, lines: 0..0 }
        };
        self.anchored = own.into_iter().map(find).collect();
        self.anchored.sort_by_key(|anchored| {
            let range = anchored.range.as_ref().map(|range| (range.start, range.end));
            (range.is_none(), range, anchored.highlight.made)
        });
    }

    /// Finds where they stand on the page.
    fn place(&mut self) {
        let mut anchored = std::mem::take(&mut self.anchored);
        self.marks.clear();
        for one in &mut anchored {
            let marks = one.range.as_ref().map_or_else(Vec::new, |range| self.marks_of(range));
            one.lines = lines_of(&marks);
            let has_note = !one.highlight.note.is_empty();
            self.marks.extend(marks.into_iter().enumerate().map(|(index, mark)| Shade {
                mark,
                has_note,
                is_first: index == 0,
            }));
        }
        self.marks.sort_by_key(|shade| (shade.mark.line, shade.mark.columns.start));
        self.anchored = anchored;
        if let Some(mut selection) = self.selection.take() {
            selection.marks = self.marks_of(&selection.range());
            self.selection = Some(selection);
        }
    }
}

/// The lines of marks.
pub(super) fn lines_of(marks: &[Mark]) -> Range<usize> {
    let ends = marks.first().zip(marks.last());
    ends.map_or(0..0, |(first, last)| first.line..last.line + 1)
}

/// The article that is shown, if its text is there.
pub(super) fn shown(model: &Model) -> Option<ArticleId> {
    match &model.answer.shown {
        Shown::Article(id, _) => Some(*id),
        _ => None,
    }
}

/// The key of the article that is shown.
pub(super) fn shown_key(model: &Model) -> Option<String> {
    let entry = model.library.catalog.get_even_gone(shown(model)?)?;
    Some(entry.key().to_owned())
}

/// The leaf of the page with which the answer begins.
pub(super) fn first_leaf(model: &Model) -> usize {
    let page = &model.answer.page;
    page.lines.get(page.answer.start).map_or(0, |line| line.leaf)
}

/// Gets the text of the article shown; false if there is none.
pub(super) fn prepare(model: &mut Model) -> bool {
    if let Shown::Article(_, opened) = &model.answer.shown {
        model.highlights.prepare(opened, &model.answer.page);
    }
    model.highlights.passages.is_some()
}

/// Keeps up with what is shown and what is remembered.
pub(super) fn follow(model: &mut Model) {
    let Some(key) = shown_key(model) else {
        if model.highlights.text.is_some() {
            model.highlights.forget_text();
        }
        return;
    };
    let (text, page) = model.answer.versions();
    let version = model.memories.version();
    let mut is_new = false;
    if model.highlights.text != Some(text) {
        let selected_in = model.highlights.selection.as_ref().map(|selection| selection.article);
        if selected_in.is_some() && selected_in == shown(model) {
            model.notice = Some("the article has changed; nothing is selected any more".to_owned());
        }
        model.highlights.forget_text();
        model.highlights.text = Some(text);
        is_new = true;
    }
    if model.highlights.page != page {
        model.highlights.page = page;
        model.highlights.placed = None;
        is_new = true;
        if model.highlights.passages.is_some() {
            prepare(model);
        }
    }
    if model.highlights.version != Some(version) {
        model.highlights.version = Some(version);
        is_new |= anchor_again(model, &key);
    }
    if is_new {
        model.highlights.place();
        if model.overlays.iter().any(|overlay| overlay.kind.is_highlights()) {
            model.relayout();
        }
    }
    if !model.answer.awaits_another() {
        arrive(model, &key);
    }
}

/// Finds the highlights of the article shown in its text if they are others now.
fn anchor_again(model: &mut Model, key: &str) -> bool {
    let known = model.memories.known().highlights.iter();
    let own: Vec<_> = known.filter(|highlight| highlight.article.article == key).collect();
    let before = model.highlights.anchored.iter().map(|one| (&one.highlight.uid, &one.highlight));
    let before: HashMap<_, _> = before.collect();
    let is_same = own.len() == before.len()
        && own.iter().all(|one| before.get(&one.uid).is_some_and(|other| *other == *one));
    if is_same {
        return false;
    }
    let own: Vec<_> = own.into_iter().cloned().collect();
    let first = first_leaf(model);
    prepare(model);
    model.highlights.anchor(own, first);
    true
}

/// Shows the highlight for which the article was opened.
fn arrive(model: &mut Model, key: &str) {
    let Some(uid) = model.highlights.wanted.take() else { return };
    let one = model.highlights.anchored.iter().find(|one| one.highlight.uid == uid);
    let Some(one) = one.filter(|one| one.highlight.article.article == key) else { return };
    if one.range.is_none() {
        let others = model.library.catalog.all_with_key(key).any(|id| Some(id) != shown(model));
        model.notice = Some(if others { LOST_HERE.to_owned() } else { LOST.to_owned() });
        return;
    }
    let lines = one.lines.clone();
    let height = model.height(Pane::Answer);
    model.answer.reveal(&lines, height);
    model.history.move_to(model.answer.position());
}

const LOST: &str = "its words are not in this article any more";
const LOST_HERE: &str = "its words are not in this file; another one has the same url";

/// The file of a highlight's article. Several may have its url: the one that is shown if the words stand in
/// it, else one with its question, but none in which they are known not to stand.
fn file_of(model: &Model, highlight: &Highlight) -> Option<ArticleId> {
    let catalog = &model.library.catalog;
    let mut all: Vec<_> = catalog.all_with_key(&highlight.article.article).collect();
    if let Some(shown) = shown(model).filter(|shown| all.contains(shown)) {
        let mut anchored = model.highlights.anchored.iter();
        match anchored.find(|one| one.highlight.uid == highlight.uid) {
            Some(one) if one.range.is_some() => return Some(shown),
            Some(_) if all.iter().any(|id| *id != shown) => all.retain(|id| *id != shown),
            _ => {}
        }
    }
    let is_called_so = |id: &&ArticleId| {
        catalog.get(**id).is_some_and(|entry| entry.question == highlight.article.question)
    };
    all.iter().find(is_called_so).or_else(|| all.first()).copied()
}

/// Goes to a highlight, in whatever article it is.
pub(super) fn go(model: &mut Model, uid: &str) -> Vec<Effect> {
    let Some(highlight) = known(model, uid) else { return Vec::new() };
    let article = highlight.article.clone();
    let Some(id) = file_of(model, highlight) else {
        model.notice = Some(format!("“{}” is not in the library any more", article.question));
        return Vec::new();
    };
    model.overlays.retain(|overlay| !overlay.kind.is_highlights());
    model.relayout();
    model.highlights.wanted = Some(uid.to_owned());
    if shown(model) == Some(id) && !model.answer.awaits_another() {
        let effects = if model.focus == Pane::Answer { Vec::new() } else { model.open(id) };
        model.leave_current();
        return effects;
    }
    jump_to(model, id)
}

/// A highlight of the library.
pub(super) fn known<'a>(model: &'a Model, uid: &str) -> Option<&'a Highlight> {
    model.memories.known().highlights.iter().find(|highlight| highlight.uid == uid)
}

/// Makes a highlight of a range of the text that is shown, and keeps it; its `uid` comes as well.
pub(super) fn keep(model: &mut Model, range: &Range<usize>) -> Option<(Effect, String)> {
    let article = model.named(shown(model)?)?;
    let first = first_leaf(model);
    let passages = model.highlights.passages()?;
    let quotation = Quotation::of(passages.text(), range)?;
    let quote = Quote {
        exact: quotation.exact.to_owned(),
        prefix: quotation.prefix.to_owned(),
        suffix: quotation.suffix.to_owned(),
        position: passages.position(range.start, first),
    };
    let now = model.clock.now;
    let uid = uid(&article.article, &quote, now, model.clock.millis);
    let note = String::new();
    let highlight = Highlight { uid: uid.clone(), article, quote, note, made: now, changed: now };
    Some((model.keep(Memory::Highlight(Box::new(highlight))), uid))
}

/// What tells a highlight from all others: a hash of what it is of and when it was made.
fn uid(article: &str, quote: &Quote, now: i64, millis: u64) -> String {
    let Position { leaf, offset } = quote.position;
    let told = format!("{article}\n{leaf} {offset} {now} {millis}\n{}", quote.exact);
    let half = |seed| XxHash3_64::oneshot_with_seed(seed, told.as_bytes());
    format!("{:016x}{:016x}", half(0), half(1))
}

/// Drops a highlight with its note.
pub(super) fn drop(model: &mut Model, uid: &str) -> Vec<Effect> {
    let Some(highlight) = known(model, uid).cloned() else { return Vec::new() };
    let what =
        if highlight.note.is_empty() { "the highlight" } else { "the highlight and its note" };
    let key = key_for(Action::RestoreHighlight, Place::Highlights);
    model.notice = Some(format!("removed {what}; {key} brings it back"));
    model.highlights.dropped.push(highlight);
    vec![model.keep(Memory::DropHighlight(uid.to_owned()))]
}

/// Brings back what was dropped last.
pub(super) fn restore(model: &mut Model) -> Vec<Effect> {
    let Some(mut highlight) = model.highlights.dropped.pop() else {
        model.notice = Some("nothing was removed that could come back".to_owned());
        return Vec::new();
    };
    model.highlights.listing.choose(&highlight.uid);
    highlight.changed = model.clock.now;
    vec![model.keep(Memory::Highlight(Box::new(highlight)))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    #[test]
    fn a_highlight_that_was_looked_for_in_a_text_is_not_looked_for_again() {
        let document = document::parse("One sentence of it. Another sentence of it.");
        let mut highlights =
            Highlights { passages: Some(Passages::new(&document)), ..Highlights::default() };
        let highlight = |uid: &str, exact: &str| {
            let quote = Quote { exact: exact.to_owned(), ..Quote::default() };
            Highlight { uid: uid.to_owned(), quote, ..Highlight::default() }
        };
        let (one, other) = (highlight("1", "One sentence"), highlight("2", "Another sentence"));
        highlights.anchor(vec![one.clone()], 0);
        assert_eq!(highlights.anchored[0].range, Some(0..12));
        // As if it had been found elsewhere: whoever looks for it again finds it at the beginning.
        highlights.anchored[0].range = Some(4..12);
        let noted = Highlight { note: "Mine.".to_owned(), ..one };
        highlights.anchor(vec![noted, other], 0);
        let ranges: Vec<_> = highlights.anchored.iter().map(|one| one.range.clone()).collect();
        assert_eq!(ranges, [Some(4..12), Some(20..36)]);
        assert_eq!(highlights.anchored[0].highlight.note, "Mine.");
    }

    #[test]
    fn highlights_of_the_same_words_have_names_of_their_own() {
        let quote = |leaf| Quote {
            exact: "The same words.".to_owned(),
            position: Position { leaf, offset: 0 },
            ..Quote::default()
        };
        let all = [
            uid("a", &quote(1), 7, 1),
            uid("b", &quote(1), 7, 1),
            uid("a", &quote(2), 7, 1),
            uid("a", &quote(1), 8, 1),
            uid("a", &quote(1), 7, 2),
        ];
        assert!(
            all.iter()
                .all(|uid| uid.len() == 32 && !uid.contains(|c: char| !c.is_ascii_hexdigit()))
        );
        let one: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(one.len(), all.len());
        assert_eq!(uid("a", &quote(1), 7, 1), all[0]);
    }
}
