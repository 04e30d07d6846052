//! Links of the page: walking them, following them, and asking before one leads out.
//!
//! The links of the answer come first, then the related articles and backlinks, numbered through.
//! Invariant: nothing outside the library is opened before its whole target was shown.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::answer::Answer;
use super::message::Effect;
use super::model::{Model, Pane};
use super::moving::enter;
use super::opening::{jump_to, open_related};
use super::overlay::{Kind, Overlay};
use super::page::Page;
use crate::article::Related;
use crate::document::{Face, Line, Link, Role, Span};
use crate::keymap::{Action, Place, key_for};
use crate::library::catalog::ArticleId;
use crate::library::reference::Reference;
use crate::text::{fold, sanitize, width, wrap};

/// The schemes of what may be handed to the desktop.
const OPENED: [&str; 3] = ["http", "https", "mailto"];

impl Page {
    /// How many links, related articles and backlinks there are.
    #[must_use]
    pub fn link_count(&self) -> usize {
        self.links.len() + self.jumps.len()
    }

    /// The line on which the n-th of them begins.
    fn link_line(&self, number: usize) -> Option<usize> {
        match number.checked_sub(self.links.len()) {
            None => self.links.get(number).map(|link| link.line),
            Some(jump) => self.jumps.get(jump).map(|jump| jump.line),
        }
    }

    /// Whether a span of a line belongs to the n-th of them.
    fn is_in_link(&self, number: usize, line: usize, span: &Span) -> bool {
        match number.checked_sub(self.links.len()) {
            None => span.link == Some(number),
            Some(jump) => {
                let is_title = matches!(span.face.role, Role::Link | Role::Missing);
                is_title && self.jump_at(line) == Some(jump)
            }
        }
    }

    /// The line of the place that a link means which begins with `#`: a named place, or a heading by
    /// its words, however the writer spelled them.
    fn line_of_fragment(&self, fragment: &str) -> Option<usize> {
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        let named = self.targets.iter().find(|(name, _)| name == fragment || *name == decoded);
        named.map(|(_, line)| *line).or_else(|| {
            let wanted = slug(&decoded);
            let mut seen: Vec<String> = Vec::new();
            let mut is_meant = |text: &str| {
                let own = slug(text);
                let before = seen.iter().filter(|other| **other == own).count();
                let numbered = if before == 0 { own.clone() } else { format!("{own}-{before}") };
                seen.push(own);
                numbered == wanted && !wanted.is_empty()
            };
            self.anchors.iter().find(|anchor| is_meant(&anchor.text)).map(|anchor| anchor.line)
        })
    }
}

