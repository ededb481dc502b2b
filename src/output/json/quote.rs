//! Quotes as JSON: whole lines for results, and objects inside the lines of
//! hits and articles.

use serde::Serialize;

use crate::article::Article;
use crate::quote::{Evidence, Quote, Speaker};
use crate::search::{QuoteHit, Quotes};
use crate::span::Span;

use super::copies::{Cluster, cluster};
use super::{
    ArticleKeys, Context, Part, SCHEMA, SCORE_DIGITS, SuggestionLine, anchor, relaxed, rounded,
    short_hash, suggestion_lines,
};

/// The name of a quote inside its article, by its number from 1.
pub fn quote_anchor(number: usize) -> String {
    format!("q{number}")
}

/// The number of the passage in which or behind which a byte of the body lies,
/// from 1; 0 where it lies before all of them.
pub fn passage_at(passages: &[Span], at: usize) -> usize {
    passages.partition_point(|passage| passage.start <= at)
}

/// One line for one quote found.
#[derive(Debug, Serialize)]
pub struct QuoteLine<'a> {
    schema: u32,
    r#type: &'static str,
    rank: usize,
    score: f64,
    id: &'a str,
    anchor: String,
    passage_anchor: String,
    #[serde(flatten)]
    said: Said<'a>,
    spans: Vec<Span>,
    evidence: Evidence,
    named_in: Option<String>,
    sort: Option<&'static str>,
    #[serde(flatten)]
    article: ArticleKeys<'a>,
    passage: &'a str,
    sha256: String,
    cluster: Option<Cluster<'a>>,
    #[serde(flatten)]
    context: Option<Context<'a>>,
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
    confidence: f64,
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
            confidence: rounded(quote.confidence, CONFIDENCE_DIGITS),
            bytes: quote.extent(),
            cue: quote.cue,
        }
    }
}

/// The name of a speaker who has one.
fn named(speaker: &Speaker) -> Option<&str> {
    Some(speaker.name.as_str()).filter(|name| !name.is_empty())
}

/// More digits of a confidence would only look precise.
const CONFIDENCE_DIGITS: i32 = 2;

/// The line of a quote, with the paragraphs around its passage where they were
/// asked for.
pub fn quote<'a>(hit: &'a QuoteHit, context: Option<Context<'a>>) -> QuoteLine<'a> {
    let (article, quote) = (&hit.article, &hit.quote);
    let speaker = quote.speaker.as_ref();
    let passage = hit.passage_span.of(&article.body).unwrap_or("");
    QuoteLine {
        schema: SCHEMA,
        r#type: "quote",
        rank: hit.rank,
        score: rounded(hit.score, SCORE_DIGITS),
        id: &article.id,
        anchor: quote_anchor(hit.number),
        passage_anchor: anchor(hit.passage),
        said: Said::new(quote, &article.body),
        spans: in_words(quote, &hit.marks),
        evidence: quote.evidence,
        named_in: hit.named_in.map(anchor),
        sort: speaker.map(|speaker| speaker.sort.name()),
        article: ArticleKeys::new(article),
        passage,
        sha256: short_hash(passage),
        cluster: hit.copies.as_ref().map(cluster),
        context,
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

/// The summary of `quotes` for the query as it was typed.
pub fn quote_summary<'a>(query: &'a str, quotes: &'a Quotes<'_>, ms: u64) -> QuoteSummaryLine<'a> {
    let relaxed = relaxed(quotes.notes());
    QuoteSummaryLine {
        schema: SCHEMA,
        r#type: "summary",
        query,
        quotes: quotes.count(),
        outlets: quotes.collapsed().map(|collapsed| collapsed.outlets),
        origins: quotes.collapsed().map(|collapsed| collapsed.origins),
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
    confidence: f64,
}

#[derive(Debug, Serialize)]
struct ArticleSpeaker<'a> {
    name: Option<&'a str>,
    role: Option<&'a str>,
    affiliation: Option<&'a str>,
    sort: &'static str,
    named_at: Span,
}

/// The quotes of an article; where `only` names a part of it, what is said
/// there.
pub(super) fn of_article<'a>(
    article: &'a Article,
    quotes: &'a [Quote],
    passages: &[Span],
    only: Option<Part>,
) -> Vec<ArticleQuote<'a>> {
    let is_shown = |number: usize, quote: &Quote| match only {
        None => true,
        Some(Part::Quote(only)) => only == number,
        Some(Part::Passage(only)) => {
            let passage = only.checked_sub(1).and_then(|i| passages.get(i));
            passage.is_some_and(|passage| quote.touches(*passage))
        }
    };
    let numbered = quotes.iter().enumerate().map(|(i, quote)| (i + 1, quote));
    numbered
        .filter(|(number, quote)| is_shown(*number, quote))
        .map(|(number, quote)| {
            let passage = passage_at(passages, quote.extent().start);
            ArticleQuote {
                anchor: quote_anchor(number),
                passage: (passage > 0).then(|| anchor(passage)),
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
                confidence: rounded(quote.confidence, CONFIDENCE_DIGITS),
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
