//! The sample archive is asked what a newsroom asks. What comes first is kept in
//! `golden/results/`, so that a change of the ranking is seen in full, and what
//! must be found is in `golden/wanted.tsv`, by judgment.
//!
//! `ONRECORD_GOLDEN=write cargo test --test golden` writes the results anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use common::{Archive, one_line};
use serde_json::Value;

/// The sample archive, indexed once.
fn samples() -> &'static Archive {
    static SAMPLES: OnceLock<Archive> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let archive = Archive::with_samples();
        archive.ok(&["index"]);
        archive
    })
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

/// The lines of a file that say something.
fn lines(name: &str) -> Vec<String> {
    let text = fs::read_to_string(golden(name)).unwrap();
    let lines = text.lines().filter(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    lines.map(str::to_owned).collect()
}

/// A command of `queries.txt`.
struct Asked {
    id: String,
    command: String,
}

fn queries() -> Vec<Asked> {
    let read = |line: String| {
        let (id, command) = line.split_once('\t').expect(&line);
        Asked {
            id: id.to_owned(),
            command: command.to_owned(),
        }
    };
    lines("queries.txt").into_iter().map(read).collect()
}

/// The words of a command; single quotes keep them together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    assert!(!quoted, "a quote is not closed: {command}");
    words
}

/// The first ten results of a command.
struct Found {
    /// `id#p7`, `id#q3`, a person's name.
    places: Vec<String>,
    /// The whole as it is kept.
    kept: String,
}

fn ask(asked: &Asked) -> Found {
    let words = words(&asked.command);
    let mut args: Vec<&str> = words.iter().map(String::as_str).collect();
    args.splice(1..1, ["--json", "-n", "10"]);
    // What is kept is the order of articles, each for itself.
    if matches!(args[0], "search" | "quotes") {
        args.insert(1, "--no-collapse");
    }
    let ran = samples().run(&args);
    assert!(ran.is_calm() && ran.code != Some(2), "{args:?}: {ran:#?}");
    let mut results = ran.lines();
    let summary = results.pop().unwrap();
    let mut kept = format!("{}\n{}\n", asked.command, summed_up(&summary));
    let mut places = Vec::new();
    for result in results {
        let place = place(&result);
        let score = result["score"].as_f64().unwrap();
        let _ = writeln!(kept, "{place}\t{score:.3}\t{}", said(&result));
        places.push(place);
    }
    Found { places, kept }
}

fn summed_up(summary: &Value) -> String {
    let (what, count) = ["articles", "quotes", "people"]
        .into_iter()
        .find_map(|what| Some((what, summary[what].as_u64()?)))
        .unwrap();
    match (&summary["relaxed_to"], &summary["words"]) {
        (Value::Null, _) => format!("{count} {what}"),
        (having, asked) => format!("{count} {what} with {having} of {asked} words"),
    }
}

fn place(result: &Value) -> String {
    match (result["id"].as_str(), result["anchor"].as_str()) {
        (Some(id), Some(anchor)) => format!("{id}#{anchor}"),
        (Some(id), None) => id.to_owned(),
        _ => result["name"].as_str().unwrap().to_owned(),
    }
}

/// What tells a result to a reader: who says a quote, the headline.
fn said(result: &Value) -> String {
    let text = |key: &str| result[key].as_str().unwrap_or("-").to_owned();
    match result["type"].as_str().unwrap() {
        "quote" => format!("{}\t{}", text("speaker"), text("title")),
        "person" => format!("{}\t{} statements", text("role"), result["statements"]),
        _ => text("title"),
    }
}

