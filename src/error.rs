//! What can go wrong for a whole command. A single bad file is not an error:
//! it is a [`crate::corpus::Skip`] in the report.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The library's result.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a command could not do what it was asked; `Display` says what was being
/// done, to which file or at which column, and what mends it where that is known.
#[derive(Debug)]
pub struct Error(Box<Kind>);

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("{}: cannot {doing}: {cause}", path.display())]
    Io {
        doing: &'static str,
        path: PathBuf,
        cause: io::Error,
    },
    #[error("{}: {message}", path.display())]
    Index { path: PathBuf, message: String },
    #[error("query, column {column}: {message}")]
    Query { column: usize, message: String },
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// An input/output failure: `doing` completes "cannot …".
    pub fn io(doing: &'static str, path: &Path, cause: io::Error) -> Self {
        Kind::Io {
            doing,
            path: path.to_owned(),
            cause,
        }
        .into()
    }

    /// An index that cannot be used, and what mends it.
    pub fn index(path: &Path, message: impl Into<String>) -> Self {
        Kind::Index {
            path: path.to_owned(),
            message: message.into(),
        }
        .into()
    }

    /// A query that cannot be read; `column` counts characters from 1.
    pub fn query(column: usize, message: impl Into<String>) -> Self {
        Kind::Query {
            column,
            message: message.into(),
        }
        .into()
    }

    /// A request that makes no sense as given.
    pub fn usage(message: impl Into<String>) -> Self {
        Kind::Usage(message.into()).into()
    }

    /// The column of a query error, counted in characters from 1.
    pub fn column(&self) -> Option<usize> {
        match *self.0 {
            Kind::Query { column, .. } => Some(column),
            _ => None,
        }
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Error(Box::new(kind))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::Io { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
