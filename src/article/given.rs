//! What a source marks in its text: whose words a quotation is, until when it
//! must not be published.

use super::{Article, Given, Named, Reading, byline, clean, date};
use crate::corpus::SkipReason;
use crate::span::Span;

/// Finds marked words in the body, which has been tidied since they were read.
/// What is not in it is let go. `bodies` are names that are marked as those of
/// organisations.
pub(super) fn place(article: &mut Article, quoted: &[(String, String)], bodies: &[String]) {
    let mut from = 0;
    for (words, speaker) in quoted {
        let body = article.body.as_str();
        let after = body.get(from..).and_then(|rest| rest.find(words.as_str()));
        let start = after
            .map(|at| from + at)
            .or_else(|| body.find(words.as_str()));
        let Some(start) = start.filter(|_| !words.is_empty()) else {
            continue;
        };
        let span = Span::new(start, start + words.len());
        from = span.end;
        let taken = article
            .given_quotes
            .iter()
            .any(|given| given.span.end > span.start && span.end > given.span.start);
        if !taken {
            article.given_quotes.push(Given {
                span,
                is_body: bodies.contains(speaker),
                speaker: speaker.clone(),
            });
        }
    }
}

/// Adds a person, once.
pub(super) fn name(article: &mut Article, name: &str, role: Option<&str>) {
    let name = clean::line(name);
    let role = role.map(clean::line).filter(|role| !role.is_empty());
    if name.is_empty() || article.people.len() == byline::NAMES_MAX {
        return;
    }
    match article.people.iter_mut().find(|known| known.name == name) {
        Some(known) => known.role = known.role.take().or(role),
        None => article.people.push(Named { name, role }),
    }
}

/// Refuses what must not be published yet.
///
/// # Errors
///
/// The reason, with the end of the embargo, if that is in the future.
pub(super) fn embargo(until: Option<&str>, reading: &Reading) -> Result<(), SkipReason> {
    let when = until.and_then(|text| date::parse(text, i64::MAX).ok());
    match when {
        Some(when) if when.seconds > reading.now_seconds => {
            Err(SkipReason::NoArticle(format!("under embargo until {when}")))
        }
        _ => Ok(()),
    }
}

/// Refuses what its publisher took back; `status` may have a prefix.
///
/// # Errors
///
/// The reason, with the status.
pub(super) fn status(status: Option<&str>) -> Result<(), SkipReason> {
    const WORDS: &[&str] = &["canceled", "cancelled", "withheld", "killed"];
    let word = status.and_then(|status| status.rsplit([':', '/']).next());
    let word = word.unwrap_or_default().trim().to_lowercase();
    if WORDS.contains(&word.as_str()) {
        return Err(SkipReason::Withdrawn(word));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_are_found_in_the_body() {
        let mut article = Article {
            body: "“We go,” she said. “We go,” he said.".to_owned(),
            ..Article::default()
        };
        let quoted = [
            ("We go,", "A"),
            ("We go,", "B"),
            ("We went", "C"),
            ("", "D"),
        ];
        place(
            &mut article,
            &quoted.map(|(words, speaker)| (words.to_owned(), speaker.to_owned())),
            &["B".to_owned()],
        );
        let found: Vec<_> = article
            .given_quotes
            .iter()
            .map(|given| (given.span.start, given.speaker.as_str(), given.is_body))
            .collect();
        assert_eq!(found, [(3, "A", false), (26, "B", true)]);
    }

    #[test]
    fn embargoes_and_statuses() {
        let reading = Reading {
            now_seconds: 1_795_348_800,
        };
        let check = |text: &str, wanted: Option<&str>| {
            let found = embargo(Some(text), &reading)
                .err()
                .map(|reason| reason.to_string());
            assert_eq!(found.as_deref(), wanted, "{text}");
        };
        check("2026-11-22T11:59:59Z", None);
        check(
            "2026-11-30T12:00:00+01:00",
            Some("under embargo until 2026-11-30T12:00:00+01:00"),
        );
        check(
            "20261130T120000Z",
            Some("under embargo until 2026-11-30T12:00:00Z"),
        );
        check("soon", None);
        assert!(status(Some("stat:withheld")).is_err());
        assert!(status(Some("http://cv.example/pubstatus/Canceled")).is_err());
        assert!(status(Some("stat:usable")).is_ok());
        assert!(status(None).is_ok());
    }
}
