//! Folders of files → [`Source`]s: decoded text, one for each record, not yet
//! understood. Reads, never writes.
//!
//! A file is opened, unpacked (gzip, zstd), decoded to UTF-8 and cut into
//! records here; what the words mean is the business of [`crate::article`].

mod bytes;
mod choice;
mod csv;
mod encoding;
mod format;
mod id;
mod json;
mod lines;
mod mail;
mod part;
mod passed;
mod record;
mod unpack;
mod walk;
mod warc;
pub(crate) mod xml;

use std::fs;
use std::io::{self, BufRead, Read};
use std::path::Path;

pub use choice::{Choice, host};
pub use part::{Asked, BEYOND_MAX, End, Reached, Understands};
pub use passed::{Kind, PassedOver, plural};
pub use walk::{File, files};

/// What a file or a record is written in, compression aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text: headline first, then the body.
    Text,
    /// Markdown, with or without YAML or TOML front matter.
    Markdown,
    /// A saved web page.
    Html,
    /// One JSON object, or an array of them.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// A feed (RSS, Atom), or a news item of the industry (NITF, NewsML-G2):
    /// the root element tells.
    Xml,
    /// A web archive: pages with the requests that fetched them.
    Warc,
    /// A table with a header, columns separated by commas, semicolons or tabs.
    Csv,
    /// One e-mail, or a mailbox of them.
    Mail,
}

/// One record as it was found: a whole file, or a part of a container file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The article id that it will have: the path inside the corpus with `/`
    /// between folders, and `#fragment` for a record inside a container.
    pub id: String,
    /// How `text` is to be read. A record of a JSON array or of JSON Lines is
    /// [`Format::Json`]: one object.
    pub format: Format,
    /// The record decoded to UTF-8, without byte order mark.
    pub text: String,
    /// What its container says of it beside its text.
    pub told: Told,
}

/// What a container says of a record: the address that a page was fetched
/// from, the name of the feed that an entry stands in, the subject of a mail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Which container says it, for the origin of a value: `warc`, `feed`.
    pub by: &'static str,
    /// Values by the names that records in JSON use for them: `url`,
    /// `published`, `outlet`, `partial`, …; `notes` is a list of lines for the
    /// notes of the article.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// True where it is better than what the record says of itself: the
    /// subject of a mail than the title of the page in it.
    pub is_better: bool,
}

impl Told {
    /// Says that text is missing at the end of the record, and why.
    pub(crate) fn missing(&mut self, why: &str) {
        self.fields.insert("partial".to_owned(), true.into());
        self.note(format!("partial: {why}"));
    }

    /// Adds a line to the notes of the article.
    pub(crate) fn note(&mut self, note: String) {
        let notes = self
            .fields
            .entry("notes")
            .or_insert_with(|| Vec::<serde_json::Value>::new().into());
        if let serde_json::Value::Array(notes) = notes {
            notes.push(note.into());
        }
    }

    /// The lines that were added.
    pub(crate) fn notes(&self) -> impl Iterator<Item = &str> {
        let notes = self.fields.get("notes").and_then(|notes| notes.as_array());
        notes.into_iter().flatten().filter_map(|note| note.as_str())
    }
}

/// A file or a record that gives no article, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// The id that the article would have had, or the file's, with the line
    /// or the record named where there is no id: `export.jsonl, line 12`.
    pub id: String,
    /// Why, in words that a user can act on.
    pub reason: SkipReason,
}

