//! Quotes in the index: found, filtered and counted as a plain scan over the
//! extracted quotes finds, filters and counts them; replaced and removed with
//! their articles.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeSet;

use common::{Archive, Random};
use onrecord::analysis::Words;
use serde_json::Value;

/// A quote as `extract` gives it, with its article.
struct Said {
    passage: String,
    words: Vec<String>,
    speaker: Vec<String>,
    kind: String,
    outlet: String,
    published: String,
}

fn words(text: &str) -> Vec<String> {
    let mut walk = Words::new(text);
    let mut found = Vec::new();
    while let Some(word) = walk.next() {
        found.push(word.text.to_owned());
    }
    found
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// Every quote of the samples, by `extract`.
fn extracted(archive: &Archive) -> Vec<Said> {
    let corpus = archive.corpus();
    let out = archive.ok(&["extract", corpus.to_str().unwrap()]).stdout;
    let mut said = Vec::new();
    for line in out.lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        let id = text(&article["id"]);
        let id = id.split_once("/corpus/").map_or(id, |(_, inside)| inside);
        for quote in article["quotes"].as_array().into_iter().flatten() {
            let speaker = &quote["speaker"];
            said.push(Said {
                passage: format!("{id}#{}", text(&quote["passage"])),
                words: words(text(&quote["text"])),
                speaker: words(text(&speaker["name"])),
                kind: text(&quote["kind"]).to_owned(),
                outlet: text(&article["source"]).to_owned(),
                published: text(&article["published"]).to_owned(),
            });
        }
    }
    assert!(said.len() > 300, "the samples have many quotes");
    said
}

/// The passages of the quotes that a command lists, with repetitions.
fn listed(archive: &Archive, flags: &[&str]) -> Vec<String> {
    let mut args = vec![
        "quotes",
        "-n",
        "0",
        "--no-collapse",
        "--fields",
        "id,passage_anchor",
    ];
    args.extend(flags);
    let out = archive.run(&args).stdout;
    let mut ids: Vec<String> = out.lines().map(|line| line.replace('\t', "#")).collect();
    ids.sort();
    ids
}

fn scanned(said: &[Said], wanted: impl Fn(&Said) -> bool) -> Vec<String> {
    let found = said.iter().filter(|said| wanted(said));
    let mut ids: Vec<String> = found.map(|said| said.passage.clone()).collect();
    ids.sort();
    ids
}

#[test]
fn quotes_are_found_as_a_scan_finds_them() {
    let archive = Archive::with_samples();
    archive.ok(&["index", "-q"]);
    let said = extracted(&archive);
    assert_eq!(listed(&archive, &[]).len(), said.len());
    let mut random = Random::new(7);
    let latin = |word: &String| word.len() > 2 && word.is_ascii();
    let mut compared = 0;
    for _ in 0..60 {
        let chosen = &said[random.below(said.len())];
        let Some(word) = chosen.words.iter().rev().find(|word| latin(word)) else {
            continue;
        };
        let query = format!("quote:\"{word}\"");
        let found = listed(&archive, &[&query]);
        assert_eq!(found, scanned(&said, |s| s.words.contains(word)), "{query}");
        compared += found.len();
        let Some(name) = chosen.speaker.last().filter(|name| latin(name)) else {
            continue;
        };
        let by = format!("--by={name}");
        let found = listed(&archive, &[&by]);
        assert_eq!(found, scanned(&said, |s| s.speaker.contains(name)), "{by}");
        if chosen.outlet.is_empty() {
            continue;
        }
        let kind = format!("--kind={}", chosen.kind);
        let outlet = format!("--source={}", chosen.outlet);
        let since = format!("--since={}", &chosen.published[..4]);
        let found = listed(&archive, &[&by, &kind, &outlet, &since]);
        let wanted = scanned(&said, |s| {
            s.speaker.contains(name)
                && s.kind == chosen.kind
                && s.outlet == chosen.outlet
                && s.published[..4] >= chosen.published[..4]
        });
        assert_eq!(found, wanted, "{by} {kind} {outlet} {since}");
        compared += found.len();
    }
    assert!(compared > 200, "{compared} quotes were compared");
}

#[test]
fn articles_are_found_by_what_is_said_in_them() {
    let archive = Archive::with_samples();
    archive.ok(&["index", "-q"]);
    let said = extracted(&archive);
    let article = |said: &Said| said.passage.rsplit_once('#').unwrap().0.to_owned();
    for name in ["halvorsen", "thorne", "corvane", "wieland"] {
        let query = format!("speaker:{name}");
        let args = ["search", &query, "-n", "0", "-l", "--no-collapse"];
        let out = archive.ok(&args).stdout;
        let found: BTreeSet<String> = out.lines().map(str::to_owned).collect();
        let speaks = said
            .iter()
            .filter(|s| s.speaker.iter().any(|word| word == name));
        assert_eq!(found, speaks.map(article).collect(), "{query}");
    }
    // The best passage is one in which the speaker is quoted.
    let out = archive
        .ok(&["search", "speaker:thorne", "--json", "-n", "1"])
        .stdout;
    let hit: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let speakers = hit["quotes"].as_array().unwrap().iter();
    assert!(
        speakers
            .map(|q| text(&q["speaker"]))
            .any(|name| name == "Agnes Thorne"),
        "{hit}"
    );
}

