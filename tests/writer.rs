//! What several threads write at once is kept, every article of it.
//!
//! A file of its own: a test beside it that starts a process would lend it the
//! lock of the index for a moment.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use onrecord::article::Article;
use onrecord::corpus::Choice;
use onrecord::index::{FileRecord, FileState, Lock, Reader, Writer};

/// One commit: the files of the last round go, and as many come, written by
/// several threads at once. Returns how many articles there are.
fn written_at_once(home: &Path, round: usize) -> u64 {
    let lock = Lock::take(home, "test", Duration::ZERO).unwrap();
    let writer = match round {
        0 => Writer::fresh(home, lock, 512_000_000).unwrap(),
        _ => Writer::open(home, lock, 512_000_000).unwrap(),
    };
    for file in 0..FILES {
        if let Some(last) = round.checked_sub(1) {
            writer.remove_file(&format!("{last}-{file}.txt")).unwrap();
        }
    }
    // All start within a moment: a thread that has to wake comes too late.
    let waiting = AtomicUsize::new(FILES);
    std::thread::scope(|scope| {
        for file in 0..FILES {
            let (writer, waiting) = (&writer, &waiting);
            scope.spawn(move || {
                waiting.fetch_sub(1, Ordering::SeqCst);
                while waiting.load(Ordering::SeqCst) > 0 {
                    std::thread::yield_now();
                }
                write_file(writer, format!("{round}-{file}.txt"));
            });
        }
    });
    writer.commit(&[], &Choice::default()).unwrap();
    Reader::open(home).unwrap().totals().unwrap().articles
}

const FILES: usize = 4;

fn write_file(writer: &Writer, id: String) {
    let article = Article {
        id: id.clone(),
        body: "The walrus came to town.".to_owned(),
        ..Article::default()
    };
    writer.put(article, Vec::new(), &id, 1, 0).unwrap();
    let state = FileState {
        id,
        size: 1,
        mtime_ns: 1,
        articles: 1,
        skipped: 0,
        unchosen: 0,
    };
    writer.put_file(&state, &FileRecord::default()).unwrap();
}

#[test]
fn articles_written_at_once_are_all_kept() {
    let home = tempfile::tempdir().unwrap();
    for round in 0..ROUNDS {
        let articles = written_at_once(home.path(), round);
        assert_eq!(
            articles, FILES as u64,
            "articles were lost in commit {round}"
        );
    }
}

const ROUNDS: usize = 80;
