//! A text with its words looked up, and its sentences joined where a quotation
//! runs over several: what the rules read.

use std::ops::Range;

use super::super::cue::{Lexicon, Word};
use super::super::text::Text;
use crate::span::Span;

/// What the first character of a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A word with a capital.
    Capital,
    /// Another word.
    Small,
    Number,
    /// `,` `、`
    Comma,
    /// `.` `!` `?` `…`
    Stop,
    Colon,
    Semicolon,
    /// `–` `—`, not `-`.
    Dash,
    Mark,
    Other,
}

/// Longest sentence in tokens: keeps the rules linear on texts without stops.
const LONGEST: usize = 1000;

/// A text made ready for the rules.
pub(super) struct Scene<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) lexicon: &'static Lexicon,
    pub(super) english: bool,
    /// Verbs stand at the end, as in Turkish.
    pub(super) verb_last: bool,
    /// All nouns have capitals, as in German.
    pub(super) nouns_capital: bool,
    words: Vec<Word>,
    shapes: Vec<Shape>,
}

impl<'t> Scene<'t> {
    pub(super) fn new(text: &'t Text<'t>, lexicon: &'static Lexicon, code: &str) -> Self {
        let english = std::ptr::eq(lexicon, super::super::cue::lexicon("en"));
        let tokens = text.tokens.len();
        let mut scene = Scene {
            text,
            lexicon,
            english,
            verb_last: code == "tr",
            nouns_capital: code == "de",
            words: Vec::with_capacity(tokens),
            shapes: Vec::with_capacity(tokens),
        };
        for token in 0..tokens {
            let shape = shape(text.word(token));
            let word = match shape {
                Shape::Capital | Shape::Small => match lexicon.word(text.lower(token)) {
                    word if word == Word::default() && !english => {
                        inverted(text.lower(token), lexicon).unwrap_or(word)
                    }
                    word => word,
                },
                Shape::Other | Shape::Mark => lexicon.word(text.lower(token)),
                _ => Word::default(),
            };
            scene.shapes.push(shape);
            scene.words.push(word);
        }
        scene
    }

    pub(super) fn word(&self, token: usize) -> Word {
        self.words.get(token).copied().unwrap_or_default()
    }

    pub(super) fn is(&self, token: usize, class: Word) -> bool {
        self.word(token).is(class)
    }

    pub(super) fn shape(&self, token: usize) -> Shape {
        self.shapes.get(token).copied().unwrap_or(Shape::Other)
    }

    pub(super) fn capital(&self, token: usize) -> bool {
        self.shape(token) == Shape::Capital
    }

    pub(super) fn lower(&self, token: usize) -> &str {
        self.text.lower(token)
    }

    pub(super) fn quoted(&self, token: usize) -> bool {
        self.text.quoted(token)
    }

    pub(super) fn region(&self, token: usize) -> Option<u32> {
        self.text.tokens.get(token).and_then(|token| token.region)
    }

    /// True for `dit-elle` and `a-t-elle`: a verb with its subject behind it.
    pub(super) fn inverted(&self, token: usize) -> bool {
        self.is(token, Word::INVERTED)
    }

    /// The bytes of a source; of `dit-elle`, those of the pronoun.
    pub(super) fn mention(&self, range: &Range<usize>) -> Option<Span> {
        let span = self.text.span(range)?;
        if range.len() == 1 && self.inverted(range.start) {
            let hyphen = span.of(self.text.body)?.rfind('-')?;
            return Some(Span::new(span.start + hyphen + 1, span.end));
        }
        Some(span)
    }

    /// The bytes of a verb; of `dit-elle`, those before the pronoun.
    pub(super) fn cue(&self, range: &Range<usize>) -> Option<Span> {
        let span = self.text.span(range)?;
        if range.len() == 1 && self.inverted(range.start) {
            let hyphen = span.of(self.text.body)?.find('-')?;
            return Some(Span::new(span.start, span.start + hyphen));
        }
        Some(span)
    }

    /// True if the token is a word or a number.
    pub(super) fn wordy(&self, token: usize) -> bool {
        matches!(
            self.shape(token),
            Shape::Capital | Shape::Small | Shape::Number
        )
    }

    /// How many words and numbers the range holds.
    pub(super) fn count(&self, range: &Range<usize>) -> usize {
        range.clone().filter(|token| self.wordy(*token)).count()
    }

    /// How many of them are quoted.
    pub(super) fn count_quoted(&self, range: &Range<usize>) -> usize {
        range
            .clone()
            .filter(|token| self.wordy(*token) && self.quoted(*token))
            .count()
    }

    /// The tokens from `from` to the end of its quoted region within `end`.
    pub(super) fn region_end(&self, from: usize, end: usize) -> usize {
        let region = self.region(from);
        let mut at = from;
        while at < end && self.region(at) == region {
            at += 1;
        }
        at
    }

