//! How good the ranking is, and how fast a search, as JSON lines.

use serde::Serialize;

use crate::eval::{Comparison, Evaluation, Metric, Scores, Timed, Timing, TopicScores};

use super::SCHEMA;

/// Digits of values after the point; of times, which are in microseconds, 1.
const DIGITS: i32 = 6;

/// Something for each metric.
#[derive(Debug, Serialize)]
struct Each<T> {
    ndcg_10: T,
    ap: T,
    mrr: T,
    p_5: T,
    p_10: T,
    r_100: T,
    r_1000: T,
}

impl<T> Each<T> {
    fn new(value: impl Fn(Metric) -> T) -> Self {
        Each {
            ndcg_10: value(Metric::Ndcg10),
            ap: value(Metric::Ap),
            mrr: value(Metric::Mrr),
            p_5: value(Metric::P5),
            p_10: value(Metric::P10),
            r_100: value(Metric::R100),
            r_1000: value(Metric::R1000),
        }
    }
}

fn values(scores: &Scores) -> Each<f64> {
    Each::new(|metric| rounded(scores.get(metric), DIGITS))
}

fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

/// One line for one topic.
#[derive(Debug, Serialize)]
pub struct TopicLine<'a> {
    schema: u32,
    r#type: &'static str,
    topic: &'a str,
    text: Option<&'a str>,
    relevant: usize,
    #[serde(flatten)]
    values: Each<f64>,
    compared: Option<Each<f64>>,
}

/// The line of a topic with its text, and with how good the run compared with
/// is for it.
pub fn topic<'a>(
    topic: &'a TopicScores,
    text: Option<&'a str>,
    before: Option<&TopicScores>,
) -> TopicLine<'a> {
    TopicLine {
        schema: SCHEMA,
        r#type: "topic",
        topic: &topic.topic,
        text,
        relevant: topic.relevant,
        values: values(&topic.scores),
        compared: before.map(|before| values(&before.scores)),
    }
}

/// The last line of an evaluation.
#[derive(Debug, Serialize)]
pub struct EvaluationLine {
    schema: u32,
    r#type: &'static str,
    topics: usize,
    #[serde(flatten)]
    values: Each<f64>,
    compared: Option<Each<ChangeKeys>>,
    below: Vec<&'static str>,
    ms: u64,
}

#[derive(Debug, Serialize)]
struct ChangeKeys {
    value: f64,
    delta: f64,
    p: f64,
    better: usize,
    worse: usize,
}

/// The line of an evaluation; `below` has the metrics that are lower than they
/// may be.
pub fn evaluation(
    evaluation: &Evaluation,
    comparison: Option<&Comparison>,
    below: &[Metric],
    ms: u64,
) -> EvaluationLine {
    let changes = |comparison: &Comparison| {
        Each::new(|metric| {
            let change = comparison.change(metric);
            ChangeKeys {
                value: rounded(comparison.before.mean.get(metric), DIGITS),
                delta: rounded(change.delta, DIGITS),
                p: rounded(change.p, DIGITS),
                better: change.better,
                worse: change.worse,
            }
        })
    };
    EvaluationLine {
        schema: SCHEMA,
        r#type: "evaluation",
        topics: evaluation.topics.len(),
        values: values(&evaluation.mean),
        compared: comparison.map(changes),
        below: below.iter().map(|metric| metric.name()).collect(),
        ms,
    }
}

/// One line for one query that was timed.
#[derive(Debug, Serialize)]
pub struct BenchLine<'a> {
    schema: u32,
    r#type: &'static str,
    kind: &'a str,
    query: &'a str,
    articles: u64,
    p50_us: f64,
    p99_us: f64,
}

/// The line of a query that was timed.
pub fn bench<'a>(timed: &'a Timed, timing: &Timing) -> BenchLine<'a> {
    BenchLine {
        schema: SCHEMA,
        r#type: "bench",
        kind: &timed.kind,
        query: &timed.query,
        articles: timing.matches,
        p50_us: rounded(timing.p50_us, 1),
        p99_us: rounded(timing.p99_us, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_has_its_key() {
        let line = serde_json::to_value(Each::new(Metric::name)).unwrap();
        for metric in Metric::ALL {
            let key = metric.name().replace('@', "_");
            assert_eq!(line[&key], metric.name());
        }
    }
}
