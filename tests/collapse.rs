//! Copies of one story are one result, and are counted as one origin wherever
//! anything is counted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use common::{Archive, Ran};
use serde_json::Value;

/// What an agency sent, paragraph by paragraph.
const WIRE: [&str; 6] = [
    "The council of Port Ellery voted on Monday to dredge the eastern basin for the first time \
     in thirty years, after two freighters touched the ground there in a single week.",
    "“We cannot ask ships to wait for every tide,” harbour master Ingrid Solberg told the \
     meeting, which lasted until midnight and was attended by some two hundred people.",
    "The work is to cost 12 million crowns and will be done by a firm from Aldermouth, whose \
     two barges are to arrive in the first week of April.",
    "Fishers fear for the herring that spawn in the basin. “Nobody has counted what we lose,” \
     said Tomas Reedy, who speaks for nineteen boats.",
    "The council promised to pause the work between the middle of May and the end of June, and \
     to pay for a survey of the sea bed by the university of Arland.",
    "A ferry line that runs to the islands welcomed the decision, since its new ship needs half \
     a metre more water than the old one.",
];

/// Other stories that have the same words, each in its own way.
const OTHERS: [&str; 3] = [
    "Dredging is an old quarrel in Port Ellery.\n\nIn the museum hangs a map of 1888 on which the \
     eastern basin is as deep as a church is high, and a letter in which a merchant complains of mud.",
    "Where does the mud go?\n\nAn engineer who has followed the dredging of nine ports says that \
     most of it comes back within ten years, carried by the tide from the eastern bank.",
    "Letters to the editor\n\nAs a swimmer I ask that the dredging of the basin spare the beach \
     behind the mole, where our club has met every morning since the war.",
];

/// What no other of the stories above has.
const FOLLOW_UP: [&str; 3] = [
    "Two barges from Aldermouth tied up at Port Ellery on Wednesday, and the first mud of the \
     eastern basin will be dredged on Thursday if the wind allows it.",
    "The pilots have drawn a new chart on which ships keep to the western side of the basin \
     until the council says otherwise.",
    "A café at the mole has sold out of its rooms: engineers of the firm will live there.",
];

fn story(title: &str, outlet: &str, day: &str, paragraphs: &[&str]) -> String {
    let body = paragraphs.join("\n\n");
    format!("---\ntitle: {title}\nsource: {outlet}\ndate: {day}\n---\n\n{body}\n")
}

/// One agency story in four outlets, and three stories of others.
fn archive() -> Archive {
    let archive = Archive::new();
    let write = |id: &str, title: &str, outlet: &str, day: &str, paragraphs: &[&str]| {
        archive.write(id, story(title, outlet, day, paragraphs));
    };
    write(
        "wire.md",
        "Port Ellery to dredge basin",
        "Meridian Wire",
        "2026-03-02",
        &WIRE,
    );
    write(
        "post.md",
        "Council says yes to dredging",
        "Harbour Post",
        "2026-03-03",
        &WIRE,
    );
    write(
        "echo.md",
        "Basin will be dredged",
        "Aldermouth Echo",
        "2026-03-03",
        &WIRE[..4],
    );
    let mut edited = WIRE;
    edited[0] = "After two freighters ran aground there in a single week, the council of Port \
                 Ellery has voted to dredge the eastern basin for the first time in 30 years.";
    write(
        "packet.md",
        "Dredgers are coming",
        "Ellery Packet",
        "2026-03-04",
        &edited,
    );
    for (number, other) in OTHERS.iter().enumerate() {
        let outlet = ["Ellery Packet", "Tide", "Harbour Post"][number];
        let (title, text) = other.split_once("\n\n").unwrap();
        write(
            &format!("other{number}.md"),
            title,
            outlet,
            "2026-03-05",
            &[text],
        );
    }
    archive.ok(&["index", "-q"]);
    archive
}

fn lines(ran: &Ran) -> Vec<Value> {
    let lines = ran.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn of_type<'l>(lines: &'l [Value], kind: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["type"] == kind).collect()
}

