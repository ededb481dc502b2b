//! Bad input costs itself and nothing else: a message names it, the rest is
//! indexed, and an index in use keeps answering.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stderr, reason = "what cannot be tested here is said")]

mod common;

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Archive, NOBODY, Ran, Random, as_nobody, body, files_below, is_root, run};
use onrecord::corpus::{self, Limits, SkipReason};

/// Indexes the archive and checks that `name` is told with `reason`, and that
/// the good article is there all the same.
fn assert_told(archive: &Archive, name: &str, reason: &str) -> Ran {
    let ran = archive.ok(&["index", "-v"]);
    assert_line(&ran, name, reason);
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    assert_eq!(archive.ok(&["check"]).stderr, "");
    ran
}

fn assert_line(ran: &Ran, name: &str, reason: &str) {
    assert!(ran.is_calm(), "{ran:#?}");
    let wanted = |line: &str| line.starts_with(&format!("! {name}")) && line.contains(reason);
    assert!(ran.stderr.lines().any(wanted), "{name}: {reason}: {ran:#?}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn encoded(label: &str, text: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{label}: {text}");
    bytes.into_owned()
}

fn page(meta: &str, title: &str, paragraphs: &[&str]) -> String {
    let text: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html><head>{meta}<title>{title}</title></head>\n<body><article><h1>{title}</h1>\n{text}</article></body></html>\n"
    )
}

#[test]
fn an_empty_file() {
    let archive = Archive::with_good_article();
    archive.write("nothing.txt", "");
    archive.write("blank.md", " \n\t\n");
    archive.write("nothing.json", "");
    archive.write("nothing.jsonl", "\n\n");
    let ran = assert_told(&archive, "nothing.txt", "empty");
    for name in ["blank.md", "nothing.json", "nothing.jsonl"] {
        assert_line(&ran, name, "empty");
    }
}

#[test]
fn a_binary_file_with_the_name_of_a_page() {
    let archive = Archive::with_good_article();
    let mut random = Random::new(1);
    let noise: Vec<u8> = (0..50_000).map(|_| random.next() as u8).collect();
    archive.write("picture.html", &noise);
    archive.write("picture.txt", [b"\x89PNG\r\n\x1a\n", &noise[..]].concat());
    archive.write("packed.html.gz", gzip(&noise));
    let ran = assert_told(&archive, "picture.html", "binary");
    assert_line(&ran, "picture.txt", "binary");
    assert_line(&ran, "packed.html.gz", "binary");
}

/// Text that is UTF-8 but for a few bytes.
fn damaged_utf8() -> Vec<u8> {
    [
        "Лодочный сезон открыт\n\nПаром ходит снова, сообщила ".as_bytes(),
        b"\xff\xfe\xd0",
        " администрация порта в понедельник утром.\n".as_bytes(),
    ]
    .concat()
}

#[test]
fn invalid_utf8_costs_the_damaged_characters_only() {
    let archive = Archive::with_good_article();
    archive.write("cut.txt", damaged_utf8());
    archive.write(
        "cut.jsonl",
        b"{\"id\":\"1\",\"title\":\"Cut\",\"body\":\"The lighthouse \xff\xfe keeper\"}\n",
    );
    let ran = archive.ok(&["index", "-v"]);
    assert!(ran.is_calm(), "{ran:#?}");
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    assert_eq!(archive.ids("администрация"), ["cut.txt"]);
    assert_eq!(archive.ids("lighthouse keeper"), ["cut.jsonl#1"]);
}

#[test]
fn invalid_utf8_is_told() {
    let archive = Archive::with_good_article();
    archive.write("cut.txt", damaged_utf8());
    let indexed = archive.ok(&["index", "-v"]);
    let shown = archive.ok(&["show", "cut.txt"]);
    assert!(
        indexed.stderr.contains("cut.txt") || shown.stderr.contains("note:"),
        "characters were lost and nobody is told: {indexed:#?} {shown:#?}"
    );
}

const RUSSIAN: &[&str] = &[
    "Порт снова открыт для судов, сообщила в понедельник городская администрация.",
    "Капитаны ждали этого решения почти два года, сказал начальник порта журналистам.",
];

const FRENCH: &[&str] = &[
    "Le café du port a rouvert lundi après l'été, a déclaré la mairie de la cité.",
    "Les pêcheurs espéraient cette réouverture depuis près de deux années déjà.",
];

