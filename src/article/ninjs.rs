//! An item in IPTC ninjs 1, 2 or 3 → [`Article`]. The generations differ in
//! how keys are written and in what is a list; names are compared without case
//! and underscores.

use serde_json::{Map, Value};

use super::body;
use super::fields::texts;
use super::xml::Found;
use super::{Article, Reading, clean, given, markup, paragraphs, xml};
use crate::corpus::SkipReason;

type Object = Map<String, Value>;

/// True for an object that has the keys of an item.
pub(super) fn is_item(object: &Object) -> bool {
    const KEYS: &[&str] = &[
        "versioncreated",
        "firstcreated",
        "pubstatus",
        "bodies",
        "headlines",
        "bodytext",
        "bodyxhtml",
        "$standard",
        "standard",
        "infosources",
        "infosource",
    ];
    let standard = get(object, "standard").or_else(|| get(object, "$standard"));
    let named = standard
        .and_then(|(_, standard)| standard.get("name")?.as_str())
        .is_some_and(|name| name.eq_ignore_ascii_case("ninjs"));
    let has = |name: &&&str| get(object, name).is_some();
    named || (get(object, "uri").is_some() && KEYS.iter().filter(has).count() >= 2)
}

/// Understands an item.
pub(super) fn read(
    mut article: Article,
    object: &Object,
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let text = |name: &str| get(object, name).and_then(|(_, value)| value.as_str());
    given::status(text("pubstatus"))?;
    given::embargo(
        text("embargoed").or_else(|| text("embargoeduntil")),
        reading,
    )?;
    let fields = fields(object);
    let Some(body) = best(bodies(object)) else {
        return Err(match text("type") {
            Some(kind) if kind != "text" => {
                SkipReason::NoArticle(format!("its type is {kind}, and it has no text"))
            }
            _ => SkipReason::NoBody,
        });
    };
    fields.fill(&mut article, "key", reading);
    for (name, role) in people(object) {
        given::name(&mut article, &name, role.as_deref());
    }
    let text = put_right("text", body.text, &mut article.notes);
    for (name, field) in [
        ("title", &mut article.title),
        ("summary", &mut article.summary),
    ] {
        if let Some(text) = field {
            *text = put_right(name, text, &mut article.notes);
        }
    }
    let mut article = match body.sort {
        Sort::Nitf => xml::nitf(article, &text, &format!("key {} (nitf)", body.key), reading)?,
        sort => {
            article
                .from
                .insert("body".to_owned(), format!("key {}", body.key));
            let plain = match sort {
                Sort::Text => text.into(),
                _ => markup::plain(&text),
            };
            body::finish(article, paragraphs::split(&clean::lines(&plain)), reading)?
        }
    };
    // A place that is named beside the text: the printed dateline says more.
    if article.dateline.is_none()
        && let Some((key, place)) = get(object, "located")
        && let Some(place) = texts(place).first().map(|place| clean::line(place))
        && !place.is_empty()
    {
        article.dateline = Some(place);
        article
            .from
            .insert("dateline".to_owned(), format!("key {key}"));
    }
    Ok(article)
}

/// A value and its key as written; `name` in lower case without underscores.
fn get<'o>(object: &'o Object, name: &str) -> Option<(&'o str, &'o Value)> {
    let same = |key: &&String| plain(key) == name;
    let key = object.keys().find(same)?;
    let value = object.get(key).filter(|value| !value.is_null())?;
    Some((key, value))
}

