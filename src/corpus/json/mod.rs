//! A JSON file → records: one object, several in a row, the elements of an
//! array, or of an array inside the answer of a news service. The structure is
//! followed byte by byte, so that no more than one record is in memory and a
//! bad one does not cost the others.

mod broken;
#[cfg(test)]
mod tests;

use std::io::{BufRead, Read};

use super::bytes::Bytes;
use super::record::{Place, Sink};
use super::{SkipReason, Told, why};
use broken::{Known, Order};

/// Lists of articles inside an object: news services, search engines, feeds.
const LISTS: &[&str] = &["articles", "items", "docs", "results", "hits"];

/// Objects around such a list: `{"response": {"docs": […]}}`.
const WRAPPERS: &[&str] = &["response", "hits", "data", "result"];

/// An object with a body is an article, whatever lists it holds.
const BODIES: &[&str] = &[
    "body",
    "text",
    "maintext",
    "content",
    "article",
    "body_text",
    "articleBody",
    "content_text",
    "content_html",
    "body_html",
    "body_xhtml",
];

pub(super) fn read(reader: impl BufRead, sink: &mut Sink<'_>) -> Result<(), SkipReason> {
    let limit = usize::try_from(sink.limits.record_bytes()).unwrap_or(usize::MAX);
    let mut json = Json {
        bytes: Bytes::new(reader, limit),
        sink,
        records: 0,
        listed: false,
        broken: false,
        ended: false,
        around: 0,
        known: Known::default(),
    };
    json.file()
}

/// The first byte that is no white space, left where it is.
pub(super) fn first_byte(reader: &mut impl BufRead) -> Result<Option<u8>, SkipReason> {
    loop {
        let ready = reader.fill_buf().map_err(|cause| why(&cause))?;
        if ready.is_empty() {
            return Ok(None);
        }
        match ready.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => return Ok(Some(ready[at])),
            None => {
                let length = ready.len();
                reader.consume(length);
            }
        }
    }
}

struct Json<'j, 's, R> {
    bytes: Bytes<R>,
    sink: &'j mut Sink<'s>,
    /// How many were met, good and bad.
    records: u64,
    /// True in an element of a list, where it matters how one ends: others
    /// stand behind it.
    listed: bool,
    /// True behind a place that no JSON has: a quotation mark in a text that
    /// should have a backslash before it, as a rule.
    broken: bool,
    /// True where the search for the record behind a broken one came to the end
    /// of the file.
    ended: bool,
    /// How many objects stand around the list that is read.
    around: usize,
    /// What the sound records of this list have.
    known: Known,
}

impl<R: Read> Json<'_, '_, R> {
    fn file(&mut self) -> Result<(), SkipReason> {
        let mut first = true;
        loop {
            match self.bytes.past_space()? {
                None if first => return Err(SkipReason::Empty),
                None => return Ok(()),
                Some(b'[') => {
                    self.bytes.next()?;
                    self.around = 0;
                    self.elements()?;
                }
                Some(b'{') => self.top_object(first)?,
                Some(_) if first => return Err(damaged("not JSON")),
                Some(_) => return Err(damaged("more text after the end of the JSON value")),
            }
            first = false;
        }
    }

    fn top_object(&mut self, first: bool) -> Result<(), SkipReason> {
        self.bytes.keep();
        self.around = 1;
        let lists = self.object(WRAPPERS)?;
        let kept = self.bytes.kept();
        if lists {
            return Ok(());
        }
        let alone = first && self.bytes.past_space()?.is_none();
        self.records += 1;
        let place = Place("record", self.records);
        match kept {
            None if alone => return Err(self.sink.limits.record_too_large()),
            None => self.sink.skip(place, self.sink.limits.record_too_large()),
            Some(kept) if alone => self.sink.whole(&kept),
            Some(kept) => self.sink.record(&kept, place),
        }
        Ok(())
    }

    /// Passes over an object; true if it held a list of articles, which is
    /// then handed on already.
    fn object(&mut self, wrappers: &[&str]) -> Result<bool, SkipReason> {
        self.bytes.next()?;
        let (mut lists, mut body) = (false, false);
        let mut feed = Feed::default();
        loop {
            let next = self.bytes.past_space()?;
            if next.is_none() && self.ended {
                return Ok(lists);
            }
            match next.ok_or_else(|| self.cut_off())? {
                b'}' => {
                    self.bytes.next()?;
                    return Ok(lists);
                }
                b'"' => {
                    let key = key(&mut self.bytes)?;
                    if self.bytes.past_space()? == Some(b':') {
                        self.bytes.next()?;
                    }
                    body |= BODIES.contains(&key.as_str());
                    let value = self.bytes.past_space()?.ok_or_else(|| self.cut_off())?;
                    let is = |names: &[&str]| !body && names.contains(&key.as_str());
                    if value == b'[' && is(LISTS) {
                        feed.tell(self.sink);
                        lists |= self.list()?;
                    } else if let (b'"', Some(slot)) = (value, feed.slot(&key)) {
                        *slot = self.short_string()?;
                    } else if value == b'{' && is(wrappers) {
                        self.around += 1;
                        lists |= self.object(&[])?;
                        self.around -= 1;
                    } else if !matches!(value, b'}' | b',') {
                        self.value()?;
                    }
                }
                _ => {
                    self.bytes.next()?;
                }
            }
        }
    }

