//! The command line is a contract: exit codes, layouts, keys of JSON lines,
//! messages that say what to do next.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use common::{Archive, Ran, one_line, piped};
use serde_json::Value;

/// Three small articles with everything known about them, indexed.
fn harbour() -> Archive {
    let archive = Archive::new();
    archive.write(
        "a.json",
        r#"{"title":"Harbour opens again","byline":"By Mara Quill","date":"2024-05-01T10:00:00+02:00","source":"Example Wire","section":"Business","language":"en","url":"https://example.org/a",
        "body":"The café by the water is full.\n\nDredging of the harbour has ended, the harbours board said.\n\nShips are back."}"#,
    );
    archive.write(
        "b.md",
        "---\ntitle: Council votes on the tunnel\ndate: 2023-02-03\nsource: The Harbour Post\n---\n\nThe council voted for the tunnel.\n\nDredging of the river harbour comes next, it said.\n",
    );
    archive.write("c.txt", "Old lighthouse\n\nThe lighthouse at the harbour is for sale.\n\nRead more: Ships are late\n");
    archive.ok(&["index"]);
    archive
}

/// Adds a person who says something.
fn with_a_quote(archive: &Archive) {
    archive.write(
        "d.txt",
        "Ferry late\n\n“The ferry is late today,” said Ann Roe, the ferry master.\n",
    );
    archive.ok(&["index"]);
}

fn codes(archive: &Archive, cases: &[(&[&str], i32)]) {
    for (args, code) in cases {
        let ran = archive.run(args);
        assert_eq!(ran.code, Some(*code), "{args:?}: {ran:#?}");
        assert!(ran.is_calm(), "{args:?}: {ran:#?}");
        if *code == 2 {
            assert_eq!(ran.stdout, "", "{args:?}");
            assert!(!ran.stderr.is_empty(), "{args:?}");
        }
    }
}

#[test]
fn exit_codes() {
    let archive = harbour();
    with_a_quote(&archive);
    codes(
        &archive,
        &[
            (&["search", "harbour"], 0),
            (&["s", "harbour"], 0),
            (&["search", "-q", "harbour"], 0),
            (&["search", "zyzzyva"], 1),
            (&["search", "-q", "zyzzyva"], 1),
            (&["search", "-c", "zyzzyva"], 1),
            (&["search", "-l", "zyzzyva"], 1),
            (&["search", "--json", "zyzzyva"], 1),
            (&["search", "(harbour"], 2),
            (&["search", "--since", "soon", "harbour"], 2),
            (&["search", "--limit", "many", "harbour"], 2),
            (&["search", "--no-such-flag"], 2),
            (&["quotes", "ships"], 1),
            (&["q", "dredging"], 0),
            (&["quotes", "-q", "dredging"], 0),
            (&["quotes", "--by", "zyzzyva"], 1),
            (&["quotes", "kind:loud"], 2),
            (&["quotes", "--kind", "loud"], 2),
            (&["quotes", "(dredging"], 2),
            (&["people", "zyzzyva"], 1),
            (&["people", "roe"], 0),
            (&["people", "--since", "soon"], 2),
            (&["index", "--host", ""], 2),
            (&["index", "--host", "mail.example,"], 2),
            (&["index", "--host", "nota host"], 2),
            (&["index", "--host", "mail..example"], 2),
            (&["rebuild", "--lang", ""], 2),
            (&["people", ""], 2),
            (&["people", "—"], 2),
            (&["people", "--about", ""], 2),
            (&["experts"], 2),
            (&["quotes", "--by", ""], 2),
            (&["search", "--by", "—", "harbour"], 2),
            (&["search", "speaker:roe"], 0),
            (&["search", "--fields", "colour", "harbour"], 2),
            (&["search", "--any", "--all", "harbour"], 2),
            (&["search", "--json", "-c", "harbour"], 2),
            (&["search", "lang:klingon"], 2),
            (&["show", "a.json"], 0),
            (&["show", "a.json#p2"], 0),
            (&["show", "a.json#p99"], 1),
            (&["show", "a.json#p0"], 1),
            (&["show", "nothing.txt"], 1),
            (&["show"], 2),
            (&["similar", "b.md"], 0),
            (&["similar", "nothing.txt"], 1),
            (&["similar", "b.md", "--since", "soon"], 2),
            (&["similar"], 2),
            (&["stats"], 0),
            (&["stats", "harbour", "--by", "year"], 0),
            (&["stats", "zyzzyva"], 1),
            (&["stats", "zyzzyva", "--by", "year"], 1),
            (&["stats", "(harbour"], 2),
            (&["index"], 0),
            (&["update"], 0),
            (&["index", "--strict"], 0),
            (&["index", "/nowhere"], 2),
            (&["rebuild"], 0),
            (&["check"], 0),
            (&["doctor"], 0),
            (&["extract", "corpus/a.json"], 0),
            (&["extract", "/nowhere"], 1),
            (&["extract"], 2),
            (&["help"], 0),
            (&["help", "query"], 0),
            (&["help", "search"], 0),
            (&["help", "nothing"], 2),
            (&["--help"], 0),
            (&["--version"], 0),
            (&["nonsense"], 2),
            (&[], 2),
        ],
    );
    archive.write("empty.txt", "");
    codes(&archive, &[(&["index", "--strict"], 1), (&["index"], 0)]);
    codes(
        &archive,
        &[
            (&["rebuild", "--strict"], 1),
            (&["extract", "corpus/empty.txt"], 1),
        ],
    );
    let elsewhere = [
        "search",
        "harbour",
        "--index",
        "/nowhere/index",
        "--archive",
        "/nowhere",
    ];
    codes(
        &archive,
        &[(&elsewhere, 2), (&["check", "--index", "no-index"], 2)],
    );
}