/// The words of a heading as links spell them: `The first step!` is `the-first-step`.
fn slug(words: &str) -> String {
    let folded = fold::fold(words.trim());
    let kept = folded.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

impl Answer {
    /// Selects the next link or the one before, beginning with what is in view; false past the last.
    pub fn walk_links(&mut self, forward: bool, height: usize) -> bool {
        let in_view = self.in_view(height);
        let line = |number: usize| self.page.link_line(number).unwrap_or(0);
        let current = self.selected_link(height);
        let mut all = 0..self.page.link_count();
        let next = match (current, forward) {
            (Some(current), true) => all.nth(current + 1),
            (Some(current), false) => current.checked_sub(1),
            (None, true) => all.find(|number| line(*number) >= in_view.start),
            (None, false) => all.rfind(|number| line(*number) < in_view.end),
        };
        match next {
            Some(number) => self.select_link(number, height),
            None => self.leave_links(height),
        }
        self.link.is_some()
    }

    /// Selects the n-th link and brings it into view.
    pub(super) fn select_link(&mut self, number: usize, height: usize) {
        if self.selected_link(height).is_none() {
            self.before_links = Some(self.place);
        }
        let Some(line) = self.page.link_line(number) else { return };
        self.link = Some(number);
        self.reveal(&(line..line + 1), height);
        let own = self.page.lines.get(line).map(|of| self.link_columns(line, &of.spans));
        if let Some(columns) = own.as_ref().and_then(|columns| columns.first()) {
            self.reveal_columns(line, columns);
        }
    }

    /// Lets go of the selected link; the page goes back to where the walk along the links began,
    /// unless the reader has scrolled since.
    pub fn leave_links(&mut self, height: usize) {
        self.link = None;
        if let Some(place) = self.before_links.take() {
            self.go_to(place, height);
        }
    }

    /// The selected link, as long as it is in view.
    #[must_use]
    pub fn selected_link(&self, height: usize) -> Option<usize> {
        let lines = self.page.lines.iter().enumerate().skip(self.top).take(height);
        let mut own = lines.map(|(number, line)| self.link_columns(number, &line.spans));
        self.link.filter(|_| own.any(|columns| !columns.is_empty()))
    }

    /// The columns of a line's spans that belong to the selected link.
    #[must_use]
    pub fn link_columns(&self, line: usize, spans: &[Span]) -> Vec<Range<usize>> {
        let Some(number) = self.link else { return Vec::new() };
        let mut column = 0;
        let placed = spans.iter().map(|span| {
            let start = column;
            column += width::of(&span.text);
            (span, start..column)
        });
        let own = placed.filter(|(span, _)| self.page.is_in_link(number, line, span));
        own.map(|(_, columns)| columns).collect()
    }

    /// The link of the answer at a column in view of a line.
    #[must_use]
    pub fn link_at(&self, line: usize, column: usize) -> Option<usize> {
        let spans = self.spans(self.page.lines.get(line)?);
        let mut end = 0;
        let span = spans.iter().find(|span| {
            end += width::of(&span.text);
            column < end
        });
        span?.link
    }

    /// Goes to the place that a link means which begins with `#`, if it is on the page.
    pub(super) fn go_to_fragment(&mut self, fragment: &str, height: usize) {
        if let Some(line) = self.page.line_of_fragment(fragment) {
            self.go_to_line(line, height);
        }
    }
}

/// Follows the selected link.
pub(super) fn follow_selected(model: &mut Model) -> Vec<Effect> {
    let height = model.height(Pane::Answer);
    if let Some(number) = model.answer.selected_link(height) {
        return follow(model, number);
    }
    if model.is_still_reading() {
        return Vec::new();
    }
    model.notice = Some(if model.answer.page.link_count() == 0 {
        "this page has no links".to_owned()
    } else {
        format!("{} selects a link", key_for(Action::NextLink, Place::Answer))
    });
    Vec::new()
}

/// Follows the n-th link of the page.
pub(super) fn follow(model: &mut Model, number: usize) -> Vec<Effect> {
    if let Some(jump) = number.checked_sub(model.answer.page.links.len()) {
        return open_related(model, jump + 1);
    }
    if model.is_still_reading() {
        return Vec::new();
    }
    let Some(link) = model.answer.page.links.get(number).cloned() else { return Vec::new() };
    let (path, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
    if path.is_empty() {
        return follow_within(model, fragment);
    }
    match resolve(model, &link) {
        Some(id) if model.answer.id() == Some(id) => follow_within(model, fragment),
        Some(id) => {
            let effects = jump_to(model, id);
            if !fragment.is_empty() {
                model.answer.seek(fragment);
                model.notice = None;
            }
            effects
        }
        None if !model.library.is_complete() && scheme(path).is_none() => {
            model.notice = Some(format!("“{}” is not loaded yet", link.label));
            Vec::new()
        }
        None => {
            model.open_overlay(Overlay::new(Kind::Link(link.target)));
            Vec::new()
        }
    }
}

/// Goes to a named place of the article that is read, to its start if the name is empty.
fn follow_within(model: &mut Model, fragment: &str) -> Vec<Effect> {
    let line = match fragment {
        "" => Some(0),
        _ => model.answer.page.line_of_fragment(fragment),
    };
    let Some(line) = line else {
        model.notice = Some(format!("“#{fragment}” is not on this page"));
        return Vec::new();
    };
    let effects = enter(model, Pane::Answer);
    model.jump_within(line);
    effects
}

/// The article that a link means.
pub(super) fn resolve(model: &Model, link: &Link) -> Option<ArticleId> {
    let catalog = &model.library.catalog;
    let path = catalog.get(model.answer.id()?).map(|entry| entry.path)?;
    let leads_out = scheme(&link.target).is_some();
    let target = if leads_out {
        link.target.clone()
    } else {
        let written = link.target.split('#').next().unwrap_or_default();
        let decoded = percent_decode_str(written).decode_utf8_lossy();
        sanitize::line(&decoded).into_owned()
    };
    let title = link.label.clone();
    let related = Related { url: Some(target.clone()), title, ..Related::default() };
    let found = catalog.resolve(&Reference::new(related, path))?;
    // A page of the web is no article only because it is called like one.
    let has_url = catalog.get(found).is_some_and(|entry| entry.url == Some(&*target));
    (!leads_out || has_url).then_some(found)
}

/// What stands before the colon of a target that leads out of the library; empty for one that
/// leaves it to the page it stands on.
pub(super) fn scheme(target: &str) -> Option<&str> {
    if target.starts_with("//") {
        return Some("");
    }
    let (scheme, _) = target.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}

/// Whether a target may be handed to the desktop.
#[must_use]
pub fn can_open(target: &str) -> bool {
    let scheme = scheme(target).unwrap_or_default();
    OPENED.iter().any(|opened| opened.eq_ignore_ascii_case(scheme))
}

/// Opens the link whose prompt has the keys.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(Kind::Link(target)) = model.overlays.last().map(|overlay| overlay.kind.clone()) else {
        return Vec::new();
    };
    let height = usize::from(model.geometry().overlay_inner().height);
    if let Some(overlay) = model.overlays.last_mut()
        && overlay.top + height < overlay.lines.len()
    {
        // What decides where a link leads may stand at its end.
        overlay.scroll_by(isize::try_from(height).unwrap_or(isize::MAX), height);
        model.notice = Some("a link is opened only when all of it was shown".to_owned());
        return Vec::new();
    }
    if can_open(&target) {
        model.close_overlay();
        model.notice = Some(format!("opening {target}"));
        vec![Effect::OpenLink(target)]
    } else {
        model.notice = Some(ONLY_THESE.to_owned());
        Vec::new()
    }
}

