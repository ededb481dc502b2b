//! Judgments and what was found → how good it is, in numbers from 0 to 1.

use std::collections::BTreeMap;

use super::trec::{Qrels, Run, Scored};

/// A measure of how good a ranking is; 1 is best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Normalised discounted cumulative gain of the first ten (Järvelin and
    /// Kekäläinen 2002): the gain is the grade, the discount log2(rank + 1).
    Ndcg10,
    /// Average precision: the mean, over all relevant documents, of the
    /// precision where each is found.
    Ap,
    /// Reciprocal rank: 1 / the rank of the first relevant document.
    Mrr,
    /// Precision: how many of the first five are relevant, over five.
    P5,
    /// The same of the first ten.
    P10,
    /// Recall: how many of all relevant documents are among the first 100.
    R100,
    /// The same of the first 1,000.
    R1000,
}

/// How many metrics there are.
const COUNT: usize = 7;

impl Metric {
    /// All of them, in the order in which they are told.
    pub const ALL: [Metric; COUNT] = [
        Metric::Ndcg10,
        Metric::Ap,
        Metric::Mrr,
        Metric::P5,
        Metric::P10,
        Metric::R100,
        Metric::R1000,
    ];

    /// The name by which it is told and asked for.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Ndcg10 => "ndcg@10",
            Metric::Ap => "ap",
            Metric::Mrr => "mrr",
            Metric::P5 => "p@5",
            Metric::P10 => "p@10",
            Metric::R100 => "r@100",
            Metric::R1000 => "r@1000",
        }
    }

    /// The metric of that name, in capitals or not; `map` and `recall@…` are
    /// known, too.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace("recall@", "r@");
        let name = if name == "map" { "ap" } else { &name };
        Metric::ALL.into_iter().find(|metric| metric.name() == name)
    }
}

/// A value of each metric.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores([f64; COUNT]);

impl Scores {
    /// The value of one.
    pub fn get(&self, metric: Metric) -> f64 {
        self.0[metric as usize]
    }
}

/// How good what was found for one topic is.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicScores {
    /// The topic's id.
    pub topic: String,
    /// How many documents are relevant to it.
    pub relevant: usize,
    /// How good it is.
    pub scores: Scores,
}

/// How good a run is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// Each topic that has a relevant document, in the order of the judgments.
    pub topics: Vec<TopicScores>,
    /// The mean over these topics; 0 where there are none.
    pub mean: Scores,
}

/// Scores a run. A topic without relevant documents does not count; one for
/// which the run has nothing counts 0.
pub fn evaluate(qrels: &Qrels, run: &Run) -> Evaluation {
    let judged = qrels.topics.iter();
    let topics: Vec<TopicScores> = judged
        .filter_map(|(topic, grades)| {
            let relevant = grades.values().filter(|grade| **grade > 0).count();
            (relevant > 0).then(|| TopicScores {
                topic: topic.clone(),
                relevant,
                scores: scores(run.found(topic), grades, relevant),
            })
        })
        .collect();
    let mut mean = Scores::default();
    for (i, value) in mean.0.iter_mut().enumerate() {
        // Not `sum`, which makes nothing `-0`.
        let sum = topics
            .iter()
            .fold(0.0, |sum, topic| sum + topic.scores.0[i]);
        *value = sum / topics.len().max(1) as f64;
    }
    Evaluation { topics, mean }
}

fn scores(found: &[Scored], grades: &BTreeMap<String, u32>, relevant: usize) -> Scores {
    let mut ideal: Vec<u32> = grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let found: Vec<u32> = found
        .iter()
        .map(|scored| grades.get(&scored.id).copied().unwrap_or(0))
        .collect();
    let (mut hits, mut precisions, mut reciprocal) = (0_usize, 0.0, 0.0);
    for (i, _) in found.iter().enumerate().filter(|(_, grade)| **grade > 0) {
        hits += 1;
        precisions += hits as f64 / (i + 1) as f64;
        if hits == 1 {
            reciprocal = 1.0 / (i + 1) as f64;
        }
    }
    let within = |depth: usize| {
        let first = found.iter().take(depth);
        first.filter(|grade| **grade > 0).count() as f64
    };
    let relevant = relevant as f64;
    Scores(Metric::ALL.map(|metric| match metric {
        Metric::Ndcg10 => gain(&found) / gain(&ideal),
        Metric::Ap => precisions / relevant,
        Metric::Mrr => reciprocal,
        Metric::P5 => within(5) / 5.0,
        Metric::P10 => within(10) / 10.0,
        Metric::R100 => within(100) / relevant,
        Metric::R1000 => within(1000) / relevant,
    }))
}

