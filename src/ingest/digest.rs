//! A record → numbers by which it is known again.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;
use sha2::{Digest, Sha256};

use crate::article;
use crate::corpus::{Choice, Source};

/// Differs where the record does, or what is made of it; not where the same
/// page was fetched again.
pub(super) fn hash(source: &Source, quotes_by: &str, choice: &Choice) -> u64 {
    let mut hash = Sha256::new();
    hash.update(article::READING.to_le_bytes());
    hash.update(quotes_by);
    hash.update([0]);
    hash.update([source.format as u8]);
    hash.update(&source.text);
    hash.update(source.told.by);
    if !choice.is_everything() {
        // What was chosen by other rules is read again.
        hash.update([1]);
        hash.update(choice.to_string());
    }
    for (name, value) in &source.told.fields {
        if is_capture(source) && name == "fetched" {
            continue;
        }
        hash.update([0]);
        hash.update(name);
        hash.update([0]);
        hash.update(value.to_string());
    }
    let digest = hash.finalize();
    u64::from_le_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ])
}

/// True for a capture of a page: the same page may have been fetched before.
pub(super) fn is_capture(source: &Source) -> bool {
    source.told.by == "warc"
}

/// The address in the id of a capture, with what was captured.
pub(super) fn capture(id: &str, hash: u64) -> Option<u64> {
    let (address, when) = id.rsplit_once('@')?;
    let is_moment = !when.is_empty() && when.bytes().all(|byte| byte.is_ascii_digit());
    is_moment.then(|| FxBuildHasher.hash_one((address, hash)))
}
