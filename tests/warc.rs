//! Web archives of every kind and with every fault are read to the articles in
//! them; what is chosen is what comes in; and what grew is read on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::fs;
use std::io::Write;

use common::Archive;
use serde_json::Value;

/// A page with an article about a thing.
fn page(thing: &str) -> String {
    page_of(thing, "utf-8", "")
}

fn page_of(thing: &str, charset: &str, head: &str) -> String {
    let mut text = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"{charset}\"><title>The {thing} comes to town</title>{head}</head><body><article><h1>The {thing} comes to town</h1>"
    );
    for sentence in [
        "The council said on Monday that it had seen nothing like it for many years, and that the harbour would stay open.",
        "People stood along the quay from the early morning on, and the ferries had to wait until the afternoon.",
        "The harbour master, who had been told only on Sunday, asked everybody to keep away from the crane.",
        "It will be shown again next week, when the schools are closed and the trains run late into the night.",
    ] {
        text += &format!("<p>{sentence} Nobody had expected the {thing} so soon.</p>");
    }
    text + "</article></body></html>"
}

/// One record with a header of its own.
fn record(version: &str, headers: &[(&str, &str)], content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("WARC/{version}\r\n").into_bytes();
    for (name, value) in headers {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    bytes.extend(format!("Content-Length: {}\r\n\r\n", content.len()).bytes());
    bytes.extend(content);
    bytes.extend(b"\r\n\r\n");
    bytes
}

const DATE: &str = "2024-06-02T10:15:00Z";

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
}

/// A captured answer of a server.
fn response(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    response_at(address, DATE, head, body)
}

fn response_at(address: &str, date: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let headers = [
        ("WARC-Type", "response"),
        ("WARC-Target-URI", address),
        ("WARC-Date", date),
        ("Content-Type", "application/http; msgtype=response"),
    ];
    record("1.0", &headers, &answer(head, body))
}

const HTML: &str = "200 OK\r\nContent-Type: text/html; charset=utf-8";

/// A captured page about a thing, at an address named after it.
fn capture(thing: &str) -> Vec<u8> {
    let address = format!("https://mail.example/{thing}");
    response(&address, HTML, page(thing).as_bytes())
}

fn id(file: &str, thing: &str) -> String {
    format!("{file}#https://mail.example/{thing}@20240602101500")
}

fn warcinfo() -> Vec<u8> {
    let headers = [("WARC-Type", "warcinfo"), ("WARC-Date", DATE)];
    record("1.0", &headers, b"software: none\r\n")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn members(records: &[Vec<u8>]) -> Vec<u8> {
    records.iter().flat_map(|record| gzip(record)).collect()
}

/// What `extract` says of a file: articles and what was skipped.
fn extracted(archive: &Archive, name: &str, content: &[u8]) -> Vec<Value> {
    archive.write(name, content);
    let path = format!("corpus/{name}");
    let ran = archive.run(&["extract", &path]);
    assert!(matches!(ran.code, Some(0 | 1)), "{name}: {ran:#?}");
    let lines = ran.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn of_type<'v>(lines: &'v [Value], name: &str) -> Vec<&'v Value> {
    lines.iter().filter(|line| line["type"] == name).collect()
}

/// The things that the articles of a file are about, and why others were
/// skipped.
fn things_and_reasons(name: &str, content: &[u8]) -> (Vec<String>, Vec<String>) {
    let archive = Archive::new();
    let lines = extracted(&archive, name, content);
    let thing = |line: &&Value| {
        let title = line["title"].as_str().unwrap_or("none");
        title.split(' ').nth(1).unwrap_or("none").to_owned()
    };
    let reason = |line: &&Value| line["reason"].as_str().unwrap().to_owned();
    (
        of_type(&lines, "article").iter().map(thing).collect(),
        of_type(&lines, "skipped").iter().map(reason).collect(),
    )
}

