//! Quotations whose speaker the source marks in its text → the quotes found
//! there with that speaker, or quotes of their own. What the source says beats
//! what is read from the text.

use super::people::is_body_name;
use super::{Evidence, Kind, Quote, Sort, Speaker};
use crate::article::{Article, Given};
use crate::span::Span;

/// Gives every marked quotation its speaker.
pub(super) fn apply(article: &Article, quotes: &mut Vec<Quote>) {
    if article.given_quotes.is_empty() {
        return;
    }
    for given in &article.given_quotes {
        let fits = given.span.of(&article.body).is_some() && !given.span.is_empty();
        if !fits {
            continue;
        }
        match quotes.iter_mut().find(|quote| is_there(quote, given.span)) {
            Some(quote) => tell(article, quote, given),
            None => quotes.push(new(article, given)),
        }
    }
    quotes.sort_by_key(|quote| quote.content.first().map_or(0, |span| span.start));
}

/// True if at least half of the marked words are this quote's.
fn is_there(quote: &Quote, span: Span) -> bool {
    let shared: usize = quote
        .content
        .iter()
        .map(|part| {
            part.end
                .min(span.end)
                .saturating_sub(part.start.max(span.start))
        })
        .sum();
    shared * 2 >= span.len()
}

/// Sets the speaker; what the text tells of the same person stays.
fn tell(article: &Article, quote: &mut Quote, given: &Given) {
    quote.confidence = 1.0;
    let (mut speaker, evidence) = speaker(article, given);
    let known = quote
        .speaker
        .take()
        .filter(|known| is_same(&known.name, &speaker.name));
    match known {
        // `Holm` is marked, and the text has Ida Holm.
        Some(known) if known.name.len() >= speaker.name.len() => {
            quote.speaker = Some(Speaker {
                role: known.role.or(speaker.role),
                ..known
            });
            return;
        }
        Some(known) => {
            if speaker.role.is_none() && known.sort == Sort::Body {
                speaker.sort = Sort::Body;
            }
            speaker.role = speaker.role.or(known.role);
            speaker.affiliation = known.affiliation;
        }
        None => quote.evidence = evidence,
    }
    quote.speaker = Some(speaker);
}

fn new(article: &Article, given: &Given) -> Quote {
    let (speaker, evidence) = speaker(article, given);
    Quote {
        content: vec![given.span],
        kind: Kind::Direct,
        cue: None,
        mention: None,
        speaker: Some(speaker),
        evidence,
        confidence: 1.0,
    }
}

