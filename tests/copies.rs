//! Copies and origins: how well they are told on a labelled set, that they
//! depend on the articles alone, and that the file they are kept in may be
//! anything.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use onrecord::article::{Article, When};
use onrecord::index::{Lock, Reader, Writer};

/// What was reached last.
const PRECISION_MIN: f64 = 0.99;
const RECALL_MIN: f64 = 0.95;

/// An article of the set: `story/name`, the half of the set, its origin.
struct Labelled {
    article: Article,
    half: String,
    origin: String,
}

/// The articles of all stories; `tests/copies/README.md` tells the form.
fn labelled() -> Vec<Labelled> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/copies");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    files.iter().flat_map(|path| of_story(path)).collect()
}

fn of_story(path: &Path) -> Vec<Labelled> {
    let text = fs::read_to_string(path).unwrap();
    let story = path.file_stem().unwrap().to_str().unwrap();
    let mut parts = text.split("\n==== ");
    let header = parts.next().unwrap();
    let value = |key: &str| {
        let mut lines = header.lines();
        let line = lines.find_map(|line| line.strip_prefix(key));
        line.unwrap_or_else(|| panic!("{story} has no {key}"))
            .trim()
            .to_owned()
    };
    let (language, half) = (value("language:"), value("half:"));
    let article = |part: &str| {
        let (line, body) = part.split_once("\n\n").unwrap();
        let fields: Vec<&str> = line.splitn(5, '|').map(str::trim).collect();
        let [name, group, outlet, published, title] = fields[..] else {
            panic!("{story}: {line}");
        };
        Labelled {
            article: Article {
                id: format!("{story}/{name}"),
                title: Some(title.to_owned()),
                body: body.trim_end().to_owned(),
                outlet: Some(outlet.to_owned()),
                published: Some(when(published)),
                language: Some(language.clone()),
                ..Article::default()
            },
            half: half.clone(),
            origin: format!("{story}/{group}"),
        }
    };
    parts.map(article).collect()
}

/// `2026-03-02T08:00`, of which the day and the time matter, not the month.
fn when(text: &str) -> When {
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let minutes = (number(8..10) * 24 + number(11..13)) * 60 + number(14..16);
    at_second(1_772_000_000 + minutes * 60)
}

fn at_second(seconds: i64) -> When {
    When {
        seconds,
        offset_minutes: Some(0),
        day_only: false,
    }
}

fn articles() -> Vec<Article> {
    labelled().into_iter().map(|one| one.article).collect()
}

/// One commit more; `removed` go first.
fn commit(home: &Path, articles: impl IntoIterator<Item = Article>, removed: &[&str]) {
    let lock = Lock::take(home, "test", Duration::ZERO).unwrap();
    let writer = match home.join("manifest.json").exists() {
        true => Writer::open(home, lock, 512_000_000).unwrap(),
        false => Writer::fresh(home, lock, 512_000_000).unwrap(),
    };
    for id in removed {
        writer.remove(id).unwrap();
    }
    for article in articles {
        let id = article.id.clone();
        writer.put(article, Vec::new(), &id, 1, 0).unwrap();
    }
    writer
        .commit(&[], &onrecord::corpus::Choice::default())
        .unwrap();
}

/// The copies of each article of the index, itself among them, in order.
fn origins(home: &Path, ids: &[String]) -> BTreeMap<String, Vec<String>> {
    let reader = Reader::open(home).unwrap();
    let mut found = BTreeMap::new();
    for id in ids {
        let copies = reader.copies_of(id).unwrap();
        assert!(copies.is_empty() || copies.contains(id), "{id}: {copies:?}");
        found.insert(id.clone(), copies);
    }
    let distinct: BTreeSet<&Vec<String>> = found.values().filter(|c| !c.is_empty()).collect();
    assert_eq!(reader.origins().unwrap().count() as usize, distinct.len());
    found
}

fn ids(articles: &[Article]) -> Vec<String> {
    articles.iter().map(|article| article.id.clone()).collect()
}

#[derive(Default)]
struct Figures {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Figures {
    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from(self.right + self.wrong)
    }

    fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from(self.right + self.missed)
    }
}

#[test]
fn the_labelled_set() {
    let set = labelled();
    let stories: BTreeSet<&str> = set.iter().map(|one| story(&one.article.id)).collect();
    assert!(stories.len() >= 60 && set.len() >= 250);
    let home = tempfile::tempdir().unwrap();
    commit(home.path(), articles(), &[]);
    let found = origins(home.path(), &ids(&articles()));
    let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
    for (place, a) in set.iter().enumerate() {
        for b in &set[place + 1..] {
            let wanted = a.origin == b.origin;
            let told = found[&a.article.id].contains(&b.article.id);
            for half in ["all", &a.half] {
                let figures = figures.entry(half).or_default();
                match (wanted, told) {
                    (true, true) => figures.right += 1,
                    (false, true) => figures.wrong += 1,
                    (true, false) => figures.missed += 1,
                    (false, false) => {}
                }
            }
            if wanted != told {
                let what = if told { "wrong" } else { "missed" };
                println!("{what}: {} · {}", a.article.id, b.article.id);
            }
        }
    }
    println!("{} stories, {} articles", stories.len(), set.len());
    for (half, f) in &figures {
        let (precision, recall, pairs) = (f.precision(), f.recall(), f.right + f.missed);
        println!("{half}: precision {precision:.4}, recall {recall:.4}, {pairs} pairs");
        assert!(precision >= PRECISION_MIN && recall >= RECALL_MIN, "{half}");
    }
}

