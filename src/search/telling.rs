//! An article → the words that tell what it is about, among the articles of an
//! archive.
//!
//! tf·idf: a word tells the more the oftener it stands here, in the headline
//! and in the lead above all, and the fewer other articles have it. Figures are
//! in `docs/ranking.md`.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, InvertedIndexReader, Searcher, SegmentReader, Term};

use crate::analysis::{Language, Stems, Words, stop};
use crate::index::stem_term;

/// A word that tells what an article is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Telling {
    /// Folded, in the inflection in which it stands there first.
    pub(super) form: String,
    /// How much it says about an article that it has the word: its inverse
    /// frequency in the archive, more where this article has it more often.
    pub(super) weight: f32,
}

/// The text of which the words are chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'t> {
    pub(super) title: &'t str,
    pub(super) body: &'t str,
    /// The language that both are in, where it is known.
    pub(super) language: Option<Language>,
}

/// Which words can be chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds<'b> {
    /// How many articles there are.
    pub(super) articles: u64,
    /// In how many of them a word must be.
    pub(super) least: u64,
    /// Articles that count for nothing, in the order of the index: copies of
    /// the text, which would make every word of it a frequent one.
    pub(super) left_out: &'b [DocAddress],
    /// Whether words are chosen that tell little, too.
    pub(super) any: bool,
}

/// So many words are chosen: with fewer, little is missed; more add only time.
const CHOSEN: usize = 30;

/// A word that more of the articles have tells little, and costs most to look
/// for.
const SHARE_MAX: f32 = 0.2;

/// In an archive on few topics, so many may have the name that tells what an
/// article is about; but not more than half of all, or than a handful.
const HAVING_MIN: f32 = 100.0;
const SHARE_SMALL: f32 = 0.5;
const HANDFUL: f32 = 5.0;

/// An occurrence in the headline counts as so many.
const IN_TITLE: f32 = 3.0;

/// An occurrence among the first words of the text counts as so many.
const IN_LEAD: f32 = 2.0;

/// The lead: so many words.
const LEAD_WORDS: u32 = 60;

/// So many words of a text are looked at, and so many different ones are looked
/// up, the most frequent first.
const WORDS_MAX: usize = 10_000;
const CANDIDATES_MAX: usize = 150;

/// A word of the text with its inflections.
struct Candidate {
    form: String,
    stem: Option<String>,
    /// How often it occurs, weighed by place.
    count: f32,
    /// Which word of the text it is first.
    first: usize,
}

/// The most telling words of a text, the most telling first. `field` is that of
/// the texts of articles.
pub(super) fn words(
    searcher: &Searcher,
    field: Field,
    text: Text<'_>,
    bounds: Bounds<'_>,
) -> tantivy::Result<Vec<Telling>> {
    let lookup = Lookup::new(searcher, field, bounds.left_out)?;
    let articles = bounds.articles.saturating_sub(bounds.left_out.len() as u64) as f32;
    let small = HAVING_MIN.min(articles * SHARE_SMALL);
    let most = match bounds.any {
        true => f32::INFINITY,
        false => (articles * SHARE_MAX).max(small).max(HANDFUL),
    };
    let mut found: Vec<(Telling, usize)> = Vec::new();
    for candidate in candidates(text) {
        let having = lookup.having(&candidate, text.language)?;
        if having < bounds.least || having as f32 > most {
            continue;
        }
        let rare = articles - having as f32 + 0.5;
        let idf = (1.0 + rare.max(0.0) / (having as f32 + 0.5)).ln();
        let telling = Telling {
            form: candidate.form,
            weight: idf * (1.0 + candidate.count.ln()),
        };
        found.push((telling, candidate.first));
    }
    found.sort_by(|(a, first_a), (b, first_b)| {
        b.weight.total_cmp(&a.weight).then(first_a.cmp(first_b))
    });
    found.truncate(CHOSEN);
    Ok(found.into_iter().map(|(telling, _)| telling).collect())
}

/// The words of a text that could tell, the most frequent first.
fn candidates(text: Text<'_>) -> Vec<Candidate> {
    let mut stems = Stems::default();
    let mut found: FxHashMap<String, Candidate> = FxHashMap::default();
    let mut seen = 0;
    for (part, in_title) in [(text.title, true), (text.body, false)] {
        let mut walk = Words::new(part);
        while let Some(word) = walk.next()
            && seen < WORDS_MAX
        {
            seen += 1;
            // The end of an unspaced run is already in its last pair.
            if word.run_end || !could_tell(word.text, text.language) {
                continue;
            }
            let stem = text
                .language
                .and_then(|language| stems.stem(word.text, language));
            let key = stem.unwrap_or(word.text);
            if !found.contains_key(key) {
                let candidate = Candidate {
                    form: word.text.to_owned(),
                    stem: stem.map(str::to_owned),
                    count: 0.0,
                    first: seen,
                };
                found.insert(key.to_owned(), candidate);
            }
            if let Some(candidate) = found.get_mut(key) {
                candidate.count += match in_title {
                    true => IN_TITLE,
                    false if word.position < LEAD_WORDS => IN_LEAD,
                    false => 1.0,
                };
            }
        }
    }
    let mut found: Vec<Candidate> = found.into_values().collect();
    found.sort_by(|a, b| b.count.total_cmp(&a.count).then(a.first.cmp(&b.first)));
    found.truncate(CANDIDATES_MAX);
    found
}

