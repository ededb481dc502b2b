//! Articles made by chance, in several scripts, with what operators look at:
//! sentences, paragraphs, long and short leads, names, marks and accents.

use serde_json::{Value, json};

use super::super::common::{Random, SMALL_WORDS, WORDS, word};

const CHINESE: &str = "港口议会港工人铁路列车法院法官预算医院渔业配额博物馆铜钟的在了";
const JAPANESE: &[&str] = &[
    "港湾",
    "議会",
    "鉄道",
    "ドラマ",
    "データ",
    "予算",
    "は",
    "が",
    "の",
    "を",
    "した",
    "病院",
    "縦型",
    "です",
    "漁業",
    "ニュース",
];
const KOREAN: &[&str] = &[
    "항구",
    "의회가",
    "철도",
    "예산을",
    "병원은",
    "서울에서",
    "어업",
    "박물관",
    "법원이",
    "열차",
];
const SPANISH: &str = "puerto puertos ayuntamiento elección elecciones presupuesto tren trenes \
    huelga pescador pescadores cuota cuotas juez jueces año años niño";
const SMALL_SPANISH: &str =
    "el la los las de que en por con para una del según después entre pero también";
/// What stands between words now and then.
const BETWEEN: &[&str] = &[
    "Mr. Quill",
    "the U.S. Senate",
    "mini-drama",
    "café",
    "“prime” minister",
    "3.5 per cent",
    "Agnès’s",
    "l’État",
    "short-lived",
    "Zürich",
    "the minister's plan",
    "Dr. Fenwick",
];
const OUTLETS: &[&str] = &["Example Wire", "The Harbour Post", "Post of the North"];
const DATELINES: &[&str] = &["HARBOUR CITY, Monday", "PORT OF THE NORTH (Example Wire)"];
const SECTIONS: &[&str] = &["Business", "Local News", "Sport"];
const AUTHORS: &[&str] = &[
    "Mara Quill",
    "Tobias Fenwick-Hale",
    "Agnès Lorry",
    "Quill Mara Lorry",
    "Lorry Fenwick",
];

fn english(random: &mut Random, few: &str) -> String {
    let mut words = Vec::new();
    for _ in 0..4 + random.below(14) {
        words.push(match random.below(12) {
            0 => *random.pick(BETWEEN),
            1..=3 => word(random, SMALL_WORDS),
            4..=7 => word(random, few),
            _ => word(random, WORDS),
        });
        if random.below(12) == 0 {
            let last = words.len() - 1;
            let again = words[last];
            words.push(again);
        }
    }
    let end = *random.pick(&[".", ".", ".", "?", "!", ".”"]);
    let text = words.join(if random.below(5) == 0 { ", " } else { " " });
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}{end}", first.unwrap_or_default(), letters.as_str())
}

fn spanish(random: &mut Random) -> String {
    let words: Vec<&str> = (0..6 + random.below(10))
        .map(|i| word(random, if i % 2 == 0 { SMALL_SPANISH } else { SPANISH }))
        .collect();
    format!("El {}.", words.join(" "))
}

fn chinese(random: &mut Random) -> String {
    let characters: Vec<char> = CHINESE.chars().collect();
    let clause = |random: &mut Random| -> String {
        (0..3 + random.below(9))
            .map(|_| *random.pick(&characters))
            .collect()
    };
    let clauses: Vec<String> = (0..1 + random.below(3)).map(|_| clause(random)).collect();
    format!("{}。", clauses.join("，"))
}

fn japanese(random: &mut Random) -> String {
    let words: Vec<&str> = (0..4 + random.below(8))
        .map(|_| *random.pick(JAPANESE))
        .collect();
    format!("{}。", words.concat())
}

fn korean(random: &mut Random) -> String {
    let words: Vec<&str> = (0..4 + random.below(8))
        .map(|_| *random.pick(KOREAN))
        .collect();
    format!("{}.", words.join(" "))
}

/// A handful of words that come again and again in one article.
fn few(random: &mut Random) -> String {
    let words: Vec<&str> = (0..5).map(|_| word(random, WORDS)).collect();
    words.join(" ")
}

/// JSON Lines records of articles in the given languages.
pub fn generated(random: &mut Random, count: usize, languages: &[&str]) -> Vec<Value> {
    (0..count)
        .map(|i| record(random, &format!("a{i}"), languages))
        .collect()
}

fn record(random: &mut Random, id: &str, languages: &[&str]) -> Value {
    let language = *random.pick(languages);
    let few = few(random);
    let sentence = |random: &mut Random| match language {
        "es" => spanish(random),
        "zh" => chinese(random),
        "ja" => japanese(random),
        "ko" => korean(random),
        _ => english(random, &few),
    };
    let between = if matches!(language, "zh" | "ja") {
        ""
    } else {
        " "
    };
    let paragraph = |random: &mut Random, most: usize| {
        let sentences: Vec<String> = (0..1 + random.below(most))
            .map(|_| sentence(random))
            .collect();
        sentences.join(between)
    };
    // Some leads end within their first paragraph, some after several.
    let most = *random.pick(&[1, 3, 3, 6, 12]);
    let paragraphs: Vec<String> = (0..1 + random.below(7))
        .map(|_| paragraph(random, most))
        .collect();
    let headline = sentence(random);
    let mut record = json!({
        "id": id,
        "title": headline.trim_end_matches(['.', '。', '”']),
        "text": paragraphs.join("\n\n"),
        "language": language,
        "source": random.pick(OUTLETS),
        "section": random.pick(SECTIONS),
    });
    if random.below(10) > 0 {
        let (month, day) = (1 + random.below(12), 1 + random.below(28));
        record["published"] = format!("{}-{month:02}-{day:02}", 2021 + random.below(4)).into();
    }
    let mut names: Vec<&str> = (0..random.below(3))
        .map(|_| *random.pick(AUTHORS))
        .collect();
    names.dedup();
    record["authors"] = names.into();
    if random.below(4) == 0 {
        let (one, two) = (sentence(random), sentence(random));
        record["summary"] = format!("{one}{between}{two}").into();
    }
    if random.below(4) == 0 {
        record["dateline"] = (*random.pick(DATELINES)).into();
    }
    record
}
