//! A web archive (WARC 1.0 and 1.1) → the pages in it, one in memory at a time.
//!
//! Taken are answers that are web pages, and pages or plain texts that were
//! stored as such. Everything else is passed over and counted by what it is.
//! Damage costs the record in which it lies.

mod header;
mod http;
mod input;

use std::io::{self, BufRead, Read};

use super::choice::moment;
use super::record::{Place, Sink};
use super::{Format, LeftOut, Reached, SkipReason, Told, encoding, id, why};
use header::{Headers, media};
use http::{Answer, Body};
use input::Input;

/// What every record begins with.
pub(super) const MAGIC: [u8; 7] = *b"WARC/1.";

/// The header of one record is never longer.
const HEADER_BYTES_MAX: u64 = 256 * 1024;

/// True for the first bytes of a web archive, compressed or not.
pub(super) fn is_begun_by(start: &[u8]) -> bool {
    let mut first = [0; MAGIC.len()];
    let limits = super::Limits::default();
    start.starts_with(&MAGIC)
        || (super::unpack::is_packed(start)
            && super::unpack::unpack(start, &limits)
                .and_then(|mut unpacked| unpacked.read_exact(&mut first))
                .is_ok()
            && first == MAGIC)
}

/// Hands on the pages of a web archive.
pub(super) fn read<'r>(
    reader: impl Read + 'r,
    from: Option<Reached>,
    sink: &mut Sink<'_>,
) -> Result<(), SkipReason> {
    let (bytes, records) = from.map_or((0, 0), |from| (from.bytes, from.records));
    let input = Input::new(reader, bytes, sink.limits).map_err(|cause| why(&cause))?;
    let mut archive = Archive {
        input,
        sink,
        records,
        left_out: LeftOut::default(),
        unchosen: 0,
    };
    let end = archive.records();
    let (left_out, unchosen) = (archive.left_out, archive.unchosen);
    sink.summary(left_out, unchosen);
    end
}

struct Archive<'a, 'r, 's> {
    input: Input<'r>,
    sink: &'a mut Sink<'s>,
    /// How many were met, good and bad.
    records: u64,
    left_out: LeftOut,
    unchosen: u64,
}

/// Why a record ends before it was read to its end.
enum Stop {
    /// Its bytes are damaged; there may be others behind them.
    Damaged(SkipReason),
    /// The file ends within it.
    CutOff(SkipReason),
}

impl From<io::Error> for Stop {
    fn from(cause: io::Error) -> Self {
        Stop::Damaged(why(&cause))
    }
}

