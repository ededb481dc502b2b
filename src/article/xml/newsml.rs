//! A news item in NewsML-G2, or in NewsML 1 → [`Article`].

use serde_json::Value;

use super::super::{Article, Reading, clean, given, paragraphs};
use super::blocks::{self, Blocks};
use super::found::Found;
use super::{feed, inherited, nitf};
use crate::corpus::SkipReason;
use crate::corpus::xml::Element;

/// An item of NewsML-G2.
pub(super) fn g2(
    article: Article,
    chain: &[&Element],
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let mut article = g2_item(article, chain, reading)?;
    // A place that is named beside the text: the printed dateline says more.
    if article.dateline.is_none() {
        let located = chain.last().and_then(|item| item.at("contentMeta/located"));
        let language = article.language.clone().unwrap_or_default();
        let place = located.and_then(|located| named(located, &language));
        if place.is_some() {
            let from = "newsml located".to_owned();
            article.from.insert("dateline".to_owned(), from);
        }
        article.dateline = place;
    }
    Ok(article)
}

fn g2_item(
    mut article: Article,
    chain: &[&Element],
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let item = chain.last().copied().ok_or(SkipReason::NoBody)?;
    let none = Element::default();
    let management = item.one("itemMeta").unwrap_or(&none);
    let content = item.one("contentMeta").unwrap_or(&none);
    let code = |name: &str| management.one(name).and_then(code);
    given::status(code("pubStatus"))?;
    let embargoed = management.one("embargoed").map(Element::text);
    given::embargo(embargoed.as_deref(), reading)?;
    let class = code("itemClass").map(last_part);
    if let Some(class) = class.filter(|class| !matches!(*class, "text" | "composite")) {
        return Err(SkipReason::NoArticle(format!(
            "its class is {class}, not text"
        )));
    }
    let language = content
        .one("language")
        .and_then(|language| language.attribute("tag"));
    let language = language
        .or_else(|| inherited(chain, "xml:lang"))
        .unwrap_or_default();
    let found = g2_fields(item, management, content, language);
    found.fill(&mut article, "newsml", reading);
    for (person, role) in people(item, content, language) {
        given::name(&mut article, &person, role.as_deref());
    }
    let set = item.one("contentSet").unwrap_or(&none);
    let best = best(set, language).ok_or_else(|| no_text(set))?;
    if let Some(document) = best.below("nitf").first() {
        nitf::fill(&mut article, document, reading);
        let blocks = nitf::text(&mut article, document).ok_or(SkipReason::NoBody)?;
        return nitf::finish(
            article,
            blocks,
            "newsml nitf body.content".to_owned(),
            reading,
        );
    }
    let blocks = if best.elements().next().is_some() {
        let mut title = Found::default();
        let head = best
            .below("title")
            .first()
            .map(|title| nitf::line(&text_only(title)));
        title.maybe("headline", "title", head);
        title.fill(&mut article, "newsml", reading);
        match best.below("body").first() {
            Some(body) => blocks::read(body),
            None => blocks::read(best),
        }
    } else {
        plain(&mut article, best)
    };
    nitf::finish(article, blocks, format!("newsml {}", best.local()), reading)
}

/// A title is not read in a body; by itself it is.
fn text_only(element: &Element) -> Element {
    use crate::corpus::xml::Node;
    Element {
        children: vec![Node::Text(element.text())],
        ..Element::default()
    }
}

/// Text without elements: plain, or HTML that was escaped.
fn plain(article: &mut Article, element: &Element) -> Blocks {
    let text = element.text();
    let kind = element.attribute("contenttype").unwrap_or_default();
    let paragraphs = if kind.contains("html") || text.contains("</p>") {
        feed::of_html(article, &text)
    } else {
        paragraphs::split(&clean::lines(&text))
    };
    Blocks::of(paragraphs)
}

