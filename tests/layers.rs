//! Arrows point one way: a module may name only the modules listed before it.
//! Each engine, and each touch with the outside world, is named in one place.
//!
//! Adding a module means adding it here, in the place its data flow gives it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

const LAYERS: &[&str] = &[
    "span", "error", "analysis", "corpus", "article", "passage", "breaks", "sketch", "quote",
    "query", "roster", "index", "search", "verify", "eval", "ingest", "output",
];

#[test]
fn arrows_point_one_way() {
    for (layer, module) in LAYERS.iter().enumerate() {
        for file in files(Path::new("src"), module) {
            for named in crate_modules(&code(&file)) {
                let allowed = LAYERS[..=layer].contains(&named.as_str());
                let known = LAYERS.contains(&named.as_str());
                let shown = file.display();
                assert!(allowed || !known, "{shown}: {module} must not name {named}");
            }
        }
    }
}

#[test]
fn every_module_has_a_layer() {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    let declared: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    for module in &declared {
        assert!(LAYERS.contains(module), "add {module} to LAYERS");
    }
    for module in LAYERS {
        assert!(declared.contains(module), "{module} is no module any more");
    }
}

/// What may be named only in files whose path begins with one of these.
const HOMES: &[(&[&str], &[&str])] = &[
    (&["tantivy", "tantivy_fst"], &["src/index/", "src/search/"]),
    (&["html2text", "scraper"], &["src/article/html/"]),
    (&["quick_xml"], &["src/corpus/xml/"]),
    (&["clap", "indicatif", "terminal_size"], &["src/cli/"]),
    (&["rayon"], &["src/ingest.rs", "src/ingest/"]),
    (
        &[
            "println!",
            "eprintln!",
            "print!",
            "eprint!",
            "dbg!",
            "process::exit",
            "env::var",
            "env::vars",
            "env::args",
            "env::args_os",
            "env::current_dir",
            "env::var_os",
            "env::temp_dir",
            "SystemTime::now",
            "Zoned::now",
            "Timestamp::now",
            "io::stdin",
            "io::stdout",
            "io::stderr",
        ],
        &["src/cli/"],
    ),
    (&["Instant::now"], &["src/cli/", "src/index/lock.rs"]),
];

#[test]
fn what_touches_the_outside_is_named_in_one_place() {
    for file in files_below(Path::new("src")) {
        let shown = file.display().to_string();
        let text = code(&file);
        for (names, homes) in HOMES {
            if homes.iter().any(|home| shown.starts_with(home)) {
                continue;
            }
            for name in *names {
                assert!(!has_name(&text, name), "{shown} must not name {name}");
            }
        }
    }
}

#[test]
fn every_file_says_what_it_is() {
    for folder in ["src", "tests", "benches", "examples"] {
        for file in files_below(Path::new(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(
                text.starts_with("//! "),
                "{} must open with //!",
                file.display()
            );
        }
    }
}

#[test]
fn names_are_found_where_they_are_used() {
    assert!(has_name("use tantivy::Index;", "tantivy"));
    assert!(has_name("let x = std::env::var(\"A\");", "env::var"));
    assert!(!has_name("use mytantivy::Index;", "tantivy"));
    assert!(!has_name("eprintln!()", "println!"));
    assert!(!has_name("tantivy_fst::Map", "tantivy"));
    assert_eq!(
        uncommented("a // tantivy\n/// rayon\nb \"// c\""),
        "a \n\nb \"// c\"\n"
    );
    let named = crate_modules("use crate::{error::{Error, Result}, span}; crate::search::x()");
    assert_eq!(named, ["error", "span", "search"]);
}

/// A file without its comments.
fn code(file: &Path) -> String {
    uncommented(&fs::read_to_string(file).unwrap())
}

fn uncommented(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        // Two slashes inside a string are none: the quotes before them are odd.
        let comment = line
            .match_indices("//")
            .map(|(at, _)| at)
            .find(|at| line[..*at].matches('"').count() % 2 == 0);
        out += &line[..comment.unwrap_or(line.len())];
        out.push('\n');
    }
    out
}

/// True if `name` stands in `text` and is not part of a longer name.
fn has_name(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The first path segment after each `crate::`, braces included.
fn crate_modules(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, prefix) in text.match_indices("crate::") {
        let rest = &text[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push(ident(rest));
            continue;
        };
        let (mut depth, mut start) = (0, true);
        for (at, c) in group.char_indices() {
            match c {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    found.push(ident(&group[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found
}

fn ident(text: &str) -> String {
    let letters = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_');
    letters.collect()
}

/// `src/name.rs` and everything under `src/name/`.
fn files(src: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = files_below(&src.join(name));
    let file = src.join(format!("{name}.rs"));
    found.extend(Some(file).filter(|file| file.exists()));
    assert!(!found.is_empty(), "{name} has no file");
    found
}

/// The Rust files under a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    found
}
