//! The page of an article: question, meta line, answer, keywords, related articles and backlinks,
//! as one column of lines.
//!
//! Serves the reading pane and `recto show`. Invariant: `jumps` are numbered in the order in which
//! their lines stand, from 1.

use std::collections::HashSet;
use std::ops::Range;

use ratatui::style::Modifier;

use crate::article::{Severity, date, reading_minutes};
use crate::document::{
    self, Anchor, CodeRegion, Face, FormulaRegion, Layout, Line, Link, Options, PictureRegion,
    Position, Role, Span, Wide,
};
use crate::library::catalog::{ArticleId, Catalog};
use crate::library::reference::Reference;
use crate::text::count::grouped;
use crate::text::{width, wrap};

use super::message::Opened;

/// Articles that are listed under one heading at most, but for those that the article itself names.
const MOST_LISTED: usize = 100;

/// An article one key away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jump {
    /// The article, if it is in the library.
    pub target: Option<ArticleId>,
    /// Its title, for the message when it is not.
    pub title: String,
    /// The reference as written, to be tried again while the library loads; none for a backlink.
    pub reference: Option<Reference>,
    /// Its first line on the page.
    pub line: usize,
}

/// A laid-out article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The lines from the top.
    pub lines: Vec<Line>,
    /// The related articles, then the articles that link here.
    pub jumps: Vec<Jump>,
    /// What is wider than the page.
    pub wide: Vec<Wide>,
    /// The outline.
    pub anchors: Vec<Anchor>,
    /// The links of the answer.
    pub links: Vec<Link>,
    /// The code blocks.
    pub codes: Vec<CodeRegion>,
    /// The formulas.
    pub formulas: Vec<FormulaRegion>,
    /// Named places of the answer and their lines.
    pub targets: Vec<(String, usize)>,
    /// The pictures.
    pub pictures: Vec<PictureRegion>,
    /// The lines of the answer itself.
    pub answer: Range<usize>,
}

/// What surrounds the article.
#[derive(Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// The library it belongs to, if one is loaded, and its row there.
    pub library: Option<(&'a Catalog, ArticleId)>,
    /// Whether more articles are still to come.
    pub loading: bool,
    /// Articles that are nearly the same, it and those with its question perhaps among them.
    pub near: &'a [ArticleId],
    /// Articles whose texts are like that of this one.
    pub similar: &'a [ArticleId],
}

impl Page {
    /// The position of a line.
    #[must_use]
    pub fn position(&self, line: usize) -> Position {
        self.lines
            .get(line)
            .map_or(Position::default(), |line| Position { leaf: line.leaf, offset: line.offset })
    }

    /// The line that shows a position: the last one that begins at or before it.
    #[must_use]
    pub fn line_of(&self, position: Position) -> usize {
        let begins = |line: &Line| Position { leaf: line.leaf, offset: line.offset };
        self.lines.partition_point(|line| begins(line) <= position).saturating_sub(1)
    }

    /// The jump whose line this is.
    #[must_use]
    pub fn jump_at(&self, line: usize) -> Option<usize> {
        let index = self.jumps.iter().rposition(|jump| jump.line <= line)?;
        let is_continuation = self.lines.get(line).is_some_and(|line| !line.spans.is_empty());
        let next_part = self.jumps.get(index + 1).is_some_and(|next| next.line <= line);
        let same = self.lines.get(line)?.leaf == self.lines.get(self.jumps.get(index)?.line)?.leaf;
        (is_continuation && !next_part && same).then_some(index)
    }
}

/// Lays out the page of an article.
#[must_use]
pub fn build(opened: &Opened, around: &Surroundings<'_>, options: &Options) -> Page {
    let columns = options.columns.max(1);
    let mut writer = Writer { page: Page::default(), columns, leaf: 0 };
    writer.header(opened, around);
    let layout = document::lay_out(&opened.document, options);
    writer.answer(layout);
    writer.notices(opened);
    writer.keywords(opened);
    writer.related(opened, around);
    writer.backlinks(around);
    writer.same_question(around);
    writer.alike(around);
    writer.page
}

