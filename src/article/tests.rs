//! Every key of header blocks and front matter → the field that it fills.

use super::*;
use crate::corpus::Told;

/// Key, value, and the field with what it must hold.
const KEYS: &[(&str, &str, &str, &str)] = &[
    ("date", "2 June 2024", "published", "2024-06-02"),
    (
        "published",
        "2024-06-02T10:15:00Z",
        "published",
        "2024-06-02T10:15:00Z",
    ),
    ("updated", "2024-06-03", "updated", "2024-06-03"),
    ("modified", "2024-06-03", "updated", "2024-06-03"),
    ("lastmod", "2024-06-03", "updated", "2024-06-03"),
    ("source", "The Mail", "outlet", "The Mail"),
    ("outlet", "The Mail", "outlet", "The Mail"),
    ("publication", "The Mail", "outlet", "The Mail"),
    ("by", "Jane Roe", "authors", "Jane Roe"),
    ("byline", "By Jane Roe", "authors", "Jane Roe"),
    ("author", "Jane Roe", "authors", "Jane Roe"),
    (
        "authors",
        "Jane Roe and Bo Lind",
        "authors",
        "Jane Roe+Bo Lind",
    ),
    (
        "url",
        "https://mail.example/1",
        "url",
        "https://mail.example/1",
    ),
    (
        "link",
        "https://mail.example/1",
        "url",
        "https://mail.example/1",
    ),
    (
        "canonical",
        "https://mail.example/1",
        "url",
        "https://mail.example/1",
    ),
    ("section", "Business", "section", "Business"),
    ("category", "Business", "section", "Business"),
    ("categories", "Business", "section", "Business"),
    ("keywords", "sea, ships", "keywords", "sea+ships"),
    ("tags", "sea, ships", "keywords", "sea+ships"),
    ("language", "English", "language", "en"),
    ("lang", "en-GB", "language", "en"),
    ("dateline", "BRACKWATER", "dateline", "BRACKWATER"),
    ("summary", "A port.", "summary", "A port."),
    ("description", "A port.", "summary", "A port."),
];

fn field(article: &Article, name: &str) -> String {
    let when = |when: Option<When>| when.map(|when| when.to_string());
    let value = match name {
        "published" => when(article.published),
        "updated" => when(article.updated),
        "outlet" => article.outlet.clone(),
        "authors" => Some(article.authors.join("+")),
        "url" => article.url.clone(),
        "section" => article.section.clone(),
        "keywords" => Some(article.keywords.join("+")),
        "language" => article.language.clone(),
        "dateline" => article.dateline.clone(),
        "summary" => article.summary.clone(),
        _ => None,
    };
    value.unwrap_or_default()
}

#[track_caller]
fn check(format: Format, text: &str, name: &str, wanted: &str) {
    let source = Source {
        id: "a".to_owned(),
        format,
        text: text.to_owned(),
        told: Told::default(),
    };
    let reading = Reading {
        now_seconds: 1_795_348_800,
    };
    let found = read(&source, &reading).unwrap();
    assert_eq!(found.title.as_deref(), Some("Harbour opens"), "{text}");
    assert_eq!(found.body, "Ships came in to the port on Monday.", "{text}");
    assert_eq!(field(&found, name), wanted, "{text}");
}

const BODY: &str = "Ships came in to the port on Monday.";

#[test]
fn keys_of_a_header_block() {
    for (key, value, name, wanted) in KEYS {
        let capital = key[..1].to_uppercase() + &key[1..];
        for key in [*key, &capital] {
            let text = format!("Title: Harbour opens\n{key}: {value}\n\n{BODY}");
            check(Format::Text, &text, name, wanted);
            let text = format!("{key}: {value}\nHeadline: Harbour opens\n\n{BODY}");
            check(Format::Text, &text, name, wanted);
        }
    }
}

#[test]
fn keys_of_front_matter() {
    for (key, value, name, wanted) in KEYS {
        let yaml = format!("---\ntitle: Harbour opens\n{key}: \"{value}\"\n---\n\n{BODY}");
        check(Format::Markdown, &yaml, name, wanted);
        let bare = format!("---\n{key}: {value}\ntitle: Harbour opens\n---\n{BODY}");
        check(Format::Markdown, &bare, name, wanted);
        let toml = format!("+++\ntitle = \"Harbour opens\"\n{key} = \"{value}\"\n+++\n\n{BODY}");
        check(Format::Markdown, &toml, name, wanted);
    }
    let lists =
        "---\ntitle: Harbour opens\nauthors: [Jane Roe, Bo Lind]\ntags:\n  - sea\n  - ships\n---\n";
    check(
        Format::Markdown,
        &format!("{lists}{BODY}"),
        "authors",
        "Jane Roe+Bo Lind",
    );
    check(
        Format::Markdown,
        &format!("{lists}{BODY}"),
        "keywords",
        "sea+ships",
    );
}
