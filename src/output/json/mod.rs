//! JSON lines, schema 1. These types are a promise: keys are added, their
//! meaning never changes. The page for users is `docs/json-output.md`.

mod person;
mod quote;
mod verify;

pub use person::{PersonLine, iso, person};
pub use quote::{QuoteLine, QuoteSummaryLine, quote, quote_anchor, quote_summary};
pub use verify::{VerdictLine, verdict};

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::article::{Article, Dropped};
use crate::error::{Error, Result};
use crate::ingest::Report;
use crate::quote::Quote;
use crate::search::{Hit, Note, PassageHit, Results, Suggestion};
use crate::span::Span;

/// The number in every line's `schema`.
pub const SCHEMA: u32 = 1;

/// One line for one article found.
#[derive(Debug, Serialize)]
pub struct HitLine<'a> {
    schema: u32,
    r#type: &'static str,
    rank: usize,
    score: f32,
    id: &'a str,
    anchor: Option<String>,
    title: Option<&'a str>,
    title_spans: &'a [Span],
    source: Option<&'a str>,
    byline: Option<String>,
    authors: &'a [String],
    dateline: Option<&'a str>,
    published: Option<String>,
    updated: Option<String>,
    url: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    passage: Option<&'a str>,
    spans: &'a [Span],
    article_bytes: Option<Span>,
    sha256: Option<String>,
    partial: bool,
    quotes: Vec<quote::Said<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more: Vec<PassageLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    explanation: &'a [String],
}

/// A passage other than the best.
#[derive(Debug, Serialize)]
struct PassageLine<'a> {
    anchor: String,
    passage: &'a str,
    spans: &'a [Span],
    article_bytes: Span,
    sha256: String,
}

/// The name of a passage inside its article, by its number from 1.
pub fn anchor(number: usize) -> String {
    format!("p{number}")
}

/// The first twelve hex digits of the SHA-256 of a passage: enough to see that
/// a cited passage is still the same, short enough to cite.
pub fn short_hash(passage: &str) -> String {
    Sha256::digest(passage.as_bytes())
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The line of a hit. `context` is the number of paragraphs to give before and
/// after the best passage, if any were asked for.
pub fn hit<'a>(hit: &'a Hit, context: Option<(Vec<&'a str>, Vec<&'a str>)>) -> HitLine<'a> {
    let article = &hit.article;
    let best = hit.passages.first();
    let text = |passage: &PassageHit| passage.span.of(&article.body).unwrap_or("");
    let (before, after) = context.unzip();
    HitLine {
        schema: SCHEMA,
        r#type: "hit",
        rank: hit.rank,
        score: hit.score,
        id: &article.id,
        anchor: best.map(|passage| anchor(passage.number)),
        title: article.title.as_deref(),
        title_spans: &hit.title_marks,
        source: article.outlet.as_deref(),
        byline: byline(article),
        authors: &article.authors,
        dateline: article.dateline.as_deref(),
        published: article.published.map(|when| when.to_string()),
        updated: article.updated.map(|when| when.to_string()),
        url: article.url.as_deref(),
        section: article.section.as_deref(),
        language: article.language.as_deref(),
        passage: best.map(text),
        spans: best.map_or(&[], |passage| &passage.marks),
        article_bytes: best.map(|passage| passage.span),
        sha256: best.map(|passage| short_hash(text(passage))),
        partial: article.partial,
        quotes: best.map_or_else(Vec::new, |passage| said_in(hit, passage.span)),
        more: hit
            .passages
            .iter()
            .skip(1)
            .map(|passage| PassageLine {
                anchor: anchor(passage.number),
                passage: text(passage),
                spans: &passage.marks,
                article_bytes: passage.span,
                sha256: short_hash(text(passage)),
            })
            .collect(),
        before,
        after,
        explanation: &hit.explanation,
    }
}

/// What is said in a passage, or goes on in it.
fn said_in(hit: &Hit, passage: Span) -> Vec<quote::Said<'_>> {
    let overlaps = |part: &Span| part.start < passage.end && passage.start < part.end;
    let here = hit.quotes.iter();
    here.filter(|quote| quote.content.iter().any(overlaps))
        .map(|quote| quote::Said::new(quote, &hit.article.body))
        .collect()
}

/// Authors as one line.
pub fn byline(article: &Article) -> Option<String> {
    (!article.authors.is_empty()).then(|| article.authors.join(", "))
}

/// The last line of a search.
#[derive(Debug, Serialize)]
pub struct SummaryLine<'a> {
    schema: u32,
    r#type: &'static str,
    query: &'a str,
    articles: u64,
    shown: usize,
    relaxed_to: Option<usize>,
    words: Option<usize>,
    suggestions: Vec<SuggestionLine<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    explanation: &'a [String],
    ms: u64,
}

#[derive(Debug, Serialize)]
struct SuggestionLine<'a> {
    typed: &'a str,
    word: &'a str,
    articles: u64,
}

impl<'a> SuggestionLine<'a> {
    fn new(suggestion: &'a Suggestion) -> Self {
        SuggestionLine {
            typed: &suggestion.typed,
            word: &suggestion.word,
            articles: suggestion.articles,
        }
    }
}

/// The summary of `results` for the query as it was typed.
pub fn summary<'a>(query: &'a str, results: &'a Results<'_>, ms: u64) -> SummaryLine<'a> {
    let relaxed = relaxed(&results.notes);
    SummaryLine {
        schema: SCHEMA,
        r#type: "summary",
        query,
        articles: results.articles,
        shown: results.shown(),
        relaxed_to: relaxed.map(|(having, _)| having),
        words: relaxed.map(|(_, asked)| asked),
        suggestions: suggestion_lines(&results.suggestions),
        explanation: &results.explanation,
        ms,
    }
}

