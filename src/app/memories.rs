//! What is remembered of this library: earlier queries, settings, past visits; and the way back through
//! the queries while one is typed.
//!
//! Keeps nothing itself: what is to be kept is returned as an effect. Invariant: what the reader did in
//! this run counts more than what is remembered, whenever that comes, and of whichever library.

use std::collections::HashMap;

use super::message::Effect;
use super::model::{Model, Pane};
use super::resuming;
use super::search;
use super::update::input;
use crate::keymap::Place;
use crate::library::catalog::ArticleId;
use crate::memory::{Kept, Memory, Named, Remembered};

/// What is remembered.
#[derive(Debug, Clone, Default)]
pub struct Memories {
    /// What is known, with what was done in this run.
    known: Remembered,
    /// What was done in this run.
    own: Vec<Kept>,
    /// Whether it was asked for since the articles are as they are.
    pub(super) is_current: bool,
    /// Whether it has come.
    is_known: bool,
    /// Whether nothing can be kept, as far as is known.
    pub is_unkept: bool,
    /// Changes so far; who derives anything from what is remembered looks whether it is another one.
    version: u64,
    /// How often all of it came anew.
    taken: u64,
    /// Where the reader is among the queries.
    walk: Option<Walk>,
}

/// A way back through the queries.
#[derive(Debug, Clone)]
struct Walk {
    /// The line in which it goes on.
    place: Place,
    /// The query that stands there now.
    at: usize,
    /// What was being typed before.
    typed: String,
}

impl Memories {
    /// What is known of this library.
    #[must_use]
    pub fn known(&self) -> &Remembered {
        &self.known
    }

    /// Whether what was kept before this run is among it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// What is to be added where it is said that something is kept.
    #[must_use]
    pub fn how_long(&self) -> &'static str {
        if self.is_unkept { " until you leave" } else { "" }
    }

    /// How often it has changed.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How often all of it came anew, so that nothing that was derived before counts.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// What was done in this run, in order.
    #[must_use]
    pub fn done(&self) -> &[Kept] {
        &self.own
    }

    /// What was opened before and in this run, in order; an article may come several times.
    #[must_use]
    pub fn opened(&self) -> impl DoubleEndedIterator<Item = &Named> {
        self.known.visits.iter().map(|past| &past.visit)
    }

    /// The query that was used last.
    #[must_use]
    pub fn last_query(&self) -> Option<&str> {
        self.known.queries.last().map(String::as_str)
    }

    /// A setting of this library.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.known.settings.get(name).map(String::as_str)
    }

    /// Keeps something that happened now, at this time in seconds since 1970.
    pub fn keep(&mut self, time: i64, memory: Memory) -> Effect {
        let kept = Kept { time, memory };
        self.known.apply(&kept);
        self.version += 1;
        let effect = Effect::Keep(kept.clone());
        // Only the last one counts, and no other outlives it.
        if !matches!(kept.memory, Memory::Resume(_) | Memory::Spent(..)) {
            self.note_done(kept);
        }
        effect
    }

    /// Notes what was done. Of a note that was changed twice in a row only the last text counts: the first
    /// would look like that of another program where this is done again.
    fn note_done(&mut self, kept: Kept) {
        if let Memory::Note(highlight, _) = &kept.memory {
            let last = self.own.iter_mut().rev().find_map(|own| match &mut own.memory {
                Memory::Highlight(other) if other.uid == highlight.uid => Some(None),
                Memory::DropHighlight(uid) if *uid == highlight.uid => Some(None),
                Memory::Note(other, _) if other.uid == highlight.uid => Some(Some(other)),
                _ => None,
            });
            if let Some(Some(last)) = last {
                last.clone_from(highlight);
                return;
            }
        }
        self.own.push(kept);
    }

    /// Sets a setting, and returns what is to be done so that it stays.
    pub fn set(&mut self, time: i64, name: &str, value: &str) -> Option<Effect> {
        if self.setting(name) == Some(value) {
            return None;
        }
        Some(self.keep(time, Memory::Setting(name.to_owned(), value.to_owned())))
    }

    /// Asks for what is remembered, now that the articles are known, unless that was done.
    pub(super) fn recall(&mut self) -> Option<Effect> {
        let is_current = std::mem::replace(&mut self.is_current, true);
        (!is_current).then_some(Effect::Recall { is_certain: true })
    }

    /// Takes what is remembered, behind what happened meanwhile, in place of what was before.
    pub(super) fn take(&mut self, remembered: Remembered) {
        self.known = remembered;
        for kept in &self.own {
            self.known.apply(kept);
        }
        (self.is_known, self.is_unkept) = (true, false);
        self.version += 1;
        self.taken += 1;
        self.walk = None;
    }

    /// Notes a query as the last one that was used.
    fn note_query(&mut self, time: i64, query: &str) -> Option<Effect> {
        self.walk = None;
        let query = query.trim();
        if query.is_empty() || self.last_query() == Some(query) {
            return None;
        }
        Some(self.keep(time, Memory::Query(query.to_owned())))
    }

    /// The query used before the one that stands in a line, where `shown` stands now.
    fn earlier(&mut self, place: Place, shown: &str) -> Option<String> {
        let walk = self.walk.take().filter(|walk| walk.place == place);
        let queries = &self.known.queries;
        let new = || Walk { place, at: queries.len(), typed: shown.to_owned() };
        let walk = walk.unwrap_or_else(new);
        let before = queries.get(..walk.at).unwrap_or_default();
        let at = before.iter().rposition(|query| query != shown);
        let query = at.and_then(|at| queries.get(at)).cloned();
        self.walk = Some(Walk { at: at.unwrap_or(walk.at), ..walk });
        query
    }

    /// The query used after it; after the last one what was being typed.
    fn later(&mut self, place: Place) -> Option<String> {
        let walk = self.walk.as_mut().filter(|walk| walk.place == place)?;
        walk.at += 1;
        let query = self.known.queries.get(walk.at).cloned();
        query.or_else(|| self.walk.take().map(|walk| walk.typed))
    }

    /// Ends the way back: the line is changed by hand.
    pub(super) fn stop(&mut self) {
        self.walk = None;
    }
}