const BEFORE: &str = "Ferry stays in port\n\n“The ferry will not sail before Monday,” said Ann Roe, the harbour master of Port Ellery.\n";
const AFTER: &str =
    "Ferry sails\n\n“The ferry sails tonight,” said Ann Roe, the harbour master of Port Ellery.\n";

#[test]
fn quotes_are_replaced_and_removed_with_their_article() {
    let archive = Archive::new();
    archive.write("a/ferry.txt", BEFORE);
    archive.write(
        "b/other.txt",
        AFTER.replace("Ann", "Eve").replace("Ferry", "Boat"),
    );
    archive.ok(&["index", "-q"]);
    assert_eq!(listed(&archive, &["monday"]).len(), 1);
    archive.write("a/ferry.txt", AFTER);
    archive.ok(&["index", "-q"]);
    assert_eq!(listed(&archive, &["monday"]).len(), 0);
    assert_eq!(listed(&archive, &["tonight", "--by", "ann"]).len(), 1);
    assert!(archive.ok(&["check"]).stdout.contains("sound"));
    std::fs::remove_file(archive.file("a/ferry.txt")).unwrap();
    archive.ok(&["index", "-q"]);
    assert_eq!(listed(&archive, &["tonight"]), ["b/other.txt#p1"]);
    assert!(archive.ok(&["check"]).stdout.contains("sound"));
}

#[test]
fn a_result_says_who_in_what_role_and_why() {
    let archive = Archive::new();
    archive.write("ferry.txt", BEFORE);
    archive.ok(&["index", "-q"]);
    let out = archive.ok(&["quotes", "ferry", "--json"]).stdout;
    let lines: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let quote = &lines[0];
    assert_eq!(quote["text"], "The ferry will not sail before Monday");
    assert_eq!(quote["speaker"], "Ann Roe");
    assert!(text(&quote["role"]).contains("harbour master"), "{quote}");
    assert_eq!(quote["kind"], "direct");
    assert_eq!(quote["spans"], serde_json::json!([[4, 9]]));
    assert_eq!(lines[1]["type"], "summary");
    assert_eq!(lines[1]["quotes"], 1);
    let shown = archive.ok(&["quotes", "ferry", "--format", "text"]).stdout;
    assert!(shown.contains("Ann Roe · harbour master"), "{shown}");
    assert!(shown.contains("said as “said Ann Roe"), "{shown}");
    let clip = archive.ok(&["quotes", "ferry", "--format", "md"]).stdout;
    assert!(
        clip.starts_with("> “The ferry will not sail before Monday,” said Ann Roe, "),
        "{clip}"
    );
    assert!(clip.contains("(¶1; ferry.txt#p1, sha256 "), "{clip}");
}

#[test]
fn a_misspelt_speaker_gets_a_suggestion() {
    let archive = Archive::with_samples();
    archive.ok(&["index", "-q"]);
    let notes = archive.run(&["quotes", "--by", "halvorson"]).stderr;
    assert!(notes.contains("did you mean: Marit Halvorsen ("), "{notes}");
}

