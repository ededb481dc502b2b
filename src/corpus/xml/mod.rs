//! A file of XML → records: the entries of a feed, the items of a news message,
//! or the one item that the file is. One record in memory at a time.
//!
//! A record's text is its own XML inside the start tags of the elements around
//! it, which hold the namespaces, the language and the base address it needs.

mod scan;
mod tree;

use std::io::{self, BufRead, Read};

use encoding_rs::Encoding;
use serde_json::{Map, Value};

pub(crate) use tree::{Element, Node, read as tree};

use super::bytes::Bytes;
use super::record::{Place, Sink};
use super::{Format, SkipReason, Told, encoding, why};
use scan::{Sort, Tag};

/// What the root element says a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// RSS, Atom, a message with several items: records are the elements with
    /// one of these names.
    Many(&'static [&'static str]),
    /// The root is the record.
    One,
}

fn kind(root: &str) -> Option<Kind> {
    match root {
        "rss" | "rdf" => Some(Kind::Many(&["item"])),
        "feed" => Some(Kind::Many(&["entry"])),
        "newsmessage" => Some(Kind::Many(&[
            "newsItem",
            "packageItem",
            "conceptItem",
            "knowledgeItem",
            "planningItem",
        ])),
        "newsml" => Some(Kind::Many(&["NewsItem"])),
        "nitf" | "newsitem" | "packageitem" | "entry" => Some(Kind::One),
        _ => None,
    }
}

/// True if a file with this root element, in lower case, is read here.
pub(super) fn is_news(root: &str) -> bool {
    kind(root).is_some()
}

/// Why a file with another root gives nothing.
fn foreign(root: &str) -> SkipReason {
    SkipReason::NoArticle(match root {
        "urlset" | "sitemapindex" => {
            format!("a sitemap (<{root}>): it lists addresses and dates, and holds no articles")
        }
        _ => format!("XML of another kind: its root element is <{root}>, no feed and no news item"),
    })
}

/// Cuts a file; `head` is its beginning.
pub(super) fn read(
    head: Vec<u8>,
    rest: impl BufRead,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let declared = encoding::declared(&head);
    let junk = junk_before(&head);
    let mut whole = io::Cursor::new(head).chain(rest);
    whole.consume(junk);
    let utf16 = encoding::utf16_of(&mut whole).map_err(|cause| why(&cause))?;
    // Signs of XML are the same bytes in all others.
    let shifted = declared.filter(|encoding| !encoding.is_ascii_compatible());
    match utf16.or(shifted) {
        Some(encoding) => {
            let utf8 = encoding::Transcoded::new(whole, encoding);
            Cut::new(utf8, None, sink).file()
        }
        None => Cut::new(whole, declared, sink).file(),
    }
}

/// Bytes before the prolog: what a broken page printed above its feed.
fn junk_before(head: &[u8]) -> usize {
    let prolog = b"<?xml ";
    let at = head
        .windows(prolog.len())
        .position(|window| window == prolog);
    at.unwrap_or(0)
}

/// What a feed says of its entries, and the name of the field that it is.
const TOLD: &[(&str, &str)] = &[
    ("title", "outlet"),
    ("language", "language"),
    ("dc:language", "language"),
];

/// Longer is no title.
const TOLD_BYTES_MAX: usize = 2_000;

/// The start tags around records may have so many bytes together: they are
/// repeated with every record.
const AROUND_BYTES_MAX: usize = 8 * 1024;

/// An element that is open around the records.
struct Around {
    /// How many others are open around it.
    depth: usize,
    name: String,
    /// Its start tag.
    tag: String,
}

struct Cut<'c, 's, R> {
    bytes: Bytes<R>,
    declared: Option<&'static Encoding>,
    sink: &'c mut Sink<'s>,
    /// Names of the elements that are open around the records.
    open: Vec<String>,
    /// The start tags among them that records are shown in.
    around: Vec<Around>,
    told: Map<String, Value>,
    /// How many records were met, good and bad.
    records: u64,
}

impl<'c, 's, R: Read> Cut<'c, 's, R> {
    fn new(reader: R, declared: Option<&'static Encoding>, sink: &'c mut Sink<'s>) -> Self {
        let limit = usize::try_from(sink.limits.record_bytes()).unwrap_or(usize::MAX);
        Cut {
            bytes: Bytes::new(reader, limit),
            declared,
            sink,
            open: Vec::new(),
            around: Vec::new(),
            told: Map::new(),
            records: 0,
        }
    }