/// The rendition to read: in the item's language, NITF before HTML before
/// plain text.
fn best<'e>(set: &'e Element, language: &str) -> Option<&'e Element> {
    let rank = |element: &&Element| {
        let kind = element.attribute("contenttype").unwrap_or_default();
        let tag = element.attribute("xml:lang").unwrap_or(language);
        let foreign = !same_language(tag, language);
        let kind = match kind {
            kind if kind.contains("nitf") || !element.below("nitf").is_empty() => 0,
            kind if kind.contains("html") => 1,
            _ if element.is("inlineXML") => 2,
            _ => 3,
        };
        (foreign, kind)
    };
    let texts = set.elements().filter(|element| {
        matches!(element.local(), "inlineXML" | "inlineData")
            && element.attribute("encoding").is_none()
            && !element.text().trim().is_empty()
    });
    texts.min_by_key(rank)
}

fn no_text(set: &Element) -> SkipReason {
    match set
        .one("remoteContent")
        .and_then(|remote| remote.attribute("href"))
    {
        Some(address) => {
            let address = &address[..address.floor_char_boundary(200)];
            SkipReason::NoArticle(format!("its text is elsewhere: {address}"))
        }
        None => SkipReason::NoBody,
    }
}

fn g2_fields(item: &Element, management: &Element, content: &Element, language: &str) -> Found {
    let mut found = Found::default();
    let meta = |name: &str| in_language(content.all(name), language);
    found.maybe("headline", "headline", meta("headline"));
    found.maybe("byline", "by", meta("by"));
    let creators = content
        .all("creator")
        .filter_map(|creator| named(creator, language));
    found.put(
        "byline",
        "creator",
        creators.map(Value::String).collect::<Vec<_>>(),
    );
    found.maybe("dateline", "dateline", meta("dateline"));
    let text = |element: &Element, name: &str| element.one(name).map(Element::text);
    found.maybe(
        "published",
        "firstCreated",
        text(management, "firstCreated"),
    );
    found.maybe(
        "published",
        "contentCreated",
        text(content, "contentCreated"),
    );
    found.maybe(
        "published",
        "versionCreated",
        text(management, "versionCreated"),
    );
    found.maybe(
        "updated",
        "versionCreated",
        text(management, "versionCreated"),
    );
    found.maybe(
        "updated",
        "contentModified",
        text(content, "contentModified"),
    );
    let first = |within: &Element, name: &str| {
        within
            .all(name)
            .find_map(|element| named(element, language))
    };
    found.maybe("section", "genre", first(content, "genre"));
    found.maybe("section", "service", first(management, "service"));
    let provider = management.one("provider");
    found.maybe(
        "outlet",
        "provider",
        provider.and_then(|provider| named(provider, language)),
    );
    found.maybe("outlet", "infoSource", first(content, "infoSource"));
    let holder = item.at("rightsInfo/copyrightHolder");
    found.maybe(
        "outlet",
        "copyrightHolder",
        holder.and_then(|holder| named(holder, language)),
    );
    let literal = provider.and_then(|p| p.attribute("literal").or_else(|| code(p)));
    found.maybe("outlet", "provider", literal.map(last_part));
    found.put("language", "language", language);
    let mut words: Vec<String> = Vec::new();
    let subjects = content.all("subject").filter(|subject| !is_person(subject));
    words.extend(subjects.filter_map(|subject| named(subject, language)));
    words.extend(content.all("keyword").map(Element::text));
    found.put("keywords", "subject", words);
    found.put(
        "keywords",
        "slugline",
        text(content, "slugline").unwrap_or_default(),
    );
    let described = content.all("description").filter(|description| {
        !description
            .attribute("role")
            .is_some_and(|role| role.contains("caption"))
    });
    found.maybe("summary", "description", in_language(described, language));
    let ids = [item.attribute("guid"), item.attribute("uri")];
    for id in ids.into_iter().flatten() {
        found.put("url", "guid", id);
    }
    found
}

fn people(item: &Element, content: &Element, language: &str) -> Vec<(String, Option<String>)> {
    let subjects = content.all("subject").filter(|subject| is_person(subject));
    let asserted = item.all("assert").filter(|assert| {
        assert
            .one("type")
            .and_then(code)
            .is_some_and(|code| last_part(code) == "person")
    });
    let role = |element: &Element| {
        let role = element
            .at("personDetails/affiliation/role")
            .or_else(|| element.one("role"));
        role.and_then(|role| named(role, language))
    };
    let all = subjects.chain(asserted);
    all.filter_map(|element| Some((named(element, language)?, role(element))))
        .collect()
}

