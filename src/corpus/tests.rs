//! Files of every kind, good and bad, → the records and reasons they give.

use super::unpack::tests::gzip;
use super::*;

/// `id: text` for a record, `id! reason` for a skip.
fn check_with(limits: &Limits, name: &str, bytes: &[u8], wanted: &[&str]) {
    let mut found = Vec::new();
    sources_of(bytes, name, None, limits, &mut |source| {
        found.push(match source {
            Ok(source) => format!("{}: {}", source.id, source.text),
            Err(skip) => format!("{}! {}", skip.id, skip.reason),
        });
    });
    assert_eq!(found, wanted, "{name}");
}

fn check(name: &str, bytes: &[u8], wanted: &[&str]) {
    check_with(&Limits::default(), name, bytes, wanted);
}

#[test]
fn single_records() {
    check("a.txt", b"Harbour\n\nOpen.", &["a.txt: Harbour\n\nOpen."]);
    check("a.txt.gz", &gzip(b"Harbour"), &["a.txt.gz: Harbour"]);
    check("zipped.txt", &gzip(b"Harbour"), &["zipped.txt: Harbour"]);
    check("a.md", b"\xef\xbb\xbf# Harbour", &["a.md: # Harbour"]);
    check(
        "noname",
        b"caf\xe9 du port, ouvert \xe0 midi",
        &["noname: café du port, ouvert à midi"],
    );
    let page = "<p>".to_owned() + &"x".repeat(20_000);
    check("a.html", page.as_bytes(), &[&format!("a.html: {page}")]);
}

#[test]
fn single_records_that_are_none() {
    check("a.txt", b"", &["a.txt! empty"]);
    check("a.txt", b" \n\t ", &["a.txt! empty"]);
    check(
        "a.html",
        b"\x89PNG\r\n\x1a\n\0\0",
        &["a.html! binary data, not text"],
    );
    check("a.txt", b"one\0two", &["a.txt! binary data, not text"]);
    check("a.pdf", b"%PDF-1.7 text", &["a.pdf! binary data, not text"]);
    check(
        "a.css",
        b"p {}",
        &["a.css! unknown format (name it with --as)"],
    );
    check("feed", b"<?xml version='1.0'?><rss/>", &["feed! empty"]);
    let packed = gzip(&b"Harbour open. ".repeat(50));
    check(
        "a.txt",
        &packed[..packed.len() - 9],
        &["a.txt! gzip data is cut off"],
    );
    let small = Limits {
        record_mb: 1,
        ..Limits::default()
    };
    let large = vec![b'x'; 1_000_001];
    check_with(
        &small,
        "a.txt",
        &large,
        &["a.txt! larger than 1 MB in one record"],
    );
}

#[test]
fn json_lines() {
    check(
        "a.jsonl",
        b"\xef\xbb\xbf{\"id\":1,\"body\":\"x\"}\r\n\n{\"index\":{\"_id\":\"2\"}}\n{bad\n[1]\n{\"id\":\"1\"}\n{\"id\":2}",
        &[
            "a.jsonl#1: {\"id\":1,\"body\":\"x\"}",
            "a.jsonl, line 4! not valid JSON: key must be a string at column 2",
            "a.jsonl, line 5! not a JSON object",
            "a.jsonl#1! same id as an earlier record of this file",
            "a.jsonl#2: {\"id\":2}",
        ],
    );
    check(
        "-",
        b"{\"id\":1}\n{\"id\":2}\n",
        &["-#1: {\"id\":1}", "-#2: {\"id\":2}"],
    );
    check("a.jsonl", b"[{\"id\":1}]", &["a.jsonl#1: {\"id\":1}"]);
    check("a.jsonl", b"\n \n", &["a.jsonl! empty"]);
    check(
        "a.jsonl",
        b"\x89PNG\0\0",
        &["a.jsonl! binary data, not text"],
    );
    check(
        "a.jsonl",
        b"{\"id\":1,\"t\":\"caf\xe9 \xe0 midi\"}",
        &["a.jsonl#1: {\"id\":1,\"t\":\"café à midi\"}"],
    );
    let utf16: Vec<u8> = "\u{feff}{\"id\":\"é\"}\n{\"id\":2}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check(
        "a.jsonl",
        &utf16,
        &["a.jsonl#é: {\"id\":\"é\"}", "a.jsonl#2: {\"id\":2}"],
    );
}

