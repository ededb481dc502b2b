//! An article in NITF 3 → [`Article`].

use serde_json::Value;

use super::super::{Article, DropReason, Dropped, Reading, body, clean, given};
use super::blocks::{self, Blocks};
use super::found::Found;
use crate::corpus::SkipReason;
use crate::corpus::xml::{Element, Node};

/// A whole document.
pub(super) fn read(
    mut article: Article,
    nitf: &Element,
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let docdata = nitf.at("head/docdata");
    let status = docdata.and_then(|docdata| docdata.attribute("management-status"));
    given::status(status)?;
    given::embargo(norm(docdata, "date.release"), reading)?;
    fill(&mut article, nitf, reading);
    let blocks = text(&mut article, nitf).ok_or(SkipReason::NoBody)?;
    finish(article, blocks, "nitf body.content".to_owned(), reading)
}

/// Sets the body, with what is marked in it.
pub(super) fn finish(
    mut article: Article,
    blocks: Blocks,
    place: String,
    reading: &Reading,
) -> Result<Article, SkipReason> {
    article.from.insert("body".to_owned(), place);
    article.dropped.extend(blocks.dropped);
    let mut article = body::finish(article, blocks.paragraphs, reading)?;
    given::place(&mut article, &blocks.quoted, &blocks.bodies);
    Ok(article)
}

/// The fields that a document gives.
pub(super) fn fill(article: &mut Article, nitf: &Element, reading: &Reading) {
    let mut found = Found::default();
    let top = nitf.at("body/body.head");
    let docdata = nitf.at("head/docdata");
    headline(&mut found, nitf, top);
    if let Some(byline) = top.and_then(|top| top.one("byline")) {
        authors(article, &mut found, byline);
    }
    if let Some(dateline) = top.and_then(|top| top.one("dateline")) {
        found.put("dateline", "dateline", line(dateline));
    }
    let pubdata = nitf.at("head/pubdata");
    let published = pubdata.and_then(|pubdata| pubdata.attribute("date.publication"));
    found.maybe("published", "date.issue", norm(docdata, "date.issue"));
    found.maybe("published", "date.publication", published);
    found.maybe("published", "date.release", norm(docdata, "date.release"));
    let printed = top.and_then(|top| norm(top.one("dateline"), "story.date"));
    found.maybe("published", "story.date", printed);
    let revised = nitf
        .one("head")
        .and_then(|head| head.all("revision-history").last());
    found.maybe(
        "updated",
        "revision-history",
        revised.and_then(|r| r.attribute("norm")),
    );
    found.maybe(
        "outlet",
        "pubdata name",
        pubdata.and_then(|p| p.attribute("name")),
    );
    let distributor = top.and_then(|top| top.one("distributor"));
    found.maybe("outlet", "distributor", distributor.map(line));
    let id = docdata.and_then(|docdata| docdata.one("doc-id"));
    found.maybe(
        "outlet",
        "doc-id regsrc",
        id.and_then(|id| id.attribute("regsrc")),
    );
    found.maybe("url", "doc-id", id.and_then(|id| id.attribute("id-string")));
    found.maybe(
        "url",
        "pubdata ex-ref",
        pubdata.and_then(|p| p.attribute("ex-ref")),
    );
    let language = nitf
        .attribute("baselang")
        .or_else(|| nitf.attribute("xml:lang"));
    found.maybe(
        "language",
        "baselang",
        language.map(|tag| tag.replace('.', "-")),
    );
    subjects(&mut found, nitf, docdata);
    found.fill(article, "nitf", reading);
    people(article, nitf);
}

fn headline(found: &mut Found, nitf: &Element, top: Option<&Element>) {
    let hedline = top.and_then(|top| top.one("hedline"));
    found.maybe(
        "headline",
        "hl1",
        hedline.and_then(|h| h.one("hl1")).map(line),
    );
    found.maybe("headline", "title", nitf.at("head/title").map(line));
    found.maybe(
        "summary",
        "abstract",
        top.and_then(|top| top.one("abstract")).map(line),
    );
    found.maybe(
        "summary",
        "hl2",
        hedline.and_then(|h| h.one("hl2")).map(line),
    );
}

/// The names of a byline; what stands in `byttl` is what they are.
fn authors(article: &mut Article, found: &mut Found, byline: &Element) {
    let role = byline.below("byttl").first().map(|role| line(role));
    let persons = byline
        .all("person")
        .map(|person| Value::String(name(person)));
    let persons: Vec<Value> = persons.collect();
    if let (Some(role), [Value::String(name)]) = (&role, persons.as_slice()) {
        given::name(article, name, Some(role));
    }
    found.put("byline", "byline person", persons);
    let mut text = String::new();
    without(byline, &["byttl", "virtloc"], &mut text);
    let text = clean::line(&text);
    if let Some(role) = &role
        && let [name] = super::super::byline::names(&text).as_slice()
    {
        given::name(article, name, Some(role));
    }
    found.put("byline", "byline", text);
}

