//! JSON lines, schema 1. These types are a promise: keys are added, their
//! meaning never changes. The page for users is `docs/json-output.md`.

mod copies;
mod eval;
mod fields;
mod person;
mod quote;
mod report;
mod similar;
mod verify;

pub use copies::{CopyLine, copy};
pub use eval::{BenchLine, EvaluationLine, TopicLine, bench, evaluation, topic};
pub use fields::encode;
pub use person::{PeopleSummaryLine, PersonLine, iso, people_summary, person};
pub use quote::{QuoteLine, QuoteSummaryLine, passage_at, quote, quote_anchor, quote_summary};
pub use report::{ReportLine, SkippedLine, report, skipped};
pub use similar::{SimilarSummaryLine, similar_summary};
pub use verify::{VerdictLine, verdict};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::article::{Article, Dropped};
use crate::quote::Quote;
use crate::search::{Hit, Note, PassageHit, Results, Suggestion};
use crate::span::Span;

/// The number in every line's `schema`.
pub const SCHEMA: u32 = 1;

/// What every line says about an article.
#[derive(Debug, Serialize)]
struct ArticleKeys<'a> {
    title: Option<&'a str>,
    source: Option<&'a str>,
    byline: Option<String>,
    authors: &'a [String],
    agencies: &'a [String],
    dateline: Option<&'a str>,
    published: Option<String>,
    updated: Option<String>,
    url: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
}

impl<'a> ArticleKeys<'a> {
    fn new(article: &'a Article) -> Self {
        ArticleKeys {
            title: article.title.as_deref(),
            source: article.outlet.as_deref(),
            byline: byline(article),
            authors: &article.authors,
            agencies: &article.agencies,
            dateline: article.dateline.as_deref(),
            published: article.published.map(|when| when.to_string()),
            updated: article.updated.map(|when| when.to_string()),
            url: article.url.as_deref(),
            section: article.section.as_deref(),
            language: article.language.as_deref(),
        }
    }
}

/// The paragraphs around a passage, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Context<'a> {
    /// Those before it.
    pub before: Vec<&'a str>,
    /// Those after it.
    pub after: Vec<&'a str>,
}

/// One line for one article found.
#[derive(Debug, Serialize)]
pub struct HitLine<'a> {
    schema: u32,
    r#type: &'static str,
    rank: usize,
    score: f64,
    id: &'a str,
    anchor: Option<String>,
    #[serde(flatten)]
    article: ArticleKeys<'a>,
    title_spans: &'a [Span],
    passage: Option<&'a str>,
    spans: &'a [Span],
    article_bytes: Option<Span>,
    sha256: Option<String>,
    partial: bool,
    quotes: Vec<quote::Said<'a>>,
    cluster: Option<copies::Cluster<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more: Vec<PassageLine<'a>>,
    #[serde(flatten)]
    context: Option<Context<'a>>,
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

/// `value` with so many digits after the point, as it is to be read: an `f32`
/// that is widened shows digits that nobody computed.
pub(super) fn rounded(value: f32, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (f64::from(value) * scale).round() / scale
}

/// Digits of a score after the point.
const SCORE_DIGITS: i32 = 4;

/// The line of a hit, with the paragraphs around the best passage where they
/// were asked for.
pub fn hit<'a>(hit: &'a Hit, context: Option<Context<'a>>) -> HitLine<'a> {
    let article = &hit.article;
    let best = hit.passages.first();
    let text = |passage: &PassageHit| passage.span.of(&article.body).unwrap_or("");
    HitLine {
        schema: SCHEMA,
        r#type: "hit",
        rank: hit.rank,
        score: rounded(hit.score, SCORE_DIGITS),
        id: &article.id,
        anchor: best.map(|passage| anchor(passage.number)),
        article: ArticleKeys::new(article),
        title_spans: &hit.title_marks,
        passage: best.map(text),
        spans: best.map_or(&[], |passage| &passage.marks),
        article_bytes: best.map(|passage| passage.span),
        sha256: best.map(|passage| short_hash(text(passage))),
        partial: article.partial,
        quotes: best.map_or_else(Vec::new, |passage| said_in(hit, passage.span)),
        cluster: hit.copies.as_ref().map(copies::cluster),
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
        context,
        explanation: &hit.explanation,
    }
}

