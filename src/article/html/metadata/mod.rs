//! What a page says about itself → the fields of an
//! [`Article`](crate::article::Article) other than the body: JSON-LD first,
//! then OpenGraph, meta names, markup and the address.
//!
//! A value that is there and cannot be right is refused with a note.

mod address;
mod authors;
mod dates;
mod headline;
mod rest;

use std::collections::BTreeMap;

use super::json_ld::{self, LdArticle};
use super::page::{Block, Mark, Page, one_line};
use crate::article::When;

/// The fields of an article that the head and the markup of a page give.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    /// Every text that stands for the headline somewhere, for the body to
    /// leave out.
    pub(super) headlines: Vec<String>,
    /// Every summary that the page gives, for the body to find the standfirst.
    pub(super) summaries: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) dateline: Option<String>,
    pub(super) agencies: Vec<String>,
    pub(super) outlet: Option<String>,
    pub(super) section: Option<String>,
    pub(super) published: Option<When>,
    pub(super) updated: Option<When>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) summary: Option<String>,
    /// The text as JSON-LD has it; often cut.
    pub(super) ld_body: Option<String>,
    pub(super) free: Option<bool>,
    pub(super) word_count: Option<u64>,
    pub(super) from: BTreeMap<String, String>,
    pub(super) notes: Vec<String>,
}

const JSON_LD: &str = "json-ld";
const OG: &str = "og";
const META: &str = "meta";
const MARKUP: &str = "markup";
const URL: &str = "url";

/// How many values of one kind are looked at: a page of a hundred thousand
/// meta elements must not cost the square of that.
const VALUES_MAX: usize = 30;

/// A text and where it was found.
type Found<'p> = (&'static str, &'p str);

/// Reads the metadata of a page; `saved_from` is the address that a browser
/// left in it.
pub(super) fn metadata(
    page: &Page,
    scripts: &[String],
    saved_from: Option<&str>,
    now_seconds: i64,
) -> Metadata {
    let canonical = page.canonical.as_deref();
    let ld = json_ld::article(scripts, canonical).unwrap_or_default();
    let facts = Facts { page, ld: &ld };
    let mut metadata = Metadata::default();
    facts.read_address(&mut metadata, saved_from);
    facts.read_outlet(&mut metadata);
    facts.read_title(&mut metadata);
    facts.read_authors(&mut metadata);
    facts.read_agencies(&mut metadata);
    facts.read_dates(&mut metadata, now_seconds);
    facts.read_rest(&mut metadata);
    metadata.ld_body = ld.body.clone().filter(|_| ld.is_article);
    metadata.free = ld.free;
    metadata.word_count = ld.word_count;
    metadata
}

struct Facts<'p> {
    page: &'p Page,
    ld: &'p LdArticle,
}