#[test]
fn pages_in_old_encodings_declared_and_undeclared() {
    let archive = Archive::with_good_article();
    let meta = |label: &str| {
        format!("<meta http-equiv=\"Content-Type\" content=\"text/html; charset={label}\">")
    };
    let russian = |meta: &str| encoded("windows-1251", &page(meta, "Порт открыт", RUSSIAN));
    let french = |meta: &str| encoded("iso-8859-1", &page(meta, "Café rouvert", FRENCH));
    archive.write("ru-declared.html", russian(&meta("windows-1251")));
    archive.write("ru-silent.html", russian(""));
    archive.write("ru-wrong.html", russian(&meta("utf-8")));
    archive.write("fr-declared.html", french("<meta charset=iso-8859-1>"));
    archive.write("fr-silent.html", french(""));
    archive.write("fr-wrong.html", french("<meta charset='utf-8'>"));
    archive.write("ru.txt", encoded("windows-1251", &RUSSIAN.join("\n\n")));
    archive.write("fr.txt", encoded("iso-8859-1", &FRENCH.join("\n\n")));
    let ran = archive.ok(&["index", "-v"]);
    assert_eq!(ran.stderr, "", "nothing is skipped");
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    let russian = [
        "ru-declared.html",
        "ru-silent.html",
        "ru-wrong.html",
        "ru.txt",
    ];
    for word in ["капитаны", "начальник", "\"городская администрация\""]
    {
        assert_eq!(archive.sorted_ids(word), russian, "{word}");
    }
    let french = [
        "fr-declared.html",
        "fr-silent.html",
        "fr-wrong.html",
        "fr.txt",
    ];
    for word in ["pêcheurs", "pecheurs", "réouverture", "\"après l'été\""] {
        assert_eq!(archive.sorted_ids(word), french, "{word}");
    }
}

#[test]
fn a_hundred_thousand_nested_elements() {
    let archive = Archive::with_good_article();
    let deep = |inner: &str| {
        let (open, close) = ("<div>".repeat(100_000), "</div>".repeat(100_000));
        format!(
            "<html><head><title>Deep water</title></head><body>{open}{inner}{close}</body></html>"
        )
    };
    archive.write(
        "deep.html",
        deep("<p>The lighthouse keeper of the deep spoke to nobody for a year, she said.</p>"),
    );
    archive.write("unclosed.html", "<div>".repeat(100_000));
    let ran = archive.ok(&["index", "-v"]);
    assert!(ran.is_calm(), "{ran:#?}");
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    assert_line(&ran, "unclosed.html", "no article text found");
    let told = ran.stderr.contains("! deep.html: ");
    let found = archive.ids("lighthouse") == ["deep.html"];
    assert!(told != found, "{ran:#?}");
}

/// A file of so many million letters on one line.
fn write_line(path: &Path, before: &str, megabytes: usize, after: &str) {
    let mut file = std::io::BufWriter::new(fs::File::create(path).unwrap());
    let piece = "all one line ".repeat(80_000);
    file.write_all(before.as_bytes()).unwrap();
    for _ in 0..(megabytes * 1_000_000).div_ceil(piece.len()) {
        file.write_all(piece.as_bytes()).unwrap();
    }
    file.write_all(after.as_bytes()).unwrap();
    file.flush().unwrap();
}

