//! [`Source`] → [`Article`]: title, body and metadata,
//! each with where it came from, and what was left out of the body, with the
//! reason. Does no I/O and knows no clock: today is given.

pub mod date;
pub mod html;

mod agency;
mod body;
mod byline;
mod clean;
mod columns;
mod dateline;
mod fields;
mod given;
mod json;
mod label;
mod mail;
mod markdown;
mod markup;
mod ninjs;
mod paragraphs;
mod tail;
mod text;
mod told;
mod xml;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use date::When;

use crate::analysis::language;
use crate::corpus::{Format, SkipReason, Source};
use crate::span::Span;

/// Version of the rules by which articles are read. Raised when a change of
/// them gives other articles: the next run then reads every file again.
pub const READING: u32 = 3;

/// What reading an article needs from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The present, in seconds since 1970: dates after tomorrow are refused.
    pub now_seconds: i64,
}

/// Understands one record: its title, its body, who wrote it and when.
///
/// # Errors
///
/// The reason why the record gives no article.
pub fn read(source: &Source, reading: &Reading) -> Result<Article, SkipReason> {
    // Nothing was published after it was taken from the web.
    let (now, reading) = (reading, &told::present(&source.told, reading));
    let mut article = match source.format {
        Format::Text => text::read(source, reading)?,
        Format::Markdown => markdown::read(source, reading)?,
        Format::Json | Format::JsonLines => json::read(source, reading)?,
        Format::Html => {
            let mut article = html::read(&source.id, &source.text, reading)?;
            body::dateline_of(&mut article);
            article
        }
        Format::Xml => xml::read(source, reading)?,
        Format::Mail => mail::read(source, reading)?,
        // Containers: their records are of the formats above.
        Format::Warc | Format::Csv => {
            return Err(SkipReason::UnknownFormat);
        }
    };
    told::tell(&mut article, &source.told, reading);
    if reading.now_seconds < now.now_seconds {
        told::name_capture(&mut article.notes);
    }
    agency::tell(&mut article, source.format == Format::Html);
    tell_language(&mut article);
    note_damage(&mut article);
    Ok(article)
}

/// Characters that could not be decoded stand in the text as U+FFFD.
fn note_damage(article: &mut Article) {
    let title = article.title.as_deref().unwrap_or_default();
    let damaged = title.matches('\u{FFFD}').count() + article.body.matches('\u{FFFD}').count();
    if damaged > 0 {
        article.notes.push(format!(
            "text: {damaged} damaged characters, shown as \u{FFFD}"
        ));
    }
}

/// The language that the text is in, which need not be the one declared.
fn tell_language(article: &mut Article) {
    let declared = article.language.take();
    article.language = match language::detect(&article.body, declared.as_deref()) {
        Some(language) => Some(language.code().to_owned()),
        None => declared.clone().filter(|code| code.len() <= 12),
    };
    if article.language.is_some() && article.language != declared {
        article
            .from
            .insert("language".to_owned(), "text".to_owned());
    }
}

/// One news article. The body is plain text whose paragraphs are separated by
/// one blank line (`\n\n`); no paragraph contains a line break.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Path inside the corpus, plus `#fragment` for a record in a container.
    pub id: String,
    /// The headline, on one line.
    pub title: Option<String>,
    /// The text: paragraphs separated by `\n\n`.
    pub body: String,
    /// Who wrote it: names without "By", one each, in the order given.
    pub authors: Vec<String>,
    /// The place line as printed before the first sentence, without the dash:
    /// `BEIJING, June 2 (Xinhua)`.
    pub dateline: Option<String>,
    /// The news agencies that are credited with the text, by the names that
    /// they are best known by: `Reuters`, `dpa`.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The section it stood in: `Business`.
    pub section: Option<String>,
    /// When it was first published.
    pub published: Option<When>,
    /// When it was last changed.
    pub updated: Option<When>,
    /// When it was taken from the web.
    #[serde(default)]
    pub fetched: Option<When>,
    /// Where it was on the web: the canonical address.
    pub url: Option<String>,
    /// ISO 639-1 code in lower case: `en`, `zh`.
    pub language: Option<String>,
    /// Subject words given by the publisher.
    pub keywords: Vec<String>,
    /// A summary or standfirst given beside the body, not part of it.
    pub summary: Option<String>,
    /// True where the source says that this is only the beginning (paywall,
    /// feed teaser).
    pub partial: bool,
    /// People whom the source names beside its text or marks in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Named>,
    /// Quotations whose speaker the source marks in its text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given_quotes: Vec<Given>,
    /// For each field that is set, where it came from: `json-ld`, `og`,
    /// `front matter date`, `key date_publish`, `first line`, `url`, …; for
    /// `agencies` all places: `dateline, credit line`.
    pub from: BTreeMap<String, String>,
    /// What stood in the text and is not in the body.
    pub dropped: Vec<Dropped>,
    /// Values that were found and rejected, for the user to read:
    /// `published: 31 February 2024 is no date`.
    pub notes: Vec<String>,
}

/// A person whom the source names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The name without titles.
    pub name: String,
    /// What the person is, as the source says: `harbour master`.
    pub role: Option<String>,
}

/// Words of the body and whose they are, as the source marks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The words, as bytes of the body, without quotation marks.
    pub span: Span,
    /// Who said or wrote them.
    pub speaker: String,
    /// True where the source marks that name as an organisation's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_body: bool,
}

/// Text that was taken out of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// Why.
    pub reason: DropReason,
    /// The words as they stood.
    pub text: String,
}

/// Why text is not part of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DropReason {
    /// Headlines of other articles after the end, or between paragraphs.
    RelatedHeadlines,
    /// "Read more: …", "Also read", "Click here".
    ReadMore,
    /// A picture's caption or credit.
    Caption,
    /// Share, print, follow and comment buttons.
    ShareBar,
    /// Newsletter, subscription, app and consent lines.
    Promotion,
    /// The headline once more, above the body.
    RepeatedTitle,
    /// The byline, already in `authors`.
    Byline,
    /// The dateline, already in `dateline`.
    Dateline,
    /// The date line, already in `published` or `updated`.
    DateLine,
    /// A note about the author after the end.
    AuthorNote,
    /// Copyright and agency credit lines.
    Credit,
    /// The mail that a mail answers.
    QuotedReply,
    /// Who sent a mail, below it.
    Signature,
}

#[cfg(test)]
mod tests;