fn plain(key: &str) -> String {
    key.chars()
        .filter(|c| *c != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

/// Keys that begin so: `headline_de`, `body_sv`.
fn starting<'o>(object: &'o Object, start: &'o str) -> impl Iterator<Item = (&'o str, &'o Value)> {
    object
        .iter()
        .filter(move |(key, _)| key.starts_with(start))
        .map(|(key, value)| (key.as_str(), value))
}

fn fields(object: &Object) -> Found {
    let mut found = Found::default();
    let mut put = |field: &'static str, name: &str| {
        if let Some((key, value)) = get(object, name) {
            found.put(field, key, Value::from(texts(value)));
        }
    };
    put("headline", "headline");
    put("byline", "byline");
    put("byline", "by");
    for name in ["firstcreated", "versioncreated", "contentcreated"] {
        put("published", name);
    }
    put("updated", "versioncreated");
    for name in ["genre", "genres", "subject", "subjects"] {
        put("section", name);
    }
    for name in ["infosources", "infosource", "copyrightholder", "provider"] {
        put("outlet", name);
    }
    for name in ["subject", "subjects", "keywords", "slugline"] {
        put("keywords", name);
    }
    put("language", "language");
    for name in ["uri", "altids", "link"] {
        put("url", name);
    }
    for (field, list) in [("headline", "headlines"), ("summary", "descriptions")] {
        if let Some((key, values)) = get(object, list) {
            found.put(field, key, by_role(values, "main"));
        }
    }
    for (field, start) in [("headline", "headline_"), ("summary", "description_")] {
        for (key, value) in starting(object, start) {
            found.put(field, key, value.clone());
        }
    }
    for (field, name) in [("headline", "title"), ("summary", "description")] {
        if let Some((key, value)) = get(object, name) {
            found.put(field, key, value.clone());
        }
    }
    for (key, address) in addresses(object) {
        found.put("url", key, address);
    }
    found
}

/// Addresses of the item on the web: other ids, and pages it was rendered to.
fn addresses(object: &Object) -> Vec<(&str, Value)> {
    let mut found = Vec::new();
    if let Some((key, Value::Object(ids))) = get(object, "altids") {
        found.extend(ids.values().map(|id| (key, id.clone())));
    }
    let renditions = get(object, "renditions");
    let list: Vec<&Value> = match renditions {
        Some((_, Value::Array(list))) => list.iter().collect(),
        Some((_, Value::Object(named))) => named.values().collect(),
        _ => Vec::new(),
    };
    for rendition in list.into_iter().filter_map(Value::as_object) {
        let kind = get(rendition, "contenttype").or_else(|| get(rendition, "mimetype"));
        let page = kind
            .and_then(|(_, kind)| kind.as_str())
            .is_some_and(|k| k.contains("html"));
        if let (true, Some((_, href))) = (page, get(rendition, "href")) {
            found.push(("renditions", href.clone()));
        }
    }
    found
}

/// The values of a list of `{role, value}`: those with this role first, captions
/// never.
fn by_role(values: &Value, wanted: &str) -> Vec<Value> {
    let Value::Array(values) = values else {
        return vec![values.clone()];
    };
    let role = |value: &Value| {
        value
            .get("role")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_lowercase()
    };
    let mut kept: Vec<&Value> = values
        .iter()
        .filter(|value| !role(value).contains("caption"))
        .collect();
    kept.sort_by_key(|value| match role(value) {
        role if role.ends_with(wanted) => 0,
        role if role.is_empty() => 1,
        _ => 2,
    });
    kept.into_iter().cloned().collect()
}

fn people(object: &Object) -> Vec<(String, Option<String>)> {
    let lists = ["person", "people"].map(|name| get(object, name));
    let persons = lists
        .into_iter()
        .flatten()
        .filter_map(|(_, list)| list.as_array())
        .flatten();
    let named = |person: &Value| {
        let text = |key: &str| person.get(key).and_then(Value::as_str).map(str::to_owned);
        let role = text("rel").or_else(|| text("role"));
        // `prel:jobtitle-minister`: a code is no role.
        let role = role.filter(|role| !role.contains(':'));
        Some((text("name")?, role))
    };
    persons.filter_map(named).collect()
}

/// What a body is written in, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Nitf,
    /// HTML with paragraphs.
    Html,
    Text,
    /// HTML in one piece.
    Bare,
}

