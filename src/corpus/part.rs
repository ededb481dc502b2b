//! How far a container was read: a file that grew is read on from there.

use std::collections::BTreeMap;
use std::fmt;

use super::{Choice, Format, Limits};

/// How a file is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The format, whatever the name and the content say.
    pub declared: Option<Format>,
    /// What the file may cost.
    pub limits: &'a Limits,
    /// What is taken of it.
    pub choice: &'a Choice,
    /// Where the reader stands, if not at the start of the file.
    pub from: Option<Reached>,
}

/// A place in a container before which every record was read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// What the container is: [`Format::Warc`] or [`Format::JsonLines`].
    pub format: Format,
    /// Bytes of the file before it, as they lie on disk.
    pub bytes: u64,
    /// Records or lines before it.
    pub records: u64,
}

/// How far reading came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Behind the last record that was read whole.
    pub reached: Reached,
    /// Ids of what was handed on from behind that place: of a record that is
    /// cut off, as a rule. Empty where the place is the start of the file.
    pub beyond: Vec<String>,
}

/// How many records of a container were passed over that hold no article, by
/// what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut(BTreeMap<String, u64>);

impl LeftOut {
    /// One more of a kind.
    pub fn count(&mut self, kind: &str) {
        self.add(kind, 1);
    }

    /// So many more of a kind.
    pub fn add(&mut self, kind: &str, more: u64) {
        match self.0.get_mut(kind) {
            Some(number) => *number += more,
            None => {
                self.0.insert(kind.to_owned(), more);
            }
        }
    }

    /// Takes over what another counted.
    pub fn extend(&mut self, other: &LeftOut) {
        for (kind, number) in &other.0 {
            self.add(kind, *number);
        }
    }

    /// The kinds with their numbers.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(kind, number)| (kind.as_str(), *number))
    }

    /// True where nothing was passed over.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records that are no articles were passed over: ")?;
        for (at, (kind, number)) in self.kinds().enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            write!(f, "{comma}{number} {kind}")?;
        }
        Ok(())
    }
}
