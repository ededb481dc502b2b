//! Tokens → hashed features of the tagger.
//!
//! A feature is a 64-bit key. All parts of a key are numbers that stand ready
//! per token (hash of the word, class, shape), so that making one costs a few
//! instructions and no memory.

use std::ops::Range;

use super::attributes::{Attribute, EDGE, Mark, attribute};
use super::outline::{Left, Outline};
use super::words::Class;

use crate::quote::text::Text;

pub(crate) use super::outline::Before;

/// The features of a token, one added after the other.
pub(crate) trait Keys: Clone {
    /// Takes in a feature.
    fn add(&mut self, key: u64);
}

/// Receives the features of a paragraph, token by token.
pub(crate) trait Sink {
    /// What features are added to.
    type Keys: Keys;
    /// Begins a sentence: what is added counts for each of its tokens.
    fn start(&self) -> Self::Keys;
    /// Ends a token.
    fn take(&mut self, keys: Self::Keys);
}

/// The attributes of all tokens of a text.
pub(crate) struct Features<'a, 't> {
    text: &'a Text<'t>,
    attributes: Vec<Attribute>,
    /// Nearest reporting verb outside quotation marks to the right in the
    /// sentence, per token of the sentence at hand.
    right: Vec<Option<usize>>,
    /// What follows after the next mark, per token of the sentence at hand.
    after: Vec<u64>,
}

impl<'a, 't> Features<'a, 't> {
    pub(crate) fn new(text: &'a Text<'t>) -> Self {
        let attributes = (0..text.tokens.len())
            .map(|token| attribute(text, token))
            .collect();
        Features {
            text,
            attributes,
            right: Vec::new(),
            after: Vec::new(),
        }
    }

    /// True if the token stands in quotation marks.
    pub(crate) fn quoted(&self, token: usize) -> bool {
        self.attributes.get(token).is_some_and(|a| a.quoted)
    }

    /// Sends the features of a paragraph to `sink`; `sentences` are those of
    /// the paragraph, `before` is what the paragraph before was like. Gives
    /// what this one is like.
    pub(crate) fn paragraph(
        &mut self,
        tokens: Range<usize>,
        sentences: &[Range<usize>],
        before: Before,
        sink: &mut impl Sink,
    ) -> Before {
        let mut before = before;
        let mut first = true;
        for sentence in sentences {
            let outline = self.outline(sentence);
            self.look_ahead(sentence);
            self.sentence(&tokens, sentence, &outline, before, first, sink);
            before = outline.before();
            first = false;
        }
        before
    }

    /// True if a paragraph has anything that statements have: a quotation mark,
    /// or a word of speech or thought.
    pub(crate) fn may_state(&self, tokens: Range<usize>) -> bool {
        let tokens = self.attributes.get(tokens).unwrap_or(&[]);
        tokens.iter().any(|a| {
            a.quoted || (a.lemma != 0 && !matches!(a.class, Class::Pronoun | Class::Title))
        })
    }

    fn get(&self, token: usize) -> Attribute {
        self.attributes.get(token).copied().unwrap_or_default()
    }

    fn outline(&self, sentence: &Range<usize>) -> Outline {
        let tokens = self.attributes.get(sentence.clone()).unwrap_or(&[]);
        Outline::new(tokens, sentence.start)
    }

    /// Fills what tokens know about the rest of their sentence.
    fn look_ahead(&mut self, sentence: &Range<usize>) {
        let len = sentence.len();
        self.right.clear();
        self.right.resize(len, None);
        self.after.clear();
        self.after.resize(len, 0);
        let mut cue = None;
        let mut after = 0;
        let mut mark_at = sentence.end;
        for token in sentence.clone().rev() {
            let at = token - sentence.start;
            let here = self.get(token);
            if let Some(slot) = self.right.get_mut(at) {
                *slot = cue;
            }
            if let Some(slot) = self.after.get_mut(at) {
                *slot = after;
            }
            if here.is(Class::Speech) {
                cue = Some(token);
            }
            if matches!(
                here.mark,
                Mark::Comma | Mark::Stop | Mark::Colon | Mark::Dash | Mark::Close | Mark::Open
            ) {
                // A reporting verb between this mark and the next one?
                let says = cue.is_some_and(|cue| cue < mark_at && cue < token + 12);
                after = 1
                    | (here.mark as u64) << 1
                    | u64::from(says) << 5
                    | self.get(token + 1).sort() << 6
                    | u64::from(token + 1 < sentence.end) << 12
                    | u64::from(here.quoted) << 13;
                mark_at = token;
            }
        }
    }

