//! Markdown files: what of them is text, what is metadata.

use super::*;
use crate::corpus::Format;

fn article(text: &str) -> Result<Article, SkipReason> {
    let source = Source {
        id: "a.md".to_owned(),
        format: Format::Markdown,
        text: text.to_owned(),
        told: crate::corpus::Told::default(),
    };
    read(
        &source,
        &Reading {
            now_seconds: 1_795_348_800,
        },
    )
}

#[track_caller]
fn check(text: &str, title: &str, body: &str) {
    let found = article(text).unwrap();
    assert_eq!(
        (
            found.title.unwrap_or_default().as_str(),
            found.body.as_str()
        ),
        (title, body),
        "{text}"
    );
}

#[test]
fn marks_become_text() {
    check(
        "# Harbour *opens*\n\nShips **came** [in](https://example.org/a_(b)).",
        "Harbour opens",
        "Ships came in.",
    );
    check(
        "Harbour\n=====\n\nText with `code`, ~~old~~ and snake_case, 3 * 4.",
        "Harbour",
        "Text with code, old and snake_case, 3 * 4.",
    );
    check(
        "# T\n\nOne [two][2] <https://example.org> \\*three\\* [sic].[^1]\n\n[2]: https://example.org",
        "T",
        "One two https://example.org *three* [sic].",
    );
    check(
        "# T\n\n> “We are glad,”\n> she said.\n\n## More\n\n- one\n- two\n\n* * *\n\nEnd.",
        "T",
        "“We are glad,” she said.\n\nMore\n\n- one\n\n- two\n\nEnd.",
    );
    check(
        "# T\n\n<!-- hidden\n\ntext -->Shown <b>bold</b> &amp; on.",
        "T",
        "Shown bold & on.",
    );
    check("No heading at all.", "", "No heading at all.");
}

#[test]
fn brackets_cost_no_more_than_letters() {
    for unit in [
        "[", "![a](", "[[a](b)", "<http://", "*", "\n", "\\[", "[](", "<",
    ] {
        // Quadratic time would be minutes.
        let _ = article(&unit.repeat(300_000));
    }
    let nested = "[".repeat(100_000) + &"](b)".repeat(100_000);
    let _ = article(&nested);
}

#[test]
fn pictures_are_dropped() {
    let found =
        article("# T\n\n![The quay at noon](q.jpg)\n\nShips ![a](b.png) came [![x](y)](z).")
            .unwrap();
    assert_eq!(found.body, "Ships came .");
    let dropped: Vec<_> = found
        .dropped
        .iter()
        .map(|d| (d.reason, d.text.as_str()))
        .collect();
    assert_eq!(
        dropped,
        [
            (DropReason::Caption, "The quay at noon"),
            (DropReason::Caption, "a"),
            (DropReason::Caption, "x")
        ]
    );
}

#[test]
fn front_matter_is_metadata() {
    let yaml = "---\ntitle: \"Harbour: opens\"\ndate: 2024-06-02\nauthor: [Jane Roe, Bo Lind]\nlang: no\ntags:\n  - sea\n---\n\nShips came.";
    let toml = "+++\ntitle = \"Harbour: opens\"\ndate = 2024-06-02\nauthor = [\"Jane Roe\", \"Bo Lind\"]\nlang = \"no\"\ntags = [\"sea\"]\n+++\nShips came.";
    for text in [yaml, toml] {
        let found = article(text).unwrap();
        assert_eq!(found.title.as_deref(), Some("Harbour: opens"));
        assert_eq!(found.published.unwrap().to_string(), "2024-06-02");
        assert_eq!(found.authors, ["Jane Roe", "Bo Lind"]);
        assert_eq!(found.language.as_deref(), Some("no"));
        assert_eq!(found.keywords, ["sea"]);
        assert_eq!(found.body, "Ships came.");
        assert_eq!(found.from["title"], "front matter title");
    }
}

#[test]
fn damaged_front_matter_costs_the_metadata_only() {
    for text in [
        "---\ntitle: [a\n---\nShips came.",
        "+++\ntitle = \n+++\nShips came.",
    ] {
        let found = article(text).unwrap();
        assert_eq!(found.body, "Ships came.");
        assert_eq!(found.notes.len(), 1, "{:?}", found.notes);
        assert!(found.notes[0].starts_with("front matter: "));
    }
    check("---\nno fence", "", "no fence");
    assert_eq!(
        article("---\ntitle: x\n---\n").err(),
        Some(SkipReason::NoBody)
    );
}
