//! Who said what, measured on the project's own annotated articles, and what
//! must hold of any text.
//!
//! `cargo test --release --test quotes -- --nocapture` prints the figures.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod quotes_support;

use std::path::Path;
use std::sync::LazyLock;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use onrecord::article::{self, Article, Reading};
use onrecord::corpus::{self, Limits};
use onrecord::quote::{About, Method, quotes};
use proptest::prelude::*;
use quotes_support::annotated::{self, Annotated};
use quotes_support::hostile;
use quotes_support::mutation::{PIECES, mutated, mutation};
use quotes_support::score::{self, Figures, Score};
use quotes_support::{holds, pairs, words};

/// What was last reached, rounded down.
const LEAST: &[(&str, Method, Figures)] = &[
    (
        "tuning",
        Method::Model,
        Figures {
            all: 95.5,
            direct: 97.0,
            mixed: 98.5,
            indirect: 92.0,
            source: 98.5,
            name: 93.0,
            end_to_end: 89.0,
            role: 73.5,
        },
    ),
    (
        "tuning",
        Method::Rules,
        Figures {
            all: 89.0,
            direct: 95.0,
            mixed: 92.0,
            indirect: 79.0,
            source: 98.5,
            name: 90.0,
            end_to_end: 80.5,
            role: 72.0,
        },
    ),
    (
        "unseen",
        Method::Model,
        Figures {
            all: 88.5,
            direct: 94.0,
            mixed: 87.0,
            indirect: 81.0,
            source: 98.0,
            name: 81.5,
            end_to_end: 75.5,
            role: 74.5,
        },
    ),
    (
        "unseen",
        Method::Rules,
        Figures {
            all: 89.0,
            direct: 93.5,
            mixed: 92.0,
            indirect: 80.5,
            source: 97.0,
            name: 81.5,
            end_to_end: 72.5,
            role: 74.5,
        },
    ),
];

const METHODS: [Method; 2] = [Method::Model, Method::Rules];

static TUNING: LazyLock<Vec<Annotated>> = LazyLock::new(|| annotated::set("tuning"));
/// Measured only: nothing that a test prints tells what is in it.
static UNSEEN: LazyLock<Vec<Annotated>> = LazyLock::new(|| annotated::set("unseen"));
static SAMPLES: LazyLock<Vec<Article>> = LazyLock::new(samples);

fn named(set: &str) -> &'static [Annotated] {
    match set {
        "tuning" => &TUNING,
        _ => &UNSEEN,
    }
}

