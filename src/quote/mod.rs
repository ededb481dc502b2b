//! Article → [`Quote`]s: what was said, in which words, by whom.
//!
//! ```text
//! body ─► text ──► tagger or rules ──► statements ──► people ──► quotes
//!         tokens,  source · cue ·      content spans   who the
//!         marks    content             and mention     mention is
//! ```
//!
//! A quote is spans into the body, never a copy, so that whatever is shown can
//! be checked against its source.

mod cue;
mod find;
mod given;
mod marks;
mod people;
mod rules;
mod statement;
mod tagger;
mod text;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::span::Span;

#[doc(hidden)]
pub use tagger::training;

use people::People;
use statement::Statement;
use tagger::Model;
use text::Text;

/// What is known about an article besides its body, for reading its quotes.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The headline; names that stand only there are not trusted.
    pub title: Option<&'a str>,
    /// Who wrote it: `I` outside quotation marks in a signed piece.
    pub authors: &'a [String],
    /// BCP 47 tag of the language, as in [`crate::article::Article`].
    pub language: Option<&'a str>,
}

/// A statement attributed to somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The words said, as bytes of the body, in order: several spans where
    /// `he said` or a paragraph break stands between. Quotation marks at the
    /// borders are left out.
    pub content: Vec<Span>,
    /// How much of it stands in quotation marks.
    pub kind: Kind,
    /// The words that report: `said`, `according to`.
    pub cue: Option<Span>,
    /// The words by which the article names the source here: `she`,
    /// `Jane Roe, a professor at Example University`.
    pub mention: Option<Span>,
    /// Who said it, where the article tells.
    pub speaker: Option<Speaker>,
    /// How the speaker was found.
    pub evidence: Evidence,
    /// How sure words and speaker are, 0 to 1.
    pub confidence: f32,
}

/// How much of a quote stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// All of it (19 words of 20 and more).
    Direct,
    /// Some of it: *he called the plan “a disgrace” for the city*.
    Mixed,
    /// None: reported in the article's own words.
    Indirect,
}

impl Kind {
    /// As it is written in the index, in queries and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}

/// The source of a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// A person, a body or an unnamed source.
    pub sort: Sort,
    /// The fullest form of the name in this article, without titles; empty
    /// for an unnamed source.
    pub name: String,
    /// What the person is: `associate professor`, `chief executive`.
    pub role: Option<String>,
    /// Where: `Example University`.
    pub affiliation: Option<String>,
    /// Where in the body the full name, or the fullest mention, stands first.
    pub named_at: Span,
}

/// What sort of source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// A named person.
    Person,
    /// A named organisation, a report, a document.
    Body,
    /// `a source close to the talks`, `officials`: stays unnamed.
    Unnamed,
}

impl Sort {
    /// As it is written in the index and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Person => "person",
            Sort::Body => "body",
            Sort::Unnamed => "unnamed",
        }
    }
}

/// How the speaker of a quote was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The full name stands at the quote.
    FullName,
    /// A part of the name stands there: surname, first name, initials.
    PartOfName,
    /// `he`, `she`, `who`.
    Pronoun,
    /// `the professor`, `the 54-year-old`.
    Description,
    /// Nothing stands there: the speaker of the quote before goes on.
    Carried,
    /// The source is named, but is no person that the article introduces.
    AsWritten,
    /// No source is given.
    Nothing,
}

/// By what means quotes are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// The trained tagger for English, rules for all other languages.
    #[default]
    Model,
    /// Rules for all languages.
    Rules,
}

/// Raised when the rules change.
const VERSION: u32 = 2;

/// Names everything that decides which quotes a text gives: an index that was
/// made under another fingerprint is read again.
pub fn fingerprint() -> String {
    match Model::shipped() {
        Some(model) => format!("{VERSION}+{}", model.checksum()),
        None => format!("{VERSION}+rules"),
    }
}

