//! The names of formats on the command line → [`Format`].

use clap::ValueEnum;
use onrecord::corpus::Format;

/// Formats by the names that users know.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum As {
    /// Plain text
    #[value(alias = "txt")]
    Text,
    /// Markdown with or without front matter
    #[value(alias = "md")]
    Markdown,
    /// A saved web page
    Html,
    /// A JSON object, or an array of objects
    Json,
    /// One JSON object a line
    #[value(alias = "ndjson")]
    Jsonl,
    /// A feed (RSS, Atom), NITF or NewsML-G2
    #[value(aliases = ["rss", "atom", "feed", "nitf", "newsml"])]
    Xml,
    /// A web archive
    Warc,
    /// A table with a header
    #[value(alias = "tsv")]
    Csv,
    /// An e-mail or a mailbox
    #[value(aliases = ["eml", "mbox"])]
    Mail,
}

impl From<As> for Format {
    fn from(named: As) -> Self {
        match named {
            As::Text => Format::Text,
            As::Markdown => Format::Markdown,
            As::Html => Format::Html,
            As::Json => Format::Json,
            As::Jsonl => Format::JsonLines,
            As::Xml => Format::Xml,
            As::Warc => Format::Warc,
            As::Csv => Format::Csv,
            As::Mail => Format::Mail,
        }
    }
}
