//! Files of XML, good and bad → the records and reasons they give.

use super::super::{Limits, sources_of};

/// `id: text` for a record, `id! reason` for a skip.
#[track_caller]
fn check_with(limits: &Limits, xml: &[u8], wanted: &[&str]) {
    let mut found = Vec::new();
    sources_of(xml, "a.xml", None, limits, &mut |source| {
        found.push(match source {
            Ok(source) => format!("{}: {}", source.id, source.text),
            Err(skip) => format!("{}! {}", skip.id, skip.reason),
        });
    });
    assert_eq!(
        found,
        wanted,
        "{}",
        String::from_utf8_lossy(&xml[..xml.len().min(500)])
    );
}

#[track_caller]
fn check(xml: &str, wanted: &[&str]) {
    check_with(&Limits::default(), xml.as_bytes(), wanted);
}

#[test]
fn entries_stand_in_the_tags_around_them() {
    check(
        "<?xml version='1.0'?>\n<!-- x --><rss xmlns:a='u'><channel><title>T</title>\
         <item><guid>1</guid>x</item>\n<item><a:b/><link>https://mail.example/2</link></item></channel></rss>",
        &[
            "a.xml#1: <rss xmlns:a='u'><channel><item><guid>1</guid>x</item></channel></rss>",
            "a.xml#https://mail.example/2: <rss xmlns:a='u'><channel><item><a:b/><link>https://mail.example/2</link></item></channel></rss>",
        ],
    );
    check(
        "<rdf:RDF><channel rdf:about='c'><title>T</title></channel><item rdf:about='i'/></rdf:RDF>",
        &["a.xml#i: <rdf:RDF><item rdf:about='i'/></rdf:RDF>"],
    );
    check(
        "<feed xml:lang='de'><entry><source><id>no</id></source><id>urn:1</id></entry></feed>",
        &[
            "a.xml#urn:1: <feed xml:lang='de'><entry><source><id>no</id></source><id>urn:1</id></entry></feed>",
        ],
    );
    // A channel within another ends with its own end.
    check(
        "<rss><channel><channel a='1'></channel><item><guid>1</guid></item></channel></rss>",
        &["a.xml#1: <rss><channel><item><guid>1</guid></item></channel></rss>"],
    );
    check("<nitf><body/></nitf>", &["a.xml: <nitf><body/></nitf>"]);
    check("<feed></feed>", &["a.xml! empty"]);
    check("<rss/>", &["a.xml! empty"]);
}

#[test]
fn the_same_entry_twice() {
    check(
        "<feed><entry><id>1</id>a</entry><entry><id>1</id>b</entry></feed>",
        &[
            "a.xml#1: <feed><entry><id>1</id>a</entry></feed>",
            "a.xml#1! same id as an earlier record of this file",
        ],
    );
}

#[test]
fn what_a_feed_says_of_its_entries() {
    let feed = "<rss><channel><image><title>No</title></image><title>The &amp; Mail</title>\
                <language>en-gb</language><item><guid>1</guid></item></channel></rss>";
    let mut told = Vec::new();
    sources_of(
        feed.as_bytes(),
        "a.xml",
        None,
        &Limits::default(),
        &mut |source| {
            told.push(source.map(|source| serde_json::Value::Object(source.told.fields)));
        },
    );
    let wanted = serde_json::json!({"outlet": "The & Mail", "language": "en-gb"});
    assert_eq!(told, [Ok(wanted)]);
}

#[test]
fn feeds_that_are_not_well_formed() {
    let first = "a.xml#1: <rss><channel><item><guid>1</guid></item></channel></rss>";
    check(
        "<rss><channel><item><guid>1</guid></item><item><guid>2</gu",
        &[first, "a.xml, entry 2! the file ends within it"],
    );
    check(
        "Warning: x\n<br/><?xml version='1.0'?><rss><channel><item><guid>1</guid></item></channel></rss>",
        &[first],
    );
    // An end tag is missing, in two ways.
    check(
        "<rss><channel><item><guid>1</guid><item><guid>2</guid></channel></rss>",
        &[
            "a.xml#1: <rss><channel><item><guid>1</guid></channel></rss>",
            "a.xml#2: <rss><channel><item><guid>2</guid></channel></rss>",
        ],
    );
    check(
        "<rss><channel></p><item><guid>1</guid></item></channel></rss>",
        &[first],
    );
}