#[test]
fn quotes_are_found_as_well_as_before() {
    let mut fallen = Vec::new();
    for (set, method, least) in LEAST {
        let score = Score::of(named(set), *method);
        let figures = score.figures();
        println!("\n{set}, {method:?}: {} articles", named(set).len());
        if *set == "tuning" {
            println!("  {}", score.faults.join("\n  "));
        }
        println!("{}", table(&score));
        for ((name, value), (_, least)) in figures.named().into_iter().zip(least.named()) {
            if value < least {
                fallen.push(format!("{set}, {method:?}: {name} {value:.2}, not {least}"));
            }
        }
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

fn table(score: &Score) -> String {
    let [direct, mixed, indirect] = score.kinds;
    let mut table = format!(
        "  {:9}{:>7}{:>7}{:>8}{:>8}{:>8}\n",
        "", "wanted", "found", "P", "R", "F1"
    );
    for (name, hits) in [
        ("all", score.all()),
        ("direct", direct),
        ("mixed", mixed),
        ("indirect", indirect),
        ("role", score.role),
    ] {
        let (wanted, found) = (hits.wanted, hits.found);
        let (p, r, f1) = (hits.precision(), hits.recall(), hits.f1());
        table += &format!("  {name:9}{wanted:7}{found:7}{p:8.2}{r:8.2}{f1:8.2}\n");
    }
    let figures = score.figures();
    let (source, name) = (score.source.wanted, score.name.wanted);
    table
        + &format!(
            "  source {:.2} of {source}, name {:.2} of {name}, end to end {:.2} of {}",
            figures.source,
            figures.name,
            figures.end_to_end,
            name + score.people_missed,
        )
}

#[test]
fn the_readme_counts_what_is_there() {
    let readme = include_str!("quotes/README.md");
    for set in ["tuning", "unseen"] {
        let articles = named(set);
        let mut kinds = [0; 3];
        for article in articles {
            let cut = words::words(&article.body);
            let marks = pairs::quoted(&article.body);
            for quote in &article.quotes {
                let content = words::inside(&cut, &quote.content);
                kinds[score::kind(&cut, &marks, &content) as usize] += 1;
            }
        }
        let [direct, mixed, indirect] = kinds;
        let sum = direct + mixed + indirect;
        let count = articles.len();
        let row = format!("| `{set}` | {count} | {sum} | {direct} | {mixed} | {indirect} |");
        assert!(readme.contains(&row), "no row {row}");
    }
}

#[test]
fn every_article_at_hand_holds() {
    for article in &*TUNING {
        let Annotated { name, body, .. } = article;
        all_methods(body, &article.about()).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    }
    for article in &*SAMPLES {
        let Article { id, body, .. } = article;
        all_methods(body, &about(article)).unwrap_or_else(|wrong| panic!("{id}: {wrong}"));
    }
    for article in &*UNSEEN {
        let held = all_methods(&article.body, &article.about()).is_ok();
        assert!(held, "an unseen article does not hold");
    }
}

/// With both methods, as what it is and as if nothing were known.
fn all_methods(body: &str, about: &About<'_>) -> Result<(), String> {
    for method in METHODS {
        for about in [about, &About::default()] {
            holds::check(body, about, method).map_err(|wrong| format!("{method:?}: {wrong}"))?;
        }
    }
    Ok(())
}

fn about(article: &Article) -> About<'_> {
    About {
        title: article.title.as_deref(),
        authors: &article.authors,
        language: article.language.as_deref(),
    }
}

/// The articles of the sample archive.
fn samples() -> Vec<Article> {
    let reading = Reading {
        now_seconds: 1_800_000_000,
    };
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    corpus::files(&root, "", &mut |file| {
        corpus::sources(&file.unwrap(), None, &Limits::default(), &mut |source| {
            found.extend(
                source
                    .ok()
                    .and_then(|source| article::read(&source, &reading).ok()),
            );
        });
    });
    assert!(found.len() > 60, "only {} samples", found.len());
    found
}

/// Bodies to break, with their languages. Nothing unseen: what fails is shown.
fn bodies() -> Vec<(&'static str, About<'static>)> {
    let tuning = TUNING.iter().map(|a| (a.body.as_str(), a.about()));
    let samples = SAMPLES.iter().map(|a| (a.body.as_str(), about(a)));
    tuning.chain(samples).collect()
}

const LANGUAGES: &[Option<&str>] = &[
    None,
    Some("en"),
    Some("en-GB"),
    Some("de"),
    Some("fr"),
    Some("es"),
    Some("it"),
    Some("pt"),
    Some("nl"),
    Some("sv"),
    Some("tr"),
    Some("zh"),
    Some("ja"),
    Some("ko"),
    Some("ru"),
    Some("x"),
    Some(""),
];

fn tries(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn broken_articles_hold(
        at in any::<prop::sample::Index>(),
        mutations in prop::collection::vec(mutation(), 1..12),
        other in prop::option::weighted(0.2, prop::sample::select(LANGUAGES)),
    ) {
        let bodies = bodies();
        let (body, mut about) = bodies[at.index(bodies.len())];
        about.language = other.unwrap_or(about.language);
        let others: Vec<&str> = bodies.iter().map(|(body, _)| *body).collect();
        let body = mutated(body, &others, &mutations);
        for method in METHODS {
            let held = holds::check(&body, &about, method).map(drop);
            prop_assert_eq!(held, Ok(()), "{:?} on {:?}", method, body);
        }
    }

    #[test]
    fn made_up_texts_hold(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
        language in prop::sample::select(LANGUAGES),
    ) {
        let about = About { language, ..About::default() };
        for body in [pieces.concat(), pieces.join(" ")] {
            for method in METHODS {
                let held = holds::check(&body, &about, method).map(drop);
                prop_assert_eq!(held, Ok(()), "{:?} on {:?}", method, body);
            }
        }
    }

    #[test]
    fn any_characters_hold(body in "(\\PC|.|\\n|[“”‘’\"'「」«» ]){0,200}", language in prop::sample::select(LANGUAGES)) {
        let about = About { language, ..About::default() };
        for method in METHODS {
            let held = holds::check(&body, &about, method).map(drop);
            prop_assert_eq!(held, Ok(()), "{:?} on {:?}", method, body);
        }
    }
}

/// Nothing here takes minutes: a text that does is stuck.
const STUCK: Duration = Duration::from_secs(240);
const MEGABYTE: usize = 1 << 20;

#[test]
fn a_megabyte_comes_to_an_end() {
    let article: String = SAMPLES
        .iter()
        .map(|article| article.body.as_str())
        .collect();
    let paragraph = article.replace('\n', " ");
    for (what, text) in [
        ("marks", hostile::repeated("\"", MEGABYTE)),
        ("one paragraph", hostile::repeated(&paragraph, MEGABYTE)),
        ("paragraphs", hostile::repeated(&(article + "\n"), MEGABYTE)),
    ] {
        within_patience(what, move || {
            for method in METHODS {
                cpu_seconds(&text, Some("en"), method);
            }
        });
    }
}

/// Four times as much text must not take much more than four times as long.
/// What is quick is quick enough, however it grows.
#[test]
fn work_grows_as_the_text_does() {
    let repeated = hostile::TEXTS.iter().map(|(unit, language)| {
        let text: Box<dyn Fn(usize) -> String + Send> =
            Box::new(|bytes| hostile::repeated(unit, bytes));
        (*unit, *language, text)
    });
    let crowds = hostile::CROWDS.iter().map(|pattern| {
        let text: Box<dyn Fn(usize) -> String + Send> =
            Box::new(|bytes| hostile::crowd(bytes, pattern));
        (*pattern, "en", text)
    });
    let mut slow = Vec::new();
    for (what, language, text) in repeated.chain(crowds) {
        slow.extend(within_patience(what, move || {
            let grows = |method: &Method| {
                let seconds = |bytes| cpu_seconds(&text(bytes), Some(language), *method);
                (0..3).all(|_| {
                    let (few, many) = (seconds(MEGABYTE / 16), seconds(MEGABYTE / 4));
                    many > 0.5 && many > 10.0 * few
                })
            };
            let slow = METHODS.into_iter().filter(grows);
            slow.map(|method| (what, method)).collect::<Vec<_>>()
        }));
    }
    assert!(
        slow.is_empty(),
        "work grows faster than the text: {slow:#?}"
    );
}

/// On a thread with the small stack that a library must do with.
fn within_patience<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, wait) = channel();
    let run = thread::spawn(move || {
        let result = work();
        done.send(()).unwrap();
        result
    });
    if wait.recv_timeout(STUCK) == Err(RecvTimeoutError::Timeout) {
        panic!("{what:?} takes too long");
    }
    run.join().unwrap()
}

/// The time that this thread worked for the quotes of a text: others on the
/// same machine do not count where the system tells.
fn cpu_seconds(text: &str, language: Option<&str>, method: Method) -> f64 {
    let about = About {
        language,
        ..About::default()
    };
    let (wall, before) = (Instant::now(), on_cpu());
    let found = quotes(text, &about, method);
    assert!(found.len() <= text.len());
    match (before, on_cpu()) {
        (Some(before), Some(after)) => (after - before) / 1e9,
        _ => wall.elapsed().as_secs_f64(),
    }
}

/// Nanoseconds that this thread has run, from Linux.
fn on_cpu() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok()
}
