//! A container that grew → the place from which it is read on.
//!
//! A file counts as grown where it is longer than it was, and neither its first
//! bytes nor those before the place have changed. What was rewritten further
//! inside is not seen; such a file keeps its length as a rule, or is read whole
//! by `rebuild`.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use crate::corpus::{BEYOND_MAX, End, Format, PassedOver, Reached};
use crate::index::{FileRecord, FileState, Mark, Skipped};

use super::tally::Numbers;

/// So many bytes are compared at either end.
const COMPARED_BYTES: u64 = 64 * 1024;

/// What is known of the part of a file that need not be read again.
#[derive(Debug, Default)]
pub(super) struct Former {
    /// From where to read; `None` from the start.
    pub(super) from: Option<Reached>,
    /// What was skipped before that place.
    pub(super) skipped: Vec<Skipped>,
    /// Ids of articles that came from behind it: they are read again.
    pub(super) beyond: FxHashSet<String>,
    /// What was counted before it.
    pub(super) numbers: Numbers,
}

/// Looks whether `file` is what it was when `state` and `record` were noted,
/// and more behind it.
pub(super) fn former(file: &File, size: u64, state: &FileState, record: FileRecord) -> Former {
    let Some(mark) = record.mark else {
        return Former::default();
    };
    let grown = size > state.size && mark.bytes > 0 && mark.bytes <= size;
    let same = || matches!(digests(file, mark.bytes), Ok((head, tail)) if head == mark.head && tail == mark.tail);
    if !grown || !same() {
        return Former::default();
    }
    let beyond: FxHashSet<String> = mark.beyond.into_iter().collect();
    // What is said of the file as a whole is said again.
    let before = |skip: &Skipped| skip.id != state.id && !beyond.contains(&skip.id);
    let mut passed_over = PassedOver::default();
    for (kind, number) in &mark.passed_over {
        passed_over.add(kind, *number);
    }
    Former {
        from: Some(Reached {
            format: if mark.is_warc {
                Format::Warc
            } else {
                Format::JsonLines
            },
            bytes: mark.bytes,
            records: mark.records,
        }),
        skipped: record.skipped.into_iter().filter(before).collect(),
        numbers: Numbers {
            passed_over,
            unchosen: mark.unchosen,
            unlisted: mark.unlisted,
        },
        beyond,
    }
}

/// What is to be noted of a file that was just read up to `end`, with what was
/// counted before that; `None` where that is its start or far before its end,
/// or where it can no more be looked at.
pub(super) fn mark(file: &File, end: End, counted: Numbers) -> Option<Mark> {
    if end.reached.bytes == 0 || end.beyond.len() > BEYOND_MAX {
        return None;
    }
    let (head, tail) = digests(file, end.reached.bytes).ok()?;
    let kinds = counted.passed_over.kinds();
    Some(Mark {
        is_warc: end.reached.format == Format::Warc,
        bytes: end.reached.bytes,
        records: end.reached.records,
        head,
        tail,
        beyond: end.beyond,
        passed_over: kinds.map(|(kind, n)| (kind.to_owned(), n)).collect(),
        unchosen: counted.unchosen,
        unlisted: counted.unlisted,
    })
}

/// Digests of the first bytes and of the last before `end`.
fn digests(file: &File, end: u64) -> io::Result<(String, String)> {
    let length = end.min(COMPARED_BYTES);
    Ok((
        digest(file, 0, length)?,
        digest(file, end - length, length)?,
    ))
}

fn digest(file: &File, from: u64, length: u64) -> io::Result<String> {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
    file.read_exact_at(&mut bytes, from)?;
    let digest = Sha256::digest(&bytes);
    Ok(digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const BEFORE: &[u8] = b"{\"id\":1}\n{\"id\":2}\n";

    /// A file of `BEFORE` is marked; then it holds `now`.
    fn from(now: &[u8]) -> Option<u64> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(BEFORE).unwrap();
        let end = End {
            reached: Reached {
                format: Format::JsonLines,
                bytes: BEFORE.len() as u64,
                records: 2,
            },
            beyond: vec!["a#3".to_owned()],
            passed_over: PassedOver::default(),
            unchosen: 0,
        };
        let mark = mark(&file, end, Numbers::default());
        let state = FileState {
            id: "a".to_owned(),
            size: BEFORE.len() as u64,
            mtime_ns: 0,
            articles: 2,
            skipped: 0,
            unchosen: 0,
        };
        let record = FileRecord {
            skipped: Vec::new(),
            unlisted: 0,
            mark,
        };
        file.set_len(0).unwrap();
        file.write_all_at(now, 0).unwrap();
        let former = former(&file, now.len() as u64, &state, record);
        former.from.map(|from| from.bytes)
    }

    #[test]
    fn only_what_grew_is_read_on() {
        let grown = [BEFORE, b"{\"id\":3}\n"].concat();
        assert_eq!(from(&grown), Some(BEFORE.len() as u64));
        assert_eq!(from(BEFORE), None);
        assert_eq!(from(&BEFORE[..5]), None);
        let mut rewritten = grown.clone();
        rewritten[6] = b'7';
        assert_eq!(from(&rewritten), None);
    }
}
