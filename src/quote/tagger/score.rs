//! Features → scores → labels, a paragraph at a time.

use std::ops::Range;

use super::decode::{Decoder, LANES, place};
use super::features::{Before, Features, Sink};
use super::model::{Model, Sums};
use crate::quote::text::Text;

/// Labels the paragraphs of a text in order; keeps its buffers.
pub(crate) struct Tagger<'a, 't> {
    model: &'a Model,
    features: Features<'a, 't>,
    before: Before,
    decoder: Decoder,
    scores: Vec<[i16; LANES]>,
    places: Vec<u8>,
    labels: Vec<u8>,
}

impl<'a, 't> Tagger<'a, 't> {
    pub(crate) fn new(text: &'a Text<'t>, model: &'a Model) -> Self {
        Tagger {
            model,
            features: Features::new(text),
            before: Before::default(),
            decoder: Decoder::default(),
            scores: Vec::new(),
            places: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// Reads the next paragraph.
    pub(crate) fn read(&mut self, tokens: &Range<usize>, sentences: &[Range<usize>]) {
        self.scores.clear();
        let mut sink = Scorer {
            model: self.model,
            shared: Sums::default(),
            shares: true,
            sums: Sums::default(),
            scores: &mut self.scores,
        };
        self.before = self
            .features
            .paragraph(tokens.clone(), sentences, self.before, &mut sink);
        sink.finish();
        places(&self.features, sentences, &mut self.places);
        self.decoder.best(
            &self.scores,
            &self.places,
            &self.model.transitions,
            &mut self.labels,
        );
    }

    /// The labels of the tokens of the paragraph read last.
    pub(crate) fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// The scores of their labels.
    pub(crate) fn scores(&self) -> &[[i16; LANES]] {
        &self.scores
    }
}

/// Writes the place in front of each token of a paragraph.
pub(crate) fn places(features: &Features, sentences: &[Range<usize>], places: &mut Vec<u8>) {
    places.clear();
    let mut before = false;
    for sentence in sentences {
        for token in sentence.clone() {
            let quoted = features.quoted(token);
            places.push(place(token == sentence.start, before, quoted) as u8);
            before = quoted;
        }
    }
}

/// Adds up weights.
struct Scorer<'s> {
    model: &'s Model,
    /// Of the sentence as a whole.
    shared: Sums,
    /// Features are the sentence's.
    shares: bool,
    /// Of the token at hand.
    sums: Sums,
    scores: &'s mut Vec<[i16; LANES]>,
}

impl Scorer<'_> {
    /// Takes down the token at hand.
    fn finish(&mut self) {
        if !self.shares {
            self.scores.push(self.sums.scores());
        }
    }
}

impl Sink for Scorer<'_> {
    fn sentence(&mut self) {
        self.finish();
        self.shared = Sums::default();
        self.shares = true;
    }

    fn token(&mut self) {
        self.finish();
        self.shares = false;
        self.sums = self.shared;
    }

    #[inline]
    fn add(&mut self, key: u64) {
        let sums = if self.shares {
            &mut self.shared
        } else {
            &mut self.sums
        };
        self.model.add(key, sums);
    }
}
