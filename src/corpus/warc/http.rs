//! An answer over HTTP as it was captured → its status, its type, and its body
//! without transfer and content encodings.

use std::io::{self, Read};

use super::super::{Limits, SkipReason, unpack};
use super::chunks;
use super::header::{Headers, LISTED_MAX, media};

/// What a server answered.
#[derive(Debug)]
pub(super) struct Answer<'m> {
    /// 200, 404, …
    pub(super) status: u16,
    headers: Headers<'m>,
    body: &'m [u8],
}

/// A body, and whether something of it is missing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) is_partial: bool,
    /// True where that is so because its chunks are not what they say.
    pub(super) is_damaged: bool,
}

impl Body {
    pub(super) fn whole(bytes: Vec<u8>) -> Self {
        Body {
            bytes,
            is_partial: false,
            is_damaged: false,
        }
    }

    fn cut(bytes: Vec<u8>) -> Self {
        Body {
            is_partial: true,
            ..Body::whole(bytes)
        }
    }
}

impl<'m> Answer<'m> {
    /// `None` for what is no answer.
    pub(super) fn parse(message: &'m [u8]) -> Option<Self> {
        let (head, body) = split_head(message);
        let line_end = head.iter().position(|byte| *byte == b'\n');
        let (line, lines) = head.split_at(line_end.map_or(head.len(), |at| at + 1));
        let line = std::str::from_utf8(line.trim_ascii()).ok()?;
        let mut words = line.split_ascii_whitespace();
        if !words.next()?.starts_with("HTTP/") {
            return None;
        }
        Some(Answer {
            status: words.next()?.parse().ok()?,
            headers: Headers::parse(lines),
            body,
        })
    }

    /// The type of the body, in lower case, and its character set.
    pub(super) fn media(&self) -> (String, Option<String>) {
        media(&self.headers.get("content-type").unwrap_or_default())
    }

    /// The body as it was before it was packed for the way.
    ///
    /// # Errors
    ///
    /// A body that unpacks out of proportion, that was packed again and again, or
    /// in a way that is not known.
    pub(super) fn body(&self, limits: &Limits) -> Result<Body, SkipReason> {
        let chunked = self.headers.list("transfer-encoding");
        let mut body = if chunked.iter().any(|name| name == "chunked") {
            chunks::joined(self.body)
        } else {
            Body::whole(self.body.to_vec())
        };
        let encodings = self.headers.list("content-encoding");
        if encodings.len() > LISTED_MAX {
            let words = format!("packed more than {LISTED_MAX} times");
            return Err(SkipReason::Damaged(words));
        }
        for encoding in encodings.iter().rev() {
            if let Some(unpacked) = unpacked(&body.bytes, encoding, limits)? {
                body.bytes = unpacked.bytes;
                body.is_partial |= unpacked.is_partial;
            }
        }
        Ok(body)
    }
}

/// The head up to the blank line, and what is behind it.
fn split_head(message: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() && at > 0 {
            return (&message[..at], &message[at + line.len()..]);
        }
        at += line.len();
    }
    (message, &[])
}

/// `None` where the body is not packed in this way, whatever its header says.
fn unpacked(packed: &[u8], encoding: &str, limits: &Limits) -> Result<Option<Body>, SkipReason> {
    match encoding {
        "gzip" | "x-gzip" if !packed.starts_with(unpack::GZIP) => Ok(None),
        "gzip" | "x-gzip" => bounded(flate2::read::MultiGzDecoder::new(packed), packed, limits),
        "deflate" if is_zlib(packed) => {
            bounded(flate2::read::ZlibDecoder::new(packed), packed, limits)
        }
        "deflate" => bounded(flate2::read::DeflateDecoder::new(packed), packed, limits),
        "br" => {
            const BUFFER_BYTES: usize = 16 * 1024;
            let brotli = brotli_decompressor::Decompressor::new(packed, BUFFER_BYTES);
            bounded(brotli, packed, limits)
        }
        "zstd" if !packed.starts_with(unpack::ZSTD) => Ok(None),
        "zstd" => match zstd::stream::read::Decoder::with_buffer(packed) {
            Ok(decoder) => bounded(decoder, packed, limits),
            Err(_) => Ok(None),
        },
        "identity" | "none" | "utf-8" => Ok(None),
        other => Err(SkipReason::Damaged(format!(
            "packed in a way that is not known: {}",
            other.escape_default().take(40).collect::<String>()
        ))),
    }
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..]
        if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

/// A page of this size may be packed as tightly as it likes.
const PAGE_BYTES: usize = 4_000_000;