#[test]
fn people_are_counted_merged_and_kept_apart() {
    let archive = Archive::with_samples();
    archive.ok(&["index", "-q"]);
    let names = |args: &[&str]| -> Vec<String> {
        let out = archive.ok(args).stdout;
        out.lines()
            .map(|line| line.split('\t').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(&["people", "halvorsen"]),
        ["Marit Halvorsen", "Jonas Halvorsen"]
    );
    let page = archive
        .ok(&["people", "marit", "halvorsen", "--format", "text"])
        .stdout;
    assert!(
        page.contains("deputy harbour master") && page.contains("harbour master"),
        "{page}"
    );
    assert!(page.contains("The Arland Courier"), "{page}");
    let roster = "[[person]]\nname = \"The Halvorsens\"\nalso = [\"Marit Halvorsen\", \"Jonas Halvorsen\"]\n";
    std::fs::write(archive.root().join("people.toml"), roster).unwrap();
    assert_eq!(names(&["people", "jonas"]), ["The Halvorsens"]);
    std::fs::write(archive.root().join("people.toml"), "[[person]]\nname = 1\n").unwrap();
    let notes = archive.run(&["people"]).stderr;
    assert!(notes.contains("people.toml: line 2"), "{notes}");
}

/// Two people, two statements, one article.
fn two_speakers() -> Archive {
    let archive = Archive::new();
    archive.write(
        "quay.txt",
        "Quay closed\n\n“The crane has to go before winter,” said Jim Roe, the harbour master.\n\n“The quay is too small for that ship,” said Ann Smith, an engineer.\n",
    );
    archive.ok(&["index", "-q"]);
    archive
}

fn counted(archive: &Archive, args: &[&str]) -> u64 {
    let mut with_count = args.to_vec();
    with_count.push("-c");
    archive.run(&with_count).stdout.trim().parse().unwrap()
}

#[test]
fn flags_are_never_given_up_for_words() {
    let archive = Archive::with_samples();
    archive.ok(&["index", "-q"]);
    for args in [
        &["search", "zyzzyva", "--by", "halvorsen,thorne"][..],
        &["quotes", "quote:zyzzyva", "--kind", "direct,mixed"],
        &["quotes", "zyzzyva", "--by", "halvorsen,thorne"],
        &["quotes", "zyzzyva", "--role", "minister,professor", "--any"],
    ] {
        assert_eq!(counted(&archive, args), 0, "{args:?}");
    }
    let one = counted(&archive, &["search", "harbour", "--by", "halvorsen"]);
    let other = counted(&archive, &["search", "harbour", "--by", "thorne"]);
    let either = counted(&archive, &["search", "harbour", "--by", "halvorsen,thorne"]);
    let any = counted(
        &archive,
        &["search", "harbour", "--any", "--by", "halvorsen,thorne"],
    );
    assert!(one.max(other) <= either && either <= one + other);
    assert_eq!(either, any);
}

#[test]
fn what_is_ruled_out_leaves_the_rest() {
    let archive = Archive::with_samples();
    archive.ok(&["index", "-q"]);
    let by = counted(&archive, &["quotes", "--by", "halvorsen"]);
    let without = counted(
        &archive,
        &["quotes", "--by", "halvorsen", "NOT", "quote:ferry"],
    );
    let with = counted(&archive, &["quotes", "--by", "halvorsen", "quote:ferry"]);
    assert_eq!(by, without + with);
    assert!(counted(&archive, &["quotes", "--by", "halvorsen", "NOT", "ferry"]) > by / 2);
    let either = counted(&archive, &["quotes", "speaker:halvorsen OR quote:strike"]);
    assert!(either >= by && either > 0);
    for query in [
        "harbour",
        "tunnel cost",
        "speaker:thorne OR drought",
        "bells -bronze",
    ] {
        let listed = archive.run(&["quotes", query, "-n", "0", "-l"]).stdout;
        assert_eq!(
            listed.lines().count() as u64,
            counted(&archive, &["quotes", query]),
            "{query}"
        );
    }
}

#[test]
fn speaker_and_words_are_asked_of_one_quote() {
    let archive = two_speakers();
    for (query, articles) in [
        ("speaker:roe quote:crane", 1),
        ("speaker:smith quote:crane", 0),
        ("speaker:smith crane", 1),
        ("speaker:(Ann AND Roe)", 0),
        ("speaker:roe role:engineer", 0),
        ("speaker:smith OR quote:zyzzyva", 1),
    ] {
        assert_eq!(counted(&archive, &["search", query]), articles, "{query}");
    }
    assert_eq!(counted(&archive, &["search", "--by", "Ann Roe"]), 0);
    let shown = archive.ok(&["search", "--by", "smith", "--json"]).lines();
    assert_eq!(
        shown[0]["anchor"], "p2",
        "the passage in which she is quoted"
    );
}

#[test]
fn a_quote_on_a_topic_has_some_of_it_itself() {
    let archive = two_speakers();
    let quotes = |query: &str| -> Vec<Value> {
        let mut lines = archive.run(&["quotes", query, "--json"]).lines();
        lines.pop();
        lines
    };
    // The headline has `quay`: both are on it, the one that says it first.
    let found = quotes("quay");
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["speaker"], "Ann Smith");
    // `engineer` stands in the article only.
    let found = quotes("crane engineer");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["speaker"], "Jim Roe");
    assert_eq!(quotes("engineer").len(), 0);
}

#[test]
fn about_somebody_is_what_others_said_about_them() {
    let archive = Archive::new();
    archive.write(
        "mill.txt",
        "Mill to close\n\n“Jim Roe never asked us,” said Ann Smith, who works there.\n\n“The weather is bad,” she said.\n\n“I did ask,” said Jim Roe, the owner.\n\n“Roe has to go,” said Eve Lund, the mayor.\n",
    );
    archive.ok(&["index", "-q"]);
    let out = archive
        .ok(&["quotes", "--about", "Jim Roe", "--fields", "speaker"])
        .stdout;
    let mut speakers: Vec<&str> = out.lines().collect();
    speakers.sort_unstable();
    assert_eq!(speakers, ["Ann Smith", "Eve Lund"]);
    assert_eq!(
        counted(&archive, &["quotes", "weather", "--about", "Jim Roe"]),
        0
    );
}
