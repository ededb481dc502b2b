//! Which passages of an article answer a query best.

use rustc_hash::FxHashMap;

use crate::span::Span;

use super::marks::Mark;

/// A passage of an article that matched, by its number from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scored {
    pub(super) passage: usize,
    pub(super) score: f32,
}

/// Occurrences of one word in a passage saturate as in BM25; the passages of
/// an article are of like length, so length is left out.
const K1: f32 = 0.5;

/// The passages with marks, best first; the earlier first of two with one
/// score. `weights` are the leaves' weights, by leaf.
pub(super) fn passages(spans: &[Span], marks: &[Mark], weights: &[f32]) -> Vec<Scored> {
    let mut counts: FxHashMap<(usize, usize), u32> = FxHashMap::default();
    for mark in marks {
        let after = spans.partition_point(|span| span.start <= mark.span.start);
        let Some(passage) = after.checked_sub(1) else {
            continue;
        };
        if spans[passage].contains(mark.span) {
            *counts.entry((passage, mark.leaf)).or_default() += 1;
        }
    }
    let mut by_passage: Vec<((usize, usize), u32)> = counts.into_iter().collect();
    // In a fixed order: sums of floats depend on it.
    by_passage.sort_unstable();
    let mut scored: Vec<Scored> = Vec::new();
    for ((passage, leaf), count) in by_passage {
        let count = count as f32;
        let score = weights[leaf] * count * (K1 + 1.0) / (count + K1);
        match scored.last_mut() {
            Some(last) if last.passage == passage => last.score += score,
            _ => scored.push(Scored { passage, score }),
        }
    }
    scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
    scored
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_different_words_beat_one_word_often() {
        let spans = [Span::new(0, 10), Span::new(12, 30), Span::new(32, 40)];
        let mark = |start, leaf| Mark {
            span: Span::new(start, start + 1),
            leaf,
        };
        let marks = [
            mark(0, 0),
            mark(2, 0),
            mark(4, 0),
            mark(12, 0),
            mark(14, 1),
            mark(33, 1),
        ];
        let order: Vec<usize> = passages(&spans, &marks, &[1.0, 1.0])
            .iter()
            .map(|s| s.passage)
            .collect();
        assert_eq!(order, [1, 0, 2]);
    }
}
