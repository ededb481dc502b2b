//! Token → the numbers that its features are made of.
//!
//! All sorts of quotation marks look the same here: what counts is which
//! regions they bound.

use super::words::{Class, hash, known};
use crate::quote::text::Text;

/// Hash of a quotation mark that opens a region, and of one that closes it:
/// the same for all sorts of marks.
pub(crate) const OPEN: u32 = 0x0051_0001;

pub(crate) const CLOSE: u32 = 0x0051_0002;

/// What stands beyond a paragraph.
pub(crate) const EDGE: u32 = 0x0051_0003;

/// What the features of a token are made of.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Attribute {
    pub(crate) word: u32,
    pub(crate) suffix: u32,
    pub(crate) short_suffix: u32,
    pub(crate) lemma: u16,
    pub(crate) class: Class,
    pub(crate) shape: u8,
    pub(crate) quoted: bool,
    pub(crate) mark: Mark,
}

/// Marks that features look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Mark {
    #[default]
    No,
    Comma,
    Stop,
    Colon,
    Dash,
    Bracket,
    Open,
    Close,
    Other,
}

impl Attribute {
    /// Class and quotedness in four bits.
    pub(crate) fn class(&self) -> u64 {
        u64::from(self.class as u8) << 1 | u64::from(self.quoted)
    }

    /// Class or, for marks, which one; and quotedness.
    pub(crate) fn sort(&self) -> u64 {
        let sort = match self.mark {
            Mark::No => self.class as u8,
            mark => 8 + mark as u8,
        };
        u64::from(sort) << 1 | u64::from(self.quoted)
    }

    pub(crate) fn is(&self, class: Class) -> bool {
        self.class == class && !self.quoted
    }
}

pub(crate) fn attribute(text: &Text, token: usize) -> Attribute {
    let word = text.word(token);
    let lower = text.lower(token).as_bytes();
    let region = text.tokens.get(token).and_then(|t| t.region);
    let mut made = Attribute {
        quoted: region.is_some(),
        ..Attribute::default()
    };
    if let (Some(region), Some(span)) = (
        region.and_then(|region| text.regions.get(region as usize)),
        text.tokens.get(token).map(|token| token.span),
    ) {
        if span.end <= region.inner.start {
            made.mark = Mark::Open;
            made.word = OPEN;
            return made;
        }
        if span.start >= region.inner.end {
            made.mark = Mark::Close;
            made.word = CLOSE;
            return made;
        }
    }
    made.word = hash(lower);
    let Some(first) = word.chars().next() else {
        return made;
    };
    if !first.is_alphanumeric()
        && lower.len() <= 4
        && !lower.get(1).is_some_and(u8::is_ascii_alphabetic)
    {
        made.mark = mark(first);
        return made;
    }
    if lower.len() > 3 {
        made.suffix = hash(lower.get(lower.len() - 3..).unwrap_or(lower));
        made.short_suffix = hash(lower.get(lower.len() - 2..).unwrap_or(lower));
    }
    made.shape = shape(word, first);
    let known = known(made.word);
    made.class = known.class;
    made.lemma = known.lemma;
    if made.class == Class::Other && first.is_uppercase() {
        made.class = Class::Capital;
    }
    made
}

pub(crate) fn mark(c: char) -> Mark {
    match c {
        ',' => Mark::Comma,
        '.' | '!' | '?' | '…' | ';' => Mark::Stop,
        ':' => Mark::Colon,
        '—' | '–' | '-' => Mark::Dash,
        '(' | ')' | '[' | ']' => Mark::Bracket,
        _ => Mark::Other,
    }
}

/// Digits, all capitals, one capital, a capital first, small.
pub(crate) fn shape(word: &str, first: char) -> u8 {
    if first.is_numeric() {
        return 1;
    }
    if !first.is_uppercase() {
        return 0;
    }
    let mut rest = word.chars().skip(1);
    match rest.next() {
        None => 2,
        Some(_) if word.chars().all(|c| !c.is_lowercase()) => 3,
        Some(_) => 4,
    }
}
