//! The fields of the index, and the numbers that name its format.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Version of everything on disk. An index of another version is refused
/// before it is opened, and `rebuild` mends it.
///
/// - 1: articles and files in one tantivy index, one folder a generation.
/// - 2: quotes are documents, each right after its article.
/// - 3: where sentences and paragraphs begin is kept.
/// - 4: sketches are kept, by which copies are told.
/// - 5: which articles are partial, and the host of each.
pub const FORMAT: u32 = 5;

/// Name of the tokenizer, which every process registers on its own handle.
pub(crate) const TOKENIZER: &str = "words";

/// What kind of document a tantivy document is, in the field `kind`.
pub(crate) const ARTICLE: &str = "article";
pub(crate) const FILE: &str = "file";
pub(crate) const QUOTE: &str = "quote";

/// The fields of articles and files, and those that quotes share. Whatever is
/// searched or weighed is apart, so that no kind of document is found among
/// another.
#[derive(Clone, Debug)]
pub struct Fields {
    /// `ARTICLE`, `FILE` or `QUOTE`.
    pub kind: Field,
    /// Article and quote: the article's id, exact; also a column, to break
    /// ties.
    pub id: Field,
    /// Article and quote: the file that the article came from, exact.
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
    /// Article: column, how many words its headline has.
    pub title_words: Field,
    /// Article and quote: column of many values, where sentences, passages and
    /// paragraphs of the body, or of what was said, begin, in word positions
    /// ([`crate::breaks::Breaks`]).
    pub breaks: Field,
    /// Article: column of many values, a sketch of the text
    /// ([`crate::sketch::Sketch::values`]).
    pub sketch: Field,
    /// Article: column of many values, a sketch of the numbers in the text
    /// ([`crate::sketch::Sketch::number_values`]).
    pub sketch_numbers: Field,
    /// Article: column, the same for addresses on the web that lead to the same
    /// page.
    pub web: Field,
    /// Article: column, the host of its address on the web, without `www.`.
    pub host: Field,
    /// Article: column, 1 where the source gives only its beginning.
    pub partial: Field,
    /// Article: column, hash of the source that it was read from.
    pub hash: Field,
    /// Either: what is shown, as JSON ([`super::Stored`], [`super::FileRecord`]).
    pub record: Field,
    /// File: its id, exact.
    pub file_id: Field,
    /// File: column of [`super::FileState`] lines.
    pub file_state: Field,
    /// Article: column, how many quotes follow.
    pub quotes: Field,
    /// The fields of quotes.
    pub quote: QuoteFields,
}

/// The fields of quotes, beside the shared ones. The words themselves are
/// stored with the article, whose document stands right before those of its
/// quotes, so many documents before as `number` says: headline, outlet, date
/// and whatever else they have in common stand there alone.
#[derive(Clone, Debug)]
pub struct QuoteFields {
    /// Column: 1 for the first quote of the article.
    pub number: Field,
    /// What was said, words and stems with positions.
    pub words: Field,
    /// Column: the same for quotes of the same folded words.
    pub words_hash: Field,
    /// Name of the speaker, words with positions.
    pub speaker: Field,
    /// The speaker's role, words and stems with positions.
    pub role: Field,
    /// The speaker's affiliation, words with positions.
    pub affiliation: Field,
    /// `direct`, `mixed` or `indirect`, exact.
    pub kind: Field,
    /// `person`, `body` or `unnamed`, exact.
    pub sort: Field,
    /// Column: the speaker's name as it is shown.
    pub speaker_name: Field,
    /// Column: the role as it is shown.
    pub role_name: Field,
    /// Column: the affiliation as it is shown.
    pub affiliation_name: Field,
    /// Column: ISO 639-1 code of the article.
    pub language: Field,
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
        title_words: builder.add_u64_field("title_words", FAST),
        breaks: builder.add_u64_field("breaks", FAST),
        sketch: builder.add_u64_field("sketch", FAST),
        sketch_numbers: builder.add_u64_field("sketch_numbers", FAST),
        web: builder.add_u64_field("web", FAST),
        host: builder.add_text_field("host", FAST),
        partial: builder.add_u64_field("partial", FAST),
        hash: builder.add_u64_field("hash", FAST),
        record: builder.add_text_field("record", STORED),
        file_id: builder.add_text_field("file_id", STRING),
        file_state: builder.add_text_field("file_state", FAST),
        quotes: builder.add_u64_field("quotes", FAST),
        quote: QuoteFields {
            number: builder.add_u64_field("quote_number", FAST),
            words: builder.add_text_field("quote_words", words()),
            words_hash: builder.add_u64_field("quote_words_hash", FAST),
            speaker: builder.add_text_field("quote_speaker", words()),
            role: builder.add_text_field("quote_role", words()),
            affiliation: builder.add_text_field("quote_affiliation", words()),
            kind: builder.add_text_field("quote_kind", STRING),
            sort: builder.add_text_field("quote_sort", STRING),
            speaker_name: builder.add_text_field("quote_speaker_name", FAST),
            role_name: builder.add_text_field("quote_role_name", FAST),
            affiliation_name: builder.add_text_field("quote_affiliation_name", FAST),
            language: builder.add_text_field("quote_language", FAST),
        },
    };
    (builder.build(), fields)
}
