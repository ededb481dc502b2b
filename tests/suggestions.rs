//! Where little is found, what may have been meant is offered: words, names as
//! they are shown, outlets, authors, sections; and each finds something.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use common::Archive;
use serde_json::{Value, json};

/// Forty articles on one topic, with one misspelt word, and people quoted.
fn council() -> Archive {
    let archive = Archive::new();
    let mut lines = String::new();
    for i in 0..40 {
        let author = ["Mara Quill", "Otto Brandvik"][usize::from(i % 4 == 0)];
        let outlet = ["The Harbour Post", "Example Wire"][i % 2];
        let body = format!(
            "The council met again on the bridge, number {i}.\n\n“The bridge is sound,” said Zelda Montrose, the city engineer.\n\n“It is not,” said Ivo Montrose, a painter."
        );
        let article = json!({
            "id": format!("a{i}"), "title": format!("Bridge report {i}"), "body": body, "byline": author,
            "source": outlet, "section": "Business", "date": "2024-05-01", "language": "en",
        });
        lines += &format!("{article}\n");
    }
    archive.write("all.jsonl", lines);
    archive.write("odd.txt", "Coucil house\n\nThe coucil house was painted green, and nobody minded. Marla Quillane spoke.\n");
    archive.ok(&["index", "-q"]);
    archive
}

fn suggestions(archive: &Archive, args: &[&str]) -> Vec<Value> {
    let mut all = args.to_vec();
    all.push("--json");
    let ran = archive.run(&all);
    assert!(ran.is_calm(), "{args:?}: {ran:#?}");
    let summary = ran.lines().pop().unwrap();
    summary["suggestions"].as_array().unwrap().clone()
}

fn words(found: &[Value]) -> Vec<&str> {
    found
        .iter()
        .filter_map(|line| line["word"].as_str())
        .collect()
}

#[test]
fn words_and_names_that_are_near() {
    let archive = council();
    for (args, wanted) in [
        // Words: unknown ones, and one that is in one article beside one in forty.
        (&["search", "brigde"] as &[&str], &["bridge"] as &[&str]),
        (&["search", "title:brigde"], &["bridge"]),
        (&["search", "coucil"], &["council"]),
        (&["search", "brigde", "council"], &["bridge"]),
        (&["search", "body:brdge"], &["bridge"]),
        (&["quotes", "sund"], &["sound"]),
        (&["quotes", "--role", "painetr"], &["painter"]),
        // Names, whole: one part misspelt, both, the wrong order in a phrase.
        (
            &["quotes", "--by", "montrsoe"],
            &["Ivo Montrose", "Zelda Montrose"],
        ),
        (&["quotes", "--by", "zelda montrosse"], &["Zelda Montrose"]),
        (&["quotes", "--by", "selda montros"], &["Zelda Montrose"]),
        (
            &["quotes", "speaker:\"montrose zelda\""],
            &["Zelda Montrose"],
        ),
        (&["quotes", "--by", "qqqqq zelda"], &["Zelda Montrose"]),
        (&["search", "speaker:zelad"], &["Zelda Montrose"]),
        (
            &["search", "--by", "montrsoe", "bridge"],
            &["Ivo Montrose", "Zelda Montrose"],
        ),
        (&["people", "montrsoe"], &["Ivo Montrose", "Zelda Montrose"]),
        // Values of other fields.
        (&["search", "source:exmple"], &["Example Wire"]),
        (
            &["search", "bridge", "--source", "Harbor Post"],
            &["The Harbour Post"],
        ),
        (
            &["search", "bridge", "--author", "brandwik"],
            &["Otto Brandvik"],
        ),
        (&["search", "byline:\"mara quil\""], &["Mara Quill"]),
        (&["search", "section:bussiness"], &["Business"]),
        // Nothing is near, or all is well.
        (&["search", "zyzzyva"], &[]),
        (&["search", "bridge", "2031"], &[]),
        (&["search", "bridge"], &[]),
        (&["search", "painted"], &[]),
        (&["search", "house", "zelda"], &[]),
        (&["quotes", "--by", "montrose"], &[]),
        (&["search", "source:wire", "house"], &[]),
        (&["search", "council", "--since", "2090"], &[]),
    ] {
        let found = suggestions(&archive, args);
        assert_eq!(words(&found), wanted, "{args:?}: {found:#?}");
    }
}

