//! Matching articles → the best of them, in an order that is the same on every
//! machine.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::DocId;

/// In which order results come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best first; the newer first of two with one score.
    #[default]
    Relevance,
    /// Newest first; articles without a date last.
    Newest,
    /// Oldest first; articles without a date last.
    Oldest,
}

/// How much newer articles are preferred: a score counts half for every
/// `half_life_days` that the article is older than `now_seconds`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recent {
    /// Days, more than 0.
    pub half_life_days: f32,
    /// The present, in seconds since 1970 UTC.
    pub now_seconds: i64,
}

/// Half-lives that an article is old at most: less would be nothing. What has
/// no date is older still, and comes after all that have one.
const OLDEST: f32 = 60.0;
const UNDATED: f32 = 80.0;

impl Recent {
    /// What a score counts by the second of publication, from 0 to 1.
    pub(super) fn factor(self, published: Option<i64>) -> f32 {
        let half_lives = published.map_or(UNDATED, |published| {
            let seconds = self.now_seconds.saturating_sub(published).max(0);
            (seconds as f32 / 86_400.0 / self.half_life_days).min(OLDEST)
        });
        (-half_lives).exp2()
    }
}

/// An article that matches, in one segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) score: f32,
    pub(super) published: Option<i64>,
    /// Ordinal of its id in the segment: in the order of the ids.
    pub(super) id: u64,
    pub(super) doc: DocId,
}

impl Order {
    /// `Less` where the first of two comes first; ids decide elsewhere.
    pub(super) fn compare(self, a: (f32, Option<i64>), b: (f32, Option<i64>)) -> Ordering {
        let (score_a, date_a) = a;
        let (score_b, date_b) = b;
        let by_score = score_b.total_cmp(&score_a);
        // `None` is less than any date: the newest order has it last as is.
        let newest = date_b.cmp(&date_a);
        match self {
            Order::Relevance => by_score.then(newest),
            Order::Newest => newest.then(by_score),
            Order::Oldest => {
                let undated = date_a.is_none().cmp(&date_b.is_none());
                undated.then(date_a.cmp(&date_b)).then(by_score)
            }
        }
    }
}

/// Keeps the first `limit` matches of one segment.
pub(super) struct Top {
    order: Order,
    limit: usize,
    kept: BinaryHeap<Ranked>,
}

struct Ranked {
    order: Order,
    found: Match,
}

impl Top {
    pub(super) fn new(order: Order, limit: usize) -> Self {
        Top {
            order,
            limit,
            kept: BinaryHeap::new(),
        }
    }

    /// False where no match of this score can be kept: dates and ids need not
    /// be read.
    pub(super) fn may_take(&self, score: f32) -> bool {
        if self.limit == 0 {
            return false;
        }
        let worst = self.kept.peek().filter(|_| self.kept.len() >= self.limit);
        let is_worse = |worst: &Ranked| score.total_cmp(&worst.found.score).is_lt();
        self.order != Order::Relevance || !worst.is_some_and(is_worse)
    }

    pub(super) fn offer(&mut self, found: Match) {
        if self.limit == 0 {
            return;
        }
        let ranked = Ranked {
            order: self.order,
            found,
        };
        if self.kept.len() < self.limit {
            self.kept.push(ranked);
        } else if let Some(mut last) = self.kept.peek_mut()
            && ranked < *last
        {
            *last = ranked;
        }
    }

    pub(super) fn into_matches(self) -> Vec<Match> {
        self.kept
            .into_sorted_vec()
            .into_iter()
            .map(|ranked| ranked.found)
            .collect()
    }
}

/// The last of the order is the greatest, to stand on top of the heap.
impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |m: &Match| (m.score, m.published);
        let by_order = self.order.compare(key(&self.found), key(&other.found));
        let by_id = self.found.id.cmp(&other.found.id);
        by_order
            .then(by_id)
            .then(self.found.doc.cmp(&other.found.doc))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked {}

/// `Less` where the first of two comes first; ids decide elsewhere.
pub(super) fn compare(order: Order, a: &Match, b: &Match) -> Ordering {
    order.compare((a.score, a.published), (b.score, b.published))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(order: Order, limit: usize) -> Vec<DocId> {
        let mut top = Top::new(order, limit);
        for (doc, score, published) in [
            (0, 1.0, Some(5)),
            (1, 2.0, None),
            (2, 2.0, Some(1)),
            (3, 1.0, Some(5)),
        ] {
            top.offer(Match {
                score,
                published,
                id: u64::from(9 - doc),
                doc,
            });
        }
        top.into_matches().iter().map(|m| m.doc).collect()
    }

    #[test]
    fn a_score_halves_with_every_half_life() {
        let recent = Recent {
            half_life_days: 2.0,
            now_seconds: 4 * 86_400,
        };
        assert_eq!(recent.factor(Some(4 * 86_400)), 1.0);
        assert_eq!(recent.factor(Some(0)), 0.25);
        assert_eq!(recent.factor(Some(i64::MAX)), 1.0);
        assert!(recent.factor(None) < recent.factor(Some(i64::MIN)));
    }

    #[test]
    fn ties_are_broken_by_date_and_id() {
        assert_eq!(order(Order::Relevance, 4), [2, 1, 3, 0]);
        assert_eq!(order(Order::Newest, 4), [3, 0, 2, 1]);
        assert_eq!(order(Order::Oldest, 3), [2, 3, 0]);
        assert_eq!(order(Order::Relevance, 2), [2, 1]);
        assert_eq!(order(Order::Relevance, 0), [] as [DocId; 0]);
    }
}