const ONLY_THESE: &str =
    "Recto opens only http, https and mailto links, and articles of the library.";

/// The lines of the prompt for a target: all of it, and what can be done.
pub(super) fn prompt(target: &str, columns: usize) -> Vec<Line> {
    let line =
        |text: &str, face: Face| Line { spans: vec![Span::new(text, face)], ..Line::default() };
    let mut lines = Vec::new();
    let mut rest = target;
    while !rest.is_empty() {
        let (mut part, used) = width::take(rest, columns.max(1));
        if used == 0 {
            part = rest;
        }
        lines.push(line(part, Role::Link.into()));
        rest = rest.get(part.len()..).unwrap_or_default();
    }
    let copy = key_for(Action::CopyLink, Place::Link);
    let say = if can_open(target) {
        let open = key_for(Action::OpenLink, Place::Link);
        format!("{open} opens it outside of Recto, {copy} copies it.")
    } else {
        format!("{ONLY_THESE} {copy} copies it.")
    };
    lines.push(Line::default());
    for range in wrap::breaks(&say, columns, columns) {
        lines.push(line(say.get(range).unwrap_or_default(), Role::Muted.into()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Anchor;

    #[test]
    fn only_the_web_and_mail_can_be_opened() {
        for target in ["http://e.org", "https://e.org/a:b", "HTTPS://e.org", "mailto:a@e.org"] {
            assert!(can_open(target), "{target}");
        }
        for target in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "//e.org/a",
            "-https://e.org",
            " https://e.org",
            "notes/a.md",
            "Why: a note",
            "",
        ] {
            assert!(!can_open(target), "{target}");
        }
    }

    #[test]
    fn a_target_that_only_holds_a_colon_is_no_scheme() {
        assert_eq!(scheme("notes/9:30.md"), None);
        assert_eq!(scheme("a note: part two"), None);
        assert_eq!(scheme("tel:123"), Some("tel"));
    }

    fn page() -> Page {
        let anchor = |text: &str, line| Anchor { level: 2, text: text.to_owned(), line };
        Page {
            anchors: vec![
                anchor("The first step!", 3),
                anchor("Été & hiver", 6),
                anchor("Example", 9),
                anchor("Example", 12),
            ],
            targets: vec![("footnote-1".to_owned(), 20), ("Example".to_owned(), 30)],
            ..Page::default()
        }
    }

    #[test]
    fn a_heading_is_found_by_its_words_however_they_are_spelled() {
        let page = page();
        for (fragment, line) in [
            ("the-first-step", Some(3)),
            ("The first step!", Some(3)),
            ("The%20first%20step", Some(3)),
            ("été--hiver", Some(6)),
            ("example", Some(9)),
            ("example-1", Some(12)),
            ("example-2", None),
            ("footnote-1", Some(20)),
            ("Example", Some(30)),
            ("!", None),
            ("", None),
        ] {
            assert_eq!(page.line_of_fragment(fragment), line, "{fragment}");
        }
    }

    proptest! {
        #[test]
        fn the_prompt_shows_every_character_of_a_target(
            target in "https://[a-z0-9/日本%?=-]{0,200}", columns in 0_usize..60,
        ) {
            let lines = prompt(&target, columns);
            let shown: String =
                lines.iter().take_while(|line| !line.spans.is_empty()).map(Line::text).collect();
            prop_assert_eq!(shown, target);
            if columns > 1 {
                prop_assert!(lines.iter().all(|line| line.width() <= columns));
            }
        }
    }
}
