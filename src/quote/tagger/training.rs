//! What `examples/train_quotes.rs` needs of the tagger: its features with gold
//! labels, its transitions, its file format. No part of the public interface.

use super::decode;
use super::features::{Before, Features, Keys, Sink};
use super::model::{self, Model};
use super::score::places;
use super::with_evidence;
use crate::quote::text::Text;
use crate::span::Span;

pub use super::decode::{LABELS, LANES, STATES, TRANSITIONS};
pub use super::model::{CALIBRATION, ModelError};

/// A statement that somebody marked in a text.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// The words said.
    pub content: Vec<Span>,
    /// The words that name the source.
    pub source: Vec<Span>,
    /// The reporting words.
    pub cue: Vec<Span>,
}

/// A paragraph to learn from.
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    /// The features of all tokens.
    pub keys: Vec<u64>,
    /// Where the features of each token end.
    pub ends: Vec<usize>,
    /// The place in front of each token.
    pub places: Vec<u8>,
    /// The right labels.
    pub labels: Vec<u8>,
}

/// The paragraphs of a text with their right labels.
pub fn lessons(body: &str, gold: &[Gold]) -> Vec<Lesson> {
    let text = Text::new(body);
    let labels = gold_labels(&text, gold);
    let mut features = Features::new(&text);
    let mut before = Before::default();
    let mut lessons = Vec::new();
    let mut number = 0;
    for paragraph in &text.paragraphs {
        let first = number;
        while text
            .sentences
            .get(number)
            .is_some_and(|range| range.start < paragraph.end)
        {
            number += 1;
        }
        let sentences = text.sentences.get(first..number).unwrap_or(&[]);
        let mut sink = Collector::default();
        before = features.paragraph(paragraph.clone(), sentences, before, &mut sink);
        let mut lesson = sink.lesson;
        places(&features, sentences, &mut lesson.places);
        lesson.labels = labels.get(paragraph.clone()).unwrap_or(&[]).to_vec();
        lessons.push(lesson);
    }
    lessons
}

/// The state after `state` with a label, if it can follow; `None` stands
/// before a paragraph. States are numbers below [`STATES`].
pub fn next_state(state: Option<usize>, label: u8, place: u8) -> Option<usize> {
    decode::next(state, label, place < 2)
}

/// True for the states that can be come to.
pub fn reachable(state: usize) -> bool {
    decode::reachable(state)
}

/// Where the weight of a transition stands among [`TRANSITIONS`].
pub fn transition(place: u8, state: usize, label: u8) -> usize {
    decode::transition(usize::from(place), state, label)
}

/// Makes a weights file of 2^`bits` slots.
pub fn pack(
    bits: u32,
    features: &[(u64, [i8; LANES - 1])],
    transitions: &[i16],
    calibration: &[f32],
) -> Vec<u8> {
    model::pack(bits, features, transitions, calibration)
}

/// A statement as the tagger finds it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The words said.
    pub content: Vec<Span>,
    /// The words that name the source.
    pub mention: Option<Span>,
    /// How sure the tagger is.
    pub strength: f32,
    /// What the strength is made of.
    pub evidence: [f32; CALIBRATION],
}

/// A weights file that has been read.
pub struct Weights(Model);

impl Weights {
    /// Reads a weights file.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        Model::from_bytes(bytes).map(Weights)
    }

    /// The statements of a text.
    pub fn statements(&self, body: &str) -> Vec<Found> {
        let text = Text::new(body);
        with_evidence(&text, &self.0)
            .into_iter()
            .map(|found| Found {
                content: found.statement.content,
                mention: found.statement.mention,
                strength: found.statement.strength,
                evidence: found.evidence,
            })
            .collect()
    }
}

fn gold_labels(text: &Text, gold: &[Gold]) -> Vec<u8> {
    let mut labels = vec![decode::NONE; text.tokens.len()];
    // One label a token: what is quoted within a quotation stays content.
    let outer = |quote: &&Gold| !gold.iter().any(|other| within(quote, other));
    for quote in gold.iter().filter(outer) {
        for (spans, label) in [
            (&quote.content, decode::CONTENT),
            (&quote.source, decode::SOURCE),
            (&quote.cue, decode::CUE),
        ] {
            for span in spans {
                let mut at = text
                    .tokens
                    .partition_point(|token| token.span.end <= span.start);
                let mut here = label;
                while let Some(token) = text.tokens.get(at)
                    && token.span.start < span.end
                {
                    if let Some(slot) = labels.get_mut(at) {
                        *slot = here;
                    }
                    here = label + 1;
                    at += 1;
                }
            }
        }
    }
    labels
}

/// True if all content of a statement lies inside, and not all over, another's.
fn within(inner: &Gold, outer: &Gold) -> bool {
    inner.content != outer.content
        && inner.content.iter().all(|span| {
            outer
                .content
                .iter()
                .any(|other| other.contains(*span) && other != span)
        })
}

/// Keeps the features of a paragraph.
#[derive(Default)]
struct Collector {
    lesson: Lesson,
}

impl Sink for Collector {
    type Keys = Vec<u64>;

    fn start(&self) -> Vec<u64> {
        Vec::new()
    }

    fn take(&mut self, keys: Vec<u64>) {
        self.lesson.keys.extend(keys);
        self.lesson.ends.push(self.lesson.keys.len());
    }
}

impl Keys for Vec<u64> {
    fn add(&mut self, key: u64) {
        self.push(key);
    }
}