fn assert_keys(line: &Value, kind: &str, keys: &[&str]) {
    let object = line.as_object().unwrap();
    assert_eq!((&line["schema"], &line["type"]), (&1.into(), &kind.into()));
    for key in keys {
        assert!(object.contains_key(*key), "{kind}: no {key}: {line:#}");
    }
}

const HIT: &[&str] = &[
    "rank",
    "score",
    "id",
    "anchor",
    "title",
    "title_spans",
    "source",
    "byline",
    "authors",
    "dateline",
    "published",
    "updated",
    "url",
    "section",
    "language",
    "passage",
    "spans",
    "article_bytes",
    "sha256",
    "partial",
    "quotes",
];

const QUOTE: &[&str] = &[
    "rank",
    "score",
    "id",
    "anchor",
    "passage_anchor",
    "text",
    "spans",
    "speaker",
    "role",
    "org",
    "sort",
    "mention",
    "cue",
    "kind",
    "confidence",
    "evidence",
    "named_in",
    "bytes",
    "title",
    "source",
    "byline",
    "authors",
    "dateline",
    "published",
    "updated",
    "url",
    "section",
    "language",
    "passage",
    "sha256",
];

const PERSON: &[&str] = &[
    "rank",
    "score",
    "name",
    "role",
    "org",
    "statements",
    "articles",
    "outlets",
    "independent_outlets",
    "first",
    "last",
    "roles",
    "best",
];

const ARTICLE: &[&str] = &[
    "id",
    "title",
    "byline",
    "authors",
    "dateline",
    "source",
    "section",
    "published",
    "updated",
    "url",
    "language",
    "keywords",
    "summary",
    "partial",
    "text",
    "passages",
    "quotes",
    "dropped",
    "from",
    "notes",
];

#[test]
fn json_lines_hold_the_keys_of_the_contract() {
    let archive = harbour();
    with_a_quote(&archive);
    let lines = archive.ok(&["search", "--json", "harbour"]).lines();
    assert_eq!(lines.len(), 4);
    lines[..3]
        .iter()
        .for_each(|hit| assert_keys(hit, "hit", HIT));
    assert_keys(&lines[3], "summary", &["query", "articles", "shown", "ms"]);
    assert_eq!(lines[3]["query"], "harbour");
    let hit = lines.iter().find(|line| line["id"] == "a.json").unwrap();
    for (key, value) in [
        ("title", "Harbour opens again"),
        ("source", "Example Wire"),
        ("byline", "Mara Quill"),
        ("published", "2024-05-01T10:00:00+02:00"),
        ("section", "Business"),
        ("language", "en"),
        ("url", "https://example.org/a"),
        ("anchor", "p2"),
    ] {
        assert_eq!(hit[key], value, "{key}");
    }
    let article = one_line(&archive.ok(&["show", "--json", "a.json"]));
    assert_keys(&article, "article", ARTICLE);
    let extracted = one_line(&archive.ok(&["extract", "corpus/a.json"]));
    assert_keys(&extracted, "article", ARTICLE);
    assert_eq!(extracted["text"], article["text"]);
    assert_eq!(extracted["id"], "corpus/a.json");
    let quotes = archive.ok(&["quotes", "--json", "dredging"]).lines();
    let (summary, quotes) = quotes.split_last().unwrap();
    quotes
        .iter()
        .for_each(|quote| assert_keys(quote, "quote", QUOTE));
    assert_keys(summary, "summary", &["query", "quotes", "shown", "ms"]);
    let people = archive.ok(&["people", "roe", "--json"]).lines();
    let (summary, people) = people.split_last().unwrap();
    people
        .iter()
        .for_each(|person| assert_keys(person, "person", PERSON));
    let keys = ["query", "name", "people", "shown", "suggestions", "ms"];
    assert_keys(summary, "summary", &keys);
    let report = one_line(&archive.ok(&["index", "--json"]));
    let keys = [
        "files", "new", "changed", "gone", "skipped", "articles", "passages", "quotes", "ms",
    ];
    assert_keys(&report, "report", &keys);
    let stats = one_line(&archive.ok(&["stats", "--json"]));
    let keys = [
        "articles",
        "passages",
        "outlets",
        "languages",
        "first",
        "last",
        "index_bytes",
    ];
    assert_keys(&stats, "stats", &keys);
    for line in archive.ok(&["stats", "--by", "year", "--json"]).lines() {
        assert_keys(&line, "count", &["key", "articles"]);
    }
    archive.write("empty.txt", "");
    let skipped = one_line(&archive.run(&["extract", "corpus/empty.txt"]));
    assert_keys(&skipped, "skipped", &["id", "reason"]);
}

/// The pieces of `text` at byte `spans`.
fn cut<'t>(text: &'t Value, spans: &Value) -> Vec<&'t str> {
    let text = text.as_str().unwrap();
    let at = |end: &Value| usize::try_from(end.as_u64().unwrap()).unwrap();
    let spans = spans.as_array().unwrap();
    spans
        .iter()
        .map(|span| &text[at(&span[0])..at(&span[1])])
        .collect()
}

