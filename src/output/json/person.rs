//! People who are quoted, as JSON lines.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::search::{People, Person, QuoteHit};

use super::quote::{QuoteLine, quote};
use super::{SCHEMA, SCORE_DIGITS, SuggestionLine, relaxed, rounded, suggestion_lines};

/// One line for one person.
#[derive(Debug, Serialize)]
pub struct PersonLine<'a> {
    schema: u32,
    r#type: &'static str,
    rank: usize,
    score: f64,
    name: &'a str,
    role: Option<&'a str>,
    org: Option<&'a str>,
    statements: u64,
    articles: u64,
    origins: u64,
    outlets: &'a BTreeMap<String, u64>,
    independent_outlets: u64,
    first: Option<String>,
    last: Option<String>,
    roles: Vec<OfficeLine<'a>>,
    best: Option<QuoteLine<'a>>,
}

#[derive(Debug, Serialize)]
struct OfficeLine<'a> {
    role: Option<&'a str>,
    org: Option<&'a str>,
    first: Option<String>,
    last: Option<String>,
    quotes: u64,
}

/// The line of the person at `rank`, with the best quote.
pub fn person<'a>(rank: usize, person: &'a Person, best: Option<&'a QuoteHit>) -> PersonLine<'a> {
    let latest = person.latest();
    PersonLine {
        schema: SCHEMA,
        r#type: "person",
        rank,
        score: rounded(person.score, SCORE_DIGITS),
        name: &person.name,
        role: latest.and_then(|office| office.role.as_deref()),
        org: latest.and_then(|office| office.affiliation.as_deref()),
        statements: person.statements,
        articles: person.articles,
        origins: person.origins,
        outlets: &person.outlets,
        independent_outlets: person.independent,
        first: person.first.map(iso),
        last: person.last.map(iso),
        roles: person
            .offices
            .iter()
            .map(|office| OfficeLine {
                role: office.role.as_deref(),
                org: office.affiliation.as_deref(),
                first: office.first.map(iso),
                last: office.last.map(iso),
                quotes: office.quotes,
            })
            .collect(),
        best: best.map(|best| quote(best, None)),
    }
}

/// The last line of a search for people.
#[derive(Debug, Serialize)]
pub struct PeopleSummaryLine<'a> {
    schema: u32,
    r#type: &'static str,
    query: &'a str,
    name: Option<&'a str>,
    people: u64,
    shown: usize,
    relaxed_to: Option<usize>,
    words: Option<usize>,
    suggestions: Vec<SuggestionLine<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    explanation: &'a [String],
    ms: u64,
}

/// The summary of `people` for the topic and the name as they were typed.
pub fn people_summary<'a>(
    topic: &'a str,
    name: Option<&'a str>,
    people: &'a People<'_>,
    ms: u64,
) -> PeopleSummaryLine<'a> {
    let relaxed = relaxed(people.notes());
    PeopleSummaryLine {
        schema: SCHEMA,
        r#type: "summary",
        query: topic,
        name,
        people: people.count(),
        shown: people.shown().len(),
        relaxed_to: relaxed.map(|(having, _)| having),
        words: relaxed.map(|(_, asked)| asked),
        suggestions: suggestion_lines(people.suggestions()),
        explanation: people.explanation(),
        ms,
    }
}

/// `20240602` → `2024-06-02`.
pub fn iso(day: i64) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        day / 10_000,
        day / 100 % 100,
        day % 100
    )
}