fn speaker(article: &Article, given: &Given) -> (Speaker, Evidence) {
    let (name, role) = name_and_role(&given.speaker);
    let name = name.to_owned();
    // Whole words: Lind is not named in Lindqvist.
    let at = |words: &str| {
        let places = article.body.match_indices(words);
        let mut spans = places.map(|(start, _)| Span::new(start, start + words.len()));
        spans.find(|span| {
            let (before, after) = (&article.body[..span.start], &article.body[span.end..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        })
    };
    let surname = name
        .rsplit(' ')
        .next()
        .filter(|part| part.chars().count() > 2);
    let full = at(&name).map(|span| (span, Evidence::FullName));
    let part = || Some((at(surname?)?, Evidence::PartOfName));
    let (named_at, evidence) = full
        .or_else(part)
        .unwrap_or((given.span, Evidence::AsWritten));
    let person = article
        .people
        .iter()
        .find(|person| is_same(&person.name, &name));
    let is_body = given.is_body || (person.is_none() && is_body_name(&name));
    let speaker = Speaker {
        sort: if is_body { Sort::Body } else { Sort::Person },
        role: role
            .map(str::to_owned)
            .or_else(|| person.and_then(|person| person.role.clone())),
        affiliation: None,
        named_at,
        name,
    };
    (speaker, evidence)
}

/// `Ida Holm, poet` → the name and what she is. A part behind the comma that
/// begins with a capital may be a place or a body, and stays where it was.
fn name_and_role(speaker: &str) -> (&str, Option<&str>) {
    let parts = speaker.split_once(',');
    let parts = parts.map(|(name, role)| (name.trim(), role.trim()));
    let fits = parts.filter(|(name, role)| {
        let lower = role.chars().next().is_some_and(char::is_lowercase);
        lower && name.chars().any(char::is_alphabetic)
    });
    fits.map_or((speaker, None), |(name, role)| (name, Some(role)))
}

/// True for a name and the end of it: `Ida Holm`, `Holm`.
fn is_same(a: &str, b: &str) -> bool {
    let ends = |long: &str, short: &str| {
        let before = long.strip_suffix(short);
        !short.is_empty() && before.is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    };
    ends(a, b) || ends(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Named;
    use crate::quote::{Method, of_article};

    fn quotes(body: &str, given: &[(&str, &str)]) -> Vec<(String, String, Option<String>, f32)> {
        let mut article = Article {
            body: body.to_owned(),
            language: Some("en".to_owned()),
            ..Article::default()
        };
        article.people.push(Named {
            name: "Per Dahl".to_owned(),
            role: Some("treasurer".to_owned()),
        });
        for (words, speaker) in given {
            let start = body.find(words).unwrap();
            article.given_quotes.push(Given {
                span: Span::new(start, start + words.len()),
                speaker: (*speaker).to_owned(),
                is_body: false,
            });
        }
        let quotes = of_article(&article, Method::Rules);
        let shown = quotes.into_iter().map(|quote| {
            let words = quote.words(body);
            let speaker = quote.speaker.unwrap();
            (words, speaker.name, speaker.role, quote.confidence)
        });
        shown.collect()
    }

    #[test]
    fn a_marked_speaker_is_taken_as_given() {
        let body = "“We moved a mountain of mud,” she said on Monday.\n\nA poster said that.";
        let found = quotes(body, &[("We moved a mountain of mud", "Ida Holm")]);
        let [(words, name, _, sure)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert!(words.starts_with("We moved a mountain of mud"), "{words}");
        assert_eq!((name.as_str(), *sure), ("Ida Holm", 1.0));
    }

    #[test]
    fn words_that_nothing_reports_become_a_quote() {
        let body = "The islands pay nothing at all.\n\n— Per Dahl";
        let found = quotes(body, &[("The islands pay nothing at all.", "Per Dahl")]);
        let words = "The islands pay nothing at all.".to_owned();
        let role = Some("treasurer".to_owned());
        assert_eq!(found, [(words, "Per Dahl".to_owned(), role, 1.0)]);
    }

    #[test]
    fn people_and_bodies() {
        for (speaker, sort) in [
            ("Ida Holm", Sort::Person),
            ("Emily Park", Sort::Person),
            ("Grace Church", Sort::Person),
            ("Per Dahl", Sort::Person),
            ("Xyz Abcd", Sort::Person),
            ("Ministry of Transport", Sort::Body),
            ("the Ministry of Transport", Sort::Body),
            ("Brackwater Port Authority", Sort::Body),
            ("Ministerium für Verkehr", Sort::Body),
            ("University of Virginia", Sort::Body),
            ("NATO", Sort::Body),
        ] {
            let body = "The islands pay nothing at all.";
            let mut article = Article {
                body: body.to_owned(),
                ..Article::default()
            };
            let given = |is_body| Given {
                span: Span::new(0, body.len()),
                speaker: speaker.to_owned(),
                is_body,
            };
            let found = |article: &Article| {
                let mut quotes = Vec::new();
                apply(article, &mut quotes);
                quotes.pop().and_then(|quote| quote.speaker).unwrap().sort
            };
            article.given_quotes.push(given(false));
            assert_eq!(found(&article), sort, "{speaker}");
            article.given_quotes[0] = given(true);
            assert_eq!(found(&article), Sort::Body, "{speaker}");
        }
    }

    #[test]
    fn a_role_behind_the_name_is_no_part_of_it() {
        for (given, name, role) in [
            ("Lena Voss, poet", "Lena Voss", Some("poet")),
            (
                "Per Dahl, head of the fleet",
                "Per Dahl",
                Some("head of the fleet"),
            ),
            ("Lena Voss", "Lena Voss", None),
            ("Per Dahl, ", "Per Dahl, ", None),
            ("Port Board, Brackwater", "Port Board, Brackwater", None),
        ] {
            assert_eq!(name_and_role(given), (name, role), "{given}");
        }
        let body = "The tide waits for no board at all.";
        let found = quotes(body, &[(body, "Per Dahl, sailor")]);
        let role = Some("sailor".to_owned());
        assert_eq!(found, [(body.to_owned(), "Per Dahl".to_owned(), role, 1.0)]);
    }

    #[test]
    fn ends_of_names() {
        assert!(is_same("Ida Holm", "Holm") && is_same("Holm", "Ida Holm"));
        assert!(!is_same("Ida Holm", "olm") && !is_same("Ida Holm", "") && !is_same("Ida", "Bo"));
    }
}