/// What is said in a passage, or goes on in it.
fn said_in(hit: &Hit, passage: Span) -> Vec<quote::Said<'_>> {
    let here = hit.quotes.iter();
    here.filter(|quote| quote.touches(passage))
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
    outlets: Option<u64>,
    origins: Option<u64>,
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
    having: u64,
    word: &'a str,
    articles: u64,
    kind: &'static str,
    quotes: Option<u64>,
}

impl<'a> SuggestionLine<'a> {
    fn new(suggestion: &'a Suggestion) -> Self {
        SuggestionLine {
            typed: &suggestion.typed,
            having: suggestion.having,
            word: &suggestion.word,
            articles: suggestion.articles,
            kind: suggestion.kind.name(),
            quotes: suggestion.quotes,
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
        outlets: results.collapsed.map(|collapsed| collapsed.outlets),
        origins: results.collapsed.map(|collapsed| collapsed.origins),
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
        Note::NoWords | Note::Unknown { .. } | Note::CutShort | Note::Capped { .. } => None,
    })
}

/// Suggestions to tell: a word that is looked for in several places is in the
/// list once for each, and is told once.
pub fn told_once(suggestions: &[Suggestion]) -> Vec<&Suggestion> {
    let mut told: Vec<&Suggestion> = Vec::new();
    for suggestion in suggestions {
        let is_same = |other: &&Suggestion| {
            (&other.typed, &other.word) == (&suggestion.typed, &suggestion.word)
        };
        if !told.iter().any(is_same) {
            told.push(suggestion);
        }
    }
    told
}

fn suggestion_lines(suggestions: &[Suggestion]) -> Vec<SuggestionLine<'_>> {
    let told = told_once(suggestions).into_iter();
    told.map(SuggestionLine::new).collect()
}

/// An article as `extract` and `show` give it.
#[derive(Debug, Serialize)]
pub struct ArticleLine<'a> {
    schema: u32,
    r#type: &'static str,
    id: &'a str,
    #[serde(flatten)]
    article: ArticleKeys<'a>,
    keywords: &'a [String],
    summary: Option<&'a str>,
    fetched: Option<String>,
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

/// A part of an article, by its number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `p7`: a passage, and what is said in it.
    Passage(usize),
    /// `q3`: a quote, and the passages over which it goes.
    Quote(usize),
}

/// The line of an article with its passages and quotes; `only` limits them to
/// one part of it.
pub fn article<'a>(
    article: &'a Article,
    passages: &[Span],
    quotes: &'a [Quote],
    only: Option<Part>,
) -> ArticleLine<'a> {
    let is_shown = |number: usize, span: Span| match only {
        None => true,
        Some(Part::Passage(only)) => only == number,
        Some(Part::Quote(only)) => {
            let quote = only.checked_sub(1).and_then(|i| quotes.get(i));
            quote.is_some_and(|quote| quote.touches(span))
        }
    };
    let numbered = passages.iter().enumerate().map(|(i, span)| (i + 1, *span));
    let shown = numbered
        .filter(|(number, span)| is_shown(*number, *span))
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
        article: ArticleKeys::new(article),
        keywords: &article.keywords,
        summary: article.summary.as_deref(),
        fetched: article.fetched.map(|when| when.to_string()),
        partial: article.partial,
        text: &article.body,
        passages: shown.collect(),
        quotes: quote::of_article(article, quotes, passages, only),
        dropped: &article.dropped,
        from: &article.from,
        notes: &article.notes,
    }
}

