//! A stream of XML → its tags, one at a time, by the signs alone: no more is in
//! memory than what is kept on purpose, whatever the stream holds.
//!
//! A document type is passed over with everything in it, so that nothing it
//! defines is ever expanded and nothing it names is ever fetched.

use std::io::Read;

use super::super::SkipReason;
use super::super::bytes::Bytes;

/// A tag of the stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// As written, with its prefix; the start of a very long one.
    pub(super) name: String,
    /// Opens an element, closes one, or both.
    pub(super) sort: Sort,
    /// Where it begins in what is kept.
    pub(super) at: Option<usize>,
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Open,
    Close,
    /// `<name/>`
    Alone,
}

impl Tag {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or_default()
    }
}

/// Names are cut at so many bytes.
const NAME_BYTES_MAX: usize = 200;

/// The next tag that opens or closes an element. With `mark`, what is kept
/// begins anew at every tag.
pub(super) fn next_tag(
    bytes: &mut Bytes<impl Read>,
    mark: bool,
) -> Result<Option<Tag>, SkipReason> {
    loop {
        bytes.until(b'<', &mut [0; 3])?;
        if mark {
            bytes.keep();
        }
        let at = bytes.kept_bytes();
        if bytes.next()?.is_none() {
            return Ok(None);
        }
        match bytes.peek()? {
            Some(b'!') => past_declaration(bytes)?,
            Some(b'?') => past(bytes, b"?>")?,
            Some(b'/') => {
                bytes.next()?;
                let name = name(bytes)?;
                past(bytes, b">")?;
                let sort = Sort::Close;
                return Ok(Some(Tag { name, sort, at }));
            }
            Some(byte) if starts_name(byte) => {
                let name = name(bytes)?;
                let sort = past_attributes(bytes)?;
                return Ok(Some(Tag { name, sort, at }));
            }
            // A sign of its own: `2 < 3`.
            _ => {}
        }
    }
}

/// True for what may follow the `<` of a tag.
pub(super) fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || byte >= 0x80
}

fn name(bytes: &mut Bytes<impl Read>) -> Result<String, SkipReason> {
    let mut name = Vec::new();
    while let Some(byte) = bytes.peek()? {
        if byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<') {
            break;
        }
        if name.len() < NAME_BYTES_MAX {
            name.push(byte);
        }
        bytes.next()?;
    }
    Ok(String::from_utf8_lossy(&name).into_owned())
}

/// Past the `>` of a tag; a `>` in the quotes of an attribute is none.
fn past_attributes(bytes: &mut Bytes<impl Read>) -> Result<Sort, SkipReason> {
    let mut before = b' ';
    while let Some(byte) = bytes.next()? {
        match byte {
            b'>' if before == b'/' => return Ok(Sort::Alone),
            b'>' => return Ok(Sort::Open),
            b'"' | b'\'' if before == b'=' => past(bytes, &[byte])?,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    Ok(Sort::Open)
}

/// `<!-- … -->`, `<![CDATA[ … ]]>`, `<!DOCTYPE … [ … ]>`.
fn past_declaration(bytes: &mut Bytes<impl Read>) -> Result<(), SkipReason> {
    bytes.next()?;
    match bytes.peek()? {
        Some(b'-') => {
            bytes.next()?;
            match bytes.peek()? {
                Some(b'-') => {
                    bytes.next()?;
                    past(bytes, b"-->")
                }
                _ => past(bytes, b">"),
            }
        }
        Some(b'[') => past(bytes, b"]]>"),
        _ => past_document_type(bytes),
    }
}

fn past_document_type(bytes: &mut Bytes<impl Read>) -> Result<(), SkipReason> {
    let mut open = 0_u32;
    while let Some(byte) = bytes.next()? {
        match byte {
            b'<' if bytes.peek()? == Some(b'!') => {
                bytes.next()?;
                if bytes.peek()? == Some(b'-') {
                    past(bytes, b"-->")?;
                } else {
                    open += 1;
                }
            }
            b'"' | b'\'' => past(bytes, &[byte])?,
            b'>' if open == 0 => return Ok(()),
            b'>' => open -= 1,
            _ => {}
        }
    }
    Ok(())
}

/// Past the next `end`, or to the end of the stream.
fn past(bytes: &mut Bytes<impl Read>, end: &[u8]) -> Result<(), SkipReason> {
    let mut last = [0_u8; 3];
    let stop = end.last().copied().unwrap_or_default();
    loop {
        bytes.until(stop, &mut last)?;
        let Some(byte) = bytes.next()? else {
            return Ok(());
        };
        last = [last[1], last[2], byte];
        if last.ends_with(end) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(xml: &str) -> Vec<String> {
        let mut bytes = Bytes::new(xml.as_bytes(), 1_000);
        let mut found = Vec::new();
        while let Some(tag) = next_tag(&mut bytes, true).unwrap() {
            let sign = match tag.sort {
                Sort::Open => "",
                Sort::Close => "/",
                Sort::Alone => "=",
            };
            found.push(format!("{sign}{}", tag.name));
        }
        found
    }

    #[test]
    fn tags_are_told_from_what_looks_like_them() {
        let check = |xml: &str, wanted: &[&str]| assert_eq!(tags(xml), wanted, "{xml}");
        check(
            "<?xml a='>'?><a:b c=\"1>2\" d='/>'>x</a:b>",
            &["a:b", "/a:b"],
        );
        check(
            "<a><b/><b /><!-- <c> --><![CDATA[<d>]]]]></a>",
            &["a", "=b", "=b", "/a"],
        );
        check(
            "<!DOCTYPE a [<!-- it's --><!ENTITY x \"<y>\"><!ENTITY z '>'>]><a>&x;</a>",
            &["a", "/a"],
        );
        check(
            "<!DOCTYPE a PUBLIC \"-//x>\" 'y'><a>2 < 3 <= 4</a>",
            &["a", "/a"],
        );
        check("<a b=5' c>x</a", &["a", "/a"]);
        check("<a b='", &["a"]);
        check("<![CDATA[", &[]);
        check("<", &[]);
        check("", &[]);
    }
}
