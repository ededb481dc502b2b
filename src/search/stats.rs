//! Counts over the live articles of the index → weights of words and fields.
//!
//! Deleted articles, which stay in the files for a while, and files' states
//! are not counted: an index that was updated ranks as one made from nothing.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::node::Weight;
use super::plan::{Leaf, LeafWord, Matching};
use super::segment::{FieldFactors, Segment};
use super::view::View;
use crate::analysis::Language;

/// How fast occurrences of a word saturate. Chosen on news collections as a
/// whole, see `docs/ranking.md`.
pub(super) const K1: f32 = 1.2;

/// How a field is scored, in the terms of BM25F.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextWeight {
    pub(super) weight: f32,
    pub(super) b: f32,
}

/// Of an article, see `docs/ranking.md`.
pub(super) const TITLE: TextWeight = TextWeight {
    weight: 3.0,
    b: 0.75,
};
pub(super) const BODY: TextWeight = TextWeight {
    weight: 1.0,
    b: 0.75,
};

/// Of a quote. A short quote that is all on the topic is no better than a long
/// one that is: lengths count for less than in articles.
pub(super) const WORDS: TextWeight = TextWeight {
    weight: 1.0,
    b: 0.5,
};

/// Of the headline over a quote.
pub(super) const HEADLINE: TextWeight = TextWeight {
    weight: 0.3,
    b: 0.0,
};

/// The languages of the archive, the one with most articles first.
pub(super) fn languages(searcher: &Searcher, view: &View) -> tantivy::Result<Vec<Language>> {
    let mut counts: Vec<(u64, Language)> = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(view.language)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let code = std::str::from_utf8(terms.key()).ok();
            let Some(language) = code.and_then(Language::from_code) else {
                continue;
            };
            let count = u64::from(terms.value().doc_freq);
            match counts.iter_mut().find(|(_, known)| *known == language) {
                Some((sum, _)) => *sum += count,
                None => counts.push((count, language)),
            }
        }
    }
    counts.sort_by_key(|(count, language)| (std::cmp::Reverse(*count), *language));
    Ok(counts.into_iter().map(|(_, language)| language).collect())
}

/// The number of live documents of a view.
pub(super) fn documents(searcher: &Searcher, view: &View) -> tantivy::Result<u64> {
    let term = Term::from_field_text(view.kind_field, view.kind);
    let mut count = 0;
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(view.kind_field)?;
        count += match segment.alive_bitset() {
            None => u64::from(inverted.doc_freq(&term)?),
            Some(alive) => {
                let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
                postings.map_or(0, |postings| {
                    u64::from(postings.doc_freq_given_deletes(alive))
                })
            }
        };
    }
    Ok(count)
}

/// Tells for each word which languages it is a word of. The English stem of a
/// German word is no English word: `Hering` is not `here`.
pub(super) fn tell_languages(segments: &[Segment<'_>], leaves: &mut [Leaf]) -> tantivy::Result<()> {
    for leaf in leaves {
        for word in leaf
            .words
            .iter_mut()
            .filter(|word| word.matching == Matching::Inflected)
        {
            let mut found = Vec::new();
            for segment in segments {
                segment.note_languages(&word.form, &mut found)?;
            }
            word.languages = Some(found).filter(|found| !found.is_empty());
        }
    }
    Ok(())
}

/// What each leaf weighs.
pub(super) fn weights(
    segments: &[Segment<'_>],
    leaves: &[Leaf],
    documents: u64,
) -> tantivy::Result<Vec<Weight>> {
    leaves
        .iter()
        .map(|leaf| {
            let mut idf = 0.0;
            if leaf.place.is_scored() {
                for word in &leaf.words {
                    idf += inverse_frequency(segments, leaf, word, documents)?;
                }
            }
            Ok(Weight { idf, k1: K1 })
        })
        .collect()
}

/// Robertson and Spärck Jones's weight, as in BM25, kept above zero.
fn inverse_frequency(
    segments: &[Segment<'_>],
    leaf: &Leaf,
    word: &LeafWord,
    articles: u64,
) -> tantivy::Result<f32> {
    let mut having = 0;
    for segment in segments {
        having += segment.count(word, leaf.place)?;
    }
    let (articles, having) = (articles as f32, having as f32);
    Ok((1.0 + (articles - having + 0.5).max(0.0) / (having + 0.5)).ln())
}

/// How lengths are scored in each field.
pub(super) fn factors(
    searcher: &Searcher,
    view: &View,
    documents: u64,
) -> tantivy::Result<FieldFactors> {
    let mut factors = Vec::new();
    for text in &view.texts {
        let TextWeight { weight, b } = text.weight;
        let mean = match b {
            0.0 => 1.0,
            _ => mean_length(searcher, view, text.field, documents)?,
        };
        factors.push((text.name, table(mean, weight, b)));
    }
    Ok(FieldFactors(factors))
}

fn table(mean: f32, weight: f32, b: f32) -> Arc<[f32; 256]> {
    let mut factors = [0.0; 256];
    for (id, factor) in (0..=255).zip(factors.iter_mut()) {
        let length = FieldNormReader::id_to_fieldnorm(id) as f32;
        *factor = weight / (1.0 - b + b * length / mean);
    }
    Arc::new(factors)
}

/// The mean of the stored lengths, which are rounded, over the live documents
/// of a view. The index's own sum of exact lengths counts deleted ones as well.
fn mean_length(
    searcher: &Searcher,
    view: &View,
    field: Field,
    documents: u64,
) -> tantivy::Result<f32> {
    let mut counts = [0_u64; 256];
    let term = Term::from_field_text(view.kind_field, view.kind);
    for segment in searcher.segment_readers() {
        let norms = segment.get_fieldnorms_reader(field)?;
        let inverted = segment.inverted_index(view.kind_field)?;
        let Some(mut docs) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        while docs.doc() != TERMINATED {
            if !segment.is_deleted(docs.doc()) {
                counts[usize::from(norms.fieldnorm_id(docs.doc()))] += 1;
            }
            docs.advance();
        }
    }
    let lengths = (0..=255)
        .zip(counts)
        .map(|(id, count)| count * u64::from(FieldNormReader::id_to_fieldnorm(id)));
    Ok((lengths.sum::<u64>() as f32 / documents.max(1) as f32).max(1.0))
}
