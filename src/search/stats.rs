//! Counts over the live articles of the index → weights of words and fields.
//!
//! Deleted articles, which stay in the files for a while, and files' states
//! are not counted: an index that was updated ranks as one made from nothing.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::analysis::Language;
use crate::index::Counted;

use super::pattern::Pattern;
use super::plan::{Leaf, LeafWord, Matching, Place, WordRow};
use super::segment::{FieldFactors, Segment};
use super::view::View;

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

/// What is counted over the documents of one view of a commit, and kept with it.
#[derive(Clone, Copy)]
pub(super) struct Statistics<'s> {
    pub(super) searcher: &'s Searcher,
    pub(super) view: &'s View,
    pub(super) counted: &'s Counted,
}

impl Statistics<'_> {
    /// The languages of the archive, the one with most articles first.
    pub(super) fn languages(self) -> tantivy::Result<Vec<Language>> {
        let count = || languages(self.searcher, self.view);
        self.counted.languages.get(self.view.kind, count)
    }

    /// The number of live documents of the view.
    pub(super) fn documents(self) -> tantivy::Result<u64> {
        let count = || documents(self.searcher, self.view);
        self.counted.documents.get(self.view.kind, count)
    }

    /// How lengths are scored in each field.
    pub(super) fn factors(self) -> tantivy::Result<FieldFactors> {
        let mut factors = Vec::new();
        for text in &self.view.texts {
            let TextWeight { weight, b } = text.weight;
            let mean = match b {
                0.0 => 1.0,
                _ => self.mean_length(text.field, text.name)?,
            };
            factors.push((text.name, table(mean, weight, b)));
        }
        Ok(FieldFactors(factors))
    }

    fn mean_length(self, field: Field, name: &str) -> tantivy::Result<f32> {
        let documents = self.documents()?;
        let name = format!("{}/{name}", self.view.kind);
        self.counted.lengths.get(&name, || {
            mean_length(self.searcher, self.view, field, documents)
        })
    }

    /// Tells for each word which languages it is a word of. The English stem
    /// of a German word is no English word: `Hering` is not `here`.
    pub(super) fn tell_languages(
        self,
        segments: &[Segment<'_>],
        leaves: &mut [Leaf],
    ) -> tantivy::Result<()> {
        for leaf in leaves {
            let mut failed = None;
            leaf.pattern.each_row_mut(&mut |row| {
                let inflected = |word: &&mut LeafWord| word.matching == Matching::Inflected;
                for word in row.words.iter_mut().filter(inflected) {
                    match self.languages_of(segments, &word.form) {
                        Ok(found) => word.languages = Some(found).filter(|f| !f.is_empty()),
                        Err(error) => failed = Some(error),
                    }
                }
            });
            if let Some(error) = failed {
                return Err(error);
            }
        }
        Ok(())
    }

    fn languages_of(self, segments: &[Segment<'_>], form: &str) -> tantivy::Result<Vec<Language>> {
        let name = format!("{}/{form}", self.view.kind);
        self.counted.languages.get(&name, || {
            let mut found = Vec::new();
            for segment in segments {
                segment.note_languages(form, &mut found)?;
            }
            Ok(found)
        })
    }

    /// What each leaf weighs.
    pub(super) fn weights(
        self,
        segments: &[Segment<'_>],
        leaves: &[Leaf],
    ) -> tantivy::Result<Vec<f32>> {
        let weight = |leaf: &Leaf| {
            let idf = match leaf.place.is_scored() {
                true => self.evidence(segments, &leaf.pattern, leaf.place)?,
                false => 0.0,
            };
            Ok(idf * leaf.emphasis())
        };
        leaves.iter().map(weight).collect()
    }

    /// How rare a pattern is: the words of a row, and both sides of what is
    /// near each other, add up; of several ways the most frequent decides.
    fn evidence(
        self,
        segments: &[Segment<'_>],
        pattern: &Pattern<WordRow>,
        place: Place,
    ) -> tantivy::Result<f32> {
        let of = |pattern| self.evidence(segments, pattern, place);
        Ok(match pattern {
            Pattern::Row(row) => {
                let mut idf = 0.0;
                for word in &row.words {
                    idf +=
                        inverse_frequency(self.having(segments, word, place)?, self.documents()?);
                }
                idf
            }
            Pattern::Any(ways) => {
                let mut least = f32::INFINITY;
                for way in ways {
                    least = least.min(of(way)?);
                }
                least
            }
            Pattern::Near { sides, apart, .. } if *apart => of(&sides.0)?,
            Pattern::Near { sides, .. } => of(&sides.0)? + of(&sides.1)?,
        })
    }

    /// How many live documents have a word in its place.
    pub(super) fn having(
        self,
        segments: &[Segment<'_>],
        word: &LeafWord,
        place: Place,
    ) -> tantivy::Result<u64> {
        let matching = match &word.matching {
            Matching::Spelled(spelling) => format!("{spelling}/{}", word.forms.len()),
            other => format!("{other:?}"),
        };
        let name = format!("{}/{place:?}/{matching}/{}", self.view.kind, word.form);
        self.counted.documents.get(&name, || {
            let mut having = 0;
            for segment in segments {
                having += segment.count(word, place)?;
            }
            Ok(having)
        })
    }
}

/// Robertson and Spärck Jones's weight, as in BM25, kept above zero.
fn inverse_frequency(having: u64, documents: u64) -> f32 {
    let (documents, having) = (documents as f32, having as f32);
    (1.0 + (documents - having + 0.5).max(0.0) / (having + 0.5)).ln()
}

fn languages(searcher: &Searcher, view: &View) -> tantivy::Result<Vec<Language>> {
    let mut counts: Vec<(u64, Language)> = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(view.language)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let code = std::str::from_utf8(terms.key()).ok();
            let Some(language) = code.and_then(Language::from_code) else {
                continue;
            };
            let count = match segment.alive_bitset() {
                None => terms.value().doc_freq,
                Some(alive) => inverted
                    .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?
                    .doc_freq_given_deletes(alive),
            };
            let count = u64::from(count);
            match counts.iter_mut().find(|(_, known)| *known == language) {
                Some((sum, _)) => *sum += count,
                None => counts.push((count, language)),
            }
        }
    }
    counts.retain(|(count, _)| *count > 0);
    counts.sort_by_key(|(count, language)| (std::cmp::Reverse(*count), *language));
    Ok(counts.into_iter().map(|(_, language)| language).collect())
}

fn documents(searcher: &Searcher, view: &View) -> tantivy::Result<u64> {
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