    /// The bytes of a token range without marks, commas and spaces at its
    /// borders; a full stop goes too where it does not stand in the marks.
    pub(super) fn content(&self, range: &Range<usize>) -> Option<Span> {
        let mut range = range.clone();
        // Marks go only where one region holds the whole content.
        let whole = self.one_region(&range);
        while !range.is_empty() && self.is_border(range.start, false, whole) {
            range.start += 1;
        }
        while !range.is_empty() && self.is_border(range.end - 1, true, whole) {
            range.end -= 1;
        }
        if !range.clone().any(|token| self.wordy(token)) {
            return None;
        }
        self.text.span(&range)
    }

    /// True if the first and the last word stand in the same region.
    fn one_region(&self, range: &Range<usize>) -> bool {
        let first = range.clone().find(|token| self.wordy(*token));
        let last = range.clone().rev().find(|token| self.wordy(*token));
        match (first, last) {
            (Some(first), Some(last)) => {
                self.quoted(first) && self.region(first) == self.region(last)
            }
            _ => true,
        }
    }

    fn is_border(&self, token: usize, last: bool, whole: bool) -> bool {
        match self.shape(token) {
            Shape::Mark => whole || !self.quoted(token),
            Shape::Colon | Shape::Semicolon | Shape::Dash => true,
            Shape::Comma => !self.quoted(token) || !last,
            Shape::Stop => !self.quoted(token) && self.text.word(token) == ".",
            _ => false,
        }
    }

    /// The sentences of a paragraph, joined while a region runs on, and where
    /// one that closes goes on in small letters: token ranges.
    pub(super) fn segments(&self, paragraph: &Range<usize>) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let sentences = &self.text.sentences;
        let first = sentences.partition_point(|sentence| sentence.end <= paragraph.start);
        for sentence in sentences.iter().skip(first) {
            if sentence.start >= paragraph.end {
                break;
            }
            let range = sentence.start.max(paragraph.start)..sentence.end.min(paragraph.end);
            let joined = range.start > 0
                && found.last().is_some_and(|last| last.len() < LONGEST)
                && found.last().is_some_and(|last| last.end == range.start)
                && self.region(range.start).is_some()
                && self.region(range.start) == self.region(range.start - 1);
            match found.last_mut() {
                Some(last) if joined => last.end = range.end,
                _ => found.extend(pieces(range)),
            }
        }
        if self.english {
            return found;
        }
        found
            .into_iter()
            .flat_map(|range| self.parted(range))
            .collect()
    }

    /// A sentence that ends within its marks ends with them: the splitter knows
    /// no full stop before a space and a mark, as in `« Non. » Elle sort.`
    fn parted(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = range.start;
        for token in range.clone() {
            let closes = token > start
                && self.shape(token) == Shape::Mark
                && self.region(token).is_some()
                && self.region(token) != self.region(token + 1)
                && self.shape(token - 1) == Shape::Stop
                && (self.capital(token + 1) || self.shape(token + 1) == Shape::Mark);
            if closes && token + 1 < range.end {
                found.push(start..token + 1);
                start = token + 1;
            }
        }
        found.push(start..range.end);
        found
    }
}

/// A sentence in pieces that are not too long.
fn pieces(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = range.end;
    range
        .step_by(LONGEST)
        .map(move |start| start..end.min(start + LONGEST))
}

/// What a word with hyphens is, when a verb and a pronoun make it up.
fn inverted(word: &str, lexicon: &Lexicon) -> Option<Word> {
    let (verb, rest) = word.split_once('-')?;
    let pronoun = rest.rsplit('-').next()?;
    let subject = matches!(
        pronoun,
        "il" | "elle" | "on" | "ils" | "elles" | "je" | "nous" | "vous" | "ce"
    );
    let word = lexicon.word(verb);
    (subject && word.is(Word::VERB | Word::SKIP)).then(|| word | Word::INVERTED)
}

fn shape(word: &str) -> Shape {
    let Some(c) = word.chars().next() else {
        return Shape::Other;
    };
    match c {
        'a'..='z' => Shape::Small,
        'A'..='Z' => Shape::Capital,
        '0'..='9' => Shape::Number,
        ',' | '、' | '，' => Shape::Comma,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' => Shape::Stop,
        ':' | '：' => Shape::Colon,
        ';' | '；' => Shape::Semicolon,
        '–' | '—' | '―' => Shape::Dash,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '‚' | '`' | '＂' | '「'
        | '」' | '『' | '』' => Shape::Mark,
        '\'' | '’' if word.len() <= 3 && word.chars().count() == 1 => Shape::Mark,
        c if c.is_uppercase() => Shape::Capital,
        c if c.is_numeric() => Shape::Number,
        c if c.is_alphabetic() => Shape::Small,
        _ => Shape::Other,
    }
}
