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
    clip(&hit.article, &hit.quote, hit.passage)
}

/// The quotes of an article; those of one passage, by its number from 1, where
/// it is named, and the passage itself where nobody is quoted in it.
pub fn clips(stored: &Stored, only: Option<usize>) -> String {
    let article = &stored.article;
    let numbered = stored.quotes.iter().map(|quote| {
        let at = quote.extent().start;
        let passage = stored.passages.partition_point(|span| span.start <= at);
        (quote, passage.max(1))
    });
    let mut clips: Vec<String> = numbered
        .filter(|(_, passage)| only.is_none_or(|only| only == *passage))
        .map(|(quote, passage)| clip(article, quote, passage))
        .collect();
    if clips.is_empty() {
        let all = stored.passages.iter().enumerate();
        let wanted = all.filter(|(i, _)| only.is_none_or(|only| only == i + 1));
        clips.extend(wanted.map(|(i, span)| excerpt(article, *span, i + 1)));
    }
    clips.join("\n")
}

fn clip(article: &Article, quote: &Quote, passage: usize) -> String {
    let words = quote.words(&article.body);
    let speaker = quote.speaker.as_ref().map(named);
    let said = match (quote.kind, speaker) {
        (Kind::Direct, Some(speaker)) => format!("“{}” said {speaker}.", with_comma(&words)),
        (Kind::Direct, None) => format!("“{words}”"),
        (_, Some(speaker)) => format!("As reported, {speaker} said: {words}"),
        (_, None) => format!("As reported: {words}"),
    };
    let cited = cited(article, passage, &words);
    format!("> {}\n> — {cited}\n", printable(&said))
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

/// `*Example Times*, 12 March 2025, “Headline”, https://… (¶7; id#p7, sha256 …)`.
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
