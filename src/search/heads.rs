//! The best match of each story → the copy that is shown for all of them: a
//! whole article before one of which there is only a part, and of these the
//! one that was published first.
//!
//! A story stands where its best match stands. Which copy matches best says
//! little beside: a shortened one has the same words in less text.

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId};

use super::Search;
use super::segment::article_of;

/// What is shown in place of a match; nothing for one that is shown itself.
#[derive(Default)]
pub(super) struct Heads(FxHashMap<DocAddress, DocAddress>);

/// So many copies of a story are looked at, the earliest first.
const LOOKED: usize = 100;

/// A copy that scores less than this part of the best lacks what was asked
/// for: a paragraph of one's own, one of several words.
const CLOSE: f32 = 0.5;

/// A copy with less than one in so many of the longest one's shingles is
/// shortened.
const SHORTENED: u64 = 2;

/// A copy that may be shown.
#[derive(Clone, Copy, Debug)]
struct Copy {
    at: DocAddress,
    score: f32,
    /// True where the source gave only the beginning.
    partial: bool,
    /// How much text it has, in shingles.
    length: u64,
}

impl Heads {
    pub(super) fn of(&self, at: DocAddress) -> DocAddress {
        self.0.get(&at).copied().unwrap_or(at)
    }
}

impl Search<'_> {
    /// The heads of the stories of `matches`, the best of each. `scores` tells
    /// how well the documents of a segment, given in their order, match; 0 for
    /// those that do not.
    pub(super) fn heads(
        &self,
        matches: impl Iterator<Item = DocAddress>,
        mut scores: impl FnMut(u32, &[DocId]) -> tantivy::Result<Vec<f32>>,
    ) -> tantivy::Result<Heads> {
        let mut stories: Vec<(DocAddress, Vec<DocAddress>)> = Vec::new();
        for at in matches {
            let mut copies = self.same(at, LOOKED)?;
            if !copies.contains(&at) {
                copies.push(at);
            }
            if copies.len() > 1 {
                stories.push((at, copies));
            }
        }
        let mut all: Vec<DocAddress> = Vec::new();
        stories.iter().for_each(|(_, copies)| all.extend(copies));
        all.sort_unstable();
        let mut scored: FxHashMap<DocAddress, f32> = FxHashMap::default();
        for here in all.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let docs: Vec<DocId> = here.iter().map(|at| at.doc_id).collect();
            let found = scores(here[0].segment_ord, &docs)?;
            scored.extend(here.iter().copied().zip(found));
        }
        let head = |(best, copies): (DocAddress, Vec<DocAddress>)| {
            let copies = copies.into_iter().filter_map(|at| {
                let score = *scored.get(&at)?;
                Some(self.copy(at, score))
            });
            let head = choose(best, &copies.collect::<Vec<Copy>>());
            (head != best).then_some((best, head))
        };
        Ok(Heads(stories.into_iter().filter_map(head).collect()))
    }

    /// The scores of documents of a segment by what was asked, in their order.
    pub(super) fn scores(&self, segment: u32, docs: &[DocId]) -> tantivy::Result<Vec<f32>> {
        let segment = &self.segments[segment as usize];
        let (plan, leaves) = (&self.planned.plan, &self.planned.leaves);
        let mut node = segment.node(plan, leaves, &self.scoring())?;
        let score = |doc: &DocId| {
            let found = if node.doc() < *doc {
                node.seek(*doc)
            } else {
                node.doc()
            };
            match found == *doc {
                // What matches without a word that scores is as good as any.
                true => node.score(*doc).max(f32::MIN_POSITIVE),
                false => 0.0,
            }
        };
        Ok(docs.iter().map(score).collect())
    }

    fn copy(&self, at: DocAddress, score: f32) -> Copy {
        let columns = self.segments[at.segment_ord as usize].columns;
        let article = article_of(at.doc_id, &columns.quote_numbers);
        let value = |column: &Column<u64>| column.first(article).unwrap_or(0);
        Copy {
            at,
            score,
            partial: value(&columns.partial) > 0,
            length: value(&columns.sketches),
        }
    }
}

/// The first of the copies, which are in the order of their publication, that
/// matches about as well as the best and is whole; where none is whole, the
/// first that is not shortened.
fn choose(best: DocAddress, copies: &[Copy]) -> DocAddress {
    let most = copies.iter().find(|copy| copy.at == best);
    let least = most.map_or(0.0, |best| best.score * CLOSE);
    let is_close = |copy: &&Copy| copy.score > 0.0 && copy.score >= least;
    let close: Vec<&Copy> = copies.iter().filter(is_close).collect();
    let some_whole = close.iter().any(|copy| !copy.partial);
    let wanted = || close.iter().filter(|copy| !copy.partial || !some_whole);
    let longest = wanted().map(|copy| copy.length).max().unwrap_or(0);
    let head = wanted().find(|copy| copy.length.saturating_mul(SHORTENED) >= longest);
    head.map_or(best, |head| head.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_one_and_the_first_is_shown() {
        let best = 0;
        // Each: score, partial, length; in the order of publication.
        for (copies, wanted) in [
            (vec![(1.0, false, 100)], 0),
            (vec![(1.0, false, 100), (1.2, false, 100)], 0),
            // The best is the partial one.
            (vec![(1.5, true, 30), (1.0, false, 100)], 1),
            (vec![(1.5, true, 90), (1.0, false, 100)], 1),
            // All are partial: not the shortest of them.
            (vec![(1.5, true, 30), (1.0, true, 100)], 1),
            (vec![(1.5, true, 60), (1.0, true, 100)], 0),
            // Shortened, though nothing says so.
            (
                vec![(1.5, false, 40), (1.0, false, 100), (1.0, false, 100)],
                1,
            ),
            (vec![(1.5, false, 60), (1.0, false, 100)], 0),
            // What lacks most of what was asked for, or all, is not shown.
            (vec![(1.5, true, 30), (0.2, false, 100)], 0),
            (vec![(1.5, true, 30), (0.0, false, 100)], 0),
        ] {
            let at = |doc| DocAddress::new(0, doc);
            let copies: Vec<Copy> = (0..)
                .zip(&copies)
                .map(|(doc, (score, partial, length))| Copy {
                    at: at(doc),
                    score: *score,
                    partial: *partial,
                    length: *length,
                })
                .collect();
            assert_eq!(choose(at(best), &copies), at(wanted), "{copies:?}");
        }
    }
}
