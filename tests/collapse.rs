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
            .contains("1 of 1 articles (4 with copies) · 4 outlets"),
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
