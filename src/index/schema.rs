//! The fields of the index, and the document that one article becomes.
//!
//! Every text stands there twice: as its words are, with their places, for exact matches, phrases
//! and beginnings; and stemmed, without places. Invariant: what a field is follows from the schema's
//! version alone.

use std::path::Path;

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::words::{EXACT, STEMMED};
use crate::article::{Article, date};
use crate::document;
use crate::library::catalog::{Record, Stamp, path_key};
use crate::text::fold::fold;

/// Raise it when a field is added or means something else.
pub(super) const VERSION: u32 = 3;

/// What can be asked of an article by name, as terms of one field.
pub(super) const MATH: &str = "math";
pub(super) const CODE: &str = "code";
pub(super) const TABLE: &str = "table";
pub(super) const UNLISTED: &str = "unlisted";
pub(super) const RELATED: &str = "related";

/// The fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// The path of the file, which names the document.
    pub(super) path: Field,
    pub(super) url: Field,
    /// The key of the path, and the stamp: what is compared with a folder.
    pub(super) key: Field,
    pub(super) size: Field,
    pub(super) mark: Field,
    /// Terms.
    pub(super) subject: Field,
    pub(super) author: Field,
    pub(super) tag: Field,
    pub(super) fact: Field,
    /// The number that other articles may bear too.
    pub(super) id: Field,
    /// The day as a number, 20241126.
    pub(super) day: Field,
    /// Texts, each with its stems.
    pub(super) question: Text,
    pub(super) keywords: Text,
    /// Question, keywords, description and answer.
    pub(super) all: Text,
    /// The plain answer, for excerpts.
    pub(super) answer: Field,
}

/// A text in its two forms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) exact: Field,
    pub(super) stems: Field,
}

/// The names of the fast fields, by which they are read.
pub(super) const KEY: &str = "key";
pub(super) const SIZE: &str = "size";
pub(super) const MARK: &str = "mark";

impl Fields {
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let words = |tokenizer, option| {
            let indexing = TextFieldIndexing::default();
            let indexing = indexing.set_tokenizer(tokenizer).set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let exact = || words(EXACT, IndexRecordOption::WithFreqsAndPositions);
        let mut text = |name: &str, exact| Text {
            exact: schema.add_text_field(name, exact),
            stems: schema.add_text_field(
                &format!("{name}_stems"),
                words(STEMMED, IndexRecordOption::WithFreqs),
            ),
        };
        // Stored for whoever compares articles; the whole text is, in the answer.
        let question = text("question", exact().set_stored());
        let keywords = text("keywords", exact().set_stored());
        let all = text("all", exact());
        Self {
            path: schema.add_text_field("path", STRING | STORED),
            url: schema.add_text_field("url", STORED),
            key: schema.add_u64_field(KEY, FAST),
            size: schema.add_u64_field(SIZE, FAST),
            mark: schema.add_u64_field(MARK, FAST),
            subject: schema.add_text_field("subject", STRING),
            author: schema.add_text_field("author", STRING),
            tag: schema.add_text_field("tag", STRING),
            fact: schema.add_text_field("fact", STRING),
            id: schema.add_i64_field("id", INDEXED),
            day: schema.add_u64_field("day", INDEXED | FAST),
            answer: schema.add_text_field("answer", STORED),
            question,
            keywords,
            all,
            schema: schema.build(),
        }
    }

    /// The document of an article that was read from `file`, relative to the library's folder.
    pub(super) fn document(
        &self,
        mut article: Article,
        file: &Path,
        stamp: Stamp,
    ) -> TantivyDocument {
        let plain = document::plain(&article.answer);
        let (author, description) = (article.author.take(), article.description.take());
        let record = Record::new(article, file, stamp);
        let mut made = TantivyDocument::new();
        made.add_text(self.path, &record.path);
        if let Some(url) = &record.url {
            made.add_text(self.url, url);
        }
        let Stamp { size, mark } = record.stamp;
        made.add_u64(self.key, path_key(&record.path));
        made.add_u64(self.size, size);
        made.add_u64(self.mark, mark);
        made.add_text(self.subject, &record.subject_slug);
        for author in author.iter().flat_map(|authors| authors.split(',')) {
            made.add_text(self.author, name(author));
        }
        if let Some(id) = record.id {
            made.add_i64(self.id, id);
        }
        if let Some(day) = record.date.as_deref().and_then(day) {
            made.add_u64(self.day, day);
        }
        let facts = [
            (MATH, plain.math),
            (CODE, plain.code),
            (TABLE, plain.table),
            (UNLISTED, record.unlisted),
            (RELATED, !record.related.is_empty()),
        ];
        for (fact, _) in facts.iter().filter(|(_, is_so)| *is_so) {
            made.add_text(self.fact, fact);
        }
        let question = document::in_line(&record.question);
        for field in [self.question, self.all] {
            field.add(&mut made, &question);
        }
        for keyword in &record.keywords {
            made.add_text(self.tag, name(keyword));
            for field in [self.keywords, self.all] {
                field.add(&mut made, &document::in_line(keyword));
            }
        }
        if let Some(description) = &description {
            self.all.add(&mut made, &document::in_line(description));
        }
        self.all.add(&mut made, &plain.text);
        made.add_text(self.answer, plain.text);
        made
    }
}

impl Text {
    fn add(self, made: &mut TantivyDocument, text: &str) {
        made.add_text(self.exact, text);
        made.add_text(self.stems, text);
    }
}

/// A name as a term: an author, a keyword.
pub(super) fn name(text: &str) -> String {
    fold(text.trim())
}

/// A day as a number that sorts as days do.
pub(super) fn day(written: &str) -> Option<u64> {
    date::iso(written)?.replace('-', "").parse().ok()
}
