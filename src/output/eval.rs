//! How good the ranking is, and how fast a search → a table for people, and
//! tab-separated lines.

use crate::eval::{Comparison, Evaluation, Metric, Timed, Timing, TopicScores};

use super::escape::printable;
use super::layout::{columns, shortened};

/// Columns of a topic's text, or of a query, in a table.
const TEXT_COLUMNS: usize = 40;

/// A topic as it is told: its text where that is known, and how good the run
/// compared with is for it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// How good what was found is.
    pub scores: &'a TopicScores,
    /// What was asked.
    pub text: Option<&'a str>,
    /// The same of the run compared with.
    pub before: Option<&'a TopicScores>,
}

/// Metric, topic, value; with a comparison also the value compared with. One
/// line for each metric, as `trec_eval` gives them.
pub fn topic_lines(topic: &Told<'_>) -> String {
    let line = |metric: Metric| {
        let mut cells = vec![
            metric.name().to_owned(),
            printable(&topic.scores.topic).into_owned(),
            value(topic.scores.scores.get(metric)),
        ];
        cells.extend(topic.before.map(|before| value(before.scores.get(metric))));
        cells.join("\t") + "\n"
    };
    Metric::ALL.map(line).concat()
}

/// Metric, `all`, mean; with a comparison also the mean compared with, the
/// change, its p-value, for how many topics it is better and worse.
pub fn mean_lines(evaluation: &Evaluation, comparison: Option<&Comparison>) -> String {
    let line = |metric: Metric| {
        let mut cells = vec![metric.name().to_owned(), "all".to_owned()];
        cells.extend(mean(metric, evaluation, comparison));
        cells.join("\t") + "\n"
    };
    Metric::ALL.map(line).concat()
}

