//! Results → one tab-separated line each, for pipes.

use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::quote::Quote;
use crate::search::{Hit, Person, QuoteHit};
use crate::span::Span;

use super::escape::printable;
use super::json;

/// `id#pN`, date, outlet, who is quoted in the passage (`-`: nobody), passage.
pub fn hit(hit: &Hit) -> String {
    let article = &hit.article;
    let dash = || "-".to_owned();
    let published = article.published.map_or_else(dash, |when| when.to_string());
    let outlet = article.outlet.clone().unwrap_or_else(dash);
    let lines = hit.passages.iter().map(|passage| {
        let id = format!("{}#{}", article.id, json::anchor(passage.number));
        let text = passage.span.of(&article.body).unwrap_or("");
        let speakers = speakers(&hit.quotes, passage.span);
        [&id, &published, &outlet, &speakers, text]
            .map(|cell| printable(cell).into_owned())
            .join("\t")
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        [article.id.as_str(), &published, &outlet, "-", ""]
            .map(|cell| printable(cell).into_owned())
            .join("\t")
    } else {
        lines.join("\n")
    }
}

/// The names of those who are quoted in a passage, `-` where nobody is.
fn speakers(quotes: &[Quote], passage: Span) -> String {
    let mut names: Vec<&str> = Vec::new();
    let here = quotes.iter().filter(|quote| quote.touches(passage));
    for speaker in here.filter_map(|quote| quote.speaker.as_ref()) {
        if !speaker.name.is_empty() && !names.contains(&speaker.name.as_str()) {
            names.push(&speaker.name);
        }
    }
    if names.is_empty() {
        return "-".to_owned();
    }
    names.join("; ")
}

/// `id#pN`, date, outlet, speaker, words.
pub fn quote(hit: &QuoteHit) -> String {
    let article = &hit.article;
    let dash = || "-".to_owned();
    let speaker = hit.quote.speaker.as_ref();
    let name = speaker.map_or("-", |speaker| match speaker.name.as_str() {
        "" => "-",
        name => name,
    });
    [
        format!("{}#{}", article.id, json::anchor(hit.passage)),
        article.published.map_or_else(dash, |when| when.to_string()),
        article.outlet.clone().unwrap_or_else(dash),
        name.to_owned(),
        hit.quote.words(&article.body),
    ]
    .map(|cell| printable(&cell).into_owned())
    .join("\t")
}

/// Name, role, affiliation, statements, all articles, all outlets, first day,
/// last day, how many of the outlets had a statement first, and articles when
/// copies count once.
pub fn person(person: &Person) -> String {
    let latest = person.latest();
    let role = latest.and_then(|office| office.role.clone());
    let affiliation = latest.and_then(|office| office.affiliation.clone());
    let dash = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    [
        person.name.clone(),
        dash(role),
        dash(affiliation),
        person.statements.to_string(),
        person.articles.to_string(),
        person.outlets.len().to_string(),
        dash(person.first.map(json::iso)),
        dash(person.last.map(json::iso)),
        person.independent.to_string(),
        person.origins.to_string(),
    ]
    .map(|cell| printable(&cell).into_owned())
    .join("\t")
}

/// The chosen fields of a line, by their names in JSON.
pub fn fields(line: &impl Serialize, fields: &[String]) -> Result<String> {
    let line = json::encode(line, Some(fields))?;
    let value: Value = serde_json::from_str(&line).map_err(|e| Error::usage(e.to_string()))?;
    let cells = fields.iter().map(|field| match value.get(field) {
        None | Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => printable(text).into_owned(),
        Some(other) => other.to_string(),
    });
    Ok(cells.collect::<Vec<_>>().join("\t"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::json::sample;

    #[test]
    fn who_goes_on_in_a_passage_is_quoted_in_it() {
        let stored = sample::goes_on();
        let told = stored.passages.iter();
        let told: Vec<String> = told.map(|span| speakers(&stored.quotes, *span)).collect();
        assert_eq!(told, ["Ann Roe", "Ann Roe", "-"]);
    }

    #[test]
    fn numbers_have_the_digits_that_were_computed() {
        #[derive(Serialize)]
        struct Line {
            score: f64,
        }
        let line = Line {
            score: json::rounded(0.94, 2),
        };
        assert_eq!(fields(&line, &["score".to_owned()]).unwrap(), "0.94");
    }
}
