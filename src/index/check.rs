//! An index folder → what is wrong with it.

use std::fmt;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::error::Result;
use crate::passage::passages;

use super::reader::Reader;
use super::record::Stored;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A file of the index has not the bytes that were written.
    Checksum(PathBuf),
    /// A stored article cannot be read.
    Record(String),
    /// A passage or a quote of an article does not lie where it should.
    Span(String),
    /// The quotes of an article do not follow it.
    Quotes(String),
    /// Two articles have one id.
    SameId(String),
    /// A file should have given another number of articles.
    Count {
        /// The file.
        file: String,
        /// How many articles its state names.
        stated: u64,
        /// How many there are.
        found: u64,
    },
    /// A file that is no more has articles still.
    Orphan(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Checksum(path) => write!(f, "{}: damaged (wrong checksum)", path.display()),
            Problem::Record(cause) => write!(f, "a stored article cannot be read: {cause}"),
            Problem::Span(id) => write!(f, "{id}: its passages or quotes do not fit its text"),
            Problem::Quotes(id) => write!(f, "{id}: its quotes are not where they belong"),
            Problem::Orphan(file) => {
                write!(f, "{file}: has articles, but is not known as a file")
            }
            Problem::SameId(id) => write!(f, "{id}: indexed twice"),
            Problem::Count {
                file,
                stated,
                found,
            } => {
                write!(
                    f,
                    "{file}: gave {stated} articles, {found} are in the index"
                )
            }
        }
    }
}

/// Reads the whole index and lists what is wrong; empty means sound. Fails
/// where it cannot be opened at all: no index, another version, damaged.
pub fn check(home: &Path) -> Result<Vec<Problem>> {
    let reader = Reader::open(home)?;
    let folder = super::home::current(home)?;
    let damaged = reader.damaged_files()?;
    if !damaged.is_empty() {
        // What else would be found follows from these.
        return Ok(damaged
            .iter()
            .map(|path| Problem::Checksum(folder.join(path)))
            .collect());
    }
    let mut problems = Vec::new();
    let mut ids: FxHashMap<String, u32> = FxHashMap::default();
    for address in reader.guard(|| reader.articles())? {
        match reader.guard(|| reader.stored(address)) {
            Ok(stored) => {
                if !fits(&stored) {
                    problems.push(Problem::Span(stored.article.id.clone()));
                }
                let id = &stored.article.id;
                let follow = reader.quotes_follow(address, id, stored.quotes.len() as u64)?;
                if !follow {
                    problems.push(Problem::Quotes(id.clone()));
                }
                *ids.entry(stored.article.id).or_default() += 1;
            }
            Err(cause) => problems.push(Problem::Record(cause.to_string())),
        }
    }
    problems.extend(
        ids.iter()
            .filter(|(_, n)| **n > 1)
            .map(|(id, _)| Problem::SameId(id.clone())),
    );
    problems.extend(miscounted(&reader)?);
    let orphans = reader.orphans(&reader.files()?)?;
    problems.extend(orphans.into_iter().map(Problem::Orphan));
    problems.sort_by_key(ToString::to_string);
    Ok(problems)
}

/// True if every passage lies inside the text, on character boundaries, and is
/// the one that the text gives, and every quote lies inside the text.
fn fits(stored: &Stored) -> bool {
    let body = &stored.article.body;
    let expected = passages(body);
    let mut said = stored.quotes.iter().flat_map(|quote| &quote.content);
    said.all(|span| span.of(body).is_some())
        && stored.passages.len() == expected.len()
        && stored
            .passages
            .iter()
            .zip(expected)
            .all(|(span, p)| *span == p.span && span.of(body).is_some())
}

fn miscounted(reader: &Reader) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for state in reader.files()?.into_values() {
        let found = reader.hashes(&state.id)?.len() as u64;
        if found != state.articles {
            problems.push(Problem::Count {
                file: state.id,
                stated: state.articles,
                found,
            });
        }
    }
    Ok(problems)
}
