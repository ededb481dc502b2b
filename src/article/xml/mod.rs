//! One record of XML → [`Article`]: the entry of a feed, or an item in one of
//! the formats that agencies send (NITF, NewsML).

mod base;
mod blocks;
mod feed;
mod found;
mod newsml;
mod nitf;

pub(super) use feed::is_teaser;
pub(super) use found::Found;

use super::{Article, Reading};
use crate::corpus::xml::{Element, tree};
use crate::corpus::{SkipReason, Source};

/// Understands one record, which stands in the start tags around it.
pub(super) fn read(source: &Source, reading: &Reading) -> Result<Article, SkipReason> {
    let read = tree(&source.text)?;
    let root = &read.root;
    let chain = record(root);
    let article = Article {
        id: source.id.clone(),
        notes: read.notes,
        ..Article::default()
    };
    let name = chain
        .last()
        .map(|record| record.local())
        .unwrap_or_default();
    match (root.local().to_lowercase().as_str(), name) {
        ("rss", "item") => feed::rss(article, "rss", &chain, reading),
        ("rdf", "item") => feed::rss(article, "rdf", &chain, reading),
        (_, "entry") => feed::atom(article, &chain, reading),
        (_, "nitf") => chain.last().map_or(Err(SkipReason::NoBody), |document| {
            nitf::read(article, document, reading)
        }),
        (_, "newsItem") => newsml::g2(article, &chain, reading),
        (_, "NewsItem") => newsml::one(article, &chain, reading),
        (_, "packageItem") => none("a package: it lists items, and has no text of its own"),
        (_, item) if item.ends_with("Item") => none(&format!("no article: <{item}>")),
        _ => Err(SkipReason::UnknownFormat),
    }
}

/// A document in NITF inside a record of another format.
pub(super) fn nitf(
    mut article: Article,
    text: &str,
    place: &str,
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let read = tree(text)?;
    article.notes.extend(read.notes);
    nitf::fill(&mut article, &read.root, reading);
    let blocks = nitf::text(&mut article, &read.root).ok_or(SkipReason::NoBody)?;
    nitf::finish(article, blocks, place.to_owned(), reading)
}

fn none(why: &str) -> Result<Article, SkipReason> {
    Err(SkipReason::NoArticle(why.to_owned()))
}

/// The elements from the root to the record.
fn record(root: &Element) -> Vec<&Element> {
    const AROUND: &[&str] = &[
        "rss",
        "RDF",
        "feed",
        "channel",
        "newsMessage",
        "itemSet",
        "NewsML",
    ];
    let mut chain = vec![root];
    let mut at = root;
    while AROUND.contains(&at.local()) {
        let inner = at.elements().last();
        let Some(inner) = inner else { break };
        chain.push(inner);
        at = inner;
    }
    chain
}

/// An attribute that holds for everything below: `xml:lang`.
fn inherited<'e>(chain: &[&'e Element], name: &str) -> Option<&'e str> {
    chain
        .iter()
        .rev()
        .find_map(|element| element.attribute(name))
}
