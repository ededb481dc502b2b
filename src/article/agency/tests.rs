//! Texts that credit an agency, and texts that look alike.

use rustc_hash::FxHashMap;

use super::table::folded;
use super::*;
use crate::article::Dropped;

#[track_caller]
fn check(found: &[&str], expected: &str, text: &str) {
    assert_eq!(found.join(" "), expected, "{text}");
}

#[test]
fn bylines() {
    for (text, expected) in [
        ("Reuters", "Reuters"),
        ("By Reuters", "Reuters"),
        ("Von Ada Wren, dpa", "dpa"),
        ("AFP with staff", "AFP"),
        ("The Post with AFP", "AFP"),
        ("Associated Press", "AP"),
        ("NTB-AFP-DPA", "NTB AFP dpa"),
        ("dpa-AFX", "dpa"),
        ("KBY-AFP", "AFP"),
        ("EU-NATO", ""),
        ("By Jane Roe of The Associated Press", "AP"),
        ("By Jane Roe,\n Reuters", "Reuters"),
        ("JANE ROE | AP", "AP"),
        ("Jane Roe, AP Business Writer", "AP"),
        ("Jane Roe/AFP", "AFP"),
        ("Le Matin et AFP", "AFP"),
        ("dpa/AFP", "dpa AFP"),
        ("新华社", "Xinhua"),
        ("رويترز", "Reuters"),
        ("ТАСС", "TASS"),
        ("연합뉴스", "Yonhap"),
        ("Jane Roe", ""),
        ("Petra Roe", ""),
        ("Ina", ""),
        ("Sid Roe, Nan Wren", ""),
        ("BBC News", ""),
        ("Ana-Maria Roe", ""),
    ] {
        check(&credited(text), expected, text);
    }
}

#[test]
fn agencies_and_people() {
    for text in [
        "AP",
        "Reuters/Nordwire",
        "dpa-AFX",
        "NTB-AFP",
        "Jane Roe - AP",
        "apa/sda",
        "MAP",
        "Petra",
        "CNN",
    ] {
        assert!(is_agency(text), "{text}");
    }
    for text in [
        "Na-young Kim",
        "Ina-Maria Roe",
        "Sid-Ahmed Wren",
        "Petra-Anna Dahl",
        "Petra-Anna",
        "Ina",
        "Map",
        "Jane Roe",
    ] {
        assert!(!is_agency(text), "{text}");
    }
}

#[test]
fn place_lines() {
    for (text, expected) in [
        ("BRACKWATER, June 2 (Xinhua) —", "Xinhua"),
        ("BERLIN (dpa/AFP) –", "dpa AFP"),
        ("WASHINGTON, March 3, Reuter", "Reuters"),
        ("新华社北京6月2日电（记者王小明）", "Xinhua"),
        ("(CNN)", ""),
        ("BRACKWATER, Pa", ""),
        ("LONDON", ""),
    ] {
        check(&in_dateline(text), expected, text);
    }
}

#[test]
fn before_the_first_sentence() {
    for (text, expected) in [
        ("القاهرة (رويترز) - فتح الميناء", "Reuters"),
        ("(ANSA) - ROMA, 02 GIU - Il porto", "ANSA"),
        ("【北京共同】港が開いた。", "Kyodo"),
        ("［上海　６日　ロイター］ - 港が開いた。", "Reuters"),
        ("(서울=연합뉴스) 홍길동 기자 = 항구가 열렸다.", "Yonhap"),
        ("МОСКВА, 2 июн - РИА Новости. Порт открыт.", "RIA Novosti"),
        ("МОСКВА, 2 июня. /ТАСС/. Порт открыт.", "TASS"),
        ("新华社北京6月2日电 港口开放。", "Xinhua"),
        ("ロイター通信は2日、港が開いたと報じた。", ""),
        ("新华社报道，港口于6月2日开放。", ""),
        ("共同富裕示范区的港口于6月2日开放。", ""),
        ("The harbour (AP photo) is open.", ""),
        ("The harbour of Scranton (PA) is open.", ""),
        ("The port opened - Reuters was told. Ships came.", ""),
    ] {
        check(&at_the_start(text), expected, text);
    }
}

