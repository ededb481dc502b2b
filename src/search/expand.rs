//! Words that are matched by their spelling → the words of the archive that
//! are spelt so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::error::{Error, Result};

use super::plan::{Leaf, LeafWord, Matching, Place};
use super::segment::Segment;

/// So many words stand for one spelling at most, and for all of a query.
const FORMS_MAX: usize = 5_000;
const FORMS_MAX_IN_ALL: usize = 20_000;

/// A spelling that more words have than are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Capped {
    /// As it was typed.
    pub(super) typed: String,
    /// How many words are looked for, the first of the alphabet.
    pub(super) words: usize,
}

/// So many words of a query may be matched by their spelling, and so many of
/// these may begin with a sign: for each of the latter all words of the archive
/// are looked at.
const SPELLED_MAX: usize = 100;
const OPEN_BEGINNINGS_MAX: usize = 20;

/// Refuses a query that asks for too many spellings.
pub(super) fn refuse_too_many(leaves: &[Leaf]) -> Result<()> {
    let spellings = leaves
        .iter()
        .flat_map(Leaf::words)
        .filter_map(|word| match &word.matching {
            Matching::Spelled(spelling) => Some(spelling),
            _ => None,
        });
    // The same spelling is looked up once.
    let mut distinct: BTreeMap<String, bool> = BTreeMap::new();
    for spelling in spellings {
        distinct.insert(spelling.to_string(), spelling.begins_open());
    }
    let begin_open = distinct.values().filter(|open| **open).count();
    let spelled = distinct.len();
    let message = match (spelled, begin_open) {
        (0..=SPELLED_MAX, 0..=OPEN_BEGINNINGS_MAX) => return Ok(()),
        (0..=SPELLED_MAX, _) => {
            format!("more than {OPEN_BEGINNINGS_MAX} words that begin with `*` or `?`")
        }
        _ => format!("more than {SPELLED_MAX} words with `*`, `?` or `~`"),
    };
    Err(Error::usage(message))
}

/// Gives every such word of the leaves its forms; returns those that have more
/// than are looked for.
pub(super) fn expand(
    segments: &[Segment<'_>],
    leaves: &mut [Leaf],
) -> tantivy::Result<Vec<Capped>> {
    let is_spelled = |word: &LeafWord| matches!(word.matching, Matching::Spelled(_));
    let count = leaves
        .iter()
        .flat_map(Leaf::words)
        .filter(|w| is_spelled(w));
    let most = FORMS_MAX
        .min(FORMS_MAX_IN_ALL / count.count().max(1))
        .max(1);
    let mut capped = Vec::new();
    let mut failed = None;
    for leaf in leaves {
        let (typed, place) = (leaf.typed.clone(), leaf.place);
        leaf.pattern.each_row_mut(&mut |row| {
            for word in &mut row.words {
                match forms(segments, word, place, most) {
                    Ok(Some(found)) => {
                        if found.len() > most {
                            capped.push(Capped {
                                typed: typed.clone(),
                                words: most,
                            });
                        }
                        let found: Vec<String> = found.into_iter().take(most).collect();
                        word.forms = Arc::from(found);
                    }
                    Ok(None) => {}
                    Err(error) => failed = Some(error),
                }
            }
        });
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(capped),
    }
}

/// The forms of the archive that a word stands for, where its spelling tells;
/// where there are more than `most`, more than `most` of the first.
fn forms(
    segments: &[Segment<'_>],
    word: &LeafWord,
    place: Place,
    most: usize,
) -> tantivy::Result<Option<BTreeSet<String>>> {
    let Matching::Spelled(spelling) = &word.matching else {
        return Ok(None);
    };
    let (named, finder) = (spelling.to_string(), spelling.finder());
    let mut found = BTreeSet::new();
    for segment in segments {
        segment.find_forms(place, (&named, &finder), most + 1, &mut found)?;
    }
    Ok(Some(found))
}