/// What stands on one line of a text.
struct Part<'a> {
    text: &'a str,
    /// Characters of the text before it.
    before: usize,
    /// Whether it goes on from the line before without a blank.
    glued: bool,
}

/// A text cut into lines of `columns`.
fn parts(text: &str, columns: usize) -> impl Iterator<Item = Part<'_>> {
    let mut end = 0;
    wrap::breaks(text, columns, columns).into_iter().map(move |range| {
        let before = text.get(..range.start).map_or(0, |before| before.chars().count());
        let glued = range.start > 0 && range.start == end;
        end = range.end;
        Part { text: text.get(range).unwrap_or_default(), before, glued }
    })
}

struct Writer {
    page: Page,
    columns: usize,
    leaf: usize,
}

impl Writer {
    fn push(&mut self, spans: Vec<Span>, offset: usize) {
        self.page.lines.push(Line { spans, leaf: self.leaf, offset, ..Line::default() });
    }

    fn gap(&mut self) {
        // The end of the leaf before, so that no two lines have one position.
        if let Some(leaf) = self.leaf.checked_sub(1) {
            self.page.lines.push(Line { leaf, offset: usize::MAX, ..Line::default() });
        }
    }

    fn text(&mut self, text: &str, face: impl Into<Face> + Copy) {
        for part in parts(text, self.columns) {
            self.push(vec![Span::new(part.text, face)], part.before);
            self.glue(part.glued);
        }
        self.leaf += 1;
    }

    /// Notes on the last line whether it goes on from the one before without a blank.
    fn glue(&mut self, glued: bool) {
        if let Some(line) = self.page.lines.last_mut() {
            line.glued = glued;
        }
    }

    /// Short parts with dots between them; a line ends between two parts where it can.
    fn parts(&mut self, parts: &[String]) {
        let mut line = String::new();
        let mut offset = 0;
        for part in parts {
            let together = format!("{line} · {part}");
            if line.is_empty() {
                line.clone_from(part);
            } else if width::of(&together) <= self.columns {
                line = together;
            } else {
                offset += self.part_line(&line, offset);
                line.clone_from(part);
            }
        }
        self.part_line(&line, offset);
        self.leaf += 1;
    }

    /// A line of parts, broken where one part alone is too long; returns its characters.
    fn part_line(&mut self, line: &str, offset: usize) -> usize {
        for part in parts(line, self.columns) {
            self.push(vec![Span::new(part.text, Role::Muted)], offset + part.before);
            self.glue(part.glued);
        }
        line.chars().count() + 3
    }

    fn header(&mut self, opened: &Opened, around: &Surroundings<'_>) {
        let article = &opened.article;
        let title = Face::new(Role::Title).with(Modifier::BOLD);
        self.text(&document::in_line(&article.question), title);
        let mut parts: Vec<String> = Vec::new();
        let label = around.library.map(|(catalog, id)| catalog.subject_label(id).to_owned());
        parts.extend(label.or_else(|| article.subject.clone()).filter(|label| !label.is_empty()));
        if let Some(raw) = &article.date {
            let format = article.date_format.as_deref().unwrap_or("MMM DD, YYYY");
            let shown = date::format(raw, format).unwrap_or_else(|| raw.clone());
            let words = article.post_on_text.as_deref().unwrap_or_default().trim();
            parts.push(format!("{words} {shown}").trim().to_owned());
        }
        parts.extend(article.author.clone().filter(|author| !author.is_empty()));
        parts.push(format!("{} min", reading_minutes(&article.answer)));
        if article.unlisted {
            parts.push("unlisted".to_owned());
        }
        self.parts(&parts);
        for flaw in article.problems.iter().filter(|flaw| flaw.severity == Severity::Error) {
            self.text(&format!("! line {}: {}", flaw.line, flaw.reason), Role::Warning);
        }
        self.gap();
    }