#[test]
fn a_long_line_is_skipped_and_not_kept() {
    let small = Limits {
        record_mb: 1,
        ..Limits::default()
    };
    let mut bytes = b"{\"id\":1}\n{\"id\":2,\"x\":\"".to_vec();
    bytes.extend(vec![b'x'; 3_000_000]);
    bytes.extend(b"\"}\n{\"id\":3}\n");
    let wanted = [
        "a.jsonl#1: {\"id\":1}",
        "a.jsonl, line 2! larger than 1 MB in one record",
        "a.jsonl#3: {\"id\":3}",
    ];
    check_with(&small, "a.jsonl", &bytes, &wanted);
    let array = String::from_utf8(bytes)
        .unwrap()
        .trim_end()
        .replace('\n', ",");
    let wanted = [
        "a.json#1: {\"id\":1}",
        "a.json, record 2! larger than 1 MB in one record",
        "a.json#3: {\"id\":3}",
    ];
    check_with(&small, "a.json", format!("[{array}]").as_bytes(), &wanted);
}

#[test]
fn cut_off_json_lines_give_the_lines_before_the_cut() {
    let mut state = 1_u32;
    let mut text = String::new();
    for id in 0..20_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text += &format!("{{\"id\":{id},\"x\":{state}}}\n");
    }
    let packed = gzip(text.as_bytes());
    let (mut good, mut skips) = (0, Vec::new());
    let cut = &packed[..packed.len() / 2];
    sources_of(
        cut,
        "a.jsonl.gz",
        None,
        &Limits::default(),
        &mut |source| match source {
            Ok(source) => {
                assert!(text.contains(&source.text));
                good += 1;
            }
            Err(skip) => skips.push(format!("{}! {}", skip.id, skip.reason)),
        },
    );
    assert!((8_000..12_000).contains(&good), "{good}");
    assert_eq!(
        skips,
        [format!(
            "a.jsonl.gz! gzip data is cut off in line {}",
            good + 1
        )]
    );

    let packed = gzip(b"{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
    let cut = &packed[..packed.len() - 8];
    check(
        "a.jsonl.gz",
        cut,
        &[
            "a.jsonl.gz#1: {\"id\":1}",
            "a.jsonl.gz#2: {\"id\":2}",
            "a.jsonl.gz#3: {\"id\":3}",
            "a.jsonl.gz! gzip data is cut off in line 4",
        ],
    );
}

#[test]
fn json() {
    check(
        "a.json",
        b" {\"id\": 1,\n\"body\": \"}\\\"]\"} ",
        &["a.json: {\"id\": 1,\n\"body\": \"}\\\"]\"}"],
    );
    check(
        "a.json",
        b"{\"id\":1}\n{\"id\":2}",
        &["a.json#1: {\"id\":1}", "a.json#2: {\"id\":2}"],
    );
    check(
        "a.json",
        b"[{\"id\":1}, {\"id\": }, 5, {\"id\":[{\"x\":\"]\"}],\"url\":\"u\"}, {\"id\":1}]",
        &[
            "a.json#1: {\"id\":1}",
            "a.json, record 2! not valid JSON: expected value at column 8",
            "a.json, record 3! not a JSON object",
            "a.json#u: {\"id\":[{\"x\":\"]\"}],\"url\":\"u\"}",
            "a.json#1! same id as an earlier record of this file",
        ],
    );
    check("a.json", b"", &["a.json! empty"]);
    check("a.json", b"[]", &[]);
    check("a.json", b"hello", &["a.json! not JSON"]);
    check("a.json", b"{\"id\":1", &["a.json! JSON is not closed"]);
    let more = "a.json! more text after the end of the JSON value";
    check("a.json", b"{\"id\":1}}", &["a.json#1: {\"id\":1}", more]);
    check(
        "a.json",
        b"[{\"id\":1}, {\"id\":2",
        &[
            "a.json#1: {\"id\":1}",
            "a.json! JSON is not closed in record 2 or after it",
        ],
    );
}

