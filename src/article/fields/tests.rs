//! Keys of exporters, and the fields that they fill.

use super::*;

fn filled(json: &str) -> Article {
    let object: Map<String, Value> = serde_json::from_str(json).unwrap();
    let mut article = Article::default();
    let reading = Reading {
        now_seconds: 1_795_348_800,
    };
    fill(
        &mut article,
        &Fields::new(&object),
        &|key| format!("key {key}"),
        &reading,
    );
    article
}

#[test]
fn a_writers_code_is_the_credit_of_the_agency() {
    let article = filled(r#"{"title":"Harbour","byline":"KBY-AFP"}"#);
    assert!(article.authors.is_empty());
    assert_eq!(article.agencies, ["AFP"]);
    let article = filled(r#"{"title":"Harbour","byline":"Na-young Kim"}"#);
    assert_eq!(article.authors, ["Na-young Kim"]);
    assert!(article.agencies.is_empty());
}

#[test]
fn names_of_many_tools() {
    let article = filled(
        r#"{"title":"Harbour &amp; quay","date_publish":"2024-06-02 10:15:00","authors":["By Jane Roe","Bo Lind"],
           "source_domain":"www.mail.example","url":"https://mail.example/1","language":"en-GB","tags":"sea, ships"}"#,
    );
    assert_eq!(article.title.as_deref(), Some("Harbour & quay"));
    assert_eq!(
        article.published.unwrap().to_string(),
        "2024-06-02T10:15:00"
    );
    assert_eq!(article.fetched, None);
    assert_eq!(article.authors, ["Jane Roe", "Bo Lind"]);
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.keywords, ["sea", "ships"]);
    assert_eq!(article.from["published"], "key date_publish");
    let article = filled(
        r#"{"source":{"id":null,"name":"The Mail"},"author":{"name":"Jane Roe"},"publishedAt":1717323300000}"#,
    );
    assert_eq!(article.outlet.as_deref(), Some("The Mail"));
    assert_eq!(article.authors, ["Jane Roe"]);
    assert_eq!(
        article.published.unwrap().to_string(),
        "2024-06-02T10:15:00Z"
    );
    let article = filled(r#"{"source":"https://www.mail.example/a"}"#);
    assert_eq!(article.url.as_deref(), Some("https://www.mail.example/a"));
    assert_eq!(article.outlet.as_deref(), Some("mail.example"));
}

#[test]
fn bad_values_are_noted_and_the_next_name_is_asked() {
    let article = filled(
        r#"{"published":"31 February 2024","date":"2024-03-01","author":null,"title":["",5],"lang":"xx-long-name-"}"#,
    );
    assert_eq!(article.published.unwrap().to_string(), "2024-03-01");
    assert_eq!(article.notes, ["published: 31 February 2024 is no date"]);
    assert_eq!(article.title.as_deref(), Some("5"));
    assert!(article.authors.is_empty());
}

#[test]
fn an_agency_that_nobody_knows_is_kept_from_an_export() {
    let check = |json: &str, wanted: &[&str]| {
        assert_eq!(filled(json).agencies, wanted, "{json}");
    };
    check(r#"{"agencies":["Brackwater Wire"]}"#, &["Brackwater Wire"]);
    check(
        r#"{"agencies":["Reuters","Brackwater Wire"]}"#,
        &["Reuters", "Brackwater Wire"],
    );
    // Under other names it may be anything.
    check(r#"{"credit":"Brackwater Wire"}"#, &[]);
    check(r#"{"agencies":[""]}"#, &[]);
    check(&format!(r#"{{"agencies":["{}"]}}"#, "x".repeat(61)), &[]);
}

#[test]
fn authors_that_are_no_names_are_noted() {
    let check = |json: &str, authors: &[&str], notes: &[&str]| {
        let article = filled(json);
        assert_eq!(article.authors, authors, "{json}");
        assert_eq!(article.notes, notes, "{json}");
    };
    let noted = ["authors: desk@mail.example is no name"];
    check(r#"{"author":"desk@mail.example"}"#, &[], &noted);
    check(
        r#"{"byline":"desk@mail.example","author":"Jane Roe"}"#,
        &["Jane Roe"],
        &[],
    );
    check(r#"{"author":"KBY-AFP"}"#, &[], &[]);
    check(r#"{"author":""}"#, &[], &[]);
}

#[test]
fn control_characters_do_not_get_in() {
    let article = filled("{\"title\":\"a\\u0000b\\u001b[1m\\nc\",\"keywords\":[\"x\\u0007\"]}");
    assert_eq!(article.title.as_deref(), Some("ab[1m c"));
    assert_eq!(article.keywords, ["x"]);
}
