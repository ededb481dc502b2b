//! The columns of one segment that searches read, opened once.

use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};

use crate::analysis::Language;

/// Columns by document. A document without a value has none of its kind:
/// [`super::Fields`] tells whose they are.
pub(crate) struct Columns {
    /// Days of publication.
    pub(crate) days: Column<i64>,
    /// Seconds of publication.
    pub(crate) published: Column<i64>,
    /// Seconds of indexing.
    pub(crate) seen: Column<i64>,
    /// How many quotes follow an article.
    pub(crate) quotes: Column<u64>,
    /// How many documents before a quote its article stands.
    pub(crate) quote_numbers: Column<u64>,
    /// How many words a headline has.
    pub(crate) title_words: Column<u64>,
    /// Where sentences and paragraphs begin.
    pub(crate) breaks: Column<u64>,
    /// One number for the same words, of quotes.
    pub(crate) words_hashes: Column<u64>,
    /// Who published an article.
    pub(crate) outlets: Option<StrColumn>,
    /// 1 for an article of which there is only the beginning.
    pub(crate) partial: Column<u64>,
    /// Sketches of articles: first how many shingles the text has.
    pub(crate) sketches: Column<u64>,
    /// Ids of articles, which quotes have as well.
    pub(crate) ids: Option<StrColumn>,
    /// Languages of articles.
    pub(crate) languages: Languages,
    /// Languages of quotes.
    pub(crate) quote_languages: Languages,
}

/// A column of language codes.
pub(crate) struct Languages {
    /// Ordinals by document; `None` where the segment has no code.
    pub(crate) ordinals: Option<Column<u64>>,
    /// The language of each ordinal; `None` for a code that is not known.
    pub(crate) known: Vec<Option<Language>>,
}

impl Columns {
    pub(crate) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Columns {
            days: columns.i64("day")?,
            published: columns.i64("published")?,
            seen: columns.i64("seen")?,
            quotes: columns.u64("quotes")?,
            quote_numbers: columns.u64("quote_number")?,
            title_words: columns.u64("title_words")?,
            breaks: columns.u64("breaks")?,
            words_hashes: columns.u64("quote_words_hash")?,
            outlets: columns.str("outlet_name")?,
            partial: columns.u64("partial")?,
            sketches: columns.u64("sketch")?,
            ids: columns.str("id")?,
            languages: Languages::open(columns.str("language")?)?,
            quote_languages: Languages::open(columns.str("quote_language")?)?,
        })
    }
}

impl Languages {
    fn open(codes: Option<StrColumn>) -> tantivy::Result<Self> {
        let mut known = Vec::new();
        if let Some(codes) = &codes {
            let mut terms = codes.dictionary().stream()?;
            while terms.advance() {
                let code = std::str::from_utf8(terms.key()).ok();
                known.push(code.and_then(Language::from_code));
            }
        }
        Ok(Languages {
            ordinals: codes.map(|codes| codes.ords().clone()),
            known,
        })
    }
}
