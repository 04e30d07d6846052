//! Finding in the answer: the prompt, the matches that are marked, and the one the reader is at.
//!
//! What matches is `matches`; this is what a reader does with it. Invariant: the matches are those
//! of the page shown, and cancelling brings back what was there before the prompt.

use super::answer::Answer;
use super::input::Input;
use super::matches::{Matches, Sought};
use super::page::Page;
use super::sideways::Sideways;
use crate::document::Position;

/// The state of finding.
#[derive(Debug, Default)]
pub struct Finding {
    /// What is typed into the prompt.
    pub input: Input,
    /// What is marked.
    pub matches: Matches,
    /// The match that the reader is at.
    pub current: Option<usize>,
    /// What the matches are those of; empty if nothing is marked.
    sought: Sought,
    /// What was looked for last, for an empty prompt and for the next match.
    last: Sought,
    /// Where the prompt was opened; `None` while it is not open.
    origin: Option<Origin>,
}

/// What cancelling brings back.
#[derive(Debug)]
struct Origin {
    place: Position,
    sideways: Sideways,
    sought: Sought,
    current: Option<usize>,
}

impl Finding {
    /// Whether the prompt is open.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.origin.is_some()
    }

    /// Whether anything is looked for.
    #[must_use]
    pub fn is_looking(&self) -> bool {
        !self.sought.is_empty()
    }

    /// Closes the prompt and marks nothing any more. What was looked for last is remembered.
    pub fn clear(&mut self) {
        self.origin = None;
        self.mark(Sought::default(), &Page::default());
    }

    /// Closes the prompt and leaves the marks.
    pub fn close(&mut self) {
        self.origin = None;
    }

    /// How many matches there are and which is the present one, in words; empty if nothing is
    /// looked for.
    #[must_use]
    pub fn count(&self) -> String {
        let total = self.matches.len();
        match self.current {
            _ if self.sought.text().trim().is_empty() => String::new(),
            _ if total == 0 => "no match".to_owned(),
            Some(current) => format!("{} of {total}", current + 1),
            None => format!("{total}"),
        }
    }

    fn mark(&mut self, sought: Sought, page: &Page) {
        self.matches = Matches::find(page, &sought);
        self.sought = sought;
        self.current = None;
    }

    /// Finds again on a page that was laid out anew; the present match stays the present one.
    pub(super) fn renew(&mut self, before: &Page, after: &Page, columns: usize) {
        if let Some(origin) = &mut self.origin {
            origin.sideways = origin.sideways.carried(before, after, columns);
        }
        if self.sought.is_empty() {
            return;
        }
        let leaf_of = |page: &Page, matches: &Matches, number: usize| {
            let line = matches.spot(number)?.lines.start;
            page.lines.get(line).map(|line| line.leaf)
        };
        // Breaks of lines differ, but the n-th match of a paragraph stays the n-th.
        let place = self.current.and_then(|current| {
            let leaf = leaf_of(before, &self.matches, current)?;
            let same = |number: &usize| leaf_of(before, &self.matches, *number) == Some(leaf);
            Some((leaf, (0..current).rev().take_while(same).count()))
        });
        let sought = std::mem::take(&mut self.sought);
        self.mark(sought, after);
        self.current = place.and_then(|(leaf, nth)| {
            let first = self.matches.first_in_leaf(after, leaf);
            let same = |number: &usize| leaf_of(after, &self.matches, *number) == Some(leaf);
            (first..self.matches.len()).take_while(same).take(nth + 1).last()
        });
    }
}

impl Answer {
    /// Opens the prompt.
    pub fn start_finding(&mut self) {
        let finding = &mut self.finding;
        finding.input.clear();
        finding.origin = Some(Origin {
            place: self.place,
            sideways: self.sideways.clone(),
            sought: finding.sought.clone(),
            current: finding.current,
        });
    }

    /// Marks what is typed and goes to the first match at or after the place of the prompt.
    pub fn find_typed(&mut self, height: usize) {
        self.go_to_origin(height);
        self.find_from_here(Sought::Text(self.finding.input.text()), height);
    }