/// An article for the tests of what is shown.
#[cfg(test)]
pub(super) mod sample {
    use crate::article::Article;
    use crate::index::Stored;
    use crate::passage::passages;
    use crate::quote::{Evidence, Kind, Quote, Sort, Speaker};
    use crate::span::Span;

    /// Three passages; one quote, which begins in the first and goes on in the
    /// second.
    pub(in crate::output) fn goes_on() -> Stored {
        let body =
            "Ann Roe said: “The quay is full.\n\n“It will be built again.”\n\nNobody else spoke.";
        let at = |words: &str| {
            let start = body.find(words).unwrap_or(0);
            Span::new(start, start + words.len())
        };
        let quote = Quote {
            content: vec![at("The quay is full."), at("It will be built again.")],
            kind: Kind::Direct,
            cue: Some(at("said")),
            mention: Some(at("Ann Roe")),
            speaker: Some(Speaker {
                sort: Sort::Person,
                name: "Ann Roe".into(),
                role: Some("mayor".into()),
                affiliation: Some("Port Ellery".into()),
                named_at: at("Ann Roe"),
            }),
            evidence: Evidence::FullName,
            confidence: 0.94,
        };
        Stored {
            passages: passages(body).iter().map(|passage| passage.span).collect(),
            quotes: vec![quote],
            seen: 0,
            article: Article {
                id: "quay.txt".into(),
                title: Some("Quay is full".into()),
                body: body.into(),
                ..Article::default()
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(typed: &str, word: &str, articles: u64) -> Suggestion {
        Suggestion {
            typed: typed.into(),
            having: 0,
            word: word.into(),
            articles,
            kind: crate::search::Offered::Word,
            quotes: None,
        }
    }

    #[test]
    fn a_suggestion_is_told_once() {
        let found = [
            suggestion("quai", "quay", 3),
            suggestion("ferri", "ferry", 2),
            suggestion("quai", "quay", 5),
            suggestion("quai", "quail", 1),
        ];
        let told: Vec<&str> = told_once(&found).iter().map(|s| s.word.as_str()).collect();
        assert_eq!(told, ["quay", "ferry", "quail"]);
        assert_eq!(suggestion_lines(&found).len(), 3);
    }

    #[test]
    fn a_part_of_an_article_is_what_is_said_there() {
        let stored = sample::goes_on();
        let anchors = |only| {
            let line = article(&stored.article, &stored.passages, &stored.quotes, only);
            let passages = line.passages.iter().map(|p| p.anchor.clone()).collect();
            let quotes = serde_json::to_value(&line.quotes).unwrap();
            let quotes = quotes.as_array().map_or(0, Vec::len);
            (passages, quotes)
        };
        for (only, passages, quotes) in [
            (None, &["p1", "p2", "p3"][..], 1),
            (Some(Part::Passage(1)), &["p1"], 1),
            (Some(Part::Passage(2)), &["p2"], 1),
            (Some(Part::Passage(3)), &["p3"], 0),
            (Some(Part::Passage(0)), &[], 0),
            (Some(Part::Quote(1)), &["p1", "p2"], 1),
            (Some(Part::Quote(2)), &[], 0),
            (Some(Part::Quote(0)), &[], 0),
        ] {
            let (shown, said): (Vec<String>, usize) = anchors(only);
            assert_eq!(shown, passages, "{only:?}");
            assert_eq!(said, quotes, "{only:?}");
        }
    }

    #[test]
    fn numbers_are_rounded_not_widened() {
        assert_eq!(rounded(0.94, 2).to_string(), "0.94");
        assert_eq!(rounded(7.412_345, 4).to_string(), "7.4123");
        let stored = sample::goes_on();
        let line = article(&stored.article, &stored.passages, &stored.quotes, None);
        let line = encode(&line, Some(&["quotes".to_owned()])).unwrap();
        assert!(line.contains("\"confidence\":0.94,"), "{line}");
    }
}
