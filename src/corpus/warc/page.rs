//! A record of a web archive → the page in it, or what it holds instead.

use super::super::choice::{host, moment};
use super::super::{Choice, Format, Kind, Limits, SkipReason, Told, id};
use super::header::{Headers, media};
use super::http::{Answer, Body};

/// Whether a record is to be read, as far as its header tells.
pub(super) enum Wanted {
    Yes(Content),
    /// It goes with the pages, and is not one.
    No,
    /// It holds no article.
    Other(Kind),
    /// It is not among those that the index is made of.
    Unchosen,
}

/// What a record may hold.
#[derive(Clone, Copy)]
pub(super) enum Content {
    /// An answer over HTTP, with its header.
    Answer,
    /// A page or a text by itself.
    Stored,
}

/// Asks the header of a record.
pub(super) fn wanted(headers: &Headers<'_>, choice: &Choice) -> Wanted {
    let Some(record_type) = headers.get("warc-type") else {
        return Wanted::No;
    };
    let (media, _) = media(&headers.get("content-type").unwrap_or_default());
    let content = match record_type.to_ascii_lowercase().as_str() {
        "response" if media == "text/dns" => return Wanted::No,
        "response" => Content::Answer,
        "resource" | "conversion" => Content::Stored,
        "revisit" => return revisited(headers, choice),
        "warcinfo" | "request" | "metadata" | "continuation" => return Wanted::No,
        _ => return Wanted::Other(Kind::UnknownRecord),
    };
    let address = address(headers);
    let is_web = address
        .as_deref()
        .is_some_and(|address| host(address).is_some() && is_http(address));
    if !is_web {
        return Wanted::Other(Kind::NotWeb);
    }
    if is_chosen(headers, choice) {
        Wanted::Yes(content)
    } else {
        Wanted::Unchosen
    }
}

fn revisited(headers: &Headers<'_>, choice: &Choice) -> Wanted {
    if is_chosen(headers, choice) {
        Wanted::Other(Kind::Repeated)
    } else {
        Wanted::Unchosen
    }
}

fn is_chosen(headers: &Headers<'_>, choice: &Choice) -> bool {
    let fetched = headers.get("warc-date").and_then(|date| moment(&date));
    choice.takes_address(address(headers).as_deref()) && choice.takes_fetched(fetched)
}

/// What a record was found to hold.
pub(super) enum Found {
    Page(Page),
    Other(Kind),
    /// A page that cannot be read.
    Damaged(SkipReason),
}

/// A page or a text, not yet decoded.
pub(super) struct Page {
    pub(super) format: Format,
    pub(super) body: Body,
    /// The character set that is told beside it.
    pub(super) charset: Option<String>,
}

/// Looks into the content of a record.
pub(super) fn find(
    content: Content,
    headers: &Headers<'_>,
    bytes: &[u8],
    limits: &Limits,
) -> Found {
    let found = match content {
        Content::Answer => answered(bytes, limits),
        Content::Stored => stored(headers, bytes),
    };
    match found {
        Ok(_) if address(headers).is_some_and(|address| is_robots(&address)) => {
            Found::Other(Kind::Robots)
        }
        Ok(found) => found,
        Err(kind) => Found::Other(kind),
    }
}

/// The page that a server answered with.
fn answered(message: &[u8], limits: &Limits) -> Result<Found, Kind> {
    let answer = Answer::parse(message).ok_or(Kind::NoAnswer)?;
    match answer.status {
        // 203: changed on the way by a proxy.
        200 | 203 => {}
        300..=399 => return Err(Kind::Redirect),
        400..=599 => return Err(Kind::Failed),
        _ => return Err(Kind::OtherAnswer),
    }
    let (media, charset) = answer.media();
    // An unknown type is told by the content, which may be packed.
    if !media.is_empty() {
        format_of(&media, &[], false)?;
    }
    Ok(match answer.body(limits) {
        Ok(body) => Found::Page(Page {
            format: format_of(&media, &body.bytes, false)?,
            body,
            charset,
        }),
        Err(reason) => Found::Damaged(reason),
    })
}

fn stored(headers: &Headers<'_>, content: &[u8]) -> Result<Found, Kind> {
    let (media, charset) = media(&headers.get("content-type").unwrap_or_default());
    Ok(Found::Page(Page {
        format: format_of(&media, content, true)?,
        body: Body::whole(content.to_vec()),
        charset,
    }))
}

/// How content of a type is read, or what it is instead. Plain text is taken
/// only where it was stored as such: servers answer with it to programs.
fn format_of(media: &str, content: &[u8], stored: bool) -> Result<Format, Kind> {
    const PAGES: &[&str] = &["text/html", "application/xhtml+xml"];
    match media {
        media if PAGES.contains(&media) => Ok(Format::Html),
        "text/plain" if stored => Ok(Format::Text),
        "" => {
            let start = &content[..content.len().min(1_024)];
            let start = String::from_utf8_lossy(start).trim_start().to_lowercase();
            let is_page = start.starts_with("<!doctype html") || start.starts_with("<html");
            if is_page {
                Ok(Format::Html)
            } else {
                Err(Kind::UnknownFile)
            }
        }
        media if media.starts_with("image/") => Err(Kind::Picture),
        media if media.starts_with("video/") || media.starts_with("audio/") => Err(Kind::Film),
        media if media.contains("javascript") || media == "text/css" => Err(Kind::Script),
        media if media.ends_with("xml") => Err(Kind::Xml),
        media if media.ends_with("json") => Err(Kind::Json),
        _ => Err(Kind::OtherFile),
    }
}

fn is_http(address: &str) -> bool {
    let start = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

fn is_robots(address: &str) -> bool {
    let path = address.splitn(4, '/').nth(3).unwrap_or_default();
    path.eq_ignore_ascii_case("robots.txt")
}

/// The address that was asked, without the brackets that some tools put around.
pub(super) fn address(headers: &Headers<'_>) -> Option<String> {
    let address = headers.get("warc-target-uri")?;
    let address = address.trim();
    let bare = address
        .strip_prefix('<')
        .and_then(|inner| inner.strip_suffix('>'));
    let address = bare.unwrap_or(address).trim();
    (!address.is_empty()).then(|| address.to_owned())
}

/// A longer address is no part of an id, nor of a message.
pub(super) const ADDRESS_BYTES_MAX: usize = 350;

/// The address and the second of the capture: `https://a.example/x@20240602101500`.
pub(super) fn own_id(address: &str, date: &str) -> String {
    let address = if address.len() > ADDRESS_BYTES_MAX {
        id::hash([address])
    } else {
        address.to_owned()
    };
    let digits: String = date
        .chars()
        .filter(char::is_ascii_digit)
        .take("20240602101500".len())
        .collect();
    if digits.is_empty() {
        address
    } else {
        format!("{address}@{digits}")
    }
}

/// What the header of a record says of the page in it.
pub(super) fn told(address: &str, headers: &Headers<'_>, is_partial: bool) -> Told {
    let mut told = Told {
        by: "warc",
        ..Told::default()
    };
    let mut field = |name: &str, value: serde_json::Value| {
        told.fields.insert(name.to_owned(), value);
    };
    field("url", address.replace(' ', "%20").into());
    let date = headers.get("warc-date").unwrap_or_default();
    if !date.trim().is_empty() {
        field("fetched", date.trim().into());
    }
    let is_marked = ["warc-truncated", "warc-segment-number"]
        .iter()
        .any(|name| headers.get(name).is_some());
    if is_partial || is_marked {
        field("partial", true.into());
    }
    told
}