fn subjects(found: &mut Found, nitf: &Element, docdata: Option<&Element>) {
    let place = nitf
        .at("head/pubdata")
        .and_then(|p| p.attribute("position.section"));
    found.maybe("section", "position.section", place);
    let object = nitf.at("head/tobject");
    let kind = object.and_then(|object| object.attribute("tobject.type"));
    found.maybe("section", "tobject.type", kind);
    let subjects: Vec<&Element> = object
        .into_iter()
        .flat_map(|object| object.all("tobject.subject"))
        .collect();
    let first = subjects
        .iter()
        .find_map(|subject| subject.attribute("tobject.subject.type"));
    found.maybe("section", "tobject.subject.type", first);
    let mut words: Vec<&str> = Vec::new();
    let keys = docdata
        .into_iter()
        .flat_map(|docdata| docdata.below("keyword"));
    words.extend(keys.filter_map(|keyword| keyword.attribute("key")));
    words.extend(
        subjects
            .iter()
            .filter_map(|s| s.attribute("tobject.subject.matter")),
    );
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    for content in docdata
        .into_iter()
        .flat_map(|docdata| docdata.below("identified-content"))
    {
        for element in content.elements().filter(|element| !element.is("person")) {
            let given = element.attribute("value").map(str::to_owned);
            words.push(given.unwrap_or_else(|| line(element)));
        }
    }
    words.retain(|word| !word.trim().is_empty());
    found.put("keywords", "key-list", words);
}

/// Everybody who is marked as a person, with what they are.
fn people(article: &mut Article, nitf: &Element) {
    let content = nitf.at("body/body.content");
    let listed = nitf.at("head/docdata/identified-content");
    for person in [listed, content]
        .into_iter()
        .flatten()
        .flat_map(|within| within.below("person"))
    {
        let role = person.below("function").first().map(|role| line(role));
        given::name(article, &name(person), role.as_deref());
    }
}

/// A person's name without what the person is.
fn name(person: &Element) -> String {
    let part = |name: &str| person.below(name).first().map(|part| line(part));
    let parts = [part("name.given"), part("name.family")];
    let given: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    if !given.is_empty() {
        return given.join(" ");
    }
    let mut text = String::new();
    without(person, &["function", "byttl", "alt-code"], &mut text);
    let text = clean::line(&text).trim_end_matches(',').trim().to_owned();
    match person.attribute("value") {
        Some(value) if text.is_empty() => value.to_owned(),
        _ => text,
    }
}

/// The text of a document's content; credits at its end are taken off.
pub(super) fn text(article: &mut Article, nitf: &Element) -> Option<Blocks> {
    let content = nitf.at("body/body.content").or_else(|| nitf.one("body"))?;
    let mut blocks = blocks::read(content);
    blocks.bodies = marked_bodies(nitf);
    let reason = DropReason::Credit;
    let is_credit = |text: &String| {
        let text = text.trim_start_matches(['(', '[', ' ']);
        text.len() < 80 && text.starts_with(['©', '\u{24d2}'])
    };
    while blocks.paragraphs.len() > 1 && blocks.paragraphs.last().is_some_and(is_credit) {
        let text = blocks.paragraphs.pop().unwrap_or_default();
        article.dropped.push(Dropped { reason, text });
    }
    for name in ["tagline", "bibliography"] {
        let end = nitf.at("body/body.end").and_then(|end| end.one(name));
        let text = end.map(line).unwrap_or_default();
        if !text.is_empty() {
            article.dropped.push(Dropped { reason, text });
        }
    }
    Some(blocks)
}

/// The names in `<org>` in a document, each once.
fn marked_bodies(nitf: &Element) -> Vec<String> {
    const BODIES_MAX: usize = 200;
    let mut names: Vec<String> = Vec::new();
    for org in nitf.below("org").into_iter().take(BODIES_MAX) {
        let mut text = String::new();
        without(org, &["alt-code"], &mut text);
        let text = clean::line(&text);
        let value = org.attribute("value").map(clean::line);
        for name in [Some(text), value].into_iter().flatten() {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// The normalised date of an element.
fn norm<'e>(within: Option<&'e Element>, name: &str) -> Option<&'e str> {
    let element = within?.one(name)?;
    element.attribute("norm")
}

/// All text on one line; block elements in it are apart.
pub(super) fn line(element: &Element) -> String {
    blocks::read(element).paragraphs.join(" ")
}

/// The text of an element without some of what stands in it.
fn without(element: &Element, names: &[&str], text: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(words) => text.push_str(words),
            Node::Element(inner) if names.contains(&inner.local()) => text.push(' '),
            Node::Element(inner) => without(inner, names, text),
        }
    }
}
