//! Ends of texts: what is cut, and what stays.

use super::*;

/// Paragraphs a line each: what is kept, then what is dropped.
#[track_caller]
fn check(text: &str, kept: usize, reasons: &[DropReason]) {
    let mut paragraphs: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut dropped = Vec::new();
    trim(
        &mut paragraphs,
        Some("Brackwater harbour opens again"),
        &mut dropped,
    );
    let found: Vec<_> = dropped.iter().map(|dropped| dropped.reason).collect();
    assert_eq!(
        (paragraphs.len(), found.as_slice()),
        (kept, reasons),
        "{paragraphs:#?} {dropped:#?}"
    );
}

use DropReason::*;

#[test]
fn headlines_after_the_end() {
    check(
        "The port opened.\n- Brackwater harbour opens again\n- Council buys a second ferry",
        1,
        &[RelatedHeadlines; 2],
    );
    check(
        "The port opened.\n- Bakers plan a longer loaf\n- Bus line moves to the hill\n- Frogs return to the lake\n© 2024 Brackwater Mail",
        1,
        &[RelatedHeadlines, RelatedHeadlines, RelatedHeadlines, Credit],
    );
    check(
        "The port opened.\nRelated articles\nBakers plan a longer loaf",
        1,
        &[RelatedHeadlines; 2],
    );
    check(
        "The port opened.\n相关阅读\n港口重新开放后第一艘船抵达",
        1,
        &[RelatedHeadlines; 2],
    );
}

#[test]
fn lists_of_the_article_stay() {
    for item in ["- Petra, Jordan", "- Antara, Bali", "- Map"] {
        check(&format!("Ships go to:\n- Quay Street\n{item}"), 3, &[]);
    }
    check("Ships go in.\n- Reuters, AFP", 1, &[Credit]);
    check(
        "The rules are:\n- No fishing from the quay\n- No swimming in the dock\n- No dogs on the pier",
        4,
        &[],
    );
    check(
        "The port opened.\n- Ships may come in now.\n- Nobody may swim there.\n- Dogs stay out of it.",
        4,
        &[],
    );
    check(
        "What we know\n- Ships may come in now\n- Nobody may swim there\n- Dogs stay out of it",
        4,
        &[],
    );
    check(
        "The prizes were given.\n- Best actress - Anna Holt\n- Best ship - The Grey Gull\n- Best song - Row the boat",
        4,
        &[],
    );
    check("They won.\n- Anna Holt\n- Bo Lind\n- Cy Moor", 4, &[]);
    check(
        "Figures below.\nCatch 7.10 tons vs 6.45 tons\nCrew 1,180 vs 1,150 in all",
        3,
        &[],
    );
    check("“We are glad,” she said.\n“The port is open”", 2, &[]);
}

#[test]
fn lines_that_name_themselves() {
    check(
        "Photo: The quay\nThe port opened.\nRead more: Frogs return\nIt closed in May.",
        2,
        &[Caption, ReadMore],
    );
    check(
        "The port opened.\nShare on Facebook | Tweet | Print\nIt closed.",
        2,
        &[ShareBar],
    );
    check(
        "The port opened.\nSign up for our newsletter\nAdvertisement\nIt closed.",
        2,
        &[Promotion; 2],
    );
    check(
        "The port opened.\n(Reporting by Jane Roe; Editing by Bo Lind)",
        1,
        &[Credit],
    );
    check("The port opened.\n(AP)", 1, &[Credit]);
    check(
        "The port opened.\nContact the writer at jane@example.org",
        1,
        &[AuthorNote],
    );
    check("The port opened.\n--Xinhua--", 1, &[Credit]);
    check(
        "The port opened.\n____\nThe Associated Press contributed to this report.",
        1,
        &[Credit; 2],
    );
}

#[test]
fn sentences_stay() {
    check("The port opened.\nRead more books, she said.", 2, &[]);
    check("The port opened.\nWatch the sky tonight.", 2, &[]);
    check("The port opened.\nRelated costs rose by 5 percent.", 2, &[]);
    check("The port opened.\nShare prices fell.", 2, &[]);
    check(
        "The port opened.\nSubscribe to the view that it pays, said Lind, \"and you lose.\"",
        2,
        &[],
    );
    check("The port opened.\nFollow the money, Lind said.", 2, &[]);
}
