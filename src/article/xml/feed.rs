//! The entry of a feed (RSS 0.9x, 1.0, 2.0, Atom) → [`Article`].

use serde_json::Value;

use super::super::{Article, DropReason, Dropped, Reading, body, clean, markup, paragraphs};
use super::base::joined;
use super::found::Found;
use super::{blocks, inherited};
use crate::corpus::SkipReason;
use crate::corpus::xml::Element;

/// An item of RSS; `format` is `rss`, or `rdf` for version 1.0.
pub(super) fn rss(
    mut article: Article,
    format: &str,
    chain: &[&Element],
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let item = chain.last().copied().ok_or(SkipReason::NoBody)?;
    let base = inherited(chain, "xml:base");
    let text = |name: &str| plain_child(item).one(name).map(Element::text);
    let text = |name: &str| text(name).filter(|text| !text.trim().is_empty());
    let mut found = Found::default();
    for name in ["title", "dc:title", "media:title"] {
        found.maybe("headline", name, text(name));
    }
    for name in ["link", "feedburner:origLink"].iter().rev() {
        found.maybe("url", name, text(name).map(|link| joined(base, &link)));
    }
    if let Some(guid) = item.one("guid") {
        let is_link = guid.attribute("isPermaLink") != Some("false");
        found.maybe("url", "guid", is_link.then(|| guid.text()));
    }
    found.maybe("url", "rdf:about", item.attribute("about"));
    for name in ["dc:creator", "author", "itunes:author", "atom:author"] {
        let authors = plain_child(item).all(name);
        let names: Vec<Value> = authors
            .filter_map(|author| {
                // As in Atom the name may stand beside addresses.
                let name = author.one("name").unwrap_or(author);
                Some(Value::String(person(&name.text())?))
            })
            .collect();
        found.put("byline", name, names);
    }
    for name in [
        "pubDate",
        "dc:date",
        "dcterms:issued",
        "dcterms:created",
        "date",
    ] {
        found.maybe("published", name, text(name));
    }
    for name in ["atom:updated", "dcterms:modified", "updated"] {
        found.maybe("updated", name, text(name));
    }
    found.maybe("outlet", "source", text("source"));
    for name in ["dc:publisher", "dc:source"] {
        found.maybe("outlet", name, text(name));
    }
    for name in ["dc:language", "language"] {
        found.maybe("language", name, text(name));
    }
    found.maybe("language", "xml:lang", inherited(chain, "xml:lang"));
    found.maybe("section", "category", text("category"));
    let mut words: Vec<String> = Vec::new();
    let mut place = None;
    for name in [
        "category",
        "dc:subject",
        "media:keywords",
        "itunes:keywords",
    ] {
        for element in plain_child(item).all(name) {
            let list = element.text();
            place.get_or_insert(name);
            if name == "category" {
                words.push(list);
            } else {
                words.extend(list.split([',', ';']).map(str::to_owned));
            }
        }
    }
    found.put("keywords", place.unwrap_or_default(), words);
    let content = item
        .one("content:encoded")
        .or_else(|| item.one("encoded"))
        .or_else(|| item.one("xhtml:body"))
        .or_else(|| item.one("body"))
        .filter(|element| !element.text().trim().is_empty());
    let description = item
        .one("description")
        .or_else(|| item.one("summary"))
        .or_else(|| item.one("media:description"));
    if let (Some(_), Some(description)) = (content, description) {
        found.put("summary", "description", description.text());
    }
    let body = content.or(description).ok_or(SkipReason::NoBody)?;
    found.fill(&mut article, format, reading);
    let place = format!("{format} {}", body.name);
    let text = if body.elements().next().is_some() {
        Text::Blocks(blocks::read(body))
    } else {
        Text::Html(body.text())
    };
    finish(article, text, place, reading)
}