/// How many words the results have, and how many were asked for.
fn relaxed(notes: &[Note]) -> Option<(usize, usize)> {
    notes.iter().find_map(|note| match note {
        Note::Relaxed { having, asked } => Some((*having, *asked)),
        Note::NoWords => None,
    })
}

fn suggestion_lines(suggestions: &[Suggestion]) -> Vec<SuggestionLine<'_>> {
    suggestions.iter().map(SuggestionLine::new).collect()
}

/// An article as `extract` and `show` give it.
#[derive(Debug, Serialize)]
pub struct ArticleLine<'a> {
    schema: u32,
    r#type: &'static str,
    id: &'a str,
    title: Option<&'a str>,
    byline: Option<String>,
    authors: &'a [String],
    dateline: Option<&'a str>,
    source: Option<&'a str>,
    section: Option<&'a str>,
    published: Option<String>,
    updated: Option<String>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    keywords: &'a [String],
    summary: Option<&'a str>,
    partial: bool,
    text: &'a str,
    passages: Vec<ArticlePassage<'a>>,
    quotes: Vec<quote::ArticleQuote<'a>>,
    dropped: &'a [Dropped],
    from: &'a std::collections::BTreeMap<String, String>,
    notes: &'a [String],
}

#[derive(Debug, Serialize)]
struct ArticlePassage<'a> {
    anchor: String,
    span: Span,
    text: &'a str,
    sha256: String,
}

/// The line of an article with its passages and quotes; `only` limits them to
/// one passage, by its number from 1.
pub fn article<'a>(
    article: &'a Article,
    passages: &[Span],
    quotes: &'a [Quote],
    only: Option<usize>,
) -> ArticleLine<'a> {
    let quotes = quote::of_article(article, quotes, passages, only);
    let numbered = passages.iter().enumerate().map(|(i, span)| (i + 1, *span));
    let passages = numbered
        .filter(|(number, _)| only.is_none_or(|only| only == *number))
        .map(|(number, span)| {
            let text = span.of(&article.body).unwrap_or("");
            ArticlePassage {
                anchor: anchor(number),
                span,
                text,
                sha256: short_hash(text),
            }
        });
    ArticleLine {
        schema: SCHEMA,
        r#type: "article",
        id: &article.id,
        title: article.title.as_deref(),
        byline: byline(article),
        authors: &article.authors,
        dateline: article.dateline.as_deref(),
        source: article.outlet.as_deref(),
        section: article.section.as_deref(),
        published: article.published.map(|when| when.to_string()),
        updated: article.updated.map(|when| when.to_string()),
        url: article.url.as_deref(),
        language: article.language.as_deref(),
        keywords: &article.keywords,
        summary: article.summary.as_deref(),
        partial: article.partial,
        text: &article.body,
        passages: passages.collect(),
        quotes,
        dropped: &article.dropped,
        from: &article.from,
        notes: &article.notes,
    }
}

/// A file or record that gave no article.
#[derive(Debug, Serialize)]
pub struct SkippedLine<'a> {
    schema: u32,
    r#type: &'static str,
    id: &'a str,
    reason: String,
}

/// The line of something skipped.
pub fn skipped(id: &str, reason: impl ToString) -> SkippedLine<'_> {
    SkippedLine {
        schema: SCHEMA,
        r#type: "skipped",
        id,
        reason: reason.to_string(),
    }
}

/// What a run of the indexer did.
#[derive(Debug, Serialize)]
pub struct ReportLine {
    schema: u32,
    r#type: &'static str,
    files: u64,
    new: u64,
    changed: u64,
    gone: u64,
    skipped: usize,
    articles_added: u64,
    articles_replaced: u64,
    articles_removed: u64,
    articles: u64,
    passages: u64,
    quotes: u64,
    ms: u64,
}

/// The line of a report.
pub fn report(report: &Report, ms: u64) -> ReportLine {
    ReportLine {
        schema: SCHEMA,
        r#type: "report",
        files: report.files,
        new: report.new,
        changed: report.changed,
        gone: report.gone,
        skipped: report.skipped.len(),
        articles_added: report.articles_added,
        articles_replaced: report.articles_replaced,
        articles_removed: report.articles_removed,
        articles: report.articles,
        passages: report.passages,
        quotes: report.quotes,
        ms,
    }
}

/// `line` as JSON on one line, with only the keys of `fields` where some are
/// given.
pub fn encode(line: &impl Serialize, fields: Option<&[String]>) -> Result<String> {
    let failed = |e: serde_json::Error| Error::usage(format!("cannot write JSON: {e}"));
    let Some(fields) = fields else {
        return serde_json::to_string(line).map_err(failed);
    };
    let Value::Object(all) = serde_json::to_value(line).map_err(failed)? else {
        return serde_json::to_string(line).map_err(failed);
    };
    let mut chosen = Map::new();
    for field in fields {
        let Some(value) = all.get(field) else {
            let known: Vec<&str> = all.keys().map(String::as_str).collect();
            return Err(Error::usage(format!(
                "there is no field `{field}`; fields are {}",
                known.join(", ")
            )));
        };
        chosen.insert(field.clone(), value.clone());
    }
    serde_json::to_string(&chosen).map_err(failed)
}
