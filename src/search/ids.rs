//! An id that no article has → the ids that may be meant.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::index::Reader;

use super::spelling::automaton;

/// So many are offered.
const OFFERED: usize = 3;

/// A part of an id of fewer characters is in too many.
const PART_MIN: usize = 4;

/// An id of more characters is compared with others as a part only.
const LENGTH_MAX: usize = 200;

/// How an id is near another; the first is the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// Mistyped: so many characters are other ones.
    Mistyped(u8),
    /// Without its folders, or without its ending.
    Shortened,
    /// A part of it.
    Part,
}

/// The ids of articles that are nearest to `asked`, the nearest first. Every id
/// is looked at once.
pub fn near_ids(reader: &Reader, asked: &str) -> Result<Vec<String>> {
    let asked = asked.trim();
    let length = asked.chars().count();
    let mistyped = (PART_MIN..=LENGTH_MAX)
        .contains(&length)
        .then(|| automaton(asked, 2));
    let nearness = |id: &str| {
        let distance = mistyped.as_ref().map(|dfa| dfa.eval(id));
        if let Some(levenshtein_automata::Distance::Exact(distance)) = distance {
            return Some(Nearness::Mistyped(distance));
        }
        let name = id.rsplit('/').next().unwrap_or(id);
        let stem = |name: &str| {
            name.rsplit_once('.')
                .map_or(name.len(), |(stem, _)| stem.len())
        };
        if !asked.is_empty() && (name == asked || &name[..stem(name)] == asked || ends(id, asked)) {
            return Some(Nearness::Shortened);
        }
        (length >= PART_MIN && id.contains(asked)).then_some(Nearness::Part)
    };
    reader
        .guard(|| {
            let mut best: BTreeSet<(Nearness, String)> = BTreeSet::new();
            for segment in reader.searcher().segment_readers() {
                let inverted = segment.inverted_index(reader.fields().id)?;
                let mut ids = inverted.terms().stream()?;
                while ids.advance() {
                    let Ok(id) = std::str::from_utf8(ids.key()) else {
                        continue;
                    };
                    let Some(near) = nearness(id) else { continue };
                    if best.len() >= OFFERED_OF
                        && best
                            .last()
                            .is_some_and(|last| *last < (near, id.to_owned()))
                    {
                        continue;
                    }
                    best.insert((near, id.to_owned()));
                    if best.len() > OFFERED_OF {
                        best.pop_last();
                    }
                }
            }
            Ok(best)
        })
        .and_then(|best| {
            let mut found = Vec::new();
            for (_, id) in best {
                // An article that was removed leaves its id behind for a while.
                if found.len() < OFFERED && reader.article(&id)?.is_some() {
                    found.push(id);
                }
            }
            Ok(found)
        })
}

/// More than are offered, since some may be of articles that are no more.
const OFFERED_OF: usize = 12;

/// True if the last parts of a path are `asked`.
fn ends(id: &str, asked: &str) -> bool {
    let folders = id.strip_suffix(asked);
    folders.is_some_and(|folders| folders.ends_with('/'))
}
