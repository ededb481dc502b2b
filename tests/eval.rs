//! `eval`: rankings measured on topics and judgments, runs written, read and
//! compared, queries timed; and what is said of files that are none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::fs;

use common::{Archive, Ran, one_line, record};
use serde_json::Value;

/// Four articles, two of them records of one file, with two topics.
fn archive() -> Archive {
    let archive = Archive::new();
    archive.write(
        "ferry/late ferry.txt",
        "Ferry late\n\nThe ferry to the island was late again on Monday.\n",
    );
    archive.write(
        "bells.txt",
        "Bells at noon\n\nThe bells of the town rang at noon.\n",
    );
    let records = [
        record("r1", "Bells sold", "A museum has sold its bells."),
        record(
            "r2",
            "Lighthouse",
            "The lighthouse at the ferry pier is dark, not the bells.",
        ),
    ];
    archive.write("box.jsonl", records.concat());
    write(
        &archive,
        "topics.tsv",
        "# what readers ask\nt1\tWhere are the bells?\n\nt2\tis the ferry late on Monday (again\n",
    );
    write(
        &archive,
        "qrels.txt",
        "t1 0 bells.txt 2\nt1 0 r1 2\nt1 0 box.jsonl#r2 -1\nt2 0 ferry/late%20ferry.txt 1\nt2 0 r2 0\n",
    );
    archive.ok(&["index"]);
    archive
}

fn write(archive: &Archive, name: &str, text: &str) {
    fs::write(archive.root().join(name), text).unwrap();
}

fn read(archive: &Archive, name: &str) -> String {
    fs::read_to_string(archive.root().join(name)).unwrap()
}

const JUDGED: &[&str] = &["eval", "--topics", "topics.tsv", "--qrels", "qrels.txt"];

fn eval(archive: &Archive, flags: &[&str]) -> Ran {
    let ran = archive.run(&[JUDGED, flags].concat());
    assert!(ran.is_calm(), "{ran:#?}");
    ran
}

/// The JSON line of an evaluation that must succeed.
fn line(archive: &Archive, flags: &[&str]) -> Value {
    let ran = eval(archive, &[&["--json"], flags].concat());
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    one_line(&ran)
}

#[test]
fn a_ranking_is_measured() {
    let archive = archive();
    let line = line(&archive, &[]);
    assert_eq!(line["type"], "evaluation");
    assert_eq!(line["topics"], 2);
    // All three relevant articles are found, and before any other.
    for metric in ["ndcg_10", "ap", "mrr", "r_100", "r_1000"] {
        assert_eq!(line[metric], 1.0, "{metric}: {line}");
    }
    assert_eq!(line["p_5"], 0.3, "2 of 5 and 1 of 5");
    assert_eq!(line["p_10"], 0.15);
    assert_eq!(line["compared"], Value::Null);
}

#[test]
fn in_a_pipe_it_is_lines_with_tabs() {
    let archive = archive();
    let ran = eval(&archive, &[]);
    assert_eq!(ran.stdout.lines().count(), 7, "{ran:#?}");
    assert!(ran.stdout.starts_with("ndcg@10\tall\t1.0000\n"), "{ran:#?}");
    assert!(ran.stderr.starts_with("2 topics · "), "{ran:#?}");
    let ran = eval(&archive, &["--per-topic"]);
    assert_eq!(ran.stdout.lines().count(), 21, "{ran:#?}");
    assert!(ran.stdout.contains("\np@5\tt1\t0.4000\n"), "{ran:#?}");
    let ran = eval(&archive, &["--per-topic", "--format", "text"]);
    assert!(
        ran.stdout.starts_with("topic  relevant  ndcg@10"),
        "{ran:#?}"
    );
    assert!(ran.stdout.contains("Where are the bells?\n"), "{ran:#?}");
    assert!(ran.stdout.contains("\nap       1.0000\n"), "{ran:#?}");
    assert_eq!(eval(&archive, &["-q"]).stdout, "");
}

#[test]
fn each_topic_is_a_json_line_if_asked() {
    let archive = archive();
    let lines = eval(&archive, &["--per-topic", "--json"]).lines();
    let types: Vec<&Value> = lines.iter().map(|line| &line["type"]).collect();
    assert_eq!(types, ["topic", "topic", "evaluation"]);
    assert_eq!(lines[0]["topic"], "t1");
    assert_eq!(lines[0]["text"], "Where are the bells?");
    assert_eq!(lines[0]["relevant"], 2);
    assert_eq!(lines[0]["p_5"], 0.4);
}

#[test]
fn a_value_may_be_demanded() {
    let archive = archive();
    for (min, code) in [
        (&["--min", "ndcg@10=1"][..], 0),
        (&["--min", "p@5=0.31"], 1),
        (&["--min", "ap=0.9", "--min", "P@5=0.31"], 1),
        (&["--min", "p@5=0.31", "-q"], 1),
        (&["--min", "f1=0.5"], 2),
        (&["--min", "ap"], 2),
        (&["--min", "ap=2"], 2),
    ] {
        let ran = eval(&archive, min);
        assert_eq!(ran.code, Some(code), "{min:?}: {ran:#?}");
        let told = ran.stderr.contains("p@5 is 0.300000, below 0.31");
        assert_eq!(told, code == 1 && !min.contains(&"-q"), "{min:?}: {ran:#?}");
    }
    let ran = eval(&archive, &["--min", "p@5=0.31", "--json"]);
    assert_eq!(one_line(&ran)["below"], serde_json::json!(["p@5"]));
}

