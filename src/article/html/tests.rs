//! Whole pages: what of them is the article, what is dropped and why.

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
    let quote = "<blockquote class=pullquote><p>“We have never slept so well.”</p></blockquote>";
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
fn names_and_days_on_one_line() {
    let cases: &[(&str, &str, &[&str], Option<&str>)] = &[
        ("", "<p>von Dr. Ada Wren</p>", &["Dr. Ada Wren"], None),
        (
            "",
            "<p class=byline>VON ADA WREN am 21. April 2020</p>",
            &["ADA WREN"],
            Some("2020-04-21"),
        ),
        (
            "",
            "<p>27 January 2014 by <a rel=author href=/ada>Ada Wren</a> / Kategorien: Hafen</p>",
            &["Ada Wren"],
            None,
        ),
        (
            "<meta name=citation_author content='Wren, Ada'>\
             <meta name=citation_author content='Lind, Bo'>",
            "",
            &["Ada Wren", "Bo Lind"],
            None,
        ),
        // What a field of the page says goes before what is printed.
        (
            "<meta name=author content='Bo Lind'>",
            "<p>By Ada Wren</p>",
            &["Bo Lind"],
            None,
        ),
        ("", "<p>A walk by Ada Wren</p>", &[], None),
    ];
    for (head, below, authors, day) in cases {
        let html = format!(
            "<head>{head}</head><body><article><h1>Ferry strike ends</h1>{below}\
             <p>The crews of the ferries went back to work on Monday, after nine days of rain.</p>\
             <p>Both sides said that the talks, which had begun a week ago, were fair.</p></article>"
        );
        let article = article(&html);
        assert_eq!(article.authors, *authors, "{below}");
        if let Some(day) = day {
            let published = article.published.map(|when| when.to_string());
            assert!(
                published.is_some_and(|text| text.starts_with(day)),
                "{below}"
            );
        }
    }
}

#[test]
fn the_headline_of_a_page_without_a_first_order_heading() {
    let article = article(
        "<title>Ada's Harbour Home | Ferry strike ends after nine days</title><body><article>\
         <h2><a href=/1>Ferry strike ends after nine days</a></h2>\
         <p>The crews of the ferries went back to work on Monday, after nine days of rain.</p>\
         <p>Both sides said that the talks, which had begun a week ago, were fair.</p></article>",
    );
    let expected = "Ferry strike ends after nine days";
    assert_eq!(article.title.as_deref(), Some(expected));
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

/// What no news page holds: the beginning is read, and said to be it.
#[test]
fn of_a_page_that_holds_too_much_the_beginning_is_read() {
    for (what, times) in [
        ("<p>a", 150_000),
        ("<div>a</div>", 80_000),
        ("<tr><td>a</td></tr>", 50_000),
        ("<h1>a", 150_000),
        ("<b>a</b>", 80_000),
        ("<a href=x>a</a>", 80_000),
        ("<b><i><u>a</b>", 60_000),
        ("<b><i><div>a</b>", 60_000),
        ("<table>a<b>c", 60_000),
        ("<select><option>a</select>", 60_000),
        ("<img>", 150_000),
        ("a<br><br>", 80_000),
        ("</p>", 150_000),
        ("< ", 1_400_000),
        ("&amp;", 1_200_000),
        ("The boat left. ", 400_000),
    ] {
        let html = page("", "", "").replace("</footer>", &what.repeat(times));
        let article = article(&html);
        assert!(article.body.starts_with(&SENTENCES.join("\n\n")), "{what}");
        assert!(article.notes.iter().any(|note| note == CUT), "{what}");
        assert!(article.partial, "{what}");
    }
}

/// Much that is nothing to read is no reason to stop.
#[test]
fn what_no_reader_sees_is_not_counted() {
    for what in [
        "<script>a</script>".repeat(120_000),
        "<!-- a -->".repeat(120_000),
        "<svg></svg>".repeat(120_000),
        format!(
            "<img src='data:image/png;base64,{}'>",
            "A".repeat(6_000_000)
        ),
    ] {
        let html = page("", &what, "");
        let article = article(&html);
        assert_eq!(article.body, SENTENCES.join("\n\n"));
        assert!(article.notes.is_empty(), "{:?}", article.notes);
    }
}
