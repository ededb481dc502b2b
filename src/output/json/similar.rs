//! The summary of articles like another, as a JSON line.

use serde::Serialize;

use crate::search::Similar;

use super::SCHEMA;

/// The last line of a search for articles like another.
#[derive(Debug, Serialize)]
pub struct SimilarSummaryLine<'a> {
    schema: u32,
    r#type: &'static str,
    like: &'a str,
    articles: u64,
    outlets: Option<u64>,
    origins: Option<u64>,
    shown: usize,
    copies: usize,
    telling: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    explanation: &'a [String],
    ms: u64,
}

/// The summary of the articles like `like`, an id or the name of a file.
pub fn similar_summary<'a>(
    like: &'a str,
    similar: &'a Similar<'_>,
    ms: u64,
) -> SimilarSummaryLine<'a> {
    SimilarSummaryLine {
        schema: SCHEMA,
        r#type: "summary",
        like,
        articles: similar.results.articles,
        outlets: similar.results.collapsed.map(|collapsed| collapsed.outlets),
        origins: similar.results.collapsed.map(|collapsed| collapsed.origins),
        shown: similar.results.shown(),
        copies: similar.copies,
        telling: &similar.words,
        explanation: &similar.results.explanation,
        ms,
    }
}
