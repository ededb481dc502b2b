//! What of each live article of a commit is looked at to tell copies: its
//! sketch, its date, its address on the web, its id.

use std::cmp::Ordering;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, Searcher, SegmentReader};

use crate::sketch::{self, Sketch};

use super::places::Places;

/// The articles, by their numbers ([`Places`]).
pub(super) struct Articles {
    segments: Vec<Segment>,
    addresses: Vec<DocAddress>,
    /// A number for each id, by which articles are put in an order that does
    /// not depend on where they stand.
    keys: Vec<u64>,
}

struct Segment {
    sketches: Column<u64>,
    numbers: Column<u64>,
    published: Column<i64>,
    web: Column<u64>,
    ids: Option<StrColumn>,
}

impl Articles {
    pub(super) fn open(searcher: &Searcher) -> tantivy::Result<Self> {
        let readers = searcher.segment_readers();
        let segments: Vec<Segment> = readers
            .iter()
            .map(Segment::open)
            .collect::<tantivy::Result<_>>()?;
        let addresses = Places::of(searcher)?.addresses();
        let mut keys = Vec::with_capacity(addresses.len());
        for of_one in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = &segments[of_one[0].segment_ord as usize];
            segment.push_keys(of_one, &mut keys)?;
        }
        Ok(Articles {
            segments,
            addresses,
            keys,
        })
    }

    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        self.addresses.len() as u32
    }

    /// What puts articles in an order of its own.
    pub(super) fn key(&self, article: u32) -> u64 {
        self.keys[article as usize]
    }

    pub(super) fn sketch(&self, article: u32) -> Sketch {
        let (segment, doc) = self.place(article);
        let values = segment.sketches.values_for_doc(doc);
        Sketch::read(values, segment.numbers.values_for_doc(doc))
    }

    /// The hashes of an article's sketch, in the order of its text.
    pub(super) fn hashes(&self, article: u32, into: &mut Vec<u32>) {
        let (segment, doc) = self.place(article);
        let values = segment
            .sketches
            .values_for_doc(doc)
            .take(sketch::VALUES_MAX);
        into.clear();
        into.extend(values.skip(1).map(|value| value as u32));
    }

    /// A number for the address of an article on the web, if it has one.
    pub(super) fn web(&self, article: u32) -> Option<u64> {
        let (segment, doc) = self.place(article);
        segment.web.first(doc)
    }

    /// By publication, what has none last, then by id.
    pub(super) fn sort(&self, articles: &mut [u32]) -> tantivy::Result<()> {
        let mut named = Vec::with_capacity(articles.len());
        for article in articles.iter() {
            let (segment, doc) = self.place(*article);
            let published = segment.published.first(doc);
            named.push((published, segment.id(doc)?, *article));
        }
        named.sort_by(|a, b| match (a.0, b.0) {
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            _ => a.cmp(b),
        });
        for (place, (_, _, article)) in articles.iter_mut().zip(named) {
            *place = article;
        }
        Ok(())
    }

    fn place(&self, article: u32) -> (&Segment, u32) {
        let address = self.addresses[article as usize];
        (&self.segments[address.segment_ord as usize], address.doc_id)
    }
}

impl Segment {
    fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        Ok(Segment {
            sketches: columns.u64("sketch")?,
            numbers: columns.u64("sketch_numbers")?,
            published: columns.i64("published")?,
            web: columns.u64("web")?,
            ids: columns.str("id")?,
        })
    }

    fn id(&self, doc: u32) -> tantivy::Result<String> {
        let mut id = String::new();
        if let Some(ids) = &self.ids
            && let Some(ord) = ids.term_ords(doc).next()
        {
            ids.ord_to_str(ord, &mut id)?;
        }
        Ok(id)
    }

    /// The keys of articles of this segment. The dictionary is walked once:
    /// looking up an id decodes a block of it.
    fn push_keys(&self, of: &[DocAddress], keys: &mut Vec<u64>) -> tantivy::Result<()> {
        let mut by_ordinal = Vec::new();
        if let Some(ids) = &self.ids {
            let mut terms = ids.dictionary().stream()?;
            while terms.advance() {
                by_ordinal.push(sketch::hash(terms.key().iter().copied()));
            }
        }
        keys.extend(of.iter().map(|address| {
            let ids = self.ids.as_ref();
            let ordinal = ids.and_then(|ids| ids.term_ords(address.doc_id).next());
            let key = ordinal.and_then(|ordinal| by_ordinal.get(ordinal as usize));
            key.copied().unwrap_or(0)
        }));
        Ok(())
    }
}

/// A number for the address of an article on the web, the same for spellings
/// that lead to the same page; `None` for one that leads to no article, such as
/// the front page, which some outlets name for all their articles.
pub(in crate::index) fn address_number(url: &str) -> Option<u64> {
    let rest = url.trim().split('#').next()?;
    let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = page.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = path.trim_end_matches('/');
    let query: Vec<&str> = query.split('&').filter(|part| is_telling(part)).collect();
    if host.is_empty() || (path.is_empty() && query.is_empty()) {
        return None;
    }
    let address = format!("{host}/{path}?{}", query.join("&"));
    // A column is as wide as its widest number, and these are enough.
    Some(sketch::hash(address.bytes()) >> 16)
}

/// False for parts of a query that tell where the reader came from.
fn is_telling(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or("");
    !name.is_empty() && !name.starts_with("utm_") && !matches!(name, "fbclid" | "gclid" | "ref")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address() {
        let number = address_number("https://harbourpost.example/2024/ferry");
        for same in [
            "http://www.harbourpost.example/2024/ferry/",
            "https://HarbourPost.example/2024/ferry?utm_source=feed#comments",
            " //harbourpost.example/2024/ferry?",
        ] {
            let same = same.trim_start_matches(" //");
            assert_eq!(address_number(same), number, "{same}");
        }
        for other in [
            "https://harbourpost.example/2024/ferry?page=2",
            "https://harbourpost.example/2024/Ferry",
            "https://tidepost.example/2024/ferry",
        ] {
            assert!(address_number(other).is_some());
            assert_ne!(address_number(other), number, "{other}");
        }
        for none in [
            "",
            "https://harbourpost.example/",
            "harbourpost.example",
            "#",
            "/ferry",
        ] {
            assert_eq!(address_number(none), None, "{none}");
        }
    }
}
