//! Articles like another: the same topic is found, copies are left out, and
//! whatever is named is an article or is told to be none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use common::{Archive, Ran};
use serde_json::{Value, json};

const WIRE: &str = "meridian-wire/2024/port-ellery-channel-reopens.txt";

fn samples() -> Archive {
    let archive = Archive::with_samples();
    archive.ok(&["index", "-q"]);
    archive
}

fn similar(archive: &Archive, args: &[&str]) -> Ran {
    let mut all = vec!["similar"];
    all.extend(args);
    archive.run(&all)
}

fn ids(ran: &Ran) -> Vec<&str> {
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    ran.stdout.lines().collect()
}

#[test]
fn the_same_topic_without_the_article_and_its_copies() {
    let archive = samples();
    let ran = similar(&archive, &[WIRE, "-l", "-n", "0"]);
    let found = ids(&ran);
    assert!(!found.contains(&WIRE), "{found:?}");
    // The wire story as two other outlets printed it.
    for copy in [
        "berth-and-tide/2024/port-ellery-reopens.txt",
        "arland-courier/2024/port-ellery-ships-return.html",
    ] {
        assert!(!found.contains(&copy), "{found:?}");
    }
    assert!(ran.stderr.contains("2 copies left out"), "{ran:#?}");
    // The day as others told it.
    for other in [
        "ellery-packet/2024/the-morning-the-solvane-came-in.txt",
        "aldermouth-echo/2024/big-boats-are-back.html",
    ] {
        assert!(found.contains(&other), "{found:?}");
    }
    // What led to it comes first.
    let led = [
        "annika-rose-aground",
        "ninety-metres",
        "deepcut-wins",
        "brede-starts",
    ];
    let is_led = |id: &&str| led.iter().any(|name| id.contains(name));
    assert!(
        found[..8].iter().filter(|id| is_led(id)).count() >= 3,
        "{found:?}"
    );
    let with = similar(&archive, &[WIRE, "-l", "-n", "2", "--copies"]);
    assert!(ids(&with).contains(&"berth-and-tide/2024/port-ellery-reopens.txt"));
    assert!(!with.stderr.contains("left out"), "{with:#?}");
}

#[test]
fn every_language_finds_its_own() {
    let archive = samples();
    for (id, wanted) in [
        (
            "exchange-ledger/2025/corvane-sentenced.html",
            "exchange-ledger/2025/corvane-guilty-on-four-counts.txt",
        ),
        (
            "public-radio-arland/2024/measles-campaign-95.md",
            "isotherm/2024/reminder-texts-measles.md",
        ),
        (
            "linlan-daily/2026/short-drama-exports.txt",
            "shiomi-shimpo/2025/tategata-drama-kaisha.md",
        ),
    ] {
        let ran = similar(&archive, &[id, "-l", "-n", "8"]);
        assert!(ids(&ran).contains(&wanted), "{id}: {ran:#?}");
    }
}