#[test]
fn an_item_that_is_cut_off_is_partial() {
    let read = |xml: &str| {
        let mut found = Vec::new();
        sources_of(
            xml.as_bytes(),
            "a.xml",
            None,
            &Limits::default(),
            &mut |source| {
                found.push(match source {
                    Ok(source) => serde_json::Value::Object(source.told.fields).to_string(),
                    Err(skip) => format!("{}! {}", skip.id, skip.reason),
                });
            },
        );
        found
    };
    let partial = r#"{"notes":["partial: the file ends within this item"],"partial":true}"#;
    let reported = "a.xml! the file ends within its root element";
    for cut in [
        "<nitf><body><body.content><p>Ships came in.</p><p>Boats",
        "<nitf><body><body.content><p>Ships came in.</p><p cla",
        "<newsItem><contentSet><inlineXML><p>Ships",
        "<entry><content>Ships",
    ] {
        assert_eq!(read(cut), [partial, reported], "{cut}");
    }
    assert_eq!(
        read("<nitf><body><p>Ships came in.</p></body></nitf>"),
        ["{}"]
    );
}

#[test]
fn what_is_no_news() {
    check(
        "<?xml version='1.0'?><svg/>",
        &["a.xml! XML of another kind: its root element is <svg>, no feed and no news item"],
    );
    check(
        "<urlset>",
        &["a.xml! a sitemap (<urlset>): it lists addresses and dates, and holds no articles"],
    );
    check("no XML", &["a.xml! empty"]);
}

#[test]
fn encodings_are_as_declared() {
    let feed = |label: &str| {
        format!("<?xml version='1.0' encoding='{label}'?><feed><entry><id>é</id></entry></feed>")
    };
    let wanted = "a.xml#é: <feed><entry><id>é</id></entry></feed>";
    for label in ["iso-8859-1", "windows-1252"] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let feed = feed(label);
        check_with(&Limits::default(), &encoding.encode(&feed).0, &[wanted]);
        // Saved again in UTF-8, the declaration left as it was.
        check_with(&Limits::default(), feed.as_bytes(), &[wanted]);
    }
    let utf16: Vec<u8> = feed("utf-16")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check_with(&Limits::default(), &utf16, &[wanted]);
    let marked: Vec<u8> = format!("\u{feff}{}", feed("utf-16"))
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    check_with(&Limits::default(), &marked, &[wanted]);
}

#[test]
fn hostile_files_cost_themselves() {
    let small = Limits {
        record_mb: 1,
        ..Limits::default()
    };
    let large = "x".repeat(1_500_000);
    let first = "a.xml#1: <feed><entry><id>1</id></entry></feed>";
    let third = "a.xml#3: <feed><entry><id>3</id></entry></feed>";
    let too_large = "a.xml, entry 2! larger than 1 MB in one record";
    for second in [
        format!("<entry><id>2</id>{large}</entry>"),
        format!("<entry a='{large}'><id>2</id></entry>"),
        format!("<entry><!--{large}--></entry>"),
        format!("<entry><{large}/></entry>"),
    ] {
        let feed =
            format!("<feed><entry><id>1</id></entry>{second}<entry><id>3</id></entry></feed>");
        check_with(&small, feed.as_bytes(), &[first, too_large, third]);
    }
    let deep = format!(
        "<entry>{}{}</entry>",
        "<a>".repeat(5_000),
        "</a>".repeat(5_000)
    );
    check(
        &format!("<feed><entry><id>1</id></entry>{deep}<entry><id>3</id></entry></feed>"),
        &[
            first,
            "a.xml, entry 2! nested deeper than 200 elements",
            third,
        ],
    );
    check(
        &format!("<feed>{}", "<a>".repeat(5_000)),
        &["a.xml! nested deeper than 200 elements"],
    );
    let around = "a.xml! the start tags around the records have more than 8 kB";
    check(
        &format!("<feed a='{}'><entry/>", "x".repeat(100_000)),
        &[around],
    );
    // Each of them is small.
    let channel = format!("<channel a='{}'>", "x".repeat(1_000));
    check(&format!("<rss>{}<item/>", channel.repeat(9)), &[around]);
    check_with(
        &small,
        format!("<nitf>{large}</nitf>").as_bytes(),
        &["a.xml! larger than 1 MB in one record"],
    );
    check_with(
        &small,
        format!(
            "<!DOCTYPE nitf [{}]><nitf/>",
            "<!ENTITY a 'b'>".repeat(200_000)
        )
        .as_bytes(),
        &["a.xml: <nitf/>"],
    );
}

#[test]
fn entities_are_never_expanded_or_fetched() {
    check(
        "<!DOCTYPE nitf [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM 'file:///etc/hostname'>]><nitf>&b;&x;</nitf>",
        &["a.xml: <nitf>&b;&x;</nitf>"],
    );
}
