//! Counts over the live articles of the index → weights of words and fields.
//!
//! Deleted articles, which stay in the files for a while, and files' states
//! are not counted: an index that was updated ranks as one made from nothing.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::analysis::Language;
use crate::index::Fields;

use super::node::Weight;
use super::plan::{Leaf, LeafWord, Matching};
use super::segment::{FieldFactors, Segment};

/// Settings of BM25F. Chosen on news collections as a whole, see
/// `docs/ranking.md`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bm25f {
    pub(super) k1: f32,
    pub(super) title_weight: f32,
    pub(super) title_b: f32,
    pub(super) body_b: f32,
}

pub(super) const BM25F: Bm25f = Bm25f {
    k1: 1.2,
    title_weight: 3.0,
    title_b: 0.75,
    body_b: 0.75,
};

/// The languages of the archive, the one with most articles first.
pub(super) fn languages(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<Language>> {
    let mut counts: Vec<(u64, Language)> = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.language)?;
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

/// The number of live articles.
pub(super) fn articles(searcher: &Searcher, fields: &Fields) -> tantivy::Result<u64> {
    let term = Term::from_field_text(fields.kind, "article");
    let mut count = 0;
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.kind)?;
        count += match segment.alive_bitset() {
            None => u64::from(inverted.doc_freq(&term)?),
            Some(alive) => {
                let postings =
                    inverted.read_postings(&term, tantivy::schema::IndexRecordOption::Basic)?;
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
    articles: u64,
) -> tantivy::Result<Vec<Weight>> {
    leaves
        .iter()
        .map(|leaf| {
            let mut idf = 0.0;
            if leaf.place.is_scored() {
                for word in &leaf.words {
                    idf += inverse_frequency(segments, leaf, word, articles)?;
                }
            }
            Ok(Weight { idf, k1: BM25F.k1 })
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

/// How lengths are scored in title and body.
pub(super) fn factors(
    searcher: &Searcher,
    fields: &Fields,
    articles: u64,
) -> tantivy::Result<FieldFactors> {
    Ok(FieldFactors {
        title: table(
            mean_length(searcher, fields.title, articles)?,
            BM25F.title_weight,
            BM25F.title_b,
        ),
        body: table(
            mean_length(searcher, fields.body, articles)?,
            1.0,
            BM25F.body_b,
        ),
    })
}

fn table(mean: f32, weight: f32, b: f32) -> Arc<[f32; 256]> {
    let mut factors = [0.0; 256];
    for (id, factor) in (0..=255).zip(factors.iter_mut()) {
        let length = FieldNormReader::id_to_fieldnorm(id) as f32;
        *factor = weight / (1.0 - b + b * length / mean);
    }
    Arc::new(factors)
}

/// The mean of the stored lengths, which are rounded, over the live articles.
/// The index's own sum of exact lengths counts deleted articles as well.
fn mean_length(searcher: &Searcher, field: Field, articles: u64) -> tantivy::Result<f32> {
    let mut counts = [0_u64; 256];
    for segment in searcher.segment_readers() {
        let norms = segment.get_fieldnorms_reader(field)?;
        match segment.alive_bitset() {
            None => (0..segment.max_doc())
                .for_each(|doc| counts[usize::from(norms.fieldnorm_id(doc))] += 1),
            Some(alive) => alive
                .iter_alive()
                .for_each(|doc| counts[usize::from(norms.fieldnorm_id(doc))] += 1),
        }
    }
    let lengths = (0..=255)
        .zip(counts)
        .map(|(id, count)| count * u64::from(FieldNormReader::id_to_fieldnorm(id)));
    Ok((lengths.sum::<u64>() as f32 / articles.max(1) as f32).max(1.0))
}