fn story(id: &str) -> &str {
    id.split('/').next().unwrap()
}

#[test]
fn order_segments_and_deletions_make_no_difference() {
    let all = articles();
    let ids = ids(&all);
    let once = tempfile::tempdir().unwrap();
    commit(once.path(), all.clone(), &[]);
    let wanted = origins(once.path(), &ids);
    let pieces = tempfile::tempdir().unwrap();
    let (mut backwards, doomed) = (all.clone(), copy_of(&all[0], "doomed"));
    backwards.reverse();
    let (first, rest) = backwards.split_at(backwards.len() / 3);
    commit(pieces.path(), first.iter().cloned().chain([doomed]), &[]);
    commit(pieces.path(), rest.iter().cloned(), &[]);
    // Some are written once more, and one goes.
    commit(pieces.path(), all[..20].iter().cloned(), &["doomed"]);
    assert_eq!(origins(pieces.path(), &ids), wanted);
    let gone = &wanted[&ids[0]][0];
    commit(pieces.path(), [], &[gone]);
    let left = origins(pieces.path(), &ids);
    assert!(left[gone].is_empty());
    assert!(left.values().all(|copies| !copies.contains(gone)));
    assert_eq!(left[&wanted[&ids[0]][1]], wanted[&ids[0]][1..]);
}

fn copy_of(article: &Article, id: &str) -> Article {
    Article {
        id: id.to_owned(),
        ..article.clone()
    }
}

#[test]
fn the_file_of_origins_may_be_anything() {
    let all = articles();
    let ids = ids(&all);
    let home = tempfile::tempdir().unwrap();
    commit(home.path(), all[..60].iter().cloned(), &[]);
    let foreign = fs::read(home.path().join("g1/origins")).unwrap();
    commit(home.path(), all[60..].iter().cloned(), &[]);
    let file = home.path().join("g1/origins");
    let whole = fs::read(&file).unwrap();
    let wanted = origins(home.path(), &ids);
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 0x40;
    for content in [
        &foreign[..],
        &changed,
        &whole[..whole.len() / 2],
        &[],
        &[0xFF; 4_096],
        &[whole.as_slice(), &[0; 1_000_000]].concat(),
    ] {
        fs::write(&file, content).unwrap();
        assert_eq!(origins(home.path(), &ids), wanted);
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(origins(home.path(), &ids), wanted);
    // A folder in its place: the commit does not fail of it.
    fs::create_dir(&file).unwrap();
    commit(home.path(), [all[0].clone()], &[]);
    assert_eq!(origins(home.path(), &ids), wanted);
}

#[test]
fn short_texts_addresses_and_dates() {
    let article = |id: &str, body: &str, url: Option<&str>, seconds: Option<i64>| Article {
        id: id.to_owned(),
        body: body.to_owned(),
        url: url.map(str::to_owned),
        published: seconds.map(at_second),
        ..Article::default()
    };
    let page = Some("https://harbourpost.example/ferry");
    let front = Some("https://harbourpost.example/");
    let home = tempfile::tempdir().unwrap();
    commit(
        home.path(),
        [
            article("short-b", "The ferry is late.", None, Some(5)),
            article("short-a", "The ferry is late!", None, Some(5)),
            article("short-early", "The ferry is LATE.", None, Some(3)),
            article("short-undated", "The ferry is late.", None, None),
            article("longer", "The ferry is late again.", None, None),
            article("empty-1", "", None, None),
            article("empty-2", "", None, None),
            article("version-1", "Fog holds up the ferry.", page, Some(9)),
            article("version-2", "The ferry sails at last.", page, Some(8)),
            article("front-1", "Herring is dear this year.", front, None),
            article("front-2", "The board met on Monday.", front, None),
        ],
        &[],
    );
    let reader = Reader::open(home.path()).unwrap();
    let late = ["short-early", "short-a", "short-b", "short-undated"];
    for (id, wanted) in [
        ("short-a", &late[..]),
        ("short-undated", &late),
        ("longer", &["longer"]),
        ("empty-1", &["empty-1"]),
        ("version-1", &["version-2", "version-1"]),
        ("front-1", &["front-1"]),
        ("none", &[]),
    ] {
        assert_eq!(reader.copies_of(id).unwrap(), wanted, "{id}");
    }
}