/// A quotation mark that should have a backslash before it costs its record.
#[test]
fn a_broken_record_of_a_list_costs_itself() {
    let item = |id: u32, text: &str| format!("{{\"id\":{id},\"text\":\"{text}\"}}");
    let good = |id: u32| format!("a.json#{id}: {}", item(id, "Ships came."));
    let whole = |id: u32| item(id, "Ships came.");
    let bad = |record: u32| format!("a.json, record {record}! not valid JSON: ");
    let check = |list: &[String], wanted: &[String]| {
        let list = list.join(",\n ");
        let feed =
            format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[\n {list}\n]}}");
        for json in [format!("[{list}]"), feed] {
            let mut found = Vec::new();
            sources_of(
                json.as_bytes(),
                "a.json",
                None,
                &Limits::default(),
                &mut |source| {
                    found.push(match source {
                        Ok(source) => format!("{}: {}", source.id, source.text),
                        Err(skip) => {
                            let reason = skip.reason.to_string();
                            let words = reason.split_inclusive(": ").next().unwrap_or_default();
                            format!("{}! {words}", skip.id)
                        }
                    });
                },
            );
            assert_eq!(found, wanted, "{json}");
        }
    };
    for text in [
        "He said \"no\" to it",
        "a pipe of 5\" width",
        "5\", she said",
        "5\"",
        "5\"}",
        "\" {[\" {",
    ] {
        check(
            &[whole(1), item(2, text), whole(3), whole(4)],
            &[good(1), bad(2), good(3), good(4)],
        );
        check(
            &[item(1, text), item(2, text), whole(3)],
            &[bad(1), bad(2), good(3)],
        );
        check(&[whole(1), item(2, text)], &[good(1), bad(2)]);
    }
    // A text whose last mark is no end of it reaches into the next record.
    let open = item(2, "as it is\\");
    check(&[whole(1), open, whole(3)], &[good(1), bad(2), good(3)]);
    // Objects in the broken record are none of the list.
    let nested = r#"{"id":2,"text":"a "b" c","authors":[{"name":"A"},{"name":"B"},{"name":"C"}],"at":[{"url":"u","title":"T"},{"url":"v"}]}"#;
    let nested = nested.to_owned();
    check(&[whole(1), nested, whole(3)], &[good(1), bad(2), good(3)]);
}

#[test]
fn lists_inside_an_answer() {
    let two = ["a.json#1: {\"id\":1}", "a.json#2: {\"id\":2}"];
    check(
        "a.json",
        b"{\"status\":\"ok\",\"articles\":[{\"id\":1},{\"id\":2}],\"n\":2}",
        &two,
    );
    check(
        "a.json",
        b"{\"response\":{\"n\":[1],\"docs\":[{\"id\":1},{\"id\":2}]}}",
        &two,
    );
    check(
        "a.json",
        b"{\"hits\":{\"total\":{\"value\":2},\"hits\":[{\"id\":1},{\"id\":2}]}}",
        &two,
    );
    let one = "{\"body\":\"x\",\"items\":[{\"id\":1}]}";
    check("a.json", one.as_bytes(), &[&format!("a.json: {one}")]);
    let words = "{\"items\":[\"a\",\"b\"],\"body\":\"x\"}";
    check("a.json", words.as_bytes(), &[&format!("a.json: {words}")]);
}

#[test]
fn a_file_that_is_gone_is_unreadable() {
    let file = File {
        id: "gone.txt".to_owned(),
        path: "/nonexistent/gone.txt".into(),
        size: 1,
        mtime_ns: 0,
    };
    let mut found = Vec::new();
    sources(&file, None, &Limits::default(), &mut |source| {
        found.push(source.map_err(|skip| skip.reason))
    });
    let reason = SkipReason::Unreadable("no such file or directory".to_owned());
    assert!(matches!(&found[..], [Err(found)] if *found == reason));
}

#[test]
fn a_declared_format_beats_the_name() {
    let mut found = Vec::new();
    sources_of(
        &b"{\"id\":1}\n"[..],
        "a.css",
        Some(Format::JsonLines),
        &Limits::default(),
        &mut |source| {
            found.push(source.map(|source| source.id).map_err(|skip| skip.reason));
        },
    );
    assert_eq!(found, [Ok("a.css#1".to_owned())]);
}