struct Body<'o> {
    key: &'o str,
    text: &'o str,
    sort: Sort,
}

fn bodies(object: &Object) -> Vec<Body<'_>> {
    let mut found = Vec::new();
    if let Some((key, Value::Array(list))) = get(object, "bodies") {
        for body in list.iter().filter_map(Value::as_object) {
            let hint = ["contenttype", "role"].map(|name| {
                get(body, name)
                    .and_then(|(_, value)| value.as_str())
                    .unwrap_or_default()
            });
            if let Some((_, Value::String(text))) = get(body, "value") {
                found.push(Body {
                    key,
                    text,
                    sort: sort(text, &hint.join(" ")),
                });
            }
        }
    }
    for (key, value) in starting(object, "body") {
        if let Value::String(text) = value {
            found.push(Body {
                key,
                text,
                sort: sort(text, key),
            });
        }
    }
    found.retain(|body| !body.text.trim().is_empty());
    found
}

fn sort(text: &str, hint: &str) -> Sort {
    let start = &text[..text.floor_char_boundary(2_000)];
    if start.contains("<nitf") || (hint.contains("nitf") && start.contains("<body")) {
        Sort::Nitf
    } else if text.contains("<p>") || text.contains("<p ") {
        Sort::Html
    } else if markup::has_tags(text) {
        Sort::Bare
    } else {
        Sort::Text
    }
}

/// Several bodies are the same article: the one whose paragraphs are sure.
fn best(bodies: Vec<Body<'_>>) -> Option<Body<'_>> {
    bodies.into_iter().min_by_key(|body| body.sort)
}

/// The text of a field, with a note where it was decoded twice.
fn put_right(name: &str, text: &str, notes: &mut Vec<String>) -> String {
    let (text, is_repaired) = repaired(text);
    if is_repaired {
        notes.push(format!(
            "{name}: characters were decoded twice, and have been put right"
        ));
    }
    text
}

/// `worldâ€™s`: UTF-8 that was read as windows-1252. Put right only where the
/// whole text is so.
fn repaired(text: &str) -> (String, bool) {
    let as_is = || (text.to_owned(), false);
    if text.is_ascii() {
        return as_is();
    }
    let (bytes, _, failed) = encoding_rs::WINDOWS_1252.encode(text);
    if failed {
        return as_is();
    }
    match String::from_utf8(bytes.into_owned()) {
        Ok(right) => (right, true),
        Err(_) => as_is(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_decoded_twice() {
        let check = |text: &str, wanted: &str| assert_eq!(repaired(text).0, wanted);
        check("the worldâ€™s CafÃ©", "the world’s Café");
        check("the worldâ€™s Café", "the worldâ€™s Café");
        check("the world’s Café", "the world’s Café");
        check("plain", "plain");
        let object = r#"{"uri":"u","pubstatus":"usable","headline":"The worldâ€™s oldest pier","body_text":"The pier is closed."}"#;
        let object: Object = serde_json::from_str(object).unwrap();
        let reading = Reading { now_seconds: 0 };
        let article = read(Article::default(), &object, &reading).unwrap();
        assert_eq!(article.title.as_deref(), Some("The world’s oldest pier"));
        assert_eq!(
            article.notes,
            ["title: characters were decoded twice, and have been put right"]
        );
    }

    #[test]
    fn items_are_told_by_their_keys() {
        let check = |json: &str, wanted: bool| {
            let object: Object = serde_json::from_str(json).unwrap();
            assert_eq!(is_item(&object), wanted, "{json}");
        };
        check(r#"{"uri":"u","versionCreated":"x","bodies":[]}"#, true);
        check(r#"{"uri":"u","pubstatus":"usable","body_text":"x"}"#, true);
        check(r#"{"standard":{"name":"ninjs","version":"3.1"}}"#, true);
        check(r#"{"uri":"u","body":"x","title":"t"}"#, false);
        check(r#"{"title":"t","headlines":[],"bodies":[]}"#, false);
    }
}