    /// Closes the prompt and keeps its matches; an empty one looks again for what was looked for
    /// last. Returns a sentence if nothing is found.
    pub fn keep_matches(&mut self, height: usize) -> Option<String> {
        let typed = self.finding.input.text();
        if typed.trim().is_empty() {
            let last = self.finding.last.clone();
            self.go_to_origin(height);
            self.find_from_here(last, height);
        } else {
            self.finding.last = Sought::Text(typed);
        }
        let missing = self.finding.matches.is_empty() && self.finding.is_looking();
        let text = || self.finding.sought.text();
        let sentence = missing.then(|| format!("nothing here matches “{}”", text()));
        if missing {
            self.go_to_origin(height);
            self.finding.clear();
        }
        self.finding.close();
        sentence
    }

    /// Closes the prompt and goes back to where it was opened.
    pub fn cancel_finding(&mut self, height: usize) {
        self.go_to_origin(height);
        if let Some(origin) = self.finding.origin.take() {
            self.finding.mark(origin.sought, &self.page);
            self.finding.current = origin.current;
        }
    }

    /// Goes to the next match, or the one before, and on from the other end; returns a sentence if
    /// it does or if there is none.
    pub fn walk_matches(&mut self, forward: bool, height: usize) -> Option<String> {
        if !self.finding.is_looking() && !self.finding.is_typing() {
            self.finding.mark(self.finding.last.clone(), &self.page);
        }
        let total = self.finding.matches.len();
        if total == 0 {
            // What is being typed stays what is looked for.
            let typing = self.finding.is_typing();
            let sought = if typing {
                self.finding.sought.clone()
            } else {
                std::mem::take(&mut self.finding.sought)
            };
            return Some(match sought.text().as_str() {
                "" => "nothing was looked for yet".to_owned(),
                query => format!("nothing here matches “{query}”"),
            });
        }
        let in_view = self.finding.matches.beginning_on(&self.in_view(height));
        // A reader who has gone elsewhere goes on from there.
        let current = self.finding.current.filter(|current| in_view.contains(current));
        let next = match (current, forward) {
            (Some(current), true) => current + 1,
            (Some(current), false) => current.wrapping_sub(1),
            (None, true) => in_view.start,
            (None, false) => in_view.end.wrapping_sub(1),
        };
        let (next, sentence) = match (next < total, forward) {
            (true, _) => (next, None),
            (false, true) => (0, Some("the search goes on from the start")),
            (false, false) => (total - 1, Some("the search goes on from the end")),
        };
        self.finding.current = Some(next);
        self.reveal_match(height);
        sentence.map(str::to_owned)
    }

    /// What becomes of a search when another article comes: a prompt that is open looks there.
    pub(super) fn find_in_another_page(&mut self, height: usize) {
        if self.finding.is_typing() {
            let input = std::mem::take(&mut self.finding.input);
            self.finding.clear();
            self.start_finding();
            self.finding.input = input;
            self.find_typed(height);
        } else {
            self.finding.clear();
        }
    }

    /// Marks words, and goes to the first of them.
    pub(super) fn mark_words(&mut self, words: Vec<String>, height: usize) {
        self.finding.last = Sought::Words(words);
        self.find_from_here(self.finding.last.clone(), height);
    }

    fn find_from_here(&mut self, sought: Sought, height: usize) {
        self.finding.mark(sought, &self.page);
        let total = self.finding.matches.len();
        let next = self.finding.matches.first_from(self.top);
        self.finding.current = (total > 0).then_some(if next < total { next } else { 0 });
        self.reveal_match(height);
    }

    fn go_to_origin(&mut self, height: usize) {
        if let Some(origin) = &self.finding.origin {
            self.sideways = origin.sideways.clone();
            self.go_to(origin.place, height);
        }
    }

    /// Brings the present match into view.
    fn reveal_match(&mut self, height: usize) {
        let current = self.finding.current.and_then(|number| self.finding.matches.spot(number));
        if let Some(spot) = current.cloned() {
            self.reveal(&spot.lines, height);
            self.reveal_columns(spot.lines.start, &spot.columns);
        }
    }
}