#[test]
fn the_passage_shown_has_telling_words_marked() {
    let archive = samples();
    let ran = similar(&archive, &[WIRE, "--json", "-n", "3", "--explain"]);
    let mut lines = ran.lines();
    let summary = lines.pop().unwrap();
    assert_eq!(
        (&summary["type"], &summary["like"]),
        (&json!("summary"), &json!(WIRE))
    );
    assert_eq!(
        (&summary["shown"], &summary["copies"]),
        (&json!(3), &json!(2))
    );
    let telling: Vec<&str> = summary["telling"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(telling.len() > 10 && telling.len() <= 30, "{telling:?}");
    assert!(telling.contains(&"ellery"), "{telling:?}");
    assert!(!telling.contains(&"the"), "{telling:?}");
    for line in lines {
        assert!(!line["spans"].as_array().unwrap().is_empty(), "{line:#}");
        assert!(
            !line["explanation"].as_array().unwrap().is_empty(),
            "{line:#}"
        );
    }
}

#[test]
fn filters_order_and_paging() {
    let archive = samples();
    let all = similar(&archive, &[WIRE, "-l", "-n", "0"]);
    let all = ids(&all);
    let count = similar(&archive, &[WIRE, "-c"]);
    assert_eq!(count.stdout.trim(), all.len().to_string());
    let rest = similar(&archive, &[WIRE, "-l", "-n", "3", "--offset", "2"]);
    assert_eq!(ids(&rest), all[2..5]);
    let packet = similar(&archive, &[WIRE, "-l", "--source", "The Ellery Packet"]);
    assert!(
        ids(&packet)
            .iter()
            .all(|id| id.starts_with("ellery-packet/"))
    );
    let newest = similar(
        &archive,
        &[WIRE, "--fields", "published", "--sort", "newest", "-n", "5"],
    );
    let dates = ids(&newest);
    assert!(dates.is_sorted_by(|a, b| a[..4] >= b[..4]), "{dates:?}");
    let nothing = similar(&archive, &[WIRE, "--since", "2090"]);
    assert_eq!(nothing.code, Some(1), "{nothing:#?}");
    assert!(
        nothing.stderr.contains("nothing found for: like"),
        "{nothing:#?}"
    );
}

/// The article `id` with other words for some, shortened, renamed.
fn copies_of(archive: &Archive, id: &str) -> Vec<(&'static str, String)> {
    let shown = archive
        .ok(&["show", id, "--json", "--fields", "text"])
        .stdout;
    let text: Value = serde_json::from_str(&shown).unwrap();
    let text = text["text"].as_str().unwrap();
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let half = paragraphs[..paragraphs.len() / 2].join("\n\n");
    let words: Vec<&str> = text.split(' ').collect();
    let edited: Vec<&str> = words
        .iter()
        .enumerate()
        .map(|(i, word)| if i % 25 == 24 { "meanwhile" } else { *word })
        .collect();
    vec![
        (
            "renamed.txt",
            format!("Quite another headline over it\n\n{text}\n"),
        ),
        (
            "shortened.txt",
            format!("Tunnel audit in brief\n\n{half}\n"),
        ),
        (
            "edited.txt",
            format!("Audit finds delays\n\n{}\n", edited.join(" ")),
        ),
        (
            "capitals.txt",
            format!("Audit finds delays\n\n{}\n", text.to_uppercase()),
        ),
    ]
}

#[test]
fn generated_copies_are_left_out() {
    let id = "meridian-wire/2023/corrie-tunnel-audit.txt.gz";
    let archive = samples();
    let before = similar(&archive, &[id, "-l", "-n", "5"]);
    let copies = copies_of(&archive, id);
    for (name, text) in &copies {
        archive.write(&format!("copies/{name}"), text);
    }
    archive.ok(&["index", "-q"]);
    let ran = similar(&archive, &[id, "-l", "-n", "0"]);
    let found = ids(&ran);
    for (name, _) in &copies {
        assert!(
            !found.contains(&format!("copies/{name}").as_str()),
            "{name}"
        );
    }
    assert!(ran.stderr.contains("4 copies left out"), "{ran:#?}");
    // What else is like it is so still, however its words are weighed now.
    assert!(found[..3].contains(&ids(&before)[0]), "{found:?}");
    // From the shortened copy as well, and from a file that is not in it.
    let ran = similar(&archive, &["copies/shortened.txt", "-l", "-n", "0"]);
    assert!(ran.stderr.contains("4 copies left out"), "{ran:#?}");
    assert!(!ids(&ran).contains(&id));
    let file = archive.root().join("draft.txt");
    std::fs::write(&file, &copies[1].1).unwrap();
    let ran = similar(&archive, &[file.to_str().unwrap(), "-l"]);
    assert!(ran.stderr.contains("5 copies left out"), "{ran:#?}");
    assert!(found[..3].contains(&ids(&ran)[0]), "{found:?}");
}

#[test]
fn a_passage_a_quote_and_standard_input() {
    let archive = samples();
    let passage = format!("corpus/{WIRE}#p1");
    assert_eq!(similar(&archive, &[&passage, "-q"]).code, Some(0));
    let quote = format!("{WIRE}#q1");
    assert_eq!(similar(&archive, &[&quote, "-q"]).code, Some(0));
    assert_eq!(similar(&archive, &[&format!("{WIRE}#p99")]).code, Some(1));
    let input = "<html><body><article><h1>Herring quota</h1><p>Fishers of Arland and Carravia quarrelled over the herring quota on the Skerry Bank again.</p></article></body></html>";
    let ran = archive.run_with_input(
        &["similar", "-", "--as", "html", "-l", "-n", "3"],
        input.as_bytes(),
    );
    assert!(
        ids(&ran).contains(&"meridian-wire/2021/herring-talks-fail.txt"),
        "{ran:#?}"
    );
}

#[test]
fn what_is_no_article_is_told() {
    let archive = samples();
    let root = archive.root();
    std::fs::write(
        root.join("bytes.bin"),
        (0..=255_u8).cycle().take(4_096).collect::<Vec<u8>>(),
    )
    .unwrap();
    std::fs::write(root.join("empty.txt"), "").unwrap();
    std::fs::write(
        root.join("two.jsonl"),
        common::record("a", "A", "B c.") + &common::record("b", "B", "C d."),
    )
    .unwrap();
    std::fs::write(root.join("strange.txt"), "Qwxz\n\nZzqv xxqj wvvq.\n").unwrap();
    for (like, code, words) in [
        ("bytes.bin", 2, "bytes.bin: "),
        ("empty.txt", 2, "empty.txt: empty"),
        ("two.jsonl", 2, "holds 2 articles"),
        ("corpus", 2, "is a folder"),
        ("strange.txt", 1, "has no words that tell"),
        (
            "port-ellery-reopens.txt",
            1,
            "did you mean: berth-and-tide/2024/port-ellery-reopens.txt?",
        ),
        (
            "berth-and-tide/2024/port-elery-reopens.txt#p2",
            1,
            "did you mean: berth-and-tide/2024/port-ellery-reopens.txt?",
        ),
        (
            "ellery-packet/2022/ninety",
            1,
            "did you mean: ellery-packet/2022/ninety-metres.html?",
        ),
        ("zyzzyva", 1, "no article has the id zyzzyva"),
    ] {
        let ran = similar(&archive, &[like]);
        assert_eq!(ran.code, Some(code), "{like}: {ran:#?}");
        assert!(ran.is_calm() && ran.stdout.is_empty(), "{like}: {ran:#?}");
        assert!(ran.stderr.contains(words), "{like}: {ran:#?}");
    }
    let ran = archive.run_with_input(&["similar", "-"], b"");
    assert_eq!(ran.code, Some(2), "{ran:#?}");
    assert_eq!(archive.run(&["similar"]).code, Some(2));
    // `show` offers the same.
    let ran = archive.run(&["show", "ninety-metres.html"]);
    assert!(
        ran.stderr
            .contains("did you mean: ellery-packet/2022/ninety-metres.html?"),
        "{ran:#?}"
    );
}

#[test]
fn an_update_finds_what_a_rebuild_finds() {
    let archive = samples();
    // Removed articles stay in the files of the index for a while.
    for id in [
        "isotherm/2022/corrie-fault.html",
        "ellery-packet/2023/tin-in-the-mud.txt",
    ] {
        archive.remove(id);
    }
    archive.write(
        "new/ferry.txt",
        "Ferry to Port Ellery\n\nThe harbour at Port Ellery has a ferry again, the board said.\n",
    );
    archive.ok(&["index", "-q"]);
    let results =
        |archive: &Archive| similar(archive, &[WIRE, "-n", "0", "--fields", "id,score"]).stdout;
    let updated = results(&archive);
    archive.ok(&["rebuild", "-q"]);
    assert_eq!(updated, results(&archive));
}