fn is_person(subject: &Element) -> bool {
    subject
        .attribute("type")
        .is_some_and(|kind| last_part(kind) == "person")
}

/// The name of a concept in the item's language.
fn named(element: &Element, language: &str) -> Option<String> {
    in_language(element.all("name"), language)
}

/// The text of the element in this language; else of one that names none, else
/// of the first.
fn in_language<'e>(elements: impl Iterator<Item = &'e Element>, language: &str) -> Option<String> {
    let fit = |element: &&Element| match element.attribute("xml:lang") {
        Some(tag) if tag.eq_ignore_ascii_case(language) => 0,
        Some(tag) if same_language(tag, language) => 1,
        None => 2,
        Some(_) => 3,
    };
    let text = nitf::line(elements.min_by_key(fit)?);
    (!text.is_empty()).then_some(text)
}

fn same_language(a: &str, b: &str) -> bool {
    let code = |tag: &str| {
        tag.split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    code(a) == code(b)
}

/// What an element is, in a vocabulary: `stat:usable`.
fn code(element: &Element) -> Option<&str> {
    element
        .attribute("qcode")
        .or_else(|| element.attribute("uri"))
}

/// The code without its vocabulary.
fn last_part(code: &str) -> &str {
    code.rsplit([':', '/']).next().unwrap_or_default()
}

/// An item of NewsML 1: the first component that has text.
pub(super) fn one(
    mut article: Article,
    chain: &[&Element],
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let item = chain.last().copied().ok_or(SkipReason::NoBody)?;
    let none = Element::default();
    let management = item.one("NewsManagement").unwrap_or(&none);
    let formal = |within: &Element, name: &str| {
        let element = within.below(name).into_iter().next();
        element
            .and_then(|element| element.attribute("FormalName"))
            .map(str::to_owned)
    };
    given::status(formal(management, "Status").as_deref())?;
    let contents = item.below("DataContent");
    let content = contents
        .iter()
        .find(|content| !content.below("nitf").is_empty())
        .or_else(|| {
            contents
                .iter()
                .find(|content| !content.text().trim().is_empty())
        });
    let mut found = Found::default();
    let first = |name: &str| item.below(name).first().map(|element| nitf::line(element));
    found.maybe("headline", "HeadLine", first("HeadLine"));
    found.maybe("byline", "ByLine", first("ByLine"));
    found.maybe("dateline", "DateLine", first("DateLine"));
    let text = |name: &str| management.one(name).map(Element::text);
    found.maybe("published", "FirstCreated", text("FirstCreated"));
    found.maybe(
        "updated",
        "ThisRevisionCreated",
        text("ThisRevisionCreated"),
    );
    let provider = item
        .below("Provider")
        .into_iter()
        .next()
        .and_then(|p| formal(p, "Party"));
    found.maybe("outlet", "Provider", provider);
    let address = item
        .at("Identification/NewsIdentifier/PublicIdentifier")
        .map(Element::text);
    found.maybe("url", "PublicIdentifier", address);
    found.maybe("language", "Language", formal(item, "Language"));
    let words = item
        .below("KeywordLine")
        .iter()
        .map(|line| line.text())
        .collect::<Vec<_>>();
    found.put("keywords", "KeywordLine", words);
    found.maybe("summary", "SubHeadLine", first("SubHeadLine"));
    found.fill(&mut article, "newsml", reading);
    let content = content.ok_or(SkipReason::NoBody)?;
    let place = "newsml DataContent".to_owned();
    if let Some(document) = content.below("nitf").first() {
        nitf::fill(&mut article, document, reading);
        let blocks = nitf::text(&mut article, document).ok_or(SkipReason::NoBody)?;
        return nitf::finish(article, blocks, place, reading);
    }
    let blocks = if content.elements().next().is_some() {
        blocks::read(content)
    } else {
        plain(&mut article, content)
    };
    nitf::finish(article, blocks, place, reading)
}
