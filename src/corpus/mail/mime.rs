//! The bytes of a message → its text, from whatever parts it is made of.
//!
//! Followed part by part and never whole: how deep parts may nest, how many
//! there are and how long a header is, is bounded here. Broken parts give what
//! can be had.

use encoding_rs::{Encoding, UTF_8};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::{Message, MessageParser, MimeHeaders};

use super::header;
use crate::corpus::{SkipReason, Told, encoding};

/// What a message holds for us.
pub(super) struct Mail {
    /// Its Message-ID; empty where it has none.
    pub(super) id: String,
    /// True if `text` is HTML.
    pub(super) is_page: bool,
    pub(super) text: String,
    pub(super) told: Told,
}

const DEPTH_MAX: usize = 16;
const PARTS_MAX: usize = 1_000;
const HEADER_BYTES_MAX: usize = 256 * 1024;

/// Reads a message.
pub(super) fn message(bytes: &[u8]) -> Result<Mail, SkipReason> {
    let (head, _) = split(bytes).ok_or_else(|| {
        SkipReason::Damaged("the header of the mail is larger than 256 kB".to_owned())
    })?;
    let head = headers(head);
    let head =
        parsed(&head).ok_or_else(|| SkipReason::Damaged("no mail: it has no header".to_owned()))?;
    let mut texts = Texts::default();
    texts.part(bytes, 0, false);
    let mut told = header::told(&head);
    let id = head.message_id().unwrap_or_default().to_owned();
    let (is_page, text) = texts.best()?;
    if text.is_cut {
        told.missing("the mail ends within its text");
    }
    Ok(Mail {
        id,
        is_page,
        text: text.words,
        told,
    })
}

/// A text, and whether the mail ends within it.
struct Text {
    words: String,
    is_cut: bool,
}

/// The texts of a message: the first of each kind.
#[derive(Default)]
struct Texts {
    page: Option<Text>,
    plain: Option<Text>,
    parts: usize,
    too_deep: bool,
}

/// Where a text ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// At the line that parts it from what follows: it is whole, even where its
    /// last character is not.
    Line,
    /// With the mail, of which it is all.
    Mail,
    /// With the mail, though such a line was to come.
    Open,
}

impl End {
    fn of(depth: usize, is_open: bool) -> Self {
        match (is_open, depth) {
            (true, _) => End::Open,
            (false, 0) => End::Mail,
            (false, _) => End::Line,
        }
    }
}

impl Texts {
    /// The page, unless it is a frame around nothing, or cut off where the plain
    /// text is whole.
    fn best(self) -> Result<(bool, Text), SkipReason> {
        const WORDS_ENOUGH: usize = 200;
        match (self.page, self.plain) {
            (Some(page), Some(plain)) => {
                let shown = letters_outside_tags(&page.words);
                let is_better = page.is_cut && !plain.is_cut;
                let enough = (shown >= WORDS_ENOUGH && !is_better)
                    || shown >= letters_outside_tags(&plain.words);
                Ok(if enough { (true, page) } else { (false, plain) })
            }
            (Some(page), None) => Ok((true, page)),
            (None, Some(plain)) => Ok((false, plain)),
            (None, None) if self.too_deep => Err(SkipReason::Damaged(format!(
                "parts of the mail are nested more than {DEPTH_MAX} deep"
            ))),
            (None, None) => Err(SkipReason::NoBody),
        }
    }