/// No small word, no single letter, no number: a year or a price says little.
fn could_tell(form: &str, language: Option<Language>) -> bool {
    let is_small = language.is_some_and(|language| stop::is_stop_word(form, language));
    !is_small && form.len() > 1 && form.contains(char::is_alphabetic)
}

/// The dictionary of every segment.
struct Lookup<'s> {
    field: Field,
    segments: Vec<InSegment<'s>>,
}

/// One of them.
struct InSegment<'s> {
    reader: &'s SegmentReader,
    inverted: Arc<InvertedIndexReader>,
    /// Documents that are not counted, in order.
    left_out: Vec<DocId>,
}

impl<'s> Lookup<'s> {
    fn new(searcher: &'s Searcher, field: Field, left_out: &[DocAddress]) -> tantivy::Result<Self> {
        let segments = (0..).zip(searcher.segment_readers());
        let opened = segments.map(|(ordinal, reader)| {
            let here = left_out.iter().filter(|at| at.segment_ord == ordinal);
            Ok(InSegment {
                reader,
                inverted: reader.inverted_index(field)?,
                left_out: here.map(|at| at.doc_id).collect(),
            })
        });
        Ok(Lookup {
            field,
            segments: opened.collect::<tantivy::Result<_>>()?,
        })
    }

    /// How many live articles have a word in any inflection; one that has two
    /// forms of it may count twice.
    fn having(&self, word: &Candidate, language: Option<Language>) -> tantivy::Result<u64> {
        let form = word.stem.as_deref().unwrap_or(&word.form);
        let stem = language.map(|language| stem_term(language, form));
        let mut count = 0;
        for term in std::iter::once(form).chain(stem.as_deref()) {
            let term = Term::from_field_text(self.field, term);
            for segment in &self.segments {
                count += segment.live(&term)?;
            }
        }
        Ok(count)
    }
}

impl InSegment<'_> {
    /// How many live documents have a term. Deleted ones stay in the files for a
    /// while, and must not decide what is telling.
    fn live(&self, term: &Term) -> tantivy::Result<u64> {
        let Some(info) = self.inverted.get_term_info(term)? else {
            return Ok(0);
        };
        let alive = self.reader.alive_bitset();
        if alive.is_none() && self.left_out.is_empty() {
            return Ok(u64::from(info.doc_freq));
        }
        let postings = || {
            let option = IndexRecordOption::Basic;
            self.inverted.read_postings_from_terminfo(&info, option)
        };
        let all = match alive {
            None => info.doc_freq,
            Some(alive) => postings()?.doc_freq_given_deletes(alive),
        };
        let mut postings = postings()?;
        let mut left_out = 0;
        for doc in &self.left_out {
            let here = match postings.doc() < *doc {
                true => postings.seek(*doc),
                false => postings.doc(),
            };
            left_out += u32::from(here == *doc);
        }
        Ok(u64::from(all.saturating_sub(left_out)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(title: &str, body: &str, code: &str) -> Vec<(String, f32)> {
        let text = Text {
            title,
            body,
            language: Language::from_code(code),
        };
        let candidates = candidates(text).into_iter();
        candidates.map(|c| (c.form, c.count)).collect()
    }

    #[test]
    fn inflections_count_together_and_by_place() {
        let named = |form: &str, count: f32| (form.to_owned(), count);
        assert_eq!(
            found(
                "Ferries late",
                "The ferry of 2024 is late at the quay, and 3.5 more.",
                "en"
            ),
            [
                named("ferries", IN_TITLE + IN_LEAD),
                named("late", IN_TITLE + IN_LEAD),
                named("quay", IN_LEAD),
            ]
        );
        assert_eq!(
            found("", "主席说", "zh"),
            [named("主席", IN_LEAD), named("席说", IN_LEAD)]
        );
        assert_eq!(found("", "1 2 — 3", "en"), []);
    }

    #[test]
    fn a_text_without_end_is_bounded() {
        let body: String = (0..40_000).map(|i| format!("a{i} ")).collect();
        assert_eq!(found("", &body, "en").len(), CANDIDATES_MAX);
    }
}
