//! What is remembered after something more was kept.
//!
//! Knows no database. Invariant: it comes to what the database gives back once it has kept the same, but
//! for the number of a visit's session, which only the database knows.

use super::{Highlight, Kept, Memory, Named, Past, QUERIES, Remembered, Shelf, ShelfChange, note};

impl Remembered {
    /// Takes one more memory.
    pub fn apply(&mut self, kept: &Kept) {
        match &kept.memory {
            Memory::Query(text) => {
                self.queries.retain(|other| other != text);
                self.queries.push(text.clone());
                let surplus = self.queries.len().saturating_sub(QUERIES);
                self.queries.drain(..surplus);
            }
            Memory::Visit(visit) => {
                let past = Past { session: Past::PRESENT, time: kept.time, visit: visit.clone() };
                let is_same = |other: &Past| other.time == past.time && other.visit == past.visit;
                if !self
                    .visits
                    .iter()
                    .rev()
                    .take_while(|other| other.time >= past.time)
                    .any(is_same)
                {
                    let at = self.visits.partition_point(|other| other.time <= past.time);
                    self.visits.insert(at, past);
                }
            }
            Memory::Setting(name, value) => {
                self.settings.insert(name.clone(), value.clone());
            }
            Memory::Read(named, true) => {
                self.name(named);
                self.read.entry(named.article.clone()).or_insert(kept.time);
            }
            Memory::Read(named, false) => {
                self.read.remove(&named.article);
            }
            Memory::Star(named, true) => {
                self.name(named);
                if !self.is_starred(&named.article) {
                    self.stars.push(named.clone());
                }
            }
            Memory::Star(named, false) => {
                self.stars.retain(|other| other.article != named.article);
            }
            Memory::Spent(named, _) => self.name(named),
            Memory::Left(named, Some(position)) => {
                self.name(named);
                self.left.insert(named.article.clone(), *position);
            }
            Memory::Left(named, None) => {
                self.left.remove(&named.article);
            }
            Memory::Shelf(change) => self.change_shelves(change),
            Memory::Highlight(highlight) => self.keep_highlight(highlight, ""),
            Memory::Note(highlight, before) => self.keep_highlight(highlight, before),
            Memory::DropHighlight(uid) => self.highlights.retain(|other| other.uid != *uid),
            Memory::Rekey(from, to) if *from != to.article => self.rekey(from, to),
            Memory::Rekey(..) => {}
            Memory::FirstResume(resume) => {
                self.resume.get_or_insert_with(|| (**resume).clone());
            }
            Memory::Resume(resume) => self.resume = Some((**resume).clone()),
        }
    }

    /// Whether an article counts as read, by its key.
    #[must_use]
    pub fn is_read(&self, article: &str) -> bool {
        self.read.contains_key(article)
    }

    /// Whether an article is starred, by its key.
    #[must_use]
    pub fn is_starred(&self, article: &str) -> bool {
        self.stars.iter().any(|star| star.article == article)
    }

    /// The shelf with a name.
    #[must_use]
    pub fn shelf(&self, name: &str) -> Option<&Shelf> {
        self.shelves.iter().find(|shelf| shelf.name == name)
    }

    /// Takes how an article is called now, wherever it stands.
    fn name(&mut self, named: &Named) {
        let shelved = self.shelves.iter_mut().flat_map(|shelf| &mut shelf.articles);
        let highlighted = self.highlights.iter_mut().map(|highlight| &mut highlight.article);
        for other in self.stars.iter_mut().chain(shelved).chain(highlighted) {
            if other.article == named.article {
                other.clone_from(named);
            }
        }
    }

    /// Gives an article what is kept of another key; what it has already counts more.
    fn rekey(&mut self, from: &str, to: &Named) {
        if let Some(since) = self.read.remove(from) {
            self.read.entry(to.article.clone()).or_insert(since);
        }
        if let Some(position) = self.left.remove(from) {
            self.left.entry(to.article.clone()).or_insert(position);
        }
        let shelved = self.shelves.iter_mut().map(|shelf| &mut shelf.articles);
        for articles in shelved.chain([&mut self.stars]) {
            if articles.iter().any(|other| other.article == to.article) {
                articles.retain(|other| other.article != from);
            }
        }
        let shelved = self.shelves.iter_mut().flat_map(|shelf| &mut shelf.articles);
        let highlighted = self.highlights.iter_mut().map(|highlight| &mut highlight.article);
        let visited = self.visits.iter_mut().map(|past| &mut past.visit);
        for named in self.stars.iter_mut().chain(shelved).chain(highlighted).chain(visited) {
            if named.article == from {
                named.article.clone_from(&to.article);
            }
        }
        self.name(to);
    }

    fn change_shelves(&mut self, change: &ShelfChange) {
        match change {
            ShelfChange::Make(name) => self.put(name, Vec::new()),
            ShelfChange::Rename { from, to } => {
                let at = self.shelves.iter().position(|shelf| shelf.name == *from);
                let Some(at) = at.filter(|_| from != to) else { return };
                let Shelf { articles, .. } = self.shelves.remove(at);
                self.put(to, articles);
            }
            ShelfChange::Drop(name) => self.shelves.retain(|shelf| shelf.name != *name),
            ShelfChange::Put(name, article) => {
                self.name(article);
                self.put(name, vec![article.clone()]);
            }
            ShelfChange::Take(name, article) => {
                for shelf in self.shelves.iter_mut().filter(|shelf| shelf.name == *name) {
                    shelf.articles.retain(|other| other.article != *article);
                }
            }
            ShelfChange::Move { shelf, article, to } => {
                let known = self.shelves.iter_mut().find(|other| other.name == *shelf);
                let Some(Shelf { articles, .. }) = known else { return };
                if let Some(at) = articles.iter().position(|other| other.article == *article) {
                    let moved = articles.remove(at);
                    articles.insert((*to).min(articles.len()), moved);
                }
            }
        }
    }

    /// Puts articles on a shelf, those that do not stand there at its end. It is made if there is none.
    fn put(&mut self, name: &str, more: Vec<Named>) {
        let at = self.shelves.partition_point(|shelf| *shelf.name < *name);
        if self.shelves.get(at).is_none_or(|shelf| shelf.name != name) {
            self.shelves.insert(at, Shelf { name: name.to_owned(), articles: Vec::new() });
        }
        let Some(Shelf { articles, .. }) = self.shelves.get_mut(at) else { return };
        for article in more {
            if !articles.iter().any(|other| other.article == article.article) {
                articles.push(article);
            }
        }
    }

    /// Keeps a highlight whose note was made from another one, beside what its note is now.
    fn keep_highlight(&mut self, highlight: &Highlight, before: &str) {
        self.name(&highlight.article);
        let mut highlight = highlight.clone();
        if let Some(at) = self.highlights.iter().position(|other| other.uid == highlight.uid) {
            let theirs = self.highlights.remove(at).note;
            highlight.note = note::both(&theirs, before, &highlight.note);
        }
        let key = |highlight: &Highlight| (highlight.made, highlight.uid.clone());
        let at = self.highlights.partition_point(|other| key(other) < key(&highlight));
        self.highlights.insert(at, highlight);
    }
}