impl Model {
    /// Notes what is typed in the list that has the keys as a query that was used.
    pub(super) fn note_query(&mut self) -> Option<Effect> {
        if self.focus != Pane::Questions {
            return None;
        }
        let input = if self.search.is_open { &self.search.input } else { &self.questions.input };
        self.memories.note_query(self.clock.now, &input.text())
    }

    /// How late articles were opened last, in this run or before: the higher, the later.
    pub(super) fn last_read(&self) -> HashMap<ArticleId, u64> {
        let catalog = &self.library.catalog;
        let past = self.memories.known.visits.iter();
        past.filter_map(|past| catalog.with_key(&past.visit.article)).zip(1..).collect()
    }

    /// Goes to an article in the history, and has the visit kept if it is one.
    pub(super) fn visit(&mut self, id: ArticleId) -> Option<Effect> {
        if !self.history.visit(id) {
            return None;
        }
        let visit = self.named(id)?;
        Some(self.keep(Memory::Visit(visit)))
    }

    /// Keeps something that happened now.
    pub(super) fn keep(&mut self, memory: Memory) -> Effect {
        self.memories.keep(self.clock.now, memory)
    }

    /// How an article is called where something of it is kept.
    #[must_use]
    pub fn named(&self, id: ArticleId) -> Option<Named> {
        let catalog = &self.library.catalog;
        let entry = catalog.get_even_gone(id)?;
        Some(Named {
            article: entry.key().to_owned(),
            question: entry.question.to_owned(),
            subject: catalog.subject_label(id).to_owned(),
        })
    }
}

/// Whether moving up in a place leads out of the list, to the queries before.
pub(super) fn lie_above(model: &Model, place: Place) -> bool {
    let is_typing = matches!(place, Place::Filter | Place::Search);
    is_typing && model.list().selected == 0 && model.memories.last_query().is_some()
}

/// Puts the query before or after into the line that is typed in a place.
pub(super) fn walk(model: &mut Model, place: Place, back: bool) -> Vec<Effect> {
    let Some(shown) = input(model, place).map(|input| input.text()) else { return Vec::new() };
    let memories = &mut model.memories;
    let query = if back { memories.earlier(place, &shown) } else { memories.later(place) };
    let Some(query) = query else {
        let which = if back { "earlier" } else { "later" };
        model.notice = Some(format!("there is no {which} query"));
        return Vec::new();
    };
    if let Some(input) = input(model, place) {
        input.clear();
        input.insert(&query);
    }
    if place == Place::Search { search::ask(model) } else { model.refilter() }
}

/// Takes what is remembered. What came before was of another library.
pub(super) fn receive(model: &mut Model, remembered: Remembered) {
    if model.memories.is_known() {
        resuming::begin_again(model);
    }
    model.memories.take(remembered);
}

