//! What a container says of a record → fields of the [`Article`] that the record
//! does not give itself, or gives worse.

use super::fields::{self, Fields};
use super::{Article, Reading, date};
use crate::corpus::Told;

/// Fills what is not set; where the container knows better, sets what it says.
pub(super) fn tell(article: &mut Article, told: &Told, reading: &Reading) {
    if told.fields.is_empty() {
        return;
    }
    article.notes.extend(told.notes().map(str::to_owned));
    let fields = Fields::new(&told.fields);
    let origin = |key: &str| format!("{} {key}", told.by);
    if told.is_better {
        let mut better = Article::default();
        fields::fill(&mut better, &fields, &origin, reading);
        take(article, better);
    } else {
        // The host of its address is only a guess at who published it.
        if article.from.get("outlet").is_some_and(|from| from == "url") {
            article.outlet = None;
        }
        fields::fill(article, &fields, &origin, reading);
    }
}

/// The present as it was when the record was fetched, where that is known.
pub(super) fn present(told: &Told, reading: &Reading) -> Reading {
    let fetched = told.fields.get("fetched").and_then(|value| value.as_str());
    let fetched = fetched.and_then(|text| date::parse(text, reading.now_seconds).ok());
    Reading {
        now_seconds: fetched.map_or(reading.now_seconds, |fetched| {
            fetched.seconds.min(reading.now_seconds)
        }),
    }
}

/// Says of dates that were refused as later than the present that they are later
/// than the capture: that was the present.
pub(super) fn name_capture(notes: &mut [String]) {
    for note in notes {
        if let Some(date) = note.strip_suffix(date::IN_THE_FUTURE) {
            *note = format!("{date}is after the page was fetched");
        }
    }
}

/// Sets what `better` knows.
fn take(article: &mut Article, better: Article) {
    fn set<T>(slot: &mut Option<T>, value: Option<T>) {
        if value.is_some() {
            *slot = value;
        }
    }
    set(&mut article.title, better.title);
    set(&mut article.dateline, better.dateline);
    set(&mut article.outlet, better.outlet);
    set(&mut article.section, better.section);
    set(&mut article.published, better.published);
    set(&mut article.updated, better.updated);
    set(&mut article.fetched, better.fetched);
    set(&mut article.url, better.url);
    set(&mut article.language, better.language);
    set(&mut article.summary, better.summary);
    if !better.authors.is_empty() {
        article.authors = better.authors;
    }
    if !better.agencies.is_empty() {
        article.agencies = better.agencies;
    }
    if !better.keywords.is_empty() {
        article.keywords = better.keywords;
    }
    article.partial |= better.partial;
    article.from.extend(better.from);
    article.notes.extend(better.notes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(is_better: bool) -> Article {
        let fields = r#"{"title":"From outside","url":"https://mail.example/1"}"#;
        let told = Told {
            by: "box",
            fields: serde_json::from_str(fields).unwrap(),
            is_better,
        };
        let mut article = Article {
            title: Some("From inside".to_owned()),
            ..Article::default()
        };
        article.from.insert("title".to_owned(), "h1".to_owned());
        let reading = Reading {
            now_seconds: 1_795_348_800,
        };
        tell(&mut article, &told, &reading);
        article
    }

    #[test]
    fn gaps_are_filled_and_better_values_taken() {
        let filled = told(false);
        assert_eq!(filled.title.as_deref(), Some("From inside"));
        assert_eq!(filled.url.as_deref(), Some("https://mail.example/1"));
        assert_eq!(filled.from["url"], "box url");
        let replaced = told(true);
        assert_eq!(replaced.title.as_deref(), Some("From outside"));
        assert_eq!(replaced.from["title"], "box title");
    }

    #[test]
    fn what_is_later_than_the_capture_is_said_to_be() {
        let mut notes = [
            "published: 2025-09-01 is in the future".to_owned(),
            "published: 31 February 2024 is no date".to_owned(),
        ];
        name_capture(&mut notes);
        assert_eq!(
            notes,
            [
                "published: 2025-09-01 is after the page was fetched",
                "published: 31 February 2024 is no date",
            ]
        );
    }
}
