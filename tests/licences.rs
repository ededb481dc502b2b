//! Every dependency, down to the last, has a licence that leaves the project
//! as free as MIT OR Apache-2.0.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{HashMap, HashSet};
use std::process::Command;

use serde_json::Value;

/// MPL-2.0 asks for the source of its own files only (the CSS selector crates).
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "BSL-1.0",
    "0BSD",
    "CC0-1.0",
    "Unlicense",
    "Unicode-3.0",
    "MPL-2.0",
];

#[test]
fn every_dependency_may_be_used() {
    let metadata = metadata();
    let packages: HashMap<&str, &Value> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package))
        .collect();
    let reached = reached(&metadata);
    assert!(reached.len() > 50, "only {} packages", reached.len());
    let refused: Vec<String> = reached
        .iter()
        .map(|id| packages[id])
        .filter(|package| !is_allowed(package["license"].as_str().unwrap_or("")))
        .map(|package| {
            let (name, version) = (&package["name"], &package["version"]);
            let licence = package["license"]
                .as_str()
                .unwrap_or("no licence expression");
            format!("{name} {version}: {licence}")
        })
        .collect();
    assert!(refused.is_empty(), "not on the list: {refused:#?}");
}

/// What cargo knows of the locked packages, without asking the network. Where
/// some of another system's were never fetched, only those of this one.
fn metadata() -> Value {
    let asked = |filter: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(["metadata", "--format-version", "1", "--offline", "--locked"])
            .args(filter)
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        command.output().unwrap()
    };
    let mut output = asked(&[]);
    if !output.status.success() {
        let host = host();
        output = asked(&["--filter-platform", &host]);
    }
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{message}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.unwrap().to_owned()
}

/// Packages that the project depends on, of all kinds, itself included.
fn reached(metadata: &Value) -> HashSet<&str> {
    let nodes: HashMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let mut open = vec![metadata["resolve"]["root"].as_str().unwrap()];
    let mut reached = HashSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let deps = nodes[id]["deps"].as_array().unwrap();
            open.extend(deps.iter().map(|dep| dep["pkg"].as_str().unwrap()));
        }
    }
    reached
}

/// Reads an expression such as `MIT OR (Apache-2.0 AND ISC)`; a slash is an old
/// way to write OR, and AND binds before it.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let allowed = any(&mut rest);
    allowed && rest.is_empty()
}

fn any(rest: &mut &[&str]) -> bool {
    let mut allowed = all(rest);
    while take(rest, "OR") {
        // Something must follow, or the whole is no expression.
        if rest.is_empty() {
            return false;
        }
        allowed |= all(rest);
    }
    allowed
}

fn all(rest: &mut &[&str]) -> bool {
    let mut allowed = one(rest);
    while take(rest, "AND") {
        allowed &= one(rest);
    }
    allowed
}

fn one(rest: &mut &[&str]) -> bool {
    if take(rest, "(") {
        let allowed = any(rest);
        return take(rest, ")") && allowed;
    }
    let Some((name, after)) = rest.split_first() else {
        return false;
    };
    *rest = after;
    if !take(rest, "WITH") {
        return ALLOWED.contains(name);
    }
    let Some((exception, after)) = rest.split_first() else {
        return false;
    };
    *rest = after;
    // An exception only gives more freedom.
    ALLOWED.contains(name) || ALLOWED.contains(&format!("{name} WITH {exception}").as_str())
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    match rest.split_first() {
        Some((first, after)) if *first == word => {
            *rest = after;
            true
        }
        _ => false,
    }
}

#[test]
fn expressions_are_read_as_meant() {
    for allowed in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-2.0-only) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
        "MIT AND ISC OR GPL-3.0",
    ] {
        assert!(is_allowed(allowed), "{allowed}");
    }
    for refused in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "AGPL-3.0 OR (MIT AND SSPL-1.0)",
        "MIT OR",
        "(MIT",
        "MIT GPL-3.0",
    ] {
        assert!(!is_allowed(refused), "{refused}");
    }
}