    fn sentence(
        &self,
        paragraph: &Range<usize>,
        sentence: &Range<usize>,
        outline: &Outline,
        before: Before,
        first: bool,
        sink: &mut impl Sink,
    ) {
        let mut shared = sink.start();
        outline.describe(&mut shared);
        let mut left = Left::default();
        for token in sentence.clone() {
            let here = self.get(token);
            let mut keys = shared.clone();
            self.words(paragraph, token, &mut keys);
            self.relations(sentence, token, outline, &left, &mut keys);
            self.quotation(token, outline, &mut keys);
            keys.add(key(
                60,
                before.quotes
                    | before.tail << 2
                    | outline.quotes << 4
                    | u64::from(first) << 6
                    | u64::from(here.quoted) << 7,
            ));
            sink.take(keys);
            left.pass(token, &here);
        }
    }

    /// The words around a token.
    #[inline(always)]
    fn words(&self, paragraph: &Range<usize>, token: usize, keys: &mut impl Keys) {
        let at = |offset: isize| -> Attribute {
            match token.checked_add_signed(offset) {
                Some(at) if paragraph.contains(&at) => self.get(at),
                _ => Attribute {
                    word: EDGE,
                    ..Attribute::default()
                },
            }
        };
        let here = at(0);
        let (p3, p2, p1) = (at(-3), at(-2), at(-1));
        let (n1, n2, n3) = (at(1), at(2), at(3));
        keys.add(key(5, u64::from(here.word)));
        keys.add(key(6, u64::from(p1.word)));
        keys.add(key(7, u64::from(p2.word)));
        keys.add(key(8, u64::from(p3.word)));
        keys.add(key(9, u64::from(n1.word)));
        keys.add(key(10, u64::from(n2.word)));
        keys.add(key(11, u64::from(n3.word)));
        keys.add(key(12, pair(p1.word, here.word)));
        keys.add(key(13, pair(here.word, n1.word)));
        if here.suffix != 0 {
            keys.add(key(14, u64::from(here.suffix)));
            keys.add(key(15, u64::from(here.short_suffix)));
        }
        keys.add(key(16, here.sort() | u64::from(here.shape) << 6));
        keys.add(key(17, p3.sort() | p2.sort() << 6 | p1.sort() << 12));
        keys.add(key(18, n1.sort() | n2.sort() << 6 | n3.sort() << 12));
        keys.add(key(19, p2.sort() | p1.sort() << 6 | here.sort() << 12));
        keys.add(key(20, here.sort() | n1.sort() << 6 | n2.sort() << 12));
        keys.add(key(21, p1.sort() | here.sort() << 6 | n1.sort() << 12));
        keys.add(key(
            22,
            pair(here.word, (p1.sort() | n1.sort() << 6) as u32),
        ));
        keys.add(key(23, p2.sort()));
        keys.add(key(24, p1.sort()));
        keys.add(key(25, n1.sort()));
        keys.add(key(26, n2.sort()));
        keys.add(key(
            27,
            u64::from(p1.quoted) | u64::from(here.quoted) << 1 | u64::from(n1.quoted) << 2,
        ));
    }

