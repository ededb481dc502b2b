//! Quotes as JSON: whole lines for results, and objects inside the lines of
//! hits and articles.

use serde::Serialize;

use crate::article::Article;
use crate::quote::{Evidence, Quote, Speaker};
use crate::search::{QuoteHit, Quotes};
use crate::span::Span;

use super::{SCHEMA, SuggestionLine, anchor, byline, relaxed, short_hash, suggestion_lines};

/// The name of a quote inside its article, by its number from 1.
pub fn quote_anchor(number: usize) -> String {
    format!("q{number}")
}

/// One line for one quote found.
#[derive(Debug, Serialize)]
pub struct QuoteLine<'a> {
    schema: u32,
    r#type: &'static str,
    rank: usize,
    score: f32,
    id: &'a str,
    anchor: String,
    passage_anchor: String,
    #[serde(flatten)]
    said: Said<'a>,
    spans: Vec<Span>,
    evidence: Evidence,
    named_in: Option<String>,
    sort: Option<&'static str>,
    title: Option<&'a str>,
    source: Option<&'a str>,
    byline: Option<String>,
    authors: &'a [String],
    dateline: Option<&'a str>,
    published: Option<String>,
    updated: Option<String>,
    url: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    passage: &'a str,
    sha256: String,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    explanation: &'a [String],
}

/// What was said by whom, as the lines of results give it: words to show.
#[derive(Debug, Serialize)]
pub(super) struct Said<'a> {
    text: String,
    speaker: Option<&'a str>,
    role: Option<&'a str>,
    org: Option<&'a str>,
    mention: Option<&'a str>,
    kind: &'static str,
    confidence: f32,
    bytes: Span,
    cue: Option<Span>,
}

impl<'a> Said<'a> {
    pub(super) fn new(quote: &'a Quote, body: &'a str) -> Self {
        let speaker = quote.speaker.as_ref();
        Said {
            text: quote.words(body),
            speaker: speaker.and_then(named),
            role: speaker.and_then(|speaker| speaker.role.as_deref()),
            org: speaker.and_then(|speaker| speaker.affiliation.as_deref()),
            mention: quote.mention.and_then(|span| span.of(body)),
            kind: quote.kind.name(),
            confidence: rounded(quote.confidence),
            bytes: quote.extent(),
            cue: quote.cue,
        }
    }
}

/// The name of a speaker who has one.
fn named(speaker: &Speaker) -> Option<&str> {
    Some(speaker.name.as_str()).filter(|name| !name.is_empty())
}

/// Two digits: more would only look precise.
fn rounded(confidence: f32) -> f32 {
    (confidence * 100.0).round() / 100.0
}

/// The line of a quote.
pub fn quote(hit: &QuoteHit) -> QuoteLine<'_> {
    let (article, quote) = (&hit.article, &hit.quote);
    let speaker = quote.speaker.as_ref();
    let passage = hit.passage_span.of(&article.body).unwrap_or("");
    QuoteLine {
        schema: SCHEMA,
        r#type: "quote",
        rank: hit.rank,
        score: hit.score,
        id: &article.id,
        anchor: quote_anchor(hit.number),
        passage_anchor: anchor(hit.passage),
        said: Said::new(quote, &article.body),
        spans: in_words(quote, &hit.marks),
        evidence: quote.evidence,
        named_in: hit.named_in.map(anchor),
        sort: speaker.map(|speaker| speaker.sort.name()),
        title: article.title.as_deref(),
        source: article.outlet.as_deref(),
        byline: byline(article),
        authors: &article.authors,
        dateline: article.dateline.as_deref(),
        published: article.published.map(|when| when.to_string()),
        updated: article.updated.map(|when| when.to_string()),
        url: article.url.as_deref(),
        section: article.section.as_deref(),
        language: article.language.as_deref(),
        passage,
        sha256: short_hash(passage),
        explanation: &hit.explanation,
    }
}

