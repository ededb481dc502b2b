//! What each stage costs on the sample archive: words, reading, indexing,
//! searching. `cargo bench`; figures on real corpora are in
//! `docs/performance.md`.

// A benchmark that cannot set itself up has nothing to report.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use onrecord::analysis::sentence::sentences;
use onrecord::analysis::{Language, Stems, Words};
use onrecord::article::{self, Article, Reading};
use onrecord::corpus::{self, Limits, Source};
use onrecord::index::Reader;
use onrecord::ingest::{self, Archive, Meter, Options};
use onrecord::passage::passages;
use onrecord::query::{Day, parse};
use onrecord::search::{Request, search};

const READING: Reading = Reading {
    now_seconds: 1_780_000_000,
};

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    corpus::files(Path::new("corpus"), "", &mut |file| {
        let file = file.unwrap();
        corpus::sources(&file, None, &Limits::default(), &mut |source| {
            found.push(source.unwrap())
        });
    });
    found
}

fn articles() -> Vec<Article> {
    let read = |source: &Source| article::read(source, &READING).ok();
    sources().iter().filter_map(read).collect()
}

fn options() -> Options {
    Options {
        memory_bytes: 128_000_000,
        format: None,
        choice: None,
        now_seconds: READING.now_seconds,
        patience: Duration::ZERO,
        holder: "bench".to_owned(),
    }
}

/// The sample archive with an index elsewhere.
fn archive(index: &Path) -> Archive {
    Archive {
        index: index.to_owned(),
        ..Archive::at(Path::new("."))
    }
}

fn analysis(c: &mut Criterion) {
    let articles = articles();
    let bytes = articles
        .iter()
        .map(|article| article.body.len())
        .sum::<usize>() as u64;
    let english = Language::from_code("en").unwrap();
    let mut group = c.benchmark_group("analysis");
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("words", |b| {
        b.iter(|| {
            for article in &articles {
                let mut words = Words::new(&article.body);
                while let Some(word) = words.next() {
                    black_box(word);
                }
            }
        })
    });
    let mut stems = Stems::default();
    group.bench_function("words and stems", |b| {
        b.iter(|| {
            for article in &articles {
                let mut words = Words::new(&article.body);
                while let Some(word) = words.next() {
                    black_box(stems.stem(word.text, english));
                }
            }
        })
    });
    group.bench_function("sentences", |b| {
        b.iter(|| {
            for article in &articles {
                black_box(sentences(&article.body));
            }
        })
    });
    group.bench_function("passages", |b| {
        b.iter(|| {
            for article in &articles {
                black_box(passages(&article.body));
            }
        })
    });
    group.finish();
}

fn reading(c: &mut Criterion) {
    let sources = sources();
    let mut group = c.benchmark_group("reading");
    for (name, extension) in [("text", ".txt"), ("markdown", ".md"), ("html", ".html")] {
        let of_kind: Vec<&Source> = sources
            .iter()
            .filter(|source| source.id.ends_with(extension))
            .collect();
        let bytes = of_kind
            .iter()
            .map(|source| source.text.len())
            .sum::<usize>() as u64;
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(name, |b| {
            b.iter(|| {
                for source in &of_kind {
                    let _ = black_box(article::read(source, &READING));
                }
            })
        });
    }
    group.finish();
}

fn indexing(c: &mut Criterion) {
    let mut group = c.benchmark_group("index");
    group.sample_size(10);
    group.bench_function("sample archive", |b| {
        b.iter_batched(
            || tempfile::tempdir().unwrap(),
            |home| {
                ingest::update(&archive(home.path()), &[], &options(), &Meter::default()).unwrap();
                home
            },
            BatchSize::PerIteration,
        )
    });
    let home = tempfile::tempdir().unwrap();
    ingest::update(&archive(home.path()), &[], &options(), &Meter::default()).unwrap();
    group.bench_function("nothing changed", |b| {
        b.iter(|| {
            ingest::update(&archive(home.path()), &[], &options(), &Meter::default()).unwrap()
        })
    });
    group.finish();
}

/// Searches, and makes the passages and marks of what is shown.
fn shown(reader: &Reader, request: &Request) -> usize {
    search(reader, request)
        .unwrap()
        .hits()
        .map(Result::unwrap)
        .count()
}

fn searching(c: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    ingest::update(&archive(home.path()), &[], &options(), &Meter::default()).unwrap();
    let reader = Reader::open(home.path()).unwrap();
    let mut group = c.benchmark_group("search");
    for (name, query) in [
        ("word", "harbour"),
        ("and", "harbour dredging cost"),
        ("or", "harbour OR tunnel OR measles"),
        ("phrase", "\"prime minister\""),
        ("near", "tunnel W/5 cost"),
        ("sentence", "measles /s school"),
        ("paragraph", "harbour /p cost"),
        ("beginning", "econom*"),
        ("nearly", "goverment~1"),
        ("filter", "minister source:\"Meridian Wire\" date:2024.."),
        ("chinese", "铜钟"),
    ] {
        let request = Request::new(parse(query, Day(20260601)).unwrap());
        group.bench_function(name, |b| b.iter(|| shown(&reader, black_box(&request))));
    }
    group.bench_function("open and search", |b| {
        let request = Request::new(parse("harbour", Day(20260601)).unwrap());
        b.iter(|| shown(&Reader::open(home.path()).unwrap(), &request))
    });
    group.finish();
}

criterion_group!(benches, analysis, reading, indexing, searching);
criterion_main!(benches);