/// An entry of Atom.
pub(super) fn atom(
    mut article: Article,
    chain: &[&Element],
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let entry = chain.last().copied().ok_or(SkipReason::NoBody)?;
    let base = bases(chain);
    let text = |name: &str| entry.one(name).map(Element::text);
    let mut found = Found::default();
    found.maybe("headline", "title", entry.one("title").map(line));
    let href = |rel: Option<&str>| {
        let links = entry
            .all("link")
            .filter(move |link| link.attribute("rel") == rel);
        // A page before what else the address may give.
        let is_page = |link: &&Element| {
            link.attribute("type")
                .is_none_or(|kind| kind.contains("html"))
        };
        let mut links: Vec<&Element> = links.collect();
        links.sort_by_key(|link| !is_page(link));
        let first = links.into_iter().find_map(|link| link.attribute("href"));
        first.map(|address| joined(Some(&base), address))
    };
    found.maybe(
        "url",
        "link",
        href(Some("alternate")).or_else(|| href(None)),
    );
    let source = entry
        .one("content")
        .and_then(|content| content.attribute("src"));
    found.maybe(
        "url",
        "content src",
        source.map(|address| joined(Some(&base), address)),
    );
    found.maybe("url", "id", text("id"));
    let feed = chain.iter().rev().skip(1).find(|around| around.is("feed"));
    let told = |within: Option<&Element>| -> Vec<Value> {
        let authors = within.into_iter().flat_map(|element| element.elements());
        let authors = authors.filter(|element| element.is("author"));
        authors
            .filter_map(|author| author.one("name").map(Element::text))
            .map(Value::String)
            .collect()
    };
    found.put("byline", "author", told(Some(entry)));
    found.maybe("byline", "dc:creator", text("dc:creator"));
    found.put("byline", "source author", told(entry.one("source")));
    found.put("byline", "feed author", told(feed.copied()));
    for name in ["published", "issued", "created", "dc:date"] {
        found.maybe("published", name, text(name));
    }
    for name in ["updated", "modified"] {
        found.maybe("updated", name, text(name));
    }
    // The date of the last change is all that some give.
    found.maybe(
        "published",
        "updated",
        text("updated").or_else(|| text("modified")),
    );
    found.maybe("outlet", "source title", entry.at("source/title").map(line));
    let content = entry
        .one("content")
        .filter(|content| content.attribute("src").is_none() && !content.text().trim().is_empty());
    let summary = entry.one("summary");
    let language = content.and_then(|content| content.attribute("xml:lang"));
    found.maybe(
        "language",
        "xml:lang",
        language.or_else(|| inherited(chain, "xml:lang")),
    );
    let labels: Vec<Value> = entry
        .all("category")
        .filter_map(|category| {
            category
                .attribute("label")
                .or_else(|| category.attribute("term"))
        })
        .map(Value::from)
        .collect();
    found.maybe("section", "category", labels.first().cloned());
    found.put("keywords", "category", labels);
    if let (Some(_), Some(summary)) = (content, summary) {
        found.put("summary", "summary", line(summary));
    }
    let body = content.or(summary).ok_or_else(|| nothing(entry))?;
    found.fill(&mut article, "atom", reading);
    let place = format!("atom {}", body.local());
    finish(article, typed(body), place, reading)
}

/// Why an entry without text gives no article.
fn nothing(entry: &Element) -> SkipReason {
    let elsewhere = entry
        .one("content")
        .and_then(|content| content.attribute("src"));
    match elsewhere {
        Some(address) => {
            let address = &address[..address.floor_char_boundary(200)];
            SkipReason::NoArticle(format!("its text is elsewhere: {address}"))
        }
        None => SkipReason::NoBody,
    }
}

/// The base of addresses: each may be relative to the one around it.
fn bases(chain: &[&Element]) -> String {
    chain.iter().fold(String::new(), |base, element| {
        match element.attribute("xml:base") {
            Some(inner) => joined(Some(&base), inner),
            None => base,
        }
    })
}

/// An item whose names without prefix are its own: `title` is not
/// `media:title`.
struct Own<'e>(&'e Element);

fn plain_child(item: &Element) -> Own<'_> {
    Own(item)
}