/// Marks in bytes of the body → in bytes of the quote's words, whose parts are
/// joined by single spaces.
fn in_words(quote: &Quote, marks: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut before = 0;
    for part in &quote.content {
        let inside = marks.iter().filter(|mark| part.contains(**mark));
        found.extend(inside.map(|mark| {
            let shift = |at: usize| at - part.start + before;
            Span::new(shift(mark.start), shift(mark.end))
        }));
        before += part.len() + 1;
    }
    found
}

/// The last line of a search for quotes.
#[derive(Debug, Serialize)]
pub struct QuoteSummaryLine<'a> {
    schema: u32,
    r#type: &'static str,
    query: &'a str,
    quotes: u64,
    shown: usize,
    relaxed_to: Option<usize>,
    words: Option<usize>,
    suggestions: Vec<SuggestionLine<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    explanation: &'a [String],
    ms: u64,
}

/// The summary of `quotes` for the query as it was typed.
pub fn quote_summary<'a>(query: &'a str, quotes: &'a Quotes<'_>, ms: u64) -> QuoteSummaryLine<'a> {
    let relaxed = relaxed(quotes.notes());
    QuoteSummaryLine {
        schema: SCHEMA,
        r#type: "summary",
        query,
        quotes: quotes.count(),
        shown: quotes.shown(),
        relaxed_to: relaxed.map(|(having, _)| having),
        words: relaxed.map(|(_, asked)| asked),
        suggestions: suggestion_lines(quotes.suggestions()),
        explanation: quotes.explanation(),
        ms,
    }
}

/// A quote as `extract` and `show` give it: where everything stands, so that
/// it can be checked against `text`.
#[derive(Debug, Serialize)]
pub(super) struct ArticleQuote<'a> {
    anchor: String,
    passage: Option<String>,
    text: String,
    content: &'a [Span],
    kind: &'static str,
    cue: Option<Span>,
    mention: Option<Span>,
    speaker: Option<ArticleSpeaker<'a>>,
    evidence: Evidence,
    confidence: f32,
}

#[derive(Debug, Serialize)]
struct ArticleSpeaker<'a> {
    name: Option<&'a str>,
    role: Option<&'a str>,
    affiliation: Option<&'a str>,
    sort: &'static str,
    named_at: Span,
}

/// The quotes of an article, those of one passage where `only` names it.
pub(super) fn of_article<'a>(
    article: &'a Article,
    quotes: &'a [Quote],
    passages: &[Span],
    only: Option<usize>,
) -> Vec<ArticleQuote<'a>> {
    let passage = |quote: &Quote| {
        let at = quote.extent().start;
        passages.partition_point(|passage| passage.start <= at)
    };
    let numbered = quotes.iter().enumerate();
    numbered
        .filter(|(_, quote)| only.is_none_or(|only| only == passage(quote)))
        .map(|(i, quote)| {
            let number = passage(quote);
            ArticleQuote {
                anchor: quote_anchor(i + 1),
                passage: (number > 0).then(|| anchor(number)),
                text: quote.words(&article.body),
                content: &quote.content,
                kind: quote.kind.name(),
                cue: quote.cue,
                mention: quote.mention,
                speaker: quote.speaker.as_ref().map(|speaker| ArticleSpeaker {
                    name: named(speaker),
                    role: speaker.role.as_deref(),
                    affiliation: speaker.affiliation.as_deref(),
                    sort: speaker.sort.name(),
                    named_at: speaker.named_at,
                }),
                evidence: quote.evidence,
                confidence: rounded(quote.confidence),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::Kind;

    #[test]
    fn marks_move_with_the_parts() {
        let quote = Quote {
            content: vec![Span::new(10, 15), Span::new(30, 40)],
            kind: Kind::Direct,
            cue: None,
            mention: None,
            speaker: None,
            evidence: Evidence::Nothing,
            confidence: 1.0,
        };
        let marks = [Span::new(12, 14), Span::new(20, 22), Span::new(31, 33)];
        assert_eq!(in_words(&quote, &marks), [Span::new(2, 4), Span::new(7, 9)]);
    }
}