/// The quotes of an article, in the order of the text.
pub fn of_article(article: &Article, method: Method) -> Vec<Quote> {
    let about = About {
        title: article.title.as_deref(),
        authors: &article.authors,
        language: article.language.as_deref(),
    };
    let mut found = quotes(&article.body, &about, method);
    given::apply(article, &mut found);
    found
}

/// The quotes of a body whose paragraphs are separated by line ends, in the
/// order of the text. Any text gives at worst none.
pub fn quotes(body: &str, about: &About<'_>, method: Method) -> Vec<Quote> {
    let text = Text::new(body);
    let statements = find::statements(&text, about.language, method);
    let speakers = People::read(&text, about).speakers(&text, &statements);
    let mut found: Vec<Quote> = statements
        .into_iter()
        .zip(speakers)
        .filter_map(|(statement, (speaker, evidence, sure))| {
            assemble(&text, statement, speaker, evidence, sure)
        })
        .collect();
    found.sort_by_key(|quote| quote.content.first().map_or(0, |span| span.start));
    found
}

/// What of a body stands in quotation marks, without the marks: the outermost
/// stretches, in order, none beyond its paragraph.
pub fn in_marks(body: &str) -> Vec<Span> {
    let regions = Text::new(body).regions;
    regions.into_iter().map(|region| region.inner).collect()
}

/// A statement with its speaker, as it is given; `None` where no word of it is
/// left.
fn assemble(
    text: &Text<'_>,
    statement: Statement,
    speaker: Option<Speaker>,
    evidence: Evidence,
    sure: f32,
) -> Option<Quote> {
    let mut content: Vec<Span> = statement
        .content
        .iter()
        .filter_map(|span| trimmed(text, *span))
        .collect();
    if content.is_empty() {
        return None;
    }
    let kind = kind(text, &content);
    // A direct quote is shown in marks of its own.
    if kind == Kind::Mixed {
        content
            .iter_mut()
            .for_each(|span| *span = with_partners(text, *span));
    }
    Some(Quote {
        kind,
        content,
        cue: statement.cue,
        mention: statement.mention.map(|mention| without_tail(text, mention)),
        speaker,
        evidence,
        confidence: match evidence {
            Evidence::Carried => (statement.strength * sure).clamp(0.0, CARRIED_MOST),
            _ => (statement.strength * sure).clamp(0.0, 1.0),
        },
    })
}

/// `span` without marks and white space at its borders, except what ends a
/// sentence.
fn trimmed(text: &Text<'_>, span: Span) -> Option<Span> {
    const OPENERS: &[char] = &[
        '“', '”', '"', '„', '«', '»', '‘', '‚', '‹', '›', '「', '『', '`', '\'', ',', ':', '—',
        '–', '-',
    ];
    const CLOSERS: &[char] = &[
        '“', '”', '"', '«', '»', '’', '‘', '‹', '›', '」', '』', '\'', ',', ':', ';', '—', '–',
        '，',
    ];
    let words = span.of(text.body)?;
    let from = words.trim_start_matches(|c: char| c.is_whitespace() || OPENERS.contains(&c));
    let start = span.start + (words.len() - from.len());
    let to = from.trim_end_matches(|c: char| c.is_whitespace() || CLOSERS.contains(&c));
    let has_words = to.chars().any(char::is_alphanumeric);
    has_words.then(|| Span::new(start, start + to.len()))
}

/// `span` with the mark at its border whose partner stands inside: the closing
/// one of `the plan “a disgrace”`, the opening one of `“a disgrace” for all`.
fn with_partners(text: &Text<'_>, mut span: Span) -> Span {
    let from = text.regions.partition_point(|r| r.span.end <= span.start);
    for region in text.regions.get(from..).unwrap_or(&[]) {
        if region.span.start >= span.end {
            break;
        }
        if !region.closed {
            continue;
        }
        let opens_inside = region.span.start >= span.start;
        let closes_inside = region.span.end <= span.end;
        // Nothing but marks may lie between the border and the region's.
        let idle = |a: usize, b: usize| {
            a <= b
                && !text
                    .body
                    .get(a..b)
                    .is_none_or(|gap| gap.contains(char::is_alphanumeric))
        };
        if opens_inside && !closes_inside && idle(span.end, region.span.end) {
            span.end = region.span.end;
        } else if closes_inside && !opens_inside && idle(region.span.start, span.start) {
            span.start = region.span.start;
        }
    }
    span
}

