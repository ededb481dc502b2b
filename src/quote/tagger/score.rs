//! Features → scores → labels, a paragraph at a time.

use std::ops::Range;

use super::decode::{Decoder, LANES, place};
use super::features::{Before, Features, Keys, Sink};
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
        self.labels.clear();
        if !self.features.may_state(tokens.clone()) {
            self.before = Before::default();
            return;
        }
        let mut sink = Scorer {
            model: self.model,
            scores: &mut self.scores,
        };
        self.before = self
            .features
            .paragraph(tokens.clone(), sentences, self.before, &mut sink);
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

/// Turns features into scores.
struct Scorer<'m, 's> {
    model: &'m Model,
    scores: &'s mut Vec<[i16; LANES]>,
}

/// The weights of a token's features, added up.
#[derive(Clone, Copy)]
struct Weighed<'m> {
    model: &'m Model,
    sums: Sums,
}

impl<'m> Sink for Scorer<'m, '_> {
    type Keys = Weighed<'m>;

    fn start(&self) -> Weighed<'m> {
        Weighed {
            model: self.model,
            sums: Sums::default(),
        }
    }

    fn take(&mut self, keys: Weighed<'m>) {
        self.scores.push(keys.sums.scores());
    }
}

impl Keys for Weighed<'_> {
    #[inline(always)]
    fn add(&mut self, key: u64) {
        self.model.add(key, &mut self.sums);
    }
}