    fn file(&mut self) -> Result<(), SkipReason> {
        let Some(root) = self.next(true)? else {
            return Err(SkipReason::Empty);
        };
        let name = root.local().to_lowercase();
        match kind(&name).ok_or_else(|| foreign(&name))? {
            Kind::One => self.whole(root),
            Kind::Many(records) => self.many(root, records),
        }
    }

    /// The root is the record, and its id is the file's.
    fn whole(&mut self, root: Tag) -> Result<(), SkipReason> {
        let (kept, closed) = self.element(root, &[])?;
        let text = self.text(kept.ok_or_else(|| self.sink.limits.record_too_large())?)?;
        tree(&text)?;
        let mut told = Told::default();
        if !closed {
            told.by = "xml";
            told.missing("the file ends within this item");
        }
        self.sink.put_alone(Format::Xml, text, told);
        if !closed {
            return Err(SkipReason::Damaged(
                "the file ends within its root element".to_owned(),
            ));
        }
        match self.next(true)? {
            Some(_) => Err(SkipReason::Damaged(
                "more XML after the end of the root element".to_owned(),
            )),
            None => Ok(()),
        }
    }

    fn many(&mut self, root: Tag, names: &[&str]) -> Result<(), SkipReason> {
        if root.sort == Sort::Alone {
            return Err(SkipReason::Empty);
        }
        self.enter(root, true)?;
        let mut pending = None;
        loop {
            let tag = match pending.take() {
                Some(tag) => tag,
                None => match self.next(true)? {
                    Some(tag) => tag,
                    None => break,
                },
            };
            match tag.sort {
                Sort::Close => self.leave(&tag.name),
                _ if names.contains(&tag.local()) => pending = self.record(tag)?,
                Sort::Alone => {}
                Sort::Open if self.is_told(&tag) => self.tell(tag)?,
                Sort::Open => {
                    let around = matches!(tag.local(), "channel" | "itemSet");
                    self.enter(tag, around)?;
                }
            }
        }
        match self.records {
            0 => Err(SkipReason::Empty),
            _ => Ok(()),
        }
    }

    /// The next tag; what is kept begins at it.
    fn next(&mut self, mark: bool) -> Result<Option<Tag>, SkipReason> {
        scan::next_tag(&mut self.bytes, mark).map_err(|reason| match reason {
            SkipReason::Damaged(words) => {
                SkipReason::Damaged(format!("{words} after entry {}", self.records))
            }
            other => other,
        })
    }

    fn enter(&mut self, tag: Tag, around: bool) -> Result<(), SkipReason> {
        const DEPTH_MAX: usize = 200;
        if self.open.len() == DEPTH_MAX {
            return Err(SkipReason::Damaged(format!(
                "nested deeper than {DEPTH_MAX} elements"
            )));
        }
        if around {
            let kept = self.bytes.kept().unwrap_or_default();
            let before: usize = self.around.iter().map(|around| around.tag.len()).sum();
            if kept.is_empty() || before + kept.len() > AROUND_BYTES_MAX {
                return Err(SkipReason::Damaged(format!(
                    "the start tags around the records have more than {} kB",
                    AROUND_BYTES_MAX / 1024
                )));
            }
            self.around.push(Around {
                depth: self.open.len(),
                name: tag.name.clone(),
                tag: self.text(kept)?,
            });
        }
        self.open.push(tag.name);
        Ok(())
    }