    /// A list under one of the names; only one of objects is a list of records.
    fn list(&mut self) -> Result<bool, SkipReason> {
        self.bytes.next()?;
        if self.bytes.past_space()? == Some(b'{') {
            self.bytes.drop_kept();
            self.elements()?;
            return Ok(true);
        }
        self.rest_of_value(1)?;
        Ok(false)
    }

    /// The elements of an array whose bracket has been read.
    fn elements(&mut self) -> Result<(), SkipReason> {
        self.known = Known::default();
        let mut recovered = false;
        loop {
            let next = self.bytes.past_space()?;
            if next.is_none() && self.ended {
                return Ok(());
            }
            match next.ok_or_else(|| self.cut_off())? {
                b']' if recovered => {
                    if !self.behind_bracket()? {
                        return Ok(());
                    }
                }
                b']' => {
                    self.bytes.next()?;
                    return Ok(());
                }
                b',' => {
                    self.bytes.next()?;
                }
                _ => {
                    if let Some(kept) = self.element()? {
                        recovered = true;
                        if !self.behind_broken(kept)? {
                            return Ok(());
                        }
                    }
                }
            }
        }
    }

    /// Hands on one element; of a broken one, what was passed, unless it was
    /// too much.
    fn element(&mut self) -> Result<Option<Option<Vec<u8>>>, SkipReason> {
        self.records += 1;
        let place = Place("record", self.records);
        let (kept, broken) = self.listed_value()?;
        match &kept {
            Some(kept) => {
                let record = kept.trim_ascii_end();
                self.sink.record(record, place);
                if !broken {
                    self.known.learn(record);
                }
            }
            None => self.sink.skip(place, self.sink.limits.record_too_large()),
        }
        Ok(broken.then_some(kept))
    }

    /// Passes over one value by its brackets and quotes, up to its end or a
    /// place where it is broken.
    fn value(&mut self) -> Result<(), SkipReason> {
        match self.bytes.next()?.ok_or_else(|| self.cut_off())? {
            b'{' | b'[' => self.rest_of_value(1),
            b'"' => self.rest_of_string(),
            _ => {
                while let Some(byte) = self.bytes.peek()? {
                    if matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace() {
                        break;
                    }
                    self.bytes.next()?;
                }
                Ok(())
            }
        }
    }

    fn rest_of_value(&mut self, mut depth: usize) -> Result<(), SkipReason> {
        let mut order = Order::default();
        while depth > 0 {
            let byte = self.bytes.next()?.ok_or_else(|| self.cut_off())?;
            if self.listed && !order.allows(byte) {
                self.broken = true;
                return Ok(());
            }
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => self.rest_of_string()?,
                _ => {}
            }
        }
        Ok(())
    }

    fn rest_of_string(&mut self) -> Result<(), SkipReason> {
        loop {
            match self.bytes.next()?.ok_or_else(|| self.cut_off())? {
                b'"' => return Ok(()),
                b'\\' => {
                    self.bytes.next()?;
                }
                _ => {}
            }
        }
    }

    /// The string at its opening quote; `None` for a long one.
    fn short_string(&mut self) -> Result<Option<String>, SkipReason> {
        const BYTES_MAX: usize = 2_000;
        let mut raw = Vec::new();
        let mut escaped = false;
        while let Some(byte) = self.bytes.next()? {
            if raw.len() <= BYTES_MAX {
                raw.push(byte);
            }
            let ends = byte == b'"' && !escaped && raw.len() > 1;
            escaped = byte == b'\\' && !escaped;
            if ends {
                let whole = raw.len() <= BYTES_MAX;
                return Ok(whole.then(|| serde_json::from_slice(&raw).ok()).flatten());
            }
        }
        Err(self.cut_off())
    }

    fn cut_off(&self) -> SkipReason {
        match self.records {
            0 => damaged("JSON is not closed"),
            number => damaged(&format!(
                "JSON is not closed in record {number} or after it"
            )),
        }
    }
}

/// What a JSON Feed says of its items, above their list.
#[derive(Default)]
struct Feed {
    version: Option<String>,
    title: Option<String>,
    language: Option<String>,
}

impl Feed {
    /// Where the value of this key is put down.
    fn slot(&mut self, key: &str) -> Option<&mut Option<String>> {
        match key {
            "version" => Some(&mut self.version),
            "title" => Some(&mut self.title),
            "language" => Some(&mut self.language),
            _ => None,
        }
    }

    fn tell(&self, sink: &mut Sink<'_>) {
        let is_feed = self
            .version
            .as_deref()
            .is_some_and(|v| v.contains("jsonfeed.org"));
        if !is_feed {
            return;
        }
        let mut fields = serde_json::Map::new();
        for (name, value) in [("outlet", &self.title), ("language", &self.language)] {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value.clone().into());
            }
        }
        sink.told = Told {
            by: "feed",
            fields,
            is_better: false,
        };
    }
}

fn damaged(words: &str) -> SkipReason {
    SkipReason::Damaged(words.to_owned())
}

/// The key at its opening quote; only the start of a long one.
fn key(bytes: &mut Bytes<impl Read>) -> Result<String, SkipReason> {
    const LENGTH_MAX: usize = 64;
    let mut key = Vec::new();
    bytes.next()?;
    loop {
        match bytes.next()?.ok_or_else(|| damaged("JSON is not closed"))? {
            b'"' => return Ok(String::from_utf8_lossy(&key).into_owned()),
            b'\\' => {
                bytes.next()?;
            }
            byte if key.len() < LENGTH_MAX => key.push(byte),
            _ => {}
        }
    }
}