/// Why a file or a record gives no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkipReason {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// Bytes that are no text in any encoding.
    #[error("binary data, not text")]
    Binary,
    /// No format here reads such a file.
    #[error("unknown format (name it with --as)")]
    UnknownFormat,
    /// Text was found, but no article in it.
    #[error("no article text found")]
    NoBody,
    /// Larger than a stated limit.
    #[error("larger than {limit_mb} MB {what}")]
    TooLarge {
        /// What is limited: `unpacked`, `in one record`, …
        what: &'static str,
        /// The limit in millions of bytes.
        limit_mb: u64,
    },
    /// Damaged JSON, front matter, or compressed data: the reader's words.
    #[error("{0}")]
    Damaged(String),
    /// Whole and readable, but no article: a list of addresses, a picture with
    /// its data, what is under embargo.
    #[error("{0}")]
    NoArticle(String),
    /// A second record with an id that is already taken in this file.
    #[error("same id as an earlier record of this file")]
    SameId,
    /// Values of a column that nobody understands, said once for the file; the
    /// records are there all the same.
    #[error("{0}")]
    NotUnderstood(String),
    /// Cancelled or withheld by its publisher.
    #[error("not for publication: its status is {0}")]
    Withdrawn(String),
    /// Records of a container that hold no articles, said once for the file.
    #[error("{0}")]
    PassedOver(PassedOver),
    /// So many records are not among those that the index is made of; said once
    /// for the file.
    #[error("{number} {records} left out by the choice of this index", number = .0, records = plural(*.0, "record", "records"))]
    Unchosen(u64),
    /// The file could not be opened or read to its end.
    #[error("cannot read: {0}")]
    Unreadable(String),
}

impl SkipReason {
    /// True for what was read and is rightly no article; else something of the
    /// archive could not be read.
    pub fn is_by_design(&self) -> bool {
        match self {
            SkipReason::NoArticle(_)
            | SkipReason::Withdrawn(_)
            | SkipReason::PassedOver(_)
            | SkipReason::Unchosen(_) => true,
            SkipReason::Empty
            | SkipReason::Binary
            | SkipReason::UnknownFormat
            | SkipReason::NoBody
            | SkipReason::TooLarge { .. }
            | SkipReason::Damaged(_)
            | SkipReason::SameId
            | SkipReason::NotUnderstood(_)
            | SkipReason::Unreadable(_) => false,
        }
    }
}

/// What one file may cost. The memory that reading takes is bounded by
/// [`Limits::record_mb`], whatever the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest record, in millions of bytes: a whole text, Markdown or
    /// HTML file, a line of JSON Lines, an element of a JSON array.
    pub record_mb: u64,
    /// The most that one compressed file may unpack to, in thousands of
    /// millions of bytes.
    pub unpacked_gb: u64,
    /// How many times its own size a compressed file may unpack to; asked
    /// only after [`Limits::record_mb`], as small files compress oddly well.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            record_mb: 64,
            unpacked_gb: 64,
            ratio: 250,
        }
    }
}

impl Limits {
    fn record_bytes(&self) -> u64 {
        self.record_mb.saturating_mul(1_000_000)
    }

    fn record_too_large(&self) -> SkipReason {
        SkipReason::TooLarge {
            what: "in one record",
            limit_mb: self.record_mb,
        }
    }
}

/// A path as an id: `/` between folders, made printable.
pub fn id_of(path: &Path) -> String {
    let root = if path.is_absolute() { "/" } else { "" };
    let names = path.components().filter_map(|part| match part {
        std::path::Component::Normal(name) => Some(id::printable(name.as_encoded_bytes())),
        _ => None,
    });
    format!("{root}{}", names.collect::<Vec<_>>().join("/"))
}

/// Reads a file into its records, in the order in which they stand. `declared`
/// overrides what the name and the content say about the format.
pub fn sources(
    file: &File,
    declared: Option<Format>,
    limits: &Limits,
    each: &mut dyn FnMut(Result<Source, Skip>),
) {
    match fs::File::open(&file.path) {
        Ok(reader) => sources_of(reader, &file.id, declared, limits, each),
        Err(cause) => each(Err(Skip {
            id: file.id.clone(),
            reason: unreadable(&cause),
        })),
    }
}

/// The same for anything that can be read, such as standard input; `id` stands
/// for the path, and its extension counts.
pub fn sources_of(
    reader: impl Read,
    id: &str,
    declared: Option<Format>,
    limits: &Limits,
    each: &mut dyn FnMut(Result<Source, Skip>),
) {
    let asked = Asked {
        declared,
        limits,
        choice: &Choice::default(),
        from: None,
        understands: None,
    };
    sources_from(reader, id, &asked, each);
}