#[test]
fn a_run_names_documents_as_the_judgments_do() {
    let archive = archive();
    line(&archive, &["--run", "a.run"]);
    let run = read(&archive, "a.run");
    let ids: Vec<(&str, &str)> = run
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(' ').collect();
            assert_eq!(
                (cells.len(), cells[1], cells[5]),
                (6, "Q0", "onrecord"),
                "{line}"
            );
            (cells[0], cells[2])
        })
        .collect();
    // `box.jsonl#r2` is judged under its whole id by one topic, and so has it
    // everywhere.
    let wanted = [
        ("t1", "bells.txt"),
        ("t1", "r1"),
        ("t1", "box.jsonl#r2"),
        ("t2", "ferry/late%20ferry.txt"),
        ("t2", "box.jsonl#r2"),
    ];
    for one in wanted {
        assert!(ids.contains(&one), "{one:?}: {run}");
    }
    assert_eq!(ids.len(), wanted.len(), "{run}");
}

#[test]
fn a_run_does_not_differ_from_itself() {
    let archive = archive();
    line(&archive, &["--run", "a.run"]);
    let same = line(&archive, &["--compare", "a.run"]);
    for metric in ["ndcg_10", "ap", "mrr", "p_5", "p_10", "r_100", "r_1000"] {
        let change = &same["compared"][metric];
        assert_eq!(change["value"], same[metric], "{metric}");
        assert_eq!(change["delta"], 0.0, "{metric}");
        assert_eq!(change["p"], 1.0, "{metric}");
    }
    write(&archive, "b.run", "t1 Q0 r1 1 2 x\nt1 Q0 other 2 1 x\n");
    let better = line(&archive, &["--compare", "b.run"]);
    let change = &better["compared"]["mrr"];
    assert_eq!(change["value"], 0.5, "nothing is found for t2");
    assert_eq!(change["delta"], 0.5);
    assert_eq!(
        (&change["better"], &change["worse"]),
        (&1.into(), &0.into())
    );
    let ran = eval(&archive, &["--compare", "b.run", "--per-topic"]);
    assert!(
        ran.stdout.contains("\nmrr\tt2\t1.0000\t0.0000\n"),
        "{ran:#?}"
    );
    assert!(
        ran.stdout
            .contains("\nmrr\tall\t1.0000\t0.5000\t+0.5000\t1.0000\t1\t0\n"),
        "{ran:#?}"
    );
}

#[test]
fn topics_are_words_unless_they_are_queries() {
    let archive = archive();
    // The second topic has a bracket that nothing closes.
    let ran = eval(&archive, &["--query-syntax"]);
    assert_eq!(ran.code, Some(2), "{ran:#?}");
    assert!(ran.stderr.contains("topic t2: query, column"), "{ran:#?}");
    write(
        &archive,
        "queries.tsv",
        "t1\ttitle:bells -museum\nt2\tferry\n",
    );
    let args = [
        "eval",
        "--topics",
        "queries.tsv",
        "--qrels",
        "qrels.txt",
        "--query-syntax",
    ];
    archive.ok(&[&args[..], &["--run", "q.run"]].concat());
    let run = read(&archive, "q.run");
    let of_first = run.lines().filter(|line| line.starts_with("t1 "));
    let of_first: Vec<&str> = of_first.collect();
    assert_eq!(of_first.len(), 1, "{run}");
    assert!(of_first[0].contains(" bells.txt "), "{run}");
}

#[test]
fn any_word_will_do_unless_all_are_wanted() {
    let archive = archive();
    let found = |flags: &[&str]| {
        line(&archive, &[&["--run", "f.run"], flags].concat());
        read(&archive, "f.run").lines().count()
    };
    assert_eq!(found(&[]), 5);
    assert_eq!(found(&["--any"]), 5);
    assert!(found(&["--most"]) < 5);
    assert!(found(&["--all"]) < 5);
    assert_eq!(found(&["-n", "1"]), 2);
    assert_eq!(found(&["-n", "0"]), 5);
}