    /// Leaves the element of this name, and those in it that were not closed.
    fn leave(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open == name) else {
            return;
        };
        self.open.truncate(at);
        // The channel of RSS 1.0 ends before its items.
        self.around.retain(|around| around.depth < at);
    }

    /// True for a title or a language of the whole feed.
    fn is_told(&self, tag: &Tag) -> bool {
        let parent = self.open.last().map(String::as_str).unwrap_or_default();
        let feed = matches!(parent, "channel" | "rss:channel" | "feed" | "atom:feed");
        feed && told_as(&tag.name).is_some_and(|field| !self.told.contains_key(field))
    }

    fn tell(&mut self, tag: Tag) -> Result<(), SkipReason> {
        let Some(field) = told_as(&tag.name) else {
            return Ok(());
        };
        let (kept, _) = self.element(tag, &[])?;
        let Some(kept) = kept.filter(|kept| kept.len() <= TOLD_BYTES_MAX) else {
            return Ok(());
        };
        let text = tree(&self.text(kept)?)?.root.text();
        if !text.trim().is_empty() {
            self.told.insert(field.to_owned(), Value::String(text));
        }
        Ok(())
    }

    /// Reads to the end of the element that `tag` opens: its bytes, unless they
    /// are too many, and whether its end was there. It also ends before a tag
    /// that closes one of `outer`.
    fn element(
        &mut self,
        tag: Tag,
        outer: &[String],
    ) -> Result<(Option<Vec<u8>>, bool), SkipReason> {
        let (kept, ending) = self.element_or(tag, outer)?;
        Ok((kept, matches!(ending, Ending::Closed)))
    }

    fn element_or(
        &mut self,
        tag: Tag,
        outer: &[String],
    ) -> Result<(Option<Vec<u8>>, Ending), SkipReason> {
        if tag.sort == Sort::Alone {
            return Ok((self.bytes.kept(), Ending::Closed));
        }
        let nests = outer.is_empty();
        let mut depth = 1_u64;
        loop {
            let Some(next) = self.next(false)? else {
                return Ok((self.bytes.kept(), Ending::EndOfFile));
            };
            let same = next.name == tag.name;
            let breaks = match next.sort {
                Sort::Open | Sort::Alone => same && !nests,
                Sort::Close => outer.contains(&next.name),
            };
            if breaks {
                let before = next.at.and_then(|at| self.bytes.kept_before(at));
                if before.is_none() {
                    self.bytes.keep();
                }
                return Ok((before, Ending::Broken(next)));
            }
            match next.sort {
                Sort::Open if same => depth += 1,
                Sort::Close if same => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok((self.bytes.kept(), Ending::Closed));
            }
        }
    }

    /// One record; a tag that should not stand in it is given back.
    fn record(&mut self, tag: Tag) -> Result<Option<Tag>, SkipReason> {
        self.records += 1;
        let place = Place("entry", self.records);
        let outer = std::mem::take(&mut self.open);
        let read = self.element_or(tag, &outer);
        self.open = outer;
        let (kept, ending) = read?;
        let whole = match (kept, &ending) {
            (_, Ending::EndOfFile) => {
                Err(SkipReason::Damaged("the file ends within it".to_owned()))
            }
            (None, _) => Err(self.sink.limits.record_too_large()),
            (Some(kept), _) => self.text(kept),
        };
        match whole.and_then(|text| Ok((own_id(&tree(&text)?.root), text))) {
            Ok((own, text)) => self.put(&own, &text),
            Err(reason) => self.sink.skip(place, reason),
        }
        Ok(match ending {
            Ending::Broken(tag) => Some(tag),
            Ending::Closed | Ending::EndOfFile => None,
        })
    }

    fn put(&mut self, own: &str, text: &str) {
        let mut whole = String::with_capacity(text.len() + 512);
        for around in &self.around {
            whole.push_str(&around.tag);
        }
        whole.push_str(text);
        for around in self.around.iter().rev() {
            whole.push_str(&format!("</{}>", around.name));
        }
        let told = Told {
            by: "feed",
            fields: self.told.clone(),
            is_better: false,
        };
        self.sink.among(own, Format::Xml, whole, told);
    }

    fn text(&self, bytes: Vec<u8>) -> Result<String, SkipReason> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(invalid) => encoding::decode_as(invalid.into_bytes(), self.declared),
        }
    }
}

/// How an element ended.
enum Ending {
    Closed,
    EndOfFile,
    /// At a tag that cannot stand in it.
    Broken(Tag),
}

fn told_as(name: &str) -> Option<&'static str> {
    let local = name
        .strip_prefix("atom:")
        .or(name.strip_prefix("rss:"))
        .unwrap_or(name);
    TOLD.iter()
        .find(|(known, _)| *known == local)
        .map(|(_, field)| *field)
}

/// What a record is known by: its own id, else its address.
fn own_id(record: &Element) -> String {
    let text = |name: &str| {
        record
            .one(name)
            .map(Element::text)
            .filter(|t| !t.trim().is_empty())
    };
    let attribute = |name: &str| record.attribute(name).map(str::to_owned);
    let linked = || {
        let links = record
            .all("link")
            .filter(|link| matches!(link.attribute("rel"), None | Some("alternate")));
        links
            .filter_map(|link| link.attribute("href"))
            .next()
            .map(str::to_owned)
    };
    let found = text("guid")
        .or_else(|| text("id"))
        .or_else(|| attribute("about"))
        .or_else(|| attribute("guid"))
        .or_else(|| {
            record
                .at("Identification/NewsIdentifier/PublicIdentifier")
                .map(Element::text)
        })
        .or_else(|| text("link"))
        .or_else(linked);
    found.map(|id| id.trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