#[test]
fn the_same_in_every_wrapping() {
    let records = [warcinfo(), capture("walrus"), capture("zeppelin")];
    let plain = records.concat();
    let bare = String::from_utf8(plain.clone())
        .unwrap()
        .replace("\r\n", "\n");
    let newer = String::from_utf8(plain.clone())
        .unwrap()
        .replace("WARC/1.0", "WARC/1.1")
        .replace(DATE, "2024-06-02T10:15:00.123456Z");
    for (name, content) in [
        ("a.warc", plain.clone()),
        ("b.warc.gz", members(&records)),
        ("c.warc.gz", gzip(&plain)),
        ("d.warc.zst", zstd::encode_all(&plain[..], 3).unwrap()),
        ("e.warc", newer.into_bytes()),
        ("no-name", plain.clone()),
        ("no-name-2", members(&records)),
        ("f.txt", plain),
    ] {
        let archive = Archive::new();
        let lines = extracted(&archive, name, &content);
        let articles = of_type(&lines, "article");
        assert_eq!((lines.len(), articles.len()), (2, 2), "{name}: {lines:#?}");
        let (first, place) = (articles[0], format!("corpus/{name}"));
        assert_eq!(first["id"], id(&place, "walrus"), "{name}");
        assert_eq!(first["url"], "https://mail.example/walrus");
        assert_eq!(first["source"], "mail.example");
        let fetched = first["fetched"].as_str().unwrap();
        assert!(fetched.starts_with("2024-06-02T10:15:00"), "{fetched}");
        assert_eq!(first["from"]["fetched"], "warc fetched");
        assert_eq!(first["partial"], false);
        assert_eq!(articles[1]["id"], id(&place, "zeppelin"));
    }
    // A bare line feed makes the content shorter than its header says.
    let (things, _) = things_and_reasons("a.warc", bare.as_bytes());
    assert!(!things.is_empty());
}

#[test]
fn lines_of_a_header_may_end_in_a_bare_line_feed() {
    let body = page("walrus");
    let content = format!("HTTP/1.0 200 OK\nContent-Type: text/html\n\n{body}");
    let header = format!(
        "WARC/1.0\nwarc-type: response\nwarc-target-uri: https://mail.example/w\nwarc-date: {DATE}\ncontent-type: application/http\ncontent-length: {}\n\n",
        content.len()
    );
    let twice = format!("{header}{content}\n\n{header}{content}");
    let (things, reasons) = things_and_reasons("a.warc", twice.as_bytes());
    assert_eq!(things, ["walrus"]);
    assert_eq!(reasons, ["same id as an earlier record of this file"]);
}

