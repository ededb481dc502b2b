//! `people` as it is called: who is found under which name, what is told
//! beside the list, and in which layouts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use common::Archive;

const ROSTER: &str = "[[person]]\nname = \"Katarzyna Roe\"\nalso = [\"Kasia Roe\"]\n";

/// Two people whose names share words, one of them under two names.
fn quays() -> Archive {
    let archive = Archive::new();
    for (id, text) in [
        (
            "one.txt",
            "Quay closed\n\n“The crane has to go before winter,” said Kasia Roe, the harbour master of Port Ellery.\n",
        ),
        (
            "two.txt",
            "Quay open\n\nThe new ferry would sail in May, said Katarzyna Roe, the harbour master.\n",
        ),
        (
            "three.txt",
            "Crane checked\n\n“The crane is safe,” said Kasia Roe Smith, an engineer at Tarn Works.\n",
        ),
    ] {
        archive.write(id, text);
    }
    archive.ok(&["index", "-q"]);
    std::fs::write(archive.root().join("people.toml"), ROSTER).unwrap();
    archive
}

fn names(archive: &Archive, args: &[&str]) -> Vec<String> {
    let mut all = args.to_vec();
    all.push("-l");
    let out = archive.run(&all).stdout;
    out.lines().map(str::to_owned).collect()
}

#[test]
fn only_exact_names_are_merged() {
    let archive = quays();
    assert_eq!(names(&archive, &["people", "katarzyna"]), ["Katarzyna Roe"]);
    assert_eq!(
        names(&archive, &["people", "kasia"]),
        ["Katarzyna Roe", "Kasia Roe Smith"]
    );
    let lines = archive.ok(&["people", "katarzyna", "--json"]).lines();
    assert_eq!(lines[0]["statements"], 2);
    assert_eq!(lines[0]["best"]["speaker"], "Katarzyna Roe");
    assert_eq!(lines[0]["best"]["kind"], "direct");
    assert_eq!(
        (&lines[1]["people"], &lines[1]["shown"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn a_page_is_for_the_only_one_found() {
    let archive = quays();
    let text = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--format", "text"]);
        archive.ok(&all).stdout
    };
    assert!(
        text(&["people", "katarzyna"]).starts_with("Katarzyna Roe\n2 statements in 2 articles")
    );
    let cut = text(&["people", "kasia", "-n", "1"]);
    assert!(cut.trim_start().starts_with("statements"), "{cut}");
}

#[test]
fn experts_are_people_about_a_topic() {
    let archive = quays();
    for format in ["text", "tsv", "md", "jsonl"] {
        let about = ["people", "--about", "ferry", "--format", format];
        let experts = ["experts", "ferry", "--format", format];
        let without_ms = |args: &[&str]| {
            let out = archive.ok(args).stdout;
            out.split("\"ms\"").next().unwrap().to_owned()
        };
        assert_eq!(without_ms(&about), without_ms(&experts), "{format}");
    }
}

#[test]
fn an_indirect_quote_has_no_marks() {
    let archive = quays();
    let shown = archive
        .ok(&[
            "people", "--about", "ferry", "--format", "text", "--width", "200",
        ])
        .stdout;
    assert!(
        shown.contains("ferry would sail") && !shown.contains('“'),
        "{shown}"
    );
    let shown = archive
        .ok(&[
            "people", "--about", "winter", "--format", "text", "--width", "200",
        ])
        .stdout;
    assert!(
        shown.contains("“The crane has to go before winter”"),
        "{shown}"
    );
    let list = archive
        .ok(&["people", "--about", "winter", "--format", "md"])
        .stdout;
    assert!(
        list.starts_with(
            "- **Katarzyna Roe** — harbour master, Port Ellery: 1 statement, 1 article"
        ),
        "{list}"
    );
    assert!(
        list.contains("\n  > “The crane has to go before winter,” said"),
        "{list}"
    );
}

#[test]
fn how_the_topic_was_read_is_told() {
    let archive = quays();
    let topic = ["people", "--about", "crane zyzzyva"];
    let with = |flag: &str| {
        let mut args = topic.to_vec();
        args.push(flag);
        archive.run(&args)
    };
    let relaxed = archive.run(&topic);
    assert_eq!(relaxed.code, Some(0), "{relaxed:#?}");
    assert!(
        relaxed.stderr.contains("no quote has all 2 words"),
        "{relaxed:#?}"
    );
    assert_eq!(with("--all").code, Some(1));
    let any = with("--any");
    assert_eq!(any.code, Some(0));
    assert!(!any.stderr.contains("no quote has all"), "{any:#?}");
    assert!(with("--explain").stderr.contains("query: "));
    let summary = with("--json").lines().pop().unwrap();
    assert_eq!(summary["relaxed_to"], 1);
}
