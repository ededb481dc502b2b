//! Two evaluations over the same topics → by how much one is better, and
//! whether that may be chance.

use super::metric::{Evaluation, Metric};

/// How often the signs are thrown.
const THROWS: u32 = 10_000;

/// Sums that differ by less are the same: the order of additions differs.
const SAME: f64 = 1e-12;

/// How a metric differs between two runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// By how much the mean is higher.
    pub delta: f64,
    /// How often chance alone gives a difference as large, 0 to 1.
    pub p: f64,
    /// For how many topics it is higher.
    pub better: usize,
    /// For how many topics it is lower.
    pub worse: usize,
}

/// Two evaluations, and how each metric differs between them.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is compared with.
    pub before: Evaluation,
    changes: Vec<Change>,
}

impl Comparison {
    /// Compares evaluations over the same judgments.
    pub fn new(before: Evaluation, after: &Evaluation) -> Self {
        let changes = Metric::ALL.map(|metric| change(&before, after, metric));
        Comparison {
            before,
            changes: changes.to_vec(),
        }
    }

    /// How a metric differs.
    pub fn change(&self, metric: Metric) -> Change {
        self.changes[metric as usize]
    }
}

/// How `metric` changes from `before` to `after`, two evaluations over the same
/// judgments and so the same topics.
///
/// The p-value is that of a paired randomization test, two-sided (Fisher 1935;
/// Smucker, Allan and Carterette 2007): were it chance which run is which, the
/// sign of each topic's difference would be a coin; how often is the sum of
/// 10,000 throws as far from 0 as the one seen? The coins are always the same.
fn change(before: &Evaluation, after: &Evaluation, metric: Metric) -> Change {
    let pairs = after.topics.iter().zip(&before.topics);
    let differences: Vec<f64> = pairs
        .map(|(after, before)| after.scores.get(metric) - before.scores.get(metric))
        .filter(|difference| *difference != 0.0)
        .collect();
    let sum = differences.iter().fold(0.0, |sum, one| sum + one);
    Change {
        delta: sum / after.topics.len().max(1) as f64,
        p: p_value(&differences, sum),
        better: differences.iter().filter(|d| **d > 0.0).count(),
        worse: differences.iter().filter(|d| **d < 0.0).count(),
    }
}

fn p_value(differences: &[f64], sum: f64) -> f64 {
    let mut coins = Coins(1);
    let is_as_far = |_: &u32| {
        let mut thrown = 0.0;
        for chunk in differences.chunks(64) {
            let mut bits = coins.next();
            for difference in chunk {
                thrown += if bits & 1 == 0 {
                    *difference
                } else {
                    -*difference
                };
                bits >>= 1;
            }
        }
        thrown.abs() >= sum.abs() - SAME
    };
    let as_far = (0..THROWS).filter(is_as_far).count();
    (as_far + 1) as f64 / f64::from(THROWS + 1)
}

/// Coins that fall the same way in every run, 64 at a time (SplitMix64, Steele
/// and others 2014).
struct Coins(u64);

impl Coins {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{evaluate, qrels, run};

    /// One relevant document for each topic, found at the ranks given; 0 is
    /// not at all. The reciprocal rank is what a test can compute.
    fn evaluation(ranks: &[usize]) -> Evaluation {
        let (mut judged, mut found) = (String::new(), String::new());
        for (topic, rank) in ranks.iter().enumerate() {
            judged += &format!("{topic} 0 good 1\n");
            for other in 1..*rank {
                found += &format!("{topic} Q0 bad{other} {other} {} x\n", 1000 - other);
            }
            if *rank > 0 {
                found += &format!("{topic} Q0 good {rank} {} x\n", 1000 - rank);
            }
        }
        evaluate(&qrels("q", &judged).unwrap(), &run("r", &found).unwrap())
    }

    fn mrr(before: &[usize], after: &[usize]) -> Change {
        Comparison::new(evaluation(before), &evaluation(after)).change(Metric::Mrr)
    }

    #[test]
    fn a_run_does_not_differ_from_itself() {
        let wanted = Change {
            delta: 0.0,
            p: 1.0,
            better: 0,
            worse: 0,
        };
        assert_eq!(mrr(&[1, 2, 0], &[1, 2, 0]), wanted);
        assert_eq!(mrr(&[], &[]), wanted);
    }

    #[test]
    fn the_change_is_that_of_the_mean() {
        let told = mrr(&[1, 2, 4, 0], &[1, 1, 2, 0]);
        assert!((told.delta - 0.75 / 4.0).abs() < 1e-9, "{told:?}");
        assert_eq!((told.better, told.worse), (2, 0));
        let back = mrr(&[1, 1, 2, 0], &[1, 2, 4, 0]);
        assert!((back.delta + told.delta).abs() < 1e-9, "{back:?}");
        assert_eq!((back.better, back.worse), (0, 2));
        assert_eq!(back.p, told.p);
    }

    #[test]
    fn p_is_how_often_the_coins_fall_so() {
        // Ten equal differences of one sign: 2 of 1,024 throws are as far.
        let told = mrr(&[2; 10], &[1; 10]);
        assert!((told.p - 2.0 / 1024.0).abs() < 0.001, "{told:?}");
        // Two: half of the throws. One: every throw.
        let told = mrr(&[2, 2, 1], &[1, 1, 1]);
        assert!((told.p - 0.5).abs() < 0.02, "{told:?}");
        assert_eq!(mrr(&[2, 1, 1], &[1, 1, 1]).p, 1.0);
        // As much better as worse.
        assert_eq!(mrr(&[2, 1], &[1, 2]).p, 1.0);
    }

    #[test]
    fn more_topics_than_one_throw_has_coins() {
        let (before, after) = (vec![2; 200], vec![1; 200]);
        assert_eq!(mrr(&before, &after).p, 1.0 / 10_001.0);
    }
}