/// Says why nothing that the reader does now is there the next time.
pub(super) fn not_kept(model: &mut Model, reason: &str, for_good: bool) {
    let what = if for_good { "nothing is kept" } else { "nothing is kept yet" };
    model.memories.is_unkept = true;
    model.notice = Some(format!("{what}: {reason}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Highlight;

    fn with(queries: &[&str]) -> Memories {
        let mut memories = Memories::default();
        for query in queries {
            memories.note_query(7, query);
        }
        memories
    }

    #[test]
    fn a_way_back_through_the_queries_ends_at_the_first_and_leads_forward_to_what_was_typed() {
        let mut memories = with(&["one", "two", "one", " three "]);
        let place = Place::Filter;
        assert_eq!(memories.later(place), None);
        assert_eq!(memories.earlier(place, "typ").as_deref(), Some("three"));
        assert_eq!(memories.earlier(place, "three").as_deref(), Some("one"));
        assert_eq!(memories.earlier(place, "one").as_deref(), Some("two"));
        assert_eq!(memories.earlier(place, "two"), None);
        assert_eq!(memories.later(place).as_deref(), Some("one"));
        assert_eq!(memories.later(place).as_deref(), Some("three"));
        assert_eq!(memories.later(place).as_deref(), Some("typ"));
        assert_eq!(memories.later(place), None);
    }

    #[test]
    fn each_line_has_a_way_of_its_own_and_typing_ends_it() {
        let mut memories = with(&["one", "two"]);
        assert_eq!(memories.earlier(Place::Filter, "").as_deref(), Some("two"));
        assert_eq!(memories.earlier(Place::Search, "").as_deref(), Some("two"));
        assert_eq!(memories.later(Place::Filter), None);
        memories.earlier(Place::Filter, "");
        memories.stop();
        assert_eq!(memories.earlier(Place::Filter, "twofold").as_deref(), Some("two"));
    }

    #[test]
    fn a_query_is_kept_once_however_often_it_is_used_in_a_row() {
        let mut memories = with(&["one"]);
        assert_eq!(memories.note_query(7, "one"), None);
        assert_eq!(memories.note_query(7, "  "), None);
        let two = Effect::Keep(Kept { time: 7, memory: Memory::Query("two".to_owned()) });
        assert_eq!(memories.note_query(7, " two"), Some(two));
    }

    #[test]
    fn what_is_remembered_comes_behind_what_was_done_before_it_came() {
        let mut memories = with(&["new", "old"]);
        assert!(memories.set(7, "order", "title").is_some());
        assert_eq!(memories.set(7, "order", "title"), None);
        let settings = [("order", "date"), ("other", "on")];
        memories.take(Remembered {
            queries: ["older", "old"].map(str::to_owned).into(),
            settings: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..Remembered::default()
        });
        assert_eq!(memories.known.queries, ["older", "new", "old"]);
        assert_eq!(memories.setting("order"), Some("title"));
        assert_eq!(memories.setting("other"), Some("on"));
    }

    #[test]
    fn a_note_that_was_changed_twice_is_the_last_one_however_often_it_is_recalled() {
        let highlight = |note: &str| {
            let (uid, note) = ("7".to_owned(), note.to_owned());
            Box::new(Highlight { uid, note, ..Highlight::default() })
        };
        let mut memories = Memories::default();
        memories.keep(7, Memory::Highlight(highlight("")));
        memories.keep(8, Memory::Note(highlight("first"), String::new()));
        memories.keep(9, Memory::Note(highlight("second"), "first".to_owned()));
        let notes = |memories: &Memories| {
            memories.known.highlights.iter().map(|one| one.note.clone()).collect::<Vec<_>>()
        };
        assert_eq!(notes(&memories), ["second"]);
        memories.take(memories.known.clone());
        assert_eq!(notes(&memories), ["second"]);
        let highlights = vec![*highlight("theirs")];
        memories.take(Remembered { highlights, ..Remembered::default() });
        assert_eq!(notes(&memories), ["theirs\n\n---\n\nsecond"]);
    }

    #[test]
    fn what_is_remembered_of_the_library_that_it_is_replaces_what_was_of_another_one() {
        let mut memories = Memories::default();
        let settings = [("order".to_owned(), "date".to_owned())].into();
        let queries = vec!["theirs".to_owned()];
        memories.take(Remembered { queries, settings, ..Remembered::default() });
        memories.note_query(7, "own");
        let queries = vec!["ours".to_owned()];
        memories.take(Remembered { queries, ..Remembered::default() });
        assert_eq!(memories.known.queries, ["ours", "own"]);
        assert_eq!(memories.setting("order"), None);
    }
}