#[test]
fn spans_are_the_words_that_matched() {
    let archive = harbour();
    let hits = |query: &str| archive.ok(&["search", "--json", "--", query]).lines();
    let of = |query: &str, id: &str| {
        let found = hits(query);
        found.into_iter().find(|line| line["id"] == id).unwrap()
    };
    let hit = of("harbour", "a.json");
    assert_eq!(cut(&hit["passage"], &hit["spans"]), ["harbour", "harbours"]);
    assert_eq!(cut(&hit["title"], &hit["title_spans"]), ["Harbour"]);
    let whole = one_line(&archive.ok(&["show", "--json", "a.json"]));
    let place = Value::Array(vec![hit["article_bytes"].clone()]);
    assert_eq!(
        cut(&whole["text"], &place),
        [hit["passage"].as_str().unwrap()]
    );
    for passage in whole["passages"].as_array().unwrap() {
        let place = Value::Array(vec![passage["span"].clone()]);
        assert_eq!(
            cut(&whole["text"], &place),
            [passage["text"].as_str().unwrap()]
        );
    }
    let hit = of("\"dredging of the harbour\"", "a.json");
    assert_eq!(
        cut(&hit["passage"], &hit["spans"]),
        ["Dredging of the harbour"]
    );
    let hit = of("CAFE", "a.json");
    assert_eq!(cut(&hit["passage"], &hit["spans"]), ["café"]);
    // What rules articles out, or stands in another field, marks nothing.
    let hit = of("harbour -tunnel source:wire", "a.json");
    assert_eq!(cut(&hit["passage"], &hit["spans"]), ["harbour", "harbours"]);
    let hit = of("title:harbour dredging", "a.json");
    assert_eq!(cut(&hit["passage"], &hit["spans"]), ["Dredging"]);
}

#[test]
fn counts_ids_and_zero_bytes() {
    let archive = harbour();
    assert_eq!(archive.ok(&["search", "-c", "harbour"]).stdout, "3\n");
    assert_eq!(archive.run(&["search", "-c", "zyzzyva"]).stdout, "0\n");
    let ids = archive.ok(&["search", "-l", "harbour"]).stdout;
    let zero = archive.ok(&["search", "-l", "-0", "harbour"]).stdout;
    assert_eq!(ids.replace('\n', "\0"), zero);
    assert_eq!(ids.lines().count(), 3);
    assert_eq!(archive.ok(&["search", "-q", "harbour"]).stdout, "");
}

