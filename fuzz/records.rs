//! Any bytes, read as one format: what must hold of the records and of the
//! articles in them, whatever the bytes are.

use std::collections::HashSet;

use onrecord::article::{self, Article, Reading};
use onrecord::corpus::{self, Format, Limits, Source};
use onrecord::passage;

/// The present of every run: a day in 2026.
const NOW: Reading = Reading {
    now_seconds: 1_795_348_800,
};

/// A whole file of this format, as large as the fuzzer makes one.
pub fn check(name: &str, format: Format, bytes: &[u8]) {
    let limits = Limits {
        record_mb: 1,
        unpacked_gb: 1,
        ratio: 250,
    };
    let mut ids = HashSet::new();
    corpus::sources_of(
        bytes,
        name,
        Some(format),
        &limits,
        &mut |found| match found {
            Ok(source) => {
                source_holds(name, &source);
                assert!(ids.insert(source.id.clone()), "{} twice", source.id);
                if let Ok(article) = article::read(&source, &NOW) {
                    article_holds(&source.id, &article);
                }
            }
            Err(skip) => {
                assert!(skip.id.starts_with(name), "{}", skip.id);
                assert!(!skip.reason.to_string().is_empty());
            }
        },
    );
}

fn source_holds(name: &str, source: &Source) {
    let id = &source.id;
    let fragment = id.strip_prefix(name);
    assert!(
        fragment.is_some_and(|rest| rest.is_empty() || (rest.len() > 1 && rest.starts_with('#'))),
        "{id} is no id in {name}"
    );
    assert!(!id.chars().any(char::is_control), "{id:?}");
    assert!(!source.text.trim().is_empty(), "{id} has no text");
    assert!(
        !matches!(source.format, Format::Warc | Format::Csv),
        "{id} is a container in a container"
    );
}

fn article_holds(id: &str, article: &Article) {
    assert_eq!(article.id, id);
    assert!(
        article.body.chars().any(char::is_alphanumeric),
        "{id} has no words"
    );
    for paragraph in article.body.split("\n\n") {
        assert!(!paragraph.trim().is_empty(), "{id}: an empty paragraph");
        let control = paragraph.chars().find(|c| c.is_control() && *c != '\t');
        assert_eq!(control, None, "{id}: {paragraph:?}");
    }
    let lines = [
        &article.title,
        &article.outlet,
        &article.section,
        &article.dateline,
        &article.url,
    ];
    for line in lines.into_iter().flatten().chain(&article.authors) {
        assert!(!line.trim().is_empty(), "{id}: an empty field");
        assert!(!line.contains('\n'), "{id}: {line:?}");
    }
    let mut end = 0;
    for passage in passage::passages(&article.body) {
        assert!(passage.span.start >= end, "{id}: passages overlap");
        assert!(
            passage.span.of(&article.body).is_some(),
            "{id}: {passage:?}"
        );
        end = passage.span.end;
    }
}