impl Archive<'_, '_, '_> {
    fn records(&mut self) -> Result<(), SkipReason> {
        let mut lost = false;
        loop {
            match self.next(lost) {
                Ok(true) => lost = false,
                Ok(false) => return Ok(()),
                Err(Stop::CutOff(reason)) => {
                    self.skip(reason);
                    // Damaged data may also seem to end too late.
                    if !self.input.recover()? {
                        return Ok(());
                    }
                }
                Err(Stop::Damaged(reason)) => {
                    // The system's failures do not go away behind the next record.
                    if matches!(reason, SkipReason::Unreadable(_)) {
                        return Err(reason);
                    }
                    if matches!(
                        reason,
                        SkipReason::TooLarge {
                            what: "unpacked",
                            ..
                        }
                    ) {
                        return Err(reason);
                    }
                    self.skip(reason);
                    lost = !self.input.recover()?;
                    if lost
                        && self
                            .input
                            .fill_buf()
                            .map_err(|cause| why(&cause))?
                            .is_empty()
                    {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn skip(&mut self, reason: SkipReason) {
        self.sink.skip(Place("record", self.records), reason);
    }

    /// Reads one record; false at the end. `lost`: what comes next need not be
    /// the start of one.
    fn next(&mut self, lost: bool) -> Result<bool, Stop> {
        if lost {
            self.find_record()?;
        }
        let more = self.past_blank()?;
        if let Some(bytes) = self.input.place() {
            self.sink.reached(Reached {
                format: Format::Warc,
                bytes,
                records: self.records,
            });
        }
        if !more {
            return Ok(false);
        }
        self.records += 1;
        let header = self.header()?;
        let headers = Headers::parse(&header);
        let length = headers
            .get("content-length")
            .and_then(|value| value.parse::<u64>().ok());
        let Some(length) = length else {
            let words = "the record does not say how long it is";
            return Err(Stop::Damaged(SkipReason::Damaged(words.to_owned())));
        };
        match self.wanted(&headers) {
            None => self.pass(length)?,
            Some(_) if length > self.sink.limits.record_bytes() => {
                self.skip(self.sink.limits.record_too_large());
                self.pass(length)?;
            }
            Some(kind) => {
                let mut content = Vec::new();
                let taken = (&mut self.input).take(length).read_to_end(&mut content);
                let is_cut = match taken {
                    Ok(taken) => (taken as u64) < length,
                    Err(cause) if is_cut_off(&cause) => true,
                    Err(cause) => return Err(cause.into()),
                };
                if is_cut && self.input.recover().map_err(Stop::Damaged)? {
                    let words = "gzip data is damaged: it does not end";
                    self.skip(SkipReason::Damaged(words.to_owned()));
                    return Ok(true);
                }
                self.page(kind, &headers, &content, is_cut);
                if is_cut {
                    return Err(Stop::CutOff(cut_off()));
                }
            }
        }
        Ok(true)
    }

    /// Passes over white space between records; false at the end of the file.
    fn past_blank(&mut self) -> io::Result<bool> {
        loop {
            let ready = self.input.fill_buf()?;
            if ready.is_empty() {
                return Ok(false);
            }
            match ready.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(0) => return Ok(true),
                Some(at) => self.input.consume(at),
                None => {
                    let length = ready.len();
                    self.input.consume(length);
                }
            }
        }
    }

    /// The header of a record, without its first and its blank line.
    fn header(&mut self) -> Result<Vec<u8>, Stop> {
        let mut header = Vec::new();
        let mut line_start = 0;
        loop {
            let room = HEADER_BYTES_MAX.saturating_sub(header.len() as u64);
            let line = (&mut self.input).take(room).read_until(b'\n', &mut header);
            let read = match line {
                Ok(read) => read,
                Err(cause) if is_cut_off(&cause) => return Err(Stop::CutOff(cut_off())),
                Err(cause) => return Err(cause.into()),
            };
            let first = line_start == 0;
            if first && !header.starts_with(&MAGIC) && !MAGIC.starts_with(&header) {
                let words = "this is no record of a web archive";
                return Err(Stop::Damaged(SkipReason::Damaged(words.to_owned())));
            }
            if header.last() != Some(&b'\n') {
                return Err(if header.len() as u64 >= HEADER_BYTES_MAX {
                    let words = "the header of the record does not end";
                    Stop::Damaged(SkipReason::Damaged(words.to_owned()))
                } else {
                    Stop::CutOff(cut_off())
                });
            }
            if read == 0 || header[line_start..].trim_ascii().is_empty() {
                return Ok(header);
            }
            line_start = header.len();
        }
    }

    /// Goes to the next line that begins a record.
    fn find_record(&mut self) -> Result<(), Stop> {
        loop {
            // The first word of a line may lie across two pieces.
            let ready = self.input.ahead(MAGIC.len())?;
            // Also where the file ends within the word, or at once.
            if ready.starts_with(&MAGIC) || MAGIC.starts_with(ready) {
                return Ok(());
            }
            self.input.skip_until(b'\n')?;
        }
    }

    /// Passes over the content of a record.
    fn pass(&mut self, length: u64) -> Result<(), Stop> {
        let passed = io::copy(&mut (&mut self.input).take(length), &mut io::sink());
        match passed {
            Ok(passed) if passed == length => Ok(()),
            Ok(_) => Err(Stop::CutOff(cut_off())),
            Err(cause) if is_cut_off(&cause) => Err(Stop::CutOff(cut_off())),
            Err(cause) => Err(cause.into()),
        }
    }

    /// What a record may hold, as far as its header tells; `None` where it is
    /// not to be read.
    fn wanted(&mut self, headers: &Headers<'_>) -> Option<Kind> {
        let record_type = headers.get("warc-type")?.to_ascii_lowercase();
        let (media, _) = media(&headers.get("content-type").unwrap_or_default());
        let kind = match record_type.as_str() {
            "response" if media == "text/dns" => return None,
            "response" => Kind::Answer,
            "resource" | "conversion" => Kind::Stored,
            "revisit" => {
                self.left_out.count("captures that repeat an earlier one");
                return None;
            }
            // What goes with the pages, and is not one.
            "warcinfo" | "request" | "metadata" | "continuation" => return None,
            _ => {
                self.left_out.count("of an unknown type");
                return None;
            }
        };
        let address = address(headers);
        let is_web = address
            .as_deref()
            .is_some_and(|address| super::choice::host(address).is_some() && is_http(address));
        if !is_web {
            self.left_out.count("not from the web");
            return None;
        }
        let fetched = headers.get("warc-date").and_then(|date| moment(&date));
        let choice = self.sink.choice;
        if !choice.takes_address(address.as_deref()) || !choice.takes_fetched(fetched) {
            self.unchosen += 1;
            return None;
        }
        Some(kind)
    }

    /// Hands on the page in a record, or counts what it is instead.
    fn page(&mut self, kind: Kind, headers: &Headers<'_>, content: &[u8], is_cut: bool) {
        let found = match kind {
            Kind::Answer => self.answer(content),
            Kind::Stored => {
                let (media, charset) = media(&headers.get("content-type").unwrap_or_default());
                format_of(&media, content, true).map(|format| {
                    let body = Body {
                        bytes: content.to_vec(),
                        is_partial: false,
                    };
                    Ok((format, body, charset))
                })
            }
        };
        let address = address(headers).unwrap_or_default();
        let (format, body, charset) = match found {
            Ok(_) if is_robots(&address) => return self.left_out.count("robots.txt"),
            Ok(Ok(found)) => found,
            Ok(Err(reason)) => return self.skip_page(&address, reason),
            // What is cut off is counted when it is whole.
            Err(_) if is_cut => return,
            Err(kind) => return self.left_out.count(kind),
        };
        let text = match encoding::decode_told(body.bytes, format == Format::Html, charset) {
            Ok(text) if text.trim().is_empty() => return self.left_out.count("empty"),
            Ok(text) => text,
            Err(reason) => return self.skip_page(&address, reason),
        };
        let date = headers.get("warc-date").unwrap_or_default();
        let is_partial = is_cut
            || body.is_partial
            || headers.get("warc-truncated").is_some()
            || headers.get("warc-segment-number").is_some();
        let told = told(&address, &date, is_partial);
        self.sink
            .among(&own_id(&address, &date), format, text, told);
    }

    fn skip_page(&mut self, address: &str, reason: SkipReason) {
        let reason = match reason {
            SkipReason::Damaged(words) => SkipReason::Damaged(format!("{words} ({address})")),
            other => other,
        };
        self.skip(reason);
    }

    /// The page that a server answered with, or what it answered with instead.
    #[allow(clippy::type_complexity, reason = "a page, its failure, or its kind")]
    fn answer(
        &self,
        content: &[u8],
    ) -> Result<Result<(Format, Body, Option<String>), SkipReason>, &'static str> {
        let answer = Answer::parse(content).ok_or("not an answer of a web server")?;
        match answer.status {
            // 203: changed on the way by a proxy.
            200 | 203 => {}
            300..=399 => return Err("redirects"),
            400..=599 => return Err("failed requests"),
            _ => return Err("other answers"),
        }
        let (media, charset) = answer.media();
        // An unknown type is told by the content, which may be packed.
        if !media.is_empty() {
            format_of(&media, &[], false)?;
        }
        Ok(match answer.body(self.sink.limits) {
            Ok(body) => Ok((format_of(&media, &body.bytes, false)?, body, charset)),
            Err(reason) => Err(reason),
        })
    }
}

/// What a record holds.
#[derive(Clone, Copy)]
enum Kind {
    /// An answer over HTTP, with its header.
    Answer,
    /// A page or a text by itself.
    Stored,
}

/// How content of a type is read, or what it is instead. Plain text is taken
/// only where it was stored as such: servers answer with it to programs.
fn format_of(media: &str, content: &[u8], stored: bool) -> Result<Format, &'static str> {
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
                Err("of no known type")
            }
        }
        media if media.starts_with("image/") => Err("pictures"),
        media if media.starts_with("video/") || media.starts_with("audio/") => {
            Err("films and sounds")
        }
        media if media.contains("javascript") || media == "text/css" => {
            Err("scripts and style sheets")
        }
        media if media.ends_with("xml") => Err("XML files"),
        media if media.ends_with("json") => Err("JSON files"),
        _ => Err("files of other types"),
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
fn address(headers: &Headers<'_>) -> Option<String> {
    let address = headers.get("warc-target-uri")?;
    let address = address.trim();
    let bare = address
        .strip_prefix('<')
        .and_then(|inner| inner.strip_suffix('>'));
    let address = bare.unwrap_or(address).trim();
    (!address.is_empty()).then(|| address.to_owned())
}

/// The address and the second of the capture: `https://a.example/x@20240602101500`.
fn own_id(address: &str, date: &str) -> String {
    const ADDRESS_BYTES_MAX: usize = 350;
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

fn told(address: &str, date: &str, is_partial: bool) -> Told {
    let mut told = Told {
        by: "warc",
        ..Told::default()
    };
    let mut field = |name: &str, value: serde_json::Value| {
        told.fields.insert(name.to_owned(), value);
    };
    field("url", address.replace(' ', "%20").into());
    if !date.trim().is_empty() {
        field("fetched", date.trim().into());
    }
    if is_partial {
        field("partial", true.into());
    }
    told
}

/// True where the compressed data ends too early, not otherwise damaged.
fn is_cut_off(cause: &io::Error) -> bool {
    matches!(why(cause), SkipReason::Damaged(words) if words.ends_with("is cut off"))
}

fn cut_off() -> SkipReason {
    SkipReason::Damaged("the file ends within this record".to_owned())
}
