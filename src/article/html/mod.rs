//! A saved web page → [`Article`]: the text between the menus, and what the
//! page says about itself.
//!
//! The steps, each a file: `lean` takes away what no reader sees and bounds
//! the nesting; `page` reads the rest into blocks of text; `metadata`
//! (with `json_ld`, `title`, `names`) finds title, authors and dates;
//! `body` finds the article among the blocks and `furniture` what in it is
//! not part of it; `fallback` takes the whole page where there is none.

mod body;
mod fallback;
mod furniture;
mod json_ld;
mod lean;
mod metadata;
mod names;
mod page;
mod title;

use super::{Article, Reading};
use crate::corpus::SkipReason;

/// A larger page is no article, or not only one.
const BYTES_MAX: usize = 16_000_000;

/// Fewer letters than this are no article.
const LETTERS_MIN: usize = 20;

/// Reads a saved web page: decoded text with markup.
///
/// Never panics, and takes time in proportion to the size of the page, however
/// it is nested.
///
/// # Errors
///
/// The reason why there is no article: too large, binary, empty, or without
/// any running text.
pub fn read(source_id: &str, html: &str, reading: &Reading) -> Result<Article, SkipReason> {
    if html.len() > BYTES_MAX {
        return Err(SkipReason::TooLarge {
            what: "in one page",
            limit_mb: 16,
        });
    }
    if html.trim().is_empty() {
        return Err(SkipReason::Empty);
    }
    if is_binary(html) {
        return Err(SkipReason::Binary);
    }
    let lean = lean::lean(html);
    let page = page::page(&lean.html);
    let mut metadata = metadata::metadata(
        &page,
        &lean.json_ld,
        lean.saved_from.as_deref(),
        reading.now_seconds,
    );
    let mut found = body::body(&page, &lean.html, &metadata);
    let mut body_from = "markup";
    if letters(&found.paragraphs) < LETTERS_MIN {
        found.paragraphs = fallback::whole_page(&lean.html);
        found.dropped.clear();
        metadata
            .notes
            .push("body: no article found, whole page taken".to_owned());
    }
    if let Some(ld_body) = longer_body(&metadata, &found.paragraphs) {
        found.paragraphs = ld_body;
        body_from = "json-ld";
    }
    if letters(&found.paragraphs) < LETTERS_MIN {
        return Err(SkipReason::NoBody);
    }
    metadata
        .from
        .insert("body".to_owned(), body_from.to_owned());
    let partial = is_partial(&page, &metadata, &found.paragraphs);
    Ok(Article {
        id: source_id.to_owned(),
        title: metadata.title,
        body: found.paragraphs.join("\n\n"),
        authors: metadata.authors,
        dateline: metadata.dateline,
        outlet: metadata.outlet,
        section: metadata.section,
        published: metadata.published,
        updated: metadata.updated,
        url: metadata.url,
        language: metadata.language,
        keywords: metadata.keywords,
        summary: metadata.summary,
        partial,
        from: metadata.from,
        dropped: found.dropped,
        notes: metadata.notes,
    })
}

/// Bytes that were no text leave control and replacement characters.
fn is_binary(html: &str) -> bool {
    let mut odd = 0;
    let mut seen = 0;
    for c in html.chars().take(10_000) {
        seen += 1;
        odd += usize::from(c == '\u{fffd}' || (c.is_control() && !c.is_whitespace()));
    }
    odd * 20 > seen
}

/// The body as JSON-LD has it, where the page itself shows far less of it: a
/// paywall, or a page that a script would have filled.
fn longer_body(metadata: &metadata::Metadata, paragraphs: &[String]) -> Option<Vec<String>> {
    let ld_body = metadata.ld_body.as_deref()?;
    let given: Vec<String> = ld_body.split("\n\n").map(str::to_owned).collect();
    (letters(&given) > 2 * letters(paragraphs) + 200).then_some(given)
}

/// True where the page says that it is not free and there are signs that text
/// is missing: far fewer words than the page counts, or a short text that
/// breaks off or stands at a paywall.
fn is_partial(page: &page::Page, metadata: &metadata::Metadata, paragraphs: &[String]) -> bool {
    const WORDS_FEW: u64 = 150;
    if metadata.free != Some(false) {
        return false;
    }
    let words: u64 = paragraphs.iter().map(|text| words(text)).sum();
    if let Some(given) = metadata.word_count.filter(|&given| given > 0) {
        return words.saturating_mul(10) < given.saturating_mul(6);
    }
    let breaks_off = paragraphs.last().is_some_and(|last| {
        let last = last.trim_end_matches([']', ')', ' ', '"', '”', '’', '»']);
        last.ends_with(['…', ':', ',']) || last.ends_with("...") || !page::ends_sentence(last)
    });
    let has_paywall = || {
        let mut containers = page.containers.iter();
        containers.any(|container| container.mark.any(page::Mark::PAYWALL))
    };
    words < WORDS_FEW && (breaks_off || has_paywall())
}