#[test]
fn bodies_as_servers_pack_them() {
    let body = page("walrus");
    let chunked = |text: &str| {
        let (one, two) = text.split_at(300);
        format!(
            "{:x}\r\n{one}\r\n{:x};x=1\r\n{two}\r\n0\r\n\r\n",
            one.len(),
            two.len()
        )
    };
    let zlib = |bytes: &[u8]| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let deflated = zlib(body.as_bytes());
    // brotli without compression: a window, one stored block, the end.
    let stored = {
        let length = body.len() as u64 - 1;
        let bits = 0xb | length << 7 | 1 << 23;
        let mut bytes = bits.to_le_bytes()[..3].to_vec();
        bytes.extend(body.as_bytes());
        bytes.push(3);
        bytes
    };
    let check = |name: &str, header: &str, bytes: &[u8], partial: bool| {
        let head = format!("{HTML}\r\n{header}");
        let archive = Archive::new();
        let content = response("https://mail.example/walrus", &head, bytes);
        let lines = extracted(&archive, "a.warc", &content);
        let articles = of_type(&lines, "article");
        assert_eq!(articles.len(), 1, "{name}: {lines:#?}");
        assert_eq!(articles[0]["title"], "The walrus comes to town", "{name}");
        assert_eq!(articles[0]["partial"], partial, "{name}");
        let text = articles[0]["text"].as_str().unwrap();
        assert!(
            !text.contains("x=1") && !text.ends_with('0'),
            "{name}: {text}"
        );
        let told = of_type(&lines, "skipped");
        assert_eq!(
            told.len(),
            usize::from(name.starts_with("a chunk")),
            "{name}: {told:?}"
        );
    };
    let chunks = "Transfer-Encoding: chunked";
    check("chunked", chunks, chunked(&body).as_bytes(), false);
    check("joined before", chunks, body.as_bytes(), false);
    let broken = chunked(&body).replace(";x=1\r\n", "0;x=1\r\n");
    check("a chunk too long", chunks, broken.as_bytes(), true);
    let gz = "Content-Encoding: gzip";
    check("gzip", gz, &gzip(body.as_bytes()), false);
    check("unpacked before", gz, body.as_bytes(), false);
    let packed = gzip(body.as_bytes());
    check("gzip cut off", gz, &packed[..packed.len() - 12], true);
    check("deflate", "Content-Encoding: deflate", &deflated, false);
    let raw = &deflated[2..deflated.len() - 4];
    check("raw deflate", "Content-Encoding: deflate", raw, false);
    check("brotli", "Content-Encoding: br", &stored, false);
    let both = format!("{gz}\r\n{chunks}");
    let packed_chunks = {
        let mut bytes = format!("{:x}\r\n", packed.len()).into_bytes();
        bytes.extend(&packed);
        bytes.extend(b"\r\n0\r\n\r\n");
        bytes
    };
    check("gzip in chunks", &both, &packed_chunks, false);
}

#[test]
fn the_server_may_name_the_charset() {
    let text = page_of("caf\u{e9}", "x", "").replace("<meta charset=\"x\">", "");
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let head = "200 OK\r\nContent-Type: text/html; charset=ISO-8859-1";
    let content = response("https://mail.example/c", head, &bytes);
    let (things, reasons) = things_and_reasons("a.warc", &content);
    assert_eq!((things, reasons.len()), (vec!["caf\u{e9}".to_owned()], 0));
}

#[test]
fn what_is_no_page_is_counted_once_for_the_file() {
    let page = page("walrus");
    let page = page.as_bytes();
    let revisit = record(
        "1.0",
        &[
            ("WARC-Type", "revisit"),
            ("WARC-Target-URI", "https://mail.example/walrus"),
            ("WARC-Date", DATE),
        ],
        &answer("200 OK\r\nContent-Type: text/html", b""),
    );
    let request = record(
        "1.0",
        &[
            ("WARC-Type", "request"),
            ("WARC-Target-URI", "https://mail.example/walrus"),
        ],
        b"GET /walrus HTTP/1.1\r\n\r\n",
    );
    let content = [
        warcinfo(),
        request,
        capture("walrus"),
        revisit,
        response(
            "https://mail.example/1",
            "301 Moved\r\nLocation: /2\r\nContent-Type: text/html",
            page,
        ),
        response(
            "https://mail.example/2",
            "404 Not Found\r\nContent-Type: text/html",
            page,
        ),
        response(
            "https://mail.example/3",
            "500 Oh\r\nContent-Type: text/html",
            page,
        ),
        response(
            "https://mail.example/4.png",
            "200 OK\r\nContent-Type: image/png",
            b"\x89PNG",
        ),
        response("https://mail.example/robots.txt", HTML, page),
        response(
            "https://mail.example/feed",
            "200 OK\r\nContent-Type: application/rss+xml",
            b"<rss/>",
        ),
        response(
            "dns:mail.example",
            "200 OK\r\nContent-Type: text/html",
            page,
        ),
    ]
    .concat();
    let (things, reasons) = things_and_reasons("a.warc", &content);
    assert_eq!(things, ["walrus"]);
    assert_eq!(
        reasons,
        [
            "passed over, since they are no articles: 1 XML file, 1 capture that repeats an earlier one, 2 failed requests, 1 not from the web, 1 picture, 1 redirect, 1 robots.txt"
        ]
    );
}