#[test]
fn copies_are_one_result() {
    let archive = archive();
    let found = lines(&archive.ok(&["search", "dredging", "--json"]));
    let hits = of_type(&found, "hit");
    let clusters: Vec<&&Value> = hits
        .iter()
        .filter(|hit| !hit["cluster"].is_null())
        .collect();
    assert_eq!((hits.len(), clusters.len()), (4, 1), "{found:#?}");
    let cluster = &clusters[0]["cluster"];
    assert_eq!(cluster["size"], 4);
    assert_eq!(cluster["outlets"], 4);
    assert_eq!(cluster["origins"], 1);
    assert_eq!(cluster["first"]["id"], "wire.md");
    assert_eq!(cluster["first"]["source"], "Meridian Wire");
    assert_eq!(cluster["first"]["day"], "2026-03-02");
    let summary = of_type(&found, "summary")[0];
    assert_eq!(summary["articles"], 7);
    assert_eq!(summary["origins"], 4);
    assert_eq!(summary["outlets"], 5);
}

#[test]
fn every_copy_is_there_on_request() {
    let archive = archive();
    let all = archive.ok(&["search", "dredging", "-l", "--no-collapse"]);
    assert_eq!(all.stdout.lines().count(), 7);
    let summary = lines(&archive.ok(&["search", "dredging", "--json", "--no-collapse"]));
    assert!(of_type(&summary, "summary")[0]["origins"].is_null());
    let counted = |flags: &[&str]| {
        let mut args = vec!["search", "dredging", "-c"];
        args.extend(flags);
        archive.ok(&args).stdout
    };
    assert_eq!(counted(&[]), "4\n");
    assert_eq!(counted(&["--no-collapse"]), "7\n");
}

#[test]
fn a_person_reads_where_else_it_stands() {
    let archive = archive();
    let ran = archive.ok(&["search", "solberg", "--format", "text"]);
    assert!(
        ran.stdout.contains("also in 3 outlets · 1 origin"),
        "{ran:#?}"
    );
    assert!(
        ran.stderr
            .contains("1 of 1 article (4 with copies) · 4 outlets"),
        "{ran:#?}"
    );
    // A filter narrows what matches, not what is told of it.
    let ran = archive.ok(&[
        "search",
        "solberg",
        "--source",
        "Aldermouth Echo",
        "--format",
        "text",
    ]);
    assert!(
        ran.stdout.contains("first 2026-03-02 Meridian Wire"),
        "{ran:#?}"
    );
}