    /// `is_open`: nothing says that the part ends here, but the mail does.
    fn part(&mut self, bytes: &[u8], depth: usize, is_open: bool) {
        self.parts += 1;
        if self.parts > PARTS_MAX || (self.page.is_some() && self.plain.is_some()) {
            return;
        }
        let Some((head, body)) = split(bytes) else {
            return;
        };
        let head = headers(head);
        let Some(head) = parsed(&head) else {
            // A part without a header is plain text.
            self.text(body, None, false, End::of(depth, is_open));
            return;
        };
        let kind = head.content_type();
        let is = |kind: Option<(&str, &str)>| kind.map(|(a, b)| (lower(a), lower(b)));
        let named = kind.map(|kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
        let (main, sub) = is(named).unwrap_or_else(|| ("text".to_owned(), "plain".to_owned()));
        let attached = head
            .content_disposition()
            .is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment"));
        if attached && depth > 0 {
            return;
        }
        let boundary = kind
            .and_then(|kind| kind.attribute("boundary"))
            .filter(|boundary| !boundary.is_empty());
        match (main.as_str(), sub.as_str(), boundary) {
            ("multipart", _, Some(_)) if depth == DEPTH_MAX => self.too_deep = true,
            ("multipart", _, Some(boundary)) => {
                // The outermost ends with the mail.
                self.parts_of(body, boundary, depth, is_open || depth == 0);
            }
            ("text", "html", _) => {
                self.text(body, Some(&head), true, End::of(depth, is_open));
            }
            ("text", "plain", _) | ("multipart", ..) => {
                self.text(body, Some(&head), false, End::of(depth, is_open));
            }
            _ => {}
        }
    }

    /// The parts between lines `--boundary`; the last may lack its end. `is_last`:
    /// the mail ends with the last of them.
    fn parts_of(&mut self, body: &[u8], boundary: &str, depth: usize, is_last: bool) {
        let boundary = boundary.trim_end().as_bytes();
        let mut begin = None;
        let mut at = 0;
        for line in body.split_inclusive(|byte| *byte == b'\n') {
            let after = line
                .strip_prefix(b"--")
                .and_then(|line| line.strip_prefix(boundary));
            if let Some(after) = after {
                if let Some(begin) = begin {
                    self.part(&body[begin..at], depth + 1, false);
                }
                begin = Some(at + line.len());
                if after.starts_with(b"--") || self.parts > PARTS_MAX {
                    return;
                }
            }
            at += line.len();
        }
        match begin {
            Some(begin) => self.part(&body[begin..], depth + 1, is_last),
            // No part at all: somebody cut them off.
            None => self.text(body, None, false, End::Mail),
        }
    }

    fn text(&mut self, body: &[u8], head: Option<&Message<'_>>, page: bool, end: End) {
        let slot = if page {
            &mut self.page
        } else {
            &mut self.plain
        };
        if slot.is_some() {
            return;
        }
        let encoding = head.and_then(|head| head.content_transfer_encoding());
        let (bytes, is_cut) = transferred(body, encoding.unwrap_or_default());
        let label = head
            .and_then(|head| head.content_type())
            .and_then(|kind| kind.attribute("charset"));
        *slot = decoded(bytes, label, page)
            .filter(|text| !text.trim().is_empty())
            .map(|words| Text {
                words,
                is_cut: end == End::Open || (is_cut && end == End::Mail),
            });
    }
}

fn lower(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

/// The header and what comes after the first blank line; `None` where a header
/// is too long to be one.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            return Some((&bytes[..at], &bytes[at + line.len()..]));
        }
        at += line.len();
        if at > HEADER_BYTES_MAX {
            return None;
        }
    }
    Some((bytes, &[]))
}

/// A header that ends as the parser wants it.
fn headers(head: &[u8]) -> Vec<u8> {
    [head, b"\n\n"].concat()
}

/// A header with at least one line; what the crate has of it panics otherwise.
fn parsed(head: &[u8]) -> Option<Message<'_>> {
    let head = MessageParser::new().parse_headers(head)?;
    (!head.parts.is_empty()).then_some(head)
}

/// Undoes what was done to send eight bits over a line of seven; true where the
/// end was cut off.
fn transferred(body: &[u8], encoding: &str) -> (Vec<u8>, bool) {
    match lower(encoding).as_str() {
        "base64" => base64(body),
        "quoted-printable" => {
            // `=` at the very end, or half of `=E9`.
            let is_cut = match body {
                [.., b'=', last] => last.is_ascii_hexdigit(),
                [.., last] => *last == b'=',
                [] => false,
            };
            (quoted_printable(body), is_cut)
        }
        _ => (body.to_vec(), false),
    }
}

/// Four letters are three bytes; at the end `=` stands for those that are not
/// needed, though some leave it out behind two or three.
fn base64(body: &[u8]) -> (Vec<u8>, bool) {
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut letters: Vec<u8> = body.iter().copied().filter(letter).collect();
    let over = letters.len() % 4;
    let is_filled = body.trim_ascii_end().ends_with(b"=");
    // A cut character at the end would spoil the rest.
    letters.truncate(letters.len() - usize::from(over == 1));
    let bytes = base64_decode(&letters).unwrap_or_default();
    (bytes, over == 1 || (over > 1 && !is_filled))
}

/// `=E9` is a byte, `=` at the end of a line joins it to the next; anything else
/// behind `=` stays as it is.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let digit = |at: usize| body.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        at += 1;
        if *byte != b'=' {
            bytes.push(*byte);
        } else if body[at..].starts_with(b"\r\n") {
            at += 2;
        } else if body[at..].starts_with(b"\n") {
            at += 1;
        } else if let (Some(high), Some(low)) = (digit(at), digit(at + 1)) {
            bytes.push((high * 16 + low) as u8);
            at += 2;
        } else {
            bytes.push(b'=');
        }
    }
    bytes
}

/// Text in the encoding that the part names, unless it is UTF-8 all the same.
fn decoded(bytes: Vec<u8>, label: Option<&str>, page: bool) -> Option<String> {
    let named = label
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .filter(|encoding| *encoding != UTF_8);
    let Some(encoding) = named else {
        return encoding::decode(bytes, page).ok();
    };
    let is_utf8 = encoding.is_ascii_compatible() && std::str::from_utf8(&bytes).is_ok();
    if is_utf8 {
        return String::from_utf8(bytes).ok();
    }
    Some(encoding.decode(&bytes).0.into_owned())
}

fn letters_outside_tags(text: &str) -> usize {
    let mut inside = false;
    let mut letters = 0;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c => letters += usize::from(!inside && c.is_alphanumeric()),
        }
    }
    letters
}
