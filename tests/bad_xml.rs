//! Hostile XML costs itself and nothing else: no entity is expanded or fetched,
//! depth and attributes are bounded, the rest is indexed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_support;
mod common;

use bad_support::{assert_line, assert_told_or_there, gzip, index};
use common::Archive;

fn feed(before: &str, items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n{before}<rss version=\"2.0\"><channel><title>The Mail</title>{items}</channel></rss>\n"
    )
}

fn item(id: u32, text: &str) -> String {
    format!(
        "<item><guid>{id}</guid><title>Light {id}</title><description>{text}</description></item>"
    )
}

const TEXT: &str = "The lighthouse of the port burns again, the keeper said on Monday.";

#[test]
fn a_billion_laughs() {
    let archive = Archive::with_good_article();
    let mut entities = String::from("<!ENTITY a0 \"ha\">");
    for level in 1..30 {
        let inner = format!("&a{};", level - 1).repeat(10);
        entities += &format!("<!ENTITY a{level} \"{inner}\">");
    }
    let doctype = format!("<!DOCTYPE rss [{entities}]>");
    archive.write(
        "laughs.xml",
        feed(&doctype, &(item(1, "&a29; &a29;") + &item(2, TEXT))),
    );
    let large = format!(
        "<!DOCTYPE rss [<!ENTITY a \"{}\">]>",
        "ha".repeat(2_000_000)
    );
    archive.write(
        "square.xml",
        feed(&large, &(item(1, &"&a;".repeat(100_000)) + &item(2, TEXT))),
    );
    let ran = index(&archive);
    for name in ["laughs.xml", "square.xml"] {
        assert_told_or_there(&archive, &ran, name, "lighthouse");
    }
}

#[test]
fn external_entities_are_not_fetched() {
    let archive = Archive::with_good_article();
    let secret = archive.root().join("secret.txt");
    std::fs::write(&secret, "periwinkle\n").unwrap();
    let doctype = format!(
        "<!DOCTYPE rss [<!ENTITY secret SYSTEM \"file://{}\"><!ENTITY % more SYSTEM \"file:///nowhere\">%more;]>",
        secret.display()
    );
    archive.write(
        "fetch.xml",
        feed(
            &doctype,
            &(item(1, "The keeper &secret; said it.") + &item(2, TEXT)),
        ),
    );
    let ran = index(&archive);
    assert_told_or_there(&archive, &ran, "fetch.xml", "lighthouse");
    assert_eq!(archive.ids("periwinkle"), Vec::<String>::new());
}

#[test]
fn deep_nesting_and_huge_attributes() {
    let archive = Archive::with_good_article();
    let deep = format!("{}x{}", "<b>".repeat(200_000), "</b>".repeat(200_000));
    archive.write("deep.xml", feed("", &(item(1, &deep) + &item(2, TEXT))));
    archive.write("unclosed.xml", feed("", &"<item>".repeat(200_000)));
    let huge = format!(
        "<item a=\"{}\"><guid>1</guid></item>",
        "x".repeat(40_000_000)
    );
    archive.write("huge.xml", feed("", &(huge + &item(2, TEXT))));
    let many: String = (0..300_000).map(|at| format!(" a{at}=\"{at}\"")).collect();
    archive.write(
        "many.xml",
        feed(
            "",
            &format!("<item{many}><guid>1</guid></item>{}", item(2, TEXT)),
        ),
    );
    let ran = index(&archive);
    for name in ["deep.xml", "unclosed.xml", "huge.xml", "many.xml"] {
        assert_told_or_there(&archive, &ran, name, "lighthouse");
    }
}

#[test]
fn bombs_and_cut_off_files() {
    let archive = Archive::with_good_article();
    let mut bomb = feed("", "<item><description>").into_bytes();
    bomb.resize(100_000_000, b'a');
    archive.write("bomb.xml.gz", gzip(&bomb));
    archive.write("bomb.rss.zst", zstd::encode_all(&bomb[..], 1).unwrap());
    drop(bomb);
    let whole = feed("", &(item(1, TEXT) + &item(2, TEXT)));
    archive.write("cut.xml", &whole[..whole.len() - 60]);
    let ran = index(&archive);
    assert_line(&ran, "bomb.xml.gz", "");
    assert_line(&ran, "bomb.rss.zst", "");
    assert_told_or_there(&archive, &ran, "cut.xml", "lighthouse");
}