/// Counts words; of scripts that write no spaces, two characters as one.
fn words(text: &str) -> u64 {
    let unspaced = |c: &char| matches!(*c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let characters = text.chars().filter(unspaced).count();
    (text.split_whitespace().count() + characters / 2) as u64
}

fn letters(paragraphs: &[String]) -> usize {
    paragraphs
        .iter()
        .map(|text| text.chars().filter(|c| c.is_alphanumeric()).count())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::DropReason;

    const SENTENCES: [&str; 4] = [
        "The ferry crews of Harbour Bay went back to work on Sunday after nine days on strike.",
        "The union said that its members had accepted an offer of two more days of rest a month.",
        "Passengers had waited in the rain for boats that did not come, some of them overnight.",
        "The first boat left the northern quay shortly after six with forty people on board.",
    ];

    fn article(html: &str) -> Article {
        let reading = Reading {
            now_seconds: 1_735_689_600,
        };
        read("a.html", html, &reading).unwrap_or_default()
    }

    /// A page whose article has `inside` among its paragraphs.
    fn page(before: &str, between: &str, after: &str) -> String {
        let [one, two, three, four] = SENTENCES;
        format!(
            "<html lang=en><head><title>Ferry strike ends - Harbour Post</title>\
             <meta property='og:title' content='Ferry strike ends'>\
             <meta property='og:site_name' content='Harbour Post'>\
             <meta name=author content='Ada Wren'></head><body>\
             <nav><a href=/>Home</a> <a href=/n>News</a></nav>\
             <article><div class=article-body>{before}<p>{one}</p><p>{two}</p>{between}\
             <p>{three}</p><p>{four}</p>{after}</div></article>\
             <footer>Harbour Post, all rights reserved</footer></body></html>"
        )
    }

    fn check(before: &str, between: &str, after: &str, reason: DropReason, text: &str) {
        let article = article(&page(before, between, after));
        assert_eq!(article.body, SENTENCES.join("\n\n"));
        let found = article
            .dropped
            .iter()
            .any(|d| d.reason == reason && d.text.contains(text));
        assert!(found, "{text} in {:?}", article.dropped);
    }

    #[test]
    fn body_and_metadata() {
        let article = article(&page("", "", ""));
        assert_eq!(article.title.as_deref(), Some("Ferry strike ends"));
        assert_eq!(article.authors, ["Ada Wren"]);
        assert_eq!(article.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(article.body, SENTENCES.join("\n\n"));
        assert_eq!(article.from["title"], "og");
    }

    #[test]
    fn the_headline_once_more() {
        check(
            "<h1>Ferry strike ends</h1>",
            "",
            "",
            DropReason::RepeatedTitle,
            "Ferry strike",
        );
    }

    #[test]
    fn byline_and_date_above_the_text() {
        check("<p>By Ada Wren</p>", "", "", DropReason::Byline, "Ada Wren");
        check(
            "<p>2 June 2024, 10:15</p>",
            "",
            "",
            DropReason::DateLine,
            "2 June",
        );
    }

    #[test]
    fn links_to_other_articles() {
        let link = "<p><a href=/b>Harbour tolls to rise next spring</a></p>";
        check("", link, "", DropReason::ReadMore, "Harbour tolls");
        let link = "<p>Read more: <a href=/b>Harbour tolls to rise next spring</a></p>";
        check("", link, "", DropReason::ReadMore, "Harbour tolls");
    }

    #[test]
    fn related_list_after_the_end() {
        let list = "<div class=more><h3>You may also like</h3><ul>\
            <li><a href=/b>Harbour tolls to rise</a></li>\
            <li><a href=/c>Lighthouse for sale</a></li></ul></div>";
        check("", "", list, DropReason::ReadMore, "Lighthouse for sale");
        check(
            "",
            "",
            list,
            DropReason::RelatedHeadlines,
            "You may also like",
        );
    }

    #[test]
    fn captions_and_share_bars() {
        let figure = "<figure><img src=a><figcaption>A boat at the quay.</figcaption></figure>";
        check("", figure, "", DropReason::Caption, "A boat at the quay.");
        let bar = "<div class=share-bar><a href=x>Tell a friend</a></div>";
        check(bar, "", "", DropReason::ShareBar, "Tell a friend");
    }

    #[test]
    fn drop_caps_and_line_breaks() {
        let [one, two, three, four] = SENTENCES;
        let html = format!(
            "<body><div class=article-body><span class=cap>T</span>{}<br><br>{two}<br> <br>{three}\
             <br><br>{four}</div>",
            &one[1..]
        );
        assert_eq!(article(&html).body, SENTENCES.join("\n\n"));
    }

    #[test]
    fn dates_that_cannot_be() {
        for bad in ["2024-02-31", "9999-12-31"] {
            let html = page("", "", "").replace(
                "</head>",
                &format!("<meta property=article:published_time content={bad}></head>"),
            );
            let article = article(&html);
            assert!(article.published.is_none(), "{bad}");
            assert!(
                article.notes.iter().any(|note| note.contains("published")),
                "{bad}"
            );
            assert!(!article.body.is_empty());
        }
    }

    #[test]
    fn deep_nesting_on_a_small_stack() {
        let text = SENTENCES
            .map(|sentence| format!("<p>{sentence}</p>"))
            .concat();
        let html = format!(
            "{}{text}{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        );
        let thread = std::thread::Builder::new().stack_size(2 << 20);
        let body = thread
            .spawn(move || article(&html).body)
            .map(|handle| handle.join());
        assert_eq!(
            body.ok().and_then(Result::ok).as_deref(),
            Some(SENTENCES.join("\n\n").as_str())
        );
    }

    #[test]
    fn what_is_no_page() {
        let reading = Reading { now_seconds: 0 };
        let garbage: String = (0..5000_u32)
            .filter_map(|n| char::from_u32(n * 7 % 32))
            .collect();
        assert_eq!(read("a", &garbage, &reading), Err(SkipReason::Binary));
        assert_eq!(read("a", " \n", &reading), Err(SkipReason::Empty));
        assert_eq!(
            read("a", "<nav><a href=/>Home</a></nav>", &reading),
            Err(SkipReason::NoBody)
        );
    }
}
