//! The XML of one record → its elements, as far as it can be read.
//!
//! What feeds get wrong is forgiven: a bare `&`, an end tag too many or too
//! few, a prefix that nobody declared. No document type is read: a name of an
//! entity that neither XML nor HTML knows stays as it is written.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::super::SkipReason;
use super::scan;

/// An element: names without prefixes, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// The name as written, with its prefix.
    pub(crate) name: String,
    /// Names as written, values read.
    pub(crate) attributes: Vec<(String, String)>,
    /// What stands in it.
    pub(crate) children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// What a record was read to.
pub(crate) struct Read {
    /// The outermost element.
    pub(crate) root: Element,
    /// What was wrong with it, for the user.
    pub(crate) notes: Vec<String>,
}

/// Elements inside elements: more are no news.
const DEPTH_MAX: usize = 200;

/// Elements of one record.
const ELEMENTS_MAX: usize = 200_000;

/// Attributes of one element; more are passed over.
const ATTRIBUTES_MAX: usize = 64;

impl Element {
    /// The name without its prefix.
    pub(crate) fn local(&self) -> &str {
        local(&self.name)
    }

    /// The elements right in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of this name right in it, with or without a prefix.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |element| element.is(name))
    }

    /// The first of them.
    pub(crate) fn one(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.is(name))
    }

    /// The first element on a path of names: `head/docdata`.
    pub(crate) fn at(&self, path: &str) -> Option<&Element> {
        path.split('/')
            .try_fold(self, |element, name| element.one(name))
    }

    /// Every element of this name below it, in the order of the text.
    pub(crate) fn below<'e>(&'e self, name: &str) -> Vec<&'e Element> {
        let mut found = Vec::new();
        self.collect(name, &mut found);
        found
    }

    fn collect<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for element in self.elements() {
            if element.is(name) {
                found.push(element);
            }
            element.collect(name, found);
        }
    }

    /// True if it has this name: `dc:date` asks for the prefix too, `date`
    /// does not.
    pub(crate) fn is(&self, name: &str) -> bool {
        if name.contains(':') {
            self.name == name
        } else {
            self.local() == name
        }
    }

    /// The value of an attribute, with or without a prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let named = |key: &str| key == name || (!name.contains(':') && local(key) == name);
        let found = self.attributes.iter().find(|(key, _)| named(key));
        found
            .map(|(_, value)| value.trim())
            .filter(|v| !v.is_empty())
    }

    /// All text in it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.push_text(text),
            }
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// Reads one element with everything in it.
///
/// # Errors
///
/// Nested too deeply, too many elements, or none at all.
pub(crate) fn read(xml: &str) -> Result<Read, SkipReason> {
    let xml = without_bare_signs(xml);
    let mut reader = Reader::from_str(&xml);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut builder = Builder::default();
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => builder.take(event)?,
            Err(cause) => {
                builder.note(format!("XML: {cause}"));
                break;
            }
        }
    }
    builder.finish()
}

/// `2 < 3` in a text, as `2 &lt; 3`.
fn without_bare_signs(xml: &str) -> Cow<'_, str> {
    let bytes = xml.as_bytes();
    let is_bare = |at: usize| {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        !(scan::starts_name(next) || matches!(next, b'/' | b'!' | b'?'))
    };
    if !xml.match_indices('<').any(|(at, _)| is_bare(at)) {
        return Cow::Borrowed(xml);
    }
    let mut mended = String::with_capacity(xml.len() + 16);
    let mut rest = 0;
    let mut cdata_end = 0;
    for (at, _) in xml.match_indices('<') {
        if at < cdata_end {
            continue;
        }
        if xml[at..].starts_with("<![CDATA[") {
            cdata_end = xml[at..].find("]]>").map_or(xml.len(), |end| at + end);
        } else if is_bare(at) {
            mended.push_str(&xml[rest..at]);
            mended.push_str("&lt;");
            rest = at + 1;
        }
    }
    mended.push_str(&xml[rest..]);
    Cow::Owned(mended)
}