#[test]
fn limit_and_offset() {
    let archive = harbour();
    let list = |flags: &[&str]| -> Vec<(u64, String)> {
        let mut args = vec!["search", "--json", "harbour"];
        args.extend(flags);
        let lines = archive.ok(&args).lines();
        let hits = lines.iter().filter(|line| line["type"] == "hit");
        hits.map(|hit| (hit["rank"].as_u64().unwrap(), hit["id"].to_string()))
            .collect()
    };
    let all = list(&["-n", "0"]);
    assert_eq!(
        all.iter().map(|(rank, _)| *rank).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert_eq!(list(&["-n", "2"]), all[..2]);
    assert_eq!(list(&["-n", "2", "--offset", "1"]), all[1..]);
    assert_eq!(list(&["-n", "1", "--offset", "2"]), all[2..]);
    assert_eq!(list(&["--offset", "9"]), []);
    assert_eq!(list(&["-n", "0", "--offset", "1"]), all[1..]);
}

#[test]
fn order() {
    let archive = harbour();
    let sorted = |order: &str| archive.ids_with("harbour", &["--sort", order]);
    assert_eq!(sorted("newest"), ["a.json", "b.md", "c.txt"]);
    assert_eq!(sorted("oldest"), ["b.md", "a.json", "c.txt"]);
    let lines = archive.ok(&["search", "--json", "harbour"]).lines();
    let scores: Vec<f64> = lines
        .iter()
        .filter_map(|line| line["score"].as_f64())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn filters_are_flags_as_well() {
    let archive = harbour();
    for (flags, ids) in [
        (&["--since", "2024"][..], &["a.json"][..]),
        (&["--until", "2023"], &["b.md"]),
        (&["--source", "Example Wire"], &["a.json"]),
        (
            &["--source", "example wire,harbour post", "--sort", "newest"],
            &["a.json", "b.md"],
        ),
        (&["--section", "business"], &["a.json"]),
        (&["--author", "quill"], &["a.json"]),
        (
            &[
                "--lang",
                "en",
                "--since",
                "2023-02-03",
                "--until",
                "2023-02-03",
            ],
            &["b.md"],
        ),
        (&["--lang", "de"], &[]),
    ] {
        assert_eq!(archive.ids_with("", flags), ids, "{flags:?}");
    }
}

#[test]
fn context_and_passages() {
    let archive = harbour();
    let hit = &archive
        .ok(&["search", "--json", "-C", "1", "dredging", "source:wire"])
        .lines()[0];
    assert_eq!(hit["before"][0], "The café by the water is full.");
    assert_eq!(hit["after"][0], "Ships are back.");
    let text = archive.ok(&[
        "search",
        "--format",
        "text",
        "-C",
        "1",
        "dredging",
        "source:wire",
    ]);
    let at = |piece: &str| {
        text.stdout
            .find(piece)
            .unwrap_or_else(|| panic!("{piece}: {text:#?}"))
    };
    assert!(at("The café") < at("Dredging") && at("Dredging") < at("Ships are back"));
    let hit = &archive
        .ok(&[
            "search",
            "--json",
            "--passages",
            "3",
            "--any",
            "harbour",
            "ships",
        ])
        .lines()[0];
    assert_eq!(hit["id"], "a.json");
    assert_eq!(hit["more"].as_array().unwrap().len(), 1);
}

#[test]
fn fields() {
    let archive = harbour();
    let tsv = archive.ok(&[
        "search",
        "--fields",
        "id,source,dateline,title",
        "source:wire",
    ]);
    assert_eq!(tsv.stdout, "a.json\tExample Wire\t-\tHarbour opens again\n");
    let json = archive.ok(&["search", "--json", "--fields", "id,source", "source:wire"]);
    assert_eq!(
        one_line(&json),
        serde_json::json!({"id": "a.json", "source": "Example Wire"})
    );
    let unknown = archive.run(&["search", "--fields", "id,colour", "harbour"]);
    assert!(
        unknown.stderr.contains("no field `colour`") && unknown.stderr.contains("title"),
        "{unknown:#?}"
    );
    let shown = archive.ok(&["show", "--json", "--fields", "title", "a.json"]);
    assert_eq!(shown.stdout, "{\"title\":\"Harbour opens again\"}\n");
}

#[test]
fn a_pipe_gets_one_line_a_hit() {
    let archive = harbour();
    let ran = archive.ok(&["search", "dredging source:wire"]);
    assert_eq!(
        ran.stdout,
        "a.json#p2\t2024-05-01T10:00:00+02:00\tExample Wire\t-\tDredging of the harbour has ended, the harbours board said.\n"
    );
    assert!(ran.stderr.starts_with("1 of 1 article ·"), "{ran:#?}");
}

#[test]
fn colour() {
    let archive = harbour();
    let search = |flags: &[&str], variables: &[(&str, &str)]| {
        let mut args = vec!["search", "--format", "text", "harbour"];
        args.extend(flags);
        let mut command = archive.command(&args);
        command.envs(variables.iter().copied());
        common::run(&mut command).stdout
    };
    let plain = search(&[], &[]);
    assert!(!plain.contains('\u{1b}'), "a pipe is no terminal");
    assert_eq!(
        search(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]),
        plain
    );
    let coloured = search(&["--color", "always"], &[("NO_COLOR", "1")]);
    assert!(coloured.contains("\u{1b}["));
    assert!(search(&[], &[("CLICOLOR_FORCE", "1")]).contains("\u{1b}["));
    assert_eq!(
        search(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]),
        plain
    );
    // Colour changes the look of the text, nothing else.
    let mut bare = String::new();
    for (i, piece) in coloured.split('\u{1b}').enumerate() {
        bare += if i == 0 {
            piece
        } else {
            piece.split_once('m').unwrap().1
        };
    }
    assert_eq!(bare, plain);
    assert!(search(&["--mark"], &[]).contains("[harbour]"));
}

#[test]
fn explanations() {
    let archive = harbour();
    let ran = archive.ok(&[
        "search",
        "--explain",
        "--format",
        "text",
        "the",
        "harbours",
        "tunnel",
    ]);
    assert!(
        ran.stderr.contains("query: the harbours tunnel"),
        "{ran:#?}"
    );
    assert!(
        ran.stderr.contains("left out as too frequent: the"),
        "{ran:#?}"
    );
    assert!(
        ran.stderr.contains("harbours") && ran.stderr.contains("weight"),
        "{ran:#?}"
    );
    assert!(ran.stdout.contains("× weight"), "{ran:#?}");
    let lines = archive
        .ok(&["search", "--explain", "--json", "harbour"])
        .lines();
    assert!(
        lines[0]["explanation"][0]
            .as_str()
            .unwrap()
            .contains("harbour")
    );
    assert!(
        lines.last().unwrap()["explanation"][0]
            .as_str()
            .unwrap()
            .starts_with("query: ")
    );
}

#[test]
fn a_query_error_names_the_column() {
    let archive = harbour();
    for (query, column, words) in [
        ("harbour \"council", 9, "not closed"),
        ("harbour AND", 12, "missing"),
        ("höhe (a OR b", 6, "not closed"),
        ("harbour colour:red", 9, "no field `colour`"),
        ("a date:soon", 8, "is no date"),
        ("rise W/0 fall", 6, "W/"),
    ] {
        let ran = archive.run(&["search", "--", query]);
        assert_eq!(ran.code, Some(2), "{ran:#?}");
        assert!(
            ran.stderr.contains(&format!("column {column}:")),
            "{query}: {ran:#?}"
        );
        assert!(ran.stderr.contains(words), "{query}: {ran:#?}");
    }
}