/// The same where some records are chosen, or a file is read on from where it
/// was read to before. Says how far that was now, for files that can be read on.
pub fn sources_from(
    mut reader: impl Read,
    id: &str,
    asked: &Asked<'_>,
    each: &mut dyn FnMut(Result<Source, Skip>),
) -> Option<End> {
    let mut start = Vec::new();
    let read = (&mut reader).take(HEAD_BYTES).read_to_end(&mut start);
    let (outcome, end) = match read {
        Ok(_) if is_warc(&start, id, asked) => {
            let mut sink = record::Sink::new(id, asked.limits, each).choosing(asked.choice);
            let whole = io::Cursor::new(start).chain(reader);
            let outcome = warc::read(whole, asked.from, &mut sink);
            (outcome, sink.end())
        }
        Ok(_) if is_plain_lines(&start, id, asked) => {
            let mut sink = record::Sink::new(id, asked.limits, each).choosing(asked.choice);
            let whole = io::BufReader::new(io::Cursor::new(start).chain(reader));
            let outcome = lines::read_on(whole, asked.from, &mut sink);
            (outcome, sink.end())
        }
        Ok(_) => {
            let whole = io::Cursor::new(start).chain(reader);
            (records(whole, id, asked, each), None)
        }
        Err(cause) => (Err(unreadable(&cause)), None),
    };
    if let Err(reason) = outcome {
        each(Err(Skip {
            id: id.to_owned(),
            reason,
        }));
    }
    end
}

/// A web archive is told by its first bytes, whatever its name.
fn is_warc(start: &[u8], id: &str, asked: &Asked<'_>) -> bool {
    match (asked.from, asked.declared) {
        (Some(from), _) => from.format == Format::Warc,
        (None, Some(declared)) => declared == Format::Warc,
        (None, None) => {
            let named = format::from_name(id) == format::Named::Known(Format::Warc);
            (named && !start.is_empty()) || warc::is_begun_by(start)
        }
    }
}

/// How much of a file is looked at to tell its format.
const HEAD_BYTES: u64 = 8 * 1024;

fn records(
    reader: impl Read,
    id: &str,
    asked: &Asked<'_>,
    each: &mut dyn FnMut(Result<Source, Skip>),
) -> Result<(), SkipReason> {
    let limits = asked.limits;
    let mut unpacked = unpack::unpack(reader, limits).map_err(|cause| why(&cause))?;
    let mut head = Vec::new();
    // A cut-off archive is damage to report after what came before the cut.
    let damage = (&mut unpacked)
        .take(HEAD_BYTES)
        .read_to_end(&mut head)
        .err();
    let complete = damage.is_none() && (head.len() as u64) < HEAD_BYTES;
    let declared = asked.declared.map(format::Named::Known);
    let named = declared.unwrap_or_else(|| format::from_name(id));
    let format = match named {
        format::Named::Known(format) => format,
        format::Named::Foreign => return Err(SkipReason::UnknownFormat),
        format::Named::Unknown => match encoding::head(&head) {
            Some(text) => format::sniff(&text).ok_or(SkipReason::UnknownFormat)?,
            None if head.is_empty() => format::Format::Text,
            None => return Err(SkipReason::Binary),
        },
    };
    if matches!(
        format,
        Format::Json | Format::JsonLines | Format::Csv | Format::Mail
    ) {
        if encoding::is_binary(&head) {
            return Err(SkipReason::Binary);
        }
        let whole = io::Cursor::new(head).chain(rest_or(damage, unpacked));
        let mut sink = record::Sink::new(id, limits, each);
        sink.understands = asked.understands;
        return json_records(whole, format, &mut sink);
    }
    if format == Format::Xml && format::xml_root(&head).as_deref() != Some("html") {
        if encoding::is_binary(&head) {
            return Err(SkipReason::Binary);
        }
        let mut sink = record::Sink::new(id, limits, each);
        return xml::read(head, rest_or(damage, unpacked), &mut sink);
    }
    if let Some(cause) = damage {
        return Err(why(&cause));
    }
    if !complete {
        read_rest(&mut unpacked, &mut head, limits)?;
    }
    let format = match format {
        Format::Xml => Format::Html,
        other => other,
    };
    let text = encoding::decode(head, format == Format::Html)?;
    if text.trim().is_empty() {
        return Err(SkipReason::Empty);
    }
    each(Ok(Source {
        id: id.to_owned(),
        format,
        text,
        told: Told::default(),
    }));
    Ok(())
}