/// Most that is believed of a quote that names nobody: whoever spoke before may
/// have stopped.
const CARRIED_MOST: f32 = 0.6;

/// A mention without a comma, or the beginning of a clause, at its end.
fn without_tail(text: &Text<'_>, mention: Span) -> Span {
    let Some(words) = mention.of(text.body) else {
        return mention;
    };
    let mut kept = words;
    loop {
        let trimmed = kept.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        let clause = [" who", " which", " whose"];
        let shorter = clause.iter().find_map(|word| trimmed.strip_suffix(word));
        match shorter {
            Some(before) => kept = before,
            None if trimmed.is_empty() => return mention,
            None => return Span::new(mention.start, mention.start + trimmed.len()),
        }
    }
}

/// A quote with so large a share of its words in marks is direct: a word
/// between the marks of a split quotation does not make it mixed.
const DIRECT_SHARE: f32 = 0.95;

fn kind(text: &Text<'_>, content: &[Span]) -> Kind {
    let (mut words, mut quoted) = (0_u32, 0_u32);
    for span in content {
        let first = text
            .tokens
            .partition_point(|token| token.span.end <= span.start);
        let inside = text.tokens[first..]
            .iter()
            .take_while(|token| token.span.start < span.end);
        for token in inside.filter(|token| is_word(text, token.span)) {
            words += 1;
            quoted += u32::from(token.region.is_some());
        }
    }
    if quoted == 0 {
        Kind::Indirect
    } else if quoted as f32 >= DIRECT_SHARE * words as f32 {
        Kind::Direct
    } else {
        Kind::Mixed
    }
}

fn is_word(text: &Text<'_>, span: Span) -> bool {
    span.of(text.body)
        .is_some_and(|token| token.chars().any(char::is_alphanumeric))
}

impl Quote {
    /// The words said, their parts joined by spaces: as they stand in `body`,
    /// or less where the spans do not fit it.
    pub fn words(&self, body: &str) -> String {
        let parts: Vec<&str> = self
            .content
            .iter()
            .filter_map(|span| span.of(body))
            .collect();
        // As long as a line end, and what a reader means.
        parts.join(" ").replace('\n', " ")
    }

    /// True if anything of the quote is said in `passage`: it begins there,
    /// goes on there, or ends there.
    pub fn touches(&self, passage: Span) -> bool {
        let overlaps = |part: &Span| part.start < passage.end && passage.start < part.end;
        self.content.iter().any(overlaps)
    }

    /// From the first to the last word of the quote.
    pub fn extent(&self) -> Span {
        let start = self.content.first().map_or(0, |span| span.start);
        let end = self.content.last().map_or(start, |span| span.end);
        Span::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixed_quote_keeps_both_of_its_marks() {
        for (body, wanted) in [
            (
                "Owner Bo Strell described the claim as “nonsense from beginning to end”.",
                "the claim as “nonsense from beginning to end”",
            ),
            (
                "Mayor Ann Roe said the town was “not a factory.”",
                "the town was “not a factory.”",
            ),
            ("“Not a factory,” said Mayor Ann Roe.", "Not a factory"),
        ] {
            let about = About {
                language: Some("en"),
                ..About::default()
            };
            let found = quotes(body, &about, Method::Model);
            let words: Vec<String> = found.iter().map(|quote| quote.words(body)).collect();
            assert_eq!(words.first().map(String::as_str), Some(wanted), "{body}");
        }
    }
}