#[test]
fn a_word_that_nothing_has_is_named() {
    let archive = harbour();
    let ran = archive.run(&["search", "harbour", "zzqqxv"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.stderr.contains("no article has zzqqxv"), "{ran:#?}");
    assert!(!ran.stderr.contains("no article has harbour"), "{ran:#?}");
}

#[test]
fn an_operator_in_small_letters_is_noticed() {
    let archive = harbour();
    for (query, noticed) in [
        ("harbour or (council AND cost)", true),
        ("bread and butter", false),
    ] {
        let ran = archive.run(&["search", query]);
        let told = ran.stderr.contains("operators are in capitals");
        assert_eq!(told, noticed, "{query}: {ran:#?}");
    }
}

#[test]
fn newer_articles_are_preferred_where_that_is_asked_for() {
    let archive = Archive::with_samples();
    let newest = |flags: &[&str]| {
        let mut args = vec!["search", "tunnel", "-n", "1", "--json"];
        args.extend(flags);
        let hit = archive.run(&args).lines().swap_remove(0);
        hit["published"].as_str().unwrap_or("").to_owned()
    };
    assert!(newest(&["--recent", "30d"]) > newest(&["--recent", "1000y"]));
    let wrong = archive.run(&["search", "tunnel", "--recent", "soon"]);
    assert_eq!(wrong.code, Some(2), "{wrong:#?}");
}

#[test]
fn a_misspelt_word_gets_a_suggestion() {
    let archive = harbour();
    let ran = archive.run(&["search", "lihgthouse"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{ran:#?}");
    assert!(
        ran.stderr.contains("nothing found for: lihgthouse"),
        "{ran:#?}"
    );
    assert!(
        ran.stderr.contains("did you mean: lighthouse (1 article)?"),
        "{ran:#?}"
    );
    let ran = archive.run(&["search", "--json", "lihgthouse"]);
    let summary = one_line(&ran);
    assert_eq!(summary["suggestions"][0]["word"], "lighthouse");
    let found = archive.ok(&["search", "lighthouse"]);
    assert!(!found.stderr.contains("did you mean"), "{found:#?}");
}

#[test]
fn most_of_the_words_where_no_article_has_all() {
    let archive = harbour();
    let words = ["lighthouse", "harbour", "tunnel"];
    let search = |flags: &[&str]| {
        let mut args = vec!["search"];
        args.extend(flags);
        args.extend(words);
        archive.run(&args)
    };
    let ran = search(&["-l"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.stderr
            .contains("no article has all 3 words; these have 2"),
        "{ran:#?}"
    );
    let summary = search(&["--json"]).lines().pop().unwrap();
    assert_eq!(
        (&summary["relaxed_to"], &summary["words"]),
        (&2.into(), &3.into())
    );
    assert_eq!(search(&["--all"]).code, Some(1));
    let any = search(&["--any", "-l"]);
    assert_eq!(any.stdout.lines().count(), 3);
    assert!(!any.stderr.contains("no article"), "{any:#?}");
    // A filter is never given up.
    let ran = archive.run(&["search", "-l", "lighthouse", "tunnel", "source:wire"]);
    assert!(!ran.stdout.contains("c.txt"), "{ran:#?}");
}

#[test]
fn a_minus_is_no_flag() {
    let archive = harbour();
    assert_eq!(
        archive.ok(&["search", "-l", "dredging", "-tunnel"]).stdout,
        "a.json\n"
    );
    assert_eq!(
        archive
            .ok(&["search", "-l", "dredging", "NOT", "tunnel"])
            .stdout,
        "a.json\n"
    );
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let archive = Archive::new();
    let body = "The harbour is open.\\n\\nShips are back.";
    let lines: String = (0..3_000)
        .map(|i| format!("{{\"id\":\"{i}\",\"title\":\"Harbour {i}\",\"body\":\"{body}\"}}\n"))
        .collect();
    archive.write("all.jsonl", lines);
    archive.ok(&["index"]);
    for args in [
        &["search", "-n", "0", "--no-collapse", "harbour"][..],
        &["search", "-n", "0", "--no-collapse", "--json", "harbour"],
        &["search", "-n", "0", "--no-collapse", "-l", "harbour"],
        &[
            "search",
            "-n",
            "0",
            "--no-collapse",
            "--format",
            "text",
            "harbour",
        ],
        &["extract", "corpus/all.jsonl"],
    ] {
        let mut child = piped(&mut archive.command(args)).spawn().unwrap();
        let mut first = String::new();
        BufReader::with_capacity(64, child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert!(!first.is_empty(), "{args:?}");
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(0), ""),
            "{args:?}: {ran:#?}"
        );
    }
}

#[test]
fn without_an_index_one_is_built_first() {
    for args in [
        &["search", "-l", "zeppelin"][..],
        &["show", "good.txt"],
        &["stats"],
    ] {
        let archive = Archive::with_good_article();
        let ran = archive.ok(args);
        assert!(
            ran.stderr.contains("no index yet: building it from"),
            "{args:?}: {ran:#?}"
        );
        assert!(
            ran.stderr.contains("index: 1 article · "),
            "{args:?}: {ran:#?}"
        );
        assert!(!ran.stdout.is_empty() && archive.index().is_dir());
        let again = archive.ok(args);
        assert!(
            !again.stderr.contains("no index yet"),
            "{args:?}: {again:#?}"
        );
        assert_eq!(again.stdout.lines().next(), ran.stdout.lines().next());
    }
}

#[test]
fn the_archive_is_found_upwards_by_flag_and_by_variable() {
    let archive = harbour();
    archive.write(
        "deep/er/d.txt",
        "Deep\n\nThe deep article of the harbour.\n",
    );
    archive.ok(&["index"]);
    let mut below = archive.command(&["search", "-c", "harbour"]);
    below.current_dir(archive.file("deep/er"));
    assert_eq!(common::run(&mut below).stdout, "4\n");
    let elsewhere = tempfile::tempdir().unwrap();
    let root = archive.root().to_str().unwrap();
    let mut flag = archive.command(&["search", "-c", "harbour", "--archive", root]);
    assert_eq!(common::run(flag.current_dir(&elsewhere)).stdout, "4\n");
    let mut variable = archive.command(&["search", "-c", "harbour"]);
    variable
        .current_dir(&elsewhere)
        .env("ONRECORD_ARCHIVE", root);
    assert_eq!(common::run(&mut variable).stdout, "4\n");
    let mut nowhere = archive.command(&["search", "harbour"]);
    let ran = common::run(nowhere.current_dir(&elsewhere));
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("no archive here") && ran.stderr.contains("--archive"),
        "{ran:#?}"
    );
}

#[test]
fn show_prints_an_article_a_passage_and_what_was_dropped() {
    let archive = harbour();
    let whole = archive.ok(&["show", "a.json"]).stdout;
    for piece in [
        "Harbour opens again",
        "Mara Quill",
        "1 May 2024",
        "Example Wire",
        "p1 ",
        "p3 ",
        "Ships are back.",
    ] {
        assert!(whole.contains(piece), "{piece}: {whole}");
    }
    let passage = archive.ok(&["show", "a.json#p3"]).stdout;
    assert!(
        passage.contains("Ships are back.") && !passage.contains("café"),
        "{passage}"
    );
    let dropped = archive.ok(&["show", "--dropped", "c.txt"]);
    assert_eq!(dropped.stdout, "read-more\tRead more: Ships are late\n");
    assert_eq!(archive.ids("late"), Vec::<String>::new());
}

/// An article whose one quote goes on over a paragraph break.
fn quay() -> Archive {
    let archive = Archive::new();
    archive.write(
        "quay.txt",
        "Quay is full\n\nIt rained in Port Ellery on Monday.\n\n“The quay is full of ships,” said Ann Roe, the harbour master of Port Ellery. “We will build another one this year.\n\n“And the ferry will sail from it every morning.”\n\nThe council meets on Friday.\n",
    );
    archive.ok(&["index", "-q"]);
    archive
}

#[test]
fn show_takes_the_id_of_a_quote() {
    let archive = quay();
    let ids = archive.ok(&["quotes", "-l", "ferry"]).stdout;
    assert_eq!(ids, "quay.txt#q1\n");
    let shown = archive.ok(&["show", "quay.txt#q1"]).stdout;
    assert!(shown.starts_with("1  Ann Roe · harbour master"), "{shown}");
    assert!(
        shown.contains("said as “said Ann Roe") && !shown.contains("It rained"),
        "{shown}"
    );
    let clip = archive.ok(&["show", "quay.txt#q1", "--clip"]).stdout;
    assert_eq!(
        clip,
        archive.ok(&["quotes", "ferry", "--format", "md"]).stdout
    );
    let line = one_line(&archive.ok(&["show", "quay.txt#q1", "--json"]));
    assert_eq!(line["quotes"][0]["anchor"], "q1");
    assert_eq!(line["passages"].as_array().unwrap().len(), 2);
    let missing = archive.run(&["show", "quay.txt#q2"]);
    assert_eq!((missing.code, missing.stdout.as_str()), (Some(1), ""));
    assert!(
        missing.stderr.contains("quay.txt has 1 quote\n"),
        "{missing:#?}"
    );
    codes(
        &archive,
        &[(&["show", "quay.txt#q0"], 1), (&["show", "quay.txt#x1"], 1)],
    );
}

#[test]
fn a_quote_is_in_every_passage_over_which_it_goes() {
    let archive = quay();
    let tsv = archive.ok(&["search", "ferry"]).stdout;
    assert!(tsv.starts_with("quay.txt#p3\t-\t-\tAnn Roe\t"), "{tsv}");
    let hit = &archive.ok(&["search", "ferry", "--json"]).lines()[0];
    assert_eq!(hit["quotes"][0]["speaker"], "Ann Roe");
    let shown = archive.ok(&["show", "quay.txt#p3"]).stdout;
    assert!(shown.contains("› Ann Roe"), "{shown}");
    let line = one_line(&archive.ok(&["show", "quay.txt#p3", "--json"]));
    assert_eq!(line["quotes"][0]["anchor"], "q1");
    let whole = archive.ok(&["show", "quay.txt", "--clip"]).stdout;
    assert_eq!(whole.lines().count(), 2, "one clip: {whole}");
    assert_eq!(archive.ok(&["show", "quay.txt#p3", "--clip"]).stdout, whole);
}

#[test]
fn quotes_have_context() {
    let archive = quay();
    let lines = archive
        .ok(&["quotes", "ferry", "-C", "1", "--json"])
        .lines();
    assert_eq!(
        (&lines[0]["before"][0], &lines[0]["after"][0]),
        (
            &"It rained in Port Ellery on Monday.".into(),
            &"“And the ferry will sail from it every morning.”".into()
        )
    );
    let without = archive.ok(&["quotes", "ferry", "--json"]).lines();
    assert!(without[0].get("before").is_none(), "{}", without[0]);
    let text = archive
        .ok(&["quotes", "ferry", "-C", "9", "--format", "text"])
        .stdout;
    let at = |piece: &str| {
        text.find(piece)
            .unwrap_or_else(|| panic!("{piece}: {text}"))
    };
    assert!(at("It rained") < at("The quay is full"));
    assert!(at("The quay is full") < at("The council meets"));
}

#[test]
fn numbers_of_fields_are_rounded() {
    let archive = quay();
    let row = archive
        .ok(&["quotes", "ferry", "--fields", "confidence,score"])
        .stdout;
    let digits: Vec<usize> = row
        .trim()
        .split('\t')
        .map(|cell| cell.split_once('.').map_or(0, |(_, after)| after.len()))
        .collect();
    assert!(digits[0] <= 2 && digits[1] <= 4, "{row}");
    let row = archive.ok(&["search", "ferry", "--fields", "score"]).stdout;
    assert!(row.trim().len() <= 6, "{row}");
}

#[test]
fn people_of_the_roster_are_named_in_search_as_well() {
    let archive = quay();
    let roster = "[[person]]\nname = \"Anna Roe-Smith\"\nalso = [\"Ann Roe\"]\n";
    std::fs::write(archive.root().join("people.toml"), roster).unwrap();
    let tsv = archive.ok(&["search", "ferry"]).stdout;
    assert!(tsv.contains("\tAnna Roe-Smith\t"), "{tsv}");
    let hit = &archive.ok(&["search", "ferry", "--json"]).lines()[0];
    assert_eq!(hit["quotes"][0]["speaker"], "Anna Roe-Smith");
    let shown = archive.ok(&["show", "quay.txt#q1"]).stdout;
    assert!(shown.starts_with("1  Anna Roe-Smith"), "{shown}");
}

#[test]
fn nothing_found_names_the_flags() {
    let archive = quay();
    for (args, told) in [
        (
            &[
                "search", "zyzzyva", "--by", "roe", "--since", "2020", "--all",
            ][..],
            "nothing found for: zyzzyva --by roe --since 2020 --all\n",
        ),
        (
            &["quotes", "--speaker-is", "body", "--kind", "mixed,direct"],
            "nothing found for: --kind mixed,direct --speaker-is body\n",
        ),
        (
            &["quotes", "zyzzyva", "--about", "Ann Roe", "--any"],
            "nothing found for: zyzzyva --about Ann Roe --any\n",
        ),
    ] {
        let ran = archive.run(args);
        assert_eq!(ran.code, Some(1), "{ran:#?}");
        assert!(ran.stderr.contains(told), "{ran:#?}");
    }
}

#[test]
fn stats_count() {
    let archive = harbour();
    let stats = one_line(&archive.ok(&["stats", "--json"]));
    assert_eq!(
        (&stats["articles"], &stats["files"]),
        (&3.into(), &3.into())
    );
    assert_eq!(
        (&stats["first"], &stats["last"]),
        (&"2023-02-03".into(), &"2024-05-01".into())
    );
    assert_eq!(stats["undated"], 1);
    assert_eq!(stats["outlets"]["Example Wire"], 1);
    let months = archive
        .ok(&["stats", "harbour", "--by", "month", "--json"])
        .lines();
    let keys: Vec<&str> = months
        .iter()
        .map(|line| line["key"].as_str().unwrap())
        .collect();
    assert_eq!(
        (keys.len(), keys[..3].to_vec()),
        (17, vec!["(none)", "2023-02", "2023-03"])
    );
}

#[test]
fn stats_of_some_articles_leave_out_what_is_counted_of_all() {
    let archive = harbour();
    with_a_quote(&archive);
    let whole = one_line(&archive.ok(&["stats", "--json"]));
    assert!(whole["passages"].is_u64() && whole["quotes"].is_u64());
    for args in [
        ["--source", "Example Wire"],
        ["--since", "2024"],
        ["--lang", "en"],
    ] {
        let json = one_line(&archive.ok(&[&["stats", "--json"], &args[..]].concat()));
        assert_eq!(
            (&json["passages"], &json["quotes"]),
            (&Value::Null, &Value::Null)
        );
        let told = archive.ok(&[&["stats"], &args[..]].concat()).stdout;
        assert!(
            !told.contains("passages") && !told.contains("files"),
            "{told}"
        );
    }
}

#[test]
fn stats_tell_what_was_skipped_as_index_does() {
    let archive = harbour();
    archive.write("bad.json", "{\"title\": ");
    archive.write(
        "some.jsonl",
        "{\"id\":\"1\",\"title\":\"One\",\"body\":\"The pier is long.\"}\n{\"id\":\n{\"id\":\"2\",\n",
    );
    // The rows are there, but for their dates.
    archive.write(
        "undated.csv",
        "title,date,text\nTwo,the day of the fair,The pier is short.\nThree,the day after,The pier is wet.\n",
    );
    let report = one_line(&archive.ok(&["index", "--json"]));
    let stats = one_line(&archive.ok(&["stats", "--json"]));
    let keys = [
        "skipped",
        "skipped_files",
        "skipped_records",
        "not_understood",
        "passed_over",
    ];
    assert_eq!(keys.map(|key| &report[key]), [3, 1, 2, 1, 0]);
    assert_eq!(keys.map(|key| &stats[key]), keys.map(|key| &report[key]));
    let told = archive.ok(&["stats"]).stdout;
    assert!(told.contains("files      6 · 1 skipped"), "{told}");
    assert!(
        told.contains("records    2 skipped · 0 passed over"),
        "{told}"
    );
    archive.remove("bad.json");
    archive.remove("some.jsonl");
    let ran = archive.run(&["index", "--strict"]);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(
        ran.stdout.contains("! 0 skipped   1 not wholly understood"),
        "{ran:#?}"
    );
    assert!(ran.stderr.contains("undated.csv"), "{ran:#?}");
}

#[test]
fn the_best_quote_of_a_person_is_shown_by_the_first_copy() {
    let archive = Archive::new();
    let text = "The council met for a long time on Monday evening in the town hall, and the public gallery was full until the last of the members had gone home.\n\n“The bridge moves a millimetre a month, which for a bridge is running,” said engineer Una Lark.\n\nA detour will be signposted from July, the road office said, and shopkeepers in the old town fear for their trade in the summer months.\n";
    for (name, source, day) in [
        ("a.txt", "Second Paper", 2),
        ("b.txt", "First Paper", 1),
        ("c.txt", "Third Paper", 3),
    ] {
        let head = format!("Title: Bridge moves\nSource: {source}\nDate: 2025-01-0{day}\n\n");
        archive.write(name, head + text);
    }
    archive.ok(&["index"]);
    for args in [&["people", "--about", "bridge"][..], &["people", "lark"]] {
        let lines = archive.ok(&[args, &["--json"]].concat()).lines();
        let best = &lines[0]["best"];
        assert_eq!(best["id"], "b.txt", "{args:?}: {best}");
        assert_eq!(best["cluster"]["size"], 3, "{args:?}: {best}");
    }
}

#[test]
fn an_outlet_is_proposed_with_the_number_that_it_finds() {
    let archive = Archive::new();
    let record = |id: u32, word: &str, key: &str, outlet: &str| {
        let url = format!("https://sund.example/{id}");
        let record = serde_json::json!({
            "id": id.to_string(), "title": word, "body": format!("All about {word} in the valley."),
            "url": url, key: outlet,
        });
        format!("{record}\n")
    };
    let lines = [
        record(1, "pears", "source", "The Sund Tribune"),
        record(2, "plums", "hostname", "sund.example"),
        record(3, "cherries", "hostname", "sund.example"),
    ];
    archive.write("x.jsonl", lines.concat());
    archive.ok(&["index"]);
    let found = archive.ok(&["search", "-c", "*", "--source", "The Sund Tribune"]);
    assert_eq!(found.stdout, "3\n");
    let ran = archive.run(&["search", "*", "--source", "Sund Trbune"]);
    assert!(
        ran.stderr.contains("The Sund Tribune (3 articles)"),
        "{ran:#?}"
    );
}

#[test]
fn extract_reads_standard_input_and_folders() {
    let archive = harbour();
    let ran = archive.run_with_input(
        &["extract", "-", "--as", "text"],
        b"Headline\n\nA text of one line.\n",
    );
    let line = one_line(&ran);
    assert_eq!(
        (&line["id"], &line["title"]),
        (&"-".into(), &"Headline".into())
    );
    assert_eq!(archive.ok(&["extract", "corpus"]).lines().len(), 3);
}

#[test]
fn help_has_examples_and_goes_to_standard_output() {
    let archive = Archive::new();
    for args in [
        &["--help"][..],
        &["help"],
        &["search", "--help"],
        &["help", "query"],
    ] {
        let ran = archive.ok(args);
        assert!(
            ran.stderr.is_empty() && ran.stdout.len() > 300,
            "{args:?}: {ran:#?}"
        );
    }
    let overview = archive.ok(&["help"]).stdout;
    for command in [
        "search", "show", "stats", "extract", "index", "rebuild", "check",
    ] {
        assert!(overview.contains(command), "{command}");
        let help = archive.ok(&["help", command]).stdout;
        assert!(help.contains("Usage:"), "{command}: {help}");
    }
    assert!(
        archive
            .ok(&["search", "--help"])
            .stdout
            .contains("Examples:")
    );
    assert!(archive.ok(&["--version"]).stdout.starts_with("onrecord "));
}

#[test]
fn a_full_output_is_an_error() {
    let archive = harbour();
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        eprintln!("no /dev/full here: not tested");
        return;
    };
    let mut command = archive.command(&["search", "harbour"]);
    let child = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(2), "{ran:#?}");
    assert!(ran.stderr.contains("cannot write"), "{ran:#?}");
}

#[test]
fn a_field_that_is_not_there_is_told_with_the_right_one() {
    let archive = harbour();
    for (fields, told) in [
        (
            "author",
            "there is no field `author`; did you mean `authors`? fields are agencies, ",
        ),
        ("outlet", "did you mean `source`?"),
        ("ID", "did you mean `id`?"),
        (
            "zyzzyva",
            "there is no field `zyzzyva`; fields are agencies, ",
        ),
    ] {
        let ran = archive.run(&["search", "harbour", "--fields", fields]);
        assert_eq!(ran.code, Some(2), "{fields}: {ran:#?}");
        assert!(ran.stderr.contains(told), "{fields}: {ran:#?}");
    }
    let ran = archive.run(&["search", "id:a.json"]);
    assert_eq!(ran.code, Some(2), "{ran:#?}");
    assert!(ran.stderr.contains("write `onrecord show ID`"), "{ran:#?}");
}