/// Both texts line by line: `-` was there before, `+` is there now.
fn difference(before: &str, now: &str) -> String {
    let (before, now): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    // Lengths of the longest common parts of what follows each pair of lines.
    let mut common = vec![vec![0_usize; now.len() + 1]; before.len() + 1];
    for i in (0..before.len()).rev() {
        for j in (0..now.len()).rev() {
            common[i][j] = match before[i] == now[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < before.len() || j < now.len() {
        let both = i < before.len() && j < now.len();
        if both && before[i] == now[j] {
            let _ = writeln!(out, "  {}", now[j]);
            (i, j) = (i + 1, j + 1);
        } else if j == now.len() || both && common[i + 1][j] >= common[i][j + 1] {
            let _ = writeln!(out, "- {}", before[i]);
            i += 1;
        } else {
            let _ = writeln!(out, "+ {}", now[j]);
            j += 1;
        }
    }
    out
}

#[test]
fn results_are_those_that_were_kept() {
    let write = std::env::var_os("ONRECORD_GOLDEN").is_some_and(|value| value == "write");
    let (mut changed, mut files) = (String::new(), BTreeSet::new());
    for asked in queries() {
        let name = format!("{}.txt", asked.id);
        let file = golden("results").join(&name);
        let now = ask(&asked).kept;
        let before = fs::read_to_string(&file).unwrap_or_default();
        if write {
            fs::write(&file, &now).unwrap();
        } else if before != now {
            let _ = writeln!(changed, "\n{name}\n{}", difference(&before, &now));
        }
        assert!(files.insert(name), "{} is there twice", asked.id);
    }
    assert!(
        changed.is_empty(),
        "results have changed:\n{changed}\nWhere they are as good or better: ONRECORD_GOLDEN=write cargo test --test golden\n"
    );
    for file in common::files_below(&golden("results")) {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(files.contains(name), "nothing asks for {name} any more");
    }
}

#[test]
fn what_is_wanted_is_among_the_first() {
    let queries = queries();
    let mut missing = String::new();
    for line in lines("wanted.tsv") {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, among, wanted] = cells[..] else {
            panic!("query, number, place are wanted: {line}");
        };
        let asked = queries.iter().find(|asked| asked.id == id);
        let asked = asked.unwrap_or_else(|| panic!("there is no query {id}"));
        let places = ask(asked).places;
        // A place without an anchor is any place of the article.
        let is_wanted = |place: &String| {
            let rest = place.strip_prefix(wanted);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
        };
        let first = places.iter().take(among.parse().unwrap());
        if !first.into_iter().any(is_wanted) {
            let _ = writeln!(
                missing,
                "{id} ({}): {wanted} is not among the first {among} of\n  {}",
                asked.command,
                places.join("\n  ")
            );
        }
    }
    assert!(missing.is_empty(), "{missing}");
}

#[test]
fn every_query_wants_something() {
    let wanted = lines("wanted.tsv");
    for asked in queries() {
        let own = format!("{}\t", asked.id);
        let wants = wanted.iter().any(|line| line.starts_with(&own));
        assert!(wants, "wanted.tsv has nothing for {}", asked.id);
    }
}

#[test]
fn every_judged_article_is_in_the_archive() {
    let known = samples().sorted_ids("*");
    for line in lines("qrels.txt") {
        let id = line.split_whitespace().nth(2).unwrap();
        assert!(known.iter().any(|known| known == id), "there is no {id}");
    }
}

#[test]
fn sentences_find_the_articles_that_answer_them() {
    let (topics, qrels) = (golden("topics.tsv"), golden("qrels.txt"));
    let (topics, qrels) = (topics.to_str().unwrap(), qrels.to_str().unwrap());
    let ran = samples().run(&["eval", "--topics", topics, "--qrels", qrels, "--json"]);
    let line = one_line(&ran);
    assert!(line["topics"].as_u64() >= Some(20), "{line}");
    for (metric, least) in [("ndcg_10", NDCG_10), ("r_100", R_100)] {
        let reached = line[metric].as_f64().unwrap();
        assert!(reached >= least, "{metric}: {reached}, was {least}");
    }
}

/// What was last reached, rounded down; only ever raised.
const NDCG_10: f64 = 0.84;
const R_100: f64 = 0.86;

#[test]
fn a_difference_shows_what_came_and_went() {
    assert_eq!(difference("a\nb\nc\n", "a\nc\nd\n"), "  a\n- b\n  c\n+ d\n");
    assert_eq!(difference("", "a\n"), "+ a\n");
    assert_eq!(difference("a\n", ""), "- a\n");
}

#[test]
fn words_of_a_command_are_those_that_a_shell_would_give() {
    let read = words(r#"search '"prime minister" (rail OR tunnel)' --source 'The Wire'"#);
    let wanted = [
        "search",
        r#""prime minister" (rail OR tunnel)"#,
        "--source",
        "The Wire",
    ];
    assert_eq!(read, wanted);
}