    /// Takes over the answer, whose lines are counted from its own start.
    fn answer(&mut self, layout: Layout) {
        let base = self.leaf;
        let first = self.page.lines.len();
        for line in layout.lines {
            self.leaf = base + line.leaf;
            self.page.lines.push(Line { leaf: self.leaf, ..line });
        }
        self.leaf += 1;
        let down = |lines: Range<usize>| lines.start + first..lines.end + first;
        let page = &mut self.page;
        page.answer = first..page.lines.len();
        page.wide =
            layout.wide.into_iter().map(|w| Wide { lines: down(w.lines.clone()), ..w }).collect();
        page.anchors =
            layout.anchors.into_iter().map(|a| Anchor { line: a.line + first, ..a }).collect();
        page.links = layout.links.into_iter().map(|l| Link { line: l.line + first, ..l }).collect();
        let code = |c: CodeRegion| CodeRegion { lines: down(c.lines.clone()), ..c };
        page.codes = layout.codes.into_iter().map(code).collect();
        let formula = |f: FormulaRegion| FormulaRegion { lines: down(f.lines.clone()), ..f };
        page.formulas = layout.formulas.into_iter().map(formula).collect();
        page.targets =
            layout.targets.into_iter().map(|(name, line)| (name, line + first)).collect();
        let picture = |p: PictureRegion| PictureRegion { lines: down(p.lines.clone()), ..p };
        page.pictures = layout.pictures.into_iter().map(picture).collect();
    }

    fn notices(&mut self, opened: &Opened) {
        if opened.article.cut {
            self.gap();
            self.text(
                "… the file is larger than Recto shows; the rest is left out.",
                Role::Warning,
            );
        }
        if opened.article.answer.trim().is_empty() {
            self.text("This article has no answer.", Role::Muted);
        }
    }

    fn keywords(&mut self, opened: &Opened) {
        let keywords = &opened.article.keywords;
        if !keywords.is_empty() {
            self.gap();
            self.heading("Keywords");
            let shown: Vec<_> =
                keywords.iter().map(|word| document::in_line(word).into()).collect();
            self.parts(&shown);
        }
    }

    fn heading(&mut self, words: &str) {
        self.text(words, Face::new(Role::Heading).with(Modifier::BOLD));
    }

    fn related(&mut self, opened: &Opened, around: &Surroundings<'_>) {
        let related = &opened.article.related;
        if related.is_empty() {
            return;
        }
        self.gap();
        self.heading("Related");
        let (mut found, mut missing) = (HashSet::new(), HashSet::new());
        for one in related {
            let path = around.library.and_then(|(catalog, id)| catalog.get(id)).map(|e| e.path);
            let reference = Reference::new(one.clone(), path.unwrap_or_default());
            let target = around.library.and_then(|(catalog, _)| catalog.resolve(&reference));
            // Named twice, or by its title and by a link, it is one article.
            let is_new = match target {
                Some(id) => found.insert(id),
                None => missing.insert((&one.url, &one.title)),
            };
            if !is_new {
                continue;
            }
            let told = around.library.zip(target).map(|((catalog, _), id)| {
                let question = catalog.get(id).map_or("", |entry| entry.question);
                (question.to_owned(), catalog.subject_label(id).to_owned())
            });
            let is_missing = around.library.is_some() && target.is_none() && !around.loading;
            let (title, subject) = told.unwrap_or_else(|| {
                let name = Some(one.title.clone()).filter(|title| !title.is_empty());
                let name = name.or_else(|| one.url.clone()).unwrap_or_default();
                (name, one.subject.clone().unwrap_or_default())
            });
            let note = if is_missing { "not in this library" } else { subject.as_str() };
            self.jump(target, &title, note, is_missing, Some(reference));
        }
    }