fn json_records(
    mut whole: impl BufRead,
    format: Format,
    sink: &mut record::Sink<'_>,
) -> Result<(), SkipReason> {
    match encoding::utf16_of(&mut whole).map_err(|cause| why(&cause))? {
        Some(encoding) => {
            let utf8 = encoding::Transcoded::new(whole, encoding);
            json_or_lines(io::BufReader::new(utf8), format, sink)
        }
        None => json_or_lines(whole, format, sink),
    }
}

fn json_or_lines(
    mut whole: impl BufRead,
    format: Format,
    sink: &mut record::Sink<'_>,
) -> Result<(), SkipReason> {
    match format {
        Format::Csv => return csv::read(whole, sink),
        Format::Mail => return mail::read(whole, sink),
        _ => {}
    }
    let array = json::first_byte(&mut whole)?.ok_or(SkipReason::Empty)? == b'[';
    if format == Format::JsonLines && !array {
        lines::read(whole, sink)
    } else {
        json::read(whole, sink)
    }
}

fn read_rest(
    reader: &mut dyn BufRead,
    bytes: &mut Vec<u8>,
    limits: &Limits,
) -> Result<(), SkipReason> {
    let room = limits.record_bytes().saturating_sub(bytes.len() as u64);
    reader
        .take(room.saturating_add(1))
        .read_to_end(bytes)
        .map_err(|cause| why(&cause))?;
    if bytes.len() as u64 > limits.record_bytes() {
        return Err(limits.record_too_large());
    }
    Ok(())
}

/// What comes after the head of a file: the failure that ended it, if one did.
fn rest_or(damage: Option<io::Error>, rest: Box<dyn BufRead + '_>) -> Box<dyn BufRead + '_> {
    match damage {
        Some(cause) => Box::new(io::BufReader::new(Broken(Some(cause)))),
        None => rest,
    }
}

/// Fails once with what the archive failed with, behind the bytes before it.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// The reason behind a failed read: [`unpack`] sends its own through
/// [`io::Error`], everything else comes from the system.
fn why(cause: &io::Error) -> SkipReason {
    match cause
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<SkipReason>())
    {
        Some(reason) => reason.clone(),
        None => unreadable(cause),
    }
}

fn unreadable(cause: &io::Error) -> SkipReason {
    let words = cause.to_string();
    let plain = words.split(" (os error").next().unwrap_or_default();
    SkipReason::Unreadable(plain.to_lowercase())
}

fn is_plain_lines(start: &[u8], id: &str, asked: &Asked<'_>) -> bool {
    if let Some(from) = asked.from {
        return from.format == Format::JsonLines;
    }
    let named = asked
        .declared
        .map_or_else(|| format::from_name(id), format::Named::Known);
    named == format::Named::Known(Format::JsonLines) && lines::is_plain(start)
}

/// True for a name that is no news: hidden, or an editor's backup.
fn is_ignored(path: &Path) -> bool {
    let Some(name) = path.file_name() else {
        return false;
    };
    let name = name.as_encoded_bytes();
    name.starts_with(b".")
        || name.ends_with(b"~")
        || [&b".swp"[..], b".swo", b".swx"]
            .iter()
            .any(|end| name.ends_with(end))
        || (name.starts_with(b"#") && name.ends_with(b"#"))
}

#[cfg(test)]
mod tests;
