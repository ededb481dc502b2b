//! A run that is killed at any moment leaves an index that opens, is sound,
//! and after one more run answers as one made from nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::fs;
use std::time::Instant;

use common::{Archive, Random, piped, text_file};
use serde_json::Value;

const KILLS: usize = 30;

const QUERIES: &[&[&str]] = &[
    &["harbour", "council"],
    &["--any", "ferry", "vote", "tunnel"],
    &["(rail OR train) -strike"],
    &["title:budget"],
    &["the", "public", "plan"],
];

/// Every hit of every query, scores and all, without the time that it took.
fn answers(archive: &Archive) -> Vec<Vec<Value>> {
    let answer = |query: &&[&str]| {
        let mut args = vec!["search", "--json", "-n", "0"];
        args.extend(*query);
        let ran = archive.run(&args);
        assert!(matches!(ran.code, Some(0 | 1)), "{query:?}: {ran:#?}");
        let mut lines = ran.lines();
        let summary = lines.pop().unwrap();
        assert_eq!(summary["type"], "summary");
        lines
    };
    QUERIES.iter().map(answer).collect()
}

/// New, changed and deleted articles.
fn change(archive: &Archive, random: &mut Random, step: usize) {
    for i in 0..12 {
        archive.write(&format!("{step:02}/{i:02}.txt"), text_file(random));
    }
    for _ in 0..4 {
        let id = format!("{:02}/{:02}.txt", random.below(step + 1), random.below(12));
        if archive.file(&id).exists() {
            archive.write(&id, text_file(random));
        }
    }
    let id = format!("{:02}/{:02}.txt", random.below(step + 1), random.below(12));
    let _ = fs::remove_file(archive.file(&id));
}

fn assert_sound(archive: &Archive, what: &str) {
    let found = archive.run(&["search", "-c", "the"]);
    assert_eq!(found.code, Some(0), "{what}: {found:#?}");
    let checked = archive.run(&["check"]);
    assert_eq!(
        (checked.code, checked.stderr.as_str()),
        (Some(0), ""),
        "{what}: {checked:#?}"
    );
}

#[test]
fn killed_at_thirty_moments() {
    let archive = Archive::new();
    let mut random = Random::new(20);
    for i in 0..300 {
        archive.write(&format!("00/{i:02}.txt"), text_file(&mut random));
    }
    let mut cut_short = 0;
    // How long each command takes when it is left alone.
    let mut usual = ["index", "rebuild"].map(|command| {
        let started = Instant::now();
        archive.ok(&[command]);
        started.elapsed()
    });
    for step in 1..=KILLS {
        change(&archive, &mut random, step);
        let which = usize::from(step % 3 == 0);
        let command = ["index", "rebuild"][which];
        let started = Instant::now();
        let mut child = piped(&mut archive.command(&[command])).spawn().unwrap();
        // At any moment, every other time near the end, where the commit is.
        let from = if step % 2 == 0 { 600 } else { 0 };
        let share = (from + random.below(1_000 - from)) as u32;
        std::thread::sleep(usual[which] * share / 1_000);
        child.kill().unwrap();
        let status = child.wait().unwrap();
        if status.success() {
            usual[which] = usual[which].min(started.elapsed());
        } else {
            cut_short += 1;
            usual[which] += usual[which] / 40;
        }
        let what = format!(
            "kill {step}, of {command}, {share}/1000 of {:?}",
            usual[which]
        );
        assert_sound(&archive, &what);
        if step % 5 == 0 {
            archive.ok(&["index"]);
            assert_sound(&archive, &what);
            let fresh = Archive::new();
            common::copy_folder(&archive.corpus(), &fresh.corpus());
            fresh.ok(&["index"]);
            assert_eq!(answers(&archive), answers(&fresh), "{what}");
        }
    }
    assert!(
        cut_short >= KILLS / 3,
        "only {cut_short} runs were cut short"
    );
}

#[test]
fn what_a_killed_rebuild_leaves_is_swept_up() {
    let archive = Archive::new();
    let mut random = Random::new(21);
    for i in 0..20 {
        archive.write(&format!("{i:02}.txt"), text_file(&mut random));
    }
    archive.ok(&["index"]);
    let left = archive.index().join("g7");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("half.idx"), vec![0; 1_000]).unwrap();
    archive.write("new.txt", text_file(&mut random));
    archive.ok(&["index"]);
    assert!(!left.exists());
    assert_sound(&archive, "after the sweep");
    archive.ok(&["rebuild"]);
    let generations = fs::read_dir(archive.index()).unwrap();
    let folders = generations.filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(folders.count(), 1);
}