/// The most memory that a process has had, in kilobytes.
fn peak_kb(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[test]
fn a_line_of_two_hundred_megabytes_in_bounded_memory() {
    let archive = Archive::with_good_article();
    write_line(&archive.file("line.txt"), "", 200, "");
    write_line(
        &archive.file("line.jsonl"),
        "{\"id\":\"before\",\"body\":\"A word of the lighthouse keeper.\"}\n{\"id\":\"long\",\"body\":\"",
        200,
        "\"}\n{\"id\":\"after\",\"body\":\"Another word of the lighthouse keeper.\"}\n",
    );
    let mut peak = 0;
    let mut command = archive.command(&["index", "-v", "--memory", "128"]);
    let child = common::piped(&mut command).spawn().unwrap();
    let ran = common::watched(child, |process| {
        peak = peak.max(peak_kb(process).unwrap_or(0));
    })
    .expect("the run ends");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_line(&ran, "line.txt", "larger than 16 MB in one record");
    assert_line(
        &ran,
        "line.jsonl, line 2",
        "larger than 16 MB in one record",
    );
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    let around = ["line.jsonl#after", "line.jsonl#before"];
    assert_eq!(archive.sorted_ids("lighthouse"), around);
    assert!(peak < 160_000, "took {peak} kB");
}

#[test]
fn json_without_a_body() {
    let archive = Archive::with_good_article();
    archive.write(
        "one.json",
        r#"{"title":"A headline alone","date":"2024-05-01"}"#,
    );
    archive.write(
        "list.json",
        r#"[{"id":"a","title":"T"},{"id":"b","body":"The lighthouse."}]"#,
    );
    archive.write("lines.jsonl", "{\"id\":\"x\",\"body\":null}\n{\"id\":\"y\",\"body\":\"The lighthouse.\"}\n[1]\n{\"id\":\n");
    archive.write("number.json", "17");
    let ran = assert_told(&archive, "one.json", "no article text found");
    assert_line(&ran, "list.json#a", "no article text found");
    assert_line(&ran, "lines.jsonl#x", "no article text found");
    assert_line(&ran, "lines.jsonl, line 3", "not a JSON object");
    assert_line(&ran, "lines.jsonl, line 4", "not valid JSON");
    assert_line(&ran, "number.json", "not JSON");
    assert_eq!(
        archive.sorted_ids("lighthouse"),
        ["lines.jsonl#y", "list.json#b"]
    );
}

#[test]
fn the_same_id_twice() {
    let archive = Archive::with_good_article();
    archive.write(
        "wire.jsonl",
        [
            ("7", "The first lighthouse."),
            ("8", "Another one."),
            ("7", "The second lighthouse."),
        ]
        .map(|(id, body)| common::record(id, "T", body))
        .concat(),
    );
    let ran = assert_told(&archive, "wire.jsonl#7", "same id as an earlier record");
    assert!(ran.stdout.contains("! 1 skipped"), "{ran:#?}");
    assert_eq!(archive.ids("first lighthouse"), ["wire.jsonl#7"]);
    assert_eq!(archive.ids("second"), Vec::<String>::new());
}

#[test]
fn a_file_and_a_folder_without_permission() {
    let archive = Archive::with_good_article();
    archive.write(
        "secret.txt",
        "Closed\n\nThe lighthouse is closed to all of us.\n",
    );
    archive.write(
        "closed/inner.txt",
        "Closed\n\nThe lighthouse is closed to all of us.\n",
    );
    archive.open_to_all();
    let index = archive.root().join("writable");
    fs::create_dir(&index).unwrap();
    fs::set_permissions(&index, fs::Permissions::from_mode(0o777)).unwrap();
    let mode = |id: &str, mode: u32| {
        fs::set_permissions(archive.file(id), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("secret.txt", 0o000);
    mode("closed", 0o000);
    let run_as_nobody = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--index", "writable"]);
        run(&mut as_nobody(&archive, &all))
    };
    let ran = run_as_nobody(&["index", "-v"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_line(&ran, "secret.txt", "permission denied");
    assert_line(&ran, "closed", "permission denied");
    let found = run_as_nobody(&["search", "-l", "--all", "zeppelin"]);
    assert_eq!(found.stdout, "good.txt\n", "{found:#?}");
    // What can be read again is read again, though its time is the same.
    mode("secret.txt", 0o644);
    mode("closed", 0o755);
    let ran = run_as_nobody(&["index", "-v"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:#?}");
    let found = run_as_nobody(&[
        "search",
        "-l",
        "--all",
        "-n",
        "0",
        "--no-collapse",
        "lighthouse",
    ]);
    assert_eq!(found.stdout.lines().count(), 2, "{found:#?}");
    // What cannot be read any more is told, and a closed folder is not gone.
    mode("closed", 0o000);
    let ran = run_as_nobody(&["index", "-v"]);
    assert_line(&ran, "closed", "permission denied");
    let found = run_as_nobody(&[
        "search",
        "-l",
        "--all",
        "-n",
        "0",
        "--no-collapse",
        "lighthouse",
    ]);
    assert_eq!(found.stdout.lines().count(), 2, "{found:#?}");
    mode("closed", 0o755);
}

#[test]
fn a_loop_of_links() {
    let archive = Archive::with_good_article();
    archive.write("wire/a.txt", "Light\n\nThe lighthouse burns again.\n");
    symlink("..", archive.file("wire/up")).unwrap();
    symlink("other", archive.file("one")).unwrap();
    symlink("one", archive.file("other")).unwrap();
    let ran = assert_told(&archive, "wire/up", "leads back");
    assert_line(&ran, "one", "cannot read");
    assert_line(&ran, "other", "cannot read");
    assert_eq!(archive.ids("lighthouse"), ["wire/a.txt"]);
}

#[test]
fn what_is_no_file() {
    let archive = Archive::with_good_article();
    symlink("nowhere.txt", archive.file("dangling.txt")).unwrap();
    let pipe = archive.file("pipe.txt");
    let made = Command::new("mkfifo").arg(&pipe).status();
    let ran = assert_told(&archive, "dangling.txt", "cannot read: no such file");
    if made.is_ok_and(|status| status.success()) {
        assert_line(&ran, "pipe.txt", "not a regular file");
    }
}

#[test]
fn a_file_that_disappears_while_the_corpus_is_read() {
    let archive = Archive::with_good_article();
    archive.write("fleeting.txt", "Soon gone\n\nThe lighthouse goes dark.\n");
    let mut files = Vec::new();
    corpus::files(&archive.corpus(), "", &mut |file| files.extend(file));
    archive.remove("fleeting.txt");
    let mut told = Vec::new();
    for file in &files {
        corpus::sources(file, None, &Limits::default(), &mut |source| {
            told.push(source.map(|s| s.id).map_err(|s| (s.id, s.reason)));
        });
    }
    let reason = SkipReason::Unreadable("no such file or directory".to_owned());
    let fleeting = Err(("fleeting.txt".to_owned(), reason));
    assert_eq!(told, [fleeting, Ok("good.txt".to_owned())]);
}

#[test]
fn files_that_come_and_go_while_the_index_is_made() {
    let archive = Archive::with_good_article();
    let mut random = Random::new(2);
    for i in 0..300 {
        archive.write(&format!("{i:03}.txt"), common::text_file(&mut random));
    }
    let child = common::piped(&mut archive.command(&["index", "-v"]))
        .spawn()
        .unwrap();
    // From the end on, so that some are gone before their turn.
    for i in (100..300).rev() {
        archive.remove(&format!("{i:03}.txt"));
    }
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.is_calm(), "{ran:#?}");
    for line in ran.stderr.lines() {
        assert!(
            line.starts_with("! ") && line.contains("no such file"),
            "{line}"
        );
    }
    archive.ok(&["index"]);
    assert_eq!(archive.ids("*").len(), 101, "a lone star is every article");
    assert_eq!(archive.ids("").len(), 101);
    assert_eq!(archive.ok(&["check"]).stderr, "");
}

#[test]
fn compressed_files_that_are_cut_off() {
    let archive = Archive::with_good_article();
    let mut random = Random::new(3);
    let lines: String = (0..200)
        .map(|i| common::record(&i.to_string(), "Lighthouse", &body(&mut random)))
        .collect();
    let (gz, zst) = (
        gzip(lines.as_bytes()),
        zstd::encode_all(lines.as_bytes(), 3).unwrap(),
    );
    archive.write("wire.jsonl.gz", &gz[..gz.len() / 2]);
    archive.write("wire.jsonl.zst", &zst[..zst.len() / 2]);
    let text = common::text_file(&mut random).repeat(50);
    let packed = gzip(text.as_bytes());
    archive.write("story.txt.gz", &packed[..packed.len() / 2]);
    archive.write("header.txt.gz", &packed[..5]);
    let ran = assert_told(&archive, "wire.jsonl.gz", "gzip data is cut off in line");
    assert_line(&ran, "wire.jsonl.zst", "zstd data");
    assert_line(&ran, "story.txt.gz", "gzip data is cut off");
    assert_line(&ran, "header.txt.gz", "gzip data is cut off");
    let whole = archive.ids("title:lighthouse");
    let gz = whole.iter().filter(|id| id.starts_with("wire.jsonl.gz#"));
    assert!(gz.count() > 20, "the lines before the cut are there");
}

#[test]
fn a_bomb() {
    let archive = Archive::with_good_article();
    let zeros = vec![0_u8; 300_000_000];
    archive.write("bomb.txt.gz", gzip(&zeros));
    archive.write("bomb.jsonl.zst", {
        let mut text = b"{\"id\":\"1\",\"body\":\"".to_vec();
        text.resize(300_000_000, b'a');
        zstd::encode_all(&text[..], 1).unwrap()
    });
    drop(zeros);
    let mut peak = 0;
    let child = common::piped(&mut archive.command(&["index", "-v"]))
        .spawn()
        .unwrap();
    let ran = common::watched(child, |process| {
        peak = peak.max(peak_kb(process).unwrap_or(0));
    })
    .expect("the run ends");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_line(&ran, "bomb.txt.gz", "larger than 64 MB in one record");
    assert_line(
        &ran,
        "bomb.jsonl.zst",
        "unpacks to more than 250 times its size",
    );
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    assert!(peak < 300_000, "took {peak} kB");
}

/// True where nothing in the output can drive a terminal. JSON is the text as
/// it stands: it may turn the direction of writing.
fn is_safe(ran: &Ran, json: bool) -> bool {
    let unsafe_char = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let turns = |text: &str| text.contains(['\u{202e}', '\u{2066}', '\u{200f}']);
    let texts = [&ran.stdout, &ran.stderr];
    let controls = texts.iter().any(|text| text.contains(unsafe_char));
    !controls && !turns(&ran.stderr) && (json || !turns(&ran.stdout))
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let archive = Archive::with_good_article();
    let evil = "Red\u{1b}[31m al\u{0}ert \u{9b}2J\u{7}\u{202e}lighthouse\r";
    let article = serde_json::json!({
        "id": format!("id-{evil}"), "title": evil, "body": format!("The lighthouse {evil} stands.\n\nMore {evil}."),
        "byline": evil, "source": evil, "section": evil, "url": evil, "date": format!("{evil} 31 February"),
        "dateline": evil,
    });
    archive.write("evil.jsonl", format!("{article}\n"));
    // A NUL makes a text file binary: only JSON can hold one.
    let line = evil.replace('\0', "");
    archive.write(
        "\u{1b}[31mname\u{7f}.txt",
        format!("{line}\n\nThe lighthouse \u{1b}]0;title\u{7} stands.\n"),
    );
    archive.write("\u{1b}]0;empty.txt", "");
    let indexed = archive.ok(&["index", "-v"]);
    assert!(is_safe(&indexed, false), "{indexed:#?}");
    assert!(indexed.stderr.contains("empty.txt"), "{indexed:#?}");
    let ids = archive.ids("lighthouse stands");
    assert_eq!(ids.len(), 2, "{ids:?}");
    let searches: &[&[&str]] = &[
        &["--format", "text", "--color", "never"],
        &[
            "--format",
            "text",
            "--color",
            "never",
            "--mark",
            "-C",
            "1",
            "--explain",
        ],
        &["--format", "tsv"],
        &["--format", "jsonl"],
        &[
            "--fields",
            "id,title,source,byline,section,url,dateline,passage",
        ],
        &["-l"],
    ];
    for flags in searches {
        let mut args = vec!["search"];
        args.extend(*flags);
        args.extend(["--", "lighthouse", "stands"]);
        let ran = archive.ok(&args);
        assert!(
            ran.stdout.to_lowercase().contains("evil.jsonl#id-"),
            "{ran:#?}"
        );
        let json = flags.contains(&"jsonl");
        assert!(is_safe(&ran, json), "{flags:?}: {ran:#?}");
    }
    for id in &ids {
        for flags in [&[][..], &["--json"], &["--dropped"]] {
            let mut args = vec!["show", id, "--color", "never"];
            args.extend(flags);
            let ran = archive.ok(&args);
            let json = flags.contains(&"--json");
            assert!(is_safe(&ran, json), "{args:?}: {ran:#?}");
        }
    }
    for args in [
        &["stats"][..],
        &["stats", "--json"],
        &["stats", "--by", "source"],
        &["search", "title:\u{1b}[31mnowhere\u{7}"],
        &["search", "\u{1b}[31mcolour:x"],
        &["show", "\u{1b}[31mno-such-id"],
    ] {
        let ran = archive.run(args);
        assert!(ran.is_calm(), "{ran:#?}");
        assert!(
            is_safe(&ran, args.contains(&"--json")),
            "{args:?}: {ran:#?}"
        );
    }
    // Colour is ours alone: without it, the same text.
    let ran = archive.ok(&[
        "search",
        "--format",
        "text",
        "--color",
        "always",
        "lighthouse",
    ]);
    assert!(
        !ran.stdout.contains("\u{1b}[31m") && !ran.stdout.contains('\u{7}'),
        "{ran:#?}"
    );
}

#[test]
fn dates_that_are_none() {
    let archive = Archive::with_good_article();
    let dated = |date: &str| {
        serde_json::json!({"title": "Lighthouse", "date": date, "body": "The lighthouse stands."})
            .to_string()
    };
    archive.write("february.json", dated("31 February 2024"));
    archive.write("far.json", dated("9999-01-01"));
    archive.write("iso.json", dated("2024-02-31T10:00:00Z"));
    archive.write(
        "front.md",
        "---\ntitle: Lighthouse\ndate: 2023-02-30\n---\n\nThe lighthouse stands.\n",
    );
    archive.write("fine.json", dated("2024-02-29"));
    let ran = archive.ok(&["index", "-v"]);
    assert!(ran.is_calm(), "{ran:#?}");
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    assert_eq!(archive.ids("lighthouse").len(), 5);
    for (id, value, why) in [
        ("february.json", "31 February 2024", "is no date"),
        ("far.json", "9999", "is in the future"),
        ("iso.json", "2024-02-31", "is no date"),
        ("front.md", "2023-02-30", "is no date"),
    ] {
        let shown = archive.ok(&["show", id]);
        let note = shown.stderr.lines().find(|line| line.contains("note:"));
        let note = note.unwrap_or_else(|| panic!("{id}: {shown:#?}"));
        assert!(note.contains(value) && note.contains(why), "{note}");
        let line = common::one_line(&archive.ok(&["show", "--json", id]));
        assert_eq!(line["published"], serde_json::Value::Null);
        assert!(line["notes"][0].as_str().unwrap().contains(why), "{line}");
    }
    assert_eq!(archive.ids("date:2024"), ["fine.json"]);
    assert_eq!(archive.ids("date:2025.. lighthouse"), Vec::<String>::new());
}

/// An archive of a few articles in two commits, so that the index has more
/// than one segment and a list of deleted articles.
fn small_index() -> Archive {
    let archive = Archive::with_good_article();
    let mut random = Random::new(4);
    for i in 0..12 {
        archive.write(&format!("{i:02}.txt"), common::text_file(&mut random));
    }
    archive.ok(&["index"]);
    archive.remove("03.txt");
    archive.write("new.txt", common::text_file(&mut random));
    archive.ok(&["index"]);
    archive
}

fn manifest(archive: &Archive) -> PathBuf {
    archive.index().join("manifest.json")
}

/// Every command that opens the index refuses it with these words.
fn assert_refused(archive: &Archive, words: &[&str]) {
    for args in [
        &["search", "zeppelin"][..],
        &["show", "good.txt"],
        &["stats"],
        &["check"],
        &["index"],
    ] {
        let ran = archive.run(args);
        assert!(ran.is_calm(), "{args:?}: {ran:#?}");
        assert_eq!(ran.code, Some(2), "{args:?}: {ran:#?}");
        assert_eq!(ran.stdout, "", "{args:?}");
        for word in words {
            assert!(ran.stderr.contains(word), "{args:?}: {word}: {ran:#?}");
        }
    }
}

#[test]
fn an_index_of_another_version() {
    let archive = small_index();
    let text = fs::read_to_string(manifest(&archive)).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["format"] = 99.into();
    fs::write(manifest(&archive), value.to_string()).unwrap();
    assert_refused(&archive, &["format 99", "onrecord rebuild"]);
    archive.ok(&["rebuild"]);
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    assert_eq!(archive.ok(&["check"]).stderr, "");
}

#[test]
fn an_index_made_by_other_word_rules() {
    let archive = small_index();
    let meta = files_below(&archive.index());
    let meta = meta
        .iter()
        .find(|path| path.ends_with("meta.json"))
        .unwrap();
    let text = fs::read_to_string(meta).unwrap();
    assert!(text.contains(onrecord::analysis::FINGERPRINT));
    fs::write(meta, text.replace("onrecord-words-", "onrecord-words-9")).unwrap();
    assert_refused(&archive, &["another version", "onrecord rebuild"]);
    archive.ok(&["rebuild"]);
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
}

#[test]
fn an_index_of_another_program() {
    let archive = Archive::with_good_article();
    let foreign = foreign_index(&archive);
    assert_refused(&archive, &["another program", "--index"]);
    assert!(foreign.exists(), "it is not ours to remove");
}

/// What another program that uses the same engine would leave.
fn foreign_index(archive: &Archive) -> PathBuf {
    fs::create_dir(archive.index()).unwrap();
    let foreign = archive.index().join("meta.json");
    let text = r#"{"index_settings":{},"segments":[],"schema":[],"opstamp":0}"#;
    fs::write(&foreign, text).unwrap();
    foreign
}

#[test]
fn a_rebuild_does_not_write_into_the_index_of_another_program() {
    let archive = Archive::with_good_article();
    foreign_index(&archive);
    let ran = archive.run(&["rebuild"]);
    assert_eq!(ran.code, Some(2), "{ran:#?}");
    assert!(ran.stderr.contains("another program"), "{ran:#?}");
}

#[test]
fn an_index_that_names_another_program() {
    let archive = small_index();
    let text = fs::read_to_string(manifest(&archive)).unwrap();
    fs::write(
        manifest(&archive),
        text.replace("onrecord", "somebody\\u001b[31m else"),
    )
    .unwrap();
    assert_refused(&archive, &["another program (somebody[31m else)"]);
}

#[test]
fn a_manifest_that_is_cut_off() {
    let archive = small_index();
    let text = fs::read(manifest(&archive)).unwrap();
    for length in [0, 1, text.len() / 2, text.len() - 1] {
        fs::write(manifest(&archive), &text[..length]).unwrap();
        assert_refused(&archive, &["manifest is damaged", "onrecord rebuild"]);
    }
    archive.ok(&["rebuild"]);
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
}

/// Runs every reading command over a damaged index: none may panic, hang or
/// end otherwise than with 0, 1 or 2. Returns the exit code of `check`.
fn probe(archive: &Archive, index: &Path, what: &str) -> i32 {
    let query = "harbour OR \"prime minister\" OR zeppelin";
    let commands: &[&[&str]] = &[
        &["search", "--json", "-n", "0", query],
        &["show", "good.txt"],
        &["stats", "--json"],
        &["check"],
    ];
    // A command waits before it gives an index up: all at once.
    let ran: Vec<Ran> = std::thread::scope(|scope| {
        let one = |args: &&[&str]| run(archive.command(args).arg("--index").arg(index));
        let running: Vec<_> = commands
            .iter()
            .map(|args| scope.spawn(move || one(args)))
            .collect();
        running.into_iter().map(|ran| ran.join().unwrap()).collect()
    });
    for (args, ran) in commands.iter().zip(&ran) {
        assert!(ran.is_calm(), "{what}: {args:?}: {ran:#?}");
        if ran.code == Some(2) {
            let told = ran
                .stderr
                .lines()
                .any(|line| line.starts_with("onrecord: "));
            assert!(told, "{what}: {args:?}: {ran:#?}");
        }
    }
    let checked = ran.last().unwrap();
    if checked.code == Some(1) {
        assert!(checked.stdout.contains("damaged"), "{what}: {checked:#?}");
    }
    checked.code.unwrap()
}

/// Damages one file of a copy of the index in several ways, one at a time.
fn damage(archive: &Archive, name: &Path, seed: u64) {
    let copy = archive.root().join(format!("copy-{seed}"));
    common::copy_folder(&archive.index(), &copy);
    let path = copy.join(name);
    let whole = fs::read(&path).unwrap();
    let name = name.display();
    // Lists of files have no checksum; what holds articles and words has.
    let summed = path.extension().is_some_and(|end| end != "json");
    let check = |bytes: Option<&[u8]>, what: &str| {
        match bytes {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let what = format!("{name}, {what}");
        let code = probe(archive, &copy, &what);
        assert!(!summed || code > 0, "{what}: check calls it sound");
    };
    let mut random = Random::new(seed);
    for place in [0, random.below(whole.len()), whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[place] ^= *random.pick(&[0x01, 0x20, 0x80, 0xff]);
        check(Some(&bytes), &format!("byte {place} of {}", whole.len()));
    }
    check(Some(&whole[..whole.len() / 2]), "cut off");
    check(None, "removed");
}

#[test]
fn damaged_files_of_the_index_are_told_not_met_with_a_panic() {
    let archive = small_index();
    assert_eq!(probe(&archive, &archive.index(), "whole"), 0);
    let files = files_below(&archive.index());
    let files = files
        .iter()
        .filter(|path| fs::metadata(path).unwrap().len() > 0);
    let names = files.map(|path| path.strip_prefix(archive.index()).unwrap());
    let names: Vec<(u64, &Path)> = (1..).zip(names).collect();
    for together in names.chunks(8) {
        std::thread::scope(|scope| {
            for (seed, name) in together {
                scope.spawn(|| damage(&archive, name, *seed));
            }
        });
    }
}

#[test]
fn a_rebuild_mends_a_damaged_index() {
    let archive = small_index();
    let before = archive.sorted_ids("");
    for path in files_below(&archive.index()) {
        let name = path.display().to_string();
        if !name.ends_with(".lock") && !name.ends_with("manifest.json") {
            let length = fs::metadata(&path).unwrap().len();
            fs::write(&path, vec![0x5a; length as usize]).unwrap();
        }
    }
    assert_refused(&archive, &["onrecord rebuild"]);
    archive.ok(&["rebuild"]);
    assert_eq!(archive.ok(&["check"]).stderr, "");
    assert_eq!(archive.sorted_ids(""), before);
}

#[test]
fn a_read_only_index_can_be_searched() {
    let archive = small_index();
    archive.open_to_all();
    for path in files_below(&archive.index()) {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    }
    let folders = |mode: u32| {
        let mut folders = vec![archive.index()];
        folders.extend(
            fs::read_dir(archive.index())
                .unwrap()
                .map(|e| e.unwrap().path()),
        );
        for folder in folders.iter().filter(|path| path.is_dir()) {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    folders(0o555);
    let as_other = |args: &[&str]| run(&mut as_nobody(&archive, args));
    let found = as_other(&["search", "-l", "--all", "zeppelin"]);
    assert_eq!(
        (found.code, found.stdout.as_str()),
        (Some(0), "good.txt\n"),
        "{found:#?}"
    );
    for args in [&["show", "good.txt"][..], &["stats"], &["check"]] {
        let ran = as_other(args);
        assert_eq!(ran.code, Some(0), "{args:?}: {ran:#?}");
    }
    let refused = as_other(&["index"]);
    assert_eq!(refused.code, Some(2), "{refused:#?}");
    assert!(
        refused.stderr.contains("permission denied")
            || refused.stderr.contains("Permission denied"),
        "{refused:#?}"
    );
    folders(0o755);
}

#[test]
fn an_index_that_another_user_made_can_be_searched() {
    if !is_root() {
        eprintln!("only root can make files of two users: not tested");
        return;
    }
    let archive = small_index();
    fs::set_permissions(archive.root(), fs::Permissions::from_mode(0o755)).unwrap();
    let found = run(&mut as_nobody(
        &archive,
        &["search", "-l", "--all", "zeppelin"],
    ));
    assert_eq!(
        (found.code, found.stdout.as_str()),
        (Some(0), "good.txt\n"),
        "{NOBODY}: {found:#?}"
    );
}

/// A small file system in memory over a folder, unmounted at the end.
struct Small<'p>(&'p Path);

impl<'p> Small<'p> {
    fn mount(folder: &'p Path) -> Result<Self, String> {
        let mut command = Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"])
            .arg(folder);
        match command.output() {
            Ok(output) if output.status.success() => Ok(Small(folder)),
            Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
            Err(cause) => Err(cause.to_string()),
        }
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

const INSIDE: &str = "ONRECORD_TEST_INSIDE_NAMESPACE";

/// Articles whose index does not fit on the small file system.
fn write_too_much(archive: &Archive) -> Vec<String> {
    let mut random = Random::new(6);
    let ids: Vec<String> = (0..120).map(|i| format!("{i:03}.txt")).collect();
    for id in &ids {
        // Words that occur once fill an index fastest.
        let words: Vec<String> = (0..4_000).map(|_| format!("{:x}", random.next())).collect();
        archive.write(id, format!("Numbers\n\n{}\n", words.join(" ")));
    }
    ids
}

/// Runs `index` and `rebuild` where there is no room for what they write, and
/// hands on what they said. `test` is the name of the test that asks.
fn on_a_full_disk(test: &str, look: impl Fn(&Archive, &str, &Ran)) {
    let archive = Archive::with_good_article();
    fs::create_dir(archive.index()).unwrap();
    let index = archive.index();
    let disk = match Small::mount(&index) {
        Ok(disk) => disk,
        Err(why) if std::env::var_os(INSIDE).is_some() => panic!("mount: {why}"),
        Err(why) => return inside_a_namespace(test, &why),
    };
    archive.ok(&["index"]);
    write_too_much(&archive);
    for command in ["index", "rebuild"] {
        let ran = archive.run(&[command, "--memory", "64"]);
        assert!(ran.is_calm(), "{command}: {ran:#?}");
        assert_eq!(ran.code, Some(2), "{command}: {ran:#?}");
        assert!(ran.stderr.contains("cannot write"), "{command}: {ran:#?}");
        look(&archive, command, &ran);
    }
    drop(disk);
}

#[test]
fn a_full_disk_leaves_the_old_index() {
    on_a_full_disk("a_full_disk_leaves_the_old_index", |archive, command, _| {
        assert_eq!(archive.ids("zeppelin"), ["good.txt"], "{command}");
        assert_eq!(archive.ids("").len(), 1, "{command}");
        let checked = archive.run(&["check"]);
        assert_eq!(checked.code, Some(0), "{command}: {checked:#?}");
    });
}

#[test]
fn a_full_disk_is_named() {
    on_a_full_disk("a_full_disk_is_named", |_, command, ran| {
        let message = ran.stderr.to_lowercase();
        assert!(message.contains("no space left"), "{command}: {ran:#?}");
        assert!(!message.contains("panicked"), "{command}: {ran:#?}");
    });
}

#[test]
fn what_a_full_disk_left_behind_is_in_nobodys_way() {
    let archive = Archive::with_good_article();
    fs::create_dir(archive.index()).unwrap();
    let index = archive.index();
    let Ok(disk) = Small::mount(&index) else {
        eprintln!("mount is not allowed here: not tested");
        return;
    };
    archive.ok(&["index"]);
    let large = write_too_much(&archive);
    assert_eq!(archive.run(&["index", "--memory", "64"]).code, Some(2));
    for id in &large {
        archive.remove(id);
    }
    archive.write("late.txt", "Lighthouse\n\nThe lighthouse burns again.\n");
    archive.ok(&["index"]);
    assert_eq!(archive.ids("lighthouse"), ["late.txt"]);
    drop(disk);
}

/// Runs the test once more where an ordinary user may mount.
fn inside_a_namespace(test: &str, why: &str) {
    let unshare = |args: &[&std::ffi::OsStr]| {
        let mut command = Command::new("unshare");
        command.arg("-rm").args(args);
        command
    };
    let possible = unshare(&["true".as_ref()]).status();
    if !possible.is_ok_and(|status| status.success()) {
        eprintln!("neither mount ({why}) nor unshare is allowed here: not tested");
        return;
    }
    let program = std::env::current_exe().unwrap();
    let args = [program.as_os_str(), "--exact".as_ref(), test.as_ref()];
    let status = unshare(&args).env(INSIDE, "1").status().unwrap();
    assert!(status.success());
}
