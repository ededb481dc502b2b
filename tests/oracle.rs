//! Searches against a scan of every article by an evaluator that is too simple
//! to be wrong: token lists, loops, and nothing of the engine's but the cutting
//! of text into words and stems.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::collections::{BTreeSet, HashSet};
use std::io::{BufRead, BufReader};
use std::path::Path;

use common::{Archive, Random, SMALL_WORDS, WORDS, word};
use onrecord::analysis::{Language, Stems, Words};
use serde_json::{Value, json};

/// Words with their positions, and the stems of the words.
struct Text {
    words: Vec<(String, u32)>,
    stems: HashSet<String>,
    raw: String,
}

impl Text {
    fn new(raw: &str, language: Option<Language>) -> Self {
        let words = words(raw);
        let stems = words.iter().map(|(form, _)| stem(form, language));
        Text {
            stems: stems.collect(),
            words,
            raw: raw.to_owned(),
        }
    }

    fn has_row(&self, typed: &str) -> bool {
        let wanted = words(typed);
        let fits = |at: usize| {
            let first = self.words[at].1;
            wanted.iter().all(|(form, offset)| {
                let position = first + (offset - wanted[0].1);
                self.words.iter().any(|(f, p)| *p == position && f == form)
            })
        };
        !wanted.is_empty() && (0..self.words.len()).any(fits)
    }
}

fn words(text: &str) -> Vec<(String, u32)> {
    let mut walk = Words::new(text);
    let mut found = Vec::new();
    while let Some(word) = walk.next() {
        found.push((word.text.to_owned(), word.position));
    }
    found
}

fn stem(form: &str, language: Option<Language>) -> String {
    thread_local!(static STEMS: std::cell::RefCell<Stems> = std::cell::RefCell::default());
    let Some(language) = language else {
        return form.to_owned();
    };
    STEMS.with_borrow_mut(|stems| stems.stem(form, language).unwrap_or(form).to_owned())
}

struct Doc {
    id: String,
    title: Text,
    body: Text,
    byline: Text,
    source: Text,
    section: Text,
    language: Option<Language>,
    code: String,
    /// `yyyymmdd`.
    day: Option<u32>,
}

impl Doc {
    /// `record` has the keys of an article line, whatever it was read from.
    fn new(record: &Value) -> Self {
        let text = |key: &str| record[key].as_str().unwrap_or("").to_owned();
        let code = text("language");
        let language = Language::from_code(&code);
        let authors: Vec<&str> = record["authors"]
            .as_array()
            .map(|names| names.iter().map(|name| name.as_str().unwrap()).collect())
            .unwrap_or_default();
        let date = text("published");
        Doc {
            id: text("id"),
            title: Text::new(&text("title"), language),
            body: Text::new(&text("text"), language),
            byline: Text::new(&authors.join("\n\n"), None),
            source: Text::new(&text("source"), None),
            section: Text::new(&text("section"), None),
            language,
            code,
            day: date
                .get(..10)
                .map(|day| day.replace('-', "").parse().unwrap()),
        }
    }
}

