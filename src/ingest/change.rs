//! What is on disk, against what the index knows → what is to be done.

use std::fs;

use rustc_hash::FxHashSet;

use crate::corpus::{self, File, Skip, SkipReason};
use crate::error::{Error, Result};
use crate::index::FileState;

use super::place::{Known, Place, is_below};

/// The time noted for a file that could not be read: it is tried again,
/// whatever its real time says.
pub(super) const UNREADABLE: i64 = i64::MIN;

/// A file that is to be read, and how it was when it was last read.
pub(super) struct Due<'k> {
    pub(super) file: File,
    pub(super) known: Option<&'k FileState>,
    /// False for a file that is as it was, and read again all the same.
    pub(super) is_changed: bool,
}

/// What a run has to do.
pub(super) struct Changes<'k> {
    /// Files to read: new ones and changed ones.
    pub(super) due: Vec<Due<'k>>,
    /// Files that are no more.
    pub(super) gone: Vec<&'k FileState>,
    /// Folders and links that could not be looked into.
    pub(super) skipped: Vec<Skip>,
    /// How many files were looked at.
    pub(super) files: u64,
}

impl<'k> Changes<'k> {
    /// Looks through `places`; opens folders, and of files only those that
    /// could not be read before. Every file is due where all are stale.
    pub(super) fn find(places: &[Place], known: &'k Known, stale: bool) -> Result<Self> {
        let (files, skipped) = walk(places, known)?;
        let seen: FxHashSet<&str> = files.iter().map(|file| file.id.as_str()).collect();
        let may_be_gone = |id: &str| {
            let looked_at = places
                .iter()
                .any(|place| place.holds(id) && !place.is_away(known));
            // What lies in a folder that cannot be opened just now is kept.
            let hidden = skipped.iter().any(|skip| is_below(id, &skip.id));
            looked_at && !hidden
        };
        let mut gone: Vec<&FileState> = known
            .values()
            .filter(|state| !seen.contains(state.id.as_str()))
            .collect();
        gone.retain(|state| may_be_gone(&state.id));
        let count = files.len() as u64;
        let due = files.into_iter().filter_map(|file| {
            let known = known.get(&file.id);
            let same = known.is_some_and(|state| is_same(state, &file));
            (stale || !same).then_some(Due {
                file,
                known,
                is_changed: !same,
            })
        });
        Ok(Changes {
            due: due.collect(),
            gone,
            skipped,
            files: count,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.due.is_empty() && self.gone.is_empty()
    }
}

fn is_same(state: &FileState, file: &File) -> bool {
    if state.mtime_ns == UNREADABLE {
        return fs::File::open(&file.path).is_err();
    }
    state.size == file.size && state.mtime_ns == file.mtime_ns
}

fn walk(places: &[Place], known: &Known) -> Result<(Vec<File>, Vec<Skip>)> {
    let (mut files, mut skipped) = (Vec::new(), Vec::new());
    for place in places {
        let prefix = match fs::metadata(&place.path) {
            Ok(data) => place.prefix(data.is_dir()),
            Err(cause) if place.is_away(known) => {
                let reason = SkipReason::Unreadable(format!(
                    "{}; its articles are kept (to drop them: onrecord index {})",
                    cause.kind(),
                    place.path.display()
                ));
                skipped.push(Skip {
                    id: place.id.clone(),
                    reason,
                });
                continue;
            }
            // What was named and is no more is gone.
            Err(_) if !place.id.is_empty() => continue,
            // The corpus itself must be there: an empty index is no wish.
            Err(cause) => return Err(Error::io("read", &place.path, cause)),
        };
        corpus::files(&place.path, &prefix, &mut |found| match found {
            Ok(file) => files.push(file),
            Err(skip) => skipped.push(skip),
        });
    }
    // A place may be named twice, or lie inside another.
    files.sort_by(|a, b| a.id.cmp(&b.id));
    files.dedup_by(|a, b| a.id == b.id);
    Ok((files, skipped))
}
