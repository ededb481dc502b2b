//! Plain text → [`Article`]: the first line is the headline, unless a block of
//! `Title: …` lines says otherwise.

use serde_json::{Map, Value};

use super::fields::{self, Fields};
use super::{Article, DropReason, Dropped, Reading, body, clean, label, paragraphs};
use crate::corpus::{SkipReason, Source};

/// A longer first line is a paragraph.
const TITLE_BYTES_MAX: usize = 300;

pub(super) fn read(source: &Source, reading: &Reading) -> Result<Article, SkipReason> {
    let text = clean::lines(&source.text);
    let mut article = Article {
        id: source.id.clone(),
        ..Article::default()
    };
    let text = without_label(&mut article, &text);
    let (header, rest) = header(text);
    fields::fill(
        &mut article,
        &Fields::new(&header),
        &|key| format!("header {key}"),
        reading,
    );
    let rest = if article.title.is_some() {
        rest
    } else {
        let (title, rest) = headline(rest);
        let (below, rest) = header_below(rest);
        fields::fill(
            &mut article,
            &Fields::new(&below),
            &|key| format!("header {key}"),
            reading,
        );
        if let Some(title) = title {
            article.title = Some(title);
            article
                .from
                .insert("title".to_owned(), "first line".to_owned());
        }
        rest
    };
    article.from.insert("body".to_owned(), "text".to_owned());
    body::finish(article, paragraphs::split(rest), reading)
}

/// The text without a first line that only says what kind of text it is.
fn without_label<'t>(article: &mut Article, text: &'t str) -> &'t str {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if !label::is_label(first.trim()) || rest.trim().is_empty() {
        return text;
    }
    article.dropped.push(Dropped {
        reason: DropReason::Credit,
        text: first.trim().to_owned(),
    });
    rest
}

/// The keys that a header block may have.
const KEYS: &[&str] = &[
    "title",
    "headline",
    "date",
    "published",
    "updated",
    "modified",
    "lastmod",
    "source",
    "outlet",
    "publication",
    "publisher",
    "by",
    "byline",
    "author",
    "authors",
    "url",
    "link",
    "canonical",
    "section",
    "category",
    "categories",
    "keywords",
    "tags",
    "language",
    "lang",
    "dateline",
    "summary",
    "description",
];

/// A block of `Key: value` lines at the start, and the text after it. One such
/// line may be a headline: a block names the title or has two lines.
fn header(text: &str) -> (Map<String, Value>, &str) {
    let mut found = Map::new();
    let mut rest = text.trim_start();
    while let Some((key, value, after)) = header_line(rest) {
        found
            .entry(key)
            .or_insert_with(|| Value::String(value.to_owned()));
        rest = after;
    }
    let titled = found.contains_key("title") || found.contains_key("headline");
    if titled || found.len() >= 2 {
        (found, rest)
    } else {
        (Map::new(), text)
    }
}

/// `Source: …`, `Date: …` lines below the headline, blank lines between.
fn header_below(text: &str) -> (Map<String, Value>, &str) {
    const BELOW: &[&str] = &[
        "date",
        "published",
        "source",
        "outlet",
        "publication",
        "url",
        "author",
        "section",
    ];
    let mut found = Map::new();
    let mut rest = text;
    while let Some((key, value, after)) = header_line(rest.trim_start()) {
        if !BELOW.contains(&key.as_str()) || value.split_whitespace().count() > 6 {
            break;
        }
        found
            .entry(key)
            .or_insert_with(|| Value::String(value.to_owned()));
        rest = after;
    }
    (found, rest)
}

fn header_line(text: &str) -> Option<(String, &str, &str)> {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    let (key, value) = line.split_once(':')?;
    let key = key.trim().to_lowercase();
    let value = value.trim();
    let fits = KEYS.contains(&key.as_str()) && !value.is_empty() && line.len() <= TITLE_BYTES_MAX;
    fits.then_some((key, value, after))
}

