//! Results → Markdown clips: the words with a citation, ready to paste.

use crate::article::Article;
use crate::index::Stored;
use crate::quote::{Kind, Quote, Speaker};
use crate::search::{Hit, Person, QuoteHit};
use crate::span::Span;

use super::escape::printable;
use super::json::{anchor, passage_at, short_hash};
use super::text::{numbers_of, office};

/// A quote with its speaker, and under it where it stands.
pub fn quote(hit: &QuoteHit) -> String {
    clip(&hit.article, &hit.quote, (hit.passage, hit.passage_span))
}

/// An item of a list of people: who it is, how often quoted, and the best quote
/// where one is given.
pub fn person(person: &Person, best: Option<&QuoteHit>) -> String {
    let latest = person.latest();
    let described =
        latest.and_then(|latest| office(latest.role.as_deref(), latest.affiliation.as_deref()));
    let described = described.map(|office| format!(" — {office}"));
    let mut item = format!(
        "- **{}**{}: {}\n",
        printable(&person.name),
        printable(&described.unwrap_or_default()),
        numbers_of(person)
    );
    if let Some(hit) = best {
        item += "\n";
        for line in quote(hit).lines() {
            item += &format!("  {line}\n");
        }
        item += "\n";
    }
    item
}

/// The quotes of an article, each once; where a passage is named, by its number
/// from 1, those that are said in it, or the passage itself where nobody is
/// quoted there. A quote is cited where it begins.
pub fn clips(stored: &Stored, only: Option<usize>) -> String {
    let (article, passages) = (&stored.article, &stored.passages);
    let passage = |number: usize| passages.get(number.checked_sub(1)?).copied();
    let here = only.map(|number| (number, passage(number).unwrap_or(Span::new(0, 0))));
    let is_here = |quote: &&Quote| here.is_none_or(|(_, span)| quote.touches(span));
    let quotes = stored.quotes.iter().filter(is_here);
    let clips: Vec<String> = quotes
        .map(|quote| {
            let number = passage_at(passages, quote.extent().start).max(1);
            let span = passage(number).unwrap_or(quote.extent());
            clip(article, quote, (number, span))
        })
        .collect();
    match here {
        Some((number, span)) if clips.is_empty() => excerpt(article, span, number),
        _ => clips.join("\n"),
    }
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
    let name = Some(speaker.name.as_str()).filter(|name| !name.is_empty());
    let office = office(speaker.role.as_deref(), speaker.affiliation.as_deref());
    match (name, office) {
        (Some(name), Some(office)) => format!("{name}, {office}"),
        (Some(name), None) => name.to_owned(),
        (None, Some(office)) => office,
        (None, None) => "a source that is not named".to_owned(),
    }
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
    use crate::output::json::sample;

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

    #[test]
    fn a_quote_over_two_passages_is_one_clip_of_each_and_of_the_article() {
        let stored = sample::goes_on();
        let whole = clips(&stored, None);
        assert_eq!(whole.matches("> “").count(), 1, "{whole}");
        assert!(whole.contains("said Ann Roe, mayor, Port Ellery. “It will"));
        assert!(whole.contains("(¶1; quay.txt#p1, "), "{whole}");
        assert_eq!(clips(&stored, Some(1)), whole);
        assert_eq!(clips(&stored, Some(2)), whole);
        let excerpt = clips(&stored, Some(3));
        assert!(excerpt.starts_with("> Nobody else spoke.\n"), "{excerpt}");
    }
}