/// A query as the test means it; what it is called in the query language
/// stands beside it.
#[derive(Clone, Debug)]
enum Q {
    /// A word of an alphabet, in any inflection.
    Word(&'static str),
    Owned(String),
    /// Words in a row, exactly.
    Row(String),
    /// Characters in a row, in a script without spaces.
    Characters(&'static str),
    And(Vec<Q>),
    Or(Vec<Q>),
    Not(Box<Q>),
    Title(Box<Q>),
    Body(Box<Q>),
    Byline(&'static str),
    Source(&'static str),
    Section(&'static str),
    Lang(&'static str),
    /// Days, both included.
    Date(u32, u32),
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Both,
    Title,
    Body,
}

impl Q {
    fn matches(&self, doc: &Doc, part: Part) -> bool {
        let any = |test: &dyn Fn(&Text) -> bool| {
            (part != Part::Body && test(&doc.title)) || (part != Part::Title && test(&doc.body))
        };
        let stemmed = |typed: &str| {
            let wanted = stem(typed, doc.language);
            any(&|text| text.stems.contains(&wanted))
        };
        match self {
            Q::Word(typed) => stemmed(typed),
            Q::Owned(typed) => stemmed(typed),
            Q::Row(typed) => any(&|text| text.has_row(typed)),
            Q::Characters(typed) => any(&|text| text.raw.contains(typed)),
            Q::And(parts) => parts.iter().all(|p| p.matches(doc, part)),
            Q::Or(parts) => parts.iter().any(|p| p.matches(doc, part)),
            Q::Not(inner) => !inner.matches(doc, part),
            Q::Title(inner) => inner.matches(doc, Part::Title),
            Q::Body(inner) => inner.matches(doc, Part::Body),
            Q::Byline(typed) => doc.byline.has_row(typed),
            Q::Source(typed) => doc.source.has_row(typed),
            Q::Section(typed) => doc.section.has_row(typed),
            Q::Lang(code) => doc.code == *code,
            Q::Date(from, to) => doc.day.is_some_and(|day| (*from..=*to).contains(&day)),
        }
    }

    /// In the query language, every group in parentheses.
    fn written(&self) -> String {
        let join = |parts: &[Q], between: &str| {
            let parts: Vec<String> = parts.iter().map(Q::written).collect();
            format!("({})", parts.join(between))
        };
        match self {
            Q::Word(typed) | Q::Characters(typed) => (*typed).to_owned(),
            Q::Owned(typed) => typed.clone(),
            Q::Row(typed) => format!("\"{typed}\""),
            Q::And(parts) => join(parts, " AND "),
            Q::Or(parts) => join(parts, " OR "),
            Q::Not(inner) => format!("(NOT {})", inner.written()),
            Q::Title(inner) => format!("title:{}", inner.written()),
            Q::Body(inner) => format!("body:{}", inner.written()),
            Q::Byline(typed) => format!("byline:\"{typed}\""),
            Q::Source(typed) => format!("source:\"{typed}\""),
            Q::Section(typed) => format!("section:\"{typed}\""),
            Q::Lang(code) => format!("lang:{code}"),
            Q::Date(from, to) => {
                let day =
                    |d: &u32| format!("{:04}-{:02}-{:02}", d / 10_000, d / 100 % 100, d % 100);
                format!("date:{}..{}", day(from), day(to))
            }
        }
    }
}

fn row(typed: &str) -> Q {
    Q::Row(typed.to_owned())
}

fn not(inner: Q) -> Q {
    Q::Not(Box::new(inner))
}

fn title(inner: Q) -> Q {
    Q::Title(Box::new(inner))
}

fn in_body(inner: Q) -> Q {
    Q::Body(Box::new(inner))
}

fn and<const N: usize>(parts: [Q; N]) -> Q {
    Q::And(parts.to_vec())
}

fn or<const N: usize>(parts: [Q; N]) -> Q {
    Q::Or(parts.to_vec())
}

const HEADLINE_ZH: &str = "港口议会港工人铁路列车法院法官预算医院渔业配额博物馆铜钟";

const SPANISH: &str = "puerto puertos ayuntamiento elección elecciones presupuesto tren trenes \
    huelga huelgas pescador pescadores cuota cuotas juez jueces año años niño niños";

const SMALL_SPANISH: &str =
    "el la los las de que en por con para una del según después entre pero también";

const OUTLETS: &[&str] = &[
    "Example Wire",
    "The Harbour Post",
    "Post of the North",
    "Wire & Sea",
];
const SECTIONS: &[&str] = &["Business", "Local News", "Sport"];
const AUTHORS: &[&str] = &[
    "Mara Quill",
    "Tobias Fenwick-Hale",
    "Agnès Lorry",
    "Quill Mara",
];

fn spanish(random: &mut Random) -> String {
    let sentence = |random: &mut Random| {
        let words: Vec<&str> = (0..14)
            .map(|i| word(random, if i % 2 == 0 { SMALL_SPANISH } else { SPANISH }))
            .collect();
        format!("{}.", words.join(" "))
    };
    let sentences: Vec<String> = (0..4).map(|_| sentence(random)).collect();
    format!("El concejo dijo que: {}", sentences.join(" "))
}

fn chinese(random: &mut Random) -> String {
    let characters: Vec<char> = HEADLINE_ZH.chars().collect();
    let clause = |random: &mut Random| -> String {
        (0..6 + random.below(10))
            .map(|_| *random.pick(&characters))
            .collect()
    };
    let clauses: Vec<String> = (0..8).map(|_| clause(random)).collect();
    format!("{}。", clauses.join("，"))
}

/// Records of JSON Lines, with the text and date that the engine must see.
fn generated(count: usize) -> Vec<Value> {
    let mut random = Random::new(40);
    let mut records = Vec::new();
    for i in 0..count {
        let language = ["en", "en", "en", "en", "en", "en", "es", "zh"][random.below(8)];
        let (headline, text) = match language {
            "es" => (
                spanish(&mut random).chars().take(60).collect(),
                spanish(&mut random),
            ),
            "zh" => (
                chinese(&mut random).chars().take(9).collect(),
                chinese(&mut random),
            ),
            _ => (common::headline(&mut random), common::body(&mut random)),
        };
        let mut record = json!({
            "id": format!("a{i}"), "title": headline.trim(), "text": text, "language": language,
        });
        let (year, month, day) = (
            2021 + random.below(4),
            1 + random.below(12),
            1 + random.below(28),
        );
        if random.below(10) > 0 {
            record["published"] = format!("{year}-{month:02}-{day:02}").into();
        }
        if random.below(6) > 0 {
            record["source"] = (*random.pick(OUTLETS)).into();
        }
        if random.below(3) > 0 {
            record["section"] = (*random.pick(SECTIONS)).into();
        }
        let names: Vec<&str> = (0..random.below(3))
            .map(|_| *random.pick(AUTHORS))
            .collect();
        let mut names = names;
        names.dedup();
        record["authors"] = names.into();
        records.push(record);
    }
    records
}

fn archive_of(records: &[Value]) -> Archive {
    let archive = Archive::new();
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    archive.write("all.jsonl", lines);
    let report = archive.report(&["--strict"]);
    assert_eq!(report["articles"], records.len());
    archive
}

/// The searched ids against the scanned ones.
fn assert_same(archive: &Archive, docs: &[Doc], written: &str, query: &Q) -> usize {
    let ran = archive.run(&["search", "--json", "-n", "0", "--all", "--", written]);
    assert!(matches!(ran.code, Some(0 | 1)), "{written}: {ran:#?}");
    let mut lines = ran.lines();
    let summary = lines.pop().unwrap();
    let found: BTreeSet<String> = lines
        .iter()
        .map(|hit| hit["id"].as_str().unwrap().replace("all.jsonl#", ""))
        .collect();
    assert_eq!(lines.len(), found.len(), "{written}: an article twice");
    assert_eq!(summary["articles"], found.len(), "{written}");
    let matching = docs.iter().filter(|doc| query.matches(doc, Part::Both));
    let wanted: BTreeSet<String> = matching.map(|doc| doc.id.clone()).collect();
    let missed: Vec<_> = wanted.difference(&found).collect();
    let wrong: Vec<_> = found.difference(&wanted).collect();
    assert!(
        missed.is_empty() && wrong.is_empty(),
        "{written}: missed {missed:?}, wrongly found {wrong:?}"
    );
    assert_eq!(ran.code == Some(0), !wanted.is_empty(), "{written}");
    wanted.len()
}

/// Queries as people type them, and what they mean.
fn queries() -> Vec<(&'static str, Q)> {
    use Q::{Byline, Characters, Date, Lang, Section, Source, Word};
    vec![
        ("harbour", Word("harbour")),
        ("HARBOURS", Word("harbours")),
        ("flooding", Word("flooding")),
        ("harbour council", and([Word("harbour"), Word("council")])),
        (
            "harbour AND council AND vote",
            and([Word("harbour"), Word("council"), Word("vote")]),
        ),
        ("herring OR quota", or([Word("herring"), Word("quota")])),
        (
            "herring quota OR museum bells",
            or([
                and([Word("herring"), Word("quota")]),
                and([Word("museum"), Word("bells")]),
            ]),
        ),
        (
            "herring AND quota OR museum",
            or([and([Word("herring"), Word("quota")]), Word("museum")]),
        ),
        (
            "museum OR herring AND quota",
            or([Word("museum"), and([Word("herring"), Word("quota")])]),
        ),
        (
            "(museum OR herring) quota",
            and([or([Word("museum"), Word("herring")]), Word("quota")]),
        ),
        (
            "(museum OR herring) AND (film OR actor)",
            and([
                or([Word("museum"), Word("herring")]),
                or([Word("film"), Word("actor")]),
            ]),
        ),
        ("train -strike", and([Word("train"), not(Word("strike"))])),
        (
            "train NOT strike",
            and([Word("train"), not(Word("strike"))]),
        ),
        (
            "train AND NOT (strike OR wage OR public)",
            and([
                Word("train"),
                not(or([Word("strike"), Word("wage"), Word("public")])),
            ]),
        ),
        ("-public", not(Word("public"))),
        ("NOT NOT museum", Word("museum")),
        (
            "train OR NOT public",
            or([Word("train"), not(Word("public"))]),
        ),
        ("\"prime minister\"", row("prime minister")),
        ("“local council”", row("local council")),
        (
            "„local council“ OR «public plan»",
            or([row("local council"), row("public plan")]),
        ),
        ("\"councils\"", row("councils")),
        ("\"the council\"", row("the council")),
        ("local-council", row("local council")),
        (
            "\"of the harbour\" OR \"to the ferry\"",
            or([row("of the harbour"), row("to the ferry")]),
        ),
        ("the harbour", and([Word("the"), Word("harbour")])),
        ("the", Word("the")),
        ("title:budget", title(Word("budget"))),
        (
            "title:(budget OR tax)",
            title(or([Word("budget"), Word("tax")])),
        ),
        (
            "title:budget -body:budget",
            and([title(Word("budget")), not(in_body(Word("budget")))]),
        ),
        (
            "body:herring title:council",
            and([in_body(Word("herring")), title(Word("council"))]),
        ),
        (
            "headline:harbour text:vote",
            and([title(Word("harbour")), in_body(Word("vote"))]),
        ),
        ("source:post", Source("post")),
        (
            "source:\"harbour post\" ferry",
            and([Source("harbour post"), Word("ferry")]),
        ),
        (
            "outlet:wire -source:\"example wire\"",
            and([Source("wire"), not(Source("example wire"))]),
        ),
        (
            "section:business budget",
            and([Section("business"), Word("budget")]),
        ),
        (
            "section:\"local news\" OR section:sport",
            or([Section("local news"), Section("sport")]),
        ),
        ("byline:quill", Byline("quill")),
        ("author:\"mara quill\"", Byline("mara quill")),
        ("byline:\"quill mara\"", Byline("quill mara")),
        ("byline:agnes", Byline("agnès")),
        ("byline:fenwick-hale", Byline("fenwick hale")),
        ("lang:es", Lang("es")),
        ("lang:(es OR zh)", or([Lang("es"), Lang("zh")])),
        ("-lang:en", not(Lang("en"))),
        ("date:2022", Date(20220101, 20221231)),
        (
            "date:2022-03 council",
            and([Date(20220301, 20220331), Word("council")]),
        ),
        (
            "date:2022-11..2023-02 -council",
            and([Date(20221101, 20230228), not(Word("council"))]),
        ),
        ("date:..2021-06-15", Date(0, 20210615)),
        (
            "date:2024-02.. (ferry OR train)",
            and([Date(20240201, 99991231), or([Word("ferry"), Word("train")])]),
        ),
        ("elecciones", Word("elecciones")),
        ("eleccion año", and([Word("eleccion"), Word("ano")])),
        (
            "lang:es pescador -huelga",
            and([Lang("es"), Word("pescador"), not(Word("huelga"))]),
        ),
        ("港口", Characters("港口")),
        ("港", Characters("港")),
        (
            "铁路列车 OR 法官",
            or([Characters("铁路列车"), Characters("法官")]),
        ),
        (
            "港口 -工人",
            and([Characters("港口"), not(Characters("工人"))]),
        ),
        (
            "\"预算\" title:港",
            and([Characters("预算"), title(Characters("港"))]),
        ),
    ]
}

#[test]
fn generated_articles_are_found_as_a_scan_finds_them() {
    let records = generated(400);
    let archive = archive_of(&records);
    let docs: Vec<Doc> = records.iter().map(Doc::new).collect();
    assert_languages(&archive, &docs);
    let mut fruitful = 0;
    for (written, query) in queries() {
        fruitful += usize::from(assert_same(&archive, &docs, written, &query) > 0);
    }
    assert!(
        fruitful > queries().len() * 9 / 10,
        "most queries must find something"
    );
}

/// What the scan takes for granted.
fn assert_languages(archive: &Archive, docs: &[Doc]) {
    let ran = archive.ok(&["search", "--json", "-n", "0", "--fields", "id,language"]);
    for hit in ran.lines() {
        let id = hit["id"].as_str().unwrap().replace("all.jsonl#", "");
        let doc = docs.iter().find(|doc| doc.id == id).unwrap();
        assert_eq!(hit["language"], doc.code, "{id}: {}", doc.body.raw);
    }
}

/// A query of words that are there, with operators by chance.
fn chance_query(random: &mut Random, words: &mut dyn FnMut(&mut Random) -> Q, depth: usize) -> Q {
    let mut part = |random: &mut Random| chance_query(random, words, depth.saturating_sub(1));
    match random.below(if depth == 0 { 1 } else { 8 }) {
        0 => words(random),
        1 | 2 => and([part(random), part(random)]),
        3 => Q::Or(vec![part(random), part(random), part(random)]),
        4 => and([part(random), not(part(random))]),
        5 => title(part(random)),
        6 => in_body(part(random)),
        _ => not(part(random)),
    }
}

#[test]
fn queries_made_by_chance() {
    let records = generated(400);
    let archive = archive_of(&records);
    let docs: Vec<Doc> = records.iter().map(Doc::new).collect();
    let mut random = Random::new(41);
    let mut words = |random: &mut Random| match random.below(8) {
        0 => row(&format!(
            "{} {}",
            word(random, SMALL_WORDS),
            word(random, WORDS)
        )),
        1 => Q::Characters(["港口", "法", "列车法", "工"][random.below(4)]),
        2 => Q::Owned(word(random, SPANISH).to_owned()),
        _ => Q::Owned(word(random, WORDS).to_owned()),
    };
    for _ in 0..80 {
        let query = chance_query(&mut random, &mut words, 3);
        // The stems of the scan know no accents: words are folded before.
        let query = folded(query);
        assert_same(&archive, &docs, &query.written(), &query);
    }
}

fn folded(query: Q) -> Q {
    let each = |parts: Vec<Q>| parts.into_iter().map(folded).collect();
    match query {
        Q::Owned(typed) => Q::Owned(onrecord::analysis::fold(&typed)),
        Q::And(parts) => Q::And(each(parts)),
        Q::Or(parts) => Q::Or(each(parts)),
        Q::Not(inner) => not(folded(*inner)),
        Q::Title(inner) => title(folded(*inner)),
        Q::Body(inner) => in_body(folded(*inner)),
        other => other,
    }
}

/// Every 120th article of the large collection, where it lies beside the
/// checkout.
fn slice() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/perf/docs.jsonl.gz");
    let file = std::fs::File::open(path).ok()?;
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines();
    let taken = lines
        .step_by(120)
        .take(300)
        .map(|line| line.unwrap() + "\n");
    Some(taken.collect())
}

#[test]
fn real_articles_are_found_as_a_scan_finds_them() {
    let Some(lines) = slice() else {
        eprintln!("no collection beside the checkout: not tested");
        return;
    };
    let archive = Archive::new();
    archive.write("all.jsonl", &lines);
    archive.report(&[]);
    // What the scan reads is what the engine has read.
    let extracted = archive.ok(&["extract", "corpus/all.jsonl"]).lines();
    let articles = extracted.iter().filter(|line| line["type"] == "article");
    let docs: Vec<Doc> = articles
        .map(|line| {
            let mut line = line.clone();
            line["id"] = line["id"]
                .as_str()
                .unwrap()
                .replace("corpus/all.jsonl#", "")
                .into();
            Doc::new(&line)
        })
        .collect();
    assert!(docs.len() > 250, "{}", docs.len());
    assert_eq!(archive.ids("").len(), docs.len());
    assert_languages(&archive, &docs);
    let mut random = Random::new(42);
    let is_plain = |form: &str| form.chars().all(|c| c.is_ascii_lowercase());
    let mut words = |random: &mut Random| loop {
        let doc = random.pick(&docs);
        let text = if random.below(3) == 0 {
            &doc.title
        } else {
            &doc.body
        };
        if text.words.len() < 3 {
            continue;
        }
        let at = random.below(text.words.len() - 1);
        let ((one, first), (two, second)) = (&text.words[at], &text.words[at + 1]);
        if !is_plain(one) || !is_plain(two) {
            continue;
        }
        if random.below(3) == 0 && first + 1 == *second {
            return row(&format!("{one} {two}"));
        }
        return Q::Owned(one.clone());
    };
    let mut fruitful = 0;
    for i in 0..60 {
        let query = chance_query(&mut random, &mut words, 1 + i % 3);
        fruitful += usize::from(assert_same(&archive, &docs, &query.written(), &query) > 0);
    }
    assert!(fruitful > 20, "{fruitful}");
    for (written, query) in [
        ("\"prime minister\"", row("prime minister")),
        ("source:reuters21578", Q::Source("reuters21578")),
        ("date:1987-02-26", Q::Date(19870226, 19870226)),
        (
            "date:1987 -bank",
            and([Q::Date(19870101, 19871231), not(Q::Word("bank"))]),
        ),
        ("lang:en", Q::Lang("en")),
    ] {
        assert_same(&archive, &docs, written, &query);
    }
}

#[test]
fn the_samples_are_found_in_their_own_languages() {
    let archive = Archive::with_samples();
    archive.ok(&["index"]);
    let chinese = "linlan-daily/2026/short-drama-exports.txt";
    let japanese = "shiomi-shimpo/2025/tategata-drama-kaisha.md";
    let spanish = "la-gaceta-de-montalvar/2025/acuerdo-arenque-ginebra.txt";
    for (query, id) in [
        ("短剧出海", chinese),
        ("短剧", chinese),
        ("沈若溪 算法", chinese),
        ("\"靠便宜赢的日子\"", chinese),
        ("编剧 AND 海外收入", chinese),
        ("縦型ドラマ", japanese),
        ("ドラマ", japanese),
        ("ﾄﾞﾗﾏ", japanese),
        ("小野寺邦彦 余白", japanese),
        ("\"編成部長の小野寺\"", japanese),
        ("arenque", spanish),
        ("bióloga científicos", spanish),
        ("biologa cientificos", spanish),
        ("BIÓLOGA", spanish),
        ("años población", spanish),
        ("anos poblacion", spanish),
        ("\"medianoche con una calculadora\"", spanish),
        ("desguace voluntario", spanish),
        ("pescar capturas", spanish),
        ("Íñigo OR byline:uria", spanish),
        ("byline:Uría", spanish),
    ] {
        let found = archive.ids(query);
        assert!(found.iter().any(|found| found == id), "{query}: {found:?}");
    }
    for query in ["biologa", "bióloga", "cientificos", "científico"] {
        let both = [query.to_owned(), onrecord::analysis::fold(query)];
        assert_eq!(archive.ids(&both[0]), archive.ids(&both[1]), "{query}");
    }
}