/// The headline, and the text after it.
fn headline(text: &str) -> (Option<String>, &str) {
    let text = text.trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let none = (None, text);
    if first.len() > TITLE_BYTES_MAX || rest.trim().is_empty() {
        return none;
    }
    let second = rest.split('\n').next().unwrap_or_default().trim();
    let goes_on =
        second.starts_with(char::is_lowercase) && !paragraphs::ends_sentence(first.trim());
    if !goes_on {
        return (Some(clean::line(first)), rest);
    }
    // A headline over two lines stands alone; a paragraph in broken lines
    // does not end after two.
    let (block, after) = text.split_once("\n\n").unwrap_or((text, ""));
    let short = block.len() <= TITLE_BYTES_MAX && block.lines().count() <= 3;
    if short && !after.trim().is_empty() && !paragraphs::ends_sentence(block.trim()) {
        return (Some(clean::line(block)), after);
    }
    none
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Format;

    fn article(text: &str) -> Result<Article, SkipReason> {
        let source = Source {
            id: "a.txt".to_owned(),
            format: Format::Text,
            text: text.to_owned(),
            told: crate::corpus::Told::default(),
        };
        let reading = Reading {
            now_seconds: 1_795_348_800,
        };
        crate::article::read(&source, &reading)
    }

    #[track_caller]
    fn check(text: &str, title: &str, body: &str) {
        let found = article(text).unwrap();
        assert_eq!(
            (
                found.title.unwrap_or_default().as_str(),
                found.body.as_str()
            ),
            (title, body),
            "{text}"
        );
    }

    #[test]
    fn headlines() {
        check(
            "Harbour opens\n\n\nShips came.\nNobody was hurt.",
            "Harbour opens",
            "Ships came.\n\nNobody was hurt.",
        );
        check(
            "Harbour opens\r\nShips came.",
            "Harbour opens",
            "Ships came.",
        );
        check("Only one line here.", "", "Only one line here.");
        check(
            "Harbour of Brackwater opens after a week\nof storms and rain\n\nShips came.",
            "Harbour of Brackwater opens after a week of storms and rain",
            "Ships came.",
        );
        check(
            "The harbour of Brackwater opened again after\na week of storms.\n\nShips came.",
            "",
            "The harbour of Brackwater opened again after a week of storms.\n\nShips came.",
        );
        check(
            &format!("{}\nNext.", "x".repeat(400)),
            "",
            &format!("{}\n\nNext.", "x".repeat(400)),
        );
    }

    #[test]
    fn header_blocks() {
        let found = article("Title: Harbour opens\nDate: 2 June 2024\nSource: The Mail\nBy: Jane Roe\n\nShips came.").unwrap();
        assert_eq!(found.title.as_deref(), Some("Harbour opens"));
        assert_eq!(found.published.unwrap().to_string(), "2024-06-02");
        assert_eq!(found.outlet.as_deref(), Some("The Mail"));
        assert_eq!(found.authors, ["Jane Roe"]);
        assert_eq!(found.from["outlet"], "header source");
        assert_eq!(found.body, "Ships came.");
        check(
            "Source: harbour to open soon\n\nShips came.",
            "Source: harbour to open soon",
            "Ships came.",
        );
    }

    #[test]
    fn header_lines_below_the_headline() {
        let found =
            article("Harbour opens\nSource: The Mail\nDate: 2 June 2024\n\nShips came.").unwrap();
        assert_eq!(found.title.as_deref(), Some("Harbour opens"));
        assert_eq!(found.outlet.as_deref(), Some("The Mail"));
        assert_eq!(found.published.unwrap().to_string(), "2024-06-02");
        assert_eq!(found.body, "Ships came.");
    }

    #[test]
    fn bylines_and_dates_under_the_headline() {
        let found = article(
            "Harbour opens\nBy Jane Roe and Bo Lind\n2 June 2024\nBRACKWATER — Ships came.\nMore.",
        )
        .unwrap();
        assert_eq!(found.authors, ["Jane Roe", "Bo Lind"]);
        assert_eq!(found.dateline.as_deref(), Some("BRACKWATER"));
        assert_eq!(found.body, "Ships came.\n\nMore.");
        assert_eq!(found.dropped.len(), 3);
    }

    #[test]
    fn bylines_over_several_lines() {
        for head in [
            "By Jane Roe,\n Reuters",
            "By Jane Roe\nReuters",
            "By JANE ROE and\nBO LIND\nAssociated Press Writers",
            "Von Jane Roe,\ndpa",
        ] {
            let found = article(&format!(
                "Harbour opens\n\n{head}\n\nBRACKWATER — Ships came.\n\nMore."
            ))
            .unwrap();
            assert_eq!(found.body, "Ships came.\n\nMore.", "{head}");
            assert!(!found.authors.is_empty(), "{head}");
            assert_eq!(found.agencies.len(), 1, "{head}");
        }
        // A short line that is no agency and no role may be the text's own.
        check(
            "Harbour opens\n\nBy Jane Roe\n\nA short answer\n\nShips came.",
            "Harbour opens",
            "A short answer\n\nShips came.",
        );
    }

    #[test]
    fn a_notice_is_no_headline() {
        for notice in [
            "PRESS RELEASE — FOR IMMEDIATE RELEASE",
            "Pressemitteilung",
            "COMMUNIQUÉ DE PRESSE",
            "Nota de prensa",
        ] {
            let text = format!("{notice}\n\nHarbour opens\n\nShips came.");
            check(&text, "Harbour opens", "Ships came.");
        }
    }

    #[test]
    fn nothing_but_signs_is_no_article() {
        assert_eq!(article("***\n---").err(), Some(SkipReason::NoBody));
        assert_eq!(article("\u{0}\u{feff}").err(), Some(SkipReason::NoBody));
    }

    #[test]
    fn no_paragraph_holds_a_line_break_or_a_control_character() {
        let found = article("Title\n\nOne\u{2028}two\u{85}three\u{1b}[1m\tfour\u{b}five").unwrap();
        assert!(
            !found.body.replace("\n\n", "").chars().any(char::is_control),
            "{:?}",
            found.body
        );
    }
}
