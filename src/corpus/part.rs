//! How far a container was read: a file that grew is read on from there.

use std::fmt;

use super::{Choice, Format, Limits, PassedOver};

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
    /// What the readers of its records understand, if that is to be reported.
    pub understands: Option<&'a dyn Understands>,
}

/// Which values of a row later readers understand, so that the report can tell
/// of columns that they do not.
pub trait Understands: fmt::Debug + Sync {
    /// The field that a value of this name is read as, if its value may be
    /// refused, and the rank of the name among those of the field, from 0.
    fn field(&self, name: &str) -> Option<(&'static str, usize)>;

    /// Whether the value of such a field is understood.
    ///
    /// # Errors
    ///
    /// What is wrong, with the value: `31 February 2024 is no date`.
    fn reads(&self, field: &str, value: &str) -> Result<(), String>;
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
    /// cut off, as a rule. Empty where the place is the start of the file; no
    /// more than [`BEYOND_MAX`] and one more.
    pub beyond: Vec<String>,
    /// What was passed over behind that place.
    pub passed_over: PassedOver,
    /// How many records behind that place the reader found not to be chosen.
    pub unchosen: u64,
}

/// A file with more than this behind the last place is not read on from there.
pub const BEYOND_MAX: usize = 10_000;