#[test]
fn an_article_is_shown_among_its_copies() {
    let archive = archive();
    let copies = lines(&archive.ok(&["show", "echo.md", "--copies", "--json"]));
    let ids: Vec<&str> = copies
        .iter()
        .map(|copy| copy["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["wire.md", "echo.md", "post.md", "packet.md"]);
    let asked: Vec<bool> = copies.iter().map(|copy| copy["asked"] == true).collect();
    assert_eq!(asked, [false, true, false, false]);
    let ran = archive.ok(&["show", "echo.md", "--copies"]);
    assert!(
        ran.stdout.contains("* Aldermouth Echo · 3 Mar 2026"),
        "{ran:#?}"
    );
    assert!(
        ran.stderr.contains("4 articles · 4 outlets · 1 origin"),
        "{ran:#?}"
    );
    let alone = archive.run(&["show", "other1.md", "--copies"]);
    assert_eq!(alone.code, Some(1), "{alone:#?}");
}

#[test]
fn the_same_words_in_copies_are_one_quote() {
    let archive = archive();
    let found = lines(&archive.ok(&["quotes", "ships", "--json"]));
    let quotes = of_type(&found, "quote");
    assert_eq!(quotes.len(), 1, "{found:#?}");
    assert_eq!(quotes[0]["cluster"]["size"], 4);
    assert_eq!(of_type(&found, "summary")[0]["quotes"], 4);
    let all = archive.ok(&["quotes", "ships", "-l", "--no-collapse"]);
    assert_eq!(all.stdout.lines().count(), 4);
}

#[test]
fn origins_are_counted_everywhere() {
    let archive = archive();
    let claim = "We cannot ask ships to wait for every tide";
    let ran = archive.ok(&["verify", claim]);
    assert!(
        ran.stdout
            .contains("4 articles · 4 outlets · 1 independent origin"),
        "{ran:#?}"
    );
    let verdict = lines(&archive.ok(&["verify", claim, "--json"]));
    assert_eq!(verdict[0]["origins"], 1);
    let people = lines(&archive.ok(&["people", "solberg", "--json"]));
    assert_eq!(
        (&people[0]["articles"], &people[0]["origins"]),
        (&4.into(), &1.into())
    );
    let months = archive.ok(&["stats", "--by", "month"]).stdout;
    assert!(months.contains(" 4 (7)"), "{months}");
    let counts = lines(&archive.ok(&["stats", "--json"]));
    assert_eq!(
        (&counts[0]["articles"], &counts[0]["origins"]),
        (&7.into(), &4.into())
    );
}

#[test]
fn copies_are_forgotten_with_their_articles() {
    let archive = archive();
    for id in ["wire.md", "post.md", "echo.md"] {
        archive.remove(id);
    }
    archive.ok(&["index", "-q"]);
    let found = lines(&archive.ok(&["search", "solberg", "--json"]));
    assert!(of_type(&found, "hit")[0]["cluster"].is_null(), "{found:#?}");
}

#[test]
fn many_copies_crowd_nothing_out() {
    let archive = Archive::new();
    // Five hundred times the story that has the word most often.
    let often = WIRE.map(|paragraph| paragraph.replace("the", "the dredging"));
    let often: Vec<&str> = often.iter().map(String::as_str).collect();
    for number in 0..500 {
        let outlet = format!("Paper {number}");
        let title = format!("Dredging {number}");
        archive.write(
            &format!("copies/{number}.md"),
            story(&title, &outlet, "2026-03-02", &often),
        );
    }
    for (number, other) in OTHERS.iter().enumerate() {
        let (title, text) = other.split_once("\n\n").unwrap();
        archive.write(
            &format!("other{number}.md"),
            story(title, "Tide", "2026-03-05", &[text]),
        );
    }
    archive.ok(&["index", "-q"]);
    let found = lines(&archive.ok(&["search", "dredging", "--json"]));
    assert_eq!(of_type(&found, "hit").len(), 4, "{found:#?}");
    assert_eq!(of_type(&found, "summary")[0]["origins"], 4);
    // Page by page it is the same list.
    let all = archive.ok(&["search", "dredging", "-l"]).stdout;
    let pages: String = (0..4)
        .map(|page| {
            let offset = page.to_string();
            let args = ["search", "dredging", "-l", "-n", "1", "--offset", &offset];
            archive.ok(&args).stdout
        })
        .collect();
    assert_eq!(pages, all);
    for order in ["newest", "oldest"] {
        let ran = archive.ok(&["search", "dredging", "-l", "--sort", order]);
        assert_eq!(ran.stdout.lines().count(), 4, "{order}: {ran:#?}");
    }
}

/// The archive with a follow-up that three outlets have, and the story twelve
/// times more.
fn crowded() -> Archive {
    let archive = archive();
    for number in 0..12 {
        let outlet = format!("Paper {number}");
        let copy = story("Dredgers on their way", &outlet, "2026-03-03", &WIRE);
        archive.write(&format!("more/{number:02}.md"), copy);
    }
    for (outlet, day) in [
        ("Tide", "2026-03-11"),
        ("Ellery Packet", "2026-03-12"),
        ("Quay", "2026-03-13"),
    ] {
        let copy = story("Barges arrive", outlet, day, &FOLLOW_UP);
        archive.write(&format!("follow-{}.md", &day[8..]), copy);
    }
    archive.ok(&["index", "-q"]);
    archive
}

#[test]
fn similar_articles_are_stories() {
    let archive = crowded();
    let similar = |args: &[&str]| {
        let mut all = vec!["similar", "post.md"];
        all.extend(args);
        archive.ok(&all)
    };
    // Fifteen copies of it are left out, and three of another are one.
    let ran = similar(&["-l"]);
    let ids: Vec<&str> = ran.stdout.lines().collect();
    assert!(ids.contains(&"follow-11.md"), "{ran:#?}");
    let are_others = ids
        .iter()
        .all(|id| id.starts_with("other") || id.starts_with("follow-"));
    assert!(are_others && ids.len() <= 4, "{ran:#?}");
    assert!(ran.stderr.contains("15 copies left out"), "{ran:#?}");
    assert!(ran.stderr.contains(" with copies) · "), "{ran:#?}");
    let counted = similar(&["-c"]).stdout;
    assert_eq!(counted.trim(), ids.len().to_string());
    let found = lines(&similar(&["--json"]));
    let hits = of_type(&found, "hit");
    let follow = hits.iter().find(|hit| hit["id"] == "follow-11.md").unwrap();
    assert_eq!(follow["cluster"]["size"], 3);
    let summary = of_type(&found, "summary")[0];
    assert_eq!(summary["copies"], 15);
    assert_eq!(summary["origins"], ids.len());
    assert_eq!(summary["articles"], ids.len() + 2);
    // On request each copy is a result: of it alone, or of everything.
    let with = similar(&["-l", "-n", "0", "--copies"]).stdout;
    assert_eq!(with.lines().count(), ids.len() + 15, "{with}");
    let every = similar(&["-l", "-n", "0", "--no-collapse"]);
    assert_eq!(every.stdout.lines().count(), ids.len() + 17, "{every:#?}");
    assert!(!every.stderr.contains("left out"), "{every:#?}");
    // Those that a filter keeps away are not left out.
    let some = similar(&["-l", "--source", "Ellery Packet"]);
    assert!(some.stderr.contains("1 copy left out"), "{some:#?}");
    // Page by page it is the same list.
    let pages: String = (0..ids.len())
        .map(|page| similar(&["-l", "-n", "1", "--offset", &page.to_string()]).stdout)
        .collect();
    assert_eq!(pages, ran.stdout);
}

#[test]
fn a_text_from_elsewhere_finds_what_its_copies_would_hide() {
    let archive = crowded();
    let draft = archive.root().join("draft.md");
    std::fs::write(
        &draft,
        story("Basin to be dredged", "Draft", "2026-03-04", &WIRE[..5]),
    )
    .unwrap();
    let ran = archive.ok(&["similar", draft.to_str().unwrap(), "-l"]);
    assert!(ran.stderr.contains("16 copies left out"), "{ran:#?}");
    assert!(ran.stdout.contains("follow-11.md"), "{ran:#?}");
    assert!(
        !ran.stdout.contains("more/") && !ran.stdout.contains("post.md"),
        "{ran:#?}"
    );
}

#[test]
fn a_whole_copy_is_shown_and_the_first() {
    let shown = |copies: &[(&str, String)], args: &[&str]| {
        let archive = Archive::new();
        for (id, text) in copies {
            archive.write(id, text);
        }
        archive.ok(&["index", "-q"]);
        let query = if args[0] == "quotes" {
            "ships"
        } else {
            "solberg"
        };
        let mut all = vec![args[0], query, "-l"];
        all.extend(&args[1..]);
        archive.ok(&all).stdout
    };
    let copy =
        |day: &str, paragraphs: &[&str]| story("Basin to be dredged", "Tide", day, paragraphs);
    let search = &["search"][..];
    // The shortest has the word in the least text; the longest is the last.
    let copies = [
        ("a.md", copy("2026-03-01", &WIRE[..2])),
        ("b.md", copy("2026-03-02", &WIRE[..5])),
        ("c.md", copy("2026-03-03", &WIRE)),
    ];
    assert_eq!(shown(&copies, search), "b.md\n");
    assert_eq!(shown(&copies, &["search", "--sort", "newest"]), "c.md\n");
    assert_eq!(shown(&copies, &["quotes"]), "b.md#q1\n");
    // One that says it is the beginning only.
    let body = WIRE[..5].join("\n\n");
    let part = serde_json::json!({
        "title": "Basin to be dredged", "date": "2026-03-01", "source": "Tide",
        "body": body, "partial": true,
    });
    let whole = [
        ("a.json", part.to_string()),
        ("b.md", copy("2026-03-02", &WIRE)),
        ("c.md", copy("2026-03-03", &WIRE)),
    ];
    assert_eq!(shown(&whole, search), "b.md\n");
    // Whatever the order in which they are added and named.
    let turned = [
        ("z.md", copy("2026-03-02", &WIRE)),
        ("a.md", copy("2026-03-03", &WIRE)),
    ];
    assert_eq!(shown(&turned, search), "z.md\n");
    // A copy without what was asked for is not shown for one that has it.
    let asked = [
        (
            "a.md",
            copy("2026-03-01", &[WIRE[0], WIRE[2], WIRE[3], WIRE[4], WIRE[5]]),
        ),
        ("b.md", copy("2026-03-02", &WIRE)),
    ];
    assert_eq!(shown(&asked, search), "b.md\n");
}

/// Articles of two outlets, some of which name only the host.
fn hosts() -> Archive {
    let archive = Archive::new();
    let write = |id: &str, source: &str, url: &str, text: &str| {
        let head = format!("title: Notice {id}\ndate: 2026-03-02\n");
        let source = match source {
            "" => String::new(),
            source => format!("source: {source}\n"),
        };
        let url = match url {
            "" => String::new(),
            url => format!("url: {url}\n"),
        };
        archive.write(
            &format!("{id}.md"),
            format!("---\n{head}{source}{url}---\n\n{text}\n"),
        );
    };
    let said = "“The herring are back,” said Ingrid Solberg, the harbour master, on";
    write(
        "a",
        "Harbour Post",
        "https://www.harbourpost.example/a",
        &format!("{said} Monday."),
    );
    write(
        "b",
        "harbourpost.example",
        "https://harbourpost.example/b",
        &format!("{said} Tuesday."),
    );
    write(
        "c",
        "www.harbourpost.example",
        "",
        "The herring ferry is late.",
    );
    // Spelt alike, but nothing shows that they are one.
    write(
        "d",
        "Tide Post",
        "https://news.example/d",
        "A herring was seen by night.",
    );
    write(
        "e",
        "tidepost.example",
        "https://tidepost.example/e",
        "The herring quota is to be cut.",
    );
    // A host of two outlets is neither of them.
    write(
        "f",
        "Quay",
        "https://group.example/f",
        "A herring market opens in June.",
    );
    write(
        "g",
        "Mole",
        "https://group.example/g",
        "The herring market is closed now.",
    );
    write(
        "h",
        "group.example",
        "https://group.example/h",
        "No herring market this year.",
    );
    write("i", "", "", "Herring without an outlet.");
    archive.ok(&["index", "-q"]);
    archive
}

#[test]
fn an_outlet_is_one_by_name_and_by_host() {
    let archive = hosts();
    let stats = lines(&archive.ok(&["stats", "--json"]));
    let outlets = stats[0]["outlets"].as_object().unwrap();
    let names: Vec<&str> = outlets.keys().map(String::as_str).collect();
    let wanted = [
        "Harbour Post",
        "Mole",
        "Quay",
        "Tide Post",
        "group.example",
        "tidepost.example",
    ];
    assert_eq!(names, wanted);
    assert_eq!(outlets["Harbour Post"], 3);
    assert_eq!(stats[0]["without_outlet"], 1);
    let found = lines(&archive.ok(&["search", "herring", "--json"]));
    assert_eq!(of_type(&found, "summary")[0]["outlets"], 6);
    let people = lines(&archive.ok(&["people", "solberg", "--json"]));
    assert_eq!(people[0]["outlets"], serde_json::json!({"Harbour Post": 2}));
    let verdict = lines(&archive.ok(&["verify", "The herring are back", "--json"]));
    assert_eq!(
        (&verdict[0]["articles"], &verdict[0]["outlets"]),
        (&2.into(), &1.into())
    );
    // Whoever asks for the outlet means all of it.
    let mut ids: Vec<String> = archive.ids_with("herring", &["--source", "Harbour Post"]);
    ids.sort();
    assert_eq!(ids, ["a.md", "b.md", "c.md"]);
    assert_eq!(archive.ids("herring source:\"Tide Post\""), ["d.md"]);
    assert_eq!(
        archive
            .ids("herring NOT source:harbour NOT source:group")
            .len(),
        5
    );
}

#[test]
fn no_outlet_is_none() {
    let archive = hosts();
    let ran = archive.ok(&["stats", "--by", "source"]);
    assert!(!ran.stdout.contains("(none)"), "{ran:#?}");
    assert!(
        ran.stderr.contains("1 article without an outlet"),
        "{ran:#?}"
    );
    let ran = archive.ok(&["stats"]);
    assert!(!ran.stdout.contains("(none)"), "{ran:#?}");
    assert!(
        ran.stdout.contains("outlets    6: Harbour Post 3, "),
        "{ran:#?}"
    );
    assert!(ran.stdout.contains(" · 1 without an outlet"), "{ran:#?}");
}

#[test]
fn numbers_with_copies_are_written_in_one_way() {
    let archive = archive();
    let list = archive.ok(&["people", "--format", "text"]);
    let solberg = list
        .stdout
        .lines()
        .find(|line| line.contains("Solberg"))
        .unwrap();
    let cells: Vec<&str> = solberg.split_whitespace().take(5).collect();
    // Statements; articles once and all; outlets that had it first and all.
    assert_eq!(cells, ["1", "1", "(4)", "1", "(4)"], "{list:#?}");
    assert!(list.stderr.contains("copies count once"), "{list:#?}");
    let page = archive
        .ok(&["people", "solberg", "--format", "text"])
        .stdout;
    assert!(
        page.contains("1 statement in 1 article (4 with copies) of 4 outlets, 1 of which"),
        "{page}"
    );
    assert!(page.contains("harbour master: 4 quotes\n"), "{page}");
    let months = archive.ok(&["stats", "--by", "month"]);
    assert!(months.stdout.contains(" 4 (7)"), "{months:#?}");
    assert!(months.stderr.contains("copies counted once"), "{months:#?}");
}
