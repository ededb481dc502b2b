//! A leaf of a plan over one segment: a word, or words in a row or near each
//! other, in all the fields of its place, with what it adds to a score.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, TERMINATED};

use super::super::postings::{Row, Union};
use super::super::spots::Spots;

/// How fast occurrences saturate, see `docs/ranking.md`.
const K1: f32 = 1.2;

/// What so many occurrences count, as in BM25: the first 1, all of them 2.2 at
/// most. Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25
/// and Beyond", 2009.
pub(in crate::search) fn saturated(frequency: f32) -> f32 {
    frequency * (K1 + 1.0) / (frequency + K1)
}

/// One word, a row, or such things near each other, in one field.
pub(in crate::search) enum Occurrences {
    Word(Union),
    Row(Row),
    Spots(Box<Spots>),
}

impl Occurrences {
    pub(in crate::search) fn doc(&self) -> DocId {
        match self {
            Occurrences::Word(word) => word.doc(),
            Occurrences::Row(row) => row.doc(),
            Occurrences::Spots(spots) => spots.doc(),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Occurrences::Word(word) => word.seek(target),
            Occurrences::Row(row) => row.seek(target),
            Occurrences::Spots(spots) => spots.seek(target),
        }
    }

    pub(super) fn size(&self) -> u64 {
        match self {
            Occurrences::Word(word) => word.size(),
            Occurrences::Row(row) => row.size(),
            Occurrences::Spots(spots) => spots.size(),
        }
    }

    fn frequency(&self) -> u32 {
        match self {
            Occurrences::Word(word) => word.frequency(),
            Occurrences::Row(row) => row.frequency(),
            Occurrences::Spots(spots) => spots.frequency(),
        }
    }
}

/// A field in which a leaf is looked for.
pub(in crate::search) struct InField {
    pub(in crate::search) name: &'static str,
    pub(in crate::search) occurrences: Occurrences,
    /// `None` where the field is not scored.
    pub(in crate::search) norms: Option<Norms>,
}

/// How much an occurrence counts, by the length of the field: Robertson and
/// Zaragoza, section 3.6 (BM25F).
#[derive(Clone)]
pub(in crate::search) struct Norms {
    pub(in crate::search) reader: FieldNormReader,
    /// For each of the 256 stored lengths: weight / (1 − b + b · length / mean).
    pub(in crate::search) factors: Arc<[f32; 256]>,
}

/// A word or a row in all its fields.
pub(in crate::search) struct LeafNode {
    pub(in crate::search) leaf: usize,
    pub(in crate::search) fields: Vec<InField>,
    /// As evidence: inverse document frequency, natural logarithm.
    pub(in crate::search) weight: f32,
    /// It must begin at so many places of an article.
    least: u32,
    doc: DocId,
}

/// What a leaf adds to the score of an article.
#[derive(Clone, Debug)]
pub(in crate::search) struct Part {
    pub(in crate::search) leaf: usize,
    /// Field name and how often it occurs there.
    pub(in crate::search) frequencies: Vec<(&'static str, u32)>,
    /// What the leaf weighs.
    pub(in crate::search) weight: f32,
    pub(in crate::search) score: f32,
}

impl LeafNode {
    pub(in crate::search) fn new(
        leaf: usize,
        fields: Vec<InField>,
        weight: f32,
        least: u32,
    ) -> Self {
        let mut node = LeafNode {
            leaf,
            fields,
            weight,
            least,
            doc: 0,
        };
        node.settle(0);
        node
    }

    pub(in crate::search) fn doc(&self) -> DocId {
        self.doc
    }

    pub(in crate::search) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    /// How often it occurs in one field of an article, if it stands there.
    pub(in crate::search) fn count_in(&self, name: &str, doc: DocId) -> u32 {
        let fields = self.fields.iter().filter(|field| field.name == name);
        let here = fields.filter(|field| field.occurrences.doc() == doc);
        here.map(|field| field.occurrences.frequency()).sum()
    }

    fn settle(&mut self, mut target: DocId) {
        loop {
            let fields = self.fields.iter_mut();
            let next = fields.map(|field| field.occurrences.seek(target)).min();
            self.doc = next.unwrap_or(TERMINATED);
            if self.least <= 1 || self.doc == TERMINATED || self.count() >= self.least {
                return;
            }
            target = self.doc + 1;
        }
    }

    /// How often it occurs in the current article, over all fields.
    fn count(&self) -> u32 {
        let fields = self.fields.iter();
        let here = fields.filter(|field| field.occurrences.doc() == self.doc);
        let counts = here.map(|field| field.occurrences.frequency());
        counts.fold(0, u32::saturating_add)
    }

    pub(super) fn size(&self) -> u64 {
        self.fields
            .iter()
            .map(|field| field.occurrences.size())
            .sum()
    }

    pub(in crate::search) fn score(&self) -> f32 {
        self.weight * saturated(self.evidence())
    }

    /// What its occurrences in the current article come to, all fields as one.
    fn evidence(&self) -> f32 {
        let mut sum = 0.0;
        for field in &self.fields {
            if let Some(norms) = &field.norms
                && field.occurrences.doc() == self.doc
            {
                let length = norms.reader.fieldnorm_id(self.doc);
                sum += field.occurrences.frequency() as f32 * norms.factors[usize::from(length)];
            }
        }
        sum
    }

    pub(super) fn part(&self) -> Part {
        let here = self
            .fields
            .iter()
            .filter(|field| field.occurrences.doc() == self.doc);
        Part {
            leaf: self.leaf,
            frequencies: here
                .map(|field| (field.name, field.occurrences.frequency()))
                .collect(),
            weight: self.weight,
            score: self.score(),
        }
    }
}