    /// Where a token stands to the reporting verbs and marks of its sentence.
    #[inline(always)]
    fn relations(
        &self,
        sentence: &Range<usize>,
        token: usize,
        outline: &Outline,
        left: &Left,
        keys: &mut impl Keys,
    ) {
        let here = self.get(token);
        let quoted = u64::from(here.quoted);
        let at = token - sentence.start;
        let right = self.right.get(at).copied().flatten();
        let after = self.after.get(at).copied().unwrap_or(0);
        let to_left = left.speech.map_or(0, |cue| distance(token - cue));
        let to_right = right.map_or(0, |cue| distance(cue - token));
        let side = match outline.turn {
            Some(turn) if token > turn => 2,
            Some(turn) if token == turn => 1,
            _ => 0,
        };
        keys.add(key(30, to_left | quoted << 4 | outline.quotes << 5));
        keys.add(key(31, to_right | quoted << 4 | outline.quotes << 5));
        keys.add(key(
            32,
            u64::from(left.speech.is_some())
                | u64::from(right.is_some()) << 1
                | outline.tail << 2
                | quoted << 4
                | side << 5,
        ));
        let right_lemma = right.map_or(0, |cue| u64::from(self.get(cue).lemma));
        match left.speech {
            Some(cue) => {
                let lemma = u64::from(self.get(cue).lemma);
                let next = self.get(cue + 1).word;
                keys.add(key(33, lemma | quoted << 16));
                keys.add(key(34, pair(next, (lemma | quoted << 16) as u32)));
                keys.add(key(46, lemma << 4 | to_left));
            }
            None => {
                keys.add(key(35, right_lemma << 8 | quoted | outline.tail << 1));
                keys.add(key(47, right_lemma << 4 | to_right));
            }
        }
        let thought = left.thought.map_or(0, |at| {
            u64::from(self.get(at).lemma) << 4 | distance(token - at)
        });
        keys.add(key(36, thought));
        keys.add(key(
            37,
            u64::from(left.according.is_some())
                | u64::from(outline.according) << 1
                | u64::from(left.comma_after_according) << 2,
        ));
        keys.add(key(
            38,
            u64::from(left.commas.min(3))
                | outline.tail << 2
                | u64::from(left.speech.is_some()) << 4,
        ));
        keys.add(key(39, u64::from(left.opened) | to_left << 1));
        let edge = match at {
            0 => 0,
            1 => 1,
            _ if token + 1 == sentence.end => 3,
            _ => 2,
        };
        keys.add(key(40, edge | quoted << 2));
        keys.add(key(
            41,
            outline.quotes | outline.tail << 2 | outline.head << 4 | edge << 8 | side << 10,
        ));
        keys.add(key(
            42,
            outline.lead << 2
                | u64::from(left.speech.is_some() || left.thought.is_some()) << 1
                | quoted,
        ));
        keys.add(key(43, after));
        keys.add(key(44, after << 4 | to_left));
        let last = left.mark.map_or(0, |at| distance(token - at));
        keys.add(key(45, after << 10 | last << 6 | here.sort()));
        keys.add(key(48, left.mark_sort << 4 | last));
        keys.add(key(49, u64::from(left.lead) | (here.sort() << 32)));
    }

    /// Where a token stands in its quoted region.
    #[inline(always)]
    fn quotation(&self, token: usize, outline: &Outline, keys: &mut impl Keys) {
        let region = self
            .text
            .tokens
            .get(token)
            .and_then(|token| token.region)
            .and_then(|region| self.text.regions.get(region as usize));
        let Some(region) = region else { return };
        let length = match region.inner.len() {
            0..12 => 0,
            12..24 => 1,
            24..40 => 2,
            40..80 => 3,
            80..160 => 4,
            _ => 5,
        };
        let facts = length | u64::from(region.closed) << 3 | u64::from(region.continues) << 4;
        keys.add(key(50, facts | outline.quotes << 5 | outline.speech << 7));
        keys.add(key(
            51,
            facts | self.get(token).sort() << 5 | outline.tail << 11,
        ));
    }
}

/// A distance in tokens, from 1, in eight steps.
fn distance(tokens: usize) -> u64 {
    match tokens {
        0..=1 => 1,
        2 => 2,
        3 => 3,
        4..=5 => 4,
        6..=9 => 5,
        10..=15 => 6,
        16..=30 => 7,
        _ => 8,
    }
}

/// The key of a feature: which template, which value.
pub(crate) fn key(template: u64, value: u64) -> u64 {
    let mixed =
        (value ^ template.wrapping_mul(0xD6E8_FEB8_6659_FD93)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 32)
}

/// Two numbers in one value.
fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}
