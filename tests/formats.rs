//! One file of our own for every format, version and trap, in `tests/formats/`,
//! and what is read from it, in `tests/formats/expected/`: a line of JSON for
//! each article, and for each record that gives none the reason.
//!
//! `ONRECORD_FORMATS=write cargo test --test formats` writes what is read now;
//! the difference is to be looked at line by line.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

use onrecord::article::{self, Article, Reading};
use onrecord::corpus::{self, File, Limits};
use onrecord::quote;
use serde_json::{Value, json};

/// 22 November 2026.
const READING: Reading = Reading {
    now_seconds: 1_795_348_800,
};

#[test]
fn every_file_is_read_as_expected() {
    let folder = Path::new("tests/formats");
    let write = std::env::var_os("ONRECORD_FORMATS").is_some();
    let mut names: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    names.sort();
    assert!(names.len() > 20, "the files are not here");
    let mut wrong = Vec::new();
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let expected = folder.join("expected").join(format!("{name}.jsonl"));
        let found = read(&path, &name);
        if write {
            fs::write(&expected, &found).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        for (number, (found, wanted)) in lines(&found).zip(lines(&wanted)).enumerate() {
            if found != wanted {
                wrong.push(format!(
                    "{name}, {}:\n  read   {found}\n  wanted {wanted}",
                    number + 1
                ));
                break;
            }
            if found.is_empty() {
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every file, cut off and with bytes changed: never a panic, and never
/// nothing at all said of it.
#[test]
fn damaged_files_cost_no_more_than_themselves() {
    let mut state = 1_u32;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below.max(1)
    };
    const SIGNS: &[u8] = b"<>&;\"'/![]-{},: \0\xff";
    for entry in fs::read_dir("tests/formats").unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let whole = fs::read(&path).unwrap();
        for round in 0..60 {
            let mut bytes = whole.clone();
            bytes.truncate(match round % 3 {
                0 => random(whole.len()),
                _ => whole.len(),
            });
            for _ in 0..round % 7 {
                if let Some(byte) = {
                    let at = random(bytes.len());
                    bytes.get_mut(at)
                } {
                    *byte = SIGNS[random(SIGNS.len())];
                }
            }
            let mut told = 0;
            corpus::sources_of(&bytes[..], &name, None, &Limits::default(), &mut |source| {
                told += 1;
                if let Ok(source) = source
                    && let Ok(article) = article::read(&source, &READING)
                {
                    let _ = quote::of_article(&article, quote::Method::Rules);
                }
            });
            let is_list = bytes.trim_ascii_start().starts_with(b"[");
            assert!(
                told > 0 || is_list,
                "{name}, round {round}: nothing is told"
            );
        }
    }
}

/// The lines of a text, and empty ones after its end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().chain(std::iter::repeat(""))
}

fn read(path: &Path, name: &str) -> String {
    let file = File {
        id: name.to_owned(),
        path: path.to_owned(),
        size: 0,
        mtime_ns: 0,
    };
    let mut out = String::new();
    corpus::sources(&file, None, &Limits::default(), &mut |source| {
        let line = match source {
            Ok(source) => match article::read(&source, &READING) {
                Ok(article) => shown(&article),
                Err(reason) => json!({"id": source.id, "skipped": reason.to_string()}),
            },
            Err(skip) => json!({"id": skip.id, "skipped": skip.reason.to_string()}),
        };
        out += &format!("{line}\n");
    });
    out
}

/// The fields that are set, and the quotes whose speakers were given.
fn shown(article: &Article) -> Value {
    let mut value = serde_json::to_value(article).unwrap();
    let object = value.as_object_mut().unwrap();
    for (name, when) in [
        ("published", article.published),
        ("updated", article.updated),
    ] {
        object.insert(name.to_owned(), json!(when.map(|when| when.to_string())));
    }
    object.remove("given_quotes");
    if !article.given_quotes.is_empty() {
        let quotes = quote::of_article(article, quote::Method::Rules);
        let sure = quotes.iter().filter(|quote| quote.confidence == 1.0);
        let quotes: Vec<Value> = sure
            .map(|quote| {
                let speaker = quote.speaker.as_ref();
                let name = speaker.map(|speaker| speaker.name.clone());
                let role = speaker.and_then(|speaker| speaker.role.clone());
                json!([quote.words(&article.body), name, role, quote.kind.name()])
            })
            .collect();
        object.insert("quotes".to_owned(), json!(quotes));
    }
    object.retain(|_, value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(values) => !values.is_empty(),
        _ => true,
    });
    value
}
