//! JSON-LD as it is written, and what it says of an article.

use super::*;

fn read(script: &str) -> LdArticle {
    article(&[script.to_owned()], None).unwrap_or_default()
}

#[test]
fn plain_object() {
    let ld = read(
        r#"{"@type":"NewsArticle","headline":"Ferry &amp; quay","author":"Ada Wren",
            "datePublished":"2024-06-02","publisher":{"name":"Harbour Post"},
            "keywords":"ferry, quay","isAccessibleForFree":"False","wordCount":12}"#,
    );
    assert_eq!(ld.headline.as_deref(), Some("Ferry & quay"));
    assert_eq!(ld.authors, ["Ada Wren"]);
    assert_eq!(ld.outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(ld.keywords, ["ferry", "quay"]);
    assert_eq!((ld.free, ld.word_count), (Some(false), Some(12)));
}

#[test]
fn counts_of_words() {
    for (given, wanted) in [
        ("700", Some(700)),
        ("\"700\"", Some(700)),
        ("\" 700 \"", Some(700)),
        ("\"many\"", None),
        ("-7", None),
    ] {
        let script = format!("{{\"@type\":\"NewsArticle\",\"wordCount\":{given}}}");
        assert_eq!(read(&script).word_count, wanted, "{given}");
    }
}

#[test]
fn graph_with_references() {
    let ld = read(
        r##"{"@graph":[{"@type":"WebPage","@id":"#p","name":"Page"},
            {"@type":"Article","headline":"Ferry","author":[{"@id":"#a"},{"name":"Bo Lind"}]},
            {"@type":"Person","@id":"#a","name":"Ada Wren"}]}"##,
    );
    assert_eq!(ld.headline.as_deref(), Some("Ferry"));
    assert_eq!(ld.authors, ["Ada Wren", "Bo Lind"]);
}

#[test]
fn nearly_json() {
    for script in [
        "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"A, ]\"} -->",
        "//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"A, ]\"}\n//]]>",
        "[{\"@type\":\"NewsArticle\",\"headline\":\"A, ]\",},];",
        "{\"@type\":\"NewsArticle\",\"headline\":\"A,\n]\"}",
    ] {
        assert_eq!(read(script).headline.as_deref(), Some("A, ]"), "{script}");
    }
}

#[test]
fn the_article_of_the_page_not_the_first() {
    let scripts = [r#"[{"@type":"ItemList","itemListElement":
        [{"@type":"NewsArticle","headline":"Other","author":"X Y","datePublished":"2024"}]},
        {"@type":"NewsArticle","headline":"This"}]"#
        .to_owned()];
    let ld = article(&scripts, None).unwrap_or_default();
    assert_eq!(ld.headline.as_deref(), Some("This"));
}

#[test]
fn a_circle_of_references_ends() {
    let ld =
        read(r##"{"@type":"Article","headline":"A","author":{"@id":"#a","name":{"@id":"#a"}}}"##);
    assert!(ld.authors.is_empty());
}

#[test]
fn body_keeps_paragraphs() {
    let ld = read(r#"{"@type":"Article","articleBody":"<p>One.</p><p>Two.</p>"}"#);
    assert_eq!(ld.body.as_deref(), Some("One.\n\nTwo."));
}