impl<'e> Own<'e> {
    fn one(&self, name: &str) -> Option<&'e Element> {
        self.all(name).next()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'e Element> + use<'e> {
        let elements = self.0;
        let has = |name: &str| elements.elements().any(|element| element.name == name);
        // Whole documents may have a prefix of their own: `rss:title`.
        let own = elements.name.rsplit_once(':');
        let name = match own {
            Some((prefix, _)) if !has(name) => format!("{prefix}:{name}"),
            _ => name.to_owned(),
        };
        let elements = elements.elements();
        elements.filter(move |element| element.name == name)
    }
}

/// `jane@mail.example (Jane Roe)`, `Jane Roe <jane@mail.example>`: the name.
fn person(text: &str) -> Option<String> {
    let text = clean::line(&markup::decoded(text));
    if !text.contains('@') {
        return (!text.is_empty()).then_some(text);
    }
    let in_brackets = text
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(name, _)| name);
    let before = text.split_once('<').map(|(name, _)| name);
    let name = in_brackets.or(before)?.trim().trim_matches('"').trim();
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

/// What a body is written in.
enum Text {
    Plain(String),
    Html(String),
    Blocks(blocks::Blocks),
}

/// A text of Atom by its type.
fn typed(element: &Element) -> Text {
    let kind = element.attribute("type").unwrap_or("text").to_lowercase();
    let has_elements = element.elements().next().is_some();
    match kind.as_str() {
        "xhtml" | "application/xhtml+xml" => Text::Blocks(blocks::read(element)),
        _ if has_elements => Text::Blocks(blocks::read(element)),
        "html" | "text/html" => Text::Html(element.text()),
        // Says text and holds a page all the same.
        _ if has_paragraphs(&element.text()) => Text::Html(element.text()),
        _ => Text::Plain(element.text()),
    }
}

/// A title or a name, on one line.
fn line(element: &Element) -> String {
    match typed(element) {
        Text::Plain(text) => text.replace('&', "&amp;").replace('<', "&lt;"),
        Text::Html(text) => text,
        Text::Blocks(blocks) => blocks
            .paragraphs
            .join(" ")
            .replace('&', "&amp;")
            .replace('<', "&lt;"),
    }
}

fn has_paragraphs(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["</p>", "<br>", "<br/>", "<br />", "<p>", "</div>"]
        .iter()
        .any(|tag| lower.contains(tag))
}

/// Sets the body, and tells a teaser by its length and its end.
fn finish(
    mut article: Article,
    text: Text,
    place: String,
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let mut paragraphs = match text {
        Text::Plain(text) => paragraphs::split(&clean::lines(&text)),
        Text::Html(text) => of_html(&mut article, &text),
        Text::Blocks(blocks) => {
            article.dropped.extend(blocks.dropped);
            blocks.paragraphs
        }
    };
    article.from.insert("body".to_owned(), place);
    drop_feed_note(&mut article, &mut paragraphs);
    article.partial |= is_teaser(&paragraphs);
    body::finish(article, paragraphs, reading)
}

/// Paragraphs of HTML, which may have been escaped twice.
pub(super) fn of_html(article: &mut Article, html: &str) -> Vec<String> {
    let twice = !markup::has_tags(html) && has_paragraphs(&markup::decoded(html));
    let html = if twice {
        markup::decoded(html)
    } else {
        html.into()
    };
    let html = without_captions(article, &html);
    paragraphs::split(&clean::lines(&markup::plain(&html)))
}

/// Takes `<figcaption>`s out, which stand between paragraphs.
fn without_captions(article: &mut Article, html: &str) -> String {
    const OPEN: &str = "<figcaption";
    const CLOSE: &str = "</figcaption>";
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(OPEN) {
        let Some(end) = rest[at..].find(CLOSE) else {
            break;
        };
        kept.push_str(&rest[..at]);
        let text = clean::line(&markup::plain(&rest[at..at + end]));
        if !text.is_empty() {
            let reason = DropReason::Caption;
            article.dropped.push(Dropped { reason, text });
        }
        rest = &rest[at + end + CLOSE.len()..];
    }
    kept.push_str(rest);
    kept
}