/// Unpacks within the limits. What fails at once was not packed; what fails
/// later gives what came before.
fn bounded(
    mut reader: impl Read,
    packed: &[u8],
    limits: &Limits,
) -> Result<Option<Body>, SkipReason> {
    const STEP_BYTES: usize = 64 * 1024;
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(4).min(PAGE_BYTES));
    let ratio = usize::try_from(limits.ratio).unwrap_or(usize::MAX);
    loop {
        let before = bytes.len();
        bytes.resize(before + STEP_BYTES, 0);
        let read = reader.read(&mut bytes[before..]);
        bytes.truncate(before + *read.as_ref().unwrap_or(&0));
        match read {
            Ok(0) => return Ok(Some(Body::whole(bytes))),
            Ok(_) => {}
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(_) if bytes.is_empty() => return Ok(None),
            Err(_) => return Ok(Some(Body::cut(bytes))),
        }
        if bytes.len() as u64 > limits.record_bytes() {
            return Err(limits.record_too_large());
        }
        if bytes.len() > PAGE_BYTES && bytes.len() / packed.len().max(1) > ratio {
            return Err(unpack::out_of_proportion(limits));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const PAGE: &[u8] = b"<html><p>The harbour reopens on Monday.</p></html>";

    fn body_of(head: &str, body: &[u8]) -> (String, bool) {
        let message = [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat();
        let answer = Answer::parse(&message).unwrap();
        let body = answer.body(&Limits::default()).unwrap();
        (String::from_utf8(body.bytes).unwrap(), body.is_partial)
    }

    fn whole() -> (String, bool) {
        (String::from_utf8(PAGE.to_vec()).unwrap(), false)
    }

    #[test]
    fn chunks_are_joined_before_they_are_unpacked() {
        let packed = unpack::tests::gzip(PAGE);
        let head = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";
        let (one, two) = packed.split_at(20);
        let body = [b"14\r\n", one, b"\r\n", two].concat();
        assert!(body_of(head, &body).1, "a chunk without a size");
        let size = format!("\r\n{:x}\r\n", two.len());
        let body = [b"14\r\n", one, size.as_bytes(), two, b"\r\n0\r\n\r\n"].concat();
        assert_eq!(body_of(head, &body), whole());
    }

    #[test]
    fn encodings() {
        let gzip = unpack::tests::gzip(PAGE);
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        zlib.write_all(PAGE).unwrap();
        let zlib = zlib.finish().unwrap();
        let raw = &zlib[2..zlib.len() - 4];
        let zstd = zstd::encode_all(PAGE, 3).unwrap();
        for (name, bytes) in [
            ("gzip", &gzip[..]),
            ("X-GZIP", &gzip),
            ("deflate", &zlib),
            ("deflate", raw),
            ("zstd", &zstd),
            ("gzip", PAGE),
            ("deflate", PAGE),
            ("br", PAGE),
            ("identity", PAGE),
        ] {
            let head = format!("Content-Encoding: {name}\r\n");
            assert_eq!(body_of(&head, bytes), whole(), "{name}");
        }
        let twice = unpack::tests::gzip(&zlib);
        assert_eq!(
            body_of("Content-Encoding: deflate, gzip\r\n", &twice),
            whole()
        );
        let cut = &gzip[..gzip.len() - 9];
        assert!(body_of("Content-Encoding: gzip\r\n", cut).1);
    }

    #[test]
    fn brotli() {
        // One block without compression: 10 bytes of text.
        let stored = b"\x8b\x04\x80quay walls\x03";
        assert_eq!(
            body_of("Content-Encoding: br\r\n", stored),
            ("quay walls".to_owned(), false)
        );
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = unpack::tests::gzip(&vec![b'a'; 30_000_000]);
        let message = [
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
            &bomb[..],
        ]
        .concat();
        let refused = Answer::parse(&message).unwrap().body(&Limits::default());
        assert!(refused.unwrap_err().to_string().contains("250 times"));
        let often = "br,".repeat(6);
        for (encoding, wanted) in [
            ("rot13", "rot13"),
            (&often, "packed more than 5 times"),
            ("gzip, gzip\r\nContent-Encoding: br,br,br,br", "5 times"),
        ] {
            let message = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\nabc");
            let answer = Answer::parse(message.as_bytes()).unwrap();
            let refused = answer.body(&Limits::default()).unwrap_err().to_string();
            assert!(refused.contains(wanted), "{refused}");
        }
        let often = format!("Content-Encoding: {}\r\n", "identity,".repeat(5));
        assert_eq!(body_of(&often, PAGE), whole());
    }

    #[test]
    fn heads() {
        let answer =
            Answer::parse(b"HTTP/2 404\nContent-Type: Text/HTML;charset=utf-8\n\n").unwrap();
        assert_eq!(answer.status, 404);
        assert_eq!(
            answer.media(),
            ("text/html".to_owned(), Some("utf-8".to_owned()))
        );
        assert!(Answer::parse(b"HTTP/1.1").is_none());
        assert!(Answer::parse(b"GET / HTTP/1.1\r\n\r\n").is_none());
        assert!(Answer::parse(b"").is_none());
    }
}
