//! The fields of the index, and the numbers that name its format.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Version of everything on disk. An index of another version is refused
/// before it is opened, and `rebuild` mends it.
///
/// - 1: articles and files in one tantivy index, one folder a generation.
pub const FORMAT: u32 = 1;

/// Name of the tokenizer, which every process registers on its own handle.
pub(crate) const TOKENIZER: &str = "words";

/// What kind of document a tantivy document is, in the field `kind`.
pub(crate) const ARTICLE: &str = "article";
pub(crate) const FILE: &str = "file";

/// The fields of both kinds of document. Field names differ by kind where
/// statistics of one kind would distort the other's.
#[derive(Clone, Debug)]
pub struct Fields {
    /// `ARTICLE` or `FILE`.
    pub kind: Field,
    /// Article: its id, exact; also a column, to break ties.
    pub id: Field,
    /// Article: the file that it came from, exact.
    pub file: Field,
    /// Article: headline, words and stems with positions.
    pub title: Field,
    /// Article: text, words and stems with positions; a paragraph break is
    /// one position.
    pub body: Field,
    /// Article: author names, words with positions.
    pub byline: Field,
    /// Article: who published it, words with positions.
    pub outlet: Field,
    /// Article: who published it, as a column of whole names.
    pub outlet_name: Field,
    /// Article: its section, words with positions.
    pub section: Field,
    /// Article: ISO 639-1 code, exact, and a column.
    pub language: Field,
    /// Article: column, day of publication as written, `20240602`.
    pub day: Field,
    /// Article: column, instant of publication, seconds since 1970 UTC.
    pub published: Field,
    /// Article: column, when it was indexed, seconds since 1970 UTC.
    pub seen: Field,
    /// Article: column, how many passages it has.
    pub passages: Field,
    /// Article: column, hash of the source that it was read from.
    pub hash: Field,
    /// Either: what is shown, as JSON ([`super::Stored`], [`super::Skipped`]).
    pub record: Field,
    /// File: its id, exact.
    pub file_id: Field,
    /// File: column of [`super::FileState`] lines.
    pub file_state: Field,
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = || {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_fieldnorms(true)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
    };
    let fields = Fields {
        kind: builder.add_text_field("kind", STRING),
        id: builder.add_text_field("id", STRING | FAST),
        file: builder.add_text_field("file", STRING),
        title: builder.add_text_field("title", words()),
        body: builder.add_text_field("body", words()),
        byline: builder.add_text_field("byline", words()),
        outlet: builder.add_text_field("outlet", words()),
        outlet_name: builder.add_text_field("outlet_name", FAST),
        section: builder.add_text_field("section", words()),
        language: builder.add_text_field("language", STRING | FAST),
        day: builder.add_i64_field("day", FAST),
        published: builder.add_i64_field("published", FAST),
        seen: builder.add_i64_field("seen", FAST),
        passages: builder.add_u64_field("passages", FAST),
        hash: builder.add_u64_field("hash", FAST),
        record: builder.add_text_field("record", STORED),
        file_id: builder.add_text_field("file_id", STRING),
        file_state: builder.add_text_field("file_state", FAST),
    };
    (builder.build(), fields)
}
