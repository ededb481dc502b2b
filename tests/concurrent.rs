//! Readers and writers side by side: a reader never fails and sees whole
//! commits only; a second writer waits, then says who is writing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::fs::File;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::{Archive, Random, piped, text_file};

/// Articles that come and go together.
const BATCH: usize = 20;

/// Gives every article of the batch the same new word.
fn write_batch(archive: &Archive, generation: usize, random: &mut Random) {
    for i in 0..BATCH {
        let story = text_file(random);
        let text = format!("{story}\nThe batchword generation{generation} is here.\n");
        archive.write(&format!("batch/{i:02}.txt"), text);
    }
}

#[test]
fn a_search_sees_whole_commits_only() {
    let archive = Archive::new();
    let mut random = Random::new(30);
    for i in 0..60 {
        archive.write(&format!("rest/{i:02}.txt"), text_file(&mut random));
    }
    write_batch(&archive, 0, &mut random);
    archive.ok(&["index"]);
    let done = AtomicBool::new(false);
    let searches = std::thread::scope(|scope| {
        let searching = scope.spawn(|| {
            let (mut searches, mut latest) = (0, 0);
            while !done.load(Ordering::Relaxed) {
                let ran = archive.run(&[
                    "search",
                    "--json",
                    "-n",
                    "0",
                    "--passages",
                    "9",
                    "batchword",
                ]);
                assert_eq!(ran.code, Some(0), "{ran:#?}");
                let mut hits = ran.lines();
                assert_eq!(hits.pop().unwrap()["articles"], BATCH);
                let mut generations: Vec<usize> = hits
                    .iter()
                    .map(|hit| {
                        let text = hit["passage"].as_str().unwrap();
                        let number = text.split("generation").nth(1).unwrap();
                        number.split(' ').next().unwrap().parse().unwrap()
                    })
                    .collect();
                generations.dedup();
                assert_eq!(generations.len(), 1, "half a commit: {generations:?}");
                assert!(generations[0] >= latest, "a commit was taken back");
                latest = generations[0];
                let shown = archive.run(&["show", "batch/07.txt"]);
                assert_eq!(shown.code, Some(0), "{shown:#?}");
                searches += 1;
            }
            searches
        });
        for generation in 1..=12 {
            write_batch(&archive, generation, &mut random);
            let command = if generation % 4 == 0 {
                "rebuild"
            } else {
                "index"
            };
            // Two writers at once: one waits for the other.
            let mut second = piped(&mut archive.command(&["index", "--wait", "60"]))
                .spawn()
                .unwrap();
            let first = archive.run(&[command, "--wait", "60"]);
            assert_eq!(first.code, Some(0), "{first:#?}");
            assert!(second.wait().unwrap().success());
            if searching.is_finished() {
                break;
            }
        }
        done.store(true, Ordering::Relaxed);
        searching.join().unwrap()
    });
    assert!(searches > 3, "{searches} searches are no loop");
    assert_eq!(archive.ids("generation12").len(), BATCH);
    assert_eq!(archive.ok(&["check"]).stderr, "");
}

/// Holds the writer lock as another process would.
fn hold(archive: &Archive, holder: &str) -> File {
    let path = archive.index().join("writer.lock");
    let mut file = File::options().read(true).write(true).open(path).unwrap();
    file.lock().unwrap();
    file.write_all(holder.as_bytes()).unwrap();
    file
}

#[test]
fn the_second_writer_waits_and_then_names_the_first() {
    let archive = Archive::with_good_article();
    archive.ok(&["index"]);
    let lock = hold(&archive, "onrecord index (process 4711)");
    for args in [
        &["index", "--wait", "0"][..],
        &["index", "--wait", "1"],
        &["rebuild", "--wait", "0"],
    ] {
        let ran = archive.run(args);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(2), ""),
            "{args:?}: {ran:#?}"
        );
        let named = ran
            .stderr
            .contains("is being written by onrecord index (process 4711)");
        assert!(named, "{args:?}: {ran:#?}");
    }
    // Readers do not ask for the lock.
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    let checked = archive.ok(&["check"]);
    assert!(checked.stderr.contains("process 4711"), "{checked:#?}");
    drop(lock);
    archive.ok(&["index", "--wait", "0"]);
}

#[test]
fn a_waiting_writer_gets_its_turn() {
    let archive = Archive::with_good_article();
    archive.ok(&["index"]);
    archive.write("late.txt", "Lighthouse\n\nThe lighthouse burns again.\n");
    let lock = hold(&archive, "somebody");
    let mut waiting = piped(&mut archive.command(&["index", "--wait", "60"]))
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(waiting.try_wait().unwrap().is_none(), "it did not wait");
    drop(lock);
    assert!(waiting.wait().unwrap().success());
    assert_eq!(archive.ids("lighthouse"), ["late.txt"]);
}

#[test]
fn a_real_writer_is_named_with_its_process() {
    let archive = Archive::new();
    let mut random = Random::new(31);
    for i in 0..400 {
        archive.write(&format!("{i:03}.txt"), text_file(&mut random).repeat(4));
    }
    let mut first = piped(&mut archive.command(&["index"])).spawn().unwrap();
    let named = format!("onrecord index (process {})", first.id());
    let mut refused = None;
    while first.try_wait().unwrap().is_none() {
        let ran = archive.run(&["index", "--wait", "0"]);
        if ran.code == Some(2) {
            refused = Some(ran);
            break;
        }
    }
    assert!(first.wait().unwrap().success());
    if let Some(ran) = refused {
        let told = ran.stderr.contains(&named) || ran.stderr.contains("another process");
        assert!(told, "{named}: {ran:#?}");
    }
}
