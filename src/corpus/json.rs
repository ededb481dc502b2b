//! A JSON file → records: one object, several in a row, the elements of an
//! array, or of an array inside the answer of a news service. The structure is
//! followed byte by byte, so that no more than one record is in memory and a
//! bad one does not cost the others.

use std::io::{BufRead, Read};

use super::bytes::Bytes;
use super::record::{Place, Sink};
use super::{SkipReason, Told, why};

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
                        lists |= self.object(&[])?;
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
        loop {
            let next = self.bytes.past_space()?;
            if next.is_none() && self.ended {
                return Ok(());
            }
            match next.ok_or_else(|| self.cut_off())? {
                b']' => {
                    self.bytes.next()?;
                    return Ok(());
                }
                b',' => {
                    self.bytes.next()?;
                }
                _ => self.element()?,
            }
        }
    }

    fn element(&mut self) -> Result<(), SkipReason> {
        self.records += 1;
        let place = Place("record", self.records);
        let (kept, broken) = self.listed_value()?;
        match &kept {
            Some(kept) => self.sink.record(kept, place),
            None => self.sink.skip(place, self.sink.limits.record_too_large()),
        }
        if broken {
            self.next_element(kept)?;
        }
        Ok(())
    }

    /// The bytes of a value in a list, unless they are too many, and whether it
    /// broke off or something stands behind it that cannot.
    fn listed_value(&mut self) -> Result<(Option<Vec<u8>>, bool), SkipReason> {
        self.bytes.keep();
        self.listed = true;
        let read = self.value();
        self.listed = false;
        read?;
        let mut broken = std::mem::take(&mut self.broken);
        let next = self.bytes.past_space()?;
        if !broken && !matches!(next, None | Some(b',' | b']' | b'{')) {
            self.bytes.next()?;
            broken = true;
        }
        let mut kept = self.bytes.kept();
        if let Some(kept) = &mut kept {
            kept.truncate(kept.trim_ascii_end().len());
        }
        Ok((kept, broken))
    }

    /// Goes on behind a broken element, of which `kept` is what was passed: at
    /// the next object behind `},` that is a record by its keys. Objects inside
    /// the broken one are passed over.
    fn next_element(&mut self, mut kept: Option<Vec<u8>>) -> Result<(), SkipReason> {
        let mut broken = true;
        loop {
            // A text without an end reaches into the next record.
            let within = kept.take().filter(|_| broken);
            match within.and_then(|kept| Some(kept[last_start(&kept)?..].to_vec())) {
                Some(rest) => self.bytes.back(&rest),
                None if self.past_brace_and_comma(broken)? => {}
                None => return Ok(()),
            }
            (kept, broken) = self.listed_value()?;
            let Some(record) = kept.as_deref().filter(|kept| is_record(kept)) else {
                continue;
            };
            self.records += 1;
            self.sink.record(record, Place("record", self.records));
            if !broken {
                return Ok(());
            }
        }
    }

    /// Goes to the `{` of the next `}, {`; false at the end of the file. The
    /// first bracket is passed already behind an object that is not `broken`.
    fn past_brace_and_comma(&mut self, broken: bool) -> Result<bool, SkipReason> {
        let mut last = [b' ', if broken { b' ' } else { b'}' }];
        while let Some(byte) = self.bytes.past_space()? {
            if byte == b'{' && last == *b"}," {
                return Ok(true);
            }
            last = [last[1], byte];
            self.bytes.next()?;
        }
        self.ended = true;
        Ok(false)
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

/// What may follow what, inside an object or a list. Only what tells that a
/// quotation mark was taken for the end of a text: the rest is left to those who
/// read the value.
struct Order {
    /// The last byte that is no white space, outside of strings.
    last: u8,
    /// White space stands behind it.
    spaced: bool,
}

impl Default for Order {
    fn default() -> Self {
        Order {
            last: b',',
            spaced: false,
        }
    }
}

impl Order {
    /// Takes the next byte outside of strings, of which only the first
    /// quotation mark counts.
    fn allows(&mut self, byte: u8) -> bool {
        if byte.is_ascii_whitespace() {
            self.spaced = true;
            return true;
        }
        let starts = matches!(self.last, b',' | b':' | b'{' | b'[');
        let allowed = match byte {
            b',' | b':' | b'}' | b']' => true,
            // Behind a value only these.
            _ if matches!(self.last, b'"' | b'}' | b']') => false,
            b'{' | b'[' | b'"' => starts,
            _ if starts => matches!(byte, b'-' | b'0'..=b'9' | b't' | b'f' | b'n'),
            // Within a number or `true`.
            _ => !self.spaced,
        };
        self.last = byte;
        self.spaced = false;
        allowed
    }
}

/// Where in a broken object the last `}, {` has its second bracket.
fn last_start(object: &[u8]) -> Option<usize> {
    let mut starts = (1..object.len()).rev().filter(|at| object[*at] == b'{');
    starts.find(|at| {
        let before = object[..*at].trim_ascii_end().strip_suffix(b",");
        before.is_some_and(|before| before.trim_ascii_end().ends_with(b"}"))
    })
}

/// True for the beginning of an object that holds a text, or an id and a title:
/// not for an author or a picture in a record.
fn is_record(object: &[u8]) -> bool {
    const IDS: &[&str] = &["id", "_id", "uri", "guid", "uuid"];
    const TITLES: &[&str] = &["title", "headline", "headlines"];
    let (mut text, mut id, mut title) = (false, false, false);
    for key in keys(object) {
        let is = |names: &[&str]| names.iter().any(|name| name.as_bytes() == key);
        text |= is(BODIES) || key.starts_with(b"body_") || key == b"bodies";
        id |= is(IDS);
        title |= is(TITLES);
    }
    text || (id && title)
}

/// The keys of an object itself, as far as it can be followed.
fn keys(object: &[u8]) -> Vec<&[u8]> {
    const KEYS_MAX: usize = 1_000;
    let mut keys = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < object.len() && keys.len() < KEYS_MAX {
        match object[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at + 1;
                at = start;
                while at < object.len() && object[at] != b'"' {
                    at += 1 + usize::from(object[at] == b'\\');
                }
                let after = object.get(at + 1..).unwrap_or_default().trim_ascii_start();
                if depth == 1 && after.starts_with(b":") {
                    keys.push(&object[start..at]);
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
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
