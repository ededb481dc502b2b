//! Hostile tables, mails, pages and JSON cost themselves and nothing else: a
//! message names them, memory is bounded, the rest is indexed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_support;
mod common;

use bad_support::{assert_line, assert_told_or_there, gzip, index};
use common::Archive;

#[test]
fn tables() {
    let archive = Archive::with_good_article();
    archive.write(
        "export.csv",
        "id,title,body\n1,Light,The lighthouse burns.\n2,short\n3,Light,\"The lighthouse, again.\"\n4,\"open,never closed\n5,Light,The lighthouse still burns.\n",
    );
    archive.write("list.csv", "id,url,title\n1,https://mail.example/1,Light\n");
    // One cell would swallow what comes after it, line for line.
    archive.write(
        "open.csv",
        format!(
            "id,body\n1,The lighthouse burns.\n{}",
            "2,\"a\n".repeat(100_000)
        ),
    );
    archive.write(
        "wide.csv",
        format!("id,body{}\n1,x\n", ",c".repeat(500_000)),
    );
    let mut large = b"id,body\n1,The lighthouse burns.\n2,".to_vec();
    large.resize(40_000_000, b'x');
    large.extend(b"\n3,The lighthouse burns on.\n");
    archive.write("large.csv", large);
    let ran = index(&archive);
    assert_line(
        &ran,
        "export.csv, line 3",
        "2 columns where the header has 3",
    );
    assert_line(&ran, "export.csv, line 5", "a quotation mark is not closed");
    assert_line(&ran, "list.csv", "no column for the text");
    assert_line(&ran, "list.csv", "id, url, title");
    assert_line(&ran, "open.csv, line 3", "a quotation mark is not closed");
    assert_line(&ran, "wide.csv", "more than 10000 columns");
    assert_line(&ran, "large.csv, line 3", "larger than 16 MB in one record");
    assert_eq!(
        archive.sorted_ids("lighthouse"),
        [
            "export.csv#1",
            "export.csv#3",
            "export.csv#5",
            "large.csv#1",
            "large.csv#3",
            "open.csv#1"
        ]
    );
}

#[test]
fn mails() {
    let archive = Archive::with_good_article();
    let from = "From ann@mail.example Mon Jun  3 10:15:00 2024\n";
    let mut deep = String::from("Subject: Deep\n");
    for depth in 0..20_000 {
        deep += &format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n");
    }
    archive.write("deep.eml", format!("{deep}\nThe lighthouse burns.\n"));
    archive.write(
        "letters.eml",
        "Content-Type: message/rfc822\n\n".repeat(200_000),
    );
    archive.write(
        "header.eml",
        format!("Subject: {}\n\nThe lighthouse.\n", "x".repeat(1_000_000)),
    );
    archive.write(
        "box.mbox",
        format!("{from}Message-ID: <1@mail.example>\nSubject: Light\n\nThe lighthouse burns.\n\n{from}Subject: None\n\n\n{from}Message-ID: <3@mail.example>\nSubject: Light\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Transfer-Encoding: base64\n\nVGhlIGxpZ2h0aG91c2U=???"),
    );
    let ran = index(&archive);
    assert_line(&ran, "deep.eml", "nested more than 16 deep");
    assert_line(&ran, "letters.eml", "no article text found");
    assert_line(
        &ran,
        "header.eml",
        "the header of the mail is larger than 256 kB",
    );
    assert_line(&ran, "box.mbox, message 2", "no article text found");
    assert_eq!(
        archive.sorted_ids("lighthouse"),
        ["box.mbox#1@mail.example", "box.mbox#3@mail.example"]
    );
}

#[test]
fn deep_nesting() {
    let archive = Archive::with_good_article();
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
    archive.write("deep.json", format!("{{\"body\":{}}}", deep("[", "]")));
    archive.write(
        "deep.jsonl",
        format!(
            "{{\"id\":1,\"x\":{}}}\n{{\"id\":2,\"body\":\"The lighthouse.\"}}\n",
            deep("{\"a\":", "}")
        ),
    );
    archive.write("deep.md", deep("[", "](a)"));
    archive.write(
        "quotes.md",
        format!("# T\n\n{}The lighthouse.\n", "> ".repeat(200_000)),
    );
    archive.write(
        "yaml.md",
        format!("---\ntitle: {}\n---\n\nThe lighthouse.\n", deep("[", "]")),
    );
    archive.write(
        "deep.html",
        format!(
            "<html><body>{}</body></html>",
            deep("<b><table><tr><td>", "</td></tr></table></b>")
        ),
    );
    let ran = index(&archive);
    assert_line(&ran, "deep.json", "recursion limit");
    assert_line(&ran, "deep.jsonl#1", "recursion limit");
    assert_told_or_there(&archive, &ran, "deep.html", "1");
    assert_told_or_there(&archive, &ran, "yaml.md", "lighthouse");
    assert!(
        archive
            .ids("lighthouse")
            .contains(&"deep.jsonl#2".to_owned())
    );
}

#[test]
fn huge_attributes() {
    let archive = Archive::with_good_article();
    let huge = "x".repeat(12_000_000);
    archive.write(
        "one.html",
        format!("<html><head><title>Light</title><meta name=\"author\" content=\"{huge}\"></head><body class=\"{huge}\"><article><h1>Light</h1><p>The lighthouse of the port burns again, the keeper said on Monday.</p></article></body></html>"),
    );
    let many: String = (0..300_000).map(|at| format!(" a{at}=\"{at}\"")).collect();
    archive.write(
        "many.html",
        format!("<html><head><title>Light</title></head><body><article{many}><h1>Light</h1><p>The lighthouse of the port burns again, the keeper said on Monday.</p></article></body></html>"),
    );
    let ran = index(&archive);
    for name in ["one.html", "many.html"] {
        assert_told_or_there(&archive, &ran, name, "lighthouse");
    }
}

#[test]
fn bombs_in_every_container() {
    let archive = Archive::with_good_article();
    let bomb = |start: &str| {
        let mut bytes = start.as_bytes().to_vec();
        bytes.resize(100_000_000, b'a');
        bytes
    };
    archive.write("bomb.csv.gz", gzip(&bomb("id,body\n1,")));
    archive.write("bomb.eml.gz", gzip(&bomb("Subject: T\n\n")));
    archive.write(
        "bomb.mbox.zst",
        zstd::encode_all(
            &bomb("From x Mon Jun 03 10:15:00 2024\nSubject: T\n\n")[..],
            1,
        )
        .unwrap(),
    );
    archive.write(
        "bomb.json.zst",
        zstd::encode_all(&bomb("{\"body\":\"")[..], 1).unwrap(),
    );
    // A bomb in a bomb is the inner one's bytes: no text.
    archive.write("twice.txt.gz", gzip(&gzip(&bomb(""))));
    let ran = index(&archive);
    for name in [
        "bomb.csv.gz",
        "bomb.eml.gz",
        "bomb.mbox.zst",
        "bomb.json.zst",
    ] {
        let told = [
            "larger than 16 MB in one record",
            "unpacks to more than 250 times its size",
        ];
        let told = |line: &str| {
            line.starts_with(&format!("! {name}")) && told.iter().any(|words| line.contains(words))
        };
        assert!(ran.stderr.lines().any(told), "{name}: {ran:#?}");
    }
    assert_line(&ran, "twice.txt.gz", "binary data");
}