    fn backlinks(&mut self, around: &Surroundings<'_>) {
        let Some((catalog, id)) = around.library else { return };
        self.listed("Linked from", &catalog.backlinks(id), around);
    }

    /// Articles under a heading, each with its subject; those that went are left out.
    fn listed(&mut self, heading: &str, ids: &[ArticleId], around: &Surroundings<'_>) {
        let Some((catalog, _)) = around.library else { return };
        let entries = ids.iter().filter_map(|id| Some((*id, catalog.get(*id)?)));
        let mut entries = entries.take(MOST_LISTED).peekable();
        if entries.peek().is_none() {
            return;
        }
        self.gap();
        self.heading(heading);
        for (id, entry) in entries {
            self.jump(Some(id), entry.question, catalog.subject_label(id), false, None);
        }
        if let Some(more) = ids.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
            self.text(&format!("… and {} more", grouped(more)), Role::Muted);
        }
    }

    /// The articles that say nearly the same under other questions, and similar ones.
    fn alike(&mut self, around: &Surroundings<'_>) {
        let Some((catalog, id)) = around.library else { return };
        let (mut told, _) = catalog.same_question(id, MOST_LISTED);
        told.push(id);
        for (heading, ids) in [
            ("Nearly the same, found by comparing texts", around.near),
            ("Similar, found by comparing texts", around.similar),
        ] {
            let new: Vec<_> = ids.iter().copied().filter(|id| !told.contains(id)).collect();
            self.listed(heading, &new, around);
            told.extend(new);
        }
    }

    /// The articles that have the same question, by their subjects.
    fn same_question(&mut self, around: &Surroundings<'_>) {
        let Some((catalog, id)) = around.library else { return };
        let (others, has_more) = catalog.same_question(id, MOST_LISTED);
        if others.is_empty() {
            return;
        }
        self.gap();
        self.heading("The same question");
        for other in others {
            let note = match (catalog.twin(id), catalog.twin(other)) {
                (Some(twin), Some(other)) if twin == other => "the same answer",
                (Some(_), Some(_)) => "another answer",
                _ => "",
            };
            self.jump(Some(other), catalog.subject_label(other), note, false, None);
        }
        if has_more {
            self.text("… and more", Role::Muted);
        }
    }

    /// A numbered line: number, title, and the subject at the right edge.
    fn jump(
        &mut self,
        target: Option<ArticleId>,
        title: &str,
        note: &str,
        missing: bool,
        reference: Option<Reference>,
    ) {
        let title = document::in_line(title).into_owned();
        let number = self.page.jumps.len() + 1;
        let line = self.page.lines.len();
        let digit = if number <= 9 { number.to_string() } else { "·".to_owned() };
        let room = self.columns.saturating_sub(2).max(1);
        let note_room = width::of(note) + 2;
        let beside =
            !note.is_empty() && room >= note_room + 24 && width::of(&title) + note_room <= room;
        let title_room = if beside { room - note_room } else { room };
        let role = if missing { Role::Missing } else { Role::Link };
        for (index, part) in parts(&title, title_room).enumerate() {
            let key = if index == 0 { format!("{digit} ") } else { "  ".to_owned() };
            let mut spans = vec![Span::new(key, Role::Number), Span::new(part.text, role)];
            if index == 0 && beside {
                let gap = self.columns.saturating_sub(2 + width::of(part.text) + width::of(note));
                spans.push(Span::new(" ".repeat(gap), Role::Text));
                spans.push(Span::new(note, Role::Muted));
            }
            self.push(spans, part.before);
            self.glue(part.glued);
        }
        if !beside && !note.is_empty() {
            let note = width::truncate(note, room).into_owned();
            self.push(
                vec![Span::new("  ", Role::Text), Span::new(note, Role::Muted)],
                usize::MAX - 1,
            );
        }
        self.leaf += 1;
        self.page.jumps.push(Jump { target, title, reference, line });
    }
}
