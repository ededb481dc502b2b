//! A saved web page → [`Article`]: the text between the menus, and what the
//! page says about itself.
//!
//! The steps, each a file: `lean` takes away what no reader sees and bounds
//! the nesting; `page` (with `marks`, `breaks`, `tables`) reads the rest into
//! blocks of text; `metadata` (with `json_ld`, `title`, `site`, `names`) finds
//! title, authors and dates; `body` finds the article among the blocks, by a learnt
//! classifier (`around`, `features`, `trees`), and `furniture` (with `lines`,
//! `surroundings`) what in it is not part of it; `fallback` takes the whole
//! page where there is none. `training` is for the program that learns the
//! classifier, with `align`.

mod align;
mod around;
mod body;
mod breaks;
mod fallback;
mod features;
mod furniture;
mod json_ld;
mod lean;
mod lines;
mod marks;
mod metadata;
mod names;
mod page;
mod site;
mod surroundings;
mod tables;
mod title;
pub mod training;
mod trees;

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
    read_with(source_id, html, reading, trees::Model::built_in())
}

/// [`read`] with a classifier of blocks that is given.
fn read_with(
    source_id: &str,
    html: &str,
    reading: &Reading,
    model: &trees::Model,
) -> Result<Article, SkipReason> {
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
    if page.cut {
        let note = "only the beginning of this page was read: it has too many lines";
        metadata.notes.push(note.to_owned());
    }
    let mut found = body::body(&page, &metadata, model);
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
        fetched: None,
        id: source_id.to_owned(),
        title: metadata.title,
        body: found.paragraphs.join("\n\n"),
        authors: metadata.authors,
        dateline: metadata.dateline,
        agencies: metadata.agencies,
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
        ..Article::default()
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
        containers.any(|container| container.mark.any(marks::Mark::PAYWALL))
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
    fn rows_of_a_table_stay() {
        let table = "<table><tr><th>Quay</th><th>Boats</th></tr>\
            <tr><td>Northern</td><td>41</td></tr><tr><td>Eastern</td><td>7</td></tr></table>";
        let body = article(&page("", table, "")).body;
        assert!(body.contains("\n\nQuay | Boats\n\nNorthern | 41\n\nEastern | 7\n\n"));
    }

    #[test]
    fn clock_times_of_a_live_page_lead_its_posts() {
        let times = ["06:10", "05.50", "04:45pm", "23:05 Uhr"];
        let mut posts = String::new();
        for (time, sentence) in times.iter().zip(SENTENCES) {
            posts += &format!("<section><time>{time}</time><p>{sentence}</p></section>");
        }
        let html = format!("<body><article><h1>Ferry strike</h1>{posts}</article>");
        let body = article(&html).body;
        for (time, sentence) in times.iter().zip(SENTENCES) {
            assert!(body.contains(&format!("{time} {sentence}")), "{body}");
        }
    }

    #[test]
    fn lines_that_announce_advertisements() {
        for line in [
            "Advertisement",
            "Anzeige",
            "Publicité",
            "广告",
            "Story continues below",
        ] {
            let div = format!("<div><p>{line}</p></div>");
            check("", &div, "", DropReason::Promotion, line);
        }
        let body = article(&page("", "<p>The advertisement was on page two.</p>", "")).body;
        assert!(body.contains("page two"));
    }

    #[test]
    fn pages_laid_out_by_a_table() {
        let text = SENTENCES.join("<br><br>");
        let html = format!(
            "<html><head><title>Harbour Post - Ferry crews are back at work</title>\
             <meta name=author content='Ada Wren'></head><body><table>\
             <tr><td colspan=3><font size=6>Harbour Post</font><br>Since 1868</td></tr>\
             <tr><td><a href=/>Front page</a><br><a href=/t>Tides</a><br>Lost: a grey cat</td>\
             <td><font><b>Ferry crews are back at work</b><br><i>By Ada Wren</i><br>\
             Friday 7 June 2024<br><br>{text}<br><br></font>\
             [ <a href=/w>Write to the editor</a> ] [ <a href=/p>Printer version</a> ]</td>\
             <td>ALSO HERE<br><br><a href=/b>Harbour tolls to rise</a><br><br>\
             You are visitor 004821</td></tr></table></body></html>"
        );
        assert_eq!(article(&html).body, SENTENCES.join("\n\n"));
    }

    #[test]
    fn label_path_and_buttons_above_the_text() {
        let path = "<p><a href=/>Home</a> &gt; <a href=/n>News</a></p>";
        check(path, "", "", DropReason::ShareBar, "Home > News");
        let label = "<p>Harbour</p><h1>Ferry strike ends</h1>";
        check(label, "", "", DropReason::Promotion, "Harbour");
        let buttons = "<ul><li>Guardar</li><li>Enviar</li><li>Comentarios (112)</li></ul>";
        check(buttons, "", "", DropReason::ShareBar, "Comentarios (112)");
        let player = "<div class=story-audio><p>Audio: hear this (4 min)</p></div>";
        check(player, "", "", DropReason::Promotion, "hear this");
    }

    #[test]
    fn captions_by_their_credit() {
        let caption = "<p>The first boat leaves the quay on Sunday. Foto: Archiv</p>";
        check(caption, "", "", DropReason::Caption, "Archiv");
        let caption = "<p>图为第一艘渡轮离开码头。 本报记者 任远 摄</p>";
        check(caption, "", "", DropReason::Caption, "任远");
    }

    #[test]
    fn pulled_quotations() {
        let pulled = "<blockquote class=pullquote><p>“Some of them overnight.”</p></blockquote>";
        check("", pulled, "", DropReason::Promotion, "overnight");
        let quote =
            "<blockquote class=pullquote><p>“We have never slept so well.”</p></blockquote>";
        assert!(article(&page("", quote, "")).body.contains("slept so well"));
        // A paragraph that stands twice is no pulled quotation.
        let again = format!("<p>{}</p>", SENTENCES[0]);
        let body = article(&page("", &again, "")).body;
        assert_eq!(body.matches(SENTENCES[0]).count(), 2);
    }

    #[test]
    fn standfirst_is_the_first_paragraph() {
        let deck = "The crews accept two more days of rest and passengers return";
        let link = "<div class=tools><a href=/g>Gift</a> <a href=/p>Print</a></div>";
        for (name, described) in [("dek", true), ("teaser", true), ("standfirst", false)] {
            let before = format!("<h1>Ferry strike ends</h1><h2 class={name}>{deck}</h2>{link}");
            let mut html = page(&before, "", "");
            if described {
                let meta = format!("<meta name=description content='{deck}'></head>");
                html = html.replace("</head>", &meta);
            }
            let body = article(&html).body;
            assert_eq!(
                body,
                format!("{deck}\n\n{}", SENTENCES.join("\n\n")),
                "{name}"
            );
        }
    }

    #[test]
    fn boxes_beside_the_text_are_named() {
        let html = page("", "", "")
            .replace(
                "<article>",
                "<article><figure><img src=a><figcaption>A boat at the quay.</figcaption></figure>",
            )
            .replace(
                "</article>",
                "<section class=related><h2>More on this story</h2>\
                 <a href=/b>Harbour tolls to rise</a></section></article>",
            );
        let article = article(&html);
        assert_eq!(article.body, SENTENCES.join("\n\n"));
        for (reason, text) in [
            (DropReason::Caption, "A boat at the quay."),
            (DropReason::RelatedHeadlines, "Harbour tolls to rise"),
        ] {
            let mut dropped = article.dropped.iter();
            assert!(
                dropped.any(|d| d.reason == reason && d.text == text),
                "{text}"
            );
        }
    }

    #[test]
    fn partial_needs_a_sign_that_text_is_missing() {
        let with = |counted: &str, after: &str| {
            let ld = format!(
                "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\
                 \"headline\":\"Ferry strike ends\",\"isAccessibleForFree\":false{counted}}}\
                 </script></head>"
            );
            article(&page("", "", after).replace("</head>", &ld)).partial
        };
        assert!(!with("", ""));
        assert!(!with(",\"wordCount\":70", ""));
        assert!(with(",\"wordCount\":700", ""));
        assert!(with(
            "",
            "<p>The mayor, who had been asked twice, said that she would…</p>"
        ));
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