#[test]
fn files_that_are_none_are_told_with_their_line() {
    let archive = archive();
    write(&archive, "bad_topics.tsv", "t1\tbells\nt2 ferry\n");
    write(
        &archive,
        "bad_qrels.txt",
        "t1 0 bells.txt 1\nt1 0 bells.txt\n",
    );
    write(&archive, "other_qrels.txt", "9 0 bells.txt 1\n");
    write(&archive, "zero_qrels.txt", "t1 0 bells.txt 0\n");
    write(&archive, "bad.run", "t1 Q0 bells.txt 1 x y\n");
    write(&archive, "empty.txt", "# nothing\n");
    fs::write(archive.root().join("latin.tsv"), b"t1\tcaf\xe9\n").unwrap();
    let (topics, qrels) = ("topics.tsv", "qrels.txt");
    for (topics, qrels, more, wanted) in [
        ("none.tsv", qrels, &[][..], "none.tsv: cannot read"),
        (
            "bad_topics.tsv",
            qrels,
            &[],
            "bad_topics.tsv, line 2: a topic is",
        ),
        ("latin.tsv", qrels, &[], "latin.tsv is not UTF-8"),
        ("empty.txt", qrels, &[], "empty.txt has no topic"),
        (
            topics,
            "bad_qrels.txt",
            &[],
            "bad_qrels.txt, line 2: a judgment is",
        ),
        (topics, "empty.txt", &[], "empty.txt has no judgment"),
        (
            topics,
            "zero_qrels.txt",
            &[],
            "zero_qrels.txt has nothing relevant",
        ),
        (
            topics,
            "other_qrels.txt",
            &[],
            "no topic of topics.tsv is judged in other_qrels.txt: the first is `t1` there, `9` here",
        ),
        (
            topics,
            qrels,
            &["--compare", "bad.run"],
            "bad.run, line 1: the score is no number: x",
        ),
        (
            topics,
            qrels,
            &["--run", "no/such/folder"],
            "no/such/folder: cannot write",
        ),
    ] {
        let args = ["eval", "--topics", topics, "--qrels", qrels];
        let ran = archive.run(&[&args[..], more].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:#?}");
        assert!(
            ran.is_calm() && ran.stderr.contains(wanted),
            "{wanted}: {ran:#?}"
        );
    }
}

#[test]
fn what_does_not_fit_together_is_told() {
    let archive = archive();
    write(&archive, "some.tsv", "t1\tbells\nt3\tferry\n");
    write(
        &archive,
        "some_qrels.txt",
        "t1 0 elsewhere.txt 1\nt2 0 bells.txt 1\n",
    );
    let ran = archive.ok(&[
        "eval",
        "--topics",
        "some.tsv",
        "--qrels",
        "some_qrels.txt",
        "--json",
    ]);
    let line = one_line(&ran);
    assert_eq!((&line["topics"], &line["ap"]), (&2.into(), &0.0.into()));
    for wanted in [
        "topics that are judged and not in some.tsv, which count 0: 1",
        "topics that nobody has judged, which do not count: 1",
    ] {
        assert!(ran.stderr.contains(wanted), "{wanted}: {ran:#?}");
    }
    write(&archive, "far_qrels.txt", "t1 0 elsewhere.txt 1\n");
    let ran = archive.ok(&["eval", "--topics", "some.tsv", "--qrels", "far_qrels.txt"]);
    assert!(
        ran.stderr.contains("no judged article was found at all"),
        "{ran:#?}"
    );
}

#[test]
fn queries_are_timed() {
    let archive = archive();
    let bench = [
        "eval",
        "--bench",
        "queries.tsv",
        "--warm-ups",
        "0",
        "--times",
        "2",
    ];
    write(
        &archive,
        "queries.tsv",
        "word\tbells\nphrase\t\"rang at noon\"\nnone\tzyzzyva\n",
    );
    let ran = archive.ok(&bench);
    let rows: Vec<Vec<&str>> = ran
        .stdout
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    let told: Vec<(&str, &str, &str)> = rows.iter().map(|row| (row[0], row[1], row[2])).collect();
    let wanted = [
        ("word", "bells", "3"),
        ("phrase", "\"rang at noon\"", "1"),
        ("none", "zyzzyva", "0"),
    ];
    assert_eq!(told, wanted);
    for row in &rows {
        let times: Vec<f64> = row[3..].iter().map(|time| time.parse().unwrap()).collect();
        assert!(times.len() == 2 && times[0] <= times[1], "{row:?}");
    }
    let lines = archive.ok(&[&bench[..], &["--json"]].concat()).lines();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        (&lines[0]["type"], &lines[0]["articles"]),
        (&"bench".into(), &3.into())
    );
    let ran = archive.ok(&[&bench[..], &["--format", "text"]].concat());
    assert!(
        ran.stdout.starts_with("kind    articles  p50 µs"),
        "{ran:#?}"
    );
}

#[test]
fn what_cannot_be_timed_is_told_before_anything_is() {
    let archive = archive();
    write(&archive, "queries.tsv", "word\tbells\nbad\t(bells\n");
    let ran = archive.run(&["eval", "--bench", "queries.tsv"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:#?}");
    assert!(
        ran.stderr.contains("queries.tsv, line 2: query, column"),
        "{ran:#?}"
    );
    for args in [
        &["eval"][..],
        &["eval", "--topics", "topics.tsv"],
        &["eval", "--bench", "queries.tsv", "--min", "ap=1"],
        &["eval", "--bench", "queries.tsv", "--times", "0"],
        &[
            "eval",
            "--topics",
            "topics.tsv",
            "--qrels",
            "qrels.txt",
            "--times",
            "9",
        ],
    ] {
        let ran = archive.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:#?}");
    }
}
