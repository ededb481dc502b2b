//! A JSON record of any tool → [`Article`].

use serde_json::{Map, Value};

use super::fields::{self, Fields};
use super::{Article, DropReason, Dropped, Reading, body, clean, markup, ninjs, paragraphs, xml};
use crate::corpus::{SkipReason, Source};

/// Where the text is, the best first; names as in [`fields`].
const BODY: &[&str] = &[
    "body",
    "bodytext",
    "maintext",
    "articlebody",
    "text",
    "content",
    "contenttext",
    "fulltext",
    "article",
    "story",
    "bodyhtml",
    "bodyxhtml",
    "contenthtml",
    "bodies",
    "paragraphs",
    "rawtext",
    "html",
    "transcript",
];

/// Objects around the article itself.
const WRAPPERS: &[&str] = &[
    "_source", "article", "document", "doc", "item", "data", "fields",
];

pub(super) fn read(source: &Source, reading: &Reading) -> Result<Article, SkipReason> {
    let value: Value = serde_json::from_str(&source.text)
        .map_err(|cause| SkipReason::Damaged(format!("not valid JSON: {cause}")))?;
    let Value::Object(object) = value else {
        return Err(SkipReason::Damaged("not a JSON object".to_owned()));
    };
    let inner = unwrapped(&object);
    let item = inner.unwrap_or(&object);
    if ninjs::is_item(item) {
        let article = Article {
            id: source.id.clone(),
            ..Article::default()
        };
        return ninjs::read(article, item, reading);
    }
    let fields = Fields::new(item);
    if let Some(status) = fields.withdrawn() {
        return Err(SkipReason::Withdrawn(status));
    }
    let mut article = Article {
        id: source.id.clone(),
        ..Article::default()
    };
    let origin = |key: &str| format!("key {key}");
    fields::fill(&mut article, &fields, &origin, reading);
    if inner.is_some() {
        fields::fill(&mut article, &Fields::new(&object), &origin, reading);
    }
    let found = text(&fields).or_else(|| quotations(&mut article, &fields));
    let (key, text) = found.ok_or(SkipReason::NoBody)?;
    article.from.insert("body".to_owned(), origin(key));
    if article.title.as_deref() == Some(text.as_str()) {
        article.title = None;
        article.from.remove("title");
    }
    let text = without_cut_mark(&mut article, &text);
    let plain = if is_page(text) {
        std::borrow::Cow::Owned(super::html::read(&source.id, text, reading)?.body)
    } else {
        markup::plain(text)
    };
    let paragraphs = paragraphs::split(&clean::lines(&plain));
    if source.told.by == "feed" {
        article.partial |= xml::is_teaser(&paragraphs);
    }
    body::finish(article, paragraphs, reading)
}

fn unwrapped(object: &Map<String, Value>) -> Option<&Map<String, Value>> {
    let outer = Fields::new(object);
    if outer
        .all(BODY)
        .any(|(_, value)| !fields::texts(value).is_empty())
        && !object.contains_key("_source")
    {
        return None;
    }
    WRAPPERS
        .iter()
        .filter_map(|key| object.get(*key)?.as_object())
        .next()
}

fn text<'o>(fields: &Fields<'o>) -> Option<(&'o str, String)> {
    fields.all(BODY).find_map(|(key, value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            other => fields::texts(other).join("\n\n"),
        };
        (!text.trim().is_empty()).then_some((key, text))
    })
}

/// Quotations cut out of a text, each with the words before and after it: all
/// that some collections give of an article.
fn quotations<'o>(article: &mut Article, fields: &Fields<'o>) -> Option<(&'o str, String)> {
    let (key, list) = fields.all(&["quotes"]).next()?;
    let paragraph = |quote: &Value| {
        let part = |key: &str| {
            quote
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .trim()
        };
        let (before, words, after) = (part("pre"), part("quote"), part("post"));
        (!words.is_empty()).then(|| format!("{before} “{words}” {after}"))
    };
    let paragraphs: Vec<String> = list.as_array()?.iter().filter_map(paragraph).collect();
    article.partial = true;
    (!paragraphs.is_empty()).then(|| (key, paragraphs.join("\n\n")))
}

