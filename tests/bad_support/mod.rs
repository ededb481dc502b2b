//! What the tests of hostile files share: an index run with its memory
//! measured, and the lines that it must have told.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "every test file is a program of its own and uses its part of this one"
)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::Write;

use super::common::{self, Archive, Ran};

/// Memory that reading hostile files may take, in kilobytes; the index itself
/// takes most of it.
pub const PEAK_KB_MAX: u64 = 300_000;

/// Indexes the archive in bounded memory, and finds the good article.
pub fn index(archive: &Archive) -> Ran {
    let mut peak = 0;
    let mut command = archive.command(&["index", "-v", "--memory", "128"]);
    let child = common::piped(&mut command).spawn().unwrap();
    let ran = common::watched(child, |process| {
        peak = peak.max(peak_kb(process).unwrap_or(0));
    })
    .expect("the run ends");
    assert!(ran.is_calm(), "{ran:#?}");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(peak < PEAK_KB_MAX, "took {peak} kB: {ran:#?}");
    assert_eq!(archive.ids("zeppelin"), ["good.txt"]);
    ran
}

/// Some line names the file and the reason.
pub fn assert_line(ran: &Ran, name: &str, reason: &str) {
    let wanted = |line: &str| line.starts_with(&format!("! {name}")) && line.contains(reason);
    assert!(ran.stderr.lines().any(wanted), "{name}: {reason}: {ran:#?}");
}

/// Some line names the file, or the article is there: never neither.
pub fn assert_told_or_there(archive: &Archive, ran: &Ran, name: &str, query: &str) {
    let told = ran
        .stderr
        .lines()
        .any(|line| line.starts_with(&format!("! {name}")));
    let there = archive.ids(query).iter().any(|id| id.starts_with(name));
    assert!(told || there, "{name} is neither told nor there: {ran:#?}");
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The most memory that a process has had, in kilobytes.
fn peak_kb(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