/// The discounted gain of the first ten grades.
fn gain(grades: &[u32]) -> f64 {
    let first = grades.iter().take(10).enumerate();
    first.fold(0.0, |sum, (i, grade)| {
        sum + f64::from(*grade) / ((i + 2) as f64).log2()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{qrels, run};

    /// The mean of each metric, by its name.
    fn mean(judged: &str, found: &str) -> Vec<(&'static str, f64)> {
        let judged = qrels("q", judged).unwrap();
        let evaluation = evaluate(&judged, &run("r", found).unwrap());
        let all = Metric::ALL.into_iter();
        all.map(|metric| (metric.name(), evaluation.mean.get(metric)))
            .collect()
    }

    fn assert_near(values: &[(&str, f64)], wanted: [f64; COUNT]) {
        for ((name, value), wanted) in values.iter().zip(wanted) {
            assert!((value - wanted).abs() < 1e-4, "{name}: {value}, {wanted}");
        }
    }

    /// Ranks 1 to 4 have the grades 1, none, 2, 0; a document of grade 1 and
    /// one of grade 2 are not found.
    const FOUND: &str = "1 Q0 a 1 9 x\n1 Q0 u 2 8 x\n1 Q0 b 3 7 x\n1 Q0 z 4 6 x\n";
    const JUDGED: &str = "1 0 a 1\n1 0 b 2\n1 0 c 1\n1 0 d 2\n1 0 z -1\n";

    #[test]
    fn values_computed_by_hand() {
        // Gain: 1/log2(2) + 2/log2(4) = 2.
        // Best: 2/log2(2) + 2/log2(3) + 1/log2(4) + 1/log2(5)
        //     = 2 + 1.26186 + 0.5 + 0.43068 = 4.19254.
        // Average precision: (1/1 + 2/3) / 4.
        assert_near(
            &mean(JUDGED, FOUND),
            [0.477_04, 0.416_67, 1.0, 0.4, 0.2, 0.5, 0.5],
        );
    }

    #[test]
    fn only_topics_with_something_relevant_count() {
        let judged = format!("{JUDGED}2 0 a 0\n3 0 a 1\n");
        // Topic 2 has nothing relevant; nothing is found for topic 3.
        assert_near(
            &mean(&judged, FOUND),
            [0.238_52, 0.208_33, 0.5, 0.2, 0.1, 0.25, 0.25],
        );
        for (judged, found) in [
            ("2 0 a 0\n", FOUND),
            ("9 0 a 1\n", FOUND),
            ("1 0 a 1\n", ""),
        ] {
            for (name, value) in mean(judged, found) {
                assert_eq!(format!("{value}"), "0", "{name} of nothing");
            }
        }
    }

    #[test]
    fn depths_are_where_they_are_said_to_be() {
        let found: String = (1..=1200)
            .map(|rank| format!("1 Q0 d{rank} {rank} {} x\n", 5000 - rank))
            .collect();
        let relevant = |ranks: &[usize]| -> String {
            ranks
                .iter()
                .map(|rank| format!("1 0 d{rank} 1\n"))
                .collect()
        };
        let check = |ranks: &[usize], metric: Metric, wanted: f64| {
            let value = mean(&relevant(ranks), &found)[metric as usize].1;
            assert!(
                (value - wanted).abs() < 1e-9,
                "{ranks:?} {metric:?} {value}"
            );
        };
        check(&[5, 6], Metric::P5, 0.2);
        check(&[10, 11], Metric::P10, 0.1);
        check(&[100, 101], Metric::R100, 0.5);
        check(&[1000, 1001], Metric::R1000, 0.5);
        check(&[10], Metric::Ndcg10, 1.0 / 11_f64.log2());
        check(&[11], Metric::Ndcg10, 0.0);
        check(&[11], Metric::Mrr, 1.0 / 11.0);
        // More than ten relevant documents: the best ranking has ten of them.
        let first: Vec<usize> = (1..=20).collect();
        check(&first, Metric::Ndcg10, 1.0);
    }

    #[test]
    fn every_name_is_read_back() {
        for metric in Metric::ALL {
            assert_eq!(Metric::from_name(metric.name()), Some(metric));
            assert_eq!(Metric::ALL[metric as usize], metric);
        }
        assert_eq!(Metric::from_name("MAP"), Some(Metric::Ap));
        assert_eq!(Metric::from_name("Recall@100"), Some(Metric::R100));
        assert_eq!(Metric::from_name("f1"), None);
    }
}
