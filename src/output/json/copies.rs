//! Copies of one story, as JSON.

use serde::Serialize;

use crate::article::Article;
use crate::index::Stored;
use crate::search::Copies;

use super::{ArticleKeys, SCHEMA, iso};

/// What is told of the copies of a result.
#[derive(Debug, Serialize)]
pub(super) struct Cluster<'a> {
    /// How many articles, the one shown among them.
    size: u64,
    /// Of how many outlets.
    outlets: usize,
    /// Always 1: copies have one origin.
    origins: u64,
    /// True for the one that is shown for all.
    head: bool,
    /// Names of the outlets.
    sources: &'a [String],
    first: FirstLine<'a>,
}

/// The copy that was published first.
#[derive(Debug, Serialize)]
struct FirstLine<'a> {
    id: &'a str,
    source: Option<&'a str>,
    day: Option<String>,
}

pub(super) fn cluster(copies: &Copies) -> Cluster<'_> {
    let first = &copies.first;
    Cluster {
        size: copies.articles,
        outlets: copies.outlets.len(),
        origins: 1,
        head: true,
        sources: &copies.outlets,
        first: FirstLine {
            id: &first.id,
            source: first.outlet.as_deref(),
            day: first.day.map(iso),
        },
    }
}

/// One of several copies.
#[derive(Debug, Serialize)]
pub struct CopyLine<'a> {
    schema: u32,
    r#type: &'static str,
    id: &'a str,
    #[serde(flatten)]
    article: ArticleKeys<'a>,
    /// True for the article that was asked for.
    asked: bool,
}

/// The line of a copy of the article `asked`, which is one itself.
pub fn copy<'a>(stored: &'a Stored, asked: &str) -> CopyLine<'a> {
    let article: &Article = &stored.article;
    CopyLine {
        schema: SCHEMA,
        r#type: "copy",
        id: &article.id,
        article: ArticleKeys::new(article),
        asked: article.id == asked,
    }
}
