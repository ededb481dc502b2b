//! The text of judgments and of runs, in the formats of TREC → who is relevant,
//! who was found; and back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::error::Result;

use super::{said, wrong};

/// Which documents are relevant to which topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Qrels {
    /// Each topic with the grades of its documents, in the order of the file;
    /// a grade of 0 says that a document is not relevant.
    pub topics: Vec<(String, BTreeMap<String, u32>)>,
}

impl Qrels {
    /// Every document that is judged for any topic.
    pub fn documents(&self) -> BTreeSet<&str> {
        let grades = self.topics.iter().flat_map(|(_, grades)| grades.keys());
        grades.map(String::as_str).collect()
    }
}

/// Reads judgments, one a line: topic, a word that nobody reads, document,
/// grade, with white space between them. A grade below 0 counts as 0. `file`
/// names the text in errors.
pub fn qrels(file: &str, text: &str) -> Result<Qrels> {
    let mut topics: Vec<(String, BTreeMap<String, u32>)> = Vec::new();
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    for (number, line) in said(text) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [topic, _, document, grade] = cells[..] else {
            let message = "a judgment is `topic 0 document grade`";
            return Err(wrong(file, number, message));
        };
        let Ok(grade) = grade.parse::<i32>() else {
            let message = format!("the grade is no whole number: {grade}");
            return Err(wrong(file, number, &message));
        };
        let at = *place.entry(topic.to_owned()).or_insert_with(|| {
            topics.push((topic.to_owned(), BTreeMap::new()));
            topics.len() - 1
        });
        let grade = u32::try_from(grade).unwrap_or(0);
        let before = topics[at].1.insert(document.to_owned(), grade);
        if before.is_some_and(|before| before != grade) {
            let message = format!("{document} was judged otherwise for topic {topic} before");
            return Err(wrong(file, number, &message));
        }
    }
    Ok(Qrels { topics })
}

/// A document of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// By which name judgments know it.
    pub id: String,
    /// Higher is better.
    pub score: f32,
}

/// What was found for each topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run(BTreeMap<String, Vec<Scored>>);

impl Run {
    /// Sets what was found for a topic. It is put in order as `trec_eval` does,
    /// which looks at no rank: by score, and where two have one score, by id,
    /// the last first.
    pub fn insert(&mut self, topic: &str, mut found: Vec<Scored>) {
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| b.id.cmp(&a.id)));
        self.0.insert(topic.to_owned(), found);
    }

    /// What was found for a topic, the best first.
    pub fn found(&self, topic: &str) -> &[Scored] {
        self.0.get(topic).map_or(&[], Vec::as_slice)
    }
}

/// Reads a run, one document a line: topic, `Q0`, document, rank, score, name of
/// the run, with white space between them. `file` names the text in errors.
pub fn run(file: &str, text: &str) -> Result<Run> {
    let mut topics: BTreeMap<String, Vec<Scored>> = BTreeMap::new();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (number, line) in said(text) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [topic, _, id, _, score, _] = cells[..] else {
            let message = "a line of a run is `topic Q0 document rank score name`";
            return Err(wrong(file, number, message));
        };
        // Read as wide as it was written, then cut: `trec_eval` keeps floats.
        let score = match score.parse::<f64>() {
            Ok(score) if (score as f32).is_finite() => score as f32,
            _ => {
                let message = format!("the score is no number: {score}");
                return Err(wrong(file, number, &message));
            }
        };
        if !seen.insert((topic, id)) {
            let message = format!("topic {topic} has {id} twice");
            return Err(wrong(file, number, &message));
        }
        let id = id.to_owned();
        let found = topics.entry(topic.to_owned()).or_default();
        // `-0` and `0` are one score, though not in `total_cmp`.
        found.push(Scored {
            id,
            score: score + 0.0,
        });
    }
    let mut run = Run::default();
    for (topic, found) in topics {
        run.insert(&topic, found);
    }
    Ok(run)
}

/// The lines of a run for one topic, in the order given.
pub fn written(topic: &str, found: &[Scored]) -> String {
    let mut lines = String::new();
    for (i, Scored { id, score }) in found.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{topic} Q0 {id} {} {score} onrecord", i + 1);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgments_are_kept_in_the_order_of_their_topics() {
        let read = qrels("q", "9 0 b 2\n1 0 a 1\n9\t0\ta#r/1 -2\n9 0 b 2\n").unwrap();
        let ids: Vec<&str> = read.topics.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["9", "1"]);
        let grades: Vec<(&str, u32)> = read.topics[0]
            .1
            .iter()
            .map(|(id, grade)| (id.as_str(), *grade))
            .collect();
        assert_eq!(grades, [("a#r/1", 0), ("b", 2)]);
        assert_eq!(read.documents().len(), 3, "1 knows a, 9 knows a#r/1 and b");
    }

    #[test]
    fn what_is_no_judgment_is_told_with_its_line() {
        for (text, wanted) in [
            ("1 0 a 1\n1 0 b\n", "q, line 2: a judgment is"),
            ("1 0 my article 1\n", "q, line 1: a judgment is"),
            (
                "\n1 0 a good\n",
                "q, line 2: the grade is no whole number: good",
            ),
            ("1 0 a 99999999999\n", "q, line 1: the grade is no whole"),
            ("1 0 a 1\n1 0 a 2\n", "q, line 2: a was judged otherwise"),
        ] {
            let told = qrels("q", text).unwrap_err().to_string();
            assert!(told.starts_with(wanted), "{told}");
        }
    }

    #[test]
    fn a_run_is_ordered_by_score_then_by_id_backwards() {
        let text = "1 Q0 a 1 2.5 x\n1 Q0 c 2 2.5 x\n2 Q0 a 1 1 x\n1 Q0 b 3 7e0 x\n1 Q0 0 4 -0 x\n1 Q0 1 5 0 x\n";
        let read = run("r", text).unwrap();
        let ids: Vec<&str> = read.found("1").iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["b", "c", "a", "1", "0"]);
        assert_eq!(read.found("3"), []);
    }

    #[test]
    fn what_is_no_run_is_told_with_its_line() {
        for (text, wanted) in [
            ("1 Q0 a 1 2.5\n", "r, line 1: a line of a run is"),
            (
                "1 Q0 a 1 high x\n",
                "r, line 1: the score is no number: high",
            ),
            ("1 Q0 a 1 nan x\n", "r, line 1: the score is no number"),
            ("1 Q0 a 1 1e99 x\n", "r, line 1: the score is no number"),
            (
                "1 Q0 a 1 2 x\n1 Q0 a 2 1 x\n",
                "r, line 2: topic 1 has a twice",
            ),
        ] {
            let told = run("r", text).unwrap_err().to_string();
            assert!(told.starts_with(wanted), "{told}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let found = vec![
            Scored {
                id: "x/b.txt".to_owned(),
                score: 12.345_679,
            },
            Scored {
                id: "x/a%20b.txt#7".to_owned(),
                score: 0.1,
            },
        ];
        let text = written("t1", &found);
        assert_eq!(
            text,
            "t1 Q0 x/b.txt 1 12.345679 onrecord\nt1 Q0 x/a%20b.txt#7 2 0.1 onrecord\n"
        );
        assert_eq!(run("r", &text).unwrap().found("t1"), found);
    }
}