#[test]
fn stored_pages_and_texts() {
    let stored = |kind: &str, media: &str, address: &str, content: &str| {
        let headers = [
            ("WARC-Type", kind),
            ("WARC-Target-URI", address),
            ("WARC-Date", DATE),
            ("Content-Type", media),
        ];
        record("1.1", &headers, content.as_bytes())
    };
    let text = "The zeppelin comes to town\n\nThe council said that it would stay open.\n";
    let content = [
        stored(
            "resource",
            "text/html",
            "https://mail.example/walrus",
            &page("walrus"),
        ),
        stored(
            "conversion",
            "text/plain",
            "https://mail.example/zeppelin",
            text,
        ),
        stored("resource", "text/plain", "urn:log:1", text),
    ]
    .concat();
    let (things, reasons) = things_and_reasons("a.warc", &content);
    assert_eq!(things, ["walrus", "zeppelin"]);
    assert_eq!(reasons.len(), 1);
}

#[test]
fn odd_addresses() {
    let archive = Archive::new();
    let content = [
        response(
            "<https://mail.example/a b>",
            HTML,
            page("walrus").as_bytes(),
        ),
        response(
            &format!("https://mail.example/{}", "x".repeat(900)),
            HTML,
            page("zeppelin").as_bytes(),
        ),
        response("https://mail.example/#top", HTML, page("quagga").as_bytes()),
    ]
    .concat();
    let lines = extracted(&archive, "a.warc", &content);
    let ids: Vec<&str> = lines
        .iter()
        .map(|line| line["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids[0],
        "corpus/a.warc#https://mail.example/a b@20240602101500"
    );
    assert_eq!(lines[0]["url"], "https://mail.example/a%20b");
    assert!(
        ids[1].len() < 60 && ids[1].ends_with("@20240602101500"),
        "{}",
        ids[1]
    );
    assert_eq!(
        ids[2],
        "corpus/a.warc#https://mail.example/%23top@20240602101500"
    );
}

#[test]
fn damage_costs_its_record() {
    let things = ["walrus", "zeppelin", "quagga", "dodo"];
    let records: Vec<Vec<u8>> = things.iter().map(|thing| gzip(&capture(thing))).collect();
    let expect = |content: &[u8], wanted: &[&str], reason: &str| {
        let (found, reasons) = things_and_reasons("a.warc.gz", content);
        assert_eq!(found, wanted, "{reasons:?}");
        assert!(reasons.iter().any(|r| r.contains(reason)), "{reasons:?}");
    };
    // Any byte of a member may be damaged: the others are read.
    for at in [
        0,
        2,
        11,
        40,
        200,
        records[1].len() - 20,
        records[1].len() - 6,
    ] {
        let mut damaged = records.clone();
        damaged[1][at] ^= 0x5a;
        let (found, reasons) = things_and_reasons("a.warc.gz", &damaged.concat());
        let others: Vec<&String> = found.iter().filter(|thing| *thing != "zeppelin").collect();
        assert_eq!(
            others,
            ["walrus", "quagga", "dodo"],
            "byte {at}: {reasons:?}"
        );
    }
    let between = [&records[0][..], b"something else", &records[1]].concat();
    expect(&between, &["walrus", "zeppelin"], "between its members");
    // A stored block that says it is longer than it is swallows what follows.
    let swallows = [
        &records[0][..],
        &gzip(b"")[..10],
        b"\x00\xff\xff\x00\x00WARC/1.0",
        &records[2],
        &records[3],
    ]
    .concat();
    expect(&swallows, &["walrus", "quagga", "dodo"], "");
}

#[test]
fn damage_in_a_plain_file_too() {
    let mut no_length = capture("zeppelin");
    let at = no_length
        .windows(15)
        .position(|w| w == b"Content-Length:")
        .unwrap();
    no_length[at] = b'X';
    for bad in [
        no_length,
        b"something else\r\n\r\n".to_vec(),
        b"WARC/1.0\r\n\r\n".to_vec(),
    ] {
        let content = [capture("walrus"), bad, b"\r\n".to_vec(), capture("quagga")].concat();
        let (things, reasons) = things_and_reasons("a.warc", &content);
        assert_eq!(things, ["walrus", "quagga"], "{reasons:?}");
        assert_eq!(reasons.len(), 1, "{reasons:?}");
    }
}

#[test]
fn what_is_cut_off_is_partial() {
    let last = capture("zeppelin");
    let marked = record(
        "1.0",
        &[
            ("WARC-Type", "response"),
            ("WARC-Target-URI", "https://mail.example/dodo"),
            ("WARC-Date", DATE),
            ("WARC-Truncated", "length"),
        ],
        &answer(HTML, page("dodo").as_bytes()),
    );
    let content = [&marked[..], &last[..last.len() - 300]].concat();
    for (name, content) in [
        ("a.warc", content),
        ("a.warc.gz", {
            let packed = gzip(&last);
            [&gzip(&marked)[..], &packed[..packed.len() - 60]].concat()
        }),
    ] {
        let archive = Archive::new();
        let lines = extracted(&archive, name, &content);
        let articles = of_type(&lines, "article");
        assert_eq!(articles.len(), 2, "{lines:#?}");
        for article in articles {
            assert_eq!(article["partial"], true, "{name}");
        }
        let skipped = of_type(&lines, "skipped");
        assert_eq!(
            skipped[0]["reason"],
            "the file ends within this record (https://mail.example/zeppelin)",
            "{name}"
        );
    }
}

#[test]
fn too_large_is_not_read() {
    let bomb = gzip(&vec![b' '; 80_000_000]);
    let head = format!("{HTML}\r\nContent-Encoding: gzip");
    let large = vec![b'a'; 70_000_000];
    let content = [
        capture("walrus"),
        response("https://mail.example/bomb", &head, &bomb),
        response("https://mail.example/large", HTML, &large),
        capture("zeppelin"),
    ];
    for (name, content) in [
        ("a.warc", content.concat()),
        ("a.warc.gz", members(&content)),
    ] {
        let (things, reasons) = things_and_reasons(name, &content);
        assert_eq!(things, ["walrus", "zeppelin"], "{reasons:?}");
        assert!(
            reasons.iter().any(|r| r.contains("250 times")),
            "{reasons:?}"
        );
        assert!(
            reasons
                .iter()
                .any(|r| r.contains("64 MB in one record") || r.contains("250")),
            "{reasons:?}"
        );
    }
}

#[test]
fn a_page_fetched_again() {
    let archive = Archive::new();
    let at = |date: &str, thing: &str| {
        response_at("https://mail.example/a", date, HTML, page(thing).as_bytes())
    };
    let content = [
        at("2024-06-02T10:15:00Z", "walrus"),
        at("2024-06-03T10:15:00Z", "walrus"),
        at("2024-06-04T10:15:00Z", "zeppelin"),
    ];
    archive.write("a.warc.gz", members(&content));
    let report = archive.report(&[]);
    assert_eq!(report["articles"], 2);
    assert_eq!(
        archive.sorted_ids("town"),
        [
            "a.warc.gz#https://mail.example/a@20240602101500",
            "a.warc.gz#https://mail.example/a@20240604101500",
        ]
    );
    // The same where a run begins behind the first capture.
    let more = members(&[at("2024-06-05T10:15:00Z", "walrus")]);
    append(&archive, "a.warc.gz", &more);
    assert_eq!(archive.report(&[])["articles"], 2);
    assert_same_as_rebuilt(&archive);
}

fn append(archive: &Archive, name: &str, more: &[u8]) {
    let mut file = fs::OpenOptions::new()
        .append(true)
        .open(archive.file(name))
        .unwrap();
    file.write_all(more).unwrap();
}

/// Everything that the index holds, and what was skipped.
fn all(archive: &Archive) -> (Vec<String>, String, Value) {
    let ids = archive.sorted_ids("");
    let skipped = archive.ok(&["index", "-v"]).stderr;
    let mut report = archive.report(&[]);
    report["ms"] = Value::Null;
    (ids, skipped, report)
}

fn assert_same_as_rebuilt(archive: &Archive) {
    let grown = all(archive);
    assert_eq!(archive.ok(&["check"]).stderr, "");
    archive.ok(&["rebuild", "-q"]);
    assert_eq!(grown, all(archive));
}

#[test]
fn a_file_that_grew_is_read_on() {
    let things = ["walrus", "zeppelin", "quagga", "dodo"];
    let picture = response(
        "https://mail.example/p",
        "200 OK\r\nContent-Type: image/png",
        b"x",
    );
    let records: Vec<Vec<u8>> = things
        .iter()
        .map(|t| [capture(t), picture.clone()].concat())
        .collect();
    let lines: Vec<Vec<u8>> = things
        .iter()
        .map(|t| {
            format!(
                "{{\"id\":\"{t}\",\"title\":\"The {t}\",\"text\":\"The {t} came to town.\"}}\nbad\n"
            )
            .into_bytes()
        })
        .collect();
    let packed: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    for (name, parts) in [
        ("a.warc", &records),
        ("a.warc.gz", &packed),
        ("a.jsonl", &lines),
    ] {
        let archive = Archive::new();
        let mut whole = Vec::new();
        archive.write(name, &whole);
        for (number, part) in parts.iter().enumerate() {
            // Also where the last record was still being written.
            let cut = part.len() * 2 / 3;
            append(&archive, name, &part[..cut]);
            archive.report(&[]);
            append(&archive, name, &part[cut..]);
            whole.extend(part);
            let report = archive.report(&[]);
            assert_eq!(report["articles"], number + 1, "{name}");
            assert_eq!(fs::read(archive.file(name)).unwrap(), whole);
        }
        assert_same_as_rebuilt(&archive);
        // What was rewritten is read whole.
        whole = parts[2..].concat();
        whole.extend(parts.concat());
        archive.write(name, &whole);
        archive.report(&[]);
        assert_same_as_rebuilt(&archive);
        archive.write(name, parts[1].clone());
        assert_eq!(archive.report(&[])["articles"], 1, "{name}");
        assert_same_as_rebuilt(&archive);
    }
}

/// A record that was cut off is counted once, when it is there to its end.
#[test]
fn what_is_cut_off_is_counted_once() {
    let image = "200 OK\r\nContent-Type: image/png";
    let long = format!("{}<!--{}-->", page("walrus"), "x".repeat(2_000));
    let long = long.as_bytes();
    for (name, last, flags) in [
        (
            "picture",
            response("https://mail.example/p", image, long),
            &[][..],
        ),
        (
            "robots",
            response("https://mail.example/robots.txt", HTML, long),
            &[],
        ),
        (
            "empty",
            response("https://mail.example/e", HTML, &[b' '; 3_000]),
            &[],
        ),
        (
            "unchosen",
            response("https://post.example/w", HTML, long),
            &["--host", "mail.example"],
        ),
        // Told only when it is read.
        (
            "undated",
            response("https://mail.example/w", HTML, long),
            &["--lang", "de"],
        ),
        (
            "again",
            response_at(
                "https://mail.example/zeppelin",
                "2024-06-03T10:15:00Z",
                HTML,
                page("zeppelin").as_bytes(),
            ),
            &[],
        ),
    ] {
        let archive = Archive::new();
        let before = [
            capture("zeppelin"),
            response("https://mail.example/q", image, b"x"),
        ]
        .concat();
        archive.write("a.warc", &before);
        archive.report(flags);
        for part in last.chunks(last.len() / 4) {
            append(&archive, "a.warc", part);
            archive.report(&[]);
        }
        append(&archive, "a.warc", &capture("quagga"));
        archive.report(&[]);
        assert_same_as_rebuilt(&archive);
        let passed_over = archive.report(&[])["passed_over"].as_u64();
        let is_counted = flags.is_empty();
        assert_eq!(passed_over, Some(1 + u64::from(is_counted)), "{name}");
    }
}

#[test]
fn records_and_files_are_counted_apart() {
    let picture = response(
        "https://mail.example/p",
        "200 OK\r\nContent-Type: image/png",
        b"x",
    );
    let archive = Archive::new();
    archive.write("a.warc", [capture("walrus"), picture.clone()].concat());
    // What is no article may be in an archive that was read in full.
    let ran = archive.run(&["index", "--strict"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:#?}");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "corpus: 1 file   + 1 new   ~ 0 changed   - 0 gone   ! 0 skipped",
            "articles: + 1 added   ~ 0 replaced   - 0 removed",
            "records: ! 0 skipped   1 passed over, since they are no articles",
        ]
    );
    assert!(lines[3].starts_with("index: 1 article · "), "{ran:#?}");
    let ran = archive.ok(&["index", "-v"]);
    let line = "! a.warc: passed over, since they are no articles: 1 picture";
    assert_eq!(ran.stderr.trim_end(), line);
    let bad = b"WARC/1.0\r\n\r\n";
    archive.write(
        "a.warc",
        [capture("walrus"), bad.to_vec(), bad.to_vec(), picture].concat(),
    );
    archive.write("b.txt", "");
    let ran = archive.run(&["index", "--strict"]);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(
        ran.stdout
            .contains("2 files   + 1 new   ~ 1 changed   - 0 gone   ! 1 skipped\n"),
        "{ran:#?}"
    );
    assert!(
        ran.stdout.contains("records: ! 2 skipped   1 passed over"),
        "{ran:#?}"
    );
    let report = archive.report(&[]);
    let numbers = ["skipped", "skipped_files", "skipped_records", "passed_over"];
    assert_eq!(
        numbers.map(|key| report[key].as_u64().unwrap()),
        [3, 1, 2, 1]
    );
}

/// What is read again of a file that grew can be told from what is not: a
/// record before its end that was changed without changing its length.
#[test]
fn what_was_read_is_not_read_again() {
    let archive = Archive::new();
    let filler = vec![b'x'; 200_000];
    let plain = |thing: &str| {
        let body = format!(
            "{}<!--{}-->",
            page(thing),
            String::from_utf8(filler.clone()).unwrap()
        );
        response(
            &format!("https://mail.example/{thing}"),
            HTML,
            body.as_bytes(),
        )
    };
    let mut content = [plain("walrus"), plain("zeppelin"), plain("quagga")].concat();
    archive.write("a.warc", &content);
    archive.report(&[]);
    let at = content
        .windows(30)
        .position(|w| w == b"<title>The zeppelin comes to t")
        .unwrap();
    let at = at
        + content[at..]
            .windows(8)
            .position(|w| w == b"zeppelin")
            .unwrap();
    content[at..at + 8].copy_from_slice(b"airships");
    content.extend(plain("dodo"));
    archive.write("a.warc", &content);
    let report = archive.report(&[]);
    assert_eq!(
        (&report["articles_added"], &report["articles_replaced"]),
        (&1.into(), &0.into())
    );
}

fn chosen() -> Archive {
    let archive = Archive::new();
    let dated = |thing: &str, day: &str| {
        let meta =
            format!("<meta property=\"article:published_time\" content=\"{day}T08:00:00Z\">");
        page_of(thing, "utf-8", &meta)
    };
    let at = |address: &str, fetched: &str, page: String| {
        response_at(
            address,
            &format!("{fetched}T10:15:00Z"),
            HTML,
            page.as_bytes(),
        )
    };
    let content = [
        at(
            "https://mail.example/old",
            "2024-05-01",
            dated("walrus", "2024-05-01"),
        ),
        at(
            "https://www.mail.example/late",
            "2024-06-09",
            dated("zeppelin", "2024-05-02"),
        ),
        at(
            "https://www.mail.example/new",
            "2024-06-09",
            dated("quagga", "2024-06-08"),
        ),
        at(
            "https://other.example/new",
            "2024-06-09",
            dated("dodo", "2024-06-08"),
        ),
        at(
            "https://mail.example/undated",
            "2024-06-09",
            page("xylophone"),
        ),
    ];
    archive.write("a.warc.gz", members(&content));
    archive.write("b.jsonl", "{\"id\":1,\"title\":\"Der Hafen\",\"url\":\"https://mail.example/h\",\"date\":\"2024-06-07\",\"text\":\"Der Hafen wird am Montag wieder geöffnet, sagte die Stadt, und die Schiffe können nach der langen Pause wieder einlaufen.\"}\n{\"id\":2,\"title\":\"No address\",\"date\":\"2024-06-07\",\"text\":\"The harbour will open again on Monday, the town said after the meeting.\"}\n");
    archive
}

#[test]
fn what_is_chosen_comes_in_and_stays_so() {
    let archive = chosen();
    let articles = |report: &Value| (report["articles"].clone(), report["left_out"].clone());
    let read = |report: &Value| {
        ["new", "changed", "chosen_anew", "read_again"].map(|key| report[key].as_u64().unwrap())
    };
    let everything = archive.report(&[]);
    assert_eq!(articles(&everything), (7.into(), 0.into()));
    assert_eq!(read(&everything), [2, 0, 0, 0]);
    assert!(everything.get("choice").is_none());
    let report = archive.report(&["--host", "mail.example"]);
    assert_eq!(articles(&report), (5.into(), 2.into()));
    assert_eq!(read(&report), [0, 0, 2, 0]);
    let ran = archive.ok(&["index", "--host", "www.mail.example"]);
    let line = "~ 0 changed   - 0 gone   ! 0 skipped   2 chosen anew";
    assert!(
        ran.stdout.lines().next().unwrap().ends_with(line),
        "{ran:#?}"
    );
    assert_eq!(
        archive.report(&["--host", "mail.example"])["chosen_anew"],
        2
    );
    // Kept by a run that says nothing, and by a rebuild.
    assert_eq!(articles(&archive.report(&[])), (5.into(), 2.into()));
    archive.ok(&["rebuild", "-q"]);
    let ran = archive.ok(&["index"]);
    assert!(
        ran.stdout
            .contains("choice: host mail.example   2 records left out"),
        "{ran:#?}"
    );
    let report = archive.report(&[
        "--since",
        "2024-06-01",
        "--host",
        "mail.example,elsewhere.example",
    ]);
    assert_eq!(articles(&report), (3.into(), 4.into()), "{report}");
    assert_eq!(archive.ids("walrus"), Vec::<String>::new());
    assert_eq!(archive.ids("zeppelin"), Vec::<String>::new());
    assert_eq!(archive.ids("xylophone").len(), 1);
    let report = archive.report(&["--lang", "de"]);
    assert_eq!(articles(&report), (1.into(), 6.into()));
    assert_same_as_rebuilt(&archive);
    let report = archive.report(&["--all"]);
    assert_eq!(articles(&report), (7.into(), 0.into()));
    assert_same_as_rebuilt(&archive);
    assert_eq!(
        archive.run(&["index", "--all", "--lang", "de"]).code,
        Some(2)
    );
    assert_eq!(archive.run(&["index", "--since", "soon"]).code, Some(2));
}