/// `The post … appeared first on ….`, which publishing systems add to every
/// entry.
fn drop_feed_note(article: &mut Article, paragraphs: &mut Vec<String>) {
    let is_note = |text: &String| {
        text.len() < 400 && text.starts_with("The post ") && text.contains(" appeared first on ")
    };
    if paragraphs.len() > 1 && paragraphs.last().is_some_and(is_note) {
        let text = paragraphs.pop().unwrap_or_default();
        let reason = DropReason::Promotion;
        article.dropped.push(Dropped { reason, text });
    }
}

/// Fewer words are the beginning of an article, not one.
const TEASER_WORDS: usize = 60;

/// True for text that is short, or that stops and says so.
pub(in crate::article) fn is_teaser(paragraphs: &[String]) -> bool {
    let words: usize = paragraphs.iter().map(|text| words(text)).sum();
    words < TEASER_WORDS || paragraphs.last().is_some_and(|last| stops(last))
}

/// Words, where signs of scripts without spaces count half a word.
fn words(text: &str) -> usize {
    let signs = text
        .chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'));
    text.split_whitespace().count() + signs.count() / 2
}

/// `…`, `[…]`, `Read more`, at the end.
fn stops(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "read more",
        "continue reading",
        "read the full story",
        "read full article",
        "full story",
        "read on",
        "weiterlesen",
        "mehr lesen",
        "lire la suite",
        "en savoir plus",
        "leer más",
        "seguir leyendo",
        "leggi tutto",
        "continua a leggere",
        "lees verder",
        "les mer",
        "läs mer",
        "leia mais",
        "читать далее",
        "阅读全文",
        "続きを読む",
    ];
    let end = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ']' | ')' | '»' | '>' | '→' | '›' | '"' | '”')
    });
    let lower = end.trim_end_matches(['.', '…', ':']).to_lowercase();
    end.ends_with('…')
        || end.ends_with("...")
        || WORDS.iter().any(|words| lower.ends_with(words))
        || (text.len() < 200 && text.to_lowercase().starts_with("continue reading"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_addresses() {
        let check = |text: &str, wanted: Option<&str>| {
            assert_eq!(person(text).as_deref(), wanted, "{text}");
        };
        check("jane@mail.example (Jane Roe)", Some("Jane Roe"));
        check("\"Jane Roe\" <jane@mail.example>", Some("Jane Roe"));
        check("jane@mail.example", None);
        check("Jane Roe", Some("Jane Roe"));
        check(" ", None);
    }

    #[test]
    fn names_with_a_prefix_are_of_other_formats() {
        let check = |item: &str, authors: &[&str], keywords: &[&str]| {
            let text = "<description>The ferry crews went back to work.</description>";
            let read = crate::corpus::xml::tree(&format!("<item>{text}{item}</item>"));
            let reading = Reading { now_seconds: 0 };
            let article =
                read.and_then(|read| rss(Article::default(), "rss", &[&read.root], &reading));
            let article = article.unwrap_or_default();
            assert_eq!(article.authors, authors, "{item}");
            assert_eq!(article.keywords, keywords, "{item}");
        };
        let named = "<name>Ada Wren</name><uri>https://ada.example</uri>";
        check(
            &format!("<atom:author>{named}</atom:author>"),
            &["Ada Wren"],
            &[],
        );
        check(&format!("<author>{named}</author>"), &["Ada Wren"], &[]);
        check("<author>Ada Wren</author>", &["Ada Wren"], &[]);
        check(
            "<itunes:category>Podcasts</itunes:category><category>Harbour</category>\
             <media:category>a/b</media:category>",
            &[],
            &["Harbour"],
        );
        check(
            "<media:keywords>ferry, quay</media:keywords>",
            &[],
            &["ferry", "quay"],
        );
    }

    #[test]
    fn ends_of_teasers() {
        for text in [
            "The port…",
            "The port [&#8230;]".replace("&#8230;", "…").as_str(),
            "It was [...]",
            "More. Read more »",
            "Continue reading Harbour",
        ] {
            assert!(stops(text), "{text}");
        }
        for text in ["The port opened.", "She likes to read more books."] {
            assert!(!stops(text), "{text}");
        }
    }
}
