//! The quotes of an article → documents of their own.

use tantivy::TantivyDocument;

use crate::analysis::{Language, Words};
use crate::breaks::Breaks;
use crate::quote::Quote;

use super::record::Stored;
use super::schema::{Fields, QUOTE};
use super::tokenizer::marked;
use super::writer::NAME_BYTES_MAX;

/// One document for each quote, in their order. They must follow the article's
/// own document without a gap: see [`super::schema::QuoteFields`].
pub(super) fn documents(fields: &Fields, stored: &Stored, file: &str) -> Vec<TantivyDocument> {
    let article = &stored.article;
    let shared = Shared {
        fields,
        id: &article.id,
        file,
        body: &article.body,
        code: article.language.as_deref(),
        language: article.language.as_deref().and_then(Language::from_code),
    };
    let numbered = (1_u64..).zip(&stored.quotes);
    numbered
        .map(|(number, quote)| shared.document(quote, number))
        .collect()
}

/// What all quotes of an article have in common.
struct Shared<'a> {
    fields: &'a Fields,
    id: &'a str,
    file: &'a str,
    body: &'a str,
    code: Option<&'a str>,
    language: Option<Language>,
}

impl Shared<'_> {
    fn document(&self, quote: &Quote, number: u64) -> TantivyDocument {
        let of = &self.fields.quote;
        let words = quote.words(self.body);
        let mut document = TantivyDocument::default();
        document.add_text(self.fields.kind, QUOTE);
        document.add_text(self.fields.id, self.id);
        document.add_text(self.fields.file, self.file);
        document.add_u64(of.number, number);
        document.add_u64(of.words_hash, words_hash(&words));
        document.add_text(of.words, marked(&words, self.language));
        for number in Breaks::new(&words).numbers() {
            document.add_u64(self.fields.breaks, *number);
        }
        document.add_text(of.kind, quote.kind.name());
        if let Some(code) = self.code {
            document.add_text(of.language, code);
        }
        self.add_speaker(quote, &mut document);
        document
    }

    fn add_speaker(&self, quote: &Quote, document: &mut TantivyDocument) {
        let of = &self.fields.quote;
        let Some(speaker) = &quote.speaker else {
            return;
        };
        document.add_text(of.sort, speaker.sort.name());
        if let Some(name) = named(Some(&speaker.name)) {
            document.add_text(of.speaker, name);
            document.add_text(of.speaker_name, name);
        }
        if let Some(role) = named(speaker.role.as_deref()) {
            document.add_text(of.role, marked(role, self.language));
            document.add_text(of.role_name, role);
        }
        if let Some(affiliation) = named(speaker.affiliation.as_deref()) {
            document.add_text(of.affiliation, affiliation);
            document.add_text(of.affiliation_name, affiliation);
        }
    }
}

/// A name fit for a column.
fn named(name: Option<&str>) -> Option<&str> {
    name.filter(|name| !name.is_empty() && name.len() <= NAME_BYTES_MAX)
}

/// The same for the same words, whatever their case, marks and accents. It
/// lies on disk, so no library's hash will do: Fowler, Noll and Vo's, FNV-1a,
/// 64 bits.
fn words_hash(words: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut walk = Words::new(words);
    while let Some(word) = walk.next() {
        for byte in word.text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}