fn is_page(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(600)];
    let start = start.trim_start();
    start.starts_with('<')
        && (start.contains("<html") || start.contains("<body") || start.contains("<!DOCTYPE"))
}

/// `… [+1234 chars]`: news services give the beginning only.
fn without_cut_mark<'t>(article: &mut Article, text: &'t str) -> &'t str {
    let trimmed = text.trim_end();
    let Some(at) = trimmed.rfind("[+") else {
        return text;
    };
    let mark = &trimmed[at..];
    let cut = mark
        .strip_prefix("[+")
        .and_then(|rest| rest.strip_suffix(" chars]"));
    if !cut.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return text;
    }
    article.partial = true;
    article.dropped.push(Dropped {
        reason: DropReason::ReadMore,
        text: mark.to_owned(),
    });
    &trimmed[..at]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Format;

    fn article(json: &str) -> Result<Article, SkipReason> {
        let source = Source {
            id: "a.json".to_owned(),
            format: Format::Json,
            text: json.to_owned(),
            told: crate::corpus::Told::default(),
        };
        read(
            &source,
            &Reading {
                now_seconds: 1_795_348_800,
            },
        )
    }

    fn check(json: &str, title: &str, body: &str) {
        let found = article(json).unwrap();
        assert_eq!(
            (
                found.title.unwrap_or_default().as_str(),
                found.body.as_str()
            ),
            (title, body),
            "{json}"
        );
    }

    #[test]
    fn bodies_of_many_tools() {
        check(
            r#"{"title":"T","body":"One.\n\nTwo."}"#,
            "T",
            "One.\n\nTwo.",
        );
        check(
            r#"{"title":"T","maintext":"One.\nTwo."}"#,
            "T",
            "One.\n\nTwo.",
        );
        check(
            r#"{"headline":"T","body_html":"<p>One &amp; two.</p><p>Three.</p>"}"#,
            "T",
            "One & two.\n\nThree.",
        );
        check(
            r#"{"headlines":[{"role":"main","value":"T"}],"bodies":[{"value":"One."}]}"#,
            "T",
            "One.",
        );
        check(
            r#"{"title":"T","body":["One.","Two."]}"#,
            "T",
            "One.\n\nTwo.",
        );
        check(
            r#"{"_id":"1","_source":{"title":"T","text":"One."}}"#,
            "T",
            "One.",
        );
        check(r#"{"text":"One."}"#, "", "One.");
        check(
            r#"{"title":"T","body":"Row <ABC> & row.\u0000"}"#,
            "T",
            "Row <ABC> & row.",
        );
    }

    #[test]
    fn cut_bodies_are_partial() {
        let found =
            article(r#"{"title":"T","content":"The port opened and… [+1234 chars]"}"#).unwrap();
        assert!(found.partial);
        assert_eq!(found.body, "The port opened and…");
    }

    #[test]
    fn what_is_no_article() {
        let reason = |json: &str| article(json).unwrap_err().to_string();
        assert_eq!(reason(r#"{"title":"T"}"#), "no article text found");
        assert_eq!(
            reason(r#"{"title":"T","body":" \n "}"#),
            "no article text found"
        );
        assert_eq!(
            reason(r#"{"title":"T","body":null}"#),
            "no article text found"
        );
        assert_eq!(
            reason(r#"{"body":"x","pubstatus":"stat:canceled"}"#),
            "not for publication: its status is canceled"
        );
        assert_eq!(reason("[]"), "not a JSON object");
        assert!(reason("{").starts_with("not valid JSON"));
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(1_000), "]".repeat(1_000));
        assert!(reason(&deep).contains("recursion limit"));
    }
}