impl Facts<'_> {
    /// The contents of the meta elements with these names, in this order.
    fn metas<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        names.iter().flat_map(|wanted| {
            self.page
                .metas
                .iter()
                .filter(move |(name, content)| name == wanted && !content.is_empty())
                .map(|(_, content)| content.as_str())
        })
    }

    fn meta<'a>(&'a self, names: &'a [&str]) -> Option<&'a str> {
        self.metas(names).next()
    }

    fn itemprop(&self, wanted: &str) -> impl Iterator<Item = &str> {
        self.page
            .itemprops
            .iter()
            .filter(move |(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    }

    /// What a block, its element and the one around that are marked as.
    fn marks_near(&self, block: &Block) -> Mark {
        let near = self.page.ancestors(block.container).take(2);
        near.fold(block.marked, |marks, at| {
            marks.with(self.page.containers[at].mark)
        })
    }
}

fn brief(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::page;
    use super::*;

    /// 2025-01-01.
    const NOW: i64 = 1_735_689_600;

    fn read(html: &str) -> Metadata {
        let lean = super::super::lean::lean(html);
        metadata(
            &page(&lean.html),
            &lean.json_ld,
            lean.saved_from.as_deref(),
            NOW,
        )
    }

    #[test]
    fn json_ld_comes_first() {
        let found = read(
            r#"<html lang="en-GB"><head><meta property="article:published_time" content="2024-06-03">
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry strike ends",
            "author":"Ada Wren","datePublished":"2024-06-02T10:00:00Z"}</script>"#,
        );
        assert_eq!(found.title.as_deref(), Some("Ferry strike ends"));
        assert_eq!(found.authors, ["Ada Wren"]);
        assert_eq!(found.published.map(|when| when.day()), Some(20_240_602));
        assert_eq!(found.from["published"], "json-ld");
        assert_eq!(found.language.as_deref(), Some("en"));
    }

    #[test]
    fn agencies_of_this_article() {
        let card =
            r#"<div class="related"><h3>Loaf</h3><span class="card-author">Reuters</span></div>"#;
        let note = r#"<p class="author-bio">Ada Wren is a reporter at Bloomberg, Reuters</p>"#;
        let text = "<p>The ferry ran again on Sunday after the strike had ended, and the harbour master was the first to board it.</p>";
        let plain = r#"<div class="card"><span class="card-author">Reuters</span></div>"#;
        for (below, expected) in [
            (
                r#"<span class="byline">Ada Wren, AFP</span>"#.to_owned(),
                "AFP",
            ),
            (format!(r#"<span class="byline">Ada Wren</span>{card}"#), ""),
            (format!(r#"<span class="byline">Ada Wren</span>{note}"#), ""),
            (format!("{text}{text}{text}{plain}"), ""),
        ] {
            let found = read(&format!("<body><main><h1>Ferry runs</h1>{below}</main>"));
            assert_eq!(found.agencies.join("+"), expected, "{below}");
        }
    }

    #[test]
    fn impossible_dates_are_refused_with_a_note() {
        for bad in ["2024-02-31", "9999-01-01", "2031-05-05"] {
            let page = format!(
                r#"<meta property="article:published_time" content="{bad}">
                <link rel=canonical href="https://harbourpost.example/2024/06/02/ferry">"#
            );
            let found = read(&page);
            assert_eq!(
                found.published.map(|when| when.day()),
                Some(20_240_602),
                "{bad}"
            );
            assert_eq!(found.from["published"], "url");
            assert!(
                found
                    .notes
                    .iter()
                    .any(|note| note.starts_with("published: ")),
                "{bad}"
            );
        }
    }

    #[test]
    fn days_in_addresses() {
        let check = |path: &str, expected: Option<&str>| {
            let url = format!("https://harbourpost.example/{path}");
            assert_eq!(dates::address_date(&url).as_deref(), expected, "{path}");
        };
        check("2024/06/02/ferry", Some("2024-06-02"));
        check("a/202406/02/WS1", Some("2024-06-02"));
        check("ferry-20240602.html", Some("2024-06-02"));
        check("world/2024/jun/02/ferry", Some("2024-06-02"));
        check("12345678/ferry", None);
    }

    #[test]
    fn a_page_that_says_nothing() {
        let found = read("<p>Text.</p>");
        assert!(found.title.is_none() && found.from.is_empty() && found.notes.is_empty());
    }

    #[test]
    fn relative_canonical_address() {
        let found = read(
            r#"<link rel=canonical href="/a"><meta property="og:url" content="https://harbourpost.example/x">"#,
        );
        assert_eq!(found.url.as_deref(), Some("https://harbourpost.example/a"));
        assert_eq!(found.outlet.as_deref(), Some("harbourpost.example"));
    }

    #[test]
    fn byline_in_the_markup() {
        let found = read("<h1>Ferry strike ends</h1><p class=byline>By Ada Wren and Bo Lind</p>");
        assert_eq!(found.authors, ["Ada Wren", "Bo Lind"]);
    }

    /// A line for what a page with this head gives.
    fn line(head: &str) -> String {
        let found = read(&format!("<html><head>{head}</head><body><p>Text.</p>"));
        let day = |when: Option<When>| when.map(|when| when.to_string()).unwrap_or_default();
        let parts = [
            found.title.unwrap_or_default(),
            found.authors.join("+"),
            day(found.published),
            day(found.updated),
            found.outlet.unwrap_or_default(),
            found.section.unwrap_or_default(),
            found.keywords.join("+"),
            found.agencies.join("+"),
        ];
        let parts = parts.iter().filter(|part| !part.is_empty());
        parts.cloned().collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn names_of_meta_elements() {
        for (names, content, expected) in [
            (
                "og:title twitter:title dc.title parsely-title sailthru.title",
                "Ferry strike ends",
                "Ferry strike ends",
            ),
            (
                "author byl parsely-author sailthru.author dc.creator citation_author article:author",
                "By Ada Wren",
                "Ada Wren",
            ),
            (
                "article:published_time pubdate publishdate date parsely-pub-date sailthru.date \
                 dc.date.issued dcterms.created dcterms.issued article.published",
                "2024-06-02T10:15:00+02:00",
                "2024-06-02T10:15:00+02:00",
            ),
            (
                "article:modified_time lastmod dcterms.modified",
                "2024-06-02T10:15:00Z",
                "2024-06-02T10:15:00Z",
            ),
            (
                "og:site_name application-name dc.publisher",
                "Harbour Post",
                "Harbour Post",
            ),
            ("article:section parsely-section", "Harbour", "Harbour"),
            (
                "news_keywords keywords article:tag",
                "ferries, strike",
                "ferries+strike",
            ),
            ("dc.source agency", "Reuters", "Reuters"),
        ] {
            for name in names.split_whitespace() {
                for key in ["name", "property"] {
                    let head = format!("<meta {key}='{name}' content='{content}'>");
                    assert_eq!(line(&head), expected, "{head}");
                }
            }
        }
    }

    #[test]
    fn types_and_shapes_of_json_ld() {
        let inside = r#""headline":"Ferry strike ends","author":{"@type":"Person","name":"Ada Wren"},"datePublished":"2024-06-02T10:15:00+02:00","publisher":{"name":"Harbour Post"},"articleSection":["Harbour"],"keywords":["ferries"]"#;
        let expected = "Ferry strike ends | Ada Wren | 2024-06-02T10:15:00+02:00 | Harbour Post | Harbour | ferries";
        let check = |json: &str| {
            let head = format!("<script type='application/ld+json'>{json}</script>");
            assert_eq!(line(&head), expected, "{json}");
        };
        for kind in [
            "NewsArticle",
            "Article",
            "ReportageNewsArticle",
            "AnalysisNewsArticle",
            "OpinionNewsArticle",
            "BackgroundNewsArticle",
            "ReviewNewsArticle",
            "LiveBlogPosting",
            "BlogPosting",
        ] {
            let object = format!(r#"{{"@type":"{kind}",{inside}}}"#);
            check(&object);
            check(&format!("[{object}]"));
            check(&format!(
                r#"{{"@graph":[{{"@type":"WebSite","name":"X"}},{object}]}}"#
            ));
            check(&format!("<!-- {object} -->"));
            check(&format!("//<![CDATA[\n{object}\n//]]>"));
            check(&format!(r#"{{"@type":["{kind}"],{inside},}}"#));
        }
    }

    #[test]
    fn refused_values_are_noted_with_their_place() {
        let found = read(
            "<meta name=author content='ada@harbourpost.example'>\
             <meta property='article:published_time' content='1492-10-12'>",
        );
        assert!(found.authors.is_empty() && found.published.is_none());
        assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
        assert!(
            found.notes[0].ends_with("is no name (meta)"),
            "{:?}",
            found.notes
        );
        assert!(found.notes[1].ends_with("(og)"), "{:?}", found.notes);
    }
}
