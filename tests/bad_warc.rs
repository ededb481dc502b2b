//! Hostile web archives cost the record and nothing else: broken chunks, wrong
//! lengths, bodies that unpack to far more than they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_support;
mod common;

use bad_support::{assert_line, assert_told_or_there, gzip, index};
use common::Archive;

fn page(word: &str) -> String {
    format!(
        "<html><head><title>Light at the {word}</title></head><body><article><h1>Light at the {word}</h1><p>The lighthouse of the {word} burns again, the keeper said on Monday.</p><p>Nobody knows for how long, the keeper of the lighthouse said.</p></article></body></html>"
    )
}

/// A response record: the target, what stands in the header of the answer, and
/// its body.
fn record(path: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{header}\r\n")
            .into_bytes();
    answer.extend_from_slice(body);
    sized(path, answer.len(), &answer)
}

fn sized(path: &str, length: usize, answer: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{path}>\r\nWARC-Target-URI: https://mail.example/{path}\r\nWARC-Date: 2024-06-03T10:15:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), answer, b"\r\n\r\n"].concat()
}

fn good(path: &str) -> Vec<u8> {
    record(path, "", page(path).as_bytes())
}

#[test]
fn broken_chunks() {
    let archive = Archive::with_good_article();
    let chunked = "Transfer-Encoding: chunked\r\n";
    let text = page("pier");
    let broken = [
        ("size", format!("zz\r\n{text}\r\n0\r\n\r\n")),
        ("huge", format!("ffffffffffffffffff\r\n{text}\r\n0\r\n\r\n")),
        ("long", format!("fffffff\r\n{text}\r\n")),
        ("none", text.clone()),
        ("many", "1\r\na\r\n".repeat(500_000)),
    ];
    let mut warc = good("quay");
    for (path, body) in &broken {
        warc.extend(record(path, chunked, body.as_bytes()));
    }
    warc.extend(good("mole"));
    archive.write("web.warc", &warc);
    let ran = index(&archive);
    let ids = archive.ids("lighthouse");
    for path in ["quay", "mole"] {
        assert!(ids.iter().any(|id| id.contains(path)), "{path}: {ran:#?}");
    }
}

#[test]
fn bodies_that_are_bombs() {
    let archive = Archive::with_good_article();
    let zeros = vec![b'a'; 200_000_000];
    let bomb = gzip(&zeros);
    drop(zeros);
    let mut warc = good("quay");
    warc.extend(record("gzip", "Content-Encoding: gzip\r\n", &bomb));
    warc.extend(record(
        "twice",
        "Content-Encoding: gzip, gzip\r\n",
        &gzip(&bomb),
    ));
    warc.extend(record("noise", "Content-Encoding: br\r\n", &bomb));
    warc.extend(record(
        "not",
        "Content-Encoding: gzip\r\n",
        page("not").as_bytes(),
    ));
    warc.extend(good("mole"));
    archive.write("web.warc", &warc);
    archive.write("packed.warc.gz", gzip(&warc));
    let ran = index(&archive);
    assert_line(&ran, "web.warc", "");
    assert_line(&ran, "packed.warc.gz", "");
    let ids = archive.ids("lighthouse");
    for file in ["web.warc", "packed.warc.gz"] {
        for path in ["quay", "mole"] {
            let there = ids
                .iter()
                .any(|id| id.starts_with(file) && id.contains(path));
            assert!(there, "{file} {path}: {ran:#?}");
        }
    }
}

#[test]
fn lengths_and_headers_that_are_wrong() {
    let archive = Archive::with_good_article();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}",
        page("pier")
    );
    for (name, length) in [("short", 10), ("long", 100_000), ("huge", usize::MAX)] {
        let bad = sized("pier", length, answer.as_bytes());
        archive.write(
            &format!("{name}.warc"),
            [good("quay"), bad, good("mole")].concat(),
        );
    }
    let lines = "X-Header: x\r\n".repeat(2_000_000);
    archive.write(
        "lines.warc",
        [
            good("quay"),
            record("pier", &lines, page("pier").as_bytes()),
            good("mole"),
        ]
        .concat(),
    );
    archive.write(
        "endless.warc",
        [b"WARC/1.0\r\n".to_vec(), lines.into_bytes()].concat(),
    );
    archive.write("none.warc", "no archive at all\n");
    let ran = index(&archive);
    let ids = archive.ids("lighthouse");
    for name in ["short.warc", "long.warc", "huge.warc", "lines.warc"] {
        let there = ids
            .iter()
            .any(|id| id.starts_with(name) && id.contains("quay"));
        assert!(
            there,
            "what stands before the damage is there: {name}: {ran:#?}"
        );
        assert_told_or_there(&archive, &ran, name, "lighthouse pier");
    }
    assert_line(&ran, "endless.warc", "");
    assert_line(&ran, "none.warc", "");
}

#[test]
fn members_that_are_cut_off() {
    let archive = Archive::with_good_article();
    let members: Vec<Vec<u8>> = ["quay", "mole", "pier"]
        .map(|path| gzip(&good(path)))
        .into();
    let whole = members.concat();
    archive.write("cut.warc.gz", &whole[..whole.len() - 40]);
    let mut broken = members.concat();
    let middle = members[0].len() + members[1].len() / 2;
    broken[middle] ^= 0xff;
    archive.write("broken.warc.gz", broken);
    let ran = index(&archive);
    assert_line(&ran, "cut.warc.gz", "");
    assert_line(&ran, "broken.warc.gz", "");
    let ids = archive.ids("lighthouse");
    for name in ["cut.warc.gz", "broken.warc.gz"] {
        assert!(
            ids.iter()
                .any(|id| id.starts_with(name) && id.contains("quay")),
            "{name}: {ran:#?}"
        );
    }
}