#[derive(Default)]
struct Builder {
    /// The elements that are open, the outermost first.
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    notes: Vec<String>,
    /// Entities that nobody knows, to be named once.
    unknown: Vec<String>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) -> Result<(), SkipReason> {
        match event {
            Event::Start(tag) => self.open(&tag)?,
            Event::Empty(tag) => {
                self.open(&tag)?;
                self.close();
            }
            Event::End(tag) => self.close_named(tag.name().as_ref()),
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(name) => self.reference(&name),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), SkipReason> {
        let damaged = |words: String| Err(SkipReason::Damaged(words));
        if self.open.len() == DEPTH_MAX {
            return damaged(format!("nested deeper than {DEPTH_MAX} elements"));
        }
        self.elements += 1;
        if self.elements > ELEMENTS_MAX {
            return damaged(format!("more than {ELEMENTS_MAX} elements in one record"));
        }
        let name = tag.name().as_ref().to_owned();
        let mut attributes = Vec::new();
        for Attribute { key, value } in tag.html_attributes().with_checks(false).flatten() {
            if attributes.len() == ATTRIBUTES_MAX {
                break;
            }
            let value = self.resolved(&value);
            attributes.push((key.as_ref().to_owned(), value));
        }
        self.open.push(Element {
            name,
            attributes,
            children: Vec::new(),
        });
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None if self.root.is_none() => self.root = Some(element),
            None => {}
        }
    }

    /// Closes what is open up to this name; a name that is not open closes
    /// nothing.
    fn close_named(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name.trim()) else {
            return;
        };
        while self.open.len() > at {
            self.close();
        }
    }

    fn text(&mut self, text: &str) {
        let Some(element) = self.open.last_mut() else {
            return;
        };
        match element.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.children.push(Node::Text(text.to_owned())),
        }
    }

    fn reference(&mut self, name: &str) {
        match character(name) {
            Some(text) => self.text(&text),
            None => {
                self.unknown(name);
                self.text(&format!("&{name};"));
            }
        }
    }

    /// The text with its references read.
    fn resolved(&mut self, text: &str) -> String {
        let mut read = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            read.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let end = rest
                .bytes()
                .take(NAME_BYTES_MAX)
                .position(|byte| byte == b';');
            match end.and_then(|end| Some((character(&rest[..end])?, end))) {
                Some((text, end)) => {
                    read.push_str(&text);
                    rest = &rest[end + 1..];
                }
                None => read.push('&'),
            }
        }
        read.push_str(rest);
        read
    }

    fn unknown(&mut self, name: &str) {
        const NAMED_MAX: usize = 3;
        let name = &name[..name.floor_char_boundary(40)];
        if self.unknown.len() < NAMED_MAX && !self.unknown.iter().any(|known| known == name) {
            self.unknown.push(name.to_owned());
        }
    }

    fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    fn finish(mut self) -> Result<Read, SkipReason> {
        if !self.open.is_empty() {
            let name = self.open.last().map(|open| open.name.clone());
            self.note(format!("XML: <{}> is not closed", name.unwrap_or_default()));
        }
        while !self.open.is_empty() {
            self.close();
        }
        for name in &self.unknown {
            self.notes.push(format!(
                "XML: the entity &{name}; is not one of XML or HTML and stands as it is"
            ));
        }
        let root = self
            .root
            .ok_or_else(|| SkipReason::Damaged("no XML element".to_owned()))?;
        Ok(Read {
            root,
            notes: self.notes,
        })
    }
}

/// A longer name is none.
const NAME_BYTES_MAX: usize = 40;

/// What `&name;` or `&#number;` stands for.
fn character(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(Cow::Borrowed);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // 128 to 159 are meant as windows-1252.
    let c = match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => {
            let bytes = [byte];
            let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            return Some(Cow::Owned(text.0.into_owned()));
        }
        _ => char::from_u32(code)?,
    };
    Some(Cow::Owned(c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(element: &Element) -> String {
        let mut text = format!("<{}", element.name);
        for (name, value) in &element.attributes {
            text += &format!(" {name}={value}");
        }
        text.push('>');
        for node in &element.children {
            match node {
                Node::Text(words) => text += words,
                Node::Element(element) => text += &shown(element),
            }
        }
        text + "/"
    }

    #[track_caller]
    fn check(xml: &str, wanted: &str, notes: &[&str]) {
        let read = read(xml).unwrap();
        assert_eq!(
            (shown(&read.root).as_str(), &read.notes[..]),
            (wanted, &notes.map_owned()[..]),
            "{xml}"
        );
    }

    trait MapOwned {
        fn map_owned(&self) -> Vec<String>;
    }

    impl MapOwned for [&str] {
        fn map_owned(&self) -> Vec<String> {
            self.iter().map(|text| (*text).to_owned()).collect()
        }
    }

    #[test]
    fn elements_attributes_and_references() {
        check(
            "<a b='1 &amp; 2'>x<c/>&lt;y&#x2014;&eacute;&#146;</a>",
            "<a b=1 & 2>x<c>/<y—é’/",
            &[],
        );
        check("<a><![CDATA[<b>&amp;]]></a>", "<a><b>&amp;/", &[]);
        check("<p:a p:b='1'/>", "<p:a p:b=1>/", &[]);
    }

    #[test]
    fn what_feeds_get_wrong() {
        check(
            "<a>Roe & Lind, 2 < 3 &c.</a>",
            "<a>Roe & Lind, 2 < 3 &c./",
            &[],
        );
        check("<a href='x?b&c=1'>y</b></a>", "<a href=x?b&c=1>y/", &[]);
        check("<a><b>x</a>", "<a><b>x//", &[]);
        check("<a><b>x", "<a><b>x//", &["XML: <b> is not closed"]);
        check(
            "<a>&lol;&lol;</a>",
            "<a>&lol;&lol;/",
            &["XML: the entity &lol; is not one of XML or HTML and stands as it is"],
        );
    }

    #[test]
    fn what_is_too_much() {
        let reason = |xml: &str| read(xml).err().map(|reason| reason.to_string());
        assert_eq!(
            reason(&"<a>".repeat(300)).as_deref(),
            Some("nested deeper than 200 elements")
        );
        let many = format!("<a>{}</a>", "<b/>".repeat(200_001));
        assert_eq!(
            reason(&many).as_deref(),
            Some("more than 200000 elements in one record")
        );
        assert_eq!(reason("x").as_deref(), Some("no XML element"));
    }
}