/// The topics as a table.
pub fn topic_table(topics: &[Told<'_>]) -> String {
    let compared = topics.iter().any(|topic| topic.before.is_some());
    let mut head = vec!["topic".to_owned(), "relevant".to_owned()];
    head.extend(Metric::ALL.map(|metric| metric.name().to_owned()));
    head.extend(compared.then(|| "change".to_owned()));
    head.push("text".to_owned());
    let rows = topics.iter().map(|topic| {
        let scores = &topic.scores.scores;
        let mut row = vec![
            printable(&topic.scores.topic).into_owned(),
            topic.scores.relevant.to_string(),
        ];
        row.extend(Metric::ALL.map(|metric| value(scores.get(metric))));
        row.extend(topic.before.map(|before| {
            let first = Metric::ALL[0];
            change(scores.get(first) - before.scores.get(first))
        }));
        let text = printable(topic.text.unwrap_or("-"));
        row.push(shortened(&text, TEXT_COLUMNS));
        row
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    table(&rows, 1)
}

/// The means as a table.
pub fn mean_table(evaluation: &Evaluation, comparison: Option<&Comparison>) -> String {
    let mut rows = Vec::new();
    if comparison.is_some() {
        let head = ["", "here", "there", "change", "p", "better", "worse"];
        rows.push(head.map(str::to_owned).to_vec());
    }
    rows.extend(Metric::ALL.map(|metric| {
        let mut row = vec![metric.name().to_owned()];
        row.extend(mean(metric, evaluation, comparison));
        row
    }));
    table(&rows, 0)
}

/// The cells of a mean.
fn mean(metric: Metric, evaluation: &Evaluation, comparison: Option<&Comparison>) -> Vec<String> {
    let mut cells = vec![value(evaluation.mean.get(metric))];
    if let Some(comparison) = comparison {
        let told = comparison.change(metric);
        cells.push(value(comparison.before.mean.get(metric)));
        cells.push(change(told.delta));
        cells.push(value(told.p));
        cells.push(told.better.to_string());
        cells.push(told.worse.to_string());
    }
    cells
}

/// Kind, query, articles that match, p50 and p99 in microseconds.
pub fn bench_line(timed: &Timed, timing: &Timing) -> String {
    let cells = bench_cells(timed, timing);
    cells.join("\t") + "\n"
}

/// The same for several queries, as a table.
pub fn bench_table(timings: &[(Timed, Timing)]) -> String {
    let head = ["kind", "articles", "p50 µs", "p99 µs", "query"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(timings.iter().map(|(timed, timing)| {
        let [kind, query, articles, p50, p99] = bench_cells(timed, timing);
        let query = shortened(&query, TEXT_COLUMNS);
        vec![kind, articles, p50, p99, query]
    }));
    table(&rows, 1)
}

fn bench_cells(timed: &Timed, timing: &Timing) -> [String; 5] {
    [
        printable(&timed.kind).into_owned(),
        printable(&timed.query).into_owned(),
        timing.matches.to_string(),
        format!("{:.1}", timing.p50_us),
        format!("{:.1}", timing.p99_us),
    ]
}

fn value(value: f64) -> String {
    format!("{value:.4}")
}

fn change(value: f64) -> String {
    // A change of nothing has no sign.
    let value = if value.abs() < 0.000_05 { 0.0 } else { value };
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{value:.4}")
}

/// Rows in columns: the first is words and stands left, as do the last so many;
/// those between are numbers and stand right.
fn table(rows: &[Vec<String>], words_at_the_end: usize) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |i: usize| {
        let cells = rows.iter().filter_map(|row| row.get(i));
        cells.map(|cell| columns(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (i, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width.saturating_sub(columns(cell)));
            let is_words = i == 0 || i + words_at_the_end >= count;
            let between = if i == 0 { "" } else { "  " };
            line += between;
            line += &match is_words {
                true => format!("{cell}{pad}"),
                false => format!("{pad}{cell}"),
            };
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{evaluate, qrels, run};

    fn evaluation(found: &str) -> Evaluation {
        let judged = qrels("q", "1 0 a 1\n2 0 鐘 1\n").unwrap();
        evaluate(&judged, &run("r", found).unwrap())
    }

    const HERE: &str = "1 Q0 a 1 2 x\n2 Q0 b 1 2 x\n2 Q0 鐘 2 1 x\n";
    const THERE: &str = "1 Q0 a 1 2 x\n";

    fn told<'a>(after: &'a Evaluation, before: &'a Evaluation) -> Vec<Told<'a>> {
        let pairs = after.topics.iter().zip(&before.topics);
        pairs
            .map(|(scores, before)| Told {
                scores,
                text: (scores.topic == "1").then_some("bells\x1b"),
                before: Some(before),
            })
            .collect()
    }

    #[test]
    fn lines_are_those_of_trec_eval() {
        let (after, before) = (evaluation(HERE), evaluation(THERE));
        let lines = topic_lines(&told(&after, &before)[1]);
        assert!(lines.starts_with("ndcg@10\t2\t0.6309\t0.0000\n"), "{lines}");
        let lines = mean_lines(&after, None);
        assert!(lines.contains("\nmrr\tall\t0.7500\n"), "{lines}");
        let comparison = Comparison::new(before, &after);
        let lines = mean_lines(&after, Some(&comparison));
        let wanted = "\nmrr\tall\t0.7500\t0.5000\t+0.2500\t1.0000\t1\t0\n";
        assert!(lines.contains(wanted), "{lines}");
    }

    #[test]
    fn tables_have_straight_columns() {
        let (after, before) = (evaluation(HERE), evaluation(THERE));
        let table = topic_table(&told(&after, &before));
        let wanted = "\
topic  relevant  ndcg@10      ap     mrr     p@5    p@10   r@100  r@1000   change  text
1             1   1.0000  1.0000  1.0000  0.2000  0.1000  1.0000  1.0000   0.0000  bells\\u{1b}
2             1   0.6309  0.5000  0.5000  0.2000  0.1000  1.0000  1.0000  +0.6309  -
";
        assert_eq!(table, wanted);
        let table = mean_table(&before, None);
        assert!(
            table.starts_with("ndcg@10  0.5000\nap       0.5000\n"),
            "{table}"
        );
        let comparison = Comparison::new(after, &before);
        let table = mean_table(&before, Some(&comparison));
        let wanted = [
            "           here   there   change       p  better  worse",
            "ndcg@10  0.5000  0.8155  -0.3155  1.0000       0      1",
        ];
        assert!(table.starts_with(&wanted.join("\n")), "{table}");
    }

    #[test]
    fn times_stand_beside_their_queries() {
        let timed = Timed {
            kind: "word".to_owned(),
            query: "harbour\tbell".to_owned(),
            line: 1,
        };
        let timing = Timing {
            matches: 7,
            p50_us: 12.34,
            p99_us: 100.0,
        };
        let line = bench_line(&timed, &timing);
        assert_eq!(line.matches('\t').count(), 4, "{line}");
        assert!(line.ends_with("\t7\t12.3\t100.0\n"), "{line}");
        let table = bench_table(&[(timed, timing)]);
        assert!(
            table.starts_with("kind  articles  p50 µs  p99 µs  query\nword         7"),
            "{table}"
        );
    }
}