#[test]
fn after_the_last_sentence() {
    for (text, expected) in [
        ("The port opened. (AP)", "AP"),
        ("The port opened. — Reuters", "Reuters"),
        ("“We are glad.” (dpa)", "dpa"),
        ("港が開いた。（共同）", "Kyodo"),
        ("港口开放。（新华社）", "Xinhua"),
        ("The port opened. (Reuters, staff)", "Reuters"),
        ("It closed in Scranton (PA)", ""),
        ("The port opened (AP)", ""),
        ("The port opened — Reuters", ""),
    ] {
        check(&at_the_end(text), expected, text);
    }
}

#[test]
fn lines_of_their_own() {
    for (text, expected) in [
        ("(AP)", "AP"),
        ("– Reuters", "Reuters"),
        ("With files from AFP", "AFP"),
        (
            "With files from The Canadian Press and Reuters",
            "CP Reuters",
        ),
        ("©NTB", "NTB"),
        ("(©dpa)", "dpa"),
        ("© 2024 AFP", "AFP"),
        ("--Xinhua--", "Xinhua"),
        ("Quelle: dpa", "dpa"),
        ("Fuente: EFE", "EFE"),
        ("The Associated Press contributed to this report.", "AP"),
        (
            "Copyright 2024 The Associated Press. All rights reserved.",
            "AP",
        ),
        (
            "The harbour master told Reuters that ships may come in again.",
            "",
        ),
        ("© 2024 Harbour Post", ""),
        ("(Quelle: apa/sda/dpa)", "APA ATS dpa"),
        ("Rubriklistenbild: © dpa", ""),
        (
            "« Nous restons en contact avec le port », a-t-elle dit à Reuters.",
            "",
        ),
        ("The fund contributed $2m, Bloomberg reported.", ""),
        ("The copyright case was first reported by Reuters.", ""),
        (
            "Copyright law is no bar, the harbour master told Reuters.",
            "",
        ),
        (
            "This story was first published by Reuters on Monday evening.",
            "Reuters",
        ),
        (
            "Associated Press writers Jane Roe and Bo Lind contributed.",
            "AP",
        ),
        ("- Petra, Jordan", ""),
        ("– Antara, Bali", ""),
        ("- Map", ""),
        ("— AP", "AP"),
        ("- Petra", "Petra"),
        ("- Reuters/sda", "Reuters"),
        ("(Photo: AP)", ""),
    ] {
        check(&in_tagline(text), expected, text);
    }
}

#[test]
fn all_places_of_an_article() {
    let mut article = Article {
        dateline: Some("PARIS (AFP)".to_owned()),
        authors: vec!["Jane Roe".to_owned(), "dpa".to_owned()],
        body: "The port opened.\n\nShips came.".to_owned(),
        ..Article::default()
    };
    article.dropped.push(Dropped {
        reason: DropReason::Credit,
        text: "The Associated Press contributed to this report.".to_owned(),
    });
    tell(&mut article, false);
    assert_eq!(article.agencies, ["AFP", "AP", "dpa"]);
    assert_eq!(article.from["agencies"], "dateline, credit line, byline");
}

#[test]
fn no_name_stands_twice_in_the_table() {
    let mut seen: FxHashMap<String, &str> = FxHashMap::default();
    for line in include_str!("../agencies.txt").lines() {
        let line = line.trim_start_matches("- ");
        let shown = line.split('|').next().unwrap_or_default().trim();
        for name in line.split('|').filter(|_| !line.starts_with('#')) {
            let key = folded(name.trim().trim_start_matches('~'));
            let known = seen.insert(key, shown);
            assert!(known.is_none_or(|known| known == shown), "{name}");
        }
    }
}
