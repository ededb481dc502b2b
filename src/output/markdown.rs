//! Results → Markdown clips: the words with a citation, ready to paste.

use crate::article::Article;
use crate::index::Stored;
use crate::quote::{Kind, Quote, Speaker};
use crate::search::{Hit, QuoteHit};
use crate::span::Span;

use super::escape::printable;
use super::json::{anchor, short_hash};

/// A quote with its speaker, and under it where it stands.
pub fn quote(hit: &QuoteHit) -> String {
    clip(&hit.article, &hit.quote, (hit.passage, hit.passage_span))
}

/// The quotes of an article; those of one passage, by its number from 1, where
/// it is named, and the passage itself where nobody is quoted in it.
pub fn clips(stored: &Stored, only: Option<usize>) -> String {
    let article = &stored.article;
    let mut clips: Vec<String> = Vec::new();
    for (number, span) in (1..).zip(&stored.passages) {
        if only.is_some_and(|only| only != number) {
            continue;
        }
        let begins_here = |quote: &&Quote| span.contains(quote.content_start());
        let here: Vec<&Quote> = stored.quotes.iter().filter(begins_here).collect();
        clips.extend(
            here.iter()
                .map(|quote| clip(article, quote, (number, *span))),
        );
        if here.is_empty() && only.is_some() {
            clips.push(excerpt(article, *span, number));
        }
    }
    clips.join("\n")
}

fn clip(article: &Article, quote: &Quote, (number, passage): (usize, Span)) -> String {
    let body = article.body.as_str();
    let speaker = quote.speaker.as_ref().map(named);
    let said = match (quote.kind, speaker) {
        (Kind::Direct, speaker) => quoted(quote, body, speaker),
        (_, Some(speaker)) if speaker.contains(',') => {
            format!("As reported, {speaker}, said: {}", quote.words(body))
        }
        (_, Some(speaker)) => format!("As reported, {speaker} said: {}", quote.words(body)),
        (_, None) => format!("As reported: {}", quote.words(body)),
    };
    let cited = cited(article, number, passage.of(body).unwrap_or(""));
    format!("> {}\n> — {cited}\n", printable(&said))
}

/// The parts of a quotation, the speaker after the first: “We go,” said Ann
/// Roe. “At once.”
fn quoted(quote: &Quote, body: &str, speaker: Option<String>) -> String {
    let mut parts = quote.content.iter().filter_map(|span| span.of(body));
    let first = parts.next().unwrap_or("");
    let mut said = match speaker {
        Some(speaker) => format!("“{}” said {speaker}.", with_comma(first)),
        None => format!("“{first}”"),
    };
    for part in parts {
        said += &format!(" “{part}”");
    }
    said
}

/// The best passages of an article, each with its citation.
pub fn hit(hit: &Hit) -> String {
    let passages = hit.passages.iter();
    let clips = passages.map(|passage| excerpt(&hit.article, passage.span, passage.number));
    clips.collect::<Vec<_>>().join("\n")
}

fn excerpt(article: &Article, span: Span, passage: usize) -> String {
    let words = span.of(&article.body).unwrap_or("");
    let cited = cited(article, passage, words);
    format!("> {}\n> — {cited}\n", printable(words))
}

/// A closing full stop becomes the comma before `said`.
fn with_comma(words: &str) -> String {
    match words.strip_suffix('.') {
        Some(before) if !before.ends_with('.') => format!("{before},"),
        _ if words.ends_with(|c: char| c.is_alphanumeric()) => format!("{words},"),
        _ => words.to_owned(),
    }
}

/// `Jane Roe, mayor of Port Ellery`.
fn named(speaker: &Speaker) -> String {
    let role = speaker.role.as_deref().unwrap_or("");
    let name = speaker.name.as_str();
    let mut parts: Vec<String> = [name, role]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    if let Some(affiliation) = &speaker.affiliation {
        parts.push(affiliation.clone());
    }
    if parts.is_empty() {
        return "a source that is not named".to_owned();
    }
    parts.join(", ")
}

/// `*Example Times*, 12 March 2025, “Headline”, https://… (¶7; id#p7, sha256 …)`:
/// the hash is that of the passage.
fn cited(article: &Article, passage: usize, words: &str) -> String {
    let outlet = article.outlet.as_ref().map(|outlet| format!("*{outlet}*"));
    let date = article.published.map(|when| super::text::long_date(&when));
    let title = article.title.as_ref().map(|title| format!("“{title}”"));
    let parts: Vec<String> = [outlet, date, title, article.url.clone()]
        .into_iter()
        .flatten()
        .collect();
    let place = format!(
        "(¶{passage}; {}#{}, sha256 {})",
        article.id,
        anchor(passage),
        short_hash(words)
    );
    printable(&format!("{} {place}", parts.join(", "))).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_stop_gives_way_to_said() {
        for (words, wanted) in [
            ("We go.", "We go,"),
            ("We go", "We go,"),
            ("Do we go?", "Do we go?"),
            ("We go...", "We go..."),
        ] {
            assert_eq!(with_comma(words), wanted);
        }
    }
}