#[test]
fn a_suggestion_says_what_it_is_and_how_often_it_is_found() {
    let archive = council();
    for (args, wanted) in [
        (
            &["search", "coucil"] as &[&str],
            json!({"typed": "coucil", "having": 1, "word": "council", "articles": 40, "kind": "word", "quotes": null}),
        ),
        (
            &["search", "--by", "zelad"],
            json!({"typed": "zelad", "having": 0, "word": "Zelda Montrose", "articles": 40, "kind": "speaker", "quotes": 40}),
        ),
        (
            &["search", "source:exmple"],
            json!({"typed": "exmple", "having": 0, "word": "Example Wire", "articles": 20, "kind": "source", "quotes": null}),
        ),
    ] {
        assert_eq!(suggestions(&archive, args)[0], wanted, "{args:?}");
    }
    for (args, wanted) in [
        (
            &["quotes", "--by", "zelad"] as &[&str],
            "no quote for speaker:zelad; did you mean: Zelda Montrose (40 quotes)?",
        ),
        (
            &["search", "section:bussiness"],
            "no article for section:bussiness; did you mean: Business (40 articles)?",
        ),
        (
            &["search", "coucil"],
            "only one article has coucil; did you mean: council (40 articles)?",
        ),
        (
            &["search", "brigde"],
            "no article has brigde; did you mean: bridge (40 articles)?",
        ),
    ] {
        let ran = archive.run(args);
        assert!(ran.stderr.contains(wanted), "{args:?}: {ran:#?}");
    }
}

/// Every letter of a name or a word, left out or doubled.
fn misspelt(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut found = Vec::new();
    for i in 0..letters.len() {
        let (before, after) = (&letters[..i], &letters[i..]);
        found.push(before.iter().chain(&after[1..]).collect());
        found.push(before.iter().chain(&after[..1]).chain(after).collect());
    }
    found
}

#[test]
fn every_suggestion_finds_something_and_removed_articles_offer_nothing() {
    let archive = Archive::with_samples();
    archive.ok(&["index", "-q"]);
    let flag = |kind: &str| match kind {
        "speaker" => "--by",
        "source" => "--source",
        _ => "--author",
    };
    let mut offered = 0;
    for (args, name) in [
        (["search", "--by"], "halvorsen"),
        (["quotes", "--by"], "thorne"),
        (["search", "--source"], "courier"),
        (["search", "--all"], "dredging"),
    ] {
        for typed in misspelt(name) {
            let found = suggestions(&archive, &[args[0], args[1], &typed]);
            assert!(found.len() <= 3, "{typed}: {found:#?}");
            for line in &found {
                offered += 1;
                let (kind, word) = (
                    line["kind"].as_str().unwrap(),
                    line["word"].as_str().unwrap(),
                );
                assert_ne!(word, typed);
                let again = match kind {
                    "word" => archive.run(&[args[0], word, "-c", "--no-collapse"]),
                    kind => archive.run(&[args[0], flag(kind), word, "-c", "--no-collapse"]),
                };
                let count: u64 = again.stdout.trim().parse().unwrap();
                assert!(
                    count >= line["articles"].as_u64().unwrap(),
                    "{typed}: {line:#} {again:#?}"
                );
            }
        }
    }
    assert!(offered > 40, "{offered}");
    let archive = council();
    archive.remove("all.jsonl");
    archive.ok(&["index", "-q"]);
    for args in [
        &["search", "brigde"] as &[&str],
        &["quotes", "--by", "zelad"],
        &["search", "source:exmple"],
    ] {
        assert_eq!(
            words(&suggestions(&archive, args)),
            [] as [&str; 0],
            "{args:?}"
        );
    }
}
